//! The columns (`S`): what is promised again and again, how well it was kept, and the form for one. Nothing here takes an
//! occurrence away, and no key ends a column: its last day is a field of the form.

use super::super::board::{Board, later};
use super::super::post::{Format, Kind};
use super::super::recurrence::{Rule, Span};
use super::super::row;
use super::super::series::{Column, Kept, Series};
use super::super::store::{self, Ref};
use super::{CalendarPane, Cx, Mode};
use crate::base::i18n::{parse_day, parse_time};
use crate::base::text::Clean;
use crate::base::{Lang, Result, Says};
use crate::db::draft;
use crate::tui::pane::Effect;
use crate::tui::{Chord, Field, Form, FormEvent, Key, List, Nav};
use chrono::NaiveDate;
use ratatui::crossterm::event::KeyEvent;

/// Days over which a promise is looked back on.
const KEPT_DAYS: i64 = 30;

/// Slots to come that are shown.
const NEXT: usize = 5;

// The fields in order.
const COMMUNITY: usize = 0;
const TITLE: usize = 1;
const RULE: usize = 2;
const TIME: usize = 3;
const KIND: usize = 4;
const FROM: usize = 5;
const UNTIL: usize = 6;
const BODY: usize = 7;

/// A column ready to be shown.
#[derive(Debug)]
pub struct Row {
    /// The column.
    pub series: Series,
    /// Platform and community.
    pub place: String,
    /// The title, clean.
    pub title: String,
    /// The rule in words.
    pub rule: String,
    /// The next slots.
    pub next: Vec<NaiveDate>,
    /// How the promise was kept.
    pub kept: Kept,
    /// Whether it is over.
    pub over: bool,
}

/// The list of columns and, over it, the form.
#[derive(Debug)]
pub struct Desk {
    /// The columns, those that go on first.
    pub rows: Vec<Row>,
    /// Their numbers, the cursor among them.
    pub list: List<i64>,
    /// The form, and the column it is about (none for a new one).
    pub form: Option<(Box<Form>, Option<Ref>)>,
}

impl Desk {
    fn read(cx: &Cx, board: &Board) -> Result<Desk> {
        let today = cx.today();
        let kept = store::kept(cx.db, later(today, -KEPT_DAYS), today)?;
        let local = cx.now.local(cx.zone);
        let row = |series: Series| Row {
            place: row::place(cx.lang, &series.platform, &series.community),
            title: Clean::head(&series.column.name(), 120).into_string(),
            rule: series.column.rule.said(cx.lang),
            next: series.next(local, NEXT, &board.days),
            kept: kept.get(&series.id).copied().unwrap_or_default(),
            over: series.is_over(today),
            series,
        };
        let mut rows: Vec<Row> = store::columns(cx.db)?.into_iter().map(row).collect();
        rows.sort_by_key(|r| r.over);
        let mut list = List::new();
        list.set_rows(rows.iter().map(|r| r.series.id).collect());
        Ok(Desk { rows, list, form: None })
    }

    /// The column under the cursor.
    #[must_use]
    pub fn current(&self) -> Option<&Row> {
        self.rows.get(self.list.index())
    }

    /// Pasted text.
    pub fn paste(&mut self, text: &str) {
        if let Some((form, _)) = &mut self.form {
            let _: FormEvent = form.paste(text);
        }
    }
}

fn draft_place(about: Option<Ref>) -> String {
    format!("calendar.column:{}", about.map_or(0, |series| series.id))
}

impl CalendarPane {
    /// Opens the list, the cursor on the column of the entry under the cursor.
    pub(super) fn open_columns(&mut self, cx: &mut Cx) -> Result<()> {
        let Some(board) = &self.board else { return Ok(()) };
        let mut desk = Desk::read(cx, board)?;
        let of = self.current().and_then(|r| board.column_of(r.post.id)).map(|s| s.id);
        if let Some(id) = of {
            desk.list.select(id);
        }
        self.mode = Mode::Columns(Box::new(desk));
        Ok(())
    }

    /// A key of the list or the form.
    pub(super) fn desk_key(&mut self, mut desk: Box<Desk>, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        if let Some((form, about)) = &mut desk.form {
            let (event, about) = (form.key(key), *about);
            return self.form_key(desk, event, about, cx);
        }
        let Some(chord) = Chord::from_event(key).map(Chord::folded) else {
            self.mode = Mode::Columns(desk);
            return Ok(());
        };
        let page = self.page.get();
        match (chord.key, chord.ctrl) {
            (Key::Esc | Key::Char('q' | 'S'), false) | (Key::Char('c'), true) => return Ok(()),
            (Key::Char('j') | Key::Down, false) => desk.list.nav(Nav::Down, page),
            (Key::Char('k') | Key::Up, false) => desk.list.nav(Nav::Up, page),
            (Key::Char('G') | Key::End, false) => desk.list.nav(Nav::Bottom, page),
            (Key::Char('g') | Key::Home, false) => desk.list.nav(Nav::Top, page),
            (Key::PageDown, _) => desk.list.nav(Nav::PageDown, page),
            (Key::PageUp, _) => desk.list.nav(Nav::PageUp, page),
            (Key::Char('n'), false) => self.column_form(&mut desk, None, cx)?,
            (Key::Char('e') | Key::Enter, false) => {
                let about = desk.current().map(|r| Ref { id: r.series.id, version: r.series.version });
                if about.is_some() {
                    self.column_form(&mut desk, about, cx)?;
                }
            }
            _ => {}
        }
        self.mode = Mode::Columns(desk);
        Ok(())
    }

    fn column_form(&self, desk: &mut Desk, about: Option<Ref>, cx: &mut Cx) -> Result<()> {
        let Some(board) = self.board.as_ref().filter(|b| !b.lanes.is_empty()) else {
            cx.refuse(cx.lang.text("calendar.no_community").to_owned());
            return Ok(());
        };
        let lang = cx.lang;
        let row = desk.current().filter(|_| about.is_some());
        let column = row.map(|r| &r.series.column);
        let here = self.current().map_or_else(|| board.lanes[0].place.clone(), |r| r.place.clone());
        let kinds = board.plan.kinds.labels(lang);
        let of = |kind: Kind| board.plan.kinds.0.iter().position(|k| k.kind == kind).unwrap_or(0);
        let day = |d: NaiveDate| d.to_string();
        let fields = vec![
            Field::text(lang.text("calendar.field_community"), row.map_or(here.as_str(), |r| r.place.as_str()))
                .required(true)
                .max(60),
            Field::text(lang.text("columns.field_title"), column.map_or("", |c| &c.title)).required(true).max(120),
            Field::text(lang.text("columns.field_rule"), row.map_or("", |r| &r.rule)).required(true).max(120),
            Field::text(
                lang.text("calendar.field_time"),
                &column.map_or(String::new(), |c| c.time.format("%H:%M").to_string()),
            )
            .required(true)
            .max(12),
            Field::choice(lang.text("calendar.field_kind"), kinds, column.map_or(0, |c| of(c.kind))),
            Field::text(lang.text("columns.field_from"), &column.map_or(day(cx.today()), |c| day(c.span.from)))
                .required(true)
                .max(20),
            Field::text(
                lang.text("columns.field_until"),
                &column.and_then(|c| c.span.until).map_or(String::new(), day),
            )
            .max(20),
            Field::long(lang.text("calendar.field_body"), column.map_or("", |c| &c.body), 3).max(5000),
        ];
        let title = match row {
            Some(row) => lang.fill("columns.form_edit", &[("title", &row.title)]),
            None => lang.text("columns.form_new").to_owned(),
        };
        let mut form = Form::new(title, fields);
        if about.is_none() {
            form.set_focus(TITLE);
        }
        if let Some(kept) = draft::at(cx.db, &draft_place(about))? {
            super::entry::take_up(&mut form, &kept.text);
        }
        renew(&mut form, board, cx);
        desk.form = Some((Box::new(form), about));
        Ok(())
    }

    fn form_key(&mut self, mut desk: Box<Desk>, event: FormEvent, about: Option<Ref>, cx: &mut Cx) -> Result<()> {
        if let (Some((form, _)), Some(board)) = (&mut desk.form, &self.board) {
            match event {
                FormEvent::Changed => {
                    let values = serde_json::to_string(&form.values()).unwrap_or_default();
                    cx.effects.push(Effect::Draft(draft_place(about), values));
                    renew(form, board, cx);
                }
                FormEvent::Moved => renew(form, board, cx),
                FormEvent::Cancel => {
                    desk.form = None;
                    cx.did(&Says::new("calendar.draft_kept"));
                }
                FormEvent::Refused(label) => cx.refuse(cx.lang.fill("calendar.missing", &[("field", &label)])),
                FormEvent::Rejected(key) => {
                    let max = form.fields.get(form.focus()).map_or(0, Field::limit);
                    cx.refuse(cx.lang.fill(key, &[("max", &max)]));
                }
                FormEvent::Submit => return self.save_column(desk, about, cx),
                FormEvent::Ignored => {}
            }
        }
        self.mode = Mode::Columns(desk);
        Ok(())
    }

    fn save_column(&mut self, mut desk: Box<Desk>, about: Option<Ref>, cx: &mut Cx) -> Result<()> {
        let read = match (&desk.form, &self.board) {
            (Some((form, _)), Some(board)) => read_column(form, board, desk.current().filter(|_| about.is_some()), cx),
            _ => return Ok(()),
        };
        let says = match (read, about) {
            (Err(field), _) => {
                if let (Some((form, _)), Some(board)) = (&mut desk.form, &self.board) {
                    form.set_focus(field);
                    renew(form, board, cx);
                    let (label, value) =
                        (form.fields[field].label.clone(), Clean::line(&form.value(field)).into_string());
                    cx.refuse(cx.lang.fill("calendar.bad_field", &[("field", &label), ("value", &value)]));
                }
                self.mode = Mode::Columns(desk);
                return Ok(());
            }
            (Ok(column), None) => store::add_column(cx.db, &column).map(|(_, says)| says),
            (Ok(column), Some(series)) => store::edit_column(cx.db, series, &column),
        };
        let says = match says {
            Ok(says) => says,
            // What was typed stays.
            Err(error) => {
                self.mode = Mode::Columns(desk);
                return Err(error);
            }
        };
        cx.effects.push(Effect::Draft(draft_place(about), String::new()));
        self.wrote(cx, &says)?;
        let at = about.map(|s| s.id).or_else(|| store::columns(cx.db).ok()?.iter().map(|s| s.id).max());
        if let Some(board) = &self.board {
            let mut desk = Desk::read(cx, board)?;
            if let Some(id) = at {
                desk.list.select(id);
            }
            self.mode = Mode::Columns(Box::new(desk));
        }
        Ok(())
    }
}

/// Notes, what the rule means and its next days.
fn renew(form: &mut Form, board: &Board, cx: &Cx) {
    let lang = cx.lang;
    let unknown = || lang.text("calendar.not_understood").to_owned();
    let note = |typed: String, known: Option<String>| match known {
        _ if typed.trim().is_empty() => String::new(),
        Some(known) if known == typed.trim() => String::new(),
        Some(known) => known,
        None => unknown(),
    };
    let lane = super::entry::community(board, &form.value(COMMUNITY)).map(|at| board.lanes[at].place.clone());
    form.fields[COMMUNITY].note = note(form.value(COMMUNITY), lane);
    let rule = Rule::parse(&form.value(RULE)).ok();
    form.fields[RULE].note = note(form.value(RULE).replace('，', " "), rule.as_ref().map(|r| r.said(lang)));
    let time = parse_time(&form.value(TIME));
    form.fields[TIME].note = note(form.value(TIME), time.map(|t| t.format("%H:%M").to_string()));
    for field in [FROM, UNTIL] {
        let day = parse_day(&form.value(field), cx.today());
        form.fields[field].note =
            note(form.value(field), day.map(|d| row::dated(d, board.today, &board.days, lang, true)));
    }
    let from = parse_day(&form.value(FROM), cx.today()).unwrap_or(cx.today());
    let until = parse_day(&form.value(UNTIL), cx.today());
    form.preview = match (form.focus(), &rule) {
        (COMMUNITY, _) => vec![super::entry::numbered(board)],
        (RULE, None) => vec![lang.text("columns.rule_hint").to_owned(), lang.text("columns.rule_hint_off").to_owned()],
        (TITLE | BODY, _) => vec![lang.fill("columns.number_hint", &[("brace", &'{'), ("end", &'}')])],
        (UNTIL, _) => vec![lang.text("columns.until_hint").to_owned()],
        (_, Some(rule)) => {
            let span = Span { from, until, times: None };
            let days = rule.next(span, from.max(cx.today()), NEXT, &board.days);
            vec![lang.fill("columns.next", &[("days", &dates(&days, board, lang))])]
        }
        _ => Vec::new(),
    };
    let gap = form.value(BODY).trim().is_empty();
    lang.text(if gap { "columns.state_gap" } else { "columns.state_ready" }).clone_into(&mut form.state);
}

/// `10/12  10/19  10/26 班`
#[must_use]
pub fn dates(days: &[NaiveDate], board: &Board, lang: &Lang) -> String {
    let one = |d: &NaiveDate| {
        let word = row::tile_word(&board.days.mark(*d), lang, true).map_or(String::new(), |w| format!(" {w}"));
        lang.short_day(*d) + &word
    };
    days.iter().map(one).collect::<Vec<_>>().join("  ")
}

/// What is written in the form, or the place of the first field that cannot be understood.
fn read_column(form: &Form, board: &Board, before: Option<&Row>, cx: &Cx) -> std::result::Result<Column, usize> {
    let lane = super::entry::community(board, &form.value(COMMUNITY)).ok_or(COMMUNITY)?;
    let rule = Rule::parse(&form.value(RULE)).map_err(|_| RULE)?;
    let time = parse_time(&form.value(TIME)).ok_or(TIME)?;
    let from = parse_day(&form.value(FROM), cx.today()).ok_or(FROM)?;
    let until = match form.value(UNTIL).trim() {
        "" => None,
        text => Some(parse_day(text, cx.today()).ok_or(UNTIL)?),
    };
    let column = before.map(|r| &r.series.column);
    Ok(Column {
        community_id: board.lanes[lane].id,
        title: form.value(TITLE),
        rule,
        time,
        kind: board.plan.kinds.0.get(form.fields[KIND].choice_index()).map_or(Kind::Tips, |k| k.kind),
        format: column.map_or(Format::Article, |c| c.format),
        body: form.value(BODY),
        owner: column.map_or_else(|| cx.me.to_owned(), |c| c.owner.clone()),
        span: Span { from, until, times: column.and_then(|c| c.span.times) },
        number: column.map_or(1, |c| c.number),
    })
}

#[cfg(test)]
mod tests;
