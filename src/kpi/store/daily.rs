//! Every day's value of every metric with where it came from: the long rows of `qun kpi show`.

use super::super::board::{Reading, Sources};
use super::{LEAST_DAYS, Tables, Window, back, communities, figures_between, tables};
use crate::base::{Result, Zone};
use crate::db::Db;
use chrono::NaiveDate;

/// The readings of a window of days.
#[derive(Debug, Clone, PartialEq)]
pub struct Daily {
    /// The first day.
    pub first: NaiveDate,
    /// By metric (as in [`super::METRICS`]) and day.
    pub readings: Vec<Vec<Reading>>,
}

/// Reads `window` once for each scope: a community's id, or `None` for all of them together.
///
/// # Errors
/// Database errors.
pub fn daily(db: &Db, zone: Zone, window: Window, scopes: &[Option<i64>]) -> Result<Vec<Daily>> {
    let communities = communities(db)?;
    let mut tables = Tables::default();
    tables.load(db, zone, &communities, window, window.last)?;
    let first = back(window.last, window.days.max(LEAST_DAYS) - 1);
    let figures = figures_between(db, first, window.last)?;
    let mut sources = Sources { communities, first, facts: tables.window(first), figures, goals: Vec::new() };
    tables::answers(db, zone, &mut sources)?;
    let shown = |mut readings: Vec<Vec<Reading>>| {
        readings.iter_mut().for_each(|days| drop(days.drain(..days.len().saturating_sub(window.days))));
        Daily { first: window.first(), readings }
    };
    Ok(scopes.iter().map(|scope| shown(sources.readings(*scope))).collect())
}

#[cfg(test)]
mod tests {
    use super::super::{Entry, set};
    use super::*;
    use crate::db::testing;
    use crate::kpi::board::Origin;
    use crate::kpi::metric::{METRICS, by_key, place};

    #[test]
    fn every_day_of_the_window_has_a_reading_and_its_origin() {
        let mut file = testing::file();
        let today = testing::now().day(Zone::default());
        let yesterday = today.pred_opt().unwrap();
        file.db
            .write("test", |tx| Ok(tx.execute("INSERT INTO community(id, name, platform) VALUES (3, '群', 'qq')", [])?))
            .unwrap();
        let dau = by_key("dau").unwrap();
        set(&mut file.db, today, &Entry { community: 3, ..Entry::new(dau, yesterday, Some(286.0)) }).unwrap();
        set(&mut file.db, today, &Entry::new(by_key("quality_ugc").unwrap(), today, None)).unwrap();
        let window = Window { last: today, days: 3 };
        let both = daily(&file.db, Zone::default(), window, &[None, Some(3)]).unwrap();
        for scope in &both {
            assert_eq!(scope.first, back(today, 2));
            assert_eq!(scope.readings.len(), METRICS.len());
            assert!(scope.readings.iter().all(|days| days.len() == 3));
        }
        let of = |scope: usize, key: &str| &both[scope].readings[place(key).unwrap()];
        assert_eq!(of(1, "dau")[1].value, Some(286.0));
        assert_eq!(of(1, "dau")[1].origin, Some(Origin::Entered));
        assert_eq!(
            (of(0, "dau")[1].value, of(0, "dau")[1].origin),
            (Some(286.0), Some(Origin::Auto)),
            "the sum of one"
        );
        assert_eq!((of(0, "quality_ugc")[2].value, of(0, "quality_ugc")[2].origin), (None, Some(Origin::Entered)));
        assert_eq!(of(0, "conversion")[2], Reading::default());
    }
}
