//! How it learns: AdaGrad on the logistic loss, a few rounds over the decisions in an order of its own.

use super::grams::BITS;
use super::signs::{SIGNS, WAYS, prior};
use super::{Bag, Lesson, Place, vector};

/// Rounds over the decisions. With fewer, few decisions teach too little; with more, single words are learned by heart.
const ROUNDS: usize = 5;

/// The length of a first step.
const RATE: f32 = 5.0;

/// What the sum of squared gradients begins with. Large beside a gradient, so that a group seen once moves little and
/// only what is seen often is slowed down.
const CALM: f32 = 10.0;

/// What decisions have taught.
#[derive(Debug, Clone, PartialEq)]
pub struct Knowledge {
    /// By number of a group: its weight, and in how many texts it was.
    pub(super) grams: Vec<(f32, u32)>,
    /// By sign, on the scale of [`super::SIGN`].
    pub(super) signs: [f32; SIGNS],
    pub(super) bias: f32,
    /// Let through, refused.
    pub(super) decisions: [u32; 2],
    /// By way to lead people away: let through and refused with it.
    pub(super) ways: [[u32; 2]; WAYS.len()],
}

impl Knowledge {
    /// What is known before anybody decided.
    pub(super) fn nothing() -> Knowledge {
        let signs = prior().map(|odds| odds / super::SIGN);
        Knowledge { grams: vec![(0.0, 0); 1 << BITS], signs, bias: 0.0, decisions: [0; 2], ways: [[0; 2]; WAYS.len()] }
    }

    /// By number of a group, how rare it is: `1 + ln((1 + n) / (1 + seen))`, the smoothed inverse document frequency.
    pub(super) fn rarity(&self) -> Vec<f32> {
        let all = 1.0 + self.decisions.iter().sum::<u32>() as f32;
        // Most were never seen; the logarithm is taken once for them.
        let never = 1.0 + all.ln();
        let of = |seen: u32| if seen == 0 { never } else { 1.0 + (all / (1.0 + seen as f32)).ln() };
        self.grams.iter().map(|(_, seen)| of(*seen)).collect()
    }

    pub(super) fn weight(&self, number: u32) -> f32 {
        self.grams[(number & (super::LIGHT - 1)) as usize].0
    }

    fn at(&self, place: Place) -> f32 {
        match place {
            Place::Gram(number) => self.grams[number as usize].0,
            Place::Sign(sign) => self.signs[sign],
        }
    }

    fn step(&mut self, place: Place, by: f32) {
        match place {
            Place::Gram(number) => self.grams[number as usize].0 -= by,
            Place::Sign(sign) => self.signs[sign] -= by,
        }
    }

    /// How much speaks against a message, in log-odds of no particular scale.
    pub(super) fn score(&self, rarity: &[f32], bag: &Bag) -> f32 {
        self.bias + vector(rarity, bag).map(|(place, value)| self.at(place) * value).sum::<f32>()
    }

    /// Counts what is in `lessons`.
    fn count(&mut self, lessons: &[&Lesson]) {
        for lesson in lessons {
            let sort = usize::from(lesson.bad);
            self.decisions[sort] += 1;
            for (number, _) in &lesson.bag.grams {
                self.grams[(number & (super::LIGHT - 1)) as usize].1 += 1;
            }
            for (at, way) in self.ways.iter_mut().enumerate() {
                way[sort] += u32::from(lesson.bag.signs.way(at));
            }
        }
    }
}

/// What `lessons` teach somebody who knows `before`. The same lessons in the same order teach the same.
pub(super) fn train(before: &Knowledge, lessons: &[&Lesson]) -> Knowledge {
    let mut now = before.clone();
    now.count(lessons);
    let [fine, bad] = now.decisions.map(|n| n.max(1) as f32);
    now.bias = (bad / fine).ln();
    let rarity = now.rarity();
    let mut sums = Sums { grams: vec![CALM; 1 << BITS], signs: [CALM; SIGNS], bias: 1.0 };
    let vectors: Vec<(Vec<(Place, f32)>, f32)> =
        lessons.iter().map(|l| (vector(&rarity, &l.bag).collect(), f32::from(u8::from(l.bad)))).collect();
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let mut order: Vec<usize> = (0..vectors.len()).collect();
    for _ in 0..ROUNDS {
        dice.shuffle(&mut order);
        for at in &order {
            let (vector, bad) = &vectors[*at];
            let score = now.bias + vector.iter().map(|(place, value)| now.at(*place) * value).sum::<f32>();
            let wrong = 1.0 / (1.0 + (-score).exp()) - bad;
            sums.bias += wrong * wrong;
            now.bias -= wrong / sums.bias.sqrt();
            for (place, value) in vector {
                let slope = wrong * value;
                now.step(*place, RATE * slope / sums.add(*place, slope * slope).sqrt());
            }
        }
    }
    now
}

/// Sums of squared gradients.
struct Sums {
    grams: Vec<f32>,
    signs: [f32; SIGNS],
    bias: f32,
}

impl Sums {
    /// Adds to the sum at `place`; what it is then.
    fn add(&mut self, place: Place, square: f32) -> f32 {
        let sum = match place {
            Place::Gram(number) => &mut self.grams[number as usize],
            Place::Sign(sign) => &mut self.signs[sign],
        };
        *sum += square;
        *sum
    }
}

/// Always the same throws (xorshift64, Marsaglia 2003).
pub(super) struct Dice(pub u64);

impl Dice {
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n.max(1) as u64).unwrap_or(0)
    }

    pub(super) fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            let other = self.below(at + 1);
            all.swap(at, other);
        }
    }
}
