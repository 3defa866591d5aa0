//! Slots of a body: what is written between braces, and what may be filled in there.
//!
//! `{单号}` text that must be filled · `{备注?}` may stay empty · `{称呼=朋友}` with a default · `{单号:20}` at most 20
//! characters · `{日期:日期}` a day · `{件数:数字}` a number · `{方式:选=顺丰|中通}` one of several,
//! `{方式:选=顺丰|中通=中通}` with a default · `{@署名}` a house phrase · `{{` `}}` the braces themselves. `:` `=` `?` `|` `@` may be full-width. A fact's name (`{昵称}` `{社群}` `{平台}`
//! `{时间}` `{日期}` `{运营}`) without a type is filled by itself. A slot is described once; later `{单号}` is enough.

use super::scan::{Token, located, scan};
use crate::base::i18n::{parse_day, parse_number};
use crate::base::{Error, Lang, Result};
use chrono::NaiveDate;
use std::borrow::Cow;

/// The most characters of a slot's name.
pub const SLOT_MAX: usize = 20;

/// A stretch of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as it goes out.
    Text(Cow<'a, str>),
    /// A slot as described here.
    Slot(Slot),
    /// The name of a house phrase.
    Phrase(&'a str),
}

/// A slot that is filled from the inquiry by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Auto {
    /// Who waits.
    Nickname,
    /// In which community.
    Community,
    /// On which platform.
    Platform,
    /// The time of day of the answer.
    Time,
    /// The day of the answer.
    Date,
    /// Who answers.
    Operator,
}

/// The slots filled by themselves, with their names in the three languages.
const AUTO: [(Auto, &[&str]); 6] = [
    (Auto::Nickname, &["昵称", "暱稱", "nickname"]),
    (Auto::Community, &["社群", "community"]),
    (Auto::Platform, &["平台", "platform"]),
    (Auto::Time, &["时间", "時間", "time"]),
    (Auto::Date, &["日期", "date"]),
    (Auto::Operator, &["运营", "營運", "operator"]),
];

impl Auto {
    /// The automatic slot called `name`, in any of the three languages.
    #[must_use]
    pub fn named(name: &str) -> Option<Auto> {
        AUTO.iter().find(|(_, names)| names.iter().any(|n| n.eq_ignore_ascii_case(name))).map(|(auto, _)| *auto)
    }

    /// Every one.
    pub fn all() -> impl Iterator<Item = Auto> {
        AUTO.iter().map(|(auto, _)| *auto)
    }

    /// The first of its names.
    #[must_use]
    pub fn name(self) -> &'static str {
        AUTO[self as usize].1[0]
    }
}

/// What may be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotKind {
    /// Text of at most so many characters; 0 is as many as the answer may have.
    Text(usize),
    /// One of these.
    Choice(Vec<String>),
    /// A day as people write it: `明天`, `10-11`, `周三`.
    Date,
    /// A number.
    Number,
}

/// The types by the words that are read for them, the stable name first.
const TYPES: [(&str, &[&str], SlotKind); 4] = [
    ("text", &["文字", "文本"], SlotKind::Text(0)),
    ("choice", &["选", "選", "选择", "選擇"], SlotKind::Choice(Vec::new())),
    ("date", &["日期", "日"], SlotKind::Date),
    ("number", &["数字", "數字", "数", "數"], SlotKind::Number),
];

impl SlotKind {
    /// The stable name, as `--json` prints it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text(_) => TYPES[0].0,
            Self::Choice(_) => TYPES[1].0,
            Self::Date => TYPES[2].0,
            Self::Number => TYPES[3].0,
        }
    }

    /// The catalogue key of its label.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Text(_) => "words.type_text",
            Self::Choice(_) => "words.type_choice",
            Self::Date => "words.type_date",
            Self::Number => "words.type_number",
        }
    }
}

/// A slot of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Its name as first written in the body.
    pub name: String,
    /// What fills it by itself, if anything.
    pub auto: Option<Auto>,
    /// What may be filled in.
    pub kind: SlotKind,
    /// Whether it may stay empty.
    pub optional: bool,
    /// What it holds unless told otherwise; empty for nothing.
    pub default: String,
    /// Whether more than the name was written.
    described: bool,
}

/// How values are written out: days in words of the language, seen from today.
#[derive(Debug, Clone, Copy)]
pub struct Manner<'a> {
    /// The local day of the answer.
    pub today: NaiveDate,
    /// The language of the answer.
    pub lang: &'a Lang,
}

impl Slot {
    /// Reads what stands between two braces; `wrong` makes an error with the place.
    fn read(inner: &str, wrong: &dyn Fn(&str) -> Error) -> Result<Slot> {
        let end = inner.find([':', '：', '=', '＝']).unwrap_or(inner.len());
        let (name, mut rest) = (inner[..end].trim(), &inner[end..]);
        let (name, optional) = match name.strip_suffix(['?', '？']) {
            Some(name) => (name.trim_end(), true),
            None => (name, false),
        };
        if name.is_empty() || name.chars().count() > SLOT_MAX {
            return Err(wrong("sop.slot_name").with("max", SLOT_MAX));
        }
        let mut kind = None;
        if let Some(typed) = rest.strip_prefix([':', '：']) {
            let end = typed.find(['=', '＝']).unwrap_or(typed.len());
            let word = typed[..end].trim();
            kind = Some(type_named(word).ok_or_else(|| {
                let known = TYPES.iter().map(|(name, words, _)| format!("{name}/{}", words[0])).collect::<Vec<_>>();
                wrong("words.slot_type").with("word", word).with("known", known.join(" "))
            })?);
            rest = &typed[end..];
        }
        let value = rest.strip_prefix(['=', '＝']).map(str::trim);
        let mut slot = Slot {
            name: name.to_owned(),
            auto: if kind.is_none() { Auto::named(name) } else { None },
            optional,
            default: String::new(),
            described: optional || kind.is_some() || value.is_some(),
            kind: kind.unwrap_or(SlotKind::Text(0)),
        };
        if let SlotKind::Choice(options) = &mut slot.kind {
            (*options, slot.default) = options_of(value.unwrap_or(""));
            let again = |(n, o): (usize, &String)| o.is_empty() || options[..n].contains(o);
            if options.len() < 2 || options.iter().enumerate().any(again) {
                return Err(wrong("words.slot_options").with("name", name));
            }
        } else {
            value.unwrap_or("").clone_into(&mut slot.default);
        }
        let refused = match &slot.kind {
            _ if slot.default.is_empty() => None,
            SlotKind::Number if number(&slot.default).is_none() => Some("words.slot_default"),
            // Which day it is does not matter, only whether it is one.
            SlotKind::Date if parse_day(&slot.default, NaiveDate::default()).is_none() => {
                Some("words.slot_default_date")
            }
            SlotKind::Text(max) if *max > 0 && slot.default.chars().count() > *max => Some("words.slot_default_long"),
            _ => None,
        };
        match refused {
            Some(key) => Err(wrong(key).with("name", name).with("value", slot.default)),
            None => Ok(slot),
        }
    }

    /// Whether `name` means this slot: the same word, or another language's word for the same fact.
    #[must_use]
    pub fn answers_to(&self, name: &str) -> bool {
        self.name == name || (self.auto.is_some() && self.auto == Auto::named(name))
    }

    /// `value` as it stands in the answer: a day in words, a number without blanks.
    ///
    /// # Errors
    /// A sentence: not a day, not a number, none of the options, too long, a control character.
    pub fn written(&self, value: &str, manner: Manner) -> Result<String> {
        let value = value.trim();
        let wrong = |key: &str| Error::user(key).with("name", &self.name).with("value", value);
        refuse_control(value, &self.name, true)?;
        match &self.kind {
            _ if value.is_empty() => Ok(String::new()),
            SlotKind::Text(max) if *max > 0 && value.chars().count() > *max => {
                Err(wrong("words.value_long").with("max", max).with("count", value.chars().count()))
            }
            SlotKind::Text(_) => Ok(value.to_owned()),
            SlotKind::Choice(options) if options.iter().any(|o| o == value) => Ok(value.to_owned()),
            SlotKind::Choice(options) => Err(wrong("words.value_choice").with("known", options.join(" "))),
            SlotKind::Date => {
                let day = parse_day(value, manner.today).ok_or_else(|| wrong("words.value_date"))?;
                Ok(manner.lang.day(day, manner.today))
            }
            SlotKind::Number => number(value).ok_or_else(|| wrong("words.value_number")),
        }
    }
}

/// The options of a choice, and the one it holds unless told otherwise: `顺丰|中通=中通`. What stands behind the last
/// `=` and is none of them belongs to the last option.
fn options_of(value: &str) -> (Vec<String>, String) {
    let split = |text: &str| text.split(['|', '｜']).map(|o| o.trim().to_owned()).collect::<Vec<_>>();
    if let Some((at, sign)) = value.char_indices().rev().find(|(_, c)| matches!(c, '=' | '＝')) {
        let (options, default) = (split(&value[..at]), value[at + sign.len_utf8()..].trim());
        if options.iter().any(|o| o == default) {
            return (options, default.to_owned());
        }
    }
    (split(value), String::new())
}

fn type_named(word: &str) -> Option<SlotKind> {
    if let Some(max) = word.parse::<usize>().ok().filter(|max| *max > 0) {
        return Some(SlotKind::Text(max));
    }
    let known =
        |(name, words, _): &&(&str, &[&str], SlotKind)| name.eq_ignore_ascii_case(word) || words.contains(&word);
    TYPES.iter().find(known).map(|(.., kind)| kind.clone())
}

/// A number as people write it, full-width digits and `1.2万` included; it stays as written, but narrow.
fn number(text: &str) -> Option<String> {
    parse_number(text)?;
    let narrow = |c: char| match u32::from(c) {
        wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    Some(text.chars().map(narrow).filter(|c| *c != ' ').collect())
}

/// Cuts a body into text, slots and house phrases.
///
/// # Errors
/// An unclosed or over-long slot, a type that is not known, a choice of fewer than two, with line and column
/// (characters from 1) of its `{`.
pub fn pieces(body: &str) -> Result<Vec<Piece<'_>>> {
    let piece = |token| match token {
        Token::Text(text) => Ok(Piece::Text(text)),
        Token::Braces(inner, place) => {
            let wrong = |key: &str| located(key, body, place.start);
            match inner.strip_prefix(['@', '＠']).map(str::trim) {
                Some(name) if name.is_empty() || name.chars().count() > SLOT_MAX => {
                    Err(wrong("sop.slot_name").with("max", SLOT_MAX))
                }
                Some(name) => Ok(Piece::Phrase(name)),
                None => Slot::read(inner, &wrong).map(Piece::Slot),
            }
        }
    };
    scan(body)?.into_iter().map(piece).collect()
}

/// The slots of a body, each once, in order. House phrases must have been put in before.
///
/// # Errors
/// As [`pieces`]; a slot described in two ways.
pub fn slots(body: &str) -> Result<Vec<Slot>> {
    let mut out: Vec<Slot> = Vec::new();
    for piece in pieces(body)? {
        let Piece::Slot(slot) = piece else { continue };
        match out.iter_mut().find(|s| s.answers_to(&slot.name) || slot.answers_to(&s.name)) {
            None => out.push(slot),
            Some(_) if !slot.described => {}
            Some(first) if !first.described => *first = Slot { name: first.name.clone(), ..slot },
            Some(first) if *first == (Slot { name: first.name.clone(), ..slot.clone() }) => {}
            Some(_) => return Err(Error::user("words.slot_twice").with("name", slot.name)),
        }
    }
    Ok(out)
}

/// Refuses control characters and direction switches, which could act on the reader's terminal or turn the text
/// round; `field` is a catalogue key or a slot's own name.
pub(super) fn refuse_control(text: &str, field: &str, lines: bool) -> Result<()> {
    let forbidden = |c: char| match c {
        '\n' => !lines,
        c if c.is_control() => true,
        c => matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'),
    };
    match text.chars().position(forbidden) {
        None => Ok(()),
        Some(at) => {
            let known = field.starts_with("sop.") || field.starts_with("words.");
            let field = if known { format!("@{field}") } else { field.to_owned() };
            Err(Error::user("sop.control").with("field", field).with("column", at + 1))
        }
    }
}
