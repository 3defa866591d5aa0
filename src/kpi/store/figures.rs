//! Writing: figures, goals, notes and acknowledgements. Each call is one journal entry.

use super::super::board::{Figure, Origin, Remark};
use super::super::metric::{METRICS, Metric, Unit};
use super::super::series::Bands;
use super::super::sheet::{Cell, Sheet};
use crate::base::{At, Error, Kind, Result, Says};
use crate::db::{Db, Tx};
use chrono::NaiveDate;
use rusqlite::OptionalExtension;
use std::collections::HashMap;

/// One figure to be stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Which metric.
    pub metric: &'static Metric,
    /// The community; 0 = all of them together.
    pub community: i64,
    /// The local day.
    pub day: NaiveDate,
    /// The value in the metric's unit; `None` = known to be unavailable.
    pub value: Option<f64>,
    /// How it came here.
    pub origin: Origin,
    /// Why there is none: `platform`, `outage` or a sentence. Empty for values.
    pub reason: String,
    /// What the operator saw there before.
    pub over: Over,
    /// Why the value is out of bounds or unusual; stored beside it as an acknowledgement.
    pub ack: Option<String>,
}

/// What may be written over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Whatever is there.
    Any,
    /// Only what was seen: nothing, or the figure of that moment.
    Seen(Option<At>),
}

impl Entry {
    /// `value` of `metric` on `day` for all communities, typed in, over whatever is there.
    #[must_use]
    pub fn new(metric: &'static Metric, day: NaiveDate, value: Option<f64>) -> Entry {
        let (origin, over) = (Origin::Entered, Over::Any);
        Entry { metric, community: 0, day, value, origin, reason: String::new(), over, ack: None }
    }
}

/// Stores one figure, and its acknowledgement if it has one.
///
/// # Errors
/// [`Kind::User`] for a day that has not come yet and for impossible values, [`Kind::Conflict`] when somebody else
/// has entered the figure since it was seen.
pub fn set(db: &mut Db, today: NaiveDate, entry: &Entry) -> Result<()> {
    check(entry, today)?;
    let action = if entry.value.is_some() { "kpi.set" } else { "kpi.unavailable" };
    db.write(action, |tx| {
        let id = put(tx, entry)?;
        tx.about("figure", id);
        let key = if entry.value.is_some() { "kpi.did_set" } else { "kpi.did_unavailable" };
        let says = Says::new(key).with("day", entry.day).with("metric", format!("@{}", entry.metric.label));
        tx.says(match entry.value {
            Some(value) => says.with("value", plain(entry.metric, value)),
            None => says,
        });
        Ok(())
    })
}

/// Stores many figures as one journal entry; says how many. All or none.
///
/// # Errors
/// As [`set`].
pub fn set_many(db: &mut Db, today: NaiveDate, entries: &[Entry]) -> Result<usize> {
    entries.iter().try_for_each(|e| check(e, today))?;
    db.write("kpi.set", |tx| {
        entries.iter().try_for_each(|e| put(tx, e).map(drop))?;
        tx.says(Says::new("kpi.did_set_many").with("count", entries.len()));
        Ok(entries.len())
    })
}

/// Says that `metric` cannot be had for `day`, and why: `platform`, `outage` or a sentence.
///
/// # Errors
/// As [`set`].
pub fn unavailable(
    db: &mut Db,
    today: NaiveDate,
    metric: &'static Metric,
    community: i64,
    day: NaiveDate,
    reason: &str,
) -> Result<()> {
    set(db, today, &Entry { community, reason: reason.to_owned(), ..Entry::new(metric, day, None) })
}

/// A value as the journal writes it for readers of every language: `0.62%`, `1286`.
fn plain(metric: &Metric, value: f64) -> String {
    match metric.unit {
        Unit::Count | Unit::Number | Unit::Minutes => format!("{value}"),
        Unit::Share | Unit::Difference => {
            let text = format!("{:.2}", value * 100.0);
            format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
        }
    }
}

fn check(entry: &Entry, today: NaiveDate) -> Result<()> {
    let wrong = |key: &str| {
        let label = format!("@{}", entry.metric.label);
        Err(Error::user(key).with("metric", label).with("day", entry.day))
    };
    if entry.metric.own.is_some() {
        return wrong("measures.own_entered");
    }
    if entry.day > today {
        return wrong("kpi.future_day");
    }
    let Some(value) = entry.value.filter(|v| !entry.metric.allows(*v)) else { return Ok(()) };
    match entry.metric.unit {
        _ if !value.is_finite() => wrong("kpi.not_a_number"),
        Unit::Share | Unit::Count | Unit::Minutes if value < 0.0 => wrong("kpi.negative"),
        Unit::Share | Unit::Difference => wrong("kpi.over_100"),
        Unit::Count | Unit::Minutes => wrong("kpi.not_whole"),
        Unit::Number => wrong("kpi.not_a_number"),
    }
}

/// What stands in the place of an entry.
struct Standing {
    value: Option<f64>,
    by: String,
    at: At,
}

fn put(tx: &Tx, entry: &Entry) -> Result<i64> {
    let day = entry.day.to_string();
    let place = rusqlite::params![entry.metric.key, entry.community, day];
    if let Over::Seen(seen) = entry.over {
        let standing = tx
            .prepare_cached("SELECT value, by, at FROM figure WHERE metric = ?1 AND community_id = ?2 AND day = ?3")?
            .query_row(place, |r| Ok(Standing { value: r.get(0)?, by: r.get(1)?, at: At(r.get(2)?) }))
            .optional()?;
        if standing.as_ref().map(|s| s.at) != seen {
            return Err(conflict(tx, entry, standing));
        }
    }
    let id = tx
        .prepare_cached(
            "INSERT INTO figure(metric, community_id, day, value, source, reason, by, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT(metric, community_id, day)
             DO UPDATE SET value = ?4, source = ?5, reason = ?6, by = ?7, at = ?8 RETURNING id",
        )?
        .query_row(
            rusqlite::params![
                entry.metric.key,
                entry.community,
                day,
                entry.value,
                entry.origin.name(),
                entry.reason,
                tx.operator,
                tx.at.0
            ],
            |r| r.get(0),
        )?;
    if let Some(text) = &entry.ack {
        remark(tx, entry.day, entry.metric.key, "ack", text)?;
    }
    Ok(id)
}

fn conflict(tx: &Tx, entry: &Entry, standing: Option<Standing>) -> Error {
    let error = match standing {
        None => Error::new(Kind::Conflict, "kpi.gone_since"),
        Some(s) => Error::new(Kind::Conflict, "kpi.entered_since")
            .with("who", &s.by)
            .with("ago", tx.at.since(s.at) / 1000)
            .with("value", s.value.map_or_else(|| "--".into(), |v| plain(entry.metric, v))),
    };
    error.with("metric", format!("@{}", entry.metric.label)).with("day", entry.day)
}

fn remark(tx: &Tx, day: NaiveDate, metric: &str, kind: &str, text: &str) -> Result<i64> {
    if text.trim().is_empty() {
        return Err(Error::user("kpi.reason_needed"));
    }
    tx.prepare_cached("INSERT INTO remark(day, metric, kind, text, by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(rusqlite::params![day.to_string(), metric, kind, text.trim(), tx.operator, tx.at.0])?;
    Ok(tx.last_insert_rowid())
}

/// Says why `metric` is out of bounds on `day`.
///
/// # Errors
/// [`Kind::User`] without a reason.
pub fn acknowledge(db: &mut Db, metric: &'static Metric, day: NaiveDate, reason: &str) -> Result<()> {
    db.write("kpi.acknowledge", |tx| {
        tx.about("remark", remark(tx, day, metric.key, "ack", reason)?);
        tx.says(Says::new("kpi.did_ack").with("metric", format!("@{}", metric.label)).with("reason", reason.trim()));
        Ok(())
    })
}

/// Notes what happened on `day`, for one metric or for all.
///
/// # Errors
/// [`Kind::User`] for an empty note.
pub fn annotate(db: &mut Db, day: NaiveDate, metric: Option<&'static Metric>, text: &str) -> Result<()> {
    db.write("kpi.annotate", |tx| {
        tx.about("remark", remark(tx, day, metric.map_or("", |m| m.key), "note", text)?);
        tx.says(Says::new("kpi.did_annotate").with("day", day).with("text", text.trim()));
        Ok(())
    })
}

/// Sets target and watch limit of `metric`, for a community or (0) for all; no target takes the goal away.
///
/// # Errors
/// [`Kind::User`] for limits the metric cannot reach.
pub fn set_goal(db: &mut Db, metric: &'static Metric, community: i64, bands: Bands) -> Result<()> {
    if [bands.target, bands.watch].into_iter().flatten().any(|v| !metric.allows(v)) {
        return Err(Error::user("kpi.goal_out_of_reach").with("metric", format!("@{}", metric.label)));
    }
    db.write("kpi.goal", |tx| {
        let says = Says::new(if bands.target.is_some() { "kpi.did_goal" } else { "kpi.did_no_goal" });
        let says = says.with("metric", format!("@{}", metric.label));
        match bands.target {
            Some(target) => {
                tx.execute(
                    "INSERT INTO goal(metric, community_id, target, watch) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT(metric, community_id) DO UPDATE SET target = ?3, watch = ?4, version = version + 1",
                    rusqlite::params![metric.key, community, target, bands.watch],
                )?;
                tx.says(says.with("value", plain(metric, target)));
            }
            None => {
                tx.execute(
                    "DELETE FROM goal WHERE metric = ?1 AND community_id = ?2",
                    rusqlite::params![metric.key, community],
                )?;
                tx.says(says);
            }
        }
        Ok(())
    })
}

/// What an import of figures did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Imported {
    /// Cells with a figure.
    pub read: usize,
    /// Figures that were not there.
    pub new: usize,
    /// Figures that replaced another value.
    pub changed: usize,
    /// Figures that were there already.
    pub same: usize,
}

/// Stores the figures of `sheet`, all or none, as one journal entry. Repeating it changes nothing.
///
/// # Errors
/// [`Kind::User`] naming line and column: an unknown community, a day that has not come yet.
pub fn import(db: &mut Db, today: NaiveDate, sheet: &Sheet) -> Result<Imported> {
    let communities = super::communities(db)?;
    let mut entries = Vec::with_capacity(sheet.cells.len());
    for cell in &sheet.cells {
        let community = match &cell.community {
            None => 0,
            Some(name) => {
                let found =
                    communities.iter().find(|c| c.name == *name || format!("{}/{}", c.platform, c.name) == *name);
                found.ok_or_else(|| cell.wrong("kpi.sheet_community").with("value", name))?.id
            }
        };
        let metric = &METRICS[cell.metric];
        let entry = Entry { community, origin: Origin::Imported, ..Entry::new(metric, cell.day, cell.value) };
        check(&entry, today).map_err(|e| at_cell(cell, &e))?;
        entries.push(entry);
    }
    let days = || entries.iter().map(|e| e.day);
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return Ok(Imported::default()) };
    once(&entries, &sheet.cells)?;
    let metrics: Vec<&'static Metric> = METRICS.iter().collect();
    let figures = super::window::figures(db.conn(), &metrics, first, last, &|_, _| true)?;
    let standing: HashMap<(&str, i64, NaiveDate), Figure> =
        figures.into_iter().map(|f| ((f.metric.key, f.community, f.day), f)).collect();
    let mut done = Imported { read: entries.len(), ..Imported::default() };
    let mut fresh = Vec::new();
    for entry in &entries {
        match standing.get(&(entry.metric.key, entry.community, entry.day)) {
            Some(f) if f.value == entry.value => done.same += 1,
            Some(_) => (done.changed += 1, fresh.push(entry)).1,
            None => (done.new += 1, fresh.push(entry)).1,
        }
    }
    if !fresh.is_empty() {
        db.write("kpi.import", |tx| {
            fresh.iter().try_for_each(|e| put(tx, e).map(drop))?;
            tx.says(Says::new("kpi.did_import").with("count", fresh.len()).with("name", &sheet.name));
            Ok(())
        })?;
    }
    Ok(done)
}

/// Refuses a sheet that says two things of one day: which one is meant, nobody can know.
fn once(entries: &[Entry], cells: &[Cell]) -> Result<()> {
    let mut seen: HashMap<(&str, i64, NaiveDate), u64> = HashMap::new();
    for (entry, cell) in entries.iter().zip(cells) {
        if let Some(line) = seen.insert((entry.metric.key, entry.community, entry.day), cell.line) {
            let label = format!("@{}", entry.metric.label);
            return Err(cell
                .wrong("measures.sheet_again")
                .with("day", cell.day)
                .with("metric", label)
                .with("before", line));
        }
    }
    Ok(())
}

/// The same error, with the place in the sheet.
fn at_cell(cell: &Cell, error: &Error) -> Error {
    let key = match error.says.key.as_str() {
        "kpi.future_day" => "kpi.sheet_future",
        "kpi.negative" => "kpi.sheet_negative",
        "kpi.over_100" => "kpi.sheet_over_100",
        _ => "kpi.sheet_value",
    };
    let value = cell.value.map_or_else(|| "-".to_owned(), |v| v.to_string());
    cell.wrong(key).with("day", cell.day).with("value", value)
}

/// The acknowledgement of `metric` on `day`, for tests and the command line.
///
/// # Errors
/// Database errors.
pub fn acknowledgement(db: &Db, metric: &str, day: NaiveDate) -> Result<Option<Remark>> {
    let found = super::remarks(db, day, day)?;
    Ok(found.into_iter().rev().find(|r| r.ack && r.metric == metric))
}
