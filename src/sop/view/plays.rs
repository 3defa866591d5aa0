//! Playbooks: runs under way above the plans, a run opened with its check boxes, people, and what stands beneath.

mod detail;
mod open;
mod rows;

use super::{Line, columns, dock, halves, spans};
use crate::base::text::Clean;
use crate::sop::pane::{Play, Purpose, SopPane, Under};
use crate::tui::pane::Shape;
use crate::tui::{Look, Role, paint};
use detail::detail;
pub(super) use open::play;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rows::{Widths, plan, run, step};

/// List and detail.
pub(super) fn body(pane: &SopPane, buf: &mut Buffer, area: Rect, look: &Look, shape: Shape) {
    let beneath = pane.preview && shape != Shape::Tiny && area.height >= 8;
    if shape == Shape::Wide && pane.preview && area.width > 90 {
        let (left, right) = halves(area);
        list(pane, buf, left, look, shape);
        paint::vertical(buf, Rect { x: left.right(), width: 1, ..area }, look);
        detail(pane, buf, right, look);
        return;
    }
    let height = if beneath { area.height * 3 / 5 } else { area.height };
    list(pane, buf, Rect { height, ..area }, look, shape);
    if beneath {
        let below = Rect { y: area.y + height, height: area.height - height, ..area };
        paint::rule(buf, Rect { height: 1, ..below }, look, &title(pane, look), "", false);
        detail(pane, buf, Rect { y: below.y + 1, height: below.height - 1, ..below }, look);
    }
}

/// What the detail is about.
pub(super) fn title(pane: &SopPane, look: &Look) -> String {
    match pane.plays.under() {
        Under::Run(row) => format!("{}  {}", row.name, row.whom),
        Under::Plan(plan) => format!("{} {}", plan.plan.code, Clean::head(&plan.plan.name, 40)),
        Under::Step(row) => format!("{}  {}", row.when, look.lang.text(row.step.state.label())),
        Under::Nothing => String::new(),
    }
}

/// What the row under the cursor offers.
pub(super) fn whisper(pane: &SopPane) -> &'static str {
    match pane.plays.under() {
        Under::Plan(_) => "playbook.whisper_plan",
        _ => "playbook.whisper",
    }
}

/// What Enter will do in what is open; nothing if that is plain.
pub(super) fn open_whisper(play: &Play) -> &'static str {
    match play {
        Play::Words(words) => words.whisper(),
        _ => "",
    }
}

/// The title rule: how many run and how many plans there are, or the run that was opened.
pub(super) fn heading(pane: &SopPane, look: &Look) -> (String, String) {
    let lang = look.lang;
    match &pane.plays.opened {
        Some(o) => {
            let settled = lang.fill("playbook.head_settled", &[("n", &o.row.run.settled), ("of", &o.row.run.steps)]);
            (format!("{}   {}", o.row.name, o.row.whom), settled)
        }
        None => {
            let counts =
                lang.fill("playbook.head", &[("runs", &pane.plays.runs.len()), ("plans", &pane.plays.plans.len())]);
            (counts, lang.text("playbook.order").to_owned())
        }
    }
}

fn list(pane: &SopPane, buf: &mut Buffer, area: Rect, look: &Look, shape: Shape) {
    if let Some(opened) = &pane.plays.opened {
        pane.plays.height.set(usize::from(area.height));
        for (y, at) in (area.y..).zip(opened.list.window(usize::from(area.height))) {
            if let Some(row) = opened.steps.get(at) {
                step(buf, Rect { y, height: 1, ..area }, look, opened, row, at == opened.list.index());
            }
        }
        return;
    }
    let plays = &pane.plays;
    if plays.list.is_empty() {
        let key = if pane.filter.trim().is_empty() { "playbook.empty" } else { "sop.empty_filter" };
        paint::put(buf, area.x + 1, area.y, area.width.saturating_sub(2), look.text(key), look.style(Role::Muted));
        return;
    }
    pane.plays.height.set(usize::from(area.height));
    let heads = shape != Shape::Tiny;
    let running = plays.runs.len();
    let head_at = |at: usize| heads && (at == 0 || at == running);
    let window = plays.list.window_lines(usize::from(area.height), |at| 1 + usize::from(head_at(at)));
    let mut y = area.y;
    let cursor_shown = !matches!(shape, Shape::Cell { focused: false });
    let widths = Widths::of(plays, look, area.width);
    for at in window {
        if head_at(at) && y < area.bottom() {
            let key = if at < running { "playbook.section_runs" } else { "playbook.section_plans" };
            paint::put(buf, area.x + 1, y, area.width.saturating_sub(2), look.text(key), look.style(Role::Heading));
            y += 1;
        }
        if y >= area.bottom() {
            break;
        }
        let (line, cursor) = (Rect { y, height: 1, ..area }, cursor_shown && at == plays.list.index());
        match plays.runs.get(at) {
            Some(row) => run(buf, line, look, &widths, row, cursor),
            None => {
                if let Some(row) = plays.plans.get(at - running) {
                    plan(buf, line, look, &widths, row, cursor);
                }
            }
        }
        y += 1;
    }
}

/// The keys of what is open.
pub(super) fn hints(play: &Play) -> &'static str {
    match play {
        Play::Skip(..) | Play::End(..) | Play::When(..) | Play::Who(..) | Play::Door(..) => "playbook.hints_line",
        Play::Move(..) | Play::How(..) => "sop.hints_saved",
        Play::People(people) if matches!(people.purpose, Purpose::Tick(_)) => "playbook.hints_people",
        Play::People(_) => "playbook.hints_silent",
        Play::Start(_) | Play::Step(_) | Play::Plan(_) => "tui.form_hints",
        Play::Words(_) => "playbook.hints_words",
    }
}
