use super::super::super::post::State;
use super::super::tests::sample;
use super::super::{Content, cancel, communities, edit, get, lay_days, list, publish, shift};
use super::*;
use crate::calendar::board::later;
use crate::calendar::post::{Post, Reason, Track};
use crate::db::testing::{self, File};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn column(rule: &str) -> Column {
    Column {
        community_id: 2,
        title: "早课 第{n}讲".into(),
        rule: Rule::parse(rule).unwrap(),
        time: "20:00:00".parse().unwrap(),
        kind: Kind::Tips,
        format: Format::Article,
        body: String::new(),
        owner: "小满".into(),
        span: Span::open(day("2026-10-01")),
        number: 5,
    }
}

fn empty() -> File {
    let mut file = testing::file();
    file.db
        .write("test", |tx| {
            for (n, name) in ["一群", "二群"].iter().enumerate() {
                tx.execute(
                    "INSERT INTO community(name, platform, sort) VALUES (?1, 'qq', ?2)",
                    params![name, n as i64],
                )?;
            }
            Ok(())
        })
        .unwrap();
    file
}

fn posts(db: &Db) -> Vec<Post> {
    list(db, day("2026-01-01"), day("2027-12-31"), 10_000).unwrap()
}

fn shown(db: &Db, n: usize) -> Vec<String> {
    posts(db)
        .iter()
        .take(n)
        .map(|p| format!("{} {} {} {}", p.day.format("%m-%d"), p.clock(), p.title, p.state.word()))
        .collect()
}

fn seen(db: &Db, id: i64) -> Ref {
    let series = super::column(db, id).unwrap();
    Ref { id, version: series.version }
}

/// Today is Saturday 2026-10-10, 17:20.
#[test]
fn a_column_makes_its_slots_ninety_days_ahead_as_one_entry() {
    let mut file = empty();
    let before = file.db.entries(100, None, None).unwrap().len();
    let (id, says) = add_column(&mut file.db, &column("weekly sat,mon")).unwrap();
    assert_eq!((says.key.as_str(), says.args["n"].as_str()), ("columns.did_add", "26"));
    assert_eq!(
        shown(&file.db, 3),
        ["10-10 20:00 早课 第5讲 gap", "10-12 20:00 早课 第6讲 gap", "10-17 20:00 早课 第7讲 gap"]
    );
    assert_eq!(posts(&file.db).last().unwrap().day, day("2027-01-04"));
    assert_eq!(file.db.entries(100, None, None).unwrap().len(), before + 1);
    assert_eq!(
        of_posts(&file.db, day("2026-10-10"), day("2026-10-12")).unwrap().into_values().collect::<Vec<_>>(),
        [id, id]
    );
    let seq = file.db.last_undoable("甲").unwrap().unwrap();
    file.db.undo(seq).unwrap();
    assert!(posts(&file.db).is_empty() && columns(&file.db).unwrap().is_empty(), "one undo takes all of it back");
}

#[test]
fn a_moment_that_has_passed_is_no_slot() {
    let mut file = empty();
    add_column(&mut file.db, &Column { time: "09:00:00".parse().unwrap(), ..column("daily") }).unwrap();
    assert_eq!(shown(&file.db, 2), ["10-11 09:00 早课 第5讲 gap", "10-12 09:00 早课 第6讲 gap"]);
    add_column(&mut file.db, &Column { body: "今天第{n}课".into(), title: "课".into(), ..column("daily") }).unwrap();
    let first = posts(&file.db).into_iter().find(|p| p.title == "课").unwrap();
    assert_eq!((first.state, first.body.as_str()), (State::Planned, "今天第5课"), "with a caption it is ready");
}

#[test]
fn ninety_days_stay_ahead_as_time_goes_on() {
    let mut file = empty();
    add_column(&mut file.db, &column("daily")).unwrap();
    assert_eq!((extend(&mut file.db).unwrap(), extend(&mut file.db).unwrap()), (0, 0));
    let mut tomorrow = crate::db::Db::open(crate::db::Opening {
        path: file.db.path().into(),
        create: false,
        me: testing::me("甲"),
        clock: crate::base::Clock::Frozen(testing::now().plus(3 * crate::base::clock::DAY)),
    })
    .unwrap();
    assert_eq!(extend(&mut tomorrow).unwrap(), 3);
    assert_eq!(extend(&mut tomorrow).unwrap(), 0);
    assert_eq!(posts(&tomorrow).last().unwrap().day, later(day("2026-10-13"), 90));
    assert_eq!(posts(&tomorrow).last().unwrap().title, "早课 第98讲", "numbers go on");
    let entry = tomorrow.entries(1, None, None).unwrap().remove(0);
    assert_eq!((entry.action.as_str(), entry.undoable), ("series.extend", false));
    assert_eq!(
        tomorrow.last_undoable("甲").unwrap(),
        Some(2),
        "u is about the column, not about what was made by itself"
    );
    assert_eq!(tomorrow.me().name, "甲");
}

#[test]
fn one_occurrence_is_changed_moved_or_called_off_without_the_column() {
    let mut file = empty();
    let (id, _) = add_column(&mut file.db, &column("weekly mon")).unwrap();
    let all = posts(&file.db);
    let refs: Vec<Ref> = all.iter().map(Ref::from).collect();
    shift(&mut file.db, &[refs[0]], |p| later(p.day, 1)).unwrap();
    cancel(&mut file.db, &[refs[1]], Reason::Unfit, "").unwrap();
    let mut own = content_of(&all[2]);
    own.title = "特别场".into();
    edit(&mut file.db, refs[2], &own).unwrap();
    let column_now = super::column(&file.db, id).unwrap();
    assert_eq!((column_now.version, column_now.column.clone()), (1, column("weekly mon")));
    // The column changes: what was touched stays, the others follow, none comes twice.
    let later_time = Column { time: "21:30:00".parse().unwrap(), title: "晚课{n}".into(), ..column("weekly mon") };
    let now = seen(&file.db, id);
    edit_column(&mut file.db, now, &later_time).unwrap();
    assert_eq!(
        shown(&file.db, 4),
        [
            "10-13 20:00 早课 第5讲 gap",
            "10-19 20:00 早课 第6讲 dropped",
            "10-26 20:00 特别场 gap",
            "11-02 21:30 晚课8 gap"
        ]
    );
    assert_eq!(posts(&file.db).len(), all.len());
    let (series, slot, n) = of_post(&file.db, all[0].id).unwrap().unwrap();
    assert_eq!((series, slot, n), (id, day("2026-10-12"), 5), "a moved slot keeps its own day");
}

fn content_of(p: &Post) -> Content {
    Content {
        community_id: p.community_id,
        day: p.day,
        time: p.time,
        kind: p.kind,
        format: p.format,
        track: Track::Fixed,
        title: p.title.clone(),
        body: p.body.clone(),
        owner: p.owner.clone(),
        expires_at: None,
        note: String::new(),
    }
}

#[test]
fn an_edit_taken_back_is_no_touch() {
    let mut file = empty();
    let (id, _) = add_column(&mut file.db, &column("weekly mon")).unwrap();
    let first = posts(&file.db).remove(0);
    shift(&mut file.db, &[Ref::from(&first)], |p| later(p.day, 1)).unwrap();
    let seq = file.db.last_undoable("甲").unwrap().unwrap();
    file.db.undo(seq).unwrap();
    let now = seen(&file.db, id);
    edit_column(&mut file.db, now, &Column { title: "新名".into(), ..column("weekly mon") }).unwrap();
    assert_eq!(get(&file.db, first.id).unwrap().title, "新名");
}

#[test]
fn a_column_is_ended_not_deleted_and_what_went_out_stays() {
    let mut file = empty();
    let (id, _) = add_column(&mut file.db, &Column { body: "文案".into(), ..column("daily") }).unwrap();
    let all = posts(&file.db);
    publish(&mut file.db, &[Ref::from(&all[0]), Ref::from(&all[9])], "").unwrap();
    let now = seen(&file.db, id);
    let says = end_column(&mut file.db, now, day("2026-10-12")).unwrap();
    assert_eq!(says.args["n"], "87");
    let left: Vec<String> = posts(&file.db).iter().map(|p| p.day.format("%m-%d").to_string()).collect();
    assert_eq!(left, ["10-10", "10-11", "10-12", "10-19"], "the one that is out stays");
    assert!(super::column(&file.db, id).unwrap().is_over(day("2026-10-13")));
    let seq = file.db.last_undoable("甲").unwrap().unwrap();
    file.db.undo(seq).unwrap();
    assert_eq!(posts(&file.db).len(), 91, "and the end can be taken back");
}

#[test]
fn a_new_arrangement_of_days_moves_slots_to_come() {
    let mut file = empty();
    add_column(&mut file.db, &column("workdays")).unwrap();
    let on = |db: &Db, date: &str| posts(db).iter().filter(|p| p.day == day(date)).count();
    assert_eq!((on(&file.db, "2027-01-01"), on(&file.db, "2027-01-03"), on(&file.db, "2027-01-04")), (0, 0, 1));
    let notice = crate::calendar::days::file::read(
        r#"{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true},
            {"name": "元旦", "date": "2027-01-03", "isOffDay": false}, {"name": "元旦", "date": "2027-01-04", "isOffDay": true}]}"#,
    );
    lay_days(&mut file.db, &notice.unwrap()).unwrap();
    extend(&mut file.db).unwrap();
    assert_eq!((on(&file.db, "2027-01-01"), on(&file.db, "2027-01-03"), on(&file.db, "2027-01-04")), (0, 1, 0));
}

#[test]
fn wrong_columns_are_refused_and_leave_nothing() {
    let mut file = empty();
    let wrong = |change: fn(&mut Column)| {
        let mut c = column("weekly mon");
        change(&mut c);
        c
    };
    for (c, key) in [
        (wrong(|c| c.title = " ".into()), "calendar.no_title"),
        (wrong(|c| c.span.until = Some(c.span.from - chrono::Days::new(1))), "columns.ends_before"),
        (wrong(|c| c.span.until = Some(day("2026-10-02"))), "columns.never"),
        (wrong(|c| c.community_id = 99), "db.failed"),
    ] {
        let error = add_column(&mut file.db, &c).unwrap_err();
        if key != "db.failed" {
            assert_eq!(error.says.key, key);
        }
    }
    assert!(posts(&file.db).is_empty());
    assert_eq!(super::column(&file.db, 7).unwrap_err().says.key, "columns.no_column");
}

#[test]
fn the_slower_of_two_is_told() {
    let mut file = empty();
    let (id, _) = add_column(&mut file.db, &column("weekly mon")).unwrap();
    let old = seen(&file.db, id);
    let mut other = testing::as_operator(&file, "阿泽");
    edit_column(&mut other, old, &column("weekly tue")).unwrap();
    let error = edit_column(&mut file.db, old, &column("weekly wed")).unwrap_err();
    assert_eq!((error.kind, error.says.args["who"].as_str()), (Sort::Conflict, "阿泽"));
}

#[test]
fn what_stands_in_the_place_of_a_slot_is_that_slot() {
    let mut file = empty();
    let by_hand =
        Content { day: day("2026-10-12"), title: "黄油的一生".into(), ..content_of(&at(&mut file, "2026-10-05")) };
    let (id, _) = super::super::add(&mut file.db, &by_hand).unwrap();
    let mut weekly = column("weekly mon");
    weekly.span.from = day("2026-10-05");
    let (series, says) = add_column(&mut file.db, &weekly).unwrap();
    assert_eq!(says.args["n"], "12", "one of thirteen was there");
    assert_eq!(
        shown(&file.db, 3),
        ["10-05 20:00 早课 draft", "10-12 20:00 黄油的一生 draft", "10-19 20:00 早课 第7讲 gap"]
    );
    assert_eq!(of_post(&file.db, id).unwrap(), Some((series, day("2026-10-12"), 6)));
    assert_eq!(super::kept(&file.db, day("2026-10-01"), day("2026-10-10")).unwrap()[&series], Kept { out: 0, of: 1 });
}

/// An entry made by hand on a day.
fn at(file: &mut File, date: &str) -> Post {
    let content = Content {
        community_id: 2,
        day: day(date),
        time: "20:00:00".parse().unwrap(),
        kind: Kind::Tips,
        format: Format::Article,
        track: Track::Fixed,
        title: "早课".into(),
        body: String::new(),
        owner: String::new(),
        expires_at: None,
        note: String::new(),
    };
    let (id, _) = super::super::add(&mut file.db, &content).unwrap();
    get(&file.db, id).unwrap()
}

#[test]
fn promises_are_counted() {
    let mut file = sample();
    assert_eq!(communities(&file.db).unwrap().len(), 9);
    let time = "21:15:00".parse().unwrap();
    let (id, _) = add_column(&mut file.db, &Column { body: "文".into(), time, ..column("daily") }).unwrap();
    let slots: Vec<i64> = of_posts(&file.db, day("2026-10-10"), day("2026-10-14")).unwrap().into_keys().collect();
    let refs: Vec<Ref> = slots.iter().map(|p| Ref::from(&get(&file.db, *p).unwrap())).collect();
    publish(&mut file.db, &refs[..2], "").unwrap();
    cancel(&mut file.db, &refs[2..3], Reason::Hot, "").unwrap();
    let kept = kept(&file.db, day("2026-10-10"), day("2026-10-15")).unwrap();
    assert_eq!(kept[&id], Kept { out: 2, of: 4 });
}

/// Clocks put forward and back, and another zone: a slot is a local day and time.
#[test]
fn local_times_stay_when_clocks_and_zones_change() {
    use crate::base::{At, Zone};
    let mut file = empty();
    file.db
        .write("test", |tx| Ok(tx.execute("UPDATE community SET zone = 'America/New_York' WHERE id = 2", [])?))
        .unwrap();
    add_column(&mut file.db, &Column { time: "01:30:00".parse().unwrap(), ..column("daily") }).unwrap();
    let at = |db: &Db, date: &str| {
        let post = posts(db).into_iter().find(|p| p.day == day(date)).unwrap();
        (post.clock(), post.due(Zone::default()))
    };
    let utc = |text: &str| At::parse(text).unwrap();
    // New York puts its clocks back on 1 November 2026.
    assert_eq!(at(&file.db, "2026-10-31"), ("01:30".into(), utc("2026-10-31T05:30:00Z")));
    assert_eq!(at(&file.db, "2026-11-01"), ("01:30".into(), utc("2026-11-01T05:30:00Z")));
    assert_eq!(at(&file.db, "2026-11-02"), ("01:30".into(), utc("2026-11-02T06:30:00Z")));
    file.db
        .write("test", |tx| Ok(tx.execute("UPDATE community SET zone = 'Europe/Berlin' WHERE id = 2", [])?))
        .unwrap();
    assert_eq!(at(&file.db, "2026-11-02"), ("01:30".into(), utc("2026-11-02T00:30:00Z")));
    let first = posts(&file.db).remove(0);
    shift(&mut file.db, &[Ref::from(&first)], |_| day("2027-03-28")).unwrap();
    let moved = get(&file.db, first.id).unwrap();
    assert_eq!((moved.clock().as_str(), moved.due(Zone::default())), ("01:30", utc("2027-03-28T00:30:00Z")));
}
