//! The one-line input of a dock: a filter, a search, one answer.

use super::{Field, Typed};
use crate::tui::key::{Chord, Key};
use crate::tui::look::Look;
use crate::tui::paint;
use crate::tui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::{Position, Rect};

/// What a key did to a docked input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputEvent {
    /// The text is another one now.
    Changed,
    /// Enter: the text.
    Done(String),
    /// Esc.
    Cancel,
    /// Only the cursor moved.
    Moved,
    /// Not a key of an input; the owner may use it (arrows, Tab, F1).
    Ignored,
}

/// A docked line of input: a filter, a search, one answer.
#[derive(Debug, Clone)]
pub struct Input {
    /// What stands before the text.
    pub prompt: String,
    field: Field,
}

impl Input {
    /// An input that starts with `value`.
    #[must_use]
    pub fn new(prompt: impl Into<String>, value: &str) -> Input {
        Input { prompt: prompt.into(), field: Field::text("", value).max(500) }
    }

    /// The text so far.
    #[must_use]
    pub fn value(&self) -> String {
        self.field.value()
    }

    /// Puts another text in.
    pub fn set(&mut self, value: &str) {
        self.field.set(value);
    }

    /// A key.
    pub fn key(&mut self, event: &KeyEvent) -> InputEvent {
        match Chord::from_event(event) {
            None => InputEvent::Ignored,
            Some(c) if c == Chord::plain(Key::Enter) => InputEvent::Done(self.value()),
            Some(c) if c == Chord::plain(Key::Esc) => InputEvent::Cancel,
            Some(_) => Self::told(self.field.key(event)),
        }
    }

    /// Pasted text; line ends become blanks.
    pub fn paste(&mut self, text: &str) -> InputEvent {
        Self::told(self.field.paste(text))
    }

    fn told(typed: Typed) -> InputEvent {
        match typed {
            Typed::Changed => InputEvent::Changed,
            Typed::Moved | Typed::Refused(_) => InputEvent::Moved,
            Typed::Ignored => InputEvent::Ignored,
        }
    }

    /// Draws prompt and text in the first line of `area`. Returns where the terminal's cursor belongs.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, look: &Look<'_>) -> Option<Position> {
        let area = Rect { height: area.height.min(1), ..area };
        paint::clear_wide(buf, area);
        let used = paint::put(buf, area.x, area.y, area.width / 2, &self.prompt, look.style(Role::Heading));
        let field = Rect { x: area.x + used, width: area.width - used, ..area };
        self.field.draw(buf, field, look, true)
    }
}
