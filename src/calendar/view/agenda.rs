//! The list by days.

use super::super::board::{Board, View};
use super::super::pane::CalendarPane;
use super::super::row::{self, Row, Urgency, Widths};
use crate::base::Lang;
use crate::base::text::pinyin;
use crate::tui::pane::Shape;
use crate::tui::{Look, Role, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// First column and width of each part of a row; width 0 is not shown.
#[derive(Debug, Clone, Copy, Default)]
struct Columns {
    /// The day, where rows of many days stand in one table.
    day: (u16, u16),
    age: (u16, u16),
    clock: (u16, u16),
    place: (u16, u16),
    track: (u16, u16),
    kind: (u16, u16),
    title: (u16, u16),
    owner: (u16, u16),
    state: (u16, u16),
    /// The caption's first words, where there is room to spare.
    body: (u16, u16),
}

/// Columns a title is given at most before the caption gets the rest.
const TITLE: u16 = 44;

/// Lays the columns out. When it is narrow, owner and track go first, then kind, then the community; never time
/// left, time of day and title.
fn columns(width: u16, w: &Widths, shape: Shape, day: u16) -> Columns {
    let [age, place, track, kind, owner, state] =
        [w.age, w.place, w.track, w.kind, w.owner, w.state].map(|n| u16::try_from(n).unwrap_or(12));
    let tiny = shape == Shape::Tiny;
    let dense = matches!(shape, Shape::Single);
    let mut at = if tiny { 1 } else { 3 };
    let mut next = |width: u16, gap: u16| {
        let start = at;
        at += width + gap;
        (start, width)
    };
    let day = if day > 0 { next(day, 1) } else { (0, 0) };
    let mut c = Columns { day, age: next(age, 1), clock: next(5, 1), ..Columns::default() };
    if width >= 48 {
        c.place = next(place, if dense { 1 } else { 2 });
    }
    // In the table the day takes the room of track and owner.
    let room = if day.1 > 0 { width.saturating_sub(30) } else { width };
    if room >= 64 {
        c.track = next(track, if dense { 1 } else { 6u16.saturating_sub(track).max(1) });
    }
    if width >= 56 {
        c.kind = next(kind, 1);
    }
    let mut right = width.saturating_sub(if tiny { 0 } else { 2 });
    if dense && width >= 72 || width >= 100 {
        right = right.saturating_sub(state);
        c.state = (right, state);
        right = right.saturating_sub(1);
    }
    if room >= 64 {
        right = right.saturating_sub(owner + u16::from(!dense));
        c.owner = (right, owner);
        right = right.saturating_sub(1);
    }
    c.title = (at, right.saturating_sub(at));
    if c.title.1 > TITLE + 20 {
        c.body = (at + TITLE + 2, c.title.1 - TITLE - 2);
        c.title.1 = TITLE;
    }
    c
}

/// Whether the row at `place` of the list begins a day; on a single day, a lane; in the table nothing does.
fn begins(pane: &CalendarPane, place: usize) -> bool {
    let day = |at: usize| pane.shown_row(at).map(|r| r.post.day);
    let lane = |at: usize| pane.shown_row(at).map(|r| r.hot.is_some());
    match pane.view() {
        View::List => false,
        View::Day => place == 0 || lane(place) != lane(place - 1),
        _ => place == 0 || day(place) != day(place - 1),
    }
}

/// Whether the row at `place` has a second line: its own clock, of a hot topic on its day.
fn has_clock(pane: &CalendarPane, place: usize, shape: Shape) -> bool {
    let tiny = matches!(shape, Shape::Tiny | Shape::Cell { focused: false });
    pane.view() == View::Day && !tiny && pane.shown_row(place).is_some_and(|r| r.hot.is_some())
}

/// Draws the list; the rows keep their day's head, also when they are scrolled.
pub(super) fn draw(pane: &CalendarPane, board: &Board, buf: &mut Buffer, area: Rect, look: &Look, shape: Shape) {
    pane.page.set(usize::from(area.height));
    if pane.list.is_empty() {
        let key =
            if pane.filter.is_empty() && pane.saved.is_none() { "calendar.empty" } else { "calendar.empty_filter" };
        paint::put(buf, area.x + 1, area.y, area.width.saturating_sub(2), look.text(key), look.style(Role::Muted));
        return;
    }
    // Where there is room, a blank line parts today from what follows.
    let airy = matches!(shape, Shape::Wide | Shape::Cell { focused: true });
    let after_today = |at: usize| {
        airy && at > 0 && begins(pane, at) && pane.shown_row(at - 1).is_some_and(|r| r.post.day == board.today)
    };
    let lines = |at: usize| {
        1 + usize::from(begins(pane, at)) + usize::from(after_today(at)) + usize::from(has_clock(pane, at, shape))
    };
    let window = pane.list.window_lines(usize::from(area.height), lines);
    let table = pane.view() == View::List;
    let day = if table { day_width(board, look.lang) } else { 0 };
    let columns = columns(area.width, board.widths(), shape, day);
    // Only the cell that the keys go to shows a cursor.
    let acting = shape != Shape::Cell { focused: false };
    let mut y = area.y;
    let mut last = window.start;
    for at in window.start..pane.list.len() {
        let Some(row) = pane.shown_row(at) else { continue };
        let (first, begun) = (at == window.start, begins(pane, at));
        if first && !begun && !table && pane.list.index() != at {
            // The head of this day has scrolled away: it takes the place of this row, unless the day ends with it.
            if !begins(pane, at + 1) {
                head(board, buf, Rect { y, height: 1, ..area }, look, row, shape);
                y += 1;
            }
            continue;
        }
        y += u16::from(after_today(at) && y > area.y);
        if begun || first && !table {
            if y < area.bottom() {
                head(board, buf, Rect { y, height: 1, ..area }, look, row, shape);
            }
            y += 1;
        }
        if y >= area.bottom() {
            break;
        }
        draw_row(pane, buf, Rect { y, height: 1, ..area }, look, row, acting && at == pane.list.index(), &columns);
        (y, last) = (y + 1, at + 1);
        if has_clock(pane, at, shape) && y < area.bottom() {
            draw_clock(board, buf, Rect { x: area.x + columns.clock.0, y, ..area }, look, row);
            y += 1;
        }
    }
    if board.unread > 0 && last == pane.list.len() && y < area.bottom() {
        let more = look.lang.fill("calendar.more", &[("n", &board.unread)]);
        paint::put(buf, area.x + 3, y, area.width.saturating_sub(4), &more, look.style(Role::Muted));
    }
}

fn head(board: &Board, buf: &mut Buffer, line: Rect, look: &Look, row: &Row, shape: Shape) {
    let brief = matches!(shape, Shape::Single | Shape::Tiny);
    let text = if board.period.view == View::Day {
        let hot = row.hot.is_some();
        let count = board.rows().iter().filter(|r| r.hot.is_some() == hot && !r.gone).count();
        let name = look.text(if hot { "columns.lane_hot" } else { "columns.lane_fixed" });
        look.lang.fill("columns.lane_rest", &[("head", &name), ("n", &count)])
    } else {
        row::head(row.post.day, board.today, &board.days, look.lang, brief)
    };
    let x = line.x + u16::from(shape != Shape::Tiny);
    paint::put(buf, x, line.y, line.width.saturating_sub(1), &text, look.style(Role::Heading));
}

/// Whether rows begin in the first column.
fn flush(columns: &Columns) -> bool {
    if columns.day.1 > 0 { columns.day.0 == 1 } else { columns.age.0 == 1 }
}

/// Columns of a day in the table.
fn day_width(board: &Board, lang: &Lang) -> u16 {
    board.rows().iter().map(|r| paint::columns(&day_text(r, lang))).max().unwrap_or(0)
}

/// `10/12 周一`
fn day_text(row: &Row, lang: &Lang) -> String {
    format!("{} {}", lang.short_day(row.post.day), lang.weekday(row.post.day))
}

/// Where a hot topic is talked about, how hot it is, and its clock.
fn draw_clock(board: &Board, buf: &mut Buffer, line: Rect, look: &Look, row: &Row) {
    let text = hot_line(board, row, look.lang);
    paint::put(buf, line.x, line.y, line.width.saturating_sub(2), &text, look.style(Role::Muted));
}

/// `微博热搜  热度3  16:55发现  18:00前跟进  21:00过期`
pub(super) fn hot_line(board: &Board, row: &Row, lang: &Lang) -> String {
    let Some((hot, _)) = &row.hot else { return String::new() };
    let source = crate::base::text::Clean::line(&hot.source).into_string();
    let heat = if hot.heat > 0 { lang.fill("columns.heat", &[("n", &hot.heat)]) } else { String::new() };
    let seen = if hot.seen_at.0 > 0 {
        lang.fill("columns.seen_clock", &[("time", &board.clock(hot.seen_at))])
    } else {
        String::new()
    };
    let by = lang.fill("columns.by_clock", &[("time", &row.clock)]);
    let over = row.post.expires_at.map(|at| lang.fill("columns.over_clock", &[("time", &board.clock(at))]));
    let parts = [source, heat, seen, by, over.unwrap_or_default()];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("  ")
}

/// How loud the time left is.
fn age_role(row: &Row) -> Role {
    match row.urgency {
        Urgency::Late => Role::Bad,
        Urgency::Gap if row.missed => Role::Bad,
        Urgency::Soon => Role::Warn,
        Urgency::Gap => Role::Gap,
        Urgency::Later | Urgency::None => Role::Text,
        Urgency::Done => Role::Muted,
    }
}

/// How loud the state is, on a row that is otherwise `plain`.
fn state_role(row: &Row, plain: Role) -> Role {
    match row.urgency {
        Urgency::Gap => Role::Gap,
        _ if row.stalled => Role::Warn,
        _ => plain,
    }
}

fn draw_row(
    pane: &CalendarPane,
    buf: &mut Buffer,
    line: Rect,
    look: &Look,
    row: &Row,
    cursor: bool,
    columns: &Columns,
) {
    let marked = pane.list.marks().contains(&row.post.id);
    let mut put = |(x, width): (u16, u16), text: &str, role: Role| {
        paint::put(buf, line.x + x, line.y, width.min(line.width.saturating_sub(x)), text, look.style(role))
    };
    let mut sign = [0; 4];
    let left = if columns.day.1 > 0 { columns.day.0 } else { columns.age.0 }.saturating_sub(2);
    if cursor {
        put((left.saturating_sub(u16::from(flush(columns))), 1), look.glyphs.cursor.encode_utf8(&mut sign), Role::Key);
    }
    if marked {
        put((left + u16::from(!flush(columns)), 1), look.glyphs.mark.encode_utf8(&mut sign), Role::Mark);
    }
    let done = row.urgency == Urgency::Done;
    let plain = if done { Role::Muted } else { Role::Text };
    if columns.day.1 > 0 {
        put(columns.day, &day_text(row, look.lang), plain);
    }
    put(columns.age, &row.age, age_role(row));
    put(columns.clock, &row.clock, plain);
    put(columns.place, &row.place, plain);
    put(columns.track, &row.track, plain);
    put(columns.kind, &row.kind, plain);
    put(columns.owner, &row.owner, plain);
    put(columns.state, &row.state, state_role(row, plain));
    put(columns.body, &row.body, Role::Muted);
    // A step has no kind: what it says begins there.
    let (x, width) = match (row.step.is_some(), columns.kind) {
        (true, (x, 1..)) => (x, columns.title.0 + columns.title.1 - x),
        _ => columns.title,
    };
    let holder = row.other.as_ref().map(|who| look.lang.fill("calendar.held", &[("who", who)]));
    let used = holder.map_or(0, |holder| put((x, width), &holder, Role::Other) + 1);
    let (x, width) = (x + used, width.saturating_sub(used));
    let role = if marked { Role::Mark } else { plain };
    let hit = (!pane.filter.is_empty()).then(|| pinyin::find(&pane.filter, &row.title)).flatten();
    let used = match hit {
        Some(hit) if !cursor => paint::spans(buf, line.x + x, line.y, width, &paint::marked(&row.title, &[hit]), look),
        _ => paint::put(buf, line.x + x, line.y, width, &row.title, look.style(role)),
    };
    if cursor {
        paint::cursor_row(buf, Rect { x: line.x + x, width: used, ..line }, look);
    }
}
