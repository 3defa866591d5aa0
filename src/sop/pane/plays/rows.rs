//! What the view of playbooks shows, read from the store. Everything that depends on the moment is worked out here.

use super::super::Cx;
use crate::base::text::{Clean, pinyin};
use crate::base::{At, Lang, Result};
use crate::sop::playbook::{Playbook, Run, Step, StepState};
use crate::sop::store::runs;
use crate::sop::store::{newcomers, plans};
use crate::tui::List;
use std::cell::Cell;

/// Runs read at most; further ones are for `qun playbook list --runs`.
const MOST: usize = 300;

/// A run, ready to draw.
#[derive(Debug, Clone)]
pub(in crate::sop) struct RunRow {
    pub run: Run,
    pub name: String,
    pub whom: String,
    pub age: String,
    pub late: bool,
    pub next: String,
    /// When it was started, by whom, and what its moments count from.
    pub facts: String,
}

/// A step, ready to draw.
#[derive(Debug, Clone)]
pub(in crate::sop) struct StepRow {
    pub step: Step,
    pub age: String,
    pub late: bool,
    /// `10月10日 10:00`.
    pub when: String,
    pub text: String,
    pub owner: String,
    /// Who settled it, when and why.
    pub done: String,
    /// Who settled it.
    pub by: String,
}

/// A run that was opened.
#[derive(Debug)]
pub(in crate::sop) struct Opened {
    pub row: RunRow,
    pub steps: Vec<StepRow>,
    pub list: List<i64>,
}

/// Everything the view shows. A plan's id in the list is negative.
#[derive(Debug, Default)]
pub(in crate::sop) struct Plays {
    pub runs: Vec<RunRow>,
    pub plans: Vec<Playbook>,
    pub list: List<i64>,
    pub opened: Option<Opened>,
    /// Steps of the run under the cursor.
    pub beneath: Vec<StepRow>,
    /// Communities whose newcomers are greeted.
    pub welcomes: Vec<String>,
    /// The pane that asked for words, to go back to once they are sent.
    pub back: Option<&'static str>,
    pub height: Cell<usize>,
}

/// The row the next key is about.
#[derive(Debug, Clone, Copy)]
pub(in crate::sop) enum Under<'a> {
    Nothing,
    Run(&'a RunRow),
    Plan(&'a Playbook),
    Step(&'a StepRow),
}

impl Plays {
    /// The row under the cursor.
    pub fn under(&self) -> Under<'_> {
        if let Some(opened) = &self.opened {
            let found = opened.list.cursor().and_then(|id| opened.steps.iter().find(|s| s.step.id == id));
            return found.map_or(Under::Nothing, Under::Step);
        }
        match self.list.cursor() {
            Some(id) if id > 0 => self.runs.iter().find(|r| r.run.id == id).map_or(Under::Nothing, Under::Run),
            Some(id) => self.plans.iter().find(|p| p.id == -id).map_or(Under::Nothing, Under::Plan),
            None => Under::Nothing,
        }
    }

    /// The steps a decision is about: the marked ones, the one under the cursor, of a run its next one.
    pub(super) fn targets(&self) -> Vec<Step> {
        if let Some(opened) = &self.opened {
            let ids = opened.list.targets();
            return opened.steps.iter().filter(|s| ids.contains(&s.step.id)).map(|s| s.step.clone()).collect();
        }
        let next = self.beneath.iter().find(|s| s.step.state == StepState::Open);
        match self.under() {
            Under::Run(_) => next.map(|s| s.step.clone()).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Reads everything again.
    pub(super) fn reload(&mut self, filter: &str, cx: &Cx) -> Result<()> {
        let fits = |texts: &[&str]| filter.trim().is_empty() || texts.iter().any(|t| pinyin::matches(filter, t));
        self.runs = runs::runs(cx.db, false, MOST)?.into_iter().map(|r| RunRow::new(r, cx)).collect();
        self.runs.retain(|r| r.run.whom.people != Some(0) && fits(&[&r.name, &r.whom, &r.next]));
        self.plans = plans::playbooks(cx.db)?;
        self.plans.retain(|p| fits(&[&p.plan.name, &p.plan.code]));
        self.welcomes = newcomers::welcomes(cx.db)?.iter().map(|w| place(&w.platform, &w.community, cx.lang)).collect();
        let ids = self.runs.iter().map(|r| r.run.id).chain(self.plans.iter().map(|p| -p.id)).collect();
        self.list.set_rows(ids);
        if let Some(mut opened) = self.opened.take() {
            // Undone by whoever started it: back to the list.
            if let Ok(run) = runs::one_run(cx.db, opened.row.run.id) {
                opened.row = RunRow::new(run, cx);
                opened.steps = steps(opened.row.run.id, cx)?;
                opened.list.set_rows(opened.steps.iter().map(|s| s.step.id).collect());
                self.opened = Some(opened);
            }
        }
        self.look_beneath(cx)
    }

    /// The steps of the run under the cursor.
    pub(super) fn look_beneath(&mut self, cx: &Cx) -> Result<()> {
        let run = match self.under() {
            Under::Run(row) => Some(row.run.id),
            _ => None,
        };
        self.beneath = run.map_or_else(|| Ok(Vec::new()), |run| steps(run, cx))?;
        Ok(())
    }

    /// Opens a run, the cursor on its next open step.
    pub(in crate::sop::pane) fn open(&mut self, run: i64, cx: &Cx) -> Result<()> {
        let row = RunRow::new(runs::one_run(cx.db, run)?, cx);
        let (steps, mut list) = (steps(run, cx)?, List::new());
        list.set_rows(steps.iter().map(|s| s.step.id).collect());
        if let Some(next) = steps.iter().find(|s| s.step.state == StepState::Open) {
            list.select(next.step.id);
        }
        self.opened = Some(Opened { row, steps, list });
        Ok(())
    }
}

impl RunRow {
    fn new(run: Run, cx: &Cx) -> RunRow {
        let (age, late) = run.next_at.map_or((String::new(), false), |at| age(at.since(cx.now), cx.lang));
        let day = |at: At| {
            let local = at.local(cx.zone);
            format!("{} {}", cx.lang.day(local.date(), cx.today()), local.format("%H:%M"))
        };
        let facts = [
            ("day", day(run.anchor_at)),
            ("when", day(run.started_at)),
            ("who", Clean::line(&run.started_by).into_string()),
        ];
        let facts: Vec<(&str, &dyn std::fmt::Display)> = facts.iter().map(|(k, v)| (*k, v as _)).collect();
        RunRow {
            name: Clean::head(&run.name, 40).into_string(),
            whom: whom(&run, cx.lang),
            next: Clean::head(&run.next, 200).into_string(),
            facts: cx.lang.fill("playbook.run_facts", &facts),
            age,
            late,
            run,
        }
    }
}

/// Whom a run is about: community, how many or who; of an incident its mark.
pub(super) fn whom(run: &Run, lang: &Lang) -> String {
    let w = &run.whom;
    if w.incident_id.is_some() {
        return lang.text("playbook.of_incident").to_owned();
    }
    if w.community.is_empty() {
        return lang.text("playbook.everywhere").to_owned();
    }
    let place = place(&w.platform, &w.community, lang);
    let people = w.people.map(|n| lang.fill("playbook.people", &[("n", &n)]));
    let who = (!w.who.is_empty()).then(|| Clean::head(&w.who, 20).into_string());
    [Some(place), people.or(who)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// `微信 新手1群`.
pub(super) fn place(platform: &str, community: &str, lang: &Lang) -> String {
    format!("{} {}", lang.text(&format!("members.platform_{platform}")), Clean::head(community, 30))
}

/// `迟2时10`, `余40分`, `待3天`.
fn age(left: i64, lang: &Lang) -> (String, bool) {
    let key = match left {
        left if left < 0 => "calendar.late",
        left if left <= crate::base::clock::HOUR => "calendar.left",
        _ => "calendar.in",
    };
    (lang.fill(key, &[("span", &lang.span(left.abs()))]), left < 0)
}

fn steps(run: i64, cx: &Cx) -> Result<Vec<StepRow>> {
    let row = |step: Step| {
        let local = step.due_at.local(cx.zone);
        let open = step.state == StepState::Open;
        let (age, late) = if open { age(step.due_at.since(cx.now), cx.lang) } else { (String::new(), false) };
        let people = step.whom.people.filter(|_| open && step.told > 0);
        let told = people.map(|n| cx.lang.fill("playbook.people_told", &[("n", &n), ("told", &step.told)]));
        let day = step.moment.day().map(|n| cx.lang.fill("playbook.day", &[("n", &n)]));
        let text = Clean::head(&step.text, 300).into_string();
        StepRow {
            age,
            late,
            when: format!("{} {}", cx.lang.short_day(local.date()), local.format("%H:%M")),
            text: [day, told, Some(text)].into_iter().flatten().collect::<Vec<_>>().join(" "),
            owner: Clean::head(&step.owner, 20).into_string(),
            done: settled(&step, cx),
            by: if open { String::new() } else { Clean::head(&step.by, 12).into_string() },
            step,
        }
    };
    Ok(runs::steps(cx.db, run)?.into_iter().map(row).collect())
}

/// `已做 10/10 10:12 小满`, `略过 没人报名`.
fn settled(step: &Step, cx: &Cx) -> String {
    let Some(at) = step.at else { return String::new() };
    let local = at.local(cx.zone);
    let when = format!("{} {}", cx.lang.short_day(local.date()), local.format("%H:%M"));
    let label = cx.lang.text(step.state.label());
    let reason = Clean::head(&cx.lang.shown(&step.reason), 80).into_string();
    let parts = [label, &when, &Clean::line(&step.by), &reason];
    parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(" ")
}
