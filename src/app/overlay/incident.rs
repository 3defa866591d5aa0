//! The incident: its two-hour clock, the steps of its playbook pinned on top, what is known, who tells whom, what was
//! said, who leads the talk where, and the look back. Starting one asks for a name, that is the only question.

mod all;
mod draw;
mod forms;
mod rows;

use super::Reply;
use crate::app::state::Setup;
use crate::base::text::Clean;
use crate::base::{Lang, Result, Says};
use crate::db::Db;
use crate::sop::incident::{Crisis, Statement};
use crate::sop::playbook::StepState;
use crate::sop::store::runs::{self, Act, StepRef};
use crate::sop::store::{incidents, statements};
use crate::tui::pane::{Errand, Status, Tone};
use crate::tui::{Chord, Input, InputEvent, Key, Menu, MenuEvent, MenuItem};
use forms::Writing;
use ratatui::crossterm::event::KeyEvent;
use rows::{All, Data, Page, Under};

/// What `!` shows.
pub struct View {
    mode: Mode,
    /// The incident that is shown; none while the first one is named.
    data: Option<Data>,
    /// No clipboard could be reached: this statement was shown, and the next Enter says that it went out.
    handed: Option<i64>,
}

enum Mode {
    /// Asking for the name of a new one.
    Name(Input),
    /// The pages.
    Pages,
    /// What sort it is.
    Kind(Menu<Crisis>),
    /// Why a step is left out.
    Skip(Input),
    /// Something is written.
    Write(Box<Writing>),
    /// All of them, to choose from.
    All(Box<All>),
}

impl View {
    /// The open incident, else the question for a name.
    pub fn open(db: &Db, setup: &Setup) -> Result<View> {
        match incidents::open_incident(db)? {
            Some(incident) => {
                let data = Some(Data::read(db, setup, incident.id, Page::Steps, None)?);
                Ok(View { mode: Mode::Pages, data, handed: None })
            }
            None => Ok(View { mode: name(setup), data: None, handed: None }),
        }
    }

    /// Reads it again; what is half typed stays.
    pub fn refresh(&mut self, db: &Db, setup: &Setup) -> Result<()> {
        if let Some(data) = &self.data {
            self.data = Some(Data::read(db, setup, data.incident.id, data.page, Some(data))?);
        }
        if let Mode::All(all) = &mut self.mode {
            **all = All::read(db, setup, Some(all))?;
        }
        Ok(())
    }

    pub fn is_dock(&self) -> bool {
        matches!(self.mode, Mode::Name(_)) && self.data.is_none()
    }

    pub fn hints(&self) -> &'static str {
        match (&self.mode, self.data.as_ref().map(|d| d.page)) {
            (Mode::Name(_), _) => "playbook.inc_hints_name",
            (Mode::All(_), _) => "playbook.inc_hints_all",
            (Mode::Pages, _) if self.is_over() => "playbook.inc_hints_over",
            (Mode::Kind(_), _) => "sop.hints_saved",
            (Mode::Skip(_), _) => "playbook.hints_line",
            (Mode::Write(_), _) => "tui.form_hints",
            (Mode::Pages, Some(Page::Steps) | None) => "playbook.inc_hints_steps",
            (Mode::Pages, Some(Page::Facts)) => "playbook.inc_hints_facts",
            (Mode::Pages, Some(Page::Said)) => "playbook.inc_hints_said",
            (Mode::Pages, Some(Page::Calls | Page::Leads)) => "playbook.inc_hints_rest",
        }
    }

    /// The status line when nothing else is said.
    pub fn whisper(&self) -> &'static str {
        let untyped = self.data.as_ref().is_some_and(|d| d.incident.kind.is_none()) && !self.is_over();
        if untyped && matches!(self.mode, Mode::Pages) { "playbook.inc_untyped" } else { "" }
    }

    pub fn paste(&mut self, text: &str) {
        match &mut self.mode {
            Mode::Name(input) | Mode::Skip(input) => drop(input.paste(text)),
            Mode::Write(writing) => writing.paste(text),
            Mode::Pages | Mode::Kind(_) | Mode::All(_) => {}
        }
    }

    pub fn key(&mut self, key: &KeyEvent, chord: Chord, db: &mut Db, setup: &Setup) -> Result<Reply> {
        match &mut self.mode {
            Mode::Name(_) if matches!(chord.key, Key::Down | Key::Tab) => self.list_all(db, setup),
            Mode::All(_) => self.all_key(chord, db, setup),
            Mode::Name(input) => match input.key(key) {
                InputEvent::Cancel if self.data.is_some() => {
                    self.mode = Mode::Pages;
                    Ok(Reply::Stay)
                }
                InputEvent::Cancel => Ok(Reply::Close),
                InputEvent::Done(name) => {
                    let id = incidents::start_incident(db, &name, None)?;
                    self.data = Some(Data::read(db, setup, id, Page::Steps, None)?);
                    self.mode = Mode::Pages;
                    // Past undoing: everybody has seen the clock.
                    let text = setup.lang.fill("app.incident_started", &[("name", &Clean::line(name.trim()))]);
                    Ok(Reply::Said(Status { tone: Tone::Info, text, more: String::new() }))
                }
                _ => Ok(Reply::Stay),
            },
            Mode::Kind(menu) => match menu.key(chord) {
                MenuEvent::Chosen(kind) => self.typed(kind, db, setup),
                MenuEvent::Cancel => {
                    self.mode = Mode::Pages;
                    Ok(Reply::Stay)
                }
                MenuEvent::Ignored => Ok(Reply::Stay),
            },
            Mode::Skip(input) => match input.key(key) {
                InputEvent::Done(reason) => self.step(&Act::Skip(reason), db, setup),
                InputEvent::Cancel => {
                    self.mode = Mode::Pages;
                    Ok(Reply::Stay)
                }
                _ => Ok(Reply::Stay),
            },
            Mode::Write(_) => self.write_key(key, db, setup),
            Mode::Pages => self.page_key(chord, db, setup),
        }
    }

    fn page_key(&mut self, chord: Chord, db: &mut Db, setup: &Setup) -> Result<Reply> {
        let Some(data) = &mut self.data else { return Ok(Reply::Close) };
        let chord = chord.folded();
        if let Some(statement) = self.handed.take() {
            return if chord.key == Key::Enter { self.went_out(statement, db, setup) } else { Ok(Reply::Stay) };
        }
        if let Some(page) = chord.text().and_then(Page::by_digit) {
            data.turn(page);
            return Ok(Reply::Stay);
        }
        match (chord.key, chord.shift) {
            (Key::Esc | Key::Char('q'), _) => return Ok(Reply::Close),
            (Key::Tab, false) | (Key::Char('l') | Key::Right, _) => data.turn(data.page.step(1)),
            (Key::Tab, true) | (Key::Char('h') | Key::Left, _) => data.turn(data.page.step(4)),
            (Key::Char('j') | Key::Down, _) => data.list.down(),
            (Key::Char('k') | Key::Up, _) => data.list.up(),
            (Key::PageDown, _) => data.list.page(8, true),
            (Key::PageUp, _) => data.list.page(8, false),
            (Key::Home, _) => data.list.top(),
            (Key::End | Key::Char('G'), _) => data.list.bottom(),
            (Key::Char('!'), _) => self.mode = name(setup),
            (Key::Char(']'), _) => return self.next(db, setup),
            (Key::Char('m'), _) => return self.list_all(db, setup),
            (Key::Char('J'), _) => return Ok(Reply::Do(crate::app::commands::Global::Journal)),
            (Key::Char('u'), _) => return Ok(Reply::Back(crate::app::commands::Global::Undo)),
            (Key::Char('U'), _) => return Ok(Reply::Back(crate::app::commands::Global::Redo)),
            (Key::Char('C'), _) => {
                let review = Writing::review(data, db, setup)?;
                return self.write(review);
            }
            (Key::Char('y'), _) => return self.words(db, setup, false),
            (Key::Char('e') | Key::Enter, _) if data.on_look_back() => {
                let review = Writing::review(data, db, setup)?;
                return self.write(review);
            }
            // What is over stays as it was.
            (Key::Char('t' | 'a' | 'x' | 'Y' | 'n' | 'e') | Key::Enter, _) if data.incident.closed_at.is_some() => {
                return Ok(refuse(setup, "playbook.inc_over"));
            }
            (Key::Char('t'), _) => self.mode = Mode::Kind(kinds(&setup.lang)),
            (Key::Char('a'), _) => return self.done(db, setup),
            (Key::Char('x'), _) => return self.undone(db, setup),
            (Key::Char('Y'), _) => return self.words(db, setup, true),
            (Key::Char('n'), _) => return self.new_row(db, setup),
            (Key::Char('e') | Key::Enter, _) => return self.edit_row(db, setup),
            _ => {}
        }
        Ok(Reply::Stay)
    }

    fn write(&mut self, writing: Writing) -> Result<Reply> {
        self.mode = Mode::Write(Box::new(writing));
        Ok(Reply::Stay)
    }

    /// The next open incident.
    fn next(&mut self, db: &Db, setup: &Setup) -> Result<Reply> {
        let Some(data) = &self.data else { return Ok(Reply::Close) };
        let open: Vec<i64> =
            incidents::incidents(db, 100)?.iter().filter(|i| i.closed_at.is_none()).map(|i| i.id).collect();
        let at = open.iter().position(|id| *id == data.incident.id).map_or(0, |at| at + 1);
        if let Some(id) = open.get(at % open.len().max(1)) {
            self.data = Some(Data::read(db, setup, *id, Page::Steps, None)?);
        }
        Ok(Reply::Stay)
    }

    /// The sort was chosen: its playbook begins.
    fn typed(&mut self, kind: Crisis, db: &mut Db, setup: &Setup) -> Result<Reply> {
        let Some(data) = &mut self.data else { return Ok(Reply::Close) };
        incidents::set_kind(db, &data.incident, kind)?;
        data.turn(Page::Steps);
        self.mode = Mode::Pages;
        let says = Says::new("playbook.did_kind").with("name", &data.name).with("kind", format!("@{}", kind.label()));
        Ok(said(setup, &says))
    }

    /// Writes something about the step under the cursor.
    fn step(&mut self, act: &Act, db: &mut Db, setup: &Setup) -> Result<Reply> {
        let Some(Under::Step(step)) = self.data.as_ref().map(Data::under) else { return Ok(Reply::Stay) };
        let says = runs::decide(db, &[StepRef::from(step)], act)?;
        self.mode = Mode::Pages;
        if let Some(data) = self.data.as_mut().filter(|_| *act != Act::Reopen) {
            data.list.step();
        }
        Ok(said(setup, &says))
    }

    /// `a`: the reply was given, the step is done, somebody was told, the statement went out.
    fn done(&mut self, db: &mut Db, setup: &Setup) -> Result<Reply> {
        let Some(data) = &self.data else { return Ok(Reply::Close) };
        let id = data.incident.id;
        match data.under() {
            Under::Reply if data.incident.answered_at.is_none() => {
                incidents::answered(db, &data.incident)?;
                let says = Says::new("app.incident_answered").with("name", &data.name);
                if let Some(data) = &mut self.data {
                    data.list.step();
                }
                Ok(said(setup, &says))
            }
            Under::Step(step) if step.state == StepState::Open => self.step(&Act::Done, db, setup),
            Under::Step(_) => self.step(&Act::Reopen, db, setup),
            Under::Call(call) => {
                let key = if call.told_at.is_none() { "playbook.did_tick" } else { "playbook.did_untick" };
                let says = Says::new(key).with("name", &data.name).with("who", &call.who).with("whom", &call.whom);
                statements::tick(db, id, call)?;
                if let Some(data) = &mut self.data {
                    data.list.step();
                }
                Ok(said(setup, &says))
            }
            Under::Statement(statement) if statement.said_at.is_none() => {
                statements::said(db, id, statement)?;
                Ok(said(setup, &said_words(data, statement)))
            }
            Under::Fact(_) => self.edit_row(db, setup),
            _ => Ok(refuse(setup, "playbook.inc_nothing_to_tick")),
        }
    }

    /// `x`: a step is left out with a reason; a line that is no longer wanted goes.
    fn undone(&mut self, db: &mut Db, setup: &Setup) -> Result<Reply> {
        let Some(data) = &self.data else { return Ok(Reply::Close) };
        let (id, name) = (data.incident.id, &data.name);
        let says = match data.under() {
            Under::Step(step) if step.state == StepState::Open => {
                self.mode = Mode::Skip(Input::new(setup.lang.text("playbook.ask_reason"), ""));
                return Ok(Reply::Stay);
            }
            Under::Call(call) => {
                statements::drop_call(db, id, call)?;
                Says::new("playbook.did_uncall").with("name", name).with("who", &call.who).with("whom", &call.whom)
            }
            Under::Statement(statement) if statement.said_at.is_none() => {
                statements::drop_draft(db, id, statement)?;
                Says::new("playbook.did_drop").with("name", name)
            }
            Under::Lead(lead) => {
                statements::drop_ambassador(db, id, lead)?;
                Says::new("playbook.did_unambassador").with("name", name)
            }
            _ => return Ok(refuse(setup, "playbook.inc_nothing_to_drop")),
        };
        Ok(said(setup, &says))
    }

    /// `y`: the words of a step are filled where templates live; a statement is copied, with `Y` it went out too.
    fn words(&mut self, db: &mut Db, setup: &Setup, finish: bool) -> Result<Reply> {
        let Some(data) = &self.data else { return Ok(Reply::Close) };
        match data.under() {
            Under::Step(step) if step.state == StepState::Open && !step.template.is_empty() => {
                let errand =
                    Errand { to: "sop", command: "fill", rows: vec![step.id], text: String::new(), follow: true };
                Ok(Reply::Errand(errand))
            }
            Under::Statement(statement) => {
                let text = Clean::clipboard(&statement.text);
                if !finish || statement.said_at.is_some() {
                    return Ok(Reply::Copy(text));
                }
                if !setup.clipboard {
                    self.handed = Some(statement.id);
                    return Ok(Reply::Hand(text));
                }
                statements::said(db, data.incident.id, statement)?;
                Ok(Reply::Sent(done(setup, &said_words(data, statement)), text))
            }
            _ => Ok(refuse(setup, "playbook.why_no_text")),
        }
    }

    /// A statement that was selected by hand went out.
    fn went_out(&mut self, id: i64, db: &mut Db, setup: &Setup) -> Result<Reply> {
        let Some(data) = &self.data else { return Ok(Reply::Close) };
        let Some(statement) = data.file.statements.iter().find(|s| s.id == id) else { return Ok(Reply::Stay) };
        statements::said(db, data.incident.id, statement)?;
        Ok(said(setup, &said_words(data, statement)))
    }

    fn new_row(&mut self, db: &Db, setup: &Setup) -> Result<Reply> {
        let Some(data) = &self.data else { return Ok(Reply::Close) };
        let writing = match data.page {
            Page::Said => Writing::statement(data, None, db, setup)?,
            Page::Calls => Writing::call(setup),
            Page::Leads => Writing::lead(db, setup)?,
            Page::Facts => Writing::facts(data, db, setup)?,
            Page::Steps => return Ok(refuse(setup, "playbook.inc_steps_there")),
        };
        self.write(writing)
    }

    fn edit_row(&mut self, db: &Db, setup: &Setup) -> Result<Reply> {
        let Some(data) = &self.data else { return Ok(Reply::Close) };
        match data.under() {
            Under::Fact(0) => {
                self.mode = Mode::Kind(kinds(&setup.lang));
                Ok(Reply::Stay)
            }
            Under::Fact(_) => {
                let writing = Writing::facts(data, db, setup)?;
                self.write(writing)
            }
            Under::Statement(statement) if statement.said_at.is_none() => {
                let writing = Writing::statement(data, Some(statement), db, setup)?;
                self.write(writing)
            }
            Under::Step(step) => {
                let errand =
                    Errand { to: "sop", command: "open", rows: vec![step.id], text: String::new(), follow: true };
                Ok(Reply::Errand(errand))
            }
            _ => Ok(refuse(setup, "playbook.inc_fixed")),
        }
    }
}

fn name(setup: &Setup) -> Mode {
    Mode::Name(Input::new(format!("{} ", setup.lang.text("app.incident_prompt")), ""))
}

fn kinds(lang: &Lang) -> Menu<Crisis> {
    let item = |(n, (kind, _, label)): (u32, (Crisis, &str, &str))| {
        MenuItem::new(char::from_digit(n, 10).unwrap_or('9'), lang.text(label), kind)
    };
    let mut menu = Menu::new(lang.text("playbook.inc_ask_kind"), (1..).zip(Crisis::ALL).map(item).collect());
    menu.lines = vec![lang.text("playbook.inc_kind_then").to_owned()];
    menu
}

/// What was done, with the way back.
fn said(setup: &Setup, says: &Says) -> Reply {
    Reply::Said(done(setup, says))
}

fn done(setup: &Setup, says: &Says) -> Status {
    let text = setup.lang.fill("playbook.status_done", &[("what", &setup.lang.say(says))]);
    Status { tone: Tone::Info, text, more: String::new() }
}

/// That a statement went out, and where.
fn said_words(data: &Data, statement: &Statement) -> Says {
    let channel =
        if statement.channel.is_empty() { "--".into() } else { Clean::line(&statement.channel).into_string() };
    Says::new("playbook.did_say").with("name", &data.name).with("channel", channel)
}

fn refuse(setup: &Setup, key: &str) -> Reply {
    Reply::Hint(Status { tone: Tone::Warn, text: setup.lang.text(key).to_owned(), more: String::new() })
}
