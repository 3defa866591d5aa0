//! How sure the learner may be: measured on decisions it has not seen, a quarter at a time.

use super::train::{Dice, Knowledge, train};
use super::{LEAST, LEAST_OF_EACH, Lesson};

/// Parts the decisions are cut into; each is judged by what the others teach.
const PARTS: usize = 4;

/// Of a hundred texts that people let through it may stop at most two.
const WRONG_STOPS: f32 = 0.02;

/// Nothing is stopped that is less likely bad than this, however rarely that would be wrong.
const STOP_AT_LEAST: f32 = 0.6;

/// The slope that is believed in before there is evidence, and how many decisions it weighs as much as.
const SLOPE: (f32, f32) = (1.5, 4.0);

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Measure {
    /// A score `s` is a chance of `1 / (1 + exp(-(slope * s + offset)))` (Platt's scaling).
    pub slope: f32,
    pub offset: f32,
    /// The chance from which on a message is stopped.
    pub stop_from: f32,
    /// The chance that of a bad and a fine text the bad one has the higher score (area under the ROC curve).
    pub order: f32,
}

impl Default for Measure {
    fn default() -> Self {
        Measure { slope: SLOPE.0, offset: 0.0, stop_from: 1.0, order: 0.5 }
    }
}

impl Measure {
    /// `None` when there is too little to measure with.
    pub(super) fn of(settled: &Knowledge, lessons: &[&Lesson]) -> Option<Measure> {
        let bad = lessons.iter().filter(|l| l.bad).count();
        let least = bad.min(lessons.len() - bad);
        if lessons.len() < LEAST as usize || least < LEAST_OF_EACH as usize {
            return None;
        }
        let unseen = unseen(settled, lessons);
        let (slope, offset) = scale(&unseen);
        let mut measure = Measure { slope, offset, order: order(&unseen), stop_from: 1.0 };
        let mut fine: Vec<f32> = unseen.iter().filter(|u| !u.1).map(|u| measure.chance(u.0)).collect();
        fine.sort_by(f32::total_cmp);
        let place = ((1.0 - WRONG_STOPS) * fine.len() as f32) as usize;
        measure.stop_from = fine.get(place).copied().unwrap_or(1.0).max(STOP_AT_LEAST);
        Some(measure)
    }

    /// The chance that a message of this score is refused.
    pub(super) fn chance(&self, score: f32) -> f32 {
        1.0 / (1.0 + (-(self.slope * score + self.offset)).exp())
    }
}

/// Every lesson's score by what the lessons of the other parts teach, and whether it is bad. Each part has its share of
/// bad ones.
fn unseen(settled: &Knowledge, lessons: &[&Lesson]) -> Vec<(f32, bool)> {
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    Dice(0x9E37_79B9_7F4A_7C15).shuffle(&mut order);
    order.sort_by_key(|at| lessons[*at].bad);
    let mut scores = Vec::with_capacity(lessons.len());
    for part in 0..PARTS {
        let within = |place: usize| place % PARTS == part;
        let others: Vec<&Lesson> =
            order.iter().enumerate().filter(|(place, _)| !within(*place)).map(|(_, at)| lessons[*at]).collect();
        let taught = train(settled, &others);
        let rarity = taught.rarity();
        let these = order.iter().enumerate().filter(|(place, _)| within(*place)).map(|(_, at)| lessons[*at]);
        scores.extend(these.map(|l| (taught.score(&rarity, &l.bag), l.bad)));
    }
    scores
}

/// Platt's scaling: slope and offset that make the scores the most likely chances, found by Newton's method. Targets are
/// drawn in by one decision of each sort, and the slope towards [`SLOPE`], so that few decisions make nobody sure.
fn scale(scores: &[(f32, bool)]) -> (f32, f32) {
    let bad = scores.iter().filter(|s| s.1).count() as f64;
    let fine = scores.len() as f64 - bad;
    let (high, low) = ((bad + 1.0) / (bad + 2.0), 1.0 / (fine + 2.0));
    let (believed, weight) = (f64::from(SLOPE.0), f64::from(SLOPE.1));
    let (mut slope, mut offset) = (believed, 0.0);
    for _ in 0..30 {
        let (mut g, mut h) = ([weight * (slope - believed), 0.0], [weight, 0.0, 1e-6]);
        for (score, is_bad) in scores {
            let s = f64::from(*score);
            let p = 1.0 / (1.0 + (-(slope * s + offset)).exp());
            let (d, w) = (p - if *is_bad { high } else { low }, p * (1.0 - p));
            g = [g[0] + d * s, g[1] + d];
            h = [h[0] + w * s * s, h[1] + w * s, h[2] + w];
        }
        let det = h[0] * h[2] - h[1] * h[1];
        let step = [(h[2] * g[0] - h[1] * g[1]) / det, (h[0] * g[1] - h[1] * g[0]) / det];
        // A step too far is cut; the loss is convex, so the next ones find back.
        let cut = 1.0_f64.min(2.0 / step[0].abs().max(step[1].abs()).max(1e-9));
        (slope, offset) = (slope - cut * step[0], offset - cut * step[1]);
    }
    // Never against the order it was taught.
    (slope.clamp(0.1, 50.0) as f32, offset.clamp(-50.0, 50.0) as f32)
}

/// The chance that of a bad and a fine one the bad one scores higher; equal ones count half.
fn order(scores: &[(f32, bool)]) -> f32 {
    let mut sorted = scores.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut pairs, mut bad) = (0.0, 0.0, 0.0);
    for group in sorted.chunk_by(|a, b| a.0 == b.0) {
        let here = group.iter().filter(|s| s.1).count() as f64;
        let fine = group.len() as f64 - here;
        pairs += here * (below + fine / 2.0);
        (below, bad) = (below + fine, bad + here);
    }
    (pairs / f64::max(below * bad, 1.0)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_pairs() {
        let of = |all: &[(i32, bool)]| order(&all.iter().map(|(s, b)| (*s as f32, *b)).collect::<Vec<_>>());
        assert_eq!(of(&[(1, false), (2, false), (3, true)]), 1.0);
        assert_eq!(of(&[(3, false), (1, true)]), 0.0);
        assert_eq!(of(&[(1, false), (1, true)]), 0.5);
        assert_eq!(of(&[(1, false), (2, true), (3, false), (4, true)]), 0.75);
    }

    #[test]
    fn chances_are_as_frequent_as_they_say() {
        // Of the scores around s, 1 / (1 + exp(-2s + 1)) are bad.
        let mut dice = Dice(7);
        let mut scores = Vec::new();
        for n in 0..20_000 {
            let s = (n % 200) as f32 / 50.0 - 2.0;
            let chance = 1.0 / (1.0 + (-(2.0 * s - 1.0)).exp());
            scores.push((s, (dice.below(1_000_000) as f32) < chance * 1_000_000.0));
        }
        let (slope, offset) = scale(&scores);
        assert!((slope - 2.0).abs() < 0.1 && (offset + 1.0).abs() < 0.1, "{slope} {offset}");
    }

    #[test]
    fn few_decisions_make_nobody_sure() {
        let scores: Vec<(f32, bool)> = (0..20).map(|n| (if n < 2 { 1.0 } else { -1.0 }, n < 2)).collect();
        let (slope, offset) = scale(&scores);
        let measure = Measure { slope, offset, ..Measure::default() };
        assert!(measure.chance(1.0) < 0.9 && measure.chance(1.0) > measure.chance(-1.0) + 0.3);
        let wrong: Vec<(f32, bool)> = scores.iter().map(|(s, b)| (-s, *b)).collect();
        assert!(scale(&wrong).0 > 0.0, "however it went, more of what speaks against it speaks against it");
    }
}
