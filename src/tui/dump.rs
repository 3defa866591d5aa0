//! Test help: a buffer as the lines a reader sees, without the cells hidden behind wide characters.

use super::key::{Chord, Key};
use super::look::{Glyphs, Look, UNICODE};
use super::theme::{Depth, Role, Theme};
use crate::base::{Lang, Language};
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;
use std::num::NonZero;

/// A theme and a language to draw with.
pub(crate) struct Kit {
    pub theme: Theme,
    pub lang: Lang,
    pub glyphs: Glyphs,
}

impl Kit {
    pub fn new() -> Kit {
        Kit { theme: Theme::load("ansi16", Depth::Sixteen).unwrap(), lang: Lang::load(Language::Hans), glyphs: UNICODE }
    }

    pub fn look(&self) -> Look<'_> {
        Look { theme: &self.theme, glyphs: &self.glyphs, lang: &self.lang }
    }
}

/// An empty buffer of `width` x `height`.
pub(crate) fn blank(width: u16, height: u16) -> Buffer {
    Buffer::empty(Rect::new(0, 0, width, height))
}

/// The rows between `|`, so that blanks at both ends are seen.
pub(crate) fn dump(buf: &Buffer) -> String {
    rows(buf).into_iter().map(|r| format!("|{r}|\n")).collect()
}

/// The rows of `buf`.
pub(crate) fn rows(buf: &Buffer) -> Vec<String> {
    let area = buf.area;
    let row = |y| {
        let (mut text, mut x) = (String::new(), area.x);
        while x < area.right() {
            let symbol = buf[(x, y)].symbol();
            text.push_str(symbol);
            x += symbol.cell_width().max(1);
        }
        text
    };
    (area.top()..area.bottom()).map(row).collect()
}

/// The text of `buf` that looks like `role`, row by row.
pub(crate) fn in_role(buf: &Buffer, look: &Look<'_>, role: Role) -> Vec<String> {
    let style = look.style(role);
    let (area, mut found) = (buf.area, Vec::new());
    for y in area.top()..area.bottom() {
        let (mut text, mut x) = (String::new(), area.x);
        while x < area.right() {
            let cell = &buf[(x, y)];
            if cell.modifier == style.add_modifier && cell.fg == style.fg.unwrap_or_default() && cell.symbol() != " " {
                text.push_str(cell.symbol());
            }
            x += cell.symbol().cell_width().max(1);
        }
        if !text.is_empty() {
            found.push(text);
        }
    }
    found
}

/// A terminal of `width` x `height` to replay bytes in.
pub(crate) fn terminal(width: u16, height: u16) -> vt100::Parser {
    vt100::Parser::new(NonZero::new(height).unwrap(), NonZero::new(width).unwrap(), 0)
}

/// What the terminal shows, row by row, trailing blanks cut.
pub(crate) fn shown(terminal: &vt100::Parser) -> Vec<String> {
    let screen = terminal.screen();
    let (height, width) = screen.size();
    let (height, width) = (height.get(), width.get());
    (0..height).map(|y| screen.contents_between(y, 0, y, width).trim_end().to_owned()).collect()
}

/// The key event of a chord as it is written.
pub(crate) fn event(text: &str) -> KeyEvent {
    let chord: Chord = text.parse().unwrap();
    let code = match chord.key {
        Key::Char(c) => KeyCode::Char(c),
        Key::Enter => KeyCode::Enter,
        Key::Esc => KeyCode::Esc,
        Key::Tab if chord.shift => KeyCode::BackTab,
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
    mods.set(KeyModifiers::CONTROL, chord.ctrl);
    mods.set(KeyModifiers::ALT, chord.alt);
    mods.set(KeyModifiers::SHIFT, chord.shift);
    KeyEvent::new(code, mods)
}
