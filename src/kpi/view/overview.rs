//! How the communities are in one number with its parts, and the few metrics that stand out, each with what happened.

use super::super::board::State;
use super::super::health::{self, Health};
use super::super::metric::twelve;
use super::super::news::{self, News};
use super::super::pane::KpiPane;
use super::super::wording;
use super::detail::{flow, told};
use super::{Piece, piece, table};
use crate::base::text::Clean;
use crate::tui::{Look, Role};

/// Health and what changed, on as many lines as they need; the metric called `told` is told of elsewhere.
pub(super) fn lines(pane: &KpiPane, look: &Look, columns: usize, told: &str) -> Vec<Vec<Piece>> {
    let mut lines = flow(health(look, &health::health(&pane.board.rows)), columns);
    let found = news::news(&pane.board, pane.last());
    if found.is_empty() {
        lines.extend(flow([piece(look.text("goals.news_none"), Role::Muted)], columns));
    }
    for news in found.iter().filter(|n| n.row.metric.key != told) {
        lines.extend(flow(one(look, news), columns));
    }
    lines
}

/// The score, and its parts behind it.
pub(super) fn health(look: &Look, found: &Health) -> Vec<Piece> {
    let (lang, of) = (look.lang, twelve().len());
    let Some(score) = found.score else {
        let text = lang.fill("goals.health_few", &[("judged", &found.judged), ("of", &of)]);
        return vec![piece(text, Role::Muted)];
    };
    let args: [(&str, &dyn std::fmt::Display); 3] =
        [("score", &format!("{score:.0}")), ("judged", &found.judged), ("of", &of)];
    let part = |p: &health::Part| {
        let score = p.score.map_or_else(|| wording::NONE.to_owned(), |s| format!("{s:.0}"));
        let role = match p.score {
            None => Role::Muted,
            Some(s) if s < 60.0 => Role::Bad,
            Some(s) if s < 100.0 => Role::Warn,
            Some(_) => Role::Good,
        };
        piece(format!("{} {score}", lang.text(p.label)), role)
    };
    let head = piece(lang.fill("goals.health_of", &args), Role::Heading);
    std::iter::once(head).chain(found.parts.iter().map(part)).collect()
}

/// A metric that stands out: how it stands, since when, and what was done around it.
fn one(look: &Look, news: &News) -> Vec<Piece> {
    let (lang, row) = (look.lang, news.row);
    let (word, role) = table::state(look, row);
    let value = row.shown.map_or_else(|| wording::NONE.to_owned(), |(v, _)| wording::value(lang, row.metric, v));
    let mut out = vec![piece(format!("{} {value}", lang.text(row.metric.label)), Role::Text), piece(word, role)];
    if row.state != State::Unusual && news.days > 1 {
        let day = lang.short_day(news.since);
        out.push(piece(lang.fill("goals.news_since", &[("day", &day), ("days", &news.days)]), Role::Text));
    }
    if let Some(ack) = &row.ack {
        let args: [(&str, &dyn std::fmt::Display); 2] =
            [("who", &Clean::line(&ack.by)), ("text", &Clean::line(&ack.text))];
        out.push(piece(lang.fill("kpi.acknowledged", &args), Role::Info));
    }
    out.extend(happened(look, news));
    out
}

/// What was done and what happened around the bad days of a metric.
pub(super) fn happened(look: &Look, news: &News) -> Vec<Piece> {
    let lang = look.lang;
    let mut out: Vec<Piece> =
        news.events.iter().map(|e| piece(format!("{} {}", lang.short_day(e.day), told(look, e)), Role::Text)).collect();
    match out.first_mut() {
        Some(head) => head.0 = lang.fill("goals.around", &[("what", &head.0)]),
        None => out.push(piece(lang.text("goals.news_nothing"), Role::Muted)),
    }
    if news.posts > 0 {
        out.push(piece(lang.fill("goals.news_posts", &[("count", &news.posts)]), Role::Muted));
    }
    out
}
