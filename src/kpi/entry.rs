//! Reading a typed figure: what it means, whether it can be, whether it is likely. Pure.

use super::board::Row;
use super::metric::{Metric, Unit, from_percent};
use super::series::Band;
use super::usual;
use crate::base::i18n::parse_number;
use chrono::NaiveDate;

/// What was typed into a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Typed {
    /// Nothing: leave it as it is.
    Nothing,
    /// `-`: not available that day.
    Unavailable,
    /// A value in the metric's unit.
    Value(f64),
    /// Refused, and the catalogue key of the reason.
    Refused(&'static str),
}

/// Reads `text` as a value of `metric`; shares are typed in per cent.
#[must_use]
pub fn read(metric: &Metric, text: &str) -> Typed {
    let text = text.trim();
    if text.is_empty() {
        return Typed::Nothing;
    }
    if matches!(text, "-" | "－" | "--") {
        return Typed::Unavailable;
    }
    let percent = text.ends_with(['%', '％']);
    let Some(number) = parse_number(text).filter(|_| metric.is_share() || !percent) else {
        return Typed::Refused("kpi.type_number");
    };
    let value = if metric.is_share() { from_percent(number) } else { number };
    match metric.unit {
        _ if metric.allows(value) => Typed::Value(value),
        Unit::Share | Unit::Difference if value > 1.0 => Typed::Refused("kpi.type_over_100"),
        Unit::Count | Unit::Minutes if value > 0.0 => Typed::Refused("kpi.type_whole"),
        _ => Typed::Refused("kpi.type_negative"),
    }
}

/// Whether a cell takes the character `c`: what some number is made of, before, within or after its digits.
#[must_use]
pub fn takes(c: char) -> bool {
    [format!("{c}1"), format!("1{c}"), format!("1{c}000")].iter().any(|text| parse_number(text).is_some())
}

/// Why a value asks for a reason before it is taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Doubt {
    /// Beyond the watch limit.
    Out,
    /// Outside what was usual on such a day of the week, from and to.
    Unusual(f64, f64),
}

/// The typo guard: whether `value` for `row` on `day` is out of bounds or unusual.
#[must_use]
pub fn doubt(row: &Row, day: NaiveDate, value: f64) -> Option<Doubt> {
    if row.bands.judge(row.metric.want, value) == Some(Band::Out) {
        return Some(Doubt::Out);
    }
    let usual = usual::usual(&row.series, day).filter(|s| s.surprises(value))?;
    let (low, high) = usual.limits();
    Some(Doubt::Unusual(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::metric::by_key;

    #[test]
    fn typed_figures_are_read_in_the_metrics_unit() {
        for (metric, text, want) in [
            ("leave_rate", "0.62", Typed::Value(0.0062)),
            ("leave_rate", "０．６２％", Typed::Value(0.0062)),
            ("leave_rate", "0。62", Typed::Value(0.0062)),
            ("dau", "1,286", Typed::Value(1286.0)),
            ("dau", "1.2万", Typed::Value(12000.0)),
            ("net_growth", "-0.1", Typed::Value(-0.001)),
            ("dau", " ", Typed::Nothing),
            ("dau", "-", Typed::Unavailable),
            ("dau", "－", Typed::Unavailable),
            ("dau", "12.5", Typed::Refused("kpi.type_whole")),
            ("dau", "12%", Typed::Refused("kpi.type_number")),
            ("dau", "-3", Typed::Refused("kpi.type_negative")),
            ("leave_rate", "101", Typed::Refused("kpi.type_over_100")),
            ("leave_rate", "-1", Typed::Refused("kpi.type_negative")),
            ("leave_rate", "..", Typed::Refused("kpi.type_number")),
        ] {
            assert_eq!(read(by_key(metric).unwrap(), text), want, "{metric} {text}");
        }
    }

    #[test]
    fn letters_are_no_part_of_a_number() {
        assert!("0123456789.-,%１．万亿k。".chars().all(takes));
        assert!(!"abjq退！".chars().any(takes));
    }

    #[test]
    fn what_is_read_back_from_the_cell_is_what_was_typed() {
        use crate::kpi::wording::editable;
        for (metric, text) in [
            ("leave_rate", "0.62"),
            ("leave_rate", "0.625"),
            ("dau", "1286"),
            ("net_growth", "-0.1"),
            ("reply_30m", "100"),
        ] {
            let m = by_key(metric).unwrap();
            let Typed::Value(value) = read(m, text) else { panic!("{text}") };
            assert_eq!(editable(m, value), text);
        }
    }
}
