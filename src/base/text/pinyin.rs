//! Finding Chinese text by its sounds: `tsyd` or `tousuyd` finds 投诉应答, `cqxx` and `zqxx` both find 重庆学习.

use pinyin::{ToPinyin, ToPinyinMulti};
use std::ops::Range;
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
    let query: Vec<char> = query.trim().chars().flat_map(plain).collect();
    if query.is_empty() {
        return Some(0..0);
    }
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    (0..letters.len()).find_map(|from| {
        let end = run(&query, &letters[from..])?;
        Some(letters[from].0..letters.get(from + end).map_or(text.len(), |(at, _)| *at))
    })
}

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

/// How many characters of `text`, from its first on, the whole `query` stands for.
fn run(query: &[char], text: &[(usize, char)]) -> Option<usize> {
    // Where in the query we may be; a set, so that no text makes us go back and forth.
    let mut at = vec![0_usize];
    for (taken, (_, c)) in text.iter().enumerate() {
        let mut next = Vec::new();
        for from in at {
            if steps(&query[from..], *c, &mut |n| {
                if !next.contains(&(from + n)) {
                    next.push(from + n);
                }
            }) {
                return Some(taken + 1);
            }
        }
        if next.is_empty() {
            return None;
        }
        at = next;
    }
    None
}

/// Calls `step` with every number of characters of `query` that `c` can answer to; true if it answers to all of them.
fn steps(query: &[char], c: char, step: &mut impl FnMut(usize)) -> bool {
    let skipped = query.iter().take_while(|q| matches!(q, ' ' | '\'')).count();
    let mut done = false;
    let mut take = |n: usize| {
        done |= n >= query.len();
        step(n);
    };
    let itself = plain(c);
    for blanks in [0, skipped] {
        if query[blanks..].starts_with(&itself) {
            take(blanks + itself.len());
        }
        if skipped == 0 {
            break;
        }
    }
    let query = &query[skipped..];
    let first = query.first().filter(|q| q.is_ascii_lowercase());
    if let (Some(_), Some(readings)) = (first, c.to_pinyin_multi()) {
        for reading in readings {
            let reading = reading.plain();
            let same = reading.chars().zip(query).take_while(|(r, q)| r == *q || (*r == 'ü' && matches!(q, 'v' | 'u')));
            let same = same.count();
            let long = usize::from(matches!(reading.get(..2), Some("zh" | "ch" | "sh"))) + 1;
            if same > 0 {
                take(skipped + 1);
            }
            if same >= long && long > 1 {
                take(skipped + long);
            }
            if same == reading.chars().count() || same == query.len() {
                take(skipped + same);
            }
        }
    }
    done
}
