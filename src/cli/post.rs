//! `qun post`: what goes out where and when.

use super::session::Session;
use super::{exchange, input, output, series};
use crate::base::text::Clean;
use crate::base::{Error, Kind as Sort, Result};
use crate::calendar::post::{Format, Kind, Post as Row, State, Track};
use crate::calendar::store::{self, Content, Ref};
use crate::members;
use chrono::{Days, NaiveDate};
use clap::{Args, Subcommand};
use serde_json::json;

/// Days listed unless told otherwise: the week that begins today.
const LISTED_DAYS: u64 = 7;
/// Columns of a title in a list.
const TITLE_COLUMNS: usize = 50;

/// `qun post list|add|move|publish|import|series|hot`
#[derive(Debug, Subcommand)]
pub enum Post {
    List(Wanted),
    Add(New),
    Move {
        #[arg(id = "post", required = true, value_name = "ID")]
        ids: Vec<i64>,
        #[arg(id = "new_day", long = "day", value_name = "DAY")]
        day: String,
    },
    Publish {
        #[arg(id = "post", required = true, value_name = "ID")]
        ids: Vec<i64>,
        #[arg(long, value_name = "URL", default_value = "")]
        link: String,
    },
    Import(exchange::Import),
    #[command(subcommand)]
    Series(series::Series),
    #[command(subcommand)]
    Hot(series::Hot),
}

/// What to list.
#[derive(Debug, Args)]
pub struct Wanted {
    #[arg(id = "from_day", long = "from", value_name = "DAY")]
    from: Option<String>,
    #[arg(id = "to_day", long = "to", value_name = "DAY")]
    to: Option<String>,
    #[arg(long, value_name = "COMMUNITY")]
    community: Option<String>,
    #[arg(id = "post_state", long = "state", value_name = "STATE")]
    state: Option<String>,
    #[arg(long, default_value_t = 500, value_name = "N")]
    limit: usize,
}

/// A new entry.
#[derive(Debug, Args)]
pub struct New {
    #[arg(long, value_name = "COMMUNITY")]
    community: String,
    #[arg(id = "post_day", long = "day", value_name = "DAY")]
    day: String,
    #[arg(id = "post_time", long = "time", value_name = "TIME")]
    time: String,
    #[arg(long, value_name = "TEXT")]
    title: String,
    #[arg(id = "post_kind", long = "kind", value_name = "KIND", default_value = "tips")]
    kind: String,
    #[arg(long, value_name = "TRACK", default_value = "fixed")]
    track: String,
    #[arg(id = "post_format", long = "format", value_name = "FORMAT", default_value = "article")]
    format: String,
    #[arg(id = "post_body", long = "body", value_name = "TEXT", default_value = "")]
    body: String,
    #[arg(long, value_name = "NAME", default_value = "")]
    owner: String,
    #[arg(id = "post_note", long = "note", value_name = "TEXT", default_value = "")]
    note: String,
}

/// Runs it.
pub fn run(args: Post, s: &mut Session) -> Result<u8> {
    match args {
        Post::List(wanted) => list(&wanted, s)?,
        Post::Add(new) => add(new, s)?,
        Post::Move { ids, day } => {
            let (day, posts) = (input::day(&day, today(s))?, seen(&ids, s)?);
            let says = store::shift(&mut s.db, &posts, |_| day)?;
            done(&ids, &s.lang.say(&says), s)?;
        }
        Post::Publish { ids, link } => {
            let posts = seen(&ids, s)?;
            let says = store::publish(&mut s.db, &posts, link.trim())?;
            done(&ids, &s.lang.say(&says), s)?;
        }
        Post::Import(args) => exchange::import(&args, s)?,
        Post::Series(series) => series::run(series, s)?,
        Post::Hot(topic) => series::run_hot(topic, s)?,
    }
    Ok(0)
}

fn today(s: &Session) -> NaiveDate {
    s.db.now().day(s.zone)
}

/// The entries as they are now, each once.
fn seen(ids: &[i64], s: &Session) -> Result<Vec<Ref>> {
    let mut posts: Vec<Ref> = Vec::with_capacity(ids.len());
    for id in ids {
        if !posts.iter().any(|p| p.id == *id) {
            posts.push(Ref::from(&store::get(&s.db, *id)?));
        }
    }
    Ok(posts)
}

fn done(ids: &[i64], said: &str, s: &Session) -> Result<()> {
    if !s.json {
        output::say(s.quiet, said);
        return Ok(());
    }
    let posts = ids.iter().map(|id| store::get(&s.db, *id)).collect::<Result<Vec<_>>>()?;
    output::json(&posts.iter().map(|p| p.to_json(s.zone)).collect::<Vec<_>>())
}

fn list(wanted: &Wanted, s: &Session) -> Result<()> {
    let known = State::ALL.iter().map(|s| s.word()).chain(["all"]);
    let only = match wanted.state.as_deref() {
        None | Some("all") => None,
        Some(word) => Some(input::one_of("--state", word, State::parse(word), known)?),
    };
    let day = |told: &Option<String>| told.as_deref().map(|t| input::day(t, today(s))).transpose();
    let from = day(&wanted.from)?.unwrap_or_else(|| today(s));
    let to = match day(&wanted.to)? {
        Some(to) if to < from => {
            return Err(Error::new(Sort::Usage, "cli.to_before_from").with("from", from).with("to", to));
        }
        Some(to) => to,
        None => from.checked_add_days(Days::new(LISTED_DAYS - 1)).unwrap_or(from),
    };
    let community = wanted.community.as_deref().map(|c| members::store::find(&s.db, c)).transpose()?.map(|c| c.id);
    let mut posts = store::list(&s.db, from, to, i32::MAX as usize)?;
    posts.retain(|p| community.is_none_or(|c| p.community_id == c));
    // What was cancelled is shown when it is asked for.
    let cancelled = wanted.state.is_some();
    posts.retain(|p| only.map_or(cancelled || p.state != State::Dropped, |state| p.state == state));
    let left = posts.len().saturating_sub(wanted.limit);
    posts.truncate(wanted.limit);
    if s.json {
        return output::json(&posts.iter().map(|p| p.to_json(s.zone)).collect::<Vec<_>>());
    }
    output::table(&posts.iter().map(|p| row(p, s)).collect::<Vec<_>>())?;
    if left > 0 {
        output::say(s.quiet, &s.lang.fill("cli.more", &[("n", &left)]));
    }
    Ok(())
}

fn row(p: &Row, s: &Session) -> Vec<String> {
    let text = |key: &str| s.lang.text(key).to_owned();
    vec![
        p.id.to_string(),
        format!("{} {}", p.day, p.clock()),
        text(p.state.key()),
        text(p.kind.key()),
        format!("{} {}", s.lang.text(&format!("members.platform_{}", p.platform)), p.community),
        p.owner.clone(),
        Clean::head(&p.title, TITLE_COLUMNS).cut(TITLE_COLUMNS).into_string(),
    ]
}

fn add(new: New, s: &mut Session) -> Result<()> {
    let kind = input::one_of("--kind", &new.kind, Kind::parse(&new.kind), Kind::ALL.iter().map(|w| w.word()))?;
    let track = input::one_of("--track", &new.track, Track::parse(&new.track), Track::ALL.iter().map(|w| w.word()))?;
    let format = Format::parse(&new.format);
    let format = input::one_of("--format", &new.format, format, Format::ALL.iter().map(|w| w.word()))?;
    let content = Content {
        community_id: members::store::find(&s.db, &new.community)?.id,
        day: input::day(&new.day, today(s))?,
        time: input::time(&new.time)?,
        kind,
        format,
        track,
        title: new.title,
        body: new.body,
        owner: new.owner.trim().to_owned(),
        expires_at: None,
        note: new.note,
    };
    let (id, says) = store::add(&mut s.db, &content)?;
    if s.json {
        return output::json(&json!({ "id": id }));
    }
    output::say(s.quiet, &format!("{} #{id}", s.lang.say(&says)));
    Ok(())
}
