//! The pane as one of four on the dashboard: what is out of bounds first and why, then the rest; what does not fit and
//! what is missing in one last line.

use super::super::board::{Row, State};
use super::super::pane::KpiPane;
use super::table::{self, Columns, Said};
use super::{detail, put_pieces, row_of};
use crate::tui::{Look, Role, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the cell.
pub(super) fn draw(pane: &KpiPane, buf: &mut Buffer, area: Rect, look: &Look) {
    let mut rows: Vec<&Row> = pane.board.rows.iter().filter(|r| !r.metric.bench && r.shown.is_some()).collect();
    if rows.is_empty() {
        let style = look.style(Role::Muted);
        paint::put(buf, area.x + 1, area.y, area.width.saturating_sub(2), look.text("kpi.empty"), style);
        return;
    }
    rows.sort_by_key(|r| match r.state {
        State::Out => 0,
        State::Unusual => 1,
        State::Acknowledged => 2,
        State::Watch => 3,
        _ => 4,
    });
    let said: Vec<Said> = rows.iter().map(|row| table::said(look, row)).collect();
    let columns = Columns::fit(look, &said, area.width, 1, pane.span);
    let last = area.height.saturating_sub(1);
    let (mut y, mut shown) = (0, 0);
    for (row, said) in rows.iter().zip(&said) {
        if y >= last {
            break;
        }
        table::draw_row(pane, buf, (area, area.y + y), look, &columns, (row, said, false));
        (y, shown) = (y + 1, shown + 1);
        // What happened lately is the same for all: it is said once.
        let open = matches!(row.state, State::Out | State::Unusual) && shown == 1;
        let why = (open || row.state == State::Acknowledged).then(|| detail::short_why(pane, look, row));
        if let Some(why) = why.flatten().filter(|_| y < last) {
            put_pieces(buf, row_of(Rect { x: area.x + 2, width: area.width - 2, ..area }, y), look, &why);
            y += 1;
        }
    }
    let rest = detail::rest(look, &rows[shown..], &pane.board.rows);
    put_pieces(buf, row_of(area, last), look, &rest);
}
