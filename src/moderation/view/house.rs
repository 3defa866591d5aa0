//! Drawing how the file wants to be run: a line for the strike lines, every clause and every operator, and more about the
//! one under the cursor.

use super::split;
use crate::base::text::wrap;
use crate::moderation::pane::house::{House, HouseLine, Over};
use crate::tui::{Look, Role, paint};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns of what sort of line it is, and of its name.
const LABEL: u16 = 10;
const NAME: u16 = 12;

/// Lines about the one under the cursor, where there is room.
const BELOW: u16 = 7;

/// Over the whole region.
pub(super) fn draw(house: &House, frame: &mut Frame, area: Rect, look: &Look) {
    let buf = frame.buffer_mut();
    paint::clear_wide(buf, area);
    let below = if area.height >= 14 { BELOW } else { 0 };
    let (rows, about) = split(area, area.height - below);
    house.page.set(usize::from(rows.height));
    for (y, at) in (rows.y..rows.bottom()).zip(house.list.window(usize::from(rows.height))) {
        if let Some(line) = house.lines.get(at) {
            row(line, house.list.index() == at, buf, Rect { y, height: 1, ..rows }, look);
        }
    }
    if let Some(line) = house.line() {
        detail(line, buf, about, look);
    }
    match &house.over {
        Over::Nothing => {}
        Over::Form(form, _) => form.draw(frame, area, look),
        Over::Roles(menu, _) => menu.draw(frame.buffer_mut(), area, look),
    }
}

fn row(line: &HouseLine, here: bool, buf: &mut Buffer, row: Rect, look: &Look) {
    if here {
        let mut glyph = [0; 4];
        paint::put(buf, row.x + 1, row.y, 1, look.glyphs.cursor.encode_utf8(&mut glyph), look.style(Role::Text));
    }
    paint::put(buf, row.x + 3, row.y, LABEL - 1, &line.label, look.style(Role::Muted));
    let name = Rect { x: row.x + 3 + LABEL, width: NAME.min(row.width.saturating_sub(4 + LABEL)), ..row };
    paint::put(buf, name.x, name.y, name.width.saturating_sub(1), &line.name, look.style(Role::Text));
    if here {
        paint::cursor_row(buf, Rect { width: name.width.saturating_sub(1), ..name }, look);
    }
    let text = row.width.saturating_sub(4 + LABEL + NAME);
    paint::put(buf, name.right(), row.y, text, &line.text, look.style(Role::Text));
}

fn detail(line: &HouseLine, buf: &mut Buffer, area: Rect, look: &Look) {
    if area.height < 2 {
        return;
    }
    let (rule, rest) = split(area, 1);
    paint::rule(buf, rule, look, &format!("{} {}", line.label, line.name), "", false);
    let columns = rest.width.saturating_sub(2);
    let lines = line.about.iter().flat_map(|text| wrap(text, usize::from(columns)));
    for (y, text) in (rest.y..rest.bottom()).zip(lines) {
        paint::put(buf, rest.x + 1, y, columns, &text, look.style(Role::Text));
    }
}
