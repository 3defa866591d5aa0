//! Moving about: rows, days, periods, views.

use super::super::board::{PAGE, Period, View, later};
use super::{CalendarPane, Cx};
use crate::base::Result;
use crate::tui::Nav;
use chrono::{Datelike, Months, NaiveDate};

impl CalendarPane {
    /// Moves or marks.
    pub(super) fn go(&mut self, nav: Nav, cx: &mut Cx) -> Result<()> {
        match self.view() {
            View::Agenda => self.go_rows(nav, cx),
            View::Week => {
                let last = self.board.as_ref().map_or(0, |b| b.lanes.len().saturating_sub(1));
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
        if self.view() != View::Agenda {
            return self.show_day(later(self.day, n), cx);
        }
        let Some(day) = self.current().map(|r| r.post.day) else { return Ok(()) };
        let rows: Vec<(i64, NaiveDate)> =
            (0..self.shown.len()).filter_map(|at| self.shown_row(at)).map(|r| (r.post.id, r.post.day)).collect();
        let there = if n > 0 {
            rows.iter().find(|(_, d)| *d > day)
        } else {
            let before = rows.iter().rev().find(|(_, d)| *d < day).map(|(_, d)| *d);
            rows.iter().find(|(_, d)| Some(*d) == before)
        };
        if let Some((id, _)) = there {
            self.list.select(*id);
        }
        Ok(())
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
        match period.view {
            View::Agenda => {
                if let Some((day, community)) = self.current().map(|r| (r.post.day, r.post.community_id)) {
                    let lanes = self.board.as_ref().map(|b| b.lanes.as_slice()).unwrap_or_default();
                    self.lane = lanes.iter().position(|l| l.id == community).unwrap_or(self.lane);
                    self.day = day.max(period.start);
                } else {
                    self.day = period.start;
                }
                self.show_period(Period { view: View::Week, ..period }, cx)
            }
            View::Week => self.show_period(Period { view: View::Month, start: self.day }, cx),
            View::Month => self.list_from(self.day, cx),
        }
    }

    /// Enter: more of the entry in the list; the day as a list from week and month.
    pub(super) fn open(&mut self, cx: &mut Cx) -> Result<()> {
        match self.view() {
            View::Agenda => {
                // A step is opened where playbooks live.
                self.text ^= !self.errand("open", "", true, cx);
                Ok(())
            }
            View::Week | View::Month => self.list_from(self.day, cx),
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

fn last_of_month(day: NaiveDate) -> NaiveDate {
    let first = day.with_day(1).and_then(|d| d.checked_add_months(Months::new(1)));
    first.map_or(day, |d| later(d, -1))
}
