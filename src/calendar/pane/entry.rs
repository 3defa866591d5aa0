//! The forms: a new entry, what fills a gap, other words for an entry, the results of what is out. What is typed is
//! kept as a draft until it is saved.

use super::super::board::{Board, later};
use super::super::post::{Format, Kind, Post, Results, State, Track};
use super::super::row::Row;
use super::super::store::{self, Content, Ref};
use super::super::twin::{Differs, Measure};
use super::{Action, CalendarPane, Cx, Mode, extras};
use crate::base::i18n::{parse_day, parse_number, parse_time};
use crate::base::text::{Clean, pinyin};
use crate::base::{At, Error, Lang, Result, Says};
use crate::db::draft;
use crate::tui::pane::Effect;
use crate::tui::{Field, Form, FormEvent};
use chrono::{NaiveDate, NaiveTime};

/// What a form is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A new entry.
    New,
    /// What fills this gap.
    Fill(Ref),
    /// Other words for this entry.
    Edit(Ref),
    /// What became of this entry.
    Results(Ref),
    /// The B of this entry.
    Twin(Ref, Differs),
    /// What is noted about this entry.
    Details(Ref),
    /// The texts of this entry for single platforms.
    Texts(Ref),
    /// How this community plans.
    House(i64),
    /// The kinds of the file.
    Kinds,
}

impl About {
    /// Whether it is one of the forms under `M`.
    fn is_extra(self) -> bool {
        matches!(self, Self::Details(_) | Self::Texts(_) | Self::House(_) | Self::Kinds)
    }

    /// The entry it changes or copies.
    pub(super) fn entry(self) -> Option<Ref> {
        match self {
            Self::Fill(post) | Self::Edit(post) | Self::Results(post) | Self::Details(post) | Self::Texts(post) => {
                Some(post)
            }
            Self::New | Self::Twin(..) | Self::House(_) | Self::Kinds => None,
        }
    }

    /// Where its draft is kept.
    fn place(self) -> String {
        match self {
            Self::New => "calendar.new".into(),
            Self::Fill(post) => format!("calendar.fill:{}", post.id),
            Self::Edit(post) => format!("calendar.edit:{}", post.id),
            Self::Results(post) => format!("calendar.results:{}", post.id),
            Self::Twin(post, differs) => format!("calendar.twin:{}:{}", post.id, differs.word()),
            Self::Details(post) => format!("calendar.details:{}", post.id),
            Self::Texts(post) => format!("calendar.texts:{}", post.id),
            Self::House(community) => format!("calendar.house:{community}"),
            Self::Kinds => "calendar.kinds:".into(),
        }
    }
}

// The fields of an entry, in order.
pub(super) const COMMUNITY: usize = 0;
pub(super) const DAY: usize = 1;
pub(super) const TIME: usize = 2;
pub(super) const KIND: usize = 3;
const TRACK: usize = 4;
const OVER: usize = 5;
pub(super) const TITLE: usize = 6;
pub(super) const BODY: usize = 7;
// Of an experiment's B.
const FORMAT: usize = 8;
const MEASURE: usize = 9;

/// The fields of results, in order: catalogue keys. Link last.
const RESULTS: [&str; 5] =
    ["calendar.reads", "calendar.likes", "calendar.comments", "calendar.shares", "calendar.completion"];

impl CalendarPane {
    /// Opens the form that `n` or `e` means here.
    pub(super) fn open_form(&mut self, action: Action, cx: &mut Cx) -> Result<()> {
        let Some(board) = &self.board else { return Ok(()) };
        if board.lanes.is_empty() {
            cx.refuse(cx.lang.text("calendar.no_community").to_owned());
            return Ok(());
        }
        let row = self.current().filter(|r| !r.gone).cloned();
        let about = match (action, &row) {
            (Action::New, Some(r)) if r.post.state == State::Gap => About::Fill(Ref::from(&r.post)),
            (Action::New, _) => About::New,
            (Action::Kinds, _) => About::Kinds,
            (Action::House, Some(r)) => About::House(r.post.community_id),
            (Action::Details, Some(r)) => About::Details(Ref::from(&r.post)),
            (Action::Texts, Some(r)) => About::Texts(Ref::from(&r.post)),
            (Action::TwinBy(differs), Some(r)) => About::Twin(Ref::from(&r.post), differs),
            (_, Some(r)) if r.post.state.is_out() => About::Results(Ref::from(&r.post)),
            (_, Some(r)) => About::Edit(Ref::from(&r.post)),
            (_, None) => return Ok(()),
        };
        let mut form = match (about, &row) {
            (About::Results(_), Some(row)) => results_form(row, cx.lang),
            _ if about.is_extra() => self.extra_form(about, row.as_ref(), cx)?,
            _ => self.entry_form(about, row.as_ref(), cx),
        };
        if let Some(kept) = draft::at(cx.db, &about.place())? {
            take_up(&mut form, &kept.text);
        }
        if let Some(post) = about.entry() {
            cx.effects.push(Effect::Hold(format!("post:{}", post.id)));
        }
        self.mode = Mode::Form(Box::new(form), about);
        self.renew(cx)
    }

    /// An entry's form. A new one starts from the day and community under the cursor.
    fn entry_form(&self, about: About, row: Option<&Row>, cx: &Cx) -> Form {
        let lang = cx.lang;
        let post = row.map(|r| &r.post);
        let lane = self.board.as_ref().and_then(|b| b.lane(self.lane)).map(|l| l.place.clone());
        let agenda = self.view().has_rows();
        let place = row.filter(|_| agenda || about != About::New).map(|r| r.place.clone()).or(lane).unwrap_or_default();
        let today = cx.today();
        let day = match post.filter(|_| agenda || about != About::New) {
            Some(post) if about != About::New => post.day,
            Some(post) => post.day.max(today),
            None if agenda => today,
            None => self.day,
        };
        let edits = post.filter(|_| about != About::New);
        let time = edits.map_or_else(String::new, Post::clock);
        let over = edits.and_then(|p| p.expires_at).map(|at| at.local(cx.zone).format("%H:%M").to_string());
        let labels = |keys: Vec<&'static str>| keys.into_iter().map(|k| lang.text(k).to_owned()).collect::<Vec<_>>();
        let plan = self.board.as_ref().map(|b| b.plan.clone()).unwrap_or_default();
        let kinds = plan.kinds.labels(lang);
        let of_kind = |p: &Post| plan.kinds.0.iter().position(|r| r.kind == p.kind).unwrap_or(0);
        let tracks = labels(Track::ALL.iter().map(|t| t.key()).collect());
        let fields = vec![
            Field::text(lang.text("calendar.field_community"), &place).required(true).max(60),
            Field::text(lang.text("calendar.field_day"), &day.to_string()).required(true).max(20),
            Field::text(lang.text("calendar.field_time"), &time).required(true).max(12),
            Field::choice(lang.text("calendar.field_kind"), kinds, edits.map_or(0, of_kind)),
            Field::choice(lang.text("calendar.field_track"), tracks, edits.map_or(0, |p| p.track as usize)),
            Field::text(lang.text("calendar.field_over"), &over.unwrap_or_default()).max(12),
            Field::text(lang.text("calendar.field_title"), edits.map_or("", |p| &p.title)).required(true).max(120),
            Field::long(lang.text("calendar.field_body"), edits.map_or("", |p| &p.body), 3).max(5000),
        ];
        let fields = match (about, post) {
            (About::Twin(..), Some(post)) => with_twin(fields, post, lang),
            _ => fields,
        };
        let title = match about {
            About::New => lang.text("calendar.form_new").to_owned(),
            About::Fill(_) => lang.fill("calendar.form_fill", &[("place", &place)]),
            About::Twin(_, differs) => {
                let what = lang.text(differs.key());
                lang.fill("posts.form_twin", &[("title", &row.map_or("", |r| &r.title)), ("differs", &what)])
            }
            _ => lang.fill("calendar.form_edit", &[("title", &row.map_or("", |r| &r.title))]),
        };
        let mut form = Form::new(title, fields);
        match about {
            About::Fill(_) => form.set_focus(BODY),
            About::Twin(_, Differs::Topic) => form.set_focus(TITLE),
            About::Twin(_, Differs::Time) => form.set_focus(TIME),
            About::Twin(_, Differs::Form) => form.set_focus(FORMAT),
            _ => {}
        }
        form
    }

    /// What a key did to the form.
    pub(super) fn form_event(&mut self, event: FormEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Form(form, about) = &self.mode else { return Ok(()) };
        let (place, values) = (about.place(), form.values());
        match event {
            FormEvent::Changed => {
                cx.effects.push(Effect::Draft(place, serde_json::to_string(&values).unwrap_or_default()));
                self.renew(cx)?;
            }
            FormEvent::Moved => self.renew(cx)?,
            FormEvent::Cancel => {
                self.mode = Mode::List;
                cx.did(&Says::new("calendar.draft_kept"));
            }
            FormEvent::Refused(label) => cx.refuse(cx.lang.fill("calendar.missing", &[("field", &label)])),
            FormEvent::Rejected(key) => {
                let max = form.fields.get(form.focus()).map_or(0, Field::limit);
                cx.refuse(cx.lang.fill(key, &[("max", &max)]));
            }
            FormEvent::Submit => return self.submit(cx),
            FormEvent::Ignored => {}
        }
        Ok(())
    }

    /// Saves the form. What cannot be understood keeps it open with the cursor there.
    fn submit(&mut self, cx: &mut Cx) -> Result<()> {
        let (Mode::Form(form, about), Some(board)) = (&self.mode, &self.board) else { return Ok(()) };
        let about = *about;
        let saved = match about {
            About::Results(post) => match read_results(form) {
                Ok((found, link)) => store::results(cx.db, post, &found, &link),
                Err(field) => return self.stand_in(field, cx),
            },
            _ if about.is_extra() => return self.submit_extra(about, cx),
            _ => match self.read_entry(form, board, about, cx) {
                Ok(content) => match about {
                    About::Fill(post) => store::fill(cx.db, post, &content),
                    About::Edit(post) => store::edit(cx.db, post, &content),
                    About::Twin(post, differs) => {
                        let measure = Measure::ALL[form.fields[MEASURE].choice_index()].0;
                        store::add_twin(cx.db, post, &content, differs, measure).map(|(_, says)| says)
                    }
                    _ => store::add(cx.db, &content).map(|(_, says)| says),
                },
                Err(field) => return self.stand_in(field, cx),
            },
        };
        // A lost race keeps the form and with it everything that was typed.
        let says = saved?;
        self.mode = Mode::List;
        cx.effects.push(Effect::Draft(about.place(), String::new()));
        self.wrote(cx, &says)
    }

    fn submit_extra(&mut self, about: About, cx: &mut Cx) -> Result<()> {
        let Mode::Form(form, _) = std::mem::replace(&mut self.mode, Mode::List) else { return Ok(()) };
        let saved = self.save_extra(about, &form, cx);
        self.mode = Mode::Form(form, about);
        match saved {
            Ok(says) => {
                let says = says?;
                self.mode = Mode::List;
                cx.effects.push(Effect::Draft(about.place(), String::new()));
                self.wrote(cx, &says)
            }
            Err(field) => self.stand_in(field, cx),
        }
    }

    fn stand_in(&mut self, field: usize, cx: &mut Cx) -> Result<()> {
        if let Mode::Form(form, _) = &mut self.mode {
            form.set_focus(field);
            let error = Error::user("calendar.bad_field").with("field", &form.fields[field].label);
            cx.refuse(cx.lang.say(&error.says.with("value", Clean::line(&form.value(field)))));
        }
        Ok(())
    }

    /// What is written in the form, or the place of the first field that cannot be understood.
    fn read_entry(&self, form: &Form, board: &Board, about: About, cx: &Cx) -> std::result::Result<Content, usize> {
        let lane = community(board, &form.value(COMMUNITY)).ok_or(COMMUNITY)?;
        let day = parse_day(&form.value(DAY), cx.today()).ok_or(DAY)?;
        let time = parse_time(&form.value(TIME)).ok_or(TIME)?;
        let track = Track::ALL[form.fields[TRACK].choice_index()];
        let over = match form.value(OVER).trim() {
            "" => None,
            text => Some(over_at(day, time, parse_time(text).ok_or(OVER)?, cx)),
        };
        let before = match about {
            About::Fill(post) | About::Edit(post) | About::Twin(post, _) => {
                board.rows().iter().map(|r| &r.post).find(|p| p.id == post.id)
            }
            _ => None,
        };
        Ok(Content {
            community_id: board.lanes[lane].id,
            day,
            time,
            kind: board.plan.kinds.0.get(form.fields[KIND].choice_index()).map_or(Kind::Tips, |r| r.kind),
            format: match about {
                About::Twin(..) => Format::ALL[form.fields[FORMAT].choice_index()],
                _ => before.map_or(Format::Article, |p| p.format),
            },
            track,
            title: form.value(TITLE),
            body: form.value(BODY),
            owner: before.map(|p| p.owner.clone()).filter(|o| !o.is_empty()).unwrap_or_else(|| cx.me.to_owned()),
            expires_at: over,
            note: before.map(|p| p.note.clone()).unwrap_or_default(),
        })
    }
}

/// When a topic is over: at that time of the day, or of the next if that is before it goes out.
fn over_at(day: NaiveDate, time: NaiveTime, over: NaiveTime, cx: &Cx) -> At {
    let day = if over < time { later(day, 1) } else { day };
    cx.zone.moment(day.and_time(over))
}

/// The community that `text` means: its number in the list, its name, or its pinyin initials.
pub(super) fn community(board: &Board, text: &str) -> Option<usize> {
    let text = text.trim();
    let numbered = text.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|n| *n < board.lanes.len());
    let named = || board.lanes.iter().position(|l| l.place == text);
    let ended = || board.lanes.iter().position(|l| l.place.ends_with(&format!(" {text}")));
    let spelt = || board.lanes.iter().position(|l| pinyin::matches(text, &l.place));
    if text.is_empty() { None } else { named().or(numbered).or_else(ended).or_else(spelt) }
}

/// The communities with their numbers, on one line.
pub(super) fn numbered(board: &Board) -> String {
    board.lanes.iter().enumerate().map(|(n, l)| format!("{} {}", n + 1, l.place)).collect::<Vec<_>>().join("  ")
}

/// What an experiment needs besides: the form, and what decides.
fn with_twin(mut fields: Vec<Field>, post: &Post, lang: &Lang) -> Vec<Field> {
    let formats = Format::ALL.iter().map(|f| lang.text(f.key()).to_owned()).collect();
    fields.push(Field::choice(lang.text("posts.field_format"), formats, post.format as usize));
    fields.push(extras::measures(lang));
    fields
}

fn results_form(row: &Row, lang: &Lang) -> Form {
    let found = &row.post.results;
    let counts = [found.reads, found.likes, found.comments, found.shares];
    let known = counts.iter().map(|n| n.map_or_else(String::new, |n| n.to_string()));
    let completion = found.completion.map_or_else(String::new, |c| format!("{}", (c * 1000.0).round() / 10.0));
    let mut fields: Vec<Field> = RESULTS
        .iter()
        .zip(known.chain([completion]))
        .map(|(key, value)| Field::number(lang.text(key), &value).max(12))
        .collect();
    fields[4].note = "%".into();
    fields.push(Field::text(lang.text("calendar.field_link"), &row.post.link).max(500));
    let mut form = Form::new(lang.fill("calendar.form_results", &[("title", &row.title)]), fields);
    lang.text("calendar.results_state").clone_into(&mut form.state);
    form
}

/// The results typed, empty for unknown, and the link; or the place of the field that is no number.
fn read_results(form: &Form) -> std::result::Result<(Results, String), usize> {
    let number = |at: usize| match form.value(at).trim() {
        "" => Ok(None),
        text => parse_number(text).filter(|n| *n >= 0.0 && *n < 1e15).map(Some).ok_or(at),
    };
    let count = |at: usize| number(at).map(|n| n.map(|n| n.round() as i64));
    let completion = number(4)?.map(|percent| percent / 100.0);
    if completion.is_some_and(|c| c > 1.0) {
        return Err(4);
    }
    let found = Results { reads: count(0)?, likes: count(1)?, comments: count(2)?, shares: count(3)?, completion };
    Ok((found, form.value(5)))
}

/// Puts a draft back into its form.
pub(super) fn take_up(form: &mut Form, kept: &str) {
    let values: Vec<String> = serde_json::from_str(kept).unwrap_or_default();
    if values.len() == form.fields.len() {
        for (field, value) in form.fields.iter_mut().zip(&values) {
            field.set(value);
        }
    }
}
