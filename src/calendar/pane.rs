//! The calendar pane: where the cursor is, what is open, and what each command does. Decisions stand in `decide`,
//! the forms in `entry`, moving about in `go`, drawing in `view`.

mod decide;
mod entry;
mod go;

use super::board::{Board, PAGE, Period, View};
use super::post::{Reason, State};
use super::row::{Row, Urgency};
use super::{store, view};
use crate::base::{Lang, Result, Says};
use crate::db::Db;
use crate::tui::pane::{Badge, Effect, Pane, Shape, Urgent};
use crate::tui::{Chord, Command, Form, FormEvent, Input, InputEvent, List, Look, Menu, MenuEvent, Nav};
use chrono::NaiveDate;
use entry::About;
use ratatui::Frame;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;
use std::cell::Cell;

/// What an update may use.
pub type Cx<'a> = crate::tui::pane::Cx<'a, Db>;

/// What can be wanted here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Went out: time and person are noted.
    Publish,
    /// Opens the reasons.
    Cancel,
    /// Cancels for this reason.
    CancelFor(Reason),
    /// Opens the days.
    Move,
    /// Moves by this step; the time of day stays.
    MoveBy(Step),
    /// Asks for a day.
    PickDay,
    /// Sends for approval.
    Send,
    /// Shows series, budget and last results.
    Why,
    /// Asks who sees to it.
    Owner,
    /// A new entry; on a gap, what fills it.
    New,
    /// Other words; of what is out, the results.
    Edit,
    /// The caption to the clipboard.
    Copy,
    /// The caption to the clipboard, and it went out.
    CopyPublish,
    /// The next of list, week and month.
    View,
    /// More or less of the entry's text.
    Preview,
    /// Opens the usual filters.
    Filters,
    /// Shows only these.
    Only(Saved),
    /// The days before.
    Before,
    /// The days after.
    After,
    /// One day back.
    DayBack,
    /// One day on.
    DayOn,
    /// Opens the entry, or the day.
    Open,
    /// The last decision again.
    Repeat,
    /// Takes the entry over, or lets go of it.
    Claim,
}

/// How far to move an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To the day after today.
    Tomorrow,
    /// To the same weekday of the week after.
    NextWeek,
}

/// The usual filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// Due by tonight and not out.
    Unposted,
    /// Mine.
    Mine,
    /// Promised slots with nothing in them.
    Gaps,
}

const fn row(
    id: &'static str,
    keys: &'static [&'static str],
    label: &'static str,
    footer: u8,
    action: Action,
) -> Command<Action> {
    Command { id, keys, label, footer, action }
}

/// What a line of input is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    /// Text or pinyin initials.
    Filter,
    /// The day to move to.
    Day,
    /// The owner.
    Owner,
    /// Why it is cancelled, in words.
    Reason,
}

/// What is open over the list.
#[derive(Debug)]
pub(super) enum Mode {
    /// Nothing.
    List,
    /// A docked menu; without items it only says something.
    Menu(Menu<Action>),
    /// A line of input.
    Ask(Ask, Input),
    /// A form.
    Form(Box<Form>, About),
}

/// The content calendar.
#[derive(Debug)]
pub struct CalendarPane {
    pub(super) board: Option<Board>,
    /// Rows shown, by place in `board.rows`; the list has their ids in the same order.
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
    last: Option<(Action, String)>,
    held: Option<i64>,
    me: String,
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
            last: None,
            held: None,
            me: String::new(),
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
        let period = *self.period.get_or_insert(Period { view: View::Agenda, start: today });
        if first {
            self.day = today;
        }
        cx.me.clone_into(&mut self.me);
        let mut board = Board::read(cx.db, period, self.limit, cx.now, cx.zone, cx.lang)?;
        let cursor = self.list.cursor().filter(|_| keep && period.view == View::Agenda);
        let place = self.list.index();
        let ghost = cursor.filter(|id| !board.rows.iter().any(|r| r.post.id == *id)).and_then(|id| gone(cx, id));
        let ghost = ghost.map(|row| {
            board.rows.push(row);
            (place, board.rows.len() - 1)
        });
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
        let mut shown: Vec<usize> = board.rows.iter().enumerate().filter_map(shows).collect();
        if let Some((place, at)) = ghost {
            shown.insert(place.min(shown.len()), at);
        }
        self.list.set_rows(shown.iter().map(|at| board.rows[*at].post.id).collect());
        self.shown = shown;
    }

    fn passes(&self, board: &Board, row: &Row) -> bool {
        let usual = match self.saved {
            None => true,
            Some(Saved::Unposted) => row.left.is_some() && row.post.day <= board.today,
            Some(Saved::Mine) => row.post.owner == self.me,
            Some(Saved::Gaps) => row.urgency == Urgency::Gap,
        };
        usual && row.matches(&self.filter)
    }

    /// The row at a place of the list.
    pub(super) fn shown_row(&self, at: usize) -> Option<&Row> {
        self.board.as_ref()?.rows.get(*self.shown.get(at)?)
    }

    /// The entry the next key is about, marks aside.
    pub(super) fn current(&self) -> Option<&Row> {
        let board = self.board.as_ref()?;
        match board.period.view {
            View::Agenda => self.shown_row(self.list.index()),
            View::Week => Board::chief(&board.cell(board.lanes.get(self.lane)?.id, self.day)),
            View::Month => Board::chief(&board.on(self.day).collect::<Vec<_>>()),
        }
    }

    /// The entries the next decision is about: the marked ones, else the one under the cursor.
    fn targets(&self) -> Vec<&Row> {
        if self.view() != View::Agenda {
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

/// What became of an entry that left the list, as a row to be shown once more.
fn gone(cx: &Cx, id: i64) -> Option<Row> {
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

impl Pane<Db> for CalendarPane {
    type Action = Action;

    const ID: &'static str = "calendar";
    const TITLE: &'static str = "calendar.title";
    const COMMANDS: &'static [Command<Action>] = &[
        row("calendar.publish", &["a"], "calendar.cmd_publish", 1, Action::Publish),
        row("calendar.copy", &["y"], "calendar.cmd_copy", 2, Action::Copy),
        row("calendar.copy_publish", &["Y"], "calendar.cmd_copy_publish", 3, Action::CopyPublish),
        row("calendar.move", &["o"], "calendar.cmd_move", 4, Action::Move),
        row("calendar.cancel", &["x"], "calendar.cmd_cancel", 5, Action::Cancel),
        row("calendar.new", &["n"], "calendar.cmd_new", 6, Action::New),
        row("calendar.edit", &["e"], "calendar.cmd_edit", 7, Action::Edit),
        row("calendar.view", &["m"], "calendar.cmd_view", 8, Action::View),
        row("calendar.send", &["E"], "calendar.cmd_send", 0, Action::Send),
        row("calendar.why", &["s"], "calendar.cmd_why", 0, Action::Why),
        row("calendar.owner", &["w"], "calendar.cmd_owner", 0, Action::Owner),
        row("calendar.preview", &["p"], "calendar.cmd_preview", 0, Action::Preview),
        row("calendar.filters", &["f"], "calendar.cmd_filters", 0, Action::Filters),
        row("calendar.before", &["["], "calendar.cmd_before", 0, Action::Before),
        row("calendar.after", &["]"], "calendar.cmd_after", 0, Action::After),
        row("calendar.day_back", &["h", "Left"], "calendar.cmd_day_back", 0, Action::DayBack),
        row("calendar.day_on", &["l", "Right"], "calendar.cmd_day_on", 0, Action::DayOn),
        row("calendar.open", &["Enter"], "calendar.cmd_open", 0, Action::Open),
        row("calendar.repeat", &["."], "calendar.cmd_repeat", 0, Action::Repeat),
        row("calendar.claim", &["C"], "calendar.cmd_claim", 0, Action::Claim),
    ];

    fn refresh(&mut self, cx: &mut Cx) -> Result<()> {
        self.reload(cx, true)
    }

    fn why_not(&self, action: Action, lang: &Lang) -> Option<String> {
        self.refusal(action, lang)
    }

    fn update(&mut self, action: Action, cx: &mut Cx) -> Result<()> {
        match action {
            Action::View => self.next_view(cx),
            Action::Before => self.other_period(-1, cx),
            Action::After => self.other_period(1, cx),
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
            Action::New | Action::Edit => self.open_form(action, cx),
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
                        self.filter.clear();
                        self.relist(None);
                    }
                    Ok(())
                }
                event => {
                    if ask == Ask::Filter && event == InputEvent::Changed {
                        self.filter = input.value();
                        self.relist(None);
                    }
                    self.mode = Mode::Ask(ask, input);
                    Ok(())
                }
            },
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
                if changed && filters {
                    self.filter = input.value();
                    self.relist(None);
                }
            }
            Mode::Form(form, _) => {
                // What was pasted is saved as a draft with the next key; a paste alone has no store at hand.
                let _: FormEvent = form.paste(text);
            }
            Mode::List | Mode::Menu(_) => {}
        }
    }

    fn filter(&mut self) {
        if self.view() == View::Agenda {
            self.mode = Mode::Ask(Ask::Filter, Input::new("/ ", &self.filter));
        }
    }

    fn back(&mut self, _: &mut Cx) -> Result<bool> {
        let filtered = !self.filter.is_empty() || self.saved.is_some();
        if filtered {
            self.filter.clear();
            self.saved = None;
            self.relist(None);
        }
        Ok(filtered || self.list.unmark())
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
        Some(Urgent { text: format!("{} {}", row.title, row.age), left: row.left? })
    }

    fn go_urgent(&mut self) {
        self.to_urgent();
    }

    fn hints(&self, look: &Look) -> String {
        let key = match &self.mode {
            Mode::List => return String::new(),
            Mode::Menu(menu) => return menu.hints.clone(),
            Mode::Ask(Ask::Filter, _) => "calendar.hints_filter",
            Mode::Ask(..) => "calendar.hints_ask",
            Mode::Form(..) => "calendar.hints_form",
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

/// Whether an entry in `state` can take part in what `action` does.
fn fits(action: Action, state: State) -> bool {
    match action {
        Action::Publish | Action::CopyPublish => state.may(State::Published),
        Action::Cancel | Action::CancelFor(_) => state.may(State::Dropped),
        Action::Move | Action::MoveBy(_) | Action::PickDay | Action::Owner => state.is_open(),
        Action::Send => state.may(State::Review),
        Action::Edit => state.is_open() || state.is_out(),
        _ => true,
    }
}

#[cfg(test)]
mod tests;
