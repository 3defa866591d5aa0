//! Newcomers, whose plan starts by itself, and members who have gone silent.

use super::plans;
use super::runs::{self, Place};
use crate::base::clock::DAY;
use crate::base::{At, Error, Result, Says, Zone};
use crate::db::{Db, Tx};
use crate::sop::playbook::{About, Playbook, Silent};
use chrono::{NaiveDate, TimeDelta};
use rusqlite::{OptionalExtension, Row, params};

/// Somebody silent for so many days is to be woken (mission §10.3).
pub const SILENT_DAYS: i64 = 30;

/// A community whose newcomers get a plan by themselves.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Welcome {
    /// The community's number.
    pub community_id: i64,
    /// Its name.
    pub community: String,
    /// Its platform, by id.
    pub platform: String,
    /// The plan's code.
    pub code: String,
}

/// The communities whose newcomers get a plan by themselves.
///
/// # Errors
/// Database errors.
pub fn welcomes(db: &Db) -> Result<Vec<Welcome>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT c.id, c.name, c.platform, p.code FROM welcome w JOIN community c ON c.id = w.community_id
         JOIN playbook p ON p.id = w.playbook_id ORDER BY c.sort, c.id",
    )?;
    let rows = stmt.query_map([], |r| {
        Ok(Welcome { community_id: r.get(0)?, community: r.get(1)?, platform: r.get(2)?, code: r.get(3)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// From now on (or from `since` on) whoever joins `community` gets `playbook`; `None` switches it off.
///
/// # Errors
/// A plan that is not about persons.
pub fn set_welcome(db: &mut Db, community: i64, playbook: Option<&Playbook>, since: Option<At>) -> Result<()> {
    if let Some(wrong) = playbook.filter(|p| p.plan.about != About::Person) {
        return Err(Error::user("playbook.needs_person_plan").with("name", &wrong.plan.name));
    }
    db.write("playbook.welcome", |tx| {
        let name: String = tx
            .query_row("SELECT name FROM community WHERE id = ?1", [community], |r| r.get(0))
            .optional()?
            .ok_or_else(|| Error::user("members.no_community").with("name", community))?;
        let says = match playbook {
            Some(p) => {
                tx.execute(
                    "INSERT INTO welcome(community_id, playbook_id, since) VALUES (?1, ?2, ?3)
                     ON CONFLICT(community_id) DO UPDATE SET playbook_id = ?2, since = ?3",
                    params![community, p.id, since.unwrap_or(tx.at).0],
                )?;
                Says::new("playbook.did_welcome").with("plan", &p.plan.name)
            }
            None => {
                tx.execute("DELETE FROM welcome WHERE community_id = ?1", [community])?;
                Says::new("playbook.did_unwelcome")
            }
        };
        tx.about("community", community);
        tx.says(says.with("community", name));
        Ok(())
    })
}

/// A community with its plan: its number, its zone, the plan's number, the first day that counts.
struct Door {
    community: i64,
    zone: Zone,
    playbook: i64,
    since: At,
}

/// Days on which people joined and whose run is still missing, with the moment the first of them joined.
fn missing(db: &Db, door: &Door, playbook: &Playbook) -> Result<Vec<(NaiveDate, At)>> {
    let today = db.now().day(door.zone);
    let span = playbook.plan.steps.iter().map(|s| s.moment.days_after()).max().unwrap_or(0).max(0);
    // Whoever joined so long ago that the whole plan has passed is no newcomer any more.
    let oldest = door.zone.midnight(today - TimeDelta::days(span)).max(door.zone.midnight(door.since.day(door.zone)));
    let mut stmt = db.conn().prepare_cached(
        "SELECT m.joined_at FROM member m WHERE m.community_id = ?1 AND m.joined_at >= ?2 AND m.joined_at <= ?3
           AND m.left_at IS NULL AND NOT EXISTS (SELECT 1 FROM run r WHERE r.playbook_id = ?4 AND r.community_id = ?1
             AND r.joined_from IS NOT NULL AND r.joined_from <= m.joined_at AND m.joined_at < r.joined_to)
         ORDER BY m.joined_at",
    )?;
    let mut rows = stmt.query(params![door.community, oldest.0, db.now().0, playbook.id])?;
    let mut days: Vec<(NaiveDate, At)> = Vec::new();
    while let Some(row) = rows.next()? {
        let at = At(row.get(0)?);
        let day = at.day(door.zone);
        if days.last().is_none_or(|(last, _)| *last != day) {
            days.push((day, at));
        }
    }
    Ok(days)
}

/// Starts the plans of everybody who joined since the last look: one run for all who joined a community on one day.
/// Costs one look at a small table when nobody did. Past undoing with `u`: nobody decided it; a run can be ended.
/// Returns how many runs began.
///
/// # Errors
/// Database errors.
pub fn greet(db: &mut Db, zone: Zone) -> Result<usize> {
    let doors = {
        let mut stmt = db.conn().prepare_cached(
            "SELECT w.community_id, c.zone, w.playbook_id, w.since FROM welcome w
             JOIN community c ON c.id = w.community_id WHERE c.archived = 0 ORDER BY w.id",
        )?;
        let rows = stmt.query_map([], |r| {
            let own: String = r.get(1)?;
            let zone = if own.is_empty() { zone } else { Zone::parse(&own).unwrap_or(zone) };
            Ok(Door { community: r.get(0)?, zone, playbook: r.get(2)?, since: At(r.get(3)?) })
        })?;
        rows.collect::<rusqlite::Result<Vec<_>>>()?
    };
    let mut begun = 0;
    for door in doors {
        let playbook = plans::playbook(db, &door.playbook.to_string())?;
        let days = missing(db, &door, &playbook)?;
        if days.is_empty() {
            continue;
        }
        db.write("playbook.greet", |tx| {
            let fresh = days.iter().map(|(day, first)| begin(tx, &door, &playbook, *day, *first));
            let fresh = fresh.collect::<Result<Vec<usize>>>()?.into_iter().sum::<usize>();
            tx.says(Says::new("playbook.did_greet").with("name", &playbook.plan.name).with("n", fresh));
            tx.lasting();
            begun += fresh;
            Ok(())
        })?;
    }
    Ok(begun)
}

/// The run of those who joined on `day`; 0 if a colleague's program was faster.
fn begin(tx: &Tx, door: &Door, playbook: &Playbook, day: NaiveDate, first: At) -> Result<usize> {
    let from = door.zone.midnight(day);
    let to = day.succ_opt().map_or(from.plus(DAY), |next| door.zone.midnight(next));
    let there: bool = tx.query_row(
        "SELECT EXISTS (SELECT 1 FROM run WHERE playbook_id = ?1 AND community_id = ?2 AND joined_from = ?3)",
        params![playbook.id, door.community, from.0],
        |r| r.get(0),
    )?;
    if there {
        return Ok(0);
    }
    let place =
        Place { community: Some(door.community), joined: Some((from, to)), zone: door.zone, ..Place::default() };
    runs::insert(tx, playbook, &place, first)?;
    Ok(1)
}

/// Members called `name`: those of exactly that name, else those whose name begins with it.
///
/// # Errors
/// Database errors.
pub fn named(db: &Db, name: &str) -> Result<Vec<Silent>> {
    let name = name.trim();
    let exact = members(db, "m.name = ?1", &name)?;
    if name.is_empty() || !exact.is_empty() {
        return Ok(exact);
    }
    members(db, "substr(m.name, 1, length(?1)) = ?1", &name)
}

/// Members of communities for whom `which` (with `?1` = `value`) holds, the longest unheard first.
fn members(db: &Db, which: &str, value: &dyn rusqlite::ToSql) -> Result<Vec<Silent>> {
    let mut stmt = db.conn().prepare_cached(&format!(
        "SELECT m.id, m.name, c.name, c.platform, m.last_seen,
                EXISTS (SELECT 1 FROM run r WHERE r.member_id = m.id AND r.ended_at IS NULL)
         FROM member m JOIN community c ON c.id = m.community_id WHERE m.left_at IS NULL AND {which}
         ORDER BY coalesce(m.last_seen, m.joined_at, m.first_seen), m.id LIMIT 200"
    ))?;
    let rows = stmt.query_map([value], silent_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn silent_row(r: &Row) -> rusqlite::Result<Silent> {
    Ok(Silent {
        id: r.get(0)?,
        name: r.get(1)?,
        community: r.get(2)?,
        platform: r.get(3)?,
        last_seen: r.get::<_, Option<i64>>(4)?.map(At),
        running: r.get(5)?,
    })
}

/// Members who have not been heard for `days`, those silent for longest first; who has left is not among them.
///
/// # Errors
/// Database errors.
pub fn silent(db: &Db, community: Option<i64>, days: i64, limit: usize) -> Result<Vec<Silent>> {
    let before = db.now().plus(-days.clamp(1, 10_000) * DAY);
    let mut stmt = db.conn().prepare_cached(
        "SELECT m.id, m.name, c.name, c.platform, m.last_seen,
                EXISTS (SELECT 1 FROM run r WHERE r.member_id = m.id AND r.ended_at IS NULL)
         FROM member m JOIN community c ON c.id = m.community_id
         WHERE m.left_at IS NULL AND (?1 IS NULL OR m.community_id = ?1)
           AND coalesce(m.last_seen, m.joined_at, m.first_seen) < ?2 AND m.name NOT LIKE 'erased-%'
         ORDER BY coalesce(m.last_seen, m.joined_at, m.first_seen), m.id LIMIT ?3",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = stmt.query_map(params![community, before.0, limit], silent_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
