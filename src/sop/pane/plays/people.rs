//! People of a playbook: those who joined on one day, to be ticked for a step; those who could be woken, to be chosen.

use super::Under;
use super::ask::Play;
use super::rows::place;
use crate::base::text::Clean;
use crate::base::{Result, Says};
use crate::sop::pane::{Cx, Mode, SopPane};
use crate::sop::playbook::{Playbook, Silent, Step, StepState};
use crate::sop::store::newcomers;
use crate::sop::store::runs::{self, Subject};
use crate::tui::{Chord, Key, List};

/// One of the people.
#[derive(Debug, Clone)]
pub(in crate::sop) struct Person {
    pub id: i64,
    pub name: String,
    pub note: String,
    pub ticked: bool,
}

/// What the people are listed for.
#[derive(Debug)]
pub(in crate::sop) enum Purpose {
    /// To be ticked for a step.
    Tick(Box<Step>),
    /// To start a plan for those chosen.
    Start(Box<Playbook>),
}

/// People in a list.
#[derive(Debug)]
pub(in crate::sop) struct People {
    pub title: String,
    pub purpose: Purpose,
    pub rows: Vec<Person>,
    pub list: List<i64>,
}

impl SopPane {
    /// The people of a step, or those a plan could wake.
    pub(super) fn show_people(&mut self, cx: &Cx) -> Result<()> {
        match self.plays.under() {
            Under::Step(row) => {
                let step = row.step.clone();
                self.step_people(step, 0, cx)
            }
            Under::Plan(plan) => {
                let plan = plan.clone();
                self.silent_people(plan, cx)
            }
            _ => Ok(()),
        }
    }

    fn step_people(&mut self, step: Step, at: i64, cx: &Cx) -> Result<()> {
        let person = |(id, name, ticked): (i64, String, bool)| Person {
            id,
            name: Clean::head(&name, 40).into_string(),
            note: String::new(),
            ticked,
        };
        let rows = runs::people(cx.db, step.id)?.into_iter().map(person).collect();
        let title = Clean::head(&step.title(cx.lang), 60).into_string();
        self.list_people(title, Purpose::Tick(Box::new(step)), rows, at)
    }

    pub(super) fn silent_people(&mut self, plan: Playbook, cx: &Cx) -> Result<()> {
        let days = newcomers::SILENT_DAYS;
        let rows = newcomers::silent(cx.db, None, days, 1_000)?;
        let title = cx.lang.fill("playbook.silent_title", &[("days", &days), ("n", &rows.len())]);
        let rows = rows.iter().map(|m| candidate(m, cx)).collect();
        self.list_people(title, Purpose::Start(Box::new(plan)), rows, 0)
    }

    pub(super) fn list_people(&mut self, title: String, purpose: Purpose, rows: Vec<Person>, at: i64) -> Result<()> {
        let mut list = List::new();
        list.set_rows(rows.iter().map(|p| p.id).collect());
        list.select(at);
        self.ask(Play::People(Box::new(People { title, purpose, rows, list })))
    }

    pub(super) fn people_key(&mut self, chord: Option<Chord>, cx: &mut Cx) -> Result<()> {
        let Mode::Play(play) = &mut self.mode else { return Ok(()) };
        let Play::People(people) = &mut **play else { return Ok(()) };
        let Some(chord) = chord.map(Chord::folded) else { return Ok(()) };
        match (chord.key, &people.purpose) {
            (Key::Esc | Key::Char('q'), _) => return self.leave(),
            (Key::Down | Key::Char('j'), _) => people.list.down(),
            (Key::Up | Key::Char('k'), _) => people.list.up(),
            (Key::PageDown, _) => people.list.page(10, true),
            (Key::PageUp, _) => people.list.page(10, false),
            (Key::Char(' '), Purpose::Start(_)) => people.list.mark_step(),
            (Key::Char('V'), Purpose::Start(_)) => people.list.mark_all(),
            (Key::Enter | Key::Char('a'), Purpose::Start(plan)) => {
                let (plan, ids) = (plan.clone(), people.list.targets());
                return self.start_for(&plan, &ids, cx);
            }
            (Key::Enter | Key::Char(' ' | 'a'), Purpose::Tick(step)) => {
                let (step, Some(id)) = (step.id, people.list.cursor()) else { return Ok(()) };
                return self.tell(step, id, cx);
            }
            (Key::Char('y'), Purpose::Tick(step)) if !step.template.is_empty() => {
                let (step, at) = (step.clone(), people.list.cursor());
                let who = at.and_then(|id| people.rows.iter().find(|p| p.id == id)).map(|p| (p.id, p.name.clone()));
                return who.map_or(Ok(()), |(id, name)| self.fill_for(&step, id, &name, cx));
            }
            _ => {}
        }
        Ok(())
    }

    /// The step is done for this one; the list stays, the cursor steps on.
    fn tell(&mut self, step: i64, member: i64, cx: &mut Cx) -> Result<()> {
        let says = runs::tell(cx.db, step, member)?;
        self.wrote_play(&says, cx)?;
        let step = runs::one_step(cx.db, step)?;
        if step.state == StepState::Open {
            self.step_people(step, member, cx)?;
            if let Mode::Play(play) = &mut self.mode
                && let Play::People(people) = &mut **play
            {
                people.list.down();
            }
        }
        Ok(())
    }

    /// Starts a plan for each of these, as one entry.
    fn start_for(&mut self, plan: &Playbook, members: &[i64], cx: &mut Cx) -> Result<()> {
        let subjects: Vec<Subject> = members.iter().map(|id| Subject::Member(*id)).collect();
        runs::start_runs(cx.db, plan, &subjects, cx.now, cx.zone)?;
        let says =
            Says::new("playbook.started_for").with("name", Clean::line(&plan.plan.name)).with("n", members.len());
        self.wrote_play(&says, cx)
    }
}

pub(super) fn candidate(m: &Silent, cx: &Cx) -> Person {
    let seen = m.last_seen.map(|at| cx.lang.span(cx.now.since(at).max(0)));
    let seen = seen.map_or_else(
        || cx.lang.text("playbook.never_seen").to_owned(),
        |span| cx.lang.fill("playbook.seen", &[("span", &span)]),
    );
    let running = if m.running { cx.lang.text("playbook.under_way") } else { "" };
    Person {
        id: m.id,
        name: Clean::head(&m.name, 40).into_string(),
        note: format!("{}  {seen}  {running}", place(&m.platform, &m.community, cx.lang)).trim_end().to_owned(),
        ticked: false,
    }
}
