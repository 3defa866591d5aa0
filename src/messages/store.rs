//! All SQL of imports: batches here, rows as they are entered in `loader`, counting from scratch in `recount`.

mod loader;
pub mod recount;
mod said;

pub use loader::{Loader, Person, Span};
pub use said::{Text, are_programs, said_since};

use crate::base::{At, Error, Result, Zone};
use crate::db::{Db, Tx};
use crate::messages::ledger::Row;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

/// What an import did, in rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows read and understood.
    pub read: i64,
    /// Rows not in the file before.
    pub new: i64,
    /// Rows that were there already.
    pub duplicate: i64,
    /// Rows left out, each with line and reason.
    pub skipped: i64,
    /// Put into the queue by screening.
    pub queued: i64,
    /// New joins.
    pub joins: i64,
    /// New departures, removals included.
    pub leaves: i64,
}

/// One import as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Batch {
    /// Row id.
    pub id: i64,
    /// When it began.
    pub at: At,
    /// Who ran it.
    pub operator: String,
    /// What was read.
    pub name: String,
    /// In which format.
    pub format: String,
    /// What came of it.
    pub counts: Counts,
    /// Whether it reached its end.
    pub finished: bool,
    /// Whether it was undone.
    pub undone: bool,
}

/// The latest batches, newest first.
///
/// # Errors
/// Database errors.
pub fn batches(db: &Db, limit: i64) -> Result<Vec<Batch>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT id, at, operator, name, format, records, fresh, duplicate, skipped, queued, joins, leaves, finished,
                undone_at IS NOT NULL FROM batch ORDER BY id DESC LIMIT ?1",
    )?;
    let rows = stmt.query_map([limit], |r| {
        Ok(Batch {
            id: r.get(0)?,
            at: At(r.get(1)?),
            operator: r.get(2)?,
            name: r.get(3)?,
            format: r.get(4)?,
            counts: Counts {
                read: r.get(5)?,
                new: r.get(6)?,
                duplicate: r.get(7)?,
                skipped: r.get(8)?,
                queued: r.get(9)?,
                joins: r.get(10)?,
                leaves: r.get(11)?,
            },
            finished: r.get(12)?,
            undone: r.get(13)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Takes a batch back: its ledger rows, texts, waiting items and unanswered inquiries go, figures are counted again from what is
/// left. What somebody has decided or answered stays. Cannot be redone; import the file again instead.
///
/// # Errors
/// When it was undone already.
pub fn undo_batch(tx: &Tx, id: i64, file_zone: Zone) -> Result<()> {
    let undone: Option<i64> = tx.query_row("SELECT undone_at FROM batch WHERE id = ?1", [id], |r| r.get(0))?;
    if undone.is_some() {
        return Err(Error::user("app.import_undone").with("id", id));
    }
    // Its days are worked out again; so is how far the communities are followed.
    tx.execute(
        "INSERT INTO touched(community_id, first, last, why, batch_id)
         SELECT DISTINCT community_id, '', '', 'undo', batch_id FROM span WHERE batch_id = ?1 ON CONFLICT DO UPDATE SET why = 'undo', batch_id = ?1, taken = 0",
        [id],
    )?;
    recount::touch(tx, id, file_zone)?;
    let communities: Vec<i64> = {
        let mut stmt = tx.prepare("SELECT DISTINCT community_id FROM event WHERE batch_id = ?1")?;
        let rows = stmt.query_map([id], |r| r.get(0))?;
        rows.collect::<rusqlite::Result<_>>()?
    };
    tx.execute("DELETE FROM event WHERE batch_id = ?1", [id])?;
    tx.execute("DELETE FROM message WHERE batch_id = ?1", [id])?;
    tx.execute("DELETE FROM item WHERE batch_id = ?1 AND state = 'pending'", [id])?;
    let unanswered = "DELETE FROM inquiry WHERE batch_id = ?1 AND state IN ('waiting', 'paused') AND first_at IS NULL";
    tx.execute(unanswered, [id])?;
    for community in communities {
        recount::people(tx, community)?;
        recount::days(tx, community, file_zone)?;
    }
    tx.execute("UPDATE batch SET undone_at = ?2 WHERE id = ?1", params![id, tx.at.0])?;
    tx.lasting();
    Ok(())
}

/// The community with this source key, else with this name; made if there is none. Not journalled by itself: it
/// belongs to the import's entry, and stays when the import is undone.
///
/// # Errors
/// Database errors.
pub fn community(db: &mut Db, platform: &str, key: &str, name: &str, zone: &str) -> Result<i64> {
    db.aside(|tx, _| {
        // With a key, a community of the same name that has another key is another one. Without (`--community`), the
        // name decides, on whatever platform it is known.
        let sql = if key.is_empty() {
            "SELECT id FROM community WHERE ?2 = '' AND (name = ?3 OR platform || '/' || name = ?3) ORDER BY platform = ?1 DESC LIMIT 1"
        } else {
            "SELECT id FROM community WHERE platform = ?1 AND (source_key = ?2 OR source_key = '' AND name = ?3)
             ORDER BY source_key = ?2 DESC LIMIT 1"
        };
        let found: Option<i64> =
            tx.query_row(sql, [platform, key, name], |r| r.get(0)).optional()?;
        if let Some(id) = found {
            tx.execute("UPDATE community SET source_key = ?2 WHERE id = ?1 AND source_key = ''", params![id, key])?;
            return Ok(id);
        }
        let taken: bool = tx.query_row(
            "SELECT EXISTS (SELECT 1 FROM community WHERE platform = ?1 AND name = ?2)",
            [platform, name],
            |r| r.get(0),
        )?;
        let name = if taken { format!("{name} ({key})") } else { name.to_owned() };
        tx.execute(
            "INSERT INTO community(name, platform, source_key, zone, sort) VALUES (?1, ?2, ?3, ?4, (SELECT count(*) FROM community))",
            [&name, platform, key, zone],
        )?;
        Ok(tx.last_insert_rowid())
    })
}

/// Who did what `row` tells of, in its community and within `window` milliseconds before it, as batches before `batch` told
/// it; in the order of time.
///
/// # Errors
/// Database errors.
pub fn seen_before(conn: &Connection, row: &Row, window: i64, batch: i64) -> Result<Vec<(i64, At)>> {
    let mut stmt = conn.prepare_cached(
        "SELECT member_id, at FROM event
         WHERE community_id = ?1 AND at BETWEEN ?2 AND ?3 AND kind = ?4 AND batch_id <> ?5 ORDER BY at",
    )?;
    let from = row.at.0.saturating_sub(window);
    let rows = stmt.query_map(params![row.community, from, row.at.0, row.kind as i64, batch], |r| {
        Ok((r.get(0)?, At(r.get(1)?)))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether the ledger has a row of `community` with this moment and mark.
///
/// # Errors
/// Database errors.
pub fn is_entered(db: &Db, community: i64, at: At, mark: i64) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM event WHERE community_id = ?1 AND at = ?2 AND mark = ?3)";
    Ok(db.conn().prepare_cached(sql)?.query_row(params![community, at.0, mark], |r| r.get(0))?)
}

/// Forgets a batch that entered nothing.
///
/// # Errors
/// Database errors.
pub fn abandon(db: &mut Db, id: i64) -> Result<()> {
    db.aside(|tx, _| {
        tx.execute("DELETE FROM batch WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM event WHERE batch_id = ?1)", [id])?;
        Ok(())
    })
}

#[cfg(test)]
mod tests;
