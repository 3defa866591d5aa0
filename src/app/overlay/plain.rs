//! Text to be read, or selected by hand where no clipboard can be reached.

use super::Reply;
use crate::app::state::Setup;
use crate::base::Result;
use crate::base::text::Clean;
use crate::db::{Db, doctor};
use crate::tui::{Chord, Key, Look, Role, paint};
use ratatui::Frame;
use ratatui::layout::Rect;

/// A page of text without frames, so that a terminal's selection takes nothing but the text.
pub struct Plain {
    title: String,
    text: String,
    top: u16,
    /// The last line: what the keys do.
    foot: String,
    /// Enter and Esc go to the pane.
    back: bool,
}

impl Plain {
    /// A page.
    pub fn new(title: &str, text: &str) -> Plain {
        Plain { title: title.to_owned(), text: text.to_owned(), top: 0, foot: String::new(), back: false }
    }

    /// A text to be selected by hand. The title names the file that holds it, the foot says what the keys do.
    pub fn by_hand(text: &str, title: String, foot: String, back: bool) -> Plain {
        Plain { title, text: text.to_owned(), top: 0, foot, back }
    }

    /// Whether nothing else may be on the screen.
    pub fn alone(&self) -> bool {
        !self.foot.is_empty()
    }

    pub fn key(&mut self, chord: Chord) -> Reply {
        match chord.folded().key {
            Key::Esc | Key::Enter if self.back => return Reply::Pass,
            Key::Esc | Key::Enter | Key::Char('q') => return Reply::Close,
            Key::Down | Key::Char('j') => self.top = self.top.saturating_add(1),
            Key::Up | Key::Char('k') => self.top = self.top.saturating_sub(1),
            Key::Char('y') => return Reply::Copy(self.text.clone()),
            _ => {}
        }
        Reply::Stay
    }

    pub fn draw(&self, frame: &mut Frame, area: Rect, look: &Look) {
        let buf = frame.buffer_mut();
        paint::rule(buf, Rect { height: 1, ..area }, look, &self.title, "", true);
        let clean = Clean::block(&self.text);
        let lines = crate::base::text::wrap(&clean, usize::from(area.width));
        let foot = u16::from(!self.foot.is_empty());
        let room = usize::from(area.height.saturating_sub(1 + foot));
        let top = usize::from(self.top).min(lines.len().saturating_sub(room));
        for (n, line) in lines.iter().skip(top).take(room).enumerate() {
            let y = area.y + 1 + u16::try_from(n).unwrap_or(0);
            paint::put(buf, area.x, y, area.width, line, look.style(Role::Text));
        }
        if foot > 0 {
            paint::put(buf, area.x, area.bottom().saturating_sub(1), area.width, &self.foot, look.style(Role::Key));
        }
    }
}

/// Facts about this file and this program.
pub fn settings(db: &Db, setup: &Setup) -> Result<Plain> {
    let lang = &setup.lang;
    let mut lines = vec![
        lang.fill("app.set_file", &[("path", &db.path().display())]),
        lang.fill("app.set_me", &[("who", &setup.me), ("proof", &db.me().proof)]),
        lang.fill("app.set_zone", &[("zone", &setup.zone)]),
        lang.fill("app.set_language", &[("lang", &lang.language.name()), ("theme", &setup.theme.name)]),
        lang.fill(
            "app.set_keep",
            &[("text", &setup.config.keep_text_days), ("journal", &setup.config.keep_journal_days)],
        ),
        lang.fill("app.set_hours", &[("hours", &setup.config.hours.join(", "))]),
        String::new(),
    ];
    for finding in doctor::examine(db)? {
        let sign = if finding.well { ' ' } else { '!' };
        lines.push(format!("{sign} {}", lang.say(&finding.says)));
    }
    lines.extend([String::new(), lang.text("app.set_hint").to_owned()]);
    Ok(Plain::new(lang.text("app.place_settings"), &lines.join("\n")))
}
