//! What is decided about people who wait: answered, waited for, closed, opened again. Putting off, handing over and
//! sorting stand in `order`.

use super::inquiries::changed_by;
use super::words::limits;
use crate::base::{At, Error, Kind as Fault, Result, Says};
use crate::db::{Db, Tx};
use crate::sop::inquiry::{Inquiry, Reason, State};
use crate::sop::promise::Timetable;
use rusqlite::{OptionalExtension, params};

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
    answer_and_wait(db, inquiry, answer, "")
}

/// As [`answer`]; with a `note` we wait for what it says from then on, and what they write next begins another turn.
///
/// # Errors
/// As [`answer`].
pub fn answer_and_wait(db: &mut Db, inquiry: &Inquiry, answer: &Answer, note: &str) -> Result<()> {
    let (text, note) = (answer.text.trim(), note.trim());
    if text.is_empty() {
        return Err(Error::user("sop.answer_empty"));
    }
    limits(db)?.of(&inquiry.platform).allows(text)?;
    db.write("sop.answer", |tx| {
        let template = answer.template.as_ref().map(|(id, _)| *id);
        settle(tx, inquiry, &Settled { at: tx.at, who: &tx.operator, template, text, reason: "", note })?;
        let key = match (&answer.template, note.is_empty()) {
            (Some(_), true) => "sop.did_answer_with",
            (None, true) => "sop.did_answer",
            (_, false) => "promise.did_answer_wait",
        };
        let mut says = about(key, inquiry).with("minutes", inquiry.waited_minutes(tx.at)).with("note", note);
        if let Some((_, code)) = &answer.template {
            says = says.with("code", code);
        }
        tx.says(says);
        Ok(())
    })
}

/// How what was asked is answered.
struct Settled<'a> {
    at: At,
    who: &'a str,
    template: Option<i64>,
    /// Empty: the answer was given elsewhere.
    text: &'a str,
    reason: &'a str,
    /// What we wait for from now on; nothing if empty.
    note: &'a str,
}

/// Writes that what was asked is answered: the verdict of the promise if it is the first answer, of the turn if it is a
/// later one.
fn settle(tx: &Tx, inquiry: &Inquiry, s: &Settled) -> Result<()> {
    let in_time = s.at <= inquiry.due_at;
    let later = i64::from(inquiry.first_at.is_some() && inquiry.answered_at.is_none());
    let changed = tx.execute(
        "UPDATE inquiry SET state = CASE ?12 WHEN '' THEN 'answered' ELSE 'paused' END, answered_at = ?3, answered_by = ?4,
         kept = CASE WHEN first_at IS NULL THEN ?5 ELSE kept END,
         judged_at = CASE WHEN first_at IS NULL THEN ?3 ELSE judged_at END, first_at = coalesce(first_at, ?3),
         next_total = next_total + ?6, next_hit = next_hit + ?6 * ?5, pauses = ?7,
         paused_at = CASE ?12 WHEN '' THEN NULL ELSE ?8 END, pause_note = ?12,
         owner = CASE WHEN owner = '' AND ?12 <> '' THEN ?4 ELSE owner END,
         template_id = CASE ?10 WHEN '' THEN template_id ELSE ?9 END, answer = CASE ?10 WHEN '' THEN answer ELSE ?10 END,
         reason = ?11, snoozed_until = NULL, handed_by = '', hand_note = '', closed_at = NULL, version = version + 1
         WHERE id = ?1 AND version = ?2 AND state IN ('waiting', 'paused')",
        params![
            inquiry.id,
            inquiry.version,
            s.at.0,
            s.who,
            in_time,
            later,
            paused_until(inquiry, tx.at),
            tx.at.0,
            s.template,
            s.text,
            s.reason,
            s.note
        ],
    )?;
    won(tx, inquiry.id, changed)
}

/// The pauses with the one that runs, which ends at `now`, as stored.
fn paused_until(inquiry: &Inquiry, now: At) -> String {
    inquiry.paused_at.map_or_else(|| inquiry.pauses.text(), |from| inquiry.pauses.and(from, now).text())
}

/// Waits for the person: `note` says what for. The clock of the first answer runs on, only that of the resolution stops.
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
            "UPDATE inquiry SET state = 'paused', paused_at = coalesce(paused_at, ?3), pause_note = ?4,
             owner = CASE WHEN owner = '' THEN ?5 ELSE owner END, version = version + 1
             WHERE id = ?1 AND version = ?2 AND state IN ('waiting', 'paused')",
            params![inquiry.id, inquiry.version, tx.at.0, note, tx.operator],
        )?;
        won(tx, inquiry.id, changed)?;
        tx.says(about("sop.did_pause", inquiry).with("note", note));
        Ok(())
    })
}

/// We wait no longer. Who had no answer yet waits on as before; for who had one, the clock of the next answer begins now.
///
/// # Errors
/// [`Fault::Conflict`].
pub fn resume(db: &mut Db, inquiry: &Inquiry, hours: &Timetable) -> Result<()> {
    if inquiry.first_at.is_some() {
        return again(db, inquiry, None, "", hours);
    }
    db.write("sop.resume", |tx| {
        let changed = tx.execute(
            "UPDATE inquiry SET state = 'waiting', paused_at = NULL, pause_note = '', pauses = ?3, version = version + 1
             WHERE id = ?1 AND version = ?2 AND state = 'paused'",
            params![inquiry.id, inquiry.version, paused_until(inquiry, tx.at)],
        )?;
        won(tx, inquiry.id, changed)?;
        tx.says(about("sop.did_resume", inquiry));
        Ok(())
    })
}

/// They have written again after our answer, at `at` (now if not said), what `text` says: the clock of the next answer
/// begins. What was closed without an answer waits again as before: its clock has never stopped.
///
/// # Errors
/// [`Fault::User`] for a moment still to come or before our answer; [`Fault::Conflict`], also for one that waits already.
pub fn again(db: &mut Db, inquiry: &Inquiry, at: Option<At>, text: &str, hours: &Timetable) -> Result<()> {
    db.write("sop.again", |tx| {
        let at = at.unwrap_or(tx.at);
        if at > tx.at {
            return Err(Error::user("sop.inquiry_future"));
        }
        let answered = inquiry.answered_at.filter(|_| inquiry.first_at.is_some());
        if answered.is_some_and(|answered| at < answered) {
            return Err(Error::user("promise.again_before").with("who", &inquiry.who));
        }
        turn(tx, inquiry, at, text, hours)?;
        tx.says(about(if answered.is_some() { "promise.did_again" } else { "promise.did_reopen" }, inquiry));
        Ok(())
    })
}

/// Begins the next turn at `at`.
pub(super) fn turn(tx: &Tx, inquiry: &Inquiry, at: At, text: &str, hours: &Timetable) -> Result<()> {
    let anew = i64::from(inquiry.first_at.is_some());
    let due = if anew == 1 { hours.of(inquiry.community_id, inquiry.kind).due(at) } else { inquiry.due_at };
    // What was closed unanswered and counted as missed is open once more: its verdict falls with the answer.
    let changed = tx.execute(
        "UPDATE inquiry SET state = 'waiting', asked_at = CASE WHEN ?7 THEN ?3 ELSE asked_at END, due_at = ?4,
         turns = turns + ?7, again = CASE WHEN ?5 = '' THEN again ELSE ?5 END, answered_at = NULL,
         kept = CASE WHEN first_at IS NULL THEN NULL ELSE kept END,
         judged_at = CASE WHEN first_at IS NULL THEN NULL ELSE judged_at END,
         pauses = ?6, paused_at = NULL, pause_note = '', closed_at = NULL, reason = '', snoozed_until = NULL,
         version = version + 1
         WHERE id = ?1 AND version = ?2 AND state <> 'waiting'",
        params![inquiry.id, inquiry.version, at.0, due.0, text.trim(), paused_until(inquiry, at), anew],
    )?;
    won(tx, inquiry.id, changed)
}

/// Takes inquiries off the list without an answer from here, all or none, as one entry. `words` are the operator's own,
/// for [`Reason::Other`]. `at` is when it was answered in the group, for [`Reason::InGroup`]; now if not said.
///
/// # Errors
/// [`Fault::User`] for [`Reason::Other`] without words, and for an answer still to come or before the question;
/// [`Fault::Conflict`].
pub fn close(db: &mut Db, rows: &[&Inquiry], reason: Reason, words: &str, at: Option<At>) -> Result<()> {
    let words = words.trim();
    if reason == Reason::Other && words.is_empty() {
        return Err(Error::user("sop.close_empty"));
    }
    let stored = if reason == Reason::Other { words } else { reason.name() };
    db.write("sop.close", |tx| {
        for row in rows {
            match reason {
                Reason::InGroup => elsewhere(tx, row, at, &tx.operator)?,
                _ => closed(tx, row, reason, stored)?,
            }
        }
        let why = if reason == Reason::Other { words.to_owned() } else { format!("@{}", reason.label()) };
        tx.says(match reason {
            Reason::InGroup => many("promise.did_in_group", "promise.did_in_group_many", rows),
            _ => many("sop.did_close", "sop.did_close_many", rows).with("reason", why),
        });
        Ok(())
    })
}

/// Answered in the group by `who`: a first answer like any other.
pub(super) fn elsewhere(tx: &Tx, row: &Inquiry, at: Option<At>, who: &str) -> Result<()> {
    let at = at.unwrap_or(tx.at);
    if at > tx.at || at < row.asked_at {
        return Err(Error::user("promise.bad_answer_time").with("who", &row.who));
    }
    settle(tx, row, &Settled { at, who, template: None, text: "", reason: Reason::InGroup.name(), note: "" })
}

/// Closed unanswered: missed if its time was over and it was one at all.
fn closed(tx: &Tx, row: &Inquiry, reason: Reason, stored: &str) -> Result<()> {
    let missed = reason == Reason::Other && row.first_at.is_none() && tx.at > row.due_at;
    let changed = tx.execute(
        "UPDATE inquiry SET state = 'closed', closed_at = ?3, answered_by = ?4, snoozed_until = NULL, pauses = ?5,
         paused_at = NULL, kept = CASE WHEN ?6 THEN 0 ELSE kept END, judged_at = CASE WHEN ?6 THEN ?3 ELSE judged_at END,
         reason = ?7, version = version + 1
         WHERE id = ?1 AND version = ?2 AND state IN ('waiting', 'paused')",
        params![row.id, row.version, tx.at.0, tx.operator, paused_until(row, tx.at), missed, stored],
    )?;
    won(tx, row.id, changed)
}

pub(super) fn about(key: &str, inquiry: &Inquiry) -> Says {
    Says::new(key).with("who", &inquiry.who).with("kind", format!("@{}", inquiry.kind.label()))
}

pub(super) fn many(one: &str, several: &str, rows: &[&Inquiry]) -> Says {
    match rows {
        [row] => about(one, row),
        rows => Says::new(several).with("count", rows.len()),
    }
}

/// Leads the journal to the row, or says who was faster, and with what.
pub(super) fn won(tx: &Tx, id: i64, changed: usize) -> Result<()> {
    if changed > 0 {
        tx.about("inquiry", id);
        return Ok(());
    }
    let row = tx
        .query_row("SELECT who, state FROM inquiry WHERE id = ?1", [id], |r| {
            Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?))
        })
        .optional()?;
    let Some((who, state)) = row else {
        return Err(Error::user("sop.no_inquiry").with("id", id).hint("sop.no_inquiry_hint"));
    };
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
