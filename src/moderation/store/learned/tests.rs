use super::*;
use crate::db::testing::{self, File};
use crate::db::{Opening, purge};
use crate::moderation::item::{Decision, ItemKind, Suggestion};
use crate::moderation::store::{NewItem, Target, decide, insert_flagged, item, near};

fn config() -> Config {
    Config::default()
}

/// A community with `n` things that wait: an advertisement and a baker's word by turns.
fn waiting_file(n: i64) -> File {
    let mut file = testing::file();
    file.db
        .write_batch("test", |tx| {
            tx.execute("INSERT INTO community(id, name, platform) VALUES (1, '群', 'qq')", [])?;
            (0..n).try_for_each(|n| insert_flagged(tx, &said(n, &words(n))).map(drop))
        })
        .unwrap();
    file
}

fn words(n: i64) -> String {
    let part = |all: &[&str], by: i64| all[(n / by) as usize % all.len()].to_owned();
    if n % 2 == 0 {
        let (a, b) =
            (part(&["兼职日结", "在家就能做", "手机就能赚"], 2), part(&["私我领取", "名额不多", "当天到账"], 6));
        format!("{a}，{b}，诚招宝妈第{n}批")
    } else {
        let (a, b) =
            (part(&["今天的面团", "我家的戚风", "新买的烤箱"], 2), part(&["总是开裂", "颜色很好看", "味道不错"], 6));
        format!("{a}，{b}，第{n}次做了")
    }
}

fn said(n: i64, text: &str) -> NewItem {
    NewItem {
        kind: ItemKind::Content,
        level: 2,
        community: 1,
        member: None,
        who: "某人".into(),
        text: text.into(),
        source: String::new(),
        hits: vec![],
        suggestion: Suggestion::Look,
        score: 0.5,
        created_at: testing::now().plus(n),
        message_key: String::new(),
        batch: None,
    }
}

/// Decides about item `id`: advertisements are refused.
fn judge(db: &mut Db, id: i64) {
    let decision = if words(id - 1).contains("宝妈") { Decision::reject(Reason::Ads) } else { Decision::Approve };
    let version = item(db, id).unwrap().unwrap().version;
    decide(db, &[Target { id, version }], &decision, |_| String::new()).unwrap();
}

fn at(file: &File, days: i64) -> Db {
    let clock = crate::base::Clock::Frozen(testing::now().plus(days * DAY));
    Db::open(Opening { path: file.db.path().into(), create: false, me: testing::me("甲"), clock }).unwrap()
}

#[test]
fn decisions_are_learned_and_undone_ones_are_not() {
    let mut file = waiting_file(60);
    assert!(!learn(&mut file.db, &config()).unwrap() && learner(&file.db).unwrap().is_none());
    (1..=40).for_each(|id| judge(&mut file.db, id));
    assert!(learn(&mut file.db, &config()).unwrap());
    let forty = learner(&file.db).unwrap().unwrap();
    assert_eq!(forty.decisions(), [20, 20]);
    assert!(!learn(&mut file.db, &config()).unwrap(), "nothing was decided since");
    (41..=44).for_each(|id| judge(&mut file.db, id));
    assert!(learn(&mut file.db, &config()).unwrap());
    assert_eq!(learner(&file.db).unwrap().unwrap().decisions(), [22, 22]);
    for _ in 0..4 {
        let seq = file.db.last_undoable("甲").unwrap().unwrap();
        file.db.undo(seq).unwrap();
    }
    assert!(learn(&mut file.db, &config()).unwrap());
    assert_eq!(learner(&file.db).unwrap(), Some(forty), "as if it had never been decided");
}

#[test]
fn whoever_learns_and_in_whatever_order_it_was_decided_it_is_the_same() {
    let (mut one, mut other) = (waiting_file(40), waiting_file(40));
    (1..=40).for_each(|id| judge(&mut one.db, id));
    for id in (1..=40).rev() {
        judge(&mut other.db, id);
        if id % 10 == 0 {
            learn(&mut other.db, &config()).unwrap();
        }
    }
    learn(&mut one.db, &config()).unwrap();
    learn(&mut other.db, &config()).unwrap();
    assert_eq!(learner(&one.db).unwrap(), learner(&other.db).unwrap());
    assert_eq!(learned(&one.db, &config()).unwrap(), learner(&one.db).unwrap());
}

#[test]
fn who_floods_or_repeats_teaches_nothing_about_words() {
    let mut file = waiting_file(2);
    decide(&mut file.db, &[Target { id: 1, version: 1 }], &Decision::reject(Reason::Flood), |_| String::new()).unwrap();
    learn(&mut file.db, &config()).unwrap();
    assert_eq!(learner(&file.db).unwrap().unwrap().decisions(), [0, 0]);
}

#[test]
fn what_cannot_be_read_is_learned_anew_without_a_word() {
    let mut file = waiting_file(40);
    (1..=40).for_each(|id| judge(&mut file.db, id));
    learn(&mut file.db, &config()).unwrap();
    let good = learner(&file.db).unwrap();
    for wrong in [b"".as_slice(), b"not a learner at all", &good.as_ref().unwrap().to_bytes()[4..]] {
        file.db.aside(|conn, _| Ok(conn.execute("UPDATE learned SET weights = ?1", [wrong])?)).unwrap();
        assert_eq!(learner(&file.db).unwrap(), None);
        assert!(screen(&file.db, &config()).unwrap().learner().is_none(), "the rules go on without it");
        assert!(learn(&mut file.db, &config()).unwrap());
        assert_eq!(learner(&file.db).unwrap(), good);
    }
}

#[test]
fn what_texts_have_taught_outlives_them() {
    let mut file = waiting_file(60);
    (1..=40).for_each(|id| judge(&mut file.db, id));
    learn(&mut file.db, &config()).unwrap();
    let mut later = at(&file, 31);
    (41..=44).for_each(|id| judge(&mut later, id));
    let limit = later.now().plus(-30 * DAY);
    settle(&mut later, &config(), limit).unwrap();
    purge::expire(&mut later, 30, 30).unwrap();
    learn(&mut later, &config()).unwrap();
    let kept = learner(&later).unwrap().unwrap();
    assert_eq!(kept.decisions(), [22, 22], "forty settled, four readable");
    settle(&mut later, &config(), limit).unwrap();
    assert!(!learn(&mut later, &config()).unwrap(), "once is enough");
    let judged = screen(&later, &config()).unwrap();
    let score = |text: &str| judged.check(&Message { text, ..Message::default() }).score;
    assert!(score(&words(50)) > score(&words(51)) + 0.3);
}

#[test]
fn who_is_erased_is_forgotten() {
    let mut file = waiting_file(40);
    (1..=40).for_each(|id| judge(&mut file.db, id));
    learn(&mut file.db, &config()).unwrap();
    file.db.aside(|conn, _| Ok(conn.execute("UPDATE item SET text = '' WHERE id <= 10", [])?)).unwrap();
    assert!(learn(&mut file.db, &config()).unwrap());
    assert_eq!(learner(&file.db).unwrap().unwrap().decisions(), [15, 15]);
    let left: i64 =
        file.db.conn().query_row("SELECT count(*) FROM likeness WHERE item_id <= 10", [], |r| r.get(0)).unwrap();
    assert_eq!(left, 0);
}

#[test]
fn what_waits_is_judged_again_by_what_was_learned_and_can_still_be_undone() {
    let mut file = waiting_file(100);
    let seen = item(&file.db, 99).unwrap().unwrap();
    decide(&mut file.db, &[Target { id: 99, version: 1 }], &Decision::Raise, |_| String::new()).unwrap();
    let raised = file.db.head().unwrap().0;
    assert_eq!(rescore(&mut file.db, &config()).unwrap(), 0, "nothing was learned yet");
    (1..=60).for_each(|id| judge(&mut file.db, id));
    learn(&mut file.db, &config()).unwrap();
    let entries = file.db.head().unwrap().0;
    assert!(rescore(&mut file.db, &config()).unwrap() > 20);
    assert_eq!(rescore(&mut file.db, &config()).unwrap(), 0, "once");
    assert_eq!(file.db.head().unwrap().0, entries, "nobody decided anything");
    let (bad, fine) = (item(&file.db, 99).unwrap().unwrap(), item(&file.db, 98).unwrap().unwrap());
    assert!(bad.score > fine.score + 0.3 && bad.hits.iter().any(|h| h.rule == "learned" || h.rule == "similar"));
    assert_eq!((fine.version, bad.version), (seen.version, seen.version + 1), "the machine's thoughts are no change");
    let decided = item(&file.db, 1).unwrap().unwrap();
    assert_eq!((decided.score, decided.hits.len()), (0.5, 0), "what is decided is left alone");
    file.db.undo(raised).unwrap();
    assert_eq!(item(&file.db, 99).unwrap().unwrap().level, 2);
}

#[test]
fn what_was_seen_when_it_came_is_believed_later() {
    let settings = Settings::default();
    let file = waiting_file(0);
    let hit = |rule: &str| Hit { rule: rule.into(), says: "queue.hit_flood".into(), start: 0, end: 0 };
    let one =
        |hits: Vec<Hit>| Waiting {
            id: 1, text: "在吗".into(), hits, suggestion: String::new(), score: 0.0, age: None
        };
    let screen = screen(&file.db, &config()).unwrap();
    for rule in ["flood", "repeat", "outside"] {
        let thought = one(vec![hit(rule)]).judged(&screen, &settings).unwrap();
        assert!(thought.hits.contains(&format!("\"{rule}\"")), "{}", thought.hits);
    }
    assert_eq!(one(vec![hit("learned")]).judged(&screen, &settings).unwrap().hits, "[]");
}

#[test]
fn near_items_are_counted() {
    let mut file = waiting_file(0);
    let texts = [
        "加V领免费烘焙模具，名额有限，先到先得 12345",
        "【加V】领免费烘焙模具!名额有限~先到先得 67890",
        "加V领免费烘焙模具，名额有限，先到先得",
        "今天的面团总是开裂，请问大家怎么办才好",
        "加V",
    ];
    let ids: Vec<i64> =
        texts.iter().map(|t| crate::moderation::store::add(&mut file.db, &said(0, t)).unwrap()).collect();
    let count = |db: &Db, at: usize| near(db, &item(db, ids[at]).unwrap().unwrap()).unwrap();
    assert_eq!([0, 1, 2, 3, 4].map(|at| count(&file.db, at)), [2, 2, 2, 0, 0]);
    let seq = file.db.head().unwrap().0;
    file.db.undo(seq - 2).unwrap();
    assert_eq!(count(&file.db, 0), 1, "what is gone is not near");
}
