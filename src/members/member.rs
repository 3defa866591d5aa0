//! One member of one community, with what qun knows about them.

use crate::base::At;
use serde::Serialize;

/// Everything kept about one member; also the content of `qun member export`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// Row id.
    pub id: i64,
    /// The community's name.
    pub community: String,
    /// The community's platform.
    pub platform: String,
    /// The source's stable key.
    pub key: String,
    /// The name last seen.
    pub name: String,
    /// Role, e.g. `ambassador`; empty for an ordinary member.
    pub role: String,
    /// How they came.
    pub source: String,
    /// When they joined, if known.
    pub joined_at: Option<At>,
    /// When they left, if they did.
    pub left_at: Option<At>,
    /// First message.
    pub first_seen: Option<At>,
    /// Last message.
    pub last_seen: Option<At>,
    /// Messages counted.
    pub messages: i64,
    /// Rejections in the last 90 days that count and were not lifted by an appeal.
    pub strikes: i64,
    /// What operators noted; expires after 180 days.
    pub note: String,
}
