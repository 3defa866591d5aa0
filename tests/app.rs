//! The program as an operator uses it, without a terminal: keys in, screens and the file's state out.

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
