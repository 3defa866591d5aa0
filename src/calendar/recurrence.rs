//! On which days a column comes again (固定栏目). Plain date arithmetic on local days, so that no clock put forward
//! or back can move a slot; on top of it what RFC 5545 has no words for: days off, make-up workdays (调休), the moon.
//!
//! - `words`: rules as people write them; `said`: as they read them
//! - `rfc`: the part of RFC 5545's RRULE that is understood

mod rfc;
mod said;
mod words;

pub use rfc::{Rrule, parse as parse_rrule};
pub use said::shift_key;

use super::days::Days;
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::BTreeSet;
use tyme4rs::tyme::lunar::LunarMonth;

/// Weekdays, from Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Week(u8);

impl Week {
    /// Monday to Friday.
    pub const WORK: Week = Week(0b001_1111);

    /// These weekdays.
    #[must_use]
    pub fn of(days: &[Weekday]) -> Week {
        Week(days.iter().fold(0, |set, d| set | 1 << d.num_days_from_monday()))
    }

    /// Whether `day` is one of them.
    #[must_use]
    pub fn has(self, day: Weekday) -> bool {
        self.0 & (1 << day.num_days_from_monday()) != 0
    }

    /// They in order, from Monday.
    pub fn days(self) -> impl Iterator<Item = Weekday> {
        WEEK.into_iter().filter(move |d| self.has(*d))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// From Monday, as China counts.
pub const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// What comes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Every {
    /// Every so many days, counted from the first.
    Days(u32),
    /// Every day on which people work: make-up workdays are in, days off are out.
    Workdays,
    /// Every so many weeks, on these weekdays. Weeks begin on Monday.
    Weeks(u32, Week),
    /// Every so many months, on these days of the month; -1 is the last. A month without the day has no slot.
    MonthDays(u32, Vec<i8>),
    /// Every so many months, on the nth of these weekdays; -1 is the last.
    MonthWeekdays(u32, Vec<(i8, Weekday)>),
    /// Every year on this month and day. 29 February comes in leap years only.
    Year(u32, u32),
    /// Every lunar year on this month and day, leap months left out; in a month of 29 days the 30th is the last.
    Lunar(u32, u32),
}

/// What happens to a slot that falls on a day of the wrong sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub enum Shift {
    /// It stays.
    #[default]
    Keep,
    /// It falls out.
    Skip,
    /// It goes to the nearest day before that is of the right sort.
    Earlier,
    /// It goes to the nearest day after that is of the right sort.
    Later,
}

impl Shift {
    /// Every one, in the order of menus, with its word.
    pub const ALL: [(Shift, &'static str); 4] =
        [(Self::Keep, "keep"), (Self::Skip, "skip"), (Self::Earlier, "earlier"), (Self::Later, "later")];

    /// The word in rules.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// Which days count as off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Off {
    /// Those off by arrangement or law.
    #[default]
    Holidays,
    /// These and every weekend that is not made up for.
    Rest,
}

/// When a column has its slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What comes again.
    pub every: Every,
    /// Which days count as off.
    pub off: Off,
    /// What happens on days off.
    pub on_off: Shift,
    /// What happens on make-up workdays.
    pub on_makeup: Shift,
}

impl From<Every> for Rule {
    fn from(every: Every) -> Rule {
        Rule { every, off: Off::Holidays, on_off: Shift::Keep, on_makeup: Shift::Keep }
    }
}

/// From when to when a rule holds, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first day; intervals are counted from it.
    pub from: NaiveDate,
    /// The last day, if there is one.
    pub until: Option<NaiveDate>,
    /// How often it comes at most, before anything is skipped or moved.
    pub times: Option<u32>,
}

impl Span {
    /// From `from` without an end.
    #[must_use]
    pub fn open(from: NaiveDate) -> Span {
        Span { from, until: None, times: None }
    }
}

/// How far a slot may be moved, in days. The longest stretch of days off so far was nine.
const FAR: u64 = 20;

/// Years that lunar days are reckoned for.
const MOONS: std::ops::RangeInclusive<i32> = 1900..=2199;

impl Rule {
    /// The slots of the days `from` to `to`, both included, in order and each day once: two that are moved onto one
    /// day are one.
    #[must_use]
    pub fn slots(&self, span: Span, from: NaiveDate, to: NaiveDate, days: &Days) -> Vec<NaiveDate> {
        let (first, last) = (ahead(from, -(FAR as i64)), ahead(to, FAR as i64));
        let until = span.until.unwrap_or(NaiveDate::MAX);
        let within = |d: &NaiveDate| (from..=to).contains(d) && (span.from..=until).contains(d);
        let moved: BTreeSet<NaiveDate> =
            self.base(span, first, last, days).into_iter().filter_map(|d| self.settle(d, days)).collect();
        moved.into_iter().filter(within).collect()
    }

    /// How many slots there are before `day`.
    #[must_use]
    pub fn count_before(&self, span: Span, day: NaiveDate, days: &Days) -> usize {
        if day <= span.from { 0 } else { self.slots(span, span.from, ahead(day, -1), days).len() }
    }

    /// The first `n` slots from `day` on, looked for in the ten years after it.
    #[must_use]
    pub fn next(&self, span: Span, day: NaiveDate, n: usize, days: &Days) -> Vec<NaiveDate> {
        let mut found = Vec::new();
        let mut from = day.max(span.from);
        for stretch in [40, 400, 3300] {
            let to = ahead(from, stretch);
            found.extend(self.slots(span, from, to, days));
            if found.len() >= n {
                break;
            }
            from = ahead(to, 1);
        }
        found.truncate(n);
        found
    }

    /// The days the rule falls on before anything is skipped or moved.
    fn base(&self, span: Span, from: NaiveDate, to: NaiveDate, days: &Days) -> Vec<NaiveDate> {
        let (from, to) = (from.max(span.from), to.min(span.until.unwrap_or(NaiveDate::MAX)));
        let Some(times) = span.times else { return self.falls(span.from, from, to, days) };
        let mut all = self.falls(span.from, span.from, to, days);
        all.truncate(times as usize);
        all.retain(|d| *d >= from);
        all
    }

    fn falls(&self, start: NaiveDate, from: NaiveDate, to: NaiveDate, days: &Days) -> Vec<NaiveDate> {
        match self.every {
            Every::Lunar(month, day) => {
                let years = (from.year() - 1).max(*MOONS.start())..=to.year().min(*MOONS.end());
                let found = years.filter_map(|year| moon(year, month, day));
                found.filter(|d| (from..=to).contains(d)).collect()
            }
            _ => from.iter_days().take_while(|d| *d <= to).filter(|d| self.falls_on(*d, start, days)).collect(),
        }
    }

    fn falls_on(&self, day: NaiveDate, start: NaiveDate, days: &Days) -> bool {
        let months = |n: u32| {
            let apart = (day.year() - start.year()) * 12 + day.month() as i32 - start.month() as i32;
            apart.rem_euclid(n.max(1) as i32) == 0
        };
        match &self.every {
            Every::Days(n) => (day - start).num_days().rem_euclid(i64::from((*n).max(1))) == 0,
            Every::Workdays => works(day, days),
            Every::Weeks(n, week) => {
                let apart = (monday(day) - monday(start)).num_days() / 7;
                week.has(day.weekday()) && apart.rem_euclid(i64::from((*n).max(1))) == 0
            }
            Every::MonthDays(n, wanted) => {
                let (from_start, from_end) = (day.day() as i8, day.day() as i8 - length(day) as i8 - 1);
                months(*n) && wanted.iter().any(|w| *w == from_start || *w == from_end)
            }
            Every::MonthWeekdays(n, wanted) => {
                let nth = (day.day0() / 7) as i8 + 1;
                let nth_last = -((length(day) - day.day()) as i8 / 7) - 1;
                let fits = |(at, weekday): &(i8, Weekday)| *weekday == day.weekday() && (*at == nth || *at == nth_last);
                months(*n) && wanted.iter().any(fits)
            }
            Every::Year(month, of) => (day.month(), day.day()) == (*month, *of),
            Every::Lunar(month, of) => {
                moon(day.year(), *month, *of) == Some(day) || moon(day.year() - 1, *month, *of) == Some(day)
            }
        }
    }

    /// Where a slot that falls on `day` goes; `None` if it falls out.
    fn settle(&self, day: NaiveDate, days: &Days) -> Option<NaiveDate> {
        let off = |d: NaiveDate| match self.off {
            Off::Holidays => days.work(d) == Some(false),
            Off::Rest => !works(d, days),
        };
        let made_up = |d: NaiveDate| days.work(d) == Some(true);
        if off(day) {
            let good = |d: NaiveDate| !off(d) && (self.on_makeup == Shift::Keep || !made_up(d));
            walk(day, self.on_off, good)
        } else if made_up(day) {
            // What does not belong on a workday goes to a day of rest.
            let good = |d: NaiveDate| !works(d, days) && (self.on_off == Shift::Keep || !off(d));
            walk(day, self.on_makeup, good)
        } else {
            Some(day)
        }
    }
}

fn walk(day: NaiveDate, shift: Shift, good: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
    let by = match shift {
        Shift::Keep => return Some(day),
        Shift::Skip => return None,
        Shift::Earlier => -1,
        Shift::Later => 1,
    };
    (1..=FAR as i64).map(|n| ahead(day, n * by)).find(|d| good(*d))
}

/// Whether people work on `day`.
fn works(day: NaiveDate, days: &Days) -> bool {
    days.work(day).unwrap_or_else(|| Week::WORK.has(day.weekday()))
}

fn monday(day: NaiveDate) -> NaiveDate {
    ahead(day, -i64::from(day.weekday().num_days_from_monday()))
}

/// `day` moved by `n` days; the same day at the ends of time.
fn ahead(day: NaiveDate, n: i64) -> NaiveDate {
    super::board::later(day, n)
}

/// Days of the month that holds `day`.
fn length(day: NaiveDate) -> u32 {
    u32::from(day.num_days_in_month())
}

/// The solar day of a lunar month and day that begins in `year`.
fn moon(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    if !MOONS.contains(&year) || !(1..=12).contains(&month) || !(1..=30).contains(&day) {
        return None;
    }
    let of = LunarMonth::from_ym(year as isize, month as isize);
    let first = of.get_first_julian_day().get_solar_day();
    let ymd = |n: isize| u32::try_from(n).ok();
    let start = NaiveDate::from_ymd_opt(
        i32::try_from(first.get_year()).ok()?,
        ymd(first.get_month() as isize)?,
        ymd(first.get_day() as isize)?,
    )?;
    Some(ahead(start, i64::from(day).min(of.get_day_count() as i64) - 1))
}

#[cfg(test)]
mod brute;
#[cfg(test)]
mod tests;
