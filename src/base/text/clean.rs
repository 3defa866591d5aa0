//! Store raw, show clean. What members and operators wrote may hold terminal commands, direction switches, hidden
//! characters and floods of accents; here each becomes a visible mark, and nothing is silently lost.

use super::emoji::{is_pictograph, is_skin_tone};
use super::width::cluster_width;
use std::borrow::Cow;
use std::fmt::Write as _;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// At most this many accents and other joined characters per grapheme cluster (screens.md §18).
const MARKS: usize = 8;
/// At most this many bytes per grapheme cluster (reliability.md T5).
const CLUSTER_BYTES: usize = 64;

/// Text that can be written to a terminal: no control character, no direction switch, no hidden character, no
/// flood of accents. The only type widgets, stdout, stderr and titles take for what people wrote.
///
/// What was there shows as a mark: `␛`, `<9B>`, `<RLO>`, `<ZW>` (`<ZW3>` for three), `<PUA>`, `<+92>` for dropped accents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clean<'a>(Cow<'a, str>);

impl<'a> Clean<'a> {
    /// One line: every run of line ends and tabs becomes one blank.
    #[must_use]
    pub fn line(raw: &'a str) -> Clean<'a> {
        clean(raw, Ends::Blank)
    }

    /// Several lines: every sort of line end becomes `\n`, a tab becomes a blank.
    #[must_use]
    pub fn block(raw: &'a str) -> Clean<'a> {
        clean(raw, Ends::Kept)
    }

    /// [`Clean::line`] of only as much as `max_columns` can show, at a cost that depends on `max_columns` and not on the
    /// length of `raw`. When something was left out the result is wider than `max_columns`, so that [`super::cut`] marks it.
    #[must_use]
    pub fn head(raw: &'a str, max_columns: usize) -> Clean<'a> {
        let budget = max_columns.saturating_add(2).saturating_mul(CLUSTER_BYTES);
        if raw.len() <= max_columns.min(budget) {
            return Self::line(raw);
        }
        let window = &raw[..raw.floor_char_boundary(budget)];
        let mut columns = 0;
        for (at, cluster) in window.grapheme_indices(true) {
            columns += surely_shown(cluster);
            if columns > max_columns {
                return Self::line(&raw[..at + cluster.len()]);
            }
        }
        let shown = Self::line(window);
        if window.len() == raw.len() {
            return shown;
        }
        // Hidden characters filled the window: what follows must not look as if it were not there.
        let rest = "..".repeat(max_columns.saturating_sub(super::width(&shown)) / 2 + 1);
        Clean(Cow::Owned(shown.into_string() + &rest))
    }

    /// What may go to a clipboard: line ends become `\n`, tabs blanks, other control characters and direction switches
    /// are stripped; nothing is replaced by a mark, so emoji and accents stay as written.
    #[must_use]
    pub fn clipboard(raw: &str) -> String {
        let mut out = String::with_capacity(raw.len());
        let mut chars = raw.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\r' if chars.peek() == Some(&'\n') => {}
                c if is_line_end(c) => out.push('\n'),
                '\t' => out.push(' '),
                c if c.is_control() || bidi_name(c).is_some() => {}
                c => out.push(c),
            }
        }
        out
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text as an owned string.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into_owned()
    }

    /// The same text, owned.
    #[must_use]
    pub fn into_owned(self) -> Clean<'static> {
        Clean(Cow::Owned(self.0.into_owned()))
    }

    /// At most `columns` wide, marked `..` when cut.
    #[must_use]
    pub fn cut(&self, columns: usize) -> Clean<'_> {
        Clean(super::cut(&self.0, columns))
    }

    /// Wrapped to `columns`; see [`super::wrap()`].
    #[must_use]
    pub fn wrap(&self, columns: usize) -> Vec<Clean<'static>> {
        super::wrap(&self.0, columns).into_iter().map(|line| Clean(Cow::Owned(line))).collect()
    }
}

impl std::fmt::Display for Clean<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for Clean<'_> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::ops::Deref for Clean<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Clean<'_> {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Clean<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl<'a> From<Clean<'a>> for Cow<'a, str> {
    fn from(clean: Clean<'a>) -> Cow<'a, str> {
        clean.0
    }
}

impl From<Clean<'_>> for String {
    fn from(clean: Clean<'_>) -> String {
        clean.0.into_owned()
    }
}

/// What becomes of a line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    Blank,
    Kept,
}

/// A mark for something that must not be shown as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// A control character, shown as its picture or `<9B>`.
    Control(char),
    /// A direction switch by its short name.
    Bidi(&'static str),
    /// A character that shows nothing.
    Hidden,
    /// A character whose picture only its writer's font knows.
    Private,
    /// Any other character that takes no column of its own.
    Code(char),
    /// An accent beyond the cap.
    Flood,
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Direction switches of UAX #9 by their short names.
pub(super) fn bidi_name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{061C}' => "ALM",
        '\u{200E}' => "LRM",
        '\u{200F}' => "RLM",
        '\u{202A}' => "LRE",
        '\u{202B}' => "RLE",
        '\u{202C}' => "PDF",
        '\u{202D}' => "LRO",
        '\u{202E}' => "RLO",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        _ => return None,
    })
}

/// `Default_Ignorable_Code_Point` of `DerivedCoreProperties.txt` without the direction switches, and the invisible format
/// characters beside it (interlinear notes, shorthand and hieroglyph controls).
pub(super) fn is_hidden(c: char) -> bool {
    matches!(u32::from(c),
        0xAD | 0x34F | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200D | 0x2060..=0x2065
        | 0x206A..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB | 0x13430..=0x1343F
        | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}

fn is_private(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF | 0xF0000..=0xFFFFD | 0x10_0000..=0x10_FFFD)
}

fn is_noncharacter(c: char) -> bool {
    matches!(u32::from(c), 0xFDD0..=0xFDEF) || u32::from(c) & 0xFFFE == 0xFFFE
}

/// The mark `c` becomes, unless it may stay.
fn mark_of(c: char) -> Option<Mark> {
    match c {
        ' '..='~' => None,
        c if c.is_control() => Some(Mark::Control(c)),
        c if is_hidden(c) => Some(Mark::Hidden),
        c if is_private(c) => Some(Mark::Private),
        c if is_noncharacter(c) => Some(Mark::Code(c)),
        c => bidi_name(c).map(Mark::Bidi),
    }
}

/// Whether `text` holds anything beyond the characters that need no second look: printable ASCII, and the blocks of
/// Han, kana and full-width punctuation that hold neither marks nor hidden characters.
fn has_work(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at..] {
            [0x20..=0x7E, ..] => at += 1,
            // U+3000..=U+3029, U+3040..=U+3095 (low half in 0x81), U+30A0..=U+30FF, U+4000..=U+9FFF, U+FF01..=U+FF7F
            [0xE3, 0x80, 0x80..=0xA9, ..]
            | [0xE3, 0x81, ..]
            | [0xE3, 0x83, ..]
            | [0xE4..=0xE9, ..]
            | [0xEF, 0xBC, 0x81..=0xBF, ..]
            | [0xEF, 0xBD, 0x80..=0xBF, ..] => at += 3,
            _ => return true,
        }
    }
    false
}

/// Columns that `cluster` takes at least once it is clean; marks that may melt into a run count nothing.
fn surely_shown(cluster: &str) -> usize {
    match cluster.chars().next() {
        Some(first) if has_work(cluster) => usize::from(mark_of(first).is_none() && cluster.width() > 0),
        _ => cluster_width(cluster),
    }
}

fn clean(raw: &str, ends: Ends) -> Clean<'_> {
    if !has_work(raw) {
        return Clean(Cow::Borrowed(raw));
    }
    let mut out = Writer { text: String::with_capacity(raw.len() + 16), ends, run: None, blank: false };
    for cluster in raw.graphemes(true) {
        if has_work(cluster) {
            out.cluster(cluster);
        } else {
            out.end_run();
            out.text.push_str(cluster);
        }
    }
    out.end_run();
    if out.text == raw { Clean(Cow::Borrowed(raw)) } else { Clean(Cow::Owned(out.text)) }
}

/// Writes cleaned clusters; counts runs of equal marks, so that a flood stays short.
struct Writer {
    text: String,
    ends: Ends,
    run: Option<(Mark, usize)>,
    blank: bool,
}

impl Writer {
    /// Writes the mark that was being counted.
    fn end_run(&mut self) {
        self.blank = false;
        let Some((mark, count)) = self.run.take() else { return };
        let times = if count > 1 { count.to_string() } else { String::new() };
        // Writing to a String cannot fail.
        let _ = match mark {
            Mark::Control(c @ '\0'..='\x1F') => write!(self.text, "{}", picture(u32::from(c))),
            Mark::Control('\x7F') => write!(self.text, "{}", picture(0x21)),
            Mark::Control(c) => write!(self.text, "<{:02X}>", u32::from(c)),
            Mark::Bidi(name) => write!(self.text, "<{name}>"),
            Mark::Hidden => write!(self.text, "<ZW{times}>"),
            Mark::Private => write!(self.text, "<PUA{times}>"),
            Mark::Code(c) => write!(self.text, "<U+{:04X}>", u32::from(c)),
            Mark::Flood => write!(self.text, "<+{count}>"),
        };
    }

    fn mark(&mut self, mark: Mark) {
        let counted = matches!(mark, Mark::Hidden | Mark::Private | Mark::Flood);
        match &mut self.run {
            Some((run, count)) if counted && *run == mark => *count += 1,
            _ => {
                self.end_run();
                self.run = Some((mark, 1));
            }
        }
    }

    fn line_end(&mut self, c: char) {
        match (self.ends, c) {
            (Ends::Kept, '\t') => {
                self.end_run();
                self.text.push(' ');
            }
            (Ends::Kept, _) => {
                self.end_run();
                self.text.push('\n');
            }
            (Ends::Blank, _) if self.blank => {}
            (Ends::Blank, _) => {
                self.end_run();
                self.text.push(' ');
                self.blank = true;
            }
        }
    }

    /// One grapheme cluster: what may stay together first, then the marks for what may not.
    fn cluster(&mut self, cluster: &str) {
        if let Some(first) = cluster.chars().next().filter(|c| is_line_end(*c) || *c == '\t') {
            return self.line_end(first);
        }
        let mut kept = String::new();
        let mut marks = Vec::new();
        let mut joined = 0;
        let mut dropped = 0_usize;
        let mut chars = cluster.chars().peekable();
        while let Some(c) = chars.next() {
            if joined > MARKS || kept.len() + 8 > CLUSTER_BYTES {
                dropped += 1;
                continue;
            }
            if joins(&kept, c, chars.peek().copied()) {
                kept.push(c);
                kept.extend(chars.next_if(|_| c == '\u{200D}'));
            } else if let Some(mark) = mark_of(c) {
                marks.push(mark);
            } else {
                joined += usize::from(!is_skin_tone(c));
                kept.push(c);
            }
        }
        self.kept(&kept);
        marks.into_iter().for_each(|mark| self.mark(mark));
        if dropped > 0 {
            self.end_run();
            self.run = Some((Mark::Flood, dropped));
            self.end_run();
        }
    }

    /// Writes what stays of a cluster; if it would take no column it gets a base to stand on, else its numbers are shown.
    fn kept(&mut self, kept: &str) {
        for part in kept.graphemes(true) {
            self.end_run();
            if part.width() > 0 {
                self.text.push_str(part);
                continue;
            }
            let based = format!("\u{25CC}{part}");
            if based.graphemes(true).nth(1).is_none() {
                self.text.push_str(&based);
            } else {
                part.chars().for_each(|c| self.mark(Mark::Code(c)));
            }
        }
    }
}

/// Whether the joiner or variation selector `c` is part of the picture `kept` ends with.
fn joins(kept: &str, c: char, next: Option<char>) -> bool {
    let Some(last) = kept.chars().next_back() else { return false };
    match c {
        '\u{200D}' => {
            let base = kept.chars().rev().find(|c| !is_skin_tone(*c) && *c != '\u{FE0F}');
            base.is_some_and(is_pictograph) && next.is_some_and(is_pictograph)
        }
        '\u{FE0F}' if is_pictograph(last) => true,
        '\u{FE0F}' => matches!(last, '0'..='9' | '#' | '*') && next == Some('\u{20E3}'),
        _ => false,
    }
}

/// The picture of control character number `n` in the block U+2400.
fn picture(n: u32) -> char {
    char::from_u32(0x2400 + n).unwrap_or('\u{2426}')
}
