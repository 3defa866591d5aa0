//! Messages by the hour of the day, from the ledger.

use super::cover;
use crate::base::{At, Result};
use crate::db::{Db, setting};
use crate::kpi::days;
use crate::kpi::hours::Hours;
use crate::kpi::scope::{self, Scope};
use chrono::{NaiveDate, Timelike};

/// A quarter of an hour: zones differ by no less.
const QUARTER: i64 = 900_000;

/// The messages of `scope` from `first` to `last` by the hour, each community in its own zone.
///
/// # Errors
/// Database errors.
pub fn hours(db: &Db, scope: &Scope, first: NaiveDate, last: NaiveDate) -> Result<Hours> {
    let places = cover::places(db.conn(), setting::zone(db)?)?;
    let within = scope::within(scope, &places);
    let mut out = Hours::default();
    for (place, _) in places.iter().zip(&within).filter(|(_, w)| **w) {
        let (from, to) = (place.midnight(days::number(first)), place.midnight(days::number(last) + 1));
        let mut stmt = db.conn().prepare_cached(
            "SELECT at / ?4, count(*) FROM event WHERE community_id = ?1 AND at >= ?2 AND at < ?3 AND kind = 0 GROUP BY at / ?4",
        )?;
        let mut rows = stmt.query([place.id, from, to, QUARTER])?;
        while let Some(row) = rows.next()? {
            let hour = At(row.get::<_, i64>(0)? * QUARTER).local(place.zone).hour();
            if let Some(count) = usize::try_from(hour).ok().and_then(|h| out.counts.get_mut(h)) {
                *count += u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
            }
        }
    }
    Ok(out)
}
