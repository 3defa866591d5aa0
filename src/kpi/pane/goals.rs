//! The goals in the place of the board: who is on pace, a new one by form, what became of an old one.

use super::super::aim::{Aim, How, Outcome, Per, Progress, typed, words};
use super::super::entry::{self, Typed};
use super::super::metric::{METRICS, Metric};
use super::super::scope::Scope;
use super::super::series::Series;
use super::super::store;
use super::super::{sheet, wording};
use super::{About, Action, Cx, KpiPane, Mode};
use crate::base::i18n::parse_day;
use crate::base::{Error, Lang, Result, Says};
use crate::db::draft;
use crate::tui::pane::Effect;
use crate::tui::{Field, Form, FormEvent, List, Menu, MenuItem};
use chrono::NaiveDate;
use ratatui::crossterm::event::KeyEvent;

/// The goals as they are shown.
#[derive(Debug, Default)]
pub(in crate::kpi) struct Goals {
    /// Each with where it stands and the values it stands on.
    pub rows: Vec<(Aim, Progress, Series)>,
    /// Their ids, and the one with the cursor.
    pub list: List<i64>,
    /// Those that are over too.
    pub all: bool,
}

impl Goals {
    /// The goal under the cursor.
    pub(in crate::kpi) fn current(&self) -> Option<&(Aim, Progress, Series)> {
        let id = self.list.cursor()?;
        self.rows.iter().find(|(aim, ..)| aim.id == id)
    }
}

/// A goal being written.
#[derive(Debug)]
pub(in crate::kpi) struct AimForm {
    /// The fields, in the order of [`FIELDS`].
    pub form: Form,
    /// What is being changed; id 0 for a new one.
    aim: Aim,
}

const NAME: usize = 0;
const METRIC: usize = 1;
const PER: usize = 2;
const TARGET: usize = 3;
const BASELINE: usize = 4;
const FIRST: usize = 5;
const DUE: usize = 6;
const REACHABLE: usize = 7;
const PURPOSE: usize = 8;
const OWNER: usize = 9;
const MILESTONES: usize = 10;

/// Another name for a command while the goals are shown.
pub(super) fn label(action: Action) -> Option<&'static str> {
    Some(match action {
        Action::Annotate => "goals.cmd_new",
        Action::Enter => "goals.cmd_edit",
        Action::Unavailable => "goals.cmd_close",
        Action::Span => "goals.cmd_all",
        Action::Open => "goals.cmd_chart",
        _ => return None,
    })
}

/// A value as it is typed into a form: shares in per cent.
fn read(text: &str, metric: &Metric) -> Result<f64> {
    match entry::read(metric, text) {
        Typed::Value(value) => Ok(value),
        Typed::Refused(key) => Err(Error::user(key).with("metric", format!("@{}", metric.label))),
        Typed::Nothing | Typed::Unavailable => {
            Err(Error::user("kpi.not_a_number").with("metric", format!("@{}", metric.label)))
        }
    }
}

impl KpiPane {
    /// Shows the goals.
    pub(super) fn open_goals(&mut self, cx: &mut Cx) -> Result<()> {
        (self.chart, self.goals) = (None, Some(Box::default()));
        self.read_goals(cx)
    }

    /// Reads the goals again, while they are shown.
    pub(super) fn read_goals(&mut self, cx: &Cx) -> Result<()> {
        let Some(goals) = &mut self.goals else { return Ok(()) };
        let mut aims = store::aims(cx.db)?;
        aims.retain(|a| goals.all || a.outcome == Outcome::Open);
        goals.rows = store::progress(cx.db, aims, cx.today())?;
        goals.list.set_rows(goals.rows.iter().map(|(aim, ..)| aim.id).collect());
        Ok(())
    }

    pub(super) fn why_not_goals(&self, action: Action, lang: &Lang) -> Option<String> {
        let none = self.goals.as_ref().is_none_or(|g| g.current().is_none());
        let key = match action {
            Action::Enter | Action::Unavailable | Action::Copy | Action::Open if none => "goals.why_no_goal",
            Action::Enter
            | Action::Unavailable
            | Action::Copy
            | Action::Open
            | Action::Annotate
            | Action::Span
            | Action::Goals => return None,
            _ => "goals.why_goals",
        };
        Some(lang.text(key).to_owned())
    }

    /// Does what a command means among the goals.
    pub(super) fn act_on_goals(&mut self, action: Action, cx: &mut Cx) -> Result<()> {
        let Some(goals) = &mut self.goals else { return Ok(()) };
        let current = goals.current().map(|(aim, progress, _)| (aim.clone(), progress.clone()));
        match (action, current) {
            (Action::Goals, _) => {
                self.goals = None;
                self.read(cx)
            }
            (Action::Span, _) => {
                goals.all = !goals.all;
                self.read_goals(cx)
            }
            (Action::Annotate, _) => self.write_goal(None, cx),
            (Action::Enter, Some((aim, _))) => self.write_goal(Some(aim), cx),
            (Action::Copy, Some((aim, progress))) => {
                cx.copy(words::paragraph(cx.lang, &aim, &progress, self.today));
                Ok(())
            }
            (Action::Open, Some((aim, _))) => self.chart_of(&aim, cx),
            (Action::Unavailable, Some((aim, _))) => {
                self.mode = Mode::Outcome(outcomes(&aim, cx.lang));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The chart of a goal's metric, in its communities.
    fn chart_of(&mut self, aim: &Aim, cx: &mut Cx) -> Result<()> {
        self.goals = None;
        self.scope = if aim.community == 0 { Scope::All } else { Scope::Community(aim.community) };
        self.chart = Some(self.last());
        self.read(cx)?;
        if let Some(place) = self.board.rows.iter().position(|r| r.metric.key == aim.metric.key) {
            // What nobody knows anything of has no row to stand on.
            if !self.list.select(place) {
                self.filter = cx.lang.text(aim.metric.label).to_owned();
                self.sift(cx.lang);
            }
        }
        self.read(cx)
    }

    /// Opens the form of a goal.
    fn write_goal(&mut self, aim: Option<Aim>, cx: &mut Cx) -> Result<()> {
        let metric = self.current().map_or(&METRICS[3], |r| r.metric);
        let today = self.today;
        let aim = aim.unwrap_or_else(|| Aim {
            id: 0,
            name: String::new(),
            metric,
            community: self.entered_for(),
            how: How::Level,
            per: Per::Once,
            baseline: None,
            target: f64::NAN,
            reachable: String::new(),
            purpose: String::new(),
            first: today,
            due: today.checked_add_months(chrono::Months::new(3)).unwrap_or(today),
            owner: cx.me.to_owned(),
            milestones: Vec::new(),
            outcome: Outcome::Open,
            note: String::new(),
            version: 1,
        });
        let mut form = AimForm { form: form(&aim, cx.lang), aim };
        let kept = draft::at(cx.db, &form.place())?.and_then(|d| serde_json::from_str::<Vec<String>>(&d.text).ok());
        for (field, text) in form.form.fields.iter_mut().zip(kept.unwrap_or_default()) {
            field.set(&text);
        }
        form.tell(cx);
        self.mode = Mode::Aim(Box::new(form));
        Ok(())
    }

    /// A key for the form of a goal.
    pub(super) fn aim_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Aim(form) = &mut self.mode else { return Ok(()) };
        match form.form.key(key) {
            FormEvent::Submit => {
                let (aim, place) = (form.read(cx)?, form.place());
                store::put_aim(cx.db, &aim)?;
                cx.effects.push(Effect::Draft(place, String::new()));
                self.mode = Mode::List;
                let key = if aim.id == 0 { "goals.did_add" } else { "goals.did_set" };
                self.wrote(&Says::new(key).with("name", aim.name.trim()).with("due", aim.due), cx)?;
            }
            FormEvent::Cancel => self.mode = Mode::List,
            FormEvent::Changed => {
                let kept = serde_json::to_string(&form.form.values()).unwrap_or_default();
                cx.effects.push(Effect::Draft(form.place(), kept));
                form.tell(cx);
            }
            FormEvent::Moved => form.tell(cx),
            FormEvent::Refused(label) => cx.refuse(cx.lang.fill("goals.missing", &[("field", &label)])),
            FormEvent::Rejected(_) | FormEvent::Ignored => {}
        }
        Ok(())
    }

    /// What became of the goal under the cursor: asks for a word about it.
    pub(super) fn close_goal(&mut self, outcome: Outcome, cx: &mut Cx) -> Result<()> {
        self.mode = Mode::List;
        let Some(id) = self.goals.as_ref().and_then(|g| g.list.cursor()) else { return Ok(()) };
        if outcome == Outcome::Open {
            return self.closed(id, outcome, "", cx);
        }
        self.ask(About::Outcome(id, outcome), "", cx)
    }

    /// Stores what became of a goal.
    pub(super) fn closed(&mut self, id: i64, outcome: Outcome, note: &str, cx: &mut Cx) -> Result<()> {
        let found = self.goals.as_ref().and_then(|g| g.rows.iter().find(|(a, ..)| a.id == id));
        let Some((aim, ..)) = found else { return Ok(()) };
        let aim = aim.clone();
        store::close_aim(cx.db, &aim, outcome, note)?;
        self.mode = Mode::List;
        cx.effects.push(Effect::Draft(format!("kpi.goal:{id}"), String::new()));
        let says = Says::new("goals.did_close").with("name", &aim.name);
        self.wrote(&says.with("outcome", format!("@{}", outcome.label())), cx)
    }
}

fn outcomes(aim: &Aim, lang: &Lang) -> Menu<Outcome> {
    let rows = [('1', Outcome::Met), ('2', Outcome::Missed), ('3', Outcome::Dropped), ('0', Outcome::Open)];
    let rows = rows.into_iter().filter(|(_, o)| *o != aim.outcome);
    let items = rows.map(|(key, outcome)| MenuItem::new(key, lang.text(outcome.label()), outcome)).collect();
    let mut menu = Menu::new(lang.text("goals.outcome_title"), items);
    menu.hints = lang.text("kpi.filters_hints").to_owned();
    menu
}

fn form(aim: &Aim, lang: &Lang) -> Form {
    let value =
        |v: Option<f64>| v.filter(|v| v.is_finite()).map_or_else(String::new, |v| wording::editable(aim.metric, v));
    let per = Per::ALL.map(|(_, _, label)| lang.text(label).to_owned()).to_vec();
    let at = Per::ALL.iter().position(|p| p.0 == aim.per).unwrap_or(0);
    let steps: Vec<String> = aim
        .milestones
        .iter()
        .map(|m| format!("{}={}={}", m.day, wording::editable(aim.metric, m.target), m.note))
        .collect();
    let text = |key: &str, value: &str| Field::text(lang.text(key), value);
    let fields = vec![
        text("goals.field_name", &aim.name).required(true).note(lang.text("goals.note_name")),
        text("goals.field_metric", lang.text(aim.metric.label)),
        Field::choice(lang.text("goals.field_per"), per, at),
        text("goals.field_target", &value(Some(aim.target))).required(true).note(lang.text("goals.note_target")),
        text("goals.field_baseline", &value(aim.baseline)).note(lang.text("goals.note_baseline")),
        text("goals.field_first", &aim.first.to_string()),
        text("goals.field_due", &aim.due.to_string()),
        text("goals.field_reachable", &aim.reachable).required(true),
        text("goals.field_purpose", &aim.purpose).required(true),
        text("goals.field_owner", &aim.owner),
        text("goals.field_milestones", &steps.join("；")).note(lang.text("goals.note_milestones")),
    ];
    Form::new(lang.text(if aim.id == 0 { "goals.form_new" } else { "goals.form_edit" }), fields)
}

impl AimForm {
    /// Where its draft is kept.
    fn place(&self) -> String {
        format!("kpi.goal_form:{}", self.aim.id)
    }

    /// The goal as it is typed.
    fn read(&self, cx: &Cx) -> Result<Aim> {
        let value = |at: usize| self.form.value(at).trim().to_owned();
        let today = cx.today();
        let day = |at: usize| -> Result<NaiveDate> {
            parse_day(&value(at), today).ok_or_else(|| Error::user("base.bad_day").with("value", value(at)))
        };
        let all = store::catalogue(cx.db)?;
        let named = |m: &&&'static Metric| m.key == value(METRIC) || cx.lang.text(m.label) == value(METRIC);
        let metric = match all.iter().find(named) {
            Some(metric) => metric,
            None => sheet::named(&value(METRIC))
                .map(|at| &METRICS[at])
                .ok_or_else(|| Error::user("goals.no_metric").with("name", value(METRIC)))?,
        };
        let per = Per::ALL[self.form.fields[PER].choice_index().min(2)].0;
        let how = match per {
            Per::Once => How::Level,
            _ if metric.is_share() => How::Share,
            _ => How::Sum,
        };
        let mut aim = Aim {
            name: value(NAME),
            metric,
            how,
            per,
            first: day(FIRST)?,
            due: day(DUE)?,
            reachable: value(REACHABLE),
            purpose: value(PURPOSE),
            owner: value(OWNER),
            ..self.aim.clone()
        };
        aim.baseline = match (value(BASELINE).as_str(), how) {
            ("", How::Level) => store::baseline(cx.db, &aim)?,
            ("", _) => None,
            (text, _) => Some(read(text, metric)?),
        };
        aim.target = typed::target(&value(TARGET), &aim, &read)?;
        aim.milestones = typed::milestones(&value(MILESTONES), &aim, today, &read)?;
        Ok(aim)
    }

    /// Tells below the fields what is typed so far, or what is wrong with it.
    fn tell(&mut self, cx: &Cx) {
        let missing = self.form.missing();
        let found = self.read(cx).and_then(|aim| aim.check().map(|()| aim));
        self.form.preview.clear();
        self.form.state = match found {
            Ok(aim) => {
                self.form.preview.push(words::target(cx.lang, &aim, cx.today()));
                let baseline = aim.baseline.map(|v| wording::value(cx.lang, aim.metric, v));
                baseline.map_or_else(String::new, |v| cx.lang.fill("goals.say_baseline", &[("value", &v)]))
            }
            Err(_) if missing > 0 => cx.lang.fill("goals.still", &[("count", &missing)]),
            Err(error) => cx.lang.say(&error.says),
        };
    }
}
