//! Two people at one entry: a change names the version it was made on, and the slower one is told who was faster, when and
//! with what.

use super::super::post::{Post, State};
use super::change::Ref;
use super::one;
use crate::base::clock::{HOUR, MINUTE};
use crate::base::{At, Error, Kind as Sort, Result};
use crate::db::Tx;
use rusqlite::{Connection, OptionalExtension, ToSql};

/// The entry as it is now, if it still is as it was seen.
pub(super) fn seen(tx: &Tx, post: Ref) -> Result<Post> {
    let now = one(tx, post.id)?;
    if now.version == post.version { Ok(now) } else { Err(lost(tx, &now)) }
}

/// Counts a change of what belongs to the entry.
pub(super) fn touched(tx: &Tx, post: Ref) -> Result<()> {
    update(tx, post, "UPDATE post SET version = version + 1 WHERE id = ?1 AND version = ?2", &[])
}

/// Runs an [`update!`] on the version that was seen.
pub(super) fn update(tx: &Tx, post: Ref, sql: &str, values: &[&dyn ToSql]) -> Result<()> {
    let bound: Vec<&dyn ToSql> =
        [&post.id as &dyn ToSql, &post.version].into_iter().chain(values.iter().copied()).collect();
    match tx.prepare_cached(sql)?.execute(&bound[..])? {
        1 => Ok(()),
        _ => Err(lost(tx, &one(tx, post.id)?)),
    }
}

/// Why the entry cannot become `to`.
pub(super) fn illegal(post: &Post, to: State) -> Error {
    let error = Error::user(if post.state.is_out() { "calendar.is_out" } else { "calendar.illegal" });
    error
        .with("title", &post.title)
        .with("state", format!("@{}", post.state.key()))
        .with("to", format!("@{}", to.key()))
}

/// What the acts of the journal are called when they came before ours.
const ACTS: &[(&str, &str)] = &[
    ("calendar.edit", "calendar.act_edit"),
    ("calendar.new", "calendar.act_fill"),
    ("calendar.move", "calendar.act_move"),
    ("calendar.publish", "calendar.act_publish"),
    ("calendar.cancel", "calendar.act_cancel"),
    ("calendar.send", "calendar.act_send"),
    ("calendar.owner", "calendar.act_owner"),
    ("calendar.results", "calendar.act_results"),
    ("calendar.approve", "posts.act_approve"),
    ("calendar.return", "posts.act_return"),
    ("calendar.texts", "posts.act_texts"),
];

/// Who changed the entry last, when, and the catalogue key of what they did.
pub(super) fn last_change(conn: &Connection, id: i64) -> Result<Option<(String, At, &'static str)>> {
    let found: Option<(String, i64, String)> = conn
        .prepare_cached(
            "SELECT j.operator, j.at, j.action FROM change c JOIN journal j ON j.seq = c.seq
             WHERE c.tbl = 'post' AND c.row = ?1 ORDER BY c.seq DESC LIMIT 1",
        )?
        .query_row([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    Ok(found.map(|(who, at, action)| {
        let act = ACTS.iter().find(|(a, _)| *a == action).map_or("calendar.act_other", |(_, key)| *key);
        (who, At(at), act)
    }))
}

/// Somebody was faster: who, how long ago, and what they did.
fn lost(tx: &Tx, post: &Post) -> Error {
    let Ok(Some((who, at, act))) = last_change(tx, post.id) else {
        return Error::new(Sort::Conflict, "calendar.lost_unknown")
            .with("title", &post.title)
            .hint("calendar.lost_hint");
    };
    let ms = tx.at.since(at).max(0);
    let (key, n) = match ms {
        ms if ms < MINUTE => ("calendar.lost_seconds", ms / 1000),
        ms if ms < HOUR => ("calendar.lost_minutes", ms / MINUTE),
        ms => ("calendar.lost_hours", ms / HOUR),
    };
    let error = Error::new(Sort::Conflict, key).with("title", &post.title).with("who", who).with("n", n);
    error.with("act", format!("@{act}")).hint("calendar.lost_hint")
}
