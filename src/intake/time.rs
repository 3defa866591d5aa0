//! The ways exports write a moment. Epoch numbers and offsets win; a local time is read in the zone the operator told.

use crate::base::At;
use crate::base::clock::Zone;
use chrono::{NaiveDate, NaiveTime, TimeDelta};

/// Nothing this program reads is older than 1990 or younger than 2200; anything else is a wrong unit or a wrong column.
const PLAUSIBLE: std::ops::Range<i64> = 631_152_000_000..7_258_118_400_000;

fn plausible(ms: i64) -> Option<At> {
    PLAUSIBLE.contains(&ms).then_some(At(ms))
}

/// Seconds, milliseconds or microseconds since 1970, told apart by size.
pub(super) fn epoch(number: i64) -> Option<At> {
    match number {
        ..0 => None,
        0..100_000_000_000 => plausible(number * 1000),
        100_000_000_000..100_000_000_000_000 => plausible(number),
        _ => plausible(number / 1000),
    }
}

/// Seconds with decimals; whole milliseconds too, as some tools write them as floats.
pub(super) fn epoch_decimal(number: f64) -> Option<At> {
    if !(0.0..1e17).contains(&number) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation)] // bounded above
    if number < 1e11 { plausible((number * 1000.0).round() as i64) } else { epoch(number as i64) }
}

/// Reads any of:
/// - an epoch number as text, also `1594143066.000200`
/// - `2026-10-10T17:20:00.123+08:00`, `… 17:20Z`, with `-`, `/` or `.` in the date, with or without seconds
/// - the same without offset: local time in `zone`; also `2020-2-21 8:43:38 PM`
/// - `11-Jul-18 07:46 AM` (DiscordChatExporter 2018-19): local time in `zone`
pub(super) fn moment(text: &str, zone: Zone) -> Option<At> {
    let text = text.trim();
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return epoch(text.parse().ok()?);
    }
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && text.bytes().filter(|b| *b == b'.').count() == 1 {
        return epoch_decimal(text.parse().ok()?);
    }
    let mut scan = Scan(text.as_bytes());
    let day = scan.date()?;
    if !scan.skip(|b| b == b'T' || b == b't') && !scan.skip(|b| b == b' ') {
        return None;
    }
    let time = scan.time()?;
    scan.skip(|b| b == b' ');
    let offset = scan.offset()?;
    let local = day.and_time(time);
    match offset {
        None => plausible(zone.moment(local).0),
        Some(seconds) => plausible(local.checked_sub_signed(TimeDelta::seconds(seconds))?.and_utc().timestamp_millis()),
    }
}

struct Scan<'a>(&'a [u8]);

impl Scan<'_> {
    fn skip(&mut self, wanted: impl Fn(u8) -> bool) -> bool {
        let found = self.0.first().copied().is_some_and(wanted);
        if found {
            self.0 = &self.0[1..];
        }
        found
    }

    /// A number of one to `most` digits and how many there were.
    fn number(&mut self, most: usize) -> Option<(u32, usize)> {
        let length = self.0.iter().take(most).take_while(|b| b.is_ascii_digit()).count();
        let value = self.0[..length].iter().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
        self.0 = &self.0[length..];
        (length > 0).then_some((value, length))
    }

    fn date(&mut self) -> Option<NaiveDate> {
        let (first, digits) = self.number(4)?;
        let mark = *self.0.first().filter(|b| b"-/.".contains(b))?;
        self.skip(|b| b == mark);
        if digits == 4 {
            let (month, _) = self.number(2)?;
            self.skip(|b| b == mark).then_some(())?;
            let (day, _) = self.number(2)?;
            return NaiveDate::from_ymd_opt(i32::try_from(first).ok()?, month, day);
        }
        const MONTHS: [&[u8; 3]; 12] =
            [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];
        let name = self.0.get(..3)?.to_ascii_lowercase();
        let month = MONTHS.iter().position(|m| m[..] == name[..])? + 1;
        self.0 = &self.0[3..];
        self.skip(|b| b == mark).then_some(())?;
        let (year, digits) = self.number(4)?;
        let year = if digits == 2 { 2000 + year } else { year };
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, u32::try_from(month).ok()?, first)
    }

    fn time(&mut self) -> Option<NaiveTime> {
        let (mut hour, _) = self.number(2)?;
        self.skip(|b| b == b':').then_some(())?;
        let (minute, 2) = self.number(2)? else { return None };
        let (mut second, mut milli) = (0, 0);
        if self.skip(|b| b == b':') {
            second = self.number(2)?.0;
            if self.skip(|b| b == b'.' || b == b',') {
                let (value, digits) = self.number(3)?;
                milli = value * 10u32.pow(3 - u32::try_from(digits).ok()?);
                while self.skip(|b| b.is_ascii_digit()) {}
            }
        }
        let blank = self.0.first() == Some(&b' ');
        let half = self.0.get(usize::from(blank)..usize::from(blank) + 2).map(<[u8]>::to_ascii_uppercase);
        if let Some(half @ (b"AM" | b"PM")) = half.as_deref() {
            if !(1..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + if half == b"PM" { 12 } else { 0 };
            self.0 = &self.0[usize::from(blank) + 2..];
        }
        // A leap second is the last moment of its minute.
        NaiveTime::from_hms_milli_opt(hour, minute, if second == 60 { 59 } else { second }, milli)
    }

    /// `Some(None)`: no offset and nothing after; `Some(Some(seconds east))`; `None`: rubbish.
    fn offset(&mut self) -> Option<Option<i64>> {
        if self.0.is_empty() {
            return Some(None);
        }
        if matches!(self.0, b"Z" | b"z" | b"UTC" | b"GMT") {
            return Some(Some(0));
        }
        let west = self.0.first() == Some(&b'-');
        self.skip(|b| b == b'+' || b == b'-').then_some(())?;
        let (hours, _) = self.number(2)?;
        self.skip(|b| b == b':');
        let minutes = if self.0.is_empty() { 0 } else { self.number(2)?.0 };
        if !self.0.is_empty() || hours > 14 || minutes > 59 {
            return None;
        }
        let seconds = i64::from(hours) * 3600 + i64::from(minutes) * 60;
        Some(Some(if west { -seconds } else { seconds }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_way_of_writing_a_moment_is_read() {
        let cases = [
            ("1718000001", "2024-06-10T14:13:21+08:00"),
            ("1718000001250", "2024-06-10T14:13:21.250+08:00"),
            ("1718000001250999", "2024-06-10T14:13:21.250+08:00"),
            ("1594143066.000200", "2020-07-08T01:31:06+08:00"),
            ("2026-10-10T17:20:00+08:00", "2026-10-10T17:20:00+08:00"),
            ("2026-10-10T09:20:00.5Z", "2026-10-10T17:20:00.500+08:00"),
            ("2023-01-06T14:03:03.8530000+00:00", "2023-01-06T22:03:03.853+08:00"),
            ("2026-10-10 09:20 -0330", "2026-10-10T20:50:00+08:00"),
            ("2026-10-10 17:20", "2026-10-10T17:20:00+08:00"),
            ("2026/1/2 7:05:09", "2026-01-02T07:05:09+08:00"),
            ("2009.07.06 18:04", "2009-07-06T18:04:00+08:00"),
            ("2020-2-21 8:43:38 PM", "2020-02-21T20:43:38+08:00"),
            ("2022-09-16T21:03:57", "2022-09-16T21:03:57+08:00"),
            ("11-Jul-18 07:46 AM", "2018-07-11T07:46:00+08:00"),
            ("28-Nov-19 12:00 AM", "2019-11-28T00:00:00+08:00"),
            ("28-Nov-2019 12:30 PM", "2019-11-28T12:30:00+08:00"),
            (" 2016-12-31T23:59:60Z ", "2017-01-01T07:59:59+08:00"),
        ];
        for (text, wanted) in cases {
            let found = moment(text, Zone::default()).map(|at| at.rfc3339(Zone::default()));
            assert_eq!(found.as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        let wrong = [
            "",
            " ",
            "0",
            "17",
            "-1718000001",
            "1e9",
            "99999999999999999999",
            "2026-10-10",
            "2026-13-01 10:00",
            "2026-02-30 10:00",
            "2026-10-10 24:01",
            "2026-10-10 10",
            "2026-10-10 10:5",
            "2026-10-10T10:00+99:00",
            "2026-10-10 13:00 PM",
            "11-Foo-18 07:46 AM",
            "2026-10-10 10:00 abc",
            "昨天 10:00",
            "1.2.3",
            "1970-01-01 00:00",
        ];
        for text in wrong {
            assert_eq!(moment(text, Zone::default()), None, "{text}");
        }
        assert_eq!(epoch_decimal(f64::NAN), None);
    }

    proptest! {
        #[test]
        fn what_qun_prints_is_read_back(ms in PLAUSIBLE) {
            let at = At(ms);
            prop_assert_eq!(moment(&at.rfc3339(Zone::default()), Zone::default()), Some(at));
            prop_assert_eq!(moment(&ms.to_string(), Zone::default()), epoch(ms));
        }

        #[test]
        fn no_text_breaks_it(text in ".{0,40}", digits in "[0-9:./ +TZAMP-]{0,30}") {
            let _ = (moment(&text, Zone::default()), moment(&digits, Zone::default()));
        }
    }
}
