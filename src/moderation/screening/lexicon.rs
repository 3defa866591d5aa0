//! The operators' own words, all found in one pass over tightly folded text.

use super::{Found, Reading, Word, WordKind, whole_words};
use crate::base::text::fold_tight;
use crate::base::{Error, Result};
use crate::moderation::reason::Reason;
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use std::collections::BTreeMap;
use std::ops::Range;

/// Signs after which nothing belongs to the word before them.
const ENDS: &[char] = &['。', '！', '？', '；', '，', '!', '?', ';', '\n'];

/// What a word stands for and how sure it makes; `None` for words that are fine.
type Meaning = Option<(Reason, f64)>;

/// Words with what a hit means.
pub(super) struct Lexicon {
    automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    meanings: Vec<Meaning>,
}

/// What a lexicon found, and where the text is fine whatever others find.
#[derive(Default)]
pub(super) struct Read {
    pub found: Vec<Found>,
    pub fine: Vec<Range<usize>>,
}

impl Lexicon {
    /// `None` if there is no word to look for. Words of one character are left out: they are in every text.
    pub(super) fn build(words: &[Word]) -> Result<Option<Lexicon>> {
        let mut meanings: BTreeMap<String, Meaning> = BTreeMap::new();
        for word in words {
            let folded = fold_tight(&word.pattern).text;
            let meaning = match word.kind {
                WordKind::Word => Some((word.reason, word.severity)),
                WordKind::Allow => None,
                WordKind::Pattern | WordKind::Domain => continue,
            };
            if folded.chars().nth(1).is_some() {
                // What is allowed stays allowed, whichever comes first.
                let known = meanings.entry(folded).or_insert(meaning);
                *known = known.and(meaning);
            }
        }
        if meanings.is_empty() {
            return Ok(None);
        }
        let numbered = meanings.keys().zip(0_u32..);
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .build_with_values(numbered)
            .map_err(|e| Error::user("queue.bad_words").because(e))?;
        Ok(Some(Lexicon { automaton, meanings: meanings.into_values().collect() }))
    }

    pub(super) fn read(&self, reading: &Reading) -> Read {
        let tight = reading.tight();
        let mut all: Vec<(Range<usize>, Meaning)> = self
            .automaton
            .find_overlapping_iter(&tight.text)
            .map(|m| (m.start()..m.end(), self.meanings[m.value() as usize]))
            .collect();
        // The leftmost, and of those the longest; what is fine is kept beside.
        all.sort_by_key(|(at, _)| (at.start, std::cmp::Reverse(at.end)));
        let (mut read, mut taken) = (Read::default(), 0);
        for (at, meaning) in all {
            if meaning.is_some() && at.start < taken {
                continue;
            }
            let raw = tight.original(at.clone());
            if !whole_words(reading.raw, &raw) || reading.raw[raw.clone()].contains(ENDS) {
                continue;
            }
            match meaning {
                None => read.fine.push(raw),
                Some((reason, severity)) => {
                    taken = at.end;
                    read.found.push(Found { rule: "words", says: "queue.hit_word", reason, severity, at: raw });
                }
            }
        }
        read
    }
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lexicon({} words)", self.meanings.len())
    }
}
