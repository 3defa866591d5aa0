//! How fast messages are screened, beside the bare automaton on the same text: `QUN_BENCH_WORDS=LIST:LIST…
//! QUN_BENCH_TEXTS=FILE cargo bench --bench screening`. Lists hold a word a line, texts a message a line, in the last
//! column of CSV, or under `text` of JSONL; without them both are made up. `-- contact FILE…` counts instead what the contact
//! rules find in labelled JSONL, by label.

#![allow(clippy::expect_used, reason = "a benchmark stops where it fails")]

use daachorse::{CharwiseDoubleArrayAhoCorasick, DoubleArrayAhoCorasick};
use qun::base::text::{fold, fold_chars, fold_tight};
use qun::moderation::screening::{Message, Plan, RULES, Screen, Settings, Word, guarded};
use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

fn main() {
    let mut args = std::env::args().skip(1).filter(|a| a != "--bench");
    if args.next().as_deref() == Some("contact") {
        args.for_each(|file| contact(Path::new(&file)));
        return;
    }
    let words = words();
    let texts = match std::env::var("QUN_BENCH_TEXTS") {
        Ok(file) => read(Path::new(&file)).into_iter().map(|(_, text)| text).collect(),
        Err(_) => made_up(),
    };
    run(&words, &texts);
}

fn words() -> Vec<String> {
    let Ok(files) = std::env::var("QUN_BENCH_WORDS") else {
        return made_up().iter().map(|t| t.chars().skip(3).take(3).collect()).collect();
    };
    let text = |file: &str| std::fs::read_to_string(file).expect("a list");
    files.split(':').flat_map(|f| text(f).lines().map(|l| l.trim().to_owned()).collect::<Vec<_>>()).collect()
}

fn made_up() -> Vec<String> {
    let letters: Vec<char> =
        "今天的面团醒发好了吗请问群里有没有人知道加盐多少克温度一百八十度烤二十分钟".chars().collect();
    let pick = |n: usize| letters[(n * 7919 + n / 31) % letters.len()];
    (0..20_000).map(|n| (0..20 + n % 40).map(|k| pick(n * 61 + k * k)).collect()).collect()
}

/// Label and text of every message.
fn read(file: &Path) -> Vec<(String, String)> {
    let bytes = std::fs::read(file).expect("texts");
    let name = file.to_string_lossy();
    if name.ends_with(".jsonl") {
        let text = String::from_utf8_lossy(&bytes);
        let rows = text.lines().filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok());
        let word = |v: &serde_json::Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
        return rows.map(|v| (word(&v["label"]), v["text"].as_str().unwrap_or_default().to_owned())).collect();
    }
    if name.ends_with(".csv") {
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let last = |row: csv::StringRecord| row.get(row.len() - 1).unwrap_or_default().to_owned();
        return reader.records().filter_map(Result::ok).map(|row| (String::new(), last(row))).collect();
    }
    String::from_utf8_lossy(&bytes).lines().map(|l| (String::new(), l.to_owned())).collect()
}

/// Something that is timed, and what it is called.
type Work<'a> = (&'static str, Box<dyn FnMut() + 'a>);

/// Passes over the texts that are timed together.
const PASSES: u32 = 5;

/// Seconds this thread has had a processor; what others do meanwhile does not count. The clock's where there is no such
/// account.
fn worked(begun: Instant) -> f64 {
    let account = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = account.and_then(|a| a.split_whitespace().next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| begun.elapsed().as_secs_f64(), |ns| ns / 1e9)
}

/// The best time of each, in seconds a pass, of 9 rounds in which they take turns: what else the machine does meets all
/// of them.
fn best(works: &mut [Work]) -> Vec<f64> {
    let (begun, mut times) = (Instant::now(), vec![f64::MAX; works.len()]);
    for _ in 0..9 {
        for ((_, work), time) in works.iter_mut().zip(&mut times) {
            let start = worked(begun);
            (0..PASSES).for_each(|_| work());
            *time = time.min((worked(begun) - start) / f64::from(PASSES));
        }
    }
    times
}

fn run(words: &[String], texts: &[String]) {
    let bytes: usize = texts.iter().map(String::len).sum();
    let megabytes = bytes as f64 / 1e6;
    println!("{} messages, {megabytes:.2} MB", texts.len());
    let folded: BTreeSet<String> =
        words.iter().filter(|w| guarded(w).is_none()).map(|w| fold_tight(w).text).filter(|w| !w.is_empty()).collect();
    let bare = CharwiseDoubleArrayAhoCorasick::<u32>::new(&folded).expect("an automaton");
    let bytewise = DoubleArrayAhoCorasick::<u32>::new(&folded).expect("an automaton");
    let list: Vec<Word> = words.iter().map(|w| Word { list: 1, forced: false, ..Word::new(w) }).collect();
    let quiet = Plan { without: RULES.iter().map(|r| r.id).collect(), ..plan(&list) };
    let start = Instant::now();
    let only_words = Screen::of(&quiet, &Settings::default()).expect("a screen");
    println!(
        "{} words of {}: built in {:.0} ms, {:.1} MB (bare charwise {:.1} MB, bytewise {:.1} MB)",
        only_words.words(),
        words.len(),
        start.elapsed().as_secs_f64() * 1e3,
        only_words.heap_bytes() as f64 / 1e6,
        bare.heap_bytes() as f64 / 1e6,
        bytewise.heap_bytes() as f64 / 1e6,
    );
    let whole = Screen::of(&plan(&list), &Settings::default()).expect("a screen");
    let none = Screen::build(&[], &Settings::default()).expect("a screen");
    let message = |text| Message { text, member_age_days: Some(1), recent: 1, ..Message::default() };
    let hits = |screen: &Screen| texts.iter().map(|t| screen.check(&message(t)).hits.len()).sum::<usize>();
    let mut works: Vec<Work> = vec![
        (
            "bare automaton, charwise",
            Box::new(|| {
                black_box(texts.iter().map(|t| bare.find_overlapping_iter(t).count()).sum::<usize>());
            }),
        ),
        (
            "bare automaton, bytewise",
            Box::new(|| {
                black_box(texts.iter().map(|t| bytewise.find_overlapping_iter(t).count()).sum::<usize>());
            }),
        ),
        (
            "folding, no text made",
            Box::new(|| {
                let mut sum = 0;
                texts.iter().for_each(|t| _ = fold_chars(t, |c, at| sum += c as usize + at));
                black_box(sum);
            }),
        ),
        ("folding to a text", Box::new(|| texts.iter().for_each(|t| drop(black_box(fold(t)))))),
        (
            "words, folded, with offsets",
            Box::new(|| {
                black_box(hits(&only_words));
            }),
        ),
        (
            "built-in rules alone",
            Box::new(|| {
                black_box(hits(&none));
            }),
        ),
        (
            "everything",
            Box::new(|| {
                black_box(hits(&whole));
            }),
        ),
    ];
    let times = best(&mut works);
    for ((name, _), seconds) in works.iter().zip(&times) {
        let (rate, per, of) = (megabytes / seconds, texts.len() as f64 / seconds / 1e3, times[0] / seconds);
        println!("{name:34} {rate:7.1} MB/s {per:5.0} k msg/s {of:5.2} of bare");
    }
    drop(works);
    println!("hits of words {}, of everything {}", hits(&only_words), hits(&whole));
    let (begun, start) = (Instant::now(), worked(Instant::now()));
    (0..1_000_000).for_each(|n| drop(black_box(whole.check(&message(&texts[n % texts.len()])))));
    let (all, own) = (begun.elapsed().as_secs_f64(), worked(begun) - start);
    println!("1,000,000 messages, everything: {all:.2} s, {own:.2} s of it on a processor");
}

fn plan(words: &[Word]) -> Plan {
    Plan { words: words.to_vec(), lists: vec!["words:list".to_owned()], ..Plan::default() }
}

/// How many messages of each label the contact rules stop at; `QUN_BENCH_SHOW=LABEL` prints those of one label.
fn contact(file: &Path) {
    let screen = Screen::build(&[], &Settings::default()).expect("a screen");
    let shown = std::env::var("QUN_BENCH_SHOW").ok();
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (label, text) in read(file) {
        let hits = screen.check(&Message { text: &text, ..Message::default() }).hits;
        let row = counts.entry(label.clone()).or_default();
        row.0 += 1;
        if let Some(hit) = hits.iter().find(|h| h.rule == "contact") {
            row.1 += 1;
            if shown.as_ref() == Some(&label) {
                let said = text.get(hit.start..hit.end).unwrap_or_default();
                println!("{:20} {said} | {}", hit.says, text.chars().take(120).collect::<String>().replace('\n', " "));
            }
        }
    }
    for (label, (all, found)) in counts {
        println!("{} {label}: {found} of {all} = {:.1} %", file.display(), 100.0 * found as f64 / all as f64);
    }
}
