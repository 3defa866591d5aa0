//! An incident: something that needs a public answer within two hours.

use crate::base::At;
use crate::base::clock::MINUTE;
use serde::Serialize;

/// A first public reply is due 120 minutes after an incident was opened (mission §10.3).
pub const ANSWER_MS: i64 = 120 * MINUTE;

/// One incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Incident {
    /// Row id.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// When it was opened.
    pub opened_at: At,
    /// By whom.
    pub opened_by: String,
    /// When the first public reply is due.
    pub due_at: At,
    /// When that reply went out.
    pub answered_at: Option<At>,
    /// When it was closed.
    pub closed_at: Option<At>,
    /// What was learned.
    pub note: String,
    /// Edit counter.
    pub version: i64,
}

impl Incident {
    /// Milliseconds left until the public reply is due; `None` once it was given.
    #[must_use]
    pub fn left(&self, now: At) -> Option<i64> {
        self.answered_at.is_none().then(|| self.due_at.since(now))
    }
}

/// A note to the next operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Handover {
    /// When it was written.
    pub at: At,
    /// By whom.
    pub by: String,
    /// What it says.
    pub text: String,
}
