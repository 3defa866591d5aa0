//! What a playbook asks for: why a step is left out, when it is to be done instead, for whom a plan starts.

use super::Under;
use super::fill::WordsForm;
use super::forms::{PlanForm, StartForm, StepForm};
use super::people::{People, Purpose, candidate};
use crate::base::i18n::{parse_day, parse_time};
use crate::base::text::Clean;
use crate::base::{At, Result, Says};
use crate::sop::pane::{Cx, Mode, SopPane, forms};
use crate::sop::playbook::{About, Playbook, Run, Step};
use crate::sop::store::newcomers;
use crate::sop::store::runs::{self, Act, StepRef};
use crate::tui::{Chord, Input, InputEvent, Menu, MenuEvent, MenuItem};
use chrono::TimeDelta;
use ratatui::crossterm::event::KeyEvent;

/// What is open over the view of playbooks.
#[derive(Debug)]
pub(in crate::sop) enum Play {
    /// Why steps are left out.
    Skip(Input, Vec<StepRef>),
    /// Why a run ends.
    End(Input, Run),
    /// When steps are to be done instead.
    Move(Menu<Later>, Vec<Step>),
    /// The same, typed.
    When(Input, Vec<Step>),
    /// For whom a plan about persons starts.
    How(Menu<For>, Playbook),
    /// The person's name.
    Who(Input, Playbook),
    /// The community whose newcomers get it.
    Door(Input, Playbook),
    /// People to choose from, or to tick.
    People(Box<People>),
    /// Starting a plan about a community.
    Start(Box<StartForm>),
    /// Changing a step.
    Step(Box<StepForm>),
    /// Writing a plan.
    Plan(Box<PlanForm>),
    /// Filling the words of a step.
    Words(Box<WordsForm>),
}

/// How far a step is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sop) enum Later {
    Hour,
    Tomorrow,
    Week,
    Typed,
}

/// For whom a plan starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sop) enum For {
    Silent,
    Named,
    Newcomers,
}

impl Play {
    /// Pasted text goes where the cursor is.
    pub fn paste(&mut self, text: &str) {
        match self {
            Self::Skip(input, _)
            | Self::End(input, _)
            | Self::When(input, _)
            | Self::Who(input, _)
            | Self::Door(input, _) => {
                input.paste(text);
            }
            Self::Start(start) => drop(start.form.paste(text)),
            Self::Step(edit) => drop(edit.form.paste(text)),
            Self::Plan(writing) => drop(writing.form.paste(text)),
            Self::Words(words) => words.paste(text),
            Self::Move(..) | Self::How(..) | Self::People(_) => {}
        }
    }
}

impl SopPane {
    pub(super) fn ask(&mut self, play: Play) -> Result<()> {
        self.mode = Mode::Play(Box::new(play));
        Ok(())
    }

    pub(super) fn ask_skip(&mut self, cx: &Cx) -> Result<()> {
        if let Under::Run(row) = self.plays.under() {
            let run = row.run.clone();
            return self.ask(Play::End(Input::new(cx.lang.text("playbook.ask_reason"), ""), run));
        }
        let steps = self.plays.targets().iter().map(StepRef::from).collect();
        self.ask(Play::Skip(Input::new(cx.lang.text("playbook.ask_reason"), ""), steps))
    }

    pub(super) fn ask_move(&mut self, cx: &Cx) -> Result<()> {
        let steps = self.plays.targets();
        let item = |key, label: &str, later| MenuItem::new(key, cx.lang.text(label), later);
        let items = vec![
            item('1', "playbook.later_tomorrow", Later::Tomorrow),
            item('2', "playbook.later_week", Later::Week),
            item('3', "playbook.later_typed", Later::Typed),
            item('4', "playbook.later_hour", Later::Hour),
        ];
        let what = steps.first().map(|s| Clean::head(&s.text, 40).into_string()).unwrap_or_default();
        self.ask(Play::Move(Menu::new(cx.lang.fill("playbook.ask_move", &[("text", &what)]), items), steps))
    }

    fn moved(&mut self, steps: &[Step], later: Later, cx: &mut Cx) -> Result<()> {
        let Some(first) = steps.first() else { return self.leave() };
        let local = first.due_at.local(cx.zone);
        let on = |day| cx.zone.moment(chrono::NaiveDate::and_time(&day, local.time()));
        let at = match later {
            Later::Hour => cx.now.plus(crate::base::clock::HOUR),
            Later::Tomorrow => on(cx.today() + TimeDelta::days(1)),
            Later::Week => on(cx.today().max(local.date()) + TimeDelta::days(7)),
            Later::Typed => {
                let now = local.format("%Y-%m-%d %H:%M").to_string();
                return self.ask(Play::When(Input::new(cx.lang.text("playbook.ask_when"), &now), steps.to_vec()));
            }
        };
        let refs: Vec<StepRef> = steps.iter().map(StepRef::from).collect();
        self.decided_steps(&refs, &Act::Move(at), cx)
    }

    /// Starts the plan under the cursor: a form for communities, a menu for persons.
    pub(super) fn ask_start(&mut self, cx: &Cx) -> Result<()> {
        let Under::Plan(plan) = self.plays.under() else { return Ok(()) };
        let plan = plan.clone();
        if plan.plan.about == About::Community {
            return self.start_form(plan, cx);
        }
        let item = |key, label: &str, whom| MenuItem::new(key, cx.lang.text(label), whom);
        let items = vec![
            item('1', "playbook.for_silent", For::Silent),
            item('2', "playbook.for_named", For::Named),
            item('3', "playbook.for_newcomers", For::Newcomers),
        ];
        let title = cx.lang.fill("playbook.ask_whom", &[("name", &Clean::line(&plan.plan.name))]);
        let mut menu = Menu::new(title, items);
        menu.lines = vec![if self.plays.welcomes.is_empty() {
            cx.lang.text("playbook.welcomes_none").to_owned()
        } else {
            cx.lang.fill("playbook.welcomes", &[("names", &self.plays.welcomes.join(cx.lang.text("app.comma")))])
        }];
        self.ask(Play::How(menu, plan))
    }

    /// A key while something is open here.
    pub(in crate::sop::pane) fn play_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Play(play) = &mut self.mode else { return Ok(()) };
        let chord = Chord::from_event(key);
        match &mut **play {
            Play::Move(menu, steps) => match chord.map(|c| menu.key(c)) {
                Some(MenuEvent::Chosen(later)) => {
                    let steps = steps.clone();
                    self.moved(&steps, later, cx)
                }
                Some(MenuEvent::Cancel) => self.leave(),
                _ => Ok(()),
            },
            Play::How(menu, plan) => match chord.map(|c| menu.key(c)) {
                Some(MenuEvent::Chosen(whom)) => {
                    let plan = plan.clone();
                    self.chosen(whom, plan, cx)
                }
                Some(MenuEvent::Cancel) => self.leave(),
                _ => Ok(()),
            },
            Play::Skip(input, _)
            | Play::End(input, _)
            | Play::When(input, _)
            | Play::Who(input, _)
            | Play::Door(input, _) => match input.key(key) {
                InputEvent::Done(text) => self.answered(&text, cx),
                InputEvent::Cancel => self.leave(),
                _ => Ok(()),
            },
            Play::People(_) => self.people_key(chord, cx),
            Play::Start(_) => self.start_key(key, cx),
            Play::Step(_) => self.step_key(key, cx),
            Play::Plan(_) => self.plan_key(key, cx),
            Play::Words(_) => self.words_key(key, cx),
        }
    }

    fn chosen(&mut self, whom: For, plan: Playbook, cx: &Cx) -> Result<()> {
        match whom {
            For::Silent => self.silent_people(plan, cx),
            For::Named => self.ask(Play::Who(Input::new(cx.lang.text("playbook.ask_who"), ""), plan)),
            For::Newcomers => self.ask(Play::Door(Input::new(cx.lang.text("playbook.ask_door"), ""), plan)),
        }
    }

    /// A line of input is finished. What cannot be understood stays in the line.
    fn answered(&mut self, text: &str, cx: &mut Cx) -> Result<()> {
        let Mode::Play(play) = &self.mode else { return Ok(()) };
        match &**play {
            Play::Skip(_, steps) => {
                let steps = steps.clone();
                self.decided_steps(&steps, &Act::Skip(text.to_owned()), cx)
            }
            Play::End(_, run) => {
                let says = runs::end_run(cx.db, run, text)?;
                self.plays.opened = None;
                self.wrote_play(&says, cx)
            }
            Play::When(_, steps) => match when(text, steps.first(), cx) {
                Some(at) => {
                    let refs: Vec<StepRef> = steps.iter().map(StepRef::from).collect();
                    self.decided_steps(&refs, &Act::Move(at), cx)
                }
                None => {
                    cx.refuse(cx.lang.fill("playbook.bad_when", &[("value", &Clean::line(text))]));
                    Ok(())
                }
            },
            Play::Who(_, plan) => {
                let found = newcomers::named(cx.db, text)?;
                if found.is_empty() {
                    cx.refuse(cx.lang.fill("playbook.no_such_member", &[("name", &Clean::line(text))]));
                    return Ok(());
                }
                let (plan, rows) = (plan.clone(), found.iter().map(|m| candidate(m, cx)).collect());
                let title = cx.lang.fill("playbook.found_title", &[("n", &found.len())]);
                self.list_people(title, Purpose::Start(Box::new(plan)), rows, 0)
            }
            Play::Door(_, plan) => {
                let plan = plan.clone();
                self.door(text, &plan, cx)
            }
            _ => Ok(()),
        }
    }

    /// Newcomers of a community get the plan by themselves from now on, or no longer.
    fn door(&mut self, name: &str, plan: &Playbook, cx: &mut Cx) -> Result<()> {
        let places = crate::sop::store::places(cx.db)?;
        let Some(community) = forms::find(&places, name, cx.lang) else {
            cx.refuse(cx.lang.fill("sop.no_such_community", &[("name", &Clean::line(name))]));
            return Ok(());
        };
        let on = newcomers::welcomes(cx.db)?.iter().any(|w| w.community_id == community.id && w.code == plan.plan.code);
        newcomers::set_welcome(cx.db, community.id, Some(plan).filter(|_| !on), None)?;
        newcomers::greet(cx.db, cx.zone)?;
        let key = if on { "playbook.did_unwelcome" } else { "playbook.did_welcome" };
        let says =
            Says::new(key).with("community", Clean::line(&community.name)).with("plan", Clean::line(&plan.plan.name));
        self.wrote_play(&says, cx)
    }
}

/// A day and a time; one of them alone keeps the other as it was.
fn when(text: &str, step: Option<&Step>, cx: &Cx) -> Option<At> {
    let local = step?.due_at.local(cx.zone);
    let text = text.trim();
    let (day, time) = match text.rsplit_once(' ') {
        Some((day, time)) => (parse_day(day, cx.today())?, parse_time(time)?),
        None => match parse_day(text, cx.today()) {
            Some(day) => (day, local.time()),
            None => (local.date(), parse_time(text)?),
        },
    };
    Some(cx.zone.moment(day.and_time(time)))
}
