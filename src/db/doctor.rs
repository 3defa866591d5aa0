//! Is the file well? One row a check; each says what it found in words.

use super::open::{self, Db};
use crate::base::{Result, Says};
use std::os::unix::fs::MetadataExt;

/// One check's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The check, by id.
    pub check: &'static str,
    /// Whether all is well.
    pub well: bool,
    /// What was found.
    pub says: Says,
}

type Check = fn(&Db) -> Result<(bool, Says)>;

/// The checks, in the order they are shown.
pub const CHECKS: &[(&str, Check)] = &[
    ("integrity", integrity),
    ("references", references),
    ("journal", journal),
    ("capture", capture),
    ("access", access),
    ("space", space),
    ("wal", wal),
    ("sqlite", sqlite),
];

/// Runs every check.
///
/// # Errors
/// Database errors that keep a check from running at all.
pub fn examine(db: &Db) -> Result<Vec<Finding>> {
    CHECKS
        .iter()
        .map(|(check, run)| {
            let (well, says) = run(db)?;
            Ok(Finding { check, well, says })
        })
        .collect()
}

fn integrity(db: &Db) -> Result<(bool, Says)> {
    let said: String = db.conn().query_row("PRAGMA integrity_check(1)", [], |r| r.get(0))?;
    let key = if said == "ok" { "db.doctor_integrity" } else { "db.doctor_integrity_bad" };
    Ok((said == "ok", Says::new(key).with("cause", said)))
}

fn references(db: &Db) -> Result<(bool, Says)> {
    let n: i64 = db.conn().query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |r| r.get(0))?;
    Ok((n == 0, Says::new(if n == 0 { "db.doctor_references" } else { "db.doctor_references_bad" }).with("n", n)))
}

fn journal(db: &Db) -> Result<(bool, Says)> {
    match db.verify() {
        Ok(n) => {
            let (_, hash) = db.head()?;
            Ok((true, Says::new("db.doctor_journal").with("n", n).with("hash", hash.get(..12).unwrap_or("-"))))
        }
        Err(e) => Ok((false, e.says)),
    }
}

fn capture(db: &Db) -> Result<(bool, Says)> {
    let open: Option<i64> = db.conn().query_row("SELECT seq FROM capture", [], |r| r.get(0))?;
    Ok((open.is_none(), Says::new(if open.is_none() { "db.doctor_capture" } else { "db.doctor_capture_bad" })))
}

fn access(db: &Db) -> Result<(bool, Says)> {
    let mode = std::fs::metadata(db.path()).map_or(0, |m| m.mode() & 0o777);
    let key = match mode & 0o077 {
        0 => "db.doctor_access",
        0o060 => "db.doctor_access_group",
        _ => "db.doctor_access_open",
    };
    Ok((mode & 0o007 == 0, Says::new(key).with("mode", format!("{mode:03o}")).with("path", db.path().display())))
}

/// Warns below 200 MiB: a full disk stops every write.
fn space(db: &Db) -> Result<(bool, Says)> {
    let folder = db.path().parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
    let free = rustix::fs::statvfs(folder).map_or(0, |s| s.f_bavail * s.f_frsize / (1 << 20));
    let well = free >= 200;
    Ok((well, Says::new(if well { "db.doctor_space" } else { "db.doctor_space_bad" }).with("mb", free)))
}

fn wal(db: &Db) -> Result<(bool, Says)> {
    let mut path = db.path().as_os_str().to_owned();
    path.push("-wal");
    let mb = std::fs::metadata(path).map_or(0, |m| m.len() >> 20);
    Ok((mb < 256, Says::new("db.doctor_wal").with("mb", mb)))
}

/// The oldest SQLite without the WAL-reset and journal-rollback corruption bugs.
const OLDEST_SQLITE: i32 = 3_053_004;

fn sqlite(db: &Db) -> Result<(bool, Says)> {
    let says =
        Says::new("db.doctor_sqlite").with("version", rusqlite::version()).with("lock", open::lock_path(db).display());
    Ok((rusqlite::version_number() >= OLDEST_SQLITE, says))
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    fn bad(db: &Db) -> Vec<&'static str> {
        examine(db).unwrap().into_iter().filter(|f| !f.well).map(|f| f.check).collect()
    }

    #[test]
    fn a_new_file_is_well_and_harm_is_found() {
        let mut file = testing::file();
        testing::set(&mut file.db, "a", "b");
        assert_eq!(bad(&file.db), [""; 0]);
        file.db.conn().execute_batch("UPDATE journal SET operator = 'x'; UPDATE capture SET seq = 9").unwrap();
        file.db
            .conn()
            .execute_batch(
                "PRAGMA foreign_keys = OFF; INSERT INTO member(community_id, key, name) VALUES (99, 'k', 'n')",
            )
            .unwrap();
        assert_eq!(bad(&file.db), ["references", "journal", "capture"]);
    }
}
