//! Playbooks in the pane: runs under way and the plans below them; a run opened, its steps with check boxes.
//! What is asked for stands in `ask`, the forms in `forms`, drawing in `view/plays`.

mod ask;
mod fill;
mod forms;
mod people;
mod rows;

pub(in crate::sop) use ask::Play;
pub(in crate::sop) use people::{People, Purpose};
pub(in crate::sop) use rows::{Opened, Plays, RunRow, StepRow, Under};

use super::{Action, Cx, Mode, SopPane, View};
use crate::base::{Result, Says};
use crate::sop::playbook::{About, Step, StepState};
use crate::sop::store::runs::{self, Act, StepRef};
use crate::tui::Nav;
use crate::tui::pane::{Effect, Errand};

impl SopPane {
    /// Reads the view again.
    pub(super) fn reload_plays(&mut self, cx: &Cx) -> Result<()> {
        self.plays.reload(&self.filter, cx)
    }

    pub(super) fn nav_plays(&mut self, nav: Nav, cx: &Cx) -> Result<()> {
        let page = self.plays.height.get().max(1);
        match &mut self.plays.opened {
            Some(opened) => opened.list.nav(nav, page),
            None if !matches!(nav, Nav::MarkStep | Nav::MarkAll | Nav::Invert) => self.plays.list.nav(nav, page),
            None => {}
        }
        self.plays.look_beneath(cx)
    }

    /// Esc: marks, then back to the list.
    pub(super) fn back_plays(&mut self, cx: &Cx) -> Result<bool> {
        let Some(opened) = self.plays.opened.as_mut().filter(|_| self.view == View::Plays) else { return Ok(false) };
        if opened.list.unmark() {
            return Ok(true);
        }
        self.plays.opened = None;
        self.plays.look_beneath(cx)?;
        Ok(true)
    }

    /// Why `action` cannot run here.
    pub(super) fn why_not_play(&self, action: Action) -> Option<&'static str> {
        let under = self.plays.under();
        let step = !self.plays.targets().is_empty();
        match (action, under) {
            (Action::View | Action::New | Action::Preview, _) | (Action::Answer | Action::Edit, Under::Step(_)) => None,
            (Action::HandUp | Action::Filters | Action::Repeat | Action::Claim | Action::Clock, _) => {
                Some("playbook.why_not_here")
            }
            (_, Under::Nothing) => Some("playbook.why_nothing"),
            (Action::Open, _) | (Action::Answer | Action::Edit, Under::Plan(_)) | (Action::Close, Under::Run(_)) => {
                None
            }
            (Action::Card, Under::Step(row)) if row.step.whom.people.is_some() => None,
            (Action::Card, Under::Plan(plan)) if plan.plan.about == About::Person => None,
            (Action::Card, _) => Some("playbook.why_no_people"),
            (_, Under::Plan(_)) => Some("playbook.why_plan"),
            (Action::Edit, Under::Run(_)) => Some("playbook.why_open_first"),
            _ if !step => Some("playbook.why_all_done"),
            (Action::Copy, _) if self.plays.targets().iter().all(|s| s.template.is_empty()) => {
                Some("playbook.why_no_text")
            }
            _ => None,
        }
    }

    /// What the keys are called here.
    pub(super) fn label_play(&self, action: Action) -> Option<&'static str> {
        if self.view != View::Plays {
            return None;
        }
        let plan = matches!(self.plays.under(), Under::Plan(_));
        Some(match action {
            Action::Answer if plan => "playbook.cmd_start",
            Action::Answer => "playbook.cmd_done",
            Action::Close if self.plays.opened.is_some() => "playbook.cmd_skip",
            Action::Close => "playbook.cmd_end",
            Action::Pause => "playbook.cmd_move",
            Action::Card if plan => "playbook.cmd_silent",
            Action::Card => "playbook.cmd_people",
            Action::New => "playbook.cmd_new",
            Action::Edit => "playbook.cmd_edit",
            Action::Copy => "playbook.cmd_fill",
            _ => return None,
        })
    }

    pub(super) fn play(&mut self, action: Action, cx: &mut Cx) -> Result<()> {
        match action {
            // Enter on a person makes the pane large.
            Action::Open if self.view != View::Plays => {
                cx.effects.push(Effect::Zoom);
                Ok(())
            }
            Action::View => self.next_view(cx),
            Action::Preview => {
                self.preview = !self.preview;
                Ok(())
            }
            Action::New => self.write_plan(None, cx),
            Action::Open => self.open_play(cx),
            Action::Answer if matches!(self.plays.under(), Under::Plan(_)) => self.ask_start(cx),
            Action::Answer => self.tick(cx),
            Action::Close => self.ask_skip(cx),
            Action::Pause => self.ask_move(cx),
            Action::Card => self.show_people(cx),
            Action::Edit => match self.plays.under() {
                Under::Plan(plan) => {
                    let plan = plan.clone();
                    self.write_plan(Some(&plan), cx)
                }
                Under::Step(row) => {
                    let step = row.step.clone();
                    self.edit_step(&step, cx)
                }
                _ => Ok(()),
            },
            Action::Copy => match self.plays.targets().into_iter().find(|s| !s.template.is_empty()) {
                Some(step) => self.fill_step(&step, true, cx),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// Enter: a run's steps; of a plan the start; of a step with people, those.
    fn open_play(&mut self, cx: &mut Cx) -> Result<()> {
        match self.plays.under() {
            Under::Run(row) => {
                let id = row.run.id;
                self.plays.open(id, cx)
            }
            Under::Plan(_) => self.ask_start(cx),
            Under::Step(row) if row.step.whom.people.is_some() => self.show_people(cx),
            Under::Step(_) => {
                self.preview = !self.preview;
                Ok(())
            }
            Under::Nothing => Ok(()),
        }
    }

    /// The box: done, or to be done after all.
    fn tick(&mut self, cx: &mut Cx) -> Result<()> {
        let steps = self.plays.targets();
        let open: Vec<StepRef> = steps.iter().filter(|s| s.state == StepState::Open).map(StepRef::from).collect();
        let (refs, act) =
            if open.is_empty() { (steps.iter().map(StepRef::from).collect(), Act::Reopen) } else { (open, Act::Done) };
        self.decided_steps(&refs, &act, cx)
    }

    /// Writes a decision about steps, steps on and says what was done.
    pub(super) fn decided_steps(&mut self, steps: &[StepRef], act: &Act, cx: &mut Cx) -> Result<()> {
        let says = runs::decide(cx.db, steps, act)?;
        if *act != Act::Reopen {
            steps.iter().for_each(|s| self.stepped(s.id));
        }
        if let Some(opened) = &mut self.plays.opened {
            opened.list.unmark();
        }
        self.wrote_play(&says, cx)
    }

    /// The cursor steps on from a step that is settled.
    fn stepped(&mut self, step: i64) {
        if let Some(opened) = self.plays.opened.as_mut().filter(|o| o.list.cursor() == Some(step)) {
            opened.list.step();
        }
    }

    /// After an own write: read again, said, told to the others.
    pub(super) fn wrote_play(&mut self, says: &Says, cx: &mut Cx) -> Result<()> {
        self.mode = Mode::List;
        let what = cx.lang.say(says);
        cx.did(&Says::new("playbook.status_done").with("what", what));
        cx.effects.push(Effect::Stale);
        self.reload(cx)
    }

    /// What the calendar asks for about steps that it shows.
    pub(super) fn take_steps(&mut self, errand: &Errand, cx: &mut Cx) -> Result<()> {
        let steps = errand.rows.iter().map(|id| runs::one_step(cx.db, *id)).collect::<Result<Vec<Step>>>()?;
        let refs: Vec<StepRef> = steps.iter().map(StepRef::from).collect();
        let decide = |act: Act, pane: &mut SopPane, cx: &mut Cx| pane.decided_steps(&refs, &act, cx);
        match (errand.command, steps.first()) {
            ("done", _) => decide(Act::Done, self, cx),
            ("skip", _) => decide(Act::Skip(errand.text.clone()), self, cx),
            ("own", Some(step)) => {
                let act =
                    Act::Edit { text: step.text.clone(), template: step.template.clone(), owner: errand.text.clone() };
                self.decided_steps(&[StepRef::from(step)], &act, cx)
            }
            ("move", Some(step)) => {
                // The time of day stays.
                let Ok(day) = errand.text.parse::<chrono::NaiveDate>() else { return Ok(()) };
                let time = step.due_at.local(cx.zone).time();
                let at = cx.zone.moment(day.and_time(time));
                self.decided_steps(&refs, &Act::Move(at), cx)
            }
            ("copy" | "fill", Some(step)) => {
                self.fill_step(step, errand.command == "fill", cx)?;
                self.plays.back = ["calendar"].into_iter().find(|pane| errand.text == *pane);
                Ok(())
            }
            ("open", Some(step)) => {
                self.see_plays(cx)?;
                self.plays.open(step.run_id, cx)?;
                if let Some(opened) = &mut self.plays.opened {
                    opened.list.select(step.id);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
