//! What rules, lists and words would have caught of the last messages, before they are put to work or while they run dry.

use super::super::output;
use super::super::session::Session;
use super::{Meant, listing, meant, refused};
use crate::base::text::Clean;
use crate::base::{Error, Kind, Result};
use crate::moderation::screening::{Catch, Plan, RULES, RuleState, Screen, Settings, Trial, Word, WordKind, rule};
use crate::moderation::store::{self, Rate};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Messages something is tried on unless told otherwise.
pub const TRIED_ON: usize = store::TRIED_ON;
/// Words named in a report, those with the most hits first.
const NAMED: usize = 10;

/// What `rules shadow` was asked about.
#[derive(Debug)]
pub struct Wanted {
    /// Rules, lists, stored words by number, words.
    pub words: Vec<String>,
    /// Expressions.
    pub patterns: Vec<String>,
    /// A list that is not imported.
    pub file: Option<PathBuf>,
    /// What `words` are that are not known.
    pub kind: WordKind,
    /// How many messages.
    pub last: usize,
}

/// What one thing would have caught.
#[derive(Debug)]
pub struct Tried {
    name: String,
    messages: usize,
    catch: Catch,
}

impl Tried {
    fn share(&self) -> Option<f64> {
        (self.messages > 0).then(|| self.catch.caught as f64 / self.messages as f64)
    }

    /// As `--json` prints it.
    pub fn json(&self) -> Value {
        let c = &self.catch;
        let words: Vec<Value> = c.top(NAMED).iter().map(|(w, n)| json!({ "word": w, "caught": n })).collect();
        json!({ "word": self.name, "messages": self.messages, "caught": c.caught, "share": self.share(),
                "approved": c.approved, "rejected": c.rejected, "waiting": c.waiting, "examples": c.examples,
                "words": words })
    }

    /// The sentence, then the examples, then the words with the most hits.
    pub fn lines(&self, s: &Session) -> Vec<String> {
        let share = self.share().map_or_else(|| "--".to_owned(), |share| s.lang.percent(share));
        let c = &self.catch;
        let mut lines = vec![s.lang.fill(
            "cli.caught",
            &[
                ("messages", &self.messages),
                ("caught", &c.caught),
                ("share", &share),
                ("approved", &c.approved),
                ("rejected", &c.rejected),
            ],
        )];
        lines.extend(c.examples.iter().map(|t| format!("  {}", Clean::head(t, 70).cut(70))));
        let top = c.top(NAMED);
        if top.len() > 1 {
            lines.extend(top.iter().map(|(word, n)| format!("  {n:>4}  {}", Clean::line(word))));
        }
        lines
    }
}

/// The rate as `--json` prints it; null if it was never tried.
pub fn rate_json(rate: Option<&Rate>) -> Value {
    rate.map_or(
        Value::Null,
        |r| json!({ "messages": r.tried, "caught": r.caught, "approved": r.approved, "rejected": r.rejected }),
    )
}

/// Tries what stands alone in `plan`, with the words and domains that are fine in this file, under `source`.
fn alone(name: &str, source: &str, mut plan: Plan, last: usize, s: &Session) -> Result<Tried> {
    plan.apart = true;
    let fine = |kind| matches!(kind, WordKind::Allow | WordKind::Domain);
    let own = store::words(&s.db)?.into_iter().filter(|r| r.state == RuleState::On && fine(r.word.kind));
    plan.words.extend(own.map(|r| r.word));
    let settings = Settings::from(&s.config.screening);
    let screen = store::with_learned(Screen::of(&plan, &settings)?, &s.db, &s.config)?;
    let trial: Trial = store::trial(&s.db, &screen, &settings, last)?;
    Ok(Tried { name: name.to_owned(), messages: trial.messages, catch: trial.of(source) })
}

/// Without any built-in rule.
fn bare() -> Plan {
    Plan { without: RULES.iter().map(|r| r.id).filter(|id| *id != "patterns").collect(), ..Plan::default() }
}

/// What `word` would have caught.
fn word(word: &Word, last: usize, s: &Session) -> Result<Tried> {
    if matches!(word.kind, WordKind::Allow | WordKind::Domain) {
        return Err(Error::new(Kind::Usage, "cli.shadow_kind").with("word", &word.pattern));
    }
    if let Some(why) = refused(word) {
        return Err(Error::user(why).with("word", &word.pattern));
    }
    let mut plan = bare();
    plan.add_own(word.clone());
    alone(&word.pattern, &format!("{}:{}", word.kind.id(), word.pattern), plan, last, s)
}

/// What a rule, list or stored word would have caught, whatever its state.
pub fn of(meant: &Meant, last: usize, s: &Session) -> Result<Tried> {
    match meant {
        Meant::Stored(row) => word(&row.word, last, s),
        Meant::List(list) => {
            let mut plan = bare();
            plan.add_list(list, store::list_words(&s.db, list.id)?);
            alone(&list.name, &format!("words:{}", list.name), plan, last, s)
        }
        Meant::Rule(rule) if rule.id == "wave" => {
            Err(Error::new(Kind::Usage, "rules.alone_wave").with("name", rule.id))
        }
        Meant::Rule(rule) if rule.id == "outside" => {
            Err(Error::new(Kind::Usage, "rules.alone_outside").with("name", rule.id))
        }
        Meant::Rule(rule) => {
            let mut plan = store::at_work(&s.db, &s.config)?;
            plan.lists.clear();
            plan.words.retain(|w| w.list == 0 && (w.kind != WordKind::Word || rule.id == "words"));
            plan.without = RULES.iter().map(|r| r.id).filter(|id| *id != rule.id).collect();
            alone(rule.id, rule.id, plan, last, s)
        }
    }
}

/// Tries what a list holds that is not imported, or not yet.
pub fn of_list(list: &listing::Read, last: usize, s: &Session) -> Result<Tried> {
    let mut plan = bare();
    match list.kind() {
        WordKind::Word | WordKind::Allow => plan.add_list(&list.row(), list.parsed.entries.clone()),
        WordKind::Pattern | WordKind::Domain => {
            plan.words = list.words.iter().map(|w| Word { list: 1, ..w.clone() }).collect();
            plan.lists = vec![format!("words:{}", list.row().name)];
        }
    }
    alone(&list.row().name, &format!("words:{}", list.row().name), plan, last, s)
}

/// `rules shadow`: what is asked about, else everything that is on or runs dry.
pub fn shadow(wanted: &Wanted, s: &mut Session) -> Result<()> {
    let mut all = Vec::new();
    for told in &wanted.words {
        all.push(match meant(told, s)? {
            Some(meant) => of(&meant, wanted.last, s)?,
            None => word(&Word { kind: wanted.kind, ..Word::new(told.trim()) }, wanted.last, s)?,
        });
    }
    for pattern in &wanted.patterns {
        all.push(word(&Word { kind: WordKind::Pattern, ..Word::new(pattern) }, wanted.last, s)?);
    }
    if let Some(file) = &wanted.file {
        all.push(of_list(&listing::read(file, wanted.kind)?, wanted.last, s)?);
    }
    if all.is_empty() {
        return everything(wanted.last, s);
    }
    if s.json {
        return output::json(&all.iter().map(Tried::json).collect::<Vec<_>>());
    }
    output::lines(all.iter().flat_map(|tried| {
        let head = s.lang.fill("cli.shadow_of", &[("word", &tried.name)]);
        std::iter::once(head).chain(tried.lines(s).into_iter().map(|l| format!("  {l}")))
    }))
}

/// Everything that is on or runs dry, each as if it were alone; the rates are kept.
fn everything(last: usize, s: &mut Session) -> Result<()> {
    let settings = Settings::from(&s.config.screening);
    let screen = Screen::of(&store::on_trial(&s.db, &s.config, |_| false)?, &settings)?;
    let trial = store::trial(&s.db, &screen, &settings, last)?;
    store::keep_rates(&mut s.db, &trial, &screen.sources())?;
    let sources = screen.sources();
    let tried = |source: &String| Tried { name: source.clone(), messages: trial.messages, catch: trial.of(source) };
    if s.json {
        return output::json(&sources.iter().map(|source| tried(source).json()).collect::<Vec<_>>());
    }
    if sources.is_empty() {
        output::say(s.quiet, s.lang.text("rules.nothing_on"));
        return Ok(());
    }
    let row = |source: &String| {
        let t = tried(source);
        let share = t.share().map_or_else(|| "--".to_owned(), |share| s.lang.percent(share));
        let counts: [(&str, &dyn std::fmt::Display); 3] =
            [("tried", &t.messages), ("caught", &t.catch.caught), ("approved", &t.catch.approved)];
        vec![source.clone(), share, s.lang.fill("rules.rate", &counts)]
    };
    output::table(&sources.iter().map(row).collect::<Vec<_>>())
}

/// The name of a list that comes from `path`.
pub fn name_of(path: &std::path::Path) -> String {
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    match stem.as_str() {
        "" | "-" => "stdin".to_owned(),
        // `words.txt`, so that it is told from the rule.
        taken if rule(taken).is_some() => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        _ => stem,
    }
}
