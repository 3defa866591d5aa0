//! The pane's commands, one row each.

use crate::tui::Command;

/// What an operator can want here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Say why a metric is out of bounds.
    Acknowledge,
    /// Enter a day's figures.
    Enter,
    /// The chart of the metric, and back.
    Open,
    /// How the metric is defined and where its values come from.
    Definition,
    /// The metric by community.
    Communities,
    /// Which communities are shown.
    Scope,
    /// What the chart is held against.
    Compare,
    /// What stands below the chart.
    Below,
    /// 14, 30, 90 days.
    Span,
    /// Not available that day; asks why.
    Unavailable,
    /// Note what happened on a day.
    Annotate,
    /// A paragraph for the clipboard.
    Copy,
    /// Figures from a file.
    Import,
    /// The goals, and back.
    Goals,
    /// One day back or on.
    Day(i8),
    /// One window back or on.
    Window(i8),
    /// The saved filters.
    Filters,
    /// Not offered here: figures cannot wait.
    Later,
    /// Not offered here: figures have no level.
    Raise,
}

pub(super) const COMMANDS: &[Command<Action>] = &[
    row("kpi.acknowledge", &["a"], "kpi.cmd_acknowledge", 1, Action::Acknowledge),
    row("kpi.enter", &["e"], "kpi.cmd_enter", 2, Action::Enter),
    row("kpi.open", &["Enter"], "kpi.cmd_open", 3, Action::Open),
    row("kpi.definition", &["s"], "kpi.cmd_definition", 4, Action::Definition),
    row("kpi.communities", &["w"], "kpi.cmd_communities", 5, Action::Communities),
    row("kpi.scope", &["W"], "goals.cmd_scope", 0, Action::Scope),
    row("kpi.compare", &["="], "goals.cmd_compare", 0, Action::Compare),
    row("kpi.below", &["p"], "goals.cmd_below", 0, Action::Below),
    row("kpi.span", &["m"], "kpi.cmd_span", 6, Action::Span),
    row("kpi.unavailable", &["x"], "kpi.cmd_unavailable", 7, Action::Unavailable),
    row("kpi.annotate", &["n"], "kpi.cmd_annotate", 8, Action::Annotate),
    row("kpi.copy", &["y"], "kpi.cmd_copy", 9, Action::Copy),
    row("kpi.import", &["i"], "kpi.cmd_import", 10, Action::Import),
    row("kpi.goals", &[], "goals.cmd_goals", 0, Action::Goals),
    row("kpi.filters", &["f"], "kpi.cmd_filters", 0, Action::Filters),
    row("kpi.day_back", &["h", "Left"], "kpi.cmd_day_back", 0, Action::Day(-1)),
    row("kpi.day_on", &["l", "Right"], "kpi.cmd_day_on", 0, Action::Day(1)),
    row("kpi.window_back", &["["], "kpi.cmd_window_back", 0, Action::Window(-1)),
    row("kpi.window_on", &["]"], "kpi.cmd_window_on", 0, Action::Window(1)),
    row("kpi.later", &["o"], "kpi.cmd_later", 0, Action::Later),
    row("kpi.raise", &["E"], "kpi.cmd_raise", 0, Action::Raise),
];

const fn row(
    id: &'static str,
    keys: &'static [&'static str],
    label: &'static str,
    footer: u8,
    action: Action,
) -> Command<Action> {
    Command { id, keys, label, footer, action }
}
