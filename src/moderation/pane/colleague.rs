//! Colleagues: asking one for a view, writing down what one thinks, doing what one recommends.

use super::{Cx, Mode, QueuePane};
use crate::base::text::Clean;
use crate::base::{Result, Says};
use crate::db::draft;
use crate::moderation::item::{Decision, Suggestion};
use crate::moderation::store::{self, Target};
use crate::tui::field::InputEvent;
use crate::tui::pane::Effect;
use crate::tui::{Chord, Input, Menu, MenuEvent, MenuItem};
use ratatui::crossterm::event::KeyEvent;

/// Colleagues that a menu has digits for.
const MOST: usize = 9;

impl QueuePane {
    /// Opens the colleagues.
    pub(super) fn open_ask(&mut self, cx: &mut Cx) -> Result<()> {
        let Some(row) = self.row() else { return Ok(()) };
        let (who, aim) = (row.who.clone(), Target { id: row.id, version: row.version });
        let names = store::colleagues(cx.db)?;
        if names.is_empty() {
            cx.refuse(cx.lang.text("conduct.no_colleague").to_owned());
            return Ok(());
        }
        let items = ('1'..='9').zip(names.into_iter().take(MOST));
        let items = items.map(|(digit, name)| MenuItem::new(digit, Clean::head(&name, 16).into_string(), name));
        self.aim = vec![aim];
        self.mode = Mode::Ask(Menu::new(cx.lang.fill("conduct.ask_title", &[("who", &who)]), items.collect()));
        Ok(())
    }

    /// A key while the colleagues, a note or a list of results is open.
    pub(super) fn talked(&mut self, key: &KeyEvent, chord: Chord, cx: &mut Cx) -> Result<()> {
        match &mut self.mode {
            Mode::Ask(menu) => {
                let event = menu.key(chord);
                self.asked(event, cx)
            }
            Mode::Note(input, _) => {
                let event = input.key(key);
                self.noted(&event, cx)
            }
            _ => {
                self.mode = Mode::List;
                Ok(())
            }
        }
    }

    /// A key in the menu of colleagues.
    fn asked(&mut self, event: MenuEvent<String>, cx: &mut Cx) -> Result<()> {
        match event {
            MenuEvent::Ignored => Ok(()),
            MenuEvent::Cancel => {
                self.mode = Mode::List;
                Ok(())
            }
            MenuEvent::Chosen(whom) => {
                self.mode = Mode::List;
                let Some(target) = self.aim.first().copied() else { return Ok(()) };
                store::ask(cx.db, target.id, &whom)?;
                cx.did(&Says::new("conduct.said_ask").with("whom", Clean::head(&whom, 20)));
                cx.effects.push(Effect::Stale);
                self.reload(cx)
            }
        }
    }

    /// Opens the line for a note, with what was typed there before.
    pub(super) fn open_note(&mut self, cx: &mut Cx) -> Result<()> {
        let Some(row) = self.row() else { return Ok(()) };
        let target = Target { id: row.id, version: row.version };
        let kept = draft::at(cx.db, &place(target.id))?.map_or_else(String::new, |d| d.text);
        self.mode = Mode::Note(Input::new(cx.lang.text("conduct.note_prompt"), &kept), target);
        Ok(())
    }

    /// A key in that line. It stays open, and what was typed is kept, when the item is gone.
    fn noted(&mut self, event: &InputEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Note(input, target) = &self.mode else { return Ok(()) };
        let (text, target) = (input.value(), *target);
        match event {
            InputEvent::Done(_) if text.trim().is_empty() => {
                cx.refuse(cx.lang.text("conduct.note_missing").to_owned());
            }
            InputEvent::Done(_) => {
                cx.effects.push(Effect::Draft(place(target.id), text.clone()));
                store::note(cx.db, target, &text)?;
                cx.effects.push(Effect::Draft(place(target.id), String::new()));
                self.mode = Mode::List;
                cx.did(&Says::new("conduct.said_note"));
                cx.effects.push(Effect::Stale);
                return self.reload(cx);
            }
            InputEvent::Cancel => self.mode = Mode::List,
            InputEvent::Changed => cx.effects.push(Effect::Draft(place(target.id), text)),
            InputEvent::Moved | InputEvent::Ignored => {}
        }
        Ok(())
    }

    /// Does what a colleague recommends for the row under the cursor.
    pub(super) fn accept(&mut self, cx: &mut Cx) -> Result<()> {
        let Some(row) = self.row() else { return Ok(()) };
        let Some((what, words)) = row.advised.clone() else { return Ok(()) };
        let target = Target { id: row.id, version: row.version };
        let decision = match what {
            Suggestion::Reject(reason) => Decision::Reject { reason, words, notify: true },
            _ => Decision::Approve,
        };
        self.decide(&[target], decision, cx)
    }
}

/// Where a note that is being typed is kept.
fn place(id: i64) -> String {
    format!("queue.note:{id}")
}
