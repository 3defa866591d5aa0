//! Climbing without anybody's hand: what waited four hours at level 2, and what a new incident is about. The next session
//! that reads the queue writes it, once, in the program's own name.

use crate::base::{Error, Result, Says};
use crate::db::{Db, Tx};
use crate::moderation::conduct::Crisis;
use crate::moderation::item::TOP_LEVEL;
use crate::moderation::pipeline::{self, PROGRAM};
use rusqlite::Connection;

/// The setting that holds the last incident for which the queue was gone through.
const SEEN: &str = "incident.drawn";

/// What an act says that found nothing left to do.
const NOTHING: &str = "conduct.nothing_climbs";

/// Writes in the program's own name; `None` if there was nothing to do after all.
fn as_program<T>(db: &mut Db, action: &str, work: impl FnOnce(&Tx) -> Result<T>) -> Result<Option<T>> {
    let me = db.me().name.clone();
    db.rename(PROGRAM);
    let done = db.write(action, work);
    db.rename(&me);
    match done {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.says.key == NOTHING => Ok(None),
        Err(error) => Err(error),
    }
}

/// Items that have waited too long at level 2.
fn due(conn: &Connection, now: i64) -> Result<Vec<i64>> {
    let mut stmt = conn.prepare_cached(
        "SELECT id FROM item WHERE state = 'pending' AND level = 2 AND climbs_at <= ?1
           AND (snoozed_until IS NULL OR snoozed_until <= ?1)",
    )?;
    let rows = stmt.query_map([now], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Sends up what has waited too long, and what a new incident is about; how many that were. Nothing is written when nothing
/// is due.
///
/// # Errors
/// Database errors.
pub fn climb(db: &mut Db) -> Result<usize> {
    let mut n = 0;
    for (id, name) in new_incidents(db.conn())? {
        n += to_the_top(db, id, &name)?;
    }
    if due(db.conn(), db.now().0)?.is_empty() {
        return Ok(n);
    }
    Ok(n + send_up(db)?)
}

/// Open incidents for which the queue has not been gone through.
fn new_incidents(conn: &Connection) -> Result<Vec<(i64, String)>> {
    let mut stmt = conn.prepare_cached(
        "SELECT id, name FROM incident WHERE closed_at IS NULL
           AND id > coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?1), 0) ORDER BY id",
    )?;
    let rows = stmt.query_map([SEEN], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The queue has been gone through for incident `id`.
fn seen(conn: &Connection, id: i64) -> Result<()> {
    conn.execute(
        "INSERT INTO setting(key, value) VALUES (?1, ?2) ON CONFLICT(key) DO UPDATE SET value = ?2",
        rusqlite::params![SEEN, id.to_string()],
    )?;
    Ok(())
}

/// The write of [`climb`]: another session may have been quicker, so it looks again.
fn send_up(db: &mut Db) -> Result<usize> {
    let done = as_program(db, "queue.climb", |tx| {
        let due = due(tx, tx.at.0)?;
        raise(tx, &due, "")?;
        tx.says(Says::new("conduct.climbed").with("n", due.len()));
        Ok(due.len())
    })?;
    Ok(done.unwrap_or(0))
}

/// Sends up what waits and speaks of incident `id`, called `name`; how many that were.
fn to_the_top(db: &mut Db, id: i64, name: &str) -> Result<usize> {
    if about(db.conn(), name)?.is_empty() {
        return db.aside(|conn, _| seen(conn, id)).map(|()| 0);
    }
    let done = as_program(db, "queue.climb", |tx| {
        if !new_incidents(tx)?.iter().any(|(new, _)| *new == id) {
            return Err(Error::user(NOTHING));
        }
        let ids = about(tx, name)?;
        raise(tx, &ids, &Crisis::Incident(name.to_owned()).id())?;
        seen(tx, id)?;
        tx.says(Says::new("conduct.climbed_crisis").with("n", ids.len()).with("name", name));
        Ok(ids.len())
    })?;
    Ok(done.unwrap_or(0))
}

/// What waits below the top and speaks of an incident called `name`.
fn about(conn: &Connection, name: &str) -> Result<Vec<i64>> {
    let mut stmt = conn.prepare_cached(
        "SELECT id, text FROM item WHERE state = 'pending' AND level < 3 AND kind IN ('content', 'report')",
    )?;
    let rows = stmt.query_map([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?)))?;
    let all: Vec<(i64, String)> = rows.collect::<rusqlite::Result<_>>()?;
    Ok(all.into_iter().filter(|(_, text)| pipeline::speaks_of(text, name)).map(|(id, _)| id).collect())
}

/// What is on somebody's screen stays decidable: the version counts what people change.
fn raise(tx: &Tx, ids: &[i64], crisis: &str) -> Result<()> {
    if ids.is_empty() {
        return Err(Error::user(NOTHING));
    }
    let mut stmt = tx.prepare_cached(
        "UPDATE item SET level = ?2, raised_by = ?3, raised_at = ?4, crisis = CASE ?5 WHEN '' THEN crisis ELSE ?5 END
         WHERE id = ?1",
    )?;
    for id in ids {
        stmt.execute(rusqlite::params![id, TOP_LEVEL, PROGRAM, tx.at.0, crisis])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{get, later, sample};
    use super::*;
    use crate::base::clock::{HOUR, MINUTE};
    use crate::base::{Lang, Language};

    #[test]
    fn after_four_hours_it_climbs_once_whoever_comes_first() {
        let file = sample();
        assert_eq!(climb(&mut later(&file, "甲", 0)).unwrap(), 0, "160 minutes are no four hours");
        let (mut one, mut two) = (later(&file, "甲", 80 * MINUTE), later(&file, "乙", 80 * MINUTE));
        assert_eq!((due(one.conn(), one.now().0).unwrap(), due(two.conn(), two.now().0).unwrap()), (vec![2], vec![2]));
        assert_eq!(climb(&mut one).unwrap(), 1);
        assert_eq!(send_up(&mut two).unwrap(), 0, "the second saw it due too, and finds it done");
        assert_eq!(climb(&mut two).unwrap(), 0);
        let entries = one.entries(9, None, None).unwrap();
        assert_eq!(entries.len(), 2, "one entry beside the sample's");
        assert_eq!((entries[0].operator.as_str(), entries[0].action.as_str()), (PROGRAM, "queue.climb"));
        assert_eq!(Lang::load(Language::Hans).say(&entries[0].summary), "1 条等了 4 小时，自动上交 L3");
        let item = get(&one, 2);
        assert_eq!((item.level, item.raised_by.as_str(), item.version), (3, PROGRAM, 1));
        assert_eq!((one.me().name.as_str(), two.me().name.as_str()), ("甲", "乙"), "everybody has their name back");
        assert_eq!(one.last_undoable("甲").unwrap(), Some(1), "nobody's u takes it back");
        one.verify().unwrap();
    }

    #[test]
    fn what_is_put_off_or_joined_late_has_its_four_hours() {
        let file = sample();
        file.db
            .conn()
            .execute_batch(
                "UPDATE item SET climbs_at = 1 WHERE id IN (2, 3); UPDATE item SET snoozed_until = 9e15 WHERE id = 3",
            )
            .unwrap();
        assert_eq!(climb(&mut later(&file, "甲", 0)).unwrap(), 1);
        assert_eq!((get(&file.db, 2).level, get(&file.db, 3).level), (3, 2));
    }

    #[test]
    fn an_incident_draws_what_speaks_of_it_to_the_top_once() {
        let mut file = sample();
        crate::sop::store::incidents::start_incident(&mut file.db, "烘焙 滚出去", None).unwrap();
        let mut two = later(&file, "乙", 0);
        assert_eq!(climb(&mut file.db).unwrap(), 1);
        let item = get(&file.db, 2);
        assert_eq!((item.level, item.conduct.crisis), (3, Some(Crisis::Incident("烘焙 滚出去".into()))));
        let before = file.db.head().unwrap();
        assert_eq!(before.0, 3);
        assert_eq!((climb(&mut two).unwrap(), climb(&mut file.db).unwrap()), (0, 0));
        assert_eq!(to_the_top(&mut two, 1, "烘焙 新手").unwrap(), 0, "another session has gone through it");
        crate::sop::store::incidents::start_incident(&mut file.db, "地震", None).unwrap();
        assert_eq!(climb(&mut file.db).unwrap(), 0);
        assert_eq!(file.db.head().unwrap().0, before.0 + 1, "an incident that nothing speaks of leaves no entry");
        assert!(new_incidents(two.conn()).unwrap().is_empty());
    }

    #[test]
    fn all_of_it_climbs_in_the_end() {
        let file = sample();
        assert_eq!(climb(&mut later(&file, "甲", 9 * HOUR)).unwrap(), 17);
        let left: i64 = file
            .db
            .conn()
            .query_row("SELECT count(*) FROM item WHERE level = 2 AND state = 'pending'", [], |r| r.get(0))
            .unwrap();
        assert_eq!(left, 0);
    }
}
