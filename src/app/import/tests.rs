//! Imports from file to queue and figures, through the real formats.

use super::*;
use crate::db::testing::{self, File as TestFile};
use crate::messages::store::recount;
use crate::moderation;
use std::fmt::Write as _;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/intake").join(name)
}

fn run(file: &mut TestFile, paths: &[PathBuf], how: &How) -> Result<Done> {
    files(&mut file.db, paths, how, &Config::default(), &mut |_| {})
}

fn count(file: &TestFile, sql: &str) -> i64 {
    file.db.conn().query_row(sql, [], |r| r.get(0)).unwrap()
}

/// Writes qun's own JSONL: (minutes before the tests' now, author, text).
fn jsonl(file: &TestFile, name: &str, rows: &[(i64, &str, &str)]) -> PathBuf {
    let mut text = String::new();
    for (n, (minutes, author, said)) in rows.iter().enumerate() {
        let ts = testing::now().0 / 1000 - minutes * 60;
        let row = serde_json::json!({ "id": format!("{name}{n}"), "ts": ts, "author": author, "text": said });
        writeln!(text, "{row}").unwrap();
    }
    let path = file.dir.path().join(format!("{name}.jsonl"));
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn every_fixture_comes_in_once_and_twice_doubles_nothing() {
    for name in [
        "telegram-2022.json",
        "telegram-unixtime.json",
        "discord-2018.csv",
        "discord-now.csv",
        "discord.json",
        "chatlab.jsonl",
        "onebot.jsonl",
        "qun.csv",
        "qun.jsonl",
    ] {
        let mut file = testing::file();
        let first = run(&mut file, &[fixture(name)], &How::default()).unwrap();
        assert!(
            first.counts.new > 0 && first.counts.new + first.counts.duplicate == first.counts.read,
            "{name}: {first:?}"
        );
        let kept = |file: &TestFile| {
            let communities = count(file, "SELECT count(*) FROM community");
            (1..=communities).map(|c| recount::kept(file.db.conn(), c).unwrap()).collect::<Vec<_>>()
        };
        let days = kept(&file);
        let again = run(&mut file, &[fixture(name)], &How::default()).unwrap();
        assert_eq!((again.counts.new, again.counts.duplicate), (0, again.counts.read), "{name}");
        assert_eq!(kept(&file), days, "{name}");
        for (n, day) in (1..).zip(&days) {
            assert_eq!(&recount::count(file.db.conn(), n, setting::zone(&file.db).unwrap()).unwrap(), day, "{name}");
        }
    }
}

#[test]
fn a_dry_run_counts_and_writes_nothing() {
    let mut file = testing::file();
    let how = How { dry_run: true, ..How::default() };
    let done = run(&mut file, &[fixture("qun.jsonl"), fixture("qun.csv")], &how).unwrap();
    assert!(done.counts.read > 0);
    assert_eq!((done.counts.new, done.batch), (0, 0));
    assert_eq!(
        count(
            &file,
            "SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM community) + (SELECT count(*) FROM journal)"
        ),
        0
    );
}

#[test]
fn undoing_an_import_takes_everything_back_but_what_was_decided() {
    let mut file = testing::file();
    let rows = [
        (60, "旧人", "早"),
        (50, "新人", "加V看：wx: abc12345 名额有限"),
        (40, "新人二", "点 https://spam.example/x 领券"),
        (30, "旧人", "好"),
    ];
    let path = jsonl(&file, "day", &rows);
    let done = run(&mut file, std::slice::from_ref(&path), &How::default()).unwrap();
    assert_eq!((done.counts.new, done.counts.queued), (4, 2));
    file.db.conn().execute("UPDATE item SET state = 'approved', decided_at = 1 WHERE who = '新人'", []).unwrap();
    let seq = file.db.head().unwrap().0;
    undo(&mut file.db, seq, Zone::default()).unwrap();
    assert_eq!(count(&file, "SELECT count(*) FROM event"), 0);
    assert_eq!(count(&file, "SELECT count(*) FROM daily"), 0);
    assert_eq!(count(&file, "SELECT count(*) FROM message"), 0);
    assert_eq!(count(&file, "SELECT count(*) FROM item WHERE state = 'pending'"), 0);
    assert_eq!(count(&file, "SELECT count(*) FROM item"), 1, "a decision stays");
    assert_eq!(undo(&mut file.db, seq, Zone::default()).unwrap_err().says.key, "db.undone_already");
    let again = run(&mut file, &[path], &How::default()).unwrap();
    assert_eq!(again.counts.new, 4, "after an undo it can come in again");
    file.db.verify().unwrap();
}

#[test]
fn screening_queues_floods_once_and_old_talk_not_at_all() {
    let mut file = testing::file();
    let mut rows: Vec<(i64, &str, &str)> =
        vec![(90 * 24 * 60, "老广告", "加V领券 wx: oldold123"), (3, "路人", "@甲 @乙 @丙 @丁 都来看")];
    let flood: Vec<String> = (0..14).map(|n| format!("第 {n} 条")).collect();
    rows.extend(flood.iter().map(|text| (2, "话多", text.as_str())));
    rows.push((1, "路人", "正常的一句话"));
    let path = jsonl(&file, "talk", &rows);
    let done = run(&mut file, &[path], &How::default()).unwrap();
    let who = "SELECT count(*) FROM item WHERE who = ";
    assert_eq!(count(&file, &format!("{who}'老广告'")), 0, "older than the text limit before the newest message");
    assert_eq!(count(&file, &format!("{who}'话多'")), 1, "one item a flood");
    assert_eq!(count(&file, &format!("{who}'路人'")), 1);
    assert_eq!(done.counts.queued, 2);
    assert_eq!(count(&file, "SELECT count(*) FROM message"), 16, "texts older than 30 days are not kept");
}

/// Joins of `community`, at these minutes before now.
fn joins(file: &TestFile, name: &str, minutes: std::ops::Range<i64>) -> PathBuf {
    let mut text = String::new();
    for minute in minutes.rev() {
        let ts = testing::now().0 / 1000 - minute * 60;
        writeln!(
            text,
            r#"{{"event":"join","ts":{ts},"community":"新手1群","platform":"wechat","author":"j{minute}"}}"#
        )
        .unwrap();
    }
    let path = file.dir.path().join(format!("{name}.jsonl"));
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn people_who_come_in_a_wave_are_one_item_that_grows() {
    let mut file = testing::file();
    let waves = |file: &TestFile| -> Vec<String> {
        let sql = "SELECT who || ' ' || level || ' ' || state FROM item WHERE message_key LIKE 'wave:%'";
        let mut stmt = file.db.conn().prepare(sql).unwrap();
        stmt.query_map([], |r| r.get(0)).unwrap().map(std::result::Result::unwrap).collect()
    };
    let few = joins(&file, "few", 300..340);
    assert_eq!(run(&mut file, &[few], &How::default()).unwrap().counts.queued, 0);
    assert_eq!(waves(&file), [""; 0], "forty in an hour are no wave");
    let first = joins(&file, "first", 30..75);
    let second = joins(&file, "second", 20..30);
    let third = joins(&file, "third", 10..20);
    assert_eq!(run(&mut file, &[first], &How::default()).unwrap().counts.queued, 0);
    assert_eq!(
        run(&mut file, std::slice::from_ref(&second), &How::default()).unwrap().counts.queued,
        1,
        "with those of before"
    );
    assert_eq!(waves(&file), ["+55 3 pending"]);
    assert_eq!(run(&mut file, &[third], &How::default()).unwrap().counts.queued, 0);
    assert_eq!(waves(&file), ["+65 3 pending"]);
    assert_eq!(run(&mut file, &[second], &How::default()).unwrap().counts.new, 0);
    assert_eq!(waves(&file).len(), 1);
    file.db.conn().execute("UPDATE item SET state = 'approved'", []).unwrap();
    let fourth = joins(&file, "fourth", 0..10);
    assert_eq!(run(&mut file, &[fourth], &How::default()).unwrap().counts.queued, 0, "judged is judged");
    let item = moderation::store::item(&file.db, 1).unwrap().unwrap();
    assert_eq!((item.wave().map(|w| w.joins), item.hits[0].rule.as_str()), (Some(65), "wave"));
}

#[test]
fn a_wave_is_not_counted_when_its_rule_is_off_and_limits_are_the_configurations() {
    let mut file = testing::file();
    let path = joins(&file, "joins", 0..12);
    let mut config = Config::default();
    (config.screening.wave_joins, config.screening.wave_minutes) = (10, 30);
    let wave = moderation::store::Switch::Rule("wave");
    moderation::store::switch(&mut file.db, &wave, moderation::screening::RuleState::Off).unwrap();
    let off = files(&mut file.db, std::slice::from_ref(&path), &How::default(), &config, &mut |_| {}).unwrap();
    assert_eq!((off.counts.joins, off.counts.queued), (12, 0));
    let mut other = testing::file();
    let done = files(&mut other.db, &[path], &How::default(), &config, &mut |_| {}).unwrap();
    assert_eq!(done.counts.queued, 1);
}

#[test]
fn a_flood_goes_on_over_imports_and_is_told_once() {
    let mut file = testing::file();
    let said: Vec<String> = (0..12).map(|n| format!("第 {n} 条")).collect();
    let rows: Vec<(i64, &str, &str)> = said.iter().map(|text| (2, "话多", text.as_str())).collect();
    for (name, part, queued) in [("a", 0..6, 0), ("b", 6..11, 1), ("c", 11..12, 0)] {
        let path = jsonl(&file, name, &rows[part]);
        let done = run(&mut file, &[path], &How { community: Some("群".into()), ..How::default() }).unwrap();
        assert_eq!(done.counts.queued, queued, "{name}");
    }
}

#[test]
fn lists_and_rules_work_in_imports_as_they_are_switched() {
    use moderation::screening::RuleState;
    use moderation::store::{NewList, Switch, add_to_list, switch};
    use moderation::wordlist::Entry;
    let mut file = testing::file();
    let new =
        NewList { name: "表".into(), source: String::new(), licence: String::new(), reason: None, severity: None };
    let list = add_to_list(&mut file.db, &new, &[Entry::new("水军"), Entry::new("来")]).unwrap().list;
    let mut day = 0;
    let mut queued = |file: &mut TestFile| {
        day += 1;
        let path =
            jsonl(file, &format!("d{day}"), &[(day * 60, "路人", "有水 军 来"), (day * 60 + 5, "路人", "加V领券")]);
        run(file, &[path], &How::default()).unwrap().counts.queued
    };
    assert_eq!(queued(&mut file), 1, "a new list is off");
    switch(&mut file.db, &Switch::List(list), RuleState::Shadow).unwrap();
    assert_eq!(queued(&mut file), 1, "a shadow catches nothing");
    switch(&mut file.db, &Switch::List(list), RuleState::On).unwrap();
    assert_eq!(queued(&mut file), 2);
    switch(&mut file.db, &Switch::Rule("contact"), RuleState::Shadow).unwrap();
    assert_eq!(queued(&mut file), 1);
    let hits: String =
        file.db.conn().query_row("SELECT hits FROM item ORDER BY id DESC LIMIT 1", [], |r| r.get(0)).unwrap();
    assert!(hits.contains("\"words:表\"") && hits.contains("\"end\":10"), "{hits}");
}

#[test]
fn a_file_that_breaks_off_keeps_what_came_before_and_says_so() {
    let mut file = testing::file();
    let whole = std::fs::read(fixture("telegram-2022.json")).unwrap();
    let cut = file.dir.path().join("cut.json");
    std::fs::write(&cut, &whole[..whole.len() * 2 / 3]).unwrap();
    let empty = file.dir.path().join("empty.csv");
    std::fs::write(&empty, "").unwrap();
    let done = run(&mut file, &[cut, empty.clone()], &How::default()).unwrap();
    assert!(done.counts.new > 0);
    assert_eq!(done.broken.len(), 2, "{:?}", done.broken);
    assert_eq!(count(&file, "SELECT count(*) FROM batch WHERE finished = 1"), 1);
    let nothing = run(&mut file, &[empty], &How::default()).unwrap_err();
    assert_eq!(nothing.says.key, "intake.empty");
    assert_eq!(count(&file, "SELECT count(*) FROM batch"), 1, "a batch that entered nothing is forgotten");
    assert_eq!(
        run(&mut file, &[PathBuf::from("/nowhere/x.json")], &How::default()).unwrap_err().says.key,
        "base.io_not_found"
    );
    assert_eq!(run(&mut file, &[fixture("")], &How::default()).unwrap_err().says.key, "base.io_folder");
}

#[test]
fn the_named_community_takes_everything_and_zones_decide_the_day() {
    let mut file = testing::file();
    let how = How { community: Some("总群".into()), zone: Some(Zone::parse("UTC").unwrap()), ..How::default() };
    run(&mut file, &[fixture("qun.jsonl"), fixture("discord-now.csv")], &how).unwrap();
    assert_eq!(count(&file, "SELECT count(*) FROM community"), 1);
    let zone: String = file.db.conn().query_row("SELECT zone FROM community", [], |r| r.get(0)).unwrap();
    assert_eq!(zone, "UTC");
    let late = jsonl(
        &file,
        "late",
        &[(0, "a", "17:20 in Shanghai is 09:20 in UTC"), (10 * 60, "a", "07:20 is the day before")],
    );
    run(&mut file, &[late], &How { community: Some("总群".into()), ..How::default() }).unwrap();
    let before = count(&file, "SELECT coalesce(sum(messages), 0) FROM daily WHERE day = '2026-10-09'");
    assert_eq!(before, 1, "07:20 in Shanghai belongs to the day before in UTC");
}

fn in_one() -> How {
    How { community: Some("群".into()), ..How::default() }
}

fn asks(file: &TestFile) -> Vec<String> {
    let mut stmt = file
        .db
        .conn()
        .prepare(
            "SELECT who || ' ' || kind || ' ' || rule || ' ' || state || ' ' || turns FROM inquiry ORDER BY at, id",
        )
        .unwrap();
    stmt.query_map([], |r| r.get(0)).unwrap().map(std::result::Result::unwrap).collect()
}

#[test]
fn what_is_asked_in_an_export_waits_for_an_answer_once() {
    let mut file = testing::file();
    let path = jsonl(
        &file,
        "ask",
        &[
            (60 * 24 + 5, "前天", "要退款"),
            (90, "豆沙包", "团购少发了一个"),
            (50, "阿May", "今晚几点开始？"),
            (45, "甲", "八点"),
            (40, "核桃", "怎么报名"),
            (39, "路人", "同问"),
            (20, "小雨", "@甲 在吗，看看我的单"),
            (5, "糖糖", "这个怎么用？"),
        ],
    );
    let done = run(&mut file, std::slice::from_ref(&path), &in_one()).unwrap();
    assert_eq!((done.asks.new, done.asks.changed), (3, 0));
    let waiting =
        ["豆沙包 complaint complaint waiting 1", "核桃 ask unanswered waiting 1", "小雨 ask mention waiting 1"];
    assert_eq!(asks(&file), waiting, "甲 was there for 阿May; 糖糖 may still be answered; the day before is history");
    let again = run(&mut file, std::slice::from_ref(&path), &in_one()).unwrap();
    assert_eq!((again.asks.new, again.asks.changed), (0, 0), "the same import again");
    assert_eq!(asks(&file), waiting);
    let late = count(&file, "SELECT count(*) FROM inquiry WHERE due_at < 1791624000000");
    assert_eq!(late, 2, "their promise began when they wrote");
    // A quarter of an hour later, whatever is imported, the last question has been left alone.
    file.db.set_clock(crate::base::Clock::Frozen(testing::now().plus(15 * 60_000)));
    let more = jsonl(&file, "more", &[(-14, "甲", "@豆沙包 补寄了"), (-14, "小雨", "人呢")]);
    let done = run(&mut file, &[more], &in_one()).unwrap();
    assert_eq!((done.asks.new, done.asks.changed), (1, 1));
    assert_eq!(
        asks(&file),
        ["豆沙包 complaint complaint answered 1", waiting[1], waiting[2], "糖糖 ask unanswered waiting 1"]
    );
}

#[test]
fn taking_an_import_back_takes_its_inquiries_back_but_no_answer() {
    let mut file = testing::file();
    let first = jsonl(&file, "a", &[(100, "豆沙包", "少发了一个"), (99, "林小雨", "能退吗"), (98, "核桃", "我要投诉")]);
    run(&mut file, std::slice::from_ref(&first), &in_one()).unwrap();
    let first_seq = file.db.head().unwrap().0;
    let row = |file: &TestFile, who: &str| {
        let all = crate::sop::store::Wanted { of: crate::sop::store::Of::All, ..Default::default() };
        crate::sop::store::inquiries(&file.db, &all, 9, &|i| i.who == who).unwrap().remove(0)
    };
    let answer = crate::sop::store::Answer { template: None, text: "补寄了".into() };
    let asked = row(&file, "豆沙包");
    crate::sop::store::answer(&mut file.db, &asked, &answer).unwrap();
    let second = jsonl(&file, "b", &[(60, "甲", "@林小雨 可以退")]);
    run(&mut file, &[second], &in_one()).unwrap();
    let batch = file.db.head().unwrap().0 - 1;
    assert_eq!(file.db.entry(batch).unwrap().action, "import.batch");
    assert_eq!(row(&file, "林小雨").state, crate::sop::inquiry::State::Answered);
    undo(&mut file.db, batch, Zone::default()).unwrap();
    assert_eq!(row(&file, "林小雨").state, crate::sop::inquiry::State::Waiting, "what it let us hear goes with it");
    undo(&mut file.db, first_seq, Zone::default()).unwrap();
    assert_eq!(asks(&file), ["豆沙包 complaint complaint answered 1"], "an answer stays");
    run(&mut file, &[first], &in_one()).unwrap();
    assert_eq!(asks(&file).len(), 3, "imported anew, what was answered is not asked again: {:?}", asks(&file));
    file.db.verify().unwrap();
}

#[test]
fn rules_are_off_and_staff_is_named_by_setting() {
    let mut file = testing::file();
    let path = jsonl(&file, "x", &[(60, "豆沙包", "少发了一个"), (50, "核桃", "怎么报名"), (49, "客服小鹿", "扫码")]);
    let mut config = Config::default();
    config.inquiries.rules = vec!["unanswered".into()];
    config.inquiries.staff = vec!["客服小鹿".into()];
    let done = files(&mut file.db, std::slice::from_ref(&path), &in_one(), &config, &mut |_| {}).unwrap();
    assert_eq!(done.asks.new, 0, "complaints are off, and staff was there for the question");
    config.inquiries.rules = vec!["everything".into()];
    let again = jsonl(&file, "y", &[(10, "核桃", "怎么报名")]);
    let error = files(&mut file.db, &[again], &in_one(), &config, &mut |_| {}).unwrap_err();
    assert_eq!(error.says.key, "promise.no_rule");
}

#[test]
fn programs_of_the_export_are_known_and_ask_nothing() {
    let mut file = testing::file();
    run(&mut file, &[fixture("discord.json")], &in_one()).unwrap();
    let bots = count(&file, "SELECT count(*) FROM member WHERE role = 'bot'");
    assert!(bots > 0, "the export marks its programs");
    assert!(bots < count(&file, "SELECT count(*) FROM member"));
}

/// Writes lines of qun's own JSONL.
fn lines(file: &TestFile, name: &str, rows: &[serde_json::Value]) -> PathBuf {
    let path = file.dir.path().join(name);
    std::fs::write(&path, rows.iter().map(|r| format!("{r}\n")).collect::<String>()).unwrap();
    path
}

#[test]
fn requests_reports_and_appeals_come_into_the_queue_once() {
    use crate::moderation::item::{Decision, ItemKind};
    use crate::moderation::store::{self as queue, Filter, Target};
    use serde_json::json;
    let mut file = testing::file();
    let ts = testing::now().0 / 1000;
    let bad = jsonl(&file, "bad", &[(60, "w1", "加V领券 wx: tsbg7788")]);
    let how = How { community: Some("读书".into()), ..How::default() };
    run(&mut file, &[bad], &how).unwrap();
    let reject = Decision::reject(crate::moderation::Reason::Ads);
    queue::decide(&mut file.db, &[Target { id: 1, version: 1 }], &reject, |_| String::new()).unwrap();
    let path = lines(
        &file,
        "petitions.jsonl",
        &[
            json!({"event": "request", "ts": ts, "author": "w9", "author_name": "Luna", "text": "订单 5521", "inviter": "小满", "source": "扫码"}),
            json!({"event": "举报", "id": "r1", "ts": ts, "author": "w1", "author_name": "w1", "text": "又来发广告", "reporter": "小羊"}),
            json!({"event": "appeal", "ts": ts, "author": "w1", "text": "我没有"}),
            json!({"event": "appeal", "ts": ts, "author": "w7", "text": "我也没有"}),
        ],
    );
    let done = run(&mut file, std::slice::from_ref(&path), &how).unwrap();
    assert_eq!((done.counts.read, done.counts.new, done.counts.queued, done.counts.skipped), (4, 3, 3, 1), "{done:?}");
    assert_eq!((done.skipped[0].line, done.skipped[0].why.key.as_str()), (4, "conduct.appeal_none"));
    let items = queue::list(&file.db, &Filter::default(), 9).unwrap().items;
    let of = |kind| items.iter().find(|i| i.kind == kind).unwrap();
    let join = of(ItemKind::Join);
    assert_eq!((join.text.as_str(), join.source.as_str()), ("订单 5521", "扫码"));
    assert_eq!((join.conduct.inviter.as_str(), join.conduct.handle.as_str()), ("小满", "w9"));
    assert_eq!((of(ItemKind::Report).source.as_str(), of(ItemKind::Report).member), ("小羊", Some(1)));
    assert_eq!(of(ItemKind::Appeal).conduct.appeal_of, Some(1));
    let again = run(&mut file, &[path], &how).unwrap();
    assert_eq!((again.counts.new, again.counts.duplicate, again.counts.skipped), (0, 3, 1), "{again:?}");
}

#[test]
fn what_a_person_let_through_stays_through_when_it_is_imported_again() {
    use crate::moderation::item::Decision;
    use crate::moderation::store::{self as queue, Target};
    let mut file = testing::file();
    let path = jsonl(&file, "ads", &[(60, "w1", "加V领券 wx: tsbg7788"), (50, "w2", "加V领券 wx: tsbg7788")]);
    let how = How { community: Some("读书".into()), ..How::default() };
    let first = run(&mut file, std::slice::from_ref(&path), &how).unwrap();
    assert_eq!(first.counts.queued, 2);
    queue::decide(&mut file.db, &[Target { id: 1, version: 1 }], &Decision::Approve, |_| String::new()).unwrap();
    let batch = file.db.entries(9, None, None).unwrap().into_iter().find(|e| e.action == "import.batch").unwrap();
    undo(&mut file.db, batch.seq, Zone::default()).unwrap();
    let again = run(&mut file, &[path], &how).unwrap();
    assert_eq!((again.counts.new, again.counts.queued), (2, 1), "only what nobody has judged: {again:?}");
    let more = jsonl(&file, "more", &[(5, "w1", "加V领券 WX: tsbg7788"), (4, "w3", "加V领券 wx: tsbg7788")]);
    assert_eq!(run(&mut file, &[more], &how).unwrap().counts.queued, 1, "the same text by the same member is known");
}

#[test]
fn no_rule_judges_an_ambassador() {
    let mut file = testing::file();
    let how = How { community: Some("读书".into()), ..How::default() };
    let hello = jsonl(&file, "hello", &[(90, "w1", "大家好"), (90, "w2", "大家好")]);
    run(&mut file, &[hello], &how).unwrap();
    crate::members::store::set_role(&mut file.db, 1, "大使").unwrap();
    let ads = jsonl(&file, "ads", &[(60, "w1", "加V领券 wx: tsbg7788"), (50, "w2", "加V领券 wx: tsbg7788")]);
    assert_eq!(run(&mut file, &[ads], &how).unwrap().counts.queued, 1);
}

#[test]
fn an_old_export_has_its_four_hours_from_now_on() {
    let mut file = testing::file();
    let how = How { community: Some("读书".into()), ..How::default() };
    let old = jsonl(&file, "old", &[(60 * 24, "w1", "加V领券 wx: tsbg7788")]);
    run(&mut file, &[old], &how).unwrap();
    assert_eq!(crate::moderation::store::climb(&mut file.db).unwrap(), 0, "nobody could have judged it before");
}
