//! Counting people: who wrote, who is in, who came back, who fell silent, day by day, each person once however many
//! communities of a scope they are in. Pure; the store brings what is known as a [`World`].
//!
//! Every person's own days become runs ("counts for MAU from the 3rd to the 40th"), and every run adds one where it
//! begins and takes one away behind its end; a sum over the days then gives each day's count. So the work grows with
//! what people did, not with people times days.

mod strip;
mod world;

pub use world::{Began, Followed, Was, World, Wrote};

use super::days::{Day, STILL};
use super::facts::{AGES, Facts, VALUED_DAYS};
use strip::{Strip, both, joined, without};

/// Within so many days somebody is active, or new.
pub const WEEK: Day = 7;
/// Within so many days somebody is not silent (mission notes: 沉默 30 天).
pub const MONTH: Day = 30;
/// A quarter, for growth.
pub const QUARTER: Day = 90;
/// No count of a day looks back further for who wrote than this.
pub const REACH: Day = 2 * MONTH;
/// Nothing that happens on a day changes a count of a day that is more than this later, but for who is in.
pub const AFTER: Day = QUARTER;

/// The counts of every kind over the range.
struct Tally {
    first: Day,
    last: Day,
    active: Vec<f64>,
    joined_on: Vec<f64>,
    seen_on: Vec<f64>,
    back: [Vec<f64>; AGES.len()],
    again: [Vec<f64>; AGES.len()],
    wau: Strip,
    mau: Strip,
    past: Strip,
    lost: Strip,
    members: Strip,
    heard: Strip,
    present: Strip,
    base: [Strip; 2],
    grown: [Strip; 2],
    fresh: Strip,
    valued: Strip,
    lively: Strip,
    latent: Strip,
    silent: Strip,
}

/// One person in the scope.
struct Person<'w> {
    wrote: &'w [Wrote],
    was: &'w [Was],
    began: &'w [Began],
}

impl Tally {
    fn new(first: Day, last: Day) -> Tally {
        let days = usize::try_from(last - first + 1).unwrap_or(0);
        let strip = || Strip::new(first, days);
        let zeros = || vec![0.0; days];
        let lead = || vec![0.0; days + MONTH as usize];
        Tally {
            first,
            last,
            active: zeros(),
            joined_on: lead(),
            seen_on: lead(),
            back: [zeros(), zeros(), zeros()],
            again: [zeros(), zeros(), zeros()],
            wau: strip(),
            mau: strip(),
            past: strip(),
            lost: strip(),
            members: strip(),
            heard: strip(),
            present: strip(),
            base: [strip(), strip()],
            grown: [strip(), strip()],
            fresh: strip(),
            valued: strip(),
            lively: strip(),
            latent: strip(),
            silent: strip(),
        }
    }

    fn place(&self, day: Day) -> Option<usize> {
        (self.first..=self.last).contains(&day).then(|| usize::try_from(day - self.first).unwrap_or(0))
    }

    /// The place of `day` in what is counted a month before the range already.
    fn lead(&self, day: Day) -> Option<usize> {
        let first = self.first - MONTH;
        (first..=self.last).contains(&day).then(|| usize::try_from(day - first).unwrap_or(0))
    }

    /// Adds a person of the communities that `within` lets through.
    fn person(&mut self, person: &Person, within: &[bool], followed: &[Followed]) {
        let inside = |community: u16| within[usize::from(community)];
        let wrote: Vec<Wrote> = person.wrote.iter().filter(|w| inside(w.community)).copied().collect();
        let was: Vec<Was> = person.was.iter().filter(|w| inside(w.community)).copied().collect();
        let mut days: Vec<Day> = wrote.iter().map(|w| w.day).collect();
        days.dedup();
        self.return_of(person.began.iter().filter(|b| inside(b.community)), &days);
        self.reach_of(&wrote, followed);
        self.membership(&was, &days, followed);
    }

    /// Cohorts, and who of them is here.
    fn return_of<'b>(&mut self, began: impl Iterator<Item = &'b Began>, days: &[Day]) {
        let (mut seen, mut joined) = (STILL, STILL);
        for b in began {
            (seen, joined) = (seen.min(b.seen), joined.min(b.joined));
        }
        if let Some(at) = self.lead(seen) {
            self.seen_on[at] += 1.0;
        }
        if let Some(at) = self.lead(joined) {
            self.joined_on[at] += 1.0;
        }
        for day in days {
            let Some(at) = self.place(*day) else { continue };
            self.active[at] += 1.0;
            for (n, age) in AGES.iter().enumerate() {
                let age = *age as Day;
                self.again[n][at] += f64::from(u8::from(seen.saturating_add(age) == *day));
                self.back[n][at] += f64::from(u8::from(joined.saturating_add(age) == *day));
            }
        }
    }

    /// The windows in which somebody counts as active, where the community is followed.
    fn reach_of(&mut self, wrote: &[Wrote], followed: &[Followed]) {
        let runs = |from: Day, to: Day| {
            let of = |w: &Wrote| {
                let covered = &followed[usize::from(w.community)].covered;
                covered.within(w.day + from, w.day + to).iter().collect::<Vec<_>>()
            };
            joined(wrote.iter().flat_map(of).collect())
        };
        if wrote.is_empty() {
            return;
        }
        let (now, past) = (runs(0, MONTH - 1), runs(MONTH, 2 * MONTH - 1));
        self.wau.add_all(&runs(0, WEEK - 1));
        self.lost.add_all(&without(&past, &now));
        self.past.add_all(&past);
        self.mau.add_all(&now);
    }

    /// Members, and which of the five parts of the members they are in.
    fn membership(&mut self, was: &[Was], days: &[Day], followed: &[Followed]) {
        if was.is_empty() {
            return;
        }
        let (first, last) = (self.first, self.last);
        let clip = |from: Day, to: Day, more: &dyn Fn(&Followed) -> Option<Day>| {
            let of = |w: &Was| {
                let f = &followed[usize::from(w.community)];
                let since = more(f).unwrap_or(STILL);
                let (a, b) = ((w.stay.first + from).max(since).max(first), w.stay.last.saturating_add(to).min(last));
                f.covered.within(a, b).iter().collect::<Vec<_>>()
            };
            joined(was.iter().flat_map(of).collect())
        };
        let ever = |_: &Followed| Some(Day::MIN);
        self.members.add_all(&clip(1, 0, &ever));
        self.heard.add_all(&clip(1, 0, &|f| f.leaves_from));
        // Nobody is silent where nothing is heard.
        let says = |f: &Followed| f.says_from;
        self.present.add_all(&clip(0, 0, &says));
        self.growth(was, followed);
        let end = clip(0, -1, &says);
        if end.is_empty() {
            return;
        }
        // Whether somebody is new does not depend on how far imports reach.
        let stays = joined(was.iter().map(|w| (w.stay.first, w.stay.last - 1)).collect());
        let around = |from: Day, to: Day| joined(days.iter().map(|d| (d + from, d + to)).collect());
        let came = |to: Day| stays.iter().map(move |s| (s.0, s.0 + to));
        let fresh = joined(came(WEEK - 1).collect());
        let often = days.windows(VALUED_DAYS).map(|w| (w[VALUED_DAYS - 1], w[0] + MONTH - 1)).filter(|r| r.0 <= r.1);
        let valued = joined(often.collect());
        let heard = joined(around(0, MONTH - 1).into_iter().chain(came(MONTH - 1)).collect());
        let mut left = end;
        for (strip, runs) in [
            (&mut self.fresh, fresh),
            (&mut self.valued, valued),
            (&mut self.lively, around(0, WEEK - 1)),
            (&mut self.latent, heard),
        ] {
            strip.add_all(&both(&left, &runs));
            left = without(&left, &runs);
        }
        self.silent.add_all(&left);
    }

    /// Who was in a month and a quarter before, and who is now, where both is known.
    fn growth(&mut self, was: &[Was], followed: &[Followed]) {
        for (n, back) in [MONTH, QUARTER].into_iter().enumerate() {
            let (mut base, mut grown) = (Vec::new(), Vec::new());
            for w in was {
                let f = &followed[usize::from(w.community)];
                let Some(since) = f.leaves_from else { continue };
                let (first, last) = (since.max(self.first), self.last);
                let run = |from: Day, to: Day| (from.max(first), to.min(last));
                let (a, b) = run(w.stay.first + back, w.stay.last.saturating_add(back - 1));
                base.extend(f.since(back, a, b));
                let (a, b) = run(w.stay.first, w.stay.last - 1);
                grown.extend(f.since(back, a, b));
            }
            self.base[n].add_all(&joined(base));
            self.grown[n].add_all(&joined(grown));
        }
    }

    fn facts(self, within: &[bool], followed: &[Followed]) -> Vec<Facts> {
        let scope: Vec<&Followed> = followed.iter().zip(within).filter(|(_, w)| **w).map(|(f, _)| f).collect();
        let begin = scope.iter().filter_map(|f| f.covered.first()).min().unwrap_or(STILL);
        let (first, days) = (self.first, self.active.len());
        let kinds = [self.wau, self.mau, self.past, self.lost, self.members, self.heard, self.present].map(Strip::sums);
        let [base_30, base_90] = self.base.map(Strip::sums);
        let [grown_30, grown_90] = self.grown.map(Strip::sums);
        let parts = [self.fresh, self.valued, self.lively, self.latent, self.silent].map(Strip::sums);
        let mut out = vec![Facts::default(); days];
        for (n, facts) in out.iter_mut().enumerate() {
            let day = first + Day::try_from(n).unwrap_or(0);
            if !scope.iter().any(|f| f.known.has(day)) {
                continue;
            }
            let [wau, mau, past, lost, members, heard, present] = &kinds;
            let [fresh, valued, lively, latent, silent] = &parts;
            facts.members = Some(members[n]);
            facts.members_heard = scope.iter().any(|f| f.hears_leaves(day)).then_some(heard[n]);
            let says = scope.iter().any(|f| f.says(day));
            let said = |count: f64| says.then_some(count);
            facts.active = said(self.active[n]);
            facts.first_time = said(self.seen_on[n + MONTH as usize]);
            (facts.wau, facts.mau, facts.present) = (said(wau[n]), said(mau[n]), said(present[n]));
            (facts.past, facts.lost) = (said(past[n]), said(lost[n]));
            (facts.fresh, facts.valued, facts.lively) = (said(fresh[n]), said(valued[n]), said(lively[n]));
            if day - begin >= MONTH - 1 {
                (facts.latent, facts.silent) = (said(latent[n]), said(silent[n]));
            }
            let grows = |back: Day| scope.iter().any(|f| f.hears_leaves(day) && f.covered.has(day - back));
            let (month, quarter) = (grows(MONTH), grows(QUARTER));
            (facts.base_30, facts.grown_30) = (month.then_some(base_30[n]), month.then_some(grown_30[n]));
            (facts.base_90, facts.grown_90) = (quarter.then_some(base_90[n]), quarter.then_some(grown_90[n]));
            let cohort = |age: usize, heard: &dyn Fn(&Followed, Day) -> bool, size: &[f64], here: &[f64]| {
                let then = day - age as Day;
                let known = scope.iter().any(|f| heard(f, then));
                (known.then(|| size[n + MONTH as usize - age]), (known && says).then(|| here[n]))
            };
            let heard_of = |f: &Followed, then: Day| f.says(then);
            let hears = |f: &Followed, then: Day| f.hears_joins(then);
            let joined = |n: usize| cohort(AGES[n], &hears, &self.joined_on, &self.back[n]);
            let seen = |n: usize| cohort(AGES[n], &heard_of, &self.seen_on, &self.again[n]);
            (facts.joined_1, facts.back_1) = joined(0);
            (facts.joined_7, facts.back_7) = joined(1);
            (facts.joined_30, facts.back_30) = joined(2);
            (facts.seen_1, facts.again_1) = seen(0);
            (facts.seen_7, facts.again_7) = seen(1);
            (facts.seen_30, facts.again_30) = seen(2);
        }
        out
    }
}

/// The rows of one person at the head of `rows`, which are sorted by person; `rows` is left with the others.
fn take<'w, T>(rows: &mut &'w [T], person: u32, of: impl Fn(&T) -> u32) -> &'w [T] {
    let n = rows.iter().take_while(|r| of(r) == person).count();
    let (own, rest) = rows.split_at(n);
    *rows = rest;
    own
}

/// The counts of the communities that `within` lets through, for every day from `first` to `last`; a day of which
/// nothing is known stays empty. What is counted in messages and moves, not in people, is not in it.
#[must_use]
pub fn count(world: &World, within: &[bool], first: Day, last: Day) -> Vec<Facts> {
    let mut tally = Tally::new(first, last);
    let (mut wrote, mut was, mut began) = (&*world.wrote, &*world.was, &*world.began);
    // Everybody has a row of beginning.
    while let Some(Began { person, .. }) = began.first().copied() {
        let person = Person {
            began: take(&mut began, person, |b| b.person),
            wrote: take(&mut wrote, person, |w| w.person),
            was: take(&mut was, person, |w| w.person),
        };
        if person.began.iter().any(|b| within[usize::from(b.community)]) {
            tally.person(&person, within, &world.followed);
        }
    }
    tally.facts(within, &world.followed)
}

#[cfg(test)]
mod tests;
