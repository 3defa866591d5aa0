//! Drawing the queue (screens.md §1, §3, §5, §12): which regions there are and where. Rows are drawn in [`rows`], the item
//! under the cursor in [`sides`].

mod figures;
mod house;
mod rich;
mod rows;
mod rules;
mod sides;
#[cfg(test)]
mod tests;

use super::pane::{Mode, QueuePane, Side};
use crate::tui::pane::Shape;
use crate::tui::{Look, Role, paint};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns of the list beside a detail.
const LIST_COLUMNS: u16 = 71;
/// Below this the preview goes first (screens.md §0 "Geometry").
const PREVIEW_FROM: (u16, u16) = (66, 14);
/// Lines of what was decided today.
const DONE_LINES: u16 = 3;
/// From this height on there is room for them.
const DONE_FROM: u16 = 20;

/// Draws the pane below its title rule.
pub(super) fn draw(pane: &QueuePane, frame: &mut Frame, area: Rect, look: &Look, shape: Shape) {
    let area = area.intersection(frame.area());
    pane.wide.set(shape == Shape::Wide);
    if let Some((sheet, _)) = &pane.sheet {
        figures::draw(sheet, frame.buffer_mut(), area, look);
        return open(pane, frame, area, area, look);
    }
    if let Mode::Rules(view) = &pane.mode {
        return rules::draw(view, frame.buffer_mut(), area, look);
    }
    if let Mode::House(view) = &pane.mode {
        return house::draw(view, frame, area, look);
    }
    let dock = match shape {
        Shape::Wide if area.width > LIST_COLUMNS + 20 => wide(pane, frame.buffer_mut(), area, look),
        Shape::Tiny => tiny(pane, frame.buffer_mut(), area, look),
        Shape::Cell { focused } => cell(pane, frame.buffer_mut(), area, look, focused),
        Shape::Wide | Shape::Single => single(pane, frame.buffer_mut(), area, look),
    };
    open(pane, frame, area, dock, look);
}

/// List above, the item below.
fn single(pane: &QueuePane, buf: &mut Buffer, area: Rect, look: &Look) -> Rect {
    if pane.alone && pane.detail.is_some() {
        sides::alone(pane, buf, area, look);
        return area;
    }
    let roomy = area.width >= PREVIEW_FROM.0 && area.height >= PREVIEW_FROM.1;
    if pane.no_preview || !roomy || pane.detail.is_none() {
        rows::list(pane, buf, area, look, Shape::Single);
        return area;
    }
    // Three fifths for the list; why and who may need more than the rest.
    let wanted = match pane.side {
        Side::Preview => 0,
        Side::Why | Side::Card => sides::side_height(pane, area.width),
    };
    let below = (area.height - (area.height * 3).div_ceil(5)).max(wanted.min(area.height - 5));
    let (above, below) = split(area, area.height - below);
    rows::list(pane, buf, above, look, Shape::Single);
    sides::below(pane, buf, below, look);
    area
}

/// List on the left, the item on the right, what was decided today under the list. Menus dock under the list.
fn wide(pane: &QueuePane, buf: &mut Buffer, area: Rect, look: &Look) -> Rect {
    let left = Rect { width: LIST_COLUMNS, ..area };
    let bar = Rect { x: left.right(), width: 1, ..area };
    let right = Rect { x: bar.right(), width: area.width - LIST_COLUMNS - 1, ..area };
    paint::vertical(buf, bar, look);
    let done = if left.height >= DONE_FROM && pane.decided.count > 0 { 1 + DONE_LINES } else { 0 };
    let (list, done) = split(left, left.height - done);
    sides::done(pane, buf, done, look);
    let docked = match &pane.mode {
        Mode::Reasons(menu) => menu.height(list.width) + 1,
        Mode::Later(menu) => menu.height(list.width),
        Mode::Filters(menu) => menu.height(list.width),
        Mode::Claims(menu) => menu.height(list.width),
        Mode::Ask(menu) => menu.height(list.width),
        Mode::Results(menu) => menu.height(list.width),
        Mode::Words(_) | Mode::Note(..) => 2,
        Mode::List | Mode::Search(_) | Mode::Form(..) | Mode::Rules(_) | Mode::House(_) => 0,
    };
    let (rows, _) = split(list, list.height.saturating_sub(docked));
    rows::list(pane, buf, rows, look, Shape::Wide);
    sides::beside(pane, buf, right, look);
    list
}

/// A quarter of the dashboard: counts, rows, what else there is.
fn cell(pane: &QueuePane, buf: &mut Buffer, area: Rect, look: &Look, focused: bool) -> Rect {
    if pane.alone && pane.detail.is_some() {
        sides::alone(pane, buf, area, look);
        return area;
    }
    if area.height < 4 {
        rows::list(pane, buf, area, look, Shape::Cell { focused });
        return area;
    }
    // A blank line after the counts and, with room, one before what else there is.
    let (head, rest) = split(area, 2);
    let (list, foot) = split(rest, rest.height - 1);
    let (list, _) = split(list, list.height.saturating_sub(u16::from(area.height >= 10)));
    paint::put(
        buf,
        head.x + 1,
        head.y,
        head.width.saturating_sub(2),
        &rows::summary(pane, look, head.width),
        look.style(Role::Text),
    );
    rows::rows(pane, buf, list, look, Shape::Cell { focused });
    let text = rows::rest(pane, look, list.height);
    paint::put(buf, foot.x + 3, foot.y, foot.width.saturating_sub(4), &text, look.style(Role::Muted));
    area
}

/// Rows, and one line of why.
fn tiny(pane: &QueuePane, buf: &mut Buffer, area: Rect, look: &Look) -> Rect {
    if pane.alone && pane.detail.is_some() {
        sides::alone(pane, buf, area, look);
        return area;
    }
    let why = if area.height >= 5 { 2 } else { 0 };
    let (list, why) = split(area, area.height - why);
    rows::rows(pane, buf, list, look, Shape::Tiny);
    sides::line(pane, buf, why, look);
    area
}

/// What is open above the list: menus and inputs at the bottom of `dock`, forms in the middle of `area`.
fn open(pane: &QueuePane, frame: &mut Frame, area: Rect, dock: Rect, look: &Look) {
    match &pane.mode {
        Mode::List | Mode::Rules(_) | Mode::House(_) => {}
        Mode::Reasons(menu) => {
            let mut menu = menu.clone();
            // In one column the status line says what will happen.
            if pane.wide.get() {
                menu.lines = vec![pane.effect(look.lang)];
            }
            menu.draw(frame.buffer_mut(), dock, look);
        }
        Mode::Later(menu) => menu.draw(frame.buffer_mut(), dock, look),
        Mode::Filters(menu) => menu.draw(frame.buffer_mut(), dock, look),
        Mode::Claims(menu) => menu.draw(frame.buffer_mut(), dock, look),
        Mode::Ask(menu) => menu.draw(frame.buffer_mut(), dock, look),
        Mode::Results(menu) => menu.draw(frame.buffer_mut(), dock, look),
        Mode::Words(input) | Mode::Search(input) | Mode::Note(input, _) => {
            let asks = !matches!(pane.mode, Mode::Search(_));
            let (_, dock) = split(dock, dock.height.saturating_sub(1 + u16::from(asks)));
            paint::clear_wide(frame.buffer_mut(), dock);
            let (rule, line) = split(dock, u16::from(asks));
            if asks && !rule.is_empty() {
                let who = pane.row().map_or("", |r| r.who.as_str());
                let key = if matches!(pane.mode, Mode::Note(..)) { "conduct.note_title" } else { "queue.words_title" };
                let title = look.lang.fill(key, &[("who", &who)]);
                paint::rule(frame.buffer_mut(), rule, look, &title, "", true);
            }
            let line = Rect { x: line.x + 1, width: line.width.saturating_sub(2), ..line };
            if let Some(position) = input.draw(frame.buffer_mut(), line, look) {
                frame.set_cursor_position(position);
            }
        }
        Mode::Form(form, _) => form.draw(frame, area, look),
    }
}

/// The first `above` lines of `area`, and the rest.
fn split(area: Rect, above: u16) -> (Rect, Rect) {
    let above = above.min(area.height);
    (Rect { height: above, ..area }, Rect { y: area.y + above, height: area.height - above, ..area })
}
