//! The one door: queue, BEGIN IMMEDIATE, the change, its journal row with row images and hash, commit, bell.

use super::capture;
use super::journal::{self, Entry};
use super::lock::Turn;
use super::migrate;
use super::open::Db;
use crate::base::{At, Error, Kind, Result, Says};
use rusqlite::{Connection, Savepoint, Transaction, TransactionBehavior};
use std::cell::RefCell;
use std::ops::Deref;

/// An open write. Derefs to the connection for SQL; says what the journal should say about it.
#[derive(Debug)]
pub struct Tx<'a> {
    tx: Open<'a>,
    /// The moment of this write; everything in it bears the same time.
    pub at: At,
    /// Who writes.
    pub operator: String,
    /// The journal entry's number.
    pub seq: i64,
    said: RefCell<Said>,
}

/// What a change is made in; dropped without a commit it leaves nothing behind.
#[derive(Debug)]
enum Open<'a> {
    /// Its own transaction, while it is this writer's turn.
    Whole(Transaction<'a>, Turn),
    /// A part of [`Db::together`].
    Part(Savepoint<'a>),
}

impl Open<'_> {
    fn commit(self, operator: &str) -> Result<()> {
        match self {
            Self::Whole(tx, mut turn) => {
                tx.commit()?;
                turn.ring(operator);
            }
            Self::Part(part) => part.commit()?,
        }
        Ok(())
    }
}

impl Deref for Open<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        match self {
            Self::Whole(tx, _) => tx,
            Self::Part(part) => part,
        }
    }
}

#[derive(Debug, Default)]
struct Said {
    summary: Option<Says>,
    item: String,
    undoes: Option<i64>,
    lasting: bool,
}

impl Deref for Tx<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        &self.tx
    }
}

impl Tx<'_> {
    /// What the journal shows for this write. Every write must say something.
    pub fn says(&self, summary: Says) {
        self.said.borrow_mut().summary = Some(summary);
    }

    /// The row this write is about, so the journal can lead back to it: `about("item", 12)`.
    pub fn about(&self, table: &str, id: i64) {
        self.said.borrow_mut().item = format!("{table}:{id}");
    }

    /// This write cannot be undone (a purge, an incident's start).
    pub fn lasting(&self) {
        self.said.borrow_mut().lasting = true;
    }

    /// This write undoes entry `seq`.
    pub(super) fn undoing(&self, seq: i64) {
        self.said.borrow_mut().undoes = Some(seq);
    }
}

impl Db {
    /// Makes one journalled, undoable change. `action` is its stable name, e.g. `queue.approve`.
    ///
    /// # Errors
    /// Whatever `work` returns (nothing is written then), [`Kind::Busy`] when the queue does not move,
    /// [`Kind::Newer`] when another process has migrated the file meanwhile.
    pub fn write<T>(&mut self, action: &str, work: impl FnOnce(&Tx) -> Result<T>) -> Result<T> {
        self.through(action, true, work)
    }

    /// Like [`Db::write`] but without row images: one entry for a whole batch that is undone in its own way.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_batch<T>(&mut self, action: &str, work: impl FnOnce(&Tx) -> Result<T>) -> Result<T> {
        self.through(action, false, work)
    }

    fn through<T>(&mut self, action: &str, images: bool, work: impl FnOnce(&Tx) -> Result<T>) -> Result<T> {
        let (me, clock) = (self.me.clone(), self.clock);
        if images {
            self.ready()?;
        }
        let tx = self.begin()?;
        let (seq, previous) = journal::head(&tx)?;
        let seq = seq + 1;
        if images {
            tx.prepare_cached("UPDATE capture SET seq = ?1")?.execute([seq])?;
        }
        let tx = Tx { tx, at: clock.now(), operator: me.name, seq, said: RefCell::default() };
        let value = work(&tx)?;
        if images {
            tx.prepare_cached("UPDATE capture SET seq = NULL")?.execute([])?;
        }
        let said = tx.said.take();
        let summary = said.summary.unwrap_or_else(|| Says::new("db.did").with("action", action));
        let entry = Entry {
            seq,
            at: tx.at,
            operator: tx.operator.clone(),
            proof: me.proof,
            action: action.to_owned(),
            summary,
            item: said.item,
            undoes: said.undoes,
            undoable: !said.lasting,
        };
        journal::append(&tx, &entry, &previous)?;
        tx.tx.commit(&entry.operator)?;
        Ok(value)
    }

    /// A change that is no decision (claim, draft, presence): through the same queue, not journalled.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn aside<T>(&mut self, work: impl FnOnce(&Connection, At) -> Result<T>) -> Result<T> {
        let (me, clock) = (self.me.name.clone(), self.clock);
        let tx = self.begin()?;
        let value = work(&tx, clock.now())?;
        tx.commit(&me)?;
        Ok(value)
    }

    /// Many changes as one commit: whatever `work` writes is seen by others all at once, or not at all when it fails.
    /// Each change keeps its own journal entry, moment and operator; the disk is waited for only once. Others wait
    /// for their turn meanwhile, so it is for what is over within a second (the samples of a new file).
    ///
    /// # Errors
    /// Whatever `work` returns, and as [`Db::write`]; nothing is written then.
    pub fn together<T>(&mut self, work: impl FnOnce(&mut Db) -> Result<T>) -> Result<T> {
        if !self.conn.is_autocommit() {
            return work(self);
        }
        let mut turn = self.queue.turn(&self.me.name)?;
        self.conn.execute_batch("BEGIN IMMEDIATE")?;
        let done = work(self).and_then(|value| {
            self.conn.execute_batch("COMMIT")?;
            Ok(value)
        });
        if done.is_err() && !self.conn.is_autocommit() {
            self.conn.execute_batch("ROLLBACK")?;
        }
        turn.ring(&self.me.name);
        done
    }

    /// Makes what the first journalled change of a connection would otherwise have to make; nothing the second time.
    /// Needs no turn.
    ///
    /// # Errors
    /// [`Kind::Newer`] when another process has migrated the file meanwhile.
    pub fn ready(&self) -> Result<()> {
        same_shape(&self.conn)?;
        capture::arm(&self.conn)
    }

    /// The turn and a transaction; within [`Db::together`], which holds both already, a part of it.
    fn begin(&mut self) -> Result<Open<'_>> {
        let open = if self.conn.is_autocommit() {
            let turn = self.queue.turn(&self.me.name)?;
            Open::Whole(self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?, turn)
        } else {
            Open::Part(self.conn.savepoint()?)
        };
        same_shape(&open)?;
        Ok(open)
    }
}

/// An old program must not write into a file that a newer one has migrated while it was running.
fn same_shape(conn: &Connection) -> Result<()> {
    let version: i64 = conn.pragma_query_value(None, "user_version", |r| r.get(0))?;
    if version == migrate::LATEST {
        return Ok(());
    }
    Err(Error::new(Kind::Newer, "db.migrated_meanwhile").hint("db.restart_hint"))
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use crate::base::{Error, Says};

    #[test]
    fn a_failed_write_leaves_nothing() {
        let mut file = testing::file();
        let before = file.db.conn().total_changes();
        let failed: crate::base::Result<()> = file.db.write("test", |tx| {
            tx.execute("INSERT INTO setting(key, value) VALUES ('a', 'b')", [])?;
            Err(Error::user("db.sql"))
        });
        assert!(failed.is_err());
        assert!(file.db.conn().total_changes() >= before);
        let n: i64 = file.db.conn().query_row("SELECT count(*) FROM setting", [], |r| r.get(0)).unwrap();
        let seq: Option<i64> = file.db.conn().query_row("SELECT seq FROM capture", [], |r| r.get(0)).unwrap();
        assert_eq!((n, seq), (0, None));
    }

    fn settings(db: &super::Db) -> (i64, i64) {
        let count = |table: &str| {
            db.conn().query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get::<_, i64>(0)).unwrap()
        };
        (count("setting"), count("journal"))
    }

    #[test]
    fn what_is_written_together_is_seen_at_once_and_entry_by_entry() {
        let mut file = testing::file();
        let mut other = testing::as_operator(&file, "乙");
        file.db
            .together(|db| {
                testing::set(db, "a", "1");
                db.rename("丙");
                let failed: crate::base::Result<()> = db.write("test", |tx| {
                    tx.execute("INSERT INTO setting(key, value) VALUES ('b', 'lost')", [])?;
                    Err(Error::user("db.sql"))
                });
                assert!(failed.is_err(), "a part that fails takes nothing else with it");
                db.aside(|conn, _| Ok(conn.execute("INSERT INTO capture(one) SELECT 1 WHERE 0", [])?))?;
                testing::set(db, "c", "2");
                assert_eq!(settings(&other), (0, 0), "nobody sees it before all is done");
                Ok(())
            })
            .unwrap();
        assert_eq!(settings(&other), (2, 2));
        let who: Vec<String> = other.entries(9, None, None).unwrap().into_iter().map(|e| e.operator).collect();
        assert_eq!(who, ["丙", "甲"]);
        assert_eq!(other.verify().unwrap(), 2);
        testing::set(&mut other, "d", "3");
        testing::set(&mut file.db, "e", "4");
        assert_eq!(settings(&other), (4, 4), "everybody gets their turn again");
    }

    #[test]
    fn what_fails_together_leaves_nothing() {
        let mut file = testing::file();
        let failed: crate::base::Result<()> = file.db.together(|db| {
            testing::set(db, "a", "1");
            db.together(|db| {
                testing::set(db, "b", "2");
                Ok(())
            })?;
            Err(Error::user("db.sql"))
        });
        assert_eq!(failed.unwrap_err().says.key, "db.sql");
        assert_eq!(settings(&file.db), (0, 0));
        testing::set(&mut file.db, "c", "3");
        assert_eq!(settings(&file.db), (1, 1));
    }

    #[test]
    fn a_write_is_one_entry_with_its_row_images() {
        let mut file = testing::file();
        file.db
            .write("test.set", |tx| {
                tx.execute("INSERT INTO setting(key, value) VALUES ('a', 'b')", [])?;
                tx.execute("UPDATE setting SET value = 'c' WHERE key = 'a'", [])?;
                tx.says(Says::new("db.did").with("action", "x"));
                tx.about("setting", 1);
                Ok(())
            })
            .unwrap();
        let conn = file.db.conn();
        let images: Vec<(Option<String>, Option<String>)> = conn
            .prepare("SELECT before, after FROM change ORDER BY id")
            .unwrap()
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert_eq!(images.len(), 2);
        assert_eq!(images[0].0, None);
        assert_eq!(images[0].1, images[1].0);
        assert_eq!(images[1].1.as_deref(), Some(r#"{"id":1,"key":"a","value":"c"}"#));
    }
}
