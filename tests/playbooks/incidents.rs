//! An incident from its first key to the look back.

use super::*;
use qun::sop::incident::Crisis;
use qun::sop::store::incidents as crises;

#[test]
fn starting_asks_for_a_name_only_and_the_sort_is_chosen_there() {
    let mut desk = desk(Language::Hans, (80, 24));
    desk.press("! \"奶油发霉 Enter");
    assert_eq!(desk.status(), "开启危机 奶油发霉，2 时内公开答复", "past undoing, so no way back is offered");
    let screen = desk.screen();
    assert!(screen.contains("类型未定") && screen.contains("▸ [ ] 余2时00  首个公开答复"), "{screen}");
    desk.press("t 1");
    assert_eq!(desk.status(), "危机 奶油发霉 定为 产品质量 (u 撤销)");
    assert_eq!(
        desk.value::<i64>("SELECT count(*) FROM run_step s JOIN run r ON r.id = s.run_id WHERE r.incident_id = 1"),
        10
    );
    desk.press("u");
    assert_eq!(desk.value::<String>("SELECT kind FROM incident"), "");
    assert!(desk.screen().contains("类型未定"), "the screen stays: {}", desk.screen());
    desk.press("U Esc !");
    assert!(desk.screen().contains("产品质量"), "{}", desk.screen());
    desk.press("t 1");
    assert!(desk.status().contains("已经是 产品质量"), "{}", desk.status());
}

#[test]
fn the_reply_the_steps_and_the_call_list_are_ticked() {
    let mut desk = desk(Language::Hans, (80, 24));
    desk.press("! \"奶油发霉 Enter t 1 a");
    assert_eq!(desk.status(), "危机 奶油发霉 已公开答复 (u 撤销)");
    assert!(desk.screen().contains("危机 奶油发霉 已公开答复"));
    desk.press("u");
    assert!(desk.screen().contains("还剩 2:00"), "{}", desk.screen());
    desk.press("j a");
    assert_eq!(desk.status().split('：').next(), Some("做完 危机"));
    desk.press("k a");
    assert_eq!(desk.status().split('：').next(), Some("重新打开 危机"), "ticked by mistake: {}", desk.status());
    desk.press("x Enter");
    assert_eq!(desk.status(), "没有略过：写一句理由");
    desk.press("\"没有实物 Enter");
    assert!(desk.screen().contains("没有实物"), "the reason stays in sight: {}", desk.screen());
    desk.press("3 a a");
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM call WHERE told_at IS NOT NULL"), 2);
    desk.press("k k a n \"经理 Enter \"合作方 Enter");
    assert_eq!(desk.status(), "奶油发霉 名单加 经理 > 合作方 (u 撤销)");
    desk.press("G x");
    assert_eq!(desk.status(), "奶油发霉 名单去掉 经理 > 合作方 (u 撤销)");
    desk.press("2 x");
    assert_eq!(desk.status(), "这一行去不掉；已发的声明是事实");
    desk.press("5 a");
    assert_eq!(desk.status(), "这一行没有可勾的");
    desk.press("1 n");
    assert_eq!(desk.status(), "步骤在流程里加：Enter 打开");
    desk.app.db.verify().unwrap();
}

#[test]
fn the_words_of_a_step_are_logged_and_stop_the_clock() {
    let mut desk = desk(Language::Hans, (80, 24));
    desk.press("! \"奶油发霉 Enter t 1 j y");
    assert_eq!(desk.status(), "这一步没有话术");
    desk.press("j j y");
    assert!(desk.screen().contains("zlzs 危机：产品质量"), "{}", desk.screen());
    desk.press("\"蛋糕 Enter \"霉点 Enter \"18:30 Enter");
    assert!(desk.app.pending.copy.is_none() && desk.screen().contains("发在哪"), "asked where: {}", desk.screen());
    desk.press("Right Right Enter");
    assert_eq!(desk.value::<String>("SELECT channel FROM statement"), "QQ 交流群", "{}", desk.screen());
    let sent = desk.app.pending.copy.take().unwrap();
    assert!(sent.starts_with("关于蛋糕的霉点") && sent.contains("发给周宁登记"), "{sent}");
    assert_eq!(
        desk.value::<String>("SELECT text FROM statement WHERE said_by = '周宁'"),
        sent,
        "in the log, word by word"
    );
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM incident WHERE answered_at IS NOT NULL"), 1);
    desk.press("u");
    let left: i64 = desk.value(
        "SELECT (SELECT count(*) FROM statement) + (SELECT count(*) FROM incident WHERE answered_at IS NOT NULL)",
    );
    assert_eq!(left, 0, "box, log and clock are one act");
}

#[test]
fn statements_are_drafted_changed_sent_and_kept() {
    let mut desk = desk(Language::Hans, (80, 24));
    desk.press("! \"奶油发霉 Enter 4 n \"已停售 Tab Tab \"微信 Enter");
    assert_eq!(desk.status(), "存下 奶油发霉 的声明草稿 (微信) (u 撤销)", "{}", desk.screen());
    desk.press("e C-u \"已经停售 Enter Enter Enter");
    assert_eq!(desk.value::<String>("SELECT text FROM statement"), "已经停售", "{}", desk.screen());
    desk.press("y");
    assert_eq!(desk.app.pending.copy.take().as_deref(), Some("已经停售"));
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM statement WHERE said_at IS NULL"), 1, "y only copies");
    desk.press("Y");
    assert_eq!(desk.app.pending.copy.take().as_deref(), Some("已经停售"));
    assert_eq!(desk.status(), "奶油发霉 的声明已发 (微信) (u 撤销)");
    desk.press("e");
    assert_eq!(desk.status(), "这一行改不了", "what was said is a fact");
    desk.press("x");
    assert_eq!(desk.status(), "这一行去不掉；已发的声明是事实");
    desk.press("n \"第二条 Esc n");
    assert!(desk.screen().contains("第二条"), "kept as a draft of the form: {}", desk.screen());
    desk.press("Enter Enter Enter G x");
    assert_eq!(desk.status(), "丢弃 奶油发霉 的一条草稿 (u 撤销)", "{}", desk.screen());
    desk.press("G n C-u Enter");
    assert!(desk.status().contains("声明"), "an empty one is refused: {}", desk.status());
}

#[test]
fn facts_ambassadors_and_the_look_back() {
    let mut desk = desk(Language::Hans, (80, 24));
    desk.press("! \"奶油发霉 Enter 2 Enter");
    assert!(desk.screen().contains("是哪一类"), "the first fact is the sort: {}", desk.screen());
    desk.press("1 2 j e \"盒底霉点 Enter \"微信 Enter \"今早 Enter \"一批 Enter \"糖霜饼干 Enter Right Enter");
    assert_eq!(desk.status(), "写下 奶油发霉 的事实 (u 撤销)", "{}", desk.screen());
    assert_eq!(
        desk.value::<String>("SELECT what || place || began || scope || source || verified FROM incident"),
        "盒底霉点微信今早一批糖霜饼干1"
    );
    desk.press("5 n Right Tab \"豆沙包 Enter");
    assert_eq!(
        desk.value::<String>("SELECT c.name || a.name FROM ambassador a JOIN community c ON c.id = a.community_id"),
        "交流群豆沙包",
        "{}",
        desk.screen()
    );
    desk.press("x u");
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM ambassador"), 1);
    // The look back is asked for, kept as a draft when left, and may be skipped.
    desk.press("C \"冷链断了 Esc");
    desk.app.save_drafts().unwrap();
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM incident WHERE closed_at IS NULL"), 1);
    desk.press("C");
    assert!(desk.screen().contains("冷链断了"), "{}", desk.screen());
    desk.press("Tab \"换供应商 Enter");
    assert_eq!(desk.status(), "危机 奶油发霉 已关闭 (u 撤销)", "{}", desk.screen());
    assert_eq!(desk.value::<String>("SELECT happened || note FROM incident"), "冷链断了换供应商");
    assert_eq!(states(&desk, 4), ["skipped:@playbook.reason_closed"; 10].join(" "));
    desk.press("u !");
    assert!(desk.screen().contains("产品质量"), "open again: {}", desk.screen());
    desk.press("C C-u Enter Enter");
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM incident WHERE closed_at IS NOT NULL"), 1, "{}", desk.screen());
}

#[test]
fn several_incidents_are_open_at_once() {
    let mut desk = desk(Language::En, (80, 24));
    desk.press("! \"cream Enter ! \"rumour Enter t 2");
    assert!(desk.screen().contains("1 more open, ] switches"), "{}", desk.screen());
    desk.press("]");
    assert!(desk.screen().contains("Incident cream  no type yet"), "{}", desk.screen());
    desk.press("] ! Esc q");
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM incident"), 2, "Esc starts none");
    let mut other = open(&desk.folder.path().join("qun.db"), "阿泽");
    desk.press("!");
    let seen = crises::open_incident(&other).unwrap().unwrap();
    crises::set_kind(&mut other, &seen, Crisis::Ban).unwrap();
    desk.press("t 1");
    assert!(desk.status().starts_with("not done"), "{}", desk.status());
    assert!(desk.screen().contains("platform ban"), "what is true now is shown: {}", desk.screen());
}

#[test]
fn of_an_incident_only_the_next_step_stands_in_the_agenda() {
    let mut desk = desk(Language::Hans, (80, 24));
    let before: i64 = desk.screen().matches(" 步骤 ").count() as i64;
    desk.press("! \"奶油发霉 Enter t 1 q");
    let screen = desk.screen();
    assert_eq!(screen.matches(" 步骤 ").count() as i64, before + 1, "{screen}");
    assert!(screen.contains("危机         步骤 危机：产品质量 留证据"), "{screen}");
    let facts = qun::app::brief::read(&desk.app.db, &desk.app.setup.config, Zone::default()).unwrap();
    assert_eq!(facts.steps.today, 8, "pinned to the incident, not counted twice");
}

#[test]
fn without_a_clipboard_a_statement_is_said_only_when_it_went_out() {
    let mut desk = desk(Language::Hans, (80, 24));
    desk.app.setup.clipboard = false;
    desk.press("! \"奶油发霉 Enter 4 n \"已停售 Tab Right Enter Enter");
    assert_eq!(desk.value::<String>("SELECT channel FROM statement"), "全部社群", "{}", desk.screen());
    desk.press("Y");
    assert!(desk.screen().contains("Enter 已经发给对方"), "{}", desk.screen());
    let said = |desk: &Desk| desk.value::<i64>("SELECT count(*) FROM statement WHERE said_at IS NOT NULL");
    assert_eq!(said(&desk), 0);
    desk.press("Esc");
    assert_eq!((said(&desk), desk.screen().contains("[4 声明")), (0, true), "Esc: it did not go out");
    desk.press("Y Enter");
    assert_eq!((said(&desk), desk.status()), (1, "奶油发霉 的声明已发 (全部社群) (u 撤销)".to_owned()));
    assert!(desk.app.pending.copy.is_none(), "there is nowhere to send it");
}

#[test]
fn what_is_over_is_read_again_and_only_its_look_back_changes() {
    let mut desk = desk(Language::Hans, (80, 24));
    desk.press("! Tab");
    assert_eq!(desk.status(), "还没有过危机");
    desk.press("\"奶油发霉 Enter t 1 4 n \"已停售 Tab Right Enter Enter Y C \"冷链断了 Tab \"换供应商 Enter");
    desk.press("! \"谣言 Enter C Enter Enter");
    assert_eq!(desk.value::<i64>("SELECT count(*) FROM incident WHERE closed_at IS NULL"), 0, "{}", desk.screen());
    desk.press("! Tab");
    assert!(desk.screen().contains("═ 危机 2 ═"), "{}", desk.screen());
    assert!(desk.screen().contains("奶油发霉  产品质量") && desk.screen().contains("已结案"), "{}", desk.screen());
    let at = desk.screen().lines().position(|l| l.contains("奶油发霉")).unwrap();
    desk.press(if at == 4 { "Enter" } else { "j Enter" });
    assert!(desk.screen().contains("危机 奶油发霉  产品质量"), "{}", desk.screen());
    desk.press("4 y");
    assert_eq!(desk.app.pending.copy.take().as_deref(), Some("已停售"));
    let before: i64 = desk.value("SELECT max(seq) FROM journal");
    for key in ["t", "a", "x", "Y", "n", "e", "1 a", "1 x", "2 Enter", "2 j e", "5 n"] {
        desk.press(key);
        assert_eq!(desk.status(), "已结案，原样留着；C 改复盘", "{key}");
    }
    assert_eq!(desk.value::<i64>("SELECT max(seq) FROM journal"), before);
    desk.press("2");
    assert!(desk.screen().contains("冷链断了") && desk.screen().contains("换供应商"), "{}", desk.screen());
    desk.press("C End \"一夜 Tab Enter");
    assert_eq!(desk.status(), "奶油发霉 改复盘 (u 撤销)", "{}", desk.screen());
    assert!(desk.screen().contains("冷链断了一夜"), "{}", desk.screen());
    // It is also changed where it stands.
    for key in ["e", "Enter"] {
        desk.press("2 G");
        desk.press(key);
        assert!(desk.screen().contains("结案复盘"), "{key}: {}", desk.screen());
        desk.press("Esc");
    }
    desk.press("u m Esc Esc");
    assert_eq!(desk.value::<String>("SELECT happened FROM incident WHERE id = 1"), "冷链断了");
    assert!(desk.app.overlays.is_empty());
    desk.press(": \"全部危机 Enter");
    assert!(desk.screen().contains("═ 危机 2 ═"), "by name: {}", desk.screen());
}
