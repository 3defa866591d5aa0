//! Templates: the library, its changes, files in and out, the starter pack.

use super::words::{keep_wording, limits_of, phrases_of};
use crate::base::{At, Error, Kind, Result, Says};
use crate::db::{Db, Tx};
use crate::sop::template::{Category, Limits, NewTemplate, Phrases, Status, Template, Variant, slots};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashMap;

const COLUMNS: &str = "t.id, t.code, t.name, t.category, t.keywords, t.body, t.platform, t.status, t.updated_at,
    t.updated_by, t.version, coalesce(u.n, 0), coalesce(u.again, 0), t.owner, t.review_on";
/// Use is counted from the answers, so undoing one takes its use back. An answer came back if the same person asked
/// again in the same place within a day of it.
const USES: &str = "LEFT JOIN (SELECT a.template_id, count(*) n, count(*) FILTER (WHERE EXISTS (
      SELECT 1 FROM inquiry b WHERE b.community_id = a.community_id AND b.who = a.who AND b.id <> a.id
      AND b.at > a.answered_at AND b.at <= a.answered_at + 86400000)) again
    FROM inquiry a WHERE a.template_id IS NOT NULL GROUP BY a.template_id) u ON u.template_id = t.id";

fn from_row(row: &Row) -> rusqlite::Result<Template> {
    let (category, status, review): (String, String, String) = (row.get(3)?, row.get(7)?, row.get(14)?);
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
            owner: row.get(13)?,
            review: review.parse().ok(),
            variants: Vec::new(),
        },
        updated_at: At(row.get(8)?),
        updated_by: row.get(9)?,
        version: row.get(10)?,
        uses: row.get(11)?,
        reopened: row.get(12)?,
    })
}

/// Puts the variants into their templates.
fn with_variants(conn: &Connection, mut templates: Vec<Template>) -> Result<Vec<Template>> {
    let mut stmt =
        conn.prepare_cached("SELECT template_id, platform, language, body FROM variant ORDER BY platform, language")?;
    let mut rows = stmt.query([])?;
    let mut of: HashMap<i64, Vec<Variant>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let variant = Variant { platform: row.get(1)?, language: row.get(2)?, body: row.get(3)? };
        of.entry(row.get(0)?).or_default().push(variant);
    }
    for template in &mut templates {
        template.wording.variants = of.remove(&template.id).unwrap_or_default();
    }
    Ok(templates)
}

/// Every template, by code, with how often it was used.
///
/// # Errors
/// Database errors.
pub fn templates(db: &Db) -> Result<Vec<Template>> {
    let mut stmt = db.conn().prepare_cached(&format!("SELECT {COLUMNS} FROM template t {USES} ORDER BY t.code"))?;
    let rows = stmt.query_map([], from_row)?;
    with_variants(db.conn(), rows.collect::<rusqlite::Result<_>>()?)
}

/// The template with this code, case ignored, or with this number.
///
/// # Errors
/// [`Kind::User`] if there is none.
pub fn template(db: &Db, code: &str) -> Result<Template> {
    one(db.conn(), code)
}

pub(super) fn one(conn: &Connection, code: &str) -> Result<Template> {
    let code = code.trim();
    let mut stmt = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM template t {USES} WHERE t.code = ?1 COLLATE NOCASE OR t.id = ?2"
    ))?;
    let found = stmt.query_row(params![code, code.parse::<i64>().unwrap_or(0)], from_row).optional()?;
    let found = with_variants(conn, found.into_iter().collect())?.pop();
    found.ok_or_else(|| Error::user("sop.no_template").with("code", code).hint("sop.no_template_hint"))
}

/// Changes whenever a template or a house phrase is added, changed or removed. For caches.
///
/// # Errors
/// Database errors.
pub fn fingerprint(db: &Db) -> Result<Print> {
    let sql = "SELECT count(*), coalesce(max(updated_at), 0), coalesce(sum(version), 0),
               (SELECT count(*) + coalesce(sum(version), 0) FROM phrase) FROM template";
    let read = |r: &Row| Ok(Print { templates: r.get(0)?, last: r.get(1)?, versions: r.get(2)?, phrases: r.get(3)? });
    Ok(db.conn().prepare_cached(sql)?.query_row([], read)?)
}

/// Tells one state of the library from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Print {
    /// How many templates there are.
    pub templates: i64,
    /// When one was changed last.
    pub last: i64,
    /// The sum of their versions.
    pub versions: i64,
    /// How many phrases there are, and their versions.
    pub phrases: i64,
}

/// Adds a template and returns its number.
///
/// # Errors
/// What [`NewTemplate::checked`] refuses; a code that is taken; a house phrase that is not there; a word its platform
/// forbids.
pub fn add(db: &mut Db, new: NewTemplate) -> Result<i64> {
    let new = new.checked()?;
    db.write("sop.template_add", |tx| {
        House::read(tx)?.takes(&new)?;
        free_code(tx, &new.code, 0)?;
        let id = insert(tx, &new)?;
        tx.about("template", id);
        tx.says(Says::new("sop.did_template_add").with("code", &new.code).with("name", &new.name));
        Ok(id)
    })
}

/// Replaces template `id`, if it is still at `version`; what it said before is kept. Nothing happens if it says so
/// already.
///
/// # Errors
/// As [`add`]; [`Kind::Conflict`] naming who changed it meanwhile.
pub fn edit(db: &mut Db, id: i64, version: i64, new: NewTemplate) -> Result<()> {
    let new = new.checked()?;
    let same = |old: &Template| old.version == version && old.wording == new;
    if one(db.conn(), &id.to_string()).is_ok_and(|old| same(&old)) {
        return Ok(());
    }
    db.write("sop.template_edit", |tx| {
        House::read(tx)?.takes(&new)?;
        free_code(tx, &new.code, id)?;
        let old = one(tx, &id.to_string()).map_err(|_| lost(tx, id))?;
        if old.version != version {
            return Err(lost(tx, id));
        }
        replace(tx, &old, &new)?;
        tx.about("template", id);
        tx.says(Says::new("sop.did_template_edit").with("code", &new.code).with("name", &new.name));
        Ok(())
    })
}

/// What a new body is held against.
pub(super) struct House {
    phrases: Phrases,
    limits: Limits,
}

impl House {
    pub(super) fn read(conn: &Connection) -> Result<House> {
        Ok(House { phrases: phrases_of(conn)?.into_iter().collect(), limits: limits_of(conn)? })
    }

    /// Every body with its phrases put in: can it be filled, and does its platform take it.
    pub(super) fn takes(&self, new: &NewTemplate) -> Result<()> {
        for (platform, body) in new.bodies() {
            let text = self.phrases.expand(body)?;
            slots(&text)?;
            let limit = self.limits.of(platform);
            if let Some(word) = limit.forbidden(&text) {
                let error = Error::user("words.forbidden_in").with("code", &new.code).with("word", word);
                return Err(error.hint("words.forbidden_hint"));
            }
            let count = text.chars().count();
            if !platform.is_empty() && count > limit.longest {
                let error = Error::user("words.too_long_for").with("code", &new.code).with("count", count);
                return Err(error.with("max", limit.longest).with("platform", format!("@members.platform_{platform}")));
            }
        }
        Ok(())
    }
}

/// Writes the new wording over the old one and keeps the old one.
pub(super) fn replace(tx: &Tx, old: &Template, new: &NewTemplate) -> Result<()> {
    keep_wording(tx, old)?;
    tx.prepare_cached(
        "UPDATE template SET code = ?2, name = ?3, category = ?4, keywords = ?5, body = ?6, platform = ?7, status = ?8,
         owner = ?9, review_on = ?10, updated_at = ?11, updated_by = ?12, version = version + 1 WHERE id = ?1",
    )?
    .execute(params![
        old.id,
        new.code,
        new.name,
        new.category.name(),
        new.keywords,
        new.body,
        new.platform,
        new.status.name(),
        new.owner,
        day(new),
        tx.at.0,
        tx.operator
    ])?;
    if old.wording.variants != new.variants {
        tx.execute("DELETE FROM variant WHERE template_id = ?1", [old.id])?;
        put_variants(tx, old.id, new)?;
    }
    Ok(())
}

fn day(new: &NewTemplate) -> String {
    new.review.map(|day| day.to_string()).unwrap_or_default()
}

fn put_variants(tx: &Tx, id: i64, new: &NewTemplate) -> Result<()> {
    let sql = "INSERT INTO variant(template_id, platform, language, body) VALUES (?1, ?2, ?3, ?4)";
    for v in &new.variants {
        tx.prepare_cached(sql)?.execute(params![id, v.platform, v.language, v.body])?;
    }
    Ok(())
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

pub(super) fn insert(tx: &Tx, new: &NewTemplate) -> Result<i64> {
    let sql =
        "INSERT INTO template(code, name, category, keywords, body, platform, status, owner, review_on, updated_at,
               updated_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    let status = new.status.name();
    tx.prepare_cached(sql)?.execute(params![
        new.code,
        new.name,
        new.category.name(),
        new.keywords,
        new.body,
        new.platform,
        status,
        new.owner,
        day(new),
        tx.at.0,
        tx.operator
    ])?;
    let id = tx.last_insert_rowid();
    put_variants(tx, id, new)?;
    Ok(id)
}

/// Every code, lower case, with its template.
pub(super) fn codes(conn: &Connection) -> Result<HashMap<String, i64>> {
    let mut stmt = conn.prepare_cached("SELECT lower(code), id FROM template")?;
    let rows = stmt.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
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
