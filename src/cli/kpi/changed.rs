//! `qun kpi changed` and `qun kpi health`: what stands out and what was done around it; the score with its parts.

use super::{Places, place, today};
use crate::app::settle::settle;
use crate::base::Result;
use crate::cli::session::Session;
use crate::cli::{input, output};
use crate::kpi::health;
use crate::kpi::metric::twelve;
use crate::kpi::news;
use crate::kpi::store::{self, Board, EventKind, Window};
use crate::kpi::wording;
use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value, json};

/// Days looked back at for what happened.
const DAYS: usize = 30;

/// Of which day, of which communities.
#[derive(Debug, Args)]
pub struct Asked {
    #[arg(id = "figure_day", long = "day", value_name = "DAY")]
    day: Option<String>,
    #[command(flatten)]
    places: Places,
}

fn board(asked: &Asked, s: &mut Session) -> Result<(Board, NaiveDate)> {
    settle(&mut s.db)?;
    let last = asked.day.as_deref().map_or_else(|| Ok(today(s)), |d| input::day(d, today(s)))?;
    let place = place(&asked.places, s)?;
    Ok((store::board(&s.db, s.zone, Window { last, days: DAYS }, &place.scope)?, last))
}

pub(super) fn changed(asked: &Asked, s: &mut Session) -> Result<()> {
    let (board, last) = board(asked, s)?;
    let found = news::news(&board, last);
    if s.json {
        let value = |n: &news::News| -> Value {
            let event = |e: &&store::Event| {
                let kind = match e.kind {
                    EventKind::Incident => "incident",
                    EventKind::Note => "note",
                    EventKind::Post => "post",
                };
                json!({ "date": e.day, "kind": kind, "text": e.text })
            };
            json!({
                "metric": n.row.metric.key, "state": n.row.state, "value": n.row.shown.map(|(v, _)| v),
                "target": n.row.bands.target, "since": n.since, "days": n.days,
                "usual": n.row.usual.map(|u| json!({ "expected": u.expected, "low": u.limits().0, "high": u.limits().1, "by_weekday": u.by_weekday })),
                "reason": n.row.ack.as_ref().map(|a| &a.text), "events": n.events.iter().map(event).collect::<Vec<_>>(),
                "posts": n.posts,
            })
        };
        return output::json(&found.iter().map(value).collect::<Vec<_>>());
    }
    let (lang, mut lines) = (&s.lang, Vec::new());
    for n in &found {
        let row = n.row;
        let value = row.shown.map_or_else(|| wording::NONE.to_owned(), |(v, _)| wording::value(lang, row.metric, v));
        let mut said = vec![
            format!("{} {value}", lang.text(row.metric.label)),
            lang.text(wording::state_key(row.state)).to_owned(),
        ];
        said.extend(wording::run_words(lang, row, last));
        said.extend(
            row.usual
                .filter(|_| row.state == crate::kpi::board::State::Unusual)
                .map(|u| wording::usual(lang, row, u, last)),
        );
        said.extend(row.ack.as_ref().map(|a| lang.fill("kpi.acknowledged", &[("who", &a.by), ("text", &a.text)])));
        lines.push(said.join("  "));
        lines.extend(n.events.iter().map(|e| format!("  {}  {}", e.day, e.text)));
        if n.posts > 0 {
            lines.push(format!("  {}", lang.fill("goals.news_posts", &[("count", &n.posts)])));
        }
    }
    if found.is_empty() {
        lines.push(lang.text("goals.news_none").to_owned());
    }
    output::lines(lines)
}

pub(super) fn health(asked: &Asked, s: &mut Session) -> Result<()> {
    let (board, last) = board(asked, s)?;
    let found = health::health(&board.rows);
    if s.json {
        return output::json(
            &json!({ "date": last, "score": found.score, "judged": found.judged, "of": twelve().len(), "parts": found.parts }),
        );
    }
    let (lang, of) = (&s.lang, twelve().len());
    let score = |v: Option<f64>| v.map_or_else(|| wording::NONE.to_owned(), |v| format!("{v:.0}"));
    let head = match found.score {
        Some(_) => {
            lang.fill("goals.health_of", &[("score", &score(found.score)), ("judged", &found.judged), ("of", &of)])
        }
        None => lang.fill("goals.health_few", &[("judged", &found.judged), ("of", &of)]),
    };
    output::lines(vec![head])?;
    let row = |p: &health::Part| {
        let metric = |key: &&str| lang.text(twelve().iter().find(|m| m.key == *key).map_or("", |m| m.label)).to_owned();
        let judged: Vec<String> = p.judged.iter().map(metric).collect();
        vec![
            lang.text(p.label).to_owned(),
            score(p.score),
            format!("{}/{}", p.judged.len(), p.of),
            judged.join(lang.text("kpi.comma")),
        ]
    };
    output::table(&found.parts.iter().map(row).collect::<Vec<_>>())
}
