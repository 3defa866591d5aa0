//! Where a goal leads if things go on as in the last four weeks, and how sure that is.
//!
//! A level is carried on along the line of least squares; its uncertainty is that of a new observation on such a line
//! (Draper and Smith, Applied Regression Analysis, §1.4), widened for days that resemble their neighbours by the
//! first-order factor (1 + r) / (1 - r). Nobody knows whether a trend of two weeks holds for three months: beyond as many
//! days ahead as it was seen, it is carried on by a part that may be anything from none to all of it. A sum of few things is held against the negative binomial of a Poisson count
//! with Jeffreys' prior; a larger sum, and a share, against a normal sum of days like the known ones. The chance is put
//! into words, because a per cent would promise more than four weeks can know.

use super::period::Result as Period;
use super::{Aim, How};
use crate::kpi::metric::Unit;
use crate::kpi::series::Series;
use chrono::NaiveDate;
use serde::Serialize;

/// Days looked back at.
pub const LOOK: usize = 28;
/// With fewer known days nothing is said.
const LEAST: usize = 10;
/// Eight of ten lie within so many deviations.
const MIDDLE: f64 = 1.281_551_565_544_8;
/// Sums of fewer than this are counted one by one.
const FEW: f64 = 30.0;

/// How likely it is that the target is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Chance {
    /// Less than 15 %.
    Hardly,
    /// Less than 40 %.
    RatherNot,
    /// Up to 60 %.
    Even,
    /// Up to 85 %.
    Rather,
    /// More than that.
    VeryLikely,
}

impl Chance {
    fn of(share: f64) -> Chance {
        match share {
            s if s < 0.15 => Self::Hardly,
            s if s < 0.40 => Self::RatherNot,
            s if s <= 0.60 => Self::Even,
            s if s <= 0.85 => Self::Rather,
            _ => Self::VeryLikely,
        }
    }

    /// The catalogue key of its words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Hardly => "goals.chance_hardly",
            Self::RatherNot => "goals.chance_rather_not",
            Self::Even => "goals.chance_even",
            Self::Rather => "goals.chance_rather",
            Self::VeryLikely => "goals.chance_very",
        }
    }
}

/// Where a goal leads.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Forecast {
    /// The day it is about: the due day, or the end of the running period.
    pub day: NaiveDate,
    /// What is most likely then.
    pub value: f64,
    /// Eight of ten such futures lie above this,
    pub low: f64,
    /// and below this.
    pub high: f64,
    /// How likely the target is.
    pub chance: Chance,
    /// Days it rests on.
    pub known: usize,
}

/// The share of a normal distribution below `z` (Abramowitz and Stegun 26.2.17; off by less than 1e-7).
fn normal(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * z.abs());
    let poly =
        t * (0.319_381_530 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
    let tail = (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() * poly;
    if z >= 0.0 { 1.0 - tail } else { tail }
}

/// Values a metric cannot have are not forecast.
fn within(aim: &Aim, value: f64) -> f64 {
    match aim.metric.unit {
        Unit::Share => value.clamp(0.0, 1.0),
        Unit::Difference => value.clamp(-1.0, 1.0),
        Unit::Count | Unit::Minutes => value.max(0.0),
        Unit::Number => value,
    }
}

fn told(aim: &Aim, day: NaiveDate, target: f64, (value, sigma): (f64, f64), known: usize) -> Forecast {
    let side = if aim.upward() { value - target } else { target - value };
    let chance = if sigma > 0.0 { normal(side / sigma) } else { f64::from(u8::from(side >= 0.0)) };
    let [low, high] = [value - MIDDLE * sigma, value + MIDDLE * sigma].map(|v| within(aim, v));
    Forecast { day, value: within(aim, value), low, high, chance: Chance::of(chance), known }
}

/// The level on the due day.
pub(super) fn level(aim: &Aim, series: &Series, today: NaiveDate) -> Option<Forecast> {
    let values = series.window(today, LOOK);
    let known: Vec<(f64, f64)> = values.iter().enumerate().filter_map(|(x, v)| Some((x as f64, (*v)?))).collect();
    if known.len() < LEAST {
        return None;
    }
    let n = known.len() as f64;
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| known.iter().map(of).sum::<f64>() / n;
    let (mx, my) = (mean(&|p| p.0), mean(&|p| p.1));
    let sxx: f64 = known.iter().map(|p| (p.0 - mx).powi(2)).sum();
    let slope = known.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum::<f64>() / sxx;
    let left: Vec<f64> = known.iter().map(|p| p.1 - my - slope * (p.0 - mx)).collect();
    let squares: f64 = left.iter().map(|e| e * e).sum();
    let alike = left.windows(2).map(|w| w[0] * w[1]).sum::<f64>() / squares.max(f64::MIN_POSITIVE);
    let alike = alike.clamp(0.0, 0.9);
    // A day's metric is held as its week's mean, whose own spread is that much smaller.
    let week = if aim.metric.window > 1 { 1.0 } else { 7.0 };
    let at = (LOOK - 1) as f64 + (aim.due - today).num_days() as f64;
    let widened = (1.0 + alike) / (1.0 - alike);
    let spread = squares / (n - 2.0);
    let variance = spread * (1.0 / week + widened * (1.0 / n + (at - mx).powi(2) / sxx));
    let seen = (LOOK - 1) as f64 - known[0].0;
    let beyond = slope * (at - (LOOK - 1) as f64 - seen).max(0.0);
    let value = my + slope * (at - mx) - beyond / 2.0;
    // The standard deviation of something anywhere between none and all.
    let sigma = (variance + beyond * beyond / 12.0).sqrt();
    Some(told(aim, aim.due, aim.target, (value, sigma), known.len()))
}

/// What the running period will have come to at its end.
pub(super) fn period(aim: &Aim, series: &Series, running: Period, today: NaiveDate) -> Option<Forecast> {
    let value = running.value?;
    let left = (running.last - today).num_days().max(0) as f64;
    // What has been of the period counts fully; days before it only say how days are.
    let known: Vec<f64> = series.window(today, LOOK.max(running.days)).into_iter().flatten().collect();
    if known.len() < LEAST {
        return None;
    }
    let n = known.len() as f64;
    let mean = known.iter().sum::<f64>() / n;
    let spread = known.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0);
    if aim.how == How::Share {
        let gone = running.known as f64;
        let all = gone + left;
        let end = (gone * value + left * mean) / all.max(1.0);
        let sigma = left / all.max(1.0) * (spread * (1.0 / left.max(1.0) + 1.0 / n)).sqrt();
        return Some(told(aim, running.last, running.target, (end, sigma), known.len()));
    }
    let total: f64 = known.iter().sum();
    if total < FEW && aim.upward() {
        return Some(few(running, (value, total), (n, left)));
    }
    let spread = spread.max(mean);
    let sigma = (left * spread + left * left * spread / n).sqrt();
    Some(told(aim, running.last, running.target, (value + left * mean, sigma), known.len()))
}

/// A sum of few things: `total` of them in `n` days, `left` days to come.
fn few(running: Period, (value, total): (f64, f64), (n, left): (f64, f64)) -> Forecast {
    let size = total + 0.5;
    let p = n / (n + left);
    // Negative binomial: `size` and `p` make its chances one after the other.
    let mut chance = p.powf(size);
    let (mut below, mut low, mut high) = (0.0, None, None);
    let needed = (running.target - value).ceil().max(0.0);
    let mut reach = if needed == 0.0 { 1.0 } else { 0.0 };
    for k in 0..10_000_u32 {
        let count = f64::from(k);
        if count == needed {
            reach = 1.0 - below;
        }
        below += chance;
        low = low.or((below > 0.1).then_some(count));
        high = high.or((below >= 0.9).then_some(count));
        if high.is_some() && count > needed {
            break;
        }
        chance *= (size + count) * (1.0 - p) / (count + 1.0);
    }
    let expected = size * (1.0 - p) / p;
    Forecast {
        day: running.last,
        value: value + expected,
        low: value + low.unwrap_or(0.0),
        high: value + high.unwrap_or(expected),
        chance: Chance::of(reach),
        known: n as usize,
    }
}
