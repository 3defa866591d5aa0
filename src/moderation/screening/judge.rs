//! Adding up: everything found in a message becomes one score with its reasons.
//!
//! The parts are taken for independent, so that `1 - score` is the product of what each leaves open. What the learner and
//! another program think counts however little they think of it, so that what waits is in a sensible order; only what
//! stands in `found` is a reason to stop a message.

use super::learner::Signs;
use super::scorer::LOOK_FROM;
use super::{Found, MOST_HITS, REJECT_FROM, Reading, Screen, Verdict};
use crate::moderation::item::Suggestion;
use crate::moderation::reason::{REASONS, Reason};

/// No machine is surer than this.
const SUREST: f64 = 0.99;

/// From here on the score rises more slowly, so that it never reaches [`SUREST`] and two sure ones are still in order.
const SURE: f64 = 0.98;

/// What a rule that may not suggest a rejection by itself leaves open at least.
pub(super) const OPEN: f64 = 1.0 - 0.75;

/// What the signs of a message without any hit can make of it before anything is learned: an order, no suspicion.
const SIGNS_AT_MOST: f64 = 0.05;

impl Screen {
    /// The judgement over all that was found. Finding the same thing twice makes no surer.
    pub(super) fn judge(&self, mut found: Vec<Found>, reading: &Reading) -> Verdict {
        let mut open = self.open(reading);
        let mut doubt: [f64; REASONS.len()] = [1.0; REASONS.len()];
        for (at, f) in found.iter().enumerate() {
            let words = |f: &Found| &reading.raw[f.at.clone()];
            let same = |o: &Found| o.says == f.says && (f.rule != "words" || words(o) == words(f));
            if !found[..at].iter().any(same) {
                let left = 1.0 - self.severity(f).clamp(0.0, 1.0);
                open *= left;
                if speaks(f) {
                    doubt[f.reason as usize] *= left;
                }
            }
        }
        if found.is_empty() {
            return Verdict {
                score: self.unsuspected(open, reading),
                hits: Vec::new(),
                suggestion: Suggestion::Approve,
            };
        }
        let score = rounded(1.0 - open);
        let strongest = REASONS
            .iter()
            .map(|r| r.reason)
            .filter(|r| doubt[*r as usize] < 1.0)
            .reduce(|best, r| if doubt[r as usize] < doubt[best as usize] { r } else { best });
        let suggestion = match strongest {
            Some(reason) if score >= REJECT_FROM => Suggestion::Reject(reason),
            _ => Suggestion::Look,
        };
        found.sort_by_key(|f| (f.at.start, f.at.end));
        found.truncate(MOST_HITS);
        let hits = found.iter().map(|f| f.hit(self.source(f))).collect();
        Verdict { score, hits, suggestion }
    }

    /// What is left open by those who think of every message. What they say loudly is in `found` and not counted here.
    fn open(&self, reading: &Reading) -> f64 {
        let learned = match (&self.learner, &reading.bag) {
            (Some(learner), Some(bag)) if self.runs("learned") => {
                learner.opinion(bag).map_or(1.0, |o| if o.stops { 1.0 } else { 1.0 - o.bad })
            }
            _ => 1.0,
        };
        let outside = reading.message.outside.filter(|o| self.runs("outside") && o.score < LOOK_FROM);
        learned * (1.0 - outside.map_or(0.0, |o| o.score))
    }

    /// The score of a message in which nothing was found: what is left closed, or, before anything is learned, next to
    /// nothing, in the order of what messages like it mostly are.
    fn unsuspected(&self, open: f64, reading: &Reading) -> f64 {
        if open < 1.0 || !self.runs("learned") {
            return rounded(1.0 - open);
        }
        let odds = 4.0 * f64::from(Signs::before(reading, self).odds());
        rounded(SIGNS_AT_MOST / (1.0 + (-odds).exp()))
    }

    /// Whether the rule `id` is at work.
    pub(super) fn runs(&self, id: &str) -> bool {
        self.rules.iter().any(|r| r.id == id)
    }

    /// How sure `found` makes: what its rule says, moved by what became of such messages here.
    fn severity(&self, found: &Found) -> f64 {
        match &self.learner {
            Some(learner) if matches!(found.rule, "contact" | "links") => learner.borne_out(found.says, found.severity),
            _ => found.severity,
        }
    }
}

/// Whether `found` says what a message would be refused for. The learner and another program may not know, and what they
/// think of abuse is an order to look in, never a reason.
fn speaks(found: &Found) -> bool {
    !(matches!(found.rule, "learned" | "outside") && matches!(found.reason, Reason::Other | Reason::Abuse))
}

/// To four places: enough for an order, and no more than is known.
fn rounded(score: f64) -> f64 {
    let score = if score > SURE { SURE + (score - SURE) * (SUREST - SURE) / (1.0 - SURE) } else { score };
    (score * 10_000.0).round() / 10_000.0
}
