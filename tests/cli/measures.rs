//! `qun kpi`: what is worked out from imports, metrics of one's own, cohorts, versions, and bad figures.

use crate::env::Env;
use insta::assert_snapshot;
use serde_json::Value;

/// A log of two groups on one platform and one on another, from day to day of October 2026 at noon.
fn log(rows: &[(u32, &str, &str, &str)]) -> String {
    let line = |(day, group, who, what): &(u32, &str, &str, &str)| {
        let at = 1_790_827_200 + (i64::from(*day) - 1) * 86_400;
        let event = match *what {
            "join" => r#""post_type":"notice","notice_type":"group_increase","sub_type":"approve","operator_id":1"#,
            "leave" => r#""post_type":"notice","notice_type":"group_decrease","sub_type":"leave","operator_id":1"#,
            _ => {
                r#""post_type":"message","message_type":"group","sub_type":"normal","message":"好","raw_message":"好","font":0"#
            }
        };
        let number = |text: &str| text.parse::<i64>().unwrap();
        let id = (i64::from(*day) * 100_000 + number(who)) * 1000 + number(group);
        format!(
            "{{\"time\":{at},\"self_id\":9,{event},\"group_id\":{group},\"user_id\":{who},\"message_id\":{id},\"sender\":{{\"user_id\":{who},\"nickname\":\"n{who}\"}}}}\n"
        )
    };
    rows.iter().map(line).collect()
}

/// 101 and 102 with five people; somebody is in both, somebody leaves.
fn fortnight() -> Vec<(u32, &'static str, &'static str, &'static str)> {
    let mut rows = vec![(1, "101", "11", "join"), (1, "101", "22", "join"), (1, "102", "11", "join")];
    for day in 1..=9 {
        rows.push((day, "101", "11", "say"));
        rows.push((day, "102", "11", "say"));
        if day % 3 == 1 {
            rows.push((day, "101", "222", "say"));
        }
    }
    rows.extend([(2, "101", "22", "say"), (8, "102", "3333", "say"), (9, "101", "222", "leave")]);
    rows.sort_unstable();
    rows
}

fn made() -> Env {
    let env = Env::made();
    let path = env.file("log.jsonl", log(&fortnight()));
    assert_eq!(env.run(&["import", "--format", "onebot", &path]).code, 0);
    let listed = env.json(&["community", "list"]);
    for c in listed.as_array().unwrap() {
        let name = c["name"].as_str().unwrap();
        if name.ends_with("102") {
            env.ok(&["community", "set", name, "--tier", "vip"]);
        }
    }
    env
}

fn values(env: &Env, args: &[&str]) -> Vec<Value> {
    env.json(&[&["kpi", "show"], args].concat()).as_array().unwrap().iter().map(|r| r["value"].clone()).collect()
}

#[test]
fn people_are_counted_once_in_every_scope() {
    let env = made();
    let day = ["--from", "10-08", "--to", "10-08", "--metric", "dau"];
    let dau = |scope: &[&str]| values(&env, &[&day, scope].concat());
    assert_eq!(dau(&[]), [2.0], "the one who is in both groups counts once");
    assert_eq!(dau(&["--platform", "qq"]), [2.0]);
    assert_eq!(dau(&["--tier", "vip"]), [2.0]);
    assert_eq!(dau(&["--tier", "vip", "--platform", "qq"]), [2.0, 2.0], "several scopes one after the other");
    let row = &env.json(&["kpi", "show", "--metric", "speaking_rate", "--from", "10-08", "--to", "10-08"])[0];
    assert_eq!((&row["numerator"], &row["denominator"]), (&Value::from(2.0), &Value::from(4.0)));
    assert_eq!(
        (&row["low"], &row["partial"], &row["scope"]),
        (&Value::from(true), &Value::from(false), &Value::from("all"))
    );
    let today = &env.json(&["kpi", "show", "--metric", "dau", "--from", "today", "--to", "today"])[0];
    assert!(today["value"].is_null(), "nothing of today: not zero");
    for (args, code) in [
        (&["--platform", "weibo"][..], 2),
        (&["--tier", "gold"], 2),
        (&["--parent", "交流群"], 1),
        (&["--community", "没有"], 1),
    ] {
        assert_eq!(env.run(&[&["kpi", "show"], args].concat()).code, code, "{args:?}");
    }
}

#[test]
fn what_is_shown_says_what_it_rests_on() {
    let env = made();
    assert_snapshot!(env.run(&["kpi", "show", "--metric", "dau", "--metric", "leave_rate", "--metric", "mau", "--from", "10-08"]), @r"
    2026-10-08  退群率  全部  --     2/4 群有数
    2026-10-08  DAU     全部  2      自动  2/4 群有数
    2026-10-08  MAU     全部  4      自动  不完整  2/4 群有数
    2026-10-09  退群率  全部  33.3%  自动  不完整  样本少  2/4 群有数
    2026-10-09  DAU     全部  1      自动  不完整  2/4 群有数
    2026-10-09  MAU     全部  4      自动  不完整  2/4 群有数
    2026-10-10  退群率  全部  --
    2026-10-10  DAU     全部  --
    2026-10-10  MAU     全部  --
    ");
}

#[test]
fn metrics_of_ones_own_are_defined_and_shown() {
    let env = made();
    assert_snapshot!(env.run(&["kpi", "define", "per_head", "消息数 / dau", "--name", "人均消息", "--name-en", "per head", "--decimals", "1"]), @r"
    per_head  人均消息  --  消息数 / DAU
    ! 已定义 per_head = messages / dau
    ");
    assert_snapshot!(env.run(&["kpi", "define", "loyal", "（dau ÷ mau）× 100", "--name", "忠实", "--unit", "percent"]), @r"
    loyal  忠实  --  DAU / MAU * 100
    ! 已定义 loyal = dau / mau * 100
    ");
    assert_snapshot!(env.run(&["kpi", "show", "--metric", "人均消息", "--metric", "loyal", "--from", "10-08", "--to", "10-09"]), @r"
    2026-10-08  人均消息  全部  1.5    自动  2/4 群有数
    2026-10-08  忠实      全部  50.0%  自动  不完整  2/4 群有数
    2026-10-09  人均消息  全部  2.0    自动  不完整  2/4 群有数
    2026-10-09  忠实      全部  25.0%  自动  不完整  2/4 群有数
    ");
    assert_snapshot!(env.json(&["kpi", "define", "per_head"]), @r#"
    {"bands_to_begin_with":false,"expression":"messages / dau","formula":"消息数 / DAU","metric":"per_head","name":"人均消息","own":true,"source":"computed","target":null,"unit":"number","want":"more","watch":null,"window":1}
    "#);
    assert_eq!(env.ok(&["kpi", "define", "loyal", "--target", "20%"]).code, 0);
    assert_eq!(env.json(&["kpi", "define", "loyal"])["bands_to_begin_with"], false);
}

#[test]
fn formulas_that_cannot_be_are_refused_with_their_place() {
    let env = Env::made();
    env.ok(&["kpi", "define", "a", "dau * 2", "--name", "甲"]);
    env.ok(&["kpi", "define", "b", "a + 1", "--name", "乙"]);
    assert_snapshot!(env.run(&["kpi", "define", "a", "b / 2"]), @r"
    ! qun: 公式绕回自己：a -> b -> a
    !   去掉其中一步
    [exit 1]
    ");
    assert_snapshot!(env.run(&["kpi", "define", "c", "a / (dau"]), @r"
    ! qun: 第 9 列：缺右括号，左括号在第 5 列
    [exit 1]
    ");
    assert_snapshot!(env.run(&["kpi", "define", "c", "谁 + 1"]), @r"
    ! qun: 第 1 列：没有指标「谁」
    !   指标的键和名称见 qun kpi define
    [exit 1]
    ");
    assert_snapshot!(env.run(&["kpi", "define", "c", "a $ 1"]), @r"
    ! qun: 第 3 列：不认识「$」
    !   写成 messages / dau 或 (joins - leaves) / members * 100
    [exit 1]
    ");
    assert_snapshot!(env.run(&["kpi", "define", "dau", "a"]), @r"
    ! qun: dau 是内置指标 DAU，换一个键
    [exit 1]
    ");
    assert_snapshot!(env.run(&["kpi", "define", "a", "--drop"]), @r"
    ! qun: a 还被 b 用着，没有删
    [exit 1]
    ");
    assert_snapshot!(env.run(&["kpi", "set", "b", "3"]), @r"
    ! qun: 乙 由公式算出，不能录入
    [exit 1]
    ");
    for args in [&["c", "a", "--unit", "pints"][..], &["c", "a", "--want", "much"], &["c", "a", "--decimals", "9"]] {
        assert_eq!(env.run(&[&["kpi", "define"], args].concat()).code, 2, "{args:?}");
    }
    assert_eq!(env.run(&["kpi", "define", "b", "--drop"]).code, 0);
    assert_eq!(env.json(&["kpi", "define"]).as_array().unwrap().iter().filter(|m| m["own"] == true).count(), 1);
}

#[test]
fn cohorts_say_who_came_back() {
    let env = made();
    assert_snapshot!(env.run(&["kpi", "retention"]), @r"
    起始        人数  D1      D7     D30
    2026-10-01  2     100.0%  50.0%  --
    ");
    assert_snapshot!(env.run(&["kpi", "retention", "--begin", "seen"]), @r"
    起始        人数  D1     D7     D30
    2026-10-01  2     50.0%  50.0%  --
    2026-10-02  1     0%     0%     --
    2026-10-08  1     0%     --     --
    ");
    assert_snapshot!(env.json(&["kpi", "retention", "--begin", "seen", "--by", "month", "--from", "10-01", "--tier", "vip"]), @r#"
    [{"cohort":"2026-10-01","d1":0.5,"d1_back":1,"d1_of":2,"d30":null,"d30_back":null,"d30_of":0,"d7":1.0,"d7_back":1,"d7_of":1,"size":2}]
    "#);
    assert_snapshot!(env.run(&["kpi", "cohort", "--begin", "seen", "--by", "day", "--from", "10-01", "--periods", "7"]), @r"
    起始        人数  0       1      2      3       4      5      6       7
    2026-10-01  2     100.0%  50.0%  50.0%  100.0%  50.0%  50.0%  100.0%  50.0%
    2026-10-02  1     100.0%  0%     0%     0%      0%     0%     0%      0%
    2026-10-08  1     100.0%  0%     --     --      --     --     --      --
    ");
    assert_snapshot!(env.json(&["kpi", "cohort", "--by", "week", "--from", "10-01", "--periods", "1"]), @r#"
    [{"active":[2,null],"cohort":"2026-09-28","size":2}]
    "#);
    assert_eq!(env.run(&["kpi", "cohort", "--by", "hour"]).code, 2);
    assert_eq!(env.run(&["kpi", "retention", "--tier", "vip", "--platform", "qq"]).code, 2);
}

#[test]
fn the_past_does_not_change_in_silence() {
    let env = made();
    let late = env.file("late.jsonl", log(&[(5, "101", "44444", "say")]));
    env.ok(&["import", "--format", "onebot", &late]);
    assert_snapshot!(env.run(&["kpi", "history", "dau", "--from", "10-04", "--to", "10-05"]), @r"
    2026-10-04  1  2  2026-10-10T17:20:00+08:00  导入 1
    2026-10-05  1  1  2026-10-10T17:20:00+08:00  导入 1
    2026-10-05  2  2  2026-10-10T17:20:00+08:00  导入 2
    ");
    assert_snapshot!(env.run(&["kpi", "show", "--metric", "dau", "--from", "10-04", "--to", "10-05"]), @r"
    2026-10-04  DAU  全部  2  自动  2/4 群有数
    2026-10-05  DAU  全部  2  自动  2/4 群有数  2026-10-10 改过，原为 1
    ");
    let shown = env.json(&["kpi", "show", "--metric", "dau", "--from", "10-05", "--to", "10-05"]);
    assert_snapshot!(shown[0]["changed"], @r#"
    {"at":"2026-10-10T17:20:00+08:00","batch":2,"before":1.0,"why":"import"}
    "#);
    assert_snapshot!(env.run(&["kpi", "recount"]), @"5 个范围 45 天，比对 2,385 个数，不符 0");
    assert_eq!(env.json(&["kpi", "recount"])["differ"], 0);
    assert_eq!(env.json(&["kpi", "history", "conversion"]).as_array().unwrap().len(), 0);
}

#[test]
fn what_members_made_is_logged() {
    let env = Env::made();
    assert_snapshot!(env.run(&["kpi", "ugc", "add", "盐可颂教程", "--community", "交流群", "--good"]), @r"
    ! 已登记优质作品 1，2026-10-10
    ");
    assert_snapshot!(env.json(&["kpi", "ugc", "add", "--community", "交流群", "--day", "昨天"]), @r#"
    {"community":"交流群","date":"2026-10-09","good":false,"id":2}
    "#);
    assert_snapshot!(env.run(&["kpi", "ugc", "mark", "2"]), @r"
    ! 作品 2 标为优质
    ");
    assert_snapshot!(env.run(&["kpi", "ugc", "list"]), @r"
    1  2026-10-10  交流群  优质  盐可颂教程
    2  2026-10-09  交流群  优质
    ");
    assert_snapshot!(env.run(&["kpi", "show", "--metric", "ugc", "--metric", "quality_ugc", "--from", "昨天"]), @r"
    2026-10-09  优质UGC  全部  100.0%  自动  样本少
    2026-10-09  UGC      全部  1       自动
    2026-10-10  优质UGC  全部  100.0%  自动  不完整  样本少
    2026-10-10  UGC      全部  1       自动  不完整
    ");
    assert_eq!(env.run(&["kpi", "ugc", "add", "--community", "交流群", "--day", "明天"]).code, 1);
    assert_eq!(env.run(&["kpi", "ugc", "add", "--community", "交流群", "--member", "99"]).code, 1);
    assert_eq!(env.run(&["kpi", "ugc", "mark", "99"]).code, 1);
}

#[test]
fn bad_figures_are_refused_with_line_and_column() {
    let env = Env::made();
    let mut told = Vec::new();
    for sheet in [
        "date,dau\n2026-10-09,1\n2026-10-11,1\n",
        "date,dau,leave_rate\n2026-10-08,1,0.1%\n2026-10-09,2,101%\n",
        "date,dau\n2026-10-08,1\n2026-10-08,2\n",
        "date,metric,value\n2026-10-08,dau,1\n2026-10-09,dau,一千多\n",
        "date,dau\n2026-10-08,１２．５\n",
    ] {
        let ran = env.fed(&["kpi", "import", "-"], sheet);
        assert_eq!(ran.code, 1, "{sheet}");
        told.extend(ran.err.lines().next().map(str::to_owned));
    }
    assert_snapshot!(told.join("\n"), @r"
    qun: 第 3 行第 2 列：2026-10-11 还没到
    qun: 第 3 行第 3 列：1.01 超过 100%；写成 0.124 或 12.4%
    qun: 第 3 行第 2 列：2026-10-08 DAU 在第 2 行已有
    qun: 第 3 行第 3 列：「一千多」不是这个指标的数
    qun: 第 2 行第 2 列：「12.5」不是这个指标的数
    ");
    assert!(values(&env, &[]).iter().all(Value::is_null), "nothing of any sheet was taken");
}
