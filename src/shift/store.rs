//! All SQL about hand-over notes.

use super::handover::Handover;
use crate::base::{At, Result, Says};
use crate::db::Db;
use rusqlite::{OptionalExtension, params};

/// Leaves a note for the next operator.
///
/// # Errors
/// Database errors.
pub fn hand_over(db: &mut Db, text: &str) -> Result<()> {
    db.write("shift.handover", |tx| {
        tx.execute("INSERT INTO handover(at, by, text) VALUES (?1, ?2, ?3)", params![tx.at.0, tx.operator, text])?;
        tx.about("handover", tx.last_insert_rowid());
        tx.says(Says::new("app.handed_over").with("text", text));
        Ok(())
    })
}

/// The newest note.
///
/// # Errors
/// Database errors.
pub fn last_handover(db: &Db) -> Result<Option<Handover>> {
    Ok(db
        .conn()
        .prepare_cached("SELECT at, by, text FROM handover ORDER BY id DESC LIMIT 1")?
        .query_row([], |r| Ok(Handover { at: At(r.get(0)?), by: r.get(1)?, text: r.get(2)? }))
        .optional()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::testing;

    #[test]
    fn the_last_note_is_the_one_shown_and_can_be_undone() {
        let mut file = testing::file();
        hand_over(&mut file.db, "一").unwrap();
        hand_over(&mut file.db, "二").unwrap();
        assert_eq!(last_handover(&file.db).unwrap().unwrap().text, "二");
        file.db.undo(2).unwrap();
        assert_eq!(last_handover(&file.db).unwrap().unwrap().text, "一");
    }
}
