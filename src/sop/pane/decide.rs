//! The verbs: close, wait, hand up, take over, repeat, copy again.

use super::{Action, Cx, Mode, Saved, SopPane, View};
use crate::base::text::Clean;
use crate::base::{Result, Says};
use crate::db::claim;
use crate::sop::inquiry::{Inquiry, Reason};
use crate::sop::store;
use crate::sop::template::{Filled, Manner, render, slots};
use crate::tui::pane::{Effect, Pane};
use crate::tui::{Chord, Input, Menu, MenuEvent, MenuItem};
use ratatui::crossterm::event::KeyEvent;

/// A decision that `.` repeats.
#[derive(Debug, Clone)]
pub(super) enum Last {
    Close(Reason, String),
    HandUp,
}

impl SopPane {
    /// The menu of reasons; the digit decides.
    pub(super) fn ask_reason(&mut self, cx: &mut Cx) {
        let item =
            |(reason, key, _, label): &(Reason, char, _, &str)| MenuItem::new(*key, cx.lang.text(label), Some(*reason));
        let mut items: Vec<_> = Reason::ALL.iter().map(item).collect();
        items.insert(3, MenuItem::new('4', cx.lang.text("promise.reason_when"), None));
        let mut menu = Menu::new(self.about(cx, "sop.ask_reason"), items);
        menu.lines = vec![cx.lang.text("sop.ask_reason_then").to_owned()];
        if let Some(Last::Close(reason, _)) = &self.last {
            menu.repeat = Some(Some(*reason));
        }
        self.mode = Mode::Close(menu);
    }

    /// A question about the person under the cursor, or about how many are marked.
    pub(super) fn about(&self, cx: &Cx, key: &str) -> String {
        let targets = self.targets();
        let who = match targets.as_slice() {
            [one] => Clean::head(&one.who, 40).into_string(),
            several => cx.lang.fill("sop.people", &[("count", &several.len())]),
        };
        cx.lang.fill(key, &[("who", &who)])
    }

    pub(super) fn close_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Close(menu) = &self.mode else { return Ok(()) };
        match Chord::from_event(key).map(|c| menu.key(c)) {
            Some(MenuEvent::Chosen(Some(reason))) => self.close_with(reason, cx),
            Some(MenuEvent::Chosen(None)) => self.ask_when_answered(cx),
            Some(MenuEvent::Cancel) => self.leave(),
            _ => Ok(()),
        }
    }

    pub(super) fn close_with(&mut self, reason: Reason, cx: &mut Cx) -> Result<()> {
        if reason == Reason::Other {
            let before = match &self.last {
                Some(Last::Close(Reason::Other, words)) => words.clone(),
                _ => String::new(),
            };
            self.mode = Mode::Words(Input::new(cx.lang.text("sop.ask_words"), &before));
            return Ok(());
        }
        self.close_now(reason, "", cx)
    }

    pub(super) fn close_now(&mut self, reason: Reason, words: &str, cx: &mut Cx) -> Result<()> {
        let rows = self.targets();
        let refs: Vec<&Inquiry> = rows.iter().collect();
        store::close(cx.db, &refs, reason, words, None)?;
        self.last = Some(Last::Close(reason, words.to_owned()));
        let why = if reason == Reason::Other { words.to_owned() } else { format!("@{}", reason.label()) };
        let key = if reason == Reason::InGroup { "promise.status_in_group" } else { "sop.status_closed" };
        self.done(&rows, Says::new(key).with("reason", why), cx)
    }

    pub(super) fn pause_now(&mut self, note: &str, cx: &mut Cx) -> Result<()> {
        let Some(inquiry) = self.open_inquiry() else { return Ok(()) };
        store::pause(cx.db, &inquiry, note)?;
        self.done(&[inquiry], Says::new("sop.status_paused").with("note", note.trim()), cx)
    }

    pub(super) fn hand_up(&mut self, cx: &mut Cx) -> Result<()> {
        let rows = self.targets();
        let refs: Vec<&Inquiry> = rows.iter().collect();
        store::hand_up(cx.db, &refs)?;
        self.last = Some(Last::HandUp);
        self.done(&rows, Says::new("sop.status_handed_up"), cx)
    }

    /// After a decision: on to the next person, everything read again, the result said.
    pub(super) fn done(&mut self, rows: &[Inquiry], says: Says, cx: &mut Cx) -> Result<()> {
        let who = match rows {
            [one] => Clean::line(&one.who).into_string(),
            several => cx.lang.fill("sop.people", &[("count", &several.len())]),
        };
        self.mode = Mode::List;
        self.decided.extend(rows.iter().map(|r| r.id));
        if rows.iter().any(|r| Some(r.id) == self.list.cursor()) {
            self.list.step();
        }
        if rows.iter().any(|r| self.list.marks().contains(&r.id)) {
            self.list.unmark();
        }
        cx.did(&says.with("who", who));
        cx.effects.push(Effect::Stale);
        self.reload(cx)
    }

    pub(super) fn repeat(&mut self, cx: &mut Cx) -> Result<()> {
        match self.last.clone() {
            Some(Last::Close(reason, words)) => self.close_now(reason, &words, cx),
            Some(Last::HandUp) => match self.why_not(Action::HandUp, cx.lang) {
                Some(reason) => {
                    cx.refuse(reason);
                    Ok(())
                }
                None => self.hand_up(cx),
            },
            None => Ok(()),
        }
    }

    /// Takes the person over from somebody else, or lets go of what this operator holds.
    pub(super) fn claim(&mut self, cx: &mut Cx) -> Result<()> {
        let Some(row) = self.current() else { return Ok(()) };
        let (id, who) = (row.inquiry.id, row.who.clone());
        let key = if self.mine == Some(id) && row.holder.is_none() {
            claim::release(cx.db)?;
            self.mine = None;
            "sop.status_released"
        } else {
            claim::seize(cx.db, &format!("inquiry:{id}"))?;
            self.mine = Some(id);
            "sop.status_taken"
        };
        cx.did(&Says::new(key).with("who", who));
        cx.effects.push(Effect::Stale);
        self.reload(cx)
    }

    /// The answer of the row, else the last one of this operator; in the library a body without slots.
    pub(super) fn copy_again(&mut self, cx: &mut Cx) -> Result<()> {
        if self.view == View::Library {
            return self.copy_body(cx);
        }
        let own = self.current().map(|r| r.inquiry.answer.clone()).filter(|a| !a.is_empty());
        let answer = match own {
            Some(answer) => Some(answer),
            None => store::last_answer(cx.db, cx.me)?,
        };
        match answer {
            Some(text) => cx.copy(Clean::clipboard(&text)),
            None => cx.refuse(cx.lang.text("sop.why_no_answer").to_owned()),
        }
        Ok(())
    }

    fn copy_body(&mut self, cx: &mut Cx) -> Result<()> {
        let Some(template) = self.shelf.get(self.list.index()).and_then(|at| self.library.all.get(*at)) else {
            cx.refuse(cx.lang.text("sop.why_no_template").to_owned());
            return Ok(());
        };
        let body = self.library.phrases.expand(&template.wording.body)?;
        let open: Vec<String> = slots(&body)?.into_iter().map(|s| s.name).collect();
        if open.is_empty() {
            // What stands in doubled braces goes out in single ones.
            let manner = Manner { today: cx.today(), lang: cx.lang };
            cx.copy(Clean::clipboard(&render(&body, &Filled::new(), manner)?));
        } else {
            cx.refuse(cx.lang.fill("sop.why_slots", &[("names", &open.join(" "))]));
        }
        Ok(())
    }

    pub(super) fn ask_filter(&mut self, cx: &mut Cx) {
        let item = |key, label: &str, saved| MenuItem::new(key, cx.lang.text(label), saved);
        let people = [
            ('1', "sop.filter_urgent", Saved::Urgent),
            ('2', "sop.filter_complaints", Saved::Complaints),
            ('3', "sop.filter_paused", Saved::Paused),
            ('4', "promise.filter_snoozed", Saved::Snoozed),
            ('5', "promise.filter_mine", Saved::Mine),
        ];
        let templates = [
            ('1', "words.filter_due", Saved::Due),
            ('2', "words.filter_drafts", Saved::Drafts),
            ('3', "words.filter_retired", Saved::Retired),
            ('4', "words.phrases", Saved::Phrases),
        ];
        let rows: &[_] = if self.view == View::Library { &templates } else { &people };
        let rows = rows.iter().chain(&[('0', "sop.filter_none", Saved::None)]);
        let items = rows.map(|(key, label, saved)| item(*key, label, *saved)).collect();
        self.mode = Mode::Saved(Menu::new(cx.lang.text("sop.filters"), items));
    }
}
