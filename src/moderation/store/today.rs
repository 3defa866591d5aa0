//! What was decided lately, and the notices that came of it.

use super::{HEAD_CHARS, select};
use crate::base::{At, Result};
use crate::db::Db;
use crate::moderation::item::{Item, ItemKind, State};
use crate::moderation::reason::Reason;
use rusqlite::{OptionalExtension, Row};

/// One line of what was decided: one item, or several that one act decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// When.
    pub at: At,
    /// By whom.
    pub by: String,
    /// How.
    pub state: State,
    /// Why, if rejected.
    pub reason: Option<Reason>,
    /// What sort of thing (the first of several).
    pub kind: ItemKind,
    /// About whom (the first of several).
    pub who: String,
    /// How many.
    pub count: i64,
}

/// What has been decided since a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decided {
    /// How many items.
    pub count: i64,
    /// Median time from being written to being decided, in milliseconds; `None` without any.
    pub median_ms: Option<i64>,
    /// The last acts, newest first.
    pub last: Vec<Done>,
}

/// What has been decided since `since`, and the last `acts` acts.
///
/// # Errors
/// Database errors.
pub fn decided(db: &Db, since: At, acts: usize) -> Result<Decided> {
    let conn = db.conn();
    let count: i64 =
        conn.prepare_cached("SELECT COUNT(*) FROM item WHERE decided_at >= ?1")?.query_row([since.0], |r| r.get(0))?;
    let median_ms = conn
        .prepare_cached("SELECT decided_at - created_at FROM item WHERE decided_at >= ?1 ORDER BY 1 LIMIT 1 OFFSET ?2")?
        .query_row([since.0, (count - 1).max(0) / 2], |r| r.get(0))
        .optional()?;
    let mut times = conn.prepare_cached(
        "SELECT DISTINCT decided_at FROM item WHERE decided_at >= ?1 ORDER BY decided_at DESC LIMIT ?2",
    )?;
    let times: Vec<i64> =
        times.query_map([since.0, i64::try_from(acts).unwrap_or(0)], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut one = conn.prepare_cached(
        "SELECT decided_at, decided_by, CASE WHEN overturned_at IS NULL THEN state ELSE 'rejected' END was, reason, kind,
                who, COUNT(*), MIN(id) FROM item WHERE decided_at = ?1
         GROUP BY decided_by, was, reason ORDER BY MIN(id) DESC",
    )?;
    let mut last = Vec::new();
    for time in times {
        for done in one.query_map([time], done_row)? {
            last.push(done?);
        }
    }
    last.truncate(acts);
    Ok(Decided { count, median_ms, last })
}

fn done_row(row: &Row) -> rusqlite::Result<Done> {
    let (state, reason, kind): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
    Ok(Done {
        at: At(row.get(0)?),
        by: row.get(1)?,
        state: State::parse(&state).unwrap_or_default(),
        reason: Reason::parse(&reason),
        kind: ItemKind::parse(&kind).unwrap_or(ItemKind::Content),
        who: row.get(5)?,
        count: row.get(6)?,
    })
}

/// The item this operator decided last since `since` of which the member is to hear: a rejection, an appeal granted.
///
/// # Errors
/// Database errors.
pub fn last_notice(db: &Db, since: At) -> Result<Option<Item>> {
    let rest = "WHERE i.decided_at >= ?1 AND i.decided_by = ?2 AND i.state <> 'pending' AND i.notice <> ''
                ORDER BY i.decided_at DESC, i.id DESC LIMIT 1";
    Ok(select(db.conn(), HEAD_CHARS, rest, rusqlite::params![since.0, db.me().name])?.pop())
}
