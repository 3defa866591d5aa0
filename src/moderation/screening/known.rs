//! What people have judged lately, to be recognised when it comes again in nearly the same words.

use super::similar::{Index, NEAR, Shingles};
use crate::moderation::reason::Reason;

/// So near texts are one: it is not kept twice.
const SAME: f64 = 0.95;

/// Refused texts asked for the reason of one that is somewhat like them.
const ASKED: usize = 5;
/// How like: less than near, more than by chance.
const LIKE: f64 = 0.05;

/// Texts that were judged.
#[derive(Debug)]
pub struct Known {
    /// `None` is let through.
    texts: Index<Option<Reason>>,
}

impl Default for Known {
    fn default() -> Self {
        Self { texts: Index::new(NEAR) }
    }
}

impl Known {
    /// Adds a text that was refused for `reason`, or let through; a later judgement over the same text takes the place of
    /// an earlier one. Short texts and those whose reason is not in their words are left out.
    pub fn add(&mut self, text: &str, reason: Option<Reason>) {
        if reason.is_some_and(|r| !in_words(r)) {
            return;
        }
        let Some(sketch) = Shingles::of(text).map(Shingles::sketch) else { return };
        match self.texts.nearest_mut(&sketch) {
            Some((near, known)) if near >= SAME => *known = reason,
            _ => self.texts.add(sketch, reason),
        }
    }

    /// How many different texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// What the nearest text was refused for, if it was, and how near it is. Who let the nearest through has let this one
    /// through as well.
    pub(super) fn refused(&self, shingles: &Shingles) -> Option<(f64, Reason)> {
        self.texts.nearest(shingles).and_then(|(near, reason)| Some((near, (*reason)?)))
    }

    /// The most frequent reason of the refused texts that are most like this one; of equally frequent ones that of the
    /// nearest. `None` if there is nothing like it.
    pub(super) fn usual_reason(&self, shingles: &Shingles) -> Option<Reason> {
        let all = self.texts.alike(shingles, LIKE, 4 * ASKED);
        let reasons: Vec<Reason> = all.iter().filter_map(|(_, reason)| **reason).take(ASKED).collect();
        let times = |r: &Reason| reasons.iter().filter(|o| *o == r).count();
        // Of equal ones `max_by_key` gives the last.
        reasons.iter().rev().copied().max_by_key(times)
    }
}

/// Whether it is the words that a refusal for `reason` is about: who floods may say anything.
#[must_use]
pub fn in_words(reason: Reason) -> bool {
    !matches!(reason, Reason::Flood | Reason::Repeat)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(all: &[(&str, Option<Reason>)]) -> Known {
        let mut known = Known::default();
        all.iter().for_each(|(text, reason)| known.add(text, *reason));
        known
    }

    fn of(text: &str) -> Shingles {
        Shingles::of(text).unwrap()
    }

    #[test]
    fn the_latest_judgement_over_a_text_counts() {
        let text = "群里拼单买黄油，满十份包邮，要的接龙";
        let mut k = known(&[(text, Some(Reason::Ads))]);
        assert_eq!(k.refused(&of(text)), Some((1.0, Reason::Ads)));
        k.add("群里拼单买黄油 满十份包邮 要的接龙", None);
        assert_eq!((k.refused(&of(text)), k.len()), (None, 1));
    }

    #[test]
    fn what_is_not_in_the_words_is_not_known_by_them() {
        let k = known(&[("今天天气真好适合出去走走", Some(Reason::Flood)), ("在吗", Some(Reason::Ads))]);
        assert!(k.is_empty());
    }

    #[test]
    fn the_usual_reason_is_that_of_what_is_most_like_it() {
        let k = known(&[
            ("兼职日结每天三百在家就能做", Some(Reason::Ads)),
            ("招兼职日结两百，手机就能做", Some(Reason::Illegal)),
            ("诚招兼职日结，多劳多得", Some(Reason::Ads)),
            ("你们这些人懂什么烘焙，都滚出去", Some(Reason::Abuse)),
            ("兼职日结的骗局大家小心，别上当", None),
        ]);
        assert_eq!(k.usual_reason(&of("手机兼职日结，在家能做")), Some(Reason::Ads));
        assert_eq!(k.usual_reason(&of("懂什么烘焙，滚出去吧你们")), Some(Reason::Abuse));
        assert_eq!(k.usual_reason(&of("明天下午三点直播教大家做可颂")), None);
    }
}
