//! `qun post`, `qun calendar`: what goes out where, who has seen it, what came of it.

use crate::env::Env;
use insta::assert_snapshot;
use serde_json::json;

fn made() -> Env {
    let env = Env::made();
    env.ok(&["community", "add", "粉丝群", "--platform", "douyin", "--tier", "VIP"]);
    env
}

fn add(env: &Env, more: &[&str]) {
    let given = ["post", "add", "--community", "新手2群", "--day", "明天", "--time", "20:00"];
    env.ok(&[&given[..], more].concat());
}

#[test]
fn a_post_has_all_its_fields_and_shows_them() {
    let env = made();
    add(
        &env,
        &[
            "--title",
            "黄油怎么选",
            "--body",
            "看 https://x.example/1\n加V",
            "--topic",
            "黄油",
            "--mechanic",
            "投票",
            "--campaign",
            "双11",
            "--aim",
            "抖音, VIP",
            "--asset",
            "图/黄油.png",
            "--format",
            "qa",
            "--note",
            "小心",
        ],
    );
    env.ok(&["post", "text", "1", "douyin", "抖音上这样说 https://x.example/2"]);
    assert_snapshot!(env.run(&["post", "show", "1"]), @r"
    标题          黄油怎么选
    群            微信 新手2群
    日期          2026-10-11 20:00
    状态          备好
    类型          干货  问答  固定
    话题          黄油
    玩法          投票
    活动          双11
    还发往        抖音, VIP
    素材          图/黄油.png
    备注          小心
    微信 新手2群  未发
    抖音 粉丝群   未发

    看 https://x.example/1
    加V

    [抖音]
    抖音上这样说 https://x.example/2
    ");
    let post = env.json(&["post", "show", "1"]);
    assert_eq!(post["places"].as_array().unwrap().len(), 2);
    assert_eq!((&post["topic"], &post["aim"], &post["format"]), (&json!("黄油"), &json!("抖音, VIP"), &json!("qa")));
    assert_eq!((&post["approved_by"], &post["twin_of"]), (&json!(null), &json!(null)));
    assert_snapshot!(env.run(&["post", "caption", "1"]), @r"
    看 https://x.example/1
    加V
    ");
    assert_snapshot!(env.run(&["post", "caption", "1", "--platform", "douyin"]), @r"
    抖音上这样说
    ! 链接已去掉
    ");
    assert_snapshot!(env.run(&["post", "assets", "黄油"]), @"图/黄油.png  #1  2026-10-11  黄油怎么选");
    env.ok(&["post", "edit", "1", "--title", "黄油课", "--aim", ""]);
    let post = env.json(&["post", "show", "1"]);
    assert_eq!((post["title"].as_str(), post["places"].as_array().unwrap().len()), (Some("黄油课"), 0));
    assert_eq!(post["topic"], "黄油", "what is not told stays");
    assert_snapshot!(env.run(&["post", "edit", "1", "--aim", "火星"]), @r"
    ! qun: 「火星」不是平台、分层或群
    [exit 2]
    ");
    assert_snapshot!(env.run(&["post", "text", "1", "火星", "x"]), @r"
    ! qun: --platform 没有「火星」，可用：wechat qq weibo douyin bilibili xiaohongshu telegram discord zulip other
    [exit 2]
    ");
    assert_snapshot!(env.run(&["post", "add", "--title", "x"]), @r"
    ! qun: 还差 --community
    [exit 2]
    ");
}

#[test]
fn approval_goes_its_way() {
    let env = made();
    assert_snapshot!(env.run(&["calendar", "house", "新手2群", "--approval", "required"]), @r"
    微信 新手2群  必须审  一天 3 一周 7  50/30/20
    ! 新手2群 的规矩：必须审
    ");
    add(&env, &["--title", "早安", "--body", "早"]);
    assert_snapshot!(env.run(&["post", "publish", "1"]), @r"
    ! qun: 没做成：早安 还没批准，新手2群 必须先审 (E 送审)
    [exit 1]
    ");
    env.ok(&["post", "send", "1"]);
    assert_snapshot!(env.run(&["post", "return", "1", "--why", "太短"]), @"! 退回 早安 (新手2群)");
    env.ok(&["post", "send", "1"]);
    assert_snapshot!(env.run(&["post", "list", "--stalled"]), @"");
    assert_snapshot!(env.run(&["post", "approve", "1"]), @"! 批准 早安 (新手2群)");
    env.ok(&["post", "publish", "1"]);
    assert_eq!(env.json(&["post", "show", "1"])["approved_by"], "阿泽");
    for verb in ["send", "approve", "hold", "reopen", "cancel"] {
        assert_eq!(env.run(&["post", verb, "1"]).code, 1, "{verb}: what is out is out");
    }
    add(&env, &["--title", "晚安"]);
    env.ok(&["post", "hold", "2"]);
    env.ok(&["post", "reopen", "2"]);
    assert_snapshot!(env.run(&["post", "cancel", "2", "--reason", "other"]), @r"
    ! qun: 选其他要写一句原因
    [exit 1]
    ");
    env.ok(&["post", "cancel", "2", "--reason", "duplicate"]);
}

#[test]
fn it_goes_out_place_by_place() {
    let env = made();
    add(&env, &["--title", "黄油课", "--body", "早", "--aim", "交流群, 抖音"]);
    assert_snapshot!(env.run(&["post", "publish", "1", "--community", "交流群", "--link", "https://x.example"]), @"! 已发 黄油课 到 交流群 (1/3)");
    assert_snapshot!(env.run(&["post", "publish", "1", "--community", "交流群"]), @r"
    ! qun: 没做成：黄油课 在 交流群 已发出
    [exit 1]
    ");
    assert_snapshot!(env.run(&["post", "cancel", "1"]), @r"
    ! qun: 没做成：黄油课 已在 1 处发出，不能收回；其余不发按 M
    [exit 1]
    ");
    assert_snapshot!(env.run(&["post", "list", "--from", "明天"]), @"1  2026-10-11 20:00  已发1/3  干货  微信 新手2群    黄油课");
    assert_snapshot!(env.run(&["post", "finish", "1"]), @"! 黄油课 其余 2 处不发 (新手2群)");
    assert_eq!(env.json(&["post", "show", "1"])["state"], "published");
}

#[test]
fn what_speaks_against_it_is_said_and_found() {
    let env = made();
    let days: [&str; 4] = ["10-12", "10-13", "10-14", "10-15"];
    for (n, day) in days.iter().enumerate() {
        let title = format!("第{n}篇各不相干{day}");
        env.ok(&[
            "post",
            "add",
            "--community",
            "交流群",
            "--day",
            day,
            "--time",
            "9",
            "--title",
            &title,
            "--kind",
            "perk",
        ]);
    }
    env.ok(&["calendar", "house", "交流群", "--per-day", "1", "--per-week", "4"]);
    let more = ["--time", "9", "--kind", "perk", "--title", "戚风开裂的 5 个原因"];
    env.ok(&[&["post", "add", "--community", "粉丝群", "--day", "10-12", "--body", "加V看 www.x.example"], &more[..]]
        .concat());
    env.ok(&[&["post", "add", "--community", "交流群", "--day", "10-12"], &more[..]].concat());
    assert_snapshot!(env.run(&["post", "check", "5", "6"]), @r"
    5  抖音 禁词「加V」
    5  抖音 不能带链接 www.x.example
    6  当天第 2 条，上限 1
    6  那周第 5 条，上限 4
    6  那周 福利 会到 100%，目标 20%
    [exit 3]
    ");
    assert_eq!(env.run(&["post", "check", "6", "--json"]).code, 3);
    assert_snapshot!(env.run(&["calendar", "mix", "10-12"]), @r"
    微信 新手2群  0/7     干货 0/50  互动 0/30  福利 0/20
    QQ 交流群     5/4 超  干货 0/50  互动 0/30  福利 100/20
    抖音 粉丝群   1/7     干货 0/50  互动 0/30  福利 100/20
    全部          6/30    干货 0/50  互动 0/30  福利 100/20
    ");
    let mix = env.json(&["calendar", "mix", "10-12"]);
    assert_eq!((&mix["from"], &mix["pushes"]), (&json!("2026-10-12"), &json!(6)));
    assert_snapshot!(env.run(&["calendar", "house"]), @r"
    微信 新手2群  可审可不审  一天 3 一周 7  50/30/20
    QQ 交流群     可审可不审  一天 1 一周 4  50/30/20
    抖音 粉丝群   可审可不审  一天 3 一周 7  50/30/20
    ");
    assert_snapshot!(env.run(&["calendar", "house", "交流群", "--mix", "50/50"]), @r"
    ! qun: 配比「50/50」不行：要 3 个数，加起来 100
    [exit 2]
    ");
}

#[test]
fn kinds_and_platforms_are_the_operators_own() {
    let env = made();
    assert_snapshot!(env.run(&["calendar", "kinds"]), @r"
    tips  干货  50%
    chat  互动  30%
    perk  福利  20%
    ");
    assert_snapshot!(env.run(&["calendar", "kinds", "公告", "--target", "10"]), @r"
    tips  干货  50%
    chat  互动  30%
    perk  福利  20%
    公告  公告  10%
    ! 类型 公告，目标 10%
    ! 目标加起来是 110%，不是 100%
    ");
    env.ok(&["calendar", "kinds", "tips", "--label", "课程", "--target", "40"]);
    add(&env, &["--title", "停电", "--kind", "公告"]);
    add(&env, &["--title", "黄油", "--kind", "课程"]);
    assert_snapshot!(env.run(&["post", "list"]), @r"
    1  2026-10-11 20:00  草稿  公告  微信 新手2群    停电
    2  2026-10-11 20:00  草稿  课程  微信 新手2群    黄油
    ");
    assert_snapshot!(env.run(&["calendar", "kinds", "a b"]), @r"
    ! qun: 类型「a b」不行：一个词，四个汉字或八个字母以内
    [exit 2]
    ");
    assert_snapshot!(env.run(&["calendar", "platforms", "qq", "--cap", "300", "--words", "团购，秒杀"]), @r"
    qq  300 字      团购 秒杀
    ! 平台规矩 qq
    ");
    assert_snapshot!(env.run(&["calendar", "platforms"]), @r"
    all                                          国家级 最高级 最佳
    bilibili
    discord      2000 字
    douyin       1000 字               不带链接  加V 加微信 微信号 公众号 二维码
    qq           300 字                          团购 秒杀
    telegram     4096 字
    wechat
    weibo        2000 字
    xiaohongshu  1000 字   标题 20 字  不带链接  加V 加微信 微信号 公众号 二维码 淘宝 拼多多
    zulip        10000 字
    ");
    assert_snapshot!(env.run(&["calendar", "hours", "交流群", "--json"]), @"{\"best\":null,\"community_id\":2,\"hours\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}");
}

#[test]
fn results_come_from_figures_and_sheets() {
    let env = made();
    for title in ["黄油课", "晒单"] {
        add(&env, &["--title", title, "--body", "早"]);
    }
    env.ok(&["post", "publish", "1", "2"]);
    assert_snapshot!(env.run(&["post", "results", "1", "--reads", "120", "--completion", "0.4"]), @"! 记下结果 黄油课 (新手2群)");
    let sheet = env.file(
        "r.csv",
        "标题,日期,阅读量,点赞\n晒单,2026-10-11,1.2万,31\n没有,2026-10-11,1,1\n黄油课,2026-10-11,130,--\n",
    );
    assert_snapshot!(env.run(&["post", "results", &sheet, "--dry-run"]), @r"
    ! 第 3 行略过：没有这条
    ! 读 3 行，记下 2 条，略过 1 行
    ");
    assert_snapshot!(env.run(&["post", "results", &sheet]), @r"
    ! 第 3 行略过：没有这条
    ! 读 3 行，记下 2 条，略过 1 行
    ");
    let post = env.json(&["post", "show", "1"]);
    assert_eq!((&post["reads"], &post["completion"], &post["state"]), (&json!(130), &json!(0.4), &json!("reviewed")));
    assert_eq!(env.json(&["post", "show", "2"])["reads"], 12_000);
    // What Chinese spreadsheets save is read too.
    let gbk: Vec<u8> = encoding("编号,阅读\n1,7\n");
    let sheet = env.file("g.csv", gbk);
    env.ok(&["post", "results", &sheet]);
    assert_eq!(env.json(&["post", "show", "1"])["reads"], 7);
    let broken = env.file("b.csv", "编号,阅读\n1,很多\n");
    assert_snapshot!(env.run(&["post", "results", &broken]), @r"
    ! qun: 第 2 行第 2 格「很多」看不懂
    [exit 1]
    ");
    let none = env.file("n.csv", "a,b\n1,2\n");
    assert_snapshot!(env.run(&["post", "results", &none]), @r"
    ! qun: 看不出是哪条、什么数
    !   要有 编号 或 链接 或 标题+日期，和 阅读 点赞 评论 转发 完读率 中的一列
    [exit 1]
    ");
}

/// The header of a sheet in GB 18030.
fn encoding(text: &str) -> Vec<u8> {
    let known: &[(char, [u8; 2])] =
        &[('编', [0xb1, 0xe0]), ('号', [0xba, 0xc5]), ('阅', [0xd4, 0xc4]), ('读', [0xb6, 0xc1])];
    let byte = |c: char| known.iter().find(|(k, _)| *k == c).map_or_else(|| vec![c as u8], |(_, b)| b.to_vec());
    text.chars().flat_map(byte).collect()
}

#[test]
fn an_experiment_has_a_verdict_in_words() {
    let env = made();
    add(&env, &["--title", "黄油课", "--body", "早"]);
    assert_snapshot!(env.run(&["post", "twin", "1", "--differs", "topic"]), @r"
    ! qun: A 和 B 的标题与文案一样，没有可比的
    [exit 1]
    ");
    assert_snapshot!(env.run(&["post", "twin", "1", "--differs", "topic", "--title", "x", "--time", "9"]), @r"
    ! qun: A 和 B 还差了时刻，一次只比一样
    [exit 1]
    ");
    assert_snapshot!(env.run(&["post", "twin", "1", "--differs", "time", "--time", "9:00", "--community", "交流群"]), @"! 给 黄油课 配了 B，比时刻：2026-10-11 09:00 #2");
    assert_snapshot!(env.run(&["post", "verdict", "1"]), @r"
    A #1 黄油课
    B #2 黄油课
    A/B 比时刻，以赞计：A --  B --
    还没有结果：两条都记下阅读和这一项才能比
    ");
    env.ok(&["post", "publish", "1", "2"]);
    env.ok(&["post", "results", "1", "--reads", "240", "--likes", "12"]);
    env.ok(&["post", "results", "2", "--reads", "260", "--likes", "31"]);
    assert_snapshot!(env.run(&["post", "verdict", "2"]), @r"
    A #1 黄油课
    B #2 黄油课
    A/B 比时刻，以赞计：A 12/240 = 5.0%  B 31/260 = 11.9%
    B 更好，不像是碰巧 (Fisher p = 0.006)
    ");
    let verdict = env.json(&["post", "verdict", "1"]);
    assert_eq!(
        (&verdict["verdict"], &verdict["b"]),
        (&json!("better"), &json!({ "id": 2, "side": { "did": 31, "readers": 260 } }))
    );
    assert!((verdict["p"].as_f64().unwrap() - 0.006_388).abs() < 1e-6);
    add(&env, &["--title", "别的"]);
    assert_snapshot!(env.run(&["post", "verdict", "3"]), @r"
    ! qun: 第 3 条没有 A/B
    [exit 1]
    ");
}
