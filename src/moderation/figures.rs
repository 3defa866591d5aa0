//! How the review goes, week by week: how long people wait for a decision, what piles up, whether a second person would
//! have decided the same, and which rules are right. Pure: the store says what was decided and what waits.

use crate::base::{At, Zone};
use chrono::{Datelike, Days, NaiveDate};
use std::collections::BTreeMap;

/// Weeks shown unless told otherwise.
pub const WEEKS: usize = 8;
/// The most weeks that are worked out at once: ten years.
pub const MOST_WEEKS: usize = 520;

/// A share of people's time: half of it is below the median, nine tenths below p90. Nearest rank, so both are times that
/// somebody really waited (NIST/SEMATECH e-Handbook §7.2.6.2, method R1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spread {
    /// How many.
    pub count: usize,
    /// Half of them took no longer, in milliseconds; `None` without any.
    pub median_ms: Option<i64>,
    /// Nine tenths of them took no longer, in milliseconds.
    pub p90_ms: Option<i64>,
    /// The longest, in milliseconds.
    pub longest_ms: Option<i64>,
}

impl Spread {
    /// Of these times; their order is lost.
    #[must_use]
    pub fn of(times: &mut [i64]) -> Spread {
        let count = times.len();
        let mut at = |share: f64| {
            let place = ((count as f64 * share).ceil() as usize).checked_sub(1)?;
            times.get(place)?;
            Some(*times.select_nth_unstable(place).1)
        };
        Spread { count, median_ms: at(0.5), p90_ms: at(0.9), longest_ms: at(1.0) }
    }
}

/// How often a second person judged as the first one had: observed agreement, p_o of Cohen (1960), without his correction
/// for chance, since the second one sees a chosen part.
///
/// A pair is made, in the week of the second judgement, by
/// - an item for which level 2 *recommended* to approve or reject, and which another person then decided: they agree if
///   the decision is the recommended one, whatever the reason;
/// - a decision *of level 2* that an appeal questioned: they agree if the appeal was rejected, and not if it was granted;
/// - a decision of level 2 that another person undid (and nobody redid): they do not agree.
///
/// What no second person has looked at counts neither way: silence is no agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Agreement {
    /// Judgements that a second person shared.
    pub agreed: usize,
    /// Judgements that a second person has looked at.
    pub reviewed: usize,
}

impl Agreement {
    /// 0..=1; `None` where nothing was looked at twice.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.reviewed > 0).then(|| self.agreed as f64 / self.reviewed as f64)
    }
}

/// How right a rule was: of the items it flagged and people decided that week, the part they rejected (precision in the
/// sense of information retrieval, with people's word as the truth).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Precision {
    /// The rule's name, as stored with the hit.
    pub rule: String,
    /// Items it flagged that people have decided about.
    pub flagged: usize,
    /// Those of them that were rejected.
    pub rejected: usize,
}

impl Precision {
    /// 0..=1; `None` without any.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.flagged > 0).then(|| self.rejected as f64 / self.flagged as f64)
    }
}

/// One week, from Monday 00:00 of the file's zone on.
#[derive(Debug, Clone, PartialEq)]
pub struct Week {
    /// Its Monday.
    pub monday: NaiveDate,
    /// Time from being written to being decided, of what was decided in this week, by the level that decided, from 1.
    pub levels: [Spread; 3],
    /// The same over all levels.
    pub all: Spread,
    /// How many of these were rejected.
    pub rejected: usize,
    /// Ages of what was waiting when the week ended, or is waiting now.
    pub backlog: Spread,
    /// Whether second judgements of this week were the same as the first ones.
    pub agreement: Agreement,
    /// How right each rule was, the busiest first.
    pub rules: Vec<Precision>,
    /// The same over everything that any rule flagged, each item once.
    pub flagged: Precision,
}

/// A decision that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided<'a> {
    /// The level it was made on, 1 to 3.
    pub level: u8,
    /// When the item was written.
    pub created_at: At,
    /// When it was decided.
    pub decided_at: At,
    /// Rejected, not approved.
    pub rejected: bool,
    /// The rules that had flagged it, each once.
    pub rules: &'a [&'a str],
}

/// What is gathered of one week.
#[derive(Debug, Default)]
struct Gathered {
    levels: [Vec<i64>; 3],
    rejected: usize,
    backlog: Vec<i64>,
    agreement: Agreement,
    rules: BTreeMap<String, (usize, usize)>,
    flagged: (usize, usize),
}

/// Gathers what was decided and what waits; [`Tally::weeks`] makes figures of it.
#[derive(Debug)]
pub struct Tally {
    mondays: Vec<NaiveDate>,
    /// Where the weeks begin, and the end of the last one: now.
    edges: Vec<At>,
    gathered: Vec<Gathered>,
}

impl Tally {
    /// For the last `weeks` weeks up to `now`, the present one among them.
    #[must_use]
    pub fn new(now: At, zone: Zone, weeks: usize) -> Tally {
        let today = now.day(zone);
        let back = |day: NaiveDate, days: u64| day.checked_sub_days(Days::new(days)).unwrap_or(day);
        let monday = back(today, u64::from(today.weekday().num_days_from_monday()));
        let weeks = weeks.clamp(1, MOST_WEEKS);
        let mondays: Vec<NaiveDate> = (0..weeks as u64).rev().map(|n| back(monday, 7 * n)).collect();
        let mut edges: Vec<At> = mondays.iter().map(|day| zone.midnight(*day)).collect();
        edges.push(now.plus(1));
        let gathered = mondays.iter().map(|_| Gathered::default()).collect();
        Tally { mondays, edges, gathered }
    }

    /// The moment from which on decisions matter.
    #[must_use]
    pub fn from(&self) -> At {
        self.edges[0]
    }

    fn week(&self, at: At) -> Option<usize> {
        let after = self.edges.partition_point(|edge| *edge <= at);
        (1..self.edges.len()).contains(&after).then(|| after - 1)
    }

    /// Counts a decision.
    pub fn decided(&mut self, decided: &Decided) {
        // At the end of each week between the two it was waiting.
        self.waits(decided.created_at, decided.decided_at);
        let Some(week) = self.week(decided.decided_at) else { return };
        let week = &mut self.gathered[week];
        let level = usize::from(decided.level.clamp(1, 3)) - 1;
        week.levels[level].push(decided.decided_at.since(decided.created_at).max(0));
        let rejected = usize::from(decided.rejected);
        week.rejected += rejected;
        for rule in decided.rules {
            let count = match week.rules.get_mut(*rule) {
                Some(count) => count,
                None => week.rules.entry((*rule).to_owned()).or_default(),
            };
            *count = (count.0 + 1, count.1 + rejected);
        }
        if !decided.rules.is_empty() {
            week.flagged = (week.flagged.0 + 1, week.flagged.1 + rejected);
        }
    }

    /// Counts what was written at `created` and waits to this day.
    pub fn waiting(&mut self, created: At) {
        self.waits(created, At(i64::MAX));
    }

    fn waits(&mut self, created: At, until: At) {
        let ends = &self.edges[1..];
        let first = ends.partition_point(|end| *end <= created);
        for (end, week) in ends.iter().zip(&mut self.gathered).skip(first).take_while(|(end, _)| **end <= until) {
            week.backlog.push(end.since(created));
        }
    }

    /// Counts a second judgement made at `at`: did it agree with the first?
    pub fn second_look(&mut self, at: At, agreed: bool) {
        if let Some(week) = self.week(at) {
            let agreement = &mut self.gathered[week].agreement;
            agreement.reviewed += 1;
            agreement.agreed += usize::from(agreed);
        }
    }

    /// The figures, the present week last.
    #[must_use]
    pub fn weeks(self) -> Vec<Week> {
        self.mondays.into_iter().zip(self.gathered).map(|(monday, g)| finish(monday, g)).collect()
    }
}

fn finish(monday: NaiveDate, mut g: Gathered) -> Week {
    let mut rules: Vec<Precision> =
        g.rules.into_iter().map(|(rule, (flagged, rejected))| Precision { rule, flagged, rejected }).collect();
    rules.sort_by(|a, b| b.flagged.cmp(&a.flagged).then_with(|| a.rule.cmp(&b.rule)));
    let mut all: Vec<i64> = g.levels.iter().flatten().copied().collect();
    Week {
        monday,
        all: Spread::of(&mut all),
        levels: [0, 1, 2].map(|level| Spread::of(&mut g.levels[level])),
        rejected: g.rejected,
        backlog: Spread::of(&mut g.backlog),
        agreement: g.agreement,
        rules,
        flagged: Precision { rule: String::new(), flagged: g.flagged.0, rejected: g.flagged.1 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::clock::{DAY, HOUR, MINUTE};
    use proptest::prelude::*;

    /// Saturday 2026-10-10 17:20 in Shanghai; the week began on Monday the 5th.
    fn now() -> At {
        At::parse("2026-10-10T17:20:00+08:00").unwrap()
    }

    fn tally(weeks: usize) -> Tally {
        Tally::new(now(), Zone::default(), weeks)
    }

    fn decided(level: u8, created: At, took: i64, rejected: bool) -> Decided<'static> {
        Decided { level, created_at: created, decided_at: created.plus(took), rejected, rules: &[] }
    }

    #[test]
    fn ranks_are_times_that_somebody_waited() {
        for (times, median, p90, longest) in [
            (vec![], None, None, None),
            (vec![7], Some(7), Some(7), Some(7)),
            (vec![4, 1, 3, 2], Some(2), Some(4), Some(4)),
            ((1..=10).rev().collect(), Some(5), Some(9), Some(10)),
            ((1..=11).collect(), Some(6), Some(10), Some(11)),
            ((1..=100).collect(), Some(50), Some(90), Some(100)),
        ] {
            let count = times.len();
            let mut times = times;
            let want = Spread { count, median_ms: median, p90_ms: p90, longest_ms: longest };
            assert_eq!(Spread::of(&mut times), want, "{count}");
        }
    }

    #[test]
    fn weeks_begin_on_monday_in_the_files_zone() {
        let t = tally(2);
        let days: Vec<String> = t.mondays.iter().map(ToString::to_string).collect();
        assert_eq!(days, ["2026-09-28", "2026-10-05"]);
        assert_eq!(t.from(), At::parse("2026-09-28T00:00:00+08:00").unwrap());
        let at = |text: &str| t.week(At::parse(text).unwrap());
        assert_eq!(at("2026-09-27T23:59:59+08:00"), None);
        assert_eq!(at("2026-10-04T23:59:59+08:00"), Some(0));
        assert_eq!(at("2026-10-05T00:00:00+08:00"), Some(1));
        assert_eq!(at("2026-10-04T16:00:00Z"), Some(1), "Monday has begun in Shanghai");
        assert_eq!((t.week(now()), t.week(now().plus(1))), (Some(1), None));
        assert_eq!(Tally::new(now(), Zone::default(), 0).mondays.len(), 1);
        let monday = Tally::new(At::parse("2026-10-05T00:00:00+08:00").unwrap(), Zone::default(), 1);
        assert_eq!(monday.mondays[0].to_string(), "2026-10-05");
    }

    #[test]
    fn what_was_decided_counts_for_its_level_and_week() {
        let mut t = tally(2);
        let monday = At::parse("2026-10-05T09:00:00+08:00").unwrap();
        for minutes in 1..=10 {
            t.decided(&decided(2, monday, minutes * MINUTE, minutes > 8));
        }
        t.decided(&decided(3, monday, 2 * HOUR, true));
        t.decided(&decided(2, monday.plus(-7 * DAY), HOUR, false));
        t.decided(&decided(2, monday.plus(-30 * DAY), HOUR, false));
        let weeks = t.weeks();
        let spread = |week: usize, level: usize| {
            let s = weeks[week].levels[level];
            (s.count, s.median_ms.map(|m| m / MINUTE), s.p90_ms.map(|m| m / MINUTE))
        };
        assert_eq!(
            (spread(1, 1), spread(1, 2), spread(1, 0)),
            ((10, Some(5), Some(9)), (1, Some(120), Some(120)), (0, None, None))
        );
        assert_eq!(spread(0, 1), (1, Some(60), Some(60)));
        assert_eq!((weeks[1].all.count, weeks[1].rejected, weeks[0].rejected), (11, 3, 0));
    }

    #[test]
    fn the_backlog_is_what_waited_when_a_week_ended() {
        let mut t = tally(3);
        let monday = At::parse("2026-10-05T00:00:00+08:00").unwrap();
        // Written two hours before the week ended and decided two hours after.
        t.decided(&decided(2, monday.plus(-2 * HOUR), 4 * HOUR, false));
        // Written and decided within a week: it never waited at an end.
        t.decided(&decided(2, monday.plus(HOUR), HOUR, false));
        // Waits to this day.
        t.waiting(monday.plus(-6 * HOUR));
        t.waiting(now().plus(-HOUR));
        let ages: Vec<(usize, Option<i64>, Option<i64>)> = t
            .weeks()
            .iter()
            .map(|w| (w.backlog.count, w.backlog.median_ms.map(|m| m / HOUR), w.backlog.longest_ms.map(|m| m / HOUR)))
            .collect();
        assert_eq!(ages, [(0, None, None), (2, Some(2), Some(6)), (2, Some(1), Some(6 + 5 * 24 + 17))]);
    }

    #[test]
    fn rules_are_right_as_often_as_people_reject_what_they_flag() {
        let mut t = tally(1);
        for (rules, rejected) in [
            (&["contact", "words"][..], true),
            (&["contact"], true),
            (&["contact"], false),
            (&["words"], false),
            (&[], true),
        ] {
            t.decided(&Decided { rules, ..decided(2, now().plus(-HOUR), MINUTE, rejected) });
        }
        let week = t.weeks().pop().unwrap();
        let told: Vec<(&str, usize, usize)> =
            week.rules.iter().map(|p| (p.rule.as_str(), p.flagged, p.rejected)).collect();
        assert_eq!(told, [("contact", 3, 2), ("words", 2, 1)]);
        assert_eq!((week.flagged.flagged, week.flagged.rejected), (4, 2), "an item of two rules counts once");
        assert_eq!(week.flagged.share(), Some(0.5));
    }

    #[test]
    fn only_what_was_looked_at_twice_agrees_or_not() {
        let mut t = tally(2);
        t.second_look(now(), true);
        t.second_look(now(), false);
        t.second_look(now().plus(-7 * DAY), true);
        t.second_look(now().plus(-70 * DAY), true);
        let shares: Vec<Option<f64>> = t.weeks().iter().map(|w| w.agreement.share()).collect();
        assert_eq!(shares, [Some(1.0), Some(0.5)]);
        assert_eq!(tally(1).weeks()[0].agreement.share(), None);
    }

    proptest! {
        /// Every decision within the weeks is counted once, and the backlog of a week is what had come and not gone.
        #[test]
        fn nothing_is_counted_twice_or_lost(rows in proptest::collection::vec((-40i64 * 24..0, 0i64..20 * 24, 0u8..5, any::<bool>()), 0..60)) {
            let mut t = tally(4);
            let edges = t.edges.clone();
            let (mut inside, mut waiting) = (0, vec![0; 4]);
            for (created, took, level, rejected) in rows {
                let (from, to) = (now().plus(created * HOUR), now().plus((created + took) * HOUR));
                if to > now() {
                    t.waiting(from);
                } else {
                    t.decided(&decided(level, from, took * HOUR, rejected));
                    inside += usize::from(to >= edges[0]);
                }
                for (week, end) in edges[1..].iter().enumerate() {
                    waiting[week] += usize::from(from < *end && (to >= *end || to > now()));
                }
            }
            let weeks = t.weeks();
            prop_assert_eq!(weeks.iter().map(|w| w.all.count).sum::<usize>(), inside);
            prop_assert_eq!(weeks.iter().map(|w| w.backlog.count).collect::<Vec<_>>(), waiting);
            for week in &weeks {
                prop_assert_eq!(week.levels.iter().map(|l| l.count).sum::<usize>(), week.all.count);
                prop_assert!(week.all.median_ms <= week.all.p90_ms && week.all.p90_ms <= week.all.longest_ms);
            }
        }
    }
}
