//! Taking posts of a file in: one entry of the journal, nothing twice.

use super::super::exchange::{Again, Entry, Read, Skipped};
use super::super::post::{Reason, State};
use super::super::series::Column;
use super::change::{Content, Ref, insert_written};
use super::one;
use super::series::{insert as insert_column, slot_in};
use crate::base::{Error, Result, Says};
use crate::db::{Db, Tx};
use rusqlite::{OptionalExtension, params};

/// What became of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// Posts that are new.
    pub new: usize,
    /// Posts that were there.
    pub duplicate: usize,
    /// Columns that are new.
    pub columns: usize,
    /// Their slots.
    pub slots: usize,
    /// What was left out while writing.
    pub skipped: Vec<Skipped>,
}

/// The error that takes a trial back.
const TRIAL: &str = "columns.trial";

/// Takes in what `read` holds; with `trial` everything is done and taken back, so that the counts are those there would be.
/// An event that is here already by its name, a post with the same community, day, time and title, count as duplicates.
///
/// # Errors
/// Database errors; nothing is written then.
pub fn take_in(db: &mut Db, read: &Read, name: &str, trial: bool) -> Result<Taken> {
    let days = super::days(db)?;
    let mut taken = Taken::default();
    let before = taken.clone();
    let done = db.write("calendar.import", |tx| {
        for entry in &read.entries {
            one_entry(tx, entry, &mut taken)?;
        }
        for again in &read.again {
            one_column(tx, again, &days, &mut taken)?;
        }
        if trial || taken.new + taken.columns == 0 {
            return Err(Error::user(TRIAL));
        }
        let says = Says::new("columns.did_import").with("name", name).with("n", taken.new);
        tx.says(says.with("columns", taken.columns).with("slots", taken.slots));
        Ok(())
    });
    match done {
        Err(error) if error.says.key == TRIAL => Ok(taken),
        Err(error) => {
            drop(before);
            Err(error)
        }
        Ok(()) => Ok(taken),
    }
}

fn known(tx: &Tx, uid: &str) -> Result<bool> {
    if uid.is_empty() {
        return Ok(false);
    }
    Ok(tx
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM origin WHERE uid = ?1) OR EXISTS (SELECT 1 FROM series WHERE uid = ?1)",
        )?
        .query_row([uid], |r| r.get(0))?)
}

fn content(entry: &Entry) -> Content {
    Content {
        community_id: entry.community_id,
        day: entry.day,
        time: entry.time,
        kind: entry.kind,
        format: entry.format,
        track: entry.track,
        title: entry.title.clone(),
        body: entry.body.clone(),
        owner: entry.owner.clone(),
        expires_at: None,
        note: entry.note.clone(),
    }
}

fn one_entry(tx: &Tx, entry: &Entry, taken: &mut Taken) -> Result<()> {
    let time = entry.time.format("%H:%M").to_string();
    let there: Option<i64> = tx
        .prepare_cached(
            "SELECT id FROM post WHERE community_id = ?1 AND day = ?2 AND time = ?3 AND title = ?4 LIMIT 1",
        )?
        .query_row(params![entry.community_id, entry.day.to_string(), time, entry.title], |r| r.get(0))
        .optional()?;
    // Our own export, read again: the number of the post stands in the name.
    let own = own_post(tx, &entry.uid)?;
    if there.is_some() || own || known(tx, &entry.uid)? {
        taken.duplicate += 1;
        return Ok(());
    }
    let post = insert_written(tx, &content(entry))?;
    if !entry.uid.is_empty() {
        tx.prepare_cached("INSERT INTO origin(post_id, uid) VALUES (?1, ?2)")?.execute(params![post.id, entry.uid])?;
    }
    taken.new += 1;
    Ok(())
}

fn own_post(tx: &Tx, uid: &str) -> Result<bool> {
    let Some((id, print)) = uid.strip_prefix("post-").and_then(|u| u.strip_suffix("@qun")?.split_once('-')) else {
        return Ok(false);
    };
    if print != print_of(tx)? {
        return Ok(false);
    }
    Ok(tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM post WHERE id = ?1)")?
        .query_row([id.parse::<i64>().unwrap_or(0)], |r| r.get(0))?)
}

/// What tells this file's events from those of others: the beginning of its journal.
///
/// # Errors
/// Database errors.
pub fn print(db: &Db) -> Result<String> {
    print_of(db.conn())
}

fn print_of(conn: &rusqlite::Connection) -> Result<String> {
    let hash: Option<String> =
        conn.query_row("SELECT hash FROM journal ORDER BY seq LIMIT 1", [], |r| r.get(0)).optional()?;
    Ok(hash.unwrap_or_default().chars().take(8).collect())
}

fn one_column(tx: &Tx, again: &Again, days: &super::super::days::Days, taken: &mut Taken) -> Result<()> {
    let first = &again.first;
    let skip = |key: &str| Skipped { line: first.line, why: Says::new(key) };
    if known(tx, &first.uid)? {
        taken.duplicate += 1;
        return Ok(());
    }
    let today = tx.at.day(crate::base::Zone::default());
    let column = Column {
        community_id: first.community_id,
        title: first.title.clone(),
        rule: again.rule.rule.clone(),
        time: first.time,
        kind: first.kind,
        format: first.format,
        body: first.body.clone(),
        owner: first.owner.clone(),
        span: again.span(),
        number: 1,
    };
    if column.rule.next(column.span, today.max(first.day), 1, days).is_empty() {
        taken.skipped.push(skip("columns.ics_over"));
        return Ok(());
    }
    let (id, slots) = insert_column(tx, &column, &first.uid, days)?;
    (taken.columns, taken.slots) = (taken.columns + 1, taken.slots + slots);
    for day in &again.except {
        if let Some(post) = slot_in(tx, id, *day)? {
            set(tx, post, |tx, seen| {
                tx.execute(
                    "UPDATE post SET state = ?3, reason = ?4, version = version + 1 WHERE id = ?1 AND version = ?2",
                    params![seen.id, seen.version, State::Dropped.word(), Reason::Expired.word()],
                )
            })?;
        }
    }
    for (day, entry) in &again.instead {
        if let Some(post) = slot_in(tx, id, *day)? {
            set(tx, post, |tx, seen| {
                tx.execute(
                    "UPDATE post SET day = ?3, time = ?4, title = ?5, body = ?6, version = version + 1
                     WHERE id = ?1 AND version = ?2",
                    params![
                        seen.id,
                        seen.version,
                        entry.day.to_string(),
                        entry.time.format("%H:%M").to_string(),
                        entry.title,
                        entry.body
                    ],
                )
            })?;
        }
    }
    Ok(())
}

fn set(tx: &Tx, post: i64, change: impl FnOnce(&Tx, Ref) -> rusqlite::Result<usize>) -> Result<()> {
    let seen = one(tx, post)?;
    if seen.state.is_open() {
        change(tx, Ref::from(&seen))?;
    }
    Ok(())
}
