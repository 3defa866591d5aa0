//! Goals with an end: written here, and read together with what their metrics say.

use super::{day_of, window};
use crate::base::{Error, Kind, Result, Says};
use crate::db::{Db, Tx};
use crate::kpi::aim::{self, Aim, How, Milestone, Outcome, Per, Progress};
use crate::kpi::board::Reading;
use crate::kpi::metric::Metric;
use crate::kpi::scope::Scope;
use crate::kpi::series::Series;
use crate::kpi::usual::BACK;
use chrono::{Days, NaiveDate};
use rusqlite::{Row, params};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

fn aim(row: &Row, metrics: &[&'static Metric]) -> rusqlite::Result<Option<Aim>> {
    let key = row.get_ref(2)?.as_str().unwrap_or("");
    let Some(metric) = metrics.iter().find(|m| m.key == key) else { return Ok(None) };
    let day = |n| Ok::<_, rusqlite::Error>(row.get_ref(n)?.as_str().ok().and_then(day_of).unwrap_or_default());
    Ok(Some(Aim {
        id: row.get(0)?,
        name: row.get(1)?,
        metric,
        community: row.get(3)?,
        how: How::parse(row.get_ref(4)?.as_str().unwrap_or("")),
        per: Per::parse(row.get_ref(5)?.as_str().unwrap_or("")),
        baseline: row.get(6)?,
        target: row.get(7)?,
        reachable: row.get(8)?,
        purpose: row.get(9)?,
        first: day(10)?,
        due: day(11)?,
        owner: row.get(12)?,
        milestones: Vec::new(),
        outcome: Outcome::parse(row.get_ref(13)?.as_str().unwrap_or("")),
        note: row.get(14)?,
        version: row.get(15)?,
    }))
}

/// Every goal: open ones first, the next to be due first. One whose metric nobody knows any more is left out.
///
/// # Errors
/// Database errors.
pub fn aims(db: &Db) -> Result<Vec<Aim>> {
    let metrics = super::catalogue(db)?;
    let mut stmt = db.conn().prepare_cached(
        "SELECT id, name, metric, community_id, how, per, baseline, target, reachable, purpose, first, due, owner, outcome,
                note, version FROM aim ORDER BY outcome <> 'open', CASE outcome WHEN 'open' THEN due END, due DESC, id",
    )?;
    let mut rows = stmt.query([])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.extend(aim(row, &metrics)?);
    }
    let mut stmt = db.conn().prepare_cached("SELECT aim_id, day, target, note FROM milestone ORDER BY aim_id, day")?;
    let mut rows = stmt.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let Some(day) = row.get_ref(1)?.as_str().ok().and_then(day_of) else { continue };
        if let Some(aim) = out.iter_mut().find(|a| a.id == id) {
            aim.milestones.push(Milestone { day, target: row.get(2)?, note: row.get(3)? });
        }
    }
    Ok(out)
}

/// The goal `id`.
///
/// # Errors
/// [`Kind::User`] when there is none.
pub fn aim_by_id(db: &Db, id: i64) -> Result<Aim> {
    aims(db)?.into_iter().find(|a| a.id == id).ok_or_else(|| Error::new(Kind::User, "goals.no_aim").with("id", id))
}

/// The values of a goal's metric from `first` to `last`, where they were worked out with numerator and denominator.
type Values = (Series, BTreeMap<NaiveDate, (f64, f64)>);

/// What the metrics of `aims` say, each from well before its beginning until `today`.
fn values(db: &Db, aims: &[Aim], today: NaiveDate) -> Result<Vec<Values>> {
    let house = window::House::read(db)?;
    let communities = super::communities(db)?;
    let mut read: BTreeMap<i64, (NaiveDate, Vec<Vec<Reading>>)> = BTreeMap::new();
    let mut out = Vec::new();
    for aim in aims {
        if let Entry::Vacant(place) = read.entry(aim.community) {
            let begins = aims.iter().filter(|a| a.community == aim.community).map(|a| a.first).min();
            let from = begins.unwrap_or(today).min(today).checked_sub_days(Days::new(BACK as u64)).unwrap_or(today);
            let scope = if aim.community == 0 { Scope::All } else { Scope::Community(aim.community) };
            let mut sources = house.sources(db.conn(), &scope, from, today)?;
            house.figures(db.conn(), &communities, &mut sources)?;
            place.insert((from, sources.readings()));
        }
        let Some((from, readings)) = read.get(&aim.community) else { continue };
        let place = house.metrics.iter().position(|m| m.key == aim.metric.key);
        let row = place.and_then(|p| readings.get(p)).map_or(&[][..], Vec::as_slice);
        let of = row.iter().enumerate().filter_map(|(n, r)| Some((*from + Days::new(n as u64), r.of?))).collect();
        // What grows with the days that are followed, or with the hours of today, would be taken for a trend. Of a sum
        // what is there counts.
        let fair = |r: &Reading| r.value.filter(|_| !r.partial || aim.how == How::Sum);
        out.push((Series::new(*from, row.iter().map(fair).collect()), of));
    }
    Ok(out)
}

/// Every goal of `aims` with where it stands on `today`, and the values it stands on.
///
/// # Errors
/// Database errors.
pub fn progress(db: &Db, aims: Vec<Aim>, today: NaiveDate) -> Result<Vec<(Aim, Progress, Series)>> {
    let values = values(db, &aims, today)?;
    let one = |(aim, (series, of)): (Aim, Values)| {
        let progress = aim.progress(&series, &|day| of.get(&day).copied(), today);
        (aim, progress, series)
    };
    Ok(aims.into_iter().zip(values).map(one).collect())
}

/// The baseline of a goal that is being made: the mean of the four weeks before its first day.
///
/// # Errors
/// Database errors.
pub fn baseline(db: &Db, aim: &Aim) -> Result<Option<f64>> {
    let values = values(db, std::slice::from_ref(aim), aim.first)?;
    let whole = |v: f64| if aim.metric.unit == crate::kpi::metric::Unit::Count { v.round() } else { v };
    Ok(values.first().and_then(|(series, _)| aim::baseline(series, aim.first)).map(whole))
}

/// Stores a goal, new (id 0) or changed; gives its row id.
///
/// # Errors
/// What [`Aim::check`] refuses; [`Kind::Conflict`] when somebody changed it since it was read.
pub fn put_aim(db: &mut Db, aim: &Aim) -> Result<i64> {
    aim.check()?;
    db.write("kpi.goal", |tx| {
        let id = if aim.id == 0 { insert(tx, aim)? } else { update(tx, aim)? };
        tx.execute("DELETE FROM milestone WHERE aim_id = ?1", [id])?;
        for m in &aim.milestones {
            tx.execute(
                "INSERT INTO milestone(aim_id, day, target, note) VALUES (?1, ?2, ?3, ?4)",
                params![id, m.day.to_string(), m.target, m.note.trim()],
            )?;
        }
        tx.about("aim", id);
        let key = if aim.id == 0 { "goals.did_add" } else { "goals.did_set" };
        tx.says(Says::new(key).with("name", aim.name.trim()).with("due", aim.due));
        Ok(id)
    })
}

fn insert(tx: &Tx, aim: &Aim) -> Result<i64> {
    tx.execute(
        "INSERT INTO aim(name, metric, community_id, how, per, baseline, target, reachable, purpose, first, due, owner, by, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            aim.name.trim(),
            aim.metric.key,
            aim.community,
            aim.how.name(),
            aim.per.name(),
            aim.baseline,
            aim.target,
            aim.reachable.trim(),
            aim.purpose.trim(),
            aim.first.to_string(),
            aim.due.to_string(),
            aim.owner.trim(),
            tx.operator,
            tx.at.0
        ],
    )?;
    Ok(tx.last_insert_rowid())
}

fn update(tx: &Tx, aim: &Aim) -> Result<i64> {
    let done = tx.execute(
        "UPDATE aim SET name = ?3, metric = ?4, community_id = ?5, how = ?6, per = ?7, baseline = ?8, target = ?9,
                reachable = ?10, purpose = ?11, first = ?12, due = ?13, owner = ?14, version = version + 1
         WHERE id = ?1 AND version = ?2",
        params![
            aim.id,
            aim.version,
            aim.name.trim(),
            aim.metric.key,
            aim.community,
            aim.how.name(),
            aim.per.name(),
            aim.baseline,
            aim.target,
            aim.reachable.trim(),
            aim.purpose.trim(),
            aim.first.to_string(),
            aim.due.to_string(),
            aim.owner.trim()
        ],
    )?;
    if done == 0 { Err(changed(tx, aim.id)) } else { Ok(aim.id) }
}

/// Somebody was faster: who, and how long ago.
fn changed(tx: &Tx, id: i64) -> Error {
    let last = tx.query_row(
        "SELECT operator, at FROM journal WHERE item = 'aim:' || ?1 ORDER BY seq DESC LIMIT 1",
        [id],
        |r| Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)?)),
    );
    match last {
        Ok((who, at)) => {
            let ago = (tx.at.0 - at).max(0) / 1000;
            Error::new(Kind::Conflict, "goals.changed_since").with("who", who).with("ago", ago)
        }
        Err(_) => Error::new(Kind::User, "goals.no_aim").with("id", id),
    }
}

/// Says what became of a goal, or opens it again.
///
/// # Errors
/// [`Kind::Conflict`] when somebody changed it since it was read.
pub fn close_aim(db: &mut Db, aim: &Aim, outcome: Outcome, note: &str) -> Result<()> {
    db.write("kpi.goal", |tx| {
        let closed = (outcome != Outcome::Open).then_some(tx.at.0);
        let done = tx.execute(
            "UPDATE aim SET outcome = ?3, note = ?4, closed_at = ?5, version = version + 1 WHERE id = ?1 AND version = ?2",
            params![aim.id, aim.version, outcome.name(), note.trim(), closed],
        )?;
        if done == 0 {
            return Err(changed(tx, aim.id));
        }
        tx.about("aim", aim.id);
        tx.says(Says::new("goals.did_close").with("name", &aim.name).with("outcome", format!("@{}", outcome.label())));
        Ok(())
    })
}
