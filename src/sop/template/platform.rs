//! What a platform takes: how long an answer may be, and which words it hides or punishes.

use super::{ANSWER_MAX, BODY_MAX};
use crate::base::text::{fold, fold_tight};
use crate::base::{Error, Result};
use crate::members::community::PLATFORMS;
use serde::Serialize;
use std::collections::BTreeMap;

/// What no message there can exceed, in characters: Telegram's sendMessage, Discord's message, Zulip's
/// MAX_MESSAGE_LENGTH. The others publish none and are held to [`BODY_MAX`].
const HARD: [(&str, usize); 3] = [("telegram", 4_096), ("discord", 2_000), ("zulip", 10_000)];

/// Words with which a platform hides a message that leads its people elsewhere (站外引流), unless told otherwise.
const LEADING_AWAY: &[&str] = &["加微信", "加我微信", "加v", "vx"];

/// What one platform takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// The most characters of an answer.
    pub longest: usize,
    /// Words that may not stand in it.
    pub words: Vec<String>,
}

impl Limit {
    /// What is taken unless the operators say otherwise: [`ANSWER_MAX`] characters everywhere.
    #[must_use]
    pub fn built_in(platform: &str) -> Limit {
        let words = if matches!(platform, "douyin" | "xiaohongshu") { LEADING_AWAY } else { &[] };
        Limit { longest: ANSWER_MAX, words: words.iter().map(|w| (*w).to_owned()).collect() }
    }

    /// Refuses what could not be kept.
    ///
    /// # Errors
    /// A platform that is not known; a length of 0 or beyond what the platform itself takes.
    pub fn checked(self, platform: &str) -> Result<Limit> {
        if !platform.is_empty() && !PLATFORMS.contains(&platform) {
            return Err(Error::user("words.no_platform").with("name", platform).with("known", PLATFORMS.join(" ")));
        }
        let hard = HARD.iter().find(|(p, _)| *p == platform).map_or(BODY_MAX, |(_, most)| (*most).min(BODY_MAX));
        if self.longest == 0 || self.longest > hard {
            return Err(Error::user("words.bad_longest").with("count", self.longest).with("max", hard));
        }
        let mut words: Vec<String> = self.words.iter().map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect();
        words.dedup();
        Ok(Limit { longest: self.longest, words })
    }

    /// The first word of `text` that may not stand in it, as the list has it.
    #[must_use]
    pub fn forbidden(&self, text: &str) -> Option<&str> {
        let (loose, tight) = (fold(text).text, fold_tight(text).text);
        let stands = |word: &&String| {
            let folded = fold_tight(word).text;
            match folded.is_ascii() {
                // A Latin word is one only where no letter touches it.
                true => !folded.is_empty() && as_word(&loose, &folded),
                false => tight.contains(&folded),
            }
        };
        self.words.iter().find(stands).map(String::as_str)
    }

    /// Refuses a text that this platform does not take.
    ///
    /// # Errors
    /// Too long, with both counts; a forbidden word, named.
    pub fn allows(&self, text: &str) -> Result<()> {
        let count = text.chars().count();
        if count > self.longest {
            return Err(Error::user("words.too_long").with("count", count).with("max", self.longest));
        }
        match self.forbidden(text) {
            Some(word) => Err(Error::user("words.forbidden").with("word", word).hint("words.forbidden_hint")),
            None => Ok(()),
        }
    }
}

fn as_word(text: &str, word: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(word)
        .any(|(at, _)| !letter(text[..at].chars().next_back()) && !letter(text[at + word.len()..].chars().next()))
}

/// What the operators have set, by platform; `""` holds the words that are forbidden everywhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Limits(BTreeMap<String, Limit>);

impl FromIterator<(String, Limit)> for Limits {
    fn from_iter<I: IntoIterator<Item = (String, Limit)>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}

impl Limits {
    /// What was set for `platform` alone, else what is built in.
    #[must_use]
    pub fn own(&self, platform: &str) -> Limit {
        self.0.get(platform).cloned().unwrap_or_else(|| Limit::built_in(platform))
    }

    /// What `platform` takes, with the words forbidden everywhere.
    #[must_use]
    pub fn of(&self, platform: &str) -> Limit {
        let mut limit = self.own(platform);
        if let Some(everywhere) = self.0.get("").filter(|_| !platform.is_empty()) {
            limit.words.extend(everywhere.words.iter().cloned());
        }
        limit
    }
}
