//! What a metric is. The table of them stands in `metric/table.rs`, one row each; those an operator defines by a
//! formula (`own.rs`) come behind them.

mod kinds;
mod table;

pub use table::METRICS;

use super::formula::Formula;
use super::series::Bands;
use serde::Serialize;

/// What a value is, and with it how it is written, compared and checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A part of a whole, kept as a fraction 0..=1, shown in per cent; compared in points.
    Share,
    /// The difference of two parts of a whole, kept as a fraction -1..=1, shown in per cent; compared in points.
    Difference,
    /// A number of people or things, 0 or more; compared in per cent.
    Count,
    /// Any other number, with decimals; compared in per cent.
    Number,
    /// A stretch of time in whole minutes, 0 or more; compared in per cent.
    Minutes,
}

/// Which way is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Want {
    /// The higher the better.
    More,
    /// The lower the better.
    Less,
}

/// Where the values come from unless somebody enters one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Worked out from qun's own tables where these know enough.
    Computed,
    /// Comes from a platform's or a shop's own figures, mostly as a file.
    Imported,
    /// Known to people only.
    Entered,
}

/// One metric.
#[derive(Debug, PartialEq)]
pub struct Metric {
    /// The stable name in the file, in CSV columns and on the command line.
    pub key: &'static str,
    /// The catalogue key of its name.
    pub label: &'static str,
    /// The catalogue key of its formula in words.
    pub formula: &'static str,
    /// The catalogue key that names numerator `{n}` and denominator `{d}`, for what is a part of something.
    pub parts: Option<&'static str>,
    /// The catalogue key of what is counted: `次`, `人`, `%`.
    pub unit_label: &'static str,
    /// Other names a CSV column may have, beside the three labels.
    pub aliases: &'static [&'static str],
    /// What a value is.
    pub unit: Unit,
    /// Which way is good.
    pub want: Want,
    /// Where values come from.
    pub source: Source,
    /// How many days, this one among them, a value looks back over; 1 = the day alone.
    pub window: i64,
    /// How it is worked out from other metrics, for one of an operator's own.
    pub own: Option<&'static Formula>,
    /// Decimals of the per cent or number shown; shares below 1 % always show two (screens.md §17.3).
    pub decimals: usize,
    /// Target and watch limit to begin with; a goal in the file replaces them.
    pub bands: Bands,
    /// A value stands for this many days: 1 when it is wanted daily, 7 for what moves over weeks. Younger than
    /// this, a missing day is stale and not unfilled.
    pub rhythm: i64,
    /// Not one of the twelve: shown after them and not asked for in the entry grid.
    pub bench: bool,
}

impl Metric {
    /// Whether values are fractions shown in per cent.
    #[must_use]
    pub fn is_share(&self) -> bool {
        matches!(self.unit, Unit::Share | Unit::Difference)
    }

    /// Whether the file could hold `value`: shares within 0..=1, differences within -1..=1, counts and minutes whole and from 0,
    /// other numbers within what is still written with decimals.
    #[must_use]
    pub fn allows(&self, value: f64) -> bool {
        match self.unit {
            Unit::Share => (0.0..=1.0).contains(&value),
            Unit::Difference => (-1.0..=1.0).contains(&value),
            Unit::Count | Unit::Minutes => (0.0..=1e12).contains(&value) && value.fract() == 0.0,
            Unit::Number => (-1e12..=1e12).contains(&value),
        }
    }
}

/// Two metrics are the same row.
impl Eq for Metric {}

/// A fraction from a number of per cent. The point is moved, not divided: 0.41 % is 0.0041 as written, and a value
/// at its target compares equal to it.
#[must_use]
pub fn from_percent(number: f64) -> f64 {
    format!("{number}e-2").parse().unwrap_or(f64::NAN)
}

/// The twelve of the board.
#[must_use]
pub fn twelve() -> &'static [Metric] {
    &METRICS[..12]
}

/// The metric called `key`.
#[must_use]
pub fn by_key(key: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|m| m.key == key)
}

/// A metric's place in [`METRICS`].
#[must_use]
pub fn place(key: &str) -> Option<usize> {
    METRICS.iter().position(|m| m.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Lang, Language};
    use std::collections::BTreeSet;

    #[test]
    fn every_row_is_named_once_and_has_its_words_in_every_language() {
        let mut seen = BTreeSet::new();
        for (_, name) in Language::ALL {
            let lang = Lang::load(Language::parse(name).unwrap());
            for m in METRICS {
                for key in [m.label, m.formula, m.unit_label].into_iter().chain(m.parts) {
                    assert!(lang.has(key), "{key} in {name}");
                }
            }
        }
        for name in METRICS.iter().flat_map(|m| std::iter::once(&m.key).chain(m.aliases)) {
            assert!(seen.insert(name), "{name} twice");
        }
    }

    #[test]
    fn the_twelve_stand_first() {
        assert!(twelve().iter().all(|m| !m.bench));
        assert!(METRICS[12..].iter().all(|m| m.bench));
        assert_eq!(place("leave_rate"), Some(1));
        assert_eq!(by_key("joins").unwrap().key, "joins");
        assert!(by_key("nothing").is_none());
    }

    #[test]
    fn watch_lies_beyond_the_target_on_the_bad_side() {
        for m in METRICS {
            match (m.want, m.bands.target, m.bands.watch) {
                (Want::More, Some(t), Some(w)) => assert!(w < t, "{}", m.key),
                (Want::Less, Some(t), Some(w)) => assert!(w > t, "{}", m.key),
                (_, None, None) => assert!(m.bench || !m.is_share(), "{}", m.key),
                other => panic!("{}: {other:?}", m.key),
            }
        }
    }

    #[test]
    fn per_cents_become_the_fraction_as_written() {
        for (percent, fraction) in
            [(0.41, 0.0041), (12.4, 0.124), (-0.1, -0.001), (100.0, 1.0), (0.0, 0.0), (33.8, 0.338)]
        {
            assert_eq!(from_percent(percent), fraction, "{percent}");
        }
    }

    #[test]
    fn impossible_values_are_known() {
        let allows = |key: &str, value: f64| by_key(key).unwrap().allows(value);
        for (key, good, bad) in [
            ("leave_rate", [0.0, 1.0, 0.0062], [1.01, -0.01, f64::NAN]),
            ("net_growth", [-1.0, 0.0, 1.0], [-1.5, 1.5, f64::INFINITY]),
            ("dau", [0.0, 1286.0, 1e9], [-1.0, 12.5, f64::NAN]),
            ("review_p50", [0.0, 4.0, 1440.0], [-1.0, 0.5, f64::NAN]),
        ] {
            assert!(good.iter().all(|v| allows(key, *v)), "{key}");
            assert!(!bad.iter().any(|v| allows(key, *v)), "{key}");
        }
    }
}
