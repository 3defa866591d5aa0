//! `qun post series`, `qun post hot`, `qun post import`, `qun export`, `qun holidays`.

use crate::env::Env;
use insta::assert_snapshot;

#[test]
fn columns_are_made_listed_changed_and_ended() {
    let env = Env::made();
    let add = ["post", "series", "add", "--community", "新手2群", "--title", "早课 第{n}讲", "--time", "20:00"];
    assert_snapshot!(env.run(&[&add[..], &["--rule", "每周一 节假日顺延"]].concat()), @"! 新栏目 早课 第N讲 (新手2群)，排出 13 期 #1");
    assert_snapshot!(env.run(&[&add[..], &["--rule", "FREQ=WEEKLY;BYDAY=TU;COUNT=3"]].concat()), @"! 新栏目 早课 第N讲 (新手2群)，排出 3 期 #2");
    assert_snapshot!(env.run(&["post", "series", "list"]), @r"
    1  微信 新手2群  20:00  每周一，节假日顺延  10/12  --  早课 第N讲
    2  微信 新手2群  20:00  每周二              10/13  --  早课 第N讲
    ");
    assert_snapshot!(env.run(&["post", "series", "edit", "1", "--time", "21:00"]), @"! 改了栏目 早课 第N讲 (新手2群)，动了 13 期");
    assert_snapshot!(env.run(&["post", "series", "skip", "1", "10-12", "--reason", "店休"]), @"! 取消 早课 第1讲：其他");
    assert_snapshot!(env.run(&["post", "series", "end", "2"]), @"! 栏目 早课 第N讲 到 2026-10-10 为止，撤下 3 期");
    let json = env.json(&["post", "series", "list", "--all"]);
    assert_eq!(json[0]["next"][0], "2026-10-12");
    assert_eq!((json[1]["until"].as_str(), json[1]["times"].as_i64()), (Some("2026-10-10"), Some(3)));
    let states: Vec<String> = env
        .json(&["post", "list", "--from", "2026-10-12", "--to", "2026-10-19", "--state", "all"])
        .as_array()
        .unwrap()
        .iter()
        .map(|p| format!("{} {}", p["title"].as_str().unwrap(), p["state"].as_str().unwrap()))
        .collect();
    assert_eq!(states, ["早课 第1讲 dropped", "早课 第2讲 gap"]);
    for (args, code, word) in [
        (vec!["post", "series", "dates", "有时候"], 1, "有时候"),
        (vec!["post", "series", "dates", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1"], 1, "BYSETPOS=1"),
        (vec!["post", "series", "skip", "1", "10-13", "--reason", "x"], 1, "10-13"),
        (vec!["post", "series", "end", "9"], 1, "9"),
        (vec!["post", "series", "add", "--community", "新手2群", "--title", "x"], 2, "--rule"),
    ] {
        let run = env.run(&args);
        assert_eq!(run.code, code, "{args:?}: {}", run.err);
        assert!(run.err.contains(word), "{args:?}: {}", run.err);
    }
}

#[test]
fn a_rules_days_are_shown_without_writing() {
    let env = Env::made();
    assert_snapshot!(env.run(&["post", "series", "dates", "每周六 节假日跳过 补班日顺延", "--from", "2026-09-26", "--to", "2026-10-18"]), @r"
    2026-10-11  周日  休
    2026-10-17  周六  休
    ! 每周六，节假日跳过，补班日顺延
    ");
    let json = env.json(&["post", "series", "dates", "lunar 8-15", "--from", "2026-01-01"]);
    assert_eq!((json["rule"].as_str(), json["dates"][0].as_str()), (Some("lunar 8-15"), Some("2026-09-25")));
}

#[test]
fn the_next_years_notice_is_laid_over() {
    let env = Env::made();
    let notice = "关于2027年部分节假日安排的通知\n一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。\n";
    assert_snapshot!(env.fed(&["holidays", "import", "-", "--dry-run"], notice), @"! 试读 2027：放假 10 天，补班 2 天，自定 0 个，什么都没写");
    assert_snapshot!(env.fed(&["holidays", "import", "-"], notice), @"! 记下 2027 年的假日：放假 10 天，补班 2 天，自定 0 个");
    env.ok(&["holidays", "add", "10-16", "面包日"]);
    assert_snapshot!(env.run(&["holidays", "list", "2027"]), @r"
    2027-01-01..2027-01-03 off 元旦
    2027-09-26 work
    2027-10-01..2027-10-07 off 国庆
    2027-10-09 work
    10-16 day 面包日
    ");
    assert!(env.ok(&["holidays", "list", "2028"]).err.contains("2028"));
    // What it prints can be kept by hand and read again.
    let kept = env.ok(&["holidays", "list", "2027"]).out;
    assert_eq!(env.fed(&["holidays", "import", "-"], kept).code, 0);
    let wrong = env.fed(&["holidays", "import", "-"], "2027-02-30 off\n");
    assert_eq!(wrong.code, 1);
    assert!(wrong.err.contains("2027-02-30"), "{}", wrong.err);
}

#[test]
fn posts_come_in_from_sheets_with_reasons_for_each_line() {
    let env = Env::made();
    let sheet = "排期日,几点,群,选题,文案\n2026-10-20,9:30,新手2群,早课,第一课\n2026-02-30,9:30,新手2群,没有的日子,\n10月21日,20:00,没有的群,甲,\n";
    let args = ["post", "import", "-", "--map", "day=排期日", "--map", "time=几点"];
    assert_snapshot!(env.fed(&[&args[..], &["--dry-run"]].concat(), sheet), @r"
    ! - 第 3 行没有收：「2026-02-30」不是能排的日子
    ! - 第 4 行没有收：找不到唯一的群「没有的群」，加上平台或用 --community
    ! 试读：新 1 条，重复 0，栏目 0 个排出 0 期，没收 2，什么都没写
    ");
    assert_snapshot!(env.fed(&args, sheet), @r"
    ! - 第 3 行没有收：「2026-02-30」不是能排的日子
    ! - 第 4 行没有收：找不到唯一的群「没有的群」，加上平台或用 --community
    ! 新 1 条，重复 0，栏目 0 个排出 0 期，没收 2
    !   撤销整批：qun journal undo 5
    ");
    assert_snapshot!(env.fed(&args, sheet), @r"
    ! - 第 3 行没有收：「2026-02-30」不是能排的日子
    ! - 第 4 行没有收：找不到唯一的群「没有的群」，加上平台或用 --community
    ! 新 0 条，重复 1，栏目 0 个排出 0 期，没收 2
    ");
    let found = env.json(&["post", "list", "--from", "2026-10-20", "--to", "2026-10-20"]);
    assert_eq!((found[0]["title"].as_str(), found[0]["body"].as_str()), (Some("早课"), Some("第一课")));
    env.ok(&["journal", "undo", &env.json(&["journal", "list", "--limit", "1"])[0]["seq"].to_string()]);
    assert!(env.json(&["post", "list", "--from", "2026-10-20", "--to", "2026-10-20"]).as_array().unwrap().is_empty());
}

#[test]
fn the_calendar_goes_out_in_three_forms() {
    let env = Env::made();
    env.ok(&[
        "post",
        "add",
        "--community",
        "新手2群",
        "--day",
        "2026-10-20",
        "--time",
        "9:30",
        "--title",
        "早课",
        "--body",
        "第一课，早",
    ]);
    let range = ["--from", "2026-10-20", "--to", "2026-10-20"];
    let ics = env.ok(&[&["export", "ics"][..], &range].concat()).out;
    assert!(ics.contains("DTSTART:20261020T013000Z\r\n") && ics.contains("DESCRIPTION:第一课，早\r\n"), "{ics}");
    let csv = env.ok(&[&["export", "csv"][..], &range].concat()).out;
    assert!(csv.starts_with('\u{FEFF}') && csv.contains("2026-10-20,09:30,"), "{csv}");
    assert_snapshot!(env.run(&[&["export", "md"][..], &range].concat()), @r"
    # 内容日历 2026-10-20 至 2026-10-20

    ## 10月20日 周二

    | 时刻 | 群 | 类型 | 标题 | 负责人 | 状态 |
    |---|---|---|---|---|---|
    | 09:30 | 微信 新手2群 | 干货 | 早课 |  | 备好 |
    ");
    assert_eq!(env.run(&["export", "docx"]).code, 2);
}

#[test]
fn hot_topics_are_written_down_and_run_out() {
    let env = Env::made();
    let add = ["post", "hot", "add", "--community", "新手2群", "--title", "盐可颂", "--source", "微博", "--heat", "4"];
    assert_snapshot!(env.run(&[&add[..], &["--by", "18:00", "--over", "21:00"]].concat()), @"! 热点 盐可颂 (新手2群)，2026-10-10 18:00 前跟进 #1");
    assert_snapshot!(env.run(&["post", "hot", "list"]), @"1  2026-10-10 18:00  余40分  热度 4  微博  盐可颂");
    let json = env.json(&["post", "hot", "list"]);
    assert_eq!((json[0]["heat"].as_i64(), json[0]["phase"].as_str()), (Some(4), Some("open")));
    assert_eq!(env.run(&[&add[..], &["--by", "21:00", "--over", "20:00"]].concat()).code, 1);
}
