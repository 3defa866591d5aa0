//! What goes wrong: each with its exit code, a sentence that says what and where, and nothing half-written.

use crate::env::{Env, Ran};
use insta::assert_snapshot;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;

#[test]
fn bad_usage_is_2() {
    let env = Env::made();
    env.file("x.csv", "ts,author,text\n1700000000,a,b\n");
    for args in [
        &["nonsense"][..],
        &["--nonsense"],
        &["queue"],
        &["queue", "nonsense"],
        &["queue", "show"],
        &["queue", "show", "one"],
        &["queue", "approve"],
        &["queue", "reject", "1"],
        &["--lang", "fr", "brief"],
        &["9"],
        &["import"],
        &["import", "x.csv", "--tz", "Nowhere"],
        &["import", "x.csv", "--format", "nope"],
        &["import", "x.csv", "--encoding", "nope"],
        &["completions", "tcl"],
        &["kpi", "set", "dau"],
        &["post", "move", "1"],
        &["purge", "--text-days", "many"],
    ] {
        let ran = env.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}\n{ran}");
        assert!(!ran.err.is_empty(), "{args:?}");
    }
    assert_snapshot!(env.run(&["import", "x.csv", "--tz", "Nowhere"]), @r"
    ! qun: 不认识时区「Nowhere」
    !   写成 Asia/Shanghai、UTC 或 +08:00
    [exit 2]
    ");
    assert_snapshot!(env.run(&["import", "x.csv", "--format", "cvs"]), @r"
    ! qun: 没有「cvs」这种格式
    !   是不是 csv？可选：telegram discord-json discord-csv chatlab chatlab-jsonl onebot jsonl csv
    [exit 2]
    ");
    assert_eq!(env.command(&["brief"]).env("QUN_NOW", "yesterday").status().unwrap().code(), Some(2));
}

#[test]
fn without_a_file_everything_says_how_to_make_one() {
    let env = Env::new();
    for args in [&["brief"][..], &[], &["queue", "list"], &["import", "x.csv"], &["backup", "copy.db"], &["doctor"]] {
        let ran = env.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{args:?}\n{ran}");
    }
    assert_snapshot!(env.run(&["queue", "list"]), @r"
    ! qun: 还没有 ~/data/qun/qun.db
    !   运行 qun 或 qun init 建立
    [exit 1]
    ");
    assert!(!env.db().exists() && !env.home().join("copy.db").exists());
}

#[test]
fn a_file_of_a_newer_program_is_left_alone() {
    let env = Env::made();
    let conn = rusqlite::Connection::open(env.db()).unwrap();
    conn.pragma_update(None, "user_version", 999).unwrap();
    drop(conn);
    let before = std::fs::read(env.db()).unwrap();
    assert_snapshot!(env.run(&["queue", "list"]), @r"
    ! qun: 这个库由更新的 qun 写成（版本 999，本程序 14）
    !   升级 qun 后再打开；文件没有改动
    [exit 5]
    ");
    assert_eq!(env.run(&["init", "--force"]).code, 5);
    assert_eq!(std::fs::read(env.db()).unwrap(), before);
}

#[test]
fn what_is_no_database_of_ours_is_left_alone() {
    let env = Env::new();
    let text = env.file("text.db", "this is not a database. ".repeat(100));
    assert_snapshot!(env.run(&["--db", &text, "brief"]), @r"
    ! qun: ~/text.db 不是数据库文件
    [exit 1]
    ");
    let other = env.home().join("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE t(a); INSERT INTO t VALUES (1)").unwrap();
    assert_snapshot!(env.run(&["--db", "other.db", "brief"]), @r"
    ! qun: other.db 是别的程序的数据库，没有动它
    !   用 --db 指定另一个文件
    [exit 1]
    ");
    assert_snapshot!(env.run(&["--db", ".", "brief"]), @r"
    ! qun: . 是文件夹，不是文件
    [exit 1]
    ");
    assert_snapshot!(env.run(&["--db", "text.db/x.db", "init"]), @r"
    ! qun: text.db/x.db 读写失败：Not a directory (os error 20)
    [exit 1]
    ");
}

#[test]
fn exports_that_cannot_be_read_say_why_and_enter_nothing_twice() {
    let env = Env::made();
    let import = |name: &str, content: &str| env.run(&["import", &env.file(name, content)]);
    assert_snapshot!(import("empty.csv", ""), @r"
    ! qun: ~/empty.csv 是空的，没有可导入的
    [exit 1]
    ");
    assert_snapshot!(import("prose.txt", "just some words\nand more\n"), @r"
    ! qun: 认不出 ~/prose.txt 的格式
    !   用 --format 指定一种：telegram discord-json discord-csv chatlab chatlab-jsonl onebot jsonl csv
    [exit 1]
    ");
    assert_snapshot!(import("zip.csv", "PK\u{3}\u{4}xxxxxxxxxxxxxxxxxxxxxxxx"), @r"
    ! qun: ~/zip.csv 是 zip / xlsx，不是文本
    !   先解压，或另存为 CSV、JSON，再导入
    [exit 1]
    ");
    assert_snapshot!(env.run(&["import", "nothing.csv"]), @r"
    ! qun: 找不到文件 nothing.csv
    [exit 1]
    ");
    assert_snapshot!(env.run(&["import", "."]), @r"
    ! qun: . 是文件夹，不是文件
    [exit 1]
    ");
    let whole = include_str!("../fixtures/intake/telegram-2022.json");
    let most = whole.len() * 2 / 3;
    let cut = &whole[..(0..=most).rfind(|at| whole.is_char_boundary(*at)).unwrap()];
    let ran = import("cut.json", cut);
    assert_eq!(ran.code, 1, "{ran}");
    assert!(ran.err.contains("cut.json"), "{ran}");
    let entered = env.json(&["import", &env.file("whole.json", whole)]);
    assert!(entered["duplicate"].as_i64().unwrap() > 0, "what came before the cut was kept: {entered}");
    assert_snapshot!(import("columns.csv", "when,who\n1,2\n"), @r"
    ! qun: 认不出 ~/columns.csv 的格式
    !   用 --format 指定一种：telegram discord-json discord-csv chatlab chatlab-jsonl onebot jsonl csv
    [exit 1]
    ");
}

/// Runs it as an account that owns nothing, whoever runs the tests.
fn as_nobody(env: &Env, args: &[&str]) -> Ran {
    let mut command = env.command(args);
    if rustix::process::getuid().is_root() {
        command.uid(65534).gid(65534);
    }
    env.ran(&command.output().unwrap())
}

fn close(path: &std::path::Path, mode: u32) {
    if rustix::process::getuid().is_root() {
        chown(path, Some(65534), Some(65534)).unwrap();
    }
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn what_may_not_be_read_or_written_is_said() {
    let env = Env::made();
    let (secret, locked) = (env.home().join("secret.csv"), env.home().join("locked"));
    std::fs::write(&secret, "ts,author\n").unwrap();
    std::fs::create_dir(&locked).unwrap();
    close(&secret, 0o000);
    close(&locked, 0o555);
    close(env.home(), 0o755);
    for (path, mode) in
        [("data", 0o755), ("data/qun", 0o755), ("data/qun/qun.db", 0o600), ("data/qun/qun.db.lock", 0o600)]
    {
        close(&env.home().join(path), mode);
    }
    for side in ["data/qun/qun.db-wal", "data/qun/qun.db-shm"].map(|p| env.home().join(p)) {
        if side.exists() {
            close(&side, 0o600);
        }
    }
    assert_snapshot!(as_nobody(&env, &["import", "secret.csv"]), @r"
    ! qun: 没有权限读写 secret.csv
    [exit 1]
    ");
    assert_snapshot!(as_nobody(&env, &["screen", "secret.csv"]), @r"
    ! qun: 没有权限读写 secret.csv
    [exit 1]
    ");
    assert_snapshot!(as_nobody(&env, &["--db", "locked/qun.db", "init"]), @r"
    ! qun: 没有权限读写 locked/qun.db
    [exit 1]
    ");
    assert_snapshot!(as_nobody(&env, &["backup", "locked/copy.db"]), @r"
    ! qun: 没有权限读写 locked/copy.partial
    [exit 1]
    ");
    assert_eq!(std::fs::read_dir(&locked).unwrap().count(), 0, "nothing half-written");
    close(&env.home().join("data/qun/qun.db"), 0o000);
    let ran = as_nobody(&env, &["queue", "list"]);
    assert_eq!(ran.code, 1, "{ran}");
    close(&env.home().join("data"), 0o000);
    assert_snapshot!(as_nobody(&env, &["queue", "list"]), @r"
    ! qun: 没有权限读写 ~/data/qun/qun.db
    [exit 1]
    ");
    close(&env.home().join("data"), 0o755);
}

#[test]
fn mistakes_in_the_configuration_name_file_and_line() {
    let env = Env::made();
    let config = env.file("c.toml", "lang = \"en\"\nkeep_texts = 3\n");
    assert_snapshot!(env.run(&["--config", &config, "brief"]), @r"
    ! qun: ~/c.toml 第 2 行：没有「keep_texts」这项设置
    [exit 1]
    ");
    assert_snapshot!(env.run(&["--config", "nothing.toml", "brief"]), @r"
    ! qun: 找不到文件 nothing.toml
    [exit 1]
    ");
}
