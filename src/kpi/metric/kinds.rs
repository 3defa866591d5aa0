//! What the rows of the metric table are made from.

use super::{Metric, Source, Unit, Want};
use crate::kpi::series::Bands;

/// What most rows have in common: a share that people enter once a day.
pub(super) const ROW: Metric = Metric {
    key: "",
    label: "",
    formula: "",
    parts: None,
    unit_label: "kpi.unit_percent",
    aliases: &[],
    unit: Unit::Share,
    want: Want::More,
    source: Source::Entered,
    window: 1,
    own: None,
    decimals: 1,
    bands: Bands { target: None, watch: None },
    rhythm: 1,
    bench: false,
};

/// A number of people.
pub(super) const COUNT: Metric = Metric { unit: Unit::Count, decimals: 0, unit_label: "kpi.unit_people", ..ROW };
/// A number of people that qun works out, off the first screen.
pub(super) const BENCH: Metric = Metric { source: Source::Computed, bench: true, ..COUNT };
/// How long something took; the less the better.
pub(super) const TIME: Metric =
    Metric { unit: Unit::Minutes, want: Want::Less, unit_label: "kpi.unit_minutes", ..BENCH };
/// A share on the bench that qun works out.
pub(super) const SHARE: Metric = Metric { source: Source::Computed, bench: true, ..ROW };
/// A share on the bench that people know.
pub(super) const TOLD: Metric = Metric { bench: true, ..ROW };

/// Target and watch limit to begin with.
pub(super) const fn bands(target: f64, watch: f64) -> Bands {
    Bands { target: Some(target), watch: Some(watch) }
}
