//! Which communities the pane shows, what a chart is held against, and what stands below it.

use super::super::cohort::{self, Begin, Cohort, Step};
use super::super::days;
use super::super::hours::Hours;
use super::super::scope::Scope;
use super::super::store::{self, Window};
use super::super::wording;
use super::{Cx, KpiPane, Mode};
use crate::base::{Lang, Result};
use crate::tui::{Menu, MenuItem};
use chrono::Days;

/// What a chart is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::kpi) enum Against {
    /// The period before it.
    Before,
    /// The same days a year before.
    Year,
    /// Another community.
    Community(i64),
}

/// What stands below a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::kpi) enum Below {
    /// What happened in these days, and every community today.
    #[default]
    Events,
    /// Who came back, week by week.
    Cohorts,
    /// At which hours people write.
    Hours,
}

/// What was read for an open chart beside its own values.
#[derive(Debug, Default)]
pub(in crate::kpi) struct Beside {
    /// What it is held against, day beside day.
    pub other: Vec<Option<f64>>,
    /// People who came together.
    pub cohorts: Vec<Cohort>,
    /// What made them come: a join, or a first message where joins are not seen.
    pub joined: bool,
    /// Messages by the hour, over the days of the chart.
    pub hours: Hours,
}

/// Weeks of cohorts, and weeks they are followed for.
const WEEKS: usize = 8;

/// Digits first, then letters: as many as a menu has room for.
fn keys() -> impl Iterator<Item = char> {
    ('1'..='9').chain('a'..='z')
}

impl KpiPane {
    /// Asks which communities to show.
    pub(super) fn ask_scope(&mut self, lang: &Lang) {
        let all =
            MenuItem::new('0', lang.fill("kpi.scope_all", &[("count", &self.board.communities.len())]), Scope::All);
        let one = self.board.communities.iter().zip(keys());
        let one = one.map(|(c, key)| MenuItem::new(key, wording::community(lang, c), Scope::Community(c.id)));
        let mut menu = Menu::new(lang.text("goals.scope_title"), std::iter::once(all).chain(one).collect());
        menu.hints = lang.text("goals.scope_hints").to_owned();
        self.mode = Mode::Scope(menu);
    }

    /// Asks what the chart is to be held against.
    pub(super) fn ask_against(&mut self, lang: &Lang) {
        let item = |key, label: &str, against| MenuItem::new(key, lang.text(label), against);
        let mut items = vec![
            item('0', "goals.against_nothing", None),
            item('1', "goals.against_before", Some(Against::Before)),
            item('2', "goals.against_year", Some(Against::Year)),
        ];
        let others = self.board.communities.iter().filter(|c| self.scope != Scope::Community(c.id));
        let others = others.zip(keys().skip(2));
        items.extend(
            others.map(|(c, key)| MenuItem::new(key, wording::community(lang, c), Some(Against::Community(c.id)))),
        );
        let mut menu = Menu::new(lang.text("goals.against_title"), items);
        menu.hints = lang.text("goals.against_hints").to_owned();
        self.mode = Mode::Against(menu);
    }

    /// What stands below the chart: the next of the three.
    pub(super) fn turn_below(&mut self) {
        self.below = match self.below {
            Below::Events => Below::Cohorts,
            Below::Cohorts => Below::Hours,
            Below::Hours => Below::Events,
        };
    }

    /// Reads what an open chart needs beside its own values; nothing without a chart.
    pub(super) fn read_beside(&self, cx: &Cx) -> Result<Beside> {
        let mut out = Beside::default();
        let (Some(_), Some(row)) = (self.chart, self.current()) else { return Ok(out) };
        let window = self.window();
        let of = |scope: &Scope, window: Window| -> Result<Vec<Option<f64>>> {
            let board = store::board(cx.db, cx.zone, window, scope)?;
            let found = board.rows.iter().find(|r| r.metric.key == row.metric.key);
            Ok(found.map(|r| r.series.window(window.last, window.days)).unwrap_or_default())
        };
        out.other = match self.against {
            None => Vec::new(),
            Some(Against::Before) => {
                let last = window.first().pred_opt().unwrap_or(window.last);
                of(&self.scope, Window { last, ..window })?
            }
            Some(Against::Year) => {
                let last = super::super::board::last_year(window.last);
                row.year_series.window(last, window.days)
            }
            Some(Against::Community(id)) => of(&Scope::Community(id), window)?,
        };
        match self.below {
            Below::Events => {}
            Below::Hours => out.hours = store::hours(cx.db, &self.scope, window.first(), window.last)?,
            Below::Cohorts => {
                let first = self.today.checked_sub_days(Days::new(7 * WEEKS as u64 + 6)).unwrap_or(self.today);
                let from = Step::Week.first(Step::Week.period(days::number(first)));
                for begin in [Begin::Joined, Begin::Seen] {
                    let people = store::cohorts(cx.db, &self.scope, begin, days::date(from))?;
                    out.cohorts = cohort::cohorts(&people, Step::Week, from, days::number(self.today), WEEKS);
                    out.joined = begin == Begin::Joined;
                    if !out.cohorts.is_empty() {
                        break;
                    }
                }
            }
        }
        Ok(out)
    }
}
