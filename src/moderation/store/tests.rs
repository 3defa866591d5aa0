use super::testing::{get, later, sample};
use super::*;
use crate::base::Kind;
use crate::base::clock::{HOUR, MINUTE};
use crate::base::{Lang, Language};
use crate::db::testing::{self, as_operator, now};
use crate::moderation::item::Decision;
use crate::moderation::screening::{RuleState, Screen, Word, WordKind};

fn target(db: &Db, id: i64) -> Target {
    Target { id, version: get(db, id).version }
}

fn targets(db: &Db, ids: &[i64]) -> Vec<Target> {
    ids.iter().map(|id| target(db, *id)).collect()
}

fn ids(page: &Page) -> Vec<i64> {
    page.items.iter().map(|i| i.id).collect()
}

fn names(db: &Db, filter: &Filter) -> Vec<String> {
    list(db, filter, 300).unwrap().items.into_iter().map(|i| i.who).collect()
}

#[test]
fn what_waits_is_listed_oldest_first_and_counted() {
    let file = sample();
    let page = list(&file.db, &Filter::default(), 300).unwrap();
    assert_eq!((ids(&page), page.total), ((1..=20).collect(), 20));
    let page = list(&file.db, &Filter::default(), 6).unwrap();
    assert_eq!((ids(&page), page.total), ((1..=6).collect(), 20));
    let brief = brief(&file.db, now()).unwrap();
    let counted = Brief {
        total: 20,
        content: 13,
        joins: 7,
        levels: [0, 17, 3],
        suggest_approve: 12,
        suggest_reject: 6,
        suggest_look: 2,
        oldest_at: Some(now().plus(-192 * MINUTE)),
        oldest_ms: Some(192 * MINUTE),
        ..Brief::default()
    };
    assert_eq!(brief, counted);
    assert_eq!(ItemKind::ALL.map(|(k, ..)| brief.of_kind(k)), [13, 7, 0, 0]);
    let json = serde_json::to_value(&brief).unwrap();
    assert_eq!((&json["total"], &json["joins"]), (&20.into(), &7.into()));
}

#[test]
fn an_empty_queue_has_no_oldest() {
    let file = testing::file();
    assert_eq!(brief(&file.db, now()).unwrap(), Brief::default());
    assert_eq!(list(&file.db, &Filter::default(), 10).unwrap(), Page::default());
    assert_eq!(decided(&file.db, At(0), 3).unwrap(), Decided::default());
}

#[test]
fn filters_narrow_the_list() {
    let file = sample();
    let of = |change: &dyn Fn(&mut Filter)| {
        let mut filter = Filter::default();
        change(&mut filter);
        list(&file.db, &filter, 300).unwrap().total
    };
    assert_eq!(of(&|f| f.kind = Some(ItemKind::Join)), 7);
    assert_eq!(of(&|f| f.level = Some(3)), 3);
    assert_eq!(of(&|f| f.suggestion = Some(Suggestion::Approve)), 12);
    assert_eq!(of(&|f| f.suggestion = Some(Suggestion::Reject(Reason::Ads))), 4);
    assert_eq!(of(&|f| f.community = Some(5)), 3);
    assert_eq!(of(&|f| f.state = None), 21);
    assert_eq!(of(&|f| f.state = Some(State::Rejected)), 1);
    assert_eq!(of(&|f| f.state = Some(State::Approved)), 0);
    assert_eq!(of(&|f| (f.kind, f.level) = (Some(ItemKind::Join), Some(3))), 0);
}

#[test]
fn text_is_found_as_written_and_by_pinyin() {
    let file = sample();
    let of = |text: &str| names(&file.db, &Filter { text: text.into(), ..Filter::default() });
    assert_eq!(of("糖霜"), ["糖霜饼干", "糖霜饼干"]);
    assert_eq!(of("tsbg"), ["糖霜饼干", "糖霜饼干"]);
    assert_eq!(of("luna"), ["Luna"]);
    assert_eq!(of("豆沙"), ["小厨娘阿静"], "the source counts");
    assert_eq!(of("超话"), ["奶盖侠"], "the community counts");
    assert_eq!(of("没有这个"), [] as [&str; 0]);
    let page = list(&file.db, &Filter { text: "糖霜".into(), ..Filter::default() }, 1).unwrap();
    assert_eq!((page.items.len(), page.total), (1, 2));
}

#[test]
fn approving_takes_it_off_the_list_and_undo_brings_it_back() {
    let mut file = sample();
    let t = target(&file.db, 3);
    let done = decide(&mut file.db, &[t], &Decision::Approve, |_| unreachable!()).unwrap();
    assert_eq!(done, Outcome { done: vec![3], ..Outcome::default() });
    let item = get(&file.db, 3);
    assert_eq!((item.state, item.decided_by.as_str(), item.decided_at), (State::Approved, "甲", Some(now())));
    assert_eq!(item.version, t.version + 1);
    assert_eq!(list(&file.db, &Filter::default(), 300).unwrap().total, 19);
    let entry = file.db.entry(2).unwrap();
    assert_eq!((entry.action.as_str(), entry.item.as_str()), ("queue.approve", "item:3"));
    assert_eq!(Lang::load(Language::Hans).say(&entry.summary), "通过 入群 Luna");
    file.db.undo(2).unwrap();
    assert_eq!(get(&file.db, 3).state, State::Pending);
    assert_eq!(list(&file.db, &Filter::default(), 300).unwrap().total, 20);
}

#[test]
fn rejecting_keeps_reason_words_and_notice() {
    let mut file = sample();
    let t = target(&file.db, 1);
    decide(&mut file.db, &[t], &Decision::reject(Reason::Ads), |i| format!("给 {}", i.who)).unwrap();
    let item = get(&file.db, 1);
    assert_eq!((item.reason, item.notice.as_str()), (Some(Reason::Ads), "给 糖霜饼干"));
    assert_eq!(item.note, "像小号，第 20 条是同一人，请定");
    assert_eq!(last_notice(&file.db, now()).unwrap().map(|i| i.id), Some(1));
    let silent = Decision::Reject { reason: Reason::Other, words: "要私房照".into(), notify: false };
    let t = target(&file.db, 20);
    decide(&mut file.db, &[t], &silent, |_| unreachable!("no notice wanted")).unwrap();
    let item = get(&file.db, 20);
    assert_eq!((item.reason, item.notice.as_str(), item.note.as_str()), (Some(Reason::Other), "", "要私房照"));
    assert_eq!(last_notice(&file.db, now()).unwrap().map(|i| i.id), Some(1), "the one with a notice");
    assert_eq!(last_notice(&as_operator(&file, "乙"), now()).unwrap(), None, "one's own only");
    let said = Lang::load(Language::Hans).say(&file.db.entry(2).unwrap().summary);
    assert_eq!(said, "拒绝 广告引流 糖霜饼干，通知草稿已备");
}

#[test]
fn raising_goes_up_one_level_and_no_further() {
    let mut file = sample();
    let t = target(&file.db, 7);
    decide(&mut file.db, &[t], &Decision::Raise, |_| String::new()).unwrap();
    let item = get(&file.db, 7);
    assert_eq!(
        (item.level, item.state, item.raised_by.as_str(), item.raised_at),
        (3, State::Pending, "甲", Some(now()))
    );
    let t = target(&file.db, 7);
    let refused = decide(&mut file.db, &[t], &Decision::Raise, |_| String::new()).unwrap_err();
    assert_eq!((refused.kind, refused.says.key.as_str()), (Kind::User, "queue.top_level"));
    let both = targets(&file.db, &[7, 8]);
    let outcome = decide(&mut file.db, &both, &Decision::Raise, |_| String::new()).unwrap();
    assert_eq!((outcome.done, outcome.refused), (vec![8], vec![7]));
    assert_eq!(
        decide(&mut file.db, &[], &Decision::Raise, |_| String::new()).unwrap_err().says.key,
        "queue.nothing_chosen"
    );
}

#[test]
fn what_is_put_off_comes_back_when_due() {
    let mut file = sample();
    let t = target(&file.db, 2);
    decide(&mut file.db, &[t], &Decision::Snooze(now().plus(HOUR)), |_| String::new()).unwrap();
    assert_eq!(list(&file.db, &Filter::default(), 300).unwrap().total, 19);
    assert_eq!(list(&file.db, &Filter { snoozed: true, ..Filter::default() }, 300).unwrap().total, 20);
    let brief = |at| super::brief(&file.db, at).unwrap();
    assert_eq!((brief(now()).total, brief(now()).snoozed), (19, 1));
    assert_eq!((brief(now().plus(HOUR)).total, brief(now().plus(HOUR)).snoozed), (20, 0));
    let later = later(&file, "甲", HOUR);
    assert_eq!(list(&later, &Filter::default(), 300).unwrap().total, 20);
}

#[test]
fn the_slower_of_two_is_told_who_what_and_when() {
    let file = sample();
    let mut other = as_operator(&file, "阿泽");
    let seen = target(&file.db, 1);
    let t = target(&other, 1);
    decide(&mut other, &[t], &Decision::reject(Reason::Ads), |_| String::new()).unwrap();
    let lost = decide(&mut later(&file, "甲", 12_000), &[seen], &Decision::Approve, |_| String::new()).unwrap_err();
    assert_eq!(lost.kind, Kind::Conflict);
    let said = Lang::load(Language::Hans).explain(&lost);
    assert_eq!(said, "没做成：阿泽 12秒前 已拒绝 糖霜饼干 (广告引流)\n  你要的：通过。没有改动任何东西，也没有进日志");
    assert_eq!(get(&file.db, 1).state, State::Rejected);
    assert_eq!(file.db.head().unwrap().0, 2, "nothing in the journal");
    let gone = Lost::of(file.db.conn(), &get(&file.db, 1), now().plus(3 * HOUR)).unwrap();
    assert_eq!(gone.error(&Decision::Raise).says.key, "queue.lost_why_h");
}

#[test]
fn every_way_of_being_late_is_said_in_every_language() {
    let mut file = sample();
    let mut other = as_operator(&file, "阿泽");
    let decisions =
        [Decision::Approve, Decision::reject(Reason::False), Decision::Raise, Decision::Snooze(now().plus(HOUR))];
    for (id, decision) in [2, 3, 4, 5].into_iter().zip(&decisions) {
        let seen = target(&file.db, id);
        decide(&mut other, &[seen], decision, |_| String::new()).unwrap();
        let lost = decide(&mut file.db, &[seen], decision, |_| String::new()).unwrap_err();
        for (language, _) in Language::ALL {
            let said = Lang::load(language).explain(&lost);
            assert!(said.contains("阿泽") && !said.contains(['{', '@']) && !said.contains("queue."), "{said}");
        }
    }
    for ago in [0, MINUTE, HOUR, 48 * HOUR] {
        for reason in [None, Some(Reason::Ads)] {
            let lost = Lost { id: 1, name: "麦".into(), by: "乙".into(), ago, did: "queue.did_reject", reason };
            let said = Lang::load(Language::En).explain(&lost.error(&Decision::Approve));
            assert!(!said.contains(['{', '@']) && !said.contains("queue."), "{said}");
        }
    }
}

#[test]
fn many_are_one_act_and_one_undo_and_conflicts_are_listed() {
    let mut file = sample();
    let all = targets(&file.db, &[3, 4, 5, 8]);
    let mut other = as_operator(&file, "阿泽");
    decide(&mut other, &all[3..], &Decision::reject(Reason::Repeat), |_| String::new()).unwrap();
    let outcome = decide(&mut file.db, &all, &Decision::Approve, |_| String::new()).unwrap();
    assert_eq!(outcome.done, [3, 4, 5]);
    assert_eq!((outcome.lost.len(), outcome.lost[0].id, outcome.lost[0].by.as_str()), (1, 8, "阿泽"));
    let entry = file.db.entry(3).unwrap();
    assert_eq!(Lang::load(Language::Hans).say(&entry.summary), "批量通过 3 条");
    assert_eq!(file.db.images(3).unwrap().len(), 3);
    file.db.undo(3).unwrap();
    assert!([3, 4, 5].iter().all(|id| get(&file.db, *id).state == State::Pending));
    assert_eq!(get(&file.db, 8).state, State::Rejected, "the colleague's act stands");
}

#[test]
fn an_item_that_is_gone_is_said_to_be() {
    let mut file = sample();
    let lost =
        decide(&mut file.db, &[Target { id: 99, version: 1 }], &Decision::Approve, |_| String::new()).unwrap_err();
    assert_eq!((lost.kind, lost.says.key.as_str()), (Kind::Conflict, "queue.gone"));
    assert_eq!(item(&file.db, 99).unwrap(), None);
    assert_eq!(set_notice(&mut file.db, Target { id: 99, version: 1 }, "x").unwrap_err().says.key, "queue.gone");
}

#[test]
fn notices_can_be_changed_while_nobody_else_does() {
    let mut file = sample();
    let t = target(&file.db, 1);
    decide(&mut file.db, &[t], &Decision::reject(Reason::Ads), |_| "一".into()).unwrap();
    let t = target(&file.db, 1);
    set_notice(&mut file.db, t, "二").unwrap();
    assert_eq!(get(&file.db, 1).notice, "二");
    assert_eq!(set_notice(&mut file.db, t, "三").unwrap_err().kind, Kind::Conflict);
    assert_eq!(get(&file.db, 1).notice, "二");
}

#[test]
fn what_was_decided_today_is_counted_and_told_by_act() {
    let mut file = sample();
    let midnight = crate::base::Zone::default().midnight(now().day(crate::base::Zone::default()));
    assert_eq!(decided(&file.db, midnight, 3).unwrap(), Decided::default(), "yesterday's is not today's");
    let some = targets(&file.db, &[18, 19, 20]);
    decide(&mut file.db, &some[..2], &Decision::Approve, |_| String::new()).unwrap();
    decide(&mut later(&file, "甲", MINUTE), &some[2..], &Decision::reject(Reason::Ads), |_| String::new()).unwrap();
    let today = decided(&file.db, midnight, 3).unwrap();
    assert_eq!((today.count, today.median_ms), (3, Some(9 * MINUTE)));
    let told: Vec<_> = today.last.iter().map(|d| (d.state, d.reason, d.who.as_str(), d.count)).collect();
    assert_eq!(told, [(State::Rejected, Some(Reason::Ads), "糖霜饼干", 1), (State::Approved, None, "晚晚", 2)]);
    assert_eq!(decided(&file.db, midnight, 1).unwrap().last.len(), 1);
    let seen = |id| changed(&file.db, Target { id, version: 1 }).unwrap().map(|c| (c.by, c.state));
    assert_eq!((seen(17), seen(18)), (None, Some(("甲".into(), State::Approved))));
    assert_eq!(seen(99), Some((String::new(), State::Pending)), "gone");
}

#[test]
fn a_card_tells_what_is_known_of_a_member() {
    let file = sample();
    let card = card(&file.db, &get(&file.db, 1)).unwrap().unwrap();
    assert_eq!((card.key.as_str(), card.source.as_str(), card.age_days(now())), ("wxid_5f00a41f", "扫码", Some(2)));
    assert_eq!((card.rejected, card.past.len()), (1, 1));
    assert_eq!(
        (card.past[0].reason, card.past[0].by.as_str(), card.past[0].noticed),
        (Some(Reason::Flood), "小满", true)
    );
    assert_eq!(card.siblings, [Sibling { id: 20, at: now().plus(-4 * MINUTE) }]);
    assert_eq!(super::card(&file.db, &get(&file.db, 2)).unwrap(), None, "not a known member");
    assert_eq!(member_named(&file.db, 2, "糖霜饼干").unwrap(), Some(1));
    assert_eq!(member_named(&file.db, 3, "糖霜饼干").unwrap(), None);
}

#[test]
fn things_are_put_in_by_hand() {
    let mut file = sample();
    let new = NewItem {
        kind: ItemKind::Report,
        level: 2,
        community: 1,
        member: None,
        who: "小羊".into(),
        text: "有人骂人".into(),
        source: String::new(),
        hits: vec![],
        suggestion: Suggestion::Look,
        score: 0.6,
        created_at: now(),
        message_key: String::new(),
        batch: None,
    };
    let id = add(&mut file.db, &new).unwrap();
    let item = get(&file.db, id);
    assert_eq!((item.kind, item.who.as_str(), item.score, item.version), (ItemKind::Report, "小羊", 0.6, 1));
    assert_eq!(brief(&file.db, now()).unwrap().reports, 1);
    let wrong = NewItem { community: 99, ..new };
    assert!(add(&mut file.db, &wrong).is_err());
    let places = communities(&file.db).unwrap();
    assert_eq!((places.len(), places[4].name.as_str(), places[4].platform.as_str()), (9, "交流群", "qq"));
}

#[test]
fn words_are_stored_once_and_can_be_turned_off() {
    let mut file = testing::file();
    assert_eq!(add_words(&mut file.db, &[]).unwrap_err().says.key, "queue.no_words");
    let list = [Word::new(" 名额有限 "), Word { kind: WordKind::Allow, ..Word::new("加V认证") }];
    assert_eq!(add_words(&mut file.db, &list).unwrap(), 2);
    assert_eq!(add_words(&mut file.db, &[Word::new("名额有限"), Word::new("先到先得")]).unwrap(), 1);
    let screen = |db: &Db| super::screen(db, &crate::base::Config::default()).unwrap();
    let check = |s: &Screen| {
        s.check(&crate::moderation::screening::Message { text: "名额有限", ..Default::default() }).hits.len()
    };
    assert_eq!(check(&screen(&file.db)), 1);
    let row = words(&file.db).unwrap().into_iter().find(|r| r.word.pattern == "名额有限").unwrap();
    assert_eq!((row.word.reason, row.word.severity, row.state), (Reason::Ads, 0.6, RuleState::On));
    switch(&mut file.db, &Switch::Word(row.id), RuleState::Off).unwrap();
    assert_eq!(check(&screen(&file.db)), 0);
    add_words(&mut file.db, &[Word::new("名额有限")]).unwrap();
    assert_eq!(check(&screen(&file.db)), 1, "adding it again turns it on");
    assert_eq!(switch(&mut file.db, &Switch::Word(99), RuleState::On).unwrap_err().says.key, "queue.no_rule");
    file.db.undo(2).unwrap();
    assert_eq!(words(&file.db).unwrap().len(), 2, "undone as a whole");
}

/// The partial indexes must serve, or the pane is slow with many rows.
#[test]
fn lists_and_counts_go_through_their_indexes() {
    let file = sample();
    let plan = |sql: &str| -> String {
        let mut stmt = file.db.conn().prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let lines =
            stmt.raw_query().mapped(|r| r.get::<_, String>(3)).map(std::result::Result::unwrap).collect::<Vec<_>>();
        lines.join("; ")
    };
    let condition = condition(&Filter::default());
    let listed = plan(&format!("SELECT i.text {FROM} {condition} ORDER BY i.created_at, i.id LIMIT 300"));
    assert!(listed.contains("item_pending") && !listed.contains("TEMP B-TREE"), "{listed}");
    let counted = plan(
        "SELECT kind, level, suggestion, COUNT(*), TOTAL(snoozed_until > 1)
         FROM item WHERE state = 'pending' GROUP BY kind, level, suggestion",
    );
    assert!(counted.contains("COVERING INDEX item_lane") && !counted.contains("TEMP B-TREE"), "{counted}");
}
