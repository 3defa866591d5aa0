//! Metrics of an operator's own, by formula over others: their words, their place behind the table, and their order.

use super::formula::{Formula, circle};
use super::metric::{METRICS, Metric, Source, Unit, Want};
use super::series::Bands;
use crate::base::i18n::threefold;
use crate::base::{Error, Result};
use std::sync::Mutex;

/// A metric as an operator defines it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// Its key: lower-case letters, digits and `_`.
    pub key: String,
    /// Its names in 简体, 繁體, English; an empty one is as the first.
    pub names: [String; 3],
    /// What its value is.
    pub unit: Unit,
    /// Which way is good.
    pub want: Want,
    /// Decimals of a plain number.
    pub decimals: usize,
    /// Its formula, metrics by their keys.
    pub formula: String,
}

/// The most decimals a number may have.
pub const DECIMALS: usize = 4;

impl Own {
    /// Checks key, names and formula against the others that are defined; the formula comes back with keys in the
    /// place of names.
    ///
    /// # Errors
    /// A key that is no key or belongs to the table, no name, what [`Formula::read`] refuses, and a formula that leads
    /// back to itself, with the way.
    pub fn check(&self, others: &[Own], named: &dyn Fn(&str) -> Option<String>) -> Result<Own> {
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let begins = self.key.starts_with(|c: char| c.is_ascii_lowercase());
        if !begins || self.key.len() > 40 || !self.key.chars().all(letters) {
            return Err(Error::user("measures.bad_key").with("key", &self.key).hint("measures.key_hint"));
        }
        let names_it = |m: &&Metric| m.key == self.key || m.aliases.contains(&self.key.as_str());
        if let Some(taken) = METRICS.iter().find(names_it) {
            return Err(Error::user("measures.key_taken")
                .with("key", &self.key)
                .with("metric", format!("@{}", taken.label)));
        }
        if self.names[0].trim().is_empty() {
            return Err(Error::user("measures.no_name").with("key", &self.key));
        }
        let own = |name: &str| (name == self.key || self.names.iter().any(|n| n == name)).then(|| self.key.clone());
        let read = Formula::read(&self.formula, &|name| named(name).or_else(|| own(name)))?;
        let mut formulas: Vec<(&str, Formula)> = others
            .iter()
            .filter(|o| o.key != self.key)
            .filter_map(|o| Some((o.key.as_str(), plain(&o.formula)?)))
            .collect();
        formulas.push((&self.key, read.clone()));
        let formula = |key: &str| formulas.iter().find(|(k, _)| *k == key).map(|(_, f)| f);
        if let Some(way) = circle(&self.key, &formula) {
            return Err(Error::user("measures.circle").with("way", way.join(" -> ")).hint("measures.circle_hint"));
        }
        Ok(Own { formula: read.written(&str::to_owned), ..self.clone() })
    }

    /// Those of `others` that need this one.
    #[must_use]
    pub fn needed_by<'o>(&self, others: &'o [Own]) -> Vec<&'o str> {
        let needs = |o: &&Own| plain(&o.formula).is_some_and(|f| f.needs().contains(self.key.as_str()));
        others.iter().filter(needs).map(|o| o.key.as_str()).collect()
    }

    /// The row of the metric table it makes. Each definition is made once and kept for as long as the program runs, as
    /// the rows of the table are.
    #[must_use]
    pub fn row(&self) -> &'static Metric {
        static MADE: Mutex<Vec<(Own, &'static Metric)>> = Mutex::new(Vec::new());
        let mut made = MADE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((_, metric)) = made.iter().find(|(own, _)| own == self) {
            return metric;
        }
        let keep = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
        let formula = plain(&self.formula).unwrap_or(Formula::Metric(self.key.clone()));
        let metric: &'static Metric = Box::leak(Box::new(Metric {
            key: keep(self.key.clone()),
            label: keep(threefold([&*self.names[0], &*self.names[1], &*self.names[2]])),
            formula: keep(self.formula.clone()),
            parts: None,
            unit_label: if self.unit == Unit::Count { "kpi.unit_times" } else { unit_label(self.unit) },
            aliases: &[],
            unit: self.unit,
            want: self.want,
            source: Source::Computed,
            window: 1,
            own: Some(Box::leak(Box::new(formula))),
            decimals: self.decimals.min(DECIMALS),
            bands: Bands { target: None, watch: None },
            rhythm: 1,
            bench: true,
        }));
        made.push((self.clone(), metric));
        metric
    }
}

fn unit_label(unit: Unit) -> &'static str {
    if unit == Unit::Number { "measures.unit_number" } else { "kpi.unit_percent" }
}

/// A formula that is stored, with keys only.
fn plain(text: &str) -> Option<Formula> {
    Formula::read(text, &|name| Some(name.to_owned())).ok()
}

/// The table, then what operators define, each behind those it needs. One whose way leads back to itself (two people
/// defined at once) comes last and finds nothing known.
#[must_use]
pub fn catalogue(own: &[Own]) -> Vec<&'static Metric> {
    let mut all: Vec<&'static Metric> = METRICS.iter().collect();
    let mut waiting: Vec<&'static Metric> = own.iter().map(Own::row).collect();
    while !waiting.is_empty() {
        let ready = |m: &&'static Metric| {
            let needs = m.own.map(Formula::needs).unwrap_or_default();
            !needs.iter().any(|key| waiting.iter().any(|w| w.key == *key))
        };
        let (now, later): (Vec<_>, Vec<_>) = waiting.iter().copied().partition(ready);
        if now.is_empty() {
            all.extend(later);
            break;
        }
        all.extend(now);
        waiting = later;
    }
    all
}

/// The value of an own metric from the values of the others, each in its own unit; in its own unit itself. Shares and
/// differences count in per cent, as they are shown.
#[must_use]
pub fn value(metric: &Metric, of: &dyn Fn(&str) -> Option<(Unit, f64)>) -> Option<f64> {
    let shown = |key: &str| {
        let (unit, value) = of(key)?;
        Some(if matches!(unit, Unit::Share | Unit::Difference) { value * 100.0 } else { value })
    };
    let value = metric.own?.value(&shown)?;
    Some(if metric.is_share() { value / 100.0 } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Lang, Language};
    use crate::kpi::metric::by_key;

    fn own(key: &str, formula: &str) -> Own {
        Own {
            key: key.into(),
            names: ["人均消息".into(), String::new(), "per head".into()],
            unit: Unit::Number,
            want: Want::More,
            decimals: 2,
            formula: formula.into(),
        }
    }

    fn named(name: &str) -> Option<String> {
        by_key(name).map(|m| m.key.to_owned()).or_else(|| ["a", "b", "c"].contains(&name).then(|| name.to_owned()))
    }

    #[test]
    fn definitions_are_checked_before_they_are_taken() {
        let others = [own("a", "b + 1"), own("b", "dau * 2")];
        let good = own("c", "a / messages * 100").check(&others, &named).unwrap();
        assert_eq!(good.formula, "a / messages * 100");
        for (wrong, key) in [
            (own("dau", "1"), "measures.key_taken"),
            (own("dau_mau", "1"), "measures.key_taken"),
            (own("Größe", "1"), "measures.bad_key"),
            (own("1a", "1"), "measures.bad_key"),
            (own("", "1"), "measures.bad_key"),
            (own("c", "dau +"), "measures.formula_part"),
            (own("c", "nobody"), "measures.formula_name"),
            (own("c", "c * 2"), "measures.circle"),
            (Own { names: Default::default(), ..own("c", "1") }, "measures.no_name"),
        ] {
            assert_eq!(wrong.check(&others, &named).unwrap_err().says.key, key, "{wrong:?}");
        }
        let circle = own("b", "a * 2").check(&others, &named).unwrap_err();
        assert_eq!(circle.says.args["way"], "b -> a -> b");
        assert_eq!(own("b", "").needed_by(&others), ["a"]);
    }

    #[test]
    fn own_metrics_stand_behind_what_they_need() {
        let all = catalogue(&[own("x", "y + 1"), own("y", "dau"), own("p", "q"), own("q", "p")]);
        let keys: Vec<&str> = all.iter().skip(METRICS.len()).map(|m| m.key).collect();
        assert_eq!(keys, ["y", "x", "p", "q"]);
        assert!(std::ptr::eq(own("y", "dau").row(), all[METRICS.len()]), "the same definition is the same row");
        let row = all[METRICS.len()];
        assert_eq!(Lang::load(Language::En).text(row.label), "per head");
        assert_eq!(Lang::load(Language::Hant).text(row.label), "人均消息");
        assert!(row.bench && row.source == Source::Computed);
    }

    #[test]
    fn shares_count_in_per_cent() {
        let of = |key: &str| match key {
            "leave_rate" => Some((Unit::Share, 0.0062)),
            "dau" => Some((Unit::Count, 40.0)),
            _ => None,
        };
        let value = |own: Own| value(own.row(), &of);
        assert!((value(own("n", "leave_rate * 10")).unwrap() - 6.2).abs() < 1e-9);
        let share = Own { unit: Unit::Difference, ..own("s", "leave_rate + 1") };
        assert!((value(share).unwrap() - 0.0162).abs() < 1e-9);
        assert_eq!(value(own("u", "dau / mau")), None);
    }
}
