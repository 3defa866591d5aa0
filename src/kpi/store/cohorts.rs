//! What cohorts are made of, and the versions of a metric's days.

use super::{cover, measures};
use crate::base::{At, Result};
use crate::db::{Db, setting};
use crate::kpi::cohort::{Begin, People};
use crate::kpi::compute;
use crate::kpi::days::{self, Day};
use crate::kpi::metric::Metric;
use crate::kpi::scope::{self, Scope};
use chrono::NaiveDate;
use rusqlite::params;
use serde::Serialize;
use std::collections::HashMap;

/// The people of `scope`, each once: when they began, and on which days from `first` on they wrote.
///
/// # Errors
/// Database errors.
pub fn cohorts(db: &Db, scope: &Scope, begin: Begin, first: NaiveDate) -> Result<People> {
    let (conn, zone) = (db.conn(), setting::zone(db)?);
    let places = cover::places(conn, zone)?;
    let covers = cover::kept(conn, &places)?;
    let within = scope::within(scope, &places);
    let mut out = People::default();
    let mut began: HashMap<i64, Day> = HashMap::new();
    let from = days::text(days::number(first));
    let mut known = days::Runs::default();
    for (place, cover) in places.iter().zip(&covers).zip(&within).filter(|(_, w)| **w).map(|(pair, _)| pair) {
        // Days of arrivals alone say nothing about who writes.
        if let Some(from) = cover.followed.says_from {
            known = known.join(&cover.followed.known.within(from, Day::MAX));
        }
        let mut stmt = conn.prepare_cached("SELECT person, seen, joined FROM standing WHERE community_id = ?1")?;
        let mut rows = stmt.query([place.id])?;
        while let Some(row) = rows.next()? {
            let column = if begin == Begin::Seen { 1 } else { 2 };
            let Some(day) = row.get_ref(column)?.as_str_or_null().ok().flatten().and_then(days::read) else { continue };
            let first = began.entry(row.get(0)?).or_insert(day);
            *first = (*first).min(day);
        }
        let mut stmt = conn.prepare_cached(
            "SELECT s.person, a.day FROM active a JOIN standing s ON s.member_id = a.member_id
             WHERE a.community_id = ?1 AND a.day >= ?2",
        )?;
        let mut rows = stmt.query(params![place.id, from])?;
        while let Some(row) = rows.next()? {
            if let Some(day) = days::read(row.get_ref(1)?.as_str().unwrap_or("")) {
                out.wrote.insert((row.get(0)?, day));
            }
        }
    }
    let today = days::number(db.now().day(zone));
    out.known = known.within(days::number(first), today).days().collect();
    out.began = began;
    Ok(out)
}

/// One version of a metric's day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Past {
    /// The day.
    pub day: NaiveDate,
    /// From 1 on; the last one stands.
    pub version: i64,
    /// When it was worked out.
    pub at: At,
    /// Why: `import`, `undo`, `records`, `regrouped`.
    pub why: &'static str,
    /// The import that did it; 0 = none.
    pub batch: i64,
    /// The day still grew then.
    pub open: bool,
    /// The value; `None` = not known then.
    pub value: Option<f64>,
}

/// Every version that was kept of `metric` from `first` to `last`, oldest first. Empty for what is not worked out.
///
/// # Errors
/// Database errors.
pub fn versions(db: &Db, scope: &Scope, metric: &Metric, first: NaiveDate, last: NaiveDate) -> Result<Vec<Past>> {
    let (Some(formula), Some(id)) = (compute::formula(metric.key), measures::id(db.conn(), scope)?) else {
        return Ok(Vec::new());
    };
    let all = measures::versions(db.conn(), id, days::number(first), days::number(last))?;
    let past = |day: Day, v: measures::Version| Past {
        day: days::date(day),
        version: v.version,
        at: v.at,
        why: v.cause.why.name(),
        batch: v.cause.batch,
        open: v.open,
        value: compute::work(formula, &v.facts).map(|w| w.value),
    };
    Ok(all.into_iter().flat_map(|(day, versions)| versions.into_iter().map(move |v| past(day, v))).collect())
}
