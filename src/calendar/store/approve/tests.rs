use super::super::tests::{sample, words};
use super::super::{add, cancel, edit, get, list, publish, send_for_review, set_own, set_texts};
use super::*;
use crate::base::clock::HOUR;
use crate::calendar::mix::Own;
use crate::calendar::post::Reason;
use crate::calendar::store::Content;
use crate::db::testing;

fn seen(db: &Db, id: i64) -> Ref {
    Ref::from(&get(db, id).unwrap())
}

fn state(db: &Db, id: i64) -> State {
    get(db, id).unwrap().state
}

fn wants(db: &mut Db, community: i64, approval: Approval) {
    set_own(db, community, &Own { approval, ..Own::default() }).unwrap();
}

fn content(community_id: i64, body: &str) -> Content {
    let first = "2026-10-12".parse().unwrap();
    Content {
        community_id,
        day: first,
        time: "20:00:00".parse().unwrap(),
        kind: crate::calendar::post::Kind::Tips,
        format: crate::calendar::post::Format::Article,
        track: crate::calendar::post::Track::Fixed,
        title: "新的一条".into(),
        body: body.into(),
        owner: String::new(),
        expires_at: None,
        note: String::new(),
    }
}

fn key<T: std::fmt::Debug>(result: Result<T>) -> String {
    result.unwrap_err().says.key
}

#[test]
fn from_idea_to_out_with_everybody_asked() {
    let mut file = sample();
    let db = &mut file.db;
    wants(db, 1, Approval::Required);
    assert_eq!(state(db, 1), State::Draft, "what was ready and unseen is a draft again");
    let (id, _) = add(db, &content(1, "早安")).unwrap();
    assert_eq!(state(db, id), State::Draft);
    assert_eq!(key(publish(db, &[Ref::from(&get(db, id).unwrap())], "")), "posts.needs_approval");
    let mine = seen(db, id);
    send_for_review(db, &[mine]).unwrap();
    let post = get(db, id).unwrap();
    assert_eq!((post.more.sent_by.as_str(), post.more.sent_at), ("甲", Some(testing::now())));
    assert_eq!(key(publish(db, &[Ref::from(&post)], "")), "posts.needs_approval", "waiting is not approved");
    assert_eq!(words(&approve(db, &[Ref::from(&post)]).unwrap()), "批准 新的一条 (新手1群)");
    let post = get(db, id).unwrap();
    assert_eq!((post.state, post.more.approved_by.as_str()), (State::Approved, "甲"));
    publish(db, &[Ref::from(&post)], "").unwrap();
    assert_eq!(state(db, id), State::Published);
}

#[test]
fn an_approval_is_of_the_words_it_was_given_for() {
    let mut file = sample();
    let db = &mut file.db;
    wants(db, 1, Approval::Required);
    let (id, _) = add(db, &content(1, "早安")).unwrap();
    let approved = |db: &mut Db| {
        let one = seen(db, id);
        send_for_review(db, &[one]).unwrap();
        let one = seen(db, id);
        approve(db, &[one]).unwrap();
    };
    approved(db);
    let one = seen(db, id);
    let moved = Content { time: "21:00:00".parse().unwrap(), ..content(1, "早安") };
    edit(db, one, &moved).unwrap();
    assert_eq!(state(db, id), State::Approved, "another time is no other word");
    let one = seen(db, id);
    edit(db, one, &content(1, "晚安")).unwrap();
    let post = get(db, id).unwrap();
    assert_eq!((post.state, post.more.approved_at), (State::Draft, None));
    approved(db);
    let one = seen(db, id);
    set_texts(db, one, &[("qq".to_owned(), "晚安！".to_owned())].into()).unwrap();
    assert_eq!((state(db, id), get(db, id).unwrap().more.approved_at), (State::Draft, None));
    approved(db);
    let one = seen(db, id);
    set_texts(db, one, &[("qq".to_owned(), "晚安！".to_owned())].into()).unwrap();
    assert_eq!(state(db, id), State::Approved, "the same words");
    let last = db.last_undoable("甲").unwrap().unwrap();
    db.undo(last).unwrap();
    db.undo(last - 1).unwrap();
    assert_eq!(state(db, id), State::Review, "approving can be undone");
}

#[test]
fn who_may_approve_is_told_apart() {
    let mut file = sample();
    wants(&mut file.db, 3, Approval::Required);
    setting::enrol(&mut file.db, "甲", "manager").unwrap();
    setting::enrol(&mut file.db, "乙", "content").unwrap();
    setting::enrol(&mut file.db, "丙", "volunteer").unwrap();
    let (id, _) = add(&mut file.db, &content(3, "早安")).unwrap();
    let mut editor = testing::as_operator(&file, "乙");
    let one = seen(&editor, id);
    send_for_review(&mut editor, &[one]).unwrap();
    let one = seen(&editor, id);
    assert_eq!(key(approve(&mut editor, &[one])), "posts.own_approval");
    let mut volunteer = testing::as_operator(&file, "丙");
    assert_eq!(key(approve(&mut volunteer, &[one])), "posts.not_your_approval");
    approve(&mut file.db, &[one]).unwrap();
    assert_eq!(get(&file.db, id).unwrap().more.approved_by, "甲");
}

#[test]
fn sent_back_with_a_word_set_aside_and_taken_up() {
    let mut file = sample();
    let db = &mut file.db;
    let one = seen(db, 4);
    send_for_review(db, &[one]).unwrap();
    let one = seen(db, 4);
    assert_eq!(key(send_back(db, &[one], " ")), "posts.no_return");
    send_back(db, &[one], " 标题太长 ").unwrap();
    let post = get(db, 4).unwrap();
    assert_eq!((post.state, post.more.returned.as_str(), post.more.sent_at), (State::Draft, "标题太长", None));
    let one = seen(db, 4);
    send_for_review(db, &[one]).unwrap();
    assert_eq!(get(db, 4).unwrap().more.returned, "", "it was mended");
    for (id, back) in [(5, State::Hold), (6, State::Dropped)] {
        let one = seen(db, id);
        if back == State::Hold {
            hold(db, &[one]).unwrap()
        } else {
            cancel(db, &[one], Reason::Expired, "").unwrap()
        };
        assert_eq!(state(db, id), back);
        let one = seen(db, id);
        assert_eq!(key(publish(db, &[one], "")), "calendar.illegal");
        reopen(db, &[one]).unwrap();
        let post = get(db, id).unwrap();
        assert_eq!((post.state, post.reason.as_str()), (State::Draft, ""));
    }
    wants(db, 2, Approval::None);
    let gap = list(db, "2026-10-16".parse().unwrap(), "2026-10-16".parse().unwrap(), 99).unwrap();
    let lottery = gap.iter().find(|p| p.title == "抽奖4").unwrap();
    assert_eq!(key(send_for_review(db, &[lottery.into()])), "posts.no_approval_here");
}

#[test]
fn a_day_in_review_is_counted() {
    let mut file = sample();
    let db = &mut file.db;
    for id in [4, 5] {
        let one = seen(db, id);
        send_for_review(db, &[one]).unwrap();
    }
    let later = |hours: i64| testing::now().plus(hours * HOUR);
    assert_eq!((stalled(db, later(23)).unwrap(), stalled(db, later(24)).unwrap()), (0, 2));
    let one = seen(db, 4);
    approve(db, &[one]).unwrap();
    assert_eq!(stalled(db, later(24)).unwrap(), 1);
}
