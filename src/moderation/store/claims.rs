//! Who has which item in hand, when that stands in the way of a decision, and taking it over.

use super::decide::Target;
use super::item_of;
use super::lost::Lost;
use crate::base::clock::MINUTE;
use crate::base::{At, Error, Kind, Result, Says, Zone};
use crate::db::claim::{self, Claim, Mode};
use crate::db::{Db, Tx, setting};
use crate::moderation::item::{Decision, Item};
use rusqlite::Connection;

/// The modes with the catalogue keys of their names and of what they mean.
pub const CLAIM_MODES: [(Mode, &str, &str); 3] = [
    (Mode::None, "queue.claims_none", "queue.claims_none_note"),
    (Mode::Optional, "queue.claims_optional", "queue.claims_optional_note"),
    (Mode::Required, "queue.claims_required", "queue.claims_required_note"),
];

/// The catalogue key of a mode's name.
#[must_use]
pub fn claims_label(mode: Mode) -> &'static str {
    CLAIM_MODES[mode as usize].1
}

/// The place of an item among the claims.
#[must_use]
pub fn place(id: i64) -> String {
    format!("item:{id}")
}

/// An item that somebody else has in hand, where nobody decides about such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its row.
    pub id: i64,
    /// The member's name.
    pub name: String,
    /// Who has it, since when, and when it is free.
    pub claim: Claim,
}

impl Held {
    /// Whether somebody other than `me` has `item` in hand at `now`; `None` as well where that does not matter.
    pub(super) fn of(conn: &Connection, mode: Mode, item: &Item, me: &str, now: At) -> Result<Option<Held>> {
        if mode != Mode::Required {
            return Ok(None);
        }
        let claim = claim::by_another(conn, &place(item.id), me, now)?;
        Ok(claim.map(|claim| Held { id: item.id, name: item.who.clone(), claim }))
    }

    /// The refusal that an operator who wanted `decision` reads: who, since when, when it is free, and the way out.
    #[must_use]
    pub fn error(&self, decision: &Decision, zone: Zone) -> Error {
        let clock = |at: At| at.local(zone).format("%H:%M").to_string();
        Error::new(Kind::Conflict, "queue.held")
            .with("who", &self.claim.operator)
            .with("since", clock(self.claim.since))
            // Rounded up: at that minute it is free indeed.
            .with("until", clock(self.claim.until.plus(MINUTE - 1)))
            .with("name", &self.name)
            .with("wanted", format!("@{}", decision.label()))
            .hint("queue.held_hint")
    }
}

/// Refuses `decision` before a menu for it is opened, if others have every one of `targets` in hand.
///
/// # Errors
/// [`Kind::Conflict`] as [`super::decide()`] would say it; database errors.
pub fn free(db: &Db, targets: &[Target], decision: &Decision) -> Result<()> {
    let mode = claim::mode(db)?;
    let mut first = None;
    for target in targets {
        let Some(item) = item_of(db.conn(), target.id)? else { return Ok(()) };
        match Held::of(db.conn(), mode, &item, &db.me().name, db.now())? {
            Some(held) => first = first.or(Some(held)),
            None => return Ok(()),
        }
    }
    first.map_or(Ok(()), |held| Err(held.error(decision, setting::zone(db)?)))
}

/// Takes item `id` over from whoever has it in hand; the journal says from whom. Where nobody has it any more, it is
/// simply claimed. It cannot be undone: the other one may have gone on meanwhile.
///
/// # Errors
/// [`Kind::Conflict`] if the item is gone; database errors.
pub fn take_over(db: &mut Db, id: i64) -> Result<()> {
    let (me, now) = (db.me().name.clone(), db.now());
    if claim::by_another(db.conn(), &place(id), &me, now)?.is_none() {
        return claim::seize(db, &place(id));
    }
    db.write("queue.take_over", |tx| {
        let Some(item) = item_of(tx, id)? else { return Err(Lost::gone(id).error_for("queue.cmd_claim")) };
        let from = claim::by_another(tx, &place(id), &me, tx.at)?.map(|c| c.operator);
        claim::hold(tx, &place(id), &me, tx.at)?;
        tx.says(match from {
            Some(from) => Says::new("queue.took_over").with("who", &item.who).with("from", from),
            None => Says::new("queue.took").with("who", &item.who),
        });
        tx.about("item", id);
        tx.lasting();
        Ok(())
    })
}

/// Sets what claims mean in this file. Claims that stand are ended, so that nobody is held back by one of before.
///
/// # Errors
/// Database errors.
pub fn set_claims(db: &mut Db, mode: Mode) -> Result<()> {
    db.write("queue.claims", |tx: &Tx| {
        tx.execute(
            "INSERT INTO setting(key, value) VALUES (?1, ?2) ON CONFLICT(key) DO UPDATE SET value = ?2",
            [claim::SETTING, mode.id()],
        )?;
        claim::clear(tx)?;
        tx.says(Says::new("queue.claims_set").with("mode", format!("@{}", claims_label(mode))));
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{get, sample};
    use super::super::{Outcome, decide};
    use super::*;
    use crate::base::clock::HOUR;
    use crate::base::{Clock, Lang, Language};
    use crate::db::testing::{File, as_operator, now};
    use crate::moderation::item::State;
    use crate::moderation::reason::Reason;

    const TARGETS: [Target; 2] = [Target { id: 1, version: 1 }, Target { id: 2, version: 1 }];

    fn required() -> (File, Db) {
        let mut file = sample();
        set_claims(&mut file.db, Mode::Required).unwrap();
        let mut other = as_operator(&file, "阿泽");
        claim::take(&mut other, &place(1)).unwrap();
        (file, other)
    }

    fn act(db: &mut Db, targets: &[Target], decision: &Decision) -> Result<Outcome> {
        decide(db, targets, decision, |_| String::new())
    }

    #[test]
    fn what_another_has_in_hand_is_decided_by_them_alone() {
        let (mut file, mut other) = required();
        let lang = Lang::load(Language::Hans);
        let before = file.db.head().unwrap();
        for decision in [Decision::Approve, Decision::reject(Reason::Ads), Decision::Snooze(now().plus(HOUR))] {
            let refused = act(&mut file.db, &TARGETS[..1], &decision).unwrap_err();
            assert_eq!((refused.kind, refused.kind.exit_code()), (Kind::Conflict, 4), "{decision:?}");
            assert_eq!(lang.say(&refused.says), "没做成：阿泽 17:20 起在看 糖霜饼干，17:25 空出", "{decision:?}");
            assert!(lang.explain(&refused).contains('C'), "{}", lang.explain(&refused));
            assert_eq!(free(&file.db, &TARGETS[..1], &decision).unwrap_err().says, refused.says, "{decision:?}");
        }
        assert_eq!(file.db.head().unwrap(), before, "a refusal leaves no entry");
        act(&mut other, &TARGETS[..1], &Decision::Approve).unwrap();
        assert_eq!((get(&file.db, 1).state, claim::held(&file.db).unwrap()), (State::Approved, vec![]));
    }

    #[test]
    fn of_several_only_what_is_held_is_left() {
        let (mut file, _other) = required();
        free(&file.db, &TARGETS, &Decision::Approve).unwrap();
        let outcome = act(&mut file.db, &TARGETS, &Decision::Approve).unwrap();
        assert_eq!((outcome.done, outcome.held.len()), (vec![2], 1));
        assert_eq!((outcome.held[0].id, outcome.held[0].claim.operator.as_str()), (1, "阿泽"));
    }

    #[test]
    fn a_claim_that_ran_out_or_is_optional_holds_nobody_back() {
        let (mut file, mut other) = required();
        file.db.rename("甲");
        let mut later = as_operator(&file, "甲");
        later.set_clock(Clock::Frozen(now().plus(claim::CLAIM_MS)));
        free(&later, &TARGETS[..1], &Decision::Approve).unwrap();
        act(&mut later, &TARGETS[..1], &Decision::Approve).unwrap();
        claim::take(&mut other, &place(2)).unwrap();
        assert_eq!(act(&mut file.db, &TARGETS[1..], &Decision::Raise).unwrap_err().says.key, "queue.held");
        for mode in [Mode::Optional, Mode::None] {
            set_claims(&mut file.db, mode).unwrap();
            claim::take(&mut other, &place(2)).unwrap();
            free(&file.db, &TARGETS[1..], &Decision::Approve).unwrap();
        }
        assert_eq!(act(&mut file.db, &TARGETS[1..], &Decision::Approve).unwrap().done, [2]);
    }

    #[test]
    fn taking_over_is_in_the_journal_and_opens_the_way() {
        let (mut file, mut other) = required();
        take_over(&mut file.db, 1).unwrap();
        let entry = file.db.entries(1, None, None).unwrap().remove(0);
        let says = Lang::load(Language::Hans).say(&entry.summary);
        assert_eq!((entry.action.as_str(), says.as_str()), ("queue.take_over", "接手 糖霜饼干，原在看：阿泽"));
        assert!(!entry.undoable && file.db.undo(entry.seq).is_err());
        assert!(act(&mut other, &TARGETS[..1], &Decision::Approve).unwrap_err().says.key == "queue.held");
        let head = file.db.head().unwrap();
        take_over(&mut file.db, 1).unwrap();
        take_over(&mut file.db, 2).unwrap();
        assert_eq!(file.db.head().unwrap(), head, "what nobody holds is claimed without an entry");
        act(&mut file.db, &TARGETS[1..], &Decision::Approve).unwrap();
        assert!(take_over(&mut other, 99).is_ok(), "a claim on nothing stands in nobody's way");
    }

    #[test]
    fn the_mode_is_undone_like_everything() {
        let (mut file, _other) = required();
        assert_eq!(claim::held(&file.db).unwrap().len(), 1);
        set_claims(&mut file.db, Mode::None).unwrap();
        let last = file.db.last_undoable("甲").unwrap().unwrap();
        file.db.undo(last).unwrap();
        assert_eq!((claim::mode(&file.db).unwrap(), claim::held(&file.db).unwrap()), (Mode::Required, vec![]));
    }
}
