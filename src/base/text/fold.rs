//! Folding: what two readers would take for the same text becomes the same string. For matching only, never the record.

use super::simplified::{Becomes, Table, settle, table};
use super::{boundary_after, boundary_before};
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

/// Reads `raw` as [`fold()`] does, without making a text of it: tells `each` one folded character after another, with the byte
/// of the raw text where what it was made of begins. `false` if it ended because a character joins the one before it: what
/// was told so far is void then, and only [`fold()`] can tell.
#[must_use]
#[inline]
pub fn fold_chars(raw: &str, mut each: impl FnMut(char, usize)) -> bool {
    let table = table();
    for (at, c) in raw.char_indices() {
        match table.becomes(c) {
            Becomes::One(to) => each(to, at),
            Becomes::Nothing => {}
            Becomes::Many => several(c).chars().for_each(|c| each(c, at)),
            Becomes::Joins => return false,
        }
    }
    true
}

/// Several characters of one. `…` is the one that every other message ends with.
#[cold]
fn several(c: char) -> String {
    if c == '…' { "...".into() } else { settle(c.encode_utf8(&mut [0; 4])) }
}

impl Folded {
    /// The bytes of the raw text that became the bytes `folded` of [`Folded::text`], on character boundaries and with what was
    /// dropped between them. A range beyond the text is cut to it.
    #[must_use]
    pub fn original(&self, folded: Range<usize>) -> Range<usize> {
        let start = boundary_before(&self.text, folded.start);
        let end = boundary_after(&self.text, folded.end.max(start));
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
        let mut at = 0;
        while let Some(c) = raw[at..].chars().next() {
            let stays = if c.is_ascii() { self.ascii(at) } else { self.stays(at) };
            if stays > 0 {
                self.copy(at, at + stays);
                if c.is_ascii() {
                    let begun = self.out.text.len() - stays;
                    self.out.text[begun..].make_ascii_lowercase();
                }
                at += stays;
                continue;
            }
            let end = at + c.len_utf8();
            match self.table.becomes(c) {
                Becomes::One(to) => {
                    self.begin(at);
                    self.one(at, c.len_utf8(), to);
                }
                Becomes::Nothing => self.gap(at),
                Becomes::Many => {
                    self.begin(at);
                    self.several(at, end);
                }
                Becomes::Joins => {
                    let end = self.end_of_joined(at);
                    self.joined(at, end);
                    at = end;
                    continue;
                }
            }
            at = end;
        }
        self.out
    }

    /// Bytes from `at` on that are ASCII and become a byte each, the same or the small letter.
    fn ascii(&self, at: usize) -> usize {
        let bytes = self.raw.as_bytes()[at..].iter();
        let kept =
            |b: &&u8| if self.tight { b.is_ascii_alphanumeric() } else { matches!(b, b' '..=b'~' | b'\t'..=b'\r') };
        bytes.take_while(kept).count()
    }

    /// Bytes from `at` on that are the same folded.
    fn stays(&self, at: usize) -> usize {
        let kept = |c: char| !self.tight || matches!(c, '\u{4E00}'..='\u{9FFF}') || c.is_alphanumeric();
        let same = |c: &char| self.table.becomes(*c) == Becomes::One(*c) && kept(*c);
        self.raw[at..].chars().take_while(same).map(char::len_utf8).sum()
    }

    /// Copies `raw..end`, which is the same folded, or ASCII with capitals, and not empty.
    fn copy(&mut self, raw: usize, end: usize) {
        let (folded, spans) = (self.out.text.len(), self.out.spans.len());
        if !self.goes_on(raw, folded) {
            self.out.spans.push(Span { folded, raw, even: true });
        }
        let text = &self.raw[raw..end];
        self.out.text.push_str(text);
        let last = text.chars().next_back().map_or(end, |c| end - c.len_utf8());
        let spans = if last == raw { spans } else { self.out.spans.len() };
        self.last = Some(Begun { raw: last, folded: folded + last - raw, spans });
    }

    /// Whether the stretch before goes on at these places.
    fn goes_on(&self, raw: usize, folded: usize) -> bool {
        self.out.spans.last().is_some_and(|s| s.even && raw - s.raw == folded - s.folded)
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
        if !(even && self.goes_on(raw, folded)) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_text_in_other_clothes_folds_to_the_same() {
        for (raw, folded) in [
            ("", ""),
            ("加V", "加v"),
            ("ＡＢＣ＋Ｖ", "abc+v"),
            ("㊙①⑴Ⅳ㎡", "秘1(1)ivm2"),
            ("𝐕ⓧ", "vx"),
            ("妳們後來裏面說過", "你们后来里面说过"),
            ("微\u{200b}信\u{fe0f}號\u{202e}", "微信号"),
            ("加\u{336}微\u{336}", "加微"),
            ("1️⃣2️⃣", "12"),
            ("CAFÉ cafe\u{301}", "café café"),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("ｶﾞ", "ガ"),
            ("等…", "等..."),
            ("a - b\tc\nd", "a - b\tc\nd"),
            ("\u{3000}　", "  "),
            ("İ", "i"),
            ("\x07\x1b", ""),
        ] {
            assert_eq!(fold(raw).text, folded, "{raw:?}");
        }
    }

    #[test]
    fn folded_tight_is_only_letters_and_digits() {
        for (raw, folded) in
            [("加 - V", "加v"), ("退.款！", "退款"), ("加❤微❤信", "加微信"), ("１３８-0000", "1380000"), ("。。", "")]
        {
            assert_eq!(fold_tight(raw).text, folded, "{raw:?}");
        }
    }

    #[test]
    fn a_match_is_found_again_in_the_raw_text() {
        for (raw, tight, needle, original) in [
            ("请加 Ｖ信", false, "v信", "Ｖ信"),
            ("加\u{200b}微\u{200b}\u{200b}信号", false, "加微信", "加\u{200b}微\u{200b}\u{200b}信"),
            ("联系: 加 - Ｖ ！", true, "加v", "加 - Ｖ"),
            ("等…好", false, ".", "…"),
            ("等…好", false, "..好", "…好"),
            ("x e\u{301} y", false, "é", "e\u{301}"),
            ("\u{200b}微\u{200b}", false, "微", "微"),
            ("\u{200b}Ａ\u{200b}b", false, "a", "Ａ"),
            ("(退)款", true, "退款", "退)款"),
        ] {
            let folded = if tight { fold_tight(raw) } else { fold(raw) };
            let at = folded.text.find(needle).unwrap();
            assert_eq!(&raw[folded.original(at..at + needle.len())], original, "{raw:?}");
        }
    }

    #[test]
    fn ranges_at_and_beyond_the_end_are_harmless() {
        let folded = fold("微信\u{200b}");
        assert_eq!(folded.original(0..99), 0..6);
        assert_eq!(folded.original(99..99), 9..9);
        assert_eq!(folded.original(1..2), 0..3);
        assert_eq!(fold("").original(0..0), 0..0);
    }

    #[test]
    fn ascii_folds_as_its_characters_do() {
        for c in (0..128_u8).map(char::from) {
            let raw = format!("群A{c}Z{c}{c}群");
            assert_eq!(fold(&raw).text, settle(&raw), "{c:?}");
            let word = if c.is_ascii_alphanumeric() { c.to_ascii_lowercase().to_string() } else { String::new() };
            assert_eq!(fold_tight(&raw).text, format!("群a{word}z{word}{word}群"), "{c:?}");
        }
    }

    #[test]
    fn a_flood_of_accents_is_folded_once() {
        let raw = format!("a{}b", "\u{301}\u{316}".repeat(50_000));
        assert_eq!(fold(&raw).text, "áb");
    }

    /// Chats, disguises and floods.
    fn disguised() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            "[加微信V❤ -．ＶＸａ①…㎡ﬁ妳後]{1,6}",
            "[\u{200b}\u{fe0f}\u{202e}\u{300}-\u{304}\u{316}\u{336}\u{3099}ﾞｶかᄀ\u{1161}\u{11a8}가İßΣ]{1,5}",
            any::<char>().prop_map(String::from),
        ];
        prop::collection::vec(part, 0..12).prop_map(|p| p.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn folding_again_changes_nothing(raw in disguised()) {
            let once = fold(&raw).text;
            prop_assert_eq!(&fold(&once).text, &once);
        }

        #[test]
        fn folding_in_one_go_and_by_characters_agree(raw in disguised()) {
            prop_assert_eq!(fold(&raw).text, settle(&raw));
        }

        #[test]
        fn read_one_by_one_it_is_the_same_text(raw in disguised()) {
            let (folded, mut given, mut from) = (fold(&raw), String::new(), Vec::new());
            let all = fold_chars(&raw, |c, at| {
                from.push((given.len(), at));
                given.push(c);
            });
            if all {
                prop_assert_eq!(&given, &folded.text);
                for (to, at) in from {
                    prop_assert_eq!(folded.original(to..to + 1).start, at, "{:?}", raw);
                }
            } else {
                prop_assert!(raw.chars().any(|c| table().becomes(c) == Becomes::Joins));
            }
        }

        #[test]
        fn tight_is_fold_without_the_signs(raw in disguised()) {
            let signs_gone: String = fold(&raw).text.chars().filter(|c| c.is_alphanumeric()).collect();
            prop_assert_eq!(fold_tight(&raw).text, signs_gone);
        }

        #[test]
        fn the_original_of_a_match_holds_the_match(raw in disguised(), tight in any::<bool>(), a in 0..80_usize, b in 0..80_usize) {
            let folded = if tight { fold_tight(&raw) } else { fold(&raw) };
            let original = folded.original(a.min(b)..a.max(b));
            prop_assert!(raw.is_char_boundary(original.start) && raw.is_char_boundary(original.end));
            let start = boundary_before(&folded.text, a.min(b));
            let end = boundary_after(&folded.text, a.max(b));
            if start < end {
                let again = if tight { fold_tight(&raw[original]) } else { fold(&raw[original]) };
                prop_assert!(again.text.contains(&folded.text[start..end]));
            }
        }
    }
}
