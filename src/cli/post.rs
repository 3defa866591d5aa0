//! `qun post`: what goes out where and when.

mod result;
mod write;

use super::session::Session;
use super::{exchange, input, output, series};
use crate::base::text::Clean;
use crate::base::{Error, Kind as Sort, Result};
use crate::calendar::more::Details;
use crate::calendar::post::{Format, Kind, Post as Row, State, Track};
use crate::calendar::store::{self, Content, Ref};
use crate::members;
use chrono::{Days, NaiveDate, NaiveTime};
use clap::{Args, Subcommand};
use result::{Figures, NewTwin};
use serde_json::json;
use write::{Fields, Turn};

/// Days listed unless told otherwise: the week that begins today.
const LISTED_DAYS: u64 = 7;
/// Columns of a title in a list.
const TITLE_COLUMNS: usize = 50;

/// `qun post list|show|add|edit|text|import|series|hot|…`
#[derive(Debug, Subcommand)]
pub enum Post {
    List(Wanted),
    Show {
        #[arg(id = "post", value_name = "ID")]
        id: i64,
    },
    Add(New),
    Edit {
        #[arg(id = "post", value_name = "ID")]
        id: i64,
        #[command(flatten)]
        fields: Fields,
    },
    Text {
        #[arg(id = "post", value_name = "ID")]
        id: i64,
        #[arg(id = "text_platform", value_name = "PLATFORM")]
        platform: String,
        #[arg(id = "platform_text", value_name = "TEXT")]
        text: String,
    },
    Caption {
        #[arg(id = "post", value_name = "ID")]
        id: i64,
        #[arg(id = "text_platform", long = "platform", value_name = "PLATFORM")]
        platform: Option<String>,
    },
    Check(Ids),
    Send(Ids),
    Approve(Ids),
    Return {
        #[command(flatten)]
        ids: Ids,
        #[arg(id = "return_why", long = "why", value_name = "TEXT")]
        why: String,
    },
    Hold(Ids),
    Reopen(Ids),
    Cancel {
        #[command(flatten)]
        ids: Ids,
        #[arg(id = "cancel_reason", long = "reason", value_name = "REASON", default_value = "expired")]
        reason: String,
        #[arg(id = "cancel_note", long = "note", value_name = "TEXT", default_value = "")]
        note: String,
    },
    Move {
        #[command(flatten)]
        ids: Ids,
        #[arg(id = "new_day", long = "day", value_name = "DAY")]
        day: String,
    },
    Publish {
        #[command(flatten)]
        ids: Ids,
        #[arg(long, value_name = "URL", default_value = "")]
        link: String,
        #[arg(id = "out_in", long = "community", value_name = "COMMUNITY")]
        community: Option<String>,
    },
    Import(exchange::Import),
    #[command(subcommand)]
    Series(series::Series),
    #[command(subcommand)]
    Hot(series::Hot),
    Finish {
        #[arg(id = "post", value_name = "ID")]
        id: i64,
    },
    Results(Figures),
    Twin(NewTwin),
    Verdict {
        #[arg(id = "post", value_name = "ID")]
        id: i64,
    },
    Assets {
        #[arg(id = "asset_part", value_name = "PART", default_value = "")]
        part: String,
        #[arg(long, default_value_t = 500, value_name = "N")]
        limit: usize,
    },
}

/// The entries it is about.
#[derive(Debug, Args)]
pub struct Ids {
    #[arg(id = "post", required = true, value_name = "ID")]
    ids: Vec<i64>,
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
    #[arg(long)]
    stalled: bool,
    #[arg(long, default_value_t = 500, value_name = "N")]
    limit: usize,
}

/// A new entry.
#[derive(Debug, Args)]
pub struct New {
    #[command(flatten)]
    fields: Fields,
}

/// Runs it.
pub fn run(args: Post, s: &mut Session) -> Result<u8> {
    match args {
        Post::List(wanted) => list(&wanted, s)?,
        Post::Show { id } => show(id, s)?,
        Post::Add(new) => add(new, s)?,
        Post::Edit { id, fields } => write::edit(id, fields, s)?,
        Post::Text { id, platform, text } => write::text(id, &platform, &text, s)?,
        Post::Caption { id, platform } => write::caption(id, platform.as_deref(), s)?,
        Post::Check(Ids { ids }) => return result::check(&ids, s),
        Post::Send(Ids { ids }) => write::turn(&ids, &Turn::Send, s)?,
        Post::Approve(Ids { ids }) => write::turn(&ids, &Turn::Approve, s)?,
        Post::Return { ids: Ids { ids }, why } => write::turn(&ids, &Turn::Return(why), s)?,
        Post::Hold(Ids { ids }) => write::turn(&ids, &Turn::Hold, s)?,
        Post::Reopen(Ids { ids }) => write::turn(&ids, &Turn::Reopen, s)?,
        Post::Cancel { ids: Ids { ids }, reason, note } => write::turn(&ids, &Turn::Cancel(reason, note), s)?,
        Post::Move { ids: Ids { ids }, day } => {
            let (day, posts) = (input::day(&day, today(s))?, seen(&ids, s)?);
            let says = store::shift(&mut s.db, &posts, |_| day)?;
            done(&ids, &s.lang.say(&says), s)?;
        }
        Post::Publish { ids: Ids { ids }, link, community } => publish(&ids, link.trim(), community.as_deref(), s)?,
        Post::Finish { id } => {
            let post = Ref::from(&store::get(&s.db, id)?);
            let says = store::finish(&mut s.db, post)?;
            done(&[id], &s.lang.say(&says), s)?;
        }
        Post::Import(args) => exchange::import(&args, s)?,
        Post::Series(series) => series::run(series, s)?,
        Post::Hot(topic) => series::run_hot(topic, s)?,
        Post::Results(figures) => return result::results(figures, s),
        Post::Twin(new) => result::twin(new, s)?,
        Post::Verdict { id } => result::verdict_of(id, s)?,
        Post::Assets { part, limit } => result::assets(&part, limit, s)?,
    }
    Ok(0)
}

/// Marks entries as out, everywhere or in one community each.
fn publish(ids: &[i64], link: &str, community: Option<&str>, s: &mut Session) -> Result<()> {
    let posts = seen(ids, s)?;
    let says = match community {
        None => store::publish(&mut s.db, &posts, link)?,
        Some(name) => {
            let community = members::store::find(&s.db, name)?.id;
            let mut last = None;
            for post in posts {
                last = Some(store::publish_at(&mut s.db, post, community, link)?);
            }
            last.ok_or_else(|| Error::user("calendar.no_row"))?
        }
    };
    done(ids, &s.lang.say(&says), s)
}

/// One entry with everything that belongs to it.
fn show(id: i64, s: &Session) -> Result<()> {
    let post = store::get(&s.db, id)?;
    if s.json {
        return output::json(&post.to_json(s.zone));
    }
    let (more, details) = (&post.more, &post.more.details);
    let text = |key: &str| s.lang.text(key).to_owned();
    let kind = store::kinds(&s.db)?.label(post.kind, &s.lang);
    let platform = |p: &str| text(&format!("members.platform_{p}"));
    let mut rows = vec![
        vec![text("calendar.field_title"), post.title.clone()],
        vec![text("calendar.field_community"), format!("{} {}", platform(&post.platform), post.community)],
        vec![text("calendar.field_day"), format!("{} {}", post.day, post.clock())],
        vec![text("posts.field_state"), text(post.state.key())],
        vec![text("calendar.field_kind"), format!("{kind}  {}  {}", text(post.format.key()), text(post.track.key()))],
        vec![text("posts.field_owner"), post.owner.clone()],
        vec![text("posts.field_topic"), details.topic.clone()],
        vec![text("posts.field_mechanic"), details.mechanic.clone()],
        vec![text("posts.field_campaign"), details.campaign.clone()],
        vec![text("posts.field_aim"), details.aim.clone()],
        vec![text("posts.field_assets"), details.assets.join("  ")],
        vec![text("posts.field_note"), post.note.clone()],
    ];
    rows.retain(|r| !r[1].is_empty());
    for place in &more.places {
        let state = if place.published_at.is_some() { "calendar.state_published" } else { "calendar.unposted" };
        rows.push(vec![format!("{} {}", platform(&place.platform), place.community), text(state)]);
    }
    output::table(&rows)?;
    if !post.body.is_empty() {
        output::text(&format!("\n{}", post.body))?;
    }
    for (name, words) in &more.texts {
        output::text(&format!("\n[{}]\n{words}", platform(name)))?;
    }
    Ok(())
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
    let now = s.db.now();
    posts.retain(|p| !wanted.stalled || p.is_stalled(now));
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
        match p.more.out().filter(|(out, _)| *out > 0 && p.state.is_due()) {
            Some((out, all)) => s.lang.fill("posts.partly", &[("out", &out), ("all", &all)]),
            None => text(p.state.key()),
        },
        if p.more.kind_label.is_empty() { p.kind.label(&s.lang) } else { p.more.kind_label.clone() },
        format!("{} {}", s.lang.text(&format!("members.platform_{}", p.platform)), p.community),
        p.owner.clone(),
        Clean::head(&p.title, TITLE_COLUMNS).cut(TITLE_COLUMNS).into_string(),
    ]
}

fn add(new: New, s: &mut Session) -> Result<()> {
    for (told, option) in new.fields.missing() {
        if !told {
            return Err(Error::new(Sort::Usage, "posts.missing_option").with("option", option));
        }
    }
    let mut content = Content {
        community_id: 0,
        day: today(s),
        time: NaiveTime::MIN,
        kind: Kind::Tips,
        format: Format::Article,
        track: Track::Fixed,
        title: String::new(),
        body: String::new(),
        owner: String::new(),
        expires_at: None,
        note: String::new(),
    };
    let mut details = Details::default();
    let aimed = new.fields.over(&mut content, &mut details, s)?;
    let (id, says) = store::add_whole(&mut s.db, &content, &details, &aimed)?;
    if s.json {
        return output::json(&json!({ "id": id }));
    }
    output::say(s.quiet, &format!("{} #{id}", s.lang.say(&says)));
    Ok(())
}
