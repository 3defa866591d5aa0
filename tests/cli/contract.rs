//! What scripts rely on in every subcommand: `--json`, languages, closed pipes, help, quiet.

use crate::env::Env;
use insta::assert_snapshot;
use std::process::Stdio;

/// A file with a little of everything.
fn filled() -> Env {
    let env = Env::made();
    env.ok(&["queue", "add", "--community", "交流群", "--who", "麦子", "--text", "加V"]);
    env.ok(&["sop", "add", "hf", "--name", "回放", "--category", "ask", "--body", "看公告，{昵称}"]);
    env.ok(&["inquiry", "add", "--community", "交流群", "--who", "阿May", "--text", "回放在哪", "--at", "17:10"]);
    env.ok(&["post", "add", "--community", "交流群", "--day", "今天", "--time", "20:00", "--title", "抽奖"]);
    env.ok(&["kpi", "set", "dau", "286"]);
    env
}

/// Every subcommand that prints data.
const READERS: &[&[&str]] = &[
    &["brief"],
    &["community", "list"],
    &["queue", "list"],
    &["queue", "show", "1"],
    &["queue", "figures"],
    &["queue", "claims"],
    &["rules", "list"],
    &["rules", "test", "你好"],
    &["rules", "shadow", "水军"],
    &["sop", "list"],
    &["sop", "search", "hf"],
    &["sop", "show", "hf"],
    &["sop", "render", "hf", "--set", "昵称=小雨"],
    &["sop", "export"],
    &["inquiry", "list"],
    &["post", "list"],
    &["kpi", "show"],
    &["kpi", "define"],
    &["journal", "list"],
    &["journal", "show", "1"],
    &["journal", "verify"],
    &["doctor"],
    &["keys"],
];

/// Those that change something, with data to print.
const WRITERS: &[&[&str]] = &[
    &["community", "add", "新群", "--platform", "qq"],
    &["queue", "add", "--community", "交流群", "--who", "甲", "--text", "x"],
    &["queue", "escalate", "1"],
    &["queue", "skip", "1"],
    &["queue", "reject", "1", "--reason", "ads"],
    &["queue", "claims", "required"],
    &["rules", "add", "水军"],
    &["sop", "add", "zz", "--name", "z", "--category", "z", "--body", "z"],
    &["inquiry", "add", "--community", "交流群", "--who", "甲", "--text", "x"],
    &["inquiry", "pause", "1", "--for", "单号"],
    &["inquiry", "hand", "1", "--up"],
    &["inquiry", "sort", "1", "--kind", "feedback"],
    &["inquiry", "close", "1", "--reason", "duplicate"],
    &["inquiry", "reopen", "1"],
    &["inquiry", "answer", "1", "--text", "好"],
    &["community", "set", "交流群", "--hours", "daily 9-21"],
    &["post", "add", "--community", "交流群", "--day", "明天", "--time", "9", "--title", "x"],
    &["post", "move", "1", "--day", "明天"],
    &["post", "publish", "1"],
    &["kpi", "set", "dau", "-"],
    &["kpi", "define", "dau", "--target", "300"],
    &["backup", "copy.db"],
    &["purge"],
];

#[test]
fn json_is_one_value_with_plain_keys_and_nothing_beside_it() {
    let env = filled();
    for args in READERS.iter().chain(WRITERS) {
        let value = env.json(args);
        assert!(value.is_object() || value.is_array(), "{args:?} {value}");
    }
}

#[test]
fn every_command_that_changes_something_leaves_in_the_journal_what_the_rows_were() {
    let env = filled();
    let entries = || env.json(&["journal", "list", "--limit", "1000"]).as_array().unwrap().len();
    for args in WRITERS.iter().filter(|args| !["backup", "purge"].contains(&args[0])) {
        let before = entries();
        // A process of its own: this is its first and only change.
        env.ok(args);
        let made = before + 1..=entries();
        assert!(!made.is_empty(), "{args:?}");
        for seq in made {
            let entry = env.json(&["journal", "show", &seq.to_string()]);
            assert!(entry["rows"].as_array().is_some_and(|rows| !rows.is_empty()), "{args:?} {entry}");
        }
    }
    env.ok(&["journal", "verify"]);
}

#[test]
fn data_goes_out_and_words_go_beside() {
    let env = filled();
    for args in READERS {
        let ran = env.ok(args);
        assert!(!ran.out.is_empty() && ran.err.is_empty(), "{args:?}\n{ran}");
    }
    for args in
        [&["rules", "add", "刷单"][..], &["community", "add", "新群", "--platform", "qq"], &["queue", "approve", "1"]]
    {
        let ran = env.ok(&[args, &["--quiet"]].concat());
        assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""), "{args:?}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let env = filled();
    for args in
        READERS.iter().chain(&[&["completions", "bash"][..], &["man"], &["--help"], &["kpi", "--help"], &["--version"]])
    {
        for json in [&[][..], &["--json"]] {
            let (read, write) = std::io::pipe().unwrap();
            drop(read);
            let output = env.command(&[args, json].concat()).stdout(write).stderr(Stdio::piped()).output().unwrap();
            let ran = env.ran(&output);
            assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?} {json:?}");
        }
    }
    let mut child = env.command(&["screen"]);
    let (read, write) = std::io::pipe().unwrap();
    drop(read);
    let lines = env.file("many.txt", "你好\n".repeat(20_000));
    let output = child.arg(lines).stdout(write).stderr(Stdio::piped()).output().unwrap();
    assert_eq!((env.ran(&output).code, output.stderr), (0, vec![]));
}

/// What a little of everything says in `lang`, command by command.
fn told_in(lang: &'static str) -> String {
    let env = filled().speaking(lang);
    let mut all = String::new();
    for args in [
        &["brief"][..],
        &["queue", "list"],
        &["queue", "show", "1"],
        &["rules", "list"],
        &["rules", "shadow", "加V"],
        &["inquiry", "list"],
        &["post", "list"],
        &["kpi", "show", "--metric", "dau", "--from", "今天"],
        &["queue", "reject", "1", "--reason", "ads"],
        &["queue", "approve", "1"],
        &["sop", "render", "hf"],
        &["inquiry", "answer", "1", "--text", "ok"],
        &["import", "nothing.csv"],
        &["queue", "list", "--state", "x"],
    ] {
        all += &format!("$ {}\n{}\n", args.join(" "), env.run(args));
    }
    all
}

#[test]
fn english() {
    assert_snapshot!(told_in("en"), @r"
    $ brief
     qun 小满烘焙  Sat 10 Oct, make-up workday, 17:20  (阿泽)
     WAITING  1   first 阿May (交流群) 20m left
     QUEUE    1  joins 0, posts 1   oldest 0m   L3 0
     DUE      1 today
     KPI      unfilled 11
     FIRST    SOP 阿May 20m left     open with: qun 2
    $ queue list
    1  0m  L2  post  pending  QQ 交流群  麦子  look  加V
    $ queue show 1
    number     #1
    state      pending L2 post
    community  QQ 交流群
    who        麦子
    time       2026-10-10T17:20:00+08:00 (0m)
    text       加V
    found      R3 加V
    suggested  look 0.70
    $ rules list
    R1   built in  newcomer link               on
    R2   built in  flood                       on
    R3   built in  outside contact             on
    R4   built in  mention storm               on
    R5   built in  word list                   on
    R6   built in  pattern                     on
    R7   built in  join wave                   on
    R8   built in  repeated across groups      on
    R9   built in  like a rejected one         on
    R10  built in  learned                     on
    R11  built in  outside scorer              on
    $ rules shadow 加V
    '加V'
      of the last 0 messages 0 (--) would be caught; of these you approved 0, rejected 0
    $ inquiry list
    1  left 20m  ask  QQ 交流群  阿May  回放在哪
    $ post list
    1  2026-10-10 20:00  draft  tips  QQ 交流群    抽奖
    $ kpi show --metric dau --from 今天
    2026-10-10  DAU  all  286  entered
    $ queue reject 1 --reason ads
    ! rejected 麦子, ads; notice drafted (take it back: qun journal undo 10)
    $ queue approve 1
    ! qun: not done: 阿泽 rejected 麦子 0s ago (ads)
    !   you wanted: approve. Nothing was changed and nothing is in the journal
    [exit 4]
    $ sop render hf
    ! qun: 1 slot unfilled: 昵称
    !   fill them with --set name=value
    [exit 1]
    $ inquiry answer 1 --text ok
    ok
    ! answered 阿May after 10m
    $ import nothing.csv
    ! qun: there is no file nothing.csv
    [exit 1]
    $ queue list --state x
    ! qun: --state: no 'x'; known: pending approved rejected all
    [exit 2]
    ");
}

#[test]
fn traditional_chinese() {
    assert_snapshot!(told_in("zh-Hant"), @r"
    $ brief
     qun 小满烘焙 10月10日 週六 補班日 17:20 (阿泽)
     在等   1 人  最急 阿May (交流群) 餘 20分
     審核   1  入群 0 內容 1  最舊 0分  L3 0
     日曆   今天 1
     指標   未填 11
     先辦   話術 阿May 餘 20分    用 qun 2 開啟
    $ queue list
    1  0分  L2  內容  待審  QQ 交流群  麦子  看  加V
    $ queue show 1
    編號  #1
    狀態  待審 L2 內容
    社群  QQ 交流群
    誰    麦子
    時間  2026-10-10T17:20:00+08:00 (0分)
    內容  加V
    命中  R3 加V
    機審  看 0.70
    $ rules list
    R1   內建  新人連結          啟用
    R2   內建  洗版              啟用
    R3   內建  站外聯絡          啟用
    R4   內建  大量點名          啟用
    R5   內建  詞表              啟用
    R6   內建  表達式            啟用
    R7   內建  入群潮            啟用
    R8   內建  多群重複          啟用
    R9   內建  與拒過的近似      啟用
    R10  內建  學到的            啟用
    R11  內建  外部評分          啟用
    $ rules shadow 加V
    「加V」
      最近 0 則訊息會攔下 0 則 (--)，其中你們通過過 0，拒絕過 0
    $ inquiry list
    1  餘20分  諮詢  QQ 交流群  阿May  回放在哪
    $ post list
    1  2026-10-10 20:00  草稿  乾貨  QQ 交流群    抽奖
    $ kpi show --metric dau --from 今天
    2026-10-10  DAU  全部  286  輸入
    $ queue reject 1 --reason ads
    ! 拒絕 廣告引流 麦子，通知草稿已備 (復原：qun journal undo 10)
    $ queue approve 1
    ! qun: 沒做成：阿泽 0秒前 已拒絕 麦子 (廣告引流)
    !   你要的：通過。沒有改動任何東西，也沒有進日誌
    [exit 4]
    $ sop render hf
    ! qun: 還差 1 格：昵称
    !   用 --set 名字=內容 填上
    [exit 1]
    $ inquiry answer 1 --text ok
    ok
    ! 已答覆 阿May，用了 10 分
    $ import nothing.csv
    ! qun: 找不到檔案 nothing.csv
    [exit 1]
    $ queue list --state x
    ! qun: --state 沒有「x」，可用：pending approved rejected all
    [exit 2]
    ");
}

#[test]
fn the_language_comes_from_flag_environment_and_locale() {
    let env = Env::new();
    let with = |pairs: &[(&str, &str)], args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_qun"));
        command.args(args).env_clear().env("HOME", env.home()).envs(pairs.iter().copied());
        env.ran(&command.output().unwrap()).out.lines().next().unwrap().to_owned()
    };
    let hant = with(&[], &["--lang", "zh-Hant", "queue", "--help"]);
    assert_eq!(hant, "待審佇列");
    assert_eq!(with(&[("QUN_LANG", "zh-Hant"), ("LC_ALL", "en_US.UTF-8")], &["queue", "--help"]), hant);
    assert_eq!(with(&[("LC_ALL", "zh_TW.UTF-8")], &["queue", "--help"]), hant);
    assert_eq!(with(&[("LC_ALL", "zh_CN.UTF-8")], &["queue", "--help"]), "待审队列");
    assert_eq!(with(&[], &["queue", "--help"]), "the queue of what waits for a judgement");
}

#[test]
fn help_manual_and_completions_name_every_subcommand() {
    let env = Env::new();
    assert_snapshot!(env.run(&["--help"]), @r"
    群：社群运营者此刻该办的事，一屏看清

    用法：qun [OPTIONS] [PANE] [COMMAND]

    子命令：
      demo         用一个生成的月份试用，不碰别的文件
      init         不问问题，建立库文件
      brief        今天，不超过 12 行
      import       导入文件；重复导入不会重复计数
      community    群
      queue        待审队列
      screen       筛查文本：逐行或 JSONL 进，JSONL 出，不存任何东西
      rules        筛查规则：词、正则、域名
      sop          话术
      inquiry      在等答复的人
      playbook     流程：到点该做的步骤
      incident     危机：两小时公开答复、声明、复盘
      post         日历条目
      export       导出
      holidays     节假日、补班日、自定的日子
      calendar     怎么排：类型、配比、上限、审批、平台、最活跃的钟点
      kpi          每日指标
      member       一个成员的数据：查看、导出、抹去
      operator     同事和各自能定什么：查看、设身份
      journal      谁做了什么；撤销；校验链条
      backup       备份到一个新文件，别人可同时在写
      restore      用备份替换现在的内容
      doctor       检查这个文件是否健康
      purge        清除到期的原文、备注与行影像
      keys         打印全部按键
      completions  打印补全脚本
      man          打印手册页

    参数：
      [PANE]  打开第几格 (1-4)

    选项：
          --db <FILE>      库文件 [env: QUN_DB=]
          --as <NAME>      谁在操作
          --lang <LANG>    语言：zh-Hans zh-Hant en [env: QUN_LANG=]
          --theme <NAME>   配色名或 .toml 文件
          --config <FILE>  配置文件
          --json           在标准输出上给 JSON
          --quiet          除了错误不说话
      -h, --help           显示用法
      -V, --version        显示版本
    ");
    assert_snapshot!(env.run(&["rules", "import", "--help"]), @r"
    导入文件；重复导入不会重复计数

    用法：qun rules import [OPTIONS] <FILE>

    参数：
      <FILE>  词表：一行一个词，或用 , 、 | 制表符分隔，词后可写 0 到 1 的严重度；- 为标准输入

    选项：
          --db <FILE>       库文件 [env: QUN_DB=]
          --list <LIST>     放进这个词表；没有就新建，先停用
          --as <NAME>       谁在操作
          --kind <KIND>     word 查找，allow 放行，pattern 正则，domain 放行的域名 [default: word]
          --lang <LANG>     语言：zh-Hans zh-Hant en [env: QUN_LANG=]
          --reason <KEY>    命中时的理由：ads flood abuse …
          --severity <0-1>  一次命中有多确定，0 到 1；0.8 起建议拒绝
          --theme <NAME>    配色名或 .toml 文件
          --config <FILE>   配置文件
          --source <TEXT>   词表从哪里来；默认文件名
          --json            在标准输出上给 JSON
          --licence <TEXT>  词表的许可
          --encoding <E>    编码，不写则自动识别 [default: auto]
          --quiet           除了错误不说话
          --force           太短或纯数字的词也用来匹配
          --dry-run         不写入，只看最近的消息会拦下多少
          --last <N>        看最近多少条留存的消息 [default: 500]
      -h, --help            显示用法
    ");
    let (help, man) = (env.ok(&["--help"]).out, env.ok(&["man"]).out);
    for name in
        ["queue", "screen", "rules", "sop", "inquiry", "post", "kpi", "member", "journal", "backup", "doctor", "keys"]
    {
        assert!(help.contains(name) && man.contains(name), "{name}");
    }
    for shell in ["bash", "zsh", "fish"] {
        assert!(env.ok(&["completions", shell]).out.contains("inquiry"), "{shell}");
    }
    assert!(env.ok(&["keys", "--markdown"]).out.contains("| `a` |"));
    assert!(env.ok(&["keys"]).out.contains("queue.approve"));
    assert!(env.ok(&["--version"]).out.starts_with("qun "));
}
