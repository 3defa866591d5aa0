//! The commands that mean the same everywhere (screens.md §15.1). Pane commands stand in their pane.

use crate::tui::{Command, Nav};

/// What can be wanted in any pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Global {
    /// Go to the n-th pane, from 0.
    Pane(usize),
    /// The next pane.
    Next,
    /// The previous pane.
    Previous,
    /// Move or mark in the list.
    Move(Nav),
    /// In: what Enter does.
    In,
    /// Out: what Esc does.
    Out,
    /// One pane over the whole screen, and back.
    Zoom,
    /// The filter line.
    Filter,
    /// The row with the least time left, in any pane.
    Urgent,
    /// The dock of places to go.
    Goto,
    /// Undo the last own act.
    Undo,
    /// Redo it.
    Redo,
    /// The three-minute check-in, and its next step.
    CheckIn,
    /// Write the hand-over note.
    HandOver,
    /// Who did what.
    Journal,
    /// The incident: open it, or start one.
    Incident,
    /// All incidents, also those that are over.
    Incidents,
    /// Every command by name.
    Palette,
    /// What the keys do.
    Help,
    /// Leave.
    Quit,
    /// Draw everything anew.
    Redraw,
    /// Stop the program for a while.
    Suspend,
}

const fn row(
    id: &'static str,
    keys: &'static [&'static str],
    label: &'static str,
    footer: u8,
    action: Global,
) -> Command<Global> {
    Command { id, keys, label, footer, action }
}

/// The rows. `footer` orders what stands at the right end of the footer.
pub const COMMANDS: &[Command<Global>] = &[
    row("app.pane_1", &["1"], "app.cmd_pane_1", 0, Global::Pane(0)),
    row("app.pane_2", &["2"], "app.cmd_pane_2", 0, Global::Pane(1)),
    row("app.pane_3", &["3"], "app.cmd_pane_3", 0, Global::Pane(2)),
    row("app.pane_4", &["4"], "app.cmd_pane_4", 0, Global::Pane(3)),
    row("app.next", &["Tab"], "app.cmd_next", 0, Global::Next),
    row("app.previous", &["S-Tab"], "app.cmd_previous", 0, Global::Previous),
    row("app.down", &["j", "Down"], "app.cmd_down", 0, Global::Move(Nav::Down)),
    row("app.up", &["k", "Up"], "app.cmd_up", 0, Global::Move(Nav::Up)),
    row("app.page_down", &["PgDn", "C-f"], "app.cmd_page_down", 0, Global::Move(Nav::PageDown)),
    row("app.page_up", &["PgUp", "C-b"], "app.cmd_page_up", 0, Global::Move(Nav::PageUp)),
    row("app.top", &["Home"], "app.cmd_top", 0, Global::Move(Nav::Top)),
    row("app.bottom", &["G", "End"], "app.cmd_bottom", 0, Global::Move(Nav::Bottom)),
    row("app.in", &["Enter", "l", "Right"], "app.cmd_in", 0, Global::In),
    row("app.out", &["h", "Left"], "app.cmd_out", 0, Global::Out),
    row("app.zoom", &["z"], "app.cmd_zoom", 0, Global::Zoom),
    row("app.filter", &["/"], "app.cmd_filter", 0, Global::Filter),
    row("app.mark", &["Space"], "app.cmd_mark", 0, Global::Move(Nav::MarkStep)),
    row("app.mark_all", &["V"], "app.cmd_mark_all", 0, Global::Move(Nav::MarkAll)),
    row("app.invert", &["v"], "app.cmd_invert", 0, Global::Move(Nav::Invert)),
    row("app.urgent", &["t"], "app.cmd_urgent", 0, Global::Urgent),
    row("app.goto", &["g"], "app.cmd_goto", 0, Global::Goto),
    row("app.undo", &["u", "C-z"], "app.cmd_undo", 0, Global::Undo),
    row("app.redo", &["U", "C-y"], "app.cmd_redo", 0, Global::Redo),
    row("app.check_in", &["c"], "app.cmd_check_in", 0, Global::CheckIn),
    row("app.hand_over", &["N"], "app.cmd_hand_over", 0, Global::HandOver),
    row("app.journal", &["J"], "app.cmd_journal", 0, Global::Journal),
    row("app.incident", &["!"], "app.cmd_incident", 0, Global::Incident),
    row("app.incidents", &[], "playbook.cmd_incidents", 0, Global::Incidents),
    row("app.palette", &[":"], "app.cmd_palette", 0, Global::Palette),
    row("app.help", &["?", "F1"], "app.cmd_help", 1, Global::Help),
    row("app.quit", &["q"], "app.cmd_quit", 2, Global::Quit),
    row("app.redraw", &["C-l"], "app.cmd_redraw", 0, Global::Redraw),
    row("app.suspend", &[], "app.cmd_suspend", 0, Global::Suspend),
];
