//! The real binary in a home of its own: nothing of this machine, its clock, its language or its user comes in.

use regex::Regex;
use serde_json::Value;
use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Saturday, 2026-10-10, 17:20 in Shanghai: the moment of the screens.
const NOW: &str = "2026-10-10T17:20:00+08:00";

/// A home with nothing in it.
#[derive(Debug)]
pub struct Env {
    dir: tempfile::TempDir,
    lang: &'static str,
}

/// What a run said and how it ended. Shown with errors marked `!`, and with what differs between machines replaced:
/// the home as `~`, the account as `uid:N`, hashes as `HASH`.
#[derive(Debug)]
pub struct Ran {
    /// The exit code; -1 when a signal ended it.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    home: String,
}

impl Env {
    /// An empty home, speaking simplified Chinese.
    pub fn new() -> Env {
        Env { dir: tempfile::tempdir().unwrap(), lang: "zh-Hans" }
    }

    /// A home with a file in it, and two communities.
    pub fn made() -> Env {
        let env = Env::new();
        env.ok(&["init", "--name", "小满烘焙"]);
        env.ok(&["community", "add", "新手2群", "--platform", "wechat", "--tier", "L1"]);
        env.ok(&["community", "add", "交流群", "--platform", "qq"]);
        env
    }

    /// The same in another language.
    pub fn speaking(mut self, lang: &'static str) -> Env {
        self.lang = lang;
        self
    }

    /// The home.
    pub fn home(&self) -> &Path {
        self.dir.path()
    }

    /// The database file.
    pub fn db(&self) -> PathBuf {
        self.home().join("data/qun/qun.db")
    }

    /// Writes a file into the home and returns its path.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.home().join(name);
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    /// The binary with these arguments, not yet started.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qun"));
        command.args(["--lang", self.lang]).args(args).current_dir(self.home()).env_clear();
        for (name, folder) in [("HOME", ""), ("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config"), ("TMPDIR", "")] {
            command.env(name, self.home().join(folder));
        }
        command.envs([("QUN_NOW", NOW), ("USER", "阿泽"), ("LC_ALL", "C.UTF-8"), ("TERM", "dumb")]);
        command.stdin(Stdio::null());
        command
    }

    /// Runs it.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.ran(&self.command(args).output().unwrap())
    }

    /// Runs it with `input` on standard input.
    pub fn fed(&self, args: &[&str], input: impl AsRef<[u8]>) -> Ran {
        let piped = || Stdio::piped();
        let mut child = self.command(args).stdin(piped()).stdout(piped()).stderr(piped()).spawn().unwrap();
        // What is fed here is smaller than a pipe.
        child.stdin.take().unwrap().write_all(input.as_ref()).unwrap();
        self.ran(&child.wait_with_output().unwrap())
    }

    /// Runs what must succeed.
    #[track_caller]
    pub fn ok(&self, args: &[&str]) -> Ran {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{args:?}\n{ran}");
        ran
    }

    /// Runs it with `--json`; it must succeed, say nothing else, and print one value with keys in snake_case.
    #[track_caller]
    pub fn json(&self, args: &[&str]) -> Value {
        let ran = self.ok(&[args, &["--json"]].concat());
        assert_eq!(ran.out.lines().count(), 1, "{args:?} prints one value on one line:\n{ran}");
        let value = serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{args:?}: {e}\n{ran}"));
        keys_are_snake_case(&value);
        value
    }

    /// As [`Env::run`], for a child that was started by hand.
    pub fn ran(&self, output: &Output) -> Ran {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let home = self.home().display().to_string();
        Ran { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr), home }
    }
}

#[track_caller]
fn keys_are_snake_case(value: &Value) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
                assert!(key.bytes().all(plain), "{key}");
                keys_are_snake_case(value);
            }
        }
        Value::Array(all) => all.iter().for_each(keys_are_snake_case),
        _ => {}
    }
}

impl fmt::Display for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let err: String = self.err.lines().map(|l| format!("! {l}\n")).collect();
        let code = if self.code == 0 { String::new() } else { format!("[exit {}]\n", self.code) };
        let all = format!("{}{err}{code}", self.out).replace(&self.home, "~");
        let all = Regex::new("[0-9a-f]{12,}").unwrap().replace_all(&all, "HASH").into_owned();
        f.write_str(Regex::new(r"uid:\d+").unwrap().replace_all(&all, "uid:N").trim_end())
    }
}
