//! Chance that is none: a number depends on nothing but what it is asked for, so every sample file of one moment is
//! the same, and one row more changes no other row.

/// What a number is for; each has its own sequence.
#[derive(Debug, Clone, Copy)]
pub(super) enum Of {
    Habit,
    Came,
    Joins,
    Leaves,
    Place,
    Speaks,
    Messages,
    Moment,
    Text,
    Name,
    Answer,
    Result,
    Figure,
}

/// The samples of every qun are rolled from here.
const SEED: u64 = 0x7175_6e20_6465_6d6f;

/// The number of `a` and `b` in the sequence `of` (SplitMix64's mixing function, applied to each part in turn).
pub(super) fn roll(of: Of, a: i64, b: i64) -> u64 {
    [of as u64, a.cast_unsigned(), b.cast_unsigned()].iter().fold(SEED, |state, part| {
        let z = (state ^ part).wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    })
}

/// A number below `n` (at least 1).
pub(super) fn below(of: Of, a: i64, b: i64, n: usize) -> usize {
    usize::try_from(roll(of, a, b) % (n.max(1) as u64)).unwrap_or(0)
}

/// A number from 0 to just below 1.
pub(super) fn share(of: Of, a: i64, b: i64) -> f64 {
    (roll(of, a, b) >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_for_ever_and_spread_evenly() {
        // The value is part of every screenshot: it must not change between versions.
        assert_eq!(roll(Of::Habit, 1, 2), roll(Of::Habit, 1, 2));
        assert_ne!(roll(Of::Habit, 1, 2), roll(Of::Habit, 2, 1));
        assert_ne!(roll(Of::Habit, 1, 2), roll(Of::Came, 1, 2));
        let mut tens = [0; 10];
        (0..10_000).for_each(|n| tens[(share(Of::Speaks, n, -n) * 10.0) as usize] += 1);
        assert!(tens.iter().all(|n| (900..1_100).contains(n)), "{tens:?}");
        assert_eq!(below(Of::Text, 7, 7, 0), 0);
        assert!((0..1_000).all(|n| below(Of::Text, n, 3, 7) < 7));
    }
}
