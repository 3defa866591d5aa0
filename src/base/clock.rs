//! Time as it is injected everywhere: UTC milliseconds, a zone to show them in, and a clock that tests freeze.

use super::{Error, Kind, Result};
use chrono::{
    DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, TimeZone, Timelike, Utc,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// A moment: UTC milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct At(pub i64);

/// One minute in milliseconds.
pub const MINUTE: i64 = 60_000;
/// One hour in milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// One day of 24 hours in milliseconds.
pub const DAY: i64 = 24 * HOUR;

impl At {
    /// Milliseconds from `earlier` to here; negative if `earlier` is later.
    #[must_use]
    pub fn since(self, earlier: At) -> i64 {
        self.0 - earlier.0
    }

    /// This moment moved by `ms` milliseconds.
    #[must_use]
    pub fn plus(self, ms: i64) -> At {
        At(self.0.saturating_add(ms))
    }

    /// Local date and time in `zone`.
    #[must_use]
    pub fn local(self, zone: Zone) -> NaiveDateTime {
        let utc = DateTime::<Utc>::from_timestamp_millis(self.0).unwrap_or_default();
        zone.offset_at(utc).map_or(utc.naive_utc(), |o| utc.with_timezone(&o).naive_local())
    }

    /// Local calendar day in `zone`.
    #[must_use]
    pub fn day(self, zone: Zone) -> NaiveDate {
        self.local(zone).date()
    }

    /// RFC 3339 with the zone's offset, as `--json` prints it.
    #[must_use]
    pub fn rfc3339(self, zone: Zone) -> String {
        let utc = DateTime::<Utc>::from_timestamp_millis(self.0).unwrap_or_default();
        match zone.offset_at(utc) {
            Some(offset) => utc.with_timezone(&offset).to_rfc3339_opts(SecondsFormat::AutoSi, false),
            None => utc.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        }
    }

    /// Reads RFC 3339.
    ///
    /// # Errors
    /// [`Kind::Usage`] when the text is not a full date, time and offset.
    pub fn parse(text: &str) -> Result<At> {
        DateTime::parse_from_rfc3339(text)
            .map(|t| At(t.timestamp_millis()))
            .map_err(|e| Error::new(Kind::Usage, "base.bad_time").with("value", text).because(e))
    }
}

/// A time zone: an IANA name or a fixed offset.
///
/// The zone tables come with `jiff`: its data are bytes that are read when a zone is asked for, where `chrono-tz`
/// compiles them into 29,000 pointers that cost every start two milliseconds.
#[derive(Debug, Clone, Copy)]
pub enum Zone {
    /// An IANA zone, daylight saving included.
    Named(&'static jiff::tz::TimeZone),
    /// Seconds east of UTC.
    Fixed(i32),
}

impl PartialEq for Zone {
    fn eq(&self, other: &Zone) -> bool {
        match (self, other) {
            (Self::Named(a), Self::Named(b)) => a.iana_name() == b.iana_name(),
            (Self::Fixed(a), Self::Fixed(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Zone {}

/// No zone is further from UTC than this.
const OFFSET_MOST: i64 = 16 * HOUR;

/// China standard time, most of qun's users' zone.
const HOME: &str = "Asia/Shanghai";

impl Default for Zone {
    /// China standard time.
    fn default() -> Self {
        named(HOME).unwrap_or(Self::Fixed(8 * 3600))
    }
}

/// The zone called `name`. Each one is read once and kept for as long as the program runs.
fn named(name: &str) -> Option<Zone> {
    static KNOWN: Mutex<BTreeMap<String, &'static jiff::tz::TimeZone>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(zone) = known.get(name) {
        return Some(Zone::Named(zone));
    }
    let zone = table(name)?;
    // There are some hundred zones at most, and a zone must live as long as the copies of it.
    let zone: &'static jiff::tz::TimeZone = Box::leak(Box::new(zone));
    known.insert(name.to_owned(), zone);
    Some(Zone::Named(zone))
}

/// The table of the zone called `name`: the system's, which follows what governments decide, else our own. Its one
/// file is read by name; `jiff`'s own look-up walks every folder of zones first, which each start would pay for.
fn table(name: &str) -> Option<jiff::tz::TimeZone> {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "_+-/".contains(c)) && !name.starts_with('/');
    plain
        .then(|| std::fs::read(std::path::Path::new(SYSTEM_ZONES).join(name)).ok())
        .flatten()
        .and_then(|bytes| jiff::tz::TimeZone::tzif(name, &bytes).ok())
        .or_else(|| jiff::tz::TimeZoneDatabase::bundled().get(name).ok())
}

/// Where Linux and macOS keep their zones.
const SYSTEM_ZONES: &str = "/usr/share/zoneinfo";

impl Zone {
    /// `Asia/Shanghai`, `UTC`, `Z`, `+08:00`, `-0330` or `+8`.
    ///
    /// # Errors
    /// [`Kind::Usage`] for anything else, with examples in the hint.
    pub fn parse(text: &str) -> Result<Zone> {
        let wrong = || Error::new(Kind::Usage, "base.bad_zone").with("value", text).hint("base.bad_zone_hint");
        let text = text.trim();
        if text.eq_ignore_ascii_case("z") {
            return Ok(Self::Fixed(0));
        }
        let Some(rest) = text.strip_prefix(['+', '-']) else {
            return named(text).ok_or_else(wrong);
        };
        let digits: String = rest.chars().filter(|c| *c != ':').collect();
        if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(wrong());
        }
        let (hours, minutes) = digits.split_at(if digits.len() > 2 { digits.len() - 2 } else { digits.len() });
        let seconds = hours.parse::<i32>().unwrap_or(99) * 3600 + minutes.parse::<i32>().unwrap_or(0) * 60;
        if seconds > 14 * 3600 || minutes.parse::<i32>().unwrap_or(0) > 59 {
            return Err(wrong());
        }
        Ok(Self::Fixed(if text.starts_with('-') { -seconds } else { seconds }))
    }

    fn offset_at(self, utc: DateTime<Utc>) -> Option<FixedOffset> {
        let seconds = match self {
            Self::Named(zone) => {
                zone.to_offset(jiff::Timestamp::from_millisecond(utc.timestamp_millis()).ok()?).seconds()
            }
            Self::Fixed(seconds) => seconds,
        };
        FixedOffset::east_opt(seconds)
    }

    /// The moment of a local date and time. In a gap (clocks put forward) as far after the gap as it is into it, in
    /// a fold (put back) the earlier of the two.
    #[must_use]
    pub fn moment(self, local: NaiveDateTime) -> At {
        let found = match self {
            Self::Named(zone) => civil(local).and_then(|c| Some(zone.to_timestamp(c).ok()?.as_millisecond())),
            Self::Fixed(s) => FixedOffset::east_opt(s)
                .and_then(|o| o.from_local_datetime(&local).earliest())
                .map(|t| t.timestamp_millis()),
        };
        At(found.unwrap_or_else(|| local.and_utc().timestamp_millis()))
    }

    /// The stretches of time in which clocks in this zone show `from` or later and not yet `until`: one as a rule, none
    /// of an hour that is skipped, two of one that is run through twice.
    #[must_use]
    pub fn stretches(self, from: NaiveDateTime, until: NaiveDateTime) -> Vec<(At, At)> {
        let (from, until) = (from.and_utc().timestamp_millis(), until.and_utc().timestamp_millis());
        let (mut start, end) = (from - OFFSET_MOST, until + OFFSET_MOST);
        let mut found = Vec::with_capacity(1);
        let mut part = |begin: i64, stop: i64, offset: i64| {
            let (a, b) = (begin.max(from - offset), stop.min(until - offset));
            if a < b {
                found.push((At(a), At(b)));
            }
        };
        let mut offset = self.offset_ms(start);
        if self.offset_ms(end) != offset
            && let Self::Named(zone) = self
            && let Ok(first) = jiff::Timestamp::from_millisecond(start)
        {
            for change in zone.following(first).take_while(|t| t.timestamp().as_millisecond() < end) {
                let at = change.timestamp().as_millisecond();
                part(start, at, offset);
                (start, offset) = (at, i64::from(change.offset().seconds()) * 1000);
            }
        }
        part(start, end, offset);
        found
    }

    /// Whether no clock of this zone is put forward or back on `day` or hard beside it.
    #[must_use]
    pub fn steady(self, day: NaiveDate) -> bool {
        let start = day.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
        self.offset_ms(start - OFFSET_MOST) == self.offset_ms(start + DAY + OFFSET_MOST)
    }

    /// Milliseconds east of UTC at a moment.
    fn offset_ms(self, at: i64) -> i64 {
        let seconds = match self {
            Self::Named(zone) => jiff::Timestamp::from_millisecond(at).map_or(0, |t| zone.to_offset(t).seconds()),
            Self::Fixed(seconds) => seconds,
        };
        i64::from(seconds) * 1000
    }

    /// 00:00 local of `day`.
    #[must_use]
    pub fn midnight(self, day: NaiveDate) -> At {
        self.moment(day.and_time(NaiveTime::MIN))
    }
}

/// The same local time as `jiff` writes it; `None` outside its years.
fn civil(t: NaiveDateTime) -> Option<jiff::civil::DateTime> {
    let small = |n: u32| i8::try_from(n).ok();
    let year = i16::try_from(t.year()).ok()?;
    let (month, day) = (small(t.month())?, small(t.day())?);
    let (hour, minute, second) = (small(t.hour())?, small(t.minute())?, small(t.second())?);
    let nano = i32::try_from(t.nanosecond().min(999_999_999)).ok()?;
    jiff::civil::DateTime::new(year, month, day, hour, minute, second, nano).ok()
}

impl std::fmt::Display for Zone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Named(zone) => f.write_str(zone.iana_name().unwrap_or(HOME)),
            Self::Fixed(s) => {
                write!(f, "{}{:02}:{:02}", if *s < 0 { '-' } else { '+' }, s.abs() / 3600, s.abs() % 3600 / 60)
            }
        }
    }
}

/// Where "now" comes from.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Always this moment (`QUN_NOW`, tests).
    Frozen(At),
}

impl Clock {
    /// The machine's clock, or the moment in `QUN_NOW` (RFC 3339).
    ///
    /// # Errors
    /// [`Kind::Usage`] when `QUN_NOW` is not RFC 3339.
    pub fn from_env() -> Result<Clock> {
        match std::env::var("QUN_NOW") {
            Ok(text) if !text.is_empty() => Ok(Self::Frozen(At::parse(&text)?)),
            _ => Ok(Self::System),
        }
    }

    /// The present moment.
    #[must_use]
    pub fn now(self) -> At {
        match self {
            Self::System => At(Utc::now().timestamp_millis()),
            Self::Frozen(at) => at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read_and_refused() {
        assert_eq!(Zone::parse("+08:00").unwrap(), Zone::Fixed(28800));
        assert_eq!(Zone::parse("-0330").unwrap(), Zone::Fixed(-12600));
        assert_eq!(Zone::parse("+8").unwrap(), Zone::Fixed(28800));
        assert_eq!(Zone::parse("Asia/Shanghai").unwrap(), Zone::default());
        for wrong in ["Shanghai", "Asia", "../UTC", "/etc/localtime", "+99:00", "+8:99", "", "+", "08:00", "+12345"] {
            assert!(Zone::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn local_times_survive_daylight_saving() {
        let ny = Zone::parse("America/New_York").unwrap();
        let gap = NaiveDate::from_ymd_opt(2026, 3, 8).unwrap().and_hms_opt(2, 30, 0).unwrap();
        assert_eq!(ny.moment(gap).local(ny).to_string(), "2026-03-08 03:30:00");
        let fold = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap().and_hms_opt(1, 30, 0).unwrap();
        assert_eq!(ny.moment(fold).rfc3339(ny), "2026-11-01T01:30:00-04:00");
    }

    #[test]
    fn a_local_time_is_one_stretch_none_or_two() {
        let at = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        let shown = |zone: &str, from: &str, until: &str| -> Vec<String> {
            let zone = Zone::parse(zone).unwrap();
            let found = zone.stretches(at(from), at(until));
            found.iter().map(|(a, b)| format!("{}+{}", a.rfc3339(Zone::Fixed(0)), b.since(*a) / MINUTE)).collect()
        };
        let ny = "America/New_York";
        assert_eq!(shown("+08:00", "2026-10-10 09:00", "2026-10-10 12:00"), ["2026-10-10T01:00:00+00:00+180"]);
        assert_eq!(shown(ny, "2026-03-08 02:00", "2026-03-08 03:00"), [""; 0], "the hour that is skipped");
        assert_eq!(shown(ny, "2026-03-08 01:30", "2026-03-08 02:30"), ["2026-03-08T06:30:00+00:00+30"]);
        let twice = ["2026-11-01T05:00:00+00:00+60", "2026-11-01T06:00:00+00:00+60"];
        assert_eq!(shown(ny, "2026-11-01 01:00", "2026-11-01 02:00"), twice);
        assert_eq!(shown(ny, "2026-11-01 00:00", "2026-11-01 00:30"), ["2026-11-01T04:00:00+00:00+30"]);
        assert_eq!(
            shown("Australia/Lord_Howe", "2026-10-04 00:00", "2026-10-05 00:00").len(),
            2,
            "half an hour is skipped on that day, and the day is whole nevertheless"
        );
        let steady = |day: &str| Zone::parse(ny).unwrap().steady(day.parse().unwrap());
        assert!(steady("2026-07-01") && !steady("2026-03-08") && !steady("2026-11-01"));
    }

    #[test]
    fn moments_print_with_offset_and_read_back() {
        let at = At::parse("2026-10-10T17:20:00+08:00").unwrap();
        assert_eq!(at.rfc3339(Zone::default()), "2026-10-10T17:20:00+08:00");
        assert_eq!(at.day(Zone::default()).to_string(), "2026-10-10");
        assert!(At::parse("2026-10-10").is_err());
    }
}
