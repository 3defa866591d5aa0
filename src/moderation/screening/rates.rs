//! How fast each member writes, for the flood rule. Fed in the order of time.

use super::Settings;
use crate::base::At;
use std::collections::{HashMap, VecDeque};

/// Members remembered before those who have fallen silent are forgotten.
const MEMBERS: usize = 4096;

/// The last moments of every member who wrote lately.
#[derive(Debug, Clone)]
pub struct Rates {
    window: i64,
    most: usize,
    seen: HashMap<i64, VecDeque<i64>>,
}

impl Rates {
    /// Nobody has written yet.
    #[must_use]
    pub fn new(settings: &Settings) -> Rates {
        let most = usize::try_from(settings.flood_messages).unwrap_or(usize::MAX).clamp(1, 10_000);
        Rates { window: i64::from(settings.flood_seconds) * 1000, most, seen: HashMap::new() }
    }

    /// `member` wrote at `at`: how many messages that makes within the window, this one included. Counts no further
    /// than the number that is a flood.
    pub fn seen(&mut self, member: i64, at: At) -> u32 {
        if self.seen.len() >= MEMBERS && !self.seen.contains_key(&member) {
            let from = at.0 - self.window;
            self.seen.retain(|_, times| times.back().is_some_and(|last| *last > from));
        }
        let times = self.seen.entry(member).or_default();
        while times.len() >= self.most || times.front().is_some_and(|first| *first <= at.0 - self.window) {
            times.pop_front();
        }
        times.push_back(at.0);
        u32::try_from(times.len()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_of_time_slides_and_members_are_apart() {
        let mut rates = Rates::new(&Settings { flood_messages: 3, flood_seconds: 60, ..Settings::default() });
        let mut at = |member, second: i64| rates.seen(member, At(second * 1000));
        assert_eq!([at(1, 0), at(1, 10), at(2, 10), at(1, 20)], [1, 2, 1, 3]);
        assert_eq!(at(1, 21), 3, "no further than a flood");
        assert_eq!(at(1, 80), 2, "the second at 20 is out, the one at 21 is in");
        assert_eq!(at(1, 200), 1);
    }

    #[test]
    fn members_who_fell_silent_are_forgotten() {
        let mut rates = Rates::new(&Settings::default());
        for member in 0..10_000 {
            rates.seen(member, At(member * 1000));
        }
        assert!(rates.seen.len() <= MEMBERS);
    }
}
