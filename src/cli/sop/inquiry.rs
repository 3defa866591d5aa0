//! `qun inquiry`: who waits for an answer, and the answer.

use super::super::session::Session;
use super::super::{input, output};
use super::{To, Values, filled};
use crate::base::text::Clean;
use crate::base::{Error, Kind as Sort, Result};
use crate::members;
use crate::sop::inquiry::{Hours, Inquiry as Row, Kind, State};
use crate::sop::store::{self, Answer, NewInquiry, Of, Wanted};
use crate::sop::template::{Auto, Status, language_of};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// Columns of a text in a list.
const TEXT_COLUMNS: usize = 50;

/// `qun inquiry list|add|answer`
#[derive(Debug, Subcommand)]
pub enum Inquiry {
    List {
        #[arg(id = "inquiry_state", long = "state", value_name = "STATE", default_value = "waiting")]
        state: String,
        #[arg(long, value_name = "COMMUNITY")]
        community: Option<String>,
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: usize,
    },
    Add(New),
    Answer(Reply),
}

/// Somebody who asks.
#[derive(Debug, Args)]
pub struct New {
    #[arg(long, value_name = "COMMUNITY")]
    community: String,
    #[arg(id = "author", long = "who", value_name = "NAME")]
    who: String,
    #[arg(id = "inquiry_text", long = "text", value_name = "TEXT")]
    text: String,
    #[arg(id = "inquiry_kind", long = "kind", value_name = "KIND", default_value = "ask")]
    kind: String,
    #[arg(id = "asked_at", long = "at", value_name = "TIME")]
    at: Option<String>,
}

/// An answer.
#[derive(Debug, Args)]
pub struct Reply {
    #[arg(id = "inquiry", value_name = "ID")]
    id: i64,
    #[arg(
        id = "answer_text",
        long = "text",
        value_name = "TEXT",
        required_unless_present = "template",
        conflicts_with = "template"
    )]
    text: Option<String>,
    #[arg(long, value_name = "CODE")]
    template: Option<String>,
    #[command(flatten)]
    values: Values,
}

/// Runs it.
pub fn run_inquiry(args: Inquiry, s: &mut Session) -> Result<u8> {
    match args {
        Inquiry::List { state, community, limit } => list(&state, community.as_deref(), limit, s)?,
        Inquiry::Add(new) => add(&new, s)?,
        Inquiry::Answer(reply) => answer(&reply, s)?,
    }
    Ok(0)
}

fn hours(s: &Session) -> Hours {
    Hours::of(&s.config, s.zone)
}

fn list(state: &str, community: Option<&str>, limit: usize, s: &Session) -> Result<()> {
    let known = State::ALL.map(|s| s.1).into_iter().chain(["all"]);
    let only = match State::read(state) {
        None if state == "all" => None,
        found => Some(input::one_of("--state", state, found, known)?),
    };
    let of = match only {
        Some(State::Waiting) => Of::Waiting,
        Some(State::Paused) => Of::Paused,
        _ => Of::All,
    };
    let community = community.map(|c| members::store::find(&s.db, c)).transpose()?.map(|c| c.id);
    let wanted = Wanted { of, community, ..Wanted::default() };
    let mut rows = Vec::new();
    if limit > 0 {
        rows = store::inquiries(&s.db, &wanted, limit, &|i| only.is_none_or(|state| i.state == state))?;
    }
    let (now, hours) = (s.db.now(), hours(s));
    if s.json {
        return output::json(&rows.iter().map(|i| i.json(now, &hours)).collect::<Vec<_>>());
    }
    let row = |i: &Row| {
        let left = i.left_minutes(now, &hours);
        let span = s.lang.span(left.saturating_abs() * crate::base::clock::MINUTE);
        let clock = match i.state {
            State::Waiting | State::Paused => {
                s.lang.fill(if left < 0 { "cli.late" } else { "cli.left" }, &[("span", &span)])
            }
            State::Answered | State::Closed => s.lang.text(i.state.label()).to_owned(),
        };
        let place = format!("{} {}", s.lang.text(&format!("members.platform_{}", i.platform)), i.community);
        let text = Clean::head(&i.text, TEXT_COLUMNS).cut(TEXT_COLUMNS).into_string();
        vec![i.id.to_string(), clock, s.lang.text(i.kind.label()).to_owned(), place, i.who.clone(), text]
    };
    output::table(&rows.iter().map(row).collect::<Vec<_>>())
}

fn add(new: &New, s: &mut Session) -> Result<()> {
    let kind = input::one_of("--kind", &new.kind, Kind::read(&new.kind), Kind::ALL.map(|k| k.1))?;
    let at = new.at.as_deref().map(|t| input::moment(t, s.db.now(), s.zone)).transpose()?;
    let community_id = members::store::find(&s.db, &new.community)?.id;
    let hours = hours(s);
    let row = NewInquiry { community_id, who: new.who.clone(), kind, text: new.text.clone(), at };
    let id = store::log(&mut s.db, &row, &hours)?;
    let due = store::inquiry(&s.db, id)?.due_at;
    if s.json {
        output::json(&json!({ "id": id, "due": due.rfc3339(s.zone) }))?;
    } else {
        let due = due.local(s.zone).format("%Y-%m-%d %H:%M").to_string();
        output::say(
            s.quiet,
            &s.lang.fill("cli.inquiry_added", &[("id", &id), ("who", &new.who.trim()), ("due", &due)]),
        );
    }
    Ok(())
}

fn answer(reply: &Reply, s: &mut Session) -> Result<()> {
    let inquiry = store::inquiry(&s.db, reply.id)?;
    if reply.template.is_none() && !reply.values.set.is_empty() {
        return Err(Error::new(Sort::Usage, "cli.set_without_template"));
    }
    let said = match &reply.template {
        None => Answer { template: None, text: reply.text.clone().unwrap_or_default() },
        Some(code) => {
            let template = store::template(&s.db, code)?;
            if template.wording.status != Status::Approved {
                let status = format!("@{}", template.wording.status.label());
                return Err(Error::user("cli.not_approved")
                    .with("code", &template.wording.code)
                    .with("status", status));
            }
            let platform = s.lang.text(&format!("members.platform_{}", inquiry.platform)).to_owned();
            let known = [
                (Auto::Nickname, inquiry.who.clone()),
                (Auto::Community, inquiry.community.clone()),
                (Auto::Platform, platform),
            ];
            let to = To { platform: inquiry.platform.clone(), language: language_of(&inquiry.text) };
            let text = filled(&template, &reply.values, &known, &to, s)?;
            Answer { template: Some((template.id, template.wording.code)), text }
        }
    };
    store::answer(&mut s.db, &inquiry, &said)?;
    let (now, hours) = (s.db.now(), hours(s));
    let value: Value = store::inquiry(&s.db, reply.id)?.json(now, &hours);
    if s.json {
        return output::json(&value);
    }
    // The answer is data: it is what goes out.
    output::text(&said.text)?;
    let minutes = inquiry.waited_minutes(now);
    output::say(s.quiet, &s.lang.fill("cli.answered", &[("who", &inquiry.who), ("minutes", &minutes)]));
    Ok(())
}
