//! Putting off, waiting for them, handing over, answered elsewhere, sorted anew: and no clock that stops for it.

use super::*;
use crate::sop::store::testing::{at, hours};

fn on(desk: &Desk, who: &str) -> Inquiry {
    let all = Wanted { of: Of::All, ..Wanted::default() };
    store::inquiries(&desk.file.db, &all, 99, &|i| i.who == who).unwrap().remove(0)
}

#[test]
fn waiting_for_them_stops_only_the_resolution() {
    let mut desk = Desk::new();
    desk.keys("o⎋");
    assert_eq!(desk.waiting().len(), 3);
    desk.keys("o⏎");
    assert!(desk.try_key(KeyCode::Enter, KeyModifiers::NONE).is_err(), "it must be said what for");
    desk.keys("补订单号⏎");
    assert_eq!(desk.status(), "已暂停 林小雨：等 补订单号 (u 撤销)");
    let paused = on(&desk, "林小雨");
    assert_eq!((paused.state, paused.needs_answer(), paused.owner.as_str()), (State::Paused, true, "甲"));
    assert_eq!(desk.waiting().len(), 3, "the first answer is still owed");
    assert!(desk.text().contains("等 补订单号：烤箱"), "{}", desk.text());
    desk.keys("f3");
    assert_eq!(desk.who(), "林小雨");
    desk.keys("o");
    assert_eq!(desk.status(), "林小雨 回到等待 (u 撤销)");
    assert_eq!(on(&desk, "林小雨").due_at, at("10T17:26"));
    desk.keys("⎋");
    assert_eq!(desk.waiting().len(), 3);
}

#[test]
fn an_answer_may_wait_for_theirs_and_then_the_clock_starts_anew() {
    let mut desk = Desk::new();
    desk.keys("a1");
    desk.keys("⌃p");
    assert_eq!(desk.status(), "还差 1 格：单号", "nothing goes out with a slot unfilled");
    desk.keys("0387⌃p");
    assert_eq!(desk.copied().len(), 1);
    let row = on(&desk, "林小雨");
    assert_eq!((row.state, row.kept, row.needs_answer()), (State::Paused, Some(true), false));
    assert_eq!(desk.waiting().len(), 2);
    assert!(desk.text().contains("暂停 1：林小雨 等 回复"), "{}", desk.text());
    desk.keys("f3o");
    assert_eq!(desk.status(), "林小雨 又来信，重新计时 (u 撤销)");
    let row = on(&desk, "林小雨");
    assert_eq!((row.state, row.turns, row.asked_at), (State::Waiting, 2, db_testing::now()));
    assert_eq!(row.due_at, hours().due(db_testing::now()));
    assert_eq!((row.kept, row.first_at), (Some(true), Some(db_testing::now())), "the verdict stands");
    desk.keys("⎋s");
    assert!(!desk.text().contains("第 1 次追问"), "the cursor is on another");
    Pane::go_urgent(&mut desk.pane);
    desk.keys("Gs");
}

#[test]
fn put_off_comes_back_for_the_first_warning() {
    let mut desk = Desk::new();
    desk.keys("o");
    let refused = desk.try_key(KeyCode::Char('1'), KeyModifiers::NONE).unwrap_err();
    assert_eq!(refused.says.key, "promise.no_snooze");
    assert_eq!(desk.waiting().len(), 3, "six minutes are left: it is not put off");
    desk.keys("jo1");
    assert_eq!(desk.status(), "阿May 17:29 再看，那时余 10 分 (u 撤销)");
    assert_eq!(desk.waiting().len(), 2);
    assert!(desk.text().contains("稍后 1：阿May 17:29 再看"), "{}", desk.text());
    assert_eq!(on(&desk, "阿May").due_at, at("10T17:39"), "its clock runs on");
    desk.keys("f4");
    assert_eq!(desk.who(), "阿May");
    desk.keys("o⎋");
    assert_eq!(desk.waiting().len(), 3);
    desk.keys("Go2");
    desk.now = Some(at("10T17:36"));
    desk.refresh();
    assert!(!desk.text().contains("豆沙包  ") && desk.text().contains("稍后 1：豆沙包"), "{}", desk.text());
    desk.now = Some(at("10T17:37"));
    desk.refresh();
    assert!(!desk.text().contains("稍后 1"), "ten minutes before 17:47 it is back: {}", desk.text());
}

#[test]
fn handing_over_tells_who_has_it_now() {
    let mut desk = Desk::new();
    desk.keys("H");
    assert_eq!(desk.status(), "还没有别的同事用过这个文件");
    crate::db::setting::enrol(&mut desk.file.db, "阿泽", "volunteer").unwrap();
    desk.keys("H1");
    desk.keys("她只信你⏎");
    assert_eq!(desk.status(), "已把 林小雨 转交 阿泽 (u 撤销)");
    assert!(desk.text().contains("@阿泽 负责"), "{}", desk.text());
    let row = on(&desk, "林小雨");
    assert_eq!((row.owner.as_str(), row.handed_by.as_str(), row.due_at), ("阿泽", "甲", at("10T17:26")));
    assert_eq!(store::handed(&desk.file.db, "阿泽").unwrap(), 1);
    desk.me = "阿泽";
    desk.file.db.rename("阿泽");
    desk.refresh();
    assert!(desk.text().contains("甲 转来：她只信你"), "{}", desk.text());
    desk.keys("f5");
    assert_eq!((desk.pane.rows().len(), desk.who()), (1, "林小雨"));
    desk.keys("⎋o42⏎");
    assert_eq!(desk.status(), "已把 林小雨 转交 阿泽 (u 撤销)", "taking it oneself");
    assert_eq!(store::handed(&desk.file.db, "阿泽").unwrap(), 0);
}

#[test]
fn answered_in_the_group_is_a_first_answer() {
    let mut desk = Desk::new();
    desk.keys("x1");
    let row = on(&desk, "林小雨");
    assert_eq!((row.state, row.first_at, row.kept), (State::Answered, Some(db_testing::now()), Some(true)));
    assert_eq!(desk.pane.meter.today, crate::sop::Tally { hit: 1, total: 1 });
    desk.keys("x4");
    desk.keys("17:30");
    assert!(desk.try_key(KeyCode::Enter, KeyModifiers::NONE).is_err(), "not in the future");
    desk.keys("⌃u九点⏎");
    assert_eq!(desk.status(), "读不懂的时刻，或还没到；例如 16:50、昨天 16:50");
    desk.keys("⌃u17:12⏎");
    let row = on(&desk, "阿May");
    assert_eq!((row.first_at, row.reason.as_str()), (Some(at("10T17:12")), "in_group"));
    desk.keys("m");
    assert!(desk.text().contains("已答"), "{}", desk.text());
}

#[test]
fn what_is_done_is_opened_again() {
    let mut desk = Desk::new();
    desk.keys("x2mj");
    let row = on(&desk, "林小雨");
    assert_eq!((desk.who(), row.state), ("林小雨", State::Closed));
    desk.keys("o");
    assert_eq!(desk.status(), "林小雨 回到等待 (u 撤销)");
    let row = on(&desk, "林小雨");
    assert_eq!((row.state, row.due_at, row.turns), (State::Waiting, at("10T17:26"), 1), "its clock has never stopped");
}

#[test]
fn sorting_changes_kind_clock_and_quality() {
    let mut desk = Desk::new();
    desk.keys("e6");
    assert_eq!(desk.status(), "林小雨 记为 突发 (u 撤销)");
    assert_eq!(on(&desk, "林小雨").due_at, at("10T18:56"), "two hours by day and night");
    desk.keys("e8");
    assert!(matches!(desk.pane.mode, Mode::Off(_)), "no feedback, no quality");
    desk.keys("5");
    desk.keys("⎋");
    let first = desk.who().to_owned();
    desk.keys("e5e8");
    assert_eq!(on(&desk, &first).quality, Some(true));
    desk.keys("e9");
    assert_eq!(on(&desk, &first).quality, Some(false));
}

#[test]
fn a_copied_message_fills_the_form() {
    let mut desk = Desk::new();
    desk.keys("n");
    Pane::paste(&mut desk.pane, "橙子(123456) 17:02:11\n喷壶漏水");
    assert!(desk.text().contains("截止 17:32"), "{}", desk.text());
    desk.keys("3⏎");
    let row = on(&desk, "橙子");
    assert_eq!((row.kind, row.text.as_str(), row.at), (Kind::Refund, "喷壶漏水", at("10T17:02")));
    desk.keys("n");
    Pane::paste(&mut desk.pane, "只是名字");
    desk.keys("⏎1⏎问⏎");
    let row = on(&desk, "只是名字");
    assert_eq!(row.at, db_testing::now());
    desk.keys("n甲⏎1⏎问⇥⌃u明天 9:00⏎");
    assert_eq!(desk.status(), "读不懂的时刻，或还没到；例如 16:50、昨天 16:50");
}

#[test]
fn ten_five_and_none_are_said_once() {
    let mut desk = Desk::new();
    let said = |desk: &mut Desk, minute: &str| {
        desk.effects.clear();
        desk.now = Some(at(minute));
        desk.refresh();
        desk.status().to_owned()
    };
    assert_eq!(said(&mut desk, "10T17:20"), "", "what was so at the start is not said");
    assert_eq!(said(&mut desk, "10T17:21"), "还剩 5分：林小雨 交流群 (t 去看)");
    assert_eq!(said(&mut desk, "10T17:22"), "");
    assert_eq!(said(&mut desk, "10T17:27"), "已超时 1分：林小雨 交流群 (t 去看)");
    assert_eq!(said(&mut desk, "10T17:29"), "还剩 10分：阿May VIP群 (t 去看)");
    assert_eq!(said(&mut desk, "10T17:30"), "");
}
