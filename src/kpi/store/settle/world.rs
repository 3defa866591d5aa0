//! The ledger's people and days in memory, as counting wants them.

use super::super::cover::Cover;
use crate::base::{Error, Result};
use crate::kpi::days::{self, Day, STILL};
use crate::kpi::facts::Facts;
use crate::kpi::people::{Began, Followed, REACH, Was, World, Wrote};
use crate::kpi::scope::Place;
use crate::kpi::stay::Stay;
use rusqlite::{Connection, params};

/// The person of `member` among `persons`, which are in order.
fn person_of(persons: &[(i64, u32)], member: i64) -> Option<u32> {
    persons.binary_search_by_key(&member, |p| p.0).ok().map(|at| persons[at].1)
}

/// Everybody, and the days of one stretch.
pub(super) struct Ledger {
    /// For counting people.
    pub world: World,
    /// Every member's row id and person, in order.
    persons: Vec<(i64, u32)>,
    /// Messages, joins, departures and removals by community and day of the stretch.
    moved: Vec<(u16, Day, [f64; 4])>,
}

impl Ledger {
    /// Reads everybody.
    pub(super) fn read(conn: &Connection, places: &[Place]) -> Result<Ledger> {
        // Grown step by step, the lists would take twice their size.
        let rows = |sql: &str| {
            let rows: i64 = conn.query_row(sql, [], |r| r.get(0))?;
            Ok::<_, Error>(usize::try_from(rows).unwrap_or(0))
        };
        let people = rows("SELECT count(*) FROM standing")?;
        let (mut persons, mut began) = (Vec::with_capacity(people), Vec::with_capacity(people));
        let mut was = Vec::with_capacity(rows("SELECT count(*) FROM stay")?);
        let place = |id: i64| places.binary_search_by_key(&id, |p| p.id).ok().and_then(|n| u16::try_from(n).ok());
        let mut stmt =
            conn.prepare_cached("SELECT member_id, community_id, person, seen, joined FROM standing ORDER BY person")?;
        let mut rows = stmt.query([])?;
        let (mut last, mut number) = (None, 0u32);
        while let Some(row) = rows.next()? {
            let person: i64 = row.get(2)?;
            if last.is_some_and(|l| l != person) {
                number += 1;
            }
            last = Some(person);
            persons.push((row.get(0)?, number));
            let Some(community) = place(row.get(1)?) else { continue };
            let day = |n| {
                let text = row.get_ref(n)?.as_str_or_null()?;
                Ok::<_, rusqlite::Error>(text.and_then(days::read).unwrap_or(STILL))
            };
            began.push(Began { person: number, community, seen: day(3)?, joined: day(4)? });
        }
        persons.sort_unstable();
        let mut stmt = conn.prepare_cached("SELECT member_id, community_id, first, last FROM stay")?;
        let mut rows = stmt.query([])?;
        while let Some(row) = rows.next()? {
            let (Some(person), Some(community)) = (person_of(&persons, row.get(0)?), place(row.get(1)?)) else {
                continue;
            };
            let day = |n| Ok::<_, rusqlite::Error>(days::read(row.get_ref(n)?.as_str().unwrap_or("")));
            let (Some(first), Some(last)) = (day(2)?, day(3)?) else { continue };
            was.push(Was { person, community, stay: Stay { first, last } });
        }
        was.sort_unstable();
        Ok(Ledger { world: World { began, was, ..World::default() }, persons, moved: Vec::new() })
    }

    /// Reads the days that counting those from `first` to `last` needs, of the communities that are `needed`.
    pub(super) fn stretch(
        &mut self,
        conn: &Connection,
        places: &[Place],
        covers: &[Cover],
        needed: &[bool],
        (first, last): (Day, Day),
    ) -> Result<()> {
        self.world.followed = covers.iter().map(|c| c.followed.clone()).collect::<Vec<Followed>>();
        self.world.wrote.clear();
        self.moved.clear();
        let (from, to) = (days::text(first - REACH + 1), days::text(last));
        for (n, place) in places.iter().enumerate().filter(|(n, _)| needed[*n]) {
            let community = u16::try_from(n).unwrap_or(u16::MAX);
            let mut stmt = conn.prepare_cached(
                "SELECT day, member_id FROM active WHERE community_id = ?1 AND day BETWEEN ?2 AND ?3",
            )?;
            let mut rows = stmt.query(params![place.id, from, to])?;
            // Rows come by day: the same text again is the same day.
            let (mut text, mut day) = (String::new(), 0);
            while let Some(row) = rows.next()? {
                let found = row.get_ref(0)?.as_str().unwrap_or("");
                if found != text {
                    found.clone_into(&mut text);
                    day = days::read(found).unwrap_or(0);
                }
                if let Some(person) = person_of(&self.persons, row.get(1)?) {
                    self.world.wrote.push(Wrote { person, day, community });
                }
            }
            let mut stmt = conn.prepare_cached(
                "SELECT day, messages, joins, leaves, removed FROM daily WHERE community_id = ?1 AND day BETWEEN ?2 AND ?3",
            )?;
            let mut rows = stmt.query(params![place.id, days::text(first), to])?;
            while let Some(row) = rows.next()? {
                let Some(day) = days::read(row.get_ref(0)?.as_str().unwrap_or("")) else { continue };
                let count = |n| row.get::<_, i64>(n).map(|c| c as f64);
                self.moved.push((community, day, [count(1)?, count(2)?, count(3)?, count(4)?]));
            }
        }
        self.world.wrote.sort_unstable();
        Ok(())
    }

    /// Adds messages and moves to `facts`, which begin with `first`.
    pub(super) fn moves(&self, within: &[bool], first: Day, facts: &mut [Facts]) {
        let scope: Vec<&Followed> =
            self.world.followed.iter().zip(within).filter(|(_, w)| **w).map(|(f, _)| f).collect();
        for (n, facts) in facts.iter_mut().enumerate() {
            let day = first + Day::try_from(n).unwrap_or(0);
            if facts.members.is_none() {
                continue;
            }
            facts.messages = scope.iter().any(|f| f.says(day)).then_some(0.0);
            facts.joins = scope.iter().any(|f| f.hears_joins(day)).then_some(0.0);
            let leaves = scope.iter().any(|f| f.hears_leaves(day)).then_some(0.0);
            (facts.leaves, facts.removed, facts.joins_heard) = (leaves, leaves, leaves);
        }
        for (community, day, [messages, joins, leaves, removed]) in &self.moved {
            let (Ok(n), true) = (usize::try_from(day - first), within[usize::from(*community)]) else { continue };
            let Some(facts) = facts.get_mut(n) else { continue };
            let heard = self.world.followed[usize::from(*community)].hears_leaves(*day);
            for (sum, count) in [
                (&mut facts.messages, *messages),
                (&mut facts.joins, *joins),
                (&mut facts.joins_heard, if heard { *joins } else { 0.0 }),
                (&mut facts.leaves, *leaves),
                (&mut facts.removed, *removed),
            ] {
                *sum = sum.map(|s| s + count);
            }
        }
    }
}
