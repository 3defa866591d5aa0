//! People who asked: a week of answers, some of them late, today's forty, and those who wait now.

use super::dice::{Of, below};
use super::stage::{Script, Stage, Who};
use super::words::Waiting;
use crate::base::clock::MINUTE;
use crate::base::{At, Result};
use crate::db::Db;
use crate::sop::inquiry::Kind;
use crate::sop::store::{self, Answer, NewInquiry};
use std::cell::Cell;
use std::rc::Rc;

/// In time, and late, of each of the six days before today, the oldest first.
const WEEK: [(usize, usize); 6] = [(38, 3), (36, 4), (35, 3), (39, 3), (34, 4), (37, 4)];

/// In time, and late, today.
pub(super) const TODAY: (usize, usize) = (37, 3);

/// Everything of the inquiries.
pub(super) fn script<'a>(stage: &'a Stage, script: &mut Script<'a>) {
    for (n, (hit, missed)) in WEEK.into_iter().enumerate() {
        let day = n as i64 - 6;
        for k in 0..hit + missed {
            // Within working time, which is 7 hours and a half.
            let share = (k as f64 + 0.6) / (hit + missed) as f64;
            let opened = stage.zone.midnight(stage.day(day));
            let answered = stage.hours.after(opened, 12 * MINUTE + (share * 436.0) as i64 * MINUTE);
            one(stage, script, answered, day * 100 + k as i64, late(k, hit, missed));
        }
    }
    let (hit, missed) = TODAY;
    // Whoever we wait for has been answered today, in time: one of those who were.
    let answered = stage.words.waiting.iter().filter(|w| !w.paused.is_empty()).count();
    let skipped: Vec<usize> = (0..hit + missed).filter(|k| !late(*k, hit, missed)).take(answered).collect();
    for k in (0..hit + missed).filter(|k| !skipped.contains(k)) {
        let answered = stage.earlier_today(0.05 + 0.94 * k as f64 / (hit + missed) as f64);
        one(stage, script, answered, k as i64, late(k, hit, missed));
    }
    for n in 0..stage.words.waiting.len() {
        waiting(stage, script, n);
    }
}

/// Whether the `k`-th of a day is one of those that were late: spread over the day.
fn late(k: usize, hit: usize, missed: usize) -> bool {
    let every = (hit + missed) / missed.max(1);
    k % every == every / 2 && k / every < missed
}

/// Somebody asked and was answered at `answered`.
fn one<'a>(stage: &'a Stage, script: &mut Script<'a>, answered: At, roll: i64, late: bool) {
    let asks = &stage.words.asks;
    // The first ones come up most often.
    let (a, b) = (below(Of::Answer, roll, 0, asks.len()), below(Of::Answer, roll, 1, asks.len()));
    let ask = &asks[a.min(b)];
    let asked = if late {
        stage.worked_before(answered, (33 + below(Of::Answer, roll, 2, 20) as i64) * MINUTE)
    } else {
        answered.plus(-(3 + below(Of::Answer, roll, 2, 24) as i64) * MINUTE)
    };
    let new = NewInquiry {
        community_id: stage.places[below(Of::Answer, roll, 3, stage.places.len())],
        who: stage.words.nickname(below(Of::Answer, roll, 4, 2_000)),
        kind: Kind::read(&ask.kind).unwrap_or(Kind::Ask),
        text: ask.text.clone(),
        at: Some(asked),
    };
    let who = [Who::Me, Who::Moderator, Who::Editor, Who::Me][below(Of::Answer, roll, 5, 4)];
    let id = Rc::new(Cell::new(0));
    log(stage, script, asked, who, new, &id);
    script.add(answered, who, move |db| {
        let template = match ask.code.as_str() {
            "" => None,
            code => Some((store::template(db, code)?.id, code.to_owned())),
        };
        let inquiry = store::inquiry(db, id.get())?;
        store::answer(db, &inquiry, &Answer { template, text: ask.answer.clone() })
    });
}

fn log<'a>(stage: &'a Stage, script: &mut Script<'a>, at: At, who: Who, new: NewInquiry, id: &Rc<Cell<i64>>) {
    let id = Rc::clone(id);
    script.add(at, who, move |db| {
        id.set(store::log(db, &new, &stage.table)?);
        Ok(())
    });
}

/// Somebody who waits, with so much working time left, or for whom we wait.
fn waiting<'a>(stage: &'a Stage, script: &mut Script<'a>, n: usize) {
    let row = &stage.words.waiting[n];
    // Twenty seconds more than whole minutes, so that the screen says what was meant a moment later too.
    let asked = stage.worked_before(stage.now, (stage.hours.promise - row.left) * MINUTE - 20_000);
    let id = Rc::new(Cell::new(0));
    let new = NewInquiry {
        community_id: stage.places[row.place],
        who: row.who.clone(),
        kind: Kind::read(&row.kind).unwrap_or(Kind::Ask),
        text: row.text.clone(),
        at: Some(asked),
    };
    log(stage, script, asked, Who::Moderator, new, &id);
    if !row.paused.is_empty() {
        // Today, whatever the time is.
        let answered = asked.plus(MINUTE).max(stage.earlier_today(0.97));
        script.add(answered, Who::Moderator, move |db| wait_for(db, &id, row));
    }
}

fn wait_for(db: &mut Db, id: &Cell<i64>, row: &Waiting) -> Result<()> {
    let inquiry = store::inquiry(db, id.get())?;
    let answer = Answer { template: None, text: row.answer.clone() };
    store::answer_and_wait(db, &inquiry, &answer, &row.paused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_are_late_as_the_week_says() {
        for (hit, missed) in WEEK.into_iter().chain([TODAY, (5, 0)]) {
            let n = (0..hit + missed).filter(|k| late(*k, hit, missed)).count();
            assert_eq!(n, missed, "{hit} {missed}");
        }
        let (hit, all) = WEEK.iter().fold((37, 40), |(h, a), (hit, missed)| (h + hit, a + hit + missed));
        assert_eq!((hit, all), (256, 280), "91.4 % over the week");
    }
}
