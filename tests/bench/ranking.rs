//! How well the screen orders messages after some decisions: `QUN_RANKING_DATA=FOLDER cargo bench --bench ranking`.
//!
//! The folder holds labelled texts: JSONL with `text` and `label`, or CSV with a column of each name. Of every set one
//! half is decided about and the other judged, five times by other dice; texts that are there twice count once.
//! Printed are, after 0 to 2,000 decisions, half of them or one in twenty bad: AUC; of 1,000 messages with 50 bad, how many
//! are read from the top until 45 bad ones are found (45 is perfect, 883 is chance); and the precision at recall 0.8 if one
//! in twenty is bad. With `QUN_RANKING_OUT=FOLDER` the texts and halves are written there, so that others can be measured
//! on the same.

#![allow(clippy::expect_used, reason = "a benchmark stops where it fails")]

use qun::moderation::Reason;
use qun::moderation::screening::{Known, Learner, Lessons, Message, Screen, Settings};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

const DICE: u64 = 5;
const DECISIONS: [usize; 4] = [20, 50, 200, 2000];
/// The share of bad ones among the decisions.
const SHARES: [(&str, f64); 2] = [("half", 0.5), ("1/20", 0.05)];
/// At most this many are judged.
const JUDGED: usize = 6000;

/// Labels that mean bad; any other is fine. Two sets have classes of harm instead, of which the second list is bad and the
/// last left out.
const BAD: [&str; 5] = ["1", "spam", "hate", "offensive", "bad"];
const HARM: [&str; 3] = ["黑产广告", "欺诈", "博彩"];
const LEFT_OUT: &str = "不违规";

struct Set {
    name: String,
    texts: Vec<(String, bool)>,
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        (1..all.len()).rev().for_each(|at| all.swap(at, self.below(at + 1)));
    }
}

fn main() {
    let Ok(folder) = std::env::var("QUN_RANKING_DATA") else {
        println!("QUN_RANKING_DATA names no folder of labelled texts");
        return;
    };
    let out = std::env::var("QUN_RANKING_OUT").ok().map(PathBuf::from);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the folder").map(|e| e.expect("a file").path()).collect();
    files.sort();
    let mut splits = Vec::new();
    println!("{:24}{:>6} {:5}{:>14}{:>12}{:>14}", "set", "after", "bad", "AUC", "read", "precision");
    for set in files.iter().filter_map(|f| read(f)) {
        if let Some(out) = &out {
            write(out, &set);
        }
        run(&set, &mut splits);
    }
    if let Some(out) = out {
        std::fs::write(out.join("splits.json"), Value::from(splits).to_string()).expect("the halves are written");
    }
}

/// The texts of a file; `None` if it holds none.
fn read(file: &Path) -> Option<Set> {
    let bytes = std::fs::read(file).ok()?;
    let rows: Vec<(String, String)> = match file.extension()?.to_str()? {
        "jsonl" => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let rows = text.lines().filter_map(|l| serde_json::from_str::<Value>(l).ok());
            let word = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
            rows.map(|v| (word(&v["text"]), word(&v["label"]))).collect()
        }
        "csv" => {
            let mut reader = csv::Reader::from_reader(bytes.as_slice());
            let head = reader.headers().ok()?.clone();
            let column = |name: &str| head.iter().position(|h| h.eq_ignore_ascii_case(name));
            let (text, label) = (column("text")?, column("label")?);
            reader.records().flatten().map(|r| (r[text].to_owned(), r[label].to_owned())).collect()
        }
        _ => return None,
    };
    let harm = rows.iter().any(|(_, label)| label == LEFT_OUT);
    let mut seen = HashSet::new();
    let kept = rows.into_iter().filter(|(text, label)| label != LEFT_OUT && !text.trim().is_empty());
    let texts: Vec<(String, bool)> = kept
        .filter(|(text, _)| seen.insert(text.clone()))
        .map(|(text, label)| (text, if harm { HARM.contains(&label.as_str()) } else { BAD.contains(&label.as_str()) }))
        .collect();
    let name = file.file_stem()?.to_string_lossy().into_owned();
    (texts.len() > 100).then_some(Set { name, texts })
}

fn write(out: &Path, set: &Set) {
    let mut lines = String::new();
    for (text, bad) in &set.texts {
        writeln!(lines, "{}", json!({ "text": text, "label": u8::from(*bad) })).expect("a line");
    }
    std::fs::write(out.join(format!("{}.jsonl", set.name)), lines).expect("the texts are written");
}

fn run(set: &Set, splits: &mut Vec<Value>) {
    let mut rows: Vec<(usize, &str, Vec<[f64; 3]>)> = vec![(0, "-", Vec::new())];
    rows.extend(DECISIONS.iter().flat_map(|n| SHARES.map(|(share, _)| (*n, share, Vec::new()))));
    let mut spent = (0.0, 0.0, 0.0);
    for dice in 0..DICE {
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ (dice + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93));
        let mut order: Vec<usize> = (0..set.texts.len()).collect();
        dice.shuffle(&mut order);
        let (decided, judged) = order.split_at(order.len() / 2);
        let judged = &judged[..judged.len().min(JUDGED)];
        for (n, share, figures) in &mut rows {
            let decided = choose(set, decided, *n, SHARES.iter().find(|s| s.0 == *share).map_or(0.0, |s| s.1));
            splits.push(json!({ "set": set.name, "n": n, "mode": share, "train": decided, "test": judged }));
            let start = Instant::now();
            let screen = taught(set, &decided);
            spent.0 += start.elapsed().as_secs_f64();
            let start = Instant::now();
            let score = |at: &usize| screen.check(&Message { text: &set.texts[*at].0, ..Message::default() }).score;
            let scores: Vec<(f64, bool)> = judged.iter().map(|at| (score(at), set.texts[*at].1)).collect();
            spent.1 += start.elapsed().as_secs_f64();
            spent.2 += judged.len() as f64;
            figures.push(measured(&scores, &mut dice));
        }
    }
    for (n, share, figures) in &rows {
        let mean = |k: usize| figures.iter().map(|f| f[k]).sum::<f64>() / figures.len() as f64;
        let spread =
            |k: usize| (figures.iter().map(|f| (f[k] - mean(k)).powi(2)).sum::<f64>() / figures.len() as f64).sqrt();
        println!(
            "{:24}{n:6} {share:5}{:8.3} ±{:.3}{:7.0} ±{:3.0}{:8.3} ±{:.3}",
            set.name,
            mean(0),
            spread(0),
            mean(1),
            spread(1),
            mean(2),
            spread(2)
        );
    }
    let micro = spent.1 / spent.2 * 1e6;
    println!("{:24}learned {:.0} times in {:.2} s, judged in {micro:.1} us each", set.name, DICE * 9, spent.0);
}

/// `n` of `from` of which `share` are bad, or as many of each as there are.
fn choose(set: &Set, from: &[usize], n: usize, share: f64) -> Vec<usize> {
    let of = |bad: bool| from.iter().copied().filter(|at| set.texts[*at].1 == bad).collect::<Vec<_>>();
    let (bad, fine) = (of(true), of(false));
    let (wanted_bad, wanted_fine) = ((n as f64 * share).round(), (n as f64 * (1.0 - share)).round());
    let there = f64::min(bad.len() as f64 / wanted_bad.max(1.0), fine.len() as f64 / wanted_fine.max(1.0)).min(1.0);
    let take = |all: Vec<usize>, wanted: f64| all.into_iter().take((wanted * there).round() as usize);
    take(bad, wanted_bad.max(if n > 0 { 1.0 } else { 0.0 })).chain(take(fine, wanted_fine)).collect()
}

/// The screen as a file with these decisions has it.
fn taught(set: &Set, decided: &[usize]) -> Screen {
    let screen = || Screen::build(&[], &Settings::default()).expect("the built-in rules");
    let (plain, mut lessons, mut known) = (screen(), Lessons::default(), Known::default());
    for at in decided {
        let (text, bad) = &set.texts[*at];
        lessons.add(&plain, *at as i64, text, *bad);
        known.add(text, bad.then_some(Reason::Ads));
    }
    screen().taught(Learner::learn(None, lessons)).recognising(known)
}

/// AUC, messages read, precision.
fn measured(scores: &[(f64, bool)], dice: &mut Dice) -> [f64; 3] {
    let of = |bad: bool| scores.iter().filter(|s| s.1 == bad).map(|s| s.0).collect::<Vec<f64>>();
    let (bad, fine) = (of(true), of(false));
    [auc(scores), read_until_found(&bad, &fine, dice), precision(bad, &fine)]
}

fn auc(scores: &[(f64, bool)]) -> f64 {
    let mut sorted = scores.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut pairs, mut bad) = (0.0, 0.0, 0.0);
    for group in sorted.chunk_by(|a, b| a.0 == b.0) {
        let here = group.iter().filter(|s| s.1).count() as f64;
        pairs += here * (below + (group.len() as f64 - here) / 2.0);
        (below, bad) = (below + group.len() as f64 - here, bad + here);
    }
    pairs / (below * bad)
}

/// The mean over 200 queues of 950 fine and 50 bad messages; equal scores are in any order.
fn read_until_found(bad: &[f64], fine: &[f64], dice: &mut Dice) -> f64 {
    let queues = 200;
    let mut read = 0;
    for _ in 0..queues {
        let mut queue: Vec<(f64, usize, bool)> = Vec::with_capacity(1000);
        for (from, n, is_bad) in [(bad, 50, true), (fine, 950, false)] {
            let mut places: Vec<usize> = (0..from.len()).collect();
            dice.shuffle(&mut places);
            queue.extend((0..n).map(|k| (from[places[k % from.len()]], dice.below(1 << 30), is_bad)));
        }
        queue.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let found = queue.iter().enumerate().filter(|(_, q)| q.2).nth(44);
        read += found.map_or(1000, |(at, _)| at + 1);
    }
    f64::from(u32::try_from(read).unwrap_or(u32::MAX)) / f64::from(queues)
}

/// Precision at recall 0.8 with one bad in twenty; whatever scores the same is stopped too.
fn precision(mut bad: Vec<f64>, fine: &[f64]) -> f64 {
    bad.sort_by(|a, b| b.total_cmp(a));
    let from = bad[(bad.len() * 4).div_ceil(5) - 1];
    let share = |of: &[f64]| of.iter().filter(|s| **s >= from).count() as f64 / of.len() as f64;
    let (right, wrong) = (0.05 * share(&bad), 0.95 * share(fine));
    right / (right + wrong)
}
