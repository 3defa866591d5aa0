//! Communities by days: what goes where in a week, and where nothing does.

use super::super::board::{Board, Lane, Line, later};
use super::super::notes;
use super::super::pane::CalendarPane;
use super::super::post::{Kind, State, Track};
use super::super::row::{self, Row, Urgency};
use crate::base::Lang;
use crate::base::text::width;
use crate::tui::{Look, Role, paint};
use chrono::{Datelike, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns a day needs at least: a time and four Han.
const DAY: u16 = 14;

/// Where everything goes.
struct Grid {
    area: Rect,
    /// Columns of the communities, with the blank before the cursor.
    names: u16,
    /// Columns of a day, with its blank.
    pitch: u16,
    days: Vec<NaiveDate>,
    /// Lines of a community.
    height: u16,
    /// Lines that are left over.
    spare: u16,
    lanes: std::ops::Range<usize>,
}

/// Draws week, sums and budget. When it is narrow, the days around the cursor.
pub(super) fn draw(pane: &CalendarPane, board: &Board, buf: &mut Buffer, area: Rect, look: &Look) {
    if area.height < 6 || board.lanes.is_empty() {
        let key = if board.lanes.is_empty() { "calendar.no_community" } else { "calendar.too_small" };
        paint::put(buf, area.x + 1, area.y, area.width.saturating_sub(2), look.text(key), look.style(Role::Muted));
        return;
    }
    let grid = grid(pane, board, area);
    draw_heads(board, buf, &grid, look);
    paint::line(buf, Rect { y: area.y + 1, height: 1, ..area }, look.glyphs.rule, look.style(Role::Rule));
    let mut y = area.y + 2;
    let mut spare = grid.spare;
    for at in grid.lanes.clone() {
        draw_lane(pane, board, buf, &grid, look, (at, y));
        y += grid.height;
        // Lines to spare part the hot topics from the communities, and these by platform.
        if spare > 0 && grid.height < 3 && group(board, at) != group(board, at + 1) {
            (y, spare) = (y + 1, spare - 1);
        }
    }
    let foot = area.bottom() - 3;
    paint::line(buf, Rect { y: foot, height: 1, ..area }, look.glyphs.rule, look.style(Role::Rule));
    draw_sums(board, buf, &grid, look, foot + 1);
    let line = foot_line(pane, board, look.lang);
    paint::put(buf, area.x + 1, foot + 2, area.width.saturating_sub(2), &line, look.style(Role::Text));
}

fn grid(pane: &CalendarPane, board: &Board, area: Rect) -> Grid {
    let name = board.lanes.iter().map(|l| width(&l.place)).max().unwrap_or(0).clamp(8, 16);
    let names = u16::try_from(name).unwrap_or(16) + 2;
    let room = area.width.saturating_sub(names + 1);
    let count = (room / DAY).clamp(1, 7);
    let pitch = room / count;
    // The days that fit, the cursor's among them, as far left as the week allows.
    let place = (pane.day - board.period.start).num_days().clamp(0, 6);
    let first = (place + 1 - i64::from(count)).max(0);
    let days = (0..i64::from(count)).map(|n| later(board.period.start, first + n)).collect();
    // Head, rule, rule, sums and budget are five lines.
    let lines = area.height.saturating_sub(5);
    let count_lines = board.lines().count();
    let lanes = count_lines as u16;
    // The last community needs no blank line below it.
    let height = [3, 2].into_iter().find(|h| lanes * h <= lines + u16::from(*h == 3)).unwrap_or(1);
    let shown = usize::from((lines + u16::from(height == 3)) / height).clamp(1, count_lines);
    let top = (pane.lane + 1).saturating_sub(shown);
    let spare = lines.saturating_sub(u16::try_from(shown).unwrap_or(lines) * height);
    Grid { area, names, pitch, days, height, spare, lanes: top..top + shown }
}

/// What a line of the matrix belongs together with: its platform; hot topics stand alone.
fn group(board: &Board, at: usize) -> &str {
    board.lane(at).map_or("", |l| l.place.split(' ').next().unwrap_or(""))
}

impl Grid {
    fn x(&self, column: usize) -> u16 {
        self.area.x + self.names + 1 + self.pitch * u16::try_from(column).unwrap_or(0)
    }
}

fn draw_heads(board: &Board, buf: &mut Buffer, grid: &Grid, look: &Look) {
    let lang = look.lang;
    let y = grid.area.y;
    paint::put(buf, grid.area.x + 1, y, grid.names, look.text("calendar.lanes"), look.style(Role::Heading));
    for (column, day) in grid.days.iter().enumerate() {
        let long = day_head(board, *day, lang, false);
        let narrow = width(&long) > usize::from(grid.pitch - 1);
        let text = if narrow { day_head(board, *day, lang, true) } else { long };
        let mark = board.days.mark(*day);
        let role = if mark.rest || mark.workday { Role::Holiday } else { Role::Heading };
        paint::put(buf, grid.x(column), y, grid.pitch - 1, &text, look.style(role));
    }
}

/// `今 10 六 班`
fn day_head(board: &Board, day: NaiveDate, lang: &Lang, narrow: bool) -> String {
    let weekday = lang.weekday(day).replace(['周', '週'], "");
    let mark = board.days.mark(day);
    let number = day.day();
    let number =
        if day == board.today { lang.fill("calendar.today_week", &[("n", &number)]) } else { number.to_string() };
    let word = row::tile_word(&mark, lang, narrow);
    [number.as_str(), weekday.as_str()].into_iter().chain(word).collect::<Vec<_>>().join(" ")
}

fn draw_lane(pane: &CalendarPane, board: &Board, buf: &mut Buffer, grid: &Grid, look: &Look, (at, y): (usize, u16)) {
    let (place, role) = match board.lines().nth(at) {
        None => return,
        Some(Line::Hot) => (look.text("columns.lane_hot"), Role::Warn),
        Some(Line::Lane(Lane { place, .. })) => (place.as_str(), Role::Text),
    };
    paint::put(buf, grid.area.x + 1, y, grid.names - 2, place, look.style(role));
    for (column, day) in grid.days.iter().enumerate() {
        let (x, width) = (grid.x(column), grid.pitch - 1);
        let here = pane.lane == at && pane.day == *day;
        if here {
            let mut sign = [0; 4];
            let cursor = look.glyphs.cursor.encode_utf8(&mut sign);
            paint::put(buf, x - 1, y, 1, cursor, look.style(Role::Key));
        }
        let cell = board.line_on(at, *day);
        let in_hot_lane = board.lane(at).is_none();
        let Some(row) = Board::chief(&cell) else {
            if in_hot_lane && !here {
                continue;
            }
            let used = paint::put(buf, x, y, width, "-", look.style(Role::Muted));
            if here {
                paint::cursor_row(buf, Rect { x, y, width: used, height: 1 }, look);
            }
            continue;
        };
        let gap = row.urgency == Urgency::Gap;
        let flat_late = grid.height == 1 && row.urgency == Urgency::Late;
        let first = match (gap, flat_late) {
            (true, _) => format!("{} {}", row.age, row.title),
            (_, true) => format!("{} {} {}", look.text("calendar.late_word"), row.clock, row.title),
            _ => format!("{} {}", row.clock, row.title),
        };
        let role = match row.urgency {
            Urgency::Gap => Role::Gap,
            Urgency::Late if flat_late => Role::Bad,
            Urgency::Done => Role::Muted,
            _ => Role::Text,
        };
        let used = paint::put(buf, x, y, width, &first, look.style(role));
        if here {
            paint::cursor_row(buf, Rect { x, y, width: used, height: 1 }, look);
        }
        if grid.height > 1 {
            let (role, text) = if in_hot_lane {
                (Role::Muted, row.hot.as_ref().map_or(String::new(), |(_, clock)| clock.clone()))
            } else {
                second(row, cell.len(), look.lang)
            };
            paint::put(buf, x, y + 1, width, &text, look.style(role));
        }
    }
}

/// The one word that matters about an entry, and how many more stand in its cell.
fn second(row: &Row, count: usize, lang: &Lang) -> (Role, String) {
    let (role, word) = match (row.urgency, row.post.state) {
        (Urgency::Gap, _) if row.missed => (Role::Bad, row.clock.clone()),
        (Urgency::Gap, _) => (Role::Text, row.clock.clone()),
        (Urgency::Late, _) => (Role::Bad, lang.text("calendar.late_word").to_owned()),
        (_, State::Draft | State::Review | State::Idea | State::Hold) => (Role::Warn, row.state.clone()),
        (Urgency::Done, _) => (Role::Muted, row.state.clone()),
        _ if row.post.track == Track::Hot => (Role::Warn, row.track.clone()),
        _ if row.post.kind == Kind::Perk => (Role::Text, row.kind.clone()),
        _ => (Role::Text, String::new()),
    };
    if count < 2 {
        return (role, word);
    }
    let more = lang.fill("calendar.and_more", &[("n", &(count - 1))]);
    (role, if word.is_empty() { more } else { format!("{word} {more}") })
}

fn draw_sums(board: &Board, buf: &mut Buffer, grid: &Grid, look: &Look, y: u16) {
    paint::put(buf, grid.area.x + 1, y, grid.names - 2, look.text("calendar.sums"), look.style(Role::Heading));
    for (column, day) in grid.days.iter().enumerate() {
        let pushes = board.on(*day).filter(|r| r.post.state.is_push()).count();
        let gaps = board.on(*day).filter(|r| r.urgency == Urgency::Gap).count();
        let text = look.lang.fill("calendar.count", &[("n", &pushes)]);
        let used = paint::put(buf, grid.x(column), y, grid.pitch - 1, &text, look.style(Role::Text));
        if gaps > 0 {
            let missing = look.lang.fill("calendar.missing_n", &[("n", &gaps)]);
            let room = (grid.pitch - 1).saturating_sub(used + 1);
            paint::put(buf, grid.x(column) + used + 1, y, room, &missing, look.style(Role::Gap));
        }
    }
}

/// Budget, the cursor's community if it is full, gaps, mix, what to think about.
fn foot_line(pane: &CalendarPane, board: &Board, lang: &Lang) -> String {
    let mut line = notes::budget(board, lang);
    if let Some(lane) = board.lane(pane.lane) {
        let (n, cap) = (board.pushes(lane.id), board.plan.caps(lane.id).1);
        let full = if n >= cap { lang.text("calendar.why_full") } else { "" };
        line += &format!("  {} {n}/{cap}{full}", lane.place);
    }
    line += &format!("   {}", lang.fill("calendar.gaps", &[("n", &board.week.gaps)]));
    line += &format!("   {} {}", lang.text("calendar.mix"), notes::mix_brief(board, lang, " "));
    if let Some(watch) = notes::watch(board, lang) {
        line += &format!("   {} {}", watch.word, watch.text);
    }
    line
}
