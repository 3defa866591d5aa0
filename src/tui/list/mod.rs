//! A list that remembers its rows by id, never by index: other people's work does not move the row under the
//! cursor, and a decision is about the row the operator saw.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::ops::Range;

/// A way to move or mark; panes bind keys to these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nav {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// To the first row.
    Top,
    /// To the last row.
    Bottom,
    /// Mark or unmark the row and step down.
    MarkStep,
    /// Mark every row, or none if all are marked.
    MarkAll,
    /// Mark what is not marked, and the other way round.
    Invert,
}

/// Rows in the order they are shown, a cursor, and marks.
#[derive(Debug, Clone)]
pub struct List<Id> {
    rows: Vec<Id>,
    at: usize,
    marks: BTreeSet<Id>,
    /// First row shown. Drawing sees the list by reference and only knows the height then; this is the one
    /// thing it remembers.
    offset: Cell<usize>,
}

impl<Id: Copy + Ord> Default for List<Id> {
    fn default() -> Self {
        Self::new()
    }
}

impl<Id: Copy + Ord> List<Id> {
    /// A list without rows.
    #[must_use]
    pub fn new() -> Self {
        Self { rows: Vec::new(), at: 0, marks: BTreeSet::new(), offset: Cell::new(0) }
    }

    /// Takes new rows. The cursor stays on its id; if that is gone, on its place. Marks of gone rows are dropped,
    /// so that nothing unseen is ever acted on.
    pub fn set_rows(&mut self, rows: Vec<Id>) {
        let same = self.cursor().and_then(|id| rows.iter().position(|r| *r == id));
        self.at = same.unwrap_or(self.at).min(rows.len().saturating_sub(1));
        if !self.marks.is_empty() {
            let there: BTreeSet<Id> = rows.iter().copied().collect();
            self.marks.retain(|id| there.contains(id));
        }
        self.rows = rows;
    }

    /// The rows in order.
    #[must_use]
    pub fn rows(&self) -> &[Id] {
        &self.rows
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row under the cursor.
    #[must_use]
    pub fn cursor(&self) -> Option<Id> {
        self.rows.get(self.at).copied()
    }

    /// The cursor's place from 0; 0 in an empty list.
    #[must_use]
    pub fn index(&self) -> usize {
        self.at
    }

    /// Puts the cursor on `id`; says whether it is there.
    pub fn select(&mut self, id: Id) -> bool {
        let place = self.rows.iter().position(|r| *r == id);
        self.at = place.unwrap_or(self.at);
        place.is_some()
    }

    /// Moves or marks; `page` is the number of rows shown.
    pub fn nav(&mut self, nav: Nav, page: usize) {
        match nav {
            Nav::Up => self.up(),
            Nav::Down => self.down(),
            Nav::PageUp => self.page(page, false),
            Nav::PageDown => self.page(page, true),
            Nav::Top => self.top(),
            Nav::Bottom => self.bottom(),
            Nav::MarkStep => self.mark_step(),
            Nav::MarkAll => self.mark_all(),
            Nav::Invert => self.invert(),
        }
    }

    /// One row up.
    pub fn up(&mut self) {
        self.at = self.at.saturating_sub(1);
    }

    /// One row down.
    pub fn down(&mut self) {
        self.at = (self.at + 1).min(self.last());
    }

    /// One page of `rows` up or down, with one row in common.
    pub fn page(&mut self, rows: usize, down: bool) {
        let by = rows.saturating_sub(1).max(1);
        self.at = if down { (self.at + by).min(self.last()) } else { self.at.saturating_sub(by) };
    }

    /// To the first row.
    pub fn top(&mut self) {
        self.at = 0;
    }

    /// To the last row.
    pub fn bottom(&mut self) {
        self.at = self.last();
    }

    fn last(&self) -> usize {
        self.rows.len().saturating_sub(1)
    }

    /// Marks or unmarks the row under the cursor and steps down.
    pub fn mark_step(&mut self) {
        if let Some(id) = self.cursor() {
            if !self.marks.remove(&id) {
                self.marks.insert(id);
            }
            self.down();
        }
    }

    /// Marks every row; if all are marked already, none.
    pub fn mark_all(&mut self) {
        if self.marks.len() == self.rows.len() {
            self.marks.clear();
        } else {
            self.marks = self.rows.iter().copied().collect();
        }
    }

    /// Marks what is not marked, and the other way round.
    pub fn invert(&mut self) {
        self.marks = self.rows.iter().copied().filter(|id| !self.marks.contains(id)).collect();
    }

    /// Takes all marks away; says whether there were any, so that Esc knows if it did something.
    pub fn unmark(&mut self) -> bool {
        let any = !self.marks.is_empty();
        self.marks.clear();
        any
    }

    /// The marked rows.
    #[must_use]
    pub fn marks(&self) -> &BTreeSet<Id> {
        &self.marks
    }

    /// What a verb acts on: the marked rows in their order, else the row under the cursor.
    #[must_use]
    pub fn targets(&self) -> Vec<Id> {
        if self.marks.is_empty() {
            return self.cursor().into_iter().collect();
        }
        self.rows.iter().copied().filter(|id| self.marks.contains(id)).collect()
    }

    /// After a decision: on to the next row that it was not about; stays on the last one.
    pub fn step(&mut self) {
        let Some(id) = self.cursor() else { return };
        let acted = |row: &Id| if self.marks.is_empty() { *row == id } else { self.marks.contains(row) };
        let next = self.rows.iter().enumerate().skip(self.at).find(|(_, row)| !acted(row)).map(|(at, _)| at);
        self.at = next.unwrap_or(self.at);
    }

    /// The rows to draw in `height` lines of one row each: the cursor is among them, and the list scrolls no
    /// further than it must.
    #[must_use]
    pub fn window(&self, height: usize) -> Range<usize> {
        self.window_lines(height, |_| 1)
    }

    /// Like [`List::window`] for rows of several lines (a day head above, a reason below): `lines` gives the lines
    /// of the row at a place. The last row of the window may be cut if the cursor is not on it.
    #[must_use]
    pub fn window_lines(&self, height: usize, lines: impl Fn(usize) -> usize) -> Range<usize> {
        if self.rows.is_empty() || height == 0 {
            return 0..0;
        }
        // The lowest start from which the cursor's row is still whole, walking up from it.
        let mut lowest = self.at;
        let mut taken = lines(self.at);
        while lowest > 0 && taken + lines(lowest - 1) <= height {
            lowest -= 1;
            taken += lines(lowest);
        }
        let mut start = self.offset.get().clamp(lowest, self.at);
        // No blank lines below the last row while there are rows above.
        let mut rest = 0;
        let fits = (start..self.rows.len()).all(|at| {
            rest += lines(at);
            rest <= height
        });
        while fits && start > 0 && rest + lines(start - 1) <= height {
            start -= 1;
            rest += lines(start);
        }
        self.offset.set(start);
        let mut end = start;
        let mut used = 0;
        while end < self.rows.len() && used < height {
            used += lines(end).max(1);
            end += 1;
        }
        start..end
    }
}

#[cfg(test)]
mod tests;
