//! `qun sop`: typed slots, variants, house phrases, platform rules, history, what is to be read again.

use super::env::Env;
use insta::assert_snapshot;

fn library() -> Env {
    let env = Env::made();
    env.ok(&["sop", "phrase", "set", "署名", "——{社群} {operator}"]);
    env.ok(&[
        "sop",
        "add",
        "fh",
        "--name",
        "发货说明",
        "--category",
        "ask",
        "--keywords",
        "发货 快递",
        "--owner",
        "小满",
        "--review",
        "2026-10-10",
        "--body",
        "{昵称}，{到:日期}到，走{方式:选=顺丰|中通}，{件数:数字=1} 件。{备注?:20}\n{@署名}",
        "--variant",
        "douyin={昵称}，{到:日期}到",
        "--variant",
        "en=Hi {nickname}, it comes on {到:date}",
    ]);
    env
}

#[test]
fn typed_slots_are_filled_and_refused_from_scripts() {
    let env = library();
    let render = |more: &[&str]| {
        let known = ["sop", "render", "fh", "--set", "昵称=小雨", "--set", "社群=交流群"];
        env.run(&[&known, more].concat())
    };
    assert_snapshot!(render(&["--set", "到=明天", "--set", "方式=中通"]), @r"
    小雨，10月11日 周日到，走中通，1 件。
    ——交流群 阿泽
    ");
    assert_snapshot!(render(&["--set", "到=明天", "--set", "方式=中通", "--set", "备注=轻放", "--set", "件数=２"]), @r"
    小雨，10月11日 周日到，走中通，2 件。轻放
    ——交流群 阿泽
    ");
    assert_snapshot!(render(&["--set", "到=明天"]), @r"
    ! qun: 还差 1 格：方式
    !   用 --set 名字=内容 填上
    [exit 1]
    ");
    assert_snapshot!(render(&["--set", "到=马上", "--set", "方式=中通"]), @r"
    ! qun: 格「到」：「马上」看不出是哪天；写 明天 10-12 周三 +3
    [exit 1]
    ");
    assert_snapshot!(render(&["--set", "到=明天", "--set", "方式=圆通"]), @r"
    ! qun: 格「方式」没有选项「圆通」；有：顺丰 中通
    [exit 1]
    ");
    assert_snapshot!(render(&["--set", "到=明天", "--set", "方式=中通", "--set", "件数=几"]), @r"
    ! qun: 格「件数」：「几」不是数字
    [exit 1]
    ");
    assert_snapshot!(render(&["--set", "到=明天", "--set", "方式=中通", "--set", "金额=5"]), @r"
    ! qun: 没有格「金额」；有：昵称 到 方式 件数 备注 社群 operator
    [exit 2]
    ");
    let long = format!("备注={}", "字".repeat(21));
    assert_snapshot!(render(&["--set", "到=明天", "--set", "方式=中通", "--set", &long]), @r"
    ! qun: 格「备注」21 字，上限 20
    [exit 1]
    ");
    let out = |more: &[&str]| env.run(&[&["sop", "render", "fh", "--set", "昵称=A", "--set", "到=+1"], more].concat());
    assert_snapshot!(out(&["--platform", "douyin"]), @"A，10月11日 周日到");
    assert_snapshot!(out(&["--to", "en", "--lang", "en"]), @"Hi A, it comes on Sun 11 Oct");
    assert_snapshot!(out(&["--platform", "icq"]), @r"
    ! qun: --platform 没有「icq」，可用：wechat qq weibo douyin bilibili xiaohongshu telegram discord zulip other
    [exit 2]
    ");
    assert_snapshot!(env.json(&["sop", "show", "fh"])["slots"], @r#"[{"auto":true,"default":null,"kind":"text","last":null,"longest":null,"name":"昵称","optional":false,"options":null,"required":true},{"auto":false,"default":null,"kind":"date","last":null,"longest":null,"name":"到","optional":false,"options":null,"required":true},{"auto":false,"default":null,"kind":"choice","last":null,"longest":null,"name":"方式","optional":false,"options":["顺丰","中通"],"required":true},{"auto":false,"default":"1","kind":"number","last":null,"longest":null,"name":"件数","optional":false,"options":null,"required":true},{"auto":false,"default":null,"kind":"text","last":null,"longest":20,"name":"备注","optional":true,"options":null,"required":false},{"auto":true,"default":null,"kind":"text","last":null,"longest":null,"name":"社群","optional":false,"options":null,"required":true},{"auto":true,"default":null,"kind":"text","last":null,"longest":null,"name":"operator","optional":false,"options":null,"required":true}]"#);
}

#[test]
fn what_a_platform_does_not_take_is_refused() {
    let env = library();
    assert_snapshot!(env.run(&["sop", "limit", "douyin", "--longest", "8", "--forbid", "保本"]), @"douyin  8  加微信 加我微信 加v vx 保本");
    assert_snapshot!(env.run(&["sop", "limit", "all", "--forbid", "国家级"]), @"all  500  国家级");
    assert_snapshot!(env.run(&["sop", "limit", "qq"]), @"qq  500  国家级");
    assert_snapshot!(env.run(&["sop", "limit", "all", "--longest", "9"]), @r"
    ! qun: 字数按平台定，all 只定违禁词
    [exit 2]
    ");
    assert_snapshot!(env.run(&["sop", "limit", "icq", "--longest", "9"]), @r"
    ! qun: PLATFORM 没有「icq」，可用：wechat qq weibo douyin bilibili xiaohongshu telegram discord zulip other all
    [exit 2]
    ");
    assert_snapshot!(env.run(&["sop", "limit", "discord", "--longest", "2001"]), @r"
    ! qun: 上限 2001 不行，要在 1 到 2000 之间
    [exit 1]
    ");
    let render = |name: &str| {
        let name = format!("昵称={name}");
        env.run(&["sop", "render", "fh", "--platform", "douyin", "--set", &name, "--set", "到=10-12"])
    };
    assert_snapshot!(render("小雨"), @r"
    ! qun: 太长：13 字，上限 8，没有发
    [exit 1]
    ");
    env.ok(&["sop", "limit", "douyin", "--longest", "30"]);
    assert_snapshot!(render("保本"), @r"
    ! qun: 没有发：里面有违禁词「保本」
    !   换个说法；各平台的违禁词：qun sop limit
    [exit 1]
    ");
    assert_snapshot!(env.run(&["sop", "edit", "fh", "--variant", "qq=国家级"]), @r"
    ! qun: 话术「fh」里有违禁词「国家级」
    !   换个说法；各平台的违禁词：qun sop limit
    [exit 1]
    ");
    env.ok(&["sop", "limit", "douyin", "--allow", "保本"]);
    assert_eq!(render("保本").code, 0);
    assert_eq!(env.json(&["sop", "limit"]).as_array().unwrap().len(), 10);
}

#[test]
fn every_edit_is_kept_and_shown() {
    let env = library();
    assert_snapshot!(env.run(&["sop", "edit", "fh", "--body", "{昵称}，{到:日期}到。\n{@署名}", "--review", "-", "--variant", "en="]), @"! 改话术 fh 发货说明");
    assert_snapshot!(env.run(&["sop", "edit", "FH", "--name", "发货说明"]), @"! 话术 fh 发货说明 没有变");
    assert_snapshot!(env.run(&["sop", "show", "fh", "--history"]), @r"
    第 2 版  2026-10-10T17:20:00+08:00  阿泽
      ## fh 发货说明
      
      - category: ask
      - keywords: 发货 快递
      - status: approved
      - owner: 小满
    - - review: 2026-10-10
      
      ```
    - {昵称}，{到:日期}到，走{方式:选=顺丰|中通}，{件数:数字=1} 件。{备注?:20}
    + {昵称}，{到:日期}到。
      {@署名}
      ```
      
    - ### - en
    - 
    - ```
    - Hi {nickname}, it comes on {到:date}
    - ```
    - 
      ### douyin -
      
      ```
      {昵称}，{到:日期}到
      ```
    第 1 版  2026-10-10T17:20:00+08:00  阿泽
    + ## fh 发货说明
    + 
    + - category: ask
    + - keywords: 发货 快递
    + - status: approved
    + - owner: 小满
    + - review: 2026-10-10
    + 
    + ```
    + {昵称}，{到:日期}到，走{方式:选=顺丰|中通}，{件数:数字=1} 件。{备注?:20}
    + {@署名}
    + ```
    + 
    + ### - en
    + 
    + ```
    + Hi {nickname}, it comes on {到:date}
    + ```
    + 
    + ### douyin -
    + 
    + ```
    + {昵称}，{到:日期}到
    + ```
    ");
    let history = env.json(&["sop", "show", "fh", "--history"]);
    assert_eq!((history[0]["version"].as_i64(), history[1]["version"].as_i64()), (Some(2), Some(1)));
    assert_snapshot!(env.run(&["sop", "show", "fh"]), @r"
    代码    fh
    名称    发货说明
    分类    咨询
    状态    在用
    关键词  发货 快递
    负责人  小满
    用过    答过 0 次，一天内又来问 0 次
    改动    阿泽 2026-10-10T17:20:00+08:00

    {昵称}，{到:日期}到。
    {@署名}

    格子
      {昵称}      文字  自动填
      {到}        日期  必填
      {社群}      文字  自动填
      {operator}  文字  自动填

    [抖音]
    {昵称}，{到:日期}到

    格子
      {昵称}  文字  自动填
      {到}    日期  必填
    ");
    assert_snapshot!(env.run(&["sop", "edit", "fh", "--body", "{昵称", "--json"]), @r"
    ! qun: 第 1 行第 1 个字的左花括号没有收尾
    !   补上右花括号；要写花括号本身就连写两个
    [exit 1]
    ");
    assert_snapshot!(env.run(&["sop", "edit", "fh", "--review", "x"]), @r"
    ! qun: 「x」不是日期，要像 2026-10-10
    [exit 2]
    ");
    assert_snapshot!(env.run(&["sop", "edit", "nope", "--name", "x"]), @r"
    ! qun: 没有话术「nope」
    !   用 qun sop list 看全部
    [exit 1]
    ");
    assert_eq!(env.json(&["sop", "edit", "fh", "--code", "fahuo"])["version"], 3);
    env.ok(&["sop", "show", "fahuo"]);
}

#[test]
fn what_is_to_be_read_again_is_listed() {
    let env = library();
    env.ok(&["sop", "add", "yd", "--name", "引导", "--category", "welcome", "--body", "好", "--status", "draft"]);
    assert_snapshot!(env.run(&["sop", "list"]), @r"
    fh  咨询  发货说明  在用 到期复核  用过 0 次  {昵称}，{到:日期}到，走{方式:选=顺丰|中通}，{件..
    yd  欢迎  引导      草稿           用过 0 次  好
    ");
    assert_snapshot!(env.run(&["sop", "list", "--due"]), @"fh  咨询  发货说明  在用 到期复核  用过 0 次  {昵称}，{到:日期}到，走{方式:选=顺丰|中通}，{件..");
    assert_snapshot!(env.run(&["sop", "list", "--status", "draft", "--category", "欢迎"]), @"yd  欢迎  引导  草稿  用过 0 次  好");
    assert_snapshot!(env.run(&["sop", "list", "--status", "x"]), @r"
    ! qun: --status 没有「x」，可用：draft approved retired
    [exit 2]
    ");
}

#[test]
fn house_phrases_hold_together() {
    let env = library();
    env.ok(&["sop", "phrase", "set", "落款", "{@署名}"]);
    assert_snapshot!(env.run(&["sop", "phrase", "set", "署名", "好{@落款}"]), @r"
    ! qun: 专属话术绕回了自己：署名 > 落款 > 署名
    !   从其中一条里拿掉下一条的名字
    [exit 1]
    ");
    assert_snapshot!(env.run(&["sop", "phrase", "set", "甲", "{@没有}"]), @r"
    ! qun: 没有专属话术「没有」
    !   先写它：qun sop phrase set 没有 内容，或在话术库里 f 4
    [exit 1]
    ");
    assert_snapshot!(env.run(&["sop", "phrase", "list"]), @r"
    @署名  ——{社群} {operator}
    @落款  {@署名}
    ");
    assert_snapshot!(env.run(&["sop", "phrase", "remove", "署名"]), @r"
    ! qun: 专属话术「署名」还用在：fh @落款
    !   先从那里拿掉它的名字
    [exit 1]
    ");
    assert_snapshot!(env.run(&["sop", "phrase", "remove", "落款"]), @"! 拿掉专属话术 @落款");
    assert_snapshot!(env.run(&["sop", "add", "a", "--name", "a", "--category", "ask", "--body", "{@没有}"]), @r"
    ! qun: 没有专属话术「没有」
    !   先写它：qun sop phrase set 没有 内容，或在话术库里 f 4
    [exit 1]
    ");
    assert_snapshot!(env.run(&["sop", "add", "a", "--name", "a", "--category", "ask", "--body", "{日子:日其}"]), @r"
    ! qun: 第 1 行第 1 个字的格：不认识类型「日其」，可用：text/文字 choice/选 date/日期 number/数字，或最多字数
    [exit 1]
    ");
}

#[test]
fn files_of_every_format_and_encoding_come_in() {
    let env = library();
    for format in ["toml", "csv", "md"] {
        let other = Env::new();
        other.ok(&["init"]);
        let out = env.ok(&["sop", "export", "--format", format]).out;
        let name = format!("all.{format}");
        assert_eq!(other.json(&["sop", "import", &other.file(&name, &out)])["new"], 1, "{format}");
        assert_eq!(other.ok(&["sop", "export", "--format", format]).out, out, "{format}");
        let again = other.json(&["sop", "import", &other.file(&name, &out), "--existing", "update"]);
        assert_eq!((&again["updated"], &again["skipped"]), (&0.into(), &1.into()), "{format}");
    }
    let csv = "代码,名称,分类,正文\r\ntk,退款,投诉,\"您好，{单号}\"\r\n";
    let (gbk, _, _) = encoding_rs::GB18030.encode(csv);
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(csv.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (name, bytes) in [("gb.csv", gbk.to_vec()), ("u16.csv", utf16)] {
        let other = Env::new();
        other.ok(&["init"]);
        other.ok(&["sop", "import", &other.file(name, &bytes)]);
        assert_eq!(other.json(&["sop", "show", "tk"])["body"], "您好，{单号}", "{name}");
    }
    let twice = "## tk 一\n- category: ask\n```\n好\n```\n\n## tk 二\n- category: ask\n```\n好\n```\n";
    assert_snapshot!(env.fed(&["sop", "import", "-", "--format", "md"], twice), @r"
    ! qun: 第 7 行：代码「tk」在第 1 行已有，一条都没有导入
    !   改掉其中一条的代码或名字
    [exit 1]
    ");
    assert_snapshot!(env.fed(&["sop", "import", "-", "--format", "md"], twice.replace("## tk 二", "## fh 二")), @r"
    ! qun: 第 7 行：代码「fh」库里已有，一条都没有导入
    !   改那一行的代码，或先改库里的
    [exit 1]
    ");
    assert_snapshot!(env.fed(&["sop", "import", "-", "--format", "md", "--existing", "skip"], twice.replace("## tk 二", "## fh 二")), @"! 话术导入：新 1，更新 0，跳过 1，专属话术 0");
    assert_snapshot!(env.fed(&["sop", "import", "-", "--existing", "maybe"], "x"), @r"
    ! qun: --existing 没有「maybe」，可用：refuse skip update
    [exit 2]
    ");
}
