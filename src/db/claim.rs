//! Who is here and what they have in hand: presence, and soft claims that end five minutes after the last touch.

use super::open::Db;
use crate::base::clock::MINUTE;
use crate::base::{At, Result};
use rusqlite::{Connection, OptionalExtension};

/// A claim is free again after five idle minutes (the default of Discourse's review queue).
pub const CLAIM_MS: i64 = 5 * MINUTE;

/// A session that has not been seen for ten minutes is not shown as present.
const PRESENT_MS: i64 = 10 * MINUTE;

/// Somebody else at work on the same file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// The operator.
    pub operator: String,
    /// The pane they are in, by id, or empty.
    pub pane: String,
}

/// Takes the claim on `place` (`item:12`) for this operator. Returns the other holder if there is one.
///
/// # Errors
/// Database errors.
pub fn take(db: &mut Db, place: &str) -> Result<Option<String>> {
    let (me, now) = (db.me.name.clone(), db.now());
    match read(db.conn(), place)? {
        Some((who, until)) if who != me && until > now => return Ok(Some(who)),
        // Our own claim with most of its time left needs no write.
        Some((who, until)) if who == me && until.since(now) > CLAIM_MS / 2 => return Ok(None),
        _ => {}
    }
    db.aside(|tx, now| {
        // Somebody may have been quicker while we stood in the queue.
        match read(tx, place)? {
            Some((who, until)) if who != me && until > now => Ok(Some(who)),
            _ => hold(tx, place, &me, now).map(|()| None),
        }
    })
}

/// Takes `place` over even if somebody else holds it.
///
/// # Errors
/// Database errors.
pub fn seize(db: &mut Db, place: &str) -> Result<()> {
    let me = db.me.name.clone();
    db.aside(|tx, now| hold(tx, place, &me, now))
}

/// An operator holds one place at a time; what has run out goes too.
fn hold(tx: &Connection, place: &str, me: &str, now: At) -> Result<()> {
    tx.execute(
        "DELETE FROM claim WHERE until <= ?1 OR (operator = ?2 AND place <> ?3)",
        rusqlite::params![now.0, me, place],
    )?;
    tx.execute(
        "INSERT INTO claim(place, operator, until) VALUES (?1, ?2, ?3)
         ON CONFLICT(place) DO UPDATE SET operator = ?2, until = ?3",
        rusqlite::params![place, me, now.plus(CLAIM_MS).0],
    )?;
    Ok(())
}

/// Lets go of everything this operator holds.
///
/// # Errors
/// Database errors.
pub fn release(db: &mut Db) -> Result<()> {
    let me = db.me.name.clone();
    db.aside(|tx, _| {
        tx.execute("DELETE FROM claim WHERE operator = ?1", [&me])?;
        Ok(())
    })
}

/// Who holds `place` and until when.
fn read(conn: &Connection, place: &str) -> Result<Option<(String, At)>> {
    Ok(conn
        .prepare_cached("SELECT operator, until FROM claim WHERE place = ?1")?
        .query_row([place], |r| Ok((r.get(0)?, At(r.get(1)?))))
        .optional()?)
}

/// Everything others hold now: (place, operator).
///
/// # Errors
/// Database errors.
pub fn others(db: &Db) -> Result<Vec<(String, String)>> {
    let mut stmt = db.conn().prepare_cached("SELECT place, operator FROM claim WHERE until > ?1 AND operator <> ?2")?;
    let rows = stmt.query_map(rusqlite::params![db.now().0, db.me.name], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Notes that this process is in `pane`; at most one write a minute is needed to stay present.
///
/// # Errors
/// Database errors.
pub fn arrive(db: &mut Db, pane: &str) -> Result<()> {
    let me = db.me.name.clone();
    db.aside(|tx, now| {
        let pid = std::process::id();
        tx.execute(
            "DELETE FROM session WHERE seen_at < ?1 OR (pid = ?2 AND operator = ?3)",
            rusqlite::params![now.0 - PRESENT_MS, pid, me],
        )?;
        tx.execute(
            "INSERT INTO session(operator, pid, pane, seen_at) VALUES (?1, ?2, ?3, ?4)",
            rusqlite::params![me, pid, pane, now.0],
        )?;
        Ok(())
    })
}

/// Notes that this process is gone, and frees its claims.
///
/// # Errors
/// Database errors.
pub fn leave(db: &mut Db) -> Result<()> {
    let me = db.me.name.clone();
    db.aside(|tx, _| {
        tx.execute("DELETE FROM session WHERE pid = ?1 AND operator = ?2", rusqlite::params![std::process::id(), me])?;
        tx.execute("DELETE FROM claim WHERE operator = ?1", [&me])?;
        Ok(())
    })
}

/// The others who are here, by name.
///
/// # Errors
/// Database errors.
pub fn present(db: &Db) -> Result<Vec<Present>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT operator, pane FROM session WHERE seen_at >= ?1 AND operator <> ?2 GROUP BY operator ORDER BY operator",
    )?;
    let rows = stmt.query_map(rusqlite::params![db.now().0 - PRESENT_MS, db.me.name], |r| {
        Ok(Present { operator: r.get(0)?, pane: r.get(1)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    #[test]
    fn the_first_to_open_a_row_holds_it_and_it_comes_free() {
        let mut file = testing::file();
        let mut other = testing::as_operator(&file, "乙");
        assert_eq!(take(&mut file.db, "item:1").unwrap(), None);
        assert_eq!(take(&mut other, "item:1").unwrap().as_deref(), Some("甲"));
        assert_eq!(others(&other).unwrap(), [("item:1".into(), "甲".into())]);
        assert_eq!(take(&mut file.db, "item:2").unwrap(), None, "one claim at a time");
        assert_eq!(take(&mut other, "item:1").unwrap(), None);
        seize(&mut file.db, "item:1").unwrap();
        assert_eq!(take(&mut other, "item:1").unwrap().as_deref(), Some("甲"));
        let mut later = file.db.again().unwrap();
        later.clock = crate::base::Clock::Frozen(testing::now().plus(CLAIM_MS + 1));
        later.me = testing::me("乙");
        assert_eq!(take(&mut later, "item:1").unwrap(), None, "free after five minutes");
    }

    #[test]
    fn presence_comes_and_goes() {
        let mut file = testing::file();
        let mut other = testing::as_operator(&file, "乙");
        arrive(&mut other, "queue").unwrap();
        arrive(&mut other, "sop").unwrap();
        assert_eq!(present(&file.db).unwrap(), [Present { operator: "乙".into(), pane: "sop".into() }]);
        assert_eq!(present(&other).unwrap(), []);
        leave(&mut other).unwrap();
        assert_eq!(present(&file.db).unwrap(), []);
        arrive(&mut file.db, "").unwrap();
    }
}
