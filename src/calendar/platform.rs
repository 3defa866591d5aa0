//! What a platform takes: how long a caption may be, whether links live there, which words it punishes. The table beside
//! this file holds for everybody; a file lays its own rows over it.

use crate::sop::template::Limit;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a platform takes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Most characters of a caption; 0 where none is known.
    #[serde(default)]
    pub cap: usize,
    /// Most characters of a title; 0 where none is known.
    #[serde(default)]
    pub title: usize,
    /// Whether links work there.
    #[serde(default = "yes")]
    pub links: bool,
    /// Words that are punished there.
    #[serde(default)]
    pub words: Vec<String>,
}

fn yes() -> bool {
    true
}

/// Under this name stand the words that are punished everywhere.
pub const EVERYWHERE: &str = "all";

/// What every platform takes, by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules(BTreeMap<String, Rule>);

impl Default for Rules {
    fn default() -> Self {
        Rules(toml::from_str(include_str!("platforms.toml")).unwrap_or_default())
    }
}

/// What stands against a caption on a platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Flaw {
    /// It is too long.
    Long {
        /// Characters it has.
        n: usize,
        /// Characters it may have.
        cap: usize,
    },
    /// Its title is too long.
    Title {
        /// Characters it has.
        n: usize,
        /// Characters it may have.
        cap: usize,
    },
    /// It holds a word that is punished.
    Word {
        /// As the table has it.
        word: String,
    },
    /// It holds a link where links do not live.
    Link {
        /// The first one.
        link: String,
    },
}

impl Rules {
    /// What `platform` takes; of one nobody knows everything.
    #[must_use]
    pub fn of(&self, platform: &str) -> Rule {
        self.0.get(platform).cloned().unwrap_or(Rule { links: true, ..Rule::default() })
    }

    /// Lays a row of the file over the table. The words are the file's alone then.
    pub fn lay(&mut self, platform: &str, rule: Rule) {
        self.0.insert(platform.to_owned(), rule);
    }

    /// Every row, by platform.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &Rule)> {
        self.0.iter().map(|(platform, rule)| (platform.as_str(), rule))
    }

    /// What stands against `caption` under `title` on `platform`.
    #[must_use]
    pub fn flaws(&self, platform: &str, title: &str, caption: &str) -> Vec<Flaw> {
        let rule = self.of(platform);
        let mut flaws = Vec::new();
        let n = caption.trim().chars().count();
        if rule.cap > 0 && n > rule.cap {
            flaws.push(Flaw::Long { n, cap: rule.cap });
        }
        let n = title.trim().chars().count();
        if rule.title > 0 && n > rule.title {
            flaws.push(Flaw::Title { n, cap: rule.title });
        }
        let read = format!("{title}\n{caption}");
        let everywhere = self.0.get(EVERYWHERE).map(|r| r.words.as_slice()).unwrap_or_default();
        for word in rule.words.iter().chain(everywhere) {
            let only = Limit { longest: 0, words: vec![word.clone()] };
            if only.forbidden(&read).is_some() {
                flaws.push(Flaw::Word { word: word.clone() });
            }
        }
        if let Some(link) = links(caption).next().filter(|_| !rule.links) {
            flaws.push(Flaw::Link { link: caption[link].to_owned() });
        }
        flaws
    }

    /// The caption as it is pasted into `platform`: without links where they do not live. Says whether some were left out.
    #[must_use]
    pub fn pasted<'a>(&self, platform: &str, caption: &'a str) -> (Cow<'a, str>, bool) {
        if self.of(platform).links || links(caption).next().is_none() {
            return (Cow::Borrowed(caption), false);
        }
        let (mut text, mut from) = (String::with_capacity(caption.len()), 0);
        for link in links(caption) {
            text.push_str(&caption[from..link.start]);
            from = link.end;
        }
        text.push_str(&caption[from..]);
        let lines = text.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "));
        // A line that was nothing but a link is gone with it.
        let kept: Vec<String> = lines
            .zip(caption.lines())
            .filter(|(l, was)| !l.is_empty() || was.trim().is_empty())
            .map(|(l, _)| l)
            .collect();
        (Cow::Owned(kept.join("\n").trim().to_owned()), true)
    }
}

/// The links in a text: from `http://`, `https://` or `www.` on, as far as the characters of an address go.
fn links(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = ["http://", "https://", "www."].iter().filter_map(|p| find(rest, p)).min()?;
        let of_address = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
        let length = rest[start..].find(|c| !of_address(c)).unwrap_or(rest.len() - start);
        let found = at + start..at + start + length.max(1);
        at = found.end;
        Some(found)
    })
}

/// Where `wanted`, in small ASCII letters, begins in `text`, whatever its case there.
fn find(text: &str, wanted: &str) -> Option<usize> {
    text.as_bytes().windows(wanted.len()).position(|w| w.eq_ignore_ascii_case(wanted.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::community::PLATFORMS;
    use proptest::prelude::*;

    #[test]
    fn the_table_is_read_and_knows_only_platforms() {
        let rules = Rules::default();
        assert!(rules.rows().count() >= 9, "{rules:?}");
        for (platform, rule) in rules.rows() {
            assert!(platform == EVERYWHERE || PLATFORMS.contains(&platform), "{platform}");
            assert!(rule.cap == 0 || rule.cap >= 100, "{platform}");
        }
        assert_eq!((rules.of("telegram").cap, rules.of("xiaohongshu").title), (4096, 20));
        assert_eq!(rules.of("carrier pigeon"), Rule { links: true, ..Rule::default() });
    }

    #[test]
    fn captions_are_held_against_their_platform() {
        let rules = Rules::default();
        let long = "字".repeat(1001);
        let word = |w: &str| Flaw::Word { word: w.into() };
        for (platform, title, caption, want) in [
            ("wechat", "早安", "看这里 https://x.example/1", vec![]),
            (
                "douyin",
                "早安",
                "看 HTTPS://x.example/1?a=b，快",
                vec![Flaw::Link { link: "HTTPS://x.example/1?a=b".into() }],
            ),
            ("xiaohongshu", "早安", &long, vec![Flaw::Long { n: 1001, cap: 1000 }]),
            ("xiaohongshu", "一二三四五六七八九十一二三四五六七八九十一", "好", vec![Flaw::Title { n: 21, cap: 20 }]),
            ("douyin", "加 V 领取", "", vec![word("加V")]),
            ("weibo", "", "全网最 佳配方", vec![word("最佳")]),
            ("qq", "最", "佳", vec![word("最佳")]),
        ] {
            assert_eq!(rules.flaws(platform, title, caption), want, "{platform} {title}");
        }
        let mut rules = rules;
        rules.lay("qq", Rule { cap: 3, title: 0, links: false, words: vec!["团购".into()] });
        assert_eq!(rules.flaws("qq", "", "團購啦 www.x.example").len(), 3, "traditional is the same word");
        rules.lay("qq", Rule { words: vec!["ad".into()], links: true, ..Rule::default() });
        let hit = |text: &str| !rules.flaws("qq", "", text).is_empty();
        assert!(hit("an AD here") && !hit("fresh bread"), "a Latin word is one only by itself");
    }

    #[test]
    fn where_links_do_not_live_they_are_not_pasted() {
        let rules = Rules::default();
        let caption = "早安。\n详情 https://x.example/1 见群\nhttps://x.example/2\n\n晚安";
        assert_eq!(rules.pasted("wechat", caption), (Cow::Borrowed(caption), false));
        let (text, cut) = rules.pasted("douyin", caption);
        assert_eq!((text.as_ref(), cut), ("早安。\n详情 见群\n\n晚安", true));
        assert_eq!(rules.pasted("douyin", "没有链接"), (Cow::Borrowed("没有链接"), false));
        assert_eq!(rules.pasted("douyin", "https://x.example").0, "");
    }

    proptest! {
        #[test]
        fn what_is_pasted_has_no_links_and_nothing_new(text in "([a-z 群\\n]|https?://[a-z./]{1,8}|www\\.[a-z]{1,5}){0,20}") {
            let rules = Rules::default();
            let (pasted, _) = rules.pasted("douyin", &text);
            prop_assert_eq!(links(&pasted).count(), 0, "{:?}", pasted);
            let mut left: Vec<char> = text.chars().collect();
            for c in pasted.chars() {
                let at = left.iter().position(|l| *l == c);
                prop_assert!(at.is_some());
                left.remove(at.unwrap());
            }
        }
    }
}
