//! The same call in several groups: nearly equal texts in different communities within an hour. Fed as messages come.

use super::Settings;
use super::similar::{Index, Shingles};
use crate::base::At;
use crate::base::clock::MINUTE;
use std::collections::BTreeSet;

/// From this share on a text repeats another: one letter in twenty may differ, a daily check-in by the same form is no
/// repeat.
const REPEATS: f64 = 0.7;

/// Bands that find what repeats.
const BANDS: usize = 8;

/// Texts of each of the two halves of memory: when the younger is full, the older is forgotten.
const HALF: usize = 4096;

/// Letters and digits a repeated text must have: what is shorter is said in every group every day.
const SHORTEST: usize = 16;

/// Times kept of a text.
const TIMES: usize = 16;

/// Where and when a text was seen.
type Places = Vec<(i64, At)>;

/// The texts seen lately.
#[derive(Debug)]
pub struct Echoes {
    window: i64,
    young: Index<Places>,
    old: Index<Places>,
}

impl Echoes {
    /// Nobody has written yet.
    #[must_use]
    pub fn new(settings: &Settings) -> Echoes {
        let window = i64::from(settings.repeat_minutes) * MINUTE;
        Echoes { window, young: Index::new(REPEATS, BANDS), old: Index::new(REPEATS, BANDS) }
    }

    /// `text` was written in `community` at `at`: in how many communities nearly the same was within the window before or
    /// after, this one included.
    pub fn seen(&mut self, text: &str, community: i64, at: At) -> u32 {
        // Every letter takes a byte at least; most of what is said is too short.
        if text.len() < SHORTEST {
            return 1;
        }
        let Some(shingles) = Shingles::of(text).filter(|s| s.len() + 2 >= SHORTEST) else { return 1 };
        let sketch = shingles.sketch(BANDS);
        let known = match self.young.nearest_mut(&sketch) {
            Some(known) => Some(known),
            None => self.old.nearest_mut(&sketch),
        };
        let Some((_, places)) = known else {
            if self.young.len() >= HALF {
                self.old = std::mem::replace(&mut self.young, Index::new(REPEATS, BANDS));
            }
            self.young.add(sketch, vec![(community, at)]);
            return 1;
        };
        if places.len() >= TIMES {
            places.remove(0);
        }
        places.push((community, at));
        let near = places.iter().filter(|(_, when)| when.since(at).abs() <= self.window).map(|(place, _)| place);
        u32::try_from(near.collect::<BTreeSet<_>>().len()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(m: i64) -> At {
        At(m * MINUTE)
    }

    const CALL: &str = "新店开业大酬宾，全场五折起，先到先得，地址在人民路";

    #[test]
    fn groups_are_counted_once_each_and_within_the_hour() {
        let mut echoes = Echoes::new(&Settings::default());
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

    #[test]
    fn memory_has_an_end() {
        let mut echoes = Echoes::new(&Settings::default());
        echoes.seen(CALL, 1, minute(0));
        for n in 0..3 * HALF {
            let mixed = |k: usize| {
                let x = ((n * 20 + k) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                (x ^ x >> 29).wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 40
            };
            let letter = |k: usize| char::from_u32(0x4E00 + (mixed(k) % 20_000) as u32);
            let text: String = (0..20).filter_map(letter).collect();
            echoes.seen(&text, 1, minute(0));
        }
        assert!(echoes.young.len() <= HALF && echoes.old.len() <= HALF);
        assert_eq!(echoes.seen(CALL, 2, minute(0)), 1, "forgotten");
    }
}
