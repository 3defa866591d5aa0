//! The calendar pane: where the cursor is, what is open, and what each command does. Decisions stand in `decide`,
//! the forms in `entry`, moving about in `go`, drawing in `view`.

mod action;
pub mod advice;
pub(super) mod columns;
mod decide;
mod entry;
mod extras;
mod go;
mod mode;
mod places;
mod step;
mod topic;

use super::board::{Board, PAGE, Period, View};
use super::post::State;
use super::row::{Row, Urgency};
use super::view;
use crate::base::{Lang, Result, Says};
use crate::db::Db;
use crate::tui::pane::{Badge, Effect, Pane, Shape, Urgent};
use crate::tui::{Chord, Command, FormEvent, Input, InputEvent, List, Look, MenuEvent, Nav};

pub use action::{Action, Saved, Step};
use chrono::NaiveDate;
use go::gone;
pub(super) use mode::{Ask, Mode};
use ratatui::Frame;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;
use std::cell::Cell;

/// What an update may use.
pub type Cx<'a> = crate::tui::pane::Cx<'a, Db>;

/// The content calendar.
#[derive(Debug)]
pub struct CalendarPane {
    pub(super) board: Option<Board>,
    /// Rows shown, by place in the board's; the list has their ids in the same order.
    pub(super) shown: Vec<usize>,
    pub(super) list: List<i64>,
    /// The day under the cursor in week and month.
    pub(super) day: NaiveDate,
    /// The community under the cursor in the week, by place.
    pub(super) lane: usize,
    pub(super) filter: String,
    pub(super) saved: Option<Saved>,
    /// Whether the entry's text has the room of the notes.
    pub(super) text: bool,
    pub(super) mode: Mode,
    /// The height of the list when it was last drawn.
    pub(super) page: Cell<usize>,
    period: Option<Period>,
    limit: usize,
    /// The view and day that a single day was opened from.
    opened_from: Option<(View, NaiveDate)>,
    last: Option<(Action, String)>,
    held: Option<i64>,
    me: String,
    around: Option<advice::Around>,
}

impl Default for CalendarPane {
    fn default() -> Self {
        Self::new()
    }
}

impl CalendarPane {
    /// A pane that has read nothing yet.
    #[must_use]
    pub fn new() -> CalendarPane {
        CalendarPane {
            board: None,
            shown: Vec::new(),
            list: List::new(),
            day: NaiveDate::default(),
            lane: 0,
            filter: String::new(),
            saved: None,
            text: false,
            mode: Mode::List,
            page: Cell::new(10),
            period: None,
            limit: PAGE,
            opened_from: None,
            last: None,
            held: None,
            me: String::new(),
            around: None,
        }
    }

    /// How the days are shown.
    #[must_use]
    pub(super) fn view(&self) -> View {
        self.board.as_ref().map_or(View::Agenda, |b| b.period.view)
    }

    /// Reads everything anew. With `keep`, a row under the cursor that somebody else took away stays until the
    /// cursor leaves it, so that no key is ever about another row than the one that was seen.
    fn reload(&mut self, cx: &mut Cx, keep: bool) -> Result<()> {
        let first = self.period.is_none();
        let today = cx.today();
        let mut period = *self.period.get_or_insert(Period { view: View::Agenda, start: today });
        let yesterday = self.board.as_ref().map(|b| b.today).filter(|day| *day != today);
        if period.view != View::Month && yesterday == Some(period.start) {
            // Midnight has passed: what began with today still does.
            period.start = today;
            self.period = Some(period);
        }
        if first {
            self.day = today;
        }
        cx.me.clone_into(&mut self.me);
        let mut board = Board::read(cx.db, period, self.limit, (cx.now, cx.zone), cx.lang, self.board.as_ref())?;
        let cursor = self.list.cursor().filter(|_| keep && period.view.has_rows());
        let place = self.list.index();
        let ghost = cursor.filter(|id| !board.rows().iter().any(|r| r.post.id == *id)).and_then(|id| gone(cx, id));
        let ghost = ghost.map(|row| (place, board.keep(row)));
        self.board = Some(board);
        self.relist(ghost);
        self.lane = self.lane.min(self.board.as_ref().map_or(0, |b| b.lanes.len().saturating_sub(1)));
        if first {
            self.go_urgent();
        }
        Ok(())
    }

    /// Which rows are shown, after reading or filtering. `ghost` is a place in the list and one in the board.
    fn relist(&mut self, ghost: Option<(usize, usize)>) {
        let Some(board) = &self.board else { return };
        let shows = |(at, row): (usize, &Row)| (!row.gone && self.passes(board, row)).then_some(at);
        let mut shown: Vec<usize> = board.rows().iter().enumerate().filter_map(shows).collect();
        if board.period.view == View::Day {
            // Hot topics have a lane of their own, above what was promised.
            shown.sort_by_key(|at| board.rows()[*at].hot.is_none());
        }
        if let Some((place, at)) = ghost {
            shown.insert(place.min(shown.len()), at);
        }
        self.list.set_rows(shown.iter().map(|at| board.rows()[*at].post.id).collect());
        self.shown = shown;
    }

    /// Another text to filter by; the cursor goes to the first row if its own is filtered out.
    fn refilter(&mut self, text: String) {
        let before = self.list.cursor();
        self.filter = text;
        self.relist(None);
        if self.list.cursor() != before {
            self.list.top();
        }
    }

    fn passes(&self, board: &Board, row: &Row) -> bool {
        let usual = match self.saved {
            None => true,
            Some(Saved::Unposted) => row.left.is_some() && row.post.day <= board.today,
            Some(Saved::Mine) => row.post.owner == self.me,
            Some(Saved::Gaps) => row.urgency == Urgency::Gap,
            Some(Saved::Hot) => row.hot.is_some(),
            Some(Saved::Review) => row.post.state == State::Review,
        };
        usual && row.matches(&self.filter)
    }

    /// The row at a place of the list.
    pub(super) fn shown_row(&self, at: usize) -> Option<&Row> {
        self.board.as_ref()?.rows().get(*self.shown.get(at)?)
    }

    /// The entry the next key is about, marks aside.
    pub(super) fn current(&self) -> Option<&Row> {
        let board = self.board.as_ref()?;
        match board.period.view {
            View::Agenda | View::Day | View::List => self.shown_row(self.list.index()),
            View::Week => Board::chief(&board.line_on(self.lane, self.day)),
            View::Month => Board::chief(&board.on(self.day).collect::<Vec<_>>()),
        }
    }

    /// The entries the next decision is about: the marked ones, else the one under the cursor.
    fn targets(&self) -> Vec<&Row> {
        if !self.view().has_rows() {
            return self.current().into_iter().collect();
        }
        let ids = self.list.targets();
        (0..self.shown.len()).filter_map(|at| self.shown_row(at)).filter(|r| ids.contains(&r.post.id)).collect()
    }

    /// After an own write: reads again, says what was done, and tells the others.
    fn wrote(&mut self, cx: &mut Cx, says: &Says) -> Result<()> {
        let what = cx.lang.say(says);
        self.reload(cx, false)?;
        cx.did(&Says::new("calendar.done").with("what", what));
        cx.effects.push(Effect::Stale);
        Ok(())
    }
}

impl Pane<Db> for CalendarPane {
    type Action = Action;

    const ID: &'static str = "calendar";
    const TITLE: &'static str = "calendar.title";
    const COMMANDS: &'static [Command<Action>] = action::COMMANDS;

    fn refresh(&mut self, cx: &mut Cx) -> Result<()> {
        self.reload(cx, true)
    }

    fn why_not(&self, action: Action, lang: &Lang) -> Option<String> {
        self.refusal(action, lang)
    }

    fn label(&self, action: Action) -> Option<&'static str> {
        let approves = action == Action::Publish && self.current().is_some_and(places::waits);
        self.step_label(action).or_else(|| approves.then_some("posts.cmd_approve"))
    }

    fn update(&mut self, action: Action, cx: &mut Cx) -> Result<()> {
        match action {
            Action::View => self.next_view(cx),
            Action::Before => self.other_period(-1, cx),
            Action::After => self.other_period(1, cx),
            Action::MonthBack => self.other_month(-1, cx),
            Action::MonthOn => self.other_month(1, cx),
            Action::Columns => self.open_columns(cx),
            Action::Hot => self.open_topic(None, cx),
            Action::Edit if self.current().is_some_and(topic::is_open) => self.open_topic(self.current().cloned(), cx),
            Action::DayBack => self.other_day(-1, cx),
            Action::DayOn => self.other_day(1, cx),
            Action::Open => self.open(cx),
            Action::Preview => {
                self.text = !self.text;
                Ok(())
            }
            Action::Only(saved) => {
                self.saved = Some(saved);
                self.relist(None);
                self.list.top();
                Ok(())
            }
            Action::New
            | Action::Edit
            | Action::Details
            | Action::Texts
            | Action::TwinBy(_)
            | Action::House
            | Action::Kinds => self.open_form(action, cx),
            _ => self.decide(action, cx),
        }
    }

    fn nav(&mut self, nav: Nav, cx: &mut Cx) -> Result<()> {
        self.go(nav, cx)
    }

    fn captures(&self) -> bool {
        !matches!(self.mode, Mode::List)
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx) -> Result<()> {
        match std::mem::replace(&mut self.mode, Mode::List) {
            Mode::List => Ok(()),
            Mode::Menu(menu) => match Chord::from_event(&key).map_or(MenuEvent::Ignored, |c| menu.key(c)) {
                MenuEvent::Chosen(action) => match self.refusal(action, cx.lang) {
                    Some(reason) => {
                        cx.refuse(reason);
                        Ok(())
                    }
                    None => self.update(action, cx),
                },
                MenuEvent::Cancel => Ok(()),
                // What only says something goes away with any key.
                MenuEvent::Ignored if menu.items.is_empty() => Ok(()),
                MenuEvent::Ignored => {
                    self.mode = Mode::Menu(menu);
                    Ok(())
                }
            },
            Mode::Ask(ask, mut input) => match input.key(&key) {
                InputEvent::Done(text) => self.answered(ask, input, &text, cx),
                InputEvent::Cancel => {
                    if ask == Ask::Filter {
                        self.refilter(String::new());
                    }
                    Ok(())
                }
                event => {
                    if ask == Ask::Filter && event == InputEvent::Changed {
                        self.refilter(input.value());
                    }
                    self.mode = Mode::Ask(ask, input);
                    Ok(())
                }
            },
            Mode::Columns(desk) => self.desk_key(desk, &key, cx),
            Mode::Topic(topic) => self.topic_key(topic, &key, cx),
            Mode::Form(mut form, about) => {
                let event = form.key(&key);
                self.mode = Mode::Form(form, about);
                self.form_event(event, cx)
            }
        }
    }

    fn paste(&mut self, text: &str) {
        match &mut self.mode {
            Mode::Ask(ask, input) => {
                let (changed, filters) = (input.paste(text) == InputEvent::Changed, *ask == Ask::Filter);
                let typed = input.value();
                if changed && filters {
                    self.refilter(typed);
                }
            }
            Mode::Form(form, _) => {
                // What was pasted is saved as a draft with the next key; a paste alone has no store at hand.
                let _: FormEvent = form.paste(text);
            }
            Mode::Columns(desk) => desk.paste(text),
            Mode::Topic(topic) => drop(topic.form.paste(text)),
            Mode::List | Mode::Menu(_) => {}
        }
    }

    fn filter(&mut self) {
        if self.view().has_rows() {
            self.mode = Mode::Ask(Ask::Filter, Box::new(Input::new("/ ", &self.filter)));
        }
    }

    fn back(&mut self, cx: &mut Cx) -> Result<bool> {
        let filtered = !self.filter.is_empty() || self.saved.is_some();
        if filtered {
            self.filter.clear();
            self.saved = None;
            self.relist(None);
        }
        Ok(filtered || self.list.unmark() || self.leave_day(cx)?)
    }

    fn heading(&self, look: &Look, shape: Shape) -> (String, String) {
        self.board.as_ref().map_or_else(Default::default, |board| view::heading(self, board, look.lang, shape))
    }

    fn badge(&self, look: &Look) -> Badge {
        let (today, late, _) = self.board.as_ref().map(Board::today_counts).unwrap_or_default();
        let late_text = if late > 0 { look.lang.fill("calendar.badge_late", &[("n", &late)]) } else { String::new() };
        Badge { text: format!("{today}{late_text}"), short: today.to_string(), alarm: late > 0 }
    }

    fn urgent(&self, _: &Look) -> Option<Urgent> {
        let row = self.board.as_ref()?.most_urgent()?;
        Some(Urgent { name: row.title.clone(), time: row.age.clone(), left: row.left?, ..Urgent::default() })
    }

    fn go_urgent(&mut self) {
        self.show_urgent();
    }

    fn hints(&self, look: &Look) -> String {
        let key = match &self.mode {
            Mode::List => return String::new(),
            Mode::Menu(menu) => return menu.hints.clone(),
            Mode::Ask(Ask::Filter, _) => "calendar.hints_filter",
            Mode::Ask(..) => "calendar.hints_ask",
            Mode::Columns(desk) if desk.form.is_none() => "columns.hints_desk",
            Mode::Form(..) | Mode::Columns(_) | Mode::Topic(_) => "calendar.hints_form",
        };
        look.text(key).to_owned()
    }

    fn beside(&self, look: &Look) -> Option<(String, String)> {
        view::beside(self, look.lang)
    }

    fn whisper(&self, look: &Look) -> String {
        self.board.as_ref().map_or_else(String::new, |board| view::whisper(self, board, look.lang))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, look: &Look, shape: Shape) {
        view::draw(self, frame, area, look, shape);
    }
}

#[cfg(test)]
pub(crate) mod tests;
