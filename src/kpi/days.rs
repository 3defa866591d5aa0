//! Days as numbers, and sets of days kept as runs.

use chrono::{Datelike, NaiveDate};

/// A local day as a number: days of the common era, so that neighbours differ by one.
pub type Day = i32;

/// Before every day: somebody was in already when the ledger begins.
pub const EVER: Day = -366;
/// After every day: somebody is still in.
pub const STILL: Day = 9_999_999;

/// The number of `date`.
#[must_use]
pub fn number(date: NaiveDate) -> Day {
    date.num_days_from_ce()
}

/// The date of a number; the nearest there is for one that has none.
#[must_use]
pub fn date(day: Day) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(day).unwrap_or(if day < 0 { NaiveDate::MIN } else { NaiveDate::MAX })
}

/// The number of a day as it stands in the file; `None` for what is no day.
#[must_use]
pub fn read(text: &str) -> Option<Day> {
    match text {
        FIRST => Some(EVER),
        LAST => Some(STILL),
        // Faster than the general reader: this is done for every row of activity.
        _ => {
            let bytes = text.as_bytes();
            if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
                return None;
            }
            let part = |at: std::ops::Range<usize>| text.get(at)?.parse().ok();
            let (year, month, day): (u32, u32, u32) = (part(0..4)?, part(5..7)?, part(8..10)?);
            NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).map(number)
        }
    }
}

/// How [`EVER`] stands in the file: before every day there, as text.
const FIRST: &str = "0000-00-00";
/// How [`STILL`] stands in the file.
const LAST: &str = "9999-99-99";

/// A day as it stands in the file.
#[must_use]
pub fn text(day: Day) -> String {
    match day {
        EVER => FIRST.to_owned(),
        STILL => LAST.to_owned(),
        _ => date(day).to_string(),
    }
}

/// A set of days as runs `(first, last)`, both within, in order, with a gap between any two.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Runs(Vec<(Day, Day)>);

impl FromIterator<(Day, Day)> for Runs {
    fn from_iter<I: IntoIterator<Item = (Day, Day)>>(runs: I) -> Runs {
        let mut all: Vec<(Day, Day)> = runs.into_iter().filter(|(first, last)| first <= last).collect();
        all.sort_unstable();
        let mut out: Vec<(Day, Day)> = Vec::new();
        for (first, last) in all {
            match out.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = (*end).max(last),
                _ => out.push((first, last)),
            }
        }
        Runs(out)
    }
}

impl Runs {
    /// Whether there is no day in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The runs in order.
    pub fn iter(&self) -> impl Iterator<Item = (Day, Day)> + '_ {
        self.0.iter().copied()
    }

    /// The first day.
    #[must_use]
    pub fn first(&self) -> Option<Day> {
        self.0.first().map(|r| r.0)
    }

    /// The last day.
    #[must_use]
    pub fn last(&self) -> Option<Day> {
        self.0.last().map(|r| r.1)
    }

    /// Whether `day` is in it.
    #[must_use]
    pub fn has(&self, day: Day) -> bool {
        let at = self.0.partition_point(|r| r.1 < day);
        self.0.get(at).is_some_and(|r| r.0 <= day)
    }

    /// Whether `day` begins or ends one of the runs.
    #[must_use]
    pub fn edge(&self, day: Day) -> (bool, bool) {
        let at = self.0.partition_point(|r| r.1 < day);
        self.0.get(at).map_or((false, false), |r| (r.0 == day, r.1 == day))
    }

    /// The days of both.
    #[must_use]
    pub fn join(&self, other: &Runs) -> Runs {
        self.iter().chain(other.iter()).collect()
    }

    /// The days that are in one of the two and not in the other.
    #[must_use]
    pub fn differ(&self, other: &Runs) -> Runs {
        // Every change of either set flips whether they differ.
        let edges = |r: &Runs| r.iter().flat_map(|(a, b)| [a, b.saturating_add(1)]).collect::<Vec<_>>();
        let mut flips = edges(self);
        flips.extend(edges(other));
        flips.sort_unstable();
        let mut left: Vec<Day> = Vec::new();
        for flip in flips {
            if left.last() == Some(&flip) {
                left.pop();
            } else {
                left.push(flip);
            }
        }
        left.chunks(2).filter_map(|c| Some((c[0], c.get(1)? - 1))).collect()
    }

    /// Every run with `by` more days behind it.
    #[must_use]
    pub fn reach(&self, by: Day) -> Runs {
        self.iter().map(|(a, b)| (a, b.saturating_add(by))).collect()
    }

    /// Every run with one more day before and behind it.
    #[must_use]
    pub fn widen(&self) -> Runs {
        self.iter().map(|(a, b)| (a.saturating_sub(1), b.saturating_add(1))).collect()
    }

    /// The days from `first` to `last` only.
    #[must_use]
    pub fn within(&self, first: Day, last: Day) -> Runs {
        self.iter().map(|(a, b)| (a.max(first), b.min(last))).collect()
    }

    /// Every day; of runs that end.
    pub fn days(&self) -> impl Iterator<Item = Day> + '_ {
        self.iter().flat_map(|(a, b)| a..=b)
    }

    /// How many days.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().map(|(a, b)| usize::try_from(b - a + 1).unwrap_or(0)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn days_are_written_as_they_are_read() {
        for day in ["2026-10-10", "2024-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(text(read(day).unwrap()), day);
            assert_eq!(read(day).unwrap(), number(day.parse().unwrap()));
        }
        for day in [EVER, STILL] {
            assert_eq!(read(&text(day)), Some(day));
        }
        assert!(*text(EVER) < *"0001-01-01" && *text(STILL) > *"9999-12-31");
        for wrong in ["", "2026-13-01", "2026-02-30", "26-1-1", "2026/10/10", "２０２６"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    fn set(runs: &Runs) -> BTreeSet<Day> {
        runs.days().collect()
    }

    fn some() -> impl Strategy<Value = Vec<(Day, Day)>> {
        prop::collection::vec((0i32..60, 0i32..9), 0..8).prop_map(|v| v.into_iter().map(|(a, n)| (a, a + n)).collect())
    }

    proptest! {
        #[test]
        fn runs_are_sets(a in some(), b in some(), day in 0i32..70) {
            let (left, right): (Runs, Runs) = (a.iter().copied().collect(), b.iter().copied().collect());
            let (l, r): (BTreeSet<Day>, BTreeSet<Day>) =
                (a.iter().flat_map(|(x, y)| *x..=*y).collect(), b.iter().flat_map(|(x, y)| *x..=*y).collect());
            prop_assert_eq!(set(&left), l.clone());
            prop_assert_eq!(left.len(), l.len());
            prop_assert_eq!(set(&left.join(&right)), l.union(&r).copied().collect::<BTreeSet<_>>());
            prop_assert_eq!(set(&left.differ(&right)), l.symmetric_difference(&r).copied().collect::<BTreeSet<_>>());
            prop_assert_eq!(left.has(day), l.contains(&day));
            prop_assert_eq!(left.edge(day), (l.contains(&day) && !l.contains(&(day - 1)), l.contains(&day) && !l.contains(&(day + 1))));
            prop_assert_eq!(set(&left.within(10, 30)), l.iter().copied().filter(|d| (10..=30).contains(d)).collect::<BTreeSet<_>>());
            prop_assert_eq!((left.first(), left.last()), (l.first().copied(), l.last().copied()));
            prop_assert!(set(&left.reach(3)).is_superset(&l));
            prop_assert_eq!(set(&left.widen()), l.iter().flat_map(|d| d - 1..=d + 1).collect::<BTreeSet<_>>());
        }
    }
}
