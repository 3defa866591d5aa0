//! The columns: a line each, and below them what the one under the cursor means.

use super::super::board::Board;
use super::super::pane::columns::{Desk, Row, dates};
use super::super::row;
use crate::base::text::{Clean, width, wrap};
use crate::tui::{Look, Role, paint};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lines below the list: rule, rule in words and dates, caption.
const BELOW: u16 = 6;

/// Draws the list, and over it the form.
pub(super) fn draw(desk: &Desk, board: &Board, frame: &mut Frame, area: Rect, look: &Look) {
    let below = if area.height > BELOW + 6 { BELOW } else { 0 };
    let list = Rect { height: area.height - below, ..area };
    let buf = frame.buffer_mut();
    paint::clear_wide(buf, area);
    draw_list(desk, buf, list, look);
    if below > 0 {
        draw_below(desk, board, buf, Rect { y: list.bottom(), height: below, ..area }, look);
    }
    if let Some((form, _)) = &desk.form {
        form.draw(frame, area, look);
    }
}

fn draw_list(desk: &Desk, buf: &mut Buffer, area: Rect, look: &Look) {
    let lang = look.lang;
    if desk.rows.is_empty() {
        paint::put(buf, area.x + 1, area.y, area.width - 2, look.text("columns.none"), look.style(Role::Muted));
        return;
    }
    let widest = |text: fn(&Row) -> &str| desk.rows.iter().map(|r| width(text(r))).max().unwrap_or(0);
    let fit = |n: usize, most: usize| u16::try_from(n.min(most)).unwrap_or(12);
    let place = fit(widest(|r| &r.place), 15);
    let rule = fit(widest(|r| &r.rule), usize::from(area.width / 3));
    let (next, kept) = (fit(width(&lang.short_day(board_day(desk))).max(6), 8), 5);
    let clock_x = 3 + place + 1;
    let (rule_x, title_x) = (clock_x + 6, clock_x + 6 + rule + 2);
    let kept_x = area.width.saturating_sub(1 + kept);
    let next_x = kept_x.saturating_sub(next + 2);
    let heads = [
        (3, place, "calendar.lanes"),
        (clock_x, 5, "calendar.field_time"),
        (rule_x, rule, "columns.field_rule"),
        (title_x, next_x.saturating_sub(title_x + 1), "columns.field_title"),
        (next_x, next, "columns.head_next"),
        (kept_x, kept, "columns.head_kept"),
    ];
    for (x, width, key) in heads {
        paint::put(buf, area.x + x, area.y, width, look.text(key), look.style(Role::Muted));
    }
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    for (y, at) in (body.y..body.bottom()).zip(desk.list.window(usize::from(body.height))) {
        let Some(row) = desk.rows.get(at) else { continue };
        let cursor = at == desk.list.index();
        let plain = if row.over { Role::Muted } else { Role::Text };
        let mut put =
            |x: u16, width: u16, text: &str, role: Role| paint::put(buf, area.x + x, y, width, text, look.style(role));
        if cursor {
            let mut sign = [0; 4];
            put(1, 1, look.glyphs.cursor.encode_utf8(&mut sign), Role::Key);
        }
        put(3, place, &row.place, plain);
        put(clock_x, 5, &row.series.column.time.format("%H:%M").to_string(), plain);
        put(rule_x, rule, &row.rule, plain);
        let used = put(title_x, next_x.saturating_sub(title_x + 1), &row.title, plain);
        let coming = match row.next.first() {
            Some(day) => lang.short_day(*day),
            None => look.text("columns.ended").to_owned(),
        };
        put(next_x, next, &coming, plain);
        let missed = row.kept.of > row.kept.out;
        let kept_text = if row.kept.of == 0 { "--".into() } else { format!("{}/{}", row.kept.out, row.kept.of) };
        put(kept_x, kept, &kept_text, if missed { Role::Gap } else { plain });
        if cursor {
            paint::cursor_row(buf, Rect { x: area.x + title_x, y, width: used, height: 1 }, look);
        }
    }
}

/// A day with two digits in month and day, by which the dates' column is measured.
fn board_day(desk: &Desk) -> chrono::NaiveDate {
    let days = desk.rows.iter().flat_map(|r| r.next.first().copied());
    days.max_by_key(|d| d.format("%-m/%-d").to_string().len()).unwrap_or_default()
}

fn draw_below(desk: &Desk, board: &Board, buf: &mut Buffer, area: Rect, look: &Look) {
    let Some(row) = desk.current() else { return };
    let (lang, column) = (look.lang, &row.series.column);
    let head = format!("{}  {}", row.place, row.rule);
    paint::rule(buf, Rect { height: 1, ..area }, look, &head, "", false);
    let room = usize::from(area.width.saturating_sub(2));
    let mut lines = vec![(Role::Text, lang.fill("columns.next", &[("days", &dates(&row.next, board, lang))]))];
    if row.next.is_empty() {
        lines[0] = (Role::Muted, look.text("columns.ended_long").to_owned());
    }
    let from =
        lang.fill("columns.since", &[("day", &row::dated(column.span.from, board.today, &board.days, lang, true))]);
    let until = column
        .span
        .until
        .map(|d| lang.fill("columns.till", &[("day", &row::dated(d, board.today, &board.days, lang, true))]));
    let owner = if column.owner.is_empty() { "--".into() } else { Clean::line(&column.owner).into_string() };
    let kept = lang.fill("columns.kept", &[("out", &row.kept.out), ("of", &row.kept.of)]);
    lines.push((
        Role::Muted,
        [Some(from), until, Some(owner), (row.kept.of > 0).then_some(kept)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("  "),
    ));
    if column.body.trim().is_empty() {
        lines.push((Role::Ghost, look.text("columns.state_gap").to_owned()));
    } else {
        lines.extend(wrap(&Clean::block(&column.body), room).into_iter().map(|l| (Role::Text, l)));
    }
    for (y, (role, line)) in (area.y + 1..area.bottom()).zip(lines) {
        paint::put(buf, area.x + 1, y, area.width.saturating_sub(2), &line, look.style(role));
    }
}
