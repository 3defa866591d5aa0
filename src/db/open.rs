//! Opening the file: where it may lie, how it is set up, who is asking.

use super::lock::{self, Queue};
use super::migrate;
use crate::base::{At, Clock, Error, Result};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Who acts, and how we know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The operator's name as shown.
    pub name: String,
    /// What vouches for it: `uid:1000`, `sudo:1000`, `said` (only claimed with `--as`).
    pub proof: String,
}

impl Identity {
    /// The name of a login of this number that nothing names: the same in every language, for a name says who did what.
    #[must_use]
    pub fn unnamed(uid: u32) -> String {
        format!("user{uid}")
    }

    /// Whether `name` is one that nobody gave themselves, so that asking for it begins with nothing.
    #[must_use]
    pub fn is_unnamed(&self, name: &str) -> bool {
        let uid = self.proof.rsplit(':').next().and_then(|uid| uid.parse().ok());
        uid.is_some_and(|uid| name == Self::unnamed(uid))
    }
}

/// How to open.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The database file.
    pub path: PathBuf,
    /// Create it if it is not there.
    pub create: bool,
    /// Who acts.
    pub me: Identity,
    /// Where "now" comes from.
    pub clock: Clock,
}

/// An open file.
#[derive(Debug)]
pub struct Db {
    pub(super) conn: Connection,
    pub(super) path: PathBuf,
    pub(super) queue: Queue,
    pub(super) me: Identity,
    pub(super) clock: Clock,
}

impl Db {
    /// Opens (and if asked creates, and if needed migrates) the file.
    ///
    /// # Errors
    /// A sentence for: no such file, a folder, no permission, not a qun file, a newer qun's file, a network
    /// file system, a corrupt file.
    pub fn open(how: Opening) -> Result<Db> {
        let Opening { path, create, me, clock } = how;
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let exists = match std::fs::metadata(&path) {
            Ok(meta) if meta.is_dir() => return Err(Error::user("base.io_folder").with("path", path.display())),
            Ok(_) => true,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => false,
            Err(e) => return Err(Error::io(&path, &e)),
        };
        if !exists && !create {
            return Err(Error::user("db.no_file").with("path", path.display()).hint("db.no_file_hint"));
        }
        if !exists {
            std::fs::create_dir_all(folder).map_err(|e| Error::io(folder, &e))?;
        }
        refuse_network(folder)?;
        let mode = mode_in(folder);
        if !exists {
            create_empty(&path, mode)?;
        }
        let queue = Queue::open(&path, mode)?;
        let mut conn = connect(&path)?;
        if !migrate::check(&conn).map_err(|e| e.with("path", path.display()))? {
            let _turn = queue.turn(&me.name)?;
            bring_up(&mut conn, &path)?;
        }
        Ok(Db { conn, path, queue, me, clock })
    }

    /// A second, independent connection to the same file (worker thread, tests).
    ///
    /// # Errors
    /// As [`Db::open`].
    pub fn again(&self) -> Result<Db> {
        Db::open(Opening { path: self.path.clone(), create: false, me: self.me.clone(), clock: self.clock })
    }

    /// The connection, for reading. Changes go through [`Db::write`].
    #[must_use]
    pub fn conn(&self) -> &Connection {
        &self.conn
    }

    /// While `much` is entered into many indexes, more of the file is kept in memory, and what was written is brought
    /// into it more seldom: most of it is written again by the next chunk.
    ///
    /// # Errors
    /// Database errors.
    pub fn expect(&self, much: bool) -> Result<()> {
        let (kib, pages) = if much { (4 * CACHE_KIB, 4000) } else { (CACHE_KIB, 1000) };
        self.conn.pragma_update(None, "cache_size", -i64::from(kib))?;
        Ok(self.conn.pragma_update_and_check(None, "wal_autocheckpoint", pages, |_| Ok(()))?)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Who acts.
    #[must_use]
    pub fn me(&self) -> &Identity {
        &self.me
    }

    /// The operator goes by another name from here on (first run, samples written as colleagues).
    pub fn rename(&mut self, name: &str) {
        name.clone_into(&mut self.me.name);
    }

    /// Another clock from here on (samples of past days, tests).
    pub fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    /// Now, by the injected clock.
    #[must_use]
    pub fn now(&self) -> At {
        self.clock.now()
    }

    /// The injected clock.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.clock
    }
}

/// Memory for the file, in KiB: what a screen shows comes from few pages.
const CACHE_KIB: u32 = 4_000;

/// One connection with everything set that SQLite does not keep in the file.
/// The busy timeout comes first: switching to WAL itself can answer BUSY.
pub(super) fn connect(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let conn = Connection::open_with_flags(path, flags).map_err(|e| Error::from(e).with("path", path.display()))?;
    conn.busy_timeout(Duration::from_secs(5))?;
    conn.set_prepared_statement_cache_capacity(128);
    // With STAT4 SQLite plans a statement anew whenever a bound value changes; ours have one good plan each, and
    // planning cost a sixth of a key press.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
         PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;
         PRAGMA journal_size_limit = 67108864; PRAGMA secure_delete = ON;",
    )
    .and_then(|()| conn.pragma_update(None, "cache_size", -i64::from(CACHE_KIB)))
    .map_err(|e| Error::from(e).with("path", path.display()))?;
    Ok(conn)
}

/// A set-group-id folder that the group may write is shared on purpose: the file is 0660 there, else 0600.
fn mode_in(folder: &Path) -> u32 {
    use std::os::unix::fs::MetadataExt;
    let shared = std::fs::metadata(folder).is_ok_and(|m| m.mode() & 0o2020 == 0o2020);
    if shared { 0o660 } else { 0o600 }
}

/// Makes the empty file with the right mode before SQLite first sees it: SQLite would use 0644, and the -wal and
/// -shm copy the file's mode. Nobody has it open yet, so closing this handle drops no lock.
fn create_empty(path: &Path, mode: u32) -> Result<()> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    match std::fs::OpenOptions::new().write(true).create_new(true).mode(mode).open(path) {
        Ok(file) => file.set_permissions(std::fs::Permissions::from_mode(mode)).map_err(|e| Error::io(path, &e)),
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(e) => Err(Error::io(path, &e)),
    }
}

/// File systems on which WAL's shared memory or the locks do not work between hosts, by `statfs` magic number.
const NETWORK: &[(i64, &str)] = &[
    (0x6969, "NFS"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB"),
    (0x517b, "SMB"),
    (0x0102_1997, "9P"),
    (0x6573_5546, "FUSE"),
    (0x0bd0_0bd0, "Lustre"),
    (0x4750_4653, "GPFS"),
    (0x5346_414f, "AFS"),
    (0x00c3_6400, "Ceph"),
];

fn refuse_network(folder: &Path) -> Result<()> {
    let Ok(found) = rustix::fs::statfs(folder) else { return Ok(()) };
    #[allow(clippy::unnecessary_cast, reason = "the field's width differs between systems")]
    let magic = found.f_type as i64;
    match network_name(magic) {
        Some(name) if std::env::var_os("QUN_ALLOW_NETWORK_FS").is_none() => {
            Err(Error::user("db.network").with("path", folder.display()).with("kind", name).hint("db.network_hint"))
        }
        _ => Ok(()),
    }
}

fn network_name(magic: i64) -> Option<&'static str> {
    NETWORK.iter().find(|(m, _)| *m == magic & 0xffff_ffff).map(|(_, name)| *name)
}

/// Makes an empty or older file one of this version. The caller has its turn in the queue.
fn bring_up(conn: &mut Connection, path: &Path) -> Result<()> {
    // A process killed in the middle of this very step loses its turn a moment before SQLite's own locks. The switch to
    // WAL does not wait for those and would say "busy"; BEGIN waits.
    conn.execute_batch("BEGIN IMMEDIATE; ROLLBACK")?;
    // Somebody else may have done it while we stood in the queue.
    if migrate::check(conn)? {
        return Ok(());
    }
    back_up_before_migrating(conn, path)?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    migrate::migrate(conn)
}

/// Keeps the old shape beside the new one. An empty new file needs none.
fn back_up_before_migrating(conn: &Connection, path: &Path) -> Result<()> {
    let version: i64 = conn.pragma_query_value(None, "user_version", |r| r.get(0))?;
    if version == 0 {
        return Ok(());
    }
    let copy = format!("{}.v{version}.bak", path.display());
    if std::fs::metadata(&copy).is_ok() {
        return Ok(());
    }
    conn.execute("VACUUM INTO ?1", [&copy])?;
    Ok(())
}

/// The lock file's path, for `doctor` and the watcher.
pub(super) fn lock_path(db: &Db) -> PathBuf {
    lock::path_of(&db.path)
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn network_file_systems_are_known() {
        assert_eq!(network_name(0x6969), Some("NFS"));
        assert_eq!(network_name(0xff53_4d42), Some("CIFS"));
        assert_eq!(network_name(0xef53), None, "ext4");
    }

    #[test]
    fn a_private_folder_gives_a_private_file_and_a_shared_one_a_group_file() {
        let dir = tempfile::tempdir().unwrap();
        for (mode, want) in [(0o700, 0o600), (0o2770, 0o660)] {
            let folder = dir.path().join(format!("{mode:o}"));
            std::fs::create_dir(&folder).unwrap();
            std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(mode)).unwrap();
            let db = testing::open(&folder.join("qun.db"));
            for name in ["qun.db", "qun.db-wal", "qun.db-shm", "qun.db.lock"] {
                let got = std::fs::metadata(folder.join(name)).unwrap().permissions().mode() & 0o777;
                // umask may take bits of the lock file away, never give any
                assert_eq!(got & !want, 0, "{name} {got:o}");
            }
            drop(db);
        }
    }

    #[test]
    fn making_the_file_waits_for_a_lock_that_is_about_to_go() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("qun.db");
        let dying = Connection::open(&path).unwrap();
        dying.execute_batch("BEGIN IMMEDIATE").unwrap();
        let opener = {
            let path = path.clone();
            std::thread::spawn(move || migrate::check(testing::open(&path).conn()))
        };
        // Its signature says that it has its turn and is at work on the file; let it try for a while.
        let signed = || std::fs::read_to_string(lock::path_of(&path)).is_ok_and(|l| l.contains('甲'));
        while !signed() && !opener.is_finished() {}
        assert_eq!((0..2000).filter(|_| !signed()).count(), 0);
        drop(dying);
        assert!(opener.join().unwrap().unwrap(), "the file is not of this version");
    }

    #[test]
    fn bad_paths_are_sentences() {
        let dir = tempfile::tempdir().unwrap();
        let how = |path: PathBuf, create| Opening { path, create, me: testing::me("甲"), clock: testing::clock() };
        assert_eq!(Db::open(how(dir.path().into(), true)).unwrap_err().says.key, "base.io_folder");
        assert_eq!(Db::open(how(dir.path().join("no.db"), false)).unwrap_err().says.key, "db.no_file");
        let text = dir.path().join("text.db");
        std::fs::write(&text, "this is not a database, it is a text of some length".repeat(40)).unwrap();
        assert_eq!(Db::open(how(text, false)).unwrap_err().says.key, "db.not_a_database");
    }
}
