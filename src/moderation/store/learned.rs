//! What the screen learned: kept as one row, learned anew when the decisions have changed, and what waits judged by it.
//!
//! Nothing of this is part of a decision: a key writes what was decided and no more. Who imports, screens or starts the
//! program learns first. The decisions are learned from as long as their texts are kept; before a text expires, what it
//! teaches is settled into the weights, where it cannot be told from the rest.

use super::plan::{at_work, screen};
use crate::base::clock::DAY;
use crate::base::config::Config;
use crate::base::{At, Result};
use crate::db::Db;
use crate::moderation::item::Hit;
use crate::moderation::reason::Reason;
use crate::moderation::screening::{Known, Learner, Lessons, Message, Outside, Screen, Settings, in_words, scorer};
use rusqlite::{Connection, OptionalExtension, params};

/// Decisions that are learned from, the latest: more teach little and take memory.
const MOST_LESSONS: i64 = 10_000;

/// Judged texts that are recognised, the latest, and for how many days.
const MOST_KNOWN: i64 = 4_000;
const KNOWN_DAYS: i64 = 90;

/// What waits is judged anew so many at a time: others get their turn in between.
const AT_ONCE: i64 = 200;

/// The stored row.
struct Stored {
    learner: Option<Learner>,
    print: String,
    settled_to: i64,
}

fn stored(conn: &Connection) -> Result<Stored> {
    let row = conn
        .prepare_cached("SELECT weights, print, settled_to FROM learned")?
        .query_row([], |r| {
            let learner = Learner::from_bytes(r.get_ref(0)?.as_blob_or_null().ok().flatten().unwrap_or_default());
            // What cannot be read was learned from nothing.
            let print = if learner.is_some() { r.get(1)? } else { String::new() };
            Ok(Stored { learner, print, settled_to: r.get(2)? })
        })
        .optional()?;
    Ok(row.unwrap_or(Stored { learner: None, print: String::new(), settled_to: 0 }))
}

/// What tells whether there is anything to do, without the weights: they take megabytes, and mostly nothing has changed.
#[derive(Default)]
struct Marks {
    /// Of the decisions that were learned from; empty if that was in another version.
    print: String,
    scored: String,
    settled_to: i64,
}

fn marks(conn: &Connection) -> Result<Marks> {
    let row = conn
        .prepare_cached("SELECT substr(weights, 1, 4), print, scored, settled_to FROM learned")?
        .query_row([], |r| {
            let current = Learner::is_current(&r.get::<_, Option<Vec<u8>>>(0)?.unwrap_or_default());
            let print = if current { r.get(1)? } else { String::new() };
            Ok(Marks { print, scored: r.get(2)?, settled_to: r.get(3)? })
        })
        .optional()?;
    Ok(row.unwrap_or_default())
}

/// What was learned when last somebody learned; `None` if nobody did, or it cannot be read.
///
/// # Errors
/// Database errors.
pub fn learner(db: &Db) -> Result<Option<Learner>> {
    Ok(stored(db.conn())?.learner)
}

/// The judgements that are still readable, to be recognised.
///
/// # Errors
/// Database errors.
pub fn known(db: &Db) -> Result<Known> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT text, state, reason FROM
           (SELECT text, state, reason, decided_at, id FROM item
            WHERE decided_at >= ?1 AND kind = 'content' AND text <> '' ORDER BY decided_at DESC, id DESC LIMIT ?2)
         ORDER BY decided_at, id",
    )?;
    let mut rows = stmt.query([db.now().0 - KNOWN_DAYS * DAY, MOST_KNOWN])?;
    let mut known = Known::default();
    while let Some(row) = rows.next()? {
        let (state, reason): (String, String) = (row.get(1)?, row.get(2)?);
        let refused = (state == "rejected").then(|| Reason::parse(&reason).unwrap_or(Reason::Other));
        known.add(row.get_ref(0)?.as_str().unwrap_or_default(), refused);
    }
    Ok(known)
}

/// Which decisions there are to learn from: changes with every one of them, and when one is undone.
fn print(conn: &Connection, settled_to: i64) -> Result<String> {
    let print = conn
        .prepare_cached(
            "SELECT count(*) || ' ' || coalesce(sum(id), 0) || ' ' || coalesce(sum(decided_at % 1000003), 0) || ' '
                 || coalesce(sum(id * (state = 'rejected')), 0) || ' ' || coalesce(sum(id * (reason IN ('flood', 'repeat'))), 0)
             FROM item WHERE decided_at >= ?1 AND kind = 'content' AND text <> ''",
        )?
        .query_row([settled_to], |r| r.get::<_, String>(0))?;
    Ok(format!("{print} {settled_to}"))
}

/// The decisions from `from` on and before `until`, the latest of them.
fn lessons(conn: &Connection, screen: &Screen, from: i64, until: i64) -> Result<Lessons> {
    let mut stmt = conn.prepare_cached(
        "SELECT id, text, state, reason FROM item
         WHERE decided_at >= ?1 AND decided_at < ?2 AND kind = 'content' AND text <> ''
         ORDER BY decided_at DESC, id DESC LIMIT ?3",
    )?;
    let mut rows = stmt.query([from, until, MOST_LESSONS])?;
    let mut lessons = Lessons::default();
    while let Some(row) = rows.next()? {
        let (state, reason): (String, String) = (row.get(2)?, row.get(3)?);
        let bad = state == "rejected";
        if !bad || Reason::parse(&reason).is_none_or(in_words) {
            lessons.add(screen, row.get(0)?, row.get_ref(1)?.as_str().unwrap_or_default(), bad);
        }
    }
    Ok(lessons)
}

/// What there is to learn now: as it is stored if that is of today's decisions, else learned anew but not stored.
///
/// # Errors
/// Database errors.
pub fn learned(db: &Db, config: &Config) -> Result<Option<Learner>> {
    Ok(fresh(db, config)?.0.learner)
}

/// What is to be stored, and whether it is not yet.
fn fresh(db: &Db, config: &Config) -> Result<(Stored, bool)> {
    let mut stored = stored(db.conn())?;
    let print = print(db.conn(), stored.settled_to)?;
    if print == stored.print || stored.learner.is_none() && print.starts_with("0 ") {
        return Ok((stored, false));
    }
    let screen = reader(db, config)?;
    let lessons = lessons(db.conn(), &screen, stored.settled_to, i64::MAX)?;
    stored.learner = Some(Learner::learn(stored.learner.as_ref(), lessons));
    stored.print = print;
    Ok((stored, true))
}

/// A screen to read texts with: what is a link or a contact does not depend on word lists, only on allowed domains.
fn reader(db: &Db, config: &Config) -> Result<Screen> {
    let mut plan = at_work(db, config)?;
    plan.words.retain(|w| w.kind == crate::moderation::screening::WordKind::Domain);
    Screen::of(&plan, &Settings::from(&config.screening))
}

fn store(db: &mut Db, learner: &Learner, print: &str, settled_to: i64) -> Result<()> {
    let weights = learner.to_bytes();
    db.aside(|conn, at| {
        conn.execute(
            "INSERT INTO learned(id, weights, print, settled_to, at) VALUES (1, ?1, ?2, ?3, ?4)
             ON CONFLICT(id) DO UPDATE SET weights = ?1, print = ?2, settled_to = ?3, at = ?4",
            params![weights, print, settled_to, at.0],
        )?;
        Ok(())
    })
}

/// Learns from the decisions, if they have changed since that was last done. Returns whether they have.
///
/// # Errors
/// Database errors.
pub fn learn(db: &mut Db, config: &Config) -> Result<bool> {
    let marks = marks(db.conn())?;
    if print(db.conn(), marks.settled_to)? == marks.print {
        return Ok(false);
    }
    let (stored, changed) = fresh(db, config)?;
    if let Some(learner) = stored.learner.filter(|_| changed) {
        store(db, &learner, &stored.print, stored.settled_to)?;
    }
    Ok(changed)
}

/// Before the texts of what was decided before `limit` expire: what they teach is taken over into the weights for good.
///
/// # Errors
/// Database errors.
pub fn settle(db: &mut Db, config: &Config, limit: At) -> Result<()> {
    let from = marks(db.conn())?.settled_to;
    let is_due = "SELECT EXISTS (SELECT 1 FROM item
                  WHERE decided_at >= ?1 AND decided_at < ?2 AND kind = 'content' AND text <> '')";
    if !db.conn().prepare_cached(is_due)?.query_row([from, limit.0], |r| r.get::<_, bool>(0))? {
        return Ok(());
    }
    let before = stored(db.conn())?;
    let lessons = lessons(db.conn(), &reader(db, config)?, before.settled_to, limit.0)?;
    if lessons.is_empty() {
        return Ok(());
    }
    let learner = Learner::settle(before.learner.as_ref(), lessons);
    // What is left is to be learned on top of it.
    store(db, &learner, "", limit.0)
}

/// Judges again what waits, if anything was decided since that was last done. Returns how many items it thinks otherwise
/// of. Versions stay: nobody has changed an item because the machine thinks otherwise.
///
/// # Errors
/// An expression that cannot be compiled; database errors.
pub fn rescore(db: &mut Db, config: &Config) -> Result<usize> {
    let marks = marks(db.conn())?;
    if marks.print.is_empty() || marks.scored == marks.print {
        return Ok(0);
    }
    if learner(db)?.is_none() {
        return Ok(0);
    }
    let settings = Settings::from(&config.screening);
    let screen = screen(db, config)?;
    let (mut after, mut changed) = (0, 0);
    loop {
        let batch = waiting(db.conn(), after)?;
        let Some(last) = batch.last() else { break };
        after = last.id;
        let thought = batch.iter().filter_map(|w| w.judged(&screen, &settings)).collect::<Vec<_>>();
        changed += thought.len();
        if !thought.is_empty() {
            db.aside(|conn, _| thought.iter().try_for_each(|t| t.write(conn)))?;
        }
    }
    db.aside(|conn, _| Ok(conn.execute("UPDATE learned SET scored = ?1", [&marks.print])?))?;
    Ok(changed)
}

/// An item that waits, as far as screening sees it.
struct Waiting {
    id: i64,
    text: String,
    hits: Vec<Hit>,
    suggestion: String,
    score: f64,
    age: Option<u32>,
}

/// What the machine now thinks of an item.
struct Thought {
    id: i64,
    hits: String,
    suggestion: String,
    score: f64,
}

/// The next items that wait, after item `after`.
fn waiting(conn: &Connection, after: i64) -> Result<Vec<Waiting>> {
    let mut stmt = conn.prepare_cached(
        "SELECT i.id, i.text, i.hits, i.suggestion, i.score, (i.created_at - min(coalesce(m.first_seen, m.joined_at), i.created_at)) / ?3
         FROM item i LEFT JOIN member m ON m.id = i.member_id
         WHERE i.state = 'pending' AND i.kind = 'content' AND i.text <> '' AND i.suggestion <> '' AND i.id > ?1
         ORDER BY i.id LIMIT ?2",
    )?;
    let rows = stmt.query_map(params![after, AT_ONCE, DAY], |r| {
        Ok(Waiting {
            id: r.get(0)?,
            text: r.get(1)?,
            hits: serde_json::from_str(&r.get::<_, String>(2)?).unwrap_or_default(),
            suggestion: r.get(3)?,
            score: r.get(4)?,
            age: r.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

impl Waiting {
    /// What `screen` thinks of it, if that is something else than before. What was seen around the message when it came
    /// (how fast, in how many groups, what others thought) cannot be seen again and is believed.
    fn judged(&self, screen: &Screen, settings: &Settings) -> Option<Thought> {
        let had = |rule: &str| self.hits.iter().any(|h| h.rule == rule);
        let message = Message {
            text: &self.text,
            member_age_days: self.age,
            recent: if had("flood") { settings.flood_messages } else { 0 },
            echoes: if had("repeat") { settings.repeat_groups } else { 0 },
            outside: had("outside").then_some(Outside { score: scorer::LOOK_FROM, reason: None }),
        };
        let verdict = screen.check(&message);
        let suggestion = verdict.suggestion.id();
        let same =
            verdict.hits == self.hits && suggestion == self.suggestion && (verdict.score - self.score).abs() < 0.005;
        (!same).then(|| Thought {
            id: self.id,
            hits: serde_json::to_string(&verdict.hits).unwrap_or_else(|_| "[]".to_owned()),
            suggestion,
            score: verdict.score,
        })
    }
}

impl Thought {
    fn write(&self, conn: &Connection) -> Result<()> {
        conn.prepare_cached(
            "UPDATE item SET hits = ?2, suggestion = ?3, score = ?4 WHERE id = ?1 AND state = 'pending'",
        )?
        .execute(params![self.id, self.hits, self.suggestion, self.score])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
