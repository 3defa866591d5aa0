//! The entry grid: a day's twelve figures, one Enter each. Every Enter stores at once, so nothing typed is lost.

use super::super::board::{Origin, Row, State};
use super::super::entry::{self, Doubt, Typed};
use super::super::metric::{METRICS, Metric, twelve};
use super::super::store::{self, Board, Entry, Over};
use super::super::wording;
use super::act::metric_says;
use super::{Cx, KpiPane, Mode};
use crate::base::text::Clean;
use crate::base::{At, Lang, Result};
use crate::tui::pane::Effect;
use crate::tui::{Chord, Input, InputEvent, Key};
use chrono::NaiveDate;
use ratatui::crossterm::event::KeyEvent;
use std::collections::BTreeMap;

/// The grid while it is open. Its rows are the first twelve of the board.
#[derive(Debug)]
pub(in crate::kpi) struct Grid {
    /// The day the figures are of.
    pub day: NaiveDate,
    /// The row with the cursor, from 0.
    pub at: usize,
    /// What is typed into its cell.
    pub input: Input,
    /// The reason being asked for, under the cell.
    pub reason: Option<Asking>,
    /// What was said about the last key.
    pub notice: String,
    /// Where the board goes back to.
    before: Option<NaiveDate>,
    /// The moments of the figures as they were seen here.
    pub(super) seen: Vec<Option<At>>,
    /// Esc was pressed on something that cannot be stored.
    leaving: bool,
    /// A pasted column: cells by their row, taken with the next Enter.
    pub pasted: BTreeMap<usize, String>,
    /// Those of them that still need a reason.
    pub(super) waiting: BTreeMap<usize, String>,
}

/// A value that waits for its reason.
#[derive(Debug)]
pub(in crate::kpi) struct Asking {
    /// The value; `None` = the one that stands there already.
    value: Option<f64>,
    /// The words.
    pub input: Input,
    /// Leave the grid afterwards.
    leave: bool,
}

pub(super) fn moments(board: &Board) -> Vec<Option<At>> {
    board.rows.iter().map(|r| r.figure.as_ref().map(|f| f.at)).collect()
}

impl Grid {
    /// The grid of `day`, on the first cell without a figure (or on `start`).
    pub(super) fn open(day: NaiveDate, before: Option<NaiveDate>, start: Option<usize>, board: &Board) -> Grid {
        let empty = board.rows.iter().take(twelve().len()).position(|r| r.figure.is_none());
        let mut grid = Grid {
            day,
            at: start.or(empty).unwrap_or(0),
            input: Input::new("", ""),
            reason: None,
            notice: String::new(),
            before,
            seen: moments(board),
            leaving: false,
            pasted: BTreeMap::new(),
            waiting: BTreeMap::new(),
        };
        grid.fill(board);
        grid
    }

    /// The metric of the row with the cursor.
    pub(in crate::kpi) fn metric(&self) -> &'static Metric {
        &METRICS[self.at]
    }

    /// Puts the stored figure of the row into the cell; a worked-out value stays beside it.
    fn fill(&mut self, board: &Board) {
        let entered = board.rows.get(self.at).and_then(|r| r.figure.as_ref());
        let text = match entered.map(|f| f.value) {
            Some(Some(value)) => wording::editable(self.metric(), value),
            Some(None) => "-".to_owned(),
            None => String::new(),
        };
        let text = self.pasted.get(&self.at).cloned().unwrap_or(text);
        self.input = Input::new("", &text);
        self.leaving = false;
    }

    pub(super) fn go(&mut self, at: usize, board: &Board) {
        self.at = at.min(twelve().len() - 1);
        self.reason = None;
        self.fill(board);
    }

    /// Asks for the reason of `value` in place; `typed` is what Enter will store with it.
    fn ask(&mut self, lang: &Lang, row: &Row, typed: Option<f64>, (value, doubt): (f64, Doubt), leave: bool) {
        self.notice = doubt_words(lang, row, value, doubt);
        self.reason = Some(Asking { value: typed, input: Input::new(lang.text("kpi.grid_reason"), ""), leave });
    }

    /// Pasted text; into a cell only what a number is made of.
    pub(super) fn paste(&mut self, text: &str) {
        match &mut self.reason {
            Some(asking) => {
                asking.input.paste(text);
            }
            None if text.trim().contains(['\n', '\r', '\t']) => self.paste_column(text),
            None => {
                let number: String = text.trim().chars().filter(|c| entry::takes(*c)).collect();
                self.input.paste(&number);
            }
        }
    }
}

/// Whether what was typed is what the file has already.
pub(super) fn unchanged(row: &Row, typed: Typed) -> bool {
    match (&row.figure, typed) {
        (_, Typed::Nothing) => true,
        (Some(f), Typed::Value(v)) => f.value == Some(v),
        (Some(f), Typed::Unavailable) => f.value.is_none(),
        _ => false,
    }
}

impl KpiPane {
    /// A key while the grid is open.
    pub(super) fn grid_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Grid(grid) = &mut self.mode else { return Ok(()) };
        if grid.reason.is_some() {
            return self.reason_key(key, cx);
        }
        let Some(chord) = Chord::from_event(key) else { return Ok(()) };
        match chord.key {
            Key::Enter => return self.take(false, cx),
            Key::Esc if !grid.pasted.is_empty() => {
                grid.pasted.clear();
                grid.notice.clear();
                grid.fill(&self.board);
            }
            Key::Esc => return self.leave(cx),
            Key::Up | Key::Tab if chord.shift || chord.key == Key::Up => {
                grid.go(grid.at.saturating_sub(1), &self.board);
            }
            Key::Down | Key::Tab => grid.go(grid.at + 1, &self.board),
            Key::Char('o') if chord.ctrl => {
                self.from_grid = true;
                self.last = grid.before;
                return self.ask_file(cx);
            }
            Key::Char(c) if !chord.ctrl && !chord.alt && !entry::takes(c) => {
                grid.notice = cx.lang.text("kpi.type_digits").to_owned();
            }
            _ => {
                if grid.input.key(key) == InputEvent::Changed {
                    grid.notice.clear();
                    grid.leaving = false;
                }
            }
        }
        Ok(())
    }

    /// Enter in a cell: stores it and goes on, or says why not, or asks for the reason in place.
    pub(super) fn take(&mut self, leave: bool, cx: &mut Cx) -> Result<()> {
        if matches!(&self.mode, Mode::Grid(grid) if !grid.pasted.is_empty()) {
            return self.take_pasted(leave, cx);
        }
        let Mode::Grid(grid) = &mut self.mode else { return Ok(()) };
        let Some(row) = self.board.rows.get(grid.at) else { return Ok(()) };
        let typed = entry::read(row.metric, &grid.input.value());
        if unchanged(row, typed) {
            grid.notice.clear();
            // A value that nobody typed here may be out of bounds too: taking it is saying why.
            return match row.reading.value.filter(|_| row.state == State::Out && !leave) {
                Some(value) => {
                    grid.ask(cx.lang, row, None, (value, Doubt::Out), leave);
                    Ok(())
                }
                None => self.onward(leave, cx),
            };
        }
        match typed {
            Typed::Nothing => self.onward(leave, cx),
            Typed::Refused(key) => {
                grid.notice = cx.lang.fill(key, &[("metric", &cx.lang.text(row.metric.label))]);
                Ok(())
            }
            Typed::Unavailable => self.keep(None, None, leave, cx),
            Typed::Value(value) => match entry::doubt(row, grid.day, value) {
                None => self.keep(Some(value), None, leave, cx),
                Some(doubt) => {
                    grid.ask(cx.lang, row, Some(value), (value, doubt), leave);
                    Ok(())
                }
            },
        }
    }

    /// What a cell stores, over what was seen there.
    pub(super) fn figure(&self, grid: &Grid, at: usize, value: Option<f64>) -> Entry {
        let row = &self.board.rows[at];
        let over_auto = matches!(row.reading.origin, Some(Origin::Auto | Origin::Changed));
        Entry {
            origin: if over_auto && value.is_some() { Origin::Changed } else { Origin::Entered },
            over: Over::Seen(grid.seen.get(at).copied().flatten()),
            community: self.entered_for(),
            ..Entry::new(row.metric, grid.day, value)
        }
    }

    fn reason_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Grid(grid) = &mut self.mode else { return Ok(()) };
        let Some(asking) = &mut grid.reason else { return Ok(()) };
        match asking.input.key(key) {
            InputEvent::Done(text) if text.trim().is_empty() => {
                grid.notice = cx.lang.text("kpi.reason_needed").to_owned();
            }
            InputEvent::Done(text) => {
                let (value, leave) = (asking.value, asking.leave);
                return match value {
                    Some(_) => self.keep(value, Some(text.trim().to_owned()), leave, cx),
                    None => self.say_why(text.trim(), leave, cx),
                };
            }
            InputEvent::Cancel => {
                grid.reason = None;
                grid.notice.clear();
            }
            InputEvent::Changed | InputEvent::Moved | InputEvent::Ignored => {}
        }
        Ok(())
    }

    /// Stores the cell and its reason in one entry, then goes on. A lost race keeps what was typed and shows the
    /// other's figure: Enter once more then writes over it knowingly.
    fn keep(&mut self, value: Option<f64>, ack: Option<String>, leave: bool, cx: &mut Cx) -> Result<()> {
        let Mode::Grid(grid) = &self.mode else { return Ok(()) };
        if grid.at >= self.board.rows.len() {
            return Ok(());
        }
        let figure = Entry { ack, ..self.figure(grid, grid.at, value) };
        let stored = store::set(cx.db, cx.today(), &figure);
        self.read(cx)?;
        let Mode::Grid(grid) = &mut self.mode else { return Ok(()) };
        grid.seen = moments(&self.board);
        stored?;
        grid.notice.clear();
        cx.effects.push(Effect::Stale);
        let key = if value.is_some() { "kpi.did_set" } else { "kpi.did_unavailable" };
        let says = metric_says(key, figure.metric).with("day", figure.day);
        cx.did(&match value {
            Some(v) => says.with("value", wording::value(cx.lang, figure.metric, v)),
            None => says,
        });
        self.onward(leave, cx)
    }

    /// Stores only why the value that stands there is out of bounds.
    fn say_why(&mut self, reason: &str, leave: bool, cx: &mut Cx) -> Result<()> {
        let Mode::Grid(grid) = &mut self.mode else { return Ok(()) };
        store::acknowledge(cx.db, grid.metric(), grid.day, reason)?;
        grid.notice.clear();
        cx.effects.push(Effect::Stale);
        cx.did(&metric_says("kpi.did_ack", grid.metric()).with("reason", Clean::line(reason)));
        self.read(cx)?;
        self.onward(leave, cx)
    }

    /// The next cell; after the last one, or when leaving, the board.
    pub(super) fn onward(&mut self, leave: bool, cx: &mut Cx) -> Result<()> {
        let Mode::Grid(grid) = &mut self.mode else { return Ok(()) };
        if !grid.waiting.is_empty() {
            return self.next_waiting(leave, cx);
        }
        if !leave && grid.at + 1 < twelve().len() {
            grid.go(grid.at + 1, &self.board);
            return Ok(());
        }
        self.last = grid.before;
        self.mode = Mode::List;
        self.read(cx)
    }

    /// Esc: stores what is typed and leaves; what cannot be stored is said once, a second Esc leaves it.
    fn leave(&mut self, cx: &mut Cx) -> Result<()> {
        let Mode::Grid(grid) = &self.mode else { return Ok(()) };
        if grid.leaving {
            return self.onward(true, cx);
        }
        self.take(true, cx)?;
        if let Mode::Grid(grid) = &mut self.mode {
            grid.leaving = true;
        }
        Ok(())
    }
}

/// Why a reason is asked for, in words.
fn doubt_words(lang: &Lang, row: &Row, value: f64, doubt: Doubt) -> String {
    let (name, shown) = (lang.text(row.metric.label), wording::value(lang, row.metric, value));
    match doubt {
        Doubt::Out => {
            let target = wording::target(lang, row.metric, row.bands.target);
            lang.fill("kpi.doubt_out", &[("metric", &name), ("value", &shown), ("target", &target)])
        }
        Doubt::Unusual(low, high) => {
            let [low, high] = [low, high].map(|v| wording::value(lang, row.metric, v));
            lang.fill("kpi.doubt_unusual", &[("metric", &name), ("value", &shown), ("low", &low), ("high", &high)])
        }
    }
}
