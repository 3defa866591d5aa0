//! `qun kpi goal`: goals with an end, their pace and where they lead.

use super::{community, metric, number, today};
use crate::app::settle::settle;
use crate::base::{Error, Kind, Result};
use crate::cli::session::Session;
use crate::cli::{input, output};
use crate::kpi::aim::{Aim, How, Outcome, Per, Progress, typed, words};
use crate::kpi::store;
use crate::kpi::wording;
use crate::members;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// `qun kpi goal add|list|show|set|close`
#[derive(Debug, Subcommand)]
pub enum Goal {
    Add(Box<New>),
    List(Listed),
    Show(One),
    Set(Box<Changed>),
    Close(Closed),
}

/// The fields of a goal.
#[derive(Debug, Args)]
pub struct Fields {
    #[arg(id = "goal_metric", long = "metric", value_name = "METRIC")]
    metric: Option<String>,
    #[arg(id = "goal_target", long = "target", value_name = "VALUE", allow_hyphen_values = true)]
    target: Option<String>,
    #[arg(id = "goal_baseline", long = "baseline", value_name = "VALUE", allow_hyphen_values = true)]
    baseline: Option<String>,
    #[arg(id = "goal_per", long = "per", value_name = "month|quarter")]
    per: Option<String>,
    #[arg(id = "goal_from", long = "from", value_name = "DAY")]
    from: Option<String>,
    #[arg(id = "goal_due", long = "due", value_name = "DAY")]
    due: Option<String>,
    #[arg(id = "goal_reachable", long = "reachable", value_name = "TEXT")]
    reachable: Option<String>,
    #[arg(id = "goal_purpose", long = "purpose", value_name = "TEXT")]
    purpose: Option<String>,
    #[arg(id = "goal_owner", long = "owner", value_name = "NAME")]
    owner: Option<String>,
    #[arg(id = "goal_milestone", long = "milestone", value_name = "DAY=VALUE[=TEXT]")]
    milestones: Vec<String>,
    #[arg(id = "figure_community", long = "community", value_name = "COMMUNITY")]
    community: Option<String>,
}

/// A new goal.
#[derive(Debug, Args)]
pub struct New {
    #[arg(id = "goal_name", value_name = "WHAT")]
    name: String,
    #[command(flatten)]
    fields: Fields,
}

/// A goal that is changed.
#[derive(Debug, Args)]
pub struct Changed {
    #[arg(id = "goal_id", value_name = "ID")]
    id: i64,
    #[arg(id = "goal_rename", long = "name", value_name = "WHAT")]
    name: Option<String>,
    #[command(flatten)]
    fields: Fields,
}

/// Which goals.
#[derive(Debug, Args)]
pub struct Listed {
    #[arg(id = "goal_all", long = "all")]
    all: bool,
}

/// One goal.
#[derive(Debug, Args)]
pub struct One {
    #[arg(id = "goal_id", value_name = "ID")]
    id: i64,
}

/// A goal that is over, or opened again.
#[derive(Debug, Args)]
pub struct Closed {
    #[arg(id = "goal_id", value_name = "ID")]
    id: i64,
    #[arg(id = "goal_outcome", value_name = "met|missed|dropped|open")]
    outcome: String,
    #[arg(id = "goal_note", long = "note", value_name = "TEXT", default_value = "")]
    note: String,
}

pub(super) fn run(args: Goal, s: &mut Session) -> Result<()> {
    match args {
        Goal::Add(new) => add(&new, s),
        Goal::List(listed) => list(&listed, s),
        Goal::Show(one) => {
            settle(&mut s.db)?;
            let aim = store::aim_by_id(&s.db, one.id)?;
            shown(aim, s)
        }
        Goal::Set(changed) => set(&changed, s),
        Goal::Close(closed) => close(&closed, s),
    }
}

fn need<'t>(told: Option<&'t String>, label: &str) -> Result<&'t str> {
    told.map(String::as_str)
        .ok_or_else(|| Error::new(Kind::Usage, "goals.missing").with("field", format!("@{label}")).hint("goals.smart"))
}

/// Lays what was told over `aim`.
fn lay(fields: &Fields, aim: &mut Aim, s: &Session) -> Result<()> {
    let now = today(s);
    let day = |told: &Option<String>| told.as_deref().map(|t| input::day(t, now)).transpose();
    if let Some(name) = &fields.metric {
        aim.metric = metric(name, s)?;
    }
    if let Some(per) = &fields.per {
        let all = Per::ALL.map(|(p, name, _)| (p, if name.is_empty() { "once" } else { name }));
        let found = all.iter().find(|(_, name)| name == per).map(|(p, _)| *p);
        aim.per = input::one_of("--per", per, found, all.map(|(_, name)| name))?;
        aim.how = match aim.per {
            Per::Once => How::Level,
            _ if aim.metric.is_share() => How::Share,
            _ => How::Sum,
        };
    }
    (aim.first, aim.due) = (day(&fields.from)?.unwrap_or(aim.first), day(&fields.due)?.unwrap_or(aim.due));
    if let Some(place) = community(fields.community.as_deref(), s)? {
        aim.community = place.id;
    }
    if let Some(text) = &fields.baseline {
        aim.baseline = Some(number(text, aim.metric)?);
    } else if aim.how == How::Level && aim.baseline.is_none() {
        aim.baseline = store::baseline(&s.db, aim)?;
    }
    if let Some(text) = &fields.target {
        aim.target = typed::target(text, aim, &number)?;
    }
    for (told, field) in
        [(&fields.reachable, &mut aim.reachable), (&fields.purpose, &mut aim.purpose), (&fields.owner, &mut aim.owner)]
    {
        if let Some(text) = told {
            field.clone_from(text);
        }
    }
    if !fields.milestones.is_empty() {
        aim.milestones = typed::milestones(&fields.milestones.join("\n"), aim, now, &number)?;
    }
    Ok(())
}

fn add(new: &New, s: &mut Session) -> Result<()> {
    settle(&mut s.db)?;
    let fields = &new.fields;
    need(fields.target.as_ref(), "goals.field_target")?;
    need(fields.due.as_ref(), "goals.field_due")?;
    let metric = metric(need(fields.metric.as_ref(), "goals.field_metric")?, s)?;
    let first = today(s);
    let mut aim = Aim {
        id: 0,
        name: new.name.clone(),
        metric,
        community: 0,
        how: How::Level,
        per: Per::Once,
        baseline: None,
        target: 0.0,
        reachable: String::new(),
        purpose: String::new(),
        first,
        due: first,
        owner: String::new(),
        milestones: Vec::new(),
        outcome: Outcome::Open,
        note: String::new(),
        version: 1,
    };
    lay(fields, &mut aim, s)?;
    let id = store::put_aim(&mut s.db, &aim)?;
    output::say(s.quiet || s.json, &s.lang.fill("goals.did_add", &[("name", &aim.name), ("due", &aim.due)]));
    shown(store::aim_by_id(&s.db, id)?, s)
}

fn set(changed: &Changed, s: &mut Session) -> Result<()> {
    settle(&mut s.db)?;
    let mut aim = store::aim_by_id(&s.db, changed.id)?;
    if let Some(name) = &changed.name {
        aim.name.clone_from(name);
    }
    lay(&changed.fields, &mut aim, s)?;
    store::put_aim(&mut s.db, &aim)?;
    output::say(s.quiet || s.json, &s.lang.fill("goals.did_set", &[("name", &aim.name), ("due", &aim.due)]));
    shown(store::aim_by_id(&s.db, changed.id)?, s)
}

fn close(closed: &Closed, s: &mut Session) -> Result<()> {
    let found = Outcome::ALL.iter().find(|o| o.1 == closed.outcome).map(|o| o.0);
    let outcome = input::one_of("OUTCOME", &closed.outcome, found, Outcome::ALL.map(|o| o.1))?;
    let aim = store::aim_by_id(&s.db, closed.id)?;
    store::close_aim(&mut s.db, &aim, outcome, &closed.note)?;
    if s.json {
        return output::json(&json!({ "id": aim.id, "outcome": outcome }));
    }
    let outcome = s.lang.text(outcome.label());
    output::say(s.quiet, &s.lang.fill("goals.did_close", &[("name", &aim.name), ("outcome", &outcome)]));
    Ok(())
}

fn list(listed: &Listed, s: &mut Session) -> Result<()> {
    settle(&mut s.db)?;
    let now = today(s);
    let mut aims = store::aims(&s.db)?;
    aims.retain(|a| listed.all || a.outcome == Outcome::Open);
    let found = store::progress(&s.db, aims, now)?;
    if s.json {
        return output::json(&found.iter().map(|(a, p, _)| value(a, p, s)).collect::<Result<Vec<_>>>()?);
    }
    let row = |(aim, progress, _): &(Aim, Progress, _)| {
        let word = if aim.outcome == Outcome::Open { words::standing(progress.standing) } else { aim.outcome.label() };
        let now = progress.now.map_or_else(|| wording::NONE.to_owned(), |v| wording::value(&s.lang, aim.metric, v));
        let target = words::target(&s.lang, aim, today(s));
        let leads = s.lang.text(words::chance(progress)).to_owned();
        vec![aim.id.to_string(), aim.name.clone(), target, now, s.lang.text(word).to_owned(), leads]
    };
    output::table(&found.iter().map(row).collect::<Vec<_>>())
}

fn shown(aim: Aim, s: &Session) -> Result<()> {
    let found = store::progress(&s.db, vec![aim], today(s))?;
    let Some((aim, progress, _)) = found.first() else { return Ok(()) };
    if s.json {
        return output::json(&value(aim, progress, s)?);
    }
    let (lang, text) = (&s.lang, |key: &str| s.lang.text(key).to_owned());
    let mut rows = vec![
        vec![text("goals.field_name"), format!("{} {}", aim.id, aim.name)],
        vec![text("goals.field_target"), words::target(lang, aim, today(s))],
    ];
    if let Some(baseline) = aim.baseline {
        rows.push(vec![text("goals.field_baseline"), wording::value(lang, aim.metric, baseline)]);
    }
    rows.extend([
        vec![text("goals.field_reachable"), aim.reachable.clone()],
        vec![text("goals.field_purpose"), aim.purpose.clone()],
        vec![text("goals.field_first"), aim.first.to_string()],
        vec![text("goals.field_due"), aim.due.to_string()],
        vec![text("goals.field_owner"), aim.owner.clone()],
    ]);
    rows.extend(aim.milestones.iter().map(|m| {
        let target = words::limit(lang, aim, m.target);
        vec![text("goals.field_milestones"), format!("{} {target} {}", m.day, m.note).trim_end().to_owned()]
    }));
    output::table(&rows)?;
    let mut lines = vec![words::pace(lang, aim, progress), words::forecast(lang, aim, progress)];
    lines.extend(words::periods(lang, progress));
    output::lines(lines)
}

/// Everything about a goal; unknown is null.
fn value(aim: &Aim, progress: &Progress, s: &Session) -> Result<Value> {
    let all = members::store::communities(&s.db)?;
    let name = all.iter().find(|c| c.id == aim.community).map(|c| &c.name);
    Ok(json!({
        "id": aim.id, "name": aim.name, "metric": aim.metric.key, "unit": aim.metric.unit, "community": name,
        "how": aim.how, "per": (aim.per != Per::Once).then_some(aim.per), "baseline": aim.baseline,
        "target": aim.target, "reachable": aim.reachable, "purpose": aim.purpose, "from": aim.first, "due": aim.due,
        "owner": aim.owner, "milestones": aim.milestones, "outcome": aim.outcome, "note": aim.note,
        "now": progress.now, "pace": progress.pace, "standing": progress.standing, "forecast": progress.forecast,
        "periods": progress.periods, "known": progress.known.0, "days": progress.known.1,
    }))
}
