//! The whole screen: header, tab strip or dashboard grid, the pane, status line, footer (screens.md §0 "Geometry").

use super::commands::COMMANDS;
use super::overlay::Overlay;
use super::state::App;
use crate::base::text::{Clean, width};
use crate::tui::pane::{Badge, Shape, Tone};
use crate::tui::{Listed, Look, Role, command, paint};
use ratatui::Frame;
use ratatui::layout::Rect;

/// The row whose first sign is that of the focused title rule, where the width probe writes it; none where the
/// first screen has no such row.
#[must_use]
pub fn first_rule(app: &App) -> Option<u16> {
    let (columns, rows) = app.size;
    let whole = app.overlays.last().is_some_and(Overlay::is_whole);
    match () {
        () if whole || columns < 60 || rows < 16 || !app.zoomed && app.focus != 0 && columns >= 110 => None,
        () if columns >= 110 && rows >= 30 => Some(2),
        () => Some(3),
    }
}

/// Draws the whole screen.
pub fn draw(app: &App, frame: &mut Frame) {
    let area = frame.area();
    let look = app.setup.look();
    if area.width < 30 || area.height < 8 {
        paint::put(frame.buffer_mut(), 0, 0, area.width, look.text("app.too_small"), look.style(Role::Text));
        return;
    }
    // A text to be selected by hand has the screen to itself.
    if let Some(overlay) = app.overlays.last().filter(|o| o.is_alone()) {
        return overlay.draw(frame, frame.area(), &look);
    }
    if let Some(overlay) = app.overlays.last().filter(|o| o.is_whole()) {
        return whole(app, overlay, frame, &look);
    }
    let titles: Vec<&str> = app.panes.iter().map(|p| look.lang.text(p.title())).collect();
    app.header.draw(frame.buffer_mut(), area, &app.setup, &titles);
    let grid = area.width >= 110 && area.height >= 30 && app.lane.is_none();
    let more = app.status.as_ref().is_some_and(|s| !s.more.is_empty());
    let bottom = area.bottom() - 2 - u16::from(more);
    let body = Rect { y: area.y + 2, height: bottom - area.y - 2, ..area };
    let mut rest = body;
    if !grid {
        tabs(app, frame, Rect { height: 1, ..body }, &look, &titles);
        rest = Rect { y: body.y + 1, height: body.height - 1, ..body };
    }
    let top = app.overlays.last();
    if top.is_none_or(Overlay::is_dock) {
        if grid && !app.zoomed {
            dashboard(app, frame, rest, &look, &titles);
        } else {
            single(app, frame, rest, &look, &titles);
        }
    }
    if let Some(overlay) = top {
        overlay.draw(frame, rest, &look);
    }
    let status = Rect { y: bottom, height: 1 + u16::from(more), ..area };
    status_line(app, frame, status, &look);
    footer(app, frame, Rect { y: area.bottom() - 1, height: 1, ..area }, &look);
}

/// A screen before there is anything to show: no facts, no tabs.
fn whole(app: &App, overlay: &Overlay, frame: &mut Frame, look: &Look) {
    let area = frame.area();
    let buf = frame.buffer_mut();
    let pieces = [(" qun  ", Role::Heading), (look.lang.text("app.first_use"), Role::Heading)];
    paint::spans(buf, area.x, area.y, area.width / 2, &pieces, look);
    paint::put_right(buf, area.x, area.y, area.width - 1, &app.header.when.0, look.style(Role::Text));
    overlay.draw(frame, Rect { y: area.y + 2, height: area.height - 4, ..area }, look);
    status_line(app, frame, Rect { y: area.bottom() - 2, height: 1, ..area }, look);
    footer(app, frame, Rect { y: area.bottom() - 1, height: 1, ..area }, look);
}

/// `[1 日历 5 迟2]  2 话术 3 急1   3 审核 20 旧3时12   4 指标 越界1 未填1`; the step strip during a check-in.
fn tabs(app: &App, frame: &mut Frame, row: Rect, look: &Look, titles: &[&str]) {
    if let Some(lane) = &app.lane {
        return lane.draw_strip(frame.buffer_mut(), row, look);
    }
    let tiny = row.width < 60;
    let badges: Vec<Badge> = app.panes.iter().map(|p| p.badge(look)).collect();
    let label = |n: usize, long: bool| {
        let name = if tiny { format!("{}{}", n + 1, titles[n]) } else { format!("{} {}", n + 1, titles[n]) };
        let badge = if long { &badges[n].text } else { &badges[n].short };
        if tiny { format!("{name}{badge}") } else { format!("{name} {badge}").trim_end().to_owned() }
    };
    // Where the long badges do not all fit, only the focused pane keeps its own.
    let gap = usize::from(!tiny);
    let all: usize = (0..badges.len()).map(|n| width(&label(n, true)) + 2 + gap).sum();
    let roomy = !tiny && all < usize::from(row.width);
    let mut x = row.x + 1;
    for (n, badge) in badges.iter().enumerate() {
        let focused = n == app.focus;
        let text = label(n, roomy || focused && !tiny);
        let (open, close) = if focused { ("[", "]") } else { (" ", " ") };
        let role = match (focused, badge.alarm) {
            (true, _) => Role::RuleFocus,
            (false, true) => Role::Text,
            (false, false) => Role::Muted,
        };
        let room = row.right().saturating_sub(x);
        x += paint::spans(frame.buffer_mut(), x, row.y, room, &[(open, role), (&text, role), (close, role)], look);
        x += u16::from(!tiny);
    }
}

/// One pane under its title rule.
fn single(app: &App, frame: &mut Frame, area: Rect, look: &Look, titles: &[&str]) {
    let shape = app.shape(app.focus);
    let pane = &app.panes[app.focus];
    if shape == Shape::Tiny {
        pane.draw(frame, area, look, shape);
        return;
    }
    let (left, right) = pane.heading(look, shape);
    let (title, right) = match &app.lane {
        Some(lane) => (lane.title(look, titles), lane.clock(look)),
        None if shape == Shape::Single => (joined(titles[app.focus], &left), right),
        None => (joined(&format!("{} {}", app.focus + 1, titles[app.focus]), &left), right),
    };
    let rule = Rect { height: 1, ..area };
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let beside = if shape == Shape::Wide { pane.beside(look) } else { None };
    match beside {
        Some((detail, at)) => {
            let list = area.width.saturating_sub(49);
            paint::rule(frame.buffer_mut(), Rect { width: list, ..rule }, look, &title, &right, true);
            let rest = Rect { x: rule.x + list, width: area.width - list, ..rule };
            paint::rule(
                frame.buffer_mut(),
                Rect { x: rest.x + 1, width: rest.width - 1, ..rest },
                look,
                &detail,
                &at,
                false,
            );
            paint::line(frame.buffer_mut(), Rect { width: 1, ..rest }, look.glyphs.tee_down, look.style(Role::Rule));
        }
        None => paint::rule(frame.buffer_mut(), rule, look, &title, &right, true),
    }
    pane.draw(frame, body, look, shape);
}

fn joined(title: &str, rest: &str) -> String {
    if rest.is_empty() { title.to_owned() } else { format!("{title} {rest}") }
}

/// The four panes; the focused one has 60 per cent of the width and of the height.
fn dashboard(app: &App, frame: &mut Frame, area: Rect, look: &Look, titles: &[&str]) {
    let (right, below) = (app.focus % 2 == 1, app.focus >= 2);
    let wide = area.width * 71 / 120;
    let left_width = if right { area.width - wide - 1 } else { wide };
    let rows = area.height - 2;
    let tall = rows * 3 / 5;
    let top_height = if below { rows - tall } else { tall };
    let columns = [(area.x, left_width), (area.x + left_width + 1, area.width - left_width - 1)];
    let bands = [(area.y, top_height), (area.y + 1 + top_height, rows - top_height)];
    for (n, pane) in app.panes.iter().enumerate().take(4) {
        let ((x, width), (y, height)) = (columns[n % 2], bands[n / 2]);
        let focused = n == app.focus;
        let shape = Shape::Cell { focused };
        let (left, right) = pane.heading(look, shape);
        let title = joined(&format!("{} {}", n + 1, titles[n]), &left);
        paint::rule(frame.buffer_mut(), Rect { x, y, width, height: 1 }, look, &title, &right, focused);
        pane.draw(frame, Rect { x, y: y + 1, width, height }, look, shape);
    }
    let x = area.x + left_width;
    for (n, (y, height)) in bands.into_iter().enumerate() {
        let glyph = if n == 0 { look.glyphs.tee_down } else { look.glyphs.cross };
        paint::line(frame.buffer_mut(), Rect { x, y, width: 1, height: 1 }, glyph, look.style(Role::Rule));
        paint::vertical(frame.buffer_mut(), Rect { x, y: y + 1, width: 1, height }, look);
    }
}

/// What happened last, or what the row under the cursor needs; conflicts take a second line.
fn status_line(app: &App, frame: &mut Frame, area: Rect, look: &Look) {
    let buf = frame.buffer_mut();
    let room = area.width.saturating_sub(2);
    let Some(status) = &app.status else {
        let text = match app.overlays.last() {
            Some(overlay) => overlay.whisper(look),
            None => app.whisper(look),
        };
        paint::put(buf, area.x + 1, area.y, room, &text, look.style(Role::Muted));
        return;
    };
    let role = match status.tone {
        Tone::Info => Role::Info,
        Tone::Warn => Role::Warn,
        Tone::Conflict => Role::Bad,
    };
    // A sentence may hold what members wrote: an undo says what was undone, a refusal whom it is about.
    let clean = |text: &str| Clean::head(text, usize::from(room) + 1).into_string();
    paint::put(buf, area.x + 1, area.y, room, &clean(&status.text), look.style(role));
    if area.height > 1 {
        paint::put(buf, area.x + 1, area.y + 1, room, &clean(&status.more), look.style(Role::Text));
    }
}

/// Keys that can be pressed now: the pane's from the left, help and the way back always at the right.
fn footer(app: &App, frame: &mut Frame, row: Rect, look: &Look) {
    let buf = frame.buffer_mut();
    let pane = &app.panes[app.focus];
    let captured = app.overlays.last().map(|o| o.hints(look)).or_else(|| pane.captures().then(|| pane.hints(look)));
    if let Some(hints) = captured {
        let help = format!("F1 {}", look.text("app.cmd_help"));
        let room = row.width.saturating_sub(u16::try_from(width(&help)).unwrap_or(0) + 4);
        hint_text(buf, row.x + 1, row.y, room, &hints, look);
        keyed(buf, row.right() - u16::try_from(width(&help)).unwrap_or(0) - 1, row.y, &help, look);
        return;
    }
    let shown = COMMANDS.iter().filter(|c| c.footer > 0);
    let globals: Vec<Listed> = shown.map(|c| c.listed(&app.setup.keymap, look.lang, None)).collect();
    let tiny = row.width < 60;
    // Han parts itself from a letter; words do not.
    let gap = if tiny && look.lang.language.is_chinese() { "" } else { " " };
    let quit = if app.zoomed || app.lane.is_some() { look.text("app.cmd_back") } else { look.text("app.cmd_quit") };
    let right: Vec<String> = command::footer(&globals)
        .iter()
        .map(|l| format!("{}{gap}{}", l.key(), if l.id == "app.quit" { quit } else { &l.label }))
        .collect();
    let mut right = right.join("  ");
    if row.width >= 110 {
        right = format!("1-4 {}  c {}  {right}", look.text("app.cmd_switch"), look.text("app.cmd_check_in"));
    }
    let taken = u16::try_from(width(&right)).unwrap_or(0);
    let listed = pane.in_footer(&app.setup.keymap, look.lang);
    let mut x = row.x + 1;
    let end = row.right().saturating_sub(taken + 3);
    if row.width >= 110 {
        x += paint::put(buf, x, row.y, end - x, look.lang.text(pane.title()), look.style(Role::Heading)) + 2;
    }
    for hint in command::footer(&listed) {
        let text = format!("{}{gap}{}", hint.key(), hint.label);
        let wide = u16::try_from(width(&text)).unwrap_or(0);
        if x + wide > end {
            break;
        }
        keyed(buf, x, row.y, &text, look);
        x += wide + if tiny { 1 } else { 2 };
    }
    let at = row.right() - taken - 1;
    if row.width >= 110 {
        paint::line(
            buf,
            Rect { x: at - 2, y: row.y, width: 1, height: 1 },
            look.glyphs.vertical,
            look.style(Role::Rule),
        );
    }
    hint_text(buf, at, row.y, taken, &right, look);
}

/// Hints apart by two blanks, each beginning with its key.
fn hint_text(buf: &mut ratatui::buffer::Buffer, x: u16, y: u16, room: u16, hints: &str, look: &Look) {
    let mut at = x;
    for hint in hints.split("  ").filter(|h| !h.is_empty()) {
        let wide = u16::try_from(width(hint)).unwrap_or(0);
        if at + wide > x + room {
            break;
        }
        keyed(buf, at, y, hint, look);
        at += wide + 2;
    }
}

/// A key in bold, its meaning plain.
fn keyed(buf: &mut ratatui::buffer::Buffer, x: u16, y: u16, hint: &str, look: &Look) {
    let split = hint
        .find(' ')
        .or_else(|| hint.char_indices().find(|(_, c)| !c.is_ascii()).map(|(i, _)| i))
        .unwrap_or(hint.len());
    let (key, label) = hint.split_at(split);
    let room = u16::try_from(width(hint)).unwrap_or(0);
    paint::spans(buf, x, y, room, &[(key, Role::Key), (label, Role::Text)], look);
}

impl App {
    /// What the status line says when nothing happened: what the row needs, else the last note handed over.
    fn whisper(&self, look: &Look) -> String {
        let (columns, rows) = self.size;
        if columns < 60 || rows < 16 {
            return look.text("app.small").to_owned();
        }
        let own = self.panes[self.focus].whisper(look);
        if own.is_empty() { self.header.note.clone() } else { own }
    }
}
