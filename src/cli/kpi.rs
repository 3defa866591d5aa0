//! `qun kpi`: daily figures out and in, metrics and their bands, cohorts, and what the figures rest on.

mod changed;
mod cohort;
mod define;
mod goal;
mod show;
mod ugc;

use super::session::Session;
use super::{input, output};
use crate::app::settle::settle;
use crate::base::i18n::parse_number;
use crate::base::{Error, Kind, Result};
use crate::kpi::metric::{Metric, from_percent};
use crate::kpi::scope::Scope;
use crate::kpi::store::{self, Entry};
use crate::kpi::{sheet, wording};
use crate::members::{self, community::Community};
use chrono::{Days, NaiveDate};
use clap::{Args, Subcommand};
use serde_json::json;
use std::path::PathBuf;

/// The longest stretch that is shown at once: ten years.
const MOST_DAYS: i64 = 3660;

/// `qun kpi show|set|import|define|retention|cohort|history|ugc|goal|changed|health|recount`
#[derive(Debug, Subcommand)]
pub enum Kpi {
    Show(show::Wanted),
    Set(New),
    Import {
        #[arg(id = "figure_file", value_name = "FILE")]
        file: PathBuf,
    },
    Define(define::Defined),
    Retention(cohort::Retention),
    Cohort(cohort::Cohort),
    History(show::History),
    #[command(subcommand)]
    Ugc(ugc::Ugc),
    #[command(subcommand)]
    Goal(goal::Goal),
    Changed(changed::Asked),
    Health(changed::Asked),
    Recount,
}

/// A figure.
#[derive(Debug, Args)]
pub struct New {
    #[arg(value_name = "METRIC")]
    metric: String,
    #[arg(value_name = "VALUE|-", allow_hyphen_values = true)]
    value: String,
    #[arg(id = "figure_day", long = "day", value_name = "DAY")]
    day: Option<String>,
    #[arg(id = "figure_community", long = "community", value_name = "COMMUNITY")]
    community: Option<String>,
    #[arg(id = "figure_reason", long = "reason", value_name = "TEXT", default_value = "")]
    reason: String,
}

/// Of which communities; all of them together if none is named.
#[derive(Debug, Args)]
pub struct Places {
    #[arg(id = "figure_communities", long = "community", value_name = "COMMUNITY")]
    communities: Vec<String>,
    #[arg(id = "scope_platform", long = "platform", value_name = "PLATFORM")]
    platforms: Vec<String>,
    #[arg(id = "scope_tier", long = "tier", value_name = "TIER")]
    tiers: Vec<String>,
    #[arg(id = "scope_parent", long = "parent", value_name = "COMMUNITY")]
    parents: Vec<String>,
}

/// A scope that was asked for, with what it is called.
pub(super) struct Place {
    scope: Scope,
    /// The community, platform, tier or parent as it was found; empty for all.
    name: String,
    /// Its platform, for a community.
    platform: Option<String>,
}

/// Which days.
#[derive(Debug, Args)]
pub struct Span {
    #[arg(id = "from_day", long = "from", value_name = "DAY")]
    from: Option<String>,
    #[arg(id = "to_day", long = "to", value_name = "DAY")]
    to: Option<String>,
}

/// Runs it.
pub fn run(args: Kpi, s: &mut Session) -> Result<u8> {
    match args {
        Kpi::Show(wanted) => show::show(&wanted, s)?,
        Kpi::Set(new) => set(&new, s)?,
        Kpi::Import { file } => import(&file, s)?,
        Kpi::Define(defined) => define::define(&defined, s)?,
        Kpi::Retention(asked) => cohort::retention(&asked, s)?,
        Kpi::Cohort(asked) => cohort::cohort(&asked, s)?,
        Kpi::History(asked) => show::history(&asked, s)?,
        Kpi::Ugc(args) => ugc::run(args, s)?,
        Kpi::Goal(args) => goal::run(args, s)?,
        Kpi::Changed(asked) => changed::changed(&asked, s)?,
        Kpi::Health(asked) => changed::health(&asked, s)?,
        Kpi::Recount => return recount(s),
    }
    Ok(0)
}

fn today(s: &Session) -> NaiveDate {
    s.db.now().day(s.zone)
}

/// The metric called `name`, by key, alias or label in any language.
fn metric(name: &str, s: &Session) -> Result<&'static Metric> {
    let all = store::catalogue(&s.db)?;
    input::one_of("METRIC", name, called(&all, name, s), all.iter().map(|m| m.key))
}

fn called(all: &[&'static Metric], name: &str, s: &Session) -> Option<&'static Metric> {
    let low = name.to_lowercase();
    let is = |m: &&&'static Metric| {
        m.key == low || m.aliases.contains(&low.as_str()) || s.lang.text(m.label).to_lowercase() == low
    };
    all.iter().find(is).copied()
}

/// A value as people and sheets write it: `12.4%` or `0.124` for a share, `1,286` or `1.2万` for a count.
fn number(text: &str, metric: &Metric) -> Result<f64> {
    let percent = text.trim_end().ends_with(['%', '％']);
    let number = parse_number(text).filter(|_| !percent || metric.is_share());
    let wrong =
        || Error::new(Kind::Usage, "cli.bad_number").with("value", text).with("metric", format!("@{}", metric.label));
    let number = number.ok_or_else(|| wrong().hint("cli.number_hint"))?;
    Ok(if percent { from_percent(number) } else { number })
}

fn set(new: &New, s: &mut Session) -> Result<()> {
    let metric = metric(&new.metric, s)?;
    let community = community(new.community.as_deref(), s)?;
    let day = new.day.as_deref().map_or_else(|| Ok(today(s)), |d| input::day(d, today(s)))?;
    let value = if new.value == "-" { None } else { Some(number(&new.value, metric)?) };
    if value.is_some() && !new.reason.is_empty() {
        return Err(Error::new(Kind::Usage, "cli.reason_of_value"));
    }
    let entry = Entry {
        community: community.as_ref().map_or(0, |c| c.id),
        reason: new.reason.clone(),
        ..Entry::new(metric, day, value)
    };
    let today = today(s);
    store::set(&mut s.db, today, &entry).map_err(|e| match e.says.key.as_str() {
        "kpi.over_100" => e.hint("cli.number_hint"),
        _ => e,
    })?;
    if s.json {
        let name = new.community.as_deref();
        return output::json(
            &json!({ "date": day, "metric": metric.key, "community": name, "value": value, "source": "entered" }),
        );
    }
    let label = s.lang.text(metric.label);
    let said = match value {
        Some(value) => {
            let value = wording::value(&s.lang, metric, value);
            s.lang.fill("kpi.did_set", &[("day", &day), ("metric", &label), ("value", &value)])
        }
        None => s.lang.fill("kpi.did_unavailable", &[("day", &day), ("metric", &label)]),
    };
    output::say(s.quiet, &said);
    Ok(())
}

/// The community called `name`; `None` for all of them together.
fn community(name: Option<&str>, s: &Session) -> Result<Option<Community>> {
    name.map(|c| members::store::find(&s.db, c)).transpose()
}

/// The scopes that were asked for; all communities together if none was.
fn places(asked: &Places, s: &Session) -> Result<Vec<Place>> {
    let all = members::store::communities(&s.db)?;
    let mut out = Vec::new();
    for name in &asked.communities {
        let c = members::store::find(&s.db, name)?;
        out.push(Place { scope: Scope::Community(c.id), name: c.name, platform: Some(c.platform) });
    }
    for name in &asked.platforms {
        let found = all.iter().find(|c| c.platform == *name).map(|c| c.platform.clone());
        let name = input::one_of("--platform", name, found, platforms(&all))?;
        out.push(Place { scope: Scope::Platform(name.clone()), name, platform: None });
    }
    for name in &asked.tiers {
        let known = all.iter().map(|c| c.tier.as_str()).filter(|t| !t.is_empty());
        let found = all.iter().find(|c| c.tier == *name && !name.is_empty()).map(|c| c.tier.clone());
        let known: std::collections::BTreeSet<&str> = known.collect();
        let name = input::one_of("--tier", name, found, known)?;
        out.push(Place { scope: Scope::Tier(name.clone()), name, platform: None });
    }
    for name in &asked.parents {
        let c = members::store::find(&s.db, name)?;
        if !all.iter().any(|o| o.parent_id == Some(c.id)) {
            return Err(Error::user("measures.no_children").with("name", c.name));
        }
        out.push(Place { scope: Scope::Parent(c.id), name: c.name, platform: None });
    }
    if out.is_empty() {
        out.push(Place { scope: Scope::All, name: String::new(), platform: None });
    }
    Ok(out)
}

fn platforms(all: &[Community]) -> std::collections::BTreeSet<&str> {
    all.iter().map(|c| c.platform.as_str()).collect()
}

/// The one scope that was asked for.
fn place(asked: &Places, s: &Session) -> Result<Place> {
    let mut all = places(asked, s)?;
    if all.len() > 1 {
        return Err(Error::new(Kind::Usage, "measures.one_scope"));
    }
    Ok(all.remove(0))
}

impl Place {
    /// What it is called.
    fn words(&self, s: &Session) -> String {
        let text = |key: &str| s.lang.text(key).to_owned();
        let platform = |id: &str| text(&format!("members.platform_{id}"));
        match &self.scope {
            Scope::All => text("cli.everywhere"),
            Scope::Community(_) => format!("{} {}", platform(self.platform.as_deref().unwrap_or("other")), self.name),
            Scope::Platform(id) => platform(id),
            Scope::Tier(name) => s.lang.fill("measures.tier", &[("name", name)]),
            Scope::Parent(_) => s.lang.fill("measures.matrix", &[("name", &self.name)]),
        }
    }
}

/// The first and the last day that were asked for; `shown` days until today if none was.
fn days(asked: &Span, shown: u64, s: &Session) -> Result<(NaiveDate, NaiveDate)> {
    let day = |told: &Option<String>| told.as_deref().map(|t| input::day(t, today(s))).transpose();
    let to = day(&asked.to)?.unwrap_or_else(|| today(s));
    let from = day(&asked.from)?.unwrap_or_else(|| to.checked_sub_days(Days::new(shown - 1)).unwrap_or(to));
    if to < from {
        return Err(Error::new(Kind::Usage, "cli.to_before_from").with("from", from).with("to", to));
    }
    if (to - from).num_days() >= MOST_DAYS {
        return Err(Error::new(Kind::Usage, "cli.too_many_days").with("most", MOST_DAYS));
    }
    Ok((from, to))
}

fn import(file: &std::path::Path, s: &mut Session) -> Result<()> {
    let name = file.file_name().map_or_else(|| file.display().to_string(), |n| n.to_string_lossy().into_owned());
    let today = today(s);
    let sheet = sheet::read(&name, &input::text(file)?, today)?;
    let done = store::import(&mut s.db, today, &sheet)?;
    if s.json {
        return output::json(&done);
    }
    let counts: [(&str, &dyn std::fmt::Display); 4] =
        [("read", &done.read), ("new", &done.new), ("changed", &done.changed), ("same", &done.same)];
    output::say(s.quiet, &s.lang.fill("cli.figures", &counts));
    Ok(())
}

/// Counts everything from scratch and compares; exit 3 when something differs.
fn recount(s: &mut Session) -> Result<u8> {
    settle(&mut s.db)?;
    let found = store::recount(&s.db)?;
    let code = if found.differ > 0 { 3 } else { 0 };
    if s.json {
        output::json(&found)?;
        return Ok(code);
    }
    let n = |n: usize| s.lang.full_count(i64::try_from(n).unwrap_or(i64::MAX));
    let counts: [(&str, &dyn std::fmt::Display); 4] = [
        ("scopes", &n(found.scopes)),
        ("days", &n(found.days)),
        ("compared", &n(found.compared)),
        ("differ", &n(found.differ)),
    ];
    let mut lines = vec![s.lang.fill("measures.recounted", &counts)];
    let told = |v: Option<f64>| v.map_or_else(|| wording::NONE.to_owned(), |v| v.to_string());
    lines.extend(
        found
            .mismatches
            .iter()
            .map(|m| format!("{}  {}  {}  {} / {}", m.day, m.scope, m.fact, told(m.kept), told(m.counted))),
    );
    output::lines(lines)?;
    Ok(code)
}
