//! Panes of every area in one list.

use super::{Badge, Cx, Errand, Opened, Pane, Shape, Urgent};
use crate::base::{Lang, Result};
use crate::tui::{Command, Keymap, Listed, Look, Nav};
use ratatui::Frame;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;

/// A pane without its types, for the program that holds all of them in one list.
pub trait AnyPane<D> {
    /// [`Pane::ID`].
    fn id(&self) -> &'static str;
    /// [`Pane::TITLE`].
    fn title(&self) -> &'static str;
    /// The command rows' ids and default keys.
    fn bindings(&self) -> Vec<(&'static str, &'static [&'static str])>;
    /// The command rows for showing.
    fn listed(&self, keymap: &Keymap, lang: &Lang) -> Vec<Listed>;
    /// Those of them that have a place in the footer, which is drawn at every key.
    fn in_footer(&self, keymap: &Keymap, lang: &Lang) -> Vec<Listed>;
    /// Runs command `id`: refused with its reason, or done. False if this pane has no such command.
    ///
    /// # Errors
    /// As [`Pane::update`].
    fn run(&mut self, id: &str, cx: &mut Cx<D>) -> Result<bool>;
    /// [`Pane::refresh`].
    ///
    /// # Errors
    /// As there.
    fn refresh(&mut self, cx: &mut Cx<D>) -> Result<()>;
    /// [`Pane::glance`].
    ///
    /// # Errors
    /// As there.
    fn glance(&mut self, cx: &mut Cx<D>) -> Result<()>;
    /// [`Pane::nav`].
    ///
    /// # Errors
    /// As there.
    fn nav(&mut self, nav: Nav, cx: &mut Cx<D>) -> Result<()>;
    /// [`Pane::captures`].
    fn captures(&self) -> bool;
    /// [`Pane::key`].
    ///
    /// # Errors
    /// As there.
    fn key(&mut self, key: KeyEvent, cx: &mut Cx<D>) -> Result<()>;
    /// [`Pane::paste`].
    fn paste(&mut self, text: &str);
    /// [`Pane::take`].
    ///
    /// # Errors
    /// As there.
    fn take(&mut self, errand: &Errand, cx: &mut Cx<D>) -> Result<()>;
    /// [`Pane::filter`].
    fn filter(&mut self);
    /// [`Pane::back`].
    ///
    /// # Errors
    /// As there.
    fn back(&mut self, cx: &mut Cx<D>) -> Result<bool>;
    /// [`Pane::heading`].
    fn heading(&self, look: &Look, shape: Shape) -> (String, String);
    /// [`Pane::badge`].
    fn badge(&self, look: &Look) -> Badge;
    /// [`Pane::urgent`].
    fn urgent(&self, look: &Look) -> Option<Urgent>;
    /// [`Pane::go_urgent`].
    fn go_urgent(&mut self);
    /// [`Pane::hints`].
    fn hints(&self, look: &Look) -> String;
    /// [`Pane::whisper`].
    fn whisper(&self, look: &Look) -> String;
    /// [`Pane::beside`].
    fn beside(&self, look: &Look) -> Option<(String, String)>;
    /// [`Pane::opened`].
    fn opened(&self) -> Option<Opened>;
    /// [`Pane::draw`].
    fn draw(&self, frame: &mut Frame, area: Rect, look: &Look, shape: Shape);
}

impl<D, P: Pane<D>> AnyPane<D> for P {
    fn id(&self) -> &'static str {
        P::ID
    }
    fn title(&self) -> &'static str {
        P::TITLE
    }
    fn bindings(&self) -> Vec<(&'static str, &'static [&'static str])> {
        crate::tui::command::bindings(P::COMMANDS)
    }
    fn listed(&self, keymap: &Keymap, lang: &Lang) -> Vec<Listed> {
        P::COMMANDS.iter().map(|c| row(self, c, keymap, lang)).collect()
    }
    fn in_footer(&self, keymap: &Keymap, lang: &Lang) -> Vec<Listed> {
        P::COMMANDS.iter().filter(|c| c.footer > 0).map(|c| row(self, c, keymap, lang)).collect()
    }
    fn run(&mut self, id: &str, cx: &mut Cx<D>) -> Result<bool> {
        let Some(command) = P::COMMANDS.iter().find(|c| c.id == id) else { return Ok(false) };
        match self.why_not(command.action, cx.lang) {
            Some(reason) => cx.refuse(reason),
            None => self.update(command.action, cx)?,
        }
        Ok(true)
    }
    fn refresh(&mut self, cx: &mut Cx<D>) -> Result<()> {
        Pane::refresh(self, cx)
    }
    fn glance(&mut self, cx: &mut Cx<D>) -> Result<()> {
        Pane::glance(self, cx)
    }
    fn nav(&mut self, nav: Nav, cx: &mut Cx<D>) -> Result<()> {
        Pane::nav(self, nav, cx)
    }
    fn captures(&self) -> bool {
        Pane::captures(self)
    }
    fn key(&mut self, key: KeyEvent, cx: &mut Cx<D>) -> Result<()> {
        Pane::key(self, key, cx)
    }
    fn paste(&mut self, text: &str) {
        Pane::paste(self, text);
    }
    fn take(&mut self, errand: &Errand, cx: &mut Cx<D>) -> Result<()> {
        Pane::take(self, errand, cx)
    }
    fn filter(&mut self) {
        Pane::filter(self);
    }
    fn back(&mut self, cx: &mut Cx<D>) -> Result<bool> {
        Pane::back(self, cx)
    }
    fn heading(&self, look: &Look, shape: Shape) -> (String, String) {
        Pane::heading(self, look, shape)
    }
    fn badge(&self, look: &Look) -> Badge {
        Pane::badge(self, look)
    }
    fn urgent(&self, look: &Look) -> Option<Urgent> {
        Pane::urgent(self, look)
    }
    fn go_urgent(&mut self) {
        Pane::go_urgent(self);
    }
    fn hints(&self, look: &Look) -> String {
        Pane::hints(self, look)
    }
    fn whisper(&self, look: &Look) -> String {
        Pane::whisper(self, look)
    }
    fn beside(&self, look: &Look) -> Option<(String, String)> {
        Pane::beside(self, look)
    }
    fn opened(&self) -> Option<Opened> {
        Pane::opened(self)
    }
    fn draw(&self, frame: &mut Frame, area: Rect, look: &Look, shape: Shape) {
        Pane::draw(self, frame, area, look, shape);
    }
}

/// A command of `pane` as it is now.
fn row<D, P: Pane<D>>(pane: &P, command: &Command<P::Action>, keymap: &Keymap, lang: &Lang) -> Listed {
    let row = command.listed(keymap, lang, pane.why_not(command.action, lang));
    match pane.label(command.action) {
        Some(label) => Listed { label: lang.text(label).to_owned(), ..row },
        None => row,
    }
}
