//! What can have the keys, and what is being asked for.

use super::super::aim::Outcome;
use super::super::metric::Metric;
use super::super::scope::Scope;
use super::goals::AimForm;
use super::{Against, Grid};
use crate::tui::{Input, Menu};
use chrono::NaiveDate;

/// What has the keys.
#[derive(Debug)]
pub(in crate::kpi) enum Mode {
    /// The list or the chart.
    List,
    /// The filter line.
    Filter(Input),
    /// Why a figure cannot be had.
    Reasons(Menu<Reason>),
    /// The saved filters.
    Saved(Menu<Saved>),
    /// Which communities.
    Scope(Menu<Scope>),
    /// What to hold the chart against.
    Against(Menu<Option<Against>>),
    /// What became of a goal.
    Outcome(Menu<Outcome>),
    /// A goal being written.
    Aim(Box<AimForm>),
    /// A line of words.
    Line(Line),
    /// The entry grid.
    Grid(Box<Grid>),
}

/// Why a figure cannot be had (screens.md §15.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::kpi) enum Reason {
    /// The platform does not publish it.
    Platform,
    /// Something was broken.
    Outage,
    /// In words.
    Other,
}

/// Saved filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::kpi) enum Saved {
    /// Everything.
    #[default]
    All,
    /// Out of bounds, and unfilled.
    Attention,
    /// Those I entered last.
    Mine,
    /// Those whose value is older than today.
    Stale,
}

/// A line being typed, and what it is for.
#[derive(Debug)]
pub(in crate::kpi) struct Line {
    /// The words.
    pub input: Input,
    /// What they are for.
    pub about: About,
}

/// What a line of words is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::kpi) enum About {
    /// Why the metric is out of bounds on the day.
    Acknowledge(&'static Metric, NaiveDate),
    /// Why the metric cannot be had on the day.
    Unavailable(&'static Metric, NaiveDate),
    /// What happened on the day.
    Note(NaiveDate),
    /// What is to be said of a goal that is over.
    Outcome(i64, Outcome),
    /// Which file to import.
    Import,
}

/// What the lower part of the board tells about the row under the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::kpi) enum Detail {
    /// Why it stands as it does.
    #[default]
    Why,
    /// How it is defined.
    Definition,
    /// Every community.
    Communities,
}
