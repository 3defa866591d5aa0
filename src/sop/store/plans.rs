//! Plans: the library of playbooks, its changes, files in and out.

use crate::base::{Error, Kind, Result, Says};
use crate::db::{Db, Tx};
use crate::sop::incident::Crisis;
use crate::sop::playbook::exchange::Read;
use crate::sop::playbook::{About, Moment, NewPlaybook, PlanCall, PlanStep, Playbook};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashSet;

const COLUMNS: &str = "p.id, p.code, p.name, p.about, p.crisis, p.note, p.version,
    (SELECT count(*) FROM run r WHERE r.playbook_id = p.id AND r.ended_at IS NULL),
    (SELECT count(*) FROM welcome w WHERE w.playbook_id = p.id)";

fn from_row(row: &Row) -> rusqlite::Result<Playbook> {
    let (about, crisis): (String, String) = (row.get(3)?, row.get(4)?);
    Ok(Playbook {
        id: row.get(0)?,
        plan: NewPlaybook {
            code: row.get(1)?,
            name: row.get(2)?,
            about: About::read(&about).unwrap_or(About::Community),
            crisis: Crisis::read(&crisis),
            note: row.get(5)?,
            steps: Vec::new(),
            calls: Vec::new(),
        },
        version: row.get(6)?,
        running: row.get(7)?,
        welcomes: row.get(8)?,
    })
}

/// The steps and calls of a plan, in order.
fn filled(conn: &Connection, mut playbook: Playbook) -> Result<Playbook> {
    let sql = "SELECT moment, text, template, owner FROM plan_step WHERE playbook_id = ?1 ORDER BY sort, id";
    let mut stmt = conn.prepare_cached(sql)?;
    let rows = stmt.query_map([playbook.id], |r| {
        let moment: String = r.get(0)?;
        let moment = Moment::parse(&moment).unwrap_or(Moment::Span(0));
        Ok(PlanStep { moment, text: r.get(1)?, template: r.get(2)?, owner: r.get(3)? })
    })?;
    playbook.plan.steps = rows.collect::<rusqlite::Result<_>>()?;
    let mut stmt = conn.prepare_cached("SELECT who, whom FROM plan_call WHERE playbook_id = ?1 ORDER BY sort, id")?;
    let rows = stmt.query_map([playbook.id], |r| Ok(PlanCall { who: r.get(0)?, whom: r.get(1)? }))?;
    playbook.plan.calls = rows.collect::<rusqlite::Result<_>>()?;
    Ok(playbook)
}

/// Every plan with its steps: the everyday ones first, then those of crises.
///
/// # Errors
/// Database errors.
pub fn playbooks(db: &Db) -> Result<Vec<Playbook>> {
    let mut stmt =
        db.conn().prepare_cached(&format!("SELECT {COLUMNS} FROM playbook p ORDER BY p.crisis <> '', p.id"))?;
    let rows = stmt.query_map([], from_row)?.collect::<rusqlite::Result<Vec<_>>>()?;
    rows.into_iter().map(|p| filled(db.conn(), p)).collect()
}

/// The plan with this code, case ignored, or with this number.
///
/// # Errors
/// [`Kind::User`] if there is none.
pub fn playbook(db: &Db, code: &str) -> Result<Playbook> {
    let code = code.trim();
    let sql = format!("SELECT {COLUMNS} FROM playbook p WHERE p.code = ?1 COLLATE NOCASE OR p.id = ?2");
    let id = code.parse::<i64>().unwrap_or(0);
    let found = db.conn().prepare_cached(&sql)?.query_row(params![code, id], from_row).optional()?;
    let found = found.ok_or_else(|| {
        Error::user("playbook.none").with("code", crate::base::text::Clean::line(code)).hint("playbook.none_hint")
    })?;
    filled(db.conn(), found)
}

/// The plan of a sort of crisis, the newest if there are several.
pub(super) fn of_crisis(conn: &Connection, crisis: Crisis) -> Result<Option<Playbook>> {
    let sql = format!("SELECT {COLUMNS} FROM playbook p WHERE p.crisis = ?1 ORDER BY p.id DESC LIMIT 1");
    let found = conn.prepare_cached(&sql)?.query_row([crisis.name()], from_row).optional()?;
    found.map(|p| filled(conn, p)).transpose()
}

/// Adds a plan and returns its number.
///
/// # Errors
/// What [`NewPlaybook::checked`] refuses; a code that is taken.
pub fn add_playbook(db: &mut Db, new: NewPlaybook) -> Result<i64> {
    let new = new.checked()?;
    db.write("playbook.add", |tx| {
        free_code(tx, &new.code, 0)?;
        let id = insert(tx, &new)?;
        tx.about("playbook", id);
        tx.says(Says::new("playbook.did_add").with("code", &new.code).with("name", &new.name));
        Ok(id)
    })
}

/// Replaces plan `id`, if it is still at `version`. Runs in progress keep the steps they have.
///
/// # Errors
/// As [`add_playbook`]; [`Kind::Conflict`] naming who changed it meanwhile.
pub fn edit_playbook(db: &mut Db, id: i64, version: i64, new: NewPlaybook) -> Result<()> {
    let new = new.checked()?;
    db.write("playbook.edit", |tx| {
        free_code(tx, &new.code, id)?;
        let now: Option<(i64, String)> = tx
            .prepare_cached("SELECT version, updated_by FROM playbook WHERE id = ?1")?
            .query_row([id], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        match now {
            Some((found, _)) if found == version => {}
            Some((_, who)) => {
                let lost = Error::new(Kind::Conflict, "playbook.lost").with("who", who).with("code", &new.code);
                return Err(lost.hint("sop.lost_hint"));
            }
            None => return Err(Error::new(Kind::Conflict, "playbook.gone").hint("sop.lost_hint")),
        }
        replace(tx, id, &new)?;
        tx.about("playbook", id);
        tx.says(Says::new("playbook.did_edit").with("code", &new.code).with("name", &new.name));
        Ok(())
    })
}

/// Adds all of what was read from a file, or nothing; one journal entry. With `over`, plans whose code is taken are
/// replaced. Returns how many.
///
/// # Errors
/// A code that is taken, with its line.
pub fn import_playbooks(db: &mut Db, read: &[Read], over: bool) -> Result<usize> {
    db.write("playbook.import", |tx| {
        for row in read {
            let taken: Option<i64> = tx
                .prepare_cached("SELECT id FROM playbook WHERE code = ?1 COLLATE NOCASE")?
                .query_row([&row.plan.code], |r| r.get(0))
                .optional()?;
            match taken {
                None => drop(insert(tx, &row.plan)?),
                Some(id) if over => replace(tx, id, &row.plan)?,
                Some(_) => {
                    let error = Error::user("playbook.import_taken").with("line", row.line);
                    return Err(error.with("code", &row.plan.code).hint("playbook.import_taken_hint"));
                }
            }
        }
        tx.says(Says::new("playbook.did_import").with("count", read.len()));
        Ok(read.len())
    })
}

/// Every code, lower case.
fn codes(conn: &Connection) -> Result<HashSet<String>> {
    let mut stmt = conn.prepare_cached("SELECT lower(code) FROM playbook")?;
    let rows = stmt.query_map([], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether every one of these plans has its code taken already.
pub(super) fn all_known(conn: &Connection, plans: &[NewPlaybook]) -> Result<bool> {
    let taken = codes(conn)?;
    Ok(plans.iter().all(|p| taken.contains(&p.code)))
}

/// Adds the plans whose codes are free. Returns how many.
pub(super) fn add_fresh(tx: &Tx, plans: &[NewPlaybook]) -> Result<usize> {
    let taken = codes(tx)?;
    let mut fresh = 0;
    for plan in plans.iter().filter(|p| !taken.contains(&p.code)) {
        insert(tx, plan)?;
        fresh += 1;
    }
    Ok(fresh)
}

fn insert(tx: &Tx, new: &NewPlaybook) -> Result<i64> {
    let sql = "INSERT INTO playbook(code, name, about, crisis, note, updated_at, updated_by)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let crisis = new.crisis.map_or("", Crisis::name);
    tx.prepare_cached(sql)?.execute(params![
        new.code,
        new.name,
        new.about.name(),
        crisis,
        new.note,
        tx.at.0,
        tx.operator
    ])?;
    let id = tx.last_insert_rowid();
    parts(tx, id, new)?;
    Ok(id)
}

fn replace(tx: &Tx, id: i64, new: &NewPlaybook) -> Result<()> {
    let sql = "UPDATE playbook SET code = ?2, name = ?3, about = ?4, crisis = ?5, note = ?6, updated_at = ?7,
               updated_by = ?8, version = version + 1 WHERE id = ?1";
    let crisis = new.crisis.map_or("", Crisis::name);
    tx.execute(sql, params![id, new.code, new.name, new.about.name(), crisis, new.note, tx.at.0, tx.operator])?;
    tx.execute("DELETE FROM plan_step WHERE playbook_id = ?1", [id])?;
    tx.execute("DELETE FROM plan_call WHERE playbook_id = ?1", [id])?;
    parts(tx, id, new)
}

/// The steps and calls of a plan.
fn parts(tx: &Tx, id: i64, new: &NewPlaybook) -> Result<()> {
    let mut stmt = tx.prepare_cached(
        "INSERT INTO plan_step(playbook_id, sort, moment, text, template, owner) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (n, s) in (0_i64..).zip(&new.steps) {
        stmt.execute(params![id, n, s.moment.to_string(), s.text, s.template, s.owner])?;
    }
    let mut stmt = tx.prepare_cached("INSERT INTO plan_call(playbook_id, sort, who, whom) VALUES (?1, ?2, ?3, ?4)")?;
    for (n, c) in (0_i64..).zip(&new.calls) {
        stmt.execute(params![id, n, c.who, c.whom])?;
    }
    Ok(())
}

fn free_code(conn: &Connection, code: &str, but: i64) -> Result<()> {
    let name: Option<String> = conn
        .prepare_cached("SELECT name FROM playbook WHERE code = ?1 COLLATE NOCASE AND id <> ?2")?
        .query_row(params![code, but], |r| r.get(0))
        .optional()?;
    match name {
        None => Ok(()),
        Some(name) => Err(Error::user("playbook.code_taken").with("code", code).with("name", name)),
    }
}
