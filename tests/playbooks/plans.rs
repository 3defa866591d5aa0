//! Steps in the agenda and in the view of playbooks.

use super::*;

#[test]
fn steps_are_ticked_left_out_and_moved_in_the_agenda() {
    let mut desk = desk(Language::Hans, (80, 24));
    assert!(desk.screen().contains("▸ 迟6天"), "the cursor stands on the most overdue: {}", desk.screen());
    desk.press("a");
    assert_eq!(desk.status(), "做完 办一场活动：定主题、奖品、一页规则，找人过目 (u 撤销)");
    assert_eq!(states(&desk, 3).split(' ').next(), Some("done"));
    desk.press("u");
    assert_eq!(states(&desk, 3).split(' ').next(), Some("open"));
    desk.press("t x 3");
    assert_eq!(desk.status(), "略过 办一场活动：定主题、奖品、一页规则，找人过目 (不合适) (u 撤销)");
    assert!(states(&desk, 3).starts_with("skipped:@calendar.why_unfit"), "{}", states(&desk, 3));
    desk.press("t x 9 \"没人报名 Enter");
    assert!(states(&desk, 3).contains("skipped:没人报名"), "{}", states(&desk, 3));
    // Twelve people are one row; the time of day stays when it is moved.
    desk.press("t o 1");
    let due: i64 = desk.value("SELECT due_at FROM run_step WHERE run_id = 1 ORDER BY sort LIMIT 1");
    assert_eq!(At(due), at("11T13:10"));
    assert!(desk.status().starts_with("改期 新人七天"), "{}", desk.status());
    desk.press("t o 3 \"10-13 Enter");
    let due: i64 = desk.value("SELECT due_at FROM run_step WHERE run_id = 1 ORDER BY sort LIMIT 1 OFFSET 1");
    assert_eq!(At(due), at("13T20:00"));
    desk.press("t w \"小满 Enter");
    assert_eq!(desk.value::<String>("SELECT group_concat(owner, '') FROM run_step"), "小满");
    desk.press("t e");
    assert_eq!(desk.status(), "步骤在流程里改：Enter 打开");
    desk.press("t E");
    assert_eq!(desk.status(), "步骤在流程里改：Enter 打开");
    desk.press("t s");
    assert!(desk.screen().contains("来自流程 新人七天，第3天 10:00"), "{}", desk.screen());
    desk.press("Esc Enter");
    assert!(desk.screen().contains("新人七天   微信 新手1群 12人"), "opened where playbooks live: {}", desk.screen());
    assert!(desk.screen().contains("▸ [ ] 迟7时20"), "the cursor on that step: {}", desk.screen());
    desk.app.db.verify().unwrap();
}

#[test]
fn marked_steps_and_entries_are_decided_together() {
    let mut desk = desk(Language::Hans, (80, 24));
    desk.press("n \"17:30 Tab Tab Tab Tab \"早安 Enter Enter");
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM post"), 1, "{}", desk.screen());
    desk.press("g g V a");
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM post WHERE state = 'published'"), 1);
    let open: i64 = desk.value("SELECT count(*) FROM run_step WHERE state = 'open' AND due_at < 1792252800000");
    assert_eq!(open, 0, "everything of the seven days is done: {}", desk.screen());
}

#[test]
fn words_are_filled_sent_and_ticked_and_the_keys_come_back() {
    let mut desk = desk(Language::Hans, (80, 24));
    desk.press("j Y");
    assert_eq!(desk.app.focus, 1, "the form stands where templates live");
    assert!(desk.screen().contains("yg 办一场活动 发预告，开报名"), "{}", desk.screen());
    desk.press("\"戚风夜谈 Enter \"周日晚八点 Enter Enter");
    assert!(desk.status().starts_with("还差 2 格"), "nothing unfilled goes out: {}", desk.status());
    desk.press("\"群里直播 Enter \"三个模具 Enter");
    assert_eq!(desk.app.focus, 0, "and back");
    let copied = desk.app.pending.copy.clone().unwrap();
    assert!(
        copied.starts_with("【戚风夜谈】\n什么时候：周日晚八点\n") && copied.contains("我在新手1群里再叫一次"),
        "{copied}"
    );
    assert_eq!(states(&desk, 3).split(' ').nth(1), Some("done"));
    desk.press("u");
    assert_eq!(states(&desk, 3).split(' ').nth(1), Some("open"));
    desk.press("t j y Esc");
    assert_eq!(desk.app.focus, 0, "left without sending");
    desk.press("t Y");
    assert_eq!(desk.status(), "这一步没有话术");
}

#[test]
fn without_a_clipboard_a_step_is_ticked_only_when_its_words_went_out() {
    let mut desk = desk(Language::Hans, (80, 24));
    desk.app.setup.clipboard = false;
    desk.press("j Y \"戚风夜谈 Enter \"周日晚八点 Enter \"群里直播 Enter");
    assert!(desk.screen().contains("确认发出才勾掉"), "{}", desk.screen());
    // Left half-way, the form comes back as it was.
    desk.press("Esc");
    desk.app.save_drafts().unwrap();
    assert_eq!(desk.app.focus, 0);
    desk.press("t j Y");
    assert!(desk.screen().contains("群里直播"), "{}", desk.screen());
    desk.press("\"三个模具 Enter");
    assert!(desk.screen().contains("Enter 已经发给对方"), "{}", desk.screen());
    let state = |desk: &Desk| states(desk, 3).split(' ').nth(1).map(str::to_owned);
    assert_eq!(state(&desk).as_deref(), Some("open"), "shown, not ticked");
    desk.press("Esc");
    assert_eq!((state(&desk).as_deref(), desk.app.focus), (Some("open"), 1), "back in the form");
    desk.press("Enter Enter");
    assert_eq!((state(&desk).as_deref(), desk.app.focus), (Some("done"), 0));
    assert!(desk.app.pending.copy.is_none(), "there is nowhere to send it");
    desk.app.save_drafts().unwrap();
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM draft"), 0, "nothing is left of it");
}

#[test]
fn newcomers_are_ticked_one_by_one_or_all_at_once() {
    let mut desk = desk(Language::Hans, (80, 24));
    desk.press("2 m m m");
    assert!(desk.screen().contains("流程 11   进行中 3"), "{}", desk.screen());
    desk.press("j j Enter w");
    assert!(desk.screen().contains("▸ [ ] 阿布"), "{}", desk.screen());
    desk.press("Space");
    assert_eq!(desk.status(), "已对 阿布 做完这一步 (u 撤销)");
    assert!(desk.screen().contains("[x] 阿布") && desk.screen().contains("▸ [ ] 小麦"), "{}", desk.screen());
    desk.press("y");
    assert!(desk.screen().contains("欢迎 小麦 加入新手1群。"), "only this one: {}", desk.screen());
    desk.press("Enter");
    assert!(desk.app.pending.copy.take().unwrap().starts_with("欢迎 小麦 加入新手1群。"));
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM step_person"), 2);
    assert!(desk.screen().contains("第1天 2/3人 发欢迎语"), "{}", desk.screen());
    desk.press("y");
    assert!(desk.screen().contains("欢迎 Kiki 加入新手1群。"), "whoever is left: {}", desk.screen());
    desk.press("Esc w j j Space");
    assert_eq!(states(&desk, 2).split(' ').next(), Some("done"), "told to all of them");
    desk.press("k a");
    assert_eq!(states(&desk, 2).split(' ').next(), Some("open"), "opened again: {}", desk.screen());
    desk.press("k a u Esc Esc m");
    assert!(desk.screen().contains("没有人在等"), "{}", desk.screen());
}

#[test]
fn a_run_is_edited_without_touching_its_plan() {
    let mut desk = desk(Language::Hans, (80, 24));
    desk.press("2 m m m Enter e C-u \"先找两位嘉宾 Enter \"zz Enter Enter");
    assert!(desk.status().contains("没有话术「zz」"), "{}", desk.status());
    desk.press("S-Tab C-u \"yg Tab \"小满 Enter");
    assert_eq!(desk.status(), "改步骤 办一场活动：先找两位嘉宾 (u 撤销)", "{}", desk.screen());
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM plan_step WHERE text = '先找两位嘉宾'"), 0);
    assert_eq!(desk.value::<String>("SELECT template || owner FROM run_step WHERE text = '先找两位嘉宾'"), "yg小满");
    desk.press("x \"改线上 Enter o 4");
    assert!(states(&desk, 3).starts_with("skipped:改线上"), "{}", states(&desk, 3));
    let due: i64 = desk.value("SELECT due_at FROM run_step WHERE run_id = 3 ORDER BY sort LIMIT 1 OFFSET 1");
    assert_eq!(At(due), at("10T18:20"), "an hour from now");
    desk.press("o 3 C-u \"明天_9点 Enter");
    let due: i64 = desk.value("SELECT due_at FROM run_step WHERE run_id = 3 ORDER BY sort LIMIT 1 OFFSET 2");
    assert_eq!(At(due), at("11T09:00"), "the cursor had stepped on: {}", desk.status());
    desk.press("o 3 C-u \"不知道 Enter");
    assert!(desk.status().starts_with("读不懂「不知道」"), "{}", desk.status());
    desk.press("Esc Esc x Enter");
    assert_eq!(desk.status(), "没有略过：写一句理由");
    desk.press("\"不办了 Enter");
    assert_eq!(desk.status(), "结束 办一场活动：不办了 (u 撤销)");
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM run WHERE ended_at IS NULL"), 2);
    desk.press("u");
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM run WHERE ended_at IS NULL"), 3);
}

#[test]
fn plans_are_started_from_the_list() {
    let mut desk = desk(Language::Hans, (80, 24));
    desk.press("2 m m m /");
    desk.press("\"kxq Enter a");
    assert!(desk.screen().contains("开始 开一个新群"), "{}", desk.screen());
    desk.press("C-u \"不是日子 Enter Enter");
    assert!(desk.status().contains("不是日子"), "{}", desk.status());
    desk.press("C-u \"10-20 Enter \"没有的群 Enter");
    assert!(desk.status().contains("没有叫「没有的群」的群"), "{}", desk.status());
    desk.press("C-u \"jlq Enter");
    assert_eq!(desk.status(), "开始 开一个新群：QQ 交流群 (u 撤销)", "{}", desk.screen());
    assert_eq!(At(desk.value("SELECT min(due_at) FROM run_step WHERE run_id = 4")), at("17T10:00"));
    // Silent members are woken from a list, by hand.
    desk.press("Esc / \"cmhx Enter a");
    assert!(desk.screen().contains("新人自动开始：微信 新手1群"), "{}", desk.screen());
    desk.press("1");
    assert!(desk.screen().contains("30 天没说话 2 人，沉默最久在前"), "{}", desk.screen());
    desk.press("V Enter");
    assert_eq!(desk.status(), "沉默唤醒 已为 2 人开始 (u 撤销)");
    let woken = "SELECT count(*) FROM run WHERE member_id IS NOT NULL";
    assert_eq!(desk.value::<i64>(woken), 2);
    desk.press("u");
    assert_eq!(desk.value::<i64>(woken), 0, "many are one entry");
    desk.press("U");
    assert_eq!(desk.value::<i64>(woken), 2);
    desk.press("G w");
    assert!(desk.screen().contains("进行中"), "who is being woken is marked: {}", desk.screen());
    desk.press("Esc a 2 \"没有这人 Enter");
    assert_eq!(desk.status(), "没有叫「没有这人」的成员");
    desk.press("C-u \"阿布 Enter Enter");
    assert_eq!(desk.status(), "沉默唤醒 已为 1 人开始 (u 撤销)");
    desk.press("G a 3 \"jlq Enter");
    assert_eq!(desk.status(), "交流群 的新人自动开始 沉默唤醒 (u 撤销)");
    desk.press("G a 3 \"jlq Enter");
    assert_eq!(desk.status(), "交流群 的新人不再自动开始 (u 撤销)");
    desk.press("u u");
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM welcome"), 1);
    desk.app.db.verify().unwrap();
}

#[test]
fn plans_are_written_in_the_program() {
    let mut desk = desk(Language::En, (80, 24));
    desk.press("2 m m m n");
    assert!(desk.screen().contains("New playbook"), "{}", desk.screen());
    desk.press("\"tea Enter \"Tea_round Enter Enter Enter \"every_week Enter \"someday_|_brew Enter");
    desk.press("Enter");
    assert!(desk.status().contains("cannot tell when 'someday' is"), "{}", desk.status());
    desk.press("C-u \"D1_|_brew_|_hi C-j \"D3_10:00_|_pour Enter Enter");
    assert_eq!(desk.status(), "saved playbook tea (u undo)", "{}", desk.screen());
    assert_eq!(
        desk.value::<String>("SELECT group_concat(moment, ' / ') FROM plan_step WHERE playbook_id = 12"),
        "D1 / D3 10:00"
    );
    desk.press("e Tab S-Tab C-j");
    desk.press("\"D9_|_wash Tab \"host_>_guests Enter");
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM plan_step WHERE playbook_id = 12"), 3, "{}", desk.screen());
    assert_eq!(desk.value::<String>("SELECT who || '>' || whom FROM plan_call WHERE playbook_id = 12"), "host>guests");
    desk.press("u u");
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM playbook"), 11);
    // What cannot be done here says why.
    desk.press("g g E");
    assert_eq!(desk.status(), "not used in playbooks");
    desk.press("e");
    assert_eq!(desk.status(), "open it first (Enter), then change a step");
    desk.press("w");
    assert_eq!(desk.status(), "no people here");
    desk.press("G o");
    assert_eq!(desk.status(), "start this playbook first: a");
}

#[test]
fn who_is_slower_is_told_and_loses_nothing() {
    let mut desk = desk(Language::Hans, (80, 24));
    let path = desk.folder.path().join("qun.db");
    let mut other = open(&path, "阿泽");
    let first = runs::due(&other, at("10T17:20"), 1).unwrap();
    // Both see the step; the colleague ticks it while this screen has not been read again.
    desk.press("2 m m m Enter");
    runs::decide(&mut other, &[runs::StepRef::from(&first[0])], &runs::Act::Done).unwrap();
    desk.press("a");
    assert_eq!(desk.status(), "没做成：阿泽 已处理「定主题、奖品、一页规则，找人过目」(已做)");
    assert!(desk.screen().contains("[x]"), "what is true now is shown: {}", desk.screen());
    desk.press("Esc k y");
    assert!(desk.screen().contains("yg 办一场活动"), "{}", desk.screen());
    let next = runs::due(&other, at("10T17:20"), 1).unwrap();
    runs::decide(&mut other, &[runs::StepRef::from(&next[0])], &runs::Act::Skip("不发了".into())).unwrap();
    desk.press("\"a Enter \"b Enter \"c Enter \"d Enter");
    assert!(desk.status().starts_with("没做成：阿泽 已处理"), "{}", desk.status());
    assert!(desk.app.pending.copy.is_none(), "nothing is sent");
    assert!(desk.screen().contains("│"), "the form stays with what was typed: {}", desk.screen());
}

#[test]
fn late_steps_reach_header_brief_and_check_in() {
    let mut desk = desk(Language::Hans, (120, 36));
    let screen = desk.screen();
    assert!(screen.lines().nth(1).unwrap().contains("先办 1 日历 办一场活动 定主题"), "{screen}");
    desk.press("3 c");
    assert_eq!(desk.app.focus, 0, "the check-in begins with what is due");
    assert!(desk.screen().contains("▸ 迟6天"), "{}", desk.screen());
    let facts = qun::app::brief::read(&desk.app.db, &desk.app.setup.config, Zone::default()).unwrap();
    assert!(facts.alarm(90), "a late step is an alarm");
    let lines = qun::app::brief::lines(&facts, &desk.app.setup.lang, &desk.app.setup.config);
    let line = lines.iter().find(|l| l.starts_with(" 流程")).unwrap();
    assert_eq!(line, " 流程   今天 8  迟 6 (办一场活动 定主题、奖品、一页规则..)");
    let json = qun::app::brief::json(&facts, Zone::default());
    assert_eq!((json["steps"]["today"].as_i64(), json["steps"]["late"].as_i64()), (Some(8), Some(6)));
    // Who left again needs nothing.
    desk.app
        .db
        .write("test", |tx| Ok(tx.execute("UPDATE member SET left_at = 1 WHERE joined_at = ?1", [at("08T13:10").0])?))
        .unwrap();
    let facts = qun::app::brief::read(&desk.app.db, &desk.app.setup.config, Zone::default()).unwrap();
    assert_eq!((facts.steps.today, facts.steps.late), (5, 3));
}
