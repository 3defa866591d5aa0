//! The clock that runs only while people work. A moment is working time if the wall clock of the zone shows a time
//! within a block of that local day: an hour that is skipped counts for nothing, one that is run through twice counts
//! twice. `brute.rs` holds it against counting minute by minute.

use super::week::{Block, Week};
use crate::base::clock::MINUTE;
use crate::base::{At, Config, Lang, Zone};
use crate::calendar::days::Days;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use std::rc::Rc;

/// How far ahead a working day is looked for; beyond it the clock runs straight through.
const HORIZON_DAYS: usize = 400;

/// Where China's days off hold unless it is said otherwise.
const CHINA: &[&str] = &["Asia/Shanghai", "Asia/Chongqing", "Asia/Harbin", "Asia/Urumqi", "Asia/Kashgar", "PRC"];
const CHINA_SECONDS: i32 = 8 * 3600;

/// When people work, and what is promised within that time.
#[derive(Debug, Clone)]
pub struct Hours {
    /// The promise: a first answer within so many working minutes.
    pub promise: i64,
    /// The blocks of each sort of day.
    pub week: Week,
    /// The zone in which days begin.
    pub zone: Zone,
    /// China's days off and made-up workdays, where they count.
    days: Option<Rc<Days>>,
}

impl Hours {
    /// `promise` working minutes within `week`; `days` count if the week says so, else in China's zone.
    #[must_use]
    pub fn new(promise: i64, week: Week, zone: Zone, days: &Rc<Days>) -> Hours {
        let china = match zone {
            Zone::Named(zone) => zone.iana_name().is_some_and(|name| CHINA.contains(&name)),
            Zone::Fixed(seconds) => seconds == CHINA_SECONDS,
        };
        let days = week.china().unwrap_or(china).then(|| Rc::clone(days));
        Hours { promise, week, zone, days }
    }

    /// What the configuration says: unless set, 30 minutes within 09:00-12:00 and 13:30-18:00 (mission notes §10.3).
    #[must_use]
    pub fn of(config: &Config, zone: Zone) -> Hours {
        let week = Week::parse(&config.hours.join(",")).unwrap_or_default();
        Hours::new(i64::from(config.promise.minutes), week, zone, &Rc::default())
    }

    /// Day and night.
    #[must_use]
    pub fn always(promise: i64, zone: Zone) -> Hours {
        Hours { promise, week: Week::always(), zone, days: None }
    }

    /// Whether China's calendar counts.
    #[must_use]
    pub fn china(&self) -> bool {
        self.days.is_some()
    }

    /// The blocks of a day.
    fn blocks(&self, day: NaiveDate) -> &[Block] {
        let work = self.days.as_ref().and_then(|days| days.work(day));
        self.week.blocks(day.weekday().num_days_from_monday() as usize, work)
    }

    /// The working stretches of one local day, by time: where an hour is run through twice, the second run of one block
    /// lies behind the first of the next.
    fn on(&self, day: NaiveDate) -> Vec<(At, At)> {
        let stretch = |(from, until): &Block| self.zone.stretches(wall(day, *from), wall(day, *until));
        let mut all: Vec<(At, At)> = self.blocks(day).iter().flat_map(stretch).collect();
        all.sort_unstable();
        all
    }

    /// The working stretches from the day of `from` on, over the days within the horizon.
    fn stretches(&self, from: At) -> impl Iterator<Item = (At, At)> + '_ {
        from.day(self.zone).iter_days().take(HORIZON_DAYS).flat_map(move |day| self.on(day))
    }

    /// When `ms` of working time after `from` are over. Without any working time ahead the clock runs straight.
    #[must_use]
    pub fn after(&self, from: At, ms: i64) -> At {
        let mut rest = ms;
        for (start, end) in self.stretches(from) {
            let start = start.max(from);
            let here = end.since(start);
            if here <= 0 {
                continue;
            }
            if rest <= here {
                return start.plus(rest);
            }
            rest -= here;
        }
        from.plus(ms)
    }

    /// When the promise to somebody who asks at `at` ends.
    #[must_use]
    pub fn due(&self, at: At) -> At {
        self.after(at, self.promise * MINUTE)
    }

    /// Working milliseconds from `from` to `to`; 0 if `to` is not later. Days between the first and the last count by
    /// their blocks alone, so that what has lain for a year costs no more than a glance.
    #[must_use]
    pub fn between(&self, from: At, to: At) -> i64 {
        if to <= from {
            return 0;
        }
        let (first, last) = (from.day(self.zone), to.day(self.zone));
        let part = |day: NaiveDate| -> i64 {
            self.on(day).iter().map(|(start, end)| (*end).min(to).since((*start).max(from)).max(0)).sum()
        };
        let whole = |day: NaiveDate| -> i64 {
            match self.zone.steady(day) {
                true => self.blocks(day).iter().map(|(start, end)| i64::from(end - start) * MINUTE).sum(),
                false => part(day),
            }
        };
        if first == last {
            return part(first);
        }
        let between = first.iter_days().skip(1).take_while(|day| *day < last);
        part(first) + part(last) + between.map(whole).sum::<i64>()
    }

    /// The next moment work begins, if `now` is outside working time.
    #[must_use]
    pub fn resumes(&self, now: At) -> Option<At> {
        let (start, _) = self.stretches(now).find(|(_, end)| *end > now)?;
        (start > now).then_some(start)
    }

    /// When work begins on the next day that has any, after the day of `now`.
    #[must_use]
    pub fn tomorrow(&self, now: At) -> Option<At> {
        let next = now.day(self.zone).succ_opt()?;
        self.stretches(self.zone.midnight(next)).map(|(start, _)| start).find(|start| *start > now)
    }

    /// Time left until `due`, in working milliseconds; negative when it is over.
    #[must_use]
    pub fn left(&self, now: At, due: At) -> i64 {
        if now <= due { self.between(now, due) } else { -self.between(due, now) }
    }

    /// The hours as people read them: `工作日 09:00-12:00 13:30-18:00`.
    #[must_use]
    pub fn shown(&self, lang: &Lang) -> String {
        self.week.shown(lang, self.china())
    }
}

/// So many minutes after midnight of `day`, on the wall.
fn wall(day: NaiveDate, minutes: u32) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minutes))
}

/// `17:26` in `zone`.
#[must_use]
pub fn clock_time(at: At, zone: Zone) -> String {
    let local = at.local(zone);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::clock::HOUR;
    use proptest::prelude::*;

    fn at(text: &str) -> At {
        At::parse(&format!("2026-10-{text}:00+08:00")).unwrap()
    }

    fn hours() -> Hours {
        Hours::of(&Config::default(), Zone::default())
    }

    fn with(week: &str) -> Hours {
        Hours::new(30, Week::parse(week).unwrap(), Zone::default(), &Rc::default())
    }

    #[test]
    fn thirty_working_minutes_skip_lunch_night_and_days_off() {
        for (asked, due) in [
            ("10T16:56", "10T17:26"),
            ("10T11:30", "10T12:00"),
            ("10T11:45", "10T13:45"),
            ("10T12:10", "10T14:00"),
            // Saturday the 10th is made up for, Sunday is not worked.
            ("10T17:50", "12T09:20"),
            ("10T23:00", "12T09:30"),
            ("10T03:00", "10T09:30"),
            // National Day: the 1st to the 7th are off.
            ("01T10:00", "08T09:30"),
            ("07T23:59", "08T09:30"),
        ] {
            assert_eq!(hours().due(at(asked)), at(due), "{asked}");
        }
        assert_eq!(hours().resumes(at("11T10:00")), Some(at("12T09:00")));
        assert_eq!(with("daily 22:00-24:00").due(at("10T23:50")), at("11T22:20"));
        assert_eq!(with("mon-fri 9-18; sat 10-16").due(at("10T15:45")), at("12T09:15"));
        assert_eq!(with("mon-fri 9-18; holidays 10-11").due(at("01T10:45")), at("02T10:15"));
        assert_eq!(with("mon-sun 9-18; holidays no").due(at("01T17:45")), at("02T09:15"));
    }

    #[test]
    fn left_and_late_are_whole_working_minutes() {
        let left = |now: &str, due: &str| hours().left(at(now), at(due)) / MINUTE;
        assert_eq!(left("10T17:20", "10T17:26"), 6);
        assert_eq!(left("10T17:30", "10T17:26"), -4);
        assert_eq!(left("10T12:30", "10T13:45"), 15, "the lunch break does not count");
        assert_eq!(left("12T09:05", "10T17:50"), -15, "nor do the night and the Sunday");
        assert_eq!(left("20T09:10", "10T17:50"), -(10 + 6 * 450 + 10), "7.5 hours for each workday between");
        let short = hours().left(At(at("10T17:20").0 + 1), at("10T17:26"));
        assert_eq!(short / MINUTE, 5, "a minute that has begun is gone");
    }

    #[test]
    fn outside_working_time_the_clock_is_held() {
        assert_eq!(hours().resumes(at("10T12:30")), Some(at("10T13:30")));
        assert_eq!(hours().resumes(at("10T18:00")), Some(at("12T09:00")));
        assert_eq!(hours().resumes(at("10T17:20")), None);
        assert_eq!(hours().tomorrow(at("10T17:20")), Some(at("12T09:00")));
        assert_eq!(hours().tomorrow(at("10T03:20")), Some(at("12T09:00")), "not later today");
        assert_eq!(Hours::always(120, Zone::default()).resumes(at("11T03:00")), None);
        assert_eq!(Hours::always(120, Zone::default()).due(at("11T23:00")), at("12T01:00"));
    }

    #[test]
    fn an_hour_that_is_run_through_twice_is_worked_twice_in_its_order() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        let hours = Hours::new(30, Week::parse("sun 1:37-2:13,2:30-2:31").unwrap(), berlin, &Rc::default());
        let asked = At::parse("2015-10-25T02:12:00+02:00").unwrap();
        // 2:12, then 2:30 in summer time, then 2:00 in winter time.
        let due = |minutes: i64| hours.after(asked, minutes * MINUTE).rfc3339(berlin);
        assert_eq!(due(2), "2015-10-25T02:31:00+02:00");
        assert_eq!(due(3), "2015-10-25T02:01:00+01:00");
        assert_eq!(hours.between(asked, At::parse("2015-10-25T12:00:00+01:00").unwrap()), (2 + 13 + 1) * MINUTE);
    }

    #[test]
    fn china_rests_in_china_only_unless_it_is_said() {
        let here = |week: &str, zone: &str| {
            Hours::new(30, Week::parse(week).unwrap(), Zone::parse(zone).unwrap(), &Rc::default()).china()
        };
        assert!(here("9-18", "Asia/Shanghai") && here("9-18", "+08:00") && here("9-18; holidays cn", "Europe/Berlin"));
        assert!(!here("9-18", "America/New_York") && !here("9-18; holidays no", "Asia/Shanghai"));
        let abroad = Hours::of(&Config::default(), Zone::parse("Europe/Berlin").unwrap());
        let asked = At::parse("2026-10-01T10:00:00+02:00").unwrap();
        assert_eq!(abroad.due(asked), asked.plus(30 * MINUTE), "the 1st of October is a Thursday like any other");
    }

    proptest! {
        #[test]
        fn the_due_moment_is_just_as_much_working_time_away(minute in 0_i64..60 * 24 * 30, length in 1_i64..600) {
            let from = At(at("01T00:00").0 + minute * MINUTE);
            let due = hours().after(from, length * MINUTE);
            prop_assert_eq!(hours().between(from, due), length * MINUTE);
            prop_assert!(due >= from.plus(length * MINUTE));
            prop_assert_eq!(hours().left(due, from), -length * MINUTE);
        }

        #[test]
        fn later_questions_are_never_due_earlier(a in 0_i64..3 * 24 * HOUR, b in 0_i64..3 * 24 * HOUR) {
            let base = at("01T00:00");
            let (first, second) = (base.plus(a.min(b)), base.plus(a.max(b)));
            prop_assert!(hours().due(first) <= hours().due(second));
        }
    }
}
