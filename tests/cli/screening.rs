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
    {"hits":[],"score":0.0116,"verdict":"approve"}
    {"hits":[{"end":4,"rule":"contact","start":2,"text":"加V"}],"score":0.7,"verdict":"look"}
    {"hits":[],"score":0.0,"verdict":"approve"}
    "#);
    assert_snapshot!(env.fed(&["screen", "-"], "{\"text\":\"你好\",\"id\":7}\n{\"text\":\"加V\"\n{\"t\":1}\n{\"text\":\"加V\"}"), @r#"
    {"hits":[],"id":7,"score":0.0116,"verdict":"approve"}
    {"error":"不是完整的 JSON","line":2}
    {"error":"没有 text 这一项","line":3}
    {"hits":[{"end":2,"rule":"contact","start":0,"text":"加V"}],"score":0.7,"verdict":"look"}
    [exit 1]
    "#);
    let path = env.file("lines.txt", "看看 bit.ly/x\n");
    assert_snapshot!(env.run(&["screen", &path]), @r#"
    {"hits":[],"score":0.0201,"verdict":"approve"}
    "#);
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
    {"hits":[],"score":0.0116,"verdict":"approve"}
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
    R1   内置  新人链接                      启用
    R2   内置  刷屏                          启用
    R3   内置  站外联系                      启用
    R4   内置  群体点名                      启用
    R5   内置  词表                          启用
    R6   内置  表达式                        启用
    R7   内置  入群潮                        启用
    R8   内置  多群重复                      启用
    R9   内置  与拒过的近似                  启用
    R10  内置  学到的                        启用
    R11  内置  外部评分                      启用
    3    域名  example.com   广告引流  0.60  启用
    2    词    刷单          广告引流  0.90  启用
    1    词    水军          广告引流  0.90  启用
    ");
    assert_snapshot!(env.run(&["rules", "test", "专业 刷-单"]), @r"
    广告 0.90
    R5  词表  刷-单
    [exit 3]
    ");
    assert_snapshot!(env.run(&["rules", "test", "你好"]), @r"
    通过 0.01
    ");
    assert_eq!(env.run(&["rules", "test", "刷单", "--json"]).code, 3);
    assert_snapshot!(env.run(&["rules", "add", "赌"]), @r"
    ! qun: 「赌」只有一个字，每段话里都有，没有收
    [exit 1]
    ");
    assert_snapshot!(env.run(&["rules", "add", "([", "--kind", "pattern"]), @r"
    ! qun: 「([」从第 2 个字符起不是可用的表达式：方括号没有收
    !   要照字面查找的符号前面加 \
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
    试读，什么都没写：读 5，新 4，重复 1，已有 0，只存不用 1，没收 0
    最近 6 条消息会拦下 4 条 (66.7%)，其中你们通过过 1，拒绝过 0
      刷单啊 先到先得
      先到先得
      加V聊
      来刷单
         2  先到先得
         2  刷单
         1  加v
    ! 按 gb18030 读，0 处读不出
    ");
    assert_snapshot!(env.json(&["rules", "import", &list, "--dry-run"]), @r#"
    {"dry_run":true,"duplicate":1,"encoding":"gb18030","guarded":1,"known":0,"list":null,"new":4,"read":5,"reasons":[],"replaced":0,"skipped":0,"state":null,"trial":{"approved":1,"caught":4,"examples":["刷单啊 先到先得","先到先得","加V聊","来刷单"],"messages":6,"rejected":0,"share":0.6666666666666666,"waiting":0,"word":"words.txt","words":[{"caught":2,"word":"先到先得"},{"caught":2,"word":"刷单"},{"caught":1,"word":"加v"}]}}
    "#);
    assert_eq!(env.json(&["rules", "list"]).as_array().unwrap().len(), 11, "nothing was taken");
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
    assert_snapshot!(env.json(&["rules", "shadow", "^来", "--kind", "pattern"]), @r#"
    [{"approved":0,"caught":1,"examples":["来刷单"],"messages":6,"rejected":0,"share":0.16666666666666666,"waiting":0,"word":"^来","words":[{"caught":1,"word":"来"}]}]
    "#);
    assert_snapshot!(env.run(&["rules", "shadow", "x.com", "--kind", "domain"]), @r"
    ! qun: 「x.com」是放行的，拦不下什么
    [exit 2]
    ");
}

#[test]
fn a_list_is_named_off_at_first_and_switched() {
    let env = with_messages();
    let list = env.file("ads.csv", "词,severity\n刷单,0.9\n先到先得\n赌\n89-\n。。\n刷单\n特色先到先得,allow\n");
    assert_snapshot!(env.run(&["rules", "import", &list, "--licence", "MIT", "--reason", "illegal"]), @r"
    最近 6 条消息会拦下 3 条 (50.0%)，其中你们通过过 0，拒绝过 0
      刷单啊 先到先得
      先到先得
      来刷单
         2  先到先得
         2  刷单
    ! 读 7，新 5，重复 1，已有 0，只存不用 2，没收 1
    ! 第 6 行「。。」：只有符号
    ! 词表「ads」共 5 个词，停用
    ! 启用：qun rules set ads on；先看：qun rules set ads shadow
    ");
    assert_snapshot!(env.json(&["rules", "import", &list, "--list", "ads"]), @r#"
    {"dry_run":false,"duplicate":1,"encoding":"UTF-8","guarded":2,"known":5,"list":"ads","new":0,"read":7,"reasons":[{"line":6,"reason":"只有符号","word":"。。"}],"replaced":0,"skipped":1,"state":"off","trial":{"approved":0,"caught":3,"examples":["刷单啊 先到先得","先到先得","来刷单"],"messages":6,"rejected":0,"share":0.5,"waiting":0,"word":"ads","words":[{"caught":2,"word":"先到先得"},{"caught":2,"word":"刷单"}]}}
    "#);
    assert_snapshot!(env.run(&["rules", "list", "ads"]), @r"
    0.90        刷单
    0.60        先到先得
    只有一个字  赌
    只有数字    89-
    放行        特色先到先得
    ");
    assert_eq!(env.run(&["rules", "test", "刷单"]).code, 0, "a list is off at first");
    assert_snapshot!(env.run(&["rules", "set", "ads", "shadow"]), @r"
    最近 6 条消息会拦下 3 条 (50.0%)，其中你们通过过 0，拒绝过 0
      刷单啊 先到先得
      先到先得
      来刷单
         2  先到先得
         2  刷单
    ! ads 改为影子
    ");
    assert_eq!(env.run(&["rules", "test", "刷单"]).code, 0, "a shadow catches nothing");
    assert_snapshot!(env.run(&["rules", "shadow"]), @r"
    links      0%     近 6 条会拦 0，其中 0 条你通过过
    flood      0%     近 6 条会拦 0，其中 0 条你通过过
    contact    16.7%  近 6 条会拦 1，其中 1 条你通过过
    mentions   0%     近 6 条会拦 0，其中 0 条你通过过
    repeat     0%     近 6 条会拦 0，其中 0 条你通过过
    similar    0%     近 6 条会拦 0，其中 0 条你通过过
    learned    0%     近 6 条会拦 0，其中 0 条你通过过
    words:ads  50.0%  近 6 条会拦 3，其中 0 条你通过过
    ");
    assert_snapshot!(env.run(&["rules", "set", "ads", "on"]), @r"
    最近 6 条消息会拦下 3 条 (50.0%)，其中你们通过过 0，拒绝过 0
      刷单啊 先到先得
      先到先得
      来刷单
         2  先到先得
         2  刷单
    ! ads 改为启用
    ");
    assert_snapshot!(env.run(&["rules", "test", "去刷单吧"]), @r"
    违法 0.90
    R5  词表 ads  刷单
    [exit 3]
    ");
    assert_snapshot!(env.fed(&["screen"], "去刷单吧\n"), @r#"
    {"hits":[{"end":3,"rule":"words:ads","start":1,"text":"刷单"}],"score":0.9,"verdict":"reject:illegal"}
    "#);
    assert_snapshot!(env.run(&["rules", "add", "赌", "--list", "ads", "--force", "--severity", "0.4"]), @r"
    ! 读 1，新 0，已有 1，没收 0
    ");
    assert_eq!(env.run(&["rules", "test", "赌"]).code, 3, "forced");
    assert_snapshot!(env.run(&["rules", "list"]), @r"
    R1    内置  新人链接                      启用  0/6
    R2    内置  刷屏                          启用  0/6
    R3    内置  站外联系                      启用  1/6
    R4    内置  群体点名                      启用  0/6
    R5    内置  词表                          启用
    R6    内置  表达式                        启用
    R7    内置  入群潮                        启用
    R8    内置  多群重复                      启用  0/6
    R9    内置  与拒过的近似                  启用  0/6
    R10   内置  学到的                        启用  0/6
    R11   内置  外部评分                      启用
    5 词  词表  ads           违法违规  0.60  启用  3/6
    学了 1 条通过、0 条拒绝；满 20 条而且两样都有，才开始排先后
    ");
    env.ok(&["rules", "drop", "ads"]);
    assert_eq!(env.run(&["rules", "list", "ads"]).code, 1);
    let last = env.json(&["journal", "list"])[0]["seq"].to_string();
    env.ok(&["journal", "undo", &last]);
    assert_eq!(env.json(&["rules", "list", "ads"]).as_array().unwrap().len(), 5);
}

#[test]
fn lists_come_in_every_encoding_and_say_which() {
    let env = Env::made();
    let text = "水军\r\n刷单\r\n台湾代购\r\n";
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let big5 = encoding_rs::BIG5.encode("水軍\n刷單\n這個是不在人有我他\n").0.into_owned();
    for (name, bytes, encoding) in [
        ("a", text.as_bytes().to_vec(), "UTF-8"),
        ("b", [b"\xEF\xBB\xBF", text.as_bytes()].concat(), "UTF-8"),
        ("c", encoding_rs::GB18030.encode(text).0.into_owned(), "gb18030"),
        ("d", utf16, "UTF-16LE"),
        ("e", big5, "Big5"),
    ] {
        let file = env.file(&format!("{name}.txt"), bytes);
        let done = env.json(&["rules", "import", &file]);
        assert_eq!((done["new"].as_u64(), done["encoding"].as_str()), (Some(3), Some(encoding)), "{name}: {done}");
    }
    let told = env.file("f.txt", &encoding_rs::GBK.encode("水军\n").0);
    assert_eq!(env.json(&["rules", "import", &told, "--encoding", "gbk"])["new"], 1);
    assert_eq!(env.run(&["rules", "import", &told, "--encoding", "klingon"]).code, 2);
    let binary = env.file("g.bin", vec![0_u8, 1, 2, 3, 0, 0, 0]);
    assert_eq!(env.run(&["rules", "import", &binary]).code, 1);
}

#[test]
fn a_pattern_that_does_not_compile_is_told_with_its_column() {
    let env = Env::made();
    assert_snapshot!(env.run(&["rules", "add", "加我(微信", "--kind", "pattern"]), @r"
    ! qun: 「加我(微信」从第 3 个字符起不是可用的表达式：括号没有收
    !   要照字面查找的符号前面加 \
    [exit 1]
    ");
    assert_snapshot!(env.run(&["rules", "shadow", "--pattern", "薇[z-a]"]), @r"
    ! qun: 「薇[z-a]」从第 3 个字符起不是可用的表达式：范围前后颠倒
    !   要照字面查找的符号前面加 \
    [exit 1]
    ");
    let file = env.file("patterns.txt", "加v\n[薇\n");
    assert_snapshot!(env.run(&["rules", "import", &file, "--kind", "pattern"]), @r"
    ! qun: 第 2 行：「[薇」从第 1 个字符起不是可用的表达式：方括号没有收
    !   要照字面查找的符号前面加 \
    [exit 1]
    ");
    assert_eq!(env.json(&["rules", "list"]).as_array().unwrap().len(), 11, "nothing was taken");
    assert_snapshot!(env.run(&["rules", "set", "nothing", "on"]), @r"
    ! qun: 没有「nothing」这条规则、词表或词
    !   qun rules list 列出全部
    [exit 1]
    ");
    assert_snapshot!(env.run(&["rules", "set", "contact", "maybe"]), @r"
    ! qun: STATE 没有「maybe」，可用：off shadow on
    [exit 2]
    ");
}

#[test]
fn built_in_rules_run_dry_and_are_switched_by_name_or_number() {
    let env = with_messages();
    assert_snapshot!(env.run(&["rules", "set", "R3", "shadow"]), @r"
    最近 6 条消息会拦下 1 条 (16.7%)，其中你们通过过 1，拒绝过 0
      加V聊
    ! 站外联系 改为影子
    ");
    assert_eq!(env.run(&["rules", "test", "加V聊"]).code, 0);
    assert_snapshot!(env.run(&["rules", "shadow", "contact", "--last", "3"]), @r"
    「contact」
      最近 3 条消息会拦下 0 条 (0%)，其中你们通过过 0，拒绝过 0
    ");
    assert_snapshot!(env.json(&["rules", "shadow"]), @r#"
    [{"approved":0,"caught":0,"examples":[],"messages":6,"rejected":0,"share":0.0,"waiting":0,"word":"links","words":[]},{"approved":0,"caught":0,"examples":[],"messages":6,"rejected":0,"share":0.0,"waiting":0,"word":"flood","words":[]},{"approved":1,"caught":1,"examples":["加V聊"],"messages":6,"rejected":0,"share":0.16666666666666666,"waiting":0,"word":"contact","words":[]},{"approved":0,"caught":0,"examples":[],"messages":6,"rejected":0,"share":0.0,"waiting":0,"word":"mentions","words":[]},{"approved":0,"caught":0,"examples":[],"messages":6,"rejected":0,"share":0.0,"waiting":0,"word":"repeat","words":[]},{"approved":0,"caught":0,"examples":[],"messages":6,"rejected":0,"share":0.0,"waiting":0,"word":"similar","words":[]},{"approved":0,"caught":0,"examples":[],"messages":6,"rejected":0,"share":0.0,"waiting":0,"word":"learned","words":[]}]
    "#);
    env.ok(&["rules", "set", "contact", "on"]);
    assert_eq!(env.run(&["rules", "test", "加V聊"]).code, 3);
    assert_snapshot!(env.run(&["rules", "shadow", "wave"]), @r"
    ! qun: 入群潮不看文字，导入入群记录时才数
    [exit 2]
    ");
    let file = env.file("list.txt", "来\n刷单\n");
    assert_snapshot!(env.run(&["rules", "shadow", "--file", &file]), @r"
    「list」
      最近 6 条消息会拦下 2 条 (33.3%)，其中你们通过过 0，拒绝过 0
        刷单啊 先到先得
        来刷单
    ");
}

/// Puts `n` posts in and decides about them: the even ones are advertisements.
fn judged(env: &Env, n: usize) {
    let (mut fine, mut bad) = (Vec::new(), Vec::new());
    for k in 0..n {
        let (who, text) = if k % 2 == 0 {
            ("客服", format!("招手机兼职，工资日结，宝妈优先，第{k}期，私我报名"))
        } else {
            ("麦子", format!("今天的面团第{k}次发酵，烤出来颜色很好看，谢谢大家"))
        };
        let added = env.json(&["queue", "add", "--community", "交流群", "--who", who, "--text", &text]);
        if k % 2 == 0 { bad.push(added["id"].to_string()) } else { fine.push(added["id"].to_string()) }
    }
    let all = |verb: &[&str], ids: &[String]| {
        let args: Vec<&str> = verb.iter().copied().chain(ids.iter().map(String::as_str)).collect();
        env.ok(&args);
    };
    all(&["queue", "approve"], &fine);
    all(&["queue", "reject", "--reason", "ads"], &bad);
}

#[test]
fn decisions_teach_the_screen_and_undoing_them_unteaches_it() {
    let env = Env::made();
    let asked = "招家庭主妇做手机兼职，工资日结，名额有限，报名私聊\n第一次烤面包，颜色很好看，发酵还不够\n";
    let scores = |env: &Env| -> Vec<serde_json::Value> {
        env.fed(&["screen"], asked).to_string().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    };
    let before = scores(&env);
    assert!(before.iter().all(|v| v["hits"].as_array().unwrap().is_empty()), "{before:?}");
    judged(&env, 40);
    let after = scores(&env);
    assert!(after[0]["score"].as_f64().unwrap() > 0.7 && after[1]["score"].as_f64().unwrap() < 0.3, "{after:?}");
    let hits: Vec<&str> = after[0]["hits"].as_array().unwrap().iter().map(|h| h["text"].as_str().unwrap()).collect();
    assert!(hits.iter().any(|h| h.contains("日结") || h.contains("兼职")), "{hits:?}");
    let learned = env.json(&["rules", "list"]);
    let row = learned.as_array().unwrap().iter().find(|r| r["pattern"] == "learned").unwrap().clone();
    assert_eq!((row["learned"]["approved"].as_u64(), row["learned"]["stops"].as_bool()), (Some(20), Some(true)));
    env.ok(&["rules", "set", "learned", "off"]);
    assert!(scores(&env)[0]["hits"].as_array().unwrap().is_empty(), "a rule like any other");
    env.ok(&["rules", "set", "learned", "on"]);
    let seq = env
        .json(&["journal", "list"])
        .as_array()
        .unwrap()
        .iter()
        .find(|e| e["action"] == "queue.reject")
        .unwrap()["seq"]
        .to_string();
    env.ok(&["journal", "undo", &seq]);
    let undone = scores(&env);
    assert!(undone[0]["hits"].as_array().unwrap().is_empty(), "{undone:?}");
}

#[test]
fn another_program_may_be_asked_and_not_by_a_restricted_login() {
    let env = Env::made();
    let script = env.file("judge.sh", "while read -r l; do case $l in *坏*) echo '{\"score\":0.95,\"reason\":\"illegal\"}';; *断*) exit;; *) echo '{\"score\":0.05}';; esac; done\n");
    let config = env.file("asks.toml", format!("[screening]\nscorer = ['sh', '{script}']\n"));
    assert_snapshot!(env.fed(&["--config", &config, "screen"], "这是坏话\n好话一句\n"), @r#"
    {"hits":[{"end":0,"rule":"outside","start":0,"text":""}],"score":0.95,"verdict":"reject:illegal"}
    {"hits":[],"score":0.05,"verdict":"approve"}
    "#);
    assert_snapshot!(env.fed(&["--config", &config, "screen"], "断了\n坏话\n"), @r#"
    {"hits":[],"score":0.0116,"verdict":"approve"}
    {"hits":[{"end":0,"rule":"outside","start":0,"text":""}],"score":0.95,"verdict":"reject:illegal"}
    ! 外部评分程序 sh 中途退出，1 条没有算它的意见
    "#);
    let mut restricted = env.command(&["--config", &config, "screen"]);
    let mut child = restricted
        .env("SSH_ORIGINAL_COMMAND", "qun screen")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all("这是坏话\n".as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    let (out, err) = (String::from_utf8(out.stdout).unwrap(), String::from_utf8(out.stderr).unwrap());
    assert!(out.contains("\"verdict\":\"approve\"") && err.contains("不许运行别的程序"), "{out} {err}");
    let none = env.file("none.toml", "[screening]\nscorer = ['/nowhere/judge']\n");
    assert_snapshot!(env.fed(&["--config", &none, "screen"], "这是坏话\n"), @r#"
    {"hits":[],"score":0.0155,"verdict":"approve"}
    ! 外部评分程序 /nowhere/judge 启动不了 (No such file or directory (os error 2))，1 条没有问它
    "#);
}
