//! What the keys do, from the same rows that bind them. Every line runs with Enter; what cannot run now says why.

use super::Reply;
use crate::app::commands::COMMANDS;
use crate::app::state::App;
use crate::base::text::{pad, pinyin, width};
use crate::tui::{Chord, Input, InputEvent, Key, Listed, Look, Role, paint};
use ratatui::Frame;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;

/// The help screen.
pub struct Help {
    title: String,
    rows: Vec<Listed>,
    /// How many of the rows are the pane's own; the rest hold everywhere.
    own: usize,
    at: usize,
    filter: Option<Input>,
}

impl Help {
    /// The rows that hold in the focused pane.
    pub fn open(app: &App) -> Help {
        let setup = &app.setup;
        let pane = &app.panes[app.focus];
        let mut rows = pane.listed(&setup.keymap, &setup.lang);
        rows.retain(|r| !r.keys.is_empty());
        let own = rows.len();
        let global = COMMANDS.iter().map(|c| c.listed(&setup.keymap, &setup.lang, app.why_not(c.action)));
        rows.extend(global.filter(|r| !r.keys.is_empty()));
        Help { title: setup.lang.text(pane.title()).to_owned(), rows, own, at: 0, filter: None }
    }

    fn shown(&self) -> Vec<usize> {
        let wanted = self.filter.as_ref().map(Input::value).unwrap_or_default();
        let fits = |r: &Listed| wanted.is_empty() || r.keys.contains(&wanted) || pinyin::matches(&wanted, &r.label);
        (0..self.rows.len()).filter(|n| fits(&self.rows[*n])).collect()
    }

    pub fn paste(&mut self, text: &str) {
        if let Some(input) = &mut self.filter {
            input.paste(text);
        }
    }

    pub fn key(&mut self, key: &KeyEvent, chord: Chord) -> Reply {
        let shown = self.shown();
        let chosen = || shown.get(self.at).and_then(|n| self.rows.get(*n));
        if chord == Chord::plain(Key::Enter) {
            return chosen().map_or(Reply::Stay, |row| Reply::Run(row.id));
        }
        if let Some(input) = &mut self.filter {
            match input.key(key) {
                InputEvent::Cancel => self.filter = None,
                InputEvent::Changed => self.at = 0,
                _ => self.step(chord, shown.len()),
            }
            return Reply::Stay;
        }
        match chord.folded() {
            c if c == Chord::plain(Key::Esc) || c == Chord::char('q') || c == Chord::char('?') => return Reply::Close,
            c if c == Chord::char('/') => self.filter = Some(Input::new("/ ", "")),
            c => self.step(c, shown.len()),
        }
        Reply::Stay
    }

    fn step(&mut self, chord: Chord, rows: usize) {
        let last = rows.saturating_sub(1);
        self.at = match chord.key {
            Key::Down | Key::Char('j') => (self.at + 1).min(last),
            Key::Up | Key::Char('k') => self.at.saturating_sub(1),
            Key::PageDown => (self.at + 10).min(last),
            Key::PageUp => self.at.saturating_sub(10),
            Key::Home => 0,
            Key::End | Key::Char('G') => last,
            _ => self.at,
        };
    }

    pub fn draw(&self, frame: &mut Frame, area: Rect, look: &Look) {
        let buf = frame.buffer_mut();
        let title = look.lang.fill("app.help_title", &[("pane", &self.title)]);
        paint::rule(buf, Rect { height: 1, ..area }, look, &title, look.text("app.help_right"), true);
        let shown = self.shown();
        let reasons: Vec<&Listed> = self.rows.iter().filter(|r| r.why_not.is_some()).collect();
        let foot = 1 + u16::from(!reasons.is_empty());
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1 + foot), ..area };
        let half = body.width / 2;
        let columns = if body.width >= 60 { 2 } else { 1 };
        // Two columns: the pane's own left, the global ones right, each scrolled with the cursor.
        let (left, right): (Vec<usize>, Vec<usize>) = shown.iter().partition(|n| columns == 2 && **n < self.own);
        let mut at = 0;
        for (rows, x, width) in [
            (left, body.x, half),
            (right, body.x + if columns == 2 { half } else { 0 }, body.width - if columns == 2 { half } else { 0 }),
        ] {
            let head = if x == body.x && columns == 2 { "app.help_own" } else { "app.help_global" };
            paint::put(buf, x + 2, body.y, width - 2, look.text(head), look.style(Role::Heading));
            let room = usize::from(body.height.saturating_sub(1));
            let cursor = self.at.checked_sub(at).filter(|n| *n < rows.len());
            let from = cursor.map_or(0, |c| (c + 1).saturating_sub(room)).min(rows.len().saturating_sub(room));
            for (line, (n, row)) in rows.iter().enumerate().skip(from).take(room).enumerate() {
                let y = body.y + 1 + u16::try_from(line).unwrap_or(0);
                self.draw_row(buf, Rect { x, y, width, height: 1 }, *row, cursor == Some(n), look);
            }
            at += rows.len();
        }
        let mut y = area.bottom() - foot;
        if !reasons.is_empty() {
            let why: Vec<String> = reasons
                .iter()
                .map(|r| format!("{} {} ({})", r.key(), r.label, r.why_not.as_deref().unwrap_or("")))
                .collect();
            let line = not_now(&why, usize::from(area.width - 2), look);
            paint::put(buf, area.x + 1, y, area.width - 2, &line, look.style(Role::Muted));
            y += 1;
        }
        match &self.filter {
            Some(input) => {
                if let Some(at) = input.draw(buf, Rect { x: area.x + 1, y, width: area.width - 2, height: 1 }, look) {
                    frame.set_cursor_position(at);
                }
            }
            None => {
                paint::put(
                    buf,
                    area.x + 1,
                    y,
                    area.width - 2,
                    look.text("app.help_fullwidth"),
                    look.style(Role::Muted),
                );
            }
        }
    }

    fn draw_row(&self, buf: &mut ratatui::buffer::Buffer, at: Rect, row: usize, cursor: bool, look: &Look) {
        let row = &self.rows[row];
        let glyph = if cursor { look.glyphs.cursor.to_string() } else { " ".into() };
        let keys = pad(&row.keys, 12.min(usize::from(at.width / 3)).max(width(&row.keys).min(14)));
        let role = if row.why_not.is_some() { Role::Muted } else { Role::Text };
        let pieces = [
            (" ", Role::Text),
            (&*glyph, Role::Text),
            (" ", Role::Text),
            (&*keys, Role::Key),
            (" ", Role::Text),
            (&*row.label, role),
        ];
        let used = paint::spans(buf, at.x, at.y, at.width - 1, &pieces, look);
        if cursor {
            let skip = 4 + u16::try_from(width(&keys)).unwrap_or(0);
            paint::cursor_row(buf, Rect { x: at.x + skip, width: used.saturating_sub(skip), ..at }, look);
        }
    }
}

/// What cannot run now, as many as fit whole into `columns`; how many more there are.
fn not_now(why: &[String], columns: usize, look: &Look) -> String {
    let line = |shown: usize| {
        let mut parts = why[..shown].to_vec();
        if shown < why.len() {
            parts.push(look.lang.fill("app.help_more", &[("n", &(why.len() - shown))]));
        }
        look.lang.fill("app.help_not_now", &[("what", &parts.join(look.text("app.comma")))])
    };
    (1..=why.len()).rev().map(line).find(|l| width(l) <= columns).unwrap_or_else(|| line(why.len().min(1)))
}
