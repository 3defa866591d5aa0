//! The daily snapshot: what was worked out of a scope's days, version by version. Days that still grow are replaced;
//! what changes later is added, with its moment and its reason, and nothing is ever taken away.

use crate::base::{At, Result};
use crate::kpi::days::{self, Day, Runs};
use crate::kpi::facts::Facts;
use crate::kpi::scope::Scope;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Why figures were worked out again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// An operator's records changed: an answer, a decision, a post's results.
    Records,
    /// Communities were put together otherwise, or their days begin elsewhere.
    Regrouped,
    /// An import brought data.
    Import,
    /// An import was taken back.
    Undo,
}

impl Why {
    /// Its name in the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::Regrouped => "regrouped",
            Self::Import => "import",
            Self::Undo => "undo",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(name: &str) -> Why {
        [Self::Regrouped, Self::Import, Self::Undo].into_iter().find(|w| w.name() == name).unwrap_or(Self::Records)
    }
}

/// What made figures change: why, and by which import (0 = none).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause {
    /// Why.
    pub why: Why,
    /// The batch.
    pub batch: i64,
}

/// One version of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// From 1 on.
    pub version: i64,
    /// When it was worked out.
    pub at: At,
    /// What made it.
    pub cause: Cause,
    /// The day still grows; the next one takes this one's place.
    pub open: bool,
    /// What is known.
    pub facts: Facts,
}

/// The versions of a scope's days, oldest first.
pub type Versions = BTreeMap<Day, Vec<Version>>;

static COLUMNS: LazyLock<String> = LazyLock::new(|| Facts::NAMES.join(", "));
static READ: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT day, version, at, why, batch_id, open, {} FROM measure
         WHERE scope_id = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day, version",
        *COLUMNS
    )
});
static ADD: LazyLock<String> = LazyLock::new(|| {
    let marks: Vec<String> = (1..=Facts::NAMES.len()).map(|n| format!("?{}", n + 7)).collect();
    format!(
        "INSERT INTO measure(scope_id, day, version, at, why, batch_id, open, {}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, {})",
        *COLUMNS,
        marks.join(", ")
    )
});
static REPLACE: LazyLock<String> = LazyLock::new(|| {
    let sets: Vec<String> = Facts::NAMES.iter().enumerate().map(|(n, name)| format!("{name} = ?{}", n + 8)).collect();
    format!(
        "UPDATE measure SET at = ?4, why = ?5, batch_id = ?6, open = ?7, {}
         WHERE scope_id = ?1 AND day = ?2 AND version = ?3",
        sets.join(", ")
    )
});

/// Columns before the facts.
const LEAD: usize = 6;

fn version(row: &Row) -> rusqlite::Result<Version> {
    let mut facts = Facts::default();
    for (n, place) in facts.places().into_iter().enumerate() {
        *place = row.get(LEAD + n)?;
    }
    Ok(Version {
        version: row.get(1)?,
        at: At(row.get(2)?),
        cause: Cause { why: Why::parse(row.get_ref(3)?.as_str().unwrap_or("")), batch: row.get(4)? },
        open: row.get(5)?,
        facts,
    })
}

/// The id of a scope; `None` if nothing was ever worked out for it.
pub(super) fn id(conn: &Connection, scope: &Scope) -> Result<Option<i64>> {
    let (kind, key) = scope.name();
    let mut stmt = conn.prepare_cached("SELECT id FROM scope WHERE kind = ?1 AND key = ?2")?;
    Ok(stmt.query_row(params![kind, key], |r| r.get(0)).optional()?)
}

/// Every version of the days from `first` to `last`.
pub(super) fn versions(conn: &Connection, scope: i64, first: Day, last: Day) -> Result<Versions> {
    let mut stmt = conn.prepare_cached(&READ)?;
    let mut rows = stmt.query(params![scope, days::text(first), days::text(last)])?;
    let mut out = Versions::new();
    while let Some(row) = rows.next()? {
        if let Some(day) = days::read(row.get_ref(0)?.as_str().unwrap_or("")) {
            out.entry(day).or_default().push(version(row)?);
        }
    }
    Ok(out)
}

/// The days from `first` to `last` of which a scope has figures.
pub(super) fn kept_days(conn: &Connection, scope: i64, first: Day, last: Day) -> Result<Runs> {
    let mut stmt =
        conn.prepare_cached("SELECT DISTINCT day FROM measure WHERE scope_id = ?1 AND day BETWEEN ?2 AND ?3")?;
    let rows = stmt.query_map(params![scope, days::text(first), days::text(last)], |r| {
        Ok(days::read(r.get_ref(0)?.as_str().unwrap_or("")))
    })?;
    let days: Vec<Option<Day>> = rows.collect::<rusqlite::Result<_>>()?;
    Ok(days.into_iter().flatten().map(|d| (d, d)).collect())
}

/// The first day of which a scope has figures.
pub(super) fn kept_first(conn: &Connection, scope: i64) -> Result<Option<Day>> {
    let mut stmt = conn.prepare_cached("SELECT min(day) FROM measure WHERE scope_id = ?1")?;
    let day: Option<String> = stmt.query_row([scope], |r| r.get(0))?;
    Ok(day.as_deref().and_then(days::read))
}

/// What was written of a run of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Put {
    /// Days that were not there.
    pub fresh: usize,
    /// Days that still grew and were replaced.
    pub grown: usize,
    /// Days that stood and have another version now.
    pub changed: usize,
}

/// A day as it was worked out just now.
#[derive(Debug, Clone)]
pub(super) struct Worked {
    /// The scope's id.
    pub scope: i64,
    /// The day.
    pub day: Day,
    /// Whether it may still grow.
    pub open: bool,
    /// What is known.
    pub facts: Facts,
}

/// Writes days of one scope, in order; what is the same as before stays as it is.
pub(super) fn put(conn: &Connection, worked: &[Worked], at: At, cause: Cause) -> Result<Put> {
    let (Some(first), Some(last)) = (worked.first(), worked.last()) else { return Ok(Put::default()) };
    let before = versions(conn, first.scope, first.day, last.day)?;
    let mut done = Put::default();
    for w in worked {
        let stands = before.get(&w.day).and_then(|v| v.last());
        let (sql, version) = match stands {
            None if w.facts.is_empty() => continue,
            None => (&*ADD, 1),
            Some(v) if v.open && (v.facts != w.facts || v.open != w.open) => (&*REPLACE, v.version),
            Some(v) if v.facts == w.facts => continue,
            Some(v) => (&*ADD, v.version + 1),
        };
        match stands {
            None => done.fresh += 1,
            Some(v) if v.open => done.grown += 1,
            Some(_) => done.changed += 1,
        }
        let day = days::text(w.day);
        let values = w.facts.values();
        let mut bound: Vec<&dyn ToSql> = Vec::with_capacity(values.len() + 7);
        let why = cause.why.name();
        bound.extend::<[&dyn ToSql; 7]>([&w.scope, &day, &version, &at.0, &why, &cause.batch, &w.open]);
        bound.extend(values.iter().map(|v| v as &dyn ToSql));
        conn.prepare_cached(sql)?.execute(&*bound)?;
    }
    Ok(done)
}
