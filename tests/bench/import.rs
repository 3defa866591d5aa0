//! How fast exports come in: `cargo bench --bench import -- [--db FILE] [--tz ZONE] [--community NAME] FILE…`
//! imports the files twice and prints rows, seconds, peak memory; without files it makes 200,000 JSONL rows.

#![allow(clippy::expect_used, reason = "a benchmark stops where it fails")]

use qun::app::import::{How, files};
use qun::base::{Clock, Config, Zone};
use qun::db::{Db, Identity, Opening};
use std::path::PathBuf;
use std::time::Instant;

fn main() {
    let mut how = How::default();
    let (mut paths, mut target) = (Vec::new(), None);
    let mut args = std::env::args().skip(1).filter(|a| a != "--bench");
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--db" => target = args.next().map(PathBuf::from),
            "--tz" => how.zone = args.next().map(|z| Zone::parse(&z).expect("zone")),
            "--community" => how.community = args.next(),
            _ => paths.push(PathBuf::from(arg)),
        }
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    if paths.is_empty() {
        paths.push(generated(folder.path()));
    }
    let me = Identity { name: "bench".into(), proof: "bench".into() };
    let path = target.unwrap_or_else(|| folder.path().join("qun.db"));
    let mut db = Db::open(Opening { path, create: true, me, clock: Clock::System }).expect("the file opens");
    for round in ["first", "again"] {
        let start = Instant::now();
        let done = files(&mut db, &paths, &how, &Config::default(), &mut |_| {}).expect("the import runs");
        let seconds = start.elapsed().as_secs_f64();
        let c = done.counts;
        println!(
            "{round}: read {} new {} duplicate {} skipped {} queued {} in {seconds:.2} s = {:.0} rows/s, peak {} KiB",
            c.read,
            c.new,
            c.duplicate,
            c.skipped,
            c.queued,
            c.read as f64 / seconds,
            peak_kib()
        );
    }
}

fn generated(folder: &std::path::Path) -> PathBuf {
    let path = folder.join("rows.jsonl");
    let rows: String = (0..200_000)
        .map(|n| {
            let (at, author) = (1_700_000_000 + n * 37, (n * 7919) % 997);
            format!(
                "{{\"id\":{n},\"ts\":{at},\"author\":\"p{author}\",\"text\":\"第 {n} 条：今天的面团醒发好了吗\"}}\n"
            )
        })
        .collect();
    std::fs::write(&path, rows).expect("the rows are written");
    path
}

fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM"));
    line.and_then(|l| l.split_whitespace().nth(1)).and_then(|n| n.parse().ok()).unwrap_or(0)
}
