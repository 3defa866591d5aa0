//! Notice of other operators' commits. A thread sleeps in the kernel until a writer rings the bell (writes the lock
//! file after its commit); nothing is polled, so an idle session does not wake.

use super::lock;
use super::open::Db;
use crate::base::Result;

/// Calls `changed` on its own thread after each commit of anybody, until it answers false.
/// Where the kernel offers no such notice, it calls every five seconds instead.
pub fn start(db: &Db, changed: impl FnMut() -> bool + Send + 'static) {
    let path = lock::path_of(db.path());
    std::thread::spawn(move || listen(&path, changed));
}

#[cfg(target_os = "linux")]
fn listen(path: &std::path::Path, mut changed: impl FnMut() -> bool) {
    use rustix::fs::inotify;
    let Ok(bell) = inotify::init(inotify::CreateFlags::CLOEXEC) else { return poll(changed) };
    if inotify::add_watch(&bell, path, inotify::WatchFlags::MODIFY).is_err() {
        return poll(changed);
    }
    let mut buffer = [std::mem::MaybeUninit::uninit(); 1024];
    let mut events = inotify::Reader::new(bell, &mut buffer);
    while events.next().is_ok() {
        // A burst of commits is one notice.
        while !events.is_buffer_empty() && events.next().is_ok() {}
        if !changed() {
            return;
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn listen(_: &std::path::Path, changed: impl FnMut() -> bool) {
    poll(changed);
}

fn poll(mut changed: impl FnMut() -> bool) {
    while changed() {
        std::thread::sleep(std::time::Duration::from_secs(5));
    }
}

/// Sees whether another connection has committed since the last look; one integer, about a microsecond.
#[derive(Debug, Default)]
pub struct Version(Option<i64>);

impl Version {
    /// True if somebody else committed since the last call on the same connection.
    ///
    /// # Errors
    /// Database errors.
    pub fn moved(&mut self, db: &Db) -> Result<bool> {
        let now: i64 = db.conn().prepare_cached("PRAGMA data_version")?.query_row([], |r| r.get(0))?;
        let moved = self.0.is_some_and(|before| before != now);
        self.0 = Some(now);
        Ok(moved)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn a_commit_of_somebody_else_is_noticed_and_ones_own_is_not() {
        let mut file = testing::file();
        let mut version = Version::default();
        assert!(!version.moved(&file.db).unwrap());
        testing::set(&mut file.db, "a", "1");
        assert!(!version.moved(&file.db).unwrap(), "own commits do not count");
        let (ring, heard) = mpsc::channel();
        start(&file.db, move || ring.send(()).is_ok());
        let mut other = testing::as_operator(&file, "乙");
        // The watcher may start after the first commit: write until it is heard.
        let writer = std::thread::spawn(move || {
            for n in 0..1000 {
                testing::set(&mut other, "a", &n.to_string());
                if heard.try_recv().is_ok() {
                    return true;
                }
            }
            false
        });
        assert!(writer.join().unwrap());
        assert!(version.moved(&file.db).unwrap());
    }
}
