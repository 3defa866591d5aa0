//! The program as an operator uses it, without a terminal: keys in, screens and the file's state out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says where it stopped")]

mod desk;

use desk::{Desk, dci};
use qun::base::Language;

/// DCI-1 key by key (screens.md §19): 61 keys, no wrong row.
#[test]
fn the_daily_check_in_takes_61_keys_and_hits_every_row() {
    let mut desk = Desk::open(Language::Hans, (80, 24), |db, _| dci::fill(db));
    desk.keys = 4; // q u n Enter at the shell
    desk.press("a a"); // J4: the cursor stands on the most overdue entry and steps on
    desk.press("3"); // J2
    desk.press("x 1 x 3 a a a x 5 E");
    desk.press("a x 1 a a a a x 1");
    desk.press("a a E a a x 1");
    desk.press("2"); // J3
    for number in ["A-001", "A-002", "A-003"] {
        desk.press(&format!("a 1 \"{number}\" Enter"));
    }
    desk.press("4 e"); // J5
    for figure in [
        "12.4",
        "0.62\" Enter \"抽奖连场",
        "0.31",
        "1286",
        "21.4",
        "41.0",
        "23.5",
        "3420",
        "28.3",
        "33.8",
        "92.5",
        "3.1",
    ] {
        desk.press(&format!("\"{figure}\" Enter"));
    }
    desk.press("N \"奶油发霉等经理定稿\" Enter q"); // J6
    assert!(desk.app.pending.quit, "{}", desk.screen());
    assert_eq!(desk.keys, 61);
    let count = |sql: &str| desk.value::<i64>(sql);
    assert_eq!(count("SELECT count(*) FROM post WHERE state = 'published'"), 2);
    assert_eq!(count("SELECT count(*) FROM post WHERE state = 'published' AND time IN ('09:00', '12:30')"), 2);
    assert_eq!(count("SELECT count(*) FROM item WHERE state = 'approved'"), 12);
    assert_eq!(count("SELECT count(*) FROM item WHERE state = 'rejected'"), 6);
    assert_eq!(count("SELECT count(DISTINCT reason) FROM item WHERE state = 'rejected'"), 3);
    assert_eq!(
        desk.value::<String>(
            "SELECT group_concat(who) FROM (SELECT who FROM item WHERE state = 'pending' ORDER BY id)"
        ),
        "momo,面粉侠"
    );
    assert_eq!(
        desk.value::<String>(
            "SELECT group_concat(who) FROM (SELECT who FROM item WHERE state = 'rejected' ORDER BY id)"
        ),
        "糖霜饼干,麦子,奶盖侠,甜不辣,石榴,糖霜饼干"
    );
    assert_eq!(count("SELECT count(*) FROM inquiry WHERE state = 'answered' AND answer LIKE '%A-00%'"), 3);
    assert_eq!(count("SELECT count(*) FROM figure WHERE day = '2026-10-10'"), 12);
    assert_eq!(count("SELECT count(*) FROM remark WHERE kind = 'ack' AND metric = 'leave_rate'"), 1);
    assert_eq!(count("SELECT count(*) FROM handover"), 1);
    desk.app.db.verify().unwrap();
}

/// What went out already is marked from the dashboard as it opens: two keys, two posts, the two most overdue.
#[test]
fn two_posts_are_marked_in_two_keys_from_the_dashboard() {
    for (language, size) in [(Language::Hans, (120, 36)), (Language::En, (80, 24))] {
        let mut desk = Desk::open(language, size, |db, _| dci::fill(db));
        desk.press("a a");
        assert_eq!(desk.keys, 2);
        let out = "SELECT group_concat(title || ' ' || published_by) FROM (SELECT * FROM post WHERE state = 'published' ORDER BY time)";
        assert_eq!(desk.value::<String>(out), "早安打卡 第12天 周宁,戚风开裂的 5 个原因 周宁");
        assert_eq!(desk.value::<i64>("SELECT count(DISTINCT published_at) FROM post WHERE state = 'published'"), 1);
        assert_eq!(
            desk.value::<i64>("SELECT count(*) FROM journal WHERE action = 'calendar.publish'"),
            2,
            "one entry each"
        );
        desk.press("u u");
        assert_eq!(desk.value::<i64>("SELECT count(*) FROM post WHERE state = 'published'"), 0);
    }
}

/// J3 from the first screen: go there, and three times `a`, `1`, what the slot asks for, Enter.
#[test]
fn three_inquiries_are_answered_in_ten_keys() {
    let mut desk = Desk::open(Language::Hans, (80, 24), |db, _| dci::fill(db));
    desk.press("2");
    for number in ["A-001", "A-002", "A-003"] {
        desk.press(&format!("a 1 \"{number}\" Enter"));
    }
    assert_eq!(desk.keys, 10);
    let answered = "SELECT count(*) FROM inquiry WHERE state = 'answered' AND kept = 1 AND first_at IS NOT NULL";
    assert_eq!(desk.value::<i64>(answered), 3);
    assert_eq!(desk.app.pending.copy.as_deref(), Some("亲，豆沙包，已登记，单号 A-003。"));
    let screen = desk.screen();
    assert!(screen.contains("今日 3/3 = 100.0% 30分内 目标90% 余0"), "{screen}");
    assert!(screen.contains("在等 0   今日 答 3  按时 3  超时 0"), "{screen}");
    desk.press("u");
    assert_eq!(desk.value::<i64>(answered), 2, "each is one entry");
}

/// What a colleague hands over stands in the header and in the row of whom it was handed to.
#[test]
fn what_is_handed_over_is_seen_by_who_has_it_now() {
    let mut desk = Desk::open(Language::Hans, (120, 36), |db, _| {
        dci::fill(db);
        let mut other = desk::open(db.path(), "阿泽");
        let row = qun::sop::store::inquiries(&other, &Default::default(), 9, &|i| i.who == "豆沙包").unwrap().remove(0);
        qun::sop::store::hand(&mut other, &[&row], "周宁", "她只信你").unwrap();
    });
    let screen = desk.screen();
    assert!(screen.contains("早安打卡 第12天 迟8时20   2 林小雨 QQ 交流群 退款 余6分   转给你 1"), "{screen}");
    desk.press("2 z");
    assert!(desk.screen().contains("阿泽 转来：她只信你"), "{}", desk.screen());
    assert!(desk.screen().contains("下一个 林小雨 QQ 交流群 17:26"), "{}", desk.screen());
    desk.app.size = (160, 40);
    assert!(!desk.screen().contains("7日 --  30日 --  周"), "nobody was answered yet: {}", desk.screen());
}

/// With an incident at 80 columns the promise's next stands beside it, then again what comes first.
#[test]
fn an_incident_leaves_room_for_who_is_next() {
    let mut desk = sample(Language::Hans, (80, 24));
    let top = |desk: &Desk| desk.screen().lines().nth(1).unwrap().to_owned();
    assert!(top(&desk).contains("余1:23  2 南山小雨 互助群 余6分"), "{}", top(&desk));
    desk.press("! C Enter Enter");
    assert!(top(&desk).contains("先办"), "{}", top(&desk));
}

/// A post that asks something goes from the queue to those who wait, with the clock of its own moment; one key, one undo.
#[test]
fn a_post_of_the_queue_becomes_an_inquiry() {
    let mut desk = Desk::open(Language::Hans, (80, 24), |db, _| dci::fill(db));
    let who = desk.value::<String>("SELECT who FROM item WHERE state = 'pending' ORDER BY created_at LIMIT 1");
    desk.press("3 A");
    let screen = desk.screen();
    assert!(screen.contains(&format!("{who} 转为来信")), "{screen}");
    assert!(!screen.contains("已被"), "one's own act is not shown struck: {screen}");
    let made = format!("SELECT count(*) FROM inquiry WHERE who = '{who}' AND at < {}", desk.app.db.now().0);
    assert_eq!(desk.value::<i64>(&made), 1);
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM item WHERE state = 'approved'"), 1);
    desk.press("u");
    assert_eq!(desk.value::<i64>(&made), 0);
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM item WHERE state = 'approved'"), 0);
    desk.app.db.verify().unwrap();
}

fn sample(language: Language, size: (u16, u16)) -> Desk {
    Desk::open(language, size, |db, lang| qun::app::demo::fill(db, lang, qun::base::Zone::default()).unwrap())
}

#[test]
fn undo_and_redo_go_back_and_forth_across_panes() {
    let mut desk = sample(Language::Hans, (80, 24));
    let published = |desk: &Desk| {
        desk.value::<i64>("SELECT count(*) FROM post WHERE published_by = '周宁' AND published_at >= 1791624000000")
    };
    let before = published(&desk);
    desk.press("a");
    assert_eq!(published(&desk), before + 1);
    desk.press("3 a u");
    assert!(desk.status().starts_with("已撤销 "), "{}", desk.status());
    desk.press("u");
    assert_eq!(published(&desk), before);
    desk.press("U U");
    assert_eq!(published(&desk), before + 1);
    assert_eq!(
        desk.value::<i64>("SELECT count(*) FROM item WHERE decided_by = '周宁' AND decided_at = 1791624000000"),
        1
    );
    desk.press("J");
    assert!(!desk.screen().contains("{\"k\""), "{}", desk.screen());
    desk.app.db.verify().unwrap();
}

#[test]
fn a_colleague_who_was_faster_is_named_and_nothing_is_overwritten() {
    let mut desk = Desk::open(Language::Hans, (80, 24), |db, _| dci::fill(db));
    desk.press("3");
    let mut other = desk::open(&desk.folder.path().join("qun.db"), "阿泽");
    let first = qun::moderation::store::item(&other, 1).unwrap().unwrap();
    let target = qun::moderation::store::Target { id: first.id, version: first.version };
    let reject = qun::moderation::item::Decision::Reject {
        reason: qun::moderation::reason::Reason::Ads,
        words: String::new(),
        notify: true,
    };
    qun::moderation::store::decide(&mut other, &[target], &reject, |_| String::new()).unwrap();
    desk.press("a");
    assert!(desk.status().contains("阿泽"), "{}", desk.status());
    assert_eq!(desk.value::<String>("SELECT decided_by || state FROM item WHERE id = 1"), "阿泽rejected");
}

#[test]
fn leaving_takes_no_question_and_esc_never_leaves() {
    let mut desk = sample(Language::En, (120, 36));
    desk.press("Esc Esc Esc z Esc");
    assert!(!desk.app.pending.quit);
    desk.press("z q");
    assert!(!desk.app.pending.quit, "q goes back first");
    desk.press("q");
    assert!(desk.app.pending.quit);
    let mut desk = sample(Language::En, (80, 24));
    desk.press("C-c C-c");
    assert!(desk.app.pending.quit);
}

#[test]
fn full_width_keys_act_as_their_twins_and_han_runs_nothing() {
    let mut desk = sample(Language::Hans, (80, 24));
    desk.press("３");
    assert!(desk.screen().contains("[3 审核"));
    desk.press("？");
    assert!(desk.screen().contains("帮助 审核"));
    desk.press("Esc");
    let before = desk.app.db.head().unwrap().0;
    desk.press("\"通过\"");
    assert!(desk.status().contains("输入法"), "{}", desk.status());
    assert_eq!(desk.app.db.head().unwrap().0, before);
}

#[test]
fn every_size_draws_every_pane_and_overlay() {
    let mut desk = sample(Language::Hans, (80, 24));
    for (w, h) in
        [(1, 1), (29, 8), (30, 8), (40, 12), (59, 15), (60, 16), (80, 24), (109, 29), (110, 30), (120, 36), (200, 60)]
    {
        desk.app.size = (w, h);
        for keys in [
            "1",
            "2",
            "3",
            "4",
            "4 Enter Esc",
            "4 e Esc",
            "1 m m m",
            "2 a Esc",
            "3 x Esc",
            "?",
            "Esc :",
            "Esc J",
            "Esc g",
            "Esc !",
            "Esc N",
            "Esc c",
            "Esc z z",
        ] {
            desk.press(keys);
            let screen = desk.screen();
            assert_eq!(screen.split('\n').count(), usize::from(h), "{w}x{h} {keys}");
        }
        desk.press("Esc Esc");
    }
}

#[test]
fn no_pane_lets_a_control_character_of_a_member_through() {
    let evil = "\u{1b}]52;c;ZXZpbA==\u{7}\u{9b}31m\u{202e}gnp\u{200b}.exe\r\n\u{2028}\t\u{e0041}a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}";
    let mut desk = Desk::open(Language::Hans, (120, 36), |db, _| dci::fill(db));
    for sql in [
        "UPDATE item SET who = ?1, text = ?1, source = ?1",
        "UPDATE inquiry SET who = ?1, text = ?1",
        "UPDATE post SET title = ?1, body = ?1, owner = ?1",
        "UPDATE template SET name = ?1, body = ?1, keywords = ?1",
        "UPDATE community SET name = ?1 || id",
        "UPDATE setting SET value = ?1 WHERE key = 'name'",
        "INSERT INTO incident(name, opened_at, opened_by, due_at) VALUES (?1, 1, ?1, 2)",
        "INSERT INTO handover(at, by, text) VALUES (1791624000000, ?1, ?1)",
        "INSERT INTO remark(day, kind, text, by, at) VALUES ('2026-10-10', 'note', ?1, ?1, 1)",
    ] {
        desk.app.db.conn().execute(sql, [evil]).unwrap();
    }
    for size in [(120, 36), (80, 24), (40, 12)] {
        desk.app.size = size;
        desk.app.refresh().unwrap();
        for keys in [
            "1", "p", "m", "m", "m", "2", "a", "1", "Esc Esc", "m", "m", "m", "s", "Esc w", "Esc 3", "s", "Esc w",
            "Esc x", "1", "y", "4", "Enter", "Esc", "?", "Esc :", "Esc J", "Esc !", "Esc Esc",
        ] {
            desk.press(keys);
            for (what, text) in [("screen", desk.screen()), ("status", desk.status())] {
                let bad = text.chars().find(|c| {
                    c.is_control() && *c != '\n'
                        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{200b}' | '\u{2028}' | '\u{e0000}'..='\u{e007f}')
                });
                assert_eq!(bad, None, "{what} after {keys} at {size:?}: {text}");
            }
        }
    }
}
