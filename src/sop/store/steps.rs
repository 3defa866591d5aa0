//! What is decided about the steps of a run, and about a run as a whole.

use crate::base::{At, Error, Kind, Result, Says};
use crate::db::{Db, Tx};
use crate::sop::playbook::{Run, Step, StepState};
use rusqlite::{OptionalExtension, params};

/// A step as it was seen when something was decided about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepRef {
    /// Its number.
    pub id: i64,
    /// Its edit counter.
    pub version: i64,
}

impl From<&Step> for StepRef {
    fn from(step: &Step) -> StepRef {
        StepRef { id: step.id, version: step.version }
    }
}

/// What is decided about a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// It is done.
    Done,
    /// It is left out, for this reason.
    Skip(String),
    /// It is to be done after all.
    Reopen,
    /// It is due then.
    Move(At),
    /// It says something else, uses another template, belongs to somebody else.
    Edit {
        /// What is to be done.
        text: String,
        /// The template's code.
        template: String,
        /// Who does it.
        owner: String,
    },
}

/// How an act stands in the journal: its name, what it says of one step and of several.
struct Verb {
    id: &'static str,
    one: &'static str,
    many: &'static str,
}

impl Act {
    fn verb(&self) -> Verb {
        match self {
            Self::Done => Verb { id: "playbook.done", one: "playbook.did_done", many: "playbook.did_done_many" },
            Self::Skip(_) => Verb { id: "playbook.skip", one: "playbook.did_skip", many: "playbook.did_skip_many" },
            Self::Reopen => {
                Verb { id: "playbook.reopen", one: "playbook.did_reopen", many: "playbook.did_reopen_many" }
            }
            Self::Move(_) => Verb { id: "playbook.move", one: "playbook.did_move", many: "playbook.did_move_many" },
            Self::Edit { .. } => {
                Verb { id: "playbook.change", one: "playbook.did_change", many: "playbook.did_change_many" }
            }
        }
    }
}

/// Decides something about steps, as one entry. A run whose last step is settled is over.
///
/// # Errors
/// [`Kind::Conflict`] naming who was faster; a skip without a reason, an edit without a text; nothing is written then.
pub fn decide(db: &mut Db, steps: &[StepRef], act: &Act) -> Result<Says> {
    match act {
        Act::Skip(reason) if reason.trim().is_empty() => return Err(Error::user("playbook.skip_empty")),
        Act::Edit { text, .. } if text.trim().is_empty() => return Err(Error::user("playbook.edit_empty")),
        _ => {}
    }
    let Verb { id, one: key, many } = act.verb();
    db.write(id, |tx| {
        let mut first = (String::new(), String::new(), 0);
        for step in steps {
            let (run, name, text) = change(tx, *step, act)?;
            settle(tx, run)?;
            if first.2 == 0 {
                first = (name, text, run);
                tx.about("run", run);
            }
        }
        let reason = if let Act::Skip(reason) = act { reason.trim() } else { "" };
        let says = Says::new(if steps.len() == 1 { key } else { many });
        let says = says.with("name", &first.0).with("text", &first.1).with("n", steps.len()).with("reason", reason);
        tx.says(says.clone());
        Ok(says)
    })
}

/// Changes one step; returns its run, the run's name and what the step says.
pub(super) fn change(tx: &Tx, seen: StepRef, act: &Act) -> Result<(i64, String, String)> {
    let by = |tx: &Tx, state: &str, reason: &str| -> Result<usize> {
        let (who, at) = if state == "open" { ("", None) } else { (tx.operator.as_str(), Some(tx.at.0)) };
        Ok(tx
            .prepare_cached(
                "UPDATE run_step SET state = ?3, reason = ?4, by = ?5, at = ?6, version = version + 1
                 WHERE id = ?1 AND version = ?2 AND (state = 'open') <> (?3 = 'open')",
            )?
            .execute(params![seen.id, seen.version, state, reason, who, at])?)
    };
    let changed = match act {
        Act::Done => by(tx, "done", "")?,
        Act::Skip(reason) => by(tx, "skipped", reason.trim())?,
        Act::Reopen => by(tx, "open", "")?,
        Act::Move(at) => tx
            .prepare_cached(
                "UPDATE run_step SET due_at = ?3, version = version + 1 WHERE id = ?1 AND version = ?2 AND state = 'open'",
            )?
            .execute(params![seen.id, seen.version, at.0])?,
        Act::Edit { text, template, owner } => tx
            .prepare_cached(
                "UPDATE run_step SET text = ?3, template = ?4, owner = ?5, version = version + 1
                 WHERE id = ?1 AND version = ?2",
            )?
            .execute(params![seen.id, seen.version, text.trim(), template.trim(), owner.trim()])?,
    };
    let found: Option<(i64, String, String, String, String)> = tx
        .prepare_cached(
            "SELECT s.run_id, r.name, s.text, s.by, s.state FROM run_step s JOIN run r ON r.id = s.run_id WHERE s.id = ?1",
        )?
        .query_row([seen.id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))
        .optional()?;
    match found {
        Some((run, name, text, ..)) if changed == 1 => Ok((run, name, text)),
        Some((_, _, text, by, state)) => {
            let label = StepState::read(&state).map_or("", StepState::label);
            let lost = Error::new(Kind::Conflict, "playbook.step_lost").with("text", text).with("by", by);
            Err(lost.with("state", format!("@{label}")).hint("sop.lost_hint"))
        }
        None => Err(Error::user("playbook.no_step").with("id", seen.id)),
    }
}

/// A run is over when none of its steps is open, and goes on when one is open again.
pub(super) fn settle(tx: &Tx, run: i64) -> Result<()> {
    let sql = "UPDATE run SET ended_at = CASE WHEN EXISTS (SELECT 1 FROM run_step WHERE run_id = ?1 AND state = 'open')
                 THEN NULL ELSE ?2 END, version = version + 1
               WHERE id = ?1 AND (ended_at IS NULL) <> EXISTS (SELECT 1 FROM run_step WHERE run_id = ?1 AND state = 'open')";
    tx.prepare_cached(sql)?.execute(params![run, tx.at.0])?;
    Ok(())
}

/// Ends a run: what is still open is left out for `reason`.
///
/// # Errors
/// No reason; [`Kind::Conflict`] if it is over already.
pub fn end_run(db: &mut Db, seen: &Run, reason: &str) -> Result<Says> {
    if reason.trim().is_empty() {
        return Err(Error::user("playbook.skip_empty"));
    }
    db.write("playbook.end", |tx| {
        if stop(tx, "id = ?1", seen.id, reason.trim())? == 0 {
            let lost = Error::new(Kind::Conflict, "playbook.run_over").with("name", &seen.name);
            return Err(lost.hint("sop.lost_hint"));
        }
        tx.about("run", seen.id);
        let says = Says::new("playbook.did_end").with("name", &seen.name).with("reason", reason.trim());
        tx.says(says.clone());
        Ok(says)
    })
}

/// Ends the runs that are not over and for which `which` (with `?1` = `id`) holds; returns how many.
pub(super) fn stop(tx: &Tx, which: &str, id: i64, reason: &str) -> Result<usize> {
    tx.execute(
        &format!(
            "UPDATE run_step SET state = 'skipped', reason = ?2, by = ?3, at = ?4, version = version + 1
             WHERE state = 'open' AND run_id IN (SELECT id FROM run WHERE {which} AND ended_at IS NULL)"
        ),
        params![id, reason, tx.operator, tx.at.0],
    )?;
    let ended = format!("UPDATE run SET ended_at = ?2, version = version + 1 WHERE {which} AND ended_at IS NULL");
    Ok(tx.execute(&ended, params![id, tx.at.0])?)
}

/// The step is done for one person of those who joined that day, or not yet after all; when it is done for all of
/// them, it is done.
///
/// # Errors
/// [`Kind::Conflict`] if the step is settled already.
pub fn tell(db: &mut Db, step: i64, member: i64) -> Result<Says> {
    db.write("playbook.tell", |tx| {
        let name: Option<String> =
            tx.query_row("SELECT name FROM member WHERE id = ?1", [member], |r| r.get(0)).optional()?;
        let name = name.ok_or_else(|| Error::user("members.no_member").with("who", member))?;
        let (run, open): (i64, bool) = tx
            .query_row("SELECT run_id, state = 'open' FROM run_step WHERE id = ?1", [step], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?
            .ok_or_else(|| Error::user("playbook.no_step").with("id", step))?;
        if !open {
            return Err(Error::new(Kind::Conflict, "playbook.step_settled").hint("sop.lost_hint"));
        }
        let was = tx.execute("DELETE FROM step_person WHERE step_id = ?1 AND member_id = ?2", [step, member])?;
        if was == 0 {
            tx.execute(
                "INSERT INTO step_person(step_id, member_id, by, at) VALUES (?1, ?2, ?3, ?4)",
                params![step, member, tx.operator, tx.at.0],
            )?;
        }
        let left: i64 = tx.query_row(
            "SELECT count(*) FROM run_step s JOIN run r ON r.id = s.run_id JOIN member j ON j.community_id = r.community_id
               AND j.joined_at >= r.joined_from AND j.joined_at < r.joined_to AND j.left_at IS NULL
             WHERE s.id = ?1 AND NOT EXISTS (SELECT 1 FROM step_person t WHERE t.step_id = s.id AND t.member_id = j.id)",
            [step],
            |r| r.get(0),
        )?;
        if left == 0 {
            tx.execute(
                "UPDATE run_step SET state = 'done', by = ?2, at = ?3, version = version + 1 WHERE id = ?1",
                params![step, tx.operator, tx.at.0],
            )?;
            settle(tx, run)?;
        }
        tx.about("member", member);
        let says = Says::new(if was == 0 { "playbook.did_tell" } else { "playbook.did_untell" }).with("who", &name);
        tx.says(says.clone());
        Ok(says)
    })
}
