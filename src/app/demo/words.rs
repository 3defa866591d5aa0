//! What the made-up people write, in three languages: one table a language beside this file, the same in shape.

use crate::base::{Error, Language, Result};
use serde::Deserialize;

/// The words of one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Platform, name and tier of the nine communities.
    pub communities: Vec<[String; 3]>,
    /// First and second halves of nicknames.
    pub heads: Vec<String>,
    pub tails: Vec<String>,
    /// What `{plant}` stands for.
    pub plants: Vec<String>,
    /// What members say in passing.
    pub lines: Vec<String>,
    /// How people come in.
    pub sources: Vec<String>,
    /// What they answer to the question at the door.
    pub answers: Vec<String>,
    /// First posts of newcomers with nothing wrong in them.
    pub fine: Vec<String>,
    /// What was refused earlier: advertising, shouting, off the subject, posted again.
    pub refused: Vec<[String; 2]>,
    /// What the author of the first of them says against that.
    pub appeal: String,
    /// Captions of posts by kind: tips, chat, perk; `{title}` is the title.
    pub captions: Vec<Vec<String>>,
    /// Titles of the recurring posts, in the order of `posts::WEEK`; `{n}` counts.
    pub columns: Vec<Vec<String>>,
    /// Title, caption and source of today's hot topic.
    pub hot: [String; 3],
    /// What waits in the queue, oldest first.
    pub queue: Vec<Queued>,
    /// Questions that come again and again.
    pub asks: Vec<Ask>,
    /// Who waits for an answer now.
    pub waiting: Vec<Waiting>,
}

/// One thing in the queue.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Queued {
    /// `content`, `join` or `report`.
    pub kind: String,
    /// The community.
    pub place: usize,
    /// Minutes waited.
    pub minutes: i64,
    /// The member's name.
    pub who: String,
    /// What was written.
    #[serde(default)]
    pub text: String,
    /// Where a member comes from, or who reported.
    #[serde(default)]
    pub source: String,
    /// Days since the member came.
    #[serde(default)]
    pub days: i64,
    /// How often it was sent within half a minute.
    #[serde(default = "once")]
    pub times: usize,
    /// A colleague has sent it up to the manager.
    #[serde(default)]
    pub up: bool,
    /// A colleague would refuse it for this reason, and may not.
    #[serde(default)]
    pub advised: String,
}

fn once() -> usize {
    1
}

/// A question with its answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ask {
    pub kind: String,
    /// The template of the starter pack it is answered with; empty for own words.
    pub code: String,
    pub text: String,
    pub answer: String,
}

/// Somebody who waits.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Waiting {
    pub who: String,
    pub place: usize,
    pub kind: String,
    pub text: String,
    /// Working minutes until the promise ends.
    pub left: i64,
    /// What we wait for, if it is paused.
    #[serde(default)]
    pub paused: String,
    /// What we answered before we waited.
    #[serde(default)]
    pub answer: String,
}

impl Words {
    /// The words of `language`.
    ///
    /// # Errors
    /// None: a test reads all three.
    pub(super) fn read(language: Language) -> Result<Words> {
        let text = match language {
            Language::Hans => include_str!("zh-Hans.toml"),
            Language::Hant => include_str!("zh-Hant.toml"),
            Language::En => include_str!("en.toml"),
        };
        toml::from_str(text).map_err(|e| Error::user("demo.bad_words").because(e))
    }

    /// The nickname of member `number`: every one of heads times tails once before any comes again.
    pub(super) fn nickname(&self, number: usize) -> String {
        let all = self.heads.len() * self.tails.len();
        // 7919 is prime and divides none of the tables' sizes, so neighbours differ in both halves.
        let place = number * 7_919 % all.max(1);
        format!("{}{}", self.heads[place / self.tails.len()], self.tails[place % self.tails.len()])
    }

    /// `list[n]` with a plant in it, both counted round.
    pub(super) fn about_plants(&self, list: &[String], n: usize, plant: usize) -> String {
        list[n % list.len()].replace("{plant}", &self.plants[plant % self.plants.len()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::config::Config;
    use crate::members::community::PLATFORMS;
    use crate::moderation::screening::{Message, Screen, Settings};
    use crate::sop::{inquiry, starter};
    use std::collections::HashSet;

    fn all() -> impl Iterator<Item = (Words, &'static str, Language)> {
        Language::ALL.into_iter().map(|(language, name)| (Words::read(language).unwrap(), name, language))
    }

    #[test]
    fn the_three_tables_have_one_shape() {
        let shape = |w: &Words| {
            let queue: Vec<_> =
                w.queue.iter().map(|q| (q.kind.clone(), q.place, q.minutes, q.times, q.up, q.days)).collect();
            let asks: Vec<_> = w.asks.iter().map(|a| a.kind.clone()).collect();
            let waiting: Vec<_> = w.waiting.iter().map(|w| (w.kind.clone(), w.left, w.paused.is_empty())).collect();
            let columns: Vec<_> = w.columns.iter().map(Vec::len).collect();
            (queue, asks, waiting, columns, w.refused.len())
        };
        let shapes: Vec<_> = all().map(|(w, ..)| shape(&w)).collect();
        assert_eq!(shapes[0], shapes[1]);
        assert_eq!(shapes[0], shapes[2]);
    }

    #[test]
    fn nine_communities_on_six_platforms() {
        for (words, name, _) in all() {
            assert_eq!(words.communities.len(), 9, "{name}");
            let platforms: HashSet<&str> = words.communities.iter().map(|c| &*c[0]).collect();
            assert_eq!(platforms.len(), 6, "{name}");
            assert!(platforms.iter().all(|p| PLATFORMS.contains(p)), "{name} {platforms:?}");
        }
    }

    #[test]
    fn nicknames_are_short_and_each_is_borne_once() {
        for (words, name, _) in all() {
            let names: Vec<String> = (0..3_200).map(|n| words.nickname(n)).collect();
            let distinct: HashSet<&String> = names.iter().collect();
            assert_eq!(distinct.len(), names.len(), "{name}");
            let longest = names.iter().map(|n| crate::base::text::width(n)).max().unwrap();
            assert!(longest <= 14, "{name}: {longest}");
        }
    }

    #[test]
    fn every_answer_is_made_with_a_template_there_is() {
        for (words, name, language) in all() {
            let codes: HashSet<String> = starter::starter(language).unwrap().into_iter().map(|t| t.code).collect();
            for ask in &words.asks {
                assert!(ask.code.is_empty() || codes.contains(&ask.code), "{name} {}", ask.code);
                assert!(inquiry::Kind::read(&ask.kind).is_some() && !ask.answer.is_empty(), "{name} {}", ask.text);
            }
            assert!(words.waiting.iter().all(|w| inquiry::Kind::read(&w.kind).is_some()), "{name}");
        }
    }

    #[test]
    fn screening_stops_at_what_is_meant_to_be_stopped_and_at_nothing_else() {
        let screen = Screen::build(&[], &Settings::from(&Config::default().screening)).unwrap();
        let hits = |text: &str| {
            let said: Vec<String> = screen
                .check(&Message { text, member_age_days: Some(0), ..Message::default() })
                .hits
                .into_iter()
                .map(|h| h.says)
                .collect();
            said
        };
        for (words, name, language) in all() {
            for (n, line) in words.lines.iter().chain(&words.fine).enumerate() {
                let text = words.about_plants(std::slice::from_ref(line), 0, n);
                assert_eq!(hits(&text), [""; 0], "{name}: {text}");
            }
            let found: HashSet<String> = words.queue.iter().flat_map(|q| hits(&q.text)).collect();
            let contact = if language.is_chinese() { "queue.hit_invite" } else { "queue.hit_telegram" };
            for want in ["queue.hit_link", "queue.hit_mention", contact] {
                assert!(found.contains(want), "{name} {want}: {found:?}");
            }
        }
    }
}
