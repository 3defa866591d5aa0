//! Counting by runs against counting day by day: the two must never differ.

use super::*;
use crate::kpi::days::Runs;
use crate::kpi::recount::{Seen, recount};
use crate::kpi::stay::{Trace, stays};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Something heard: person, community, day, kind (0 message, 1 join, 2 departure, 3 removal).
type Heard = (u32, u16, Day, u8);

const COMMUNITIES: usize = 3;

/// What the store makes of the ledger: who wrote, who was in, who began.
fn world(heard: &[Heard], followed: &[Followed]) -> World {
    let mut traces: BTreeMap<(u32, u16), BTreeMap<Day, Trace>> = BTreeMap::new();
    // Within a day the order of kinds stands for the order of time.
    let mut sorted: Vec<&Heard> = heard.iter().collect();
    sorted.sort_by_key(|h| (h.2, h.3));
    for (person, community, day, kind) in sorted {
        let trace = traces.entry((*person, *community)).or_default().entry(*day).or_default();
        match kind {
            0 => trace.wrote = true,
            1 => (trace.joined, trace.gone) = (true, false),
            _ => trace.gone = true,
        }
    }
    let mut out = World { followed: followed.to_vec(), ..World::default() };
    for ((person, community), days) in traces {
        let first = |is: fn(&Trace) -> bool| days.iter().find(|(_, t)| is(t)).map_or(STILL, |(day, _)| *day);
        out.began.push(Began { person, community, seen: first(|t| t.wrote), joined: first(|t| t.joined) });
        let wrote = days.iter().filter(|(_, t)| t.wrote);
        out.wrote.extend(wrote.map(|(day, _)| Wrote { person, day: *day, community }));
        let stays = stays(days.iter().map(|(d, t)| (*d, *t)));
        out.was.extend(stays.into_iter().map(|stay| Was { person, community, stay }));
    }
    out.wrote.sort_unstable();
    out.was.sort_unstable();
    out.began.sort_unstable();
    out
}

fn seen(heard: &[Heard]) -> Vec<Seen> {
    let one = |h: &Heard| Seen { person: h.0, community: h.1, day: h.2, at: i64::from(h.3), kind: h.3 };
    heard.iter().map(one).collect()
}

/// Communities followed from day to day, which hear messages, joins and departures from some day on, or never.
fn followed() -> impl Strategy<Value = Vec<Followed>> {
    let from = || prop::option::of(700i32..790);
    let one = (700i32..760, 10i32..80, prop::bool::ANY, from(), from(), from());
    let make = |(first, days, gap, says_from, joins_from, leaves_from): (
        Day,
        Day,
        bool,
        Option<Day>,
        Option<Day>,
        Option<Day>,
    )| {
        let runs = [(first, first + days), (first + days + 5, first + days + 9)];
        let covered: Runs = runs.iter().take(1 + usize::from(gap)).copied().collect();
        Followed { known: covered.clone(), covered, says_from, joins_from, leaves_from }
    };
    prop::collection::vec(one.prop_map(make), COMMUNITIES)
}

fn heard() -> impl Strategy<Value = Vec<Heard>> {
    let kind = prop_oneof![4 => Just(0u8), 1 => Just(1u8), 1 => Just(2u8), 1 => Just(3u8)];
    prop::collection::vec((0u32..6, 0u16..COMMUNITIES as u16, 690i32..850, kind), 0..120)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn runs_count_what_days_count(
        heard in heard(),
        followed in followed(),
        within in prop::collection::vec(prop::bool::ANY, COMMUNITIES),
        first in 700i32..840,
        days in 0i32..60,
    ) {
        let last = first + days;
        let fast = count(&world(&heard, &followed), &within, first, last);
        // Whoever leaves later was in before: counting anew knows the ledger to its end.
        let slow = recount(&seen(&heard), &followed, &within, first, last.max(850));
        prop_assert!(fast.len() <= slow.len());
        for (n, (fast, slow)) in fast.iter().zip(&slow).enumerate() {
            // Messages and moves are sums over rows, not people: the store adds them.
            let only_people = Facts { messages: None, joins: None, leaves: None, removed: None, joins_heard: None, ..*slow };
            prop_assert_eq!(fast, &only_people, "day {}", first + Day::try_from(n).unwrap());
        }
    }

    #[test]
    fn the_five_parts_are_the_members(heard in heard(), first in 740i32..780) {
        let covered: Runs = [(690, 900)].into_iter().collect();
        let whole = Followed { known: covered.clone(), covered, says_from: Some(690), joins_from: Some(690), leaves_from: Some(690) };
        let followed = vec![whole; COMMUNITIES];
        let world = world(&heard, &followed);
        let days = count(&world, &[true; COMMUNITIES], first, first + 1);
        // In at the end of a day is in at the beginning of the next.
        prop_assert_eq!(days[0].members_end(), days[1].members);
        for facts in &days {
            let (active, wau, mau) = (facts.active.unwrap(), facts.wau.unwrap(), facts.mau.unwrap());
            prop_assert!(active <= wau && wau <= mau);
            prop_assert!(facts.lost.unwrap() <= facts.past.unwrap() && facts.back_7.unwrap() <= facts.joined_7.unwrap());
            prop_assert!(facts.members.unwrap() <= facts.present.unwrap() && active <= facts.present.unwrap());
        }
    }
}

#[test]
fn who_is_not_heard_is_not_silent() {
    let covered: Runs = [(700, 800)].into_iter().collect();
    let log = Followed { known: covered.clone(), covered, joins_from: Some(700), ..Followed::default() };
    let heard = [(0, 0, 700, 1), (1, 0, 710, 1)];
    let one = |followed: Followed| count(&world(&heard, &[followed]), &[true], 760, 760)[0];
    let deaf = one(log.clone());
    assert_eq!((deaf.members, deaf.active, deaf.silent, deaf.mau, deaf.present), (Some(2.0), None, None, None, None));
    let hears = one(Followed { says_from: Some(730), ..log });
    assert_eq!(
        (hears.members, hears.active, hears.silent, hears.present),
        (Some(2.0), Some(0.0), Some(2.0), Some(2.0))
    );
}
