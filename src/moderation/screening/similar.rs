//! Texts that are nearly the same: the advertisement with another number at its end, the same call in six groups.
//!
//! A text is the set of its groups of three letters or digits, hashed, signs and blanks left out. Two texts are near when
//! their sets share most of what either has (Jaccard). To find what is near, sets are sketched by their least members in
//! many orders, three to a band (MinHash, Broder 1997); only texts with an equal band are compared, and then in full.

use super::Reading;
use super::met::Classes;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// From this share on two texts are nearly the same.
pub const NEAR: f64 = 0.6;

/// Letters, digits left out, that a text must have to be compared: below, everybody writes the same.
pub const SHORTEST: usize = 8;

/// Different groups it must have: laughing loudly is no text.
const FEWEST: usize = 6;

/// Groups of a text that are kept; a longer text is compared by those with the lowest hashes, which are as good a sample
/// as any.
const MOST: usize = 192;

/// Texts compared in full for one that is asked about.
const COMPARED: usize = 64;

/// Texts compared in full for one that needs not be near.
const ALIKE: usize = 500;

/// Orders whose least members make a band together.
const ROWS: usize = 3;

/// Most bands there are, by which an [`Index`] finds.
const BANDS: usize = 16;

/// What makes each order of a text's groups: something to mix in, and an odd factor.
const ORDERS: [(u32, u32); BANDS * ROWS] = {
    let mut orders = [(0, 0); BANDS * ROWS];
    let mut n = 0;
    while n < orders.len() {
        let order = n as u32 + 1;
        orders[n] = (order.wrapping_mul(0x85EB_CA6B), order.wrapping_mul(0xC2B2_AE3D) | 1);
        n += 1;
    }
    orders
};

/// A text as the set of its groups, hashed and in order. What was written cannot be read from it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shingles(Box<[u32]>);

impl Shingles {
    /// Of a raw text; `None` if it is too short to be compared.
    #[must_use]
    pub fn of(raw: &str) -> Option<Shingles> {
        Self::read(&Reading::new(super::Message { text: raw, ..Default::default() }))
    }

    pub(super) fn read(reading: &Reading) -> Option<Shingles> {
        reading.over_folded(Cutter::push).done()
    }

    /// How many groups it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The share of what either has that both have.
    #[must_use]
    pub fn jaccard(&self, other: &Shingles) -> f64 {
        self.jaccard_from(other, 0.0).unwrap_or(0.0)
    }

    /// As [`Shingles::jaccard`] if that is `least` or more; what can no longer become so much is not counted to its end.
    pub(super) fn jaccard_from(&self, other: &Shingles, least: f64) -> Option<f64> {
        let all = self.len() + other.len();
        // `both / (all - both) >= least`; one fewer, for what is lost in rounding.
        let needed = ((least * all as f64 / (1.0 + least)) as usize).saturating_sub(1);
        let both = self.both(other, needed)?;
        let share = both as f64 / (all - both).max(1) as f64;
        (share >= least).then_some(share)
    }

    /// How many groups both have, if they can be `needed` or more.
    fn both(&self, other: &Shingles, needed: usize) -> Option<usize> {
        let (a, b) = (&*self.0, &*other.0);
        let (mut i, mut j, mut both) = (0, 0, 0);
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            both += usize::from(x == y);
            i += usize::from(x <= y);
            j += usize::from(y <= x);
            if both + (a.len() - i).min(b.len() - j) < needed {
                return None;
            }
        }
        Some(both)
    }

    /// The bands of its sketch, at most 16; texts that share `j` of what either has share one of `N` bands with a chance of
    /// `1 - (1 - j^3)^N`: 0.98 of 16 at 0.6, 0.997 of 8 at 0.8, and one in five thousand at 0.03.
    #[must_use]
    pub fn bands<const N: usize>(&self) -> [u32; N] {
        let mut least = [[u32::MAX; ROWS]; N];
        for member in &self.0 {
            for ((other, factor), least) in ORDERS.iter().zip(least.as_flattened_mut()) {
                // Multiplying by an odd number puts what is random already into another order.
                let place = (member ^ other).wrapping_mul(*factor);
                *least = (*least).min(place ^ place >> 15);
            }
        }
        let mut number = 0;
        least.map(|rows| {
            let band = rows.iter().fold(number, |h, row| (h ^ row).wrapping_mul(0x9E37_79B1).rotate_left(13));
            number += 1;
            band
        })
    }

    /// With what it is found by, which is worked out once however often it is asked about.
    #[must_use]
    pub fn sketch(self) -> Sketch {
        Sketch { bands: self.bands(), shingles: self }
    }
}

/// A text with what it is found by in an [`Index`].
#[derive(Debug, Clone)]
pub struct Sketch {
    shingles: Shingles,
    bands: [u32; BANDS],
}

/// Cuts a folded text into groups.
struct Cutter {
    classes: Classes,
    last: [u32; 2],
    letters: usize,
    out: Vec<u32>,
}

impl Default for Cutter {
    fn default() -> Self {
        Self { classes: Classes::table(), last: [0; 2], letters: 0, out: Vec::with_capacity(MOST) }
    }
}

impl Cutter {
    fn push(&mut self, c: char) {
        if !self.classes.is_word(c) {
            return;
        }
        // Which digits they are tells no two texts apart: the same advertisement names another number.
        let digit = c.is_ascii_digit();
        let code = if digit { u32::from('0') } else { u32::from(c) };
        self.letters += usize::from(!digit);
        if self.last[0] != 0 {
            let three = [self.last[0], self.last[1], code];
            let hash = three.iter().fold(0x9E37_79B9_7F4A_7C15_u64, |h, c| {
                let h = (h ^ u64::from(*c)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
                h ^ h >> 31
            });
            self.out.push((hash >> 32) as u32);
        }
        self.last = [self.last[1], code];
    }

    fn done(mut self) -> Option<Shingles> {
        if self.letters < SHORTEST {
            return None;
        }
        self.out.sort_unstable();
        self.out.dedup();
        self.out.truncate(MOST);
        (self.out.len() >= FEWEST).then(|| Shingles(self.out.into_boxed_slice()))
    }
}

/// The hash of what is a hash already.
#[derive(Debug, Default)]
pub(super) struct Already(u64);

impl Hasher for Already {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.0 = self.0 << 8 | u64::from(*b));
    }

    fn write_u32(&mut self, n: u32) {
        // The table looks at the highest bits and at the lowest.
        self.0 = u64::from(n) << 32 | u64::from(n);
    }
}

/// Texts with what is known of each, to be asked for those near another one.
#[derive(Debug)]
pub struct Index<T> {
    near: f64,
    texts: Vec<(Shingles, T)>,
    /// Where the latest text with a band stands in `before`.
    latest: HashMap<u32, u32, BuildHasherDefault<Already>>,
    /// For every band of every text, text after text: where in here the text before it with that band stands.
    before: Vec<u32>,
}

/// There is none before.
pub(super) const NONE: u32 = u32::MAX;

impl<T> Index<T> {
    /// Without a text; `near` is the share from which on two are near.
    #[must_use]
    pub fn new(near: f64) -> Self {
        Self { near, texts: Vec::new(), latest: HashMap::default(), before: Vec::new() }
    }

    /// Adds a text.
    pub fn add(&mut self, text: Sketch, known: T) {
        for band in text.bands {
            let here = u32::try_from(self.before.len()).unwrap_or(NONE);
            self.before.push(self.latest.insert(band, here).unwrap_or(NONE));
        }
        self.texts.push((text.shingles, known));
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The text nearest to `asked`, if one is near, and how near. Of equally near ones the one added last.
    #[must_use]
    pub fn nearest(&self, asked: &Shingles) -> Option<(f64, &T)> {
        if self.texts.is_empty() {
            return None;
        }
        let place = self.nearest_place(asked, &asked.bands())?;
        Some((place.0, &self.texts[place.1].1))
    }

    /// As [`Index::nearest`], to change what is known of it.
    pub fn nearest_mut(&mut self, asked: &Sketch) -> Option<(f64, &mut T)> {
        let place = self.nearest_place(&asked.shingles, &asked.bands)?;
        Some((place.0, &mut self.texts[place.1].1))
    }

    fn nearest_place(&self, asked: &Shingles, bands: &[u32; BANDS]) -> Option<(f64, usize)> {
        let mut seen: Vec<usize> = Vec::new();
        let mut best: Option<(f64, usize)> = None;
        for band in bands {
            let mut at = self.latest.get(band).copied().unwrap_or(NONE);
            while at != NONE {
                let place = at as usize / BANDS;
                at = self.before[at as usize];
                if seen.contains(&place) {
                    continue;
                }
                seen.push(place);
                let (least, latest) = best.unwrap_or((self.near, 0));
                if let Some(near) = asked.jaccard_from(&self.texts[place].0, least)
                    && (near > least || place >= latest)
                {
                    best = Some((near, place));
                }
                if seen.len() >= COMPARED {
                    return best;
                }
            }
        }
        best
    }

    /// What is known of the `most` texts that share most with `asked`, at least `least`, the nearest first; of the
    /// latest texts only.
    #[must_use]
    pub fn alike(&self, asked: &Shingles, least: f64, most: usize) -> Vec<(f64, &T)> {
        let latest = self.texts.iter().rev().take(ALIKE);
        let mut all: Vec<(f64, &T)> =
            latest.map(|(s, known)| (asked.jaccard(s), known)).filter(|(near, _)| *near >= least).collect();
        all.sort_by(|a, b| b.0.total_cmp(&a.0));
        all.truncate(most);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Shingles {
        Shingles::of(text).unwrap()
    }

    fn sketch(text: &str) -> Sketch {
        of(text).sketch()
    }

    #[test]
    fn the_same_advertisement_in_other_clothes_is_near() {
        let known = "加V领免费烘焙模具，名额有限，先到先得 wx: tsbg7788";
        for (text, near) in [
            ("加V领免费烘焙模具，名额有限，先到先得 wx: tsbg1234", true),
            ("【加Ｖ】領免費烘焙模具！！名額有限~先到先得 wx：tsbg99", true),
            ("加\u{200b}V领免费烘焙模具 名额有限 先到先得", true),
            ("加V领免费烤箱，名额有限，先到先得 wx: kaoxiang", false),
            ("今天的面团醒发好了吗，请问群里有没有人知道", false),
        ] {
            let share = of(text).jaccard(&of(known));
            assert_eq!(share >= NEAR, near, "{text}: {share}");
        }
        assert_eq!(of(known).jaccard(&of(known)), 1.0);
        for nothing in
            ["早上好大家", "。。。！！！！？？？？", "140 140 135 56 8 4500 1200", "哈哈哈哈哈哈哈哈哈哈", ""]
        {
            assert!(Shingles::of(nothing).is_none(), "{nothing}");
        }
    }

    #[test]
    fn the_nearest_is_found_among_many() {
        let mut index = Index::new(NEAR);
        for n in 0..500 {
            index.add(
                sketch(&format!("{}号店新品上架，欢迎到店品尝第{}款面包", "甲乙丙丁戊己庚辛".repeat(n % 7), n)),
                n,
            );
        }
        index.add(sketch("兼职日结每天三百，在家就能做，有意私聊我"), 1000);
        index.add(sketch("兼职日结每天三百，在家就能做，有意私聊他"), 1001);
        assert_eq!(index.nearest(&of("兼职 日结 每天三百！在家就能做，有意私聊我")), Some((1.0, &1000)));
        assert_eq!(index.nearest(&of("明天下午三点直播，教大家做可颂面包")), None);
        assert_eq!(index.len(), 502);
        let alike = index.alike(&of("每天三百的兼职，在家做"), 0.05, 3);
        assert!(alike.iter().all(|(_, n)| **n >= 1000) && alike.len() == 2, "{alike:?}");
    }

    #[test]
    fn a_flood_of_the_same_is_answered_as_fast_as_one() {
        let mut index = Index::new(NEAR);
        (0..5_000).for_each(|n| index.add(sketch("加V领免费烘焙模具，名额有限"), n));
        assert_eq!(index.nearest(&of("加V领免费烘焙模具，名额有限")), Some((1.0, &4_999)));
    }

    #[test]
    fn the_bands_are_for_ever() {
        // They stand in files, for items to be found by.
        let bands: [u32; 8] = of("加V领免费烘焙模具，名额有限").bands();
        let written =
            [0x2DCC_B178, 0xF3AB_F65C, 0xF1BE_35CB, 0x6230_7952, 0x7FBE_F9CE, 0xF8CB_39EE, 0xCEED_133B, 0x7634_F066];
        assert_eq!(bands, written);
        assert_eq!(of("加V领免费烘焙模具，名额有限").bands::<16>()[..8], bands);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Counting that stops early stops only where less than asked would come out.
        #[test]
        fn a_share_is_told_or_too_small(
            a in prop::collection::btree_set(0..60_u32, 0..60),
            b in prop::collection::btree_set(0..60_u32, 0..60),
            least in prop::sample::select(vec![0.0, 0.05, 0.5, 0.6, 0.7, 0.95, 1.0]),
        ) {
            let both = a.intersection(&b).count();
            let share = both as f64 / a.union(&b).count().max(1) as f64;
            let [a, b] = [a, b].map(|s| Shingles(s.into_iter().collect()));
            prop_assert_eq!(a.jaccard(&b), share);
            prop_assert_eq!(a.jaccard_from(&b, least), (share >= least).then_some(share));
            // A share asked for exactly is enough.
            prop_assert_eq!(a.jaccard_from(&b, share), Some(share));
        }

        /// The index says what comparing with every text that has a band in common says.
        #[test]
        fn the_nearest_is_that_of_all(all in prop::collection::vec("[一二三四五六]{2}[甲乙丙丁戊己庚辛]{8,12}", 1..40)) {
            let all: Vec<Shingles> = all.iter().filter_map(|t| Shingles::of(t)).collect();
            let mut index = Index::new(NEAR);
            for (n, text) in all.iter().enumerate() {
                let bands = text.bands::<16>();
                let common = |o: &Shingles| o.bands::<16>().iter().any(|b| bands.contains(b));
                let shares = all[..n].iter().enumerate().filter(|(_, o)| common(o)).map(|(p, o)| (text.jaccard(o), p));
                let nearest = shares.filter(|(near, _)| *near >= NEAR).max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                prop_assert_eq!(index.nearest(text).map(|(near, place)| (near, *place)), nearest);
                index.add(text.clone().sketch(), n);
            }
        }

        /// What is very near is found, and what is found is near.
        #[test]
        fn what_is_found_is_near(a in "[一-十甲乙丙a-d]{8,40}", cut in 0..8_usize, more in "[一-十]{0,4}") {
            let b: String = a.chars().skip(cut).chain(more.chars()).collect();
            let (Some(a), Some(b)) = (Shingles::of(&a), Shingles::of(&b)) else { return Ok(()) };
            prop_assert!((a.jaccard(&b) - b.jaccard(&a)).abs() < 1e-12);
            let share = a.jaccard(&b);
            let mut index = Index::new(NEAR);
            index.add(b.sketch(), ());
            match index.nearest(&a) {
                Some((near, ())) => prop_assert!(near == share && share >= NEAR),
                None => prop_assert!(share < 0.9, "{share}"),
            }
        }
    }
}
