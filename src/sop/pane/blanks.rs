//! The blanks of a text being filled: one field each, what is known put in, what may not go out said.

use super::Cx;
use crate::base::text::Clean;
use crate::base::{Error, Lang, Result};
use crate::db::draft;
use crate::sop::store;
use crate::sop::template::{Auto, Filled, Limit, Manner, Slot, SlotKind, listed, preview, render, slots, voice};
use crate::tui::pane::Effect;
use crate::tui::{Field, Form};
use chrono::NaiveDate;

/// Columns of a remembered value beside its field.
const REMEMBERED: usize = 14;

/// A body and the form that fills it.
#[derive(Debug)]
pub struct Blanks {
    /// The slots, one field each.
    pub slots: Vec<Slot>,
    /// The form.
    pub form: Form,
    /// The body that suits the reader, house phrases put in.
    body: String,
    /// What the platform takes.
    limit: Limit,
    /// What this operator filled slots with last.
    last: Filled,
    /// The sentences in the language of the body.
    voice: Lang,
    /// The local day of the answer.
    today: NaiveDate,
    /// No clipboard could be reached: the text was shown, and the next Enter says that it went out.
    handed: bool,
}

/// What a field holds at first, and the catalogue key of where that came from.
fn first_value(slot: &Slot, kept: &Filled, known: &Filled) -> (String, &'static str) {
    let before = kept.iter().find(|(name, v)| slot.answers_to(name) && !v.trim().is_empty());
    let known = slot.auto.and_then(|auto| known.get(auto.name()));
    // A moment that was typed or filled in earlier has passed.
    let timely = !matches!(slot.auto, Some(Auto::Time | Auto::Date));
    match (before.filter(|_| timely).map(|(_, v)| v), known) {
        (Some(value), Some(known)) if value == known => (value.clone(), "sop.from_inquiry"),
        (Some(value), _) => (value.clone(), "sop.from_draft"),
        (None, Some(known)) => (known.clone(), "sop.from_inquiry"),
        (None, None) if !slot.default.is_empty() => (slot.default.clone(), "words.from_default"),
        (None, None) => (String::new(), ""),
    }
}

impl Blanks {
    /// A form for `body`. `kept` is what was typed before, `known` what is known of the reader, in the language of the body.
    ///
    /// # Errors
    /// A body that cannot be read, and database errors.
    pub fn new(
        (body, limit): (String, Limit),
        title: String,
        kept: &Filled,
        known: impl Fn(&Lang) -> Filled,
        cx: &Cx,
    ) -> Result<Blanks> {
        let slots = slots(&body)?;
        let voice = voice(&body, cx.lang).into_owned();
        let known = known(&voice);
        let last = store::last_values(cx.db)?;
        let field = |slot: &Slot| {
            let (value, from) = first_value(slot, kept, &known);
            let note = if from.is_empty() { String::new() } else { cx.lang.text(from).to_owned() };
            let label = Clean::line(&slot.name).into_string();
            let remembered = last.get(&slot.name).map(String::as_str);
            let field = match &slot.kind {
                SlotKind::Choice(options) => {
                    let mut options = options.clone();
                    if slot.optional {
                        options.insert(0, String::new());
                    }
                    let wanted = if value.is_empty() { remembered.unwrap_or("") } else { &value };
                    let at = options.iter().position(|o| o == wanted).unwrap_or(0);
                    return Field::choice(label, options, at).note(note);
                }
                SlotKind::Number => Field::number(label, &value),
                SlotKind::Text(max) if *max > 0 => Field::text(label, &value).max(*max),
                SlotKind::Text(_) | SlotKind::Date => Field::text(label, &value).max(limit.longest),
            };
            let note = match (remembered, value.is_empty()) {
                (Some(before), true) => cx.lang.fill("words.recall", &[("value", &Clean::head(before, REMEMBERED))]),
                (None, true) if slot.optional => cx.lang.text("words.optional").to_owned(),
                _ => note,
            };
            field.required(!slot.optional).note(note)
        };
        let mut form = Form::new(title, slots.iter().map(field).collect());
        if form.missing() == 0 {
            form.set_focus(slots.iter().position(|s| s.auto.is_none()).unwrap_or(0));
        }
        Ok(Blanks { slots, form, body, limit, last, voice, today: cx.today(), handed: false })
    }

    /// What is in the form, by slot.
    pub fn values(&self) -> Filled {
        self.slots.iter().zip(&self.form.fields).map(|(slot, field)| (slot.name.clone(), field.value())).collect()
    }

    fn manner(&self) -> Manner<'_> {
        Manner { today: self.today, lang: &self.voice }
    }

    /// What is wrong with the value of one field, if it has one.
    pub fn fault(&self, at: usize) -> Option<Error> {
        let (slot, field) = (self.slots.get(at)?, self.form.fields.get(at)?);
        slot.written(&field.value(), self.manner()).err()
    }

    fn first_fault(&self) -> Option<(usize, Error)> {
        (0..self.slots.len()).find_map(|at| Some((at, self.fault(at)?)))
    }

    /// Puts what this operator filled the slot with last into its field.
    pub fn recall(&mut self) {
        let at = self.form.focus();
        let (Some(slot), Some(field)) = (self.slots.get(at), self.form.fields.get_mut(at)) else { return };
        if let Some(value) = self.last.get(&slot.name) {
            field.set(value);
        }
    }

    /// What was typed, to be offered again; what came from the person is not.
    pub fn remembered(&self) -> Vec<(String, String)> {
        let typed =
            self.slots.iter().zip(&self.form.fields).filter(|(slot, field)| slot.auto.is_none() && !field.is_empty());
        typed.map(|(slot, field)| (slot.name.clone(), field.value().trim().to_owned())).collect()
    }

    /// The form with what will come of it: the preview, and whether it may go out.
    pub fn shown(&self, lang: &Lang) -> Form {
        let text = preview(&self.body, &self.values(), self.manner());
        let (count, names) = (text.chars().count(), self.missing_names());
        let forbidden = self.limit.forbidden(&text);
        let args: [(&str, &dyn std::fmt::Display); 5] = [
            ("count", &names.len()),
            ("names", &listed(&names)),
            ("length", &count),
            ("max", &self.limit.longest),
            ("word", &forbidden.unwrap_or_default()),
        ];
        let state = match self.first_fault() {
            Some((_, error)) => lang.say(&error.says),
            None if forbidden.is_some() => lang.fill("words.fill_forbidden", &args),
            None if !names.is_empty() => lang.fill("sop.fill_missing", &args),
            None if count > self.limit.longest => lang.fill("sop.fill_too_long", &args),
            None => lang.fill("sop.fill_ready", &args),
        };
        let mut form = self.form.clone();
        form.preview = Clean::block(&text).split('\n').map(str::to_owned).collect();
        form.state = state;
        form
    }

    fn missing_names(&self) -> Vec<String> {
        self.form.fields.iter().filter(|f| f.required && f.is_empty()).map(|f| f.label.clone()).collect()
    }

    /// The sentence for what is missing.
    pub fn missing_text(&self, lang: &Lang) -> String {
        let names = self.missing_names();
        lang.fill("sop.unfilled_status", &[("count", &names.len()), ("names", &listed(&names))])
    }

    /// The text as it goes out; the cursor goes to what is wrong.
    ///
    /// # Errors
    /// An empty slot, a value that cannot be read, a text the platform does not take.
    pub fn finished(&mut self) -> Result<String> {
        if let Some((at, error)) = self.first_fault() {
            self.form.set_focus(at);
            return Err(error);
        }
        let text = Clean::clipboard(&render(&self.body, &self.values(), self.manner())?);
        self.limit.allows(&text)?;
        Ok(text)
    }

    /// A key comes. True if it leads back from the text that was to be selected by hand, without that having gone out.
    pub fn came_back(&mut self, sends: bool) -> bool {
        let handed = std::mem::take(&mut self.handed);
        self.handed = handed && sends;
        handed && !sends
    }

    /// Whether the text was shown to be selected by hand.
    pub fn handed(&self) -> bool {
        self.handed
    }

    /// The finished text, if it may be noted as gone out. Where no clipboard can be reached it is shown and kept in a
    /// file first, and only the next call gives it.
    ///
    /// # Errors
    /// As [`Blanks::finished`].
    pub fn hand_out(&mut self, cx: &mut Cx) -> Result<Option<String>> {
        let text = self.finished()?;
        if cx.clipboard || std::mem::take(&mut self.handed) {
            return Ok(Some(text));
        }
        self.handed = true;
        cx.effects.push(Effect::Hand(text));
        Ok(None)
    }

    /// What is kept as a draft: the template's code, then name and value of each slot.
    pub fn draft(&self, code: &str) -> String {
        let pairs = self.values().into_iter().flat_map(|(name, value)| [name, value]);
        let all: Vec<String> = std::iter::once(code.to_owned()).chain(pairs).collect();
        serde_json::to_string(&all).unwrap_or_default()
    }

    /// The template's code and what was typed, by slot, from what an earlier sitting kept at `place`.
    ///
    /// # Errors
    /// Database errors.
    pub fn kept(place: &str, cx: &Cx) -> Result<Option<(String, Filled)>> {
        let Some(draft) = draft::at(cx.db, place)? else { return Ok(None) };
        let Ok(fields) = serde_json::from_str::<Vec<String>>(&draft.text) else { return Ok(None) };
        let Some((code, pairs)) = fields.split_first() else { return Ok(None) };
        let (pairs, _) = pairs.as_chunks::<2>();
        Ok(Some((code.clone(), pairs.iter().map(|[name, value]| (name.clone(), value.clone())).collect())))
    }
}
