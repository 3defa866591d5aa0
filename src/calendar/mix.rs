//! Is the week what we meant it to be: the share of each kind against its target, pushes against their budget,
//! and series that tire.

use super::approval::Approval;
use super::kind::{Kind, Kinds};
use super::post::{Post, State, stem};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What weeks should look like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The kinds and the share each should have.
    pub kinds: Kinds,
    /// Most pushes a week over all communities. Default 30.
    pub week: usize,
    /// Most pushes a week to one community. Default 7: one a day.
    pub community: usize,
    /// Most pushes a day to one community. Default 3: the slots Postiz gives a channel a day.
    pub day: usize,
    /// Communities that want it otherwise.
    pub own: BTreeMap<i64, Own>,
}

/// What one community wants otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Own {
    /// Whether somebody must see a post before it goes out.
    pub approval: Approval,
    /// Shares of the kinds in their order; empty for the usual ones.
    pub targets: Vec<u32>,
    /// Most pushes a day; 0 for the usual.
    pub day: usize,
    /// Most pushes a week; 0 for the usual.
    pub week: usize,
}

impl Default for Plan {
    fn default() -> Self {
        Self { kinds: Kinds::default(), week: 30, community: 7, day: 3, own: BTreeMap::new() }
    }
}

impl Plan {
    /// Most pushes a day and a week to `community`.
    #[must_use]
    pub fn caps(&self, community: i64) -> (usize, usize) {
        let own = self.own.get(&community);
        let or = |own: Option<usize>, usual| own.filter(|n| *n > 0).unwrap_or(usual);
        (or(own.map(|o| o.day), self.day), or(own.map(|o| o.week), self.community))
    }

    /// The share each kind should have in `community`, in the order of the kinds.
    #[must_use]
    pub fn targets(&self, community: Option<i64>) -> Vec<u32> {
        let own = community.and_then(|id| self.own.get(&id)).map(|o| &o.targets);
        own.filter(|t| t.len() == self.kinds.0.len()).cloned().unwrap_or_else(|| self.kinds.targets())
    }

    /// What `counts` are against the targets: the kinds of the file in order, then those it has no more.
    #[must_use]
    pub fn shares(&self, counts: &Counts, community: Option<i64>) -> Vec<Share> {
        let mut shares: Vec<Share> = self
            .kinds
            .0
            .iter()
            .zip(self.targets(community))
            .map(|(row, target)| Share {
                kind: row.kind,
                n: counts.get(&row.kind).copied().unwrap_or(0),
                is: 0,
                target,
            })
            .collect();
        let gone = counts.iter().filter(|(kind, _)| !self.kinds.0.iter().any(|r| r.kind == **kind));
        shares.extend(gone.map(|(kind, n)| Share { kind: *kind, n: *n, is: 0, target: 0 }));
        let percents = percent(&shares.iter().map(|s| s.n).collect::<Vec<_>>());
        shares.iter_mut().zip(percents).for_each(|(share, is)| share.is = is);
        shares
    }
}

/// How many posts of each kind.
pub type Counts = BTreeMap<Kind, usize>;

/// A kind's share of a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Share {
    /// The kind.
    pub kind: Kind,
    /// Posts of it.
    pub n: usize,
    /// Their share in whole per cent; all together make 100, or 0 when nothing is planned.
    pub is: u32,
    /// What it should be, in per cent.
    pub target: u32,
}

/// A week as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Week {
    /// Posts of each kind. A promised slot counts with its kind even while it is a gap: this is about the plan.
    pub kinds: Counts,
    /// Pushes: posts that went or will go out, to each community anew.
    pub pushes: usize,
    /// Promised slots with nothing in them.
    pub gaps: usize,
    /// Pushes of each community.
    pub by_community: BTreeMap<i64, usize>,
    /// Posts of each kind in each community, gaps with their kind.
    pub kinds_of: BTreeMap<i64, Counts>,
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
    for tally in tallies.into_iter().filter(|t| t.state.is_push() || t.state == State::Gap) {
        *sum.kinds.entry(tally.kind).or_default() += tally.n;
        *sum.kinds_of.entry(tally.community).or_default().entry(tally.kind).or_default() += tally.n;
        if tally.state == State::Gap {
            sum.gaps += tally.n;
        } else {
            sum.pushes += tally.n;
            *sum.by_community.entry(tally.community).or_default() += tally.n;
        }
    }
    sum
}

/// Whole per cents that make 100, by largest remainder (Hamilton); ties go to the earlier. All 0 for no posts.
#[must_use]
pub fn percent(counts: &[usize]) -> Vec<u32> {
    let total: usize = counts.iter().sum();
    if total == 0 {
        return vec![0; counts.len()];
    }
    let mut shares: Vec<u32> = counts.iter().map(|n| (n * 100 / total) as u32).collect();
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(counts[*i] * 100 % total));
    let short = 100 - shares.iter().sum::<u32>();
    for place in order.into_iter().take(short as usize) {
        shares[place] += 1;
    }
    shares
}

/// A series, or a mechanic of a community, that tires: its last three turnouts, each below the one before, and its next
/// date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fatigue {
    /// The mechanic, or the series' title without counters.
    pub series: String,
    /// The last three turnouts, oldest first.
    pub turnouts: [i64; 3],
    /// When it is planned next.
    pub next: Option<NaiveDate>,
}

/// What a post is compared with: in its community those of its mechanic, else of its series.
#[must_use]
pub fn run_of(post: &Post) -> (i64, String) {
    run(post.community_id, &post.more.details.mechanic, &post.title)
}

/// As [`run_of`], of a post that is only planned.
#[must_use]
pub fn run(community: i64, mechanic: &str, title: &str) -> (i64, String) {
    match mechanic.trim() {
        "" => (community, stem(title)),
        mechanic => (community, mechanic.to_lowercase()),
    }
}

/// Runs whose last three turnouts fall (rule: three of the same in a row with falling turnout), the steepest
/// fall first. A mechanic is only in a row while no other comes between. `past` are posts with results, `coming` those
/// not out yet.
#[must_use]
pub fn fatigue(past: &[Post], coming: &[&Post]) -> Vec<Fatigue> {
    let mut runs: BTreeMap<(i64, String), Vec<(NaiveDate, i64)>> = BTreeMap::new();
    let mut mechanics = BTreeSet::new();
    let mut past: Vec<&Post> = past.iter().collect();
    past.sort_by_key(|p| (p.day, p.time));
    for post in past {
        if let Some(turnout) = post.results.turnout().filter(|_| post.state.is_out()) {
            let (run, named) = (run_of(post), !post.more.details.mechanic.trim().is_empty());
            if named {
                // Another mechanic ends the rows of the others there.
                runs.iter_mut()
                    .filter(|(key, _)| key.0 == run.0 && **key != run && mechanics.contains(*key))
                    .for_each(|(_, row)| row.clear());
                mechanics.insert(run.clone());
            }
            runs.entry(run).or_default().push((post.day, turnout));
        }
    }
    let mut found: Vec<Fatigue> = runs
        .into_iter()
        .filter_map(|(key, run)| {
            let [.., (_, a), (_, b), (_, c)] = run[..] else { return None };
            let next = || coming.iter().filter(|p| p.state.is_due() && run_of(p) == key).map(|p| p.day).min();
            (a > b && b > c).then(|| Fatigue { series: key.1.clone(), turnouts: [a, b, c], next: next() })
        })
        .collect();
    found.sort_by_key(|f| {
        (f.next.is_none(), std::cmp::Reverse((f.turnouts[0] - f.turnouts[2]) * 100 / f.turnouts[0].max(1)))
    });
    found
}

/// The kind that is furthest above its target, for `s`; none within five points.
#[must_use]
pub fn over(week: &Week, plan: &Plan) -> Option<Share> {
    too_much(&plan.shares(&week.kinds, None))
}

/// The share that is furthest above its target; none within five points.
#[must_use]
pub fn too_much(shares: &[Share]) -> Option<Share> {
    let above = |s: &Share| i64::from(s.is) - i64::from(s.target);
    shares.iter().copied().rev().max_by_key(above).filter(|s| above(s) > 5)
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
            assert_eq!(percent(&counts), want, "{counts:?}");
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
        let plan = Plan::default();
        let is = |shares: Vec<Share>| shares.iter().map(|s| s.is).collect::<Vec<_>>();
        assert_eq!(is(plan.shares(&sum.kinds, None)), [33, 67, 0]);
        assert_eq!(is(plan.shares(&sum.kinds_of[&1], Some(1))), [50, 50, 0]);
        assert_eq!(sum.by_community, BTreeMap::from([(1, 1), (2, 1)]));
        assert_eq!(over(&sum, &plan).map(|s| (s.kind, s.is, s.target)), Some((Kind::Chat, 67, 30)));
        let even = Week { kinds: Counts::from([(Kind::Tips, 3), (Kind::Chat, 2), (Kind::Perk, 1)]), ..sum };
        assert_eq!(over(&even, &plan), None, "50 33 17 is within five points");
    }

    #[test]
    fn a_community_may_want_it_otherwise() {
        let own = Own { targets: vec![20, 60, 20], week: 3, ..Own::default() };
        let mut plan = Plan { own: BTreeMap::from([(1, own)]), ..Plan::default() };
        assert_eq!((plan.caps(1), plan.caps(2)), ((3, 3), (3, 7)));
        assert_eq!((plan.targets(Some(1)), plan.targets(Some(2))), (vec![20, 60, 20], vec![50, 30, 20]));
        let extra = Kind::parse("公告").unwrap();
        let shares = plan.shares(&Counts::from([(extra, 1), (Kind::Tips, 3)]), None);
        assert_eq!(
            shares.last().map(|s| (s.kind, s.is, s.target)),
            Some((extra, 25, 0)),
            "a kind the file has no more"
        );
        plan.kinds.0.push(super::super::kind::KindRow { kind: extra, label: String::new(), target: 0 });
        assert_eq!(plan.targets(Some(1)), [50, 30, 20, 0], "shares of another set of kinds mean nothing");
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

    #[test]
    fn a_mechanic_tires_under_any_title_unless_another_comes_between() {
        let titles = ["国庆抽奖", "晒单有礼", "周年庆"];
        let mut past: Vec<Post> = (0..3).map(|n| lottery(n, 6 + n as u32, 300 - 50 * n)).collect();
        for (post, title) in past.iter_mut().zip(titles) {
            title.clone_into(&mut post.title);
            "抽奖".clone_into(&mut post.more.details.mechanic);
        }
        let found = fatigue(&past, &[]);
        assert_eq!((found.len(), found[0].series.as_str(), found[0].turnouts), (1, "抽奖", [300, 250, 200]));
        let mut vote = lottery(9, 7, 80);
        "投票".clone_into(&mut vote.more.details.mechanic);
        past.push(vote.clone());
        assert_eq!(fatigue(&past, &[]), [], "a vote came between");
        past.pop();
        vote.community_id = 2;
        past.push(vote);
        assert_eq!(fatigue(&past, &[]).len(), 1, "elsewhere");
    }

    proptest! {
        #[test]
        fn any_counts_make_a_hundred_and_no_share_is_off_by_one(a in 0usize..5000, b in 0usize..5000, c in 0usize..5000) {
            prop_assume!(a + b + c > 0);
            let shares = percent(&[a, b, c]);
            prop_assert_eq!(shares.iter().sum::<u32>(), 100);
            for (n, share) in [a, b, c].into_iter().zip(shares) {
                let exact = n as f64 * 100.0 / (a + b + c) as f64;
                prop_assert!((f64::from(share) - exact).abs() < 1.0);
            }
        }
    }
}
