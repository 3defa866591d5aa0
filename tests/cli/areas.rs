//! `qun sop`, `qun inquiry`, `qun post`

use crate::env::Env;
use insta::assert_snapshot;

fn with_templates() -> Env {
    let env = Env::made();
    let body = "亲，{昵称}，退款已登记，单号 {单号}。\n48 小时内原路退回。";
    env.ok(&[
        "sop",
        "add",
        "tk",
        "--name",
        "退款流程",
        "--category",
        "投诉",
        "--keywords",
        "退款 退货",
        "--body",
        body,
    ]);
    env.ok(&["sop", "add", "hf", "--name", "直播回放", "--category", "ask", "--body", "回放在群公告，{date}更新。"]);
    env
}

#[test]
fn templates_are_listed_found_shown() {
    let env = with_templates();
    assert_snapshot!(env.run(&["sop", "list"]), @r"
    hf  咨询  直播回放  在用  用过 0 次  回放在群公告，{date}更新。
    tk  投诉  退款流程  在用  用过 0 次  亲，{昵称}，退款已登记，单号 {单号}。 48 小时内..
    ");
    assert_snapshot!(env.run(&["sop", "search", "tklc"]), @"tk  投诉  退款流程  在用  用过 0 次  亲，{昵称}，退款已登记，单号 {单号}。 48 小时内..");
    assert_snapshot!(env.run(&["sop", "search", "没有这个"]), @"");
    assert_snapshot!(env.run(&["sop", "show", "TK"]), @r"
    代码    tk
    名称    退款流程
    分类    投诉
    状态    在用
    关键词  退款 退货
    格子    昵称 单号
    用过    答过 0 次，一天内又来问 0 次
    改动    阿泽 2026-10-10T17:20:00+08:00

    亲，{昵称}，退款已登记，单号 {单号}。
    48 小时内原路退回。
    ");
    assert_snapshot!(env.run(&["sop", "show", "nope"]), @r"
    ! qun: 没有话术「nope」
    !   用 qun sop list 看全部
    [exit 1]
    ");
    assert_snapshot!(env.json(&["sop", "show", "hf"]), @r#"{"body":"回放在群公告，{date}更新。","category":"ask","code":"hf","due":false,"id":2,"keywords":"","name":"直播回放","owner":"","platform":"","reopened":0,"review":null,"slots":[{"auto":true,"default":null,"kind":"text","longest":null,"name":"date","optional":false,"options":null}],"status":"approved","updated_at":"2026-10-10T17:20:00+08:00","updated_by":"阿泽","uses":0,"variants":[],"version":1}"#);
    assert_snapshot!(env.run(&["sop", "add", "tk", "--name", "x", "--category", "y", "--body", "z"]), @r"
    ! qun: 代码「tk」已给了「退款流程」
    !   数字在选话术时用来挑选，所以代码只用字母，且不能重复
    [exit 1]
    ");
    assert_snapshot!(env.run(&["sop", "add", "t1", "--name", "x", "--category", "y", "--body", "z"]), @r"
    ! qun: 代码「t1」不行：只用 1 到 8 个字母
    !   数字在选话术时用来挑选，所以代码只用字母，且不能重复
    [exit 1]
    ");
    assert_snapshot!(env.run(&["sop", "add", "x", "--name", "x", "--category", "y", "--body", "a\n{b"]), @r"
    ! qun: 第 2 行第 1 个字的左花括号没有收尾
    [exit 1]
    ");
}

#[test]
fn a_template_with_an_empty_slot_is_not_printed() {
    let env = with_templates();
    assert_snapshot!(env.run(&["sop", "render", "tk"]), @r"
    ! qun: 还差 2 格：昵称 单号
    !   用 --set 名字=内容 填上
    [exit 1]
    ");
    assert_snapshot!(env.run(&["sop", "render", "tk", "--set", "昵称=小雨", "--set", "单号= "]), @r"
    ! qun: 还差 1 格：单号
    !   用 --set 名字=内容 填上
    [exit 1]
    ");
    assert_snapshot!(env.run(&["sop", "render", "tk", "--set", "nickname=小雨", "--set", "单号=A-1"]), @r"
    亲，小雨，退款已登记，单号 A-1。
    48 小时内原路退回。
    ");
    assert_snapshot!(env.run(&["sop", "render", "hf"]), @"回放在群公告，10月10日 周六更新。");
    assert_snapshot!(env.run(&["sop", "render", "hf", "--set", "日期=明晚", "--json"]), @r#"{"code":"hf","text":"回放在群公告，明晚更新。"}"#);
    assert_snapshot!(env.run(&["sop", "render", "hf", "--set", "日期"]), @r"
    ! error: invalid value '日期' for '--set <NAME=VALUE>': NAME=VALUE
    ! 
    ! For more information, try '--help'.
    [exit 2]
    ");
}

#[test]
fn templates_go_out_and_come_back() {
    let env = with_templates();
    assert_snapshot!(env.run(&["sop", "export"]), @r#"
    [[template]]
    code = "hf"
    name = "直播回放"
    category = "ask"
    keywords = ""
    body = "回放在群公告，{date}更新。"
    platform = ""
    status = "approved"

    [[template]]
    code = "tk"
    name = "退款流程"
    category = "complaint"
    keywords = "退款 退货"
    body = """
    亲，{昵称}，退款已登记，单号 {单号}。
    48 小时内原路退回。"""
    platform = ""
    status = "approved"
    "#);
    for format in ["toml", "csv"] {
        let other = Env::new();
        other.ok(&["init"]);
        let out = env.ok(&["sop", "export", "--format", format]).out;
        let name = format!("templates.{format}");
        other.ok(&["sop", "import", &other.file(&name, &out)]);
        assert_eq!(other.ok(&["sop", "export", "--format", format]).out, out, "{format}");
        assert_eq!(other.run(&["sop", "import", &name]).code, 1, "codes are taken");
    }
    assert_snapshot!(env.fed(&["sop", "import", "-"], "[[template]]\ncode = \"a\"\nname = \"b\"\n"), @r"
    ! qun: 第 1 行读不懂：missing field `category`
    !   TOML 写成 [[template]] 表，CSV 要有 code name category body 列
    [exit 1]
    ");
    assert_snapshot!(env.fed(&["sop", "import", "-", "--format", "csv"], "code,name\n"), @r"
    ! qun: 表头没有「category」这一列
    !   TOML 写成 [[template]] 表，CSV 要有 code name category body 列
    [exit 1]
    ");
    assert_snapshot!(env.run(&["sop", "export", "--format", "xls"]), @r"
    ! qun: --format 没有「xls」，可用：toml csv md
    [exit 2]
    ");
}

#[test]
fn people_wait_and_are_answered() {
    let env = with_templates();
    let add = |who: &str, text: &str, more: &[&str]| {
        env.run(&[&["inquiry", "add", "--community", "交流群", "--who", who, "--text", text], more].concat())
    };
    assert_snapshot!(add("林小雨", "温度计坏了，能退吗", &["--kind", "refund", "--at", "16:56"]), @"! 记下 林小雨 的来信 #1，2026-10-10 17:26 前答复");
    assert_snapshot!(add("豆沙包", "少发了一个", &["--kind", "complaint", "--at", "2026-10-10T16:20:00+08:00"]), @"! 记下 豆沙包 的来信 #2，2026-10-10 16:50 前答复");
    assert_snapshot!(add("阿May", "回放在哪", &["--json"]), @r#"{"due":"2026-10-10T17:50:00+08:00","id":3}"#);
    assert_snapshot!(add("阿May", "回放在哪", &["--at", "18:00"]), @r"
    ! qun: 来信没有记下：时间还没到
    [exit 1]
    ");
    assert_snapshot!(add("阿May", "回放在哪", &["--kind", "x"]), @r"
    ! qun: --kind 没有「x」，可用：ask complaint refund feedback
    [exit 2]
    ");
    assert_snapshot!(env.run(&["inquiry", "list"]), @r"
    2  超30分  投诉  QQ 交流群  豆沙包  少发了一个
    1  余6分   退款  QQ 交流群  林小雨  温度计坏了，能退吗
    3  余30分  咨询  QQ 交流群  阿May   回放在哪
    ");
    assert_snapshot!(env.run(&["inquiry", "answer", "1", "--template", "tk"]), @r"
    ! qun: 还差 1 格：单号
    !   用 --set 名字=内容 填上
    [exit 1]
    ");
    assert_snapshot!(env.run(&["inquiry", "answer", "1", "--template", "tk", "--set", "单号=A-1"]), @r"
    亲，林小雨，退款已登记，单号 A-1。
    48 小时内原路退回。
    ! 已答复 林小雨，用了 24 分
    ");
    assert_snapshot!(env.run(&["inquiry", "answer", "1", "--text", "好的"]), @r"
    ! qun: 没做成：阿泽 0秒前 已处理 林小雨 (已答)
    !   没有改动任何东西，也没有进日志；打的字还在
    [exit 4]
    ");
    assert_snapshot!(env.run(&["inquiry", "answer", "2", "--text", "补寄今天发出", "--json"]), @r#"{"age_minutes":60,"answer":"补寄今天发出","answered_at":"2026-10-10T17:20:00+08:00","answered_by":"阿泽","at":"2026-10-10T16:20:00+08:00","community":"交流群","due":"2026-10-10T16:50:00+08:00","first_response_minutes":60,"id":2,"kept":false,"kind":"complaint","left_minutes":null,"level":2,"platform":"qq","reason":null,"state":"answered","template_id":null,"text":"少发了一个","version":2,"waits_for":null,"who":"豆沙包"}"#);
    assert_snapshot!(env.run(&["inquiry", "list"]), @"3  余30分  咨询  QQ 交流群  阿May  回放在哪");
    assert_snapshot!(env.run(&["inquiry", "list", "--state", "answered"]), @r"
    2  已答  投诉  QQ 交流群  豆沙包  少发了一个
    1  已答  退款  QQ 交流群  林小雨  温度计坏了，能退吗
    ");
    let all = env.json(&["inquiry", "list", "--state", "all"]);
    let late = all.as_array().unwrap().iter().find(|i| i["id"] == 2).unwrap();
    assert_eq!((&late["age_minutes"], &late["kept"]), (&60.into(), &false.into()));
    assert_eq!(late["due"], "2026-10-10T16:50:00+08:00");
    assert_eq!(env.run(&["inquiry", "answer", "3"]).code, 2);
    assert_eq!(env.run(&["inquiry", "answer", "3", "--text", "x", "--template", "tk"]).code, 2);
    assert_snapshot!(env.run(&["inquiry", "answer", "9", "--text", "x"]), @r"
    ! qun: 没有来信 9
    [exit 1]
    ");
}

#[test]
fn a_draft_answers_nobody() {
    let env = with_templates();
    env.ok(&["sop", "add", "dr", "--name", "d", "--category", "ask", "--body", "d", "--status", "draft"]);
    env.ok(&["inquiry", "add", "--community", "交流群", "--who", "甲", "--text", "?"]);
    assert_snapshot!(env.run(&["inquiry", "answer", "1", "--template", "dr"]), @r"
    ! qun: 话术 dr 是「草稿」，不能用来答复
    [exit 1]
    ");
}

#[test]
fn posts_are_planned_moved_and_marked() {
    let env = Env::made();
    let add = |day: &str, time: &str, title: &str, more: &[&str]| {
        env.run(
            &[&["post", "add", "--community", "新手2群", "--day", day, "--time", time, "--title", title], more]
                .concat(),
        )
    };
    assert_snapshot!(add("今天", "9:00", "早安打卡 第12天", &["--kind", "chat", "--body", "早"]), @"! 新建 早安打卡 第12天 (新手2群)，2026-10-10 09:00 #1");
    assert_snapshot!(add("tomorrow", "20", "抽奖", &["--kind", "perk", "--track", "hot", "--owner", "小满", "--json"]), @r#"{"id":2}"#);
    assert_snapshot!(add("周三", "12:30", " ", &[]), @r"
    ! qun: 还差标题
    [exit 1]
    ");
    assert_snapshot!(add("10-32", "12:30", "x", &[]), @r"
    ! qun: 「10-32」不是日期，要像 2026-10-10
    [exit 2]
    ");
    assert_snapshot!(add("明天", "24:30", "x", &[]), @r"
    ! qun: 「24:30」不是时刻，要像 9:00
    [exit 2]
    ");
    assert_snapshot!(add("明天", "9", "x", &["--kind", "joke"]), @r"
    ! qun: --kind 没有「joke」，可用：tips chat perk
    [exit 2]
    ");
    assert_snapshot!(env.run(&["post", "list"]), @r"
    1  2026-10-10 09:00  备好  互动  微信 新手2群        早安打卡 第12天
    2  2026-10-11 20:00  草稿  福利  微信 新手2群  小满  抽奖
    ");
    assert_snapshot!(env.run(&["post", "move", "1", "2", "--day", "10-14"]), @"! 改期 2 条");
    assert_snapshot!(env.run(&["post", "publish", "1", "--link", "https://example.com/1"]), @"! 已发 早安打卡 第12天 (新手2群)");
    assert_snapshot!(env.run(&["post", "publish", "1"]), @r"
    ! qun: 没做成：早安打卡 第12天 已发出，只能记结果 (e)
    [exit 1]
    ");
    assert_snapshot!(env.run(&["post", "move", "1", "--day", "明天"]), @r"
    ! qun: 没做成：早安打卡 第12天 已发出，只能记结果 (e)
    [exit 1]
    ");
    assert_snapshot!(env.run(&["post", "list", "--state", "published", "--to", "+7"]), @"1  2026-10-14 09:00  已发  互动  微信 新手2群    早安打卡 第12天");
    assert_snapshot!(env.run(&["post", "list", "--from", "10-20", "--to", "10-11"]), @r"
    ! qun: 2026-10-11 在 2026-10-20 之前
    [exit 2]
    ");
    assert_snapshot!(env.run(&["post", "publish", "9"]), @r"
    ! qun: 没有第 9 条
    [exit 1]
    ");
    assert_snapshot!(env.json(&["post", "list", "--from", "10-14", "--state", "published"]), @r#"[{"at":"2026-10-14T09:00:00+08:00","body":"早","comments":null,"community":"新手2群","community_id":1,"completion":null,"expires_at":null,"format":"article","id":1,"kind":"chat","likes":null,"link":"https://example.com/1","note":null,"owner":null,"platform":"wechat","published_at":"2026-10-10T17:20:00+08:00","published_by":"阿泽","reads":null,"reason":null,"shares":null,"state":"published","title":"早安打卡 第12天","track":"fixed","version":4}]"#);
}
