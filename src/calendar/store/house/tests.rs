use super::super::tests::{sample, set_details};
use super::*;
use crate::base::{At, Zone};
use crate::calendar::store::{self, Ref, add_twin, assets, find_out, get, partner, results_of_many};
use crate::calendar::twin::{Differs, Measure};
use crate::calendar::{more::Details, outcome, post::State};
use crate::db::testing;

fn key<T: std::fmt::Debug>(result: Result<T>) -> String {
    result.unwrap_err().says.key
}

#[test]
fn kinds_are_the_files_own() {
    let mut file = sample();
    let db = &mut file.db;
    assert_eq!(kinds(db).unwrap(), Kinds::default());
    let notice = Kind::parse("公告").unwrap();
    let row = |kind, label: &str, target| KindRow { kind, label: label.into(), target };
    set_kinds(db, &[(row(notice, "", 10), true)]).unwrap();
    set_kinds(db, &[(row(Kind::Tips, "课程", 40), true)]).unwrap();
    let all = kinds(db).unwrap();
    assert_eq!(all.targets(), [40, 30, 20, 10]);
    assert_eq!((all.0[0].label.as_str(), all.0[3].kind), ("课程", notice));
    // A post bears it, and the list says its name.
    db.write("test", |tx| Ok(tx.execute("UPDATE post SET kind = '公告' WHERE id = 2", [])?)).unwrap();
    assert_eq!(get(db, 2).unwrap().kind, notice);
    assert_eq!(get(db, 7).unwrap().more.kind_label, "");
    assert_eq!(get(db, 13).unwrap().more.kind_label, "课程");
    set_kinds(db, &[(row(notice, "", 0), false)]).unwrap();
    assert_eq!((kinds(db).unwrap().0.len(), get(db, 2).unwrap().kind), (3, notice), "it keeps its kind");
    for kind in [Kind::Chat, Kind::Perk] {
        set_kinds(db, &[(row(kind, "", 0), false)]).unwrap();
    }
    assert_eq!(key(set_kinds(db, &[(row(Kind::Tips, "", 0), false)])), "posts.last_kind");
    assert_eq!(key(set_kinds(db, &[(row(notice, "", 101), true)])), "posts.bad_share");
}

#[test]
fn a_community_has_its_own_rules_and_they_can_be_undone() {
    let mut file = sample();
    let db = &mut file.db;
    let own = Own { approval: Approval::Required, targets: vec![20, 60, 20], day: 1, week: 5 };
    set_own(db, 4, &own).unwrap();
    let plan = plan(db).unwrap();
    assert_eq!((plan.caps(4), plan.caps(5), plan.own[&4] == own), ((1, 5), (3, 7), true));
    assert_eq!(key(set_own(db, 4, &Own { targets: vec![50, 50], ..own.clone() })), "posts.bad_mix");
    assert_eq!(key(set_own(db, 4, &Own { targets: vec![50, 50, 50], ..own })), "posts.bad_mix");
    db.undo(db.last_undoable("甲").unwrap().unwrap()).unwrap();
    assert_eq!((super::plan(db).unwrap(), get(db, 5).unwrap().state), (Plan::default(), State::Planned));
}

#[test]
fn the_file_knows_platforms_better() {
    let mut file = sample();
    let db = &mut file.db;
    assert_eq!(platform_rules(db).unwrap(), Rules::default());
    let rule = Rule { cap: 300, title: 0, links: false, words: vec!["团购".into(), "秒杀".into()] };
    set_platform_rule(db, "qq", &rule).unwrap();
    assert_eq!(platform_rules(db).unwrap().of("qq"), rule);
    assert_eq!(platform_rules(db).unwrap().of("weibo").cap, 2000);
    assert!(targets(db).unwrap().iter().any(|t| t.name == "VIP群" && t.labels.contains(&"WeChat".to_owned())));
}

#[test]
fn details_and_assets_say_where_they_are_used() {
    let mut file = sample();
    let db = &mut file.db;
    let details = Details {
        topic: " 黄油 ".into(),
        mechanic: "投票".into(),
        campaign: "双11".into(),
        aim: String::new(),
        assets: vec!["图/黄油.png".into(), "https://x.example/a".into()],
    };
    for id in [2, 13] {
        let one = Ref::from(&get(db, id).unwrap());
        set_details(db, one, &details, &[]).unwrap();
    }
    let post = get(db, 2).unwrap();
    assert_eq!((post.more.details.topic.as_str(), &post.more.details.assets), ("黄油", &details.assets));
    let found = assets(db, "黄油", 99).unwrap();
    assert_eq!((found.len(), found[0].path.as_str()), (1, "图/黄油.png"));
    assert_eq!(found[0].used.iter().map(|u| u.0).collect::<Vec<_>>(), [13, 2], "the newest first");
    let one = Ref::from(&post);
    set_details(db, one, &Details { assets: vec!["图/黄油.png".into()], ..details }, &[]).unwrap();
    assert_eq!(assets(db, "", 99).unwrap().iter().map(|a| a.used.len()).sum::<usize>(), 3);
    db.undo(db.last_undoable("甲").unwrap().unwrap()).unwrap();
    assert_eq!(get(db, 2).unwrap().more.details.assets.len(), 2);
}

#[test]
fn hours_are_the_communitys_own() {
    let mut file = sample();
    let at = |text: &str| At::parse(text).unwrap();
    file.db
        .write("test", |tx| {
            for day in 1..=9 {
                for member in 0..8 {
                    for (hour, mark) in [(20, 0), (20, 1), (9, 0)] {
                        if hour == 20 || member == 0 {
                            let moment = at(&format!("2026-10-{day:02}T{hour:02}:1{mark}:00+08:00"));
                            tx.execute(
                                "INSERT INTO event(community_id, at, mark, member_id, kind, batch_id) VALUES (1, ?1, ?2, ?2, 0, 0)",
                                [moment.0, member],
                            )?;
                        }
                    }
                }
            }
            Ok(())
        })
        .unwrap();
    let hours = store::hours(&file.db, 1, testing::now(), Zone::default()).unwrap();
    assert_eq!(
        (hours.best(), hours.counts()[20], hours.counts()[9]),
        (Some((20, 88)), 72, 9),
        "who speaks twice counts once"
    );
    let london = store::hours(&file.db, 1, testing::now(), Zone::parse("UTC").unwrap()).unwrap();
    assert_eq!(london.best().map(|b| b.0), Some(12));
    assert_eq!(store::hours(&file.db, 2, testing::now(), Zone::default()).unwrap().best(), None);
}

#[test]
fn an_experiment_is_two_posts_and_one_difference() {
    let mut file = sample();
    let db = &mut file.db;
    let a = get(db, 2).unwrap();
    let content = |title: &str, time: &str| store::Content {
        community_id: 3,
        time: time.parse().unwrap(),
        title: title.into(),
        ..store::Content::from(&a)
    };
    let same = content(&a.title, "12:30:00");
    assert_eq!(key(add_twin(db, (&a).into(), &same, Differs::Topic, Measure::Likes)), "posts.twin_same");
    let both = content("别的", "13:00:00");
    assert_eq!(key(add_twin(db, (&a).into(), &both, Differs::Topic, Measure::Likes)), "posts.twin_other");
    let before: i64 = db.conn().query_row("SELECT count(*) FROM post", [], |r| r.get(0)).unwrap();
    let (b, _) = add_twin(db, (&a).into(), &content("别的", "12:30:00"), Differs::Topic, Measure::Likes).unwrap();
    let (first, second) = partner(db, b).unwrap().unwrap();
    assert_eq!((first.id, second.id, partner(db, 2).unwrap().map(|(a, b)| (a.id, b.id))), (2, b, Some((2, b))));
    assert_eq!(partner(db, 3).unwrap(), None);
    let again = key(add_twin(db, (&second).into(), &content("三", "12:30:00"), Differs::Topic, Measure::Likes));
    assert_eq!(again, "posts.no_twin", "a B has no B");
    let after: i64 = db.conn().query_row("SELECT count(*) FROM post", [], |r| r.get(0)).unwrap();
    assert_eq!(after, before + 1, "what was refused left nothing");
}

#[test]
fn sheets_of_results_find_their_posts() {
    let mut file = sample();
    let db = &mut file.db;
    for (id, link) in [(1, "https://x.example/1"), (2, "")] {
        let one = Ref::from(&get(db, id).unwrap());
        store::publish(db, &[one], link).unwrap();
    }
    let today = "2026-10-10".parse().unwrap();
    let sheet = "id,链接,标题,日期,阅读\n1,,,,100\n,https://x.example/1,,,101\n,,戚风开裂的 5 个原因,10-10,55\n3,,,,7\n,,没有这条,10-10,1\n";
    let found = find_out(db, &outcome::read(sheet, today).unwrap()).unwrap();
    let ids: Vec<std::result::Result<i64, &str>> =
        found.iter().map(|f| f.post.as_ref().map(|(p, _)| p.id).map_err(|e| *e)).collect();
    assert_eq!(ids, [Ok(1), Ok(1), Ok(2), Err("posts.sheet_not_out"), Err("posts.sheet_nobody")]);
    let all: Vec<_> =
        [0, 2].iter().filter_map(|n| found[*n].post.clone().ok()).map(|(p, r)| (Ref::from(&p), r)).collect();
    results_of_many(db, &all).unwrap();
    let post = get(db, 2).unwrap();
    assert_eq!((post.state, post.results.reads), (State::Reviewed, Some(55)));
    db.undo(db.last_undoable("甲").unwrap().unwrap()).unwrap();
    assert_eq!(get(db, 1).unwrap().state, State::Published, "one entry for the sheet");
}
