//! Writing a hot topic down (`H`) and changing it (`e`): what people talk about, where, how hot it is, until when to answer,
//! and when it is over.

use super::super::board::later;
use super::super::post::{Format, Post, Track};
use super::super::row::Row;
use super::super::store::{self, Content};
use super::{CalendarPane, Cx, Mode};
use crate::base::i18n::{parse_day, parse_span, parse_time};
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

/// The form, and what it changes.
#[derive(Debug)]
pub struct Topic {
    pub form: Form,
    of: Option<Written>,
}

/// A topic that is written down: as long as a clock's text is left alone it means the moment it meant.
#[derive(Debug)]
struct Written {
    post: Post,
    by: (String, At),
    over: (String, Option<At>),
}

impl Topic {
    /// Where what is being typed is kept.
    fn draft(&self) -> String {
        self.of.as_ref().map_or_else(|| "calendar.hot".to_owned(), |w| format!("calendar.hot:{}", w.post.id))
    }

    /// When it is to be answered by; `None` if that cannot be understood.
    fn by(&self, cx: &Cx) -> Option<At> {
        let typed = self.form.value(BY);
        self.of.as_ref().filter(|w| w.by.0 == typed).map(|w| w.by.1).or_else(|| moment(&typed, cx))
    }

    /// When it is over, if that is said; the inner `None` if it cannot be understood.
    fn over(&self, cx: &Cx) -> Option<Option<At>> {
        let typed = self.form.value(OVER);
        if typed.trim().is_empty() {
            return None;
        }
        let kept = self.of.as_ref().filter(|w| w.over.0 == typed).and_then(|w| w.over.1);
        Some(kept.or_else(|| moment(&typed, cx)))
    }
}

/// Whether the form can change it: a topic that was written down here and that nobody answered yet.
pub(super) fn is_open(row: &Row) -> bool {
    row.hot.as_ref().is_some_and(|(hot, _)| hot.seen_at != At(0)) && row.post.state.is_open() && !row.gone
}

impl CalendarPane {
    /// Opens the empty form, or with `row` that topic's.
    pub(super) fn open_topic(&mut self, row: Option<Row>, cx: &mut Cx) -> Result<()> {
        let Some(board) = self.board.as_ref().filter(|b| !b.lanes.is_empty()) else {
            cx.refuse(cx.lang.text("calendar.no_community").to_owned());
            return Ok(());
        };
        let lang = cx.lang;
        let place = self.current().map_or_else(|| board.lanes[0].place.clone(), |r| r.place.clone());
        let kinds = board.plan.kinds.labels(lang);
        let talk = board.plan.kinds.0.iter().position(|k| k.kind == super::super::post::Kind::Chat).unwrap_or(0);
        let heats = lang.text("columns.heat_words").split(' ').map(str::to_owned).collect();
        let (post, hot) = row.and_then(|r| Some((r.post, r.hot?.0))).unzip();
        let of = post.map(|post| {
            let (by, over) = (post.due(cx.zone), post.expires_at);
            Written { by: (clock(by, cx), by), over: (over.map_or_else(String::new, |at| clock(at, cx)), over), post }
        });
        let text = |of_post: fn(&Post) -> &str| of.as_ref().map_or("", |w| of_post(&w.post));
        let clock_of = |of_topic: fn(&Written) -> &str| of.as_ref().map_or("", of_topic);
        let kind = of.as_ref().and_then(|w| board.plan.kinds.0.iter().position(|k| k.kind == w.post.kind));
        let heat = hot.as_ref().map_or(2, |h| usize::from(h.heat.max(1)) - 1);
        let fields = vec![
            Field::text(lang.text("columns.field_topic"), text(|p| &p.title)).required(true).max(120),
            Field::text(lang.text("columns.field_source"), hot.as_ref().map_or("", |h| &h.source)).max(60),
            Field::choice(lang.text("columns.field_heat"), heats, heat),
            Field::text(lang.text("calendar.field_community"), &place).required(true).max(60),
            Field::text(lang.text("columns.field_by"), clock_of(|w| &w.by.0)).required(true).max(12),
            Field::text(lang.text("columns.field_over"), clock_of(|w| &w.over.0)).max(12),
            Field::choice(lang.text("calendar.field_kind"), kinds, kind.unwrap_or(talk)),
            Field::long(lang.text("calendar.field_body"), text(|p| &p.body), 3).max(5000),
        ];
        let mut topic = Topic { form: Form::new(lang.text("columns.form_hot"), fields), of };
        if let Some(kept) = draft::at(cx.db, &topic.draft())? {
            super::entry::take_up(&mut topic.form, &kept.text);
        }
        if let Some(written) = &topic.of {
            cx.effects.push(Effect::Hold(format!("post:{}", written.post.id)));
        }
        self.mode = Mode::Topic(Box::new(topic));
        self.renew_topic(cx);
        Ok(())
    }

    /// A key of the form.
    pub(super) fn topic_key(&mut self, mut topic: Box<Topic>, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let event = topic.form.key(key);
        let values = serde_json::to_string(&topic.form.values()).unwrap_or_default();
        let max = topic.form.fields.get(topic.form.focus()).map_or(0, Field::limit);
        let draft = topic.draft();
        self.mode = Mode::Topic(topic);
        match event {
            FormEvent::Changed => {
                cx.effects.push(Effect::Draft(draft, values));
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
        let (Mode::Topic(topic), Some(board)) = (&mut self.mode, &self.board) else { return };
        let lang = cx.lang;
        let (ends, over_at) = (topic.by(cx), topic.over(cx).flatten());
        let form = &mut topic.form;
        let meant = |at: Option<At>, typed: &str| match at {
            Some(at) => Some(clock(at, cx)).filter(|shown| shown != typed.trim()).unwrap_or_default(),
            None if typed.trim().is_empty() => String::new(),
            None => lang.text("calendar.not_understood").to_owned(),
        };
        let (by, over) = (form.value(BY), form.value(OVER));
        form.fields[BY].note = meant(ends, &by);
        form.fields[OVER].note = meant(over_at, &over);
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
        let left = ends.map(|at| at.since(cx.now)).filter(|left| *left > 0);
        form.state = left.map_or_else(String::new, |ms| lang.fill("columns.hot_state", &[("span", &lang.span(ms))]));
    }

    fn save_topic(&mut self, cx: &mut Cx) -> Result<()> {
        let (Mode::Topic(topic), Some(board)) = (&mut self.mode, &self.board) else { return Ok(()) };
        let (by, over, draft) = (topic.by(cx), topic.over(cx), topic.draft());
        let of = topic.of.as_ref().map(|w| &w.post);
        let form = &mut topic.form;
        let lane = super::entry::community(board, &form.value(COMMUNITY));
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
            format: of.map_or(Format::Text, |p| p.format),
            track: Track::Hot,
            title: form.value(TITLE),
            body: form.value(BODY),
            owner: of.map_or_else(|| cx.me.to_owned(), |p| p.owner.clone()),
            expires_at: over.flatten(),
            note: of.map_or_else(String::new, |p| p.note.clone()),
        };
        let heat = u8::try_from(form.fields[HEAT].choice_index() + 1).unwrap_or(0);
        let source = form.value(SOURCE);
        let says = match of {
            Some(post) => store::edit_hot(cx.db, post.into(), &content, &source, heat)?,
            None => store::add_hot(cx.db, &content, &source, heat)?.1,
        };
        self.mode = Mode::List;
        cx.effects.push(Effect::Draft(draft, String::new()));
        self.wrote(cx, &says)
    }
}

/// `18:00` of today, `10/12 18:00` of another day.
fn clock(at: At, cx: &Cx) -> String {
    let local = at.local(cx.zone);
    let day = if local.date() == cx.today() { String::new() } else { local.format("%m/%d ").to_string() };
    format!("{day}{}", local.format("%H:%M"))
}

/// A time of today (tomorrow's, if it has passed), of a day said before it, or a stretch from now: `18:00`,
/// `10/12 18:00`, `2h`.
fn moment(text: &str, cx: &Cx) -> Option<At> {
    if let Some((day, time)) = text.trim().split_once(' ') {
        return Some(cx.zone.moment(parse_day(day, cx.today())?.and_time(parse_time(time)?)));
    }
    if let Some(ms) = parse_span(text).filter(|ms| *ms > 0) {
        let at = cx.now.plus(ms);
        return Some(At(at.0 - at.0.rem_euclid(crate::base::clock::MINUTE)));
    }
    let time = parse_time(text)?;
    let today = cx.zone.moment(cx.today().and_time(time));
    Some(if today < cx.now { cx.zone.moment(later(cx.today(), 1).and_time(time)) } else { today })
}
