//! How long figures take: `cargo bench --bench measures -- [--db FILE]`. With a file (worked on as a copy): opening it,
//! working out all of it for the first time, one more day, one late message, a count from scratch. Then the board of 9
//! communities with 12 metrics entered for 400 days each, beside what their messages give.

#![allow(clippy::expect_used, reason = "a benchmark stops where it fails")]

use qun::app::settle::settle;
use qun::base::clock::DAY;
use qun::base::{At, Clock, Zone};
use qun::db::{Db, Identity, Opening};
use qun::kpi::metric::twelve;
use qun::kpi::scope::Scope;
use qun::kpi::store::{self as kpi, Entry, Window};
use qun::members::community::NewCommunity;
use qun::members::store as members;
use qun::messages::ledger::{Kind, Row, mark};
use qun::messages::store::Loader;
use std::path::Path;
use std::time::{Duration, Instant};

fn main() {
    let mut args = std::env::args().skip(1).filter(|a| a != "--bench");
    let folder = tempfile::tempdir().expect("a temporary folder");
    while let Some(arg) = args.next() {
        if arg == "--db" {
            let from = args.next().expect("a file after --db");
            let path = folder.path().join("copy.db");
            std::fs::copy(from, &path).expect("the file is copied");
            file(&path);
        }
    }
    board(&folder.path().join("board.db"));
}

fn open(path: &Path, clock: Clock) -> Db {
    let me = Identity { name: "bench".into(), proof: "bench".into() };
    Db::open(Opening { path: path.into(), create: true, me, clock }).expect("the file opens")
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    println!("{what}: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    done
}

/// The median of some runs.
fn often(what: &str, mut work: impl FnMut()) {
    let mut all: Vec<Duration> = (0..31)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    all.sort_unstable();
    println!("{what}: median {:.2} ms, worst {:.2} ms", all[15].as_secs_f64() * 1e3, all[30].as_secs_f64() * 1e3);
}

fn number(db: &Db, sql: &str) -> i64 {
    db.conn().query_row(sql, [], |r| r.get(0)).expect("a number")
}

/// Enters messages as an import would, without working anything out.
fn enter(db: &mut Db, name: &str, rows: impl Iterator<Item = (i64, At, String)>) {
    let mut loader = Loader::begin(db, name, Zone::default(), 30).expect("a batch");
    let rows: Vec<_> = rows.collect();
    for chunk in rows.chunks(4000) {
        db.aside(|conn, _| {
            for (community, at, key) in chunk {
                let mark = mark(Kind::Message, None, key, "x", 0);
                let row = Row {
                    community: *community,
                    at: *at,
                    kind: Kind::Message,
                    mark,
                    key,
                    name: key,
                    text: "",
                    source_id: "",
                    reply_to: "",
                    source: "",
                };
                loader.enter(conn, &row)?;
            }
            loader.settle(conn)
        })
        .expect("rows are entered");
    }
    loader.finish(db, "bench").expect("the batch ends");
}

fn file(path: &Path) {
    let mut db = timed("open, migrate", || open(path, Clock::System));
    let messages = number(&db, "SELECT count(*) FROM event");
    let done = timed("first time", || settle(&mut db).expect("it settles"));
    println!(
        "  {messages} events, {} communities, {} scopes, {} days of scopes",
        number(&db, "SELECT count(*) FROM community"),
        done.scopes,
        done.days
    );
    let last = number(&db, "SELECT max(at) FROM event");
    let community = number(&db, "SELECT community_id FROM event GROUP BY 1 ORDER BY count(*) DESC LIMIT 1");
    let keys = "SELECT key FROM member WHERE community_id = ?1 ORDER BY last_seen DESC LIMIT 150";
    let keys: Vec<String> = {
        let mut stmt = db.conn().prepare(keys).expect("sql");
        let rows = stmt.query_map([community], |r| r.get(0)).expect("rows");
        rows.map(|k| k.expect("a key")).collect()
    };
    let mut one_day = |what: &str, start: i64, count: i64| {
        let rows = (0..count).map(|n| {
            (community, At(start + n * 60_000), keys[usize::try_from(n * 7).expect("small") % keys.len()].clone())
        });
        enter(&mut db, what, rows);
        let done = timed(what, || settle(&mut db).expect("it settles"));
        println!("  {done:?}");
    };
    one_day("one more day, 400 messages", last + DAY, 400);
    one_day("and the next", last + 2 * DAY, 400);
    one_day("one message a year late", last - 365 * DAY, 1);
    let found = timed("from scratch, compared", || kpi::recount(&db).expect("it is counted"));
    println!("  {} days, {} counts compared, {} differ", found.days, found.compared, found.differ);
    often("board of 14 days", || {
        drop(kpi::board(&db, Zone::default(), window(&db, 14), &Scope::All).expect("a board"));
    });
}

fn window(db: &Db, days: usize) -> Window {
    Window { last: db.now().day(Zone::default()), days }
}

fn board(path: &Path) {
    let now = At::parse("2026-10-10T17:20:00+08:00").expect("a moment");
    let mut db = open(path, Clock::Frozen(now));
    let ids: Vec<i64> = (0..9)
        .map(|n| {
            let new = NewCommunity {
                name: format!("{n}"),
                platform: ["wechat", "qq", "telegram"][n % 3].into(),
                tier: ["", "vip", "new"][n % 3].into(),
                parent: (n > 6).then(|| "0".into()),
                ..NewCommunity::default()
            };
            members::add(&mut db, &new).expect("a community")
        })
        .collect();
    let rows = (0..400i64).flat_map(|day| {
        let ids = ids.clone();
        (0..180i64).map(move |n| {
            let at = now.plus(-day * DAY - n * 60_000);
            (ids[usize::try_from(n % 9).expect("small")], at, format!("p{}", (n * 31 + day * 17) % 900))
        })
    });
    enter(&mut db, "year", rows);
    timed("9 communities, 400 days, 72,000 messages: first time", || settle(&mut db).expect("it settles"));
    let today = now.day(Zone::default());
    for community in std::iter::once(0).chain(ids.iter().copied()) {
        let entries: Vec<Entry> = (0..400u64)
            .flat_map(|back| {
                twelve().iter().map(move |metric| {
                    let value = if metric.is_share() { 0.1 } else { 100.0 };
                    let day = today - chrono::Days::new(back);
                    Entry { community, ..Entry::new(metric, day, Some(value)) }
                })
            })
            .collect();
        kpi::set_many(&mut db, today, &entries).expect("figures");
    }
    println!("{} figures entered", number(&db, "SELECT count(*) FROM figure"));
    for days in [14, 30, 90, 400] {
        for (name, scope) in [("all", Scope::All), ("one community", Scope::Community(ids[0]))] {
            often(&format!("board of {name}, {days} days"), || {
                drop(kpi::board(&db, Zone::default(), window(&db, days), &scope).expect("a board"));
            });
        }
    }
}
