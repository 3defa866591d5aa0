//! The clauses of the 公约: the starter set from the catalogue, the operators' editions from the file.

use crate::base::{At, Lang, Result, Says};
use crate::db::Db;
use crate::moderation::clause::{self, Clause, STARTER};
use crate::moderation::conduct::Cited;
use rusqlite::{Connection, OptionalExtension, Row};

fn from_row(row: &Row) -> rusqlite::Result<Clause> {
    Ok(Clause {
        number: row.get(0)?,
        edition: row.get(1)?,
        text: row.get(2)?,
        valid_from: Some(At(row.get(3)?)),
        by: row.get(4)?,
    })
}

/// Every edition of every clause, in the order of their numbers, the oldest edition first.
///
/// # Errors
/// Database errors.
pub fn clauses(db: &Db, lang: &Lang) -> Result<Vec<Clause>> {
    let mut all: Vec<Clause> = STARTER.iter().filter_map(|(number, _)| Clause::starter(number, lang)).collect();
    let mut stmt = db.conn().prepare_cached("SELECT number, edition, text, valid_from, by FROM clause")?;
    for row in stmt.query_map([], from_row)? {
        all.push(row?);
    }
    clause::sort(&mut all);
    Ok(all)
}

/// The clause that was cited, as it was worded then; `None` if that edition was taken back.
///
/// # Errors
/// Database errors.
pub fn clause(db: &Db, lang: &Lang, cited: &Cited) -> Result<Option<Clause>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT number, edition, text, valid_from, by FROM clause WHERE number = ?1 AND edition = ?2",
    )?;
    let found = stmt.query_row(rusqlite::params![cited.number, cited.edition], from_row).optional()?;
    Ok(found.or_else(|| Clause::starter(&cited.number, lang).filter(|c| c.edition == cited.edition)))
}

/// The edition of `number` that is valid now; 0 if there is no such clause.
pub(super) fn edition(conn: &Connection, number: &str) -> Result<i64> {
    let stored: Option<i64> =
        conn.prepare_cached("SELECT max(edition) FROM clause WHERE number = ?1")?.query_row([number], |r| r.get(0))?;
    Ok(stored.unwrap_or_else(|| i64::from(clause::is_starter(number))))
}

/// Words clause `number` anew, as its next edition; a number that is not there yet is a new clause. Returns the edition.
///
/// # Errors
/// As [`clause::checked`]; database errors.
pub fn set_clause(db: &mut Db, number: &str, text: &str) -> Result<i64> {
    let (number, text) = clause::checked(number, text)?;
    db.write("rules.clause", |tx| {
        // An edition that was taken back but is cited keeps its number for itself.
        let cited: i64 =
            tx.query_row("SELECT coalesce(max(edition), 0) FROM item WHERE clause = ?1", [&number], |r| r.get(0))?;
        let next = edition(tx, &number)?.max(cited) + 1;
        tx.execute(
            "INSERT INTO clause(number, edition, text, valid_from, by) VALUES (?1, ?2, ?3, ?4, ?5)",
            rusqlite::params![number, next, text, tx.at.0, tx.operator],
        )?;
        tx.about("clause", tx.last_insert_rowid());
        tx.says(Says::new("conduct.clause_set").with("number", &number).with("edition", next));
        Ok(next)
    })
}
