//! Which templates suit a question: Okapi BM25 over Han, pairs of Han and Latin words of name, keywords and body, with
//! rare words of the library counting more, words of every question less, and what answered like questions before.

use super::words::{ASKING_WEIGHT, Weight, Word, asking, is_han, is_letters, keyword, words};
use crate::base::text::fold;
use crate::base::text::pinyin::Beginnings;
use crate::sop::template::{NewTemplate, Status, Template};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// How soon a word that is repeated stops counting, and how much long texts are held back (Robertson and Zaragoza 2009
/// give 1.2 to 2 and 0.5 to 0.8; these were best of a few on a public Chinese forum, differences being small).
const K: f32 = 1.2;
const LONG: f32 = 0.6;
/// What a single Han counts against a pair: most of them stand in many words.
const SINGLE: f32 = 0.3;
/// What a word of letters counts against a pair of Han: it is a whole word, and in a Chinese question mostly a name.
/// Best of 1, 1.5 and 2 on the even lines of the same forum; the odd ones were only measured.
const LETTERS: f32 = 2.0;
/// What a word in the name or the keywords counts against one in the body.
const NAME: f32 = 3.0;
const KEYWORDS: f32 = 4.0;
/// So many questions must have been asked before their words are weighed by them.
const ENOUGH: usize = 50;
/// Less alike than this (cosine of the words) is not alike.
const ALIKE: f32 = 0.4;
/// What a word counts that was not written, only stands for the kind of inquiry: it breaks ties, it outweighs no word
/// of the question (「少发了一袋」 as a complaint is about what is missing, not about complaints).
const HINT: f32 = 0.3;
/// What an answer that came back counts against one that did not.
const REOPENED: f32 = 0.25;

/// What was asked before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Past {
    /// The question.
    pub text: String,
    /// The number of the template it was answered with, if it was with one.
    pub template: Option<i64>,
    /// Whether the same person came back within a day.
    pub reopened: bool,
}

/// Spreads a word's number over the table.
#[derive(Debug, Clone, Copy, Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.write_u64(u64::from(*b)));
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0 ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

type Table<V> = HashMap<Word, V, BuildHasherDefault<Spread>>;

/// For each word its places: which text, in order, and what it counts there.
#[derive(Debug, Clone, Default)]
struct Postings {
    /// Where its places begin, and where they end.
    words: Table<(u32, u32)>,
    places: Vec<(u32, f32)>,
}

impl Postings {
    /// From word, text and what it counts there; each word once for each text, the texts in order.
    fn new(all: &[(Word, u32, f32)]) -> Postings {
        let mut words: Table<(u32, u32)> = Table::default();
        for (word, ..) in all {
            words.entry(*word).or_default().1 += 1;
        }
        let mut from = 0;
        for (start, count) in words.values_mut() {
            let next = from + *count;
            (*start, *count, from) = (from, from, next);
        }
        let mut places = vec![(0, 0.0); all.len()];
        for (word, at, counts) in all {
            if let Some((_, end)) = words.get_mut(word) {
                places[*end as usize] = (*at, *counts);
                *end += 1;
            }
        }
        Postings { words, places }
    }

    fn of(&self, word: Word) -> &[(u32, f32)] {
        self.words.get(&word).map_or(&[], |(from, to)| &self.places[*from as usize..*to as usize])
    }
}

/// Templates made ready for suggesting. Positions are those of the slice it was made from.
#[derive(Debug, Clone, Default)]
pub(super) struct Ranker {
    templates: usize,
    /// How many may be used.
    usable: usize,
    library: Postings,
    asked: Postings,
    /// For each question asked before: the positions of the templates that answered it, and what each time counts.
    answered: Vec<Vec<(u32, f32)>>,
    /// The length of each question asked before, as a vector of its words.
    lengths: Vec<f32>,
    asking: Vec<Word>,
}

/// How well a template suits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Suits {
    pub at: usize,
    pub score: f32,
}

impl Ranker {
    /// `folded` are the texts of each template, as [`Texts`] has them.
    pub(super) fn new(templates: &[Template], folded: &[Texts], past: &[Past]) -> Ranker {
        let mut ranker = Ranker { templates: templates.len(), asking: asking(), ..Ranker::default() };
        let usable = |(at, t): (usize, &Template)| (t.wording.status == Status::Approved).then_some(at);
        let usable: Vec<usize> = templates.iter().enumerate().filter_map(usable).collect();
        ranker.usable = usable.len();
        let total: f32 = usable.iter().map(|at| folded[*at].counted.1).sum();
        let usual = (total / usable.len().max(1) as f32).max(1.0);
        let mut all = Vec::with_capacity(usable.iter().map(|at| folded[*at].counted.0.len()).sum());
        for at in usable {
            let (words, length) = &folded[at].counted;
            let slow = K * (1.0 - LONG + LONG * length / usual);
            all.extend(words.iter().map(|(word, count)| (*word, place(at), count * (K + 1.0) / (count + slow))));
        }
        ranker.library = Postings::new(&all);
        ranker.learn(templates, past);
        ranker
    }

    fn learn(&mut self, templates: &[Template], past: &[Past]) {
        let places: HashMap<i64, u32> = templates.iter().enumerate().map(|(at, t)| (t.id, place(at))).collect();
        let (mut all, mut questions) = (Vec::new(), Vec::new());
        // What is asked in the very same words again and again is one question: else its words would seem to be
        // everybody's, and tell the least of what is asked most.
        let mut known: HashMap<Vec<(Word, Weight)>, usize> = HashMap::new();
        for past in past {
            let words = asked_words(&past.text);
            let n = *known.entry(words).or_insert_with_key(|words| {
                all.extend(words.iter().map(|(word, _)| (*word, place(questions.len()), 1.0)));
                questions.push(words.clone());
                self.answered.push(Vec::new());
                questions.len() - 1
            });
            if let Some(at) = past.template.and_then(|id| places.get(&id)).copied() {
                self.answered[n].push((at, if past.reopened { REOPENED } else { 1.0 }));
            }
        }
        self.asked = Postings::new(&all);
        let length = |words: &Vec<(Word, Weight)>| {
            words.iter().map(|(word, weight)| self.alike_weight(*word, *weight).powi(2)).sum::<f32>().sqrt()
        };
        self.lengths = questions.iter().map(length).collect();
    }

    /// How rare a word is in the library (BM25's idf).
    fn rare(&self, word: Word) -> f32 {
        let (all, with) = (self.usable as f32, self.library.of(word).len() as f32);
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }

    /// What a word of a question counts: less if every question has it.
    fn telling(&self, word: Word) -> f32 {
        let asking = if self.asking.binary_search(&word).is_ok() { ASKING_WEIGHT } else { 1.0 };
        let n = self.answered.len();
        if n < ENOUGH {
            return asking;
        }
        let n = n as f32;
        asking * (1.0 + n / (self.asked.of(word).len() as f32 + 1.0)).ln() / (1.0 + n).ln()
    }

    fn alike_weight(&self, word: Word, weight: Weight) -> f32 {
        self.telling(word) * if weight == Weight::Single { SINGLE } else { 1.0 }
    }

    /// Every template that has a telling word in common with `text`, or answered one like it, with how well it suits:
    /// 1 for the best match of words, and up to 1 more for each like question it answered. In no order.
    pub(super) fn suits(&self, text: &str, hint: &str) -> Vec<Suits> {
        let asked = asked_words(text);
        let mut hints = asked_words(hint);
        hints.retain(|hint| asked.binary_search(hint).is_err());
        let mut scores = vec![0.0_f32; self.templates];
        // A single Han alone suggests nothing.
        let mut whole = vec![false; self.templates];
        let all = asked.iter().map(|word| (word, 1.0)).chain(hints.iter().map(|word| (word, HINT)));
        for ((word, weight), part) in all {
            let places = self.library.of(*word);
            let (single, asks) = (*weight == Weight::Single, self.asking.binary_search(word).is_ok());
            let sort = match single {
                false if !is_letters(*word) => 1.0,
                false if !asks => LETTERS,
                _ => SINGLE,
            };
            let counts = part * sort * self.rare(*word) * self.telling(*word);
            let says = !single && !asks;
            for (at, count) in places {
                scores[*at as usize] += counts * count;
                whole[*at as usize] |= says;
            }
        }
        let best = scores.iter().zip(&whole).filter(|(_, w)| **w).map(|(s, _)| *s).fold(0.0, f32::max);
        let mut out: Vec<f32> =
            scores.iter().zip(&whole).map(|(s, w)| if *w { s / best.max(f32::MIN_POSITIVE) } else { 0.0 }).collect();
        for (at, more) in self.answered_alike(&asked) {
            out[at as usize] += more;
        }
        let found = out.into_iter().enumerate().filter(|(_, score)| *score > 0.0);
        found.map(|(at, score)| Suits { at, score }).collect()
    }

    /// The templates that answered questions like this one, and how like they were.
    fn answered_alike(&self, asked: &[(Word, Weight)]) -> Vec<(u32, f32)> {
        let mut common: HashMap<u32, f32> = HashMap::new();
        let mut length = 0.0;
        for (word, weight) in asked {
            let counts = self.alike_weight(*word, *weight).powi(2);
            length += counts;
            for (at, _) in self.asked.of(*word) {
                *common.entry(*at).or_default() += counts;
            }
        }
        let length = length.sqrt();
        let mut out = Vec::new();
        for (n, shared) in common {
            let alike = shared / (length * self.lengths[n as usize]).max(f32::MIN_POSITIVE);
            if alike >= ALIKE {
                out.extend(self.answered[n as usize].iter().map(|(at, counts)| (*at, alike * alike * counts)));
            }
        }
        out.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        out
    }
}

/// The folded texts of a template.
pub(super) struct Texts {
    pub name: String,
    /// The name without blanks: nobody types them between initials.
    pub spoken: String,
    /// What name and keywords may sound like.
    pub sounds: Beginnings,
    pub keywords: String,
    /// Every body, in the order of [`NewTemplate::bodies`].
    pub bodies: Vec<String>,
    /// The words, each once with what it counts, and how many there are in all.
    counted: (Vec<(Word, f32)>, f32),
}

impl Texts {
    pub(super) fn of(wording: &NewTemplate) -> Texts {
        let folded = |text: &str| fold(text).text;
        let (name, keywords) = (folded(&wording.name), folded(&wording.keywords));
        let bodies: Vec<String> = wording.bodies().map(|(_, body)| folded(body)).collect();
        let spoken: String = name.split_whitespace().collect();
        let sounds = Beginnings::of(std::iter::once(&*spoken).chain(keywords.split(' ')));
        // Drafts and retired ones are not suggested.
        let counted = match wording.status {
            Status::Approved => counted(wording, &name, &keywords, &bodies),
            Status::Draft | Status::Retired => (Vec::new(), 0.0),
        };
        Texts { name, spoken, sounds, keywords, bodies, counted }
    }
}

/// The words of a template, each once with what it counts, and how many there are in all.
fn counted(wording: &NewTemplate, name: &str, keywords: &str, bodies: &[String]) -> (Vec<(Word, f32)>, f32) {
    let mut all: Vec<(Word, f32)> = Vec::new();
    let mut add = |raw: &str, folded: &str, counts: f32| words(raw, folded, |word, _| all.push((word, counts)));
    wording.bodies().zip(bodies).for_each(|((_, raw), folded)| add(raw, folded, 1.0));
    add(&wording.name, name, NAME);
    add(&wording.keywords, keywords, KEYWORDS);
    let length = all.len() as f32;
    for single in keywords.split(' ') {
        let mut chars = single.chars();
        if let (Some(c), None) = (chars.next().filter(|c| is_han(*c)), chars.next()) {
            all.push((keyword(c), KEYWORDS));
        }
    }
    all.sort_unstable_by_key(|(word, _)| *word);
    all.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0.0 };
        same
    });
    (all, length)
}

/// The words of a question, each once; every Han also as the keyword it may be.
fn asked_words(text: &str) -> Vec<(Word, Weight)> {
    let mut all = Vec::new();
    let folded = fold(text).text;
    words(text, &folded, |word, weight| all.push((word, weight)));
    all.extend(folded.chars().filter(|c| is_han(*c)).map(|c| (keyword(c), Weight::Whole)));
    all.sort_unstable();
    all.dedup();
    all
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
