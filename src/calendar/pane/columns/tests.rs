use super::super::Mode;
use super::super::tests::Desk;
use super::store;
use crate::base::Language;
use crate::calendar::board::View;
use crate::calendar::post::{State, Track};
use crate::db::Db;
use crate::tui::pane::{Pane, Shape};

/// A new column, typed: the community under the cursor, then title, rule, time and caption.
fn typed(desk: &mut Desk, title: &str, rule: &str, time: &str) {
    desk.press("Sn").unwrap();
    desk.press(title).unwrap();
    desk.press("<Tab>").unwrap();
    desk.press(rule).unwrap();
    desk.press("<Tab>").unwrap();
    desk.press(time).unwrap();
}

/// Enter until the form is saved or refused.
fn save(desk: &mut Desk) {
    for _ in 0..8 {
        desk.press("<Enter>").unwrap();
        let open = matches!(&desk.pane.mode, Mode::Columns(d) if d.form.is_some());
        if !open || !desk.status().is_empty() {
            break;
        }
    }
}

fn whole(desk: &Desk) -> String {
    let (left, right) = Pane::heading(&desk.pane, &desk.look(), Shape::Single);
    format!("{left} / {right} / {}\n{}", Pane::hints(&desk.pane, &desk.look()), desk.draw(80, 18, Shape::Single))
}

fn of(db: &Db) -> Vec<String> {
    store::columns(db)
        .unwrap()
        .iter()
        .map(|s| format!("{} {} {}", s.community, s.column.title, s.column.rule.text()))
        .collect()
}

#[test]
fn a_column_is_made_shown_and_changed_by_keys() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("S").unwrap();
    assert!(desk.draw(80, 18, Shape::Single).contains("还没有固定栏目"));
    desk.press("<Esc>").unwrap();
    assert!(!Pane::captures(&desk.pane));
    typed(&mut desk, "晚课 第{n}讲", "每周一三 节假日顺延", "21:30");
    insta::assert_snapshot!(desk.draw(80, 18, Shape::Single), @r"
    | 还没有 ┌─ 新栏目 ─────────────────────────────────────────────────────┐        |
    |        │                                                              │        |
    |        │  群    微信 新手1群                     必填                 │        |
    |        │  栏目  晚课 第{n}讲                     必填                 │        |
    |        │  周期  每周一三 节假日顺延              每周一、三，节假日.. │        |
    |        │▸ 时刻 [21:30                          ] 必填                 │        |
    |        │  类型  [1 干货] 2 互动  3 福利                               │        |
    |        │  从    2026-10-10                       10月10日 周六 班     │        |
    |        │  到    ____                                                  │        |
    |        │  文案                                                        │        |
    |        │                                                              │        |
    |        │                                                              │        |
    |        │──────────────────────────────────────────────────────────────│        |
    |        │  下几期 10/12  10/14  10/19  10/21  10/26                    │        |
    |        │                                                              │        |
    |        │  没有文案：每期先是缺口，等人补上                            │        |
    |        │                                                              │        |
    |        └─ Enter 下一格  S-Tab 上一格  Esc 留作草稿 ───────────────────┘        |
    ");
    save(&mut desk);
    assert_eq!(of(&desk.file.db), ["新手1群 晚课 第{n}讲 weekly mon,wed holidays=later"]);
    assert!(desk.status().starts_with("新栏目 晚课 第N讲 (新手1群)，排出 26 期 (u 撤销)"), "{}", desk.status());
    insta::assert_snapshot!(whole(&desk), @r"
    固定栏目 1 / 改一期在列表里改，这里改的是整个栏目 / n 新栏目  e 修改或定结束  Esc 返回
    |   群           时刻  周期                    栏目                下期    兑现  |
    | ▸ 微信 新手1群 21:30 每周一、三，节假日顺延  晚课 第N讲          10/12   --    |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |─ 微信 新手1群  每周一、三，节假日顺延 ─────────────────────────────────────────|
    | 下几期 10/12  10/14  10/19  10/21  10/26                                       |
    | 10月10日 周六 班 起  周宁                                                      |
    | 没有文案：每期先是缺口，等人补上                                               |
    |                                                                                |
    |                                                                                |
    ");
    // Another time, and an end.
    desk.press("e<Tab><Tab><Tab>").unwrap();
    let Mode::Columns(open) = &desk.pane.mode else { panic!("no columns") };
    assert_eq!(open.form.as_ref().unwrap().0.value(2), "每周一、三，节假日顺延", "the rule is shown as it is said");
    desk.press("<Esc><Esc>").unwrap();
    assert_eq!(desk.pane.view(), View::Agenda);
}

#[test]
fn what_cannot_be_understood_keeps_the_form_open() {
    let mut desk = Desk::new(Language::Hans);
    typed(&mut desk, "晚课", "有时候", "21:30");
    save(&mut desk);
    assert_eq!(desk.status(), "周期「有时候」看不懂");
    assert!(desk.draw(80, 18, Shape::Single).contains("每天 每3天 工作日"), "examples stand below");
    assert!(of(&desk.file.db).is_empty());
}

#[test]
fn one_slot_is_cancelled_like_any_entry_and_says_so() {
    let mut desk = Desk::new(Language::Hans);
    typed(&mut desk, "晚课", "每周一", "21:30");
    save(&mut desk);
    desk.press("<Esc>/晚课<Enter>").unwrap();
    assert_eq!(desk.pane.current().unwrap().title, "晚课");
    desk.press("s").unwrap();
    assert!(desk.draw(80, 18, Shape::Single).contains("栏目 每周一，下一期 10月19日；这里只动这一期，S 看整个栏目"));
    desk.press("<Esc>").unwrap();
    let id = desk.pane.current().unwrap().post.id;
    desk.press("x1").unwrap();
    assert_eq!(store::get(&desk.file.db, id).unwrap().state, State::Dropped);
    assert_eq!(store::columns(&desk.file.db).unwrap()[0].version, 1, "the column never noticed");
    // No key of the columns takes anything away.
    desk.press("S").unwrap();
    for key in ["d", "D", "x", "X", "r", "b", "i", "a", "o", "Y", "."] {
        desk.press(key).unwrap();
    }
    assert_eq!(of(&desk.file.db).len(), 1);
}

#[test]
fn a_hot_topic_is_written_down_and_has_its_lane() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("H<Tab>").unwrap();
    desk.press("微博热搜<Tab>5<Tab><Tab>").unwrap();
    desk.press("19:00<Tab>3h<Tab>").unwrap();
    insta::assert_snapshot!(desk.draw(80, 18, Shape::Single), @r"
    | 今天 10月10日 周六 班                                                          |
    | ▸ 迟8时┌─ 记热点 ─────────────────────────────────────────────────────┐  未发  |
    |   迟4时│                                                              │  未发  |
    |   余40 │  热点      ____                                        必填  │  未发  |
    |   待2时│  来源      微博热搜                                          │  备好  |
    |   待2时│  热度       1 冷  2 温  3 热  4 沸 [5 爆]                    │  备好  |
    | 明天 10│  群        微信 新手1群                                必填  │        |
    |        │  跟进截止  19:00                                       必填  │  备好  |
    |        │  过期      3h                                          20:20 │  草稿  |
    | 10月12 │▸ 类型       1 干货 [2 互动] 3 福利                           │        |
    |        │  文案                                                        │  备好  |
    |        │                                                              │  备好  |
    |        │                                                              │  待审  |
    |   缺   │                                                              │  缺    |
    |─ 配比  │  还有 1时40 可以跟进                                         │────────|
    | 留意 抽│                                                              │        |
    | 节点 重└─ Enter 下一格  S-Tab 上一格  Esc 留作草稿 ───────────────────┘        |
    | 热点 1：盐可颂翻车 跟进 18:00 前跟进，21:00 过期 (来源 微博，热度 3)           |
    ");
    desk.press("<Tab><Enter>").unwrap();
    assert_eq!(desk.status(), "还差 1 格：热点");
    desk.press("面包大赛").unwrap();
    for _ in 0..8 {
        desk.press("<Enter>").unwrap();
    }
    let hot = store::list(
        &desk.file.db,
        desk.pane.board.as_ref().unwrap().today,
        desk.pane.board.as_ref().unwrap().today,
        99,
    );
    let hot: Vec<String> = hot
        .unwrap()
        .into_iter()
        .filter(|p| p.track == Track::Hot)
        .map(|p| format!("{} {}", p.clock(), p.title))
        .collect();
    assert_eq!(hot, ["18:00 盐可颂翻车 跟进", "19:00 面包大赛"]);
    desk.press("mmm").unwrap();
    insta::assert_snapshot!(whole(&desk), @r"
    日   10月10日 周六 调休上班 / h l 前后一天  [ ] 前后一周 / 
    | 热点  2 条                                                                     |
    |   余40分   18:00 微博 超话    热点 互动 盐可颂翻车 跟进             小满 未发  |
    |            来源 微博，热度 3  18:00 前跟进  21:00 过期                         |
    |   待1时40  19:00 微信 新手1群 热点 互动 面包大赛                    周宁 想法  |
    |            微博热搜  热度 5  17:20 发现  19:00 前跟进  20:20 过期              |
    | 固定  4 条                                                                     |
    | ▸ 迟8时20  09:00 微信 新手1群 固定 互动 早安打卡 第12天             周宁 未发  |
    |   迟4时50  12:30 小红书 群聊  固定 干货 戚风开裂的 5 个原因         小满 未发  |
    |   待2时10  19:30 抖音 粉丝群  固定 干货 直播提醒：可颂开酥          周宁 备好  |
    |   待2时40  20:00 微信 VIP群   固定 福利 会员模具团购                周宁 备好  |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |─ 配比 干货 47/50  互动 33/30  福利 20/20 ──────────────────────────────────────|
    | 留意 抽奖连 3 场人数递减 214 > 171 > 126，下一场在 10月16日                    |
    | 节点 重阳 10月18日 8天后   霜降 10月23日   双11 32天后                         |
    | 热点 2：盐可颂翻车 跟进 18:00 前跟进，21:00 过期 (来源 微博，热度 3)           |
    ");
    desk.press("f5").unwrap();
    assert_eq!(desk.pane.list.len(), 2);
}

#[test]
fn a_hot_topic_is_changed_in_the_form_it_was_written_in() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("H面包大赛<Tab>微博热搜<Tab>5<Tab><Tab>19:00<Tab>7h<Enter><Enter><Enter>").unwrap();
    let topic = |desk: &Desk| {
        let today = desk.pane.board.as_ref().unwrap().today;
        let post = store::list(&desk.file.db, today, today, 99).unwrap().into_iter().find(|p| p.title.contains("面包"));
        let post = post.unwrap();
        let hot = store::topics(&desk.file.db, today, today).unwrap()[&post.id].clone();
        let over = post.expires_at.map(|at| at.rfc3339(crate::base::Zone::default())[5..16].to_owned());
        (post.title.clone(), post.clock(), over.unwrap_or_default(), hot.source, hot.heat)
    };
    assert_eq!(topic(&desk), ("面包大赛".into(), "19:00".into(), "10-11T00:20".into(), "微博热搜".into(), 5));
    let row = desk.pane.board.as_ref().unwrap().rows().iter().position(|r| r.title == "面包大赛").unwrap();
    desk.press(&"j".repeat(row)).unwrap();
    assert_eq!(desk.pane.current().unwrap().title, "面包大赛");
    // What is left alone stays, an hour after midnight too; the heat falls.
    desk.press("e<Tab>续<Tab><Tab>2<Enter><Enter><Enter><Enter><Enter><Enter>").unwrap();
    assert_eq!(topic(&desk), ("面包大赛续".into(), "19:00".into(), "10-11T00:20".into(), "微博热搜".into(), 2));
    let (clear_by, clear_over) = ("<Backspace>".repeat(5), "<Backspace>".repeat(11));
    let keys = format!("e<Tab><Tab><Tab><Tab><Tab>{clear_by}20:30<Tab>{clear_over}10/12 9:00<Enter><Enter><Enter>");
    desk.press(&keys).unwrap();
    assert_eq!(topic(&desk), ("面包大赛续".into(), "20:30".into(), "10-12T09:00".into(), "微博热搜".into(), 2));
}

#[test]
fn the_table_and_english() {
    let mut desk = Desk::new(Language::En);
    desk.press("mmmm").unwrap();
    insta::assert_snapshot!(whole(&desk), @r"
    table   10 Oct to 6 Nov / [ ] four weeks  < > month / 
    | ▸ 10 Oct Sat late 8h20 09:00 WeChat 新手1群  chat 早安打卡 第12天      due     |
    |   10 Oct Sat late 4h50 12:30 RED 群聊        tips 戚风开裂的 5 个原因  due     |
    |   10 Oct Sat left 40m  18:00 Weibo 超话      chat 盐可颂翻车 跟进      due     |
    |   10 Oct Sat in 2h10   19:30 Douyin 粉丝群   tips 直播提醒：可颂开酥   ready   |
    |   10 Oct Sat in 2h40   20:00 WeChat VIP群    perk 会员模具团购         ready   |
    |   11 Oct Sun           09:00 WeChat 新手1群  chat 早安打卡 第13天      ready   |
    |   11 Oct Sun           20:00 Bilibili 粉丝群 chat 晒图点评 周日场      draft   |
    |   12 Oct Mon           09:00 WeChat 新手1群  chat 早安打卡 第14天      ready   |
    |   12 Oct Mon           12:00 Weibo 超话      chat 话题投票 甜咸之争    ready   |
    |   12 Oct Mon           12:30 WeChat 进阶群   tips 行业干货分享：黄油   review  |
    |   12 Oct Mon gap       20:00 WeChat 新手2群  tips 用户案例拆解 未排    gap     |
    |   13 Oct Tue           09:00 WeChat 新手1群  chat 早安打卡 第15天      ready   |
    |   13 Oct Tue           12:30 RED 群聊        tips 黄油选购             ready   |
    |   13 Oct Tue           20:00 QQ 交流群       chat 失败展               ready   |
    |─ Mix tips 48/50  chat 31/30  perk 21/20 ───────────────────────────────────────|
    | WATCH 抽奖: 3 in a row fall 214 > 171 > 126; the next is 16 Oct                |
    | Ahead 重阳 18 Oct in 8d   霜降 23 Oct   双11 in 32d                            |
    | Hot 1: 盐可颂翻车 跟进 by 18:00, over at 21:00 (来源 微博，热度 3)             |
    ");
    desk.press("j").unwrap();
    typed(&mut desk, "Morning", "every 2 weeks fri rest=earlier", "8am");
    insta::assert_snapshot!(desk.draw(80, 18, Shape::Single), @r"
    | No colu┌─ new column ─────────────────────────────────────────────────┐review  |
    |        │                                                              │        |
    |        │  community  RED 群聊                    required             │        |
    |        │  column     Morning                     required             │        |
    |        │  rule       every 2 weeks fri rest=ea.. every 2 weeks Fri,.. │        |
    |        │▸ time      [8am                       ] 08:00                │        |
    |        │  kind       [1 tips] 2 chat  3 perk                          │        |
    |        │  from       2026-10-10                  Sat 10 Oct, workday  │        |
    |        │  until      ____                                             │        |
    |        │  caption                                                     │        |
    |        │                                                              │        |
    |        │                                                              │        |
    |        │──────────────────────────────────────────────────────────────│        |
    |        │  next 23 Oct  6 Nov  20 Nov  4 Dec  18 Dec                   │        |
    |        │                                                              │        |
    |        │  no caption: each slot is a gap until somebody fills it      │        |
    |        │                                                              │        |
    |        └─ Enter next  S-Tab back  Esc keeps a draft ──────────────────┘        |
    ");
}

/// A slot nobody filled by its time is said the same day: in the list, in the counts and in the brief.
#[test]
fn a_missed_slot_is_flagged_the_same_day() {
    use crate::base::Zone;
    use crate::base::clock::HOUR;
    use crate::db::testing::now;
    let mut desk = Desk::new(Language::Hans);
    typed(&mut desk, "晚课", "每天", "19:00");
    save(&mut desk);
    desk.press("<Esc>").unwrap();
    let late = |desk: &Desk| desk.pane.board.as_ref().unwrap().today_counts().1;
    assert_eq!(late(&desk), 2);
    desk.now = now().plus(2 * HOUR);
    desk.with(Pane::refresh).unwrap();
    assert_eq!(late(&desk), 4, "the hot topic of 18:00 is late, and the slot of 19:00");
    let drawn = desk.draw(80, 18, Shape::Single);
    let line = drawn.lines().find(|l| l.contains("晚课")).unwrap();
    assert!(line.contains("漏20分") && line.contains(" 19:00 微信 新手1群"), "{line}");
    let brief = store::brief(&desk.file.db, desk.now, Zone::default()).unwrap();
    assert!(brief.late.contains(&("19:00".into(), "晚课".into())));
    desk.now = now().plus(12 * HOUR);
    desk.with(Pane::refresh).unwrap();
    assert!(desk.draw(80, 18, Shape::Single).contains("漏10时20"), "and next morning still");
}
