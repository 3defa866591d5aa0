//! For tests of this and higher floors: a throw-away file with a frozen clock.

use super::open::{Db, Identity, Opening};
use crate::base::{At, Clock, Says};
use rusqlite::OptionalExtension;
use std::path::Path;

/// A database in a folder that vanishes with it.
#[derive(Debug)]
pub struct File {
    /// The open file, as operator 甲.
    pub db: Db,
    /// Its folder.
    pub dir: tempfile::TempDir,
}

/// Saturday 2026-10-10 17:20 in Shanghai, the moment of all screens.
pub fn now() -> At {
    At::parse("2026-10-10T17:20:00+08:00").unwrap()
}

/// A clock that stands at [`now`].
pub fn clock() -> Clock {
    Clock::Frozen(now())
}

/// An identity called `name`.
pub fn me(name: &str) -> Identity {
    Identity { name: name.into(), proof: "test".into() }
}

/// Opens (creates) the file at `path` as 甲.
pub fn open(path: &Path) -> Db {
    Db::open(Opening { path: path.into(), create: true, me: me("甲"), clock: clock() }).unwrap()
}

/// A fresh empty file.
pub fn file() -> File {
    let dir = tempfile::tempdir().unwrap();
    File { db: open(&dir.path().join("qun.db")), dir }
}

/// The same file, opened by another operator.
pub fn as_operator(file: &File, name: &str) -> Db {
    Db::open(Opening { path: file.db.path().into(), create: false, me: me(name), clock: clock() }).unwrap()
}

/// A small journalled write.
pub fn set(db: &mut Db, key: &str, value: &str) {
    db.write("test.set", |tx| {
        tx.execute(
            "INSERT INTO setting(key, value) VALUES (?1, ?2) ON CONFLICT(key) DO UPDATE SET value = ?2",
            [key, value],
        )?;
        tx.says(Says::new("db.did").with("action", value));
        Ok(())
    })
    .unwrap();
}

/// Reads what [`set`] wrote.
pub fn setting(db: &Db, key: &str) -> Option<String> {
    db.conn().query_row("SELECT value FROM setting WHERE key = ?1", [key], |r| r.get(0)).optional().unwrap()
}
