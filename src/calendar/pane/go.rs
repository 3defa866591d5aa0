//! Moving about: rows, days, periods, views.

use super::super::board::{Line, PAGE, Period, View, later};
use super::super::row::{Row, Urgency};
use super::super::store;
use super::{CalendarPane, Cx};
use crate::base::Result;
use crate::tui::Nav;
use chrono::{Datelike, Months, NaiveDate};

impl CalendarPane {
    /// Moves or marks.
    pub(super) fn go(&mut self, nav: Nav, cx: &mut Cx) -> Result<()> {
        match self.view() {
            View::Agenda | View::Day | View::List => self.go_rows(nav, cx),
            View::Week => {
                let last = self.board.as_ref().map_or(0, |b| b.lines().count().saturating_sub(1));
                self.lane = match nav {
                    Nav::Up => self.lane.saturating_sub(1),
                    Nav::Down => (self.lane + 1).min(last),
                    Nav::Top | Nav::PageUp => 0,
                    Nav::Bottom | Nav::PageDown => last,
                    Nav::MarkStep | Nav::MarkAll | Nav::Invert => self.lane,
                };
                Ok(())
            }
            View::Month => match nav {
                Nav::Up => self.other_day(-7, cx),
                Nav::Down => self.other_day(7, cx),
                Nav::PageUp => self.other_period(-1, cx),
                Nav::PageDown => self.other_period(1, cx),
                Nav::Top => self.show_day(self.day.with_day(1).unwrap_or(self.day), cx),
                Nav::Bottom => self.show_day(last_of_month(self.day), cx),
                Nav::MarkStep | Nav::MarkAll | Nav::Invert => Ok(()),
            },
        }
    }

    fn go_rows(&mut self, nav: Nav, cx: &mut Cx) -> Result<()> {
        let before = self.list.cursor();
        self.list.nav(nav, self.page.get());
        let board = self.board.as_ref();
        let near_end = self.list.index() + PAGE / 5 >= self.list.len();
        if near_end && board.is_some_and(|b| b.unread > 0) {
            self.limit += PAGE;
            return self.reload(cx, true);
        }
        if before != self.list.cursor() && board.is_some_and(|b| b.rows().iter().any(|r| r.gone)) {
            // The cursor has left a row that is not there any more.
            self.relist(None);
        }
        Ok(())
    }

    /// `n` days on; in the list, to the next day that has entries.
    pub(super) fn other_day(&mut self, n: i64, cx: &mut Cx) -> Result<()> {
        if !self.view().has_rows() {
            return self.show_day(later(self.day, n), cx);
        }
        if self.view() == View::Day {
            let Some(period) = self.period else { return Ok(()) };
            self.day = later(period.start, n);
            return self.show_period(Period { start: self.day, ..period }, cx);
        }
        let Some(day) = self.current().map(|r| r.post.day) else { return self.shift_by(n, cx) };
        let rows: Vec<(i64, NaiveDate)> =
            (0..self.shown.len()).filter_map(|at| self.shown_row(at)).map(|r| (r.post.id, r.post.day)).collect();
        let there = if n > 0 {
            rows.iter().find(|(_, d)| *d > day)
        } else {
            let before = rows.iter().rev().find(|(_, d)| *d < day).map(|(_, d)| *d);
            rows.iter().find(|(_, d)| Some(*d) == before)
        };
        match there {
            Some((id, _)) => {
                self.list.select(*id);
                Ok(())
            }
            // Beyond the days shown: they move on by one.
            None => self.shift_by(n, cx),
        }
    }

    /// The days shown move on by `n`; the cursor goes to the edge it was led over.
    fn shift_by(&mut self, n: i64, cx: &mut Cx) -> Result<()> {
        let Some(period) = self.period else { return Ok(()) };
        self.show_period(Period { start: later(period.start, n), ..period }, cx)?;
        if n > 0 {
            self.list.bottom();
        }
        Ok(())
    }

    /// The same days of another month.
    pub(super) fn other_month(&mut self, by: i64, cx: &mut Cx) -> Result<()> {
        let Some(period) = self.period else { return Ok(()) };
        let moved = |day: NaiveDate| {
            let month = Months::new(1);
            if by < 0 { day.checked_sub_months(month) } else { day.checked_add_months(month) }.unwrap_or(day)
        };
        let (start, day) = (moved(period.start), moved(self.day));
        // In the week the cursor keeps its place among the seven days.
        self.day = match period.view {
            View::Week => later(start, (self.day - period.start).num_days()),
            View::Month => day,
            _ => start,
        };
        let start = if period.view == View::Month { self.day } else { start };
        self.show_period(Period { start, ..period }, cx)
    }

    /// Puts the cursor of week or month on `day`, in the period that holds it.
    fn show_day(&mut self, day: NaiveDate, cx: &mut Cx) -> Result<()> {
        self.day = day;
        let Some(period) = self.period else { return Ok(()) };
        let start = match period.view {
            View::Month if (day.year(), day.month()) == (period.start.year(), period.start.month()) => return Ok(()),
            View::Month => day,
            _ => later(period.start, (day - period.start).num_days().div_euclid(7) * 7),
        };
        if start == period.start { Ok(()) } else { self.show_period(Period { start, ..period }, cx) }
    }

    /// The week or month before or after; the cursor keeps its place in it.
    pub(super) fn other_period(&mut self, by: i64, cx: &mut Cx) -> Result<()> {
        let Some(period) = self.period else { return Ok(()) };
        let moved = |day: NaiveDate| match period.view {
            View::Month if by < 0 => day.checked_sub_months(Months::new(1)).unwrap_or(day),
            View::Month => day.checked_add_months(Months::new(1)).unwrap_or(day),
            View::List => later(day, by * 28),
            _ => later(day, by * 7),
        };
        self.day = moved(self.day);
        let start = if period.view == View::Month { self.day } else { moved(period.start) };
        self.show_period(Period { start, ..period }, cx)
    }

    fn show_period(&mut self, period: Period, cx: &mut Cx) -> Result<()> {
        self.period = Some(period);
        self.limit = PAGE;
        self.reload(cx, false)?;
        self.list.top();
        Ok(())
    }

    /// List, week, month, list. The day and the community under the cursor stay.
    pub(super) fn next_view(&mut self, cx: &mut Cx) -> Result<()> {
        let Some(period) = self.period else { return Ok(()) };
        self.opened_from = None;
        let chosen = self.current().map(|r| (r.post.id, r.post.day, r.post.community_id));
        match period.view {
            View::Agenda => {
                self.day = chosen.map_or(period.start, |(_, day, _)| day.max(period.start));
                self.show_period(Period { view: View::Week, ..period }, cx)?;
                if let (Some((.., community)), Some(board)) = (chosen, &self.board) {
                    let is = |line: Line| matches!(line, Line::Lane(lane) if lane.id == community);
                    self.lane = board.lines().position(is).unwrap_or(self.lane);
                }
                Ok(())
            }
            View::Week => self.show_period(Period { view: View::Month, start: self.day }, cx),
            View::Month => self.show_rows(Period { view: View::Day, start: self.day }, chosen.map(|c| c.0), cx),
            View::Day => self.show_rows(Period { view: View::List, start: period.start }, chosen.map(|c| c.0), cx),
            View::List => {
                self.day = chosen.map_or(period.start, |(_, day, _)| day);
                self.list_from(self.day, cx)
            }
        }
    }

    /// Another period of rows, the cursor on entry `id` if it is there.
    fn show_rows(&mut self, period: Period, id: Option<i64>, cx: &mut Cx) -> Result<()> {
        self.show_period(period, cx)?;
        if let Some(id) = id {
            self.list.select(id);
        }
        Ok(())
    }

    /// Back from a single day to where it was opened; false if it was not opened from anywhere.
    pub(super) fn leave_day(&mut self, cx: &mut Cx) -> Result<bool> {
        let Some((view, start)) = self.opened_from.take().filter(|_| self.view() == View::Day) else {
            return Ok(false);
        };
        self.show_period(Period { view, start }, cx)?;
        Ok(true)
    }

    /// Enter: more of the entry in the list; the day as a list from week and month.
    pub(super) fn open(&mut self, cx: &mut Cx) -> Result<()> {
        match self.view() {
            View::Agenda | View::Day | View::List => {
                // A step is opened where playbooks live.
                self.text ^= !self.errand("open", "", true, cx);
                Ok(())
            }
            View::Week | View::Month => {
                let chosen = self.current().map(|r| r.post.id);
                self.opened_from = self.period.map(|p| (p.view, p.start));
                self.show_rows(Period { view: View::Day, start: self.day }, chosen, cx)
            }
        }
    }

    /// The list that holds `day`, the cursor on the entry that was under it.
    fn list_from(&mut self, day: NaiveDate, cx: &mut Cx) -> Result<()> {
        let chosen = self.current().map(|r| r.post.id);
        let today = cx.today();
        let start = if day >= today && day <= later(today, 6) { today } else { day };
        self.show_period(Period { view: View::Agenda, start }, cx)?;
        if !chosen.is_some_and(|id| self.list.select(id)) {
            let first = (0..self.shown.len()).filter_map(|at| self.shown_row(at)).find(|r| r.post.day >= day);
            if let Some(id) = first.map(|r| r.post.id) {
                self.list.select(id);
            }
        }
        Ok(())
    }

    /// Today's list, the cursor on the entry with the least time left.
    pub(super) fn show_urgent(&mut self) {
        let Some(board) = &mut self.board else { return };
        let urgent = board.most_urgent().map(|r| r.post.id);
        let home = Period { view: View::Agenda, start: board.today };
        if self.period != Some(home) {
            board.go_home();
            self.period = Some(home);
            self.relist(None);
        }
        let Some(id) = urgent else { return };
        if !self.list.select(id) {
            // A filter hides it.
            self.filter.clear();
            self.saved = None;
            self.relist(None);
            self.list.select(id);
        }
    }
}

/// What became of an entry that left the list, as a row to be shown once more.
pub(super) fn gone(cx: &Cx, id: i64) -> Option<Row> {
    let post = store::get(cx.db, id).ok()?;
    let mut row = Row::new(post, cx.now, cx.zone, cx.lang);
    let (who, act) = store::last_change(cx.db, id).ok().flatten().unwrap_or_default();
    let act = cx.lang.text(&act).to_owned();
    row.title = cx.lang.fill("calendar.gone", &[("who", &who), ("act", &act), ("title", &row.title)]);
    if row.post.state.is_open() {
        row.age.clear();
    }
    (row.urgency, row.left, row.gone) = (Urgency::Done, None, true);
    Some(row)
}

fn last_of_month(day: NaiveDate) -> NaiveDate {
    let first = day.with_day(1).and_then(|d| d.checked_add_months(Months::new(1)));
    first.map_or(day, |d| later(d, -1))
}
