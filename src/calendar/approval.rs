//! Who must have seen a post before it goes out: whether a community wants approval, which moves that forbids, who may
//! give it, and when one that waits for it is overdue.

use super::post::{Post, State};
use crate::base::At;
use crate::base::clock::HOUR;
use serde::{Deserialize, Serialize};

/// What a community wants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Approval {
    /// Nobody is asked.
    None,
    /// Whoever wants to may ask.
    #[default]
    Optional,
    /// Nothing goes out unseen.
    Required,
}

impl Approval {
    /// Every one with its word in the file and the catalogue key of its label.
    pub const ALL: [(Approval, &'static str, &'static str); 3] = [
        (Self::None, "none", "posts.approval_none"),
        (Self::Optional, "optional", "posts.approval_optional"),
        (Self::Required, "required", "posts.approval_required"),
    ];
}

crate::base::named!(Approval: word parse key);

/// How long a post may wait for approval before somebody is reminded: 24 hours, BrightBean's for its own team.
pub const PATIENCE: i64 = 24 * HOUR;

/// Why `post` may not go to `to`, beyond what the moves say: a catalogue key.
#[must_use]
pub fn forbids(post: &Post, to: State) -> Option<&'static str> {
    match (post.more.approval, to) {
        (Approval::Required, State::Planned | State::Published) if post.more.approved_at.is_none() => {
            Some("posts.needs_approval")
        }
        (Approval::None, State::Review) => Some("posts.no_approval_here"),
        _ => None,
    }
}

/// Where a post with these words stands: ready with a caption, else a draft; where approval is required, a draft until
/// it was given.
#[must_use]
pub fn written(body: &str, approval: Approval, approved: bool) -> State {
    match (body.trim().is_empty(), approval) {
        (true, _) => State::Draft,
        (false, Approval::Required) if !approved => State::Draft,
        (false, _) => State::Planned,
    }
}

/// Why `me` in `role` may not approve what `sender` sent: a catalogue key. Managers may; editors may what is not their
/// own, unless nobody insists on a second pair of eyes.
#[must_use]
pub fn may_not(role: &str, me: &str, sender: &str, approval: Approval) -> Option<&'static str> {
    match role {
        "manager" => None,
        "content" if approval != Approval::Required || me != sender => None,
        "content" => Some("posts.own_approval"),
        _ => Some("posts.not_your_approval"),
    }
}

impl Post {
    /// Milliseconds it has waited for approval, if it does.
    #[must_use]
    pub fn waits(&self, now: At) -> Option<i64> {
        self.more.sent_at.filter(|_| self.state == State::Review).map(|at| now.since(at).max(0))
    }

    /// Whether it has waited too long.
    #[must_use]
    pub fn is_stalled(&self, now: At) -> bool {
        self.waits(now).is_some_and(|ms| ms >= PATIENCE)
    }
}

#[cfg(test)]
mod tests {
    use super::super::post::MOVES;
    use super::super::post::tests::post;
    use super::*;
    use crate::base::clock::MINUTE;

    #[test]
    fn words_are_read_back() {
        for (approval, word, key) in Approval::ALL {
            assert_eq!((approval.word(), Approval::parse(word), approval.key()), (word, Some(approval), key));
        }
        assert_eq!(Approval::parse("maybe"), None);
    }

    #[test]
    fn nothing_unseen_goes_out_where_approval_is_required() {
        let mut p = post(1);
        for (from, moves) in MOVES {
            for to in *moves {
                (p.state, p.more.approval, p.more.approved_at) = (*from, Approval::Required, None);
                let out = matches!(to, State::Planned | State::Published);
                assert_eq!(forbids(&p, *to).is_some(), out, "{from:?} > {to:?}");
                p.more.approved_at = Some(At(1));
                assert_eq!(forbids(&p, *to), None);
                (p.more.approval, p.more.approved_at) = (Approval::Optional, None);
                assert_eq!(forbids(&p, *to), None);
                p.more.approval = Approval::None;
                assert_eq!(forbids(&p, *to).is_some(), *to == State::Review);
            }
        }
    }

    #[test]
    fn words_make_a_post_ready_unless_somebody_must_see_them() {
        for (body, approval, approved, want) in [
            ("", Approval::Optional, false, State::Draft),
            (" \n", Approval::None, true, State::Draft),
            ("早安", Approval::Optional, false, State::Planned),
            ("早安", Approval::None, false, State::Planned),
            ("早安", Approval::Required, false, State::Draft),
            ("早安", Approval::Required, true, State::Planned),
        ] {
            assert_eq!(written(body, approval, approved), want, "{body} {approval:?} {approved}");
        }
    }

    #[test]
    fn four_eyes_where_they_are_required() {
        for (role, sender, approval, refused) in [
            ("manager", "甲", Approval::Required, false),
            ("content", "乙", Approval::Required, false),
            ("content", "甲", Approval::Required, true),
            ("content", "甲", Approval::Optional, false),
            ("volunteer", "乙", Approval::Optional, true),
            ("data", "乙", Approval::Required, true),
        ] {
            assert_eq!(may_not(role, "甲", sender, approval).is_some(), refused, "{role} {sender} {approval:?}");
        }
    }

    #[test]
    fn a_day_without_an_answer_is_too_long() {
        let mut p = post(1);
        p.state = State::Review;
        assert!(!p.is_stalled(At(0)), "nobody knows since when");
        p.more.sent_at = Some(At(0));
        assert!(!p.is_stalled(At(PATIENCE - MINUTE)) && p.is_stalled(At(PATIENCE)));
        p.state = State::Approved;
        assert_eq!((p.waits(At(PATIENCE)), p.is_stalled(At(PATIENCE))), (None, false));
    }
}
