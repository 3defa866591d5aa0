//! Two forms: logging an inquiry, writing a template. What is typed is kept as a draft at each change.

use super::book::slots_state;
use super::off::typed_moment;
use super::{Cx, Mode, SopPane};
use crate::base::i18n::parse_day;
use crate::base::text::{Clean, fold, pinyin};
use crate::base::{At, Lang, Result, Says, Zone};
use crate::db::draft;
use crate::members::community::PLATFORMS;
use crate::sop::inquiry::{Kind, clock_time, pasted};
use crate::sop::promise::Timetable;
use crate::sop::store::{self, NewInquiry, Place};
use crate::sop::template::{BODY_MAX, Category, NewTemplate, Status, Variant};
use crate::tui::pane::{Effect, Status as Line, Tone};
use crate::tui::{Field, Form, FormEvent};
use ratatui::crossterm::event::KeyEvent;

/// Logging an inquiry.
#[derive(Debug)]
pub struct LogForm {
    /// The form: community, who, kind, text, when.
    pub form: Form,
    places: Vec<Place>,
    hours: Timetable,
    now: At,
    zone: Zone,
}

/// Places of its fields.
const WHO: usize = 1;
const KIND: usize = 2;
const TEXT: usize = 3;
const WHEN: usize = 4;

/// Writing a template.
#[derive(Debug)]
pub struct TemplateForm {
    /// The form: code, name, category, keywords, body, platform, status.
    pub form: Form,
    /// Which one is changed, and its version.
    old: Option<(i64, i64)>,
    /// Its variants, which this form leaves alone.
    variants: Vec<Variant>,
}

const LOG_PLACE: &str = "sop.log";

impl SopPane {
    pub(super) fn log(&mut self, cx: &mut Cx) -> Result<()> {
        let places = store::places(cx.db)?;
        if places.is_empty() {
            cx.refuse(cx.lang.text("sop.no_community_hint").to_owned());
            return Ok(());
        }
        let here = self.current().and_then(|row| places.iter().find(|p| p.id == row.inquiry.community_id));
        let here = here.or(places.first()).map(|p| shown(p, cx.lang)).unwrap_or_default();
        let kinds = Kind::ALL.iter().map(|(_, _, label)| cx.lang.text(label).to_owned()).collect();
        let label = |key| cx.lang.text(key);
        let mut fields = vec![
            Field::text(label("sop.field_community"), &here).required(true).max(100),
            Field::text(label("sop.field_who"), "").required(true).max(100),
            Field::choice(label("sop.field_kind"), kinds, 0),
            Field::long(label("sop.field_text"), "", 3).required(true).max(2_000),
            Field::text(label("promise.field_when"), &clock_time(cx.now, cx.zone)).required(true).max(20),
        ];
        restore(&mut fields, LOG_PLACE, cx)?;
        let mut form = Form::new(cx.lang.text("sop.log_title"), fields);
        form.hints = cx.lang.text("sop.log_hints").to_owned();
        let hours = store::timetable(cx.db, cx.config, cx.zone)?;
        self.mode = Mode::Log(Box::new(LogForm { form, places, hours, now: cx.now, zone: cx.zone }));
        Ok(())
    }

    pub(super) fn log_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Log(log) = &mut self.mode else { return Ok(()) };
        let event = log.form.key(key);
        if event != FormEvent::Submit {
            let (form, limit) = (&log.form, 2_000);
            return if after_key(event, form, LOG_PLACE, limit, cx) { self.leave() } else { Ok(()) };
        }
        let Some(place) = find(&log.places, &log.form.value(0), cx.lang) else {
            let name = Clean::line(&log.form.value(0)).into_string();
            log.form.set_focus(0);
            cx.refuse(cx.lang.fill("sop.no_such_community", &[("name", &name)]));
            return Ok(());
        };
        let Some(at) = log.asked() else {
            log.form.set_focus(WHEN);
            cx.refuse(cx.lang.text("promise.bad_when").to_owned());
            return Ok(());
        };
        let (who, text) = (log.form.value(WHO), log.form.value(TEXT));
        let new = NewInquiry { community_id: place.id, who, kind: log.kind(), text, at };
        store::log(cx.db, &new, &log.hours)?;
        cx.did(&Says::new("sop.status_logged").with("who", Clean::line(new.who.trim())));
        self.finished(LOG_PLACE, cx)
    }

    /// The form for a new template, or for the one at this place of the library.
    pub(super) fn write_template(&mut self, at: Option<usize>, cx: &mut Cx) -> Result<()> {
        let old = at.and_then(|at| self.library.all.get(at));
        let label = |key| cx.lang.text(key);
        let text = |get: &dyn Fn(&NewTemplate) -> String| old.map(|t| get(&t.wording)).unwrap_or_default();
        let category =
            text(&|w| w.category.label().map_or_else(|| w.category.name().to_owned(), |k| label(k).to_owned()));
        let platform = text(&|w| platform_label(&w.platform, cx.lang));
        let statuses = Status::ALL.iter().map(|(.., key)| label(key).to_owned()).collect();
        let status = old.map_or(Status::Approved, |t| t.wording.status);
        let mut fields = vec![
            Field::text(label("sop.field_code"), &text(&|w| w.code.clone())).required(true).max(8),
            Field::text(label("sop.field_name"), &text(&|w| w.name.clone())).required(true).max(40),
            Field::text(label("sop.field_category"), &category).required(true).max(20),
            Field::text(label("sop.field_keywords"), &text(&|w| w.keywords.clone())).max(200),
            Field::long(label("sop.field_body"), &text(&|w| w.body.clone()), 5).required(true).max(BODY_MAX),
            Field::text(label("sop.field_platform"), &platform).max(20),
            Field::choice(label("sop.field_status"), statuses, status as usize),
            Field::text(label("words.field_owner"), &text(&|w| w.owner.clone())).max(40),
            Field::text(label("words.field_review"), &text(&|w| w.review.map(|d| d.to_string()).unwrap_or_default()))
                .max(20),
        ];
        let variants = old.map(|t| t.wording.variants.clone()).unwrap_or_default();
        let old = old.map(|t| (t.id, t.version));
        restore(&mut fields, &template_place(old), cx)?;
        let key = if old.is_some() { "sop.edit_title" } else { "sop.write_title" };
        let mut form = Form::new(cx.lang.text(key), fields);
        form.hints = cx.lang.text("sop.template_hints").to_owned();
        if old.is_some() {
            form.set_focus(4);
        }
        self.mode = Mode::Template(Box::new(TemplateForm { form, old, variants }));
        Ok(())
    }

    pub(super) fn template_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Template(writing) = &mut self.mode else { return Ok(()) };
        let place = template_place(writing.old);
        let event = writing.form.key(key);
        if event != FormEvent::Submit {
            let form = &writing.form;
            return if after_key(event, form, &place, form.fields[form.focus()].limit(), cx) {
                self.leave()
            } else {
                Ok(())
            };
        }
        let Some(platform) = read_platform(&writing.form.value(5), cx.lang) else {
            let name = Clean::line(&writing.form.value(5)).into_string();
            writing.form.set_focus(5);
            cx.refuse(cx.lang.fill("sop.no_such_platform", &[("name", &name)]));
            return Ok(());
        };
        let typed = writing.form.value(8);
        let review = parse_day(&typed, cx.today());
        if review.is_none() && !typed.trim().is_empty() {
            writing.form.set_focus(8);
            let typed = Clean::line(typed.trim()).into_string();
            cx.refuse(cx.lang.fill("words.bad_review", &[("value", &typed)]));
            return Ok(());
        }
        let value = |at| writing.form.value(at);
        let status = Status::ALL.get(writing.form.fields[6].choice_index()).map_or(Status::Approved, |(s, ..)| *s);
        let new = NewTemplate {
            code: value(0),
            name: value(1),
            category: Category::read(&value(2)),
            keywords: value(3),
            body: value(4),
            platform: platform.to_owned(),
            status,
            owner: value(7),
            review,
            variants: writing.variants.clone(),
        };
        let (old, code) = (writing.old, Clean::line(new.code.trim()).into_string());
        let id = match old {
            Some((id, version)) => store::edit(cx.db, id, version, new).map(|()| id)?,
            None => store::add(cx.db, new)?,
        };
        cx.did(&Says::new("sop.status_written").with("code", code));
        self.finished(&place, cx)?;
        self.list.select(id);
        Ok(())
    }

    /// A form is done: its draft is forgotten, everything is read again.
    pub(super) fn finished(&mut self, place: &str, cx: &mut Cx) -> Result<()> {
        self.mode = Mode::List;
        cx.effects.push(Effect::Draft(place.to_owned(), String::new()));
        cx.effects.push(Effect::Stale);
        self.reload(cx)
    }
}

impl LogForm {
    /// The form with the community it would be logged for.
    pub fn shown(&self, lang: &Lang) -> Form {
        let mut form = self.form.clone();
        let found = find(&self.places, &form.value(0), lang);
        let unknown = || lang.text("sop.unknown_community").to_owned();
        form.fields[0].note = found.map_or_else(unknown, |p| shown(p, lang));
        form.fields[WHEN].note = match self.asked() {
            Some(at) => {
                let clock = self.hours.of(found.map_or(0, |p| p.id), self.kind());
                let due = clock_time(clock.due(at.unwrap_or(self.now)), self.zone);
                lang.fill("promise.due_then", &[("time", &due)])
            }
            None => lang.text("promise.no_moment").to_owned(),
        };
        form
    }

    fn kind(&self) -> Kind {
        Kind::ALL.get(self.form.fields[KIND].choice_index()).map_or(Kind::Ask, |(kind, ..)| *kind)
    }

    /// When it was asked: `Some(None)` for the present minute, `None` for what is no moment, or one still to come.
    fn asked(&self) -> Option<Option<At>> {
        let typed = self.form.value(WHEN);
        if typed.trim() == clock_time(self.now, self.zone) {
            return Some(None);
        }
        let at = typed_moment(&typed, self.now.day(self.zone), self.zone)?;
        at.is_none_or(|at| at <= self.now).then_some(at)
    }

    /// What was copied out of a chat fills who, when and text at once; anything else goes into the field.
    pub fn paste(&mut self, text: &str) {
        let today = self.now.day(self.zone);
        let empty = self.form.value(WHO).trim().is_empty() && self.form.value(TEXT).trim().is_empty();
        match pasted(text, today).filter(|_| empty && [WHO, TEXT].contains(&self.form.focus())) {
            Some(copied) => {
                self.form.fields[WHO].set(&copied.who);
                self.form.fields[TEXT].set(&copied.text);
                if let Some(when) = copied.when {
                    let day = if when.date() == today { String::new() } else { format!("{} ", when.date()) };
                    self.form.fields[WHEN].set(&format!("{day}{}", when.format("%H:%M")));
                }
                self.form.set_focus(KIND);
            }
            None => {
                self.form.paste(text);
            }
        }
    }
}

impl TemplateForm {
    /// The form with the slots of the body as it stands.
    pub fn shown(&self, lang: &Lang) -> Form {
        let mut form = self.form.clone();
        form.state = slots_state(&form.value(4), lang);
        form
    }
}

/// What every form does with what a key did; true when the form was left.
pub(super) fn after_key(event: FormEvent, form: &Form, place: &str, limit: usize, cx: &mut Cx) -> bool {
    let left = event == FormEvent::Cancel;
    match event {
        FormEvent::Changed | FormEvent::Cancel => {
            let text = serde_json::to_string(&form.values()).unwrap_or_default();
            cx.effects.push(Effect::Draft(place.to_owned(), text));
            if left {
                let text = cx.lang.text("sop.draft_kept").to_owned();
                cx.effects.push(Effect::Status(Line { tone: Tone::Info, text, more: String::new() }));
            }
        }
        FormEvent::Refused(label) => cx.refuse(cx.lang.fill("tui.missing_field", &[("label", &label)])),
        FormEvent::Rejected(key) => cx.refuse(cx.lang.fill(key, &[("max", &limit)])),
        FormEvent::Moved | FormEvent::Ignored | FormEvent::Submit => {}
    }
    left
}

/// Brings back what was typed at `place` before.
pub(super) fn restore(fields: &mut [Field], place: &str, cx: &Cx) -> Result<()> {
    let Some(draft) = draft::at(cx.db, place)? else { return Ok(()) };
    if let Ok(values) = serde_json::from_str::<Vec<String>>(&draft.text) {
        for (field, value) in fields.iter_mut().zip(values) {
            field.set(&value);
        }
    }
    Ok(())
}

fn template_place(old: Option<(i64, i64)>) -> String {
    old.map_or_else(|| "sop.template:new".to_owned(), |(id, _)| format!("sop.template:{id}"))
}

/// `微信 新手1群`.
fn shown(place: &Place, lang: &Lang) -> String {
    let platform = lang.text(&format!("members.platform_{}", place.platform)).to_owned();
    format!("{platform} {}", Clean::line(&place.name))
}

/// The community that was meant: by its whole name, else by a part or by initials if only one fits.
pub(super) fn find<'a>(places: &'a [Place], typed: &str, lang: &Lang) -> Option<&'a Place> {
    let query = fold(typed.trim()).text;
    if query.is_empty() {
        return None;
    }
    let names = |p: &Place| [fold(&p.name).text, fold(&shown(p, lang)).text];
    let whole: Vec<&Place> = places.iter().filter(|p| names(p).contains(&query)).collect();
    if let [one] = whole.as_slice() {
        return Some(one);
    }
    let part = |p: &&Place| names(p).iter().any(|n| n.contains(&query) || pinyin::matches(&query, n));
    let parts: Vec<&Place> = places.iter().filter(part).collect();
    match parts.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

pub(super) fn platform_label(id: &str, lang: &Lang) -> String {
    if id.is_empty() { String::new() } else { lang.text(&format!("members.platform_{id}")).to_owned() }
}

/// A platform by its id or its label; nothing is all of them.
pub(super) fn read_platform(typed: &str, lang: &Lang) -> Option<&'static str> {
    let typed = fold(typed.trim()).text;
    let means = |id: &&str| **id == typed || fold(&platform_label(id, lang)).text == typed;
    if typed.is_empty() { Some("") } else { PLATFORMS.iter().copied().find(|id| means(id)) }
}
