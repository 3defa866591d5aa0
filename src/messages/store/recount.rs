//! Counting from scratch: what the figures must equal, used when a batch is taken back and by tests.

use crate::base::{At, Result, Zone};
use crate::members::community::zone_of;
use chrono::NaiveDate;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// One day of one community.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Day {
    /// Messages.
    pub messages: i64,
    /// Distinct people who wrote.
    pub active: i64,
    /// Of them, those who wrote for the first time.
    pub first_time: i64,
    /// Who came in.
    pub joins: i64,
    /// Who went.
    pub leaves: i64,
    /// Who was put out.
    pub removed: i64,
}

/// Sets first and last message of the community's people from the ledger; removes people nothing is known of any more.
///
/// # Errors
/// Database errors.
pub fn people(conn: &Connection, community: i64) -> Result<()> {
    let mut times = BTreeMap::<i64, [Option<i64>; 4]>::new();
    let mut stmt = conn.prepare("SELECT at, member_id, kind FROM event WHERE community_id = ?1 ORDER BY at")?;
    let mut rows = stmt.query([community])?;
    while let Some(row) = rows.next()? {
        let (at, member, kind): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let [first, last, joined, left] = times.entry(member).or_default();
        match kind {
            0 => (*first, *last) = (first.or(Some(at)), Some(at)),
            1 => (*joined, *left) = (Some(at), None),
            _ => *left = Some(at),
        }
    }
    for (member, [first, last, joined, left]) in times {
        conn.prepare_cached(
            "UPDATE member SET first_seen = ?2, last_seen = ?3, joined_at = ?4, left_at = ?5 WHERE id = ?1",
        )?
        .execute(params![member, first, last, joined, left])?;
    }
    conn.execute(
        "DELETE FROM member WHERE community_id = ?1 AND note = '' AND id NOT IN
           (SELECT member_id FROM event WHERE community_id = ?1) AND id NOT IN
           (SELECT member_id FROM item WHERE member_id IS NOT NULL UNION SELECT member_id FROM note
            UNION SELECT member_id FROM inquiry WHERE member_id IS NOT NULL)",
        [community],
    )?;
    Ok(())
}

/// Notes the days that a batch's rows are of: their figures have to be worked out again when it is taken back.
///
/// # Errors
/// Database errors.
pub fn touch(conn: &Connection, batch: i64, file_zone: Zone) -> Result<()> {
    let mut stmt = conn.prepare(
        "SELECT e.community_id, c.zone, e.at FROM event e JOIN community c ON c.id = e.community_id
         WHERE e.batch_id = ?1 ORDER BY e.community_id, e.at",
    )?;
    let mut rows = stmt.query([batch])?;
    let mut last: Option<(i64, i64, NaiveDate)> = None;
    while let Some(row) = rows.next()? {
        let (community, at): (i64, i64) = (row.get(0)?, row.get(2)?);
        if last.is_some_and(|(c, end, _)| c == community && at < end) {
            continue;
        }
        let stored: String = row.get(1)?;
        let zone = zone_of(&stored, file_zone);
        let day = At(at).day(zone);
        last = Some((community, day.succ_opt().map_or(i64::MAX, |next| zone.midnight(next).0), day));
        conn.prepare_cached(
            "INSERT INTO touched(community_id, first, last, why, batch_id) VALUES (?1, ?2, ?2, 'undo', ?3)
             ON CONFLICT DO UPDATE SET why = 'undo', batch_id = ?3, taken = 0",
        )?
        .execute(params![community, day.to_string(), batch])?;
    }
    Ok(())
}

/// Counts every day of `community` from the ledger.
///
/// # Errors
/// Database errors.
pub fn count(conn: &Connection, community: i64, file_zone: Zone) -> Result<BTreeMap<NaiveDate, Day>> {
    Ok(walk(conn, community, file_zone)?.0)
}

type People = BTreeMap<(NaiveDate, i64), i64>;

fn walk(conn: &Connection, community: i64, file_zone: Zone) -> Result<(BTreeMap<NaiveDate, Day>, People)> {
    let stored: String = conn.query_row("SELECT zone FROM community WHERE id = ?1", [community], |r| r.get(0))?;
    let zone = zone_of(&stored, file_zone);
    let mut stmt = conn.prepare("SELECT at, member_id, kind FROM event WHERE community_id = ?1 ORDER BY at")?;
    let mut rows = stmt.query([community])?;
    let (mut days, mut people) = (BTreeMap::<NaiveDate, Day>::new(), People::new());
    let mut known = std::collections::BTreeSet::new();
    while let Some(row) = rows.next()? {
        let (at, member, kind): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let date = At(at).day(zone);
        let day = days.entry(date).or_default();
        match kind {
            0 => {
                day.messages += 1;
                let n = people.entry((date, member)).or_insert(0);
                day.active += i64::from(*n == 0);
                *n += 1;
                day.first_time += i64::from(known.insert(member));
            }
            1 => day.joins += 1,
            2 => day.leaves += 1,
            _ => day.removed += 1,
        }
    }
    Ok((days, people))
}

/// Writes the days of `community` anew from the ledger.
///
/// # Errors
/// Database errors.
pub fn days(conn: &Connection, community: i64, file_zone: Zone) -> Result<()> {
    let (days, people) = walk(conn, community, file_zone)?;
    conn.execute("DELETE FROM active WHERE community_id = ?1", [community])?;
    conn.execute("DELETE FROM daily WHERE community_id = ?1", [community])?;
    for ((day, member), n) in people {
        conn.prepare_cached("INSERT INTO active(community_id, day, member_id, messages) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![community, day.to_string(), member, n])?;
    }
    for (day, d) in days {
        conn.prepare_cached(
            "INSERT INTO daily(community_id, day, messages, active, first_time, joins, leaves, removed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![community, day.to_string(), d.messages, d.active, d.first_time, d.joins, d.leaves, d.removed])?;
    }
    Ok(())
}

/// The days of `community` as kept while importing.
///
/// # Errors
/// Database errors.
pub fn kept(conn: &Connection, community: i64) -> Result<BTreeMap<NaiveDate, Day>> {
    let mut stmt = conn.prepare(
        "SELECT day, messages, active, first_time, joins, leaves, removed FROM daily WHERE community_id = ?1
         AND (messages <> 0 OR joins <> 0 OR leaves <> 0 OR removed <> 0 OR first_time <> 0)",
    )?;
    let rows = stmt.query_map([community], |r| {
        let day: String = r.get(0)?;
        let d = Day {
            messages: r.get(1)?,
            active: r.get(2)?,
            first_time: r.get(3)?,
            joins: r.get(4)?,
            leaves: r.get(5)?,
            removed: r.get(6)?,
        };
        Ok((day.parse().unwrap_or_default(), d))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{Db, testing};
    use crate::members::community::NewCommunity;
    use crate::messages::ledger::{Kind, Row, mark};
    use crate::messages::store::{self, Loader};
    use proptest::prelude::*;

    fn community(db: &mut Db) -> i64 {
        let new = NewCommunity {
            name: "群".into(),
            platform: "qq".into(),
            zone: "America/New_York".into(),
            ..NewCommunity::default()
        };
        crate::members::store::add(db, &new).unwrap()
    }

    /// Enters (hours since 2026-01-01, person, kind) rows as one batch.
    fn import(db: &mut Db, community: i64, name: &str, rows: &[(i64, u8, u8)]) -> i64 {
        let mut loader = Loader::begin(db, name, Zone::default(), 30).unwrap();
        let batch = loader.batch;
        let start = At::parse("2026-01-01T00:00:00Z").unwrap();
        for chunk in rows.chunks(7) {
            db.aside(|conn, _| {
                for (hours, person, kind) in chunk {
                    let kind = [Kind::Message, Kind::Message, Kind::Message, Kind::Join, Kind::Leave, Kind::Removed]
                        [*kind as usize];
                    let key = format!("p{person}");
                    let at = start.plus(hours * 3_600_000);
                    let mark = mark(kind, None, &key, "x", 0);
                    let row = Row {
                        community,
                        at,
                        kind,
                        mark,
                        key: &key,
                        name: &key,
                        text: "x",
                        source_id: "",
                        reply_to: "",
                        source: "",
                    };
                    loader.enter(conn, &row)?;
                }
                loader.settle(conn)
            })
            .unwrap();
        }
        loader.finish(db, "test").unwrap();
        batch
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn kept_figures_equal_a_recount_after_imports_in_any_order_and_undo(
            first in prop::collection::vec((0i64..300, 0u8..6, 0u8..6), 0..60),
            second in prop::collection::vec((0i64..300, 0u8..6, 0u8..6), 0..60),
        ) {
            let mut file = testing::file();
            let c = community(&mut file.db);
            import(&mut file.db, c, "a", &first);
            let after_first = kept(file.db.conn(), c).unwrap();
            prop_assert_eq!(&after_first, &count(file.db.conn(), c, Zone::default()).unwrap());
            let batch = import(&mut file.db, c, "b", &second);
            prop_assert_eq!(kept(file.db.conn(), c).unwrap(), count(file.db.conn(), c, Zone::default()).unwrap());
            let seq = file.db.head().unwrap().0;
            file.db.undo_with(seq, |tx, _| store::undo_batch(tx, batch, Zone::default()).map(|()| true)).unwrap();
            prop_assert_eq!(kept(file.db.conn(), c).unwrap(), after_first);
        }
    }

    #[test]
    fn importing_twice_doubles_nothing_and_a_killed_import_goes_on() {
        let mut file = testing::file();
        let c = community(&mut file.db);
        let rows = [(1, 1, 0), (1, 2, 0), (30, 1, 0), (31, 1, 3), (32, 2, 5)];
        import(&mut file.db, c, "a", &rows);
        let once = kept(file.db.conn(), c).unwrap();
        import(&mut file.db, c, "a again", &rows);
        assert_eq!(kept(file.db.conn(), c).unwrap(), once);
        let batches = store::batches(&file.db, 9).unwrap();
        assert_eq!(batches.iter().map(|b| (b.counts.new, b.counts.duplicate)).collect::<Vec<_>>(), [(0, 5), (5, 0)]);
        let half = Loader::begin(&mut file.db, "killed", Zone::default(), 30).unwrap().batch;
        let again = Loader::begin(&mut file.db, "killed", Zone::default(), 30).unwrap().batch;
        assert_eq!(half, again);
    }
}
