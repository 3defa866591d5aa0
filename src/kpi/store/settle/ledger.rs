//! People as the ledger shows them: when each was first heard of and from when to when they were in. Only those who
//! were touched are looked at again; what comes out differently touches further days.

use crate::base::{At, Result};
use crate::kpi::days::{self, Day, Runs, STILL};
use crate::kpi::scope::Place;
use crate::kpi::stay::{self, Stay, Trace};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

/// A member's row as it should be.
#[derive(Debug)]
pub(super) struct Life {
    member: i64,
    /// `None`: nothing is known of them any more.
    began: Option<(Option<Day>, Option<Day>)>,
    stays: Vec<Stay>,
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
            "SELECT DISTINCT member_id FROM event WHERE community_id = ?1 AND at >= ?2 AND at < ?3 AND kind <> 0",
        )?;
        let rows = stmt.query_map([place.id, place.midnight(first), place.midnight(last + 1)], |r| r.get(0))?;
        out.extend(rows.collect::<rusqlite::Result<Vec<i64>>>()?);
    }
    Ok(out)
}

/// Looks at the ledger of `members` again; gives those whose rows must change, and adds the days that this touches.
pub(super) fn lives(
    conn: &Connection,
    place: &Place,
    members: &BTreeSet<i64>,
    touched: &mut Vec<(Day, Day)>,
) -> Result<Vec<Life>> {
    let mut out = Vec::new();
    for member in members {
        let traces = traces(conn, place, *member)?;
        let first = |is: fn(&Trace) -> bool| traces.iter().find(|(_, t)| is(t)).map(|(day, _)| *day);
        let began = (!traces.is_empty()).then(|| (first(|t| t.wrote), first(|t| t.joined)));
        let new = Life { member: *member, began, stays: stay::stays(traces.iter().map(|(d, t)| (*d, *t))) };
        let old = kept(conn, *member)?;
        if old.began == new.began && old.stays == new.stays {
            continue;
        }
        // To the end of time: who is in from that day on is so on every later day.
        touched.extend(stay::differ(&old.stays, &new.stays));
        let (old_days, new_days) = (old.began.unwrap_or_default(), new.began.unwrap_or_default());
        for (before, after) in [(old_days.0, new_days.0), (old_days.1, new_days.1)] {
            if before != after {
                touched.extend([before, after].into_iter().flatten().map(|d| (d, d)));
            }
        }
        out.push(new);
    }
    Ok(out)
}

/// What the ledger holds of a member, by the day.
fn traces(conn: &Connection, place: &Place, member: i64) -> Result<BTreeMap<Day, Trace>> {
    let mut out = BTreeMap::<Day, Trace>::new();
    let mut stmt = conn.prepare_cached("SELECT day FROM active WHERE member_id = ?1 ORDER BY day")?;
    let mut rows = stmt.query([member])?;
    while let Some(row) = rows.next()? {
        if let Some(day) = days::read(row.get_ref(0)?.as_str().unwrap_or("")) {
            out.entry(day).or_default().wrote = true;
        }
    }
    let mut stmt =
        conn.prepare_cached("SELECT at, kind FROM event WHERE member_id = ?1 AND kind <> 0 ORDER BY at, kind")?;
    let mut rows = stmt.query([member])?;
    while let Some(row) = rows.next()? {
        let trace = out.entry(place.day(At(row.get(0)?))).or_default();
        let joined = row.get::<_, i64>(1)? == 1;
        trace.joined |= joined;
        trace.gone = !joined;
    }
    Ok(out)
}

fn kept(conn: &Connection, member: i64) -> Result<Life> {
    let day = |text: Option<String>| text.as_deref().and_then(days::read);
    let began = conn
        .prepare_cached("SELECT seen, joined FROM standing WHERE member_id = ?1")?
        .query_row([member], |r| Ok((day(r.get(0)?), day(r.get(1)?))))
        .optional()?;
    let mut stmt = conn.prepare_cached("SELECT first, last FROM stay WHERE member_id = ?1 ORDER BY first")?;
    let rows = stmt.query_map([member], |r| {
        let (first, last): (String, String) = (r.get(0)?, r.get(1)?);
        Ok(Stay { first: days::read(&first).unwrap_or(STILL), last: days::read(&last).unwrap_or(STILL) })
    })?;
    Ok(Life { member, began, stays: rows.collect::<rusqlite::Result<_>>()? })
}

/// Writes the rows of `lives` down.
pub(super) fn keep(conn: &Connection, place: &Place, lives: &[Life]) -> Result<()> {
    for life in lives {
        conn.prepare_cached("DELETE FROM stay WHERE member_id = ?1")?.execute([life.member])?;
        let Some((seen, joined)) = life.began else {
            conn.prepare_cached("DELETE FROM standing WHERE member_id = ?1")?.execute([life.member])?;
            continue;
        };
        for stay in &life.stays {
            conn.prepare_cached("INSERT INTO stay(member_id, first, last, community_id) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![life.member, days::text(stay.first), days::text(stay.last), place.id])?;
        }
        // Who has the same key on the same platform is the same person; one who has a place keeps it. A new person
        // is numbered like the member, unless that number is somebody's already whose community has moved away.
        conn.prepare_cached(
            "INSERT INTO standing(member_id, community_id, person, seen, joined) VALUES (?1, ?2,
               coalesce((SELECT s.person FROM member m JOIN member o ON o.key = m.key AND o.id <> m.id
                         JOIN community c ON c.id = o.community_id JOIN standing s ON s.member_id = o.id
                         WHERE m.id = ?1 AND c.platform = ?3 ORDER BY s.person LIMIT 1),
                        (SELECT max(person) + 1 FROM standing WHERE EXISTS (SELECT 1 FROM standing WHERE person = ?1)), ?1), ?4, ?5)
             ON CONFLICT(member_id) DO UPDATE SET seen = ?4, joined = ?5",
        )?
        .execute(params![
            life.member,
            place.id,
            place.platform,
            seen.map(days::text),
            joined.map(days::text)
        ])?;
    }
    Ok(())
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
