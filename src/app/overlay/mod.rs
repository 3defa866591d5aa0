//! What lies over the panes: help, palette, places to go, journal, notes, incident, first run. The one on top gets
//! the keys and answers what should happen.

mod first_run;
mod help;
mod incident;
mod journal;
mod note;
mod palette;
mod plain;

use super::commands::Global;
use super::state::{App, Setup};
use crate::base::{Language, Result};
use crate::db::Db;
use crate::tui::pane::{Errand, Status};
use crate::tui::{Chord, Look, Menu, MenuEvent, MenuItem, Theme};
use ratatui::Frame;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;

/// One thing over the panes.
pub enum Overlay {
    /// What the keys do.
    Help(help::Help),
    /// Commands by name.
    Palette(palette::Palette),
    /// The dock after `g`.
    Goto(Menu<Place>),
    /// Who did what.
    Journal(journal::Journal),
    /// One line to be written: the hand-over note.
    Note(note::Note),
    /// The open incident, or the name of a new one.
    Incident(Box<incident::View>),
    /// The first screen of a new file.
    FirstRun(Box<first_run::FirstRun>),
    /// Text to be read or selected by hand.
    Plain(plain::Plain),
}

/// Where `g` leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The journal.
    Journal,
    /// The first row.
    Top,
    /// Facts about this file and program.
    Settings,
    /// Rules and word lists.
    Rules,
    /// Goals.
    Goals,
    /// Strike lines, clauses, roles.
    House,
}

/// What should happen after a key.
pub enum Reply {
    /// Nothing; the overlay stays.
    Stay,
    /// The overlay goes.
    Close,
    /// It goes, and the command with this id runs.
    Run(&'static str),
    /// It goes, and the key goes to the pane.
    Pass,
    /// It goes, and this happens.
    Do(Global),
    /// It goes, everything is read again, and this is said.
    Done(Status),
    /// It stays, everything is read again, and this is said.
    Said(Status),
    /// It stays, and this is said about the key.
    Hint(Status),
    /// It stays, and this happens below it.
    Back(Global),
    /// It goes, and a pane does this.
    Errand(Errand),
    /// It stays, everything is read again, this is said, and this goes to the clipboard.
    Sent(Status, String),
    /// This goes to the clipboard.
    Copy(String),
    /// This is shown to be selected by hand; the key that ends it comes here.
    Hand(String),
    /// This is being typed.
    Draft(String, String),
    /// Another theme.
    Theme(Box<Theme>),
    /// Another language.
    Language(Language),
    /// Another overlay on top.
    Open(Box<Overlay>),
    /// The operator goes by this name now; it goes, everything is read again, and this is said.
    Renamed(String, Status),
    /// The program ends.
    Leave,
}

impl Overlay {
    /// The overlay of a global command.
    pub fn open(action: Global, app: &App) -> Result<Overlay> {
        Ok(match action {
            Global::Palette => Self::Palette(palette::Palette::open(app)),
            Global::Goto => Self::Goto(places(app)),
            Global::Journal => Self::Journal(journal::Journal::open(&app.db, &app.setup)?),
            Global::HandOver => Self::Note(note::Note::open(&app.db, &app.setup)?),
            Global::Incident => Self::Incident(Box::new(incident::View::open(&app.db, &app.setup)?)),
            Global::Incidents => Self::Incident(Box::new(incident::View::open_all(&app.db, &app.setup)?)),
            _ => Self::Help(help::Help::open(app)),
        })
    }

    /// The first screen of a new file.
    pub fn first_run(app: &App) -> Overlay {
        Self::FirstRun(Box::new(first_run::FirstRun::open(&app.db, &app.setup)))
    }

    /// Text to be read or selected by hand.
    pub fn plain(title: &str, text: &str) -> Overlay {
        Self::Plain(plain::Plain::new(title, text))
    }

    /// A text that could not be sent, to be selected by hand.
    pub fn by_hand(text: &str, title: String, foot: String, back: bool) -> Overlay {
        Self::Plain(plain::Plain::by_hand(text, title, foot, back))
    }

    /// Whether nothing else may be on the screen.
    pub fn is_alone(&self) -> bool {
        matches!(self, Self::Plain(plain) if plain.alone())
    }

    /// Reads again what it shows.
    pub fn refresh(&mut self, db: &Db, setup: &Setup) -> Result<()> {
        match self {
            Self::Journal(journal) => journal.refresh(db, setup),
            Self::Incident(view) => view.refresh(db, setup),
            _ => Ok(()),
        }
    }

    /// A key.
    pub fn key(&mut self, key: &KeyEvent, chord: Chord, db: &mut Db, setup: &Setup) -> Result<Reply> {
        match self {
            Self::Help(help) => Ok(help.key(key, chord)),
            Self::Palette(palette) => palette.key(key, chord, setup),
            Self::Goto(menu) => Ok(match menu.key(chord) {
                MenuEvent::Chosen(Place::Journal) => Reply::Do(Global::Journal),
                MenuEvent::Chosen(Place::Top) => Reply::Do(Global::Move(crate::tui::Nav::Top)),
                MenuEvent::Chosen(Place::Rules) => Reply::Run("queue.rules"),
                MenuEvent::Chosen(Place::Goals) => Reply::Run("kpi.goals"),
                MenuEvent::Chosen(Place::House) => Reply::Run("queue.house"),
                MenuEvent::Chosen(Place::Settings) => {
                    *self = Self::Plain(plain::settings(db, setup)?);
                    Reply::Stay
                }
                MenuEvent::Cancel => Reply::Close,
                MenuEvent::Ignored => Reply::Stay,
            }),
            Self::Journal(journal) => journal.key(key, chord, db, setup),
            Self::Note(note) => note.key(key, db, setup),
            Self::Incident(view) => view.key(key, chord, db, setup),
            Self::FirstRun(first) => first.key(key, chord, db, setup),
            Self::Plain(plain) => Ok(plain.key(chord)),
        }
    }

    /// Pasted text.
    pub fn paste(&mut self, text: &str) {
        match self {
            Self::Palette(palette) => palette.paste(text),
            Self::Note(note) => note.paste(text),
            Self::Incident(view) => view.paste(text),
            Self::FirstRun(first) => first.paste(text),
            Self::Journal(journal) => journal.paste(text),
            Self::Help(help) => help.paste(text),
            Self::Goto(_) | Self::Plain(_) => {}
        }
    }

    /// Draws over the whole of `area`.
    pub fn draw(&self, frame: &mut Frame, area: Rect, look: &Look) {
        match self {
            Self::Help(help) => help.draw(frame, area, look),
            Self::Palette(palette) => palette.draw(frame, area, look),
            Self::Goto(menu) => menu.draw(frame.buffer_mut(), area, look),
            Self::Journal(journal) => journal.draw(frame, area, look),
            Self::Note(note) => note.draw(frame, area, look),
            Self::Incident(view) => view.draw(frame, area, look),
            Self::FirstRun(first) => first.draw(frame, area, look),
            Self::Plain(plain) => plain.draw(frame, area, look),
        }
    }

    /// Whether it takes the header's place too.
    pub fn is_whole(&self) -> bool {
        matches!(self, Self::FirstRun(_))
    }

    /// Whether the pane below stays visible.
    pub fn is_dock(&self) -> bool {
        matches!(self, Self::Goto(_) | Self::Note(_)) || matches!(self, Self::Incident(v) if v.is_dock())
    }

    /// The footer's hints.
    pub fn hints(&self, look: &Look) -> String {
        let key = match self {
            Self::Help(_) => "app.help_hints",
            Self::Palette(_) => "app.palette_hints",
            Self::Goto(_) => "app.goto_hints",
            Self::Journal(_) => "app.journal_hints",
            Self::Note(_) => "app.note_hints",
            Self::Incident(view) => view.hints(),
            Self::FirstRun(_) => "app.first_run_hints",
            Self::Plain(_) => "app.plain_hints",
        };
        look.text(key).to_owned()
    }

    /// The status line when nothing else is said.
    pub fn whisper(&self, look: &Look) -> String {
        let key = match self {
            Self::Help(_) => "app.help_whisper",
            Self::Journal(_) => "app.journal_whisper",
            Self::FirstRun(_) => "app.first_run_whisper",
            Self::Incident(view) if !view.whisper().is_empty() => view.whisper(),
            _ => return String::new(),
        };
        look.text(key).to_owned()
    }
}

fn places(app: &App) -> Menu<Place> {
    let lang = &app.setup.lang;
    let rows = [
        ('g', "app.place_top", Place::Top),
        ('j', "app.place_journal", Place::Journal),
        ('l', "rules.cmd_rules", Place::Rules),
        ('o', "goals.cmd_goals", Place::Goals),
        ('h', "conduct.cmd_house", Place::House),
        ('s', "app.place_settings", Place::Settings),
    ];
    let items = rows.map(|(key, label, place)| MenuItem::new(key, lang.text(label), place));
    Menu::new(lang.text("app.goto_title"), items.to_vec())
}
