//! Drawing an incident: the clock, the next steps pinned, the pages, what is open over them.

use super::rows::{All, Data, Line, Page};
use super::{Mode, View};
use crate::base::text::wrap;
use crate::tui::{Input, Look, Role, paint};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Where the steps stand beside the other pages from this width on.
const WIDE: u16 = 110;

impl View {
    pub fn draw(&self, frame: &mut Frame, area: Rect, look: &Look) {
        if let Mode::All(all) = &self.mode {
            return all.draw(frame.buffer_mut(), area, look);
        }
        let cursor = match &self.data {
            None => {
                let Mode::Name(input) = &self.mode else { return };
                question(frame.buffer_mut(), area, look, "app.incident_title", input, "app.incident_name_help")
            }
            Some(data) => {
                data.draw(frame.buffer_mut(), area, look);
                self.over(frame.buffer_mut(), area, look)
            }
        };
        if let Some(at) = cursor {
            frame.set_cursor_position(at);
        }
    }

    /// What is open over the pages.
    fn over(&self, buf: &mut Buffer, area: Rect, look: &Look) -> Option<Position> {
        match &self.mode {
            Mode::Pages | Mode::All(_) => None,
            Mode::Kind(menu) => {
                menu.draw(buf, area, look);
                None
            }
            Mode::Name(input) => question(buf, area, look, "app.incident_title", input, "app.incident_name_help"),
            Mode::Skip(input) => question(buf, area, look, "playbook.skip_title", input, "playbook.skip_help"),
            Mode::Write(writing) => writing.form.paint(buf, area, look),
        }
    }
}

/// One question in the last three lines.
fn question(buf: &mut Buffer, area: Rect, look: &Look, title: &str, input: &Input, help: &str) -> Option<Position> {
    let dock = Rect { y: area.bottom().saturating_sub(3), height: 3.min(area.height), ..area };
    paint::clear_wide(buf, dock);
    paint::rule(buf, Rect { height: 1, ..dock }, look, look.text(title), "", true);
    let room = dock.width.saturating_sub(2);
    paint::put(buf, dock.x + 1, dock.y + 2, room, look.text(help), look.style(Role::Muted));
    input.draw(buf, Rect { x: dock.x + 1, y: dock.y + 1, width: room, height: 1 }, look)
}

impl Data {
    fn draw(&self, buf: &mut Buffer, area: Rect, look: &Look) {
        let lang = look.lang;
        let kind = self.incident.kind.map_or_else(|| lang.text("playbook.no_kind"), |k| lang.text(k.label()));
        let title = format!("{} {}  {kind}", lang.text("app.incident_title"), self.name);
        let right = if self.others > 0 {
            lang.fill("playbook.inc_others", &[("n", &self.others)])
        } else {
            self.opened.clone()
        };
        paint::rule(buf, Rect { height: 1, ..area }, look, &title, &right, true);
        let room = area.width.saturating_sub(2);
        let clock = Rect { x: area.x + 1, y: area.y + 1, width: room, height: 1 };
        let role = if self.incident.closed_at.is_some() { Role::Muted } else { Role::Crisis };
        let used = paint::put(buf, clock.x, clock.y, room, &self.clock, look.style(role));
        if paint::columns(&self.due) + used + 2 <= room {
            paint::put_right(buf, clock.x + used, clock.y, room - used, &self.due, look.style(Role::Muted));
        }
        let wide = area.width >= WIDE;
        let over = self.incident.closed_at.is_some();
        let pinned = if self.page == Page::Steps || wide || over { 0 } else { 2 };
        self.pinned(buf, Rect { y: area.y + 2, height: pinned, ..area }, look);
        let tabs = area.y + 2 + pinned;
        self.tabs(buf, Rect { y: tabs, height: 1, ..area }, look);
        let body = Rect { y: tabs + 1, height: area.bottom().saturating_sub(tabs + 1), ..area };
        if wide && self.page != Page::Steps {
            let left = Rect { width: area.width * 71 / 120, ..body };
            self.rows(buf, left, look, Page::Steps);
            paint::vertical(buf, Rect { x: left.right(), width: 1, ..body }, look);
            let right = Rect { x: left.right() + 1, width: area.width - left.width - 1, ..body };
            self.page(buf, right, look);
        } else {
            self.page(buf, body, look);
        }
    }

    /// The next open steps, on every page.
    fn pinned(&self, buf: &mut Buffer, area: Rect, look: &Look) {
        let open = self.lines[Page::Steps as usize].iter().filter(|l| l.tick == "[ ]");
        for (y, line) in (area.y..area.bottom()).zip(open) {
            let time = if line.late { Role::Bad } else { Role::Warn };
            let pieces = [
                (look.text("playbook.next"), Role::Heading),
                (" ", Role::Text),
                (line.time.as_str(), time),
                ("  ", Role::Text),
                (line.text.as_str(), Role::Text),
            ];
            paint::spans(buf, area.x + 1, y, area.width.saturating_sub(2), &pieces, look);
        }
    }

    /// `[1 步骤 2/10]  2 事实 4/7   3 通知 0/5`.
    fn tabs(&self, buf: &mut Buffer, row: Rect, look: &Look) {
        let mut x = row.x;
        for (n, (page, label)) in (1..).zip(Page::ALL) {
            let focused = page == self.page;
            let (open, close) = if focused { ("[", "]") } else { (" ", " ") };
            let text = format!("{n} {} {}", look.text(label), self.count(page));
            let role = if focused { Role::RuleFocus } else { Role::Muted };
            let pieces = [(open, role), (text.as_str(), role), (close, role)];
            x += paint::spans(buf, x, row.y, row.right().saturating_sub(x), &pieces, look) + 1;
        }
    }

    /// The rows of the page, and below them in full what is under the cursor.
    fn page(&self, buf: &mut Buffer, area: Rect, look: &Look) {
        let width = usize::from(area.width.saturating_sub(2));
        let whole = self.whole(look.lang);
        let text = if whole.is_empty() { Vec::new() } else { wrap(&whole, width) };
        let wanted = if self.page == Page::Said { 6 } else { 2 };
        let below = u16::try_from(text.len()).unwrap_or(0).min(wanted).min(area.height / 2);
        // In a small window the rows are worth more.
        let below = if below == 0 || area.height < 9 { 0 } else { below + 1 };
        let rows = Rect { height: area.height - below, ..area };
        self.rows(buf, rows, look, self.page);
        if below > 0 {
            paint::line(buf, Rect { y: rows.bottom(), height: 1, ..area }, look.glyphs.rule, look.style(Role::Rule));
            for (y, line) in (rows.bottom() + 1..area.bottom()).zip(text) {
                paint::put(buf, area.x + 1, y, area.width.saturating_sub(2), &line, look.style(Role::Text));
            }
        }
    }

    fn rows(&self, buf: &mut Buffer, area: Rect, look: &Look, page: Page) {
        let lines = &self.lines[page as usize];
        if lines.is_empty() {
            let key = match page {
                Page::Calls => "playbook.no_calls",
                Page::Said => "playbook.no_statements",
                _ => "playbook.no_leads",
            };
            paint::put(buf, area.x + 1, area.y, area.width.saturating_sub(2), look.text(key), look.style(Role::Muted));
            return;
        }
        let own = page == self.page;
        let window = if own { self.list.window(usize::from(area.height)) } else { 0..lines.len() };
        let time = lines.iter().map(|l| paint::columns(&l.time)).max().unwrap_or(0);
        for (y, at) in (area.y..area.bottom()).zip(window) {
            if let Some(line) = lines.get(at) {
                let cursor = own && at == self.list.index();
                row(buf, Rect { y, height: 1, ..area }, look, line, time, cursor);
            }
        }
    }
}

impl All {
    fn draw(&self, buf: &mut Buffer, area: Rect, look: &Look) {
        paint::clear_wide(buf, area);
        let title = format!("{} {}", look.text("app.incident_title"), self.lines.len());
        paint::rule(buf, Rect { height: 1, ..area }, look, &title, look.text("playbook.inc_all_order"), true);
        let rows = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        if self.lines.is_empty() {
            let room = rows.width.saturating_sub(2);
            paint::put(buf, rows.x + 1, rows.y, room, look.text("playbook.inc_none"), look.style(Role::Muted));
        }
        let time = self.lines.iter().map(|l| paint::columns(&l.time)).max().unwrap_or(0);
        for (y, at) in (rows.y..rows.bottom()).zip(self.list.window(usize::from(rows.height))) {
            if let Some(line) = self.lines.get(at) {
                row(buf, Rect { y, height: 1, ..rows }, look, line, time, at == self.list.index());
            }
        }
    }
}

fn row(buf: &mut Buffer, area: Rect, look: &Look, line: &Line, time: u16, cursor: bool) {
    let mut sign = [0; 4];
    if cursor {
        paint::put(buf, area.x + 1, area.y, 1, look.glyphs.cursor.encode_utf8(&mut sign), look.style(Role::Key));
    }
    let mut x = area.x + 3;
    if !line.tick.is_empty() {
        x += paint::put(buf, x, area.y, 3, line.tick, look.style(line.tick_role)) + 1;
    }
    if time > 0 {
        let role = if line.late { Role::Bad } else { Role::Muted };
        paint::put(buf, x, area.y, time, &line.time, look.style(role));
        x += time + 2;
    }
    let side = paint::columns(&line.side).min(area.width / 3);
    let room = area.right().saturating_sub(x + side + 2);
    let role = match (cursor, line.ghost) {
        (true, _) => Role::Cursor,
        (false, true) => Role::Muted,
        (false, false) => Role::Text,
    };
    paint::put(buf, x, area.y, room, &line.text, look.style(role));
    let at = area.right().saturating_sub(side + 1);
    paint::put(buf, at, area.y, side, &line.side, look.style(Role::Muted));
}
