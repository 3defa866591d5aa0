//! Answering: the chooser, then the form that lets nothing unfilled out.

use super::{Cx, Library, Mode, SopPane};
use crate::base::text::Clean;
use crate::base::{Lang, Result, Says};
use crate::db::draft;
use crate::sop::inquiry::Inquiry;
use crate::sop::store::{self, Answer};
use crate::sop::template::{ANSWER_MAX, Auto, Slot, Template, preview, render, slots};
use crate::tui::pane::{Effect, Status, Tone};
use crate::tui::{Chord, Field, Form, FormEvent, Input, InputEvent, Key, List};
use ratatui::crossterm::event::KeyEvent;
use std::collections::BTreeMap;

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
    pub known: BTreeMap<String, String>,
    suggested: Vec<usize>,
    /// What was typed into a form before, by slot.
    kept: BTreeMap<String, String>,
}

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
}

impl SopPane {
    pub(super) fn choose(&mut self, cx: &mut Cx) -> Result<()> {
        let Some(inquiry) = self.open_inquiry() else { return Ok(()) };
        self.ensure_library(cx)?;
        let mut suggested: Vec<usize> = self.suggested.get(&inquiry.id).cloned().unwrap_or_default();
        let mut kept = BTreeMap::new();
        if let Some((code, values)) = read_draft(&inquiry, cx)? {
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

    fn open_chooser(&mut self, inquiry: Inquiry, suggested: Vec<usize>, kept: BTreeMap<String, String>, cx: &Cx) {
        let input = Input::new(format!(" {}", cx.lang.text("sop.find")), "");
        let known = inquiry.known(cx.now, cx.zone, cx.lang, cx.me);
        let mut chooser = Chooser { inquiry, input, found: Vec::new(), list: List::new(), known, suggested, kept };
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
        let fill = Fill::new(chooser.inquiry.clone(), template.clone(), &chooser.kept, cx)?;
        self.mode = Mode::Fill(Box::new(fill));
        Ok(())
    }

    pub(super) fn fill_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Fill(fill) = &mut self.mode else { return Ok(()) };
        let chord = Chord::from_event(key);
        if chord == Some(Chord::ctrl('t')) {
            let (inquiry, kept) = (fill.inquiry.clone(), fill.values());
            let suggested = self.suggested.get(&inquiry.id).cloned().unwrap_or_default();
            self.open_chooser(inquiry, suggested, kept, cx);
            return Ok(());
        }
        // Sent, and then we wait for them.
        if chord == Some(Chord::ctrl('p')) {
            if fill.form.missing() == 0 {
                return self.send(cx.lang.text("promise.their_reply"), cx);
            }
            let text = fill.missing_text(cx.lang);
            cx.refuse(text);
            return Ok(());
        }
        // Nothing is missing: Enter sends, wherever the cursor stands.
        if chord == Some(Chord::plain(Key::Enter)) && fill.form.missing() == 0 {
            return self.send("", cx);
        }
        match fill.form.key(key) {
            FormEvent::Changed => {
                let (place, text) = fill.draft();
                cx.effects.push(Effect::Draft(place, text));
            }
            FormEvent::Submit => return self.send("", cx),
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
            FormEvent::Rejected(key) => cx.refuse(cx.lang.fill(key, &[("max", &ANSWER_MAX)])),
            FormEvent::Moved | FormEvent::Ignored => {}
        }
        Ok(())
    }

    /// The last Enter: logged as answered in one entry, sent to the operator's clipboard, on to the next person. If
    /// somebody was faster, nothing is sent and the form stays. With a `note` we wait for them from then on.
    fn send(&mut self, note: &str, cx: &mut Cx) -> Result<()> {
        let Mode::Fill(fill) = &mut self.mode else { return Ok(()) };
        let text = Clean::clipboard(&render(&fill.template.wording.body, &fill.values())?);
        let code = fill.template.wording.code.clone();
        let (inquiry, (place, draft)) = (fill.inquiry.clone(), fill.draft());
        let answer = Answer { template: Some((fill.template.id, code.clone())), text: text.clone() };
        if let Err(error) = store::answer_and_wait(cx.db, &inquiry, &answer, note) {
            cx.effects.push(Effect::Draft(place, draft));
            return Err(error);
        }
        cx.effects.push(Effect::Draft(place, String::new()));
        cx.copy(text);
        self.mine = None;
        self.done(&[inquiry], Says::new("sop.status_answered").with("code", code), cx)
    }
}

fn say(cx: &mut Cx, tone: Tone, text: String) {
    cx.effects.push(Effect::Status(Status { tone, text, more: String::new() }));
}

/// The template's code and what was typed, by slot, from a draft of an earlier sitting.
fn read_draft(inquiry: &Inquiry, cx: &Cx) -> Result<Option<(String, BTreeMap<String, String>)>> {
    let Some(draft) = draft::at(cx.db, &place(inquiry))? else { return Ok(None) };
    let Ok(fields) = serde_json::from_str::<Vec<String>>(&draft.text) else { return Ok(None) };
    let Some((code, pairs)) = fields.split_first() else { return Ok(None) };
    let (pairs, _) = pairs.as_chunks::<2>();
    Ok(Some((code.clone(), pairs.iter().map(|[name, value]| (name.clone(), value.clone())).collect())))
}

fn place(inquiry: &Inquiry) -> String {
    format!("sop.answer:{}", inquiry.id)
}

impl Fill {
    fn new(inquiry: Inquiry, template: Template, kept: &BTreeMap<String, String>, cx: &Cx) -> Result<Fill> {
        let slots = slots(&template.wording.body)?;
        let all = inquiry.known(cx.now, cx.zone, cx.lang, cx.me);
        let field = |slot: &Slot| {
            let before = kept.iter().find(|(name, v)| slot.answers_to(name) && !v.trim().is_empty());
            let known = slot.auto.and_then(|auto| all.get(auto.name())).cloned();
            // A moment that was typed or filled in earlier has passed.
            let timely = !matches!(slot.auto, Some(Auto::Time | Auto::Date));
            let value = before.filter(|_| timely).map(|(_, v)| v.clone());
            let note = match (&value, &known) {
                (Some(v), Some(k)) if v == k => "sop.from_inquiry",
                (Some(_), _) => "sop.from_draft",
                (None, Some(_)) => "sop.from_inquiry",
                (None, None) => "",
            };
            let note = if note.is_empty() { "" } else { cx.lang.text(note) };
            let value = value.or(known).unwrap_or_default();
            Field::text(Clean::line(&slot.name).into_string(), &value).required(true).max(ANSWER_MAX).note(note)
        };
        let fields: Vec<Field> = slots.iter().map(field).collect();
        let (code, name) = (&template.wording.code, Clean::line(&template.wording.name));
        let who = Clean::head(&inquiry.who, 30);
        let community = Clean::head(&inquiry.community, 30);
        let platform = cx.lang.text(&format!("members.platform_{}", inquiry.platform)).to_owned();
        let title = cx.lang.fill(
            "sop.fill_title",
            &[("code", code), ("name", &name), ("who", &who), ("platform", &platform), ("community", &community)],
        );
        let mut form = Form::new(title, fields);
        form.hints = cx.lang.text("sop.fill_hints").to_owned();
        if form.missing() == 0 {
            form.set_focus(slots.iter().position(|s| s.auto.is_none()).unwrap_or(0));
        }
        Ok(Fill { inquiry, template, slots, form })
    }

    /// What is in the form, by slot.
    pub fn values(&self) -> BTreeMap<String, String> {
        self.slots.iter().zip(&self.form.fields).map(|(slot, field)| (slot.name.clone(), field.value())).collect()
    }

    /// The form with what will come of it: the preview, and whether it may go out.
    pub fn shown(&self, lang: &Lang) -> Form {
        let text = preview(&self.template.wording.body, &self.values());
        let (count, names) = (text.chars().count(), self.missing_names());
        let key = match () {
            () if !names.is_empty() => "sop.fill_missing",
            () if count > ANSWER_MAX => "sop.fill_too_long",
            () => "sop.fill_ready",
        };
        let state = lang.fill(
            key,
            &[("count", &names.len()), ("names", &names.join(" ")), ("length", &count), ("max", &ANSWER_MAX)],
        );
        let mut form = self.form.clone();
        form.preview = Clean::block(&text).split('\n').map(str::to_owned).collect();
        form.state = state;
        form
    }

    fn missing_names(&self) -> Vec<String> {
        self.form.fields.iter().filter(|f| f.is_empty()).map(|f| f.label.clone()).collect()
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
