//! Experiments: two posts that differ in one thing, and whether what came of them differs by more than chance.
//!
//! Posts to a community are read by tens or hundreds, so the test is Fisher's exact one for two by two tables (R. A. Fisher,
//! The Design of Experiments, 1935, ch. II), two-sided: every split of the same totals that is no likelier than the one
//! seen counts, as `fisher.test` of R has it. It holds at any size and is, if anything, too careful.

use super::post::{Post, Results};
use serde::{Deserialize, Serialize};

/// What A and B differ in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Differs {
    /// Title, caption or topic.
    Topic,
    /// The time of day.
    Time,
    /// The form.
    Form,
}

impl Differs {
    /// Every one with its word in the file and the catalogue key of its label.
    pub const ALL: [(Differs, &'static str, &'static str); 3] = [
        (Self::Topic, "topic", "posts.differs_topic"),
        (Self::Time, "time", "posts.differs_time"),
        (Self::Form, "form", "posts.differs_form"),
    ];
}

crate::base::named!(Differs: word parse key);

/// Which result decides: how many of the readers did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// Liked it. Nobody can twice, so it counts people.
    Likes,
    /// Commented. Who comments twice counts twice.
    Comments,
    /// Passed it on. Who does so twice counts twice.
    Shares,
    /// Came to the end.
    Completion,
}

impl Measure {
    /// Every one with its word in the file and the catalogue key of its label.
    pub const ALL: [(Measure, &'static str, &'static str); 4] = [
        (Self::Likes, "likes", "calendar.likes"),
        (Self::Comments, "comments", "calendar.comments"),
        (Self::Shares, "shares", "calendar.shares"),
        (Self::Completion, "completion", "calendar.completion"),
    ];
}

crate::base::named!(Measure: word parse key);

/// What makes a post the B of an experiment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Twin {
    /// The number of its A.
    pub of: i64,
    /// What they differ in.
    pub differs: Differs,
    /// Which result decides.
    pub judged_by: Measure,
}

/// What A and B differ in besides `wanted`, and whether they differ in that: an experiment varies one thing. Where and on
/// which day they go out is not part of it.
#[must_use]
pub fn differences(a: &Post, b: &Post, wanted: Differs) -> (bool, Vec<Differs>) {
    let words = a.title != b.title || a.body != b.body || a.more.details.topic != b.more.details.topic;
    let all = [(Differs::Topic, words), (Differs::Time, a.time != b.time), (Differs::Form, a.format != b.format)];
    let found = all.iter().filter(|(_, differs)| *differs).map(|(d, _)| *d);
    let (same, other): (Vec<_>, Vec<_>) = found.partition(|d| *d == wanted);
    (!same.is_empty(), other)
}

/// What came of one side: how many read it, and how many of them did what decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Readers.
    pub readers: u64,
    /// Those who did it, at most `readers`.
    pub did: u64,
}

impl Side {
    /// From results; `None` while reads or the measure are unknown, or more did it than read.
    #[must_use]
    pub fn of(results: &Results, measure: Measure) -> Option<Side> {
        let readers = u64::try_from(results.reads?).ok()?;
        let did = match measure {
            Measure::Likes => results.likes?,
            Measure::Comments => results.comments?,
            Measure::Shares => results.shares?,
            Measure::Completion => (results.completion? * readers as f64).round() as i64,
        };
        let did = u64::try_from(did).ok()?;
        (readers > 0 && did <= readers).then_some(Side { readers, did })
    }

    /// The share that did it.
    #[must_use]
    pub fn share(self) -> f64 {
        self.did as f64 / self.readers.max(1) as f64
    }
}

/// How surprising the difference is if there is none: two-sided p of Fisher's exact test.
#[must_use]
pub fn fisher(a: Side, b: Side) -> f64 {
    let (ends, weights) = splits(a, b);
    let seen = weights[(a.did - ends) as usize];
    // Splits as likely as this one count, whatever rounding says: R allows a ten millionth.
    let limit = seen * (1.0 + 1e-7);
    let no_likelier: f64 = weights.iter().filter(|w| **w <= limit).sum();
    (no_likelier / weights.iter().sum::<f64>()).min(1.0)
}

/// The least p that any split of these totals could have.
#[must_use]
pub fn least(a: Side, b: Side) -> f64 {
    let (first, weights) = splits(a, b);
    let last = first + weights.len() as u64 - 1;
    let at = |did: u64| {
        let other = a.did + b.did - did;
        fisher(Side { did, ..a }, Side { did: other, ..b })
    };
    at(first).min(at(last))
}

/// How likely each split of those who did it is, relative to the likeliest: the fewest there can be on side `a`, and a
/// weight for that and every further number. Neighbours follow from one another, so nothing overflows.
fn splits(a: Side, b: Side) -> (u64, Vec<f64>) {
    let (n, m, k) = (a.readers, b.readers, a.did + b.did);
    let (first, last) = (k.saturating_sub(m), n.min(k));
    let mode = ((n + 1) as f64 * (k + 1) as f64 / (n + m + 2) as f64) as u64;
    let mode = mode.clamp(first, last);
    let mut weights = vec![1.0; (last - first + 1) as usize];
    let step = |x: u64| ((k - x) as f64 * (n - x) as f64) / ((x + 1) as f64 * (m + x + 1 - k) as f64);
    for x in mode..last {
        weights[(x + 1 - first) as usize] = weights[(x - first) as usize] * step(x);
    }
    for x in (first..mode).rev() {
        weights[(x - first) as usize] = weights[(x + 1 - first) as usize] / step(x);
    }
    (first, weights)
}

/// Below this p a difference counts: 5 %, as everybody reads it.
pub const SURE: f64 = 0.05;

/// What can be said.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "verdict", rename_all = "lowercase")]
pub enum Verdict {
    /// Results are missing.
    Unknown,
    /// Not even all on one side would have told.
    Few {
        /// The least p there could be.
        least: f64,
    },
    /// Chance alone could have made it.
    Even {
        /// How surprising it is.
        p: f64,
        /// Readers each side would need for such a difference to show four times in five; `None` if there is none.
        needed: Option<u64>,
    },
    /// One side did better.
    Better {
        /// Whether that is B.
        b: bool,
        /// How surprising it is.
        p: f64,
    },
}

/// Judges two sides.
#[must_use]
pub fn verdict(sides: Option<(Side, Side)>) -> Verdict {
    let Some((a, b)) = sides else { return Verdict::Unknown };
    let (p, least) = (fisher(a, b), least(a, b));
    match p < SURE {
        true => Verdict::Better { b: b.share() > a.share(), p },
        false if least >= SURE => Verdict::Few { least },
        false => Verdict::Even { p, needed: needed(a.share(), b.share()) },
    }
}

/// Readers a side needs so that shares `p` and `q` are told apart at 5 % four times in five (J. L. Fleiss, Statistical
/// Methods for Rates and Proportions, 2nd ed. 1981, eq. 3.14); `None` if they are the same.
#[must_use]
pub fn needed(p: f64, q: f64) -> Option<u64> {
    const Z_SURE: f64 = 1.959_964;
    const Z_POWER: f64 = 0.841_621;
    let mean = f64::midpoint(p, q);
    let spread = Z_SURE * (2.0 * mean * (1.0 - mean)).sqrt() + Z_POWER * (p * (1.0 - p) + q * (1.0 - q)).sqrt();
    let n = (spread / (p - q)).powi(2).ceil();
    (n.is_finite() && n < 1e9).then_some(n as u64)
}

#[cfg(test)]
mod tests {
    use super::super::post::tests::post;
    use super::*;
    use proptest::prelude::*;

    fn side(did: u64, readers: u64) -> Side {
        Side { readers, did }
    }

    /// Two-sided p by counting every split in whole numbers.
    fn counted(a: Side, b: Side) -> f64 {
        let choose = |n: u64, k: u64| -> u128 { (0..k).fold(1, |c, i| c * u128::from(n - i) / u128::from(i + 1)) };
        let k = a.did + b.did;
        let ways = |x: u64| choose(a.readers, x) * choose(b.readers, k - x);
        let (first, last) = (k.saturating_sub(b.readers), a.readers.min(k));
        let seen = ways(a.did);
        let all: u128 = (first..=last).map(ways).sum();
        let rare: u128 = (first..=last).map(ways).filter(|w| *w <= seen).sum();
        rare as f64 / all as f64
    }

    #[test]
    fn known_tables() {
        for (a, b, p) in [
            // Fisher's lady and her eight cups, three of four right.
            (side(3, 4), side(1, 4), 0.485_714),
            // Johnson's criminal twins, in Fisher's Statistical Methods.
            (side(2, 17), side(10, 13), 0.000_537),
            (side(0, 5), side(5, 5), 0.007_937),
            (side(7, 50), side(7, 50), 1.0),
            (side(0, 9), side(0, 9), 1.0),
            (side(9, 9), side(9, 9), 1.0),
            (side(12, 240), side(31, 260), 0.006_388),
        ] {
            assert!((fisher(a, b) - p).abs() < 5e-7, "{a:?} {b:?}: {} {p}", fisher(a, b));
            assert!((fisher(b, a) - p).abs() < 5e-7, "the sides may be changed");
        }
        let huge = fisher(side(500_000, 1_000_000), side(501_000, 1_000_000));
        assert!((0.0..1.0).contains(&huge) && (huge - 0.157_5).abs() < 2e-3, "{huge}");
        assert!(fisher(side(0, 100_000), side(100_000, 100_000)) < 1e-300);
    }

    #[test]
    fn verdicts_in_words_that_hold() {
        assert_eq!(verdict(None), Verdict::Unknown);
        let Verdict::Few { least } = verdict(Some((side(0, 3), side(2, 3)))) else { panic!("three are too few") };
        assert!((least - 0.4).abs() < 1e-9, "{least}");
        let Verdict::Better { b: true, p } = verdict(Some((side(12, 240), side(31, 260)))) else { panic!() };
        assert!(p < SURE);
        assert!(matches!(verdict(Some((side(31, 260), side(12, 240)))), Verdict::Better { b: false, .. }));
        let Verdict::Even { p, needed } = verdict(Some((side(20, 200), side(26, 200)))) else { panic!() };
        assert!(p > 0.4, "{p}");
        assert_eq!(needed, Some(1774));
        let same = verdict(Some((side(20, 200), side(20, 200))));
        assert_eq!(same, Verdict::Even { p: 1.0, needed: None });
    }

    #[test]
    fn sides_are_people_who_read() {
        let found = Results { reads: Some(200), likes: Some(20), completion: Some(0.456), ..Results::default() };
        assert_eq!(Side::of(&found, Measure::Likes), Some(side(20, 200)));
        assert_eq!(Side::of(&found, Measure::Completion), Some(side(91, 200)));
        assert_eq!(Side::of(&found, Measure::Shares), None, "unknown is not none");
        let odd = Results { likes: Some(201), ..found };
        assert_eq!(Side::of(&odd, Measure::Likes), None, "more than read it");
        assert_eq!(Side::of(&Results { reads: Some(0), likes: Some(0), ..Results::default() }, Measure::Likes), None);
    }

    #[test]
    fn an_experiment_varies_one_thing() {
        let (a, mut b) = (post(1), post(2));
        assert_eq!(differences(&a, &b, Differs::Topic), (false, vec![]));
        b.title = "晚安".into();
        assert_eq!(differences(&a, &b, Differs::Topic), (true, vec![]));
        assert_eq!(differences(&a, &b, Differs::Time), (false, vec![Differs::Topic]));
        (b.time, b.day, b.community_id) = (b.time + chrono::TimeDelta::hours(3), b.day.succ_opt().unwrap(), 9);
        assert_eq!(differences(&a, &b, Differs::Topic), (true, vec![Differs::Time]));
        b.format = super::super::post::Format::Live;
        assert_eq!(differences(&a, &b, Differs::Form), (true, vec![Differs::Topic, Differs::Time]));
        for (differs, word, key) in Differs::ALL {
            assert_eq!((Differs::parse(word), differs.word(), differs.key()), (Some(differs), word, key));
        }
        for (measure, word, key) in Measure::ALL {
            assert_eq!((Measure::parse(word), measure.word(), measure.key()), (Some(measure), word, key));
        }
    }

    proptest! {
        #[test]
        fn p_is_what_counting_gives(n in 1u64..25, m in 1u64..25, x in 0u64..25, y in 0u64..25) {
            let (a, b) = (side(x.min(n), n), side(y.min(m), m));
            prop_assert!((fisher(a, b) - counted(a, b)).abs() < 1e-9);
            prop_assert!(least(a, b) <= fisher(a, b) + 1e-12);
        }
    }
}
