//! Our backend for ratatui: the same pictures in fewer bytes, since every byte crosses an SSH connection. The
//! stock one moves the cursor absolutely after each wide character, sets colours in the long form and resets
//! everything after each frame; that triples a Chinese row.

mod sequence;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Cell as Glyph, CellWidth};
use ratatui::crossterm::terminal;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use sequence::{PLAIN, Pen, push, push_move, push_style};
use std::cell::Cell;
use std::io::{self, Write};

/// A frame of more bytes than this is sent as one synchronized update, so that it never shows half; smaller
/// ones arrive in one piece anyhow and the 16 bytes would be a burden on every key.
const SYNCHRONIZE: usize = 1024;

/// Attributes that are seen on a blank.
const ON_BLANK: Modifier =
    Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT).union(Modifier::SLOW_BLINK);

/// A run of blanks this long is erased instead of written.
const ERASE: u16 = 8;

/// Draws cells as terminal sequences into `W`, one write a frame.
#[derive(Debug)]
pub struct Screen<W: Write> {
    out: W,
    frame: String,
    /// The size when it was last asked for.
    size: Cell<Size>,
    /// A fixed size for tests; otherwise the terminal is asked.
    fixed: bool,
    /// What the terminal shows, row by row, if that is certain; else empty.
    shown: Vec<Glyph>,
    /// Where the terminal's cursor is, if that is certain.
    at: Option<Position>,
    /// The style the terminal writes in, if that is certain.
    pen: Option<Pen>,
    cursor_shown: Option<bool>,
}

impl<W: Write> Screen<W> {
    /// A screen of the terminal's size.
    pub fn new(out: W) -> Screen<W> {
        let (size, frame) = (Cell::new(Size::default()), String::new());
        Screen { out, frame, size, fixed: false, shown: Vec::new(), at: None, pen: None, cursor_shown: None }
    }

    /// A screen of a size of its own.
    pub fn fixed(out: W, width: u16, height: u16) -> Screen<W> {
        Screen { size: Cell::new(Size { width, height }), fixed: true, ..Screen::new(out) }
    }

    /// What it writes to.
    pub fn writer(&mut self) -> &mut W {
        &mut self.out
    }

    /// Somebody else wrote to the terminal: nothing is certain any more.
    pub fn forget(&mut self) {
        (self.at, self.pen, self.cursor_shown) = (None, None, None);
        self.shown.clear();
    }

    /// The place of a cell in `shown`, if that is kept.
    fn index(&self, at: Position) -> Option<usize> {
        let index = usize::from(at.y) * usize::from(self.size.get().width) + usize::from(at.x);
        (index < self.shown.len()).then_some(index)
    }

    fn keep(&mut self, at: Position, cell: &Glyph) {
        if let Some(index) = self.index(at) {
            self.shown[index].clone_from(cell);
        }
    }

    /// Moves the cursor; over a few cells that show what they should it is shorter to write them again.
    fn go(&mut self, to: Position) {
        if self.at == Some(to) {
            return;
        }
        let start = self.frame.len();
        push_move(&mut self.frame, self.at, to);
        if let Some(bridge) = self.at.and_then(|from| self.bridge(from, to, self.frame.len() - start)) {
            self.frame.truncate(start);
            self.frame.push_str(&bridge);
        }
        self.at = Some(to);
    }

    /// The text of the cells between two places of a row, if it is in the present style and shorter than `less`.
    fn bridge(&self, from: Position, to: Position, less: usize) -> Option<String> {
        let (pen, mut x, mut text) = (self.pen?, from.x, String::new());
        if from.y != to.y || to.x < from.x || usize::from(to.x - from.x) > less {
            return None;
        }
        while x < to.x {
            let cell = &self.shown[self.index(Position { x, ..from })?];
            let alike = pen == pen_of(cell) || is_blank(cell) && is_invisible(pen);
            text.push_str(cell.symbol());
            x += cell.symbol().cell_width();
            if !alike || !is_certain(cell.symbol()) || text.len() >= less || x > to.x {
                return None;
            }
        }
        Some(text)
    }

    /// Whether the cells from `from` up to `x` in its row are known to be blank.
    fn is_gap(&self, from: Position, x: u16) -> bool {
        let cell = |x| self.index(Position { x, ..from }).map(|i| &self.shown[i]);
        from.x <= x && (from.x..x).all(|x| cell(x).is_some_and(is_blank))
    }

    fn style(&mut self, to: Pen) {
        if self.pen != Some(to) {
            push_style(&mut self.frame, self.pen, to);
            self.pen = Some(to);
        }
    }

    /// Writes one cell. Blanks take any style that shows the same on a blank.
    fn cell(&mut self, to: Position, cell: &Glyph) {
        let x = to.x + cell.symbol().cell_width().max(1);
        let halved = self.index(Position { x: x - 1, ..to }).is_some_and(|i| self.shown[i].symbol().cell_width() > 1);
        self.go(to);
        if !(is_blank(cell) && self.pen.is_some_and(is_invisible)) {
            self.style(pen_of(cell));
        }
        self.frame.push_str(cell.symbol());
        self.keep(to, cell);
        for hidden in to.x + 1..x {
            self.keep(Position { x: hidden, ..to }, &Glyph::EMPTY);
        }
        // At the right edge terminals differ; after signs whose width they disagree on, too.
        let certain = x < self.size.get().width && is_certain(cell.symbol());
        self.at = certain.then_some(Position { x, ..to });
        // The other half of a wide character is blank now; some terminals colour it with the pen. ratatui does
        // not tell about it, since in its buffer that half was blank all along.
        if halved && x < self.size.get().width && !self.pen.is_some_and(is_invisible) {
            self.cell(Position { x, ..to }, &Glyph::EMPTY);
        }
    }

    /// Writes a run of blanks.
    fn blanks(&mut self, from: Position, count: u16) {
        if count < ERASE {
            for x in from.x..from.x + count {
                self.cell(Position { x, ..from }, &Glyph::EMPTY);
            }
            return;
        }
        self.go(from);
        for x in from.x..from.x + count {
            self.keep(Position { x, ..from }, &Glyph::EMPTY);
        }
        // Some terminals erase in the pen's attributes, not only in its background.
        if !self.pen.is_some_and(is_invisible) {
            self.style(PLAIN);
        }
        if from.x + count >= self.size.get().width {
            self.frame.push_str("\x1b[K");
        } else {
            push(&mut self.frame, format_args!("\x1b[{count}X"));
        }
    }
}

fn pen_of(cell: &Glyph) -> Pen {
    Pen { fg: cell.fg, bg: cell.bg, mods: cell.modifier }
}

/// Whether a blank written with this pen shows nothing.
fn is_invisible(pen: Pen) -> bool {
    pen.bg == Color::Reset && !pen.mods.intersects(ON_BLANK)
}

/// Whether the cell shows nothing at all.
fn is_blank(cell: &Glyph) -> bool {
    cell.symbol() == " " && is_invisible(pen_of(cell))
}

/// Whether every terminal agrees how many columns `symbol` takes: ASCII, Han, kana, Hangul, their punctuation,
/// and the chrome's own signs.
fn is_certain(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return false };
    matches!(c,
        ' '..='~' | '\u{2500}'..='\u{259F}' | '▴' | '▾' | '▸' | '✓' | '\u{3000}'..='\u{303E}' | '\u{3041}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}')
}

impl<W: Write> Backend for Screen<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Glyph)>,
    {
        let mut run: Option<(Position, u16)> = None;
        for (x, y, cell) in content {
            if let Some((from, count)) = run {
                if is_blank(cell) && from.y == y && self.is_gap(Position { x: from.x + count, y }, x) {
                    run = Some((from, x + 1 - from.x));
                    continue;
                }
                self.blanks(from, count);
                run = None;
            }
            if is_blank(cell) {
                run = Some((Position { x, y }, 1));
            } else {
                self.cell(Position { x, y }, cell);
            }
        }
        if let Some((from, count)) = run {
            self.blanks(from, count);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown != Some(false) {
            self.frame.push_str("\x1b[?25l");
            self.cursor_shown = Some(false);
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown != Some(true) {
            self.frame.push_str("\x1b[?25h");
            self.cursor_shown = Some(true);
        }
        Ok(())
    }

    /// Where we believe it is. The terminal is never asked: the answer would come in as keys, while the input
    /// thread waits for them, and ratatui only wants to put the cursor back after clearing.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.at.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.go(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        // Erasing takes the background of the pen with it.
        self.style(PLAIN);
        // A resized terminal may have moved the cursor with the text.
        self.shown.clear();
        if clear_type == ClearType::All {
            self.at = None;
            let size = self.size()?;
            self.shown.resize(usize::from(size.width) * usize::from(size.height), Glyph::EMPTY);
        }
        self.frame.push_str(match clear_type {
            ClearType::All => "\x1b[2J",
            ClearType::AfterCursor => "\x1b[J",
            ClearType::BeforeCursor => "\x1b[1J",
            ClearType::CurrentLine => "\x1b[2K",
            ClearType::UntilNewLine => "\x1b[K",
        });
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        if !self.fixed {
            self.size.set(terminal::size().map(|(width, height)| Size { width, height })?);
        }
        Ok(self.size.get())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.frame.is_empty() {
            return Ok(());
        }
        if self.frame.len() > SYNCHRONIZE {
            self.frame.insert_str(0, "\x1b[?2026h");
            self.frame.push_str("\x1b[?2026l");
        }
        let sent = self.out.write_all(self.frame.as_bytes()).and_then(|()| self.out.flush());
        self.frame.clear();
        if sent.is_err() {
            self.forget();
        }
        sent
    }
}

#[cfg(test)]
mod tests;
