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
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
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

/// `number` rounded to the nearest, without `-0`.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Language;
    use proptest::prelude::*;

    fn all() -> [Lang; 3] {
        [Language::Hans, Language::Hant, Language::En].map(Lang::load)
    }

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn counts_are_short_from_ten_thousand_on() {
        let [hans, hant, en] = all();
        for (n, zh, english) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (9_812, "9,812", "9,812"),
            (9_999, "9,999", "9,999"),
            (10_000, "1.00万", "10.0k"),
            (12_900, "1.29万", "12.9k"),
            (12_949, "1.29万", "12.9k"),
            (12_950, "1.30万", "13.0k"),
            (999_949, "99.99万", "999.9k"),
            (999_950, "100.0万", "1.0M"),
            (1_286_000, "128.6万", "1.3M"),
            (99_949_999, "9,995.0万", "99.9M"),
            (99_999_999, "1.0亿", "100.0M"),
            (123_456_789, "1.2亿", "123.5M"),
            (1_234_567_890, "12.3亿", "1.2B"),
            (-12_900, "-1.29万", "-12.9k"),
        ] {
            assert_eq!(hans.count(n), zh, "{n}");
            assert_eq!(en.count(n), english, "{n}");
        }
        assert_eq!(hant.count(12_900), "1.29萬");
        assert_eq!(hant.count(120_000_000), "1.2億");
        assert_eq!(hans.full_count(-1_234_567), "-1,234,567");
        assert_eq!(en.full_count(12), "12");
        assert_eq!(hans.full_count(i64::MIN), "-9,223,372,036,854,775,808");
        assert!(hans.count(i64::MIN).ends_with('亿') && en.count(i64::MAX).ends_with('B'));
    }

    #[test]
    fn rates_and_their_differences() {
        let [hans, hant, en] = all();
        for (share, text) in [
            (0.124, "12.4%"),
            (0.0062, "0.62%"),
            (0.00996, "1.0%"),
            (0.0099, "0.99%"),
            (0.01, "1.0%"),
            (1.0, "100.0%"),
            (0.0, "0%"),
            (-0.124, "-12.4%"),
            (-0.000_001, "0.00%"),
            (f64::NAN, "--"),
            (f64::INFINITY, "--"),
        ] {
            assert_eq!(hans.percent(share), text, "{share}");
        }
        for (diff, text) in
            [(0.0021, "+0.21点"), (-0.015, "-1.5点"), (0.0, "0"), (0.000_01, "0"), (-0.000_01, "0"), (f64::NAN, "--")]
        {
            assert_eq!(hans.points(diff), text, "{diff}");
        }
        assert_eq!(hans.points_beside(-0.004, 0.41), "-0.4点");
        assert_eq!(hans.points_beside(-0.001, 0.0062), "-0.10点");
        assert_eq!(hant.points(0.008), "+0.80點");
        assert_eq!(en.points(0.0021), "+0.21pt");
        for (ratio, text) in
            [(0.031, "+3.1%"), (-0.06, "-6.0%"), (0.0, "0"), (0.0004, "0"), (12.0, "+1200.0%"), (f64::NAN, "--")]
        {
            assert_eq!(en.change(ratio), text, "{ratio}");
        }
    }

    #[test]
    fn stretches_of_time_are_rounded_down() {
        let [hans, hant, en] = all();
        for (ms, zh, english) in [
            (0, "0分", "0m"),
            (59_999, "0分", "0m"),
            (4 * MINUTE + 59_999, "4分", "4m"),
            (HOUR - 1, "59分", "59m"),
            (HOUR, "1时00", "1h00"),
            (3 * HOUR + 12 * MINUTE, "3时12", "3h12"),
            (2 * HOUR + 5 * MINUTE, "2时05", "2h05"),
            (DAY - 1, "23时59", "23h59"),
            (DAY, "1天", "1d"),
            (3 * DAY - 1, "2天", "2d"),
            (-19 * MINUTE, "19分", "19m"),
        ] {
            assert_eq!(hans.span(ms), zh, "{ms}");
            assert_eq!(en.span(ms), english, "{ms}");
        }
        assert_eq!(hant.span(3 * HOUR), "3時00");
        assert_eq!(hans.brief_span(12_900), "12秒");
        assert_eq!(en.brief_span(60_000), "1m");
        assert_eq!(hans.hm(83 * MINUTE + 59_000), "1:23");
        assert_eq!(hans.hm(-5 * MINUTE), "-0:05");
        assert_eq!(hans.ms(52_999), "0:52");
        assert_eq!(hans.ms(180_000), "3:00");
        assert_eq!(hans.span(i64::MIN), hans.span(i64::MAX));
    }

    #[test]
    fn dates_in_three_languages() {
        let [hans, hant, en] = all();
        let (day, today) = (date(2026, 10, 10), date(2026, 1, 2));
        assert_eq!(hans.day(day, today), "10月10日 周六");
        assert_eq!(hant.day(day, today), "10月10日 週六");
        assert_eq!(en.day(day, today), "Sat 10 Oct");
        let next = date(2027, 1, 3);
        assert_eq!(hans.day(day, next), "2026年10月10日 周六");
        assert_eq!(en.day(day, next), "Sat 10 Oct 2026");
        assert_eq!(en.day(next, next), "Sun 3 Jan");
        assert_eq!((hans.short_day(next), en.short_day(next)), ("1/3".to_owned(), "3 Jan".to_owned()));
        assert_eq!((hant.month(day), en.month(day)), ("2026年10月".to_owned(), "Oct 2026".to_owned()));
        assert_eq!((hans.weekday(next), hant.weekday(next), en.weekday(next)), ("周日", "週日", "Sun"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_short_count_reads_back_within_its_last_digit(n in -5_000_000_000_i64..5_000_000_000) {
            for lang in all() {
                let text = lang.count(n).replace('B', "000M");
                let back = if let Some(number) = text.strip_suffix("000M") {
                    number.parse::<f64>().unwrap() * 1e9
                } else {
                    super::super::parse_number(&text).unwrap()
                };
                let off = (back - n as f64).abs();
                prop_assert!(off <= (n as f64).abs() * 0.05 && (n.abs() >= 10_000 || off == 0.0), "{text} for {n}");
            }
        }
    }
}
