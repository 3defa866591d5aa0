//! How many days are counted at once, so that neither a long history nor many communities nor many people need more
//! memory than a year of few.

use crate::base::Result;
use crate::kpi::days::{self, Day, Runs};
use crate::kpi::people::{AFTER, REACH};
use rusqlite::Connection;

/// So many days are counted at once: a long history needs no more memory than a year of it.
const LONGEST: Day = 400;
/// So many days of communities: many of them need no more memory than few. Shorter stretches read the days they look
/// back at more often.
const AT_ONCE: usize = 12_000;
/// But no fewer days than this.
const SHORTEST: Day = 90;
/// Rows of who wrote when that are held at once, those of the days looked back at included: stretches with more are
/// counted in halves, but none is shorter than half of the shortest.
const WROTE: i64 = 400_000;

/// `days` in stretches to be counted one after another; near ones together.
///
/// # Errors
/// Database errors.
pub(super) fn stretches(conn: &Connection, days: &Runs, places: usize) -> Result<Vec<(Day, Day)>> {
    let length = Day::try_from(AT_ONCE / places.max(1)).unwrap_or(LONGEST).clamp(SHORTEST, LONGEST);
    let mut left = pieces(days, length);
    left.reverse();
    let mut out = Vec::new();
    while let Some((first, last)) = left.pop() {
        if last - first >= SHORTEST && wrote(conn, first - REACH + 1, last)? > WROTE {
            let middle = first + (last - first) / 2;
            left.extend([(middle + 1, last), (first, middle)]);
        } else {
            out.push((first, last));
        }
    }
    Ok(out)
}

/// Runs of days in pieces of `length` at most; near ones together.
fn pieces(days: &Runs, length: Day) -> Vec<(Day, Day)> {
    let mut out: Vec<(Day, Day)> = Vec::new();
    for (first, last) in days.iter() {
        match out.last_mut() {
            Some((begin, end)) if first - *end < AFTER && last - *begin < length => *end = last,
            _ => {
                let pieces = (first..=last).step_by(length.unsigned_abs() as usize);
                out.extend(pieces.map(|from| (from, (from + length - 1).min(last))));
            }
        }
    }
    out
}

/// How many rows there are of who wrote when, from `first` to `last`.
fn wrote(conn: &Connection, first: Day, last: Day) -> Result<i64> {
    let mut stmt = conn.prepare_cached("SELECT coalesce(sum(active), 0) FROM daily WHERE day BETWEEN ?1 AND ?2")?;
    Ok(stmt.query_row([days::text(first), days::text(last)], |r| r.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::testing;

    #[test]
    fn a_stretch_has_neither_too_many_days_nor_too_many_rows() {
        let file = testing::file();
        let conn = file.db.conn();
        let active = |day: Day, rows: i64| {
            let sql = "INSERT INTO daily(community_id, day, active) VALUES (1, ?1, ?2)";
            conn.execute(sql, rusqlite::params![days::text(day), rows]).unwrap();
        };
        (0..100).for_each(|day| active(day, 100));
        (400..700).for_each(|day| active(day, WROTE / 200));
        let of = |runs: &[(Day, Day)], places| stretches(conn, &runs.iter().copied().collect(), places).unwrap();
        let quiet = [(0, 9), (20, 99)];
        assert_eq!(of(&quiet, 1), [(0, 99)], "near ones are read once");
        assert_eq!(of(&[(0, 99), (300, 310)], 1), [(0, 99), (300, 310)]);
        assert_eq!(of(&[(-1000, -100)], 1), [(-1000, -601), (-600, -201), (-200, -100)]);
        assert_eq!(of(&[(-1000, -601)], 60).len(), 2, "many communities");
        let busy = of(&[(400, 699)], 1);
        assert_eq!(busy, [(400, 549), (550, 624), (625, 699)]);
        for (first, last) in busy {
            assert!(wrote(conn, first - REACH + 1, last).unwrap() <= WROTE);
        }
        active(1000, 10 * WROTE);
        assert_eq!(of(&[(990, 1070)], 1), [(990, 1070)], "no shorter, whatever is in them");
    }
}
