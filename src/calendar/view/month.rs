//! The weeks of a month: times on every tile.

use super::super::board::Board;
use super::super::days::DayMark;
use super::super::pane::CalendarPane;
use super::super::post::Track;
use super::super::row::{self, Row, Urgency};
use crate::base::Lang;
use crate::tui::month::{Day, Month};
use crate::tui::{Look, Role};
use chrono::{Datelike, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the month that holds the period's start.
pub(super) fn draw(pane: &CalendarPane, board: &Board, buf: &mut Buffer, area: Rect, look: &Look) {
    // A number in brackets and the longest word, or only the shortest one.
    let narrow = area.width / 7 < 14;
    let day = |day: NaiveDate| tile(board, day, look.lang, narrow);
    Month { month: board.period.start, cursor: pane.day, today: board.today, day: &day }.draw(buf, area, look);
}

fn tile(board: &Board, day: NaiveDate, lang: &Lang, narrow: bool) -> Day {
    let rows: Vec<&Row> = board.on(day).collect();
    let pushes = rows.iter().filter(|r| r.post.state.is_push()).count();
    let mark = board.days.mark(day);
    let right = if rows.is_empty() { String::new() } else { lang.fill("calendar.tile_count", &[("n", &pushes)]) };
    let lines = rows.into_iter().map(|r| line(r, lang)).collect();
    let role = (mark.holiday || mark.workday || mark.name.is_some()).then_some(Role::Holiday);
    Day { head: head(board, day, &mark, lang, narrow), right, role, lines }
}

/// `1 国庆 休`, `今 10 班`, `9/28` in another month. Plain weekends need no word: the column says it.
fn head(board: &Board, day: NaiveDate, mark: &DayMark, lang: &Lang, narrow: bool) -> String {
    let number = match (day == board.today, day.month() == board.period.start.month()) {
        (true, _) => lang.fill("calendar.today_month", &[("n", &day.day())]),
        (_, true) => day.day().to_string(),
        (_, false) => format!("{}/{}", day.month(), day.day()),
    };
    let name = mark.name.as_deref().map(|n| lang.text(n).to_owned());
    let word = (mark.holiday || mark.workday).then(|| row::tile_word(mark, lang, narrow)).flatten();
    let parts = [number.as_str()].into_iter().chain(name.as_deref()).chain(word);
    parts.collect::<Vec<_>>().join(" ")
}

fn line(row: &Row, lang: &Lang) -> (Role, String) {
    let text = format!("{} {}", row.clock, row.title);
    match row.urgency {
        Urgency::Gap => (Role::Gap, format!("? {text}")),
        Urgency::Late => (Role::Bad, format!("{} {text}", lang.text("calendar.late_word"))),
        Urgency::Done => (Role::Muted, text),
        _ if row.post.track == Track::Hot => (Role::Warn, format!("! {text}")),
        _ => (Role::Text, text),
    }
}

/// The day under the cursor and the month in one line.
pub(super) fn summary(pane: &CalendarPane, board: &Board, lang: &Lang) -> String {
    let head = row::head(pane.day, board.today, &board.days, lang, false);
    let day: Vec<&Row> = board.on(pane.day).filter(|r| r.post.state.is_push()).collect();
    let late = day.iter().filter(|r| r.urgency == Urgency::Late).count();
    let due = day.iter().filter(|r| r.left.is_some()).count() - late;
    let start = board.period.start;
    let month = || {
        board.rows().iter().filter(move |r| (r.post.day.year(), r.post.day.month()) == (start.year(), start.month()))
    };
    let total = month().filter(|r| r.post.state.is_push()).count();
    let gaps = month().filter(|r| r.urgency == Urgency::Gap).count();
    let hot = month().filter(|r| r.post.track == Track::Hot).count();
    lang.fill(
        "calendar.month_line",
        &[
            ("head", &head),
            ("n", &day.len()),
            ("late", &late),
            ("due", &due),
            ("total", &total),
            ("gaps", &gaps),
            ("hot", &hot),
        ],
    )
}
