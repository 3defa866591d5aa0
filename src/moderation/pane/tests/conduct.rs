//! Rights, recommendations, strikes, appeals, second opinions and results of several, by key.

use super::*;
use crate::db::setting;
use crate::moderation::store::{NewItem, Origin};

/// The operator has this role.
fn as_role(role: &str) -> World {
    let mut file = sample();
    setting::enrol(&mut file.db, "甲", role).unwrap();
    World::of(file, Language::Hans)
}

fn new(kind: ItemKind, who: &str, community: i64, text: &str) -> NewItem {
    NewItem {
        kind,
        level: 2,
        community,
        member: None,
        who: who.into(),
        text: text.into(),
        source: String::new(),
        hits: vec![],
        suggestion: Suggestion::Look,
        score: 0.0,
        created_at: now(),
        message_key: String::new(),
        batch: None,
    }
}

fn facts(world: &World) -> Vec<String> {
    world.pane.detail.as_ref().unwrap().why.iter().map(|f| format!("{}|{}", f.label, f.text)).collect()
}

#[test]
fn rejecting_sends_the_notice_to_the_clipboard_and_names_the_line_reached() {
    let mut world = World::new(Language::Hans);
    world.keys("x 1");
    let notice = get(&world.file.db, 1).notice;
    assert_eq!(world.copied(), Some(notice.as_str()));
    assert!(notice.contains("90 天内第 2 次"), "{notice}");
    world.keys("G");
    let effect = world.pane.effect(&world.lang);
    assert_eq!(effect, "之后：移除，通知草稿，记 1 次违规 (90 天内第 3 次，到警告线)");
    world.keys("x 1");
    assert_eq!(world.status(), "已拒绝 糖霜饼干 广告引流，到警告线 (u 撤销)");
    let before = world.effects.len();
    world.keys("x n 3");
    assert!(!world.effects[before..].iter().any(|e| matches!(e, Effect::Copy(_))), "without a notice nothing is sent");
}

#[test]
fn a_volunteer_recommends_what_is_severe_and_one_key_accepts_it() {
    let mut world = as_role("volunteer");
    world.keys("j x 3");
    assert_eq!(state(&world, 2).0, State::Rejected, "within their rights");
    world.keys("x 4");
    assert_eq!(world.status(), "只能建议：拒绝 Luna 违法违规，已上交 L3 (u 撤销)");
    assert_eq!(state(&world, 3), (State::Pending, None, 3));
    assert!(!world.ids().contains(&3), "gone from this sitting like everything sent up");
    let strikes: i64 = world.file.db.conn().query_row("SELECT count(*) FROM strike", [], |r| r.get(0)).unwrap();
    assert_eq!(strikes, 2, "a recommendation is no strike");

    let mut file = as_operator(&world.file, "周宁");
    setting::enrol(&mut file, "周宁", "manager").unwrap();
    world.file.db = file;
    let mut manager = World::of(world.file, Language::Hans);
    manager.me = "周宁";
    manager.refresh();
    manager.keys("f 3");
    let row = manager.pane.rows.iter().find(|r| r.id == 3).unwrap();
    assert_eq!((row.tag.as_str(), row.proposed()), ("甲荐拒违法", Suggestion::Reject(Reason::Illegal)));
    manager.pane.list.select(3);
    manager.refresh();
    let why = facts(&manager);
    assert!(why.contains(&"甲|17:20 建议拒绝 违法违规  Y 照办".to_owned()), "{why:?}");
    manager.keys("Y");
    assert_eq!(state(&manager, 3), (State::Rejected, Some(Reason::Illegal), 3));
    assert_eq!(get(&manager.file.db, 3).decided_by, "周宁");
}

#[test]
fn at_the_top_only_a_manager_decides() {
    let mut world = as_role("content");
    world.keys("a");
    assert_eq!(
        (state(&world, 1), world.status()),
        ((State::Pending, None, 3), "只能建议：通过 糖霜饼干，已上交 L3 (u 撤销)".into())
    );
    world.undo();
    assert!(get(&world.file.db, 1).conduct.advice.is_none());
    world.keys("Home Y");
    assert_eq!(world.status(), "这一条没有别人的建议");
}

#[test]
fn a_join_let_in_offers_its_welcome() {
    let mut world = World::new(Language::Hans);
    world.keys("j j a");
    assert_eq!(world.status(), "已通过 Luna (u 撤销  y 复制欢迎语)");
    world.keys("y");
    let Some(Effect::Wording(wanted)) = world.effects.last() else { panic!("{:?}", world.effects.last()) };
    assert_eq!((wanted.category, wanted.platform.as_str()), ("welcome", "wechat"));
    assert_eq!(wanted.facts, [("nickname", "Luna".to_owned()), ("community", "VIP群".to_owned())]);
    world.keys("x 1 y");
    assert!(world.copied().is_some_and(|t| t.contains("小厨娘阿静")), "after a rejection y is the notice again");
}

#[test]
fn one_welcome_greets_all_who_came_to_one_community() {
    let mut world = World::new(Language::Hans);
    world.keys("m");
    assert_eq!(world.ids(), [3, 4, 7, 10, 12, 15, 18]);
    world.keys("j Space j Space a");
    assert_eq!(world.status(), "已通过 2 条 (u 撤销  y 复制欢迎语)");
    let wanted = world.pane.welcome.clone().unwrap();
    assert_eq!(wanted.facts[0].1, "小厨娘阿静、阿布");
    world.keys("V a");
    assert_eq!(
        (world.pane.welcome.clone(), world.status()),
        (None, "已通过 5 条 (u 撤销)".into()),
        "of several communities none"
    );
}

#[test]
fn a_colleague_is_asked_and_answers() {
    let mut world = World::new(Language::Hans);
    world.keys("j @");
    assert_eq!(world.status(), "还没有别的同事登记在这里");
    for name in ["阿泽", "小满"] {
        setting::enrol(&mut world.file.db, name, "volunteer").unwrap();
    }
    world.keys("@ 2");
    assert_eq!(world.status(), "已求 阿泽 看 (u 撤销)");
    let row = world.pane.rows.iter().find(|r| r.id == 2).unwrap();
    assert_eq!((row.tag.as_str(), state(&world, 2).0), ("求看 @阿泽", State::Pending));

    world.file.db = as_operator(&world.file, "阿泽");
    let mut asked = World::of(world.file, Language::Hans);
    asked.me = "阿泽";
    asked.refresh();
    let theme = crate::tui::Theme::load("dark", crate::tui::Depth::Sixteen).unwrap();
    let look = crate::tui::Look { theme: &theme, glyphs: &crate::tui::look::UNICODE, lang: &asked.lang };
    assert!(Pane::heading(&asked.pane, &look, Shape::Single).0.ends_with("求你看 1"));
    asked.keys("f 4");
    assert_eq!(asked.ids(), [2]);
    asked.keys("; 「骂人了，该拒」 Enter");
    assert_eq!(asked.status(), "备注已记 (u 撤销)");
    assert_eq!(get(&asked.file.db, 2).note, "阿泽：骂人了，该拒");
    assert_eq!(asked.pane.asked_me, 0);
    asked.keys("Esc j");
    assert_eq!(asked.pane.rows.iter().find(|r| r.id == 2).unwrap().tag, "你已看");
}

#[test]
fn a_note_that_is_not_finished_is_kept() {
    let mut world = World::new(Language::Hans);
    world.keys("; Enter");
    assert_eq!(world.status(), "还差一句备注");
    world.keys("「先问问」 Esc");
    assert!(world.effects.contains(&Effect::Draft("queue.note:1".into(), "先问问".into())));
    draft::keep(&mut world.file.db, "queue.note:1", "先问问").unwrap();
    world.keys("; Enter");
    assert!(get(&world.file.db, 1).note.ends_with("甲：先问问"));
}

#[test]
fn of_several_what_failed_is_listed_with_its_reason() {
    let mut world = World::new(Language::Hans);
    let mut other = as_operator(&world.file, "阿泽");
    world.keys("j Space Space Space");
    let reject = Decision::reject(Reason::Ads);
    store::decide(&mut other, &[Target { id: 2, version: 1 }], &reject, |_| String::new()).unwrap();
    store::decide(&mut other, &[Target { id: 4, version: 1 }], &Decision::Approve, |_| String::new()).unwrap();
    world.keys("a");
    let Mode::Results(menu) = &world.pane.mode else { panic!("{:?}", world.pane.mode) };
    assert_eq!((menu.title.as_str(), menu.lines.len()), ("做成 1  没做成 2", 2));
    assert_eq!(menu.lines, ["麦子  阿泽 0秒前 已拒绝 广告引流", "小厨娘阿静  阿泽 0秒前 已通过"]);
    assert_eq!(state(&world, 3).0, State::Approved);
    world.keys("j");
    assert!(matches!(world.pane.mode, Mode::List), "any key closes the list and does nothing else");
}

#[test]
fn an_appeal_shows_what_it_is_about_and_is_judged_by_another() {
    let mut world = World::new(Language::Hans);
    world.keys("j x 3");
    let appeal = new(ItemKind::Appeal, "麦子", 5, "我道歉了");
    let id = store::enter(&mut world.file.db, &appeal, &Origin::default()).unwrap();
    world.refresh();
    world.keys("G");
    assert_eq!(world.cursor(), Some(id));
    let detail = world.pane.detail.clone().unwrap();
    assert_eq!(detail.gist, "申诉的 #2 17:20 你 拒绝 人身攻击  「你懂什么烘焙，滚出去」");
    assert_eq!(detail.advice, "这是你自己的决定，申诉要别人来定，E 上交经理，或 @ 求同事看");
    assert!(facts(&world).contains(&"|「你懂什么烘焙，滚出去」".to_owned()), "{:?}", facts(&world));
    assert!(facts(&world).iter().any(|f| f.starts_with("|公约 4.1 第 1 版：尊重他人")), "{:?}", facts(&world));
    assert_eq!(world.key("a").unwrap_err().says.key, "conduct.appeal_own");
    assert_eq!(world.pane.suggested(), Some(Reason::Abuse), "denied for what the decision was made for");

    world.file.db = as_operator(&world.file, "小满");
    let mut other = World::of(world.file, Language::Hans);
    other.keys("G");
    assert_eq!(other.pane.effect(&other.lang), "之后：维持原来的处理，通知草稿，不记违规");
    other.keys("a");
    assert_eq!(other.status(), "申诉成立 麦子：原决定和违规已撤 (u 撤销)");
    assert!(other.copied().is_some_and(|t| t.contains("申诉成立")), "{:?}", other.copied());
    assert_eq!(state(&other, 2).0, State::Approved);
}

#[test]
fn what_an_appeal_is_about_hides_handles_like_everything_else() {
    let mut world = World::new(Language::Hans);
    world.keys("x 1");
    let appeal = new(ItemKind::Appeal, "糖霜饼干", 1, "不是广告");
    store::enter(&mut world.file.db, &appeal, &Origin { appeal_of: Some(1), ..Origin::default() }).unwrap();
    world.refresh();
    world.keys("G");
    let gist = world.pane.detail.as_ref().unwrap().gist.clone();
    assert!(gist.contains("****7788") && !gist.contains("tsbg"), "{gist}");
}

#[test]
fn an_appeal_that_cannot_be_taken_keeps_the_form_open() {
    let mut world = World::new(Language::Hans);
    world.keys("n");
    let Mode::Form(form, _) = &mut world.pane.mode else { panic!() };
    for (at, value) in [(0, "申诉"), (1, "QQ 交流群"), (2, "路人"), (3, "为什么")] {
        form.fields[at].set(value);
    }
    form.set_focus(4);
    let refused = world.key("Enter").unwrap_err();
    assert_eq!(refused.says.key, "conduct.appeal_none");
    assert!(matches!(world.pane.mode, Mode::Form(..)), "nothing typed is lost");
}

#[test]
fn a_clause_is_cited_as_it_was_worded() {
    let mut world = World::new(Language::Hans);
    world.keys("x 1");
    store::set_clause(&mut world.file.db, "3.2", "新的写法").unwrap();
    let item = get(&world.file.db, 1);
    let dossier = store::dossier(&world.file.db, &item, &world.lang).unwrap();
    let at = crate::moderation::row::Moment { now: now(), zone: Zone::default(), lang: &world.lang, me: "甲" };
    let mut detail = crate::moderation::detail::Detail::of(&item, None, |_| None, &at);
    dossier.tell(&item, &mut detail, &at);
    let last = detail.why.last().unwrap().text.clone();
    assert_eq!(last, "公约 3.2 第 1 版：禁止广告引流：不发广告、二维码和联系方式，不拉人去别处。");
}

#[test]
fn hostile_text_in_every_new_field_is_shown_as_marks() {
    let evil = "a\u{1b}[2J\u{202e}\u{7}b";
    let mut world = World::new(Language::Hans);
    let join = new(ItemKind::Join, evil, 3, evil);
    let origin = Origin { handle: evil.into(), inviter: evil.into(), appeal_of: None };
    let id = store::enter(&mut world.file.db, &join, &origin).unwrap();
    let file = &world.file.db;
    file.conn()
        .execute_batch(
            "UPDATE item SET advised = 'reject:other', advised_words = who, advised_by = who, advised_at = 1, asked = who,
               asked_by = who, asked_at = 1, crisis = 'incident:' || who, note = who WHERE kind = 'join' AND handle <> '';
             INSERT INTO member(id, community_id, key, name) SELECT 77, 5, handle, who FROM item WHERE handle <> '';
             INSERT INTO note(member_id, at, by, text) SELECT 1, 1, who, who FROM item WHERE handle <> '';
             INSERT INTO operator(name, role, created_at) SELECT who, 'volunteer', 1 FROM item WHERE handle <> '';",
        )
        .unwrap();
    world.refresh();
    world.keys("G");
    assert_eq!(world.cursor(), Some(id));
    // What a key would write is no text on the screen.
    let rows: Vec<Row> = world.pane.rows.iter().map(|r| Row { advised: None, ..r.clone() }).collect();
    let shown = format!("{rows:?}{:?}", world.pane.detail);
    assert!(shown.contains("RLO"), "the hostile text is there, as marks");
    world.keys("Home");
    let card = format!("{:?}", world.pane.detail);
    world.keys("@");
    let Mode::Ask(menu) = &world.pane.mode else { panic!() };
    let labels: Vec<&String> = menu.items.iter().map(|i| &i.label).collect();
    for text in [shown, card, format!("{labels:?}"), menu.title.clone()] {
        assert!(!text.contains("\\u{1b}") && !text.contains("\\u{202e}") && !text.contains("\\u{7}"), "{text}");
    }
}

#[test]
fn what_waited_four_hours_climbs_when_the_pane_is_read_again() {
    let mut world = World::new(Language::Hans);
    world.file.db.conn().execute("UPDATE item SET climbs_at = 1 WHERE id = 5", []).unwrap();
    let before = world.entries();
    world.refresh();
    assert_eq!((state(&world, 5).2, world.entries()), (3, before + 1));
    world.refresh();
    assert_eq!(world.entries(), before + 1, "once");
    world.keys("j j j j");
    assert!(facts(&world).contains(&"直到 L3|等了 4 小时没人定，自动上交".to_owned()), "{:?}", facts(&world));
}
