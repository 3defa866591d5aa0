//! Lists: reading them from files in any encoding, taking them over, showing their words.

use super::super::session::Session;
use super::super::{input, output};
use super::trial::{self, TRIED_ON, Tried};
use super::{Meaning, refused};
use crate::base::text::Clean;
use crate::base::{Error, Result};
use crate::moderation::reason::Reason;
use crate::moderation::screening::{RuleState, Screen, Settings, Word, WordKind, compiles};
use crate::moderation::store::{self, Added, ListRow};
use crate::moderation::wordlist::{self, Entry, Parsed};
use clap::Args;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Lines told of what was left out.
const TOLD: usize = 10;

/// `qun rules import FILE`
#[derive(Debug, Args)]
pub struct Import {
    #[arg(id = "word_file", value_name = "FILE")]
    file: PathBuf,
    #[arg(id = "into_list", long = "list", value_name = "LIST")]
    list: Option<String>,
    #[command(flatten)]
    meaning: Meaning,
    #[arg(id = "list_source", long = "source", value_name = "TEXT", default_value = "", hide_default_value = true)]
    source: String,
    #[arg(id = "list_licence", long = "licence", value_name = "TEXT", default_value = "", hide_default_value = true)]
    licence: String,
    #[arg(id = "encoding", long, default_value = "auto", value_name = "E")]
    encoding: String,
    #[arg(id = "force_word", long = "force")]
    force: bool,
    #[arg(id = "try_words", long = "dry-run")]
    dry_run: bool,
    #[arg(id = "tried_on", long = "last", alias = "limit", default_value_t = TRIED_ON, value_name = "N")]
    last: usize,
}

/// A list as read.
#[derive(Debug)]
pub struct Read {
    name: String,
    kind: WordKind,
    reason: Reason,
    severity: f64,
    /// Its words.
    pub parsed: Parsed,
    /// Its expressions or domains.
    pub words: Vec<Word>,
    encoding: &'static str,
    replaced: u64,
}

impl Read {
    /// What its lines are.
    pub fn kind(&self) -> WordKind {
        self.kind
    }

    /// As if it were stored.
    pub fn row(&self) -> ListRow {
        ListRow {
            id: 0,
            name: self.name.clone(),
            source: String::new(),
            licence: String::new(),
            reason: self.reason,
            severity: self.severity,
            state: RuleState::Off,
            words: i64::try_from(self.parsed.entries.len()).unwrap_or(i64::MAX),
        }
    }

    fn guarded(&self) -> usize {
        self.parsed.entries.iter().filter(|e| e.guarded().is_some()).count()
    }

    /// Everything that stood there.
    fn read(&self) -> usize {
        self.parsed.entries.len() + self.words.len() + self.parsed.duplicate + self.parsed.skipped.len()
    }
}

/// Reads `file`, told nothing about it but what its lines are.
pub fn read(file: &Path, kind: WordKind) -> Result<Read> {
    let usual = Word { kind, ..Word::new("") };
    read_as(file, &usual, false, "auto")
}

fn read_as(file: &Path, word: &Word, force: bool, encoding: &str) -> Result<Read> {
    let (text, encoding, replaced) = input::words(file, encoding)?;
    let (parsed, words) = match word.kind {
        WordKind::Word | WordKind::Allow => (wordlist::parse(&text, word.kind, force), Vec::new()),
        WordKind::Pattern | WordKind::Domain => lines(&text, word)?,
    };
    let name = trial::name_of(file);
    let (kind, reason, severity) = (word.kind, word.reason, word.severity);
    Ok(Read { name, kind, reason, severity, parsed, words, encoding, replaced })
}

/// Expressions and domains, one a line. One expression that is none stops all of it, by its line and column.
fn lines(text: &str, word: &Word) -> Result<(Parsed, Vec<Word>)> {
    let (mut parsed, mut words, mut seen) = (Parsed::default(), Vec::new(), HashSet::new());
    for (number, pattern) in
        text.trim_start_matches('\u{FEFF}').lines().map(str::trim).enumerate().filter(|(_, p)| !p.is_empty())
    {
        let word = Word { pattern: pattern.to_owned(), ..word.clone() };
        if word.kind == WordKind::Pattern {
            compiles(pattern).map_err(|e| {
                let what = serde_json::to_string(&e.says).unwrap_or_default();
                Error::user("rules.pattern_line")
                    .with("line", number + 1)
                    .with("what", what)
                    .hint("rules.bad_pattern_hint")
            })?;
        }
        match refused(&word) {
            Some(why) => {
                let word = pattern.to_owned();
                parsed.skipped.push(wordlist::Skipped { line: number + 1, word, why });
            }
            None if seen.insert(pattern) => words.push(word),
            None => parsed.duplicate += 1,
        }
    }
    Ok((parsed, words))
}

/// `rules import`: reads, takes over unless it is a dry run, and says what the list would have caught.
pub fn import(args: &Import, s: &mut Session) -> Result<()> {
    let word = args.meaning.word()?;
    let mut list = read_as(&args.file, &word, args.force, &args.encoding)?;
    if let Some(name) = &args.list {
        list.name = name.trim().to_owned();
    }
    let is_list = matches!(word.kind, WordKind::Word | WordKind::Allow);
    let added = if is_list { add_list(&list, args, s)? } else { add_lines(&list, args, s)? };
    let tried = match word.kind {
        WordKind::Word | WordKind::Pattern => Some(trial::of_list(&list, args.last, s)?),
        WordKind::Allow | WordKind::Domain => None,
    };
    if s.json {
        return output::json(&told(&list, added, tried.as_ref(), args.dry_run, s)?);
    }
    say(&list, added, args.dry_run, s)?;
    if let Some(tried) = tried {
        output::lines(tried.lines(s))?;
    }
    match store::list_named(&s.db, &list.name)?.filter(|_| is_list && !args.dry_run) {
        Some(row) => {
            let state = s.lang.text(row.state.label());
            let about: [(&str, &dyn std::fmt::Display); 3] =
                [("list", &row.name), ("words", &row.words), ("state", &state)];
            output::say(s.quiet, &s.lang.fill("rules.list_is", &about));
            if row.state == RuleState::Off {
                output::say(s.quiet, &s.lang.fill("rules.list_next", &[("list", &row.name)]));
            }
            Ok(())
        }
        None => Ok(()),
    }
}

fn add_list(list: &Read, args: &Import, s: &mut Session) -> Result<Added> {
    let mut new = args.meaning.list(&list.name)?;
    (new.source, new.licence) = (args.source.clone(), args.licence.clone());
    if new.source.is_empty() {
        new.source = args.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    }
    if !args.dry_run {
        return store::add_to_list(&mut s.db, &new, &list.parsed.entries);
    }
    let known: HashSet<String> = match store::list_named(&s.db, &list.name)? {
        Some(row) => store::list_words(&s.db, row.id)?.into_iter().map(|e| e.word).collect(),
        None => HashSet::new(),
    };
    let old = list.parsed.entries.iter().filter(|e| known.contains(&e.word)).count();
    Ok(Added { list: 0, new: list.parsed.entries.len() - old, known: old })
}

fn add_lines(list: &Read, args: &Import, s: &mut Session) -> Result<Added> {
    Screen::build(&list.words, &Settings::from(&s.config.screening))?;
    let new = if args.dry_run {
        let stored = store::words(&s.db)?;
        let known = |w: &&Word| !stored.iter().any(|r| r.word.kind == w.kind && r.word.pattern == w.pattern);
        list.words.iter().filter(known).count()
    } else {
        store::add_words(&mut s.db, &list.words)?
    };
    Ok(Added { list: 0, new, known: list.words.len() - new })
}

fn told(list: &Read, added: Added, tried: Option<&Tried>, dry_run: bool, s: &Session) -> Result<Value> {
    let reason = |w: &wordlist::Skipped| json!({ "line": w.line, "word": w.word, "reason": s.lang.text(w.why) });
    let row = store::list_named(&s.db, &list.name)?;
    Ok(json!({
        "list": row.as_ref().map(|r| &r.name), "state": row.as_ref().map(|r| r.state.id()), "dry_run": dry_run,
        "encoding": list.encoding, "replaced": list.replaced,
        "read": list.read(), "new": added.new, "known": added.known, "duplicate": list.parsed.duplicate,
        "guarded": list.guarded(), "skipped": list.parsed.skipped.len(),
        "reasons": list.parsed.skipped.iter().map(reason).collect::<Vec<_>>(),
        "trial": tried.map(Tried::json),
    }))
}

fn say(list: &Read, added: Added, dry_run: bool, s: &Session) -> Result<()> {
    let counts: [(&str, &dyn std::fmt::Display); 6] = [
        ("read", &list.read()),
        ("new", &added.new),
        ("known", &added.known),
        ("duplicate", &list.parsed.duplicate),
        ("guarded", &list.guarded()),
        ("skipped", &list.parsed.skipped.len()),
    ];
    let counted = s.lang.fill("rules.list_counts", &counts);
    match dry_run {
        // That is what was asked for.
        true => output::lines([format!("{}{counted}", s.lang.text("rules.list_dry"))])?,
        false => output::say(s.quiet, &counted),
    }
    if list.replaced > 0 || list.encoding != "UTF-8" {
        let about: [(&str, &dyn std::fmt::Display); 2] = [("encoding", &list.encoding), ("n", &list.replaced)];
        output::say(s.quiet, &s.lang.fill("rules.list_decoded", &about));
    }
    for skipped in list.parsed.skipped.iter().take(TOLD) {
        let word = Clean::head(&skipped.word, 24).cut(24).into_string();
        let about: [(&str, &dyn std::fmt::Display); 3] =
            [("line", &skipped.line), ("word", &word), ("why", &s.lang.text(skipped.why))];
        output::say(s.quiet, &s.lang.fill("rules.list_line", &about));
    }
    if let Some(more) = list.parsed.skipped.len().checked_sub(TOLD + 1) {
        output::say(s.quiet, &s.lang.fill("rules.list_more", &[("n", &(more + 1))]));
    }
    Ok(())
}

/// `rules list NAME`: the words of a list, and why some are not looked for.
pub fn words(name: &str, s: &Session) -> Result<()> {
    let list = store::list_named(&s.db, name)?.ok_or_else(|| Error::user("rules.no_list").with("name", name))?;
    let entries = store::list_words(&s.db, list.id)?;
    if s.json {
        let word = |e: &Entry| {
            json!({ "word": e.word, "severity": e.severity.unwrap_or(list.severity), "allow": e.allow,
                    "forced": e.forced, "guarded": e.guarded().map(|why| s.lang.text(why)) })
        };
        return output::json(&entries.iter().map(word).collect::<Vec<_>>());
    }
    let row = |e: &Entry| {
        let what = match (e.allow, e.guarded()) {
            (true, _) => s.lang.text("rules.kind_allow").to_owned(),
            (false, Some(why)) => s.lang.text(why).to_owned(),
            (false, None) => format!("{:.2}", e.severity.unwrap_or(list.severity)),
        };
        vec![what, e.word.clone()]
    };
    output::table(&entries.iter().map(row).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_and_domains_take_a_line_each() {
        let of = |text: &str, kind| {
            let (parsed, words) = lines(text, &Word { kind, ..Word::new("") }).unwrap();
            let words: Vec<String> = words.into_iter().map(|w| w.pattern).collect();
            (words.join("/"), parsed.duplicate, parsed.skipped.iter().map(|s| s.line).collect::<Vec<_>>())
        };
        assert_eq!(of("a{1,3}b\r\n\\d+，x\n\na{1,3}b", WordKind::Pattern), ("a{1,3}b/\\d+，x".into(), 1, vec![]));
        assert_eq!(of("example.com\nhttps://x.com/a", WordKind::Domain), ("example.com".into(), 0, vec![2]));
    }
}
