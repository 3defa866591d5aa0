//! Goals that begin anew every month or quarter: what each came to, where the running one should be, where it leads.

use super::forecast::{self, Forecast};
use super::{Aim, How, Milestone, Progress, Standing};
use crate::kpi::series::Series;
use chrono::{Datelike, Days, Months, NaiveDate};
use serde::Serialize;

/// Per what a goal is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Not at all: a level by a date.
    Once,
    /// Calendar months.
    Month,
    /// Calendar quarters.
    Quarter,
}

impl Per {
    /// Every period with its stable name and the catalogue key of its word.
    pub const ALL: [(Per, &'static str, &'static str); 3] = [
        (Per::Once, "", "goals.per_once"),
        (Per::Month, "month", "goals.per_month"),
        (Per::Quarter, "quarter", "goals.per_quarter"),
    ];

    /// Its name in the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|p| p.0 == self).map_or("", |p| p.1)
    }

    /// The catalogue key of its word.
    #[must_use]
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|p| p.0 == self).map_or("", |p| p.2)
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(name: &str) -> Per {
        Self::ALL.iter().find(|p| p.1 == name).map_or(Per::Once, |p| p.0)
    }

    /// The first and the last day of the period `day` is in; the day itself for [`Per::Once`].
    #[must_use]
    pub fn around(self, day: NaiveDate) -> (NaiveDate, NaiveDate) {
        let months = match self {
            Self::Once => return (day, day),
            Self::Month => 1,
            Self::Quarter => 3,
        };
        let month = day.month0() / months * months;
        let first = NaiveDate::from_ymd_opt(day.year(), month + 1, 1).unwrap_or(day);
        let next = first.checked_add_months(Months::new(months)).unwrap_or(first);
        (first, next.pred_opt().unwrap_or(next))
    }
}

/// What a period came to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Result {
    /// Its first day, not before the goal's.
    pub first: NaiveDate,
    /// Its last day, not after the goal's.
    pub last: NaiveDate,
    /// What it is to come to: of a period the goal is only a part of, the part.
    pub target: f64,
    /// The sum or the share so far; `None` when no day of it is known.
    pub value: Option<f64>,
    /// Days of it that are known.
    pub known: usize,
    /// Days of it that have been.
    pub days: usize,
    /// Whether the target was reached; `None` while it runs and may still be.
    pub met: Option<bool>,
}

/// The days from `first` to `last`.
pub(super) fn days(first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let count = u64::try_from((last - first).num_days() + 1).unwrap_or(0);
    (0..count).map(move |n| first + Days::new(n))
}

/// What the days from `first` to `last` come to.
fn value(
    how: How,
    series: &Series,
    of: &dyn Fn(NaiveDate) -> Option<(f64, f64)>,
    (first, last): (NaiveDate, NaiveDate),
) -> (Option<f64>, usize) {
    let known: Vec<f64> = days(first, last).filter_map(|d| series.at(d)).collect();
    if known.is_empty() {
        return (None, 0);
    }
    if how == How::Sum {
        return (Some(known.iter().sum()), known.len());
    }
    // Where every known day says of how many, the share of all of them is exact; else the mean of the days stands in.
    let parts: Vec<(f64, f64)> = days(first, last).filter_map(of).collect();
    let base: f64 = parts.iter().map(|p| p.1).sum();
    let share = if parts.len() == known.len() && base > 0.0 {
        parts.iter().map(|p| p.0).sum::<f64>() / base
    } else {
        known.iter().sum::<f64>() / known.len() as f64
    };
    (Some(share), known.len())
}

pub(super) fn progress(
    aim: &Aim,
    series: &Series,
    of: &dyn Fn(NaiveDate) -> Option<(f64, f64)>,
    day: NaiveDate,
    next: Option<Milestone>,
) -> Progress {
    let mut periods = Vec::new();
    let mut at = aim.first;
    while at <= day {
        let (begin, end) = aim.per.around(at);
        let last = end.min(aim.due);
        let whole = ((end - begin).num_days() + 1) as f64;
        let part = if aim.how == How::Sum { ((last - at).num_days() + 1) as f64 / whole } else { 1.0 };
        let target = aim.target * part;
        let (value, known) = value(aim.how, series, of, (at, last.min(day)));
        let count = usize::try_from((last.min(day) - at).num_days() + 1).unwrap_or(0);
        let reached = value.map(|v| aim.reaches(v, target));
        // A sum that is reached stays so; a share may still fall, and a limit may still be passed.
        let settled = last < day || last == aim.due && day == aim.due;
        let met = match reached {
            Some(true) if aim.how == How::Sum && aim.upward() => Some(true),
            Some(false) if aim.how == How::Sum && !aim.upward() => Some(false),
            reached => reached.filter(|_| settled),
        };
        periods.push(Result { first: at, last, target, value, known, days: count, met });
        let Some(following) = end.succ_opt() else { break };
        at = following;
    }
    let running = periods.last().copied();
    let now = running.and_then(|r| r.value);
    let pace = running.map(|r| {
        let all = (r.last - r.first).num_days() + 1;
        if aim.how == How::Share { r.target } else { r.target * r.days as f64 / all as f64 }
    });
    let standing = match (now, pace) {
        (Some(_), _) if running.is_some_and(|r| r.met == Some(true)) => Standing::Reached,
        (Some(now), Some(pace)) if aim.reaches(now, pace) => Standing::OnPace,
        (Some(_), Some(_)) => Standing::Behind,
        _ => Standing::Unknown,
    };
    let forecast: Option<Forecast> = running.and_then(|r| forecast::period(aim, series, r, day));
    let known = running.map_or((0, 0), |r| (r.known, r.days));
    Progress { now, pace, standing, forecast, next, periods, known }
}
