//! Answering, first half: the chooser.

use super::fill::Fill;
use super::{Blanks, Cx, Library, Mode, SopPane};
use crate::base::{Lang, Result};
use crate::sop::inquiry::Inquiry;
use crate::sop::store;
use crate::sop::template::{Filled, Manner, Template, language_of};
use crate::tui::pane::Effect;
use crate::tui::{Chord, Input, InputEvent, Key, List};
use chrono::NaiveDate;
use ratatui::crossterm::event::KeyEvent;
use std::borrow::Cow;

/// Choosing a template for one person.
#[derive(Debug)]
pub struct Chooser {
    /// For whom.
    pub inquiry: Inquiry,
    /// What was typed.
    pub input: Input,
    /// Positions in the library, the best first.
    pub found: Vec<usize>,
    /// The cursor, by place in `found`.
    pub list: List<usize>,
    /// What fills the automatic slots.
    pub known: Filled,
    /// The local day of the answer.
    today: NaiveDate,
    suggested: Vec<usize>,
    /// What was typed into a form before, by slot.
    kept: Filled,
}

impl Chooser {
    /// Ranks anew what fits the text typed so far; without any, the suggestions and then the most used.
    pub fn search(&mut self, library: &Library) {
        let query = self.input.value();
        self.found = library.index.find(&query, Some(&self.inquiry.platform));
        if query.trim().is_empty() {
            let rest = self.found.iter().filter(|at| !self.suggested.contains(at));
            self.found = self.suggested.iter().chain(rest).copied().collect();
        }
        self.list = List::new();
        self.list.set_rows((0..self.found.len()).collect());
    }

    /// The library is another one now: positions are worked out anew.
    pub fn renew(&mut self, library: &Library) {
        self.suggested = library.index.suggest(self.inquiry.words(), self.inquiry.kind, &self.inquiry.platform);
        self.search(library);
    }

    /// The body that suits this person, with its house phrases put in.
    pub fn body<'t>(&self, template: &'t Template, library: &Library) -> Cow<'t, str> {
        body(template, &self.inquiry, library).unwrap_or(Cow::Borrowed(&template.wording.body))
    }

    /// How values are written.
    pub fn manner<'l>(&self, lang: &'l Lang) -> Manner<'l> {
        Manner { today: self.today, lang }
    }
}

/// The body that suits the platform and the language of the question, with its house phrases put in.
pub(super) fn body<'t>(template: &'t Template, inquiry: &Inquiry, library: &Library) -> Result<Cow<'t, str>> {
    library.phrases.expand(template.wording.body_for(&inquiry.platform, language_of(inquiry.words())))
}

impl SopPane {
    pub(super) fn choose(&mut self, cx: &mut Cx) -> Result<()> {
        let Some(inquiry) = self.open_inquiry() else { return Ok(()) };
        self.ensure_library(cx)?;
        let mut suggested: Vec<usize> = self.suggested.get(&inquiry.id).cloned().unwrap_or_default();
        let mut kept = Filled::new();
        if let Some((code, values)) = Blanks::kept(&place(&inquiry), cx)? {
            if let Some(at) = self.library.all.iter().position(|t| t.wording.code == code) {
                suggested.retain(|s| *s != at);
                suggested.insert(0, at);
            }
            kept = values;
        }
        cx.effects.push(Effect::Hold(format!("inquiry:{}", inquiry.id)));
        self.mine = Some(inquiry.id);
        self.open_chooser(inquiry, suggested, kept, cx);
        Ok(())
    }

    pub(super) fn open_chooser(&mut self, inquiry: Inquiry, suggested: Vec<usize>, kept: Filled, cx: &Cx) {
        let input = Input::new(format!(" {}", cx.lang.text("sop.find")), "");
        let known = inquiry.known(cx.now, cx.zone, cx.lang, cx.me);
        let today = cx.today();
        let mut chooser =
            Chooser { inquiry, input, found: Vec::new(), list: List::new(), known, today, suggested, kept };
        chooser.search(&self.library);
        self.mode = Mode::Choose(Box::new(chooser));
    }

    pub(super) fn choose_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Choose(chooser) = &mut self.mode else { return Ok(()) };
        let Some(chord) = Chord::from_event(key) else { return Ok(()) };
        if let Some(digit) = chord.folded().text().and_then(|c| c.to_digit(10)) {
            let place = (digit as usize).wrapping_sub(1);
            return if place < chooser.found.len() { self.pick(place, cx) } else { self.none_there(cx) };
        }
        match chooser.input.key(key) {
            InputEvent::Changed => chooser.search(&self.library),
            InputEvent::Done(_) => {
                let place = chooser.list.index();
                return if chooser.found.is_empty() { self.none_there(cx) } else { self.pick(place, cx) };
            }
            InputEvent::Cancel => return self.leave(),
            InputEvent::Ignored => match chord.key {
                Key::Down => chooser.list.down(),
                Key::Up => chooser.list.up(),
                Key::PageDown => chooser.list.page(5, true),
                Key::PageUp => chooser.list.page(5, false),
                _ => {}
            },
            InputEvent::Moved => {}
        }
        Ok(())
    }

    fn none_there(&mut self, cx: &mut Cx) -> Result<()> {
        cx.refuse(cx.lang.text("sop.why_not_there").to_owned());
        Ok(())
    }

    fn pick(&mut self, place: usize, cx: &mut Cx) -> Result<()> {
        let Mode::Choose(chooser) = &self.mode else { return Ok(()) };
        let Some(template) = chooser.found.get(place).and_then(|at| self.library.all.get(*at)) else { return Ok(()) };
        let body = body(template, &chooser.inquiry, &self.library)?.into_owned();
        let limit = store::limits(cx.db)?.of(&chooser.inquiry.platform);
        let fill = Fill::new(chooser.inquiry.clone(), template.clone(), (body, limit), &chooser.kept, cx)?;
        self.mode = Mode::Fill(Box::new(fill));
        Ok(())
    }
}

/// Where an answer in the making is kept.
pub(super) fn place(inquiry: &Inquiry) -> String {
    format!("sop.answer:{}", inquiry.id)
}
