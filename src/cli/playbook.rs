//! `qun playbook`: plans of timed steps, their runs, and who gets one.

use super::session::Session;
use super::{input, output};
use crate::base::text::Clean;
use crate::base::{At, Error, Kind, Result};
use crate::members;
use crate::sop::playbook::{About, Playbook as Plan, Run, Step, StepState, exchange};
use crate::sop::store::runs::{self, Act, StepRef, Subject};
use crate::sop::store::{newcomers, plans};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Columns of a step's text in a list.
const TEXT_COLUMNS: usize = 60;

/// `qun playbook list|show|start|step|newcomers|silent|import|export`
#[derive(Debug, Subcommand)]
pub enum Playbook {
    List {
        #[arg(long)]
        runs: bool,
        #[arg(long)]
        due: bool,
        #[arg(id = "run_limit", long = "limit", default_value_t = 500, value_name = "N")]
        limit: usize,
    },
    Show {
        #[arg(id = "plan_code", value_name = "CODE|RUN")]
        code: String,
    },
    Start(Start),
    Step {
        #[command(subcommand)]
        act: StepAct,
    },
    Newcomers {
        #[arg(id = "welcome_community", value_name = "COMMUNITY")]
        community: Option<String>,
        #[arg(id = "welcome_plan", long = "playbook", value_name = "CODE")]
        code: Option<String>,
        #[arg(id = "welcome_since", long = "since", value_name = "DAY")]
        since: Option<String>,
        #[arg(long)]
        off: bool,
    },
    Silent {
        #[arg(id = "silent_days", long = "days", default_value_t = newcomers::SILENT_DAYS, value_name = "N")]
        days: i64,
        #[arg(long, value_name = "COMMUNITY")]
        community: Option<String>,
        #[arg(long, default_value_t = 500, value_name = "N")]
        limit: usize,
    },
    Import {
        #[arg(id = "plan_file", value_name = "FILE")]
        file: PathBuf,
        #[arg(long)]
        replace: bool,
    },
    Export,
}

/// A run to start.
#[derive(Debug, Args)]
pub struct Start {
    #[arg(id = "plan_code", value_name = "CODE")]
    code: String,
    #[arg(id = "anchor", long = "on", value_name = "DAY [TIME]")]
    on: Option<String>,
    #[arg(long, value_name = "COMMUNITY")]
    community: Option<String>,
    #[arg(id = "plan_member", long = "member", value_name = "ID")]
    member: Vec<i64>,
}

/// What is decided about steps.
#[derive(Debug, Subcommand)]
pub enum StepAct {
    Done {
        #[arg(id = "step", required = true, value_name = "ID")]
        ids: Vec<i64>,
    },
    Skip {
        #[arg(id = "step", required = true, value_name = "ID")]
        ids: Vec<i64>,
        #[arg(id = "skip_reason", long = "reason", value_name = "TEXT")]
        reason: String,
    },
    Reopen {
        #[arg(id = "step", required = true, value_name = "ID")]
        ids: Vec<i64>,
    },
    Move {
        #[arg(id = "step", required = true, value_name = "ID")]
        ids: Vec<i64>,
        #[arg(id = "new_moment", long = "to", value_name = "DAY [TIME]|2h")]
        to: String,
    },
}

/// Runs it.
pub fn run(args: Playbook, s: &mut Session) -> Result<u8> {
    match args {
        Playbook::List { due: true, limit, .. } => steps(&runs::due(&s.db, At(i64::MAX), limit)?, s)?,
        Playbook::List { runs: true, limit, .. } => list_runs(&runs::runs(&s.db, true, limit)?, s)?,
        Playbook::List { .. } => list(&plans::playbooks(&s.db)?, s)?,
        Playbook::Show { code } => show(&code, s)?,
        Playbook::Start(start) => begin(&start, s)?,
        Playbook::Step { act } => decide(act, s)?,
        Playbook::Newcomers { community, code, since, off } => {
            welcome(community.as_deref(), code.as_deref(), since.as_deref(), off, s)?;
        }
        Playbook::Silent { days, community, limit } => silent(days, community.as_deref(), limit, s)?,
        Playbook::Import { file, replace } => {
            let read = exchange::read(&input::text(&file)?)?;
            let n = plans::import_playbooks(&mut s.db, &read, replace)?;
            if s.json {
                output::json(&json!({ "imported": n }))?;
            } else {
                output::say(s.quiet, &s.lang.fill("playbook.did_import", &[("count", &n)]));
            }
        }
        Playbook::Export => {
            let all: Vec<_> = plans::playbooks(&s.db)?.into_iter().map(|p| p.plan).collect();
            if s.json {
                output::json(&all)?;
            } else {
                output::text(exchange::write(&all)?.trim_end())?;
            }
        }
    }
    Ok(0)
}

fn list(all: &[Plan], s: &Session) -> Result<()> {
    if s.json {
        return output::json(all);
    }
    let row = |p: &Plan| {
        let kind = p.plan.crisis.map_or_else(|| p.plan.about.label(), crate::sop::incident::Crisis::label);
        let count = |key, n: &dyn std::fmt::Display| s.lang.fill(key, &[("n", n)]);
        let steps = count("playbook.steps", &p.plan.steps.len());
        let text = |key: &str| s.lang.text(key).to_owned();
        vec![
            p.plan.code.clone(),
            text(kind),
            p.plan.name.clone(),
            steps,
            count("playbook.running", &p.running),
            p.plan.note.clone(),
        ]
    };
    output::table(&all.iter().map(row).collect::<Vec<_>>())
}

fn moment(at: At, s: &Session) -> String {
    at.local(s.zone).format("%Y-%m-%d %H:%M").to_string()
}

/// Whom a run is about, as a cell.
fn whom(w: &crate::sop::playbook::Whom, s: &Session) -> String {
    let mut parts = Vec::new();
    if w.community.is_empty() {
        let key = if w.incident_id.is_some() { "playbook.of_incident" } else { "playbook.everywhere" };
        parts.push(s.lang.text(key).to_owned());
    } else {
        parts.push(format!("{} {}", s.lang.text(&format!("members.platform_{}", w.platform)), w.community));
    }
    parts.extend(w.people.map(|n| s.lang.fill("playbook.people", &[("n", &n)])));
    parts.extend(Some(w.who.clone()).filter(|w| !w.is_empty()));
    parts.join(" ")
}

/// A step with its times, as `--json` prints it.
pub fn step_value(step: &Step, s: &Session) -> Result<Value> {
    let mut value = serde_json::to_value(step).map_err(|e| Error::user("base.output").with("cause", &e).because(&e))?;
    value["due"] = step.due_at.rfc3339(s.zone).into();
    value["at"] = step.at.map(|at| at.rfc3339(s.zone)).into();
    value["moment"] = step.moment.to_string().into();
    value["late"] = (step.state == StepState::Open && step.due_at < s.db.now()).into();
    Ok(value)
}

fn run_value(run: &Run, s: &Session) -> Result<Value> {
    let mut value = serde_json::to_value(run).map_err(|e| Error::user("base.output").with("cause", &e).because(&e))?;
    for (key, at) in [
        ("anchor", Some(run.anchor_at)),
        ("started", Some(run.started_at)),
        ("ended", run.ended_at),
        ("next_due", run.next_at),
    ] {
        value[key] = at.map(|at| at.rfc3339(s.zone)).into();
    }
    Ok(value)
}

fn list_runs(all: &[Run], s: &Session) -> Result<()> {
    if s.json {
        return output::json(&all.iter().map(|r| run_value(r, s)).collect::<Result<Vec<_>>>()?);
    }
    let row = |r: &Run| {
        let next = match (r.ended_at, r.next_at) {
            (None, Some(at)) => format!("{} {}", moment(at, s), Clean::head(&r.next, TEXT_COLUMNS)),
            _ => s.lang.text("playbook.over").to_owned(),
        };
        vec![r.id.to_string(), r.name.clone(), whom(&r.whom, s), format!("{}/{}", r.settled, r.steps), next]
    };
    output::table(&all.iter().map(row).collect::<Vec<_>>())
}

/// Steps as a table or as JSON.
pub fn steps(all: &[Step], s: &Session) -> Result<()> {
    if s.json {
        return output::json(&all.iter().map(|step| step_value(step, s)).collect::<Result<Vec<_>>>()?);
    }
    let row = |step: &Step| {
        let state = if step.reason.is_empty() {
            s.lang.text(step.state.label()).to_owned()
        } else {
            format!("{} ({})", s.lang.text(step.state.label()), s.lang.shown(&step.reason))
        };
        vec![
            step.id.to_string(),
            moment(step.due_at, s),
            state,
            whom(&step.whom, s),
            step.template.clone(),
            Clean::head(&step.title(&s.lang), TEXT_COLUMNS * 2).into_string(),
        ]
    };
    output::table(&all.iter().map(row).collect::<Vec<_>>())
}

/// A plan by its code, or a run by its number.
fn show(code: &str, s: &Session) -> Result<()> {
    if let Ok(id) = code.trim().parse::<i64>() {
        let (run, steps_of) = (runs::one_run(&s.db, id)?, runs::steps(&s.db, id)?);
        if !s.json {
            list_runs(&[run], s)?;
            return steps(&steps_of, s);
        }
        let mut value = run_value(&run, s)?;
        value["plan"] = steps_of.iter().map(|step| step_value(step, s)).collect::<Result<Vec<_>>>()?.into();
        return output::json(&value);
    }
    let plan = plans::playbook(&s.db, code)?;
    if s.json {
        return output::json(&plan);
    }
    list(std::slice::from_ref(&plan), s)?;
    let step = |step: &crate::sop::playbook::PlanStep| {
        vec![
            step.moment.to_string(),
            step.moment.shown(&s.lang),
            step.template.clone(),
            step.owner.clone(),
            step.text.clone(),
        ]
    };
    output::table(&plan.plan.steps.iter().map(step).collect::<Vec<_>>())?;
    let call = |c: &crate::sop::playbook::PlanCall| vec![c.who.clone(), ">".to_owned(), c.whom.clone()];
    output::table(&plan.plan.calls.iter().map(call).collect::<Vec<_>>())
}

fn begin(start: &Start, s: &mut Session) -> Result<()> {
    let plan = plans::playbook(&s.db, &start.code)?;
    let now = s.db.now();
    let community = start.community.as_deref().map(|c| members::store::find(&s.db, c)).transpose()?;
    let anchor = match &start.on {
        None if plan.plan.about == About::Person => now,
        None => s.zone.midnight(now.day(s.zone)),
        Some(text) => anchor(text, now, s)?,
    };
    let subjects: Vec<Subject> = match (&community, start.member.is_empty()) {
        (Some(c), true) => vec![Subject::Community(c.id)],
        (None, true) => vec![Subject::All],
        (_, false) => start.member.iter().map(|id| Subject::Member(*id)).collect(),
    };
    let ids = runs::start_runs(&mut s.db, &plan, &subjects, anchor, s.zone)?;
    if s.json {
        return output::json(&ids.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>());
    }
    for id in &ids {
        let whom = whom(&runs::one_run(&s.db, *id)?.whom, s);
        let said = s.lang.fill("playbook.did_start", &[("name", &plan.plan.name), ("whom", &whom)]);
        output::say(s.quiet, &format!("{said} #{id}"));
    }
    Ok(())
}

/// A day (its midnight), or what a moment can be written as.
fn anchor(text: &str, now: At, s: &Session) -> Result<At> {
    match input::day(text, now.day(s.zone)) {
        Ok(day) => Ok(s.zone.midnight(day)),
        Err(_) => input::moment(text, now, s.zone),
    }
}

fn decide(act: StepAct, s: &mut Session) -> Result<()> {
    let (ids, act) = match act {
        StepAct::Done { ids } => (ids, Act::Done),
        StepAct::Skip { ids, reason } => (ids, Act::Skip(reason)),
        StepAct::Reopen { ids } => (ids, Act::Reopen),
        StepAct::Move { ids, to } => (ids, Act::Move(input::later(&to, s.db.now(), s.zone)?)),
    };
    let mut seen: Vec<StepRef> = Vec::with_capacity(ids.len());
    for id in &ids {
        if !seen.iter().any(|r| r.id == *id) {
            seen.push(StepRef::from(&runs::one_step(&s.db, *id)?));
        }
    }
    let says = runs::decide(&mut s.db, &seen, &act)?;
    if s.json {
        let now = seen.iter().map(|r| runs::one_step(&s.db, r.id)).collect::<Result<Vec<_>>>()?;
        return steps(&now, s);
    }
    output::say(s.quiet, &s.lang.say(&says));
    Ok(())
}

fn welcome(community: Option<&str>, code: Option<&str>, since: Option<&str>, off: bool, s: &mut Session) -> Result<()> {
    if let Some(name) = community {
        let community = members::store::find(&s.db, name)?;
        let plan = match (off, code) {
            (true, _) => None,
            (false, Some(code)) => Some(plans::playbook(&s.db, code)?),
            (false, None) => return Err(Error::new(Kind::Usage, "playbook.welcome_what").hint("playbook.welcome_hint")),
        };
        let today = s.db.now().day(s.zone);
        let since = since.map(|t| input::day(t, today)).transpose()?.map(|day| s.zone.midnight(day));
        newcomers::set_welcome(&mut s.db, community.id, plan.as_ref(), since)?;
        newcomers::greet(&mut s.db, s.zone)?;
    }
    let all = newcomers::welcomes(&s.db)?;
    if s.json {
        return output::json(&all);
    }
    let row = |w: &newcomers::Welcome| {
        vec![format!("{} {}", s.lang.text(&format!("members.platform_{}", w.platform)), w.community), w.code.clone()]
    };
    output::table(&all.iter().map(row).collect::<Vec<_>>())
}

fn silent(days: i64, community: Option<&str>, limit: usize, s: &Session) -> Result<()> {
    let community = community.map(|c| members::store::find(&s.db, c)).transpose()?.map(|c| c.id);
    let all = newcomers::silent(&s.db, community, days, limit)?;
    let last = |at: Option<At>| at.map(|at| at.rfc3339(s.zone));
    if s.json {
        let value = |m: &crate::sop::playbook::Silent| {
            json!({ "id": m.id, "name": m.name, "community": m.community, "platform": m.platform,
                    "last_seen": last(m.last_seen), "running": m.running })
        };
        return output::json(&all.iter().map(value).collect::<Vec<_>>());
    }
    let row = |m: &crate::sop::playbook::Silent| {
        let running = if m.running { s.lang.text("playbook.under_way") } else { "" };
        let seen = m.last_seen.map_or_else(|| "--".to_owned(), |at| moment(at, s));
        let place = format!("{} {}", s.lang.text(&format!("members.platform_{}", m.platform)), m.community);
        vec![m.id.to_string(), m.name.clone(), place, seen, running.to_owned()]
    };
    output::table(&all.iter().map(row).collect::<Vec<_>>())
}
