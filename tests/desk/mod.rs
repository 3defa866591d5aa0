//! The whole program without a terminal: key strings in, screens and the file's state out.

pub mod dci;

use qun::app::{App, Setup, frame, keymap};
use qun::base::{At, Clock, Config, Lang, Language, Zone};
use qun::db::{Db, Identity, Opening};
use qun::tui::look::UNICODE;
use qun::tui::{Chord, Depth, Key, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use unicode_width::UnicodeWidthStr;

/// A program on a throw-away file at a frozen moment.
pub struct Desk {
    pub app: App,
    pub keys: usize,
    pub folder: tempfile::TempDir,
}

/// Saturday 2026-10-10 17:20 in Shanghai, a make-up workday.
pub const NOW: &str = "2026-10-10T17:20:00+08:00";

pub fn open(path: &std::path::Path, name: &str) -> Db {
    let me = Identity { name: name.into(), proof: "test".into() };
    let clock = Clock::Frozen(At::parse(NOW).unwrap());
    Db::open(Opening { path: path.into(), create: true, me, clock }).unwrap()
}

impl Desk {
    /// Opens the program as 周宁 after `fill` has written the file.
    pub fn open(language: Language, size: (u16, u16), fill: impl FnOnce(&mut Db, &Lang)) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let mut db = open(&folder.path().join("qun.db"), "周宁");
        let lang = Lang::load(language);
        fill(&mut db, &lang);
        Desk::on(db, folder, lang, size)
    }

    pub fn on(db: Db, folder: tempfile::TempDir, lang: Lang, size: (u16, u16)) -> Desk {
        let config = Config::default();
        let setup = Setup {
            lang,
            theme: Theme::load("ansi16", Depth::Sixteen).unwrap(),
            glyphs: &UNICODE,
            keymap: keymap(&config).unwrap(),
            config,
            zone: Zone::default(),
            me: "周宁".into(),
            role: "manager".into(),
            restricted: false,
            clipboard: true,
        };
        let app = App::new(db, setup, size).unwrap();
        Desk { app, keys: 0, folder }
    }

    /// Presses keys apart by blanks: `j`, `Enter`, `C-z`; `"text"` is typed and not counted.
    pub fn press(&mut self, keys: &str) -> &mut Desk {
        for word in keys.split_whitespace() {
            if let Some(text) = word.strip_prefix('"') {
                for c in text.trim_end_matches('"').chars() {
                    self.app.press(&KeyEvent::new(KeyCode::Char(if c == '_' { ' ' } else { c }), KeyModifiers::NONE));
                }
                continue;
            }
            self.keys += 1;
            self.app.press(&event(word.parse().unwrap()));
        }
        self
    }

    /// The screen as lines; the second half of a wide character is left out.
    pub fn screen(&self) -> String {
        // A fresh terminal each time: the test backend keeps halves of wide characters that a real terminal clears.
        let mut terminal = Terminal::new(TestBackend::new(self.app.size.0, self.app.size.1)).unwrap();
        let app = &self.app;
        terminal.draw(|f| frame::draw(app, f)).unwrap();
        let buffer = terminal.backend().buffer();
        let mut lines = Vec::new();
        for y in 0..buffer.area.height {
            let (mut line, mut x) = (String::new(), 0);
            while x < buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                line.push_str(symbol);
                x += u16::try_from(symbol.width()).unwrap().max(1);
            }
            lines.push(line.trim_end().to_owned());
        }
        lines.join("\n")
    }

    /// The status line's text.
    pub fn status(&self) -> String {
        self.app.status.as_ref().map(|s| s.text.clone()).unwrap_or_default()
    }

    /// One value out of the file.
    pub fn value<T: std::str::FromStr>(&self, sql: &str) -> T
    where
        T::Err: std::fmt::Debug,
    {
        let text: String =
            self.app.db.conn().query_row(&format!("SELECT CAST(({sql}) AS TEXT)"), [], |r| r.get(0)).unwrap();
        text.parse().unwrap()
    }
}

fn event(chord: Chord) -> KeyEvent {
    let code = match chord.key {
        Key::Char(c) => KeyCode::Char(c),
        Key::Enter => KeyCode::Enter,
        Key::Esc => KeyCode::Esc,
        Key::Tab => KeyCode::Tab,
        Key::Backspace => KeyCode::Backspace,
        Key::Delete => KeyCode::Delete,
        Key::Insert => KeyCode::Insert,
        Key::Home => KeyCode::Home,
        Key::End => KeyCode::End,
        Key::PageUp => KeyCode::PageUp,
        Key::PageDown => KeyCode::PageDown,
        Key::Up => KeyCode::Up,
        Key::Down => KeyCode::Down,
        Key::Left => KeyCode::Left,
        Key::Right => KeyCode::Right,
        Key::F(n) => KeyCode::F(n),
    };
    let mut mods = KeyModifiers::NONE;
    for (on, bit) in
        [(chord.ctrl, KeyModifiers::CONTROL), (chord.alt, KeyModifiers::ALT), (chord.shift, KeyModifiers::SHIFT)]
    {
        if on {
            mods |= bit;
        }
    }
    KeyEvent::new(code, mods)
}
