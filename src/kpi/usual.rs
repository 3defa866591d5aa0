//! What is usual for a metric on a day: robust, so that a bad day of last week does not make the next one usual, and by
//! the day of the week, so that a Sunday is held against Sundays. Pure.
//!
//! The level is the median of the days looked back at; each day of the week stands off it by the median of its own
//! offsets; the scale is the median absolute deviation of what is left, times 1.4826, which makes it the standard
//! deviation where values are normal. A value more than 3.5 scales away is unusual (Iglewicz and Hoaglin, How to Detect
//! and Handle Outliers, 1993: the modified z-score).

use super::series::Series;
use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;

/// So many days before a day are looked at: eight of each day of the week.
pub const BACK: usize = 56;
/// Fewer known days than this say nothing about what is usual.
const FEWEST: usize = 7;
/// A day of the week has a place of its own once it was seen so often.
const OF_A_WEEKDAY: usize = 3;
/// So many scales away is unusual.
const FAR: f64 = 3.5;
/// From the median absolute deviation to the standard deviation of normal values.
const NORMAL: f64 = 1.4826;
/// The same from the mean absolute deviation, which stands in where more than half of the days are the same.
const NORMAL_MEAN: f64 = 1.2533;

/// What was usual on a day of a week.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Usual {
    /// What was to be expected.
    pub expected: f64,
    /// How far values stand off it, as a standard deviation.
    pub scale: f64,
    /// Whether the day of the week was known well enough to count.
    pub by_weekday: bool,
    /// Days that were known.
    pub known: usize,
}

impl Usual {
    /// From where to where values are usual.
    #[must_use]
    pub fn limits(&self) -> (f64, f64) {
        (self.expected - FAR * self.scale, self.expected + FAR * self.scale)
    }

    /// How many scales `value` is away; negative below.
    #[must_use]
    pub fn score(&self, value: f64) -> f64 {
        (value - self.expected) / self.scale
    }

    /// Whether `value` lies outside the limits.
    #[must_use]
    pub fn surprises(&self, value: f64) -> bool {
        self.score(value).abs() > FAR
    }
}

/// The median; of an even number the mean of the two in the middle. The order of `values` is lost.
#[must_use]
pub fn median(values: &mut [f64]) -> Option<f64> {
    let (count, middle) = (values.len(), values.len() / 2);
    if count == 0 {
        return None;
    }
    let (below, at, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    let at = *at;
    if count % 2 == 1 {
        return Some(at);
    }
    Some((below.iter().copied().max_by(f64::total_cmp)? + at) / 2.0)
}

/// What was usual in the [`BACK`] days before `day`; `None` with fewer than seven of them known, or all the same:
/// equal values guard nothing.
#[must_use]
pub fn usual(series: &Series, day: NaiveDate) -> Option<Usual> {
    let days = (1..=BACK as u64).filter_map(|back| day.checked_sub_days(Days::new(back)));
    let known: Vec<(usize, f64)> =
        days.filter_map(|d| Some((d.weekday().num_days_from_monday() as usize, series.at(d)?))).collect();
    if known.len() < FEWEST {
        return None;
    }
    let level = median(&mut known.iter().map(|(_, v)| *v).collect::<Vec<_>>())?;
    let mut offsets = [0.0; 7];
    let mut own = [false; 7];
    for (weekday, offset) in offsets.iter_mut().enumerate() {
        let mut of: Vec<f64> = known.iter().filter(|(w, _)| *w == weekday).map(|(_, v)| v - level).collect();
        if of.len() >= OF_A_WEEKDAY {
            (*offset, own[weekday]) = (median(&mut of)?, true);
        }
    }
    let mut left: Vec<f64> = known.iter().map(|(w, v)| (v - level - offsets[*w]).abs()).collect();
    let mean = left.iter().sum::<f64>() / left.len() as f64;
    let scale = match median(&mut left)? {
        mad if mad > 0.0 => NORMAL * mad,
        _ => NORMAL_MEAN * mean,
    };
    let weekday = day.weekday().num_days_from_monday() as usize;
    // Sums of tenths leave a trace of their own.
    (scale > level.abs() * 1e-9 && scale > f64::MIN_POSITIVE).then(|| Usual {
        expected: level + offsets[weekday],
        scale,
        by_weekday: own[weekday],
        known: known.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A Monday.
    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 8, 3).unwrap() + Days::new(n)
    }

    fn series(values: &[Option<f64>]) -> Series {
        Series::new(day(0), values.to_vec())
    }

    #[test]
    fn the_median_is_in_the_middle() {
        for (values, want) in [
            (vec![], None),
            (vec![3.0], Some(3.0)),
            (vec![1.0, 9.0], Some(5.0)),
            (vec![9.0, 1.0, 2.0], Some(2.0)),
            (vec![4.0, 1.0, 3.0, 2.0], Some(2.5)),
        ] {
            assert_eq!(median(&mut values.clone()), want, "{values:?}");
        }
    }

    #[test]
    fn a_sunday_is_held_against_sundays() {
        // Workdays about 100, weekends about 40.
        let wave = |n: u64| (if n % 7 >= 5 { 40.0 } else { 100.0 }) + ((n * 7) % 5) as f64;
        let s = series(&(0..56).map(|n| Some(wave(n))).collect::<Vec<_>>());
        let (monday, saturday) = (usual(&s, day(56)).unwrap(), usual(&s, day(61)).unwrap());
        assert!(monday.by_weekday && !monday.surprises(101.0) && monday.surprises(42.0), "{monday:?}");
        assert!(!saturday.surprises(42.0) && saturday.surprises(100.0), "{saturday:?}");
        assert_eq!(monday.known, 56);
        assert!(usual(&s, day(62)).unwrap().score(20.0) < -3.5);
    }

    #[test]
    fn a_few_bad_days_do_not_become_usual() {
        let quiet = |n: u64| 0.40 + ((n * 3) % 4) as f64 * 0.01;
        let mut values: Vec<_> = (0..40).map(|n| Some(quiet(n))).collect();
        for bad in [30, 33, 37] {
            values[bad] = Some(4.1);
        }
        let found = usual(&series(&values), day(40)).unwrap();
        assert!(found.surprises(4.1) && found.surprises(0.1) && !found.surprises(0.42), "{found:?}");
        let (low, high) = found.limits();
        assert!(low > 0.2 && high < 0.7, "{low} {high}");
    }

    #[test]
    fn too_little_says_nothing() {
        let flat = series(&[Some(0.1); 30]);
        assert_eq!(usual(&flat, day(30)), None, "equal values guard nothing");
        let few: Vec<_> = (0..6).map(|n| Some(f64::from(n))).collect();
        assert_eq!(usual(&series(&few), day(6)), None);
        assert_eq!(usual(&series(&few), day(200)), None, "nothing lately");
        // Two weeks: no day of the week is known well enough yet.
        let two: Vec<_> = (0..14).map(|n| Some(f64::from(n % 3))).collect();
        assert!(!usual(&series(&two), day(14)).unwrap().by_weekday);
        // Mostly the same: the mean deviation stands in.
        let mut rare = vec![Some(0.0); 20];
        rare[4] = Some(1.0);
        let found = usual(&series(&rare), day(20)).unwrap();
        assert!(found.scale > 0.0 && !found.surprises(0.0) && found.surprises(1.0));
    }

    proptest! {
        #[test]
        fn one_wild_day_moves_little(values in prop::collection::vec(0.0..10.0f64, 40..56), at in 0usize..40, wild in 100.0..1e6f64) {
            let tame: Vec<_> = values.iter().map(|v| Some(*v)).collect();
            let mut other = tame.clone();
            other[at] = Some(wild);
            let last = day(values.len() as u64);
            if let (Some(a), Some(b)) = (usual(&series(&tame), last), usual(&series(&other), last)) {
                prop_assert!((a.expected - b.expected).abs() <= 20.0);
                prop_assert!(b.surprises(wild));
                prop_assert!((0.0..=10.0).contains(&median(&mut values.clone()).unwrap()));
            }
        }
    }
}
