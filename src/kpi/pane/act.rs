//! What the commands do, and the lines of words they ask for.

use super::super::board::State;
use super::super::metric::{METRICS, Metric};
use super::super::{sheet, store};
use super::{About, Action, Cx, Detail, Grid, KpiPane, Line, Mode, Reason, SPANS, Saved};
use crate::base::text::Clean;
use crate::base::{Error, Lang, Result, Says};
use crate::db::draft;
use crate::tui::pane::Effect;
use crate::tui::{Input, InputEvent, Menu, MenuItem};
use chrono::NaiveDate;
use ratatui::crossterm::event::KeyEvent;
use std::path::Path;

impl About {
    /// Where the draft of this line is kept; a path is none.
    fn place(self) -> Option<String> {
        match self {
            Self::Acknowledge(metric, day) => Some(format!("kpi.ack:{}:{day}", metric.key)),
            Self::Unavailable(metric, day) => Some(format!("kpi.unavailable:{}:{day}", metric.key)),
            Self::Note(day) => Some(format!("kpi.note:{day}")),
            Self::Outcome(id, _) => Some(format!("kpi.goal:{id}")),
            Self::Import => None,
        }
    }

    fn prompt(self, lang: &Lang) -> String {
        let named = |key: &str, metric: &Metric, day: NaiveDate| {
            lang.fill(key, &[("metric", &lang.text(metric.label)), ("day", &lang.short_day(day))])
        };
        match self {
            Self::Acknowledge(metric, day) => named("kpi.ask_ack", metric, day),
            Self::Unavailable(metric, day) => named("kpi.ask_unavailable", metric, day),
            Self::Note(day) => lang.fill("kpi.ask_note", &[("day", &lang.short_day(day))]),
            Self::Outcome(_, outcome) => lang.fill("goals.ask_outcome", &[("outcome", &lang.text(outcome.label()))]),
            Self::Import => lang.text("kpi.ask_import").to_owned(),
        }
    }
}

impl KpiPane {
    /// Does what a command asks.
    pub(super) fn act(&mut self, action: Action, cx: &mut Cx) -> Result<()> {
        if self.goals.is_some() {
            return self.act_on_goals(action, cx);
        }
        let (metric, day) = (self.current().map(|r| r.metric), self.day());
        match action {
            Action::Acknowledge => metric.map_or(Ok(()), |m| self.ask(About::Acknowledge(m, day), "", cx)),
            Action::Unavailable => {
                self.mode = Mode::Reasons(reasons(cx.lang));
                Ok(())
            }
            Action::Annotate => self.ask(About::Note(day), "", cx),
            Action::Import => self.ask_file(cx),
            Action::Enter => self.open_grid(cx),
            Action::Open => {
                self.chart = if self.chart.is_some() { None } else { Some(self.last()) };
                self.read(cx)
            }
            Action::Definition => self.toggle(Detail::Definition),
            Action::Communities => self.toggle(Detail::Communities),
            Action::Scope => {
                self.ask_scope(cx.lang);
                Ok(())
            }
            Action::Compare => {
                self.ask_against(cx.lang);
                Ok(())
            }
            Action::Below => {
                self.turn_below();
                self.read(cx)
            }
            Action::Span => {
                let next = SPANS.iter().position(|s| *s == self.span).map_or(0, |at| (at + 1) % SPANS.len());
                self.span = SPANS[next];
                self.read(cx)
            }
            Action::Copy => {
                cx.copy(self.paragraph(cx.lang));
                Ok(())
            }
            Action::Filters => {
                self.mode = Mode::Saved(filters(cx.lang));
                Ok(())
            }
            Action::Day(by) => self.step(i64::from(by), cx),
            Action::Window(by) => self.step(i64::from(by) * self.span as i64, cx),
            Action::Goals => self.open_goals(cx),
            Action::Later | Action::Raise => Ok(()),
        }
    }

    fn toggle(&mut self, detail: Detail) -> Result<()> {
        self.detail = if self.detail == detail { Detail::Why } else { detail };
        Ok(())
    }

    /// Asks for a file of figures; the newest one is there already.
    pub(super) fn ask_file(&mut self, cx: &Cx) -> Result<()> {
        let newest = sheet::newest(&self.folder);
        let path = newest.map_or_else(String::new, |p| p.display().to_string());
        self.ask(About::Import, path.trim_start_matches("./"), cx)
    }

    /// Opens a line for words, with what was typed there before.
    pub(super) fn ask(&mut self, about: About, value: &str, cx: &Cx) -> Result<()> {
        let kept = match about.place() {
            Some(place) => draft::at(cx.db, &place)?.map(|d| d.text),
            None => None,
        };
        let input = Input::new(about.prompt(cx.lang), kept.as_deref().unwrap_or(value));
        self.mode = Mode::Line(Line { input, about });
        Ok(())
    }

    /// A key for the open line. The words stay until they are stored, so that no failure loses them.
    pub(super) fn line_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Line(line) = &mut self.mode else { return Ok(()) };
        let about = line.about;
        match line.input.key(key) {
            InputEvent::Changed => {
                if let Some(place) = about.place() {
                    cx.effects.push(Effect::Draft(place, line.input.value()));
                }
            }
            InputEvent::Cancel => {
                self.asking.clear();
                self.mode = Mode::List;
                self.ask_next(cx)?;
            }
            InputEvent::Done(text) => {
                self.done(about, text.trim(), cx)?;
                if let Some(place) = about.place() {
                    cx.effects.push(Effect::Draft(place, String::new()));
                }
            }
            InputEvent::Moved | InputEvent::Ignored => {}
        }
        Ok(())
    }

    fn done(&mut self, about: About, text: &str, cx: &mut Cx) -> Result<()> {
        let today = cx.today();
        let says = match about {
            About::Acknowledge(metric, day) => {
                store::acknowledge(cx.db, metric, day, text)?;
                metric_says("kpi.did_ack", metric).with("reason", Clean::line(text))
            }
            About::Unavailable(metric, day) => {
                if text.is_empty() {
                    return Err(Error::user("kpi.reason_needed"));
                }
                store::unavailable(cx.db, today, metric, self.entered_for(), day, text)?;
                metric_says("kpi.did_unavailable", metric).with("day", day)
            }
            About::Note(day) => {
                store::annotate(cx.db, day, None, text)?;
                Says::new("kpi.did_annotate").with("day", day).with("text", Clean::line(text))
            }
            About::Outcome(id, outcome) => return self.closed(id, outcome, text, cx),
            About::Import => return self.import(text, cx),
        };
        self.mode = Mode::List;
        self.wrote(&says, cx)?;
        self.ask_next(cx)
    }

    /// Says what was done and reads again.
    pub(super) fn wrote(&mut self, says: &Says, cx: &mut Cx) -> Result<()> {
        cx.did(says);
        cx.effects.push(Effect::Stale);
        self.read(cx)
    }

    /// Stores the reason that was picked for the row under the cursor.
    pub(super) fn unavailable(&mut self, reason: Reason, cx: &mut Cx) -> Result<()> {
        let (Some(metric), day) = (self.current().map(|r| r.metric), self.day()) else { return Ok(()) };
        let reason = match reason {
            Reason::Platform => "platform",
            Reason::Outage => "outage",
            Reason::Other => return self.ask(About::Unavailable(metric, day), "", cx),
        };
        self.mode = Mode::List;
        store::unavailable(cx.db, cx.today(), metric, self.entered_for(), day, reason)?;
        self.list.step();
        self.wrote(&metric_says("kpi.did_unavailable", metric).with("day", day), cx)
    }

    /// Takes the figures of the file at `path`, then asks why what came in is out of bounds.
    fn import(&mut self, path: &str, cx: &mut Cx) -> Result<()> {
        let path = Path::new(path);
        let sheet = sheet::open(path, cx.today())?;
        let done = store::import(cx.db, cx.today(), &sheet)?;
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            self.folder = folder.to_owned();
        }
        self.mode = Mode::List;
        let says = Says::new("kpi.imported").with("name", Clean::line(&sheet.name)).with("read", done.read);
        self.wrote(&says.with("new", done.new).with("changed", done.changed).with("same", done.same), cx)?;
        let last = self.last();
        let fresh = |place: &usize| sheet.cells.iter().any(|c| c.metric == *place && c.day == last);
        let open = |place: &usize| self.board.rows.get(*place).is_some_and(|r| r.state == State::Out);
        self.asking = (0..METRICS.len()).rev().filter(fresh).filter(open).collect();
        self.ask_next(cx)
    }

    /// Asks why the next metric that an import brought out of bounds is there; after the last one back to the grid
    /// it was begun in, if that still has open cells.
    pub(super) fn ask_next(&mut self, cx: &mut Cx) -> Result<()> {
        if let Some(place) = self.asking.pop() {
            self.list.select(place);
            if let Some(metric) = self.current().map(|r| r.metric) {
                return self.ask(About::Acknowledge(metric, self.last()), "", cx);
            }
        }
        if std::mem::take(&mut self.from_grid) && self.tally().unfilled > 0 {
            return self.open_grid(cx);
        }
        Ok(())
    }

    /// Opens the entry grid for the day that verbs are about.
    fn open_grid(&mut self, cx: &mut Cx) -> Result<()> {
        let (day, before) = (self.day(), self.last);
        let start = if self.chart.is_some() { self.list.cursor().filter(|p| *p < 12) } else { None };
        if day != self.last() {
            self.last = Some(day);
            self.read(cx)?;
        }
        self.mode = Mode::Grid(Box::new(Grid::open(day, before, start, &self.board)));
        Ok(())
    }
}

/// A sentence about a metric.
pub(super) fn metric_says(key: &str, metric: &Metric) -> Says {
    Says::new(key).with("metric", format!("@{}", metric.label))
}

fn reasons(lang: &Lang) -> Menu<Reason> {
    let item = |key: char, label: &str, reason| MenuItem::new(key, lang.text(label), reason);
    let items = vec![
        item('1', "kpi.reason_platform", Reason::Platform),
        item('2', "kpi.reason_outage", Reason::Outage),
        item('9', "kpi.reason_other", Reason::Other),
    ];
    let mut menu = Menu::new(lang.text("kpi.reasons_title"), items);
    menu.hints = lang.text("kpi.reasons_hints").to_owned();
    menu
}

fn filters(lang: &Lang) -> Menu<Saved> {
    let item = |key: char, label: &str, saved| MenuItem::new(key, lang.text(label), saved);
    let items = vec![
        item('1', "kpi.filter_attention", Saved::Attention),
        item('2', "kpi.filter_mine", Saved::Mine),
        item('3', "kpi.filter_stale", Saved::Stale),
        item('0', "kpi.filter_all", Saved::All),
    ];
    let mut menu = Menu::new(lang.text("kpi.filters_title"), items);
    menu.hints = lang.text("kpi.filters_hints").to_owned();
    menu
}
