//! People as the ledger shows them: when each was first heard of and from when to when they were in. Only those who
//! were touched are looked at again; what comes out differently touches further days.

use crate::base::{At, Result};
use crate::kpi::days::{self, Day, Runs};
use crate::kpi::scope::Place;
use crate::kpi::stay::{self, Stay, Trace};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A member's row as it should be.
#[derive(Debug)]
pub(super) struct Life {
    member: i64,
    /// First day with a message, first day with a join. `None`: nothing is known of them any more.
    began: Option<(Option<Day>, Option<Day>)>,
    stays: Vec<Stay>,
    /// There was a row before.
    known: bool,
    /// There were stays before.
    stayed: bool,
}

/// The members of `place` that rows of the days `touched` are or were about.
pub(super) fn touched(conn: &Connection, place: &Place, touched: &Runs) -> Result<BTreeSet<i64>> {
    let mut out = BTreeSet::new();
    for (first, last) in touched.iter() {
        let (from, to) = (days::text(first), days::text(last));
        for sql in [
            "SELECT DISTINCT member_id FROM active WHERE community_id = ?1 AND day BETWEEN ?2 AND ?3",
            "SELECT member_id FROM standing WHERE community_id = ?1 AND seen BETWEEN ?2 AND ?3",
            "SELECT member_id FROM standing WHERE community_id = ?1 AND joined BETWEEN ?2 AND ?3",
            "SELECT member_id FROM stay WHERE community_id = ?1 AND first BETWEEN ?2 AND ?3",
            "SELECT member_id FROM stay WHERE community_id = ?1 AND last BETWEEN ?2 AND ?3",
        ] {
            let mut stmt = conn.prepare_cached(sql)?;
            let rows = stmt.query_map(params![place.id, from, to], |r| r.get(0))?;
            out.extend(rows.collect::<rusqlite::Result<Vec<i64>>>()?);
        }
        let mut stmt = conn.prepare_cached(
            "SELECT DISTINCT member_id FROM event INDEXED BY event_moved
             WHERE community_id = ?1 AND at >= ?2 AND at < ?3 AND kind <> 0",
        )?;
        let rows = stmt.query_map([place.id, place.midnight(first), place.midnight(last + 1)], |r| r.get(0))?;
        out.extend(rows.collect::<rusqlite::Result<Vec<i64>>>()?);
    }
    Ok(out)
}

/// Looks at the ledger of `members`, which are in order, again; gives those whose rows must change, and adds the days that
/// this touches.
pub(super) fn lives(
    conn: &Connection,
    place: &Place,
    members: &[i64],
    touched: &mut Vec<(Day, Day)>,
) -> Result<Vec<Life>> {
    let (traces, mut kept) = (traces(conn, place, members)?, kept(conn, members)?);
    let mut out = Vec::new();
    for member in members {
        let days = traces.get(member);
        let first = |is: fn(&Trace) -> bool| days?.iter().find(|(_, t)| is(t)).map(|(day, _)| *day);
        let began = days.map(|_| (first(|t| t.wrote), first(|t| t.joined)));
        let stays = stay::stays(days.into_iter().flatten().map(|(d, t)| (*d, *t)));
        let old = kept.remove(member).unwrap_or_default();
        if old.began == began && old.stays == stays {
            continue;
        }
        // To the end of time: who is in from that day on is so on every later day.
        touched.extend(stay::differ(&old.stays, &stays));
        let (old_days, new_days) = (old.began.unwrap_or_default(), began.unwrap_or_default());
        for (before, after) in [(old_days.0, new_days.0), (old_days.1, new_days.1)] {
            if before != after {
                touched.extend([before, after].into_iter().flatten().map(|d| (d, d)));
            }
        }
        out.push(Life { member: *member, began, stays, known: old.began.is_some(), stayed: !old.stays.is_empty() });
    }
    Ok(out)
}

/// Asks about `members`, which are in order: in one go where their row ids lie close, else one by one.
fn ask(
    conn: &Connection,
    members: &[i64],
    sql: &str,
    see: &mut dyn FnMut(i64, &Row) -> rusqlite::Result<()>,
) -> Result<()> {
    let (Some(first), Some(last)) = (members.first(), members.last()) else { return Ok(()) };
    let close = last - first < 4 * i64::try_from(members.len()).unwrap_or(i64::MAX);
    let mut stmt = conn.prepare_cached(sql)?;
    let spans: Vec<(i64, i64)> = if close { vec![(*first, *last)] } else { members.iter().map(|m| (*m, *m)).collect() };
    for (from, to) in spans {
        let mut rows = stmt.query([from, to])?;
        while let Some(row) = rows.next()? {
            let member = row.get(0)?;
            if members.binary_search(&member).is_ok() {
                see(member, row)?;
            }
        }
    }
    Ok(())
}

type Traces = HashMap<i64, BTreeMap<Day, Trace>>;

/// What the ledger holds of members, by the day.
fn traces(conn: &Connection, place: &Place, members: &[i64]) -> Result<Traces> {
    let mut out = Traces::new();
    let sql = "SELECT member_id, day FROM active INDEXED BY active_member WHERE member_id BETWEEN ?1 AND ?2";
    ask(conn, members, sql, &mut |member, row| {
        if let Some(day) = days::read(row.get_ref(1)?.as_str().unwrap_or("")) {
            out.entry(member).or_default().entry(day).or_default().wrote = true;
        }
        Ok(())
    })?;
    let sql = "SELECT member_id, at, kind FROM event INDEXED BY event_moves
               WHERE member_id BETWEEN ?1 AND ?2 AND kind <> 0 ORDER BY member_id, at, kind";
    ask(conn, members, sql, &mut |member, row| {
        let trace = out.entry(member).or_default().entry(place.day(At(row.get(1)?))).or_default();
        let joined = row.get::<_, i64>(2)? == 1;
        trace.joined |= joined;
        trace.gone = !joined;
        Ok(())
    })?;
    Ok(out)
}

/// A member's row as it was.
#[derive(Debug, Default)]
struct Old {
    began: Option<(Option<Day>, Option<Day>)>,
    stays: Vec<Stay>,
}

fn kept(conn: &Connection, members: &[i64]) -> Result<HashMap<i64, Old>> {
    let mut out = HashMap::<i64, Old>::new();
    let day = |row: &Row, n| Ok::<_, rusqlite::Error>(row.get_ref(n)?.as_str_or_null()?.and_then(days::read));
    let sql = "SELECT member_id, seen, joined FROM standing WHERE member_id BETWEEN ?1 AND ?2";
    ask(conn, members, sql, &mut |member, row| {
        out.entry(member).or_default().began = Some((day(row, 1)?, day(row, 2)?));
        Ok(())
    })?;
    let sql = "SELECT member_id, first, last FROM stay WHERE member_id BETWEEN ?1 AND ?2 ORDER BY member_id, first";
    ask(conn, members, sql, &mut |member, row| {
        if let (Some(first), Some(last)) = (day(row, 1)?, day(row, 2)?) {
            out.entry(member).or_default().stays.push(Stay { first, last });
        }
        Ok(())
    })?;
    Ok(out)
}

/// Writes the rows of `lives` down. `alone`: no other community is on the platform, so nobody can be somebody else.
pub(super) fn keep(conn: &Connection, place: &Place, lives: &[Life], alone: bool) -> Result<()> {
    for life in lives {
        if life.stayed {
            conn.prepare_cached("DELETE FROM stay WHERE member_id = ?1")?.execute([life.member])?;
        }
        let Some((seen, joined)) = life.began else {
            conn.prepare_cached("DELETE FROM standing WHERE member_id = ?1")?.execute([life.member])?;
            continue;
        };
        for stay in &life.stays {
            conn.prepare_cached("INSERT INTO stay(member_id, first, last, community_id) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![life.member, days::text(stay.first), days::text(stay.last), place.id])?;
        }
        let (seen, joined) = (seen.map(days::text), joined.map(days::text));
        if life.known {
            conn.prepare_cached("UPDATE standing SET seen = ?2, joined = ?3 WHERE member_id = ?1")?
                .execute(params![life.member, seen, joined])?;
            continue;
        }
        let other = if alone { None } else { namesake(conn, place, life.member)? };
        let person = match other {
            Some(person) => person,
            None => new_person(conn, life.member)?,
        };
        conn.prepare_cached(
            "INSERT INTO standing(member_id, community_id, person, seen, joined) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![life.member, place.id, person, seen, joined])?;
    }
    Ok(())
}

/// The person who has the same key on the same platform.
fn namesake(conn: &Connection, place: &Place, member: i64) -> Result<Option<i64>> {
    let mut stmt = conn.prepare_cached(
        "SELECT s.person FROM member m JOIN member o ON o.key = m.key AND o.id <> m.id
         JOIN community c ON c.id = o.community_id JOIN standing s ON s.member_id = o.id
         WHERE m.id = ?1 AND c.platform = ?2 ORDER BY s.person LIMIT 1",
    )?;
    Ok(stmt.query_row(params![member, place.platform], |r| r.get(0)).optional()?)
}

/// A new person is numbered like the member, unless that number is somebody's already whose community has moved away.
fn new_person(conn: &Connection, member: i64) -> Result<i64> {
    let taken: bool = conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM standing WHERE person = ?1)")?
        .query_row([member], |r| r.get(0))?;
    if !taken {
        return Ok(member);
    }
    Ok(conn.prepare_cached("SELECT max(person) + 1 FROM standing")?.query_row([], |r| r.get(0))?)
}

/// Forgets who is who in `place`, after it moved to another platform; everybody is looked up again.
pub(super) fn forget(conn: &Connection, place: &Place) -> Result<BTreeSet<i64>> {
    let mut stmt = conn.prepare_cached("SELECT member_id FROM standing WHERE community_id = ?1")?;
    let rows = stmt.query_map([place.id], |r| r.get(0))?;
    let members = rows.collect::<rusqlite::Result<_>>()?;
    conn.execute("DELETE FROM standing WHERE community_id = ?1", [place.id])?;
    conn.execute("DELETE FROM stay WHERE community_id = ?1", [place.id])?;
    Ok(members)
}
