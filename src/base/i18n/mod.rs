//! The three languages. Each room has one table `i18n/ROOM.toml` whose rows hold the three sentences side by
//! side: `key = ["简体", "繁體", "English"]`, so a missing translation cannot be written. Keys are `ROOM.key`.

mod format;
mod read;

pub use read::{parse_day, parse_number, parse_span, parse_time};

use super::{Error, Says};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// A language of the chrome. What people wrote is never translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// 简体中文
    Hans,
    /// 繁體中文
    Hant,
    /// English
    En,
}

impl Language {
    /// Every language with its `--lang` name, in catalogue column order.
    pub const ALL: [(Language, &'static str); 3] = [(Self::Hans, "zh-Hans"), (Self::Hant, "zh-Hant"), (Self::En, "en")];

    /// Reads a `--lang` value or a locale such as `zh_TW.UTF-8`. `C`, `POSIX` and unknown ones are `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Language> {
        let tag = text.split(['.', '@']).next().unwrap_or("").replace('_', "-").to_lowercase();
        match tag.as_str() {
            "zh-tw" | "zh-hk" | "zh-mo" => Some(Self::Hant),
            t if t.starts_with("zh-hant") => Some(Self::Hant),
            t if t == "zh" || t.starts_with("zh-") => Some(Self::Hans),
            t if t == "en" || t.starts_with("en-") => Some(Self::En),
            _ => None,
        }
    }

    /// `--lang` > `QUN_LANG` > configuration > `LC_ALL` > `LC_MESSAGES` > `LANG` > English.
    #[must_use]
    pub fn choose(flag: Option<&str>, config: Option<&str>, env: impl Fn(&str) -> Option<String>) -> Language {
        flag.and_then(Self::parse)
            .or_else(|| env("QUN_LANG").and_then(|v| Self::parse(&v)))
            .or_else(|| config.and_then(Self::parse))
            .or_else(|| {
                let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|n| env(n).filter(|v| !v.is_empty()));
                set.and_then(|v| Self::parse(&v))
            })
            .unwrap_or(Self::En)
    }

    /// The `--lang` name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Whether this is one of the two Chinese ones.
    #[must_use]
    pub fn is_chinese(self) -> bool {
        self != Self::En
    }
}

/// The rooms that have a table of sentences, in the order of their names; the name is the key's prefix.
pub const ROOMS: &[(&str, &str)] = &[
    ("app", include_str!("app.toml")),
    ("base", include_str!("base.toml")),
    ("calendar", include_str!("calendar.toml")),
    ("cli", include_str!("cli.toml")),
    ("columns", include_str!("columns.toml")),
    ("conduct", include_str!("conduct.toml")),
    ("db", include_str!("db.toml")),
    ("demo", include_str!("demo.toml")),
    ("goals", include_str!("goals.toml")),
    ("intake", include_str!("intake.toml")),
    ("kpi", include_str!("kpi.toml")),
    ("measures", include_str!("measures.toml")),
    ("members", include_str!("members.toml")),
    ("playbook", include_str!("playbook.toml")),
    ("posts", include_str!("posts.toml")),
    ("promise", include_str!("promise.toml")),
    ("queue", include_str!("queue.toml")),
    ("rules", include_str!("rules.toml")),
    ("sop", include_str!("sop.toml")),
    ("tui", include_str!("tui.toml")),
    ("words", include_str!("words.toml")),
];

/// The rows of one room's table: key without prefix, and the sentence in each language.
/// Lines are `key = ["…", "…", "…"]`; `#` begins a comment line. Anything else is skipped (tests forbid it).
pub fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, [Cow<'static, str>; 3])> {
    table.lines().filter(|l| !l.starts_with('#')).filter_map(|line| {
        let (key, value) = line.split_once(" = ")?;
        Some((key, serde_json::from_str::<[Cow<'static, str>; 3]>(value).ok()?))
    })
}

/// What stands between the languages of a [`threefold`] name. No text of a person holds it: it is a control character.
const APART: char = '\u{1f}';

/// A name that operators gave in three languages, in catalogue column order, so that it can stand where a sentence's
/// key does. An empty one is the same as the first.
#[must_use]
pub fn threefold(names: [&str; 3]) -> String {
    let clean = |n: &str| n.chars().filter(|c| !c.is_control()).collect::<String>();
    let [first, ..] = names;
    names.map(|n| clean(if n.trim().is_empty() { first } else { n })).join(&APART.to_string())
}

/// A row of a table is about so long, in bytes; only to have room at once.
const ROW_BYTES: usize = 80;

/// The key and the sentence in `language` of one line. Every start reads some thousand of them: what has no escapes, and
/// nearly none has, is cut out at the quotation marks.
fn sentence(line: &'static str, language: Language) -> Option<(&'static str, Cow<'static, str>)> {
    if line.starts_with('#') {
        return None;
    }
    let (key, value) = line.split_once(" = ")?;
    let place = language as usize;
    if !value.contains('\\') {
        return Some((key, Cow::Borrowed(value.split('"').nth(2 * place + 1)?)));
    }
    let row = serde_json::from_str::<[Cow<'static, str>; 3]>(value).ok()?;
    Some((key, row.into_iter().nth(place)?))
}

/// The sentences of one language.
#[derive(Debug, Clone)]
pub struct Lang {
    /// Which language this is.
    pub language: Language,
    /// One a room, in the order of [`ROOMS`], read when the room is first asked: a start needs half of them.
    rooms: Arc<[OnceLock<Room>]>,
}

/// The sentences of a room in one language.
type Room = HashMap<&'static str, Cow<'static, str>>;

impl Lang {
    /// The sentences of `language`.
    #[must_use]
    pub fn load(language: Language) -> Lang {
        Lang { language, rooms: ROOMS.iter().map(|_| OnceLock::new()).collect() }
    }

    fn find(&self, key: &str) -> Option<&str> {
        let (room, key) = key.split_once('.')?;
        let place = ROOMS.binary_search_by_key(&room, |(name, _)| name).ok()?;
        let words = self.rooms.get(place)?.get_or_init(|| {
            let table = ROOMS[place].1;
            let mut words = HashMap::with_capacity(table.len() / ROW_BYTES);
            words.extend(table.lines().filter_map(|line| sentence(line, self.language)));
            words
        });
        words.get(key).map(AsRef::as_ref)
    }

    /// The sentence under `room.key`; of a name in three languages ([`threefold`]) the one of this language; the key
    /// itself if there is none (a test forbids that).
    #[must_use]
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        if key.contains(APART) {
            return key.split(APART).nth(self.language as usize).unwrap_or(key);
        }
        self.find(key).unwrap_or(key)
    }

    /// The sentence under `key` with its `{name}` slots filled.
    #[must_use]
    pub fn fill(&self, key: &str, args: &[(&str, &dyn std::fmt::Display)]) -> String {
        fill(self.text(key), |name| args.iter().find(|(n, _)| *n == name).map(|(_, v)| v.to_string()))
    }

    /// A sentence with its arguments. An argument `@room.key` is itself looked up, and one that is a stored sentence
    /// (what an undo undid) is said.
    #[must_use]
    pub fn say(&self, says: &Says) -> String {
        fill(self.text(&says.key), |name| says.args.get(name).map(|value| self.shown(value)))
    }

    /// What was stored as a word of the program (`@room.key`, or a whole sentence) in this language; anything else as
    /// it is.
    #[must_use]
    pub fn shown(&self, value: &str) -> String {
        if let Some(key) = value.strip_prefix('@').filter(|k| k.contains(APART) || self.has(k)) {
            return self.text(key).to_owned();
        }
        if value.starts_with("{\"k\":")
            && let Ok(inner) = serde_json::from_str::<Says>(value)
        {
            return self.say(&inner);
        }
        value.to_owned()
    }

    /// Whether there is a sentence under `key`.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// An error as people read it: what happened, then what to do.
    #[must_use]
    pub fn explain(&self, error: &Error) -> String {
        let what = self.say(&error.says);
        match &error.hint {
            Some(hint) => format!("{what}\n  {}", self.say(hint)),
            None => what,
        }
    }
}

fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}').map(|i| open + i) else { break };
        match value(&rest[open + 1..close]) {
            Some(v) => out.push_str(&v),
            None => out.push_str(&rest[open..=close]),
        }
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn slots(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|t| t.split('}').next()).collect()
    }

    #[test]
    fn every_row_has_three_sentences_with_the_same_slots() {
        for (room, table) in ROOMS {
            let written = table.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')).count();
            assert_eq!(rows(table).count(), written, "a line of {room}.toml is not a row of three");
            let mut seen = BTreeSet::new();
            for (key, row) in rows(table) {
                assert!(seen.insert(key), "{room}.{key} twice");
                assert!(row.iter().all(|t| !t.trim().is_empty()), "{room}.{key} is empty in a language");
                assert_eq!(slots(&row[0]), slots(&row[1]), "{room}.{key}");
                assert_eq!(slots(&row[0]), slots(&row[2]), "{room}.{key}");
            }
        }
    }

    #[test]
    fn every_sentence_of_every_room_is_found() {
        assert!(ROOMS.is_sorted(), "rooms are looked up by their order");
        for (language, _) in Language::ALL {
            // One table a language: reading a room leaves the others as they were.
            let lang = Lang::load(language);
            for (room, table) in ROOMS {
                for (key, row) in rows(table) {
                    let key = format!("{room}.{key}");
                    assert!(lang.has(&key) && lang.clone().text(&key) == row[language as usize], "{key}");
                }
            }
            for no in ["app", "app.", "none.key", "app.none", "zz.key", ""] {
                assert!(!lang.has(no) && lang.text(no) == no, "{no}");
            }
        }
    }

    #[test]
    fn locales_choose_a_language() {
        let none = |_: &str| None;
        assert_eq!(Language::parse("zh_TW.UTF-8"), Some(Language::Hant));
        assert_eq!(Language::parse("zh_CN"), Some(Language::Hans));
        assert_eq!(Language::parse("C"), None);
        assert_eq!(Language::choose(Some("en"), Some("zh-Hans"), none), Language::En);
        assert_eq!(Language::choose(None, Some("zh-Hant"), none), Language::Hant);
        assert_eq!(Language::choose(None, None, |n| (n == "LANG").then(|| "zh_CN.UTF-8".into())), Language::Hans);
        assert_eq!(Language::choose(None, None, none), Language::En);
    }

    #[test]
    fn names_in_three_languages_stand_where_keys_do() {
        let name = threefold(["转介绍率", "轉介紹率", "referrals"]);
        for (language, want) in
            [(Language::Hans, "转介绍率"), (Language::Hant, "轉介紹率"), (Language::En, "referrals")]
        {
            let lang = Lang::load(language);
            assert_eq!(lang.text(&name), want);
            let says = Says::new("base.io_denied").with("path", format!("@{name}")).with("cause", "");
            assert!(lang.say(&says).contains(want), "{}", lang.say(&says));
        }
        let same = threefold(["a.b\u{1f}\u{1b}", " ", ""]);
        assert_eq!(Lang::load(Language::En).text(&same), "a.b");
    }

    #[test]
    fn sentences_are_filled() {
        let lang = Lang::load(Language::En);
        assert_eq!(fill("a {x} b {y}", |n| (n == "x").then(|| "1".into())), "a 1 b {y}");
        let says = Says::new("base.io_denied").with("path", "/x").with("cause", "no");
        assert!(lang.say(&says).contains("/x"));
        let nested = Says::new("db.undid").with("seq", 7).with("what", serde_json::to_string(&says).unwrap());
        assert!(lang.say(&nested).ends_with(&lang.say(&says)));
    }
}
