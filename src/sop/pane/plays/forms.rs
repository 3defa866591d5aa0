//! The forms of playbooks: starting one for a community, changing a step of a run, writing a plan.

use super::Play;
use crate::base::i18n::parse_day;
use crate::base::text::Clean;
use crate::base::{Error, Lang, Result, Says};
use crate::sop::incident::Crisis;
use crate::sop::pane::forms::{after_key, find, restore};
use crate::sop::pane::{Cx, Mode, SopPane};
use crate::sop::playbook::{About, NAME_MAX, NewPlaybook, PlanCall, Playbook, STEP_MAX, Step};
use crate::sop::store::runs::{self, Act, StepRef, Subject};
use crate::sop::store::{Place, places, plans};
use crate::tui::pane::Effect;
use crate::tui::{Field, Form, FormEvent};
use ratatui::crossterm::event::KeyEvent;

/// The most characters of a plan's steps as they are typed.
const LINES_MAX: usize = 8_000;

/// Starting a plan for a community.
#[derive(Debug)]
pub(in crate::sop) struct StartForm {
    /// The form: day, community.
    pub form: Form,
    plan: Playbook,
    places: Vec<Place>,
}

/// Changing a step of a run.
#[derive(Debug)]
pub(in crate::sop) struct StepForm {
    /// The form: text, template, owner.
    pub form: Form,
    step: StepRef,
}

/// Writing a plan.
#[derive(Debug)]
pub(in crate::sop) struct PlanForm {
    /// The form: code, name, about, crisis, note, steps, calls.
    pub form: Form,
    /// Which one is changed, and its version.
    old: Option<(i64, i64)>,
}

impl SopPane {
    pub(super) fn start_form(&mut self, plan: Playbook, cx: &Cx) -> Result<()> {
        let places = places(cx.db)?;
        let label = |key| cx.lang.text(key);
        let fields = vec![
            Field::text(label("playbook.field_day"), &cx.today().to_string())
                .required(true)
                .max(20)
                .note(label("playbook.field_day_note")),
            Field::text(label("sop.field_community"), "").max(100).note(label("playbook.field_all_note")),
        ];
        let mut form =
            Form::new(cx.lang.fill("playbook.start_title", &[("name", &Clean::line(&plan.plan.name))]), fields);
        form.preview = plan.plan.lines().lines().map(str::to_owned).collect();
        form.hints = cx.lang.text("playbook.start_hints").to_owned();
        form.set_focus(0);
        self.mode = Mode::Play(Box::new(Play::Start(Box::new(StartForm { form, plan, places }))));
        Ok(())
    }

    pub(super) fn start_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Play(play) = &mut self.mode else { return Ok(()) };
        let Play::Start(start) = &mut **play else { return Ok(()) };
        match start.form.key(key) {
            FormEvent::Submit => {}
            FormEvent::Cancel => return self.leave(),
            FormEvent::Refused(label) => {
                cx.refuse(cx.lang.fill("tui.missing_field", &[("label", &label)]));
                return Ok(());
            }
            _ => return Ok(()),
        }
        let Some(day) = parse_day(&start.form.value(0), cx.today()) else {
            cx.refuse(cx.lang.fill("calendar.bad_day", &[("value", &Clean::line(&start.form.value(0)))]));
            start.form.set_focus(0);
            return Ok(());
        };
        let name = start.form.value(1);
        let subject = match (name.trim(), find(&start.places, &name, cx.lang)) {
            ("", _) => Subject::All,
            (_, Some(place)) => Subject::Community(place.id),
            (typed, None) => {
                cx.refuse(cx.lang.fill("sop.no_such_community", &[("name", &Clean::line(typed))]));
                start.form.set_focus(1);
                return Ok(());
            }
        };
        let plan = start.plan.clone();
        let run = runs::start_run(cx.db, &plan, subject, cx.zone.midnight(day), cx.zone)?;
        let whom = super::rows::whom(&runs::one_run(cx.db, run)?, cx.lang);
        let says = Says::new("playbook.did_start").with("name", Clean::line(&plan.plan.name)).with("whom", whom);
        self.wrote_play(&says, cx)?;
        self.plays.list.select(run);
        self.plays.look_beneath(cx)
    }

    pub(super) fn edit_step(&mut self, step: &Step, cx: &Cx) -> Result<()> {
        let label = |key| cx.lang.text(key);
        let mut fields = vec![
            Field::text(label("playbook.field_step"), &step.text).required(true).max(STEP_MAX),
            Field::text(label("playbook.field_template"), &step.template).max(8),
            Field::text(label("playbook.field_owner"), &step.owner).max(30),
        ];
        restore(&mut fields, &step_place(step.id), cx)?;
        let mut form = Form::new(label("playbook.step_title"), fields);
        form.state = label("playbook.step_state").to_owned();
        form.hints = label("sop.log_hints").to_owned();
        form.set_focus(0);
        self.mode = Mode::Play(Box::new(Play::Step(Box::new(StepForm { form, step: StepRef::from(step) }))));
        Ok(())
    }

    pub(super) fn step_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Play(play) = &mut self.mode else { return Ok(()) };
        let Play::Step(edit) = &mut **play else { return Ok(()) };
        let (event, place) = (edit.form.key(key), step_place(edit.step.id));
        if event != FormEvent::Submit {
            return if after_key(event, &edit.form, &place, STEP_MAX, cx) { self.leave() } else { Ok(()) };
        }
        let value = |at| edit.form.value(at);
        let act = Act::Edit { text: value(0), template: value(1).trim().to_lowercase(), owner: value(2) };
        let step = edit.step;
        if let Act::Edit { template, .. } = &act
            && !template.is_empty()
        {
            crate::sop::store::template(cx.db, template)?;
        }
        let says = runs::decide(cx.db, &[step], &act)?;
        cx.effects.push(Effect::Draft(place, String::new()));
        self.wrote_play(&says, cx)
    }

    /// The form for a new plan, or for this one.
    pub(super) fn write_plan(&mut self, old: Option<&Playbook>, cx: &Cx) -> Result<()> {
        let label = |key: &str| cx.lang.text(key).to_owned();
        let text = |get: &dyn Fn(&NewPlaybook) -> String| old.map(|p| get(&p.plan)).unwrap_or_default();
        let abouts = About::ALL.iter().map(|(.., key)| label(key)).collect();
        let crises =
            std::iter::once("playbook.no_crisis").chain(Crisis::ALL.iter().map(|(.., key)| *key)).map(label).collect();
        let crisis = old.and_then(|p| p.plan.crisis).map_or(0, |c| c as usize + 1);
        let mut fields = vec![
            Field::text(label("sop.field_code"), &text(&|p| p.code.clone())).required(true).max(8),
            Field::text(label("sop.field_name"), &text(&|p| p.name.clone())).required(true).max(NAME_MAX),
            Field::choice(label("playbook.field_about"), abouts, old.map_or(0, |p| p.plan.about as usize)),
            Field::choice(label("playbook.field_crisis"), crises, crisis),
            Field::text(label("playbook.field_note"), &text(&|p| p.note.clone())).max(STEP_MAX),
            Field::long(label("playbook.field_steps"), &text(&NewPlaybook::lines), 6).required(true).max(LINES_MAX),
            Field::long(label("playbook.field_calls"), &text(&call_lines), 2).max(LINES_MAX),
        ];
        let old = old.map(|p| (p.id, p.version));
        restore(&mut fields, &plan_place(old), cx)?;
        let mut form =
            Form::new(label(if old.is_some() { "playbook.edit_title" } else { "playbook.write_title" }), fields);
        form.hints = label("sop.template_hints");
        if old.is_some() {
            form.set_focus(5);
        }
        self.mode = Mode::Play(Box::new(Play::Plan(Box::new(PlanForm { form, old }))));
        Ok(())
    }

    pub(super) fn plan_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Play(play) = &mut self.mode else { return Ok(()) };
        let Play::Plan(writing) = &mut **play else { return Ok(()) };
        let place = plan_place(writing.old);
        let event = writing.form.key(key);
        if event != FormEvent::Submit {
            let (form, limit) = (&writing.form, writing.form.fields[writing.form.focus()].limit());
            return if after_key(event, form, &place, limit, cx) { self.leave() } else { Ok(()) };
        }
        let plan = writing.plan().inspect_err(|_| writing.form.set_focus(5))?;
        let (old, code) = (writing.old, plan.code.clone());
        let id = match old {
            Some((id, version)) => plans::edit_playbook(cx.db, id, version, plan).map(|()| id)?,
            None => plans::add_playbook(cx.db, plan)?,
        };
        cx.effects.push(Effect::Draft(place, String::new()));
        self.wrote_play(&Says::new("playbook.status_written").with("code", Clean::line(code.trim())), cx)?;
        self.plays.list.select(-id);
        self.plays.look_beneath(cx)
    }
}

impl PlanForm {
    fn plan(&self) -> Result<NewPlaybook> {
        let value = |at| self.form.value(at);
        let index = |at: usize| self.form.fields[at].choice_index();
        NewPlaybook {
            code: value(0),
            name: value(1),
            about: About::ALL.get(index(2)).map_or(About::Community, |(a, ..)| *a),
            crisis: index(3).checked_sub(1).and_then(|n| Crisis::ALL.get(n)).map(|(c, ..)| *c),
            note: value(4),
            steps: NewPlaybook::read_lines(&value(5))?,
            calls: read_calls(&value(6))?,
        }
        .checked()
    }

    /// The form with what will become of it: how many steps, or what is wrong.
    pub fn shown(&self, lang: &Lang) -> Form {
        let mut form = self.form.clone();
        form.state = match NewPlaybook::read_lines(&self.form.value(5)) {
            Ok(steps) if steps.is_empty() => lang.text("playbook.lines_help").to_owned(),
            Ok(steps) => lang.fill("playbook.lines_ok", &[("n", &steps.len())]),
            Err(error) => lang.fill("playbook.lines_wrong", &[("what", &lang.say(&error.says))]),
        };
        form
    }
}

/// `who > whom`, one a line.
fn call_lines(plan: &NewPlaybook) -> String {
    plan.calls.iter().map(|c| format!("{} > {}", c.who, c.whom)).collect::<Vec<_>>().join("\n")
}

fn read_calls(text: &str) -> Result<Vec<PlanCall>> {
    let line = |(n, line): (usize, &str)| {
        let pair = line.split_once(['>', '＞']);
        let (who, whom) = pair.ok_or_else(|| Error::user("playbook.bad_call_line").with("line", n + 1))?;
        Ok(PlanCall { who: who.trim().to_owned(), whom: whom.trim().to_owned() })
    };
    text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()).map(line).collect()
}

fn step_place(id: i64) -> String {
    format!("sop.step:{id}")
}

fn plan_place(old: Option<(i64, i64)>) -> String {
    old.map_or_else(|| "sop.plan:new".to_owned(), |(id, _)| format!("sop.plan:{id}"))
}
