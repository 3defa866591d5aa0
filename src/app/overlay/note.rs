//! The hand-over note: one line, saved as it is typed.

use super::Reply;
use crate::app::state::Setup;
use crate::base::Result;
use crate::db::{Db, draft};
use crate::shift::store;
use crate::tui::pane::{Status, Tone};
use crate::tui::{Input, InputEvent, Look, Role, paint};
use ratatui::Frame;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;

/// Where its draft is kept.
const PLACE: &str = "shift.note";

/// The note being written.
pub struct Note {
    input: Input,
}

impl Note {
    /// An empty note, or what was typed before.
    pub fn open(db: &Db, setup: &Setup) -> Result<Note> {
        let kept = draft::at(db, PLACE)?.map(|d| d.text).unwrap_or_default();
        Ok(Note { input: Input::new(setup.lang.text("app.note_prompt"), &kept) })
    }

    pub fn paste(&mut self, text: &str) {
        self.input.paste(text);
    }

    pub fn key(&mut self, key: &KeyEvent, db: &mut Db, setup: &Setup) -> Result<Reply> {
        Ok(match self.input.key(key) {
            InputEvent::Cancel => Reply::Close,
            InputEvent::Changed => Reply::Draft(PLACE.into(), self.input.value()),
            InputEvent::Done(text) if text.trim().is_empty() => Reply::Close,
            InputEvent::Done(text) => {
                store::hand_over(db, text.trim())?;
                draft::keep(db, PLACE, "")?;
                Reply::Done(Status {
                    tone: Tone::Info,
                    text: setup.lang.text("app.note_saved").into(),
                    more: String::new(),
                })
            }
            InputEvent::Moved | InputEvent::Ignored => Reply::Stay,
        })
    }

    pub fn draw(&self, frame: &mut Frame, area: Rect, look: &Look) {
        let buf = frame.buffer_mut();
        let dock = Rect { y: area.bottom().saturating_sub(3), height: 3.min(area.height), ..area };
        paint::clear_wide(buf, dock);
        paint::rule(buf, Rect { height: 1, ..dock }, look, look.text("app.note_title"), "", true);
        let line = Rect { x: dock.x + 1, y: dock.y + 1, width: dock.width - 2, height: 1 };
        let cursor = self.input.draw(buf, line, look);
        paint::put(buf, dock.x + 1, dock.y + 2, dock.width - 2, look.text("app.note_help"), look.style(Role::Muted));
        if let Some(at) = cursor {
            frame.set_cursor_position(at);
        }
    }
}
