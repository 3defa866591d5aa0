//! Working out what was touched: which days of which scopes follow from new rows of the ledger and changed records,
//! and only those. Called at an import's end and by the worker; never from a key.
//!
//! First, what is touched is marked as taken in hand. Then coverage and people's lives are brought up to date; what
//! changes there touches further days, which are written down in the same transaction, so that a killed run is taken up
//! again. Then each scope's touched days are counted and written, and the marks go.

mod ledger;
mod out;
mod stretch;
mod world;

use super::cover::{self, Cover};
use super::measures::{self, Cause, Why, Worked};
use super::records::{self, Record};
use crate::base::{At, Result};
use crate::db::{Db, setting};
use crate::kpi::days::{self, Day, EVER, Runs};
use crate::kpi::facts::Facts;
use crate::kpi::people::{self, AFTER};
use crate::kpi::scope::{self, Place, Scope};
use out::Out;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};
use world::Ledger;

/// What was worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Settled {
    /// Scopes with a day that was looked at.
    pub scopes: usize,
    /// Days of scopes that were counted.
    pub days: usize,
    /// Days of scopes that were new.
    pub fresh: usize,
    /// Days of scopes that still grew and were replaced.
    pub grown: usize,
    /// Days of scopes that stood and have another version now.
    pub changed: usize,
}

/// People of one transaction: others wait no longer than that for their turn, and however many there are, no more are
/// held in memory. In tests few, so that they take turns too.
const LIVES: usize = if cfg!(test) { 2 } else { 3000 };

/// Whether something waits to be worked out.
///
/// # Errors
/// Database errors.
pub fn due(db: &Db) -> Result<bool> {
    let zone = setting::zone(db)?;
    let today = days::text(days::number(db.now().day(zone)));
    let mut stmt = db.conn().prepare_cached("SELECT EXISTS (SELECT 1 FROM touched WHERE first <= ?1)")?;
    Ok(stmt.query_row([today], |r| r.get(0))?)
}

/// Works out everything that waits.
///
/// # Errors
/// Database errors; what waited then still waits.
pub fn settle(db: &mut Db) -> Result<Settled> {
    let mut done = Settled::default();
    if !due(db)? {
        return Ok(done);
    }
    let zone = setting::zone(db)?;
    db.aside(|conn, _| Ok(conn.execute("UPDATE touched SET taken = 1 WHERE taken = 0", [])?))?;
    let places = cover::places(db.conn(), zone)?;
    let mut work = Work::read(db.conn(), &places, db.now())?;
    for place in 0..places.len() {
        work.renew(db, place)?;
    }
    work.covers = cover::kept(db.conn(), &places)?;
    let jobs = work.jobs(db)?;
    work.count(db, &jobs, &mut done)?;
    let today = days::text(work.today(&vec![true; places.len()]));
    db.aside(|conn, _| {
        for job in &jobs {
            conn.prepare_cached("UPDATE scope SET made = ?2 WHERE id = ?1")?.execute(params![job.id, job.made])?;
        }
        conn.execute("DELETE FROM touched WHERE taken = 1 AND first <= ?1", [today])?;
        Ok(())
    })?;
    Ok(done)
}

/// A scope and the days of it that are to be counted.
struct Job {
    id: i64,
    within: Vec<bool>,
    made: String,
    days: Runs,
    /// The first day of which there are figures.
    first: Option<Day>,
}

struct Work<'p> {
    places: &'p [Place],
    now: At,
    /// What was known before, then what is known now.
    covers: Vec<Cover>,
    /// Days that rows of the ledger touch: everything that looks back at them is counted again.
    ledger: Vec<Runs>,
    /// Days that records touch: only they.
    records: Vec<Runs>,
    /// What made all this.
    cause: Cause,
}

impl<'p> Work<'p> {
    fn read(conn: &Connection, places: &'p [Place], now: At) -> Result<Work<'p>> {
        let mut ledger = vec![Vec::new(); places.len()];
        let mut records = vec![Vec::new(); places.len()];
        let mut cause = Cause { why: Why::Records, batch: 0 };
        let mut stmt =
            conn.prepare_cached("SELECT community_id, first, last, why, batch_id FROM touched WHERE taken = 1")?;
        let mut rows = stmt.query([])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let why = Why::parse(row.get_ref(3)?.as_str().unwrap_or(""));
            cause = cause.max(Cause { why, batch: row.get(4)? });
            let Ok(place) = places.binary_search_by_key(&id, |p| p.id) else { continue };
            let day = |n| Ok::<_, rusqlite::Error>(days::read(row.get_ref(n)?.as_str().unwrap_or("")));
            // A mark without days only says that something is to be looked at.
            let (Some(first), Some(last)) = (day(1)?, day(2)?) else { continue };
            if why == Why::Records { &mut records[place] } else { &mut ledger[place] }.push((first, last));
        }
        let runs = |all: Vec<Vec<(Day, Day)>>| all.into_iter().map(|r| r.into_iter().collect()).collect();
        Ok(Work {
            places,
            now,
            covers: cover::kept(conn, places)?,
            ledger: runs(ledger),
            records: runs(records),
            cause,
        })
    }

    /// The last day there is for any of the communities.
    fn today(&self, within: &[bool]) -> Day {
        let here = self.places.iter().zip(within).filter(|(_, w)| **w).map(|(p, _)| p.day(self.now));
        here.max().unwrap_or(0)
    }

    /// Brings coverage and lives of one community up to date, and touches what follows from that.
    fn renew(&mut self, db: &mut Db, n: usize) -> Result<()> {
        let place = &self.places[n];
        let moved = moved(db.conn(), place)?;
        if self.ledger[n].is_empty() && self.records[n].is_empty() && !moved {
            return Ok(());
        }
        let cover = cover::now(db.conn(), place)?;
        let differs = self.covers[n].differ(&cover);
        let mut more: Vec<(Day, Day)> = differs.iter().collect();
        // What is followed longer is known better later too.
        let begins = [&self.covers[n], &cover].map(|c| c.followed.covered.first());
        if begins[0] != begins[1] {
            more.extend(begins.into_iter().flatten().map(|d| (d, d)));
        }
        let mut members = ledger::touched(db.conn(), place, &self.ledger[n])?;
        if moved {
            members.extend(db.aside(|conn, _| ledger::forget(conn, place))?);
        }
        let members: Vec<i64> = members.into_iter().collect();
        let (mut all, cause): (Runs, Cause) = (more.into_iter().collect(), self.cause);
        db.aside(|conn, _| {
            if !differs.is_empty() {
                cover::keep(conn, place, &cover)?;
            }
            touch(conn, place.id, &all, cause)
        })?;
        // What they touch is written down with them, so they may follow in turns. Whoever has just been forgotten is found
        // again by what they touch only, so that is written down for all of them first.
        let together = if moved { members.len().max(1) } else { LIVES };
        let alone = self.places.iter().filter(|p| p.platform == place.platform).count() == 1;
        for some in members.chunks(together) {
            let (mut lives, mut more) = (Vec::new(), Vec::new());
            for some in some.chunks(LIVES) {
                lives.extend(ledger::lives(db.conn(), place, some, &mut more)?);
            }
            if lives.is_empty() {
                continue;
            }
            let more: Runs = more.into_iter().collect();
            let mut turns = lives.chunks(LIVES);
            let first = turns.next().unwrap_or_default();
            db.aside(|conn, _| {
                touch(conn, place.id, &more, cause)?;
                ledger::keep(conn, place, first, alone)
            })?;
            for some in turns {
                db.aside(|conn, _| ledger::keep(conn, place, some, alone))?;
            }
            all = all.join(&more);
        }
        self.ledger[n] = self.ledger[n].join(&all);
        Ok(())
    }

    /// Which scopes have which days to count.
    fn jobs(&self, db: &mut Db) -> Result<Vec<Job>> {
        let mut out = Vec::new();
        for (scope, within) in scope::scopes(self.places) {
            let made = scope::made(&within, self.places);
            let (id, before) = db.aside(|conn, _| scope_row(conn, &scope))?;
            let (last, mut touched) = (self.today(&within), Runs::default());
            for (n, _) in within.iter().enumerate().filter(|(_, w)| **w) {
                touched = touched.join(&self.ledger[n].reach(AFTER)).join(&self.records[n]);
            }
            if self.regrouped(db.conn(), &before, &made)? {
                // In another zone, a record of a day may be one of the day before or after.
                touched = touched.join(&measures::kept_days(db.conn(), id, EVER, last)?.widen());
                for (n, place) in self.places.iter().enumerate().filter(|(n, _)| within[*n]) {
                    touched = touched.join(&self.covers[n].followed.covered.reach(AFTER));
                    if let Some(own) = measures::id(db.conn(), &Scope::Community(place.id))? {
                        touched = touched.join(&measures::kept_days(db.conn(), own, EVER, last)?.widen());
                    }
                }
            }
            let days = touched.within(Day::MIN, last);
            if !days.is_empty() || before != made {
                out.push(Job { id, within, made, days, first: measures::kept_first(db.conn(), id)? });
            }
        }
        Ok(out)
    }

    /// Whether a scope is no longer made of the same communities. One that has just come brings no past: all its days
    /// are touched anyway.
    fn regrouped(&self, conn: &Connection, before: &str, made: &str) -> Result<bool> {
        let (old, new): (BTreeSet<&str>, BTreeSet<&str>) = (before.split(' ').collect(), made.split(' ').collect());
        if old.difference(&new).any(|gone| !gone.is_empty()) {
            return Ok(true);
        }
        for one in new.difference(&old) {
            let id = one.split(':').next().and_then(|id| id.parse().ok()).unwrap_or(0);
            if let Some(own) = measures::id(conn, &Scope::Community(id))?
                && measures::kept_first(conn, own)?.is_some()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Counts and writes, a stretch of days after the other.
    fn count(&self, db: &mut Db, jobs: &[Job], done: &mut Settled) -> Result<()> {
        let all = jobs.iter().fold(Runs::default(), |all, job| all.join(&job.days));
        // Without a limit below, the past before all data would be walked through.
        let begins = self.covers.iter().filter_map(|c| c.followed.covered.first());
        let begins = begins.chain(self.records.iter().filter_map(Runs::first));
        let first = begins.chain(jobs.iter().filter_map(|j| j.first)).min().unwrap_or(0);
        let all = all.within(first, Day::MAX);
        let Some(mut ledger) = (!all.is_empty()).then(|| Ledger::read(db.conn(), self.places)).transpose()? else {
            return Ok(());
        };
        let mut seen = BTreeSet::new();
        let mut out = Out::new(self.cause, done);
        for (first, last) in stretch::stretches(db.conn(), &all, self.places.len())? {
            let here: Vec<&Job> = jobs.iter().filter(|j| !j.days.within(first, last).is_empty()).collect();
            seen.extend(here.iter().map(|j| j.id));
            let mut needed = vec![false; self.places.len()];
            for job in &here {
                needed.iter_mut().zip(&job.within).for_each(|(n, w)| *n |= w);
            }
            ledger.stretch(db.conn(), self.places, &self.covers, &needed, (first, last))?;
            let mut records: Vec<Vec<Record>> = Vec::new();
            for ((place, cover), needed) in self.places.iter().zip(&self.covers).zip(&needed) {
                let own = if *needed { records::records(db.conn(), place, cover, first, last)? } else { Vec::new() };
                records.push(own);
            }
            // Scopes made of the same communities have the same figures.
            let mut groups: BTreeMap<&[bool], Vec<&Job>> = BTreeMap::new();
            for job in here {
                groups.entry(&job.within).or_default().push(job);
            }
            for (within, group) in groups {
                let mut facts = people::count(&ledger.world, within, first, last);
                ledger.moves(within, first, &mut facts);
                let mut all = vec![Record::default(); facts.len()];
                for (own, _) in records.iter().zip(within).filter(|(_, w)| **w) {
                    all.iter_mut().zip(own).for_each(|(all, own)| all.join(own));
                }
                facts.iter_mut().zip(&mut all).for_each(|(facts, all)| all.lay(facts));
                for job in group {
                    let worked = self.worked(db.conn(), job, &facts, (first, last))?;
                    out.put(db, worked)?;
                }
            }
        }
        out.flush(db)?;
        done.scopes = seen.len();
        Ok(())
    }

    /// The days of one scope as they are to be written; a day of which nothing is known and nothing was is none.
    fn worked(&self, conn: &Connection, job: &Job, facts: &[Facts], (first, last): (Day, Day)) -> Result<Vec<Worked>> {
        let kept = if job.first.is_some() { measures::kept_days(conn, job.id, first, last)? } else { Runs::default() };
        let mut out = Vec::new();
        for day in job.days.within(first, last).days() {
            let facts = usize::try_from(day - first).ok().and_then(|n| facts.get(n)).copied().unwrap_or_default();
            if !facts.is_empty() || kept.has(day) {
                out.push(Worked { scope: job.id, day, open: self.is_open(&job.within, day), facts });
            }
        }
        Ok(out)
    }

    /// Whether a day may still grow: today, and where an import begins or ends.
    fn is_open(&self, within: &[bool], day: Day) -> bool {
        let covers: Vec<&Cover> = self.covers.iter().zip(within).filter(|(_, w)| **w).map(|(c, _)| c).collect();
        day >= self.today(within) || partial(&covers, day)
    }
}

/// Whether an import begins or ends on `day`: the first day of what is followed, or the last one of an import.
pub(super) fn partial(covers: &[&Cover], day: Day) -> bool {
    let begin = covers.iter().filter_map(|c| c.followed.covered.first()).min();
    covers.iter().any(|c| {
        let (first, last) = c.followed.covered.edge(day);
        last || first && (covers.len() == 1 || begin == Some(day))
    })
}

/// The communities whose days begin in another zone than when their figures were worked out: their days must be
/// counted anew from the ledger first.
///
/// # Errors
/// Database errors.
pub fn rezoned(db: &Db) -> Result<Vec<i64>> {
    let zone = setting::zone(db)?;
    let mut out = Vec::new();
    for place in cover::places(db.conn(), zone)? {
        if let Some(made) = made_of(db.conn(), &place)?
            && made.rsplit('@').next() != Some(&*place.zone.to_string())
        {
            out.push(place.id);
        }
    }
    Ok(out)
}

/// Notes that a community is to be looked at.
///
/// # Errors
/// Database errors.
pub fn stir(conn: &Connection, community: i64) -> Result<()> {
    conn.execute(
        "INSERT INTO touched(community_id, first, last, why) VALUES (?1, '', '', 'regrouped') ON CONFLICT DO UPDATE SET taken = 0",
        [community],
    )?;
    Ok(())
}

/// Whether a community's people were worked out for another platform.
fn moved(conn: &Connection, place: &Place) -> Result<bool> {
    Ok(made_of(conn, place)?.is_some_and(|m| m != scope::made(&[true], std::slice::from_ref(place))))
}

/// Of what a community's own figures were made; `None` before there are any.
fn made_of(conn: &Connection, place: &Place) -> Result<Option<String>> {
    let mut stmt = conn.prepare_cached("SELECT made FROM scope WHERE kind = 'community' AND key = ?1")?;
    let made: Vec<String> = stmt.query_map([place.id.to_string()], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(made.into_iter().next().filter(|m| !m.is_empty()))
}

/// Writes down that days are touched, in the name of what is at hand.
fn touch(conn: &Connection, community: i64, days: &Runs, cause: Cause) -> Result<()> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO touched(community_id, first, last, why, batch_id, taken) VALUES (?1, ?2, ?3, ?4, ?5, 1)
         ON CONFLICT DO NOTHING",
    )?;
    // Records alone move no ledger; but what they change in coverage is to be counted as such.
    let why = if cause.why == Why::Records { Why::Import } else { cause.why };
    for (first, last) in days.iter() {
        insert.execute(params![community, days::text(first), days::text(last), why.name(), cause.batch])?;
    }
    Ok(())
}

/// The row of a scope, made if new, and of what it was made.
fn scope_row(conn: &Connection, scope: &Scope) -> Result<(i64, String)> {
    let (kind, key) = scope.name();
    conn.prepare_cached("INSERT INTO scope(kind, key, made) VALUES (?1, ?2, '') ON CONFLICT DO NOTHING")?
        .execute(params![kind, key])?;
    let mut stmt = conn.prepare_cached("SELECT id, made FROM scope WHERE kind = ?1 AND key = ?2")?;
    Ok(stmt.query_row(params![kind, key], |r| Ok((r.get(0)?, r.get(1)?)))?)
}
