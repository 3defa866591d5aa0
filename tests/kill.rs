//! Writers are killed wherever they are (SIGKILL: nothing is flushed, nothing is cleaned up), again and again.
//! Afterwards every write that was acknowledged is there, none is there by half, the journal's chain holds and
//! SQLite finds the file whole. `QUN_KILLS=1000 cargo test --test kill -- --nocapture` kills longer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says where it stopped")]

mod operator;

use operator::{Operator, Part};
use qun::base::Says;
use qun::db::{Db, doctor};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Writers at work on one file at the same time.
const WRITERS: usize = 4;

/// Kills before all writers of a file are killed at once and the file is examined.
const SINGLE_KILLS: usize = 8;

/// The part of a writer: one journalled write of three rows after another, each acknowledged after its commit.
#[test]
fn stage() {
    let Some(part) = Part::given() else { return };
    let mut db = operator::open(&part.path, &part.name);
    for n in 0.. {
        let what = format!("{}.{n}", part.name);
        let seq = write(&mut db, &what);
        part.say(format!("{seq} {what}"));
    }
}

fn write(db: &mut Db, what: &str) -> i64 {
    db.write("test.kill", |tx| {
        tx.execute("INSERT INTO setting(key, value) VALUES (?1, '')", [what])?;
        tx.about("setting", tx.last_insert_rowid());
        tx.execute("INSERT INTO handover(at, by, text) VALUES (1, '', ?1)", [what])?;
        tx.execute("INSERT INTO remark(day, kind, text, by, at) VALUES ('', 'note', ?1, '', 1)", [what])?;
        tx.says(Says::new("db.did").with("action", what));
        Ok(tx.seq)
    })
    .unwrap()
}

/// What was found wrong, and how much was looked at.
#[derive(Debug, Default)]
struct Found {
    kills: usize,
    acknowledged: usize,
    stored: usize,
    lost: usize,
    torn: usize,
    unsound: Vec<String>,
}

/// Random numbers (xorshift); which ones does not matter, the scheduler adds its own.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    /// How many acknowledgements a writer may still give: often none, so that opening and migrating are met too.
    fn patience(&mut self) -> u64 {
        if self.below(4) == 0 { 0 } else { self.below(31) }
    }

    /// Busy for a while: within a write, about as long as one, or as long as starting and opening takes.
    fn dawdle(&mut self) {
        let longest = [50, 2_000, 30_000][usize::try_from(self.below(3)).unwrap()];
        let until = std::time::Instant::now() + std::time::Duration::from_micros(self.below(longest));
        while std::time::Instant::now() < until {
            std::hint::spin_loop();
        }
    }
}

/// One file from nothing to its examination.
fn round(number: usize, dice: &mut Dice, found: &mut Found) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("qun.db");
    let mut acknowledged = Vec::new();
    let mut names = (0..).map(|n| format!("w{number}-{n}"));
    let mut start = || Operator::start("stage", "writer", &path, &names.next().unwrap());
    let mut writers: Vec<Operator> = (0..WRITERS).map(|_| start()).collect();
    for _ in 0..SINGLE_KILLS {
        let victim = writers.swap_remove(usize::try_from(dice.below(WRITERS as u64)).unwrap());
        for _ in 0..dice.patience() {
            acknowledged.push(victim.hear().expect("a writer ended by itself"));
        }
        dice.dawdle();
        acknowledged.extend(victim.kill());
        found.kills += 1;
        writers.push(start());
    }
    // All at once: the next one to open the file has nobody's memory to rely on.
    dice.dawdle();
    found.kills += writers.len();
    acknowledged.extend(writers.into_iter().flat_map(Operator::kill));
    examine(&path, &acknowledged, found);
}

fn examine(path: &Path, acknowledged: &[String], found: &mut Found) {
    let mut db = operator::open(path, "examiner");
    let texts = |sql: &str| -> BTreeSet<String> {
        let mut rows = db.conn().prepare(sql).unwrap();
        let rows = rows.query_map([], |r| r.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let tables = ["SELECT key FROM setting", "SELECT text FROM handover", "SELECT text FROM remark"].map(texts);
    let entries: BTreeMap<i64, (String, i64)> = {
        let sql = "SELECT j.seq, s.key, (SELECT count(*) FROM change c WHERE c.seq = j.seq)
                   FROM journal j JOIN setting s ON j.item = 'setting:' || s.id WHERE j.action = 'test.kill'";
        let mut rows = db.conn().prepare(sql).unwrap();
        let rows = rows.query_map([], |r| Ok((r.get(0)?, (r.get(1)?, r.get(2)?)))).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let anywhere: BTreeSet<&String> = tables.iter().flatten().collect();
    let whole = |what: &str| tables.iter().all(|t| t.contains(what));
    found.torn += anywhere.iter().filter(|what| !whole(what)).count();
    found.torn += entries.values().filter(|(what, images)| !whole(what) || *images != 3).count();
    found.torn += anywhere.len().abs_diff(entries.len());
    found.stored += anywhere.len();
    for line in acknowledged {
        let (seq, what) = line.split_once(' ').unwrap();
        let entry = entries.get(&seq.parse().unwrap());
        found.acknowledged += 1;
        found.lost += usize::from(!whole(what) || entry.is_none_or(|(stored, _)| stored != what));
    }
    let unwell = doctor::examine(&db).unwrap().into_iter().filter(|f| !f.well && f.check != "space");
    found.unsound.extend(unwell.map(|f| format!("{}: {:?}", f.check, f.says)));
    // And it can still be written to.
    let last = write(&mut db, "examiner.0");
    found.unsound.extend((db.verify().unwrap() != last).then(|| "the journal skips".to_owned()));
}

#[test]
fn no_acknowledged_write_is_lost_and_none_is_torn() {
    if Part::given().is_some() {
        return;
    }
    let wanted: usize = std::env::var("QUN_KILLS").map_or(40, |n| n.parse().unwrap());
    let since = std::time::Instant::now();
    let seed = u64::from(std::process::id()) << 32 | 0x9e37_79b9;
    let (mut dice, mut found) = (Dice(seed), Found::default());
    for number in 0.. {
        round(number, &mut dice, &mut found);
        if found.kills >= wanted {
            break;
        }
    }
    println!("{found:?} in {:.1} s", since.elapsed().as_secs_f64());
    assert!(found.acknowledged > 0, "nobody wrote anything");
    assert_eq!((found.lost, found.torn, found.unsound.as_slice()), (0, 0, &[][..]));
}
