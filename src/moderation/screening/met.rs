//! What sorts of characters a message holds, noted in the one pass that looks for words, so that most rules need not
//! look at most messages.

use crate::base::text::{fold, fold_chars};
use std::sync::OnceLock;

/// Letter or digit: the word list sees it.
const WORD: u8 = 1;
/// ASCII letter.
const LETTER: u8 = 2;
/// ASCII digit.
const DIGIT: u8 = 4;
/// 加 and what sounds like it.
const JOIN: u8 = 8;
/// A plus sign.
const PLUS: u8 = 16;
/// A dot of any sort.
const DOT: u8 = 32;
/// A sign of a mention.
const AT: u8 = 64;
/// A Han character that names of networks have, or what stands for it.
const NET: u8 = 128;

/// What sounds like 加 and is written for it, with it. Simplified.
pub(super) const ADD: &str = "加佳迦伽笳珈嘉茄枷";

/// The characters of [`NET`].
const NETWORKS: &str = "微薇威维卫扣叩企乞裙群电飞口";

/// What was met in a message, folded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Met {
    seen: u8,
    last: u8,
    /// Whether the last dot stood behind a letter or digit.
    hosted: bool,
    link: bool,
    letters: u32,
    digits: u32,
    ats: u32,
}

/// The classes of the characters of the basic plane.
#[derive(Clone, Copy)]
pub(super) struct Classes(&'static [u8]);

impl Classes {
    /// The table, made when it is first asked for.
    pub(super) fn table() -> Classes {
        static TABLE: OnceLock<Box<[u8]>> = OnceLock::new();
        Classes(TABLE.get_or_init(|| (0..0x1_0000).map(|code| char::from_u32(code).map_or(0, look)).collect()))
    }

    #[inline]
    fn of(self, c: char) -> u8 {
        self.0.get(u32::from(c) as usize).copied().unwrap_or_else(|| look(c))
    }

    /// Whether `c` is a letter or digit.
    #[inline]
    pub(super) fn is_word(self, c: char) -> bool {
        self.of(c) & WORD != 0
    }
}

impl Met {
    /// Notes `c`; whether it is a letter or digit.
    #[inline]
    pub(super) fn note(&mut self, classes: Classes, c: char) -> bool {
        self.note_class(classes.of(c))
    }

    #[inline]
    fn note_class(&mut self, class: u8) -> bool {
        self.letters += u32::from(class & LETTER != 0);
        self.digits += u32::from(class & DIGIT != 0);
        self.ats += u32::from(class & AT != 0);
        if (class | self.last) & DOT != 0 {
            self.note_dot(class);
        }
        self.seen |= class;
        self.last = class;
        class & WORD != 0
    }

    /// Notes a dot, and what stands behind one.
    #[inline]
    fn note_dot(&mut self, class: u8) {
        // 3.5 is no host, and http://1.2.3.4 is one.
        let ends = class & LETTER != 0 || class & DIGIT != 0 && self.letters >= 4;
        self.link |= self.hosted && self.last & DOT != 0 && ends;
        if class & DOT != 0 {
            self.hosted = self.last & (LETTER | DIGIT) != 0;
        }
    }

    /// Notes all of `raw`, for when no words are looked for.
    pub(super) fn survey(raw: &str) -> Met {
        let classes = Classes::table();
        let mut met = Met::default();
        if raw.is_ascii() {
            // Capitals are of the class of their small letters; the others stay or are dropped.
            raw.bytes().filter(|b| stays(*b)).for_each(|b| _ = met.note_class(classes.of(b.into())));
            return met;
        }
        if fold_chars(raw, |c, _| _ = met.note(classes, c)) {
            return met;
        }
        let mut met = Met::default();
        fold(raw).text.chars().for_each(|c| _ = met.note(classes, c));
        met
    }

    /// Whether somebody may be asked to add somebody.
    pub(super) fn adds(self) -> bool {
        self.seen & JOIN != 0
    }

    /// Whether there is a plus sign.
    pub(super) fn plus(self) -> bool {
        self.seen & PLUS != 0
    }

    /// Whether there may be the name of a network and a handle.
    pub(super) fn handles(self) -> bool {
        let name = self.digits >= 5 || self.letters + self.digits >= 6;
        name && (self.letters > 0 || self.seen & NET != 0)
    }

    /// Whether there is a character that names of networks in Han have.
    pub(super) fn nets(self) -> bool {
        self.seen & NET != 0
    }

    /// Whether there may be a handle behind a network's name in Han.
    pub(super) fn disguises(self) -> bool {
        (self.digits >= 4 || self.letters >= 6) && self.seen & (NET | JOIN) != 0
    }

    /// Whether there may be a phone number.
    pub(super) fn phones(self) -> bool {
        self.digits >= 11
    }

    /// Whether there may be a number to call.
    pub(super) fn calls(self) -> bool {
        self.digits >= 7
    }

    /// Whether there may be a link: a dot between letters or digits.
    pub(super) fn links(self) -> bool {
        self.link
    }

    /// Whether somebody may be asked by the name that mentions them.
    pub(super) fn names(self) -> bool {
        self.ats > 0 && self.letters >= 5
    }

    /// How many signs of mentions there are.
    pub(super) fn ats(self) -> u32 {
        self.ats
    }
}

/// Whether folding keeps this byte of ASCII, as it is or as a small letter.
pub(super) fn stays(b: u8) -> bool {
    matches!(b, b' '..=b'~' | b'\t'..=b'\r')
}

fn look(c: char) -> u8 {
    let word = if c.is_alphanumeric() { WORD } else { 0 };
    word | match c {
        c if c.is_ascii_alphabetic() => LETTER,
        c if c.is_ascii_digit() => DIGIT,
        c if ADD.contains(c) => JOIN,
        c if NETWORKS.contains(c) => NET,
        '+' => PLUS,
        '.' | '。' => DOT,
        '@' => AT,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(text: &str) -> Met {
        Met::survey(text)
    }

    #[test]
    fn each_rule_is_woken_by_its_characters_only() {
        for (text, wakes) in [
            ("今天的面团醒发好了吗。真的。", ""),
            ("今天3.5克盐", ""),
            ("http://1.2.3.4", "link handle"),
            ("shop。top", "link handle"),
            ("好。a 好", ""),
            ("迦威 sx111", "add"),
            ("迦威 sx1115", "add handle disguise"),
            ("企鹅 12345", "handle disguise"),
            ("+v", "plus"),
            ("＋Ｖ", "plus"),
            ("138 1234 5678", "phone"),
            ("@hello", "name"),
            ("e\u{301}@hello", "name"),
        ] {
            let m = met(text);
            let all = [
                (m.adds(), "add"),
                (m.plus(), "plus"),
                (m.links(), "link"),
                (m.names(), "name"),
                (m.phones(), "phone"),
                (m.handles(), "handle"),
                (m.disguises(), "disguise"),
            ];
            let woken: Vec<&str> = all.iter().filter(|w| w.0).map(|w| w.1).collect();
            assert_eq!(woken.join(" "), wakes, "{text}");
        }
        assert_eq!(met("@a ＠b").ats(), 2);
    }

    #[test]
    fn ascii_is_noted_as_it_is_folded() {
        for c in (0..128_u8).map(char::from) {
            for raw in [format!("a.{c}b@7"), format!("{c}.{c}a{c}7")] {
                let mut folded = Met::default();
                fold(&raw).text.chars().for_each(|c| _ = folded.note(Classes::table(), c));
                assert_eq!(met(&raw), folded, "{raw:?}");
            }
        }
    }

    #[test]
    fn letters_of_every_plane_are_words() {
        for (c, word) in
            [('a', true), ('7', true), ('群', true), ('か', true), ('𠮷', true), ('😀', false), ('。', false)]
        {
            assert_eq!(Met::default().note(Classes::table(), c), word, "{c}");
        }
    }
}
