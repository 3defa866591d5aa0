//! `qun kpi retention` and `qun kpi cohort`: people who began together, and who came back.

use super::{Places, Span, days, place};
use crate::app::settle::settle;
use crate::base::Result;
use crate::cli::session::Session;
use crate::cli::{input, output};
use crate::kpi::cohort::{self as rule, Begin, Step};
use crate::kpi::days::number;
use crate::kpi::store;
use crate::kpi::wording;
use clap::Args;
use serde_json::{Value, json};

/// Days of cohorts unless told otherwise.
const RETENTION_DAYS: u64 = 60;
const COHORT_DAYS: u64 = 182;

/// Which people make a cohort.
#[derive(Debug, Args)]
pub struct Began {
    #[arg(id = "cohort_begin", long = "begin", value_name = "joined|seen", default_value = "joined")]
    begin: String,
}

/// Who came back after 1, 7 and 30 days.
#[derive(Debug, Args)]
pub struct Retention {
    #[command(flatten)]
    began: Began,
    #[arg(id = "cohort_by", long = "by", value_name = "day|week|month", default_value = "day")]
    by: String,
    #[command(flatten)]
    places: Places,
    #[command(flatten)]
    span: Span,
}

/// Who was active in the periods after their own.
#[derive(Debug, Args)]
pub struct Cohort {
    #[command(flatten)]
    began: Began,
    #[arg(id = "cohort_by", long = "by", value_name = "day|week|month", default_value = "week")]
    by: String,
    #[arg(id = "cohort_periods", long = "periods", value_name = "N", default_value_t = 8,
          value_parser = clap::value_parser!(u16).range(1..=200))]
    periods: u16,
    #[command(flatten)]
    places: Places,
    #[command(flatten)]
    span: Span,
}

impl Began {
    fn read(&self) -> Result<Begin> {
        let all = [("joined", Begin::Joined), ("seen", Begin::Seen)];
        let found = all.iter().find(|(name, _)| *name == self.begin).map(|(_, b)| *b);
        input::one_of("--begin", &self.begin, found, all.map(|(name, _)| name))
    }
}

fn step(by: &str) -> Result<Step> {
    let all = [("day", Step::Day), ("week", Step::Week), ("month", Step::Month)];
    input::one_of("--by", by, all.iter().find(|(name, _)| *name == by).map(|(_, s)| *s), all.map(|(name, _)| name))
}

pub(super) fn retention(asked: &Retention, s: &mut Session) -> Result<()> {
    settle(&mut s.db)?;
    let (begin, step, place) = (asked.began.read()?, step(&asked.by)?, place(&asked.places, s)?);
    let (from, to) = days(&asked.span, RETENTION_DAYS, s)?;
    let people = store::cohorts(&s.db, &place.scope, begin, from)?;
    let rows = rule::retention(&people, step, number(from), number(to));
    if s.json {
        let value = |r: &rule::Retention| {
            let mut out = json!({ "cohort": r.first, "size": r.size });
            for back in &r.returns {
                out[format!("d{}", back.age)] = json!(back.share());
                out[format!("d{}_of", back.age)] = json!(back.of);
                out[format!("d{}_back", back.age)] = json!(back.known.then_some(back.back));
            }
            out
        };
        return output::json(&rows.iter().map(value).collect::<Vec<Value>>());
    }
    let share = |share: Option<f64>| share.map_or_else(|| wording::NONE.to_owned(), |v| s.lang.percent(v));
    let mut table = vec![heads(s, &["D1", "D7", "D30"])];
    table.extend(rows.iter().map(|r| {
        let mut cells = vec![r.first.to_string(), r.size.to_string()];
        cells.extend(r.returns.iter().map(|b| share(b.share())));
        cells
    }));
    output::table(&table)
}

fn heads(s: &Session, more: &[&str]) -> Vec<String> {
    let first = ["measures.cohort", "measures.size"].map(|key| s.lang.text(key).to_owned());
    first.into_iter().chain(more.iter().map(|m| (*m).to_owned())).collect()
}

pub(super) fn cohort(asked: &Cohort, s: &mut Session) -> Result<()> {
    settle(&mut s.db)?;
    let (begin, step, place) = (asked.began.read()?, step(&asked.by)?, place(&asked.places, s)?);
    let (from, to) = days(&asked.span, COHORT_DAYS, s)?;
    let people = store::cohorts(&s.db, &place.scope, begin, from)?;
    let rows = rule::cohorts(&people, step, number(from), number(to), usize::from(asked.periods));
    if s.json {
        let value = |c: &rule::Cohort| json!({ "cohort": c.first, "size": c.size, "active": c.active });
        return output::json(&rows.iter().map(value).collect::<Vec<Value>>());
    }
    let numbers: Vec<String> = (0..=asked.periods).map(|n| n.to_string()).collect();
    let mut table = vec![heads(s, &numbers.iter().map(String::as_str).collect::<Vec<_>>())];
    table.extend(rows.iter().map(|c| {
        let share = |n: &Option<usize>| match n {
            Some(n) => s.lang.percent(*n as f64 / c.size.max(1) as f64),
            None => wording::NONE.to_owned(),
        };
        let mut cells = vec![c.first.to_string(), c.size.to_string()];
        cells.extend(c.active.iter().map(share));
        cells
    }));
    output::table(&table)
}
