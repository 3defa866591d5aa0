//! Drawing into the buffer: text that is cut but never halved, rules with titles, boxes that sit clean on wide
//! characters. Everything takes text that is already safe to show (`base::text::Clean`, or the kit's own words).

use super::look::Look;
use super::theme::Role;
use crate::base::text;
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// How many columns `text` takes.
#[must_use]
pub fn columns(text: &str) -> u16 {
    u16::try_from(text::width(text)).unwrap_or(u16::MAX)
}

/// Draws `text` from `x` on, at most `columns` wide, and says how many columns it took. What does not fit is cut
/// and marked with `..`; a wide character is never halved. The cells lose what style they had.
pub fn put(buf: &mut Buffer, x: u16, y: u16, columns: u16, text: &str, style: Style) -> u16 {
    match room(buf, x, y, columns) {
        0 => 0,
        room => cells(buf, x, y, &text::cut(text, usize::from(room)), style),
    }
}

/// Columns that may be drawn from `x` on.
fn room(buf: &Buffer, x: u16, y: u16, columns: u16) -> u16 {
    let area = buf.area;
    if y < area.top() || y >= area.bottom() || x < area.left() {
        0
    } else {
        columns.min(area.right().saturating_sub(x))
    }
}

/// Sets the cells and says how many; the caller has made sure that they fit.
fn cells(buf: &mut Buffer, x: u16, y: u16, text: &str, style: Style) -> u16 {
    let mut at = x;
    let mut set = |symbol: &str, width: u16| {
        // Nothing to see in no column.
        if width == 0 {
            return;
        }
        if at == x {
            unhalve(buf, x, y);
        }
        for x in at..at + width {
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.reset();
            }
        }
        if let Some(cell) = buf.cell_mut((at, y)) {
            cell.set_symbol(symbol).set_style(style);
        }
        at += width;
    };
    match text::plain(text) {
        Some(signs) => signs.for_each(|(sign, width)| set(sign, width)),
        None => {
            let clusters = text.graphemes(true).filter(|g| !g.contains(char::is_control));
            clusters.for_each(|cluster| set(cluster, cluster.cell_width()));
        }
    }
    at - x
}

/// If the cell before `x` holds a wide character that reaches into `x`, blanks it (ratatui#2526).
fn unhalve(buf: &mut Buffer, x: u16, y: u16) {
    let left = x.checked_sub(1).and_then(|left| buf.cell_mut((left, y)));
    if let Some(cell) = left.filter(|c| c.symbol().cell_width() > 1) {
        cell.set_symbol(" ");
    }
}

/// Draws `text` so that it ends where the `columns` from `x` on end; cut like [`put`]. Says how many columns it took.
pub fn put_right(buf: &mut Buffer, x: u16, y: u16, columns: u16, text: &str, style: Style) -> u16 {
    let width = self::columns(text).min(columns);
    put(buf, x + (columns - width), y, width, text, style)
}

/// Draws pieces one after another, each in its role, and says how many columns they took together. A piece that
/// does not fit is cut, and those after it are left out.
pub fn spans(buf: &mut Buffer, x: u16, y: u16, columns: u16, pieces: &[(&str, Role)], look: &Look<'_>) -> u16 {
    let mut used = 0;
    for (text, role) in pieces {
        let (room, wanted) = (columns - used, self::columns(text));
        used += put(buf, x + used, y, room, text, look.style(*role));
        if wanted > room {
            break;
        }
    }
    used
}

/// Makes a row the current one: reverse, without the colours that would become blocks of background.
pub fn cursor_row(buf: &mut Buffer, row: Rect, look: &Look<'_>) {
    let style = look.style(Role::Cursor);
    each_cell(buf, row, |cell| {
        cell.fg = Color::Reset;
        cell.bg = Color::Reset;
        cell.modifier.remove(Modifier::DIM);
        cell.set_style(style);
    });
}

/// Adds `style` to what is drawn in `rect`. Unlike `Buffer::set_style` it leaves the hidden halves of wide
/// characters blank: ratatui takes a styled one for drawn and forgets to send the cell when it comes into sight.
pub fn restyle(buf: &mut Buffer, rect: Rect, style: Style) {
    each_cell(buf, rect, |cell| {
        cell.set_style(style);
    });
}

/// Does something to each cell in `rect` that is no hidden half of a wide character.
fn each_cell(buf: &mut Buffer, rect: Rect, mut act: impl FnMut(&mut Cell)) {
    let rect = rect.intersection(buf.area);
    for y in rect.top()..rect.bottom() {
        let before = rect.x.checked_sub(1).and_then(|x| buf.cell((x, y)));
        let mut x = rect.x + u16::from(before.is_some_and(|c| c.symbol().cell_width() > 1));
        while x < rect.right() {
            let cell = &mut buf[(x, y)];
            act(cell);
            x += cell.symbol().cell_width().max(1);
        }
    }
}

/// A region's title rule over the whole of `row`: `═ title ════ right ═`. The focused one is double and keeps
/// its title; where both do not fit, the right text goes first.
pub fn rule(buf: &mut Buffer, row: Rect, look: &Look<'_>, title: &str, right: &str, focused: bool) {
    let (glyph, role) =
        if focused { (look.glyphs.rule_focus, Role::RuleFocus) } else { (look.glyphs.rule, Role::Rule) };
    line(buf, row, glyph, look.style(role));
    let width = row.width;
    if title.is_empty() && right.is_empty() || width < 6 {
        return;
    }
    let titled = columns(title).min(width - 4);
    let title_style = if focused { look.style(Role::RuleFocus) } else { look.style(Role::Heading) };
    if titled > 0 {
        framed(buf, row.x + 1, row.y, titled, title, title_style);
    }
    let ended = columns(right);
    let taken = if titled > 0 { titled + 4 } else { 1 };
    if ended > 0 && taken + ended + 3 <= width {
        framed(buf, row.right() - ended - 3, row.y, ended, right, look.style(Role::Text));
    }
}

/// Text with a blank on each side, for titles and hints in a rule.
pub fn framed(buf: &mut Buffer, x: u16, y: u16, columns: u16, text: &str, style: Style) {
    put(buf, x, y, 1, " ", Style::new());
    let used = put(buf, x + 1, y, columns, text, style);
    put(buf, x + 1 + used, y, 1, " ", Style::new());
}

/// Fills the first row of `row` with one sign.
pub fn line(buf: &mut Buffer, row: Rect, glyph: char, style: Style) {
    let row = Rect { height: row.height.min(1), ..row }.intersection(buf.area);
    unhalve(buf, row.x, row.y);
    for x in row.left()..row.right() {
        buf[(x, row.y)].reset();
        buf[(x, row.y)].set_char(glyph).set_style(style);
    }
}

/// Fills the first column of `column` with the vertical rule.
pub fn vertical(buf: &mut Buffer, column: Rect, look: &Look<'_>) {
    for y in column.top()..column.bottom() {
        line(buf, Rect { y, width: 1, height: 1, ..column }, look.glyphs.vertical, look.style(Role::Rule));
    }
}

/// Blanks `rect`, and with it the wide characters that reach into it from the left or out of it to the right:
/// ratatui's own `Clear` leaves half of them, which eats a border (ratatui#2526).
pub fn clear_wide(buf: &mut Buffer, rect: Rect) {
    let rect = rect.intersection(buf.area);
    for y in rect.top()..rect.bottom() {
        unhalve(buf, rect.x, y);
        for x in rect.left()..rect.right() {
            buf[(x, y)].reset();
        }
    }
}

/// A form's box with a title in its top rule, blank inside. Returns the inside.
pub fn boxed(buf: &mut Buffer, rect: Rect, look: &Look<'_>, title: &str) -> Rect {
    clear_wide(buf, rect);
    let rect = rect.intersection(buf.area);
    if rect.width < 2 || rect.height < 2 {
        return Rect { width: 0, height: 0, ..rect };
    }
    let (style, glyphs) = (look.style(Role::RuleFocus), look.glyphs);
    let (bottom, right) = (rect.bottom() - 1, rect.right() - 1);
    for y in [rect.y, bottom] {
        line(buf, Rect { y, height: 1, ..rect }, glyphs.rule, style);
    }
    for y in rect.y + 1..bottom {
        for x in [rect.x, right] {
            line(buf, Rect { x, y, width: 1, height: 1 }, glyphs.vertical, style);
        }
    }
    for (at, (x, y)) in [(rect.x, rect.y), (right, rect.y), (rect.x, bottom), (right, bottom)].into_iter().enumerate() {
        line(buf, Rect { x, y, width: 1, height: 1 }, glyphs.corners[at], style);
    }
    if !title.is_empty() && rect.width > 6 {
        framed(buf, rect.x + 2, rect.y, columns(title).min(rect.width - 5), title, look.style(Role::Heading));
    }
    Rect { x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, height: rect.height - 2 }
}

/// Cuts `text` at its hits (byte ranges, any order, overlaps joined) into pieces for [`spans`], with `[ ]` around
/// each hit so that it is seen without colour.
#[must_use]
pub fn marked<'t>(text: &'t str, hits: &[Range<usize>]) -> Vec<(&'t str, Role)> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    let mut sorted: Vec<Range<usize>> =
        hits.iter().filter(|h| text.get((*h).clone()).is_some_and(|t| !t.is_empty())).cloned().collect();
    sorted.sort_by_key(|h| h.start);
    for hit in sorted {
        match joined.last_mut() {
            Some(last) if hit.start <= last.end => last.end = last.end.max(hit.end),
            _ => joined.push(hit),
        }
    }
    let mut pieces = Vec::new();
    let mut at = 0;
    for hit in joined {
        if at < hit.start {
            pieces.push((&text[at..hit.start], Role::Text));
        }
        at = hit.end;
        pieces.extend([("[", Role::Hit), (&text[hit], Role::Hit), ("]", Role::Hit)]);
    }
    if at < text.len() {
        pieces.push((&text[at..], Role::Text));
    }
    pieces
}

#[cfg(test)]
mod tests;
