//! `qun playbook`, `qun incident`, and what `qun init --starter` brings.

use crate::env::Env;
use insta::assert_snapshot;

/// The starter pack, three who joined on Thursday, one silent since August, newcomers greeted.
fn with_starter() -> Env {
    let env = Env::made();
    env.ok(&["init", "--starter", "--force"]);
    let join = |name: &str| {
        format!(
            "{{\"ts\":\"2026-10-08T13:10:00+08:00\",\"event\":\"join\",\"platform\":\"wechat\",\"community\":\"新手2群\",\"author\":\"{name}\",\"name\":\"{name}\"}}\n"
        )
    };
    let mut lines: String = ["阿布", "小麦", "Kiki"].map(join).concat();
    lines.push_str("{\"ts\":\"2026-08-01T10:00:00+08:00\",\"platform\":\"qq\",\"community\":\"交流群\",\"author\":\"核桃\",\"name\":\"核桃\",\"text\":\"hi\"}\n");
    env.ok(&["playbook", "newcomers", "新手2群", "--playbook", "xrqt", "--since", "2026-10-07"]);
    assert_eq!(env.fed(&["import", "-", "--format", "jsonl"], lines).code, 0);
    env
}

#[test]
fn the_starter_pack_is_loaded_once_in_the_chosen_language() {
    for (lang, welcome) in [("zh-Hans", "欢迎入群"), ("zh-Hant", "歡迎入群"), ("en", "Welcome")] {
        let env = Env::new().speaking(lang);
        env.ok(&["init", "--starter"]);
        let count = |args: &[&str]| env.json(args).as_array().unwrap().len();
        assert_eq!((count(&["sop", "list"]), count(&["playbook", "list"])), (61, 11), "{lang}");
        let code = if lang == "en" { "hi" } else { "hy" };
        assert_eq!(env.json(&["sop", "show", code])["name"], welcome);
        let before = env.json(&["journal", "list", "--limit", "9"]).as_array().unwrap().len();
        assert!(env.ok(&["init", "--starter", "--force"]).err.contains('0'));
        assert_eq!((count(&["sop", "list"]), count(&["playbook", "list"])), (61, 11), "{lang}: twice adds nothing");
        // Only the role is written again.
        let after = env.json(&["journal", "list", "--limit", "9"]).as_array().unwrap().len();
        assert_eq!(after, before + 1, "{lang}");
    }
}

#[test]
fn plans_are_listed_and_shown() {
    let env = with_starter();
    assert_snapshot!(env.run(&["playbook", "list"]), @r"
    xrqt  成员            新人七天              5 步   进行 1  按入群日自动开始；一天进来的人合成一行
    cmhx  成员            沉默唤醒              5 步   进行 0  三十天没说话的人，从名单里手动开始；最多找三次
    hdyc  社群            办一场活动            8 步   进行 0  以活动当天为准
    kxq   社群            开一个新群            7 步   进行 0  以开群当天为准
    gygx  社群            改一次公约            5 步   进行 0  以生效当天为准
    jqzs  社群            假期值守              6 步   进行 0  以放假第一天为准
    wjzl  产品质量        危机：产品质量        10 步  进行 0  先停后查再补；同批次一律按有问题处理
    wjyy  舆情谣言        危机：舆情谣言        9 步   进行 0  先对事实，再开口；不删质疑，只删造谣与人肉
    wjys  隐私泄露        危机：隐私泄露        9 步   进行 0  先关口子；通知受影响的人排在公开之前
    wjfj  平台封禁        危机：平台封禁        9 步   进行 0  人先接住，再谈申诉；不用小号硬闯
    wjaq  成员安全与冲突  危机：成员安全与冲突  10 步  进行 0  有人危险先报警；不公开当事人，不当裁判
    ");
    assert_snapshot!(env.run(&["playbook", "show", "XRQT"]), @r"
    xrqt  成员  新人七天  5 步  进行 1  按入群日自动开始；一天进来的人合成一行
    D1        第1天        hy      发欢迎语，点名到人
    D1 20:00  第1天 20:00  gysd    发公约速读，答一轮疑问
    D3 10:00  第3天 10:00  xrjd    问习惯没有，推一篇入门
    D5 20:00  第5天 20:00  xrdy    新人答疑半小时
    D7 19:00  第7天 19:00  xrsh    问收获，指下一步，记下不合适的
    ");
    assert_snapshot!(env.run(&["playbook", "show", "wjfj"]), @r"
    wjfj  平台封禁  危机：平台封禁  9 步  进行 0  人先接住，再谈申诉；不用小号硬闯
    T+0m       立刻                 截图封禁页面：理由、时间、期限，填事实表
    T+10m      10分后               停掉这个平台上的全部排期
    T+20m      20分后               开备用群，公约和资料先放好
    T+30m      30分后       fjhc    其他平台发集合说明，入口只有一个
    T+1h       1时00后              提交申诉，附运营记录和整改
    T+2h       2时00后              大使逐个接老成员，核对身份再放
    T+1 10:00  后1天 10:00  fjjz    说申诉进展、到群人数
    T+3 10:00  后3天 10:00  fjjg    定下来：恢复还是搬家
    T+7 10:00  后7天 10:00          复盘：触发点、日常自查单加一条
    发现的人  >  值班运营
    值班运营  >  社群经理
    社群经理  >  平台对接人
    社群经理  >  合作方：排期改到哪
    值班运营  >  各群大使
    ");
    assert_snapshot!(env.json(&["playbook", "show", "gygx"]), @r#"
    {"about":"community","code":"gygx","id":5,"name":"改一次公约","note":"以生效当天为准","running":0,"step":[{"at":"T-7 12:00","text":"贴草案征求意见，写明改哪几条"},{"at":"T-3 20:00","text":"公开回应意见：采纳、不采纳、为什么"},{"at":"T-1 10:00","text":"改置顶、进群问题、话术里的条款号"},{"at":"T+0 09:30","template":"gx","text":"发更新通知"},{"at":"T+7 10:00","text":"看一周：误判几条、申诉几条"}],"version":1,"welcomes":0}
    "#);
    assert_snapshot!(env.run(&["playbook", "show", "nope"]), @r"
    ! qun: 没有流程「nope」
    !   用 qun playbook list 看全部
    [exit 1]
    ");
    assert_snapshot!(env.run(&["playbook", "show", "99"]), @r"
    ! qun: 没有进行号 99
    [exit 1]
    ");
}

#[test]
fn newcomers_are_greeted_by_an_import_and_runs_are_worked_off() {
    let env = with_starter();
    assert_snapshot!(env.run(&["playbook", "list", "--runs"]), @r"
    1  新人七天  微信 新手2群 3人  0/5  2026-10-08 13:10 发欢迎语，点名到人
    ");
    assert_snapshot!(env.run(&["playbook", "list", "--due"]), @r"
    1  2026-10-08 13:10  待办  微信 新手2群 3人  hy    新人七天 第1天 3人 发欢迎语，点名到人
    2  2026-10-08 20:00  待办  微信 新手2群 3人  gysd  新人七天 第1天 3人 发公约速读，答一轮疑问
    3  2026-10-10 10:00  待办  微信 新手2群 3人  xrjd  新人七天 第3天 3人 问习惯没有，推一篇入门
    4  2026-10-12 20:00  待办  微信 新手2群 3人  xrdy  新人七天 第5天 3人 新人答疑半小时
    5  2026-10-14 19:00  待办  微信 新手2群 3人  xrsh  新人七天 第7天 3人 问收获，指下一步，记下不合适的
    ");
    assert_snapshot!(env.run(&["playbook", "step", "done", "1", "2"]), @r"
    ! 做完 2 步
    ");
    assert_snapshot!(env.run(&["playbook", "step", "skip", "3", "--reason", "都在聊了"]), @r"
    ! 略过 新人七天：问习惯没有，推一篇入门 (都在聊了)
    ");
    assert_snapshot!(env.run(&["playbook", "step", "move", "4", "--to", "明天 20:00"]), @r"
    ! 改期 新人七天：新人答疑半小时
    ");
    assert_snapshot!(env.run(&["playbook", "step", "reopen", "2"]), @r"
    ! 重新打开 新人七天：发公约速读，答一轮疑问
    ");
    assert_snapshot!(env.run(&["playbook", "step", "done", "1"]), @r"
    ! qun: 没做成：阿泽 已处理「发欢迎语，点名到人」(已做)
    !   没有改动任何东西，也没有进日志；打的字还在
    [exit 4]
    ");
    assert_snapshot!(env.run(&["playbook", "step", "skip", "4", "--reason", " "]), @r"
    ! qun: 没有略过：写一句理由
    [exit 1]
    ");
    assert_snapshot!(env.run(&["playbook", "step", "move", "4", "--to", "昨天"]), @r"
    ! qun: 昨天 已经过去
    [exit 2]
    ");
    assert_snapshot!(env.run(&["playbook", "step", "done", "77"]), @r"
    ! qun: 没有步骤 77
    [exit 1]
    ");
    assert_snapshot!(env.run(&["playbook", "show", "1"]), @r"
    1  新人七天  微信 新手2群 3人  2/5  2026-10-08 20:00 发公约速读，答一轮疑问
    1  2026-10-08 13:10  已做             微信 新手2群 3人  hy    新人七天 第1天 3人 发欢迎语，点名到人
    2  2026-10-08 20:00  待办             微信 新手2群 3人  gysd  新人七天 第1天 3人 发公约速读，答一轮疑问
    3  2026-10-10 10:00  略过 (都在聊了)  微信 新手2群 3人  xrjd  新人七天 第3天 3人 问习惯没有，推一篇入门
    4  2026-10-11 20:00  待办             微信 新手2群 3人  xrdy  新人七天 第5天 3人 新人答疑半小时
    5  2026-10-14 19:00  待办             微信 新手2群 3人  xrsh  新人七天 第7天 3人 问收获，指下一步，记下不合适的
    ");
    assert_snapshot!(env.json(&["playbook", "step", "done", "4"]), @r#"
    [{"at":"2026-10-10T17:20:00+08:00","by":"阿泽","community":"新手2群","community_id":1,"due":"2026-10-11T20:00:00+08:00","id":4,"incident_id":null,"late":false,"member_id":null,"moment":"D5 20:00","owner":"","people":3,"platform":"wechat","reason":"","run":"新人七天","run_id":1,"state":"done","template":"xrdy","text":"新人答疑半小时","told":0,"version":3,"who":""}]
    "#);
    assert_snapshot!(env.run(&["brief"]), @r"
    qun 小满烘焙 10月10日 周六 调休上班 17:20 (阿泽)
    流程   今天 1  迟 1 (新人七天 发公约速读，答一轮疑问)
    指标   留意 1  未填 11
    ");
    assert_snapshot!(env.run(&["journal", "list", "--limit", "4"]), @r"
    #16  2026-10-10 17:20  阿泽  可撤  做完 新人七天：新人答疑半小时
    #15  2026-10-10 17:20  阿泽  可撤  重新打开 新人七天：发公约速读，答一轮疑问
    #14  2026-10-10 17:20  阿泽  可撤  改期 新人七天：新人答疑半小时
    #13  2026-10-10 17:20  阿泽  可撤  略过 新人七天：问习惯没有，推一篇入门 (都在聊了)
    ");
}

#[test]
fn runs_are_started_for_communities_and_members() {
    let env = with_starter();
    assert_snapshot!(env.run(&["playbook", "start", "hdyc", "--on", "10-20", "--community", "交流群"]), @r"
    ! 开始 办一场活动：QQ 交流群 #2
    ");
    assert_snapshot!(env.run(&["playbook", "start", "jqzs"]), @r"
    ! 开始 假期值守：全部社群 #3
    ");
    assert_snapshot!(env.run(&["playbook", "silent"]), @r"
    4  核桃  QQ 交流群  2026-08-01 10:00
    ");
    let id = env.json(&["playbook", "silent"])[0]["id"].to_string();
    assert_snapshot!(env.run(&["playbook", "start", "cmhx", "--member", &id]), @r"
    ! 开始 沉默唤醒：QQ 交流群 核桃 #4
    ");
    assert_snapshot!(env.run(&["playbook", "silent", "--days", "20", "--community", "交流群"]), @r"
    4  核桃  QQ 交流群  2026-08-01 10:00  进行中
    ");
    assert_snapshot!(env.run(&["playbook", "start", "cmhx"]), @r"
    ! qun: 沉默唤醒 是给某一位成员的
    !   成员用 --member 编号，社群用 --community 名字
    [exit 1]
    ");
    assert_snapshot!(env.run(&["playbook", "start", "hdyc", "--member", &id]), @r"
    ! qun: 办一场活动 是给社群的，不是给某一位
    !   成员用 --member 编号，社群用 --community 名字
    [exit 1]
    ");
    assert_snapshot!(env.run(&["playbook", "start", "cmhx", "--member", "999"]), @r"
    ! qun: 没有找到成员「999」
    [exit 1]
    ");
    assert_snapshot!(env.run(&["playbook", "start", "hdyc", "--on", "哪天"]), @r"
    ! qun: 「哪天」不是时间，要像 2026-10-10T17:20:00+08:00
    [exit 2]
    ");
    assert_snapshot!(env.json(&["playbook", "start", "gygx", "--on", "2026-10-20"]), @r#"
    [{"id":5}]
    "#);
    assert_snapshot!(env.run(&["playbook", "newcomers", "交流群"]), @r"
    ! qun: 写明用哪套流程，或 --off
    !   例如 --playbook xrqt
    [exit 2]
    ");
    assert_snapshot!(env.run(&["playbook", "newcomers", "新手2群", "--off"]), @"");
    assert_snapshot!(env.json(&["playbook", "newcomers"]), @r"
    []
    ");
}

#[test]
fn plans_go_out_and_come_in_again() {
    let env = with_starter();
    let text = env.ok(&["playbook", "export"]).out;
    let other = Env::made();
    let file = other.file("plans.toml", &text);
    other.ok(&["playbook", "import", &file]);
    assert_eq!(other.ok(&["playbook", "export"]).out, text);
    assert_snapshot!(other.run(&["playbook", "import", &file]), @r"
    ! qun: 第 2 行：流程「xrqt」已有，一套都没有导入
    !   要替换就加 --replace；进行中的不变
    [exit 1]
    ");
    assert_snapshot!(other.run(&["playbook", "import", &file, "--replace"]), @r"
    ! 导入流程 11 套
    ");
    for (name, content) in [
        ("moment.toml", "[[playbook]]\ncode = \"a\"\nname = \"x\"\n[[playbook.step]]\nat = \"soon\"\ntext = \"y\"\n"),
        ("field.toml", "[[playbook]]\ncode = \"a\"\nname = \"x\"\nsteps = 3\n"),
        ("none.toml", "# nothing\n"),
        ("empty.toml", "[[playbook]]\ncode = \"a\"\nname = \"x\"\n"),
        ("code.toml", "[[playbook]]\ncode = \"a1\"\nname = \"x\"\nstep = [{ at = \"D1\", text = \"y\" }]\n"),
    ] {
        let ran = other.run(&["playbook", "import", &other.file(name, content)]);
        assert_eq!(ran.code, 1, "{name}\n{ran}");
    }
    let moment = other.file(
        "moment.toml",
        "[[playbook]]\ncode = \"a\"\nname = \"x\"\n[[playbook.step]]\nat = \"soon\"\ntext = \"y\"\n",
    );
    assert_snapshot!(other.run(&["playbook", "import", &moment]), @r"
    ! qun: 第 5 行不能用，一条都没有导入
    !   读不懂「soon」是什么时候；要像 T-3 10:00、D1 或 T+30m
    [exit 1]
    ");
    assert_eq!(other.json(&["playbook", "export"]).as_array().unwrap().len(), 11, "half a file brings nothing");
}

#[test]
fn an_incident_is_opened_described_answered_and_closed() {
    let env = with_starter();
    assert_snapshot!(env.run(&["incident", "say", "早了"]), @r"
    ! qun: 现在没有未结的危机
    !   用 qun incident open 名字 开一件
    [exit 1]
    ");
    assert_snapshot!(env.run(&["incident", "open", "奶油发霉", "--kind", "quality"]), @r"
    ! 开启危机 奶油发霉，2 时内公开答复 #1
    ");
    assert_snapshot!(env.run(&["incident", "open", "奶油发霉", "--kind", "flood"]), @r"
    ! qun: --kind 没有「flood」，可用：quality rumour privacy ban safety
    [exit 2]
    ");
    assert_snapshot!(env.run(&["incident", "facts", "--what", "盒底有霉点", "--where", "微信", "--verified", "maybe"]), @r"
    ! qun: --verified 没有「maybe」，可用：yes no
    [exit 2]
    ");
    assert_snapshot!(env.run(&["incident", "facts", "--what", "盒底有霉点", "--where", "微信", "--verified", "yes"]), @r"
    ! 写下 奶油发霉 的事实 #1
    ");
    assert_snapshot!(env.run(&["incident", "say", "先停售", "--draft", "--channel", "微信"]), @r"
    ! 存下 奶油发霉 的声明草稿 (微信) #1
    ");
    assert_snapshot!(env.run(&["incident", "list"]), @r"
    1  2026-10-10 17:20  产品质量  奶油发霉  还剩 2:00
    ");
    assert_eq!(env.fed(&["incident", "say", "-", "--channel", "全部群"], "同批次已停售。\n先不要用。\n").code, 0);
    assert_snapshot!(env.run(&["incident", "show"]), @r"
    1  2026-10-10 17:20  产品质量  奶油发霉  已公开答复
    何事  盒底有霉点
    何处  微信
    核实  已核实
    6   2026-10-10 17:20  待办  危机        危机：产品质量 留证据：批号、照片、谁最先说的，填事实表
    7   2026-10-10 17:30  待办  危机        危机：产品质量 停售同批次，停掉相关排期和抽奖
    8   2026-10-10 17:40  待办  危机  zlzs  危机：产品质量 发停售说明，同一段文字发到每个群
    9   2026-10-10 17:50  待办  危机        危机：产品质量 开登记：批号、数量、联系方式，一张表
    10  2026-10-10 18:00  待办  危机        危机：产品质量 大使到位：接话、记问题、不争辩
    11  2026-10-10 19:20  待办  危机  zljz  危机：产品质量 发核查进展，没结果也发
    12  2026-10-10 21:20  待办  危机        危机：产品质量 逐个联系身体不适的，先就医后谈赔
    13  2026-10-11 10:00  待办  危机  zljg  危机：产品质量 发结论与补偿，附检测报告
    14  2026-10-13 10:00  待办  危机  tshf  危机：产品质量 回访登记过的人
    15  2026-10-17 10:00  待办  危机        危机：产品质量 复盘，改验收那一步
    发现的人 > 值班运营              [ ]
    值班运营 > 社群经理              [ ]
    社群经理 > 品控与仓库：停发同批  [ ]
    社群经理 > 客服：统一口径        [ ]
    社群经理 > 老板：金额与范围      [ ]
    2026-10-10 17:20  阿泽  全部群  同批次已停售。 先不要用。
    草稿              阿泽  微信    先停售
    ");
    let shown = env.json(&["incident", "show", "1"]);
    assert_eq!(shown["answered_at"], "2026-10-10T17:20:00+08:00");
    assert_eq!((shown["steps"].as_array().unwrap().len(), shown["calls"].as_array().unwrap().len()), (10, 5));
    assert_eq!(shown["statements"][0]["text"], "同批次已停售。\n先不要用。", "what was said comes first");
    assert_snapshot!(env.json(&["incident", "list"]), @r#"
    [{"answered_at":"2026-10-10T17:20:00+08:00","change":"","closed_at":null,"closed_by":"","due_at":"2026-10-10T19:20:00+08:00","happened":"","id":1,"kind":"quality","left_minutes":null,"name":"奶油发霉","opened_at":"2026-10-10T17:20:00+08:00","opened_by":"阿泽","scope":"","source":"","verified":true,"version":3,"what":"盒底有霉点","when":"","where":"微信"}]
    "#);
    assert_snapshot!(env.run(&["incident", "close", "--happened", "冷链断了", "--change", "换供应商"]), @r"
    ! 危机 奶油发霉 已关闭 #1
    ");
    assert_snapshot!(env.run(&["incident", "close", "1"]), @r"
    ! qun: 危机 奶油发霉 已经结案，原样留着
    !   复盘可以改：qun incident review，或在危机里按 C
    [exit 4]
    ");
    assert_snapshot!(env.run(&["incident", "close"]), @r"
    ! qun: 现在没有未结的危机
    !   用 qun incident open 名字 开一件
    [exit 1]
    ");
    assert_snapshot!(env.run(&["incident", "show", "7"]), @r"
    ! qun: 没有危机 7
    !   用 qun incident list 看全部
    [exit 1]
    ");
    assert_snapshot!(env.run(&["incident", "facts", "1", "--kind", "rumour", "--what", "x"]), @r"
    ! qun: 危机 奶油发霉 已经结案，原样留着
    !   复盘可以改：qun incident review，或在危机里按 C
    [exit 4]
    ");
}

#[test]
fn the_look_back_of_a_closed_incident_is_written_anew() {
    let env = with_starter();
    assert_snapshot!(env.run(&["incident", "review", "--happened", "x"]), @r"
    ! qun: 还没有结案的危机
    !   用 qun incident close 结案
    [exit 1]
    ");
    env.ok(&["incident", "open", "奶油发霉"]);
    env.ok(&["incident", "close", "--happened", "冷链断了", "--change", "换供应商"]);
    assert_snapshot!(env.run(&["incident", "review"]), @r"
    ! qun: 还差 --happened <TEXT>
    !   用 qun incident review -h 看用法
    [exit 2]
    ");
    assert_snapshot!(env.run(&["incident", "review", "--happened", "冷链断了一夜"]), @"! 奶油发霉 改复盘 #1");
    let shown = env.json(&["incident", "show", "1"]);
    assert_eq!((&shown["happened"], &shown["change"]), (&"冷链断了一夜".into(), &"换供应商".into()), "one half stays");
    assert_snapshot!(env.run(&["incident", "review", "1", "--change", &"长".repeat(1001)]), @r"
    ! qun: 复盘没有存：每格最多 1000 字
    [exit 1]
    ");
    assert_snapshot!(env.run(&["journal", "list", "--limit", "2"]), @r"
    #14  2026-10-10 17:20  阿泽  可撤  奶油发霉 改复盘
    #13  2026-10-10 17:20  阿泽  可撤  危机 奶油发霉 已关闭
    ");
    env.ok(&["journal", "undo", &env.json(&["journal", "list", "--limit", "1"])[0]["seq"].to_string()]);
    assert_eq!(env.json(&["incident", "show", "1"])["happened"], "冷链断了", "what it said before is not lost");
    env.ok(&["incident", "open", "谣言"]);
    assert_snapshot!(env.run(&["incident", "review", "2", "--happened", "x"]), @r"
    ! qun: 危机 谣言 还没结案
    [exit 1]
    ");
}

#[test]
fn help_and_lists_speak_the_readers_language() {
    let env = Env::new().speaking("en");
    env.ok(&["init", "--starter"]);
    assert_snapshot!(env.run(&["playbook", "list"]), @r"
    newweek   person           Newcomers          5 steps   running 0  begins by itself on the day of joining; those of one day make one line
    wakeup    person           Wake-up            5 steps   running 0  for those silent for thirty days, started by hand from the list; three messages at most
    event     community        Event              8 steps   running 0  counted from the day of the event
    launch    community        New group          7 steps   running 0  counted from opening day
    newrules  community        Rules change       5 steps   running 0  counted from the day they apply
    holiday   community        Holidays           6 steps   running 0  counted from the first day off
    cquality  product quality  Crisis: quality    10 steps  running 0  stop, check, make good; treat the whole batch as faulty
    crumour   rumour           Crisis: rumour     9 steps   running 0  facts first, then speak; doubts stay, fabrications and doxxing go
    cprivacy  data leak        Crisis: data leak  9 steps   running 0  close the hole first; those affected hear it before the public
    cban      platform ban     Crisis: shut out   9 steps   running 0  keep the people, then appeal; no second accounts
    csafety   members' safety  Crisis: safety     10 steps  running 0  danger means police first; name nobody, judge nobody
    ");
    assert_snapshot!(env.run(&["playbook", "show", "wakeup"]), @r"
    wakeup  person  Wake-up  5 steps  running 0  for those silent for thirty days, started by hand from the list; three messages at most
    D1         day 1         back      Say hello, mention what they talked about
    D4 12:00   day 4 12:00   best      No answer: send the three best things
    D8 20:00   day 8 20:00   survey    Still none: ask the one question
    D15 10:00  day 15 10:00  last      The last message; nothing more after it
    D30 10:00  day 30 10:00            Note the outcome: back, quiet or gone
    ");
    assert_snapshot!(env.run(&["playbook", "--help"]), @r"
    playbooks: timed steps and their runs

    Usage: qun playbook [OPTIONS] <COMMAND>

    Commands:
      list       list them
      show       show
      start      start a playbook
      step       steps: done, skip, reopen, move
      newcomers  which communities' newcomers get which playbook
      silent     members not heard for long
      import     read files in; importing twice doubles nothing
      export     hand out all of it

    Options:
          --db <FILE>      the database file [env: QUN_DB=]
          --as <NAME>      who acts
          --lang <LANG>    language: zh-Hans zh-Hant en [env: QUN_LANG=]
          --theme <NAME>   theme by name, or a .toml file
          --config <FILE>  the configuration file
          --json           JSON on stdout
          --quiet          say nothing but errors
      -h, --help           print help
    ");
    assert_snapshot!(env.run(&["incident", "--help"]), @r"
    incidents: the two-hour clock, statements, the look back

    Usage: qun incident [OPTIONS] <COMMAND>

    Commands:
      open    open one; the clock starts
      list    list them
      show    show
      say     log a statement; the first one stops the clock
      facts   write down what is known
      close   close it, with the look back
      review  change the look back on a closed one; the half left out stays

    Options:
          --db <FILE>      the database file [env: QUN_DB=]
          --as <NAME>      who acts
          --lang <LANG>    language: zh-Hans zh-Hant en [env: QUN_LANG=]
          --theme <NAME>   theme by name, or a .toml file
          --config <FILE>  the configuration file
          --json           JSON on stdout
          --quiet          say nothing but errors
      -h, --help           print help
    ");
    let hant = Env::new().speaking("zh-Hant");
    hant.ok(&["init", "--starter"]);
    assert_snapshot!(hant.run(&["playbook", "list"]), @r"
    xrqt  成員            新人七天              5 步   進行 0  依入群日自動開始；同一天進來的人合成一列
    cmhx  成員            沉默喚醒              5 步   進行 0  三十天沒發言的人，從名單手動開始；最多聯絡三次
    hdyc  社群            辦一場活動            8 步   進行 0  以活動當天為準
    kxq   社群            開一個新群            7 步   進行 0  以開群當天為準
    gygx  社群            改一次公約            5 步   進行 0  以生效當天為準
    jqzs  社群            假期值守              6 步   進行 0  以放假第一天為準
    wjzl  產品品質        危機：產品品質        10 步  進行 0  先停後查再補；同批次一律當有問題處理
    wjyy  輿情謠言        危機：輿情謠言        9 步   進行 0  先對事實，再開口；不刪質疑，只刪造謠與肉搜
    wjys  個資外洩        危機：個資外洩        9 步   進行 0  先關缺口；通知受影響的人排在公開之前
    wjfj  平台停權        危機：平台停權        9 步   進行 0  人先接住，再談申訴；不用分身硬闖
    wjaq  成員安全與衝突  危機：成員安全與衝突  10 步  進行 0  有人危險先報警；不公開當事人，不當裁判
    ");
    assert_snapshot!(hant.run(&["playbook", "show", "wjys"]), @r"
    wjys  個資外洩  危機：個資外洩  9 步  進行 0  先關缺口；通知受影響的人排在公開之前
    T+0m       立刻                 關掉入口：撤檔案、停連結、換密碼
    T+10m      10分後               留紀錄和截圖，填事實表，別在群裡貼原件
    T+30m      30分後               列名單：誰、哪些欄位、能不能拿來害人
    T+1h       1時00後              逐一私訊受影響的人，先高風險
    T+90m      1時30後      yshc    公開說明：發生什麼事、已經止住
    T+3h       3時00後              依規定時限通報，記下受理號
    T+1 10:00  後1天 10:00  ysjz    說明影響與自保方法
    T+3 10:00  後3天 10:00  ysjg    公布結果與補救
    T+7 10:00  後7天 10:00          檢討：少留什麼、誰能看什麼
    發現的人  >  值班營運
    值班營運  >  技術：關缺口
    值班營運  >  社群經理
    社群經理  >  個資負責人：是否通報
    社群經理  >  受影響的成員
    ");
}
