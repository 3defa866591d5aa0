//! The goals: a row each with its pace and where it leads, and the one under the cursor with its five fields.

use super::super::aim::{Aim, Chance, Outcome, Progress, Standing, words};
use super::super::pane::{Goals, KpiPane};
use super::super::series::Series;
use super::super::wording;
use super::detail::flow;
use super::{Piece, piece, put_pieces, row_of};
use crate::base::text::{Clean, pad, pad_left, width};
use crate::tui::chart::Chart;
use crate::tui::{Look, Role, paint};
use chrono::Days;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the list above and the goal under the cursor below; beside each other where there is room.
pub(super) fn draw(pane: &KpiPane, goals: &Goals, buf: &mut Buffer, area: Rect, look: &Look) {
    if goals.rows.is_empty() {
        let style = look.style(Role::Muted);
        paint::put(buf, area.x + 1, area.y, area.width.saturating_sub(2), look.text("goals.empty"), style);
        return;
    }
    if area.width >= 110 && area.height >= 24 {
        let left = Rect { width: 71, ..area };
        rows(pane, goals, buf, left, look);
        paint::vertical(buf, Rect { x: area.x + 71, width: 1, ..area }, look);
        let right = Rect { x: area.x + 72, width: area.width - 72, ..area };
        if let Some(goal) = goals.current() {
            let lines = about(pane, look, goal, usize::from(right.width) - 2);
            let used = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(right.height);
            super::detail::write(buf, Rect { height: used, ..right }, look, &lines);
            chart(
                pane,
                goal,
                buf,
                Rect { y: right.y + used + 1, height: right.height.saturating_sub(used + 1).min(14), ..right },
                look,
            );
        }
        return;
    }
    let above = u16::try_from(goals.rows.len() + 1).unwrap_or(u16::MAX).min(area.height * 2 / 5).max(2);
    rows(pane, goals, buf, Rect { height: above, ..area }, look);
    let (Some(goal), true) = (goals.current(), area.height > above + 2) else { return };
    let under = Rect { y: area.y + above, height: area.height - above, ..area };
    paint::rule(buf, row_of(under, 0), look, &Clean::line(&goal.0.name).into_string(), "", false);
    let lines = about(pane, look, goal, usize::from(under.width) - 2);
    super::detail::write(buf, Rect { y: under.y + 1, height: under.height - 1, ..under }, look, &lines[1..]);
}

/// How a goal stands, and where it leads, each in a word and its colour.
fn words_of(look: &Look, aim: &Aim, found: &Progress) -> [Piece; 2] {
    if aim.outcome != Outcome::Open {
        let role = if aim.outcome == Outcome::Met { Role::Good } else { Role::Muted };
        return [piece(look.text(aim.outcome.label()), role), piece("", Role::Text)];
    }
    let role = match found.standing {
        Standing::Reached | Standing::OnPace => Role::Good,
        Standing::Behind => Role::Warn,
        Standing::Unknown => Role::Muted,
    };
    let leads = match found.forecast.map(|f| f.chance) {
        None => Role::Muted,
        Some(Chance::Hardly | Chance::RatherNot) => Role::Bad,
        Some(Chance::Even) => Role::Warn,
        Some(Chance::Rather | Chance::VeryLikely) => Role::Good,
    };
    let leads = piece(look.text(words::chance(found)), leads);
    [piece(look.text(words::standing(found.standing)), role), leads]
}

/// What a goal wants, short: `>=2,040`; its name says of what.
fn target(look: &Look, aim: &Aim) -> String {
    words::limit(look.lang, aim, aim.target)
}

fn now(look: &Look, aim: &Aim, found: &Progress) -> String {
    found.now.map_or_else(|| wording::NONE.to_owned(), |v| wording::value(look.lang, aim.metric, v))
}

/// How wide the columns of the list are.
struct Columns {
    name: usize,
    target: usize,
    now: usize,
    standing: usize,
    leads: usize,
}

/// Columns of a due day.
const DUE: usize = 7;
const HEADS: [&str; 6] = [
    "goals.field_name",
    "goals.field_target",
    "goals.head_now",
    "goals.head_standing",
    "goals.head_leads",
    "goals.field_due",
];

impl Columns {
    fn fit(goals: &Goals, look: &Look, columns: u16) -> Columns {
        let most = |of: &dyn Fn(&Aim, &Progress) -> String, head: usize| {
            goals.rows.iter().map(|(a, p, _)| width(&of(a, p))).max().unwrap_or(0).max(width(look.text(HEADS[head])))
        };
        let target = most(&|a, _| target(look, a), 1);
        let now = most(&|a, p| now(look, a, p), 2);
        let standing = most(&|a, p| words_of(look, a, p)[0].0.clone(), 3);
        let leads = most(&|a, p| words_of(look, a, p)[1].0.clone(), 4).min(24);
        let taken = 11 + target + now + standing + leads + DUE;
        Columns { name: usize::from(columns).saturating_sub(taken).clamp(8, 40), target, now, standing, leads }
    }

    fn line(&self, name: &str, role: Role, cells: [Piece; 5]) -> Vec<Piece> {
        let [target, now, standing, leads, due] = cells;
        vec![
            piece(pad(name, self.name), role),
            piece("  ", Role::Text),
            (pad(&target.0, self.target + 1), target.1),
            (pad_left(&now.0, self.now) + "  ", now.1),
            (pad(&standing.0, self.standing + 1), standing.1),
            (pad(&leads.0, self.leads + 1), leads.1),
            (pad_left(&due.0, DUE), due.1),
        ]
    }
}

fn rows(pane: &KpiPane, goals: &Goals, buf: &mut Buffer, area: Rect, look: &Look) {
    let columns = Columns::fit(goals, look, area.width);
    let head = |n: usize| piece(look.text(HEADS[n]), Role::Heading);
    let first = Rect { x: area.x + 2, width: area.width - 2, ..area };
    let heads = columns.line(look.text(HEADS[0]), Role::Heading, [head(1), head(2), head(3), head(4), head(5)]);
    put_pieces(buf, row_of(first, 0), look, &heads);
    let body = usize::from(area.height.saturating_sub(1));
    for (down, at) in (1..area.height).zip(goals.list.window(body)) {
        let Some((aim, progress, _)) = goals.rows.get(at) else { continue };
        let chosen = at == goals.list.index();
        if chosen {
            paint::put(buf, area.x + 1, area.y + down, 1, &look.glyphs.cursor.to_string(), look.style(Role::Text));
        }
        let [standing, chance] = words_of(look, aim, progress);
        let late = aim.due < pane.today && aim.outcome == Outcome::Open;
        let cells = [
            piece(target(look, aim), Role::Muted),
            piece(now(look, aim, progress), Role::Text),
            standing,
            chance,
            piece(look.lang.short_day(aim.due), if late { Role::Gap } else { Role::Muted }),
        ];
        let name = Clean::line(&aim.name);
        let name = crate::base::text::cut(&name, columns.name);
        let role = if chosen { Role::Cursor } else { Role::Text };
        put_pieces(buf, row_of(first, down), look, &columns.line(&name, role, cells));
    }
}

/// The five fields, the pace, the forecast and the steps of a goal.
fn about(pane: &KpiPane, look: &Look, (aim, found, _): &(Aim, Progress, Series), columns: usize) -> Vec<Vec<Piece>> {
    let lang = look.lang;
    let clean = |text: &str| Clean::line(text).into_string();
    let mut lines = vec![vec![piece(clean(&aim.name), Role::Heading)]];
    let mut measured = vec![piece(words::target(lang, aim, pane.today), Role::Text)];
    if let Some(baseline) = aim.baseline {
        let value = wording::value(lang, aim.metric, baseline);
        measured.push(piece(lang.fill("goals.say_baseline", &[("value", &value)]), Role::Text));
    }
    let owner = clean(&aim.owner);
    if !owner.is_empty() {
        measured.push(piece(lang.fill("goals.by", &[("owner", &owner)]), Role::Muted));
    }
    lines.extend(flow(measured, columns));
    let [standing, chance] = words_of(look, aim, found);
    if aim.outcome == Outcome::Open {
        lines.extend(flow([piece(words::pace(lang, aim, found), standing.1)], columns));
        lines.extend(flow([piece(words::forecast(lang, aim, found), chance.1)], columns));
        let more = [words::milestone(lang, aim, found), words::periods(lang, found)];
        lines.extend(flow(more.into_iter().flatten().map(|t| piece(t, Role::Text)), columns));
    } else {
        lines.extend(flow([standing, piece(clean(&aim.note), Role::Text)], columns));
    }
    for (key, text) in [("goals.field_reachable", &aim.reachable), ("goals.field_purpose", &aim.purpose)] {
        lines.extend(flow([piece(format!("{} {}", lang.text(key), clean(text)), Role::Muted)], columns));
    }
    lines
}

/// The last weeks of the metric, with the pace as ticks.
fn chart(pane: &KpiPane, (aim, _, series): &(Aim, Progress, Series), buf: &mut Buffer, area: Rect, look: &Look) {
    const SHOWN: usize = 28;
    let scale = if aim.metric.is_share() { 100.0 } else { 1.0 };
    let last = pane.today.min(aim.due);
    let scaled = |v: Option<f64>| v.map(|v| v * scale);
    let values: Vec<Option<f64>> = series.window(last, SHOWN).into_iter().map(scaled).collect();
    let day = |at: usize| last.checked_sub_days(Days::new((SHOWN - 1 - at) as u64));
    let level = aim.how == super::super::aim::How::Level;
    let pace: Vec<Option<f64>> =
        (0..SHOWN).map(|at| scaled(day(at).and_then(|d| aim.pace(d)).filter(|_| level))).collect();
    let lang = look.lang;
    let highest = values.iter().chain(&pace).flatten().copied().fold(0.0, f64::max);
    let label = |v: f64| match aim.metric.is_share() {
        false => lang.count(v.round() as i64),
        true if highest < 10.0 => format!("{v:.1}"),
        true => format!("{v:.0}"),
    };
    let marks: Vec<(usize, String)> =
        [0, SHOWN / 2, SHOWN - 1].into_iter().filter_map(|at| Some((at, lang.short_day(day(at)?)))).collect();
    let chart = Chart {
        values: &values,
        other: &pace,
        goal: None,
        unit: lang.text(aim.metric.unit_label),
        label: &label,
        marks: &marks,
        events: &[],
        cursor: None,
    };
    chart.draw(buf, area, look);
}
