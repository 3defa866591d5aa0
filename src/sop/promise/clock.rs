//! Which clock runs for whom: the hours of a community, the two hours of an incident; how near the end is; and the clock
//! of the resolution, the only one that stands still while we wait for the other side.

use super::hours::Hours;
use crate::base::clock::MINUTE;
use crate::base::{At, Zone};
use crate::sop::inquiry::Kind;
use std::collections::BTreeMap;

/// An incident is answered within two hours, by day or night (mission notes §10.3, S98).
pub const INCIDENT_MINUTES: i64 = 120;

/// So much is left: shown as urgent, what `f1` filters, and the first warning (Zammad's 15 and 10 scaled to 30 minutes,
/// mission notes §10.3).
pub const URGENT_MS: i64 = 10 * MINUTE;
/// The second warning.
pub const CLOSE_MS: i64 = 5 * MINUTE;

/// How near the end of the promise is; the order is the loudness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// There is time.
    Calm,
    /// Ten minutes or less.
    Soon,
    /// Five minutes or less.
    Close,
    /// It is over.
    Late,
}

impl Stage {
    /// The stage with `left` working milliseconds to go.
    #[must_use]
    pub fn of(left: i64) -> Stage {
        match left {
            i64::MIN..0 => Self::Late,
            0..=CLOSE_MS => Self::Close,
            _ if left <= URGENT_MS => Self::Soon,
            _ => Self::Calm,
        }
    }
}

/// The hours of every community.
#[derive(Debug, Clone)]
pub struct Timetable {
    /// The hours of communities that have none of their own.
    pub usual: Hours,
    own: BTreeMap<i64, Hours>,
    always: Hours,
}

impl Timetable {
    /// `usual` hours, and those of communities that have their own.
    #[must_use]
    pub fn new(usual: Hours, own: BTreeMap<i64, Hours>) -> Timetable {
        let always = Hours::always(INCIDENT_MINUTES, usual.zone);
        Timetable { usual, own, always }
    }

    /// The hours in which somebody who asks in `community` is answered.
    #[must_use]
    pub fn of(&self, community: i64, kind: Kind) -> &Hours {
        match kind {
            Kind::Incident => &self.always,
            _ => self.own.get(&community).unwrap_or(&self.usual),
        }
    }

    /// Every set of hours once, with how near its end a promise may be to count as urgent at `now`. For counting
    /// without reading every row: the latest of them.
    #[must_use]
    pub fn urgent_by(&self, now: At) -> At {
        let all = [&self.usual, &self.always].into_iter().chain(self.own.values());
        all.map(|h| h.after(now, URGENT_MS)).max().unwrap_or(now)
    }

    /// The zone of the file.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.usual.zone
    }
}

impl From<Hours> for Timetable {
    fn from(usual: Hours) -> Timetable {
        Timetable::new(usual, BTreeMap::new())
    }
}

/// When we waited for the other side: ended pauses, in order, not overlapping.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pauses(Vec<(At, At)>);

impl Pauses {
    /// As stored: `[[from, to], …]` in milliseconds; what cannot be read counts as none.
    #[must_use]
    pub fn read(stored: &str) -> Pauses {
        let pairs: Vec<(i64, i64)> = serde_json::from_str(stored).unwrap_or_default();
        pairs.into_iter().map(|(from, to)| (At(from), At(to))).collect()
    }

    /// As it is stored.
    #[must_use]
    pub fn text(&self) -> String {
        let pairs: Vec<(i64, i64)> = self.0.iter().map(|(from, to)| (from.0, to.0)).collect();
        if pairs.is_empty() { String::new() } else { serde_json::to_string(&pairs).unwrap_or_default() }
    }

    /// With one pause more.
    #[must_use]
    pub fn and(&self, from: At, to: At) -> Pauses {
        self.0.iter().copied().chain([(from, to)]).collect()
    }

    /// How many there were.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Working milliseconds from `from` to `to` in which we did not wait for the other side: the clock of the
    /// resolution.
    #[must_use]
    pub fn worked(&self, hours: &Hours, from: At, to: At) -> i64 {
        let waited = |(start, end): &(At, At)| hours.between((*start).max(from), (*end).min(to));
        hours.between(from, to) - self.0.iter().map(waited).sum::<i64>()
    }

    /// When `ms` of such time after `from` are over.
    #[must_use]
    pub fn after(&self, hours: &Hours, from: At, ms: i64) -> At {
        let (mut from, mut rest) = (from, ms);
        for (start, end) in self.0.iter().filter(|(_, end)| *end > from).copied().collect::<Vec<_>>() {
            let here = hours.between(from, start);
            if rest <= here {
                break;
            }
            rest -= here;
            from = end.max(from);
        }
        hours.after(from, rest)
    }
}

impl FromIterator<(At, At)> for Pauses {
    /// Sorted, and those that touch or overlap made one.
    fn from_iter<I: IntoIterator<Item = (At, At)>>(spans: I) -> Pauses {
        let mut spans: Vec<(At, At)> = spans.into_iter().filter(|(from, to)| from < to).collect();
        spans.sort_unstable();
        let mut merged: Vec<(At, At)> = Vec::with_capacity(spans.len());
        for (from, to) in spans {
            match merged.last_mut().filter(|(_, end)| *end >= from) {
                Some((_, end)) => *end = (*end).max(to),
                None => merged.push((from, to)),
            }
        }
        Pauses(merged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Config;

    fn at(text: &str) -> At {
        At::parse(&format!("2026-10-{text}:00+08:00")).unwrap()
    }

    fn hours() -> Hours {
        Hours::of(&Config::default(), Zone::default())
    }

    #[test]
    fn stages_change_at_ten_at_five_and_at_the_end() {
        for (minutes, seconds, stage) in [
            (11, 0, Stage::Calm),
            (10, 1, Stage::Calm),
            (10, 0, Stage::Soon),
            (5, 1, Stage::Soon),
            (5, 0, Stage::Close),
            (0, 0, Stage::Close),
            (0, -1, Stage::Late),
        ] {
            assert_eq!(Stage::of(minutes * MINUTE + seconds * 1_000), stage, "{minutes}m{seconds}s");
        }
        assert!(Stage::Calm < Stage::Soon && Stage::Close < Stage::Late);
    }

    #[test]
    fn an_incident_has_two_hours_by_day_and_night() {
        let table = Timetable::from(hours());
        assert_eq!(table.of(1, Kind::Incident).due(at("10T17:30")), at("10T19:30"));
        assert_eq!(table.of(1, Kind::Ask).due(at("10T17:45")), at("12T09:15"));
        let sunday = Hours::always(30, Zone::default());
        let table = Timetable::new(hours(), BTreeMap::from([(2, sunday)]));
        assert_eq!(table.of(2, Kind::Ask).due(at("10T17:45")), at("10T18:15"), "a community's own hours");
        assert_eq!(table.of(1, Kind::Ask).due(at("10T17:45")), at("12T09:15"));
        assert_eq!(table.urgent_by(at("10T17:55")), at("12T09:05"));
    }

    #[test]
    fn pauses_stop_the_clock_of_the_resolution_alone() {
        let hours = hours();
        let pauses = Pauses::default().and(at("10T10:00"), at("10T11:00")).and(at("10T11:50"), at("10T13:40"));
        assert_eq!(pauses.worked(&hours, at("10T09:30"), at("10T14:00")) / MINUTE, 30 + 50 + 20);
        assert_eq!(pauses.after(&hours, at("10T09:30"), 60 * MINUTE), at("10T11:30"));
        assert_eq!(pauses.after(&hours, at("10T09:30"), 30 * MINUTE), at("10T10:00"), "over as the pause begins");
        assert_eq!(pauses.after(&hours, at("10T09:30"), 81 * MINUTE), at("10T13:41"));
        assert_eq!(pauses.after(&hours, at("10T10:30"), 10 * MINUTE), at("10T11:10"), "asked within a pause");
        assert_eq!(hours.due(at("10T09:45")), at("10T10:15"), "the first answer knows no pauses");
    }

    #[test]
    fn pauses_are_stored_and_read_back() {
        let pauses: Pauses =
            [(At(50), At(60)), (At(10), At(20)), (At(15), At(30)), (At(5), At(5))].into_iter().collect();
        assert_eq!((pauses.text().as_str(), pauses.count()), ("[[10,30],[50,60]]", 2));
        assert_eq!(Pauses::read(&pauses.text()), pauses);
        assert_eq!((Pauses::read(""), Pauses::read("?")), (Pauses::default(), Pauses::default()));
        assert_eq!(Pauses::default().text(), "");
    }
}
