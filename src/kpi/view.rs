//! Drawing the pane (screens.md §7): board, chart, entry grid and dashboard cell. Sees facts only, no store, no clock.

mod below;
mod cell;
mod chart;
mod detail;
mod goals;
mod grid;
mod overview;
mod table;

use super::board::Tally;
use super::pane::{KpiPane, Line, Mode};
use super::scope::Scope;
use crate::base::Lang;
use crate::tui::pane::Shape;
use crate::tui::{Input, Look, Role, paint};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// A piece of a line and how it is meant.
type Piece = (String, Role);

fn piece(text: impl Into<String>, role: Role) -> Piece {
    (text.into(), role)
}

/// Draws pieces in one row, with a blank column at each edge.
fn put_pieces(buf: &mut Buffer, row: Rect, look: &Look, pieces: &[Piece]) {
    let pieces: Vec<(&str, Role)> = pieces.iter().map(|(text, role)| (text.as_str(), *role)).collect();
    paint::spans(buf, row.x + 1, row.y, row.width.saturating_sub(2), &pieces, look);
}

/// The one row `down` rows below the top of `area`.
fn row_of(area: Rect, down: u16) -> Rect {
    Rect { y: area.y + down, height: 1, ..area }
}

/// Heading of the pane's title rule.
pub(super) fn heading(pane: &KpiPane, look: &Look, shape: Shape) -> (String, String) {
    let lang = look.lang;
    let tally = tally_words(lang, &pane.tally(), !matches!(shape, Shape::Cell { .. } | Shape::Tiny));
    let day = lang.day(pane.last(), pane.today);
    let scope = scope_words(pane, lang);
    if let Mode::Grid(grid) = &pane.mode {
        let filled = pane.board.rows.iter().filter(|r| !r.metric.bench && r.reading.origin.is_some()).count();
        let left = lang.fill("kpi.heading_grid", &[("day", &lang.day(grid.day, pane.today)), ("scope", &scope)]);
        return (left, lang.fill("kpi.filled", &[("filled", &filled), ("of", &super::metric::twelve().len())]));
    }
    if matches!(shape, Shape::Cell { focused: false } | Shape::Tiny) {
        return (String::new(), tally);
    }
    if let Some(goals) = &pane.goals {
        let key = if goals.all { "goals.heading_all" } else { "goals.heading" };
        return (lang.fill(key, &[("count", &goals.rows.len())]), tally);
    }
    if let (Some(_), Some(row)) = (pane.chart, pane.current()) {
        let from = lang.short_day(pane.window().first());
        let args: [(&str, &dyn std::fmt::Display); 5] = [
            ("metric", &lang.text(row.metric.label)),
            ("scope", &scope),
            ("days", &pane.span),
            ("from", &from),
            ("to", &lang.short_day(pane.last())),
        ];
        return (lang.fill("kpi.heading_chart", &args), lang.text("kpi.span_keys").to_owned());
    }
    let left = lang.fill("kpi.heading_board", &[("day", &day), ("scope", &scope), ("days", &pane.span)]);
    (if matches!(shape, Shape::Cell { .. }) { day } else { left }, tally)
}

/// Of what the figures are: `全部 9 群`, `微信 新手2群`.
fn scope_words(pane: &KpiPane, lang: &Lang) -> String {
    let found = pane.board.communities.iter().find(|c| pane.scope == Scope::Community(c.id));
    match found {
        Some(community) => super::wording::community(lang, community),
        None => lang.fill("kpi.scope_all", &[("count", &pane.board.communities.len())]),
    }
}

/// `越界1 留意1 未填1`; what is zero is left out.
pub(super) fn tally_words(lang: &Lang, tally: &Tally, watch: bool) -> String {
    let parts = [
        ("kpi.tally_out", tally.out, true),
        ("goals.tally_unusual", tally.unusual, watch),
        ("kpi.tally_watch", tally.watch, watch),
        ("kpi.tally_unfilled", tally.unfilled, true),
    ];
    let words = parts.into_iter().filter(|(_, n, wanted)| *n > 0 && *wanted);
    let words = words.map(|(key, n, _)| lang.fill(key, &[("count", &n)]));
    words.reduce(|a, b| lang.fill("kpi.tally_two", &[("first", &a), ("second", &b)])).unwrap_or_default()
}

/// Draws the pane below its title rule.
pub(super) fn draw(pane: &KpiPane, frame: &mut Frame, area: Rect, look: &Look, shape: Shape) {
    let buf = frame.buffer_mut();
    if area.is_empty() {
        return;
    }
    let cursor = match (&pane.mode, shape) {
        (_, Shape::Cell { focused: false }) => {
            cell::draw(pane, buf, area, look);
            None
        }
        (Mode::Grid(grid), _) => grid::draw(pane, grid, buf, area, look),
        (mode, _) if pane.goals.is_some() => {
            if let Some(goals) = &pane.goals {
                goals::draw(pane, goals, buf, area, look);
            }
            match mode {
                Mode::Aim(form) => form.form.paint(buf, area, look),
                _ => dock(pane, buf, area, look),
            }
        }
        _ if pane.chart.is_some() && area.height >= 8 => {
            chart::draw(pane, buf, area, look);
            dock(pane, buf, area, look)
        }
        (_, Shape::Wide) => {
            table::draw(pane, buf, Rect { width: area.width.min(71), ..area }, look, 3);
            if let Some(right) = area.width.checked_sub(72) {
                paint::vertical(buf, Rect { x: area.x + 71, width: 1, ..area }, look);
                detail::column(pane, buf, Rect { x: area.x + 72, width: right, ..area }, look);
            }
            dock(pane, buf, area, look)
        }
        (_, Shape::Tiny) => {
            table::draw(pane, buf, area, look, 1);
            dock(pane, buf, area, look)
        }
        (_, Shape::Single | Shape::Cell { focused: true }) => {
            let below = if area.height >= 12 { area.height.saturating_sub(table::height(pane)).max(5) } else { 0 };
            let above = area.height - below;
            table::draw(pane, buf, Rect { height: above, ..area }, look, 3);
            detail::below(pane, buf, Rect { y: area.y + above, height: below, ..area }, look);
            dock(pane, buf, area, look)
        }
    };
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

/// An open menu or line of words, in the bottom lines.
fn dock(pane: &KpiPane, buf: &mut Buffer, area: Rect, look: &Look) -> Option<Position> {
    match &pane.mode {
        Mode::Reasons(menu) => menu.draw(buf, area, look),
        Mode::Saved(menu) => menu.draw(buf, area, look),
        Mode::Scope(menu) => menu.draw(buf, area, look),
        Mode::Against(menu) => menu.draw(buf, area, look),
        Mode::Outcome(menu) => menu.draw(buf, area, look),
        Mode::Filter(input) => return line(input, buf, row_of(area, area.height - 1), look),
        Mode::Line(Line { input, .. }) => {
            if area.height > 1 {
                let rule = row_of(area, area.height - 2);
                paint::clear_wide(buf, rule);
                paint::rule(buf, rule, look, "", "", true);
            }
            return line(input, buf, row_of(area, area.height - 1), look);
        }
        Mode::List | Mode::Grid(_) | Mode::Aim(_) => {}
    }
    None
}

fn line(input: &Input, buf: &mut Buffer, row: Rect, look: &Look) -> Option<Position> {
    paint::clear_wide(buf, row);
    let inner = Rect { x: row.x + 1, width: row.width.saturating_sub(2), ..row };
    input.draw(buf, inner, look)
}
