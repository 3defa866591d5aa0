//! How the promise stands, and the room in two lines for the brief.

use super::inquiries::{Counts, Of, Wanted, counts, handed, inquiries};
use crate::base::{At, Result, Zone};
use crate::db::Db;
use crate::sop::promise::{Meter, Tally, Timetable};
use chrono::Days;
use serde::Serialize;

/// The promise at `now`, today, over seven and over thirty days. Each inquiry counts on the day its verdict fell: that of
/// the first answer, or of closing it too late without one. Who still waits for the first answer beyond its time counts as
/// missed now, so that nothing looks kept because it was never answered.
///
/// # Errors
/// Database errors.
pub fn promise(db: &Db, now: At, zone: Zone) -> Result<Meter> {
    let today = now.day(zone);
    let until = zone.midnight(today.succ_opt().unwrap_or(today));
    let since = |days: u64| zone.midnight(today.checked_sub_days(Days::new(days)).unwrap_or(today)).0;
    let sql = "SELECT coalesce(sum(kept) FILTER (WHERE judged_at >= ?1), 0), count(*) FILTER (WHERE judged_at >= ?1),
                 coalesce(sum(kept) FILTER (WHERE judged_at >= ?2), 0), count(*) FILTER (WHERE judged_at >= ?2),
                 coalesce(sum(kept), 0), count(*), count(*) FILTER (WHERE judged_at >= ?1 AND first_at IS NOT NULL)
               FROM inquiry WHERE judged_at IS NOT NULL AND judged_at >= ?3 AND judged_at < ?4";
    let (mut tallies, answered) =
        db.conn().prepare_cached(sql)?.query_row([since(0), since(6), since(29), until.0], |r| {
            let tally = |n: usize| Ok::<_, rusqlite::Error>(Tally { hit: r.get(n)?, total: r.get(n + 1)? });
            Ok(([tally(0)?, tally(2)?, tally(4)?], r.get(6)?))
        })?;
    let broken: i64 = db
        .conn()
        .prepare_cached(
            "SELECT count(*) FROM inquiry WHERE state IN ('waiting', 'paused') AND first_at IS NULL AND due_at < ?1",
        )?
        .query_row([now.0], |r| r.get(0))?;
    tallies.iter_mut().for_each(|t| t.total += broken);
    let next = db
        .conn()
        .prepare_cached(
            "SELECT coalesce(sum(next_hit), 0), coalesce(sum(next_total), 0) FROM inquiry
             WHERE next_total > 0 AND answered_at >= ?1 AND answered_at < ?2",
        )?
        .query_row([since(29), until.0], |r| Ok(Tally { hit: r.get(0)?, total: r.get(1)? }))?;
    let [today, week, month] = tallies;
    Ok(Meter { today, week, month, next, answered })
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
    /// People who need an answer now.
    pub waiting: i64,
    /// Of them beyond the promise.
    pub late: i64,
    /// People we have answered and wait for.
    pub paused: i64,
    /// People who are put off.
    pub snoozed: i64,
    /// Of all open ones those that a colleague handed over to who asks.
    pub handed: i64,
    /// The one with the least time left.
    pub first: Option<First>,
    /// The promise.
    pub promise: Meter,
}

/// What the brief says about the room at `now`.
///
/// # Errors
/// Database errors.
pub fn brief(db: &Db, now: At, hours: &Timetable) -> Result<Brief> {
    let counts = counts(db, now, hours)?;
    let first = inquiries(db, &Wanted { of: Of::Waiting, now: Some(now), ..Wanted::default() }, 1, &|_| true)?.pop();
    let first = first.map(|i| First {
        id: i.id,
        left_minutes: i.left_minutes(now, hours.of(i.community_id, i.kind)),
        due: i.due_at.rfc3339(hours.zone()),
        kind: i.kind.name(),
        who: i.who,
        community: i.community,
        platform: i.platform,
    });
    let promise = promise(db, now, hours.zone())?;
    let handed = handed(db, &db.me().name)?;
    let Counts { waiting, late, paused, snoozed, .. } = counts;
    Ok(Brief { waiting, late, paused, snoozed, handed, first, promise })
}
