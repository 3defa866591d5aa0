//! Fields of a form and the one-line input of a dock: an editor with undo, paste as one step, and the terminal's
//! own cursor, which input methods put their candidates beside.

use super::key::{Chord, Key, fold};
use super::look::Look;
use super::paint;
use super::theme::Role;
use crate::base::text::wrap;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;
use ratatui_textarea::{CursorMove, TextArea, WrapMode};

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
                draw_choice(buf, area, look, options, *at);
                focused.then_some(Position::new(area.x, area.y))
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

/// An editor without a painted cursor, for one line or several.
fn editor(value: &str, lines: bool) -> TextArea<'static> {
    let mut area = TextArea::new(typed(value, lines).split('\n').map(str::to_owned).collect());
    area.set_cursor_style(Style::new());
    area.set_cursor_line_style(Style::new());
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    area
}

/// Text as it may be typed or pasted: no control, bidi or invisible characters; blanks for tabs, and for line
/// ends where there is one line only.
fn typed(text: &str, lines: bool) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = if lines { text } else { text.trim_end_matches('\n').to_owned() };
    text.chars()
        .filter_map(|c| match c {
            '\n' if lines => Some(c),
            '\n' | '\t' => Some(' '),
            '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{2028}' | '\u{2029}' => None,
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => None,
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}

/// A character of a number, folded.
fn number(c: char) -> Option<char> {
    let c = if c == '。' { '.' } else { fold(c) };
    (c.is_ascii_digit() || c == '.' || c == '-').then_some(c)
}

fn length(area: &TextArea<'static>) -> usize {
    area.lines().iter().map(|l| l.chars().count() + 1).sum::<usize>().saturating_sub(1)
}

fn insert(area: &mut TextArea<'static>, text: &str, max: usize) -> Typed {
    if length(area) + text.chars().count() > max {
        return Typed::Refused("tui.too_long");
    }
    if text.is_empty() {
        return Typed::Moved;
    }
    area.insert_str(text);
    Typed::Changed
}

fn changed(change: bool) -> Typed {
    if change { Typed::Changed } else { Typed::Moved }
}

fn moved(area: &mut TextArea<'static>, to: CursorMove) -> Typed {
    area.move_cursor(to);
    Typed::Moved
}

/// Emptying is one step for undo.
fn clear(area: &mut TextArea<'static>) -> Typed {
    let filled = !area.is_empty();
    area.clear();
    changed(filled)
}

/// The keys of an editor (screens.md §15.2): what is printed is text, ^U empties, ^W takes a word, ^A ^E go to the
/// ends, ^Z ^Y undo and redo.
fn edit(area: &mut TextArea<'static>, chord: Chord, max: usize, lines: bool) -> Typed {
    if let Some(c) = chord.text() {
        return insert(area, &typed(&c.to_string(), false), max);
    }
    match (chord.key, chord.ctrl, chord.alt) {
        (Key::Enter, false, true) | (Key::Char('j'), true, false) if lines => insert(area, "\n", max),
        (Key::Backspace, false, false) | (Key::Char('h'), true, false) => changed(area.delete_char()),
        (Key::Delete, false, false) | (Key::Char('d'), true, false) => changed(area.delete_next_char()),
        (Key::Backspace, ..) | (Key::Char('w'), true, false) => changed(area.delete_word()),
        (Key::Delete, ..) | (Key::Char('d'), false, true) => changed(area.delete_next_word()),
        (Key::Char('k'), true, false) => changed(area.delete_line_by_end()),
        (Key::Char('u'), true, false) => clear(area),
        (Key::Char('z'), true, false) => changed(area.undo()),
        (Key::Char('y'), true, false) => changed(area.redo()),
        (Key::Home, ..) | (Key::Char('a'), true, false) => moved(area, CursorMove::Head),
        (Key::End, ..) | (Key::Char('e'), true, false) => moved(area, CursorMove::End),
        (Key::Left, false, false) | (Key::Char('b'), true, false) => moved(area, CursorMove::Back),
        (Key::Right, false, false) | (Key::Char('f'), true, false) => moved(area, CursorMove::Forward),
        (Key::Left, ..) | (Key::Char('b'), false, true) => moved(area, CursorMove::WordBack),
        (Key::Right, ..) | (Key::Char('f'), false, true) => moved(area, CursorMove::WordForward),
        (Key::Up, false, false) if lines => vertical(area, CursorMove::Up),
        (Key::Down, false, false) if lines => vertical(area, CursorMove::Down),
        _ => Typed::Ignored,
    }
}

/// Up and down inside the text; at its ends the key is the form's.
fn vertical(area: &mut TextArea<'static>, to: CursorMove) -> Typed {
    let before = area.cursor();
    area.move_cursor(to);
    if area.cursor() == before { Typed::Ignored } else { Typed::Moved }
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

fn draw_choice(buf: &mut Buffer, area: Rect, look: &Look<'_>, options: &[String], at: usize) {
    let mut x = area.x;
    for (place, option) in options.iter().enumerate() {
        let chosen = place == at;
        let text = if chosen { format!("[{} {option}]", place + 1) } else { format!(" {} {option} ", place + 1) };
        let role = if chosen { Role::Mark } else { Role::Muted };
        if x >= area.right() {
            break;
        }
        x += paint::put(buf, x, area.y, area.right() - x, &text, look.style(role));
    }
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

/// What a key did to a docked input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputEvent {
    /// The text is another one now.
    Changed,
    /// Enter: the text.
    Done(String),
    /// Esc.
    Cancel,
    /// Only the cursor moved.
    Moved,
    /// Not a key of an input; the owner may use it (arrows, Tab, F1).
    Ignored,
}

/// A docked line of input: a filter, a search, one answer.
#[derive(Debug, Clone)]
pub struct Input {
    /// What stands before the text.
    pub prompt: String,
    field: Field,
}

impl Input {
    /// An input that starts with `value`.
    #[must_use]
    pub fn new(prompt: impl Into<String>, value: &str) -> Input {
        Input { prompt: prompt.into(), field: Field::text("", value).max(500) }
    }

    /// The text so far.
    #[must_use]
    pub fn value(&self) -> String {
        self.field.value()
    }

    /// Puts another text in.
    pub fn set(&mut self, value: &str) {
        self.field.set(value);
    }

    /// A key.
    pub fn key(&mut self, event: &KeyEvent) -> InputEvent {
        match Chord::from_event(event) {
            None => InputEvent::Ignored,
            Some(c) if c == Chord::plain(Key::Enter) => InputEvent::Done(self.value()),
            Some(c) if c == Chord::plain(Key::Esc) => InputEvent::Cancel,
            Some(_) => Self::told(self.field.key(event)),
        }
    }

    /// Pasted text; line ends become blanks.
    pub fn paste(&mut self, text: &str) -> InputEvent {
        Self::told(self.field.paste(text))
    }

    fn told(typed: Typed) -> InputEvent {
        match typed {
            Typed::Changed => InputEvent::Changed,
            Typed::Moved | Typed::Refused(_) => InputEvent::Moved,
            Typed::Ignored => InputEvent::Ignored,
        }
    }

    /// Draws prompt and text in the first line of `area`. Returns where the terminal's cursor belongs.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, look: &Look<'_>) -> Option<Position> {
        let area = Rect { height: area.height.min(1), ..area };
        paint::clear_wide(buf, area);
        let used = paint::put(buf, area.x, area.y, area.width / 2, &self.prompt, look.style(Role::Heading));
        let field = Rect { x: area.x + used, width: area.width - used, ..area };
        self.field.draw(buf, field, look, true)
    }
}

#[cfg(test)]
mod tests;
