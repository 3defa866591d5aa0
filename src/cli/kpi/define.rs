//! `qun kpi define`: what metrics mean, where they should be, and metrics of one's own.

use super::{called, community, metric, number};
use crate::base::{Error, Kind, Result};
use crate::cli::session::Session;
use crate::cli::{input, output};
use crate::kpi::board::Sources;
use crate::kpi::formula::Formula;
use crate::kpi::metric::{Metric, Unit, Want};
use crate::kpi::own::Own;
use crate::kpi::scope::Scope;
use crate::kpi::series::Bands;
use crate::kpi::store;
use crate::kpi::wording;
use clap::Args;
use serde_json::{Value, json};

/// A metric, its formula, its bands.
#[derive(Debug, Args)]
pub struct Defined {
    #[arg(value_name = "METRIC")]
    metric: Option<String>,
    #[arg(id = "own_formula", value_name = "FORMULA", allow_hyphen_values = true)]
    formula: Option<String>,
    #[arg(id = "own_name", long = "name", value_name = "NAME", requires = "own_formula")]
    name: Option<String>,
    #[arg(id = "own_name_hant", long = "name-hant", value_name = "NAME", requires = "own_formula")]
    name_hant: Option<String>,
    #[arg(id = "own_name_en", long = "name-en", value_name = "NAME", requires = "own_formula")]
    name_en: Option<String>,
    #[arg(id = "own_unit", long = "unit", value_name = "number|percent|count", requires = "own_formula")]
    unit: Option<String>,
    #[arg(id = "own_want", long = "want", value_name = "more|less", requires = "own_formula")]
    want: Option<String>,
    #[arg(id = "own_decimals", long = "decimals", value_name = "0-4", requires = "own_formula")]
    decimals: Option<usize>,
    #[arg(id = "own_drop", long = "drop", requires = "metric", conflicts_with = "own_formula")]
    drop: bool,
    #[arg(id = "goal", long = "target", value_name = "VALUE|-", allow_hyphen_values = true, requires = "metric")]
    target: Option<String>,
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true, requires = "goal")]
    watch: Option<String>,
    #[arg(id = "figure_community", long = "community", value_name = "COMMUNITY", requires = "metric")]
    community: Option<String>,
}

pub(super) fn define(args: &Defined, s: &mut Session) -> Result<()> {
    if let (Some(key), Some(formula)) = (&args.metric, &args.formula) {
        own(key, formula, args, s)?;
    }
    if let (Some(key), true) = (&args.metric, args.drop) {
        let key = metric(key, s).map_or(key.clone(), |m| m.key.to_owned());
        store::drop_own(&mut s.db, &key)?;
        output::say(s.quiet || s.json, &s.lang.fill("measures.did_drop", &[("key", &key)]));
        return if s.json { output::json(&json!({ "metric": key, "dropped": true })) } else { Ok(()) };
    }
    let chosen = args.metric.as_deref().map(|m| metric(m, s)).transpose()?;
    let community = community(args.community.as_deref(), s)?.map(|c| c.id);
    if let (Some(metric), Some(target)) = (chosen, &args.target) {
        let limit = |text: &str| number(text, metric);
        let target = if target == "-" { None } else { Some(limit(target)?) };
        let watch = args.watch.as_deref().map(limit).transpose()?;
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
    definitions(chosen, &community.map_or(Scope::All, Scope::Community), s)
}

/// Takes a formula as a metric of one's own.
fn own(key: &str, formula: &str, args: &Defined, s: &mut Session) -> Result<()> {
    let units = [("number", Unit::Number), ("percent", Unit::Difference), ("count", Unit::Count)];
    let unit = args.unit.as_deref().unwrap_or("number");
    let unit = units.iter().find(|(name, _)| *name == unit).map(|(_, unit)| *unit);
    let unit = input::one_of("--unit", args.unit.as_deref().unwrap_or(""), unit, units.map(|(name, _)| name))?;
    let wants = [("more", Want::More), ("less", Want::Less)];
    let want = args.want.as_deref().unwrap_or("more");
    let want = wants.iter().find(|(name, _)| *name == want).map(|(_, want)| *want);
    let want = input::one_of("--want", args.want.as_deref().unwrap_or(""), want, wants.map(|(name, _)| name))?;
    let all = store::catalogue(&s.db)?;
    let before = store::owns(&s.db)?.into_iter().find(|o| o.key == key);
    // What is not said again stays as it was.
    let name = |told: &Option<String>, n: usize| {
        told.clone().or_else(|| before.as_ref().map(|o| o.names[n].clone())).unwrap_or_default()
    };
    let mut names = [name(&args.name, 0), name(&args.name_hant, 1), name(&args.name_en, 2)];
    if names[0].is_empty() {
        key.clone_into(&mut names[0]);
    }
    if args.decimals.is_some_and(|d| d > crate::kpi::own::DECIMALS) {
        return Err(Error::new(Kind::Usage, "measures.decimals").with("most", crate::kpi::own::DECIMALS));
    }
    let own = Own {
        key: key.to_owned(),
        names,
        unit,
        want,
        decimals: args.decimals.unwrap_or(if unit == Unit::Count { 0 } else { 2 }),
        formula: formula.to_owned(),
    };
    let lang = s.lang.clone();
    let by_name = |name: &str| {
        let low = name.to_lowercase();
        let is = |m: &&&'static Metric| {
            m.key == low || m.aliases.contains(&&*low) || lang.text(m.label).to_lowercase() == low
        };
        all.iter().find(is).map(|m| m.key.to_owned())
    };
    let own = store::define(&mut s.db, &own, &by_name)?;
    let said = [("key", &own.key as &dyn std::fmt::Display), ("formula", &own.formula)];
    output::say(s.quiet || s.json, &s.lang.fill("measures.did_define", &said));
    Ok(())
}

/// A formula in words: its metrics by their names.
fn formula_words(metric: &Metric, all: &[&'static Metric], s: &Session) -> String {
    let name = |key: &str| called(all, key, s).map_or(key, |m| s.lang.text(m.label)).to_owned();
    metric.own.map_or_else(|| s.lang.text(metric.formula).to_owned(), |f: &Formula| f.written(&name))
}

/// What the metrics mean and where they should be: the goal that was set, else the usual one.
fn definitions(chosen: Option<&'static Metric>, scope: &Scope, s: &Session) -> Result<()> {
    let all = store::catalogue(&s.db)?;
    let sources = Sources { goals: store::goals(&s.db)?, ..Sources::default() };
    let of = |m: &&'static Metric| (*m, sources.bands(m, scope), sources.bands_set(m, scope));
    let metrics: Vec<(&Metric, Bands, bool)> =
        all.iter().filter(|m| chosen.is_none_or(|c| c.key == m.key)).map(of).collect();
    if s.json {
        let value = |(m, bands, set): &(&Metric, Bands, bool)| {
            json!({ "metric": m.key, "name": s.lang.text(m.label), "formula": formula_words(m, &all, s), "unit": m.unit,
                    "want": m.want, "source": m.source, "window": m.window, "own": m.own.is_some(),
                    "expression": m.own.map(|_| m.formula), "target": bands.target, "watch": bands.watch,
                    "bands_to_begin_with": bands.target.is_some() && !set })
        };
        let values: Vec<Value> = metrics.iter().map(value).collect();
        return if chosen.is_some() { output::json(&values.first()) } else { output::json(&values) };
    }
    let row = |(m, bands, set): &(&Metric, Bands, bool)| {
        let mut target = wording::target(&s.lang, m, bands.target);
        if bands.target.is_some() && !set {
            target = s.lang.fill("measures.begin_with", &[("target", &target)]);
        }
        vec![m.key.to_owned(), s.lang.text(m.label).to_owned(), target, formula_words(m, &all, s)]
    };
    output::table(&metrics.iter().map(row).collect::<Vec<_>>())
}
