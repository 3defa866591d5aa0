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
/// As [`clause::checked`] and [`super::manages`]; database errors.
pub fn set_clause(db: &mut Db, number: &str, text: &str) -> Result<i64> {
    super::manages(db)?;
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

#[cfg(test)]
mod tests {
    use super::super::testing::{get, sample};
    use super::super::{Target, decide};
    use super::*;
    use crate::base::Language;
    use crate::db::testing::{as_operator, now};
    use crate::moderation::item::Decision;
    use crate::moderation::reason::Reason;

    fn reject(db: &mut Db, id: i64) -> Cited {
        let target = Target { id, version: get(db, id).version };
        decide(db, &[target], &Decision::reject(Reason::Ads), |_| String::new()).unwrap();
        get(db, id).conduct.cited.unwrap()
    }

    #[test]
    fn an_old_decision_goes_on_citing_the_wording_of_its_day() {
        let mut file = sample();
        let (hans, en) = (Lang::load(Language::Hans), Lang::load(Language::En));
        let first = reject(&mut file.db, 1);
        assert_eq!(set_clause(&mut file.db, " 3.2 ", "不发广告，第一次就移出。").unwrap(), 2);
        let second = reject(&mut file.db, 20);
        assert_eq!((first.edition, second.edition), (1, 2));
        let text = |cited, lang| clause(&file.db, lang, cited).unwrap().unwrap().text;
        assert!(text(&first, &hans).starts_with("禁止广告引流") && text(&first, &en).starts_with("No advertising"));
        assert_eq!(text(&second, &en), "不发广告，第一次就移出。", "the operators' words are in no other language");
        let other = as_operator(&file, "乙");
        let all = clauses(&other, &hans).unwrap();
        assert_eq!(all.len(), 9);
        let of: Vec<_> =
            all.iter().filter(|c| c.number == "3.2").map(|c| (c.edition, c.valid_from, c.by.as_str())).collect();
        assert_eq!(of, [(1, None, ""), (2, Some(now()), "甲")]);
    }

    #[test]
    fn a_number_once_cited_is_not_given_twice() {
        let mut file = sample();
        set_clause(&mut file.db, "3.2", "二").unwrap();
        let cited = reject(&mut file.db, 1);
        file.db.undo(2).unwrap();
        let lang = Lang::load(Language::Hans);
        assert_eq!(clause(&file.db, &lang, &cited).unwrap(), None, "taken back: there is no wording to show");
        assert_eq!(edition(file.db.conn(), "3.2").unwrap(), 1);
        assert_eq!(set_clause(&mut file.db, "3.2", "三").unwrap(), 3);
    }

    #[test]
    fn new_clauses_begin_with_edition_one() {
        let mut file = sample();
        assert_eq!(edition(file.db.conn(), "7.1").unwrap(), 0);
        assert_eq!(set_clause(&mut file.db, "7.1", "周末不谈工作。").unwrap(), 1);
        assert_eq!(set_clause(&mut file.db, "7.1", "周末少谈工作。").unwrap(), 2);
        assert!(set_clause(&mut file.db, "七", "x").is_err() && set_clause(&mut file.db, "7.1", " ").is_err());
        assert_eq!(file.db.head().unwrap().0, 3, "what is refused leaves no entry");
    }
}
