//! What is written about an incident: facts, a statement, a line of the call list, an ambassador, the look back. What
//! is typed is kept as a draft until it is saved.

use super::rows::Data;
use super::{Mode, Reply, View, done, said};
use crate::app::state::Setup;
use crate::base::text::Clean;
use crate::base::{Error, Lang, Result, Says};
use crate::db::{Db, draft};
use crate::members;
use crate::sop::incident::{FACT_MAX, Incident, STATEMENT_MAX, Sheet, Statement};
use crate::sop::store::{incidents, statements};
use crate::tui::pane::{Status, Tone};
use crate::tui::{Field, Form, FormEvent};
use ratatui::crossterm::event::KeyEvent;

/// A form that is open, and what it is for.
pub struct Writing {
    pub form: Form,
    of: Of,
}

enum Of {
    Facts,
    Statement(Option<Box<Statement>>),
    Call,
    Lead,
    Review,
}

impl Writing {
    pub fn facts(data: &Data, db: &Db, setup: &Setup) -> Result<Writing> {
        let (lang, sheet) = (&setup.lang, &data.incident.sheet);
        let field = |key, value: &str| Field::text(lang.text(key), value).max(FACT_MAX);
        let answers = ["playbook.unverified", "playbook.verified"].map(|k| lang.text(k).to_owned()).to_vec();
        let fields = vec![
            field("playbook.fact_what", &sheet.what),
            field("playbook.fact_where", &sheet.place),
            field("playbook.fact_when", &sheet.began),
            field("playbook.fact_scope", &sheet.scope),
            field("playbook.fact_source", &sheet.source),
            Field::choice(lang.text("playbook.fact_verified"), answers, usize::from(sheet.verified)),
        ];
        Self::new(Of::Facts, "playbook.facts_title", fields, data, db, lang)
    }

    pub fn statement(data: &Data, old: Option<&Statement>, db: &Db, setup: &Setup) -> Result<Writing> {
        let lang = &setup.lang;
        let (text, channel) = old.map_or(("", ""), |s| (s.text.as_str(), s.channel.as_str()));
        let mut places = vec![lang.text("playbook.channel_open").to_owned()];
        places.extend(statements::channels(db, lang)?);
        let at = places.iter().position(|p| p == channel).filter(|_| !channel.is_empty());
        let other = if at.is_none() { channel } else { "" };
        let fields = vec![
            Field::long(lang.text("playbook.field_statement"), text, 6).required(true).max(STATEMENT_MAX),
            Field::choice(lang.text("playbook.field_channel"), places, at.unwrap_or(0)),
            Field::text(lang.text("playbook.field_channel_other"), other).max(60),
        ];
        let of = Of::Statement(old.cloned().map(Box::new));
        let mut writing = Self::new(of, "playbook.statement_title", fields, data, db, lang)?;
        writing.form.hints = lang.text("sop.template_hints").to_owned();
        writing.form.set_focus(0);
        Ok(writing)
    }

    pub fn call(setup: &Setup) -> Writing {
        let lang = &setup.lang;
        let field = |key| Field::text(lang.text(key), "").required(true).max(100);
        let fields = vec![field("playbook.field_who"), field("playbook.field_whom")];
        Writing { form: Form::new(lang.text("playbook.call_title"), fields), of: Of::Call }
    }

    pub fn lead(db: &Db, setup: &Setup) -> Result<Writing> {
        let lang = &setup.lang;
        let known = members::store::communities(db)?;
        let shown = |c: &members::community::Community| {
            format!("{} {}", lang.text(&format!("members.platform_{}", c.platform)), Clean::line(&c.name))
        };
        if known.is_empty() {
            return Err(crate::base::Error::user("sop.no_community_hint"));
        }
        let fields = vec![
            Field::choice(lang.text("sop.field_community"), known.iter().map(shown).collect(), 0),
            Field::text(lang.text("playbook.field_lead"), "").required(true).max(60),
        ];
        let mut form = Form::new(lang.text("playbook.lead_title"), fields);
        form.set_focus(0);
        Ok(Writing { form, of: Of::Lead })
    }

    /// The look back; asked for when closing, may be left empty.
    pub fn review(data: &Data, db: &Db, setup: &Setup) -> Result<Writing> {
        let lang = &setup.lang;
        let fields = vec![
            Field::long(lang.text("playbook.review_happened"), &data.incident.happened, 3).max(STATEMENT_MAX),
            Field::long(lang.text("playbook.review_change"), &data.incident.note, 3).max(STATEMENT_MAX),
        ];
        let mut writing = Self::new(Of::Review, "playbook.review_title", fields, data, db, lang)?;
        if data.incident.closed_at.is_none() {
            writing.form.state = lang.text("playbook.review_state").to_owned();
            writing.form.hints = lang.text("playbook.review_hints").to_owned();
        }
        writing.form.set_focus(0);
        Ok(writing)
    }

    fn new(of: Of, title: &str, mut fields: Vec<Field>, data: &Data, db: &Db, lang: &Lang) -> Result<Writing> {
        if let Some(kept) = draft::at(db, &place(&of, data.incident.id))?
            && let Ok(values) = serde_json::from_str::<Vec<String>>(&kept.text)
        {
            for (field, value) in fields.iter_mut().zip(values) {
                field.set(&value);
            }
        }
        let form = Form::new(lang.fill(title, &[("name", &data.name)]), fields);
        Ok(Writing { form, of })
    }

    pub fn paste(&mut self, text: &str) {
        self.form.paste(text);
    }
}

/// Where it is kept as a draft.
fn place(of: &Of, incident: i64) -> String {
    match of {
        Of::Facts => format!("incident.facts:{incident}"),
        Of::Statement(None) => format!("incident.statement:{incident}"),
        Of::Statement(Some(old)) => format!("incident.statement:{incident}:{}", old.id),
        Of::Call => format!("incident.call:{incident}"),
        Of::Lead => format!("incident.lead:{incident}"),
        Of::Review => format!("incident.review:{incident}"),
    }
}

impl View {
    pub(super) fn write_key(&mut self, key: &KeyEvent, db: &mut Db, setup: &Setup) -> Result<Reply> {
        let (Mode::Write(writing), Some(data)) = (&mut self.mode, &self.data) else { return Ok(Reply::Stay) };
        let lang = &setup.lang;
        let place = place(&writing.of, data.incident.id);
        let hint = |text: String| Reply::Hint(Status { tone: Tone::Warn, text, more: String::new() });
        match writing.form.key(key) {
            FormEvent::Submit => {}
            event @ (FormEvent::Changed | FormEvent::Cancel) => {
                let text = serde_json::to_string(&writing.form.values()).unwrap_or_default();
                if event == FormEvent::Cancel {
                    self.mode = Mode::Pages;
                    // Whoever opens it again at once finds it.
                    draft::keep(db, &place, &text)?;
                }
                return Ok(Reply::Draft(place, text));
            }
            FormEvent::Refused(label) => return Ok(hint(lang.fill("tui.missing_field", &[("label", &label)]))),
            FormEvent::Rejected(key) => return Ok(hint(lang.fill(key, &[("max", &STATEMENT_MAX)]))),
            FormEvent::Moved | FormEvent::Ignored => return Ok(Reply::Stay),
        }
        let name = data.name.clone();
        let says = writing.save(&data.incident, db)?;
        draft::keep(db, &place, "")?;
        let closed = matches!(writing.of, Of::Review) && data.incident.closed_at.is_none();
        self.mode = Mode::Pages;
        let says = says.with("name", name);
        Ok(if closed { Reply::Done(done(setup, &says)) } else { said(setup, &says) })
    }
}

impl Writing {
    /// Where a statement goes: what was typed, else what was chosen; nothing while that is open.
    fn channel(&self) -> String {
        let typed = self.form.value(2).trim().to_owned();
        let chosen = self.form.fields.get(1).filter(|f| f.choice_index() > 0).map(Field::value);
        if typed.is_empty() { chosen.unwrap_or_default() } else { typed }
    }

    /// Writes what was typed; says what was done.
    fn save(&self, incident: &Incident, db: &mut Db) -> Result<Says> {
        let value = |at| self.form.value(at);
        Ok(match &self.of {
            Of::Facts => {
                let verified = self.form.fields[5].choice_index() == 1;
                let [what, place, began, scope, source] = [0, 1, 2, 3, 4].map(value);
                incidents::set_sheet(db, incident, &Sheet { what, place, began, scope, source, verified })?;
                Says::new("playbook.did_facts")
            }
            Of::Statement(None) => {
                statements::state(db, incident.id, &value(0), &self.channel(), false)?;
                let channel = Clean::line(&self.channel()).into_string();
                Says::new("playbook.did_draft").with("channel", if channel.is_empty() { "--".into() } else { channel })
            }
            Of::Statement(Some(old)) => {
                statements::revise(db, incident.id, old, &value(0), &self.channel())?;
                Says::new("playbook.did_revise")
            }
            Of::Call => {
                statements::add_call(db, incident.id, &value(0), &value(1))?;
                Says::new("playbook.did_call").with("who", Clean::line(&value(0))).with("whom", Clean::line(&value(1)))
            }
            Of::Lead => {
                let known = members::store::communities(db)?;
                let at = self.form.fields[0].choice_index();
                let gone = || Error::user("members.no_community").with("name", Clean::line(&value(0)));
                let community = known.get(at).ok_or_else(gone)?;
                statements::add_ambassador(db, incident.id, community.id, &value(1))?;
                Says::new("playbook.did_ambassador")
            }
            Of::Review if incident.closed_at.is_some() => {
                incidents::look_back(db, incident, &value(0), &value(1))?;
                Says::new("playbook.did_look_back")
            }
            Of::Review => {
                incidents::close_incident(db, incident, &value(0), &value(1))?;
                Says::new("app.incident_closed")
            }
        })
    }
}
