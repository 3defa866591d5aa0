//! All SQL of the calendar. Reading takes `&Db`; every change goes through the journal and is undoable; a decision
//! names the version it was made on, and loses against a colleague's change with who, when and what.

/// A reading of entries with their communities; the rest of the sentence is given literally.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.version, p.community_id, c.name, c.platform, c.zone, p.day, p.time, p.kind, p.format, p.track,
                    p.title, p.body, p.owner, p.state, p.reason, p.published_at, p.published_by, p.link, p.reads, p.likes,
                    p.comments, p.shares, p.completion, p.expires_at, p.note, p.topic, p.mechanic, p.campaign, p.aim, p.sent_at,
                    p.sent_by, p.approved_at, p.approved_by, p.returned, p.twin_of, p.differs, p.judged_by, c.approval, k.label
             FROM post p JOIN community c ON c.id = p.community_id LEFT JOIN post_kind k ON k.word = p.kind ",
            $rest
        )
    };
}

/// A change of one version of one entry; the values are bound from ?3 on.
macro_rules! update {
    ($sets:literal) => {
        concat!("UPDATE post SET ", $sets, ", version = version + 1 WHERE id = ?1 AND version = ?2")
    };
}

mod approve;
mod around;
mod change;
mod days;
mod house;
mod import;
mod more;
mod outcome;
mod places;
mod race;
mod series;
mod slot;
mod step;
mod topics;
mod twins;

pub use approve::{approve, hold, reopen, send_back, stalled};
pub use around::{around, hours};
pub use change::{
    Content, Ref, add, add_whole, cancel, edit, edit_whole, fill, publish, results, send_for_review, set_owner, shift,
};
pub use days::{days, days_stamp, forget_day, lay_days};
pub use house::{kinds, plan, platform_of, platform_rules, set_kinds, set_own, set_platform_rule, targets};
pub use import::{Taken, print, take_in};
pub use more::{Asset, assets, set_texts};
pub use outcome::{Found, find_out, results_of_many};
pub use places::{finish, publish_at};
pub use series::{add_column, column, columns, edit_column, end_column, extend, kept, of_post, of_posts, slot_of};
pub use slot::promise;
pub use step::steps;
pub use topics::{add_hot, edit_hot, topics};
pub use twins::{add_twin, partner};

use super::hot;
use super::mix::Tally;
use super::post::{Format, Kind, Post, Results, State, Track};
use crate::base::{At, Error, Result, Zone};
use crate::db::Db;
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use rusqlite::{Connection, Row};

/// A community to post in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Community {
    /// Its number.
    pub id: i64,
    /// Its name as written by people.
    pub name: String,
    /// Its platform id, e.g. `wechat`.
    pub platform: String,
}

/// Communities in use, in the order of the file.
///
/// # Errors
/// Database errors.
pub fn communities(db: &Db) -> Result<Vec<Community>> {
    let mut stmt =
        db.conn().prepare_cached("SELECT id, name, platform FROM community WHERE archived = 0 ORDER BY sort, id")?;
    let rows = stmt.query_map([], |r| Ok(Community { id: r.get(0)?, name: r.get(1)?, platform: r.get(2)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn from_row(r: &Row) -> rusqlite::Result<Post> {
    let text = |i: usize| r.get::<_, String>(i);
    let wrong = |i: usize| rusqlite::Error::InvalidColumnType(i, String::new(), rusqlite::types::Type::Text);
    Ok(Post {
        id: r.get(0)?,
        version: r.get(1)?,
        community_id: r.get(2)?,
        community: text(3)?,
        platform: text(4)?,
        zone: Some(text(5)?).filter(|z| !z.is_empty()).and_then(|z| Zone::parse(&z).ok()),
        day: text(6)?.parse().map_err(|_| wrong(6))?,
        time: NaiveTime::parse_from_str(&text(7)?, "%H:%M").map_err(|_| wrong(7))?,
        kind: Kind::parse(&text(8)?).ok_or_else(|| wrong(8))?,
        format: Format::parse(&text(9)?).ok_or_else(|| wrong(9))?,
        track: Track::parse(&text(10)?).ok_or_else(|| wrong(10))?,
        title: text(11)?,
        body: text(12)?,
        owner: text(13)?,
        state: State::parse(&text(14)?).ok_or_else(|| wrong(14))?,
        reason: text(15)?,
        published_at: r.get::<_, Option<i64>>(16)?.map(At),
        published_by: text(17)?,
        link: text(18)?,
        results: Results {
            reads: r.get(19)?,
            likes: r.get(20)?,
            comments: r.get(21)?,
            shares: r.get(22)?,
            completion: r.get(23)?,
        },
        expires_at: r.get::<_, Option<i64>>(24)?.map(At),
        note: text(25)?,
        more: more::from_row(r, 26)?,
    })
}

fn read(conn: &Connection, sql: &str, bound: &[&dyn rusqlite::ToSql]) -> Result<Vec<Post>> {
    let mut stmt = conn.prepare_cached(sql)?;
    let mut posts = stmt.query_map(bound, from_row)?.collect::<rusqlite::Result<Vec<_>>>()?;
    more::attach(conn, &mut posts)?;
    Ok(posts)
}

/// Entries of the days `from` to `to`, both included, in every state, in order of time; at most `limit`.
///
/// # Errors
/// Database errors.
pub fn list(db: &Db, from: NaiveDate, to: NaiveDate, limit: usize) -> Result<Vec<Post>> {
    let (from, to) = (from.to_string(), to.to_string());
    read(
        db.conn(),
        select!("WHERE p.day BETWEEN ?1 AND ?2 ORDER BY p.day, p.time, p.id LIMIT ?3"),
        &[&from, &to, &(limit as i64)],
    )
}

/// How many entries the days `from` to `to` hold, cancelled ones left out.
///
/// # Errors
/// Database errors.
pub fn count(db: &Db, from: NaiveDate, to: NaiveDate) -> Result<usize> {
    let mut stmt =
        db.conn().prepare_cached("SELECT count(*) FROM post WHERE day BETWEEN ?1 AND ?2 AND state <> 'dropped'")?;
    Ok(stmt.query_row([from.to_string(), to.to_string()], |r| r.get::<_, i64>(0))? as usize)
}

/// How the entries of the days `from` to `to` are spread over communities, kinds and states.
///
/// # Errors
/// Database errors.
pub fn tally(db: &Db, from: NaiveDate, to: NaiveDate) -> Result<Vec<Tally>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT coalesce(q.community_id, p.community_id), p.kind,
                CASE WHEN q.published_at IS NOT NULL AND p.state <> 'reviewed' THEN 'published' ELSE p.state END, count(*)
         FROM post p LEFT JOIN post_place q ON q.post_id = p.id WHERE p.day BETWEEN ?1 AND ?2 GROUP BY 1, 2, 3",
    )?;
    let word = |r: &Row, i: usize| r.get::<_, String>(i);
    let rows = stmt.query_map([from.to_string(), to.to_string()], |r| {
        let (kind, state) = (Kind::parse(&word(r, 1)?), State::parse(&word(r, 2)?));
        let n: i64 = r.get(3)?;
        let community = r.get(0)?;
        Ok(kind.zip(state).map(|(kind, state)| Tally { community, kind, state, n: n as usize }))
    })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// How far back a post that did not go out is still shown as late; older ones are history.
const LATE_DAYS: i64 = 14;

/// Entries of the fortnight before `day` that were to go out and did not, oldest first; at most `limit`.
///
/// # Errors
/// Database errors.
pub fn late(db: &Db, day: NaiveDate, limit: usize) -> Result<Vec<Post>> {
    let since = (day - TimeDelta::days(LATE_DAYS)).to_string();
    let sql = select!(
        "WHERE p.day >= ?1 AND p.day < ?2 AND (p.state IN ('idea', 'draft', 'review', 'approved', 'planned')
                  OR p.state = 'gap' AND p.day >= date(?2, '-1 day'))
                ORDER BY p.day, p.time, p.id LIMIT ?3"
    );
    read(db.conn(), sql, &[&since, &day.to_string(), &(limit as i64)])
}

/// Entry `id`.
///
/// # Errors
/// [`crate::base::Kind::User`] if there is none.
pub fn get(db: &Db, id: i64) -> Result<Post> {
    one(db.conn(), id)
}

fn one(conn: &Connection, id: i64) -> Result<Post> {
    let found = read(conn, select!("WHERE p.id = ?1"), &[&id])?.pop();
    found.ok_or_else(|| Error::user("calendar.no_post").with("id", id))
}

/// Who changed entry `id` last, and the catalogue key of what they did.
///
/// # Errors
/// Database errors.
pub fn last_change(db: &Db, id: i64) -> Result<Option<(String, String)>> {
    Ok(race::last_change(db.conn(), id)?.map(|(who, _, act)| (who, act.to_owned())))
}

/// How far back the series of a post are followed.
const SERIES_DAYS: i64 = 60;

/// Entries of the 60 days before `day` whose results are known, the last 120 of them, oldest first.
///
/// # Errors
/// Database errors.
pub fn with_results(db: &Db, day: NaiveDate) -> Result<Vec<Post>> {
    let since = (day - TimeDelta::days(SERIES_DAYS)).to_string();
    let sql = select!(
        "WHERE p.day >= ?1 AND p.day <= ?2 AND p.state IN ('published', 'reviewed')
                AND coalesce(p.reads, p.likes, p.comments, p.shares) IS NOT NULL ORDER BY p.day DESC, p.time DESC LIMIT 120"
    );
    let mut posts = read(db.conn(), sql, &[&since, &day.to_string()])?;
    posts.reverse();
    Ok(posts)
}

/// Today in numbers, for `qun brief` and the header.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Brief {
    /// Entries of today that went out or are to go out.
    pub today: usize,
    /// What is overdue, oldest first: time (with the day before it if that is not today) and title.
    pub late: Vec<(String, String)>,
    /// Entries of today still to come.
    pub due: usize,
    /// Promised slots of the next seven days with nothing in them.
    pub gaps_week: usize,
    /// Posts that have waited for approval for more than a day.
    pub stalled: usize,
}

/// Sums up today.
///
/// # Errors
/// Database errors.
pub fn brief(db: &Db, now: At, zone: Zone) -> Result<Brief> {
    let today = now.day(zone);
    let mut brief = Brief { stalled: approve::stalled(db, now)?, ..Brief::default() };
    let over = |post: &Post| hot::phase(post, now, zone) == Some(hot::Phase::Over);
    for post in late(db, today, 50)?.into_iter().filter(|p| !over(p)) {
        brief.late.push((format!("{} {}", post.day.format("%m/%d"), post.clock()), post.title));
    }
    for post in list(db, today, today + TimeDelta::days(6), 2000)? {
        let gap = post.state == State::Gap;
        brief.gaps_week += usize::from(gap);
        if gap && post.due(zone) < now {
            // What was promised for now and is not there is said the same day.
            brief.late.push((post.clock(), post.title));
            continue;
        }
        if post.day != today || !post.state.is_push() {
            continue;
        }
        brief.today += 1;
        match post.left(now, zone) {
            Some(_) if over(&post) => {}
            Some(left) if left < 0 => brief.late.push((post.clock(), post.title)),
            Some(_) => brief.due += 1,
            None => {}
        }
    }
    Ok(brief)
}

#[cfg(test)]
pub(crate) mod tests;
