use super::*;
use crate::base::{Config, Language};
use crate::db::testing;
use crate::kpi::board::{Row, Tally};
use crate::kpi::metric::{METRICS, by_key, place};
use crate::kpi::series::Bands;
use crate::kpi::store;
use crate::kpi::store::Entry;
use crate::tui::dump::Kit;
use crate::tui::pane::{AnyPane, Effect};
use chrono::Days;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyModifiers};

/// The pane over a test file, driven as the program does it.
struct Bench {
    file: testing::File,
    pane: KpiPane,
    lang: Lang,
    effects: Vec<Effect>,
}

impl Bench {
    fn new(language: Language) -> Bench {
        let file = testing::file();
        let mut pane = KpiPane::new();
        // No file of the folder the tests run in is to be offered.
        file.dir.path().clone_into(&mut pane.folder);
        Bench { file, pane, lang: Lang::load(language), effects: Vec::new() }
    }

    fn with<T>(&mut self, work: impl FnOnce(&mut KpiPane, &mut Cx) -> T) -> T {
        let config = Config::default();
        let mut cx = Cx {
            db: &mut self.file.db,
            now: testing::now(),
            zone: Zone::default(),
            lang: &self.lang,
            me: "甲",
            config: &config,
            clipboard: true,
            effects: &mut self.effects,
        };
        work(&mut self.pane, &mut cx)
    }

    fn refresh(&mut self) {
        self.with(Pane::refresh).unwrap();
    }

    /// Keys in a row; what stands between blanks and is no key's name is typed letter by letter.
    fn keys(&mut self, text: &str) {
        for word in text.split(' ') {
            match word.parse::<Chord>() {
                Ok(chord) => self.press(chord),
                Err(_) => word.chars().for_each(|c| self.press(Chord::char(c))),
            }
        }
    }

    fn press(&mut self, chord: Chord) {
        self.try_press(chord).unwrap();
    }

    fn try_press(&mut self, chord: Chord) -> Result<()> {
        use crate::tui::Key;
        let code = match chord.key {
            Key::Char(c) => KeyCode::Char(c),
            Key::Enter => KeyCode::Enter,
            Key::Esc => KeyCode::Esc,
            Key::Up => KeyCode::Up,
            Key::Down => KeyCode::Down,
            Key::Left => KeyCode::Left,
            Key::Right => KeyCode::Right,
            Key::Tab if chord.shift => KeyCode::BackTab,
            Key::Tab => KeyCode::Tab,
            Key::Backspace => KeyCode::Backspace,
            other => panic!("{other:?}"),
        };
        let mods = if chord.ctrl { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
        if Pane::captures(&self.pane) {
            return self.with(|pane, cx| Pane::key(pane, KeyEvent::new(code, mods), cx));
        }
        let folded = chord.folded();
        let nav = match folded.key {
            Key::Char('j') | Key::Down => Some(Nav::Down),
            Key::Char('k') | Key::Up => Some(Nav::Up),
            Key::Char(' ') => Some(Nav::MarkStep),
            Key::Char('G') => Some(Nav::Bottom),
            _ => None,
        };
        if let Some(nav) = nav {
            return self.with(|pane, cx| Pane::nav(pane, nav, cx));
        }
        let id = COMMANDS.iter().find(|c| c.keys.iter().any(|k| k.parse::<Chord>().unwrap() == folded));
        match (id, folded.key) {
            (Some(command), _) => self.with(|pane, cx| AnyPane::run(pane, command.id, cx)).map(drop),
            (None, Key::Esc) => self.with(Pane::back).map(drop),
            (None, Key::Char('/')) => {
                Pane::filter(&mut self.pane);
                Ok(())
            }
            other => panic!("{other:?} means nothing here"),
        }
    }

    fn screen(&self, width: u16, height: u16, shape: Shape) -> String {
        let kit = Kit::new();
        let look = Look { lang: &self.lang, ..kit.look() };
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| Pane::draw(&self.pane, frame, frame.area(), &look, shape)).unwrap();
        crate::tui::dump::dump(terminal.backend().buffer())
    }

    fn heading(&self, shape: Shape) -> String {
        let kit = Kit::new();
        let look = Look { lang: &self.lang, ..kit.look() };
        let (left, right) = Pane::heading(&self.pane, &look, shape);
        format!("{left} | {right}")
    }

    fn said(&self) -> String {
        let status = self.effects.iter().rev().find_map(|e| match e {
            Effect::Status(status) => Some(status.text.clone()),
            _ => None,
        });
        status.unwrap_or_default()
    }

    fn row(&self, metric: &str) -> &Row {
        &self.pane.board.rows[place(metric).unwrap()]
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn put(db: &mut Db, metric: &str, on: NaiveDate, value: f64) {
    let entry = Entry::new(by_key(metric).unwrap(), on, Some(value));
    store::set_many(db, day("2026-10-10"), &[entry]).unwrap();
}

/// The figures of screens.md §7a: a fortnight of twelve metrics, one out of bounds, one stale, one unfilled.
fn sample(db: &mut Db) {
    let today = day("2026-10-10");
    db.write("test", |tx| {
        for row in
            [["1", "新手1群", "wechat"], ["2", "新手2群", "wechat"], ["3", "超话", "weibo"], ["4", "交流群", "qq"]]
        {
            tx.execute("INSERT INTO community(id, name, platform, sort) VALUES (?1, ?2, ?3, ?1)", row)?;
        }
        let at = testing::now().0 - 37 * 60_000;
        tx.execute(
            "INSERT INTO incident(name, opened_at, opened_by, due_at) VALUES ('奶油发霉', ?1, '周宁', 0)",
            [at],
        )?;
        Ok(())
    })
    .unwrap();
    let steps = |text: &str| text.chars().map(|c| "▁▂▃▄▅▆▇█".chars().position(|b| b == c)).collect::<Vec<_>>();
    for (metric, shape, before, now, year) in [
        ("speaking_rate", "▁▂▁▃▂▃▄ ▃▅▄▆▄█", 0.116, 0.124, 0.105),
        ("leave_rate", "▂▁▃▃▂▁▁▁▂▂▃▄▄█", 0.0041, 0.0062, 0.0044),
        ("net_growth", "▁▂▄▃▅▂▄▆▃▆▄▆▅█", 0.0026, 0.0031, 0.0041),
        ("dau", "▁▂▃▁▁▃▄▅▄▅▆▅▆█", 1247.0, 1286.0, 1144.0),
        ("stickiness", "▁▂▄▁▂▃▄▆▄▅▆▄▅█", 0.211, 0.214, 0.203),
        ("retention_7d", "▁▁▃▁▂▄▁▃▅▄▄▃▄█", 0.404, 0.410, 0.388),
        ("retention_30d", "█▇█▆▅▇▄▄▄▃▄▂▄▁", 0.239, 0.235, 0.253),
        ("interactions", "▁▂▁▃▃▄▄▄▄▅▄▆▅█", 3226.0, 3420.0, 3143.0),
        ("quality_ugc", "▁▂▁▃▄▃▄▆▄▆▄▇▆█", 0.260, 0.283, 0.242),
        ("reply_30m", "▆▄█▂▆▄▁▂▄▆▄▂▄▁", 0.940, 0.925, 0.895),
    ] {
        let steps = steps(shape);
        let (last, previous) = (steps[13].unwrap() as f64, steps[12].unwrap() as f64);
        let unit = (now - before) / (last - previous);
        let mut entries: Vec<Entry> = Vec::new();
        for (at, step) in steps.iter().enumerate() {
            let Some(step) = step else { continue };
            let mut value = now - (last - *step as f64) * unit;
            if !by_key(metric).unwrap().is_share() {
                value = value.round();
            }
            entries.push(Entry::new(by_key(metric).unwrap(), today - Days::new(13 - at as u64), Some(value)));
        }
        entries.push(Entry::new(by_key(metric).unwrap(), day("2025-10-10"), Some(year)));
        store::set_many(db, today, &entries).unwrap();
    }
    for back in 3..14 {
        put(db, "silent_share", today - Days::new(back), 0.33 + 0.0008 * f64::from(back as u32) + 0.0056);
    }
    for back in 1..14 {
        put(db, "conversion", today - Days::new(back), 0.03 + 0.001 * f64::from((back % 4) as u32));
    }
    put(db, "silent_share", day("2026-10-07"), 0.338);
    for (metric, target) in [("dau", 1200.0), ("interactions", 3000.0)] {
        store::set_goal(db, by_key(metric).unwrap(), 0, Bands { target: Some(target), watch: None }).unwrap();
    }
    store::annotate(db, day("2026-10-08"), None, "抽奖第 3 场 (126人)").unwrap();
    // What the ledger would have given: four communities and all of them together, today.
    db.write_batch("test", |tx| {
        for (id, kind, key, active, leaves, members) in [
            (1, "all", "", 20, 55, 7200),
            (2, "community", "2", 5, 27, 1800),
            (3, "community", "3", 5, 14, 1800),
            (4, "community", "4", 5, 8, 1800),
            (5, "community", "1", 5, 6, 1800),
        ] {
            tx.execute("INSERT INTO scope(id, kind, key, made) VALUES (?1, ?2, ?3, 'x')", rusqlite::params![id, kind, key])?;
            tx.execute(
                "INSERT INTO measure(scope_id, day, version, at, why, open, messages, active, leaves, members, members_heard)
                 VALUES (?1, '2026-10-10', 1, 0, 'import', 1, ?2 * 20, ?2, ?3, ?4, ?4)",
                [id, active, leaves, members],
            )?;
        }
        Ok(())
    })
    .unwrap();
}

fn board(language: Language) -> Bench {
    let mut bench = Bench::new(language);
    sample(&mut bench.file.db);
    bench.refresh();
    bench
}

/// The same before the day's figures are entered.
fn unfilled() -> Bench {
    let mut bench = Bench::new(Language::Hans);
    sample(&mut bench.file.db);
    bench
        .file
        .db
        .write("test", |tx| {
            tx.execute("DELETE FROM figure WHERE day = '2026-10-10'", [])?;
            tx.execute("UPDATE measure SET messages = NULL, active = NULL, leaves = NULL, members = NULL, members_heard = NULL", [])?;
            Ok(())
        })
        .unwrap();
    bench.refresh();
    bench
}

#[test]
fn dci_1_twelve_figures_and_a_reason() {
    let mut b = unfilled();
    assert_eq!(b.pane.tally(), Tally { out: 0, open: 0, watch: 0, unusual: 0, unfilled: 11 });
    let entries = b.file.db.head().unwrap().0;
    b.keys("e 12 Enter 0.62 Enter");
    assert!(b.screen(80, 18, Shape::Single).contains("原因："), "asked in place");
    b.keys("抽奖连场 Enter 0.31 Enter １２８６ Enter 21.4 Enter 40.6 Enter");
    b.keys("23.5 Enter 3420 Enter 28.3 Enter 33.8 Enter 92.5 Enter 3.1 Enter");
    assert!(!Pane::captures(&b.pane), "the last Enter closes the grid\n{}", b.screen(80, 18, Shape::Single));
    let stored: Vec<(String, f64)> =
        crate::kpi::metric::twelve().iter().map(|m| (m.key.to_owned(), b.row(m.key).reading.value.unwrap())).collect();
    let want = [0.12, 0.0062, 0.0031, 1286.0, 0.214, 0.406, 0.235, 3420.0, 0.283, 0.338, 0.925, 0.031];
    assert_eq!(stored.iter().map(|(_, v)| *v).collect::<Vec<_>>(), want);
    assert_eq!(b.pane.tally(), Tally { out: 1, open: 0, watch: 1, unusual: 0, unfilled: 0 });
    assert_eq!(b.row("leave_rate").ack.as_ref().unwrap().text, "抽奖连场");
    assert_eq!(b.file.db.head().unwrap().0, entries + 12, "one entry for each Enter, the reason with its figure");
    assert!(b.effects.contains(&Effect::Stale));
    let undone = b.file.db.last_undoable("甲").unwrap().unwrap();
    b.file.db.undo(undone).unwrap();
    b.refresh();
    assert_eq!((b.row("conversion").reading.value, b.row("reply_30m").reading.value), (None, Some(0.925)));
}

#[test]
fn import_takes_the_place_of_typing() {
    let mut b = unfilled();
    let folder = b.file.dir.path().join("in");
    std::fs::create_dir(&folder).unwrap();
    let rows: String = crate::kpi::metric::twelve().iter().map(|m| format!("2026-10-10,{},0\n", m.key)).collect();
    let rows = rows.replace("leave_rate,0", "leave_rate,0.62%").replace("silent_share,0", "silent_share,33%");
    let rows = rows
        .replace(",0\n", ",100%\n")
        .replace("dau,100%", "dau,1286")
        .replace("interactions,100%", "interactions,3420");
    std::fs::write(folder.join("today.csv"), format!("date,metric,value\n{rows}")).unwrap();
    b.pane.folder = folder;
    b.keys("i Enter");
    assert!(b.said().contains("新 12"), "{}", b.said());
    assert!(Pane::captures(&b.pane), "asks why the leave rate is out");
    b.keys("抽奖连场 Enter");
    assert!(!Pane::captures(&b.pane));
    assert_eq!(b.pane.tally(), Tally { out: 1, open: 0, watch: 0, unusual: 8, unfilled: 0 });
    // From the grid it is ^O; what is wrong in the file is said and the line stays open.
    let mut b = unfilled();
    let bad = b.file.dir.path().join("bad.csv");
    std::fs::write(&bad, "date,dau\n2026-10-11,3\n").unwrap();
    b.pane.folder = b.file.dir.path().to_owned();
    b.keys("e C-o");
    assert_eq!(b.try_press(Chord::plain(crate::tui::Key::Enter)).unwrap_err().says.key, "kpi.sheet_future");
    assert!(Pane::captures(&b.pane));
    std::fs::write(&bad, "date,dau\n2026-10-10,1280\n").unwrap();
    b.keys("Enter");
    assert_eq!(b.row("dau").reading.value, Some(1280.0));
    assert!(b.heading(Shape::Single).starts_with("录入"), "back in the grid, eleven are open");
}

#[test]
fn the_guard_catches_typos_and_keeps_what_was_typed() {
    let mut b = unfilled();
    for (keys, said) in [
        ("e 1 . 2 . 3 Enter", "不是数字"),
        ("C-u 120 Enter", "不会超过 100%"),
        ("C-u -3 Enter", "不会这么小"),
        ("C-u q", "只收数字"),
        ("C-u 1.24 Enter", "越界"),
        ("Esc C-u 99 Enter", "少见"),
        ("Enter", "写一句原因"),
    ] {
        b.keys(keys);
        assert!(b.screen(80, 18, Shape::Single).contains(said), "{keys}\n{}", b.screen(80, 18, Shape::Single));
    }
    assert_eq!(b.row("speaking_rate").reading.value, None, "nothing was stored");
    b.keys("Esc C-u 12 Enter Enter - Enter Up");
    assert_eq!(b.row("speaking_rate").reading.value, Some(0.12));
    assert_eq!((b.row("leave_rate").state, b.row("net_growth").state), (State::Unfilled, State::Unavailable));
    b.keys("C-u 0.3 Esc");
    assert!(!Pane::captures(&b.pane), "Esc stores what is typed and leaves");
    assert_eq!(b.row("net_growth").reading.value, Some(0.003));
    b.keys("e 0.3x Esc");
    assert_eq!(b.row("leave_rate").reading.value, Some(0.003), "a refused letter is not swallowed into the number");
    b.keys("e 12.5 Esc Esc");
    assert!(!Pane::captures(&b.pane), "what cannot be stored is left by a second Esc");
    assert_eq!(b.row("dau").reading.value, None);
}

#[test]
fn a_colleague_who_was_faster_is_named_and_not_overwritten() {
    let mut b = unfilled();
    b.keys("e");
    let mut other = testing::as_operator(&b.file, "阿泽");
    put(&mut other, "speaking_rate", day("2026-10-10"), 0.122);
    b.keys("12");
    let told = b.try_press(Chord::plain(crate::tui::Key::Enter)).unwrap_err();
    assert_eq!((told.kind, &*told.says.args["who"]), (crate::base::Kind::Conflict, "阿泽"));
    assert!(b.screen(80, 18, Shape::Single).contains("[12"), "still there");
    assert_eq!(b.row("speaking_rate").reading.value, Some(0.122));
    b.keys("Enter");
    assert_eq!(b.row("speaking_rate").reading.value, Some(0.12), "Enter again writes over it knowingly");
}

#[test]
fn verbs_of_the_board() {
    let mut b = board(Language::Hans);
    assert_eq!(b.pane.current().unwrap().metric.key, "leave_rate", "the cursor starts on what is out");
    for (keys, said) in [("o", "不能稍后"), ("E", "没有级别"), ("l", "已经到今天"), ("j a", "没有越界")]
    {
        b.keys(keys);
        assert!(b.said().contains(said), "{keys}: {}", b.said());
    }
    b.keys("k a 抽奖连场");
    assert!(b.effects.iter().any(
        |e| matches!(e, Effect::Draft(place, text) if place == "kpi.ack:leave_rate:2026-10-10" && text == "抽奖连场")
    ));
    b.keys("Enter");
    assert_eq!(b.row("leave_rate").state, State::Acknowledged);
    assert!(b.effects.contains(&Effect::Draft("kpi.ack:leave_rate:2026-10-10".into(), String::new())));
    b.keys("j x 1");
    assert_eq!(b.row("net_growth").state, State::Unavailable);
    assert_eq!(b.pane.current().unwrap().metric.key, "dau", "a decision steps on");
    b.keys("x 9 接口坏了 Enter n 国庆返程 Enter");
    assert_eq!(b.row("dau").figure.as_ref().unwrap().reason, "接口坏了");
    assert!(b.pane.board.events.iter().any(|e| e.text == "国庆返程" && e.day == day("2026-10-10")));
    b.keys("n");
    assert!(b.try_press(Chord::plain(crate::tui::Key::Enter)).is_err(), "an empty note is refused");
    assert!(Pane::captures(&b.pane), "and asked again");
}

#[test]
fn a_draft_is_offered_again() {
    let mut b = board(Language::Hans);
    crate::db::draft::keep(&mut b.file.db, "kpi.ack:leave_rate:2026-10-10", "抽奖").unwrap();
    b.keys("a 连场 Enter");
    assert_eq!(b.row("leave_rate").ack.as_ref().unwrap().text, "抽奖连场");
}

#[test]
fn filters_days_and_windows() {
    let mut b = board(Language::Hans);
    let shown = |b: &Bench| b.pane.list.rows().iter().map(|p| METRICS[*p].key).collect::<Vec<_>>();
    b.keys("f 1");
    assert_eq!(shown(&b), ["leave_rate", "conversion"]);
    b.keys("Esc f 3");
    assert_eq!(shown(&b), ["silent_share"]);
    b.keys("f 2");
    assert!(shown(&b).len() == 12 && !shown(&b).contains(&"messages"));
    b.keys("Esc / tql");
    assert_eq!(shown(&b), ["leave_rate"], "pinyin initials");
    b.keys("Esc");
    let known = ["messages", "active", "leaves", "members"];
    assert_eq!(shown(&b)[12..], known, "of the bench only what is known");
    b.keys("/ churn");
    assert_eq!(shown(&b), ["churn"], "whatever is asked for by name");
    b.keys("Esc Esc");
    b.keys("h h h");
    assert_eq!(b.pane.last(), day("2026-10-07"));
    assert_eq!(b.row("silent_share").reading.value, Some(0.338));
    b.keys("e");
    assert!(b.heading(Shape::Single).contains("10月7日"));
    b.keys("Esc ] [");
    assert_eq!(b.pane.last(), day("2026-09-26"));
    b.keys("Esc");
    assert_eq!((b.pane.last(), b.pane.last), (day("2026-10-10"), None), "Esc goes back to today and follows it");
    b.keys("m m m");
    assert_eq!(b.pane.span, 14);
}

#[test]
fn the_chart_moves_by_day_and_metric_and_acts_on_its_day() {
    let mut b = board(Language::Hans);
    b.keys("Enter h h j");
    assert_eq!((b.pane.day(), b.pane.current().unwrap().metric.key), (day("2026-10-08"), "net_growth"));
    b.keys("k h a");
    assert!(b.said().contains("没有越界"), "within bounds on 7 October");
    let mut b = board(Language::Hans);
    put(&mut b.file.db, "leave_rate", day("2026-10-06"), 0.02);
    b.refresh();
    b.keys("Enter h h h h a 团建 Enter e 0.4");
    assert!(b.heading(Shape::Single).contains("10月6日"), "e enters that day");
    assert_eq!(store::acknowledgement(&b.file.db, "leave_rate", day("2026-10-06")).unwrap().unwrap().text, "团建");
    b.keys("C-u 0.4 Esc");
    assert_eq!(b.row("leave_rate").series.at(day("2026-10-06")), Some(0.004));
    assert_eq!((b.pane.last(), b.pane.chart), (day("2026-10-10"), Some(day("2026-10-06"))));
    b.keys("Esc");
    assert_eq!(b.pane.chart, None);
}

#[test]
fn paragraphs_carry_the_numbers() {
    let mut b = board(Language::Hans);
    b.keys("y Enter y");
    let copied: Vec<&str> = b
        .effects
        .iter()
        .filter_map(|e| match e {
            Effect::Copy(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    insta::assert_snapshot!(copied.join("\n"), @r"
    10月10日 周六 指标：发言率 12.4%（环比 +0.8点），退群率 0.62%（环比 +0.21点），净增率 0.31%（环比 +0.05点），DAU 1,286（环比 +3.1%），粘性 21.4%（环比 +0.3点），7日留存 41.0%（环比 +0.6点），30日留存 23.5%（环比 -0.4点），互动量 3,420（环比 +6.0%），优质UGC 28.3%（环比 +2.3点），30分响应 92.5%（环比 -1.5点）；越界：退群率 0.62%，目标 <=0.40%；未填：转化率。
    10月10日 周六 退群率 0.62%，环比 +0.21点，同比 +0.18点，7 日均 0.38%，目标 <=0.40%，连 3 天高于 0.40%。
    ");
    let mut b = board(Language::En);
    b.keys("y");
    let Some(Effect::Copy(text)) = b.effects.last() else { panic!() };
    insta::assert_snapshot!(text, @"Sat 10 Oct: speaking 12.4% (+0.8pt), leave rate 0.62% (+0.21pt), net growth 0.31% (+0.05pt), DAU 1,286 (+3.1%), stickiness 21.4% (+0.3pt), 7-day ret. 41.0% (+0.6pt), 30-day ret. 23.5% (-0.4pt), interactions 3,420 (+6.0%), quality UGC 28.3% (+2.3pt), 30-min reply 92.5% (-1.5pt); out of bounds: leave rate 0.62%, goal <=0.40%; unfilled: conversion.");
}

#[test]
fn badge_and_heading() {
    let b = board(Language::Hans);
    let kit = Kit::new();
    let badge = Pane::badge(&b.pane, &kit.look());
    assert_eq!(badge, Badge { text: "越界1 未填1".into(), short: "1".into(), alarm: true });
    assert_eq!(b.heading(Shape::Single), "10月10日 周六   全部 4 群   14 天 | 越界1 留意1 未填1");
    assert_eq!(b.heading(Shape::Cell { focused: false }), " | 越界1 未填1");
    assert_eq!(Pane::urgent(&b.pane, &kit.look()), None);
    let empty = Bench::new(Language::En);
    assert_eq!(Pane::badge(&empty.pane, &kit.look()), Badge::default());
}

#[test]
fn the_board_at_80x18() {
    insta::assert_snapshot!(board(Language::Hans).screen(80, 18, Shape::Single), @r"
    |   指标          值  14天           环比      同比     目标     状态  数据      |
    |   发言率     12.4%  ▁▂▁▃▂▃▄ ▃▅▄▆▄█ ▴+0.8点   +1.9点   >=12%    正常  今日      |
    | ▸ 退群率     0.62%  ▂▁▃▃▂▁▁▁▂▂▃▄▄█ ▴+0.21点  +0.18点  <=0.40%  越界  今日      |
    |   净增率     0.31%  ▁▂▄▃▅▂▄▆▃▆▄▆▅█ ▴+0.05点  -0.10点  >=0.25%  正常  今日      |
    |   DAU        1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    +12.4%   >=1,200  正常  今日      |
    |   粘性       21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3点   +1.1点   >=20%    正常  今日      |
    |   7日留存    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6点   +2.2点   >=40%    正常  今日      |
    |   30日留存   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4点   -1.8点   >=25%    留意  今日      |
    |   互动量     3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%    +8.8%    >=3,000  正常  今日      |
    |   优质UGC    28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3点   +4.1点   >=25%    正常  今日      |
    |   沉默占比   33.8%  █▇▇▆▅▅▄▃▂▂▁    --        --       <=35%    正常  3天前     |
    |   30分响应   92.5%  ▆▄█▂▆▄▁▂▄▆▄▂▄▁ ▾-1.5点   +3.0点   >=90%    正常  今日      |
    |   转化率        --  ▃▁█▆▃▁█▆▃▁█▆▃  --        --       >=3.0%   未填  未填      |
    |─ 退群率 为何 ──────────────────────────────────────────────────────────────────|
    | 0.62%  录入；甲 10/10 17:20   7日均 0.38%   连 3 天高于 0.40%                  |
    | 前后：10/8 抽奖第 3 场 (126人)   10/10 危机 奶油发霉                           |
    | 最多：微信 新手2群 27，微博 超话 14，QQ 交流群 8                               |
    | 沉默占比 3 天前的数，未填不当 0；转化率今日未填                                |
    ");
    insta::assert_snapshot!(board(Language::En).screen(80, 18, Shape::Single), @r"
    |   metric        value  14 days        vs prev  vs year goal    state    data   |
    |   speaking      12.4%  ▁▂▁▃▂▃▄ ▃▅▄▆▄█ ▴+0.8pt  +1.9pt  >=12%   ok       today  |
    | ▸ leave rate    0.62%  ▂▁▃▃▂▁▁▁▂▂▃▄▄█ ▴+0.21pt +0.18pt <=0.40% out      today  |
    |   net growth    0.31%  ▁▂▄▃▅▂▄▆▃▆▄▆▅█ ▴+0.05pt -0.10pt >=0.25% ok       today  |
    |   DAU           1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%   +12.4%  >=1,200 ok       today  |
    |   stickiness    21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3pt  +1.1pt  >=20%   ok       today  |
    |   7-day ret.    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6pt  +2.2pt  >=40%   ok       today  |
    |   30-day ret.   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4pt  -1.8pt  >=25%   watch    today  |
    |   interactions  3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%   +8.8%   >=3,000 ok       today  |
    |   quality UGC   28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3pt  +4.1pt  >=25%   ok       today  |
    |   silent        33.8%  █▇▇▆▅▅▄▃▂▂▁    --       --      <=35%   ok       3d ago |
    |   30-min reply  92.5%  ▆▄█▂▆▄▁▂▄▆▄▂▄▁ ▾-1.5pt  +3.0pt  >=90%   ok       today  |
    |   conversion       --  ▃▁█▆▃▁█▆▃▁█▆▃  --       --      >=3.0%  unfilled --     |
    |─ leave rate, why ──────────────────────────────────────────────────────────────|
    | 0.62%  entered by 甲 10 Oct 17:20   7-day mean 0.38%   3 days above 0.40%      |
    | around it: 8 Oct 抽奖第 3 场 (126人)   10 Oct crisis 奶油发霉                  |
    | most: WeChat 新手2群 27, Weibo 超话 14, QQ 交流群 8                            |
    | silent is 3 days old, missing is not 0; conversion not filled today            |
    ");
    let mut b = board(Language::Hant);
    b.keys("s");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   指標          值  14天           環比      同比     目標     狀態  資料      |
    |   發言率     12.4%  ▁▂▁▃▂▃▄ ▃▅▄▆▄█ ▴+0.8點   +1.9點   >=12%    正常  今日      |
    | ▸ 退群率     0.62%  ▂▁▃▃▂▁▁▁▂▂▃▄▄█ ▴+0.21點  +0.18點  <=0.40%  越界  今日      |
    |   淨增率     0.31%  ▁▂▄▃▅▂▄▆▃▆▄▆▅█ ▴+0.05點  -0.10點  >=0.25%  正常  今日      |
    |   DAU        1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    +12.4%   >=1,200  正常  今日      |
    |   黏著度     21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3點   +1.1點   >=20%    正常  今日      |
    |   7日留存    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6點   +2.2點   >=40%    正常  今日      |
    |   30日留存   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4點   -1.8點   >=25%    留意  今日      |
    |   互動量     3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%    +8.8%    >=3,000  正常  今日      |
    |   優質UGC    28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3點   +4.1點   >=25%    正常  今日      |
    |   沉默占比   33.8%  █▇▇▆▅▅▄▃▂▂▁    --        --       <=35%    正常  3天前     |
    |   30分回覆   92.5%  ▆▄█▂▆▄▁▂▄▆▄▂▄▁ ▾-1.5點   +3.0點   >=90%    正常  今日      |
    |   轉換率        --  ▃▁█▆▃▁█▆▃▁█▆▃  --        --       >=3.0%   未填  未填      |
    |─ 退群率 定義 ──────────────────────────────────────────────────────────────────|
    | 退群人數 / 當日 0 點成員數；移出的不算，只算看得到退群的群                     |
    | 來源：本庫算，可改輸   越低越好                                                |
    | 目標 <=0.40%，<=0.50% 以外越界 (起始值，可改)                                  |
    | 輸入；甲 10/10 17:20                                                           |
    ");
    b.keys("w");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   指標          值  14天           環比      同比     目標     狀態  資料      |
    |   發言率     12.4%  ▁▂▁▃▂▃▄ ▃▅▄▆▄█ ▴+0.8點   +1.9點   >=12%    正常  今日      |
    | ▸ 退群率     0.62%  ▂▁▃▃▂▁▁▁▂▂▃▄▄█ ▴+0.21點  +0.18點  <=0.40%  越界  今日      |
    |   淨增率     0.31%  ▁▂▄▃▅▂▄▆▃▆▄▆▅█ ▴+0.05點  -0.10點  >=0.25%  正常  今日      |
    |   DAU        1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    +12.4%   >=1,200  正常  今日      |
    |   黏著度     21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3點   +1.1點   >=20%    正常  今日      |
    |   7日留存    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6點   +2.2點   >=40%    正常  今日      |
    |   30日留存   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4點   -1.8點   >=25%    留意  今日      |
    |   互動量     3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%    +8.8%    >=3,000  正常  今日      |
    |   優質UGC    28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3點   +4.1點   >=25%    正常  今日      |
    |   沉默占比   33.8%  █▇▇▆▅▅▄▃▂▂▁    --        --       <=35%    正常  3天前     |
    |   30分回覆   92.5%  ▆▄█▂▆▄▁▂▄▆▄▂▄▁ ▾-1.5點   +3.0點   >=90%    正常  今日      |
    |   轉換率        --  ▃▁█▆▃▁█▆▃▁█▆▃  --        --       >=3.0%   未填  未填      |
    |─ 退群率 分群 ──────────────────────────────────────────────────────────────────|
    | 微信 新手2群         27    1.5%  越界  QQ 交流群             8   0.44%  留意   |
    | 微博 超话            14   0.78%  越界  微信 新手1群          6   0.33%  正常   |
    |                                                                                |
    |                                                                                |
    ");
}

#[test]
fn the_cell_and_the_smallest_screen() {
    insta::assert_snapshot!(board(Language::Hans).screen(48, 12, Shape::Cell { focused: false }), @r"
    | 退群率     0.62%  ▂▁▁▁▂▂▃▄▄█ ▴+0.21点  越界    |
    |   为何 10/8 抽奖第 3 场 (126人)，10/10 危机 .. |
    | 30日留存   23.5%  ▅▇▄▄▄▃▄▂▄▁ ▾-0.4点   留意    |
    | 发言率     12.4%  ▂▃▄ ▃▅▄▆▄█ ▴+0.8点   正常    |
    | 净增率     0.31%  ▅▂▄▆▃▆▄▆▅█ ▴+0.05点  正常    |
    | DAU        1,286  ▁▃▄▅▄▅▆▅▆█ ▴+3.1%    正常    |
    | 粘性       21.4%  ▂▃▄▆▄▅▆▄▅█ ▴+0.3点   正常    |
    | 7日留存    41.0%  ▂▄▁▃▅▄▄▃▄█ ▴+0.6点   正常    |
    | 互动量     3,420  ▃▄▄▄▄▅▄▆▅█ ▴+6.0%    正常    |
    | 优质UGC    28.3%  ▄▃▄▆▄▆▄▇▆█ ▴+2.3点   正常    |
    | 沉默占比   33.8%  ▅▅▄▃▂▂▁    --        3天前   |
    | 另 1 项正常，转化率今日未填                    |
    ");
    insta::assert_snapshot!(board(Language::En).screen(48, 12, Shape::Cell { focused: false }), @r"
    | leave rate   0.62%  ▁▁▁▂▂▃▄▄█ ▴+0.21pt out     |
    |   why? 8 Oct 抽奖第 3 场 (126人), 10 Oct cri.. |
    | 30-day ret.  23.5%  ▇▄▄▄▃▄▂▄▁ ▾-0.4pt  watch   |
    | speaking     12.4%  ▃▄ ▃▅▄▆▄█ ▴+0.8pt  ok      |
    | net growth   0.31%  ▂▄▆▃▆▄▆▅█ ▴+0.05pt ok      |
    | DAU          1,286  ▃▄▅▄▅▆▅▆█ ▴+3.1%   ok      |
    | stickiness   21.4%  ▃▄▆▄▅▆▄▅█ ▴+0.3pt  ok      |
    | 7-day ret.   41.0%  ▄▁▃▅▄▄▃▄█ ▴+0.6pt  ok      |
    | interactions 3,420  ▄▄▄▄▅▄▆▅█ ▴+6.0%   ok      |
    | quality UGC  28.3%  ▃▄▆▄▆▄▇▆█ ▴+2.3pt  ok      |
    | silent       33.8%  ▅▄▃▂▂▁    --       3d ago  |
    | 1 more ok, conversion not filled today         |
    ");
    insta::assert_snapshot!(board(Language::Hans).screen(40, 8, Shape::Tiny), @r"
    | 发言率     12.4% ▴+0.8点   正常        |
    |▸退群率     0.62% ▴+0.21点  越界        |
    | 净增率     0.31% ▴+0.05点  正常        |
    | DAU        1,286 ▴+3.1%    正常        |
    | 粘性       21.4% ▴+0.3点   正常        |
    | 7日留存    41.0% ▴+0.6点   正常        |
    | 30日留存   23.5% ▾-0.4点   留意        |
    | 互动量     3,420 ▴+6.0%    正常        |
    ");
    let mut b = Bench::new(Language::En);
    b.refresh();
    insta::assert_snapshot!(b.screen(48, 3, Shape::Cell { focused: false }), @r"
    | No figures today. e enters them                |
    |                                                |
    |                                                |
    ");
}

#[test]
fn the_zoomed_board_and_chart() {
    let mut b = board(Language::Hans);
    insta::assert_snapshot!(b.screen(120, 32, Shape::Wide), @r"
    |   指标          值  14天           环比      目标     状态  数据      │ 健康 96 (11/12 项)   活跃 100   留存 82        |
    |   发言率     12.4%  ▁▂▁▃▂▃▄ ▃▅▄▆▄█ ▴+0.8点   >=12%    正常  今日      │ 内容 100   服务 100   转化 --                  |
    | ▸ 退群率     0.62%  ▂▁▃▃▂▁▁▁▂▂▃▄▄█ ▴+0.21点  <=0.40%  越界  今日      │                                                |
    |   净增率     0.31%  ▁▂▄▃▅▂▄▆▃▆▄▆▅█ ▴+0.05点  >=0.25%  正常  今日      │ 退群率                                         |
    |   DAU        1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    >=1,200  正常  今日      │ 0.62%  录入；甲 10/10 17:20   7日均 0.38%      |
    |   粘性       21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3点   >=20%    正常  今日      │ 连 3 天高于 0.40%                              |
    |   7日留存    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6点   >=40%    正常  今日      │ 前后：10/8 抽奖第 3 场 (126人)                 |
    |   30日留存   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4点   >=25%    留意  今日      │ 10/10 危机 奶油发霉                            |
    |   互动量     3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%    >=3,000  正常  今日      │ 最多：微信 新手2群 27，微博 超话 14，QQ 交流群 |
    |   优质UGC    28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3点   >=25%    正常  今日      │ 8                                              |
    |   沉默占比   33.8%  █▇▇▆▅▅▄▃▂▂▁    --        <=35%    正常  3天前     │ 沉默占比 3 天前的数，未填不当 0；转化率今日未  |
    |   30分响应   92.5%  ▆▄█▂▆▄▁▂▄▆▄▂▄▁ ▾-1.5点   >=90%    正常  今日      │ 填                                             |
    |   转化率        --  ▃▁█▆▃▁█▆▃▁█▆▃  --        >=3.0%   未填  未填      │                                                |
    |   消息数       400               ▁ --        --       --    自动      │ 退群人数 / 当日 0 点成员数；移出的不算，只算看 |
    |   活跃人数   1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    --       --    自动      │ 得到退群的群                                   |
    |   退群          55               ▁ --        --       --    自动      │ 来源：本库算，可改录   越低越好                |
    |   成员数     7,200               ▁ --        --       --    自动      │ 目标 <=0.40%，<=0.50% 以外越界 (起始值，可改)  |
    |                                                                       │ 录入；甲 10/10 17:20                           |
    |                                                                       │                                                |
    |                                                                       │ 微信 新手2群          27    1.5%  越界         |
    |                                                                       │ 微博 超话             14   0.78%  越界         |
    |                                                                       │ QQ 交流群              8   0.44%  留意         |
    |                                                                       │ 微信 新手1群           6   0.33%  正常         |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    ");
    b.keys("Enter m");
    insta::assert_snapshot!(b.heading(Shape::Wide), @"退群率  全部 4 群  30 天   9/11 至 10/10 | m 14/30/90天");
    insta::assert_snapshot!(b.screen(120, 32, Shape::Wide), @r"
    | %                                                                                                                      |
    | 0.70│                                                                             10/10 0.62%  目标 <=0.40%            |
    |     │                                                                             越界  连 3 天高于 0.40%              |
    |     │                                                           ▇                 环比 +0.21点 对前日 0.41%            |
    | 0.60│                                                           █                 同比 +0.18点 对去年同日 0.44%        |
    |     │                                                           █                 7日均 0.38%                          |
    |     │                                                           █                 30日均 0.34% (14 天有数)             |
    | 0.50│                                                           █                 本月至今 0.35%                       |
    |     │                                                       ▁ ▁ █                                                      |
    |     │                                                       █ █ █                 定义                                 |
    | 0.40│-------------------------------------▆-▆-------------▆-█-█-█--- 目标 0.40%   退群人数 / 当日 0 点成员数；移出的不 |
    |     │                                 ▂   █ █ ▂       ▂ ▂ █ █ █ █                 算，只算看得到退群的群               |
    | 0.30│                                 █   █ █ █       █ █ █ █ █ █                 来源：本库算，可改录   越低越好      |
    |     │                                 █ ▇ █ █ █ ▇ ▇ ▇ █ █ █ █ █ █                 目标 <=0.40%，<=0.50% 以外越界 (起始 |
    |     │                                 █ █ █ █ █ █ █ █ █ █ █ █ █ █                 值，可改)                            |
    | 0.20│                                 █ █ █ █ █ █ █ █ █ █ █ █ █ █                 录入；甲 10/10 17:20                 |
    |     │                                 █ █ █ █ █ █ █ █ █ █ █ █ █ █                                                      |
    |     │                                 █ █ █ █ █ █ █ █ █ █ █ █ █ █                                                      |
    | 0.10│                                 █ █ █ █ █ █ █ █ █ █ █ █ █ █                                                      |
    |     │ ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? █ █ █ █ █ █ █ █ █ █ █ █ █ █                                                      |
    | 0.00└───────────────────────────────────────────────────────────▴───                                                   |
    |      9/11               9/21                10/1              10/10                                                    |
    |                                                             A   B                                                      |
    |─ 当时发生了什么 ────────────────────────────────────────────────────────────────── 分群 今日 ──────────────────────────|
    | A   10/8  抽奖第 3 场 (126人)                                                     微信 新手2群      27    1.5%  越界   |
    | B  10/10  危机 奶油发霉                                                           微博 超话         14   0.78%  越界   |
    |                                                                                   QQ 交流群          8   0.44%  留意   |
    |                                                                                   微信 新手1群       6   0.33%  正常   |
    |                                                                                                                        |
    |                                                                                                                        |
    |                                                                                                                        |
    |                                                                                                                        |
    ");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    | %                                                                              |
    | 0.80│                                                                          |
    |     │                                                           ▂              |
    | 0.60│                                                           █              |
    |     │                                                       ▁ ▁ █              |
    | 0.40│-------------------------------------▅-▅-------------▅-█-█-█- 目标 0.40%  |
    |     │                                 █ ▄ █ █ █ ▄ ▄ ▄ █ █ █ █ █ █              |
    | 0.20│                                 █ █ █ █ █ █ █ █ █ █ █ █ █ █              |
    |     │ ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? █ █ █ █ █ █ █ █ █ █ █ █ █ █              |
    | 0.00└───────────────────────────────────────────────────────────▴─             |
    |      9/11               9/21                10/1              10/10            |
    |                                                             A   B              |
    |─ 当时发生了什么 ───────────────────────────────────────────────────────────────|
    | 10/10 0.62%  目标 <=0.40%   越界  连 3 天高于 0.40%                            |
    | 环比 +0.21点 对前日 0.41%   同比 +0.18点 对去年同日 0.44%                      |
    | 7日均 0.38%   30日均 0.34% (14 天有数)   本月至今 0.35%                        |
    | A   10/8  抽奖第 3 场 (126人)                                                  |
    | B  10/10  危机 奶油发霉                                                        |
    ");
}

#[test]
fn the_grid_at_80x18() {
    let mut b = unfilled();
    b.keys("e 12 Enter 0.62");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   指标           昨日       今日   单位   检查                    来源         |
    |   发言率         11.6       12.0   %      正常                    录入         |
    | ▸ 退群率         0.41  [0.62    ]  %      常见 0.03 至 0.58                    |
    |   净增率         0.26       ____   %                                           |
    |   DAU           1,247       ____   人                                          |
    |   粘性           21.1       ____   %                                           |
    |   7日留存        40.4       ____   %                                           |
    |   30日留存       23.9       ____   %                                           |
    |   互动量        3,226       ____   次                                          |
    |   优质UGC        26.0       ____   %                                           |
    |   沉默占比       33.8       ____   %      昨日列为 10/7 的数                   |
    |   30分响应       94.0       ____   %                                           |
    |   转化率          3.1       ____   %                                           |
    |                                                                                |
    |─ 规则 ─────────────────────────────────────────────────────────────────────────|
    | 空着 = 未填，不是 0；输入 - 记为当日无法取得                                   |
    | 越界，或超出近 8 周同一星期几的常见范围：就地要一句原因，Enter 收下            |
    | ^O 从最新的 CSV 填一列；自动项 Enter 认可，改过的标「改」                      |
    ");
    b.keys("Enter 抽奖");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   指标           昨日       今日   单位   检查                    来源         |
    |   发言率         11.6       12.0   %      正常                    录入         |
    | ▸ 退群率         0.41       0.62   %      常见 0.03 至 0.58                    |
    | 原因：[抽奖                                                                  ] |
    |   DAU           1,247       ____   人                                          |
    |   粘性           21.1       ____   %                                           |
    |   7日留存        40.4       ____   %                                           |
    |   30日留存       23.9       ____   %                                           |
    |   互动量        3,226       ____   次                                          |
    |   优质UGC        26.0       ____   %                                           |
    |   沉默占比       33.8       ____   %      昨日列为 10/7 的数                   |
    |   30分响应       94.0       ____   %                                           |
    |   转化率          3.1       ____   %                                           |
    | 退群率 0.62% 越界，目标 <=0.40%；写一句原因                                    |
    |─ 规则 ─────────────────────────────────────────────────────────────────────────|
    | 空着 = 未填，不是 0；输入 - 记为当日无法取得                                   |
    | 越界，或超出近 8 周同一星期几的常见范围：就地要一句原因，Enter 收下            |
    | ^O 从最新的 CSV 填一列；自动项 Enter 认可，改过的标「改」                      |
    ");
    insta::assert_snapshot!(b.screen(40, 8, Shape::Tiny), @r"
    |   发言率         11.6       12.0       |
    | ▸ 退群率         0.41       0.62       |
    | 原因：[抽奖                          ] |
    | 退群率 0.62% 越界，目标 <=0.40%；写..  |
    |   粘性           21.1       ____       |
    |   7日留存        40.4       ____       |
    |   30日留存       23.9       ____       |
    |   互动量        3,226       ____       |
    ");
}

#[test]
fn docks_take_the_bottom_lines() {
    let mut b = board(Language::En);
    b.keys("x");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   metric        value  14 days        vs prev  vs year goal    state    data   |
    |   speaking      12.4%  ▁▂▁▃▂▃▄ ▃▅▄▆▄█ ▴+0.8pt  +1.9pt  >=12%   ok       today  |
    | ▸ leave rate    0.62%  ▂▁▃▃▂▁▁▁▂▂▃▄▄█ ▴+0.21pt +0.18pt <=0.40% out      today  |
    |   net growth    0.31%  ▁▂▄▃▅▂▄▆▃▆▄▆▅█ ▴+0.05pt -0.10pt >=0.25% ok       today  |
    |   DAU           1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%   +12.4%  >=1,200 ok       today  |
    |   stickiness    21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3pt  +1.1pt  >=20%   ok       today  |
    |   7-day ret.    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6pt  +2.2pt  >=40%   ok       today  |
    |   30-day ret.   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4pt  -1.8pt  >=25%   watch    today  |
    |   interactions  3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%   +8.8%   >=3,000 ok       today  |
    |   quality UGC   28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3pt  +4.1pt  >=25%   ok       today  |
    |   silent        33.8%  █▇▇▆▅▅▄▃▂▂▁    --       --      <=35%   ok       3d ago |
    |   30-min reply  92.5%  ▆▄█▂▆▄▁▂▄▆▄▂▄▁ ▾-1.5pt  +3.0pt  >=90%   ok       today  |
    |   conversion       --  ▃▁█▆▃▁█▆▃▁█▆▃  --       --      >=3.0%  unfilled --     |
    |─ leave rate, why ──────────────────────────────────────────────────────────────|
    | 0.62%  entered by 甲 10 Oct 17:20   7-day mean 0.38%   3 days above 0.40%      |
    |═ Not available that day; a digit picks the reason ═════════════════════════════|
    |   1  the platform has none  2  outage                 9  other, in words       |
    | 1 2 9 reason  Esc back                                                         |
    ");
    b.keys("Esc a");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   metric        value  14 days        vs prev  vs year goal    state    data   |
    |   speaking      12.4%  ▁▂▁▃▂▃▄ ▃▅▄▆▄█ ▴+0.8pt  +1.9pt  >=12%   ok       today  |
    | ▸ leave rate    0.62%  ▂▁▃▃▂▁▁▁▂▂▃▄▄█ ▴+0.21pt +0.18pt <=0.40% out      today  |
    |   net growth    0.31%  ▁▂▄▃▅▂▄▆▃▆▄▆▅█ ▴+0.05pt -0.10pt >=0.25% ok       today  |
    |   DAU           1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%   +12.4%  >=1,200 ok       today  |
    |   stickiness    21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3pt  +1.1pt  >=20%   ok       today  |
    |   7-day ret.    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6pt  +2.2pt  >=40%   ok       today  |
    |   30-day ret.   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4pt  -1.8pt  >=25%   watch    today  |
    |   interactions  3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%   +8.8%   >=3,000 ok       today  |
    |   quality UGC   28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3pt  +4.1pt  >=25%   ok       today  |
    |   silent        33.8%  █▇▇▆▅▅▄▃▂▂▁    --       --      <=35%   ok       3d ago |
    |   30-min reply  92.5%  ▆▄█▂▆▄▁▂▄▆▄▂▄▁ ▾-1.5pt  +3.0pt  >=90%   ok       today  |
    |   conversion       --  ▃▁█▆▃▁█▆▃▁█▆▃  --       --      >=3.0%  unfilled --     |
    |─ leave rate, why ──────────────────────────────────────────────────────────────|
    | 0.62%  entered by 甲 10 Oct 17:20   7-day mean 0.38%   3 days above 0.40%      |
    | around it: 8 Oct 抽奖第 3 场 (126人)   10 Oct crisis 奶油发霉                  |
    |════════════════════════════════════════════════════════════════════════════════|
    | leave rate 10 Oct is out, why: [                                             ] |
    ");
}

#[test]
fn foreign_text_is_shown_clean() {
    let mut b = board(Language::Hans);
    store::annotate(&mut b.file.db, day("2026-10-10"), None, "恶\u{1b}[31m意\u{202e}").unwrap();
    b.refresh();
    let screen = b.screen(80, 18, Shape::Single);
    assert!(!screen.contains('\u{1b}') && screen.contains("<RLO>"), "{screen}");
}

#[test]
fn every_size_is_drawn_without_harm() {
    let mut boards = vec![Bench::new(Language::En), board(Language::Hans), board(Language::Hans), unfilled()];
    boards[2].keys("Enter");
    boards[3].keys("e 0.1 Enter");
    for b in &boards {
        for (width, height) in [(1, 1), (9, 3), (30, 5), (40, 8), (48, 12), (71, 12), (80, 18), (111, 25), (200, 50)] {
            for shape in
                [Shape::Tiny, Shape::Single, Shape::Wide, Shape::Cell { focused: true }, Shape::Cell { focused: false }]
            {
                b.screen(width, height, shape);
            }
        }
    }
}

#[test]
fn a_cursor_move_changes_the_name_and_the_glyph_only() {
    let mut b = board(Language::Hans);
    let before = b.screen(80, 13, Shape::Cell { focused: true });
    b.keys("j");
    let after = b.screen(80, 13, Shape::Cell { focused: true });
    let changed = before.lines().zip(after.lines()).filter(|(a, b)| a.replace('▸', " ") != b.replace('▸', " ")).count();
    assert!(changed <= 5, "only the part below the board: {changed}");
}

#[test]
fn long_windows_are_drawn_as_means() {
    let mut b = board(Language::En);
    b.keys("m m");
    assert_eq!(b.pane.span, 90);
    assert!(b.heading(Shape::Single).contains("90 days"));
    // 14 columns for 90 days: the figures of the last fortnight fill the last three.
    let drawn = b.row("leave_rate").series.columns(b.pane.last(), 90, 14);
    assert_eq!(drawn.iter().map(Option::is_some).collect::<Vec<_>>()[..11], [false; 11]);
    assert!(drawn[12..].iter().all(Option::is_some));
    b.keys("Enter [");
    assert_eq!((b.pane.last(), b.pane.day()), (day("2026-07-12"), day("2026-07-12")), "the window goes along");
    b.keys("]");
    assert_eq!((b.pane.day(), b.pane.last), (day("2026-10-10"), None));
}

#[test]
fn drawing_needs_no_colour_and_no_wide_signs() {
    use crate::tui::look::ASCII;
    let b = board(Language::Hans);
    let kit = Kit::new();
    let look = Look { lang: &b.lang, glyphs: &ASCII, ..kit.look() };
    let mut terminal = Terminal::new(TestBackend::new(80, 3)).unwrap();
    terminal.draw(|frame| Pane::draw(&b.pane, frame, frame.area(), &look, Shape::Tiny)).unwrap();
    insta::assert_snapshot!(crate::tui::dump::dump(terminal.backend().buffer()), @r"
    | 发言率     12.4%  1213234 35464# ^+0.8点   +1.9点   >=12%    正常  今日        |
    |>退群率     0.62%  2133211122344# ^+0.21点  +0.18点  <=0.40%  越界  今日        |
    | 净增率     0.31%  1243524636465# ^+0.05点  -0.10点  >=0.25%  正常  今日        |
    ");
}

#[test]
fn columns_go_before_urgency_does() {
    let b = board(Language::En);
    for width in 24..=120 {
        let screen = b.screen(width, 5, Shape::Tiny);
        let row = screen.lines().nth(1).unwrap();
        assert!(row.contains("leave rate") && row.contains("0.62%") && row.contains("out"), "{width}: {row}");
    }
    let keeps = |width: u16, what: &str| b.screen(width, 5, Shape::Tiny).contains(what);
    assert!(keeps(80, "+0.18pt") && !keeps(70, "+0.18pt"), "last year goes first");
    assert!(keeps(70, "<=0.40%") && !keeps(60, "<=0.40%"), "then the target");
    assert!(keeps(60, "▂▂▃▄▄█") && !keeps(40, "▂▂▃▄▄█"), "then the sparkline");
}

#[test]
fn the_grid_speaks_english_and_accepts_what_qun_worked_out() {
    let mut b = Bench::new(Language::En);
    sample(&mut b.file.db);
    b.file
        .db
        .write("test", |tx| {
            tx.execute("DELETE FROM figure WHERE day = '2026-10-10' AND metric IN ('leave_rate', 'dau')", [])?;
            Ok(())
        })
        .unwrap();
    b.refresh();
    assert_eq!((b.row("leave_rate").reading.of, b.row("dau").reading.value), (Some((55.0, 7200.0)), Some(20.0)));
    b.keys("e");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   metric       before      today   unit   check                   source       |
    |   speaking       11.6       12.4   %      ok                      entered      |
    | ▸ leave rate     0.41  [        ]  %      out 55/7,200 = 0.76     auto         |
    |   net growth     0.26       0.31   %      ok                      entered      |
    |   DAU           1,247         20   people file 20                 auto         |
    |   stickiness     21.1       21.4   %      ok                      entered      |
    |   7-day ret.     40.4       41.0   %      ok                      entered      |
    |   30-day ret.    23.9       23.5   %      watch                   entered      |
    |   interactions  3,226      3,420   times  ok                      entered      |
    |   quality UGC    26.0       28.3   %      ok                      entered      |
    |   silent         33.8       ____   %      before: of 7 Oct                     |
    |   30-min reply   94.0       92.5   %      ok                      entered      |
    |   conversion      3.1       ____   %                                           |
    |                                                                                |
    |─ Rules ────────────────────────────────────────────────────────────────────────|
    | empty = unfilled, not 0; - says it is not available that day                   |
    | out of bounds, or unusual for that weekday in 8 weeks: asks why in place       |
    | ^O fills from the newest CSV; Enter accepts automatic ones                     |
    ");
    b.keys("Enter");
    assert!(
        b.screen(80, 18, Shape::Single).contains("is out, goal <=0.40%"),
        "taking an automatic value is saying why"
    );
    b.keys("lottery Enter");
    assert_eq!((b.row("leave_rate").state, b.row("leave_rate").figure.is_none()), (State::Acknowledged, true));
    b.keys("Down 25 Enter campaign Enter Esc");
    let dau = b.row("dau");
    assert_eq!((dau.reading.value, dau.reading.origin), (Some(25.0), Some(crate::kpi::board::Origin::Changed)));
}

#[test]
fn paste_reaches_what_is_open() {
    let mut b = unfilled();
    b.keys("e");
    Pane::paste(&mut b.pane, " １２.０%\n");
    b.keys("Enter");
    assert_eq!(b.row("speaking_rate").reading.value, Some(0.12));
    b.keys("0.62 Enter");
    Pane::paste(&mut b.pane, "抽奖\n连场");
    b.keys("Enter");
    assert_eq!(b.row("leave_rate").ack.as_ref().unwrap().text, "抽奖 连场");
    b.keys("Esc /");
    Pane::paste(&mut b.pane, "退群");
    b.keys("Enter");
    assert_eq!(b.pane.list.rows().len(), 2, "the rate and the count");
}

#[test]
fn every_command_is_named_and_bound_once() {
    let b = board(Language::Hans);
    let mut keys = std::collections::BTreeSet::new();
    for command in COMMANDS {
        assert!(b.lang.has(command.label), "{}", command.id);
        assert!(command.id.starts_with("kpi."));
        assert!(command.keys.iter().all(|k| keys.insert(*k)), "{}", command.id);
        let words = b.lang.text(command.label);
        assert!(crate::base::text::width(words) <= 16, "{words}");
    }
    for action in [Action::Later, Action::Raise] {
        assert!(Pane::why_not(&b.pane, action, &b.lang).is_some());
    }
    for action in [Action::Acknowledge, Action::Enter, Action::Open, Action::Import, Action::Copy] {
        assert_eq!(Pane::why_not(&b.pane, action, &b.lang), None, "{action:?}");
    }
}

#[test]
fn the_focused_cell_is_the_board_without_last_year() {
    insta::assert_snapshot!(board(Language::Hans).screen(71, 18, Shape::Cell { focused: true }), @r"
    |   指标          值  14天           环比      目标     状态  数据      |
    |   发言率     12.4%  ▁▂▁▃▂▃▄ ▃▅▄▆▄█ ▴+0.8点   >=12%    正常  今日      |
    | ▸ 退群率     0.62%  ▂▁▃▃▂▁▁▁▂▂▃▄▄█ ▴+0.21点  <=0.40%  越界  今日      |
    |   净增率     0.31%  ▁▂▄▃▅▂▄▆▃▆▄▆▅█ ▴+0.05点  >=0.25%  正常  今日      |
    |   DAU        1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    >=1,200  正常  今日      |
    |   粘性       21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3点   >=20%    正常  今日      |
    |   7日留存    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6点   >=40%    正常  今日      |
    |   30日留存   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4点   >=25%    留意  今日      |
    |   互动量     3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%    >=3,000  正常  今日      |
    |   优质UGC    28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3点   >=25%    正常  今日      |
    |   沉默占比   33.8%  █▇▇▆▅▅▄▃▂▂▁    --        <=35%    正常  3天前     |
    |   30分响应   92.5%  ▆▄█▂▆▄▁▂▄▆▄▂▄▁ ▾-1.5点   >=90%    正常  今日      |
    |   转化率        --  ▃▁█▆▃▁█▆▃▁█▆▃  --        >=3.0%   未填  未填      |
    |─ 退群率 为何 ─────────────────────────────────────────────────────────|
    | 0.62%  录入；甲 10/10 17:20   7日均 0.38%   连 3 天高于 0.40%         |
    | 前后：10/8 抽奖第 3 场 (126人)   10/10 危机 奶油发霉                  |
    | 最多：微信 新手2群 27，微博 超话 14，QQ 交流群 8                      |
    | 沉默占比 3 天前的数，未填不当 0；转化率今日未填                       |
    ");
    insta::assert_snapshot!(board(Language::En).screen(71, 18, Shape::Cell { focused: true }), @r"
    |   metric        value  14 days        vs prev   state     data        |
    |   speaking      12.4%  ▁▂▁▃▂▃▄ ▃▅▄▆▄█ ▴+0.8pt   ok        today       |
    | ▸ leave rate    0.62%  ▂▁▃▃▂▁▁▁▂▂▃▄▄█ ▴+0.21pt  out       today       |
    |   net growth    0.31%  ▁▂▄▃▅▂▄▆▃▆▄▆▅█ ▴+0.05pt  ok        today       |
    |   DAU           1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    ok        today       |
    |   stickiness    21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3pt   ok        today       |
    |   7-day ret.    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6pt   ok        today       |
    |   30-day ret.   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4pt   watch     today       |
    |   interactions  3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%    ok        today       |
    |   quality UGC   28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3pt   ok        today       |
    |   silent        33.8%  █▇▇▆▅▅▄▃▂▂▁    --        ok        3d ago      |
    |   30-min reply  92.5%  ▆▄█▂▆▄▁▂▄▆▄▂▄▁ ▾-1.5pt   ok        today       |
    |   conversion       --  ▃▁█▆▃▁█▆▃▁█▆▃  --        unfilled  --          |
    |─ leave rate, why ─────────────────────────────────────────────────────|
    | 0.62%  entered by 甲 10 Oct 17:20   7-day mean 0.38%                  |
    | 3 days above 0.40%                                                    |
    | around it: 8 Oct 抽奖第 3 场 (126人)   10 Oct crisis 奶油发霉         |
    | most: WeChat 新手2群 27, Weibo 超话 14, QQ 交流群 8                   |
    ");
    insta::assert_snapshot!(board(Language::Hant).screen(71, 12, Shape::Cell { focused: false }), @r"
    | 退群率     0.62%  ▂▁▃▃▂▁▁▁▂▂▃▄▄█ ▴+0.21點 +0.18點 <=0.40% 越界 今日   |
    |   為何 10/8 抽奖第 3 场 (126人)，10/10 危機 奶油发霉                  |
    | 30日留存   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4點  -1.8點  >=25%   留意 今日   |
    | 發言率     12.4%  ▁▂▁▃▂▃▄ ▃▅▄▆▄█ ▴+0.8點  +1.9點  >=12%   正常 今日   |
    | 淨增率     0.31%  ▁▂▄▃▅▂▄▆▃▆▄▆▅█ ▴+0.05點 -0.10點 >=0.25% 正常 今日   |
    | DAU        1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%   +12.4%  >=1,200 正常 今日   |
    | 黏著度     21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3點  +1.1點  >=20%   正常 今日   |
    | 7日留存    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6點  +2.2點  >=40%   正常 今日   |
    | 互動量     3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%   +8.8%   >=3,000 正常 今日   |
    | 優質UGC    28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3點  +4.1點  >=25%   正常 今日   |
    | 沉默占比   33.8%  █▇▇▆▅▅▄▃▂▂▁    --       --      <=35%   正常 3天前  |
    | 另 1 項正常，轉換率今日未填                                           |
    ");
}

#[test]
fn the_zoomed_pane_in_english() {
    let mut b = board(Language::En);
    insta::assert_snapshot!(b.screen(120, 32, Shape::Wide), @r"
    |   metric        value  14 days        vs prev   state     data        │ health 96 (11 of 12)   activity 100            |
    |   speaking      12.4%  ▁▂▁▃▂▃▄ ▃▅▄▆▄█ ▴+0.8pt   ok        today       │ staying 82   content 100   service 100         |
    | ▸ leave rate    0.62%  ▂▁▃▃▂▁▁▁▂▂▃▄▄█ ▴+0.21pt  out       today       │ business --                                    |
    |   net growth    0.31%  ▁▂▄▃▅▂▄▆▃▆▄▆▅█ ▴+0.05pt  ok        today       │                                                |
    |   DAU           1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    ok        today       │ leave rate                                     |
    |   stickiness    21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3pt   ok        today       │ 0.62%  entered by 甲 10 Oct 17:20              |
    |   7-day ret.    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6pt   ok        today       │ 7-day mean 0.38%   3 days above 0.40%          |
    |   30-day ret.   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4pt   watch     today       │ around it: 8 Oct 抽奖第 3 场 (126人)           |
    |   interactions  3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%    ok        today       │ 10 Oct crisis 奶油发霉                         |
    |   quality UGC   28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3pt   ok        today       │ most: WeChat 新手2群 27, Weibo 超话 14, QQ 交  |
    |   silent        33.8%  █▇▇▆▅▅▄▃▂▂▁    --        ok        3d ago      │ 流群 8                                         |
    |   30-min reply  92.5%  ▆▄█▂▆▄▁▂▄▆▄▂▄▁ ▾-1.5pt   ok        today       │ silent is 3 days old, missing is not 0;        |
    |   conversion       --  ▃▁█▆▃▁█▆▃▁█▆▃  --        unfilled  --          │ conversion not filled today                    |
    |   messages        400               ▁ --        --        auto        │                                                |
    |   active        1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    --        auto        │ members who left / members at 00:00; removals  |
    |   leaves           55               ▁ --        --        auto        │ do not count; where departures are seen        |
    |   members       7,200               ▁ --        --        auto        │ source: this file, may be entered over         |
    |                                                                       │ lower is better                                |
    |                                                                       │ goal <=0.40%, out beyond <=0.50% (to begin     |
    |                                                                       │ with, editable)                                |
    |                                                                       │ entered by 甲 10 Oct 17:20                     |
    |                                                                       │                                                |
    |                                                                       │ WeChat 新手2群        27    1.5%  out          |
    |                                                                       │ Weibo 超话            14   0.78%  out          |
    |                                                                       │ QQ 交流群              8   0.44%  watch        |
    |                                                                       │ WeChat 新手1群         6   0.33%  ok           |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    ");
    b.keys("Enter m h h");
    insta::assert_snapshot!(b.screen(120, 32, Shape::Wide), @r"
    | %                                                                                                                      |
    | 0.70│                                                                             8 Oct 0.41%  goal <=0.40%            |
    |     │                                                                             watch                                |
    |     │                                                           ▇                 +0.05pt on the day before, 0.36%     |
    | 0.60│                                                           █                 7-day mean 0.31%                     |
    |     │                                                           █                 30-day mean 0.31% (12 days known)    |
    |     │                                                           █                 month so far 0.31%                   |
    | 0.50│                                                           █                                                      |
    |     │                                                       ▁ ▁ █                 Definition                           |
    |     │                                                       █ █ █                 members who left / members at 00:00; |
    | 0.40│-------------------------------------▆-▆-------------▆-█-█-█--- goal 0.40%   removals do not count; where         |
    |     │                                 ▂   █ █ ▂       ▂ ▂ █ █ █ █                 departures are seen                  |
    | 0.30│                                 █   █ █ █       █ █ █ █ █ █                 source: this file, may be entered    |
    |     │                                 █ ▇ █ █ █ ▇ ▇ ▇ █ █ █ █ █ █                 over   lower is better               |
    |     │                                 █ █ █ █ █ █ █ █ █ █ █ █ █ █                 goal <=0.40%, out beyond <=0.50% (to |
    | 0.20│                                 █ █ █ █ █ █ █ █ █ █ █ █ █ █                 begin with, editable)                |
    |     │                                 █ █ █ █ █ █ █ █ █ █ █ █ █ █                 entered by 甲 10 Oct 17:20           |
    |     │                                 █ █ █ █ █ █ █ █ █ █ █ █ █ █                                                      |
    | 0.10│                                 █ █ █ █ █ █ █ █ █ █ █ █ █ █                                                      |
    |     │ ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? █ █ █ █ █ █ █ █ █ █ █ █ █ █                                                      |
    | 0.00└───────────────────────────────────────────────────────▴───────                                                   |
    |      11 Sep            21 Sep               1 Oct            10 Oct                                                    |
    |                                                             A   B                                                      |
    |─ what happened then ────────────────────────────────────────────────────────────── by community ───────────────────────|
    | A  8 Oct  抽奖第 3 场 (126人)                                                     WeChat 新手2群    27    1.5%  out    |
    | B 10 Oct  crisis 奶油发霉                                                         Weibo 超话        14   0.78%  out    |
    |                                                                                   QQ 交流群          8   0.44%  watch  |
    |                                                                                   WeChat 新手1群     6   0.33%  ok     |
    |                                                                                                                        |
    |                                                                                                                        |
    |                                                                                                                        |
    |                                                                                                                        |
    ");
    b.keys("m");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    | %                                                                              |
    | 0.80│                                                                          |
    |     │                                                            ▂             |
    | 0.60│                                                            █             |
    |     │                                                          ▁▁█             |
    | 0.40│-------------------------------------------------▅▅------▅███ goal 0.40%  |
    |     │                                               █▄███▄▄▄██████             |
    | 0.20│                                               ██████████████             |
    |     │ ??????????????????????????????????????????????██████████████             |
    | 0.00└──────────────────────────────────────────────────────────▴──             |
    |      12 Aug                      11 Sep                       10 Oct           |
    |                                                                A B             |
    |─ what happened then ───────────────────────────────────────────────────────────|
    | 8 Oct 0.41%  goal <=0.40%   watch   +0.05pt on the day before, 0.36%           |
    | 7-day mean 0.31%   30-day mean 0.31% (12 days known)   month so far 0.31%      |
    | A  8 Oct  抽奖第 3 场 (126人)                                                  |
    | B 10 Oct  crisis 奶油发霉                                                      |
    |                                                                                |
    ");
}

#[test]
fn a_new_file_says_what_to_do() {
    for (language, said) in [(Language::Hans, "e 录入"), (Language::En, "e enters")] {
        let mut b = Bench::new(language);
        b.refresh();
        assert!(b.screen(48, 12, Shape::Cell { focused: false }).contains(said));
        assert!(b.screen(80, 18, Shape::Single).contains(said), "{}", b.screen(80, 18, Shape::Single));
    }
    let mut b = Bench::new(Language::Hans);
    b.refresh();
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   指标          值  14天           环比      同比     目标     状态  数据      |
    | ▸ 发言率        --                 --        --       >=12%    未填  未填      |
    |   退群率        --                 --        --       <=0.40%  未填  未填      |
    |   净增率        --                 --        --       >=0.25%  未填  未填      |
    |   DAU           --                 --        --       --       未填  未填      |
    |   粘性          --                 --        --       >=20%    未填  未填      |
    |   7日留存       --                 --        --       >=40%    未填  未填      |
    |   30日留存      --                 --        --       >=25%    未填  未填      |
    |   互动量        --                 --        --       --       未填  未填      |
    |   优质UGC       --                 --        --       >=25%    未填  未填      |
    |   沉默占比      --                 --        --       <=35%    未填  未填      |
    |   30分响应      --                 --        --       >=90%    未填  未填      |
    |   转化率        --                 --        --       >=3.0%   未填  未填      |
    |─ 发言率 为何 ──────────────────────────────────────────────────────────────────|
    | 今日未填；e 录入，x 记为无法取得                                               |
    | 健康：数不够，0/12 项有数有目标                                                |
    | 没有越界，也没有少见的数                                                       |
    | 12 项未填或过期，未填不当 0                                                    |
    ");
    b.keys("Enter");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    | %                                                                              |
    | 15│                                                                            |
    |   │                                                                            |
    |   │----------------------------------------------------------------- 目标 12%  |
    | 10│                                                                            |
    |   │                                                                            |
    |   │                                                                            |
    |  5│                                                                            |
    |   │                                                                            |
    |   │ ? ? ? ? ? ? ? ? ? ? ? ? ? ?                                                |
    |  0└───────────────────────────▴─────────────────────────────────────           |
    |    9/27   10/1    10/5      10/10                                              |
    |─ 当时发生了什么 ───────────────────────────────────────────────────────────────|
    | 10/10 --  目标 >=12%   未填   环比 -- 对前日 --   同比 -- 对去年同日 --        |
    | 这段时间没有记下什么；n 加一件事                                               |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    ");
    b.keys("Esc / zzz");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   没有符合的指标。Esc 看全部                                                   |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    | / [zzz                                                                       ] |
    ");
}

#[test]
fn what_is_acknowledged_or_unavailable_is_told_by_whom() {
    let mut b = board(Language::Hans);
    b.keys("a 抽奖连场+发霉帖 Enter");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   指标          值  14天           环比      同比     目标     状态   数据     |
    |   发言率     12.4%  ▁▂▁▃▂▃▄ ▃▅▄▆▄█ ▴+0.8点   +1.9点   >=12%    正常   今日     |
    | ▸ 退群率     0.62%  ▂▁▃▃▂▁▁▁▂▂▃▄▄█ ▴+0.21点  +0.18点  <=0.40%  越界✓  今日     |
    |   净增率     0.31%  ▁▂▄▃▅▂▄▆▃▆▄▆▅█ ▴+0.05点  -0.10点  >=0.25%  正常   今日     |
    |   DAU        1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    +12.4%   >=1,200  正常   今日     |
    |   粘性       21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3点   +1.1点   >=20%    正常   今日     |
    |   7日留存    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6点   +2.2点   >=40%    正常   今日     |
    |   30日留存   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4点   -1.8点   >=25%    留意   今日     |
    |   互动量     3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%    +8.8%    >=3,000  正常   今日     |
    |   优质UGC    28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3点   +4.1点   >=25%    正常   今日     |
    |   沉默占比   33.8%  █▇▇▆▅▅▄▃▂▂▁    --        --       <=35%    正常   3天前    |
    |   30分响应   92.5%  ▆▄█▂▆▄▁▂▄▆▄▂▄▁ ▾-1.5点   +3.0点   >=90%    正常   今日     |
    |   转化率        --  ▃▁█▆▃▁█▆▃▁█▆▃  --        --       >=3.0%   未填   未填     |
    |─ 退群率 为何 ──────────────────────────────────────────────────────────────────|
    | 0.62%  录入；甲 10/10 17:20   7日均 0.38%   连 3 天高于 0.40%                  |
    | 前后：10/8 抽奖第 3 场 (126人)   10/10 危机 奶油发霉                           |
    | 最多：微信 新手2群 27，微博 超话 14，QQ 交流群 8                               |
    | 已确认 甲「抽奖连场+发霉帖」                                                   |
    ");
    insta::assert_snapshot!(b.screen(48, 12, Shape::Cell { focused: false }), @r"
    | 退群率     0.62%  ▂▁▁▁▂▂▃▄▄█ ▴+0.21点  越界✓   |
    |   为何 抽奖连场+发霉帖                         |
    | 30日留存   23.5%  ▅▇▄▄▄▃▄▂▄▁ ▾-0.4点   留意    |
    | 发言率     12.4%  ▂▃▄ ▃▅▄▆▄█ ▴+0.8点   正常    |
    | 净增率     0.31%  ▅▂▄▆▃▆▄▆▅█ ▴+0.05点  正常    |
    | DAU        1,286  ▁▃▄▅▄▅▆▅▆█ ▴+3.1%    正常    |
    | 粘性       21.4%  ▂▃▄▆▄▅▆▄▅█ ▴+0.3点   正常    |
    | 7日留存    41.0%  ▂▄▁▃▅▄▄▃▄█ ▴+0.6点   正常    |
    | 互动量     3,420  ▃▄▄▄▄▅▄▆▅█ ▴+6.0%    正常    |
    | 优质UGC    28.3%  ▄▃▄▆▄▆▄▇▆█ ▴+2.3点   正常    |
    | 沉默占比   33.8%  ▅▅▄▃▂▂▁    --        3天前   |
    | 另 1 项正常，转化率今日未填                    |
    ");
    b.keys("G x 9 接口坏了 Enter k s");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   指标          值  14天           环比      同比     目标     状态   数据     |
    |   DAU        1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    +12.4%   >=1,200  正常   今日     |
    |   粘性       21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3点   +1.1点   >=20%    正常   今日     |
    |   7日留存    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6点   +2.2点   >=40%    正常   今日     |
    |   30日留存   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4点   -1.8点   >=25%    留意   今日     |
    |   互动量     3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%    +8.8%    >=3,000  正常   今日     |
    |   优质UGC    28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3点   +4.1点   >=25%    正常   今日     |
    |   沉默占比   33.8%  █▇▇▆▅▅▄▃▂▂▁    --        --       <=35%    正常   3天前    |
    |   30分响应   92.5%  ▆▄█▂▆▄▁▂▄▆▄▂▄▁ ▾-1.5点   +3.0点   >=90%    正常   今日     |
    |   转化率        --  ▃▁█▆▃▁█▆▃▁█▆▃  --        --       >=3.0%   未填   未填     |
    |   消息数       400               ▁ --        --       --       --     自动     |
    |   活跃人数   1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    +12.4%   --       --     自动     |
    | ▸ 退群          55               ▁ --        --       --       --     自动     |
    |─ 退群 定义 ────────────────────────────────────────────────────────────────────|
    | 当日退群次数；被移出的不算                                                     |
    | 来源：本库算，可改录   越低越好   没有目标                                     |
    | 自动，由本库算出                                                               |
    |                                                                                |
    ");
    b.keys("Esc i");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   指标          值  14天           环比      同比     目标     状态   数据     |
    |   DAU        1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    +12.4%   >=1,200  正常   今日     |
    |   粘性       21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3点   +1.1点   >=20%    正常   今日     |
    |   7日留存    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6点   +2.2点   >=40%    正常   今日     |
    |   30日留存   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4点   -1.8点   >=25%    留意   今日     |
    |   互动量     3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%    +8.8%    >=3,000  正常   今日     |
    |   优质UGC    28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3点   +4.1点   >=25%    正常   今日     |
    |   沉默占比   33.8%  █▇▇▆▅▅▄▃▂▂▁    --        --       <=35%    正常   3天前    |
    |   30分响应   92.5%  ▆▄█▂▆▄▁▂▄▆▄▂▄▁ ▾-1.5点   +3.0点   >=90%    正常   今日     |
    |   转化率        --  ▃▁█▆▃▁█▆▃▁█▆▃  --        --       >=3.0%   未填   未填     |
    |   消息数       400               ▁ --        --       --       --     自动     |
    |   活跃人数   1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    +12.4%   --       --     自动     |
    | ▸ 退群          55               ▁ --        --       --       --     自动     |
    |─ 退群 为何 ────────────────────────────────────────────────────────────────────|
    | 55  自动，由本库算出   7日均 55 (1 天有数)                                     |
    | 健康 96 (11/12 项)   活跃 100   留存 82   内容 100   服务 100   转化 --        |
    |════════════════════════════════════════════════════════════════════════════════|
    | 导入数的 CSV：[                                                              ] |
    ");
    b.keys("Esc f");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   指标          值  14天           环比      同比     目标     状态   数据     |
    |   DAU        1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    +12.4%   >=1,200  正常   今日     |
    |   粘性       21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3点   +1.1点   >=20%    正常   今日     |
    |   7日留存    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6点   +2.2点   >=40%    正常   今日     |
    |   30日留存   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4点   -1.8点   >=25%    留意   今日     |
    |   互动量     3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%    +8.8%    >=3,000  正常   今日     |
    |   优质UGC    28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3点   +4.1点   >=25%    正常   今日     |
    |   沉默占比   33.8%  █▇▇▆▅▅▄▃▂▂▁    --        --       <=35%    正常   3天前    |
    |   30分响应   92.5%  ▆▄█▂▆▄▁▂▄▆▄▂▄▁ ▾-1.5点   +3.0点   >=90%    正常   今日     |
    |   转化率        --  ▃▁█▆▃▁█▆▃▁█▆▃  --        --       >=3.0%   未填   未填     |
    |   消息数       400               ▁ --        --       --       --     自动     |
    |   活跃人数   1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    +12.4%   --       --     自动     |
    | ▸ 退群          55               ▁ --        --       --       --     自动     |
    |─ 退群 为何 ────────────────────────────────────────────────────────────────────|
    |═ 常用筛选 ═════════════════════════════════════════════════════════════════════|
    |   1  越界与未填             3  过期                                            |
    |   2  我录入的               0  全部                                            |
    | 数字 选一个  Esc 返回                                                          |
    ");
}

#[test]
fn a_column_of_a_spreadsheet_is_pasted() {
    let mut b = unfilled();
    let entries = b.file.db.head().unwrap().0;
    b.keys("e");
    Pane::paste(&mut b.pane, "12.4\r\n0.62%\r\n\r\n1,286\r\n");
    assert_eq!(b.file.db.head().unwrap().0, entries, "nothing is stored by pasting");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   指标           昨日       今日   单位   检查                    来源         |
    | ▸ 发言率         11.6  [12.4    ]  %      常见 10.4 至 12.4                    |
    |   退群率         0.41      0.62%   %                                           |
    |   净增率         0.26       ____   %                                           |
    |   DAU           1,247      1,286   人                                          |
    |   粘性           21.1       ____   %                                           |
    |   7日留存        40.4       ____   %                                           |
    |   30日留存       23.9       ____   %                                           |
    |   互动量        3,226       ____   次                                          |
    |   优质UGC        26.0       ____   %                                           |
    |   沉默占比       33.8       ____   %      昨日列为 10/7 的数                   |
    |   30分响应       94.0       ____   %                                           |
    |   转化率          3.1       ____   %                                           |
    | 贴入 3 格：Enter 全部收下，Esc 不要                                            |
    |─ 规则 ─────────────────────────────────────────────────────────────────────────|
    | 空着 = 未填，不是 0；输入 - 记为当日无法取得                                   |
    | 越界，或超出近 8 周同一星期几的常见范围：就地要一句原因，Enter 收下            |
    | ^O 从最新的 CSV 填一列；自动项 Enter 认可，改过的标「改」                      |
    ");
    b.keys("Enter");
    // Two are stored as one entry; the leave rate is out of bounds and asks why; the empty line left net growth alone.
    assert_eq!(b.file.db.head().unwrap().0, entries + 1);
    assert_eq!((b.row("speaking_rate").reading.value, b.row("dau").reading.value), (Some(0.124), Some(1286.0)));
    assert_eq!((b.row("leave_rate").reading.value, b.row("net_growth").reading.value), (None, None));
    b.keys("抽奖连场 Enter");
    assert_eq!(b.row("leave_rate").reading.value, Some(0.0062));
    assert_eq!(b.row("leave_rate").state, State::Acknowledged);
    b.keys("Esc");
    // Names in any language may stand before the figures, in any order; a text in the numbers is named and stops all.
    b.keys("e");
    Pane::paste(&mut b.pane, "转化率\t3.1%\n互動量\t三千\nnet_growth\t0.31\n");
    b.keys("Enter");
    let Mode::Grid(grid) = &b.pane.mode else { panic!("the grid stays open") };
    assert_eq!((grid.metric().key, grid.input.value().as_str()), ("interactions", "三千"));
    assert_eq!(grid.notice, "「三千」没有收：不是数字，写成 12.4 或 1.2万");
    assert_eq!(b.row("conversion").reading.value, None, "all or none");
    b.keys("C-u");
    for c in "0.34万".chars() {
        b.press(Chord::char(c));
    }
    b.keys("Enter");
    assert_eq!(b.row("interactions").reading.value, Some(3400.0));
    assert_eq!((b.row("conversion").reading.value, b.row("net_growth").reading.value), (Some(0.031), Some(0.0031)));
    // Esc lets a pasted column go.
    b.keys("Esc e");
    Pane::paste(&mut b.pane, "1\n2\n3\n");
    b.keys("Esc");
    assert!(matches!(&b.pane.mode, Mode::Grid(grid) if grid.pasted.is_empty()));
    let undone = b.file.db.last_undoable("甲").unwrap().unwrap();
    b.file.db.undo(undone).unwrap();
    b.refresh();
    assert_eq!(b.row("interactions").reading.value, None, "a pasted column is undone as one");
}

#[test]
fn one_community_is_shown_and_held_against_another() {
    let mut b = board(Language::Hans);
    b.keys("=");
    assert!(!Pane::captures(&b.pane), "first the chart");
    b.keys("W 2");
    assert_eq!(b.heading(Shape::Single), "10月10日 周六   微信 新手2群   14 天 | 越界1 未填10");
    assert_eq!(b.row("leave_rate").reading.value, Some(27.0 / 1800.0));
    assert_eq!(Pane::why_not(&b.pane, Action::Acknowledge, &b.lang).unwrap(), "确认是对全部群的：W 0 回到全部");
    // What is entered now is of this community.
    b.keys("e 2 0 Enter Esc");
    let community: i64 = b
        .file
        .db
        .conn()
        .query_row("SELECT community_id FROM figure ORDER BY id DESC LIMIT 1", [], |r| r.get(0))
        .unwrap();
    assert_eq!(community, 2);
    b.keys("W 0 Enter m = 2");
    let year = b.pane.beside.other.clone();
    assert_eq!((year.len(), year.last().copied().flatten()), (30, Some(0.0044)));
    b.keys("= 1");
    assert_eq!(b.pane.beside.other.iter().flatten().count(), 0, "nothing is known of the month before");
    b.keys("m m = 1");
    assert_eq!(b.pane.beside.other.len(), 14);
    b.keys("= 4");
    assert_eq!(b.pane.against, Some(Against::Community(2)));
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    | %                                                                              |
    | 1.50│                           ══                                             |
    |     │                                                                          |
    |     │                                                                          |
    | 1.00│                                                                          |
    |     │                           ▂                                              |
    |     │                       ▁ ▁ █                                              |
    | 0.50│-▅-▃-▇-▇-▅-▃-▃-▃-▅-▅-▇-█-█-█--------------------------------- 目标 0.40%  |
    |     │ █ █ █ █ █ █ █ █ █ █ █ █ █ █                                              |
    | 0.00└───────────────────────────▴─────────────────────────────────             |
    |      9/27   10/1    10/5      10/10                                            |
    |                             A   B                                              |
    |─ 当时发生了什么 ───────────────────────────────────────────────────────────────|
    | 10/10 0.62%  目标 <=0.40%   越界  连 3 天高于 0.40%                            |
    | 环比 +0.21点 对前日 0.41%   同比 +0.18点 对去年同日 0.44%                      |
    | 7日均 0.38%   30日均 0.34% (14 天有数)   本月至今 0.35%                        |
    | ═ 为微信 新手2群：均 1.5%，这里均 0.34%                                        |
    | A   10/8  抽奖第 3 场 (126人)                                                  |
    ");
    b.keys("p");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    | %                                                                              |
    | 1.50│                           ══                                             |
    |     │                                                                          |
    |     │                                                                          |
    |     │                                                                          |
    | 1.00│                                                                          |
    |     │                                                                          |
    |     │                           ▄                                              |
    |     │                           █                                              |
    | 0.50│ ▂   ▅ ▅ ▂       ▂ ▂ ▅ █ █ █                                              |
    |     │-█-▇-█-█-█-▇-▇-▇-█-█-█-█-█-█--------------------------------- 目标 0.40%  |
    |     │ █ █ █ █ █ █ █ █ █ █ █ █ █ █                                              |
    | 0.00└───────────────────────────▴─────────────────────────────────             |
    |      9/27   10/1    10/5      10/10                                            |
    |                             A   B                                              |
    |─ 每周来的人，之后各周还发言的占比 ─────────────────────────────────────────────|
    | 近 8 周没有可追的人                                                            |
    |                                                                                |
    ");
    b.keys("p p Esc");
    assert_eq!((b.pane.below, b.pane.chart), (Below::Events, None));
}

#[test]
fn who_came_back_and_when_people_write() {
    use crate::kpi::cohort::Cohort;
    use crate::kpi::hours::Hours;
    let mut b = board(Language::En);
    b.keys("Enter p");
    b.pane.beside.joined = true;
    b.pane.beside.cohorts =
        [(134, &[Some(100), Some(60), Some(31)][..]), (80, &[Some(50), None, None]), (7, &[None; 3])]
            .into_iter()
            .zip([day("2026-09-21"), day("2026-09-28"), day("2026-10-05")])
            .map(|((size, active), first)| Cohort { first, size, active: active.to_vec() })
            .collect();
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    | %                                                                              |
    | 0.80│                                                                          |
    |     │                                                                          |
    |     │                           █                                              |
    | 0.60│                           █                                              |
    |     │                       ▅ ▅ █                                              |
    | 0.40│-▃---█-█-▃-------▃-▃-█-█-█-█--------------------------------- goal 0.40%  |
    |     │ █ ▇ █ █ █ ▇ ▇ ▇ █ █ █ █ █ █                                              |
    | 0.20│ █ █ █ █ █ █ █ █ █ █ █ █ █ █                                              |
    |     │ █ █ █ █ █ █ █ █ █ █ █ █ █ █                                              |
    | 0.00└───────────────────────────▴─────────────────────────────────             |
    |      27 Sep 1 Oct   5 Oct    10 Oct                                            |
    |                             A   B                                              |
    |─ people by week, and the share still writing ──────────────────────────────────|
    | joined    size     wk0   wk1   wk2                                             |
    | 5 Oct        7                                                                 |
    | 28 Sep      80     62%                                                         |
    | 21 Sep     134     75%   45%   23%                                             |
    ");
    b.keys("p");
    let mut hours = Hours::default();
    for (hour, count) in [(8, 30), (9, 20), (12, 60), (20, 90), (21, 120), (22, 70)] {
        hours.counts[hour] = count;
    }
    b.pane.beside.hours = hours;
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    | %                                                                              |
    | 0.80│                                                                          |
    |     │                                                                          |
    |     │                           █                                              |
    | 0.60│                           █                                              |
    |     │                       ▅ ▅ █                                              |
    | 0.40│-▃---█-█-▃-------▃-▃-█-█-█-█--------------------------------- goal 0.40%  |
    |     │ █ ▇ █ █ █ ▇ ▇ ▇ █ █ █ █ █ █                                              |
    | 0.20│ █ █ █ █ █ █ █ █ █ █ █ █ █ █                                              |
    |     │ █ █ █ █ █ █ █ █ █ █ █ █ █ █                                              |
    | 0.00└───────────────────────────▴─────────────────────────────────             |
    |      27 Sep 1 Oct   5 Oct    10 Oct                                            |
    |                             A   B                                              |
    |─ when people write ────────────────────────────────────────────────────────────|
    | ▁▁ ▁▁ ▁▁ ▁▁ ▁▁ ▁▁ ▁▁ ▁▁ ▃▃ ▂▂ ▁▁ ▁▁ ▅▅ ▁▁ ▁▁ ▁▁ ▁▁ ▁▁ ▁▁ ▁▁ ▆▆ ██ ▅▅ ▁▁        |
    | 0        3        6        9        12       15       18       21              |
    | busiest 20 to 22, 53.8%   quietest 0 to 4, 0%   390 messages                   |
    |                                                                                |
    ");
    insta::assert_snapshot!(b.screen(120, 32, Shape::Wide).lines().skip(26).collect::<Vec<_>>().join("\n"), @r"
    |                             A   B                                                                                      |
    |─ when people write ────────────────────────────────────────────────────────────────────────────────────────────────────|
    | ▁▁ ▁▁ ▁▁ ▁▁ ▁▁ ▁▁ ▁▁ ▁▁ ▃▃ ▂▂ ▁▁ ▁▁ ▅▅ ▁▁ ▁▁ ▁▁ ▁▁ ▁▁ ▁▁ ▁▁ ▆▆ ██ ▅▅ ▁▁                                                |
    | 0        3        6        9        12       15       18       21                                                      |
    | busiest 20 to 22, 53.8%   quietest 0 to 4, 0%   390 messages                                                           |
    |                                                                                                                        |
    ");
}

/// A goal of 20 % more each day, made 20 days ago.
fn with_goal(language: Language) -> Bench {
    let mut b = board(language);
    b.keys("j j j");
    b.with(|pane, cx| pane.act(Action::Goals, cx)).unwrap();
    b
}

#[test]
fn goals_are_made_by_form_shown_and_closed() {
    let mut b = with_goal(Language::Hans);
    insta::assert_snapshot!(b.screen(80, 4, Shape::Single), @r"
    | 还没有目标。n 新建一个                                                         |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    ");
    assert_eq!(Pane::why_not(&b.pane, Action::Enter, &b.lang).unwrap(), "没有选中目标；n 新建");
    assert_eq!(Pane::why_not(&b.pane, Action::Import, &b.lang).unwrap(), "这里是目标；Esc 回到指标");
    b.keys("n");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    | 还没有 ┌─ 新目标 ─────────────────────────────────────────────────────┐        |
    |        │                                                              │        |
    |        │▸ 目标     [                                 ] 具体           │        |
    |        │  指标      粘性                                              │        |
    |        │  周期      [1 到期为止] 2 每月  3 每季                       │        |
    |        │  目标值    ____                               120% = 基线的  │        |
    |        │  基线      ____                               空 = 前 4 周均 │        |
    |        │  从        2026-10-10                                        │        |
    |        │  截止      2027-01-10                                        │        |
    |        │  为何可达  ____                               必填           │        |
    |        │  为了什么  ____                               必填           │        |
    |        │  负责人    甲                                                │        |
    |        │  里程碑    ____                               8/31=1100=说明 │        |
    |        │                                                              │        |
    |        │  还差 4 格                                                   │        |
    |        │                                                              │        |
    |        └─ Enter 下一格  S-Tab 上一格  Esc 留作草稿 ───────────────────┘        |
    |                                                                                |
    ");
    "日活到 1500".chars().for_each(|c| b.press(Chord::char(c)));
    b.keys("Tab C-u DAU Enter Enter 1500 Enter 1200 Enter");
    assert!(matches!(&b.pane.mode, Mode::Aim(form) if form.form.focus() == 7), "on to what is empty");
    b.keys("每周两场 Enter 口碑 Enter");
    b.keys("2026-11-30=1350=直播 Enter");
    assert!(!Pane::captures(&b.pane), "{}", b.said());
    assert!(b.said().contains("新目标：日活到 1500"), "{}", b.said());
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   目标                                  目标值   现在  节奏 走势          截止 |
    | ▸ 日活到 1500                           >=1,500 1,239  跟上 多半能达到    1/10 |
    |─ 日活到 1500 ──────────────────────────────────────────────────────────────────|
    | DAU >=1,500，2027年1月10日 周日 前   基线 1,200   负责 甲                      |
    | 现在 1,239，按节奏应有 1,200：跟上                                             |
    | 按近 14 天走势，1/10 约 1,740 (1,427 至 2,053)，多半能达到                     |
    | 下一步 11/30 >=1,350 直播                                                      |
    | 为何可达 每周两场                                                              |
    | 为了什么 口碑                                                                  |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    ");
    insta::assert_snapshot!(b.screen(120, 32, Shape::Wide), @r"
    |   目标                         目标值   现在  节奏 走势          截止 │ 日活到 1500                                    |
    | ▸ 日活到 1500                  >=1,500 1,239  跟上 多半能达到    1/10 │ DAU >=1,500，2027年1月10日 周日 前             |
    |                                                                       │ 基线 1,200   负责 甲                           |
    |                                                                       │ 现在 1,239，按节奏应有 1,200：跟上             |
    |                                                                       │ 按近 14 天走势，1/10 约 1,740 (1,427 至        |
    |                                                                       │ 2,053)，多半能达到                             |
    |                                                                       │ 下一步 11/30 >=1,350 直播                      |
    |                                                                       │ 为何可达 每周两场                              |
    |                                                                       │ 为了什么 口碑                                  |
    |                                                                       │                                                |
    |                                                                       │ 人                                             |
    |                                                                       │ 1,500│                                         |
    |                                                                       │      │                         ▁ ▁▃            |
    |                                                                       │      │               ▃▅▆▃▃▆▇█▇████═            |
    |                                                                       │      │               ██████████████            |
    |                                                                       │ 1,000│               ██████████████            |
    |                                                                       │      │               ██████████████            |
    |                                                                       │      │               ██████████████            |
    |                                                                       │      │               ██████████████            |
    |                                                                       │   500│               ██████████████            |
    |                                                                       │      │               ██████████████            |
    |                                                                       │      │ ??????????????██████████████            |
    |                                                                       │     0└──────────────────────────────────────── |
    |                                                                       │       9/13         9/27         10/10          |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    ");
    assert_eq!(b.heading(Shape::Single), "目标 1 | 越界1 留意1 未填1");
}

#[test]
fn goals_are_copied_drafted_and_closed() {
    let mut b = with_goal(Language::Hans);
    b.keys("n");
    "日活到 1500".chars().for_each(|c| b.press(Chord::char(c)));
    b.keys("Tab C-u DAU Enter Enter 1500 Enter 1200 Enter 每周两场 Enter 口碑 Enter Enter");
    b.keys("y");
    assert!(b.effects.iter().any(|e| matches!(e, Effect::Copy(text) if text.starts_with("日活到 1500；DAU >=1,500"))));
    // What is left is kept as a draft.
    b.keys("e X Esc e");
    assert!(matches!(&b.pane.mode, Mode::Aim(_)));
    b.keys("Esc x 1");
    b.keys("直播带的 Enter");
    assert_eq!(b.pane.goals.as_ref().unwrap().rows.len(), 0, "a goal that is over is not among the open ones");
    b.keys("m");
    assert_eq!(b.pane.goals.as_ref().unwrap().rows.len(), 1);
    insta::assert_snapshot!(b.screen(80, 9, Shape::Single), @r"
    |   目标                                      目标值   现在  节奏 走势    截止   |
    | ▸ 日活到 1500                               >=1,500 1,239  达成         1/10   |
    |─ 日活到 1500 ──────────────────────────────────────────────────────────────────|
    | DAU >=1,500，2027年1月10日 周日 前   基线 1,200   负责 甲                      |
    | 达成   直播带的                                                                |
    | 为何可达 每周两场                                                              |
    | 为了什么 口碑                                                                  |
    |                                                                                |
    |                                                                                |
    ");
    b.keys("Enter");
    assert_eq!((b.pane.goals.is_none(), b.pane.current().unwrap().metric.key), (true, "dau"));
    assert!(b.pane.chart.is_some());
}

#[test]
fn a_goal_that_cannot_be_is_refused_with_its_reason() {
    let mut b = with_goal(Language::En);
    b.keys("n more Enter");
    for (keys, said) in [
        ("S-Tab C-u nothing", "there is no metric 'nothing'"),
        ("C-u conversion Tab 3 Tab 5 Tab Tab Tab C-u 2026-10-01", "due 2026-10-01 must be after 2026-10-10"),
    ] {
        b.keys(keys);
        if let Mode::Aim(form) = &mut b.pane.mode {
            for at in [3, 7, 8] {
                form.form.fields[at].set("5");
            }
        }
        b.keys("S-Tab");
        let Mode::Aim(form) = &b.pane.mode else { panic!("the form stays open") };
        assert_eq!(form.form.state, said);
        b.keys("Tab");
    }
    b.keys("C-u 2026-12-31 S-Tab");
    let Mode::Aim(form) = &b.pane.mode else { panic!("the form stays open") };
    assert_eq!(form.form.preview, ["conversion >=5.0% each quarter, until Thu 31 Dec"]);
}

#[test]
fn an_odd_value_is_acknowledged_with_a_reason() {
    let mut b = board(Language::Hans);
    put(&mut b.file.db, "dau", day("2026-10-10"), 5000.0);
    b.refresh();
    assert_eq!(b.row("dau").state, State::Unusual);
    b.keys("j j");
    let look_at = b.pane.current().unwrap().metric.key;
    assert_eq!(look_at, "dau");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single).lines().skip(13).collect::<Vec<_>>().join("\n"), @r"
    |─ DAU 为何 ─────────────────────────────────────────────────────────────────────|
    | 5,000  录入；甲 10/10 17:20   7日均 1,769   这一天常见 1,104 至 1,312          |
    | 前后：10/8 抽奖第 3 场 (126人)   10/10 危机 奶油发霉                           |
    | 最多：微信 新手1群 5，微信 新手2群 5，微博 超话 5                              |
    | 沉默占比 3 天前的数，未填不当 0；转化率今日未填                                |
    ");
    assert_eq!(Pane::why_not(&b.pane, Action::Acknowledge, &b.lang), None);
    b.keys("a 直播上了热搜 Enter");
    assert_eq!((b.row("dau").state, b.pane.tally().unusual), (State::Good, 0));
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single).lines().skip(13).collect::<Vec<_>>().join("\n"), @r"
    |─ DAU 为何 ─────────────────────────────────────────────────────────────────────|
    | 5,000  录入；甲 10/10 17:20   7日均 1,769                                      |
    | 前后：10/8 抽奖第 3 场 (126人)   10/10 危机 奶油发霉                           |
    | 最多：微信 新手1群 5，微信 新手2群 5，微博 超话 5                              |
    | 已确认 甲「直播上了热搜」                                                      |
    ");
    let undone = b.file.db.last_undoable("甲").unwrap().unwrap();
    b.file.db.undo(undone).unwrap();
    b.refresh();
    assert_eq!(b.row("dau").state, State::Unusual, "what is taken back is open again");
}

/// A board with two goals and something to look at in every lower half.
fn furnished(language: Language) -> Bench {
    use crate::kpi::aim::{Aim, How, Milestone, Outcome, Per};
    let mut b = board(language);
    let aim = |name: &str, metric: &str, how, per, baseline, target, steps: &[(&str, f64)]| Aim {
        id: 0,
        name: name.into(),
        metric: by_key(metric).unwrap(),
        community: 0,
        how,
        per,
        baseline,
        target,
        reachable: "每周两场互动".into(),
        purpose: "口碑".into(),
        first: day("2026-10-01"),
        due: day("2026-12-31"),
        owner: "周宁".into(),
        milestones: steps
            .iter()
            .map(|(d, target)| Milestone { day: day(d), target: *target, note: "直播".into() })
            .collect(),
        outcome: Outcome::Open,
        note: String::new(),
        version: 1,
    };
    let aims = [
        aim("日活到 1,440", "dau", How::Level, Per::Once, Some(1200.0), 1440.0, &[("2026-11-15", 1320.0)]),
        aim("每月互动 8 万", "interactions", How::Sum, Per::Month, None, 80_000.0, &[]),
        aim("每季 5% 下单", "conversion", How::Share, Per::Quarter, None, 0.05, &[]),
    ];
    for aim in aims {
        store::put_aim(&mut b.file.db, &aim).unwrap();
    }
    b.refresh();
    b
}

/// As [`furnished`], with people and hours below the chart of the leave rate.
fn below(language: Language, keys: &str) -> Bench {
    let mut b = furnished(language);
    b.keys(keys);
    b.pane.beside.joined = true;
    b.pane.beside.cohorts = (0u16..6)
        .map(|n| crate::kpi::cohort::Cohort {
            first: day("2026-08-31") + Days::new(7 * u64::from(n)),
            size: usize::from(90 + n * 7),
            active: (0u16..9).map(|w| (n + w < 6).then_some(usize::from(80 / (w + 1)))).collect(),
        })
        .collect();
    for (hour, count) in b.pane.beside.hours.counts.iter_mut().enumerate() {
        *count = (hour as u64 * 37) % 101;
    }
    b
}

#[test]
fn goals_in_every_room_and_language() {
    for language in [Language::Hans, Language::Hant, Language::En] {
        let mut b = furnished(language);
        b.with(|pane, cx| pane.act(Action::Goals, cx)).unwrap();
        for (width, height, shape) in
            [(40, 8, Shape::Tiny), (60, 13, Shape::Single), (80, 18, Shape::Single), (120, 32, Shape::Wide)]
        {
            let screen = b.screen(width, height, shape);
            assert_eq!(screen.lines().count(), usize::from(height));
        }
    }
}

#[test]
fn goals_in_traditional_chinese() {
    let mut b = furnished(Language::Hant);
    b.with(|pane, cx| pane.act(Action::Goals, cx)).unwrap();
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   目標                                目標值     現在  節奏 走勢          截止 |
    | ▸ 日活到 1,440                        >=1,440   1,239  跟上 很可能達到   12/31 |
    |   每月互动 8 万                       >=8.00萬 3.21萬  跟上 很可能達到   12/31 |
    |   每季 5% 下单                        >=5.0%     3.1%  落後 很難達到     12/31 |
    |─ 日活到 1,440 ─────────────────────────────────────────────────────────────────|
    | DAU >=1,440，12月31日 週四 前   基線 1,200   負責 周宁                         |
    | 現在 1,239，按節奏應有 1,224：跟上                                             |
    | 按近 14 天走勢，12/31 約 1,695 (1,419 至 1,970)，很可能達到                    |
    | 下一步 11/15 >=1,320 直播                                                      |
    | 為何可達 每周两场互动                                                          |
    | 為了什麼 口碑                                                                  |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    ");
    insta::assert_snapshot!(b.screen(40, 8, Shape::Tiny), @r"
    |   目標      目標值     現在  節奏 走.. |
    | ▸ 日活到..  >=1,440   1,239  跟上 很.. |
    |   每月互..  >=8.00萬 3.21萬  跟上 很.. |
    |─ 日活到 1,440 ─────────────────────────|
    | DAU >=1,440，12月31日 週四 前          |
    | 基線 1,200   負責 周宁                 |
    | 現在 1,239，按節奏應有 1,224：跟上     |
    | 按近 14 天走勢，12/31 約 1,695 (1,419  |
    ");
}

#[test]
fn goals_are_closed_and_edited_in_place() {
    let mut b = furnished(Language::Hant);
    b.with(|pane, cx| pane.act(Action::Goals, cx)).unwrap();
    b.keys("j x");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   目標                                目標值     現在  節奏 走勢          截止 |
    |   日活到 1,440                        >=1,440   1,239  跟上 很可能達到   12/31 |
    | ▸ 每月互动 8 万                       >=8.00萬 3.21萬  跟上 很可能達到   12/31 |
    |   每季 5% 下单                        >=5.0%     3.1%  落後 很難達到     12/31 |
    |─ 每月互动 8 万 ────────────────────────────────────────────────────────────────|
    | 每月 互動量 >=8.00萬，到 12月31日 週四   負責 周宁                             |
    | 現在 3.21萬，按節奏應有 2.58萬：跟上                                           |
    | 按近 14 天走勢，10/31 約 9.83萬 (9.71萬 至 9.94萬)，很可能達到                 |
    | 為何可達 每周两场互动                                                          |
    | 為了什麼 口碑                                                                  |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |═ 這個目標怎麼樣了 ═════════════════════════════════════════════════════════════|
    |   1  達成                   2  未達成                 3  放棄                  |
    | 數字 選一個  Esc 返回                                                          |
    ");
    b.keys("Esc j e");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   目標 ┌─ 改目標 ─────────────────────────────────────────────────────┐   截止 |
    |   日活 │                                                              │  12/31 |
    |   每月 │  目標      每季 5% 下单                       具體           │  12/31 |
    | ▸ 每季 │  指標      轉換率                                            │  12/31 |
    |─ 每季 5│  週期       1 到期為止  2 每月 [3 每季]                      │────────|
    | 每季 轉│  目標值    5                                  120% = 基線的  │        |
    | 現在 3.│▸ 基線     [                                 ] 空 = 前 4 週均 │        |
    | 按近 13│  從        2026-10-01                                        │        |
    | 為何可 │  截止      2026-12-31                                        │        |
    | 為了什 │  為何可達  每周两场互动                       必填           │        |
    |        │  為了什麼  口碑                               必填           │        |
    |        │  負責人    周宁                                              │        |
    |        │  里程碑    ____                               8/31=1100=說明 │        |
    |        │──────────────────────────────────────────────────────────────│        |
    |        │  每季 轉換率 >=5.0%，到 12月31日 週四                        │        |
    |        │                                                              │        |
    |        └─ Enter 下一格  S-Tab 上一格  Esc 留作草稿 ───────────────────┘        |
    |                                                                                |
    ");
}

#[test]
fn goals_beside_their_charts() {
    let mut b = furnished(Language::En);
    b.with(|pane, cx| pane.act(Action::Goals, cx)).unwrap();
    insta::assert_snapshot!(b.screen(120, 32, Shape::Wide), @r"
    |   goal                   target    now  pace    leads to          due │ 日活到 1,440                                   |
    | ▸ 日活到 1,440           >=1,440 1,239  on pace very likely    31 Dec │ DAU >=1,440 by Thu 31 Dec   baseline 1,200     |
    |   每月互动 8 万          >=80.0k 32.1k  on pace very likely    31 Dec │ owner 周宁                                     |
    |   每季 5% 下单           >=5.0%   3.1%  behind  very unlikely  31 Dec │ now 1,239, by its pace 1,224: on pace          |
    |                                                                       │ going by 14 days, about 1,695 on 31 Dec (1,419 |
    |                                                                       │ to 1,970): very likely                         |
    |                                                                       │ next 15 Nov >=1,320 直播                       |
    |                                                                       │ why reachable 每周两场互动                     |
    |                                                                       │ what for 口碑                                  |
    |                                                                       │                                                |
    |                                                                       │ people                                         |
    |                                                                       │ 1,500│                                         |
    |                                                                       │      │                         ▁ ▁▃            |
    |                                                                       │      │               ▃▅▆▃══════════            |
    |                                                                       │      │               ██████████████            |
    |                                                                       │ 1,000│               ██████████████            |
    |                                                                       │      │               ██████████████            |
    |                                                                       │      │               ██████████████            |
    |                                                                       │      │               ██████████████            |
    |                                                                       │   500│               ██████████████            |
    |                                                                       │      │               ██████████████            |
    |                                                                       │      │ ??????????????██████████████            |
    |                                                                       │     0└──────────────────────────────────────── |
    |                                                                       │       13 Sep      27 Sep       10 Oct          |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    ");
    b.keys("n");
    insta::assert_snapshot!(b.screen(120, 32, Shape::Wide), @r"
    |   goal                   target    now  pace    leads to          due │ 日活到 1,440                                   |
    | ▸ 日活到 1,440           >=1,440 1,239  on pace very likely    31 Dec │ DAU >=1,440 by Thu 31 Dec   baseline 1,200     |
    |   每月互动 8 万          >=80.0k 32.1k  on pace very likely    31 Dec │ owner 周宁                                     |
    |   每季 5% 下单           >=5.0%   3.1%  behind  very unlikely  31 Dec │ now 1,239, by its pace 1,224: on pace          |
    |                                                                       │ going by 14 days, about 1,695 on 31 Dec (1,419 |
    |                                                                       │ to 1,970): very likely                         |
    |                                                                       │ next 15 Nov >=1,320 直播                       |
    |                    ┌─ New goal ───────────────────────────────────────────────────────────────────┐                    |
    |                    │                                                                              │                    |
    |                    │▸ goal          [                                      ] specific             │                    |
    |                    │  metric         leave rate                                                   │                    |
    |                    │  per            [1 by the due day] 1/3                                       │                    |
    |                    │  target         ____                                    120% = of baseline   │    ▁ ▁▃            |
    |                    │  baseline       ____                                    empty = last 4 weeks │════════            |
    |                    │  from           2026-10-10                                                   │████████            |
    |                    │  due            2027-01-10                                                   │████████            |
    |                    │  why reachable  ____                                    required             │████████            |
    |                    │  what for       ____                                    required             │████████            |
    |                    │  owner          甲                                                           │████████            |
    |                    │  milestones     ____                                    31 Aug=1100=note     │████████            |
    |                    │                                                                              │████████            |
    |                    │  4 more to fill                                                              │████████            |
    |                    │                                                                              │─────────────────── |
    |                    └─ Enter next  S-Tab back  Esc keeps a draft ──────────────────────────────────┘    10 Oct          |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    ");
}

#[test]
fn the_board_tells_of_goals_and_of_what_changed() {
    let mut b = furnished(Language::Hans);
    b.keys("j j");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   指标          值  14天           环比      同比     目标     状态  数据      |
    |   发言率     12.4%  ▁▂▁▃▂▃▄ ▃▅▄▆▄█ ▴+0.8点   +1.9点   >=12%    正常  今日      |
    |   退群率     0.62%  ▂▁▃▃▂▁▁▁▂▂▃▄▄█ ▴+0.21点  +0.18点  <=0.40%  越界  今日      |
    |   净增率     0.31%  ▁▂▄▃▅▂▄▆▃▆▄▆▅█ ▴+0.05点  -0.10点  >=0.25%  正常  今日      |
    | ▸ DAU        1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    +12.4%   >=1,200  正常  今日      |
    |   粘性       21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3点   +1.1点   >=20%    正常  今日      |
    |   7日留存    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6点   +2.2点   >=40%    正常  今日      |
    |   30日留存   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4点   -1.8点   >=25%    留意  今日      |
    |   互动量     3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%    +8.8%    >=3,000  正常  今日      |
    |   优质UGC    28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3点   +4.1点   >=25%    正常  今日      |
    |   沉默占比   33.8%  █▇▇▆▅▅▄▃▂▂▁    --        --       <=35%    正常  3天前     |
    |   30分响应   92.5%  ▆▄█▂▆▄▁▂▄▆▄▂▄▁ ▾-1.5点   +3.0点   >=90%    正常  今日      |
    |   转化率        --  ▃▁█▆▃▁█▆▃▁█▆▃  --        --       >=3.0%   未填  未填      |
    |─ DAU 为何 ─────────────────────────────────────────────────────────────────────|
    | 1,286  录入；甲 10/10 17:20   7日均 1,239                                      |
    | DAU >=1,440，12月31日 周四 前   现在 1,239，按节奏应有 1,224：跟上             |
    | 按近 14 天走势，12/31 约 1,695 (1,419 至 1,970)，很可能达到                    |
    | 健康 96 (11/12 项)   活跃 100   留存 82   内容 100   服务 100   转化 --        |
    ");
    insta::assert_snapshot!(b.screen(120, 32, Shape::Wide), @r"
    |   指标          值  14天           环比      目标     状态  数据      │ 健康 96 (11/12 项)   活跃 100   留存 82        |
    |   发言率     12.4%  ▁▂▁▃▂▃▄ ▃▅▄▆▄█ ▴+0.8点   >=12%    正常  今日      │ 内容 100   服务 100   转化 --                  |
    |   退群率     0.62%  ▂▁▃▃▂▁▁▁▂▂▃▄▄█ ▴+0.21点  <=0.40%  越界  今日      │ 退群率 0.62%   越界   10/8 起 3 天             |
    |   净增率     0.31%  ▁▂▄▃▅▂▄▆▃▆▄▆▅█ ▴+0.05点  >=0.25%  正常  今日      │ 前后：10/8 抽奖第 3 场 (126人)                 |
    | ▸ DAU        1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    >=1,200  正常  今日      │ 10/10 危机 奶油发霉                            |
    |   粘性       21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3点   >=20%    正常  今日      │                                                |
    |   7日留存    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6点   >=40%    正常  今日      │ DAU                                            |
    |   30日留存   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4点   >=25%    留意  今日      │ 1,286  录入；甲 10/10 17:20   7日均 1,239      |
    |   互动量     3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%    >=3,000  正常  今日      │ DAU >=1,440，12月31日 周四 前                  |
    |   优质UGC    28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3点   >=25%    正常  今日      │ 现在 1,239，按节奏应有 1,224：跟上             |
    |   沉默占比   33.8%  █▇▇▆▅▅▄▃▂▂▁    --        <=35%    正常  3天前     │ 按近 14 天走势，12/31 约 1,695 (1,419 至       |
    |   30分响应   92.5%  ▆▄█▂▆▄▁▂▄▆▄▂▄▁ ▾-1.5点   >=90%    正常  今日      │ 1,970)，很可能达到                             |
    |   转化率        --  ▃▁█▆▃▁█▆▃▁█▆▃  --        >=3.0%   未填  未填      │ 前后：10/8 抽奖第 3 场 (126人)                 |
    |   消息数       400               ▁ --        --       --    自动      │ 10/10 危机 奶油发霉                            |
    |   活跃人数   1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%    --       --    自动      │ 最多：微信 新手1群 5，微信 新手2群 5，微博 超  |
    |   退群          55               ▁ --        --       --    自动      │ 话 5                                           |
    |   成员数     7,200               ▁ --        --       --    自动      │ 沉默占比 3 天前的数，未填不当 0；转化率今日未  |
    |                                                                       │ 填                                             |
    |                                                                       │                                                |
    |                                                                       │ 当日发言人数，跨群只算一次                     |
    |                                                                       │ 来源：本库算，可改录   越高越好                |
    |                                                                       │ 目标 >=1,200，>=1,200 以外越界                 |
    |                                                                       │ 录入；甲 10/10 17:20                           |
    |                                                                       │                                                |
    |                                                                       │ 微信 新手1群                   5  --           |
    |                                                                       │ 微信 新手2群                   5  --           |
    |                                                                       │ 微博 超话                      5  --           |
    |                                                                       │ QQ 交流群                      5  --           |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    |                                                                       │                                                |
    ");
}

#[test]
fn an_odd_value_on_the_dashboard() {
    let mut b = furnished(Language::Hant);
    put(&mut b.file.db, "dau", day("2026-10-10"), 5000.0);
    b.refresh();
    insta::assert_snapshot!(b.screen(71, 18, Shape::Cell { focused: true }), @r"
    |   指標          值  14天           環比      目標     狀態  資料      |
    |   發言率     12.4%  ▁▂▁▃▂▃▄ ▃▅▄▆▄█ ▴+0.8點   >=12%    正常  今日      |
    | ▸ 退群率     0.62%  ▂▁▃▃▂▁▁▁▂▂▃▄▄█ ▴+0.21點  <=0.40%  越界  今日      |
    |   淨增率     0.31%  ▁▂▄▃▅▂▄▆▃▆▄▆▅█ ▴+0.05點  >=0.25%  正常  今日      |
    |   DAU        5,000  ▁▁▁▁▁▁▁▁▁▁▁▁▁█ ▴+301.0%  >=1,200  少見  今日      |
    |   黏著度     21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3點   >=20%    正常  今日      |
    |   7日留存    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6點   >=40%    正常  今日      |
    |   30日留存   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4點   >=25%    留意  今日      |
    |   互動量     3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%    >=3,000  正常  今日      |
    |   優質UGC    28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3點   >=25%    正常  今日      |
    |   沉默占比   33.8%  █▇▇▆▅▅▄▃▂▂▁    --        <=35%    正常  3天前     |
    |   30分回覆   92.5%  ▆▄█▂▆▄▁▂▄▆▄▂▄▁ ▾-1.5點   >=90%    正常  今日      |
    |   轉換率        --  ▃▁█▆▃▁█▆▃▁█▆▃  --        >=3.0%   未填  未填      |
    |─ 退群率 為何 ─────────────────────────────────────────────────────────|
    | 0.62%  輸入；甲 10/10 17:20   7日均 0.38%   連 3 天高於 0.40%         |
    | 前後：10/8 抽奖第 3 场 (126人)   10/10 危機 奶油发霉                  |
    | 最多：微信 新手2群 27，微博 超话 14，QQ 交流群 8                      |
    | 沉默占比 3 天前的數，未填不當 0；轉換率今日未填                       |
    ");
    insta::assert_snapshot!(b.screen(48, 12, Shape::Cell { focused: false }), @r"
    | 退群率     0.62%  ▂▁▁▁▂▂▃▄▄█ ▴+0.21點  越界    |
    |   為何 10/8 抽奖第 3 场 (126人)，10/10 危機 .. |
    | DAU        5,000  ▁▁▁▁▁▁▁▁▁█ ▴+301.0%  少見    |
    | 30日留存   23.5%  ▅▇▄▄▄▃▄▂▄▁ ▾-0.4點   留意    |
    | 發言率     12.4%  ▂▃▄ ▃▅▄▆▄█ ▴+0.8點   正常    |
    | 淨增率     0.31%  ▅▂▄▆▃▆▄▆▅█ ▴+0.05點  正常    |
    | 黏著度     21.4%  ▂▃▄▆▄▅▆▄▅█ ▴+0.3點   正常    |
    | 7日留存    41.0%  ▂▄▁▃▅▄▄▃▄█ ▴+0.6點   正常    |
    | 互動量     3,420  ▃▄▄▄▄▅▄▆▅█ ▴+6.0%    正常    |
    | 優質UGC    28.3%  ▄▃▄▆▄▆▄▇▆█ ▴+2.3點   正常    |
    | 沉默占比   33.8%  ▅▅▄▃▂▂▁    --        3天前   |
    | 另 1 項正常，轉換率今日未填                    |
    ");
    insta::assert_snapshot!(b.heading(Shape::Single), @"10月10日 週六   全部 4 群   14 天 | 越界1 少見1 留意1 未填1");
}

#[test]
fn communities_and_comparisons_are_picked() {
    let mut b = furnished(Language::En);
    b.keys("W");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    |   metric        value  14 days        vs prev  vs year goal    state    data   |
    |   speaking      12.4%  ▁▂▁▃▂▃▄ ▃▅▄▆▄█ ▴+0.8pt  +1.9pt  >=12%   ok       today  |
    | ▸ leave rate    0.62%  ▂▁▃▃▂▁▁▁▂▂▃▄▄█ ▴+0.21pt +0.18pt <=0.40% out      today  |
    |   net growth    0.31%  ▁▂▄▃▅▂▄▆▃▆▄▆▅█ ▴+0.05pt -0.10pt >=0.25% ok       today  |
    |   DAU           1,286  ▁▂▃▁▁▃▄▅▄▅▆▅▆█ ▴+3.1%   +12.4%  >=1,200 ok       today  |
    |   stickiness    21.4%  ▁▂▄▁▂▃▄▆▄▅▆▄▅█ ▴+0.3pt  +1.1pt  >=20%   ok       today  |
    |   7-day ret.    41.0%  ▁▁▃▁▂▄▁▃▅▄▄▃▄█ ▴+0.6pt  +2.2pt  >=40%   ok       today  |
    |   30-day ret.   23.5%  █▇█▆▅▇▄▄▄▃▄▂▄▁ ▾-0.4pt  -1.8pt  >=25%   watch    today  |
    |   interactions  3,420  ▁▂▁▃▃▄▄▄▄▅▄▆▅█ ▴+6.0%   +8.8%   >=3,000 ok       today  |
    |   quality UGC   28.3%  ▁▂▁▃▄▃▄▆▄▆▄▇▆█ ▴+2.3pt  +4.1pt  >=25%   ok       today  |
    |   silent        33.8%  █▇▇▆▅▅▄▃▂▂▁    --       --      <=35%   ok       3d ago |
    |   30-min reply  92.5%  ▆▄█▂▆▄▁▂▄▆▄▂▄▁ ▾-1.5pt  +3.0pt  >=90%   ok       today  |
    |   conversion       --  ▃▁█▆▃▁█▆▃▁█▆▃  --       --      >=3.0%  unfilled --     |
    |─ leave rate, why ──────────────────────────────────────────────────────────────|
    |═ Which community ══════════════════════════════════════════════════════════════|
    |   0  all 4 communities      2  WeChat 新手2群         4  QQ 交流群             |
    |   1  WeChat 新手1群         3  Weibo 超话                                      |
    | 0 all  digit or letter picks one  Esc back                                     |
    ");
    b.keys("3 Enter =");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    | %                                                                              |
    | 0.80│                           ▆                                              |
    |     │                           █                                              |
    | 0.60│                           █                                              |
    |     │                           █                                              |
    | 0.40│---------------------------█--------------------------------- goal 0.40%  |
    |     │                           █                                              |
    | 0.20│                           █                                              |
    |     │ ? ? ? ? ? ? ? ? ? ? ? ? ? █                                              |
    | 0.00└───────────────────────────▴─────────────────────────────────             |
    |      27 Sep 1 Oct   5 Oct    10 Oct                                            |
    |                             A   B                                              |
    |─ what happened then ───────────────────────────────────────────────────────────|
    | 10 Oct 0.78%  goal <=0.40%   out   -- on the day before, --                    |
    |═ Compare with ═════════════════════════════════════════════════════════════════|
    |   0  nothing                2  last year              4  WeChat 新手2群        |
    |   1  the period before      3  WeChat 新手1群         5  QQ 交流群             |
    | 0 nothing  digit or letter picks one  Esc back                                 |
    ");
}

#[test]
fn what_stands_below_a_chart() {
    let b = below(Language::Hans, "Enter = 4 p");
    insta::assert_snapshot!(b.screen(120, 32, Shape::Wide), @r"
    | %                                                                                                                      |
    | 1.60│                                                                             10/10 0.62%  目标 <=0.40%            |
    |     │                           ══                                                越界  连 3 天高于 0.40%              |
    |     │                                                                             环比 +0.21点 对前日 0.41%            |
    | 1.40│                                                                             同比 +0.18点 对去年同日 0.44%        |
    |     │                                                                             7日均 0.38%                          |
    | 1.20│                                                                             30日均 0.34% (14 天有数)             |
    |     │                                                                             本月至今 0.35%                       |
    |     │                                                                             ═ 为微信 新手2群：均 1.5%，这里均    |
    | 1.00│                                                                             0.34%                                |
    |     │                                                                                                                  |
    | 0.80│                                                                             定义                                 |
    |     │                                                                             退群人数 / 当日 0 点成员数；移出的不 |
    |     │                           ▆                                                 算，只算看得到退群的群               |
    | 0.60│                           █                                                 来源：本库算，可改录   越低越好      |
    |     │                       ▁ ▁ █                                                 目标 <=0.40%，<=0.50% 以外越界 (起始 |
    | 0.40│-----▄-▄-------------▄-█-█-█----------------------------------- 目标 0.40%   值，可改)                            |
    |     │ ▇ ▁ █ █ ▇ ▁ ▁ ▁ ▇ ▇ █ █ █ █                                                 录入；甲 10/10 17:20                 |
    |     │ █ █ █ █ █ █ █ █ █ █ █ █ █ █                                                                                      |
    | 0.20│ █ █ █ █ █ █ █ █ █ █ █ █ █ █                                                                                      |
    |     │ █ █ █ █ █ █ █ █ █ █ █ █ █ █                                                                                      |
    | 0.00└───────────────────────────▴───────────────────────────────────                                                   |
    |      9/27   10/1    10/5      10/10                                                                                    |
    |                             A   B                                                                                      |
    |─ 每周来的人，之后各周还发言的占比 ─────────────────────────────────────────────────────────────────────────────────────|
    | 入群周    人数   第0周 第1周 第2周 第3周 第4周 第5周 第6周 第7周 第8周                                                 |
    | 10/5       125     64%                                                                                                 |
    | 9/28       118     68%   34%                                                                                           |
    | 9/21       111     72%   36%   23%                                                                                     |
    | 9/14       104     77%   38%   25%   19%                                                                               |
    | 9/7         97     82%   41%   27%   21%   16%                                                                         |
    | 8/31        90     89%   44%   29%   22%   18%   14%                                                                   |
    ");
}

#[test]
fn lower_halves_in_traditional_chinese() {
    let b = below(Language::Hant, "Enter p");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    | %                                                                              |
    | 1.00│                                                                          |
    |     │                                                                          |
    |     │                           ▆                                              |
    | 0.50│     ▁ ▁             ▁ ▄ ▄ █                                              |
    |     │-▇-▄-█-█-▇-▄-▄-▄-▇-▇-█-█-█-█--------------------------------- 目標 0.40%  |
    |     │ █ █ █ █ █ █ █ █ █ █ █ █ █ █                                              |
    | 0.00└───────────────────────────▴─────────────────────────────────             |
    |      9/27   10/1    10/5      10/10                                            |
    |                             A   B                                              |
    |─ 每週來的人，之後各週還發言的占比 ─────────────────────────────────────────────|
    | 入群週    人數   第0週 第1週 第2週 第3週 第4週 第5週 第6週 第7週 第8週         |
    | 10/5       125     64%                                                         |
    | 9/28       118     68%   34%                                                   |
    | 9/21       111     72%   36%   23%                                             |
    | 9/14       104     77%   38%   25%   19%                                       |
    | 9/7         97     82%   41%   27%   21%   16%                                 |
    | 8/31        90     89%   44%   29%   22%   18%   14%                           |
    ");
    let b = below(Language::Hant, "Enter p p");
    insta::assert_snapshot!(b.screen(80, 18, Shape::Single), @r"
    | %                                                                              |
    | 0.80│                                                                          |
    |     │                                                                          |
    |     │                           █                                              |
    | 0.60│                           █                                              |
    |     │                       ▅ ▅ █                                              |
    | 0.40│-▃---█-█-▃-------▃-▃-█-█-█-█--------------------------------- 目標 0.40%  |
    |     │ █ ▇ █ █ █ ▇ ▇ ▇ █ █ █ █ █ █                                              |
    | 0.20│ █ █ █ █ █ █ █ █ █ █ █ █ █ █                                              |
    |     │ █ █ █ █ █ █ █ █ █ █ █ █ █ █                                              |
    | 0.00└───────────────────────────▴─────────────────────────────────             |
    |      9/27   10/1    10/5      10/10                                            |
    |                             A   B                                              |
    |─ 幾點在說話 ───────────────────────────────────────────────────────────────────|
    | ▁▁ ▄▄ ▆▆ ▂▂ ▄▄ ▇▇ ▂▂ ▅▅ ██ ▃▃ ▆▆ ▁▁ ▄▄ ▇▇ ▂▂ ▅▅ ▇▇ ▃▃ ▅▅ ██ ▃▃ ▆▆ ▁▁ ▄▄        |
    | 0        3        6        9        12       15       18       21              |
    | 最活躍 18 至 20 點，占 14.0%   最靜 22 至 2 點，占 7.7%   共 1,122 則          |
    |                                                                                |
    ");
}

#[test]
fn comparisons_in_english() {
    let b = below(Language::En, "Enter = 2 m");
    insta::assert_snapshot!(b.screen(120, 32, Shape::Wide), @r"
    | %                                                                                                                      |
    | 0.70│                                                                             10 Oct 0.62%  goal <=0.40%           |
    |     │                                                                             out  3 days above 0.40%              |
    |     │                                                           ▇                 +0.21pt on the day before, 0.41%     |
    | 0.60│                                                           █                 +0.18pt on last year, 0.44%          |
    |     │                                                           █                 7-day mean 0.38%                     |
    |     │                                                           █                 30-day mean 0.34% (14 days known)    |
    | 0.50│                                                           █                 month so far 0.35%                   |
    |     │                                                       ▁ ▁ ══                ═ is last year: mean 0.44%, here     |
    |     │                                                       █ █ █                 0.34%                                |
    | 0.40│-------------------------------------▆-▆-------------▆-█-█-█--- goal 0.40%                                        |
    |     │                                 ▂   █ █ ▂       ▂ ▂ █ █ █ █                 Definition                           |
    | 0.30│                                 █   █ █ █       █ █ █ █ █ █                 members who left / members at 00:00; |
    |     │                                 █ ▇ █ █ █ ▇ ▇ ▇ █ █ █ █ █ █                 removals do not count; where         |
    |     │                                 █ █ █ █ █ █ █ █ █ █ █ █ █ █                 departures are seen                  |
    | 0.20│                                 █ █ █ █ █ █ █ █ █ █ █ █ █ █                 source: this file, may be entered    |
    |     │                                 █ █ █ █ █ █ █ █ █ █ █ █ █ █                 over   lower is better               |
    |     │                                 █ █ █ █ █ █ █ █ █ █ █ █ █ █                 goal <=0.40%, out beyond <=0.50% (to |
    | 0.10│                                 █ █ █ █ █ █ █ █ █ █ █ █ █ █                 begin with, editable)                |
    |     │ ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? █ █ █ █ █ █ █ █ █ █ █ █ █ █                 entered by 甲 10 Oct 17:20           |
    | 0.00└───────────────────────────────────────────────────────────▴───                                                   |
    |      11 Sep            21 Sep               1 Oct            10 Oct                                                    |
    |                                                             A   B                                                      |
    |─ what happened then ────────────────────────────────────────────────────────────── by community ───────────────────────|
    | A  8 Oct  抽奖第 3 场 (126人)                                                     WeChat 新手2群    27    1.5%  out    |
    | B 10 Oct  crisis 奶油发霉                                                         Weibo 超话        14   0.78%  out    |
    |                                                                                   QQ 交流群          8   0.44%  watch  |
    |                                                                                   WeChat 新手1群     6   0.33%  ok     |
    |                                                                                                                        |
    |                                                                                                                        |
    |                                                                                                                        |
    |                                                                                                                        |
    ");
    let b = below(Language::En, "Enter = 4");
    insta::assert_snapshot!(b.screen(60, 13, Shape::Single), @r"
    | %                                                          |
    | 2.00│                                                      |
    |     │                           ══                         |
    |     │                                                      |
    | 1.00│                           ▄                          |
    |     │-▆-▅-▇-▇-▆-▅-▅-▅-▆-▆-▇-█-█-█------------- goal 0.40%  |
    | 0.00└───────────────────────────▴─────────────             |
    |      27 Sep 1 Oct   5 Oct    10 Oct                        |
    |                             A   B                          |
    |─ what happened then ───────────────────────────────────────|
    | 10 Oct 0.62%  goal <=0.40%   out  3 days above 0.40%       |
    | +0.21pt on the day before, 0.41%                           |
    | +0.18pt on last year, 0.44%                                |
    ");
}
