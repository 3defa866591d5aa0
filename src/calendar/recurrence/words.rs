//! Rules in words: what people type in Chinese or English, and the one way they are kept in the file.
//!
//! `daily` `every 3 days` `workdays` `weekdays` `weekly mon,wed` `every 2 weeks fri` `monthly 1,15` `monthly last`
//! `monthly 2nd wed` `monthly last fri` `every 3 months 1` `yearly 6-18` `lunar 8-15`, then `holidays=later` or
//! `rest=earlier`, `makeup=skip`; in Chinese `每天` `每3天` `工作日` `周一至周五` `每周一三五` `隔周五` `每月1、15日` `每月最后一天`
//! `每月第2个周三` `每月最后一个周五` `每年6月18日` `农历八月十五`, then `节假日顺延` `休息日提前` `补班日跳过`.

use super::{Every, Off, Rule, Shift, WEEK, Week};
use crate::base::{Error, Result};
use chrono::Weekday;

/// The longest interval, in days, weeks or months.
const INTERVAL_MOST: u32 = 366;

const HAN_WEEK: [char; 7] = ['一', '二', '三', '四', '五', '六', '日'];
const SHIFTS: [(&str, Shift); 12] = [
    ("keep", Shift::Keep),
    ("照常", Shift::Keep),
    ("skip", Shift::Skip),
    ("跳过", Shift::Skip),
    ("跳過", Shift::Skip),
    ("停", Shift::Skip),
    ("earlier", Shift::Earlier),
    ("提前", Shift::Earlier),
    ("later", Shift::Later),
    ("顺延", Shift::Later),
    ("順延", Shift::Later),
    ("推迟", Shift::Later),
];

/// Which sort of day a shift is about.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Off(Off),
    Makeup,
}

const SORTS: [(&str, Sort); 10] = [
    ("holidays=", Sort::Off(Off::Holidays)),
    ("节假日", Sort::Off(Off::Holidays)),
    ("節假日", Sort::Off(Off::Holidays)),
    ("rest=", Sort::Off(Off::Rest)),
    ("休息日", Sort::Off(Off::Rest)),
    ("makeup=", Sort::Makeup),
    ("补班日", Sort::Makeup),
    ("補班日", Sort::Makeup),
    ("调休日", Sort::Makeup),
    ("調休日", Sort::Makeup),
];

impl Rule {
    /// Reads a rule in words.
    ///
    /// # Errors
    /// [`crate::base::Kind::User`] with examples, for what is no rule.
    pub fn parse(text: &str) -> Result<Rule> {
        let wrong = || Error::user("columns.bad_rule").with("value", text.trim()).hint("columns.rule_examples");
        let mut rule = Rule::from(Every::Days(1));
        let mut rest: Vec<&str> = Vec::new();
        let plain = folded(text);
        for word in plain.split_whitespace() {
            match policy(word) {
                Some((Sort::Off(off), shift)) => (rule.off, rule.on_off) = (off, shift),
                Some((Sort::Makeup, shift)) => rule.on_makeup = shift,
                None => rest.push(word),
            }
        }
        rule.every = han(&rest.concat()).or_else(|| latin(&rest)).ok_or_else(wrong)?;
        Ok(rule)
    }

    /// The one way it is written in the file and on the command line; [`Rule::parse`] reads it back.
    #[must_use]
    pub fn text(&self) -> String {
        let mut words = every_text(&self.every);
        if self.on_off != Shift::Keep {
            let sort = if self.off == Off::Rest { "rest" } else { "holidays" };
            words += &format!(" {sort}={}", self.on_off.word());
        }
        if self.on_makeup != Shift::Keep {
            words += &format!(" makeup={}", self.on_makeup.word());
        }
        words
    }
}

/// Full-width letters and digits as ASCII, lower case, one kind of comma.
fn folded(text: &str) -> String {
    let twin = |c: char| match c {
        '\u{FF0C}' | ';' | '\u{FF1B}' | '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '、' | '和' => ',',
        '週' => '周',
        '個' => '个',
        '號' | '号' => '日',
        '後' => '后',
        '農' => '农',
        '曆' | '历' => '历',
        '隔' => '隔',
        '臘' => '腊',
        c => c,
    };
    text.chars().map(twin).flat_map(char::to_lowercase).collect()
}

fn policy(word: &str) -> Option<(Sort, Shift)> {
    let (rest, sort) = SORTS.iter().find_map(|(name, sort)| Some((word.strip_prefix(name)?, *sort)))?;
    SHIFTS.iter().find(|(name, _)| *name == rest).map(|(_, shift)| (sort, *shift))
}

fn interval(text: &str) -> Option<u32> {
    text.parse().ok().or_else(|| numeral(text)).filter(|n| (1..=INTERVAL_MOST).contains(n))
}

/// `3`, `三`, `十五`, `廿一`, `初八`, up to 39.
fn numeral(text: &str) -> Option<u32> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let digit = |c: char| "一二三四五六七八九".chars().position(|d| d == c).map(|p| p as u32 + 1);
    let letters: Vec<char> = text.trim_start_matches('初').chars().collect();
    match letters[..] {
        ['十'] => Some(10),
        ['两'] => Some(2),
        [a] => digit(a),
        ['十', b] => Some(10 + digit(b)?),
        ['廿', b] => Some(20 + digit(b)?),
        [a, '十'] => Some(digit(a)? * 10),
        [a, '十', b] => Some(digit(a)? * 10 + digit(b)?),
        _ => None,
    }
}

fn han(text: &str) -> Option<Every> {
    match text {
        "每天" | "每日" => return Some(Every::Days(1)),
        "隔天" => return Some(Every::Days(2)),
        "工作日" | "每个工作日" | "每工作日" => return Some(Every::Workdays),
        "周一至周五" | "周一到周五" | "每周一至周五" | "每周一到周五" => {
            return Some(Every::Weeks(1, Week::WORK));
        }
        "月末" | "月底" | "每月末" | "每月底" => return Some(Every::MonthDays(1, vec![-1])),
        _ => {}
    }
    if let Some(rest) = text.strip_prefix("农历") {
        return han_moon(rest);
    }
    if let Some(rest) = text.strip_prefix("每年") {
        let (month, day) = rest.trim_end_matches('日').split_once('月')?;
        return year(numeral(month)?, numeral(day)?);
    }
    if let Some(rest) = text.strip_prefix("隔周") {
        return Some(Every::Weeks(2, han_week(rest)?));
    }
    let rest = text.strip_prefix('每').unwrap_or(text);
    let digits = rest.find(|c: char| !c.is_ascii_digit() && !"一二三四五六七八九十两".contains(c)).unwrap_or(0);
    let (n, rest) = rest.split_at(digits);
    let n = if n.is_empty() { 1 } else { interval(n)? };
    let rest = rest.trim_start_matches('个');
    match rest {
        "天" => Some(Every::Days(n)),
        _ if rest.starts_with('周') => Some(Every::Weeks(n, han_week(rest.trim_start_matches('周'))?)),
        _ => han_month(n, rest.strip_prefix('月')?.trim_start_matches('的')),
    }
}

/// `一三五`, `一、周三`
fn han_week(text: &str) -> Option<Week> {
    let day = |c: char| HAN_WEEK.iter().position(|d| *d == if c == '天' { '日' } else { c }).map(|at| WEEK[at]);
    let days: Vec<Weekday> = text.chars().filter(|c| !matches!(c, ',' | '周')).map(day).collect::<Option<_>>()?;
    (!days.is_empty()).then(|| Week::of(&days))
}

/// `1,15日`, `最后一天`, `第2个周三`, `第1,3个周一`, `最后一个周五`
fn han_month(n: u32, text: &str) -> Option<Every> {
    if text == "最后一天" {
        return Some(Every::MonthDays(n, vec![-1]));
    }
    if text.contains('周') {
        let mut weekday = None;
        let mut places = Vec::new();
        // `第1,3个周一`: a place without a weekday takes the next one's.
        for item in text.rsplit(',') {
            let (nth, named) = item.split_once('周').map_or((item, None), |(n, d)| (n, Some(d)));
            if let Some(named) = named {
                weekday = han_week(named)?.days().next();
            }
            let nth = match nth.trim_end_matches('个').trim_start_matches('第') {
                "最后一" => -1,
                t => nth_place(i8::try_from(numeral(t)?).ok()?)?,
            };
            places.push((nth, weekday?));
        }
        places.reverse();
        return Some(Every::MonthWeekdays(n, places));
    }
    let day = |t: &str| month_day(i8::try_from(numeral(t.trim_end_matches('日'))?).ok()?);
    Some(Every::MonthDays(n, text.split(',').map(day).collect::<Option<_>>()?))
}

/// `八月十五`, `正月初一`, `腊月三十`, `8-15`
fn han_moon(text: &str) -> Option<Every> {
    let (month, day) = text.trim_end_matches('日').split_once(['月', '-'])?;
    let month = match month {
        "正" => 1,
        "冬" => 11,
        "腊" => 12,
        m => numeral(m)?,
    };
    moon(month, numeral(day)?)
}

fn latin(words: &[&str]) -> Option<Every> {
    match words {
        ["daily"] | ["every", "day"] => Some(Every::Days(1)),
        ["every", n, "days"] => Some(Every::Days(interval(n)?)),
        ["workdays" | "workday"] | ["every", "workday"] => Some(Every::Workdays),
        ["weekdays"] => Some(Every::Weeks(1, Week::WORK)),
        ["every", n, "weeks", days] => Some(Every::Weeks(interval(n)?, latin_week(days)?)),
        ["monthly", rest @ ..] => latin_month(1, &rest.join(" ")),
        ["every", n, "months", rest @ ..] => latin_month(interval(n)?, &rest.join(" ")),
        ["yearly", date] => month_and_day(date).and_then(|(m, d)| year(m, d)),
        ["lunar", date] => month_and_day(date).and_then(|(m, d)| moon(m, d)),
        ["weekly", days] | [days] => Some(Every::Weeks(1, latin_week(days)?)),
        _ => None,
    }
}

fn latin_week(text: &str) -> Option<Week> {
    let days: Vec<Weekday> = text.split(',').map(|d| d.parse().ok()).collect::<Option<_>>()?;
    Some(Week::of(&days))
}

/// `1,15`, `last`, `2nd wed`, `1st,3rd mon`, `last fri`
fn latin_month(n: u32, text: &str) -> Option<Every> {
    if !text.contains(' ') {
        let day = |t: &str| if t == "last" { Some(-1) } else { month_day(t.parse().ok()?) };
        return Some(Every::MonthDays(n, text.split(',').map(day).collect::<Option<_>>()?));
    }
    let mut weekday = None;
    let mut places = Vec::new();
    for item in text.rsplit(',') {
        let (nth, named) = item.trim().split_once(' ').map_or((item.trim(), None), |(n, d)| (n, Some(d)));
        if let Some(named) = named {
            weekday = Some(named.parse().ok()?);
        }
        places.push((ordinal(nth)?, weekday?));
    }
    places.reverse();
    Some(Every::MonthWeekdays(n, places))
}

/// `1st`, `last`, `-2`
fn ordinal(text: &str) -> Option<i8> {
    match text {
        "last" => Some(-1),
        _ => nth_place(text.trim_end_matches(|c: char| c.is_ascii_lowercase()).parse().ok()?),
    }
}

fn nth_place(n: i8) -> Option<i8> {
    (n != 0 && n.abs() <= 5).then_some(n)
}

fn month_day(n: i8) -> Option<i8> {
    (n != 0 && n.abs() <= 31).then_some(n)
}

fn month_and_day(text: &str) -> Option<(u32, u32)> {
    let (month, day) = text.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

/// A month and day that exist, if only in leap years.
pub(super) fn year(month: u32, day: u32) -> Option<Every> {
    chrono::NaiveDate::from_ymd_opt(2024, month, day).map(|_| Every::Year(month, day))
}

fn moon(month: u32, day: u32) -> Option<Every> {
    ((1..=12).contains(&month) && (1..=30).contains(&day)).then_some(Every::Lunar(month, day))
}

fn every_text(every: &Every) -> String {
    let week = |week: &Week| week.days().map(|d| d.to_string().to_lowercase()).collect::<Vec<_>>().join(",");
    let day = |d: &i8| if *d == -1 { "last".to_owned() } else { d.to_string() };
    let places = |places: &[(i8, Weekday)]| {
        let one = |(n, d): &(i8, Weekday)| format!("{} {}", nth(*n), d.to_string().to_lowercase());
        places.iter().map(one).collect::<Vec<_>>().join(",")
    };
    let list = |days: &[i8]| days.iter().map(day).collect::<Vec<_>>().join(",");
    match every {
        Every::Days(1) => "daily".into(),
        Every::Days(n) => format!("every {n} days"),
        Every::Workdays => "workdays".into(),
        Every::Weeks(1, Week::WORK) => "weekdays".into(),
        Every::Weeks(1, days) => format!("weekly {}", week(days)),
        Every::Weeks(n, days) => format!("every {n} weeks {}", week(days)),
        Every::MonthDays(1, days) => format!("monthly {}", list(days)),
        Every::MonthDays(n, days) => format!("every {n} months {}", list(days)),
        Every::MonthWeekdays(1, days) => format!("monthly {}", places(days)),
        Every::MonthWeekdays(n, days) => format!("every {n} months {}", places(days)),
        Every::Year(month, day) => format!("yearly {month}-{day}"),
        Every::Lunar(month, day) => format!("lunar {month}-{day}"),
    }
}

fn nth(n: i8) -> String {
    match n {
        -1 => "last".into(),
        1 => "1st".into(),
        2 => "2nd".into(),
        3 => "3rd".into(),
        4 | 5 => format!("{n}th"),
        _ => n.to_string(),
    }
}
