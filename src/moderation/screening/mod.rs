//! Screening: what in a message makes a person look at it. Pure: no file, no clock; the same message gives the same
//! verdict. It never decides, it suggests.
//!
//! A message is read raw, folded and folded tight ([`crate::base::text`]); each rule of [`RULES`] looks where it needs
//! to, and every hit is told in bytes of the raw text. To add a rule: a row of [`RULES`] and its function.

mod contact;
mod echoes;
mod judge;
mod known;
mod learner;
mod lexicon;
mod links;
mod met;
mod pattern;
mod rates;
mod rules;
mod sample;
pub mod scorer;
pub mod similar;
mod trial;
mod waves;
mod word;

pub use echoes::Echoes;
pub use known::{Known, in_words};
pub use learner::{LEAST, LEAST_OF_EACH, LEAST_TO_STOP, Learner, Lessons};
pub use lexicon::guarded;
pub use pattern::compiles;
pub use rates::Rates;
pub use rules::{RULES, Rule, rule};
pub use sample::SAMPLE;
pub use scorer::Outside;
pub use trial::{Catch, Trial};
pub use waves::{Wave, Waves};
pub use word::{RuleState, Word, WordKind};

use super::item::{Hit, Suggestion};
use super::reason::Reason;
use crate::base::Result;
use crate::base::config::Screening;
use crate::base::text::{Folded, fold, fold_chars, fold_tight};
use contact::Contacts;
use lexicon::{Lexicon, Read};
use links::Links;
use met::Met;
use pattern::Patterns;
use std::cell::OnceCell;
use std::ops::Range;

/// Bytes of a message that are looked at; advertisers put theirs first, and no message may cost more.
pub const WINDOW: usize = 8 * 1024;

/// From this score on a rejection is suggested; below it, a look.
pub const REJECT_FROM: f64 = 0.8;

/// At most this many hits are kept of one message.
const MOST_HITS: usize = 32;

/// Limits of the built-in rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Days for which a member counts as new.
    pub new_member_days: u32,
    /// Messages of one member within `flood_seconds` that are a flood (Draupnir's preset).
    pub flood_messages: u32,
    /// Seconds within which a flood is counted.
    pub flood_seconds: u32,
    /// Mentions in one message that are too many (Draupnir's preset).
    pub mentions: u32,
    /// Joins in one community within `wave_minutes` that are a wave (Draupnir's preset).
    pub wave_joins: u32,
    /// Minutes within which a wave is counted.
    pub wave_minutes: u32,
    /// Communities with nearly the same text within `repeat_minutes` that are too many.
    pub repeat_groups: u32,
    /// Minutes within which repeats are counted.
    pub repeat_minutes: u32,
}

impl From<&Screening> for Settings {
    fn from(config: &Screening) -> Self {
        Self {
            new_member_days: config.new_member_days,
            flood_messages: config.flood_messages,
            flood_seconds: config.flood_seconds,
            mentions: config.mentions,
            wave_joins: config.wave_joins,
            wave_minutes: config.wave_minutes,
            repeat_groups: config.repeat_groups,
            repeat_minutes: config.repeat_minutes,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::from(&crate::base::Config::default().screening)
    }
}

/// A message to be screened.
#[derive(Debug, Clone, Copy, Default)]
pub struct Message<'a> {
    /// What was written.
    pub text: &'a str,
    /// Days since its member was first seen; `None` if unknown, which does not count as new.
    pub member_age_days: Option<u32>,
    /// Messages of this member within `flood_seconds`, this one included; 0 if not counted. See [`Rates`].
    pub recent: u32,
    /// Communities in which nearly the same was written lately, this one included; 0 if not counted. See [`Echoes`].
    pub echoes: u32,
    /// What another program thinks of it, if one was asked.
    pub outside: Option<Outside>,
}

/// What screening says about a message.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Verdict {
    /// How sure it is that something is wrong, 0 to 1: `1 - (1-a)(1-b)…` over the different things found.
    pub score: f64,
    /// What was found, in the order of the text.
    pub hits: Vec<Hit>,
    /// What follows from it.
    pub suggestion: Suggestion,
}

/// Something found by a rule.
struct Found {
    rule: &'static str,
    /// The list it stands in, 0 for none.
    list: u16,
    says: &'static str,
    reason: Reason,
    severity: f64,
    /// In bytes of the raw text.
    at: Range<usize>,
}

impl Found {
    fn hit(&self, rule: String) -> Hit {
        Hit { rule, says: self.says.to_owned(), start: self.at.start, end: self.at.end }
    }
}

/// A message as the rules read it. The foldings are made when first asked for.
struct Reading<'a> {
    message: Message<'a>,
    raw: &'a str,
    met: Met,
    /// What the learner sees of it, if there is one.
    bag: Option<learner::Bag>,
    folded: OnceCell<Folded>,
    tight: OnceCell<Folded>,
}

impl<'a> Reading<'a> {
    fn new(message: Message<'a>) -> Self {
        let text = message.text;
        let end = (0..=text.len().min(WINDOW)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let raw = &text[..end];
        Self { message, raw, met: Met::default(), bag: None, folded: OnceCell::new(), tight: OnceCell::new() }
    }

    /// What `each` makes of the folded text, character by character, from nothing.
    fn over_folded<T: Default>(&self, mut each: impl FnMut(&mut T, char)) -> T {
        let mut made = T::default();
        if !fold_chars(self.raw, |c, _| each(&mut made, c)) {
            // What was made so far is void: something joins the character before it, and only the whole folding can tell.
            made = T::default();
            self.folded().text.chars().for_each(|c| each(&mut made, c));
        }
        made
    }

    fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| fold(self.raw))
    }

    fn tight(&self) -> &Folded {
        self.tight.get_or_init(|| fold_tight(self.raw))
    }
}

/// What a screen is made of.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Own words and those of lists.
    pub words: Vec<Word>,
    /// What hits of words and patterns with a list are told as, the first is number 1: `words:广告`.
    pub lists: Vec<String>,
    /// Built-in rules that are not to run, by id.
    pub without: Vec<&'static str>,
    /// Whether every list and pattern is tried as if there were no other; for telling what each would catch.
    pub apart: bool,
}

/// Everything the rules look for, compiled.
#[derive(Debug)]
pub struct Screen {
    settings: Settings,
    links: Links,
    contacts: Contacts,
    lexicon: Option<Lexicon>,
    patterns: Patterns,
    lists: Vec<String>,
    rules: Vec<&'static Rule>,
    learner: Option<Learner>,
    known: Known,
}

impl Screen {
    /// Compiles the built-in rules with `words` of the operators.
    ///
    /// # Errors
    /// [`crate::base::Kind::User`] naming the expression that is none, or is too large.
    pub fn build(words: &[Word], settings: &Settings) -> Result<Screen> {
        Self::of(&Plan { words: words.to_vec(), ..Plan::default() }, settings)
    }

    /// Compiles `plan`.
    ///
    /// # Errors
    /// As [`Screen::build`].
    pub fn of(plan: &Plan, settings: &Settings) -> Result<Screen> {
        let domains = plan.words.iter().filter(|w| w.kind == WordKind::Domain).map(|w| w.pattern.as_str());
        Ok(Screen {
            settings: settings.clone(),
            links: Links::build(domains)?,
            contacts: Contacts::build()?,
            lexicon: Lexicon::build(&plan.words, plan.apart)?,
            patterns: Patterns::build(&plan.words)?,
            lists: plan.lists.clone(),
            rules: RULES.iter().filter(|r| !plan.without.contains(&r.id)).collect(),
            learner: None,
            known: Known::default(),
        })
    }

    /// Everything that can find something in a text by itself, by the names hits and rates have.
    #[must_use]
    pub fn sources(&self) -> Vec<String> {
        let rules = self.rules.iter().map(|r| r.id).filter(|id| !["words", "patterns", "wave", "outside"].contains(id));
        rules.map(str::to_owned).chain(self.lists.iter().cloned()).collect()
    }

    /// How many different words are looked for.
    #[must_use]
    pub fn words(&self) -> usize {
        self.lexicon.as_ref().map_or(0, Lexicon::len)
    }

    /// Bytes of memory the words take.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.lexicon.as_ref().map_or(0, Lexicon::heap_bytes)
    }

    /// The same, with what decisions have taught.
    #[must_use]
    pub fn taught(mut self, learner: Learner) -> Screen {
        self.learner = Some(learner);
        self
    }

    /// The same, recognising what was judged before.
    #[must_use]
    pub fn recognising(mut self, known: Known) -> Screen {
        self.known = known;
        self
    }

    /// What it was taught, if it was.
    #[must_use]
    pub fn learner(&self) -> Option<&Learner> {
        self.learner.as_ref()
    }

    /// What is to be said about `message`.
    #[must_use]
    pub fn check(&self, message: &Message) -> Verdict {
        let (found, reading) = self.find(message);
        self.judge(found, &reading)
    }

    /// As [`Screen::check`], if anything is found in `message`; what nothing is found in is not judged to its end.
    #[must_use]
    pub fn stopped(&self, message: &Message) -> Option<Verdict> {
        let (found, reading) = self.find(message);
        (!found.is_empty()).then(|| self.judge(found, &reading))
    }

    /// What `found` comes from, as `--json` and the rates tell it.
    fn source(&self, found: &Found) -> String {
        let list = usize::from(found.list).checked_sub(1).and_then(|at| self.lists.get(at));
        list.map_or_else(|| found.rule.to_owned(), Clone::clone)
    }

    /// `message` as the rules read it when there are no words to look for.
    fn reading<'m>(&self, message: &Message<'m>) -> Reading<'m> {
        let mut reading = Reading::new(*message);
        reading.met = Met::survey(reading.raw);
        reading
    }

    /// What every rule finds in `message`.
    fn find<'m>(&self, message: &Message<'m>) -> (Vec<Found>, Reading<'m>) {
        let mut reading = Reading::new(*message);
        let (read, met) = match &self.lexicon {
            Some(lexicon) => lexicon.read(&reading),
            None => (Read::default(), Met::survey(reading.raw)),
        };
        reading.met = met;
        let mut found = read.found;
        let learns = self.learner.as_ref().is_some_and(Learner::orders);
        for rule in &self.rules {
            if learns && rule.id == "learned" {
                let contacts = self.runs("contact").then_some(found.as_slice());
                reading.bag = Some(learner::Bag::of(&reading, self, contacts));
            }
            (rule.find)(self, &reading, &mut found);
        }
        if !read.fine.is_empty() {
            found.retain(|f| f.at.is_empty() || !read.fine.iter().any(|a| a.start <= f.at.start && f.at.end <= a.end));
        }
        (found, reading)
    }
}

/// Whether `c` belongs to a word that is written with spaces around it: a letter or digit that is no Han or kana.
fn is_latin(c: char) -> bool {
    (c < '\u{2E80}' || ('\u{FF10}'..='\u{FF5A}').contains(&c)) && c.is_alphanumeric()
}

/// Whether the raw bytes `at` begin and end where Latin words do, or are no Latin there.
fn whole_words(raw: &str, at: &Range<usize>) -> bool {
    let (before, hit, after) = (&raw[..at.start], &raw[at.clone()], &raw[at.end..]);
    let inside = |a: Option<char>, b: Option<char>| a.is_some_and(is_latin) && b.is_some_and(is_latin);
    !inside(before.chars().next_back(), hit.chars().next()) && !inside(hit.chars().next_back(), after.chars().next())
}

#[cfg(test)]
mod tests;
