//! What is known of each community as such: how far imports reach, on which days silence is known to be silence, and
//! since when joins, departures and records are seen at all.

use crate::base::{At, Result, Zone};
use crate::kpi::days::{self, Day, Runs, STILL};
use crate::kpi::people::Followed;
use crate::kpi::scope::Place;
use crate::members::community::zone_of;
use rusqlite::{Connection, params};

/// Every community, by row id; those no longer in use too, for their past counts.
pub(super) fn places(conn: &Connection, file_zone: Zone) -> Result<Vec<Place>> {
    let mut stmt =
        conn.prepare_cached("SELECT id, platform, tier, parent_id, zone, archived FROM community ORDER BY id")?;
    let rows = stmt.query_map([], |r| {
        let zone: String = r.get(4)?;
        Ok(Place {
            id: r.get(0)?,
            platform: r.get(1)?,
            tier: r.get(2)?,
            parent: r.get(3)?,
            zone: zone_of(&zone, file_zone),
            archived: r.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What is known of one community.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cover {
    /// Days and moves.
    pub followed: Followed,
    /// The first day of an item, of an inquiry, of a piece of UGC: from then on none is none.
    pub since: [Option<Day>; 3],
}

/// Places in [`Cover::since`].
pub(super) const ITEMS: usize = 0;
pub(super) const ASKS: usize = 1;
pub(super) const UGC: usize = 2;

/// The last kind of row in `covered`.
const SAYS: i64 = 7;

impl Cover {
    /// As rows of `covered`: kind, first and last day.
    fn rows(&self) -> Vec<(i64, Day, Day)> {
        let runs = [&self.followed.covered, &self.followed.known];
        let mut out: Vec<(i64, Day, Day)> =
            runs.iter().zip(0..).flat_map(|(r, kind)| r.iter().map(move |(a, b)| (kind, a, b))).collect();
        let f = &self.followed;
        let since = [f.joins_from, f.leaves_from].into_iter().chain(self.since).chain([f.says_from]);
        out.extend(since.zip(2..).filter_map(|(day, kind)| Some((kind, day?, STILL))));
        out
    }

    /// The days of which the two say different things.
    pub(super) fn differ(&self, other: &Cover) -> Runs {
        let of = |cover: &Cover, kind: i64| -> Runs {
            cover.rows().into_iter().filter(|r| r.0 == kind).map(|(_, a, b)| (a, b)).collect()
        };
        (0..=SAYS).fold(Runs::default(), |all, kind| all.join(&of(self, kind).differ(&of(other, kind))))
    }
}

/// What was known when figures were last worked out, beside `places`.
pub(super) fn kept(conn: &Connection, places: &[Place]) -> Result<Vec<Cover>> {
    let mut out = vec![Cover::default(); places.len()];
    let mut stmt = conn.prepare_cached("SELECT community_id, kind, first, last FROM covered")?;
    let mut rows = stmt.query([])?;
    let mut runs = vec![(Vec::new(), Vec::new()); places.len()];
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let Ok(place) = places.binary_search_by_key(&id, |p| p.id) else { continue };
        let day = |n| Ok::<_, rusqlite::Error>(days::read(row.get_ref(n)?.as_str().unwrap_or("")));
        let (Some(first), Some(last)) = (day(2)?, day(3)?) else { continue };
        let cover = &mut out[place];
        match row.get::<_, i64>(1)? {
            0 => runs[place].0.push((first, last)),
            1 => runs[place].1.push((first, last)),
            2 => cover.followed.joins_from = Some(first),
            3 => cover.followed.leaves_from = Some(first),
            SAYS => cover.followed.says_from = Some(first),
            kind => {
                if let Some(since) = usize::try_from(kind - 4).ok().and_then(|n| cover.since.get_mut(n)) {
                    *since = Some(first);
                }
            }
        }
    }
    for (cover, (covered, known)) in out.iter_mut().zip(runs) {
        (cover.followed.covered, cover.followed.known) = (covered.into_iter().collect(), known.into_iter().collect());
    }
    Ok(out)
}

/// What is known now, from the ledger, the imports and the records.
pub(super) fn now(conn: &Connection, place: &Place) -> Result<Cover> {
    let mut stmt = conn.prepare_cached("SELECT day FROM daily WHERE community_id = ?1")?;
    let mut rows = stmt.query([place.id])?;
    let mut spoken = Vec::new();
    while let Some(row) = rows.next()? {
        spoken.extend(days::read(row.get_ref(0)?.as_str().unwrap_or("")).map(|d| (d, d)));
    }
    let (mut covered, mut known) = (spoken.clone(), spoken);
    let mut stmt = conn.prepare_cached(
        "SELECT s.first, s.last, s.until, s.whole FROM span s JOIN batch b ON b.id = s.batch_id
         WHERE s.community_id = ?1 AND b.undone_at IS NULL",
    )?;
    let mut rows = stmt.query([place.id])?;
    while let Some(row) = rows.next()? {
        let day = |n| Ok::<_, rusqlite::Error>(place.day(At(row.get(n)?)));
        let (first, last, until) = (day(0)?, day(1)?, day(2)?);
        covered.push((first, until));
        if row.get(3)? {
            known.push((first, last));
        }
    }
    let first_day = |sql: &str| -> Result<Option<Day>> {
        let day: Option<String> = conn.prepare_cached(sql)?.query_row([place.id], |r| r.get(0))?;
        Ok(day.as_deref().and_then(days::read))
    };
    let moment = |sql: &str| -> Result<Option<Day>> {
        let at: Option<i64> = conn.prepare_cached(sql)?.query_row([place.id], |r| r.get(0))?;
        Ok(at.map(|at| place.day(At(at))))
    };
    Ok(Cover {
        followed: Followed {
            covered: covered.into_iter().collect(),
            known: known.into_iter().collect(),
            says_from: first_day("SELECT min(day) FROM daily WHERE community_id = ?1 AND messages > 0")?,
            joins_from: first_day("SELECT min(day) FROM daily WHERE community_id = ?1 AND joins > 0")?,
            leaves_from: first_day(
                "SELECT min(day) FROM daily WHERE community_id = ?1 AND (leaves > 0 OR removed > 0)",
            )?,
        },
        since: [
            moment("SELECT min(created_at) FROM item WHERE community_id = ?1")?,
            moment("SELECT min(at) FROM inquiry WHERE community_id = ?1")?,
            first_day("SELECT min(day) FROM ugc WHERE community_id = ?1")?,
        ],
    })
}

/// Writes down what is known now.
pub(super) fn keep(conn: &Connection, place: &Place, cover: &Cover) -> Result<()> {
    conn.execute("DELETE FROM covered WHERE community_id = ?1", [place.id])?;
    let mut insert =
        conn.prepare_cached("INSERT INTO covered(community_id, kind, first, last) VALUES (?1, ?2, ?3, ?4)")?;
    for (kind, first, last) in cover.rows() {
        insert.execute(params![place.id, kind, days::text(first), days::text(last)])?;
    }
    Ok(())
}
