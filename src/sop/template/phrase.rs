//! House phrases (专属话术): words with a name that stand in many templates, and in each other.

use super::BODY_MAX;
use super::scan::{Token, opened, scan};
use super::slots::{Piece, SLOT_MAX, pieces, refuse_control, slots};
use crate::base::{Error, Result};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A house phrase as an operator writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// Its name, as it stands after `@`.
    pub name: String,
    /// Its words; may hold slots and other phrases.
    pub body: String,
}

impl Phrase {
    /// Trims what was typed; refuses what could not be used.
    ///
    /// # Errors
    /// A sentence: an empty or over-long name, one with braces or `@`, an empty body, a broken slot.
    pub fn checked(self) -> Result<Phrase> {
        let name = self.name.trim().trim_start_matches(['@', '＠']).trim().to_owned();
        let body = self.body.replace("\r\n", "\n").trim().to_owned();
        let bad = |c: char| matches!(c, '{' | '}' | '｛' | '｝' | '@' | '＠');
        if name.is_empty() || name.chars().count() > SLOT_MAX || name.contains(bad) {
            return Err(Error::user("words.phrase_name").with("name", name).with("max", SLOT_MAX));
        }
        refuse_control(&name, "sop.field_name", false)?;
        if body.is_empty() {
            return Err(Error::user("words.phrase_empty").with("name", name));
        }
        if body.chars().count() > BODY_MAX {
            return Err(Error::user("words.phrase_long").with("name", name).with("max", BODY_MAX));
        }
        refuse_control(&body, "sop.field_body", true)?;
        slots(&body)?;
        opened(&body)?;
        Ok(Phrase { name, body })
    }
}

/// The house phrases by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phrases(BTreeMap<String, String>);

impl FromIterator<Phrase> for Phrases {
    fn from_iter<I: IntoIterator<Item = Phrase>>(all: I) -> Self {
        Self(all.into_iter().map(|p| (p.name, p.body)).collect())
    }
}

impl Phrases {
    /// Puts a phrase in, in place of one of that name.
    pub fn set(&mut self, phrase: Phrase) {
        self.0.insert(phrase.name, phrase.body);
    }

    /// Takes a phrase out.
    pub fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// Each phrase with its words, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, body)| (&**name, &**body))
    }

    /// The body with its phrases put in, and theirs, as long as there are any.
    ///
    /// # Errors
    /// A phrase that is not there; one that leads back to itself, with the way; a text that grows beyond
    /// [`BODY_MAX`]; and as [`pieces`].
    pub fn expand<'b>(&self, body: &'b str) -> Result<Cow<'b, str>> {
        if !body.contains(['@', '＠']) {
            return Ok(Cow::Borrowed(body));
        }
        self.put_in(body, &mut Vec::new(), &mut 0).map(Cow::Owned)
    }

    fn put_in(&self, body: &str, way: &mut Vec<String>, length: &mut usize) -> Result<String> {
        let mut out = String::with_capacity(body.len());
        let mut from = 0;
        let inner = |token| if let Token::Braces(inner, place) = token { Some((inner, place)) } else { None };
        for (inner, place) in scan(body)?.into_iter().filter_map(inner) {
            let Some(name) = inner.strip_prefix(['@', '＠']).map(str::trim) else { continue };
            out.push_str(&body[from..place.start]);
            from = place.end;
            let words = self
                .0
                .get(name)
                .ok_or_else(|| Error::user("words.no_phrase").with("name", name).hint("words.no_phrase_write"))?;
            let again = way.iter().position(|n| n == name);
            way.push(name.to_owned());
            if let Some(first) = again {
                let path = way[first..].join(" > ");
                return Err(Error::user("words.phrase_cycle").with("path", path).hint("words.phrase_cycle_hint"));
            }
            *length += words.chars().count();
            if *length > BODY_MAX {
                return Err(Error::user("words.phrase_long").with("name", &way[0]).with("max", BODY_MAX));
            }
            out.push_str(&self.put_in(words, way, length)?);
            way.pop();
        }
        out.push_str(&body[from..]);
        Ok(out)
    }

    /// Refuses a set in which a phrase leads back to itself or to one that is not there.
    ///
    /// # Errors
    /// As [`Phrases::expand`].
    pub fn checked(&self) -> Result<()> {
        for (name, body) in &self.0 {
            self.put_in(body, &mut vec![name.clone()], &mut 0).and_then(|text| slots(&text).map(drop))?;
        }
        Ok(())
    }
}

/// The names of the phrases that stand in `body`, in order.
///
/// # Errors
/// As [`pieces`].
pub fn named(body: &str) -> Result<Vec<&str>> {
    let name = |piece| if let Piece::Phrase(name) = piece { Some(name) } else { None };
    Ok(pieces(body)?.into_iter().filter_map(name).collect())
}
