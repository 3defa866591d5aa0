//! Where keys go: the overlay on top, else what the pane has open, else the command rows of pane and program.

use super::commands::{COMMANDS, Global};
use super::lane::Lane;
use super::overlay::{Overlay, Reply};
use super::state::{App, GLOBAL, Setup};
use crate::base::{Lang, Result};
use crate::tui::pane::{Shape, Status, Tone};
use crate::tui::{Chord, Key};
use ratatui::crossterm::event::KeyEvent;

impl App {
    /// Handles one key. Errors become the status line.
    pub fn press(&mut self, key: &KeyEvent) {
        let Some(chord) = Chord::from_event(key) else { return };
        let interrupted = std::mem::replace(&mut self.pending.interrupt, chord == Chord::ctrl('c'));
        if chord == Chord::ctrl('c') && interrupted {
            self.pending.quit = true;
            return;
        }
        self.status = None;
        self.pending.hold.touched = true;
        let esc = KeyEvent::new(ratatui::crossterm::event::KeyCode::Esc, ratatui::crossterm::event::KeyModifiers::NONE);
        let (key, chord) = if chord == Chord::ctrl('c') { (&esc, Chord::plain(Key::Esc)) } else { (key, chord) };
        if let Err(error) = self.arrive().and_then(|()| self.route(key, chord)) {
            self.show(&error);
            if error.kind == crate::base::Kind::Conflict {
                // What the loser sees must be what is true now; the reading itself may fail only as the write did.
                let kept = self.status.take();
                let _ = self.refresh();
                self.status = kept;
            }
        }
    }

    /// Handles pasted text: into a field; elsewhere it is never run as keys.
    pub fn paste(&mut self, text: &str) {
        if let Some(top) = self.overlays.last_mut() {
            top.paste(text);
        } else if self.panes[self.focus].captures() {
            self.panes[self.focus].paste(text);
        } else {
            self.say("app.paste_offer", Tone::Info);
        }
    }

    fn say(&mut self, key: &str, tone: Tone) {
        self.status = Some(Status { tone, text: self.setup.lang.text(key).to_owned(), more: String::new() });
    }

    fn route(&mut self, key: &KeyEvent, chord: Chord) -> Result<()> {
        if let Some(top) = self.overlays.last_mut() {
            let reply = top.key(key, chord, &mut self.db, &self.setup)?;
            if let Reply::Pass = reply {
                self.overlays.pop();
                return self.route(key, chord);
            }
            return self.reply(reply);
        }
        if self.panes[self.focus].captures() {
            if chord == Chord::plain(Key::F(1)) {
                return self.global(Global::Help);
            }
            return self.with_pane(|pane, cx| pane.key(*key, cx));
        }
        if chord == Chord::plain(Key::Esc) {
            return self.escape();
        }
        let layers = [self.panes[self.focus].id(), GLOBAL];
        match self.setup.keymap.resolve(&layers, chord) {
            Some(id) => self.run(id),
            None if chord.is_foreign_text() => {
                self.say("app.ime_on", Tone::Warn);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn reply(&mut self, reply: Reply) -> Result<()> {
        match reply {
            Reply::Stay | Reply::Pass => Ok(()),
            Reply::Close => {
                self.overlays.pop();
                Ok(())
            }
            Reply::Run(id) => {
                self.overlays.pop();
                self.run(id)
            }
            Reply::Do(action) => {
                self.overlays.pop();
                self.global(action)
            }
            Reply::Done(status) => {
                self.overlays.pop();
                self.refresh()?;
                self.status = Some(status);
                Ok(())
            }
            Reply::Said(status) => {
                self.refresh()?;
                self.status = Some(status);
                Ok(())
            }
            Reply::Hint(_) | Reply::Sent(..) | Reply::Hand(_) | Reply::Back(_) | Reply::Errand(_) => {
                self.reply_of_rows(reply)
            }
            Reply::Copy(text) => {
                self.pending.copy = Some(text);
                Ok(())
            }
            Reply::Draft(place, text) => {
                self.pending.drafts.insert(place, text);
                Ok(())
            }
            Reply::Theme(theme) => self.look_anew(|setup| setup.theme = *theme),
            Reply::Language(language) => self.look_anew(|setup| setup.lang = Lang::load(language)),
            Reply::Open(overlay) => {
                self.overlays.push(*overlay);
                Ok(())
            }
            Reply::Renamed(name, status) => {
                self.setup.me = name;
                self.setup.role = crate::db::setting::role(&self.db, &self.setup.me)?;
                self.reply(Reply::Done(status))
            }
            Reply::Leave => {
                self.pending.quit = true;
                Ok(())
            }
        }
    }

    /// What an overlay with rows of its own answers.
    fn reply_of_rows(&mut self, reply: Reply) -> Result<()> {
        match reply {
            Reply::Hint(status) => self.status = Some(status),
            Reply::Sent(status, text) => {
                self.pending.copy = Some(text);
                return self.reply(Reply::Said(status));
            }
            Reply::Hand(text) => self.hand(&text, true),
            Reply::Back(action) => return self.below(action),
            Reply::Errand(errand) => {
                self.overlays.pop();
                return self.run_errand(&errand);
            }
            _ => {}
        }
        Ok(())
    }

    /// Another theme or language: the overlay goes, everything is read and drawn anew.
    fn look_anew(&mut self, change: impl FnOnce(&mut Setup)) -> Result<()> {
        change(&mut self.setup);
        self.overlays.pop();
        self.pending.clear = true;
        self.refresh()
    }

    /// Does what stands below an overlay that stays, or says why not.
    fn below(&mut self, action: Global) -> Result<()> {
        match self.why_not(action) {
            Some(text) => {
                self.status = Some(Status { tone: Tone::Warn, text, more: String::new() });
                Ok(())
            }
            None => self.global(action),
        }
    }

    /// Runs a command by id, from a key, the palette or the help.
    ///
    /// # Errors
    /// What the command returns.
    pub fn run(&mut self, id: &str) -> Result<()> {
        if let Some(row) = COMMANDS.iter().find(|c| c.id == id) {
            return match self.why_not(row.action) {
                Some(reason) => {
                    self.status = Some(Status { tone: Tone::Warn, text: reason, more: String::new() });
                    Ok(())
                }
                None => self.global(row.action),
            };
        }
        // A command of another pane, chosen in the palette, runs there.
        let owner = self.panes.iter().position(|p| p.bindings().iter().any(|(i, _)| *i == id));
        if let Some(owner) = owner {
            self.go(owner);
        }
        self.with_pane(|pane, cx| pane.run(id, cx).map(|_| ()))
    }

    /// Why a global command cannot run now.
    #[must_use]
    pub fn why_not(&self, action: Global) -> Option<String> {
        let lang = &self.setup.lang;
        let none = |seq: Result<Option<i64>>| seq.ok().flatten().is_none();
        match action {
            Global::Undo if none(self.db.last_undoable(&self.setup.me)) => {
                Some(lang.text("app.nothing_to_undo").into())
            }
            Global::Redo if none(self.db.last_redoable(&self.setup.me)) => {
                Some(lang.text("app.nothing_to_redo").into())
            }
            Global::Suspend if self.setup.restricted => Some(lang.text("app.restricted").into()),
            Global::Urgent if self.most_urgent().is_none() => Some(lang.text("app.nothing_urgent").into()),
            _ => None,
        }
    }

    /// Does a global command.
    pub(super) fn global(&mut self, action: Global) -> Result<()> {
        match action {
            Global::Pane(n) if n < self.panes.len() => self.go(n),
            Global::Pane(_) => {}
            Global::Next => self.go((self.focus + 1) % self.panes.len()),
            Global::Previous => self.go((self.focus + self.panes.len() - 1) % self.panes.len()),
            Global::Move(nav) => self.with_pane(|pane, cx| pane.nav(nav, cx))?,
            Global::In => self.enter()?,
            Global::Out => self.escape()?,
            Global::Zoom => self.zoom(),
            Global::Filter => self.panes[self.focus].filter(),
            Global::Urgent => self.go_urgent()?,
            Global::Undo => self.undo(false)?,
            Global::Redo => self.undo(true)?,
            Global::CheckIn => self.check_in()?,
            Global::Quit => self.quit()?,
            Global::Redraw => self.pending.clear = true,
            Global::Suspend => self.pending.suspend = true,
            Global::Goto
            | Global::HandOver
            | Global::Journal
            | Global::Incident
            | Global::Incidents
            | Global::Palette
            | Global::Help => {
                let overlay = Overlay::open(action, self)?;
                self.overlays.push(overlay);
            }
        }
        Ok(())
    }

    fn go(&mut self, pane: usize) {
        self.focus = pane;
    }

    /// Enter: the pane's own, else the pane large.
    fn enter(&mut self) -> Result<()> {
        let id = format!("{}.open", self.panes[self.focus].id());
        if !self.with_pane(|pane, cx| pane.run(&id, cx))? && !self.zoomed {
            self.zoom();
        }
        Ok(())
    }

    pub(super) fn zoom(&mut self) {
        if matches!(self.shape(self.focus), Shape::Tiny | Shape::Single) {
            self.say("app.zoom_small", Tone::Info);
        } else {
            self.zoomed = !self.zoomed;
        }
    }

    /// Esc: filter, marks, zoom, pane; never leaves the program.
    fn escape(&mut self) -> Result<()> {
        if self.with_pane(|pane, cx| pane.back(cx))? {
            return Ok(());
        }
        if self.zoomed {
            self.zoomed = false;
        } else if self.lane.take().is_some() {
            self.say("app.lane_left", Tone::Info);
        }
        Ok(())
    }

    /// q: back first, at the top out; it never asks.
    fn quit(&mut self) -> Result<()> {
        if self.zoomed || self.lane.is_some() {
            return self.escape();
        }
        self.pending.quit = true;
        Ok(())
    }

    /// The pane that holds the row with the least time left.
    fn most_urgent(&self) -> Option<usize> {
        let left = self.header.urgent.iter().enumerate().filter_map(|(n, u)| u.as_ref().map(|u| (u.left, n)));
        left.min().map(|(_, n)| n)
    }

    /// The pane moves its cursor without the file at hand: what stands beside that row is read afterwards.
    fn go_urgent(&mut self) -> Result<()> {
        if let Some(pane) = self.most_urgent() {
            self.go(pane);
            self.panes[pane].go_urgent();
            self.refresh()?;
        }
        Ok(())
    }

    fn check_in(&mut self) -> Result<()> {
        match self.lane.take() {
            None => self.lane = Some(Lane::start(self)?),
            Some(lane) => lane.next(self)?,
        }
        self.refresh()
    }

    /// Undoes (or redoes) the operator's last own act and says what it was.
    fn undo(&mut self, redo: bool) -> Result<()> {
        let me = self.setup.me.clone();
        let seq = if redo { self.db.last_redoable(&me)? } else { self.db.last_undoable(&me)? };
        let Some(seq) = seq else { return Ok(()) };
        let entry = super::import::undo(&mut self.db, seq, self.setup.zone)?;
        self.refresh()?;
        let done = if redo {
            let undone = entry.undoes.map(|s| self.db.entry(s)).transpose()?.map_or(entry.summary, |e| e.summary);
            self.setup.lang.fill("app.redone", &[("what", &self.setup.lang.say(&undone))])
        } else {
            self.setup.lang.fill("app.undone", &[("what", &self.setup.lang.say(&entry.summary))])
        };
        self.status = Some(Status { tone: Tone::Info, text: done, more: String::new() });
        Ok(())
    }
}
