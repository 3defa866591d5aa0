//! Finding Chinese text by its sounds: `tsyd` or `tousuyd` finds 投诉应答, `cqxx` and `zqxx` both find 重庆学习.

use pinyin::{ToPinyin, ToPinyinMulti};
use std::ops::Range;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// Whether `query` stands for a contiguous run anywhere in `text`.
#[must_use]
pub fn matches(query: &str, text: &str) -> bool {
    find(query, text).is_some()
}

/// The bytes of `text` that `query` stands for: the first such run. Each character of `text` answers to itself, to its
/// initial, to `zh` `ch` `sh` and to its full reading, in all its readings; the last reading may be unfinished, as it is
/// while being typed. Case and width do not count, blanks and apostrophes in `query` may be left out of `text`.
/// An empty query stands for the empty run at the beginning.
#[must_use]
pub fn find(query: &str, text: &str) -> Option<Range<usize>> {
    let letters: Vec<char> = query.trim().chars().flat_map(plain).collect();
    if letters.is_empty() {
        return Some(0..0);
    }
    if letters.len() > LONGEST {
        return text.find(query.trim()).map(|at| at..at + query.trim().len());
    }
    let first = letters[0];
    let begins = |c: char| match han_initials(c) {
        Some(initials) => first == c || first == '\'' || initial_bit(first) & initials != 0,
        None => true,
    };
    text.char_indices()
        .filter(|(_, c)| begins(*c))
        .find_map(|(from, _)| Some(from..from + run(&letters, &text[from..])?))
}

/// One bit for each small Latin letter, none for anything else.
fn initial_bit(letter: char) -> u32 {
    if letter.is_ascii_lowercase() { 1 << (letter as u32 - 'a' as u32) } else { 0 }
}

/// The initials of all readings of a common Han character as bits; `None` for other characters. Passing over what cannot
/// begin a match is what makes filtering ten thousand titles a matter of a millisecond.
fn han_initials(c: char) -> Option<u32> {
    static TABLE: OnceLock<Vec<u32>> = OnceLock::new();
    let initials = |c: char| {
        let readings = c.to_pinyin_multi().into_iter().flatten();
        readings.filter_map(|r| r.plain().chars().next()).map(initial_bit).fold(0, |all, bit| all | bit)
    };
    let at = u32::from(c).checked_sub(COMMON.0).filter(|_| u32::from(c) < COMMON.1)?;
    let table = TABLE.get_or_init(|| (COMMON.0..COMMON.1).filter_map(char::from_u32).map(initials).collect());
    table.get(at as usize).copied()
}

/// First code of the common Han characters, and the first after them.
const COMMON: (u32, u32) = (0x4E00, 0xA000);

/// Which two letters a query for anything in some texts may begin with: what cannot be found is passed over without
/// looking at the texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Beginnings {
    /// One bit for each small letter that may come first.
    first: u32,
    /// For each first letter, one bit for each letter that may follow.
    pairs: [u32; 26],
}

impl Beginnings {
    /// Of all these texts.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Beginnings {
        let mut all = Beginnings::default();
        for text in texts {
            // The initials of the character after the present one, as bits.
            let mut after = 0;
            for c in text.chars().rev() {
                let mut here = 0;
                let mut letter = |one: char, then: u32| {
                    here |= initial_bit(one);
                    if one.is_ascii_lowercase() {
                        all.pairs[one as usize - 'a' as usize] |= then;
                    }
                };
                if is_han(c) {
                    for reading in c.to_pinyin_multi().into_iter().flatten() {
                        let mut letters = reading.plain().chars();
                        let (Some(one), two) = (letters.next(), letters.next()) else { continue };
                        letter(one, after | two.map_or(0, initial_bit) | if two == Some('ü') { UV } else { 0 });
                    }
                } else {
                    // A sign for several letters (`㎏`) is found by all of them.
                    let mut then = after;
                    for one in plain(c).into_iter().rev() {
                        letter(one, then);
                        then = initial_bit(one);
                    }
                }
                all.first |= here;
                after = here;
            }
        }
        all
    }

    /// Whether `query` may stand for something in the texts; only then is it worth a [`find`]. Anything but a query
    /// that begins with two small letters may.
    #[must_use]
    pub fn may_hold(&self, query: &str) -> bool {
        let mut letters = query.bytes();
        match (letters.next(), letters.next()) {
            (Some(one @ b'a'..=b'z'), Some(two @ b'a'..=b'z')) => {
                self.pairs[usize::from(one - b'a')] & initial_bit(char::from(two)) != 0
            }
            (Some(one @ b'a'..=b'z'), None) => self.first & initial_bit(char::from(one)) != 0,
            _ => true,
        }
    }
}

/// `ü` is typed as `u` or `v`.
const UV: u32 = 1 << ('u' as u32 - 'a' as u32) | 1 << ('v' as u32 - 'a' as u32);

/// The initials of the first readings, lower case; Latin letters and digits are kept, everything else is left out.
#[must_use]
pub fn initials(text: &str) -> String {
    text.chars()
        .flat_map(|c| match c.to_pinyin() {
            Some(reading) => reading.plain().chars().take(1).collect(),
            None => plain(c),
        })
        .filter(char::is_ascii_alphanumeric)
        .collect()
}

/// `c` without case and width.
fn plain(c: char) -> Vec<char> {
    if c.is_ascii() {
        return vec![c.to_ascii_lowercase()];
    }
    std::iter::once(c).nfkc().flat_map(char::to_lowercase).collect()
}

/// The longest query that is read as sounds; nobody types more, and the places in it fit into one number.
const LONGEST: usize = 127;

/// How many bytes of `text`, from its first on, the whole `query` stands for.
fn run(query: &[char], text: &str) -> Option<usize> {
    // Bit n: the first n letters are answered. A set, so that no text makes us go back and forth.
    let mut at: u128 = 1;
    for (taken, c) in text.char_indices() {
        let mut next: u128 = 0;
        let mut left = at;
        while left != 0 {
            let from = left.trailing_zeros() as usize;
            left &= left - 1;
            steps(&query[from..], c, &mut |n| next |= 1 << (from + n));
        }
        if next >> query.len() & 1 == 1 {
            return Some(taken + c.len_utf8());
        }
        if next == 0 {
            return None;
        }
        at = next;
    }
    None
}

/// How many letters `query` begins with that are `c` itself.
fn itself(query: &[char], c: char) -> Option<usize> {
    if c.is_ascii() || is_han(c) {
        return (query.first() == Some(&c.to_ascii_lowercase())).then_some(1);
    }
    let letters = plain(c);
    query.starts_with(&letters).then_some(letters.len())
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{2A6DF}')
}

/// Calls `step` with every number of letters of `query` that `c` can answer to.
fn steps(query: &[char], c: char, step: &mut impl FnMut(usize)) {
    let skipped = query.iter().take_while(|q| matches!(q, ' ' | '\'')).count();
    if skipped > 0 {
        itself(query, c).into_iter().for_each(&mut *step);
    }
    let query = &query[skipped..];
    itself(query, c).into_iter().for_each(|n| step(skipped + n));
    if c.is_ascii() || !query.first().is_some_and(char::is_ascii_lowercase) {
        return;
    }
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        let reading = reading.plain();
        let same = reading.chars().zip(query).take_while(|(r, q)| r == *q || (*r == 'ü' && matches!(q, 'v' | 'u')));
        let same = same.count();
        if same == 0 {
            continue;
        }
        step(skipped + 1);
        if same > 1 && ["zh", "ch", "sh"].iter().any(|two| reading.starts_with(two)) {
            step(skipped + 2);
        }
        if same == query.len() || same == reading.chars().count() {
            step(skipped + same);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn chinese_is_found_by_its_sounds() {
        for (query, text, found) in [
            ("tsyd", "退款投诉应答", Some("投诉应答")),
            ("tousuyd", "投诉应答", Some("投诉应答")),
            ("tous", "投诉应答", Some("投诉")),
            ("tou", "投诉应答", Some("投")),
            ("to", "投诉应答", Some("投")),
            ("投sy", "投诉应答", Some("投诉应")),
            ("tuikuan", "申请退款", Some("退款")),
            ("cqxx", "重庆学习", Some("重庆学习")),
            ("zqxx", "重庆学习", Some("重庆学习")),
            ("chongq", "重庆", Some("重庆")),
            ("zhqxx", "重庆学习", Some("重庆学习")),
            ("sh", "审核", Some("审")),
            ("shh", "审核", Some("审核")),
            ("ＴＳ", "投诉", Some("投诉")),
            ("TS", "投诉", Some("投诉")),
            ("qq", "加入QQ群", Some("QQ")),
            ("qqq", "加入QQ群", Some("QQ群")),
            ("ｑｑ", "加入ＱＱ群", Some("ＱＱ")),
            ("xi'an", "西安", Some("西安")),
            ("tou su", "投诉", Some("投诉")),
            ("nv", "女生", Some("女")),
            ("nvs", "女生", Some("女生")),
            ("lv", "绿植", Some("绿")),
            ("sop 2", "SOP 2 群", Some("SOP 2")),
            ("", "任何", Some("")),
            ("xyz", "投诉", None),
            ("tsa", "投诉应答", None),
            ("t", "", None),
            ("投诉", "投 诉", None),
        ] {
            assert_eq!(find(query, text).map(|r| &text[r]), found, "{query} in {text}");
            assert_eq!(matches(query, text), found.is_some());
        }
    }

    #[test]
    fn initials_are_those_of_the_first_readings() {
        for (text, letters) in
            [("投诉应答", "tsyd"), ("QQ群 2026", "qqq2026"), ("ＶＩＰ！女生", "vipns"), ("", ""), ("。", "")]
        {
            assert_eq!(initials(text), letters);
        }
    }

    #[test]
    fn a_text_made_to_go_back_and_forth_is_no_trouble() {
        let text = "安那".repeat(500);
        assert!(matches(&"an".repeat(60), &text));
        assert!(matches(&text[..300], &text));
        assert!(!matches(&("a".repeat(40) + "z"), &"啊".repeat(500)));
    }

    /// The definition, spelled out: every way to answer, tried one after the other.
    fn answers(query: &str, text: &str) -> bool {
        let Some(c) = text.chars().next() else { return query.is_empty() };
        let mut ways = vec![c.to_string()];
        for reading in c.to_pinyin_multi().into_iter().flatten() {
            let reading = reading.plain();
            ways.push(reading[..1].to_owned());
            ways.push(reading.to_owned());
            if reading.len() > 2 && ["zh", "ch", "sh"].contains(&&reading[..2]) {
                ways.push(reading[..2].to_owned());
            }
            if !query.is_empty() && reading.starts_with(query) {
                return true;
            }
        }
        let rest = &text[c.len_utf8()..];
        query.is_empty() || ways.iter().any(|way| query.strip_prefix(way.as_str()).is_some_and(|q| answers(q, rest)))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_set_of_places_finds_what_trying_everything_finds(query in "(ch|zh|sh|on|g|q|i|n|a|重|长|c|z|x|s)(ch|zh|sh|ong|en|g|q|i|n|a|重|长|c|z|x|s){0,5}", text in "[重庆长安那正啊沈审a-c]{0,6}") {
            let spelled_out = text.char_indices().any(|(from, _)| answers(&query, &text[from..]));
            prop_assert_eq!(matches(&query, &text), spelled_out);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_panics_and_what_is_found_is_text(query in "[a-zA-Z ' 投诉重Ａé]{0,12}|\\PC{0,8}", text in "[a-z投诉应答重庆长女绿 ，]{0,20}|\\PC{0,20}") {
            if let Some(range) = find(&query, &text) {
                prop_assert!(text.get(range).is_some());
            }
        }

        #[test]
        fn what_is_found_was_not_passed_over(query in "(ch|zh|sh|on|g|q|i|n|a|重|长|c|z|x|s|l|v|u|ü| |é|k|d|b)(ch|zh|sh|ong|en|g|q|i|n|a|c|z|x|s|v|u){0,3}", texts in proptest::collection::vec("[重庆长安那正啊沈审女绿a-cA-Zéａ㎏㏈ ]{0,6}", 0..3)) {
            let all = Beginnings::of(texts.iter().map(String::as_str));
            let found = texts.iter().any(|text| matches(&query, text));
            prop_assert!(!found || all.may_hold(&query) || query.trim().is_empty());
        }

        #[test]
        fn a_text_is_found_by_its_initials_and_by_itself(text in "[投诉应答重庆长女绿审核a-z]{1,12}") {
            prop_assert!(matches(&initials(&text), &text));
            prop_assert_eq!(find(&text, &text), Some(0..text.len()));
        }
    }
}
