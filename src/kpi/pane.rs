//! The pane: the board of metrics, the chart of one, and the grid in which a day's figures are entered.

mod act;
mod column;
mod commands;
mod compare;
mod goals;
mod grid;
mod mode;
mod window;

pub use commands::Action;
pub(super) use compare::{Against, Below, Beside};
pub(super) use goals::Goals;
pub(super) use grid::Grid;
pub(super) use mode::{About, Detail, Line, Mode, Reason, Saved};

use super::board::State;
use super::metric::twelve;
use super::scope::Scope;
use super::store::Board;
use crate::base::{Lang, Result, Zone};
use crate::db::Db;
use crate::tui::pane::{Badge, Cx as AnyCx, Pane, Shape, Urgent};
use crate::tui::{Chord, Command, Input, InputEvent, List, Look, MenuEvent, Nav};
use chrono::NaiveDate;
use commands::COMMANDS;
use ratatui::Frame;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;

pub(super) type Cx<'a> = AnyCx<'a, Db>;

/// The windows `m` steps through, in days.
const SPANS: [usize; 3] = [14, 30, 90];

/// The pane.
#[derive(Debug)]
pub struct KpiPane {
    pub(super) board: Board,
    pub(super) list: List<usize>,
    /// The last day shown; `None` follows today.
    last: Option<NaiveDate>,
    pub(super) today: NaiveDate,
    pub(super) zone: Zone,
    pub(super) span: usize,
    /// Of what the figures are: all communities, or one.
    pub(super) scope: Scope,
    /// What the chart is held against.
    pub(super) against: Option<Against>,
    /// What stands below the chart.
    pub(super) below: Below,
    /// What was read for the chart beside its own values.
    pub(super) beside: Beside,
    /// The goals, while they are shown in the place of the board.
    pub(super) goals: Option<Box<Goals>>,
    pub(super) detail: Detail,
    /// The chart's day, when a chart is open.
    pub(super) chart: Option<NaiveDate>,
    /// What was said the last time the charted metric was out of bounds.
    pub(super) last_ack: Option<super::board::Remark>,
    saved: Saved,
    filter: String,
    pub(super) mode: Mode,
    /// Acknowledgements still to be asked for after an import.
    asking: Vec<usize>,
    /// The import was asked for in the entry grid.
    from_grid: bool,
    /// The folder of the last import.
    folder: std::path::PathBuf,
    placed: bool,
}

impl Default for KpiPane {
    fn default() -> Self {
        Self::new()
    }
}

impl KpiPane {
    /// An empty pane; `refresh` fills it.
    #[must_use]
    pub fn new() -> Self {
        Self {
            board: Board::default(),
            list: List::new(),
            last: None,
            today: NaiveDate::default(),
            zone: Zone::default(),
            span: SPANS[0],
            scope: Scope::All,
            against: None,
            below: Below::Events,
            beside: Beside::default(),
            goals: None,
            detail: Detail::Why,
            chart: None,
            last_ack: None,
            saved: Saved::All,
            filter: String::new(),
            mode: Mode::List,
            asking: Vec::new(),
            from_grid: false,
            folder: std::path::PathBuf::from("."),
            placed: false,
        }
    }

    fn filter_key(&mut self, key: &KeyEvent, cx: &mut Cx) {
        let Mode::Filter(input) = &mut self.mode else { return };
        match input.key(key) {
            InputEvent::Changed => self.filter = input.value(),
            InputEvent::Done(_) => self.mode = Mode::List,
            InputEvent::Cancel => {
                self.filter.clear();
                self.mode = Mode::List;
            }
            InputEvent::Moved | InputEvent::Ignored => {}
        }
        self.sift(cx.lang);
    }
}

impl KpiPane {
    /// A key while a menu is open: what was chosen happens, and the menu goes.
    fn menu_key(&mut self, chord: Chord, cx: &mut Cx) -> Result<()> {
        fn chosen<A: Copy>(event: MenuEvent<A>) -> Option<Option<A>> {
            match event {
                MenuEvent::Chosen(action) => Some(Some(action)),
                MenuEvent::Cancel => Some(None),
                MenuEvent::Ignored => None,
            }
        }
        match &self.mode {
            Mode::Reasons(menu) => match chosen(menu.key(chord)) {
                Some(Some(reason)) => return self.unavailable(reason, cx),
                Some(None) => self.mode = Mode::List,
                None => {}
            },
            Mode::Saved(menu) => {
                if let Some(picked) = chosen(menu.key(chord)) {
                    (self.saved, self.mode) = (picked.unwrap_or(self.saved), Mode::List);
                    self.sift(cx.lang);
                }
            }
            Mode::Scope(menu) => match menu.key(chord) {
                MenuEvent::Chosen(scope) => {
                    (self.scope, self.mode) = (scope, Mode::List);
                    return self.read(cx);
                }
                MenuEvent::Cancel => self.mode = Mode::List,
                MenuEvent::Ignored => {}
            },
            Mode::Against(menu) => {
                if let Some(picked) = chosen(menu.key(chord)) {
                    (self.against, self.mode) = (picked.unwrap_or(self.against), Mode::List);
                    return self.read(cx);
                }
            }
            Mode::Outcome(menu) => match chosen(menu.key(chord)) {
                Some(Some(outcome)) => return self.close_goal(outcome, cx),
                Some(None) => self.mode = Mode::List,
                None => {}
            },
            _ => {}
        }
        Ok(())
    }
}

impl Pane<Db> for KpiPane {
    type Action = Action;

    const ID: &'static str = "kpi";
    const TITLE: &'static str = "kpi.title";
    const COMMANDS: &'static [Command<Action>] = COMMANDS;

    fn refresh(&mut self, cx: &mut Cx) -> Result<()> {
        self.read(cx)
    }

    fn why_not(&self, action: Action, lang: &Lang) -> Option<String> {
        let say = |key: &str| Some(lang.text(key).to_owned());
        if self.goals.is_some() {
            return self.why_not_goals(action, lang);
        }
        match action {
            Action::Later => say("kpi.why_later"),
            Action::Raise => say("kpi.why_raise"),
            Action::Acknowledge if self.scope != Scope::All => say("goals.why_scope"),
            Action::Compare | Action::Below if self.chart.is_none() => say("goals.why_chart"),
            Action::Acknowledge if !self.out_of_bounds() => say("kpi.why_acknowledge"),
            Action::Day(1) if self.day() >= self.today => say("kpi.why_future"),
            Action::Window(1) if self.last() >= self.today => say("kpi.why_future"),
            Action::Unavailable | Action::Open | Action::Definition | Action::Communities
                if self.current().is_none() =>
            {
                say("kpi.why_no_row")
            }
            Action::Communities | Action::Scope if self.board.communities.is_empty() => say("kpi.why_no_community"),
            _ => None,
        }
    }

    fn update(&mut self, action: Action, cx: &mut Cx) -> Result<()> {
        self.act(action, cx)
    }

    fn label(&self, action: Action) -> Option<&'static str> {
        self.goals.as_ref().and_then(|_| goals::label(action))
    }

    fn nav(&mut self, nav: Nav, cx: &mut Cx) -> Result<()> {
        if let Some(goals) = &mut self.goals {
            goals.list.nav(nav, goals.rows.len());
            return Ok(());
        }
        self.list.nav(nav, twelve().len());
        if self.chart.is_some() {
            self.read(cx)?;
        }
        Ok(())
    }

    fn captures(&self) -> bool {
        !matches!(self.mode, Mode::List)
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx) -> Result<()> {
        match &self.mode {
            Mode::List => Ok(()),
            Mode::Filter(_) => {
                self.filter_key(&key, cx);
                Ok(())
            }
            Mode::Aim(_) => self.aim_key(&key, cx),
            Mode::Line(_) => self.line_key(&key, cx),
            Mode::Grid(_) => self.grid_key(&key, cx),
            _ => Chord::from_event(&key).map_or(Ok(()), |chord| self.menu_key(chord, cx)),
        }
    }

    fn paste(&mut self, text: &str) {
        match &mut self.mode {
            Mode::Filter(input) => {
                input.paste(text);
                self.filter = input.value();
            }
            Mode::Line(line) => {
                line.input.paste(text);
            }
            Mode::Grid(grid) => grid.paste(text),
            Mode::Aim(form) => drop(form.form.paste(text)),
            _ => {}
        }
    }

    fn filter(&mut self) {
        (self.chart, self.goals) = (None, None);
        self.mode = Mode::Filter(Input::new("/ ", &self.filter));
    }

    fn back(&mut self, cx: &mut Cx) -> Result<bool> {
        let did = if self.goals.take().is_some() {
            true
        } else if !self.filter.is_empty() || self.saved != Saved::All {
            self.filter.clear();
            self.saved = Saved::All;
            true
        } else if self.list.unmark() || self.chart.take().is_some() {
            true
        } else if self.detail != Detail::Why {
            self.detail = Detail::Why;
            true
        } else if self.scope != Scope::All {
            self.scope = Scope::All;
            true
        } else {
            self.last.take().is_some()
        };
        if did {
            self.read(cx)?;
        }
        Ok(did)
    }

    fn heading(&self, look: &Look, shape: Shape) -> (String, String) {
        super::view::heading(self, look, shape)
    }

    fn badge(&self, look: &Look) -> Badge {
        let tally = self.tally();
        let short = if tally.open > 0 { tally.open.to_string() } else { String::new() };
        Badge { text: super::view::tally_words(look.lang, &tally, false), short, alarm: tally.open > 0 }
    }

    fn urgent(&self, _look: &Look) -> Option<Urgent> {
        // A metric has no deadline: it never is the row with the least time left.
        None
    }

    fn go_urgent(&mut self) {
        let rank = |place: &usize| {
            let row = self.board.rows.get(*place);
            (row.map(|r| (r.metric.bench, r.state)), *place)
        };
        if let Some(place) = self.list.rows().iter().copied().min_by_key(rank) {
            self.list.select(place);
        }
    }

    fn hints(&self, look: &Look) -> String {
        let key = match &self.mode {
            Mode::Grid(grid) if grid.reason.is_some() => "kpi.hints_reason",
            Mode::Grid(_) => "kpi.hints_grid",
            Mode::Line(Line { about: About::Import, .. }) => "kpi.hints_import",
            Mode::Line(_) | Mode::Filter(_) => "kpi.hints_line",
            Mode::Aim(_) => "goals.hints_form",
            _ => return String::new(),
        };
        look.text(key).to_owned()
    }

    fn whisper(&self, look: &Look) -> String {
        if self.goals.is_some() {
            return String::new();
        }
        match (self.chart, self.current()) {
            (Some(day), Some(_)) => look.lang.fill("kpi.whisper_chart", &[("day", &look.lang.day(day, self.today))]),
            (None, Some(row)) if matches!(row.state, State::Out | State::Unusual) => {
                let key = if row.state == State::Out { "kpi.whisper_out" } else { "goals.whisper_unusual" };
                look.lang.fill(key, &[("metric", &look.text(row.metric.label))])
            }
            _ => String::new(),
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, look: &Look, shape: Shape) {
        super::view::draw(self, frame, area, look, shape);
    }
}

#[cfg(test)]
mod tests;
