//! Trying rules on the messages that are still kept, and keeping what came of it: the rates that are shown beside rules.

use super::plan::on_trial;
use crate::base::clock::DAY;
use crate::base::config::Config;
use crate::base::text::fold_tight;
use crate::base::{At, Result};
use crate::db::{Db, Opening};
use crate::moderation::item::{Hit, State};
use crate::moderation::screening::{Message, Rates, Screen, Settings, Trial};
use rusqlite::{OptionalExtension, Row, params};
use std::thread::JoinHandle;

/// Messages a rule is tried on unless told otherwise (mission.md §3.4).
pub const TRIED_ON: usize = 500;

/// Words kept of a list's rate.
const TOP: usize = 8;

/// What a rule would have caught when that was last tried.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rate {
    /// Messages it was tried on.
    pub tried: i64,
    /// Of them, those it caught.
    pub caught: i64,
    /// Of those, the ones a person let through.
    pub approved: i64,
    /// And the ones a person refused.
    pub rejected: i64,
    /// The words with the most hits, folded, each with how many: `刷单 12  代刷 3`.
    pub words: String,
    /// When.
    pub at: At,
}

/// Tries `screen` on the last `last` kept messages, in the order of time, with what became of each in the queue.
///
/// # Errors
/// Database errors.
pub fn trial(db: &Db, screen: &Screen, settings: &Settings, last: usize) -> Result<Trial> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT m.text, m.member_id, m.at, coalesce(p.first_seen, p.joined_at, m.at),
                (SELECT i.state FROM item i WHERE i.member_id = m.member_id AND i.created_at = m.at
                 AND i.community_id = m.community_id AND i.text = m.text LIMIT 1)
         FROM (SELECT * FROM message ORDER BY at DESC, id DESC LIMIT ?1) m LEFT JOIN member p ON p.id = m.member_id
         ORDER BY m.at, m.id",
    )?;
    let mut rows = stmt.query([i64::try_from(last).unwrap_or(i64::MAX)])?;
    let (mut trial, mut rates) = (Trial::default(), Rates::new(settings));
    while let Some(row) = rows.next()? {
        let (member, at, first): (i64, i64, i64) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let text = row.get_ref(0)?.as_str().unwrap_or_default();
        let age = u32::try_from((at - first.min(at)) / DAY).unwrap_or(0);
        let message = Message { text, member_age_days: Some(age), recent: rates.seen(member, At(at)), ..Message::default() };
        let state = row.get_ref(4)?.as_str_or_null().ok().flatten().and_then(State::parse);
        trial.see(screen, &message, state);
    }
    Ok(trial)
}

/// Keeps what came of `trial` under each of `sources`; what caught nothing is kept too.
///
/// # Errors
/// Database errors.
pub fn keep_rates(db: &mut Db, trial: &Trial, sources: &[String]) -> Result<()> {
    db.aside(|conn, at| {
        let mut insert = conn.prepare_cached(
            "INSERT INTO rate(source, tried, caught, approved, rejected, words, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT(source) DO UPDATE
             SET tried = ?2, caught = ?3, approved = ?4, rejected = ?5, words = ?6, at = ?7",
        )?;
        for source in sources {
            let c = trial.of(source);
            let n = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
            // What a handle looks like is a member's; only what operators look for is kept.
            let own = if source.starts_with("words:") { c.top(TOP) } else { Vec::new() };
            let words = own.iter().map(|(word, n)| format!("{word} {n}")).collect::<Vec<_>>().join("  ");
            insert.execute(params![
                source,
                n(trial.messages),
                n(c.caught),
                n(c.approved),
                n(c.rejected),
                words,
                at.0
            ])?;
        }
        Ok(())
    })
}

/// What everything that was ever tried would have caught, by source.
///
/// # Errors
/// Database errors.
pub fn rates(db: &Db) -> Result<Vec<(String, Rate)>> {
    let mut stmt = db
        .conn()
        .prepare_cached("SELECT source, tried, caught, approved, rejected, words, at FROM rate ORDER BY source")?;
    let rows = stmt.query_map([], |r| Ok((r.get(0)?, read(r)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn read(r: &Row) -> rusqlite::Result<Rate> {
    Ok(Rate {
        tried: r.get(1)?,
        caught: r.get(2)?,
        approved: r.get(3)?,
        rejected: r.get(4)?,
        words: r.get(5)?,
        at: At(r.get(6)?),
    })
}

/// What `source` would have caught when that was last tried.
///
/// # Errors
/// Database errors.
pub fn rate(db: &Db, source: &str) -> Result<Option<Rate>> {
    let sql = "SELECT source, tried, caught, approved, rejected, words, at FROM rate WHERE source = ?1";
    Ok(db.conn().prepare_cached(sql)?.query_row([source], read).optional()?)
}

/// What the rule behind `hit` in `text` would have caught; of an own word the word's own rate.
///
/// # Errors
/// Database errors.
pub fn rate_of_hit(db: &Db, text: &str, hit: &Hit) -> Result<Option<Rate>> {
    if hit.rule != "words" {
        return rate(db, &hit.rule);
    }
    let found = text.get(hit.start..hit.end).map(|t| fold_tight(t).text).unwrap_or_default();
    let own = |source: &str| source.strip_prefix("word:").is_some_and(|word| fold_tight(word).text == found);
    Ok(rates(db)?.into_iter().find(|(source, _)| own(source)).map(|(_, rate)| rate))
}

/// Tries everything that is on or runs dry on the last [`TRIED_ON`] messages and keeps the rates.
///
/// # Errors
/// An expression that cannot be compiled; database errors.
pub fn try_all(db: &mut Db, config: &Config, also: Option<i64>) -> Result<Trial> {
    let plan = on_trial(db, config, |list| Some(list.id) == also)?;
    let settings = Settings::from(&config.screening);
    let screen = Screen::of(&plan, &settings)?;
    let trial = trial(db, &screen, &settings, TRIED_ON)?;
    keep_rates(db, &trial, &screen.sources())?;
    Ok(trial)
}

/// Does [`try_all`] on a thread and a connection of its own: compiling a long list takes longer than a key may. Whoever
/// shows rates sees them when they are kept, as everybody else does.
#[must_use]
pub fn try_aside(db: &Db, config: &Config, also: Option<i64>) -> JoinHandle<Result<()>> {
    let how = Opening { path: db.path().to_owned(), create: false, me: db.me().clone(), clock: db.clock() };
    let config = config.clone();
    std::thread::spawn(move || try_all(&mut Db::open(how)?, &config, also).map(drop))
}
