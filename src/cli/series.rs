//! `qun post series`: columns, what is promised again and again. `qun post hot`: topics of the day.

use super::session::Session;
use super::{input, output};
use crate::base::text::Clean;
use crate::base::{At, Error, Result};
use crate::calendar::board::later;
use crate::calendar::days::Days;
use crate::calendar::hot::{self, HEAT_MOST};
use crate::calendar::post::{Format, Kind, Post as Entry, Reason, State, Track};
use crate::calendar::recurrence::{Rule, Span, parse_rrule};
use crate::calendar::series::{Column, Kept, Series as Row};
use crate::calendar::store::{self, Content, Ref};
use crate::members;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// Days over which a promise is looked back on.
const KEPT_DAYS: i64 = 30;
/// Dates shown of a rule unless told otherwise.
const DATES: usize = 10;

/// `qun post series list|add|edit|end|skip|dates`
#[derive(Debug, Subcommand)]
pub enum Series {
    List {
        #[arg(id = "series_all", long = "all")]
        all: bool,
    },
    Add {
        #[arg(long, value_name = "COMMUNITY")]
        community: String,
        #[command(flatten)]
        what: What,
    },
    Edit {
        #[arg(id = "series", value_name = "ID")]
        id: i64,
        #[arg(long, value_name = "COMMUNITY")]
        community: Option<String>,
        #[command(flatten)]
        what: What,
    },
    End {
        #[arg(id = "series", value_name = "ID")]
        id: i64,
        #[arg(id = "series_last", long = "on", value_name = "DAY")]
        on: Option<String>,
    },
    Skip {
        #[arg(id = "series", value_name = "ID")]
        id: i64,
        #[arg(id = "series_slot", value_name = "DAY")]
        day: String,
        #[arg(id = "slot_reason", long = "reason", value_name = "TEXT")]
        reason: String,
    },
    Dates {
        #[arg(id = "series_rule", value_name = "RULE")]
        rule: String,
        #[arg(id = "from_day", long = "from", value_name = "DAY")]
        from: Option<String>,
        #[arg(id = "to_day", long = "to", value_name = "DAY")]
        to: Option<String>,
    },
}

/// What a column promises; what is left out stays as it is.
#[derive(Debug, Args)]
pub struct What {
    #[arg(id = "series_title", long = "title", value_name = "TEXT")]
    title: Option<String>,
    #[arg(id = "series_rule", long = "rule", value_name = "RULE")]
    rule: Option<String>,
    #[arg(id = "post_time", long = "time", value_name = "TIME")]
    time: Option<String>,
    #[arg(id = "post_kind", long = "kind", value_name = "KIND")]
    kind: Option<String>,
    #[arg(id = "post_format", long = "format", value_name = "FORMAT")]
    format: Option<String>,
    #[arg(id = "series_body", long = "body", value_name = "TEXT")]
    body: Option<String>,
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    #[arg(id = "from_day", long = "from", value_name = "DAY")]
    from: Option<String>,
    #[arg(id = "to_day", long = "to", value_name = "DAY")]
    to: Option<String>,
    #[arg(id = "series_times", long = "times", value_name = "N")]
    times: Option<u32>,
    #[arg(id = "series_number", long = "number", value_name = "N")]
    number: Option<u32>,
}

/// `qun post hot list|add`
#[derive(Debug, Subcommand)]
pub enum Hot {
    List,
    Add(Topic),
}

/// A hot topic.
#[derive(Debug, Args)]
pub struct Topic {
    #[arg(long, value_name = "COMMUNITY")]
    community: String,
    #[arg(long, value_name = "TEXT")]
    title: String,
    #[arg(id = "hot_source", long = "source", value_name = "TEXT", default_value = "")]
    source: String,
    #[arg(id = "heat", long = "heat", value_name = "1-5", default_value_t = 0)]
    heat: u8,
    #[arg(id = "hot_by", long = "by", value_name = "MOMENT")]
    by: String,
    #[arg(id = "hot_over", long = "over", value_name = "MOMENT")]
    over: Option<String>,
    #[arg(id = "post_kind", long = "kind", value_name = "KIND", default_value = "chat")]
    kind: String,
    #[arg(id = "post_body", long = "body", value_name = "TEXT", default_value = "")]
    body: String,
    #[arg(long, value_name = "NAME", default_value = "")]
    owner: String,
}

/// Runs `qun post series`.
pub fn run(args: Series, s: &mut Session) -> Result<()> {
    match args {
        Series::List { all } => list(all, s),
        Series::Add { community, what } => {
            let community = members::store::find(&s.db, &community)?.id;
            let column = column(&what, blank(community, today(s)), s)?;
            let missing =
                [("--title", what.title.is_none()), ("--rule", what.rule.is_none()), ("--time", what.time.is_none())];
            if let Some((option, _)) = missing.iter().find(|(_, missing)| *missing) {
                return Err(Error::new(crate::base::Kind::Usage, "cli.missing").with("what", option));
            }
            let (id, says) = store::add_column(&mut s.db, &column)?;
            if s.json {
                return output::json(&value(&store::column(&s.db, id)?, Kept::default(), &store::days(&s.db)?, s));
            }
            output::say(s.quiet, &format!("{} #{id}", s.lang.say(&says)));
            Ok(())
        }
        Series::Edit { id, community, what } => {
            let row = store::column(&s.db, id)?;
            let mut before = row.column.clone();
            if let Some(community) = community {
                before.community_id = members::store::find(&s.db, &community)?.id;
            }
            let column = column(&what, before, s)?;
            let says = store::edit_column(&mut s.db, Ref { id, version: row.version }, &column)?;
            done(id, &s.lang.say(&says), s)
        }
        Series::End { id, on } => {
            let row = store::column(&s.db, id)?;
            let until = on.as_deref().map_or(Ok(today(s)), |t| input::day(t, today(s)))?;
            let says = store::end_column(&mut s.db, Ref { id, version: row.version }, until)?;
            done(id, &s.lang.say(&says), s)
        }
        Series::Skip { id, day, reason } => skip(id, &day, &reason, s),
        Series::Dates { rule, from, to } => dates(&rule, from.as_deref(), to.as_deref(), s),
    }
}

fn today(s: &Session) -> NaiveDate {
    s.db.now().day(s.zone)
}

fn blank(community_id: i64, today: NaiveDate) -> Column {
    Column {
        community_id,
        title: String::new(),
        rule: Rule::from(crate::calendar::recurrence::Every::Days(1)),
        time: chrono::NaiveTime::MIN,
        kind: Kind::Tips,
        format: Format::Article,
        body: String::new(),
        owner: String::new(),
        span: Span::open(today),
        number: 1,
    }
}

/// `before` with what was said on the command line.
fn column(what: &What, before: Column, s: &Session) -> Result<Column> {
    let day = |told: &Option<String>| told.as_deref().map(|t| input::day(t, today(s))).transpose();
    let mut span = Span { from: day(&what.from)?.unwrap_or(before.span.from), ..before.span };
    let rule = match &what.rule {
        Some(text) => rule(text, &mut span)?,
        None => before.rule,
    };
    span.until = day(&what.to)?.or(span.until);
    span.times = what.times.or(span.times);
    let kind = |word: &String| known_kind(word, s);
    let format =
        |word: &String| input::one_of("--format", word, Format::parse(word), Format::ALL.iter().map(|w| w.word()));
    Ok(Column {
        community_id: before.community_id,
        title: what.title.clone().unwrap_or(before.title),
        rule,
        time: what.time.as_deref().map_or(Ok(before.time), input::time)?,
        kind: what.kind.as_ref().map_or(Ok(before.kind), kind)?,
        format: what.format.as_ref().map_or(Ok(before.format), format)?,
        body: what.body.clone().unwrap_or(before.body),
        owner: what.owner.clone().unwrap_or(before.owner),
        span,
        number: what.number.unwrap_or(before.number),
    })
}

/// A kind that this file has, by its word or label.
fn known_kind(word: &str, s: &Session) -> Result<Kind> {
    let kinds = store::kinds(&s.db)?;
    let known: Vec<String> = kinds.0.iter().map(|r| r.kind.word().to_owned()).collect();
    input::one_of("--kind", word, kinds.find(word, &s.lang), known.iter().map(String::as_str))
}

/// A rule in words, or an RRULE, which may also say the end.
fn rule(text: &str, span: &mut Span) -> Result<Rule> {
    let upper = text.trim().to_ascii_uppercase();
    if !upper.starts_with("RRULE:") && !upper.starts_with("FREQ=") {
        return Rule::parse(text);
    }
    let found = parse_rrule(text, span.from)?;
    (span.until, span.times) = (found.until, found.times);
    Ok(found.rule)
}

fn done(id: i64, said: &str, s: &Session) -> Result<()> {
    if s.json {
        return output::json(&value(&store::column(&s.db, id)?, Kept::default(), &store::days(&s.db)?, s));
    }
    output::say(s.quiet, said);
    Ok(())
}

fn value(row: &Row, kept: Kept, days: &Days, s: &Session) -> Value {
    let c = &row.column;
    json!({
        "id": row.id, "community_id": c.community_id, "community": row.community, "platform": row.platform,
        "title": c.title, "rule": c.rule.text(), "time": c.time.format("%H:%M").to_string(), "kind": c.kind,
        "format": c.format, "body": c.body, "owner": Some(&c.owner).filter(|o| !o.is_empty()), "from": c.span.from,
        "until": c.span.until, "times": c.span.times, "number": c.number, "next": row.next(s.db.now().local(s.zone), 3, days),
        "kept_30_days": kept,
    })
}

fn list(all: bool, s: &Session) -> Result<()> {
    let (today, days) = (today(s), store::days(&s.db)?);
    let kept = store::kept(&s.db, later(today, -KEPT_DAYS), today)?;
    let mut rows = store::columns(&s.db)?;
    rows.retain(|r| all || !r.is_over(today));
    let of = |r: &Row| kept.get(&r.id).copied().unwrap_or_default();
    if s.json {
        return output::json(&rows.iter().map(|r| value(r, of(r), &days, s)).collect::<Vec<_>>());
    }
    let line = |r: &Row| {
        let kept = of(r);
        vec![
            r.id.to_string(),
            format!("{} {}", s.lang.text(&format!("members.platform_{}", r.platform)), r.community),
            r.column.time.format("%H:%M").to_string(),
            r.column.rule.said(&s.lang),
            r.next(s.db.now().local(s.zone), 1, &days).first().map_or("--".into(), |d| s.lang.short_day(*d)),
            if kept.of == 0 { "--".into() } else { format!("{}/{}", kept.out, kept.of) },
            Clean::head(&r.column.name(), 50).cut(50).into_string(),
        ]
    };
    output::table(&rows.iter().map(line).collect::<Vec<_>>())
}

fn skip(id: i64, day: &str, reason: &str, s: &mut Session) -> Result<()> {
    store::column(&s.db, id)?;
    let day = input::day(day, today(s))?;
    let found = store::slot_of(&s.db, id, day)?;
    let post = found.ok_or_else(|| Error::user("columns.no_slot").with("id", id).with("day", day))?;
    let seen = Ref::from(&store::get(&s.db, post)?);
    let says = store::cancel(&mut s.db, &[seen], Reason::Other, reason)?;
    if s.json {
        return output::json(&store::get(&s.db, post)?.to_json(s.zone));
    }
    output::say(s.quiet, &s.lang.say(&says));
    Ok(())
}

fn dates(text: &str, from: Option<&str>, to: Option<&str>, s: &Session) -> Result<()> {
    let from = from.map_or(Ok(today(s)), |t| input::day(t, today(s)))?;
    let mut span = Span::open(from);
    let rule = rule(text, &mut span)?;
    let days = store::days(&s.db)?;
    let found = match to {
        Some(to) => rule.slots(span, from, input::day(to, today(s))?, &days),
        None => rule.next(span, from, DATES, &days),
    };
    if s.json {
        return output::json(&json!({ "rule": rule.text(), "words": rule.said(&s.lang), "dates": found }));
    }
    output::say(s.quiet, &rule.said(&s.lang));
    let row = |d: &NaiveDate| {
        let mark = days.mark(*d);
        let word = crate::calendar::row::rest_word(&mark, &s.lang, false).unwrap_or("").to_owned();
        let name = mark.name.as_deref().map_or("", |n| s.lang.text(n)).to_owned();
        vec![d.to_string(), s.lang.weekday(*d).to_owned(), format!("{word} {name}").trim().to_owned()]
    };
    output::table(&found.iter().map(row).collect::<Vec<_>>())
}

/// Runs `qun post hot`.
pub fn run_hot(args: Hot, s: &mut Session) -> Result<()> {
    match args {
        Hot::List => list_hot(s),
        Hot::Add(topic) => add_hot(topic, s),
    }
}

fn list_hot(s: &Session) -> Result<()> {
    let (now, day) = (s.db.now(), today(s));
    let (from, to) = (later(day, -7), later(day, 7));
    let known = store::topics(&s.db, from, to)?;
    let mut posts = store::list(&s.db, from, to, i32::MAX as usize)?;
    posts.retain(|p| p.track == Track::Hot && p.state != State::Dropped);
    let phase = |p: &Entry| hot::phase(p, now, s.zone);
    let over = |p: &Entry| p.expires_at.map(|at| at.rfc3339(s.zone));
    if s.json {
        let value = |p: &Entry| {
            let mut value = serde_json::to_value(p.to_json(s.zone)).unwrap_or_default();
            let topic = known.get(&p.id);
            value["source"] = topic.map(|t| t.source.as_str()).filter(|t| !t.is_empty()).into();
            value["heat"] = topic.map(|t| t.heat).filter(|h| *h > 0).into();
            value["seen_at"] = topic.map(|t| t.seen_at.rfc3339(s.zone)).into();
            value["over_at"] = over(p).into();
            value["phase"] = match phase(p) {
                Some(hot::Phase::Open(_)) => "open",
                Some(hot::Phase::Late(_)) => "late",
                Some(hot::Phase::Over) => "over",
                _ => "done",
            }
            .into();
            value
        };
        return output::json(&posts.iter().map(value).collect::<Vec<_>>());
    }
    let line = |p: &Entry| {
        let topic = known.get(&p.id);
        vec![
            p.id.to_string(),
            format!("{} {}", p.day, p.clock()),
            hot::said(phase(p).unwrap_or(hot::Phase::Done), &s.lang),
            topic.filter(|t| t.heat > 0).map_or("--".into(), |t| s.lang.fill("columns.heat", &[("n", &t.heat)])),
            topic.map_or(String::new(), |t| t.source.clone()),
            Clean::head(&p.title, 50).cut(50).into_string(),
        ]
    };
    output::table(&posts.iter().map(line).collect::<Vec<_>>())
}

fn add_hot(topic: Topic, s: &mut Session) -> Result<()> {
    let kind = known_kind(&topic.kind, s)?;
    if topic.heat > HEAT_MOST {
        return Err(Error::new(crate::base::Kind::Usage, "columns.bad_heat").with("value", topic.heat));
    }
    let moment = |text: &str| -> Result<At> { input::later(text, s.db.now(), s.zone) };
    let community = members::store::find(&s.db, &topic.community)?;
    let by = moment(&topic.by)?.local(s.zone);
    let content = Content {
        community_id: community.id,
        day: by.date(),
        time: by.time(),
        kind,
        format: Format::Text,
        track: Track::Hot,
        title: topic.title,
        body: topic.body,
        owner: topic.owner.trim().to_owned(),
        expires_at: topic.over.as_deref().map(moment).transpose()?,
        note: String::new(),
    };
    let (id, says) = store::add_hot(&mut s.db, &content, &topic.source, topic.heat)?;
    if s.json {
        return output::json(&json!({ "id": id }));
    }
    output::say(s.quiet, &format!("{} #{id}", s.lang.say(&says)));
    Ok(())
}
