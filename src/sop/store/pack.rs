//! Templates that come in many at once, from a file or the starter pack, and go out again.

use super::templates::{House, codes, insert, one, replace, templates};
use super::words::{hold_together, phrases_of, put_phrase};
use crate::base::{Error, Language, Result, Says};
use crate::db::{Db, Tx};
use crate::sop::exchange::{Pack, Read, at_line};
use crate::sop::starter;
use crate::sop::template::NewTemplate;
use std::collections::HashMap;

/// What happens to a code that the library has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Existing {
    /// Nothing is imported at all.
    #[default]
    Refuse,
    /// The library's own stays.
    Skip,
    /// The file's takes its place, and the old wording is kept.
    Update,
}

impl Existing {
    /// Every way with its name on the command line.
    pub const ALL: [(Existing, &'static str); 3] =
        [(Self::Refuse, "refuse"), (Self::Skip, "skip"), (Self::Update, "update")];
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Imported {
    /// Templates that were not there.
    pub new: usize,
    /// Templates that say something else now.
    pub updated: usize,
    /// Templates that were left alone.
    pub skipped: usize,
    /// House phrases that are new or say something else now.
    pub phrases: usize,
}

/// Takes in what was read from a file, or nothing of it; one journal entry.
///
/// # Errors
/// With the line: a code or a phrase that is taken ([`Existing::Refuse`]), what [`super::add`] refuses.
pub fn import(db: &mut Db, pack: &Pack, existing: Existing) -> Result<Imported> {
    db.write("sop.import", |tx| {
        let mut done = Imported { phrases: put_phrases(tx, pack, existing)?, ..Imported::default() };
        let (house, taken) = (House::read(tx)?, codes(tx)?);
        for Read { line, template } in &pack.templates {
            house.takes(template).map_err(|e| at_line(*line, &template.code, &e))?;
            match (taken.get(&template.code), existing) {
                (None, _) => {
                    insert(tx, template)?;
                    done.new += 1;
                }
                (Some(_), Existing::Refuse) => {
                    let error = Error::user("sop.import_taken").with("line", line).with("code", &template.code);
                    return Err(error.hint("sop.import_taken_hint"));
                }
                (Some(_), Existing::Skip) => done.skipped += 1,
                (Some(id), Existing::Update) => {
                    let old = one(tx, &id.to_string())?;
                    if old.wording == *template {
                        done.skipped += 1;
                    } else {
                        replace(tx, &old, template)?;
                        done.updated += 1;
                    }
                }
            }
        }
        let says = Says::new("words.did_import").with("new", done.new).with("updated", done.updated);
        tx.says(says.with("skipped", done.skipped).with("phrases", done.phrases));
        Ok(done)
    })
}

/// The phrases of a file; one that says the same already is passed over.
fn put_phrases(tx: &Tx, pack: &Pack, existing: Existing) -> Result<usize> {
    let own: HashMap<String, String> = phrases_of(tx)?.into_iter().map(|p| (p.name, p.body)).collect();
    let mut count = 0;
    for read in &pack.phrases {
        match own.get(&read.phrase.name) {
            Some(body) if *body == read.phrase.body || existing == Existing::Skip => continue,
            Some(_) if existing == Existing::Refuse => {
                let error = Error::user("words.phrase_taken").with("line", read.line).with("name", &read.phrase.name);
                return Err(error.hint("sop.import_taken_hint"));
            }
            _ => put_phrase(tx, &read.phrase)?,
        }
        count += 1;
    }
    // The line of the first phrase that is in the file's own part of the way.
    let told = |e: Error| {
        let way: Vec<&str> = e.says.args.get("path").map(|p| p.split(" > ").collect()).unwrap_or_default();
        let first = pack.phrases.iter().find(|p| way.contains(&p.phrase.name.as_str()));
        match first {
            Some(p) => at_line(p.line, &format!("@{}", p.phrase.name), &e),
            None => e,
        }
    };
    if count > 0 {
        hold_together(tx).map_err(told)?;
    }
    Ok(count)
}

/// The templates as they can be imported again, by code.
///
/// # Errors
/// Database errors.
pub fn export(db: &Db) -> Result<Vec<NewTemplate>> {
    Ok(templates(db)?.into_iter().map(|t| t.wording).collect())
}

/// Adds the templates and the playbooks of the starter pack whose codes are free, and its phrases; one journal entry,
/// none when all are there. Returns how many templates and playbooks.
///
/// # Errors
/// Database errors.
pub fn install_starter(db: &mut Db, language: Language) -> Result<(usize, usize)> {
    let (pack, plans) = (starter::pack(language)?, starter::playbooks(language)?);
    let known = codes(db.conn())?;
    if pack.templates.iter().all(|r| known.contains_key(&r.template.code))
        && super::plans::all_known(db.conn(), &plans)?
    {
        return Ok((0, 0));
    }
    db.write("sop.starter", |tx| {
        put_phrases(tx, &pack, Existing::Skip)?;
        let taken = codes(tx)?;
        let fresh: Vec<&NewTemplate> =
            pack.templates.iter().map(|r| &r.template).filter(|t| !taken.contains_key(&t.code)).collect();
        for template in &fresh {
            insert(tx, template)?;
        }
        let plans = super::plans::add_fresh(tx, &plans)?;
        tx.says(Says::new("sop.did_starter").with("count", fresh.len()).with("plans", plans));
        Ok((fresh.len(), plans))
    })
}
