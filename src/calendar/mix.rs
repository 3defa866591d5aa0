//! Is the week what we meant it to be: the share of each kind against its target, pushes against their budget,
//! and series that tire.

use super::post::{Kind, Post, State};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What a week should look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Target share of each kind in per cent, in the order of [`Kind::ALL`]. Default 50/30/20: the pyramid of
    /// tips, talk and perks of the operators' own yearly plan.
    pub mix: [u32; 3],
    /// Most pushes a week over all communities. Default 30.
    pub week: usize,
    /// Most pushes a week to one community. Default 7: one a day.
    pub community: usize,
}

impl Default for Plan {
    fn default() -> Self {
        Self { mix: [50, 30, 20], week: 30, community: 7 }
    }
}

impl Plan {
    /// Reads `50/30/20`: three shares that make 100.
    #[must_use]
    pub fn parse_mix(text: &str) -> Option<[u32; 3]> {
        let shares: Vec<u32> = text.split('/').map(|t| t.trim().parse().ok()).collect::<Option<_>>()?;
        let shares: [u32; 3] = shares.try_into().ok()?;
        (shares.iter().try_fold(0u32, |sum, n| sum.checked_add(*n)) == Some(100)).then_some(shares)
    }
}

/// A week as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Week {
    /// Share of each kind in whole per cent, making 100 (0 when nothing is planned), in the order of [`Kind::ALL`].
    /// A promised slot counts with its kind even while it is a gap: this is about the plan.
    pub mix: [u32; 3],
    /// Pushes: posts that went or will go out.
    pub pushes: usize,
    /// Promised slots with nothing in them.
    pub gaps: usize,
    /// Pushes of each community.
    pub by_community: BTreeMap<i64, usize>,
}

/// How many entries of a week agree in community, kind and state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// The community.
    pub community: i64,
    /// What they give.
    pub kind: Kind,
    /// Where they stand.
    pub state: State,
    /// How many.
    pub n: usize,
}

/// Sums up a week.
#[must_use]
pub fn week(tallies: impl IntoIterator<Item = Tally>) -> Week {
    let mut sum = Week::default();
    let mut counts = [0usize; 3];
    for tally in tallies.into_iter().filter(|t| t.state.is_push() || t.state == State::Gap) {
        counts[tally.kind as usize] += tally.n;
        if tally.state == State::Gap {
            sum.gaps += tally.n;
        } else {
            sum.pushes += tally.n;
            *sum.by_community.entry(tally.community).or_default() += tally.n;
        }
    }
    sum.mix = percent(counts);
    sum
}

/// Whole per cents that make 100, by largest remainder (Hamilton); ties go to the earlier kind. All 0 for no posts.
#[must_use]
pub fn percent(counts: [usize; 3]) -> [u32; 3] {
    let total: usize = counts.iter().sum();
    if total == 0 {
        return [0; 3];
    }
    let mut shares = counts.map(|n| (n * 100 / total) as u32);
    let mut order = [0usize, 1, 2];
    order.sort_by_key(|i| std::cmp::Reverse(counts[*i] * 100 % total));
    let short = 100 - shares.iter().sum::<u32>();
    for place in order.into_iter().take(short as usize) {
        shares[place] += 1;
    }
    shares
}

/// A series that tires: its last three turnouts, each below the one before, and its next date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fatigue {
    /// The series' title without counters.
    pub series: String,
    /// The last three turnouts, oldest first.
    pub turnouts: [i64; 3],
    /// When it is planned next.
    pub next: Option<NaiveDate>,
}

/// Series whose last three turnouts fall (rule: three of the same in a row with falling turnout), the steepest
/// fall first. `past` are posts with results, `coming` those not out yet.
#[must_use]
pub fn fatigue(past: &[Post], coming: &[&Post]) -> Vec<Fatigue> {
    let mut runs: BTreeMap<(i64, String), Vec<(NaiveDate, i64)>> = BTreeMap::new();
    for post in past {
        if let Some(turnout) = post.results.turnout().filter(|_| post.state.is_out()) {
            runs.entry(post.series()).or_default().push((post.day, turnout));
        }
    }
    let mut found: Vec<Fatigue> = runs
        .into_iter()
        .filter_map(|(key, mut run)| {
            run.sort_by_key(|(day, _)| *day);
            let [.., (_, a), (_, b), (_, c)] = run[..] else { return None };
            let next = || coming.iter().filter(|p| p.state.is_due() && p.series() == key).map(|p| p.day).min();
            (a > b && b > c).then(|| Fatigue { series: key.1.clone(), turnouts: [a, b, c], next: next() })
        })
        .collect();
    found.sort_by_key(|f| {
        (f.next.is_none(), std::cmp::Reverse((f.turnouts[0] - f.turnouts[2]) * 100 / f.turnouts[0].max(1)))
    });
    found
}

/// The kinds that are furthest above their target, for `s`; none within five points.
#[must_use]
pub fn over(week: &Week, plan: &Plan) -> Option<Kind> {
    let above = |k: &Kind| i64::from(week.mix[*k as usize]) - i64::from(plan.mix[*k as usize]);
    Kind::ALL.iter().copied().max_by_key(|k| above(k)).filter(|k| above(k) > 5)
}

#[cfg(test)]
mod tests {
    use super::super::post::tests::post;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shares_make_a_hundred() {
        for (counts, want) in [
            ([14, 9, 6], [48, 31, 21]),
            ([1, 1, 1], [34, 33, 33]),
            ([0, 0, 0], [0, 0, 0]),
            ([0, 5, 0], [0, 100, 0]),
            ([2, 2, 2], [34, 33, 33]),
            ([1, 6, 0], [14, 86, 0]),
        ] {
            assert_eq!(percent(counts), want, "{counts:?}");
        }
    }

    #[test]
    fn targets_are_read() {
        assert_eq!(Plan::parse_mix("50/30/20"), Some([50, 30, 20]));
        assert_eq!(Plan::parse_mix(" 40 / 40 / 20"), Some([40, 40, 20]));
        for wrong in ["", "50/30", "50/30/30", "a/b/c", "50/30/20/0", "4294967295/4294967295/102"] {
            assert_eq!(Plan::parse_mix(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn gaps_count_for_the_plan_and_not_as_pushes() {
        let tally = |community, kind, state| Tally { community, kind, state, n: 1 };
        let sum = week([
            tally(1, Kind::Chat, State::Planned),
            tally(1, Kind::Tips, State::Gap),
            tally(1, Kind::Perk, State::Dropped),
            tally(2, Kind::Chat, State::Published),
        ]);
        assert_eq!((sum.pushes, sum.gaps), (2, 1));
        assert_eq!(sum.mix, [33, 67, 0]);
        assert_eq!(sum.by_community, BTreeMap::from([(1, 1), (2, 1)]));
        assert_eq!(over(&sum, &Plan::default()), Some(Kind::Chat));
        assert_eq!(over(&Week { mix: [50, 33, 17], ..sum }, &Plan::default()), None);
    }

    fn lottery(id: i64, day: u32, turnout: i64) -> Post {
        let mut p = post(id);
        p.title = format!("抽奖{id}");
        p.day = NaiveDate::from_ymd_opt(2026, 10, day).unwrap();
        p.state = State::Published;
        p.results.comments = Some(turnout);
        p
    }

    #[test]
    fn three_falling_in_a_row_tire() {
        let mut past = vec![lottery(3, 8, 126), lottery(1, 6, 214), lottery(2, 7, 171)];
        let mut next = lottery(4, 16, 0);
        next.state = State::Planned;
        let found = fatigue(&past, &[&next]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].turnouts, [214, 171, 126]);
        assert_eq!(found[0].next, Some(next.day));
        past.push(lottery(5, 9, 130));
        assert_eq!(fatigue(&past, &[]), [], "it rose again");
        past.truncate(2);
        assert_eq!(fatigue(&past, &[]), [], "two are no run");
    }

    proptest! {
        #[test]
        fn any_counts_make_a_hundred_and_no_share_is_off_by_one(a in 0usize..5000, b in 0usize..5000, c in 0usize..5000) {
            prop_assume!(a + b + c > 0);
            let shares = percent([a, b, c]);
            prop_assert_eq!(shares.iter().sum::<u32>(), 100);
            for (n, share) in [a, b, c].into_iter().zip(shares) {
                let exact = n as f64 * 100.0 / (a + b + c) as f64;
                prop_assert!((f64::from(share) - exact).abs() < 1.0);
            }
        }
    }
}
