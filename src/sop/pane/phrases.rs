//! The house phrases: their list, and the form that writes one.

use super::book::Book;
use super::forms::{after_key, restore};
use super::{Cx, Mode, SopPane};
use crate::base::text::Clean;
use crate::base::{Result, Says};
use crate::sop::store;
use crate::sop::template::{BODY_MAX, Phrase, SLOT_MAX};
use crate::tui::pane::Effect;
use crate::tui::{Chord, Field, Form, FormEvent, Key, List};
use ratatui::crossterm::event::KeyEvent;

/// The house phrases.
#[derive(Debug)]
pub struct PhraseList {
    /// All of them, by name.
    pub all: Vec<Phrase>,
    /// The cursor, by place in `all`.
    pub list: List<usize>,
}

/// Writing a house phrase.
#[derive(Debug)]
pub struct PhraseForm {
    /// The form: name, words.
    pub form: Form,
    /// What it says so far, of one that is there.
    old: Option<Phrase>,
}

const PHRASE_PLACE: &str = "sop.phrase";

impl SopPane {
    /// The house phrases.
    pub(super) fn open_phrases(&mut self, cx: &Cx) -> Result<()> {
        self.open_phrases_at(0, cx)
    }

    fn open_phrases_at(&mut self, at: usize, cx: &Cx) -> Result<()> {
        let all = store::phrases(cx.db)?;
        let mut list = List::new();
        list.set_rows((0..all.len()).collect());
        list.select(at.min(all.len().saturating_sub(1)));
        self.mode = Mode::Book(Box::new(Book::Phrases(PhraseList { all, list })));
        Ok(())
    }

    pub(super) fn phrases_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Book(book) = &mut self.mode else { return Ok(()) };
        let (Book::Phrases(phrases), Some(chord)) = (&mut **book, Chord::from_event(key)) else { return Ok(()) };
        match chord.folded().key {
            Key::Down | Key::Char('j') => phrases.list.down(),
            Key::Up | Key::Char('k') => phrases.list.up(),
            Key::PageDown => phrases.list.page(self.height.get().max(1), true),
            Key::PageUp => phrases.list.page(self.height.get().max(1), false),
            Key::Home => phrases.list.top(),
            Key::End | Key::Char('G') => phrases.list.bottom(),
            Key::Char('n') => return self.write_phrase(None, cx),
            Key::Char('e') | Key::Enter => {
                let phrase = phrases.all.get(phrases.list.index()).cloned();
                return self.write_phrase(phrase.as_ref(), cx);
            }
            Key::Char('x') => {
                let Some(phrase) = phrases.all.get(phrases.list.index()) else { return Ok(()) };
                let (name, at) = (phrase.name.clone(), phrases.list.index());
                store::remove_phrase(cx.db, &name)?;
                cx.did(&Says::new("words.status_phrase_gone").with("name", Clean::line(&name)));
                cx.effects.push(Effect::Stale);
                return self.open_phrases_at(at, cx);
            }
            Key::Char('u') => {
                let at = phrases.list.index();
                return if self.undo_here(cx)? { self.open_phrases_at(at, cx) } else { Ok(()) };
            }
            Key::Esc | Key::Char('q' | 'h') => return self.leave(),
            _ => {}
        }
        Ok(())
    }

    /// Undoes the last own act if it is one on templates or phrases; anything else is undone where it is seen.
    pub(super) fn undo_here(&mut self, cx: &mut Cx) -> Result<bool> {
        let last = cx.db.last_undoable(cx.me)?.map(|seq| cx.db.entry(seq)).transpose()?;
        let ours = |action: &str| {
            action.strip_prefix("sop.").is_some_and(|a| a.starts_with("phrase") || a.starts_with("template"))
        };
        let Some(entry) = last.filter(|e| ours(&e.action)) else {
            cx.refuse(cx.lang.text("words.undo_other").to_owned());
            return Ok(false);
        };
        cx.db.undo(entry.seq)?;
        let what = cx.lang.say(&entry.summary);
        cx.did(&Says::new("app.undone").with("what", what));
        cx.effects.push(Effect::Stale);
        self.reload(cx)?;
        Ok(true)
    }

    fn write_phrase(&mut self, old: Option<&Phrase>, cx: &Cx) -> Result<()> {
        let label = |key| cx.lang.text(key);
        let text = |get: fn(&Phrase) -> &str| old.map(get).unwrap_or_default();
        let mut fields = vec![
            Field::text(label("sop.field_name"), text(|p| &p.name)).required(true).max(SLOT_MAX + 1),
            Field::long(label("sop.field_body"), text(|p| &p.body), 5).required(true).max(BODY_MAX),
        ];
        if old.is_none() {
            restore(&mut fields, PHRASE_PLACE, cx)?;
        }
        let mut form = Form::new(label("words.phrase_title"), fields);
        form.hints = label("sop.template_hints").to_owned();
        form.set_focus(usize::from(old.is_some()));
        self.mode = Mode::Book(Box::new(Book::Phrase(PhraseForm { form, old: old.cloned() })));
        Ok(())
    }

    pub(super) fn phrase_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Book(book) = &mut self.mode else { return Ok(()) };
        let Book::Phrase(PhraseForm { form, old }) = &mut **book else { return Ok(()) };
        let event = form.key(key);
        if event != FormEvent::Submit {
            return if after_key(event, form, PHRASE_PLACE, BODY_MAX, cx) { self.open_phrases(cx) } else { Ok(()) };
        }
        let phrase = Phrase { name: form.value(0), body: form.value(1) }.checked()?;
        let name = phrase.name.clone();
        store::set_phrase(cx.db, phrase, old.as_ref().map_or(store::Over::Nothing, store::Over::Words))?;
        cx.did(&Says::new("words.status_phrase").with("name", Clean::line(&name)));
        self.finished(PHRASE_PLACE, cx)?;
        self.open_phrases(cx)
    }
}
