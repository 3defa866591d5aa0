//! Templates (话术): a body with `{slots}`, found by a code of letters, sent only when every slot is filled.

use crate::base::{At, Error, Result};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The most letters of a code; it stands in a column of lists.
pub const CODE_MAX: usize = 8;
/// The most characters of a body.
pub const BODY_MAX: usize = 4_000;
/// The most characters of an answer as it goes out: beyond that chats fold a message (screens.md §4b).
pub const ANSWER_MAX: usize = 500;
/// The most characters of a slot's name.
const SLOT_MAX: usize = 20;

/// What a template is for: one of eight, or a word of the operators' own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Category {
    /// 欢迎: newcomers.
    Welcome,
    /// 咨询: questions.
    Ask,
    /// 投诉: complaints and refunds.
    Complaint,
    /// 违规: breaches of the rules.
    Breach,
    /// 活动: events.
    Event,
    /// 唤醒: members who went silent.
    Wake,
    /// 危机: crises.
    Crisis,
    /// 通知: notices.
    Notice,
    /// The operators' own word.
    Own(String),
}

impl Category {
    /// The eight with their stable names, catalogue keys and the words that are read for them, in the order shown.
    pub const ALL: [(Category, &'static str, &'static str, &'static [&'static str]); 8] = [
        (Self::Welcome, "welcome", "sop.category_welcome", &["欢迎", "歡迎"]),
        (Self::Ask, "ask", "sop.category_ask", &["咨询", "諮詢", "question"]),
        (Self::Complaint, "complaint", "sop.category_complaint", &["投诉", "投訴", "客訴"]),
        (Self::Breach, "breach", "sop.category_breach", &["违规", "違規", "rules"]),
        (Self::Event, "event", "sop.category_event", &["活动", "活動"]),
        (Self::Wake, "wake", "sop.category_wake", &["唤醒", "喚醒", "wake-up"]),
        (Self::Crisis, "crisis", "sop.category_crisis", &["危机", "危機"]),
        (Self::Notice, "notice", "sop.category_notice", &["通知"]),
    ];

    /// Reads a stable name or the word in any of the three languages; anything else is the operators' own.
    #[must_use]
    pub fn read(word: &str) -> Category {
        let word = word.trim();
        let known = |name: &str, words: &[&str]| name.eq_ignore_ascii_case(word) || words.contains(&word);
        let row = Self::ALL.into_iter().find(|(_, name, _, words)| known(name, words));
        row.map_or_else(|| Self::Own(word.to_owned()), |(category, ..)| category)
    }

    /// The stable name, as stored and printed.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Own(word) => word,
            known => Self::ALL.iter().find(|(c, ..)| c == known).map_or("", |(_, name, ..)| name),
        }
    }

    /// The catalogue key of its label; an own word labels itself.
    #[must_use]
    pub fn label(&self) -> Option<&'static str> {
        Self::ALL.iter().find(|(c, ..)| c == self).map(|(_, _, key, _)| *key)
    }
}

impl From<String> for Category {
    fn from(word: String) -> Self {
        Self::read(&word)
    }
}

impl From<Category> for String {
    fn from(category: Category) -> Self {
        category.name().to_owned()
    }
}

/// Whether a template may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Being written; not offered as an answer.
    Draft,
    /// In use.
    #[default]
    Approved,
    /// Kept for the record; not offered.
    Retired,
}

impl Status {
    /// Every status with its stable name and the catalogue key of its label.
    pub const ALL: [(Status, &'static str, &'static str); 3] = [
        (Self::Draft, "draft", "sop.status_draft"),
        (Self::Approved, "approved", "sop.status_approved"),
        (Self::Retired, "retired", "sop.status_retired"),
    ];

    /// Reads a stable name.
    #[must_use]
    pub fn read(name: &str) -> Option<Status> {
        Self::ALL.iter().find(|(_, n, _)| *n == name).map(|(s, ..)| *s)
    }

    /// The stable name, as stored and printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The catalogue key of its label.
    #[must_use]
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].2
    }
}

/// What an operator writes of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewTemplate {
    /// Letters only, because digits pick in the chooser; lower case.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub category: Category,
    /// Words it is found and suggested by, apart by blanks.
    #[serde(default)]
    pub keywords: String,
    /// The text with its `{slots}`.
    pub body: String,
    /// The platform it is for, by id; empty for all.
    #[serde(default)]
    pub platform: String,
    /// Whether it may be used.
    #[serde(default)]
    pub status: Status,
}

/// A template as it lies in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Template {
    /// Its number.
    pub id: i64,
    /// What was written.
    #[serde(flatten)]
    pub wording: NewTemplate,
    /// How many inquiries were answered with it.
    pub uses: i64,
    /// When it was last changed.
    #[serde(skip)]
    pub updated_at: At,
    /// Who changed it last.
    pub updated_by: String,
    /// Grows with each change.
    pub version: i64,
}

impl NewTemplate {
    /// Trims what was typed and lowers the code; refuses what could not be used.
    ///
    /// # Errors
    /// A sentence naming the field: a code that is not 1 to [`CODE_MAX`] letters, an empty name or body, a control
    /// character, an unclosed slot with its line and column.
    pub fn checked(mut self) -> Result<NewTemplate> {
        self.code = self.code.trim().to_ascii_lowercase();
        self.name = self.name.trim().to_owned();
        self.keywords = self.keywords.split_whitespace().collect::<Vec<_>>().join(" ");
        self.platform = self.platform.trim().to_owned();
        self.body = self.body.replace("\r\n", "\n").trim().to_owned();
        if self.code.is_empty() || self.code.len() > CODE_MAX || !self.code.bytes().all(|b| b.is_ascii_lowercase()) {
            return Err(Error::user("sop.bad_code").with("code", &self.code).with("max", CODE_MAX).hint("sop.code_hint"));
        }
        let empty = [("sop.field_name", &self.name), ("sop.field_body", &self.body)];
        if let Some((field, _)) = empty.iter().find(|(_, text)| text.is_empty()) {
            return Err(Error::user("sop.field_missing").with("code", &self.code).with("field", format!("@{field}")));
        }
        if self.category.name().is_empty() {
            return Err(Error::user("sop.field_missing").with("code", &self.code).with("field", "@sop.field_category"));
        }
        if self.body.chars().count() > BODY_MAX {
            return Err(Error::user("sop.body_too_long").with("code", &self.code).with("max", BODY_MAX));
        }
        let one_line = [("sop.field_name", &self.name), ("sop.field_category", &self.category.name().to_owned())];
        for (field, text) in one_line {
            refuse_control(text, field, false)?;
        }
        refuse_control(&self.body, "sop.field_body", true)?;
        slots(&self.body)?;
        Ok(self)
    }
}

/// A stretch of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as it goes out.
    Text(Cow<'a, str>),
    /// The name of a slot.
    Slot(&'a str),
}

/// Cuts a body into text and slots. `{{` and `}}` are the braces themselves; the full-width `｛｝` of Chinese input
/// methods are braces too, so that no slot written with them goes out raw.
///
/// # Errors
/// An unclosed, empty or over-long slot, with line and column (characters from 1) of its `{`.
pub fn pieces(body: &str) -> Result<Vec<Piece<'_>>> {
    let mut out: Vec<Piece> = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.find(['{', '}', '｛', '｝']) {
        push_text(&mut out, &rest[..at]);
        let brace = rest[at..].chars().next().unwrap_or('{');
        let after = &rest[at + brace.len_utf8()..];
        if let Some(second) = after.strip_prefix(brace).filter(|_| brace.is_ascii()) {
            push_text(&mut out, &rest[at..=at]);
            rest = second;
        } else if matches!(brace, '}' | '｝') {
            push_text(&mut out, &rest[at..at + brace.len_utf8()]);
            rest = after;
        } else {
            let wrong = |key| located(key, body, body.len() - rest.len() + at);
            let close = after.find(['{', '}', '｛', '｝', '\n']).ok_or_else(|| wrong("sop.slot_open"))?;
            let end = after[close..].chars().next().filter(|c| matches!(c, '}' | '｝'));
            let end = end.ok_or_else(|| wrong("sop.slot_open"))?;
            let name = after[..close].trim();
            if name.is_empty() || name.chars().count() > SLOT_MAX {
                return Err(wrong("sop.slot_name").with("max", SLOT_MAX));
            }
            out.push(Piece::Slot(name));
            rest = &after[close + end.len_utf8()..];
        }
    }
    push_text(&mut out, rest);
    Ok(out)
}

fn push_text<'a>(out: &mut Vec<Piece<'a>>, text: &'a str) {
    match out.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Text(last)) => last.to_mut().push_str(text),
        _ => out.push(Piece::Text(Cow::Borrowed(text))),
    }
}

fn located(key: &str, text: &str, byte: usize) -> Error {
    let before = &text[..byte];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    Error::user(key).with("line", line).with("column", column)
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
}

/// A slot of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Its name as first written in the body.
    pub name: String,
    /// What fills it by itself, if anything.
    pub auto: Option<Auto>,
}

impl Slot {
    /// Whether `name` means this slot: the same word, or another language's word for the same fact.
    #[must_use]
    pub fn answers_to(&self, name: &str) -> bool {
        self.name == name || (self.auto.is_some() && self.auto == Auto::named(name))
    }
}

/// The slots of a body, each once, in order.
///
/// # Errors
/// As [`pieces`].
pub fn slots(body: &str) -> Result<Vec<Slot>> {
    let mut out: Vec<Slot> = Vec::new();
    for piece in pieces(body)? {
        if let Piece::Slot(name) = piece {
            if !out.iter().any(|s| s.answers_to(name)) {
                out.push(Slot { name: name.to_owned(), auto: Auto::named(name) });
            }
        }
    }
    Ok(out)
}

/// Fills every slot of `body` from `values` (by name, or by another language's name of an automatic slot).
///
/// # Errors
/// Refused when a slot has no value or only blanks, naming them all; when a value holds a control character; and as
/// [`pieces`]. There is no override.
pub fn render(body: &str, values: &BTreeMap<String, String>) -> Result<String> {
    let slots = slots(body)?;
    let value = |slot: &Slot| {
        let alias = || values.iter().find(|(name, _)| slot.answers_to(name)).map(|(_, v)| v);
        values.get(&slot.name).or_else(alias).map(|v| v.trim()).filter(|v| !v.is_empty())
    };
    let missing: Vec<&str> = slots.iter().filter(|s| value(s).is_none()).map(|s| s.name.as_str()).collect();
    if !missing.is_empty() {
        let key = if missing.len() == 1 { "sop.unfilled" } else { "sop.unfilled_several" };
        return Err(Error::user(key).with("count", missing.len()).with("names", missing.join(" ")));
    }
    let mut out = String::with_capacity(body.len());
    for piece in pieces(body)? {
        match piece {
            Piece::Text(text) => out.push_str(&text),
            Piece::Slot(name) => {
                let text = slots.iter().find(|s| s.answers_to(name)).and_then(&value).unwrap_or_default();
                refuse_control(text, name, true)?;
                out.push_str(text);
            }
        }
    }
    Ok(out)
}

/// The body with the values there are, `{name}` where there is none: what a form shows while it is being filled.
#[must_use]
pub fn preview(body: &str, values: &BTreeMap<String, String>) -> String {
    let Ok(pieces) = pieces(body) else { return body.to_owned() };
    let filled = |name: &str| {
        let slot = Slot { name: name.to_owned(), auto: Auto::named(name) };
        let found = values.iter().find(|(n, v)| slot.answers_to(n) && !v.trim().is_empty());
        found.map_or_else(|| format!("{{{name}}}"), |(_, v)| v.trim().to_owned())
    };
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.clone().into_owned(),
            Piece::Slot(name) => filled(name),
        })
        .collect()
}

/// Refuses control characters and direction switches, which could act on the reader's terminal or turn the text
/// round; `field` is a catalogue key or a slot's own name.
fn refuse_control(text: &str, field: &str, lines: bool) -> Result<()> {
    let forbidden = |c: char| match c {
        '\n' => !lines,
        c if c.is_control() => true,
        c => matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'),
    };
    match text.chars().position(forbidden) {
        None => Ok(()),
        Some(at) => {
            let field = if field.starts_with("sop.") { format!("@{field}") } else { field.to_owned() };
            Err(Error::user("sop.control").with("field", field).with("column", at + 1))
        }
    }
}

#[cfg(test)]
mod tests;
