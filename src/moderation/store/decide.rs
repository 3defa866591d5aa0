//! Deciding: one act over one or many items, each only if it is still as the operator saw it.

use super::claims::{Held, place};
use super::lost::Lost;
use super::{appeals, clauses, item_of, opinion, strikes};
use crate::base::{Error, Result, Says, Zone};
use crate::db::{Db, Tx, claim, setting};
use crate::moderation::item::{Decision, Item, ItemKind, State, Suggestion, TOP_LEVEL};
use crate::moderation::pipeline::Rights;
use crate::moderation::reason::Reason;
use crate::moderation::strike::Line;

/// An item as the operator saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Its row.
    pub id: i64,
    /// The version that was on the screen.
    pub version: i64,
}

/// An item that this operator may not decide so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Barred {
    /// Its row.
    pub id: i64,
    /// The member's name.
    pub name: String,
    /// Why: a catalogue key.
    pub why: &'static str,
}

/// What became of an act over several items.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The rows that were decided.
    pub done: Vec<i64>,
    /// Those that somebody else had changed.
    pub lost: Vec<Lost>,
    /// Those that somebody else has in hand, where that forbids it.
    pub held: Vec<Held>,
    /// Those for which the decision is not possible (up a level from the top).
    pub refused: Vec<i64>,
    /// Those that somebody else must decide (an appeal against one's own decision).
    pub barred: Vec<Barred>,
    /// Those for which the decision is only a recommendation; they wait at the top now.
    pub advised: Vec<i64>,
    /// The highest line that a strike made here has reached.
    pub line: Option<Line>,
    /// The notices drafted, in the order of [`Outcome::done`].
    pub notices: Vec<String>,
}

impl Outcome {
    /// Everything that is not as it was.
    pub fn changed(&self) -> impl Iterator<Item = i64> + '_ {
        self.done.iter().chain(&self.advised).copied()
    }
}

/// Decides about `targets` as one act and one journal entry; items that changed meanwhile are left alone and told, and
/// so are, where claims are required, those that somebody else has in hand: who decides holds the item from the check
/// to the commit, which is one transaction. With the decision its claim ends. With a rejection come the clause it
/// cites, the strike and the note about the member; with an appeal granted, the decision it is about is overturned.
/// Beyond the operator's rights it is a recommendation, which waits at the top. `draft` writes the notice for an item.
///
/// # Errors
/// [`crate::base::Kind::Conflict`] when every item had changed or is held, [`crate::base::Kind::User`] when none can be decided so; then nothing
/// is written.
pub fn decide(
    db: &mut Db,
    targets: &[Target],
    decision: &Decision,
    draft: impl Fn(&Item) -> String,
) -> Result<Outcome> {
    let zone = setting::zone(db)?;
    let rights = Rights::of(&setting::role(db, &db.me().name)?);
    db.write(decision.action(), |tx| {
        let mode = claim::mode_in(tx)?;
        let mut outcome = Outcome::default();
        let (mut first, mut advised) = (None, None);
        for target in targets {
            let Some(item) = item_of(tx, target.id)? else {
                outcome.lost.push(Lost::gone(target.id));
                continue;
            };
            if item.version != target.version || item.state != State::Pending {
                outcome.lost.push(Lost::of(tx, &item, tx.at)?);
            } else if decision.refused(item.level).is_some() {
                outcome.refused.push(item.id);
            } else if let Some(held) = Held::of(tx, mode, &item, &tx.operator, tx.at)? {
                outcome.held.push(held);
            } else if let Some(why) = appeals::barred(tx, &item, decision, &tx.operator, rights)? {
                outcome.barred.push(Barred { id: item.id, name: item.who, why });
            } else if rights.recommends(decision, item.level) {
                advise(tx, &item, decision)?;
                claim::settle(tx, &place(item.id))?;
                outcome.advised.push(item.id);
                advised.get_or_insert(item);
            } else {
                write(tx, item.clone(), decision, &draft, &mut outcome)?;
                claim::settle(tx, &place(item.id))?;
                outcome.done.push(item.id);
                first.get_or_insert(item);
            }
        }
        let says = match (&first, &advised) {
            (Some(first), _) => summary(first, decision, outcome.done.len(), zone),
            (None, Some(first)) => recommended(first, decision, outcome.advised.len()),
            (None, None) => return Err(nothing(&outcome, decision, zone)),
        };
        if let [id] = outcome.changed().collect::<Vec<_>>()[..] {
            tx.about("item", id);
        }
        tx.says(says);
        Ok(outcome)
    })
}

/// Lets one item through as part of a write that has begun; the item as it was. `rights` are the operator's.
///
/// # Errors
/// [`crate::base::Kind::Conflict`] when somebody was faster or holds it, [`crate::base::Kind::User`] beyond the operator's
/// rights, and for an appeal, which is judged in its own way.
pub fn approve_in(tx: &Tx, target: Target, rights: Rights, zone: Zone) -> Result<Item> {
    let (decision, mut outcome) = (Decision::Approve, Outcome::default());
    let Some(item) = item_of(tx, target.id)? else { return Err(Lost::gone(target.id).error(&decision)) };
    if item.version != target.version || item.state != State::Pending {
        return Err(Lost::of(tx, &item, tx.at)?.error(&decision));
    }
    if let Some(held) = Held::of(tx, claim::mode_in(tx)?, &item, &tx.operator, tx.at)? {
        return Err(held.error(&decision, zone));
    }
    if item.kind == ItemKind::Appeal || rights.recommends(&decision, item.level) {
        return Err(Error::user("promise.no_right").with("who", &item.who));
    }
    write(tx, item.clone(), &decision, |_| String::new(), &mut outcome)?;
    claim::settle(tx, &place(item.id))?;
    Ok(item)
}

/// Why an act over these items wrote nothing.
fn nothing(outcome: &Outcome, decision: &Decision, zone: Zone) -> Error {
    if let (Some(barred), true) = (outcome.barred.first(), outcome.lost.is_empty()) {
        return Error::user(barred.why).with("who", &barred.name).hint("conduct.appeal_own_hint");
    }
    if let Some(lost) = outcome.lost.first() {
        return lost.error(decision);
    }
    match (outcome.held.first(), outcome.refused.is_empty()) {
        (Some(held), _) => held.error(decision, zone),
        (None, false) => Error::user(decision.refused(TOP_LEVEL).unwrap_or("queue.nothing_chosen")),
        (None, true) => Error::user("queue.nothing_chosen"),
    }
}

fn write(
    tx: &Tx,
    mut item: Item,
    decision: &Decision,
    draft: impl Fn(&Item) -> String,
    outcome: &mut Outcome,
) -> Result<()> {
    let who = &tx.operator;
    match decision {
        Decision::Approve => {
            let appeal = item.kind == ItemKind::Appeal;
            let notice = if appeal { draft(&item) } else { String::new() };
            tx.prepare_cached(
                "UPDATE item SET state = 'approved', decided_at = ?2, decided_by = ?3, notice = ?4, snoozed_until = NULL,
                 version = version + 1 WHERE id = ?1",
            )?
            .execute(rusqlite::params![item.id, tx.at.0, who, notice])?;
            if appeal {
                appeals::grant(tx, &item)?;
                outcome.notices.push(notice);
            }
        }
        Decision::Reject { reason, words, notify } => {
            item.conduct.standing = strikes::standing_in(tx, &item, tx.at)?;
            let notice = if *notify { draft(&item) } else { String::new() };
            reject(tx, &item, *reason, words, &notice)?;
            if crate::moderation::strike::counts(item.kind) {
                outcome.line = outcome.line.max(item.conduct.standing.crossed());
            }
            outcome.notices.extend(Some(notice).filter(|n| !n.is_empty()));
        }
        Decision::Raise => {
            tx.prepare_cached(
                "UPDATE item SET level = level + 1, raised_at = ?2, raised_by = ?3, snoozed_until = NULL,
                 version = version + 1 WHERE id = ?1",
            )?
            .execute(rusqlite::params![item.id, tx.at.0, who])?;
        }
        // Somebody has looked: the four hours until it climbs begin again when it comes back.
        Decision::Snooze(until) => {
            tx.prepare_cached(
                "UPDATE item SET snoozed_until = ?2, climbs_at = ?3, version = version + 1 WHERE id = ?1",
            )?
            .execute(rusqlite::params![
                item.id,
                until.0,
                crate::moderation::pipeline::climbs_at(*until).0
            ])?;
        }
    }
    Ok(())
}

/// The rejection with all that comes of it: clause, notice, strike, note about the member.
fn reject(tx: &Tx, item: &Item, reason: Reason, words: &str, notice: &str) -> Result<()> {
    let clause = reason.row().clause;
    let edition = if clause.is_empty() { 0 } else { clauses::edition(tx, clause)? };
    let note = [item.note.as_str(), words].into_iter().filter(|n| !n.is_empty()).collect::<Vec<_>>().join("\n");
    tx.prepare_cached(
        "UPDATE item SET state = 'rejected', decided_at = ?2, decided_by = ?3, reason = ?4, notice = ?5,
         note = ?6, clause = ?7, edition = ?8, snoozed_until = NULL, version = version + 1 WHERE id = ?1",
    )?
    .execute(rusqlite::params![
        item.id,
        tx.at.0,
        tx.operator,
        reason.row().id,
        notice,
        note,
        if edition == 0 { "" } else { clause },
        edition
    ])?;
    strikes::record(tx, item, reason, words)
}

/// What the operator would do, for somebody with the right to it; the item waits at the top.
fn advise(tx: &Tx, item: &Item, decision: &Decision) -> Result<()> {
    let (what, words) = match decision {
        Decision::Reject { reason, words, .. } => (Suggestion::Reject(*reason), words.as_str()),
        _ => (Suggestion::Approve, ""),
    };
    let note = if words.is_empty() { String::new() } else { opinion::line(&tx.operator, words) };
    let note = [item.note.as_str(), &note].into_iter().filter(|n| !n.is_empty()).collect::<Vec<_>>().join("\n");
    tx.prepare_cached(
        "UPDATE item SET raised_by = CASE WHEN level < ?2 THEN ?3 ELSE raised_by END,
                         raised_at = CASE WHEN level < ?2 THEN ?4 ELSE raised_at END, level = max(level, ?2),
                         advised = ?5, advised_words = ?6, advised_by = ?3, advised_at = ?4, note = ?7,
                         snoozed_until = NULL, version = version + 1 WHERE id = ?1",
    )?
    .execute(rusqlite::params![item.id, TOP_LEVEL, tx.operator, tx.at.0, what.id(), words, note])?;
    Ok(())
}

/// What the journal says of recommendations.
fn recommended(first: &Item, decision: &Decision, count: usize) -> Says {
    let says = match (decision, count) {
        (Decision::Reject { reason, .. }, 1) => {
            Says::new("conduct.advised_reject").with("reason", format!("@{}", reason.row().label))
        }
        (Decision::Reject { reason, .. }, _) => {
            Says::new("conduct.advised_reject_many").with("reason", format!("@{}", reason.row().label))
        }
        (_, 1) => Says::new("conduct.advised_approve"),
        (_, _) => Says::new("conduct.advised_approve_many"),
    };
    if count == 1 { says.with("who", &first.who) } else { says.with("n", count) }
}

/// What the journal says: about one item by name, about several by number.
fn summary(first: &Item, decision: &Decision, count: usize, zone: Zone) -> Says {
    let one = count == 1;
    let key = |one_key, many_key| Says::new(if one { one_key } else { many_key });
    let says = match decision {
        Decision::Approve => key("queue.approved", "queue.approved_many"),
        Decision::Reject { reason, notify, .. } => {
            let one_key = if *notify { "queue.rejected_noticed" } else { "queue.rejected" };
            key(one_key, "queue.rejected_many").with("reason", format!("@{}", reason.row().label))
        }
        Decision::Raise => key("queue.raised", "queue.raised_many").with("level", first.level + 1),
        Decision::Snooze(until) => {
            key("queue.snoozed", "queue.snoozed_many").with("until", until.local(zone).format("%m/%d %H:%M"))
        }
    };
    if one {
        says.with("who", &first.who).with("kind", format!("@{}", first.kind.label()))
    } else {
        says.with("n", count)
    }
}

/// Changes the notice of a rejected item.
///
/// # Errors
/// [`crate::base::Kind::Conflict`] when somebody changed the item meanwhile.
pub fn set_notice(db: &mut Db, target: Target, notice: &str) -> Result<()> {
    db.write("queue.notice", |tx| {
        let Some(item) = item_of(tx, target.id)? else { return Err(Lost::gone(target.id).error_for("queue.edit")) };
        if item.version != target.version {
            return Err(Lost::of(tx, &item, tx.at)?.error_for("queue.edit"));
        }
        tx.execute(
            "UPDATE item SET notice = ?2, version = version + 1 WHERE id = ?1",
            rusqlite::params![item.id, notice],
        )?;
        tx.says(Says::new("queue.notice_changed").with("who", &item.who));
        tx.about("item", item.id);
        Ok(())
    })
}
