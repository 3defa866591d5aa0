//! Folding: what two readers would take for the same text becomes the same string. For matching only, never the record.

use super::simplified::{Becomes, Table, settle, table};
use std::ops::Range;

/// A folded text and where each part of it came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    spans: Vec<Span>,
    raw_len: usize,
}

/// A stretch from here to the next span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    folded: usize,
    raw: usize,
    /// Every character takes as many bytes here as there; otherwise the stretch is one whole.
    even: bool,
}

/// Compatibility form (full-width, circled and mathematical letters), lower case, traditional to simplified character by
/// character, with hidden characters and decorations dropped. Blanks and punctuation stay.
#[must_use]
pub fn fold(raw: &str) -> Folded {
    Folder::new(raw, false).run()
}

/// As [`fold()`], and without everything that is neither letter nor digit: `加 - V` becomes `加v`.
#[must_use]
pub fn fold_tight(raw: &str) -> Folded {
    Folder::new(raw, true).run()
}

impl Folded {
    /// The bytes of the raw text that became the bytes `folded` of [`Folded::text`], on character boundaries and with what was
    /// dropped between them. A range beyond the text is cut to it.
    #[must_use]
    pub fn original(&self, folded: Range<usize>) -> Range<usize> {
        let start = self.text.floor_char_boundary(folded.start.min(self.text.len()));
        let end = self.text.ceil_char_boundary(folded.end.clamp(start, self.text.len()));
        let first = self.spans.partition_point(|s| s.folded <= start);
        let raw_start = match first.checked_sub(1).map(|i| self.spans[i]) {
            Some(span) if start < self.text.len() => span.raw + if span.even { start - span.folded } else { 0 },
            _ => self.raw_len,
        };
        if end == start {
            return raw_start..raw_start;
        }
        let after = self.spans.partition_point(|s| s.folded < end);
        let raw_end = match after.checked_sub(1).map(|i| self.spans[i]) {
            Some(span) if span.even => span.raw + (end - span.folded),
            _ => self.spans.get(after).map_or(self.raw_len, |s| s.raw),
        };
        raw_start..raw_end
    }
}

struct Folder<'a> {
    raw: &'a str,
    tight: bool,
    table: &'static Table,
    out: Folded,
    /// The last character that was not hidden, for what joins it.
    last: Option<Begun>,
}

/// Where a character began: in the raw text, in the folded text, in the spans.
#[derive(Debug, Clone, Copy)]
struct Begun {
    raw: usize,
    folded: usize,
    spans: usize,
}

impl<'a> Folder<'a> {
    fn new(raw: &'a str, tight: bool) -> Self {
        let out = Folded { text: String::with_capacity(raw.len()), spans: Vec::new(), raw_len: raw.len() };
        Self { raw, tight, table: table(), out, last: None }
    }

    fn run(mut self) -> Folded {
        let raw = self.raw;
        let mut rest = raw.chars();
        loop {
            let at = raw.len() - rest.as_str().len();
            let Some(c) = rest.next() else { break };
            match self.table.becomes(c) {
                Becomes::One(to) => {
                    self.begin(at);
                    self.one(at, c.len_utf8(), to);
                }
                Becomes::Nothing => self.gap(at),
                Becomes::Many => {
                    self.begin(at);
                    self.several(at, at + c.len_utf8());
                }
                Becomes::Joins => {
                    let end = self.end_of_joined(at);
                    self.joined(at, end);
                    rest = raw[end..].chars();
                }
            }
        }
        self.out
    }

    fn begin(&mut self, raw: usize) {
        self.last = Some(Begun { raw, folded: self.out.text.len(), spans: self.out.spans.len() });
    }

    /// One character that becomes one.
    fn one(&mut self, raw: usize, bytes: usize, to: char) {
        if self.tight && !to.is_alphanumeric() {
            return self.gap(raw);
        }
        let folded = self.out.text.len();
        let even = to.len_utf8() == bytes;
        let goes_on = even && self.out.spans.last().is_some_and(|s| s.even && raw - s.raw == folded - s.folded);
        if !goes_on {
            self.out.spans.push(Span { folded, raw, even });
        }
        self.out.text.push(to);
    }

    /// Characters from `raw` on leave nothing.
    fn gap(&mut self, raw: usize) {
        let folded = self.out.text.len();
        if !self.out.spans.last().is_some_and(|s| !s.even && s.folded == folded) {
            self.out.spans.push(Span { folded, raw, even: false });
        }
    }

    /// The characters `raw..end` are folded together.
    fn several(&mut self, raw: usize, end: usize) {
        let folded = self.out.text.len();
        self.out.spans.push(Span { folded, raw, even: false });
        let settled = settle(&self.raw[raw..end]);
        let kept = settled.chars().filter(|c| !self.tight || c.is_alphanumeric());
        self.out.text.extend(kept);
    }

    /// The end of the run of joining and hidden characters that begins at `at`.
    fn end_of_joined(&self, at: usize) -> usize {
        let goes_on = |c: &char| matches!(self.table.becomes(*c), Becomes::Joins | Becomes::Nothing);
        at + self.raw[at..].chars().take_while(goes_on).map(char::len_utf8).sum::<usize>()
    }

    /// The joining characters `at..end`, together with the character they join.
    fn joined(&mut self, at: usize, end: usize) {
        if self.last.is_none() {
            self.begin(at);
        }
        let Some(begun) = self.last else { return };
        self.out.text.truncate(begun.folded);
        self.out.spans.truncate(begun.spans);
        self.several(begun.raw, end);
    }
}
