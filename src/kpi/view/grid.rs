//! The entry grid (screens.md §7c): yesterday, today, what the guard thinks, where a value came from.

use super::super::board::{Origin, Row, State};
use super::super::metric::twelve;
use super::super::pane::{Grid, KpiPane};
use super::super::{usual, wording};
use super::{line, row_of};
use crate::base::text::Clean;
use crate::tui::{Look, Role, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Where yesterday's and today's values end, and where unit, check and source begin.
const YESTERDAY: u16 = 22;
const TODAY: u16 = 33;
const UNIT: u16 = 36;
const CHECK: u16 = 43;
const SOURCE: u16 = 67;

/// Draws the grid; returns where the terminal's cursor belongs.
pub(super) fn draw(pane: &KpiPane, grid: &Grid, buf: &mut Buffer, area: Rect, look: &Look) -> Option<Position> {
    let tiny = area.height < 14;
    let head = u16::from(!tiny);
    if !tiny {
        heads(buf, area, look);
    }
    let rows = &pane.board.rows[..twelve().len().min(pane.board.rows.len())];
    let shown = area.height.saturating_sub(head).max(1);
    let first = u16::try_from(grid.at).unwrap_or(0).saturating_sub(shown.saturating_sub(2));
    let mut cursor = None;
    for (at, row) in (0u16..).zip(rows).skip(usize::from(first)) {
        let down = head + at - first;
        if down >= area.height {
            break;
        }
        let chosen = usize::from(at) == grid.at;
        cells(pane, grid, buf, row_of(area, down), look, row, chosen);
        if chosen {
            let cell = Rect { x: area.x + TODAY - 9, width: 10, ..row_of(area, down) };
            if grid.reason.is_none() {
                cursor = grid.input.draw(buf, cell, look);
            } else {
                let typed = grid.input.value();
                paint::put_right(buf, cell.x, cell.y, 9, &typed, look.style(Role::Input));
            }
        }
    }
    let under = head + u16::try_from(rows.len()).unwrap_or(0);
    if under < area.height {
        let notice = row_of(area, under);
        let pasted = !grid.pasted.is_empty() && grid.notice.is_empty();
        let (text, role) = if pasted {
            (look.lang.fill("goals.pasted", &[("count", &grid.pasted.len())]), Role::Info)
        } else {
            (grid.notice.clone(), Role::Warn)
        };
        paint::put(buf, notice.x + 1, notice.y, notice.width - 2, &text, look.style(role));
    }
    if under + 3 < area.height {
        rules(buf, Rect { y: area.y + under + 1, height: area.height - under - 1, ..area }, look);
    }
    // The reason is asked under the cell it is about, over the next row.
    if let Some(asking) = &grid.reason {
        let down = (head + u16::try_from(grid.at).unwrap_or(0) - first + 1).min(area.height - 1);
        cursor = line(&asking.input, buf, row_of(area, down), look);
        if tiny || down == under {
            let above = row_of(area, down.saturating_sub(1).max(head));
            if down + 1 < area.height {
                let below = row_of(area, down + 1);
                paint::clear_wide(buf, below);
                paint::put(buf, below.x + 1, below.y, below.width - 2, &grid.notice, look.style(Role::Warn));
            } else if above.width > CHECK {
                paint::put(buf, above.x + CHECK, above.y, above.width - CHECK, &grid.notice, look.style(Role::Warn));
            }
        }
    }
    cursor
}

fn heads(buf: &mut Buffer, area: Rect, look: &Look) {
    let style = look.style(Role::Heading);
    let right = |buf: &mut Buffer, end: u16, key| {
        paint::put_right(buf, area.x, area.y, end, look.text(key), style);
    };
    paint::put(buf, area.x + 3, area.y, 12, look.text("kpi.head_metric"), style);
    right(buf, YESTERDAY, "kpi.head_yesterday");
    right(buf, TODAY, "kpi.head_today");
    for (x, key) in [(UNIT, "kpi.head_unit"), (CHECK, "kpi.head_check"), (SOURCE, "kpi.head_source")] {
        if area.width > x + 8 {
            paint::put(buf, area.x + x, area.y, area.width - x, look.text(key), style);
        }
    }
}

fn cells(pane: &KpiPane, grid: &Grid, buf: &mut Buffer, at: Rect, look: &Look, row: &Row, chosen: bool) {
    let (lang, metric) = (look.lang, row.metric);
    let put = |buf: &mut Buffer, x: u16, columns: u16, text: &str, role| {
        if at.width > x {
            paint::put(buf, at.x + x, at.y, columns.min(at.width - x), text, look.style(role));
        }
    };
    if chosen {
        put(buf, 1, 1, &look.glyphs.cursor.to_string(), Role::Text);
    }
    put(buf, 3, 12, lang.text(metric.label), if chosen { Role::Cursor } else { Role::Text });
    let before = grid.day.pred_opt().and_then(|d| row.series.latest(d, 6));
    let ghost = before.map_or_else(|| wording::NONE.to_owned(), |(v, _)| wording::bare(lang, metric, v));
    paint::put_right(buf, at.x + 15, at.y, YESTERDAY - 15, &ghost, look.style(Role::Ghost));
    let place = pane.board.rows.iter().position(|r| r.metric.key == metric.key);
    let pasted = place.and_then(|at| grid.pasted.get(&at));
    let (today, role) = match (row.reading.value, &row.figure) {
        _ if pasted.is_some() => (Clean::line(pasted.map_or("", String::as_str)).into_string(), Role::Input),
        (Some(v), Some(_)) => (wording::bare(lang, metric, v), Role::Text),
        (Some(v), None) => (wording::bare(lang, metric, v), Role::Auto),
        (None, Some(_)) => ("-".to_owned(), Role::Text),
        (None, None) => ("____".to_owned(), Role::Ghost),
    };
    paint::put_right(buf, at.x + YESTERDAY + 1, at.y, TODAY - YESTERDAY - 1, &today, look.style(role));
    if at.width > UNIT + 8 {
        put(buf, UNIT, CHECK - UNIT - 1, lang.text(metric.unit_label), Role::Muted);
    }
    let (words, role) = check(pane, grid, look, row, chosen, before.map(|(_, age)| age));
    let source = at.width > SOURCE + 8;
    put(buf, CHECK, if source { SOURCE - CHECK - 1 } else { at.width.saturating_sub(CHECK + 1) }, &words, role);
    if source {
        let role = if row.reading.origin == Some(Origin::Auto) { Role::Auto } else { Role::Muted };
        put(buf, SOURCE, 12, row.reading.origin.map_or("", |o| lang.text(wording::origin_key(o))), role);
    }
}

/// What is to be said about a cell: how it stands, what was worked out, what is usual.
fn check(pane: &KpiPane, grid: &Grid, look: &Look, row: &Row, chosen: bool, age: Option<i64>) -> (String, Role) {
    let (lang, metric) = (look.lang, row.metric);
    let usual = || {
        let (low, high) = usual::usual(&row.series, grid.day)?.limits();
        let [low, high] = [low, high].map(|v| wording::bare(lang, metric, v));
        Some(lang.fill("kpi.usual", &[("low", &low), ("high", &high)]))
    };
    match (row.state, row.reading.value) {
        (State::Acknowledged, Some(_)) => (lang.text("kpi.check_acknowledged").to_owned(), Role::Bad),
        (state, Some(v)) if row.figure.is_none() => {
            let value = wording::bare(lang, metric, v);
            let text = match row.reading.of {
                Some((n, d)) => format!("{}/{} = {value}", lang.full_count(n as i64), lang.full_count(d as i64)),
                None => value,
            };
            match state {
                State::Out => (format!("{} {text}", lang.text("kpi.state_out")), Role::Bad),
                _ => (lang.fill("kpi.check_auto", &[("what", &text)]), Role::Auto),
            }
        }
        (State::Out, Some(_)) => (lang.text("kpi.state_out").to_owned(), Role::Bad),
        (State::Unavailable, _) => (super::detail::source(pane, look, row), Role::Muted),
        (_, Some(_)) => {
            let word = if row.state == State::Unjudged { "kpi.origin_entered" } else { wording::state_key(row.state) };
            (lang.text(word).to_owned(), if row.state == State::Watch { Role::Warn } else { Role::Good })
        }
        (_, None) if age.is_some_and(|a| a > 0) => {
            let day = grid.day - chrono::Days::new(age.unwrap_or(0).unsigned_abs() + 1);
            (lang.fill("kpi.check_older", &[("day", &lang.short_day(day))]), Role::Muted)
        }
        (_, None) if chosen => (usual().unwrap_or_default(), Role::Muted),
        _ => (String::new(), Role::Text),
    }
}

fn rules(buf: &mut Buffer, area: Rect, look: &Look) {
    paint::rule(buf, row_of(area, 0), look, look.text("kpi.rules"), "", false);
    let keys = ["kpi.rule_empty", "kpi.rule_guard", "kpi.rule_auto"];
    for (down, key) in (1..area.height).zip(keys) {
        let row = row_of(area, down);
        paint::put(buf, row.x + 1, row.y, row.width - 2, look.text(key), look.style(Role::Muted));
    }
}
