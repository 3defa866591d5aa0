//! What those who came too late are told: who changed an item, what they did and how long ago.

use super::decide::Target;
use super::item_of;
use crate::base::clock::{DAY, HOUR, MINUTE};
use crate::base::{At, Error, Kind, Result};
use crate::db::Db;
use crate::moderation::item::{Decision, Item, State};
use crate::moderation::reason::Reason;
use rusqlite::{Connection, OptionalExtension};

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

/// What an entry's action did to an item, for those who came too late.
const DID: &[(&str, &str)] = &[
    ("queue.approve", "queue.did_approve"),
    ("queue.reject", "queue.did_reject"),
    ("queue.raise", "queue.did_raise"),
    ("queue.snooze", "queue.did_snooze"),
    ("queue.climb", "queue.did_raise"),
    ("queue.ask", "conduct.did_ask"),
    ("queue.note", "conduct.did_note"),
    ("journal.undo", "queue.did_undo"),
];

impl Lost {
    /// The item was removed altogether, with the import that brought it.
    pub(super) fn gone(id: i64) -> Lost {
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
        let advised = item.state == State::Pending && matches!(&*action, "queue.approve" | "queue.reject");
        let did = DID.iter().find(|(a, _)| *a == action && !advised).map_or("queue.did_change", |(_, key)| key);
        let did = if advised { "conduct.did_advise" } else { did };
        let reason = item.reason.filter(|_| item.state == State::Rejected);
        Ok(Lost { id: item.id, name: item.who.clone(), by, ago: now.since(at).max(0), did, reason })
    }

    /// The refusal that an operator who wanted `decision` reads.
    #[must_use]
    pub fn error(&self, decision: &Decision) -> Error {
        self.error_for(decision.label())
    }

    /// The refusal for whoever wanted what the label `wanted` names.
    pub(super) fn error_for(&self, wanted: &str) -> Error {
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
