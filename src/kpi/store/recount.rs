//! The kept measures against a count from scratch: the ledger row by row, the records one by one.

use super::{cover, measures};
use crate::base::clock::MINUTE;
use crate::base::{At, Result};
use crate::db::{Db, setting};
use crate::kpi::days::{self, Day};
use crate::kpi::facts::Facts;
use crate::kpi::people::Followed;
use crate::kpi::recount::{self as from_scratch, Mismatch, Seen};
use crate::kpi::scope::{self, Place};
use rusqlite::Connection;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// What a recount found.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Recount {
    /// Scopes compared.
    pub scopes: usize,
    /// Days compared, over all scopes.
    pub days: usize,
    /// Facts of a day.
    pub facts: usize,
    /// Facts compared, over all days.
    pub compared: usize,
    /// Those of them that are known.
    pub known: usize,
    /// How many differ.
    pub differ: usize,
    /// The first of them.
    pub mismatches: Vec<Mismatch>,
}

/// So many differences are named.
const NAMED: usize = 50;

/// Counts everything again and compares it with what is kept.
///
/// # Errors
/// Database errors.
pub fn recount(db: &Db) -> Result<Recount> {
    let conn = db.conn();
    let places = cover::places(conn, setting::zone(db)?)?;
    let covers: Vec<cover::Cover> = places.iter().map(|p| cover::now(conn, p)).collect::<Result<_>>()?;
    let followed: Vec<Followed> = covers.iter().map(|c| c.followed.clone()).collect();
    let seen = ledger(conn, &places)?;
    let records = records(conn, &places, &covers)?;
    let mut out = Recount { facts: Facts::NAMES.len(), ..Recount::default() };
    for (scope, within) in scope::scopes(&places) {
        let last = places.iter().zip(&within).filter(|(_, w)| **w).map(|(p, _)| p.day(db.now())).max().unwrap_or(0);
        let kept = match measures::id(conn, &scope)? {
            Some(id) => measures::versions(conn, id, 1, last)?,
            None => measures::Versions::new(),
        };
        let mine = |n: usize| within[n];
        let firsts = seen.iter().filter(|s| mine(usize::from(s.community))).map(|s| s.day);
        let firsts = firsts.chain(kept.keys().copied());
        let Some(first) = firsts.chain(records.iter().filter(|r| mine(r.0.0)).map(|r| r.0.1)).min() else { continue };
        let mut counted = from_scratch::recount(&seen, &followed, &within, first, last);
        lay(&mut counted, records.iter().filter(|r| mine(r.0.0)).map(|((_, day), own)| (day - first, own)));
        out.scopes += 1;
        let (kind, key) = scope.name();
        for (n, counted) in counted.iter().enumerate() {
            let day = first + Day::try_from(n).unwrap_or(0);
            let stands = kept.get(&day).and_then(|v| v.last()).map(|v| v.facts).unwrap_or_default();
            if stands.is_empty() && counted.is_empty() {
                continue;
            }
            out.days += 1;
            for (at, (kept, counted)) in stands.values().into_iter().zip(counted.values()).enumerate() {
                out.compared += 1;
                out.known += usize::from(counted.is_some());
                if same(kept, counted) {
                    continue;
                }
                out.differ += 1;
                if out.mismatches.len() < NAMED {
                    let scope = format!("{kind} {key}").trim().to_owned();
                    out.mismatches.push(Mismatch {
                        scope,
                        day: days::date(day),
                        fact: Facts::NAMES[at],
                        kept,
                        counted,
                    });
                }
            }
        }
    }
    Ok(out)
}

/// Adds what records say to the facts of their days, by place.
fn lay<'t>(counted: &mut [Facts], told: impl Iterator<Item = (Day, &'t Told)>) {
    let mut took: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
    for (place, own) in told {
        let Ok(n) = usize::try_from(place) else { continue };
        if let Some(facts) = counted.get_mut(n) {
            add(facts, &own.facts);
            took.entry(n).or_default().extend(&own.took);
        }
    }
    for (n, mut took) in took.into_iter().filter(|(_, took)| !took.is_empty()) {
        took.sort_unstable();
        let slowest = |tenths: usize| Some((took[(took.len() * tenths).div_ceil(10) - 1] / MINUTE) as f64);
        (counted[n].review_p50, counted[n].review_p90) = (slowest(5), slowest(9));
    }
}

/// Sums of shares are summed in another order here.
fn same(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9,
        (a, b) => a == b,
    }
}

/// The whole ledger. People are those with the same key on the same platform.
fn ledger(conn: &Connection, places: &[Place]) -> Result<Vec<Seen>> {
    let mut persons: HashMap<(String, String), u32> = HashMap::new();
    let mut members: HashMap<i64, u32> = HashMap::new();
    let mut stmt = conn.prepare(
        "SELECT m.id, c.platform, m.key FROM member m JOIN community c ON c.id = m.community_id ORDER BY m.id",
    )?;
    let mut rows = stmt.query([])?;
    while let Some(row) = rows.next()? {
        let next = u32::try_from(persons.len()).unwrap_or(u32::MAX);
        members.insert(row.get(0)?, *persons.entry((row.get(1)?, row.get(2)?)).or_insert(next));
    }
    let mut out = Vec::new();
    let mut stmt = conn.prepare("SELECT community_id, member_id, at, kind FROM event")?;
    let mut rows = stmt.query([])?;
    while let Some(row) = rows.next()? {
        let (id, member, at): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (Ok(n), Some(person)) = (places.binary_search_by_key(&id, |p| p.id), members.get(&member)) else {
            continue;
        };
        let community = u16::try_from(n).unwrap_or(u16::MAX);
        out.push(Seen { person: *person, community, day: places[n].day(At(at)), at, kind: row.get(3)? });
    }
    Ok(out)
}

/// What records say of one community's day: what adds up, and how long each decision took.
#[derive(Default)]
struct Told {
    facts: Facts,
    took: Vec<i64>,
}

type Records = HashMap<(usize, Day), Told>;

/// What records say, place by place and day by day.
fn records(conn: &Connection, places: &[Place], covers: &[cover::Cover]) -> Result<Records> {
    let mut out = Records::new();
    for (n, (place, cover)) in places.iter().zip(covers).enumerate() {
        for day in cover.followed.known.days() {
            let since = |kind: usize, day: Day| cover.since[kind].is_some_and(|from| from <= day).then_some(0.0);
            let items = since(cover::ITEMS, day);
            let none = Facts {
                reports: items,
                judged: items,
                rejected: items,
                flagged: items,
                caught: items,
                asked: since(cover::ASKS, day - 1),
                replied: since(cover::ASKS, day - 1),
                feedback: since(cover::ASKS, day),
                feedback_good: since(cover::ASKS, day),
                ugc: since(cover::UGC, day),
                ugc_good: since(cover::UGC, day),
                ..Facts::default()
            };
            out.insert((n, day), Told { facts: none, took: Vec::new() });
        }
        let mut on = |day: Day, facts: Facts, took: Option<i64>| {
            let told = out.entry((n, day)).or_default();
            add(&mut told.facts, &facts);
            told.took.extend(took);
        };
        inquiries(conn, place, &mut on)?;
        items(conn, place, &mut on)?;
        posts(conn, place, &mut on)?;
        let mut stmt = conn.prepare("SELECT day, good FROM ugc WHERE community_id = ?1")?;
        let mut rows = stmt.query([place.id])?;
        while let Some(row) = rows.next()? {
            let (day, good): (String, bool) = (row.get(0)?, row.get(1)?);
            if let Some(day) = days::read(&day) {
                on(day, Facts { ugc: Some(1.0), ugc_good: one(good), ..Facts::default() }, None);
            }
        }
    }
    // What is in the future is not worked out yet.
    Ok(out.into_iter().filter(|(_, told)| !told.facts.is_empty()).collect())
}

/// Hears what one record says of a day.
type On<'a> = &'a mut dyn FnMut(Day, Facts, Option<i64>);

fn one(is: bool) -> Option<f64> {
    Some(f64::from(u8::from(is)))
}

fn inquiries(conn: &Connection, place: &Place, on: On) -> Result<()> {
    let mut stmt =
        conn.prepare("SELECT at, first_at, judged_at, kept, kind, quality FROM inquiry WHERE community_id = ?1")?;
    let mut rows = stmt.query([place.id])?;
    while let Some(row) = rows.next()? {
        let after = place.day(At(row.get(0)?)) + 1;
        let (first, judged): (Option<i64>, Option<i64>) = (row.get(1)?, row.get(2)?);
        let (kind, quality): (String, Option<i64>) = (row.get(4)?, row.get(5)?);
        if kind == "feedback" || kind == "suggestion" {
            let told = Facts { feedback: Some(1.0), feedback_good: one(quality == Some(1)), ..Facts::default() };
            on(after - 1, told, None);
        }
        let replied = first.is_some_and(|a| place.day(At(a)) <= after);
        on(after, Facts { asked: Some(1.0), replied: one(replied), ..Facts::default() }, None);
        if let Some(at) = judged {
            on(place.day(At(at)), Facts { answered: Some(1.0), in_time: one(row.get(3)?), ..Facts::default() }, None);
        }
    }
    Ok(())
}

fn items(conn: &Connection, place: &Place, on: On) -> Result<()> {
    let mut stmt =
        conn.prepare("SELECT kind, state, created_at, decided_at, hits FROM item WHERE community_id = ?1")?;
    let mut rows = stmt.query([place.id])?;
    while let Some(row) = rows.next()? {
        let (kind, state, hits): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(4)?);
        let (created, decided): (i64, Option<i64>) = (row.get(2)?, row.get(3)?);
        if kind == "report" {
            on(place.day(At(created)), Facts { reports: Some(1.0), ..Facts::default() }, None);
        }
        let Some(at) = decided else { continue };
        let (text, rejected, flagged) = (kind == "report" || kind == "content", state == "rejected", hits != "[]");
        let facts = Facts {
            judged: text.then_some(1.0),
            rejected: one(rejected).filter(|_| text),
            flagged: one(flagged),
            caught: one(flagged && rejected),
            ..Facts::default()
        };
        on(place.day(At(at)), facts, Some((at - created).max(0)));
    }
    Ok(())
}

fn posts(conn: &Connection, place: &Place, on: On) -> Result<()> {
    let mut stmt = conn
        .prepare("SELECT day, state, reads, likes, comments, shares, completion FROM post WHERE community_id = ?1")?;
    let mut rows = stmt.query([place.id])?;
    while let Some(row) = rows.next()? {
        let (day, state): (String, String) = (row.get(0)?, row.get(1)?);
        let Some(day) = days::read(&day).filter(|_| ["published", "reviewed"].contains(&&*state)) else { continue };
        let [reads, likes, comments, shares]: [Option<f64>; 4] =
            [2, 3, 4, 5].map(|n| row.get::<_, Option<i64>>(n).ok().flatten().map(|c| c as f64));
        let counts: Vec<f64> = [likes, comments, shares].into_iter().flatten().collect();
        let sum = (!counts.is_empty()).then(|| counts.iter().sum());
        let both = sum.filter(|_| reads.is_some());
        let through: Option<f64> = row.get(6)?;
        let facts = Facts {
            interactions: sum,
            read_interactions: both,
            reads: reads.filter(|_| sum.is_some()),
            read_through: through,
            read_posts: through.map(|_| 1.0),
            ..Facts::default()
        };
        on(day, facts, None);
    }
    Ok(())
}

/// Adds known counts.
fn add(all: &mut Facts, own: &Facts) {
    for (sum, n) in all.places().into_iter().zip(own.values()) {
        if let Some(n) = n {
            *sum = Some(sum.unwrap_or(0.0) + n);
        }
    }
}
