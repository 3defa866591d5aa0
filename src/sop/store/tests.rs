mod heard;
mod turns;

use super::testing::{asks, at, file, hours, table, wording};
use super::*;
use crate::base::{Kind as Fault, Language, Zone};
use crate::db::Db;
use crate::db::testing::{self as db_testing, as_operator};
use crate::sop::exchange::{self, Format};
use crate::sop::inquiry::{Inquiry, Kind, MANAGER_LEVEL, Reason, State};
use crate::sop::promise::{Margin, Tally};
use crate::sop::template::{Limit, NewTemplate, Phrase, Variant};

fn waiting(db: &Db) -> Vec<Inquiry> {
    inquiries(db, &Wanted::default(), 100, &|_| true).unwrap()
}

fn names(rows: &[Inquiry]) -> Vec<&str> {
    rows.iter().map(|i| i.who.as_str()).collect()
}

fn text(words: &str) -> Answer {
    Answer { template: None, text: words.into() }
}

#[test]
fn least_time_left_comes_first() {
    let file = file();
    let rows = waiting(&file.db);
    assert_eq!(names(&rows), ["林小雨", "阿May", "豆沙包"]);
    let left: Vec<i64> = rows.iter().map(|i| i.left_minutes(db_testing::now(), &hours())).collect();
    assert_eq!(left, [6, 19, 27]);
    let urgent = Wanted { due_by: Some(at("10T17:30")), ..Wanted::default() };
    assert_eq!(names(&inquiries(&file.db, &urgent, 9, &|_| true).unwrap()), ["林小雨"]);
    let complaints = Wanted { kind: Some(Kind::Complaint), ..Wanted::default() };
    assert_eq!(names(&inquiries(&file.db, &complaints, 9, &|_| true).unwrap()), ["豆沙包"]);
    let all = Wanted { of: Of::All, ..Wanted::default() };
    assert_eq!(names(&inquiries(&file.db, &all, 2, &|_| true).unwrap()), ["阿May", "林小雨"], "the newest first");
    assert_eq!(names(&inquiries(&file.db, &all, 9, &|i| i.platform == "qq").unwrap()), ["林小雨"]);
    let here = Wanted { community: Some(rows[1].community_id), ..Wanted::default() };
    assert_eq!(names(&inquiries(&file.db, &here, 9, &|_| true).unwrap()), ["阿May"]);
}

#[test]
fn an_answer_is_one_entry_and_counts_as_use() {
    let mut file = file();
    let row = &waiting(&file.db)[0];
    let tk = template(&file.db, "TK").unwrap();
    let before = file.db.head().unwrap().0;
    let sent = Answer { template: Some((tk.id, "tk".into())), text: " 已登记 ".into() };
    answer(&mut file.db, row, &sent).unwrap();
    assert_eq!(file.db.head().unwrap().0, before + 1);
    let entry = file.db.entry(before + 1).unwrap();
    assert_eq!((entry.action.as_str(), entry.item.as_str()), ("sop.answer", &*format!("inquiry:{}", row.id)));
    assert_eq!((entry.summary.key.as_str(), entry.summary.args["minutes"].as_str()), ("sop.did_answer_with", "24"));
    let after = inquiry(&file.db, row.id).unwrap();
    assert_eq!((after.state, after.answer.as_str(), after.answered_by.as_str()), (State::Answered, "已登记", "甲"));
    assert_eq!((after.answered_at, after.kept), (Some(db_testing::now()), Some(true)));
    assert_eq!(template(&file.db, "tk").unwrap().uses, 1);
    assert_eq!(last_answer(&file.db, "甲").unwrap().as_deref(), Some("已登记"));
    assert_eq!(last_answer(&file.db, "乙").unwrap(), None);
    file.db.undo(before + 1).unwrap();
    assert_eq!(template(&file.db, "tk").unwrap().uses, 0, "undoing an answer takes its use back");
    assert_eq!(waiting(&file.db).len(), 3);
    assert_eq!(file.db.verify().unwrap(), before + 2);
}

#[test]
fn bad_answers_leave_nothing() {
    let mut file = file();
    let row = &waiting(&file.db)[0];
    let before = file.db.head().unwrap().0;
    for (words, key) in [("  ", "sop.answer_empty"), (&*"长".repeat(501), "words.too_long")] {
        assert_eq!(answer(&mut file.db, row, &text(words)).unwrap_err().says.key, key);
    }
    assert_eq!(pause(&mut file.db, row, " ").unwrap_err().says.key, "sop.pause_empty");
    assert_eq!(close(&mut file.db, &[row], Reason::Other, "", None).unwrap_err().says.key, "sop.close_empty");
    assert_eq!(file.db.head().unwrap().0, before);
    assert_eq!(inquiry(&file.db, 99).unwrap_err().says.key, "sop.no_inquiry");
}

#[test]
fn the_slower_one_is_told_who_was_faster() {
    let mut file = file();
    let mut other = as_operator(&file, "阿泽");
    let row = &waiting(&file.db)[0];
    answer(&mut other, row, &text("已退")).unwrap();
    let error = answer(&mut file.db, row, &text("晚了")).unwrap_err();
    assert_eq!((error.kind, error.says.key.as_str()), (Fault::Conflict, "sop.lost"));
    let said = |name: &str| error.says.args[name].as_str();
    assert_eq!(
        (said("by"), said("who"), said("state"), said("seconds")),
        ("阿泽", "林小雨", "@sop.state_answered", "0")
    );
    assert_eq!(inquiry(&file.db, row.id).unwrap().answer, "已退");
    for error in [
        pause(&mut file.db, row, "单号").unwrap_err(),
        close(&mut file.db, &[row], Reason::InGroup, "", None).unwrap_err(),
        hand_up(&mut file.db, &[row]).unwrap_err(),
        resume(&mut file.db, row, &table()).unwrap_err(),
    ] {
        assert_eq!(error.kind, Fault::Conflict);
    }
}

#[test]
fn pausing_does_not_stop_the_clock_of_the_first_answer() {
    let mut file = file();
    let row = &waiting(&file.db)[0];
    pause(&mut file.db, row, "补订单号").unwrap();
    let paused = inquiry(&file.db, row.id).unwrap();
    assert_eq!((paused.state, paused.pause_note.as_str(), paused.due_at), (State::Paused, "补订单号", row.due_at));
    assert_eq!(names(&waiting(&file.db)), ["林小雨", "阿May", "豆沙包"], "who has no answer is still owed one");
    let held = Wanted { of: Of::Paused, ..Wanted::default() };
    assert_eq!(names(&inquiries(&file.db, &held, 9, &|_| true).unwrap()), ["林小雨"]);
    let later = at("10T17:27");
    let now = Counts { waiting: 3, late: 1, soon: 1, paused: 0, snoozed: 0 };
    assert_eq!(counts(&file.db, later, &table()).unwrap(), now);
    assert_eq!(counts(&file.db, at("10T17:29"), &table()).unwrap().soon, 2, "阿May has ten minutes now");
    assert_eq!(logged(&file.db).unwrap(), 3);
    assert_eq!(
        promise(&file.db, later, Zone::default()).unwrap().today,
        Tally { hit: 0, total: 1 },
        "missed although paused"
    );
    resume(&mut file.db, &paused, &table()).unwrap();
    let back = inquiry(&file.db, row.id).unwrap();
    assert_eq!((back.state, back.due_at, back.pause_note.as_str()), (State::Waiting, row.due_at, ""));
    answer(&mut file.db, &back, &text("好")).unwrap();
}

#[test]
fn several_are_closed_or_handed_up_as_one_entry_or_not_at_all() {
    let mut file = file();
    let rows = waiting(&file.db);
    let both = [&rows[0], &rows[1]];
    hand_up(&mut file.db, &both).unwrap();
    let rows = waiting(&file.db);
    assert_eq!(rows.iter().map(|r| r.level).collect::<Vec<_>>(), [MANAGER_LEVEL, MANAGER_LEVEL, 2]);
    assert_eq!(hand_up(&mut file.db, &[&rows[2], &rows[0]]).unwrap_err().says.key, "sop.top_level");
    let stale = Inquiry { version: 1, ..rows[0].clone() };
    assert!(close(&mut file.db, &[&rows[1], &stale], Reason::Duplicate, "", None).is_err());
    assert_eq!(waiting(&file.db).len(), 3, "all or none");
    let before = file.db.head().unwrap().0;
    close(&mut file.db, &[&rows[1], &rows[2]], Reason::Duplicate, "", None).unwrap();
    assert_eq!(file.db.head().unwrap().0, before + 1);
    let closed = inquiry(&file.db, rows[1].id).unwrap();
    assert_eq!((closed.state, closed.reason.as_str(), closed.kept), (State::Closed, "duplicate", None));
    close(&mut file.db, &[&rows[0]], Reason::Other, "电话里说了", None).unwrap();
    assert_eq!(inquiry(&file.db, rows[0].id).unwrap().reason, "电话里说了");
    assert_eq!(promise(&file.db, db_testing::now(), Zone::default()).unwrap().today, Tally::default());
    file.db.undo(before + 1).unwrap();
    assert_eq!(waiting(&file.db).len(), 2, "undoing a bulk is one entry");
}

#[test]
fn inquiries_are_logged_with_the_promise_of_the_moment_they_were_asked() {
    let mut file = file();
    let late = asks(&mut file.db, 0, "橙子", Kind::Ask, "几点开始", "10T11:45");
    assert_eq!(inquiry(&file.db, late).unwrap().due_at, at("10T13:45"));
    let brief = brief(&file.db, db_testing::now(), &table()).unwrap();
    assert_eq!((brief.waiting, brief.late, brief.first.as_ref().unwrap().left_minutes), (4, 1, -215));
    let json = serde_json::to_value(&brief).unwrap();
    assert_eq!(json["first"]["due"], "2026-10-10T13:45:00+08:00");
    assert_eq!(json["promise"]["today"]["total"], 1);
    let place = places(&file.db).unwrap()[0].id;
    let new = NewInquiry { community_id: place, who: "甲".into(), kind: Kind::Ask, text: "问".into(), at: None };
    for (wrong, key) in [
        (NewInquiry { who: " ".into(), ..new.clone() }, "sop.inquiry_missing"),
        (NewInquiry { text: "\n".into(), ..new.clone() }, "sop.inquiry_missing"),
        (NewInquiry { at: Some(at("10T17:21")), ..new.clone() }, "sop.inquiry_future"),
        (NewInquiry { community_id: 77, ..new.clone() }, "sop.no_community"),
    ] {
        assert_eq!(log(&mut file.db, &wrong, &table()).unwrap_err().says.key, key);
    }
    let id = log(&mut file.db, &new, &table()).unwrap();
    assert_eq!(inquiry(&file.db, id).unwrap().at, db_testing::now());
}

#[test]
fn the_meter_counts_today_and_seven_days() {
    let mut file = file();
    let mut db = as_operator(&file, "甲");
    let mut day = |n: i64, hits: i64, misses: i64| {
        for k in 0..hits + misses {
            let when = format!("{:02}T10:00", 10 - n);
            let id = asks(&mut db, 0, &format!("{n}-{k}"), Kind::Ask, "问", &when);
            let answered = at(&when).plus(if k < hits { 29 } else { 31 } * 60_000);
            let sql = "UPDATE inquiry SET state = 'answered', answered_at = ?2, first_at = ?2, judged_at = ?2,
                       kept = ?2 <= due_at, answer = '答' WHERE id = ?1";
            db.write("test.answer", |tx| Ok(tx.execute(sql, [id, answered.0])?)).unwrap();
        }
    };
    day(0, 37, 3);
    day(6, 5, 0);
    day(7, 0, 9);
    day(9, 6, 0);
    let meter = promise(&file.db, db_testing::now(), Zone::default()).unwrap();
    assert_eq!((meter.today, meter.answered), (Tally { hit: 37, total: 40 }, 40));
    assert_eq!(meter.today.margin(90), Margin::Spare(1));
    assert_eq!(meter.week, Tally { hit: 42, total: 45 });
    assert_eq!(meter.month, Tally { hit: 57, total: 60 }, "asked on days off, due on the 8th");
    let rows = waiting(&file.db);
    answer(&mut file.db, &rows[0], &text("好")).unwrap();
    assert_eq!(promise(&file.db, db_testing::now(), Zone::default()).unwrap().today, Tally { hit: 38, total: 41 });
}

#[test]
fn templates_are_added_changed_and_found_by_code() {
    let mut file = file();
    assert_eq!(
        templates(&file.db).unwrap().iter().map(|t| t.wording.code.as_str()).collect::<Vec<_>>(),
        ["bf", "hf", "tk", "tkjd", "yd"]
    );
    assert_eq!(add(&mut file.db, wording("TK", "又一", "", "好")).unwrap_err().says.key, "sop.code_taken");
    assert_eq!(template(&file.db, "zzz").unwrap_err().says.key, "sop.no_template");
    let print = fingerprint(&file.db).unwrap();
    let tk = template(&file.db, "tk").unwrap();
    edit(&mut file.db, tk.id, tk.version, wording("tk", "退款", "", "好 {单号}")).unwrap();
    assert_ne!(fingerprint(&file.db).unwrap(), print);
    assert_eq!(template(&file.db, &tk.id.to_string()).unwrap().wording.name, "退款");
    let mut other = as_operator(&file, "阿泽");
    let lost = edit(&mut other, tk.id, tk.version, wording("tk", "别的", "", "好")).unwrap_err();
    assert_eq!((lost.kind, lost.says.args["who"].as_str()), (Fault::Conflict, "甲"));
    let taken = edit(&mut other, tk.id, 2, wording("hf", "别的", "", "好")).unwrap_err();
    assert_eq!(taken.says.key, "sop.code_taken");
    let gone = edit(&mut other, 999, 1, wording("zz", "别的", "", "好")).unwrap_err();
    assert_eq!(gone.says.key, "sop.lost_gone");
}

fn set(db: &mut Db, name: &str, body: &str) -> Result<()> {
    set_phrase(db, Phrase { name: name.into(), body: body.into() }, Over::Anything)
}

#[test]
fn every_edit_keeps_what_was_said_and_undo_brings_it_back() {
    let mut file = file();
    let first = template(&file.db, "tk").unwrap();
    let variant = Variant { platform: "qq".into(), language: String::new(), body: "QQ {单号}".into() };
    let second = NewTemplate { body: "二 {单号}".into(), variants: vec![variant], ..first.wording.clone() };
    edit(&mut file.db, first.id, first.version, second.clone()).unwrap();
    let head = file.db.head().unwrap().0;
    let now = template(&file.db, "tk").unwrap();
    edit(&mut file.db, now.id, now.version, second).unwrap();
    assert_eq!(file.db.head().unwrap().0, head, "the same once more is no change");
    let third = NewTemplate { body: "三 {单号}".into(), variants: Vec::new(), ..now.wording.clone() };
    edit(&mut file.db, now.id, now.version, third).unwrap();
    let now = template(&file.db, "tk").unwrap();
    let all = history(&file.db, &now).unwrap();
    assert_eq!(all.iter().map(|w| w.version).collect::<Vec<_>>(), [3, 2, 1]);
    let said = |n: usize| exchange::read(&all[n].text, Format::Markdown).unwrap().templates.remove(0).template;
    assert_eq!((said(0), said(2)), (now.wording.clone(), first.wording.clone()), "each can be read again, whole");
    assert_eq!(said(1).variants[0].body, "QQ {单号}");
    let head = file.db.head().unwrap().0;
    file.db.undo(head).unwrap();
    let back = template(&file.db, "tk").unwrap();
    assert_eq!((back.wording.body.as_str(), back.wording.variants.len()), ("二 {单号}", 1));
    assert_eq!(history(&file.db, &back).unwrap().len(), 2);
    edit(&mut file.db, back.id, back.version, first.wording.clone()).unwrap();
    assert_eq!(template(&file.db, "tk").unwrap().wording, first.wording);
}

#[test]
fn phrases_hold_together_or_are_refused() {
    let mut file = file();
    set(&mut file.db, "署名", "——{@落款}").unwrap_err();
    set(&mut file.db, "落款", "{运营}").unwrap();
    set(&mut file.db, "署名", "——{@落款}").unwrap();
    let error = set(&mut file.db, "落款", "{@署名}").unwrap_err();
    assert_eq!(
        (error.says.key.as_str(), error.says.args["path"].as_str()),
        ("words.phrase_cycle", "署名 > 落款 > 署名")
    );
    assert_eq!(phrases(&file.db).unwrap()[1].body, "{运营}", "nothing of it was kept");
    let unknown = add(&mut file.db, wording("a", "a", "", "好{@没有}")).unwrap_err();
    assert_eq!((unknown.says.key.as_str(), unknown.says.args["name"].as_str()), ("words.no_phrase", "没有"));
    add(&mut file.db, wording("a", "a", "", "{单号:5}{@署名}")).unwrap();
    let clash = set(&mut file.db, "落款", "{单号:9}").unwrap_err();
    assert_eq!((clash.says.key.as_str(), clash.says.args["place"].as_str()), ("words.phrase_breaks", "a"));
    assert_eq!(clash.hint.unwrap().key, "words.slot_twice");
    let used = remove_phrase(&mut file.db, "@落款").unwrap_err();
    assert_eq!(used.says.args["places"], "@署名");
    assert_eq!(remove_phrase(&mut file.db, "署名").unwrap_err().says.args["places"], "a");
    let a = template(&file.db, "a").unwrap();
    edit(&mut file.db, a.id, a.version, wording("a", "a", "", "好")).unwrap();
    let print = fingerprint(&file.db).unwrap();
    remove_phrase(&mut file.db, "署名").unwrap();
    assert_ne!(fingerprint(&file.db).unwrap(), print);
    assert_eq!(remove_phrase(&mut file.db, "署名").unwrap_err().says.key, "words.no_phrase");
    let head = file.db.head().unwrap().0;
    file.db.undo(head).unwrap();
    assert_eq!(phrases(&file.db).unwrap().len(), 2);
}

#[test]
fn what_a_platform_does_not_take_is_not_written_and_not_sent() {
    let mut file = file();
    let limit = |longest, word: &str| Limit { longest, words: vec![word.into()] };
    set_limit(&mut file.db, "qq", limit(20, "保本")).unwrap();
    set_limit(&mut file.db, "", limit(500, "国家级")).unwrap();
    assert_eq!(set_limit(&mut file.db, "icq", limit(5, "x")).unwrap_err().says.key, "words.no_platform");
    let on = |platform: &str, body: &str| NewTemplate { platform: platform.into(), ..wording("a", "a", "", body) };
    let key = |db: &mut Db, new| add(db, new).unwrap_err().says.key;
    assert_eq!(key(&mut file.db, on("qq", "稳保本")), "words.forbidden_in");
    assert_eq!(key(&mut file.db, on("", "国家级")), "words.forbidden_in");
    assert_eq!(key(&mut file.db, on("qq", &"字".repeat(21))), "words.too_long_for");
    add(&mut file.db, on("", "稳保本")).unwrap();
    let row = waiting(&file.db).into_iter().find(|i| i.platform == "qq").unwrap();
    let said = |text: &str| Answer { template: None, text: text.into() };
    let error = answer(&mut file.db, &row, &said("稳保本")).unwrap_err();
    assert_eq!((error.says.key.as_str(), error.says.args["word"].as_str()), ("words.forbidden", "保本"));
    assert_eq!(answer(&mut file.db, &row, &said(&"字".repeat(21))).unwrap_err().says.key, "words.too_long");
    answer(&mut file.db, &row, &said(&"字".repeat(20))).unwrap();
}

#[test]
fn existing_codes_are_refused_left_or_updated_as_told() {
    let mut file = file();
    let text = "[[template]]\ncode = \"tk\"\nname = \"新\"\ncategory = \"ask\"\nbody = \"新{@署名}\"\n\n\
        [[template]]\ncode = \"nb\"\nname = \"另\"\ncategory = \"ask\"\nbody = \"另\"\n\n\
        [[phrase]]\nname = \"署名\"\nbody = \"——\"\n";
    let pack = exchange::read(text, Format::Toml).unwrap();
    let error = import(&mut file.db, &pack, Existing::Refuse).unwrap_err();
    assert_eq!((error.says.key.as_str(), error.says.args["line"].as_str()), ("sop.import_taken", "2"));
    assert!(phrases(&file.db).unwrap().is_empty());
    let done = import(&mut file.db, &pack, Existing::Skip).unwrap();
    assert_eq!(done, Imported { new: 1, updated: 0, skipped: 1, phrases: 1 });
    assert_eq!(template(&file.db, "tk").unwrap().wording.name, "退款流程");
    let done = import(&mut file.db, &pack, Existing::Update).unwrap();
    assert_eq!(done, Imported { new: 0, updated: 1, skipped: 1, phrases: 0 });
    let tk = template(&file.db, "tk").unwrap();
    assert_eq!((tk.wording.name.as_str(), history(&file.db, &tk).unwrap().len()), ("新", 2));
    let other = exchange::read(&text.replace("——", "——{运营}"), Format::Toml).unwrap();
    let error = import(&mut file.db, &other, Existing::Refuse).unwrap_err();
    assert_eq!((error.says.key.as_str(), error.says.args["line"].as_str()), ("words.phrase_taken", "14"));
    let alone = exchange::read(&text.replace("@署名", "@没有"), Format::Toml).unwrap();
    let error = import(&mut file.db, &alone, Existing::Update).unwrap_err();
    assert_eq!((error.says.key.as_str(), error.says.args["line"].as_str()), ("sop.import_line_of", "2"));
    assert_eq!(error.says.args["what"], "tk");
}

#[test]
fn phrases_of_a_file_must_fit_where_they_stand_already() {
    let mut file = file();
    let take = |db: &mut Db, text: &str| import(db, &exchange::read(text, Format::Toml).unwrap(), Existing::Update);
    let phrase = |name: &str, body: &str| format!("[[phrase]]\nname = \"{name}\"\nbody = \"{body}\"\n\n");
    let used = format!(
        "{}[[template]]\ncode = \"nb\"\nname = \"另\"\ncategory = \"ask\"\nbody = \"{{日:日期}} {{@署名}}\"\n",
        phrase("署名", "——")
    );
    take(&mut file.db, &used).unwrap();
    let before = (phrases(&file.db).unwrap(), templates(&file.db).unwrap());
    // In a cycle of three the first line of it is named, and the way.
    let round = [phrase("甲", "好"), phrase("乙", "{@丙}"), phrase("丙", "{@丁}"), phrase("丁", "{@乙}")].concat();
    let error = take(&mut file.db, &round).unwrap_err();
    assert_eq!((error.says.key.as_str(), error.says.args["line"].as_str()), ("sop.import_line_of", "6"));
    let hint = error.hint.unwrap();
    assert_eq!(hint.key, "words.phrase_cycle");
    assert!(hint.args["path"].matches(" > ").count() == 3, "{}", hint.args["path"]);
    // A phrase that says a slot of a template in another way would make that template useless.
    let error = take(&mut file.db, &phrase("署名", "{日:数字}")).unwrap_err();
    assert_eq!((error.says.key.as_str(), error.says.args["place"].as_str()), ("words.phrase_breaks", "nb"));
    assert_eq!((phrases(&file.db).unwrap(), templates(&file.db).unwrap()), before, "nothing of it is there");
}

#[test]
fn use_and_outcome_are_counted_and_learned_from() {
    let mut file = file();
    let tk = template(&file.db, "tk").unwrap();
    let row = waiting(&file.db).into_iter().find(|i| i.who == "林小雨").unwrap();
    answer(&mut file.db, &row, &Answer { template: Some((tk.id, "tk".into())), text: "好".into() }).unwrap();
    let counts = |db: &Db| template(db, "tk").map(|t| (t.uses, t.reopened)).unwrap();
    assert_eq!(counts(&file.db), (1, 0));
    file.db
        .write("test.again", |tx| {
            let sql =
                "INSERT INTO inquiry(community_id, who, text, at, due_at) SELECT community_id, who, '还没到', ?1, ?1
                       FROM inquiry WHERE id = ?2";
            tx.execute(sql, [tx.at.0 + 3_600_000, row.id])?;
            Ok(())
        })
        .unwrap();
    assert_eq!(counts(&file.db), (1, 1), "the same person came back within a day");
    let past = past(&file.db, 99).unwrap();
    assert_eq!(past.len(), 4);
    let answered = past.iter().find(|p| p.template.is_some()).unwrap();
    assert_eq!((answered.text.as_str(), answered.template, answered.reopened), (row.text.as_str(), Some(tk.id), true));
}

#[test]
fn values_filled_in_last_expire_with_the_texts() {
    let mut file = file();
    let pair = |value: &str| [("单号".to_owned(), value.to_owned())];
    remember(&mut file.db, &pair("A-1")).unwrap();
    remember(&mut file.db, &pair("A-2")).unwrap();
    assert_eq!(last_values(&file.db).unwrap()["单号"], "A-2");
    let old = db_testing::now().0 - 31 * 86_400_000;
    file.db.aside(|tx, _| Ok(tx.execute("UPDATE last_value SET at = ?1", [old])?)).unwrap();
    assert_eq!(crate::db::purge::expire(&mut file.db, 30, 30).unwrap().texts, 1);
    assert!(last_values(&file.db).unwrap().is_empty());
}

#[test]
fn files_come_in_whole_or_not_at_all() {
    let mut file = file();
    let toml = exchange::write(&export(&file.db).unwrap(), &[], Format::Toml).unwrap();
    let before = file.db.head().unwrap().0;
    let error = import(&mut file.db, &exchange::read(&toml, Format::Toml).unwrap(), Existing::Refuse).unwrap_err();
    assert_eq!((error.says.key.as_str(), error.says.args["line"].as_str()), ("sop.import_taken", "2"));
    let csv = "code,name,category,body\nna,新的,咨询,好\ntk,旧的,咨询,好\n";
    let error = import(&mut file.db, &exchange::read(csv, Format::Csv).unwrap(), Existing::Refuse).unwrap_err();
    assert_eq!((error.says.args["line"].as_str(), error.says.args["code"].as_str()), ("3", "tk"));
    assert!(template(&file.db, "na").is_err(), "nothing is half-written");
    assert_eq!(file.db.head().unwrap().0, before);
    let fresh = exchange::read(&csv.replace("tk,", "nb,"), Format::Csv).unwrap();
    assert_eq!(import(&mut file.db, &fresh, Existing::Refuse).unwrap().new, 2);
    assert_eq!(file.db.head().unwrap().0, before + 1);
    file.db.undo(before + 1).unwrap();
    assert!(template(&file.db, "na").is_err());
}

#[test]
fn the_starter_pack_is_one_entry_and_leaves_own_codes_alone() {
    let mut file = file();
    let before = file.db.head().unwrap().0;
    let fresh = install_starter(&mut file.db, Language::Hans).unwrap();
    assert_eq!(file.db.head().unwrap().0, before + 1);
    assert_eq!(templates(&file.db).unwrap().len(), 5 + fresh.0);
    assert_eq!(template(&file.db, "yd").unwrap().wording.name, "新人引导", "ours stays");
    let before = file.db.head().unwrap();
    assert_eq!(install_starter(&mut file.db, Language::Hans).unwrap(), (0, 0));
    assert_eq!(file.db.head().unwrap(), before, "nothing to add, nothing journalled");
    let mut empty = db_testing::file();
    assert_eq!(install_starter(&mut empty.db, Language::En).unwrap(), (61, 11));
}

#[test]
fn a_card_holds_the_facts_there_are() {
    let mut file = file();
    let row = &waiting(&file.db)[0];
    assert_eq!(card(&file.db, row).unwrap(), Card::default());
    file.db
        .write("test.member", |tx| {
            tx.execute(
                "INSERT INTO member(community_id, key, name, source, joined_at, note) VALUES (?1, 'k', '橙子', '扫码', 5, '老客')",
                [row.community_id],
            )?;
            let member = tx.last_insert_rowid();
            tx.execute(
                "INSERT INTO item(kind, state, community_id, member_id, who, text, created_at, decided_at)
                 VALUES ('content', 'rejected', ?1, ?2, '橙子', '广告', 1, ?3)",
                [row.community_id, member, tx.at.0],
            )?;
            Ok(())
        })
        .unwrap();
    asks(&mut file.db, 0, "橙子", Kind::Ask, "一", "09T10:00");
    let second = asks(&mut file.db, 0, "橙子", Kind::Ask, "二", "10T10:00");
    let card = card(&file.db, &inquiry(&file.db, second).unwrap()).unwrap();
    assert_eq!((card.known, card.strikes, card.earlier, card.note.as_str()), (true, 1, 1, "老客"));
    assert_eq!((card.joined_at, card.last_asked), (Some(crate::base::At(5)), Some(at("09T10:00"))));
}

#[test]
fn the_inquiry_fills_what_it_knows_in_any_language() {
    let file = file();
    let row = &waiting(&file.db)[0];
    let lang = crate::base::Lang::load(Language::En);
    let known = row.known(db_testing::now(), Zone::default(), &lang, "周宁");
    let body = "{nickname} {暱稱} {社群} {platform} {time} {日期} {營運}";
    let manner = crate::sop::template::Manner { today: db_testing::now().day(Zone::default()), lang: &lang };
    let out = crate::sop::template::render(body, &known, manner).unwrap();
    assert_eq!(out, "林小雨 林小雨 交流群 QQ 17:20 Sat 10 Oct 周宁");
    let json = row.json(db_testing::now(), &hours());
    assert_eq!((&json["left_minutes"], &json["age_minutes"]), (&6.into(), &24.into()));
    assert_eq!((&json["answered_at"], &json["kept"], &json["answer"]), (&().into(), &().into(), &().into()));
}
