//! The pane of the room: who waits, the words to answer with, and the form that fills them.

mod answer;
mod blanks;
mod book;
mod commands;
mod decide;
mod fill;
mod forms;
mod library;
mod off;
mod phrases;
mod plays;
mod row;
mod rows;

pub(super) use answer::Chooser;
pub(super) use blanks::Blanks;
pub(super) use book::Book;
pub use commands::Action;
use commands::COMMANDS;
pub(super) use fill::Fill;
pub(super) use forms::{LogForm, TemplateForm};
pub(super) use library::Library;
pub(super) use phrases::PhraseList;
pub(super) use plays::{Opened, People, Play, Plays, Purpose, RunRow, StepRow, Under};
pub(super) use row::{Detail, Fact, Facts, Row};
pub(super) use rows::{Saved, View};

use super::inquiry::Reason;
use super::promise::{Meter, Stage};
use super::store::Counts;
use crate::base::{Lang, Result};
use crate::db::Db;
use crate::tui::pane::{Badge, Cx as AnyCx, Errand, Pane, Shape, Urgent};
use crate::tui::{Command, Input, InputEvent, List, Look, Menu, Nav};
use decide::Last;
pub(super) use off::Off;
use ratatui::Frame;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;
use std::cell::Cell;
use std::collections::HashMap;

pub(super) type Cx<'a> = AnyCx<'a, Db>;

/// What has the keys.
#[derive(Debug)]
pub(super) enum Mode {
    /// The list.
    List,
    /// The filter line.
    Filter(Input),
    /// Choosing a template.
    Choose(Box<Chooser>),
    /// Filling it.
    Fill(Box<Fill>),
    /// The reason for closing; `None` is an answer in the group at a moment to be said.
    Close(Menu<Option<Reason>>),
    /// The saved filters.
    Saved(Menu<Saved>),
    /// The words for closing.
    Words(Input),
    /// What we wait for.
    Pause(Input),
    /// Putting off, handing over, sorting.
    Off(Box<Off>),
    /// Logging an inquiry.
    Log(Box<LogForm>),
    /// Writing a template.
    Template(Box<TemplateForm>),
    /// Something about a playbook.
    Play(Box<Play>),
    /// A template's page, the house phrases.
    Book(Box<Book>),
}

/// The pane.
#[derive(Debug)]
pub struct SopPane {
    pub(super) view: View,
    pub(super) saved: Saved,
    pub(super) filter: String,
    pub(super) list: List<i64>,
    /// The first people waiting, without any filter.
    pub(super) waiting: Vec<Row>,
    /// The rows of another view, or of a filter.
    pub(super) others: Vec<Row>,
    /// How many rows are loaded at most.
    limit: usize,
    pub(super) library: Library,
    /// Positions in the library that are shown.
    pub(super) shelf: Vec<usize>,
    pub(super) counts: Counts,
    /// Everything ever logged; read only in the view of all.
    pub(super) logged: i64,
    pub(super) meter: Meter,
    /// The first of those we have answered and wait for.
    pub(super) paused: Option<Row>,
    /// The first of those who are put off.
    pub(super) snoozed: Option<Row>,
    /// How near its end each one's clock was.
    stages: HashMap<i64, Stage>,
    /// When work goes on, if it is not working time.
    pub(super) held: Option<String>,
    pub(super) detail: Detail,
    pub(super) facts: Facts,
    pub(super) plays: Plays,
    pub(super) preview: bool,
    pub(super) mode: Mode,
    /// The promise, in minutes.
    pub(super) promise: i64,
    last: Option<Last>,
    /// Rows this operator has just decided: they go at once, not struck.
    decided: Vec<i64>,
    mine: Option<i64>,
    suggested: HashMap<i64, Vec<usize>>,
    /// Rows drawn last: one page.
    pub(super) height: Cell<usize>,
}

impl Default for SopPane {
    fn default() -> Self {
        Self::new()
    }
}

impl SopPane {
    /// A pane that has read nothing yet.
    #[must_use]
    pub fn new() -> Self {
        SopPane {
            view: View::Waiting,
            saved: Saved::None,
            filter: String::new(),
            list: List::new(),
            waiting: Vec::new(),
            others: Vec::new(),
            limit: rows::STEP,
            library: Library::default(),
            shelf: Vec::new(),
            counts: Counts::default(),
            logged: 0,
            meter: Meter::default(),
            paused: None,
            snoozed: None,
            stages: HashMap::new(),
            held: None,
            detail: Detail::Text,
            facts: Facts::default(),
            plays: Plays::default(),
            preview: true,
            mode: Mode::List,
            promise: 30,
            last: None,
            decided: Vec::new(),
            mine: None,
            suggested: HashMap::new(),
            height: Cell::new(1),
        }
    }
}

impl Pane<Db> for SopPane {
    type Action = Action;

    const ID: &'static str = "sop";
    const TITLE: &'static str = "sop.title";
    const COMMANDS: &'static [Command<Action>] = COMMANDS;

    fn refresh(&mut self, cx: &mut Cx) -> Result<()> {
        self.reload(cx)
    }

    fn why_not(&self, action: Action, lang: &Lang) -> Option<String> {
        let key = match action {
            _ if self.view == View::Plays => self.why_not_play(action),
            Action::Repeat if self.last.is_none() => Some("sop.why_no_last"),
            Action::Answer | Action::Close | Action::Hand | Action::Claim | Action::Repeat => self.why_no_person(),
            Action::Pause => self.why_no_row(),
            Action::HandUp => self.why_no_person().or_else(|| self.why_not_up()),
            Action::Clock if self.view == View::Library && !self.shelf.is_empty() => None,
            Action::Clock | Action::Card if self.current().is_none() => Some("sop.why_nobody"),
            Action::Edit if self.view != View::Library => self.why_no_row(),
            Action::Edit if self.shelf.is_empty() => Some("sop.why_no_template"),
            _ => None,
        };
        key.map(|key| lang.text(key).to_owned())
    }

    fn label(&self, action: Action) -> Option<&'static str> {
        match (self.view, action) {
            (View::Plays, _) => self.label_play(action),
            (View::Library, Action::New) => Some("words.cmd_new"),
            (View::Library, Action::Edit) => Some("words.cmd_edit"),
            (View::Library, Action::Copy) => Some("words.cmd_copy"),
            (View::Library, Action::Clock) => Some("words.cmd_page"),
            _ => None,
        }
    }

    fn take(&mut self, errand: &Errand, cx: &mut Cx) -> Result<()> {
        self.take_steps(errand, cx)
    }

    fn update(&mut self, action: Action, cx: &mut Cx) -> Result<()> {
        if self.view == View::Plays || action == Action::Open {
            return self.play(action, cx);
        }
        match action {
            Action::Answer => self.choose(cx),
            Action::Close => {
                self.ask_reason(cx);
                Ok(())
            }
            Action::Pause => self.put_off(cx),
            Action::Hand => self.ask_whom(cx),
            Action::HandUp => self.hand_up(cx),
            Action::Clock if self.view == View::Library => self.open_page(cx),
            Action::Clock => self.show(Detail::Clock, cx),
            Action::Card => self.show(Detail::Card, cx),
            Action::New if self.view == View::Library => self.write_template(None, cx),
            Action::New => self.log(cx),
            Action::Edit if self.view != View::Library => self.ask_sort(cx),
            Action::Edit => {
                let at = self.shelf.get(self.list.index()).copied();
                self.write_template(at, cx)
            }
            Action::Copy => self.copy_again(cx),
            Action::View => self.next_view(cx),
            Action::Filters => {
                self.ask_filter(cx);
                Ok(())
            }
            Action::Repeat => self.repeat(cx),
            Action::Preview => {
                self.preview = !self.preview;
                Ok(())
            }
            Action::Claim => self.claim(cx),
            Action::Open => Ok(()),
        }
    }

    fn nav(&mut self, nav: Nav, cx: &mut Cx) -> Result<()> {
        self.go(nav, cx)
    }

    fn captures(&self) -> bool {
        !matches!(self.mode, Mode::List)
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx) -> Result<()> {
        match &mut self.mode {
            Mode::List => Ok(()),
            Mode::Filter(_) => self.filter_key(&key, cx),
            Mode::Choose(_) => self.choose_key(&key, cx),
            Mode::Fill(_) => self.fill_key(&key, cx),
            Mode::Close(_) => self.close_key(&key, cx),
            Mode::Off(_) => self.off_key(&key, cx),
            Mode::Saved(_) => self.saved_key(&key, cx),
            Mode::Words(input) => match input.key(&key) {
                InputEvent::Done(words) => self.close_now(Reason::Other, &words, cx),
                InputEvent::Cancel => self.leave(),
                _ => Ok(()),
            },
            Mode::Pause(input) => match input.key(&key) {
                InputEvent::Done(note) => self.pause_now(&note, cx),
                InputEvent::Cancel => self.leave(),
                _ => Ok(()),
            },
            Mode::Log(_) => self.log_key(&key, cx),
            Mode::Template(_) => self.template_key(&key, cx),
            Mode::Play(_) => self.play_key(&key, cx),
            Mode::Book(_) => self.book_key(&key, cx),
        }
    }

    fn paste(&mut self, text: &str) {
        match &mut self.mode {
            Mode::Filter(input) | Mode::Words(input) | Mode::Pause(input) => {
                input.paste(text);
            }
            Mode::Choose(chooser) => {
                chooser.input.paste(text);
                chooser.search(&self.library);
            }
            Mode::Fill(fill) => {
                fill.blanks.form.paste(text);
            }
            Mode::Log(log) => log.paste(text),
            Mode::Off(off) => off.paste(text),
            Mode::Template(writing) => drop(writing.form.paste(text)),
            Mode::Play(play) => play.paste(text),
            Mode::Book(book) => book.paste(text),
            Mode::List | Mode::Close(_) | Mode::Saved(_) => {}
        }
    }

    fn filter(&mut self) {
        self.mode = Mode::Filter(Input::new("/", &self.filter));
    }

    fn back(&mut self, cx: &mut Cx) -> Result<bool> {
        if self.back_plays(cx)? {
            return Ok(true);
        }
        if self.detail != Detail::Text {
            self.detail = Detail::Text;
            return Ok(true);
        }
        if !self.filter.is_empty() || self.saved != Saved::None {
            self.filter.clear();
            self.saved = Saved::None;
            self.reload(cx)?;
            return Ok(true);
        }
        Ok(self.list.unmark())
    }

    fn heading(&self, look: &Look, shape: Shape) -> (String, String) {
        super::view::heading(self, look, shape)
    }

    fn badge(&self, look: &Look) -> Badge {
        super::view::badge(self, look)
    }

    fn urgent(&self, look: &Look) -> Option<Urgent> {
        super::view::urgent(self, look)
    }

    fn go_urgent(&mut self) {
        self.view = View::Waiting;
        self.saved = Saved::None;
        self.filter.clear();
        self.list.set_rows(self.waiting.iter().map(|r| r.inquiry.id).collect());
        self.list.top();
        self.suggest_around();
    }

    fn hints(&self, look: &Look) -> String {
        super::view::hints(self, look)
    }

    fn beside(&self, look: &Look) -> Option<(String, String)> {
        super::view::beside(self, look)
    }

    fn whisper(&self, look: &Look) -> String {
        super::view::whisper(self, look)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, look: &Look, shape: Shape) {
        super::view::draw(self, frame, area, look, shape);
    }
}

impl SopPane {
    fn leave(&mut self) -> Result<()> {
        self.mode = Mode::List;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
