//! The samples as the screens need them, at any time of day.

use super::fill;
use super::stage::{Stage, Who};
use crate::base::clock::MINUTE;
use crate::base::{At, Clock, Config, Lang, Language, Zone};
use crate::calendar::board::{Board, Period, View};
use crate::calendar::post::State;
use crate::db::{Db, Opening, claim, setting, testing};
use crate::kpi::board::{State as Standing, Tally as Standings};
use crate::kpi::scope::Scope;
use crate::kpi::store::{Window, board};
use crate::moderation::item::{ItemKind, Suggestion};
use crate::moderation::store::{self as queue, Filter};
use crate::sop::Timetable;
use crate::sop::promise::{Margin, Tally};
use crate::sop::store as asks;
use crate::{calendar, members, shift};

/// Outside working time; within it, also on a weekend and on the first day of a year; either side of midnight.
const NIGHT: [&str; 2] = ["2026-10-10T03:00:00+08:00", "2026-10-10T23:50:00+08:00"];
const DAY: [&str; 5] = [
    "2026-10-10T09:05:00+08:00",
    "2026-10-10T17:20:00+08:00",
    "2026-10-11T14:00:00+08:00",
    "2026-10-12T11:30:00+08:00",
    "2026-01-01T10:15:30+08:00",
];
const MIDNIGHT: [&str; 2] = ["2026-03-03T00:00:10+08:00", "2026-03-03T23:58:30+08:00"];

/// The moment of all screens.
const SCREENS: &str = DAY[1];

struct Sample {
    db: Db,
    now: At,
    lang: Lang,
    _dir: tempfile::TempDir,
}

fn sample(language: Language, now: &str) -> Sample {
    let dir = tempfile::tempdir().unwrap();
    let (lang, now) = (Lang::load(language), At::parse(now).unwrap());
    let me = testing::me(lang.text("demo.me"));
    let opening = Opening { path: dir.path().join("qun.db"), create: true, me, clock: Clock::Frozen(now) };
    let mut db = Db::open(opening).unwrap();
    fill(&mut db, &lang, Zone::default()).unwrap();
    Sample { db, now, lang, _dir: dir }
}

fn hours(db: &Db) -> Timetable {
    asks::timetable(db, &Config::default(), Zone::default()).unwrap()
}

/// Every table with its rows.
fn rows(db: &Db) -> Vec<(String, i64)> {
    let mut stmt = db.conn().prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").unwrap();
    let tables: Vec<String> = stmt.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
    let count = |t: &String| db.conn().query_row(&format!("SELECT count(*) FROM {t}"), [], |r| r.get(0)).unwrap();
    tables.iter().map(|t| (t.clone(), count(t))).collect()
}

fn number(db: &Db, sql: &str) -> i64 {
    db.conn().query_row(sql, [], |r| r.get(0)).unwrap()
}

#[test]
fn every_language_is_filled_whole_and_the_journal_holds() {
    for (language, name) in Language::ALL {
        let s = sample(language, SCREENS);
        assert_eq!(setting::get(&s.db, "name").unwrap().as_deref(), Some(s.lang.text("demo.org")), "{name}");
        assert_eq!((s.db.me().name.as_str(), s.db.now()), (s.lang.text("demo.me"), s.now), "{name}");
        assert_eq!(members::store::communities(&s.db).unwrap().len(), 9, "{name}");
        assert_eq!(s.db.verify().unwrap(), number(&s.db, "SELECT count(*) FROM journal"), "{name}");
        let whole: String = s.db.conn().query_row("PRAGMA integrity_check", [], |r| r.get(0)).unwrap();
        let broken = number(&s.db, "SELECT count(*) FROM pragma_foreign_key_check");
        assert_eq!((whole.as_str(), broken), ("ok", 0), "{name}");
        let order = "SELECT count(*) FROM journal a JOIN journal b ON b.seq = a.seq + 1 WHERE b.at < a.at";
        assert_eq!(number(&s.db, order), 0, "{name}: nobody acts before what came before");
        let last = number(&s.db, "SELECT max(at) FROM journal");
        assert!(last <= s.now.0, "{name}");
        for entry in s.db.entries(2_000, None, None).unwrap() {
            let told = s.lang.say(&entry.summary);
            assert!(!told.contains(['{', '@']), "{name} {}: {told}", entry.action);
        }
    }
}

#[test]
fn the_same_moment_gives_the_same_file() {
    let (a, b) = (sample(Language::Hans, SCREENS), sample(Language::Hans, SCREENS));
    assert_eq!(rows(&a.db), rows(&b.db));
    assert_eq!(a.db.head().unwrap(), b.db.head().unwrap());
    let en = sample(Language::En, SCREENS);
    // Which items are alike is a matter of words, and the communities of another language are on other platforms, so the
    // figures by platform are of other days.
    let told = |db: &Db| {
        rows(db).into_iter().filter(|(table, _)| table != "likeness" && table != "measure").collect::<Vec<_>>()
    };
    assert_eq!(told(&a.db), told(&en.db), "only the words differ");
}

/// What must be so at every moment. The languages take turns.
fn holds_at(moments: &[&str]) {
    for (now, (language, _)) in moments.iter().zip(Language::ALL.iter().cycle()) {
        let s = sample(*language, now);
        the_queue_holds_twenty(&s, now);
        three_wait_and_the_promise_holds(&s, now);
        something_is_late_and_something_due(&s, now);
        one_metric_is_out_one_to_be_watched_one_missing(&s, now);
    }
}

#[test]
fn all_is_as_designed_at_night() {
    holds_at(&NIGHT);
}

#[test]
fn all_is_as_designed_by_day() {
    holds_at(&DAY);
}

#[test]
fn all_is_as_designed_around_midnight() {
    holds_at(&MIDNIGHT);
}

fn the_queue_holds_twenty(s: &Sample, now: &str) {
    let brief = queue::brief(&s.db, s.now).unwrap();
    assert_eq!((brief.total, brief.joins, brief.content, brief.reports), (20, 7, 11, 1), "{now}");
    assert_eq!(brief.appeals, 1, "{now}");
    assert_eq!((brief.levels, brief.oldest_ms), ([0, 17, 3], Some(192 * MINUTE)), "{now}");
    let list = queue::list(&s.db, &Filter::default(), 99).unwrap().items;
    let rejected: Vec<&str> =
        list.iter().filter(|i| matches!(i.suggestion, Suggestion::Reject(_))).map(|i| i.text.as_str()).collect();
    assert!(rejected.len() >= 4, "{now}: {rejected:?}");
    assert!(list.iter().any(|i| i.hits.iter().any(|h| h.rule == "flood")), "{now}");
    assert!(list.iter().any(|i| i.hits.iter().any(|h| h.rule == "links")), "{now}");
    assert!(list.iter().any(|i| i.kind == ItemKind::Join && i.suggestion == Suggestion::Look), "{now}");
    let card = queue::card(&s.db, &list[0]).unwrap().unwrap();
    assert_eq!((card.rejected, card.siblings.len(), card.age_days(s.now)), (1, 1, Some(2)), "{now}");
    assert_eq!(queue::decided(&s.db, Zone::default().midnight(s.now.day(Zone::default())), 9).unwrap().count, 46);
}

fn three_wait_and_the_promise_holds(s: &Sample, now: &str) {
    let brief = asks::brief(&s.db, s.now, &hours(&s.db)).unwrap();
    assert_eq!((brief.waiting, brief.late, brief.paused), (3, 0, 1), "{now}");
    assert_eq!(brief.first.unwrap().left_minutes, 6, "{now}");
    assert_eq!((brief.promise.today, brief.promise.answered), (Tally { hit: 37, total: 40 }, 40), "{now}");
    assert_eq!(brief.promise.today.margin(90), Margin::Spare(1));
    assert_eq!(brief.promise.week, Tally { hit: 256, total: 280 }, "{now}");
    let rows = asks::inquiries(&s.db, &asks::Wanted::default(), 9, &|_| true).unwrap();
    let left: Vec<i64> = rows.iter().map(|i| i.left_minutes(s.now, &hours(&s.db).usual)).collect();
    assert_eq!(left, [6, 19, 27], "{now}");
    assert!(rows.iter().all(|i| asks::card(&s.db, i).unwrap().known), "{now}: who waits is a member");
    let uses: i64 = asks::templates(&s.db).unwrap().iter().map(|t| t.uses).sum();
    assert!(uses > 200, "{now}: {uses}");
    let incident = crate::sop::store::incidents::open_incident(&s.db).unwrap().unwrap();
    assert_eq!(s.lang.hm(incident.left(s.now).unwrap()), "1:23", "{now}");
    assert!(shift::store::last_handover(&s.db).unwrap().unwrap().at < s.now);
}

fn something_is_late_and_something_due(s: &Sample, now: &str) {
    let zone = Zone::default();
    let brief = calendar::store::brief(&s.db, s.now, zone).unwrap();
    assert_eq!((brief.late.len(), brief.gaps_week), (2, 3), "{now}: {:?}", brief.late);
    assert!((1..=5).contains(&brief.due) && (5..=6).contains(&brief.today), "{now}: {brief:?}");
    let period = Period { view: View::Agenda, start: s.now.day(zone) };
    let board = Board::read(&s.db, period, 300, (s.now, zone), &s.lang, None).unwrap();
    assert_eq!(board.shares().iter().map(|s| s.is).collect::<Vec<_>>(), [50, 30, 20], "{now}");
    assert_eq!((board.week.pushes, board.week.gaps, board.hot().count()), (27, 3, 1), "{now}");
    assert!(board.week.by_community.values().all(|n| *n <= board.plan.community), "{now}");
    let tired = board.tired.first().unwrap();
    assert_eq!((tired.turnouts, tired.next), ([236, 188, 139], s.now.day(zone).checked_add_days(chrono::Days::new(5))));
    let today = s.now.day(zone);
    let months =
        calendar::store::list(&s.db, today - chrono::Days::new(17), today + chrono::Days::new(21), 999).unwrap();
    assert_eq!(months.iter().filter(|p| p.state == State::Dropped).count(), 1, "{now}");
    assert!(months.iter().filter(|p| p.state == State::Reviewed).count() > 40, "{now}");
    assert!(months.iter().any(|p| p.state == State::Review) && months.iter().any(|p| p.state == State::Draft), "{now}");
}

fn one_metric_is_out_one_to_be_watched_one_missing(s: &Sample, now: &str) {
    let zone = Zone::default();
    let window = Window { last: s.now.day(zone), days: 14 };
    let board = board(&s.db, zone, window, &Scope::All).unwrap();
    let of = |standing| -> Vec<&str> {
        board.rows.iter().filter(|r| !r.metric.bench && r.state == standing).map(|r| r.metric.key).collect()
    };
    assert_eq!(of(Standing::Out), ["leave_rate"], "{now}");
    assert_eq!(of(Standing::Watch), ["retention_30d"], "{now}");
    assert_eq!(of(Standing::Unfilled), ["conversion"], "{now}");
    assert_eq!(of(Standing::Good).len(), 9, "{now}");
    assert_eq!(Standings::of(&board.rows), Standings { out: 1, open: 1, watch: 1, unusual: 0, unfilled: 1 }, "{now}");
    let holes = |key: &str| {
        let row = board.rows.iter().find(|r| r.metric.key == key).unwrap();
        row.series.window(window.last, 14).iter().filter(|v| v.is_none()).count()
    };
    assert_eq!((holes("dau"), holes("stickiness"), holes("conversion")), (2, 2, 3), "{now}");
    assert!(board.rows[..11].iter().all(|r| r.year.is_some()), "{now}");
    let typed = board.rows.iter().find(|r| r.metric.key == "dau").unwrap().reading.value;
    let counted = number(&s.db, &format!("SELECT sum(active) FROM daily WHERE day = '{}'", window.last));
    assert_eq!(typed, Some(counted as f64), "{now}: what was typed in is what the ledger counts");
    assert!(board.events.iter().any(|e| e.text == s.lang.text("demo.incident")), "{now}");
}

#[test]
fn the_month_before_was_healthy() {
    let s = sample(Language::En, SCREENS);
    let window = Window { last: s.now.day(Zone::default()), days: 34 };
    let board = board(&s.db, Zone::default(), window, &Scope::All).unwrap();
    for row in board.rows.iter().filter(|r| !r.metric.bench) {
        let values: Vec<f64> = row.series.window(window.last, 34).into_iter().flatten().collect();
        assert!(values.len() >= 31, "{}: {}", row.metric.key, values.len());
        let out =
            values.iter().filter(|v| row.bands.judge(row.metric.want, **v) == Some(crate::kpi::series::Band::Out));
        assert!(out.count() <= 3, "{}: {values:?}", row.metric.key);
    }
}

#[test]
fn colleagues_are_here_and_the_clock_and_the_name_are_given_back() {
    let s = sample(Language::Hans, SCREENS);
    let here: Vec<(String, String)> =
        claim::present(&s.db).unwrap().into_iter().map(|p| (p.operator, p.pane)).collect();
    let name = |key| s.lang.text(key).to_owned();
    assert!(
        here.contains(&(name("demo.moderator"), "queue".into())) && here.contains(&(name("demo.editor"), "sop".into()))
    );
    assert_eq!(claim::others(&s.db).unwrap().len(), 1);
    assert_eq!(setting::role(&s.db, s.lang.text("demo.moderator")).unwrap(), "volunteer");
}

#[test]
fn what_the_first_run_has_set_stays() {
    let dir = tempfile::tempdir().unwrap();
    let lang = Lang::load(Language::Hans);
    let mut db = testing::open(&dir.path().join("qun.db"));
    db.rename(lang.text("demo.editor"));
    setting::set(&mut db, "name", "自己的社").unwrap();
    setting::enrol(&mut db, lang.text("demo.editor"), "data").unwrap();
    let taken =
        members::community::NewCommunity { name: "超话".into(), platform: "weibo".into(), ..Default::default() };
    members::store::add(&mut db, &taken).unwrap();
    fill(&mut db, &lang, Zone::Fixed(9 * 3600)).unwrap();
    assert_eq!(setting::get(&db, "name").unwrap().as_deref(), Some("自己的社"));
    assert_eq!(setting::zone(&db).unwrap(), Zone::Fixed(9 * 3600));
    assert_eq!(setting::role(&db, lang.text("demo.editor")).unwrap(), "data");
    assert_eq!(members::store::communities(&db).unwrap().len(), 9);
    let stage = Stage::new(&lang, Zone::default(), testing::now(), lang.text("demo.editor")).unwrap();
    assert_ne!(stage.name(Who::Me), stage.name(Who::Editor), "a colleague of the same name gets another");
}

#[test]
fn a_failure_leaves_an_empty_file() {
    let mut file = testing::file();
    file.db.write("test", |tx| Ok(tx.execute_batch("DROP TABLE handover")?)).unwrap();
    let before = rows(&file.db);
    assert!(fill(&mut file.db, &Lang::load(Language::En), Zone::default()).is_err());
    assert_eq!(rows(&file.db), before);
    assert_eq!((file.db.me().name.as_str(), file.db.now()), ("甲", testing::now()));
}
