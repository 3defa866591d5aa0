//! The queue in front of the database: writers line up on a separate lock file, so that nobody starves
//! (`busy_timeout` alone let one of 64 writers wait 536 ms). The kernel frees it when a process dies.
//! The same file is the bell: it is written after each commit, and other sessions watch it.

use crate::base::{Error, Kind, Result};
use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

/// How long a writer stands in the queue before it gives up and says who is in front.
const PATIENCE: Duration = Duration::from_secs(10);

/// The lock file beside the database.
#[derive(Debug)]
pub struct Queue {
    path: PathBuf,
    file: File,
}

/// Held while writing; dropping it lets the next writer in.
#[derive(Debug)]
pub struct Turn {
    file: File,
}

impl Queue {
    /// Opens (creates) the lock file of `db`, with the database's own access mode.
    pub fn open(db: &Path, mode: u32) -> Result<Queue> {
        use std::os::unix::fs::OpenOptionsExt;
        let path = path_of(db);
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(mode)
            .open(&path)
            .map_err(|e| Error::io(&path, &e))?;
        Ok(Queue { path, file })
    }

    /// Waits for this writer's turn. `Kind::Busy` after ten seconds, naming who holds it.
    pub fn turn(&self, operator: &str) -> Result<Turn> {
        let file = self.file.try_clone().map_err(|e| Error::io(&self.path, &e))?;
        let file = match file.try_lock() {
            Ok(()) => file,
            Err(std::fs::TryLockError::WouldBlock) => self.wait()?,
            Err(std::fs::TryLockError::Error(e)) => return Err(Error::io(&self.path, &e)),
        };
        let mut turn = Turn { file };
        turn.sign(operator, "writing");
        Ok(turn)
    }

    /// Blocks in the kernel's own fair queue, on a thread so that a stopped holder cannot hang us for ever.
    fn wait(&self) -> Result<File> {
        let own = OpenOptions::new().read(true).write(true).open(&self.path).map_err(|e| Error::io(&self.path, &e))?;
        let (send, receive) = mpsc::channel();
        std::thread::spawn(move || {
            let locked = own.lock().map(|()| own);
            // If nobody waits any more, the file is dropped here and the lock with it.
            let _ = send.send(locked);
        });
        match receive.recv_timeout(PATIENCE) {
            Ok(Ok(file)) => Ok(file),
            Ok(Err(e)) => Err(Error::io(&self.path, &e)),
            Err(_) => Err(Error::new(Kind::Busy, "db.busy_held").with("who", holder(&self.path)).hint("db.busy_hint")),
        }
    }
}

impl Turn {
    /// Rings the bell: tells the watchers of other sessions that something was committed.
    pub fn ring(&mut self, operator: &str) {
        self.sign(operator, "wrote");
    }

    fn sign(&mut self, operator: &str, what: &str) {
        // Only advice for people and a signal for watchers: a failure here must not stop the write.
        let line = format!("{what} {} {operator}\n", std::process::id());
        let _ = self.file.seek(SeekFrom::Start(0));
        let _ = self.file.write_all(line.as_bytes());
        let _ = self.file.set_len(line.len() as u64);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

/// `qun.db` -> `qun.db.lock`.
pub fn path_of(db: &Path) -> PathBuf {
    let mut name = db.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

/// Who signed the lock file last: "PID NAME".
fn holder(path: &Path) -> String {
    let line = std::fs::read_to_string(path).unwrap_or_default();
    line.trim().split_once(' ').map_or(String::new(), |(_, who)| who.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_follow_one_another_and_leave_a_signature() {
        let dir = tempfile::tempdir().unwrap();
        let db = dir.path().join("a.db");
        let (a, b) = (Queue::open(&db, 0o600).unwrap(), Queue::open(&db, 0o600).unwrap());
        let first = a.turn("甲").unwrap();
        let (said, heard) = mpsc::channel();
        let second = std::thread::spawn(move || {
            let turn = b.turn("乙").unwrap();
            said.send(()).unwrap();
            drop(turn);
        });
        assert!(heard.try_recv().is_err(), "the second writer got in beside the first");
        drop(first);
        heard.recv().unwrap();
        second.join().unwrap();
        assert!(holder(&path_of(&db)).ends_with("乙"));
    }
}
