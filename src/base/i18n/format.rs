//! Numbers, times and dates as people read them (screens.md §17.3, §17.4).

use super::Lang;
use crate::base::clock::{DAY, HOUR, MINUTE};
use chrono::{Datelike, NaiveDate};

const WEEKDAYS: [&str; 7] = [
    "base.weekday_mon",
    "base.weekday_tue",
    "base.weekday_wed",
    "base.weekday_thu",
    "base.weekday_fri",
    "base.weekday_sat",
    "base.weekday_sun",
];
const MONTHS: [&str; 12] = [
    "base.month_1",
    "base.month_2",
    "base.month_3",
    "base.month_4",
    "base.month_5",
    "base.month_6",
    "base.month_7",
    "base.month_8",
    "base.month_9",
    "base.month_10",
    "base.month_11",
    "base.month_12",
];

/// One size of abbreviated counts: from `from` on, in units of `unit`, with `decimals`, ended by the sentence `key`.
struct Size {
    from: u64,
    unit: u64,
    decimals: u32,
    key: &'static str,
}

const CHINESE_SIZES: [Size; 3] = [
    Size { from: 10_000, unit: 10_000, decimals: 2, key: "base.unit_small" },
    Size { from: 1_000_000, unit: 10_000, decimals: 1, key: "base.unit_middle" },
    Size { from: 100_000_000, unit: 100_000_000, decimals: 1, key: "base.unit_large" },
];
const ENGLISH_SIZES: [Size; 3] = [
    Size { from: 10_000, unit: 1_000, decimals: 1, key: "base.unit_small" },
    Size { from: 1_000_000, unit: 1_000_000, decimals: 1, key: "base.unit_middle" },
    Size { from: 1_000_000_000, unit: 1_000_000_000, decimals: 1, key: "base.unit_large" },
];

impl Size {
    /// The smallest step it can show.
    fn step(&self) -> u64 {
        self.unit / 10_u64.pow(self.decimals)
    }

    /// `n` in steps, rounded half up.
    fn steps(&self, n: u64) -> u64 {
        n / self.step() + u64::from(n % self.step() * 2 >= self.step())
    }
}

impl Lang {
    /// A count: `9,812`, from 10,000 on `1.29万` `128.6万` `1.2亿` or `12.9k` `1.3M`, rounded half up.
    #[must_use]
    pub fn count(&self, n: i64) -> String {
        let sizes = if self.language.is_chinese() { &CHINESE_SIZES } else { &ENGLISH_SIZES };
        let size = n.unsigned_abs();
        let mut fit: Option<&Size> = None;
        for larger in sizes {
            // What rounds up to the larger size is written in it: 99,999,999 is 1.0亿, not 10000.0万.
            if fit.map_or(size, |f| f.steps(size) * f.step()) >= larger.from {
                fit = Some(larger);
            }
        }
        let Some(fit) = fit else { return self.full_count(n) };
        let scale = 10_u64.pow(fit.decimals);
        let (whole, part) = (fit.steps(size) / scale, fit.steps(size) % scale);
        let sign = if n < 0 { "-" } else { "" };
        format!("{sign}{}.{part:0places$}{}", grouped(whole), self.text(fit.key), places = fit.decimals as usize)
    }

    /// A count in full: `12,900`.
    #[must_use]
    pub fn full_count(&self, n: i64) -> String {
        format!("{}{}", if n < 0 { "-" } else { "" }, grouped(n.unsigned_abs()))
    }

    /// A share: 0.124 is `12.4%`, below one per cent two decimals, `0.62%`. Not a number is `--`.
    #[must_use]
    pub fn percent(&self, share: f64) -> String {
        if !share.is_finite() {
            return "--".to_owned();
        }
        if share == 0.0 {
            return "0%".to_owned();
        }
        format!("{}%", decimals(share * 100.0, below_one(share * 100.0)))
    }

    /// A difference of shares in points, `+0.21点`, with the decimals that [`Lang::percent`] would give it; none is `0`.
    #[must_use]
    pub fn points(&self, diff: f64) -> String {
        self.points_beside(diff, diff)
    }

    /// A difference of shares in points, with as many decimals as the share it stands beside: `41.0%` goes with `-0.4点`.
    #[must_use]
    pub fn points_beside(&self, diff: f64, share: f64) -> String {
        let text = signed(diff * 100.0, below_one(share * 100.0));
        if matches!(text.as_str(), "0" | "--") { text } else { text + self.text("base.points") }
    }

    /// A relative change: 0.031 is `+3.1%`; none is `0`, not a number is `--`.
    #[must_use]
    pub fn change(&self, ratio: f64) -> String {
        let text = signed(ratio * 100.0, 1);
        if matches!(text.as_str(), "0" | "--") { text } else { text + "%" }
    }

    /// A stretch of time without its sign, rounded down: `4分`, `3时12`, `2天`.
    #[must_use]
    pub fn span(&self, ms: i64) -> String {
        let ms = ms.saturating_abs();
        let (days, hours, minutes) = (ms / DAY, ms / HOUR, ms % HOUR / MINUTE);
        match (days, hours) {
            (0, 0) => format!("{minutes}{}", self.text("base.minutes")),
            (0, _) => format!("{hours}{}{minutes:02}", self.text("base.hours")),
            _ => format!("{days}{}", self.text("base.days")),
        }
    }

    /// As [`Lang::span`], below a minute in seconds: `12秒`. For what just happened, not for lists that stand still.
    #[must_use]
    pub fn brief_span(&self, ms: i64) -> String {
        match ms.saturating_abs() {
            short if short < MINUTE => format!("{}{}", short / 1000, self.text("base.seconds")),
            long => self.span(long),
        }
    }

    /// Hours and minutes of a stretch of time, rounded down: `1:23`.
    #[must_use]
    pub fn hm(&self, ms: i64) -> String {
        let sign = if ms <= -MINUTE { "-" } else { "" };
        let ms = ms.saturating_abs();
        format!("{sign}{}:{:02}", ms / HOUR, ms % HOUR / MINUTE)
    }

    /// Minutes and seconds of a stretch of time, rounded down: `0:52`.
    #[must_use]
    pub fn ms(&self, ms: i64) -> String {
        let sign = if ms <= -1000 { "-" } else { "" };
        let ms = ms.saturating_abs();
        format!("{sign}{}:{:02}", ms / MINUTE, ms % MINUTE / 1000)
    }

    /// `10月10日 周六`, `Sat 10 Oct`; the year only when it is not that of `today`.
    #[must_use]
    pub fn day(&self, day: NaiveDate, today: NaiveDate) -> String {
        let key = if day.year() == today.year() { "base.day" } else { "base.day_of_year" };
        self.date(key, day)
    }

    /// `10/10`, `10 Oct`.
    #[must_use]
    pub fn short_day(&self, day: NaiveDate) -> String {
        self.date("base.short_day", day)
    }

    /// `2026年10月`, `Oct 2026`.
    #[must_use]
    pub fn month(&self, day: NaiveDate) -> String {
        self.date("base.month_of_year", day)
    }

    /// `周六`, `Sat`.
    #[must_use]
    pub fn weekday(&self, day: NaiveDate) -> &str {
        self.text(WEEKDAYS[day.weekday().num_days_from_monday() as usize])
    }

    fn date(&self, key: &str, day: NaiveDate) -> String {
        let month = self.text(MONTHS[day.month0() as usize]);
        let (year, number, weekday) = (day.year(), day.day(), self.weekday(day));
        self.fill(key, &[("year", &year), ("month", &month), ("day", &number), ("weekday", &weekday)])
    }
}

/// `n` with a comma before every three digits.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Decimals for a number of per cent: two if it shows as less than one, else one.
fn below_one(percent: f64) -> usize {
    if percent.abs() < 0.995 { 2 } else { 1 }
}

/// `number` rounded half away from zero, without `-0`.
fn decimals(number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    if text.bytes().any(|b| (b'1'..=b'9').contains(&b)) { text } else { text.replace('-', "") }
}

/// `number` with its sign always; `0` if nothing of it shows, `--` if it is none.
fn signed(number: f64, places: usize) -> String {
    if !number.is_finite() {
        return "--".to_owned();
    }
    let text = decimals(number, places);
    match text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        false => "0".to_owned(),
        true if number > 0.0 => format!("+{text}"),
        true => text,
    }
}
