//! One number for how a community is, with its parts beside it, so that nobody has to trust it. Pure.
//!
//! A metric of the twelve that is known and judged has points: 100 at its target or better, 60 at its watch limit,
//! between them in proportion, and beyond the limit down to 0 two such widths further. A part is the mean of its
//! metrics, the score the mean of the parts: service counts as much as activity, however many metrics each has. What is
//! unknown counts neither way; with less than half of the twelve or of the parts there is no score. The points are a
//! start value of ours; the bands they come from are the operator's.

use super::board::Row;
use super::metric::Want;
use serde::Serialize;

/// What the twelve are grouped by: key, catalogue key of its name, metrics.
pub const PARTS: [(&str, &str, &[&str]); 5] = [
    ("activity", "goals.part_activity", &["speaking_rate", "dau", "stickiness", "interactions"]),
    ("staying", "goals.part_staying", &["leave_rate", "net_growth", "retention_7d", "retention_30d", "silent_share"]),
    ("content", "goals.part_content", &["quality_ugc"]),
    ("service", "goals.part_service", &["reply_30m"]),
    ("business", "goals.part_business", &["conversion"]),
];

/// Points at the watch limit.
const AT_LIMIT: f64 = 60.0;
/// So many metrics and parts must be known.
const LEAST: (usize, usize) = (6, 3);

/// One part of the score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// Its key: `activity`.
    pub part: &'static str,
    /// The catalogue key of its name.
    #[serde(skip)]
    pub label: &'static str,
    /// 0..=100; `None` when none of its metrics is judged.
    pub score: Option<f64>,
    /// Its metrics that are known and have a target.
    pub judged: Vec<&'static str>,
    /// How many metrics it has.
    pub of: usize,
}

/// The score and its parts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Health {
    /// 0..=100; `None` when too little is known.
    pub score: Option<f64>,
    /// The five parts.
    pub parts: Vec<Part>,
    /// Metrics that are known and judged, of the twelve.
    pub judged: usize,
}

/// The points of a row, 0..=100; `None` when it is unknown or has no target, or when its day is not over and still may
/// reach it.
#[must_use]
pub fn points(row: &Row) -> Option<f64> {
    let ((value, _), target) = (row.shown?, row.bands.target?);
    row.band?;
    let short = match row.metric.want {
        Want::More => target - value,
        Want::Less => value - target,
    };
    if short <= 0.0 {
        return Some(100.0);
    }
    // Without a limit, half of the target's size is taken for the width.
    let width = row.bands.watch.map_or(target.abs() / 2.0, |watch| (target - watch).abs());
    let beyond = (short / width.max(f64::MIN_POSITIVE)).min(3.0);
    Some(if beyond <= 1.0 { 100.0 - (100.0 - AT_LIMIT) * beyond } else { AT_LIMIT * (3.0 - beyond) / 2.0 })
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The score of a board.
#[must_use]
pub fn health(rows: &[Row]) -> Health {
    let part = |(part, label, keys): &(&'static str, &'static str, &[&str])| {
        let known: Vec<(&'static str, f64)> = rows
            .iter()
            .filter(|r| keys.contains(&r.metric.key))
            .filter_map(|r| Some((r.metric.key, points(r)?)))
            .collect();
        let score = mean(&known.iter().map(|(_, p)| *p).collect::<Vec<_>>());
        Part { part, label, score, judged: known.into_iter().map(|(key, _)| key).collect(), of: keys.len() }
    };
    let parts: Vec<Part> = PARTS.iter().map(part).collect();
    let judged = parts.iter().map(|p| p.judged.len()).sum();
    let scores: Vec<f64> = parts.iter().filter_map(|p| p.score).collect();
    let enough = judged >= LEAST.0 && scores.len() >= LEAST.1;
    Health { score: mean(&scores).filter(|_| enough), parts, judged }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::metric::{by_key, twelve};
    use crate::kpi::series::Bands;
    use crate::kpi::wording::sample_row as row;
    use proptest::prelude::*;

    fn at(key: &str, value: Option<f64>) -> Row {
        let row = row(key, &[value]);
        let band = value.and_then(|v| row.bands.judge(row.metric.want, v));
        Row { band, ..row }
    }

    #[test]
    fn the_parts_hold_each_of_the_twelve_once() {
        let mut all: Vec<&str> = PARTS.iter().flat_map(|(_, _, keys)| keys.iter().copied()).collect();
        all.sort_unstable();
        let mut twelve: Vec<&str> = twelve().iter().map(|m| m.key).collect();
        twelve.sort_unstable();
        assert_eq!(all, twelve);
    }

    #[test]
    fn points_fall_with_the_distance_from_the_target() {
        for (key, value, want) in [
            ("leave_rate", Some(0.003), Some(100.0)),
            ("leave_rate", Some(0.0045), Some(80.0)),
            ("leave_rate", Some(0.005), Some(60.0)),
            ("leave_rate", Some(0.006), Some(30.0)),
            ("leave_rate", Some(0.5), Some(0.0)),
            ("retention_7d", Some(0.45), Some(100.0)),
            ("retention_7d", Some(0.35), Some(60.0)),
            ("retention_7d", None, None),
            ("dau", Some(5.0), None),
        ] {
            let found = points(&at(key, value));
            assert_eq!(found.map(|p| (p * 1e6).round() / 1e6), want, "{key} {value:?}");
        }
        let free = Row { bands: Bands { target: Some(1000.0), watch: None }, ..at("dau", Some(750.0)) };
        let free = Row { band: free.bands.judge(free.metric.want, 750.0), ..free };
        assert_eq!(points(&free), Some(80.0));
    }

    #[test]
    fn unknown_counts_neither_way() {
        let mut rows: Vec<Row> = twelve().iter().map(|m| at(m.key, m.bands.target)).collect();
        let found = health(&rows);
        // Two counts have no target to begin with.
        assert_eq!((found.score, found.judged), (Some(100.0), 10));
        assert_eq!(found.parts[0].of, 4);
        let place = |key: &str| twelve().iter().position(|m| m.key == key).unwrap();
        rows[place("reply_30m")] = at("reply_30m", None);
        assert_eq!(health(&rows).score, Some(100.0));
        assert_eq!(health(&rows).parts[3].score, None);
        rows[place("conversion")] = at("conversion", by_key("conversion").unwrap().bands.watch);
        assert_eq!(health(&rows).score, Some(90.0));
        for key in ["speaking_rate", "leave_rate", "net_growth", "stickiness"] {
            rows[place(key)] = at(key, None);
        }
        assert_eq!(health(&rows).score, None, "five of twelve are too few");
    }

    proptest! {
        #[test]
        fn a_better_value_never_has_fewer_points(a in 0.0..1.0f64, b in 0.0..1.0f64) {
            let (low, high) = (a.min(b), a.max(b));
            prop_assert!(points(&at("retention_7d", Some(low))) <= points(&at("retention_7d", Some(high))));
            prop_assert!(points(&at("leave_rate", Some(low))) >= points(&at("leave_rate", Some(high))));
            prop_assert!((0.0..=100.0).contains(&points(&at("leave_rate", Some(a))).unwrap()));
        }
    }
}
