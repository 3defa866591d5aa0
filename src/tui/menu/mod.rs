//! The docked one-key menu (screens.md §0.4): reasons after `x`, places after `g`, filters after `f`. It takes
//! the bottom lines of its pane, never the row it is about, and while it is open every key is its own.

use super::key::{Chord, Key};
use super::look::Look;
use super::paint;
use super::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// One thing to choose.
#[derive(Debug, Clone)]
pub struct MenuItem<A> {
    /// The key that chooses it.
    pub key: char,
    /// What it is.
    pub label: String,
    /// A word more: a clause, a count. May be empty.
    pub note: String,
    /// What choosing it means.
    pub action: A,
    /// Marked as suggested.
    pub suggested: bool,
}

impl<A> MenuItem<A> {
    /// An item without note.
    #[must_use]
    pub fn new(key: char, label: impl Into<String>, action: A) -> MenuItem<A> {
        MenuItem { key, label: label.into(), note: String::new(), action, suggested: false }
    }
}

/// A menu that is open.
#[derive(Debug, Clone)]
pub struct Menu<A> {
    /// What is asked.
    pub title: String,
    /// The choices, down the columns.
    pub items: Vec<MenuItem<A>>,
    /// Lines under the choices: what will happen.
    pub lines: Vec<String>,
    /// What Enter chooses.
    pub enter: Option<A>,
    /// What `.` chooses: the last choice again.
    pub repeat: Option<A>,
    /// Further keys that have no cell of their own (named in `hints`).
    pub also: Vec<(char, A)>,
    /// The keys, as the last line; none if empty.
    pub hints: String,
}

/// What a key did to a menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MenuEvent<A> {
    /// This was chosen; the menu is done.
    Chosen(A),
    /// Esc; the menu is done.
    Cancel,
    /// Nothing under this key; the menu stays.
    Ignored,
}

impl<A: Clone> Menu<A> {
    /// A menu of `items` without more.
    #[must_use]
    pub fn new(title: impl Into<String>, items: Vec<MenuItem<A>>) -> Menu<A> {
        let (title, hints) = (title.into(), String::new());
        Menu { title, items, lines: Vec::new(), enter: None, repeat: None, also: Vec::new(), hints }
    }

    /// A key; full-width twins count.
    pub fn key(&self, chord: Chord) -> MenuEvent<A> {
        let chosen = |action: Option<&A>| action.cloned().map_or(MenuEvent::Ignored, MenuEvent::Chosen);
        let chord = chord.folded();
        let Some(c) = chord.text() else {
            return match chord {
                c if c == Chord::plain(Key::Enter) => chosen(self.enter.as_ref()),
                c if c == Chord::plain(Key::Esc) || c == Chord::ctrl('c') => MenuEvent::Cancel,
                _ => MenuEvent::Ignored,
            };
        };
        let item = self.items.iter().find(|i| i.key == c).map(|i| &i.action);
        let also = || self.also.iter().find(|(key, _)| *key == c).map(|(_, action)| action);
        let repeat = || self.repeat.as_ref().filter(|_| c == '.');
        chosen(item.or_else(also).or_else(repeat))
    }
}

impl<A> Menu<A> {
    /// The lines it takes at `width` columns.
    #[must_use]
    pub fn height(&self, width: u16) -> u16 {
        self.lines_at(width, true)
    }

    fn lines_at(&self, width: u16, noted: bool) -> u16 {
        let rows = self.items.len().div_ceil(self.columns(width, noted));
        let lines = 1 + rows + self.lines.len() + usize::from(!self.hints.is_empty());
        u16::try_from(lines).unwrap_or(u16::MAX)
    }

    /// Whether the notes have room in `area`; every choice is worth more than a note.
    fn noted(&self, area: Rect) -> bool {
        self.lines_at(area.width, true) <= area.height
    }

    /// Three columns of choices, fewer where the widest choice does not fit.
    fn columns(&self, width: u16, noted: bool) -> usize {
        let label = self.label_width();
        let wide = |i: &MenuItem<A>| match noted {
            true => (label + 1 + paint::columns(&i.note)).max(paint::columns(&i.label)),
            false => paint::columns(&i.label),
        };
        let widest = self.items.iter().map(|i| 3 + wide(i)).max().unwrap_or(0);
        // Left margin of 3, and two blanks between columns.
        let fits = width.saturating_sub(1) / (widest + 2).max(1);
        usize::from(fits.clamp(1, 3)).min(self.items.len().max(1))
    }

    /// Notes stand in a column; a choice without one may be longer.
    fn label_width(&self) -> u16 {
        let noted = self.items.iter().filter(|i| !i.note.is_empty() || i.suggested);
        noted.map(|i| paint::columns(&i.label)).max().unwrap_or(0)
    }

    /// The bottom lines of `area` that the menu will draw in.
    #[must_use]
    pub fn dock(&self, area: Rect) -> Rect {
        let height = self.lines_at(area.width, self.noted(area)).min(area.height);
        Rect { y: area.bottom() - height, height, ..area }
    }

    /// Draws the menu into the bottom lines of `area`.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, look: &Look<'_>) {
        let dock = self.dock(area).intersection(buf.area);
        paint::clear_wide(buf, dock);
        if dock.is_empty() {
            return;
        }
        paint::rule(buf, dock, look, &self.title, "", true);
        let noted = self.noted(area);
        let columns = self.columns(dock.width, noted);
        let rows = self.items.len().div_ceil(columns);
        let cell = dock.width.saturating_sub(2) / u16::try_from(columns).unwrap_or(1);
        for (at, item) in self.items.iter().enumerate() {
            let (column, row) = (at / rows, at % rows);
            let (Ok(column), Ok(row)) = (u16::try_from(column), u16::try_from(row)) else { break };
            let y = dock.y + 1 + row;
            if y < dock.bottom() {
                let rect = Rect { x: dock.x + 3 + column * cell, y, width: cell.saturating_sub(1), height: 1 };
                match noted {
                    true => self.draw_item(buf, rect, look, item),
                    false => draw_short(buf, rect, look, item),
                }
            }
        }
        let hints = (!self.hints.is_empty()).then_some((&self.hints, Role::Key, 1));
        let below = dock.y.saturating_add(1).saturating_add(u16::try_from(rows).unwrap_or(u16::MAX));
        let lines = self.lines.iter().map(|l| (l, Role::Text, 3)).chain(hints);
        for (y, (line, role, indent)) in (below..dock.bottom()).zip(lines) {
            paint::put(buf, dock.x + indent, y, dock.width.saturating_sub(indent + 1), line, look.style(role));
        }
    }

    fn draw_item(&self, buf: &mut Buffer, rect: Rect, look: &Look<'_>, item: &MenuItem<A>) {
        let mut key = [0; 4];
        paint::put(buf, rect.x, rect.y, 1, item.key.encode_utf8(&mut key), look.style(Role::Key));
        let label = self.label_width();
        let (x, width) = (rect.x + 3, rect.width.saturating_sub(3));
        let bare = item.note.is_empty() && !item.suggested;
        let columns = if bare { width } else { label.min(width) };
        paint::put(buf, x, rect.y, columns, &item.label, look.style(Role::Text));
        let (x, width) = (x + label + 1, width.saturating_sub(label + 1));
        let used = paint::put(buf, x, rect.y, width, &item.note, look.style(Role::Muted));
        if item.suggested {
            let gap = u16::from(used > 0);
            let word = look.text("tui.suggested");
            paint::put(buf, x + used + gap, rect.y, width.saturating_sub(used + gap), word, look.style(Role::Info));
        }
    }
}

/// Only the key and the label; the suggested one is told by its colour, and by what Enter chooses.
fn draw_short<A>(buf: &mut Buffer, rect: Rect, look: &Look<'_>, item: &MenuItem<A>) {
    paint::put(buf, rect.x, rect.y, 1, item.key.encode_utf8(&mut [0; 4]), look.style(Role::Key));
    let role = if item.suggested { Role::Info } else { Role::Text };
    paint::put(buf, rect.x + 3, rect.y, rect.width.saturating_sub(3), &item.label, look.style(role));
}

#[cfg(test)]
mod tests;
