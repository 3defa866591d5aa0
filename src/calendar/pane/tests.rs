use super::entry::About;
use super::*;
use crate::base::clock::{DAY, HOUR};
use crate::base::config::Config;
use crate::base::{At, Kind as Sort, Language, Zone};
use crate::calendar::post::{Reason, State};
use crate::calendar::store;
use crate::calendar::store::tests::sample;
use crate::db::testing::{self, File, now};
use crate::tui::dump::{Kit, dump};
use crate::tui::pane::AnyPane;
use crate::tui::screen::Screen;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyModifiers};

/// A pane over the week of the screens, and what it asked for.
pub(crate) struct Desk {
    pub(crate) file: File,
    pub(crate) pane: CalendarPane,
    kit: Kit,
    config: Config,
    pub(crate) now: At,
    pub(crate) effects: Vec<Effect>,
}

impl Desk {
    pub(crate) fn new(language: Language) -> Desk {
        Desk::over(sample(), language)
    }

    pub(crate) fn over(file: File, language: Language) -> Desk {
        let kit = Kit { lang: Lang::load(language), ..Kit::new() };
        let mut desk =
            Desk { file, pane: CalendarPane::new(), kit, config: Config::default(), now: now(), effects: Vec::new() };
        desk.with(Pane::refresh).unwrap();
        desk
    }

    pub(crate) fn with<T>(&mut self, act: impl FnOnce(&mut CalendarPane, &mut Cx) -> T) -> T {
        let mut cx = Cx {
            db: &mut self.file.db,
            now: self.now,
            zone: Zone::default(),
            lang: &self.kit.lang,
            me: "周宁",
            config: &self.config,
            clipboard: true,
            effects: &mut self.effects,
        };
        act(&mut self.pane, &mut cx)
    }

    /// Presses keys as the program would route them: one character each, `<Enter>` by name.
    pub(crate) fn press(&mut self, keys: &str) -> Result<()> {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|r| r.split_once('>'));
            let (code, after) = match named {
                Some((name, after)) => (named_key(name), after),
                None => (KeyCode::Char(first), &rest[first.len_utf8()..]),
            };
            rest = after;
            self.effects.clear();
            self.key(code)?;
        }
        Ok(())
    }

    fn key(&mut self, code: KeyCode) -> Result<()> {
        let event = KeyEvent::new(code, KeyModifiers::NONE);
        if Pane::captures(&self.pane) {
            return self.with(|pane, cx| Pane::key(pane, event, cx));
        }
        let chord = Chord::from_event(&event).unwrap().to_string();
        let nav = match chord.as_str() {
            "j" => Some(Nav::Down),
            "k" => Some(Nav::Up),
            "G" => Some(Nav::Bottom),
            "Space" => Some(Nav::MarkStep),
            "V" => Some(Nav::MarkAll),
            _ => None,
        };
        match (nav, chord.as_str()) {
            (Some(nav), _) => self.with(|pane, cx| Pane::nav(pane, nav, cx)),
            (None, "/") => {
                Pane::filter(&mut self.pane);
                Ok(())
            }
            (None, "Esc") => self.with(Pane::back).map(|_| ()),
            (None, "t") => {
                Pane::go_urgent(&mut self.pane);
                Ok(())
            }
            (None, key) => {
                let command = CalendarPane::COMMANDS.iter().find(|c| c.keys.contains(&key)).expect(key);
                self.with(|pane, cx| AnyPane::run(pane, command.id, cx)).map(|_| ())
            }
        }
    }

    pub(crate) fn draw(&self, width: u16, height: u16, shape: Shape) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let look = self.kit.look();
        terminal.draw(|frame| Pane::draw(&self.pane, frame, frame.area(), &look, shape)).unwrap();
        dump(terminal.backend().buffer())
    }

    /// The bytes each of `keys` costs on a terminal, the first frame included.
    pub(crate) fn bytes(&mut self, keys: &str, (width, height): (u16, u16), shape: Shape) -> Vec<usize> {
        let mut terminal = Terminal::new(Screen::fixed(Vec::new(), width, height)).unwrap();
        let (mut costs, mut sent) = (Vec::new(), 0);
        for key in std::iter::once(String::new()).chain(keys.chars().map(String::from)) {
            self.press(&key).unwrap();
            let look = self.kit.look();
            terminal.draw(|frame| Pane::draw(&self.pane, frame, frame.area(), &look, shape)).unwrap();
            let all = terminal.backend_mut().writer().len();
            costs.push(all - std::mem::replace(&mut sent, all));
        }
        costs
    }

    pub(crate) fn glyphs(&mut self, glyphs: crate::tui::Glyphs) {
        self.kit.glyphs = glyphs;
    }

    pub(crate) fn look(&self) -> Look<'_> {
        self.kit.look()
    }

    pub(crate) fn status(&self) -> String {
        let status = |e: &Effect| match e {
            Effect::Status(s) => Some(s.text.clone()),
            _ => None,
        };
        self.effects.iter().find_map(status).unwrap_or_default()
    }

    pub(crate) fn title(&self) -> String {
        self.pane.current().map(|r| r.title.clone()).unwrap_or_default()
    }

    pub(crate) fn state(&self, id: i64) -> State {
        store::get(&self.file.db, id).unwrap().state
    }

    fn last_action(&self) -> String {
        self.file.db.entries(1, None, None).unwrap().remove(0).action
    }
}

fn named_key(name: &str) -> KeyCode {
    match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "BTab" => KeyCode::BackTab,
        "Backspace" => KeyCode::Backspace,
        "Space" => KeyCode::Char(' '),
        other => panic!("{other}"),
    }
}

#[test]
fn the_cursor_starts_on_the_most_overdue_and_decisions_step_on() {
    let mut desk = Desk::new(Language::Hans);
    assert_eq!(desk.title(), "早安打卡 第12天");
    desk.press("a").unwrap();
    assert_eq!(desk.status(), "已发 早安打卡 第12天 (新手1群) (u 撤销)");
    assert!(desk.effects.contains(&Effect::Stale));
    assert_eq!(desk.title(), "戚风开裂的 5 个原因");
    desk.press("a").unwrap();
    assert_eq!([1, 2].map(|id| desk.state(id)), [State::Published; 2], "the two of DCI-1 in two keys");
    assert_eq!(desk.title(), "盐可颂翻车 跟进");
    let look = desk.look();
    assert_eq!(Pane::urgent(&desk.pane, &look).unwrap().within(99), "盐可颂翻车 跟进 余40分");
    assert_eq!(Pane::badge(&desk.pane, &look), Badge { text: "5".into(), short: "5".into(), alarm: false });
}

#[test]
fn the_badge_and_the_most_urgent_are_known_before_anything_is_done() {
    let desk = Desk::new(Language::Hans);
    let look = desk.look();
    assert_eq!(Pane::badge(&desk.pane, &look), Badge { text: "5 迟2".into(), short: "5".into(), alarm: true });
    let urgent = Pane::urgent(&desk.pane, &look).unwrap();
    assert_eq!((urgent.within(99).as_str(), urgent.left), ("早安打卡 第12天 迟8时20", -500 * 60_000));
}

#[test]
fn cancelling_takes_one_digit_and_repeats() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("x").unwrap();
    assert!(Pane::captures(&desk.pane));
    desk.press("2").unwrap();
    assert_eq!((desk.state(1), desk.status().as_str()), (State::Dropped, "取消 早安打卡 第12天：重复 (u 撤销)"));
    assert_eq!(desk.title(), "戚风开裂的 5 个原因", "the row is gone and the cursor on the next");
    desk.press(".").unwrap();
    assert_eq!(store::get(&desk.file.db, 2).unwrap().reason, "duplicate");
    desk.press("x<Enter>").unwrap();
    assert!(Pane::captures(&desk.pane), "what is not late suggests nothing");
    desk.press("<Esc>x9<Enter>").unwrap();
    assert_eq!(desk.status(), "选其他要写一句原因");
    desk.press("停电<Enter>").unwrap();
    assert_eq!(store::get(&desk.file.db, 3).unwrap().note, "停电");
}

#[test]
fn a_late_row_suggests_that_its_moment_has_passed() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("x<Enter>").unwrap();
    assert_eq!(store::get(&desk.file.db, 1).unwrap().reason, "expired");
}

#[test]
fn moving_goes_to_tomorrow_next_week_or_a_day() {
    let mut desk = Desk::new(Language::Hans);
    let at = |desk: &Desk, id| {
        let post = store::get(&desk.file.db, id).unwrap();
        format!("{} {}", post.day, post.clock())
    };
    desk.press("o1").unwrap();
    assert_eq!(at(&desk, 1), "2026-10-11 09:00");
    desk.press("o2").unwrap();
    assert_eq!(at(&desk, 2), "2026-10-17 12:30");
    desk.press("o3somewhere<Enter>").unwrap();
    assert_eq!(desk.status(), "「somewhere」不是日期，写 10-15、周三 或 +3");
    assert!(Pane::captures(&desk.pane), "what was typed is not lost");
    desk.press("<Esc>o3下周三<Enter>").unwrap();
    assert_eq!(at(&desk, 3), "2026-10-14 18:00");
    assert_eq!(
        Step::NextWeek.day(&store::get(&desk.file.db, 2).unwrap(), now().day(Zone::default())).to_string(),
        "2026-10-24"
    );
}

#[test]
fn marks_make_one_entry() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("f1Va").unwrap();
    assert_eq!(desk.status(), "已发 5 条 (u 撤销)");
    let seq = desk.file.db.last_undoable("甲").unwrap().unwrap();
    assert_eq!(desk.file.db.images(seq).unwrap().iter().filter(|i| i.table == "post").count(), 10, "two images a row");
    assert!(desk.pane.list.is_empty(), "nothing of today is left under the filter");
    desk.press("<Esc>").unwrap();
    assert_eq!(desk.pane.list.len(), 29);
    desk.file.db.undo(seq).unwrap();
    desk.with(Pane::refresh).unwrap();
    desk.press("t  x1").unwrap();
    assert_eq!([1, 2, 3].map(|id| desk.state(id)), [State::Dropped, State::Dropped, State::Planned]);
    assert!(desk.pane.list.marks().is_empty(), "marks are spent");
}

#[test]
fn copying_sends_the_caption_and_marks_in_one_entry() {
    let mut desk = Desk::new(Language::Hans);
    let copied = |desk: &Desk| {
        desk.effects.iter().find_map(|e| match e {
            Effect::Copy(text) => Some(text.clone()),
            _ => None,
        })
    };
    desk.press("y").unwrap();
    assert_eq!(copied(&desk).as_deref(), Some("早安，今天打卡第12天。\n发一张你的面团。"));
    assert_eq!(desk.state(1), State::Planned, "copying alone decides nothing");
    let (before, _) = desk.file.db.head().unwrap();
    desk.press("Y").unwrap();
    assert!(copied(&desk).is_some());
    assert_eq!((desk.state(1), desk.file.db.head().unwrap().0), (State::Published, before + 1));
    desk.press("y").unwrap();
    assert_eq!(copied(&desk).as_deref(), Some("戚风开裂的 5 个原因"), "without a caption the title");
    desk.press("t  y").unwrap();
    assert_eq!(desk.status(), "一次只能一条，先 Esc 取消标记");
}

#[test]
fn what_cannot_be_done_says_why() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("a").unwrap();
    desk.press("ka").unwrap();
    assert_eq!(desk.status(), "没做成：早安打卡 第12天 已发出，只能记结果 (e)");
    desk.press("f3a").unwrap();
    assert_eq!((desk.title().as_str(), desk.status().as_str()), ("用户案例拆解 未排", "缺口里没有内容，n 补上"));
    desk.press("<Esc>/黄油<Enter>E").unwrap();
    assert_eq!(desk.status(), "行业干货分享：黄油 已在等审");
    desk.press("<Esc>]]]]a").unwrap();
    assert_eq!(desk.status(), "这里没有条目，n 新建");
    desk.press(".").unwrap();
    assert_eq!(desk.status(), "这里没有条目，n 新建");
    let lang = Lang::load(Language::En);
    assert_eq!(CalendarPane::new().refusal(Action::Repeat, &lang).as_deref(), Some("no decision to repeat yet"));
}

#[test]
fn a_new_entry_is_written_in_a_form() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("n").unwrap();
    // Time, kind, track, hot until, title, caption.
    desk.press("19点半<Enter>3<Enter><Enter><Enter>周末团购<Enter>模具 8 折<Enter>").unwrap();
    let posts = store::list(&desk.file.db, now().day(Zone::default()), now().day(Zone::default()), 99).unwrap();
    let post = posts.iter().find(|p| p.title == "周末团购").unwrap();
    assert_eq!((post.clock().as_str(), post.community.as_str(), post.kind.word()), ("19:30", "新手1群", "perk"));
    assert_eq!((post.state, post.owner.as_str(), post.body.as_str()), (State::Planned, "周宁", "模具 8 折"));
    assert_eq!(desk.status(), "新建 周末团购 (新手1群)，2026-10-10 19:30 (u 撤销)");
    assert!(desk.effects.contains(&Effect::Draft("calendar.new".into(), String::new())), "the draft is forgotten");
}

#[test]
fn a_form_keeps_what_cannot_be_understood_and_what_is_left() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("nlater<Enter><Enter><Enter><Enter>题目<Enter><Enter>").unwrap();
    assert_eq!(desk.status(), "时刻「later」看不懂");
    let Mode::Form(form, _) = &desk.pane.mode else { panic!("closed") };
    assert_eq!((form.focus(), form.value(6).as_str()), (2, "题目"));
    let draft = desk.with(|pane, cx| {
        let event = KeyEvent::new(KeyCode::Char('x'), KeyModifiers::NONE);
        Pane::key(pane, event, cx).unwrap();
        cx.effects.iter().find_map(|e| match e {
            Effect::Draft(place, text) => Some((place.clone(), text.clone())),
            _ => None,
        })
    });
    let (place, text) = draft.unwrap();
    assert_eq!(place, "calendar.new");
    crate::db::draft::keep(&mut desk.file.db, &place, &text).unwrap();
    desk.press("<Esc>n").unwrap();
    let Mode::Form(form, _) = &desk.pane.mode else { panic!("closed") };
    assert_eq!((form.value(2).as_str(), form.value(6).as_str()), ("laterx", "题目"), "taken up where it was left");
}

#[test]
fn a_community_is_named_by_number_name_or_initials() {
    for (typed, want) in
        [("5", "交流群"), ("VIP群", "VIP群"), ("jjq", "进阶群"), ("B站 粉丝群", "粉丝群"), ("微博 超话", "超话")]
    {
        let mut desk = Desk::new(Language::Hans);
        desk.press("n<BTab><BTab>").unwrap();
        let event = KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL);
        desk.with(|pane, cx| Pane::key(pane, event, cx)).unwrap();
        desk.press(typed).unwrap();
        desk.press("<Tab><Tab>8<Enter><Enter><Enter><Enter>题<Enter><Enter>").unwrap();
        let posts = store::list(&desk.file.db, now().day(Zone::default()), now().day(Zone::default()), 99).unwrap();
        let post = posts.iter().find(|p| p.title == "题").unwrap_or_else(|| panic!("{typed}: {}", desk.status()));
        assert_eq!((post.community.as_str(), post.clock().as_str()), (want, "08:00"), "{typed}");
    }
}

#[test]
fn a_gap_is_filled_where_it_is() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("f3n小鹿的戚风<Enter>").unwrap();
    let post = store::get(&desk.file.db, 11).unwrap();
    assert_eq!((post.state, post.body.as_str(), post.owner.as_str()), (State::Planned, "小鹿的戚风", "周宁"));
    assert_eq!((post.clock().as_str(), desk.last_action().as_str()), ("20:00", "calendar.new"));
}

#[test]
fn what_is_out_opens_its_results() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("ake").unwrap();
    desk.press("1,200<Enter>").unwrap();
    assert!(Pane::captures(&desk.pane));
    desk.press("<BTab>").unwrap();
    let event = KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL);
    desk.with(|pane, cx| Pane::key(pane, event, cx)).unwrap();
    desk.press("1200<Enter>31<Enter><Enter><Enter>143<Enter>https://x.example<Enter>").unwrap();
    assert_eq!(desk.status(), "完读「143」看不懂");
    let event = KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL);
    desk.with(|pane, cx| Pane::key(pane, event, cx)).unwrap();
    desk.press("43<Enter>").unwrap();
    let post = store::get(&desk.file.db, 1).unwrap();
    assert_eq!(
        post.results,
        super::super::post::Results {
            reads: Some(1200),
            likes: Some(31),
            comments: None,
            shares: None,
            completion: Some(0.43)
        }
    );
    assert_eq!((post.state, post.link.as_str()), (State::Reviewed, "https://x.example"));
}

#[test]
fn a_lost_race_keeps_the_form() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("e").unwrap();
    let mut other = testing::as_operator(&desk.file, "阿泽");
    let theirs = store::Ref::from(&store::get(&other, 1).unwrap());
    store::set_owner(&mut other, &[theirs], "阿泽").unwrap();
    // Everything is filled but the hour a topic is over; the caption is the last field.
    let lost = desk.press("<Enter><Enter><Enter><Enter><Enter><Enter><Enter><Enter>").unwrap_err();
    assert_eq!((lost.kind, lost.says.args["who"].as_str()), (Sort::Conflict, "阿泽"));
    assert!(Pane::captures(&desk.pane), "the form is still open");
    assert_eq!(store::get(&desk.file.db, 1).unwrap().owner, "阿泽");
}

#[test]
fn a_row_a_colleague_took_stays_until_the_cursor_leaves() {
    let mut desk = Desk::new(Language::Hans);
    let mut other = testing::as_operator(&desk.file, "阿泽");
    let theirs = store::Ref::from(&store::get(&other, 1).unwrap());
    store::cancel(&mut other, &[theirs], Reason::Expired, "").unwrap();
    desk.with(Pane::refresh).unwrap();
    assert_eq!(desk.title(), "已被 阿泽 取消：早安打卡 第12天");
    desk.press("a").unwrap();
    assert_eq!(desk.status(), "没做成：已被 阿泽 取消：早安打卡 第12天", "no other row is hit");
    assert_eq!(desk.state(2), State::Planned);
    desk.press("j").unwrap();
    assert_eq!((desk.title().as_str(), desk.pane.list.len()), ("戚风开裂的 5 个原因", 28));
}

#[test]
fn views_keep_the_day_and_the_community() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("jjjjjjm").unwrap();
    assert_eq!((desk.pane.view(), desk.pane.day.to_string().as_str(), desk.pane.lane), (View::Week, "2026-10-11", 8));
    assert_eq!(desk.title(), "晒图点评 周日场");
    desk.press("hk").unwrap();
    assert_eq!(desk.title(), "直播提醒：可颂开酥");
    desk.press("h").unwrap();
    assert_eq!(desk.pane.day.to_string(), "2026-10-09", "the week before");
    desk.press("l<Enter>").unwrap();
    assert_eq!((desk.pane.view(), desk.title().as_str()), (View::Day, "直播提醒：可颂开酥"));
    assert!(desk.with(Pane::back).unwrap());
    assert_eq!((desk.pane.view(), desk.title().as_str()), (View::Week, "直播提醒：可颂开酥"), "Esc goes back");
    desk.press("<Enter>m").unwrap();
    assert_eq!((desk.pane.view(), desk.title().as_str()), (View::List, "直播提醒：可颂开酥"));
    desk.press("m").unwrap();
    assert_eq!((desk.pane.view(), desk.title().as_str()), (View::Agenda, "直播提醒：可颂开酥"));
    desk.press("mmjj").unwrap();
    assert_eq!((desk.pane.view(), desk.pane.day.to_string().as_str()), (View::Month, "2026-10-24"));
    desk.press("j").unwrap();
    assert_eq!(desk.pane.day.to_string(), "2026-10-31");
    desk.press("l").unwrap();
    assert_eq!(desk.pane.board.as_ref().unwrap().period.start.to_string(), "2026-11-01", "the next month");
    desk.press("[t").unwrap();
    assert_eq!(
        (desk.pane.view(), desk.title().as_str()),
        (View::Agenda, "早安打卡 第12天"),
        "t leads home from anywhere"
    );
}

#[test]
fn decisions_work_from_week_and_month() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("ma").unwrap();
    assert_eq!(desk.state(1), State::Published);
    assert_eq!(desk.pane.view(), View::Week);
    desk.press("ma").unwrap();
    assert_eq!(desk.status(), "这天有 5 条，Enter 打开再选", "no key guesses which one is meant");
    desk.press("hhx").unwrap();
    assert_eq!(desk.status(), "没做成：抽奖3 已发出，只能记结果 (e)");
}

#[test]
fn days_are_jumped_and_filters_cleared() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("l").unwrap();
    assert_eq!(desk.title(), "早安打卡 第13天");
    desk.press("l").unwrap();
    assert_eq!(desk.title(), "早安打卡 第14天");
    desk.press("h").unwrap();
    assert_eq!(desk.title(), "早安打卡 第13天");
    desk.press("f2").unwrap();
    let mine = desk.pane.list.len();
    assert!(mine > 0 && mine < 29);
    desk.press("/zbtx<Enter>").unwrap();
    assert_eq!(desk.pane.list.len(), 2, "initials of 直播提醒");
    desk.press("t").unwrap();
    assert_eq!((desk.title().as_str(), desk.pane.list.len()), ("早安打卡 第12天", 29), "the urgent row is shown");
    desk.press("/打卡<Esc>").unwrap();
    assert_eq!(desk.pane.list.len(), 29);
}

#[test]
fn owners_are_asked_for_and_entries_taken_over() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("w").unwrap();
    let event = KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL);
    desk.with(|pane, cx| Pane::key(pane, event, cx)).unwrap();
    desk.press("小满<Enter>").unwrap();
    assert_eq!(store::get(&desk.file.db, 1).unwrap().owner, "小满");
    let mut other = testing::as_operator(&desk.file, "阿泽");
    crate::db::claim::seize(&mut other, "post:2").unwrap();
    desk.with(Pane::refresh).unwrap();
    assert_eq!(desk.pane.current().unwrap().other.as_deref(), Some("阿泽"));
    desk.press("C").unwrap();
    assert_eq!(
        (desk.status().as_str(), desk.pane.current().unwrap().other.clone()),
        ("接手 戚风开裂的 5 个原因", None)
    );
    desk.press("C").unwrap();
    assert_eq!(desk.status(), "放开 戚风开裂的 5 个原因");
}

#[test]
fn the_command_rows_are_those_of_the_screens() {
    let keys: Vec<&str> = CalendarPane::COMMANDS.iter().flat_map(|c| c.keys).copied().collect();
    for key in ["a", "x", "o", "E", "s", "w", "m", "n", "e", "y", "Y", "p", "f", "[", "]", "h", "l", ".", "C", "Enter"]
    {
        assert_eq!(keys.iter().filter(|k| **k == key).count(), 1, "{key}");
    }
    let langs = Language::ALL.map(|(language, _)| Lang::load(language));
    for command in CalendarPane::COMMANDS {
        assert!(command.id.starts_with("calendar."));
        assert!(langs.iter().all(|l| l.has(command.label)), "{}", command.label);
    }
}

#[test]
fn midnight_turns_the_page() {
    let mut desk = Desk::new(Language::Hans);
    desk.now = now().plus(7 * HOUR);
    desk.with(Pane::refresh).unwrap();
    let board = desk.pane.board.as_ref().unwrap();
    assert_eq!(
        (board.period.start.to_string().as_str(), board.today_counts()),
        ("2026-10-11", (2, 4, 2)),
        "the topic was over at nine"
    );
    assert_eq!(desk.title(), "早安打卡 第12天", "the cursor stays with its row, which is late from yesterday now");
    desk.press("]").unwrap();
    desk.now = now().plus(DAY);
    desk.with(Pane::refresh).unwrap();
    assert_eq!(desk.pane.board.as_ref().unwrap().period.start.to_string(), "2026-10-18", "another week stays as it is");
}

#[test]
fn a_hot_topic_may_be_over_after_midnight() {
    for (time, over, want) in
        [("18:00", "21:00", "2026-10-10T21:00"), ("22:00", "1点", "2026-10-11T01:00"), ("9:00", "", "")]
    {
        let mut desk = Desk::new(Language::Hans);
        desk.press(&format!("n{time}<Enter>1<Enter>2<Enter>{over}<Enter>跟进<Enter><Enter>")).unwrap();
        let posts = store::list(&desk.file.db, now().day(Zone::default()), now().day(Zone::default()), 99).unwrap();
        let post = posts.iter().find(|p| p.title == "跟进").unwrap_or_else(|| panic!("{time}: {}", desk.status()));
        assert_eq!((post.track.word(), post.state), ("hot", State::Draft), "no caption yet");
        let shown = post.expires_at.map(|at| at.rfc3339(Zone::default())[..16].to_owned()).unwrap_or_default();
        assert_eq!(shown, want, "{time}");
    }
}

#[test]
fn editing_keeps_what_the_form_does_not_show() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("jje").unwrap();
    let Mode::Form(form, about) = &desk.pane.mode else { panic!("no form") };
    assert_eq!(form.values()[..7], ["微博 超话", "2026-10-10", "18:00", "互动", "热点", "21:00", "盐可颂翻车 跟进"]);
    assert!(matches!(about, About::Edit(post) if post.id == 3));
    assert!(desk.effects.contains(&Effect::Hold("post:3".into())), "others see who has it open");
    desk.press("先道歉<Enter>").unwrap();
    let post = store::get(&desk.file.db, 3).unwrap();
    assert_eq!((post.body.as_str(), post.note.as_str(), post.owner.as_str()), ("先道歉", "来源 微博，热度 3", "小满"));
    assert_eq!(post.expires_at, Some(At::parse("2026-10-10T21:00:00+08:00").unwrap()));
}

#[test]
fn what_is_typed_shows_what_it_means() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("n930").unwrap();
    let notes = |desk: &Desk| {
        let Mode::Form(form, _) = &desk.pane.mode else { panic!("no form") };
        (form.fields.iter().map(|f| f.note.clone()).collect::<Vec<_>>(), form.state.clone(), form.preview.join("/"))
    };
    let (fields, state, _) = notes(&desk);
    assert_eq!(fields[..3], ["", "今天 10月10日 周六 班", "09:30"]);
    assert_eq!(state, "存为草稿   当天 2/3  周一起 3/7");
    desk.press("点钟半").unwrap();
    assert_eq!(notes(&desk).0[2], "看不懂");
    desk.press("<BTab><BTab>").unwrap();
    assert!(notes(&desk).2.starts_with("1 微信 新手1群  2 微信 新手2群"), "communities by number");
    desk.press("xyz").unwrap();
    assert_eq!(notes(&desk).0[0], "看不懂");
}

#[test]
fn pasted_text_goes_into_fields_only() {
    let mut desk = Desk::new(Language::Hans);
    Pane::paste(&mut desk.pane, "a");
    assert_eq!(desk.state(1), State::Planned, "a paste is no key");
    desk.press("/").unwrap();
    Pane::paste(&mut desk.pane, "打卡\n");
    assert_eq!(desk.pane.list.len(), 7);
    desk.press("<Esc>n<Tab><Tab><Tab><Tab>").unwrap();
    Pane::paste(&mut desk.pane, "一行\n两行");
    let Mode::Form(form, _) = &desk.pane.mode else { panic!("no form") };
    assert_eq!(form.value(6), "一行 两行", "a title has one line");
}

#[test]
fn without_communities_nothing_can_be_planned() {
    let mut desk = Desk::over(testing::file(), Language::Hans);
    assert_eq!(Pane::urgent(&desk.pane, &desk.look()), None);
    assert_eq!(Pane::badge(&desk.pane, &desk.look()).text, "0");
    desk.press("n").unwrap();
    assert_eq!(desk.status(), "还没有群。先用 qun community add 建一个");
    for keys in ["a", "m", "a", "m", "a", "jkhl[]t"] {
        desk.press(keys).unwrap();
    }
    assert!(!Pane::captures(&desk.pane));
}

#[test]
fn a_menu_is_about_the_marked_ones_and_survives_other_keys() {
    let mut desk = Desk::new(Language::En);
    desk.press("  o").unwrap();
    let Mode::Menu(menu) = &desk.pane.mode else { panic!("no menu") };
    assert_eq!(menu.title, "move 2, the time stays");
    assert_eq!(menu.items[0].note, "Sun 11 Oct, rest day");
    assert_eq!(Pane::hints(&desk.pane, &desk.look()), "a digit chooses  Esc back");
    desk.press("z7").unwrap();
    assert!(Pane::captures(&desk.pane), "only its own keys close it");
    desk.press("1").unwrap();
    assert_eq!((desk.status().as_str(), desk.last_action().as_str()), ("moved 2 (u undo)", "calendar.move"));
    desk.press("s").unwrap();
    assert!(Pane::captures(&desk.pane));
    desk.press("a").unwrap();
    assert!(!Pane::captures(&desk.pane), "any key closes what only says something");
    assert_eq!(desk.last_action(), "calendar.move", "and does nothing else");
}

#[test]
fn more_is_read_when_the_cursor_nears_the_end() {
    let mut file = sample();
    file.db
        .write("test.many", |tx| {
            for n in 0..400 {
                tx.execute(
                    "INSERT INTO post(day, time, community_id, title, state, created_at)
                     VALUES ('2026-10-12', '23:00', 1, ?1, 'planned', 0)",
                    [format!("第{n}条")],
                )?;
            }
            Ok(())
        })
        .unwrap();
    let mut desk = Desk::over(file, Language::Hans);
    assert_eq!(desk.pane.list.len(), PAGE);
    assert_eq!(desk.pane.board.as_ref().unwrap().week.pushes, 426, "sums are of all");
    desk.press("GGG").unwrap();
    assert_eq!(desk.pane.list.len(), 429);
    assert_eq!(desk.title(), "周五复盘", "the last of the last day");
}

#[test]
fn periods_step_by_weeks_and_months_over_the_ends_of_years() {
    let mut desk = Desk::new(Language::Hans);
    let shown = |desk: &Desk| {
        let (from, to) = desk.pane.board.as_ref().unwrap().period.days();
        format!("{from} {to}")
    };
    for (keys, want) in [
        ("]", "2026-10-17 2026-10-23"),
        ("[[", "2026-10-03 2026-10-09"),
        ("]m", "2026-10-10 2026-10-16"),
        ("lllllll", "2026-10-17 2026-10-23"),
        ("m", "2026-09-28 2026-11-01"),
        ("]]]", "2026-12-28 2027-01-31"),
        ("[", "2026-11-30 2027-01-03"),
        ("jjj", "2026-12-28 2027-01-31"),
        ("<", "2026-11-30 2027-01-03"),
        (">m", "2027-01-07 2027-01-07"),
        ("]", "2027-01-14 2027-01-14"),
        ("h", "2027-01-13 2027-01-13"),
        ("<m", "2026-12-13 2027-01-09"),
        ("]", "2027-01-10 2027-02-06"),
        ("m>", "2027-02-10 2027-02-16"),
        ("ml>", "2027-03-10 2027-03-16"),
    ] {
        desk.press(keys).unwrap();
        assert_eq!(shown(&desk), want, "{keys}");
    }
    desk.press("t").unwrap();
    assert_eq!(shown(&desk), "2026-10-10 2026-10-16");
}

#[test]
fn the_last_of_a_month_does_not_skip_the_next() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("mmG").unwrap();
    assert_eq!(desk.pane.day.to_string(), "2026-10-31");
    desk.press("]").unwrap();
    assert_eq!(desk.pane.day.to_string(), "2026-11-30");
    desk.press("]]]").unwrap();
    assert_eq!(desk.pane.day.to_string(), "2027-02-28");
    desk.press("n").unwrap();
    let Mode::Form(form, _) = &desk.pane.mode else { panic!("no form") };
    assert_eq!(form.value(1), "2027-02-28", "a new entry starts from the day under the cursor");
}

#[test]
fn a_cell_of_the_week_starts_a_new_entry_there() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("mjjl").unwrap();
    assert_eq!(desk.title(), "", "nothing in this cell");
    desk.press("n").unwrap();
    let Mode::Form(form, _) = &desk.pane.mode else { panic!("no form") };
    assert_eq!((form.value(0).as_str(), form.value(1).as_str()), ("微信 进阶群", "2026-10-11"));
    desk.press("<Esc>a").unwrap();
    assert_eq!(desk.status(), "这里没有条目，n 新建");
}

#[test]
fn sending_for_approval_keeps_the_row_in_sight() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("E").unwrap();
    assert_eq!((desk.state(1), desk.status().as_str()), (State::Review, "送审 早安打卡 第12天 (新手1群) (u 撤销)"));
    desk.press("k").unwrap();
    assert_eq!(desk.pane.current().unwrap().state, "待审");
    desk.press("ja").unwrap();
    assert_eq!(desk.state(2), State::Published);
    desk.press("t.").unwrap();
    assert_eq!(desk.state(1), State::Approved, "the last decision was a yes, and a yes to what waits approves it");
    desk.press("t.").unwrap();
    assert_eq!(desk.state(1), State::Published);
}

#[test]
fn undo_brings_a_row_back_under_the_eye() {
    let mut desk = Desk::new(Language::Hans);
    desk.press("x2").unwrap();
    assert_eq!(desk.pane.list.len(), 28);
    let seq = desk.file.db.last_undoable("甲").unwrap().unwrap();
    desk.file.db.undo(seq).unwrap();
    desk.with(Pane::refresh).unwrap();
    assert_eq!(
        (desk.pane.list.len(), desk.title().as_str()),
        (29, "戚风开裂的 5 个原因"),
        "the cursor stays on its row"
    );
    desk.press("k").unwrap();
    assert_eq!(desk.title(), "早安打卡 第12天");
}
