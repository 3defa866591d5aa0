//! The words of a step: its template with what is known of the person, or of all who joined that day, filled in. The
//! last Enter sends them to the operator's clipboard and ticks the step.

use super::Play;
use crate::base::text::Clean;
use crate::base::{Lang, Result};
use crate::sop::pane::{Cx, Mode, SopPane};
use crate::sop::playbook::Step;
use crate::sop::store::runs::{self, Act, StepRef};
use crate::sop::store::{self, statements};
use crate::sop::template::{ANSWER_MAX, Auto, Slot, preview, render, slots};
use crate::tui::pane::{Effect, Errand};
use crate::tui::{Chord, Field, Form, FormEvent, Key};
use ratatui::crossterm::event::KeyEvent;
use std::collections::BTreeMap;

/// More names than these are not read out one by one.
const NAMES: usize = 20;

/// Filling the words of a step.
#[derive(Debug)]
pub(in crate::sop) struct WordsForm {
    form: Form,
    step: Step,
    body: String,
    slots: Vec<Slot>,
    /// Whether the step is done with it.
    tick: bool,
    /// The one of its people it is for.
    member: Option<i64>,
}

impl SopPane {
    /// The form for the words of a step.
    pub(super) fn fill_step(&mut self, step: &Step, tick: bool, cx: &Cx) -> Result<()> {
        let who = match step.whom.people {
            Some(_) => everybody(&runs::people(cx.db, step.id)?, cx.lang),
            None => step.whom.who.clone(),
        };
        self.fill_words(step, (tick, None), &who, cx)
    }

    /// The same for one of its people.
    pub(super) fn fill_for(&mut self, step: &Step, member: i64, who: &str, cx: &Cx) -> Result<()> {
        self.fill_words(step, (true, Some(member)), who, cx)
    }

    fn fill_words(&mut self, step: &Step, how: (bool, Option<i64>), who: &str, cx: &Cx) -> Result<()> {
        let template = store::template(cx.db, &step.template)?;
        let body = template.wording.body;
        let (known, slots) = (known(step, who, cx), slots(&body)?);
        let field = |slot: &Slot| {
            let value = slot.auto.and_then(|auto| known.get(auto.name())).cloned().unwrap_or_default();
            let note = if value.is_empty() { "" } else { cx.lang.text("sop.from_inquiry") };
            Field::text(Clean::line(&slot.name).into_string(), &value).required(true).max(ANSWER_MAX).note(note)
        };
        let title = format!("{} {}", template.wording.code, Clean::head(&step.title(cx.lang), 60));
        let mut form = Form::new(title, slots.iter().map(field).collect());
        form.hints = cx.lang.text("playbook.fill_hints").to_owned();
        if form.missing() == 0 {
            form.set_focus(slots.iter().position(|s| s.auto.is_none()).unwrap_or(0));
        }
        let words = WordsForm { form, step: step.clone(), body, slots, tick: how.0, member: how.1 };
        self.mode = Mode::Play(Box::new(Play::Words(Box::new(words))));
        Ok(())
    }

    pub(super) fn words_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Play(play) = &mut self.mode else { return Ok(()) };
        let Play::Words(words) = &mut **play else { return Ok(()) };
        if Chord::from_event(key) == Some(Chord::plain(Key::Enter)) && words.form.missing() == 0 {
            return self.send_words(cx);
        }
        match words.form.key(key) {
            FormEvent::Submit => return self.send_words(cx),
            FormEvent::Cancel => {
                self.go_back(cx);
                return self.leave();
            }
            FormEvent::Refused(_) => {
                let names = words.missing();
                cx.refuse(cx.lang.fill("sop.unfilled_status", &[("count", &names.len()), ("names", &names.join(" "))]));
            }
            FormEvent::Rejected(key) => cx.refuse(cx.lang.fill(key, &[("max", &ANSWER_MAX)])),
            FormEvent::Changed | FormEvent::Moved | FormEvent::Ignored => {}
        }
        Ok(())
    }

    /// Ticked, then sent to the operator's clipboard. If somebody was faster, nothing is sent and the form stays.
    fn send_words(&mut self, cx: &mut Cx) -> Result<()> {
        let Mode::Play(play) = &self.mode else { return Ok(()) };
        let Play::Words(words) = &**play else { return Ok(()) };
        let text = Clean::clipboard(&render(&words.body, &words.values())?);
        let count = text.chars().count();
        if count > ANSWER_MAX {
            let error = crate::base::Error::user("sop.answer_too_long");
            return Err(error.with("count", count).with("max", ANSWER_MAX));
        }
        let (step, member, tick) = (words.step.clone(), words.member, words.tick);
        let says = match member {
            Some(member) => Some(runs::tell(cx.db, step.id, member)?),
            None if tick && step.whom.incident_id.is_some() => {
                let incident = step.whom.incident_id.unwrap_or(0);
                Some(statements::say_step(cx.db, incident, StepRef::from(&step), &text, "")?)
            }
            None if tick => Some(runs::decide(cx.db, &[StepRef::from(&step)], &Act::Done)?),
            None => None,
        };
        cx.copy(text);
        self.go_back(cx);
        match says {
            Some(says) => {
                if member.is_none() {
                    self.stepped(step.id);
                }
                self.wrote_play(&says, cx)
            }
            None => {
                cx.effects.push(Effect::Stale);
                self.leave()
            }
        }
    }
}

impl SopPane {
    /// The keys go back to the pane that asked for the words.
    fn go_back(&mut self, cx: &mut Cx) {
        if let Some(to) = self.plays.back.take() {
            let errand = Errand { to, command: "back", rows: Vec::new(), text: String::new(), follow: true };
            cx.effects.push(Effect::Errand(errand));
        }
    }
}

impl WordsForm {
    pub(super) fn paste(&mut self, text: &str) {
        self.form.paste(text);
    }

    fn values(&self) -> BTreeMap<String, String> {
        self.slots.iter().zip(&self.form.fields).map(|(slot, field)| (slot.name.clone(), field.value())).collect()
    }

    fn missing(&self) -> Vec<String> {
        self.form.fields.iter().filter(|f| f.is_empty()).map(|f| f.label.clone()).collect()
    }

    /// The form with what will come of it.
    pub fn shown(&self, lang: &Lang) -> Form {
        let text = preview(&self.body, &self.values());
        let (count, names) = (text.chars().count(), self.missing());
        let key = match () {
            () if !names.is_empty() => "sop.fill_missing",
            () if count > ANSWER_MAX => "sop.fill_too_long",
            () => "sop.fill_ready",
        };
        let mut form = self.form.clone();
        form.preview = Clean::block(&text).split('\n').map(str::to_owned).collect();
        form.state = lang.fill(
            key,
            &[("count", &names.len()), ("names", &names.join(" ")), ("length", &count), ("max", &ANSWER_MAX)],
        );
        form
    }
}

/// What is known: who, where, when, by whom.
fn known(step: &Step, who: &str, cx: &Cx) -> BTreeMap<String, String> {
    let platform = if step.whom.platform.is_empty() {
        String::new()
    } else {
        cx.lang.text(&format!("members.platform_{}", step.whom.platform)).to_owned()
    };
    let value = |auto: Auto| match auto {
        Auto::Nickname => who.to_owned(),
        Auto::Community => step.whom.community.clone(),
        Auto::Platform => platform.clone(),
        Auto::Time => cx.now.local(cx.zone).format("%H:%M").to_string(),
        Auto::Date => cx.lang.day(cx.today(), cx.today()),
        Auto::Operator => cx.me.to_owned(),
    };
    Auto::all().map(|auto| (auto.name().to_owned(), value(auto))).collect()
}

/// Everybody's names, if that is not too long to be read.
fn everybody(people: &[(i64, String, bool)], lang: &Lang) -> String {
    let names: Vec<String> =
        people.iter().filter(|(.., told)| !told).map(|(_, name, _)| Clean::head(name, 20).into_string()).collect();
    if names.is_empty() || names.len() > NAMES {
        return lang.text("playbook.everybody").to_owned();
    }
    names.join(lang.text("playbook.names_by"))
}
