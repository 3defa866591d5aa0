//! Cohorts: people who began in the same days, and how many of them came back. Pure.

use super::days::{self, Day};
use super::facts::AGES;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What makes somebody begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Begin {
    /// Their first join that was seen.
    Joined,
    /// Their first message.
    Seen,
}

/// How long the days are that make a cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// One day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
}

impl Step {
    /// The number of the period a day is in; neighbours differ by one.
    #[must_use]
    pub fn period(self, day: Day) -> i32 {
        match self {
            Self::Day => day,
            // Day 1 of the common era was a Monday.
            Self::Week => (day - 1).div_euclid(7),
            Self::Month => {
                let date = days::date(day);
                date.year() * 12 + i32::try_from(date.month0()).unwrap_or(0)
            }
        }
    }

    /// The first day of a period.
    #[must_use]
    pub fn first(self, period: i32) -> Day {
        match self {
            Self::Day => period,
            Self::Week => period * 7 + 1,
            Self::Month => {
                let month = u32::try_from(period.rem_euclid(12)).unwrap_or(0) + 1;
                NaiveDate::from_ymd_opt(period.div_euclid(12), month, 1).map_or(0, days::number)
            }
        }
    }
}

/// What is known of the people of a scope.
#[derive(Debug, Clone, Default)]
pub struct People {
    /// When each began.
    pub began: HashMap<i64, Day>,
    /// Who wrote on which day.
    pub wrote: HashSet<(i64, Day)>,
    /// The days of which it is known who wrote, in order.
    pub known: Vec<Day>,
}

impl People {
    fn knows(&self, day: Day) -> bool {
        self.known.binary_search(&day).is_ok()
    }

    fn last(&self) -> Day {
        self.known.last().copied().unwrap_or(Day::MIN)
    }
}

/// How many came back after so many days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Return {
    /// The age in days.
    pub age: usize,
    /// The people of whom it is known: all, unless that day has not come or nothing is known of it.
    pub of: usize,
    /// Those of them who wrote on that very day.
    pub back: usize,
    /// Their share; `None` when nothing is known.
    #[serde(skip)]
    pub known: bool,
}

impl Return {
    /// The share that came back; `None` = not known yet.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.of > 0).then(|| self.back as f64 / self.of as f64)
    }
}

/// The people who began in one period, and who came back after 1, 7 and 30 days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Retention {
    /// The period's first day.
    pub first: NaiveDate,
    /// How many began.
    pub size: usize,
    /// By age.
    pub returns: Vec<Return>,
}

/// Who came back after 1, 7 and 30 days, of those who began from `from` to `to`; periods without anybody are left out.
#[must_use]
pub fn retention(people: &People, step: Step, from: Day, to: Day) -> Vec<Retention> {
    let mut groups: BTreeMap<i32, Vec<(i64, Day)>> = BTreeMap::new();
    for (person, day) in people.began.iter().filter(|(_, d)| (from..=to).contains(*d)) {
        groups.entry(step.period(*day)).or_default().push((*person, *day));
    }
    let one = |(period, group): (i32, Vec<(i64, Day)>)| {
        let after = |age: &usize| {
            let then = |day: Day| day + Day::try_from(*age).unwrap_or(0);
            let of = group.iter().filter(|(_, day)| people.knows(then(*day)));
            let back = of.clone().filter(|(person, day)| people.wrote.contains(&(*person, then(*day)))).count();
            let of = of.count();
            Return { age: *age, of, back, known: of > 0 }
        };
        let returns = AGES.iter().map(after).collect();
        Retention { first: days::date(step.first(period)), size: group.len(), returns }
    };
    groups.into_iter().map(one).collect()
}

/// The people who began in one period, and how many of them wrote in each period after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cohort {
    /// The period's first day.
    pub first: NaiveDate,
    /// How many began.
    pub size: usize,
    /// How many wrote in the period itself (0), the next (1) and so on; `None` = not over yet, or
    /// begun before anything was known.
    pub active: Vec<Option<usize>>,
}

/// Cohorts of those who began from `from` to `to`, with `periods` periods after their own.
#[must_use]
pub fn cohorts(people: &People, step: Step, from: Day, to: Day, periods: usize) -> Vec<Cohort> {
    let mut sizes: BTreeMap<i32, usize> = BTreeMap::new();
    for day in people.began.values().filter(|d| (from..=to).contains(*d)) {
        *sizes.entry(step.period(*day)).or_default() += 1;
    }
    let mut seen: HashSet<(i64, i32)> = HashSet::new();
    let mut counts: HashMap<(i32, usize), usize> = HashMap::new();
    for (person, day) in &people.wrote {
        let Some(began) = people.began.get(person).filter(|d| (from..=to).contains(*d)) else { continue };
        let (cohort, period) = (step.period(*began), step.period(*day));
        let Ok(age) = usize::try_from(period - cohort) else { continue };
        if age <= periods && seen.insert((*person, period)) {
            *counts.entry((cohort, age)).or_default() += 1;
        }
    }
    let (begin, last) = (people.known.first().copied().unwrap_or(Day::MAX), people.last());
    let one = |(period, size): (i32, usize)| {
        let active = |age: usize| {
            let then = period + i32::try_from(age).unwrap_or(0);
            let heard = step.first(then) >= begin && step.first(then + 1) - 1 <= last;
            heard.then(|| counts.get(&(period, age)).copied().unwrap_or(0))
        };
        Cohort { first: days::date(step.first(period)), size, active: (0..=periods).map(active).collect() }
    };
    sizes.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        days::read(text).unwrap()
    }

    fn people(began: &[(i64, &str)], wrote: &[(i64, &str)]) -> People {
        let known = (day("2026-09-01")..=day("2026-10-10")).filter(|d| *d != day("2026-09-09")).collect();
        People {
            began: began.iter().map(|(p, d)| (*p, day(d))).collect(),
            wrote: wrote.iter().map(|(p, d)| (*p, day(d))).collect(),
            known,
        }
    }

    #[test]
    fn who_comes_back_is_counted_where_it_is_known() {
        let all = people(
            &[(1, "2026-09-02"), (2, "2026-09-02"), (3, "2026-09-08"), (4, "2026-10-10")],
            &[(1, "2026-09-02"), (1, "2026-09-03"), (2, "2026-10-02"), (3, "2026-09-15"), (4, "2026-10-10")],
        );
        let by_day = retention(&all, Step::Day, day("2026-09-01"), day("2026-10-10"));
        let told: Vec<(String, usize, Vec<Option<f64>>)> = by_day
            .iter()
            .map(|r| (r.first.to_string(), r.size, r.returns.iter().map(Return::share).collect()))
            .collect();
        assert_eq!(
            told,
            [
                // Seven days after the 2nd is the 9th, of which nothing is known.
                ("2026-09-02".to_owned(), 2, vec![Some(0.5), None, Some(0.5)]),
                ("2026-09-08".to_owned(), 1, vec![None, Some(1.0), Some(0.0)]),
                ("2026-10-10".to_owned(), 1, vec![None, None, None]),
            ]
        );
        let by_month = retention(&all, Step::Month, day("2026-09-01"), day("2026-10-10"));
        assert_eq!(by_month[0].size, 3);
        assert_eq!(by_month[0].returns[2], Return { age: 30, of: 3, back: 1, known: true });
    }

    #[test]
    fn cohorts_end_where_time_does() {
        let all = people(
            &[(1, "2026-09-28"), (2, "2026-10-04"), (3, "2026-10-06")],
            &[(1, "2026-09-28"), (2, "2026-10-04"), (1, "2026-10-05"), (3, "2026-10-06")],
        );
        let weeks = cohorts(&all, Step::Week, day("2026-09-01"), day("2026-10-10"), 2);
        // The 10th is a Saturday: the week of the 5th is not over.
        assert_eq!(weeks.len(), 2);
        assert_eq!((weeks[0].first.to_string().as_str(), weeks[0].size), ("2026-09-28", 2));
        assert_eq!(weeks[0].active, [Some(2), None, None]);
        assert_eq!(weeks[1].active, [None, None, None]);
        let days = cohorts(&all, Step::Day, day("2026-09-28"), day("2026-09-28"), 7);
        assert_eq!(days[0].active[7], Some(1));
        assert!(cohorts(&People::default(), Step::Month, 0, 10, 3).is_empty());
    }

    proptest! {
        #[test]
        fn periods_hold_their_days(day in 730_000i32..740_000) {
            for step in [Step::Day, Step::Week, Step::Month] {
                let period = step.period(day);
                prop_assert!((step.first(period)..step.first(period + 1)).contains(&day));
            }
            prop_assert_eq!(days::date(Step::Week.first(Step::Week.period(day))).weekday(), chrono::Weekday::Mon);
        }
    }
}
