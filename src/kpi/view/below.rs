//! What can stand below a chart: who came back week by week, and at which hours people write.

use super::super::pane::KpiPane;
use super::super::wording;
use super::{Piece, piece};
use crate::base::text::{pad, pad_left};
use crate::tui::sparkline::spark;
use crate::tui::{Look, Role};

/// Columns of a cohort's share.
const SHARE: usize = 6;

/// Cohorts, the newest first: when they came, how many, and the share that wrote in each week after.
pub(super) fn cohorts(pane: &KpiPane, look: &Look, columns: usize) -> Vec<Vec<Piece>> {
    let (lang, found) = (look.lang, &pane.beside.cohorts);
    if found.is_empty() {
        return vec![vec![piece(lang.text("goals.cohorts_none"), Role::Muted)]];
    }
    let name = if pane.beside.joined { "goals.cohort_joined" } else { "goals.cohort_seen" };
    let lead = pad(lang.text(name), 8) + &pad_left(lang.text("goals.cohort_size"), 6);
    let fits = columns.saturating_sub(16) / SHARE;
    let weeks = found[0].active.len().min(fits);
    let heads = (0..weeks).map(|n| pad_left(&lang.fill("goals.cohort_week", &[("n", &n)]), SHARE));
    let mut lines = vec![vec![piece(lead + "  " + &heads.collect::<String>(), Role::Muted)]];
    for cohort in found.iter().rev() {
        let mut line = vec![
            piece(pad(&lang.short_day(cohort.first), 8), Role::Text),
            piece(pad_left(&lang.count(i64::try_from(cohort.size).unwrap_or(0)), 6) + "  ", Role::Text),
        ];
        for active in cohort.active.iter().take(weeks) {
            // A week that is not over says nothing yet.
            let share = active.map(|n| n as f64 / cohort.size.max(1) as f64);
            let (text, role) = match share {
                None => (String::new(), Role::Muted),
                Some(s) if s >= 0.5 => (format!("{:.0}%", s * 100.0), Role::Good),
                Some(s) => (format!("{:.0}%", s * 100.0), Role::Text),
            };
            line.push(piece(pad_left(&text, SHARE), role));
        }
        lines.push(line);
    }
    lines
}

/// One bar an hour, the hours under them, and when most and least is written.
pub(super) fn hours(pane: &KpiPane, look: &Look, columns: usize) -> Vec<Vec<Piece>> {
    let (lang, hours) = (look.lang, &pane.beside.hours);
    let (Some(most), Some(least)) = (hours.stretch(2, true), hours.stretch(4, false)) else {
        return vec![vec![piece(lang.text("goals.hours_none"), Role::Muted)]];
    };
    let wide = if columns >= 74 { 3 } else { 2 };
    let values: Vec<Option<f64>> = hours.counts.iter().map(|n| Some(*n as f64)).collect();
    let bars: String =
        spark(&values, look.glyphs).chars().map(|c| pad(&c.to_string().repeat(wide - 1), wide)).collect();
    let marks: String =
        (0..24).map(|h| if h % 3 == 0 { pad(&h.to_string(), wide) } else { " ".repeat(wide) }).collect();
    let told = |key: &str, s: super::super::hours::Stretch| {
        let args: [(&str, &dyn std::fmt::Display); 3] =
            [("from", &s.from), ("to", &s.to), ("share", &lang.percent(s.share))];
        piece(lang.fill(key, &args), Role::Text)
    };
    let total = wording_count(look, hours.total());
    let mut lines = vec![vec![piece(bars, Role::Chart)], vec![piece(marks, Role::Muted)]];
    lines.extend(super::detail::flow(
        [told("goals.hours_most", most), told("goals.hours_least", least), total],
        columns,
    ));
    lines
}

fn wording_count(look: &Look, total: u64) -> Piece {
    let total = look.lang.full_count(i64::try_from(total).unwrap_or(i64::MAX));
    piece(look.lang.fill("goals.hours_of", &[("count", &total)]), Role::Muted)
}

/// What the chart's ticks are, and how the means of both compare.
pub(super) fn against(pane: &KpiPane, look: &Look) -> Option<Piece> {
    use super::super::pane::Against;
    let (lang, row) = (look.lang, pane.current()?);
    let name = match pane.against? {
        Against::Before => lang.text("goals.against_before").to_owned(),
        Against::Year => lang.text("goals.against_year").to_owned(),
        Against::Community(id) => {
            let found = pane.board.communities.iter().find(|c| c.id == id)?;
            wording::community(lang, found)
        }
    };
    let mean = |values: &[Option<f64>]| {
        let known: Vec<f64> = values.iter().flatten().copied().collect();
        let mean = known.iter().sum::<f64>() / known.len() as f64;
        if known.is_empty() { wording::NONE.to_owned() } else { wording::value(lang, row.metric, mean) }
    };
    let (here, there) = (mean(&row.series.window(pane.last(), pane.span)), mean(&pane.beside.other));
    let tick = look.glyphs.rule_focus.to_string();
    let args: [(&str, &dyn std::fmt::Display); 4] =
        [("tick", &tick), ("name", &name), ("here", &here), ("there", &there)];
    Some(piece(lang.fill("goals.against_mean", &args), Role::Text))
}
