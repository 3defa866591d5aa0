//! How a text with hits is shown: safe for a terminal, handles hidden but for their last four characters, and the
//! hits where they stand in what is shown.

use super::item::Hit;
use super::screening::rule;
use crate::base::Lang;
use crate::base::text::Clean;
use std::ops::Range;

/// Hits that are told by what they are, and hidden: the screen is looked at by others too.
const HANDLES: [&str; 4] = ["queue.hit_phone", "queue.hit_wechat", "queue.hit_qq", "queue.hit_telegram"];

/// Characters of a handle that stay visible, enough to tell two apart.
const KEPT: usize = 4;

/// A text as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// One line, clean.
    pub text: String,
    /// The hits in it, in bytes of it, apart and in order.
    pub hits: Vec<Range<usize>>,
}

/// `text` with its hits as it may be shown.
#[must_use]
pub fn shown(text: &str, hits: &[Hit]) -> Shown {
    let mut out = Shown::default();
    let mut at = 0;
    for (range, handle) in stretches(text, hits) {
        out.text.push_str(&Clean::line(&text[at..range.start]));
        let start = out.text.len();
        let hit = &text[range.clone()];
        out.text.push_str(&Clean::line(&if handle { masked(hit) } else { hit.to_owned() }));
        out.hits.push(start..out.text.len());
        at = range.end;
    }
    out.text.push_str(&Clean::line(&text[at..]));
    out
}

/// The hits as stretches of `text`, overlapping ones joined; a stretch with a handle in it is one.
fn stretches(text: &str, hits: &[Hit]) -> Vec<(Range<usize>, bool)> {
    let mut sorted: Vec<(Range<usize>, bool)> = hits
        .iter()
        .filter(|h| text.get(h.start..h.end).is_some_and(|t| !t.is_empty()))
        .map(|h| (h.start..h.end, HANDLES.contains(&h.says.as_str())))
        .collect();
    sorted.sort_by_key(|(range, _)| (range.start, range.end));
    let mut joined: Vec<(Range<usize>, bool)> = Vec::new();
    for (range, handle) in sorted {
        match joined.last_mut() {
            Some((last, secret)) if range.start < last.end => {
                last.end = last.end.max(range.end);
                *secret |= handle;
            }
            _ => joined.push((range, handle)),
        }
    }
    joined
}

/// `wx: tsbg7788` as `wx: ****7788`: of the last run of letters, digits, `_` and `-` only the end is left.
fn masked(hit: &str) -> String {
    let wide = |c: char| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '＿' | '－');
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-') || wide(c);
    let end = hit.char_indices().rev().find(|(_, c)| part(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    let mut start = end;
    let mut spaces = 0;
    for (at, c) in hit[..end].char_indices().rev() {
        // The groups of a phone number belong together.
        spaces = if c == ' ' && hit[at + 1..].starts_with(|c: char| c.is_ascii_digit()) { spaces + 1 } else { 0 };
        if !part(c) && spaces != 1 {
            break;
        }
        start = at;
    }
    let name = hit[start..end].trim_start();
    let start = end - name.len();
    let kept: Vec<char> = name.chars().rev().filter(|c| c.is_alphanumeric()).take(KEPT).collect();
    let kept: String = kept.into_iter().rev().collect();
    format!("{}****{kept}{}", &hit[..start], &hit[end..])
}

/// What was found, in words: the words themselves, or what they are where they are hidden; no word twice.
#[must_use]
pub fn names(text: &str, hits: &[Hit], lang: &Lang) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for hit in hits {
        let words = text.get(hit.start..hit.end).filter(|t| !t.is_empty() && !HANDLES.contains(&hit.says.as_str()));
        let kind = || Clean::line(lang.text(&hit.says)).into_string();
        let name = words.map_or_else(kind, |w| Clean::head(w, 16).cut(16).into_string());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// `R3`: the rule of the first hit that has one; empty without.
#[must_use]
pub fn rule_number(hits: &[Hit]) -> String {
    hits.iter().find_map(|h| rule(&h.rule)).map(|r| format!("R{}", r.number())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Language;
    use crate::moderation::screening::{Message, Screen, Settings, Word};
    use proptest::prelude::*;

    fn of(text: &str) -> (Shown, Vec<String>, String) {
        let screen = Screen::build(&[Word::new("名额有限")], &Settings::default()).unwrap();
        let hits = screen.check(&Message { text, ..Message::default() }).hits;
        (shown(text, &hits), names(text, &hits, &Lang::load(Language::Hans)), rule_number(&hits))
    }

    #[test]
    fn hits_are_shown_and_handles_hidden() {
        let (text, names, rule) = of("加V领免费模具，名额有限，先到先得\nwx: tsbg7788");
        assert_eq!(text.text, "加V领免费模具，名额有限，先到先得 wx: ****7788");
        let hits: Vec<&str> = text.hits.iter().map(|h| &text.text[h.clone()]).collect();
        assert_eq!(hits, ["加V", "名额有限", "wx: ****7788"]);
        assert_eq!(names, ["加V", "名额有限", "微信号"]);
        assert_eq!(rule, "R3");
    }

    #[test]
    fn every_handle_keeps_only_its_end() {
        for (raw, seen) in [
            ("电话 138-1234-5678 找我", "电话 ****5678 找我"),
            ("电话 138 1234 5678", "电话 ****5678"),
            ("微信号abcd_1234", "微信号****1234"),
            ("ＱＱ：１２３４５６７", "ＱＱ：****４５６７"),
            ("v baker2026", "v ****2026"),
            ("没有什么", "没有什么"),
        ] {
            assert_eq!(of(raw).0.text, seen, "{raw}");
        }
    }

    #[test]
    fn the_same_name_is_said_once_and_floods_by_their_name() {
        let (_, names, _) = of("加V，加V，再加V");
        assert_eq!(names, ["加V"]);
        let flood = Hit { rule: "flood".into(), says: "queue.hit_flood".into(), start: 0, end: 0 };
        assert_eq!(super::names("在吗", std::slice::from_ref(&flood), &Lang::load(Language::Hans)), ["发得太快"]);
        assert_eq!((rule_number(&[flood]), rule_number(&[])), ("R2".into(), String::new()));
        assert!(shown("在吗", &[]).hits.is_empty());
    }

    #[test]
    fn hits_of_another_text_do_no_harm() {
        let wrong = Hit { rule: "words".into(), says: "queue.hit_word".into(), start: 1, end: 99 };
        assert_eq!(shown("好", std::slice::from_ref(&wrong)).text, "好");
        assert_eq!(names("好", &[wrong], &Lang::load(Language::En)), ["listed word"]);
    }

    proptest! {
        #[test]
        fn what_is_shown_is_one_clean_line(raw in r"(加v|wx: |[a-z0-9]{5}|名额有限|\PC|\x1b|\n){0,20}") {
            let (text, ..) = of(&raw);
            prop_assert!(!text.text.contains(char::is_control));
            for hit in &text.hits {
                prop_assert!(text.text.get(hit.clone()).is_some());
            }
        }
    }
}
