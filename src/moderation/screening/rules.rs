//! The rules in order; `R3` on the screen is the third.

use super::judge::OPEN;
use super::scorer::LOOK_FROM;
use super::similar::Shingles;
use super::{Found, Reading, Screen};
use crate::moderation::reason::Reason;

/// One rule.
pub struct Rule {
    /// Its name in the file and in `--json`.
    pub id: &'static str,
    /// The catalogue key of its name.
    pub label: &'static str,
    pub(super) find: fn(&Screen, &Reading, &mut Vec<Found>),
}

/// Every rule. [`Rule::number`] is the place from 1.
pub const RULES: &[Rule] = &[
    Rule { id: "links", label: "queue.rule_links", find: new_member_links },
    Rule { id: "flood", label: "queue.rule_flood", find: flood },
    Rule { id: "contact", label: "queue.rule_contact", find: contact },
    Rule { id: "mentions", label: "queue.rule_mentions", find: mentions },
    Rule { id: "words", label: "queue.rule_words", find: |_, _, _| {} },
    Rule { id: "patterns", label: "queue.rule_patterns", find: patterns },
    // Told by whoever sees people come in, with `Waves`; no message has it.
    Rule { id: "wave", label: "rules.rule_wave", find: |_, _, _| {} },
    Rule { id: "repeat", label: "rules.rule_repeat", find: repeat },
    Rule { id: "similar", label: "rules.rule_similar", find: similar },
    Rule { id: "learned", label: "rules.rule_learned", find: learned },
    Rule { id: "outside", label: "rules.rule_outside", find: outside },
];

impl Rule {
    /// Its number on the screen, from 1.
    #[must_use]
    pub fn number(&self) -> usize {
        RULES.iter().position(|r| r.id == self.id).map_or(0, |at| at + 1)
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

/// The rule named `id`; of `words:广告` the first half.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    let id = id.split(':').next().unwrap_or(id);
    RULES.iter().find(|r| r.id == id)
}

/// A link by somebody who has only just come, unless the domain is allowed.
fn new_member_links(screen: &Screen, reading: &Reading, found: &mut Vec<Found>) {
    let new = reading.message.member_age_days.is_some_and(|days| days < screen.settings.new_member_days);
    if new {
        screen.links.find(reading, found);
    }
}

/// More messages in a short while than one person types.
fn flood(screen: &Screen, reading: &Reading, found: &mut Vec<Found>) {
    if reading.message.recent >= screen.settings.flood_messages {
        found.push(Found {
            rule: "flood",
            list: 0,
            says: "queue.hit_flood",
            reason: Reason::Flood,
            severity: 0.85,
            at: 0..0,
        });
    }
}

/// A way to reach somebody outside the community.
fn contact(screen: &Screen, reading: &Reading, found: &mut Vec<Found>) {
    screen.contacts.find(reading, found);
}

/// Calling many people at once.
fn mentions(screen: &Screen, reading: &Reading, found: &mut Vec<Found>) {
    let raw = reading.raw;
    if reading.met.ats() < screen.settings.mentions {
        return;
    }
    let calls = || {
        raw.match_indices(['@', '＠']).filter_map(|(at, sign)| {
            let name = &raw[at + sign.len()..];
            let letters: usize =
                name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').take(20).map(char::len_utf8).sum();
            // An address of a mailbox is no mention.
            let own = !raw[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
            (letters > 0 && own).then_some(at..at + sign.len() + letters)
        })
    };
    if calls().count() >= screen.settings.mentions as usize {
        found.extend(calls().map(|at| Found {
            rule: "mentions",
            list: 0,
            says: "queue.hit_mention",
            reason: Reason::Flood,
            severity: 0.6,
            at,
        }));
    }
}

/// The operators' own expressions, over the text as written.
fn patterns(screen: &Screen, reading: &Reading, found: &mut Vec<Found>) {
    screen.patterns.find(reading, found);
}

/// Nearly the same in several communities within a short while.
fn repeat(screen: &Screen, reading: &Reading, found: &mut Vec<Found>) {
    if reading.message.echoes >= screen.settings.repeat_groups {
        found.push(whole("repeat", "rules.hit_repeat", Reason::Repeat, 0.7));
    }
}

/// Nearly the same as what was refused before.
fn similar(screen: &Screen, reading: &Reading, found: &mut Vec<Found>) {
    if screen.known.is_empty() {
        return;
    }
    let refused = Shingles::read(reading).and_then(|shingles| screen.known.refused(&shingles));
    if let Some((near, reason)) = refused {
        let most = if reason == Reason::Abuse { 1.0 - OPEN } else { 0.95 };
        found.push(whole("similar", "rules.hit_similar", reason, (0.5 + 0.45 * near).min(most)));
    }
}

/// What this file's decisions have taught to stop, with the words that speak for it.
fn learned(screen: &Screen, reading: &Reading, found: &mut Vec<Found>) {
    let (Some(learner), Some(bag)) = (&screen.learner, &reading.bag) else { return };
    let Some(opinion) = learner.opinion(bag).filter(|o| o.stops) else { return };
    let reason = Shingles::read(reading).and_then(|s| screen.known.usual_reason(&s)).unwrap_or(Reason::Other);
    let told = |at| Found { rule: "learned", list: 0, says: "rules.hit_learned", reason, severity: opinion.bad, at };
    let words = learner.reasons(reading, bag);
    if words.is_empty() {
        found.push(told(0..0));
    }
    found.extend(words.into_iter().map(told));
}

/// What another program thinks.
fn outside(_: &Screen, reading: &Reading, found: &mut Vec<Found>) {
    if let Some(opinion) = reading.message.outside.filter(|o| o.score >= LOOK_FROM) {
        let reason = opinion.reason.unwrap_or(Reason::Other);
        let most = if matches!(reason, Reason::Other | Reason::Abuse) { 1.0 - OPEN } else { 1.0 };
        found.push(whole("outside", "rules.hit_outside", reason, opinion.score.min(most)));
    }
}

/// Found in a message as a whole.
fn whole(rule: &'static str, says: &'static str, reason: Reason, severity: f64) -> Found {
    Found { rule, list: 0, says, reason, severity, at: 0..0 }
}
