//! Text being typed, saved within a second and on hang-up, offered to the same operator at the next login.

use super::open::Db;
use crate::base::{At, Result};
use rusqlite::OptionalExtension;

/// An unfinished text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Where it was typed, e.g. `sop.answer:12`.
    pub place: String,
    /// What was typed; a form stores its fields as a JSON array.
    pub text: String,
    /// When it was last saved.
    pub at: At,
}

/// Saves what is being typed at `place`; empty text forgets it.
///
/// # Errors
/// Database errors.
pub fn keep(db: &mut Db, place: &str, text: &str) -> Result<()> {
    let me = db.me().name.clone();
    db.aside(|tx, now| {
        if text.is_empty() {
            tx.execute("DELETE FROM draft WHERE operator = ?1 AND place = ?2", [&*me, place])?;
        } else {
            tx.execute(
                "INSERT INTO draft(operator, place, text, at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT(operator, place) DO UPDATE SET text = ?3, at = ?4",
                rusqlite::params![me, place, text, now.0],
            )?;
        }
        Ok(())
    })
}

/// The draft of this operator at `place`.
///
/// # Errors
/// Database errors.
pub fn at(db: &Db, place: &str) -> Result<Option<Draft>> {
    Ok(db
        .conn()
        .prepare_cached("SELECT place, text, at FROM draft WHERE operator = ?1 AND place = ?2")?
        .query_row([&*db.me().name, place], |r| Ok(Draft { place: r.get(0)?, text: r.get(1)?, at: At(r.get(2)?) }))
        .optional()?)
}

/// All drafts of this operator, newest first.
///
/// # Errors
/// Database errors.
pub fn all(db: &Db) -> Result<Vec<Draft>> {
    let mut stmt =
        db.conn().prepare_cached("SELECT place, text, at FROM draft WHERE operator = ?1 ORDER BY at DESC, id DESC")?;
    let rows =
        stmt.query_map([&db.me().name], |r| Ok(Draft { place: r.get(0)?, text: r.get(1)?, at: At(r.get(2)?) }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    #[test]
    fn drafts_belong_to_one_operator_and_place() {
        let mut file = testing::file();
        keep(&mut file.db, "post", "早安").unwrap();
        keep(&mut file.db, "post", "早安打卡").unwrap();
        assert_eq!(at(&file.db, "post").unwrap().unwrap().text, "早安打卡");
        let other = testing::as_operator(&file, "乙");
        assert_eq!(at(&other, "post").unwrap(), None);
        assert_eq!(all(&file.db).unwrap().len(), 1);
        keep(&mut file.db, "post", "").unwrap();
        assert_eq!(all(&file.db).unwrap(), []);
    }
}
