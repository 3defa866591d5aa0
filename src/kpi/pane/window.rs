//! The days and rows the pane shows, and what is read and said of them.

use super::super::board::{Row, State, Tally};
use super::super::series::Band;
use super::super::store::{self, Window};
use super::super::wording;
use super::{Cx, KpiPane, Saved};
use crate::base::text::pinyin;
use crate::base::{Lang, Result};
use crate::tui::pane::Pane;
use chrono::{Days, NaiveDate};

impl KpiPane {
    /// The last day of the window.
    pub(in crate::kpi) fn last(&self) -> NaiveDate {
        self.last.unwrap_or(self.today)
    }

    /// The day that a verb is about: the chart's, else the board's.
    pub(in crate::kpi) fn day(&self) -> NaiveDate {
        self.chart.unwrap_or_else(|| self.last())
    }

    /// The days that are shown.
    pub(in crate::kpi) fn window(&self) -> Window {
        Window { last: self.last(), days: self.span }
    }

    /// The row under the cursor.
    pub(in crate::kpi) fn current(&self) -> Option<&Row> {
        self.list.cursor().and_then(|place| self.board.rows.get(place))
    }

    pub(in crate::kpi) fn tally(&self) -> Tally {
        Tally::of(&self.board.rows)
    }

    /// Reads the board for the window that is set.
    pub(super) fn read(&mut self, cx: &Cx) -> Result<()> {
        self.today = cx.today();
        self.zone = cx.zone;
        if self.last.is_some_and(|last| last >= self.today) {
            self.last = None;
        }
        let window = self.window();
        self.board = store::board(cx.db, cx.zone, window, &self.scope)?;
        self.chart = self.chart.map(|day| day.clamp(window.first(), window.last));
        self.last_ack = match (self.chart, self.current()) {
            (Some(day), Some(row)) => store::last_ack(cx.db, row.metric.key, day)?,
            _ => None,
        };
        self.sift(cx.lang);
        self.beside = self.read_beside(cx)?;
        self.read_goals(cx)?;
        Ok(())
    }

    /// The community that figures typed here are of; 0 = all together.
    pub(super) fn entered_for(&self) -> i64 {
        self.scope.own().unwrap_or(0)
    }

    /// Chooses the rows that filter and saved filter let through.
    pub(super) fn sift(&mut self, lang: &Lang) {
        let text = self.filter.trim();
        let places = self.board.rows.iter().enumerate().filter(|(_, row)| {
            let label = lang.text(row.metric.label);
            let named =
                text.is_empty() || pinyin::matches(text, label) || row.metric.key.contains(&text.to_lowercase());
            // Of the bench, what nobody knows anything of is seen only when it is asked for.
            let idle = row.metric.bench && row.readings.iter().all(|r| r.origin.is_none());
            named
                && match self.saved {
                    Saved::All => !text.is_empty() || !idle,
                    Saved::Attention => {
                        matches!(row.state, State::Out | State::Acknowledged)
                            || row.state == State::Unfilled && !row.metric.bench
                    }
                    Saved::Mine => row.mine,
                    Saved::Stale => row.shown.is_some_and(|(_, age)| age > 0),
                }
        });
        self.list.set_rows(places.map(|(place, _)| place).collect());
        if !self.placed {
            self.placed = true;
            self.go_urgent();
        }
    }

    /// How the row under the cursor stands on the day a verb is about: whether it is out of bounds.
    pub(super) fn out_of_bounds(&self) -> bool {
        let Some(row) = self.current() else { return false };
        if self.day() == self.last() && row.state == State::Unusual {
            return true;
        }
        let value = if self.day() == self.last() { row.shown.map(|(v, _)| v) } else { row.series.at(self.day()) };
        value.and_then(|v| row.bands.judge(row.metric.want, v)) == Some(Band::Out)
    }

    /// The paragraph of what is shown.
    pub(super) fn paragraph(&self, lang: &Lang) -> String {
        if let (Some(day), Some(row)) = (self.chart, self.current()) {
            return wording::sentence(lang, row, day, self.today);
        }
        let marked = self.list.marks();
        let wanted = |(place, row): &(usize, &Row)| {
            if marked.is_empty() { !row.metric.bench } else { marked.contains(place) }
        };
        let rows: Vec<&Row> = self.board.rows.iter().enumerate().filter(wanted).map(|(_, row)| row).collect();
        wording::paragraph(lang, &rows, self.last(), self.today)
    }

    /// Moves the day by `days`; the board ends with it, or the chart's cursor stands on it.
    pub(super) fn step(&mut self, days: i64, cx: &Cx) -> Result<()> {
        let moved = |day: NaiveDate| {
            let by = Days::new(days.unsigned_abs());
            if days < 0 { day.checked_sub_days(by) } else { day.checked_add_days(by) }.unwrap_or(day)
        };
        match self.chart {
            Some(day) => {
                let day = moved(day).min(self.today);
                self.chart = Some(day);
                let window = self.window();
                if day > window.last {
                    self.last = Some(day);
                } else if day < window.first() {
                    self.last = Some(moved(self.last()));
                }
            }
            None => self.last = Some(moved(self.last())),
        }
        self.read(cx)
    }
}
