//! `qun rules`: built-in rules, word lists, the operators' own words, expressions and domains; trying them before they
//! are put to work is in `trial`, reading lists in `listing`.

mod listing;
mod trial;

mod conduct;

use super::session::Session;
use super::{input, output, screen};
use crate::base::text::fold_tight;
use crate::base::{Error, Kind, Result};
use crate::moderation::reason::{REASONS, Reason};
use crate::moderation::screening::{self, Message, RULES, RuleState, Screen, Settings, Word, WordKind};
use crate::moderation::store::{self, ListRow, NewList, Switch, WordRow};
use crate::moderation::wordlist::Entry;
use clap::{Args, Subcommand};
use serde_json::json;
use std::path::PathBuf;
use trial::TRIED_ON;

/// `qun rules list|add|import|set|drop|test|strikes|clause|shadow`
#[derive(Debug, Subcommand)]
pub enum Rules {
    List {
        #[arg(id = "list_name", value_name = "LIST")]
        name: Option<String>,
    },
    Add {
        #[arg(required = true, value_name = "WORD")]
        words: Vec<String>,
        #[arg(id = "into_list", long = "list", value_name = "LIST")]
        list: Option<String>,
        #[arg(id = "force_word", long = "force")]
        force: bool,
        #[command(flatten)]
        meaning: Meaning,
    },
    Import(listing::Import),
    Set {
        #[arg(id = "rule_name", value_name = "RULE|LIST|WORD|ID")]
        name: String,
        #[arg(id = "rule_state", value_name = "on|shadow|off")]
        state: String,
    },
    Drop {
        #[arg(id = "dropped_list", value_name = "LIST")]
        name: String,
    },
    Test {
        #[arg(id = "try_text", value_name = "TEXT")]
        text: String,
    },
    Strikes(conduct::Strikes),
    #[command(subcommand)]
    Clause(conduct::Clause),
    Shadow {
        #[arg(id = "word_or_id", value_name = "RULE|LIST|WORD|ID")]
        words: Vec<String>,
        #[arg(id = "try_patterns", long = "pattern", value_name = "PATTERN")]
        patterns: Vec<String>,
        #[arg(id = "try_list", long = "file", value_name = "FILE")]
        file: Option<PathBuf>,
        #[arg(id = "word_kind", long = "kind", value_name = "KIND", default_value = "word")]
        kind: String,
        #[arg(id = "tried_on", long = "last", alias = "limit", default_value_t = TRIED_ON, value_name = "N")]
        last: usize,
    },
}

/// What a hit of new words means.
#[derive(Debug, Args)]
pub struct Meaning {
    #[arg(id = "word_kind", long = "kind", value_name = "KIND", default_value = "word")]
    kind: String,
    #[arg(id = "word_reason", long = "reason", value_name = "KEY")]
    reason: Option<String>,
    #[arg(long, value_name = "0-1")]
    severity: Option<f64>,
}

/// Runs it. `test` exits 3 on a hit.
pub fn run(args: Rules, s: &mut Session) -> Result<u8> {
    match args {
        Rules::List { name: None } => list(s)?,
        Rules::List { name: Some(name) } => listing::words(&name, s)?,
        Rules::Add { words, list, force, meaning } => add(&words, list.as_deref(), force, &meaning, s)?,
        Rules::Import(args) => listing::import(&args, s)?,
        Rules::Set { name, state } => set(&name, &state, s)?,
        Rules::Drop { name } => {
            let list = store::list_named(&s.db, &name)?;
            store::drop_list(&mut s.db, list.ok_or_else(|| Error::user("rules.no_list").with("name", name))?.id)?;
        }
        Rules::Test { text } => return test(&text, s),
        Rules::Strikes(args) => conduct::strikes(&args, s)?,
        Rules::Clause(args) => conduct::clause(args, s)?,
        Rules::Shadow { words, patterns, file, kind: told, last } => {
            let shadowed = trial::Wanted { words, patterns, file, kind: kind(&told)?, last };
            trial::shadow(&shadowed, s)?;
        }
    }
    Ok(0)
}

/// One line of `rules list`.
struct Line {
    number: String,
    id: Option<i64>,
    kind: &'static str,
    /// The catalogue key of that.
    label: &'static str,
    /// Its name in the file.
    pattern: String,
    /// Its name for people.
    name: String,
    meaning: Option<(Reason, f64)>,
    state: RuleState,
    source: String,
    list: Option<ListRow>,
}

fn listed(s: &Session) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for rule in RULES {
        lines.push(Line {
            number: format!("R{}", rule.number()),
            id: None,
            kind: "built_in",
            label: "rules.kind_rule",
            pattern: rule.id.to_owned(),
            name: s.lang.text(rule.label).to_owned(),
            meaning: None,
            state: store::rule_state(&s.db, rule.id)?,
            source: rule.id.to_owned(),
            list: None,
        });
    }
    lines.extend(store::lists(&s.db)?.into_iter().map(|l| Line {
        number: s.lang.fill("rules.n_words", &[("n", &s.lang.count(l.words))]),
        id: None,
        kind: "list",
        label: "rules.kind_list",
        pattern: l.name.clone(),
        name: l.name.clone(),
        meaning: Some((l.reason, l.severity)),
        state: l.state,
        source: format!("words:{}", l.name),
        list: Some(l),
    }));
    lines.extend(store::words(&s.db)?.into_iter().map(|r| Line {
        number: r.id.to_string(),
        id: Some(r.id),
        kind: r.word.kind.id(),
        label: r.word.kind.label(),
        source: format!("{}:{}", r.word.kind.id(), r.word.pattern),
        name: r.word.pattern.clone(),
        pattern: r.word.pattern,
        meaning: Some((r.word.reason, r.word.severity)),
        state: r.state,
        list: None,
    }));
    Ok(lines)
}

fn list(s: &Session) -> Result<()> {
    let (mut values, mut cells) = (Vec::new(), Vec::new());
    let learner = store::learned(&s.db, &s.config)?;
    let text = |key: &str| s.lang.text(key).to_owned();
    for l in listed(s)? {
        let rate = store::rate(&s.db, &l.source)?;
        let (reason, severity) = (l.meaning.map(|m| m.0.row()), l.meaning.map(|m| m.1));
        let mut value = json!({
            "id": l.id, "kind": l.kind, "pattern": l.pattern, "reason": reason.map(|r| r.id), "severity": severity,
            "state": l.state.id(), "enabled": l.state == RuleState::On, "rate": trial::rate_json(rate.as_ref()),
        });
        if let Some(learner) = learner.as_ref().filter(|_| l.source == "learned") {
            let [fine, bad] = learner.decisions();
            value["learned"] = json!({ "approved": fine, "rejected": bad, "order": learner.order(),
                                       "orders": learner.orders(), "stops": learner.stops() });
        }
        if let Some(list) = &l.list {
            value["words"] = list.words.into();
            value["source"] = known(&list.source).into();
            value["licence"] = known(&list.licence).into();
        }
        values.push(value);
        let short = rate.map_or_else(String::new, |r| {
            s.lang.fill("rules.rate_short", &[("caught", &r.caught), ("tried", &r.tried)])
        });
        let severity = severity.map_or_else(String::new, |v| format!("{v:.2}"));
        let reason = reason.map_or_else(String::new, |r| text(r.label));
        cells.push(vec![l.number, text(l.label), l.name, reason, severity, text(l.state.label()), short]);
    }
    if s.json {
        return output::json(&values);
    }
    output::table(&cells)?;
    output::lines(learner.map(|l| s.lang.say(&l.told())))
}

fn known(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn kind(word: &str) -> Result<WordKind> {
    input::one_of("--kind", word, WordKind::parse(word), WordKind::ALL.map(|k| k.1))
}

impl Meaning {
    fn reason(&self) -> Result<Option<Reason>> {
        let known = REASONS.iter().map(|r| r.id);
        let parse = |told: &String| input::one_of("--reason", told, Reason::parse(told), known);
        self.reason.as_ref().map(parse).transpose()
    }

    fn severity(&self) -> Result<Option<f64>> {
        match self.severity {
            Some(told) if !(0.0..=1.0).contains(&told) => {
                Err(Error::new(Kind::Usage, "cli.bad_severity").with("value", told))
            }
            told => Ok(told),
        }
    }

    /// What every one of the words shares.
    fn word(&self) -> Result<Word> {
        let usual = Word::new("");
        let (reason, severity) = (self.reason()?.unwrap_or(usual.reason), self.severity()?.unwrap_or(usual.severity));
        Ok(Word { kind: kind(&self.kind)?, reason, severity, ..usual })
    }

    /// The list `name` with what is told of it.
    fn list(&self, name: &str) -> Result<NewList> {
        if screening::rule(name).is_some() || name.trim().is_empty() {
            return Err(Error::user("rules.name_taken").with("name", name));
        }
        Ok(NewList {
            name: name.trim().to_owned(),
            source: String::new(),
            licence: String::new(),
            reason: self.reason()?,
            severity: self.severity()?,
        })
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

fn add(words: &[String], list: Option<&str>, force: bool, meaning: &Meaning, s: &mut Session) -> Result<()> {
    let word = meaning.word()?;
    if let Some(name) = list {
        let entry = |w: &String| Entry {
            allow: word.kind == WordKind::Allow,
            forced: force,
            severity: meaning.severity,
            ..Entry::new(w.trim())
        };
        let entries: Vec<Entry> = words.iter().map(entry).collect();
        let added = store::add_to_list(&mut s.db, &NewList { severity: None, ..meaning.list(name)? }, &entries)?;
        return counted(words.len(), added.new, 0, s);
    }
    let words: Vec<Word> = words.iter().map(|w| Word { pattern: w.trim().to_owned(), ..word.clone() }).collect();
    if let Some((word, why)) = words.iter().find_map(|w| Some((w, refused(w)?))) {
        return Err(Error::user(why).with("word", &word.pattern));
    }
    Screen::build(&words, &Settings::from(&s.config.screening))?;
    let new = store::add_words(&mut s.db, &words)?;
    counted(words.len(), new, 0, s)
}

fn counted(read: usize, new: usize, short: usize, s: &Session) -> Result<()> {
    if s.json {
        return output::json(&json!({ "read": read, "new": new, "known": read - new, "skipped": short }));
    }
    let counts: [(&str, &dyn std::fmt::Display); 4] =
        [("read", &read), ("new", &new), ("known", &(read - new)), ("short", &short)];
    output::say(s.quiet, &s.lang.fill("cli.words_added", &counts));
    Ok(())
}

/// What a name on the command line means.
enum Meant {
    Rule(&'static screening::Rule),
    List(ListRow),
    Stored(WordRow),
}

/// The rule, list or stored word called `told`: `contact`, `R3`, a list's name, `#7`, the word itself.
fn meant(told: &str, s: &Session) -> Result<Option<Meant>> {
    let numbered = told.strip_prefix(['R', 'r']).and_then(|n| n.parse::<usize>().ok());
    let by_number = numbered.and_then(|n| RULES.get(n.checked_sub(1)?));
    if let Some(rule) = by_number.or_else(|| RULES.iter().find(|r| r.id == told)) {
        return Ok(Some(Meant::Rule(rule)));
    }
    if let Some(list) = store::list_named(&s.db, told)? {
        return Ok(Some(Meant::List(list)));
    }
    let (stored, id) = (store::words(&s.db)?, told.trim_start_matches('#').parse::<i64>().ok());
    let found = stored.iter().find(|r| Some(r.id) == id).or_else(|| stored.iter().find(|r| r.word.pattern == told));
    Ok(found.cloned().map(Meant::Stored))
}

fn set(name: &str, told: &str, s: &mut Session) -> Result<()> {
    let state = input::one_of("STATE", told, RuleState::parse(told), RuleState::ALL.map(|r| r.1))?;
    let Some(meant) = meant(name, s)? else {
        return Err(Error::user("rules.no_name").with("name", name).hint("rules.no_name_hint"));
    };
    // What it would catch is said before it does.
    let rate = match (&meant, state) {
        (_, RuleState::Off) => None,
        (Meant::Rule(rule), _) if matches!(rule.id, "wave" | "outside") => None,
        (Meant::Stored(row), _) if matches!(row.word.kind, WordKind::Allow | WordKind::Domain) => None,
        (meant, _) => Some(trial::of(meant, TRIED_ON, s)?),
    };
    let (what, label) = match &meant {
        Meant::Rule(rule) => (Switch::Rule(rule.id), s.lang.text(rule.label).to_owned()),
        Meant::List(list) => (Switch::List(list.id), list.name.clone()),
        Meant::Stored(row) => (Switch::Word(row.id), row.word.pattern.clone()),
    };
    store::switch(&mut s.db, &what, state)?;
    if s.json {
        return output::json(&json!({ "name": name, "state": state.id(), "trial": rate.map(|r| r.json()) }));
    }
    if let Some(rate) = rate {
        output::lines(rate.lines(s))?;
    }
    let said = s.lang.fill("rules.switched", &[("what", &label), ("state", &s.lang.text(state.label()))]);
    output::say(s.quiet, &said);
    Ok(())
}

fn test(text: &str, s: &Session) -> Result<u8> {
    let rules = store::screen_of_today(&s.db, &s.config)?;
    let message = Message { text, ..Message::default() };
    let verdict = rules.check(&message);
    if s.json {
        output::json(&screen::judged(&rules, &message))?;
    } else {
        let short = verdict.suggestion.short().map_or("", |key| s.lang.text(key));
        output::lines([format!("{short} {:.2}", verdict.score)])?;
        let rows = verdict.hits.iter().map(|h| {
            let number = screening::rule(&h.rule).map_or_else(String::new, |r| format!("R{}", r.number()));
            let list = h.rule.split_once(':').map_or("", |(_, list)| list);
            let what = format!("{} {list}", s.lang.text(&h.says)).trim_end().to_owned();
            vec![number, what, text.get(h.start..h.end).unwrap_or_default().to_owned()]
        });
        output::table(&rows.collect::<Vec<_>>())?;
    }
    Ok(if verdict.hits.is_empty() { 0 } else { Kind::Findings.exit_code() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(kind: &str, reason: &str, severity: f64) -> Meaning {
        Meaning { kind: kind.into(), reason: Some(reason.into()), severity: Some(severity) }
    }

    #[test]
    fn what_words_mean_is_checked() {
        assert_eq!(meaning("allow", "abuse", 1.0).word().unwrap().reason, Reason::Abuse);
        for wrong in [meaning("words", "ads", 0.6), meaning("word", "spam", 0.6), meaning("word", "ads", 1.1)] {
            assert_eq!(wrong.word().unwrap_err().kind, Kind::Usage);
        }
        assert!(meaning("word", "ads", f64::NAN).word().is_err());
        let untold = Meaning { kind: "word".into(), reason: None, severity: None };
        assert_eq!(untold.word().unwrap(), Word::new(""));
    }

    #[test]
    fn lists_and_built_in_rules_have_different_names() {
        let untold = Meaning { kind: "word".into(), reason: None, severity: None };
        assert_eq!(untold.list(" 广告 ").unwrap().name, "广告");
        for taken in ["contact", "words:x", " "] {
            assert_eq!(untold.list(taken).unwrap_err().says.key, "rules.name_taken", "{taken}");
        }
    }
}
