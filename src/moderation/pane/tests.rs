mod conduct;

use super::*;
use crate::base::clock::HOUR;
use crate::base::{Config, Kind, Language, Zone};
use crate::db::testing::{File, as_operator, now};
use crate::db::{claim, draft};
use crate::moderation::item::{ItemKind, State};
use crate::moderation::store::testing::{get, many, sample};
use crate::moderation::store::{self, Target};
use crate::tui::Chord;
use crate::tui::pane::{AnyPane, Effect, Status, Tone};
use proptest::prelude::*;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A pane over a file, and what it asked of the program.
pub(in crate::moderation) struct World {
    pub file: File,
    pub pane: QueuePane,
    pub lang: Lang,
    config: Config,
    effects: Vec<Effect>,
    me: &'static str,
}

impl World {
    pub(in crate::moderation) fn new(language: Language) -> World {
        World::of(sample(), language)
    }

    pub(in crate::moderation) fn of(file: File, language: Language) -> World {
        let mut world = World {
            file,
            pane: QueuePane::new(),
            lang: Lang::load(language),
            config: Config::default(),
            effects: Vec::new(),
            me: "甲",
        };
        world.with(Pane::refresh).unwrap();
        world
    }

    pub(in crate::moderation) fn with<T>(&mut self, act: impl FnOnce(&mut QueuePane, &mut Cx) -> T) -> T {
        let mut cx = Cx {
            db: &mut self.file.db,
            now: now(),
            zone: Zone::default(),
            lang: &self.lang,
            me: self.me,
            config: &self.config,
            clipboard: true,
            effects: &mut self.effects,
        };
        act(&mut self.pane, &mut cx)
    }

    /// One key as the program would handle it: open things first, then this pane's commands, then the common keys.
    pub(in crate::moderation) fn key(&mut self, key: &str) -> Result<()> {
        let event = event(key);
        let command = COMMANDS.iter().find(|c| c.keys.contains(&key)).map(|c| c.id);
        self.with(|pane, cx| {
            if Pane::captures(pane) {
                return Pane::key(pane, event, cx);
            }
            if let Some(id) = command {
                return AnyPane::run(pane, id, cx).map(|_| ());
            }
            let nav = match key {
                "j" => Nav::Down,
                "k" => Nav::Up,
                "G" => Nav::Bottom,
                "Home" => Nav::Top,
                "PgDn" => Nav::PageDown,
                "Space" => Nav::MarkStep,
                "V" => Nav::MarkAll,
                "v" => Nav::Invert,
                "Esc" => return Pane::back(pane, cx).map(|_| ()),
                "/" => {
                    Pane::filter(pane);
                    return Ok(());
                }
                other => panic!("{other} is no key of the queue"),
            };
            Pane::nav(pane, nav, cx)
        })
    }

    /// Keys with blanks between; a word in quotation marks is typed letter by letter.
    pub(in crate::moderation) fn keys(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            match key.strip_prefix('「').and_then(|k| k.strip_suffix('」')) {
                Some(text) => text.chars().for_each(|c| self.key(&c.to_string()).unwrap()),
                None => self.key(key).unwrap(),
            }
        }
    }

    /// A colleague opens the third row.
    pub(in crate::moderation) fn disturb(&mut self) {
        claim::take(&mut as_operator(&self.file, "阿泽"), "item:3").unwrap();
        self.refresh();
    }

    /// A colleague rejects the first row.
    pub(in crate::moderation) fn lose(&mut self) {
        let target = Target { id: 1, version: 1 };
        let mut other = as_operator(&self.file, "阿泽");
        store::decide(&mut other, &[target], &Decision::reject(Reason::Ads), |_| String::new()).unwrap();
        self.refresh();
    }

    /// A command that has no key, from the palette.
    pub(in crate::moderation) fn run(&mut self, id: &'static str) {
        assert!(self.with(|pane, cx| AnyPane::run(pane, id, cx)).unwrap(), "{id}");
    }

    /// What is said to a key that does nothing.
    pub(in crate::moderation) fn refused(&mut self, key: &str) -> String {
        self.effects.clear();
        self.keys(key);
        self.status()
    }

    pub(in crate::moderation) fn status(&mut self) -> String {
        let last = self.effects.iter().rev().find_map(|e| match e {
            Effect::Status(Status { text, .. }) => Some(text.clone()),
            _ => None,
        });
        last.unwrap_or_default()
    }

    fn copied(&self) -> Option<&str> {
        self.effects.iter().rev().find_map(|e| if let Effect::Copy(text) = e { Some(text.as_str()) } else { None })
    }

    pub(in crate::moderation) fn refresh(&mut self) {
        self.with(Pane::refresh).unwrap();
    }

    /// Waits for the rules that are being tried.
    pub(in crate::moderation) fn settle(&mut self) {
        self.pane.trying.end();
        self.refresh();
    }

    fn undo(&mut self) {
        let last = self.file.db.last_undoable("甲").unwrap().unwrap();
        self.file.db.undo(last).unwrap();
        self.refresh();
    }

    fn cursor(&self) -> Option<i64> {
        self.pane.list.cursor()
    }

    fn ids(&self) -> Vec<i64> {
        self.pane.rows.iter().map(|r| r.id).collect()
    }

    fn entries(&self) -> i64 {
        self.file.db.head().unwrap().0
    }
}

fn event(key: &str) -> KeyEvent {
    let mut chars = key.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE),
        _ => crate::tui::dump::event(key),
    }
}

fn state(world: &World, id: i64) -> (State, Option<Reason>, u8) {
    let item = get(&world.file.db, id);
    (item.state, item.reason, item.level)
}

/// DCI-1 J2 (screens.md §19): 26 keys, 12 approved, 6 rejected for three reasons, 2 sent up, nothing else touched.
#[test]
fn twenty_items_are_decided_with_twenty_six_keys() {
    let mut world = World::new(Language::Hans);
    let keys = "x 1 x 3 a a a x 5 E  a x 1 a a a a x 1  a a E a a x 1";
    assert_eq!(keys.split_whitespace().count(), 26);
    assert_eq!(world.cursor(), Some(1), "the cursor starts on the oldest");
    world.keys(keys);
    let rejected = [
        (1, Reason::Ads),
        (2, Reason::Abuse),
        (6, Reason::False),
        (9, Reason::Ads),
        (14, Reason::Ads),
        (20, Reason::Ads),
    ];
    for id in 1..=20 {
        let was_top = [1, 6, 14].contains(&id);
        let expected = match rejected.iter().find(|(r, _)| *r == id) {
            Some((_, reason)) => (State::Rejected, Some(*reason), if was_top { 3 } else { 2 }),
            None if [7, 17].contains(&id) => (State::Pending, None, 3),
            None => (State::Approved, None, 2),
        };
        assert_eq!(state(&world, id), expected, "row {id}");
    }
    assert_eq!(world.entries(), 21, "one entry a decision, after the one that made the file");
    assert_eq!((world.ids(), world.pane.brief.total), (vec![], 2), "what went up waits under L3");
    world.keys("f 3");
    assert_eq!(world.ids(), [7, 17]);
    world.file.db.verify().unwrap();
}

/// The stretch of screens.md §19: 18 keys with the machine's opinion, marks and `.`.
#[test]
fn the_safest_batch_first_saves_keys() {
    let mut world = World::new(Language::Hans);
    let keys = "f 1 V a Esc  x 1 x 3 x 5 E x 1 . E x 1";
    assert_eq!(keys.split_whitespace().count(), 18);
    world.keys("f 1 V a Esc");
    assert_eq!((world.cursor(), world.entries()), (Some(1), 2), "on the oldest that remains; one entry for the batch");
    world.keys("x 1 x 3 x 5 E x 1 . E x 1");
    let mut plain = World::new(Language::Hans);
    plain.keys("x 1 x 3 a a a x 5 E  a x 1 a a a a x 1  a a E a a x 1");
    for id in 1..=20 {
        assert_eq!(state(&world, id), state(&plain, id), "row {id}");
    }
}

#[test]
fn a_decision_says_what_it_did_and_can_be_taken_back() {
    let mut world = World::new(Language::Hans);
    world.keys("j x 3");
    assert_eq!(world.status(), "已拒绝 麦子 人身攻击 (u 撤销)");
    assert_eq!((world.cursor(), state(&world, 2).0), (Some(3), State::Rejected));
    world.undo();
    assert_eq!((world.cursor(), state(&world, 2).0), (Some(3), State::Pending));
    assert!(world.ids().contains(&2));
    world.keys("a");
    assert_eq!(world.status(), "已通过 Luna (u 撤销  y 复制欢迎语)");
    world.keys("E");
    assert_eq!(world.status(), "已上交 小厨娘阿静 到 L3 (u 撤销)");
    assert!(!world.ids().contains(&4), "gone from this sitting");
    world.undo();
    assert!(world.ids().contains(&4), "and back when undone");
    world.keys("o 2");
    assert_eq!(world.status(), "已放到稍后 一只贝果，10/11 09:00 再看 (u 撤销)");
    assert_eq!(get(&world.file.db, 5).snoozed_until.map(|at| at.since(now())), Some(15 * HOUR + 40 * 60_000));
    world.keys("o 1");
    assert_eq!(get(&world.file.db, 6).snoozed_until, Some(now().plus(HOUR)));
    assert_eq!(world.pane.brief.snoozed, 2);
    assert!(world.effects.contains(&Effect::Stale));
}

#[test]
fn the_menu_of_reasons_has_its_short_cuts() {
    let mut world = World::new(Language::Hans);
    world.keys("x Enter");
    assert_eq!(state(&world, 1).1, Some(Reason::Ads), "Enter takes the suggestion");
    world.keys("x 2 x .");
    assert_eq!((state(&world, 2).1, state(&world, 3).1), (Some(Reason::Flood), Some(Reason::Flood)));
    world.keys("x Enter");
    assert!(Pane::captures(&world.pane), "nothing is suggested for a join: Enter does nothing");
    world.keys("Esc x n 7");
    let silent = get(&world.file.db, 4);
    assert_eq!((silent.reason, silent.notice.as_str()), (Some(Reason::Repeat), ""));
    world.keys("x 9 Enter");
    assert_eq!(world.status(), "还差一句理由");
    world.keys("「要私房照」 Enter");
    let own = get(&world.file.db, 5);
    assert_eq!((own.reason, own.note.as_str()), (Some(Reason::Other), "要私房照"));
    assert!(own.notice.contains("要私房照"), "{}", own.notice);
    world.keys("x 9 Esc Esc");
    assert!(!Pane::captures(&world.pane));
    assert_eq!(state(&world, 6).0, State::Pending);
}

#[test]
fn what_cannot_be_done_says_why_and_writes_nothing() {
    let mut world = World::new(Language::Hans);
    for (keys, why) in [
        ("E", "已在最高一级"),
        (".", "还没有做过决定"),
        ("y", "今天还没有通知草稿，先按 x 拒绝一条"),
        ("e", "今天还没有通知草稿，先按 x 拒绝一条"),
        ("C", "无人占用"),
    ] {
        world.keys(keys);
        assert_eq!(world.status(), why, "{keys}");
    }
    world.keys("/ 「没有这个」 Enter");
    for keys in ["a", "x", "E", "o", "s", "w"] {
        world.effects.clear();
        world.keys(keys);
        assert_eq!(world.status(), "这里没有要审的", "{keys}");
    }
    assert_eq!(world.entries(), 1);
    assert!(!Pane::captures(&world.pane));
}

#[test]
fn marks_make_one_act_of_many() {
    let mut world = World::new(Language::Hans);
    world.keys("j Space Space x");
    assert_eq!(world.pane.suggested(), None, "two opinions");
    world.keys("6");
    assert_eq!(world.status(), "已拒绝 2 条 无关内容 (u 撤销)");
    assert_eq!((state(&world, 2).1, state(&world, 3).1), (Some(Reason::Offtopic), Some(Reason::Offtopic)));
    assert_eq!((world.entries(), world.cursor()), (2, Some(4)));
    world.undo();
    assert_eq!((state(&world, 2).0, state(&world, 3).0), (State::Pending, State::Pending));
    world.keys("Home Space E");
    assert_eq!(world.status(), "已在最高一级", "the mark counts, not the cursor");
    world.keys("Space E");
    assert_eq!(world.status(), "已上交 麦子 到 L3 (u 撤销)", "what can go up goes up");
    let more = world.effects.iter().find_map(|e| match e {
        Effect::Status(s) if !s.more.is_empty() => Some(s.more.clone()),
        _ => None,
    });
    assert_eq!(more.as_deref(), Some("1 条已在最高一级"));
}

#[test]
fn a_faster_colleague_is_named_and_their_row_stays_struck() {
    let mut world = World::new(Language::Hans);
    let mut other = as_operator(&world.file, "阿泽");
    let theirs = Target { id: 1, version: 1 };
    store::decide(&mut other, &[theirs], &Decision::reject(Reason::Ads), |_| String::new()).unwrap();
    let lost = world.key("a").unwrap_err();
    assert_eq!((lost.kind, lost.says.args["who"].as_str()), (Kind::Conflict, "阿泽"));
    let first = &world.pane.rows[0];
    assert_eq!((first.id, first.struck.as_str(), world.cursor()), (1, "已被 阿泽 拒绝", Some(1)));
    assert_eq!(world.pane.total, 19);
    assert_eq!(world.key("a").unwrap_err().kind, Kind::Conflict, "as often as one tries");
    world.refresh();
    assert_eq!(world.cursor(), Some(1), "it stays");
    world.keys("j");
    assert_eq!((world.ids()[0], world.cursor()), (2, Some(2)), "until the cursor leaves");
}

#[test]
fn other_peoples_work_does_not_move_the_cursor() {
    let mut world = World::new(Language::Hans);
    world.keys("j j j j");
    let mut other = as_operator(&world.file, "阿泽");
    for id in [1, 2, 8] {
        store::decide(&mut other, &[Target { id, version: 1 }], &Decision::Approve, |_| String::new()).unwrap();
    }
    world.refresh();
    assert_eq!((world.cursor(), world.pane.list.index(), world.ids().len()), (Some(5), 4, 20));
    world.keys("j");
    assert_eq!((world.cursor(), world.ids().len()), (Some(6), 17));
}

/// What a colleague puts off or an undone import takes away must not let another row slip under the key.
#[test]
fn an_open_menu_is_about_the_row_it_was_opened_on() {
    for keys in ["x", "o", "x 9 「不合适」"] {
        let mut world = World::new(Language::Hans);
        world.keys("j");
        world.keys(keys);
        let mut other = as_operator(&world.file, "阿泽");
        let theirs = Target { id: 2, version: 1 };
        store::decide(&mut other, &[theirs], &Decision::Snooze(now().plus(HOUR)), |_| String::new()).unwrap();
        world.refresh();
        assert_eq!((world.cursor(), world.pane.rows[1].struck.as_str()), (Some(2), "已被 阿泽 稍后"), "{keys}");
        let key = if keys.contains('9') { "Enter" } else { "1" };
        let lost = world.key(key).unwrap_err();
        assert_eq!((lost.kind, lost.says.args["did"].as_str()), (Kind::Conflict, "@queue.did_snooze"), "{keys}");
        for id in 1..=20 {
            assert_eq!(state(&world, id).0, State::Pending, "{keys} {id}");
        }
    }
}

#[test]
fn a_row_that_is_gone_altogether_keeps_its_place_too() {
    let mut world = World::new(Language::Hans);
    world.keys("n 「新人」 Enter 「你好」 Enter Enter G");
    assert_eq!(world.cursor(), Some(22));
    world.undo();
    let last = world.pane.rows.last().unwrap();
    assert_eq!((last.id, last.struck.as_str()), (22, "已随导入撤销移除"));
    assert_eq!(world.key("a").unwrap_err().says.key, "queue.gone");
    world.keys("k");
    assert_eq!(world.ids().last(), Some(&20));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever is pressed, and whatever a colleague does meanwhile: what is decided is what was under the cursor or
    /// marked, the list stays whole, and the journal holds.
    #[test]
    fn no_keys_decide_about_anything_else(keys in proptest::collection::vec(0usize..30, 1..40), seed in 0i64..1000) {
        const KEYS: [&str; 30] = [
            "a", "x", "1", "2", "3", "9", "E", "o", ".", "j", "k", "G", "Home", "Space", "V", "v", "Esc", "Enter", "s", "w", "m",
            "f", "n", "e", "y", "C", "p", "/", "colleague", "undo",
        ];
        let mut world = World::new(Language::Hans);
        for (turn, key) in keys.into_iter().map(|k| KEYS[k]).enumerate() {
            let seen: BTreeMap<i64, State> = (1..=20).map(|id| (id, state(&world, id).0)).collect();
            let aim: Vec<i64> = if Pane::captures(&world.pane) {
                world.pane.aim.iter().map(|t| t.id).collect()
            } else {
                world.pane.list.targets()
            };
            match key {
                "colleague" => {
                    let id = (seed + i64::try_from(turn).unwrap()) % 20 + 1;
                    let version = get(&world.file.db, id).version;
                    let mut other = as_operator(&world.file, "阿泽");
                    let _ = store::decide(&mut other, &[Target { id, version }], &Decision::Approve, |_| String::new());
                    world.refresh();
                    continue;
                }
                "undo" => {
                    if let Some(last) = world.file.db.last_undoable("甲").unwrap().filter(|s| *s > 1) {
                        let _ = world.file.db.undo(last);
                    }
                    world.refresh();
                    continue;
                }
                // Letters typed into a field are no keys of the list.
                key if key.len() > 1 || Pane::captures(&world.pane) || COMMANDS.iter().any(|c| c.keys.contains(&key))
                    || "jkGvV/".contains(key) =>
                {
                    let _ = world.key(key);
                }
                _ => continue,
            }
            for (id, before) in seen {
                prop_assert!(state(&world, id).0 == before || aim.contains(&id), "{key} decided about {id}, not {aim:?}");
            }
            prop_assert_eq!(world.pane.list.rows().to_vec(), world.ids());
            prop_assert!(world.cursor().is_some() || world.ids().is_empty());
        }
        world.file.db.verify().unwrap();
    }
}

#[test]
fn a_bulk_tells_what_it_could_not_do() {
    let mut world = World::new(Language::Hans);
    let mut other = as_operator(&world.file, "阿泽");
    store::decide(&mut other, &[Target { id: 3, version: 1 }], &Decision::Approve, |_| String::new()).unwrap();
    world.keys("j Space Space a");
    let Some(Effect::Status(status)) = world.effects.iter().find(|e| matches!(e, Effect::Status(_))) else { panic!() };
    assert_eq!((status.tone, status.text.as_str()), (Tone::Conflict, "已通过 麦子 (u 撤销)"));
    assert_eq!(status.more, "1 条没做成：阿泽 已通过 Luna");
}

/// What is kept as a draft at `place`, as the program would have saved it by now.
fn kept(world: &mut World, place: &str) -> Option<String> {
    let drafts: Vec<(String, String)> = world
        .effects
        .drain(..)
        .filter_map(|e| if let Effect::Draft(place, text) = e { Some((place, text)) } else { None })
        .collect();
    for (place, text) in drafts {
        draft::keep(&mut world.file.db, &place, &text).unwrap();
    }
    draft::at(&world.file.db, place).unwrap().map(|d| d.text)
}

#[test]
fn typed_words_survive_a_lost_race() {
    let mut world = World::new(Language::Hans);
    world.keys("x 9 「不合适」");
    world.with(|pane, _| Pane::paste(pane, "：见群规"));
    let mut other = as_operator(&world.file, "阿泽");
    store::decide(&mut other, &[Target { id: 1, version: 1 }], &Decision::Approve, |_| String::new()).unwrap();
    world.refresh();
    assert_eq!(world.key("Enter").unwrap_err().kind, Kind::Conflict);
    let Mode::Words(input) = &world.pane.mode else { panic!("the line is closed") };
    assert_eq!(input.value(), "不合适：见群规");
    assert_eq!(kept(&mut world, "queue.words:1").as_deref(), Some("不合适：见群规"), "even if the program ends now");
    world.keys("Esc Esc");
    let theirs = other.last_undoable("阿泽").unwrap().unwrap();
    other.undo(theirs).unwrap();
    world.refresh();
    world.keys("x 9");
    let Mode::Words(input) = &world.pane.mode else { panic!() };
    assert_eq!(input.value(), "不合适：见群规", "offered again when the item is");
    world.keys("Enter");
    assert_eq!(get(&world.file.db, 1).note, "像小号，第 20 条是同一人，请定\n不合适：见群规");
    assert_eq!(kept(&mut world, "queue.words:1"), None);
}

#[test]
fn an_edited_notice_survives_a_lost_race() {
    let mut world = World::new(Language::Hans);
    world.keys("x 1 e 「补」");
    world.with(|pane, _| Pane::paste(pane, "一句"));
    let mut other = as_operator(&world.file, "阿泽");
    let version = get(&other, 1).version;
    store::set_notice(&mut other, Target { id: 1, version }, "阿泽的通知").unwrap();
    world.refresh();
    let lost = world.key("Enter").unwrap_err();
    assert_eq!(
        (lost.kind, lost.says.args["who"].as_str(), lost.says.args["n"].as_str()),
        (Kind::Conflict, "阿泽", "0")
    );
    let Mode::Form(form, About::Notice(_)) = &world.pane.mode else { panic!("the form is closed") };
    assert!(form.value(0).ends_with("补一句"), "{}", form.value(0));
    assert!(kept(&mut world, "queue.notice:1").unwrap().ends_with("补一句"));
    assert_eq!(get(&world.file.db, 1).notice, "阿泽的通知", "nothing is overwritten unseen");
    world.keys("Esc e");
    let Mode::Form(form, About::Notice(_)) = &world.pane.mode else { panic!() };
    assert!(form.value(0).ends_with("补一句"), "what was typed is offered again");
    world.keys("Enter");
    assert!(get(&world.file.db, 1).notice.ends_with("补一句"));
    assert_eq!(kept(&mut world, "queue.notice:1"), None);
}

/// The row that is open, as others are shown it.
fn opened(world: &World) -> Option<String> {
    Pane::opened(&world.pane).map(|o| o.place)
}

#[test]
fn a_row_is_open_while_it_is_read_or_a_menu_is_about_it() {
    let mut world = World::new(Language::Hans);
    for keys in ["j k PgDn Home", "Space V Esc", "a", "f Esc", "m m m m m"] {
        world.keys(keys);
        assert_eq!(opened(&world), None, "{keys}: moving, marking and deciding open nothing");
    }
    world.keys("Home j");
    assert_eq!(world.cursor(), Some(3));
    for (open, close) in
        [("s", "Esc"), ("w", "w"), ("Enter", "Enter"), ("x", "Esc"), ("x 9 「a」", "Esc Esc"), ("o", "Esc")]
    {
        world.keys(open);
        assert_eq!(opened(&world).as_deref(), Some("item:3"), "{open}");
        world.keys(close);
        assert_eq!(opened(&world), None, "{close}");
    }
    world.keys("Enter j");
    assert_eq!(opened(&world).as_deref(), Some("item:4"), "the next one is read in full too");
    world.keys("a");
    assert_eq!(opened(&world).as_deref(), Some("item:5"));
    let mut other = as_operator(&world.file, "阿泽");
    let theirs = Target { id: 5, version: 1 };
    store::decide(&mut other, &[theirs], &Decision::Approve, |_| String::new()).unwrap();
    world.refresh();
    assert_eq!(opened(&world), None, "what is decided is nobody's");
}

#[test]
fn what_a_colleague_reads_is_taken_over_and_let_go_of() {
    let mut world = World::new(Language::Hans);
    let mut other = as_operator(&world.file, "阿泽");
    claim::take(&mut other, "item:4").unwrap();
    world.refresh();
    assert_eq!(world.pane.rows[3].claimed, "@阿泽在看");
    world.keys("C");
    assert_eq!(world.status(), "无人占用");
    world.keys("j j j");
    assert_eq!(world.pane.detail.as_ref().unwrap().held, "@阿泽 17:20 起在看");
    world.keys("C");
    assert_eq!(world.status(), "已接手 小厨娘阿静");
    assert_eq!(claim::others(&other).unwrap(), [("item:4".to_owned(), "甲".to_owned())]);
    assert_eq!((world.entries(), opened(&world).as_deref()), (2, Some("item:4")), "it is in the journal");
    world.keys("C");
    assert_eq!((world.status().as_str(), claim::others(&other).unwrap().len()), ("已放开 小厨娘阿静", 0));
    assert_eq!(opened(&world), None);
    world.keys("Enter C");
    assert_eq!(opened(&world), None, "let go of although it is read");
    world.keys("j");
    assert_eq!(opened(&world).as_deref(), Some("item:5"));
}

/// Chooses how claims are meant, by the palette's command.
fn choose(world: &mut World, digit: &str) {
    world.run("queue.claims");
    world.keys(digit);
}

#[test]
fn where_claims_are_required_nobody_decides_about_what_another_reads() {
    let mut world = World::new(Language::Hans);
    choose(&mut world, "3");
    assert_eq!(world.status(), "占用已改为 必须 (u 撤销)");
    let mut other = as_operator(&world.file, "阿泽");
    claim::take(&mut other, "item:1").unwrap();
    world.refresh();
    for key in ["a", "x", "o"] {
        let refused = world.key(key).unwrap_err();
        assert_eq!(world.lang.say(&refused.says), "没做成：阿泽 17:20 起在看 糖霜饼干，17:25 空出", "{key}");
        assert!(!Pane::captures(&world.pane), "{key}: no menu for what cannot be");
    }
    world.keys("Space Space a");
    let told = world
        .effects
        .iter()
        .rev()
        .find_map(|e| if let Effect::Status(s) = e { Some(s.clone()) } else { None })
        .unwrap();
    assert_eq!((told.tone, told.text.as_str()), (Tone::Conflict, "已通过 麦子 (u 撤销)"));
    assert_eq!(told.more, "1 条没做成：阿泽 在看 糖霜饼干");
    world.keys("Esc Home C x 1");
    assert_eq!(state(&world, 1), (State::Rejected, Some(Reason::Ads), 3));
    assert_eq!(claim::others(&other).unwrap(), [], "the claim ends with the decision");
}

#[test]
fn without_claims_nothing_is_shown_or_taken() {
    let mut world = World::new(Language::Hans);
    let mut other = as_operator(&world.file, "阿泽");
    choose(&mut world, "1");
    claim::take(&mut other, "item:1").unwrap();
    world.refresh();
    assert_eq!((world.pane.rows[0].claimed.as_str(), world.pane.detail.as_ref().unwrap().held.as_str()), ("", ""));
    world.keys("C");
    assert_eq!(world.status(), "这个库不记占用，:占用 可改");
    world.undo();
    claim::take(&mut other, "item:1").unwrap();
    world.refresh();
    assert_eq!(world.pane.rows[0].claimed, "@阿泽在看", "undone like everything else");
}

#[test]
fn views_and_filters_narrow_and_esc_widens() {
    let mut world = World::new(Language::Hans);
    let counts: Vec<usize> = (0..5)
        .map(|_| {
            world.keys("m");
            world.pane.rows.len()
        })
        .collect();
    assert_eq!(counts, [7, 13, 0, 0, 20]);
    for (keys, n) in
        [("f 1", 12), ("f 2", 7), ("f 3", 3), ("f 5", 13), ("/ 「momo」 Enter", 0), ("Esc / 「tsbg」 Enter", 2)]
    {
        world.keys(keys);
        assert_eq!(world.pane.rows.len(), n, "{keys}");
    }
    world.keys("Esc");
    assert_eq!(world.pane.rows.len(), 20);
    world.keys("/ 「麦」 Esc");
    assert_eq!((world.pane.rows.len(), Pane::captures(&world.pane)), (20, false));
    world.keys("f Esc o Esc");
    assert!(!Pane::captures(&world.pane));
    world.keys("Space s Esc");
    assert_eq!((world.pane.side, world.pane.list.marks().len()), (Side::Preview, 1));
    world.keys("Esc");
    assert_eq!(world.pane.list.marks().len(), 0);
    assert!(!world.with(Pane::back).unwrap(), "nothing left to clear");
}

#[test]
fn the_worst_may_come_first() {
    let mut world = World::new(Language::Hans);
    world.file.db.conn().execute("UPDATE item SET score = 0.99 WHERE id = 11", []).unwrap();
    world.keys("f 5");
    let ids = |world: &World| world.pane.rows.iter().map(|r| r.id).collect::<Vec<_>>();
    assert_eq!(ids(&world)[..4], [11, 1, 2, 5], "of equal ones the oldest");
    let title = world.pane.titles(&Lang::load(Language::Hans), Shape::Single).1;
    assert_eq!(title, "内容，最可疑的在前");
    // A colleague is faster: the row stays where it is while the cursor is on it.
    let mut other = as_operator(&world.file, "乙");
    let version = store::item(&other, 11).unwrap().unwrap().version;
    let target = store::Target { id: 11, version };
    store::decide(&mut other, &[target], &crate::moderation::Decision::Approve, |_| String::new()).unwrap();
    world.refresh();
    assert_eq!((ids(&world)[0], world.pane.rows[0].struck.as_str()), (11, "已被 乙 通过"));
    world.keys("j");
    assert_eq!(ids(&world)[..2], [1, 2]);
}

#[test]
fn the_last_notice_is_edited_and_copied() {
    let mut world = World::new(Language::Hans);
    world.keys("x 1 y");
    assert!(world.copied().unwrap().starts_with("糖霜饼干你好：你 14:08 的内容涉及广告引流"), "{:?}", world.copied());
    world.keys("e 「补一句」");
    assert!(world.effects.iter().any(|e| matches!(e, Effect::Draft(place, _) if place == "queue.notice:1")));
    world.keys("Enter y");
    assert!(world.copied().unwrap().ends_with("补一句"), "{:?}", world.copied());
    assert_eq!(world.effects.iter().filter(|e| matches!(e, Effect::Draft(_, t) if t.is_empty())).count(), 1);
    world.undo();
    world.undo();
    world.keys("y");
    assert_eq!(world.status(), "今天还没有通知草稿，先按 x 拒绝一条");
}

#[test]
fn an_item_is_pasted_screened_and_kept_as_a_draft() {
    let mut world = World::new(Language::Hans);
    world.keys("n Enter");
    assert_eq!(world.status(), "还差 1 格：昵称");
    world.keys("「新人」 Enter");
    world.with(|pane, _| Pane::paste(pane, "加V领模具\nwx: abcd1234"));
    world.keys("「。」 Esc");
    let Some(Effect::Draft(place, text)) = world.effects.iter().rev().find(|e| matches!(e, Effect::Draft(..))).cloned()
    else {
        panic!()
    };
    assert!(place == "queue.add" && text.contains("加V领模具"));
    draft::keep(&mut world.file.db, &place, &text).unwrap();
    world.keys("n");
    let Mode::Form(form, About::New) = &world.pane.mode else { panic!() };
    assert_eq!((form.value(2).as_str(), form.value(3).as_str()), ("新人", "加V领模具\nwx: abcd1234。"));
    world.keys("Enter Enter");
    assert_eq!(world.status(), "已录入 内容 新人 (u 撤销)");
    let item = get(&world.file.db, 22);
    assert_eq!((item.place.name.as_str(), item.suggestion), ("新手2群", Suggestion::Reject(Reason::Ads)));
    assert_eq!((item.hits.len(), item.score, item.created_at), (2, 0.97, now()));
    assert_eq!((world.cursor(), world.ids().last()), (Some(1), Some(&22)), "the cursor stays");
}

#[test]
fn the_community_of_a_pasted_item_is_found_by_pinyin() {
    let mut world = World::new(Language::Hans);
    world.keys("n");
    let Mode::Form(form, _) = &mut world.pane.mode else { panic!() };
    form.set_focus(1);
    form.fields[1].set("");
    world.keys("「jinjie」");
    let Mode::Form(form, _) = &mut world.pane.mode else { panic!() };
    assert_eq!(form.fields[1].note, "微信 进阶群");
    form.fields[1].set("没有");
    form.set_focus(2);
    world.keys("「某」 Enter Enter Enter");
    assert_eq!(world.status(), "没有这个社群");
    assert!(Pane::captures(&world.pane), "what was typed stays");
}

#[test]
fn reports_and_appeals_are_looked_at_by_people() {
    let mut world = World::new(Language::Hans);
    world.keys("n");
    let Mode::Form(form, _) = &mut world.pane.mode else { panic!() };
    form.set_focus(0);
    world.keys("3");
    let Mode::Form(form, _) = &mut world.pane.mode else { panic!() };
    form.set_focus(2);
    world.keys("「某」 Enter 「骂人」 Enter Enter");
    let item = get(&world.file.db, 22);
    assert_eq!((item.kind, item.suggestion), (ItemKind::Report, Suggestion::Look));
    world.keys("m m m");
    assert_eq!(world.ids(), [22]);
}

#[test]
fn the_strip_and_line_two_tell_how_urgent_it_is() {
    let mut world = World::new(Language::Hans);
    let kit = crate::tui::dump::Kit::new();
    let look = kit.look();
    assert_eq!(Pane::badge(&world.pane, &look), Badge { text: "20 旧3时12".into(), short: "20".into(), alarm: false });
    let urgent = Pane::urgent(&world.pane, &look).unwrap();
    assert_eq!((urgent.within(99).as_str(), urgent.left), ("麦子 余1时20", 80 * 60_000), "the top level has no clock");
    world.keys("G");
    Pane::go_urgent(&mut world.pane);
    assert_eq!(world.cursor(), Some(2));
    world.keys("f 3");
    Pane::go_urgent(&mut world.pane);
    world.refresh();
    assert_eq!((world.cursor(), world.ids().len()), (Some(2), 20));
    let mut empty = World::of(crate::db::testing::file(), Language::Hans);
    assert_eq!(Pane::badge(&empty.pane, &look).text, "0");
    assert_eq!(Pane::urgent(&empty.pane, &look), None);
    empty.keys("j V f 1 Esc m p");
}

#[test]
fn long_queues_are_read_in_parts_and_marked_whole() {
    let mut world = World::new(Language::En);
    many(&mut world.file.db, 980);
    world.refresh();
    assert_eq!((world.pane.rows.len(), world.pane.total), (64, 1000));
    for _ in 0..40 {
        world.keys("PgDn");
    }
    assert!(world.pane.rows.len() > 64);
    world.keys("V");
    assert_eq!(world.pane.list.marks().len(), 1000);
    world.keys("a");
    assert_eq!((world.pane.brief.total, world.entries()), (0, 3), "one act");
    world.undo();
    assert_eq!(world.pane.brief.total, 1000);
}

#[test]
fn full_width_keys_count_in_menus() {
    let mut world = World::new(Language::Hans);
    world.keys("x １");
    assert_eq!(state(&world, 1).1, Some(Reason::Ads));
}

#[test]
fn every_command_has_its_own_key_a_label_and_a_short_one_in_the_footer() {
    for (language, _) in Language::ALL {
        let lang = Lang::load(language);
        let mut keys = std::collections::BTreeSet::new();
        for command in COMMANDS {
            assert!(command.id.starts_with("queue.") && lang.has(command.label), "{}", command.id);
            assert!(command.keys.iter().all(|k| keys.insert(*k)), "{}", command.id);
            assert!(command.keys.iter().all(|k| k.parse::<Chord>().is_ok()), "{}", command.id);
            assert!(crate::base::text::width(lang.text(command.label)) <= 16, "{}", lang.text(command.label));
        }
    }
}
