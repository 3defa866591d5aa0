//! Inquiries: people waiting for an answer, and the clock of the promise, which runs in working minutes.

use super::template::Auto;
use crate::base::clock::MINUTE;
use crate::base::{At, Config, Lang, Zone};
use chrono::{Days, NaiveDate, Timelike};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Less than this is left: shown as urgent, and what `f1` filters (the 10 minutes of Zammad's overview).
pub const URGENT_MS: i64 = 10 * MINUTE;
/// How far ahead a working day is looked for; beyond it the clock runs straight through.
const HORIZON_DAYS: u64 = 400;

/// What sort of inquiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 咨询: a question.
    Ask,
    /// 投诉: a complaint.
    Complaint,
    /// 退款: money back.
    Refund,
    /// 反馈: feedback.
    Feedback,
}

impl Kind {
    /// Every kind with its stable name and the catalogue key of its label.
    pub const ALL: [(Kind, &'static str, &'static str); 4] = [
        (Self::Ask, "ask", "sop.kind_ask"),
        (Self::Complaint, "complaint", "sop.kind_complaint"),
        (Self::Refund, "refund", "sop.kind_refund"),
        (Self::Feedback, "feedback", "sop.kind_feedback"),
    ];

    /// Reads a stable name.
    #[must_use]
    pub fn read(name: &str) -> Option<Kind> {
        Self::ALL.iter().find(|(_, n, _)| *n == name).map(|(k, ..)| *k)
    }

    /// The stable name, as stored and printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The catalogue key of its label.
    #[must_use]
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].2
    }
}

/// Where an inquiry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nobody has answered yet.
    Waiting,
    /// We wait for the person; the clock of the first answer runs on.
    Paused,
    /// Answered.
    Answered,
    /// Closed without an answer, with a reason.
    Closed,
}

impl State {
    /// Every state with its stable name and the catalogue key of its label.
    pub const ALL: [(State, &'static str, &'static str); 4] = [
        (Self::Waiting, "waiting", "sop.state_waiting"),
        (Self::Paused, "paused", "sop.state_paused"),
        (Self::Answered, "answered", "sop.state_answered"),
        (Self::Closed, "closed", "sop.state_closed"),
    ];

    /// Reads a stable name.
    #[must_use]
    pub fn read(name: &str) -> Option<State> {
        Self::ALL.iter().find(|(_, n, _)| *n == name).map(|(s, ..)| *s)
    }

    /// The stable name, as stored and printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The catalogue key of its label.
    #[must_use]
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].2
    }

    /// Whether somebody still has to do something.
    #[must_use]
    pub fn open(self) -> bool {
        matches!(self, Self::Waiting | Self::Paused)
    }
}

/// Why an inquiry is closed without an answer (screens.md §15.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 已在群里答: somebody answered in the group.
    InGroup,
    /// 非咨询: not an inquiry.
    NotOne,
    /// 重复: logged twice.
    Duplicate,
    /// 其他: something else, in words.
    Other,
}

impl Reason {
    /// Every reason with its digit, stable name and the catalogue key of its label.
    pub const ALL: [(Reason, char, &'static str, &'static str); 4] = [
        (Self::InGroup, '1', "in_group", "sop.reason_in_group"),
        (Self::NotOne, '2', "not_one", "sop.reason_not_one"),
        (Self::Duplicate, '3', "duplicate", "sop.reason_duplicate"),
        (Self::Other, '9', "other", "sop.reason_other"),
    ];

    /// Reads a stable name.
    #[must_use]
    pub fn read(name: &str) -> Option<Reason> {
        Self::ALL.iter().find(|(_, _, n, _)| *n == name).map(|(r, ..)| *r)
    }

    /// The stable name, as stored and printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].2
    }

    /// The catalogue key of its label.
    #[must_use]
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].3
    }
}

/// The level of those who can decide everything; handing up ends there.
pub const MANAGER_LEVEL: i64 = 3;

/// One person waiting for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inquiry {
    /// Its number.
    pub id: i64,
    /// The community's number.
    pub community_id: i64,
    /// The community's name.
    pub community: String,
    /// The community's platform, by id.
    pub platform: String,
    /// The member, if known.
    pub member_id: Option<i64>,
    /// Who waits, as shown in the community.
    pub who: String,
    /// What sort.
    pub kind: Kind,
    /// What was asked.
    pub text: String,
    /// When.
    pub at: At,
    /// Where it stands.
    pub state: State,
    /// 2, or [`MANAGER_LEVEL`] after it was handed up.
    pub level: i64,
    /// When the promise ends.
    pub due_at: At,
    /// When it was paused.
    pub paused_at: Option<At>,
    /// What we wait for.
    pub pause_note: String,
    /// When it was answered.
    pub answered_at: Option<At>,
    /// Who answered or closed it.
    pub answered_by: String,
    /// The template the answer was made with.
    pub template_id: Option<i64>,
    /// The answer as it went out.
    pub answer: String,
    /// The stable name of the reason it was closed for, or the operator's words.
    pub reason: String,
    /// Grows with each change.
    pub version: i64,
}

/// When people work (blocks of the day, the days, the zone in which days begin), and what is promised within that time.
#[derive(Debug, Clone)]
pub struct Hours {
    /// The promise: a first answer within so many working minutes.
    pub promise: i64,
    /// From and until, in minutes after midnight, ascending, not overlapping.
    pub blocks: Vec<(u32, u32)>,
    /// The zone.
    pub zone: Zone,
    /// Whether people work that day (make-up workdays and holidays come in here).
    pub works: fn(NaiveDate) -> bool,
}

/// Every day is a working day, until the calendar says otherwise.
#[must_use]
pub fn every_day(_: NaiveDate) -> bool {
    true
}

impl Hours {
    /// What the configuration says: unless set, 30 minutes within 09:00-12:00 and 13:30-18:00 (mission notes §10.3).
    #[must_use]
    pub fn of(config: &Config, zone: Zone) -> Hours {
        let time = |t: &str| {
            let (h, m) = t.trim().split_once(':')?;
            Some(h.parse::<u32>().ok()? * 60 + m.parse::<u32>().ok()?)
        };
        let block = |b: &String| b.split_once('-').and_then(|(from, until)| Some((time(from)?, time(until)?)));
        let blocks = config.hours.iter().filter_map(block).collect();
        Hours { promise: i64::from(config.promise.minutes), blocks, zone, works: every_day }
    }

    /// The working stretches from the day of `from` on, over working days within the horizon.
    fn stretches(&self, from: At) -> impl Iterator<Item = (At, At)> + '_ {
        let first = from.day(self.zone);
        let days = (0..HORIZON_DAYS).filter_map(move |n| first.checked_add_days(Days::new(n)));
        days.filter(|day| (self.works)(*day))
            .flat_map(move |day| self.blocks.iter().map(move |(start, end)| (self.at(day, *start), self.at(day, *end))))
    }

    fn at(&self, day: NaiveDate, minutes: u32) -> At {
        match day.and_hms_opt(minutes / 60, minutes % 60, 0) {
            Some(local) => self.zone.moment(local),
            // 24:00
            None => self.zone.midnight(day.succ_opt().unwrap_or(day)),
        }
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
        let (first, last) = (from.day(self.zone), to.day(self.zone));
        let within = |day: NaiveDate| -> i64 {
            if !(self.works)(day) {
                return 0;
            }
            let part =
                |(start, end): &(u32, u32)| self.at(day, *end).min(to).since(self.at(day, *start).max(from)).max(0);
            self.blocks.iter().map(part).sum()
        };
        if to <= from {
            return 0;
        }
        if first == last {
            return within(first);
        }
        let whole: i64 = self.blocks.iter().map(|(start, end)| i64::from(end - start) * MINUTE).sum();
        let between = first.iter_days().skip(1).take_while(|day| *day < last);
        within(first) + within(last) + between.filter(|day| (self.works)(*day)).count() as i64 * whole
    }

    /// The next moment work begins, if `now` is outside working time.
    #[must_use]
    pub fn resumes(&self, now: At) -> Option<At> {
        let (start, _) = self.stretches(now).find(|(_, end)| *end > now)?;
        (start > now).then_some(start)
    }

    /// Time left until `due`, in working milliseconds; negative when it is over.
    #[must_use]
    pub fn left(&self, now: At, due: At) -> i64 {
        if now <= due { self.between(now, due) } else { -self.between(due, now) }
    }

    /// The blocks as people write them: `09:00-12:00 13:30-18:00`.
    #[must_use]
    pub fn shown(&self) -> String {
        let time = |m: u32| format!("{:02}:{:02}", m / 60, m % 60);
        self.blocks.iter().map(|(a, b)| format!("{}-{}", time(*a), time(*b))).collect::<Vec<_>>().join(" ")
    }
}

/// `17:26` in `zone`.
#[must_use]
pub fn clock_time(at: At, zone: Zone) -> String {
    let local = at.local(zone);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

impl Inquiry {
    /// Whole minutes left (rounded down: never promise a minute that is gone), negative when late (rounded down too).
    #[must_use]
    pub fn left_minutes(&self, now: At, hours: &Hours) -> i64 {
        hours.left(now, self.due_at) / MINUTE
    }

    /// Whether the promise was kept; `None` while it is open or when it was closed without an answer.
    #[must_use]
    pub fn kept(&self) -> Option<bool> {
        self.answered_at.map(|at| at <= self.due_at)
    }

    /// Whole minutes from the question to the answer or to `now`, by the wall clock.
    #[must_use]
    pub fn waited_minutes(&self, now: At) -> i64 {
        self.answered_at.unwrap_or(now).since(self.at).max(0) / MINUTE
    }

    /// What fills the automatic slots of a template for this person, by the slots' first names; [`super::template::render`]
    /// takes it together with what was typed.
    #[must_use]
    pub fn known(&self, now: At, zone: Zone, lang: &Lang, operator: &str) -> BTreeMap<String, String> {
        let today = now.day(zone);
        let value = |auto: Auto| match auto {
            Auto::Nickname => self.who.clone(),
            Auto::Community => self.community.clone(),
            Auto::Platform => lang.text(&format!("members.platform_{}", self.platform)).to_owned(),
            Auto::Time => clock_time(now, zone),
            Auto::Date => lang.day(today, today),
            Auto::Operator => operator.to_owned(),
        };
        Auto::all().map(|auto| (auto.name().to_owned(), value(auto))).collect()
    }

    /// The row as `--json` prints it: `age_minutes`, `due`, `left_minutes` (null unless open), `first_response_minutes`
    /// (working minutes, null until answered) and the facts; times are RFC 3339.
    #[must_use]
    pub fn json(&self, now: At, hours: &Hours) -> serde_json::Value {
        let zone = hours.zone;
        let words = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        serde_json::json!({
            "id": self.id,
            "community": self.community,
            "platform": self.platform,
            "who": self.who,
            "kind": self.kind,
            "text": words(&self.text),
            "state": self.state,
            "level": self.level,
            "at": self.at.rfc3339(zone),
            "due": self.due_at.rfc3339(zone),
            "age_minutes": self.waited_minutes(now),
            "left_minutes": self.state.open().then(|| self.left_minutes(now, hours)),
            "answered_at": self.answered_at.map(|at| at.rfc3339(zone)),
            "answered_by": words(&self.answered_by),
            "first_response_minutes": self.answered_at.map(|at| hours.between(self.at, at) / MINUTE),
            "kept": self.kept(),
            "template_id": self.template_id,
            "answer": words(&self.answer),
            "reason": words(&self.reason),
            "waits_for": words(&self.pause_note),
            "version": self.version,
        })
    }
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

    #[test]
    fn thirty_working_minutes_skip_lunch_night_and_days_off() {
        for (asked, due) in [
            ("10T16:56", "10T17:26"),
            ("10T11:30", "10T12:00"),
            ("10T11:45", "10T13:45"),
            ("10T12:10", "10T14:00"),
            ("10T17:50", "11T09:20"),
            ("10T23:00", "11T09:30"),
            ("10T03:00", "10T09:30"),
        ] {
            assert_eq!(hours().due(at(asked)), at(due), "{asked}");
        }
        let no_sunday = Hours { works: |day| day != NaiveDate::from_ymd_opt(2026, 10, 11).unwrap(), ..hours() };
        assert_eq!(no_sunday.due(at("10T17:50")), at("12T09:20"));
        assert_eq!(no_sunday.resumes(at("11T10:00")), Some(at("12T09:00")));
        let night = Hours { blocks: vec![(22 * 60, 24 * 60)], ..hours() };
        assert_eq!(night.due(at("10T23:50")), at("11T22:20"));
    }

    #[test]
    fn left_and_late_are_whole_working_minutes() {
        let left = |now: &str, due: &str| hours().left(at(now), at(due)) / MINUTE;
        assert_eq!(left("10T17:20", "10T17:26"), 6);
        assert_eq!(left("10T17:30", "10T17:26"), -4);
        assert_eq!(left("10T12:30", "10T13:45"), 15, "the lunch break does not count");
        assert_eq!(left("11T09:05", "10T17:50"), -15, "nor does the night");
        assert_eq!(left("20T09:10", "10T17:50"), -(10 + 9 * 450 + 10), "7.5 hours for each day between");
        let short = hours().left(At(at("10T17:20").0 + 1), at("10T17:26"));
        assert_eq!(short / MINUTE, 5, "a minute that has begun is gone");
    }

    #[test]
    fn outside_working_time_the_clock_is_held() {
        assert_eq!(hours().resumes(at("10T12:30")), Some(at("10T13:30")));
        assert_eq!(hours().resumes(at("10T18:00")), Some(at("11T09:00")));
        assert_eq!(hours().resumes(at("10T17:20")), None);
    }

    #[test]
    fn without_working_time_the_clock_runs_straight() {
        for nobody in [Hours { works: |_| false, ..hours() }, Hours { blocks: Vec::new(), ..hours() }] {
            assert_eq!(nobody.due(at("10T10:00")), at("10T10:30"));
            assert_eq!(nobody.resumes(at("10T10:00")), None);
        }
        assert_eq!(hours().shown(), "09:00-12:00 13:30-18:00");
    }

    #[test]
    fn stable_names_lead_back() {
        assert!(Kind::ALL.iter().all(|(k, name, _)| Kind::read(name) == Some(*k) && k.name() == *name));
        assert!(State::ALL.iter().all(|(s, name, _)| State::read(name) == Some(*s) && s.name() == *name));
        assert!(Reason::ALL.iter().all(|(r, _, name, _)| Reason::read(name) == Some(*r) && r.name() == *name));
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
