//! One metric over the window (screens.md §7b): bars, the goal's line, `?` for missing days, what happened when.

use super::super::board::{Row, State};
use super::super::metric::Unit;
use super::super::pane::{Below, KpiPane};
use super::super::series::{Band, change};
use super::super::wording;
use super::{Piece, below, detail, piece, put_pieces, row_of, table};
use crate::base::text::Clean;
use crate::tui::chart::Chart;
use crate::tui::{Look, Role, paint};
use chrono::{Datelike, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns of the facts beside the chart.
const FACTS: u16 = 38;
/// Lines below the chart: its rule and what happened.
const BELOW: u16 = 9;

/// Draws the chart of the row under the cursor.
pub(super) fn draw(pane: &KpiPane, buf: &mut Buffer, area: Rect, look: &Look) {
    let (Some(row), Some(day)) = (pane.current(), pane.chart) else { return };
    let wide = area.width >= 110 && area.height >= 24;
    let below = match pane.below {
        Below::Cohorts => u16::try_from(pane.beside.cohorts.len())
            .map_or(10, |n| (n + 2).min(10))
            .min(area.height.saturating_sub(8))
            .max(3),
        Below::Hours => 5.min(area.height / 2),
        Below::Events if wide => BELOW,
        Below::Events => (area.height / 3).clamp(3, 6),
    };
    let above = Rect { height: area.height - below, ..area };
    let told = detail::days_told(pane, look, 6);
    let side = if wide { FACTS } else { 0 };
    bars(pane, buf, Rect { width: above.width - side, ..above }, look, (row, day), &told);
    let under = Rect { y: area.y + above.height, height: below, ..area };
    if wide {
        let column = Rect { x: area.right() - side, y: area.y + 1, width: side, height: above.height - 1 };
        detail::write(buf, column, look, &facts(pane, look, row, day, usize::from(side) - 2));
        happened(pane, buf, under, look, row, &told);
    } else {
        narrow(pane, buf, under, look, (row, day), &told);
    }
}

fn bars(
    pane: &KpiPane,
    buf: &mut Buffer,
    area: Rect,
    look: &Look,
    (row, day): (&Row, NaiveDate),
    told: &[(NaiveDate, String)],
) {
    let lang = look.lang;
    let scale = if row.metric.is_share() { 100.0 } else { 1.0 };
    let values: Vec<Option<f64>> =
        row.series.window(pane.last(), pane.span).into_iter().map(|v| v.map(|v| v * scale)).collect();
    let highest = values.iter().flatten().copied().chain(row.bands.target.map(|t| t * scale)).fold(0.0, f64::max);
    let other: Vec<Option<f64>> = pane.beside.other.iter().map(|v| v.map(|v| v * scale)).collect();
    let label = |v: f64| match row.metric.unit {
        Unit::Count | Unit::Minutes => lang.count(v.round() as i64),
        _ if highest < 1.0 => format!("{v:.2}"),
        _ if highest < 10.0 => format!("{v:.1}"),
        _ => format!("{v:.0}"),
    };
    let first = pane.window().first();
    let place = |day: NaiveDate| usize::try_from((day - first).num_days()).ok().filter(|at| *at < values.len());
    let pace = (values.len() / 3).max(1);
    let last = values.len() - 1;
    let days = (0..values.len()).filter(|at| at % pace == 0 && at + pace / 2 <= last || *at == last);
    let marks: Vec<(usize, String)> =
        days.map(|at| (at, lang.short_day(first + chrono::Days::new(at as u64)))).collect();
    let letters = told.iter().enumerate();
    let events: Vec<(usize, String)> = letters.filter_map(|(n, (day, _))| Some((place(*day)?, letter(n)))).collect();
    let goal = row
        .bands
        .target
        .map(|t| (t * scale, lang.fill("kpi.goal_line", &[("value", &wording::limit(lang, row.metric, t))])));
    let chart = Chart {
        values: &values,
        other: &other,
        goal: goal.as_ref().map(|(value, words)| (*value, words.as_str())),
        unit: lang.text(row.metric.unit_label),
        label: &label,
        marks: &marks,
        events: &events,
        cursor: place(day),
    };
    chart.draw(buf, area, look);
}

fn letter(n: usize) -> String {
    char::from(b'A' + u8::try_from(n % 26).unwrap_or(0)).to_string()
}

/// How `row` stands on `day`, in a word.
fn state(look: &Look, row: &Row, day: NaiveDate, last: NaiveDate) -> (String, Role) {
    if day == last {
        return table::state(look, row);
    }
    let Some(value) = row.series.at(day) else { return (look.text("kpi.state_unfilled").to_owned(), Role::Gap) };
    let (state, role) = match row.bands.judge(row.metric.want, value) {
        Some(Band::Good) => (State::Good, Role::Good),
        Some(Band::Watch) => (State::Watch, Role::Warn),
        Some(Band::Out) => (State::Out, Role::Bad),
        None => (State::Unjudged, Role::Muted),
    };
    (look.text(wording::state_key(state)).to_owned(), role)
}

/// The numbers of the day: value, target, state, comparisons, means.
fn numbers(pane: &KpiPane, look: &Look, row: &Row, day: NaiveDate, columns: usize) -> Vec<Vec<Piece>> {
    let (lang, metric) = (look.lang, row.metric);
    let value = |v: Option<f64>| v.map_or_else(|| wording::NONE.to_owned(), |v| wording::value(lang, metric, v));
    let now = row.series.at(day);
    let before = day.pred_opt().and_then(|d| row.series.at(d));
    let target = wording::target(lang, metric, row.bands.target);
    let mut lines = vec![vec![
        piece(format!("{} {}", lang.short_day(day), value(now)), Role::Heading),
        piece("  ", Role::Text),
        piece(lang.fill("kpi.goal_is", &[("target", &target)]), Role::Text),
    ]];
    let mut stand = vec![state(look, row, day, pane.last())];
    if let Some(run) = wording::run_words(lang, row, day) {
        stand.extend([piece("  ", Role::Text), piece(run, Role::Text)]);
    }
    lines.push(stand);
    let moved = change(metric.unit, now, before);
    let against = |key: &str, moved: Option<f64>, base: Option<f64>| {
        let words = wording::change(lang, metric, moved, now);
        vec![piece(lang.fill(key, &[("change", &words), ("value", &value(base))]), Role::Text)]
    };
    lines.push(against("kpi.against_before", moved, before));
    if day == pane.last() {
        lines.push(against("kpi.against_year", row.year, row.year_value));
    }
    let means = [("kpi.mean_7", 7), ("kpi.mean_30", 30), ("kpi.mean_month", day.day() as usize)];
    let means = means.iter().filter_map(|(key, days)| {
        let average = row.series.average(day, *days)?;
        Some(piece(detail::mean_words(look, row, key, average), Role::Text))
    });
    lines.extend(detail::flow(means, columns));
    lines.extend(below::against(pane, look).map(|said| detail::flow([said], columns)).unwrap_or_default());
    lines
}

/// Everything beside a wide chart.
fn facts(pane: &KpiPane, look: &Look, row: &Row, day: NaiveDate, columns: usize) -> Vec<Vec<Piece>> {
    let mut lines = numbers(pane, look, row, day, columns);
    lines.extend([Vec::new(), vec![piece(look.text("kpi.definition"), Role::Heading)]]);
    lines.extend(detail::definition(pane, look, row, columns));
    lines
}

/// Below a wide chart: what happened at the left, the communities at the right.
fn happened(pane: &KpiPane, buf: &mut Buffer, area: Rect, look: &Look, row: &Row, told: &[(NaiveDate, String)]) {
    let right = 38.min(area.width / 2);
    if pane.below != Below::Events {
        return instead(pane, buf, area, look);
    }
    let left = Rect { width: area.width - right, ..area };
    let side = Rect { x: left.right(), width: right, ..area };
    paint::rule(buf, row_of(left, 0), look, look.text("kpi.happened"), "", false);
    paint::rule(buf, row_of(side, 0), look, look.text("kpi.by_community"), "", false);
    let lower = |r: Rect| Rect { y: r.y + 1, height: r.height.saturating_sub(1), ..r };
    detail::write(buf, lower(left), look, &events(pane, look, told));
    detail::write(buf, lower(side), look, &detail::communities(pane, look, row, usize::from(right) - 2));
}

/// Below the chart in the place of what happened: cohorts or hours.
fn instead(pane: &KpiPane, buf: &mut Buffer, area: Rect, look: &Look) {
    let columns = usize::from(area.width.saturating_sub(2));
    let (title, lines) = match pane.below {
        Below::Hours => ("goals.hours", below::hours(pane, look, columns)),
        _ => ("goals.cohorts", below::cohorts(pane, look, columns)),
    };
    paint::rule(buf, row_of(area, 0), look, look.text(title), "", false);
    detail::write(buf, Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }, look, &lines);
}

fn events(pane: &KpiPane, look: &Look, told: &[(NaiveDate, String)]) -> Vec<Vec<Piece>> {
    let mut lines: Vec<Vec<Piece>> = told
        .iter()
        .enumerate()
        .map(|(n, (day, text))| {
            let day = crate::base::text::pad_left(&look.lang.short_day(*day), 6);
            vec![piece(letter(n), Role::Key), piece(format!(" {day}  {text}"), Role::Text)]
        })
        .collect();
    if lines.is_empty() {
        lines.push(vec![piece(look.text("kpi.happened_nothing"), Role::Muted)]);
    }
    if let Some(ack) = &pane.last_ack {
        let args: [(&str, &dyn std::fmt::Display); 3] =
            [("day", &look.lang.short_day(ack.day)), ("who", &Clean::line(&ack.by)), ("text", &Clean::line(&ack.text))];
        lines.push(vec![piece(look.lang.fill("kpi.last_ack", &args), Role::Muted)]);
    }
    lines
}

/// Below a narrow chart: the day's numbers on two lines, then what happened.
fn narrow(
    pane: &KpiPane,
    buf: &mut Buffer,
    area: Rect,
    look: &Look,
    (row, day): (&Row, NaiveDate),
    told: &[(NaiveDate, String)],
) {
    if pane.below != Below::Events {
        return instead(pane, buf, area, look);
    }
    paint::rule(buf, row_of(area, 0), look, look.text("kpi.happened"), "", false);
    let columns = usize::from(area.width.saturating_sub(2));
    let joined = |line: Vec<Piece>| line.into_iter().map(|(text, _)| text).collect::<String>();
    let numbers = numbers(pane, look, row, day, columns).into_iter().map(|line| piece(joined(line), Role::Text));
    let mut lines = detail::flow(numbers, columns);
    lines.extend(events(pane, look, told));
    for (down, line) in (1..area.height).zip(&lines) {
        put_pieces(buf, row_of(area, down), look, line);
    }
}
