//! Appeals: a member disagrees with a decision, within 20 days, and somebody else looks at it again.

use super::conduct::Cited;
use super::item::{Decision, Hit, Item, ItemKind, State, TOP_LEVEL};
use super::pipeline::Rights;
use super::reason::{APPEAL_DAYS, Reason};
use crate::base::clock::DAY;
use crate::base::{At, Error, Result, Zone};

/// The decision an appeal is about, as it is shown beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// The decided item.
    pub id: i64,
    /// What was written there, raw; empty when it has expired.
    pub text: String,
    /// What the machine found in it.
    pub hits: Vec<Hit>,
    /// What for.
    pub reason: Option<Reason>,
    /// By whom.
    pub by: String,
    /// When.
    pub at: At,
    /// The clause it cites.
    pub cited: Option<Cited>,
}

/// The last moment at which a decision made at `decided` can be appealed.
#[must_use]
pub fn ends(decided: At) -> At {
    decided.plus(i64::from(APPEAL_DAYS) * DAY)
}

/// Whether `item`, the decision a member disagrees with, can be appealed at `now`. `before` says whether it was already.
///
/// # Errors
/// [`crate::base::Kind::User`]: it is no rejection, was appealed before, or it is too late, naming the days.
pub fn open(item: &Item, before: Option<State>, now: At, zone: Zone) -> Result<()> {
    let about = |key: &str| Error::user(key).with("id", item.id).with("who", &item.who);
    let (State::Rejected, Some(decided), true) = (item.state, item.decided_at, item.kind != ItemKind::Appeal) else {
        return Err(about("conduct.appeal_nothing").hint("conduct.appeal_nothing_hint"));
    };
    match before {
        Some(State::Pending) => return Err(about("conduct.appeal_pending")),
        Some(_) => return Err(about("conduct.appeal_settled")),
        None => {}
    }
    if now > ends(decided) {
        let day = |at: At| at.day(zone);
        return Err(about("conduct.appeal_late")
            .with("decided", day(decided))
            .with("until", day(ends(decided)))
            .with("days", APPEAL_DAYS));
    }
    Ok(())
}

/// Why `me` may not decide an appeal against a decision made by `decider`: a catalogue key. Nobody reviews themselves,
/// but for a manager at the top level, above whom there is nobody.
#[must_use]
pub fn barred(decision: &Decision, level: u8, decider: &str, me: &str, rights: Rights) -> Option<&'static str> {
    let decides = matches!(decision, Decision::Approve | Decision::Reject { .. });
    let last = level >= TOP_LEVEL && rights.is_final();
    (decides && decider == me && !last).then_some("conduct.appeal_own")
}

#[cfg(test)]
mod tests {
    use super::super::item::tests::item;
    use super::*;
    use crate::base::{Lang, Language};

    fn rejected(days_ago: i64) -> (Item, At) {
        let now = At::parse("2026-10-10T17:20:00+08:00").unwrap();
        let mut item = item();
        (item.state, item.decided_at, item.reason) =
            (State::Rejected, Some(now.plus(-days_ago * DAY)), Some(Reason::Ads));
        (item, now)
    }

    #[test]
    fn twenty_days_and_not_one_more() {
        let lang = Lang::load(Language::Hans);
        let check = |days, before| {
            let (item, now) = rejected(days);
            open(&item, before, now, Zone::default()).map_err(|e| lang.say(&e.says))
        };
        assert_eq!(check(0, None), Ok(()));
        assert_eq!(check(20, None), Ok(()));
        assert_eq!(
            check(21, None).unwrap_err(),
            "没收：糖霜饼干 的决定 (#1) 是 2026-09-19 做的，申诉到 2026-10-09 为止 (20 天)"
        );
        assert!(check(1, Some(State::Pending)).unwrap_err().contains("#1"));
        assert!(check(1, Some(State::Rejected)).is_err() && check(1, Some(State::Approved)).is_err());
    }

    #[test]
    fn only_a_rejection_is_appealed() {
        let (item, now) = rejected(1);
        for change in [
            (|i: &mut Item| i.state = State::Pending) as fn(&mut Item),
            |i| i.state = State::Approved,
            |i| i.kind = ItemKind::Appeal,
            |i| i.decided_at = None,
        ] {
            let mut item = item.clone();
            change(&mut item);
            let error = open(&item, None, now, Zone::default()).unwrap_err();
            assert_eq!(error.says.key, "conduct.appeal_nothing");
        }
    }

    #[test]
    fn nobody_reviews_themselves_below_the_top() {
        let (volunteer, manager) = (Rights::of("volunteer"), Rights::of("manager"));
        let reject = Decision::reject(Reason::Ads);
        for decision in [&Decision::Approve, &reject] {
            assert!(barred(decision, 2, "甲", "甲", volunteer).is_some());
            assert!(barred(decision, 2, "甲", "甲", manager).is_some());
            assert!(barred(decision, 3, "甲", "甲", volunteer).is_some());
            assert!(barred(decision, 3, "甲", "甲", manager).is_none());
            assert!(barred(decision, 2, "乙", "甲", volunteer).is_none());
        }
        assert!(barred(&Decision::Raise, 2, "甲", "甲", volunteer).is_none());
    }
}
