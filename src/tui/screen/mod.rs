//! Our backend for ratatui: the same pictures in fewer bytes, since every byte crosses an SSH connection. The
//! stock one moves the cursor absolutely after each wide character, sets colours in the long form and resets
//! everything after each frame; that triples a Chinese row.

mod scroll;
mod sequence;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Cell as Glyph, CellWidth};
use ratatui::crossterm::terminal;
use ratatui::layout::{Position, Size};
use ratatui::style::Color;
use scroll::Scroll;
use sequence::{ON_BLANK, PLAIN, Pen, push, push_move, push_style};
use std::cell::Cell;
use std::io::{self, Write};

/// A frame of more bytes than this is sent as one synchronized update, so that it never shows half; smaller
/// ones arrive in one piece anyhow and the 16 bytes would be a burden on every key.
const SYNCHRONIZE: usize = 1024;

/// A run of blanks this long is erased instead of written.
const ERASE: u16 = 8;

/// So is one this long behind which the row is blank.
const ERASE_REST: u16 = 4;

/// So near the beginning of its row a cell may be reached from there.
const NEAR: u16 = 4;

/// A cell that shows nothing.
static EMPTY: Glyph = Glyph::EMPTY;

/// Draws cells as terminal sequences into `W`, one write a frame.
#[derive(Debug)]
pub struct Screen<W: Write> {
    out: W,
    frame: String,
    /// The size when it was last asked for.
    size: Cell<Size>,
    /// A fixed size for tests; otherwise the terminal is asked.
    fixed: bool,
    /// What the terminal shows, row by row. Blank at first, as the guard left it and as ratatui believes too.
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

    /// Somebody else wrote to the terminal: cursor and style are not certain any more. What shows in the cells is
    /// made certain by clearing.
    pub fn forget(&mut self) {
        (self.at, self.pen, self.cursor_shown) = (None, None, None);
    }

    /// The picture has the size of the terminal. After a resize ratatui clears, so blank is right.
    fn fit(&mut self) {
        let size = self.size.get();
        let cells = usize::from(size.width) * usize::from(size.height);
        if self.shown.len() != cells {
            self.shown = vec![Glyph::EMPTY; cells];
        }
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

    /// Moves the cursor; over a few cells that show what they should it is shorter to write them again, also from the
    /// beginning of the row on.
    fn go(&mut self, to: Position) {
        if self.at == Some(to) {
            return;
        }
        let mut way = String::new();
        push_move(&mut way, self.at, to);
        if let Some(bridge) = self.at.and_then(|from| self.bridge(from, to, way.len())) {
            way = bridge;
        }
        if (1..=NEAR).contains(&to.x) {
            let first = Position { x: 0, ..to };
            let mut round = String::new();
            push_move(&mut round, self.at, first);
            if let Some(bridge) = self.bridge(first, to, way.len().saturating_sub(round.len())) {
                way = round + &bridge;
            }
        }
        self.frame.push_str(&way);
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

    /// Writes one cell. Blanks take any style that shows the same on a blank. `next` is the place written next.
    fn cell(&mut self, to: Position, cell: &Glyph, next: Option<Position>) {
        let x = to.x + cell.symbol().cell_width().max(1);
        let halved = self.index(Position { x: x - 1, ..to }).is_some_and(|i| self.shown[i].symbol().cell_width() > 1);
        self.go(to);
        if !(is_blank(cell) && self.pen.is_some_and(is_invisible)) {
            self.style(pen_of(cell));
        }
        self.frame.push_str(cell.symbol());
        self.keep(to, cell);
        for hidden in to.x + 1..x {
            self.keep(Position { x: hidden, ..to }, &EMPTY);
        }
        // At the right edge terminals differ; after signs whose width they disagree on, too.
        let certain = x < self.size.get().width && is_certain(cell.symbol());
        self.at = certain.then_some(Position { x, ..to });
        // The other half of a wide character is blank now; some terminals colour it with the pen. ratatui does
        // not tell about it, since in its buffer that half was blank all along. What is written over it next mends it.
        let other = Position { x, ..to };
        if halved && next != Some(other) && x < self.size.get().width && !self.pen.is_some_and(is_invisible) {
            self.cell(other, &EMPTY, None);
        }
    }

    /// Writes the cells, runs of blanks in the short way.
    fn send(&mut self, changes: &[(u16, u16, &Glyph)]) {
        let mut run: Option<(Position, u16)> = None;
        for (at, (x, y, cell)) in changes.iter().copied().enumerate() {
            if let Some((from, count)) = run {
                if is_blank(cell) && from.y == y && self.is_gap(Position { x: from.x + count, y }, x) {
                    run = Some((from, x + 1 - from.x));
                    continue;
                }
                let next = (from.y == y && from.x + count == x).then(|| pen_of(cell));
                self.blanks(from, count, next);
                run = None;
            }
            if is_blank(cell) {
                run = Some((Position { x, y }, 1));
            } else {
                let next = changes.get(at + 1).map(|(x, y, _)| Position { x: *x, y: *y });
                self.cell(Position { x, y }, cell, next);
            }
        }
        if let Some((from, count)) = run {
            self.blanks(from, count, None);
        }
    }

    /// Takes off what would show on the blanks between here and what is written in `next`.
    fn lift(&mut self, next: Pen) {
        if let Some(pen) = self.pen.filter(|p| !is_invisible(*p)) {
            self.style(sequence::unseen(pen, next));
        }
    }

    /// Lets the terminal move a band of rows by one. Line feed and reverse index do it everywhere, also on the
    /// Linux console, which knows no other way.
    fn scroll(&mut self, scroll: &Scroll) {
        // The row that comes in takes the background of the pen.
        if !self.pen.is_some_and(is_invisible) {
            self.style(PLAIN);
        }
        let (top, bottom) = (scroll.rows.start + 1, scroll.rows.end);
        let (row, step) = if scroll.up { (bottom, "\n") } else { (top, "\x1bM") };
        push(&mut self.frame, format_args!("\x1b[{top};{bottom}r\x1b[{row}H{step}\x1b[r"));
        self.at = Some(Position::default());
        scroll::apply(&mut self.shown, scroll, usize::from(self.size.get().width));
    }

    /// Writes a run of blanks; `next` is the style of what is written right behind it.
    fn blanks(&mut self, from: Position, count: u16, next: Option<Pen>) {
        let width = self.size.get().width;
        let behind = Position { x: from.x + count, ..from };
        let rest = count >= ERASE_REST && next.is_none() && self.is_gap(behind, width);
        if count < ERASE && !rest {
            self.go(from);
            if let Some(next) = next {
                self.lift(next);
            }
            for x in from.x..behind.x {
                self.cell(Position { x, ..from }, &EMPTY, None);
            }
            return;
        }
        self.go(from);
        for x in from.x..behind.x {
            self.keep(Position { x, ..from }, &EMPTY);
        }
        // Some terminals erase in the pen's attributes, not only in its background.
        if !self.pen.is_some_and(is_invisible) {
            self.style(PLAIN);
        }
        if rest || behind.x >= width {
            self.frame.push_str("\x1b[K");
        } else {
            push(&mut self.frame, format_args!("\x1b[{count}X"));
        }
    }
}

/// The terminal's size. Every frame asks three times: the terminal on standard output is asked directly, which opens
/// nothing; where that knows no size, as crossterm finds it.
fn terminal_size() -> io::Result<Size> {
    match rustix::termios::tcgetwinsize(io::stdout()) {
        Ok(found) if found.ws_col > 0 && found.ws_row > 0 => Ok(Size { width: found.ws_col, height: found.ws_row }),
        _ => terminal::size().map(|(width, height)| Size { width, height }),
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
        let changes: Vec<(u16, u16, &Glyph)> = content.collect();
        let width = usize::from(self.size.get().width);
        // A scrolled list changes most of its rows; a cursor that moves changes two.
        self.fit();
        if changes.len() <= 2 * width {
            self.send(&changes);
            return Ok(());
        }
        let mut next: Vec<&Glyph> = self.shown.iter().collect();
        for (x, y, cell) in &changes {
            let at = usize::from(*y) * width + usize::from(*x);
            let end = at + usize::from(cell.symbol().cell_width().max(1));
            if let Some(place) = next.get_mut(at..end) {
                place.fill(&EMPTY);
                place[0] = cell;
            }
        }
        match scroll::find(&self.shown, &next, width) {
            Some(scroll) => {
                let next: Vec<Glyph> = next.into_iter().cloned().collect();
                self.scroll(&scroll);
                let changes = scroll::changes(&self.shown, &next, width);
                self.send(&changes);
            }
            None => self.send(&changes),
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

    /// Only the whole screen is ever cleared: at ^L, after a resize, after a stop. Whatever went wrong before, all is
    /// certain afterwards.
    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        if clear_type != ClearType::All {
            return Err(io::ErrorKind::Unsupported.into());
        }
        self.forget();
        self.shown.clear();
        // Erasing takes the background of the pen with it.
        self.style(PLAIN);
        self.frame.push_str("\x1b[2J");
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        if !self.fixed {
            self.size.set(terminal_size()?);
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
