//! The queue's pane: its state, and what a command does. The command rows are in `commands`, reading in `load`,
//! acting in `acts`, what comes of it in `outcome`, what is open here and elsewhere in `claims`, colleagues' views in
//! `colleague`, docked menus and forms in `docks`, rules and lists in `rules`, strike lines, clauses and roles in `house`, drawing in `super::view`.

mod acts;
mod claims;
mod colleague;
mod commands;
mod docks;
pub(in crate::moderation) mod house;
mod load;
mod mode;
mod outcome;
pub(in crate::moderation) mod rules;
#[cfg(test)]
pub(in crate::moderation) mod tests;

use super::detail::Detail;
use super::item::{Decision, Item, Place, Suggestion, TOP_LEVEL};
use super::reason::Reason;
use super::row::Row;
use super::sheet::Sheet;
use super::store::{Brief, Decided, Filter, Target};
use crate::base::{At, Lang, Result};
use crate::db::Db;
use crate::db::claim::{self, Claim};
use crate::tui::pane::{Badge, Opened, Pane, Shape, Urgent, Wording};
use crate::tui::{Command, Input, List, Look, Nav};
use ratatui::Frame;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;
use std::cell::Cell;
use std::collections::BTreeMap;

/// What an update of the queue may use.
pub type Cx<'a> = crate::tui::pane::Cx<'a, Db>;

pub use commands::{Action, COMMANDS};
pub(super) use mode::{About, Choice, Mode, Saved, Side, Wait};
use rules::Trying;

/// The queue's pane.
#[derive(Debug, Default)]
pub struct QueuePane {
    pub(super) rows: Vec<Row>,
    pub(super) list: List<i64>,
    /// How many the filter lets through, loaded or not.
    pub(super) total: usize,
    limit: usize,
    pub(super) filter: Filter,
    pub(super) brief: Brief,
    pub(super) decided: Decided,
    pub(super) done: Vec<String>,
    /// What was sent up in this sitting, with the level it has now: it waits under level 3 for a second look.
    sent_up: BTreeMap<i64, u8>,
    pub(super) detail: Option<Detail>,
    pub(super) side: Side,
    pub(super) alone: bool,
    pub(super) no_preview: bool,
    pub(super) mode: Mode,
    /// Whether the rejection being made goes without a notice.
    pub(super) silent: bool,
    /// What an open menu is about, as it was when the menu opened: rows that come and go do not change it.
    aim: Vec<Target>,
    last: Option<Decision>,
    /// The row under the cursor that this operator took over, or let go of although it is open.
    taken: Option<i64>,
    let_go: Option<i64>,
    claims: Vec<Claim>,
    claim_mode: claim::Mode,
    /// The review figures while they are open, and when they were read.
    pub(super) sheet: Option<(Sheet, At)>,
    notice: Option<Item>,
    /// Whom the last decision let in: `y` copies their welcome.
    welcome: Option<Wording>,
    /// How many items wait for this operator's view.
    pub(super) asked_me: i64,
    due: Option<(i64, String, i64)>,
    places: Vec<(i64, String)>,
    places_by_id: BTreeMap<i64, Place>,
    /// Rows shown at the last drawing; a page.
    pub(super) page: Cell<usize>,
    /// Whether the last drawing was in two columns.
    pub(super) wide: Cell<bool>,
    /// Rules being tried on the last messages.
    trying: Trying,
}

impl QueuePane {
    /// A pane without rows; [`Pane::refresh`] reads them.
    #[must_use]
    pub fn new() -> Self {
        Self { page: Cell::new(10), ..Self::default() }
    }

    /// The row under the cursor.
    pub(super) fn row(&self) -> Option<&Row> {
        self.list.cursor().and_then(|id| self.rows.iter().find(|r| r.id == id))
    }

    /// The rows an act is about, in their order.
    fn chosen(&self) -> Vec<&Row> {
        let ids = self.list.targets();
        self.rows.iter().filter(|r| ids.binary_search(&r.id).is_ok() || ids.contains(&r.id)).collect()
    }

    /// The same as they were seen.
    fn targets(&self) -> Vec<Target> {
        self.chosen().iter().map(|r| Target { id: r.id, version: r.version }).collect()
    }

    /// The last reason given.
    pub(super) fn last_reason(&self) -> Option<Reason> {
        match self.last {
            Some(Decision::Reject { reason, .. }) => Some(reason),
            _ => None,
        }
    }

    /// The reason the machine suggests for all that is chosen.
    pub(super) fn suggested(&self) -> Option<Reason> {
        let mut opinions = self.chosen().into_iter().map(Row::proposed);
        match opinions.next() {
            Some(Suggestion::Reject(first)) if opinions.all(|o| o == Suggestion::Reject(first)) => Some(first),
            // An appeal is denied for what the decision was made for.
            _ if self.chosen().len() == 1 => self.detail.as_ref().and_then(|d| d.original),
            _ => None,
        }
    }
}

impl Pane<Db> for QueuePane {
    type Action = Action;
    const ID: &'static str = "queue";
    const TITLE: &'static str = "queue.title";
    const COMMANDS: &'static [Command<Action>] = COMMANDS;

    fn refresh(&mut self, cx: &mut Cx) -> Result<()> {
        self.reload(cx)
    }

    fn glance(&mut self, cx: &mut Cx) -> Result<()> {
        self.look_in(cx)
    }

    fn why_not(&self, action: Action, lang: &Lang) -> Option<String> {
        let refused = |key: &'static str| Some(lang.text(key).to_owned());
        let needs_row = !matches!(
            action,
            Action::Preview
                | Action::View
                | Action::Filters
                | Action::Add
                | Action::EditNotice
                | Action::CopyNotice
                | Action::Claims
                | Action::Figures
                | Action::Rules
                | Action::House
        );
        if self.sheet.is_some() && !matches!(action, Action::Figures | Action::Claims) {
            // Nothing is decided about a row that is not on the screen.
            return refused("queue.figures_open");
        }
        if needs_row && self.list.is_empty() {
            return refused("queue.no_row");
        }
        match action {
            Action::Raise if self.chosen().iter().all(|r| r.level >= TOP_LEVEL) => refused("queue.top_level"),
            Action::Repeat if self.last.is_none() => refused("queue.no_last"),
            Action::CopyNotice if self.welcome.is_some() => None,
            Action::EditNotice | Action::CopyNotice if self.notice.is_none() => refused("queue.no_notice"),
            Action::ToInquiry if self.row().is_some_and(|r| r.text.trim().is_empty()) => refused("promise.why_no_text"),
            Action::Accept if self.row().is_none_or(|r| r.advised.is_none()) => refused("conduct.no_advice"),
            Action::Claim => self.why_not_claim(lang),
            _ => None,
        }
    }

    fn update(&mut self, action: Action, cx: &mut Cx) -> Result<()> {
        match action {
            Action::Approve => self.decide(&self.targets(), Decision::Approve, cx)?,
            Action::Raise => self.decide(&self.targets(), Decision::Raise, cx)?,
            Action::Repeat => {
                if let Some(decision) = self.last.clone() {
                    self.decide(&self.targets(), decision, cx)?;
                }
            }
            Action::Reject => {
                self.take_aim(&Decision::reject(Reason::Other), cx)?;
                self.silent = false;
                self.mode = Mode::Reasons(self.reasons(cx.lang));
            }
            Action::Snooze => {
                self.take_aim(&Decision::Snooze(cx.now), cx)?;
                self.mode = Mode::Later(self.times(cx.lang));
            }
            Action::Filters => self.mode = Mode::Filters(self.filters(cx.lang)),
            Action::Why => {
                self.turn(Side::Why);
                self.freshen_rates(cx);
            }
            Action::Card => self.turn(Side::Card),
            Action::Open => self.alone = !self.alone,
            Action::Preview => self.no_preview = !self.no_preview,
            Action::View => {
                self.filter.kind = docks::next_view(self.filter.kind);
                self.narrow(cx)?;
            }
            Action::Add => self.open_new(cx)?,
            Action::EditNotice => self.open_notice(cx)?,
            Action::CopyNotice => self.copy(cx),
            Action::Claim => self.claim(cx)?,
            Action::ToInquiry => self.hand_to_answerers(cx),
            Action::Figures if self.sheet.is_some() => self.sheet = None,
            Action::Figures => self.read_sheet(cx)?,
            Action::Claims => self.mode = Mode::Claims(self.claim_modes(cx.lang)),
            Action::Accept => self.accept(cx)?,
            Action::Ask => self.open_ask(cx)?,
            Action::Note => self.open_note(cx)?,
            Action::Rules => self.open_rules(cx)?,
            Action::House => self.open_house(cx)?,
        }
        Ok(())
    }

    fn nav(&mut self, nav: Nav, cx: &mut Cx) -> Result<()> {
        if let Some((sheet, _)) = &mut self.sheet {
            sheet.step(nav);
            return Ok(());
        }
        self.step(nav, cx)
    }

    fn captures(&self) -> bool {
        !matches!(self.mode, Mode::List)
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx) -> Result<()> {
        self.typed(&key, cx)
    }

    fn paste(&mut self, text: &str) {
        match &mut self.mode {
            Mode::Words(input) | Mode::Note(input, _) => {
                input.paste(text);
            }
            Mode::Search(input) => {
                input.paste(text);
                self.filter.text = input.value();
            }
            Mode::Form(form, _) => {
                form.paste(text);
            }
            Mode::House(house) => {
                if let house::Over::Form(form, _) = &mut house.over {
                    form.paste(text);
                }
            }
            Mode::List
            | Mode::Reasons(_)
            | Mode::Later(_)
            | Mode::Filters(_)
            | Mode::Ask(_)
            | Mode::Claims(_)
            | Mode::Results(_)
            | Mode::Rules(_) => {}
        }
    }

    fn filter(&mut self) {
        self.sheet = None;
        self.mode = Mode::Search(Input::new("/", &self.filter.text));
    }

    fn back(&mut self, cx: &mut Cx) -> Result<bool> {
        if self.sheet.take().is_some() {
            return Ok(true);
        }
        if self.alone || self.side != Side::Preview {
            (self.alone, self.side) = (false, Side::Preview);
            return Ok(true);
        }
        if self.filter != Filter::default() {
            self.filter = Filter::default();
            self.narrow(cx)?;
            return Ok(true);
        }
        Ok(self.list.unmark())
    }

    fn heading(&self, look: &Look, shape: Shape) -> (String, String) {
        self.titles(look.lang, shape)
    }

    fn badge(&self, look: &Look) -> Badge {
        let short = look.lang.count(self.brief.total);
        let text = match self.brief.oldest_ms {
            Some(ms) => look.lang.fill("queue.badge", &[("n", &short), ("age", &look.lang.span(ms))]),
            None => short.clone(),
        };
        Badge { text, short, alarm: self.due.as_ref().is_some_and(|(_, _, left)| *left < 0) }
    }

    fn urgent(&self, look: &Look) -> Option<Urgent> {
        let (_, who, left) = self.due.as_ref()?;
        let key = if *left < 0 { "queue.urgent_late" } else { "queue.urgent_left" };
        let time = look.lang.fill(key, &[("time", &look.lang.span(*left))]);
        Some(Urgent { name: who.clone(), time, left: *left, ..Urgent::default() })
    }

    fn go_urgent(&mut self) {
        let Some((id, ..)) = self.due else { return };
        if !self.list.select(id) {
            // The rows come with the next refresh; the oldest is among the first of them.
            self.filter = Filter::default();
            self.rows.clear();
            self.list.set_rows(vec![id]);
        }
    }

    fn hints(&self, look: &Look) -> String {
        self.mode_hints(look.lang)
    }

    fn opened(&self) -> Option<Opened> {
        self.open_row()
    }

    fn whisper(&self, look: &Look) -> String {
        match &self.mode {
            Mode::Reasons(_) if self.wide.get() => look.lang.text("queue.wait_digit").to_owned(),
            Mode::Reasons(_) | Mode::Words(_) => self.effect(look.lang),
            Mode::List if self.sheet.is_some() => look.lang.text("queue.figures_whisper").to_owned(),
            Mode::Rules(_) => look.lang.text("rules.whisper").to_owned(),
            Mode::House(_) => look.lang.text("conduct.house_whisper").to_owned(),
            Mode::List if !self.list.is_empty() => look.lang.text("queue.whisper").to_owned(),
            _ => String::new(),
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, look: &Look, shape: Shape) {
        super::view::draw(self, frame, area, look, shape);
    }
}
