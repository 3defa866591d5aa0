//! One thing waiting for a judgement: what it is, what the machine found in it, and what may be decided about it.

use super::conduct::Conduct;
use super::reason::Reason;
use super::screening::Wave;
use crate::base::clock::HOUR;
use crate::base::{At, Zone};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What sort of thing waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKind {
    /// Something a member wrote.
    Content,
    /// Somebody who wants to come in.
    Join,
    /// A member reported something.
    Report,
    /// A member disagrees with a decision.
    Appeal,
}

impl ItemKind {
    /// Every kind with its name in the file and the catalogue key of its label (4 columns in Chinese).
    pub const ALL: [(ItemKind, &'static str, &'static str); 4] = [
        (Self::Content, "content", "queue.kind_content"),
        (Self::Join, "join", "queue.kind_join"),
        (Self::Report, "report", "queue.kind_report"),
        (Self::Appeal, "appeal", "queue.kind_appeal"),
    ];

    /// The catalogue key of its label beside a count: `posts` in English.
    #[must_use]
    pub fn many(self) -> &'static str {
        match self {
            Self::Content => "queue.many_content",
            Self::Join => "queue.many_join",
            Self::Report => "queue.many_report",
            Self::Appeal => "queue.many_appeal",
        }
    }
}

crate::base::named!(ItemKind: id parse label);

/// Where a decision stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    /// Nobody has decided.
    #[default]
    Pending,
    /// Let through.
    Approved,
    /// Refused.
    Rejected,
}

impl State {
    /// Every state with its name in the file and the catalogue key of its label.
    pub const ALL: [(State, &'static str, &'static str); 3] = [
        (Self::Pending, "pending", "queue.state_pending"),
        (Self::Approved, "approved", "queue.state_approved"),
        (Self::Rejected, "rejected", "queue.state_rejected"),
    ];
}

crate::base::named!(State: id parse label);

/// What the machine would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Suggestion {
    /// It was not asked.
    #[default]
    None,
    /// Let it through.
    Approve,
    /// Refuse it for this reason.
    Reject(Reason),
    /// A person should look.
    Look,
}

impl Suggestion {
    /// As stored: ``, `approve`, `reject:REASON`, `look`.
    #[must_use]
    pub fn id(self) -> String {
        match self {
            Self::None => String::new(),
            Self::Approve => "approve".into(),
            Self::Reject(reason) => format!("reject:{}", reason.row().id),
            Self::Look => "look".into(),
        }
    }

    /// Reads what [`Suggestion::id`] wrote; anything else is [`Suggestion::None`].
    #[must_use]
    pub fn parse(id: &str) -> Suggestion {
        match id {
            "approve" => Self::Approve,
            "look" => Self::Look,
            _ => id.strip_prefix("reject:").and_then(Reason::parse).map_or(Self::None, Self::Reject),
        }
    }

    /// The catalogue key of its word in the list: 通过, 广告, 看; `None` if there is no opinion.
    #[must_use]
    pub fn short(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Approve => Some("queue.short_approve"),
            Self::Reject(reason) => Some(reason.row().short),
            Self::Look => Some("queue.short_look"),
        }
    }

    /// What a join request suggests by itself: without an answer, an inviter or a source a person must look.
    #[must_use]
    pub fn for_join(answer: &str, source: &str) -> Suggestion {
        if answer.trim().is_empty() && source.trim().is_empty() { Self::Look } else { Self::Approve }
    }
}

/// A stretch of an item's text that a rule found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// The rule's name, e.g. `contact`.
    pub rule: String,
    /// The catalogue key of what was found, e.g. `queue.hit_wechat`.
    pub says: String,
    /// First byte in the text as it was written.
    pub start: usize,
    /// The byte after the last one; equal to `start` when it is about the message as a whole.
    pub end: usize,
}

/// The community an item is in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Place {
    /// Its row.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its platform's name in the file: `wechat`.
    pub platform: String,
}

/// One thing in the queue, as stored. Texts are raw: show them through [`super::shown`].
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its row.
    pub id: i64,
    /// What sort of thing it is.
    pub kind: ItemKind,
    /// Who must judge it: 1 machine, 2 volunteer, 3 manager (mission.md §10.3).
    pub level: u8,
    /// Where the decision stands.
    pub state: State,
    /// Where it was written.
    pub place: Place,
    /// The member, if known.
    pub member: Option<i64>,
    /// The member's name at that time.
    pub who: String,
    /// What was written; for a join the answer.
    pub text: String,
    /// Where a member comes from (`扫码`, `邀请人 小满`), or who reported.
    pub source: String,
    /// What the machine found.
    pub hits: Vec<Hit>,
    /// What the machine would do.
    pub suggestion: Suggestion,
    /// How sure it is, 0 to 1.
    pub score: f64,
    /// When it was written.
    pub created_at: At,
    /// Who sent it up a level; empty if nobody did.
    pub raised_by: String,
    /// When.
    pub raised_at: Option<At>,
    /// What operators wrote about it.
    pub note: String,
    /// Hidden until then.
    pub snoozed_until: Option<At>,
    /// When it was decided.
    pub decided_at: Option<At>,
    /// By whom; empty if nobody has.
    pub decided_by: String,
    /// Why it was rejected.
    pub reason: Option<Reason>,
    /// The notice for the member; empty if none is to go out.
    pub notice: String,
    /// Counts edits; a decision names the one it saw.
    pub version: i64,
    /// What has been done about it beside deciding.
    pub conduct: Conduct,
}

impl Item {
    /// The wave of joins it stands for, if it does.
    #[must_use]
    pub fn wave(&self) -> Option<Wave> {
        let told = self.kind == ItemKind::Join && self.hits.first().is_some_and(|h| h.rule == "wave");
        if told { Wave::read(&self.source, self.place.id) } else { None }
    }

    /// How long it has waited at `now`, or did until it was decided, in milliseconds.
    #[must_use]
    pub fn waited(&self, now: At) -> i64 {
        self.decided_at.unwrap_or(now).since(self.created_at)
    }

    /// When it climbs to the top by itself, or would have: four hours after it came in.
    #[must_use]
    pub fn climbs_at(&self) -> At {
        self.conduct.climbs_at.unwrap_or_else(|| self.created_at.plus(OVERDUE_MS))
    }

    /// The item as `--json` prints it: snake_case, RFC 3339, unknown is null.
    #[must_use]
    pub fn json(&self, zone: Zone) -> serde_json::Value {
        let time = |at: Option<At>| at.map(|a| a.rfc3339(zone));
        let word = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let mut value = json!({
            "id": self.id, "kind": self.kind.id(), "level": self.level, "state": self.state.id(),
            "community": self.place.name, "platform": self.place.platform, "member_id": self.member,
            "who": self.who, "text": self.text, "source": word(&self.source), "hits": self.hits,
            "suggestion": word(&self.suggestion.id()), "score": self.score,
            "created_at": time(Some(self.created_at)),
            "raised_by": word(&self.raised_by), "raised_at": time(self.raised_at), "note": word(&self.note),
            "snoozed_until": time(self.snoozed_until),
            "decided_at": time(self.decided_at), "decided_by": word(&self.decided_by),
            "reason": self.reason, "notice": word(&self.notice), "version": self.version,
        });
        self.conduct.json(&mut value, zone);
        value
    }
}

/// How long an item may wait below the top level before it is overdue: four hours (mission.md §10.3).
pub const OVERDUE_MS: i64 = 4 * HOUR;

/// The highest level there is.
pub const TOP_LEVEL: u8 = 3;

/// What an operator can decide about an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Let it through.
    Approve,
    /// Refuse it.
    Reject {
        /// What for.
        reason: Reason,
        /// The operator's own words, for [`Reason::Other`].
        words: String,
        /// Whether a notice is to be drafted.
        notify: bool,
    },
    /// Up one level.
    Raise,
    /// Not before this moment.
    Snooze(At),
}

impl Decision {
    /// A rejection with a notice and without own words.
    #[must_use]
    pub fn reject(reason: Reason) -> Decision {
        Decision::Reject { reason, words: String::new(), notify: true }
    }

    /// Whether it rejects for a reason that weighs much.
    #[must_use]
    pub fn is_severe(&self) -> bool {
        matches!(self, Self::Reject { reason, .. } if reason.row().severe)
    }

    /// Its name in the journal.
    #[must_use]
    pub fn action(&self) -> &'static str {
        match self {
            Self::Approve => "queue.approve",
            Self::Reject { .. } => "queue.reject",
            Self::Raise => "queue.raise",
            Self::Snooze(_) => "queue.snooze",
        }
    }

    /// The catalogue key of the verb: 通过, 拒绝, 上交, 稍后. It is the action's own name.
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.action()
    }

    /// Why it cannot be decided so for an item at `level`: a catalogue key. The only place that says so.
    #[must_use]
    pub fn refused(&self, level: u8) -> Option<&'static str> {
        (matches!(self, Self::Raise) && level >= TOP_LEVEL).then_some("queue.top_level")
    }
}

#[cfg(test)]
pub(in crate::moderation) mod tests {
    use super::*;

    /// The first row of the screens.
    pub(in crate::moderation) fn item() -> Item {
        Item {
            id: 1,
            kind: ItemKind::Content,
            level: 3,
            state: State::Pending,
            place: Place { id: 1, name: "新手2群".into(), platform: "wechat".into() },
            member: Some(1),
            who: "糖霜饼干".into(),
            text: "加V领免费模具，名额有限，先到先得 wx: tsbg7788".into(),
            source: String::new(),
            hits: vec![],
            suggestion: Suggestion::Reject(Reason::Ads),
            score: 0.94,
            created_at: At::parse("2026-10-10T14:08:00+08:00").unwrap(),
            raised_by: "阿泽".into(),
            raised_at: Some(At::parse("2026-10-10T13:52:00+08:00").unwrap()),
            note: "像小号".into(),
            snoozed_until: None,
            decided_at: None,
            decided_by: String::new(),
            reason: None,
            notice: String::new(),
            version: 1,
            conduct: Conduct::default(),
        }
    }

    #[test]
    fn names_read_back_as_what_they_name() {
        for (at, (kind, id, _)) in ItemKind::ALL.into_iter().enumerate() {
            assert_eq!((kind as usize, kind.id(), ItemKind::parse(id)), (at, id, Some(kind)));
        }
        for (at, (state, id, _)) in State::ALL.into_iter().enumerate() {
            assert_eq!((state as usize, state.id(), State::parse(id)), (at, id, Some(state)));
        }
        for suggestion in [
            Suggestion::None,
            Suggestion::Approve,
            Suggestion::Look,
            Suggestion::Reject(Reason::Ads),
            Suggestion::Reject(Reason::Other),
        ] {
            assert_eq!(Suggestion::parse(&suggestion.id()), suggestion);
        }
        assert_eq!(Suggestion::parse("reject:nothing"), Suggestion::None);
        assert_eq!((ItemKind::parse("x"), State::parse("")), (None, None));
    }

    #[test]
    fn only_a_raise_at_the_top_is_refused() {
        let all = [Decision::Approve, Decision::reject(Reason::Ads), Decision::Raise, Decision::Snooze(At(0))];
        for decision in &all {
            for level in 1..=3 {
                let refused = decision.refused(level).is_some();
                assert_eq!(refused, level == 3 && *decision == Decision::Raise, "{decision:?} {level}");
            }
        }
    }

    #[test]
    fn a_join_without_any_answer_needs_a_person() {
        assert_eq!(Suggestion::for_join(" ", ""), Suggestion::Look);
        assert_eq!(Suggestion::for_join("订单尾号 0193", ""), Suggestion::Approve);
        assert_eq!(Suggestion::for_join("", "邀请人 豆沙包"), Suggestion::Approve);
    }

    #[test]
    fn json_has_local_times_and_nulls() {
        let mut item = item();
        let json = item.json(Zone::default());
        assert_eq!(json["created_at"], "2026-10-10T14:08:00+08:00");
        assert_eq!(json["suggestion"], "reject:ads");
        assert!(json["decided_at"].is_null() && json["source"].is_null() && json["reason"].is_null());
        item.reason = Some(Reason::Ads);
        assert_eq!(item.json(Zone::default())["reason"], "ads");
        assert_eq!(item.waited(At(item.created_at.0 + 5)), 5);
        item.decided_at = Some(At(item.created_at.0 + 3));
        assert_eq!(item.waited(At(item.created_at.0 + 5)), 3);
    }
}
