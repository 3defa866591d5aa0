//! Writing a hot topic down (`H`): what people talk about, where, how hot it is, until when to answer, and when it is over.

use super::super::board::later;
use super::super::post::{Format, Track};
use super::super::store::{self, Content};
use super::{CalendarPane, Cx, Mode};
use crate::base::i18n::{parse_span, parse_time};
use crate::base::text::{Clean, wrap_at_most};
use crate::base::{At, Result, Says};
use crate::db::draft;
use crate::tui::pane::Effect;
use crate::tui::{Field, Form, FormEvent};
use ratatui::crossterm::event::KeyEvent;

// The fields in order.
const TITLE: usize = 0;
const SOURCE: usize = 1;
const HEAT: usize = 2;
const COMMUNITY: usize = 3;
const BY: usize = 4;
const OVER: usize = 5;
const KIND: usize = 6;
const BODY: usize = 7;

/// Where what is being typed is kept.
const PLACE: &str = "calendar.hot";

impl CalendarPane {
    /// Opens the form.
    pub(super) fn open_topic(&mut self, cx: &mut Cx) -> Result<()> {
        let Some(board) = self.board.as_ref().filter(|b| !b.lanes.is_empty()) else {
            cx.refuse(cx.lang.text("calendar.no_community").to_owned());
            return Ok(());
        };
        let lang = cx.lang;
        let place = self.current().map_or_else(|| board.lanes[0].place.clone(), |r| r.place.clone());
        let kinds = board.plan.kinds.labels(lang);
        let talk = board.plan.kinds.0.iter().position(|k| k.kind == super::super::post::Kind::Chat).unwrap_or(0);
        let heats = lang.text("columns.heat_words").split(' ').map(str::to_owned).collect();
        let fields = vec![
            Field::text(lang.text("columns.field_topic"), "").required(true).max(120),
            Field::text(lang.text("columns.field_source"), "").max(60),
            Field::choice(lang.text("columns.field_heat"), heats, 2),
            Field::text(lang.text("calendar.field_community"), &place).required(true).max(60),
            Field::text(lang.text("columns.field_by"), "").required(true).max(12),
            Field::text(lang.text("columns.field_over"), "").max(12),
            Field::choice(lang.text("calendar.field_kind"), kinds, talk),
            Field::long(lang.text("calendar.field_body"), "", 3).max(5000),
        ];
        let mut form = Form::new(lang.text("columns.form_hot"), fields);
        if let Some(kept) = draft::at(cx.db, PLACE)? {
            super::entry::take_up(&mut form, &kept.text);
        }
        self.mode = Mode::Topic(Box::new(form));
        self.renew_topic(cx);
        Ok(())
    }

    /// A key of the form.
    pub(super) fn topic_key(&mut self, mut form: Box<Form>, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let event = form.key(key);
        let values = serde_json::to_string(&form.values()).unwrap_or_default();
        let max = form.fields.get(form.focus()).map_or(0, Field::limit);
        self.mode = Mode::Topic(form);
        match event {
            FormEvent::Changed => {
                cx.effects.push(Effect::Draft(PLACE.into(), values));
                self.renew_topic(cx);
            }
            FormEvent::Moved => self.renew_topic(cx),
            FormEvent::Cancel => {
                self.mode = Mode::List;
                cx.did(&Says::new("calendar.draft_kept"));
            }
            FormEvent::Refused(label) => cx.refuse(cx.lang.fill("calendar.missing", &[("field", &label)])),
            FormEvent::Rejected(key) => cx.refuse(cx.lang.fill(key, &[("max", &max)])),
            FormEvent::Submit => return self.save_topic(cx),
            FormEvent::Ignored => {}
        }
        Ok(())
    }

    fn renew_topic(&mut self, cx: &Cx) {
        let (Mode::Topic(form), Some(board)) = (&mut self.mode, &self.board) else { return };
        let lang = cx.lang;
        let clock = |at: Option<At>, typed: &str| match at {
            Some(at) => {
                let local = at.local(cx.zone);
                let day = if local.date() == cx.today() { String::new() } else { lang.short_day(local.date()) + " " };
                let shown = format!("{day}{}", local.format("%H:%M"));
                if shown == typed.trim() { String::new() } else { shown }
            }
            None if typed.trim().is_empty() => String::new(),
            None => lang.text("calendar.not_understood").to_owned(),
        };
        let (by, over) = (form.value(BY), form.value(OVER));
        form.fields[BY].note = clock(moment(&by, cx), &by);
        form.fields[OVER].note = clock(moment(&over, cx), &over);
        let typed = form.value(COMMUNITY);
        let lane = super::entry::community(board, &typed).map(|at| board.lanes[at].place.clone());
        let known = lane.unwrap_or_else(|| lang.text("calendar.not_understood").to_owned());
        form.fields[COMMUNITY].note = if known == typed { String::new() } else { known };
        form.preview = match form.focus() {
            COMMUNITY => vec![super::entry::numbered(board)],
            BY | OVER => vec![lang.text("columns.clock_hint").to_owned()],
            _ => {
                let body = Clean::block(&form.value(BODY)).to_string();
                wrap_at_most(&body, 56, 3).into_iter().filter(|l| !l.is_empty()).collect()
            }
        };
        let left = moment(&by, cx).map(|at| at.since(cx.now));
        form.state = left.map_or_else(String::new, |ms| lang.fill("columns.hot_state", &[("span", &lang.span(ms))]));
    }

    fn save_topic(&mut self, cx: &mut Cx) -> Result<()> {
        let (Mode::Topic(form), Some(board)) = (&mut self.mode, &self.board) else { return Ok(()) };
        let lane = super::entry::community(board, &form.value(COMMUNITY));
        let by = moment(&form.value(BY), cx);
        let over = Some(form.value(OVER)).filter(|t| !t.trim().is_empty()).map(|t| moment(&t, cx));
        let wrong = match (&lane, &by, &over) {
            (None, ..) => Some(COMMUNITY),
            (_, None, _) => Some(BY),
            (.., Some(None)) => Some(OVER),
            _ => None,
        };
        if let Some(field) = wrong {
            form.set_focus(field);
            let (label, value) = (form.fields[field].label.clone(), Clean::line(&form.value(field)).into_string());
            cx.refuse(cx.lang.fill("calendar.bad_field", &[("field", &label), ("value", &value)]));
            return Ok(());
        }
        let (Some(lane), Some(by)) = (lane, by) else { return Ok(()) };
        let due = by.local(cx.zone);
        let kinds = &board.plan.kinds.0;
        let content = Content {
            community_id: board.lanes[lane].id,
            day: due.date(),
            time: due.time(),
            kind: kinds.get(form.fields[KIND].choice_index()).map_or(super::super::post::Kind::Chat, |k| k.kind),
            format: Format::Text,
            track: Track::Hot,
            title: form.value(TITLE),
            body: form.value(BODY),
            owner: cx.me.to_owned(),
            expires_at: over.flatten(),
            note: String::new(),
        };
        let heat = u8::try_from(form.fields[HEAT].choice_index() + 1).unwrap_or(0);
        let (_, says) = store::add_hot(cx.db, &content, &form.value(SOURCE), heat)?;
        self.mode = Mode::List;
        cx.effects.push(Effect::Draft(PLACE.into(), String::new()));
        self.wrote(cx, &says)
    }
}

/// A time of today (tomorrow's, if it has passed), or a stretch from now: `18:00`, `2h`.
fn moment(text: &str, cx: &Cx) -> Option<At> {
    if let Some(ms) = parse_span(text).filter(|ms| *ms > 0) {
        let at = cx.now.plus(ms);
        return Some(At(at.0 - at.0.rem_euclid(crate::base::clock::MINUTE)));
    }
    let time = parse_time(text)?;
    let today = cx.zone.moment(cx.today().and_time(time));
    Some(if today < cx.now { cx.zone.moment(later(cx.today(), 1).and_time(time)) } else { today })
}
