//! Soft claims: the row that is open here is claimed once the keys rest, renewed by keys alone, and let go when it is
//! closed. A colleague who takes it over is named.

use super::state::App;
use crate::base::clock::MINUTE;
use crate::base::text::Clean;
use crate::base::{At, Result};
use crate::db::claim;
use crate::tui::pane::{Opened, Status, Tone};

/// What is claimed, and what is to be.
#[derive(Debug, Default)]
pub struct Hold {
    /// A key was pressed and what is open may have changed.
    pub touched: bool,
    /// The row a form asked for.
    pub asked: Option<String>,
    /// The row that is ours.
    held: Option<Opened>,
    /// When the claim was last looked after.
    kept: Option<At>,
    /// The row about which it was said that somebody else has it.
    told: Option<String>,
}

impl App {
    /// The row that is open in the focused pane.
    fn opened(&self) -> Option<Opened> {
        let pane = &self.panes[self.focus];
        let asked = || self.pending.hold.asked.clone().filter(|_| pane.captures());
        pane.opened().or_else(|| asked().map(|place| Opened { place, name: String::new() }))
    }

    /// Whether [`App::settle`] has anything to do: what is open is not what is claimed, or the claim grows old.
    #[must_use]
    pub fn unsettled(&self) -> bool {
        let hold = &self.pending.hold;
        match (self.opened(), &hold.held) {
            (None, None) => false,
            (Some(open), Some(held)) if open.place == held.place => {
                hold.kept.is_none_or(|kept| self.db.now().since(kept) >= MINUTE)
            }
            _ => true,
        }
    }

    /// Claims what is open and lets go of what is not; asked for after keys only. True if there is something to show.
    ///
    /// # Errors
    /// Store errors.
    pub fn settle(&mut self) -> Result<bool> {
        let (open, now) = (self.opened(), self.db.now());
        if !self.panes[self.focus].captures() {
            self.pending.hold.asked = None;
        }
        let Some(open) = open else {
            self.pending.hold.told = None;
            return self.let_go().map(|()| false);
        };
        let Some(who) = claim::take(&mut self.db, &open.place)? else {
            let hold = &mut self.pending.hold;
            (hold.held, hold.kept, hold.told) = (Some(open), Some(now), None);
            return Ok(false);
        };
        self.let_go()?;
        let hold = &mut self.pending.hold;
        if hold.told.as_ref() == Some(&open.place) {
            return Ok(false);
        }
        hold.told = Some(open.place);
        let text = self.setup.lang.fill("app.held_by", &[("who", &Clean::line(&who))]);
        self.status = Some(Status { tone: Tone::Warn, text, more: String::new() });
        Ok(true)
    }

    fn let_go(&mut self) -> Result<()> {
        match self.pending.hold.held.take() {
            Some(_) => claim::release(&mut self.db),
            None => Ok(()),
        }
    }

    /// After somebody has committed: whether our row is still ours. If a colleague took it over, that is said.
    ///
    /// # Errors
    /// Store errors.
    pub fn still_ours(&mut self) -> Result<()> {
        let Some(held) = &self.pending.hold.held else { return Ok(()) };
        let now = self.db.now();
        let Some(other) = claim::by_another(self.db.conn(), &held.place, &self.db.me().name, now)? else {
            return Ok(());
        };
        let (lang, who) = (&self.setup.lang, Clean::line(&other.operator));
        let text = match held.name.as_str() {
            "" => lang.fill("app.taken_row", &[("who", &who)]),
            name => lang.fill("app.taken", &[("who", &who), ("name", &name)]),
        };
        let more = lang.text("app.taken_more").to_owned();
        self.pending.hold.told = self.pending.hold.held.take().map(|h| h.place);
        self.status = Some(Status { tone: Tone::Conflict, text, more });
        Ok(())
    }
}
