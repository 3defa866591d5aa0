//! Two people and one queue: of eight who decide about the same thing one wins and the others are told, what somebody
//! has open is shown and taken over, an undo does not touch a colleague's later work, and 20 items take 27 keys.
//! `QUN_RACE=1000 cargo test --test review -- --nocapture` races over a thousand items.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says where it stopped")]

mod desk;
mod operator;

use desk::{Desk, dci};
use operator::{Operator, Part};
use qun::base::{Kind, Lang, Language};
use qun::db::{Db, claim, doctor};
use qun::moderation::item::{Decision, Item, State};
use qun::moderation::reason::Reason;
use qun::moderation::store::{self, Filter, Target};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Barrier;

/// Operators who want to decide about everything at once.
const RACERS: usize = 8;

/// Items to race for: `QUN_RACE`, or few enough for every day.
fn items(usual: usize) -> usize {
    std::env::var("QUN_RACE").map_or(usual, |n| n.parse().unwrap())
}

/// A file with `count` items, decided about by nobody yet.
fn queue_of(path: &Path, count: usize) -> Db {
    let mut db = operator::open(path, "甲");
    db.write_batch("test.items", |tx| {
        tx.execute("INSERT INTO community(platform, name) VALUES ('qq', '交流群')", [])?;
        for n in 1..=count {
            tx.execute(
                "INSERT INTO item(kind, community_id, who, text, created_at) VALUES ('content', 1, ?1, '你好', ?2)",
                (format!("成员{n:04}"), tx.at.0),
            )?;
        }
        Ok(())
    })
    .unwrap();
    db
}

/// Half of them approve and half reject.
fn wish(name: &str) -> Decision {
    let odd = name.as_bytes().last().is_some_and(|b| b % 2 == 1);
    if odd { Decision::reject(Reason::Ads) } else { Decision::Approve }
}

fn item(db: &Db, id: usize) -> Item {
    store::item(db, i64::try_from(id).unwrap()).unwrap().unwrap()
}

/// How many items each racer has won, and that the journal tells the same: one entry a decision.
fn winners(db: &Db, count: usize) -> BTreeMap<String, usize> {
    let mut won: BTreeMap<String, usize> = BTreeMap::new();
    for id in 1..=count {
        let item = item(db, id);
        assert_eq!((item.state == State::Approved, item.version), (wish(&item.decided_by) == Decision::Approve, 2));
        *won.entry(item.decided_by).or_default() += 1;
    }
    assert_eq!(won.values().sum::<usize>(), count);
    let entries: i64 = db
        .conn()
        .query_row(
            "SELECT count(DISTINCT item) FROM journal WHERE action IN ('queue.approve', 'queue.reject')",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!((entries, db.head().unwrap().0), (count as i64, count as i64 + 1), "one entry a decision");
    assert_eq!(db.verify().unwrap(), count as i64 + 1);
    let unwell: Vec<_> = doctor::examine(db).unwrap().into_iter().filter(|f| !f.well && f.check != "space").collect();
    assert_eq!(unwell, []);
    won
}

/// The part of a racer: it has seen every item as nobody had decided about it, and decides about one after another.
#[test]
fn stage() {
    let Some(part) = Part::given() else { return };
    let mut db = operator::open(&part.path, &part.name);
    let lang = Lang::load(Language::Hans);
    let seen = store::list(&db, &Filter::default(), usize::MAX >> 33).unwrap().items;
    part.say("ready");
    part.listen();
    let (mut won, mut told) = (0, 0);
    for row in &seen {
        let target = Target { id: row.id, version: row.version };
        match store::decide(&mut db, &[target], &wish(&part.name), |_| String::new()) {
            Ok(outcome) => {
                assert_eq!(outcome.done, [row.id]);
                won += 1;
            }
            Err(error) => {
                let winner = store::item(&db, row.id).unwrap().unwrap();
                let did = if winner.state == State::Approved { "已通过" } else { "已拒绝" };
                let says = lang.say(&error.says);
                assert_eq!((error.kind, error.kind.exit_code()), (Kind::Conflict, 4));
                assert!(says.starts_with(&format!("没做成：{} ", winner.decided_by)), "{says}");
                assert!(says.contains("秒前 ") && says.contains(&format!("{did} {}", row.who)), "{says}");
                assert_ne!(winner.decided_by, part.name);
                told += 1;
            }
        }
    }
    part.say(format!("{won} {told}"));
}

/// Everybody saw everything undecided, as eight open screens would.
#[test]
fn of_eight_who_saw_the_same_item_one_decides_and_seven_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let (path, count) = (dir.path().join("qun.db"), items(100));
    let db = queue_of(&path, count);
    let mut all: Vec<Operator> =
        (0..RACERS).map(|n| Operator::start("stage", "racer", &path, &format!("p{n}"))).collect();
    for racer in &all {
        assert_eq!(racer.hear().as_deref(), Some("ready"));
    }
    let since = std::time::Instant::now();
    all.iter_mut().for_each(Operator::tell);
    let (mut won, mut told) = (0, 0);
    for racer in all {
        let said = racer.end().pop().unwrap();
        let (w, t) = said.split_once(' ').unwrap();
        won += w.parse::<usize>().unwrap();
        told += t.parse::<usize>().unwrap();
    }
    println!(
        "{RACERS} x {count}: {won} won, {told} told, {:?}; by operator {:?}",
        since.elapsed(),
        winners(&db, count)
    );
    assert_eq!((won, told), (count, count * (RACERS - 1)));
}

/// The program itself with the file of `folder`, as `name`.
fn qun(folder: &Path, name: &str, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qun"));
    command.env_clear().env("HOME", folder).env("QUN_DB", folder.join("qun.db")).env("LC_ALL", "C.UTF-8");
    command.args(["--lang", "zh-Hans", "--as", name]).args(args).output().unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The same with real command lines, started at the same moment for each item.
#[test]
fn of_eight_command_lines_about_one_item_one_succeeds_and_seven_exit_4() {
    let dir = tempfile::tempdir().unwrap();
    let (path, count) = (dir.path().join("qun.db"), items(12));
    let db = queue_of(&path, count);
    let (since, barrier) = (std::time::Instant::now(), Barrier::new(RACERS));
    let race = |n: usize| -> Vec<Output> {
        let name = format!("p{n}");
        (1..=count)
            .map(|id| {
                let id = id.to_string();
                let args: &[&str] = match wish(&name) {
                    Decision::Approve => &["queue", "approve", &id],
                    _ => &["queue", "reject", &id, "--reason", "ads"],
                };
                barrier.wait();
                qun(dir.path(), &name, args)
            })
            .collect()
    };
    let outputs: Vec<Vec<Output>> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..RACERS).map(|n| scope.spawn(move || race(n))).collect();
        all.into_iter().map(|t| t.join().unwrap()).collect()
    });
    let elapsed = since.elapsed();
    let won = winners(&db, count);
    let (mut succeeded, mut told) = (0, 0);
    for (n, of_racer) in outputs.iter().enumerate() {
        for (at, output) in of_racer.iter().enumerate() {
            let winner = item(&db, at + 1);
            let did = if winner.state == State::Approved { "已通过" } else { "已拒绝" };
            if winner.decided_by == format!("p{n}") {
                assert_eq!(output.status.code(), Some(0), "{}", err(output));
                succeeded += 1;
            } else {
                let says = err(output);
                assert_eq!(output.status.code(), Some(4), "{says}");
                let sentence = format!("qun: 没做成：{} ", winner.decided_by);
                assert!(says.starts_with(&sentence) && says.contains(&format!("秒前 {did} {}", winner.who)), "{says}");
                told += 1;
            }
        }
    }
    println!("{RACERS} x {count} command lines: {succeeded} won, {told} told, {elapsed:?}; by operator {won:?}");
    assert_eq!((succeeded, told), (count, count * (RACERS - 1)));
}

/// Two programs on one file: 周宁 with the items of the day, and 阿泽.
fn two() -> (Desk, Desk) {
    let first = Desk::open(Language::Hans, (80, 24), |db, _| dci::fill(db));
    let db = desk::open(&first.folder.path().join("qun.db"), "阿泽");
    let mut second = Desk::on(db, tempfile::tempdir().unwrap(), Lang::load(Language::Hans), (80, 24));
    second.app.setup.me = "阿泽".into();
    (first, second)
}

/// The keys rest, and the colleague's program has heard of what was written.
fn rest(desk: &mut Desk, other: &mut Desk) {
    if desk.app.unsettled() {
        desk.app.settle().unwrap();
    }
    other.app.refresh().unwrap();
    other.app.still_ours().unwrap();
}

fn shows(desk: &Desk, text: &str) -> bool {
    desk.screen().contains(text)
}

#[test]
fn what_somebody_opens_is_shown_to_others_until_they_close_it() {
    let (mut me, mut other) = two();
    me.press("3");
    other.press("3 j");
    for (open, close) in
        [("Enter", "Esc"), ("s", "Esc"), ("w", "Esc"), ("x", "Esc"), ("o", "Esc"), ("Enter", "1"), ("s", "j")]
    {
        other.press(open);
        rest(&mut other, &mut me);
        assert!(shows(&me, "@阿泽在看"), "{open}: {}", me.screen());
        me.press("j");
        assert!(shows(&me, "@阿泽 17:20 起在看"), "over the item as well: {}", me.screen());
        me.press("k");
        other.press(close);
        rest(&mut other, &mut me);
        // Leaving the row with a view open opens the next one.
        assert_eq!(shows(&me, "@阿泽在看"), close == "j", "{close}: {}", me.screen());
        other.press("3 Esc Home j");
    }
    other.press("Esc");
    rest(&mut other, &mut me);
    assert!(!shows(&me, "@阿泽在看"));
    let entries = me.app.db.head().unwrap().0;
    other.press("x 1");
    assert!(!other.app.unsettled(), "what is decided at once is never claimed");
    rest(&mut other, &mut me);
    assert_eq!(me.app.db.head().unwrap().0, entries + 1, "claims are no decisions");
}

#[test]
fn a_claim_that_is_taken_over_is_told_and_typed_text_stays() {
    let (mut me, mut other) = two();
    other.press("3 x 9 \"不合适\"");
    rest(&mut other, &mut me);
    me.press("3 C");
    assert_eq!(me.status(), "已接手 糖霜饼干");
    rest(&mut me, &mut other);
    assert_eq!(other.status(), "周宁 接手了 糖霜饼干，你不再占用");
    assert!(shows(&other, "理由：[不合适"), "{}", other.screen());
    let told = other.app.db.entries(1, None, None).unwrap().remove(0);
    assert_eq!((told.action.as_str(), told.operator.as_str()), ("queue.take_over", "周宁"));
    me.press("a");
    rest(&mut me, &mut other);
    other.press("Enter");
    assert_eq!(other.status(), "没做成：周宁 0秒前 已通过 糖霜饼干");
    assert!(shows(&other, "理由：[不合适"), "{}", other.screen());
    other.app.save_drafts().unwrap();
    let draft = qun::db::draft::all(&other.app.db).unwrap().remove(0);
    assert_eq!((draft.place.as_str(), draft.text.as_str()), ("queue.words:1", "不合适"));
    me.press("u");
    assert!(me.status().starts_with("已撤销 "), "the take-over is no act to undo, the approval is: {}", me.status());
}

#[test]
fn required_claims_bind_keys_and_command_lines_until_they_run_out() {
    let (mut me, mut other) = two();
    me.press("3 : \"queue.claims\" Enter 3");
    assert_eq!(me.status(), "占用已改为 必须 (u 撤销)");
    other.press("3 Enter");
    rest(&mut other, &mut me);
    let before = me.app.db.head().unwrap();
    for (keys, refused) in [("a", true), ("x", true), ("o", true), ("Enter", false)] {
        me.press(keys);
        assert_eq!(me.status() == "没做成：阿泽 17:20 起在看 糖霜饼干，17:25 空出", refused, "{keys}: {}", me.status());
    }
    rest(&mut me, &mut other);
    assert!(me.status().starts_with("阿泽 正在看这一条"), "{}", me.status());
    let cli = |name: &str, args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qun"));
        command.env_clear().env("HOME", me.folder.path()).env("QUN_DB", me.folder.path().join("qun.db"));
        command.env("QUN_NOW", desk::NOW).env("LC_ALL", "C.UTF-8").args(["--lang", "zh-Hans", "--as", name]);
        command.args(args).output().unwrap()
    };
    let refused = cli("小满", &["queue", "approve", "1"]);
    assert_eq!(refused.status.code(), Some(4));
    assert!(err(&refused).starts_with("qun: 没做成：阿泽 17:20 起在看 糖霜饼干，17:25 空出\n"), "{}", err(&refused));
    assert_eq!(me.app.db.head().unwrap(), before, "refusals leave no entry");
    let some = cli("小满", &["--json", "queue", "reject", "1", "2", "--reason", "ads"]);
    let json: serde_json::Value = serde_json::from_slice(&some.stdout).unwrap();
    assert_eq!((some.status.code(), &json["done"][0], &json["held"][0]["by"]), (Some(4), &2.into(), &"阿泽".into()));
    assert_eq!(json["held"][0]["until"], "2026-10-10T17:25:00+08:00");
    let later = Command::new(env!("CARGO_BIN_EXE_qun"))
        .env_clear()
        .env("HOME", me.folder.path())
        .env("QUN_DB", me.folder.path().join("qun.db"))
        .env("QUN_NOW", "2026-10-10T17:25:00+08:00")
        .args(["--lang", "zh-Hans", "--as", "小满", "queue", "approve", "1"])
        .output()
        .unwrap();
    assert_eq!(later.status.code(), Some(0), "free after five minutes: {}", err(&later));
    assert_eq!(String::from_utf8(cli("小满", &["queue", "claims"]).stdout).unwrap(), "required  必须\n");
    assert_eq!(cli("小满", &["queue", "claims", "sometimes"]).status.code(), Some(2));
    assert_eq!(cli("小满", &["queue", "claims", "none"]).status.code(), Some(0));
    me.app.refresh().unwrap();
    assert_eq!(claim::held(&me.app.db).unwrap(), []);
}

#[test]
fn leaving_lets_go() {
    let (mut me, mut other) = two();
    me.press("3");
    other.press("3 Enter");
    rest(&mut other, &mut me);
    assert!(shows(&me, "@阿泽在看"));
    claim::leave(&mut other.app.db).unwrap();
    me.app.refresh().unwrap();
    assert!(!shows(&me, "@阿泽在看"));
}

#[test]
fn an_undo_does_not_touch_what_a_colleague_did_since() {
    let (mut me, mut other) = two();
    me.press("3 j E");
    rest(&mut me, &mut other);
    // 阿泽 sees it at the top level and rejects it.
    other.press("3 f 3 j x 3");
    rest(&mut other, &mut me);
    let row = |db: &Db| item(db, 2);
    assert_eq!((row(&me.app.db).level, row(&me.app.db).state), (3, State::Rejected));
    let before = (row(&me.app.db), me.app.db.head().unwrap());
    me.press("u");
    assert_eq!(
        me.status(),
        format!("没撤销：10/10 17:20 阿泽 又做了 拒绝 人身攻击 麦子，通知草稿已备 (#{})", before.1.0)
    );
    assert!(shows(&me, "要撤先撤"), "{}", me.screen());
    assert_eq!((row(&me.app.db), me.app.db.head().unwrap()), before);
    let mine = (before.1.0 - 1).to_string();
    let refused = qun(me.folder.path(), "周宁", &["journal", "undo", &mine]);
    assert_eq!(refused.status.code(), Some(4));
    assert!(err(&refused).starts_with("qun: 没撤销：10/10 17:20 阿泽 又做了 拒绝 人身攻击 麦子"), "{}", err(&refused));
    assert_eq!((row(&me.app.db), me.app.db.head().unwrap()), before);
    other.press("u");
    me.app.refresh().unwrap();
    me.press("u");
    assert_eq!(
        (row(&me.app.db).level, row(&me.app.db).state),
        (2, State::Pending),
        "once theirs is undone, mine can be"
    );
}

/// 12 approve, 6 reject with 3 reasons, 2 up a level (mission notes §9, job J2), at 80x24.
#[test]
fn twenty_items_are_triaged_in_27_keys() {
    let mut desk = Desk::open(Language::Hans, (80, 24), |db, _| dci::fill(db));
    let entries = desk.app.db.head().unwrap().0;
    desk.press("3");
    desk.press("x 1 x 3 a a a x 5 E");
    desk.press("a x 1 a a a a x 1");
    desk.press("a a E a a x 1");
    assert_eq!(desk.keys, 27);
    assert!(shows(&desk, "没有要审的"), "{}", desk.screen());
    let plan: [(&str, &str, u8); 20] = [
        ("糖霜饼干", "ads", 3),
        ("麦子", "abuse", 2),
        ("Luna", "", 2),
        ("小厨娘阿静", "", 2),
        ("一只贝果", "", 2),
        ("奶盖侠", "false", 3),
        ("momo", "up", 3),
        ("酵母不睡觉", "", 2),
        ("甜不辣", "ads", 2),
        ("阿布", "", 2),
        ("核桃", "", 2),
        ("豆浆油条", "", 2),
        ("Kiki", "", 2),
        ("石榴", "ads", 3),
        ("大宝", "", 2),
        ("海盐卷", "", 2),
        ("面粉侠", "up", 3),
        ("晚晚", "", 2),
        ("小麦色", "", 2),
        ("糖霜饼干", "ads", 2),
    ];
    for (id, (who, what, level)) in plan.into_iter().enumerate() {
        let item = item(&desk.app.db, id + 1);
        let (state, by) = match what {
            "" => (State::Approved, "周宁"),
            "up" => (State::Pending, ""),
            _ => (State::Rejected, "周宁"),
        };
        let reason = item.reason.map_or("", |r| r.row().id);
        assert_eq!((item.who.as_str(), item.state, item.decided_by.as_str(), item.level), (who, state, by, level));
        assert_eq!(reason, if what == "up" { "" } else { what }, "{who}");
        assert_eq!(item.notice.is_empty(), state != State::Rejected, "{who}: a rejection drafts its notice");
        assert_eq!(item.raised_by, if what == "up" { "周宁" } else { "" }, "{who}");
    }
    assert_eq!(desk.app.db.head().unwrap().0, entries + 20, "one entry a decision");
    desk.app.db.verify().unwrap();
    for _ in 0..20 {
        desk.press("u");
    }
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM item WHERE state = 'pending' AND raised_by = ''"), 20);
}

/// Everything that a screen of the queue may show of what others wrote: members, and colleagues with strange names.
const HOSTILE: &[&str] = &[
    "UPDATE item SET who = ?1, text = ?1, source = ?1, note = ?1, notice = ?1, raised_by = ?1, message_key = ?1,
       suggestion = ?1, raised_at = 1791624000000",
    "UPDATE item SET hits = json_array(json_object('rule', ?1, 'says', ?1, 'start', 1, 'end', 99999),
       json_object('rule', 'contact', 'says', 'queue.hit_wechat', 'start', 3, 'end', 2)) WHERE id % 2 = 0",
    "UPDATE item SET hits = ?1 WHERE id % 3 = 0",
    "UPDATE item SET advised = 'approve', advised_by = ?1, advised_words = ?1, asked = ?1, asked_by = ?1, handle = ?1,
       inviter = ?1, crisis = ?1, clause = ?1 WHERE id % 5 = 0",
    "UPDATE item SET kind = 'join', source = ?1 WHERE id % 4 = 0",
    "UPDATE item SET state = 'rejected', decided_at = 1791624000000, decided_by = ?1, reason = ?1 WHERE id > 17",
    "UPDATE community SET name = ?1 || id",
    "INSERT INTO member(community_id, key, name, role, source, note, joined_at) VALUES (1, ?1, ?1, ?1, ?1, ?1, 1)",
    "UPDATE item SET member_id = 1, source = ?1 WHERE id % 2 = 0",
    "INSERT INTO claim(place, operator, until, since) VALUES ('item:1', ?1, 1891624000000, 1791624000000)",
    "INSERT INTO claim(place, operator, until, since) VALUES ('item:2', ?1, 1891624000000, 1791624000000)",
    "INSERT INTO session(operator, pid, pane, seen_at) VALUES (?1, 1, 'queue', 1791624000000)",
];

/// A character that a terminal obeys, or that makes a text read as what it is not.
fn obeyed(c: char) -> bool {
    c.is_control() && c != '\n'
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{2028}' | '\u{e0000}'..='\u{e007f}')
}

#[test]
fn hostile_text_in_every_field_of_the_queue_reaches_no_terminal() {
    let evil = "\u{1b}]52;c;ZXZpbA==\u{7}\u{9b}31m\u{202e}gnp\u{200b}.exe\r\n\u{2028}\t\u{e0041}a\u{301}\u{301}\u{301}{n} {0} %s @queue.title";
    let mut desk = Desk::open(Language::Hans, (120, 36), |db, _| dci::fill(db));
    for sql in HOSTILE {
        desk.app.db.conn().execute(sql, [evil]).unwrap();
    }
    // One of them is a mebibyte long.
    let long = evil.repeat((1 << 20) / evil.len() + 1);
    desk.app.db.conn().execute("UPDATE item SET text = ?1, hits = '[]' WHERE id = 3", [&long]).unwrap();
    for mode in ["1", "2", "3"] {
        for size in [(120, 36), (80, 24), (40, 12)] {
            desk.app.size = size;
            desk.app.refresh().unwrap();
            let palette = format!(": \"queue.claims\" Enter {mode}");
            for keys in [
                "3",
                palette.as_str(),
                "s",
                "w",
                "Esc",
                "Enter",
                "j",
                "s",
                "Esc Esc",
                "C",
                "x",
                "9",
                "\"a\" Esc Esc",
                "o",
                "Esc",
                "f",
                "Esc",
                "m",
                "m",
                "m",
                "m",
                "m",
                "e",
                "Esc",
                "y",
                "n",
                "Esc",
                "Space Space a",
                "Esc",
                "G x 1",
                "u",
                "U",
                "u",
                ": \"queue.figures\" Enter",
                "j",
                "j",
                "Esc",
                "J",
                "Esc",
                "z z",
                "/ \"a\" Esc",
            ] {
                desk.press(keys);
                let screen = desk.screen();
                assert_eq!(screen.chars().find(|c| obeyed(*c)), None, "after {keys} at {size:?}: {screen}");
            }
        }
    }
    let run = |args: &[&str]| qun(desk.folder.path(), "小满", args);
    for args in [
        &["queue", "list", "--state", "all"][..],
        &["queue", "list", "--state", "all", "--json"],
        &["queue", "show", "3"],
        &["queue", "show", "5"],
        &["queue", "show", "20", "--json"],
        &["queue", "figures"],
        &["queue", "figures", "--json"],
        &["queue", "approve", "1"],
        &["queue", "reject", "20", "--reason", "ads"],
        &["journal", "list"],
        &["brief"],
    ] {
        let ran = run(args);
        for (what, bytes) in [("stdout", &ran.stdout), ("stderr", &ran.stderr)] {
            let text = String::from_utf8(bytes.clone()).unwrap();
            // What is invisible is data in JSON; it moves nothing.
            let json = args.contains(&"--json");
            let bad = text.chars().find(|c| obeyed(*c) && !(json && matches!(c, '\u{200b}' | '\u{e0000}'..)));
            assert_eq!(bad, None, "{args:?} {what}: {}", text.chars().take(400).collect::<String>());
        }
        assert!(matches!(ran.status.code(), Some(0 | 1 | 4)), "{args:?}: {}", err(&ran));
    }
    desk.app.db.verify().unwrap();
}
