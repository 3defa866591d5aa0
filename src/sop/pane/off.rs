//! Not now, not me, not that: putting off, handing over, saying when it was answered, sorting anew. None stops a clock.

use super::{Cx, Mode, SopPane};
use crate::base::clock::HOUR;
use crate::base::i18n::{parse_day, parse_time};
use crate::base::text::Clean;
use crate::base::{At, Result, Says, Zone};
use crate::sop::inquiry::{Inquiry, Kind, Reason, State};
use crate::sop::store::{self, Sort};
use crate::tui::{Chord, Input, InputEvent, Look, Menu, MenuEvent, MenuItem};
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::{Position, Rect};

/// What to do with somebody who is not answered now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// Back in an hour.
    Hour,
    /// Back when work begins on the next working day.
    Tomorrow,
    /// We wait for them: what for is asked next.
    Wait,
    /// A colleague takes it: who is asked next.
    Hand,
}

/// Which of these is open.
#[derive(Debug)]
pub enum Off {
    /// What to do.
    What(Menu<Put>),
    /// Who takes it.
    Whom(Menu<String>),
    /// A word for who takes it.
    Word(Input, String),
    /// When it was answered in the group.
    When(Input),
    /// What sort of inquiry it is.
    Sort(Menu<Sort>),
}

impl Off {
    /// Pasted text goes into what is typed.
    pub fn paste(&mut self, text: &str) {
        if let Self::Word(input, _) | Self::When(input) = self {
            input.paste(text);
        }
    }

    /// Draws it into the bottom lines of `area`; `dock` draws one line of input under a title.
    pub fn draw(
        &self,
        buf: &mut Buffer,
        area: Rect,
        look: &Look,
        dock: impl Fn(&mut Buffer, &str, &Input) -> Option<Position>,
    ) -> Option<Position> {
        match self {
            Self::What(menu) => menu.draw(buf, area, look),
            Self::Whom(menu) => menu.draw(buf, area, look),
            Self::Sort(menu) => menu.draw(buf, area, look),
            Self::Word(input, to) => {
                let title = look.lang.fill("promise.hand_title", &[("to", &Clean::head(to, 30))]);
                return dock(buf, &title, input);
            }
            Self::When(input) => return dock(buf, look.text("promise.when_title"), input),
        }
        None
    }

    /// The keys, by catalogue key.
    pub fn hints(&self) -> &'static str {
        match self {
            Self::What(_) => "promise.hints_off",
            Self::Whom(_) | Self::Sort(_) => "sop.hints_saved",
            Self::Word(..) => "promise.hints_hand",
            Self::When(_) => "promise.hints_when",
        }
    }
}

impl SopPane {
    /// `o`: the dock; on one that is put off, waited for or done: back to waiting at once.
    pub(super) fn put_off(&mut self, cx: &mut Cx) -> Result<()> {
        let Some(inquiry) = self.open_inquiry() else { return Ok(()) };
        let hours = store::timetable(cx.db, cx.config, cx.zone)?;
        let says = match inquiry.state {
            _ if inquiry.snoozed(cx.now) => {
                store::wake(cx.db, &inquiry)?;
                "sop.status_resumed"
            }
            State::Paused => {
                store::resume(cx.db, &inquiry, &hours)?;
                if inquiry.first_at.is_some() { "promise.status_again" } else { "sop.status_resumed" }
            }
            State::Answered | State::Closed => {
                store::again(cx.db, &inquiry, None, "", &hours)?;
                if inquiry.first_at.is_some() { "promise.status_again" } else { "sop.status_resumed" }
            }
            State::Waiting => {
                self.ask_what(cx);
                return Ok(());
            }
        };
        self.done(&[inquiry], Says::new(says), cx)
    }

    fn ask_what(&mut self, cx: &Cx) {
        let item = |key, label: &str, put| MenuItem::new(key, cx.lang.text(label), put);
        let mut menu = Menu::new(
            self.about(cx, "promise.off_title"),
            vec![
                item('1', "promise.off_hour", Put::Hour),
                item('2', "promise.off_tomorrow", Put::Tomorrow),
                item('3', "promise.off_wait", Put::Wait),
                item('4', "promise.off_hand", Put::Hand),
            ],
        );
        menu.enter = Some(Put::Wait);
        menu.lines = vec![cx.lang.text("promise.off_then").to_owned()];
        self.mode = Mode::Off(Box::new(Off::What(menu)));
    }

    /// The colleagues, each under a digit.
    pub(super) fn ask_whom(&mut self, cx: &mut Cx) -> Result<()> {
        let mut names = store::colleagues(cx.db)?;
        // Oneself comes last: what a colleague has can be taken back.
        names.push(cx.me.to_owned());
        if names.len() == 1 {
            cx.refuse(cx.lang.text("promise.no_colleague").to_owned());
            return self.leave();
        }
        let keys = ('1'..='9').chain('a'..='z');
        let items = keys.zip(names).map(|(key, name)| MenuItem::new(key, shown_name(&name, cx), name)).collect();
        self.mode = Mode::Off(Box::new(Off::Whom(Menu::new(self.about(cx, "promise.whom_title"), items))));
        Ok(())
    }

    /// When somebody answered in the group; empty is now.
    pub(super) fn ask_when_answered(&mut self, cx: &mut Cx) -> Result<()> {
        self.mode = Mode::Off(Box::new(Off::When(Input::new(cx.lang.text("promise.when_prompt"), ""))));
        Ok(())
    }

    /// `e` on people: the sort, and of feedback its quality.
    pub(super) fn ask_sort(&mut self, cx: &mut Cx) -> Result<()> {
        let kinds = Kind::ALL.iter().zip('1'..='9');
        let mut items: Vec<MenuItem<Sort>> =
            kinds.map(|((kind, _, label), key)| MenuItem::new(key, cx.lang.text(label), Sort::Kind(*kind))).collect();
        if self.targets().iter().all(|i| i.kind.is_feedback()) {
            for (key, label, good) in [('8', "promise.quality_good", true), ('9', "promise.quality_plain", false)] {
                items.push(MenuItem::new(key, cx.lang.text(label), Sort::Quality(good)));
            }
        }
        self.mode = Mode::Off(Box::new(Off::Sort(Menu::new(self.about(cx, "promise.sort_title"), items))));
        Ok(())
    }

    pub(super) fn off_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Off(off) = &mut self.mode else { return Ok(()) };
        let Some(chord) = Chord::from_event(key) else { return Ok(()) };
        match &mut **off {
            Off::What(menu) => match menu.key(chord) {
                MenuEvent::Chosen(put) => self.put(put, cx),
                MenuEvent::Cancel => self.leave(),
                MenuEvent::Ignored => Ok(()),
            },
            Off::Whom(menu) => match menu.key(chord) {
                MenuEvent::Chosen(to) => {
                    let input = Input::new(cx.lang.text("promise.hand_prompt"), "");
                    self.mode = Mode::Off(Box::new(Off::Word(input, to)));
                    Ok(())
                }
                MenuEvent::Cancel => self.leave(),
                MenuEvent::Ignored => Ok(()),
            },
            Off::Sort(menu) => match menu.key(chord) {
                MenuEvent::Chosen(sort) => self.sort_as(sort, cx),
                MenuEvent::Cancel => self.leave(),
                MenuEvent::Ignored => Ok(()),
            },
            Off::Word(input, to) => match input.key(key) {
                InputEvent::Done(note) => {
                    let to = to.clone();
                    self.hand_to(&to, &note, cx)
                }
                InputEvent::Cancel => self.leave(),
                _ => Ok(()),
            },
            Off::When(input) => match input.key(key) {
                InputEvent::Done(typed) => self.answered_at(&typed, cx),
                InputEvent::Cancel => self.leave(),
                _ => Ok(()),
            },
        }
    }

    fn put(&mut self, put: Put, cx: &mut Cx) -> Result<()> {
        match put {
            Put::Hand => return self.ask_whom(cx),
            Put::Wait => {
                let note = self.open_inquiry().map(|i| i.pause_note).unwrap_or_default();
                self.mode = Mode::Pause(Input::new(cx.lang.text("sop.ask_pause"), &note));
                return Ok(());
            }
            Put::Hour | Put::Tomorrow => {}
        }
        let rows = self.targets();
        let hours = store::timetable(cx.db, cx.config, cx.zone)?;
        let hour = cx.now.plus(HOUR);
        let until = match put {
            Put::Tomorrow => hours.usual.tomorrow(cx.now).unwrap_or(hour),
            _ => hour,
        };
        self.mode = Mode::List;
        let refs: Vec<&Inquiry> = rows.iter().collect();
        let back = store::snooze(cx.db, &refs, until, &hours)?;
        let key = if back < until { "promise.status_snoozed_warned" } else { "promise.status_snoozed" };
        self.done(&rows, Says::new(key).with("time", super::row::moment(back, cx)), cx)
    }

    fn hand_to(&mut self, to: &str, note: &str, cx: &mut Cx) -> Result<()> {
        let rows = self.targets();
        let refs: Vec<&Inquiry> = rows.iter().collect();
        store::hand(cx.db, &refs, to, note)?;
        self.done(&rows, Says::new("promise.status_handed").with("to", Clean::line(to)), cx)
    }

    fn answered_at(&mut self, typed: &str, cx: &mut Cx) -> Result<()> {
        let Some(at) = typed_moment(typed, cx.today(), cx.zone) else {
            cx.refuse(cx.lang.text("promise.bad_when").to_owned());
            return Ok(());
        };
        let rows = self.targets();
        let refs: Vec<&Inquiry> = rows.iter().collect();
        store::close(cx.db, &refs, Reason::InGroup, "", at)?;
        self.done(&rows, Says::new("promise.status_in_group"), cx)
    }

    fn sort_as(&mut self, sort: Sort, cx: &mut Cx) -> Result<()> {
        let rows = self.targets();
        let refs: Vec<&Inquiry> = rows.iter().collect();
        let hours = store::timetable(cx.db, cx.config, cx.zone)?;
        store::sort(cx.db, &refs, sort, &hours)?;
        let what = match sort {
            Sort::Kind(kind) => kind.label(),
            Sort::Quality(true) => "promise.quality_good",
            Sort::Quality(false) => "promise.quality_plain",
        };
        self.mode = Mode::List;
        self.list.unmark();
        let who = match rows.as_slice() {
            [one] => Clean::line(&one.who).into_string(),
            several => cx.lang.fill("sop.people", &[("count", &several.len())]),
        };
        cx.did(&Says::new("promise.status_sorted").with("what", format!("@{what}")).with("who", who));
        cx.effects.push(crate::tui::pane::Effect::Stale);
        self.reload(cx)
    }
}

fn shown_name(name: &str, cx: &Cx) -> String {
    let shown = Clean::head(name, 20).into_string();
    if name == cx.me { cx.lang.fill("promise.yourself", &[("name", &shown)]) } else { shown }
}

/// A moment as it is typed: a time of today, or a day and a time; nothing is `Some(None)`, now.
pub(super) fn typed_moment(typed: &str, today: NaiveDate, zone: Zone) -> Option<Option<At>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(None);
    }
    let (day, time) = match typed.rsplit_once(' ') {
        Some((day, time)) => (parse_day(day, today)?, time),
        None => (today, typed),
    };
    Some(Some(zone.moment(day.and_time(parse_time(time)?))))
}
