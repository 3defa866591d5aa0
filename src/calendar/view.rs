//! Drawing the calendar. Everything is settled in the rows and the board; here it only gets its place.

mod agenda;
mod columns;
mod detail;
mod matrix;
mod month;

use super::board::{Board, View};
use super::notes::{self, Note, Sort};
use super::pane::{Ask, CalendarPane, Mode, Saved};
use super::post::State;
use super::row::{self, Urgency};
use crate::base::Lang;
use crate::base::text::Clean;
use crate::tui::pane::Shape;
use crate::tui::{Input, Look, Role, paint};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns of the detail beside the list.
const BESIDE: u16 = 48;

/// Draws the pane, and over it what is open.
pub(super) fn draw(pane: &CalendarPane, frame: &mut Frame, area: Rect, look: &Look, shape: Shape) {
    let Some(board) = &pane.board else { return };
    let buf = frame.buffer_mut();
    let list = match board.period.view {
        View::Agenda | View::Day | View::List => draw_agenda(pane, board, buf, area, look, shape),
        View::Week => {
            matrix::draw(pane, board, buf, area, look);
            area
        }
        View::Month => {
            month::draw(pane, board, buf, area, look);
            area
        }
    };
    match &pane.mode {
        Mode::List => {}
        Mode::Menu(menu) => {
            // The keys stand in the footer.
            let mut docked = menu.clone();
            docked.hints.clear();
            docked.draw(buf, list, look);
        }
        Mode::Ask(ask, input) => draw_ask(pane, frame, list, look, *ask, input),
        Mode::Form(form, _) => form.draw(frame, area, look),
        Mode::Topic(topic) => topic.form.draw(frame, area, look),
        Mode::Columns(desk) => columns::draw(desk, board, frame, area, look),
    }
}

/// Draws the list and what stands beside or below it; returns where the list is.
fn draw_agenda(pane: &CalendarPane, board: &Board, buf: &mut Buffer, area: Rect, look: &Look, shape: Shape) -> Rect {
    match shape {
        Shape::Tiny => {
            agenda::draw(pane, board, buf, area, look, shape);
            area
        }
        Shape::Single => {
            let below = below_lines(pane, board, area.height, look.lang);
            let list = Rect { height: area.height - below, ..area };
            agenda::draw(pane, board, buf, list, look, shape);
            draw_below(pane, board, buf, Rect { y: list.bottom(), height: below, ..area }, look);
            area
        }
        Shape::Wide if area.width > BESIDE + 40 => {
            let list = Rect { width: area.width - BESIDE - 1, ..area };
            agenda::draw(pane, board, buf, list, look, shape);
            paint::vertical(buf, Rect { x: list.right(), width: 1, ..area }, look);
            let rest = Rect { x: list.right() + 1, width: BESIDE, ..area };
            detail::draw(pane, board, buf, rest, look);
            list
        }
        Shape::Wide | Shape::Cell { .. } => {
            let lines = if pane.text { area.height * 2 / 5 } else { cell_notes(board, area.height, look.lang) };
            let list = Rect { height: area.height - lines, ..area };
            agenda::draw(pane, board, buf, list, look, shape);
            let foot = Rect { y: list.bottom(), height: lines, ..area };
            if pane.text {
                detail::text(pane, board, buf, foot, look, true);
            } else {
                draw_cell_notes(board, buf, foot, look);
            }
            area
        }
    }
}

/// Lines of the region below the list at 80 columns: the notes there are, or two fifths for the entry's text.
fn below_lines(pane: &CalendarPane, board: &Board, height: u16, lang: &Lang) -> u16 {
    let notes = notes::notes(board, lang).len() as u16;
    let wanted = if pane.text { (height * 2 / 5).max(3) } else { 1 + notes };
    if height < 6 { 0 } else { wanted.min(height - 4) }
}

fn draw_below(pane: &CalendarPane, board: &Board, buf: &mut Buffer, area: Rect, look: &Look) {
    if area.height == 0 {
        return;
    }
    let rule = Rect { height: 1, ..area };
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    if pane.text {
        let width = usize::from(area.width);
        let head = pane.current().map(|r| detail::head(board, r, look.lang, width).join(" ")).unwrap_or_default();
        paint::rule(buf, rule, look, &head, "", false);
        detail::text(pane, board, buf, body, look, false);
        return;
    }
    let mix = [look.text("calendar.mix"), &notes::mix_brief(board, look.lang, "  ")].join(" ");
    paint::rule(buf, rule, look, &mix, "", false);
    for (y, note) in (body.y..body.bottom()).zip(notes::notes(board, look.lang)) {
        draw_note(buf, Rect { y, height: 1, ..body }, look, &note);
    }
}

/// The mix and, in the larger cell, two notes.
fn cell_notes(board: &Board, height: u16, lang: &Lang) -> u16 {
    if height < 8 {
        return 0;
    }
    if height < 15 { 1 } else { 1 + (notes::notes(board, lang).len() as u16).min(2) }
}

fn draw_cell_notes(board: &Board, buf: &mut Buffer, area: Rect, look: &Look) {
    if area.height == 0 {
        return;
    }
    let lang = look.lang;
    let budget = notes::budget(board, lang);
    let right = paint::columns(&budget) + 1;
    let mut mix = Note { sort: Sort::Mix, word: lang.text("calendar.mix_week").to_owned(), text: String::new() };
    mix.text = format!(" {}", notes::mix_long(board, lang));
    if paint::columns(&mix.word) + paint::columns(&mix.text) + 2 + right > area.width {
        mix = Note {
            sort: Sort::Mix,
            word: lang.text("calendar.mix").to_owned(),
            text: notes::mix_brief(board, lang, "  "),
        };
    }
    draw_note(buf, Rect { height: 1, ..area }, look, &mix);
    if paint::columns(&mix.word) + paint::columns(&mix.text) + 2 + right <= area.width {
        paint::put_right(buf, area.x, area.y, area.width - 1, &budget, look.style(Role::Text));
    }
    for (y, note) in (area.y + 1..area.bottom()).zip(notes::notes(board, lang)) {
        draw_note(buf, Rect { y, height: 1, ..area }, look, &note);
    }
}

fn draw_note(buf: &mut Buffer, row: Rect, look: &Look, note: &Note) {
    let role = match note.sort {
        Sort::Mix => Role::Heading,
        Sort::Watch | Sort::Hot => Role::Warn,
        Sort::Ahead => Role::Holiday,
    };
    let pieces = [(note.word.as_str(), role), (note.gap(), Role::Text), (note.text.as_str(), Role::Text)];
    paint::spans(buf, row.x + 1, row.y, row.width.saturating_sub(2), &pieces, look);
}

/// The line of input in the last two lines of the list.
fn draw_ask(pane: &CalendarPane, frame: &mut Frame, area: Rect, look: &Look, ask: Ask, input: &Input) {
    let lines = area.height.min(2);
    let dock = Rect { y: area.bottom() - lines, height: lines, ..area };
    let buf = frame.buffer_mut();
    paint::clear_wide(buf, dock);
    let title = match ask {
        Ask::Filter => look.lang.fill("calendar.filter_title", &[("n", &pane.list.len())]),
        _ => pane.current().map(|r| r.title.clone()).unwrap_or_default(),
    };
    paint::rule(buf, Rect { height: 1, ..dock }, look, &title, "", true);
    let line = Rect { x: dock.x + 1, y: dock.bottom() - 1, width: dock.width.saturating_sub(2), height: 1 };
    if let Some(position) = input.draw(buf, line, look) {
        frame.set_cursor_position(position);
    }
}

/// The title rule: what is shown and which days; what is filtered, and the week's pushes.
pub(super) fn heading(pane: &CalendarPane, board: &Board, lang: &Lang, shape: Shape) -> (String, String) {
    let (today, late, due) = board.today_counts();
    let view = match board.period.view {
        View::Agenda => "calendar.view_agenda",
        View::Week => "calendar.view_week",
        View::Month => "calendar.view_month",
        View::Day => "columns.view_day",
        View::List => "columns.view_list",
    };
    let view = lang.text(view).to_owned();
    if let Mode::Columns(desk) = &pane.mode {
        let left = lang.fill("columns.desk", &[("n", &desk.rows.len())]);
        let wide = !matches!(shape, Shape::Cell { .. } | Shape::Tiny);
        return (left, if wide { lang.text("columns.desk_right").to_owned() } else { String::new() });
    }
    if let Shape::Cell { .. } = shape {
        let key = if late > 0 { "calendar.today_late" } else { "calendar.today" };
        let counts = lang.fill(key, &[("n", &today), ("late", &late), ("due", &due)]);
        let left = if board.period.view == View::Agenda { filter_word(pane, lang) } else { view };
        return (left, counts);
    }
    let (from, to) = board.period.days();
    let range = lang.fill("calendar.range", &[("from", &row::date(from, lang)), ("to", &row::date(to, lang))]);
    match board.period.view {
        View::Agenda => {
            let filter = filter_word(pane, lang);
            let budget = notes::budget(board, lang);
            (format!("{view}   {range}"), if filter.is_empty() { budget } else { format!("{filter}   {budget}") })
        }
        View::Week => {
            let size = lang.fill("calendar.matrix_size", &[("n", &board.lanes.len())]);
            (format!("{view}   {range}   {size}"), lang.text("calendar.keys_week").to_owned())
        }
        View::Day => {
            let head = row::dated(board.period.start, board.today, &board.days, lang, false);
            let filter = filter_word(pane, lang);
            let right = if filter.is_empty() { lang.text("columns.keys_day").to_owned() } else { filter };
            (format!("{view}   {head}"), right)
        }
        View::List => {
            let filter = filter_word(pane, lang);
            let right = if filter.is_empty() { lang.text("columns.keys_list").to_owned() } else { filter };
            (format!("{view}   {range}"), right)
        }
        View::Month => {
            (format!("{view}   {}", lang.month(board.period.start)), lang.text("calendar.keys_month").to_owned())
        }
    }
}

/// What the list is filtered by.
fn filter_word(pane: &CalendarPane, lang: &Lang) -> String {
    let saved = pane.saved.map(|saved| match saved {
        Saved::Unposted => "calendar.filter_unposted",
        Saved::Mine => "calendar.filter_mine",
        Saved::Gaps => "calendar.filter_gaps",
        Saved::Review => "posts.filter_review",
        Saved::Hot => "columns.filter_hot",
    });
    let typed = (!pane.filter.is_empty()).then(|| format!("/{}", Clean::head(&pane.filter, 20)));
    saved.map(|key| lang.text(key).to_owned()).into_iter().chain(typed).collect::<Vec<_>>().join(" ")
}

/// Title and place of the entry under the cursor, for the rule over its detail.
pub(super) fn beside(pane: &CalendarPane, lang: &Lang) -> Option<(String, String)> {
    if !pane.view().has_rows() || matches!(pane.mode, Mode::Columns(_)) {
        return None;
    }
    let Some(row) = pane.current() else { return Some((lang.text("calendar.title").to_owned(), String::new())) };
    let title = Clean::head(&row.title, 32).into_string();
    Some((title, format!("{}/{}", pane.list.index() + 1, pane.list.len())))
}

/// What the row under the cursor needs.
pub(super) fn whisper(pane: &CalendarPane, board: &Board, lang: &Lang) -> String {
    let row = pane.current();
    if matches!(pane.mode, Mode::Columns(_) | Mode::Topic(_)) {
        return String::new();
    }
    match board.period.view {
        View::Agenda | View::Day | View::List => {
            let key = row.map(|r| match r.urgency {
                _ if r.step.is_some() => "playbook.whisper_step",
                _ if r.post.state == State::Review => "posts.whisper_review",
                Urgency::Late | Urgency::Soon | Urgency::Later => "calendar.whisper_due",
                Urgency::Gap => "calendar.whisper_gap",
                Urgency::Done if r.post.state.is_out() => "calendar.whisper_out",
                Urgency::Done | Urgency::None => "",
            });
            key.filter(|k| !k.is_empty()).map_or_else(String::new, |k| lang.text(k).to_owned())
        }
        View::Week => match row {
            Some(r) => {
                let parts = [r.place.as_str(), &r.clock, &r.title, "", &r.age, "", &r.track, &r.kind, "", &r.owner];
                parts.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
            }
            None => {
                let place = board.lane(pane.lane).map_or(lang.text("columns.lane_hot"), |l| l.place.as_str());
                let day = row::head(pane.day, board.today, &board.days, lang, true);
                lang.fill("calendar.whisper_free", &[("place", &place), ("day", &day)])
            }
        },
        View::Month => month::summary(pane, board, lang),
    }
}

#[cfg(test)]
mod tests;
