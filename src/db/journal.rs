//! Who did what: append-only entries, each hashed together with the one before it.

use super::open::Db;
use crate::base::{At, Error, Kind, Result, Says};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its number; order is by number, not by time (clocks jump).
    pub seq: i64,
    /// When.
    pub at: At,
    /// Who.
    pub operator: String,
    /// How we know who.
    pub proof: String,
    /// What sort of act, e.g. `queue.approve`.
    pub action: String,
    /// The act in words.
    pub summary: Says,
    /// The row it was about, `table:id`, or empty.
    pub item: String,
    /// The entry this one undoes.
    pub undoes: Option<i64>,
    /// Whether it can be undone at all.
    pub undoable: bool,
}

/// What has become of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Stands, and can be undone.
    Standing,
    /// Was undone (and not redone).
    Undone,
    /// Is itself an undo or redo.
    Undo,
    /// Can never be undone.
    Lasting,
}

/// The last entry's number and hash; 0 and "" for an empty journal.
pub(super) fn head(conn: &Connection) -> Result<(i64, String)> {
    let found = conn
        .prepare_cached("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")?
        .query_row([], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// Writes `entry` after the one whose hash is `previous`.
pub(super) fn append(conn: &Connection, entry: &Entry, previous: &str) -> Result<()> {
    let summary = serde_json::to_string(&entry.summary).map_err(|e| Error::user("db.sql").with("cause", e))?;
    let content_hash = content_hash(conn, entry.seq, &summary)?;
    let hash = chain(previous, entry, &content_hash);
    conn.prepare_cached(
        "INSERT INTO journal(seq, at, operator, proof, action, summary, item, undoes, undoable, content_hash, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(rusqlite::params![
        entry.seq,
        entry.at.0,
        entry.operator,
        entry.proof,
        entry.action,
        summary,
        entry.item,
        entry.undoes,
        entry.undoable,
        content_hash,
        hash
    ])?;
    Ok(())
}

/// SHA-256 over the summary and the row images of entry `seq`, in order.
fn content_hash(conn: &Connection, seq: i64, summary: &str) -> Result<String> {
    let mut hasher = Sha256::new();
    hasher.update(format!("{summary}\0"));
    let mut rows = conn.prepare_cached("SELECT tbl, row, before, after FROM change WHERE seq = ?1 ORDER BY id")?;
    let mut rows = rows.query([seq])?;
    while let Some(row) = rows.next()? {
        let (table, id): (String, i64) = (row.get(0)?, row.get(1)?);
        let (before, after): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
        hasher.update(format!("{table}\0{id}\0{before:?}\0{after:?}\0"));
    }
    Ok(hex(&hasher.finalize()))
}

/// `h(n) = SHA256(h(n-1) || seq || time || who || proof || action || item || undoes || undoable || content)`.
fn chain(previous: &str, e: &Entry, content_hash: &str) -> String {
    let text = format!(
        "{previous}\0{}\0{}\0{}\0{}\0{}\0{}\0{:?}\0{}\0{content_hash}",
        e.seq, e.at.0, e.operator, e.proof, e.action, e.item, e.undoes, e.undoable
    );
    hex(&Sha256::digest(text))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

const COLUMNS: &str = "seq, at, operator, proof, action, summary, item, undoes, undoable";

fn from_row(row: &Row) -> rusqlite::Result<Entry> {
    let summary: String = row.get(5)?;
    Ok(Entry {
        seq: row.get(0)?,
        at: At(row.get(1)?),
        operator: row.get(2)?,
        proof: row.get(3)?,
        action: row.get(4)?,
        summary: serde_json::from_str(&summary).unwrap_or_else(|_| Says::new(&summary)),
        item: row.get(6)?,
        undoes: row.get(7)?,
        undoable: row.get(8)?,
    })
}

/// One row image of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Image {
    /// The table.
    pub table: String,
    /// The row's id.
    pub row: i64,
    /// The row as JSON before, `None` if it was made.
    pub before: Option<String>,
    /// The row as JSON after, `None` if it was removed.
    pub after: Option<String>,
}

impl Db {
    /// The newest entries first, at most `limit`, older than `before` if given, by `operator` if given.
    ///
    /// # Errors
    /// Database errors.
    pub fn entries(&self, limit: usize, before: Option<i64>, operator: Option<&str>) -> Result<Vec<Entry>> {
        let mut stmt = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM journal WHERE seq < ?1 AND (?2 IS NULL OR operator = ?2) ORDER BY seq DESC LIMIT ?3"
        ))?;
        let rows = stmt.query_map(rusqlite::params![before.unwrap_or(i64::MAX), operator, limit as i64], from_row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Entry `seq`.
    ///
    /// # Errors
    /// [`Kind::User`] if there is none.
    pub fn entry(&self, seq: i64) -> Result<Entry> {
        entry(&self.conn, seq)
    }

    /// The row images of entry `seq`.
    ///
    /// # Errors
    /// Database errors.
    pub fn images(&self, seq: i64) -> Result<Vec<Image>> {
        images(&self.conn, seq)
    }

    /// What has become of `entry`.
    ///
    /// # Errors
    /// Database errors.
    pub fn fate(&self, entry: &Entry) -> Result<Fate> {
        fate(&self.conn, entry)
    }

    /// Checks every hash from the first entry on; returns how many entries hold.
    ///
    /// # Errors
    /// [`Kind::Findings`] naming the first entry that does not fit.
    pub fn verify(&self) -> Result<i64> {
        let mut stmt = self
            .conn
            .prepare(&format!("SELECT {COLUMNS}, summary, content_hash, hash, erased FROM journal ORDER BY seq"))?;
        let mut rows = stmt.query([])?;
        let (mut previous, mut count) = (String::new(), 0);
        while let Some(row) = rows.next()? {
            let entry = from_row(row)?;
            let (summary, stored, hash): (String, String, String) = (row.get(9)?, row.get(10)?, row.get(11)?);
            let fits = row.get::<_, bool>(12)? || content_hash(&self.conn, entry.seq, &summary)? == stored;
            if !fits || chain(&previous, &entry, &stored) != hash || entry.seq != count + 1 {
                return Err(Error::new(Kind::Findings, "db.chain_broken").with("seq", entry.seq).hint("db.chain_hint"));
            }
            previous = hash;
            count += 1;
        }
        Ok(count)
    }

    /// The head of the chain: number of entries and last hash, to be kept somewhere else (a cut tail is only
    /// seen by comparing with it).
    ///
    /// # Errors
    /// Database errors.
    pub fn head(&self) -> Result<(i64, String)> {
        head(&self.conn)
    }
}

pub(super) fn entry(conn: &Connection, seq: i64) -> Result<Entry> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM journal WHERE seq = ?1"))?
        .query_row([seq], from_row)
        .optional()?
        .ok_or_else(|| Error::user("db.no_entry").with("seq", seq))
}

pub(super) fn images(conn: &Connection, seq: i64) -> Result<Vec<Image>> {
    let mut stmt = conn.prepare_cached("SELECT tbl, row, before, after FROM change WHERE seq = ?1 ORDER BY id")?;
    let rows =
        stmt.query_map([seq], |r| Ok(Image { table: r.get(0)?, row: r.get(1)?, before: r.get(2)?, after: r.get(3)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn fate(conn: &Connection, entry: &Entry) -> Result<Fate> {
    if entry.undoes.is_some() {
        return Ok(Fate::Undo);
    }
    // Undone: some entry undoes it, and that one was not itself undone (redone).
    let undone: bool = conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = ?1
                            AND NOT EXISTS (SELECT 1 FROM journal r WHERE r.undoes = u.seq))",
        )?
        .query_row([entry.seq], |r| r.get(0))?;
    Ok(match (undone, entry.undoable) {
        (true, _) => Fate::Undone,
        (false, true) => Fate::Standing,
        (false, false) => Fate::Lasting,
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    #[test]
    fn the_chain_holds_and_every_edit_is_found() {
        let mut file = testing::file();
        for n in 0..20 {
            testing::set(&mut file.db, "k", &n.to_string());
        }
        assert_eq!(file.db.verify().unwrap(), 20);
        for sql in [
            "UPDATE journal SET operator = 'nobody' WHERE seq = 7",
            "UPDATE journal SET summary = replace(summary, '7', '8') WHERE seq = 8",
            "UPDATE change SET after = replace(after, '6', '5') WHERE seq = 7",
            "DELETE FROM journal WHERE seq = 7",
        ] {
            let conn = file.db.conn();
            conn.execute_batch("SAVEPOINT t").unwrap();
            assert!(conn.execute(sql, []).unwrap() > 0, "{sql}");
            assert_eq!(file.db.verify().unwrap_err().kind, Kind::Findings, "{sql}");
            conn.execute_batch("ROLLBACK TO t; RELEASE t").unwrap();
        }
        assert_eq!(file.db.verify().unwrap(), 20);
    }

    #[test]
    fn entries_are_read_newest_first_by_page_and_by_operator() {
        let mut file = testing::file();
        let mut other = testing::as_operator(&file, "乙");
        for n in 0..6 {
            testing::set(if n % 3 == 2 { &mut other } else { &mut file.db }, "k", &n.to_string());
        }
        let read = |limit, before, operator| -> Vec<i64> {
            file.db.entries(limit, before, operator).unwrap().into_iter().map(|e| e.seq).collect()
        };
        assert_eq!(read(9, None, None), [6, 5, 4, 3, 2, 1]);
        assert_eq!(read(2, Some(5), None), [4, 3]);
        assert_eq!(read(9, None, Some("乙")), [6, 3]);
        assert_eq!(read(9, Some(6), Some("乙")), [3]);
        assert_eq!(read(9, None, Some("丙")), [0; 0]);
        let entry = file.db.entry(3).unwrap();
        assert_eq!((entry.operator.as_str(), entry.action.as_str(), entry.at), ("乙", "test.set", testing::now()));
        assert_eq!(file.db.entry(7).unwrap_err().says.key, "db.no_entry");
        assert_eq!(file.db.head().unwrap().0, 6);
    }

    #[test]
    fn an_entrys_fate_follows_what_was_done_to_it() {
        let mut file = testing::file();
        testing::set(&mut file.db, "k", "v");
        let fate = |file: &testing::File, seq| file.db.fate(&file.db.entry(seq).unwrap()).unwrap();
        assert_eq!(fate(&file, 1), Fate::Standing);
        file.db.undo(1).unwrap();
        assert_eq!((fate(&file, 1), fate(&file, 2)), (Fate::Undone, Fate::Undo));
        file.db.undo(2).unwrap();
        assert_eq!((fate(&file, 1), fate(&file, 3)), (Fate::Standing, Fate::Undo));
        file.db
            .write("test.end", |tx| {
                tx.lasting();
                Ok(())
            })
            .unwrap();
        assert_eq!(fate(&file, 4), Fate::Lasting);
    }

    #[test]
    fn images_hold_the_row_before_and_after() {
        let mut file = testing::file();
        testing::set(&mut file.db, "k", "one");
        testing::set(&mut file.db, "k", "two");
        let [image] = &file.db.images(2).unwrap()[..] else { panic!("one row was changed") };
        assert_eq!((image.table.as_str(), image.row), ("setting", 1));
        let value = |json: &Option<String>| serde_json::from_str::<serde_json::Value>(json.as_ref().unwrap()).unwrap();
        assert_eq!((&value(&image.before)["value"], &value(&image.after)["value"]), (&"one".into(), &"two".into()));
        assert_eq!(file.db.images(1).unwrap()[0].before, None, "a new row has nothing before");
        assert_eq!(file.db.images(9).unwrap(), []);
    }

    #[test]
    fn a_cut_tail_is_seen_by_the_head_kept_elsewhere() {
        let mut file = testing::file();
        testing::set(&mut file.db, "k", "one");
        testing::set(&mut file.db, "k", "two");
        let kept = file.db.head().unwrap();
        file.db.conn().execute_batch("DELETE FROM journal WHERE seq = 2").unwrap();
        assert_eq!(file.db.verify().unwrap(), 1, "the rest of the chain holds by itself");
        assert_ne!(file.db.head().unwrap(), kept);
    }
}
