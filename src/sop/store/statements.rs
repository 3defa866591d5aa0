//! What hangs on an incident: what was said, who was told, who leads the talk where.

use super::steps::{self, Act, StepRef};
use crate::base::text::Clean;
use crate::base::{At, Error, Kind, Lang, Result, Says};
use crate::db::{Db, Tx};
use crate::sop::incident::{Ambassador, Call, FACT_MAX, STATEMENT_MAX, Statement};
use rusqlite::{OptionalExtension, params};

/// The statements of incident `id`, oldest first.
///
/// # Errors
/// Database errors.
pub fn statements(db: &Db, id: i64) -> Result<Vec<Statement>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT id, text, channel, drafted_at, drafted_by, said_at, said_by, version FROM statement
         WHERE incident_id = ?1 ORDER BY said_at IS NULL, said_at, id",
    )?;
    let rows = stmt.query_map([id], |r| {
        Ok(Statement {
            id: r.get(0)?,
            text: r.get(1)?,
            channel: r.get(2)?,
            drafted_at: At(r.get(3)?),
            drafted_by: r.get(4)?,
            said_at: r.get::<_, Option<i64>>(5)?.map(At),
            said_by: r.get(6)?,
            version: r.get(7)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// At most so many places are offered that were typed before.
const TYPED_BEFORE: usize = 5;

/// Where a statement can go: everywhere, each community, then what was typed before, the newest first.
///
/// # Errors
/// Database errors.
pub fn channels(db: &Db, lang: &Lang) -> Result<Vec<String>> {
    let shown = |p: super::Place| {
        format!("{} {}", lang.text(&format!("members.platform_{}", p.platform)), Clean::head(&p.name, 30))
    };
    let mut all = vec![lang.text("playbook.everywhere").to_owned()];
    all.extend(super::places(db)?.into_iter().map(shown));
    let mut stmt = db.conn().prepare_cached(
        "SELECT channel FROM statement WHERE channel <> '' GROUP BY channel ORDER BY max(drafted_at) DESC, channel",
    )?;
    let typed: Vec<String> = stmt.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    let typed = typed.iter().map(|c| Clean::head(c, 60).into_string()).filter(|c| !all.contains(c));
    let typed: Vec<String> = typed.take(TYPED_BEFORE).collect();
    all.extend(typed);
    Ok(all)
}

/// Who tells whom in incident `id`.
///
/// # Errors
/// Database errors.
pub fn calls(db: &Db, id: i64) -> Result<Vec<Call>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT id, who, whom, told_at, told_by, version FROM call WHERE incident_id = ?1 ORDER BY sort, id",
    )?;
    let rows = stmt.query_map([id], |r| {
        Ok(Call {
            id: r.get(0)?,
            who: r.get(1)?,
            whom: r.get(2)?,
            told_at: r.get::<_, Option<i64>>(3)?.map(At),
            told_by: r.get(4)?,
            version: r.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Who leads the talk where in incident `id`.
///
/// # Errors
/// Database errors.
pub fn ambassadors(db: &Db, id: i64) -> Result<Vec<Ambassador>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT a.id, c.name, c.platform, a.name, a.version FROM ambassador a JOIN community c ON c.id = a.community_id
         WHERE a.incident_id = ?1 ORDER BY c.sort, c.id, a.id",
    )?;
    let rows = stmt.query_map([id], |r| {
        Ok(Ambassador { id: r.get(0)?, community: r.get(1)?, platform: r.get(2)?, name: r.get(3)?, version: r.get(4)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The name of incident `id`, if it is open.
fn open_name(tx: &Tx, id: i64) -> Result<String> {
    let found: Option<(String, bool)> = tx
        .query_row("SELECT name, closed_at IS NOT NULL FROM incident WHERE id = ?1", [id], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })
        .optional()?;
    match found {
        Some((name, false)) => Ok(name),
        Some((name, true)) => Err(Error::new(Kind::Conflict, "playbook.incident_over").with("name", name)),
        None => Err(Error::user("playbook.no_incident").with("id", id).hint("playbook.no_incident_hint")),
    }
}

fn checked(text: &str) -> Result<String> {
    let text = text.replace("\r\n", "\n").trim().to_owned();
    let count = text.chars().count();
    if text.is_empty() {
        return Err(Error::user("playbook.statement_empty"));
    }
    if count > STATEMENT_MAX {
        return Err(Error::user("playbook.statement_long").with("count", count).with("max", STATEMENT_MAX));
    }
    Ok(text)
}

/// Keeps a statement as a draft, or says at once that it went out; the first one that did stops the clock.
///
/// # Errors
/// An empty or over-long text; an incident that is closed.
pub fn state(db: &mut Db, incident: i64, text: &str, channel: &str, said: bool) -> Result<i64> {
    let text = checked(text)?;
    let action = if said { "incident.say" } else { "incident.draft" };
    db.write(action, |tx| {
        let name = open_name(tx, incident)?;
        tx.execute(
            "INSERT INTO statement(incident_id, text, channel, drafted_at, drafted_by, said_at, said_by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                incident,
                text,
                channel.trim(),
                tx.at.0,
                tx.operator,
                said.then_some(tx.at.0),
                if said { tx.operator.as_str() } else { "" }
            ],
        )?;
        let id = tx.last_insert_rowid();
        if said {
            stop_clock(tx, incident)?;
        }
        tx.about("incident", incident);
        let key = if said { "playbook.did_say" } else { "playbook.did_draft" };
        tx.says(Says::new(key).with("name", name).with("channel", shown(channel)));
        Ok(id)
    })
}

/// The words of a step went out: the step is done and the statement logged, as one entry; the first statement stops the
/// clock.
///
/// # Errors
/// An empty or over-long text; [`Kind::Conflict`] if somebody else settled the step; an incident that is closed.
pub fn say_step(db: &mut Db, incident: i64, step: StepRef, text: &str, channel: &str) -> Result<Says> {
    let text = checked(text)?;
    db.write("incident.say", |tx| {
        let name = open_name(tx, incident)?;
        let (run, _, what) = steps::change(tx, step, &Act::Done)?;
        steps::settle(tx, run)?;
        tx.execute(
            "INSERT INTO statement(incident_id, text, channel, drafted_at, drafted_by, said_at, said_by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?4, ?5)",
            params![incident, text, channel.trim(), tx.at.0, tx.operator],
        )?;
        stop_clock(tx, incident)?;
        tx.about("incident", incident);
        let says = Says::new("playbook.did_say_step").with("name", name).with("text", what);
        tx.says(says.clone());
        Ok(says)
    })
}

/// Changes a draft.
///
/// # Errors
/// An empty or over-long text; [`Kind::Conflict`] if it was changed or said meanwhile.
pub fn revise(db: &mut Db, incident: i64, seen: &Statement, text: &str, channel: &str) -> Result<()> {
    let text = checked(text)?;
    db.write("incident.revise", |tx| {
        let name = open_name(tx, incident)?;
        let sql = "UPDATE statement SET text = ?3, channel = ?4, version = version + 1
                   WHERE id = ?1 AND version = ?2 AND said_at IS NULL";
        won(tx.execute(sql, params![seen.id, seen.version, text, channel.trim()])?, &name)?;
        tx.about("incident", incident);
        tx.says(Says::new("playbook.did_revise").with("name", name));
        Ok(())
    })
}

/// The draft went out; the first one that did stops the clock.
///
/// # Errors
/// [`Kind::Conflict`] if it was changed or said meanwhile.
pub fn said(db: &mut Db, incident: i64, seen: &Statement) -> Result<()> {
    db.write("incident.say", |tx| {
        let name = open_name(tx, incident)?;
        let sql = "UPDATE statement SET said_at = ?3, said_by = ?4, version = version + 1
                   WHERE id = ?1 AND version = ?2 AND said_at IS NULL";
        won(tx.execute(sql, params![seen.id, seen.version, tx.at.0, tx.operator])?, &name)?;
        stop_clock(tx, incident)?;
        tx.about("incident", incident);
        tx.says(Says::new("playbook.did_say").with("name", name).with("channel", shown(&seen.channel)));
        Ok(())
    })
}

/// Throws a draft away.
///
/// # Errors
/// [`Kind::Conflict`] if it was changed or said meanwhile.
pub fn drop_draft(db: &mut Db, incident: i64, seen: &Statement) -> Result<()> {
    db.write("incident.drop", |tx| {
        let name = open_name(tx, incident)?;
        let sql = "DELETE FROM statement WHERE id = ?1 AND version = ?2 AND said_at IS NULL";
        won(tx.execute(sql, params![seen.id, seen.version])?, &name)?;
        tx.about("incident", incident);
        tx.says(Says::new("playbook.did_drop").with("name", name));
        Ok(())
    })
}

fn won(changed: usize, name: &str) -> Result<()> {
    if changed == 1 {
        return Ok(());
    }
    Err(Error::new(Kind::Conflict, "app.incident_changed").with("name", name).hint("sop.lost_hint"))
}

fn stop_clock(tx: &Tx, incident: i64) -> Result<()> {
    let sql = "UPDATE incident SET answered_at = ?2, version = version + 1 WHERE id = ?1 AND answered_at IS NULL";
    tx.execute(sql, params![incident, tx.at.0])?;
    Ok(())
}

/// A channel in a sentence; nobody said which is `--`.
fn shown(channel: &str) -> String {
    let channel = channel.trim();
    if channel.is_empty() { "--".to_owned() } else { channel.to_owned() }
}

/// Adds a line of who tells whom.
///
/// # Errors
/// An empty or over-long name; an incident that is closed.
pub fn add_call(db: &mut Db, incident: i64, who: &str, whom: &str) -> Result<()> {
    let (who, whom) = (who.trim(), whom.trim());
    if who.is_empty() || whom.is_empty() || who.chars().count().max(whom.chars().count()) > FACT_MAX {
        return Err(Error::user("playbook.call_empty"));
    }
    db.write("incident.call", |tx| {
        let name = open_name(tx, incident)?;
        tx.execute(
            "INSERT INTO call(incident_id, sort, who, whom)
             SELECT ?1, coalesce(max(sort), 0) + 1, ?2, ?3 FROM call WHERE incident_id = ?1",
            params![incident, who, whom],
        )?;
        tx.about("incident", incident);
        tx.says(Says::new("playbook.did_call").with("name", name).with("who", who).with("whom", whom));
        Ok(())
    })
}

/// Somebody was told, or not yet after all.
///
/// # Errors
/// [`Kind::Conflict`] if it was ticked meanwhile.
pub fn tick(db: &mut Db, incident: i64, seen: &Call) -> Result<()> {
    db.write("incident.tick", |tx| {
        let name = open_name(tx, incident)?;
        let (at, by) = if seen.told_at.is_none() { (Some(tx.at.0), tx.operator.as_str()) } else { (None, "") };
        let sql = "UPDATE call SET told_at = ?3, told_by = ?4, version = version + 1 WHERE id = ?1 AND version = ?2";
        won(tx.execute(sql, params![seen.id, seen.version, at, by])?, &name)?;
        tx.about("incident", incident);
        let key = if at.is_some() { "playbook.did_tick" } else { "playbook.did_untick" };
        tx.says(Says::new(key).with("name", name).with("who", &seen.who).with("whom", &seen.whom));
        Ok(())
    })
}

/// Takes a line off the call list.
///
/// # Errors
/// [`Kind::Conflict`] if it was ticked meanwhile.
pub fn drop_call(db: &mut Db, incident: i64, seen: &Call) -> Result<()> {
    db.write("incident.uncall", |tx| {
        let name = open_name(tx, incident)?;
        won(tx.execute("DELETE FROM call WHERE id = ?1 AND version = ?2", params![seen.id, seen.version])?, &name)?;
        tx.about("incident", incident);
        tx.says(Says::new("playbook.did_uncall").with("name", name).with("who", &seen.who).with("whom", &seen.whom));
        Ok(())
    })
}

/// `who` leads the talk in `community` while the incident lasts; a member of that name is remembered as such.
///
/// # Errors
/// An empty or over-long name; an incident that is closed.
pub fn add_ambassador(db: &mut Db, incident: i64, community: i64, who: &str) -> Result<()> {
    let who = who.trim();
    if who.is_empty() || who.chars().count() > 100 {
        return Err(Error::user("playbook.ambassador_empty"));
    }
    db.write("incident.ambassador", |tx| {
        let name = open_name(tx, incident)?;
        let sql = "INSERT INTO ambassador(incident_id, community_id, member_id, name)
                   VALUES (?1, ?2, (SELECT min(id) FROM member WHERE community_id = ?2 AND name = ?3), ?3)";
        tx.execute(sql, params![incident, community, who])?;
        tx.about("ambassador", tx.last_insert_rowid());
        tx.says(Says::new("playbook.did_ambassador").with("name", name));
        Ok(())
    })
}

/// Takes an ambassador off.
///
/// # Errors
/// [`Kind::Conflict`] if somebody else did already.
pub fn drop_ambassador(db: &mut Db, incident: i64, seen: &Ambassador) -> Result<()> {
    db.write("incident.unambassador", |tx| {
        let name = open_name(tx, incident)?;
        let sql = "DELETE FROM ambassador WHERE id = ?1 AND version = ?2";
        won(tx.execute(sql, params![seen.id, seen.version])?, &name)?;
        tx.about("ambassador", seen.id);
        tx.says(Says::new("playbook.did_unambassador").with("name", name));
        Ok(())
    })
}
