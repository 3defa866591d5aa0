//! Rules as a person reads them.

use super::{Every, Off, Rule, Shift, Week};
use crate::base::Lang;
use chrono::Weekday;

impl Rule {
    /// The rule as a person reads it: `每周一、三，节假日顺延`.
    #[must_use]
    pub fn said(&self, lang: &Lang) -> String {
        let mut said = every_said(&self.every, lang);
        let off = if self.off == Off::Rest { "columns.on_rest" } else { "columns.on_holidays" };
        for (day, shift) in [(off, self.on_off), ("columns.on_makeup", self.on_makeup)] {
            if shift != Shift::Keep {
                let shift = lang.text(shift_key(shift)).to_owned();
                said = lang.fill("columns.rule_but", &[("rule", &said), ("day", &lang.text(day)), ("shift", &shift)]);
            }
        }
        said
    }
}

/// The catalogue key of what happens on a day of the wrong sort.
#[must_use]
pub fn shift_key(shift: Shift) -> &'static str {
    match shift {
        Shift::Keep => "columns.shift_keep",
        Shift::Skip => "columns.shift_skip",
        Shift::Earlier => "columns.shift_earlier",
        Shift::Later => "columns.shift_later",
    }
}

fn every_said(every: &Every, lang: &Lang) -> String {
    let fill = |one: &str, many: &str, n: u32, days: String| {
        if n == 1 { lang.fill(one, &[("days", &days)]) } else { lang.fill(many, &[("n", &n), ("days", &days)]) }
    };
    let between = lang.text("columns.rule_between").to_owned();
    match every {
        Every::Days(n) => fill("columns.rule_daily", "columns.rule_days", *n, String::new()),
        Every::Workdays => lang.text("columns.rule_workdays").to_owned(),
        Every::Weeks(1, Week::WORK) => lang.text("columns.rule_weekdays").to_owned(),
        Every::Weeks(n, week) => {
            let days: Vec<String> = week.days().map(|d| weekday(d, lang, true)).collect();
            fill("columns.rule_weekly", "columns.rule_weeks", *n, days.join(&between))
        }
        Every::MonthDays(n, wanted) => {
            let days: Vec<String> = wanted.iter().map(|d| month_day_said(*d, lang)).collect();
            fill("columns.rule_monthly", "columns.rule_months", *n, days.join(&between))
        }
        Every::MonthWeekdays(n, wanted) => {
            let place = |(nth, d): &(i8, Weekday)| {
                let key = if *nth < -1 {
                    "columns.nth_from_end".into()
                } else {
                    format!("columns.nth_{}", nth.abs() * i8::from(*nth > 0))
                };
                lang.fill(&key, &[("weekday", &weekday(*d, lang, false)), ("n", &nth.unsigned_abs())])
            };
            let days: Vec<String> = wanted.iter().map(place).collect();
            fill("columns.rule_monthly", "columns.rule_months", *n, days.join(&between))
        }
        Every::Year(month, day) => {
            let month = lang.text(&format!("base.month_{month}")).to_owned();
            lang.fill(
                "columns.rule_yearly",
                &[("date", &lang.fill("calendar.date", &[("month", &month), ("day", day)]))],
            )
        }
        Every::Lunar(month, day) => {
            let name = |key: &str, at: u32| lang.text(key).split(' ').nth(at as usize - 1).unwrap_or("").to_owned();
            let (month, day) = (name("columns.lunar_months", *month), name("columns.lunar_days", *day));
            lang.fill("columns.rule_lunar", &[("month", &month), ("day", &day)])
        }
    }
}

fn month_day_said(day: i8, lang: &Lang) -> String {
    match day {
        -1 => lang.text("columns.last_day").to_owned(),
        n if n < 0 => lang.fill("columns.day_from_end", &[("n", &n.unsigned_abs())]),
        n => lang.fill("columns.month_day", &[("n", &n)]),
    }
}

/// `周一`, `Mon`; in a list of Chinese ones only `一`.
fn weekday(day: Weekday, lang: &Lang, bare: bool) -> String {
    let key = format!("base.weekday_{}", day.to_string().to_lowercase());
    let name = lang.text(&key);
    if bare { name.replace(['周', '週'], "") } else { name.to_owned() }
}
