//! What stands beside the templates: house phrases, what platforms take, earlier wordings, values filled in last, and
//! what was asked before.

use crate::base::{At, Error, Kind, Result, Says};
use crate::db::{Db, Tx};
use crate::sop::exchange;
use crate::sop::search::Past;
use crate::sop::template::{Filled, Limit, Limits, Phrase, Phrases, Template, named};
use rusqlite::{Connection, OptionalExtension, params};

/// The house phrases, by name.
///
/// # Errors
/// Database errors.
pub fn phrases(db: &Db) -> Result<Vec<Phrase>> {
    phrases_of(db.conn())
}

pub(super) fn phrases_of(conn: &Connection) -> Result<Vec<Phrase>> {
    let mut stmt = conn.prepare_cached("SELECT name, body FROM phrase ORDER BY name")?;
    let rows = stmt.query_map([], |r| Ok(Phrase { name: r.get(0)?, body: r.get(1)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// In place of what a house phrase may be written.
#[derive(Debug, Clone, Copy)]
pub enum Over<'a> {
    /// Of whatever bears its name.
    Anything,
    /// Of nothing: its name must be free.
    Nothing,
    /// Of these words and no others: a colleague may have written since they were read.
    Words(&'a Phrase),
}

impl Over<'_> {
    /// Whether what bears the name now may go.
    fn allows(self, tx: &Tx, phrase: &Phrase) -> Result<()> {
        let sql = "SELECT body, updated_by FROM phrase WHERE name = ?1";
        let now: Option<(String, String)> =
            tx.query_row(sql, [&phrase.name], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
        let seen = match self {
            Self::Anything => return Ok(()),
            Self::Words(seen) if seen.name == phrase.name => Some(seen.body.as_str()),
            Self::Words(_) | Self::Nothing => None,
        };
        match (now, seen) {
            (Some((body, _)), Some(seen)) if body == seen => Ok(()),
            (Some(_), None) => Err(Error::user("words.phrase_there").with("name", &phrase.name)),
            (Some((_, who)), Some(_)) => Err(Error::new(Kind::Conflict, "words.lost_phrase")
                .with("who", who)
                .with("name", &phrase.name)
                .hint("sop.lost_hint")),
            (None, _) => Ok(()),
        }
    }
}

/// Writes a house phrase. The new set must hold together.
///
/// # Errors
/// What [`Phrase::checked`] refuses; a phrase that leads back to itself, with the way; one that is not there; a name
/// that is taken, and [`Kind::Conflict`] if it says something else by now than what it was to be written over.
pub fn set_phrase(db: &mut Db, phrase: Phrase, over: Over) -> Result<()> {
    let phrase = phrase.checked()?;
    db.write("sop.phrase", |tx| {
        over.allows(tx, &phrase)?;
        put_phrase(tx, &phrase)?;
        hold_together(tx)?;
        tx.says(Says::new("words.did_phrase").with("name", &phrase.name));
        Ok(())
    })
}

/// Refuses a set of phrases of which one leads back to itself, or which do not fit where they stand: the sentence says
/// in which template or phrase.
pub(super) fn hold_together(tx: &Tx) -> Result<()> {
    let all: Phrases = phrases_of(tx)?.into_iter().collect();
    all.checked()?;
    for (place, body) in bodies_with_phrases(tx)? {
        let whole = all.expand(&body).and_then(|text| crate::sop::template::slots(&text).map(drop));
        whole.map_err(|e| {
            let mut outer = Error::user("words.phrase_breaks").with("place", place);
            outer.hint = Some(Box::new(e.says));
            outer
        })?;
    }
    Ok(())
}

pub(super) fn put_phrase(tx: &Tx, phrase: &Phrase) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO phrase(name, body, updated_at, updated_by) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT(name) DO UPDATE SET body = ?2, updated_at = ?3, updated_by = ?4, version = version + 1",
    )?
    .execute(params![phrase.name, phrase.body, tx.at.0, tx.operator])?;
    Ok(())
}

/// Takes a house phrase away.
///
/// # Errors
/// If there is none of that name, or it still stands somewhere (named).
pub fn remove_phrase(db: &mut Db, name: &str) -> Result<()> {
    let name = name.trim().trim_start_matches(['@', '＠']);
    db.write("sop.phrase_remove", |tx| {
        let mut used = Vec::new();
        for (place, body) in bodies_with_phrases(tx)? {
            if named(&body)?.contains(&name) && !used.contains(&place) {
                used.push(place);
            }
        }
        if !used.is_empty() {
            return Err(Error::user("words.phrase_used")
                .with("name", name)
                .with("places", used.join(" "))
                .hint("words.phrase_used_hint"));
        }
        if tx.execute("DELETE FROM phrase WHERE name = ?1", [name])? == 0 {
            return Err(Error::user("words.no_phrase").with("name", name).hint("words.no_phrase_hint"));
        }
        tx.says(Says::new("words.did_phrase_remove").with("name", name));
        Ok(())
    })
}

/// Every body in which a phrase may stand, with the code of its template or the name of its phrase.
fn bodies_with_phrases(conn: &Connection) -> Result<Vec<(String, String)>> {
    let mut stmt = conn.prepare_cached(
        "SELECT code, body FROM template WHERE instr(body, '@') + instr(body, '＠') > 0
         UNION ALL SELECT t.code, v.body FROM variant v JOIN template t ON t.id = v.template_id
           WHERE instr(v.body, '@') + instr(v.body, '＠') > 0
         UNION ALL SELECT '@' || name, body FROM phrase WHERE instr(body, '@') + instr(body, '＠') > 0",
    )?;
    let rows = stmt.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What the operators have set for platforms.
///
/// # Errors
/// Database errors.
pub fn limits(db: &Db) -> Result<Limits> {
    limits_of(db.conn())
}

pub(super) fn limits_of(conn: &Connection) -> Result<Limits> {
    let mut stmt = conn.prepare_cached("SELECT platform, longest, words FROM platform_rule")?;
    let read = |r: &rusqlite::Row| {
        let (platform, longest, words): (String, i64, String) = (r.get(0)?, r.get(1)?, r.get(2)?);
        let words = words.lines().map(str::to_owned).collect();
        Ok((platform, Limit { longest: usize::try_from(longest).unwrap_or(0), words }))
    };
    let rows = stmt.query_map([], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Sets what a platform takes; `""` is every platform (only its words count).
///
/// # Errors
/// What [`Limit::checked`] refuses.
pub fn set_limit(db: &mut Db, platform: &str, limit: Limit) -> Result<()> {
    let limit = limit.checked(platform)?;
    db.write("sop.limit", |tx| {
        tx.execute(
            "INSERT INTO platform_rule(platform, longest, words) VALUES (?1, ?2, ?3)
             ON CONFLICT(platform) DO UPDATE SET longest = ?2, words = ?3, version = version + 1",
            params![platform, i64::try_from(limit.longest).unwrap_or(i64::MAX), limit.words.join("\n")],
        )?;
        let name =
            if platform.is_empty() { "@sop.scope_all".to_owned() } else { format!("@members.platform_{platform}") };
        let says = Says::new("words.did_limit").with("platform", name).with("longest", limit.longest);
        tx.says(says.with("count", limit.words.len()));
        Ok(())
    })
}

/// Keeps what a template says, before it says something else.
pub(super) fn keep_wording(tx: &Tx, old: &Template) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO wording(template_id, version, text, at, by) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT(template_id, version) DO UPDATE SET text = ?3, at = ?4, by = ?5",
    )?
    .execute(params![old.id, old.version, exchange::markdown(&old.wording), old.updated_at.0, old.updated_by])?;
    Ok(())
}

/// What a template said at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Its version then.
    pub version: i64,
    /// The whole of it, as the Markdown of an export.
    pub text: String,
    /// Since when it said so.
    pub at: At,
    /// Who made it say so.
    pub by: String,
}

/// What a template says, and everything it said before: the newest first.
///
/// # Errors
/// Database errors.
pub fn history(db: &Db, template: &Template) -> Result<Vec<Wording>> {
    let mut stmt = db
        .conn()
        .prepare_cached("SELECT version, text, at, by FROM wording WHERE template_id = ?1 ORDER BY version DESC")?;
    let read =
        |r: &rusqlite::Row| Ok(Wording { version: r.get(0)?, text: r.get(1)?, at: At(r.get(2)?), by: r.get(3)? });
    let now = Wording {
        version: template.version,
        text: exchange::markdown(&template.wording),
        at: template.updated_at,
        by: template.updated_by.clone(),
    };
    let mut all = vec![now];
    for row in stmt.query_map([template.id], read)? {
        all.push(row?);
    }
    Ok(all)
}

/// What this operator filled slots with last, by slot.
///
/// # Errors
/// Database errors.
pub fn last_values(db: &Db) -> Result<Filled> {
    let mut stmt = db.conn().prepare_cached("SELECT slot, value FROM last_value WHERE operator = ?1")?;
    let rows = stmt.query_map([&db.me().name], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Remembers what this operator filled slots with, to be offered again.
///
/// # Errors
/// Database errors.
pub fn remember(db: &mut Db, values: &[(String, String)]) -> Result<()> {
    let me = db.me().name.clone();
    db.aside(|tx, now| {
        for (slot, value) in values {
            tx.prepare_cached(
                "INSERT INTO last_value(operator, slot, value, at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT(operator, slot) DO UPDATE SET value = ?3, at = ?4",
            )?
            .execute(params![me, slot, value, now.0])?;
        }
        Ok(())
    })
}

/// What was asked lately, the newest first, with the template it was answered with: what suggestions learn from.
///
/// # Errors
/// Database errors.
pub fn past(db: &Db, most: usize) -> Result<Vec<Past>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT a.text, a.template_id, EXISTS (SELECT 1 FROM inquiry b WHERE b.community_id = a.community_id
           AND b.who = a.who AND b.id <> a.id AND b.at > a.answered_at AND b.at <= a.answered_at + 86400000)
         FROM inquiry a WHERE a.text <> '' ORDER BY a.id DESC LIMIT ?1",
    )?;
    let read = |r: &rusqlite::Row| Ok(Past { text: r.get(0)?, template: r.get(1)?, reopened: r.get(2)? });
    let rows = stmt.query_map([i64::try_from(most).unwrap_or(i64::MAX)], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
