//! What waits in the queue, what colleagues decided today and yesterday, and what they sent up.

use super::crowd::Crowd;
use super::dice::{Of, below};
use super::ledger::key;
use super::stage::{Script, Stage, Who};
use crate::base::clock::{HOUR, MINUTE};
use crate::base::{At, Result};
use crate::db::Db;
use crate::moderation::item::{Decision, ItemKind, Suggestion};
use crate::moderation::reason::{Reason, notice};
use crate::moderation::store::{NewItem, Origin, Target, decide, enter, item};
use std::collections::HashSet;

/// Something for the queue.
#[derive(Debug, Clone)]
pub(super) struct Said {
    /// When it was written.
    pub at: At,
    /// The community, by its place in the list.
    pub place: usize,
    /// Who wrote it, and their key at the platform.
    pub who: String,
    pub key: String,
    pub kind: ItemKind,
    pub text: String,
    pub source: String,
    /// Days for which a member who is nobody of the crowd has been there.
    pub came: Option<i64>,
    /// How often it was sent, two seconds apart.
    pub times: usize,
    fate: Fate,
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    /// It waits.
    Waits,
    /// It waits for the manager, to whom the moderator sent it.
    Up,
    /// The same, with what the moderator would refuse it for.
    Advised(Reason),
    /// It is part of an act of [`ACTS`].
    Done(usize),
}

/// One act of deciding over several items.
struct Act {
    /// The day, 0 being today.
    day: i64,
    /// How much of the day had passed (of today: until now).
    share: f64,
    who: Who,
    /// How many join requests it lets in.
    joins: usize,
    /// How many first posts it lets through.
    posts: usize,
    /// Which of the refused texts it refuses.
    refused: Option<usize>,
}

const fn passed(day: i64, share: f64, who: Who, joins: usize, posts: usize) -> Act {
    Act { day, share, who, joins, posts, refused: None }
}

const fn refused(day: i64, share: f64, who: Who, which: usize) -> Act {
    Act { day, share, who, joins: 0, posts: 0, refused: Some(which) }
}

/// Yesterday's and today's decisions; today's are 46 items.
const ACTS: &[Act] = &[
    refused(-1, 0.44, Who::Editor, 1),
    passed(-1, 0.52, Who::Moderator, 9, 3),
    refused(-1, 0.61, Who::Moderator, 0),
    passed(-1, 0.70, Who::Me, 6, 2),
    passed(0, 0.10, Who::Moderator, 7, 0),
    refused(0, 0.16, Who::Moderator, 0),
    passed(0, 0.24, Who::Editor, 2, 1),
    passed(0, 0.31, Who::Me, 1, 0),
    refused(0, 0.38, Who::Moderator, 2),
    passed(0, 0.46, Who::Moderator, 9, 3),
    refused(0, 0.52, Who::Moderator, 3),
    passed(0, 0.60, Who::Me, 0, 1),
    passed(0, 0.68, Who::Editor, 3, 1),
    refused(0, 0.77, Who::Moderator, 4),
    passed(0, 0.86, Who::Moderator, 8, 3),
    refused(0, 0.93, Who::Me, 5),
    passed(0, 0.97, Who::Me, 2, 0),
];

impl Act {
    fn at(&self, stage: &Stage) -> At {
        if self.day == 0 {
            return stage.earlier_today(self.share);
        }
        stage.zone.midnight(stage.day(self.day)).plus((24.0 * HOUR as f64 * self.share) as i64)
    }

    fn decision(&self, stage: &Stage) -> Decision {
        match self.refused {
            None => Decision::Approve,
            Some(n) => Decision::reject(Reason::parse(&stage.words.refused[n][0]).unwrap_or(Reason::Other)),
        }
    }
}

/// Everything the queue gets, in no order.
pub(super) fn said(stage: &Stage, crowd: &Crowd) -> Vec<Said> {
    let mut said: Vec<Said> = stage.words.queue.iter().map(|q| waits(stage, q)).collect();
    for (n, act) in ACTS.iter().enumerate() {
        let kinds = [(ItemKind::Join, act.joins), (ItemKind::Content, act.posts + usize::from(act.refused.is_some()))];
        for (kind, count) in kinds {
            for k in 0..count {
                said.push(decided(stage, crowd, n, kind, k));
            }
        }
    }
    // The author of the first row was refused before: a reminder on the member's card.
    if let (Some(first), Some(was)) = (said.first().cloned(), said.iter_mut().find(|s| s.fate == Fate::Done(0))) {
        (was.who, was.key, was.place) = (first.who, first.key, first.place);
    }
    // Who is in the list twice has come once.
    let mut known = HashSet::new();
    said.iter_mut().filter(|s| !known.insert(s.key.clone())).for_each(|s| s.came = None);
    said
}

fn waits(stage: &Stage, q: &super::words::Queued) -> Said {
    let kind = ItemKind::parse(&q.kind).unwrap_or(ItemKind::Content);
    Said {
        at: stage.ago(q.minutes),
        place: q.place,
        who: q.who.clone(),
        key: format!("q{:06x}", q.who.bytes().fold(7_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193)) >> 8),
        kind,
        text: q.text.clone(),
        source: q.source.clone(),
        came: Some(q.days),
        times: q.times,
        fate: match Reason::parse(&q.advised) {
            Some(reason) => Fate::Advised(reason),
            None if q.up => Fate::Up,
            None => Fate::Waits,
        },
    }
}

/// The `k`-th item of act `n`: written some minutes before it was decided.
fn decided(stage: &Stage, crowd: &Crowd, n: usize, kind: ItemKind, k: usize) -> Said {
    let (act, words, roll) = (&ACTS[n], &stage.words, (n * 100 + k * 2 + usize::from(kind == ItemKind::Join)) as i64);
    let written = act.at(stage).plus(-(2 * MINUTE + below(Of::Moment, roll, -9, 6 * MINUTE as usize) as i64));
    let stays = (0..99).map(|t| below(Of::Name, roll, t, crowd.members.len()));
    let number = stays.filter(|m| crowd.members[*m].left.is_none()).find(|m| crowd.members[*m].joined < act.day);
    let number = number.unwrap_or(0);
    let some = |list: &[String]| list[below(Of::Text, roll, -9, list.len())].clone();
    let (text, source) = match (kind, act.refused) {
        (ItemKind::Join, _) if k.is_multiple_of(3) => (String::new(), some(&words.sources)),
        (ItemKind::Join, _) => (some(&words.answers), String::new()),
        (_, Some(which)) => (words.refused[which][1].clone(), String::new()),
        (_, None) => (words.about_plants(&words.fine, below(Of::Text, roll, -8, 99), number), String::new()),
    };
    let join = kind == ItemKind::Join;
    Said {
        at: written,
        place: if join { below(Of::Place, roll, -9, words.communities.len()) } else { crowd.members[number].place },
        who: words.nickname(if join { crowd.members.len() + usize::try_from(roll).unwrap_or(0) } else { number }),
        key: key(number),
        kind,
        text,
        source,
        came: None,
        times: 1,
        fate: Fate::Done(n),
    }
}

/// Minutes ago at which somebody appealed, and the act they appeal against.
const APPEAL: (i64, usize) = (22, 2);

/// What was done about it. `items` are the rows of `said`.
pub(super) fn script<'a>(stage: &'a Stage, said: &[Said], items: &[i64], script: &mut Script<'a>) {
    for (n, act) in ACTS.iter().enumerate() {
        let of_act = said.iter().zip(items).filter(|(s, _)| s.fate == Fate::Done(n));
        let ids: Vec<i64> = of_act.map(|(_, id)| *id).collect();
        // What the moderator may only recommend was recommended before.
        if act.who == Who::Me && act.decision(stage).is_severe() {
            let ids = ids.clone();
            let before = act.at(stage).plus(-MINUTE);
            script.add(before, Who::Moderator, move |db| settle(db, stage, &ids, &act.decision(stage)));
        }
        script.add(act.at(stage), act.who, move |db| settle(db, stage, &ids, &act.decision(stage)));
    }
    let appealed = said.iter().zip(items).find(|(s, _)| s.fate == Fate::Done(APPEAL.1));
    if let Some(about) = appealed.map(|(_, id)| *id) {
        script.add(stage.ago(APPEAL.0), Who::Editor, move |db| appeal(db, stage, about));
    }
    for (s, id) in said.iter().zip(items) {
        let (id, decision) = match s.fate {
            Fate::Up => (*id, Decision::Raise),
            Fate::Advised(reason) => (*id, Decision::reject(reason)),
            Fate::Waits | Fate::Done(_) => continue,
        };
        script.add(s.at.plus(6 * MINUTE), Who::Moderator, move |db| settle(db, stage, &[id], &decision));
    }
}

/// The author of item `about` disagrees.
fn appeal(db: &mut Db, stage: &Stage, about: i64) -> Result<()> {
    let Some(item) = item(db, about)? else { return Ok(()) };
    let new = NewItem {
        kind: ItemKind::Appeal,
        level: 2,
        community: item.place.id,
        member: item.member,
        who: item.who,
        text: stage.words.appeal.clone(),
        source: String::new(),
        hits: Vec::new(),
        suggestion: Suggestion::Look,
        score: 0.0,
        created_at: stage.ago(APPEAL.0),
        message_key: String::new(),
        batch: None,
    };
    enter(db, &new, &Origin { appeal_of: Some(about), ..Origin::default() }).map(drop)
}

fn settle(db: &mut Db, stage: &Stage, ids: &[i64], decision: &Decision) -> Result<()> {
    let seen = ids.iter().filter_map(|id| item(db, *id).transpose());
    let targets = seen.map(|i| i.map(|i| Target { id: i.id, version: i.version })).collect::<Result<Vec<_>>>()?;
    let draft = |item: &_| match decision {
        Decision::Reject { reason, .. } => notice(stage.lang, stage.zone, item, *reason, ""),
        _ => String::new(),
    };
    decide(db, &targets, decision, draft).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forty_six_items_were_decided_today() {
        let of = |day| -> usize {
            let acts = ACTS.iter().filter(|a| a.day == day);
            acts.map(|a| a.joins + a.posts + usize::from(a.refused.is_some())).sum()
        };
        assert_eq!((of(0), of(-1)), (46, 22));
        assert!(ACTS.is_sorted_by(|a, b| (a.day, a.share) < (b.day, b.share)));
    }
}
