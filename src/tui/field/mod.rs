//! Fields of a form and the one-line input of a dock: an editor with undo, paste as one step, and the terminal's
//! own cursor, which input methods put their candidates beside.

mod edit;
mod input;

pub use input::{Input, InputEvent};

use super::key::{Chord, Key};
use super::look::Look;
use super::paint;
use super::theme::Role;
use crate::base::text::wrap;
use edit::{changed, edit, editor, insert, number, typed};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;
use ratatui_textarea::{TextArea, WrapMode};

/// What a key did to a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// The value is another one now.
    Changed,
    /// Only the cursor moved, or nothing was left to move.
    Moved,
    /// Not a key of this field.
    Ignored,
    /// Refused, and the catalogue key of the reason; `{max}` is the field's limit.
    Refused(&'static str),
}

#[derive(Debug, Clone)]
enum Kind {
    Text(TextArea<'static>),
    Long { area: TextArea<'static>, rows: u16 },
    Number(TextArea<'static>),
    Choice { options: Vec<String>, at: usize },
}

/// One labelled value of a form.
#[derive(Debug, Clone)]
pub struct Field {
    /// The label in the reader's language.
    pub label: String,
    /// A word beside the value: where it came from. Empty for none; a required empty field says so by itself.
    pub note: String,
    /// Whether the form refuses to go on while it is empty.
    pub required: bool,
    max: usize,
    kind: Kind,
}

impl Field {
    /// One line of text.
    #[must_use]
    pub fn text(label: impl Into<String>, value: &str) -> Field {
        Field::new(label.into(), Kind::Text(editor(value, false)))
    }

    /// Several lines of text, `rows` of them shown; Alt-Enter or ^J begins a new line.
    #[must_use]
    pub fn long(label: impl Into<String>, value: &str, rows: u16) -> Field {
        let mut area = editor(value, true);
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        Field::new(label.into(), Kind::Long { area, rows: rows.max(1) })
    }

    /// A number as typed: `0-9 . -`, full-width digits folded.
    #[must_use]
    pub fn number(label: impl Into<String>, value: &str) -> Field {
        Field::new(label.into(), Kind::Number(editor(value, false)))
    }

    /// One of `options`: digits pick, left, right and Space step.
    #[must_use]
    pub fn choice(label: impl Into<String>, options: Vec<String>, index: usize) -> Field {
        let at = index.min(options.len().saturating_sub(1));
        Field::new(label.into(), Kind::Choice { options, at })
    }

    fn new(label: String, kind: Kind) -> Field {
        Field { label, note: String::new(), required: false, max: 10_000, kind }
    }

    /// Whether the form refuses to go on while it is empty.
    #[must_use]
    pub fn required(mut self, required: bool) -> Field {
        self.required = required;
        self
    }

    /// The most characters it takes; 10,000 unless said.
    #[must_use]
    pub fn max(mut self, chars: usize) -> Field {
        self.max = chars;
        self
    }

    /// A word beside the value.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Field {
        self.note = note.into();
        self
    }

    /// The most characters it takes.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.max
    }

    /// The value; lines apart by `\n`, for a choice the option.
    #[must_use]
    pub fn value(&self) -> String {
        match &self.kind {
            Kind::Text(area) | Kind::Number(area) | Kind::Long { area, .. } => area.lines().join("\n"),
            Kind::Choice { options, at } => options.get(*at).cloned().unwrap_or_default(),
        }
    }

    /// The place of the chosen option; 0 for other fields.
    #[must_use]
    pub fn choice_index(&self) -> usize {
        match self.kind {
            Kind::Choice { at, .. } => at,
            _ => 0,
        }
    }

    /// Whether it is a choice.
    #[must_use]
    pub fn is_choice(&self) -> bool {
        matches!(self.kind, Kind::Choice { .. })
    }

    /// Whether nothing but blanks is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.value().trim().is_empty()
    }

    /// Puts another value in; for a choice the option of that name.
    pub fn set(&mut self, value: &str) {
        match &mut self.kind {
            Kind::Text(area) | Kind::Number(area) => {
                area.clear();
                area.insert_str(typed(value, false));
            }
            Kind::Long { area, .. } => {
                area.clear();
                area.insert_str(typed(value, true));
            }
            Kind::Choice { options, at } => *at = options.iter().position(|o| o == value).unwrap_or(*at),
        }
    }

    /// Lines it takes in a form.
    #[must_use]
    pub fn rows(&self) -> u16 {
        match self.kind {
            Kind::Long { rows, .. } => rows,
            _ => 1,
        }
    }

    /// A key; Enter, Tab and Esc are the form's.
    pub fn key(&mut self, event: &KeyEvent) -> Typed {
        let Some(chord) = Chord::from_event(event) else { return Typed::Ignored };
        let max = self.max;
        match &mut self.kind {
            Kind::Choice { options, at } => choose(chord, options.len(), at),
            Kind::Number(area) => match chord.text().map(number) {
                Some(Some(c)) => insert(area, &c.to_string(), max),
                Some(None) => Typed::Refused("tui.number_only"),
                None => edit(area, chord, max, false),
            },
            Kind::Text(area) => edit(area, chord, max, false),
            Kind::Long { area, .. } => edit(area, chord, max, true),
        }
    }

    /// Pasted text, as one step for undo. One-line fields take line ends as blanks.
    pub fn paste(&mut self, text: &str) -> Typed {
        let max = self.max;
        match &mut self.kind {
            Kind::Choice { .. } => Typed::Ignored,
            Kind::Number(area) => {
                let folded: Option<String> = text.trim().chars().filter(|c| *c != ',').map(number).collect();
                folded.map_or(Typed::Refused("tui.number_only"), |n| insert(area, &n, max))
            }
            Kind::Text(area) => insert(area, &typed(text, false), max),
            Kind::Long { area, .. } => insert(area, &typed(text, true), max),
        }
    }

    /// Draws the value in `area`; the focused field in brackets. Returns where the terminal's cursor belongs.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, look: &Look<'_>, focused: bool) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        match &self.kind {
            Kind::Choice { options, at } => {
                let x = draw_choice(buf, area, look, options, *at);
                focused.then_some(Position::new(x, area.y))
            }
            Kind::Text(editor) | Kind::Number(editor) | Kind::Long { area: editor, .. } if focused => {
                draw_editor(buf, area, look, editor)
            }
            Kind::Long { area: editor, rows } => {
                for (y, line) in (area.y..area.bottom().min(area.y + rows)).zip(wrapped(editor, area.width)) {
                    paint::put(buf, area.x, y, area.width, &line, look.style(Role::Text));
                }
                None
            }
            Kind::Text(editor) | Kind::Number(editor) => {
                let value = editor.lines().join(" ");
                let (text, role) = if value.is_empty() { ("____", Role::Ghost) } else { (value.as_str(), Role::Text) };
                paint::put(buf, area.x, area.y, area.width, text, look.style(role));
                None
            }
        }
    }
}

fn wrapped(editor: &TextArea<'static>, width: u16) -> Vec<String> {
    editor.lines().iter().flat_map(|line| wrap(line, usize::from(width))).collect()
}

fn choose(chord: Chord, options: usize, at: &mut usize) -> Typed {
    let before = *at;
    let chord = chord.folded();
    match chord.key {
        _ if options == 0 => return Typed::Ignored,
        Key::Right | Key::Char(' ' | 'l') if chord == Chord::plain(chord.key) => *at = (*at + 1) % options,
        Key::Left | Key::Char('h') if chord == Chord::plain(chord.key) => *at = (*at + options - 1) % options,
        Key::Char(c @ '1'..='9') if chord == Chord::char(c) => {
            let place = c as usize - '1' as usize;
            if place >= options {
                return Typed::Moved;
            }
            *at = place;
        }
        _ => return Typed::Ignored,
    }
    changed(*at != before)
}

/// The options side by side, or the chosen one and its place where they do not all fit. Says where that begins.
fn draw_choice(buf: &mut Buffer, area: Rect, look: &Look<'_>, options: &[String], at: usize) -> u16 {
    let (mut x, mut chosen_at) = (area.x, area.x);
    let wanted: usize = options.iter().map(|o| 4 + usize::from(paint::columns(o))).sum();
    if wanted > usize::from(area.width) {
        let text = options.get(at).map(|o| format!("[{} {o}]", at + 1)).unwrap_or_default();
        let of = format!("{}/{}", at + 1, options.len());
        let used = paint::put(buf, x, area.y, area.width, &text, look.style(Role::Mark));
        paint::put(buf, x + used + 1, area.y, area.width.saturating_sub(used + 1), &of, look.style(Role::Muted));
        return x;
    }
    for (place, option) in options.iter().enumerate() {
        let chosen = place == at;
        let text = if chosen { format!("[{} {option}]", place + 1) } else { format!(" {} {option} ", place + 1) };
        let role = if chosen { Role::Mark } else { Role::Muted };
        if chosen {
            chosen_at = x;
        }
        x += paint::put(buf, x, area.y, area.right() - x, &text, look.style(role));
    }
    chosen_at
}

/// The editor between brackets; wide characters at the edges are the editor's own care.
fn draw_editor(buf: &mut Buffer, area: Rect, look: &Look<'_>, editor: &TextArea<'static>) -> Option<Position> {
    if area.width < 4 {
        return None;
    }
    let inner = Rect { x: area.x + 1, width: area.width - 2, ..area };
    paint::clear_wide(buf, area);
    for y in area.top()..area.bottom() {
        paint::put(buf, area.x, y, 1, "[", look.style(Role::Key));
        paint::put(buf, area.right() - 1, y, 1, "]", look.style(Role::Key));
    }
    editor.render(inner, buf);
    buf.set_style(inner, look.style(Role::Input));
    let (screen, (top, left)) = (editor.screen_cursor(), editor.scroll_offset());
    let x = u16::try_from(screen.col).ok()?.checked_sub(left)?;
    let y = u16::try_from(screen.row).ok()?.checked_sub(top)?;
    Some(Position::new((inner.x + x).min(inner.right() - 1), (inner.y + y).min(inner.bottom() - 1)))
}

#[cfg(test)]
mod tests;
