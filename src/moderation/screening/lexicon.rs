//! Words: the operators' own and those of lists, all found in one pass over the folded text.

use super::met::{Classes, Met};
use super::{Found, Reading, Word, WordKind, whole_words};
use crate::base::text::{Folded, fold, fold_chars, fold_tight};
use crate::base::{Error, Result};
use crate::moderation::reason::Reason;
use daachorse::charwise::iter::FindOverlappingStepper;
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use std::cell::RefCell;
use std::ops::Range;

/// Signs after which nothing belongs to the word before them.
const ENDS: &[char] = &['。', '！', '？', '；', '，', '!', '?', ';', '\n'];

/// What stands in a list under a word.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// The list, by its number in the plan; 0 for the operators' own words.
    list: u16,
    /// What a hit would be rejected for; `None` for a word that is fine.
    reason: Option<Reason>,
    severity: f64,
}

/// A word that is looked for: how many characters it has, and its entries.
#[derive(Debug, Clone, Copy)]
struct Sought {
    chars: u32,
    entries: (u32, u32),
}

/// Words with what a hit means.
pub(super) struct Lexicon {
    automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    sought: Vec<Sought>,
    entries: Vec<Entry>,
    /// Whether every list is looked at by itself, as if there were no other.
    apart: bool,
    /// One more than the highest number of a list.
    lists: usize,
}

/// What a reading found, and where the text is fine whatever others find.
#[derive(Default)]
pub(super) struct Read {
    pub found: Vec<Found>,
    pub fine: Vec<Range<usize>>,
}

/// Places of a message's letters and digits, and the words that end at them; kept from message to message.
#[derive(Default)]
struct Trace {
    /// The byte of each letter or digit: in the raw text, or in `folded` if there is one.
    starts: Vec<u32>,
    /// (first letter, the letter after the last, the word), in the order of their ends.
    hits: Vec<(u32, u32, u32)>,
    folded: Option<Folded>,
}

thread_local! {
    static TRACE: RefCell<Trace> = RefCell::default();
}

impl Trace {
    /// The raw bytes of the letters `from..to`.
    fn raw(&self, raw: &str, from: u32, to: u32) -> Option<Range<usize>> {
        let start = *self.starts.get(from as usize)? as usize;
        let last = *self.starts.get(to.checked_sub(1)? as usize)? as usize;
        let text = self.folded.as_ref().map_or(raw, |f| f.text.as_str());
        let end = last + text.get(last..)?.chars().next().map_or(0, char::len_utf8);
        Some(self.folded.as_ref().map_or(start..end, |f| f.original(start..end)))
    }
}

/// Why a word of a list is not looked for unless it is forced: a catalogue key. Such words stand in every text.
#[must_use]
pub fn guarded(word: &str) -> Option<&'static str> {
    guard(&fold_tight(word).text)
}

fn guard(folded: &str) -> Option<&'static str> {
    let chars = folded.chars().take(3).count();
    match chars {
        0 => Some("rules.guard_empty"),
        1 => Some("rules.guard_one"),
        _ if folded.chars().all(char::is_numeric) => Some("rules.guard_digits"),
        2 if folded.chars().all(super::is_latin) => Some("rules.guard_short"),
        _ => None,
    }
}

impl Lexicon {
    /// `None` if there is no word to look for.
    pub(super) fn build(words: &[Word], apart: bool) -> Result<Option<Lexicon>> {
        let mut all: Vec<(String, Entry)> = words.iter().filter_map(entry).collect();
        // The surest first, so that a hit counts as that.
        all.sort_by(|(a, x), (b, y)| a.cmp(b).then(y.severity.total_cmp(&x.severity)).then(x.list.cmp(&y.list)));
        let mut patterns: Vec<(String, u32)> = Vec::new();
        let (mut sought, mut entries): (Vec<Sought>, Vec<Entry>) = (Vec::new(), Vec::with_capacity(all.len()));
        for (word, entry) in all {
            let at = u32::try_from(entries.len()).unwrap_or(u32::MAX);
            match patterns.last() {
                Some((last, _)) if *last == word => {}
                _ => {
                    let chars = u32::try_from(word.chars().count()).unwrap_or(u32::MAX);
                    patterns.push((word, u32::try_from(sought.len()).unwrap_or(u32::MAX)));
                    sought.push(Sought { chars, entries: (at, at) });
                }
            }
            entries.push(entry);
            if let Some(last) = sought.last_mut() {
                last.entries.1 = at + 1;
            }
        }
        if patterns.is_empty() {
            return Ok(None);
        }
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .use_prefilter(false)
            .build_with_values(patterns)
            .map_err(|e| Error::user("queue.bad_words").because(e))?;
        let lists = entries.iter().map(|e| usize::from(e.list) + 1).max().unwrap_or(0);
        Ok(Some(Lexicon { automaton, sought, entries, apart, lists }))
    }

    /// Words that are looked for.
    pub(super) fn len(&self) -> usize {
        self.sought.len()
    }

    /// Bytes of memory it takes.
    pub(super) fn heap_bytes(&self) -> usize {
        self.automaton.heap_bytes() + self.sought.len() * size_of::<Sought>() + self.entries.len() * size_of::<Entry>()
    }

    /// Reads the message; what characters it has comes with it.
    pub(super) fn read(&self, reading: &Reading) -> (Read, Met) {
        TRACE.with_borrow_mut(|trace| {
            let met = self.walk(reading.raw, trace);
            let read = if trace.hits.is_empty() { Read::default() } else { self.judge(reading.raw, trace) };
            (read, met)
        })
    }

    /// Walks the automaton over the folded letters and digits without making a text of them.
    fn walk(&self, raw: &str, trace: &mut Trace) -> Met {
        trace.folded = None;
        let mut pass = Pass::new(self, trace);
        if fold_chars(raw, |c, at| pass.step(c, at)) {
            return pass.met;
        }
        // Characters that join others: the long way.
        let folded = fold(raw);
        let mut pass = Pass::new(self, trace);
        folded.text.char_indices().for_each(|(at, c)| pass.step(c, at));
        let met = pass.met;
        trace.folded = Some(folded);
        met
    }

    /// Of the words that were met the leftmost, and of those the longest; what is fine is kept beside.
    fn judge(&self, raw: &str, trace: &mut Trace) -> Read {
        let mut hits = std::mem::take(&mut trace.hits);
        hits.sort_unstable_by_key(|(from, to, _)| (*from, std::cmp::Reverse(*to)));
        let mut read = Read { found: Vec::with_capacity(hits.len()), fine: Vec::new() };
        // What was taken last: for all lists together, or for each by itself.
        let (mut together, mut each) = ((0, 0), vec![(0, 0); if self.apart { self.lists } else { 0 }]);
        for (from, to, word) in &hits {
            let Some(at) = trace.raw(raw, *from, *to) else { continue };
            if !whole_words(raw, &at) || raw[at.clone()].contains(ENDS) {
                continue;
            }
            let (first, end) = self.sought[*word as usize].entries;
            let entries = &self.entries[first as usize..end as usize];
            // What is allowed stays allowed, whoever forbids it.
            if entries.iter().any(|e| e.reason.is_none()) {
                read.fine.push(at);
                continue;
            }
            for entry in entries {
                let taken = each.get_mut(usize::from(entry.list)).unwrap_or(&mut together);
                // Two lists may hold the same word.
                if *from < taken.1 && *taken != (*from, *to) {
                    continue;
                }
                *taken = (*from, *to);
                let (list, severity, reason) = (entry.list, entry.severity, entry.reason.unwrap_or(Reason::Other));
                let at = at.clone();
                read.found.push(Found { rule: "words", list, says: "queue.hit_word", reason, severity, at });
            }
        }
        trace.hits = hits;
        read
    }
}

/// One way over a message: every character is a handful of instructions.
struct Pass<'a> {
    classes: Classes,
    met: Met,
    stepper: FindOverlappingStepper<'a, u32>,
    sought: &'a [Sought],
    starts: &'a mut Vec<u32>,
    hits: &'a mut Vec<(u32, u32, u32)>,
}

impl<'a> Pass<'a> {
    fn new(lexicon: &'a Lexicon, trace: &'a mut Trace) -> Self {
        trace.starts.clear();
        trace.hits.clear();
        Pass {
            classes: Classes::table(),
            met: Met::default(),
            stepper: lexicon.automaton.find_overlapping_stepper(),
            sought: &lexicon.sought,
            starts: &mut trace.starts,
            hits: &mut trace.hits,
        }
    }

    #[inline]
    fn step(&mut self, c: char, at: usize) {
        if !self.met.note(self.classes, c) {
            return;
        }
        // A window is some thousand bytes.
        self.starts.push(at as u32);
        self.stepper.consume(c);
        let mut ends = self.stepper.matches();
        if let Some(first) = ends.next() {
            let to = self.starts.len() as u32;
            for hit in std::iter::once(first).chain(ends) {
                let chars = self.sought[hit.value() as usize].chars;
                self.hits.push((to.saturating_sub(chars), to, hit.value()));
            }
        }
    }
}

/// `word` folded, with its entry; `None` for what is no word, and for words that would be found everywhere.
fn entry(word: &Word) -> Option<(String, Entry)> {
    let reason = match word.kind {
        WordKind::Word => Some(word.reason),
        WordKind::Allow => None,
        WordKind::Pattern | WordKind::Domain => return None,
    };
    let folded = fold_tight(&word.pattern).text;
    let kept = match guard(&folded) {
        None => true,
        Some("rules.guard_empty") => false,
        Some("rules.guard_one") => word.forced,
        // Nobody writes down a word of their own without meaning it.
        Some(_) => word.forced || word.list == 0,
    };
    kept.then_some((folded, Entry { list: word.list, reason, severity: word.severity }))
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lexicon({} words)", self.len())
    }
}
