//! Who is here and what they have in hand: presence, and soft claims that end five minutes after the last key.

use super::open::Db;
use super::setting;
use crate::base::clock::MINUTE;
use crate::base::{At, Result};
use rusqlite::{Connection, OptionalExtension};

/// A claim is free again after five idle minutes (the default of Discourse's review queue).
pub const CLAIM_MS: i64 = 5 * MINUTE;

/// A session that has not been seen for ten minutes is not shown as present.
const PRESENT_MS: i64 = 10 * MINUTE;

/// The setting of the file that holds the [`Mode`].
pub const SETTING: &str = "claims";

/// What claims mean in this file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// None are written and none are shown.
    None,
    /// They are shown; anybody may still decide.
    #[default]
    Optional,
    /// Nobody decides about what somebody else has in hand.
    Required,
}

impl Mode {
    /// Every mode with its name in the file and on the command line.
    pub const ALL: [(Mode, &'static str); 3] =
        [(Self::None, "none"), (Self::Optional, "optional"), (Self::Required, "required")];
}

crate::base::named!(Mode: id parse);

/// One row that somebody has in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The row, `table:id`.
    pub place: String,
    /// Who has it.
    pub operator: String,
    /// When they opened it.
    pub since: At,
    /// When it is free if they press no further key.
    pub until: At,
}

/// Somebody else at work on the same file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// The operator.
    pub operator: String,
    /// The pane they are in, by id, or empty.
    pub pane: String,
}

/// What claims mean in this file.
///
/// # Errors
/// Database errors.
pub fn mode(db: &Db) -> Result<Mode> {
    mode_in(db.conn())
}

/// As [`mode`], within an open write.
///
/// # Errors
/// Database errors.
pub fn mode_in(conn: &Connection) -> Result<Mode> {
    Ok(setting::get_in(conn, SETTING)?.and_then(|m| Mode::parse(&m)).unwrap_or_default())
}

/// Takes the claim on `place` (`item:12`) for this operator. Returns the other holder if there is one.
/// Nothing is written where claims are switched off.
///
/// # Errors
/// Database errors.
pub fn take(db: &mut Db, place: &str) -> Result<Option<String>> {
    if mode(db)? == Mode::None {
        return Ok(None);
    }
    let (me, now) = (db.me.name.clone(), db.now());
    match read(db.conn(), place)? {
        Some(other) if other.operator != me && other.until > now => return Ok(Some(other.operator)),
        // Our own claim with most of its time left needs no write.
        Some(own) if own.operator == me && own.until.since(now) > CLAIM_MS / 2 => return Ok(None),
        _ => {}
    }
    db.aside(|tx, now| {
        // Somebody may have been quicker while we stood in the queue.
        match by_another(tx, place, &me, now)? {
            Some(other) => Ok(Some(other.operator)),
            None => hold(tx, place, &me, now).map(|()| None),
        }
    })
}

/// Takes `place` over even if somebody else holds it.
///
/// # Errors
/// Database errors.
pub fn seize(db: &mut Db, place: &str) -> Result<()> {
    if mode(db)? == Mode::None {
        return Ok(());
    }
    let me = db.me.name.clone();
    db.aside(|tx, now| hold(tx, place, &me, now))
}

/// Gives `place` to `me` within an open write. A session holds one place at a time; what has run out goes too.
///
/// # Errors
/// Database errors.
pub fn hold(tx: &Connection, place: &str, me: &str, now: At) -> Result<()> {
    let (pid, until) = (std::process::id(), now.plus(CLAIM_MS).0);
    tx.execute(
        "DELETE FROM claim WHERE until <= ?1 OR (operator = ?2 AND pid = ?4 AND place <> ?3)",
        rusqlite::params![now.0, me, place, pid],
    )?;
    // Who holds it already has held it since then.
    tx.execute(
        "INSERT INTO claim(place, operator, until, since, pid) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT(place) DO UPDATE SET until = ?3, pid = ?5,
           since = CASE operator WHEN ?2 THEN since ELSE ?4 END, operator = ?2",
        rusqlite::params![place, me, until, now.0, pid],
    )?;
    Ok(())
}

/// Ends whatever claim there is on `place` within an open write: it has been decided.
///
/// # Errors
/// Database errors.
pub fn settle(tx: &Connection, place: &str) -> Result<()> {
    tx.prepare_cached("DELETE FROM claim WHERE place = ?1")?.execute([place])?;
    Ok(())
}

/// Ends all claims within an open write.
///
/// # Errors
/// Database errors.
pub fn clear(tx: &Connection) -> Result<()> {
    tx.execute("DELETE FROM claim", [])?;
    Ok(())
}

/// Lets go of everything this session holds; if that is nothing, nothing is written.
///
/// # Errors
/// Database errors.
pub fn release(db: &mut Db) -> Result<()> {
    let (me, pid) = (db.me.name.clone(), std::process::id());
    let any: bool = db
        .conn()
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM claim WHERE operator = ?1 AND pid = ?2)")?
        .query_row(rusqlite::params![me, pid], |r| r.get(0))?;
    if !any {
        return Ok(());
    }
    db.aside(|tx, _| let_go(tx, &me))
}

fn let_go(tx: &Connection, me: &str) -> Result<()> {
    tx.execute("DELETE FROM claim WHERE operator = ?1 AND pid = ?2", rusqlite::params![me, std::process::id()])?;
    Ok(())
}

fn claim(row: &rusqlite::Row) -> rusqlite::Result<Claim> {
    Ok(Claim { place: row.get(0)?, operator: row.get(1)?, since: At(row.get(2)?), until: At(row.get(3)?) })
}

/// The claim on `place`, run out or not.
fn read(conn: &Connection, place: &str) -> Result<Option<Claim>> {
    Ok(conn
        .prepare_cached("SELECT place, operator, since, until FROM claim WHERE place = ?1")?
        .query_row([place], claim)
        .optional()?)
}

/// The claim that somebody other than `me` has on `place` at `now`.
///
/// # Errors
/// Database errors.
pub fn by_another(conn: &Connection, place: &str, me: &str, now: At) -> Result<Option<Claim>> {
    Ok(read(conn, place)?.filter(|c| c.operator != me && c.until > now))
}

/// Everything others hold now; nothing where claims are switched off.
///
/// # Errors
/// Database errors.
pub fn held(db: &Db) -> Result<Vec<Claim>> {
    if mode(db)? == Mode::None {
        return Ok(Vec::new());
    }
    let mut stmt = db
        .conn()
        .prepare_cached("SELECT place, operator, since, until FROM claim WHERE until > ?1 AND operator <> ?2")?;
    let rows = stmt.query_map(rusqlite::params![db.now().0, db.me.name], claim)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Everything others hold now: (place, operator).
///
/// # Errors
/// Database errors.
pub fn others(db: &Db) -> Result<Vec<(String, String)>> {
    Ok(held(db)?.into_iter().map(|c| (c.place, c.operator)).collect())
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
        let_go(tx, &me)
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

    #[test]
    fn a_claim_remembers_since_when_and_is_renewed_only_when_half_is_gone() {
        let mut file = testing::file();
        take(&mut file.db, "item:1").unwrap();
        let at = |minutes: i64| {
            let mut db = file.db.again().unwrap();
            db.clock = crate::base::Clock::Frozen(testing::now().plus(minutes * MINUTE));
            db
        };
        let mut other = testing::as_operator(&file, "乙");
        let seen = |other: &Db| held(other).unwrap().pop().map(|c| (c.operator, c.since, c.until));
        let first = testing::now();
        take(&mut at(2), "item:1").unwrap();
        assert_eq!(seen(&other), Some(("甲".into(), first, first.plus(CLAIM_MS))), "three minutes are left");
        take(&mut at(3), "item:1").unwrap();
        assert_eq!(seen(&other), Some(("甲".into(), first, first.plus(CLAIM_MS + 3 * MINUTE))));
        other.clock = crate::base::Clock::Frozen(first.plus(MINUTE));
        seize(&mut other, "item:1").unwrap();
        let taken = by_another(file.db.conn(), "item:1", "甲", first).unwrap().unwrap();
        assert_eq!((taken.operator.as_str(), taken.since), ("乙", first.plus(MINUTE)));
    }

    #[test]
    fn without_claims_none_is_written_or_shown() {
        let mut file = testing::file();
        let mut other = testing::as_operator(&file, "乙");
        take(&mut file.db, "item:1").unwrap();
        setting::set(&mut file.db, SETTING, "none").unwrap();
        assert_eq!((mode(&other).unwrap(), held(&other).unwrap()), (Mode::None, Vec::new()));
        assert_eq!(take(&mut other, "item:1").unwrap(), None);
        seize(&mut other, "item:2").unwrap();
        let rows: i64 =
            file.db.conn().query_row("SELECT count(*) FROM claim WHERE operator = '乙'", [], |r| r.get(0)).unwrap();
        assert_eq!(rows, 0);
        setting::set(&mut file.db, SETTING, "sometimes").unwrap();
        assert_eq!(mode(&other).unwrap(), Mode::Optional, "what nobody knows is the default");
        for (mode, id) in Mode::ALL {
            assert_eq!((mode.id(), Mode::parse(id)), (id, Some(mode)));
        }
    }

    /// The same person twice: one window does not let go of what the other has open.
    #[test]
    fn another_window_of_the_same_person_keeps_its_row() {
        let mut file = testing::file();
        take(&mut file.db, "item:1").unwrap();
        file.db.conn().execute("UPDATE claim SET pid = pid + 1", []).unwrap();
        take(&mut file.db, "item:2").unwrap();
        leave(&mut file.db).unwrap();
        release(&mut file.db).unwrap();
        let other = testing::as_operator(&file, "乙");
        assert_eq!(others(&other).unwrap(), [("item:1".into(), "甲".into())]);
    }
}
