//! `qun kpi ugc`: what members made.

use super::{Span, community, days, today};
use crate::base::Result;
use crate::cli::session::Session;
use crate::cli::{input, output};
use crate::kpi::store;
use crate::members;
use clap::{Args, Subcommand};
use serde_json::json;

/// Days listed unless told otherwise.
const LISTED_DAYS: u64 = 30;

/// `qun kpi ugc add|list|mark`
#[derive(Debug, Subcommand)]
pub enum Ugc {
    Add(New),
    List(Listed),
    Mark(Marked),
}

/// A piece.
#[derive(Debug, Args)]
pub struct New {
    #[arg(id = "piece_note", value_name = "WHAT", default_value = "")]
    note: String,
    #[arg(id = "piece_community", long = "community", value_name = "COMMUNITY")]
    community: String,
    #[arg(id = "figure_day", long = "day", value_name = "DAY")]
    day: Option<String>,
    #[arg(id = "piece_member", long = "member", value_name = "ID")]
    member: Option<i64>,
    #[arg(id = "piece_good", long = "good")]
    good: bool,
}

/// Which pieces.
#[derive(Debug, Args)]
pub struct Listed {
    #[arg(id = "figure_community", long = "community", value_name = "COMMUNITY")]
    community: Option<String>,
    #[command(flatten)]
    span: Span,
}

/// A piece that is good, or not after all.
#[derive(Debug, Args)]
pub struct Marked {
    #[arg(id = "piece", value_name = "ID")]
    id: i64,
    #[arg(id = "piece_plain", long = "plain")]
    plain: bool,
}

pub(super) fn run(args: Ugc, s: &mut Session) -> Result<()> {
    match args {
        Ugc::Add(new) => add(&new, s),
        Ugc::List(listed) => list(&listed, s),
        Ugc::Mark(marked) => {
            store::mark(&mut s.db, marked.id, !marked.plain)?;
            if s.json {
                return output::json(&json!({ "id": marked.id, "good": !marked.plain }));
            }
            let key = if marked.plain { "measures.did_unmark" } else { "measures.did_mark" };
            output::say(s.quiet, &s.lang.fill(key, &[("id", &marked.id)]));
            Ok(())
        }
    }
}

fn add(new: &New, s: &mut Session) -> Result<()> {
    let place = members::store::find(&s.db, &new.community)?;
    let today = today(s);
    let day = new.day.as_deref().map_or(Ok(today), |d| input::day(d, today))?;
    if let Some(id) = new.member
        && members::store::member(&s.db, id)?.is_none()
    {
        return Err(crate::base::Error::user("members.no_member").with("who", id));
    }
    let id = store::log(&mut s.db, today, place.id, new.member, day, new.good, &new.note)?;
    if s.json {
        return output::json(&json!({ "id": id, "date": day, "community": place.name, "good": new.good }));
    }
    let key = if new.good { "measures.did_log_good" } else { "measures.did_log" };
    output::say(s.quiet, &s.lang.fill(key, &[("id", &id), ("day", &day)]));
    Ok(())
}

fn list(listed: &Listed, s: &Session) -> Result<()> {
    let (from, to) = days(&listed.span, LISTED_DAYS, s)?;
    let place = community(listed.community.as_deref(), s)?;
    let all = members::store::communities(&s.db)?;
    let name = |id: i64| all.iter().find(|c| c.id == id).map_or("", |c| &*c.name);
    let pieces = store::pieces(&s.db, place.map(|c| c.id), from, to)?;
    if s.json {
        let value = |p: &store::Piece| json!({ "id": p.id, "date": p.day, "community": name(p.community), "good": p.good, "note": p.note, "by": p.by });
        return output::json(&pieces.iter().map(value).collect::<Vec<_>>());
    }
    let good = |p: &store::Piece| if p.good { s.lang.text("measures.good").to_owned() } else { String::new() };
    let row = |p: &store::Piece| {
        vec![p.id.to_string(), p.day.to_string(), name(p.community).to_owned(), good(p), p.note.clone()]
    };
    output::table(&pieces.iter().map(row).collect::<Vec<_>>())
}
