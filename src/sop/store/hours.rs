//! When people work, by community: reading it, and changing it.

use crate::base::{At, Config, Result, Says, Zone};
use crate::calendar::days::Days;
use crate::db::{Db, Tx};
use crate::members::community::zone_of;
use crate::sop::inquiry::Kind;
use crate::sop::promise::{Hours, Timetable, Week};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The setting that holds the hours of communities without their own.
const SETTING: &str = "hours";

/// The hours of every community: its own, else the file's, else the configuration's; with the days off that the file
/// has for China. `zone` is the file's.
///
/// # Errors
/// Database errors.
pub fn timetable(db: &Db, config: &Config, zone: Zone) -> Result<Timetable> {
    read(db.conn(), config, zone)
}

fn read(conn: &Connection, config: &Config, zone: Zone) -> Result<Timetable> {
    let days = Rc::new(days(conn)?);
    let promise = i64::from(config.promise.minutes);
    let stored: Option<String> = conn
        .prepare_cached("SELECT value FROM setting WHERE key = ?1 AND value <> ''")?
        .query_row([SETTING], |r| r.get(0))
        .optional()?;
    let file = stored.and_then(|text| Week::parse(&text).ok()).unwrap_or_else(|| Hours::of(config, zone).week);
    let mut stmt = conn.prepare_cached("SELECT id, zone, hours FROM community WHERE zone <> '' OR hours <> ''")?;
    let mut rows = stmt.query([])?;
    let mut own = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (stored, hours): (String, String) = (row.get(1)?, row.get(2)?);
        let week = if hours.is_empty() { file.clone() } else { Week::parse(&hours).unwrap_or_else(|_| file.clone()) };
        own.insert(row.get(0)?, Hours::new(promise, week, zone_of(&stored, zone), &days));
    }
    Ok(Timetable::new(Hours::new(promise, file, zone, &days), own))
}

/// China's days with the arrangements of the file laid over them.
fn days(conn: &Connection) -> Result<Days> {
    let mut days = Days::default();
    let mut stmt = conn.prepare_cached("SELECT value FROM setting WHERE key GLOB 'calendar_days_*' ORDER BY key")?;
    let texts: Vec<String> = stmt.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    for text in texts {
        days.lay(&text)?;
    }
    Ok(days)
}

/// Sets the hours of a community, or of all that have none of their own (`None`), as one entry: the clocks of everybody who
/// still needs an answer are set anew, verdicts that have fallen stand. No `week` means the file's own, for the file the
/// configuration's. Returns how many clocks were set to another moment.
///
/// # Errors
/// Database errors.
pub fn set_hours(
    db: &mut Db,
    community: Option<(i64, &str)>,
    week: Option<&Week>,
    config: &Config,
    zone: Zone,
) -> Result<usize> {
    let stored = week.map(Week::text).unwrap_or_default();
    db.write("community.hours", |tx| {
        let says = match community {
            Some((id, name)) => {
                let sql = "UPDATE community SET hours = ?2, version = version + 1 WHERE id = ?1";
                tx.execute(sql, params![id, stored])?;
                tx.about("community", id);
                Says::new("promise.did_hours").with("name", name)
            }
            None => {
                let sql = "INSERT INTO setting(key, value) VALUES (?1, ?2) ON CONFLICT(key) DO UPDATE SET value = ?2";
                tx.execute(sql, [SETTING, &stored])?;
                Says::new("promise.did_hours_all")
            }
        };
        let moved = redue_in(tx, config, zone)?;
        tx.says(says.with("hours", &stored).with("count", moved));
        Ok(moved)
    })
}

/// Sets the clock of everybody who still needs an answer by the hours as they are now (after a change of zone, of the
/// days off, or of the configuration). Nothing is written where all clocks are right.
///
/// # Errors
/// Database errors.
pub fn redue(db: &mut Db, config: &Config, zone: Zone) -> Result<usize> {
    if wrong(db.conn(), config, zone)?.is_empty() {
        return Ok(0);
    }
    db.write("sop.redue", |tx| {
        let moved = redue_in(tx, config, zone)?;
        tx.says(Says::new("promise.did_redue").with("count", moved));
        Ok(moved)
    })
}

fn redue_in(tx: &Tx, config: &Config, zone: Zone) -> Result<usize> {
    let wrong = wrong(tx, config, zone)?;
    for (id, due) in &wrong {
        tx.execute("UPDATE inquiry SET due_at = ?2, version = version + 1 WHERE id = ?1", params![id, due.0])?;
    }
    Ok(wrong.len())
}

/// Who needs an answer by another moment than is written down, and by which.
fn wrong(conn: &Connection, config: &Config, zone: Zone) -> Result<Vec<(i64, At)>> {
    let hours = read(conn, config, zone)?;
    let mut stmt = conn.prepare_cached(
        "SELECT id, community_id, kind, coalesce(asked_at, at), due_at FROM inquiry
         WHERE state IN ('waiting', 'paused') AND (state = 'waiting' OR first_at IS NULL)",
    )?;
    let mut rows = stmt.query([])?;
    let mut wrong = Vec::new();
    while let Some(row) = rows.next()? {
        let kind = Kind::read(row.get_ref(2)?.as_str().unwrap_or_default()).unwrap_or(Kind::Ask);
        let due = hours.of(row.get(1)?, kind).due(At(row.get(3)?));
        if due != At(row.get(4)?) {
            wrong.push((row.get(0)?, due));
        }
    }
    Ok(wrong)
}
