//! Incidents (危机): something that needs a public answer within two hours. A sheet of facts, what was said where,
//! who tells whom, who leads the talk in which community, and what is looked back on at the end.

use crate::base::At;
use crate::base::clock::MINUTE;
use serde::{Deserialize, Serialize};

/// A first public reply is due 120 minutes after an incident was opened (mission §10.3).
pub const ANSWER_MS: i64 = 120 * MINUTE;
/// The most characters of a statement: what a chat shows without folding it.
pub const STATEMENT_MAX: usize = 1_000;
/// The most characters of a fact, a name, a line of the review.
pub const FACT_MAX: usize = 500;

/// What sort of crisis: each can have a playbook of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Crisis {
    /// 产品质量: something sold is faulty.
    Quality,
    /// 舆情谣言: talk that spreads, true or not.
    Rumour,
    /// 隐私泄露: data of members got out.
    Privacy,
    /// 平台封禁: a platform has shut a community or an account.
    Ban,
    /// 成员安全与冲突: members in danger, or at each other's throats.
    Safety,
}

impl Crisis {
    /// Every sort with its stable name and the catalogue key of its label, in the order of the digits.
    pub const ALL: [(Crisis, &'static str, &'static str); 5] = [
        (Self::Quality, "quality", "playbook.crisis_quality"),
        (Self::Rumour, "rumour", "playbook.crisis_rumour"),
        (Self::Privacy, "privacy", "playbook.crisis_privacy"),
        (Self::Ban, "ban", "playbook.crisis_ban"),
        (Self::Safety, "safety", "playbook.crisis_safety"),
    ];
}

crate::base::named!(Crisis: name read label);

/// What is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Sheet {
    /// What happened, in one line.
    pub what: String,
    /// Where it shows.
    #[serde(rename = "where")]
    pub place: String,
    /// When it began, in words.
    #[serde(rename = "when")]
    pub began: String,
    /// Who and how many are touched.
    pub scope: String,
    /// Who said so.
    pub source: String,
    /// Whether somebody has checked it.
    pub verified: bool,
}

/// One incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Incident {
    /// Row id.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// What sort it is, once somebody has said so.
    pub kind: Option<Crisis>,
    /// What is known.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// When it was opened.
    #[serde(skip)]
    pub opened_at: At,
    /// By whom.
    pub opened_by: String,
    /// When the first public reply is due.
    #[serde(skip)]
    pub due_at: At,
    /// When that reply went out.
    #[serde(skip)]
    pub answered_at: Option<At>,
    /// When it was closed.
    #[serde(skip)]
    pub closed_at: Option<At>,
    /// By whom.
    pub closed_by: String,
    /// Looking back: what happened.
    pub happened: String,
    /// Looking back: what is to change.
    #[serde(rename = "change")]
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

/// A statement: a draft until it was said somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// Row id.
    pub id: i64,
    /// What it says.
    pub text: String,
    /// Where it goes or went.
    pub channel: String,
    /// When it was written.
    #[serde(skip)]
    pub drafted_at: At,
    /// By whom.
    pub drafted_by: String,
    /// When it was said.
    #[serde(skip)]
    pub said_at: Option<At>,
    /// By whom.
    pub said_by: String,
    /// Edit counter.
    pub version: i64,
}

/// One line of who tells whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Call {
    /// Row id.
    pub id: i64,
    /// Who tells.
    pub who: String,
    /// Who is told.
    pub whom: String,
    /// When that was done.
    #[serde(skip)]
    pub told_at: Option<At>,
    /// Who ticked it.
    pub told_by: String,
    /// Edit counter.
    pub version: i64,
}

/// Who leads the talk in a community while an incident lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ambassador {
    /// Row id.
    pub id: i64,
    /// The community's name.
    pub community: String,
    /// Its platform, by id.
    pub platform: String,
    /// Who.
    pub name: String,
    /// Edit counter.
    pub version: i64,
}

/// Everything that hangs on an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct File {
    /// What was said and drafted, oldest first.
    pub statements: Vec<Statement>,
    /// Who tells whom.
    pub calls: Vec<Call>,
    /// Who leads the talk where.
    pub ambassadors: Vec<Ambassador>,
    /// The steps of its playbooks, in the order they are due.
    pub steps: Vec<super::playbook::Step>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_have_names_of_their_own_in_the_order_of_the_digits() {
        for (n, (crisis, name, label)) in Crisis::ALL.into_iter().enumerate() {
            assert_eq!((crisis as usize, crisis.name(), crisis.label()), (n, name, label));
            assert_eq!(Crisis::read(name), Some(crisis));
        }
        assert_eq!(Crisis::read("flood"), None);
    }
}
