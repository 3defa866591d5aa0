//! Other operators as processes of their own: the test binary runs itself again in a role. Nothing here waits for
//! time to pass; what a process does is known from the lines it says.

#![allow(dead_code, reason = "each test binary uses its part")]

use qun::base::Clock;
use qun::db::{Db, Identity, Opening};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

/// Lines beginning with this are the role's; the others are the test harness's own.
const MARK: &str = "» ";

/// A process that says nothing for so long hangs. Far above what any write may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// Opens the file at `path` as `name`, making it if it is not there.
pub fn open(path: &Path, name: &str) -> Db {
    try_open(path, name).unwrap()
}

/// As [`open`], telling what went wrong.
pub fn try_open(path: &Path, name: &str) -> qun::base::Result<Db> {
    let me = Identity { name: name.into(), proof: "test".into() };
    Db::open(Opening { path: path.into(), create: true, me, clock: Clock::System })
}

/// The part this process has to play, if it was started for one.
#[derive(Debug)]
pub struct Part {
    /// What to do.
    pub role: String,
    /// The database file.
    pub path: PathBuf,
    /// Who acts.
    pub name: String,
}

impl Part {
    /// The part, `None` in the test run itself.
    pub fn given() -> Option<Part> {
        let told = |key: &str| std::env::var(key).ok();
        Some(Part { role: told("QUN_ROLE")?, path: told("QUN_ROLE_FILE")?.into(), name: told("QUN_ROLE_NAME")? })
    }

    /// Says one line to whoever started this process. If nobody listens any more, the process ends.
    pub fn say(&self, line: impl std::fmt::Display) {
        let mut out = std::io::stdout().lock();
        out.write_all(format!("{MARK}{line}\n").as_bytes()).and_then(|()| out.flush()).unwrap();
    }

    /// Waits for a line from whoever started this process.
    pub fn listen(&self) {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).unwrap();
    }
}

/// Another operator's process.
#[derive(Debug)]
pub struct Operator {
    child: Child,
    ears: Option<ChildStdin>,
    said: Receiver<String>,
}

impl Operator {
    /// Starts this binary again; its test `stage` finds its [`Part`].
    pub fn start(stage: &str, role: &str, path: &Path, name: &str) -> Operator {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([stage, "--exact", "--nocapture", "--test-threads=1"])
            .env("QUN_ROLE", role)
            .env("QUN_ROLE_FILE", path)
            .env("QUN_ROLE_NAME", name)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (send, said) = mpsc::channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                // The harness begins its own line just before the role speaks for the first time.
                if let Some((_, line)) = line.split_once(MARK) {
                    let _ = send.send(line.to_owned());
                }
            }
        });
        Operator { ears: child.stdin.take(), child, said }
    }

    /// The next line it says, `None` when it has ended.
    pub fn hear(&self) -> Option<String> {
        match self.said.recv_timeout(PATIENCE) {
            Ok(line) => Some(line),
            Err(mpsc::RecvTimeoutError::Disconnected) => None,
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("another process has said nothing for {PATIENCE:?}"),
        }
    }

    /// Lets it go on from [`Part::listen`].
    pub fn tell(&mut self) {
        self.ears.as_mut().unwrap().write_all(b"go\n").unwrap();
    }

    /// Ends it with SIGKILL, wherever it is; returns what it had said until then. It must not have ended before.
    pub fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        let end = self.child.wait().unwrap();
        assert_eq!(end.signal(), Some(9), "another process had ended by itself: {end}");
        std::iter::from_fn(|| self.hear()).collect()
    }

    /// Waits for its end, which must be a good one; returns what it still said.
    pub fn end(mut self) -> Vec<String> {
        drop(self.ears.take());
        let said = std::iter::from_fn(|| self.hear()).collect();
        assert!(self.child.wait().unwrap().success(), "another process failed after {said:?}");
        said
    }
}
