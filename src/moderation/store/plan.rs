//! The screen built from this file: which rules, words and lists it is made of.

use super::learned::{known, learned, learner};
use super::lists::{ListRow, list_words, lists, rule_state};
use super::words::words;
use crate::base::Result;
use crate::base::config::Config;
use crate::base::text::fold_tight;
use crate::db::Db;
use crate::moderation::screening::{Learner, Plan, RULES, RuleState, Screen, Settings, Word, WordKind};
use crate::moderation::wordlist::Entry;

/// The screen at work in this file: built-in rules, the words of the configuration, the words and lists of the file, what
/// was learned when last somebody did, what was judged lately.
///
/// # Errors
/// An expression that cannot be compiled, naming it; database errors.
pub fn screen(db: &Db, config: &Config) -> Result<Screen> {
    taught(Screen::of(&at_work(db, config)?, &Settings::from(&config.screening))?, db, learner(db)?)
}

/// As [`screen`], with what there is to learn today, which is not stored.
///
/// # Errors
/// As [`screen`].
pub fn screen_of_today(db: &Db, config: &Config) -> Result<Screen> {
    with_learned(Screen::of(&at_work(db, config)?, &Settings::from(&config.screening))?, db, config)
}

/// `screen` with what there is to learn today and what was judged lately, as far as it has rules for them.
///
/// # Errors
/// Database errors.
pub fn with_learned(screen: Screen, db: &Db, config: &Config) -> Result<Screen> {
    let learner = if screen.runs("learned") { learned(db, config)? } else { None };
    taught(screen, db, learner)
}

fn taught(screen: Screen, db: &Db, learner: Option<Learner>) -> Result<Screen> {
    let judged = screen.runs("similar") || learner.is_some();
    let screen = if judged { screen.recognising(known(db)?) } else { screen };
    Ok(match learner {
        Some(learner) => screen.taught(learner),
        None => screen,
    })
}

/// What is on.
///
/// # Errors
/// Database errors.
pub fn at_work(db: &Db, config: &Config) -> Result<Plan> {
    let mut plan = Plan { words: told(config), ..Plan::default() };
    plan.without = built_in(db, |state| state == RuleState::On)?;
    let own = words(db)?.into_iter().filter(|r| r.state == RuleState::On).map(|r| r.word);
    plan.words.extend(own);
    plan.drop_kinds();
    for list in lists(db)?.into_iter().filter(|l| l.state == RuleState::On) {
        plan.add_list(&list, list_words(db, list.id)?);
    }
    Ok(plan)
}

/// Everything that is on or runs dry, each by itself, with its own name; `also` are lists that are off.
///
/// # Errors
/// Database errors.
pub fn on_trial(db: &Db, config: &Config, also: impl Fn(&ListRow) -> bool) -> Result<Plan> {
    let mut plan = Plan { apart: true, ..Plan::default() };
    plan.without = built_in(db, |state| state != RuleState::Off)?;
    let own = words(db)?.into_iter().filter(|r| r.state != RuleState::Off).map(|r| r.word);
    for word in told(config).into_iter().chain(own) {
        plan.add_own(word);
    }
    for list in lists(db)?.into_iter().filter(|l| l.state != RuleState::Off || also(l)) {
        plan.add_list(&list, list_words(db, list.id)?);
    }
    Ok(plan)
}

fn told(config: &Config) -> Vec<Word> {
    config.screening.words.iter().map(|w| Word::new(w)).collect()
}

/// The built-in rules that are not to run.
fn built_in(db: &Db, runs: impl Fn(RuleState) -> bool) -> Result<Vec<&'static str>> {
    let mut without = Vec::new();
    for rule in RULES {
        if !runs(rule_state(db, rule.id)?) {
            without.push(rule.id);
        }
    }
    Ok(without)
}

impl Plan {
    /// Adds the words of a list, as `words:NAME`.
    pub fn add_list(&mut self, list: &ListRow, entries: Vec<Entry>) {
        self.lists.push(format!("words:{}", list.name));
        let number = u16::try_from(self.lists.len()).unwrap_or(u16::MAX);
        self.words.extend(entries.into_iter().map(|e| Word {
            kind: if e.allow { WordKind::Allow } else { WordKind::Word },
            pattern: e.word,
            reason: list.reason,
            severity: e.severity.unwrap_or(list.severity),
            list: number,
            forced: e.forced,
        }));
    }

    /// Adds an own word or expression under a name of its own: `word:刷单`, `pattern:^来`.
    pub fn add_own(&mut self, word: Word) {
        // Numbers are few; who has more own words than that sees the rest of them together.
        if matches!(word.kind, WordKind::Word | WordKind::Pattern) && self.lists.len() < 20_000 {
            self.lists.push(format!("{}:{}", word.kind.id(), word.pattern));
            let number = u16::try_from(self.lists.len()).unwrap_or(u16::MAX);
            // It stands in a list only to be told apart.
            let forced = fold_tight(&word.pattern).text.chars().nth(1).is_some();
            self.words.push(Word { list: number, forced, ..word });
        } else {
            self.words.push(word);
        }
    }

    /// Own words and expressions go with their rule.
    fn drop_kinds(&mut self) {
        let off = |rule| self.without.contains(&rule);
        let (words, patterns) = (off("words"), off("patterns"));
        self.words.retain(|w| !(words && w.kind == WordKind::Word || patterns && w.kind == WordKind::Pattern));
    }
}
