//! Days as files: a year's arrangement as holiday-cn writes it, the State Council's notice as it is published, or
//! lines that people keep by hand:
//!
//! ```text
//! 2027-02-05..2027-02-11 off 春节
//! 2027-02-14 work 春节
//! 10-16 day 面包日
//! 2027-06-18 sale 年中大促
//! ```

use super::notice;
use super::{Class, Days};
use crate::base::{Error, Result};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The longest stretch of days off that is believed.
const STRETCH_MOST: i64 = 31;

/// What a file says about days.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The year whose whole arrangement it is, if it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Days on which people work or not against their weekday.
    #[serde(default)]
    pub days: Vec<Arranged>,
    /// Days that have a name of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Named>,
}

/// One day of an arrangement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arranged {
    /// The holiday it belongs to.
    pub name: String,
    /// The day.
    pub date: NaiveDate,
    /// Off, or a make-up workday.
    #[serde(rename = "isOffDay")]
    pub is_off: bool,
}

/// A day with a name of its own, of every year or of one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Named {
    /// The year, if it is of one only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// The month.
    pub month: u32,
    /// The day of the month.
    pub day: u32,
    /// What it is called.
    pub name: String,
    /// Whether it is a shopping day.
    #[serde(default)]
    pub sale: bool,
}

impl Named {
    /// Whether `day` bears this name.
    #[must_use]
    pub fn is_on(&self, day: NaiveDate) -> bool {
        self.year.is_none_or(|y| y == day.year()) && (self.month, self.day) == (day.month(), day.day())
    }

    /// What sort of day it is.
    #[must_use]
    pub fn class(&self) -> Class {
        if self.sale { Class::Sale } else { Class::Festival }
    }
}

impl Said {
    /// Its days by the year they lie in. A notice may name a day of the year before.
    #[must_use]
    pub fn years(&self) -> BTreeMap<i32, Vec<&Arranged>> {
        let mut years: BTreeMap<i32, Vec<&Arranged>> = BTreeMap::new();
        for day in &self.days {
            years.entry(day.date.year()).or_default().push(day);
        }
        years
    }

    /// The years it arranges as a whole: the one it names, and those whose National Day it says to be off. The days of
    /// any other year are single ones, and the rest of that year stays as it was.
    #[must_use]
    pub fn arranges(&self) -> Vec<i32> {
        let whole = |d: &&Arranged| d.is_off && (d.date.month(), d.date.day()) == (10, 1);
        let mut years: Vec<i32> = self.days.iter().filter(whole).map(|d| d.date.year()).collect();
        years.extend(self.year.filter(|_| !self.days.is_empty()));
        years.sort_unstable();
        years.dedup();
        years
    }
}

/// Reads a file in any of the three forms.
///
/// # Errors
/// [`crate::base::Kind::User`]: nothing about days in it, or a line, a date or a weekday that cannot be, with the line.
pub fn read(text: &str) -> Result<Said> {
    let text = text.trim_start_matches('\u{FEFF}');
    let said = match text.trim_start().chars().next() {
        Some('{') => of_json(text)?,
        _ if notice::is_one(text) => notice::read(text)?,
        _ => lines(text)?,
    };
    if said.days.is_empty() && said.names.is_empty() {
        return Err(Error::user("columns.no_days").hint("columns.days_hint"));
    }
    let mut seen: BTreeMap<NaiveDate, bool> = BTreeMap::new();
    for day in &said.days {
        if seen.insert(day.date, day.is_off).is_some_and(|before| before != day.is_off) {
            return Err(Error::user("columns.days_both").with("day", day.date));
        }
    }
    Ok(said)
}

/// Reads the JSON of holiday-cn, which is also how days are kept.
///
/// # Errors
/// [`crate::base::Kind::User`] for anything else.
pub fn of_json(text: &str) -> Result<Said> {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).map_err(|e| bad(&e))?;
    serde_json::from_value(object.into()).map_err(|e| bad(&e))
}

fn bad(cause: &serde_json::Error) -> Error {
    Error::user("calendar.bad_days").with("cause", cause).because(cause)
}

fn lines(text: &str) -> Result<Said> {
    let mut said = Said::default();
    for (n, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let wrong = |key: &str| Error::user(key).with("line", n + 1).with("text", line).hint("columns.days_hint");
        let mut words = line.splitn(3, char::is_whitespace);
        let (date, what) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let name = words.next().unwrap_or("").trim();
        match what {
            "off" | "休" | "work" | "班" => {
                let is_off = matches!(what, "off" | "休");
                let (from, to) = date.split_once("..").unwrap_or((date, date));
                let day = |t: &str| t.parse::<NaiveDate>().map_err(|_| wrong("columns.days_date"));
                let (from, to) = (day(from)?, day(to)?);
                if !(0..STRETCH_MOST).contains(&(to - from).num_days()) {
                    return Err(wrong("columns.days_date"));
                }
                let days = from.iter_days().take_while(|d| *d <= to);
                said.days.extend(days.map(|date| Arranged { name: name.to_owned(), date, is_off }));
            }
            "day" | "日" | "sale" | "促" if !name.is_empty() => {
                let sale = matches!(what, "sale" | "促");
                said.names.push(named(date, name, sale).ok_or_else(|| wrong("columns.days_date"))?);
            }
            _ => return Err(wrong("columns.days_line")),
        }
    }
    Ok(said)
}

/// `10-16` of every year, `2027-10-16` of one.
#[must_use]
pub fn named(date: &str, name: &str, sale: bool) -> Option<Named> {
    let parts: Vec<&str> = date.split('-').collect();
    let (year, month, day) = match parts[..] {
        [m, d] => (None, m.parse().ok()?, d.parse().ok()?),
        [y, m, d] => (Some(y.parse().ok()?), m.parse().ok()?, d.parse().ok()?),
        _ => return None,
    };
    // 29 February is a day, if only in leap years.
    NaiveDate::from_ymd_opt(year.unwrap_or(2024), month, day)?;
    Some(Named { year, month, day, name: name.to_owned(), sale })
}

/// The days of a year that are off or worked against their weekday, and the names of one's own, in lines that [`read`]
/// takes back; the holiday's name goes through `label`.
#[must_use]
pub fn write(days: &Days, year: i32, label: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut run: Option<(NaiveDate, NaiveDate)> = None;
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let close = |run: &mut Option<(NaiveDate, NaiveDate)>, out: &mut String| {
        let Some((from, to)) = run.take() else { return };
        let named = from.iter_days().take_while(|d| *d <= to).find_map(|d| days.mark(d).name);
        let name = named.map(|n| label(&n)).unwrap_or_default();
        let span = if from == to { from.to_string() } else { format!("{from}..{to}") };
        out.push_str(format!("{span} off {name}").trim_end());
        out.push('\n');
    };
    for day in first.iter_days().take_while(|d| d.year() == year) {
        let mark = days.mark(day);
        if mark.holiday {
            run = Some(run.map_or((day, day), |(from, _)| (from, day)));
            continue;
        }
        close(&mut run, &mut out);
        if mark.workday {
            out.push_str(&format!("{day} work\n"));
        }
    }
    close(&mut run, &mut out);
    for n in &days.names {
        let date = n.year.map_or(String::new(), |y| format!("{y:04}-")) + &format!("{:02}-{:02}", n.month, n.day);
        out.push_str(&format!("{date} {} {}\n", if n.sale { "sale" } else { "day" }, n.name));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_by_hand_are_read_and_written_back() {
        let text =
            "# 2027\n2027-02-05..2027-02-11 off 春节\n2027-02-14 work\n\n10-16 day 面包日\n2027-06-20 sale 年中大促\n";
        let said = read(text).unwrap();
        assert_eq!((said.days.len(), said.names.len()), (8, 2));
        assert_eq!(said.arranges(), [0; 0]);
        let mut days = Days::default();
        days.add(&Said { year: Some(2027), ..said.clone() });
        let label = |n: &str| crate::base::Lang::load(crate::base::Language::Hans).text(n).to_owned();
        let back = write(&days, 2027, label);
        assert_eq!(
            back,
            "2027-02-05..2027-02-11 off 除夕\n2027-02-14 work\n10-16 day 面包日\n2027-06-20 sale 年中大促\n"
        );
        let again = read(&back).unwrap();
        assert_eq!((again.names, again.days.len()), (said.names, said.days.len()));
        let national = read("2028-10-01..2028-10-07 off").unwrap();
        assert_eq!(national.arranges(), [2028]);
        let on = |date: &str| days.mark(date.parse().unwrap());
        assert_eq!(on("2026-10-16").name.as_deref(), Some("面包日"));
        assert_eq!((on("2027-06-20").class, on("2026-06-20").name), (Class::Sale, None));
        assert!(on("2027-02-14").workday && on("2027-02-11").holiday && !on("2027-02-12").holiday);
    }

    #[test]
    fn what_cannot_be_is_named_with_its_line() {
        for (text, key, line) in [
            ("2027-02-30 off 春节", "columns.days_date", "1"),
            ("# ok\n\n2027-02-05..2027-01-01 off", "columns.days_date", "3"),
            ("2027-01-01..2027-12-31 off", "columns.days_date", "1"),
            ("2-30 day 节", "columns.days_date", "1"),
            ("2027-02-05 free 春节", "columns.days_line", "1"),
            ("10-16 day", "columns.days_line", "1"),
            ("hello", "columns.days_line", "1"),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!((error.says.key.as_str(), error.says.args["line"].as_str()), (key, line), "{text}");
        }
        assert_eq!(read("").unwrap_err().says.key, "columns.no_days");
        assert_eq!(read("{\"year\": 2027, \"days\": []}").unwrap_err().says.key, "columns.no_days");
        assert_eq!(read("{").unwrap_err().says.key, "calendar.bad_days");
        assert_eq!(read("2027-01-01 off\n2027-01-01 work").unwrap_err().says.key, "columns.days_both");
    }
}
