//! Every command by name, pinyin initials or key: `:`. Themes and languages are chosen here too.

use super::{Overlay, Reply};
use crate::app::commands::COMMANDS;
use crate::app::state::{App, Setup};
use crate::base::text::{pad, pinyin};
use crate::base::{Language, Result};
use crate::tui::theme::THEMES;
use crate::tui::{Chord, Depth, Input, InputEvent, Key, Look, Role, Theme, paint};
use ratatui::Frame;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;

/// What a line does.
#[derive(Debug, Clone, Copy)]
enum What {
    Run(&'static str),
    Theme(&'static str),
    Language(Language),
    Copied,
}

/// One line of the palette.
struct Line {
    keys: String,
    area: String,
    label: String,
    why_not: Option<String>,
    what: What,
}

/// The palette.
pub struct Palette {
    input: Input,
    lines: Vec<Line>,
    at: usize,
    copied: String,
}

impl Palette {
    /// Every command of every pane, the global ones, themes, languages.
    pub fn open(app: &App) -> Palette {
        let setup = &app.setup;
        let lang = &setup.lang;
        let mut lines = Vec::new();
        let order = std::iter::once(app.focus).chain((0..app.panes.len()).filter(|n| *n != app.focus));
        for pane in order.map(|n| &app.panes[n]) {
            let area = lang.text(pane.title());
            let rows = pane.listed(&setup.keymap, lang).into_iter();
            lines.extend(rows.map(|l| Line {
                keys: l.keys,
                area: area.into(),
                label: l.label,
                why_not: l.why_not,
                what: What::Run(l.id),
            }));
        }
        let global = lang.text("app.palette_global");
        lines.extend(COMMANDS.iter().map(|c| {
            let l = c.listed(&setup.keymap, lang, app.why_not(c.action));
            Line { keys: l.keys, area: global.into(), label: l.label, why_not: l.why_not, what: What::Run(l.id) }
        }));
        let plain = |area: &str, label: String, what| Line {
            keys: String::new(),
            area: lang.text(area).into(),
            label,
            why_not: None,
            what,
        };
        lines.extend(THEMES.iter().map(|(name, _)| plain("app.palette_theme", (*name).to_owned(), What::Theme(name))));
        lines.extend(
            Language::ALL.iter().map(|(l, name)| plain("app.palette_language", (*name).to_owned(), What::Language(*l))),
        );
        lines.push(plain("app.palette_clipboard", lang.text("app.palette_copied").into(), What::Copied));
        Palette { input: Input::new(":", ""), lines, at: 0, copied: app.pending.copied.clone() }
    }

    fn shown(&self) -> Vec<&Line> {
        let wanted = self.input.value();
        let wanted = wanted.trim();
        let fits = |l: &&Line| {
            wanted.is_empty()
                || pinyin::matches(wanted, &format!("{}{}", l.area, l.label))
                || pinyin::matches(wanted, &l.label)
                || matches!(l.what, What::Run(id) if id.contains(wanted))
        };
        self.lines.iter().filter(fits).collect()
    }

    pub fn paste(&mut self, text: &str) {
        self.input.paste(text);
    }

    pub fn key(&mut self, key: &KeyEvent, chord: Chord, setup: &Setup) -> Result<Reply> {
        let rows = self.shown().len();
        match chord {
            c if c == Chord::plain(Key::Down) || c == Chord::ctrl('n') => {
                self.at = (self.at + 1).min(rows.saturating_sub(1));
            }
            c if c == Chord::plain(Key::Up) || c == Chord::ctrl('p') => self.at = self.at.saturating_sub(1),
            c if c == Chord::plain(Key::Tab) => {
                let label = self.shown().get(self.at).map(|l| l.label.clone());
                if let Some(label) = label {
                    self.input.set(&label);
                    self.at = 0;
                }
            }
            _ => match self.input.key(key) {
                InputEvent::Cancel => return Ok(Reply::Close),
                InputEvent::Changed => self.at = 0,
                InputEvent::Done(_) => {
                    let what = self.shown().get(self.at).map(|l| l.what);
                    return what.map_or(Ok(Reply::Stay), |w| self.choose(w, setup));
                }
                _ => {}
            },
        }
        Ok(Reply::Stay)
    }

    fn choose(&self, what: What, setup: &Setup) -> Result<Reply> {
        Ok(match what {
            What::Run(id) => Reply::Run(id),
            What::Theme(name) => Reply::Theme(Box::new(Theme::load(name, Depth::from_env(|n| std::env::var(n).ok()))?)),
            What::Language(language) => Reply::Language(language),
            What::Copied => Reply::Open(Box::new(Overlay::plain(setup.lang.text("app.copied_title"), &self.copied))),
        })
    }

    pub fn draw(&self, frame: &mut Frame, area: Rect, look: &Look) {
        let buf = frame.buffer_mut();
        let title = look.text("app.palette_title");
        paint::rule(buf, Rect { height: 1, ..area }, look, title, look.text("app.palette_right"), true);
        let cursor =
            self.input.draw(buf, Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: 1 }, look);
        let shown = self.shown();
        let room = usize::from(area.height.saturating_sub(3));
        let from = (self.at + 1).saturating_sub(room);
        for (n, line) in shown.iter().enumerate().skip(from).take(room) {
            let y = area.y + 3 + u16::try_from(n - from).unwrap_or(0);
            let glyph = if n == self.at { look.glyphs.cursor.to_string() } else { " ".into() };
            let (keys, place) = (pad(&line.keys, 9), pad(&line.area, 10));
            let role = if line.why_not.is_some() { Role::Muted } else { Role::Text };
            let why = line.why_not.as_ref().map(|w| look.lang.fill("app.cannot", &[("why", w)])).unwrap_or_default();
            let label = pad(&line.label, 18);
            let pieces = [
                (" ", Role::Text),
                (&*glyph, Role::Text),
                (" ", Role::Text),
                (&*keys, Role::Key),
                (&*place, Role::Muted),
                (&*label, role),
                (" ", Role::Text),
                (&*why, Role::Muted),
            ];
            paint::spans(buf, area.x, y, area.width - 1, &pieces, look);
            if n == self.at {
                paint::cursor_row(
                    buf,
                    Rect {
                        x: area.x + 22,
                        y,
                        width: u16::try_from(crate::base::text::width(line.label.trim_end())).unwrap_or(0),
                        height: 1,
                    },
                    look,
                );
            }
        }
        if shown.is_empty() {
            paint::put(
                buf,
                area.x + 3,
                area.y + 3,
                area.width - 4,
                look.text("app.palette_none"),
                look.style(Role::Muted),
            );
        }
        if let Some(at) = cursor {
            frame.set_cursor_position(at);
        }
    }
}
