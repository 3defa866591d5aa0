//! Drawing rules and lists: a line each with what it would have caught, and more about the one under the cursor.

use super::split;
use crate::base::text::wrap;
use crate::moderation::pane::rules::{RuleLine, RulesView, rate_line};
use crate::moderation::screening::RuleState;
use crate::tui::{Look, Role, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lines about the one under the cursor.
const BELOW: u16 = 6;

/// Columns of the name that tell where the cursor is.
const MARKED: u16 = 20;

/// Over the whole region.
pub(super) fn draw(view: &RulesView, buf: &mut Buffer, area: Rect, look: &Look) {
    paint::clear_wide(buf, area);
    let below = if area.height >= 12 { BELOW } else { 0 };
    let (list, about) = split(area, area.height - below);
    let (head, rows) = split(list, u16::from(list.height > 4));
    let columns = Columns::of(list.width);
    if !head.is_empty() {
        let style = look.style(Role::Muted);
        paint::put_right(buf, head.x + columns.caught, head.y, columns.count, look.text("rules.column_caught"), style);
        if let Some(approved) = columns.approved {
            paint::put_right(buf, head.x + approved, head.y, columns.count, look.text("rules.column_approved"), style);
        }
    }
    view.page.set(usize::from(rows.height));
    let shown = view.list.window(usize::from(rows.height));
    for (y, at) in (rows.y..rows.bottom()).zip(shown) {
        let Some(line) = view.lines.get(at) else { continue };
        row(line, view.list.index() == at, buf, Rect { y, height: 1, ..rows }, &columns, look);
    }
    if let Some(line) = view.line() {
        detail(line, buf, about, look);
    }
}

/// Where columns begin. Narrow lists say nothing of what was approved.
struct Columns {
    kind: u16,
    name: u16,
    name_width: u16,
    caught: u16,
    approved: Option<u16>,
    count: u16,
}

impl Columns {
    fn of(width: u16) -> Columns {
        if width < 60 {
            let caught = width.saturating_sub(9);
            let name_width = caught.saturating_sub(17);
            return Columns { kind: 10, name: 16, name_width, caught, approved: None, count: 8 };
        }
        let (approved, caught) = (width.saturating_sub(13), width.saturating_sub(26));
        let name_width = caught.saturating_sub(21);
        Columns { kind: 11, name: 20, name_width, caught, approved: Some(approved), count: 12 }
    }
}

fn row(line: &RuleLine, here: bool, buf: &mut Buffer, row: Rect, columns: &Columns, look: &Look) {
    let role = match line.state {
        RuleState::On => Role::Good,
        RuleState::Shadow => Role::Auto,
        RuleState::Off => Role::Muted,
    };
    if here {
        let mut glyph = [0; 4];
        paint::put(buf, row.x + 1, row.y, 1, look.glyphs.cursor.encode_utf8(&mut glyph), look.style(Role::Text));
    }
    paint::put(buf, row.x + 3, row.y, 7, look.text(line.state.label()), look.style(role));
    let text = look.style(if line.state == RuleState::Off { Role::Muted } else { Role::Text });
    paint::put(buf, row.x + columns.kind, row.y, columns.name - columns.kind - 1, &line.kind, text);
    let name = Rect { x: row.x + columns.name, width: columns.name_width, ..row };
    paint::put(buf, name.x, name.y, name.width, &line.name, text);
    if here {
        paint::cursor_row(buf, Rect { width: name.width.min(MARKED), ..name }, look);
    }
    let Some(rate) = &line.rate else { return };
    let caught = look.lang.fill("rules.rate_short", &[("caught", &rate.caught), ("tried", &rate.tried)]);
    paint::put_right(buf, row.x + columns.caught, row.y, columns.count, &caught, text);
    if let Some(approved) = columns.approved {
        paint::put_right(buf, row.x + approved, row.y, columns.count, &rate.approved.to_string(), text);
    }
}

fn detail(line: &RuleLine, buf: &mut Buffer, area: Rect, look: &Look) {
    if area.height < 2 {
        return;
    }
    let (rule, rest) = split(area, 1);
    paint::rule(buf, rule, look, &line.name, "", false);
    let mut said = line.about.clone();
    match &line.rate {
        Some(rate) => {
            said.push(rate_line(rate, look.lang));
            if !rate.words.is_empty() {
                said.push(look.lang.fill("rules.detail_top", &[("words", &rate.words)]));
            }
        }
        None if line.tried => said.push(look.text("rules.detail_never").to_owned()),
        None => {}
    }
    let lines = said.iter().flat_map(|text| wrap(text, usize::from(rest.width.saturating_sub(2))));
    for (y, text) in (rest.y..rest.bottom()).zip(lines) {
        paint::put(buf, rest.x + 1, y, rest.width.saturating_sub(2), &text, look.style(Role::Text));
    }
}
