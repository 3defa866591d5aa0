//! What counting people works on: who wrote, who was in, who began, and how well each community is followed.

use crate::kpi::days::{Day, Runs};
use crate::kpi::stay::Stay;

/// Somebody wrote on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wrote {
    /// Who, numbered from 0.
    pub person: u32,
    /// When.
    pub day: Day,
    /// Where: the place in [`World::followed`].
    pub community: u16,
}

/// Somebody was a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Was {
    /// Who.
    pub person: u32,
    /// Where.
    pub community: u16,
    /// From when to when.
    pub stay: Stay,
}

/// When somebody was first heard of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Began {
    /// Who.
    pub person: u32,
    /// Where.
    pub community: u16,
    /// The day of the first message; [`STILL`](crate::kpi::days::STILL) = never.
    pub seen: Day,
    /// The day of the first join; [`STILL`](crate::kpi::days::STILL) = never.
    pub joined: Day,
}

/// What is known of a community as such.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Followed {
    /// The days that imports reach over.
    pub covered: Runs,
    /// The days of which it is known what was said, if only that nothing was.
    pub known: Runs,
    /// From when on messages are seen. A log of arrivals alone says nothing about who writes.
    pub says_from: Option<Day>,
    /// From when on joins are seen.
    pub joins_from: Option<Day>,
    /// From when on departures are seen.
    pub leaves_from: Option<Day>,
}

impl Followed {
    fn hears(from: Option<Day>, day: Day) -> bool {
        from.is_some_and(|f| f <= day)
    }

    /// Whether messages are seen on `day`.
    #[must_use]
    pub fn says(&self, day: Day) -> bool {
        self.covered.has(day) && Self::hears(self.says_from, day)
    }

    /// Whether joins are seen on `day`.
    #[must_use]
    pub fn hears_joins(&self, day: Day) -> bool {
        self.covered.has(day) && Self::hears(self.joins_from, day)
    }

    /// The days from `from` to `to` that are followed, as were the days `back` before.
    pub(super) fn since(&self, back: Day, from: Day, to: Day) -> Vec<(Day, Day)> {
        let before: Runs = self.covered.iter().map(|(a, b)| (a + back, b + back)).collect();
        let now = self.covered.within(from, to);
        now.iter().flat_map(|(a, b)| before.within(a, b).iter().collect::<Vec<_>>()).collect()
    }

    /// Whether departures are seen on `day`.
    #[must_use]
    pub fn hears_leaves(&self, day: Day) -> bool {
        self.covered.has(day) && Self::hears(self.leaves_from, day)
    }
}

/// Everything about people that a range of days needs. The lists are sorted; `wrote` holds the days from
/// [`REACH`](super::REACH) before the range on.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// Who wrote when.
    pub wrote: Vec<Wrote>,
    /// Who was in when.
    pub was: Vec<Was>,
    /// Who began when.
    pub began: Vec<Began>,
    /// The communities.
    pub followed: Vec<Followed>,
}
