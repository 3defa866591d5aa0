//! Row images: whatever a journalled change does to a row is kept as the row was before and after.
//!
//! Triggers do it, the method of SQLite's own undo document. They are generated from the schema, so a new table or
//! column is captured without anybody remembering to. They are TEMP triggers, made by each connection before its first
//! journalled change: `capture.seq`, which they wait for, is set within a change only and never seen by others, so
//! stored ones were of no use to anybody else, and parsing them took most of the time to open the file.

use super::migrate::{self, JOURNALLED};
use crate::base::Result;
use rusqlite::Connection;

/// A table's triggers: what happens, whose id, and whether there is an image before and after.
const VERBS: [(&str, &str, bool, bool); 3] =
    [("insert", "NEW", false, true), ("update", "NEW", true, true), ("delete", "OLD", true, false)];

/// Makes the triggers unless this connection has them. What counts is what the connection has, not what we did: a
/// transaction that was rolled back took its triggers with it.
pub(super) fn arm(conn: &Connection) -> Result<()> {
    let held: i64 = conn
        .prepare_cached("SELECT count(*) FROM temp.sqlite_schema WHERE type = 'trigger'")?
        .query_row([], |r| r.get(0))?;
    if usize::try_from(held) == Ok(JOURNALLED.len() * VERBS.len()) {
        return Ok(());
    }
    Ok(conn.execute_batch(&triggers(conn)?)?)
}

/// The statements that make them all.
fn triggers(conn: &Connection) -> Result<String> {
    let mut all = String::new();
    for table in JOURNALLED {
        let columns = migrate::columns(conn, table)?;
        let (new, old) = (migrate::image_of(&columns, "NEW."), migrate::image_of(&columns, "OLD."));
        for (verb, row, had, has) in VERBS {
            let (before, after) = (if had { &*old } else { "NULL" }, if has { &*new } else { "NULL" });
            all.push_str(&format!(
                "CREATE TEMP TRIGGER IF NOT EXISTS journal_{table}_{verb} AFTER {verb} ON main.{table} BEGIN
                   INSERT INTO change(seq, tbl, row, before, after)
                   SELECT seq, '{table}', {row}.id, {before}, {after} FROM capture WHERE seq IS NOT NULL;
                 END;\n"
            ));
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::super::backup;
    use super::super::testing::{self, set};
    use super::*;
    use crate::base::Error;
    use crate::db::Db;

    fn images(db: &Db, seq: i64) -> usize {
        db.images(seq).unwrap().len()
    }

    fn names(conn: &Connection, schema: &str) -> Vec<String> {
        let sql = format!("SELECT name FROM {schema}.sqlite_schema WHERE type = 'trigger' AND name GLOB 'journal_*'");
        let mut stmt = conn.prepare(&sql).unwrap();
        stmt.query_map([], |r| r.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
    }

    #[test]
    fn every_column_of_every_journalled_table_is_captured_by_whoever_writes_and_nothing_is_stored() {
        let mut file = testing::file();
        let fresh = testing::as_operator(&file, "乙");
        set(&mut file.db, "k", "v");
        assert_eq!(names(file.db.conn(), "main"), [""; 0]);
        assert_eq!(names(fresh.conn(), "temp"), [""; 0], "who only reads makes none");
        fresh.ready().unwrap();
        for conn in [file.db.conn(), fresh.conn()] {
            assert_eq!(names(conn, "temp").len(), JOURNALLED.len() * 3);
            for table in JOURNALLED {
                let columns = migrate::columns(conn, table).unwrap();
                assert_eq!(columns[0], "id", "{table}");
                for (verb, _, had, has) in VERBS {
                    let sql: String = conn
                        .query_row(
                            "SELECT sql FROM temp.sqlite_schema WHERE name = ?1 AND tbl_name = ?2",
                            [&format!("journal_{table}_{verb}"), *table],
                            |r| r.get(0),
                        )
                        .unwrap();
                    for column in &columns {
                        assert_eq!(sql.contains(&format!("'{column}', OLD.\"{column}\"")), had, "{sql}");
                        assert_eq!(sql.contains(&format!("'{column}', NEW.\"{column}\"")), has, "{sql}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_first_change_of_every_connection_has_its_images() {
        let mut file = testing::file();
        set(&mut file.db, "k", "1");
        for (n, name) in (2..).zip(["甲", "乙", "丙"]) {
            let mut fresh = testing::as_operator(&file, name);
            set(&mut fresh, "k", &n.to_string());
            assert_eq!(images(&fresh, n), 1);
        }
        file.db.undo(4).unwrap();
        assert_eq!(testing::setting(&file.db, "k").as_deref(), Some("3"));
    }

    #[test]
    fn a_first_change_that_fails_leaves_the_next_one_captured() {
        let mut file = testing::file();
        let failed: Result<()> = file.db.write("test", |_| Err(Error::user("db.sql")));
        assert!(failed.is_err());
        set(&mut file.db, "k", "v");
        assert_eq!(images(&file.db, 1), 1);
    }

    #[test]
    fn triggers_that_went_with_a_transaction_are_made_again() {
        let file = testing::file();
        let mut db = testing::as_operator(&file, "乙");
        let failed: Result<()> = db.together(|db| {
            set(db, "k", "lost");
            assert_eq!(images(db, 1), 1);
            Err(Error::user("db.sql"))
        });
        assert!(failed.is_err());
        assert_eq!(names(db.conn(), "temp"), [""; 0]);
        db.together(|db| {
            let failed: Result<()> = db.write("test", |_| Err(Error::user("db.sql")));
            assert!(failed.is_err());
            set(db, "k", "kept");
            Ok(())
        })
        .unwrap();
        set(&mut db, "k", "again");
        assert_eq!((images(&db, 1), images(&db, 2)), (1, 1));
        db.verify().unwrap();
    }

    #[test]
    fn what_is_no_journalled_change_has_no_images() {
        let mut file = testing::file();
        let insert = "INSERT INTO setting(key, value) VALUES (?1, 'v')";
        set(&mut file.db, "k", "v");
        file.db.aside(|conn, _| Ok(conn.execute(insert, ["aside"])?)).unwrap();
        file.db.write_batch("test.batch", |tx| Ok(tx.execute(insert, ["batch"])?)).unwrap();
        let all: i64 = file.db.conn().query_row("SELECT count(*) FROM change", [], |r| r.get(0)).unwrap();
        assert_eq!(all, 1);
    }

    /// What a file of version 12 is like: its own triggers, and nothing of what came later.
    fn make_older(conn: &Connection) {
        let stored = triggers(conn).unwrap().replace("TEMP TRIGGER", "TRIGGER").replace("ON main.", "ON ");
        conn.execute_batch(&stored).unwrap();
        conn.execute_batch("DROP INDEX item_let_through; PRAGMA user_version = 12").unwrap();
    }

    #[test]
    fn a_backup_of_an_older_version_is_restored_as_one_of_this() {
        let mut file = testing::file();
        set(&mut file.db, "k", "old");
        let copy = file.dir.path().join("copy.db");
        backup::backup(&file.db, &copy).unwrap();
        let older = Connection::open(&copy).unwrap();
        make_older(&older);
        drop(older);
        set(&mut file.db, "k", "new");
        backup::restore(&mut file.db, &copy).unwrap();
        assert_eq!(testing::setting(&file.db, "k").as_deref(), Some("old"));
        assert!(migrate::check(file.db.conn()).unwrap());
        assert_eq!(names(file.db.conn(), "main"), [""; 0]);
        set(&mut file.db, "k", "newer");
        assert_eq!(file.db.verify().unwrap(), 3);
        assert!(!migrate::check(&Connection::open(&copy).unwrap()).unwrap(), "the backup stays as it was");
    }

    #[test]
    fn a_file_with_stored_triggers_is_captured_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("qun.db");
        drop(testing::open(&path));
        let old = Connection::open(&path).unwrap();
        make_older(&old);
        assert_eq!(names(&old, "main").len(), JOURNALLED.len() * 3);
        drop(old);
        let mut db = testing::open(&path);
        assert_eq!(names(db.conn(), "main"), [""; 0]);
        set(&mut db, "k", "v");
        assert_eq!(images(&db, 1), 1);
    }
}
