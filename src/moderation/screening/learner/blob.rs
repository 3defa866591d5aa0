//! The learner as bytes. Only groups that were seen are written: the distance to the one before, weight, count.
//!
//! What cannot be read (another version, a torn file) is nobody's loss: it is learned anew from the decisions.

use super::Learner;
use super::grams::BITS;
use super::measure::Measure;
use super::signs::SIGNS;
use super::train::Knowledge;

/// Rises whenever the learner sees messages in another way, so that what it learned before means nothing.
const VERSION: u32 = 1;

impl Learner {
    /// It as bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend(VERSION.to_le_bytes());
        let m = &self.measure;
        [m.slope, m.offset, m.stop_from, m.order].iter().for_each(|f| out.extend(f.to_le_bytes()));
        write(&self.settled, &mut out);
        write(&self.now, &mut out);
        let sum = checksum(&out);
        out.extend(sum.to_le_bytes());
        out
    }

    /// Whether what begins with `head` was written by this version; what else is wrong with it only reading all of it tells.
    #[must_use]
    pub fn is_current(head: &[u8]) -> bool {
        head.starts_with(&VERSION.to_le_bytes())
    }

    /// It from [`Learner::to_bytes`]; `None` if these are not its bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Learner> {
        let (content, sum) = bytes.split_last_chunk::<8>()?;
        let mut read = Bytes(content);
        if checksum(content) != u64::from_le_bytes(*sum) || read.number()? != VERSION {
            return None;
        }
        let (slope, offset, stop_from, order) = (read.float()?, read.float()?, read.float()?, read.float()?);
        let (settled, now) = (read.knowledge()?, read.knowledge()?);
        let measure = Measure { slope, offset, stop_from, order };
        read.0.is_empty().then(|| Learner { rarity: now.rarity(), settled, now, measure })
    }
}

/// FNV-1a, 64 bits.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}

fn write(knowledge: &Knowledge, out: &mut Vec<u8>) {
    let counts = knowledge.decisions.iter().chain(knowledge.ways.iter().flatten());
    counts.for_each(|n| out.extend(n.to_le_bytes()));
    knowledge.signs.iter().chain([&knowledge.bias]).for_each(|f| out.extend(f.to_le_bytes()));
    let seen = || knowledge.grams.iter().zip(0_u32..).filter(|((_, seen), _)| *seen > 0);
    out.extend(u32::try_from(seen().count()).unwrap_or(0).to_le_bytes());
    let mut last = 0;
    for ((weight, seen), number) in seen() {
        small(number - last, out);
        small(*seen, out);
        out.extend(weight.to_le_bytes());
        last = number;
    }
}

/// Seven bits a byte, the highest says that more follow.
fn small(mut n: u32, out: &mut Vec<u8>) {
    while n >= 0x80 {
        out.push((n & 0x7F) as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// What is still to be read.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn four(&mut self) -> Option<[u8; 4]> {
        let (four, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*four)
    }

    fn number(&mut self) -> Option<u32> {
        self.four().map(u32::from_le_bytes)
    }

    fn float(&mut self) -> Option<f32> {
        self.four().map(f32::from_le_bytes).filter(|f| f.is_finite())
    }

    fn small(&mut self) -> Option<u32> {
        let mut n = 0;
        for shift in (0..32).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            n |= u32::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(n);
            }
        }
        None
    }

    fn knowledge(&mut self) -> Option<Knowledge> {
        let mut knowledge = Knowledge::nothing();
        for n in knowledge.decisions.iter_mut().chain(knowledge.ways.iter_mut().flatten()) {
            *n = self.number()?;
        }
        for sign in 0..SIGNS {
            knowledge.signs[sign] = self.float()?;
        }
        knowledge.bias = self.float()?;
        let mut number = 0_u32;
        for _ in 0..self.number()?.min(1 << BITS) {
            number = number.checked_add(self.small()?)?;
            let seen = self.small()?;
            *knowledge.grams.get_mut(number as usize)? = (self.float()?, seen);
        }
        Some(knowledge)
    }
}
