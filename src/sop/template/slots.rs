//! Slots of a body: `{name}`, filled by the operator or from the inquiry by itself.

use crate::base::{Error, Result};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The most characters of a slot's name.
const SLOT_MAX: usize = 20;

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
        if let Piece::Slot(name) = piece
            && !out.iter().any(|s| s.answers_to(name))
        {
            out.push(Slot { name: name.to_owned(), auto: Auto::named(name) });
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
pub(super) fn refuse_control(text: &str, field: &str, lines: bool) -> Result<()> {
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
