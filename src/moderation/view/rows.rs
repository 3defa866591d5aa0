//! The list: one line a row, columns by the width there is (screens.md §17.1).

use crate::moderation::item::Suggestion;
use crate::moderation::pane::QueuePane;
use crate::moderation::row::Row;
use crate::moderation::store::Filter;
use crate::tui::pane::Shape;
use crate::tui::{Look, Role, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// Where a column begins and how wide it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Column {
    x: u16,
    width: u16,
}

const fn column(x: u16, width: u16) -> Column {
    Column { x, width }
}

/// The columns at some width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Columns {
    cursor: u16,
    mark: u16,
    level: u16,
    kind: Option<Column>,
    place: Option<Column>,
    who: Column,
    text: Column,
    opinion: Column,
    age: Column,
}

/// The columns for `width`: names get 10, communities 12, kinds 4, ages 6, the text takes the rest. Narrow lists lose the
/// community first, then the kind.
fn columns(width: u16, shape: Shape) -> Columns {
    let last = |from_right: u16, columns| column(width.saturating_sub(from_right), columns);
    let text = |x: u16, right: u16| column(x, width.saturating_sub(x + right));
    let (opinion, age) = (last(14, 6), last(8, 6));
    let base = Columns {
        cursor: 1,
        mark: 2,
        level: 4,
        kind: Some(column(7, 4)),
        place: Some(column(12, 12)),
        who: column(25, 10),
        text: text(36, 15),
        opinion,
        age,
    };
    match shape {
        Shape::Tiny => Columns {
            cursor: 0,
            mark: 3,
            level: 1,
            kind: None,
            place: None,
            who: column(4, 8),
            text: text(13, 13),
            opinion: last(12, 5),
            age: last(7, 6),
        },
        _ if width < 56 => {
            Columns { level: 3, kind: None, place: None, who: column(6, 10), text: text(17, 15), ..base }
        }
        _ if width < 66 => Columns { place: None, who: column(12, 10), text: text(23, 15), ..base },
        Shape::Cell { .. } => Columns { level: 3, kind: Some(column(6, 4)), place: Some(column(11, 13)), ..base },
        Shape::Single | Shape::Wide => base,
    }
}

/// The list with its last line, or why it is empty.
pub(super) fn list(pane: &QueuePane, buf: &mut Buffer, area: Rect, look: &Look, shape: Shape) {
    if area.height < 3 {
        return rows(pane, buf, area, look, shape);
    }
    // One line says what else there is; apart from the rows when there is room.
    let room = usize::from(area.height - 1);
    let height = area.height - 1;
    rows(pane, buf, Rect { height, ..area }, look, shape);
    if pane.rows.is_empty() {
        return;
    }
    let spare = room.saturating_sub(pane.rows.len());
    let below = u16::try_from(pane.rows.len().min(room) + usize::from(spare > 0)).unwrap_or(height);
    let text = rest(pane, look, height);
    paint::put(buf, area.x + 4, area.y + below, area.width.saturating_sub(5), &text, look.style(Role::Muted));
}

/// Only the rows.
pub(super) fn rows(pane: &QueuePane, buf: &mut Buffer, area: Rect, look: &Look, shape: Shape) {
    pane.page.set(usize::from(area.height).max(1));
    if pane.rows.is_empty() {
        let key = if pane.filter == Filter::default() { "queue.empty" } else { "queue.empty_filter" };
        paint::put(buf, area.x + 3, area.y, area.width.saturating_sub(4), look.text(key), look.style(Role::Muted));
        return;
    }
    let columns = columns(area.width, shape);
    let window = pane.list.window(usize::from(area.height));
    let cursor = pane.list.cursor();
    let acting = !matches!(shape, Shape::Cell { focused: false });
    for (y, row) in
        (area.y..area.bottom()).zip(&pane.rows[window.start.min(pane.rows.len())..window.end.min(pane.rows.len())])
    {
        let line = Rect { y, height: 1, ..area };
        let marked = pane.list.marks().contains(&row.id);
        draw_row(buf, line, &columns, row, marked, look);
        if acting && cursor == Some(row.id) {
            let mut glyph = [0; 4];
            let sign = look.glyphs.cursor.encode_utf8(&mut glyph);
            paint::put(buf, line.x + columns.cursor, y, 1, sign, look.style(Role::Text));
            let name = Rect { x: line.x + columns.who.x, width: columns.who.width, ..line };
            paint::cursor_row(buf, name.intersection(area), look);
        }
    }
}

fn draw_row(buf: &mut Buffer, line: Rect, columns: &Columns, row: &Row, marked: bool, look: &Look) {
    let (x, y) = (line.x, line.y);
    let struck = !row.struck.is_empty();
    let role = if struck { Role::Muted } else { Role::Text };
    let mut put = |at: Column, text: &str, style| {
        paint::put(buf, x + at.x, y, at.width.min(line.width.saturating_sub(at.x)), text, style)
    };
    if marked {
        let mut glyph = [0; 4];
        put(column(columns.mark, 1), look.glyphs.mark.encode_utf8(&mut glyph), look.style(Role::Mark));
    }
    put(column(columns.level, 2), &format!("L{}", row.level), look.style(role));
    if let Some(kind) = columns.kind {
        put(kind, look.text(row.kind.label()), look.style(role));
    }
    if let Some(place) = columns.place {
        put(column(place.x, 12), &row.place, look.style(role));
    }
    let crossed = if struck { Modifier::CROSSED_OUT } else { Modifier::empty() };
    put(columns.who, &row.who, look.style(role).add_modifier(crossed));
    let mut text = columns.text;
    if struck {
        put(text, &row.struck, look.style(Role::Other));
    } else {
        // Who looks at it now says more than who looked before.
        let tag = if row.claimed.is_empty() { &row.tag } else { &row.claimed };
        if !tag.is_empty() {
            let used = put(text, tag, look.style(Role::Other)) + 1;
            text = column(text.x + used, text.width.saturating_sub(used));
        }
        put(text, &row.text, look.style(role));
    }
    let opinion = row.proposed();
    let bad = matches!(opinion, Suggestion::Reject(_));
    let word = if row.crisis && !bad { Some("conduct.short_crisis") } else { opinion.short() };
    if let Some(key) = word.filter(|_| !struck) {
        let tone = if row.crisis || bad { Role::Warn } else { Role::Text };
        put(columns.opinion, look.text(key), look.style(tone));
    }
    let tone = if row.overdue { Role::Bad } else { Role::Muted };
    paint::put_right(buf, x + columns.age.x, y, columns.age.width, &row.age, look.style(tone));
}

/// What there is beside the rows shown in `height` lines: `还有 10 条`.
pub(super) fn rest(pane: &QueuePane, look: &Look, height: u16) -> String {
    let window = pane.list.window(usize::from(height));
    let struck = pane.rows.iter().filter(|r| !r.struck.is_empty()).count();
    let all = pane.total + struck;
    let below = all.saturating_sub(window.end);
    let mut parts = vec![match below {
        0 if window.start == 0 => look.lang.fill("queue.all_shown", &[("n", &all)]),
        0 => look.lang.fill("queue.all", &[("n", &all)]),
        n => look.lang.fill("queue.more", &[("n", &n)]),
    }];
    if pane.brief.snoozed > 0 {
        parts.push(look.lang.fill("queue.later_count", &[("n", &pane.brief.snoozed)]));
    }
    if let (true, Some(ms)) = (height < 20 && pane.decided.count > 0, pane.decided.median_ms) {
        let (n, median) = (look.lang.count(pane.decided.count), look.lang.span(ms));
        parts.push(look.lang.fill("queue.done_today", &[("n", &n), ("median", &median)]));
    }
    parts.join(look.text("queue.comma"))
}

/// The first line of a quarter: what there is, and what the machine would do.
pub(super) fn summary(pane: &QueuePane, look: &Look, width: u16) -> String {
    let brief = &pane.brief;
    let counts = pane.counts(look.lang, "  ");
    if width < 66 || counts.is_empty() {
        return counts;
    }
    let machine = look.lang.fill(
        "queue.machine_counts",
        &[("pass", &brief.suggest_approve), ("drop", &brief.suggest_reject), ("look", &brief.suggest_look)],
    );
    // Half of what the machine thinks is worse than nothing of it.
    let both = [format!("{counts}    {machine}"), format!("{}  {machine}", pane.counts(look.lang, " "))];
    let room = usize::from(width.saturating_sub(2));
    both.into_iter().find(|text| crate::base::text::width(text) <= room).unwrap_or(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No two columns overlap and none leaves the line, at any width.
    #[test]
    fn columns_part_at_every_width() {
        for shape in [Shape::Tiny, Shape::Single, Shape::Wide, Shape::Cell { focused: true }] {
            for width in 40..=200 {
                let c = columns(width, shape);
                let mut all = vec![column(c.level, 2)];
                all.extend(c.kind);
                all.extend(c.place);
                all.extend([c.who, c.text, c.opinion, c.age]);
                for pair in all.windows(2) {
                    assert!(pair[0].x + pair[0].width <= pair[1].x, "{shape:?} {width} {pair:?}");
                }
                assert!(c.age.x + c.age.width < width, "{shape:?} {width}");
                assert!(c.text.width >= 8, "{shape:?} {width} {}", c.text.width);
            }
        }
    }

    #[test]
    fn the_columns_of_the_screens() {
        let wide = columns(71, Shape::Wide);
        assert_eq!((wide.text, wide.opinion.x, wide.age), (column(36, 20), 57, column(63, 6)));
        let tiny = columns(40, Shape::Tiny);
        assert_eq!((tiny.who, tiny.text, tiny.opinion.x, tiny.age), (column(4, 8), column(13, 14), 28, column(33, 6)));
    }
}
