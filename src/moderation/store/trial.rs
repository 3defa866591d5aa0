//! Trying rules on the messages that are still kept, and keeping what came of it: the rates that are shown beside rules.

use super::plan::{on_trial, with_learned};
use crate::base::clock::DAY;
use crate::base::config::Config;
use crate::base::text::fold_tight;
use crate::base::{At, Result};
use crate::db::{Db, Opening};
use crate::moderation::item::{Hit, State};
use crate::moderation::screening::{Echoes, Message, Rates, Screen, Settings, Trial};
use rusqlite::{OptionalExtension, Row, params};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
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
        "SELECT m.text, m.member_id, m.at, coalesce(p.first_seen, p.joined_at, m.at), m.community_id,
                (SELECT i.state FROM item i WHERE i.member_id = m.member_id AND i.created_at = m.at
                 AND i.community_id = m.community_id AND i.text = m.text LIMIT 1)
         FROM (SELECT * FROM message ORDER BY at DESC, id DESC LIMIT ?1) m LEFT JOIN member p ON p.id = m.member_id
         ORDER BY m.at, m.id",
    )?;
    let mut rows = stmt.query([i64::try_from(last).unwrap_or(i64::MAX)])?;
    let (mut trial, mut rates, mut echoes) = (Trial::default(), Rates::new(settings), Echoes::new(settings));
    while let Some(row) = rows.next()? {
        let (member, at, first): (i64, i64, i64) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let text = row.get_ref(0)?.as_str().unwrap_or_default();
        let age = u32::try_from((at - first.min(at)) / DAY).unwrap_or(0);
        let (recent, echoes) = (rates.seen(member, At(at)), echoes.seen(text, row.get(4)?, At(at)));
        let message = Message { text, member_age_days: Some(age), recent, echoes, outside: None };
        let state = row.get_ref(5)?.as_str_or_null().ok().flatten().and_then(State::parse);
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

/// Tries everything that is on or runs dry, and the list `also`, on the last [`TRIED_ON`] messages and keeps the rates.
///
/// # Errors
/// An expression that cannot be compiled; database errors.
pub fn try_all(db: &mut Db, config: &Config, also: Option<i64>) -> Result<()> {
    let (trial, sources) = tried(db, config, also)?;
    keep_rates(db, &trial, &sources)
}

fn tried(db: &Db, config: &Config, also: Option<i64>) -> Result<(Trial, Vec<String>)> {
    let plan = on_trial(db, config, |list| Some(list.id) == also)?;
    let settings = Settings::from(&config.screening);
    let screen = with_learned(Screen::of(&plan, &settings)?, db, config)?;
    Ok((trial(db, &screen, &settings, TRIED_ON)?, screen.sources()))
}

/// A try on a thread of its own.
#[derive(Debug)]
pub struct Aside {
    thread: JoinHandle<Result<()>>,
    done: Arc<AtomicBool>,
}

impl Aside {
    /// Whether there is still something to come.
    #[must_use]
    pub fn runs(&self) -> bool {
        !self.done.load(Ordering::Acquire) && !self.thread.is_finished()
    }

    /// Waits until the rates are kept.
    ///
    /// # Errors
    /// As [`try_all`].
    pub fn end(self) -> Result<()> {
        self.thread.join().unwrap_or(Ok(()))
    }
}

/// Does [`try_all`] on a thread and a connection of its own: compiling a long list takes longer than a key may. Whoever
/// shows rates sees them when they are kept, as everybody else does.
#[must_use]
pub fn try_aside(db: &Db, config: &Config, also: Option<i64>) -> Aside {
    let how = Opening { path: db.path().to_owned(), create: false, me: db.me().clone(), clock: db.clock() };
    let (config, done) = (config.clone(), Arc::new(AtomicBool::new(false)));
    let told = Arc::clone(&done);
    let thread = std::thread::spawn(move || {
        let mut db = Db::open(how)?;
        let (trial, sources) = tried(&db, &config, also)?;
        // Before the commit: it is what makes everybody look again.
        told.store(true, Ordering::Release);
        keep_rates(&mut db, &trial, &sources)
    });
    Aside { thread, done }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::testing;
    use crate::moderation::screening::Word;

    fn said(db: &mut Db, rows: &[(i64, i64, &str, Option<&str>)]) {
        let conn = db.conn();
        conn.execute("INSERT INTO community(id, name, platform) VALUES (1, '群', 'qq')", []).unwrap();
        for member in [1, 2] {
            let sql = "INSERT INTO member(id, community_id, key, name, first_seen) VALUES (?1, 1, ?1, 'm', 0)";
            conn.execute(sql, [member]).unwrap();
        }
        for (member, at, text, state) in rows {
            conn.execute(
                "INSERT INTO message(community_id, member_id, at, text, batch_id) VALUES (1, ?1, ?2, ?3, 1)",
                params![member, at, text],
            )
            .unwrap();
            if let Some(state) = state {
                conn.execute(
                    "INSERT INTO item(kind, community_id, member_id, who, text, created_at, state)
                     VALUES ('content', 1, ?1, 'w', ?3, ?2, ?4)",
                    params![member, at, text, state],
                )
                .unwrap();
            }
        }
    }

    #[test]
    fn age_and_rate_of_the_writer_count_and_so_does_what_was_decided() {
        let mut file = testing::file();
        let mut rows = vec![
            (1, 5, "看 shop.top", Some("approved")),
            (1, 9 * DAY, "看 shop.top", None),
            (1, 9 * DAY + 1, "加V", Some("rejected")),
            (1, 9 * DAY + 2, "加V聊", Some("pending")),
        ];
        rows.extend((0..12).map(|n| (2, 10 * DAY + n, "在吗", None)));
        said(&mut file.db, &rows);
        let settings = Settings::default();
        let screen = Screen::build(&[Word::new("在吗")], &settings).unwrap();
        let all = trial(&file.db, &screen, &settings, 500).unwrap();
        let counts = |source: &str| {
            let c = all.of(source);
            [c.caught, c.approved, c.rejected, c.waiting]
        };
        assert_eq!(all.messages, 16);
        assert_eq!(counts("links"), [1, 1, 0, 0], "only while the member was new");
        assert_eq!(counts("contact"), [2, 0, 1, 1]);
        assert_eq!(counts("flood"), [3, 0, 0, 0]);
        assert_eq!(counts("words"), [12, 0, 0, 0]);
        let few = trial(&file.db, &screen, &settings, 13).unwrap();
        assert_eq!((few.messages, few.of("contact").caught), (13, 1), "the last ones");
    }

    #[test]
    fn rates_are_kept_for_everybody_and_renewed() {
        let mut file = testing::file();
        said(&mut file.db, &[(1, 1, "加V", Some("approved")), (1, 2, "刷单", None)]);
        super::super::add_words(&mut file.db, &[Word::new("刷单")]).unwrap();
        let config = Config { screening: Config::default().screening, ..Config::default() };
        let aside = try_aside(&file.db, &config, None);
        aside.end().unwrap();
        let contact = rate(&file.db, "contact").unwrap().unwrap();
        assert_eq!((contact.tried, contact.caught, contact.approved, contact.words.as_str()), (2, 1, 1, ""));
        let hit = |rule: &str, start, end| Hit { rule: rule.into(), says: String::new(), start, end };
        let of = |text: &str, hit: &Hit| rate_of_hit(&file.db, text, hit).unwrap().map(|r| r.caught);
        assert_eq!(of("加V", &hit("contact", 0, 4)), Some(1));
        assert_eq!(of("刷-单", &hit("words", 0, 7)), Some(1), "an own word by what it folds to");
        assert_eq!(of("代刷", &hit("words", 0, 6)), None);
        assert_eq!(of("", &hit("words:x", 0, 0)), None);
        assert_eq!(rates(&file.db).unwrap().len(), 8);
        file.db.conn().execute("DELETE FROM message", []).unwrap();
        try_all(&mut file.db, &config, None).unwrap();
        assert_eq!(rate(&file.db, "contact").unwrap().unwrap().tried, 0);
    }
}
