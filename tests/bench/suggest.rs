//! How often the right template is suggested, and how long finding one takes. `cargo bench --bench suggest -- FILE`,
//! FILE being JSON lines with `question` and `answer`.
//!
//! Protocol: every answer is a template that holds nothing but the answer (no name, no keywords; equal answers are one
//! right answer). Each question is asked once. First with nothing learned; then in ten rounds, where the questions of
//! the nine tenths that the asked one is not in count as answered before, with their own answers.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a measuring stick says where it broke")]

use qun::base::At;
use qun::sop::inquiry::Kind;
use qun::sop::search::{Index, Past, SUGGESTIONS};
use qun::sop::template::{NewTemplate, Template};
use std::time::Instant;

struct Pair {
    question: String,
    answer: String,
}

fn template(id: usize, name: &str, keywords: &str, body: &str) -> Template {
    let code: String = (0..5).map(|n| char::from(b'a' + u8::try_from(id / 26_usize.pow(n) % 26).unwrap())).collect();
    let wording =
        NewTemplate { code, name: name.into(), keywords: keywords.into(), body: body.into(), ..NewTemplate::default() };
    let id = i64::try_from(id).unwrap();
    Template { id, wording, uses: 0, reopened: 0, updated_at: At(0), updated_by: String::new(), version: 1 }
}

/// Per cent of `asked` whose answer comes first, and among the suggestions.
fn hits(pairs: &[Pair], asked: &[usize], index: &Index) -> (usize, usize) {
    let mut hits = (0, 0);
    for n in asked {
        let found = index.suggest(&pairs[*n].question, Kind::Ask, "qq");
        assert!(found.len() <= SUGGESTIONS);
        let right = |at: &usize| pairs[*at].answer == pairs[*n].answer;
        hits.0 += usize::from(found.first().is_some_and(right));
        hits.1 += usize::from(found.iter().any(right));
    }
    hits
}

fn say(what: &str, (first, among): (usize, usize), all: usize) {
    let share = |n: usize| n as f64 * 100.0 / all as f64;
    println!("{what}: first {:.1} %, among the first {SUGGESTIONS} {:.1} % of {all}", share(first), share(among));
}

fn rates(pairs: &[Pair]) {
    let templates: Vec<Template> = pairs.iter().enumerate().map(|(n, p)| template(n, "", "", &p.answer)).collect();
    let all: Vec<usize> = (0..pairs.len()).collect();
    let index = Index::new(&templates, &[]);
    say("nothing learned", hits(pairs, &all, &index), all.len());
    // Weights are chosen on the even lines alone.
    for (what, rest) in [("  even lines", 0), ("  odd lines", 1)] {
        let half: Vec<usize> = all.iter().copied().filter(|n| n % 2 == rest).collect();
        say(what, hits(pairs, &half, &index), half.len());
    }
    let mut sum = (0, 0);
    for round in 0..10 {
        let past: Vec<Past> = all
            .iter()
            .filter(|n| *n % 10 != round)
            .map(|n| Past { text: pairs[*n].question.clone(), template: i64::try_from(*n).ok(), reopened: false })
            .collect();
        let asked: Vec<usize> = all.iter().copied().filter(|n| n % 10 == round).collect();
        let found = hits(pairs, &asked, &Index::new(&templates, &past));
        sum = (sum.0 + found.0, sum.1 + found.1);
    }
    say("learned from the other nine tenths", sum, all.len());
}

fn timed<T>(what: &str, times: u32, mut work: impl FnMut() -> T) -> T {
    let mut spent: Vec<f64> = Vec::new();
    let mut last = work();
    for _ in 0..times {
        let start = Instant::now();
        last = work();
        spent.push(start.elapsed().as_secs_f64() * 1e3);
    }
    spent.sort_by(f64::total_cmp);
    println!("{what}: median {:.3} ms, longest {:.3} ms", spent[spent.len() / 2], spent[spent.len() - 1]);
    last
}

fn times(pairs: &[Pair]) {
    let many: Vec<Template> = (0..10_000)
        .map(|n| {
            let p = &pairs[n % pairs.len()];
            let name: String = p.question.chars().take(20).collect();
            template(n, &name, &p.question, &format!("{} {n}", p.answer))
        })
        .collect();
    let past: Vec<Past> = pairs.iter().map(|p| Past { text: p.question.clone(), ..Past::default() }).collect();
    let index = timed("10,000 templates made ready", 5, || Index::new(&many, &past));
    for query in ["t", "tk", "zb", "tupian", "图片", "没有这样的话", ""] {
        timed(&format!("find {query:?}"), 50, || index.find(query, Some("qq")));
    }
    timed("suggest", 200, || index.suggest(&pairs[7].question, Kind::Ask, "qq"));
}

fn main() {
    let Some(path) = std::env::args().skip(1).find(|a| !a.starts_with("--")) else {
        println!("nothing measured: name a file of questions and answers");
        return;
    };
    let text = std::fs::read_to_string(path).unwrap();
    let pair = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        Pair { question: text("question"), answer: text("answer") }
    };
    let pairs: Vec<Pair> = text.lines().map(pair).collect();
    rates(&pairs);
    if !std::env::args().any(|a| a == "--rates") {
        times(&pairs);
    }
}
