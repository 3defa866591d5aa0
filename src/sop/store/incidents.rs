//! Incidents: opening, what is known, answering, closing. What is said and who is told stands in `statements`.

use super::plans;
use super::runs::{self, Place};
use super::steps;
use crate::base::{At, Error, Kind, Result, Says};
use crate::db::{Db, Tx};
use crate::sop::incident::{ANSWER_MS, Crisis, FACT_MAX, File, Incident, Sheet};
use rusqlite::{OptionalExtension, Row, params};

const COLUMNS: &str = "id, name, opened_at, opened_by, due_at, answered_at, closed_at, note, version, kind, what, place,
    began, scope, source, verified, happened, closed_by";

fn from_row(row: &Row) -> rusqlite::Result<Incident> {
    let kind: String = row.get(9)?;
    Ok(Incident {
        id: row.get(0)?,
        name: row.get(1)?,
        opened_at: At(row.get(2)?),
        opened_by: row.get(3)?,
        due_at: At(row.get(4)?),
        answered_at: row.get::<_, Option<i64>>(5)?.map(At),
        closed_at: row.get::<_, Option<i64>>(6)?.map(At),
        note: row.get(7)?,
        version: row.get(8)?,
        kind: Crisis::read(&kind),
        sheet: Sheet {
            what: row.get(10)?,
            place: row.get(11)?,
            began: row.get(12)?,
            scope: row.get(13)?,
            source: row.get(14)?,
            verified: row.get(15)?,
        },
        happened: row.get(16)?,
        closed_by: row.get(17)?,
    })
}

/// The open incident with the least time left.
///
/// # Errors
/// Database errors.
pub fn open_incident(db: &Db) -> Result<Option<Incident>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM incident WHERE closed_at IS NULL ORDER BY answered_at IS NOT NULL, due_at LIMIT 1"
    );
    Ok(db.conn().prepare_cached(&sql)?.query_row([], from_row).optional()?)
}

/// Incidents, the open ones first, then the newest.
///
/// # Errors
/// Database errors.
pub fn incidents(db: &Db, limit: usize) -> Result<Vec<Incident>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM incident ORDER BY closed_at IS NOT NULL, answered_at IS NOT NULL,
         CASE WHEN closed_at IS NULL THEN due_at ELSE -closed_at END, id LIMIT ?1"
    );
    let mut stmt = db.conn().prepare_cached(&sql)?;
    let rows = stmt.query_map([i64::try_from(limit).unwrap_or(i64::MAX)], from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Incident `id`.
///
/// # Errors
/// [`Kind::User`] if there is none.
pub fn incident(db: &Db, id: i64) -> Result<Incident> {
    let sql = format!("SELECT {COLUMNS} FROM incident WHERE id = ?1");
    let found = db.conn().prepare_cached(&sql)?.query_row([id], from_row).optional()?;
    found.ok_or_else(|| Error::user("playbook.no_incident").with("id", id).hint("playbook.no_incident_hint"))
}

/// Everything that hangs on incident `id`.
///
/// # Errors
/// Database errors.
pub fn file(db: &Db, id: i64) -> Result<File> {
    Ok(File {
        statements: super::statements::statements(db, id)?,
        calls: super::statements::calls(db, id)?,
        ambassadors: super::statements::ambassadors(db, id)?,
        steps: runs::incident_steps(db, id)?,
    })
}

/// Opens an incident; its clock starts now, and with a sort its playbook. Past undoing: everybody has seen the clock,
/// [`close_incident`] ends it.
///
/// # Errors
/// An empty or over-long name.
pub fn start_incident(db: &mut Db, name: &str, kind: Option<Crisis>) -> Result<i64> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > FACT_MAX {
        return Err(Error::user("app.incident_no_name"));
    }
    db.write("incident.start", |tx| {
        tx.execute(
            "INSERT INTO incident(name, kind, opened_at, opened_by, due_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![name, kind.map_or("", Crisis::name), tx.at.0, tx.operator, tx.at.plus(ANSWER_MS).0],
        )?;
        let id = tx.last_insert_rowid();
        if let Some(kind) = kind {
            unpack(tx, id, tx.at, kind)?;
        }
        tx.about("incident", id);
        tx.says(Says::new("app.incident_started").with("name", name));
        tx.lasting();
        Ok(id)
    })
}

/// The playbook of a sort of crisis begins: its steps are pinned, its call list copied. Nothing if there is none.
fn unpack(tx: &Tx, incident: i64, opened: At, kind: Crisis) -> Result<()> {
    let Some(playbook) = plans::of_crisis(tx, kind)? else { return Ok(()) };
    let place = Place { incident: Some(incident), ..Place::default() };
    runs::insert(tx, &playbook, &place, opened)?;
    for (n, call) in (0_i64..).zip(&playbook.plan.calls) {
        tx.execute(
            "INSERT INTO call(incident_id, sort, who, whom) VALUES (?1, ?2, ?3, ?4)",
            params![incident, n, call.who, call.whom],
        )?;
    }
    Ok(())
}

/// One change of an incident that is still at the version seen.
fn change(db: &mut Db, action: &str, seen: &Incident, says: Says, work: impl FnOnce(&Tx) -> Result<()>) -> Result<()> {
    db.write(action, |tx| {
        let sql = "UPDATE incident SET version = version + 1 WHERE id = ?1 AND version = ?2";
        if tx.execute(sql, params![seen.id, seen.version])? == 0 {
            let lost = Error::new(Kind::Conflict, "app.incident_changed").with("name", &seen.name);
            return Err(lost.hint("sop.lost_hint"));
        }
        work(tx)?;
        tx.about("incident", seen.id);
        tx.says(says.with("name", &seen.name));
        Ok(())
    })
}

/// Says what sort it is: its playbook begins, that of the sort it had before ends, and of its call list goes what
/// nobody was told yet.
///
/// # Errors
/// [`Kind::Conflict`] if somebody else changed it meanwhile; the sort it has already.
pub fn set_kind(db: &mut Db, seen: &Incident, kind: Crisis) -> Result<()> {
    if seen.kind == Some(kind) {
        return Err(Error::user("playbook.same_kind").with("kind", format!("@{}", kind.label())));
    }
    let says = Says::new("playbook.did_kind").with("kind", format!("@{}", kind.label()));
    change(db, "incident.kind", seen, says, |tx| {
        tx.execute("UPDATE incident SET kind = ?2 WHERE id = ?1", params![seen.id, kind.name()])?;
        steps::stop(tx, "incident_id = ?1", seen.id, "@playbook.reason_kind")?;
        tx.execute("DELETE FROM call WHERE incident_id = ?1 AND told_at IS NULL", [seen.id])?;
        unpack(tx, seen.id, seen.opened_at, kind)
    })
}

/// Writes down what is known.
///
/// # Errors
/// [`Kind::Conflict`] if somebody else changed it meanwhile; a fact that is too long.
pub fn set_sheet(db: &mut Db, seen: &Incident, sheet: &Sheet) -> Result<()> {
    let facts = [&sheet.what, &sheet.place, &sheet.began, &sheet.scope, &sheet.source];
    if facts.iter().any(|f| f.chars().count() > FACT_MAX) {
        return Err(Error::user("playbook.fact_too_long").with("max", FACT_MAX));
    }
    change(db, "incident.facts", seen, Says::new("playbook.did_facts"), |tx| {
        let facts = facts.map(|f| f.trim());
        let [what, place, began, scope, source] = facts;
        tx.execute(
            "UPDATE incident SET what = ?2, place = ?3, began = ?4, scope = ?5, source = ?6, verified = ?7 WHERE id = ?1",
            params![seen.id, what, place, began, scope, source, sheet.verified],
        )?;
        Ok(())
    })
}

/// Notes that the public reply went out: the clock stops.
///
/// # Errors
/// [`Kind::Conflict`] if somebody else changed it meanwhile.
pub fn answered(db: &mut Db, seen: &Incident) -> Result<()> {
    change(db, "incident.answered", seen, Says::new("app.incident_answered"), |tx| {
        tx.execute("UPDATE incident SET answered_at = coalesce(answered_at, ?2) WHERE id = ?1", params![seen.id, tx.at.0])?;
        Ok(())
    })
}

/// Closes it, with what happened and what is to change (either may be empty); what was still to be done is left out.
///
/// # Errors
/// [`Kind::Conflict`] if somebody else changed it meanwhile, or it is closed already.
pub fn close_incident(db: &mut Db, seen: &Incident, happened: &str, note: &str) -> Result<()> {
    if seen.closed_at.is_some() {
        return Err(Error::new(Kind::Conflict, "playbook.incident_over").with("name", &seen.name));
    }
    change(db, "incident.close", seen, Says::new("app.incident_closed"), |tx| {
        tx.execute(
            "UPDATE incident SET closed_at = ?2, closed_by = ?3, happened = ?4, note = ?5 WHERE id = ?1",
            params![seen.id, tx.at.0, tx.operator, happened.trim(), note.trim()],
        )?;
        steps::stop(tx, "incident_id = ?1", seen.id, "@playbook.reason_closed")?;
        Ok(())
    })
}
