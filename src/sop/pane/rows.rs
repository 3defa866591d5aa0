//! What the pane lists: reading it from the store, moving in it, filtering it.

use super::row::{Detail, Facts, Row, card_facts, clock_facts, fits};
use super::{Cx, Mode, SopPane};
use crate::base::Result;
use crate::base::text::Clean;
use crate::db::claim;
use crate::sop::inquiry::{Inquiry, Kind, MANAGER_LEVEL, URGENT_MS};
use crate::sop::promise::{Stage, Timetable};
use crate::sop::store::{self, Of, Wanted};
use crate::tui::pane::{Effect, Status, Tone};
use crate::tui::{Chord, InputEvent, MenuEvent, Nav};
use ratatui::crossterm::event::KeyEvent;

/// Rows loaded at a time.
pub(super) const STEP: usize = 300;
/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// People waiting.
    Waiting,
    /// Everything ever logged.
    All,
    /// The templates.
    Library,
    /// Playbooks: runs under way, and the plans.
    Plays,
}

/// A saved filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// None.
    None,
    /// Ten minutes left or less.
    Urgent,
    /// Complaints.
    Complaints,
    /// Those we wait for.
    Paused,
    /// Those who are put off.
    Snoozed,
    /// Those that are mine or were handed to me.
    Mine,
    /// Templates to be read again.
    Due,
    /// Templates being written.
    Drafts,
    /// Templates kept for the record.
    Retired,
    /// The house phrases: no filter, another list.
    Phrases,
}

impl SopPane {
    /// The rows of people that are shown.
    pub(in crate::sop) fn rows(&self) -> &[Row] {
        if self.plain() { &self.waiting } else { &self.others }
    }

    /// The person under the cursor.
    pub(in crate::sop) fn current(&self) -> Option<&Row> {
        if matches!(self.view, View::Library | View::Plays) { None } else { self.rows().get(self.list.index()) }
    }

    /// The inquiries a verb acts on.
    pub(super) fn targets(&self) -> Vec<Inquiry> {
        let ids = self.list.targets();
        let found = |id: &i64| self.rows().iter().find(|r| r.inquiry.id == *id);
        ids.iter().filter_map(found).map(|r| r.inquiry.clone()).collect()
    }

    /// The inquiry a form is about.
    pub(super) fn open_inquiry(&self) -> Option<Inquiry> {
        self.current().map(|r| r.inquiry.clone())
    }

    pub(super) fn why_no_person(&self) -> Option<&'static str> {
        match self.current() {
            _ if self.view == View::Library => Some("sop.why_library"),
            None => Some("sop.why_nobody"),
            Some(row) if row.gone.is_some() || !row.inquiry.state.open() => Some("sop.why_done"),
            Some(_) => None,
        }
    }

    pub(super) fn why_no_row(&self) -> Option<&'static str> {
        match self.current() {
            _ if self.view == View::Library => Some("sop.why_library"),
            None => Some("sop.why_nobody"),
            Some(row) if row.gone.is_some() => Some("sop.why_done"),
            Some(_) => None,
        }
    }

    pub(super) fn why_not_up(&self) -> Option<&'static str> {
        let top = self.targets().iter().any(|i| i.level >= MANAGER_LEVEL);
        top.then_some("sop.top_level")
    }

    /// The saved filter's condition on the sort.
    pub(super) fn wanted_kind(&self) -> Option<Kind> {
        (self.saved == Saved::Complaints).then_some(Kind::Complaint)
    }

    /// Whether the list is simply everybody who waits.
    pub(in crate::sop) fn plain(&self) -> bool {
        self.view == View::Waiting && self.saved == Saved::None && self.filter.trim().is_empty()
    }

    /// Whether the list is simply everything ever logged.
    pub(in crate::sop) fn plain_all(&self) -> bool {
        self.view == View::All && self.unfiltered() && self.filter.trim().is_empty()
    }

    /// Whether no saved filter is on.
    pub(in crate::sop) fn unfiltered(&self) -> bool {
        self.saved == Saved::None
    }

    /// Reads everything again.
    pub(super) fn reload(&mut self, cx: &mut Cx) -> Result<()> {
        let hours = store::timetable(cx.db, cx.config, cx.zone)?;
        self.promise = hours.usual.promise;
        self.counts = store::counts(cx.db, cx.now, &hours)?;
        self.meter = store::promise(cx.db, cx.now, cx.zone)?;
        self.logged = if self.view == View::All { store::logged(cx.db)? } else { 0 };
        self.reload_library(cx)?;
        let holders = claim::others(cx.db)?;
        let row = |inquiry: Inquiry| Row::new(inquiry, cx, &hours, &holders);
        let of = |of| Wanted { of, now: Some(cx.now), ..Wanted::default() };
        let waiting = store::inquiries(cx.db, &of(Of::Waiting), self.limit, &|_| true)?;
        let standing = self.current().cloned();
        let place = self.list.index();
        self.waiting = waiting.into_iter().map(&row).collect();
        self.held = self.waiting.iter().find_map(|r| r.held.clone());
        self.paused = store::inquiries(cx.db, &of(Of::Paused), 1, &|i| !i.needs_answer())?.pop().map(&row);
        self.snoozed = store::inquiries(cx.db, &of(Of::Snoozed), 1, &|_| true)?.pop().map(&row);
        if self.view == View::Plays {
            return self.reload_plays(cx);
        }
        if self.view == View::Library {
            self.shelf = self.library.index.find(&self.filter, None);
            self.shelf.retain(|at| self.library.fits(*at, self.saved));
            self.list.set_rows(self.shelf.iter().map(|at| self.library.all[*at].id).collect());
            self.suggest_around();
            return Ok(());
        }
        if !self.plain() {
            let fits = fits(&self.filter, cx.lang);
            // Which of those that are due soon are urgent says the clock of their own community.
            let urgent = |i: &Inquiry| hours.of(i.community_id, i.kind).left(cx.now, i.due_at) <= URGENT_MS;
            let fits = |i: &Inquiry| fits(i) && (self.saved != Saved::Urgent || urgent(i));
            let wanted = self.wanted(cx, &hours);
            self.others = store::inquiries(cx.db, &wanted, self.limit, &fits)?.into_iter().map(&row).collect();
        }
        self.keep_struck(standing, place, cx, &hours)?;
        let ids = self.rows().iter().map(|r| r.inquiry.id).collect();
        self.list.set_rows(ids);
        self.warn(cx);
        self.suggest_around();
        self.read_facts(cx)
    }

    /// What the view and the saved filter ask for.
    fn wanted(&self, cx: &Cx, hours: &Timetable) -> Wanted {
        let due_by = (self.saved == Saved::Urgent).then(|| hours.urgent_by(cx.now));
        let of = match (self.view, self.saved) {
            (_, Saved::Paused) => Of::Paused,
            (_, Saved::Snoozed) => Of::Snoozed,
            (View::All, Saved::None) => Of::All,
            _ => Of::Waiting,
        };
        let owner = (self.saved == Saved::Mine).then(|| cx.me.to_owned());
        Wanted { of, kind: self.wanted_kind(), due_by, owner, now: Some(cx.now), ..Wanted::default() }
    }

    /// Says so once when somebody has ten minutes left, five, none: the first of them, who has the least time.
    fn warn(&mut self, cx: &mut Cx) {
        let running = self.waiting.iter().filter(|r| r.gone.is_none() && r.held.is_none());
        let now: Vec<(i64, Stage)> = running.map(|r| (r.inquiry.id, Stage::of(r.left))).collect();
        let louder = |(id, stage): &&(i64, Stage)| self.stages.get(id).is_some_and(|before| before < stage);
        if let Some((id, stage)) = now.iter().find(louder).copied()
            && let Some(row) = self.waiting.iter().find(|r| r.inquiry.id == id)
        {
            let key = if stage == Stage::Late { "promise.warn_late" } else { "promise.warn_soon" };
            let text = cx.lang.fill(
                key,
                &[("who", &row.who), ("community", &row.community), ("left", &cx.lang.span(row.left.abs()))],
            );
            cx.effects.push(Effect::Status(Status { tone: Tone::Warn, text, more: String::new() }));
        }
        self.stages = now.into_iter().collect();
    }

    /// A row that somebody else decided stays under the cursor, struck, until the cursor leaves it (screens.md §0.8).
    fn keep_struck(&mut self, standing: Option<Row>, place: usize, cx: &Cx, hours: &Timetable) -> Result<()> {
        let decided = std::mem::take(&mut self.decided);
        let Some(row) = standing else { return Ok(()) };
        let id = row.inquiry.id;
        if decided.contains(&id)
            || self.rows().iter().any(|r| r.inquiry.id == id)
            || matches!(self.mode, Mode::Filter(_))
        {
            return Ok(());
        }
        let Ok(inquiry) = store::inquiry(cx.db, id) else { return Ok(()) };
        if inquiry.version == row.inquiry.version && row.gone.is_none() {
            return Ok(());
        }
        let by = store::last_change(cx.db, id)?.map(|(by, _)| by).unwrap_or_default();
        let by = Clean::line(&by).into_string();
        let gone = cx.lang.fill("sop.gone", &[("who", &by), ("state", &cx.lang.text(inquiry.state.label()))]);
        let struck = Row { gone: Some(gone), ..Row::new(inquiry, cx, hours, &[]) };
        let rows = if self.plain() { &mut self.waiting } else { &mut self.others };
        rows.insert(place.min(rows.len()), struck);
        Ok(())
    }

    /// Moves or marks, and reads more rows when the cursor comes near the last one.
    pub(super) fn go(&mut self, nav: Nav, cx: &mut Cx) -> Result<()> {
        if self.view == View::Plays {
            return self.nav_plays(nav, cx);
        }
        let before = self.list.cursor();
        self.list.nav(nav, self.height.get().max(1));
        if self.view == View::Library || self.list.cursor() == before {
            return Ok(());
        }
        let struck = before.filter(|id| self.rows().iter().any(|r| r.inquiry.id == *id && r.gone.is_some()));
        if let Some(id) = struck {
            self.waiting.retain(|r| r.inquiry.id != id);
            self.others.retain(|r| r.inquiry.id != id);
            let ids = self.rows().iter().map(|r| r.inquiry.id).collect();
            self.list.set_rows(ids);
        }
        if self.rows().len() >= self.limit && self.list.index() + STEP / 6 >= self.limit {
            self.limit += STEP;
            return self.reload(cx);
        }
        self.suggest_around();
        self.read_facts(cx)
    }

    pub(super) fn next_view(&mut self, cx: &mut Cx) -> Result<()> {
        self.view = match self.view {
            View::Waiting => View::All,
            View::All => View::Library,
            View::Library => View::Plays,
            View::Plays => View::Waiting,
        };
        self.show_view(cx)
    }

    /// The view of playbooks, whatever was shown before.
    pub(super) fn see_plays(&mut self, cx: &mut Cx) -> Result<()> {
        self.view = View::Plays;
        self.show_view(cx)
    }

    fn show_view(&mut self, cx: &mut Cx) -> Result<()> {
        self.plays.opened = None;
        self.saved = Saved::None;
        self.filter.clear();
        self.limit = STEP;
        self.list.unmark();
        self.list.set_rows(Vec::new());
        self.reload(cx)?;
        self.list.top();
        self.read_facts(cx)
    }

    /// A key while the filter is typed: the list follows each one.
    pub(super) fn filter_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Filter(input) = &mut self.mode else { return Ok(()) };
        match input.key(key) {
            InputEvent::Changed => self.filter = input.value(),
            InputEvent::Done(_) => return self.leave(),
            InputEvent::Cancel => {
                self.mode = Mode::List;
                self.filter.clear();
            }
            InputEvent::Moved | InputEvent::Ignored => return Ok(()),
        }
        self.reload(cx)
    }

    /// A key while a saved filter is chosen.
    pub(super) fn saved_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Saved(menu) = &self.mode else { return Ok(()) };
        match Chord::from_event(key).map(|c| menu.key(c)) {
            Some(MenuEvent::Chosen(saved)) => self.use_saved(saved, cx),
            Some(MenuEvent::Cancel) => self.leave(),
            _ => Ok(()),
        }
    }

    pub(super) fn use_saved(&mut self, saved: Saved, cx: &mut Cx) -> Result<()> {
        self.mode = Mode::List;
        if saved == Saved::Phrases {
            return self.open_phrases(cx);
        }
        self.saved = saved;
        self.filter.clear();
        if self.view == View::Plays || matches!(saved, Saved::Paused | Saved::Snoozed | Saved::Mine) {
            self.view = View::Waiting;
        }
        self.list.set_rows(Vec::new());
        self.reload(cx)
    }

    pub(super) fn show(&mut self, detail: Detail, cx: &mut Cx) -> Result<()> {
        self.detail = if self.detail == detail { Detail::Text } else { detail };
        self.read_facts(cx)
    }

    /// The facts of the detail, for the row under the cursor.
    fn read_facts(&mut self, cx: &Cx) -> Result<()> {
        let facts = match self.current() {
            None => Facts::default(),
            Some(row) => {
                Facts { of: row.inquiry.id, clock: clock_facts(row, &self.meter, cx)?, card: card_facts(row, cx)? }
            }
        };
        self.facts = facts;
        Ok(())
    }
}
