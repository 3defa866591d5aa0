//! Appeals: which decision is meant, whether it can still be appealed, and granting one.

use super::enter::NewItem;
use super::{item_of, select, strikes};
use crate::base::{At, Error, Result, Zone};
use crate::db::{Db, Tx};
use crate::moderation::appeal::{self, Original};
use crate::moderation::item::{Decision, Item, ItemKind, State};
use crate::moderation::pipeline::Rights;
use rusqlite::{Connection, OptionalExtension};

/// Decisions looked at for the one that an appeal may mean.
const LOOKED_AT: i64 = 10;

/// The decision that an appeal of this member means: the last rejection that can still be appealed.
///
/// # Errors
/// There is none: why the last one cannot be appealed, or that there was none at all.
pub(super) fn meant(conn: &Connection, item: &NewItem, now: At, zone: Zone) -> Result<i64> {
    let mut stmt = conn.prepare_cached(
        "SELECT id FROM item WHERE state = 'rejected' AND kind <> 'appeal' AND decided_at IS NOT NULL
           AND (member_id = ?1 OR (who = ?2 AND community_id = ?3 AND (member_id IS NULL OR ?1 IS NULL)))
         ORDER BY decided_at DESC, id DESC LIMIT ?4",
    )?;
    let rows = stmt.query_map(rusqlite::params![item.member, item.who, item.community, LOOKED_AT], |r| r.get(0))?;
    let found: Vec<i64> = rows.collect::<rusqlite::Result<_>>()?;
    let mut first = None;
    for id in found {
        match open(conn, id, now, zone) {
            Ok(()) => return Ok(id),
            Err(error) => first = first.or(Some(error)),
        }
    }
    Err(first.unwrap_or_else(|| {
        Error::user("conduct.appeal_none").with("who", &item.who).hint("conduct.appeal_nothing_hint")
    }))
}

/// Whether the decision about item `id` can be appealed at `now`.
///
/// # Errors
/// As [`appeal::open`].
pub(super) fn open(conn: &Connection, id: i64, now: At, zone: Zone) -> Result<()> {
    let Some(item) = item_of(conn, id)? else { return Err(Error::user("conduct.no_item").with("id", id)) };
    let before: Option<String> = conn
        .prepare_cached("SELECT state FROM item WHERE appeal_of = ?1 ORDER BY id DESC LIMIT 1")?
        .query_row([id], |r| r.get(0))
        .optional()?;
    appeal::open(&item, before.and_then(|s| State::parse(&s)), now, zone)
}

/// Why `me` may not decide so about `item`: a catalogue key.
pub(super) fn barred(
    conn: &Connection,
    item: &Item,
    decision: &Decision,
    me: &str,
    rights: Rights,
) -> Result<Option<&'static str>> {
    let Some(about) = item.conduct.appeal_of.filter(|_| item.kind == ItemKind::Appeal) else { return Ok(None) };
    let decider: Option<String> = conn
        .prepare_cached("SELECT decided_by FROM item WHERE id = ?1")?
        .query_row([about], |r| r.get(0))
        .optional()?;
    Ok(decider.and_then(|decider| appeal::barred(decision, item.level, &decider, me, rights)))
}

/// Grants `item`, an appeal: the decision it is about is overturned and its strike lifted.
pub(super) fn grant(tx: &Tx, item: &Item) -> Result<()> {
    let Some(about) = item.conduct.appeal_of else { return Ok(()) };
    tx.prepare_cached(
        "UPDATE item SET state = 'approved', overturned_at = ?2, overturned_by = ?3, version = version + 1
         WHERE id = ?1 AND state = 'rejected'",
    )?
    .execute(rusqlite::params![about, tx.at.0, tx.operator])?;
    strikes::lift(tx, about)
}

/// The decision that `item`, an appeal, is about.
///
/// # Errors
/// Database errors.
pub(super) fn original(db: &Db, item: &Item) -> Result<Option<Original>> {
    let Some(about) = item.conduct.appeal_of else { return Ok(None) };
    let found = select(db.conn(), i32::MAX as usize, "WHERE i.id = ?1", [about])?.pop();
    Ok(found.and_then(|i| {
        let at = i.decided_at?;
        Some(Original { id: i.id, text: i.text, reason: i.reason, by: i.decided_by, at })
    }))
}
