//! Finding that a list has scrolled by one row, so that the terminal can move the rows instead of having them all
//! sent again.

use super::is_blank;
use ratatui::buffer::{Cell as Glyph, CellWidth};
use std::ops::Range;

/// A band of whole rows that moves by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scroll {
    /// The rows that take part.
    pub rows: Range<usize>,
    /// Up, as when the cursor goes down past the last row; else down.
    pub up: bool,
}

/// So many rows must arrive as they should before a scroll is thought of: fewer are found everywhere.
const ROWS: usize = 2;

/// So many cells less must be sent for a scroll to pay: setting the band and taking it back costs some thirty bytes.
const CELLS: usize = 48;

/// The band that saves most cells, if any saves enough. `width` is that of both pictures.
pub(super) fn find(shown: &[Glyph], next: &[&Glyph], width: usize) -> Option<Scroll> {
    let width = width.max(1);
    let height = shown.len().min(next.len()) / width;
    let row = |at: usize| at * width..(at + 1) * width;
    let same = |was: usize, is: usize| alike(&shown[row(was)], &next[row(is)]);
    let changed: Vec<bool> = (0..height).map(|at| !same(at, at)).collect();
    // Most keys change a row or two: nothing to look for then.
    if changed.iter().filter(|c| **c).count() <= ROWS {
        return None;
    }
    let mut bands: Vec<Scroll> = Vec::new();
    for up in [true, false] {
        // Rows that would be right after the scroll and are wrong without it; neighbours make a band, and one row in
        // between (the cursor's) does not break it.
        let (mut start, mut last, mut saved) = (0, None, 0);
        for at in 1..height {
            let (from, to) = if up { (at, at - 1) } else { (at - 1, at) };
            if !changed[to] || !same(from, to) {
                continue;
            }
            if last.is_none_or(|l| at > l + 2) {
                (start, saved) = (at, 0);
            }
            saved += 1;
            last = Some(at);
            let band = Scroll { rows: start - 1..at + 1, up };
            match bands.last_mut().filter(|b| b.up == up && b.rows.start == band.rows.start) {
                Some(shorter) => *shorter = band,
                None if saved >= ROWS => bands.push(band),
                None => {}
            }
        }
    }
    // The row the cursor came to is not the same as before, but much of it is.
    let wider = |band: &Scroll| {
        let rows = &band.rows;
        let rows =
            if band.up { rows.start..(rows.end + 1).min(height) } else { rows.start.saturating_sub(1)..rows.end };
        Scroll { rows, up: band.up }
    };
    let bands = bands.into_iter().flat_map(|band| [wider(&band), band]);
    let gained = bands.filter_map(|band| Some((saving(shown, next, width, &band)?, band)));
    gained.filter(|(cells, _)| *cells >= CELLS).max_by_key(|(cells, _)| *cells).map(|(_, band)| band)
}

/// How many cells less are wrong after the band was moved than before; `None` if it makes things worse.
fn saving(shown: &[Glyph], next: &[&Glyph], width: usize, scroll: &Scroll) -> Option<usize> {
    let band = scroll.rows.start * width..scroll.rows.end * width;
    let (was, is) = (&shown[band.clone()], &next[band]);
    let wrong = |was: &mut dyn Iterator<Item = &Glyph>| {
        was.zip(is).filter(|(a, b)| a != *b && !(is_blank(a) && is_blank(b))).count()
    };
    let nothing = std::iter::repeat_n(&Glyph::EMPTY, width);
    let moved = if scroll.up {
        wrong(&mut was[width..].iter().chain(nothing))
    } else {
        wrong(&mut nothing.chain(&was[..was.len() - width]))
    };
    wrong(&mut was.iter()).checked_sub(moved)
}

/// Whether two rows show the same. Rows that differ mostly do so in their first cells; most cells of both pictures are
/// the very same.
fn alike(was: &[Glyph], is: &[&Glyph]) -> bool {
    was.iter().zip(is).all(|(a, b)| std::ptr::eq(a, *b) || a == *b || is_blank(a) && is_blank(b))
}

/// Moves the band in our own picture of the screen; the row that comes in is blank.
pub(super) fn apply(shown: &mut [Glyph], scroll: &Scroll, width: usize) {
    let band = &mut shown[scroll.rows.start * width..scroll.rows.end * width];
    let new = if scroll.up {
        band.rotate_left(width);
        band.len() - width..band.len()
    } else {
        band.rotate_right(width);
        0..width
    };
    band[new].fill(Glyph::EMPTY);
}

/// The cells of `next` that do not show yet, with their places.
pub(super) fn changes<'a>(shown: &[Glyph], next: &'a [Glyph], width: usize) -> Vec<(u16, u16, &'a Glyph)> {
    let mut changes = Vec::new();
    let mut at = 0;
    while at < next.len().min(shown.len()) {
        let (was, is) = (&shown[at], &next[at]);
        if was != is
            && !(is_blank(was) && is_blank(is))
            && let (Ok(x), Ok(y)) = (u16::try_from(at % width), u16::try_from(at / width))
        {
            changes.push((x, y, is));
        }
        at += usize::from(is.symbol().cell_width().max(1));
    }
    changes
}
