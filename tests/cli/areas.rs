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
    用过    答过 0 次，一天内又来问 0 次
    改动    阿泽 2026-10-10T17:20:00+08:00

    亲，{昵称}，退款已登记，单号 {单号}。
    48 小时内原路退回。

    格子
      {昵称}  文字  自动填
      {单号}  文字  必填
    ");
    assert_snapshot!(env.run(&["sop", "show", "nope"]), @r"
    ! qun: 没有话术「nope」
    !   用 qun sop list 看全部
    [exit 1]
    ");
    assert_snapshot!(env.json(&["sop", "show", "hf"]), @r#"{"body":"回放在群公告，{date}更新。","category":"ask","code":"hf","due":false,"id":2,"keywords":"","name":"直播回放","owner":"","platform":"","reopened":0,"review":null,"slots":[{"auto":true,"default":null,"kind":"text","last":null,"longest":null,"name":"date","optional":false,"options":null,"required":true}],"status":"approved","updated_at":"2026-10-10T17:20:00+08:00","updated_by":"阿泽","uses":0,"variants":[],"version":1}"#);
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
    !   补上右花括号；要写花括号本身就连写两个
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
    ! qun: --set <NAME=VALUE> 不能是「日期」
    !   用 qun sop render -h 看用法
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
    assert_snapshot!(add("阿May", "回放在哪", &["--json"]), @r#"{"due":"2026-10-10T17:50:00+08:00","id":3,"new":true}"#);
    assert_snapshot!(add("阿May", "回放在哪", &["--at", "18:00"]), @r"
    ! qun: 来信没有记下：时间还没到
    [exit 1]
    ");
    assert_snapshot!(add("阿May", "回放在哪", &["--kind", "x"]), @r"
    ! qun: --kind 没有「x」，可用：ask complaint refund feedback suggestion incident
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
    assert_snapshot!(env.run(&["inquiry", "answer", "2", "--text", "补寄今天发出", "--json"]), @r#"{"again":null,"again_at":null,"age_minutes":60,"answer":"补寄今天发出","answered_at":"2026-10-10T17:20:00+08:00","answered_by":"阿泽","at":"2026-10-10T16:20:00+08:00","closed_at":null,"community":"交流群","due":"2026-10-10T16:50:00+08:00","first_response_at":"2026-10-10T17:20:00+08:00","first_response_minutes":60,"hand_note":null,"handed_by":null,"id":2,"kept":false,"kind":"complaint","left_minutes":null,"level":2,"owner":null,"platform":"qq","quality":null,"reason":null,"resolution_minutes":60,"snoozed_until":null,"state":"answered","template_id":null,"text":"少发了一个","turns":1,"version":2,"waits_for":null,"who":"豆沙包"}"#);
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

/// Three who wait since 16:56, 17:09 and 17:17.
fn with_people() -> Env {
    let env = with_templates();
    for (who, text, when) in
        [("林小雨", "能退吗", "16:56"), ("阿May", "回放在哪", "17:09"), ("豆沙包", "少发了", "17:17")]
    {
        env.ok(&["inquiry", "add", "--community", "交流群", "--who", who, "--text", text, "--at", when]);
    }
    env
}

#[test]
fn what_becomes_of_those_who_wait() {
    let env = with_people();
    let run = |args: &[&str]| env.run(&[&["inquiry"], args].concat());
    assert_snapshot!(run(&["pause", "1", "--for", "订单号"]), @"! 等 林小雨：订单号");
    assert_snapshot!(run(&["pause", "1", "--until", "1h"]), @r"
    ! qun: 林小雨 余 10 分内，不能稍后：现在答，或转交同事
    [exit 1]
    ");
    assert_snapshot!(run(&["pause", "2", "--until", "1h"]), @"! 阿May 2026-10-10 17:29 再看");
    assert_snapshot!(run(&["list"]), @r"
    1  余6分   咨询  QQ 交流群  林小雨  能退吗  @阿泽
    3  余27分  咨询  QQ 交流群  豆沙包  少发了
    ");
    assert_snapshot!(run(&["list", "--state", "snoozed"]), @"2  余19分  咨询  QQ 交流群  阿May  回放在哪");
    assert_snapshot!(run(&["hand", "3", "--to", "小满"]), @r"
    ! qun: 没有叫「小满」的同事，有：阿泽
    [exit 1]
    ");
    env.ok(&["inquiry", "reopen", "2", "--as", "小满"]);
    assert_snapshot!(run(&["hand", "3", "--to", "小满", "--note", "她只信你"]), @"! 豆沙包 转交 小满");
    assert_snapshot!(run(&["list", "--owner", "小满"]), @"3  余27分  咨询  QQ 交流群  豆沙包  少发了  @小满");
    assert_snapshot!(run(&["hand", "3", "--up"]), @"! 豆沙包 已上交经理");
    assert_snapshot!(run(&["close", "3", "--reason", "in_group", "--at", "17:18"]), @"! 豆沙包 已在群里答，算首答");
    assert_snapshot!(run(&["close", "3", "--reason", "not_one"]), @r"
    ! qun: 没做成：阿泽 0秒前 已处理 豆沙包 (已答)
    !   没有改动任何东西，也没有进日志；打的字还在
    [exit 4]
    ");
    assert_snapshot!(run(&["close", "2", "--reason", "other"]), @r"
    ! qun: 没有关闭：写一句理由
    [exit 1]
    ");
    assert_snapshot!(run(&["close", "2", "--reason", "duplicate", "--at", "17:18"]), @r"
    ! qun: --at 只和 --reason in_group 一起用
    [exit 2]
    ");
    assert_snapshot!(run(&["close", "2", "--reason", "gone"]), @r"
    ! qun: --reason 没有「gone」，可用：in_group not_one duplicate other
    [exit 2]
    ");
    assert_snapshot!(run(&["reopen", "3", "--text", "还没收到"]), @"! 豆沙包 回到等待，2026-10-10 17:50 前答复");
    assert_snapshot!(run(&["answer", "3", "--text", "再补", "--wait", "地址"]), @r"
    再补
    ! 已答复 豆沙包，用了 0 分
    ");
    assert_snapshot!(run(&["sort", "3", "--kind", "suggestion"]), @"! 豆沙包 记为 建议");
    assert_snapshot!(run(&["sort", "3", "--quality", "good"]), @"! 豆沙包 记为 优质反馈");
    assert_snapshot!(run(&["sort", "1", "--quality", "good"]), @r"
    ! qun: 林小雨 不是反馈，没有优劣
    [exit 1]
    ");
    assert_eq!(run(&["pause", "1"]).code, 2);
    assert_eq!(run(&["hand", "1"]).code, 2);
    assert_eq!(run(&["pause", "99", "--for", "x"]).code, 1);
    let row = env.json(&["inquiry", "list", "--state", "paused", "--kind", "suggestion"]);
    assert_snapshot!(row, @r#"[{"again":"还没收到","again_at":"2026-10-10T17:20:00+08:00","age_minutes":0,"answer":"再补","answered_at":"2026-10-10T17:20:00+08:00","answered_by":"阿泽","at":"2026-10-10T17:17:00+08:00","closed_at":null,"community":"交流群","due":"2026-10-10T17:50:00+08:00","first_response_at":"2026-10-10T17:18:00+08:00","first_response_minutes":1,"hand_note":null,"handed_by":null,"id":3,"kept":true,"kind":"suggestion","left_minutes":null,"level":3,"owner":"小满","platform":"qq","quality":"good","reason":null,"resolution_minutes":null,"snoozed_until":null,"state":"paused","template_id":null,"text":"少发了","turns":2,"version":8,"waits_for":"地址","who":"豆沙包"}]"#);
    let meter = &env.json(&["brief"])["sop"];
    assert_eq!(
        (&meter["paused"], &meter["promise"]["today"]["hit"], &meter["promise"]["next"]["hit"]),
        (&1.into(), &1.into(), &1.into())
    );
}

#[test]
fn a_bot_adds_json_lines_once_and_all_or_none() {
    let env = with_templates();
    let lines = r#"{"community": "交流群", "who": "林小雨", "text": "能退吗", "kind": "refund", "at": "16:56", "id": "m-1"}

{"community": "交流群", "who": "阿May", "text": "回放在哪", "id": 2}
"#;
    assert_snapshot!(env.fed(&["inquiry", "add", "-"], lines), @"! 记下来信 2 条，已有 0 条");
    assert_snapshot!(env.fed(&["inquiry", "add", "-", "--json"], lines), @r#"[{"due":"2026-10-10T17:26:00+08:00","id":1,"new":false},{"due":"2026-10-10T17:50:00+08:00","id":2,"new":false}]"#);
    for (line, n) in [
        (r#"{"community": "交流群", "who": "甲"}"#, 1),
        (r#"{"community": "没有", "who": "甲", "text": "x"}"#, 2),
        (r#"{"community": "交流群", "who": "甲", "text": "x", "kind": "zz"}"#, 3),
        (r#"{"community": "交流群", "who": "甲", "text": " "}"#, 4),
        ("nonsense", 5),
    ] {
        let good = r#"{"community": "交流群", "who": "乙", "text": "好"}"#;
        let out = env.fed(&["inquiry", "add", "-"], format!("{good}\n{line}\n"));
        assert_eq!(out.code, 1, "{n}");
        assert!(out.err.contains("第 2 行") && out.err.contains("一条都没有记"), "{n}: {}", out.err);
    }
    assert_eq!(env.json(&["inquiry", "list"]).as_array().unwrap().len(), 2, "nothing is half-written");
    assert_snapshot!(env.run(&["inquiry", "add", "--who", "甲"]), @r"
    ! qun: 要有 --community --who --text，或者 - 读 JSON 行
    [exit 2]
    ");
    assert_eq!(env.run(&["inquiry", "add", "-", "--who", "甲"]).code, 2);
}

#[test]
fn hours_of_a_community() {
    let env = with_people();
    let set = |args: &[&str]| env.run(&[&["community", "set"], args].concat());
    assert_snapshot!(set(&["交流群", "--hours", "mon-fri 09:00-12:00,13:30-17:15; sat 10:00-17:15"]), @"! 交流群：工作日 09:00-12:00 13:30-17:15；周六 10:00-17:15；重算 3 个时限");
    assert_snapshot!(env.run(&["inquiry", "list"]), @r"
    1  余11分  咨询  QQ 交流群  林小雨  能退吗
    2  余24分  咨询  QQ 交流群  阿May   回放在哪
    3  余30分  咨询  QQ 交流群  豆沙包  少发了
    ");
    assert_snapshot!(set(&["--hours", "daily 24h"]), @"! 所有没有自己时段的群：每天 24 小时；重算 0 个时限");
    assert_snapshot!(env.run(&["community", "list"]), @r"
    1  微信  新手2群  L1    每天 24 小时
    2  QQ    交流群         工作日 09:00-12:00 13:30-17:15；周六 10:00-17:15
    ");
    assert_snapshot!(set(&["交流群", "--hours", "-"]), @"! 交流群：每天 24 小时；重算 3 个时限");
    assert_snapshot!(set(&["交流群", "--hours", "mon-fry 9-18"]), @r"
    ! qun: 不认识的日子「fry」
    !   写法：mon-fri 09:00-12:00,13:30-18:00; sat 10:00-16:00；daily 24h；holidays 10:00-12:00
    [exit 2]
    ");
    assert_snapshot!(set(&["交流群", "--hours", "22:00-02:00"]), @r"
    ! qun: 时段「22:00-02:00」倒了；过夜写成 22:00-24:00,00:00-02:00
    !   写法：mon-fri 09:00-12:00,13:30-18:00; sat 10:00-16:00；daily 24h；holidays 10:00-12:00
    [exit 2]
    ");
    assert_snapshot!(set(&["--name", "x"]), @r"
    ! qun: 先说哪个群；只有 --hours 可以不说
    [exit 2]
    ");
    assert_snapshot!(env.json(&["community", "set", "交流群", "--hours", "9-18"]), @r#"{"clocks_set_anew":0,"hours":"mon-fri 09:00-18:00","reads":"工作日 09:00-18:00"}"#);
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
    assert_snapshot!(env.json(&["post", "list", "--from", "10-14", "--state", "published"]), @"[{\"aim\":null,\"approved_at\":null,\"approved_by\":null,\"assets\":[],\"at\":\"2026-10-14T09:00:00+08:00\",\"body\":\"早\",\"campaign\":null,\"comments\":null,\"community\":\"新手2群\",\"community_id\":1,\"completion\":null,\"expires_at\":null,\"format\":\"article\",\"id\":1,\"kind\":\"chat\",\"likes\":null,\"link\":\"https://example.com/1\",\"mechanic\":null,\"note\":null,\"owner\":null,\"places\":[],\"platform\":\"wechat\",\"published_at\":\"2026-10-10T17:20:00+08:00\",\"published_by\":\"阿泽\",\"reads\":null,\"reason\":null,\"returned\":null,\"sent_at\":null,\"sent_by\":null,\"shares\":null,\"state\":\"published\",\"texts\":{},\"title\":\"早安打卡 第12天\",\"topic\":null,\"track\":\"fixed\",\"twin_of\":null,\"version\":4}]");
}
