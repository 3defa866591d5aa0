//! A metric's values day by day, and what can be said of them: change, average, spread, band, age.
//! A missing day stays missing: nothing here turns it into zero or draws a line across it.

use super::metric::{Unit, Want};
use chrono::{Days, NaiveDate};
use serde::Serialize;

/// One value a day, from `first` on without a hole in the days.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    first: NaiveDate,
    values: Vec<Option<f64>>,
}

/// The mean of a window and how many of its days had a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Average {
    /// The mean of the known days.
    pub mean: f64,
    /// Days with a value.
    pub known: usize,
    /// Days in the window.
    pub days: usize,
}

/// A week's mean needs so many known days.
pub const MOST_OF_A_WEEK: usize = 4;

impl Series {
    /// Values from `first` on.
    #[must_use]
    pub fn new(first: NaiveDate, values: Vec<Option<f64>>) -> Series {
        Series { first, values }
    }

    /// The first day.
    #[must_use]
    pub fn first(&self) -> NaiveDate {
        self.first
    }

    /// The values in order of days.
    #[must_use]
    pub fn values(&self) -> &[Option<f64>] {
        &self.values
    }

    /// Days and values.
    pub fn days(&self) -> impl DoubleEndedIterator<Item = (NaiveDate, Option<f64>)> {
        self.values.iter().enumerate().map(|(i, v)| (self.first + Days::new(i as u64), *v))
    }

    fn index(&self, day: NaiveDate) -> Option<usize> {
        usize::try_from((day - self.first).num_days()).ok().filter(|i| *i < self.values.len())
    }

    /// The value of `day`; `None` when missing or outside.
    #[must_use]
    pub fn at(&self, day: NaiveDate) -> Option<f64> {
        self.values[self.index(day)?]
    }

    /// The values of the `days` days that end with `last`; days outside are missing.
    #[must_use]
    pub fn window(&self, last: NaiveDate, days: usize) -> Vec<Option<f64>> {
        (0..days as u64).rev().map(|back| last.checked_sub_days(Days::new(back)).and_then(|d| self.at(d))).collect()
    }

    /// The newest value up to `day` and its age in days, not older than `within` days.
    #[must_use]
    pub fn latest(&self, day: NaiveDate, within: i64) -> Option<(f64, i64)> {
        (0..=within).find_map(|age| {
            let value = self.at(day.checked_sub_days(Days::new(age.unsigned_abs()))?)?;
            Some((value, age))
        })
    }

    /// The mean of the known days among the `days` that end with `last`; `None` if none is known.
    #[must_use]
    pub fn average(&self, last: NaiveDate, days: usize) -> Option<Average> {
        let known: Vec<f64> = self.window(last, days).into_iter().flatten().collect();
        (!known.is_empty()).then(|| Average { mean: mean(&known), known: known.len(), days })
    }

    /// How the mean of the 7 days that end with `last` compares with that of the 7 days before, as [`change`]; a week
    /// with fewer than [`MOST_OF_A_WEEK`] known days says nothing.
    #[must_use]
    pub fn week(&self, unit: Unit, last: NaiveDate) -> Option<f64> {
        let mean = |last: NaiveDate| self.average(last, 7).filter(|a| a.known >= MOST_OF_A_WEEK).map(|a| a.mean);
        change(unit, mean(last), mean(last.checked_sub_days(Days::new(7))?))
    }

    /// How many days up to `last` in a row have a value for which `is` holds.
    #[must_use]
    pub fn run(&self, last: NaiveDate, is: impl Fn(f64) -> bool) -> usize {
        let Some(end) = self.index(last) else { return 0 };
        self.values[..=end].iter().rev().take_while(|v| v.is_some_and(&is)).count()
    }

    /// The `days` days that end with `last` in at most `columns` columns: each the mean of the known days it
    /// stands for, missing only if all of them are.
    #[must_use]
    pub fn columns(&self, last: NaiveDate, days: usize, columns: usize) -> Vec<Option<f64>> {
        let values = self.window(last, days);
        if values.len() <= columns || columns == 0 {
            return values;
        }
        (0..columns)
            .map(|c| {
                let part = &values[c * days / columns..(c + 1) * days / columns];
                let known: Vec<f64> = part.iter().copied().flatten().collect();
                (!known.is_empty()).then(|| mean(&known))
            })
            .collect()
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// How `now` compares with `before`: in points (a fraction) for shares, in per cent (a fraction) for counts.
/// `None` where one is missing or a count has no base.
#[must_use]
pub fn change(unit: Unit, now: Option<f64>, before: Option<f64>) -> Option<f64> {
    let (now, before) = (now?, before?);
    match unit {
        Unit::Share | Unit::Difference => Some(now - before),
        Unit::Count | Unit::Number | Unit::Minutes if before == 0.0 => None,
        Unit::Count | Unit::Number | Unit::Minutes => Some((now - before) / before.abs()),
    }
}

/// Where a metric should be: at the target or better is good, up to the watch limit is worth a look, beyond is out.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Bands {
    /// The target, in the metric's unit.
    pub target: Option<f64>,
    /// The outer limit of "watch"; without one everything off target is out.
    pub watch: Option<f64>,
}

/// How a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// At the target or better.
    Good,
    /// Off target, within the watch limit.
    Watch,
    /// Out of bounds.
    Out,
}

impl Bands {
    /// How `value` stands; `None` without a target.
    #[must_use]
    pub fn judge(&self, want: Want, value: f64) -> Option<Band> {
        let target = self.target?;
        let reaches = |limit: f64| match want {
            Want::More => value >= limit,
            Want::Less => value <= limit,
        };
        Some(match self.watch {
            _ if reaches(target) => Band::Good,
            Some(watch) if reaches(watch) => Band::Watch,
            _ => Band::Out,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 10, n).unwrap()
    }

    fn from_first(values: &[Option<f64>]) -> Series {
        Series::new(day(1), values.to_vec())
    }

    #[test]
    fn a_missing_day_stays_missing() {
        let s = from_first(&[Some(1.0), None, Some(3.0)]);
        assert_eq!((s.at(day(1)), s.at(day(2)), s.at(day(4))), (Some(1.0), None, None));
        assert_eq!(s.window(day(4), 4), [Some(1.0), None, Some(3.0), None]);
        let average = s.average(day(3), 7).unwrap();
        assert_eq!((average.mean, average.known, average.days), (2.0, 2, 7));
        assert_eq!(s.average(day(2), 1), None);
        assert_eq!(s.days().last(), Some((day(3), Some(3.0))));
    }

    #[test]
    fn weeks_are_compared_by_their_known_days() {
        let days = |a: f64, b: f64| [vec![Some(a); 7], vec![Some(b); 7]].concat();
        let s = from_first(&days(10.0, 12.0));
        assert!((s.week(Unit::Count, day(14)).unwrap() - 0.2).abs() < 1e-12);
        assert!((s.week(Unit::Share, day(14)).unwrap() - 2.0).abs() < 1e-12);
        let mut gaps = days(10.0, 12.0);
        gaps[..4].fill(None);
        assert_eq!(from_first(&gaps).week(Unit::Count, day(14)), None, "three days are no week");
        assert_eq!(s.week(Unit::Count, day(7)), None, "nothing before");
    }

    #[test]
    fn the_latest_value_has_an_age() {
        let s = from_first(&[Some(1.0), Some(2.0), None, None]);
        for (at, within, want) in [(4, 7, Some((2.0, 2))), (4, 1, None), (2, 0, Some((2.0, 0))), (1, 9, Some((1.0, 0)))]
        {
            assert_eq!(s.latest(day(at), within), want, "day {at} within {within}");
        }
    }

    #[test]
    fn changes_are_points_for_shares_and_per_cent_for_counts() {
        let close = |a: Option<f64>, b: f64| (a.unwrap() - b).abs() < 1e-9;
        assert!(close(change(Unit::Share, Some(0.0062), Some(0.0041)), 0.0021));
        assert!(close(change(Unit::Difference, Some(-0.1), Some(0.1)), -0.2));
        assert!(close(change(Unit::Count, Some(1286.0), Some(1247.0)), 0.031_275_060_144));
        assert_eq!(change(Unit::Count, Some(5.0), Some(0.0)), None, "no base");
        assert_eq!(change(Unit::Share, Some(0.5), None), None);
        assert_eq!(change(Unit::Share, None, Some(0.5)), None);
    }

    #[test]
    fn bands_follow_the_direction() {
        let less = Bands { target: Some(0.004), watch: Some(0.005) };
        let more = Bands { target: Some(0.25), watch: Some(0.20) };
        for (bands, want, value, band) in [
            (less, Want::Less, 0.004, Some(Band::Good)),
            (less, Want::Less, 0.0045, Some(Band::Watch)),
            (less, Want::Less, 0.0062, Some(Band::Out)),
            (more, Want::More, 0.25, Some(Band::Good)),
            (more, Want::More, 0.235, Some(Band::Watch)),
            (more, Want::More, 0.19, Some(Band::Out)),
            (Bands { target: Some(0.9), watch: None }, Want::More, 0.89, Some(Band::Out)),
            (Bands::default(), Want::More, 1.0, None),
        ] {
            assert_eq!(bands.judge(want, value), band, "{want:?} {value}");
        }
    }

    #[test]
    fn runs_end_at_a_missing_day() {
        let s = from_first(&[Some(9.0), None, Some(8.0), Some(7.0), Some(1.0), Some(6.0)]);
        let high = |v: f64| v > 5.0;
        assert_eq!((s.run(day(4), high), s.run(day(5), high), s.run(day(6), high), s.run(day(9), high)), (2, 0, 1, 0));
    }

    #[test]
    fn columns_mean_their_days_and_leave_holes() {
        let s = from_first(&[Some(1.0), Some(3.0), None, None, Some(5.0), None]);
        assert_eq!(s.columns(day(6), 6, 3), [Some(2.0), None, Some(5.0)]);
        assert_eq!(s.columns(day(6), 6, 9).len(), 6);
    }

    proptest! {
        #[test]
        fn better_values_never_stand_worse(target in 0.0..1.0f64, width in 0.0..0.5f64, a in 0.0..1.0f64, b in 0.0..1.0f64) {
            let (low, high) = (a.min(b), a.max(b));
            let more = Bands { target: Some(target), watch: Some(target - width) };
            prop_assert!(more.judge(Want::More, high) <= more.judge(Want::More, low));
            let less = Bands { target: Some(target), watch: Some(target + width) };
            prop_assert!(less.judge(Want::Less, low) <= less.judge(Want::Less, high));
        }

        #[test]
        fn columns_stay_between_least_and_most(values in proptest::collection::vec(proptest::option::of(0.0..9.0f64), 1..95), columns in 1usize..40) {
            let n = values.len();
            let s = from_first(&values);
            let last = day(1) + Days::new(n as u64 - 1);
            let shown = s.columns(last, n, columns);
            prop_assert_eq!(shown.len(), n.min(columns));
            let (least, most) = values.iter().flatten().fold((f64::MAX, f64::MIN), |(l, m), v| (l.min(*v), m.max(*v)));
            prop_assert!(shown.iter().flatten().all(|v| *v >= least - 1e-9 && *v <= most + 1e-9));
            prop_assert_eq!(shown.iter().any(Option::is_some), values.iter().any(Option::is_some));
        }
    }
}
