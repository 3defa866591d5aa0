//! Deciding: one act over one or many items, each only if it is still as the operator saw it.

use super::item_of;
use crate::base::clock::{DAY, HOUR, MINUTE};
use crate::base::{At, Error, Kind, Result, Says, Zone};
use crate::db::{Db, Tx, setting};
use crate::moderation::item::{Decision, Item, State};
use crate::moderation::reason::Reason;
use rusqlite::{Connection, OptionalExtension};

/// An item as the operator saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Its row.
    pub id: i64,
    /// The version that was on the screen.
    pub version: i64,
}

/// An item that somebody else changed first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Its row.
    pub id: i64,
    /// The member's name; empty if the item is gone.
    pub name: String,
    /// Who was faster.
    pub by: String,
    /// How long ago, in milliseconds.
    pub ago: i64,
    /// What they did: a catalogue key such as `queue.did_approve`.
    pub did: &'static str,
    /// What for, if they rejected it.
    pub reason: Option<Reason>,
}

/// What became of an act over several items.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The rows that were decided.
    pub done: Vec<i64>,
    /// Those that somebody else had changed.
    pub lost: Vec<Lost>,
    /// Those for which the decision is not possible (up a level from the top).
    pub refused: Vec<i64>,
}

/// Decides about `targets` as one act and one journal entry; items that changed meanwhile are left alone and told.
/// `draft` writes the notice for a rejected item.
///
/// # Errors
/// [`Kind::Conflict`] when every item had changed, [`Kind::User`] when none can be decided so; then nothing is written.
pub fn decide(
    db: &mut Db,
    targets: &[Target],
    decision: &Decision,
    draft: impl Fn(&Item) -> String,
) -> Result<Outcome> {
    let zone = setting::zone(db)?;
    db.write(decision.action(), |tx| {
        let mut outcome = Outcome::default();
        let mut first = None;
        for target in targets {
            let Some(item) = item_of(tx, target.id)? else {
                outcome.lost.push(Lost::gone(target.id));
                continue;
            };
            if item.version != target.version || item.state != State::Pending {
                outcome.lost.push(Lost::of(tx, &item, tx.at)?);
            } else if decision.refused(item.level).is_some() {
                outcome.refused.push(item.id);
            } else {
                write(tx, &item, decision, &draft)?;
                outcome.done.push(item.id);
                first.get_or_insert(item);
            }
        }
        let Some(first) = first else { return Err(nothing(&outcome, decision)) };
        if let [id] = outcome.done[..] {
            tx.about("item", id);
        }
        tx.says(summary(&first, decision, outcome.done.len(), zone));
        Ok(outcome)
    })
}

/// Lets one item through as part of a write that has begun; the item as it was.
///
/// # Errors
/// [`Kind::Conflict`] naming who was faster.
pub fn approve_in(tx: &Tx, target: Target) -> Result<Item> {
    let lost = |lost: Lost| lost.error(&Decision::Approve);
    let item = item_of(tx, target.id)?.ok_or_else(|| lost(Lost::gone(target.id)))?;
    if item.version != target.version || item.state != State::Pending {
        return Err(lost(Lost::of(tx, &item, tx.at)?));
    }
    write(tx, &item, &Decision::Approve, |_| String::new())?;
    Ok(item)
}

/// Why an act over these items wrote nothing.
fn nothing(outcome: &Outcome, decision: &Decision) -> Error {
    match (outcome.lost.first(), outcome.refused.is_empty()) {
        (Some(lost), _) => lost.error(decision),
        (None, false) => Error::user(decision.refused(super::super::item::TOP_LEVEL).unwrap_or("queue.nothing_chosen")),
        (None, true) => Error::user("queue.nothing_chosen"),
    }
}

fn write(tx: &Tx, item: &Item, decision: &Decision, draft: impl Fn(&Item) -> String) -> Result<()> {
    let who = &tx.operator;
    match decision {
        Decision::Approve => tx
            .prepare_cached(
                "UPDATE item SET state = 'approved', decided_at = ?2, decided_by = ?3, snoozed_until = NULL,
                 version = version + 1 WHERE id = ?1",
            )?
            .execute(rusqlite::params![item.id, tx.at.0, who])?,
        Decision::Reject { reason, words, notify } => {
            let notice = if *notify { draft(item) } else { String::new() };
            let note =
                [item.note.as_str(), words.as_str()].iter().filter(|n| !n.is_empty()).copied().collect::<Vec<_>>();
            tx.prepare_cached(
                "UPDATE item SET state = 'rejected', decided_at = ?2, decided_by = ?3, reason = ?4, notice = ?5,
                 note = ?6, snoozed_until = NULL, version = version + 1 WHERE id = ?1",
            )?
            .execute(rusqlite::params![
                item.id,
                tx.at.0,
                who,
                reason.row().id,
                notice,
                note.join("\n")
            ])?
        }
        Decision::Raise => tx
            .prepare_cached(
                "UPDATE item SET level = level + 1, raised_at = ?2, raised_by = ?3, snoozed_until = NULL,
                 version = version + 1 WHERE id = ?1",
            )?
            .execute(rusqlite::params![item.id, tx.at.0, who])?,
        Decision::Snooze(until) => tx
            .prepare_cached("UPDATE item SET snoozed_until = ?2, version = version + 1 WHERE id = ?1")?
            .execute(rusqlite::params![item.id, until.0])?,
    };
    Ok(())
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
/// [`Kind::Conflict`] when somebody changed the item meanwhile.
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

/// What an entry's action did to an item, for those who came too late.
const DID: &[(&str, &str)] = &[
    ("queue.approve", "queue.did_approve"),
    ("queue.reject", "queue.did_reject"),
    ("queue.raise", "queue.did_raise"),
    ("queue.snooze", "queue.did_snooze"),
    ("journal.undo", "queue.did_undo"),
];

impl Lost {
    /// The item was removed altogether, with the import that brought it.
    fn gone(id: i64) -> Lost {
        Lost { id, name: String::new(), by: String::new(), ago: 0, did: "queue.did_remove", reason: None }
    }

    /// Who changed `item` last, what they did and how long before `now`.
    pub(super) fn of(conn: &Connection, item: &Item, now: At) -> Result<Lost> {
        let last: Option<(String, i64, String)> = conn
            .prepare_cached(
                "SELECT j.operator, j.at, j.action FROM change c JOIN journal j ON j.seq = c.seq
                 WHERE c.tbl = 'item' AND c.row = ?1 ORDER BY c.seq DESC LIMIT 1",
            )?
            .query_row([item.id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .optional()?;
        let (by, at, action) = match last {
            Some((by, at, action)) => (by, At(at), action),
            None => (item.decided_by.clone(), item.decided_at.unwrap_or(now), String::new()),
        };
        let did = DID.iter().find(|(a, _)| *a == action).map_or("queue.did_change", |(_, key)| key);
        let reason = item.reason.filter(|_| item.state == State::Rejected);
        Ok(Lost { id: item.id, name: item.who.clone(), by, ago: now.since(at).max(0), did, reason })
    }

    /// The refusal that an operator who wanted `decision` reads.
    #[must_use]
    pub fn error(&self, decision: &Decision) -> Error {
        self.error_for(match decision {
            Decision::Approve => "queue.approve",
            Decision::Reject { .. } => "queue.reject",
            Decision::Raise => "queue.raise",
            Decision::Snooze(_) => "queue.snooze",
        })
    }

    /// The refusal for whoever wanted what the label `wanted` names.
    fn error_for(&self, wanted: &str) -> Error {
        if self.name.is_empty() && self.by.is_empty() {
            return Error::new(Kind::Conflict, "queue.gone")
                .with("wanted", format!("@{wanted}"))
                .hint("queue.lost_wanted");
        }
        let (ago, unit) = match self.ago {
            ms if ms < MINUTE => (ms / 1000, 0),
            ms if ms < HOUR => (ms / MINUTE, 1),
            ms if ms < DAY => (ms / HOUR, 2),
            ms => (ms / DAY, 3),
        };
        let keys = match self.reason {
            None => ["queue.lost_race_s", "queue.lost_race_m", "queue.lost_race_h", "queue.lost_race_d"],
            Some(_) => ["queue.lost_why_s", "queue.lost_why_m", "queue.lost_why_h", "queue.lost_why_d"],
        };
        let error = Error::new(Kind::Conflict, keys[unit])
            .with("who", &self.by)
            .with("n", ago)
            .with("did", format!("@{}", self.did))
            .with("name", &self.name)
            .with("wanted", format!("@{wanted}"));
        let error = match self.reason {
            Some(reason) => error.with("reason", format!("@{}", reason.row().label)),
            None => error,
        };
        error.hint("queue.lost_wanted")
    }
}

/// What became of an item that is not as it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Who changed it last; empty if the item is gone altogether.
    pub by: String,
    /// Where the decision stands now.
    pub state: State,
    /// What was done to it, as the label of that act.
    pub did: &'static str,
}

/// What somebody has made of `seen` since; `None` if it is still as it was seen.
///
/// # Errors
/// Database errors.
pub fn changed(db: &Db, seen: Target) -> Result<Option<Changed>> {
    let Some(item) = item_of(db.conn(), seen.id)? else {
        return Ok(Some(Changed { by: String::new(), state: State::Pending, did: "queue.struck_gone" }));
    };
    if item.version == seen.version {
        return Ok(None);
    }
    let lost = Lost::of(db.conn(), &item, db.now())?;
    let did = match lost.did {
        "queue.did_raise" => "queue.raise",
        "queue.did_snooze" => "queue.snooze",
        _ => "queue.changed",
    };
    let by = if item.decided_by.is_empty() { lost.by } else { item.decided_by };
    Ok(Some(Changed { by, state: item.state, did }))
}
