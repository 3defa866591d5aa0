//! Screening: what in a message makes a person look at it. Pure: no file, no clock; the same message gives the same
//! verdict. It never decides, it suggests.
//!
//! A message is read raw, folded and folded tight ([`crate::base::text`]); each rule of [`RULES`] looks where it needs
//! to, and every hit is told in bytes of the raw text. To add a rule: a row of [`RULES`] and its function.

mod contact;
mod lexicon;
mod links;
mod rates;
mod rules;
mod sample;

pub use rates::Rates;
pub use rules::{RULES, Rule, rule};
pub use sample::SAMPLE;

use super::item::{Hit, Suggestion};
use super::reason::Reason;
use crate::base::config::Screening;
use crate::base::text::{Folded, fold, fold_tight};
use crate::base::{Error, Result};
use contact::Contacts;
use lexicon::Lexicon;
use links::Links;
use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use std::cell::OnceCell;
use std::ops::Range;

/// Bytes of a message that are looked at; advertisers put theirs first, and no message may cost more.
pub const WINDOW: usize = 8 * 1024;

/// From this score on a rejection is suggested; below it, a look.
pub const REJECT_FROM: f64 = 0.8;

/// No machine is surer than this.
const SUREST: f64 = 0.99;

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
}

impl From<&Screening> for Settings {
    fn from(config: &Screening) -> Self {
        Self {
            new_member_days: config.new_member_days,
            flood_messages: config.flood_messages,
            flood_seconds: config.flood_seconds,
            mentions: config.mentions,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::from(&crate::base::Config::default().screening)
    }
}

/// What a row of the `rule` table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordKind {
    /// A word to look for.
    Word,
    /// A word that is fine; hits within it do not count.
    Allow,
    /// A regular expression to look for.
    Pattern,
    /// A domain that everybody may link to, with its subdomains.
    Domain,
}

impl WordKind {
    /// Every kind with its name in the file.
    pub const ALL: [(WordKind, &'static str); 4] =
        [(Self::Word, "word"), (Self::Allow, "allow"), (Self::Pattern, "pattern"), (Self::Domain, "domain")];

    /// Its name in the file.
    #[must_use]
    pub fn id(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The kind named `id`.
    #[must_use]
    pub fn parse(id: &str) -> Option<WordKind> {
        Self::ALL.iter().find(|k| k.1 == id).map(|k| k.0)
    }
}

/// An own word, pattern or domain.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// What it is.
    pub kind: WordKind,
    /// The word, expression or domain as written.
    pub pattern: String,
    /// What a hit would be rejected for.
    pub reason: Reason,
    /// How sure a hit makes, 0 to 1.
    pub severity: f64,
}

impl Word {
    /// A word to look for with the usual weight: it asks for a look, it does not suggest a rejection.
    #[must_use]
    pub fn new(word: &str) -> Word {
        Word { kind: WordKind::Word, pattern: word.to_owned(), reason: Reason::Ads, severity: 0.6 }
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
    says: &'static str,
    reason: Reason,
    severity: f64,
    /// In bytes of the raw text.
    at: Range<usize>,
}

/// A message as the rules read it. The foldings are made when first asked for.
struct Reading<'a> {
    message: Message<'a>,
    raw: &'a str,
    folded: OnceCell<Folded>,
    tight: OnceCell<Folded>,
}

impl<'a> Reading<'a> {
    fn new(message: Message<'a>) -> Self {
        let text = message.text;
        let end = (0..=text.len().min(WINDOW)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let raw = &text[..end];
        Self { message, raw, folded: OnceCell::new(), tight: OnceCell::new() }
    }

    fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| fold(self.raw))
    }

    fn tight(&self) -> &Folded {
        self.tight.get_or_init(|| fold_tight(self.raw))
    }
}

/// Everything the rules look for, compiled.
#[derive(Debug)]
pub struct Screen {
    settings: Settings,
    links: Links,
    contacts: Contacts,
    lexicon: Option<Lexicon>,
    /// The operators' expressions: all at once, then each by itself with its word.
    any_pattern: RegexSet,
    patterns: Vec<(Regex, Word)>,
}

impl Screen {
    /// Compiles the built-in rules with `words` of the operators.
    ///
    /// # Errors
    /// [`crate::base::Kind::User`] naming the expression that is none, or is too large.
    pub fn build(words: &[Word], settings: &Settings) -> Result<Screen> {
        let of = |kind| words.iter().filter(move |w| w.kind == kind);
        let patterns: Vec<(Regex, Word)> =
            of(WordKind::Pattern).map(|w| Ok((expression(&w.pattern)?, w.clone()))).collect::<Result<_>>()?;
        let any_pattern = RegexSetBuilder::new(patterns.iter().map(|(_, w)| &w.pattern))
            .case_insensitive(true)
            .size_limit(SIZE_LIMIT * (patterns.len() + 1))
            .build()
            .map_err(|e| Error::user("queue.bad_pattern").with("pattern", patterns.len()).because(e))?;
        Ok(Screen {
            settings: settings.clone(),
            links: Links::build(of(WordKind::Domain).map(|w| w.pattern.as_str()))?,
            contacts: Contacts::build()?,
            lexicon: Lexicon::build(words)?,
            any_pattern,
            patterns,
        })
    }

    /// What is to be said about `message`.
    #[must_use]
    pub fn check(&self, message: &Message) -> Verdict {
        let reading = Reading::new(*message);
        let allowed = self.lexicon.as_ref().map(|l| l.read(&reading)).unwrap_or_default();
        let mut found = allowed.found;
        for rule in RULES {
            (rule.find)(self, &reading, &mut found);
        }
        found.retain(|f| f.at.is_empty() || !allowed.fine.iter().any(|a| a.start <= f.at.start && f.at.end <= a.end));
        verdict(found, reading.raw)
    }
}

/// The largest program of one expression, in bytes.
const SIZE_LIMIT: usize = 256 * 1024;

/// Compiles an expression of ours or of an operator; linear time whatever it says, and of limited size.
fn expression(pattern: &str) -> Result<Regex> {
    RegexBuilder::new(pattern)
        .case_insensitive(true)
        .size_limit(SIZE_LIMIT)
        .dfa_size_limit(4 * SIZE_LIMIT)
        .build()
        .map_err(|e| {
            Error::user("queue.bad_pattern").with("pattern", pattern).hint("queue.bad_pattern_hint").because(e)
        })
}

/// The judgement over all that was found. Finding the same thing twice makes no surer.
fn verdict(mut found: Vec<Found>, raw: &str) -> Verdict {
    if found.is_empty() {
        return Verdict { score: 0.0, hits: Vec::new(), suggestion: Suggestion::Approve };
    }
    let mut clear = 1.0;
    let mut doubt: [f64; super::reason::REASONS.len()] = [1.0; super::reason::REASONS.len()];
    for (at, f) in found.iter().enumerate() {
        let same = |o: &Found| o.says == f.says && (f.rule != "words" || raw[o.at.clone()] == raw[f.at.clone()]);
        if !found[..at].iter().any(same) {
            clear *= 1.0 - f.severity.clamp(0.0, 1.0);
            doubt[f.reason as usize] *= 1.0 - f.severity.clamp(0.0, 1.0);
        }
    }
    let score = f64::min(1.0 - clear, SUREST);
    let strongest = super::reason::REASONS
        .iter()
        .map(|r| r.reason)
        .reduce(|best, r| if doubt[r as usize] < doubt[best as usize] { r } else { best });
    let suggestion = match strongest {
        Some(reason) if score >= REJECT_FROM => Suggestion::Reject(reason),
        _ => Suggestion::Look,
    };
    found.sort_by_key(|f| (f.at.start, f.at.end));
    found.truncate(MOST_HITS);
    let hits = found
        .into_iter()
        .map(|f| Hit { rule: f.rule.to_owned(), says: f.says.to_owned(), start: f.at.start, end: f.at.end })
        .collect();
    Verdict { score: (score * 100.0).round() / 100.0, hits, suggestion }
}

/// Whether `c` belongs to a word that is written with spaces around it: a letter or digit that is no Han or kana.
fn is_latin(c: char) -> bool {
    c.is_alphanumeric() && (c < '\u{2E80}' || ('\u{FF10}'..='\u{FF5A}').contains(&c))
}

/// Whether the raw bytes `at` begin and end where Latin words do, or are no Latin there.
fn whole_words(raw: &str, at: &Range<usize>) -> bool {
    let (before, hit, after) = (&raw[..at.start], &raw[at.clone()], &raw[at.end..]);
    let inside = |a: Option<char>, b: Option<char>| a.is_some_and(is_latin) && b.is_some_and(is_latin);
    !inside(before.chars().next_back(), hit.chars().next()) && !inside(hit.chars().next_back(), after.chars().next())
}

#[cfg(test)]
mod tests;
