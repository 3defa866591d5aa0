//! One inquiry over its whole life: answered, waited for, asked again, closed, opened; the verdict falls once and stands.

use super::*;
use crate::base::clock::{HOUR, MINUTE};
use crate::base::{At, Clock, Config};
use crate::sop::promise::Week;

/// The file at another moment of the 10th.
fn later(file: &db_testing::File, moment: &str) -> Db {
    let mut db = as_operator(file, "甲");
    db.set_clock(Clock::Frozen(at(moment)));
    db
}

fn today(db: &Db) -> Tally {
    promise(db, db.now(), Zone::default()).unwrap().today
}

#[test]
fn the_clock_starts_anew_when_they_write_again() {
    let file = file();
    let id = waiting(&file.db)[0].id;
    // Read through another connection: the writer's is in use.
    let reader = as_operator(&file, "乙");
    let mut db = later(&file, "10T17:25");
    answer_and_wait(&mut db, &inquiry(&reader, id).unwrap(), &text("先补订单号"), "订单号").unwrap();
    let now = inquiry(&reader, id).unwrap();
    assert_eq!(
        (now.state, now.kept, now.first_at, now.needs_answer()),
        (State::Paused, Some(true), Some(at("10T17:25")), false)
    );
    assert_eq!(today(&db), Tally { hit: 1, total: 1 });
    let mut db = later(&file, "10T17:50");
    assert_eq!(today(&db), Tally { hit: 1, total: 3 }, "the two others are late, this one is not");
    again(&mut db, &inquiry(&reader, id).unwrap(), Some(at("10T17:45")), "0387", &table()).unwrap();
    let now = inquiry(&reader, id).unwrap();
    assert_eq!((now.state, now.turns, now.again.as_str(), now.words()), (State::Waiting, 2, "0387", "0387"));
    assert_eq!((now.asked_at, now.due_at), (at("10T17:45"), at("12T09:15")), "Sunday is not worked");
    assert_eq!((now.kept, now.answered_at), (Some(true), None));
    assert_eq!(now.pauses.text(), format!("[[{},{}]]", at("10T17:25").0, at("10T17:45").0));
    let mut db = later(&file, "12T09:30");
    answer(&mut db, &inquiry(&reader, id).unwrap(), &text("已补")).unwrap();
    let now = inquiry(&reader, id).unwrap();
    assert_eq!((now.state, now.kept, now.first_at), (State::Answered, Some(true), Some(at("10T17:25"))), "one verdict");
    let meter = promise(&db, db.now(), Zone::default()).unwrap();
    assert_eq!(meter.next, Tally { hit: 0, total: 1 }, "the follow-up was late");
    assert_eq!((meter.today.total, meter.week.hit), (2, 1));
    // From 16:56 to 17:25 and from 17:45 to 18:00 and on Monday from 9:00: the wait between does not count.
    assert_eq!(now.resolution(db.now(), &hours()) / MINUTE, 29 + 15 + 30);
    let json = now.json(db.now(), &hours());
    assert_eq!((&json["first_response_minutes"], &json["resolution_minutes"]), (&29.into(), &74.into()));
    let early = again(&mut db, &now, Some(at("12T09:29")), "", &table()).unwrap_err();
    assert_eq!(early.says.key, "promise.again_before");
    let future = again(&mut db, &now, Some(at("12T09:31")), "", &table()).unwrap_err();
    assert_eq!(future.says.key, "sop.inquiry_future");
    again(&mut db, &now, None, "还是不行", &table()).unwrap();
    assert_eq!((inquiry(&reader, id).unwrap().turns, inquiry(&reader, id).unwrap().state), (3, State::Waiting));
    let waits = again(&mut db, &inquiry(&reader, id).unwrap(), None, "", &table()).unwrap_err();
    assert_eq!(waits.kind, Fault::Conflict, "it waits already");
    let head = db.head().unwrap().0;
    db.undo(head).unwrap();
    assert_eq!(
        (
            inquiry(&reader, id).unwrap().turns,
            inquiry(&reader, id).unwrap().state,
            inquiry(&reader, id).unwrap().again.as_str()
        ),
        (2, State::Answered, "0387")
    );
}

#[test]
fn what_is_closed_unanswered_and_late_counts_as_missed() {
    for (reason, words, counted) in [
        (Reason::Other, "没空", Tally { hit: 0, total: 1 }),
        (Reason::NotOne, "", Tally::default()),
        (Reason::Duplicate, "", Tally::default()),
        (Reason::InGroup, "", Tally { hit: 0, total: 1 }),
    ] {
        let file = file();
        let mut db = later(&file, "10T17:30");
        let row = waiting(&db).remove(0);
        assert_eq!(today(&db), Tally { hit: 0, total: 1 }, "late while it waits");
        close(&mut db, &[&row], reason, words, None).unwrap();
        assert_eq!(today(&db), counted, "{reason:?}");
        let closed = inquiry(&db, row.id).unwrap();
        let head = db.head().unwrap().0;
        if reason != Reason::InGroup {
            again(&mut db, &closed, None, "", &table()).unwrap();
            let open = inquiry(&db, row.id).unwrap();
            assert_eq!((open.kept, open.due_at, open.turns), (None, row.due_at, 1), "its own clock runs on");
            assert_eq!(today(&db), Tally { hit: 0, total: 1 });
            db.undo(head + 1).unwrap();
        }
        db.undo(head).unwrap();
        assert_eq!(today(&db), Tally { hit: 0, total: 1 });
    }
    let mut file = file();
    let row = waiting(&file.db).remove(0);
    close(&mut file.db, &[&row], Reason::Other, "电话里说了", None).unwrap();
    assert_eq!(today(&file.db), Tally::default(), "closed before its time is over it is not missed");
}

#[test]
fn an_answer_in_the_group_counts_from_when_it_was_given() {
    let file = file();
    let mut db = later(&file, "10T17:40");
    let row = waiting(&db).remove(0);
    for (when, key) in [("10T16:50", "before it was asked"), ("10T17:41", "not yet")] {
        let error = close(&mut db, &[&row], Reason::InGroup, "", Some(at(when))).unwrap_err();
        assert_eq!(error.says.key, "promise.bad_answer_time", "{key}");
    }
    close(&mut db, &[&row], Reason::InGroup, "", Some(at("10T17:20"))).unwrap();
    let now = inquiry(&db, row.id).unwrap();
    assert_eq!((now.state, now.first_at, now.kept), (State::Answered, Some(at("10T17:20")), Some(true)));
    assert_eq!((now.answer.as_str(), now.reason.as_str(), now.answered_by.as_str()), ("", "in_group", "甲"));
    let [may, ..] = &waiting(&db)[..] else { panic!("two wait") };
    close(&mut db, &[may], Reason::InGroup, "", None).unwrap();
    assert_eq!(inquiry(&db, may.id).unwrap().kept, Some(false), "now is 17:40, a minute late");
}

#[test]
fn nothing_is_put_off_beyond_its_first_warning() {
    let mut file = file();
    let rows = waiting(&file.db);
    let now = file.db.now();
    assert_eq!(snooze(&mut file.db, &[&rows[0]], now.plus(HOUR), &table()).unwrap_err().says.key, "promise.no_snooze");
    assert_eq!(snooze(&mut file.db, &[&rows[1]], now, &table()).unwrap_err().says.key, "promise.no_snooze", "no time");
    assert_eq!(snooze(&mut file.db, &[&rows[1]], now.plus(5 * MINUTE), &table()).unwrap(), now.plus(5 * MINUTE));
    let again = waiting(&file.db);
    assert_eq!(names(&again), ["林小雨", "豆沙包"]);
    assert_eq!(snooze(&mut file.db, &[&again[1]], now.plus(HOUR), &table()).unwrap(), at("10T17:37"));
    let counted = counts(&file.db, now, &table()).unwrap();
    assert_eq!((counted.waiting, counted.snoozed, counted.soon), (1, 2, 1));
    let off = Wanted { of: Of::Snoozed, ..Wanted::default() };
    assert_eq!(names(&inquiries(&file.db, &off, 9, &|_| true).unwrap()), ["阿May", "豆沙包"], "the first to come back");
    let at_37 = Wanted { now: Some(at("10T17:37")), ..Wanted::default() };
    assert_eq!(inquiries(&file.db, &at_37, 9, &|_| true).unwrap().len(), 3);
    let may = inquiry(&file.db, rows[1].id).unwrap();
    wake(&mut file.db, &may).unwrap();
    assert_eq!(names(&waiting(&file.db)), ["林小雨", "阿May"]);
    // What is late already may wait: nothing can be saved any more.
    let mut db = later(&file, "10T17:40");
    let late = waiting(&db).remove(0);
    assert_eq!(snooze(&mut db, &[&late], at("12T09:00"), &table()).unwrap(), at("12T09:00"));
    assert_eq!(today(&db).total, 2, "and is missed all the same");
    // Over night the clock is held, nine minutes before its end: until work begins.
    let night = asks(&mut db, 1, "夜猫", Kind::Ask, "在吗", "10T17:39");
    let mut db = later(&file, "10T20:00");
    let night = inquiry(&db, night).unwrap();
    assert_eq!(snooze(&mut db, &[&night], at("12T12:00"), &table()).unwrap(), at("12T09:00"));
}

#[test]
fn handing_over_changes_the_owner_and_nothing_of_the_clock() {
    let mut file = file();
    let row = waiting(&file.db).remove(0);
    assert_eq!(hand(&mut file.db, &[&row], " ", "").unwrap_err().says.key, "promise.hand_whom");
    hand(&mut file.db, &[&row], "阿泽", " 她只信你 ").unwrap();
    let now = inquiry(&file.db, row.id).unwrap();
    assert_eq!((now.owner.as_str(), now.handed_by.as_str(), now.hand_note.as_str()), ("阿泽", "甲", "她只信你"));
    assert_eq!((now.due_at, now.state), (row.due_at, State::Waiting));
    assert_eq!((handed(&file.db, "阿泽").unwrap(), handed(&file.db, "甲").unwrap()), (1, 0));
    let mine = |who: &str| Wanted { owner: Some(who.into()), ..Wanted::default() };
    assert_eq!(inquiries(&file.db, &mine("阿泽"), 9, &|_| true).unwrap().len(), 1);
    let mut other = as_operator(&file, "阿泽");
    assert!(colleagues(&other).unwrap().contains(&"甲".to_owned()), "who has done something is a colleague");
    answer(&mut other, &now, &text("好")).unwrap();
    assert_eq!(handed(&file.db, "阿泽").unwrap(), 0, "done is done");
    let left = waiting(&other);
    hand(&mut other, &[&left[0], &left[1]], "甲", "").unwrap();
    assert_eq!(handed(&file.db, "甲").unwrap(), 2);
}

#[test]
fn sorting_anew_sets_only_open_clocks_anew() {
    let mut file = file();
    let rows = waiting(&file.db);
    sort(&mut file.db, &[&rows[0], &rows[1]], Sort::Kind(Kind::Incident), &table()).unwrap();
    let dues: Vec<At> = rows.iter().map(|r| inquiry(&file.db, r.id).unwrap().due_at).collect();
    assert_eq!(dues, [at("10T18:56"), at("10T19:09"), at("10T17:47")]);
    let error = sort(&mut file.db, &[&rows[2]], Sort::Quality(true), &table()).unwrap_err();
    assert_eq!(error.says.key, "promise.no_feedback");
    answer(&mut file.db, &rows[2], &text("好")).unwrap();
    let done = inquiry(&file.db, rows[2].id).unwrap();
    sort(&mut file.db, &[&done], Sort::Kind(Kind::Suggestion), &table()).unwrap();
    let done = inquiry(&file.db, rows[2].id).unwrap();
    assert_eq!((done.due_at, done.kept), (at("10T17:47"), Some(true)), "a verdict stands");
    sort(&mut file.db, &[&done], Sort::Quality(true), &table()).unwrap();
    assert_eq!(inquiry(&file.db, rows[2].id).unwrap().quality, Some(true));
    let wanted = Wanted { of: Of::All, kind: Some(Kind::Suggestion), ..Wanted::default() };
    assert_eq!(
        inquiries(&file.db, &wanted, 9, &|i| i.quality == Some(true)).unwrap().len(),
        1,
        "good feedback is counted"
    );
}

#[test]
fn edited_hours_set_open_clocks_anew_and_leave_verdicts() {
    let mut file = file();
    let (config, zone) = (Config::default(), Zone::default());
    let rows = waiting(&file.db);
    answer(&mut file.db, &rows[0], &text("好")).unwrap();
    let set = |db: &mut Db, community, week: Option<&str>| {
        let week = week.map(|w| Week::parse(w).unwrap());
        set_hours(db, community, week.as_ref(), &config, zone).unwrap()
    };
    // May asked at 17:09; her community works until 17:15 only.
    let place = rows[1].community_id;
    let before = file.db.head().unwrap().0;
    assert_eq!(set(&mut file.db, Some((place, "VIP群")), Some("mon-fri 9:00-17:15")), 1);
    assert_eq!(file.db.head().unwrap().0, before + 1, "hours and clocks are one entry");
    assert_eq!(inquiry(&file.db, rows[1].id).unwrap().due_at, at("12T09:24"));
    assert_eq!(inquiry(&file.db, rows[2].id).unwrap().due_at, rows[2].due_at, "another community");
    assert_eq!(set(&mut file.db, None, Some("daily 24h")), 0, "24 hours change nothing before six");
    let hours = timetable(&file.db, &config, zone).unwrap();
    assert_eq!(hours.of(place, Kind::Ask).week.text(), "mon-fri 09:00-17:15");
    assert_eq!(hours.of(rows[2].community_id, Kind::Ask).week.text(), "daily 00:00-24:00");
    assert_eq!(set(&mut file.db, Some((place, "VIP群")), None), 1, "back to the file's own");
    assert_eq!(inquiry(&file.db, rows[1].id).unwrap().due_at, at("10T17:39"));
    let answered = inquiry(&file.db, rows[0].id).unwrap();
    assert_eq!((answered.due_at, answered.kept), (at("10T17:26"), Some(true)));
    file.db.undo(before + 3).unwrap();
    file.db.undo(before + 2).unwrap();
    file.db.undo(before + 1).unwrap();
    assert_eq!(inquiry(&file.db, rows[1].id).unwrap().due_at, at("10T17:39"));
    assert_eq!(timetable(&file.db, &config, zone).unwrap().usual.week, Week::default());
    // Days off that are announced later count as well.
    let off = r#"{"year": 2026, "days": [{"name": "x", "date": "2026-10-10", "isOffDay": true}]}"#;
    let off = crate::calendar::days::file::read(off).unwrap();
    crate::calendar::store::lay_days(&mut file.db, &off).unwrap();
    assert_eq!(redue(&mut file.db, &config, zone).unwrap(), 2);
    assert_eq!(inquiry(&file.db, rows[1].id).unwrap().due_at, at("12T09:30"));
    assert_eq!(redue(&mut file.db, &config, zone).unwrap(), 0, "once is enough");
    assert_eq!(file.db.verify().unwrap(), file.db.head().unwrap().0);
}

#[test]
fn a_bot_logs_each_message_once_and_all_or_none() {
    let mut file = file();
    let place = places(&file.db).unwrap()[0].id;
    let row = |who: &str, text: &str, key: &str| {
        let new = NewInquiry { community_id: place, who: who.into(), kind: Kind::Ask, text: text.into(), at: None };
        (new, key.to_owned())
    };
    let before = file.db.head().unwrap().0;
    let made =
        log_all(&mut file.db, &[row("甲", "一", "m1"), row("乙", "二", ""), row("甲", "一", "m1")], &table()).unwrap();
    assert_eq!(made.iter().map(|(_, new)| *new).collect::<Vec<_>>(), [true, true, false]);
    assert_eq!(made[0].0, made[2].0);
    assert_eq!(file.db.head().unwrap().0, before + 1, "one entry");
    assert!(!log_all(&mut file.db, &[row("甲", "一", "m1")], &table()).unwrap()[0].1);
    let error = log_all(&mut file.db, &[row("丙", "三", "m3"), row("丁", " ", "m4")], &table()).unwrap_err();
    assert_eq!((error.says.key.as_str(), error.says.args["row"].as_str()), ("sop.inquiry_missing", "1"));
    assert_eq!(logged(&file.db).unwrap(), 5, "nothing is half-written");
}
