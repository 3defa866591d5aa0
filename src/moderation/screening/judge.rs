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
        if reading.raw.trim().is_empty() {
            return 0.0;
        }
        let odds = 4.0 * f64::from(Signs::before(reading, self).odds());
        rounded(SIGNS_AT_MOST / (1.0 + (-odds).exp()))
    }

    /// Whether the rule `id` is at work.
    #[must_use]
    pub fn runs(&self, id: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::super::learner::tests::{forty, plain};
    use super::super::{Known, Message, Outside, Plan, Settings};
    use super::*;

    fn taught() -> Screen {
        plain().taught(forty())
    }

    fn text(text: &str) -> Message<'_> {
        Message { text, ..Message::default() }
    }

    const BAD: &str = "诚招宝妈，工资日结，私我领取，长期有效";
    const FINE: &str = "新买的烤箱，颜色很好看，谢谢群主，周末再做";

    #[test]
    fn what_is_learned_stops_a_message_and_says_why() {
        let verdict = taught().check(&text(BAD));
        assert!(verdict.score > 0.7, "{}", verdict.score);
        assert_eq!(verdict.suggestion, Suggestion::Look, "without like ones it knows no reason");
        assert!(verdict.hits.iter().all(|h| h.rule == "learned" && h.end > h.start), "{:?}", verdict.hits);
        let fine = taught().check(&text(FINE));
        assert!(fine.hits.is_empty() && fine.score < 0.3 && fine.suggestion == Suggestion::Approve);
    }

    #[test]
    fn the_reason_is_the_usual_one_of_like_texts_and_never_abuse() {
        for (reason, suggested) in [
            (Reason::Illegal, Suggestion::Reject(Reason::Illegal)),
            (Reason::Abuse, Suggestion::Look),
            (Reason::Other, Suggestion::Look),
        ] {
            let mut known = Known::default();
            known.add("诚招宝妈，每天三百，私我领取，真实可靠，欢迎咨询", Some(reason));
            let verdict = taught().recognising(known).check(&text(BAD));
            assert!(verdict.score >= REJECT_FROM, "{}", verdict.score);
            assert_eq!(verdict.suggestion, suggested, "{reason:?}");
        }
    }

    #[test]
    fn nearly_the_same_as_a_refused_text_is_found_and_as_an_approved_one_is_not() {
        let of = |reason| {
            let mut known = Known::default();
            known.add("群里拼单买黄油，满十份包邮，要的接龙", reason);
            plain().recognising(known).check(&text("群裡拼單買黃油！滿十份包郵，要的接龍 谢谢"))
        };
        let ads = of(Some(Reason::Ads));
        assert_eq!((ads.hits[0].rule.as_str(), ads.suggestion), ("similar", Suggestion::Reject(Reason::Ads)));
        assert_eq!(of(Some(Reason::Abuse)).suggestion, Suggestion::Look);
        assert!(of(None).hits.is_empty());
    }

    #[test]
    fn another_program_is_one_voice_among_others() {
        let screen = plain();
        let told = |score, reason, text| {
            let outside = Some(Outside { score, reason });
            screen.check(&Message { text, outside, ..Message::default() })
        };
        let ads = Some(Reason::Ads);
        for (score, reason, said, suggestion) in [
            (0.9, ads, FINE, Suggestion::Reject(Reason::Ads)),
            (0.9, None, FINE, Suggestion::Look),
            (1.0, Some(Reason::Abuse), FINE, Suggestion::Look),
            (0.6, ads, FINE, Suggestion::Look),
            (0.4, ads, FINE, Suggestion::Approve),
            (0.9, None, "加V领券", Suggestion::Reject(Reason::Ads)),
        ] {
            assert_eq!(told(score, reason, said).suggestion, suggestion, "{score} {reason:?} {said}");
        }
        assert!((told(0.4, None, FINE).score - 0.4).abs() < 1e-9, "it counts however little it thinks");
        assert!(told(0.4, None, "加V领券").score > screen.check(&text("加V领券")).score);
    }

    #[test]
    fn the_same_in_three_groups_is_a_repeat() {
        let echoes = |echoes| plain().check(&Message { text: FINE, echoes, ..Message::default() });
        assert!(echoes(2).hits.is_empty());
        let three = echoes(3);
        assert_eq!((three.hits[0].rule.as_str(), three.suggestion), ("repeat", Suggestion::Look));
    }

    #[test]
    fn a_rule_that_is_off_adds_nothing() {
        let plan = Plan { without: vec!["learned", "similar", "outside"], ..Plan::default() };
        let mut known = Known::default();
        known.add(BAD, Some(Reason::Ads));
        let screen = Screen::of(&plan, &Settings::default()).unwrap();
        let screen = screen.taught(forty()).recognising(known);
        let outside = Some(Outside { score: 0.9, reason: None });
        let verdict = screen.check(&Message { text: BAD, outside, ..Message::default() });
        assert_eq!((verdict.score, verdict.hits.len()), (0.0, 0));
    }

    #[test]
    fn sure_ones_stay_in_order_and_below_certainty() {
        let mut last = 0.0;
        for score in [0.0, 0.5, 0.97, 0.98, 0.985, 0.99, 0.999, 1.0] {
            let now = rounded(score);
            assert!((now > last || score == 0.0) && now <= SUREST, "{score} {now}");
            last = now;
        }
        assert_eq!(rounded(0.97), 0.97);
    }

    #[test]
    fn before_anything_is_learned_signs_give_an_order_and_no_suspicion() {
        let score = |t: &str| plain().check(&text(t)).score;
        let all = ["嗯", "好的谢谢", FINE, "看 shop.top/x 的价格，都是新的", "𝐅𝐑𝐄𝐄 𝐌𝐎𝐍𝐄𝐘 🔥 shop.top/x"];
        let scores: Vec<f64> = all.iter().map(|t| score(t)).collect();
        assert!(scores.is_sorted_by(|a, b| a < b), "{scores:?}");
        assert!(scores.iter().all(|s| *s > 0.0 && *s < SIGNS_AT_MOST));
    }
}
