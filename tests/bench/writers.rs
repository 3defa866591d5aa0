//! 64 operators on one file, each a process of its own that writes and then pauses for half a second: how long a
//! write takes from the wish to the commit on disk, whether any is lost, whether anybody is told "busy".
//!
//! `cargo bench --bench writers`; `QUN_BENCH_SECONDS` (60), `QUN_BENCH_WRITERS` (64), `QUN_BENCH_PAUSE_MS` (500).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark says where it stopped")]

use qun::base::{Clock, Kind, Says};
use qun::db::{Db, Identity, Opening, doctor};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn told(key: &str, default: u64) -> u64 {
    std::env::var(key).map_or(default, |v| v.parse().unwrap())
}

fn open(path: &Path, name: &str) -> Db {
    let me = Identity { name: name.into(), proof: "bench".into() };
    Db::open(Opening { path: path.into(), create: true, me, clock: Clock::System }).unwrap()
}

fn main() {
    match (std::env::var("QUN_BENCH_FILE"), std::env::var("QUN_BENCH_NAME")) {
        (Ok(path), Ok(name)) => write(Path::new(&path), &name),
        _ => measure(),
    }
}

/// One operator: prints `microseconds` of each write, or `busy`.
fn write(path: &Path, name: &str) {
    let mut db = open(path, name);
    let pause = Duration::from_millis(told("QUN_BENCH_PAUSE_MS", 500));
    let number: u32 = name.parse().unwrap();
    // Nobody presses keys in step with the others.
    std::thread::sleep(pause * (number * 37 % 64) / 64);
    let (end, mut lines) = (Instant::now() + Duration::from_secs(told("QUN_BENCH_SECONDS", 60)), String::new());
    for n in 0.. {
        if Instant::now() >= end {
            break;
        }
        let since = Instant::now();
        let done = db.write("bench.write", |tx| {
            tx.execute(
                "INSERT INTO handover(at, by, text) VALUES (?1, ?2, ?3)",
                (tx.at.0, name, format!("{name}.{n}")),
            )?;
            tx.execute(
                "INSERT INTO setting(key, value) VALUES (?1, ?2) ON CONFLICT(key) DO UPDATE SET value = ?2",
                (name, n.to_string()),
            )?;
            tx.says(Says::new("db.did").with("action", "bench"));
            Ok(())
        });
        match done {
            Ok(()) => lines.push_str(&format!("{}\n", since.elapsed().as_micros())),
            Err(error) if error.kind == Kind::Busy => lines.push_str("busy\n"),
            Err(error) => panic!("{error}"),
        }
        std::thread::sleep(pause);
    }
    std::io::stdout().lock().write_all(lines.as_bytes()).unwrap();
}

fn measure() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("qun.db");
    let db = open(&path, "measurer");
    let writers = told("QUN_BENCH_WRITERS", 64);
    let start = |n: u64| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.env("QUN_BENCH_FILE", &path).env("QUN_BENCH_NAME", n.to_string()).stdout(Stdio::piped());
        command.spawn().unwrap()
    };
    let all: Vec<_> = (0..writers).map(start).collect();
    let (mut times, mut busy) = (Vec::new(), 0);
    for child in all {
        let out = child.wait_with_output().unwrap();
        assert!(out.status.success());
        for line in String::from_utf8(out.stdout).unwrap().lines() {
            match line.parse::<u64>() {
                Ok(micros) => times.push(micros),
                Err(_) => busy += 1,
            }
        }
    }
    let number = |sql: &str| db.conn().query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap();
    let stored = number("SELECT count(DISTINCT text) FROM handover");
    let unwell = doctor::examine(&db).unwrap().into_iter().filter(|f| !f.well).map(|f| f.check).collect::<Vec<_>>();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize] as f64 / 1000.0;
    println!(
        "{writers} writers, {} writes, {} lost, {busy} busy, unwell: {unwell:?}",
        times.len(),
        times.len() as i64 - stored
    );
    println!(
        "ms: p50 {:.2}  p90 {:.2}  p99 {:.2}  p99.9 {:.2}  max {:.2}",
        at(0.5),
        at(0.9),
        at(0.99),
        at(0.999),
        at(1.0)
    );
}
