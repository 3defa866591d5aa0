//! Counting from scratch, by the definitions word for word: person by person, day by day, from the ledger itself and
//! without the runs, stays and sums that the kept figures come from. Slow, and what the kept figures must equal.

use super::days::{Day, EVER, STILL};
use super::facts::{AGES, Facts, VALUED_DAYS};
use super::people::Followed;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One row of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// Who, numbered as one pleases.
    pub person: u32,
    /// Where: the place among the communities.
    pub community: u16,
    /// The local day.
    pub day: Day,
    /// The order within the day.
    pub at: i64,
    /// 0 a message, 1 a join, 2 a departure, 3 a removal.
    pub kind: u8,
}

/// One person in one community, day by day from `begin` on.
struct Life {
    community: usize,
    begin: Day,
    /// Before `begin`: in, because the first thing heard was the departure.
    before: bool,
    /// In at the end of the day.
    inside: Vec<bool>,
    /// Anything heard that day.
    heard: Vec<bool>,
    /// How many days with a message up to the end of the day.
    wrote: Vec<u32>,
    seen: Day,
    joined: Day,
}

impl Life {
    fn new(rows: &[&Seen], last: Day) -> Life {
        let begin = rows[0].day;
        let days = usize::try_from(last.max(begin) - begin).unwrap_or(0) + 1;
        let on = |day: Day| rows.iter().filter(move |r| r.day == day);
        let before = on(begin).all(|r| r.kind >= 2);
        let (mut inside, mut heard, mut wrote) = (Vec::new(), Vec::new(), Vec::new());
        let (mut state, mut sum) = (before, 0);
        let mut next = 0;
        for n in 0..days {
            let day = begin + Day::try_from(n).unwrap_or(0);
            let from = next;
            while rows.get(next).is_some_and(|r| r.day == day) {
                next += 1;
            }
            let today = &rows[from..next];
            let moved = today.iter().rev().find(|r| r.kind > 0);
            state = match moved {
                Some(r) => r.kind == 1,
                None => state || !today.is_empty(),
            };
            sum += u32::from(today.iter().any(|r| r.kind == 0));
            inside.push(state);
            heard.push(!today.is_empty());
            wrote.push(sum);
        }
        let first = |kind: u8| rows.iter().find(|r| r.kind == kind).map_or(STILL, |r| r.day);
        Life {
            community: usize::from(rows[0].community),
            begin,
            before,
            inside,
            heard,
            wrote,
            seen: first(0),
            joined: first(1),
        }
    }

    fn at(&self, day: Day) -> Option<usize> {
        usize::try_from(day - self.begin).ok().map(|n| n.min(self.inside.len() - 1))
    }

    fn is_in(&self, day: Day) -> bool {
        self.at(day).map_or(self.before, |n| self.inside[n])
    }

    fn was_there(&self, day: Day) -> bool {
        self.is_in(day - 1) || usize::try_from(day - self.begin).is_ok_and(|n| self.heard.get(n) == Some(&true))
    }

    /// Days with a message from `from` to `to`.
    fn wrote(&self, from: Day, to: Day) -> u32 {
        let upto = |day: Day| self.at(day).map_or(0, |n| self.wrote[n]);
        upto(to) - upto(from - 1)
    }
}

/// Adds one to a count, if it is known at all.
fn more(place: &mut Option<f64>, if_so: bool) {
    if let Some(sum) = place.as_mut().filter(|_| if_so) {
        *sum += 1.0;
    }
}

/// The facts of the communities that `within` lets through, for every day from `first` to `last`. `seen` may be in any
/// order.
#[must_use]
pub fn recount(seen: &[Seen], followed: &[Followed], within: &[bool], first: Day, last: Day) -> Vec<Facts> {
    let days = usize::try_from(last - first + 1).unwrap_or(0);
    let mut out = vec![Facts::default(); days];
    let mut rows: Vec<&Seen> = seen.iter().filter(|s| within[usize::from(s.community)] && s.day <= last).collect();
    rows.sort_by_key(|s| (s.person, s.community, s.day, s.at, s.kind));
    let mut lives: BTreeMap<u32, Vec<Life>> = BTreeMap::new();
    for own in rows.chunk_by(|a, b| (a.person, a.community) == (b.person, b.community)) {
        lives.entry(own[0].person).or_default().push(Life::new(own, last));
    }
    let scope: Vec<usize> = (0..followed.len()).filter(|n| within[*n]).collect();
    let known: Vec<Day> = (first..=last).filter(|day| scope.iter().any(|c| followed[*c].known.has(*day))).collect();
    let begin = scope.iter().filter_map(|c| followed[*c].covered.first()).min().unwrap_or(STILL);
    for day in &known {
        begin_day(&mut out[usize::try_from(day - first).unwrap_or(0)], *day, begin, &scope, followed);
    }
    for own in lives.values() {
        let from = if own.iter().any(|l| l.before) { EVER } else { own.iter().map(|l| l.begin).min().unwrap_or(EVER) };
        for day in known.iter().filter(|d| **d >= from) {
            let facts = &mut out[usize::try_from(day - first).unwrap_or(0)];
            person_day(facts, own, *day, followed);
        }
    }
    moves(&mut out, &rows, followed, first);
    out
}

/// What is known at all of a day is zero until somebody is counted.
fn begin_day(facts: &mut Facts, day: Day, begin: Day, scope: &[usize], followed: &[Followed]) {
    let any = |is: &dyn Fn(&Followed) -> bool| scope.iter().any(|c| is(&followed[*c]));
    let zero = |known: bool| known.then_some(0.0);
    facts.members = Some(0.0);
    let says = any(&|f| f.says(day));
    for place in [
        &mut facts.messages,
        &mut facts.active,
        &mut facts.wau,
        &mut facts.mau,
        &mut facts.first_time,
        &mut facts.present,
        &mut facts.past,
        &mut facts.lost,
        &mut facts.fresh,
        &mut facts.valued,
        &mut facts.lively,
    ] {
        *place = zero(says);
    }
    let (joins, leaves) = (any(&|f| f.hears_joins(day)), any(&|f| f.hears_leaves(day)));
    facts.joins = zero(joins);
    (facts.leaves, facts.removed) = (zero(leaves), zero(leaves));
    (facts.joins_heard, facts.members_heard) = (zero(leaves), zero(leaves));
    (facts.latent, facts.silent) = (zero(says && day - begin >= 29), zero(says && day - begin >= 29));
    let grows = |back: Day| any(&|f| f.hears_leaves(day) && f.covered.has(day - back));
    (facts.base_30, facts.grown_30) = (zero(grows(30)), zero(grows(30)));
    (facts.base_90, facts.grown_90) = (zero(grows(90)), zero(grows(90)));
    let cohorts = [
        (AGES[0], &mut facts.joined_1, &mut facts.back_1, &mut facts.seen_1, &mut facts.again_1),
        (AGES[1], &mut facts.joined_7, &mut facts.back_7, &mut facts.seen_7, &mut facts.again_7),
        (AGES[2], &mut facts.joined_30, &mut facts.back_30, &mut facts.seen_30, &mut facts.again_30),
    ];
    for (age, joined, back, seen, again) in cohorts {
        let then = day - age as Day;
        (*joined, *back) = (zero(any(&|f| f.hears_joins(then))), zero(says && any(&|f| f.hears_joins(then))));
        (*seen, *again) = (zero(any(&|f| f.says(then))), zero(says && any(&|f| f.says(then))));
    }
}

/// Counts one person on one day.
fn person_day(facts: &mut Facts, own: &[Life], day: Day, followed: &[Followed]) {
    let here: Vec<&Life> = own.iter().filter(|l| followed[l.community].covered.has(day)).collect();
    let said: Vec<&Life> = here.iter().copied().filter(|l| followed[l.community].says(day)).collect();
    let wrote = |from: Day, to: Day| here.iter().any(|l| l.wrote(day - from, day - to) > 0);
    let today = own.iter().any(|l| l.wrote(day, day) > 0);
    more(&mut facts.active, today);
    more(&mut facts.wau, wrote(6, 0));
    more(&mut facts.mau, wrote(29, 0));
    more(&mut facts.past, wrote(59, 30));
    more(&mut facts.lost, wrote(59, 30) && !wrote(29, 0));
    cohorts(facts, own, day, today);
    more(&mut facts.members, here.iter().any(|l| l.is_in(day - 1)));
    more(&mut facts.present, said.iter().any(|l| l.was_there(day)));
    more(&mut facts.members_heard, here.iter().any(|l| l.is_in(day - 1) && followed[l.community].hears_leaves(day)));
    for (back, base, grown) in
        [(30, &mut facts.base_30, &mut facts.grown_30), (90, &mut facts.base_90, &mut facts.grown_90)]
    {
        let both =
            |l: &&&Life| followed[l.community].hears_leaves(day) && followed[l.community].covered.has(day - back);
        more(base, here.iter().filter(both).any(|l| l.is_in(day - back)));
        more(grown, here.iter().filter(both).any(|l| l.is_in(day)));
    }
    if said.iter().any(|l| l.is_in(day)) {
        more(part(facts, own, day), true);
    }
}

/// Counts one person among those who began with them.
fn cohorts(facts: &mut Facts, own: &[Life], day: Day, today: bool) {
    let seen = own.iter().map(|l| l.seen).min().unwrap_or(STILL);
    let joined = own.iter().map(|l| l.joined).min().unwrap_or(STILL);
    more(&mut facts.first_time, seen == day);
    let cohorts = [
        (AGES[0], &mut facts.joined_1, &mut facts.back_1, &mut facts.seen_1, &mut facts.again_1),
        (AGES[1], &mut facts.joined_7, &mut facts.back_7, &mut facts.seen_7, &mut facts.again_7),
        (AGES[2], &mut facts.joined_30, &mut facts.back_30, &mut facts.seen_30, &mut facts.again_30),
    ];
    for (age, size, back, size_seen, again) in cohorts {
        let then = day - age as Day;
        more(size, joined == then);
        more(back, joined == then && today);
        more(size_seen, seen == then);
        more(again, seen == then && today);
    }
}

/// Which of the five parts of the members somebody is in who is in at the end of the day.
fn part<'f>(facts: &'f mut Facts, own: &[Life], day: Day) -> &'f mut Option<f64> {
    // Came within so many days: was in nowhere of the scope on one of the days before.
    let came = |within: Day| (1..=within).any(|back| !own.iter().any(|l| l.is_in(day - back)));
    let wrote = |from: Day| own.iter().any(|l| l.wrote(day - from, day) > 0);
    let often = if own.iter().map(|l| l.wrote(day - 29, day)).sum::<u32>() < VALUED_DAYS as u32 {
        0
    } else {
        let days = |l: &Life| (day - 29..=day).filter(|d| l.wrote(*d, *d) > 0).collect::<Vec<_>>();
        own.iter().flat_map(days).collect::<BTreeSet<_>>().len()
    };
    if came(7) {
        &mut facts.fresh
    } else if often >= VALUED_DAYS {
        &mut facts.valued
    } else if wrote(6) {
        &mut facts.lively
    } else if wrote(29) || came(30) {
        &mut facts.latent
    } else {
        &mut facts.silent
    }
}

/// Messages and moves: sums over the rows.
fn moves(out: &mut [Facts], rows: &[&Seen], followed: &[Followed], first: Day) {
    let mut counts: HashMap<(usize, u16, u8), f64> = HashMap::new();
    for row in rows {
        if let Ok(n) = usize::try_from(row.day - first) {
            *counts.entry((n, row.community, row.kind)).or_default() += 1.0;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(key, _)| *key);
    for ((n, community, kind), count) in counts {
        let (facts, f) = (&mut out[n], &followed[usize::from(community)]);
        let day = first + Day::try_from(n).unwrap_or(0);
        let add = |place: &mut Option<f64>| {
            if let Some(sum) = place {
                *sum += count;
            }
        };
        match kind {
            0 => add(&mut facts.messages),
            1 => {
                add(&mut facts.joins);
                if f.hears_leaves(day) {
                    add(&mut facts.joins_heard);
                }
            }
            2 => add(&mut facts.leaves),
            _ => add(&mut facts.removed),
        }
    }
}

/// A fact that differs from what was kept.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Mismatch {
    /// The scope, as `kind key`.
    pub scope: String,
    /// The day.
    pub day: chrono::NaiveDate,
    /// The fact.
    pub fact: &'static str,
    /// As kept.
    pub kept: Option<f64>,
    /// As counted from scratch.
    pub counted: Option<f64>,
}
