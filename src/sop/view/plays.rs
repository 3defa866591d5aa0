//! Playbooks: runs under way above the plans, a run opened with its check boxes, people, and what stands beneath.

use super::{Line, columns, dock, halves, spans};
use crate::base::text::{Clean, wrap};
use crate::sop::pane::{Opened, People, Play, Purpose, RunRow, SopPane, StepRow, Under};
use crate::sop::playbook::{Playbook, StepState};
use crate::tui::pane::Shape;
use crate::tui::{Look, Role, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

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
            Some(row) => run(buf, line, look, row, cursor),
            None => {
                if let Some(row) = plays.plans.get(at - running) {
                    plan(buf, line, look, row, cursor);
                }
            }
        }
        y += 1;
    }
}

fn sign(buf: &mut Buffer, line: Rect, look: &Look, cursor: bool, marked: bool) {
    let mut text = [0; 4];
    if cursor {
        paint::put(buf, line.x + 1, line.y, 1, look.glyphs.cursor.encode_utf8(&mut text), look.style(Role::Key));
    }
    if marked {
        paint::put(buf, line.x + 2, line.y, 1, look.glyphs.mark.encode_utf8(&mut text), look.style(Role::Mark));
    }
}

/// Puts columns side by side; the last one takes what is left.
fn row(buf: &mut Buffer, line: Rect, look: &Look, cells: &[(&str, u16, Role)]) {
    let mut x = line.x + 3;
    for (n, (text, width, role)) in cells.iter().enumerate() {
        let room = line.right().saturating_sub(x + 1);
        let width = if n + 1 == cells.len() { room } else { (*width).min(room) };
        paint::put(buf, x, line.y, width, text, look.style(*role));
        x += width + u16::from(width > 0);
    }
}

fn run(buf: &mut Buffer, line: Rect, look: &Look, r: &RunRow, cursor: bool) {
    sign(buf, line, look, cursor, false);
    let wide = line.width >= 60;
    let name = if cursor { Role::Cursor } else { Role::Text };
    let progress = format!("{}/{}", r.run.settled, r.run.steps);
    let age = if r.late { Role::Bad } else { Role::Text };
    let cells = [
        (r.age.as_str(), if look.lang.language.is_chinese() { 9 } else { 11 }, age),
        (&r.name, if wide { 16 } else { 12 }, name),
        (&r.whom, if wide { 19 } else { 0 }, Role::Text),
        (&progress, 5, Role::Muted),
        (&r.next, 0, Role::Muted),
    ];
    row(buf, line, look, &cells);
}

fn plan(buf: &mut Buffer, line: Rect, look: &Look, p: &Playbook, cursor: bool) {
    sign(buf, line, look, cursor, false);
    let lang = look.lang;
    let wide = line.width >= 60;
    let label = p.plan.crisis.map_or_else(|| p.plan.about.label(), crate::sop::incident::Crisis::label);
    let steps = lang.fill("playbook.steps", &[("n", &p.plan.steps.len())]);
    let running = if p.running > 0 { lang.fill("playbook.running", &[("n", &p.running)]) } else { String::new() };
    let name = Clean::head(&p.plan.name, 40);
    let note = [running, Clean::head(&p.plan.note, 120).into_string()];
    let note = note.iter().filter(|t| !t.is_empty()).cloned().collect::<Vec<_>>().join("  ");
    let cells = [
        (p.plan.code.as_str(), 9, Role::Key),
        (&name, if wide { 23 } else { 14 }, if cursor { Role::Cursor } else { Role::Text }),
        (lang.text(label), if wide { 15 } else { 0 }, Role::Text),
        (&steps, 8, Role::Muted),
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

fn step(buf: &mut Buffer, line: Rect, look: &Look, opened: &Opened, r: &StepRow, cursor: bool) {
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
    let side: Line = vec![(r.step.template.clone(), Role::Auto), (format!(" {}", r.owner), Role::Muted)];
    let right = if wide { columns(&r.step.template) + columns(&r.owner) + 2 } else { 0 };
    let cells = [
        (tick, 3, tick_role),
        (r.age.as_str(), if look.lang.language.is_chinese() { 9 } else { 11 }, age),
        (&r.when, if wide { 12 } else { 0 }, Role::Muted),
        (&r.text, 0, text),
    ];
    row(buf, Rect { width: line.width.saturating_sub(right), ..line }, look, &cells);
    if wide {
        spans(buf, line.right().saturating_sub(right), line.y, right, &side, look);
    }
}

fn detail(pane: &SopPane, buf: &mut Buffer, area: Rect, look: &Look) {
    let width = area.width.saturating_sub(2);
    for (y, line) in (area.y..area.bottom()).zip(lines(pane, look, usize::from(width))) {
        spans(buf, area.x + 1, y, width, &line, look);
    }
}

fn lines(pane: &SopPane, look: &Look, width: usize) -> Vec<Line> {
    match pane.plays.under() {
        Under::Run(row) => {
            let mut out: Vec<Line> = pane.plays.beneath.iter().map(beneath).collect();
            out.push(vec![(row.facts.clone(), Role::Muted)]);
            out
        }
        Under::Plan(plan) => of_plan(pane, plan, look),
        Under::Step(row) => of_step(pane, row, look, width),
        Under::Nothing => Vec::new(),
    }
}

fn beneath(s: &StepRow) -> Line {
    let (tick, role) = tick_box(s.step.state);
    let text = if s.step.state == StepState::Open { Role::Text } else { Role::Muted };
    let age = if s.late { Role::Bad } else { Role::Muted };
    vec![
        (format!("{tick} "), role),
        (format!("{}  ", s.when), Role::Muted),
        (s.text.clone(), text),
        (format!("  {}", s.step.template), Role::Auto),
        (format!("  {}", if s.age.is_empty() { &s.done } else { &s.age }), age),
    ]
}

fn of_plan(pane: &SopPane, plan: &Playbook, look: &Look) -> Vec<Line> {
    let lang = look.lang;
    let mut out: Vec<Line> = Vec::new();
    if !plan.plan.note.is_empty() {
        out.push(vec![(Clean::head(&plan.plan.note, 200).into_string(), Role::Muted)]);
    }
    let wide = plan.plan.steps.iter().map(|s| columns(&s.moment.shown(lang))).max().unwrap_or(0);
    for s in &plan.plan.steps {
        out.push(vec![
            (crate::base::text::pad(&s.moment.shown(lang), usize::from(wide) + 2), Role::Muted),
            (Clean::head(&s.text, 200).into_string(), Role::Text),
            (format!("  {}", s.template), Role::Auto),
            (format!("  {}", Clean::head(&s.owner, 20)), Role::Muted),
        ]);
    }
    for c in &plan.plan.calls {
        out.push(vec![(format!("{} > {}", Clean::head(&c.who, 40), Clean::head(&c.whom, 60)), Role::Text)]);
    }
    if plan.welcomes > 0 {
        let names = pane.plays.welcomes.join(lang.text("app.comma"));
        out.push(vec![(lang.fill("playbook.welcomes", &[("names", &names)]), Role::Info)]);
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

/// What is open over the view; returns where the terminal's cursor belongs.
pub(super) fn play(play: &Play, buf: &mut Buffer, area: Rect, look: &Look) -> Option<Position> {
    match play {
        Play::Skip(input, _) => dock(buf, area, look, look.text("playbook.skip_title"), input),
        Play::End(input, _) => dock(buf, area, look, look.text("playbook.end_title"), input),
        Play::When(input, _) => dock(buf, area, look, look.text("playbook.when_title"), input),
        Play::Who(input, _) => dock(buf, area, look, look.text("playbook.who_title"), input),
        Play::Door(input, _) => dock(buf, area, look, look.text("playbook.door_title"), input),
        Play::Move(menu, _) => {
            menu.draw(buf, area, look);
            None
        }
        Play::How(menu, _) => {
            menu.draw(buf, area, look);
            None
        }
        Play::People(people) => {
            draw_people(people, buf, area, look);
            None
        }
        Play::Start(start) => start.form.paint(buf, area, look),
        Play::Step(edit) => edit.form.paint(buf, area, look),
        Play::Plan(writing) => writing.shown(look.lang).paint(buf, area, look),
        Play::Words(words) => words.shown(look.lang).paint(buf, area, look),
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

fn draw_people(people: &People, buf: &mut Buffer, area: Rect, look: &Look) {
    paint::clear_wide(buf, area);
    paint::rule(buf, Rect { height: 1, ..area }, look, &people.title, "", true);
    let rows = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if people.rows.is_empty() {
        paint::put(buf, rows.x + 1, rows.y, rows.width - 2, look.text("playbook.nobody"), look.style(Role::Muted));
    }
    for (y, at) in (rows.y..).zip(people.list.window(usize::from(rows.height))) {
        let Some(person) = people.rows.get(at) else { continue };
        let (cursor, marked) = (at == people.list.index(), people.list.marks().contains(&person.id));
        let line = Rect { y, height: 1, ..rows };
        sign(buf, line, look, cursor, marked);
        let tick = match (matches!(people.purpose, Purpose::Tick(_)), person.ticked) {
            (false, _) => "",
            (true, true) => "[x]",
            (true, false) => "[ ]",
        };
        let name = if cursor { Role::Cursor } else { Role::Text };
        let cells = [
            (tick, if tick.is_empty() { 0 } else { 3 }, Role::Good),
            (person.name.as_str(), 20, name),
            (&person.note, 0, Role::Muted),
        ];
        row(buf, line, look, &cells);
    }
}
