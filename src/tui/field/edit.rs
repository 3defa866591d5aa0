//! What keys and pastes do to the text of a field.

use super::Typed;
use crate::tui::key::{Chord, Key, fold};
use ratatui::style::Style;
use ratatui_textarea::{CursorMove, TextArea};

/// An editor without a painted cursor, for one line or several.
pub(super) fn editor(value: &str, lines: bool) -> TextArea<'static> {
    let mut area = TextArea::new(typed(value, lines).split('\n').map(str::to_owned).collect());
    area.set_cursor_style(Style::new());
    area.set_cursor_line_style(Style::new());
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    area
}

/// Text as it may be typed or pasted: no control, bidi or invisible characters; blanks for tabs, and for line
/// ends where there is one line only.
pub(super) fn typed(text: &str, lines: bool) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = if lines { text } else { text.trim_end_matches('\n').to_owned() };
    text.chars()
        .filter_map(|c| match c {
            '\n' if lines => Some(c),
            '\n' | '\t' => Some(' '),
            c if c.is_control() || is_unseen(c) => None,
            c => Some(c),
        })
        .collect()
}

/// Whether `c` only steers how others are drawn. The joiner of emoji stays.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

/// A character of a number, folded.
pub(super) fn number(c: char) -> Option<char> {
    let c = if c == '。' { '.' } else { fold(c) };
    (c.is_ascii_digit() || c == '.' || c == '-').then_some(c)
}

fn length(area: &TextArea<'static>) -> usize {
    area.lines().iter().map(|l| l.chars().count() + 1).sum::<usize>().saturating_sub(1)
}

pub(super) fn insert(area: &mut TextArea<'static>, text: &str, max: usize) -> Typed {
    if length(area) + text.chars().count() > max {
        return Typed::Refused("tui.too_long");
    }
    if text.is_empty() {
        return Typed::Moved;
    }
    area.insert_str(text);
    Typed::Changed
}

pub(super) fn changed(change: bool) -> Typed {
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
pub(super) fn edit(area: &mut TextArea<'static>, chord: Chord, max: usize, lines: bool) -> Typed {
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
