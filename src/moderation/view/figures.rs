//! The review figures over the whole region: a line a week, then the rules of the week under the cursor.

use crate::moderation::sheet::Sheet;
use crate::tui::{Look, Role, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns left of the first one: the cursor's.
const MARGIN: u16 = 3;

/// How wide each column is: its widest cell.
fn widths(heads: &[String], rows: &[Vec<String>]) -> Vec<u16> {
    let widest = |n: usize, head: &String| {
        rows.iter().filter_map(|r| r.get(n)).chain([head]).map(|c| paint::columns(c)).max().unwrap_or(0)
    };
    heads.iter().enumerate().map(|(n, head)| widest(n, head)).collect()
}

/// The left edges of as many columns as `room` has place for, two blanks apart or, if that shows more, one.
fn places(widths: &[u16], room: u16) -> Vec<(u16, u16)> {
    let laid = |gap: u16| {
        let mut x = 0;
        let mut places = Vec::new();
        for width in widths {
            if x + width > room {
                break;
            }
            places.push((x, *width));
            x += width + gap;
        }
        places
    };
    let (wide, narrow) = (laid(2), laid(1));
    if narrow.len() > wide.len() { narrow } else { wide }
}

/// Writes a row; the first column to the left, figures to the right.
fn row(buf: &mut Buffer, area: Rect, places: &[(u16, u16)], cells: &[String], role: Role, look: &Look) {
    for (n, ((x, width), cell)) in places.iter().zip(cells).enumerate() {
        let x = area.x + MARGIN + x;
        if n == 0 {
            paint::put(buf, x, area.y, *width, cell, look.style(role));
        } else {
            paint::put_right(buf, x, area.y, *width, cell, look.style(role));
        }
    }
}

/// The line at `y`, which may be below the region.
fn line(area: Rect, y: u16) -> Option<Rect> {
    (y < area.bottom()).then_some(Rect { y, height: 1, ..area })
}

/// Draws the sheet.
pub(super) fn draw(sheet: &Sheet, buf: &mut Buffer, area: Rect, look: &Look) {
    let room = area.width.saturating_sub(MARGIN + 1);
    let places_of_weeks = places(&widths(&sheet.headings, &sheet.weeks), room);
    let Some(head) = line(area, area.y) else { return };
    row(buf, head, &places_of_weeks, &sheet.headings, Role::Muted, look);
    // The rules of the week get what the weeks leave them, three lines at the least.
    let weeks = usize::from(area.height.saturating_sub(5).max(1)).min(sheet.weeks.len());
    let from = (sheet.at + 1).saturating_sub(weeks);
    let mut y = area.y + 1;
    for (n, cells) in sheet.weeks.iter().enumerate().skip(from).take(weeks) {
        let Some(at) = line(area, y) else { return };
        row(buf, at, &places_of_weeks, cells, Role::Text, look);
        if n == sheet.at {
            paint::put(buf, at.x + 1, y, 1, look.glyphs.cursor.encode_utf8(&mut [0; 4]), look.style(Role::Text));
            let width = places_of_weeks.first().map_or(0, |(_, width)| *width);
            paint::cursor_row(buf, Rect { x: at.x + MARGIN, width, ..at }.intersection(area), look);
        }
        y += 1;
    }
    rules(sheet, buf, Rect { y: y + 1, height: area.bottom().saturating_sub(y + 1), ..area }, look);
}

fn rules(sheet: &Sheet, buf: &mut Buffer, area: Rect, look: &Look) {
    let Some(rules) = sheet.rules.get(sheet.at) else { return };
    let Some(head) = line(area, area.y) else { return };
    if rules.is_empty() {
        let text = look.text("queue.figures_no_rules");
        paint::put(buf, area.x + MARGIN, area.y, area.width.saturating_sub(MARGIN + 1), text, look.style(Role::Muted));
    } else {
        let cells: Vec<Vec<String>> = rules.iter().map(|r| r.to_vec()).collect();
        let places = places(&widths(&sheet.rule_headings, &cells), area.width.saturating_sub(MARGIN + 1));
        row(buf, head, &places, &sheet.rule_headings, Role::Muted, look);
        for (y, cells) in (area.y + 1..area.bottom()).zip(&cells) {
            row(buf, Rect { y, height: 1, ..area }, &places, cells, Role::Text, look);
        }
    }
    // What the two shares are shares of, where there is a line for it.
    let below = area.y + 2 + u16::try_from(rules.len()).unwrap_or(u16::MAX - 2 - area.y);
    for (y, key) in (below.max(area.bottom().saturating_sub(2))..area.bottom())
        .zip(["queue.figures_agree_is", "queue.figures_right_is"])
    {
        let width = area.width.saturating_sub(MARGIN + 1);
        paint::put(buf, area.x + MARGIN, y, width, look.text(key), look.style(Role::Muted));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_that_do_not_fit_go_from_the_right() {
        assert_eq!(places(&[4, 4, 4], 16), [(0, 4), (6, 4), (12, 4)]);
        assert_eq!(places(&[4, 4, 4], 14), [(0, 4), (5, 4), (10, 4)], "closer together before one goes");
        assert_eq!(places(&[4, 4, 4], 13), [(0, 4), (6, 4)]);
        assert_eq!(places(&[4], 3), []);
    }
}
