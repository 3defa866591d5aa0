//! What a day is in China, offline: days off and make-up workdays (调休), festivals by the lunar calendar, the 24
//! solar terms, shopping days. Lunar days, terms and the State Council's yearly arrangements come from tyme4rs
//! (checked against NateScarlet/holiday-cn, 2007 to 2026); a later year's arrangement, announced each November, may
//! be laid over them. A year without one has the days off that the law of 2024 gives every year.

use crate::base::{Error, Result};
use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use tyme4rs::tyme::Tyme;
use tyme4rs::tyme::holiday::LEGAL_HOLIDAY_DATA;
use tyme4rs::tyme::lunar::LunarMonth;
use tyme4rs::tyme::solar::{SolarDay, SolarTerm};

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
const LUNAR: &[(isize, usize, &str, bool)] = &[
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

/// Days of one year as holiday-cn (and State Council notices put into its form) writes them.
#[derive(Debug, Deserialize)]
struct Arrangement {
    year: i32,
    days: Vec<Arranged>,
}

/// One day of an arrangement.
#[derive(Debug, Deserialize)]
struct Arranged {
    name: String,
    date: NaiveDate,
    #[serde(rename = "isOffDay")]
    is_off: bool,
}

type Month = [DayMark; 31];

/// The arrangement of a month: day and whether it is off; `None` in a year without one.
type Legal = Option<BTreeMap<u32, bool>>;

/// The days, with arrangements laid over the built-in ones. Months are worked out when first asked for.
#[derive(Debug, Default)]
pub struct Days {
    over: BTreeMap<NaiveDate, (bool, String)>,
    arranged: Vec<i32>,
    months: RefCell<BTreeMap<(i32, u32), Box<Month>>>,
    /// Where the moon stands on the first day of a month, known from the month before.
    moon: RefCell<Option<((i32, u32), Moon)>>,
    legal: RefCell<BTreeMap<(i32, u32), Legal>>,
}

impl Days {
    /// Lays the arrangement of a year over the built-in days: a holiday-cn file, `{"year": 2027, "days": [{"name":
    /// "元旦", "date": "2027-01-01", "isOffDay": true}, ...]}`. Returns how many days it names.
    ///
    /// # Errors
    /// [`crate::base::Kind::User`] when the text is no such file.
    pub fn lay(&mut self, json: &str) -> Result<usize> {
        let read: Arrangement =
            serde_json::from_str(json).map_err(|e| Error::user("calendar.bad_days").with("cause", &e).because(&e))?;
        let count = read.days.len();
        if count > 0 {
            self.arranged.push(read.year);
        }
        self.over.extend(read.days.into_iter().map(|d| (d.date, (d.is_off, d.name))));
        self.months.get_mut().clear();
        Ok(count)
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
        if let Some((off, _)) = self.over.get(&day) {
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
        let known = self.moon.take().filter(|(at, _)| *at == (year, month)).map(|(_, moon)| moon);
        let (law, after) = name_days(year, month, known, &mut marks);
        let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        *self.moon.borrow_mut() = after.map(|moon| (next, moon));
        let arranged = legal(year, month);
        let settled = arranged.is_some() || self.arranged.contains(&year);
        for (mark, day) in marks.iter_mut().zip(1..) {
            let Some(date) = NaiveDate::from_ymd_opt(year, month, day) else { break };
            let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
            let laid = self.over.get(&date).map(|(off, _)| *off);
            let built_in = arranged.as_ref().and_then(|a| a.get(&day).copied());
            let by_law = (!settled && law.contains(&day)).then_some(true);
            let off = laid.or(built_in).or(by_law);
            mark.holiday = off == Some(true);
            mark.workday = off == Some(false) && weekend;
            mark.rest = mark.holiday || weekend && !mark.workday;
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

/// The day of the moon's month that a day is.
#[derive(Debug, Clone)]
struct Moon {
    month: LunarMonth,
    day: usize,
    /// Days of that month.
    length: usize,
}

impl Moon {
    /// On the first day of a month. Costs more than all else there is about a month.
    fn on_the_first(year: i32, month: u32) -> Moon {
        let day = SolarDay::from_ymd(year as isize, month as usize, 1).get_lunar_day();
        let month = day.get_lunar_month();
        Moon { length: month.get_day_count(), day: day.get_day(), month }
    }
}

/// Names the days of a month (a festival comes before a shopping day, that before a term; 清明 is both) and returns
/// those that are off by law. `moon` is where it stands on the first, if known; it comes back for the next month.
fn name_days(year: i32, month: u32, moon: Option<Moon>, marks: &mut Month) -> (Vec<u32>, Option<Moon>) {
    let mut law: Vec<u32> = BY_LAW.iter().filter(|(m, _)| *m == month).map(|(_, d)| *d).collect();
    let mut set = |day: u32, key: &'static str, class: Class| {
        if let Some(mark) = marks.get_mut(day as usize - 1).filter(|m| m.name.is_none() && !key.is_empty()) {
            (mark.name, mark.class) = (Some(Cow::Borrowed(key)), class);
        }
    };
    // tyme4rs panics on years it cannot reckon with.
    let covered = (1900..=2200).contains(&year);
    let mut after = None;
    if covered {
        let (days, moon) = lunar_days(year, month, moon.unwrap_or_else(|| Moon::on_the_first(year, month)));
        for (day, key, off) in days {
            set(day, key, Class::Festival);
            law.extend(off.then_some(day));
        }
        after = Some(moon);
    }
    for (_, day, key, class) in FIXED.iter().filter(|(m, ..)| *m == month) {
        set(*day, key, *class);
    }
    for (_, weekday, n, key) in NTH.iter().filter(|(m, ..)| *m == month) {
        if let Some(date) = NaiveDate::from_weekday_of_month_opt(year, month, *weekday, *n) {
            set(date.day(), key, Class::Festival);
        }
    }
    for place in if covered { month as usize * 2 - 2..month as usize * 2 } else { 0..0 } {
        let day = SolarTerm::from_index(year as isize, place as isize + 1).get_solar_day().get_day() as u32;
        let clear = place == QINGMING;
        set(day, TERMS[place], if clear { Class::Festival } else { Class::Term });
        law.extend(clear.then_some(day));
    }
    (law, after)
}

/// A lunar festival: the day of the solar month, its key, whether off by law.
type Festival = (u32, &'static str, bool);

/// The lunar festivals of a solar month, and where the moon stands after it. `moon` is where it stands on the first; the
/// other days follow by counting.
fn lunar_days(year: i32, month: u32, mut moon: Moon) -> (Vec<Festival>, Moon) {
    let mut found = Vec::new();
    for day in (1..=31).take_while(|d| NaiveDate::from_ymd_opt(year, month, *d).is_some()) {
        let of_moon = moon.month.get_month_with_leap();
        if let Some((.., key, off)) = LUNAR.iter().find(|(m, d, ..)| (*m, *d) == (of_moon, moon.day)) {
            found.push((day, *key, *off));
        } else if of_moon == 12 && moon.day == moon.length {
            found.push((day, EVE, true));
        }
        moon.day += 1;
        if moon.day > moon.length {
            let month = moon.month.next(1);
            moon = Moon { length: month.get_day_count(), day: 1, month };
        }
    }
    (found, moon)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn words(mark: &DayMark) -> String {
        let lang = crate::base::Lang::load(crate::base::Language::Hans);
        let flag = |on, word: &str| if on { word.to_owned() } else { String::new() };
        let name = mark.name.as_deref().map(|n| lang.text(n).to_owned()).unwrap_or_default();
        name + &flag(mark.holiday, "假") + &flag(mark.rest && !mark.holiday, "休") + &flag(mark.workday, "班")
    }

    #[test]
    fn what_people_work_is_what_the_marks_say() {
        let mut days = Days::default();
        days.lay(r#"{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true},
            {"name": "元旦", "date": "2027-01-03", "isOffDay": false}, {"name": "元旦", "date": "2027-01-05", "isOffDay": false}]}"#)
            .unwrap();
        for day in self::day("2013-01-01").iter_days().take(365 * 17) {
            let mark = days.mark(day);
            let want = if mark.workday { Some(true) } else { mark.holiday.then_some(false) };
            assert_eq!(days.work(day), want, "{day}");
        }
        assert_eq!(
            ["2026-10-10", "2026-10-01", "2026-10-11"].map(|d| days.work(self::day(d))),
            [Some(true), Some(false), None]
        );
    }

    #[test]
    fn days_are_what_the_state_council_and_the_moon_say() {
        let days = Days::default();
        for (date, want) in [
            ("2026-10-10", "班"),
            ("2026-10-11", "休"),
            ("2026-10-12", ""),
            ("2026-10-18", "重阳休"),
            ("2026-10-23", "霜降"),
            ("2026-10-01", "国庆假"),
            ("2026-10-05", "假"),
            ("2026-09-20", "班"),
            ("2026-09-25", "中秋假"),
            ("2026-11-11", "双11"),
            ("2026-06-18", "618"),
            ("2026-02-16", "除夕假"),
            ("2026-02-17", "春节假"),
            ("2026-04-05", "清明假"),
            ("2026-05-10", "母亲节休"),
            ("2025-10-06", "中秋假"),
            ("2025-06-25", ""),
            ("2024-02-10", "春节假"),
            ("2023-01-28", "班"),
            ("2020-01-24", "除夕假"),
            ("2013-10-12", "班"),
            ("2012-05-02", ""),
            ("2007-02-18", "春节假"),
        ] {
            assert_eq!(words(&days.mark(day(date))), want, "{date}");
            assert_eq!(mark(day(date)), days.mark(day(date)));
        }
    }

    #[test]
    fn a_year_without_arrangement_has_its_days_by_law_only() {
        let days = Days::default();
        let of_2027 = |m: u32| {
            let first = NaiveDate::from_ymd_opt(2027, m, 1).unwrap();
            let marks = first.iter_days().take_while(move |d| d.month() == m);
            marks.map(|d| (d.day(), days.mark(d))).collect::<Vec<_>>()
        };
        let off: Vec<(u32, u32)> = (1..=12)
            .flat_map(|m| of_2027(m).into_iter().filter(|(_, mark)| mark.holiday).map(move |(d, _)| (m, d)))
            .collect();
        let law = [
            (1, 1),
            (2, 5),
            (2, 6),
            (2, 7),
            (2, 8),
            (4, 5),
            (5, 1),
            (5, 2),
            (6, 9),
            (9, 15),
            (10, 1),
            (10, 2),
            (10, 3),
        ];
        assert_eq!(off, law, "1 + 4 + 1 + 2 + 1 + 1 + 3 = 13 days");
        assert!((1..=12).all(|m| of_2027(m).iter().all(|(_, mark)| !mark.workday)), "nobody knows the make-up days");
    }

    #[test]
    fn an_arrangement_is_laid_over() {
        let mut days = Days::default();
        assert!(!days.mark(day("2027-02-14")).workday);
        let json = r#"{"year": 2027, "papers": [], "days": [
            {"name": "春节", "date": "2027-02-05", "isOffDay": true},
            {"name": "春节", "date": "2027-02-14", "isOffDay": false}]}"#;
        assert_eq!(days.lay(json).unwrap(), 2);
        assert_eq!(words(&days.mark(day("2027-02-05"))), "除夕假");
        assert_eq!(words(&days.mark(day("2027-02-14"))), "情人节班");
        assert_eq!(words(&days.mark(day("2027-02-08"))), "", "the arrangement is the whole truth of its year");
        assert_eq!(days.lay(r#"{"year": 2028, "days": []}"#).unwrap(), 0);
        assert!(days.mark(day("2028-01-01")).holiday, "an empty file settles nothing");
        assert_eq!(days.lay("[]").unwrap_err().says.key, "calendar.bad_days");
    }

    #[test]
    fn the_next_of_each_sort_comes_first() {
        let days = Days::default();
        let lang = crate::base::Lang::load(crate::base::Language::Hans);
        let words = |n| -> Vec<(String, String)> {
            let ahead = days.ahead(day("2026-10-10"), n);
            ahead
                .iter()
                .map(|(d, m)| (lang.text(m.name.as_deref().unwrap()).to_owned(), d.to_string()[5..].to_owned()))
                .collect()
        };
        let pair = |name: &str, date: &str| (name.to_owned(), date.to_owned());
        assert_eq!(words(3), [pair("重阳", "10-18"), pair("霜降", "10-23"), pair("双11", "11-11")]);
        assert_eq!(words(1), [pair("重阳", "10-18")]);
        assert_eq!(words(4).len(), 4);
        assert!(days.ahead(day("2026-10-10"), 99).windows(2).all(|w| w[0].0 <= w[1].0));
    }

    #[test]
    fn every_name_is_in_the_catalogue() {
        let lang = crate::base::Lang::load(crate::base::Language::En);
        let fixed = FIXED.iter().map(|(_, _, key, _)| *key).chain(NTH.iter().map(|(.., key)| *key));
        let lunar = LUNAR.iter().map(|(_, _, key, _)| *key).filter(|k| !k.is_empty());
        for key in fixed.chain(lunar).chain(TERMS).chain([EVE]) {
            assert!(lang.has(key), "{key}");
        }
    }

    #[test]
    fn far_years_have_no_moon_and_do_not_panic() {
        for year in [-5, 0, 1, 1899, 2201, 9999, 20_000] {
            for month in 1..=12 {
                let _ = mark(NaiveDate::from_ymd_opt(year, month, 1).unwrap());
            }
        }
        let first = NaiveDate::from_ymd_opt(1950, 1, 1).unwrap();
        let days = Days::default();
        let springs =
            first.iter_days().take(365 * 100).filter(|d| days.mark(*d).name.as_deref() == Some("calendar.day_spring"));
        let years: Vec<i32> = springs.map(|d| d.year()).collect();
        assert_eq!(years, (1950..2050).collect::<Vec<_>>(), "one a year");
    }

    /// Days off and make-up workdays of a year, from the notices of the State Council as NateScarlet/holiday-cn (MIT)
    /// has them.
    struct Notice {
        year: i32,
        off: &'static [(&'static str, &'static str)],
        work: &'static [&'static str],
    }

    const NOTICES: &[Notice] = &[
        Notice {
            year: 2024,
            off: &[
                ("01-01", "01-01"),
                ("02-10", "02-17"),
                ("04-04", "04-06"),
                ("05-01", "05-05"),
                ("06-10", "06-10"),
                ("09-15", "09-17"),
                ("10-01", "10-07"),
            ],
            work: &["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"],
        },
        Notice {
            year: 2025,
            off: &[
                ("01-01", "01-01"),
                ("01-28", "02-04"),
                ("04-04", "04-06"),
                ("05-01", "05-05"),
                ("05-31", "06-02"),
                ("10-01", "10-08"),
            ],
            work: &["01-26", "02-08", "04-27", "09-28", "10-11"],
        },
        Notice {
            year: 2026,
            off: &[
                ("01-01", "01-03"),
                ("02-15", "02-23"),
                ("04-04", "04-06"),
                ("05-01", "05-05"),
                ("06-19", "06-21"),
                ("09-25", "09-27"),
                ("10-01", "10-07"),
            ],
            work: &["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
        },
    ];

    fn in_year(year: i32, days: &Days, wanted: impl Fn(&DayMark) -> bool) -> Vec<String> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let all = first.iter_days().take_while(|d| d.year() == year);
        all.filter(|d| wanted(&days.mark(*d))).map(|d| d.format("%m-%d").to_string()).collect()
    }

    #[test]
    fn whole_years_are_as_announced() {
        let days = Days::default();
        for Notice { year, off, work } in NOTICES {
            assert_eq!(in_year(*year, &days, |m| m.workday), *work, "{year}");
            let announced = |date: &str| off.iter().any(|(from, to)| *from <= date && date <= *to);
            // A weekend beside a holiday is off anyhow; the notices do not always name it.
            for date in in_year(*year, &days, |m| m.holiday) {
                let weekend = day(&format!("{year}-{date}")).weekday().num_days_from_monday() > 4;
                assert!(announced(&date) || weekend, "{year}-{date}");
            }
            let first = NaiveDate::from_ymd_opt(*year, 1, 1).unwrap();
            for date in first.iter_days().take_while(|d| d.year() == *year) {
                if announced(&date.format("%m-%d").to_string()) {
                    assert!(days.mark(date).rest, "{date}");
                }
            }
        }
    }

    /// Terms and lunar festivals of two coming years, from an almanac other than tyme4rs.
    const ALMANAC: &[(&str, &str)] = &[
        ("2027-01-05", "小寒"),
        ("2027-01-15", "腊八"),
        ("2027-02-04", "立春"),
        ("2027-02-05", "除夕"),
        ("2027-02-06", "春节"),
        ("2027-02-20", "元宵"),
        ("2027-03-06", "惊蛰"),
        ("2027-03-21", "春分"),
        ("2027-04-05", "清明"),
        ("2027-05-06", "立夏"),
        ("2027-06-06", "芒种"),
        ("2027-06-09", "端午"),
        ("2027-07-23", "大暑"),
        ("2027-08-08", "七夕"),
        ("2027-08-16", "中元"),
        ("2027-09-15", "中秋"),
        ("2027-09-23", "秋分"),
        ("2027-10-08", "重阳"),
        ("2027-11-07", "立冬"),
        ("2027-12-22", "冬至"),
        ("2028-01-04", "腊八"),
        ("2028-01-25", "除夕"),
        ("2028-01-26", "春节"),
        ("2028-02-09", "元宵"),
        ("2028-04-04", "清明"),
        ("2028-05-28", "端午"),
        ("2028-06-21", "夏至"),
        ("2028-08-26", "七夕"),
        ("2028-09-03", "中元"),
        ("2028-10-03", "中秋"),
        ("2028-10-08", "寒露"),
        ("2028-10-26", "重阳"),
        ("2028-12-21", "冬至"),
    ];

    #[test]
    fn coming_years_agree_with_an_almanac() {
        let days = Days::default();
        let lang = crate::base::Lang::load(crate::base::Language::Hans);
        for (date, name) in ALMANAC {
            assert_eq!(days.mark(day(date)).name.map(|n| lang.text(&n).to_owned()).as_deref(), Some(*name), "{date}");
        }
    }

    #[test]
    fn every_year_has_each_festival_once_and_most_terms() {
        let days = Days::default();
        for year in 2000..2060 {
            let named = |key: &str| in_year(year, &days, |m| m.name.as_deref() == Some(key)).len();
            for (.., key, _) in LUNAR.iter().filter(|(m, _, key, _)| *m < 12 && !key.is_empty()) {
                assert_eq!(named(key), 1, "{year} {key}");
            }
            // A term that falls on a festival or a shopping day gives way; few do.
            assert!(TERMS.iter().map(|t| named(t)).sum::<usize>() >= 18, "{year}");
        }
    }

    #[test]
    fn a_day_is_never_both_off_and_made_up_for() {
        let days = Days::default();
        for date in day("2007-01-01").iter_days().take_while(|d| d.year() < 2030) {
            let mark = days.mark(date);
            assert!(!(mark.rest && mark.workday), "{date}");
            assert!(mark.rest || !mark.holiday, "{date}");
        }
    }
}
