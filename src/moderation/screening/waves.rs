//! Waves of people coming in: more joins in one community within an hour than come by themselves. Fed in the order of
//! time.

use super::Settings;
use crate::base::At;
use crate::base::clock::MINUTE;
use std::collections::{HashMap, VecDeque};

/// A wave as far as it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wave {
    /// The community's row.
    pub community: i64,
    /// The first join of it.
    pub from: At,
    /// The last so far.
    pub to: At,
    /// How many joined.
    pub joins: u32,
}

impl Wave {
    /// As an item keeps it in its source: numbers, put into words when they are shown.
    #[must_use]
    pub fn told(&self) -> String {
        format!("wave {} {} {}", self.joins, self.from.0, self.to.0)
    }

    /// Reads what [`Wave::told`] wrote.
    #[must_use]
    pub fn read(source: &str, community: i64) -> Option<Wave> {
        let mut parts = source.strip_prefix("wave ")?.split(' ');
        let joins = parts.next()?.parse().ok()?;
        let mut time = || parts.next()?.parse().ok().map(At);
        Some(Wave { community, joins, from: time()?, to: time()? })
    }
}

/// The last joins of every community.
#[derive(Debug, Clone)]
pub struct Waves {
    window: i64,
    most: usize,
    seen: HashMap<i64, VecDeque<i64>>,
    open: HashMap<i64, Wave>,
}

impl Waves {
    /// Nobody has joined yet.
    #[must_use]
    pub fn new(settings: &Settings) -> Waves {
        let most = usize::try_from(settings.wave_joins).unwrap_or(usize::MAX).clamp(1, 10_000);
        Waves { window: i64::from(settings.wave_minutes) * MINUTE, most, seen: HashMap::new(), open: HashMap::new() }
    }

    /// How far back joins matter, in milliseconds.
    #[must_use]
    pub fn window(&self) -> i64 {
        self.window
    }

    /// Whether joins of `community` were told before.
    #[must_use]
    pub fn knows(&self, community: i64) -> bool {
        self.seen.contains_key(&community)
    }

    /// Somebody joined `community` at `at`: the wave that makes, as far as it has come; `None` while it is none.
    pub fn joined(&mut self, community: i64, at: At) -> Option<Wave> {
        let times = self.seen.entry(community).or_default();
        // Another file may begin earlier.
        if times.back().is_some_and(|last| at.0 < last - self.window) {
            times.clear();
        }
        while times.len() >= self.most || times.front().is_some_and(|first| *first <= at.0 - self.window) {
            times.pop_front();
        }
        let place = times.partition_point(|t| *t <= at.0);
        times.insert(place, at.0);
        if times.len() < self.most {
            // The wave before has run out.
            self.open.remove(&community);
            return None;
        }
        let first = At(times.front().copied().unwrap_or(at.0));
        let joins = u32::try_from(times.len() - 1).unwrap_or(u32::MAX);
        let wave = self.open.entry(community).or_insert(Wave { community, from: first, to: at, joins });
        wave.joins += 1;
        wave.to = wave.to.max(at);
        Some(*wave)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waves() -> Waves {
        Waves::new(&Settings { wave_joins: 5, wave_minutes: 60, ..Settings::default() })
    }

    /// Joins at these minutes; the sizes of the wave after each.
    fn sizes(waves: &mut Waves, community: i64, minutes: &[i64]) -> Vec<u32> {
        minutes.iter().map(|m| waves.joined(community, At(m * MINUTE)).map_or(0, |w| w.joins)).collect()
    }

    #[test]
    fn a_wave_is_told_from_its_fifth_join_on_and_grows() {
        let mut w = waves();
        assert_eq!(sizes(&mut w, 1, &[0, 1, 2, 3, 4, 5, 6]), [0, 0, 0, 0, 5, 6, 7]);
        let last = w.joined(1, At(7 * MINUTE)).unwrap();
        assert_eq!((last.from, last.to, last.joins), (At(0), At(7 * MINUTE), 8));
        assert_eq!(sizes(&mut w, 2, &[0, 1, 2]), [0, 0, 0], "communities are apart");
    }

    #[test]
    fn a_wave_is_kept_as_numbers() {
        let wave = Wave { community: 3, from: At(1), to: At(7), joins: 52 };
        assert_eq!(Wave::read(&wave.told(), 3), Some(wave));
        for other in ["", "wave", "wave x 1 2", "wave 1 2", "扫码"] {
            assert_eq!(Wave::read(other, 3), None, "{other}");
        }
    }

    #[test]
    fn people_who_come_by_themselves_are_no_wave() {
        let mut w = waves();
        let slowly: Vec<i64> = (0..40).map(|n| n * 15).collect();
        assert!(sizes(&mut w, 1, &slowly).iter().all(|n| *n == 0));
        assert_eq!(sizes(&mut w, 1, &[600, 601, 602, 603]), [0, 5, 6, 7], "those of before count within the hour");
    }

    #[test]
    fn a_wave_that_ran_out_is_another_one_when_it_comes_again() {
        let mut w = waves();
        assert_eq!(sizes(&mut w, 1, &[0, 1, 2, 3, 4]).last(), Some(&5));
        assert_eq!(sizes(&mut w, 1, &[300, 301, 302, 303, 304]), [0, 0, 0, 0, 5]);
        assert_eq!(w.joined(1, At(305 * MINUTE)).unwrap().from, At(300 * MINUTE));
    }

    #[test]
    fn joins_out_of_order_and_earlier_files_do_no_harm() {
        let mut w = waves();
        assert_eq!(sizes(&mut w, 1, &[10, 8, 12, 9, 11]), [0, 0, 0, 0, 5]);
        assert_eq!(sizes(&mut w, 1, &[-5000, -4999]), [0, 0]);
    }
}
