//! Goals with an end: specific, measurable, achievable, relevant, in time. Where one stands against its pace, and where it
//! leads if things go on as they did, with how sure that is. Pure.

mod forecast;
mod period;
pub mod typed;
pub mod words;

pub use forecast::{Chance, Forecast};
pub use period::{Per, Result as PeriodResult};

use super::metric::{Metric, Want};
use super::series::Series;
use crate::base::{Error, Result};
use chrono::{Days, NaiveDate};
use serde::Serialize;

/// How progress is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// A level to be reached by the due date: MAU to 120 % of its baseline.
    Level,
    /// So many in each period: 10 good feedbacks a month.
    Sum,
    /// Such a share in each period: 5 % of actives buy each quarter.
    Share,
}

impl How {
    /// Every way with its stable name.
    pub const ALL: [(How, &'static str); 3] = [(How::Level, "level"), (How::Sum, "sum"), (How::Share, "share")];

    /// Its name in the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(h, _)| *h == self).map_or("level", |(_, name)| name)
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(name: &str) -> How {
        Self::ALL.iter().find(|(_, n)| *n == name).map_or(How::Level, |(h, _)| *h)
    }
}

/// What became of a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Still worked at.
    Open,
    /// Reached.
    Met,
    /// Not reached.
    Missed,
    /// Given up.
    Dropped,
}

impl Outcome {
    /// Every outcome with its stable name and the catalogue key of its word.
    pub const ALL: [(Outcome, &'static str, &'static str); 4] = [
        (Outcome::Open, "open", "goals.outcome_open"),
        (Outcome::Met, "met", "goals.outcome_met"),
        (Outcome::Missed, "missed", "goals.outcome_missed"),
        (Outcome::Dropped, "dropped", "goals.outcome_dropped"),
    ];

    /// Its name in the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|o| o.0 == self).map_or("open", |o| o.1)
    }

    /// The catalogue key of its word.
    #[must_use]
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|o| o.0 == self).map_or("", |o| o.2)
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(name: &str) -> Outcome {
        Self::ALL.iter().find(|o| o.1 == name).map_or(Outcome::Open, |o| o.0)
    }
}

/// A step on the way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Milestone {
    /// By when.
    pub day: NaiveDate,
    /// What is to be reached by then, in the metric's unit.
    pub target: f64,
    /// What it is about.
    pub note: String,
}

/// A goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Aim {
    /// Its row; 0 = not stored yet.
    pub id: i64,
    /// Specific: what is to be reached.
    pub name: String,
    /// Measurable: by which metric.
    pub metric: &'static Metric,
    /// Of which community; 0 = all.
    pub community: i64,
    /// Measurable: how.
    pub how: How,
    /// For sums and shares: per what.
    pub per: Per,
    /// Where it began, in the metric's unit; `None` = not known.
    pub baseline: Option<f64>,
    /// Where it is to go.
    pub target: f64,
    /// Achievable: why it can be reached, with what.
    pub reachable: String,
    /// Relevant: what it is for.
    pub purpose: String,
    /// In time: from when.
    pub first: NaiveDate,
    /// In time: until when.
    pub due: NaiveDate,
    /// Who answers for it.
    pub owner: String,
    /// The steps, in order of their days.
    pub milestones: Vec<Milestone>,
    /// What became of it.
    pub outcome: Outcome,
    /// What was said when it was closed.
    pub note: String,
    /// For optimistic changes.
    pub version: i64,
}

/// How a goal stands against its pace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The target is reached already.
    Reached,
    /// At its pace or better.
    OnPace,
    /// Behind it.
    Behind,
    /// Nobody knows: no figures, no baseline, or not begun yet.
    Unknown,
}

/// Where a goal stands on a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Progress {
    /// The value now: the level (the mean of the week's known days), or what the running period has come to.
    pub now: Option<f64>,
    /// Where it should be by now.
    pub pace: Option<f64>,
    /// How the two compare.
    pub standing: Standing,
    /// Where it leads.
    pub forecast: Option<Forecast>,
    /// The next milestone.
    pub next: Option<Milestone>,
    /// The periods so far, the running one last; empty for levels.
    pub periods: Vec<PeriodResult>,
    /// Days of what was looked at that are known, and how many there were.
    pub known: (usize, usize),
}

impl Aim {
    /// Checks that all five fields say something and fit each other.
    ///
    /// # Errors
    /// The first field that is missing or cannot be.
    pub fn check(&self) -> Result<()> {
        let missing =
            |key: &str| Err(Error::user("goals.missing").with("field", format!("@{key}")).hint("goals.smart"));
        match () {
            () if self.name.trim().is_empty() => return missing("goals.field_name"),
            () if self.reachable.trim().is_empty() => return missing("goals.field_reachable"),
            () if self.purpose.trim().is_empty() => return missing("goals.field_purpose"),
            () => {}
        }
        let label = format!("@{}", self.metric.label);
        if self.due <= self.first {
            return Err(Error::user("goals.due_before").with("due", self.due).with("first", self.first));
        }
        let possible = self.how == How::Sum && self.target > 0.0 && self.target.is_finite();
        if !possible && !self.metric.allows(self.target) {
            return Err(Error::user("kpi.goal_out_of_reach").with("metric", label));
        }
        if (self.how == How::Level) != (self.per == Per::Once) {
            return Err(Error::user("goals.per_what"));
        }
        if self.how == How::Sum && (self.metric.is_share() || self.metric.window > 1) {
            return Err(Error::user("goals.no_sum").with("metric", label));
        }
        if self.how == How::Level && self.baseline == Some(self.target) {
            return Err(Error::user("goals.no_way"));
        }
        let outside = |m: &&Milestone| m.day <= self.first || m.day > self.due;
        if let Some(m) = self.milestones.iter().find(outside) {
            return Err(Error::user("goals.milestone_outside").with("day", m.day));
        }
        Ok(())
    }

    /// Whether `value` is at `target` or better, the way the metric wants it; for a level that is to fall below its
    /// baseline, the other way round.
    #[must_use]
    pub fn reaches(&self, value: f64, target: f64) -> bool {
        if self.upward() { value >= target } else { value <= target }
    }

    /// Whether more is wanted.
    #[must_use]
    pub fn upward(&self) -> bool {
        match self.baseline.filter(|_| self.how == How::Level) {
            Some(baseline) => self.target >= baseline,
            None => self.metric.want == Want::More,
        }
    }

    /// Where a level should be on `day`: straight from the baseline over the milestones to the target. `None` without a
    /// baseline and before the beginning.
    #[must_use]
    pub fn pace(&self, day: NaiveDate) -> Option<f64> {
        let mut from = (self.first, self.baseline?);
        if day < self.first {
            return None;
        }
        let end = Milestone { day: self.due, target: self.target, note: String::new() };
        for step in self.milestones.iter().filter(|m| m.day < self.due).chain([&end]) {
            if day <= step.day {
                let (gone, all) = ((day - from.0).num_days() as f64, (step.day - from.0).num_days() as f64);
                return Some(from.1 + (step.target - from.1) * if all > 0.0 { gone / all } else { 1.0 });
            }
            from = (step.day, step.target);
        }
        Some(self.target)
    }

    /// Where the goal stands on `today`; `of` gives numerator and denominator of a day's share, where they are known.
    #[must_use]
    pub fn progress(
        &self,
        series: &Series,
        of: &dyn Fn(NaiveDate) -> Option<(f64, f64)>,
        today: NaiveDate,
    ) -> Progress {
        let day = today.min(self.due);
        let next = self.milestones.iter().find(|m| m.day >= today).cloned();
        if self.how != How::Level {
            return period::progress(self, series, of, day, next);
        }
        let now = level(self.metric, series, day);
        let pace = self.pace(day);
        let standing = match (now, pace) {
            (Some(now), _) if self.reaches(now, self.target) => Standing::Reached,
            (Some(now), Some(pace)) if self.reaches(now, pace) => Standing::OnPace,
            (Some(_), Some(_)) => Standing::Behind,
            _ => Standing::Unknown,
        };
        let known = series.window(day, forecast::LOOK);
        let known = (known.iter().flatten().count(), known.len());
        let forecast = if today > self.due { None } else { forecast::level(self, series, day) };
        Progress { now, pace, standing, forecast, next, periods: Vec::new(), known }
    }
}

/// The level on a day: of a window's metric the value itself, at most a week old; of a day's metric the mean of the known
/// days of the week that ends there.
#[must_use]
pub fn level(metric: &Metric, series: &Series, day: NaiveDate) -> Option<f64> {
    if metric.window > 1 {
        return series.latest(day, 6).map(|(v, _)| v);
    }
    series.average(day, 7).map(|a| a.mean)
}

/// The baseline of a goal that begins on `first`: the mean of the known days of the four weeks before.
#[must_use]
pub fn baseline(series: &Series, first: NaiveDate) -> Option<f64> {
    series.average(first.checked_sub_days(Days::new(1))?, 28).map(|a| a.mean)
}

#[cfg(test)]
mod tests;
