//! From what was read of a window of days to the readings of every metric: what the tables know, what was entered over
//! it, what follows from both. Pure.

use super::board::{Community, Figure, Goal, Origin};
use super::compute::{self, Facts};
use super::metric::{Metric, Unit};
use super::scope::Scope;
use super::series::Bands;
use chrono::{Days, NaiveDate};
use std::collections::HashMap;

/// The value of one metric on one day.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Reading {
    /// The value; `None` = nobody knows.
    pub value: Option<f64>,
    /// Where it came from; `None` = nobody entered anything and the tables are silent.
    pub origin: Option<Origin>,
    /// Numerator and denominator of a worked-out share.
    pub of: Option<(f64, f64)>,
    /// Worked out of less than it should be: the day is not over, an import begins or ends on it, or the window
    /// reaches back before anything was followed.
    pub partial: bool,
    /// Worked out of so few people or things that it says little.
    pub low: bool,
}

/// A share of fewer people or things than this says little: one of them moves it by more than three points.
pub const FEW: f64 = 30.0;

/// What a day's facts rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Basis {
    /// The day is not over, or an import begins or ends on it.
    pub partial: bool,
    /// For how many days, this one among them, the scope has been followed; 0 = not at all.
    pub followed: i64,
    /// How many of the scope's communities the imports reach over that day.
    pub covered: usize,
    /// How many of them are in use.
    pub of: usize,
}

/// A day of the past whose figure is another one than it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// The day.
    pub day: NaiveDate,
    /// When it changed last.
    pub at: crate::base::At,
    /// Why: `import`, `undo`, `records`, `regrouped`.
    pub why: &'static str,
    /// The import that did it; 0 = none.
    pub batch: i64,
    /// What it was at first.
    pub before: Option<f64>,
}

/// An earlier version of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier {
    /// The day's place among the days that were read.
    pub day: usize,
    /// What was known then.
    pub facts: Facts,
    /// When and why it was replaced: moment, reason, import.
    pub until: (crate::base::At, &'static str, i64),
}

/// Everything that was read for a window of days of one scope.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The metrics, those that are worked out from others behind these.
    pub metrics: Vec<&'static Metric>,
    /// The communities that are not archived.
    pub communities: Vec<Community>,
    /// Whether each of them belongs to the scope.
    pub within: Vec<bool>,
    /// Of what everything here is.
    pub scope: Scope,
    /// The first day.
    pub first: NaiveDate,
    /// What the tables know of the scope, by day.
    pub facts: Vec<Facts>,
    /// What that rests on, beside `facts`.
    pub basis: Vec<Basis>,
    /// Earlier versions of these days, oldest first.
    pub earlier: Vec<Earlier>,
    /// What the tables know of single communities for which a figure was entered, by day and community.
    pub parts: HashMap<(usize, i64), Facts>,
    /// Figures of these days, of the scope itself and of communities in it.
    pub figures: Vec<Figure>,
    /// All goals.
    pub goals: Vec<Goal>,
}

impl Sources {
    /// The readings of every metric, by metric and day.
    #[must_use]
    pub fn readings(&self) -> Vec<Vec<Reading>> {
        let mut entered: Vec<Vec<&Figure>> = vec![Vec::new(); self.facts.len()];
        for figure in &self.figures {
            let day = usize::try_from((figure.day - self.first).num_days()).ok();
            if let Some(of_day) = day.and_then(|d| entered.get_mut(d)) {
                of_day.push(figure);
            }
        }
        let mut out = vec![Vec::with_capacity(self.facts.len()); self.metrics.len()];
        for (day, facts) in self.facts.iter().enumerate() {
            let of_day = self.day(day, *facts, &entered[day]);
            out.iter_mut().zip(of_day).for_each(|(row, reading)| row.push(reading));
        }
        out
    }

    /// The readings of one day, from what the tables know of it and what was entered for it.
    fn day(&self, day: usize, mut facts: Facts, figures: &[&Figure]) -> Vec<Reading> {
        let own = self.scope.own();
        let is_own = |f: &&&Figure| Some(f.community) == own;
        for f in figures.iter().filter(|f| !is_own(f)) {
            let part = self.parts.get(&(day, f.community)).copied().unwrap_or_default();
            facts.enter_part(f.metric.key, part, f.value);
        }
        for f in figures.iter().filter(is_own) {
            facts.enter(f.metric.key, f.value);
        }
        let basis = self.basis.get(day).copied().unwrap_or_default();
        let mut out: Vec<Reading> = Vec::with_capacity(self.metrics.len());
        for metric in &self.metrics {
            let figure = figures.iter().find(|f| is_own(f) && f.metric.key == metric.key);
            let reading = match figure {
                Some(f) => Reading { value: f.value, origin: Some(f.origin), ..Reading::default() },
                None if metric.own.is_some() => self.derived(metric, &out),
                None => worked(metric, &facts, basis)
                    .or_else(|| total(metric, figures.iter().filter(|f| !is_own(f))))
                    .unwrap_or_default(),
            };
            out.push(reading);
        }
        out
    }

    /// An own metric from those before it.
    fn derived(&self, metric: &Metric, before: &[Reading]) -> Reading {
        let of = |key: &str| {
            let at = self.metrics.iter().position(|m| m.key == key)?;
            Some((self.metrics[at].unit, before.get(at)?.value?))
        };
        let value = super::own::value(metric, &of);
        let needs = metric.own.map(super::formula::Formula::needs).unwrap_or_default();
        let part =
            |is: fn(&Reading) -> bool| before.iter().zip(&self.metrics).any(|(r, m)| is(r) && needs.contains(m.key));
        Reading {
            value,
            origin: value.map(|_| Origin::Auto),
            of: None,
            partial: value.is_some() && part(|r| r.partial),
            low: value.is_some() && part(|r| r.low),
        }
    }

    /// The bands of `metric`: the community's goal, else the goal for all, else the metric's own.
    /// A count's goal for all says nothing about a part of all.
    #[must_use]
    pub fn bands(&self, metric: &Metric, scope: &Scope) -> Bands {
        let goal = |community: i64| {
            self.goals.iter().find(|g| g.metric == metric.key && g.community == community).map(|g| g.bands)
        };
        let own = scope.own().and_then(goal);
        let all = || goal(0).filter(|_| metric.is_share());
        own.or_else(all).unwrap_or(metric.bands)
    }

    /// Whether somebody set the bands of `metric`, or they are those to begin with.
    #[must_use]
    pub fn bands_set(&self, metric: &Metric, scope: &Scope) -> bool {
        self.goals.iter().any(|g| {
            let here = Some(g.community) == scope.own() || g.community == 0 && metric.is_share();
            g.metric == metric.key && here
        })
    }

    /// The days whose figure of `metric` was another one while it already stood. A figure that was not known then
    /// has not changed, it has come.
    #[must_use]
    pub fn changes(&self, metric: &Metric) -> Vec<Changed> {
        let Some(formula) = compute::formula(metric.key) else { return Vec::new() };
        let value = |facts: &Facts| compute::work(formula, facts).map(|w| w.value);
        let mut out: Vec<Changed> = Vec::new();
        for (n, old) in self.earlier.iter().enumerate() {
            let later = self.earlier[n + 1..].iter().find(|e| e.day == old.day).map(|e| &e.facts);
            let next = later.or_else(|| self.facts.get(old.day));
            let (before, after) = (value(&old.facts), next.and_then(value));
            if before.is_none() || before == after {
                continue;
            }
            let day = self.first + Days::new(old.day as u64);
            let (at, why, batch) = old.until;
            match out.iter_mut().find(|c| c.day == day) {
                Some(known) => (known.at, known.why, known.batch) = (at, why, batch),
                None => out.push(Changed { day, at, why, batch, before }),
            }
        }
        out
    }

    /// The last day.
    #[must_use]
    pub fn last(&self) -> NaiveDate {
        self.first + Days::new(self.facts.len().saturating_sub(1) as u64)
    }
}

fn worked(metric: &Metric, facts: &Facts, basis: Basis) -> Option<Reading> {
    let w = compute::value(metric.key, facts)?;
    Some(Reading {
        value: Some(w.value),
        origin: Some(Origin::Auto),
        of: w.of,
        partial: basis.partial || basis.followed > 0 && metric.window > basis.followed,
        low: w.of.is_some_and(|(_, base)| base < FEW),
    })
}

/// Counts that nothing is worked out for add up over the communities; shares do not, their weights are unknown.
fn total<'f>(metric: &Metric, figures: impl Iterator<Item = &'f &'f Figure>) -> Option<Reading> {
    if metric.unit != Unit::Count || Facts::takes(metric.key) {
        return None;
    }
    figures
        .filter(|f| f.metric.key == metric.key)
        .filter_map(|f| Some(Reading { value: Some(f.value?), origin: Some(f.origin), ..Reading::default() }))
        .reduce(|a, b| Reading { value: Some(a.value.unwrap_or(0.0) + b.value.unwrap_or(0.0)), ..a })
}
