//! `qun rules`: the operators' own words, expressions and domains, and trying them before they are put to work.

mod conduct;

use super::session::Session;
use super::{input, output, screen};
use crate::base::text::{Clean, fold_tight};
use crate::base::{Error, Kind, Result};
use crate::messages;
use crate::moderation::reason::{REASONS, Reason};
use crate::moderation::screening::{self, Message, RULES, Word, WordKind};
use crate::moderation::shown::shown;
use crate::moderation::store::{self, WordRow};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

/// Messages a new rule is tried on unless told otherwise.
const TRIED_ON: usize = 10_000;
/// Messages shown as examples of what a rule would have caught.
const EXAMPLES: usize = 5;
/// Words named in a report, those with the most hits first.
const NAMED: usize = 10;

/// `qun rules list|add|import|test|strikes|clause|shadow`
#[derive(Debug, Subcommand)]
pub enum Rules {
    List,
    Add {
        #[arg(required = true, value_name = "WORD")]
        words: Vec<String>,
        #[command(flatten)]
        meaning: Meaning,
    },
    Import {
        #[arg(id = "word_file", value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        meaning: Meaning,
        #[arg(id = "try_words", long = "dry-run")]
        dry_run: bool,
        #[arg(id = "tried_on", long = "limit", default_value_t = TRIED_ON, value_name = "N")]
        limit: usize,
    },
    Test {
        #[arg(id = "try_text", value_name = "TEXT")]
        text: String,
    },
    Strikes(conduct::Strikes),
    #[command(subcommand)]
    Clause(conduct::Clause),
    Shadow {
        #[arg(id = "word_or_id", required = true, value_name = "WORD|ID")]
        words: Vec<String>,
        #[arg(id = "word_kind", long = "kind", value_name = "KIND", default_value = "word")]
        kind: String,
        #[arg(id = "tried_on", long = "limit", default_value_t = TRIED_ON, value_name = "N")]
        limit: usize,
    },
}

/// What a hit of new words means.
#[derive(Debug, Args)]
pub struct Meaning {
    #[arg(id = "word_kind", long = "kind", value_name = "KIND", default_value = "word")]
    kind: String,
    #[arg(id = "word_reason", long = "reason", value_name = "KEY", default_value = "ads")]
    reason: String,
    #[arg(long, value_name = "0-1", default_value_t = 0.6)]
    severity: f64,
}

/// Runs it. `test` exits 3 on a hit.
pub fn run(args: Rules, s: &mut Session) -> Result<u8> {
    match args {
        Rules::List => list(s)?,
        Rules::Add { words, meaning } => add(&words, &meaning, s)?,
        Rules::Import { file, meaning, dry_run, limit } => {
            let (words, short) = read(&input::text(&file)?, &meaning)?;
            if dry_run { try_import(&words, short, limit, s)? } else { import(&words, short, s)? }
        }
        Rules::Test { text } => return test(&text, s),
        Rules::Strikes(args) => conduct::strikes(&args, s)?,
        Rules::Clause(args) => conduct::clause(args, s)?,
        Rules::Shadow { words, kind, limit } => shadow(&words, &kind, limit, s)?,
    }
    Ok(0)
}

fn list(s: &Session) -> Result<()> {
    let words = store::words(&s.db)?;
    if s.json {
        let own = words.iter().map(|r| {
            json!({ "id": r.id, "kind": r.word.kind.id(), "pattern": r.word.pattern, "reason": r.word.reason,
                    "severity": r.word.severity, "enabled": r.enabled })
        });
        let built_in = RULES.iter().map(|r| {
            json!({ "id": null, "kind": "built_in", "pattern": r.id, "reason": null, "severity": null, "enabled": true })
        });
        return output::json(&built_in.chain(own).collect::<Vec<Value>>());
    }
    let text = |key: &str| s.lang.text(key).to_owned();
    let built_in = RULES.iter().map(|r| vec![format!("R{}", r.number()), text("cli.built_in"), text(r.label)]);
    let own = words.iter().map(|r| {
        let state = text(if r.enabled { "cli.on" } else { "cli.off" });
        let severity = format!("{:.2}", r.word.severity);
        vec![
            r.id.to_string(),
            r.word.kind.id().into(),
            r.word.pattern.clone(),
            text(r.word.reason.row().label),
            severity,
            state,
        ]
    });
    output::table(&built_in.chain(own).collect::<Vec<_>>())
}

fn kind(word: &str) -> Result<WordKind> {
    input::one_of("--kind", word, WordKind::parse(word), WordKind::ALL.map(|k| k.1))
}

impl Meaning {
    /// What every one of the words shares.
    fn word(&self) -> Result<Word> {
        let reason =
            input::one_of("--reason", &self.reason, Reason::parse(&self.reason), REASONS.iter().map(|r| r.id))?;
        if !(0.0..=1.0).contains(&self.severity) {
            return Err(Error::new(Kind::Usage, "cli.bad_severity").with("value", self.severity));
        }
        Ok(Word { kind: kind(&self.kind)?, reason, severity: self.severity, pattern: String::new() })
    }
}

/// Why screening could not use `word`: a catalogue key. Words of one character stand in every text.
fn refused(word: &Word) -> Option<&'static str> {
    match word.kind {
        WordKind::Word | WordKind::Allow => {
            fold_tight(&word.pattern).text.chars().nth(1).is_none().then_some("cli.short_word")
        }
        WordKind::Domain => {
            let bad = |c: char| c.is_whitespace() || "/:@?#".contains(c);
            (word.pattern.contains(bad) || !word.pattern.contains('.')).then_some("cli.bad_domain")
        }
        WordKind::Pattern => None,
    }
}

fn add(words: &[String], meaning: &Meaning, s: &mut Session) -> Result<()> {
    let word = meaning.word()?;
    let words: Vec<Word> = words.iter().map(|w| Word { pattern: w.trim().to_owned(), ..word.clone() }).collect();
    if let Some((word, why)) = words.iter().find_map(|w| Some((w, refused(w)?))) {
        return Err(Error::user(why).with("word", &word.pattern));
    }
    screen::build(&words, &s.config)?;
    let new = store::add_words(&mut s.db, &words)?;
    added(words.len(), new, 0, s)
}

/// The words of a file: one a line or between commas and tabs. An expression takes its whole line. Also how many were
/// of no use.
fn read(text: &str, meaning: &Meaning) -> Result<(Vec<Word>, usize)> {
    let word = meaning.word()?;
    let ends: &[char] = if word.kind == WordKind::Pattern { &['\n', '\r'] } else { &['\n', '\r', '\t', ',', '，'] };
    let (mut seen, mut short) = (HashSet::new(), 0);
    let mut words = Vec::new();
    for pattern in text.split(ends).map(str::trim).filter(|p| !p.is_empty()) {
        let word = Word { pattern: pattern.to_owned(), ..word.clone() };
        if !seen.insert(pattern) {
            continue;
        }
        match refused(&word) {
            Some(_) => short += 1,
            None => words.push(word),
        }
    }
    Ok((words, short))
}

fn import(words: &[Word], short: usize, s: &mut Session) -> Result<()> {
    screen::build(words, &s.config)?;
    let new = store::add_words(&mut s.db, words)?;
    added(words.len(), new, short, s)
}

fn added(read: usize, new: usize, short: usize, s: &Session) -> Result<()> {
    if s.json {
        return output::json(&json!({ "read": read, "new": new, "known": read - new, "skipped": short }));
    }
    let counts: [(&str, &dyn std::fmt::Display); 4] =
        [("read", &read), ("new", &new), ("known", &(read - new)), ("short", &short)];
    output::say(s.quiet, &s.lang.fill("cli.words_added", &counts));
    Ok(())
}

fn test(text: &str, s: &Session) -> Result<u8> {
    let rules = screen::build(&store::enabled_words(&s.db)?, &s.config)?;
    let message = Message { text, ..Message::default() };
    let verdict = rules.check(&message);
    if s.json {
        output::json(&screen::judged(&rules, &message))?;
    } else {
        let short = verdict.suggestion.short().map_or("", |key| s.lang.text(key));
        output::lines([format!("{short} {:.2}", verdict.score)])?;
        let rows = verdict.hits.iter().map(|h| {
            let number = screening::rule(&h.rule).map_or_else(String::new, |r| format!("R{}", r.number()));
            let what = s.lang.text(&h.says).to_owned();
            vec![number, what, text.get(h.start..h.end).unwrap_or_default().to_owned()]
        });
        output::table(&rows.collect::<Vec<_>>())?;
    }
    Ok(if verdict.hits.is_empty() { 0 } else { Kind::Findings.exit_code() })
}

/// What rules would have caught of the kept messages.
#[derive(Debug, Default)]
struct Catch {
    messages: usize,
    caught: usize,
    /// Of them, those a person let through, refused, and has not judged yet.
    judged: [usize; 3],
    /// By folded word.
    words: BTreeMap<String, usize>,
    examples: Vec<String>,
}

impl Catch {
    /// Tries the own words of `rules` alone: what the built-in rules find is caught already.
    fn of(rules: &screening::Screen, limit: usize, s: &Session) -> Result<Catch> {
        let mut catch = Catch::default();
        catch.messages = messages::store::kept(&s.db, limit, |text, state| {
            let mut verdict = rules.check(&Message { text, ..Message::default() });
            verdict.hits.retain(|h| matches!(h.rule.as_str(), "words" | "patterns"));
            if verdict.hits.is_empty() {
                return;
            }
            catch.caught += 1;
            match state {
                Some("approved") => catch.judged[0] += 1,
                Some("rejected") => catch.judged[1] += 1,
                Some(_) => catch.judged[2] += 1,
                None => {}
            }
            let found: HashSet<String> =
                verdict.hits.iter().filter_map(|h| text.get(h.start..h.end)).map(|t| fold_tight(t).text).collect();
            found.into_iter().for_each(|word| *catch.words.entry(word).or_default() += 1);
            if catch.examples.len() < EXAMPLES {
                catch.examples.push(shown(text, &verdict.hits).text);
            }
        })?;
        Ok(catch)
    }

    fn share(&self) -> Option<f64> {
        (self.messages > 0).then(|| self.caught as f64 / self.messages as f64)
    }

    fn json(&self) -> Value {
        let [approved, rejected, waiting] = self.judged;
        json!({ "messages": self.messages, "caught": self.caught, "share": self.share(), "approved": approved,
                "rejected": rejected, "waiting": waiting, "examples": self.examples })
    }

    /// The sentence, then the examples.
    fn lines(&self, s: &Session) -> Vec<String> {
        let share = self.share().map_or_else(|| "--".to_owned(), |share| s.lang.percent(share));
        let mut lines = vec![s.lang.fill(
            "cli.caught",
            &[
                ("messages", &self.messages),
                ("caught", &self.caught),
                ("share", &share),
                ("approved", &self.judged[0]),
                ("rejected", &self.judged[1]),
            ],
        )];
        lines.extend(self.examples.iter().map(|t| format!("  {}", Clean::head(t, 70).cut(70))));
        lines
    }
}

/// What an import would do: how many words are new, and what they would have caught.
fn try_import(words: &[Word], short: usize, limit: usize, s: &Session) -> Result<()> {
    let known: HashSet<(&str, String)> =
        store::words(&s.db)?.into_iter().map(|r| (r.word.kind.id(), r.word.pattern)).collect();
    let new = words.iter().filter(|w| !known.contains(&(w.kind.id(), w.pattern.clone()))).count();
    let catch = Catch::of(&screen::build_alone(words, &s.config)?, limit, s)?;
    let mut most: Vec<(&String, &usize)> = catch.words.iter().collect();
    most.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    most.truncate(NAMED);
    if s.json {
        let mut value = catch.json();
        value["read"] = words.len().into();
        value["new"] = new.into();
        value["known"] = (words.len() - new).into();
        value["skipped"] = short.into();
        value["words"] = most.iter().map(|(w, n)| json!({ "word": w, "caught": n })).collect();
        return output::json(&value);
    }
    let counts: [(&str, &dyn std::fmt::Display); 4] =
        [("read", &words.len()), ("new", &new), ("known", &(words.len() - new)), ("short", &short)];
    output::lines([s.lang.fill("cli.words_dry", &counts)])?;
    output::lines(catch.lines(s))?;
    output::table(&most.iter().map(|(w, n)| vec![format!("  {n}"), (*w).clone()]).collect::<Vec<_>>())
}

/// The word meant by `told`: the number of a stored one, or itself.
fn meant(told: &str, kind: WordKind, stored: &[WordRow]) -> Result<Word> {
    let row = told.trim_start_matches('#').parse::<i64>().ok().and_then(|id| stored.iter().find(|r| r.id == id));
    let word = row.map_or_else(|| Word { kind, ..Word::new(told.trim()) }, |r| r.word.clone());
    if matches!(word.kind, WordKind::Allow | WordKind::Domain) {
        return Err(Error::new(Kind::Usage, "cli.shadow_kind").with("word", &word.pattern));
    }
    match refused(&word) {
        Some(why) => Err(Error::user(why).with("word", &word.pattern)),
        None => Ok(word),
    }
}

fn shadow(told: &[String], kind_told: &str, limit: usize, s: &Session) -> Result<()> {
    let (kind, stored) = (kind(kind_told)?, store::words(&s.db)?);
    let allowed: Vec<Word> =
        stored.iter().filter(|r| r.enabled && r.word.kind == WordKind::Allow).map(|r| r.word.clone()).collect();
    let mut all = Vec::new();
    for told in told {
        let word = meant(told, kind, &stored)?;
        let pattern = word.pattern.clone();
        let words: Vec<Word> = std::iter::once(word).chain(allowed.iter().cloned()).collect();
        all.push((pattern, Catch::of(&screen::build_alone(&words, &s.config)?, limit, s)?));
    }
    if s.json {
        let value = |(word, catch): &(String, Catch)| {
            let mut value = catch.json();
            value["word"] = word.as_str().into();
            value
        };
        return output::json(&all.iter().map(value).collect::<Vec<_>>());
    }
    output::lines(all.iter().flat_map(|(word, catch)| {
        let head = s.lang.fill("cli.shadow_of", &[("word", word)]);
        std::iter::once(head).chain(catch.lines(s).into_iter().map(|l| format!("  {l}")))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(kind: &str, reason: &str, severity: f64) -> Meaning {
        Meaning { kind: kind.into(), reason: reason.into(), severity }
    }

    #[test]
    fn a_list_is_cut_at_lines_commas_and_tabs() {
        let patterns = |text: &str, kind: &str| {
            let (words, short) = read(text, &meaning(kind, "ads", 0.6)).unwrap();
            (words.into_iter().map(|w| w.pattern).collect::<Vec<_>>().join("|"), short)
        };
        assert_eq!(patterns("水军,加V，刷单\t代刷\r\n\n 水军 \n赌", "word"), ("水军|加V|刷单|代刷".into(), 1));
        assert_eq!(patterns("a{1,3}b\n\\d+，x", "pattern"), ("a{1,3}b|\\d+，x".into(), 0));
        assert_eq!(patterns("example.com, https://x.com/a", "domain"), ("example.com".into(), 1));
        assert_eq!(patterns(" \n,,", "word"), (String::new(), 0));
    }

    #[test]
    fn what_words_mean_is_checked() {
        assert_eq!(meaning("allow", "abuse", 1.0).word().unwrap().reason, Reason::Abuse);
        for wrong in [meaning("words", "ads", 0.6), meaning("word", "spam", 0.6), meaning("word", "ads", 1.1)] {
            assert_eq!(wrong.word().unwrap_err().kind, Kind::Usage);
        }
        assert!(meaning("word", "ads", f64::NAN).word().is_err());
    }

    #[test]
    fn a_number_means_a_stored_word_and_else_itself() {
        let stored = vec![
            WordRow { id: 7, word: Word { severity: 0.9, ..Word::new("水军") }, enabled: false },
            WordRow { id: 8, word: Word { kind: WordKind::Allow, ..Word::new("微量") }, enabled: true },
        ];
        let meant = |told: &str| meant(told, WordKind::Word, &stored).map(|w| w.pattern);
        assert_eq!(meant("7").unwrap(), "水军");
        assert_eq!(meant("#7").unwrap(), "水军");
        assert_eq!(meant("555").unwrap(), "555");
        assert_eq!(meant("8").unwrap_err().kind, Kind::Usage);
        assert_eq!(meant("赌").unwrap_err().says.key, "cli.short_word");
    }
}
