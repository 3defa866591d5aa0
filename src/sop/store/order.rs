//! Who does what when: putting off, handing over and up, sorting. None of it stops a clock.

use super::decide::{about, many, won};
use crate::base::{At, Error, Result};
use crate::db::Db;
use crate::sop::inquiry::{Inquiry, Kind, MANAGER_LEVEL, URGENT_MS};
use crate::sop::promise::Timetable;
use rusqlite::params;

/// Puts inquiries off until `until`, all or none, as one entry. The clock runs on, and who has an answer in time to come is
/// back for the first warning: nothing is put off beyond ten minutes before the end.
///
/// # Errors
/// [`crate::base::Kind::User`] within the last ten minutes, and for a moment that has passed; [`crate::base::Kind::Conflict`].
pub fn snooze(db: &mut Db, rows: &[&Inquiry], until: At, hours: &Timetable) -> Result<At> {
    db.write("sop.snooze", |tx| {
        let mut first = until;
        for row in rows {
            let clock = hours.of(row.community_id, row.kind);
            let left = clock.left(tx.at, row.due_at);
            let warned = match left {
                // Over already, or nobody waits for an answer: nothing is to be saved.
                _ if left < 0 || !row.needs_answer() => Some(until),
                // Within the last ten minutes only while the clock is held.
                0..=URGENT_MS => clock.resumes(tx.at),
                _ => Some(clock.after(tx.at, left - URGENT_MS)),
            };
            let Some(back) = warned.map(|warned| until.min(warned)).filter(|_| until > tx.at) else {
                return Err(Error::user("promise.no_snooze").with("who", &row.who));
            };
            first = first.min(back);
            let changed = tx.execute(
                "UPDATE inquiry SET snoozed_until = ?3, version = version + 1
                 WHERE id = ?1 AND version = ?2 AND state IN ('waiting', 'paused')",
                params![row.id, row.version, back.0],
            )?;
            won(tx, row.id, changed)?;
        }
        tx.says(many("promise.did_snooze", "promise.did_snooze_many", rows).with("at", first.0));
        Ok(first)
    })
}

/// Brings back what was put off.
///
/// # Errors
/// [`crate::base::Kind::Conflict`].
pub fn wake(db: &mut Db, inquiry: &Inquiry) -> Result<()> {
    db.write("sop.wake", |tx| {
        let changed = tx.execute(
            "UPDATE inquiry SET snoozed_until = NULL, version = version + 1
             WHERE id = ?1 AND version = ?2 AND state IN ('waiting', 'paused')",
            params![inquiry.id, inquiry.version],
        )?;
        won(tx, inquiry.id, changed)?;
        tx.says(about("sop.did_resume", inquiry));
        Ok(())
    })
}

/// Hands inquiries over to `to` with a word, all or none, as one entry. The clock runs on.
///
/// # Errors
/// [`crate::base::Kind::User`] for nobody's name; [`crate::base::Kind::Conflict`].
pub fn hand(db: &mut Db, rows: &[&Inquiry], to: &str, note: &str) -> Result<()> {
    let (to, note) = (to.trim(), note.trim());
    if to.is_empty() {
        return Err(Error::user("promise.hand_whom"));
    }
    db.write("sop.hand", |tx| {
        // Taking something oneself is no handing over.
        let from = if to == tx.operator { "" } else { &tx.operator };
        for row in rows {
            let changed = tx.execute(
                "UPDATE inquiry SET owner = ?3, handed_by = ?4, hand_note = ?5, version = version + 1
                 WHERE id = ?1 AND version = ?2 AND state IN ('waiting', 'paused')",
                params![row.id, row.version, to, from, note],
            )?;
            won(tx, row.id, changed)?;
        }
        tx.says(many("promise.did_hand", "promise.did_hand_many", rows).with("to", to).with("note", note));
        Ok(())
    })
}

/// Hands inquiries up to the manager, all or none, as one entry.
///
/// # Errors
/// [`crate::base::Kind::User`] at the top level; [`crate::base::Kind::Conflict`].
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

/// What an inquiry is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Another kind; what is open gets the clock of that kind.
    Kind(Kind),
    /// The quality of feedback.
    Quality(bool),
}

/// Sorts inquiries anew, all or none, as one entry. A verdict that has fallen stands.
///
/// # Errors
/// [`crate::base::Kind::User`] for the quality of what is no feedback; [`crate::base::Kind::Conflict`].
pub fn sort(db: &mut Db, rows: &[&Inquiry], sort: Sort, hours: &Timetable) -> Result<()> {
    db.write("sop.sort", |tx| {
        for row in rows {
            let changed = match sort {
                Sort::Kind(kind) => {
                    let due = hours.of(row.community_id, kind).due(row.asked_at);
                    let due = if row.needs_answer() { due } else { row.due_at };
                    tx.execute(
                        "UPDATE inquiry SET kind = ?3, due_at = ?4, version = version + 1 WHERE id = ?1 AND version = ?2",
                        params![row.id, row.version, kind.name(), due.0],
                    )?
                }
                Sort::Quality(_) if !row.kind.is_feedback() => {
                    return Err(Error::user("promise.no_feedback").with("who", &row.who));
                }
                Sort::Quality(good) => tx.execute(
                    "UPDATE inquiry SET quality = ?3, version = version + 1 WHERE id = ?1 AND version = ?2",
                    params![row.id, row.version, good],
                )?,
            };
            won(tx, row.id, changed)?;
        }
        let what = match sort {
            Sort::Kind(kind) => kind.label(),
            Sort::Quality(true) => "promise.quality_good",
            Sort::Quality(false) => "promise.quality_plain",
        };
        tx.says(many("promise.did_sort", "promise.did_sort_many", rows).with("what", format!("@{what}")));
        Ok(())
    })
}
