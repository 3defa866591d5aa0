mod off;
mod races;
mod screens;
mod wording;

use super::*;
use crate::base::{At, Config, Kind as Fault, Language, Zone};
use crate::db::testing::{self as db_testing, File, as_operator};
use crate::db::{claim, draft};
use crate::sop::inquiry::{Inquiry, Kind, State};
use crate::sop::store::testing::{asks, file};
use crate::sop::store::{self, Of, Wanted};
use crate::tui::dump::{Kit, rows as screen_rows};
use crate::tui::pane::{AnyPane, Effect, Tone};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyModifiers};

/// The pane over a test file, with keys as an operator presses them.
pub(crate) struct Desk {
    pub file: File,
    pub pane: SopPane,
    kit: Kit,
    config: Config,
    pub effects: Vec<Effect>,
    /// The moment, if another than the file's.
    pub now: Option<At>,
    /// Who sits here.
    pub me: &'static str,
    /// Whether a clipboard can be reached.
    pub clipboard: bool,
}

impl Desk {
    pub fn new() -> Desk {
        Desk::on(file())
    }

    fn on(file: File) -> Desk {
        let mut desk = Desk {
            file,
            pane: SopPane::new(),
            kit: Kit::new(),
            config: Config::default(),
            effects: Vec::new(),
            now: None,
            me: "甲",
            clipboard: true,
        };
        desk.refresh();
        desk
    }

    fn with<T>(&mut self, work: impl FnOnce(&mut SopPane, &mut Cx) -> T) -> T {
        let now = self.now.unwrap_or(self.file.db.now());
        let (lang, config) = (&self.kit.lang, &self.config);
        let zone = Zone::default();
        let mut cx = Cx {
            db: &mut self.file.db,
            now,
            zone,
            lang,
            me: self.me,
            config,
            clipboard: self.clipboard,
            effects: &mut self.effects,
        };
        work(&mut self.pane, &mut cx)
    }

    fn refresh(&mut self) {
        self.with(Pane::refresh).unwrap();
    }

    /// One key: to what is open, else the command it is bound to, else a move.
    fn try_key(&mut self, code: KeyCode, modifiers: KeyModifiers) -> Result<()> {
        let event = KeyEvent::new(code, modifiers);
        if Pane::captures(&self.pane) {
            return self.with(|pane, cx| Pane::key(pane, event, cx));
        }
        let nav = match code {
            KeyCode::Char('j') => Some(Nav::Down),
            KeyCode::Char('k') => Some(Nav::Up),
            KeyCode::Char(' ') => Some(Nav::MarkStep),
            KeyCode::Char('G') => Some(Nav::Bottom),
            _ => None,
        };
        if let Some(nav) = nav {
            return self.with(|pane, cx| Pane::nav(pane, nav, cx));
        }
        if code == KeyCode::Esc {
            return self.with(|pane, cx| Pane::back(pane, cx).map(|_| ()));
        }
        if code == KeyCode::Char('/') {
            Pane::filter(&mut self.pane);
            return Ok(());
        }
        let KeyCode::Char(c) = code else { return Ok(()) };
        let Some(command) = COMMANDS.iter().find(|k| k.keys.contains(&c.to_string().as_str())) else { return Ok(()) };
        self.with(|pane, cx| AnyPane::run(pane, command.id, cx).map(|_| ()))
    }

    /// Keys; `⏎` is Enter, `⎋` Esc, `⇥` Tab, `⌫` Backspace, `↓` Down, `⌃` puts Ctrl on the next.
    pub fn keys(&mut self, keys: &str) -> usize {
        let mut count = 0;
        let mut modifiers = KeyModifiers::NONE;
        for c in keys.chars() {
            let code = match c {
                '⌃' => {
                    modifiers = KeyModifiers::CONTROL;
                    continue;
                }
                '⏎' => KeyCode::Enter,
                '⎋' => KeyCode::Esc,
                '⇥' => KeyCode::Tab,
                '⌫' => KeyCode::Backspace,
                '↓' => KeyCode::Down,
                c => KeyCode::Char(c),
            };
            self.try_key(code, modifiers).unwrap();
            modifiers = KeyModifiers::NONE;
            count += 1;
        }
        count
    }

    pub fn language(&mut self, language: Language) {
        self.kit.lang = Lang::load(language);
        self.refresh();
    }

    fn waiting(&self) -> Vec<Inquiry> {
        store::inquiries(&self.file.db, &Wanted::default(), 99, &|_| true).unwrap()
    }

    fn copied(&self) -> Vec<&str> {
        self.effects
            .iter()
            .filter_map(|e| if let Effect::Copy(text) = e { Some(text.as_str()) } else { None })
            .collect()
    }

    fn status(&self) -> &str {
        let last = self
            .effects
            .iter()
            .rev()
            .find_map(|e| if let Effect::Status(s) = e { Some(s.text.as_str()) } else { None });
        last.unwrap_or("")
    }

    fn who(&self) -> &str {
        self.pane.current().map_or("", |r| r.who.as_str())
    }

    pub fn screen(&self, width: u16, height: u16, shape: Shape) -> Vec<String> {
        screen_rows(&self.buffer(width, height, shape))
    }

    fn buffer(&self, width: u16, height: u16, shape: Shape) -> Buffer {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let look = self.kit.look();
        terminal.draw(|frame| Pane::draw(&self.pane, frame, frame.area(), &look, shape)).unwrap();
        terminal.backend().buffer().clone()
    }

    fn text(&self) -> String {
        self.screen(80, 18, Shape::Single).join("\n")
    }
}

#[test]
fn every_command_has_words_and_its_key_once() {
    let lang = Lang::load(Language::En);
    for (n, command) in COMMANDS.iter().enumerate() {
        assert!(lang.has(command.label), "{}", command.label);
        assert!(command.id.starts_with("sop."));
        for other in &COMMANDS[n + 1..] {
            assert!(command.keys.iter().all(|k| !other.keys.contains(k)), "{} {}", command.id, other.id);
        }
    }
}

/// J3 of the daily check-in (screens.md §19): three answers, each `a`, `1`, the typed slot, Enter.
#[test]
fn three_answers_take_nine_keys_beside_what_is_typed() {
    let mut desk = Desk::new();
    let mut keys = 0;
    for (who, typed) in [("林小雨", "0387"), ("阿May", "qun.example"), ("豆沙包", "0388")] {
        assert_eq!(desk.who(), who);
        keys += desk.keys("a1");
        desk.keys(typed);
        keys += desk.keys("⏎");
    }
    assert_eq!(keys, 9);
    assert!(desk.waiting().is_empty());
    let sent = desk.copied();
    assert_eq!(sent.len(), 3);
    assert_eq!(sent[0], "亲，林小雨，退款已登记，单号 0387。\n48 小时内原路退回；寄回运费由我们承担。");
    assert_eq!(sent[1], "阿May，回放在群公告第一条，链接 qun.example。");
    assert_eq!(sent[2], "抱歉让您少收了东西，补寄单号 0388。");
    let head = desk.file.db.head().unwrap().0;
    let actions: Vec<String> = (head - 2..=head).map(|seq| desk.file.db.entry(seq).unwrap().action).collect();
    assert_eq!(actions, ["sop.answer"; 3], "one entry each");
    assert_eq!(desk.status(), "已答 豆沙包 (bf) (u 撤销)");
    assert!(desk.text().contains("没有人在等。n 记一条来信"));
}

#[test]
fn a_template_without_open_slots_still_shows_once() {
    let mut desk = Desk::new();
    desk.keys("ayd⏎");
    assert!(matches!(desk.pane.mode, Mode::Fill(_)), "never sent unseen");
    assert!(desk.text().contains("可以发出"), "{}", desk.text());
    desk.keys("⏎");
    assert_eq!(desk.copied(), ["欢迎 林小雨 来到 交流群。先看群公告。"]);
    assert_eq!(desk.who(), "阿May");
}

#[test]
fn an_empty_slot_is_refused_and_named() {
    let mut desk = Desk::new();
    desk.keys("a1⏎");
    assert_eq!(desk.status(), "还差 1 格：单号");
    assert!(desk.copied().is_empty());
    desk.keys(" ⏎");
    assert_eq!(desk.status(), "还差 1 格：单号", "blanks are nothing");
    desk.keys("⌃u0387");
    assert!(desk.text().contains("单号 0387"), "the preview is live: {}", desk.text());
    desk.keys("⏎");
    assert_eq!(desk.copied().len(), 1);
}

#[test]
fn a_filled_in_slot_may_be_changed() {
    let mut desk = Desk::new();
    desk.keys("a1");
    desk.keys("0387⇥");
    desk.keys("⌃u小雨⏎");
    assert!(desk.copied()[0].starts_with("亲，小雨，"), "{:?}", desk.copied());
}

#[test]
fn the_chooser_finds_by_code_name_body_and_sounds() {
    for (typed, code) in [("tkjd", "tkjd"), ("退款进度", "tkjd"), ("zbhf", "hf"), ("群公告", "hf"), ("ｂｆ", "bf")]
    {
        let mut desk = Desk::new();
        desk.keys("a");
        desk.keys(typed);
        desk.keys("⏎");
        let Mode::Fill(fill) = &desk.pane.mode else { panic!("{typed}") };
        assert_eq!(fill.template.wording.code, code, "{typed}");
    }
    let mut desk = Desk::new();
    desk.keys("a9");
    assert!(matches!(desk.pane.mode, Mode::Choose(_)));
    assert_eq!(desk.status(), "没有这一条；换个数字或接着打字查找");
    desk.keys("zzz⏎");
    assert!(matches!(desk.pane.mode, Mode::Choose(_)));
    assert!(desk.text().contains("没有符合的话术"));
    desk.keys("⌫⌫⌫２");
    let Mode::Fill(fill) = &desk.pane.mode else { panic!("full-width digits pick") };
    assert_ne!(fill.template.wording.code, "tk", "the second");
    desk.keys("⌃t↓⏎");
    assert!(matches!(desk.pane.mode, Mode::Fill(_)));
    desk.keys("⎋");
    assert!(!Pane::captures(&desk.pane));
}

#[test]
fn what_was_typed_comes_back() {
    let mut desk = Desk::new();
    desk.keys("a1");
    desk.keys("03");
    desk.keys("⎋");
    assert_eq!(desk.status(), "已留作草稿，再打开时还在");
    let id = desk.waiting()[0].id;
    let kept: Vec<(String, String)> = desk
        .effects
        .iter()
        .filter_map(|e| if let Effect::Draft(p, t) = e { Some((p.clone(), t.clone())) } else { None })
        .collect();
    assert_eq!(kept.len(), 3, "at each change and on leaving");
    assert_eq!(kept[2].0, format!("sop.answer:{id}"));
    draft::keep(&mut desk.file.db, &kept[2].0, &kept[2].1).unwrap();
    desk.keys("a1");
    desk.keys("87⏎");
    assert!(desk.copied()[0].contains("单号 0387"), "{:?}", desk.copied());
    let forgotten = Effect::Draft(format!("sop.answer:{id}"), String::new());
    assert!(desk.effects.contains(&forgotten));
}

#[test]
fn another_template_keeps_the_values_of_slots_of_the_same_name() {
    let mut desk = Desk::new();
    desk.keys("a1");
    desk.keys("0387⌃t");
    desk.keys("tkjd⏎⏎");
    assert!(desk.copied()[0].contains("您的退款单 0387 预计 10月10日 周六 到账"), "{:?}", desk.copied());
}

#[test]
fn the_slower_answer_is_told_so_and_keeps_its_text() {
    let mut desk = Desk::new();
    desk.keys("a1");
    desk.keys("0387");
    let mut other = as_operator(&desk.file, "阿泽");
    let row = desk.waiting().remove(0);
    store::pause(&mut other, &row, "单号").unwrap();
    let error = desk.try_key(KeyCode::Enter, KeyModifiers::NONE).unwrap_err();
    assert_eq!((error.kind, error.says.args["by"].as_str()), (Fault::Conflict, "阿泽"));
    assert!(desk.copied().is_empty(), "nothing was sent");
    let Mode::Fill(fill) = &desk.pane.mode else { panic!("the form stays") };
    assert_eq!(fill.blanks.values()["单号"], "0387");
}

#[test]
fn a_row_taken_by_somebody_else_stays_struck_until_the_cursor_leaves() {
    let mut desk = Desk::new();
    desk.keys("j");
    let mut other = as_operator(&desk.file, "阿泽");
    let row = desk.waiting().remove(1);
    store::close(&mut other, &[&row], Reason::NotOne, "", None).unwrap();
    desk.refresh();
    assert_eq!((desk.who(), desk.pane.rows().len()), ("阿May", 3));
    assert!(desk.text().contains("已被 阿泽 处理：不答"), "{}", desk.text());
    desk.keys("a");
    assert_eq!(desk.status(), "这一条已经办结；o 重开，u 撤销自己做的");
    desk.refresh();
    assert_eq!(desk.who(), "阿May", "still there after another refresh");
    desk.keys("j");
    assert_eq!((desk.who(), desk.pane.rows().len()), ("豆沙包", 2));
}

#[test]
fn closing_takes_a_digit_and_other_takes_words() {
    let mut desk = Desk::new();
    desk.keys("x5");
    assert!(matches!(desk.pane.mode, Mode::Close(_)), "no such reason");
    desk.keys("1");
    assert_eq!(desk.status(), "林小雨 已在群里答，算首答 (u 撤销)");
    assert_eq!(desk.who(), "阿May");
    desk.keys(".");
    assert_eq!(desk.status(), "阿May 已在群里答，算首答 (u 撤销)");
    desk.keys("x9");
    desk.keys("电话说了⏎");
    assert_eq!(desk.status(), "不答 豆沙包：电话说了 (u 撤销)");
    let all = Wanted { of: Of::All, ..Wanted::default() };
    let reasons: Vec<String> =
        store::inquiries(&desk.file.db, &all, 9, &|_| true).unwrap().into_iter().map(|i| i.reason).collect();
    assert_eq!(reasons, ["in_group", "in_group", "电话说了"]);
}

#[test]
fn marked_people_are_closed_together() {
    let mut desk = Desk::new();
    desk.keys("  x3");
    assert_eq!(desk.status(), "不答 2 人：重复 (u 撤销)");
    assert_eq!(desk.who(), "豆沙包");
    assert!(desk.pane.list.marks().is_empty());
    let seq = desk.file.db.head().unwrap().0;
    desk.file.db.undo(seq).unwrap();
    assert_eq!(desk.waiting().len(), 3);
}

#[test]
fn handing_up_ends_at_the_top() {
    let mut desk = Desk::new();
    desk.keys("E");
    assert_eq!((desk.status(), desk.who()), ("已上交 林小雨，等经理 (u 撤销)", "阿May"));
    desk.keys("kE");
    assert_eq!(desk.status(), "已在最高一级");
    desk.keys("j.");
    assert_eq!(desk.status(), "已上交 阿May，等经理 (u 撤销)");
}

#[test]
fn filters_narrow_and_esc_clears_them() {
    let mut desk = Desk::new();
    desk.keys("f1");
    assert_eq!(desk.pane.rows().len(), 1);
    desk.keys("⎋f2");
    assert_eq!((desk.pane.rows().len(), desk.who()), (1, "豆沙包"));
    desk.keys("⎋/dsb⏎");
    assert_eq!((desk.pane.rows().len(), desk.who()), (1, "豆沙包"));
    desk.keys("⎋/直播");
    assert_eq!((desk.pane.rows().len(), desk.who()), (1, "阿May"));
    desk.keys("⌃u没有");
    assert!(desk.text().contains("没有符合的"), "{}", desk.text());
    desk.keys("⎋");
    assert_eq!(desk.pane.rows().len(), 3);
    desk.keys("f2");
    Pane::go_urgent(&mut desk.pane);
    assert_eq!((desk.pane.rows().len(), desk.who()), (3, "林小雨"));
}

#[test]
fn inquiries_are_logged_from_the_form() {
    let mut desk = Desk::new();
    desk.keys("n");
    desk.keys("橙子⏎");
    desk.keys("2⏎");
    desk.keys("快递盒子压坏了⏎");
    assert_eq!(desk.status(), "已记 橙子 的来信 (u 撤销)");
    let logged = desk.waiting().into_iter().find(|i| i.who == "橙子").unwrap();
    assert_eq!(
        (logged.kind, logged.text.as_str(), logged.community.as_str()),
        (Kind::Complaint, "快递盒子压坏了", "交流群")
    );
    assert_eq!(logged.at, db_testing::now());
    assert!(desk.effects.contains(&Effect::Draft("sop.log".into(), String::new())));
    desk.keys("n⇥⇥⇥⇥⌃ufsq");
    assert!(desk.text().contains("抖音 粉丝群"), "initials mean a community: {}", desk.text());
    desk.keys("⌃uzzz⇥");
    desk.keys("甲⏎⏎乙⏎");
    assert_eq!(desk.status(), "没有叫「zzz」的群，打全名或首字母");
    assert!(matches!(desk.pane.mode, Mode::Log(_)));
}

#[test]
fn templates_are_written_and_changed_in_the_library() {
    let mut desk = Desk::new();
    desk.keys("mmn");
    desk.keys("gj⏎改价说明⏎咨询⏎⏎");
    desk.keys("{昵称}，价格 {价格");
    assert!(desk.text().contains("的左花括号没有收尾"), "{}", desk.text());
    desk.keys("}⏎⏎⏎⏎⏎");
    assert_eq!(desk.status(), "已存话术 gj (u 撤销)");
    let made = store::template(&desk.file.db, "gj").unwrap();
    assert_eq!((made.wording.name.as_str(), made.wording.body.as_str()), ("改价说明", "{昵称}，价格 {价格}"));
    assert_eq!(desk.pane.list.cursor(), Some(made.id), "the cursor is on it");
    desk.keys("e");
    desk.keys("。");
    desk.keys("⏎⏎⏎⏎⏎");
    assert_eq!(store::template(&desk.file.db, "gj").unwrap().wording.body, "{昵称}，价格 {价格}。");
    desk.keys("n");
    desk.keys("gj⏎又一⏎咨询⏎⏎好⏎⏎⏎⏎");
    let error = desk.try_key(KeyCode::Enter, KeyModifiers::NONE).unwrap_err();
    assert_eq!(error.says.key, "sop.code_taken");
    assert!(matches!(desk.pane.mode, Mode::Template(_)), "what was typed stays");
}

#[test]
fn the_last_answer_can_be_copied_again_but_no_raw_slots() {
    let mut desk = Desk::new();
    desk.keys("y");
    assert_eq!(desk.status(), "你还没有答过，没有可复制的");
    desk.keys("a1");
    desk.keys("0387⏎y");
    assert_eq!(desk.copied().len(), 2);
    assert_eq!(desk.copied()[0], desk.copied()[1]);
    desk.keys("mmy");
    assert!(desk.status().starts_with("还有格没填："), "{}", desk.status());
    assert_eq!(desk.copied().len(), 2);
}

#[test]
fn clock_and_card_take_the_place_of_the_preview() {
    let mut desk = Desk::new();
    desk.keys("s");
    let text = desk.text();
    assert!(text.contains("30 个工作分钟内首答，截止 17:26") && text.contains("09:00-12:00 13:30-18:00"), "{text}");
    desk.keys("w");
    assert!(desk.text().contains("成员表里没有这个昵称"), "{}", desk.text());
    desk.keys("⎋");
    assert!(!desk.text().contains("成员表里没有这个昵称"));
}

#[test]
fn claims_of_others_show_and_can_be_taken_over() {
    let mut desk = Desk::new();
    let id = desk.waiting()[0].id;
    let mut other = as_operator(&desk.file, "阿泽");
    claim::take(&mut other, &format!("inquiry:{id}")).unwrap();
    desk.refresh();
    assert!(desk.text().contains("@阿泽在看"), "{}", desk.text());
    desk.keys("C");
    assert_eq!(claim::others(&other).unwrap(), [(format!("inquiry:{id}"), "甲".into())]);
    desk.keys("C");
    assert_eq!(claim::others(&other).unwrap(), []);
    desk.keys("a");
    assert!(desk.effects.contains(&Effect::Hold(format!("inquiry:{id}"))));
}

#[test]
fn thousands_of_people_are_read_as_the_cursor_comes_near() {
    let mut desk = Desk::new();
    desk.file
        .db
        .write("test.many", |tx| {
            for n in 0..700 {
                tx.execute(
                    "INSERT INTO inquiry(community_id, who, text, at, due_at) VALUES (1, ?1, '问', 0, ?2)",
                    [format!("众{n}"), (n + 4_000_000_000_000_i64).to_string()],
                )?;
            }
            Ok(())
        })
        .unwrap();
    desk.refresh();
    assert_eq!(desk.pane.rows().len(), rows::STEP);
    assert_eq!(desk.pane.counts.waiting, 703);
    desk.with(|pane, cx| Pane::nav(pane, Nav::Bottom, cx)).unwrap();
    assert_eq!(desk.pane.rows().len(), 2 * rows::STEP);
    assert_eq!(Pane::badge(&desk.pane, &desk.kit.look()).text, "703 急1");
}

#[test]
fn a_very_large_library_is_read_when_it_is_needed() {
    let mut desk = Desk::new();
    desk.file
        .db
        .write("test.many", |tx| {
            let sql = "INSERT INTO template(code, name, category, body, updated_at, updated_by)
                       VALUES (?1, '退款', 'ask', '好', 1, '甲')";
            for n in 0..600_u32 {
                let letters: String =
                    [n / 26 % 26, n % 26, n / 676].iter().filter_map(|l| char::from_u32(97 + l)).collect();
                tx.execute(sql, [format!("z{letters}")])?;
            }
            Ok(())
        })
        .unwrap();
    desk.pane = SopPane::new();
    desk.refresh();
    assert!(desk.pane.library.all.is_empty());
    desk.keys("a");
    assert_eq!(desk.pane.library.all.len(), 605);
    desk.keys("1");
    assert!(
        matches!(&desk.pane.mode, Mode::Fill(f) if f.template.wording.code == "tk"),
        "suggestions are there at once"
    );
}

#[test]
fn hostile_names_and_texts_reach_no_cell() {
    let mut desk = Desk::new();
    asks(&mut desk.file.db, 0, "\u{1b}[2J\u{202E}坏", Kind::Ask, "\u{9b}31m\u{7}\u{200b}", "10T16:00");
    desk.refresh();
    let shapes =
        [Shape::Single, Shape::Wide, Shape::Tiny, Shape::Cell { focused: true }, Shape::Cell { focused: false }];
    for keys in ["", "s", "w", "x", "⎋a", "1"] {
        desk.keys(keys);
        for shape in shapes {
            let text = desk.screen(120, 20, shape).concat();
            assert!(!text.contains(|c: char| c.is_control() || c == '\u{202E}' || c == '\u{200b}'), "{keys} {shape:?}");
        }
    }
}

#[test]
fn every_size_can_be_drawn_in_every_mode() {
    let shapes =
        [Shape::Single, Shape::Wide, Shape::Tiny, Shape::Cell { focused: true }, Shape::Cell { focused: false }];
    for keys in ["", "a", "a1", "x", "x9", "x4", "o", "o3", "o4", "e", "n", "f", "/", "m", "mm", "mme", "s", "w", "p"] {
        let mut desk = Desk::new();
        desk.keys(keys);
        for (width, height) in [(1, 1), (5, 2), (30, 5), (40, 8), (48, 11), (71, 17), (80, 18), (120, 32), (200, 56)] {
            for shape in shapes {
                assert_eq!(desk.screen(width, height, shape).len(), usize::from(height), "{keys} {width}x{height}");
            }
        }
    }
}

#[test]
fn the_state_of_every_row_is_its_own() {
    let mut desk = Desk::new();
    desk.keys("x2o3");
    desk.keys("单号⏎m");
    let states: Vec<State> = desk.pane.rows().iter().map(|r| r.inquiry.state).collect();
    assert_eq!(states, [State::Paused, State::Closed, State::Waiting]);
    let refused = desk.effects.iter().filter(|e| matches!(e, Effect::Status(s) if s.tone == Tone::Warn)).count();
    assert_eq!(refused, 0);
}

#[test]
fn title_rule_tab_and_first_row() {
    let mut desk = Desk::new();
    let look = |desk: &Desk, shape| Pane::heading(&desk.pane, &desk.kit.look(), shape);
    assert_eq!(look(&desk, Shape::Single), ("在等 3   今日 答 0  按时 0  超时 0".into(), "最急在前".into()));
    assert_eq!(look(&desk, Shape::Cell { focused: true }), (String::new(), "等 3：最急 余6分".into()));
    let badge = Pane::badge(&desk.pane, &desk.kit.look());
    assert_eq!((badge.text.as_str(), badge.short.as_str(), badge.alarm), ("3 急1", "3", true));
    let urgent = Pane::urgent(&desk.pane, &desk.kit.look()).unwrap();
    assert_eq!((urgent.within(99).as_str(), urgent.left), ("林小雨 QQ 交流群 退款 余6分", 6 * 60_000));
    assert_eq!(Pane::whisper(&desk.pane, &desk.kit.look()), "林小雨 等了 24分；承诺 30分 截止 17:26");
    asks(&mut desk.file.db, 0, "橙子", Kind::Ask, "几点", "10T11:45");
    desk.language(Language::En);
    assert_eq!(Pane::badge(&desk.pane, &desk.kit.look()).text, "4 late 1");
    assert_eq!(Pane::urgent(&desk.pane, &desk.kit.look()).unwrap().within(99), "橙子 QQ 交流群 ask late 3h35");
    desk.keys("/z⏎");
    assert_eq!(look(&desk, Shape::Single).1, "filter z");
}

/// At 80x24 a move may cost 300 bytes (design §6): the cells that change, a jump for each run of them, and a change of
/// style at each end of a run.
#[test]
fn a_move_changes_little() {
    let mut desk = Desk::new();
    for keys in ["j", "j", "k"] {
        let before = desk.buffer(80, 18, Shape::Single);
        desk.keys(keys);
        let after = desk.buffer(80, 18, Shape::Single);
        let (mut bytes, mut expected) = (0, None);
        for (x, y, cell) in before.diff(&after) {
            if expected != Some((x, y)) {
                bytes += 14;
            }
            bytes += cell.symbol().len();
            expected = Some((x + if cell.symbol().len() > 2 { 2 } else { 1 }, y));
        }
        assert!(bytes > 50 && bytes <= 300, "{keys}: {bytes}");
    }
}
