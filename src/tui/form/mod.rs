//! The floating form (screens.md §4b): labelled fields, a preview of what will come of them, a line of state.
//! Enter goes on to the next field that needs the operator and submits after the last; a required empty field
//! refuses, there is no override. The caller keeps what was typed as a draft when the form is left.

use super::field::{Field, Typed};
use super::key::{Chord, Key};
use super::look::Look;
use super::paint;
use super::theme::Role;
use crate::base::text::wrap;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::{Position, Rect};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Lines the preview moves by.
const SCROLL: usize = 3;

/// What a key did to a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormEvent {
    /// Not a key of the form.
    Ignored,
    /// The cursor moved, within a field or to another.
    Moved,
    /// A value is another one now: renew preview and state.
    Changed,
    /// Enter in the last field and nothing required is missing.
    Submit,
    /// Esc: keep the values as a draft.
    Cancel,
    /// A required field is empty and the cursor stands there now; its label.
    Refused(String),
    /// The field did not take the key; the catalogue key of the reason, with `{max}`.
    Rejected(&'static str),
}

/// Fields in a box.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// What it is about.
    pub title: String,
    /// The fields in order.
    pub fields: Vec<Field>,
    /// What will come of it; wrapped to the box.
    pub preview: Vec<String>,
    /// One line: whether it may go out, counts, warnings.
    pub state: String,
    /// The keys, in the bottom border; the usual ones if empty.
    pub hints: String,
    at: usize,
    /// Some field was empty at the start: Enter passes over those that came filled.
    fills: bool,
    /// The fields the cursor has stood in.
    seen: BTreeSet<usize>,
    /// Lines of the preview above its window.
    down: usize,
    /// The most there can be, as drawn last; shared with copies, since a copy is what is drawn.
    deepest: Rc<Cell<usize>>,
}

impl Form {
    /// A form with the cursor in the first required empty field, else the first empty one, else the first.
    #[must_use]
    pub fn new(title: impl Into<String>, fields: Vec<Field>) -> Form {
        let first = |wanted: &dyn Fn(&Field) -> bool| fields.iter().position(wanted);
        let at = first(&|f| f.required && f.is_empty()).or_else(|| first(&|f| f.is_empty())).unwrap_or(0);
        let fills = fields.iter().any(Field::is_empty);
        Form { title: title.into(), fields, at, fills, seen: BTreeSet::from([at]), ..Form::default() }
    }

    /// The place of the field with the cursor.
    #[must_use]
    pub fn focus(&self) -> usize {
        self.at.min(self.fields.len().saturating_sub(1))
    }

    /// Puts the cursor into a field.
    pub fn set_focus(&mut self, at: usize) {
        self.at = at.min(self.fields.len().saturating_sub(1));
        self.seen.insert(self.at);
    }

    /// The value of a field; empty if there is none at this place.
    #[must_use]
    pub fn value(&self, at: usize) -> String {
        self.fields.get(at).map(Field::value).unwrap_or_default()
    }

    /// Every value in order, for a draft.
    #[must_use]
    pub fn values(&self) -> Vec<String> {
        self.fields.iter().map(Field::value).collect()
    }

    /// How many required fields are still empty.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.fields.iter().filter(|f| f.required && f.is_empty()).count()
    }

    /// Whether there is a choice the cursor has not stood in.
    #[must_use]
    pub fn unseen(&self) -> bool {
        self.fields.iter().enumerate().any(|(at, f)| f.is_choice() && !self.seen.contains(&at))
    }

    /// The preview some lines down or up.
    fn scroll(&mut self, down: bool) -> FormEvent {
        let at = self.down.min(self.deepest.get());
        self.down = if down { (at + SCROLL).min(self.deepest.get()) } else { at.saturating_sub(SCROLL) };
        FormEvent::Moved
    }

    /// A key.
    pub fn key(&mut self, event: &KeyEvent) -> FormEvent {
        let Some(chord) = Chord::from_event(event) else { return FormEvent::Ignored };
        match (chord.key, chord.shift, chord.ctrl || chord.alt) {
            (Key::Esc, false, false) => FormEvent::Cancel,
            (Key::Enter, false, false) => self.enter(),
            (Key::Tab, false, false) => self.go(1),
            (Key::Tab, true, false) => self.go(-1),
            (Key::PageDown, false, false) if self.deepest.get() > 0 => self.scroll(true),
            (Key::PageUp, false, false) if self.deepest.get() > 0 => self.scroll(false),
            _ => match (self.typed(|f| f.key(event)), chord.key) {
                (FormEvent::Ignored, Key::Up) => self.go(-1),
                (FormEvent::Ignored, Key::Down) => self.go(1),
                (event, _) => event,
            },
        }
    }

    /// Pasted text goes into the field with the cursor.
    pub fn paste(&mut self, text: &str) -> FormEvent {
        self.typed(|f| f.paste(text))
    }

    fn typed(&mut self, act: impl FnOnce(&mut Field) -> Typed) -> FormEvent {
        let at = self.focus();
        match self.fields.get_mut(at).map_or(Typed::Ignored, act) {
            Typed::Changed => FormEvent::Changed,
            Typed::Moved => FormEvent::Moved,
            Typed::Ignored => FormEvent::Ignored,
            Typed::Refused(why) => FormEvent::Rejected(why),
        }
    }

    /// The next field round the circle, or the one before.
    fn go(&mut self, by: isize) -> FormEvent {
        let count = self.fields.len();
        if count > 0 {
            self.set_focus((self.focus() + count).saturating_add_signed(by) % count);
        }
        FormEvent::Moved
    }

    /// On to the next field that is empty or a choice not looked at yet (in a form that came filled: to the next
    /// one); after the last submits, unless a required field is empty.
    fn enter(&mut self) -> FormEvent {
        let at = self.focus();
        if self.fields.get(at).is_some_and(|f| f.required && f.is_empty()) {
            return self.refuse(at);
        }
        let stop = |at: usize, f: &Field| !self.fills || f.is_empty() || f.is_choice() && !self.seen.contains(&at);
        if let Some((next, _)) = self.fields.iter().enumerate().skip(at + 1).find(|(at, f)| stop(*at, f)) {
            self.set_focus(next);
            return FormEvent::Moved;
        }
        match self.fields.iter().position(|f| f.required && f.is_empty()) {
            Some(missing) => self.refuse(missing),
            None => FormEvent::Submit,
        }
    }

    fn refuse(&mut self, at: usize) -> FormEvent {
        self.set_focus(at);
        FormEvent::Refused(self.fields[at].label.clone())
    }
}

/// Where everything goes inside the box, from its size and what there is to show.
struct Layout {
    boxed: Rect,
    label: u16,
    note: u16,
    preview: Vec<String>,
    /// Lines of the preview below its window.
    below: usize,
    /// Blank lines at top, around the state and below it are the first to go.
    airy: bool,
}

impl Form {
    /// Draws the form over `area` and puts the terminal's cursor into its field.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look<'_>) {
        if let Some(position) = self.paint(frame.buffer_mut(), area, look) {
            frame.set_cursor_position(position);
        }
    }

    /// Draws the form in the middle of `area`. Returns where the terminal's cursor belongs.
    pub fn paint(&self, buf: &mut Buffer, area: Rect, look: &Look<'_>) -> Option<Position> {
        let layout = self.layout(area.intersection(buf.area), look);
        let inner = paint::boxed(buf, layout.boxed, look, &self.title);
        if inner.is_empty() {
            return None;
        }
        self.paint_hints(buf, layout.boxed, look);
        let mut y = inner.y + u16::from(layout.airy);
        let mut cursor = None;
        // When not all fields fit, the ones above the cursor scroll out.
        let rows: Vec<u16> = self.fields.iter().map(Field::rows).collect();
        let room = inner.bottom().saturating_sub(y);
        let first = first_shown(&rows, self.focus(), room);
        for (at, field) in self.fields.iter().enumerate().skip(first) {
            let height = field.rows().min(inner.bottom().saturating_sub(y));
            if height == 0 {
                break;
            }
            let row = Rect { x: inner.x, y, width: inner.width, height };
            cursor = self.paint_field(buf, row, look, (at, field), &layout).or(cursor);
            y += height;
        }
        self.paint_foot(buf, Rect { y, height: inner.bottom().saturating_sub(y), ..inner }, look, &layout);
        cursor
    }

    fn layout(&self, area: Rect, look: &Look<'_>) -> Layout {
        // Four fifths of the width, between 40 and 80 columns: 64 on a terminal of 80.
        let width = (area.width / 5 * 4 + area.width % 5 * 4 / 5)
            .clamp(40.min(area.width), 80.min(area.width).max(40.min(area.width)));
        let inside = width.saturating_sub(2);
        let label = self.fields.iter().map(|f| paint::columns(&f.label)).max().unwrap_or(0).min(inside / 3);
        let note = self.fields.iter().map(|f| paint::columns(note(f, look))).max().unwrap_or(0);
        // Notes get up to a third; on a narrow form they are left out.
        let note = if inside >= 30 { note.min(inside / 3) } else { 0 };
        let mut preview: Vec<String> =
            self.preview.iter().flat_map(|p| wrap(p, usize::from(inside.saturating_sub(4)))).collect();
        let fields: u16 = self.fields.iter().map(Field::rows).sum();
        let fixed = 2 + fields + u16::from(!self.state.is_empty());
        let blank = if self.state.is_empty() { 2 } else { 3 };
        let rule = u16::from(!preview.is_empty());
        let lines = u16::try_from(preview.len()).unwrap_or(u16::MAX);
        let airy = fixed.saturating_add(blank + rule).saturating_add(lines.min(3)) <= area.height;
        let room = area.height.saturating_sub(fixed + rule + if airy { blank } else { 0 });
        self.deepest.set(preview.len().saturating_sub(usize::from(room)));
        let below = self.deepest.get().saturating_sub(self.down);
        preview.drain(..self.down.min(self.deepest.get()));
        preview.truncate(usize::from(room));
        let lines = lines.min(room);
        let height = (fixed + if airy { blank } else { 0 } + if lines > 0 { rule + lines } else { 0 }).min(area.height);
        let boxed =
            Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
        Layout { boxed, label, note, preview, below, airy }
    }

    fn paint_field(
        &self,
        buf: &mut Buffer,
        row: Rect,
        look: &Look<'_>,
        (at, field): (usize, &Field),
        layout: &Layout,
    ) -> Option<Position> {
        let focused = at == self.focus();
        if focused {
            let mut sign = [0; 4];
            paint::put(buf, row.x, row.y, 1, look.glyphs.cursor.encode_utf8(&mut sign), look.style(Role::Key));
        }
        let role = if focused { Role::Heading } else { Role::Text };
        paint::put(buf, row.x + 2, row.y, layout.label, &field.label, look.style(role));
        let start = row.x + 2 + layout.label + 2;
        let gap = if layout.note > 0 { layout.note + 2 } else { 1 };
        let value = Rect { x: start, width: row.right().saturating_sub(start + gap), ..row };
        // The bracket of the focused field stands one column left, so its text does not shift.
        let value = if focused && !field.is_choice() {
            Rect { x: value.x - 1, width: value.width + 1, ..value }
        } else {
            value
        };
        let position = field.draw(buf, value, look, focused);
        let word = note(field, look);
        if layout.note > 0 && !word.is_empty() {
            let role = if field.note.is_empty() { Role::Gap } else { Role::Auto };
            paint::put(buf, row.right() - layout.note - 1, row.y, layout.note, word, look.style(role));
        }
        position
    }

    /// Rule, preview, state.
    fn paint_foot(&self, buf: &mut Buffer, area: Rect, look: &Look<'_>, layout: &Layout) {
        let mut y = area.y;
        if !layout.preview.is_empty() && y < area.bottom() {
            paint::line(buf, Rect { y, height: 1, ..area }, look.glyphs.rule, look.style(Role::Rule));
            if layout.below > 0 {
                let more = look.lang.fill("tui.form_more", &[("count", &layout.below)]);
                let width = paint::columns(&more).min(area.width.saturating_sub(4));
                let x = area.right().saturating_sub(width + 3);
                paint::framed(buf, x, y, width, &more, look.style(Role::Key));
            }
            y += 1;
            for line in &layout.preview {
                if y >= area.bottom() {
                    return;
                }
                paint::put(buf, area.x + 2, y, area.width.saturating_sub(3), line, look.style(Role::Text));
                y += 1;
            }
        }
        y += u16::from(layout.airy);
        if !self.state.is_empty() && y < area.bottom() {
            paint::put(buf, area.x + 2, y, area.width.saturating_sub(3), &self.state, look.style(Role::Info));
        }
    }

    fn paint_hints(&self, buf: &mut Buffer, boxed: Rect, look: &Look<'_>) {
        let hints = if self.hints.is_empty() { look.text("tui.form_hints") } else { &self.hints };
        if boxed.width > 8 {
            let room = boxed.width - 5;
            let hints = fitting(hints, room);
            let width = paint::columns(&hints).min(room);
            paint::framed(buf, boxed.x + 2, boxed.bottom() - 1, width, &hints, look.style(Role::Key));
        }
    }
}

/// As many of the hints as have room, from the left; the last one, which leads out, stays.
fn fitting(hints: &str, room: u16) -> String {
    if paint::columns(hints) <= room {
        return hints.to_owned();
    }
    let mut kept: Vec<&str> = hints.split("  ").map(str::trim).filter(|h| !h.is_empty()).collect();
    while kept.len() > 1 && paint::columns(&kept.join("  ")) > room {
        kept.remove(kept.len() - 2);
    }
    kept.join("  ")
}

/// The word beside a value: its note, or that it is still required.
fn note<'a>(field: &'a Field, look: &'a Look<'_>) -> &'a str {
    if field.note.is_empty() && field.required { look.text("tui.required") } else { &field.note }
}

/// The first field to draw so that the one at `focus` is whole in `room` lines.
fn first_shown(rows: &[u16], focus: usize, room: u16) -> usize {
    let mut first = focus;
    let mut used = rows.get(focus).copied().unwrap_or(0);
    while first > 0 && used + rows[first - 1] <= room {
        first -= 1;
        used += rows[first];
    }
    first
}

#[cfg(test)]
mod tests;
