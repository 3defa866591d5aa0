//! The part of RFC 5545's RRULE that a content calendar needs. What is outside is refused by its name, so that
//! nobody plans by half a rule.

use super::words::year;
use super::{Every, Rule, Week};
use crate::base::{Error, Result};
use chrono::{Datelike, NaiveDate, NaiveDateTime, Weekday};
use std::collections::BTreeMap;

/// What an RRULE says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rrule {
    /// When it comes again.
    pub rule: Rule,
    /// The last day, if it is said.
    pub until: Option<NaiveDate>,
    /// How often, if it is said.
    pub times: Option<u32>,
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

/// The parts that are understood.
const PARTS: [&str; 8] = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH"];

/// The parts of a rule by name.
struct Parts(BTreeMap<String, String>);

impl Parts {
    fn read(text: &str) -> Result<Parts> {
        let text = text.trim();
        let body = text.get(..6).filter(|p| p.eq_ignore_ascii_case("RRULE:")).map_or(text, |_| &text[6..]);
        let mut parts: BTreeMap<String, String> = BTreeMap::new();
        for part in body.split(';').filter(|p| !p.is_empty()) {
            let (name, value) = part.split_once('=').ok_or_else(|| outside(part))?;
            let name = name.trim().to_ascii_uppercase();
            if !PARTS.contains(&name.as_str()) || parts.contains_key(&name) {
                return Err(outside(part));
            }
            parts.insert(name, value.trim().to_ascii_uppercase());
        }
        Ok(Parts(parts))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// That part `name` cannot be understood.
    fn wrong(&self, name: &str) -> Error {
        outside(&format!("{name}={}", self.get(name).unwrap_or("")))
    }

    fn number(&self, name: &str) -> Result<Option<u32>> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|n| digits && (1..=10_000).contains(n)).map(Some).ok_or_else(|| self.wrong(name))
    }

    /// Of the parts that choose days only these may be there.
    fn only(&self, allowed: &[&str]) -> Result<()> {
        let choosing = ["BYDAY", "BYMONTHDAY", "BYMONTH"];
        let wrong = choosing.into_iter().find(|p| self.0.contains_key(*p) && !allowed.contains(p));
        wrong.map_or(Ok(()), |name| Err(self.wrong(name)))
    }

    fn every(&self, n: u32, start: NaiveDate) -> Result<Every> {
        match self.get("FREQ").unwrap_or("") {
            "DAILY" => {
                self.only(&[])?;
                Ok(Every::Days(n))
            }
            "WEEKLY" => {
                self.only(&["BYDAY"])?;
                // Only where a week begins elsewhere does it matter, and only with intervals.
                if n > 1 && self.get("WKST").is_some_and(|w| w != "MO") {
                    return Err(self.wrong("WKST"));
                }
                Ok(Every::Weeks(n, week(self.get("BYDAY"), start).ok_or_else(|| self.wrong("BYDAY"))?))
            }
            "MONTHLY" => {
                let by = if self.0.contains_key("BYDAY") { "BYDAY" } else { "BYMONTHDAY" };
                self.only(&[by])?;
                monthly(n, self.get("BYDAY"), self.get("BYMONTHDAY"), start).ok_or_else(|| self.wrong(by))
            }
            "YEARLY" => self.yearly(n, start),
            _ => Err(self.wrong("FREQ")),
        }
    }

    fn yearly(&self, n: u32, start: NaiveDate) -> Result<Every> {
        self.only(&["BYMONTH", "BYMONTHDAY"])?;
        if n > 1 {
            return Err(self.wrong("INTERVAL"));
        }
        // A day alone means it in every month; that is no yearly rule.
        if self.get("BYMONTHDAY").is_some() && self.get("BYMONTH").is_none() {
            return Err(self.wrong("BYMONTHDAY"));
        }
        let value = |name: &str, usual: u32| self.get(name).map_or(Some(usual), |t| t.parse().ok());
        let date = value("BYMONTH", start.month()).zip(value("BYMONTHDAY", start.day()));
        date.and_then(|(m, d)| year(m, d)).ok_or_else(|| self.wrong("BYMONTH"))
    }
}

/// Reads an RRULE, with or without `RRULE:`, of a series that begins on `start`.
///
/// # Errors
/// [`crate::base::Kind::User`]: no RRULE, or a part or value outside the subset, which is named.
pub fn parse(text: &str, start: NaiveDate) -> Result<Rrule> {
    let parts = Parts::read(text)?;
    let n = parts.number("INTERVAL")?.unwrap_or(1);
    let times = parts.number("COUNT")?;
    let until = parts.get("UNTIL").map(|t| day(t).ok_or_else(|| parts.wrong("UNTIL"))).transpose()?;
    if times.is_some() && until.is_some() {
        return Err(parts.wrong("COUNT"));
    }
    Ok(Rrule { rule: Rule::from(parts.every(n, start)?), until, times })
}

fn outside(part: &str) -> Error {
    Error::user("columns.rrule_outside").with("part", part).hint("columns.rrule_subset")
}

/// The day of `20261031` or `20261031T155959Z`.
fn day(text: &str) -> Option<NaiveDate> {
    match text.len() {
        8 => NaiveDate::parse_from_str(text, "%Y%m%d").ok(),
        _ => NaiveDateTime::parse_from_str(text.trim_end_matches('Z'), "%Y%m%dT%H%M%S").ok().map(|t| t.date()),
    }
}

fn weekday(text: &str) -> Option<Weekday> {
    WEEKDAYS.iter().find(|(name, _)| *name == text).map(|(_, day)| *day)
}

fn week(text: Option<&str>, start: NaiveDate) -> Option<Week> {
    let Some(text) = text else { return Some(Week::of(&[start.weekday()])) };
    let days: Vec<Weekday> = text.split(',').map(weekday).collect::<Option<_>>()?;
    Some(Week::of(&days))
}

fn monthly(n: u32, by_day: Option<&str>, by_month_day: Option<&str>, start: NaiveDate) -> Option<Every> {
    if let Some(text) = by_day {
        let place = |t: &str| {
            let (nth, name) = t.split_at_checked(t.len().checked_sub(2)?)?;
            let nth: i8 = nth.trim_start_matches('+').parse().ok()?;
            (nth != 0 && nth.abs() <= 5).then_some((nth, weekday(name)?))
        };
        return Some(Every::MonthWeekdays(n, text.split(',').map(place).collect::<Option<_>>()?));
    }
    let days = match by_month_day {
        Some(text) => text
            .split(',')
            .map(|t| t.parse::<i8>().ok().filter(|d| *d != 0 && d.abs() <= 31))
            .collect::<Option<Vec<i8>>>()?,
        None => vec![start.day() as i8],
    };
    Some(Every::MonthDays(n, days))
}
