//! From what is known of a day to the metrics of that day. Pure: the store brings [`Facts`], nothing here reads
//! anything. What nobody knows is `None`, and a metric whose part is unknown is unknown.

pub use super::facts::Facts;

/// A field of [`Facts`], or something simple made of fields.
pub type Part = fn(&Facts) -> Option<f64>;

/// How a metric is worked out.
#[derive(Debug, Clone, Copy)]
pub enum Formula {
    /// A count as it is.
    Sum(Part),
    /// A part of a whole.
    Ratio(Part, Part),
    /// By how much the first is more than the second, as a part of the second.
    Gain(Part, Part),
}

use Formula::{Gain, Ratio, Sum};

/// Arrivals minus departures; removals count as departures here, though not in the leave rate, which is about
/// members' own will.
fn growth(f: &Facts) -> Option<f64> {
    Some(f.joins_heard? - f.leaves? - f.removed.unwrap_or(0.0))
}

/// The formulas of the computed metrics (mission notes §8).
pub const FORMULAS: &[(&str, Formula)] = &[
    ("speaking_rate", Ratio(|f| f.active, |f| f.present)),
    ("leave_rate", Ratio(|f| f.leaves, |f| f.members_heard)),
    ("net_growth", Ratio(growth, |f| f.members_heard)),
    ("dau", Sum(|f| f.active)),
    ("stickiness", Ratio(|f| f.active, |f| f.mau)),
    ("retention_7d", Ratio(|f| f.back_7, |f| f.joined_7)),
    ("retention_30d", Ratio(|f| f.back_30, |f| f.joined_30)),
    ("interactions", Sum(|f| f.interactions)),
    ("quality_ugc", Ratio(|f| f.ugc_good, |f| f.ugc)),
    ("silent_share", Ratio(|f| f.silent, Facts::members_end)),
    ("reply_30m", Ratio(|f| f.in_time, |f| f.answered)),
    ("messages", Sum(|f| f.messages)),
    ("active", Sum(|f| f.active)),
    ("first_time", Sum(|f| f.first_time)),
    ("joins", Sum(|f| f.joins)),
    ("leaves", Sum(|f| f.leaves)),
    ("members", Sum(|f| f.members)),
    ("mau", Sum(|f| f.mau)),
    ("wau", Sum(|f| f.wau)),
    ("retention_1d", Ratio(|f| f.back_1, |f| f.joined_1)),
    ("newcomer_1d", Ratio(|f| f.again_1, |f| f.seen_1)),
    ("newcomer_7d", Ratio(|f| f.again_7, |f| f.seen_7)),
    ("newcomer_30d", Ratio(|f| f.again_30, |f| f.seen_30)),
    ("churn", Ratio(|f| f.lost, |f| f.past)),
    ("growth_30d", Gain(|f| f.grown_30, |f| f.base_30)),
    ("growth_90d", Gain(|f| f.grown_90, |f| f.base_90)),
    ("members_new", Sum(|f| f.fresh)),
    ("members_valued", Sum(|f| f.valued)),
    ("members_active", Sum(|f| f.lively)),
    ("members_latent", Sum(|f| f.latent)),
    ("members_silent", Sum(|f| f.silent)),
    ("report_rate", Ratio(|f| f.reports, |f| f.messages)),
    ("reply_rate", Ratio(|f| f.replied, |f| f.asked)),
    ("feedback", Sum(|f| f.feedback)),
    ("feedback_good", Sum(|f| f.feedback_good)),
    ("violation_rate", Ratio(|f| f.rejected, |f| f.messages)),
    ("reject_rate", Ratio(|f| f.rejected, |f| f.judged)),
    ("rule_precision", Ratio(|f| f.caught, |f| f.flagged)),
    ("review_p50", Sum(|f| f.review_p50)),
    ("review_p90", Sum(|f| f.review_p90)),
    ("ugc", Sum(|f| f.ugc)),
    ("interaction_rate", Ratio(|f| f.read_interactions, |f| f.reads)),
    ("completion", Ratio(|f| f.read_through, |f| f.read_posts)),
];

/// A worked-out value and the counts it was divided from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worked {
    /// The value, in the metric's unit.
    pub value: f64,
    /// Numerator and denominator; `None` for counts.
    pub of: Option<(f64, f64)>,
}

/// The formula of `metric`; `None` for the ones that are only entered.
#[must_use]
pub fn formula(metric: &str) -> Option<Formula> {
    FORMULAS.iter().find(|(key, _)| *key == metric).map(|(_, f)| *f)
}

/// Works out `metric`. `None` when a part is unknown or a whole is zero.
#[must_use]
pub fn value(metric: &str, facts: &Facts) -> Option<Worked> {
    work(formula(metric)?, facts)
}

/// Works out a formula.
#[must_use]
pub fn work(formula: Formula, facts: &Facts) -> Option<Worked> {
    match formula {
        Sum(part) => Some(Worked { value: part(facts)?, of: None }),
        Ratio(part, base) => divide(part(facts)?, base(facts)?),
        Gain(now, base) => divide(now(facts)? - base(facts)?, base(facts)?),
    }
}

fn divide(part: f64, base: f64) -> Option<Worked> {
    (base > 0.0).then(|| Worked { value: part / base, of: Some((part, base)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::metric::{METRICS, Source};

    fn facts() -> Facts {
        Facts {
            messages: Some(120.0),
            active: Some(40.0),
            mau: Some(160.0),
            wau: Some(80.0),
            joins: Some(12.0),
            joins_heard: Some(10.0),
            leaves: Some(4.0),
            removed: Some(2.0),
            members: Some(500.0),
            members_heard: Some(400.0),
            present: Some(512.0),
            joined_7: Some(10.0),
            back_7: Some(4.0),
            past: Some(50.0),
            lost: Some(20.0),
            base_30: Some(400.0),
            grown_30: Some(380.0),
            fresh: Some(10.0),
            valued: Some(10.0),
            lively: Some(60.0),
            latent: Some(70.0),
            silent: Some(50.0),
            answered: Some(40.0),
            in_time: Some(37.0),
            judged: Some(20.0),
            rejected: Some(3.0),
            flagged: Some(8.0),
            caught: Some(6.0),
            review_p50: Some(4.0),
            ugc: Some(46.0),
            ugc_good: Some(13.0),
            interactions: Some(30.0),
            ..Facts::default()
        }
    }

    fn worked(metric: &str) -> Option<f64> {
        value(metric, &facts()).map(|w| w.value)
    }

    #[test]
    fn every_computed_metric_has_its_formula_and_no_other() {
        for m in METRICS {
            assert_eq!(formula(m.key).is_some(), m.source == Source::Computed, "{}", m.key);
            // What is divided says of what, but for means.
            let divided = !matches!(formula(m.key), None | Some(Sum(_))) && m.key != "completion";
            assert_eq!(m.parts.is_some(), divided, "{}", m.key);
        }
        assert_eq!(FORMULAS.len(), METRICS.iter().filter(|m| m.source == Source::Computed).count());
    }

    #[test]
    fn formulas_are_those_of_the_definitions() {
        for (metric, want) in [
            ("speaking_rate", 40.0 / 512.0),
            ("leave_rate", 0.01),
            ("net_growth", 0.01),
            ("dau", 40.0),
            ("stickiness", 0.25),
            ("retention_7d", 0.4),
            ("silent_share", 0.25),
            ("reply_30m", 0.925),
            ("messages", 120.0),
            ("joins", 12.0),
            ("mau", 160.0),
            ("churn", 0.4),
            ("growth_30d", -0.05),
            ("quality_ugc", 13.0 / 46.0),
            ("violation_rate", 0.025),
            ("reject_rate", 0.15),
            ("rule_precision", 0.75),
            ("review_p50", 4.0),
        ] {
            assert!((worked(metric).unwrap() - want).abs() < 1e-12, "{metric}");
        }
        assert_eq!(value("leave_rate", &facts()).unwrap().of, Some((4.0, 400.0)));
        for unknown in ["conversion", "retention_30d", "interaction_rate", "growth_90d", "nothing"] {
            assert_eq!(worked(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn nothing_known_is_no_value_and_never_zero() {
        for m in METRICS {
            assert_eq!(value(m.key, &Facts::default()), None, "{}", m.key);
        }
        let nobody = Facts { leaves: Some(0.0), members_heard: Some(0.0), ..Facts::default() };
        assert_eq!(value("leave_rate", &nobody), None, "nobody to leave");
    }
}
