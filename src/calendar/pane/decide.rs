//! What an operator decides about entries, and why a decision is refused.

use super::super::board::{View, later};
use super::super::post::{Post, Reason, State};
use super::super::row::{self, Row};
use super::super::store::{self, Ref};
use super::action::{fits, is_free, is_single};
use super::{Action, Ask, CalendarPane, Cx, Mode, Saved, Step};
use super::{places, step};
use crate::base::i18n::parse_day;
use crate::base::text::Clean;
use crate::base::{Lang, Result, Says};
use crate::db::claim;
use crate::tui::{Input, Menu, MenuItem};
use chrono::NaiveDate;

impl CalendarPane {
    /// Why `action` cannot run now.
    pub(super) fn refusal(&self, action: Action, lang: &Lang) -> Option<String> {
        if is_free(action) || action == Action::Open && !self.view().has_rows() {
            return None;
        }
        if matches!(action, Action::Repeat) {
            return match &self.last {
                Some((last, _)) => self.refusal(*last, lang),
                None => Some(lang.text("calendar.nothing_to_repeat").to_owned()),
            };
        }
        let targets = self.targets();
        let Some(first) = targets.first() else { return Some(lang.text("calendar.no_row").to_owned()) };
        if let Some(gone) = targets.iter().find(|r| r.gone) {
            return Some(lang.fill("calendar.is_gone", &[("title", &gone.title)]));
        }
        if is_single(action) && targets.len() > 1 {
            return Some(lang.text("calendar.one_only").to_owned());
        }
        // On a day with several entries no key guesses which one is meant.
        if self.view() == View::Month && !matches!(action, Action::Why) {
            let many = self.board.as_ref().map_or(0, |b| b.on(self.day).count());
            if many > 1 {
                return Some(lang.fill("calendar.many_here", &[("n", &many)]));
            }
        }
        if let Some(reason) = targets.iter().find_map(|r| step::refused(action, r, lang)) {
            return Some(reason);
        }
        if action == Action::Copy && first.post.state == State::Gap {
            return Some(lang.text("calendar.gap_empty").to_owned());
        }
        let waiting = targets.iter().filter(|r| places::waits(r)).count();
        if action == Action::Publish && waiting > 0 && waiting < targets.len() {
            return Some(lang.text("posts.mixed_marks").to_owned());
        }
        targets.iter().find(|r| !fits(action, r.post.state)).map(|r| unfit(action, r, lang))
    }

    /// Does what `action` decides; it was not refused.
    pub(super) fn decide(&mut self, action: Action, cx: &mut Cx) -> Result<()> {
        match action {
            Action::CopyPublish if self.errand("fill", "calendar", true, cx) => Ok(()),
            Action::Copy if self.errand("copy", "calendar", true, cx) => Ok(()),
            Action::Publish | Action::Copy | Action::CopyPublish if self.asked_where(action, cx) => Ok(()),
            Action::CopyPublish => {
                let Some(post) = self.current().map(|r| r.post.clone()) else { return Ok(()) };
                self.commit(Action::PublishAll, "", cx)?;
                places::copy(&post, &post.platform, cx)
            }
            Action::Copy => self.copy_here(cx),
            Action::PublishAt(_) | Action::CopyAt(_) | Action::CopyPublishAt(_) => self.at_place(action, cx),
            Action::SendBack => self.ask(Ask::Return, "posts.ask_return", "", cx),
            Action::Extras => self.open_menu(Self::extras, cx),
            Action::Twin => self.open_menu(Self::twins, cx),
            Action::CancelFor(Reason::Other) => self.ask(Ask::Reason, "calendar.ask_reason", "", cx),
            Action::Publish
            | Action::PublishAll
            | Action::CancelFor(_)
            | Action::MoveBy(_)
            | Action::Send
            | Action::Hold
            | Action::Reopen
            | Action::Finish => self.commit(action, "", cx),
            Action::PickDay => self.ask(Ask::Day, "calendar.ask_day", "", cx),
            Action::Owner => {
                let owner = self.current().map(|r| r.post.owner.clone()).unwrap_or_default();
                self.ask(Ask::Owner, "calendar.ask_owner", &owner, cx)
            }
            Action::Cancel => self.open_menu(Self::reasons, cx),
            Action::Move => self.open_menu(Self::steps, cx),
            Action::Why => self.open_why(cx),
            Action::Filters => self.open_menu(Self::filters, cx),
            Action::Repeat => match self.last.clone() {
                Some((action, note)) => self.commit(action, &note, cx),
                None => Ok(()),
            },
            Action::Claim => self.claim(cx),
            _ => Ok(()),
        }
    }

    fn ask(&mut self, ask: Ask, key: &str, value: &str, cx: &Cx) -> Result<()> {
        self.mode = Mode::Ask(ask, Box::new(Input::new(cx.lang.text(key), value)));
        Ok(())
    }

    fn open_menu(&mut self, menu: fn(&Self, &Lang) -> Menu<Action>, cx: &Cx) -> Result<()> {
        self.mode = Mode::Menu(menu(self, cx.lang));
        Ok(())
    }

    /// Writes a decision about the targets and steps on.
    fn commit(&mut self, action: Action, note: &str, cx: &mut Cx) -> Result<()> {
        self.settle_steps(action, note, cx);
        let (targets, today) = (self.refs(), cx.today());
        if targets.is_empty() {
            self.last = Some((action, note.to_owned()));
            return self.steps_settled();
        }
        let says = match action {
            Action::Publish if self.targets().iter().all(|r| places::waits(r)) => store::approve(cx.db, &targets)?,
            Action::Publish | Action::PublishAll => store::publish(cx.db, &targets, "")?,
            Action::SendBack => store::send_back(cx.db, &targets, note)?,
            Action::Hold => store::hold(cx.db, &targets)?,
            Action::Reopen => store::reopen(cx.db, &targets)?,
            Action::Finish => store::finish(cx.db, targets[0])?,
            Action::CancelFor(reason) => store::cancel(cx.db, &targets, reason, note)?,
            Action::MoveBy(step) => store::shift(cx.db, &targets, |p| step.day(p, today))?,
            Action::Send => store::send_for_review(cx.db, &targets)?,
            _ => return Ok(()),
        };
        self.last = Some((action, note.to_owned()));
        self.settled(&says, cx)
    }

    /// The cursor steps on to what is still to be done, marks are spent, everything is read again.
    pub(super) fn settled(&mut self, says: &Says, cx: &mut Cx) -> Result<()> {
        if self.view().has_rows() {
            let at = self.list.index();
            self.list.step();
            while self.shown_row(self.list.index()).is_some_and(|r| r.post.state.is_out()) {
                let before = self.list.index();
                self.list.down();
                if self.list.index() == before {
                    break;
                }
            }
            // Nothing left to do below: the cursor stays with the row that was decided.
            let all_out = self.shown_row(self.list.index()).is_some_and(|r| r.post.state.is_out());
            if let Some(id) = self.list.rows().get(at).copied().filter(|_| all_out) {
                self.list.select(id);
            }
            self.list.unmark();
        }
        self.wrote(cx, says)
    }

    /// A line of input is finished. What cannot be understood stays in the line.
    pub(super) fn answered(&mut self, ask: Ask, input: Box<Input>, text: &str, cx: &mut Cx) -> Result<()> {
        let says = match ask {
            Ask::Filter => return Ok(()),
            Ask::Reason if text.trim().is_empty() => {
                cx.refuse(cx.lang.text("calendar.no_reason").to_owned());
                self.mode = Mode::Ask(ask, input);
                return Ok(());
            }
            Ask::Return if text.trim().is_empty() => {
                cx.refuse(cx.lang.text("posts.no_return").to_owned());
                self.mode = Mode::Ask(ask, input);
                return Ok(());
            }
            Ask::Return => {
                let kept = Mode::Ask(ask, input);
                return self.keeping(kept, |pane, cx| pane.commit(Action::SendBack, text, cx), cx);
            }
            Ask::Reason => {
                let kept = Mode::Ask(ask, input);
                return self.keeping(kept, |pane, cx| pane.commit(Action::CancelFor(Reason::Other), text, cx), cx);
            }
            Ask::Day => match parse_day(text, cx.today()) {
                Some(day) => {
                    self.errand("move", &day.to_string(), false, cx);
                    let targets = self.refs();
                    if targets.is_empty() {
                        return self.steps_settled();
                    }
                    store::shift(cx.db, &targets, |_| day)
                }
                None => {
                    cx.refuse(cx.lang.fill("calendar.bad_day", &[("value", &Clean::line(text))]));
                    self.mode = Mode::Ask(ask, input);
                    return Ok(());
                }
            },
            Ask::Owner => {
                self.errand("own", text, false, cx);
                let targets = self.refs();
                if targets.is_empty() {
                    return self.steps_settled();
                }
                store::set_owner(cx.db, &targets, text)
            }
        };
        let kept = Mode::Ask(ask, input);
        self.keeping(kept, |pane, cx| says.and_then(|says| pane.settled(&says, cx)), cx)
    }

    /// Runs `act`; if it fails, what was typed stays open.
    fn keeping(&mut self, typed: Mode, act: impl FnOnce(&mut Self, &mut Cx) -> Result<()>, cx: &mut Cx) -> Result<()> {
        let done = act(self, cx);
        if done.is_err() {
            self.mode = typed;
        }
        done
    }

    fn refs(&self) -> Vec<Ref> {
        self.targets().into_iter().filter(|r| r.step.is_none()).map(|r| Ref::from(&r.post)).collect()
    }

    fn claim(&mut self, cx: &mut Cx) -> Result<()> {
        let Some((id, title, other)) = self.current().map(|r| (r.post.id, r.title.clone(), r.other.is_some())) else {
            return Ok(());
        };
        let key = if !other && self.held == Some(id) {
            claim::release(cx.db)?;
            self.held = None;
            "calendar.released"
        } else {
            claim::seize(cx.db, &format!("post:{id}"))?;
            self.held = Some(id);
            "calendar.claimed"
        };
        self.reload(cx, true)?;
        cx.did(&Says::new(key).with("title", title));
        Ok(())
    }

    /// What the decision is about, for a menu's title: the title, or how many.
    fn about(&self, lang: &Lang) -> String {
        let targets = self.targets();
        match targets[..] {
            [only] => only.title.clone(),
            _ => lang.fill("calendar.count", &[("n", &targets.len())]),
        }
    }

    fn reasons(&self, lang: &Lang) -> Menu<Action> {
        let item = |r: &Reason| MenuItem::new(r.digit(), lang.text(r.key()), Action::CancelFor(*r));
        let title = lang.fill("calendar.menu_cancel", &[("title", &self.about(lang))]);
        let mut items: Vec<_> = Reason::ALL.iter().map(item).collect();
        // A no to what waits for approval is also one that lets it be mended.
        let waits = self.targets().iter().all(|r| places::waits(r));
        if waits {
            items.insert(4, MenuItem::new('5', lang.text("posts.send_back"), Action::SendBack));
        }
        let mut menu = Menu::new(title, items);
        menu.repeat = self.last.as_ref().map(|(a, _)| *a).filter(|a| matches!(a, Action::CancelFor(_)));
        // A moment that has passed suggests its reason.
        if self.current().is_some_and(|r| r.left.is_some_and(|l| l < 0)) {
            menu.items[0].suggested = true;
            menu.enter = Some(menu.items[0].action);
        }
        let hints = if waits { "posts.hints_reasons" } else { "calendar.hints_reasons" };
        lang.text(hints).clone_into(&mut menu.hints);
        menu
    }

    fn steps(&self, lang: &Lang) -> Menu<Action> {
        let item = |(key, label, action): (char, &str, Action)| {
            let mut item = MenuItem::new(key, lang.text(label), action);
            if let (Action::MoveBy(step), Some(board), Some(row)) = (action, &self.board, self.current()) {
                item.note = row::dated(step.day(&row.post, board.today), board.today, &board.days, lang, true);
            }
            item
        };
        let items = [
            ('1', "calendar.step_tomorrow", Action::MoveBy(Step::Tomorrow)),
            ('2', "calendar.step_week", Action::MoveBy(Step::NextWeek)),
            ('3', "calendar.step_day", Action::PickDay),
        ];
        let title = lang.fill("calendar.menu_move", &[("title", &self.about(lang))]);
        let mut menu = Menu::new(title, items.map(item).into());
        lang.text("calendar.hints_digit").clone_into(&mut menu.hints);
        menu
    }

    fn filters(&self, lang: &Lang) -> Menu<Action> {
        let items = [
            ('1', "calendar.filter_unposted", Saved::Unposted),
            ('2', "calendar.filter_mine", Saved::Mine),
            ('3', "calendar.filter_gaps", Saved::Gaps),
            ('4', "posts.filter_review", Saved::Review),
            ('5', "columns.filter_hot", Saved::Hot),
        ];
        let item = |(key, label, saved)| MenuItem::new(key, lang.text(label), Action::Only(saved));
        let mut menu = Menu::new(lang.text("calendar.menu_filters"), items.map(item).into());
        lang.text("calendar.hints_digit").clone_into(&mut menu.hints);
        menu
    }

    fn open_why(&mut self, cx: &Cx) -> Result<()> {
        let mut menu = Menu::new(cx.lang.fill("calendar.menu_why", &[("title", &self.about(cx.lang))]), Vec::new());
        if let Some(row) = self.current().cloned() {
            menu.lines = match row.step.as_deref() {
                Some(of) => step::why(of, cx.lang, row.left.unwrap_or(0)),
                None => self.judged(&row, cx)?,
            };
        }
        cx.lang.text("calendar.hints_why").clone_into(&mut menu.hints);
        self.mode = Mode::Menu(menu);
        Ok(())
    }
}

impl Step {
    /// The day this step leads to.
    pub(super) fn day(self, post: &Post, today: NaiveDate) -> NaiveDate {
        match self {
            Step::Tomorrow => later(today, 1),
            Step::NextWeek => {
                let weeks = (today - post.day).num_days().max(0).div_euclid(7) + 1;
                later(post.day, weeks * 7)
            }
        }
    }
}

fn unfit(action: Action, row: &Row, lang: &Lang) -> String {
    let state = lang.text(row.post.state.key()).to_owned();
    let key = match (action, row.post.state) {
        (Action::Publish | Action::CopyPublish, State::Gap) => "calendar.gap_empty",
        (_, s) if s.is_out() => "calendar.is_out",
        (Action::Send, State::Review) => "calendar.waits_already",
        _ => "calendar.not_in_state",
    };
    lang.fill(key, &[("title", &row.title), ("state", &state)])
}
