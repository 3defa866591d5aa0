//! Backup and restore through SQLite's own backup API, safe while others write.

use super::migrate;
use super::open::Db;
use crate::base::{Error, Result, Says};
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// Writes a consistent copy to `target`, which must not exist yet. Returns its size in bytes.
///
/// # Errors
/// If `target` exists or cannot be written; nothing half-written stays behind.
pub fn backup(db: &Db, target: &Path) -> Result<u64> {
    if std::fs::symlink_metadata(target).is_ok() {
        return Err(Error::user("db.exists").with("path", target.display()).hint("db.exists_hint"));
    }
    let partial = target.with_extension("partial");
    let done = copy(db.conn(), &partial).and_then(|()| {
        std::fs::rename(&partial, target).map_err(|e| Error::io(target, &e))?;
        std::fs::metadata(target).map(|m| m.len()).map_err(|e| Error::io(target, &e))
    });
    if done.is_err() {
        let _ = std::fs::remove_file(&partial);
    }
    done
}

fn copy(from: &Connection, to: &Path) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let _ = std::fs::remove_file(to);
    std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(to).map_err(|e| Error::io(to, &e))?;
    let mut target = Connection::open(to).map_err(|e| Error::from(e).with("path", to.display()))?;
    Backup::new(from, &mut target)?.run_to_completion(2000, Duration::from_millis(1), None)?;
    // A copy that is to be carried about should be one file.
    target.pragma_update(None, "journal_mode", "DELETE")?;
    target.close().map_err(|(_, e)| Error::from(e))
}

/// Puts the contents of backup `source` into the open file, as one last journal entry of the restored journal.
///
/// # Errors
/// If `source` is not a qun backup of this or an older version, or is damaged; the file is untouched then.
pub fn restore(db: &mut Db, source: &Path) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let from = Connection::open_with_flags(source, flags).map_err(|e| Error::from(e).with("path", source.display()))?;
    from.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
    let current = migrate::check(&from).map_err(|e| e.with("path", source.display()))?;
    let health: String = from
        .query_row("PRAGMA quick_check(1)", [], |r| r.get(0))
        .map_err(|e| Error::from(e).with("path", source.display()))?;
    if health != "ok" {
        return Err(Error::user("db.corrupt").with("cause", health));
    }
    let from = if current { from } else { renewed(&from)? };
    {
        let mut turn = db.queue.turn(&db.me.name)?;
        Backup::new(&from, &mut db.conn)?.run_to_completion(i32::MAX, Duration::ZERO, None)?;
        db.conn.pragma_update(None, "journal_mode", "WAL")?;
        turn.ring(&db.me.name);
    }
    let name = source.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    db.write("file.restore", |tx| {
        tx.says(Says::new("db.restored").with("path", &name));
        tx.lasting();
        Ok(())
    })
}

/// A backup of an older version, brought up to this one in a file of SQLite's own that goes with the connection.
fn renewed(old: &Connection) -> Result<Connection> {
    let mut copy = Connection::open("")?;
    Backup::new(old, &mut copy)?.run_to_completion(i32::MAX, Duration::ZERO, None)?;
    migrate::migrate(&mut copy)?;
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{self, set, setting};
    use super::*;

    #[test]
    fn a_backup_is_restored_and_never_overwrites() {
        let mut file = testing::file();
        set(&mut file.db, "k", "old");
        let copy = file.dir.path().join("copy.db");
        assert!(backup(&file.db, &copy).unwrap() > 0);
        assert_eq!(backup(&file.db, &copy).unwrap_err().says.key, "db.exists");
        set(&mut file.db, "k", "new");
        restore(&mut file.db, &copy).unwrap();
        assert_eq!(setting(&file.db, "k").as_deref(), Some("old"));
        assert_eq!(file.db.verify().unwrap(), 2);
        let other = testing::as_operator(&file, "乙");
        assert_eq!(setting(&other, "k").as_deref(), Some("old"));
        set(&mut file.db, "k", "after");
        file.db.undo(3).unwrap();
        assert_eq!(setting(&other, "k").as_deref(), Some("old"), "what comes after is captured as before");
    }

    #[test]
    fn what_is_no_backup_changes_nothing() {
        let mut file = testing::file();
        set(&mut file.db, "k", "kept");
        let junk = file.dir.path().join("junk.db");
        std::fs::write(&junk, vec![7u8; 9000]).unwrap();
        assert!(restore(&mut file.db, &junk).is_err());
        let foreign = file.dir.path().join("foreign.db");
        Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE x(a)").unwrap();
        assert_eq!(restore(&mut file.db, &foreign).unwrap_err().says.key, "db.not_qun");
        assert_eq!(setting(&file.db, "k").as_deref(), Some("kept"));
    }
}
