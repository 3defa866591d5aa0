//! Whether two titles say the same: the pairs of neighbouring characters they share (Dice's coefficient), signs, case and
//! traditional characters aside. Titles are too short for the groups of three that messages are compared by.

use crate::base::text::fold_tight;

/// From this share on two titles are taken for one topic: `戚风开裂的 5 个原因` and `戚风为什么开裂：5 个原因` have 0.56.
pub const NEAR: f64 = 0.55;

/// Characters a title must have to be compared.
const SHORTEST: usize = 4;

/// A title as its pairs of characters, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairs(Vec<(char, char)>);

impl Pairs {
    /// Of a raw title; `None` if it is too short to be compared.
    #[must_use]
    pub fn of(title: &str) -> Option<Pairs> {
        let folded: Vec<char> = fold_tight(title).text.chars().collect();
        let mut pairs: Vec<(char, char)> = folded.windows(2).map(|w| (w[0], w[1])).collect();
        pairs.sort_unstable();
        (folded.len() >= SHORTEST).then_some(Pairs(pairs))
    }

    /// Twice what both have, of what they have together: 0 to 1.
    #[must_use]
    pub fn share(&self, other: &Pairs) -> f64 {
        let (mut a, mut b, mut both) = (self.0.as_slice(), other.0.as_slice(), 0usize);
        while let ([x, rest_a @ ..], [y, rest_b @ ..]) = (a, b) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => a = rest_a,
                std::cmp::Ordering::Greater => b = rest_b,
                std::cmp::Ordering::Equal => (a, b, both) = (rest_a, rest_b, both + 1),
            }
        }
        2.0 * both as f64 / (self.0.len() + other.0.len()).max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn share(a: &str, b: &str) -> f64 {
        Pairs::of(a).unwrap().share(&Pairs::of(b).unwrap())
    }

    #[test]
    fn the_same_topic_in_other_words_is_near() {
        for (a, b, near) in [
            ("戚风开裂的 5 个原因", "戚风为什么开裂：5 个原因", true),
            ("黄油怎么选", "黄油怎么选？新手必看", true),
            ("戚风开裂", "戚風開裂", true),
            ("Butter 101: how to choose", "How to choose butter", true),
            ("黄油选购", "面粉选购", false),
            ("行业干货分享：黄油", "会员模具团购", false),
            ("周五复盘", "周五直播", false),
        ] {
            assert_eq!(share(a, b) >= NEAR, near, "{a} / {b}: {}", share(a, b));
        }
        assert_eq!(Pairs::of("早安 !"), None, "too short to say anything");
    }

    proptest! {
        #[test]
        fn it_is_a_share_and_looks_the_same_from_both_sides(a in "[a-c群主打卡]{4,12}", b in "[a-c群主打卡]{4,12}") {
            prop_assert!((share(&a, &a) - 1.0).abs() < 1e-12);
            prop_assert!((share(&a, &b) - share(&b, &a)).abs() < 1e-12);
            prop_assert!((0.0..=1.0).contains(&share(&a, &b)));
        }
    }
}
