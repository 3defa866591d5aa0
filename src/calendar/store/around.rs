//! What stands around a slot: the other posts of its community, and when people speak there.

use super::super::judge::Hours;
use super::super::post::Post;
use super::read;
use crate::base::{At, Result, Zone};
use crate::db::Db;
use chrono::{NaiveDate, TimeDelta, Timelike};

/// Days before and after a slot in which posts are compared with it.
pub const AROUND: i64 = 28;

/// The posts of a community in the four weeks before and after `day`, cancelled ones left out, in order of time; those
/// that go there besides their own community among them.
///
/// # Errors
/// Database errors.
pub fn around(db: &Db, community: i64, day: NaiveDate) -> Result<Vec<Post>> {
    let edge = |n: i64| day.checked_add_signed(TimeDelta::days(n)).unwrap_or(day).to_string();
    let sql = select!(
        "WHERE p.day BETWEEN ?2 AND ?3 AND p.state <> 'dropped' AND (p.community_id = ?1
           OR EXISTS (SELECT 1 FROM post_place q WHERE q.post_id = p.id AND q.community_id = ?1))
         ORDER BY p.day, p.time, p.id"
    );
    read(db.conn(), sql, &[&community, &edge(-AROUND), &edge(AROUND)])
}

/// A quarter of an hour, in milliseconds: no zone's hours begin between two.
const QUARTER: i64 = 15 * 60 * 1000;

/// How many members spoke in each hour of the day in the last four weeks: of every quarter of an hour those who spoke in
/// it, by the community's own clock.
///
/// # Errors
/// Database errors.
pub fn hours(db: &Db, community: i64, now: At, zone: Zone) -> Result<Hours> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT at / ?4, count(DISTINCT member_id) FROM event
         WHERE community_id = ?1 AND at >= ?2 AND at < ?3 AND kind = 0 GROUP BY 1",
    )?;
    let since = now.plus(-AROUND * 24 * 60 * 60 * 1000);
    let mut hours = Hours::default();
    let mut rows = stmt.query([community, since.0, now.0, QUARTER])?;
    while let Some(r) = rows.next()? {
        let local = At(r.get::<_, i64>(0)? * QUARTER).local(zone);
        hours.add(local.date(), local.hour(), r.get::<_, u32>(1)?);
    }
    Ok(hours)
}
