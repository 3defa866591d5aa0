//! All SQL about incidents and hand-over notes.

use super::incident::{ANSWER_MS, Handover, Incident};
use crate::base::{At, Error, Kind, Result, Says};
use crate::db::Db;
use rusqlite::{OptionalExtension, Row, params};

const COLUMNS: &str = "id, name, opened_at, opened_by, due_at, answered_at, closed_at, note, version";

fn incident(row: &Row) -> rusqlite::Result<Incident> {
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
    Ok(db.conn().prepare_cached(&sql)?.query_row([], incident).optional()?)
}

/// Opens an incident; its clock starts now. Past undoing: everybody has seen the clock, [`close`] ends it.
///
/// # Errors
/// An empty name.
pub fn start(db: &mut Db, name: &str) -> Result<i64> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::user("app.incident_no_name"));
    }
    db.write("incident.start", |tx| {
        tx.execute(
            "INSERT INTO incident(name, opened_at, opened_by, due_at) VALUES (?1, ?2, ?3, ?4)",
            params![name, tx.at.0, tx.operator, tx.at.plus(ANSWER_MS).0],
        )?;
        let id = tx.last_insert_rowid();
        tx.about("incident", id);
        tx.says(Says::new("app.incident_started").with("name", name));
        tx.lasting();
        Ok(id)
    })
}

/// Notes that the public reply went out: the clock stops.
///
/// # Errors
/// [`Kind::Conflict`] if somebody else changed it meanwhile.
pub fn answered(db: &mut Db, incident: &Incident) -> Result<()> {
    change(db, "incident.answered", incident, "answered_at = ?3", "app.incident_answered", None)
}

/// Closes it, with what was learned.
///
/// # Errors
/// [`Kind::Conflict`] if somebody else changed it meanwhile.
pub fn close(db: &mut Db, incident: &Incident, note: &str) -> Result<()> {
    change(db, "incident.close", incident, "closed_at = ?3, note = ?4", "app.incident_closed", Some(note))
}

fn change(db: &mut Db, action: &str, incident: &Incident, set: &str, says: &str, note: Option<&str>) -> Result<()> {
    db.write(action, |tx| {
        let sql =
            format!("UPDATE incident SET {set}, version = version + 1 WHERE id = ?1 AND version = ?2 AND ?4 IS ?4");
        if tx.execute(&sql, params![incident.id, incident.version, tx.at.0, note])? == 0 {
            return Err(Error::new(Kind::Conflict, "app.incident_changed").with("name", &incident.name));
        }
        tx.about("incident", incident.id);
        tx.says(Says::new(says).with("name", &incident.name));
        Ok(())
    })
}

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
    use crate::base::clock::MINUTE;
    use crate::db::testing;

    #[test]
    fn an_incident_runs_its_two_hours_and_closes_once() {
        let mut file = testing::file();
        assert!(start(&mut file.db, "  ").is_err());
        start(&mut file.db, "奶油发霉").unwrap();
        assert_eq!(file.db.undo(1).unwrap_err().says.key, "db.lasting");
        let seen = open_incident(&file.db).unwrap().unwrap();
        assert_eq!(seen.left(testing::now().plus(37 * MINUTE)), Some(83 * MINUTE));
        let mut other = testing::as_operator(&file, "乙");
        answered(&mut other, &seen).unwrap();
        assert_eq!(answered(&mut file.db, &seen).unwrap_err().kind, Kind::Conflict);
        let seen = open_incident(&file.db).unwrap().unwrap();
        assert_eq!(seen.left(testing::now()), None);
        close(&mut file.db, &seen, "换供应商").unwrap();
        assert_eq!(open_incident(&file.db).unwrap(), None);
    }

    #[test]
    fn the_last_note_is_the_one_shown_and_can_be_undone() {
        let mut file = testing::file();
        hand_over(&mut file.db, "一").unwrap();
        hand_over(&mut file.db, "二").unwrap();
        assert_eq!(last_handover(&file.db).unwrap().unwrap().text, "二");
        file.db.undo(2).unwrap();
        assert_eq!(last_handover(&file.db).unwrap().unwrap().text, "一");
    }

    #[test]
    fn of_several_incidents_the_one_with_the_least_time_left_is_shown() {
        let mut file = testing::file();
        assert_eq!(open_incident(&file.db).unwrap(), None);
        start(&mut file.db, "先").unwrap();
        start(&mut file.db, "后").unwrap();
        let first = open_incident(&file.db).unwrap().unwrap();
        assert_eq!((first.name.as_str(), first.opened_by.as_str()), ("先", "甲"));
        answered(&mut file.db, &first).unwrap();
        let shown = open_incident(&file.db).unwrap().unwrap();
        assert_eq!(shown.name, "后", "an answered one gives way to one that still has its clock");
        close(&mut file.db, &shown, "").unwrap();
        let left = open_incident(&file.db).unwrap().unwrap();
        assert_eq!((left.name.as_str(), left.answered_at), ("先", Some(testing::now())));
        close(&mut file.db, &left, "教训").unwrap();
        assert_eq!(open_incident(&file.db).unwrap(), None);
    }

    #[test]
    fn what_was_done_to_an_incident_is_journalled_and_undone() {
        let mut file = testing::file();
        let id = start(&mut file.db, " 断货 ").unwrap();
        let seen = open_incident(&file.db).unwrap().unwrap();
        close(&mut file.db, &seen, "加单").unwrap();
        let actions: Vec<(String, String)> =
            file.db.entries(9, None, None).unwrap().into_iter().map(|e| (e.action, e.item)).collect();
        let item = format!("incident:{id}");
        assert_eq!(actions, [("incident.close".into(), item.clone()), ("incident.start".into(), item)]);
        file.db.undo(2).unwrap();
        let again = open_incident(&file.db).unwrap().unwrap();
        assert_eq!((again.name.as_str(), again.note.as_str(), again.closed_at), ("断货", "", None));
        assert_eq!(close(&mut file.db, &seen, "").unwrap_err().kind, Kind::Conflict, "undoing moved the version on");
    }
}
