//! What the learner sees of a message: hashed groups of characters, and a few signs of the whole.
//!
//! Over folded text: Han characters one by one and in pairs (signs and blanks between them do not part a pair, so that
//! 加-微 is 加微), other words whole, in pairs, and their groups of two, three and four characters, signs one by one. No
//! text is made and nothing is allocated for a group.

use std::ops::Range;

/// Bits of a group's number: 2^18 numbers for some tens of thousands of groups that a file teaches.
pub(super) const BITS: u32 = 18;

/// Set in a number whose group counts half: parts of words and signs say less than words and Han pairs.
pub(super) const LIGHT: u32 = 1 << BITS;

/// Characters of a word beyond this are not read: no language has longer ones, and nobody shall make us read them.
const LONGEST_WORD: u32 = 40;

/// What a character is to the groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Stands by itself: Han, kana, Hangul.
    Han,
    /// Part of a word between blanks or signs.
    Letter,
    Blank,
    Sign,
}

fn sort(c: char) -> Sort {
    match u32::from(c) {
        0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7A3 | 0x2_0000..=0x3_134F => Sort::Han,
        _ if c.is_alphanumeric() => Sort::Letter,
        _ if c.is_whitespace() => Sort::Blank,
        _ => Sort::Sign,
    }
}

/// The sorts of groups; part of their numbers, so that a word and a pair never meet but by chance.
#[derive(Clone, Copy)]
#[repr(u64)]
enum Group {
    One = 1,
    Pair,
    Word,
    WordPair,
    Two,
    Three,
    Four,
    Digits,
    Sign,
}

/// Before the first and after the last character of a word.
const EDGE: u64 = 1;

fn hash(group: Group, parts: &[u64]) -> u64 {
    let mut h = (group as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    for part in parts {
        h = (h ^ part).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        h ^= h >> 29;
    }
    h
}

/// Who is told of groups.
pub(super) trait Each {
    /// There is the group `number` in the bytes `at`.
    fn gram(&mut self, number: u32, at: Range<usize>);
}

impl<F: FnMut(u32, Range<usize>)> Each for F {
    fn gram(&mut self, number: u32, at: Range<usize>) {
        self(number, at);
    }
}

/// Reads folded characters one after another and hands on every group with the bytes it stands in.
#[derive(Default)]
pub(super) struct Grams<F> {
    pub(super) each: F,
    /// The Han character before, with where it began; 0 without.
    han: (u64, usize),
    /// The last three characters of the word, the edge included, each with where it began.
    last: [(u64, usize); 3],
    /// Characters of the word so far.
    length: u32,
    digits: bool,
    word: u64,
    /// The word before it, with where it began; 0 without.
    before: (u64, usize),
    began: usize,
    end: usize,
}

impl<F: Each> Grams<F> {
    pub(super) fn new(each: F) -> Self {
        Self {
            each,
            han: (0, 0),
            last: [(0, 0); 3],
            length: 0,
            digits: true,
            word: 0,
            before: (0, 0),
            began: 0,
            end: 0,
        }
    }

    fn give(&mut self, group: Group, parts: &[u64], at: Range<usize>) {
        let light = match group {
            Group::One | Group::Pair | Group::Word | Group::WordPair => 0,
            Group::Two | Group::Three | Group::Four | Group::Digits | Group::Sign => LIGHT,
        };
        let number = (hash(group, parts) >> (64 - BITS)) as u32;
        self.each.gram(number | light, at);
    }

    /// The next character, folded; it stands in the bytes `at`.
    pub(super) fn push(&mut self, c: char, at: Range<usize>) {
        let (code, sort) = (u64::from(u32::from(c)), sort(c));
        if sort == Sort::Letter {
            if self.length == 0 {
                (self.began, self.word, self.digits, self.han.0) = (at.start, 0, true, 0);
                self.last = [(0, 0), (0, 0), (EDGE, at.start)];
            }
            self.letter(c, code, at);
            return;
        }
        self.end_word();
        match sort {
            Sort::Han => {
                self.give(Group::One, &[code], at.clone());
                if self.han.0 != 0 {
                    self.give(Group::Pair, &[self.han.0, code], self.han.1..at.end);
                }
                self.han = (code, at.start);
                self.before.0 = 0;
            }
            Sort::Sign => self.give(Group::Sign, &[code], at),
            Sort::Blank | Sort::Letter => {}
        }
    }

    fn letter(&mut self, c: char, code: u64, at: Range<usize>) {
        self.length += 1;
        self.end = at.end;
        self.digits &= c.is_ascii_digit();
        if self.length <= LONGEST_WORD {
            self.word = hash(Group::Word, &[self.word, code]);
            self.parts(code, at);
        }
    }

    /// The groups of two to four characters that end with this one.
    fn parts(&mut self, code: u64, at: Range<usize>) {
        let [a, b, c] = self.last;
        self.give(Group::Two, &[c.0, code], c.1..at.end);
        if b.0 != 0 {
            self.give(Group::Three, &[b.0, c.0, code], b.1..at.end);
        }
        if a.0 != 0 {
            self.give(Group::Four, &[a.0, b.0, c.0, code], a.1..at.end);
        }
        self.last = [b, c, (code, at.start)];
    }

    /// The word is over, if there is one.
    fn end_word(&mut self) {
        if self.length == 0 {
            return;
        }
        let at = self.began..self.end;
        if self.length <= LONGEST_WORD {
            self.parts(EDGE, self.end..self.end);
        }
        if self.digits {
            self.give(Group::Digits, &[u64::from(self.length.min(12))], at.clone());
        }
        self.give(Group::Word, &[self.word], at.clone());
        if self.before.0 != 0 {
            self.give(Group::WordPair, &[self.before.0, self.word], self.before.1..at.end);
        }
        self.before = (self.word, self.began);
        self.length = 0;
    }

    /// The text is over.
    pub(super) fn end(&mut self) {
        self.end_word();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The groups of a text, as the texts they stand in, numbers aside.
    fn spans(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        let mut grams = Grams::new(|_, at: Range<usize>| out.push(&text[at]));
        for (at, c) in text.char_indices() {
            grams.push(c, at..at + c.len_utf8());
        }
        grams.end();
        out.sort_unstable();
        out
    }

    fn numbers(text: &str) -> Vec<u32> {
        let mut out = Vec::new();
        let mut grams = Grams::new(|number, _| out.push(number));
        for (at, c) in text.char_indices() {
            grams.push(c, at..at + c.len_utf8());
        }
        grams.end();
        out
    }

    #[test]
    fn han_comes_in_ones_and_pairs_words_whole_and_in_parts() {
        assert_eq!(spans("兼职日"), ["兼", "兼职", "日", "职", "职日"]);
        assert_eq!(spans("加-微"), ["-", "加", "加-微", "微"], "signs do not part a pair");
        assert_eq!(spans("ab"), ["a", "ab", "ab", "ab", "ab", "ab", "b"], "edges belong to the parts of a word");
        assert_eq!(spans("加v 微"), ["v", "v", "v", "v", "加", "微"], "a word parts a pair");
        assert_eq!(spans("7 ab").iter().filter(|s| **s == "7 ab").count(), 1);
        assert_eq!(spans(""), [""; 0]);
    }

    #[test]
    fn what_differs_has_another_number() {
        let one = numbers("日结");
        assert!(numbers("日赚").iter().filter(|n| one.contains(n)).count() == 1, "only 日 is the same");
        let (a, b) = (numbers("ab"), numbers("abc"));
        assert!(a.iter().any(|n| !b.contains(n)), "the end of a word is an edge");
        assert!(numbers("12345").iter().all(|n| *n < 2 * LIGHT));
        assert_ne!(numbers("123"), numbers("1234"));
        assert!(numbers("12").iter().any(|n| numbers("98").contains(n)), "numbers of a length have that in common");
    }

    #[test]
    fn a_word_without_end_costs_no_more_than_a_long_one() {
        let (long, endless) = (spans(&"a".repeat(LONGEST_WORD as usize)).len(), spans(&"a".repeat(100_000)).len());
        assert!(endless <= long, "{endless} {long}");
    }
}
