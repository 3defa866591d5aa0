//! `qun screen` and `qun rules`

use crate::env::Env;
use insta::assert_snapshot;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;

/// A process that says nothing for so long hangs.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn lines_and_json_are_screened() {
    let env = Env::new();
    assert_snapshot!(env.fed(&["screen"], "你好\n😀 加V领券\n\n"), @r#"
    {"hits":[],"score":0.0,"verdict":"approve"}
    {"hits":[{"end":4,"rule":"contact","start":2,"text":"加V"}],"score":0.7,"verdict":"look"}
    {"hits":[],"score":0.0,"verdict":"approve"}
    "#);
    assert_snapshot!(env.fed(&["screen", "-"], "{\"text\":\"你好\",\"id\":7}\n{\"text\":\"加V\"\n{\"t\":1}\n{\"text\":\"加V\"}"), @r#"
    {"hits":[],"score":0.0,"verdict":"approve"}
    {"error":"不是完整的 JSON","line":2}
    {"error":"没有 text 这一项","line":3}
    {"hits":[{"end":2,"rule":"contact","start":0,"text":"加V"}],"score":0.7,"verdict":"look"}
    [exit 1]
    "#);
    let path = env.file("lines.txt", "看看 bit.ly/x\n");
    assert_snapshot!(env.run(&["screen", &path]), @r#"{"hits":[],"score":0.0,"verdict":"approve"}"#);
    assert_snapshot!(env.run(&["screen", "nothing.txt"]), @r"
    ! qun: 找不到文件 nothing.txt
    [exit 1]
    ");
    assert!(!env.db().exists(), "nothing is stored, no file is made");
    assert_eq!(env.fed(&["screen"], "").to_string(), "");
}

#[test]
fn own_words_come_from_the_file_if_there_is_one() {
    let env = Env::made();
    env.ok(&["rules", "add", "水军", "--severity", "0.9"]);
    assert_snapshot!(env.fed(&["screen"], "有水 军\n"), @r#"{"hits":[{"end":4,"rule":"words","start":1,"text":"水 军"}],"score":0.9,"verdict":"reject:ads"}"#);
    assert_snapshot!(env.fed(&["--db", "other.db", "screen"], "有水军\n"), @r#"
    {"hits":[],"score":0.0,"verdict":"approve"}
    ! 没有 other.db，只用内置规则
    "#);
    let journal = env.json(&["journal", "list"]).as_array().unwrap().len();
    env.fed(&["screen"], "有水军\n");
    assert_eq!(env.json(&["journal", "list"]).as_array().unwrap().len(), journal);
}

#[test]
fn a_bot_has_its_answer_before_it_asks_again() {
    let env = Env::new();
    let mut child = env.command(&["screen"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut asks, answers) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    let (says, heard) = mpsc::channel();
    std::thread::spawn(move || answers.lines().map_while(Result::ok).try_for_each(|line| says.send(line)));
    for (text, verdict) in [("你好", "approve"), ("加V", "look"), ("加V wx: abc12345", "reject:ads")] {
        writeln!(asks, "{}", serde_json::json!({ "text": text })).unwrap();
        let line = heard.recv_timeout(PATIENCE).unwrap();
        assert!(line.contains(&format!("\"verdict\":\"{verdict}\"")), "{line}");
    }
    drop(asks);
    assert!(child.wait().unwrap().success());
}

#[test]
fn words_are_added_listed_and_tried() {
    let env = Env::made();
    assert_snapshot!(env.run(&["rules", "add", "水军", "刷单", "--severity", "0.9"]), @"! 读 2，新 2，已有 0，没收 0");
    assert_snapshot!(env.run(&["rules", "add", "example.com", "--kind", "domain"]), @"! 读 1，新 1，已有 0，没收 0");
    assert_snapshot!(env.run(&["rules", "list"]), @r"
    R1  内置    新人链接
    R2  内置    刷屏
    R3  内置    站外联系
    R4  内置    群体点名
    R5  内置    词表
    R6  内置    表达式
    3   domain  example.com  广告引流  0.60  启用
    2   word    刷单         广告引流  0.90  启用
    1   word    水军         广告引流  0.90  启用
    ");
    assert_snapshot!(env.run(&["rules", "test", "专业 刷-单"]), @r"
    广告 0.90
    R5  词表  刷-单
    [exit 3]
    ");
    assert_snapshot!(env.run(&["rules", "test", "你好"]), @"通过 0.00");
    assert_eq!(env.run(&["rules", "test", "刷单", "--json"]).code, 3);
    assert_snapshot!(env.run(&["rules", "add", "赌"]), @r"
    ! qun: 「赌」只有一个字，每段话里都有，没有收
    [exit 1]
    ");
    assert_snapshot!(env.run(&["rules", "add", "([", "--kind", "pattern"]), @r"
    ! qun: 「([」不是可用的表达式
    !   检查括号和重复次数
    [exit 1]
    ");
    assert_snapshot!(env.run(&["rules", "add", "https://x.com/a", "--kind", "domain"]), @r"
    ! qun: 「https://x.com/a」不是域名，要像 example.com
    [exit 1]
    ");
    assert_snapshot!(env.run(&["rules", "add", "x1", "--reason", "spam"]), @r"
    ! qun: --reason 没有「spam」，可用：ads flood abuse illegal false offtopic repeat privacy other
    [exit 2]
    ");
    assert_snapshot!(env.run(&["rules", "add", "x1", "--severity", "2"]), @r"
    ! qun: 严重度在 0 到 1 之间，2 不是
    [exit 2]
    ");
    assert_snapshot!(env.run(&["rules", "add"]), @r"
    ! qun: 还差 <WORD>...
    !   用 qun rules add -h 看用法
    [exit 2]
    ");
}

/// Six messages of today; one is already in the queue, and approved.
fn with_messages() -> Env {
    let env = Env::made();
    let mut csv = "ts,author,author_name,text\n".to_owned();
    for (n, text) in ["来刷单", "加V聊", "先到先得", "你好", "刷单啊 先到先得", "再见"].iter().enumerate()
    {
        csv += &format!("2026-10-10T10:0{n}:00+08:00,w{n},人{n},{text}\n");
    }
    let path = env.file("chat.csv", csv);
    env.ok(&["import", &path, "--community", "交流群"]);
    let flagged = env.json(&["queue", "list"]);
    env.ok(&["queue", "approve", &flagged[0]["id"].to_string()]);
    env
}

#[test]
fn a_list_is_tried_before_it_is_taken() {
    let env = with_messages();
    let (gb, ..) = encoding_rs::GB18030.encode("刷单,先到先得，加V\r\n赌\t刷单\n");
    let list = env.file("words.txt", &gb);
    assert_snapshot!(env.run(&["rules", "import", &list, "--dry-run"]), @r"
    试读：读 3，新 3，已有 0，没收 1，什么都没写
    最近 6 条消息会拦下 4 条 (66.7%)，其中你们通过过 1，拒绝过 0
      刷单啊 先到先得
      先到先得
      加V聊
      来刷单
      2  先到先得
      2  刷单
      1  加v
    ");
    assert_snapshot!(env.json(&["rules", "import", &list, "--dry-run"]), @r#"{"approved":1,"caught":4,"examples":["刷单啊 先到先得","先到先得","加V聊","来刷单"],"known":0,"messages":6,"new":3,"read":3,"rejected":0,"share":0.6666666666666666,"skipped":1,"waiting":0,"words":[{"caught":2,"word":"先到先得"},{"caught":2,"word":"刷单"},{"caught":1,"word":"加v"}]}"#);
    assert_snapshot!(env.run(&["rules", "import", &list]), @"! 读 3，新 3，已有 0，没收 1");
    assert_snapshot!(env.json(&["rules", "import", &list]), @r#"{"known":3,"new":0,"read":3,"skipped":1}"#);
    assert_snapshot!(env.run(&["rules", "import", &env.file("empty.txt", " \n")]), @r"
    ! qun: ~/empty.txt 是空的，没有可导入的
    [exit 1]
    ");
    assert_snapshot!(env.run(&["rules", "import", "nothing.txt"]), @r"
    ! qun: 找不到文件 nothing.txt
    [exit 1]
    ");
}

#[test]
fn a_shadow_tells_what_would_have_been_caught() {
    let env = with_messages();
    assert_snapshot!(env.run(&["rules", "shadow", "加V", "先到先得"]), @r"
    「加V」
      最近 6 条消息会拦下 1 条 (16.7%)，其中你们通过过 1，拒绝过 0
        加V聊
    「先到先得」
      最近 6 条消息会拦下 2 条 (33.3%)，其中你们通过过 0，拒绝过 0
        刷单啊 先到先得
        先到先得
    ");
    assert_snapshot!(env.run(&["rules", "shadow", "先到先得", "--limit", "3"]), @r"
    「先到先得」
      最近 3 条消息会拦下 1 条 (33.3%)，其中你们通过过 0，拒绝过 0
        刷单啊 先到先得
    ");
    assert_snapshot!(env.json(&["rules", "shadow", "^来", "--kind", "pattern"]), @r#"[{"approved":0,"caught":1,"examples":["来刷单"],"messages":6,"rejected":0,"share":0.16666666666666666,"waiting":0,"word":"^来"}]"#);
    assert_snapshot!(env.run(&["rules", "shadow", "x.com", "--kind", "domain"]), @r"
    ! qun: 「x.com」是放行的，拦不下什么
    [exit 2]
    ");
}
