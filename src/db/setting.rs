//! What belongs to the file rather than to one person: the organisation's name, its zone, its operators.

use super::open::Db;
use crate::base::{Result, Says, Zone};
use rusqlite::{Connection, OptionalExtension};

/// Reads a setting of the file.
///
/// # Errors
/// Database errors.
pub fn get(db: &Db, key: &str) -> Result<Option<String>> {
    get_in(db.conn(), key)
}

/// As [`get`], within an open write.
///
/// # Errors
/// Database errors.
pub fn get_in(conn: &Connection, key: &str) -> Result<Option<String>> {
    Ok(conn.prepare_cached("SELECT value FROM setting WHERE key = ?1")?.query_row([key], |r| r.get(0)).optional()?)
}

/// Writes a setting of the file.
///
/// # Errors
/// Database errors.
pub fn set(db: &mut Db, key: &str, value: &str) -> Result<()> {
    db.write("setting.set", |tx| {
        tx.execute(
            "INSERT INTO setting(key, value) VALUES (?1, ?2) ON CONFLICT(key) DO UPDATE SET value = ?2",
            [key, value],
        )?;
        tx.says(Says::new("db.setting").with("key", key).with("value", value));
        Ok(())
    })
}

/// The zone in which the file's days begin, China standard time unless set.
///
/// # Errors
/// Database errors.
pub fn zone(db: &Db) -> Result<Zone> {
    Ok(get(db, "zone")?.and_then(|z| Zone::parse(&z).ok()).unwrap_or_default())
}

/// The role of an operator: manager, content, volunteer, data. Who is not entered has the rights of a volunteer, and in
/// a file where nobody is entered yet those of a manager: it is theirs.
///
/// # Errors
/// Database errors.
pub fn role(db: &Db, operator: &str) -> Result<String> {
    let found: Option<String> = db
        .conn()
        .prepare_cached(
            "SELECT coalesce((SELECT role FROM operator WHERE name = ?1),
                             (SELECT 'volunteer' WHERE EXISTS (SELECT 1 FROM operator)))",
        )?
        .query_row([operator], |r| r.get(0))?;
    Ok(found.unwrap_or_else(|| "manager".into()))
}

/// Whether others are entered and this operator is not.
///
/// # Errors
/// Database errors.
pub fn is_stranger(db: &Db, operator: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM operator) AND NOT EXISTS (SELECT 1 FROM operator WHERE name = ?1)";
    Ok(db.conn().prepare_cached(sql)?.query_row([operator], |r| r.get(0))?)
}

/// Every operator entered, by name, with the role.
///
/// # Errors
/// Database errors.
pub fn operators(db: &Db) -> Result<Vec<(String, String)>> {
    let mut stmt = db.conn().prepare_cached("SELECT name, role FROM operator ORDER BY name")?;
    let rows = stmt.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Enters an operator, or changes the role.
///
/// # Errors
/// Database errors; an unknown role is refused by the schema.
pub fn enrol(db: &mut Db, operator: &str, role: &str) -> Result<()> {
    db.write("operator.enrol", |tx| {
        tx.execute(
            "INSERT INTO operator(name, role, created_at) VALUES (?1, ?2, ?3) ON CONFLICT(name) DO UPDATE SET role = ?2",
            rusqlite::params![operator, role, tx.at.0],
        )?;
        tx.says(Says::new("db.enrolled").with("who", operator).with("role", format!("@db.role_{role}")));
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    #[test]
    fn settings_and_roles_are_kept_and_undoable() {
        let mut file = testing::file();
        assert_eq!(zone(&file.db).unwrap(), Zone::default());
        set(&mut file.db, "zone", "UTC").unwrap();
        assert_eq!(zone(&file.db).unwrap().to_string(), "UTC");
        enrol(&mut file.db, "阿泽", "volunteer").unwrap();
        assert_eq!(role(&file.db, "阿泽").unwrap(), "volunteer");
        assert_eq!(operators(&file.db).unwrap(), [("阿泽".to_owned(), "volunteer".to_owned())]);
        assert_eq!(role(&file.db, "小满").unwrap(), "volunteer", "not entered among others");
        assert!(is_stranger(&file.db, "小满").unwrap() && !is_stranger(&file.db, "阿泽").unwrap());
        assert!(enrol(&mut file.db, "阿泽", "king").is_err());
        file.db.undo(2).unwrap();
        assert_eq!(role(&file.db, "阿泽").unwrap(), "manager", "nobody is entered");
        assert!(!is_stranger(&file.db, "阿泽").unwrap());
    }
}
