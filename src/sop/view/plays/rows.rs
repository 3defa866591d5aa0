//! The rows of the view of playbooks: runs, plans, and the steps of a run that was opened.

use super::{Line, columns, spans};
use crate::base::text::Clean;
use crate::sop::pane::{Opened, Plays, RunRow, StepRow};
use crate::sop::playbook::{Playbook, StepState};
use crate::tui::{Look, Role, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The cursor and the mark.
pub(super) fn sign(buf: &mut Buffer, line: Rect, look: &Look, cursor: bool, marked: bool) {
    let mut text = [0; 4];
    if cursor {
        paint::put(buf, line.x + 1, line.y, 1, look.glyphs.cursor.encode_utf8(&mut text), look.style(Role::Key));
    }
    if marked {
        paint::put(buf, line.x + 2, line.y, 1, look.glyphs.mark.encode_utf8(&mut text), look.style(Role::Mark));
    }
}

/// Puts columns side by side from the fourth column on; the last one takes what is left.
pub(super) fn row(buf: &mut Buffer, line: Rect, look: &Look, cells: &[(&str, u16, Role)]) {
    let line = Rect { x: line.x + 3, width: line.width.saturating_sub(3), ..line };
    side_by_side(buf, line, look, cells);
}

/// Puts columns side by side; the last one takes what is left.
pub(super) fn side_by_side(buf: &mut Buffer, line: Rect, look: &Look, cells: &[(&str, u16, Role)]) {
    let mut x = line.x;
    for (n, (text, width, role)) in cells.iter().enumerate() {
        let room = line.right().saturating_sub(x + 1);
        let width = if n + 1 == cells.len() { room } else { (*width).min(room) };
        paint::put(buf, x, line.y, width, text, look.style(*role));
        x += width + u16::from(width > 0);
    }
}

/// The widest of some texts, at most `most` columns.
pub(super) fn widest<'t>(texts: impl Iterator<Item = &'t str>, most: u16) -> u16 {
    texts.map(columns).max().unwrap_or(0).min(most)
}

/// How wide the columns of the list are: as wide as what stands in them, so that the last one has the most room.
pub(super) struct Widths {
    age: u16,
    run: u16,
    whom: u16,
    code: u16,
    plan: u16,
    label: u16,
    steps: u16,
    running: u16,
    /// Whether every plan's note fits beside it; else it stands in the detail alone.
    notes: bool,
}

impl Widths {
    /// Measured over all rows, for a list of `room` columns.
    pub(super) fn of(plays: &Plays, look: &Look, room: u16) -> Widths {
        let wide = room >= 60;
        let (runs, plans) = (&plays.runs, &plays.plans);
        let only_wide = |columns: u16| if wide { columns } else { 0 };
        let words: Vec<[String; 3]> = plans.iter().map(|p| plan_words(p, look)).collect();
        let mut widths = Widths {
            age: widest(runs.iter().map(|r| r.age.as_str()), 12),
            run: widest(runs.iter().map(|r| r.name.as_str()), if wide { 22 } else { 12 }),
            whom: only_wide(widest(runs.iter().map(|r| r.whom.as_str()), 24)),
            code: widest(plans.iter().map(|p| p.plan.code.as_str()), 8),
            plan: widest(plans.iter().map(|p| p.plan.name.as_str()), if wide { 24 } else { 14 }),
            label: only_wide(widest(words.iter().map(|w| w[0].as_str()), 16)),
            steps: only_wide(widest(words.iter().map(|w| w[1].as_str()), 10)),
            running: widest(words.iter().map(|w| w[2].as_str()), 14),
            notes: false,
        };
        let cells = [widths.code, widths.plan, widths.label, widths.steps, widths.running];
        let used: u16 = cells.iter().map(|c| c + u16::from(*c > 0)).sum();
        let note = widest(plans.iter().map(|p| p.plan.note.as_str()), u16::MAX);
        widths.notes = used + note + 4 <= room;
        widths
    }
}

/// What sort a plan is of, how many steps it has, how often it runs.
fn plan_words(p: &Playbook, look: &Look) -> [String; 3] {
    let lang = look.lang;
    let label = p.plan.crisis.map_or_else(|| p.plan.about.label(), crate::sop::incident::Crisis::label);
    let running = if p.running > 0 { lang.fill("playbook.running", &[("n", &p.running)]) } else { String::new() };
    [lang.text(label).to_owned(), lang.fill("playbook.steps", &[("n", &p.plan.steps.len())]), running]
}

/// A run under way.
pub(super) fn run(buf: &mut Buffer, line: Rect, look: &Look, w: &Widths, r: &RunRow, cursor: bool) {
    sign(buf, line, look, cursor, false);
    let name = if cursor { Role::Cursor } else { Role::Text };
    let progress = format!("{}/{}", r.run.settled, r.run.steps);
    let age = if r.late { Role::Bad } else { Role::Text };
    let cells = [
        (r.age.as_str(), w.age, age),
        (&r.name, w.run, name),
        (&r.whom, w.whom, Role::Text),
        (&progress, 5, Role::Muted),
        (&r.next, 0, Role::Muted),
    ];
    row(buf, line, look, &cells);
}

/// A plan.
pub(super) fn plan(buf: &mut Buffer, line: Rect, look: &Look, w: &Widths, p: &Playbook, cursor: bool) {
    sign(buf, line, look, cursor, false);
    let [label, steps, running] = plan_words(p, look);
    let name = Clean::head(&p.plan.name, 40);
    let note = if w.notes { Clean::head(&p.plan.note, 200).into_string() } else { String::new() };
    let cells = [
        (p.plan.code.as_str(), w.code, Role::Key),
        (&name, w.plan, if cursor { Role::Cursor } else { Role::Text }),
        (&label, w.label, Role::Text),
        (&steps, w.steps, Role::Muted),
        (&running, w.running, Role::Good),
        (&note, 0, Role::Muted),
    ];
    row(buf, line, look, &cells);
}

/// The box of a step.
pub(super) fn tick_box(state: StepState) -> (&'static str, Role) {
    match state {
        StepState::Open => ("[ ]", Role::Text),
        StepState::Done => ("[x]", Role::Good),
        StepState::Skipped => ("[-]", Role::Muted),
    }
}

/// A step of a run that was opened.
pub(super) fn step(buf: &mut Buffer, line: Rect, look: &Look, opened: &Opened, r: &StepRow, cursor: bool) {
    sign(buf, line, look, cursor, opened.list.marks().contains(&r.step.id));
    let wide = line.width >= 60;
    let open = r.step.state == StepState::Open;
    let (tick, tick_role) = tick_box(r.step.state);
    let age = if r.late { Role::Bad } else { Role::Text };
    let text = match (cursor, open) {
        (true, _) => Role::Cursor,
        (false, true) => Role::Text,
        (false, false) => Role::Muted,
    };
    // Where an open step says how long there is, a settled one says who settled it.
    let stand = |s: &StepRow| columns(&s.age).max(columns(&s.by)).min(12);
    let stands = opened.steps.iter().map(stand).max().unwrap_or(0);
    let (standing, age) = if open { (r.age.as_str(), age) } else { (r.by.as_str(), Role::Muted) };
    let when = if wide { widest(opened.steps.iter().map(|s| s.when.as_str()), 14) } else { 0 };
    let side: Line = [(r.step.template.clone(), Role::Auto), (r.owner.clone(), Role::Muted)]
        .into_iter()
        .filter(|(text, _)| open && wide && !text.is_empty())
        .map(|(text, role)| (format!(" {text}"), role))
        .collect();
    let right = side.iter().map(|(text, _)| columns(text)).sum::<u16>();
    let right = right + u16::from(right > 0);
    let text = (r.text.as_str(), 0, text);
    let cells = [(tick, 3, tick_role), (standing, stands, age), (&r.when, when, Role::Muted), text];
    row(buf, Rect { width: line.width.saturating_sub(right), ..line }, look, &cells);
    if right > 0 {
        spans(buf, line.right().saturating_sub(right), line.y, right, &side, look);
    }
}
