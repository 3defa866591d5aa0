//! At which hours people write. Pure.

use serde::Serialize;

/// Messages by local hour of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Hours {
    /// From 00:00 to 23:00.
    pub counts: [u64; 24],
}

/// A stretch of hours and the share of messages in it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Stretch {
    /// Its first hour.
    pub from: usize,
    /// The hour it ends at: 0 is midnight.
    pub to: usize,
    /// Of all messages, 0..=1.
    pub share: f64,
}

impl Hours {
    /// All messages.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The `hours` hours in a row with most messages (or fewest), over midnight too; `None` without any message. Of equal
    /// ones the first.
    #[must_use]
    pub fn stretch(&self, hours: usize, most: bool) -> Option<Stretch> {
        let (total, hours) = (self.total(), hours.clamp(1, 24));
        let sum = |from: usize| (from..from + hours).map(|h| self.counts[h % 24]).sum::<u64>();
        let from = if most {
            (0..24).max_by_key(|from| (sum(*from), std::cmp::Reverse(*from)))?
        } else {
            (0..24).min_by_key(|from| (sum(*from), *from))?
        };
        (total > 0).then(|| Stretch { from, to: (from + hours) % 24, share: sum(from) as f64 / total as f64 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_go_over_midnight() {
        let mut hours = Hours::default();
        assert_eq!(hours.stretch(3, true), None);
        for (hour, count) in [(23, 40), (0, 30), (1, 10), (9, 15), (12, 5)] {
            hours.counts[hour] = count;
        }
        assert_eq!(hours.stretch(2, true), Some(Stretch { from: 23, to: 1, share: 0.7 }));
        assert_eq!(hours.stretch(3, false), Some(Stretch { from: 2, to: 5, share: 0.0 }));
        assert_eq!(hours.stretch(24, true).map(|s| s.share), Some(1.0));
    }
}
