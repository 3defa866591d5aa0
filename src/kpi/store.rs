//! All SQL of the metrics. What the board shows is read here and in `store/window.rs`; figures, goals and remarks are
//! written in `store/figures.rs`. What is worked out from the ledger (`store/cover.rs`) and the records
//! (`store/records.rs`) is settled by `store/settle.rs` and kept by `store/measures.rs`; `store/recount.rs` counts it
//! again from scratch. Cohorts, UGC and metrics of one's own have a file each.

mod aims;
mod cohorts;
mod cover;
mod figures;
mod hours;
mod measures;
mod own;
mod records;
mod recount;
mod settle;
mod ugc;
mod window;

pub use aims::{aim_by_id, aims, baseline, close_aim, progress, put_aim};
pub use cohorts::{Past, cohorts, versions};
pub use figures::{
    Entry, Imported, Over, acknowledge, acknowledgement, annotate, import, set, set_goal, set_many, unavailable,
};
pub use hours::hours;
pub use measures::Why;
pub use own::{catalogue, define, drop_own, owns};
pub use recount::{Recount, recount};
pub use settle::{Settled, due, rezoned, settle, stir};
pub use ugc::{Piece, log, mark, pieces};

use super::aim::{Aim, Outcome, Progress};
use super::board::{self, Basis, Community, Goal, Remark, Row, Sources, Table};
use super::metric::METRICS;
use super::scope::Scope;
use super::series::Bands;
use super::usual;
use crate::base::{At, Result, Zone};
use crate::db::Db;
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// A run of days that ends with `last`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The last day.
    pub last: NaiveDate,
    /// How many days are shown.
    pub days: usize,
}

/// What is usual is judged by so many days before, so at least these are read.
const LEAST_DAYS: usize = usual::BACK + 1;

impl Window {
    /// The first day shown.
    #[must_use]
    pub fn first(&self) -> NaiveDate {
        back(self.last, self.days.saturating_sub(1))
    }
}

fn back(day: NaiveDate, days: usize) -> NaiveDate {
    day.checked_sub_days(Days::new(days as u64)).unwrap_or(day)
}

/// Everything the pane shows of a window.
#[derive(Debug, Clone, Default)]
pub struct Board {
    /// One row a metric, in the order of the metric table.
    pub rows: Vec<Row>,
    /// The communities in their order.
    pub communities: Vec<Community>,
    /// Of what the rows are.
    pub scope: Scope,
    /// What each day rests on, beside the rows' series.
    pub basis: Vec<Basis>,
    /// What happened in these days, oldest first.
    pub events: Vec<Event>,
    /// How many posts went out on which of these days.
    pub posted: BTreeMap<NaiveDate, usize>,
    /// Notes and acknowledgements of these days, oldest first.
    pub remarks: Vec<Remark>,
    /// The bands that were set.
    pub goals: Vec<Goal>,
    /// Goals with an end that are open and of this scope, each with where it stands today.
    pub aims: Vec<(Aim, Progress)>,
}

/// Something that happened on a day, for "why".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The local day.
    pub day: NaiveDate,
    /// What it was, as somebody wrote it.
    pub text: String,
    /// What sort of thing.
    pub kind: EventKind,
}

/// Sorts of events, the most telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// An incident was opened then.
    Incident,
    /// Somebody noted it.
    Note,
    /// A post about a hot topic or a perk went out.
    Post,
}

/// Reads the board of `scope`.
///
/// # Errors
/// Database errors.
pub fn board(db: &Db, zone: Zone, window: Window, scope: &Scope) -> Result<Board> {
    let conn = db.conn();
    let house = window::House::read(db)?;
    let communities = communities(db)?;
    let first = back(window.last, window.days.max(LEAST_DAYS) - 1);
    let read = |scope: &Scope, first, last| -> Result<Sources> {
        let mut sources = house.sources(conn, scope, first, last)?;
        house.figures(conn, &communities, &mut sources)?;
        Ok(sources)
    };
    let mut sources = read(scope, first, window.last)?;
    let year = read(scope, board::last_year(first), board::last_year(window.last))?;
    let several = !matches!(scope, Scope::Community(_));
    let alone = |(c, within): (&Community, &bool)| {
        (several && *within).then(|| read(&Scope::Community(c.id), window.last, window.last)).transpose()
    };
    let each: Vec<Option<Sources>> = communities.iter().zip(&sources.within).map(alone).collect::<Result<_>>()?;
    sources.goals = goals(db)?;
    let remarks = remarks(db, first, window.last)?;
    let table = Table { sources: &sources, year: &year, each: &each, remarks: &remarks, me: &db.me().name };
    let rows = board::rows(&table);
    let events = events(db, zone, first, window.last, &remarks)?;
    let posted = posted(db, first, window.last)?;
    let (basis, goals) = (sources.basis, sources.goals);
    let aims = open_aims(db, scope, zone)?;
    Ok(Board { rows, communities, scope: scope.clone(), basis, events, posted, remarks, goals, aims })
}

/// The open goals of a scope.
fn open_aims(db: &Db, scope: &Scope, zone: Zone) -> Result<Vec<(Aim, Progress)>> {
    let any: bool = db
        .conn()
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM aim WHERE outcome = 'open')")?
        .query_row([], |r| r.get(0))?;
    if !any {
        return Ok(Vec::new());
    }
    let mut all = aims(db)?;
    all.retain(|a| a.outcome == Outcome::Open && Some(a.community) == scope.own());
    Ok(progress(db, all, db.now().day(zone))?.into_iter().map(|(aim, progress, _)| (aim, progress)).collect())
}

/// The communities that are not archived, in their order.
///
/// # Errors
/// Database errors.
pub fn communities(db: &Db) -> Result<Vec<Community>> {
    let mut stmt =
        db.conn().prepare_cached("SELECT id, platform, name FROM community WHERE archived = 0 ORDER BY sort, id")?;
    let rows = stmt.query_map([], |r| Ok(Community { id: r.get(0)?, platform: r.get(1)?, name: r.get(2)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn day_of(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

/// The goals that were set, by metric and community.
///
/// # Errors
/// Database errors.
pub fn goals(db: &Db) -> Result<Vec<Goal>> {
    let mut stmt = db
        .conn()
        .prepare_cached("SELECT metric, community_id, target, watch FROM goal ORDER BY metric, community_id")?;
    let metrics = catalogue(db)?;
    let mut rows = stmt.query([])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let key = row.get_ref(0)?.as_str().unwrap_or("");
        let Some(metric) = metrics.iter().find(|m| m.key == key) else { continue };
        let bands = Bands { target: row.get(2)?, watch: row.get(3)? };
        out.push(Goal { metric: metric.key, community: row.get(1)?, bands });
    }
    Ok(out)
}

/// Notes and acknowledgements of the days from `first` to `last`, oldest first.
///
/// # Errors
/// Database errors.
pub fn remarks(db: &Db, first: NaiveDate, last: NaiveDate) -> Result<Vec<Remark>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT day, metric, kind, text, by FROM remark WHERE day BETWEEN ?1 AND ?2 ORDER BY day, id",
    )?;
    let mut rows = stmt.query([first.to_string(), last.to_string()])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let Some(day) = row.get_ref(0)?.as_str().ok().and_then(day_of) else { continue };
        let ack = row.get_ref(2)?.as_str() == Ok("ack");
        out.push(Remark { day, metric: row.get(1)?, ack, text: row.get(3)?, by: row.get(4)? });
    }
    Ok(out)
}

/// The last acknowledgement of `metric` before `day`: what was said the last time.
///
/// # Errors
/// Database errors.
pub fn last_ack(db: &Db, metric: &str, day: NaiveDate) -> Result<Option<Remark>> {
    use rusqlite::OptionalExtension;
    let mut stmt = db.conn().prepare_cached(
        "SELECT day, metric, text, by FROM remark WHERE day < ?1 AND metric = ?2 AND kind = 'ack' ORDER BY day DESC LIMIT 1",
    )?;
    let found = stmt
        .query_row([&*day.to_string(), metric], |r| {
            let day: String = r.get(0)?;
            Ok((day, r.get(1)?, r.get(2)?, r.get(3)?))
        })
        .optional()?;
    Ok(found.and_then(|(day, metric, text, by)| Some(Remark { day: day_of(&day)?, metric, ack: true, text, by })))
}

/// At most so many posts are named; the newest are nearest to what is asked.
const POSTS: i64 = 40;

/// What happened in these days: incidents, notes, and the posts that move numbers (hot topics and perks).
fn events(db: &Db, zone: Zone, first: NaiveDate, last: NaiveDate, remarks: &[Remark]) -> Result<Vec<Event>> {
    let mut out: Vec<Event> = remarks
        .iter()
        .filter(|r| !r.ack)
        .map(|r| Event { day: r.day, text: r.text.clone(), kind: EventKind::Note })
        .collect();
    let mut stmt = db.conn().prepare_cached(
        "SELECT name, opened_at FROM incident WHERE opened_at >= ?1 AND opened_at < ?2 ORDER BY opened_at",
    )?;
    let end = zone.midnight(last + Days::new(1)).0;
    let mut rows = stmt.query([zone.midnight(first).0, end])?;
    while let Some(row) = rows.next()? {
        let at = At(row.get(1)?);
        out.push(Event { day: at.day(zone), text: row.get(0)?, kind: EventKind::Incident });
    }
    let mut stmt = db.conn().prepare_cached(
        "SELECT day, title FROM post WHERE day BETWEEN ?1 AND ?2 AND state IN ('published', 'reviewed')
         AND (track = 'hot' OR kind = 'perk') ORDER BY day DESC, time DESC LIMIT ?3",
    )?;
    let mut rows = stmt.query(rusqlite::params![first.to_string(), last.to_string(), POSTS])?;
    while let Some(row) = rows.next()? {
        let Some(day) = row.get_ref(0)?.as_str().ok().and_then(day_of) else { continue };
        out.push(Event { day, text: row.get(1)?, kind: EventKind::Post });
    }
    out.sort_by_key(|e| (e.day, e.kind));
    Ok(out)
}

/// How many posts went out on each day.
fn posted(db: &Db, first: NaiveDate, last: NaiveDate) -> Result<BTreeMap<NaiveDate, usize>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT day, count(*) FROM post WHERE day BETWEEN ?1 AND ?2 AND state IN ('published', 'reviewed') GROUP BY day",
    )?;
    let mut rows = stmt.query([first.to_string(), last.to_string()])?;
    let mut out = BTreeMap::new();
    while let Some(row) = rows.next()? {
        if let Some(day) = row.get_ref(0)?.as_str().ok().and_then(day_of) {
            out.insert(day, usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0));
        }
    }
    Ok(out)
}

/// Every metric has a row, whatever was read.
const _: () = assert!(METRICS.len() >= 12);

#[cfg(test)]
mod tests;
