//! A column (固定栏目): what is promised to a community again and again, and the slots that come of it.

use super::days::Days;
use super::post::{Format, Kind};
use super::recurrence::{Rule, Span};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::Serialize;

/// How far ahead slots are made, in days (mission.md §10.3: BrightBean's look-ahead).
pub const AHEAD_DAYS: i64 = 90;

/// What an operator writes into a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Where it goes.
    pub community_id: i64,
    /// The title of its posts; `{n}` becomes the slot's number.
    pub title: String,
    /// On which days.
    pub rule: Rule,
    /// Local time of day, to the minute.
    pub time: NaiveTime,
    /// What it gives.
    pub kind: Kind,
    /// Its form.
    pub format: Format,
    /// The caption of its posts, `{n}` as in the title; without one a slot is a gap until somebody fills it.
    pub body: String,
    /// Who sees to it; empty for nobody.
    pub owner: String,
    /// From when to when.
    pub span: Span,
    /// The number of the first slot.
    pub number: u32,
}

/// A column as it is in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its number.
    pub id: i64,
    /// Counts changes; a decision names the version it was made on.
    pub version: i64,
    /// The community's name as written by people.
    pub community: String,
    /// The community's platform id.
    pub platform: String,
    /// What it promises.
    pub column: Column,
}

/// How a promise was kept over some days before today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Kept {
    /// Slots whose post went out.
    pub out: usize,
    /// Slots in all, those that were called off left out.
    pub of: usize,
}

impl Series {
    /// Whether it has no slots any more after `today`.
    #[must_use]
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.column.span.until.is_some_and(|until| until < today)
    }

    /// Its next `n` slots from the local moment `now` on.
    #[must_use]
    pub fn next(&self, now: NaiveDateTime, n: usize, days: &Days) -> Vec<NaiveDate> {
        let column = &self.column;
        let passed = now.time() > column.time;
        let from = if passed { now.date().succ_opt().unwrap_or(now.date()) } else { now.date() };
        column.rule.next(column.span, from, n, days)
    }
}

impl Column {
    /// The title of slot `n`.
    #[must_use]
    pub fn title_of(&self, n: u32) -> String {
        numbered(&self.title, n)
    }

    /// The title as it stands for all slots: `第N天`.
    #[must_use]
    pub fn name(&self) -> String {
        self.title.replace("{n}", "N")
    }

    /// The caption of slot `n`.
    #[must_use]
    pub fn body_of(&self, n: u32) -> String {
        numbered(&self.body, n)
    }
}

fn numbered(text: &str, n: u32) -> String {
    text.replace("{n}", &n.to_string())
}
