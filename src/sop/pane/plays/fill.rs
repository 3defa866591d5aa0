//! The words of a step: its template with what is known of the person, or of all who joined that day, filled in. The
//! last Enter sends them to the operator's clipboard and ticks the step.

use super::Play;
use crate::base::text::Clean;
use crate::base::{Lang, Result};
use crate::sop::pane::{Blanks, Cx, Mode, SopPane};
use crate::sop::playbook::Step;
use crate::sop::store::runs::{self, Act, StepRef};
use crate::sop::store::{self, statements};
use crate::sop::template::{Auto, Filled, Phrases};
use crate::tui::pane::{Effect, Errand};
use crate::tui::{Chord, Form, FormEvent, Key};
use ratatui::crossterm::event::KeyEvent;

/// More names than these are not read out one by one.
const NAMES: usize = 20;

/// Filling the words of a step.
#[derive(Debug)]
pub(in crate::sop) struct WordsForm {
    blanks: Blanks,
    step: Step,
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
        let phrases: Phrases = store::phrases(cx.db)?.into_iter().collect();
        let body = phrases.expand(template.wording.body_for(&step.whom.platform, None))?.into_owned();
        let limit = store::limits(cx.db)?.of(&step.whom.platform);
        let title = format!("{} {}", template.wording.code, Clean::head(&step.title(cx.lang), 60));
        let known = |voice: &Lang| known(step, who, voice, cx);
        let mut blanks = Blanks::new((body, limit), title, &Filled::new(), known, cx)?;
        blanks.form.hints = cx.lang.text("playbook.fill_hints").to_owned();
        let words = WordsForm { blanks, step: step.clone(), tick: how.0, member: how.1 };
        self.mode = Mode::Play(Box::new(Play::Words(Box::new(words))));
        Ok(())
    }

    pub(super) fn words_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Play(play) = &mut self.mode else { return Ok(()) };
        let Play::Words(words) = &mut **play else { return Ok(()) };
        let chord = Chord::from_event(key);
        if chord == Some(Chord::ctrl('r')) {
            words.blanks.recall();
            return Ok(());
        }
        if chord == Some(Chord::plain(Key::Enter)) {
            if let Some(error) = words.blanks.fault(words.blanks.form.focus()) {
                cx.refuse(cx.lang.say(&error.says));
                return Ok(());
            }
            if words.blanks.form.missing() == 0 && !words.blanks.form.unseen() {
                return self.send_words(cx);
            }
        }
        match words.blanks.form.key(key) {
            FormEvent::Submit => return self.send_words(cx),
            FormEvent::Cancel => {
                self.go_back(cx);
                return self.leave();
            }
            FormEvent::Refused(_) => {
                let text = words.blanks.missing_text(cx.lang);
                cx.refuse(text);
            }
            FormEvent::Rejected(key) => {
                let max = words.blanks.form.fields[words.blanks.form.focus()].limit();
                cx.refuse(cx.lang.fill(key, &[("max", &max)]));
            }
            FormEvent::Changed | FormEvent::Moved | FormEvent::Ignored => {}
        }
        Ok(())
    }

    /// Ticked, then sent to the operator's clipboard. If somebody was faster, nothing is sent and the form stays.
    fn send_words(&mut self, cx: &mut Cx) -> Result<()> {
        let Mode::Play(play) = &mut self.mode else { return Ok(()) };
        let Play::Words(words) = &mut **play else { return Ok(()) };
        let text = words.blanks.finished()?;
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
        self.blanks.form.paste(text);
    }

    /// The form with what will come of it.
    pub fn shown(&self, lang: &Lang) -> Form {
        self.blanks.shown(lang)
    }
}

/// What is known: who, where, when, by whom.
fn known(step: &Step, who: &str, lang: &Lang, cx: &Cx) -> Filled {
    let platform = if step.whom.platform.is_empty() {
        String::new()
    } else {
        lang.text(&format!("members.platform_{}", step.whom.platform)).to_owned()
    };
    let value = |auto: Auto| match auto {
        Auto::Nickname => who.to_owned(),
        Auto::Community => step.whom.community.clone(),
        Auto::Platform => platform.clone(),
        Auto::Time => cx.now.local(cx.zone).format("%H:%M").to_string(),
        Auto::Date => lang.day(cx.today(), cx.today()),
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
