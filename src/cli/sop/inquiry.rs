//! `qun inquiry`: who waits for an answer, and what becomes of them.

mod acts;
mod lines;

use super::super::session::Session;
use super::super::{input, output};
use super::{To, Values, filled};
use crate::base::text::Clean;
use crate::base::{Error, Kind as Sort, Result};
use crate::members;
use crate::sop::inquiry::{Inquiry as Row, Kind, State};
use crate::sop::promise::Timetable;
use crate::sop::store::{self, Answer, NewInquiry, Of, Wanted};
use crate::sop::template::{Auto, Status, language_of};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Columns of a text in a list.
const TEXT_COLUMNS: usize = 50;

/// `qun inquiry list|add|answer|pause|hand|close|reopen|sort`
#[derive(Debug, Subcommand)]
pub enum Inquiry {
    List(Filter),
    Add(New),
    Answer(Reply),
    Pause(acts::Pause),
    Hand(acts::Hand),
    Close(acts::Close),
    Reopen(acts::Reopen),
    Sort(acts::Sorting),
}

/// Which ones to list.
#[derive(Debug, Args)]
pub struct Filter {
    #[arg(id = "inquiry_state", long = "state", value_name = "STATE", default_value = "waiting")]
    state: String,
    #[arg(long, value_name = "COMMUNITY")]
    community: Option<String>,
    #[arg(id = "only_kind", long = "kind", value_name = "KIND")]
    kind: Option<String>,
    #[arg(id = "only_owner", long = "owner", value_name = "NAME")]
    owner: Option<String>,
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: usize,
}

/// Somebody who asks; or a file of such.
#[derive(Debug, Args)]
pub struct New {
    #[arg(id = "inquiry_lines", value_name = "FILE|-", conflicts_with_all = ["community", "author", "inquiry_text", "asked_at"])]
    lines: Option<PathBuf>,
    #[arg(long, value_name = "COMMUNITY")]
    community: Option<String>,
    #[arg(id = "author", long = "who", value_name = "NAME")]
    who: Option<String>,
    #[arg(id = "inquiry_text", long = "text", value_name = "TEXT")]
    text: Option<String>,
    #[arg(id = "inquiry_kind", long = "kind", value_name = "KIND", default_value = "ask")]
    kind: String,
    #[arg(id = "asked_at", long = "at", value_name = "TIME")]
    at: Option<String>,
    #[arg(id = "bot_key", long = "id", value_name = "KEY", default_value = "")]
    key: String,
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
    #[arg(id = "then_wait", long = "wait", value_name = "FOR", default_value = "")]
    wait: String,
    #[command(flatten)]
    values: Values,
}

/// Runs it.
pub fn run_inquiry(args: Inquiry, s: &mut Session) -> Result<u8> {
    match args {
        Inquiry::List(filter) => list(&filter, s)?,
        Inquiry::Add(new) => add(new, s)?,
        Inquiry::Answer(reply) => answer(&reply, s)?,
        Inquiry::Pause(args) => acts::pause(&args, s)?,
        Inquiry::Hand(args) => acts::hand(&args, s)?,
        Inquiry::Close(args) => acts::close(&args, s)?,
        Inquiry::Reopen(args) => acts::reopen(&args, s)?,
        Inquiry::Sort(args) => acts::sort(&args, s)?,
    }
    Ok(0)
}

fn hours(s: &Session) -> Result<Timetable> {
    store::timetable(&s.db, &s.config, s.zone)
}

fn kind(option: &str, word: &str) -> Result<Kind> {
    input::one_of(option, word, Kind::read(word), Kind::ALL.map(|k| k.1))
}

/// The row as `--json` prints it, with the hours of its community.
fn value(row: &Row, hours: &Timetable, s: &Session) -> Value {
    row.json(s.db.now(), hours.of(row.community_id, row.kind))
}

fn list(filter: &Filter, s: &Session) -> Result<()> {
    let state = filter.state.as_str();
    let known = State::ALL.map(|s| s.1).into_iter().chain(["snoozed", "all"]);
    let only = match State::read(state) {
        None if ["all", "snoozed"].contains(&state) => None,
        found => Some(input::one_of("--state", state, found, known)?),
    };
    let of = match (only, state) {
        (Some(State::Waiting), _) => Of::Waiting,
        (Some(State::Paused), _) => Of::Paused,
        (None, "snoozed") => Of::Snoozed,
        _ => Of::All,
    };
    let kind = filter.kind.as_deref().map(|word| kind("--kind", word)).transpose()?;
    let community = filter.community.as_deref().map(|c| members::store::find(&s.db, c)).transpose()?.map(|c| c.id);
    let wanted = Wanted { of, kind, community, owner: filter.owner.clone(), ..Wanted::default() };
    // Who is paused before any answer still waits for one, and is listed with both.
    let fits = |i: &Row| only.is_none_or(|state| i.state == state || state == State::Waiting && i.needs_answer());
    let rows = if filter.limit > 0 { store::inquiries(&s.db, &wanted, filter.limit, &fits)? } else { Vec::new() };
    let (now, hours) = (s.db.now(), hours(s)?);
    if s.json {
        return output::json(&rows.iter().map(|i| value(i, &hours, s)).collect::<Vec<_>>());
    }
    let row = |i: &Row| {
        let left = i.left_minutes(now, hours.of(i.community_id, i.kind));
        let span = s.lang.span(left.saturating_abs() * crate::base::clock::MINUTE);
        let clock = if i.needs_answer() {
            s.lang.fill(if left < 0 { "cli.late" } else { "cli.left" }, &[("span", &span)])
        } else {
            s.lang.text(i.state.label()).to_owned()
        };
        let place = format!("{} {}", s.lang.text(&format!("members.platform_{}", i.platform)), i.community);
        let text = Clean::head(i.words(), TEXT_COLUMNS).cut(TEXT_COLUMNS).into_string();
        let owner = if i.owner.is_empty() { String::new() } else { format!("@{}", i.owner) };
        vec![i.id.to_string(), clock, s.lang.text(i.kind.label()).to_owned(), place, i.who.clone(), text, owner]
    };
    output::table(&rows.iter().map(row).collect::<Vec<_>>())
}

fn add(new: New, s: &mut Session) -> Result<()> {
    if let Some(path) = &new.lines {
        return lines::add(path, s);
    }
    let (Some(community), Some(who), Some(text)) = (new.community, new.who, new.text) else {
        return Err(Error::new(Sort::Usage, "promise.add_needs"));
    };
    let kind = kind("--kind", &new.kind)?;
    let at = new.at.as_deref().map(|t| input::moment(t, s.db.now(), s.zone)).transpose()?;
    let community_id = members::store::find(&s.db, &community)?.id;
    let row = NewInquiry { community_id, who, kind, text, at };
    let (hours, who) = (hours(s)?, row.who.trim().to_owned());
    let made = store::log_all(&mut s.db, &[(row, new.key)], &hours)?;
    let Some((id, fresh)) = made.first().copied() else { return Ok(()) };
    let due = store::inquiry(&s.db, id)?.due_at;
    if s.json {
        output::json(&json!({ "id": id, "due": due.rfc3339(s.zone), "new": fresh }))?;
    } else {
        let due = due.local(s.zone).format("%Y-%m-%d %H:%M").to_string();
        output::say(s.quiet, &s.lang.fill("cli.inquiry_added", &[("id", &id), ("who", &who), ("due", &due)]));
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
    store::answer_and_wait(&mut s.db, &inquiry, &said, &reply.wait)?;
    if s.json {
        return output::json(&value(&store::inquiry(&s.db, reply.id)?, &hours(s)?, s));
    }
    // The answer is data: it is what goes out.
    output::text(&said.text)?;
    let minutes = inquiry.waited_minutes(s.db.now());
    output::say(s.quiet, &s.lang.fill("cli.answered", &[("who", &inquiry.who), ("minutes", &minutes)]));
    Ok(())
}
