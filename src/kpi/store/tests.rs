use super::*;
use crate::base::{Kind, Says};
use crate::db::testing;
use crate::kpi::board::{Origin, State};
use crate::kpi::metric::by_key;
use crate::kpi::own::Own;
use crate::kpi::sheet;
use rusqlite::params;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    testing::now().day(Zone::default())
}

fn ms(text: &str) -> i64 {
    Zone::default().moment(day(text).and_hms_opt(12, 0, 0).unwrap()).0
}

fn entry(metric: &str, on: &str, value: f64) -> Entry {
    Entry::new(by_key(metric).unwrap(), day(on), Some(value))
}

fn community(db: &mut Db, id: i64, name: &str) {
    db.write("test", |tx| {
        tx.execute("INSERT INTO community(id, name, platform) VALUES (?1, ?2, 'wechat')", params![id, name])?;
        Ok(())
    })
    .unwrap();
}

/// A member, and two messages of theirs on each of `days`, entered as an import would.
fn member(db: &mut Db, id: i64, community: i64, joined: Option<&str>, left: Option<&str>, days: &[&str]) {
    db.write_batch("test", |tx| {
        tx.execute("INSERT INTO member(id, community_id, key, name) VALUES (?1, ?2, ?1, '')", params![id, community])?;
        let moves = [(joined, 1, "joins"), (left, 2, "leaves")];
        for day in days.iter().copied().chain(moves.iter().filter_map(|m| m.0)) {
            tx.execute(
                "INSERT INTO touched(community_id, first, last, why) VALUES (?1, ?2, ?2, 'import') ON CONFLICT DO NOTHING",
                params![community, day],
            )?;
            tx.execute(
                "INSERT INTO daily(community_id, day) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                params![community, day],
            )?;
        }
        for day in days {
            for mark in [1, 2] {
                tx.execute(
                    "INSERT INTO event(community_id, at, mark, member_id, kind, batch_id) VALUES (?1, ?2, ?3, ?4, 0, 1)",
                    params![community, ms(day), id * 10 + mark, id],
                )?;
            }
            tx.execute("INSERT INTO active VALUES (?1, ?2, ?3, 2)", params![community, day, id])?;
            tx.execute(
                "UPDATE daily SET messages = messages + 2, active = active + 1 WHERE community_id = ?1 AND day = ?2",
                params![community, day],
            )?;
        }
        for (day, kind, column) in moves {
            let Some(day) = day else { continue };
            tx.execute(
                "INSERT INTO event(community_id, at, mark, member_id, kind, batch_id) VALUES (?1, ?2, ?3, ?4, ?5, 1)",
                params![community, ms(day) + kind - 2, id * 10, id, kind],
            )?;
            tx.execute(
                &format!("UPDATE daily SET {column} = {column} + 1 WHERE community_id = ?1 AND day = ?2"),
                params![community, day],
            )?;
        }
        Ok(())
    })
    .unwrap();
    settle(db).unwrap();
}

fn read(db: &Db, days: usize, scope: &Scope) -> Board {
    let window = Window { last: today(), days };
    board(db, Zone::default(), window, scope).unwrap()
}

const ONE: Scope = Scope::Community(1);

fn row<'b>(board: &'b Board, metric: &str) -> &'b Row {
    board.rows.iter().find(|r| r.metric.key == metric).unwrap()
}

fn today_of(board: &Board, metric: &str) -> Option<f64> {
    row(board, metric).reading.value
}

#[test]
fn an_empty_file_has_twelve_unfilled_rows_and_no_zero() {
    let file = testing::file();
    let board = read(&file.db, 14, &Scope::All);
    assert!(board.rows.iter().all(|r| r.shown.is_none() && r.series.values().iter().all(Option::is_none)));
    assert_eq!(board::Tally::of(&board.rows).unfilled, 12);
}

#[test]
fn the_tables_give_rates_retention_and_distinct_people() {
    let mut file = testing::file();
    community(&mut file.db, 1, "一群");
    community(&mut file.db, 2, "二群");
    // Joined 7 days ago and came back; joined 7 days ago and did not; an old one who wrote 29 and 30 days ago.
    member(&mut file.db, 1, 1, Some("2026-10-03"), None, &["2026-10-03", "2026-10-10"]);
    member(&mut file.db, 2, 1, Some("2026-10-03"), None, &["2026-10-04"]);
    member(&mut file.db, 3, 1, Some("2026-01-01"), None, &["2026-09-10", "2026-09-11"]);
    member(&mut file.db, 4, 1, Some("2026-01-01"), Some("2026-10-10"), &["2026-09-10"]);
    member(&mut file.db, 5, 2, Some("2026-09-10"), None, &["2026-10-10"]);
    // Here since January and never a word.
    member(&mut file.db, 7, 1, Some("2026-01-01"), None, &[]);
    let all = read(&file.db, 14, &Scope::All);
    let one = read(&file.db, 14, &ONE);
    let close = |found: Option<f64>, wanted: f64| (found.unwrap() - wanted).abs() < 1e-12;
    assert!(close(today_of(&one, "members"), 5.0) && close(today_of(&all, "members"), 6.0));
    assert!(close(today_of(&one, "leave_rate"), 0.2));
    assert!(close(today_of(&one, "net_growth"), -0.2));
    assert!(close(today_of(&all, "dau"), 2.0));
    assert!(close(today_of(&one, "mau"), 3.0), "the one who wrote 30 days ago no longer counts");
    assert!(close(today_of(&one, "stickiness"), 1.0 / 3.0));
    assert!(close(today_of(&one, "silent_share"), 0.25));
    assert!(close(today_of(&one, "retention_7d"), 0.5));
    assert!(close(today_of(&all, "retention_30d"), 1.0));
    assert_eq!(today_of(&one, "retention_30d"), None, "nobody joined 30 days ago");
    member(&mut file.db, 6, 2, None, None, &["2026-09-12"]);
    assert!(
        today_of(&read(&file.db, 14, &Scope::Community(2)), "silent_share").is_some(),
        "followed since 10 September"
    );
    // Days without any row of the day stay unknown, those with one do not.
    assert_eq!(row(&one, "dau").series.at(day("2026-10-09")), None);
    assert_eq!(row(&one, "dau").series.at(day("2026-10-04")), Some(1.0));
}

#[test]
fn mau_is_the_same_whatever_the_window_and_agrees_with_sql() {
    let mut file = testing::file();
    community(&mut file.db, 1, "一群");
    for id in 1..40 {
        // A spread of gaps around 30 days.
        let days: Vec<String> =
            (0..6).map(|n| back(today(), (id * 7 + n * (id + 3)) as usize % 90).to_string()).collect();
        let mut days: Vec<&str> = days.iter().map(String::as_str).collect();
        days.sort_unstable();
        days.dedup();
        member(&mut file.db, id, 1, None, None, &days);
    }
    let boards: Vec<Board> = [14, 30, 90].map(|days| read(&file.db, days, &Scope::All)).to_vec();
    let mut checked = 0;
    for back_by in 0..14 {
        let on = back(today(), back_by);
        let sql: f64 = file
            .db
            .conn()
            .query_row(
                "SELECT count(DISTINCT member_id) FROM active WHERE day BETWEEN date(?1, '-29 days') AND ?1",
                [on.to_string()],
                |r| r.get(0),
            )
            .unwrap();
        for board in &boards {
            if let Some(mau) = row(board, "mau").series.at(on) {
                assert_eq!(mau, sql, "{on}");
                checked += 1;
            }
        }
    }
    assert!(checked > 12, "{checked}");
}

#[test]
fn what_is_entered_wins_and_says_so() {
    let mut file = testing::file();
    community(&mut file.db, 1, "一群");
    member(&mut file.db, 1, 1, Some("2026-01-01"), None, &["2026-10-10"]);
    assert_eq!(row(&read(&file.db, 14, &Scope::All), "dau").reading.origin, Some(Origin::Auto));
    set(&mut file.db, today(), &Entry { origin: Origin::Changed, ..entry("dau", "2026-10-10", 1286.0) }).unwrap();
    set(&mut file.db, today(), &entry("mau", "2026-10-10", 6009.0)).unwrap();
    let board = read(&file.db, 14, &Scope::All);
    assert_eq!((today_of(&board, "dau"), row(&board, "dau").reading.origin), (Some(1286.0), Some(Origin::Changed)));
    assert!((today_of(&board, "stickiness").unwrap() - 1286.0 / 6009.0).abs() < 1e-12, "derived from what was entered");
    file.db.undo(file.db.head().unwrap().0 - 1).unwrap();
    assert_eq!(today_of(&read(&file.db, 14, &Scope::All), "dau"), Some(1.0), "undo brings the computed one back");
}

#[test]
fn states_follow_the_day() {
    let mut file = testing::file();
    for (metric, on, value) in [
        ("leave_rate", "2026-10-10", 0.0062),
        ("leave_rate", "2026-10-09", 0.0041),
        ("leave_rate", "2025-10-10", 0.0044),
        ("retention_30d", "2026-10-10", 0.235),
        ("silent_share", "2026-10-07", 0.338),
        ("conversion", "2026-10-09", 0.031),
        ("dau", "2026-10-10", 5.0),
    ] {
        set(&mut file.db, today(), &entry(metric, on, value)).unwrap();
    }
    unavailable(&mut file.db, today(), by_key("interactions").unwrap(), 0, today(), "platform").unwrap();
    let board = read(&file.db, 14, &Scope::All);
    for (metric, state, shown) in [
        ("leave_rate", State::Out, Some((0.0062, 0))),
        ("retention_30d", State::Watch, Some((0.235, 0))),
        ("silent_share", State::Good, Some((0.338, 3))),
        ("conversion", State::Unfilled, None),
        ("dau", State::Unjudged, Some((5.0, 0))),
        ("interactions", State::Unavailable, None),
    ] {
        assert_eq!((row(&board, metric).state, row(&board, metric).shown), (state, shown), "{metric}");
    }
    let leave = row(&board, "leave_rate");
    assert!((leave.change.unwrap() - 0.0021).abs() < 1e-12 && (leave.year.unwrap() - 0.0018).abs() < 1e-12);
    assert!(leave.mine);
    assert_eq!(board::Tally::of(&board.rows), board::Tally { out: 1, open: 1, watch: 1, unusual: 0, unfilled: 7 });
    acknowledge(&mut file.db, leave.metric, today(), "抽奖连场").unwrap();
    let board = read(&file.db, 14, &Scope::All);
    assert_eq!(row(&board, "leave_rate").state, State::Acknowledged);
    assert_eq!(board::Tally::of(&board.rows), board::Tally { out: 1, open: 0, watch: 1, unusual: 0, unfilled: 7 });
}

#[test]
fn impossible_figures_are_refused() {
    let mut file = testing::file();
    for (metric, on, value, key) in [
        ("dau", "2026-10-11", 1.0, "kpi.future_day"),
        ("dau", "2026-10-10", 1.5, "kpi.not_whole"),
        ("dau", "2026-10-10", -1.0, "kpi.negative"),
        ("dau", "2026-10-10", f64::NAN, "kpi.not_a_number"),
        ("leave_rate", "2026-10-10", 1.2, "kpi.over_100"),
        ("leave_rate", "2026-10-10", -0.1, "kpi.negative"),
        ("net_growth", "2026-10-10", -1.1, "kpi.over_100"),
    ] {
        let good = entry("joins", "2026-10-10", 3.0);
        let refused = set_many(&mut file.db, today(), &[good, entry(metric, on, value)]).unwrap_err();
        assert_eq!(refused.says.key, key, "{metric} {value}");
    }
    assert_eq!(file.db.head().unwrap().0, 0, "nothing was written");
    assert_eq!(acknowledge(&mut file.db, &METRICS[0], today(), "  ").unwrap_err().says.key, "kpi.reason_needed");
    let goal = Bands { target: Some(40.0), watch: None };
    assert_eq!(set_goal(&mut file.db, &METRICS[0], 0, goal).unwrap_err().says.key, "kpi.goal_out_of_reach");
}

#[test]
fn the_slower_of_two_operators_is_told() {
    let mut file = testing::file();
    let mut other = testing::as_operator(&file, "阿泽");
    set(&mut other, today(), &entry("dau", "2026-10-10", 1286.0)).unwrap();
    let mine = Entry { over: Over::Seen(None), ..entry("dau", "2026-10-10", 1268.0) };
    let told = set(&mut file.db, today(), &mine).unwrap_err();
    assert_eq!((told.kind, &*told.says.args["who"], &*told.says.args["value"]), (Kind::Conflict, "阿泽", "1286"));
    assert_eq!(today_of(&read(&file.db, 14, &Scope::All), "dau"), Some(1286.0));
    let seen = Over::Seen(Some(testing::now()));
    set(&mut file.db, today(), &Entry { over: seen, ..mine }).unwrap();
    assert_eq!(today_of(&read(&file.db, 14, &Scope::All), "dau"), Some(1268.0));
}

#[test]
fn goals_replace_bands_and_community_goals_stay_there() {
    let mut file = testing::file();
    community(&mut file.db, 1, "一群");
    let dau = by_key("dau").unwrap();
    set_goal(&mut file.db, dau, 0, Bands { target: Some(1200.0), watch: None }).unwrap();
    set_goal(&mut file.db, by_key("leave_rate").unwrap(), 1, Bands { target: Some(0.01), watch: None }).unwrap();
    set(&mut file.db, today(), &entry("dau", "2026-10-10", 1286.0)).unwrap();
    let all = read(&file.db, 14, &Scope::All);
    assert_eq!((row(&all, "dau").state, row(&all, "leave_rate").bands.target), (State::Good, Some(0.004)));
    let one = read(&file.db, 14, &ONE);
    assert_eq!((row(&one, "dau").bands.target, row(&one, "leave_rate").bands.target), (None, Some(0.01)));
    assert_eq!(goals(&file.db).unwrap().len(), 2);
    set_goal(&mut file.db, dau, 0, Bands::default()).unwrap();
    assert_eq!(goals(&file.db).unwrap().len(), 1);
}

#[test]
fn communities_add_up_and_name_who_gives_most() {
    let mut file = testing::file();
    community(&mut file.db, 1, "一群");
    community(&mut file.db, 2, "二群");
    member(&mut file.db, 1, 1, Some("2026-01-01"), Some("2026-10-10"), &["2026-10-09"]);
    member(&mut file.db, 2, 2, Some("2026-01-01"), None, &["2026-10-10"]);
    // Departures are seen there too.
    member(&mut file.db, 3, 2, Some("2026-01-01"), Some("2026-01-02"), &[]);
    for (id, value) in [(1, 20.0), (2, 22.0)] {
        set(&mut file.db, today(), &Entry { community: id, ..entry("interactions", "2026-10-10", value) }).unwrap();
    }
    let board = read(&file.db, 14, &Scope::All);
    assert_eq!(today_of(&board, "interactions"), Some(42.0));
    let who: Vec<_> = row(&board, "leave_rate").parts.iter().map(|p| (p.community, p.count)).collect();
    assert_eq!(who, [(0, Some(1.0)), (1, Some(0.0))]);
    assert_eq!(row(&board, "leave_rate").parts[0].band, Some(crate::kpi::series::Band::Out));
}

#[test]
fn answers_count_on_their_day() {
    let mut file = testing::file();
    community(&mut file.db, 1, "一群");
    let now = testing::now().0;
    for (due, answered) in [(10, Some(5)), (10, Some(11)), (10, Some(10)), (10, None)] {
        file.db
            .write("test", |tx| {
                tx.execute(
                    "INSERT INTO inquiry(community_id, who, text, at, due_at, judged_at, kept) VALUES (1, '', '', 0, ?1, ?2, ?2 <= ?1)",
                    params![now + due, answered.map(|a| now + a)],
                )?;
                Ok(())
            })
            .unwrap();
    }
    let board = read(&file.db, 14, &Scope::All);
    assert_eq!(row(&board, "reply_30m").reading.of, Some((2.0, 3.0)));
}

#[test]
fn sheets_come_in_whole_once_and_undo_as_one() {
    let mut file = testing::file();
    community(&mut file.db, 1, "一群");
    let text = "date,community,dau,leave_rate\n2026-10-09,,1247,0.41%\n2026-10-10,一群,12,-\n";
    let sheet = sheet::read("d.csv", text, today()).unwrap();
    let done = import(&mut file.db, today(), &sheet).unwrap();
    assert_eq!(done, Imported { read: 4, new: 4, changed: 0, same: 0 });
    assert_eq!(import(&mut file.db, today(), &sheet).unwrap(), Imported { read: 4, new: 0, changed: 0, same: 4 });
    let other = sheet::read("d.csv", "date,dau\n2026-10-09,1248\n", today()).unwrap();
    assert_eq!(import(&mut file.db, today(), &other).unwrap().changed, 1);
    let dau = |db: &Db| row(&read(db, 14, &Scope::All), "dau").series.at(day("2026-10-09"));
    assert_eq!(dau(&file.db), Some(1248.0));
    assert_eq!(row(&read(&file.db, 14, &ONE), "leave_rate").state, State::Unavailable);
    file.db.undo(file.db.head().unwrap().0).unwrap();
    assert_eq!(dau(&file.db), Some(1247.0));
    for (text, key) in [
        ("date,dau\n2026-10-11,1\n", "kpi.sheet_future"),
        ("date,leave_rate\n2026-10-09,12.4\n", "kpi.sheet_over_100"),
        ("date,dau\n2026-10-09,-3\n", "kpi.sheet_negative"),
        ("date,community,dau\n2026-10-09,三群,3\n", "kpi.sheet_community"),
    ] {
        let sheet = sheet::read("d.csv", text, today()).unwrap();
        let refused = import(&mut file.db, today(), &sheet).unwrap_err();
        assert_eq!((&*refused.says.key, &*refused.says.args["line"]), (key, "2"));
    }
}

#[test]
fn what_happened_is_named_in_order() {
    let mut file = testing::file();
    community(&mut file.db, 1, "一群");
    annotate(&mut file.db, day("2026-10-08"), None, "国庆返程").unwrap();
    acknowledge(&mut file.db, &METRICS[1], day("2026-10-09"), "抽奖连场").unwrap();
    file.db
        .write("test", |tx| {
            let at = testing::now().0 - 37 * 60_000;
            tx.execute("INSERT INTO incident(name, opened_at, opened_by, due_at) VALUES ('奶油发霉', ?1, '周宁', 0)", [at])?;
            for (day, title, track, state) in [
                ("2026-10-10", "盐可颂翻车", "hot", "published"),
                ("2026-10-10", "早安打卡", "fixed", "published"),
                ("2026-10-09", "话题", "hot", "draft"),
            ] {
                tx.execute(
                    "INSERT INTO post(community_id, day, time, title, track, state, created_at) VALUES (1, ?1, '09:00', ?2, ?3, ?4, 0)",
                    [day, title, track, state],
                )?;
            }
            tx.says(Says::new("db.did"));
            Ok(())
        })
        .unwrap();
    let board = read(&file.db, 14, &Scope::All);
    let said: Vec<_> = board.events.iter().map(|e| (e.day.to_string(), &*e.text)).collect();
    let want = [("2026-10-08", "国庆返程"), ("2026-10-10", "奶油发霉"), ("2026-10-10", "盐可颂翻车")];
    assert_eq!(said, want.map(|(d, t)| (d.to_owned(), t)));
    let last = last_ack(&file.db, "leave_rate", today()).unwrap().unwrap();
    assert_eq!((last.text.as_str(), last.day), ("抽奖连场", day("2026-10-09")));
    assert_eq!(last_ack(&file.db, "leave_rate", day("2026-10-09")).unwrap(), None);
}

#[test]
fn records_of_today_are_seen_before_they_are_settled() {
    let mut file = testing::file();
    community(&mut file.db, 1, "一群");
    member(&mut file.db, 1, 1, Some("2026-01-01"), None, &["2026-10-10"]);
    let item = |db: &mut Db, state: &str| {
        let at = testing::now().0;
        db.write("test", |tx| {
            tx.execute(
                "INSERT INTO item(kind, state, community_id, who, text, created_at, decided_at) VALUES ('content', ?1, 1, '', '', ?2, ?2)",
                params![state, at],
            )?;
            Ok(())
        })
        .unwrap();
    };
    item(&mut file.db, "approved");
    settle(&mut file.db).unwrap();
    assert_eq!(today_of(&read(&file.db, 14, &ONE), "violation_rate"), Some(0.0));
    item(&mut file.db, "rejected");
    assert!(due(&file.db).unwrap());
    assert_eq!(row(&read(&file.db, 14, &Scope::All), "violation_rate").reading.of, Some((1.0, 2.0)));
    assert_eq!(row(&read(&file.db, 14, &ONE), "violation_rate").reading.of, Some((1.0, 2.0)));
    settle(&mut file.db).unwrap();
    assert_eq!(row(&read(&file.db, 14, &Scope::All), "violation_rate").reading.of, Some((1.0, 2.0)));
}

#[test]
fn own_metrics_follow_their_formula_everywhere() {
    let mut file = testing::file();
    community(&mut file.db, 1, "一群");
    let own = |key: &str, formula: &str| Own {
        key: key.into(),
        names: ["人均".into(), String::new(), String::new()],
        unit: crate::kpi::metric::Unit::Number,
        want: crate::kpi::metric::Want::More,
        decimals: 1,
        formula: formula.into(),
    };
    let named = |name: &str| ["messages", "dau", "per_head", "leave_rate"].contains(&name).then(|| name.to_owned());
    define(&mut file.db, &own("per_head", "messages / dau"), &named).unwrap();
    define(&mut file.db, &own("twice", "per_head * 2 + leave_rate"), &named).unwrap();
    for (metric, value) in [("messages", 30.0), ("dau", 12.0)] {
        set(&mut file.db, today(), &entry(metric, "2026-10-10", value)).unwrap();
    }
    let board = read(&file.db, 14, &Scope::All);
    assert_eq!(today_of(&board, "per_head"), Some(2.5));
    assert_eq!(today_of(&board, "twice"), None, "the leave rate is not known");
    assert_eq!(row(&board, "per_head").series.at(day("2026-10-09")), None);
    set(&mut file.db, today(), &entry("leave_rate", "2026-10-10", 0.01)).unwrap();
    assert_eq!(today_of(&read(&file.db, 14, &Scope::All), "twice"), Some(6.0), "shares count in per cent");
    set(&mut file.db, today(), &entry("dau", "2026-10-10", 0.0)).unwrap();
    assert_eq!(today_of(&read(&file.db, 14, &Scope::All), "per_head"), None, "divided by zero");
    // Goals and refusals are as for every metric.
    let metric = *catalogue(&file.db).unwrap().iter().find(|m| m.key == "per_head").unwrap();
    set_goal(&mut file.db, metric, 0, Bands { target: Some(2.0), watch: None }).unwrap();
    assert_eq!(row(&read(&file.db, 14, &Scope::All), "per_head").bands.target, Some(2.0));
    let told = set(&mut file.db, today(), &Entry::new(metric, today(), Some(1.0))).unwrap_err();
    assert_eq!(told.says.key, "measures.own_entered");
    let circle = define(&mut file.db, &own("per_head", "twice"), &|n| Some(n.to_owned())).unwrap_err();
    assert_eq!(circle.says.args["way"], "per_head -> twice -> per_head");
    assert_eq!(drop_own(&mut file.db, "per_head").unwrap_err().says.args["by"], "twice");
    drop_own(&mut file.db, "twice").unwrap();
    drop_own(&mut file.db, "per_head").unwrap();
    assert_eq!(drop_own(&mut file.db, "dau").unwrap_err().says.key, "measures.no_own");
    file.db.undo(file.db.head().unwrap().0).unwrap();
    assert_eq!(owns(&file.db).unwrap().len(), 1, "undo brings the definition back");
}

#[test]
fn pieces_are_logged_marked_and_counted() {
    let mut file = testing::file();
    community(&mut file.db, 1, "一群");
    let first = log(&mut file.db, today(), 1, None, day("2026-10-09"), false, "教程").unwrap();
    log(&mut file.db, today(), 1, None, day("2026-10-09"), true, "").unwrap();
    settle(&mut file.db).unwrap();
    let quality = |db: &Db| row(&read(db, 14, &Scope::All), "quality_ugc").series.at(day("2026-10-09"));
    assert_eq!(quality(&file.db), Some(0.5));
    mark(&mut file.db, first, true).unwrap();
    settle(&mut file.db).unwrap();
    assert_eq!(quality(&file.db), Some(1.0));
    assert_eq!(row(&read(&file.db, 14, &Scope::All), "ugc").series.at(day("2026-10-09")), Some(2.0));
    assert_eq!(row(&read(&file.db, 14, &Scope::All), "ugc").series.at(day("2026-10-08")), None);
    file.db.undo(file.db.head().unwrap().0).unwrap();
    settle(&mut file.db).unwrap();
    assert_eq!(quality(&file.db), Some(0.5));
    let found = pieces(&file.db, Some(1), day("2026-10-01"), today()).unwrap();
    assert_eq!(found.iter().map(|p| (p.good, &*p.note)).collect::<Vec<_>>(), [(true, ""), (false, "教程")]);
    assert!(pieces(&file.db, Some(2), day("2026-10-01"), today()).unwrap().is_empty());
    assert_eq!(mark(&mut file.db, 99, true).unwrap_err().says.key, "measures.no_piece");
    let future = log(&mut file.db, today(), 1, None, day("2026-10-11"), false, "").unwrap_err();
    assert_eq!(future.says.key, "measures.future_piece");
}

#[test]
fn a_sheet_that_says_two_things_of_a_day_is_refused() {
    let mut file = testing::file();
    community(&mut file.db, 1, "一群");
    for text in [
        "date,dau\n2026-10-09,1\n2026-10-09,2\n",
        "date,community,dau\n2026-10-09,一群,1\n2026-10-09,wechat/一群,1\n",
        "date,metric,value\n2026-10-09,dau,1\n2026-10-09,DAU,2\n",
    ] {
        let sheet = sheet::read("d.csv", text, today()).unwrap();
        let refused = import(&mut file.db, today(), &sheet).unwrap_err();
        assert_eq!(refused.says.key, "measures.sheet_again", "{text}");
        assert_eq!((&*refused.says.args["line"], &*refused.says.args["before"]), ("3", "2"));
    }
    let both = "date,community,dau\n2026-10-09,一群,1\n2026-10-09,,2\n2026-10-08,一群,1\n";
    let sheet = sheet::read("d.csv", both, today()).unwrap();
    assert_eq!(import(&mut file.db, today(), &sheet).unwrap().new, 3);
}

#[test]
fn goals_are_kept_told_changed_and_closed() {
    use crate::kpi::aim::{Aim, How, Milestone, Outcome, Per, Standing};
    let mut file = testing::file();
    let db = &mut file.db;
    for back in 0..40 {
        let on = today() - Days::new(back);
        set(db, today(), &Entry::new(by_key("dau").unwrap(), on, Some(150.0 - f64::from(back as u32)))).unwrap();
    }
    let mut aim = Aim {
        id: 0,
        name: " 日活到 120% ".into(),
        metric: by_key("dau").unwrap(),
        community: 0,
        how: How::Level,
        per: Per::Once,
        baseline: None,
        target: 180.0,
        reachable: "每周两场".into(),
        purpose: "口碑".into(),
        first: today() - Days::new(10),
        due: today() + Days::new(50),
        owner: "周宁".into(),
        milestones: vec![Milestone { day: today() + Days::new(5), target: 160.0, note: "直播".into() }],
        outcome: Outcome::Open,
        note: String::new(),
        version: 1,
    };
    aim.baseline = baseline(db, &aim).unwrap();
    assert_eq!(aim.baseline, Some(126.0), "the mean of the four weeks before, in whole people: 125.5");
    let id = put_aim(db, &aim).unwrap();
    let stored = aim_by_id(db, id).unwrap();
    assert_eq!((stored.name.as_str(), stored.milestones.len(), stored.version), ("日活到 120%", 1, 1));
    let (_, found, series) = &progress(db, vec![stored.clone()], today()).unwrap()[0];
    assert_eq!((found.now, found.standing), (Some(147.0), Standing::Behind));
    assert_eq!(series.at(today()), Some(150.0));
    assert!(found.forecast.unwrap().value > 180.0 && found.next.is_some());
    // Changed by two at once: the slower one is told.
    put_aim(db, &Aim { target: 170.0, milestones: Vec::new(), ..stored.clone() }).unwrap();
    assert_eq!(put_aim(db, &stored).unwrap_err().kind, Kind::Conflict);
    let changed = aim_by_id(db, id).unwrap();
    assert_eq!((changed.target, changed.milestones.len(), changed.version), (170.0, 0, 2));
    let seq = db.head().unwrap().0;
    db.undo(seq).unwrap();
    let back = aim_by_id(db, id).unwrap();
    assert_eq!((back.target, back.milestones.len()), (180.0, 1), "undone with its milestones");
    close_aim(db, &back, Outcome::Met, "直播带的").unwrap();
    assert_eq!(close_aim(db, &back, Outcome::Missed, "").unwrap_err().kind, Kind::Conflict);
    let closed = aim_by_id(db, id).unwrap();
    assert_eq!((closed.outcome, closed.note.as_str()), (Outcome::Met, "直播带的"));
    assert_eq!(aim_by_id(db, 99).unwrap_err().says.key, "goals.no_aim");
    assert_eq!(put_aim(db, &Aim { purpose: String::new(), id: 0, ..aim }).unwrap_err().says.key, "goals.missing");
}
