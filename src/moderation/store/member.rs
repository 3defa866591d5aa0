//! What is known about the member an item is about. Kept small: name, when they came, earlier decisions.

use crate::base::clock::DAY;
use crate::base::{At, Result, Says};
use crate::db::Db;
use crate::moderation::item::{Item, ItemKind, State};
use crate::moderation::reason::Reason;
use rusqlite::OptionalExtension;

/// An earlier decision about the same member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// When.
    pub at: At,
    /// By whom.
    pub by: String,
    /// What sort of thing it was.
    pub kind: ItemKind,
    /// How it was decided.
    pub state: State,
    /// Why, if rejected.
    pub reason: Option<Reason>,
    /// Whether the member was to get a notice.
    pub noticed: bool,
    /// Whether it was a rejection that an appeal overturned.
    pub overturned: bool,
}

/// Another item of the same member that waits too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sibling {
    /// Its row.
    pub id: i64,
    /// When it was written.
    pub at: At,
}

/// What is known about a member.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// The stable key at the platform.
    pub key: String,
    /// The role in the community.
    pub role: String,
    /// How they came in.
    pub source: String,
    /// When they came in.
    pub joined_at: Option<At>,
    /// When they were first seen.
    pub first_seen: Option<At>,
    /// What operators noted.
    pub note: String,
    /// Strikes within the last 90 days, without that of the item at hand.
    pub rejected: i64,
    /// Earlier decisions, newest first, a few.
    pub past: Vec<Past>,
    /// What else of theirs waits, oldest first.
    pub siblings: Vec<Sibling>,
    /// What operators noted with their decisions, the newest.
    pub notes: Vec<Noted>,
}

/// A note about a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// When.
    pub at: At,
    /// By whom.
    pub by: String,
    /// What it says.
    pub says: Says,
}

impl Card {
    /// Days since the member came or was first seen, at `now`.
    #[must_use]
    pub fn age_days(&self, now: At) -> Option<i64> {
        self.joined_at.or(self.first_seen).map(|at| now.since(at) / DAY)
    }
}

/// Earlier decisions that a card shows.
const PAST: i64 = 3;

/// Notes that a card shows: the decisions themselves stand above it.
const NOTES: i64 = 1;

/// What is known about the member of `item`; `None` if the member is not known.
///
/// # Errors
/// Database errors.
pub fn card(db: &Db, item: &Item) -> Result<Option<Card>> {
    let Some(member) = item.member else { return Ok(None) };
    let found = db
        .conn()
        .prepare_cached("SELECT key, role, source, joined_at, first_seen, note FROM member WHERE id = ?1")?
        .query_row([member], |r| {
            let at = |n| Ok::<_, rusqlite::Error>(r.get::<_, Option<i64>>(n)?.map(At));
            Ok(Card {
                key: r.get(0)?,
                role: r.get(1)?,
                source: r.get(2)?,
                joined_at: at(3)?,
                first_seen: at(4)?,
                note: r.get(5)?,
                ..Card::default()
            })
        })
        .optional()?;
    let Some(mut card) = found else { return Ok(None) };
    card.rejected = super::standing(db, item)?.before;
    card.past = past(db, member, item.id)?;
    card.siblings = db
        .conn()
        .prepare_cached(
            "SELECT id, created_at FROM item WHERE member_id = ?1 AND state = 'pending' AND id <> ?2
             ORDER BY created_at, id LIMIT 20",
        )?
        .query_map([member, item.id], |r| Ok(Sibling { id: r.get(0)?, at: At(r.get(1)?) }))?
        .collect::<rusqlite::Result<_>>()?;
    card.notes = notes(db, member)?;
    Ok(Some(card))
}

fn notes(db: &Db, member: i64) -> Result<Vec<Noted>> {
    let mut stmt = db
        .conn()
        .prepare_cached("SELECT at, by, text FROM note WHERE member_id = ?1 ORDER BY at DESC, id DESC LIMIT ?2")?;
    let rows = stmt.query_map([member, NOTES], |r| {
        let text: String = r.get(2)?;
        // What an operator typed themselves is not a sentence of the catalogue.
        let says = serde_json::from_str(&text).unwrap_or_else(|_| Says::new("conduct.plain").with("text", &text));
        Ok(Noted { at: At(r.get(0)?), by: r.get(1)?, says })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn past(db: &Db, member: i64, item: i64) -> Result<Vec<Past>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT decided_at, decided_by, kind, state, reason, notice <> '', overturned_at IS NOT NULL FROM item
         WHERE member_id = ?1 AND decided_at IS NOT NULL AND id <> ?2 ORDER BY decided_at DESC, id DESC LIMIT ?3",
    )?;
    let rows = stmt.query_map([member, item, PAST], |r| {
        let (kind, state, reason): (String, String, String) = (r.get(2)?, r.get(3)?, r.get(4)?);
        Ok(Past {
            at: At(r.get(0)?),
            by: r.get(1)?,
            kind: ItemKind::parse(&kind).unwrap_or(ItemKind::Content),
            state: State::parse(&state).unwrap_or_default(),
            reason: Reason::parse(&reason),
            noticed: r.get(5)?,
            overturned: r.get(6)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The member called `name` in `community`, if exactly one is.
///
/// # Errors
/// Database errors.
pub fn member_named(db: &Db, community: i64, name: &str) -> Result<Option<i64>> {
    let mut stmt = db.conn().prepare_cached("SELECT id FROM member WHERE community_id = ?1 AND name = ?2 LIMIT 2")?;
    let found: Vec<i64> =
        stmt.query_map(rusqlite::params![community, name], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(if let [one] = found[..] { Some(one) } else { None })
}
