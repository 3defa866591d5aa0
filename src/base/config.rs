//! The configuration file as a partial patch: what is absent keeps its default; every mistake names file and line.
//! qun reads it and never writes it. To add a setting: a field of [`Config`] and a row of `ROWS`.

mod rows;

use super::text::edits;
use super::{Error, Result};
use rows::{ROWS, one_or_list};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

/// Everything a configuration file can say.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The database file.
    pub db: Option<PathBuf>,
    /// The name an operator goes by.
    pub operator: Option<String>,
    /// `zh-Hans`, `zh-Hant` or `en`.
    pub lang: Option<String>,
    /// The colour theme by name.
    pub theme: Option<String>,
    /// Which signs the chrome may draw with.
    pub glyphs: Glyphs,
    /// How wide the terminal draws ambiguous characters.
    pub ambiguous: Ambiguous,
    /// Whether texts are sent to the terminal's clipboard; if not, they are shown to be selected by hand.
    pub clipboard: bool,
    /// The zone times are shown in, as [`crate::base::Zone::parse`] reads it.
    pub zone: Option<String>,
    /// The organisation, shown in the header.
    pub name: Option<String>,
    /// What is promised to those who ask.
    pub promise: Promise,
    /// Working hours in order, `HH:MM-HH:MM`; the promise's clock runs only within them.
    pub hours: Vec<String>,
    /// Days until raw message text expires.
    pub keep_text_days: u32,
    /// Days until the row images in the journal, and with them undo, expire.
    pub keep_journal_days: u32,
    /// Chords by command id, instead of the built-in ones.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Limits of the built-in screening rules.
    pub screening: Screening,
    /// Which messages of a community are inquiries.
    pub inquiries: Inquiries,
}

/// Which signs the chrome may draw with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Glyphs {
    /// What the terminal shows to be right when asked at start.
    #[default]
    Auto,
    /// Box drawing and blocks.
    Unicode,
    /// ASCII only.
    Ascii,
}

/// How wide the terminal draws East Asian ambiguous characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ambiguous {
    /// What the terminal answers when asked at start.
    #[default]
    Auto,
    /// One column.
    One,
    /// Two columns.
    Two,
}

/// The service promise: 90 % answered within 30 working minutes (design §1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Working minutes to the first answer.
    pub minutes: u32,
    /// Per cent of inquiries that must be answered within them.
    pub target_percent: u32,
}

/// Limits of the built-in screening rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screening {
    /// Days for which a member counts as new.
    pub new_member_days: u32,
    /// Messages of one member within `flood_seconds` that count as a flood.
    pub flood_messages: u32,
    /// Seconds within which a flood is counted.
    pub flood_seconds: u32,
    /// Mentions in one message that are too many.
    pub mentions: u32,
    /// Joins in one community within `wave_minutes` that are a wave.
    pub wave_joins: u32,
    /// Minutes within which a wave is counted.
    pub wave_minutes: u32,
    /// Communities with nearly the same text within `repeat_minutes` that are too many.
    pub repeat_groups: u32,
    /// Minutes within which repeats are counted.
    pub repeat_minutes: u32,
    /// A program that is asked what it thinks of each message, with its arguments; empty for none.
    pub scorer: Vec<String>,
    /// Seconds it may take for an answer.
    pub scorer_seconds: u32,
    /// Words to look for, beside those in the database.
    pub words: Vec<String>,
}

/// Which messages of a community are inquiries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inquiries {
    /// The rules that are on, by name.
    pub rules: Vec<String>,
    /// Names by which members call staff and helping programs, beside those of the operators.
    pub staff: Vec<String>,
    /// Words that make a message a question to us.
    pub words: Vec<String>,
    /// Minutes after which a question that nobody of staff has answered is an inquiry.
    pub wait_minutes: u32,
}

impl Default for Inquiries {
    /// The rules that seldom err. A third of the promise has passed when a question counts as left alone: as much time as
    /// the first warning leaves.
    fn default() -> Self {
        let rules = ["complaint", "refund", "mention", "words", "unanswered"].map(str::to_owned).to_vec();
        Self { rules, staff: Vec::new(), words: Vec::new(), wait_minutes: 10 }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            db: None,
            operator: None,
            lang: None,
            theme: None,
            glyphs: Glyphs::Auto,
            ambiguous: Ambiguous::Auto,
            clipboard: true,
            zone: None,
            name: None,
            promise: Promise { minutes: 30, target_percent: 90 },
            hours: vec!["09:00-12:00".to_owned(), "13:30-18:00".to_owned()],
            keep_text_days: 30,
            keep_journal_days: 30,
            keys: BTreeMap::new(),
            screening: Screening {
                new_member_days: 7,
                flood_messages: 10,
                flood_seconds: 60,
                mentions: 3,
                wave_joins: 50,
                wave_minutes: 60,
                repeat_groups: 3,
                repeat_minutes: 60,
                scorer: Vec::new(),
                scorer_seconds: 2,
                words: Vec::new(),
            },
            inquiries: Inquiries::default(),
        }
    }
}

/// The table whose keys are command ids: any key, a chord or a list of chords.
const KEYS: &str = "keys";

impl Config {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// When it cannot be read, and as [`Config::parse`].
    pub fn read(path: &Path) -> Result<Config> {
        let bytes = std::fs::read(path).map_err(|e| Error::io(path, &e))?;
        let name = path.display().to_string();
        let text = String::from_utf8(bytes).map_err(|e| {
            let line = line_at(e.as_bytes(), e.utf8_error().valid_up_to());
            Error::user("base.config_encoding").with("file", &name).with("line", line).because(e.utf8_error())
        })?;
        Self::parse(&text, &name)
    }

    /// Reads the file at `path` if there is one, else gives the defaults.
    ///
    /// # Errors
    /// As [`Config::read`], except for a file that is not there.
    pub fn read_if_there(path: &Path) -> Result<Config> {
        match path.try_exists() {
            Ok(false) => Ok(Self::default()),
            _ => Self::read(path),
        }
    }

    /// Reads `text`; `name` is what errors call the file.
    ///
    /// # Errors
    /// For what is no TOML, an unknown key (naming the nearest right one) and a value of the wrong sort or size, each with
    /// file and line.
    pub fn parse(text: &str, name: &str) -> Result<Config> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let place =
            |key: &str, at: usize| Error::user(key).with("file", name).with("line", line_at(text.as_bytes(), at));
        let table = DeTable::parse(text).map_err(|e| {
            let at = e.span().map_or(0, |s| s.start);
            place("base.config_syntax", at).with("cause", e.message()).because(e.message())
        })?;
        let mut config = Config::default();
        for (key, value) in table.get_ref() {
            let key_name = key.get_ref().as_ref();
            match value.get_ref() {
                DeValue::Table(inner) if key_name == KEYS => {
                    for (command, chords) in inner {
                        let id = command.get_ref().as_ref();
                        let Some(chords) = one_or_list(chords.get_ref()) else {
                            return Err(wrong(place("base.config_value", command.span().start), id, "base.takes_list"));
                        };
                        config.keys.insert(id.to_owned(), chords);
                    }
                }
                DeValue::Table(inner) if is_table(key_name) => {
                    for (key, value) in inner {
                        let full = format!("{key_name}.{}", key.get_ref());
                        config.take(&full, value.get_ref(), |says| place(says, key.span().start))?;
                    }
                }
                value => config.take(key_name, value, |says| place(says, key.span().start))?,
            }
        }
        Ok(config)
    }

    /// Sets one key.
    fn take(&mut self, key: &str, value: &DeValue<'_>, place: impl Fn(&str) -> Error) -> Result<()> {
        if is_table(key) {
            return Err(wrong(place("base.config_value"), key, "base.takes_table"));
        }
        let Some(row) = ROWS.iter().find(|r| r.key == key) else {
            let error = place("base.config_unknown").with("key", key);
            return Err(match nearest(key) {
                Some(right) => error.with("right", right).hint("base.config_nearest"),
                None => error,
            });
        };
        (row.set)(self, value).ok_or_else(|| wrong(place("base.config_value"), key, row.takes))
    }
}

fn wrong(error: Error, key: &str, takes: &str) -> Error {
    error.with("key", key).with("takes", format!("@{takes}"))
}

/// Number of the line that holds byte `at`, from 1.
fn line_at(text: &[u8], at: usize) -> usize {
    text.iter().take(at).filter(|b| **b == b'\n').count() + 1
}

/// Whether settings stand in a table of this name.
fn is_table(name: &str) -> bool {
    name == KEYS || ROWS.iter().any(|r| r.key.split_once('.').is_some_and(|(table, _)| table == name))
}

/// The known key most like `key`: the same word in another table, else the one with the fewest changes if they are few,
/// else one of which either is the beginning of the other.
fn nearest(key: &str) -> Option<&'static str> {
    fn last(key: &str) -> &str {
        key.rsplit('.').next().unwrap_or(key)
    }
    let word = last(key);
    let all = || ROWS.iter().map(|r| r.key).chain([KEYS, "promise", "screening", "inquiries"]);
    let few = word.chars().count() / 3;
    let changed = |k: &'static str| (edits(key, k).min(edits(word, last(k))), k);
    let begins = |k: &&str| word.len() > 2 && (last(k).starts_with(word) || word.starts_with(last(k)));
    all()
        .find(|k| last(k) == word)
        .or_else(|| all().map(changed).filter(|(n, _)| *n <= few).min().map(|(_, k)| k))
        .or_else(|| all().find(begins))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;
    use crate::base::Language;

    fn said(text: &str) -> String {
        let error = Config::parse(text, "qun.toml").unwrap_err();
        assert_eq!(error.kind.exit_code(), 1);
        Lang::load(Language::En).explain(&error)
    }

    #[test]
    fn what_is_absent_keeps_its_default() {
        assert_eq!(Config::parse("", "x").unwrap(), Config::default());
        assert_eq!(Config::parse("# nothing\n", "x").unwrap(), Config::default());
        let some = Config::parse("[promise]\nminutes = 15\n", "x").unwrap();
        assert_eq!(some.promise, Promise { minutes: 15, target_percent: 90 });
        assert_eq!(some.screening, Config::default().screening);
    }

    #[test]
    fn every_setting_can_be_set() {
        let text = r#"
            db = "/srv/qun/qun.db"
            operator = "周宁"
            lang = "zh-Hant"
            theme = "light"
            glyphs = "ascii"
            clipboard = "off"
            ambiguous = 2
            zone = "+08:00"
            name = "栗子烘焙社"
            hours = ["9:00-12:00", "13:30-18点"]
            keep_text_days = 14
            keep_journal_days = 60
            promise = { minutes = 20, target_percent = 95 }
            [keys]
            "queue.approve" = "a"
            'app.quit' = ["q", "ctrl-q"]
            [screening]
            new_member_days = 0
            flood_messages = 5
            flood_seconds = 30
            mentions = 4
            wave_joins = 20
            wave_minutes = 30
            repeat_groups = 4
            repeat_minutes = 90
            scorer = ["judge", "--fast"]
            scorer_seconds = 5
            words = ["加V", "代理"]
            [inquiries]
            rules = ["mention"]
            staff = ["小助手"]
            words = []
            wait_minutes = 5
        "#;
        let config = Config::parse(text, "x").unwrap();
        let strings = |all: &[&str]| all.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let there = Config {
            db: Some(PathBuf::from("/srv/qun/qun.db")),
            operator: Some("周宁".to_owned()),
            lang: Some("zh-Hant".to_owned()),
            theme: Some("light".to_owned()),
            glyphs: Glyphs::Ascii,
            clipboard: false,
            ambiguous: Ambiguous::Two,
            zone: Some("+08:00".to_owned()),
            name: Some("栗子烘焙社".to_owned()),
            promise: Promise { minutes: 20, target_percent: 95 },
            hours: strings(&["09:00-12:00", "13:30-18:00"]),
            keep_text_days: 14,
            keep_journal_days: 60,
            keys: [("queue.approve", &["a"][..]), ("app.quit", &["q", "ctrl-q"])]
                .map(|(id, chords)| (id.to_owned(), strings(chords)))
                .into(),
            screening: Screening {
                new_member_days: 0,
                flood_messages: 5,
                flood_seconds: 30,
                mentions: 4,
                wave_joins: 20,
                wave_minutes: 30,
                repeat_groups: 4,
                repeat_minutes: 90,
                scorer: strings(&["judge", "--fast"]),
                scorer_seconds: 5,
                words: strings(&["加V", "代理"]),
            },
            inquiries: Inquiries {
                rules: strings(&["mention"]),
                staff: strings(&["小助手"]),
                words: Vec::new(),
                wait_minutes: 5,
            },
        };
        assert_eq!(config, there);
        // A row that is not in the text above would keep its default unseen.
        for row in ROWS {
            let word = row.key.rsplit('.').next().unwrap();
            assert!(text.contains(&format!("{word} =")), "{}", row.key);
        }
    }

    #[test]
    fn every_mistake_names_its_place_and_the_way_out() {
        for (text, words) in [
            ("\n\nthme = 'x'", "qun.toml line 3: there is no setting 'thme'\n  the nearest one is 'theme'"),
            (
                "[promise]\nminute = 3",
                "qun.toml line 2: there is no setting 'promise.minute'\n  the nearest one is 'promise.minutes'",
            ),
            ("minutes = 3", "qun.toml line 1: there is no setting 'minutes'\n  the nearest one is 'promise.minutes'"),
            (
                "[promises]\nminutes = 3",
                "qun.toml line 1: there is no setting 'promises'\n  the nearest one is 'promise'",
            ),
            ("qwertyuiop = 1", "qun.toml line 1: there is no setting 'qwertyuiop'"),
            ("theme = 3", "qun.toml line 1: wrong value for theme; write it as text in quotes"),
            ("name = '  '", "qun.toml line 1: wrong value for name; write it as text in quotes"),
            (
                "[promise]\n\ntarget_percent = 101",
                "qun.toml line 3: wrong value for promise.target_percent; write it as a whole number from 1 to 100",
            ),
            ("zone = 'Shanghai'", "qun.toml line 1: wrong value for zone; write it as Asia/Shanghai, UTC or +08:00"),
            (
                "promise = 30",
                "qun.toml line 1: wrong value for promise; write it as a table, with a line like [promise] before its settings",
            ),
            ("[theme]\na = 1", "qun.toml line 1: wrong value for theme; write it as text in quotes"),
            ("ambiguous = 3", "qun.toml line 1: wrong value for ambiguous; write it as \"auto\", 1 or 2"),
            ("[keys]\n'a.b' = 3", "qun.toml line 2: wrong value for a.b; write it as a list like [\"one\", \"two\"]"),
        ] {
            assert_eq!(said(text), words, "{text}");
        }
        for (text, place) in
            [("a = \n", "qun.toml line 1"), ("db = 'a'\n\ndb = 'b'", "qun.toml line 3"), ("x", "qun.toml line 1")]
        {
            assert!(said(text).starts_with(place), "{}", said(text));
        }
    }

    #[test]
    fn hours_must_be_in_order() {
        for wrong in [
            "['9-8']",
            "['9:00']",
            "['9:00-12:00', '11:00-13:00']",
            "['13:00-14:00', '9:00-10:00']",
            "[9]",
            "'9:00-10:00'",
        ] {
            assert!(said(&format!("hours = {wrong}")).contains("wrong value for hours"), "{wrong}");
        }
        assert!(Config::parse("hours = []", "x").unwrap().hours.is_empty());
    }

    #[test]
    fn files_are_read_whatever_the_editor_left_in_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("qun.toml");
        assert_eq!(Config::read_if_there(&path).unwrap(), Config::default());
        assert_eq!(Config::read(&path).unwrap_err().says.key, "base.io_not_found");
        std::fs::write(&path, "\u{feff}theme = 'light'\r\n").unwrap();
        assert_eq!(Config::read(&path).unwrap().theme.as_deref(), Some("light"));
        std::fs::write(&path, b"# \n# \xd6\xdc").unwrap();
        let error = Config::read(&path).unwrap_err();
        assert_eq!((error.says.key.as_str(), error.says.args["line"].as_str()), ("base.config_encoding", "2"));
        assert_eq!(Config::read_if_there(folder.path()).unwrap_err().says.key, "base.io_folder");
    }

    #[test]
    fn every_row_says_what_it_takes() {
        let lang = Lang::load(Language::Hans);
        for row in ROWS {
            assert!(lang.has(row.takes), "{}", row.key);
        }
    }

    #[test]
    fn the_nearest_word_is_the_right_one() {
        for (wrong, right) in [
            ("operater", Some("operator")),
            ("langauge", Some("lang")),
            ("keep_text", Some("keep_text_days")),
            ("screning.words", Some("screening.words")),
            ("target", Some("promise.target_percent")),
            ("key", Some("keys")),
            ("minute", Some("promise.minutes")),
            ("x", None),
            ("colour", None),
        ] {
            assert_eq!(nearest(wrong), right, "{wrong}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn whatever_is_in_the_file_the_line_is_one_of_it(
            text in "((db|lang|glyphs|hours|keys|promise|\\[promise\\]|\\[keys\\]|minutes|x|=|'|\"|\\[|\\]|\\{|,|[0-9]|\n| ){0,6}\n){0,5}|\\PC{0,20}"
        ) {
            if let Err(error) = Config::parse(&text, "x") {
                let line: usize = error.says.args["line"].parse().unwrap();
                proptest::prop_assert!(line >= 1 && line <= text.lines().count().max(1) + 1, "{error}");
                proptest::prop_assert!(Lang::load(Language::Hant).explain(&error).contains("x 第"));
            }
        }
    }
}
