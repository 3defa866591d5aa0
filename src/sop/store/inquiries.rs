//! People waiting: the list, and every decision about one of them.

use super::words::limits;
use crate::base::{At, Error, Kind as Fault, Result, Says};
use crate::db::{Db, Tx};
use crate::sop::inquiry::{Hours, Inquiry, Kind, MANAGER_LEVEL, Reason, State};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Which inquiries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Of {
    /// Those nobody has answered, least time left first.
    #[default]
    Waiting,
    /// Those waiting for the person, least time left first.
    Paused,
    /// Every one, the newest first.
    All,
}

/// What to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Which.
    pub of: Of,
    /// Only this sort.
    pub kind: Option<Kind>,
    /// Only those whose promise ends by then.
    pub due_by: Option<At>,
    /// Only this community.
    pub community: Option<i64>,
}

const COLUMNS: &str =
    "i.id, i.community_id, c.name, c.platform, i.member_id, i.who, i.kind, i.text, i.at, i.state, i.level,
    i.due_at, i.paused_at, i.pause_note, i.answered_at, i.answered_by, i.template_id, i.answer, i.reason, i.version
    FROM inquiry i JOIN community c ON c.id = i.community_id";

fn from_row(row: &Row) -> rusqlite::Result<Inquiry> {
    let (kind, state): (String, String) = (row.get(6)?, row.get(9)?);
    let at = |n: usize| -> rusqlite::Result<Option<At>> { Ok(row.get::<_, Option<i64>>(n)?.map(At)) };
    Ok(Inquiry {
        id: row.get(0)?,
        community_id: row.get(1)?,
        community: row.get(2)?,
        platform: row.get(3)?,
        member_id: row.get(4)?,
        who: row.get(5)?,
        kind: Kind::read(&kind).unwrap_or(Kind::Ask),
        text: row.get(7)?,
        at: At(row.get(8)?),
        state: State::read(&state).unwrap_or(State::Closed),
        level: row.get(10)?,
        due_at: At(row.get(11)?),
        paused_at: at(12)?,
        pause_note: row.get(13)?,
        answered_at: at(14)?,
        answered_by: row.get(15)?,
        template_id: row.get(16)?,
        answer: row.get(17)?,
        reason: row.get(18)?,
        version: row.get(19)?,
    })
}

/// At most `limit` inquiries that are wanted and that `fits` takes.
///
/// # Errors
/// Database errors.
pub fn inquiries(db: &Db, wanted: &Wanted, limit: usize, fits: &dyn Fn(&Inquiry) -> bool) -> Result<Vec<Inquiry>> {
    // The condition on the state is written as in the partial index, so that it is used.
    let (state, order) = match wanted.of {
        Of::Waiting => ("i.state IN ('waiting', 'paused') AND i.state = 'waiting'", "i.due_at, i.id"),
        Of::Paused => ("i.state IN ('waiting', 'paused') AND i.state = 'paused'", "i.due_at, i.id"),
        Of::All => ("1", "i.id DESC"),
    };
    let mut stmt = db.conn().prepare_cached(&format!(
        "SELECT {COLUMNS} WHERE {state} AND (?1 IS NULL OR i.kind = ?1) AND (?2 IS NULL OR i.due_at <= ?2)
         AND (?3 IS NULL OR i.community_id = ?3) ORDER BY {order}"
    ))?;
    let mut rows = stmt.query(params![wanted.kind.map(Kind::name), wanted.due_by.map(|a| a.0), wanted.community])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let inquiry = from_row(row)?;
        if fits(&inquiry) {
            out.push(inquiry);
            if out.len() == limit {
                break;
            }
        }
    }
    Ok(out)
}

/// One inquiry.
///
/// # Errors
/// [`Fault::User`] if there is none.
pub fn inquiry(db: &Db, id: i64) -> Result<Inquiry> {
    let mut stmt = db.conn().prepare_cached(&format!("SELECT {COLUMNS} WHERE i.id = ?1"))?;
    stmt.query_row([id], from_row).optional()?.ok_or_else(|| Error::user("sop.no_inquiry").with("id", id))
}

/// How many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Waiting.
    pub waiting: i64,
    /// Waiting, and the promise is broken.
    pub late: i64,
    /// Waiting, and the promise ends by the moment that was asked for.
    pub soon: i64,
    /// Waiting for the person.
    pub paused: i64,
}

/// Counts at `now`; `soon` is the moment by which a promise that ends is urgent.
///
/// # Errors
/// Database errors.
pub fn counts(db: &Db, now: At, soon: At) -> Result<Counts> {
    let sql =
        "SELECT count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'waiting' AND due_at < ?1),
               count(*) FILTER (WHERE state = 'waiting' AND due_at <= ?2), count(*) FILTER (WHERE state = 'paused')
               FROM inquiry WHERE state IN ('waiting', 'paused')";
    Ok(db.conn().prepare_cached(sql)?.query_row([now.0, soon.0], |r| {
        Ok(Counts { waiting: r.get(0)?, late: r.get(1)?, soon: r.get(2)?, paused: r.get(3)? })
    })?)
}

/// How many were ever logged.
///
/// # Errors
/// Database errors.
pub fn logged(db: &Db) -> Result<i64> {
    Ok(db.conn().prepare_cached("SELECT count(*) FROM inquiry")?.query_row([], |r| r.get(0))?)
}

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
/// [`Fault::User`] without a name or a text, for a community that is not there, or a moment that is still to come.
pub fn log(db: &mut Db, new: &NewInquiry, hours: &Hours) -> Result<i64> {
    let (who, text) = (new.who.trim(), new.text.trim());
    for (field, value) in [("@sop.field_who", who), ("@sop.field_text", text)] {
        if value.is_empty() {
            return Err(Error::user("sop.inquiry_missing").with("field", field));
        }
    }
    db.write("sop.log", |tx| {
        let at = new.at.unwrap_or(tx.at);
        if at > tx.at {
            return Err(Error::user("sop.inquiry_future"));
        }
        let known: i64 = tx.query_row("SELECT count(*) FROM community WHERE id = ?1", [new.community_id], |r| r.get(0))?;
        if known == 0 {
            return Err(Error::user("sop.no_community").hint("sop.no_community_hint"));
        }
        // Only a name that one member alone bears says who it is.
        let member: Option<i64> = tx.query_row(
            "SELECT CASE WHEN count(*) = 1 THEN min(id) END FROM member WHERE community_id = ?1 AND name = ?2",
            params![new.community_id, who],
            |r| r.get(0),
        )?;
        tx.execute(
            "INSERT INTO inquiry(community_id, member_id, who, kind, text, at, due_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![new.community_id, member, who, new.kind.name(), text, at.0, hours.due(at).0],
        )?;
        let id = tx.last_insert_rowid();
        tx.about("inquiry", id);
        tx.says(Says::new("sop.did_log").with("who", who).with("kind", format!("@{}", new.kind.label())));
        Ok(id)
    })
}

/// An answer as it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The template it was made with, and its code.
    pub template: Option<(i64, String)>,
    /// The text.
    pub text: String,
}

/// Logs the answer to `inquiry`, if nobody has changed it since it was read. One journal entry.
///
/// # Errors
/// [`Fault::User`] for an empty answer, one that is too long for the platform or holds a word it forbids;
/// [`Fault::Conflict`] naming who was faster.
pub fn answer(db: &mut Db, inquiry: &Inquiry, answer: &Answer) -> Result<()> {
    let text = answer.text.trim();
    if text.is_empty() {
        return Err(Error::user("sop.answer_empty"));
    }
    limits(db)?.of(&inquiry.platform).allows(text)?;
    db.write("sop.answer", |tx| {
        let template = answer.template.as_ref().map(|(id, _)| *id);
        let changed = tx.execute(
            "UPDATE inquiry SET state = 'answered', answered_at = ?3, answered_by = ?4, template_id = ?5, answer = ?6,
             version = version + 1 WHERE id = ?1 AND version = ?2 AND state IN ('waiting', 'paused')",
            params![inquiry.id, inquiry.version, tx.at.0, tx.operator, template, text],
        )?;
        won(tx, inquiry.id, changed)?;
        let key = if answer.template.is_some() { "sop.did_answer_with" } else { "sop.did_answer" };
        let mut says = about(key, inquiry).with("minutes", inquiry.waited_minutes(tx.at));
        if let Some((_, code)) = &answer.template {
            says = says.with("code", code);
        }
        tx.says(says);
        Ok(())
    })
}

/// Waits for the person: `note` says what for. The clock of the first answer runs on.
///
/// # Errors
/// [`Fault::User`] without a note; [`Fault::Conflict`].
pub fn pause(db: &mut Db, inquiry: &Inquiry, note: &str) -> Result<()> {
    let note = note.trim();
    if note.is_empty() {
        return Err(Error::user("sop.pause_empty"));
    }
    db.write("sop.pause", |tx| {
        let changed = tx.execute(
            "UPDATE inquiry SET state = 'paused', paused_at = ?3, pause_note = ?4, owner = ?5, version = version + 1
             WHERE id = ?1 AND version = ?2 AND state IN ('waiting', 'paused')",
            params![inquiry.id, inquiry.version, tx.at.0, note, tx.operator],
        )?;
        won(tx, inquiry.id, changed)?;
        tx.says(about("sop.did_pause", inquiry).with("note", note));
        Ok(())
    })
}

/// The person has come back: waiting again.
///
/// # Errors
/// [`Fault::Conflict`].
pub fn resume(db: &mut Db, inquiry: &Inquiry) -> Result<()> {
    db.write("sop.resume", |tx| {
        let changed = tx.execute(
            "UPDATE inquiry SET state = 'waiting', paused_at = NULL, pause_note = '', version = version + 1
             WHERE id = ?1 AND version = ?2 AND state = 'paused'",
            params![inquiry.id, inquiry.version],
        )?;
        won(tx, inquiry.id, changed)?;
        tx.says(about("sop.did_resume", inquiry));
        Ok(())
    })
}

/// Closes inquiries without an answer, all or none, as one entry. `words` are the operator's own, for
/// [`Reason::Other`].
///
/// # Errors
/// [`Fault::User`] for [`Reason::Other`] without words; [`Fault::Conflict`].
pub fn close(db: &mut Db, rows: &[&Inquiry], reason: Reason, words: &str) -> Result<()> {
    let words = words.trim();
    if reason == Reason::Other && words.is_empty() {
        return Err(Error::user("sop.close_empty"));
    }
    let stored = if reason == Reason::Other { words } else { reason.name() };
    db.write("sop.close", |tx| {
        for row in rows {
            let changed = tx.execute(
                "UPDATE inquiry SET state = 'closed', closed_at = ?3, answered_by = ?4, reason = ?5, version = version + 1
                 WHERE id = ?1 AND version = ?2 AND state IN ('waiting', 'paused')",
                params![row.id, row.version, tx.at.0, tx.operator, stored],
            )?;
            won(tx, row.id, changed)?;
        }
        let why = if reason == Reason::Other { words.to_owned() } else { format!("@{}", reason.label()) };
        tx.says(many("sop.did_close", "sop.did_close_many", rows).with("reason", why));
        Ok(())
    })
}

/// Hands inquiries up to the manager, all or none, as one entry.
///
/// # Errors
/// [`Fault::User`] at the top level; [`Fault::Conflict`].
pub fn hand_up(db: &mut Db, rows: &[&Inquiry]) -> Result<()> {
    if rows.iter().any(|row| row.level >= MANAGER_LEVEL) {
        return Err(Error::user("sop.top_level"));
    }
    db.write("sop.hand_up", |tx| {
        for row in rows {
            let changed = tx.execute(
                "UPDATE inquiry SET level = ?3, version = version + 1
                 WHERE id = ?1 AND version = ?2 AND state IN ('waiting', 'paused')",
                params![row.id, row.version, MANAGER_LEVEL],
            )?;
            won(tx, row.id, changed)?;
        }
        tx.says(many("sop.did_hand_up", "sop.did_hand_up_many", rows));
        Ok(())
    })
}

fn about(key: &str, inquiry: &Inquiry) -> Says {
    Says::new(key).with("who", &inquiry.who).with("kind", format!("@{}", inquiry.kind.label()))
}

fn many(one: &str, several: &str, rows: &[&Inquiry]) -> Says {
    match rows {
        [row] => about(one, row),
        rows => Says::new(several).with("count", rows.len()),
    }
}

/// Leads the journal to the row, or says who was faster, and with what.
fn won(tx: &Tx, id: i64, changed: usize) -> Result<()> {
    if changed > 0 {
        tx.about("inquiry", id);
        return Ok(());
    }
    let row = tx
        .query_row("SELECT who, state, version FROM inquiry WHERE id = ?1", [id], |r| {
            Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?))
        })
        .optional()?;
    let Some((who, state)) = row else { return Err(Error::user("sop.no_inquiry").with("id", id)) };
    let last = changed_by(tx, id)?;
    let (by, at) = last.unwrap_or_default();
    let state = State::read(&state).unwrap_or(State::Closed);
    let seconds = tx.at.since(at).max(0) / 1_000;
    let error = match seconds {
        0..60 => Error::new(Fault::Conflict, "sop.lost").with("seconds", seconds),
        _ => Error::new(Fault::Conflict, "sop.lost_minutes").with("minutes", seconds / 60),
    };
    Err(error.with("by", by).with("who", who).with("state", format!("@{}", state.label())).hint("sop.lost_hint"))
}

/// Who changed inquiry `id` last, and when.
///
/// # Errors
/// Database errors.
pub fn last_change(db: &Db, id: i64) -> Result<Option<(String, At)>> {
    changed_by(db.conn(), id)
}

fn changed_by(conn: &Connection, id: i64) -> Result<Option<(String, At)>> {
    let sql = "SELECT j.operator, j.at FROM change c JOIN journal j ON j.seq = c.seq
               WHERE c.tbl = 'inquiry' AND c.row = ?1 ORDER BY c.id DESC LIMIT 1";
    Ok(conn.prepare_cached(sql)?.query_row([id], |r| Ok((r.get(0)?, At(r.get(1)?)))).optional()?)
}
