//! Undo: the before images go back if the rows still equal the after images; otherwise it refuses and says who
//! changed what since. Undo is itself an entry, so redo is undo of it.

use super::door::Tx;
use super::journal::{self, Entry, Image};
use super::migrate;
use super::open::Db;
use super::setting;
use crate::base::{Error, Kind, Result, Says, Zone};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;

impl Db {
    /// Undoes entry `seq` (or redoes it, if it is itself an undo). Returns the entry undone.
    ///
    /// # Errors
    /// [`Kind::Conflict`] when somebody has changed the rows since, naming who and what;
    /// [`Kind::User`] when it cannot be undone or is undone already.
    pub fn undo(&mut self, seq: i64) -> Result<Entry> {
        self.undo_with(seq, |_, _| Ok(false))
    }

    /// As [`Db::undo`]; `special` may undo entries of its own kind (import batches) and answer true.
    ///
    /// # Errors
    /// As [`Db::undo`].
    pub fn undo_with(&mut self, seq: i64, special: impl FnOnce(&Tx, &Entry) -> Result<bool>) -> Result<Entry> {
        self.write("journal.undo", |tx| {
            let entry = journal::entry(tx, seq)?;
            refuse_unless_standing(tx, &entry)?;
            if !special(tx, &entry)? {
                put_back(tx, &entry)?;
            }
            tx.undoing(seq);
            let key = if entry.undoes.is_some() { "db.redid" } else { "db.undid" };
            let mut says = Says::new(key).with("seq", seq);
            says.args.insert("what".into(), serde_json::to_string(&entry.summary).unwrap_or_default());
            tx.says(says);
            if let Some((table, id)) = entry.item.split_once(':') {
                tx.about(table, id.parse().unwrap_or(0));
            }
            Ok(entry)
        })
    }

    /// The last act of `operator` that still stands: what `u` undoes.
    ///
    /// # Errors
    /// Database errors.
    pub fn last_undoable(&self, operator: &str) -> Result<Option<i64>> {
        Ok(self
            .conn()
            .prepare_cached(
                "SELECT seq FROM journal e WHERE operator = ?1 AND undoes IS NULL AND undoable = 1
                 AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = e.seq
                                 AND NOT EXISTS (SELECT 1 FROM journal r WHERE r.undoes = u.seq))
                 ORDER BY seq DESC LIMIT 1",
            )?
            .query_row([operator], |r| r.get(0))
            .optional()?)
    }

    /// The undo that `U` redoes: the operator's last one, if nothing but undoing was done since.
    ///
    /// # Errors
    /// Database errors.
    pub fn last_redoable(&self, operator: &str) -> Result<Option<i64>> {
        Ok(self
            .conn()
            .prepare_cached(
                "SELECT u.seq FROM journal u JOIN journal e ON e.seq = u.undoes
                 WHERE u.operator = ?1 AND e.undoes IS NULL AND u.undoable = 1
                   AND NOT EXISTS (SELECT 1 FROM journal r WHERE r.undoes = u.seq)
                   AND NOT EXISTS (SELECT 1 FROM journal n WHERE n.operator = ?1 AND n.undoes IS NULL AND n.seq > u.seq)
                 ORDER BY u.seq DESC LIMIT 1",
            )?
            .query_row([operator], |r| r.get(0))
            .optional()?)
    }
}

fn refuse_unless_standing(conn: &Connection, entry: &Entry) -> Result<()> {
    let undone: bool = conn.query_row(
        "SELECT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = ?1
                        AND NOT EXISTS (SELECT 1 FROM journal r WHERE r.undoes = u.seq))",
        [entry.seq],
        |r| r.get(0),
    )?;
    if undone {
        return Err(Error::user("db.undone_already").with("seq", entry.seq));
    }
    // An undo can be lasting too: a batch taken back is imported again, not redone.
    if entry.undoable { Ok(()) } else { Err(Error::user("db.lasting").with("seq", entry.seq)) }
}

/// Puts the before images of `entry` back, last change first.
fn put_back(tx: &Tx, entry: &Entry) -> Result<()> {
    let images = journal::images(tx, entry.seq)?;
    if images.is_empty() {
        return Err(Error::user("db.nothing_to_undo").with("seq", entry.seq));
    }
    let mut seen = std::collections::BTreeSet::new();
    for image in images.iter().rev() {
        // Only the row's last image in the entry must match the present; the earlier ones follow from it.
        if seen.insert((&image.table, image.row)) {
            still_as_left(tx, entry, image)?;
        }
        apply(tx, image)?;
    }
    Ok(())
}

type Fields = BTreeMap<String, serde_json::Value>;

fn fields(json: &str) -> Fields {
    serde_json::from_str(json).unwrap_or_default()
}

/// What the machine thinks of an item it may think anew at any time; nobody has changed the item then.
const THOUGHT: [&str; 3] = ["score", "hits", "suggestion"];

/// What people made of a row. `version` counts edits and is never put back, so it does not count as a difference.
fn done(table: &str, json: Option<&str>) -> Option<Fields> {
    json.map(|j| {
        let mut all = fields(j);
        all.remove("version");
        all.retain(|column, _| table != "item" || !THOUGHT.contains(&column.as_str()));
        all
    })
}

fn still_as_left(tx: &Tx, entry: &Entry, image: &Image) -> Result<()> {
    let table = known(&image.table)?;
    let now: Option<String> = tx
        .query_row(&format!("SELECT {} FROM {table} WHERE id = ?1", migrate::image(tx, table, "")?), [image.row], |r| {
            r.get(0)
        })
        .optional()?;
    if done(table, now.as_deref()) == done(table, image.after.as_deref()) {
        return Ok(());
    }
    let since: Option<i64> = tx
        .query_row(
            "SELECT seq FROM change WHERE tbl = ?1 AND row = ?2 AND seq > ?3 ORDER BY seq DESC LIMIT 1",
            rusqlite::params![table, image.row, entry.seq],
            |r| r.get(0),
        )
        .optional()?;
    let Some(since) = since else { return Err(Error::new(Kind::Conflict, "db.changed_since_unknown")) };
    let other = journal::entry(tx, since)?;
    let zone = setting::get_in(tx, "zone")?.and_then(|z| Zone::parse(&z).ok()).unwrap_or_default();
    Err(Error::new(Kind::Conflict, "db.changed_since")
        .with("who", &other.operator)
        .with("when", other.at.local(zone).format("%m/%d %H:%M"))
        .with("what", serde_json::to_string(&other.summary).unwrap_or_default())
        .with("seq", since)
        .hint("db.changed_since_hint"))
}

/// Only tables we journal may be written from stored images.
fn known(table: &str) -> Result<&'static str> {
    migrate::JOURNALLED
        .iter()
        .copied()
        .find(|t| *t == table)
        .ok_or_else(|| Error::user("db.corrupt").with("cause", table))
}

fn apply(tx: &Tx, image: &Image) -> Result<()> {
    let table = known(&image.table)?;
    let Some(before) = &image.before else {
        tx.execute(&format!("DELETE FROM {table} WHERE id = ?1"), [image.row])?;
        return Ok(());
    };
    let (columns, old) = (migrate::columns(tx, table)?, fields(before));
    let values: Vec<Value> = columns.iter().map(|c| value(old.get(c))).collect();
    if image.after.is_none() {
        let marks: Vec<String> = (1..=columns.len()).map(|n| format!("?{n}")).collect();
        let sql = format!("INSERT INTO {table}({}) VALUES ({})", quoted(&columns), marks.join(", "));
        tx.execute(&sql, rusqlite::params_from_iter(values))?;
        return Ok(());
    }
    let sets: Vec<String> = columns
        .iter()
        .enumerate()
        .map(|(n, c)| if c == "version" { "version = version + 1".into() } else { format!("\"{c}\" = ?{}", n + 1) })
        .collect();
    // Every value is bound, `version`'s too: it is mentioned so that the numbering stays simple.
    let sql =
        format!("UPDATE {table} SET {} WHERE id = ?1 AND ?{} IS ?{}", sets.join(", "), columns.len(), columns.len());
    tx.execute(&sql, rusqlite::params_from_iter(values))?;
    Ok(())
}

fn quoted(columns: &[String]) -> String {
    columns.iter().map(|c| format!("\"{c}\"")).collect::<Vec<_>>().join(", ")
}

fn value(json: Option<&serde_json::Value>) -> Value {
    match json {
        None | Some(serde_json::Value::Null) => Value::Null,
        Some(serde_json::Value::Bool(b)) => Value::Integer(i64::from(*b)),
        Some(serde_json::Value::Number(n)) => {
            n.as_i64().map_or_else(|| Value::Real(n.as_f64().unwrap_or(0.0)), Value::Integer)
        }
        Some(serde_json::Value::String(s)) => Value::Text(s.clone()),
        Some(other) => Value::Text(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{self, set, setting};
    use super::*;

    #[test]
    fn undo_redo_undo_goes_back_and_forth() {
        let mut file = testing::file();
        set(&mut file.db, "k", "one");
        set(&mut file.db, "k", "two");
        let me = "甲";
        let last = file.db.last_undoable(me).unwrap().unwrap();
        file.db.undo(last).unwrap();
        assert_eq!(setting(&file.db, "k").as_deref(), Some("one"));
        let first = file.db.last_undoable(me).unwrap().unwrap();
        file.db.undo(first).unwrap();
        assert_eq!(setting(&file.db, "k"), None);
        assert_eq!(file.db.last_undoable(me).unwrap(), None);
        for want in ["one", "two"] {
            let redo = file.db.last_redoable(me).unwrap().unwrap();
            file.db.undo(redo).unwrap();
            assert_eq!(setting(&file.db, "k").as_deref(), Some(want));
        }
        assert_eq!(file.db.last_redoable(me).unwrap(), None);
        let again = file.db.last_undoable(me).unwrap().unwrap();
        assert_eq!(again, last, "after a redo the same act can be undone again");
        file.db.undo(again).unwrap();
        assert_eq!(setting(&file.db, "k").as_deref(), Some("one"));
        file.db.verify().unwrap();
    }

    #[test]
    fn undo_refuses_when_a_colleague_changed_the_row_since() {
        let mut file = testing::file();
        set(&mut file.db, "k", "mine");
        let mine = file.db.last_undoable("甲").unwrap().unwrap();
        let mut other = testing::as_operator(&file, "乙");
        set(&mut other, "k", "theirs");
        let refused = file.db.undo(mine).unwrap_err();
        assert_eq!((refused.kind, refused.says.key.as_str()), (Kind::Conflict, "db.changed_since"));
        let lang = crate::base::Lang::load(crate::base::Language::Hans);
        assert_eq!(lang.say(&refused.says), "没撤销：10/10 17:20 乙 又做了 做了 theirs (#2)");
        assert_eq!(setting(&file.db, "k").as_deref(), Some("theirs"));
        assert_eq!(file.db.undo(99).unwrap_err().says.key, "db.no_entry");
    }

    #[test]
    fn undoing_twice_is_refused_and_lasting_acts_stay() {
        let mut file = testing::file();
        set(&mut file.db, "k", "v");
        file.db.undo(1).unwrap();
        assert_eq!(file.db.undo(1).unwrap_err().says.key, "db.undone_already");
        file.db
            .write("test.last", |tx| {
                tx.lasting();
                Ok(())
            })
            .unwrap();
        assert_eq!(file.db.undo(3).unwrap_err().says.key, "db.lasting");
    }

    #[test]
    fn reals_and_nulls_come_back_exactly() {
        let mut file = testing::file();
        let read = |db: &Db| -> (Option<f64>, i64) {
            db.conn()
                .query_row("SELECT value, at FROM figure WHERE id = 1", [], |r| Ok((r.get(0)?, r.get(1)?)))
                .unwrap()
        };
        for value in [Some(0.1 + 0.2), None, Some(1e300), Some(41.0), Some(-5e-324)] {
            file.db
                .write("test.figure", |tx| {
                    tx.execute(
                        "INSERT INTO figure(id, metric, day, value, by, at) VALUES (1, 'm', 'd', ?1, 'x', ?2)
                         ON CONFLICT(id) DO UPDATE SET value = excluded.value",
                        rusqlite::params![value, i64::MAX],
                    )?;
                    Ok(())
                })
                .unwrap();
            let before = read(&file.db);
            file.db
                .write("test.figure", |tx| {
                    tx.execute("UPDATE figure SET value = 7, at = 7", [])?;
                    Ok(())
                })
                .unwrap();
            let last = file.db.last_undoable("甲").unwrap().unwrap();
            file.db.undo(last).unwrap();
            assert_eq!(read(&file.db), before);
        }
    }
}
