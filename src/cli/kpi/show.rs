//! `qun kpi show` and `qun kpi history`.

use super::{Place, Places, Span, days, metric, place, places};
use crate::app::settle::settle;
use crate::base::Result;
use crate::cli::output;
use crate::cli::session::Session;
use crate::kpi::show::{self, Asked, Shown};
use crate::kpi::store;
use crate::kpi::wording;
use clap::Args;
use serde_json::{Value, json};

/// Days shown unless told otherwise.
const SHOWN_DAYS: u64 = 7;
/// Days of a history unless told otherwise.
const HISTORY_DAYS: u64 = 30;

/// What to show.
#[derive(Debug, Args)]
pub struct Wanted {
    #[arg(id = "metrics", long = "metric", value_name = "METRIC")]
    metrics: Vec<String>,
    #[command(flatten)]
    places: Places,
    #[command(flatten)]
    span: Span,
}

/// Whose versions to show.
#[derive(Debug, Args)]
pub struct History {
    #[arg(value_name = "METRIC")]
    metric: String,
    #[command(flatten)]
    places: Places,
    #[command(flatten)]
    span: Span,
}

pub(super) fn show(wanted: &Wanted, s: &mut Session) -> Result<()> {
    settle(&mut s.db)?;
    let (from, to) = days(&wanted.span, SHOWN_DAYS, s)?;
    let metrics: Vec<String> =
        wanted.metrics.iter().map(|m| metric(m, s).map(|m| m.key.to_owned())).collect::<Result<_>>()?;
    let mut rows = Vec::new();
    for place in places(&wanted.places, s)? {
        let asked = Asked { from, to, scope: place.scope.clone(), metrics: metrics.clone() };
        rows.push((show::show(&s.db, s.zone, &asked)?, place));
    }
    let each = || rows.iter().flat_map(|(rows, place)| rows.iter().map(move |row| (row, place)));
    if s.json {
        return output::json(&each().map(|(row, place)| value(row, place, s)).collect::<Vec<_>>());
    }
    output::table(&each().map(|(row, place)| cells(row, place, s)).collect::<Vec<_>>())
}

/// One long row. `value` null is unknown; of `community`, `tier` and `parent` at most one is not null.
fn value(row: &Shown, place: &Place, s: &Session) -> Value {
    let (kind, _) = place.scope.name();
    let named = |wanted: &str| (kind == wanted).then_some(&place.name);
    json!({
        "date": row.day, "metric": row.metric, "scope": kind, "community": named("community"),
        "platform": place.platform.as_ref().or_else(|| named("platform")), "tier": named("tier"), "parent": named("parent"),
        "value": row.value, "source": row.origin, "unit": row.unit, "window": row.window,
        "numerator": row.numerator, "denominator": row.denominator,
        "change": row.change, "change_7d": row.change_7d, "change_year": row.change_year,
        "average_7d": row.average_7d, "known_7d": row.known_7d, "partial": row.partial, "low": row.low,
        "covered": row.covered, "communities": row.communities,
        "stands": row.stands.map(|(value, day)| json!({ "value": value, "date": day })),
        "changed": row.changed.as_ref().map(|c| json!({
            "before": c.before, "at": c.at.rfc3339(s.zone), "why": c.why, "batch": (c.batch != 0).then_some(c.batch),
        })),
        "target": row.target, "watch": row.watch, "bands_to_begin_with": row.bands_to_begin_with, "state": row.state,
    })
}

fn cells(row: &Shown, place: &Place, s: &Session) -> Vec<String> {
    let text = |key: &str| s.lang.text(key).to_owned();
    let value = match (row.value, row.stands) {
        (Some(v), _) => wording::value(&s.lang, row.row, v),
        (None, Some((v, day))) => {
            let value = wording::value(&s.lang, row.row, v);
            s.lang.fill("measures.stands", &[("value", &value), ("day", &day)])
        }
        (None, None) => wording::NONE.to_owned(),
    };
    let mut notes: Vec<String> = row.origin.map(|o| text(wording::origin_key(o))).into_iter().collect();
    let marks = [(row.partial, "measures.partial"), (row.low, "measures.low")];
    notes.extend(marks.iter().filter(|(is, _)| *is).map(|(_, key)| text(key)));
    if row.covered > 0 && row.covered < row.communities {
        notes.push(s.lang.fill("measures.covered", &[("n", &row.covered), ("of", &row.communities)]));
    }
    if let Some(changed) = &row.changed {
        let before = changed.before.map_or_else(|| wording::NONE.to_owned(), |v| wording::value(&s.lang, row.row, v));
        notes.push(s.lang.fill("measures.changed", &[("before", &before), ("day", &changed.at.day(s.zone))]));
    }
    vec![row.day.to_string(), text(row.row.label), place.words(s), value, notes.join("  ")]
}

pub(super) fn history(asked: &History, s: &mut Session) -> Result<()> {
    settle(&mut s.db)?;
    let metric = metric(&asked.metric, s)?;
    let place = place(&asked.places, s)?;
    let (from, to) = days(&asked.span, HISTORY_DAYS, s)?;
    let all = store::versions(&s.db, &place.scope, metric, from, to)?;
    if s.json {
        let row = |p: &store::Past| {
            json!({ "date": p.day, "version": p.version, "at": p.at.rfc3339(s.zone), "why": p.why,
                    "batch": (p.batch != 0).then_some(p.batch), "open": p.open, "value": p.value })
        };
        return output::json(&all.iter().map(row).collect::<Vec<_>>());
    }
    let row = |p: &store::Past| {
        let value = p.value.map_or_else(|| wording::NONE.to_owned(), |v| wording::value(&s.lang, metric, v));
        let why = match (p.why, p.batch) {
            ("import", 1..) => s.lang.fill("measures.why_import", &[("batch", &p.batch)]),
            ("undo", 1..) => s.lang.fill("measures.why_undo", &[("batch", &p.batch)]),
            ("regrouped", _) => s.lang.text("measures.why_regrouped").to_owned(),
            ("records", _) => s.lang.text("measures.why_records").to_owned(),
            _ => s.lang.text("measures.why_worked").to_owned(),
        };
        let open = if p.open { s.lang.text("measures.open").to_owned() } else { String::new() };
        vec![p.day.to_string(), p.version.to_string(), value, p.at.rfc3339(s.zone), why, open]
    };
    output::table(&all.iter().map(row).collect::<Vec<_>>())
}
