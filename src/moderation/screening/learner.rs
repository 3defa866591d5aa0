//! The learner: what this file's own decisions teach about texts. A linear model over hashed groups of characters and a
//! few signs of the whole, trained from nothing but what people let through and refused here, and able to say which
//! words made it think so.
//!
//! `grams` and `signs` are what it sees of a message, `train` how it learns, `measure` how sure it may be, `blob` how it
//! is kept. Method: AdaGrad (Duchi, Hazan & Singer 2011) on the logistic loss, groups weighted by how rare they are
//! among the decisions (inverse document frequency), calibrated on decisions it has not seen (Platt 1999).

mod blob;
mod grams;
mod measure;
mod signs;
mod train;

pub use train::Knowledge;

use super::{Found, Reading, Screen, WINDOW};
use crate::base::Says;
pub(super) use signs::Signs;

use grams::{Each, Grams, LIGHT};
use measure::Measure;
use signs::{Counts, WAYS};
use std::ops::Range;

/// Decisions from which on it orders what waits, at least [`LEAST_OF_EACH`] of them of each sort. Measured: from here on
/// it is better than the rules alone on every set at hand, with one bad in twenty too.
pub const LEAST: u32 = 20;
/// See [`LEAST`].
pub const LEAST_OF_EACH: u32 = 1;

/// Refusals, and as many approvals, from which on it may stop a message by itself.
pub const LEAST_TO_STOP: u32 = 20;
/// How well it must tell decisions apart that it has not seen to do so: the chance that of two it puts the bad one first.
const ORDER_TO_STOP: f32 = 0.7;

/// Most groups of a message that are read.
const MOST_GRAMS: usize = 8 * WINDOW;

/// Words named as a reason.
const REASONS: usize = 3;

/// What a sign weighs beside all groups together, whose vector has length 1.
const SIGN: f32 = 0.07;

/// What the learner sees of one message; no text can be read from it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Bag {
    /// Numbers of groups, each once, with how often it is there.
    grams: Vec<(u32, u16)>,
    signs: Signs,
}

impl Bag {
    /// Of a message in which the rules have `found` ways to lead people away; `None` if they were not asked.
    pub(super) fn of(reading: &Reading, screen: &Screen, found: Option<&[Found]>) -> Bag {
        let read = |(counts, grams): &mut (Counts, Grams<Numbers>), c| {
            counts.count(c);
            grams.push(c, 0..0);
        };
        let (counts, mut grams) = reading.over_folded(read);
        grams.end();
        let Numbers(numbers) = grams.each;
        Bag { grams: counted(numbers), signs: Signs::of(reading, &counts, screen, found) }
    }
}

/// Keeps the numbers of groups.
#[derive(Default)]
struct Numbers(Vec<u32>);

impl Each for Numbers {
    fn gram(&mut self, number: u32, _: Range<usize>) {
        self.0.push(number);
    }
}

/// Each number once, with how often it was there.
fn counted(mut numbers: Vec<u32>) -> Vec<(u32, u16)> {
    numbers.truncate(MOST_GRAMS);
    numbers.sort_unstable();
    let mut out: Vec<(u32, u16)> = Vec::with_capacity(numbers.len());
    for number in numbers {
        match out.last_mut() {
            Some((last, n)) if *last == number => *n = n.saturating_add(1),
            _ => out.push((number, 1)),
        }
    }
    out
}

/// A decision of a person about a text.
#[derive(Debug, Clone)]
pub struct Lesson {
    bag: Bag,
    bad: bool,
}

/// What a person decided about texts, as it can be learned from; in whatever order, what is learned is the same.
#[derive(Debug, Default)]
pub struct Lessons(Vec<(i64, Lesson)>);

impl Lessons {
    /// Adds the decision about item `id`: `bad` if it was refused.
    pub fn add(&mut self, screen: &Screen, id: i64, text: &str, bad: bool) {
        let reading = screen.reading(&super::Message { text, ..Default::default() });
        self.0.push((id, Lesson { bag: Bag::of(&reading, screen, None), bad }));
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In the order of the items, which is not that of the decisions.
    fn in_order(&mut self) -> Vec<&Lesson> {
        self.0.sort_by_key(|(id, _)| *id);
        self.0.iter().map(|(_, lesson)| lesson).collect()
    }
}

/// What was learned.
#[derive(Debug, Clone, PartialEq)]
pub struct Learner {
    /// From decisions whose texts are gone; nothing that could be told apart any more.
    settled: Knowledge,
    /// From all decisions.
    now: Knowledge,
    rarity: Vec<f32>,
    measure: Measure,
}

/// What the learner thinks of a message.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Opinion {
    /// How likely a person refuses it, 0 to 1.
    pub bad: f64,
    /// Whether that is enough to stop it without any rule.
    pub stops: bool,
}

impl Learner {
    /// Learns from `lessons`, on top of what `before` keeps of decisions whose texts are gone.
    #[must_use]
    pub fn learn(before: Option<&Learner>, mut lessons: Lessons) -> Learner {
        let settled = before.map_or_else(Knowledge::nothing, |l| l.settled.clone());
        let lessons = lessons.in_order();
        let now = train::train(&settled, &lessons);
        let fresh = Measure::of(&settled, &lessons);
        let measure = fresh.or_else(|| before.map(|l| l.measure)).unwrap_or_default();
        Learner { rarity: now.rarity(), settled, now, measure }
    }

    /// Takes over for good what `lessons` teach, because their texts are about to go.
    #[must_use]
    pub fn settle(before: Option<&Learner>, mut lessons: Lessons) -> Learner {
        let settled = before.map_or_else(Knowledge::nothing, |l| l.settled.clone());
        let lessons = lessons.in_order();
        let settled = train::train(&settled, &lessons);
        let fresh = before.map(|l| l.measure).or_else(|| Measure::of(&Knowledge::nothing(), &lessons));
        let measure = fresh.unwrap_or_default();
        Learner { rarity: settled.rarity(), now: settled.clone(), settled, measure }
    }

    /// Decisions it has learned from: let through, refused.
    #[must_use]
    pub fn decisions(&self) -> [u32; 2] {
        self.now.decisions
    }

    /// Whether it orders what waits.
    #[must_use]
    pub fn orders(&self) -> bool {
        let [fine, bad] = self.decisions();
        fine + bad >= LEAST && fine.min(bad) >= LEAST_OF_EACH
    }

    /// Whether it may stop a message by itself.
    #[must_use]
    pub fn stops(&self) -> bool {
        let [fine, bad] = self.decisions();
        fine.min(bad) >= LEAST_TO_STOP && self.measure.order >= ORDER_TO_STOP
    }

    /// The chance that of a refused and an approved text it has not seen it puts the refused one first.
    #[must_use]
    pub fn order(&self) -> f64 {
        f64::from(self.measure.order)
    }

    /// What it has learned from and what it may do with that, in a sentence.
    #[must_use]
    pub fn told(&self) -> Says {
        let [fine, bad] = self.decisions();
        let key = match (self.orders(), self.stops(), fine.min(bad) >= LEAST_TO_STOP) {
            (false, ..) => "rules.learned_few",
            (_, true, _) => "rules.learned_stops",
            (_, _, true) => "rules.learned_weak",
            (..) => "rules.learned_orders",
        };
        let percent = (self.order() * 100.0).floor();
        let least = if self.orders() { LEAST_TO_STOP } else { LEAST };
        Says::new(key).with("fine", fine).with("bad", bad).with("least", least).with("percent", percent)
    }

    /// What it thinks of a message; `None` before it has learned enough.
    pub(super) fn opinion(&self, bag: &Bag) -> Option<Opinion> {
        if !self.orders() {
            return None;
        }
        let bad = self.measure.chance(self.now.score(&self.rarity, bag));
        Some(Opinion { bad: f64::from(bad), stops: self.stops() && bad >= self.measure.stop_from })
    }

    /// How far this file's decisions bear out what a built-in rule thinks of the way `says`: `severity`, moved by what
    /// became of messages with it. Twenty decisions weigh as much as the rule.
    pub(super) fn borne_out(&self, says: &str, severity: f64) -> f64 {
        const RULE: f64 = 20.0;
        let Some(at) = WAYS.iter().position(|w| *w == says).filter(|_| self.orders()) else { return severity };
        let [fine, bad] = self.now.ways[at].map(f64::from);
        (severity * RULE + bad) / (RULE + fine + bad)
    }

    /// The words that speak most against the message, in bytes of the raw text, the strongest first.
    pub(super) fn reasons(&self, reading: &Reading, bag: &Bag) -> Vec<Range<usize>> {
        let folded = reading.folded();
        let against = self.against(&folded.text, bag);
        let most = against.iter().copied().fold(0.0, f32::max);
        if most <= 0.0 {
            return Vec::new();
        }
        let mut words: Vec<(f32, Range<usize>)> = Vec::new();
        for word in stretches(&against, most * 0.35) {
            let word = whole(&folded.text, word);
            match words.last_mut() {
                // Blanks and signs do not part a word that was parted to be overlooked.
                Some((_, last))
                    if !folded.text[last.end.min(word.start)..word.start].contains(char::is_alphanumeric) =>
                {
                    last.end = last.end.max(word.end);
                }
                _ => words.push((0.0, word)),
            }
        }
        words.iter_mut().for_each(|(sum, word)| *sum = against[word.clone()].iter().sum());
        words.sort_by(|a, b| b.0.total_cmp(&a.0));
        words.truncate(REASONS);
        words.into_iter().map(|(_, word)| folded.original(word)).filter(|at| !at.is_empty()).collect()
    }

    /// What every byte of the folded text adds to the score.
    fn against(&self, folded: &str, bag: &Bag) -> Vec<f32> {
        let mut bytes = vec![0.0; folded.len()];
        let mut grams = Grams::new(|number: u32, at: Range<usize>| {
            let Ok(place) = bag.grams.binary_search_by_key(&number, |(n, _)| *n) else { return };
            let times = f32::from(bag.grams[place].1);
            let weight = self.now.weight(number) * value(&self.rarity, number) / times.sqrt();
            let share = weight / at.len().max(1) as f32;
            bytes[at].iter_mut().for_each(|byte| *byte += share);
        });
        for (at, c) in folded.char_indices() {
            grams.push(c, at..at + c.len_utf8());
        }
        grams.end();
        bytes
    }
}

/// What a group weighs by its rarity and sort.
fn value(rarity: &[f32], number: u32) -> f32 {
    let half = if number & LIGHT == 0 { 1.0 } else { 0.5 };
    half * rarity.get((number & (LIGHT - 1)) as usize).copied().unwrap_or(0.0)
}

/// The message as a vector: groups of length 1 together, then its signs.
fn vector<'b>(rarity: &'b [f32], bag: &'b Bag) -> impl Iterator<Item = (Place, f32)> + 'b {
    let size = |(number, times): &(u32, u16)| value(rarity, *number) * f32::from(*times).sqrt();
    let length = bag.grams.iter().map(|g| size(g).powi(2)).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    let grams = bag.grams.iter().map(move |g| (Place::Gram(g.0 & (LIGHT - 1)), size(g) / length));
    grams.chain(bag.signs.iter().map(|sign| (Place::Sign(sign), SIGN)))
}

/// Where a weight stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Gram(u32),
    Sign(usize),
}

/// The stretches of bytes above `limit`.
fn stretches(bytes: &[f32], limit: f32) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for (at, _) in bytes.iter().enumerate().filter(|(_, b)| **b > limit) {
        match all.last_mut() {
            Some(last) if last.end == at => last.end += 1,
            _ => all.push(at..at + 1),
        }
    }
    all
}

/// `at` with the rest of the words it cuts, on character boundaries.
fn whole(text: &str, at: Range<usize>) -> Range<usize> {
    let latin = |c: &char| super::is_latin(*c);
    let (mut start, mut end) = (at.start, at.end);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    if text[start..].chars().next().is_some_and(super::is_latin) {
        start -= text[..start].chars().rev().take_while(latin).map(char::len_utf8).sum::<usize>();
    }
    if text[..end].chars().next_back().is_some_and(super::is_latin) {
        end += text[end..].chars().take_while(latin).map(char::len_utf8).sum::<usize>();
    }
    start..end
}

#[cfg(test)]
pub(super) mod tests;
