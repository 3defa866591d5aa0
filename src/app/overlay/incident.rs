//! The incident: its two-hour clock, or the one question when starting one: its name.

use super::Reply;
use crate::app::state::Setup;
use crate::base::Result;
use crate::base::text::Clean;
use crate::db::Db;
use crate::shift::{Incident, store};
use crate::tui::pane::{Status, Tone};
use crate::tui::{Chord, Input, InputEvent, Key, Look, Role, paint};
use chrono::Timelike;
use ratatui::Frame;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;

/// What `!` shows.
pub struct View {
    state: State,
    lines: Vec<String>,
}

enum State {
    /// Asking for the name of a new one.
    Name(Input),
    /// One is open.
    Open(Incident),
    /// Asking what was learned before it is closed.
    Closing(Incident, Input),
}

impl View {
    /// The open incident, else the question for a name.
    pub fn open(db: &Db, setup: &Setup) -> Result<View> {
        let state = match store::open_incident(db)? {
            Some(incident) => State::Open(incident),
            None => State::Name(Input::new(format!("{} ", setup.lang.text("app.incident_prompt")), "")),
        };
        let mut view = View { state, lines: Vec::new() };
        view.describe(db, setup);
        Ok(view)
    }

    /// Reads it again; a half-typed answer stays.
    pub fn refresh(&mut self, db: &Db, setup: &Setup) -> Result<()> {
        if matches!(self.state, State::Open(_)) {
            *self = View::open(db, setup)?;
        }
        Ok(())
    }

    fn describe(&mut self, db: &Db, setup: &Setup) {
        let State::Open(incident) = &self.state else { return };
        let lang = &setup.lang;
        let time = |at: crate::base::At| {
            let local = at.local(setup.zone);
            format!("{} {:02}:{:02}", lang.short_day(local.date()), local.hour(), local.minute())
        };
        let name = Clean::line(&incident.name).into_string();
        let clock = crate::app::header::incident(&name, incident.left(db.now()), false, lang);
        self.lines = vec![
            clock,
            String::new(),
            lang.fill(
                "app.incident_opened",
                &[("at", &time(incident.opened_at)), ("who", &Clean::line(&incident.opened_by))],
            ),
            lang.fill("app.incident_due", &[("at", &time(incident.due_at))]),
        ];
        if let Some(at) = incident.answered_at {
            self.lines.push(lang.fill("app.incident_answered_at", &[("at", &time(at))]));
        }
        self.lines.extend([String::new(), lang.text("app.incident_help").to_owned()]);
    }

    pub fn is_dock(&self) -> bool {
        matches!(self.state, State::Name(_))
    }

    pub fn hints(&self) -> &'static str {
        match self.state {
            State::Open(_) => "app.incident_hints",
            State::Name(_) | State::Closing(..) => "app.note_hints",
        }
    }

    pub fn paste(&mut self, text: &str) {
        if let State::Name(input) | State::Closing(_, input) = &mut self.state {
            input.paste(text);
        }
    }

    pub fn key(&mut self, key: &KeyEvent, chord: Chord, db: &mut Db, setup: &Setup) -> Result<Reply> {
        let lang = &setup.lang;
        let done = |text: String| Reply::Done(Status { tone: Tone::Info, text, more: String::new() });
        match &mut self.state {
            State::Name(input) => match input.key(key) {
                InputEvent::Cancel => Ok(Reply::Close),
                InputEvent::Done(name) => {
                    store::start(db, &name)?;
                    Ok(done(lang.fill("app.incident_started", &[("name", &Clean::line(&name))])))
                }
                _ => Ok(Reply::Stay),
            },
            State::Closing(incident, input) => match input.key(key) {
                InputEvent::Cancel => {
                    *self = View::open(db, setup)?;
                    Ok(Reply::Stay)
                }
                InputEvent::Done(note) => {
                    store::close(db, incident, &note)?;
                    Ok(done(lang.fill("app.incident_closed", &[("name", &Clean::line(&incident.name))])))
                }
                _ => Ok(Reply::Stay),
            },
            State::Open(incident) => match chord.folded().key {
                Key::Char('a') if incident.answered_at.is_none() => {
                    store::answered(db, incident)?;
                    Ok(done(lang.fill("app.incident_answered", &[("name", &Clean::line(&incident.name))])))
                }
                Key::Char('x') => {
                    let prompt = format!("{} ", lang.text("app.incident_learned"));
                    self.state = State::Closing(incident.clone(), Input::new(prompt, ""));
                    Ok(Reply::Stay)
                }
                Key::Esc | Key::Char('q' | '!') => Ok(Reply::Close),
                _ => Ok(Reply::Stay),
            },
        }
    }

    pub fn draw(&self, frame: &mut Frame, area: Rect, look: &Look) {
        let buf = frame.buffer_mut();
        if let State::Name(input) = &self.state {
            let dock = Rect { y: area.bottom().saturating_sub(3), height: 3.min(area.height), ..area };
            paint::clear_wide(buf, dock);
            paint::rule(buf, Rect { height: 1, ..dock }, look, look.text("app.incident_title"), "", true);
            let cursor = input.draw(buf, Rect { x: dock.x + 1, y: dock.y + 1, width: dock.width - 2, height: 1 }, look);
            paint::put(
                buf,
                dock.x + 1,
                dock.y + 2,
                dock.width - 2,
                look.text("app.incident_name_help"),
                look.style(Role::Muted),
            );
            if let Some(at) = cursor {
                frame.set_cursor_position(at);
            }
            return;
        }
        paint::rule(buf, Rect { height: 1, ..area }, look, look.text("app.incident_title"), "", true);
        for (n, line) in self.lines.iter().enumerate().take(usize::from(area.height.saturating_sub(3))) {
            let role = if n == 0 { Role::Crisis } else { Role::Text };
            paint::put(
                buf,
                area.x + 2,
                area.y + 1 + u16::try_from(n).unwrap_or(0),
                area.width - 4,
                line,
                look.style(role),
            );
        }
        if let State::Closing(_, input) = &self.state {
            let row = Rect { x: area.x + 1, y: area.bottom() - 1, width: area.width - 2, height: 1 };
            if let Some(at) = input.draw(buf, row, look) {
                frame.set_cursor_position(at);
            }
        }
    }
}
