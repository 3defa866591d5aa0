//! The note to whoever comes next.

use crate::base::At;
use serde::Serialize;

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
