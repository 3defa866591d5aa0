//! One key press with its modifiers: how it is read from the terminal, written in the configuration, shown in
//! the footer, and folded when an input method sent the full-width twin of what was meant.

use crate::base::{Error, Result};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::fmt;
use std::str::FromStr;

/// The key itself, without modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A printable character; capitals stand for themselves (`X`, not shift and x).
    Char(char),
    /// Enter or Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab; with shift it goes back.
    Tab,
    /// Deletes to the left.
    Backspace,
    /// Deletes to the right.
    Delete,
    /// Insert.
    Insert,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// A function key, from 1.
    F(u8),
}

/// The keys that are written by name, as they are shown, and further spellings understood in a configuration.
const NAMES: &[(Key, &str, &[&str])] = &[
    (Key::Char(' '), "Space", &["spc", "blank"]),
    (Key::Enter, "Enter", &["return", "ret", "cr"]),
    (Key::Esc, "Esc", &["escape"]),
    (Key::Tab, "Tab", &[]),
    (Key::Backspace, "Backspace", &["bs"]),
    (Key::Delete, "Del", &["delete"]),
    (Key::Insert, "Ins", &["insert"]),
    (Key::Home, "Home", &[]),
    (Key::End, "End", &[]),
    (Key::PageUp, "PgUp", &["pageup"]),
    (Key::PageDown, "PgDn", &["pagedown", "pgdown"]),
    (Key::Up, "Up", &[]),
    (Key::Down, "Down", &[]),
    (Key::Left, "Left", &[]),
    (Key::Right, "Right", &[]),
];

/// What Chinese input methods send for the physical keys of ASCII signs (screens.md §15.3).
const IME: &[(char, char)] = &[
    ('\u{3000}', ' '),
    ('、', '/'),
    ('。', '.'),
    ('，', ','),
    ('；', ';'),
    ('！', '!'),
    ('【', '['),
    ('】', ']'),
    ('《', '<'),
    ('》', '>'),
    ('￥', '$'),
];

/// The ASCII character that `typed` stands for: its full-width twin, or the sign on the same physical key.
#[must_use]
pub fn fold(typed: char) -> char {
    if ('\u{FF01}'..='\u{FF5E}').contains(&typed) {
        return char::from_u32(u32::from(typed) - 0xFEE0).unwrap_or(typed);
    }
    IME.iter().find(|(from, _)| *from == typed).map_or(typed, |(_, to)| *to)
}

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// Ctrl was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
    /// Shift was held; never set for characters, which carry it in themselves.
    pub shift: bool,
}

impl Chord {
    /// `key` without modifiers.
    #[must_use]
    pub const fn plain(key: Key) -> Chord {
        Chord { key, ctrl: false, alt: false, shift: false }
    }

    /// The character `c` without modifiers.
    #[must_use]
    pub const fn char(c: char) -> Chord {
        Chord::plain(Key::Char(c))
    }

    /// Ctrl and the character `c`.
    #[must_use]
    pub const fn ctrl(c: char) -> Chord {
        Chord { key: Key::Char(c), ctrl: true, alt: false, shift: false }
    }

    /// Reads a terminal event; releases and keys without a meaning here (media keys, lone modifiers) are `None`.
    #[must_use]
    pub fn from_event(event: &KeyEvent) -> Option<Chord> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let mods = event.modifiers;
        let key = match event.code {
            KeyCode::Char(c) => Key::Char(c),
            KeyCode::Enter => Key::Enter,
            KeyCode::Esc => Key::Esc,
            KeyCode::Tab => Key::Tab,
            KeyCode::BackTab => {
                return Some(
                    Chord { key: Key::Tab, ctrl: mods.contains(KeyModifiers::CONTROL), alt: false, shift: true }
                        .tidied(),
                );
            }
            KeyCode::Backspace => Key::Backspace,
            KeyCode::Delete => Key::Delete,
            KeyCode::Insert => Key::Insert,
            KeyCode::Home => Key::Home,
            KeyCode::End => Key::End,
            KeyCode::PageUp => Key::PageUp,
            KeyCode::PageDown => Key::PageDown,
            KeyCode::Up => Key::Up,
            KeyCode::Down => Key::Down,
            KeyCode::Left => Key::Left,
            KeyCode::Right => Key::Right,
            KeyCode::F(n) => Key::F(n),
            _ => return None,
        };
        let (ctrl, alt) = (mods.contains(KeyModifiers::CONTROL), mods.contains(KeyModifiers::ALT));
        Some(Chord { key, ctrl, alt, shift: mods.contains(KeyModifiers::SHIFT) }.tidied())
    }

    /// One spelling for one chord: shift lives in the capital letter, ctrl letters are small.
    fn tidied(mut self) -> Chord {
        if let Key::Char(c) = self.key {
            let c = match c {
                _ if self.ctrl => c.to_ascii_lowercase(),
                _ if self.shift => c.to_ascii_uppercase(),
                _ => c,
            };
            self.key = Key::Char(c);
            self.shift = false;
        }
        self
    }

    /// The chord that was meant when an input method sent a full-width twin. Not for text fields.
    #[must_use]
    pub fn folded(self) -> Chord {
        match self.key {
            Key::Char(c) => Chord { key: Key::Char(fold(c)), ..self },
            _ => self,
        }
    }

    /// The printable character, if that is what this chord is.
    #[must_use]
    pub fn text(self) -> Option<char> {
        match self.key {
            Key::Char(c) if !self.ctrl && !self.alt && !c.is_control() => Some(c),
            _ => None,
        }
    }

    /// Whether this is text of another script, so that outside a field an input method must be on.
    #[must_use]
    pub fn is_foreign_text(self) -> bool {
        self.folded().text().is_some_and(|c| !c.is_ascii())
    }

    /// The short form for footers and help: `^X` instead of `C-x`.
    #[must_use]
    pub fn shown(self) -> String {
        match self.key {
            Key::Char(c) if self.ctrl && !self.alt && c != ' ' => format!("^{}", c.to_ascii_uppercase()),
            _ => self.to_string(),
        }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (on, sign) in [(self.ctrl, "C-"), (self.alt, "A-"), (self.shift, "S-")] {
            if on {
                f.write_str(sign)?;
            }
        }
        match (NAMES.iter().find(|(key, ..)| *key == self.key), self.key) {
            (Some((_, name, _)), _) => f.write_str(name),
            (None, Key::Char(c)) => write!(f, "{c}"),
            (None, Key::F(n)) => write!(f, "F{n}"),
            (None, _) => Ok(()),
        }
    }
}

impl FromStr for Chord {
    type Err = Error;

    /// Reads `a`, `X`, `?`, `C-x`, `^X`, `A-b`, `S-Tab`, `Enter`, `F1`.
    fn from_str(text: &str) -> Result<Chord> {
        let bad = || Error::user("tui.bad_chord").with("value", text).hint("tui.bad_chord_hint");
        let mut chord = Chord::plain(Key::Esc);
        let mut rest = text;
        while let Some((sign, tail)) = rest.split_once('-').filter(|(s, t)| s.len() == 1 && !t.is_empty()) {
            match sign {
                "C" | "c" => chord.ctrl = true,
                "A" | "a" | "M" => chord.alt = true,
                "S" | "s" => chord.shift = true,
                _ => return Err(bad()),
            }
            rest = tail;
        }
        if let Some(tail) = rest.strip_prefix('^').filter(|t| !t.is_empty()) {
            chord.ctrl = true;
            rest = tail;
        }
        let mut chars = rest.chars();
        chord.key = match (chars.next(), chars.next()) {
            (Some(c), None) if !c.is_control() => Key::Char(c),
            (None, _) => return Err(bad()),
            _ => named(rest).ok_or_else(bad)?,
        };
        Ok(chord.tidied())
    }
}

fn named(name: &str) -> Option<Key> {
    let low = name.to_ascii_lowercase();
    if let Some(n) = low.strip_prefix('f').and_then(|n| n.parse::<u8>().ok()) {
        return (1..=24).contains(&n).then_some(Key::F(n));
    }
    let mut rows = NAMES.iter();
    rows.find(|(_, shown, also)| shown.eq_ignore_ascii_case(name) || also.contains(&low.as_str())).map(|(key, ..)| *key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(code: KeyCode, mods: KeyModifiers) -> KeyEvent {
        KeyEvent::new(code, mods)
    }

    #[test]
    fn every_chord_reads_back_as_it_is_shown() {
        let (none, ctrl, alt, shift) =
            (KeyModifiers::NONE, KeyModifiers::CONTROL, KeyModifiers::ALT, KeyModifiers::SHIFT);
        for (code, mods, shown, short) in [
            (KeyCode::Char('a'), none, "a", "a"),
            (KeyCode::Char('X'), shift, "X", "X"),
            (KeyCode::Char('x'), shift, "X", "X"),
            (KeyCode::Char('?'), shift, "?", "?"),
            (KeyCode::Char('-'), none, "-", "-"),
            (KeyCode::Char('^'), none, "^", "^"),
            (KeyCode::Char(' '), none, "Space", "Space"),
            (KeyCode::Char('x'), ctrl, "C-x", "^X"),
            (KeyCode::Char('X'), ctrl | shift, "C-x", "^X"),
            (KeyCode::Char(' '), ctrl, "C-Space", "C-Space"),
            (KeyCode::Char('-'), ctrl, "C--", "^-"),
            (KeyCode::Char('b'), alt, "A-b", "A-b"),
            (KeyCode::Char('b'), alt | ctrl, "C-A-b", "C-A-b"),
            (KeyCode::BackTab, shift, "S-Tab", "S-Tab"),
            (KeyCode::BackTab, none, "S-Tab", "S-Tab"),
            (KeyCode::Enter, none, "Enter", "Enter"),
            (KeyCode::Enter, alt, "A-Enter", "A-Enter"),
            (KeyCode::F(1), none, "F1", "F1"),
            (KeyCode::F(12), none, "F12", "F12"),
            (KeyCode::PageUp, none, "PgUp", "PgUp"),
            (KeyCode::PageDown, none, "PgDn", "PgDn"),
            (KeyCode::Delete, none, "Del", "Del"),
            (KeyCode::Left, ctrl, "C-Left", "C-Left"),
            (KeyCode::Esc, none, "Esc", "Esc"),
        ] {
            let chord = Chord::from_event(&event(code, mods)).unwrap();
            assert_eq!(chord.to_string(), shown);
            assert_eq!(chord.shown(), short);
            assert_eq!(shown.parse::<Chord>().unwrap(), chord, "{shown}");
            assert_eq!(short.parse::<Chord>().unwrap(), chord, "{short}");
        }
    }

    #[test]
    fn releases_and_lone_modifiers_are_no_chords() {
        let mut release = event(KeyCode::Char('a'), KeyModifiers::NONE);
        release.kind = KeyEventKind::Release;
        assert_eq!(Chord::from_event(&release), None);
        assert_eq!(Chord::from_event(&event(KeyCode::CapsLock, KeyModifiers::NONE)), None);
    }

    #[test]
    fn a_bad_chord_is_named() {
        for text in ["", "C-", "Q-x", "Entre", "F0", "F25", "F99", "ab", "C-xy", "\u{7}"] {
            let error = text.parse::<Chord>().unwrap_err();
            assert_eq!((error.says.key.as_str(), error.says.args["value"].as_str()), ("tui.bad_chord", text));
        }
        for (text, chord) in [("return", "Enter"), ("pageup", "PgUp"), ("spc", "Space"), ("s-x", "X"), ("^b", "C-b")] {
            assert_eq!(text.parse::<Chord>().unwrap(), chord.parse().unwrap());
        }
    }

    #[test]
    fn every_full_width_twin_is_its_ascii_key() {
        for ascii in '!'..='~' {
            let twin = char::from_u32(ascii as u32 + 0xFEE0).unwrap();
            assert_eq!(Chord::char(twin).folded(), Chord::char(ascii), "{twin}");
            assert!(!Chord::char(twin).is_foreign_text());
        }
        for (sent, meant) in "　、。，；！【】《》￥".chars().zip(" /.,;![]<>$".chars()) {
            assert_eq!(Chord::char(sent).folded(), Chord::char(meant));
        }
    }

    #[test]
    fn text_of_another_script_is_seen() {
        for (typed, foreign) in [('审', true), ('“', true), ('é', true), ('a', false), ('？', false), ('·', true)]
        {
            assert_eq!(Chord::char(typed).is_foreign_text(), foreign, "{typed}");
        }
        assert_eq!(Chord::char('审').text(), Some('审'));
        assert_eq!(Chord::ctrl('a').text(), None);
        assert_eq!(Chord::plain(Key::Enter).text(), None);
    }
}
