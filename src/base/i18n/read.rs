//! Numbers, days and times of day as people type them: full-width or not, in Chinese or English.

use crate::base::clock::{DAY, HOUR, MINUTE};
use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};

/// How far back a day without a year may lie before it means next year's.
const DAYS_BACK: i64 = 90;

/// `text` with full-width letters, digits and signs as their ASCII twins (screens.md §15.3), lower case, without blanks.
fn typed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '。' => '.',
            '−' | '–' => '-',
            c => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// A number: `1,234.5`, `４１．０％`, `1.2万`, `12.9k`. `%` is only a unit: the number before it is returned. Commas must part
/// thousands. Anything else is `None`.
#[must_use]
pub fn parse_number(text: &str) -> Option<f64> {
    let text = typed(text);
    let text = text.strip_suffix('%').unwrap_or(&text);
    let units = [("万", 4), ("萬", 4), ("w", 4), ("亿", 8), ("億", 8), ("千", 3), ("k", 3), ("m", 6)];
    let unit = units.iter().find_map(|(unit, zeros)| text.strip_suffix(unit).map(|rest| (rest, *zeros)));
    let (digits, zeros) = unit.unwrap_or((text, 0));
    let (minus, digits) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits.strip_prefix('+').unwrap_or(digits)),
    };
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(w, p)| (w, Some(p)));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    let parted = whole.contains(',');
    let thousands = !parted || ((1..=3).contains(&first.len()) && groups.all(|g| g.len() == 3));
    let all_digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let numeric = all_digits(&whole.replace(',', "")) && part.is_none_or(all_digits);
    let some = !whole.is_empty() || part.is_some_and(|p| !p.is_empty());
    if !(thousands && numeric && some) {
        return None;
    }
    let plain = format!(
        "{}{}.{}",
        if whole.is_empty() { "0" } else { "" },
        whole.replace(',', ""),
        part.filter(|p| !p.is_empty()).unwrap_or("0")
    );
    // 1.2万 is exactly 12000: the decimal point is moved before the digits become a float.
    let number = format!("{plain}e{zeros}").parse::<f64>().ok().filter(|n| n.is_finite())?;
    Some(if minus && number != 0.0 { -number } else { number })
}

/// A day: `2026-10-11`, `10-11`, `10/11`, `10月11日`, `今天` `明日` `后天` `tomorrow`, `周三` (the next one, never today), `下周三`,
/// `+3` (days) and `-1`. Without a year it is this year's, unless that is more than 90 days past: then next year's.
#[must_use]
pub fn parse_day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = typed(text);
    day_by_word(&text, today).or_else(|| day_by_weekday(&text, today)).or_else(|| day_by_number(&text, today))
}

fn moved(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    let by = Days::new(days.unsigned_abs());
    if days < 0 { day.checked_sub_days(by) } else { day.checked_add_days(by) }
}

fn day_by_word(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let days = match text {
        "今天" | "今日" | "today" => 0,
        "明天" | "明日" | "tomorrow" => 1,
        "后天" | "後天" => 2,
        "大后天" | "大後天" => 3,
        "昨天" | "昨日" | "yesterday" => -1,
        "前天" => -2,
        _ => {
            let (sign, number) = match text.split_at_checked(1)? {
                ("+", rest) => (1, rest),
                ("-", rest) => (-1, rest),
                _ => return None,
            };
            sign * number.trim_end_matches(['天', '日', 'd']).parse::<u16>().ok().map(i64::from)?
        }
    };
    moved(today, days)
}

fn day_by_weekday(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (next_week, rest) = match text.strip_prefix('下') {
        Some(rest) => (true, rest),
        None => (false, text.trim_start_matches(['本', '这', '這'])),
    };
    let chinese = ["周", "週", "星期", "礼拜", "禮拜"].iter().find_map(|p| rest.strip_prefix(p));
    let wanted = match chinese {
        Some("一" | "1") => Weekday::Mon,
        Some("二" | "2") => Weekday::Tue,
        Some("三" | "3") => Weekday::Wed,
        Some("四" | "4") => Weekday::Thu,
        Some("五" | "5") => Weekday::Fri,
        Some("六" | "6") => Weekday::Sat,
        Some("日" | "天" | "7" | "末") => Weekday::Sun,
        Some(_) => return None,
        None if next_week => return None,
        None => text.parse().ok()?,
    };
    let wanted = i64::from(wanted.num_days_from_monday());
    let now = i64::from(today.weekday().num_days_from_monday());
    let ahead = if next_week { 7 - now + wanted } else { (wanted - now + 6).rem_euclid(7) + 1 };
    moved(today, ahead)
}

fn day_by_number(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveDate::from_ymd_opt(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?);
    }
    let text = text.strip_suffix(['日', '号', '號']).unwrap_or(text).replace(['年', '月', '/', '.'], "-");
    let mut numbers = Vec::new();
    for part in text.split('-') {
        if part.is_empty() || part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        numbers.push(part.parse::<u32>().ok()?);
    }
    match numbers[..] {
        [year, month, day] if year >= 1000 => NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day),
        [month, day] => {
            let this = NaiveDate::from_ymd_opt(today.year(), month, day);
            let next = NaiveDate::from_ymd_opt(today.year() + 1, month, day);
            this.filter(|d| (today - *d).num_days() <= DAYS_BACK).or(next).or(this)
        }
        _ => None,
    }
}

/// A time of day: `9:00` `0900` `９：３０` `9点` `9点半` `9点15分` `下午3点` `3pm`; a bare number up to two digits is an hour.
#[must_use]
pub fn parse_time(text: &str) -> Option<NaiveTime> {
    let text = typed(text);
    let (text, half_day) = half_of_day(&text);
    let text = text.replace(['点', '點', '时', '時'], ":").replace('半', "30").replace('分', "");
    let (hour, minute) = match text.split_once(':') {
        Some((hour, "")) => (hour, "0"),
        Some((hour, minute)) => (hour, minute.strip_suffix(":00").unwrap_or(minute)),
        None if (3..=4).contains(&text.len()) && text.is_ascii() => text.split_at(text.len() - 2),
        None => (text.as_str(), "0"),
    };
    let number = |t: &str| {
        let digits = (1..=2).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
        if digits { t.parse::<u32>().ok() } else { None }
    };
    let hour = match (number(hour)?, half_day) {
        (12, Some(Half::Morning)) => 0,
        (hour @ 1..=11, Some(Half::Afternoon)) => hour + 12,
        (hour, None | Some(Half::Afternoon)) | (hour @ 0..=11, Some(Half::Morning)) => hour,
        _ => return None,
    };
    NaiveTime::from_hms_opt(hour, number(minute)?, 0)
}

/// A stretch of time in milliseconds: `90m` `90分钟` `1h` `2小时` `3d` `3天`; whole numbers only, at most 100,000.
#[must_use]
pub fn parse_span(text: &str) -> Option<i64> {
    let text = typed(text);
    let units: [(&[&str], i64); 3] = [
        (&["m", "min", "分", "分钟", "分鐘"], MINUTE),
        (&["h", "时", "時", "小时", "小時"], HOUR),
        (&["d", "天"], DAY),
    ];
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let ms = units.iter().find(|(words, _)| words.contains(&unit)).map(|(_, ms)| *ms)?;
    number.parse::<i64>().ok().filter(|n| *n <= 100_000).map(|n| n * ms)
}

enum Half {
    Morning,
    Afternoon,
}

/// Takes `上午`, `下午`, `am`, `pm` and their like off.
fn half_of_day(text: &str) -> (&str, Option<Half>) {
    let before = |words: &[&str]| words.iter().find_map(|w| text.strip_prefix(w));
    if let Some(rest) = before(&["上午", "早上", "凌晨", "清晨"]).or_else(|| text.strip_suffix("am")) {
        return (rest, Some(Half::Morning));
    }
    if let Some(rest) = before(&["下午", "晚上", "傍晚", "中午"]).or_else(|| text.strip_suffix("pm")) {
        return (rest, Some(Half::Afternoon));
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spans_as_they_are_typed() {
        for (text, minutes) in [
            ("90m", Some(90)),
            ("90 分钟", Some(90)),
            ("１ｈ", Some(60)),
            ("2小時", Some(120)),
            ("3天", Some(3 * 24 * 60)),
            ("0h", Some(0)),
            ("h", None),
            ("1", None),
            ("1.5h", None),
            ("-1h", None),
            ("1 week", None),
            ("100001d", None),
            ("99999999999999999999d", None),
        ] {
            assert_eq!(parse_span(text), minutes.map(|m| m * MINUTE), "{text}");
        }
    }

    #[test]
    fn numbers_as_they_are_typed() {
        for (text, number) in [
            ("12", Some(12.0)),
            ("0.62", Some(0.62)),
            (".5", Some(0.5)),
            ("5.", Some(5.0)),
            ("-3", Some(-3.0)),
            ("－３", Some(-3.0)),
            ("+4", Some(4.0)),
            ("1,234,567.5", Some(1_234_567.5)),
            ("１，２３４", Some(1234.0)),
            ("４１．０％", Some(41.0)),
            ("41。5%", Some(41.5)),
            ("1.2万", Some(12_000.0)),
            ("1.29 万", Some(12_900.0)),
            ("128.6萬", Some(1_286_000.0)),
            ("1.2亿", Some(120_000_000.0)),
            ("12.9k", Some(12_900.0)),
            ("1.3M", Some(1_300_000.0)),
            ("3w", Some(30_000.0)),
            ("", None),
            ("-", None),
            (".", None),
            ("万", None),
            ("%", None),
            ("1,23", None),
            ("1,2345", None),
            (",123", None),
            ("1.2.3", None),
            ("1.2,345", None),
            ("--1", None),
            ("1e5", None),
            ("inf", None),
            ("nan", None),
            ("0x10", None),
            ("十二", None),
            ("12 人", None),
        ] {
            assert_eq!(parse_number(text), number, "{text}");
        }
        assert_eq!(parse_number(&"9".repeat(400)), None);
        assert!(parse_number("-0").unwrap().is_sign_positive());
    }

    #[test]
    fn days_as_they_are_typed() {
        // A Saturday.
        let today = NaiveDate::from_ymd_opt(2026, 10, 10).unwrap();
        for (text, day) in [
            ("2026-10-11", "2026-10-11"),
            ("2026/1/2", "2026-01-02"),
            ("20261011", "2026-10-11"),
            ("2026年10月11日", "2026-10-11"),
            ("10-11", "2026-10-11"),
            ("10/11", "2026-10-11"),
            ("10月11日", "2026-10-11"),
            ("１０月１１号", "2026-10-11"),
            ("9-1", "2026-09-01"),
            ("1-5", "2027-01-05"),
            ("2-29", ""),
            ("今天", "2026-10-10"),
            ("today", "2026-10-10"),
            ("明天", "2026-10-11"),
            ("明日", "2026-10-11"),
            ("Tomorrow", "2026-10-11"),
            ("后天", "2026-10-12"),
            ("昨天", "2026-10-09"),
            ("+3", "2026-10-13"),
            ("＋３", "2026-10-13"),
            ("+3天", "2026-10-13"),
            ("-1", "2026-10-09"),
            ("周日", "2026-10-11"),
            ("周六", "2026-10-17"),
            ("周五", "2026-10-16"),
            ("週三", "2026-10-14"),
            ("星期天", "2026-10-11"),
            ("下周一", "2026-10-12"),
            ("下周六", "2026-10-17"),
            ("fri", "2026-10-16"),
            ("Monday", "2026-10-12"),
            ("", ""),
            ("+", ""),
            ("10", ""),
            ("13-1", ""),
            ("2026-02-30", ""),
            ("1-2-3", ""),
            ("周八", ""),
            ("下", ""),
            ("明", ""),
            ("10--11", ""),
        ] {
            assert_eq!(parse_day(text, today).map(|d| d.to_string()).unwrap_or_default(), day, "{text}");
        }
    }

    #[test]
    fn times_as_they_are_typed() {
        for (text, time) in [
            ("9:00", "09:00"),
            ("09:05", "09:05"),
            ("0900", "09:00"),
            ("930", "09:30"),
            ("9", "09:00"),
            ("９：３０", "09:30"),
            ("9点", "09:00"),
            ("9點半", "09:30"),
            ("19点15", "19:15"),
            ("19点15分", "19:15"),
            ("7时30分", "07:30"),
            ("下午3点", "15:00"),
            ("晚上8点半", "20:30"),
            ("中午12点", "12:00"),
            ("上午9:15", "09:15"),
            ("12am", "00:00"),
            ("3 PM", "15:00"),
            ("23:59:00", "23:59"),
            ("0:00", "00:00"),
            ("", ""),
            ("24:00", ""),
            ("9:60", ""),
            ("下午", ""),
            ("15am", ""),
            ("9:", "09:00"),
            (":30", ""),
            ("9:5:5", ""),
            ("abc", ""),
            ("12345", ""),
            ("-1", ""),
            ("半", ""),
        ] {
            assert_eq!(parse_time(text).map(|t| t.format("%H:%M").to_string()).unwrap_or_default(), time, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_typed_panics(text in "[0-9０-９:：,，.。+-年月日号点半分周下一五天万亿k% ]{0,12}|\\PC{0,8}") {
            let today = NaiveDate::from_ymd_opt(2026, 2, 28).unwrap();
            let _ = (parse_number(&text), parse_day(&text, today), parse_time(&text));
        }

        #[test]
        fn what_is_written_is_read(days in 0..4000_u64, minute in 0..1440_u32, number in -1e9..1e9_f64) {
            let today = NaiveDate::from_ymd_opt(2026, 2, 28).unwrap();
            let day = today + Days::new(days);
            prop_assert_eq!(parse_day(&day.to_string(), today), Some(day));
            let time = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap();
            prop_assert_eq!(parse_time(&time.format("%H:%M").to_string()), Some(time));
            prop_assert_eq!(parse_number(&number.to_string()), Some(number));
        }
    }
}
