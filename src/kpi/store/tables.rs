//! What the imported tables say: one pass over the days that are shown, kept until another import has changed them.
//! Reading costs the window and not the history.

use super::reviews::Reviews;
use super::{Window, back, day_of};
use crate::base::{Result, Zone};
use crate::db::Db;
use crate::kpi::board::{Community, Sources};
use crate::kpi::compute::Facts;
use chrono::{Days, NaiveDate};
use rusqlite::Connection;

/// MAU looks back so many days, the day itself among them.
const MONTH: usize = 30;
/// The cohorts whose return is asked.
const COHORTS: [usize; 2] = [7, 30];
/// So many of the newest imports are compared to see whether the tables have changed.
const BATCHES: i64 = 50;

/// The tables' facts of a window and of one day a year before, kept between refreshes.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    key: Option<Key>,
    first: NaiveDate,
    facts: Vec<Vec<Facts>>,
    year: Vec<Facts>,
    /// What the queue's decisions say of each day.
    pub(super) reviews: Reviews,
}

/// When the same, nothing has to be read again.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    window: Window,
    communities: Vec<i64>,
    batches: Vec<Batch>,
}

impl Tables {
    /// Reads the facts of `window`, and of the day `year`, unless they are at hand.
    pub(super) fn load(
        &mut self,
        db: &Db,
        zone: Zone,
        communities: &[Community],
        window: Window,
        year: NaiveDate,
    ) -> Result<()> {
        let communities: Vec<i64> = communities.iter().map(|c| c.id).collect();
        let key = Key { window, communities, batches: batches(db.conn())? };
        if self.key.as_ref() == Some(&key) {
            return Ok(());
        }
        let first = back(window.last, window.days.max(super::LEAST_DAYS) - 1);
        let mut read = Reader { conn: db.conn(), zone, communities: &key.communities, people: Vec::new() };
        self.facts = read.span(first, window.last, window.first())?;
        self.year = read.span(year, year, year)?.pop().unwrap_or_default();
        self.first = first;
        self.key = Some(key);
        Ok(())
    }

    /// The facts from `first` on.
    pub(super) fn window(&self, first: NaiveDate) -> Vec<Vec<Facts>> {
        debug_assert_eq!(first, self.first);
        self.facts.clone()
    }

    /// The facts of the day a year before.
    pub(super) fn year(&self) -> Vec<Vec<Facts>> {
        vec![self.year.clone()]
    }
}

/// An import as far as it matters here: id, records, finished, undone.
pub(super) type Batch = (i64, i64, i64, Option<i64>);

pub(super) fn batches(conn: &Connection) -> Result<Vec<Batch>> {
    let mut stmt =
        conn.prepare_cached("SELECT id, records, finished, undone_at FROM batch ORDER BY id DESC LIMIT ?1")?;
    let rows = stmt.query_map([BATCHES], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

struct Reader<'a> {
    conn: &'a Connection,
    zone: Zone,
    communities: &'a [i64],
    people: Vec<Person>,
}

/// What matters of a member. Moments in milliseconds.
struct Person {
    id: usize,
    community: usize,
    joined: Option<i64>,
    came: i64,
    left: i64,
}

/// No such day.
const NEVER: usize = usize::MAX;

impl Reader<'_> {
    /// Every member, in one pass for all spans.
    fn people(&mut self) -> Result<()> {
        if !self.people.is_empty() {
            return Ok(());
        }
        let mut stmt =
            self.conn.prepare_cached("SELECT community_id, id, joined_at, first_seen, left_at FROM member")?;
        let mut rows = stmt.query([])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let Some(community) = self.communities.iter().position(|c| *c == id) else { continue };
            let joined: Option<i64> = row.get(2)?;
            let came = match joined {
                Some(joined) => joined,
                None => row.get::<_, Option<i64>>(3)?.unwrap_or(0),
            };
            let id = usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
            let left = row.get::<_, Option<i64>>(4)?.unwrap_or(i64::MAX);
            self.people.push(Person { id, community, joined, came, left });
        }
        Ok(())
    }

    /// The facts of every day from `first` to `last`; what needs the members' own rows (MAU, retention) only from
    /// `shown` on.
    fn span(&mut self, first: NaiveDate, last: NaiveDate, shown: NaiveDate) -> Result<Vec<Vec<Facts>>> {
        let days = usize::try_from((last - first).num_days()).unwrap_or(0) + 1;
        let mut facts = vec![vec![Facts::default(); self.communities.len()]; days];
        self.daily(first, last, &mut facts)?;
        if facts.iter().flatten().all(|f| f.messages.is_none()) {
            return Ok(facts);
        }
        self.people()?;
        self.members(first, &mut facts);
        let lead = usize::try_from((shown - first).num_days()).unwrap_or(0);
        self.activity(shown, &mut facts[lead..])?;
        Ok(facts)
    }

    /// The counters of the day.
    fn daily(&self, first: NaiveDate, last: NaiveDate, facts: &mut [Vec<Facts>]) -> Result<()> {
        let mut stmt = self.conn.prepare_cached(
            "SELECT community_id, day, messages, active, first_time, joins, leaves, removed FROM daily
             WHERE day BETWEEN ?1 AND ?2",
        )?;
        let mut rows = stmt.query([first.to_string(), last.to_string()])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let Some(place) = self.communities.iter().position(|c| *c == id) else { continue };
            let Some(day) = row.get_ref(1)?.as_str().ok().and_then(day_of) else { continue };
            let Some(of_day) = usize::try_from((day - first).num_days()).ok().and_then(|d| facts.get_mut(d)) else {
                continue;
            };
            let number = |at: usize| row.get::<_, i64>(at).map(|n| Some(n as f64));
            of_day[place] = Facts {
                messages: number(2)?,
                active: number(3)?,
                first_time: number(4)?,
                joins: number(5)?,
                leaves: number(6)?,
                removed: number(7)?,
                ..Facts::default()
            };
        }
        Ok(())
    }

    /// The moments at which `days` days from `first` on begin.
    fn midnights(&self, first: NaiveDate, days: usize) -> Vec<i64> {
        (0..days).map(|d| self.zone.midnight(first + Days::new(d as u64)).0).collect()
    }

    /// Members at 00:00 of each day that has data: those known to have come before it and not to have left.
    fn members(&self, first: NaiveDate, facts: &mut [Vec<Facts>]) {
        let midnights = self.midnights(first, facts.len());
        // Arrivals and departures by the first midnight that sees them, summed up below.
        let mut change = vec![vec![0i64; midnights.len() + 1]; self.communities.len()];
        let sees = |moment: i64| midnights.partition_point(|m| *m <= moment);
        for person in self.people.iter().filter(|p| p.left >= midnights[0]) {
            let came = if person.came < midnights[0] { 0 } else { sees(person.came) };
            change[person.community][came] += 1;
            if person.left < i64::MAX {
                change[person.community][sees(person.left)] -= 1;
            }
        }
        for (place, change) in change.into_iter().enumerate() {
            let mut members = 0;
            for (day, change) in facts.iter_mut().zip(change) {
                members += change;
                if day[place].messages.is_some() {
                    day[place].members = Some(members as f64);
                }
            }
        }
    }

    /// Distinct people over 30 days, and who of a cohort came back, in one pass over the members' active days.
    fn activity(&self, shown: NaiveDate, facts: &mut [Vec<Facts>]) -> Result<()> {
        let from = back(shown, MONTH);
        let last = shown + Days::new(facts.len().saturating_sub(1) as u64);
        let cohorts = self.cohorts(from, MONTH + facts.len());
        let mut stmt = self.conn.prepare_cached(
            "SELECT day, member_id FROM active WHERE community_id = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day",
        )?;
        // By member: the day from which a further message counts anew.
        let mut until = vec![0u16; cohorts.joined.len()];
        for (place, community) in self.communities.iter().enumerate() {
            let mut rows = stmt.query(rusqlite::params![community, from.to_string(), last.to_string()])?;
            // For each day counted from `from`: how many people begin and cease to count.
            let mut change = vec![0i64; facts.len() + 2 * MONTH + 1];
            let mut returned = vec![[0.0; COHORTS.len()]; facts.len()];
            let (mut text, mut day) = (String::new(), 0);
            while let Some(row) = rows.next()? {
                let found = row.get_ref(0)?.as_str().unwrap_or("");
                if found != text {
                    found.clone_into(&mut text);
                    day = day_of(found).and_then(|d| usize::try_from((d - from).num_days()).ok()).unwrap_or(0);
                }
                let Some(member) = usize::try_from(row.get::<_, i64>(1)?).ok().filter(|m| *m < until.len()) else {
                    continue;
                };
                // Counts from today for 30 days, unless it already does.
                change[day.max(usize::from(until[member]))] += 1;
                change[day + MONTH] -= 1;
                until[member] = u16::try_from(day + MONTH).unwrap_or(u16::MAX);
                let came = cohorts.joined[member];
                if let Some(today) = day.checked_sub(MONTH).filter(|_| came != NEVER) {
                    for (n, age) in COHORTS.iter().enumerate() {
                        returned[today][n] += f64::from(u8::from(came + age == day));
                    }
                }
            }
            let since = self.since(*community)?;
            let mut people: i64 = change[..MONTH].iter().sum();
            for (today, day) in facts.iter_mut().enumerate() {
                people += change[MONTH + today];
                let facts = &mut day[place];
                if facts.messages.is_none() {
                    continue;
                }
                facts.mau = Some(people as f64);
                let month = back(shown + Days::new(today as u64), MONTH - 1);
                facts.heard = facts.mau.filter(|_| since.is_some_and(|first| first <= month));
                let cohort = |n: usize| {
                    let size = cohorts.sizes[place][MONTH + today - COHORTS[n]];
                    (size > 0.0).then_some((size, returned[today][n]))
                };
                (facts.joined_7, facts.back_7) = cohort(0).unzip();
                (facts.joined_30, facts.back_30) = cohort(1).unzip();
            }
        }
        Ok(())
    }

    /// The first day of which anything is known.
    fn since(&self, community: i64) -> Result<Option<NaiveDate>> {
        let mut stmt = self.conn.prepare_cached("SELECT min(day) FROM daily WHERE community_id = ?1")?;
        let first: Option<String> = stmt.query_row([community], |r| r.get(0))?;
        Ok(first.as_deref().and_then(day_of))
    }

    /// Who joined on which of the `days` days from `from` on.
    fn cohorts(&self, from: NaiveDate, days: usize) -> Cohorts {
        let midnights = self.midnights(from, days + 1);
        let most = self.people.iter().map(|p| p.id).max().unwrap_or(0);
        let mut out = Cohorts { joined: vec![NEVER; most + 1], sizes: vec![vec![0.0; days]; self.communities.len()] };
        for person in &self.people {
            let Some(joined) = person.joined.filter(|j| (midnights[0]..midnights[days]).contains(j)) else { continue };
            let day = midnights.partition_point(|m| *m <= joined) - 1;
            out.joined[person.id] = day;
            out.sizes[person.community][day] += 1.0;
        }
        out
    }
}

/// The members who joined within the days that matter.
struct Cohorts {
    /// Each member's day by id, or [`NEVER`].
    joined: Vec<usize>,
    /// How many by community and day.
    sizes: Vec<Vec<f64>>,
}

/// Adds of how many the promise was judged on each day, and how many of them were answered in time. Read anew each time: it changes by the minute.
pub(super) fn answers(db: &Db, zone: Zone, sources: &mut Sources) -> Result<()> {
    let days = sources.facts.len() as u64;
    let (begin, end) = (zone.midnight(sources.first).0, zone.midnight(sources.first + Days::new(days)).0);
    let mut stmt = db
        .conn()
        .prepare_cached("SELECT community_id, judged_at, kept FROM inquiry WHERE judged_at >= ?1 AND judged_at < ?2")?;
    let mut rows = stmt.query([begin, end])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let Some(place) = sources.communities.iter().position(|c| c.id == id) else { continue };
        let day = (crate::base::At(row.get(1)?).day(zone) - sources.first).num_days();
        let Some(day) = usize::try_from(day).ok().and_then(|d| sources.facts.get_mut(d)) else { continue };
        let in_time: bool = row.get(2)?;
        let facts = &mut day[place];
        facts.answered = Some(facts.answered.unwrap_or(0.0) + 1.0);
        facts.in_time = Some(facts.in_time.unwrap_or(0.0) + f64::from(u8::from(in_time)));
    }
    Ok(())
}
