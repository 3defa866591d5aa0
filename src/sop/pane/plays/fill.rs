//! The words of a step: its template with what is known of the person, or of all who joined that day, filled in. The
//! last Enter sends them to the operator's clipboard and ticks the step; where no clipboard can be reached, only what
//! is said to have gone out ticks it.

use super::Play;
use crate::base::text::Clean;
use crate::base::{Lang, Result, Says};
use crate::db::Db;
use crate::sop::pane::{Blanks, Cx, Mode, SopPane};
use crate::sop::playbook::Step;
use crate::sop::store::runs::{self, Act, StepRef};
use crate::sop::store::{self, statements};
use crate::sop::template::{Auto, Filled, Phrases};
use crate::tui::pane::{Effect, Errand};
use crate::tui::{Chord, Field, Form, FormEvent, Key};
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
    /// Whether a clipboard can be reached.
    clipboard: bool,
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
        let kept = Blanks::kept(&place(step.id, how.1), cx)?.filter(|(code, _)| *code == step.template);
        let kept = kept.map_or_else(Filled::new, |(_, values)| values);
        let mut blanks = Blanks::new((body, limit), title, &kept, known, cx)?;
        blanks.form.hints = cx.lang.text("playbook.fill_hints").to_owned();
        if how == (true, None) && step.whom.incident_id.is_some() {
            // What is said about an incident is logged with its place, which stands behind the slots.
            let places = statements::channels(cx.db, cx.lang)?;
            blanks.form.fields.push(Field::choice(cx.lang.text("playbook.field_channel"), places, 0));
        }
        let words = WordsForm { blanks, step: step.clone(), tick: how.0, member: how.1, clipboard: cx.clipboard };
        self.mode = Mode::Play(Box::new(Play::Words(Box::new(words))));
        Ok(())
    }

    pub(super) fn words_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Play(play) = &mut self.mode else { return Ok(()) };
        let Play::Words(words) = &mut **play else { return Ok(()) };
        let chord = Chord::from_event(key);
        let sends = chord == Some(Chord::plain(Key::Enter));
        if words.blanks.came_back(sends) {
            return Ok(());
        }
        if chord == Some(Chord::ctrl('r')) {
            words.blanks.recall();
            words.keep(cx);
            return Ok(());
        }
        if sends {
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
            FormEvent::Changed => words.keep(cx),
            FormEvent::Cancel => {
                words.keep(cx);
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
            FormEvent::Moved | FormEvent::Ignored => {}
        }
        Ok(())
    }

    /// Ticked, then sent to the operator's clipboard. If somebody was faster, nothing is sent and the form stays.
    fn send_words(&mut self, cx: &mut Cx) -> Result<()> {
        let Mode::Play(play) = &mut self.mode else { return Ok(()) };
        let Play::Words(words) = &mut **play else { return Ok(()) };
        let ticks = words.tick || words.member.is_some();
        let text = if ticks {
            // Where no clipboard can be reached, the Enter after the text was shown says that it went out.
            let Some(text) = words.blanks.hand_out(cx)? else { return Ok(()) };
            text
        } else {
            words.blanks.finished()?
        };
        let (step, member, draft, channel) = (words.step.clone(), words.member, words.draft(), words.channel());
        let typed = words.blanks.remembered();
        let logged = cx.db.together(|db| {
            let says = if ticks { Some(settle(db, &step, member, (&text, &channel))?) } else { None };
            if !typed.is_empty() {
                store::remember(db, &typed)?;
            }
            Ok(says)
        });
        let says = logged.inspect_err(|_| cx.effects.push(Effect::Draft(draft.0.clone(), draft.1)))?;
        cx.effects.push(Effect::Draft(draft.0, String::new()));
        if cx.clipboard || !ticks {
            cx.copy(text);
        }
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

/// The step, or one of its people, is done with this text; of an incident it is a statement, said somewhere.
fn settle(db: &mut Db, step: &Step, member: Option<i64>, (text, channel): (&str, &str)) -> Result<Says> {
    match (member, step.whom.incident_id) {
        (Some(member), _) => runs::tell(db, step.id, member),
        (None, Some(incident)) => statements::say_step(db, incident, StepRef::from(step), text, channel),
        (None, None) => runs::decide(db, &[StepRef::from(step)], &Act::Done),
    }
}

/// Where the words of a step, or for one of its people, are kept as a draft.
fn place(step: i64, member: Option<i64>) -> String {
    member.map_or_else(|| format!("sop.words:{step}"), |member| format!("sop.words:{step}.{member}"))
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

    /// Where this is kept as a draft, and how.
    fn draft(&self) -> (String, String) {
        (place(self.step.id, self.member), self.blanks.draft(&self.step.template))
    }

    /// Where a statement is said.
    fn channel(&self) -> String {
        self.blanks.form.value(self.blanks.slots.len())
    }

    fn keep(&self, cx: &mut Cx) {
        let (place, text) = self.draft();
        cx.effects.push(Effect::Draft(place, text));
    }

    /// What Enter will do, by catalogue key.
    pub fn whisper(&self) -> &'static str {
        match (self.tick || self.member.is_some(), self.clipboard) {
            (true, true) => "playbook.whisper_send",
            (true, false) => "playbook.whisper_hand",
            (false, _) => "playbook.whisper_copy",
        }
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
