//! How inquiries come in by hand, by a bot, and out of the queue.

use crate::base::{At, Error, Result, Says};
use crate::db::{Db, Tx};
use crate::sop::inquiry::Kind;
use crate::sop::promise::Timetable;
use rusqlite::{OptionalExtension, params};

/// What is needed to log an inquiry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInquiry {
    /// The community.
    pub community_id: i64,
    /// Who asks, as shown in the community.
    pub who: String,
    /// What sort.
    pub kind: Kind,
    /// What was asked.
    pub text: String,
    /// When; now if not said.
    pub at: Option<At>,
}

/// Logs an inquiry; its promise begins when it was asked, not when it was logged. Returns its number.
///
/// # Errors
/// [`crate::base::Kind::User`] without a name or a text, for a community that is not there, or a moment still to come.
pub fn log(db: &mut Db, new: &NewInquiry, hours: &Timetable) -> Result<i64> {
    db.write("sop.log", |tx| enter(tx, new, None, "", hours).map(|(id, _)| id))
}

/// Logs what a bot tells, all or none, as one entry: an inquiry and the bot's own key for it; one whose key is known in
/// that community is not logged again. Returns number and whether it is new, in order.
///
/// # Errors
/// As [`log`]; the row's place, from 0, is `{row}` of the sentence.
pub fn log_all(db: &mut Db, rows: &[(NewInquiry, String)], hours: &Timetable) -> Result<Vec<(i64, bool)>> {
    db.write("sop.log", |tx| {
        let mut done = Vec::with_capacity(rows.len());
        for (n, (new, key)) in rows.iter().enumerate() {
            done.push(enter(tx, new, None, key.trim(), hours).map_err(|e| e.with("row", n))?);
        }
        if done.len() != 1 {
            tx.says(Says::new("promise.did_log_many").with("count", done.iter().filter(|(_, new)| *new).count()));
        }
        Ok(done)
    })
}

/// Logs what a member wrote, as part of a write that has begun; `member` says who it is where that is known.
///
/// # Errors
/// As [`log`].
pub fn log_in(tx: &Tx, new: &NewInquiry, member: Option<i64>, key: &str, hours: &Timetable) -> Result<i64> {
    enter(tx, new, member, key, hours).map(|(id, _)| id)
}

/// Enters one; the number, and whether it is new.
fn enter(tx: &Tx, new: &NewInquiry, member: Option<i64>, key: &str, hours: &Timetable) -> Result<(i64, bool)> {
    let (who, text) = (new.who.trim(), new.text.trim());
    for (field, value) in [("@sop.field_who", who), ("@sop.field_text", text)] {
        if value.is_empty() {
            return Err(Error::user("sop.inquiry_missing").with("field", field));
        }
    }
    let at = new.at.unwrap_or(tx.at);
    if at > tx.at {
        return Err(Error::user("sop.inquiry_future"));
    }
    let known: i64 = tx.query_row("SELECT count(*) FROM community WHERE id = ?1", [new.community_id], |r| r.get(0))?;
    if known == 0 {
        return Err(Error::user("sop.no_community").hint("sop.no_community_hint"));
    }
    if !key.is_empty() {
        let sql = "SELECT id FROM inquiry WHERE community_id = ?1 AND source_key = ?2 AND source_key <> ''";
        if let Some(id) = tx.query_row(sql, params![new.community_id, key], |r| r.get(0)).optional()? {
            return Ok((id, false));
        }
    }
    // Only a name that one member alone bears says who it is.
    let named = || {
        tx.query_row(
            "SELECT CASE WHEN count(*) = 1 THEN min(id) END FROM member WHERE community_id = ?1 AND name = ?2",
            params![new.community_id, who],
            |r| r.get::<_, Option<i64>>(0),
        )
    };
    let member = if member.is_some() { member } else { named()? };
    let due = hours.of(new.community_id, new.kind).due(at);
    tx.execute(
        "INSERT INTO inquiry(community_id, member_id, who, kind, text, at, due_at, source_key)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![new.community_id, member, who, new.kind.name(), text, at.0, due.0, key],
    )?;
    let id = tx.last_insert_rowid();
    tx.about("inquiry", id);
    tx.says(Says::new("sop.did_log").with("who", who).with("kind", format!("@{}", new.kind.label())));
    Ok((id, true))
}
