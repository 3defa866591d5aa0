//! Word lists as people keep them: one word a line, or parted by commas, bars and tabs, with a weight behind the word or
//! without; and as the file keeps them.

use super::screening::{WordKind, guarded};
use crate::base::text::fold_tight;
use std::collections::HashSet;

/// The longest word, in characters; what is longer is a sentence.
const LONGEST: usize = 128;

/// What parts two words of a line.
const BETWEEN: &[char] = &['\t', ',', '，', '、', '|', ';', '；'];

/// First cells of a line that is no word but the heading of a table.
const HEADINGS: &[&str] = &["word", "words", "词", "敏感词", "关键词", "詞", "關鍵詞"];

/// One word of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The word as written.
    pub word: String,
    /// How sure a hit makes, 0 to 1; `None` is the list's.
    pub severity: Option<f64>,
    /// Whether the word is fine, whatever other words say.
    pub allow: bool,
    /// Whether it is looked for although it is so short or common that it would be guarded.
    pub forced: bool,
}

impl Entry {
    /// A word with the list's own weight.
    #[must_use]
    pub fn new(word: &str) -> Entry {
        Entry { word: word.to_owned(), severity: None, allow: false, forced: false }
    }

    /// Why it is kept and not looked for: a catalogue key.
    #[must_use]
    pub fn guarded(&self) -> Option<&'static str> {
        if self.forced || self.allow { None } else { guarded(&self.word) }
    }
}

/// A word that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its line, from 1.
    pub line: usize,
    /// What stands there.
    pub word: String,
    /// Why: a catalogue key.
    pub why: &'static str,
}

/// What a list file holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parsed {
    /// The words, each once.
    pub entries: Vec<Entry>,
    /// How many stood there more than once.
    pub duplicate: usize,
    /// What was left out.
    pub skipped: Vec<Skipped>,
}

/// Reads a list of words or, with `allow`, of words that are fine. A cell that is a number from 0 to 1 weighs the word
/// before it, `allow` and `!` make that one fine or force it. Lines that begin with `#` or `//` are remarks.
#[must_use]
pub fn parse(text: &str, kind: WordKind, forced: bool) -> Parsed {
    let (mut parsed, mut seen) = (Parsed::default(), HashSet::new());
    for (number, line) in text.trim_start_matches('\u{FEFF}').split('\n').enumerate() {
        let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        if line.is_empty() || line.starts_with("# ") || line == "#" || line.starts_with("//") {
            continue;
        }
        let cells: Vec<&str> =
            line.split(BETWEEN).map(|c| c.trim().trim_matches('"')).filter(|c| !c.is_empty()).collect();
        if number == 0 && cells.first().is_some_and(|c| HEADINGS.contains(&c.to_lowercase().as_str())) {
            continue;
        }
        // Of this line; an addition to a word that was left out is left out with it.
        let mut last: Option<usize> = None;
        for (place, cell) in cells.iter().enumerate() {
            if place > 0 && weighs(cell) {
                if let Some(entry) = last.and_then(|at| parsed.entries.get_mut(at)) {
                    entry.weigh(cell);
                }
                continue;
            }
            last = None;
            if let Some(why) = refused(cell) {
                parsed.skipped.push(Skipped { line: number + 1, word: (*cell).to_owned(), why });
            } else if seen.insert(*cell) {
                last = Some(parsed.entries.len());
                let allow = kind == WordKind::Allow;
                parsed.entries.push(Entry { allow, forced, ..Entry::new(cell) });
            } else {
                parsed.duplicate += 1;
            }
        }
    }
    parsed
}

/// Whether `cell` says something about the word before it.
fn weighs(cell: &str) -> bool {
    matches!(cell, "allow" | "!") || weight(cell).is_some()
}

/// `0.9`, `1`, `.5`: a weight. `1.7` and `12` are words.
fn weight(cell: &str) -> Option<f64> {
    let plain = cell.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    cell.parse::<f64>().ok().filter(|w| plain && (0.0..=1.0).contains(w))
}

impl Entry {
    fn weigh(&mut self, cell: &str) {
        match cell {
            "allow" => self.allow = true,
            "!" => self.forced = true,
            _ => self.severity = weight(cell),
        }
    }
}

/// Why `word` cannot be a word: a catalogue key.
fn refused(word: &str) -> Option<&'static str> {
    if word.chars().count() > LONGEST {
        return Some("rules.skip_long");
    }
    if word.contains(|c: char| c.is_control()) {
        return Some("rules.skip_control");
    }
    fold_tight(word).text.is_empty().then_some("rules.skip_signs")
}

/// `entries` as the file keeps them, `size` to a part.
#[must_use]
pub fn parts(entries: &[Entry], size: usize) -> Vec<String> {
    let line = |e: &Entry| {
        let severity = e.severity.map_or_else(String::new, |s| s.to_string());
        let marks = [(e.allow, 'a'), (e.forced, 'f')].iter().filter(|m| m.0).map(|m| m.1).collect::<String>();
        format!("{}\t{severity}\t{marks}", e.word).trim_end_matches('\t').to_owned()
    };
    entries.chunks(size.max(1)).map(|chunk| chunk.iter().map(line).collect::<Vec<_>>().join("\n")).collect()
}

/// Reads what [`parts`] wrote.
pub fn entries(part: &str) -> impl Iterator<Item = Entry> + '_ {
    part.lines().filter(|l| !l.is_empty()).map(|line| {
        let mut cells = line.split('\t');
        let mut next = || cells.next().unwrap_or_default();
        let (word, severity, marks) = (next(), next(), next());
        Entry {
            word: word.to_owned(),
            severity: severity.parse().ok(),
            allow: marks.contains('a'),
            forced: marks.contains('f'),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> String {
        parse(text, WordKind::Word, false).entries.iter().map(|e| e.word.as_str()).collect::<Vec<_>>().join("/")
    }

    #[test]
    fn lists_are_cut_however_they_are_kept() {
        for (text, expected) in [
            ("水军\n刷单\r\n\r\n代刷", "水军/刷单/代刷"),
            ("\u{FEFF}水军,刷单，代刷、加粉|互粉\t点赞;买粉", "水军/刷单/代刷/加粉/互粉/点赞/买粉"),
            ("水军,\n刷单,\n", "水军/刷单"),
            ("2 girls 1 cup\nfree money", "2 girls 1 cup/free money"),
            ("word,severity\n水军,0.9", "水军"),
            ("敏感词\n敏感", "敏感"),
            ("\"水军\",\"刷单\"", "水军/刷单"),
            ("# 说明\n//说明\n#话题", "#话题"),
            ("", ""),
        ] {
            assert_eq!(words(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_weight_behind_a_word_is_its_own() {
        let parsed = parse("水军,0.9\n刷单\t1\n特色情人节,allow\n赌,0.8,!\n12,5\n代刷,1.7", WordKind::Word, false);
        let rows: Vec<(&str, Option<f64>, bool, bool)> =
            parsed.entries.iter().map(|e| (e.word.as_str(), e.severity, e.allow, e.forced)).collect();
        assert_eq!(
            rows,
            [
                ("水军", Some(0.9), false, false),
                ("刷单", Some(1.0), false, false),
                ("特色情人节", None, true, false),
                ("赌", Some(0.8), false, true),
                ("12", None, false, false),
                ("5", None, false, false),
                ("代刷", None, false, false),
                ("1.7", None, false, false),
            ]
        );
        assert!(parse("好的", WordKind::Allow, false).entries[0].allow);
    }

    #[test]
    fn what_is_left_out_is_told_with_its_line() {
        let long = "长".repeat(129);
        let parsed = parse(&format!("水军\n。。\n水军\n{long}\na\u{7}b,水军"), WordKind::Word, false);
        assert_eq!((parsed.entries.len(), parsed.duplicate), (1, 2));
        let skipped: Vec<(usize, &str)> = parsed.skipped.iter().map(|s| (s.line, s.why)).collect();
        assert_eq!(skipped, [(2, "rules.skip_signs"), (4, "rules.skip_long"), (5, "rules.skip_control")]);
    }

    #[test]
    fn words_that_are_everywhere_are_guarded_unless_forced() {
        for (word, why) in [
            ("赌", Some("rules.guard_one")),
            ("赌。", Some("rules.guard_one")),
            ("AV", Some("rules.guard_short")),
            ("ＱＱ", Some("rules.guard_short")),
            ("89-", Some("rules.guard_digits")),
            ("13751893776", Some("rules.guard_digits")),
            ("sex", None),
            ("加V", None),
            ("赌博", None),
        ] {
            assert_eq!(Entry::new(word).guarded(), why, "{word}");
            assert_eq!(Entry { forced: true, ..Entry::new(word) }.guarded(), None);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_kept_as_it_was(text in r"(\PC|[,，\t\n|#!]|0\.5|allow|水军){0,60}", size in 1..9_usize) {
            let parsed = parse(&text, WordKind::Word, false);
            let kept: Vec<Entry> = parts(&parsed.entries, size).iter().flat_map(|p| entries(p).collect::<Vec<_>>()).collect();
            prop_assert_eq!(&kept, &parsed.entries);
            for entry in &kept {
                prop_assert!(!entry.word.contains(['\n', '\t']) && !entry.word.is_empty());
            }
        }
    }
}
