//! The promise meter: how many were answered in time, how many more may be missed. Integers only, and cut, never
//! rounded, so that 89.96 does not read 90.0 (screens.md §17.3).

use serde::Serialize;

/// In time, of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// Answered in time.
    pub hit: i64,
    /// Answered, and those still waiting whose promise is broken already.
    pub total: i64,
}

/// How the promise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Margin {
    /// So many more could be missed and the goal still holds.
    Spare(i64),
    /// So many further hits are needed to reach the goal.
    Short(i64),
}

impl Tally {
    /// The share in tenths of a per cent, cut: 37 of 40 is 925. `None` for nobody.
    #[must_use]
    pub fn tenths(self) -> Option<i64> {
        (self.total > 0).then(|| self.hit * 1_000 / self.total)
    }

    /// `92.5%`; `None` for nobody.
    #[must_use]
    pub fn percent(self) -> Option<String> {
        self.tenths().map(|t| format!("{}.{}%", t / 10, t % 10))
    }

    /// `92%`, cut like the tenths; `None` for nobody.
    #[must_use]
    pub fn whole(self) -> Option<String> {
        self.tenths().map(|t| format!("{}%", t / 10))
    }

    /// Against a goal in per cent, 1 to 100 ([`crate::base::config::Promise::target_percent`], 90 unless set):
    /// `floor(hit * 100 / goal) - total` may still be missed; below the goal the smallest n with
    /// `(hit + n) / (total + n) >= goal`. A goal of 100 % that is missed cannot be reached again: then what was missed.
    #[must_use]
    pub fn margin(self, goal: u32) -> Margin {
        let goal = i64::from(goal.clamp(1, 100));
        let spare = self.hit * 100 / goal - self.total;
        if spare >= 0 {
            return Margin::Spare(spare);
        }
        let lacking = goal * self.total - 100 * self.hit;
        match 100 - goal {
            0 => Margin::Short(self.missed()),
            each => Margin::Short((lacking + each - 1) / each),
        }
    }

    /// Missed.
    #[must_use]
    pub fn missed(self) -> i64 {
        self.total - self.hit
    }
}

/// The promise today and over the last seven and thirty days, today among them. Each inquiry is judged once, by its
/// first answer; one that was closed unanswered after its time was over counts as missed, what was no inquiry at all
/// (not one, twice) does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Meter {
    /// Today.
    pub today: Tally,
    /// The last seven days, today among them.
    pub week: Tally,
    /// The last thirty days, today among them.
    pub month: Tally,
    /// Further answers of the last thirty days: after they had written again, how many within the promised time.
    pub next: Tally,
    /// How many were answered today, late ones too.
    pub answered: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tally(hit: i64, total: i64) -> Tally {
        Tally { hit, total }
    }

    #[test]
    fn the_examples_of_the_screens_hold() {
        for (hit, total, percent, margin) in [
            (37, 40, "92.5%", Margin::Spare(1)),
            (36, 40, "90.0%", Margin::Spare(0)),
            (35, 40, "87.5%", Margin::Short(10)),
            (2_249, 2_500, "89.9%", Margin::Short(10)),
            (9, 10, "90.0%", Margin::Spare(0)),
            (10, 10, "100.0%", Margin::Spare(1)),
            (0, 1, "0.0%", Margin::Short(9)),
            (1, 1, "100.0%", Margin::Spare(0)),
        ] {
            let t = tally(hit, total);
            assert_eq!((t.percent().as_deref(), t.margin(90)), (Some(percent), margin), "{hit}/{total}");
        }
        assert_eq!((tally(0, 0).percent(), tally(0, 0).margin(90)), (None, Margin::Spare(0)));
        assert_eq!(tally(37, 40).missed(), 3);
    }

    proptest! {
        #[test]
        fn spare_and_short_are_exact(total in 1_i64..2_000, miss in 0_i64..2_000, goal in 1_u32..100) {
            let hit = (total - miss).max(0);
            let holds = |h: i64, t: i64| h * 100 >= i64::from(goal) * t;
            match tally(hit, total).margin(goal) {
                Margin::Spare(k) => {
                    prop_assert!(holds(hit, total + k));
                    prop_assert!(!holds(hit, total + k + 1));
                }
                Margin::Short(n) => {
                    prop_assert!(n > 0 && holds(hit + n, total + n));
                    prop_assert!(!holds(hit + n - 1, total + n - 1));
                }
            }
        }
    }
}
