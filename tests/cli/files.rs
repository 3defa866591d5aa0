//! The file itself: `init`, `community`, `import`, `member`, `brief`, `journal`, `backup`, `restore`, `doctor`, `purge`

use crate::env::Env;
use insta::assert_snapshot;

const CHAT: &str = "ts,author,author_name,text,event,community,platform\n\
    2026-10-10T09:00:00+08:00,w1,糖霜饼干,大家好,,新手2群,wechat\n\
    2026-10-10T09:01:00+08:00,w1,糖霜饼干,加V领券 wx: tsbg7788,,新手2群,wechat\n\
    2026-10-10 09:02,w2,麦子,来了,,新手2群,wechat\n\
    nonsense,w2,麦子,坏行,,新手2群,wechat\n\
    2026-10-10T09:03:00+08:00,w3,momo,,join,交流群,qq\n\
    2026-10-10T09:04:00+08:00,w4,甲,,leave,交流群,qq\n";

#[test]
fn a_file_is_made_once() {
    let env = Env::new();
    assert_snapshot!(env.run(&["community", "list"]), @r"
    ! qun: 还没有 ~/data/qun/qun.db
    !   运行 qun 或 qun init 建立
    [exit 1]
    ");
    assert_snapshot!(env.run(&["init", "--starter"]), @r"
    ! 放进 61 条话术，11 套流程
    ! 库建好了：~/data/qun/qun.db
    ");
    assert_snapshot!(env.run(&["init"]), @r"
    ! qun: ~/data/qun/qun.db 已存在，没有覆盖
    !   已有库时用 --force 补建
    [exit 1]
    ");
    assert_snapshot!(env.run(&["init", "--force", "--quiet"]), @"");
    assert_eq!(env.json(&["sop", "list"]).as_array().unwrap().len(), 61);
}

#[test]
fn communities() {
    let env = Env::made();
    assert_snapshot!(env.run(&["community", "list"]), @r"
    1  微信  新手2群  L1    工作日 09:00-12:00 13:30-18:00
    2  QQ    交流群         工作日 09:00-12:00 13:30-18:00
    ");
    assert_snapshot!(env.run(&["community", "add", "新手2群", "--platform", "wechat"]), @r"
    ! qun: 这个平台上已有「新手2群」
    [exit 1]
    ");
    assert_snapshot!(env.run(&["community", "add", "x", "--platform", "icq"]), @r"
    ! qun: 不认识平台「icq」，可用：wechat qq weibo douyin bilibili xiaohongshu telegram discord zulip other
    [exit 2]
    ");
    assert_snapshot!(env.run(&["community", "set", "交流群", "--name", "交流1群", "--zone", "+08:00"]), @"! 改了群 交流1群");
    assert_snapshot!(env.run(&["community", "set", "没有", "--name", "x"]), @r"
    ! qun: 没有叫「没有」的群
    !   用 qun community list 查看，qun community add 添加
    [exit 1]
    ");
    assert_snapshot!(env.json(&["community", "list"]), @r#"[{"hours":"mon-fri 09:00-12:00,13:30-18:00","id":1,"name":"新手2群","openness":"open","parent_id":null,"platform":"wechat","tier":"L1","zone":""},{"hours":"mon-fri 09:00-12:00,13:30-18:00","id":2,"name":"交流1群","openness":"open","parent_id":null,"platform":"qq","tier":"","zone":"+08:00"}]"#);
}

#[test]
fn an_import_counts_and_can_be_taken_back() {
    let env = Env::made();
    let chat = env.file("chat.csv", CHAT);
    assert_snapshot!(env.run(&["import", &chat, "--dry-run"]), @r"
    试读：读 5，没收 1，什么都没写 (csv，UTF-8)
      没收 1：「nonsense」不是时间 (第一次在第 5 行)
    ! ~/chat.csv 第 5 行没有收：「nonsense」不是时间
    ");
    assert_snapshot!(env.run(&["import", &chat]), @r"
    读 5，新 5，重复 0，没收 1，进审核 1，入群 1，离群 1 (csv，UTF-8)
      没收 1：「nonsense」不是时间 (第一次在第 5 行)
      撤销整批：qun journal undo 5
    ! ~/chat.csv 第 5 行没有收：「nonsense」不是时间
    ");
    assert_snapshot!(env.run(&["import", &chat]), @r"
    读 5，新 0，重复 5，没收 1，进审核 0，入群 0，离群 0 (csv，UTF-8)
      没收 1：「nonsense」不是时间 (第一次在第 5 行)
    ! ~/chat.csv 第 5 行没有收：「nonsense」不是时间
    ");
    assert_snapshot!(env.run(&["queue", "list"]), @"1  8时19  L2  内容  待审  微信 新手2群  糖霜饼干  广告  加V领券 wx: ****7788");
    assert_snapshot!(env.run(&["member", "show", "糖霜饼干"]), @"1  糖霜饼干  新手2群  2026-10-10T09:00:00+08:00  2026-10-10T09:01:00+08:00  消息 2 违规 0");
    let seq = env
        .json(&["journal", "list"])
        .as_array()
        .unwrap()
        .iter()
        .rfind(|e| e["action"] == "import.batch")
        .unwrap()["seq"]
        .clone();
    assert_snapshot!(env.run(&["journal", "undo", &seq.to_string()]), @"! 已撤销 导入 chat.csv：新 5 条，进审核 1 条");
    assert_eq!(env.json(&["queue", "list"]).as_array().unwrap().len(), 0);
    assert_snapshot!(env.run(&["journal", "undo", &seq.to_string()]), @r"
    ! qun: #5 已经撤销过
    [exit 1]
    ");
    assert_snapshot!(env.fed(&["import", "-", "--json"], CHAT), @r#"
    {"batch":3,"broken":[],"dry_run":false,"duplicate":0,"encodings":["UTF-8"],"files":1,"formats":["csv"],"inquiries":0,"inquiries_changed":0,"joins":1,"leaves":1,"new":5,"queued":1,"read":5,"replaced":0,"skipped":1,"skipped_rows":[{"file":"-","key":"intake.skip_time","line":5,"reason":"「nonsense」不是时间"}]}
    ! - 第 5 行没有收：「nonsense」不是时间
    "#);
}

#[test]
fn a_member_is_shown_handed_out_erased() {
    let env = Env::made();
    env.ok(&["import", &env.file("chat.csv", CHAT)]);
    let id = env.json(&["member", "show", "w1"])[0]["id"].to_string();
    assert_snapshot!(env.json(&["member", "export", "糖霜饼干"]), @r#"[{"community":"新手2群","first_seen":"2026-10-10T09:00:00+08:00","id":1,"joined_at":null,"key":"w1","last_seen":"2026-10-10T09:01:00+08:00","left_at":null,"messages":2,"name":"糖霜饼干","note":"","platform":"wechat","role":"","source":"","strikes":0,"texts":[{"at":"2026-10-10T09:00:00+08:00","text":"大家好"},{"at":"2026-10-10T09:01:00+08:00","text":"加V领券 wx: tsbg7788"}]}]"#);
    assert_snapshot!(env.run(&["member", "erase", "糖霜饼干", "--confirm", "99"]), @r"
    ! qun: 抹去不可撤销：糖霜饼干 里没有编号 99，先看 qun member show
    [exit 2]
    ");
    assert_eq!(env.run(&["member", "erase", "糖霜饼干"]).code, 2);
    env.ok(&["member", "erase", "糖霜饼干", "--confirm", &id]);
    assert_snapshot!(env.run(&["member", "show", "糖霜饼干"]), @r"
    ! qun: 没有找到成员「糖霜饼干」
    [exit 1]
    ");
    for args in [&["queue", "list", "--state", "all"][..], &["journal", "list"]] {
        assert!(!env.ok(args).out.contains("糖霜饼干"), "{args:?}");
    }
}

#[test]
fn the_journal_tells_shows_undoes_verifies() {
    let env = Env::made();
    env.ok(&["rules", "add", "水军", "--as", "小满"]);
    assert_snapshot!(env.run(&["journal", "list"]), @r"
    #5  2026-10-10 17:20  小满  可撤  加规则词「水军」
    #4  2026-10-10 17:20  阿泽  可撤  新增群 交流群
    #3  2026-10-10 17:20  阿泽  可撤  新增群 新手2群
    #2  2026-10-10 17:20  阿泽  可撤  阿泽 的角色：经理
    #1  2026-10-10 17:20  阿泽  可撤  设定 name = 小满烘焙
    ");
    assert_snapshot!(env.run(&["journal", "list", "--operator", "小满", "--limit", "5"]), @"#5  2026-10-10 17:20  小满  可撤  加规则词「水军」");
    assert_snapshot!(env.run(&["journal", "show", "3"]), @r#"
    #3  2026-10-10T17:20:00+08:00  阿泽 (uid:N)
    community.add  新增群 新手2群
    + community:1 {"id":1,"name":"新手2群","platform":"wechat","tier":"L1","parent_id":null,"openness":"open","zone":"","source_key":"","sort":0,"archived":0,"version":1,"hours":"","approval":"optional","mix":"","push_day":0,"push_week":0}
    "#);
    assert_snapshot!(env.run(&["journal", "show", "5", "--json"]), @r#"
    {"action":"rules.add","at":"2026-10-10T17:20:00+08:00","fate":"standing","item":null,"operator":"小满","proof":"said, uid:N","rows":[{"after":{"enabled":1,"id":1,"kind":"word","pattern":"水军","reason":"ads","severity":0.6,"shadow":0,"version":1},"before":null,"row":1,"table":"rule"}],"seq":5,"summary":"加规则词「水军」","undoes":null}
    "#);
    assert_snapshot!(env.run(&["journal", "undo", "5"]), @"! 已撤销 加规则词「水军」");
    assert_snapshot!(env.run(&["journal", "undo", "5"]), @r"
    ! qun: #5 已经撤销过
    [exit 1]
    ");
    assert_snapshot!(env.run(&["journal", "show", "99"]), @r"
    ! qun: 日志里没有 #99
    [exit 1]
    ");
    assert_snapshot!(env.run(&["journal", "verify"]), @"6 条都对得上，末尾 HASH");
    assert_eq!(env.json(&["journal", "verify"])["entries"], 6);
}

#[test]
fn a_backup_is_put_back() {
    let env = Env::made();
    let copy = env.home().join("copy.db").display().to_string();
    assert_eq!(env.json(&["backup", &copy])["entries"], 4);
    assert_snapshot!(env.run(&["backup", &copy]), @r"
    ! qun: ~/copy.db 已存在，没有覆盖
    !   换一个文件名
    [exit 1]
    ");
    env.ok(&["community", "add", "later", "--platform", "other"]);
    assert_snapshot!(env.run(&["restore", &copy]), @"! 从备份 ~/copy.db 恢复");
    assert_eq!(env.json(&["community", "list"]).as_array().unwrap().len(), 2);
    assert_snapshot!(env.run(&["restore", &env.file("no.db", "no database")]), @r"
    ! qun: ~/no.db 不是数据库文件
    [exit 1]
    ");
    assert_eq!(env.run(&["restore", "nothing.db"]).code, 1);
    assert_eq!(env.run(&["doctor"]).code, 0);
}

#[test]
fn the_file_is_examined_and_tidied() {
    let env = Env::made();
    let checks = env.json(&["doctor"]);
    assert!(
        checks.as_array().unwrap().len() > 4 && checks.as_array().unwrap().iter().all(|c| c["well"] == true),
        "{checks}"
    );
    assert!(env.ok(&["doctor"]).out.lines().all(|l| l.starts_with("ok ")));
    assert_snapshot!(env.run(&["purge"]), @"! 没有到期的");
    assert_snapshot!(env.run(&["purge", "--text-days", "0", "--journal-days", "0"]), @r"
    ! qun: 0 天会清掉一切，没有做
    [exit 2]
    ");
    env.ok(&["import", &env.file("chat.csv", CHAT.replace("2026-10-10", "2026-10-01"))]);
    assert_snapshot!(env.json(&["purge", "--text-days", "3"]), @r#"{"images":0,"messages":3,"notes":0,"texts":0}"#);
}

#[test]
fn the_brief_is_short_and_raises_the_alarm() {
    let env = Env::made();
    assert_snapshot!(env.run(&["brief"]), @r"
    qun 小满烘焙 10月10日 周六 调休上班 17:20 (阿泽)
    指标   未填 12
    ");
    env.ok(&["inquiry", "add", "--community", "交流群", "--who", "林小雨", "--text", "能退吗", "--at", "16:00"]);
    env.ok(&["queue", "add", "--community", "交流群", "--who", "麦子", "--text", "你好"]);
    env.ok(&[
        "post",
        "add",
        "--community",
        "交流群",
        "--day",
        "今天",
        "--time",
        "9:00",
        "--title",
        "早安",
        "--body",
        "早",
    ]);
    assert_snapshot!(env.run(&["brief"]), @r"
    qun 小满烘焙 10月10日 周六 调休上班 17:20 (阿泽)
    在等   1 人  最急 林小雨 (交流群) 超时 50分
    审核   1  入群 0 内容 1  最旧 0分  L3 0
    日历   今天 1  迟 1 (09:00 早安)
    指标   未填 12
    承诺   今日 0/1 = 0.0% 30分内 目标90% 差9  本周 0.0%  30日 0.0%
    先办   话术 林小雨 超时 50分    用 qun 2 打开
    ");
    assert_eq!(env.run(&[]).out, env.run(&["brief"]).out, "not at a terminal the program is the brief");
    assert_eq!(env.run(&["brief", "--exit-code"]).code, 10);
    assert_eq!(env.json(&["brief"])["operator"], "阿泽");
}
