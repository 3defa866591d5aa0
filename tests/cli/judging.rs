//! `qun queue`

use crate::env::Env;
use insta::assert_snapshot;

fn waiting() -> Env {
    let env = Env::made();
    for (who, text, place) in [
        ("糖霜饼干", "加V领免费模具 wx: tsbg7788", "新手2群"),
        ("麦子", "你好", "交流群"),
        ("石榴", "群外私下拼单", "新手2群"),
    ] {
        env.ok(&["queue", "add", "--community", place, "--who", who, "--text", text]);
    }
    env.ok(&["queue", "add", "--community", "qq/交流群", "--who", "momo", "--kind", "join", "--source", "扫码"]);
    env
}

#[test]
fn what_waits_is_listed_and_shown() {
    let env = waiting();
    assert_snapshot!(env.run(&["queue", "list"]), @r"
    1  0分  L2  内容  待审  微信 新手2群  糖霜饼干  广告  加V领免费模具 wx: ****7788
    2  0分  L2  内容  待审  QQ 交流群     麦子      通过  你好
    3  0分  L2  内容  待审  微信 新手2群  石榴      通过  群外私下拼单
    4  0分  L2  入群  待审  QQ 交流群     momo      通过  扫码
    ");
    assert_snapshot!(env.run(&["queue", "list", "--limit", "1", "--community", "交流群"]), @r"
    2  0分  L2  内容  待审  QQ 交流群  麦子  通过  你好
    ! 还有 1 条没有列出，加大 --limit
    ");
    assert_snapshot!(env.run(&["queue", "list", "--kind", "join"]), @"4  0分  L2  入群  待审  QQ 交流群  momo  通过  扫码");
    assert_snapshot!(env.run(&["queue", "show", "1"]), @r"
    编号  #1
    状态  待审 L2 内容
    社群  微信 新手2群
    谁    糖霜饼干
    时间  2026-10-10T17:20:00+08:00 (0分)
    内容  加V领免费模具 wx: ****7788
    命中  R3 加V 微信号
    机审  广告 0.97
    ");
    assert_snapshot!(env.run(&["queue", "show", "9"]), @r"
    ! qun: 没有待审条目 9
    [exit 1]
    ");
    assert_snapshot!(env.run(&["queue", "list", "--kind", "spam"]), @r"
    ! qun: --kind 没有「spam」，可用：content join report appeal
    [exit 2]
    ");
    assert_snapshot!(env.run(&["queue", "list", "--level", "4"]), @r"
    ! qun: --level <1-3> 不能是「4」
    !   用 qun queue list -h 看用法
    [exit 2]
    ");
}

#[test]
fn a_list_for_scripts_has_whole_texts_and_hits_in_characters() {
    let env = waiting();
    let long = "很长".repeat(400) + "加V";
    env.ok(&["queue", "add", "--community", "交流群", "--who", "长", "--text", &long]);
    let all = env.json(&["queue", "list"]);
    let last = all.as_array().unwrap().last().unwrap();
    assert_eq!(last["text"], long.as_str());
    assert_eq!(last["hits"][0]["start"], 800);
    assert_snapshot!(env.json(&["queue", "show", "1"]), @r#"
    {"appeal_of":null,"asked":null,"clause":null,"climbs_at":"2026-10-10T21:20:00+08:00","community":"新手2群","created_at":"2026-10-10T17:20:00+08:00","crisis":null,"decided_at":null,"decided_by":null,"elsewhere":[],"handle":null,"hits":[{"end":2,"rule":"contact","start":0,"text":"加V"},{"end":20,"rule":"contact","start":8,"text":"wx: tsbg7788"}],"id":1,"inviter":null,"inviter_strikes":null,"kind":"content","level":2,"line":null,"member_id":null,"note":null,"notice":null,"original":null,"overturned_at":null,"overturned_by":null,"past":[],"platform":"wechat","raised_at":null,"raised_by":null,"reason":null,"recommended":null,"rejected_90_days":null,"score":0.97,"snoozed_until":null,"source":null,"state":"pending","strikes_90_days":0,"suggestion":"reject:ads","text":"加V领免费模具 wx: tsbg7788","version":1,"who":"糖霜饼干"}
    "#);
}

#[test]
fn several_are_decided_as_one_and_undone_as_one() {
    let env = waiting();
    assert_snapshot!(env.run(&["queue", "approve", "2", "4", "2"]), @"! 批量通过 2 条 (撤销：qun journal undo 9)");
    assert_snapshot!(env.run(&["queue", "list"]), @r"
    1  0分  L2  内容  待审  微信 新手2群  糖霜饼干  广告  加V领免费模具 wx: ****7788
    3  0分  L2  内容  待审  微信 新手2群  石榴      通过  群外私下拼单
    ");
    let entry = env.json(&["journal", "list", "--limit", "1"]);
    assert_eq!(entry[0]["action"], "queue.approve");
    env.ok(&["journal", "undo", &entry[0]["seq"].to_string()]);
    assert_eq!(env.json(&["queue", "list"]).as_array().unwrap().len(), 4);
}

#[test]
fn rejecting_needs_a_reason_and_drafts_a_notice() {
    let env = waiting();
    assert_snapshot!(env.run(&["queue", "reject", "1", "--reason", "ads"]), @"! 拒绝 广告引流 糖霜饼干，通知草稿已备 (撤销：qun journal undo 9)");
    assert_snapshot!(env.run(&["queue", "show", "1"]), @r"
    编号  #1
    状态  拒绝 L2 内容
    社群  微信 新手2群
    谁    糖霜饼干
    时间  2026-10-10T17:20:00+08:00 (0分)
    内容  加V领免费模具 wx: ****7788
    命中  R3 加V 微信号
    机审  广告 0.97
    处理  阿泽 2026-10-10T17:20:00+08:00
    理由  广告引流
    通知  糖霜饼干你好：你 17:20 的内容涉及广告引流 (公约 3.2)，已移除并记 1 次提醒。90 天内第 1 次，满 3 次警告，满 5 次限制发言。合作和优惠先发给管理员。有异议请在 20 天内回复「申诉」。
          公约 3.2 第 1 版：禁止广告引流：不发广告、二维码和联系方式，不拉人去别处。
    ");
    assert_snapshot!(env.run(&["queue", "reject", "3", "--reason", "spam"]), @r"
    ! qun: --reason 没有「spam」，可用：ads flood abuse illegal false offtopic repeat privacy other
    [exit 2]
    ");
    assert_snapshot!(env.run(&["queue", "reject", "3", "--reason", "other"]), @r"
    ! qun: 理由 other 要用 --text 写一句
    [exit 2]
    ");
    assert_snapshot!(env.run(&["queue", "reject", "3", "--reason", "other", "--text", "只在群里拼单"]), @"! 拒绝 其他 石榴，通知草稿已备 (撤销：qun journal undo 10)");
    assert_eq!(env.json(&["queue", "show", "3"])["note"], "只在群里拼单");
    assert_eq!(env.run(&["queue", "reject", "2"]).code, 2);
}

#[test]
fn the_slower_operator_is_told_who_what_and_when() {
    let env = waiting();
    env.ok(&["queue", "reject", "1", "--reason", "ads", "--as", "小满"]);
    assert_snapshot!(env.run(&["queue", "approve", "1"]), @r"
    ! qun: 没做成：小满 0秒前 已拒绝 糖霜饼干 (广告引流)
    !   你要的：通过。没有改动任何东西，也没有进日志
    [exit 4]
    ");
    assert_snapshot!(env.run(&["queue", "approve", "1", "2"]), @r"
    ! 通过 内容 麦子 (撤销：qun journal undo 10)
    ! qun: 没做成：小满 0秒前 已拒绝 糖霜饼干 (广告引流)
    !   你要的：通过。没有改动任何东西，也没有进日志
    [exit 4]
    ");
    let ran = env.run(&["queue", "approve", "1", "3", "--json"]);
    assert_eq!(ran.code, 4);
    assert_snapshot!(ran, @r#"
    {"barred":[],"done":[3],"held":[],"line":null,"lost":[{"by":"小满","did":"reject","id":1,"reason":"ads","seconds_ago":0,"who":"糖霜饼干"}],"notices":[],"recommended":[],"refused":[],"seq":11}
    ! qun: 没做成：小满 0秒前 已拒绝 糖霜饼干 (广告引流)
    !   你要的：通过。没有改动任何东西，也没有进日志
    [exit 4]
    "#);
    assert_snapshot!(env.run(&["queue", "approve", "77", "4"]), @r"
    ! qun: 没有待审条目 77
    [exit 1]
    ");
    assert_eq!(env.json(&["queue", "show", "4"])["state"], "pending", "one that is not there stops them all");
}

#[test]
fn up_a_level_and_later() {
    let env = waiting();
    assert_snapshot!(env.run(&["queue", "escalate", "1"]), @"! 上交 L3 糖霜饼干 (撤销：qun journal undo 9)");
    assert_snapshot!(env.run(&["queue", "escalate", "1"]), @r"
    ! qun: 已在最高一级
    [exit 1]
    ");
    assert_snapshot!(env.run(&["queue", "escalate", "1", "2"]), @r"
    ! 上交 L3 麦子 (撤销：qun journal undo 10)
    ! qun: 已在最高一级
    !   条目 1
    [exit 1]
    ");
    assert_snapshot!(env.run(&["queue", "skip", "3", "--until", "tomorrow"]), @"! 稍后 石榴，10/11 09:00 再看 (撤销：qun journal undo 11)");
    assert_snapshot!(env.run(&["queue", "skip", "4"]), @"! 稍后 momo，10/10 18:20 再看 (撤销：qun journal undo 12)");
    assert_snapshot!(env.run(&["queue", "skip", "4", "--until", "yesterday"]), @r"
    ! qun: yesterday 已经过去
    [exit 2]
    ");
    assert_snapshot!(env.run(&["queue", "list"]), @r"
    1  0分  L3  内容  待审  微信 新手2群  糖霜饼干  广告  加V领免费模具 wx: ****7788
    2  0分  L3  内容  待审  QQ 交流群     麦子      通过  你好
    ");
    assert_eq!(env.json(&["queue", "list", "--state", "all"]).as_array().unwrap().len(), 4);
    assert_eq!(env.json(&["queue", "show", "3"])["snoozed_until"], "2026-10-11T09:00:00+08:00");
}

#[test]
fn nothing_hostile_reaches_the_terminal() {
    let env = Env::made();
    let bad = "\u{1b}]0;x\u{7}\u{9b}2J\u{202e}加V\r\n\u{200b}";
    env.ok(&["queue", "add", "--community", "交流群", "--who", bad, "--text", bad]);
    let hostile =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    for args in [
        &["queue", "list"][..],
        &["queue", "show", "1"],
        &["queue", "list", "--json"],
        &["queue", "approve", "1"],
        &["journal", "list"],
    ] {
        let ran = env.ok(args);
        assert!(!ran.out.contains(hostile) && !ran.err.contains(hostile), "{args:?} {ran:?}");
    }
    assert_eq!(env.json(&["queue", "show", "1"])["text"], bad, "stored raw");
}

#[test]
fn review_figures_say_how_the_weeks_went() {
    let env = waiting();
    env.ok(&["queue", "reject", "1", "--reason", "ads"]);
    env.ok(&["queue", "approve", "2", "4"]);
    assert_snapshot!(env.run(&["queue", "figures", "--weeks", "2"]), @r"
    周    已审  L2中位  九成内  L3中位  九成内  积压  最旧  一致  规则准  等中位
    10/5  3     0分     0分     --      --      1     0分   --    100.0%  0分
    9/28  0     --      --      --      --      0     --    --    --      --

    10/5 那一周的规则
    规则         标出  拒绝  准确
    R3 站外联系  1     1     100.0%
    ");
    let json = env.json(&["queue", "figures", "--weeks", "1"]);
    assert_eq!(json[0]["week"], "2026-10-05");
    assert_eq!(json[0]["levels"][1]["count"], 3);
    assert_eq!(json[0]["levels"][1]["p90_seconds"], 0);
    assert!(json[0]["levels"][2]["median_seconds"].is_null() && json[0]["agreement"]["share"].is_null(), "{json}");
    assert_eq!((&json[0]["precision"], &json[0]["rules"][0]["rule"]), (&1.0.into(), &"contact".into()));
    assert_snapshot!(env.run(&["queue", "figures", "--weeks", "0"]), @r"
    ! qun: --weeks <N> 不能是「0」
    !   用 qun queue figures -h 看用法
    [exit 2]
    ");
    assert_snapshot!(env.run(&["queue", "claims"]), @r"
    optional  只提示
    ");
    assert_snapshot!(env.run(&["queue", "claims", "required"]), @r"
    ! 占用改为 必须
    ");
    assert_snapshot!(env.run(&["journal", "undo", "11"]), @r"
    ! 已撤销 占用改为 必须
    ");
}
