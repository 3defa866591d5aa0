//! Who did what, and the way back: `u` undoes the row under the cursor.

use super::Reply;
use crate::app::state::Setup;
use crate::base::text::{Clean, pad, pinyin};
use crate::base::{Lang, Result};
use crate::db::Db;
use crate::db::journal::{Entry, Fate};
use crate::tui::pane::{Status, Tone};
use crate::tui::{Chord, Input, InputEvent, Key, List, Look, Nav, Role, paint};
use chrono::Timelike;
use ratatui::Frame;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;

/// How many entries are read at a time.
const PAGE: usize = 300;

/// Columns of when, who and where, each with the blank that parts it from the next.
const WHEN: usize = 13;
const WHO: usize = 9;
const AREA: usize = 9;

/// One line.
struct Line {
    seq: i64,
    when: String,
    who: String,
    area: String,
    text: String,
    fate: Fate,
    item: String,
    proof: String,
}

/// The journal screen.
pub struct Journal {
    lines: Vec<Line>,
    list: List<i64>,
    filter: Option<Input>,
    /// Only this operator's entries.
    only: Option<String>,
    limit: usize,
}

impl Journal {
    /// The newest entries.
    pub fn open(db: &Db, setup: &Setup) -> Result<Journal> {
        let mut journal = Journal { lines: Vec::new(), list: List::new(), filter: None, only: None, limit: PAGE };
        journal.refresh(db, setup)?;
        Ok(journal)
    }

    /// Reads the entries again.
    pub fn refresh(&mut self, db: &Db, setup: &Setup) -> Result<()> {
        let entries = db.entries(self.limit, None, self.only.as_deref())?;
        self.lines = entries.iter().map(|e| line(db, setup, e)).collect::<Result<_>>()?;
        self.lay();
        Ok(())
    }

    fn lay(&mut self) {
        let wanted = self.filter.as_ref().map(Input::value).unwrap_or_default();
        let fits =
            |l: &&Line| wanted.is_empty() || pinyin::matches(&wanted, &format!("{} {} {}", l.who, l.area, l.text));
        let rows = self.lines.iter().filter(fits).map(|l| l.seq).collect();
        self.list.set_rows(rows);
    }

    fn current(&self) -> Option<&Line> {
        let seq = self.list.cursor()?;
        self.lines.iter().find(|l| l.seq == seq)
    }

    pub fn paste(&mut self, text: &str) {
        if let Some(input) = &mut self.filter {
            input.paste(text);
            self.lay();
        }
    }

    pub fn key(&mut self, key: &KeyEvent, chord: Chord, db: &mut Db, setup: &Setup) -> Result<Reply> {
        if let Some(input) = &mut self.filter {
            match input.key(key) {
                InputEvent::Cancel => self.filter = None,
                InputEvent::Done(_) | InputEvent::Changed => {}
                InputEvent::Moved => return Ok(Reply::Stay),
                InputEvent::Ignored => {
                    self.step(chord);
                    return Ok(Reply::Stay);
                }
            }
            self.lay();
            if chord.key != Key::Enter {
                return Ok(Reply::Stay);
            }
        }
        match chord.folded().key {
            Key::Esc | Key::Char('q' | 'J') => return Ok(Reply::Close),
            Key::Char('/') => self.filter = Some(Input::new("/ ", "")),
            Key::Char('u') => return self.undo(db, setup),
            Key::Char('U') => return Ok(Reply::Do(crate::app::commands::Global::Redo)),
            Key::Char('w') => {
                self.only = match self.only.take() {
                    Some(_) => None,
                    None => self.current().map(|l| l.who.clone()),
                };
                self.refresh(db, setup)?;
            }
            _ => self.step(chord.folded()),
        }
        if self.list.index() + 20 > self.lines.len() && self.lines.len() == self.limit {
            self.limit += PAGE;
            self.refresh(db, setup)?;
        }
        Ok(Reply::Stay)
    }

    fn step(&mut self, chord: Chord) {
        let nav = match chord.key {
            Key::Down | Key::Char('j') => Nav::Down,
            Key::Up | Key::Char('k') => Nav::Up,
            Key::PageDown => Nav::PageDown,
            Key::PageUp => Nav::PageUp,
            Key::Home => Nav::Top,
            Key::End | Key::Char('G') => Nav::Bottom,
            _ => return,
        };
        self.list.nav(nav, 10);
    }

    fn undo(&self, db: &mut Db, setup: &Setup) -> Result<Reply> {
        let Some(line) = self.current() else { return Ok(Reply::Stay) };
        crate::app::import::undo(db, line.seq, setup.zone)?;
        let text = setup.lang.fill("app.undone", &[("what", &line.text)]);
        Ok(Reply::Said(Status { tone: Tone::Info, text, more: String::new() }))
    }

    pub fn draw(&self, frame: &mut Frame, area: Rect, look: &Look) {
        let buf = frame.buffer_mut();
        let who = self.only.as_deref().unwrap_or(look.text("app.journal_all"));
        let title = look.lang.fill("app.journal_title", &[("who", &who)]);
        paint::rule(buf, Rect { height: 1, ..area }, look, &title, look.text("app.journal_right"), true);
        let detail = 5.min(area.height / 3);
        let rows = area.height.saturating_sub(1 + detail);
        let window = self.list.window(usize::from(rows));
        for (n, at) in window.enumerate() {
            let Some(line) = self.list.rows().get(at).and_then(|seq| self.lines.iter().find(|l| l.seq == *seq)) else {
                continue;
            };
            let y = area.y + 1 + u16::try_from(n).unwrap_or(0);
            draw_line(buf, Rect { y, height: 1, ..area }, line, at == self.list.index(), look);
        }
        if self.list.is_empty() {
            paint::put(
                buf,
                area.x + 3,
                area.y + 1,
                area.width - 4,
                look.text("app.journal_empty"),
                look.style(Role::Muted),
            );
        }
        let mut cursor = None;
        if let Some(line) = self.current().filter(|_| detail > 2) {
            let y = area.bottom() - detail;
            let head = format!("#{}  {} {}", line.seq, line.who, line.when);
            paint::rule(buf, Rect { y, height: 1, ..area }, look, &head, &line.item, false);
            let lines = crate::base::text::wrap(&line.text, usize::from(area.width - 2));
            for (n, text) in lines.iter().take(usize::from(detail - 2)).enumerate() {
                paint::put(
                    buf,
                    area.x + 1,
                    y + 1 + u16::try_from(n).unwrap_or(0),
                    area.width - 2,
                    text,
                    look.style(Role::Text),
                );
            }
            let proof =
                look.lang.fill("app.journal_proof", &[("proof", &line.proof), ("fate", &fate(line.fate, look.lang).0)]);
            paint::put(buf, area.x + 1, area.bottom() - 1, area.width - 2, &proof, look.style(Role::Muted));
        }
        if let Some(input) = &self.filter {
            cursor =
                input.draw(buf, Rect { x: area.x + 1, y: area.bottom() - 1, width: area.width - 2, height: 1 }, look);
        }
        if let Some(at) = cursor {
            frame.set_cursor_position(at);
        }
    }
}

fn draw_line(buf: &mut ratatui::buffer::Buffer, row: Rect, line: &Line, current: bool, look: &Look) {
    let glyph = if current { look.glyphs.cursor.to_string() } else { " ".into() };
    let (word, role) = fate(line.fate, look.lang);
    let fate_columns = 10;
    let text_columns = usize::from(row.width).saturating_sub(3 + WHEN + WHO + AREA + fate_columns + 2);
    let column = |text: &str, columns: usize| pad(text, columns - 1) + " ";
    let (when, who, area) = (column(&line.when, WHEN), column(&line.who, WHO), column(&line.area, AREA));
    let text = pad(&line.text, text_columns);
    let pieces = [
        (" ", Role::Text),
        (&*glyph, Role::Text),
        (" ", Role::Text),
        (&*when, Role::Muted),
        (&*who, Role::Text),
        (&*area, Role::Muted),
        (&*text, Role::Text),
        (" ", Role::Text),
        (&*word, role),
    ];
    paint::spans(buf, row.x, row.y, row.width, &pieces, look);
    if current {
        let x = row.x + u16::try_from(3 + WHEN + WHO + AREA).unwrap_or(0);
        let width = crate::base::text::width(line.text.trim_end()).min(text_columns);
        paint::cursor_row(buf, Rect { x, width: u16::try_from(width).unwrap_or(0), ..row }, look);
    }
}

fn fate(fate: Fate, lang: &Lang) -> (String, Role) {
    let (key, role) = match fate {
        Fate::Standing => ("app.fate_standing", Role::Good),
        Fate::Undone => ("app.fate_undone", Role::Muted),
        Fate::Undo => ("app.fate_undo", Role::Muted),
        Fate::Lasting => ("app.fate_lasting", Role::Warn),
    };
    (lang.text(key).to_owned(), role)
}

/// The part of the program an action belongs to, by the word before its dot.
pub fn area_of(action: &str, lang: &Lang) -> String {
    let key = format!("app.area_{}", action.split('.').next().unwrap_or(""));
    if lang.has(&key) { lang.text(&key).to_owned() } else { lang.text("app.area_file").to_owned() }
}

fn line(db: &Db, setup: &Setup, entry: &Entry) -> Result<Line> {
    let lang = &setup.lang;
    let local = entry.at.local(setup.zone);
    let today = local.date() == db.now().day(setup.zone);
    let time = format!("{:02}:{:02}", local.hour(), local.minute());
    Ok(Line {
        seq: entry.seq,
        when: if today { time } else { format!("{} {time}", lang.short_day(local.date())) },
        who: Clean::line(&entry.operator).into_string(),
        area: area_of(&entry.action, lang),
        text: Clean::line(&lang.say(&entry.summary)).into_string(),
        fate: db.fate(entry)?,
        item: entry.item.clone(),
        proof: entry.proof.clone(),
    })
}
