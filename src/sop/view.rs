//! Drawing the room: list, detail, chooser, forms. Sees the pane's state only.

mod book;
mod choose;
mod detail;
mod list;
mod plays;

use super::inquiry::State;
use super::pane::{Mode, Row, Saved, SopPane, View};
use super::promise::Stage;
use crate::base::clock::MINUTE;
use crate::base::text::{Clean, pad_left, width};
use crate::tui::pane::{Badge, Shape, Urgent};
use crate::tui::{Input, Look, Role, paint};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Pieces of one line.
type Line = Vec<(String, Role)>;

/// Draws everything below the title rule.
pub(super) fn draw(pane: &SopPane, frame: &mut Frame, area: Rect, look: &Look, shape: Shape) {
    if area.is_empty() {
        return;
    }
    let cursor = match &pane.mode {
        Mode::Choose(chooser) => choose::draw(pane, chooser, frame.buffer_mut(), area, look, shape),
        Mode::Book(book) => book::draw(pane, book, frame.buffer_mut(), area, look),
        _ => {
            body(pane, frame.buffer_mut(), area, look, shape);
            None
        }
    };
    let cursor = match &pane.mode {
        Mode::Close(menu) => {
            menu.draw(frame.buffer_mut(), area, look);
            None
        }
        Mode::Saved(menu) => {
            menu.draw(frame.buffer_mut(), area, look);
            None
        }
        Mode::Filter(input) => dock(frame.buffer_mut(), area, look, "", input),
        Mode::Words(input) => dock(frame.buffer_mut(), area, look, look.text("sop.words_title"), input),
        Mode::Pause(input) => dock(frame.buffer_mut(), area, look, look.text("sop.pause_title"), input),
        Mode::Off(off) => {
            off.draw(frame.buffer_mut(), area, look, |buf, title, input| dock(buf, area, look, title, input))
        }
        Mode::Fill(fill) => fill.shown(look.lang).paint(frame.buffer_mut(), area, look),
        Mode::Log(log) => log.shown(look.lang).paint(frame.buffer_mut(), area, look),
        Mode::Template(writing) => writing.shown(look.lang).paint(frame.buffer_mut(), area, look),
        Mode::Play(play) => plays::play(play, frame.buffer_mut(), area, look),
        Mode::List | Mode::Choose(_) | Mode::Book(_) => cursor,
    };
    if let Some(position) = cursor {
        frame.set_cursor_position(position);
    }
}

/// List and detail.
fn body(pane: &SopPane, buf: &mut Buffer, area: Rect, look: &Look, shape: Shape) {
    match shape {
        _ if pane.view == View::Plays && shape != (Shape::Cell { focused: false }) => {
            plays::body(pane, buf, area, look, shape);
        }
        Shape::Cell { focused: false } if pane.view != View::Library => list::glance(pane, buf, area, look),
        Shape::Cell { focused: false } => list::draw(pane, buf, area, look, shape),
        Shape::Wide if pane.preview && area.width > 90 => {
            let (left, right) = halves(area);
            let last = Rect { y: left.bottom() - 1, height: 1, ..left };
            list::draw(pane, buf, Rect { height: left.height - 1, ..left }, look, shape);
            paint::put(buf, last.x + 1, last.y, last.width - 2, &meter_line(pane, look), look.style(Role::Muted));
            paint::vertical(buf, Rect { x: left.right(), width: 1, ..area }, look);
            detail::draw(pane, buf, right, look);
        }
        Shape::Tiny if area.height >= 5 => {
            let list = Rect { height: area.height - 2, ..area };
            list::draw(pane, buf, list, look, shape);
            paint::line(buf, Rect { y: list.bottom(), height: 1, ..area }, look.glyphs.rule, look.style(Role::Rule));
            detail::one_line(pane, buf, Rect { y: list.bottom() + 1, height: 1, ..area }, look);
        }
        _ if pane.preview && shape != Shape::Tiny && area.height >= 8 => {
            // On the dashboard the last line is the day's, as it is without the focus.
            let cell = matches!(shape, Shape::Cell { .. });
            if cell {
                let y = area.bottom() - 1;
                let room = area.width.saturating_sub(2);
                paint::put(buf, area.x + 1, y, room, &day_line(pane, look), look.style(Role::Muted));
            }
            let area = Rect { height: area.height - u16::from(cell), ..area };
            let height = area.height * 3 / 5;
            list::draw(pane, buf, Rect { height, ..area }, look, shape);
            let below = Rect { y: area.y + height, height: area.height - height, ..area };
            detail::with_rule(pane, buf, below, look);
        }
        _ => list::draw(pane, buf, area, look, shape),
    }
}

/// List of all but 49 columns, and 48 for the detail.
fn halves(area: Rect) -> (Rect, Rect) {
    let left = Rect { width: area.width - 49, ..area };
    (left, Rect { x: left.right() + 1, width: 48, ..area })
}

/// One line of input in the bottom lines of the pane.
fn dock(buf: &mut Buffer, area: Rect, look: &Look, title: &str, input: &Input) -> Option<Position> {
    let height = area.height.min(2);
    let rule = Rect { y: area.bottom() - height, height: 1, ..area };
    if height > 1 {
        paint::rule(buf, rule, look, title, "", true);
    }
    input.draw(buf, Rect { x: area.x + 1, y: area.bottom() - 1, width: area.width.saturating_sub(2), height: 1 }, look)
}

/// Draws pieces from `x` on, at most `room` columns.
fn spans(buf: &mut Buffer, x: u16, y: u16, room: u16, line: &Line, look: &Look) -> u16 {
    let pieces: Vec<(&str, Role)> = line.iter().map(|(text, role)| (text.as_str(), *role)).collect();
    paint::spans(buf, x, y, room, &pieces, look)
}

fn columns(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

/// The title rule: how many wait and how the day went, then what the order is.
pub(super) fn heading(pane: &SopPane, look: &Look, shape: Shape) -> (String, String) {
    let lang = look.lang;
    if matches!(shape, Shape::Cell { .. }) {
        let first = pane.waiting.iter().find(|r| r.gone.is_none());
        let right = match first {
            Some(row) => lang.fill("sop.head_cell", &[("count", &pane.counts.waiting), ("left", &left(row, look).0)]),
            None => lang.fill("sop.head_cell_none", &[("count", &pane.counts.waiting)]),
        };
        let left = if pane.view == View::Plays { plays::heading(pane, look).0 } else { String::new() };
        return (left, right);
    }
    if pane.view == View::Plays {
        return plays::heading(pane, look);
    }
    if let Some(phrases) = book::phrases(&pane.mode) {
        let heading = lang.fill("words.head_phrases", &[("count", &phrases.all.len())]);
        return (heading, lang.text("words.order_phrases").to_owned());
    }
    let meter = &pane.meter;
    let left = match pane.view {
        View::Waiting => lang.fill(
            "sop.head_waiting",
            &[
                ("count", &lang.count(pane.counts.waiting)),
                ("answered", &lang.count(meter.answered)),
                ("hit", &lang.count(meter.today.hit)),
                ("late", &lang.count(meter.today.missed())),
            ],
        ),
        View::All => lang.fill("sop.head_all", &[("count", &lang.count(pane.logged))]),
        // With a filter on, those it lets through are counted.
        View::Library | View::Plays => lang.fill("sop.head_library", &[("count", &pane.shelf.len())]),
    };
    (left, order(pane, look))
}

/// The filter, else the order.
fn order(pane: &SopPane, look: &Look) -> String {
    let filter = pane.filter.trim();
    if !filter.is_empty() {
        return look.lang.fill("sop.head_filter", &[("text", &Clean::head(filter, 30))]);
    }
    let key = match (pane.view, pane.saved) {
        (_, Saved::Urgent) => "sop.filter_urgent",
        (_, Saved::Complaints) => "sop.filter_complaints",
        (_, Saved::Paused) => "sop.filter_paused",
        (_, Saved::Snoozed) => "promise.filter_snoozed",
        (_, Saved::Mine) => "promise.filter_mine",
        (_, Saved::Due) => "words.filter_due",
        (_, Saved::Drafts) => "words.filter_drafts",
        (_, Saved::Retired) => "words.filter_retired",
        (View::Waiting, _) => "sop.order_waiting",
        (View::All, _) => "sop.order_all",
        (View::Library | View::Plays, _) => "sop.order_library",
    };
    look.lang.text(key).to_owned()
}

/// `3 急1`.
pub(super) fn badge(pane: &SopPane, look: &Look) -> Badge {
    let counts = &pane.counts;
    let short = look.lang.count(counts.waiting);
    let text = match (counts.late, counts.soon) {
        (0, 0) => short.clone(),
        (0, soon) => look.lang.fill("sop.badge_soon", &[("count", &short), ("soon", &soon)]),
        (late, _) => look.lang.fill("sop.badge_late", &[("count", &short), ("late", &late)]),
    };
    Badge { text, short, alarm: counts.late + counts.soon > 0 }
}

/// `林小雨 QQ 交流群 退款 余6分`: the next due with name and place.
pub(super) fn urgent(pane: &SopPane, look: &Look) -> Option<Urgent> {
    let row = pane.waiting.iter().find(|r| r.gone.is_none())?;
    let (left, _) = left(row, look);
    Some(Urgent {
        name: row.who.clone(),
        platform: platform(&row.inquiry.platform, look),
        community: row.community.clone(),
        kind: look.lang.text(row.inquiry.kind.label()).to_owned(),
        time: left,
        left: row.left,
    })
}

/// The person of the detail, and which of how many.
pub(super) fn beside(pane: &SopPane, look: &Look) -> Option<(String, String)> {
    if !pane.preview {
        return None;
    }
    if let Mode::Book(_) = &pane.mode {
        return None;
    }
    if let Mode::Choose(_) = &pane.mode {
        return Some((look.lang.text("sop.preview").to_owned(), String::new()));
    }
    if pane.view == View::Plays {
        return Some((plays::title(pane, look), String::new()));
    }
    let (at, of) = (pane.list.index() + 1, pane.list.len());
    let place = if of == 0 { String::new() } else { format!("{at}/{of}") };
    let title = match pane.view {
        View::Library => detail::template(pane).map(|t| Clean::head(&t.wording.name, 40).into_string()),
        _ => pane.current().map(|r| r.who.clone()),
    };
    Some((title.unwrap_or_default(), place))
}

/// What the person under the cursor needs, or what Enter will do.
pub(super) fn whisper(pane: &SopPane, look: &Look) -> String {
    let lang = look.lang;
    match &pane.mode {
        Mode::Fill(fill) if !fill.clipboard => return lang.text("words.whisper_hand").to_owned(),
        Mode::Fill(_) => return lang.text("sop.whisper_fill").to_owned(),
        Mode::Close(_) => return lang.text("sop.whisper_close").to_owned(),
        Mode::Play(play) => return lang.text(plays::open_whisper(play)).to_owned(),
        Mode::List if pane.view == View::Plays => return lang.text(plays::whisper(pane)).to_owned(),
        _ if pane.view == View::Plays => return String::new(),
        _ => {}
    }
    let Some(row) = pane.current() else { return String::new() };
    if !row.inquiry.needs_answer() {
        return String::new();
    }
    let waited = lang.span(row.waited * MINUTE);
    let mut text = lang
        .fill("sop.whisper", &[("who", &row.who), ("waited", &waited), ("minutes", &pane.promise), ("due", &row.due)]);
    if let Some(time) = &row.held {
        text.push_str(&lang.fill("sop.whisper_held", &[("time", time)]));
    }
    text
}

/// The keys of what is open.
pub(super) fn hints(pane: &SopPane, look: &Look) -> String {
    let key = match &pane.mode {
        Mode::List => return String::new(),
        Mode::Filter(_) => "sop.hints_filter",
        Mode::Choose(_) => "sop.hints_choose",
        Mode::Fill(_) => "sop.hints_fill",
        Mode::Close(_) => "sop.hints_close",
        Mode::Saved(_) => "sop.hints_saved",
        Mode::Words(_) => "sop.hints_words",
        Mode::Pause(_) => "sop.hints_pause",
        Mode::Off(off) => off.hints(),
        Mode::Log(_) | Mode::Template(_) => "tui.form_hints",
        Mode::Play(play) => plays::hints(play),
        Mode::Book(book) => book::hints(book),
    };
    look.lang.text(key).to_owned()
}

/// How much time is left, in words: `余6分`, `迟4分`, `停 09:00 续`, or the state of what is done.
fn left(row: &Row, look: &Look) -> (String, Role) {
    left_in(row, look, 0)
}

/// The same with the span at least `columns` wide, so that minutes stand under minutes.
fn left_in(row: &Row, look: &Look, columns: usize) -> (String, Role) {
    let lang = look.lang;
    let span = lang.span(row.left.abs());
    let span = if width(&span) < columns { pad_left(&span, columns) } else { span };
    match (row.inquiry.state, &row.held) {
        _ if row.inquiry.needs_answer() && row.left < 0 => (lang.fill("sop.late", &[("span", &span)]), Role::Bad),
        (_, Some(time)) if row.inquiry.needs_answer() => (lang.fill("sop.held", &[("time", time)]), Role::Muted),
        _ if row.inquiry.needs_answer() => {
            let role = match Stage::of(row.left) {
                Stage::Calm => Role::Text,
                Stage::Soon => Role::Warn,
                Stage::Close | Stage::Late => Role::Bad,
            };
            (lang.fill("sop.left", &[("span", &span)]), role)
        }
        (State::Answered, _) => (lang.text(State::Answered.label()).to_owned(), Role::Good),
        (state, _) => (lang.text(state.label()).to_owned(), Role::Muted),
    }
}

/// `7日 91.8%  30日 92.0%   下一个 林小雨 QQ 交流群 17:26`.
fn meter_line(pane: &SopPane, look: &Look) -> String {
    let share = |t: &super::promise::Tally| t.percent().unwrap_or_else(|| "--".to_owned());
    let (week, month) = (share(&pane.meter.week), share(&pane.meter.month));
    let mut line = look.lang.fill("promise.rolling", &[("week", &week), ("month", &month)]);
    if let Some(row) = pane.waiting.iter().find(|r| r.gone.is_none()) {
        let args: [(&str, &dyn std::fmt::Display); 3] =
            [("who", &row.who), ("place", &place(row, look)), ("due", &row.due)];
        line.push_str(&look.lang.fill("promise.next_due", &args));
    }
    line
}

/// `QQ 交流群`.
fn place(row: &Row, look: &Look) -> String {
    format!("{} {}", platform(&row.inquiry.platform, look), row.community)
}

/// The platform's label.
fn platform(id: &str, look: &Look) -> String {
    look.lang.text(&format!("members.platform_{id}")).to_owned()
}

/// `今日 答 40  按时 37  超时 3  本周 91.8%`.
fn day_line(pane: &SopPane, look: &Look) -> String {
    let meter = &pane.meter;
    let week = meter.week.percent().unwrap_or_else(|| "--".to_owned());
    look.lang.fill(
        "sop.day_line",
        &[("answered", &meter.answered), ("hit", &meter.today.hit), ("late", &meter.today.missed()), ("week", &week)],
    )
}
