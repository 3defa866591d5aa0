use super::super::tests::Desk;
use crate::base::Language;
use crate::calendar::approval::Approval;
use crate::calendar::mix::Own;
use crate::calendar::more::Details;
use crate::calendar::post::{Kind, Results, State};
use crate::calendar::store::{self, Ref, tests::set_details};
use crate::db::testing;
use crate::tui::pane::{AnyPane, Effect, Pane, Shape};
use insta::assert_snapshot;

fn desk() -> Desk {
    Desk::new(Language::Hans)
}

fn seen(desk: &Desk, id: i64) -> Ref {
    Ref::from(&store::get(&desk.file.db, id).unwrap())
}

fn refresh(desk: &mut Desk) {
    desk.with(Pane::refresh).unwrap();
}

fn copied(desk: &Desk) -> String {
    let copy = |e: &Effect| match e {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    };
    desk.effects.iter().find_map(copy).unwrap_or_default()
}

/// What `a` is called on the row under the cursor.
fn label_of_a(desk: &mut Desk) -> String {
    let lang = crate::base::Lang::load(Language::Hans);
    let keymap = crate::app::keymap(&crate::base::Config::default()).unwrap();
    let rows = AnyPane::listed(&desk.pane, &keymap, &lang);
    rows.iter().find(|r| r.id == "calendar.publish").unwrap().label.clone()
}

/// Post 1 goes to 新手1群 and the 粉丝群 of 抖音, with words and a link.
fn several(desk: &mut Desk) {
    let details = Details { aim: "抖音".into(), ..Details::default() };
    let one = seen(desk, 1);
    set_details(&mut desk.file.db, one, &details, &[7]).unwrap();
    let texts = [("douyin".to_owned(), "打卡！看 https://x.example".to_owned())].into();
    let one = seen(desk, 1);
    store::set_texts(&mut desk.file.db, one, &texts).unwrap();
    refresh(desk);
}

#[test]
fn a_approves_what_waits_and_posts_what_is_approved() {
    let mut desk = desk();
    desk.press("E").unwrap();
    assert_eq!(desk.state(1), State::Review);
    desk.press("t").unwrap();
    assert_eq!((label_of_a(&mut desk).as_str(), desk.title().as_str()), ("批准", "早安打卡 第12天"));
    desk.press("a").unwrap();
    assert_eq!((desk.state(1), desk.status().as_str()), (State::Approved, "批准 早安打卡 第12天 (新手1群) (u 撤销)"));
    desk.press("t").unwrap();
    assert_eq!(label_of_a(&mut desk), "已发");
    desk.press("a").unwrap();
    assert_eq!(desk.state(1), State::Published);
}

#[test]
fn what_waits_is_sent_back_with_a_word() {
    let mut desk = desk();
    desk.press("Etx").unwrap();
    assert_snapshot!(desk.draw(80, 6, Shape::Single), @"");
    desk.press("5<Enter>").unwrap();
    assert_eq!(desk.status(), "退回要写一句缺什么");
    desk.press("标题太长<Enter>").unwrap();
    let post = store::get(&desk.file.db, 1).unwrap();
    assert_eq!((post.state, post.more.returned.as_str()), (State::Draft, "标题太长"));
    desk.press("tp").unwrap();
    assert!(desk.draw(80, 18, Shape::Single).contains("退回：标题太长"));
    desk.press("x").unwrap();
    assert!(!desk.draw(80, 18, Shape::Single).contains("退回，写一句"), "a draft is with its writer already");
}

#[test]
fn what_waits_is_listed_and_what_waits_too_long_is_named() {
    let mut desk = desk();
    desk.file
        .db
        .write("test", |tx| {
            let sent = testing::now().plus(-25 * crate::base::clock::HOUR).0;
            Ok(tx.execute("UPDATE post SET sent_at = ?1, sent_by = '小满' WHERE id = 10", [sent])?)
        })
        .unwrap();
    refresh(&mut desk);
    let screen = desk.draw(80, 18, Shape::Single);
    assert!(screen.contains("留意 1 条送审超过 24 时： 行业干货分享：黄油 (a 批准)"), "{screen}");
    desk.press("f4").unwrap();
    assert_eq!((desk.pane.list.len(), desk.title().as_str()), (1, "行业干货分享：黄油"));
    assert_snapshot!(desk.draw(80, 4, Shape::Single), @"");
    desk.press("s").unwrap();
    assert!(desk.draw(80, 18, Shape::Single).contains("小满 送审，等了 1天"), "{}", desk.draw(80, 18, Shape::Single));
}

#[test]
fn where_approval_is_required_nothing_goes_out_unseen() {
    let mut desk = desk();
    store::set_own(&mut desk.file.db, 1, &Own { approval: Approval::Required, ..Own::default() }).unwrap();
    refresh(&mut desk);
    desk.press("t").unwrap();
    let refused = desk.press("a").unwrap_err();
    assert_eq!(refused.says.key, "posts.needs_approval");
    desk.press("Eta").unwrap();
    desk.press("ta").unwrap();
    assert_eq!(desk.state(1), State::Published);
}

#[test]
fn a_post_of_several_places_asks_where_and_counts() {
    let mut desk = desk();
    several(&mut desk);
    desk.press("a").unwrap();
    assert_snapshot!(desk.draw(80, 6, Shape::Single), @"");
    desk.press("2").unwrap();
    assert_eq!(desk.status(), "已发 早安打卡 第12天 到 粉丝群 (1/2) (u 撤销)");
    assert_eq!((desk.state(1), desk.title().as_str()), (State::Planned, "早安打卡 第12天"), "there is one left");
    assert!(desk.draw(80, 18, Shape::Single).contains("已发1/2"));
    desk.press("a").unwrap();
    assert_eq!(desk.state(1), State::Published, "the last place is no question");
    let mut desk = self::desk();
    several(&mut desk);
    desk.press("aa").unwrap();
    assert_eq!(desk.state(1), State::Published, "twice is all of them");
    assert_eq!(store::get(&desk.file.db, 1).unwrap().more.out(), Some((2, 2)));
}

#[test]
fn every_place_gets_its_own_words() {
    let mut desk = desk();
    several(&mut desk);
    desk.press("y1").unwrap();
    assert_eq!((copied(&desk).as_str(), desk.state(1)), ("早安，今天打卡第12天。\n发一张你的面团。", State::Planned));
    desk.press("Y2").unwrap();
    assert_eq!(copied(&desk), "打卡！看", "where links do not live they are left out");
    assert_eq!(desk.status(), "已发 早安打卡 第12天 到 粉丝群 (1/2) (u 撤销)  抖音：链接已去掉");
    desk.press("y").unwrap();
    assert_eq!(copied(&desk), "早安，今天打卡第12天。\n发一张你的面团。", "one place is left");
    desk.press("M7").unwrap();
    assert_eq!((desk.state(1), desk.status().contains("其余 1 处不发")), (State::Published, true));
}

#[test]
fn details_are_noted_in_a_form() {
    let mut desk = desk();
    desk.press("M").unwrap();
    assert_snapshot!(desk.draw(80, 8, Shape::Single), @"");
    desk.press("1").unwrap();
    desk.press("抖音, 火星<Enter>").unwrap();
    desk.press("黄油<Enter>打卡<Enter>双11<Enter>").unwrap();
    assert_snapshot!(desk.draw(80, 18, Shape::Single), @"");
    desk.press("<Enter>图/a.png<Enter>").unwrap();
    assert_eq!(desk.status(), "还发往「抖音, 火星」看不懂");
    desk.press("<Backspace><Backspace><Backspace><Backspace><Enter><Enter>").unwrap();
    assert!(!Pane::captures(&desk.pane), "{}", desk.draw(80, 18, Shape::Single));
    let post = store::get(&desk.file.db, 1).unwrap();
    let details = &post.more.details;
    assert_eq!(
        (details.topic.as_str(), details.mechanic.as_str(), details.campaign.as_str()),
        ("黄油", "打卡", "双11")
    );
    assert_eq!(
        (details.aim.as_str(), &details.assets, post.more.places.len()),
        ("抖音", &vec!["图/a.png".to_owned()], 2)
    );
    desk.press("tp").unwrap();
    assert_snapshot!(desk.draw(80, 18, Shape::Single), @"");
}

#[test]
fn texts_are_held_against_their_platform_while_they_are_typed() {
    let mut desk = desk();
    several(&mut desk);
    desk.press("M2<Tab>").unwrap();
    assert_snapshot!(desk.draw(80, 18, Shape::Single), @"");
    desk.press("加V").unwrap();
    assert!(desk.draw(80, 18, Shape::Single).contains("抖音 禁词「加V」"));
    desk.press("<Enter>").unwrap();
    let text = store::get(&desk.file.db, 1).unwrap().more.texts["douyin"].clone();
    assert_eq!(text, "打卡！看 https://x.example加V");
}

#[test]
fn an_experiment_is_made_and_judged_in_words() {
    let mut desk = desk();
    desk.press("jM3").unwrap();
    assert_snapshot!(desk.draw(80, 4, Shape::Single), @"");
    desk.press("1").unwrap();
    let screen = desk.draw(80, 18, Shape::Single);
    assert!(screen.contains("戚风开裂的 5 个原因 的 B，比标题与文案"), "{screen}");
    desk.press("<Enter><Enter><Enter>").unwrap();
    assert_eq!(desk.press("<Enter>").unwrap_err().says.key, "posts.twin_same", "there is nothing to compare");
    desk.press("<BTab><BTab><BTab>六问").unwrap();
    desk.press("<Enter><Enter><Enter>").unwrap();
    assert!(!Pane::captures(&desk.pane), "{}", desk.draw(80, 18, Shape::Single));
    let (a, b) = store::partner(&desk.file.db, 2).unwrap().unwrap();
    assert_eq!((a.id, b.title.as_str(), b.time), (2, "戚风开裂的 5 个原因六问", a.time));
}

#[test]
fn verdicts_stand_under_s() {
    let mut desk = desk();
    let a = store::get(&desk.file.db, 2).unwrap();
    let content = store::Content { title: "别的题目".into(), ..store::Content::from(&a) };
    let db = &mut desk.file.db;
    let (b, _) = store::add_twin(
        db,
        Ref::from(&a),
        &content,
        crate::calendar::twin::Differs::Topic,
        crate::calendar::twin::Measure::Likes,
    )
    .unwrap();
    let words = |desk: &mut Desk| {
        refresh(desk);
        desk.pane.list.select(2);
        desk.press("s").unwrap();
        let screen = desk.draw(80, 18, Shape::Single);
        desk.press("<Esc>").unwrap();
        screen
            .lines()
            .filter(|l| l.contains("A/B") || l.contains("Fisher") || l.contains("结果："))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_snapshot!(words(&mut desk), @"");
    for (id, likes) in [(2, 12), (b, 31)] {
        let one = Ref::from(&store::get(&desk.file.db, id).unwrap());
        // What has no words of its own goes out with its title.
        store::set_own(&mut desk.file.db, 9, &Own::default()).unwrap();
        let draft = store::get(&desk.file.db, id).unwrap().state;
        assert!(draft.may(State::Published), "{draft:?}");
        store::publish(&mut desk.file.db, &[one], "").unwrap();
        let one = Ref::from(&store::get(&desk.file.db, id).unwrap());
        let found = Results { reads: Some(250), likes: Some(likes), ..Results::default() };
        store::results(&mut desk.file.db, one, &found, "").unwrap();
    }
    assert_snapshot!(words(&mut desk), @"");
}

#[test]
fn a_communitys_rules_and_the_kinds_are_forms() {
    let mut desk = desk();
    desk.press("M5").unwrap();
    assert_snapshot!(desk.draw(80, 18, Shape::Single), @"");
    desk.press("3<Enter>2<Enter>9<Enter>20/60/30<Enter>").unwrap();
    assert!(desk.status().contains("看不懂"), "{}", desk.status());
    desk.press("<Backspace><Backspace>20<Enter>").unwrap();
    let plan = store::plan(&desk.file.db).unwrap();
    assert_eq!(
        (plan.caps(1), plan.targets(Some(1)), plan.own[&1].approval),
        ((2, 9), vec![20, 60, 20], Approval::Required)
    );
    desk.press("M6").unwrap();
    assert_snapshot!(desk.draw(80, 18, Shape::Single), @"");
    desk.press("<Tab><Tab><Tab>公告 10<Enter><Enter>").unwrap();
    assert!(!Pane::captures(&desk.pane), "{}", desk.status());
    let kinds = store::kinds(&desk.file.db).unwrap();
    assert_eq!((kinds.0.len(), kinds.0[3].kind.word(), kinds.0[3].target), (4, "公告", 10));
    assert_eq!(kinds.0[0].kind, Kind::Tips);
}

#[test]
fn what_speaks_against_a_plan_stands_in_its_form() {
    let mut desk = desk();
    // The lottery of 新手2群 has fallen three times, and there is one on that day.
    desk.pane.list.select(28);
    desk.press("n2000<Enter>3<Enter><Enter><Enter>抽奖5").unwrap();
    assert_snapshot!(desk.draw(80, 18, Shape::Single), @"");
    desk.press("<Enter>来抽奖<Enter>").unwrap();
    assert!(!Pane::captures(&desk.pane), "a warning forbids nothing: {}", desk.status());
    desk.press("s").unwrap();
    assert_snapshot!(desk.draw(80, 10, Shape::Single), @"");
}
