//! What is drawn, line by line.

use super::{Desk, Kind, Language, Pane, Shape, asks, store};
use crate::sop::store::testing::at;

/// The moment of the screens with one paused, in `language`, after `keys`.
fn shown(language: Language, keys: &str, width: u16, height: u16, shape: Shape) -> String {
    let mut desk = Desk::new();
    let row = asks(&mut desk.file.db, 0, "橙子", Kind::Refund, "钱还没到", "10T17:10");
    let paused = store::inquiry(&desk.file.db, row).unwrap();
    let answer = store::Answer { template: None, text: "先补一下订单号".into() };
    store::answer_and_wait(&mut desk.file.db, &paused, &answer, "补订单号").unwrap();
    desk.language(language);
    desk.keys(keys);
    let rows = desk.screen(width, height, shape);
    rows.iter().map(|row| format!("|{}\n", row.trim_end())).collect()
}

#[test]
fn screens_of_80_columns() {
    insta::assert_snapshot!(shown(Language::Hans, "", 80, 18, Shape::Single), @r"
    | ▸ 余 6分  林小雨   QQ 交流群    退款  烤箱温度计坏了，能退吗         建议 tk
    |   余19分  阿May    微信 VIP群   咨询  今晚的直播在哪看回放？         建议 hf
    |   余27分  豆沙包   抖音 粉丝群  投诉  团购模具少发了一个             建议 bf
    |   暂停 1：橙子 等 补订单号 (o 0分前)
    |
    |
    |
    |
    |
    |
    |─ 林小雨  QQ 交流群  退款 ─────────────────────────────────── 10/10 16:56 来信 ─
    | 「烤箱温度计坏了，能退吗」
    | 建议 1 tk    退款流程  用 0 次
    |
    |
    |
    |
    |
    ");
    insta::assert_snapshot!(shown(Language::Hans, "a", 80, 18, Shape::Single), @r"
    | ▸ 余 6分  林小雨   QQ 交流群    退款  烤箱温度计坏了，能退吗         建议 tk
    |   余19分  阿May    微信 VIP群   咨询  今晚的直播在哪看回放？         建议 hf
    |   余27分  豆沙包   抖音 粉丝群  投诉  团购模具少发了一个             建议 bf
    |   暂停 1：橙子 等 补订单号 (o 0分前)
    |
    |─ 话术 5 ─ 查找：[                         ]─────────────── 代码 > 名称 > 正文 ─
    | ▸ 1 tk       退款流程           亲，{昵称}，退款已登记，单号 {单号}。 .. 0 次
    |   2 bf       少发漏发 补寄      抱歉让您少收了东西，补寄单号 {单号}。    0 次
    |   3 hf       直播回放在哪看     {昵称}，回放在群公告第一条，链接 {链接.. 0 次
    |   4 tkjd     退款进度查询       您的退款单 {单号} 预计 {日期} 到账。     0 次
    |   5 yd       新人引导           欢迎 {昵称} 来到 {社群}。先看群公告。    0 次
    |─ 预览 tk 退款流程 ──────────────────── 范围：全部平台   改于 10月10日 周六 甲 ─
    | 亲，林小雨，退款已登记，单号 {单号}。
    | 48 小时内原路退回；寄回运费由我们承担。
    | 还差 1 格：单号   自动：昵称 林小雨
    |
    |
    |
    ");
}

#[test]
fn docks_and_forms_of_80_columns() {
    insta::assert_snapshot!(shown(Language::Hans, "a1", 80, 18, Shape::Single), @r"
    | ▸ 余 6分  林小雨   QQ 交流群    退款  烤箱温度计坏了，能退吗         建议 tk
    |   余19分  阿May    微信 VIP群   咨询  今晚的直播在哪看回放？         建议 hf
    |   余27分  豆沙包   抖音 粉丝群  投诉  团购模具少发了一个             建议 bf
    |   暂停 ┌─ 填话术 tk 退款流程 给 林小雨 (QQ 交流群) ───────────────────┐
    |        │                                                              │
    |        │  昵称  林小雨                                           自动 │
    |        │▸ 单号 [                                               ] 必填 │
    |        │──────────────────────────────────────────────────────────────│
    |        │  亲，林小雨，退款已登记，单号 {单号}。                       │
    |        │  48 小时内原路退回；寄回运费由我们承担。                     │
    |─ 林小雨│                                                              │6 来信 ─
    | 「烤箱 │  还差 1 格：单号    42 字 (上限 500)                         │
    | 建议 1 │                                                              │
    |        └─ Enter 下一格/发送  S-Tab 上一格  ^T 换话术  Esc 留作草稿 ───┘
    |
    |
    |
    |
    ");
    insta::assert_snapshot!(shown(Language::Hans, "x", 80, 18, Shape::Single), @r"
    | ▸ 余 6分  林小雨   QQ 交流群    退款  烤箱温度计坏了，能退吗         建议 tk
    |   余19分  阿May    微信 VIP群   咨询  今晚的直播在哪看回放？         建议 hf
    |   余27分  豆沙包   抖音 粉丝群  投诉  团购模具少发了一个             建议 bf
    |   暂停 1：橙子 等 补订单号 (o 0分前)
    |
    |
    |
    |
    |
    |
    |─ 林小雨  QQ 交流群  退款 ─────────────────────────────────── 10/10 16:56 来信 ─
    | 「烤箱温度计坏了，能退吗」
    | 建议 1 tk    退款流程  用 0 次
    |
    |═ 不答 林小雨，按一位数字选理由 ════════════════════════════════════════════════
    |   1  已在群里答             3  重复                   9  其他，写一句
    |   2  非咨询                 4  已在群里答，补时刻
    |   1 4 记为首答；2 3 不计入承诺；9 若已超时记超时；日志留一行
    ");
}

#[test]
fn screens_of_80_columns_in_other_languages() {
    insta::assert_snapshot!(shown(Language::En, "", 80, 18, Shape::Single), @r"
    | ▸  6m left  林小雨   QQ 交流群      refund     烤箱温度计坏了，能..  try tk
    |   19m left  阿May    WeChat VIP群   ask        今晚的直播在哪看回..  try hf
    |   27m left  豆沙包   Douyin 粉丝群  complaint  团购模具少发了一个    try bf
    |   paused 1: 橙子, for 补订单号 (o 0m ago)
    |
    |
    |
    |
    |
    |
    |─ 林小雨  QQ 交流群  refund ─────────────────────────────── asked 10 Oct 16:56 ─
    | 「烤箱温度计坏了，能退吗」
    | try 1 tk    退款流程  used 0
    |
    |
    |
    |
    |
    ");
    insta::assert_snapshot!(shown(Language::En, "a1", 80, 18, Shape::Single), @r#"
    | ▸  6m left  林小雨   QQ 交流群      refund     烤箱温度计坏了，能..  try tk
    |   19m left  阿May    WeChat VIP群   ask        今晚的直播在哪看回..  try hf
    |   27m left  豆沙包   Douyin 粉丝群  complaint  团购模具少发了一个    try bf
    |   pause┌─ Fill tk 退款流程 for 林小雨 (QQ 交流群) ────────────────────┐
    |        │                                                              │
    |        │  昵称  林小雨                                       auto     │
    |        │▸ 单号 [                                           ] required │
    |        │──────────────────────────────────────────────────────────────│
    |        │  亲，林小雨，退款已登记，单号 {单号}。                       │
    |        │  48 小时内原路退回；寄回运费由我们承担。                     │
    |─ 林小雨│                                                              │ 16:56 ─
    | 「烤箱 │  slots left 1: 单号    42 letters (of 500)                   │
    | try 1 t│                                                              │
    |        └─ Enter next/send  S-Tab back  ^T other  Esc keeps a draft ───┘
    |
    |
    |
    |
    "#);
    insta::assert_snapshot!(shown(Language::Hant, "mm", 80, 18, Shape::Single), @r#"
    | ▸ bf       少发漏发 补寄        諮詢      抱歉让您少收了东西，补寄单号.. 0 次
    |   hf       直播回放在哪看       諮詢      {昵称}，回放在群公告第一条，.. 0 次
    |   tk       退款流程             諮詢      亲，{昵称}，退款已登记，单号.. 0 次
    |   tkjd     退款进度查询         諮詢      您的退款单 {单号} 预计 {日期.. 0 次
    |   yd       新人引导             諮詢      欢迎 {昵称} 来到 {社群}。先..  0 次
    |
    |
    |
    |
    |
    |─ bf 少发漏发 补寄 ────────────────────────────────────────────────────── 0 次 ─
    | 抱歉让您少收了东西，补寄单号 {单号}。
    | 範圍：全部平台   改於 10月10日 週六 甲
    | 關鍵詞 少发 漏发
    |
    |
    |
    |
    "#);
}

#[test]
fn screens_of_the_dashboard() {
    insta::assert_snapshot!(shown(Language::Hans, "", 48, 17, Shape::Cell { focused: false }), @r"
    | 余6分     林小雨     QQ 交流群     退款
    |           「烤箱温度计坏了，能退吗」
    | 余19分    阿May      微信 VIP群    咨询
    |           「今晚的直播在哪看回放？」
    | 余27分    豆沙包     抖音 粉丝群   投诉
    |           「团购模具少发了一个」
    |
    | 建议话术
    | tk        退款流程                 用 0 次
    | hf        直播回放在哪看           用 0 次
    | bf        少发漏发 补寄            用 0 次
    |
    |
    |
    |
    |
    | 今日 答1 按时1 超时0   本周 100.0%
    ");
    insta::assert_snapshot!(shown(Language::En, "", 48, 11, Shape::Cell { focused: false }), @r"
    | 6m left   林小雨     QQ 交流群     refund
    |           「烤箱温度计坏了，能退吗」
    | 19m left  阿May      WeChat VIP群  ask
    |           「今晚的直播在哪看回放？」
    |
    | Suggested replies
    | tk        退款流程                 used 0
    | hf        直播回放在哪看           used 0
    |
    |
    | today 1 answered, 1 in time; week 100.0%, la..
    ");
    insta::assert_snapshot!(shown(Language::Hans, "", 71, 17, Shape::Cell { focused: true }), @r"
    | ▸ 余 6分  林小雨   QQ 交流群    退款  烤箱温度计坏了，能..  建议 tk
    |   余19分  阿May    微信 VIP群   咨询  今晚的直播在哪看回..  建议 hf
    |   余27分  豆沙包   抖音 粉丝群  投诉  团购模具少发了一个    建议 bf
    |   暂停 1：橙子 等 补订单号 (o 0分前)
    |
    |
    |
    |
    |
    |─ 林小雨  QQ 交流群  退款 ────────────────────────── 10/10 16:56 来信 ─
    | 「烤箱温度计坏了，能退吗」
    | 建议 1 tk    退款流程  用 0 次
    |
    |
    |
    |
    | 今日 答1 按时1 超时0   本周 100.0%
    ");
}

#[test]
fn screens_of_120_and_of_40_columns() {
    insta::assert_snapshot!(shown(Language::Hans, "", 120, 24, Shape::Wide), @r"
    | ▸ 余 6分  林小雨   QQ 交流群    退款  烤箱温度计坏了，能..  建议 tk   │ QQ 交流群  退款  10/10 16:56
    |   余19分  阿May    微信 VIP群   咨询  今晚的直播在哪看回..  建议 hf   │
    |   余27分  豆沙包   抖音 粉丝群  投诉  团购模具少发了一个    建议 bf   │ 「烤箱温度计坏了，能退吗」
    |   暂停 1：橙子 等 补订单号 (o 0分前)                                  │ 建议 1 tk    退款流程  用 0 次
    |                                                                       │
    |                                                                       │   亲，{昵称}，退款已登记，单号 {单号}。
    |                                                                       │   48 小时内原路退回；寄回运费由我们承担。
    |                                                                       │
    |                                                                       │ 时限怎么算
    |                                                                       │   来信      10/10 16:56
    |                                                                       │   工作时段  工作日 09:00-12:00 13:30-18:00
    |                                                                       │   已走      24分
    |                                                                       │   承诺      30 个工作分钟内首答，截止 17:26
    |                                                                       │   承诺率    7日 100.0%  30日 100.0%  目标 90%
    |                                                                       │
    |                                                                       │ 成员
    |                                                                       │   档案      成员表里没有这个昵称
    |                                                                       │   以前来信  第一次来信
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    | 7日 100.0%  30日 100.0%   下一个 林小雨 QQ 交流群 17:26               │
    ");
    insta::assert_snapshot!(shown(Language::Hans, "", 40, 8, Shape::Tiny), @r#"
    |▸余 6分  林小雨   烤箱温度计坏了..  退款
    | 余19分  阿May    今晚的直播在哪..  咨询
    | 余27分  豆沙包   团购模具少发了..  投诉
    |
    |
    |
    |────────────────────────────────────────
    | QQ 交流群 烤箱温度计坏了，能退吗
    "#);
    insta::assert_snapshot!(shown(Language::En, "a", 40, 8, Shape::Tiny), @r#"
    |─ templates 5 ─ find: [              ]──
    | ▸ 1 tk       退款流程          0 uses
    |   2 bf       少发漏发 补寄     0 uses
    |   3 hf       直播回放在哪看    0 uses
    |   4 tkjd     退款进度查询      0 uses
    |   5 yd       新人引导          0 uses
    |
    |
    "#);
}

/// A person beyond the promise, one answered, one closed.
fn a_long_day() -> Desk {
    let mut desk = Desk::new();
    asks(&mut desk.file.db, 1, "橙子", Kind::Feedback, "建议多出一些低糖的配方，孩子也能吃", "10T11:40");
    desk.refresh();
    desk.keys("a1");
    if desk.text().contains("还差") {
        desk.keys("一");
    }
    desk.keys("⏎x2");
    desk
}

#[test]
fn what_is_done_says_by_whom_and_how() {
    let mut desk = a_long_day();
    desk.keys("m");
    let lines = |desk: &Desk| {
        desk.screen(80, 18, Shape::Single).iter().map(|r| format!("|{}\n", r.trim_end())).collect::<String>()
    };
    insta::assert_snapshot!(lines(&desk), @r"
    | ▸ 迟3时40 橙子     微信 VIP群   评价  建议多出一些低糖的配方，孩..
    |   不答    阿May    微信 VIP群   咨询  今晚的直播在哪看回放？         甲
    |   已答    林小雨   QQ 交流群    退款  烤箱温度计坏了，能退吗         甲
    |   余27分  豆沙包   抖音 粉丝群  投诉  团购模具少发了一个             建议 bf
    |
    |
    |
    |
    |
    |
    |─ 橙子  微信 VIP群  评价 ──────────────────────────────────── 10/10 11:40 来信 ─
    | 「建议多出一些低糖的配方，孩子也能吃」
    |
    |
    |
    |
    |
    |
    ");
    desk.keys("jj");
    insta::assert_snapshot!(lines(&desk), @r"
    |   迟3时40 橙子     微信 VIP群   评价  建议多出一些低糖的配方，孩..
    |   不答    阿May    微信 VIP群   咨询  今晚的直播在哪看回放？         甲
    | ▸ 已答    林小雨   QQ 交流群    退款  烤箱温度计坏了，能退吗         甲
    |   余27分  豆沙包   抖音 粉丝群  投诉  团购模具少发了一个             建议 bf
    |
    |
    |
    |
    |
    |
    |─ 林小雨  QQ 交流群  退款 ─────────────────────────────────── 10/10 16:56 来信 ─
    | 「烤箱温度计坏了，能退吗」
    | 甲 答：亲，林小雨，退款已登记，单号 一。 48 小时内原路退回；寄回运费由我们承
    | 担。
    |
    |
    |
    |
    ");
}

#[test]
fn late_people_and_people_outside_hours() {
    let mut desk = Desk::new();
    desk.now = Some(at("10T17:33"));
    desk.refresh();
    assert!(desk.text().contains("迟 7分"), "{}", desk.text());
    desk.now = Some(at("10T19:00"));
    desk.refresh();
    assert!(desk.text().contains("迟34分"), "late stays late, and only working minutes count: {}", desk.text());
    desk.now = Some(at("10T12:30"));
    desk.language(Language::En);
    let text = desk.text();
    assert!(text.contains("held, 13:30"), "{text}");
    assert!(Pane::whisper(&desk.pane, &desk.kit.look()).ends_with("; clock held until 13:30"));
}

#[test]
fn forms_of_80_columns() {
    insta::assert_snapshot!(shown(Language::En, "n", 80, 18, Shape::Single), @r"
    | ▸  6m left  林小雨   QQ 交流群      refund     烤箱温度计坏了，能..  try tk
    |   19m left  阿May    WeChat VIP群   ask        今晚的直播在哪看回..  try hf
    |   27m left  豆沙包   Douyin 粉丝群  complaint  团购模具少发了一个    try bf
    |   pause┌─ Log an inquiry ─────────────────────────────────────────────┐
    |        │                                                              │
    |        │  community  QQ 交流群                              QQ 交流群 │
    |        │▸ who       [                                     ] required  │
    |        │  kind       [1 ask] 1/6                                      │
    |        │  text                                              required  │
    |        │                                                              │
    |─ 林小雨│                                                              │ 16:56 ─
    | 「烤箱 │  when       17:20                                  due 17:50 │
    | try 1 t│                                                              │
    |        └─ Enter next/save  S-Tab back  Esc keeps a draft ─────────────┘
    |
    |
    |
    |
    ");
    insta::assert_snapshot!(shown(Language::Hans, "mme", 80, 18, Shape::Single), @r"
    | ▸ bf       少发漏发 补寄        咨询      抱歉让您少收了东西，补寄单号.. 0 次
    |   hf   ┌─ 编辑话术 ───────────────────────────────────────────────────┐. 0 次
    |   tk   │  代码    bf                                             必填 │. 0 次
    |   tkjd │  名称    少发漏发 补寄                                  必填 │. 0 次
    |   yd   │  分类    咨询                                           必填 │  0 次
    |        │  关键词  少发 漏发                                           │
    |        │▸ 正文   [抱歉让您少收了东西，补寄单号 {单号}。        ] 必填 │
    |        │         [                                             ]      │
    |        │         [                                             ]      │
    |        │         [                                             ]      │
    |─ bf 少 │         [                                             ]      │─ 0 次 ─
    | 抱歉让 │  平台    ____                                                │
    | 范围： │  状态     1 草稿 [2 在用] 3 停用                             │
    | 关键词 │  负责人  ____                                                │
    |        │  复核日  ____                                                │
    |        │  要填的格：单号                                              │
    |        └─ Enter 下一格/存下  ^J 换行  Esc 留作草稿 ───────────────────┘
    |
    ");
    insta::assert_snapshot!(shown(Language::Hans, "mmn", 80, 18, Shape::Single), @r"
    | ▸ bf       少发漏发 补寄        咨询      抱歉让您少收了东西，补寄单号.. 0 次
    |   hf   ┌─ 新话术 ─────────────────────────────────────────────────────┐. 0 次
    |   tk   │▸ 代码   [                                             ] 必填 │. 0 次
    |   tkjd │  名称    ____                                           必填 │. 0 次
    |   yd   │  分类    ____                                           必填 │  0 次
    |        │  关键词  ____                                                │
    |        │  正文                                                   必填 │
    |        │                                                              │
    |        │                                                              │
    |        │                                                              │
    |─ bf 少 │                                                              │─ 0 次 ─
    | 抱歉让 │  平台    ____                                                │
    | 范围： │  状态     1 草稿 [2 在用] 3 停用                             │
    | 关键词 │  负责人  ____                                                │
    |        │  复核日  ____                                                │
    |        │  没有要填的格；用 { } 写一格                                 │
    |        └─ Enter 下一格/存下  ^J 换行  Esc 留作草稿 ───────────────────┘
    |
    ");
}

#[test]
fn docks_and_facts() {
    insta::assert_snapshot!(shown(Language::Hans, "s", 80, 18, Shape::Single), @r"
    | ▸ 余 6分  林小雨   QQ 交流群    退款  烤箱温度计坏了，能退吗         建议 tk
    |   余19分  阿May    微信 VIP群   咨询  今晚的直播在哪看回放？         建议 hf
    |   余27分  豆沙包   抖音 粉丝群  投诉  团购模具少发了一个             建议 bf
    |   暂停 1：橙子 等 补订单号 (o 0分前)
    |
    |
    |
    |
    |
    |
    |─ 林小雨  QQ 交流群  退款 ─────────────────────────────────── 10/10 16:56 来信 ─
    | 时限怎么算
    |   来信      10/10 16:56
    |   工作时段  工作日 09:00-12:00 13:30-18:00
    |   已走      24分
    |   承诺      30 个工作分钟内首答，截止 17:26
    |   承诺率    7日 100.0%  30日 100.0%  目标 90%
    |
    ");
    insta::assert_snapshot!(shown(Language::En, "w", 71, 16, Shape::Cell { focused: true }), @r"
    | ▸  6m left  林小雨   QQ 交流群    refund     烤箱温度计..   try tk
    |   19m left  阿May    WeChat VIP群 ask        今晚的直播..   try hf
    |   27m left  豆沙包   Douyin 粉..  complaint  团购模具少..   try bf
    |   paused 1: 橙子, for 补订单号 (o 0m ago)
    |
    |
    |
    |
    |
    |─ 林小雨  QQ 交流群  refund ────────────────────── asked 10 Oct 16:56 ─
    | Member
    |   record   no member of that name is known
    |   earlier  first time
    |
    |
    | today 1 answered, 1 in time; week 100.0%, late 0
    ");
    insta::assert_snapshot!(shown(Language::Hant, "f", 80, 12, Shape::Single), @r"
    | ▸ 餘 6分  林小雨   QQ 交流群    退款  烤箱温度计坏了，能退吗         建議 tk
    |   餘19分  阿May    微信 VIP群   諮詢  今晚的直播在哪看回放？         建議 hf
    |   餘27分  豆沙包   抖音 粉丝群  客訴  团购模具少发了一个             建議 bf
    |   暫停 1：橙子 等 补订单号 (o 0分前)
    |
    |
    |
    |─ 林小雨  QQ 交流群  退款 ─────────────────────────────────── 10/10 16:56 來信 ─
    | 「烤箱温度计坏了，能退吗」
    |═ 常用篩選 ═════════════════════════════════════════════════════════════════════
    |   1  餘 10 分內             3  暫停中                 5  我的，轉給我的
    |   2  客訴                   4  稍後的                 0  不篩選
    ");
    insta::assert_snapshot!(shown(Language::En, "o", 80, 12, Shape::Single), @r"
    | ▸  6m left  林小雨   QQ 交流群      refund     烤箱温度计坏了，能..  try tk
    |   19m left  阿May    WeChat VIP群   ask        今晚的直播在哪看回..  try hf
    |   27m left  豆沙包   Douyin 粉丝群  complaint  团购模具少发了一个    try bf
    |   paused 1: 橙子, for 补订单号 (o 0m ago)
    |
    |
    |
    |─ 林小雨  QQ 交流群  refund ─────────────────────────────── asked 10 Oct 16:56 ─
    |═ Not 林小雨 now ═══════════════════════════════════════════════════════════════
    |   1  in an hour             3  wait for them
    |   2  next workday           4  a colleague
    |   the first-answer clock runs on; what is put off is back at 10m left
    ");
    insta::assert_snapshot!(shown(Language::Hans, "/", 80, 12, Shape::Single), @r#"
    | ▸ 余 6分  林小雨   QQ 交流群    退款  烤箱温度计坏了，能退吗         建议 tk
    |   余19分  阿May    微信 VIP群   咨询  今晚的直播在哪看回放？         建议 hf
    |   余27分  豆沙包   抖音 粉丝群  投诉  团购模具少发了一个             建议 bf
    |   暂停 1：橙子 等 补订单号 (o 0分前)
    |
    |
    |
    |─ 林小雨  QQ 交流群  退款 ─────────────────────────────────── 10/10 16:56 来信 ─
    | 「烤箱温度计坏了，能退吗」
    | 建议 1 tk    退款流程  用 0 次
    |════════════════════════════════════════════════════════════════════════════════
    | /[                                                                           ]
    "#);
}

#[test]
fn choosing_beside_the_list() {
    insta::assert_snapshot!(shown(Language::En, "atk", 120, 24, Shape::Wide), @r"
    | ▸  6m left  林小雨   QQ 交流群    refund     烤箱温度计..   try tk    │ 亲，林小雨，退款已登记，单号 {单号}。
    |   19m left  阿May    WeChat VIP群 ask        今晚的直播..   try hf    │ 48 小时内原路退回；寄回运费由我们承担。
    |   27m left  豆沙包   Douyin 粉..  complaint  团购模具少..   try bf    │ slots left 1: 单号   auto: 昵称 林小雨
    |   paused 1: 橙子, for 补订单号 (o 0m ago)                             │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |─ templates 2 ─ find: [tk                      ]── code > name > body ─│
    | ▸ 1 tk       退款流程           亲，{昵称}，退款已登记，单..  0 uses  │
    |   2 tkjd     退款进度查询       您的退款单 {单号} 预计 {日..  0 uses  │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    |                                                                       │
    ");
    insta::assert_snapshot!(shown(Language::Hant, "a1", 40, 9, Shape::Tiny), @r"
    |┌─ 填話術 tk 退款流程 給 林小雨 (QQ .. ┐
    |│  昵称  林小雨                   自動 │
    |│▸ 单号 [                       ] 必填 │
    |│───────────────────── 還有 1 行 PgDn ─│
    |│  亲，林小雨，退款已登记，单号 {单    │
    |│  号}。                               │
    |│  48 小时内原路退回；寄回运费由我们   │
    |│  還差 1 格：单号    42 字 (上限 500) │
    |└─ Enter 下一格/送出  Esc 留作草稿 ────┘
    ");
    insta::assert_snapshot!(shown(Language::Hans, "s", 40, 9, Shape::Tiny), @r#"
    |▸余 6分  林小雨   烤箱温度计坏了..  退款
    | 余19分  阿May    今晚的直播在哪..  咨询
    | 余27分  豆沙包   团购模具少发了..  投诉
    |
    |
    |
    |
    |────────────────────────────────────────
    | 来信 10/10 16:56  工作时段 工作日 09..
    "#);
}

#[test]
fn empty_views_say_why_and_which_key_helps() {
    let empty = || {
        let mut desk = Desk::on(crate::db::testing::file());
        desk.refresh();
        desk
    };
    let mut desk = empty();
    assert!(desk.text().contains("没有人在等。n 记一条来信"));
    assert_eq!(Pane::heading(&desk.pane, &desk.kit.look(), Shape::Cell { focused: true }).1, "等 0");
    assert_eq!(Pane::urgent(&desk.pane, &desk.kit.look()), None);
    let glance = desk.screen(48, 11, Shape::Cell { focused: false }).concat();
    assert!(glance.contains("没有人在等") && glance.contains("今日 答0"), "{glance}");
    for (key, refused) in [
        ("a", "没有人在等；n 记一条来信"),
        ("x", "没有人在等；n 记一条来信"),
        ("s", "没有人在等；n 记一条来信"),
        (".", "还没有可重复的决定"),
    ] {
        desk.keys(key);
        assert_eq!(desk.status(), refused, "{key}");
    }
    desk.keys("n");
    assert_eq!(desk.status(), "先加一个群：qun community add");
    desk.keys("m");
    assert!(desk.text().contains("还没有来信。n 记一条"));
    desk.keys("m");
    assert!(desk.text().contains("还没有话术。n 新建，或 :导入 话术"));
    desk.keys("e");
    assert_eq!(desk.status(), "还没有话术；n 新建");
    desk.keys("a");
    assert_eq!(desk.status(), "这里是话术库；m 换到在等的人");
}

#[test]
fn templates_out_of_use_are_marked_and_not_offered() {
    let mut desk = Desk::new();
    let tk = store::template(&desk.file.db, "tk").unwrap();
    let retired = crate::sop::NewTemplate { status: crate::sop::template::Status::Retired, ..tk.wording };
    store::edit(&mut desk.file.db, tk.id, tk.version, retired).unwrap();
    desk.refresh();
    desk.keys("atk");
    assert!(!desk.text().contains("tk       退款流程"), "{}", desk.text());
    desk.keys("⎋mm/tk⏎");
    assert!(desk.text().contains("停用"), "the library shows it: {}", desk.text());
}
