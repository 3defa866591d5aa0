//! A column pasted from a spreadsheet into the entry grid: what needs no reason is stored as one entry, then each of the
//! others is asked about in its cell.

use super::super::entry::{self, Typed};
use super::super::metric::twelve;
use super::super::{sheet, store};
use super::grid::{Grid, moments, unchanged};
use super::{Cx, KpiPane, Mode};
use crate::base::text::Clean;
use crate::base::{Result, Says};
use crate::tui::Input;
use crate::tui::pane::Effect;
use std::collections::BTreeMap;

impl Grid {
    /// Lays a column over the cells: a line a cell from the one with the cursor on, or the metric's name before the
    /// number. An empty line leaves its cell as it is. Nothing is stored before Enter.
    pub(super) fn paste_column(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let mut at = self.at;
        self.pasted.clear();
        for line in text.trim_end_matches('\n').split('\n') {
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            let named = if cells.len() > 1 { sheet::named(cells[0]) } else { None };
            let place = named.unwrap_or(at);
            let number = cells[usize::from(named.is_some())..].iter().rev().find(|c| !c.is_empty());
            if let Some(number) = number.filter(|_| place < twelve().len()) {
                self.pasted.insert(place, (*number).to_owned());
            }
            at = place + 1;
        }
        if let Some((first, text)) = self.pasted.first_key_value() {
            (self.at, self.input) = (*first, Input::new("", text));
        }
    }
}

/// What is to be done with the cells of a pasted column.
enum Read {
    /// These can be stored at once, and these need a reason first.
    Taken(Vec<store::Entry>, BTreeMap<usize, String>),
    /// This cell cannot be read, and the catalogue key of why.
    Wrong(usize, String, &'static str),
}

impl KpiPane {
    fn read_pasted(&self, grid: &Grid) -> Read {
        let (mut entries, mut waiting) = (Vec::new(), BTreeMap::new());
        for (at, text) in &grid.pasted {
            let Some(row) = self.board.rows.get(*at) else { continue };
            let value = match entry::read(row.metric, text) {
                Typed::Refused(key) => return Read::Wrong(*at, text.clone(), key),
                typed if unchanged(row, typed) => continue,
                Typed::Value(value) => Some(value),
                Typed::Nothing | Typed::Unavailable => None,
            };
            if value.is_some_and(|v| entry::doubt(row, grid.day, v).is_some()) {
                waiting.insert(*at, text.clone());
            } else {
                entries.push(self.figure(grid, *at, value));
            }
        }
        Read::Taken(entries, waiting)
    }

    /// Enter on a pasted column. A cell that cannot be read gets the cursor, and nothing is stored.
    pub(super) fn take_pasted(&mut self, leave: bool, cx: &mut Cx) -> Result<()> {
        let Mode::Grid(grid) = &mut self.mode else { return Ok(()) };
        // What was changed by hand since counts.
        if let Some(cell) = grid.pasted.get_mut(&grid.at) {
            *cell = grid.input.value();
        }
        let Mode::Grid(grid) = &self.mode else { return Ok(()) };
        let (entries, waiting) = match self.read_pasted(grid) {
            Read::Taken(entries, waiting) => (entries, waiting),
            Read::Wrong(at, text, key) => {
                let name = cx.lang.text(self.board.rows[at].metric.label);
                let why = cx.lang.fill(key, &[("metric", &name)]);
                let said = cx.lang.fill("goals.pasted_wrong", &[("text", &Clean::line(&text)), ("why", &why)]);
                let Mode::Grid(grid) = &mut self.mode else { return Ok(()) };
                (grid.at, grid.input, grid.notice) = (at, Input::new("", &text), said);
                return Ok(());
            }
        };
        if !entries.is_empty() {
            store::set_many(cx.db, cx.today(), &entries)?;
            cx.effects.push(Effect::Stale);
            cx.did(&Says::new("kpi.did_set_many").with("count", entries.len()));
        }
        self.read(cx)?;
        let next = (0..twelve().len()).find(|at| self.board.rows[*at].figure.is_none());
        let Mode::Grid(grid) = &mut self.mode else { return Ok(()) };
        (grid.seen, grid.pasted, grid.waiting) = (moments(&self.board), BTreeMap::new(), waiting);
        grid.notice.clear();
        match (grid.waiting.is_empty(), next) {
            (false, _) => self.next_waiting(leave, cx),
            (true, Some(next)) if !leave => {
                grid.go(next, &self.board);
                Ok(())
            }
            _ => self.onward(true, cx),
        }
    }

    /// Asks about the next cell that needs a reason.
    pub(super) fn next_waiting(&mut self, leave: bool, cx: &mut Cx) -> Result<()> {
        let Mode::Grid(grid) = &mut self.mode else { return Ok(()) };
        let Some((at, text)) = grid.waiting.pop_first() else { return Ok(()) };
        grid.go(at, &self.board);
        grid.input = Input::new("", &text);
        self.take(leave, cx)
    }
}
