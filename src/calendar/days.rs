//! What a day is in China, offline: days off and make-up workdays (调休), festivals by the lunar calendar, the 24
//! solar terms, shopping days. Lunar days and terms stand in `almanac`; the State Council's yearly arrangements come
//! from tyme4rs (checked against NateScarlet/holiday-cn, 2007 to 2026); a later year's arrangement, announced each
//! November, may be laid over them. A year without one has the days off that the law of 2024 gives every year.

mod almanac;
pub mod file;
mod notice;

use crate::base::Result;
use almanac::Moon;
use chrono::{Datelike, NaiveDate, Weekday};
use file::{Named, Said};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use tyme4rs::tyme::holiday::LEGAL_HOLIDAY_DATA;

/// What a day is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayMark {
    /// Nobody has to work: a weekend that is not made up for, or a holiday.
    pub rest: bool,
    /// Off by arrangement or law, not only by being a weekend.
    pub holiday: bool,
    /// A weekend day on which people work (调休上班).
    pub workday: bool,
    /// What day it is: a catalogue key, or the text itself for days that were added (`Lang::text` shows both).
    pub name: Option<Cow<'static, str>>,
    /// What sort of day the name is.
    pub class: Class,
}

/// What sort of day a name stands for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A festival or anniversary.
    #[default]
    Festival,
    /// One of the 24 solar terms.
    Term,
    /// A shopping day.
    Sale,
}

/// Festivals and shopping days on a fixed date: month, day, key, class. The earlier row names a day that has two.
const FIXED: &[(u32, u32, &str, Class)] = &[
    (1, 1, "calendar.day_new_year", Class::Festival),
    (2, 14, "calendar.day_valentine", Class::Festival),
    (3, 8, "calendar.day_women", Class::Festival),
    (3, 12, "calendar.day_trees", Class::Festival),
    (3, 15, "calendar.day_consumers", Class::Festival),
    (5, 1, "calendar.day_labour", Class::Festival),
    (5, 4, "calendar.day_youth", Class::Festival),
    (5, 20, "calendar.day_520", Class::Sale),
    (6, 1, "calendar.day_children", Class::Festival),
    (6, 18, "calendar.day_618", Class::Sale),
    (7, 1, "calendar.day_party", Class::Festival),
    (8, 1, "calendar.day_army", Class::Festival),
    (9, 9, "calendar.day_99", Class::Sale),
    (9, 10, "calendar.day_teachers", Class::Festival),
    (10, 1, "calendar.day_national", Class::Festival),
    (10, 31, "calendar.day_halloween", Class::Festival),
    (11, 11, "calendar.day_1111", Class::Sale),
    (12, 12, "calendar.day_1212", Class::Sale),
    (12, 24, "calendar.day_christmas_eve", Class::Festival),
    (12, 25, "calendar.day_christmas", Class::Festival),
];

/// Festivals on the nth weekday of a month: month, weekday, n, key.
const NTH: &[(u32, Weekday, u8, &str)] =
    &[(5, Weekday::Sun, 2, "calendar.day_mothers"), (6, Weekday::Sun, 3, "calendar.day_fathers")];

/// Festivals on a lunar date (GB/T 33661-2017): month, day, key, whether the law gives the day off. New Year's Eve is
/// the last day of the twelfth month; the second and third of the first month are off and have no name.
const LUNAR: &[(i32, u32, &str, bool)] = &[
    (1, 1, "calendar.day_spring", true),
    (1, 2, "", true),
    (1, 3, "", true),
    (1, 15, "calendar.day_lantern", false),
    (2, 2, "calendar.day_dragon", false),
    (5, 5, "calendar.day_duanwu", true),
    (7, 7, "calendar.day_qixi", false),
    (7, 15, "calendar.day_zhongyuan", false),
    (8, 15, "calendar.day_midautumn", true),
    (9, 9, "calendar.day_chongyang", false),
    (12, 8, "calendar.day_laba", false),
];
const EVE: &str = "calendar.day_eve";

/// The terms from 小寒 on, two a month.
const TERMS: [&str; 24] = [
    "calendar.term_xiaohan",
    "calendar.term_dahan",
    "calendar.term_lichun",
    "calendar.term_yushui",
    "calendar.term_jingzhe",
    "calendar.term_chunfen",
    "calendar.term_qingming",
    "calendar.term_guyu",
    "calendar.term_lixia",
    "calendar.term_xiaoman",
    "calendar.term_mangzhong",
    "calendar.term_xiazhi",
    "calendar.term_xiaoshu",
    "calendar.term_dashu",
    "calendar.term_liqiu",
    "calendar.term_chushu",
    "calendar.term_bailu",
    "calendar.term_qiufen",
    "calendar.term_hanlu",
    "calendar.term_shuangjiang",
    "calendar.term_lidong",
    "calendar.term_xiaoxue",
    "calendar.term_daxue",
    "calendar.term_dongzhi",
];
const QINGMING: usize = 6;

/// Solar dates off every year by the law of 2024 on holidays (国务院令第795号). With 清明 and the lunar ones these
/// are the 13 days off of a year without an arrangement.
const BY_LAW: &[(u32, u32)] = &[(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)];

/// Make-up workdays that tyme4rs 1.5.0 lacks (holiday-cn has them).
const MISSING: &[(i32, u32, u32)] = &[(2013, 4, 7), (2013, 10, 12)];

type Month = [DayMark; 31];

/// The arrangement of a month: day and whether it is off; `None` in a year without one.
type Legal = Option<BTreeMap<u32, bool>>;

/// The days, with arrangements laid over the built-in ones. Months are worked out when first asked for.
#[derive(Debug, Default)]
pub struct Days {
    over: BTreeMap<NaiveDate, bool>,
    arranged: Vec<i32>,
    names: Vec<Named>,
    months: RefCell<BTreeMap<(i32, u32), Box<Month>>>,
    legal: RefCell<BTreeMap<(i32, u32), Legal>>,
}

impl Days {
    /// Lays the arrangement of a year over the built-in days: a holiday-cn file, `{"year": 2027, "days": [{"name":
    /// "元旦", "date": "2027-01-01", "isOffDay": true}, ...]}`. Returns how many days it names.
    ///
    /// # Errors
    /// [`crate::base::Kind::User`] when the text is no such file.
    pub fn lay(&mut self, json: &str) -> Result<usize> {
        let read = file::of_json(json)?;
        self.add(&read);
        Ok(read.days.len())
    }

    /// Lays what a file says over the built-in days.
    pub fn add(&mut self, said: &Said) {
        self.arranged.extend(said.arranges());
        self.over.extend(said.days.iter().map(|d| (d.date, d.is_off)));
        self.names.extend(said.names.iter().cloned());
        self.months.get_mut().clear();
    }

    /// Whether the State Council's arrangement of `year` is known.
    #[must_use]
    pub fn is_arranged(&self, year: i32) -> bool {
        self.arranged.contains(&year) || legal(year, 1).is_some()
    }

    /// What `day` is. A month costs well under a millisecond the first time and nothing after.
    #[must_use]
    pub fn mark(&self, day: NaiveDate) -> DayMark {
        let key = (day.year(), day.month());
        let place = day.day0() as usize;
        if let Some(month) = self.months.borrow().get(&key) {
            return month[place].clone();
        }
        let month = Box::new(self.month(key.0, key.1));
        let mark = month[place].clone();
        self.months.borrow_mut().insert(key, month);
        mark
    }

    /// Whether people work on `day` against its weekday: `Some(true)` on a weekend that is made up for, `Some(false)` on
    /// a day off by arrangement or law, `None` on all others. Reckons no moon where the year has its arrangement.
    #[must_use]
    pub fn work(&self, day: NaiveDate) -> Option<bool> {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let against = |off: bool| if off { Some(false) } else { weekend.then_some(true) };
        if let Some(off) = self.over.get(&day) {
            return against(*off);
        }
        let mut known = self.legal.borrow_mut();
        let month = known.entry((day.year(), day.month())).or_insert_with(|| legal(day.year(), day.month()));
        match month {
            Some(month) => month.get(&day.day()).and_then(|off| against(*off)),
            None if self.arranged.contains(&day.year()) => None,
            None => self.mark(day).holiday.then_some(false),
        }
    }

    /// The nearest `n` of what comes after `today`: first the next festival, term and shopping day, then what
    /// follows them, within 60 days and in order of days.
    #[must_use]
    pub fn ahead(&self, today: NaiveDate, n: usize) -> Vec<(NaiveDate, DayMark)> {
        let mut found: Vec<(usize, NaiveDate, DayMark)> = Vec::new();
        let mut seen = [0usize; 3];
        for day in today.iter_days().skip(1).take(60) {
            let mark = self.mark(day);
            if mark.name.is_some() {
                let nth = &mut seen[mark.class as usize];
                *nth += 1;
                found.push((*nth, day, mark));
                if seen.iter().sum::<usize>() >= n && seen.iter().all(|s| *s > 0) {
                    break;
                }
            }
        }
        found.sort_by_key(|(nth, day, _)| (*nth, *day));
        found.truncate(n);
        found.sort_by_key(|(_, day, _)| *day);
        found.into_iter().map(|(_, day, mark)| (day, mark)).collect()
    }

    fn month(&self, year: i32, month: u32) -> Month {
        let mut marks: Month = std::array::from_fn(|_| DayMark::default());
        let law = name_days(year, month, &mut marks);
        let arranged = legal(year, month);
        let settled = arranged.is_some() || self.arranged.contains(&year);
        for (mark, day) in marks.iter_mut().zip(1..) {
            let Some(date) = NaiveDate::from_ymd_opt(year, month, day) else { break };
            let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
            let laid = self.over.get(&date).copied();
            let built_in = arranged.as_ref().and_then(|a| a.get(&day).copied());
            let by_law = (!settled && law.contains(&day)).then_some(true);
            let off = laid.or(built_in).or(by_law);
            mark.holiday = off == Some(true);
            mark.workday = off == Some(false) && weekend;
            mark.rest = mark.holiday || weekend && !mark.workday;
            if let Some(own) = self.names.iter().find(|n| n.is_on(date)) {
                (mark.name, mark.class) = (Some(Cow::Owned(own.name.clone())), own.class());
            }
        }
        marks
    }
}

/// What `day` is by the built-in tables alone.
#[must_use]
pub fn mark(day: NaiveDate) -> DayMark {
    Days::default().mark(day)
}

/// The arrangement of a month as tyme4rs has it: day and whether it is off; `None` for a year without one. Its data
/// are rows of 13 characters, `YYYYMMDD`, 1 for off, the holiday's number and the way to its own day. (Its own
/// look-up compiles a regular expression a day.)
fn legal(year: i32, month: u32) -> Legal {
    let (of_year, of_month) = (format!("{year:04}"), format!("{year:04}{month:02}"));
    let mut rows =
        LEGAL_HOLIDAY_DATA.as_bytes().chunks_exact(13).filter(|r| r.starts_with(of_year.as_bytes())).peekable();
    // The first years have a few stray days only.
    if year < 2002 || rows.peek().is_none() {
        return None;
    }
    let digit = |b: u8| u32::from(b.wrapping_sub(b'0'));
    let mut found: BTreeMap<u32, bool> = rows
        .filter(|r| r.starts_with(of_month.as_bytes()))
        .map(|r| (digit(r[6]) * 10 + digit(r[7]), r[8] == b'1'))
        .collect();
    found.extend(MISSING.iter().filter(|(y, m, _)| (*y, *m) == (year, month)).map(|(.., d)| (*d, false)));
    Some(found)
}

/// Names the days of a month (a festival comes before a shopping day, that before a term; 清明 is both) and returns
/// those that are off by law.
fn name_days(year: i32, month: u32, marks: &mut Month) -> Vec<u32> {
    let mut law: Vec<u32> = BY_LAW.iter().filter(|(m, _)| *m == month).map(|(_, d)| *d).collect();
    let mut set = |day: u32, key: &'static str, class: Class| {
        if let Some(mark) = marks.get_mut(day as usize - 1).filter(|m| m.name.is_none() && !key.is_empty()) {
            (mark.name, mark.class) = (Some(Cow::Borrowed(key)), class);
        }
    };
    for (day, key, off) in lunar_days(year, month) {
        set(day, key, Class::Festival);
        law.extend(off.then_some(day));
    }
    for (_, day, key, class) in FIXED.iter().filter(|(m, ..)| *m == month) {
        set(*day, key, *class);
    }
    for (_, weekday, n, key) in NTH.iter().filter(|(m, ..)| *m == month) {
        if let Some(date) = NaiveDate::from_weekday_of_month_opt(year, month, *weekday, *n) {
            set(date.day(), key, Class::Festival);
        }
    }
    for (place, key) in TERMS.iter().enumerate().skip(month as usize * 2 - 2).take(2) {
        let Some(day) = almanac::term(year, place) else { break };
        let clear = place == QINGMING;
        set(day, key, if clear { Class::Festival } else { Class::Term });
        law.extend(clear.then_some(day));
    }
    law
}

/// A lunar festival: the day of the solar month, its key, whether off by law.
type Festival = (u32, &'static str, bool);

/// The lunar festivals of a solar month.
fn lunar_days(year: i32, month: u32) -> Vec<Festival> {
    let Some(first) = NaiveDate::from_ymd_opt(year, month, 1) else { return Vec::new() };
    let Some(mut moon) = Moon::on(first) else { return Vec::new() };
    let mut found = Vec::new();
    for day in first.iter_days().take_while(|d| d.month() == month) {
        let of_moon = moon.month();
        if let Some((.., key, off)) = LUNAR.iter().find(|(m, d, ..)| (*m, *d) == (of_moon, moon.day)) {
            found.push((day.day(), *key, *off));
        } else if of_moon == 12 && moon.day == moon.length() {
            found.push((day.day(), EVE, true));
        }
        moon = moon.next();
    }
    found
}

#[cfg(test)]
mod tests;
