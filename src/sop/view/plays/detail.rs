//! What stands beneath or beside the list of playbooks: a run's steps, a plan, a step with its words.

use super::rows::{side_by_side, tick_box, widest};
use super::{Line, columns, spans};
use crate::base::text::{Clean, pad, wrap};
use crate::sop::pane::{SopPane, StepRow, Under};
use crate::sop::playbook::{Playbook, StepState};
use crate::tui::{Look, Role, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What stands beneath or beside the list.
pub(super) fn detail(pane: &SopPane, buf: &mut Buffer, area: Rect, look: &Look) {
    let width = area.width.saturating_sub(2);
    if let Under::Run(_) = pane.plays.under() {
        return run_detail(pane, buf, area, look);
    }
    for (y, line) in (area.y..area.bottom()).zip(lines(pane, look, (usize::from(width), usize::from(area.height)))) {
        spans(buf, area.x + 1, y, width, &line, look);
    }
}

/// The steps of a run from a little before the next open one on: the box, when, what, and at the right end how long
/// there is, with which words, or who settled it. Where there is room for it, what is long goes on below.
fn run_detail(pane: &SopPane, buf: &mut Buffer, area: Rect, look: &Look) {
    let Under::Run(row) = pane.plays.under() else { return };
    let steps = &pane.plays.beneath;
    let next = steps.iter().position(|s| s.step.state == StepState::Open).unwrap_or(0);
    let room = usize::from(area.height).saturating_sub(1).max(1);
    let first = if steps.len() <= room { 0 } else { next.saturating_sub(1).min(steps.len() - room) };
    let when = widest(steps.iter().map(|s| s.when.as_str()), 14);
    let start = area.x + 4 + 1 + when + 1;
    let tall = room >= 2 * steps.len();
    let mut y = area.y;
    for s in &steps[first..] {
        if y >= area.bottom() {
            return;
        }
        let (tick, role) = tick_box(s.step.state);
        let side = side_of(s);
        let at = area.right().saturating_sub(side.iter().map(|(text, _)| columns(text)).sum::<u16>() + 1);
        side_by_side(
            buf,
            Rect { x: area.x + 1, y, width: at, height: 1 },
            look,
            &[(tick, 3, role), (&s.when, when, Role::Muted), ("", 0, Role::Text)],
        );
        let text = if s.step.state == StepState::Open { Role::Text } else { Role::Muted };
        let width = at.saturating_sub(start + 1);
        let lines = if tall { wrap(&s.text, usize::from(width)) } else { vec![s.text.clone()] };
        spans(buf, at, y, area.right().saturating_sub(at), &side, look);
        for line in lines.iter().take(usize::from(area.bottom() - y)) {
            paint::put(buf, start, y, width, line, look.style(text));
            y += 1;
        }
    }
    if y < area.bottom() {
        paint::put(buf, area.x + 1, y, area.width.saturating_sub(2), &row.facts, look.style(Role::Muted));
    }
}

/// The words of an open step and how long there is; of a settled one who settled it.
fn side_of(s: &StepRow) -> Line {
    if s.step.state != StepState::Open {
        return vec![(s.by.clone(), Role::Muted)];
    }
    let age = (s.age.clone(), if s.late { Role::Bad } else { Role::Text });
    if s.step.template.is_empty() { vec![age] } else { vec![(format!("{} ", s.step.template), Role::Auto), age] }
}

fn lines(pane: &SopPane, look: &Look, (width, height): (usize, usize)) -> Vec<Line> {
    match pane.plays.under() {
        Under::Plan(plan) => of_plan(pane, plan, look, (width, height)),
        Under::Step(row) => of_step(pane, row, look, width),
        Under::Run(_) | Under::Nothing => Vec::new(),
    }
}

fn of_plan(pane: &SopPane, plan: &Playbook, look: &Look, (width, height): (usize, usize)) -> Vec<Line> {
    let tall = height >= 2 * plan.plan.steps.len() + 4;
    let lang = look.lang;
    let note = Clean::line(&plan.plan.note);
    let mut out: Vec<Line> = Vec::new();
    if !plan.plan.note.is_empty() {
        out.extend(wrap(&note, width).into_iter().map(|l| vec![(l, Role::Muted)]));
    }
    if plan.welcomes > 0 {
        let names = pane.plays.welcomes.join(lang.text("app.comma"));
        out.push(vec![(lang.fill("playbook.welcomes", &[("names", &names)]), Role::Info)]);
    }
    let when = plan.plan.steps.iter().map(|s| columns(&s.moment.shown(lang))).max().unwrap_or(0);
    for s in &plan.plan.steps {
        let mut side: Line = vec![(Clean::head(&s.template, 12).into_string(), Role::Auto)];
        side.push((Clean::head(&s.owner, 12).into_string(), Role::Muted));
        side.retain(|(text, _)| !text.is_empty());
        side.iter_mut().for_each(|(text, _)| text.insert_str(0, "  "));
        // What is long is cut before the words and the owner, or goes on below where there is room.
        let used: usize = side.iter().map(|(text, _)| usize::from(columns(text))).sum();
        let room = width.saturating_sub(usize::from(when) + 2 + used);
        let text = Clean::head(&s.text, 200);
        let lines = if tall { wrap(&text, room) } else { vec![text.cut(room).into_string()] };
        for (n, line) in lines.into_iter().enumerate() {
            let moment = if n == 0 { s.moment.shown(lang) } else { String::new() };
            let mut row = vec![(pad(&moment, usize::from(when) + 2), Role::Muted), (line, Role::Text)];
            if n == 0 {
                row.append(&mut side);
            }
            out.push(row);
        }
    }
    for c in &plan.plan.calls {
        out.push(vec![(format!("{} > {}", Clean::head(&c.who, 40), Clean::head(&c.whom, 60)), Role::Text)]);
    }
    out
}

fn of_step(pane: &SopPane, row: &StepRow, look: &Look, width: usize) -> Vec<Line> {
    let lang = look.lang;
    let mut out: Vec<Line> = wrap(&row.text, width).into_iter().map(|l| vec![(l, Role::Text)]).collect();
    if !row.done.is_empty() {
        out.push(vec![(row.done.clone(), Role::Good)]);
    }
    let code = &row.step.template;
    if !code.is_empty() {
        let found = pane.library.all.iter().find(|t| t.wording.code == *code);
        let name = found.map_or_else(|| lang.text("playbook.no_template").to_owned(), |t| t.wording.name.clone());
        out.push(vec![(format!("{code} "), Role::Auto), (Clean::head(&name, 40).into_string(), Role::Muted)]);
        if let Some(template) = found {
            let body = Clean::block(&template.wording.body);
            out.extend(wrap(&body, width).into_iter().map(|l| vec![(l, Role::Text)]));
        }
    }
    out
}
