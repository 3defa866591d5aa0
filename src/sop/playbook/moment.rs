//! When a step is due, relative to the anchor of a run: `T-3 10:00`, `T+0 09:30`, `D1` to `D7 20:00` (days counted
//! from one, as people count days in a group), `T+30m`, `T-2h`.

use crate::base::clock::{DAY, HOUR, MINUTE};
use crate::base::i18n::parse_time;
use crate::base::text::fold;
use crate::base::{At, Error, Lang, Result, Zone};
use chrono::{NaiveTime, TimeDelta, Timelike};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most days a step may lie before or after the anchor.
const DAYS_MAX: i64 = 400;

/// When a day was named without a time of day, unless it is the anchor's own: mid-morning, when chats are read.
const MORNING: (u32, u32) = (10, 0);

/// A moment relative to an anchor. Ordered as they come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Moment {
    /// So many days after the anchor's day (negative: before), at a time of day.
    Days {
        /// Days after the anchor's day.
        days: i64,
        /// The time of day.
        time: Option<NaiveTime>,
        /// Written `D1`, counted from one.
        counted: bool,
    },
    /// So many milliseconds after the anchor itself.
    Span(i64),
}

/// Words for days as they are typed in Chinese: what comes before the number, after it, the sign, and whether days are
/// counted from one.
const WORDS: [(&str, &str, i64, bool); 6] = [
    ("第", "天", 1, true),
    ("前", "天", -1, false),
    ("后", "天", 1, false),
    ("後", "天", 1, false),
    ("d", "", 1, true),
    ("day", "", 1, true),
];

/// Words for the anchor's own day.
const THE_DAY: [&str; 3] = ["当天", "當天", "当日"];

impl Moment {
    /// Reads a moment; full-width signs count as their twins.
    ///
    /// # Errors
    /// The text, with examples in the hint.
    pub fn parse(text: &str) -> Result<Moment> {
        let wrong = || {
            let shown = crate::base::text::Clean::head(text.trim(), 40);
            Error::user("playbook.bad_moment").with("value", shown).hint("playbook.bad_moment_hint")
        };
        let typed = fold(text.trim()).text.to_lowercase();
        let (head, time) = match typed.split_once(char::is_whitespace) {
            Some((head, time)) => (head, Some(parse_time(time.trim()).ok_or_else(wrong)?)),
            None => (typed.as_str(), None),
        };
        if let Some(ms) = span(head) {
            return if time.is_none() && ms.abs() <= DAYS_MAX * DAY { Ok(Self::Span(ms)) } else { Err(wrong()) };
        }
        let (days, counted) = days(head).ok_or_else(wrong)?;
        if days.abs() > DAYS_MAX { Err(wrong()) } else { Ok(Self::Days { days, time, counted }) }
    }

    /// The moment itself. What is due on the anchor's day or later is never due before the anchor.
    #[must_use]
    pub fn due(self, anchor: At, zone: Zone) -> At {
        match self {
            Self::Span(ms) => anchor.plus(ms),
            Self::Days { days: 0, time: None, .. } => anchor,
            Self::Days { days, time, .. } => {
                let morning = NaiveTime::from_hms_opt(MORNING.0, MORNING.1, 0).unwrap_or_default();
                let day = anchor.day(zone);
                let day = day.checked_add_signed(TimeDelta::days(days)).unwrap_or(day);
                let due = zone.moment(day.and_time(time.unwrap_or(morning)));
                if days < 0 { due } else { due.max(anchor) }
            }
        }
    }

    /// Which day it is where days are counted from one.
    #[must_use]
    pub fn day(self) -> Option<i64> {
        match self {
            Self::Days { days, counted: true, .. } => Some(days + 1),
            _ => None,
        }
    }

    /// How many days after the anchor's day it lies, at most.
    #[must_use]
    pub fn days_after(self) -> i64 {
        match self {
            Self::Days { days, .. } => days,
            Self::Span(ms) => ms.div_euclid(DAY) + 1,
        }
    }

    /// As people read it: `第3天 10:00`, `前3天 10:00`, `30分后`.
    #[must_use]
    pub fn shown(self, lang: &Lang) -> String {
        let (days, time) = match self {
            Self::Span(0) => return lang.text("playbook.moment_now").to_owned(),
            Self::Span(ms) => {
                let key = if ms < 0 { "playbook.moment_before" } else { "playbook.moment_after" };
                return lang.fill(key, &[("span", &lang.span(ms.abs()))]);
            }
            Self::Days { days, time, .. } => (days, time),
        };
        let day = match (self.day(), days) {
            (Some(n), _) => lang.fill("playbook.day", &[("n", &n)]),
            (None, 0) => lang.text("playbook.moment_day").to_owned(),
            (None, n) if n < 0 => lang.fill("playbook.moment_days_before", &[("n", &-n)]),
            (None, n) => lang.fill("playbook.moment_days_after", &[("n", &n)]),
        };
        time.map_or(day.clone(), |t| format!("{day} {}", t.format("%H:%M")))
    }

    /// What orders moments of one plan: milliseconds from the anchor's midnight, roughly.
    fn place(self) -> i64 {
        match self {
            Self::Span(ms) => ms,
            Self::Days { days, time, .. } => {
                let time = time.map_or(0, |t| i64::from(t.num_seconds_from_midnight()) * 1000);
                days * DAY + time
            }
        }
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.place().cmp(&other.place())
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// `t+30m`, `+2h`, `-90m`.
fn span(text: &str) -> Option<i64> {
    let text = text.strip_prefix('t').unwrap_or(text);
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let (number, unit) = text[1..].split_at(text[1..].find(|c: char| !c.is_ascii_digit())?);
    let unit = match unit {
        "m" | "min" | "分" | "分钟" | "分鐘" => MINUTE,
        "h" | "时" | "時" | "小时" | "小時" => HOUR,
        _ => return None,
    };
    Some(sign * number.parse::<i64>().ok().filter(|n| *n < 1_000_000)? * unit)
}

/// `t-3`, `t+0`, `t0`, `d1`, `第3天`, `前3天`, `当天`: days after the anchor's, and whether they are counted from one.
fn days(text: &str) -> Option<(i64, bool)> {
    let number =
        |digits: &str| Some(digits).filter(|d| d.len() <= 4 && d.bytes().all(|b| b.is_ascii_digit()))?.parse().ok();
    if let Some(rest) = text.strip_prefix('t') {
        let (sign, digits) = match rest.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, rest.strip_prefix('+').unwrap_or(rest)),
        };
        return number(digits).map(|n: i64| (sign * n, false));
    }
    if THE_DAY.contains(&text) {
        return Some((0, false));
    }
    WORDS.iter().find_map(|(before, after, sign, counted)| {
        let n: i64 = number(text.strip_prefix(before)?.strip_suffix(after)?)?;
        // There is no day nought where days are counted from one.
        if *counted { (n > 0).then_some((n - 1, true)) } else { Some((sign * n, false)) }
    })
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Span(ms) if ms % HOUR == 0 && *ms != 0 => write!(f, "T{:+}h", ms / HOUR),
            Self::Span(ms) => write!(f, "T{:+}m", ms / MINUTE),
            Self::Days { days, time, counted } => {
                if *counted {
                    write!(f, "D{}", days + 1)?;
                } else {
                    write!(f, "T{days:+}")?;
                }
                time.map_or(Ok(()), |t| write!(f, " {}", t.format("%H:%M")))
            }
        }
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> String {
        moment.to_string()
    }
}

impl TryFrom<String> for Moment {
    type Error = Error;
    fn try_from(text: String) -> Result<Moment> {
        Moment::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Language;
    use proptest::prelude::*;

    fn at(text: &str) -> At {
        At::parse(&format!("2026-10-{text}:00+08:00")).unwrap()
    }

    #[test]
    fn moments_are_read_written_and_shown() {
        for (typed, written, shown) in [
            ("T-3 10:00", "T-3 10:00", "前3天 10:00"),
            ("t+0 9:30", "T+0 09:30", "当天 09:30"),
            ("T0", "T+0", "当天"),
            (" Ｔ－３　１０：００ ", "T-3 10:00", "前3天 10:00"),
            ("D1", "D1", "第1天"),
            ("d7 20:00", "D7 20:00", "第7天 20:00"),
            ("第3天 10:00", "D3 10:00", "第3天 10:00"),
            ("前1天", "T-1", "前1天"),
            ("后2天 9点", "T+2 09:00", "后2天 09:00"),
            ("當天 09:30", "T+0 09:30", "当天 09:30"),
            ("T+30m", "T+30m", "30分后"),
            ("+2h", "T+2h", "2时00后"),
            ("-90m", "T-90m", "1时30前"),
            ("T+60m", "T+1h", "1时00后"),
            ("+0m", "T+0m", "立刻"),
        ] {
            let moment = Moment::parse(typed).unwrap();
            assert_eq!(moment.to_string(), written, "{typed}");
            assert_eq!(Moment::parse(written).unwrap(), moment, "{typed}");
            assert_eq!(moment.shown(&Lang::load(Language::Hans)), shown, "{typed}");
        }
        for typed in
            ["", "T", "D0", "D", "D-1", "T-3 25:00", "soon", "T+30m 10:00", "T-401", "T+99999h", "第天", "10:00"]
        {
            let error = Moment::parse(typed).unwrap_err();
            assert_eq!(error.says.key, "playbook.bad_moment", "{typed}");
            assert!(error.hint.is_some());
        }
    }

    #[test]
    fn a_moment_is_due_where_the_anchor_puts_it() {
        let (zone, anchor) = (Zone::default(), at("08T13:50"));
        for (moment, due) in [
            ("T-3 10:00", "05T10:00"),
            ("T-3", "05T10:00"),
            ("T+0", "08T13:50"),
            ("D1 09:30", "08T13:50"),
            ("D1 20:00", "08T20:00"),
            ("D3", "10T10:00"),
            ("D7 20:00", "14T20:00"),
            ("T+30m", "08T14:20"),
            ("T-2h", "08T11:50"),
        ] {
            assert_eq!(Moment::parse(moment).unwrap().due(anchor, zone), at(due), "{moment}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_back_and_keeps_its_order(days in -400_i64..=400, minute in 0_u32..1440, counted: bool, late in 0_i64..1440) {
            let time = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0);
            let moment = Moment::Days { days: if counted { days.abs() } else { days }, time, counted };
            prop_assert_eq!(Moment::parse(&moment.to_string()).unwrap(), moment);
            let (zone, anchor) = (Zone::default(), at("08T00:00"));
            let next = Moment::Days { days: moment.days_after() + 1, time, counted };
            prop_assert!(moment < next && moment.due(anchor, zone) < next.due(anchor, zone));
            let span = Moment::Span(late * MINUTE);
            prop_assert_eq!(Moment::parse(&span.to_string()).unwrap(), span);
            prop_assert!(span.due(anchor, zone) >= anchor);
        }

        #[test]
        fn nothing_typed_breaks_it(text in "\\PC{0,12}") {
            if let Ok(moment) = Moment::parse(&text) {
                prop_assert_eq!(Moment::parse(&moment.to_string()).unwrap(), moment);
            }
        }
    }
}
