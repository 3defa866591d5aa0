//! `qun incident`: a crisis with its two-hour clock, what is said, and the look back.

use super::input;
use super::output;
use super::playbook::{step_value, steps};
use super::session::Session;
use crate::base::clock::MINUTE;
use crate::base::text::Clean;
use crate::base::{At, Error, Result};
use crate::sop::incident::{Call, Crisis, File, Incident as Row, Statement};
use crate::sop::store::{incidents, statements};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// `qun incident open|list|show|say|facts|close|review`
#[derive(Debug, Subcommand)]
pub enum Incident {
    Open {
        #[arg(id = "incident_name", required = true, value_name = "NAME")]
        name: Vec<String>,
        #[arg(id = "crisis", long = "kind", value_name = "KIND")]
        kind: Option<String>,
    },
    List {
        #[arg(long, default_value_t = 500, value_name = "N")]
        limit: usize,
    },
    Show {
        #[arg(id = "incident", value_name = "ID")]
        id: Option<i64>,
    },
    Say(Say),
    Facts(Facts),
    Close {
        #[arg(id = "incident", value_name = "ID")]
        id: Option<i64>,
        #[arg(long, value_name = "TEXT", default_value = "")]
        happened: String,
        #[arg(long, value_name = "TEXT", default_value = "")]
        change: String,
    },
    Review {
        #[arg(id = "closed_incident", value_name = "ID")]
        id: Option<i64>,
        #[arg(
            id = "review_happened",
            long = "happened",
            value_name = "TEXT",
            required_unless_present = "review_change"
        )]
        happened: Option<String>,
        #[arg(id = "review_change", long = "change", value_name = "TEXT")]
        change: Option<String>,
    },
}

/// A statement.
#[derive(Debug, Args)]
pub struct Say {
    #[arg(id = "statement", value_name = "TEXT|-")]
    text: String,
    #[arg(id = "of_incident", long = "incident", value_name = "ID")]
    incident: Option<i64>,
    #[arg(long, value_name = "WHERE", default_value = "")]
    channel: String,
    #[arg(long)]
    draft: bool,
}

/// What is known; what is not named stays.
#[derive(Debug, Args)]
pub struct Facts {
    #[arg(id = "incident", value_name = "ID")]
    id: Option<i64>,
    #[arg(id = "crisis", long = "kind", value_name = "KIND")]
    kind: Option<String>,
    #[arg(id = "fact_what", long = "what", value_name = "TEXT")]
    what: Option<String>,
    #[arg(id = "fact_where", long = "where", value_name = "TEXT")]
    place: Option<String>,
    #[arg(id = "fact_when", long = "when", value_name = "TEXT")]
    began: Option<String>,
    #[arg(id = "fact_scope", long = "scope", value_name = "TEXT")]
    scope: Option<String>,
    #[arg(id = "fact_source", long = "source", value_name = "TEXT")]
    source: Option<String>,
    #[arg(id = "fact_verified", long = "verified", value_name = "yes|no")]
    verified: Option<String>,
}

/// Runs it.
pub fn run(args: Incident, s: &mut Session) -> Result<u8> {
    match args {
        Incident::Open { name, kind } => {
            let kind = kind.as_deref().map(crisis).transpose()?;
            let name = name.join(" ");
            let id = incidents::start_incident(&mut s.db, &name, kind)?;
            said(id, &s.lang.fill("app.incident_started", &[("name", &name.trim())]), s)?;
        }
        Incident::List { limit } => list(&incidents::incidents(&s.db, limit)?, s)?,
        Incident::Show { id } => show(&wanted(id, s)?, s)?,
        Incident::Say(say) => {
            let incident = wanted(say.incident, s)?;
            let text = if say.text == "-" { input::text(std::path::Path::new("-"))? } else { say.text };
            statements::state(&mut s.db, incident.id, &text, &say.channel, !say.draft)?;
            let key = if say.draft { "playbook.did_draft" } else { "playbook.did_say" };
            let channel = if say.channel.trim().is_empty() { "--" } else { say.channel.trim() };
            said(incident.id, &s.lang.fill(key, &[("name", &incident.name), ("channel", &channel)]), s)?;
        }
        Incident::Facts(facts) => know(facts, s)?,
        Incident::Close { id, happened, change } => {
            let incident = wanted(id, s)?;
            incidents::close_incident(&mut s.db, &incident, &happened, &change)?;
            said(incident.id, &s.lang.fill("app.incident_closed", &[("name", &incident.name)]), s)?;
        }
        Incident::Review { id, happened, change } => {
            let incident = match id {
                Some(id) => incidents::incident(&s.db, id)?,
                None => incidents::closed_last(&s.db)?
                    .ok_or_else(|| Error::user("playbook.none_closed").hint("playbook.none_closed_hint"))?,
            };
            let happened = happened.as_ref().unwrap_or(&incident.happened);
            let change = change.as_ref().unwrap_or(&incident.note);
            incidents::look_back(&mut s.db, &incident, happened, change)?;
            said(incident.id, &s.lang.fill("playbook.did_look_back", &[("name", &incident.name)]), s)?;
        }
    }
    Ok(0)
}

fn crisis(word: &str) -> Result<Crisis> {
    input::one_of("--kind", word, Crisis::read(word), Crisis::ALL.iter().map(|(_, name, _)| *name))
}

/// The incident with this number, else the open one with the least time left.
fn wanted(id: Option<i64>, s: &Session) -> Result<Row> {
    match id {
        Some(id) => incidents::incident(&s.db, id),
        None => incidents::open_incident(&s.db)?
            .ok_or_else(|| Error::user("playbook.none_open").hint("playbook.none_open_hint")),
    }
}

fn said(id: i64, text: &str, s: &Session) -> Result<()> {
    if s.json {
        return output::json(&value(&incidents::incident(&s.db, id)?, s)?);
    }
    output::say(s.quiet, &format!("{text} #{id}"));
    Ok(())
}

fn value(row: &Row, s: &Session) -> Result<Value> {
    let mut value = serde_json::to_value(row).map_err(|e| Error::user("base.output").with("cause", &e).because(&e))?;
    for (key, at) in [
        ("opened_at", Some(row.opened_at)),
        ("due_at", Some(row.due_at)),
        ("answered_at", row.answered_at),
        ("closed_at", row.closed_at),
    ] {
        value[key] = at.map(|at| at.rfc3339(s.zone)).into();
    }
    let open = row.closed_at.is_none();
    value["left_minutes"] = row.left(s.db.now()).filter(|_| open).map(|left| left.div_euclid(MINUTE)).into();
    Ok(value)
}

fn know(facts: Facts, s: &mut Session) -> Result<()> {
    let mut incident = wanted(facts.id, s)?;
    if let Some(kind) = facts.kind.as_deref().map(crisis).transpose()? {
        incidents::set_kind(&mut s.db, &incident, kind)?;
        incident = incidents::incident(&s.db, incident.id)?;
    }
    let mut sheet = incident.sheet.clone();
    for (told, fact) in [
        (facts.what, &mut sheet.what),
        (facts.place, &mut sheet.place),
        (facts.began, &mut sheet.began),
        (facts.scope, &mut sheet.scope),
        (facts.source, &mut sheet.source),
    ] {
        told.into_iter().for_each(|told| *fact = told);
    }
    if let Some(word) = facts.verified.as_deref() {
        let known = match word {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        sheet.verified = input::one_of("--verified", word, known, ["yes", "no"])?;
    }
    if sheet != incident.sheet {
        incidents::set_sheet(&mut s.db, &incident, &sheet)?;
    }
    said(incident.id, &s.lang.fill("playbook.did_facts", &[("name", &incident.name)]), s)
}

fn moment(at: At, s: &Session) -> String {
    at.local(s.zone).format("%Y-%m-%d %H:%M").to_string()
}

/// How much time is left, or how it ended.
fn standing(row: &Row, s: &Session) -> String {
    match (row.closed_at, row.left(s.db.now())) {
        (Some(at), _) => s.lang.fill("playbook.closed_at", &[("at", &moment(at, s))]),
        (None, None) => s.lang.text("playbook.answered").to_owned(),
        (None, Some(left)) => {
            let key = if left < 0 { "playbook.reply_late" } else { "playbook.reply_left" };
            s.lang.fill(key, &[("time", &s.lang.hm(left.abs()))])
        }
    }
}

fn list(all: &[Row], s: &Session) -> Result<()> {
    if s.json {
        return output::json(&all.iter().map(|row| value(row, s)).collect::<Result<Vec<_>>>()?);
    }
    let row = |row: &Row| {
        let kind = row.kind.map_or("--", |k| s.lang.text(k.label()));
        vec![row.id.to_string(), moment(row.opened_at, s), kind.to_owned(), row.name.clone(), standing(row, s)]
    };
    output::table(&all.iter().map(row).collect::<Vec<_>>())
}

fn show(row: &Row, s: &Session) -> Result<()> {
    let file = incidents::file(&s.db, row.id)?;
    if s.json {
        let mut value = value(row, s)?;
        value["steps"] = file.steps.iter().map(|step| step_value(step, s)).collect::<Result<Vec<_>>>()?.into();
        let time = |at: Option<At>| at.map(|at| at.rfc3339(s.zone));
        let said = |t: &Statement| {
            json!({ "id": t.id, "text": t.text, "channel": t.channel, "drafted_at": time(Some(t.drafted_at)),
                    "drafted_by": t.drafted_by, "said_at": time(t.said_at), "said_by": t.said_by })
        };
        let call = |c: &Call| json!({ "id": c.id, "who": c.who, "whom": c.whom, "told_at": time(c.told_at), "told_by": c.told_by });
        value["statements"] = file.statements.iter().map(said).collect();
        value["calls"] = file.calls.iter().map(call).collect();
        value["ambassadors"] =
            file.ambassadors.iter().map(|a| json!({ "community": a.community, "name": a.name })).collect();
        return output::json(&value);
    }
    list(std::slice::from_ref(row), s)?;
    facts(row, s)?;
    rest(&file, s)
}

fn facts(row: &Row, s: &Session) -> Result<()> {
    let sheet = &row.sheet;
    let verified = s.lang.text(if sheet.verified { "playbook.verified" } else { "playbook.unverified" }).to_owned();
    let facts = [
        ("playbook.fact_what", sheet.what.clone()),
        ("playbook.fact_where", sheet.place.clone()),
        ("playbook.fact_when", sheet.began.clone()),
        ("playbook.fact_scope", sheet.scope.clone()),
        ("playbook.fact_source", sheet.source.clone()),
        ("playbook.fact_verified", verified),
        ("playbook.review_happened", row.happened.clone()),
        ("playbook.review_change", row.note.clone()),
    ];
    let known = facts.into_iter().filter(|(_, v)| !v.is_empty());
    output::table(&known.map(|(key, v)| vec![s.lang.text(key).to_owned(), v]).collect::<Vec<_>>())
}

fn rest(file: &File, s: &Session) -> Result<()> {
    steps(&file.steps, s)?;
    let call = |c: &Call| {
        let told = c.told_at.map_or_else(|| "[ ]".to_owned(), |at| format!("[x] {} {}", moment(at, s), c.told_by));
        vec![format!("{} > {}", c.who, c.whom), told]
    };
    output::table(&file.calls.iter().map(call).collect::<Vec<_>>())?;
    let said = |t: &Statement| {
        let when = t.said_at.map_or_else(|| s.lang.text("playbook.draft").to_owned(), |at| moment(at, s));
        let who = if t.said_at.is_some() { t.said_by.clone() } else { t.drafted_by.clone() };
        vec![when, who, t.channel.clone(), Clean::head(&t.text, 200).into_string()]
    };
    output::table(&file.statements.iter().map(said).collect::<Vec<_>>())?;
    let lead = |a: &crate::sop::incident::Ambassador| vec![a.community.clone(), a.name.clone()];
    output::table(&file.ambassadors.iter().map(lead).collect::<Vec<_>>())
}
