//! Inquiries: people waiting for an answer.
//!
//! Three clocks run in working minutes ([`super::promise`]). The *first answer* runs from the question until somebody
//! has answered, whatever is done meanwhile: pausing, putting off and handing over do not stop it. When they write again
//! after our answer the *next answer* runs the same way, anew. The *resolution* runs from the first question to the last
//! answer, and it alone stands still while we wait for the other side.

mod paste;

pub use super::promise::clock::URGENT_MS;
pub use super::promise::hours::{Hours, clock_time};
pub use paste::{Pasted, pasted};

use super::promise::clock::Pauses;
use super::template::Auto;
use crate::base::clock::MINUTE;
use crate::base::{At, Lang, Zone};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What sort of inquiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 咨询: a question.
    Ask,
    /// 投诉: a complaint.
    Complaint,
    /// 退款: money back.
    Refund,
    /// 评价: feedback on what there is.
    Feedback,
    /// 建议: feedback on what there might be.
    Suggestion,
    /// 突发: something that needs an answer by day or night.
    Incident,
}

impl Kind {
    /// Every kind with its stable name and the catalogue key of its label.
    pub const ALL: [(Kind, &'static str, &'static str); 6] = [
        (Self::Ask, "ask", "sop.kind_ask"),
        (Self::Complaint, "complaint", "sop.kind_complaint"),
        (Self::Refund, "refund", "sop.kind_refund"),
        (Self::Feedback, "feedback", "sop.kind_feedback"),
        (Self::Suggestion, "suggestion", "promise.kind_suggestion"),
        (Self::Incident, "incident", "promise.kind_incident"),
    ];

    /// Whether it is feedback, an evaluation or a suggestion, which bears a mark of quality.
    #[must_use]
    pub fn is_feedback(self) -> bool {
        matches!(self, Self::Feedback | Self::Suggestion)
    }

    /// Reads a stable name; `question` is another word for [`Kind::Ask`].
    #[must_use]
    pub fn read(name: &str) -> Option<Kind> {
        let name = if name == "question" { "ask" } else { name };
        Self::ALL.iter().find(|(_, n, _)| *n == name).map(|(k, ..)| *k)
    }

    /// The stable name, as stored and printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The catalogue key of its label.
    #[must_use]
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].2
    }
}

/// Where an inquiry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nobody has answered yet.
    Waiting,
    /// We wait for the person; only the clock of the resolution stands still.
    Paused,
    /// Answered.
    Answered,
    /// Closed without an answer, with a reason.
    Closed,
}

impl State {
    /// Every state with its stable name and the catalogue key of its label.
    pub const ALL: [(State, &'static str, &'static str); 4] = [
        (Self::Waiting, "waiting", "sop.state_waiting"),
        (Self::Paused, "paused", "sop.state_paused"),
        (Self::Answered, "answered", "sop.state_answered"),
        (Self::Closed, "closed", "sop.state_closed"),
    ];

    /// Whether somebody still has to do something.
    #[must_use]
    pub fn open(self) -> bool {
        matches!(self, Self::Waiting | Self::Paused)
    }
}

crate::base::named!(State: name read label);

/// Why an inquiry leaves the list without an answer from here (screens.md §15.2).
///
/// What each does to the promise, so that nothing can be made to look kept: an answer given in the group is a first
/// answer at the time it was given, or now if that is not said; what was no inquiry, or is another one, is not counted;
/// anything else is counted as missed if its time was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 已在群里答: somebody answered in the group.
    InGroup,
    /// 非咨询: not an inquiry.
    NotOne,
    /// 重复: logged twice.
    Duplicate,
    /// 其他: something else, in words.
    Other,
}

impl Reason {
    /// Every reason with its digit, stable name and the catalogue key of its label.
    pub const ALL: [(Reason, char, &'static str, &'static str); 4] = [
        (Self::InGroup, '1', "in_group", "sop.reason_in_group"),
        (Self::NotOne, '2', "not_one", "sop.reason_not_one"),
        (Self::Duplicate, '3', "duplicate", "sop.reason_duplicate"),
        (Self::Other, '9', "other", "sop.reason_other"),
    ];

    /// Reads a stable name.
    #[must_use]
    pub fn read(name: &str) -> Option<Reason> {
        Self::ALL.iter().find(|(_, _, n, _)| *n == name).map(|(r, ..)| *r)
    }

    /// The stable name, as stored and printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].2
    }

    /// The catalogue key of its label.
    #[must_use]
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].3
    }
}

/// The level of those who can decide everything; handing up ends there.
pub const MANAGER_LEVEL: i64 = 3;

/// One person waiting for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inquiry {
    /// Its number.
    pub id: i64,
    /// The community's number.
    pub community_id: i64,
    /// The community's name.
    pub community: String,
    /// The community's platform, by id.
    pub platform: String,
    /// The member, if known.
    pub member_id: Option<i64>,
    /// Who waits, as shown in the community.
    pub who: String,
    /// What sort.
    pub kind: Kind,
    /// What was asked.
    pub text: String,
    /// When.
    pub at: At,
    /// Where it stands.
    pub state: State,
    /// 2, or [`MANAGER_LEVEL`] after it was handed up.
    pub level: i64,
    /// When the clock that runs, or ran last, is over.
    pub due_at: At,
    /// When it was paused.
    pub paused_at: Option<At>,
    /// What we wait for.
    pub pause_note: String,
    /// When what they wrote last was answered.
    pub answered_at: Option<At>,
    /// Who answered or closed it.
    pub answered_by: String,
    /// The template the answer was made with.
    pub template_id: Option<i64>,
    /// The answer as it went out.
    pub answer: String,
    /// The stable name of the reason it was closed for, or the operator's words.
    pub reason: String,
    /// Grows with each change.
    pub version: i64,
    /// Whose it is; nobody's if empty.
    pub owner: String,
    /// The colleague who handed it to the owner.
    pub handed_by: String,
    /// What they said with it.
    pub hand_note: String,
    /// When they wrote what is to be answered now: `at`, unless they wrote again after our answer.
    pub asked_at: At,
    /// When it was answered first.
    pub first_at: Option<At>,
    /// Whether the promise was kept; `None` while that is open, and for what does not count.
    pub kept: Option<bool>,
    /// How often they wrote something to be answered.
    pub turns: i64,
    /// What they wrote last, if they wrote again.
    pub again: String,
    /// Not to be shown before then.
    pub snoozed_until: Option<At>,
    /// Of feedback: whether it is good; `None` if nobody has looked yet.
    pub quality: Option<bool>,
    /// When we waited for them.
    pub pauses: Pauses,
    /// When it was closed.
    pub closed_at: Option<At>,
}

impl Inquiry {
    /// Whether somebody has to answer now. One that is paused before any answer still waits for the first one.
    #[must_use]
    pub fn needs_answer(&self) -> bool {
        match self.state {
            State::Waiting => true,
            State::Paused => self.first_at.is_none(),
            State::Answered | State::Closed => false,
        }
    }

    /// What is to be answered: what they wrote last.
    #[must_use]
    pub fn words(&self) -> &str {
        if self.again.is_empty() { &self.text } else { &self.again }
    }

    /// Whether it is put off at `now`.
    #[must_use]
    pub fn snoozed(&self, now: At) -> bool {
        self.snoozed_until.is_some_and(|until| until > now)
    }

    /// Whole minutes left (rounded down: never promise a minute that is gone), negative when late (rounded down too).
    #[must_use]
    pub fn left_minutes(&self, now: At, hours: &Hours) -> i64 {
        hours.left(now, self.due_at) / MINUTE
    }

    /// Whole minutes from what they wrote to the answer or to `now`, by the wall clock.
    #[must_use]
    pub fn waited_minutes(&self, now: At) -> i64 {
        self.answered_at.unwrap_or(now).since(self.asked_at).max(0) / MINUTE
    }

    /// Working milliseconds of the resolution: from the first question to the last answer, to the closing or to `now`,
    /// without the time in which we waited for them.
    #[must_use]
    pub fn resolution(&self, now: At, hours: &Hours) -> i64 {
        let end = match self.state {
            State::Waiting => now,
            State::Paused => self.paused_at.unwrap_or(now),
            State::Answered => self.answered_at.unwrap_or(now),
            State::Closed => self.closed_at.unwrap_or(now),
        };
        self.pauses.worked(hours, self.at, end)
    }

    /// What fills the automatic slots of a template for this person, by the slots' first names; [`super::template::render`]
    /// takes it together with what was typed.
    #[must_use]
    pub fn known(&self, now: At, zone: Zone, lang: &Lang, operator: &str) -> BTreeMap<String, String> {
        let today = now.day(zone);
        let value = |auto: Auto| match auto {
            Auto::Nickname => self.who.clone(),
            Auto::Community => self.community.clone(),
            Auto::Platform => lang.text(&format!("members.platform_{}", self.platform)).to_owned(),
            Auto::Time => clock_time(now, zone),
            Auto::Date => lang.day(today, today),
            Auto::Operator => operator.to_owned(),
        };
        Auto::all().map(|auto| (auto.name().to_owned(), value(auto))).collect()
    }

    /// The row as `--json` prints it: `age_minutes`, `due`, `left_minutes` (null unless an answer is owed),
    /// `first_response_minutes` and `resolution_minutes` (working minutes, null until it came to that), `kept` (null while
    /// open, and for what does not count) and the facts; times are RFC 3339.
    #[must_use]
    pub fn json(&self, now: At, hours: &Hours) -> serde_json::Value {
        let zone = hours.zone;
        let words = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let moment = |at: Option<At>| at.map(|at| at.rfc3339(zone));
        let quality = self.quality.map(|good| if good { "good" } else { "plain" });
        serde_json::json!({
            "id": self.id,
            "community": self.community,
            "platform": self.platform,
            "who": self.who,
            "kind": self.kind,
            "text": words(&self.text),
            "state": self.state,
            "level": self.level,
            "at": self.at.rfc3339(zone),
            "due": self.due_at.rfc3339(zone),
            "age_minutes": self.waited_minutes(now),
            "left_minutes": self.needs_answer().then(|| self.left_minutes(now, hours)),
            "answered_at": moment(self.answered_at),
            "answered_by": words(&self.answered_by),
            "first_response_at": moment(self.first_at),
            "first_response_minutes": self.first_at.map(|at| hours.between(self.at, at) / MINUTE),
            "kept": self.kept,
            "turns": self.turns,
            "again": words(&self.again),
            "again_at": (self.turns > 1).then(|| self.asked_at.rfc3339(zone)),
            "resolution_minutes": (!self.state.open()).then(|| self.resolution(now, hours) / MINUTE),
            "closed_at": moment(self.closed_at),
            "template_id": self.template_id,
            "answer": words(&self.answer),
            "reason": words(&self.reason),
            "waits_for": words(&self.pause_note),
            "snoozed_until": moment(self.snoozed_until.filter(|until| *until > now)),
            "owner": words(&self.owner),
            "handed_by": words(&self.handed_by),
            "hand_note": words(&self.hand_note),
            "quality": quality,
            "version": self.version,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stable_names_lead_back() {
        assert!(Kind::ALL.iter().all(|(k, name, _)| Kind::read(name) == Some(*k) && k.name() == *name));
        assert!(State::ALL.iter().all(|(s, name, _)| State::read(name) == Some(*s) && s.name() == *name));
        assert!(Reason::ALL.iter().all(|(r, _, name, _)| Reason::read(name) == Some(*r) && r.name() == *name));
        assert_eq!(Kind::read("question"), Some(Kind::Ask));
        assert_eq!(Kind::ALL.map(|(k, ..)| k.is_feedback()), [false, false, false, true, true, false]);
    }
}
