//! What the ears heard, in the file: each once, never over an operator's work.

use super::*;
use crate::base::clock::MINUTE;
use crate::sop::ears::{Heard, New};

fn desk() -> db_testing::File {
    let mut file = file();
    file.db
        .write("test.members", |tx| {
            for (id, name) in [(7, "橙子"), (8, "核桃")] {
                let sql = "INSERT INTO member(id, community_id, key, name) VALUES (?1, 1, 'k' || ?1, ?2)";
                tx.execute(sql, rusqlite::params![id, name])?;
            }
            Ok(())
        })
        .unwrap();
    file
}

fn new(member: i64, minute: &str, text: &str) -> Heard {
    let new = New {
        community: 1,
        member,
        who: "橙子".into(),
        at: at(minute),
        text: text.into(),
        kind: Kind::Refund,
        rule: "refund",
        batch: 3,
        answered: None,
    };
    Heard::New(Box::new(new))
}

fn by(db: &Db, member: i64) -> Vec<Inquiry> {
    let all = Wanted { of: Of::All, ..Wanted::default() };
    inquiries(db, &all, 99, &|i| i.member_id == Some(member)).unwrap()
}

#[test]
fn a_message_is_heard_once() {
    let mut file = desk();
    let heard = [new(7, "10T17:00", " 能退吗 "), new(7, "10T17:05", "在吗，能退吗"), new(8, "10T17:00", "退款")];
    let before = file.db.head().unwrap().0;
    assert_eq!(take(&mut file.db, 3, &heard, &table()).unwrap(), Taken { new: 2, changed: 0 });
    assert_eq!(file.db.head().unwrap().0, before, "they belong to the import's entry");
    let row = by(&file.db, 7).remove(0);
    assert_eq!(
        (row.text.as_str(), row.kind, row.due_at, row.at),
        ("能退吗", Kind::Refund, at("10T17:30"), at("10T17:00"))
    );
    assert_eq!(take(&mut file.db, 4, &heard, &table()).unwrap(), Taken::default(), "hearing it again changes nothing");
    close(&mut file.db, &[&row], Reason::NotOne, "", None).unwrap();
    assert_eq!(take(&mut file.db, 5, &heard, &table()).unwrap(), Taken::default(), "nor after it was settled");
    // What came after the settling is something new.
    let mut later = file.db.again().unwrap();
    later.set_clock(crate::base::Clock::Frozen(at("10T17:40")));
    assert_eq!(take(&mut later, 6, &[new(7, "10T17:30", "又要退款")], &table()).unwrap().new, 1);
}

#[test]
fn who_writes_again_after_an_answer_goes_on() {
    let mut file = desk();
    take(&mut file.db, 3, &[new(7, "10T16:40", "能退吗")], &table()).unwrap();
    let row = by(&file.db, 7).remove(0);
    let mut db = file.db.again().unwrap();
    db.set_clock(crate::base::Clock::Frozen(at("10T16:50")));
    answer(&mut db, &row, &text("好")).unwrap();
    let goes_on = [new(7, "10T17:10", "还没退款")];
    let before = file.db.head().unwrap().0;
    assert_eq!(take(&mut file.db, 4, &goes_on, &table()).unwrap(), Taken { new: 0, changed: 1 });
    let entry = file.db.entry(before + 1).unwrap();
    assert_eq!((entry.action.as_str(), entry.item.as_str()), ("sop.heard", "batch:4"));
    let again = by(&file.db, 7).remove(0);
    assert_eq!((again.state, again.turns, again.again.as_str()), (State::Waiting, 2, "还没退款"));
    assert_eq!((again.due_at, again.kept), (at("10T17:40"), Some(true)));
    assert_eq!(take(&mut file.db, 5, &goes_on, &table()).unwrap(), Taken::default());
    assert_eq!(heard_with(&file.db, "batch:4").unwrap(), Some(before + 1));
    file.db.undo(before + 1).unwrap();
    assert_eq!(heard_with(&file.db, "batch:4").unwrap(), None);
    assert_eq!(by(&file.db, 7)[0].state, State::Answered);
}

#[test]
fn an_answer_of_staff_in_the_group_settles_at_its_own_time() {
    let mut file = desk();
    let mut first = new(8, "10T16:40", "退款");
    if let Heard::New(new) = &mut first {
        new.answered = Some((at("10T16:45"), "小助手".into()));
    }
    take(&mut file.db, 3, &[new(7, "10T16:30", "能退吗"), first], &table()).unwrap();
    let done = by(&file.db, 8).remove(0);
    assert_eq!((done.state, done.first_at, done.kept), (State::Answered, Some(at("10T16:45")), Some(true)));
    assert_eq!((done.answered_by.as_str(), done.reason.as_str()), ("小助手", "in_group"));
    let open = by(&file.db, 7).remove(0);
    let late = [Heard::Answered(open.id, at("10T17:05"), "小助手".into())];
    assert_eq!(take(&mut file.db, 4, &late, &table()).unwrap().changed, 1);
    assert_eq!(by(&file.db, 7)[0].kept, Some(false), "35 minutes after");
    assert_eq!(take(&mut file.db, 5, &late, &table()).unwrap(), Taken::default());
}

#[test]
fn only_the_last_day_is_listened_for_and_those_we_wait_for() {
    let mut file = desk();
    let ids: Vec<i64> = listened_for(&file.db, db_testing::now()).unwrap().into_iter().map(|o| o.id).collect();
    assert_eq!(ids.len(), 3);
    let row = waiting(&file.db).remove(0);
    answer_and_wait(&mut file.db, &row, &text("好"), "单号").unwrap();
    let days_on = listened_for(&file.db, db_testing::now().plus(3 * 24 * 60 * MINUTE)).unwrap();
    assert_eq!(
        days_on.iter().map(|o| (o.id, o.expects, o.since)).collect::<Vec<_>>(),
        [(row.id, true, db_testing::now())]
    );
}
