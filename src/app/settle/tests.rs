//! Kept figures against a count from scratch: after imports in any order, late data, undo, records and regrouping.

use super::*;
use crate::app::import::undo;
use crate::base::clock::{DAY, HOUR};
use crate::base::{At, Says, Zone};
use crate::db::testing::{self, File};
use crate::kpi::metric::by_key;
use crate::kpi::scope::Scope;
use crate::members::community::NewCommunity;
use crate::members::store as members;
use crate::messages::ledger::{Kind, Row, mark};
use crate::messages::store::{Loader, Span};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

/// Three communities of two platforms, two tiers, one below the other, in two zones.
fn house() -> (File, [i64; 3]) {
    let mut file = testing::file();
    let community = |name: &str, platform: &str, tier: &str, zone: &str, parent: Option<&str>| NewCommunity {
        name: name.into(),
        platform: platform.into(),
        tier: tier.into(),
        zone: zone.into(),
        parent: parent.map(str::to_owned),
        ..NewCommunity::default()
    };
    let ids = [
        community("主群", "qq", "", "", None),
        community("子群", "qq", "vip", "America/New_York", Some("主群")),
        community("外群", "telegram", "vip", "", None),
    ]
    .map(|new| members::add(&mut file.db, &new).unwrap());
    (file, ids)
}

/// One thing that happened: hours before the frozen now, community, person, kind.
type Thing = (i64, u8, u8, u8);

const KINDS: [Kind; 6] = [Kind::Message, Kind::Message, Kind::Message, Kind::Join, Kind::Leave, Kind::Removed];

/// Imports as one batch; `whole` is an export, else a log.
fn import(db: &mut Db, ids: [i64; 3], name: &str, things: &[Thing], whole: bool) -> i64 {
    let mut loader = Loader::begin(db, name, Zone::default(), 30).unwrap();
    let batch = loader.batch;
    let mut reach = std::collections::BTreeMap::<i64, (At, At)>::new();
    for chunk in things.chunks(9) {
        db.aside(|conn, _| {
            for (hours, community, person, kind) in chunk {
                let (community, kind) = (ids[usize::from(*community) % 3], KINDS[usize::from(*kind) % 6]);
                let at = testing::now().plus(-hours * HOUR);
                let key = format!("p{person}");
                let mark = mark(kind, None, &key, "x", 0);
                let row = Row {
                    community,
                    at,
                    kind,
                    mark,
                    key: &key,
                    name: &key,
                    text: "x",
                    source_id: "",
                    reply_to: "",
                    source: "",
                };
                loader.enter(conn, &row)?;
                let span = reach.entry(community).or_insert((at, at));
                *span = (span.0.min(at), span.1.max(at));
            }
            loader.settle(conn)
        })
        .unwrap();
    }
    reach.into_iter().for_each(|(community, (first, last))| loader.heard(Span { community, first, last, whole }));
    loader.finish(db, "test").unwrap();
    batch
}

#[track_caller]
fn equal(db: &Db, when: &str) -> kpi::Recount {
    let found = kpi::recount(db).unwrap();
    assert_eq!(found.mismatches, [], "{when}");
    assert_eq!(found.differ, 0, "{when}");
    found
}

fn settled(db: &mut Db, when: &str) -> kpi::Recount {
    settle(db).unwrap();
    assert!(!kpi::due(db).unwrap(), "{when}: nothing waits any more");
    equal(db, when)
}

/// Something operators do, by number.
fn record(db: &mut Db, ids: [i64; 3], (what, hours, more): (u8, i64, u8)) {
    let (at, community) = (testing::now().plus(-hours * HOUR).0, ids[usize::from(more) % 3]);
    let day = At(at).day(Zone::default()).to_string();
    db.write("test", |tx| {
        match what % 6 {
            0 => tx.execute(
                "INSERT INTO inquiry(community_id, who, text, at, due_at, answered_at, first_at, judged_at, kept, kind, quality)
                 VALUES (?1, '', '', ?2, ?2 + 1800000, ?3, ?3, ?3, ?3 <= ?2 + 1800000, ?4, ?5)",
                rusqlite::params![
                    community,
                    at,
                    (more > 3).then_some(at + i64::from(more) * 3_000_000),
                    ["ask", "feedback", "suggestion"][usize::from(more) % 3],
                    (more > 2).then_some(i64::from(more) % 2)
                ],
            ),
            1 => tx.execute(
                "UPDATE inquiry SET quality = 1, first_at = ?1, judged_at = min(?1, due_at), kept = ?1 <= due_at WHERE first_at IS NULL",
                [at],
            ),
            2 => tx.execute(
                "INSERT INTO item(kind, community_id, who, text, created_at, hits) VALUES (?1, ?2, '', '', ?3, ?4)",
                rusqlite::params![
                    ["content", "content", "join", "report"][usize::from(more) % 4],
                    community,
                    at,
                    if more > 3 { r#"[{"rule":"words"}]"# } else { "[]" }
                ],
            ),
            3 => tx.execute(
                "UPDATE item SET state = ?2, decided_at = max(created_at, ?1) WHERE id = (SELECT min(id) FROM item WHERE state = 'pending')",
                rusqlite::params![at, if more > 2 { "rejected" } else { "approved" }],
            ),
            4 => tx.execute(
                "INSERT INTO post(community_id, day, time, title, state, likes, reads, completion, created_at)
                 VALUES (?1, ?2, '09:00', '', 'published', ?3, ?4, 0.25, 0)",
                rusqlite::params![community, day, (more > 2).then_some(more), (more > 5).then_some(100)],
            ),
            _ => tx.execute(
                "INSERT INTO ugc(community_id, day, good, by, at) VALUES (?1, ?2, ?3, '', 0)",
                rusqlite::params![community, day, more > 4],
            ),
        }?;
        tx.says(Says::new("db.did"));
        Ok(())
    })
    .unwrap();
}

fn things(most: usize) -> impl Strategy<Value = Vec<Thing>> {
    // Mostly of the last days, some a hundred days old; few people, so that they come back.
    let hours = prop_oneof![3 => 0i64..200, 2 => 0i64..2600];
    prop::collection::vec((hours, 0u8..3, 0u8..7, 0u8..6), 0..most)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn every_figure_equals_a_count_from_scratch(
        imports in prop::collection::vec((things(60), any::<bool>()), 1..4),
        records in prop::collection::vec((0u8..6, 0i64..900, 0u8..8), 0..12),
        undone in 0usize..4,
        regroup in 0u8..4,
    ) {
        let (mut file, ids) = house();
        let db = &mut file.db;
        let mut entries = Vec::new();
        let (early, late) = records.split_at(records.len() / 2);
        early.iter().for_each(|r| record(db, ids, *r));
        for (n, (things, whole)) in imports.iter().enumerate() {
            import(db, ids, &format!("{n}"), things, *whole);
            entries.push(db.head().unwrap().0);
            settled(db, "after an import");
        }
        late.iter().for_each(|r| record(db, ids, *r));
        settled(db, "after records");
        if let Some(seq) = entries.get(undone) {
            undo(db, *seq, Zone::default()).unwrap();
            settled(db, "after undo");
        }
        let sub = members::find(db, &ids[1].to_string()).unwrap();
        let changed = match regroup {
            1 => NewCommunity { platform: "telegram".into(), ..as_new(&sub) },
            2 => NewCommunity { zone: "Asia/Tokyo".into(), ..as_new(&sub) },
            3 => NewCommunity { tier: "".into(), parent: Some("外群".into()), ..as_new(&sub) },
            _ => as_new(&sub),
        };
        members::set(db, &sub, &changed).unwrap();
        settled(db, "after regrouping");
        // The same file worked out at once says the same.
        let scopes = kpi::recount(db).unwrap().scopes;
        prop_assert!(imports.iter().all(|(t, _)| t.is_empty()) || scopes > 0);
    }
}

fn as_new(c: &crate::members::community::Community) -> NewCommunity {
    NewCommunity {
        name: c.name.clone(),
        platform: c.platform.clone(),
        tier: c.tier.clone(),
        parent: None,
        openness: c.openness.clone(),
        zone: c.zone.clone(),
    }
}

fn today() -> NaiveDate {
    testing::now().day(Zone::default())
}

fn back(days: u64) -> NaiveDate {
    today() - Days::new(days)
}

fn value(db: &Db, scope: Scope, metric: &str, day: NaiveDate) -> Option<f64> {
    let asked = crate::kpi::show::Asked { from: day, to: day, scope, metrics: vec![metric.into()] };
    crate::kpi::show::show(db, Zone::default(), &asked).unwrap()[0].value
}

/// A message of `person` so many days ago.
fn said(days: i64, community: u8, person: u8) -> Thing {
    (days * 24, community, person, 0)
}

#[test]
fn a_person_in_two_communities_is_one_person() {
    let (mut file, ids) = house();
    let all = [said(2, 0, 1), said(2, 1, 1), said(2, 2, 1), said(2, 0, 2), said(1, 0, 1), said(3, 1, 3)];
    import(&mut file.db, ids, "a", &all, true);
    settle(&mut file.db).unwrap();
    let db = &file.db;
    // 1 is on qq twice and on telegram once; what telegram calls p1 is somebody else.
    for (scope, dau, wau) in [
        (Scope::All, 3.0, 4.0),
        (Scope::Platform("qq".into()), 2.0, 3.0),
        (Scope::Parent(ids[0]), 2.0, 3.0),
        (Scope::Tier("vip".into()), 2.0, 3.0),
        (Scope::Community(ids[1]), 1.0, 2.0),
    ] {
        assert_eq!(value(db, scope.clone(), "dau", back(2)), Some(dau), "{scope:?}");
        assert_eq!(value(db, scope.clone(), "wau", back(2)), Some(wau), "{scope:?}");
    }
}

#[test]
fn what_is_not_seen_is_not_zero() {
    let (mut file, ids) = house();
    // A log without joins or departures, silent on the fifth and fourth day before.
    import(&mut file.db, ids, "a", &[said(6, 0, 1), said(3, 0, 1), said(1, 0, 2)], false);
    settle(&mut file.db).unwrap();
    let at = |metric: &str, days| value(&file.db, Scope::All, metric, back(days));
    assert_eq!((at("dau", 6), at("dau", 5), at("dau", 3)), (Some(1.0), None, Some(1.0)));
    for metric in ["joins", "leaves", "leave_rate", "net_growth", "retention_1d", "silent_share", "reply_rate", "ugc"] {
        assert_eq!(at(metric, 1), None, "{metric}");
    }
    assert_eq!(at("dau", 0), None, "nothing of today yet");
    // An export that reaches over these days knows that they were quiet.
    import(&mut file.db, ids, "b", &[said(7, 0, 3), said(2, 0, 3)], true);
    settle(&mut file.db).unwrap();
    let at = |metric: &str, days| value(&file.db, Scope::All, metric, back(days));
    assert_eq!((at("dau", 5), at("messages", 4), at("dau", 0)), (Some(0.0), Some(0.0), None));
    // From the first departure on none is none.
    import(&mut file.db, ids, "c", &[(48, 0, 3, 4)], false);
    settle(&mut file.db).unwrap();
    let at = |metric: &str, days| value(&file.db, Scope::All, metric, back(days));
    assert_eq!((at("leaves", 3), at("leaves", 2), at("leaves", 1)), (None, Some(1.0), Some(0.0)));
}

#[test]
fn a_log_of_arrivals_says_nothing_about_who_writes() {
    let (mut file, ids) = house();
    // The second community's log holds joins only; the first one's also what is said.
    import(&mut file.db, ids, "a", &[(72, 1, 1, 3), (48, 1, 2, 3), (24, 1, 3, 3)], false);
    settle(&mut file.db).unwrap();
    let at = |file: &File, scope: Scope, metric: &str| value(&file.db, scope, metric, back(1));
    let sub = || Scope::Community(ids[1]);
    assert_eq!((at(&file, sub(), "joins"), at(&file, sub(), "members")), (Some(1.0), Some(2.0)));
    for metric in ["dau", "messages", "mau", "speaking_rate", "stickiness", "retention_1d", "members_active"] {
        assert_eq!(at(&file, sub(), metric), None, "{metric}");
    }
    import(&mut file.db, ids, "b", &[(72, 0, 8, 3), (72, 0, 9, 3), said(3, 0, 9), said(1, 0, 9)], false);
    settled(&mut file.db, "after the second");
    assert_eq!(at(&file, sub(), "dau"), None);
    assert_eq!(at(&file, Scope::All, "speaking_rate"), Some(0.5), "who is never heard does not thin the rate");
    assert_eq!((at(&file, Scope::All, "members"), at(&file, Scope::All, "dau")), (Some(4.0), Some(1.0)));
}

#[test]
fn the_past_changes_by_versions_that_say_when_and_why() {
    let (mut file, ids) = house();
    let db = &mut file.db;
    let week: Vec<Thing> = (1..8).map(|d| said(d, 0, 1)).collect();
    let first = import(db, ids, "a", &week, true);
    settle(db).unwrap();
    let metric = by_key("dau").unwrap();
    let told = |db: &Db, days| -> Vec<(i64, &'static str, i64, bool, Option<f64>)> {
        let all = kpi::versions(db, &Scope::All, metric, back(days), back(days)).unwrap();
        all.into_iter().map(|v| (v.version, v.why, v.batch, v.open, v.value)).collect()
    };
    assert_eq!(told(db, 4), [(1, "import", first, false, Some(1.0))]);
    assert_eq!(told(db, 1), [(1, "import", first, true, Some(1.0))], "the import ends on that day: it still grows");
    // The next import completes the last day and says something late about an older one.
    let second = import(db, ids, "b", &[said(4, 0, 2), said(1, 0, 2), said(0, 0, 2)], true);
    let seq = db.head().unwrap().0;
    settle(db).unwrap();
    assert_eq!(told(db, 4), [(1, "import", first, false, Some(1.0)), (2, "import", second, false, Some(2.0))]);
    assert_eq!(told(db, 1), [(1, "import", second, false, Some(2.0))], "what grew is no change");
    assert_eq!(told(db, 0), [(1, "import", second, true, Some(1.0))]);
    let window = kpi::Window { last: today(), days: 14 };
    let board = kpi::board(db, Zone::default(), window, &Scope::All).unwrap();
    let row = board.rows.iter().find(|r| r.metric.key == "dau").unwrap();
    assert_eq!(row.changes.len(), 1);
    let changed = &row.changes[0];
    assert_eq!((changed.day, changed.before, changed.why, changed.batch), (back(4), Some(1.0), "import", second));
    assert_eq!(row.changes[0].at, testing::now());
    // Taking it back is a third version, not a silent return.
    undo(db, seq, Zone::default()).unwrap();
    settle(db).unwrap();
    assert_eq!(told(db, 4).last(), Some(&(3, "undo", second, false, Some(1.0))));
    assert_eq!(told(db, 4).len(), 3);
    let board = kpi::board(db, Zone::default(), window, &Scope::All).unwrap();
    assert!(board.rows.iter().all(|r| r.changes.iter().all(|c| c.day != back(4) || c.before != Some(2.0))));
    let kept = db.aside(|conn, _| Ok(conn.execute("UPDATE measure SET active = 9 WHERE open = 0", [])?));
    assert!(kept.is_err(), "nothing but a new version changes what stands");
    assert!(db.aside(|conn, _| Ok(conn.execute("DELETE FROM measure", [])?)).is_err());
}

#[test]
fn a_day_touches_only_its_days() {
    let (mut file, ids) = house();
    let db = &mut file.db;
    let year: Vec<Thing> = (1..400).flat_map(|d| [said(d, 0, (d % 5) as u8), said(d, 2, (d % 7) as u8)]).collect();
    import(db, ids, "a", &year, true);
    let all = settle(db).unwrap();
    assert!(all.fresh > 399 * 5, "{all:?}");
    import(db, ids, "b", &[said(0, 0, 1)], true);
    let one = settle(db).unwrap();
    assert!(one.days < 20 && one.changed == 0, "today, and the day it follows: {one:?}");
    assert_eq!(settle(db).unwrap(), Settled::default(), "then nothing");
    import(db, ids, "c", &[(200 * 24, 2, 1, 0)], true);
    let late = settle(db).unwrap();
    // A message among others of a person who is known: the day itself has one more message, and nothing else moves.
    assert!(late.changed <= 5 && late.fresh == 0, "{late:?}");
    assert!(late.days <= 5 * 100, "{late:?}");
    equal(db, "after late data");
}

#[test]
fn a_killed_run_is_taken_up_again() {
    let (mut file, ids) = house();
    let db = &mut file.db;
    import(db, ids, "a", &(1..90).map(|d| said(d, 0, (d % 5) as u8)).collect::<Vec<_>>(), true);
    settle(db).unwrap();
    // Somebody is found to have been there since long before; the run stops before anything was counted.
    import(db, ids, "b", &[(80 * 24, 0, 6, 3), (79 * 24, 0, 6, 4), (10 * 24, 0, 6, 0)], true);
    db.aside(|conn, _| {
        conn.execute_batch(
            "CREATE TEMP TRIGGER stop BEFORE INSERT ON measure BEGIN SELECT RAISE(ABORT, 'killed'); END",
        )?;
        Ok(())
    })
    .unwrap();
    assert!(settle(db).is_err());
    assert!(kpi::due(db).unwrap());
    db.aside(|conn, _| Ok(conn.execute_batch("DROP TRIGGER stop")?)).unwrap();
    settled(db, "after a killed run");
}

#[test]
fn a_file_of_before_is_worked_out_at_the_first_occasion() {
    let (mut file, ids) = house();
    let db = &mut file.db;
    import(db, ids, "a", &(1..40).map(|d| said(d, 0, (d % 5) as u8)).collect::<Vec<_>>(), false);
    record(db, ids, (0, 30, 5));
    record(db, ids, (2, 50, 5));
    record(db, ids, (4, 70, 7));
    // As the migration leaves it: spans and touched days from what is there.
    db.aside(|conn, _| {
        conn.execute_batch("DELETE FROM touched; DELETE FROM span")?;
        let sql = include_str!("../../db/sql/0009_measures.sql");
        let (_, fill) = sql.split_once("-- What a file already holds").unwrap();
        conn.execute_batch(&format!("--{fill}"))?;
        Ok(())
    })
    .unwrap();
    assert!(kpi::due(db).unwrap());
    let found = settled(db, "after the migration");
    assert!(found.known > 500, "{found:?}");
}

#[test]
fn messages_of_the_future_wait_for_their_day() {
    let (mut file, ids) = house();
    import(&mut file.db, ids, "a", &[said(1, 0, 1), (-48, 0, 1, 0)], false);
    settle(&mut file.db).unwrap();
    assert_eq!(value(&file.db, Scope::All, "dau", today() + Days::new(2)), None);
    file.db.set_clock(crate::base::Clock::Frozen(testing::now().plus(3 * DAY)));
    assert!(kpi::due(&file.db).unwrap());
    settled(&mut file.db, "when their day has come");
    assert_eq!(value(&file.db, Scope::All, "dau", today() + Days::new(2)), Some(1.0));
}

#[test]
fn partial_and_small_figures_say_so() {
    let (mut file, ids) = house();
    let things: Vec<Thing> = (0..12).flat_map(|d| [said(d, 0, 1), (d * 24 + 1, 0, 2, 3)]).collect();
    import(&mut file.db, ids, "a", &things, true);
    settle(&mut file.db).unwrap();
    let asked = crate::kpi::show::Asked { from: back(11), to: today(), scope: Scope::All, metrics: Vec::new() };
    let rows = crate::kpi::show::show(&file.db, Zone::default(), &asked).unwrap();
    let at = |metric: &str, days| rows.iter().find(|r| r.metric == metric && r.day == back(days)).unwrap();
    assert!(at("dau", 0).partial && at("dau", 11).partial && !at("dau", 5).partial, "today, first and last import day");
    assert!(at("wau", 6).partial && !at("wau", 5).partial, "a week is followed from the seventh day on");
    assert!(at("mau", 3).partial);
    assert!(at("speaking_rate", 5).low && !at("dau", 5).low, "two people are few to divide by");
    assert_eq!((at("dau", 5).covered, at("dau", 5).communities), (1, 3));
}
