//! What stands beside or below the board about the row under the cursor: why, how it is defined, who it comes from.

use super::super::aim::{Standing, words};
use super::super::board::{Origin, Part, Row, State};
use super::super::metric::{Source, Want};
use super::super::pane::{Detail, KpiPane};
use super::super::store::{Event, EventKind};
use super::super::{news, wording};
use super::{Piece, overview, piece, put_pieces, row_of};
use crate::base::text::{Clean, width, wrap};
use crate::tui::{Look, Role, paint};
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Blanks between things said on one line.
const APART: &str = "   ";

/// Draws the part below the board, with its own rule.
pub(super) fn below(pane: &KpiPane, buf: &mut Buffer, area: Rect, look: &Look) {
    let Some(row) = pane.current().filter(|_| area.height > 1) else { return };
    let key = match pane.detail {
        Detail::Why => "kpi.detail_why",
        Detail::Definition => "kpi.detail_definition",
        Detail::Communities => "kpi.detail_communities",
    };
    let title = look.lang.fill(key, &[("metric", &look.text(row.metric.label))]);
    paint::rule(buf, row_of(area, 0), look, &title, "", false);
    let columns = usize::from(area.width.saturating_sub(2));
    let lines = match pane.detail {
        Detail::Why => why(pane, look, row, columns),
        Detail::Definition => definition(pane, look, row, columns),
        Detail::Communities => communities(pane, look, row, columns),
    };
    write(buf, Rect { y: area.y + 1, height: area.height - 1, ..area }, look, &lines);
}

/// Draws everything about the row in a column of its own.
pub(super) fn column(pane: &KpiPane, buf: &mut Buffer, area: Rect, look: &Look) {
    let Some(row) = pane.current() else { return };
    let columns = usize::from(area.width.saturating_sub(2));
    let mut lines = overview::lines(pane, look, columns, row.metric.key);
    lines.extend([Vec::new(), vec![piece(look.text(row.metric.label), Role::Heading)]]);
    lines.extend(why(pane, look, row, columns));
    for more in [definition(pane, look, row, columns), communities(pane, look, row, columns)] {
        lines.push(Vec::new());
        lines.extend(more);
    }
    write(buf, area, look, &lines);
}

pub(super) fn write(buf: &mut Buffer, area: Rect, look: &Look, lines: &[Vec<Piece>]) {
    for (down, line) in (0..area.height).zip(lines) {
        put_pieces(buf, row_of(area, down), look, line);
    }
}

/// Things said one after another, on as many lines as they need; one too long for a line is wrapped.
pub(super) fn flow(pieces: impl IntoIterator<Item = Piece>, columns: usize) -> Vec<Vec<Piece>> {
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    let mut used = columns;
    for (text, role) in pieces {
        for (n, part) in wrap(&text, columns).into_iter().enumerate() {
            let wide = width(&part);
            match lines.last_mut() {
                Some(line) if n == 0 && used + APART.len() + wide <= columns => {
                    line.extend([piece(APART, Role::Text), piece(part, role)]);
                    used += APART.len() + wide;
                }
                _ => {
                    lines.push(vec![piece(part, role)]);
                    used = wide;
                }
            }
        }
    }
    lines
}

/// Why the row stands as it does: its parts, what happened lately, who it comes from, what else is missing.
pub(super) fn why(pane: &KpiPane, look: &Look, row: &Row, columns: usize) -> Vec<Vec<Piece>> {
    let mut lines = flow(facts(pane, look, row), columns);
    lines.extend(flow(goal(pane, look, row), columns));
    let calm = !matches!(row.state, State::Out | State::Unusual | State::Acknowledged | State::Watch);
    let missing = gaps(look, &pane.board.rows).join(look.text("kpi.semicolon"));
    let missing = flow((!missing.is_empty()).then(|| piece(missing, Role::Muted)), columns);
    if calm && row.ack.is_none() && columns > 48 {
        // What is as it should be needs no cause; what is not is told instead.
        lines.extend(overview::lines(pane, look, columns, row.metric.key));
        lines.extend(missing);
        return lines;
    }
    lines.extend(flow(overview::happened(look, &news::about(&pane.board, row, pane.last())), columns));
    if let Some(most) = most(pane, look, row) {
        lines.extend(flow([piece(most, Role::Text)], columns));
    }
    if let Some(ack) = &row.ack {
        let args: [(&str, &dyn std::fmt::Display); 2] =
            [("who", &Clean::line(&ack.by)), ("text", &Clean::line(&ack.text))];
        lines.extend(flow([piece(look.lang.fill("kpi.acknowledged", &args), Role::Info)], columns));
    }
    lines.extend(missing);
    lines
}

/// `0.62% = 退 61 / 0 点成员 9,812`, the week's mean, days beyond the target.
fn facts(pane: &KpiPane, look: &Look, row: &Row) -> Vec<Piece> {
    let lang = look.lang;
    let mut out = Vec::new();
    match row.shown {
        Some((value, _)) => {
            let value = wording::value(lang, row.metric, value);
            let text = match wording::parts(lang, row) {
                Some(parts) => format!("{value} = {parts}"),
                None => format!("{value}  {}", source(pane, look, row)),
            };
            out.push(piece(text, Role::Text));
        }
        None => out.push(piece(source(pane, look, row), Role::Gap)),
    }
    if let Some(average) = row.series.average(pane.last(), 7) {
        out.push(piece(mean_words(look, row, "kpi.mean_7", average), Role::Text));
    }
    if let Some(run) = wording::run_words(lang, row, pane.last()) {
        out.push(piece(run, Role::Bad));
    }
    if let Some(usual) = row.usual.filter(|_| row.state == State::Unusual) {
        out.push(piece(wording::usual(lang, row, usual, pane.last()), Role::Warn));
    }
    if row.reading.partial && row.band.is_none() && row.bands.target.is_some() && row.shown.is_some() {
        out.push(piece(lang.text("goals.partial_day"), Role::Muted));
    }
    if row.reading.low {
        out.push(piece(lang.text("goals.few"), Role::Muted));
    }
    out
}

/// What is to be reached with the row's metric, at which pace it is, and where it leads.
fn goal(pane: &KpiPane, look: &Look, row: &Row) -> Vec<Piece> {
    let mine = pane.board.aims.iter().filter(|(aim, _)| aim.metric.key == row.metric.key);
    mine.flat_map(|(aim, found)| {
        let role = if found.standing == Standing::Behind { Role::Warn } else { Role::Good };
        let target = words::target(look.lang, aim, pane.today);
        let texts = [(target, Role::Text), (words::pace(look.lang, aim, found), role)];
        texts.into_iter().chain([(words::forecast(look.lang, aim, found), Role::Text)])
    })
    .collect()
}

/// A mean, and of how many days when some are missing.
pub(super) fn mean_words(look: &Look, row: &Row, key: &str, average: super::super::series::Average) -> String {
    let mut text = look.lang.fill(key, &[("value", &wording::value(look.lang, row.metric, average.mean))]);
    if average.known < average.days {
        text.push_str(&look.lang.fill("kpi.mean_of", &[("known", &average.known)]));
    }
    text
}

/// Where today's value came from, who entered it and when, or why there is none.
pub(super) fn source(pane: &KpiPane, look: &Look, row: &Row) -> String {
    let lang = look.lang;
    match (&row.figure, row.shown) {
        (Some(f), _) => {
            let (at, by) = (f.at.local(pane.zone), Clean::line(&f.by));
            let when = format!("{} {}", lang.short_day(at.date()), at.format("%H:%M"));
            let what = match (f.value, f.reason.as_str()) {
                (Some(_), _) => lang.text(wording::origin_key(f.origin)).to_owned(),
                (None, "") => lang.text("kpi.unavailable").to_owned(),
                (None, reason) => {
                    let reason = match reason {
                        "platform" => lang.text("kpi.reason_platform").to_owned(),
                        "outage" => lang.text("kpi.reason_outage").to_owned(),
                        words => Clean::line(words).into_string(),
                    };
                    lang.fill("kpi.unavailable_why", &[("reason", &reason)])
                }
            };
            lang.fill("kpi.source_by", &[("what", &what), ("who", &by), ("when", &when)])
        }
        (None, Some((_, age))) if age > 0 => lang.fill("kpi.stands_from", &[("days", &age)]),
        (None, Some(_)) if row.reading.origin == Some(Origin::Auto) => lang.text("kpi.source_auto").to_owned(),
        (None, Some(_)) => lang.text("kpi.source_sum").to_owned(),
        (None, None) => lang.text("kpi.unfilled_today").to_owned(),
    }
}

pub(super) fn told(look: &Look, event: &Event) -> String {
    let text = Clean::line(&event.text);
    match event.kind {
        EventKind::Incident => look.lang.fill("kpi.event_incident", &[("name", &text)]),
        EventKind::Note | EventKind::Post => text.into_string(),
    }
}

/// The events of the whole window by day, at most `most` days: those that were noted or were incidents first.
pub(super) fn days_told(pane: &KpiPane, look: &Look, most: usize) -> Vec<(NaiveDate, String)> {
    let mut days: Vec<(NaiveDate, EventKind, String)> = Vec::new();
    for event in pane.board.events.iter().filter(|e| e.day >= pane.window().first()) {
        match days.last_mut() {
            Some((day, kind, text)) if *day == event.day => {
                *kind = event.kind.min(*kind);
                *text = format!("{text}{}{}", look.text("kpi.comma"), told(look, event));
            }
            _ => days.push((event.day, event.kind, told(look, event))),
        }
    }
    days.sort_by_key(|(day, kind, _)| (*kind == EventKind::Post, std::cmp::Reverse(*day)));
    days.truncate(most);
    let mut days: Vec<_> = days.into_iter().map(|(day, _, text)| (day, text)).collect();
    days.sort();
    days
}

/// Who gives most to the row: `最多：微信 新手2群 27，微博 超话 14`.
fn most(pane: &KpiPane, look: &Look, row: &Row) -> Option<String> {
    let named: Vec<String> = row
        .parts
        .iter()
        .filter(|p| p.count.unwrap_or(p.value) > 0.0)
        .take(3)
        .filter_map(|p| {
            let community = pane.board.communities.get(p.community)?;
            Some(format!("{} {}", wording::community(look.lang, community), part_words(look, row, p)))
        })
        .collect();
    (!named.is_empty()).then(|| look.lang.fill("kpi.most", &[("list", &named.join(look.text("kpi.comma")))]))
}

fn part_words(look: &Look, row: &Row, part: &Part) -> String {
    match part.count {
        Some(count) => look.lang.count(count as i64),
        None => wording::value(look.lang, row.metric, part.value),
    }
}

/// The rows whose values are old or missing, in words.
fn gaps(look: &Look, rows: &[Row]) -> Vec<String> {
    let said = |r: &Row| {
        let name = look.lang.text(r.metric.label);
        match (r.state, r.shown) {
            (State::Unfilled, _) => Some(look.lang.fill("kpi.gap_unfilled", &[("metric", &name)])),
            (_, Some((_, age))) if age > 0 => {
                Some(look.lang.fill("kpi.gap_stale", &[("metric", &name), ("days", &age)]))
            }
            _ => None,
        }
    };
    let named: Vec<String> = rows.iter().filter(|r| !r.metric.bench).filter_map(said).collect();
    match named.len() {
        0..=3 => named,
        n => vec![look.lang.fill("kpi.gaps", &[("count", &n)])],
    }
}

/// For the dashboard: what happened lately, in one line.
pub(super) fn short_why(pane: &KpiPane, look: &Look, row: &Row) -> Option<Vec<Piece>> {
    if let Some(ack) = &row.ack {
        return Some(vec![piece(look.lang.fill("kpi.short_why", &[("what", &Clean::line(&ack.text))]), Role::Muted)]);
    }
    let days = days_told(pane, look, 2);
    let told: Vec<String> = days.iter().map(|(day, text)| format!("{} {text}", look.lang.short_day(*day))).collect();
    let text = if told.is_empty() { most(pane, look, row)? } else { told.join(look.text("kpi.comma")) };
    Some(vec![piece(look.lang.fill("kpi.short_why", &[("what", &text)]), Role::Muted)])
}

/// For the dashboard: how many more rows there are and how they stand, and what is missing.
pub(super) fn rest(look: &Look, hidden: &[&Row], all: &[Row]) -> Vec<Piece> {
    let lang = look.lang;
    let good = hidden.iter().filter(|r| matches!(r.state, State::Good | State::Unjudged)).count();
    let mut said = Vec::new();
    if good > 0 {
        said.push(lang.fill("kpi.rest_good", &[("count", &good)]));
    }
    if hidden.len() > good {
        said.push(lang.fill("kpi.rest_other", &[("count", &(hidden.len() - good))]));
    }
    let unfilled: Vec<&Row> = all.iter().filter(|r| !r.metric.bench && r.state == State::Unfilled).collect();
    match unfilled.as_slice() {
        [] => {}
        [one] => said.push(lang.fill("kpi.gap_unfilled", &[("metric", &lang.text(one.metric.label))])),
        several => said.push(lang.fill("kpi.rest_unfilled", &[("count", &several.len())])),
    }
    vec![piece(said.join(look.text("kpi.comma")), Role::Muted)]
}

/// How the metric is worked out, where its values come from, which way is good.
pub(super) fn definition(pane: &KpiPane, look: &Look, row: &Row, columns: usize) -> Vec<Vec<Piece>> {
    let (lang, metric) = (look.lang, row.metric);
    let own = pane.board.goals.iter().any(|g| g.metric == metric.key);
    let mut lines = flow([piece(lang.text(metric.formula), Role::Text)], columns);
    let kind = if metric.source == Source::Computed { "kpi.source_computed" } else { "kpi.source_entered" };
    let way = if metric.want == Want::More { "kpi.want_more" } else { "kpi.want_less" };
    let mut pieces = vec![piece(lang.text(kind), Role::Text), piece(lang.text(way), Role::Text)];
    if let Some(target) = row.bands.target {
        let (target, watch) = (wording::target(lang, metric, Some(target)), row.bands.watch);
        let limit = watch.map_or_else(|| target.clone(), |w| wording::target(lang, metric, Some(w)));
        let key = if own { "kpi.bands_own" } else { "kpi.bands_start" };
        pieces.push(piece(lang.fill(key, &[("target", &target), ("watch", &limit)]), Role::Text));
    } else {
        pieces.push(piece(lang.text("kpi.bands_none"), Role::Muted));
    }
    if metric.rhythm > 1 {
        pieces.push(piece(lang.fill("kpi.rhythm", &[("days", &metric.rhythm)]), Role::Muted));
    }
    lines.extend(flow(pieces, columns));
    lines.extend(flow([piece(source(pane, look, row), Role::Muted)], columns));
    lines
}

/// Every community's value, two beside each other where there is room.
pub(super) fn communities(pane: &KpiPane, look: &Look, row: &Row, columns: usize) -> Vec<Vec<Piece>> {
    if row.parts.is_empty() {
        return flow([piece(look.text("kpi.no_parts"), Role::Muted)], columns);
    }
    let beside = if columns >= 74 { 2 } else { 1 };
    let wide = columns / beside;
    let cells: Vec<Vec<Piece>> = row.parts.iter().map(|p| community(pane, look, row, p, wide)).collect();
    let lines = cells.len().div_ceil(beside);
    (0..lines).map(|n| cells.iter().skip(n).step_by(lines).flatten().cloned().collect()).collect()
}

fn community(pane: &KpiPane, look: &Look, row: &Row, part: &Part, columns: usize) -> Vec<Piece> {
    use super::super::series::Band;
    use crate::base::text::{pad, pad_left};
    let name = pane.board.communities.get(part.community).map(|c| wording::community(look.lang, c)).unwrap_or_default();
    let count = part.count.map(|n| look.lang.count(n as i64)).unwrap_or_default();
    let (state, role) = match part.band {
        Some(Band::Good) => (State::Good, Role::Good),
        Some(Band::Watch) => (State::Watch, Role::Warn),
        Some(Band::Out) => (State::Out, Role::Bad),
        None => (State::Unjudged, Role::Muted),
    };
    let value = wording::value(look.lang, row.metric, part.value);
    vec![
        piece(pad(&name, columns.saturating_sub(22).clamp(8, 18)), Role::Text),
        piece(pad_left(&count, 6), Role::Text),
        piece(pad_left(&value, 8), Role::Text),
        piece("  ", Role::Text),
        piece(pad(look.text(wording::state_key(state)), 6), role),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(pieces: &[&str], columns: usize) -> Vec<String> {
        let pieces = pieces.iter().map(|text| piece(*text, Role::Text));
        flow(pieces, columns).into_iter().map(|line| line.into_iter().map(|(text, _)| text).collect()).collect()
    }

    #[test]
    fn things_said_stay_whole_and_apart() {
        for (pieces, columns, want) in [
            (&["一二", "三四"][..], 11, &["一二   三四"][..]),
            (&["一二", "三四"], 10, &["一二", "三四"]),
            (&["一二三四", "五"], 7, &["一二三", "四   五"]),
            (&["a", "b", "c"], 9, &["a   b   c"]),
            (&[], 9, &[]),
        ] {
            let found = lines(pieces, columns);
            assert!(found.iter().all(|l| width(l) <= columns), "{found:?}");
            assert_eq!(found, want, "{columns}");
        }
    }
}
