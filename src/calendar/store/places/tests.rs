use super::super::tests::{sample, set_details, words};
use super::super::{cancel, edit, get, list, publish, results, tally};
use super::*;
use crate::calendar::mix;
use crate::calendar::more::Details;
use crate::calendar::post::{Reason, Results};
use crate::calendar::store::Content;
use crate::db::testing;
use chrono::NaiveDate;

fn seen(db: &Db, id: i64) -> Ref {
    Ref::from(&get(db, id).unwrap())
}

/// Post 4, of 抖音 粉丝群, goes to 新手1群 and the 超话 too.
fn several(db: &mut Db) {
    let one = seen(db, 4);
    let details = Details { aim: "新手1群, 微博".into(), topic: "可颂".into(), ..Details::default() };
    set_details(db, one, &details, &[1, 6]).unwrap();
}

fn at(db: &Db, id: i64) -> Vec<(i64, bool)> {
    get(db, id).unwrap().more.places.iter().map(|p| (p.community_id, p.published_at.is_some())).collect()
}

fn key<T: std::fmt::Debug>(result: Result<T>) -> String {
    result.unwrap_err().says.key
}

#[test]
fn each_place_goes_out_by_itself_and_the_last_makes_it_out() {
    let mut file = sample();
    let db = &mut file.db;
    several(db);
    assert_eq!(at(db, 4), [(1, false), (6, false), (7, false)], "its own community among them");
    let one = seen(db, 4);
    let says = publish_at(db, one, 6, "https://weibo.example/1").unwrap();
    assert_eq!(words(&says), "已发 直播提醒：可颂开酥 到 超话 (1/3)");
    assert_eq!(key(publish_at(db, one, 1, "")), "calendar.lost_seconds", "the version was seen before");
    let one = seen(db, 4);
    assert_eq!(key(publish_at(db, one, 6, "")), "posts.out_there");
    assert_eq!(key(publish_at(db, one, 2, "")), "posts.not_there");
    assert_eq!(get(db, 4).unwrap().state, State::Planned);
    let one = seen(db, 4);
    publish_at(db, one, 1, "").unwrap();
    let one = seen(db, 4);
    publish_at(db, one, 7, "").unwrap();
    let post = get(db, 4).unwrap();
    assert_eq!(
        (post.state, post.published_by.as_str(), post.published_at),
        (State::Published, "甲", Some(testing::now()))
    );
    let last = db.last_undoable("甲").unwrap().unwrap();
    db.undo(last).unwrap();
    assert_eq!((get(db, 4).unwrap().state, at(db, 4)), (State::Planned, vec![(1, true), (6, true), (7, false)]));
    let one = seen(db, 4);
    publish(db, &[one], "https://x.example").unwrap();
    let post = get(db, 4).unwrap();
    assert_eq!((post.state, post.more.out()), (State::Published, Some((3, 3))), "all at once marks the rest");
    let links: Vec<&str> = post.more.places.iter().map(|p| p.link.as_str()).collect();
    assert_eq!(links, ["", "https://weibo.example/1", "https://x.example"]);
}

#[test]
fn what_is_out_somewhere_cannot_be_cancelled_but_left() {
    let mut file = sample();
    let db = &mut file.db;
    several(db);
    let one = seen(db, 4);
    assert_eq!(key(finish(db, one)), "posts.nowhere_out");
    publish_at(db, one, 1, "https://x.example/1").unwrap();
    let one = seen(db, 4);
    assert_eq!(key(cancel(db, &[one], Reason::Expired, "")), "posts.partly_out");
    assert_eq!(words(&finish(db, one).unwrap()), "直播提醒：可颂开酥 其余 2 处不发 (粉丝群)");
    let post = get(db, 4).unwrap();
    assert_eq!((post.state, post.link.as_str(), at(db, 4)), (State::Published, "https://x.example/1", vec![(1, true)]));
    let last = db.last_undoable("甲").unwrap().unwrap();
    db.undo(last).unwrap();
    assert_eq!(at(db, 4).len(), 3);
}

#[test]
fn every_community_counts_its_own_push() {
    let mut file = sample();
    let db = &mut file.db;
    let (from, to): (NaiveDate, NaiveDate) = ("2026-10-10".parse().unwrap(), "2026-10-16".parse().unwrap());
    let before = mix::week(tally(db, from, to).unwrap());
    several(db);
    let after = mix::week(tally(db, from, to).unwrap());
    assert_eq!((before.pushes, after.pushes), (26, 28));
    assert_eq!(
        (before.by_community[&1], after.by_community[&1], after.by_community[&7]),
        (7, 8, before.by_community[&7])
    );
    assert_eq!(list(db, from, to, 99).unwrap().len(), 29, "it is one post all the same");
    let around = super::super::around(db, 6, from).unwrap();
    assert!(around.iter().any(|p| p.id == 4), "it goes there too");
}

#[test]
fn an_aim_may_change_until_it_is_out_there() {
    let mut file = sample();
    let db = &mut file.db;
    several(db);
    let one = seen(db, 4);
    publish_at(db, one, 6, "").unwrap();
    let one = seen(db, 4);
    set_details(db, one, &Details::default(), &[2]).unwrap();
    assert_eq!(at(db, 4), [(2, false), (6, true), (7, false)], "where it is out it stays");
    // Another community of its own: the old one goes unless it was aimed at.
    let post = get(db, 4).unwrap();
    let moved = Content { community_id: 3, ..Content::from(&post) };
    edit(db, Ref::from(&post), &moved).unwrap();
    assert_eq!(at(db, 4), [(2, false), (3, false), (6, true)]);
    let one = seen(db, 4);
    set_details(db, one, &Details::default(), &[]).unwrap();
    assert_eq!(at(db, 4), [(6, true)]);
}

#[test]
fn the_file_itself_keeps_what_is_out() {
    let mut file = sample();
    let db = &mut file.db;
    let one = seen(db, 1);
    publish(db, &[one], "").unwrap();
    for sql in [
        "UPDATE post SET title = 'x' WHERE id = 1",
        "UPDATE post SET body = 'x' WHERE id = 1",
        "UPDATE post SET day = '2026-10-11' WHERE id = 1",
        "UPDATE post SET community_id = 2 WHERE id = 1",
        "UPDATE post SET kind = 'perk', state = 'reviewed' WHERE id = 1",
    ] {
        assert!(db.conn().execute(sql, []).unwrap_err().to_string().contains("published"), "{sql}");
    }
    let one = seen(db, 1);
    assert_eq!(key(set_details(db, one, &Details::default(), &[])), "calendar.is_out");
    assert_eq!(key(super::super::set_texts(db, one, &[].into())), "calendar.is_out");
    results(db, one, &Results { reads: Some(3), ..Results::default() }, "https://x.example").unwrap();
    db.undo(db.last_undoable("甲").unwrap().unwrap()).unwrap();
    db.undo(db.last_undoable("甲").unwrap().unwrap()).unwrap();
    assert_eq!(get(db, 1).unwrap().state, State::Planned, "the act itself can be taken back");
}
