//! What is known about an item beside itself and its member: where else the same person is, what was decided there, the
//! decision an appeal is about, the clause a rejection cited.

use super::appeal::Original;
use super::clause::Clause;
use super::conduct::Crisis;
use super::detail::{Detail, Fact};
use super::item::{Item, ItemKind, Place, State, Suggestion, TOP_LEVEL};
use super::pipeline::PROGRAM;
use super::reason::Reason;
use super::row::Moment;
use super::shown::shown;
use super::strike::Standing;
use crate::base::At;
use crate::base::text::Clean;

/// What became of the same person somewhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trace {
    /// Is a member there, since then if known.
    Member(Option<At>),
    /// Has left.
    Left(At),
    /// Was put out.
    Removed(At),
    /// Was rejected there.
    Rejected(At, ItemKind, Option<Reason>),
}

/// The same person somewhere else, or one of the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Where.
    pub place: Place,
    /// Known by the same key at the same platform; otherwise only the name is the same.
    pub sure: bool,
    /// What is known.
    pub trace: Trace,
}

/// Everything beside the item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dossier {
    /// Where else the person is or was.
    pub elsewhere: Vec<Elsewhere>,
    /// The decision an appeal is about.
    pub original: Option<Original>,
    /// The clause that was cited, for an appeal by the decision it is about.
    pub clause: Option<Clause>,
    /// How the member stands.
    pub standing: Standing,
    /// How the inviter stands, if they are a member of the community: strikes.
    pub inviter: Option<i64>,
}

impl Dossier {
    /// Adds what it knows to what is shown of `item`.
    pub fn tell(&self, item: &Item, detail: &mut Detail, at: &Moment) {
        detail.reaches = Some(self.standing);
        detail.original = self.original.as_ref().and_then(|o| o.reason);
        let mut why = climbing(item, at);
        why.extend(self.appealed(at));
        why.extend(advised(item, at));
        why.extend(asked(item, at));
        why.extend(notes(item, at));
        let place = detail.why.len().saturating_sub(1);
        detail.why.splice(place..place, why);
        detail.why.extend(self.cited(at).filter(|_| self.original.is_none()));
        detail.why.extend(overturned(item, at));
        let mut elsewhere = self.elsewhere.iter().map(|e| e.line(at)).collect::<Vec<_>>().into_iter();
        let mut card = Vec::new();
        if item.kind == ItemKind::Join {
            card.extend(self.applicant(item, at));
        }
        if let Some(first) = elsewhere.next() {
            card.push(fact(at.lang.text("queue.card_elsewhere"), first));
            card.extend(elsewhere.map(|line| fact("", line)));
        }
        // Before the note, which comes last; a stranger's card says only that there is none.
        let place = if detail.known { detail.card.len().saturating_sub(1) } else { detail.card.len() };
        detail.card.splice(place..place, card);
        if let Some(line) = self.beside(item, at) {
            detail.source.clear();
            detail.gist = line;
        }
        // What a colleague recommends goes before what the machine would do.
        if let Some(fact) = advised(item, at).filter(|_| item.state == State::Pending) {
            detail.advice = said(&fact);
        }
        // What else colleagues said of it stands where the preview tells who sent it up.
        let told = [asked(item, at), notes(item, at)].into_iter().flatten().map(|f| said(&f));
        let told: Vec<String> = Some(detail.raised.clone()).filter(|r| !r.is_empty()).into_iter().chain(told).collect();
        detail.raised = told.join("  ");
        if item.kind == ItemKind::Appeal && item.state == State::Pending && item.conduct.advice.is_none() {
            self.advise(item, detail, at);
        }
    }

    /// What the keys mean for an appeal; the machine has no opinion about it.
    fn advise(&self, item: &Item, detail: &mut Detail, at: &Moment) {
        if item.hits.is_empty() {
            detail.machine.clear();
        }
        let own = self.original.as_ref().is_some_and(|o| o.by == at.me) && item.level < TOP_LEVEL;
        detail.advice = if own {
            let comma = at.lang.text("queue.comma");
            format!("{}{comma}{}", at.lang.text("conduct.appeal_own"), at.lang.text("conduct.appeal_own_hint"))
        } else {
            at.lang.text("conduct.advice_appeal").to_owned()
        };
    }

    /// What stands under a join request or an appeal, in one line.
    fn beside(&self, item: &Item, at: &Moment) -> Option<String> {
        let gap = "  ";
        match item.kind {
            ItemKind::Join => {
                let mut parts: Vec<String> = self.applicant(item, at).iter().map(said).collect();
                let bad = self.elsewhere.iter().find(|e| matches!(e.trace, Trace::Removed(_) | Trace::Rejected(..)));
                parts.extend(
                    bad.or(self.elsewhere.first())
                        .map(|e| format!("{} {}", at.lang.text("queue.card_elsewhere"), e.line(at))),
                );
                (!parts.is_empty()).then(|| parts.join(gap))
            }
            ItemKind::Appeal => {
                let facts = self.appealed(at);
                let text = facts.iter().take(2).map(|f| f.text.as_str()).collect::<Vec<_>>().join("  ");
                facts.first().map(|first| format!("{} {text}", first.label))
            }
            ItemKind::Content | ItemKind::Report => None,
        }
    }

    /// Who wants to come in.
    fn applicant(&self, item: &Item, at: &Moment) -> Vec<Fact> {
        let clean = |text: &str| Clean::line(text.trim()).into_string();
        let mut facts = Vec::new();
        let (inviter, source) = (clean(&item.conduct.inviter), clean(&item.source));
        if !inviter.is_empty() {
            let text = match self.inviter {
                Some(0) => at.lang.fill("conduct.inviter_clean", &[("who", &inviter)]),
                Some(n) => at.lang.fill("conduct.inviter_strikes", &[("who", &inviter), ("n", &n)]),
                None => at.lang.fill("conduct.inviter_unknown", &[("who", &inviter)]),
            };
            facts.push(fact(at.lang.text("conduct.card_inviter"), text));
        }
        // An inviter named in the source is not said twice.
        if !source.is_empty() && (inviter.is_empty() || !source.ends_with(&inviter)) {
            facts.push(fact(at.lang.text("conduct.card_source"), source));
        }
        facts
    }

    /// The decision that is appealed.
    fn appealed(&self, at: &Moment) -> Vec<Fact> {
        let Some(original) = &self.original else { return Vec::new() };
        let reason = original.reason.map_or("", |r| at.lang.text(r.row().label));
        let (time, who) = (at.clock(original.at), at.operator(&original.by));
        let text = at
            .lang
            .fill("conduct.appeals", &[("id", &original.id), ("time", &time), ("who", &who), ("reason", &reason)]);
        let said = shown(&original.text, &original.hits).text;
        let said = if said.is_empty() {
            at.lang.text("conduct.expired").to_owned()
        } else {
            at.lang.fill("queue.quoted", &[("text", &said)])
        };
        let facts = [fact(at.lang.text("conduct.about"), text), fact("", said)];
        facts.into_iter().chain(self.cited(at)).collect()
    }

    /// The clause as it was worded when it was cited.
    fn cited(&self, at: &Moment) -> Option<Fact> {
        let clause = self.clause.as_ref()?;
        let text = at.lang.fill(
            "conduct.cites",
            &[("number", &clause.number), ("edition", &clause.edition), ("text", &Clean::line(&clause.text))],
        );
        Some(fact("", text))
    }
}

fn fact(label: impl Into<String>, text: impl Into<String>) -> Fact {
    Fact { label: label.into(), text: text.into() }
}

/// Why it went up without anybody's hand.
fn climbing(item: &Item, at: &Moment) -> Vec<Fact> {
    let text = match &item.conduct.crisis {
        Some(Crisis::Incident(name)) => at.lang.fill("conduct.why_incident", &[("name", &Clean::line(name))]),
        Some(Crisis::Reason(reason)) => {
            at.lang.fill("conduct.why_reason", &[("reason", &at.lang.text(reason.row().label))])
        }
        None if item.raised_by == PROGRAM => at.lang.text("conduct.why_climbed").to_owned(),
        None => return Vec::new(),
    };
    vec![fact(at.lang.text("conduct.to_the_top"), text)]
}

/// What was recommended, and the key that accepts it.
fn advised(item: &Item, at: &Moment) -> Option<Fact> {
    let advice = item.conduct.advice.as_ref()?;
    let text = advice_line(item, at)?;
    let words = Clean::line(&advice.words);
    let text = if words.is_empty() { text } else { format!("{text}：{words}") };
    let open = item.state == State::Pending;
    let text = if open { format!("{text}{}", at.lang.text("conduct.accept_hint")) } else { text };
    Some(fact(at.operator(&advice.by), text))
}

/// `17:02 建议 拒绝 违法违规`.
fn advice_line(item: &Item, at: &Moment) -> Option<String> {
    let advice = item.conduct.advice.as_ref()?;
    let what = match advice.what {
        Suggestion::Reject(reason) => {
            at.lang.fill("conduct.reject_for", &[("reason", &at.lang.text(reason.row().label))])
        }
        _ => at.lang.text("queue.approve").to_owned(),
    };
    Some(at.lang.fill("conduct.recommends", &[("time", &at.clock(advice.at)), ("what", &what)]))
}

/// A fact in one line.
fn said(fact: &Fact) -> String {
    format!("{} {}", fact.label, fact.text)
}

/// What was written about it, where nobody sent it up with those words.
fn notes(item: &Item, at: &Moment) -> Option<Fact> {
    let note = item.note.trim();
    let told = note.is_empty() || item.raised_at.is_some();
    (!told).then(|| fact(at.lang.text("queue.card_note"), Clean::line(note).into_string()))
}

/// Who was asked, and whether they have answered.
fn asked(item: &Item, at: &Moment) -> Option<Fact> {
    let asked = item.conduct.asked.as_ref()?;
    let key = if asked.answered_at.is_some() { "conduct.asked_answered" } else { "conduct.asked_open" };
    let when = at.clock(asked.answered_at.unwrap_or(asked.at));
    let text =
        at.lang.fill(key, &[("who", &at.operator(&asked.by)), ("whom", &at.operator(&asked.who)), ("time", &when)]);
    let mine = asked.who == at.me && asked.answered_at.is_none() && item.state == State::Pending;
    let text = if mine { format!("{text}{}", at.lang.text("conduct.answer_hint")) } else { text };
    Some(fact(at.lang.text("conduct.second"), text))
}

/// That an appeal against it was granted.
fn overturned(item: &Item, at: &Moment) -> Option<Fact> {
    let (when, by) = item.conduct.overturned.as_ref()?;
    let text = at.lang.fill("conduct.overturned", &[("time", &at.clock(*when)), ("who", &at.operator(by))]);
    Some(fact("", text))
}

impl Elsewhere {
    /// `QQ 交流群 10月2日 被移出，同名，未核实`.
    #[must_use]
    pub fn line(&self, at: &Moment) -> String {
        let day = |when: At| at.lang.short_day(when.day(at.zone));
        let what = match &self.trace {
            Trace::Member(_) => at.lang.text("conduct.trace_member").to_owned(),
            Trace::Left(when) => at.lang.fill("conduct.trace_left", &[("day", &day(*when))]),
            Trace::Removed(when) => at.lang.fill("conduct.trace_removed", &[("day", &day(*when))]),
            Trace::Rejected(when, kind, reason) => {
                let why = reason.map_or("", |r| at.lang.text(r.row().label));
                let kind = at.lang.text(kind.label());
                let line =
                    at.lang.fill("conduct.trace_rejected", &[("day", &day(*when)), ("kind", &kind), ("reason", &why)]);
                line.trim_end().to_owned()
            }
        };
        let key = if self.sure { "conduct.same_key" } else { "conduct.same_name" };
        at.lang.fill(key, &[("place", &at.place(&self.place)), ("what", &what)])
    }

    /// As `--json` prints it.
    #[must_use]
    pub fn json(&self, zone: crate::base::Zone) -> serde_json::Value {
        let (what, when, reason) = match &self.trace {
            Trace::Member(when) => ("member", *when, None),
            Trace::Left(when) => ("left", Some(*when), None),
            Trace::Removed(when) => ("removed", Some(*when), None),
            Trace::Rejected(when, _, reason) => ("rejected", Some(*when), *reason),
        };
        serde_json::json!({
            "community": self.place.name, "platform": self.place.platform, "verified": self.sure, "what": what,
            "at": when.map(|w| w.rfc3339(zone)), "reason": reason,
        })
    }
}
