//! Filling a body: nothing goes out with a slot that must be filled and is not.

use super::language_of;
use super::slots::{Manner, Piece, Slot, pieces, slots};
use crate::base::{Error, Lang, Result};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Values by the name of their slot.
pub type Filled = BTreeMap<String, String>;

/// Stands for a slot that stays empty until its line is looked at; no body and no value can hold it.
const NOTHING: char = '\0';

/// Fills every slot of `body` from `values` (by name, or by another language's name of an automatic slot), else with its
/// default. A line on which nothing is left but an empty slot goes.
///
/// # Errors
/// Refused when a slot that must be filled has no value or only blanks, naming them all; when a value is not what its
/// slot takes; a value for a slot that is not there is the caller's to refuse ([`strangers`]); and as [`pieces`]. There
/// is no override.
pub fn render(body: &str, values: &Filled, manner: Manner) -> Result<String> {
    let slots = slots(body)?;
    let missing = |s: &&Slot| !s.optional && value(s, values).is_empty();
    let missing: Vec<&str> = slots.iter().filter(missing).map(|s| s.name.as_str()).collect();
    if !missing.is_empty() {
        let key = if missing.len() == 1 { "sop.unfilled" } else { "sop.unfilled_several" };
        return Err(Error::user(key).with("count", missing.len()).with("names", missing.join(" ")));
    }
    let mut out = String::with_capacity(body.len());
    for piece in pieces(body)? {
        match piece {
            Piece::Text(text) => out.push_str(&text),
            Piece::Slot(here) => {
                let slot = slots.iter().find(|s| s.answers_to(&here.name)).unwrap_or(&here);
                match value(slot, values) {
                    "" => out.push(NOTHING),
                    value => out.push_str(&slot.written(value, manner)?),
                }
            }
            Piece::Phrase(name) => {
                return Err(Error::user("words.no_phrase").with("name", name).hint("words.no_phrase_write"));
            }
        }
    }
    Ok(settled(&out))
}

/// What fills `slot`: what was told, else its default. One that may stay empty stays so when it was emptied.
fn value<'v>(slot: &'v Slot, values: &'v Filled) -> &'v str {
    let alias = || values.iter().find(|(name, _)| slot.answers_to(name)).map(|(_, v)| v);
    match values.get(&slot.name).or_else(alias).map(|v| v.trim()) {
        Some("") if slot.optional => "",
        None | Some("") => slot.default.trim(),
        Some(value) => value,
    }
}

/// The names in `values` that no slot of `body` answers to.
///
/// # Errors
/// As [`slots`].
pub fn strangers<'v>(body: &str, values: &'v Filled) -> Result<Vec<&'v str>> {
    let slots = slots(body)?;
    Ok(values.keys().filter(|name| !slots.iter().any(|s| s.answers_to(name))).map(String::as_str).collect())
}

/// The body with the values there are, `{name}` where one is missing: what a form shows while it is being filled.
#[must_use]
pub fn preview(body: &str, values: &Filled, manner: Manner) -> String {
    let (Ok(pieces), Ok(slots)) = (pieces(body), slots(body)) else { return body.to_owned() };
    let mut out = String::with_capacity(body.len());
    for piece in &pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Phrase(name) => out.push_str(&format!("{{@{name}}}")),
            Piece::Slot(here) => {
                let slot = slots.iter().find(|s| s.answers_to(&here.name)).unwrap_or(here);
                match value(slot, values) {
                    "" if slot.optional => out.push(NOTHING),
                    "" => out.push_str(&format!("{{{}}}", slot.name)),
                    // What cannot be written yet stands as it was typed.
                    value => out.push_str(&slot.written(value, manner).unwrap_or_else(|_| value.to_owned())),
                }
            }
        }
    }
    settled(&out)
}

/// The body with nothing but the names of its slots: what a list shows.
#[must_use]
pub fn outline(body: &str) -> String {
    let Ok(pieces) = pieces(body) else { return body.to_owned() };
    let word = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone().into_owned(),
        Piece::Slot(slot) => format!("{{{}}}", slot.name),
        Piece::Phrase(name) => format!("{{@{name}}}"),
    };
    pieces.iter().map(word).collect()
}

/// The sentences in the language a body is written in, for the days and names that go into it: an operator who reads
/// English answers a Chinese question with a Chinese date. The two Chinese ones are not told apart: what goes into the
/// text is as the operator reads it.
#[must_use]
pub fn voice<'l>(body: &str, lang: &'l Lang) -> Cow<'l, Lang> {
    // What slots are called says nothing of the language.
    let text = |piece| if let Piece::Text(text) = piece { text } else { Cow::Borrowed("") };
    let said: String = pieces(body).unwrap_or_default().into_iter().map(text).collect();
    match language_of(&said) {
        Some(language) if language.is_chinese() != lang.language.is_chinese() => Cow::Owned(Lang::load(language)),
        _ => Cow::Borrowed(lang),
    }
}

/// The text without the marks of empty slots, and without the lines that held nothing else.
fn settled(text: &str) -> String {
    if !text.contains(NOTHING) {
        return text.to_owned();
    }
    let kept = text.split('\n').filter_map(|line| {
        let plain = line.replace(NOTHING, "");
        (plain.len() == line.len() || !plain.trim().is_empty()).then_some(plain)
    });
    kept.collect::<Vec<_>>().join("\n")
}
