//! The first screen of a new file: who you are, which communities, where to start. All of it can be skipped.

use super::Reply;
use crate::app::state::Setup;
use crate::app::{demo, import};
use crate::base::{Error, Result};
use crate::db::{Db, claim, setting};
use crate::members::community::NewCommunity;
use crate::members::store;
use crate::tui::pane::{Status, Tone};
use crate::tui::{Chord, Field, Key, Look, Role, paint};
use ratatui::Frame;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;
use std::path::PathBuf;

/// The roles in the order of the choice.
const ROLES: [&str; 4] = ["manager", "content", "volunteer", "data"];

/// The platforms asked for, in the order of the lines.
const PLATFORMS: [&str; 8] = ["wechat", "weibo", "qq", "douyin", "bilibili", "xiaohongshu", "telegram", "discord"];

const NAME: usize = 0;
const ROLE: usize = 1;
const TEAM: usize = 2;
const FIRST_PLATFORM: usize = 3;
const START: usize = FIRST_PLATFORM + PLATFORMS.len();
const IMPORT: usize = START + 1;

/// A line of the form.
enum Line {
    Blank,
    Head(&'static str),
    Field(usize),
}

/// The form.
pub struct FirstRun {
    fields: Vec<Field>,
    at: usize,
    path: String,
    refused: String,
}

impl FirstRun {
    /// The empty form, the operator's login name filled in; where the box gives none the field waits for it.
    pub fn open(db: &Db, setup: &Setup) -> FirstRun {
        let lang = &setup.lang;
        let me = if db.me().is_unnamed(&setup.me) { "" } else { &setup.me };
        let mut fields = vec![
            Field::text(lang.text("app.first_name"), me).required(true).max(20),
            Field::choice(lang.text("app.first_role"), ROLES.map(|r| lang.text(role(r)).to_owned()).to_vec(), 0),
            Field::text(lang.text("app.first_team"), "").max(30),
        ];
        for platform in PLATFORMS {
            fields.push(Field::text(lang.text(&format!("members.platform_{platform}")), "").max(200));
        }
        let starts = ["app.first_empty", "app.first_import", "app.first_demo"].map(|k| lang.text(k).to_owned());
        fields.push(Field::choice(lang.text("app.first_start"), starts.to_vec(), 0));
        fields.push(Field::text(lang.text("app.first_path"), "").max(500));
        FirstRun { fields, at: 0, path: db.path().display().to_string(), refused: String::new() }
    }

    /// The import path is asked only when importing was chosen.
    fn last(&self) -> usize {
        if self.fields[START].choice_index() == 1 { IMPORT } else { START }
    }

    pub fn paste(&mut self, text: &str) {
        self.fields[self.at].paste(text);
    }

    pub fn key(&mut self, key: &KeyEvent, chord: Chord, db: &mut Db, setup: &Setup) -> Result<Reply> {
        self.refused.clear();
        match chord {
            c if c == Chord::plain(Key::Esc) => return Ok(Reply::Leave),
            c if c == Chord::plain(Key::Enter) && self.at == self.last() => return self.finish(db, setup),
            c if c == Chord::plain(Key::Enter) || c == Chord::plain(Key::Tab) || c == Chord::plain(Key::Down) => {
                self.at = (self.at + 1).min(self.last());
            }
            c if c == Chord { shift: true, ..Chord::plain(Key::Tab) } || c == Chord::plain(Key::Up) => {
                self.at = self.at.saturating_sub(1);
            }
            _ => {
                self.fields[self.at].key(key);
            }
        }
        Ok(Reply::Stay)
    }

    /// Writes what was answered. An import that fails leaves everything else done and says what is wrong.
    fn finish(&mut self, db: &mut Db, setup: &Setup) -> Result<Reply> {
        let name = self.fields[NAME].value();
        if name.trim().is_empty() {
            self.at = NAME;
            setup.lang.text("app.first_no_name").clone_into(&mut self.refused);
            return Ok(Reply::Stay);
        }
        let team = self.fields[TEAM].value();
        claim::leave(db)?;
        db.rename(name.trim());
        setting::set(db, &format!("login.{}", db.me().proof), name.trim())?;
        setting::enrol(db, name.trim(), ROLES[self.fields[ROLE].choice_index().min(3)])?;
        setting::set(db, "name", team.trim())?;
        setting::set(db, "zone", &setup.zone.to_string())?;
        for (platform, names) in self.communities() {
            store::add(db, &NewCommunity { name: names, platform: platform.into(), ..NewCommunity::default() })?;
        }
        crate::sop::store::install_starter(db, setup.lang.language)?;
        crate::moderation::store::install_sample(db, setup.lang.text("rules.sample"))?;
        let text = match self.fields[START].choice_index() {
            1 => self.import(db, setup)?,
            2 => {
                demo::fill(db, &setup.lang, setup.zone)?;
                setup.lang.text("app.first_demo_done").to_owned()
            }
            _ => setup.lang.text("app.first_done").to_owned(),
        };
        Ok(Reply::Renamed(name.trim().to_owned(), Status { tone: Tone::Info, text, more: String::new() }))
    }

    fn communities(&self) -> Vec<(&'static str, String)> {
        let mut found: Vec<(&'static str, String)> = Vec::new();
        for (n, platform) in PLATFORMS.into_iter().enumerate() {
            for name in self.fields[FIRST_PLATFORM + n].value().split(['，', ',', '、', ';', '；']) {
                let name = name.trim().to_owned();
                if !name.is_empty() && !found.contains(&(platform, name.clone())) {
                    found.push((platform, name));
                }
            }
        }
        found
    }

    fn import(&self, db: &mut Db, setup: &Setup) -> Result<String> {
        let path = PathBuf::from(self.fields[IMPORT].value().trim());
        let how = import::How { zone: Some(setup.zone), ..import::How::default() };
        match import::files(db, &[path], &how, &setup.config, &mut |_| {}) {
            Ok(done) => {
                Ok(setup.lang.fill("app.first_imported", &[("new", &done.counts.new), ("queued", &done.counts.queued)]))
            }
            Err(error) => Err(Error { hint: None, ..error }),
        }
    }

    pub fn draw(&self, frame: &mut Frame, area: Rect, look: &Look) {
        let buf = frame.buffer_mut();
        paint::rule(
            buf,
            Rect { height: 1, ..area },
            look,
            look.text("app.first_title"),
            look.text("app.first_right"),
            true,
        );
        let lines = self.lines(area.height > 20);
        // A low window keeps the line the cursor is in before the path below.
        let foot = if lines.len() + 5 > usize::from(area.height) { 2 } else { 3 };
        let room = usize::from(area.height.saturating_sub(2 + foot));
        let here = lines.iter().position(|line| matches!(line, Line::Field(n) if *n == self.at)).unwrap_or(0);
        let skipped = (here + 1).saturating_sub(room);
        let mut cursor = None;
        let label_width = self.fields.iter().map(|f| paint::columns(&f.label)).max().unwrap_or(8) + 2;
        let mut y = area.y + 2;
        for line in lines.iter().skip(skipped).take(room) {
            match line {
                Line::Blank => {}
                Line::Head(key) => {
                    paint::put(buf, area.x + 1, y, area.width - 2, look.text(key), look.style(Role::Heading));
                }
                Line::Field(n) => {
                    let field = &self.fields[*n];
                    let glyph = if *n == self.at { look.glyphs.cursor.to_string() } else { " ".into() };
                    let pieces = [(&*glyph, Role::Text), (" ", Role::Text), (&*field.label, Role::Text)];
                    paint::spans(buf, area.x + 1, y, label_width + 2, &pieces, look);
                    let left = label_width + 3;
                    let value = Rect { x: area.x + left, y, width: area.width.saturating_sub(left + 2), height: 1 };
                    let at = field.draw(buf, value, look, *n == self.at);
                    cursor = if *n == self.at { at } else { cursor };
                }
            }
            y += 1;
        }
        self.draw_foot(buf, Rect { y, height: foot, ..area }, look);
        if let Some(at) = cursor {
            frame.set_cursor_position(at);
        }
    }

    /// What stands below each other, a blank line between the three things where there is room.
    fn lines(&self, apart: bool) -> Vec<Line> {
        let mut lines = Vec::new();
        for n in 0..=self.last() {
            let section = match n {
                NAME => Some("app.first_who"),
                FIRST_PLATFORM => Some("app.first_which"),
                START => Some("app.first_where"),
                _ => None,
            };
            if n > 0 && apart && section.is_some() {
                lines.push(Line::Blank);
            }
            lines.extend(section.map(Line::Head));
            lines.push(Line::Field(n));
        }
        lines
    }

    fn draw_foot(&self, buf: &mut ratatui::buffer::Buffer, area: Rect, look: &Look) {
        paint::rule(buf, Rect { height: 1, ..area }, look, look.text("app.first_calm"), "", false);
        let (text, role) = if self.refused.is_empty() {
            (look.text("app.first_private").to_owned(), Role::Muted)
        } else {
            (self.refused.clone(), Role::Warn)
        };
        paint::put(buf, area.x + 1, area.y + 1, area.width - 2, &text, look.style(role));
        if area.height < 3 {
            return;
        }
        let file = look.lang.fill("app.first_file", &[("path", &self.path)]);
        paint::put(buf, area.x + 1, area.y + 2, area.width - 2, &file, look.style(Role::Muted));
    }
}

/// The label of a role.
fn role(name: &str) -> &'static str {
    match name {
        "content" => "db.role_content",
        "volunteer" => "db.role_volunteer",
        "data" => "db.role_data",
        _ => "db.role_manager",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Language;
    use crate::db::testing;
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    #[test]
    fn the_line_in_hand_is_on_the_screen_at_every_size() {
        let file = testing::file();
        for (language, chosen, label) in [(Language::Hans, "▸ 文件", "▸ 名字"), (Language::En, "▸ file", "▸ name")]
        {
            let setup = Setup::sample(language);
            let mut form = FirstRun::open(&file.db, &setup);
            form.fields[START].key(&KeyEvent::new(
                ratatui::crossterm::event::KeyCode::Right,
                ratatui::crossterm::event::KeyModifiers::NONE,
            ));
            assert_eq!(form.last(), IMPORT);
            for (columns, rows) in [(40, 9), (60, 13), (80, 21), (120, 33)] {
                for (at, want) in [(IMPORT, chosen), (NAME, label), (START, "▸")] {
                    form.at = at;
                    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
                    terminal.draw(|frame| form.draw(frame, frame.area(), &setup.look())).unwrap();
                    let screen = terminal.backend().to_string();
                    assert!(screen.replace(' ', "").contains(&want.replace(' ', "")), "{screen}");
                }
            }
        }
    }
}
