//! What the login brief says about the metrics.

use super::board::{State, Tally};
use super::metric::Metric;
use super::store::{self, Tables, Window};
use crate::base::{At, Result, Zone};
use crate::db::Db;
use serde::Serialize;

/// What the brief says about the metrics.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Brief {
    /// Out of bounds among the twelve, acknowledged or not.
    pub out: usize,
    /// Those that nobody has said why about.
    pub open: usize,
    /// The first of them, those without a reason first.
    pub first: Option<First>,
    /// Off target, within the watch limit.
    pub watch: usize,
    /// Not filled in today.
    pub unfilled: usize,
}

/// A metric out of bounds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct First {
    /// Its key.
    pub metric: &'static str,
    /// Its value in its unit.
    pub value: f64,
    /// Its target.
    pub target: Option<f64>,
    /// The catalogue key of its name.
    #[serde(skip)]
    pub label: &'static str,
    /// The row of the metric table, for [`super::wording`].
    #[serde(skip)]
    pub row: &'static Metric,
}

/// So many days back a value may still stand (a metric's rhythm).
const STANDING: usize = 7;

/// How the twelve stand at `now`.
///
/// # Errors
/// Database errors.
pub fn brief(db: &Db, now: At, zone: Zone) -> Result<Brief> {
    let window = Window { last: now.day(zone), days: STANDING };
    let board = store::board(db, zone, window, None, &mut Tables::default())?;
    let tally = Tally::of(&board.rows);
    let out = board.rows.iter().filter(|r| !r.metric.bench && matches!(r.state, State::Out | State::Acknowledged));
    let first = out.min_by_key(|r| r.state).and_then(|r| {
        let (value, _) = r.shown?;
        Some(First { metric: r.metric.key, value, target: r.bands.target, label: r.metric.label, row: r.metric })
    });
    Ok(Brief { out: tally.out, open: tally.open, first, watch: tally.watch, unfilled: tally.unfilled })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use crate::db::testing;
    use crate::kpi::metric::by_key;
    use crate::kpi::store::{Entry, acknowledge, set};

    fn today() -> NaiveDate {
        testing::now().day(Zone::default())
    }

    fn put(db: &mut Db, metric: &str, back: u64, value: Option<f64>) {
        let day = today() - chrono::Days::new(back);
        set(db, today(), &Entry::new(by_key(metric).unwrap(), day, value)).unwrap();
    }

    #[test]
    fn the_brief_names_the_first_that_nobody_has_explained() {
        let mut file = testing::file();
        let now = testing::now();
        assert_eq!(brief(&file.db, now, Zone::default()).unwrap(), Brief { unfilled: 12, ..Brief::default() });
        put(&mut file.db, "speaking_rate", 0, Some(0.01));
        put(&mut file.db, "leave_rate", 0, Some(0.0062));
        put(&mut file.db, "retention_30d", 0, Some(0.235));
        put(&mut file.db, "silent_share", 6, Some(0.3));
        acknowledge(&mut file.db, by_key("speaking_rate").unwrap(), today(), "放假").unwrap();
        let brief = brief(&file.db, now, Zone::default()).unwrap();
        assert_eq!((brief.out, brief.open, brief.watch, brief.unfilled), (2, 1, 1, 8));
        let first = brief.first.unwrap();
        assert_eq!((first.metric, first.value, first.target), ("leave_rate", 0.0062, Some(0.004)));
    }
}
