//! Doing what an update asked for, and showing errors: an error never ends the program, it becomes a status line.

use super::keep;
use super::overlay::Overlay;
use super::state::{App, cx};
use crate::base::{Error, Kind, Result};
use crate::db::draft;
use crate::tui::clipboard::Sent;
use crate::tui::pane::{Effect, Errand, Status, Tone};

impl App {
    /// Does what an update asked for, in order.
    pub(super) fn apply(&mut self, effects: Vec<Effect>) -> Result<()> {
        let (mut stale, mut errands) = (false, Vec::new());
        for effect in effects {
            match effect {
                Effect::Status(status) => self.status = Some(status),
                Effect::Copy(text) => self.pending.copy = Some(text),
                Effect::Hand(text) => self.hand(&text, true),
                Effect::Stale => stale = true,
                Effect::Wording(wanted) => self.compose(&wanted)?,
                Effect::Hold(place) => self.pending.hold.asked = Some(place),
                Effect::GoesOver(row) => {
                    self.goes_over(&row)?;
                    stale = true;
                }
                Effect::Draft(place, text) => {
                    self.pending.drafts.insert(place, text);
                }
                Effect::Errand(errand) => errands.push(errand),
                Effect::Zoom if !self.zoomed => self.zoom(),
                Effect::Zoom => {}
            }
        }
        for errand in errands {
            self.run_errand(&errand)?;
        }
        if stale {
            self.refresh()?;
        }
        Ok(())
    }

    /// Has one pane do what another asked for.
    pub(super) fn run_errand(&mut self, errand: &Errand) -> Result<()> {
        let Some(at) = self.panes.iter().position(|p| p.id() == errand.to) else { return Ok(()) };
        let (now, mut effects) = (self.db.now(), Vec::new());
        let done = self.panes[at].take(errand, &mut cx(&mut self.db, &self.setup, now, &mut effects));
        if errand.follow && done.is_ok() {
            self.focus = at;
        }
        self.apply(effects)?;
        done
    }

    /// Writes down everything that is being typed.
    pub fn save_drafts(&mut self) -> Result<()> {
        while let Some((place, text)) = self.pending.drafts.pop_first() {
            if let Err(error) = draft::keep(&mut self.db, &place, &text) {
                self.pending.drafts.insert(place, text);
                return Err(error);
            }
        }
        Ok(())
    }

    /// Shows an error as the status line.
    pub fn show(&mut self, error: &Error) {
        let lang = &self.setup.lang;
        let tone = if matches!(error.kind, Kind::Conflict | Kind::Busy) { Tone::Conflict } else { Tone::Warn };
        let more = error.hint.as_ref().map_or_else(String::new, |h| lang.say(h));
        self.status = Some(Status { tone, text: lang.say(&error.says), more });
    }

    /// Says how the text went to the clipboard: sent, never "copied", for no terminal answers. What could not be sent
    /// is shown to be selected by hand.
    pub fn sent(&mut self, text: &str, sent: &Sent) {
        let lang = &self.setup.lang;
        let n = lang.full_count(i64::try_from(text.chars().count()).unwrap_or(i64::MAX));
        let (tone, line) = match sent {
            Sent::Tmux => (Tone::Info, lang.fill("app.sent_tmux", &[("n", &n)])),
            Sent::Osc52 | Sent::Screen => (Tone::Info, lang.fill("app.sent", &[("n", &n)])),
            Sent::Nowhere => (Tone::Warn, lang.text("words.no_clipboard").to_owned()),
            Sent::TooLong(bytes) => (Tone::Warn, lang.fill("app.sent_too_long", &[("n", bytes)])),
            Sent::Failed(cause) => (Tone::Warn, lang.fill("app.sent_failed", &[("cause", cause)])),
        };
        text.clone_into(&mut self.pending.copied);
        // A result ("marked posted", "two were decided by others") keeps its place; how it was sent joins it.
        let warned = tone == Tone::Warn;
        let said = match self.status.take() {
            Some(before) if before.tone != Tone::Warn => {
                let tone = if before.tone == Tone::Conflict { Tone::Conflict } else { tone };
                Status { tone, text: format!("{}  {line}", before.text), more: before.more }
            }
            _ => Status { tone, text: line, more: String::new() },
        };
        if warned {
            self.hand(text, false);
        }
        self.status = Some(said);
    }

    /// Shows a text alone, to be selected by hand, and keeps it in a private file. With `back`, the key that ends it
    /// goes to the pane, which waits to be told whether the text went out.
    pub(super) fn hand(&mut self, text: &str, back: bool) {
        text.clone_into(&mut self.pending.copied);
        let lang = &self.setup.lang;
        let place = match keep::text(text) {
            Ok(path) => lang.fill("words.hand_file", &[("path", &path.display())]),
            Err(error) => lang.say(&error.says),
        };
        let foot = lang.text(if back { "words.hand_confirm" } else { "words.hand_leave" }).to_owned();
        self.overlays.push(Overlay::by_hand(text, place, foot, back));
    }
}
