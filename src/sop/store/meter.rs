//! How the promise stands, and the room in two lines for the brief.

use super::inquiries::{Of, Wanted, counts, inquiries};
use crate::base::{At, Result, Zone};
use crate::db::Db;
use crate::sop::inquiry::Hours;
use crate::sop::promise::{Meter, Tally};
use chrono::Days;
use serde::Serialize;

/// The promise at `now`, today and over seven days. What was answered counts on the day of the answer; what still
/// waits beyond its promise counts as missed now, so that nothing looks kept because it was never answered.
///
/// # Errors
/// Database errors.
pub fn promise(db: &Db, now: At, zone: Zone) -> Result<Meter> {
    let today = now.day(zone);
    let until = zone.midnight(today.succ_opt().unwrap_or(today));
    let week = today.checked_sub_days(Days::new(6)).unwrap_or(today);
    let answered = |from: At| -> Result<Tally> {
        let sql = "SELECT coalesce(sum(answered_at <= due_at), 0), count(*) FROM inquiry
                   WHERE answered_at IS NOT NULL AND answered_at >= ?1 AND answered_at < ?2";
        let mut stmt = db.conn().prepare_cached(sql)?;
        Ok(stmt.query_row([from.0, until.0], |r| Ok(Tally { hit: r.get(0)?, total: r.get(1)? }))?)
    };
    let broken: i64 = db
        .conn()
        .prepare_cached("SELECT count(*) FROM inquiry WHERE state IN ('waiting', 'paused') AND due_at < ?1")?
        .query_row([now.0], |r| r.get(0))?;
    let with_broken = |t: Tally| Tally { total: t.total + broken, ..t };
    let day = answered(zone.midnight(today))?;
    Ok(Meter { today: with_broken(day), week: with_broken(answered(zone.midnight(week))?), answered: day.total })
}

/// The one with the least time left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct First {
    /// The inquiry.
    pub id: i64,
    /// Who waits.
    pub who: String,
    /// The community's name.
    pub community: String,
    /// Its platform, by id.
    pub platform: String,
    /// The sort, by stable name.
    pub kind: &'static str,
    /// Whole working minutes left; negative when late.
    pub left_minutes: i64,
    /// When the promise ends, RFC 3339.
    pub due: String,
}

/// The room in two lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Brief {
    /// People waiting.
    pub waiting: i64,
    /// Of them beyond the promise.
    pub late: i64,
    /// People we wait for.
    pub paused: i64,
    /// The one with the least time left.
    pub first: Option<First>,
    /// The promise.
    pub promise: Meter,
}

/// What the brief says about the room at `now`.
///
/// # Errors
/// Database errors.
pub fn brief(db: &Db, now: At, hours: &Hours) -> Result<Brief> {
    let counts = counts(db, now, now)?;
    let first = inquiries(db, &Wanted { of: Of::Waiting, ..Wanted::default() }, 1, &|_| true)?.pop();
    let first = first.map(|i| First {
        id: i.id,
        left_minutes: i.left_minutes(now, hours),
        due: i.due_at.rfc3339(hours.zone),
        kind: i.kind.name(),
        who: i.who,
        community: i.community,
        platform: i.platform,
    });
    let promise = promise(db, now, hours.zone)?;
    Ok(Brief { waiting: counts.waiting, late: counts.late, paused: counts.paused, first, promise })
}
