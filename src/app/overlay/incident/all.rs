//! All incidents, also those that are over: one is chosen and opens to be read. What is over stays as it was; only its
//! look back may be written anew.

use super::rows::{All, Data, Page};
use super::{Mode, Reply, View, name, refuse};
use crate::app::state::Setup;
use crate::base::Result;
use crate::db::Db;
use crate::tui::{Chord, Key};

impl View {
    /// The list of all incidents.
    pub fn open_all(db: &Db, setup: &Setup) -> Result<View> {
        Ok(View { mode: Mode::All(Box::new(All::read(db, setup, None)?)), data: None, handed: None })
    }

    /// Shows the list; without any there is nothing to choose from.
    pub(super) fn list_all(&mut self, db: &Db, setup: &Setup) -> Result<Reply> {
        let mut all = All::read(db, setup, None)?;
        if all.lines.is_empty() {
            return Ok(refuse(setup, "playbook.inc_none"));
        }
        if let Some(data) = &self.data {
            all.list.select(data.incident.id);
        }
        self.mode = Mode::All(Box::new(all));
        Ok(Reply::Stay)
    }

    pub(super) fn all_key(&mut self, chord: Chord, db: &Db, setup: &Setup) -> Result<Reply> {
        let Mode::All(all) = &mut self.mode else { return Ok(Reply::Stay) };
        match chord.folded().key {
            Key::Char('j') | Key::Down => all.list.down(),
            Key::Char('k') | Key::Up => all.list.up(),
            Key::PageDown => all.list.page(10, true),
            Key::PageUp => all.list.page(10, false),
            Key::Home => all.list.top(),
            Key::End | Key::Char('G') => all.list.bottom(),
            Key::Char('!') => self.mode = name(setup),
            Key::Enter | Key::Char('l') | Key::Right => {
                let Some(id) = all.list.cursor() else { return Ok(Reply::Stay) };
                let data = Data::read(db, setup, id, Page::Steps, None)?;
                self.mode = Mode::Pages;
                self.data = Some(data);
            }
            Key::Esc | Key::Char('q') if self.data.is_some() => self.mode = Mode::Pages,
            Key::Esc | Key::Char('q') => return Ok(Reply::Close),
            _ => {}
        }
        Ok(Reply::Stay)
    }

    /// Whether the incident that is shown is over.
    pub(super) fn is_over(&self) -> bool {
        self.data.as_ref().is_some_and(|d| d.incident.closed_at.is_some())
    }
}
