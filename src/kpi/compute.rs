//! From what the tables say about a day to the metrics of that day. Pure: the store fills [`Facts`], nothing here
//! reads anything. What the tables do not know is `None`, and a metric whose part is unknown is unknown.
//!
//! People are counted once per community: someone active in two communities counts twice under "all", because a
//! member of one platform cannot be recognised on another yet.

/// What is known about one community on one day. Counts of people or things; `None` = the tables do not know.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Facts {
    /// Messages seen.
    pub messages: Option<f64>,
    /// Distinct members with a message that day.
    pub active: Option<f64>,
    /// Members whose first message ever was that day.
    pub first_time: Option<f64>,
    /// Members who joined.
    pub joins: Option<f64>,
    /// Members who left by themselves.
    pub leaves: Option<f64>,
    /// Members who were removed.
    pub removed: Option<f64>,
    /// Members at 00:00.
    pub members: Option<f64>,
    /// Distinct members with a message in the 30 days that end with this one.
    pub mau: Option<f64>,
    /// The same, known only once the community has been followed for 30 days: before that nobody's silence is.
    pub heard: Option<f64>,
    /// Members who joined seven days before.
    pub joined_7: Option<f64>,
    /// Those of them with a message today.
    pub back_7: Option<f64>,
    /// Members who joined thirty days before.
    pub joined_30: Option<f64>,
    /// Those of them with a message today.
    pub back_30: Option<f64>,
    /// Inquiries answered that day.
    pub answered: Option<f64>,
    /// Those of them answered within their time.
    pub in_time: Option<f64>,
    /// Things written that were judged that day: posts and reported ones.
    pub judged: Option<f64>,
    /// Those of them rejected.
    pub rejected: Option<f64>,
    /// Queue items judged that day that a rule had flagged.
    pub flagged: Option<f64>,
    /// Those of them rejected.
    pub caught: Option<f64>,
    /// Half of the queue items judged that day took no longer, in minutes. Does not add up: the whole has its own.
    pub review_p50: Option<f64>,
    /// Nine tenths of them took no longer, in minutes. Does not add up either.
    pub review_p90: Option<f64>,
}

/// A field of [`Facts`].
pub type Part = fn(&Facts) -> Option<f64>;

/// How a metric is worked out.
#[derive(Debug, Clone, Copy)]
pub enum Formula {
    /// The sum over the communities that know it.
    Sum(Part),
    /// A part of a whole, over the communities that know both.
    Ratio(Part, Part),
    /// One minus such a part.
    Rest(Part, Part),
}

use Formula::{Ratio, Rest, Sum};

/// Arrivals minus departures; removals count as departures here, though not in the leave rate, which is about
/// members' own will.
fn growth(f: &Facts) -> Option<f64> {
    Some(f.joins? - f.leaves? - f.removed.unwrap_or(0.0))
}

/// The formulas of the computed metrics (mission notes §8).
pub const FORMULAS: &[(&str, Formula)] = &[
    ("speaking_rate", Ratio(|f| f.active, |f| f.members)),
    ("leave_rate", Ratio(|f| f.leaves, |f| f.members)),
    ("net_growth", Ratio(growth, |f| f.members)),
    ("dau", Sum(|f| f.active)),
    ("stickiness", Ratio(|f| f.active, |f| f.mau)),
    ("retention_7d", Ratio(|f| f.back_7, |f| f.joined_7)),
    ("retention_30d", Ratio(|f| f.back_30, |f| f.joined_30)),
    // Everyone who wrote within 30 days is not silent; who joined or left meanwhile may push it past the ends.
    ("silent_share", Rest(|f| f.heard, |f| f.members)),
    ("reply_30m", Ratio(|f| f.in_time, |f| f.answered)),
    ("messages", Sum(|f| f.messages)),
    ("active", Sum(|f| f.active)),
    ("first_time", Sum(|f| f.first_time)),
    ("joins", Sum(|f| f.joins)),
    ("leaves", Sum(|f| f.leaves)),
    ("members", Sum(|f| f.members)),
    ("mau", Sum(|f| f.mau)),
    // A median of several communities is that of all their items, which the facts of the whole hold.
    ("review_p50", Sum(|f| f.review_p50)),
    ("review_p90", Sum(|f| f.review_p90)),
    ("violation_rate", Ratio(|f| f.rejected, |f| f.judged)),
    ("rule_precision", Ratio(|f| f.caught, |f| f.flagged)),
];

/// A worked-out value and the counts it was divided from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worked {
    /// The value, in the metric's unit.
    pub value: f64,
    /// Numerator and denominator; `None` for sums.
    pub of: Option<(f64, f64)>,
}

/// The formula of `metric`; `None` for the ones that are only entered.
#[must_use]
pub fn formula(metric: &str) -> Option<Formula> {
    FORMULAS.iter().find(|(key, _)| *key == metric).map(|(_, f)| *f)
}

/// Works out `metric` from what the communities know; `whole` holds figures entered for all of them together and
/// wins over their sum. `None` when a part is unknown or a whole is zero.
#[must_use]
pub fn value(metric: &str, communities: &[Facts], whole: &Facts) -> Option<Worked> {
    match formula(metric)? {
        Sum(part) => {
            let value = part(whole).or_else(|| sum(communities, part))?;
            Some(Worked { value, of: None })
        }
        Ratio(part, base) => divide(counts(communities, whole, part, base)?),
        Rest(part, base) => {
            let (n, all) = counts(communities, whole, part, base)?;
            divide(((all - n).max(0.0), all))
        }
    }
}

fn divide((part, base): (f64, f64)) -> Option<Worked> {
    (base > 0.0).then(|| Worked { value: part / base, of: Some((part, base)) })
}

fn sum(communities: &[Facts], part: Part) -> Option<f64> {
    communities.iter().filter_map(part).reduce(|a, b| a + b)
}

/// Numerator and denominator: over the communities that know both, unless one of them was entered for the whole.
fn counts(communities: &[Facts], whole: &Facts, part: Part, base: Part) -> Option<(f64, f64)> {
    if let (None, None) = (part(whole), base(whole)) {
        return communities
            .iter()
            .filter_map(|f| Some((part(f)?, base(f)?)))
            .reduce(|(a, b), (part, base)| (a + part, b + base));
    }
    let known = |p: Part| p(whole).or_else(|| sum(communities, p));
    Some((known(part)?, known(base)?))
}

impl Facts {
    /// Puts an entered figure in the place of what the tables say, so that what is derived from it follows.
    /// `None` = known to be unavailable.
    pub fn enter(&mut self, metric: &str, value: Option<f64>) {
        match metric {
            "dau" | "active" => self.active = value,
            "messages" => self.messages = value,
            "first_time" => self.first_time = value,
            "joins" => self.joins = value,
            "leaves" => self.leaves = value,
            "members" => self.members = value,
            "mau" => (self.mau, self.heard) = (value, value),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::metric::{METRICS, Source};
    use proptest::prelude::*;

    fn community(active: f64, members: f64) -> Facts {
        Facts {
            messages: Some(active * 3.0),
            active: Some(active),
            first_time: Some(1.0),
            joins: Some(5.0),
            leaves: Some(2.0),
            removed: Some(1.0),
            members: Some(members),
            mau: Some(active * 4.0),
            heard: Some(active * 4.0),
            joined_7: Some(10.0),
            back_7: Some(4.0),
            joined_30: Some(8.0),
            back_30: Some(2.0),
            answered: Some(40.0),
            in_time: Some(37.0),
            judged: Some(20.0),
            rejected: Some(4.0),
            flagged: Some(8.0),
            caught: Some(6.0),
            review_p50: Some(4.0),
            review_p90: Some(90.0),
        }
    }

    fn worked(metric: &str, parts: &[Facts]) -> Option<f64> {
        value(metric, parts, &Facts::default()).map(|w| w.value)
    }

    #[test]
    fn every_computed_metric_has_its_formula_and_no_other() {
        for m in METRICS {
            assert_eq!(formula(m.key).is_some(), m.source == Source::Computed, "{}", m.key);
        }
        assert_eq!(FORMULAS.len(), METRICS.iter().filter(|m| m.source == Source::Computed).count());
    }

    #[test]
    fn formulas_are_those_of_the_definitions() {
        let parts = [community(10.0, 100.0), community(30.0, 300.0)];
        for (metric, want) in [
            ("speaking_rate", 40.0 / 400.0),
            ("leave_rate", 4.0 / 400.0),
            ("net_growth", 4.0 / 400.0),
            ("dau", 40.0),
            ("stickiness", 0.25),
            ("retention_7d", 0.4),
            ("retention_30d", 0.25),
            ("silent_share", 0.6),
            ("reply_30m", 0.925),
            ("messages", 120.0),
            ("joins", 10.0),
            ("mau", 160.0),
            ("violation_rate", 0.2),
            ("rule_precision", 0.75),
        ] {
            assert!((worked(metric, &parts).unwrap() - want).abs() < 1e-12, "{metric}");
        }
        assert_eq!(worked("conversion", &parts), None);
        assert_eq!(value("leave_rate", &parts, &Facts::default()).unwrap().of, Some((4.0, 400.0)));
    }

    #[test]
    fn nothing_known_is_no_value_and_never_zero() {
        for m in METRICS {
            assert_eq!(worked(m.key, &[]), None, "{}", m.key);
            assert_eq!(worked(m.key, &[Facts::default()]), None, "{}", m.key);
        }
        assert_eq!(worked("leave_rate", &[Facts { leaves: Some(0.0), members: Some(0.0), ..Facts::default() }]), None);
    }

    #[test]
    fn a_community_without_data_does_not_thin_the_rate() {
        let silent = Facts { members: Some(1000.0), ..Facts::default() };
        assert_eq!(worked("speaking_rate", &[community(10.0, 100.0), silent]), Some(0.1));
    }

    #[test]
    fn a_figure_for_all_replaces_the_sum() {
        let parts = [community(10.0, 100.0)];
        let mut whole = Facts::default();
        whole.enter("members", Some(9812.0));
        whole.enter("leaves", Some(61.0));
        assert_eq!(value("leave_rate", &parts, &whole).unwrap().of, Some((61.0, 9812.0)));
        whole.enter("dau", Some(1286.0));
        assert_eq!(value("dau", &parts, &whole).unwrap().value, 1286.0);
        whole.review_p50 = Some(5.0);
        let parts = [community(10.0, 100.0), community(30.0, 300.0)];
        assert_eq!(value("review_p50", &parts, &whole).unwrap().value, 5.0, "medians do not add up");
    }

    proptest! {
        #[test]
        fn shares_stay_shares(rows in proptest::collection::vec((0u32..500, 0u32..500), 1..9)) {
            let parts: Vec<Facts> = rows.iter().map(|(a, extra)| community(f64::from(*a), f64::from(a + extra))).collect();
            for key in ["speaking_rate", "silent_share", "reply_30m", "retention_7d"] {
                if let Some(v) = worked(key, &parts) {
                    prop_assert!((0.0..=1.0).contains(&v), "{} {}", key, v);
                }
            }
        }
    }
}
