//! What becomes of one who waits: waited for, put off, handed over, closed, opened again, sorted anew.

use super::super::super::session::Session;
use super::super::super::{input, output};
use super::{hours, kind, value};
use crate::base::text::Clean;
use crate::base::{At, Error, Kind as Fault, Result};
use crate::sop::inquiry::{Inquiry as Row, Reason, clock_time};
use crate::sop::store;
use clap::Args;

/// `qun inquiry pause ID --for WHAT | --until TIME`
#[derive(Debug, Args)]
pub struct Pause {
    #[arg(id = "inquiry", value_name = "ID")]
    id: i64,
    #[arg(
        id = "waits_for",
        long = "for",
        value_name = "WHAT",
        required_unless_present = "put_off_until",
        conflicts_with = "put_off_until"
    )]
    note: Option<String>,
    #[arg(id = "put_off_until", long = "until", value_name = "TIME")]
    until: Option<String>,
}

/// `qun inquiry hand ID --to NAME | --up`
#[derive(Debug, Args)]
pub struct Hand {
    #[arg(id = "inquiry", value_name = "ID")]
    id: i64,
    #[arg(
        id = "hand_to",
        long = "to",
        value_name = "NAME",
        required_unless_present = "hand_up",
        conflicts_with = "hand_up"
    )]
    to: Option<String>,
    #[arg(id = "hand_up", long = "up")]
    up: bool,
    #[arg(id = "hand_note", long = "note", value_name = "TEXT", default_value = "")]
    note: String,
}

/// `qun inquiry close ID --reason KEY`
#[derive(Debug, Args)]
pub struct Close {
    #[arg(id = "inquiry", value_name = "ID")]
    id: i64,
    #[arg(id = "close_reason", long = "reason", value_name = "KEY")]
    reason: String,
    #[arg(id = "close_note", long = "note", value_name = "TEXT", default_value = "")]
    note: String,
    #[arg(id = "group_answer_at", long = "at", value_name = "TIME")]
    at: Option<String>,
}

/// `qun inquiry reopen ID`
#[derive(Debug, Args)]
pub struct Reopen {
    #[arg(id = "inquiry", value_name = "ID")]
    id: i64,
    #[arg(id = "again_text", long = "text", value_name = "TEXT", default_value = "")]
    text: String,
    #[arg(id = "again_at", long = "at", value_name = "TIME")]
    at: Option<String>,
}

/// `qun inquiry sort ID --kind KIND | --quality good|plain`
#[derive(Debug, Args)]
pub struct Sorting {
    #[arg(id = "inquiry", value_name = "ID")]
    id: i64,
    #[arg(
        id = "new_kind",
        long = "kind",
        value_name = "KIND",
        required_unless_present = "quality",
        conflicts_with = "quality"
    )]
    kind: Option<String>,
    #[arg(id = "quality", long = "quality", value_name = "good|plain")]
    quality: Option<String>,
}

/// The row after the act on stdout for `--json`, else the sentence on stderr.
fn done(id: i64, key: &str, args: &[(&str, &dyn std::fmt::Display)], s: &Session) -> Result<()> {
    let row = store::inquiry(&s.db, id)?;
    if s.json {
        return output::json(&value(&row, &hours(s)?, s));
    }
    let (who, due) = (Clean::line(&row.who), local(row.due_at, s));
    let mut all: Vec<(&str, &dyn std::fmt::Display)> = vec![("who", &who), ("due", &due)];
    all.extend(args);
    output::say(s.quiet, &s.lang.fill(key, &all));
    Ok(())
}

fn local(at: At, s: &Session) -> String {
    format!("{} {}", at.day(s.zone), clock_time(at, s.zone))
}

pub(super) fn pause(args: &Pause, s: &mut Session) -> Result<()> {
    let row = store::inquiry(&s.db, args.id)?;
    if let Some(until) = &args.until {
        let until = input::later(until, s.db.now(), s.zone)?;
        let hours = hours(s)?;
        let back = store::snooze(&mut s.db, &[&row], until, &hours)?;
        return done(args.id, "promise.snoozed_now", &[("time", &local(back, s))], s);
    }
    let note = args.note.clone().unwrap_or_default();
    store::pause(&mut s.db, &row, &note)?;
    done(args.id, "promise.paused_now", &[("note", &Clean::line(note.trim()))], s)
}

pub(super) fn hand(args: &Hand, s: &mut Session) -> Result<()> {
    let row = store::inquiry(&s.db, args.id)?;
    let Some(to) = args.to.as_deref().filter(|_| !args.up) else {
        store::hand_up(&mut s.db, &[&row])?;
        return done(args.id, "promise.raised_now", &[], s);
    };
    let mut known = store::colleagues(&s.db)?;
    known.push(s.db.me().name.clone());
    if !known.iter().any(|name| name == to.trim()) {
        let error = Error::user("promise.no_such_colleague").with("name", to).with("known", known.join(" "));
        return Err(error);
    }
    store::hand(&mut s.db, &[&row], to, &args.note)?;
    done(args.id, "promise.handed_now", &[("to", &Clean::line(to.trim()))], s)
}

pub(super) fn close(args: &Close, s: &mut Session) -> Result<()> {
    let known = Reason::ALL.map(|r| r.2);
    let reason = input::one_of("--reason", &args.reason, Reason::read(&args.reason), known)?;
    let at = args.at.as_deref().map(|t| input::moment(t, s.db.now(), s.zone)).transpose()?;
    if at.is_some() && reason != Reason::InGroup {
        return Err(Error::new(Fault::Usage, "cli.at_without_in_group"));
    }
    let row = store::inquiry(&s.db, args.id)?;
    store::close(&mut s.db, &[&row], reason, &args.note, at)?;
    let why = match reason {
        Reason::Other => Clean::line(args.note.trim()).into_string(),
        known => s.lang.text(known.label()).to_owned(),
    };
    let key = if reason == Reason::InGroup { "promise.in_group_now" } else { "promise.closed_now" };
    done(args.id, key, &[("reason", &why)], s)
}

pub(super) fn reopen(args: &Reopen, s: &mut Session) -> Result<()> {
    let row: Row = store::inquiry(&s.db, args.id)?;
    let at = args.at.as_deref().map(|t| input::moment(t, s.db.now(), s.zone)).transpose()?;
    let hours = hours(s)?;
    if row.snoozed(s.db.now()) {
        store::wake(&mut s.db, &row)?;
    } else {
        store::again(&mut s.db, &row, at, &args.text, &hours)?;
    }
    done(args.id, "promise.reopened_now", &[], s)
}

pub(super) fn sort(args: &Sorting, s: &mut Session) -> Result<()> {
    let sort = match (&args.kind, &args.quality) {
        (Some(word), _) => store::Sort::Kind(kind("--kind", word)?),
        (None, quality) => {
            let word = quality.as_deref().unwrap_or("");
            let found = [("good", true), ("plain", false)].iter().find(|(w, _)| *w == word).map(|(_, good)| *good);
            store::Sort::Quality(input::one_of("--quality", word, found, ["good", "plain"])?)
        }
    };
    let row = store::inquiry(&s.db, args.id)?;
    let hours = hours(s)?;
    store::sort(&mut s.db, &[&row], sort, &hours)?;
    let what = match sort {
        store::Sort::Kind(kind) => kind.label(),
        store::Sort::Quality(true) => "promise.quality_good",
        store::Sort::Quality(false) => "promise.quality_plain",
    };
    done(args.id, "promise.sorted_now", &[("what", &s.lang.text(what))], s)
}
