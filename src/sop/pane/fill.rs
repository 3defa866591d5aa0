//! Answering, second half: the form that lets nothing unfilled, over-long or forbidden out.

use super::answer::place;
use super::{Cx, Mode, SopPane};
use crate::base::text::Clean;
use crate::base::{Error, Lang, Result, Says};
use crate::sop::inquiry::Inquiry;
use crate::sop::store::{self, Answer};
use crate::sop::template::{Auto, Filled, Limit, Manner, Slot, SlotKind, Template, preview, render, slots, voice};
use crate::tui::pane::{Effect, Status, Tone};
use crate::tui::{Chord, Field, Form, FormEvent, Key};
use chrono::NaiveDate;
use ratatui::crossterm::event::KeyEvent;

/// Columns of a remembered value beside its field.
const REMEMBERED: usize = 14;

/// Filling a template.
#[derive(Debug)]
pub struct Fill {
    /// For whom.
    pub inquiry: Inquiry,
    /// With what.
    pub template: Template,
    /// The slots, one field each.
    pub slots: Vec<Slot>,
    /// The form.
    pub form: Form,
    /// The body that suits the person, house phrases put in.
    body: String,
    /// What the platform takes.
    limit: Limit,
    /// What this operator filled slots with last.
    last: Filled,
    /// The sentences in the language of the body.
    voice: Lang,
    /// The local day of the answer.
    today: NaiveDate,
    /// Whether a clipboard can be reached.
    pub clipboard: bool,
    /// No clipboard could be reached: the text was shown, and the next Enter says that it went out.
    handed: bool,
}

impl SopPane {
    pub(super) fn fill_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Fill(fill) = &mut self.mode else { return Ok(()) };
        let chord = Chord::from_event(key);
        let handed = std::mem::take(&mut fill.handed);
        if chord == Some(Chord::ctrl('t')) {
            let (inquiry, kept) = (fill.inquiry.clone(), fill.values());
            let suggested = self.suggested.get(&inquiry.id).cloned().unwrap_or_default();
            self.open_chooser(inquiry, suggested, kept, cx);
            return Ok(());
        }
        if chord == Some(Chord::ctrl('r')) {
            fill.recall();
            let (place, text) = fill.draft();
            cx.effects.push(Effect::Draft(place, text));
            return Ok(());
        }
        if chord == Some(Chord::plain(Key::Enter)) {
            fill.handed = handed;
            if let Some(error) = fill.fault(fill.form.focus()) {
                cx.refuse(cx.lang.say(&error.says));
                return Ok(());
            }
            // Nothing is missing: Enter sends, wherever the cursor stands.
            if fill.form.missing() == 0 && !fill.form.unseen() {
                return self.send(cx);
            }
        } else if handed {
            // Back from the text that was to be selected by hand, without having sent it.
            return Ok(());
        }
        match fill.form.key(key) {
            FormEvent::Changed => {
                let (place, text) = fill.draft();
                cx.effects.push(Effect::Draft(place, text));
            }
            FormEvent::Submit => return self.send(cx),
            FormEvent::Cancel => {
                let (place, text) = fill.draft();
                cx.effects.push(Effect::Draft(place, text));
                say(cx, Tone::Info, cx.lang.text("sop.draft_kept").to_owned());
                return self.leave();
            }
            FormEvent::Refused(_) => {
                let text = fill.missing_text(cx.lang);
                cx.refuse(text);
            }
            FormEvent::Rejected(key) => {
                let max = fill.form.fields[fill.form.focus()].limit();
                cx.refuse(cx.lang.fill(key, &[("max", &max)]));
            }
            FormEvent::Moved | FormEvent::Ignored => {}
        }
        Ok(())
    }

    /// The last Enter: logged as answered in one entry, sent to the operator's clipboard, on to the next person. If
    /// somebody was faster, nothing is sent and the form stays. Where no clipboard can be reached the text is shown and
    /// kept in a file first, and only the Enter after that logs the answer.
    fn send(&mut self, cx: &mut Cx) -> Result<()> {
        let Mode::Fill(fill) = &mut self.mode else { return Ok(()) };
        if let Some((at, error)) = fill.first_fault() {
            fill.form.set_focus(at);
            return Err(error);
        }
        let text = Clean::clipboard(&render(&fill.body, &fill.values(), fill.manner())?);
        fill.limit.allows(&text)?;
        if !cx.clipboard && !fill.handed {
            fill.handed = true;
            cx.effects.push(Effect::Hand(text));
            return Ok(());
        }
        let code = fill.template.wording.code.clone();
        let (inquiry, (place, draft), template) = (fill.inquiry.clone(), fill.draft(), fill.template.id);
        let answer = Answer { template: Some((template, code.clone())), text: text.clone() };
        let typed = fill.remembered();
        let logged = cx.db.together(|db| {
            store::answer(db, &inquiry, &answer)?;
            if typed.is_empty() { Ok(()) } else { store::remember(db, &typed) }
        });
        if let Err(error) = logged {
            cx.effects.push(Effect::Draft(place, draft));
            return Err(error);
        }
        cx.effects.push(Effect::Draft(place, String::new()));
        if cx.clipboard {
            cx.copy(text);
        }
        self.mine = None;
        self.library.used(template);
        self.done(&[inquiry], Says::new("sop.status_answered").with("code", code), cx)
    }
}

fn say(cx: &mut Cx, tone: Tone, text: String) {
    cx.effects.push(Effect::Status(Status { tone, text, more: String::new() }));
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

impl Fill {
    pub(super) fn new(
        inquiry: Inquiry,
        template: Template,
        (body, limit): (String, Limit),
        kept: &Filled,
        cx: &Cx,
    ) -> Result<Fill> {
        let slots = slots(&body)?;
        let voice = voice(&body, cx.lang).into_owned();
        let known = inquiry.known(cx.now, cx.zone, &voice, cx.me);
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
        let mut form = Form::new(title(&inquiry, &template, cx.lang), slots.iter().map(field).collect());
        form.hints = cx.lang.text("sop.fill_hints").to_owned();
        if form.missing() == 0 {
            form.set_focus(slots.iter().position(|s| s.auto.is_none()).unwrap_or(0));
        }
        Ok(Fill {
            inquiry,
            template,
            slots,
            form,
            body,
            limit,
            last,
            voice,
            today: cx.today(),
            clipboard: cx.clipboard,
            handed: false,
        })
    }

    /// What is in the form, by slot.
    pub fn values(&self) -> Filled {
        self.slots.iter().zip(&self.form.fields).map(|(slot, field)| (slot.name.clone(), field.value())).collect()
    }

    fn manner(&self) -> Manner<'_> {
        Manner { today: self.today, lang: &self.voice }
    }

    /// What is wrong with the value of one field, if it has one.
    fn fault(&self, at: usize) -> Option<Error> {
        let (slot, field) = (self.slots.get(at)?, self.form.fields.get(at)?);
        slot.written(&field.value(), self.manner()).err()
    }

    fn first_fault(&self) -> Option<(usize, Error)> {
        (0..self.slots.len()).find_map(|at| Some((at, self.fault(at)?)))
    }

    /// Puts what this operator filled the slot with last into its field.
    fn recall(&mut self) {
        let at = self.form.focus();
        let (Some(slot), Some(field)) = (self.slots.get(at), self.form.fields.get_mut(at)) else { return };
        if let Some(value) = self.last.get(&slot.name) {
            field.set(value);
        }
    }

    /// What was typed, to be offered again; what came from the person is not.
    fn remembered(&self) -> Vec<(String, String)> {
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
            ("names", &names.join(" ")),
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

    fn missing_text(&self, lang: &Lang) -> String {
        let names = self.missing_names();
        lang.fill("sop.unfilled_status", &[("count", &names.len()), ("names", &names.join(" "))])
    }

    /// Where this is kept as a draft, and how: the code, then name and value of each slot.
    fn draft(&self) -> (String, String) {
        let pairs = self.values().into_iter().flat_map(|(name, value)| [name, value]);
        let all: Vec<String> = std::iter::once(self.template.wording.code.clone()).chain(pairs).collect();
        (place(&self.inquiry), serde_json::to_string(&all).unwrap_or_default())
    }
}

/// `填话术 tk 退款流程 给 林小雨 (QQ 交流群)`.
fn title(inquiry: &Inquiry, template: &Template, lang: &Lang) -> String {
    let (code, name) = (&template.wording.code, Clean::line(&template.wording.name));
    let who = Clean::head(&inquiry.who, 30);
    let community = Clean::head(&inquiry.community, 30);
    let platform = lang.text(&format!("members.platform_{}", inquiry.platform)).to_owned();
    lang.fill(
        "sop.fill_title",
        &[("code", code), ("name", &name), ("who", &who), ("platform", &platform), ("community", &community)],
    )
}
