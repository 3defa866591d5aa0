//! `qun kpi`: daily figures out and in.

use super::session::Session;
use super::{input, output};
use crate::base::i18n::parse_number;
use crate::base::{Error, Kind, Result};
use crate::kpi::metric::{METRICS, Metric, by_key, from_percent};
use crate::kpi::series::Bands;
use crate::kpi::show::{self, Asked, Shown};
use crate::kpi::store::{self, Entry};
use crate::kpi::{sheet, wording};
use crate::members::{self, community::Community};
use chrono::{Days, NaiveDate};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Days shown unless told otherwise.
const SHOWN_DAYS: u64 = 7;
/// The longest stretch that is shown at once: ten years.
const MOST_DAYS: i64 = 3660;

/// `qun kpi show|set|import|define`
#[derive(Debug, Subcommand)]
pub enum Kpi {
    Show(Wanted),
    Set(New),
    Import {
        #[arg(id = "figure_file", value_name = "FILE")]
        file: PathBuf,
    },
    Define(Limits),
}

/// What to show.
#[derive(Debug, Args)]
pub struct Wanted {
    #[arg(id = "metrics", long = "metric", value_name = "METRIC")]
    metrics: Vec<String>,
    #[arg(id = "figure_communities", long = "community", value_name = "COMMUNITY")]
    communities: Vec<String>,
    #[arg(id = "from_day", long = "from", value_name = "DAY")]
    from: Option<String>,
    #[arg(id = "to_day", long = "to", value_name = "DAY")]
    to: Option<String>,
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

/// A goal.
#[derive(Debug, Args)]
pub struct Limits {
    #[arg(value_name = "METRIC")]
    metric: Option<String>,
    #[arg(id = "goal", long = "target", value_name = "VALUE|-", allow_hyphen_values = true, requires = "metric")]
    target: Option<String>,
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true, requires = "goal")]
    watch: Option<String>,
    #[arg(id = "figure_community", long = "community", value_name = "COMMUNITY", requires = "metric")]
    community: Option<String>,
}

/// Runs it.
pub fn run(args: Kpi, s: &mut Session) -> Result<u8> {
    match args {
        Kpi::Show(wanted) => show(&wanted, s)?,
        Kpi::Set(new) => set(&new, s)?,
        Kpi::Import { file } => import(&file, s)?,
        Kpi::Define(limits) => define(&limits, s)?,
    }
    Ok(0)
}

fn today(s: &Session) -> NaiveDate {
    s.db.now().day(s.zone)
}

/// The metric called `name`, by key, alias or label in the language at hand.
fn metric(name: &str, s: &Session) -> Result<&'static Metric> {
    let low = name.to_lowercase();
    let called =
        |m: &&Metric| m.key == low || m.aliases.contains(&low.as_str()) || s.lang.text(m.label).to_lowercase() == low;
    input::one_of("METRIC", name, METRICS.iter().find(called), METRICS.iter().map(|m| m.key))
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

/// The first and the last day that were asked for.
fn days(wanted: &Wanted, s: &Session) -> Result<(NaiveDate, NaiveDate)> {
    let day = |told: &Option<String>| told.as_deref().map(|t| input::day(t, today(s))).transpose();
    let to = day(&wanted.to)?.unwrap_or_else(|| today(s));
    let from = day(&wanted.from)?.unwrap_or_else(|| to.checked_sub_days(Days::new(SHOWN_DAYS - 1)).unwrap_or(to));
    if to < from {
        return Err(Error::new(Kind::Usage, "cli.to_before_from").with("from", from).with("to", to));
    }
    if (to - from).num_days() >= MOST_DAYS {
        return Err(Error::new(Kind::Usage, "cli.too_many_days").with("most", MOST_DAYS));
    }
    Ok((from, to))
}

fn show(wanted: &Wanted, s: &Session) -> Result<()> {
    let (from, to) = days(wanted, s)?;
    let mut places: Vec<Option<Community>> =
        wanted.communities.iter().map(|c| community(Some(c), s)).collect::<Result<_>>()?;
    if places.is_empty() {
        places.push(None);
    }
    let metrics: Vec<&Metric> = wanted.metrics.iter().map(|m| metric(m, s)).collect::<Result<_>>()?;
    let mut rows = Vec::new();
    for place in &places {
        let asked = Asked { from, to, community: place.as_ref().map(|c| c.id), metric: None };
        let wanted = |r: &Shown| metrics.is_empty() || metrics.iter().any(|m| m.key == r.metric);
        rows.extend(show::show(&s.db, s.zone, asked)?.into_iter().filter(wanted).map(|r| (r, place.as_ref())));
    }
    if s.json {
        return output::json(&rows.iter().map(|(r, place)| value(r, *place)).collect::<Vec<_>>());
    }
    output::table(&rows.iter().map(|(r, place)| cells(r, *place, s)).collect::<Vec<_>>())
}

/// One long row. `community` null is all of them together, `value` null is unknown.
fn value(row: &Shown, place: Option<&Community>) -> Value {
    json!({
        "date": row.day, "metric": row.metric, "community": place.map(|c| &c.name),
        "platform": place.map(|c| &c.platform), "value": row.value, "source": row.origin,
        "unit": row.unit, "change": row.change, "average_7d": row.average_7d, "target": row.target, "watch": row.watch,
        "state": row.state,
    })
}

fn cells(row: &Shown, place: Option<&Community>, s: &Session) -> Vec<String> {
    let text = |key: &str| s.lang.text(key).to_owned();
    let Some(metric) = by_key(row.metric) else { return Vec::new() };
    let named = |c: &Community| format!("{} {}", text(&format!("members.platform_{}", c.platform)), c.name);
    let place = place.map_or_else(|| text("cli.everywhere"), named);
    let value = row.value.map_or_else(|| wording::NONE.to_owned(), |v| wording::value(&s.lang, metric, v));
    let source = row.origin.map_or_else(String::new, |o| text(wording::origin_key(o)));
    vec![row.day.to_string(), text(metric.label), place, value, source]
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

fn define(limits: &Limits, s: &mut Session) -> Result<()> {
    let chosen = limits.metric.as_deref().map(|m| metric(m, s)).transpose()?;
    let community = community(limits.community.as_deref(), s)?.map(|c| c.id);
    if let (Some(metric), Some(target)) = (chosen, &limits.target) {
        let limit = |text: &str| number(text, metric);
        let target = if target == "-" { None } else { Some(limit(target)?) };
        let watch = limits.watch.as_deref().map(limit).transpose()?;
        store::set_goal(&mut s.db, metric, community.unwrap_or(0), Bands { target, watch })?;
        let label = s.lang.text(metric.label);
        let said = match target {
            Some(t) => {
                s.lang.fill("kpi.did_goal", &[("metric", &label), ("value", &wording::value(&s.lang, metric, t))])
            }
            None => s.lang.fill("kpi.did_no_goal", &[("metric", &label)]),
        };
        output::say(s.quiet || s.json, &said);
    }
    definitions(chosen, community, s)
}

/// What the metrics mean and where they should be: the goal that was set, else the usual one.
fn definitions(chosen: Option<&'static Metric>, community: Option<i64>, s: &Session) -> Result<()> {
    let sources = crate::kpi::board::Sources { goals: store::goals(&s.db)?, ..Default::default() };
    let metrics: Vec<(&Metric, Bands)> =
        METRICS.iter().filter(|m| chosen.is_none_or(|c| c == *m)).map(|m| (m, sources.bands(m, community))).collect();
    if s.json {
        let value = |(m, bands): &(&Metric, Bands)| {
            json!({ "metric": m.key, "name": s.lang.text(m.label), "formula": s.lang.text(m.formula), "unit": m.unit,
                    "want": m.want, "source": m.source, "target": bands.target, "watch": bands.watch })
        };
        let values: Vec<Value> = metrics.iter().map(value).collect();
        return if chosen.is_some() { output::json(&values.first()) } else { output::json(&values) };
    }
    let row = |(m, bands): &(&Metric, Bands)| {
        let (label, formula) = (s.lang.text(m.label).to_owned(), s.lang.text(m.formula).to_owned());
        vec![m.key.to_owned(), label, wording::target(&s.lang, m, bands.target), formula]
    };
    output::table(&metrics.iter().map(row).collect::<Vec<_>>())
}
