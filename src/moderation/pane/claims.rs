//! What is open here, what others have open, and whose it is.

use super::{Cx, Mode, QueuePane, Side};
use crate::base::{Lang, Result, Says};
use crate::db::claim;
use crate::moderation::item::Decision;
use crate::moderation::store;
use crate::tui::pane::{Effect, Opened};
use crate::tui::{Menu, MenuItem};

impl QueuePane {
    /// Why the row cannot be taken over or let go of.
    pub(super) fn why_not_claim(&self, lang: &Lang) -> Option<String> {
        if self.claim_mode == claim::Mode::None {
            return Some(lang.text("queue.claims_off").to_owned());
        }
        let free = self.row()?.claimed.is_empty() && self.open_row().is_none();
        free.then(|| lang.text("queue.not_claimed").to_owned())
    }

    /// Shows `side`, or the preview again.
    pub(super) fn turn(&mut self, side: Side) {
        self.side = if self.side == side { Side::Preview } else { side };
        self.no_preview = false;
    }

    /// What a menu that opens now is about, unless others have all of it in hand.
    pub(super) fn take_aim(&mut self, decision: &Decision, cx: &Cx) -> Result<()> {
        let targets = self.targets();
        store::free(cx.db, &targets, decision)?;
        self.aim = targets;
        Ok(())
    }

    /// The row that is read in full or that a menu is about, unless the operator let go of it.
    pub(super) fn open_row(&self) -> Option<Opened> {
        if self.sheet.is_some() {
            return None;
        }
        let row = self.row().filter(|r| r.struck.is_empty() && self.let_go != Some(r.id))?;
        let open = match &self.mode {
            Mode::Reasons(_) | Mode::Words(_) | Mode::Later(_) | Mode::Ask(_) => {
                self.aim.iter().any(|t| t.id == row.id)
            }
            Mode::Note(_, target) => target.id == row.id,
            _ => self.alone || self.side != Side::Preview || self.taken == Some(row.id),
        };
        open.then(|| Opened { place: store::place(row.id), name: row.who.clone() })
    }

    /// Takes the row over from whoever has it, or lets go of one's own.
    pub(super) fn claim(&mut self, cx: &mut Cx) -> Result<()> {
        let Some(row) = self.row() else { return Ok(()) };
        let (id, who) = (row.id, row.who.clone());
        if row.claimed.is_empty() {
            claim::release(cx.db)?;
            (self.taken, self.let_go) = (None, Some(id));
            cx.did(&Says::new("queue.let_go").with("who", who));
        } else {
            store::take_over(cx.db, id)?;
            (self.taken, self.let_go) = (Some(id), None);
            cx.did(&Says::new("queue.taken_over").with("who", who));
        }
        self.reload(cx)
    }

    /// Sets what claims mean in this file.
    pub(super) fn set_claims(&mut self, mode: claim::Mode, cx: &mut Cx) -> Result<()> {
        store::set_claims(cx.db, mode)?;
        cx.did(&Says::new("queue.claims_said").with("mode", format!("@{}", store::claims_label(mode))));
        cx.effects.push(Effect::Stale);
        self.reload(cx)
    }

    /// What claims may mean, the present one marked.
    pub(super) fn claim_modes(&self, lang: &Lang) -> Menu<claim::Mode> {
        let items = ('1'..).zip(store::CLAIM_MODES).map(|(digit, (mode, label, means))| {
            let mut note = lang.text(means).to_owned();
            if mode == self.claim_mode {
                note = format!("{note} ({})", lang.text("queue.claims_now"));
            }
            MenuItem { note, ..MenuItem::new(digit, lang.text(label), mode) }
        });
        Menu::new(lang.text("queue.claims_title"), items.collect())
    }
}
