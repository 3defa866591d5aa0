//! Templates: the library, its changes, files in and out, the starter pack.

use crate::base::{At, Error, Kind, Language, Result, Says};
use crate::db::{Db, Tx};
use crate::sop::exchange::Read;
use crate::sop::starter;
use crate::sop::template::{Category, NewTemplate, Status, Template};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashSet;

const COLUMNS: &str = "t.id, t.code, t.name, t.category, t.keywords, t.body, t.platform, t.status, t.updated_at,
    t.updated_by, t.version, coalesce(u.n, 0)";
/// Use is counted from the answers, so undoing one takes its use back.
const USES: &str = "LEFT JOIN (SELECT template_id, count(*) n FROM inquiry WHERE template_id IS NOT NULL
    GROUP BY template_id) u ON u.template_id = t.id";

fn from_row(row: &Row) -> rusqlite::Result<Template> {
    let (category, status): (String, String) = (row.get(3)?, row.get(7)?);
    Ok(Template {
        id: row.get(0)?,
        wording: NewTemplate {
            code: row.get(1)?,
            name: row.get(2)?,
            category: Category::read(&category),
            keywords: row.get(4)?,
            body: row.get(5)?,
            platform: row.get(6)?,
            status: Status::read(&status).unwrap_or(Status::Draft),
        },
        updated_at: At(row.get(8)?),
        updated_by: row.get(9)?,
        version: row.get(10)?,
        uses: row.get(11)?,
    })
}

/// Every template, by code, with how often it was used.
///
/// # Errors
/// Database errors.
pub fn templates(db: &Db) -> Result<Vec<Template>> {
    let mut stmt = db.conn().prepare_cached(&format!("SELECT {COLUMNS} FROM template t {USES} ORDER BY t.code"))?;
    let rows = stmt.query_map([], from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The template with this code, case ignored, or with this number.
///
/// # Errors
/// [`Kind::User`] if there is none.
pub fn template(db: &Db, code: &str) -> Result<Template> {
    let code = code.trim();
    let mut stmt = db.conn().prepare_cached(&format!(
        "SELECT {COLUMNS} FROM template t {USES} WHERE t.code = ?1 COLLATE NOCASE OR t.id = ?2"
    ))?;
    let found = stmt.query_row(params![code, code.parse::<i64>().unwrap_or(0)], from_row).optional()?;
    found.ok_or_else(|| Error::user("sop.no_template").with("code", code).hint("sop.no_template_hint"))
}

/// Changes whenever a template is added, changed or removed: (how many, last change, sum of versions). For caches.
///
/// # Errors
/// Database errors.
pub fn fingerprint(db: &Db) -> Result<(i64, i64, i64)> {
    let sql = "SELECT count(*), coalesce(max(updated_at), 0), coalesce(sum(version), 0) FROM template";
    Ok(db.conn().prepare_cached(sql)?.query_row([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?)
}

/// Adds a template and returns its number.
///
/// # Errors
/// What [`NewTemplate::checked`] refuses; a code that is taken.
pub fn add(db: &mut Db, new: NewTemplate) -> Result<i64> {
    let new = new.checked()?;
    db.write("sop.template_add", |tx| {
        free_code(tx, &new.code, 0)?;
        let id = insert(tx, &new)?;
        tx.about("template", id);
        tx.says(Says::new("sop.did_template_add").with("code", &new.code).with("name", &new.name));
        Ok(id)
    })
}

/// Replaces template `id`, if it is still at `version`.
///
/// # Errors
/// As [`add`]; [`Kind::Conflict`] naming who changed it meanwhile.
pub fn edit(db: &mut Db, id: i64, version: i64, new: NewTemplate) -> Result<()> {
    let new = new.checked()?;
    db.write("sop.template_edit", |tx| {
        free_code(tx, &new.code, id)?;
        let changed = tx.execute(
            "UPDATE template SET code = ?3, name = ?4, category = ?5, keywords = ?6, body = ?7, platform = ?8, status = ?9,
             updated_at = ?10, updated_by = ?11, version = version + 1 WHERE id = ?1 AND version = ?2",
            params![
                id,
                version,
                new.code,
                new.name,
                new.category.name(),
                new.keywords,
                new.body,
                new.platform,
                new.status.name(),
                tx.at.0,
                tx.operator
            ],
        )?;
        if changed == 0 {
            return Err(lost(tx, id));
        }
        tx.about("template", id);
        tx.says(Says::new("sop.did_template_edit").with("code", &new.code).with("name", &new.name));
        Ok(())
    })
}

/// Who was faster with template `id`.
fn lost(tx: &Tx, id: i64) -> Error {
    let found = tx.query_row("SELECT code, updated_by FROM template WHERE id = ?1", [id], |r| {
        Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?))
    });
    match found {
        Ok((code, who)) => Error::new(Kind::Conflict, "sop.lost_template").with("who", who).with("code", code),
        Err(_) => Error::new(Kind::Conflict, "sop.lost_gone"),
    }
    .hint("sop.lost_hint")
}

/// Adds all of what was read from a file, or nothing; one journal entry. Returns how many.
///
/// # Errors
/// A code that is taken, with its line.
pub fn import(db: &mut Db, read: &[Read]) -> Result<usize> {
    db.write("sop.import", |tx| {
        let taken = codes(tx)?;
        if let Some(row) = read.iter().find(|row| taken.contains(&row.template.code)) {
            let error = Error::user("sop.import_taken").with("line", row.line).with("code", &row.template.code);
            return Err(error.hint("sop.import_taken_hint"));
        }
        for row in read {
            insert(tx, &row.template)?;
        }
        tx.says(Says::new("sop.did_import").with("count", read.len()));
        Ok(read.len())
    })
}

/// The templates as they can be imported again, by code.
///
/// # Errors
/// Database errors.
pub fn export(db: &Db) -> Result<Vec<NewTemplate>> {
    Ok(templates(db)?.into_iter().map(|t| t.wording).collect())
}

/// Adds the templates and the playbooks of the starter pack whose codes are free; one journal entry, none when all are
/// there. Returns how many of each.
///
/// # Errors
/// Database errors.
pub fn install_starter(db: &mut Db, language: Language) -> Result<(usize, usize)> {
    let (pack, plans) = (starter::starter(language)?, starter::playbooks(language)?);
    let known = codes(db.conn())?;
    if pack.iter().all(|t| known.contains(&t.code)) && super::plans::all_known(db.conn(), &plans)? {
        return Ok((0, 0));
    }
    db.write("sop.starter", |tx| {
        let taken = codes(tx)?;
        let fresh: Vec<&NewTemplate> = pack.iter().filter(|t| !taken.contains(&t.code)).collect();
        for template in &fresh {
            insert(tx, template)?;
        }
        let plans = super::plans::add_fresh(tx, &plans)?;
        tx.says(Says::new("sop.did_starter").with("count", fresh.len()).with("plans", plans));
        Ok((fresh.len(), plans))
    })
}

fn insert(tx: &Tx, new: &NewTemplate) -> Result<i64> {
    let sql = "INSERT INTO template(code, name, category, keywords, body, platform, status, updated_at, updated_by)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let status = new.status.name();
    tx.prepare_cached(sql)?.execute(params![
        new.code,
        new.name,
        new.category.name(),
        new.keywords,
        new.body,
        new.platform,
        status,
        tx.at.0,
        tx.operator
    ])?;
    Ok(tx.last_insert_rowid())
}

/// Every code, lower case.
fn codes(conn: &Connection) -> Result<HashSet<String>> {
    let mut stmt = conn.prepare_cached("SELECT lower(code) FROM template")?;
    let rows = stmt.query_map([], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn free_code(conn: &Connection, code: &str, but: i64) -> Result<()> {
    let name: Option<String> = conn
        .prepare_cached("SELECT name FROM template WHERE code = ?1 COLLATE NOCASE AND id <> ?2")?
        .query_row(params![code, but], |r| r.get(0))
        .optional()?;
    match name {
        None => Ok(()),
        Some(name) => Err(Error::user("sop.code_taken").with("code", code).with("name", name).hint("sop.code_hint")),
    }
}
