//! What is open over the view of playbooks: questions, menus, forms, people.

use super::dock;
use super::rows::{row, sign};
use crate::sop::pane::{People, Play, Purpose};
use crate::tui::{Look, Role, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What is open over the view; returns where the terminal's cursor belongs.
pub(in crate::sop::view) fn play(play: &Play, buf: &mut Buffer, area: Rect, look: &Look) -> Option<Position> {
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
