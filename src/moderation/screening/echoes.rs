//! The same call in several groups: nearly equal texts in different communities within an hour. Fed as messages come, in
//! whatever order of time: files of groups come one after another, each from its beginning.

use super::Settings;
use super::similar::{Already, NONE, Shingles};
use crate::base::At;
use crate::base::clock::MINUTE;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::hash::BuildHasherDefault;

/// From this share on a text repeats another: one letter in twenty may differ, a daily check-in by the same form is no
/// repeat.
const REPEATS: f64 = 0.7;

/// Bands that find what repeats.
const BANDS: usize = 8;

/// Letters and digits a repeated text must have: what is shorter is said in every group every day.
const SHORTEST: usize = 16;

/// The texts seen lately.
///
/// What counts for a text is what was seen within `repeat_minutes` of it. When there is no room for more, what was written
/// earliest is forgotten first, and who asks about one moment is never told of what is further from it: so older texts
/// may as well not be shown, and nothing changes (tested).
#[derive(Debug)]
pub struct Echoes {
    window: i64,
    groups: usize,
    room: Room,
    texts: Vec<Said>,
    /// Of each band the text with it that was written last; from there on the others, the last first.
    latest: HashMap<u32, u32, BuildHasherDefault<Already>>,
    /// The texts by when they were written, and by when they were seen, the earliest on top; with their places.
    earliest: BinaryHeap<Reverse<(At, u64, u32)>>,
    seen: u64,
}

/// How much is remembered.
#[derive(Debug, Clone, Copy)]
struct Room {
    texts: usize,
    /// Texts found by one band, and compared at most.
    alike: usize,
}

/// A text that was seen.
#[derive(Debug)]
struct Said {
    shingles: Shingles,
    community: i64,
    at: At,
    bands: [u32; BANDS],
    /// For each band the next one with it: eight times its place, and which of its bands it is.
    next: [u32; BANDS],
    /// The last text that was compared with it.
    compared: u64,
}

impl Echoes {
    /// Nobody has written yet.
    #[must_use]
    pub fn new(settings: &Settings) -> Echoes {
        Self::with(settings, Room { texts: 16_384, alike: 64 })
    }

    fn with(settings: &Settings, room: Room) -> Echoes {
        Echoes {
            window: i64::from(settings.repeat_minutes) * MINUTE,
            groups: settings.repeat_groups as usize,
            room,
            texts: Vec::new(),
            latest: HashMap::default(),
            earliest: BinaryHeap::new(),
            seen: 0,
        }
    }

    /// How far from a moment texts matter to it, in milliseconds.
    #[must_use]
    pub fn window(&self) -> i64 {
        self.window
    }

    /// `text` was written in `community` at `at`: in how many communities nearly the same was within the window before or
    /// after, this one included. Counts no further than the number that is a repeat.
    pub fn seen(&mut self, text: &str, community: i64, at: At) -> u32 {
        // Every letter takes a byte at least; most of what is said is too short.
        if text.len() < SHORTEST {
            return 1;
        }
        let Some(shingles) = Shingles::of(text).filter(|s| s.len() + 2 >= SHORTEST) else { return 1 };
        let bands = shingles.bands();
        self.seen += 1;
        let near = self.count(&shingles, &bands, community, at);
        self.keep(Said { shingles, community, at, bands, next: [NONE; BANDS], compared: 0 });
        u32::try_from(near).unwrap_or(u32::MAX)
    }

    fn count(&mut self, shingles: &Shingles, bands: &[u32; BANDS], community: i64, at: At) -> usize {
        let mut places = vec![community];
        for band in bands {
            let mut here = self.latest.get(band).copied().unwrap_or(NONE);
            while here != NONE && places.len() < self.groups {
                let (said, band) = (&mut self.texts[here as usize / BANDS], here as usize % BANDS);
                here = said.next[band];
                if at.since(said.at) > self.window {
                    break;
                }
                let before = std::mem::replace(&mut said.compared, self.seen) == self.seen;
                if before || said.at.since(at) > self.window || places.contains(&said.community) {
                    continue;
                }
                if said.shingles.jaccard_from(shingles, REPEATS).is_some() {
                    places.push(said.community);
                }
            }
        }
        places.len()
    }

    /// Remembers `said`, and forgets what was written earliest if that is too much.
    fn keep(&mut self, said: Said) {
        let mut place = self.texts.len();
        if place >= self.room.texts {
            match self.earliest.peek() {
                Some(Reverse((first, ..))) if *first <= said.at => place = self.forget(),
                _ => return,
            }
        }
        self.earliest.push(Reverse((said.at, self.seen, place as u32)));
        if place < self.texts.len() {
            self.texts[place] = said;
        } else {
            self.texts.push(said);
        }
        for band in 0..BANDS {
            self.link(place, band);
        }
    }

    /// Forgets what was written earliest; its place is free. It is the last wherever it is found.
    fn forget(&mut self) -> usize {
        let place = self.earliest.pop().map_or(0, |Reverse((_, _, place))| place);
        for (band, hash) in (0..).zip(self.texts[place as usize].bands) {
            self.cut(hash, |here, _| here == place * BANDS as u32 + band);
        }
        place as usize
    }

    /// Puts the text at `place` where its time is among those with its `band`; of too many the earliest is not found by it.
    fn link(&mut self, place: usize, band: usize) {
        let (at, hash, new) = (self.texts[place].at, self.texts[place].bands[band], (place * BANDS + band) as u32);
        let (mut before, mut here) = (NONE, self.latest.get(&hash).copied().unwrap_or(NONE));
        let mut many = 0;
        while here != NONE && self.texts[here as usize / BANDS].at > at {
            many += 1;
            (before, here) = (here, self.next(here));
        }
        if many >= self.room.alike {
            return;
        }
        self.texts[place].next[band] = here;
        if before == NONE {
            self.latest.insert(hash, new);
        } else {
            self.follow(before, new);
        }
        if here != NONE {
            let most = self.room.alike;
            self.cut(hash, |_, nth| nth >= most);
        }
    }

    /// Ends the row of those with the band `hash` before the first that `goes`, as it is told with how many are before it.
    fn cut(&mut self, hash: u32, goes: impl Fn(u32, usize) -> bool) {
        let (mut before, mut here) = (NONE, self.latest.get(&hash).copied().unwrap_or(NONE));
        let mut many = 0;
        while here != NONE && !goes(here, many) {
            many += 1;
            (before, here) = (here, self.next(here));
        }
        if here == NONE {
            return;
        }
        if before == NONE {
            self.latest.remove(&hash);
        } else {
            self.follow(before, NONE);
        }
    }

    fn next(&self, here: u32) -> u32 {
        self.texts[here as usize / BANDS].next[here as usize % BANDS]
    }

    fn follow(&mut self, before: u32, next: u32) {
        self.texts[before as usize / BANDS].next[before as usize % BANDS] = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn minute(m: i64) -> At {
        At(m * MINUTE)
    }

    const CALL: &str = "新店开业大酬宾，全场五折起，先到先得，地址在人民路";

    #[test]
    fn groups_are_counted_once_each_and_within_the_hour() {
        let mut echoes = Echoes::new(&Settings { repeat_groups: 9, ..Settings::default() });
        let mut seen = |community, m, text: &str| echoes.seen(text, community, minute(m));
        assert_eq!([seen(1, 0, CALL), seen(1, 1, CALL), seen(2, 2, CALL)], [1, 1, 2]);
        assert_eq!(seen(3, 3, "【新店开业大酬宾】全場5折起~先到先得~地址在人民路"), 3);
        assert_eq!(seen(4, 200, CALL), 1, "hours later it is another call");
        assert_eq!(seen(5, -30, CALL), 4, "files of groups come one after another, each from its beginning");
    }

    #[test]
    fn greetings_and_check_ins_are_no_repeats() {
        let mut echoes = Echoes::new(&Settings::default());
        let mut most = 0;
        for (n, text) in ["早上好大家今天也要加油", "好的收到谢谢", "哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈"]
            .iter()
            .cycle()
            .take(30)
            .enumerate()
        {
            most = most.max(echoes.seen(text, n as i64, minute(0)));
        }
        for (n, what) in ["可颂开酥失败三次", "戚风塌了重新来过", "欧包割包很漂亮"].iter().enumerate()
        {
            most = most.max(echoes.seen(&format!("打卡第{n}天，今天练习{what}，继续努力"), n as i64, minute(0)));
        }
        assert_eq!(most, 1);
    }

    /// The `n`-th of texts that are nothing like each other.
    fn other(n: usize) -> String {
        let mixed = |k: usize| {
            let x = ((n * 20 + k) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            (x ^ x >> 29).wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 40
        };
        (0..20).filter_map(|k| char::from_u32(0x4E00 + (mixed(k) % 20_000) as u32)).collect()
    }

    #[test]
    fn memory_has_an_end_and_what_was_written_earliest_goes_first() {
        let mut echoes = Echoes::new(&Settings::default());
        let most = echoes.room.texts;
        echoes.seen(CALL, 1, minute(0));
        echoes.seen(&other(0), 1, minute(2));
        for n in 1..2 * most {
            echoes.seen(&other(n), 1, minute(1));
        }
        assert_eq!((echoes.texts.len(), echoes.earliest.len()), (most, most));
        assert!(echoes.latest.len() <= most * BANDS);
        assert_eq!(echoes.seen(CALL, 2, minute(0)), 1, "forgotten");
        assert_eq!(echoes.seen(&other(0), 2, minute(0)), 2, "written later than all others");
        assert_eq!(echoes.seen(&other(2 * most - 1), 2, minute(0)), 2, "seen last of those of one minute");
        assert_eq!(echoes.seen(&other(most / 2), 2, minute(0)), 1);
    }

    #[test]
    fn a_flood_of_the_same_is_found_by_its_latest() {
        let mut echoes = Echoes::new(&Settings::default());
        for n in 0..1000 {
            assert_eq!(echoes.seen(CALL, 1, minute(n)), 1);
        }
        let most = echoes.room.alike as i64;
        assert_eq!(echoes.seen(CALL, 2, minute(999)), 2);
        // The one of a moment ago has taken the place of the earliest.
        assert_eq!(echoes.seen(CALL, 3, minute(1001 - most - 60)), 2);
        assert_eq!(echoes.seen(CALL, 3, minute(1000 - most - 60)), 1);
    }

    /// What is told of each of `all`, (call, community, minute), as it is seen in order.
    fn told(settings: &Settings, room: Room, all: &[(usize, i64, i64)]) -> Vec<u32> {
        let mut echoes = Echoes::with(settings, room);
        all.iter().map(|(text, community, m)| echoes.seen(&call(*text), *community, minute(*m))).collect()
    }

    /// Calls that are like each other more and less.
    fn call(n: usize) -> String {
        let (whole, more) = (["新店开业大酬宾全场五折起先到先得", "老店搬家清仓甩卖每天两百份送完为止"][n % 2], n / 2);
        whole
            .chars()
            .skip(more % 4)
            .chain(other(more % 5).chars().take(more % 5 * 2))
            .chain("地址在人民路".chars())
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Within its memory it says what comparing with everything seen says.
        #[test]
        fn everything_within_the_window_counts_and_nothing_else(
            all in prop::collection::vec((0..40_usize, 0..5_i64, 0..300_i64), 1..60),
            groups in 1..6_u32,
        ) {
            let settings = Settings { repeat_groups: groups, repeat_minutes: 60, ..Settings::default() };
            let made: Vec<Shingles> = all.iter().map(|(text, ..)| Shingles::of(&call(*text)).unwrap()).collect();
            let common = |a: &Shingles, b: &Shingles| a.bands::<BANDS>().iter().any(|x| b.bands::<BANDS>().contains(x));
            let near = |a: usize, b: usize| {
                (all[a].2 - all[b].2).abs() <= 60 && made[a].jaccard(&made[b]) >= REPEATS && common(&made[a], &made[b])
            };
            let places = |n: usize| -> std::collections::BTreeSet<i64> {
                (0..n).filter(|o| near(n, *o)).chain([n]).map(|o| all[o].1).collect()
            };
            let wanted: Vec<u32> = (0..all.len()).map(|n| (places(n).len() as u32).min(groups)).collect();
            prop_assert_eq!(told(&settings, Room { texts: 100, alike: 100 }, &all), wanted);
        }

        /// What is further away than the window may as well not have been seen, however little room there is.
        #[test]
        fn nothing_older_matters(
            all in prop::collection::vec((0..40_usize, 0..5_i64, 0..300_i64), 1..80),
            (texts, alike, limit) in (1..20_usize, 1..5_usize, 0..300_i64),
        ) {
            let settings = Settings { repeat_groups: 4, repeat_minutes: 60, ..Settings::default() };
            let room = Room { texts, alike };
            let late: Vec<_> = all.iter().copied().filter(|(.., m)| *m >= limit - 60).collect();
            let of = |rows: &[(usize, i64, i64)]| -> Vec<u32> {
                let told = told(&settings, room, rows);
                rows.iter().zip(told).filter(|((.., m), _)| *m >= limit).map(|(_, told)| told).collect()
            };
            prop_assert_eq!(of(&all), of(&late));
        }
    }
}
