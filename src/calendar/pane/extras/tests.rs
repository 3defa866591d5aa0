use super::super::Action;
use super::super::tests::Desk;
use crate::base::Language;
use crate::calendar::approval::Approval;
use crate::calendar::mix::Own;
use crate::calendar::more::Details;
use crate::calendar::post::{Kind, Results, State};
use crate::calendar::store::{self, Ref, tests::set_details};
use crate::db::testing;
use crate::tui::pane::{Effect, Pane, Shape};
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

/// What `a` is called on the row under the cursor, where that is something else.
fn label_of_a(desk: &Desk) -> Option<&'static str> {
    Pane::label(&desk.pane, Action::Publish)
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
    assert_eq!((label_of_a(&desk), desk.title().as_str()), (Some("posts.cmd_approve"), "早安打卡 第12天"));
    desk.press("a").unwrap();
    assert_eq!((desk.state(1), desk.status().as_str()), (State::Approved, "批准 早安打卡 第12天 (新手1群) (u 撤销)"));
    desk.press("t").unwrap();
    assert_eq!(label_of_a(&desk), None);
    desk.press("a").unwrap();
    assert_eq!(desk.state(1), State::Published);
}

#[test]
fn what_waits_is_sent_back_with_a_word() {
    let mut desk = desk();
    desk.press("Etx").unwrap();
    assert_snapshot!(desk.draw(80, 6, Shape::Single), @r"
    | 今天 10月10日 周六 班                                                          |
    | ▸ 迟8时20  09:00 微信 新手1群 固定 互动 早安打卡 第12天             周宁 待审  |
    |   迟4时50  12:30 小红书 群聊  固定 干货 戚风开裂的 5 个原因         小满 未发  |
    |═ 取消 早安打卡 第12天，按一位数字选理由 ═══════════════════════════════════════|
    |   1  过期 建议              3  不合适                 5  退回，写一句          |
    |   2  重复                   4  改热点                 9  其他，写一句          |
    ");
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
    assert!(screen.contains("留意 1 条送审超过 24 时：行业干货分享：黄油 (a 批准)"), "{screen}");
    desk.press("f4").unwrap();
    assert_eq!((desk.pane.list.len(), desk.title().as_str()), (1, "行业干货分享：黄油"));
    assert_snapshot!(desk.draw(80, 4, Shape::Single), @r"
    | 10月12日 周一                                                                  |
    | ▸          12:30 微信 进阶群  固定 干货 行业干货分享：黄油          小满 催审  |
    |                                                                                |
    |                                                                                |
    ");
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
    assert_snapshot!(desk.draw(80, 6, Shape::Single), @r"
    | 今天 10月10日 周六 班                                                          |
    | ▸ 迟8时20  09:00 微信 新手1群 固定 互动 早安打卡 第12天             周宁 未发  |
    |   迟4时50  12:30 小红书 群聊  固定 干货 戚风开裂的 5 个原因         小满 未发  |
    |   余40分   18:00 微博 超话    热点 互动 盐可颂翻车 跟进             小满 未发  |
    |═ 已发 早安打卡 第12天，发到了哪里 (0/2) ═══════════════════════════════════════|
    |   1  微信 新手1群                        2  抖音 粉丝群                        |
    ");
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
    assert_snapshot!(desk.draw(80, 8, Shape::Single), @r"
    | 今天 10月10日 周六 班                                                          |
    | ▸ 迟8时20  09:00 微信 新手1群 固定 互动 早安打卡 第12天             周宁 未发  |
    |   迟4时50  12:30 小红书 群聊  固定 干货 戚风开裂的 5 个原因         小满 未发  |
    |   余40分   18:00 微博 超话    热点 互动 盐可颂翻车 跟进             小满 未发  |
    |═ 更多 早安打卡 第12天 ═════════════════════════════════════════════════════════|
    |   1  资料：去处 话题 玩法 素材           4  搁置                               |
    |   2  各平台文案                          5  这个群的规矩                       |
    |   3  A/B：配一条 B                       6  类型与目标                         |
    ");
    desk.press("1").unwrap();
    desk.press("抖音, 火星<Enter>").unwrap();
    desk.press("黄油<Enter>打卡<Enter>双11<Enter>").unwrap();
    assert_snapshot!(desk.draw(80, 18, Shape::Single), @r"
    | 今天 10月10日 周六 班                                                          |
    | ▸ 迟8时┌─ 资料 早安打卡 第12天 ───────────────────────────────────────┐  未发  |
    |   迟4时│                                                              │  未发  |
    |   余40 │  形式    [1 图文] 1/9                                        │  未发  |
    |   待2时│  还发往  抖音, 火星                                          │  备好  |
    |   待2时│  话题    黄油                                                │  备好  |
    | 明天 10│  玩法    打卡                                                │        |
    |        │  活动    双11                                                │  备好  |
    |        │  负责人  周宁                                                │  草稿  |
    | 10月12 │▸ 备注   [                                                  ] │        |
    |        │  素材                                                        │  备好  |
    |        │                                                              │  备好  |
    |        │                                                              │  待审  |
    |   缺   │                                                              │  缺    |
    |─ 配比  │  去处写平台、分层或群，如 抖音, VIP；素材一行一个            │────────|
    | 留意 抽│                                                              │        |
    | 节点 重└─ Enter 下一格  S-Tab 上一格  Esc 留作草稿 ───────────────────┘        |
    | 热点 1：盐可颂翻车 跟进 18:00 前跟进，21:00 过期 (来源 微博，热度 3)           |
    ");
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
    assert_snapshot!(desk.draw(80, 18, Shape::Single), @r"
    | 今天 10月10日 周六 班                                                          |
    | ▸ 迟8时20  09:00 微信 新手1群 固定 互动 早安打卡 第12天             周宁 未发  |
    |   迟4时50  12:30 小红书 群聊  固定 干货 戚风开裂的 5 个原因         小满 未发  |
    |   余40分   18:00 微博 超话    热点 互动 盐可颂翻车 跟进             小满 未发  |
    |   待2时10  19:30 抖音 粉丝群  固定 干货 直播提醒：可颂开酥          周宁 备好  |
    |   待2时40  20:00 微信 VIP群   固定 福利 会员模具团购                周宁 备好  |
    | 明天 10月11日 周日 休                                                          |
    |            09:00 微信 新手1群 固定 互动 早安打卡 第13天             周宁 备好  |
    |            20:00 B站 粉丝群   固定 互动 晒图点评 周日场             阿泽 草稿  |
    | 10月12日 周一                                                                  |
    |            09:00 微信 新手1群 固定 互动 早安打卡 第14天             周宁 备好  |
    |─ 微信 新手1群  今天 10月10日 周六 调休上班 09:00 ──────────────────────────────|
    | 固定 互动 图文  未发  周宁  话题 黄油  玩法 打卡  活动 双11                    |
    |                                                                                |
    | 早安，今天打卡第12天。                                                         |
    | 发一张你的面团。                                                               |
    |                                                                                |
    | 微信 新手1群  未发                                                             |
    ");
}

#[test]
fn texts_are_held_against_their_platform_while_they_are_typed() {
    let mut desk = desk();
    several(&mut desk);
    desk.press("M2<Tab>").unwrap();
    assert_snapshot!(desk.draw(80, 18, Shape::Single), @r"
    | 今天 10月10日 周六 班                                                          |
    | ▸ 迟8时20  09:00 微信 新手1群 固定 互动 早安打卡 第12天             周宁 未发  |
    |   迟4时50  12:30 小红书 群聊  固定 干货 戚风开裂的 5 个原因         小满 未发  |
    |   余40 ┌─ 各平台文案 早安打卡 第12天 ─────────────────────────────────┐  未发  |
    |   待2时│                                                              │  备好  |
    |   待2时│  微信                                                        │  备好  |
    | 明天 10│                                                              │        |
    |        │▸ 抖音 [打卡！看 https://x.example                          ] │  备好  |
    |        │       [                                                    ] │  草稿  |
    | 10月12 │──────────────────────────────────────────────────────────────│        |
    |        │  抖音 不能带链接 https://x.example                           │  备好  |
    |        │                                                              │  备好  |
    |        │  空着 = 用通常的文案                                         │  待审  |
    |   缺   │                                                              │  缺    |
    |─ 配比  └─ Enter 下一格  S-Tab 上一格  Esc 留作草稿 ───────────────────┘────────|
    | 留意 抽奖连 3 场人数递减 214 > 171 > 126，下一场在 10月16日                    |
    | 节点 重阳 10月18日 8天后   霜降 10月23日   双11 32天后                         |
    | 热点 1：盐可颂翻车 跟进 18:00 前跟进，21:00 过期 (来源 微博，热度 3)           |
    ");
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
    assert_snapshot!(desk.draw(80, 4, Shape::Single), @r"
    | 今天 10月10日 周六 班                                                          |
    |   迟8时20  09:00 微信 新手1群 固定 互动 早安打卡 第12天             周宁 未发  |
    |═ 给 戚风开裂的 5 个原因 配 B，只差一样 ════════════════════════════════════════|
    |   1  标题与文案             2  时刻                   3  形式                  |
    ");
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
    assert_snapshot!(words(&mut desk), @r"
    |   A/B 比标题与文案，以赞计：A --  B --                                         |
    |   还没有结果：两条都记下阅读和这一项才能比                                     |
    ");
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
    assert_snapshot!(words(&mut desk), @r"
    |   A/B 比标题与文案，以赞计：A 12/250 = 4.8%  B 31/250 = 12.4%                  |
    |   B 更好，不像是碰巧 (Fisher p = 0.004)                                        |
    ");
}

#[test]
fn a_communitys_rules_and_the_kinds_are_forms() {
    let mut desk = desk();
    desk.press("M5").unwrap();
    assert_snapshot!(desk.draw(80, 18, Shape::Single), @r"
    | 今天 10月10日 周六 班                                                          |
    | ▸ 迟8时20  09:00 微信 新手1群 固定 互动 早安打卡 第12天             周宁 未发  |
    |   迟4时50  12:30 小红书 群聊  固定 干货 戚风开裂的 5 个原因         小满 未发  |
    |   余40分   18:00 微博 超话    热点 互动 盐可颂翻车 跟进             小满 未发  |
    |   待2时┌─ 微信 新手1群 的规矩 ────────────────────────────────────────┐  备好  |
    |   待2时│                                                              │  备好  |
    | 明天 10│▸ 审批       1 不用审 [2 可审可不审] 3 必须审                 │        |
    |        │  一天最多  ____                                通常 3        │  备好  |
    |        │  一周最多  ____                                通常 7        │  草稿  |
    | 10月12 │  配比      ____                                通常 50/30/20 │        |
    |        │                                                              │  备好  |
    |        │  配比按 干货/互动/福利，加起来 100；空着 = 通常              │  备好  |
    |        │                                                              │  待审  |
    |   缺   └─ Enter 下一格  S-Tab 上一格  Esc 留作草稿 ───────────────────┘  缺    |
    |─ 配比 干货 48/50  互动 31/30  福利 21/20 ──────────────────────────────────────|
    | 留意 抽奖连 3 场人数递减 214 > 171 > 126，下一场在 10月16日                    |
    | 节点 重阳 10月18日 8天后   霜降 10月23日   双11 32天后                         |
    | 热点 1：盐可颂翻车 跟进 18:00 前跟进，21:00 过期 (来源 微博，热度 3)           |
    ");
    desk.press("3<Enter>2<Enter>9<Enter>20/60/30<Enter>").unwrap();
    assert!(desk.status().contains("看不懂"), "{}", desk.status());
    desk.press("<Backspace><Backspace>20<Enter>").unwrap();
    let plan = store::plan(&desk.file.db).unwrap();
    assert_eq!(
        (plan.caps(1), plan.targets(Some(1)), plan.own[&1].approval),
        ((2, 9), vec![20, 60, 20], Approval::Required)
    );
    desk.press("M6").unwrap();
    assert_snapshot!(desk.draw(80, 18, Shape::Single), @r"
    | 今天 10月10日 周六 班                                                          |
    | ▸ 迟8时20  09:00 微信 新手1群 固定 互动 早安打卡 第12天             周宁 草稿  |
    |   迟4时50  12:30 小红书 群聊  固定 干货 戚风开裂的 5 个原因         小满 未发  |
    |   余40 ┌─ 类型与目标 ─────────────────────────────────────────────────┐  未发  |
    |   待2时│                                                              │  备好  |
    |   待2时│▸ 第 1 种 [干货 50                                          ] │  备好  |
    | 明天 10│  第 2 种  互动 30                                            │        |
    |        │  第 3 种  福利 20                                            │  草稿  |
    |        │  第 4 种  ____                                               │  草稿  |
    | 10月12 │  第 5 种  ____                                               │        |
    |        │                                                              │  草稿  |
    |        │  写 名称 比例，如 公告 10；清空 = 停用                       │  备好  |
    |        │                                                              │  待审  |
    |   缺   └─ Enter 下一格  S-Tab 上一格  Esc 留作草稿 ───────────────────┘  缺    |
    |─ 配比 干货 48/50  互动 31/30  福利 21/20 ──────────────────────────────────────|
    | 留意 抽奖连 3 场人数递减 214 > 171 > 126，下一场在 10月16日                    |
    | 节点 重阳 10月18日 8天后   霜降 10月23日   双11 32天后                         |
    | 热点 1：盐可颂翻车 跟进 18:00 前跟进，21:00 过期 (来源 微博，热度 3)           |
    ");
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
    assert_snapshot!(desk.draw(80, 18, Shape::Single), @r"
    | 10月14日 周三                                                                  |
    |        ┌─ 新条目 ─────────────────────────────────────────────────────┐  备好  |
    |        │  群        微信 新手2群                        必填          │  备好  |
    | 10月15 │  日期      2026-10-16                          10月16日 周五 │        |
    |        │  时刻      2000                                20:00         │  备好  |
    |        │  类型       1 干货  2 互动 [3 福利]                          │  备好  |
    |   缺   │  来源      [1 固定] 2 热点                                   │  缺    |
    |        │  热点过期  ____                                              │  备好  |
    |        │▸ 标题     [抽奖5                             ] 必填          │  备好  |
    | 10月16 │  文案                                                        │        |
    |        │                                                              │  备好  |
    |        │                                                              │  备好  |
    |        │──────────────────────────────────────────────────────────────│  备好  |
    | ▸      │  抽奖 人数连降 214 > 171 > 126：换玩法                       │  备好  |
    |─ 配比  │  那周 福利 会到 75%，目标 20%                                │────────|
    | 留意 抽│  存为草稿   当天 2/3  周一起 3/7                             │        |
    | 节点 重└─ Enter 下一格  S-Tab 上一格  Esc 留作草稿 ───────────────────┘        |
    | 热点 1：盐可颂翻车 跟进 18:00 前跟进，21:00 过期 (来源 微博，热度 3)           |
    ");
    desk.press("<Enter>来抽奖<Enter>").unwrap();
    assert!(!Pane::captures(&desk.pane), "a warning forbids nothing: {}", desk.status());
    desk.press("s").unwrap();
    assert_snapshot!(desk.draw(80, 10, Shape::Single), @r"
    | 10月16日 周五                                                                  |
    |            09:00 微信 新手1群 固定 干货 早安打卡 第18天             周宁 备好  |
    |            12:00 微博 超话    固定 福利 投票结果                    阿泽 备好  |
    |            12:30 微信 进阶群  固定 干货 欧包课                      小满 备好  |
    | ▸          20:00 微信 新手2群 固定 福利 抽奖4                       小满 备好  |
    |═ 为什么 抽奖4 ═════════════════════════════════════════════════════════════════|
    |   固定 系列 抽奖：10/6 214 > 10/7 171 > 10/8 126                               |
    |   微信 新手2群 本周 3/7，全部 推送 27/30                                       |
    |   抽奖连 3 场人数递减 214 > 171 > 126，下一场在 10月16日                       |
    |   当天 1/3  周一起 2/7    干货 33/50  互动 0/30  福利 67/20                    |
    ");
}
