//! What an operator can want of the room, and the keys of it.

use crate::tui::Command;

/// What an operator can want here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Choose a template for the person under the cursor.
    Answer,
    /// Close without an answer; asks for the reason.
    Close,
    /// Put off: later, or until they answer; on one that is put off or done: back to waiting.
    Pause,
    /// Hand over to a colleague.
    Hand,
    /// Hand up to the manager.
    HandUp,
    /// How the clock runs.
    Clock,
    /// What is known about the person.
    Card,
    /// Log an inquiry; in the library, write a template.
    New,
    /// Change the template under the cursor; of people, what sort of inquiry it is.
    Edit,
    /// The last answer once more.
    Copy,
    /// The next view.
    View,
    /// The saved filters.
    Filters,
    /// The last decision once more.
    Repeat,
    /// Preview on or off.
    Preview,
    /// Take over, or release.
    Claim,
    /// Open the row; people are zoomed.
    Open,
}

pub(super) const COMMANDS: &[Command<Action>] = &[
    row("sop.answer", &["a"], "sop.cmd_answer", 1, Action::Answer),
    row("sop.close", &["x"], "sop.cmd_close", 2, Action::Close),
    row("sop.pause", &["o"], "sop.cmd_pause", 3, Action::Pause),
    row("sop.hand", &["H"], "promise.cmd_hand", 0, Action::Hand),
    row("sop.hand_up", &["E"], "sop.cmd_hand_up", 4, Action::HandUp),
    row("sop.clock", &["s"], "sop.cmd_clock", 8, Action::Clock),
    row("sop.card", &["w"], "sop.cmd_card", 7, Action::Card),
    row("sop.new", &["n"], "sop.cmd_new", 5, Action::New),
    row("sop.edit", &["e"], "sop.cmd_edit", 9, Action::Edit),
    row("sop.copy", &["y"], "sop.cmd_copy", 10, Action::Copy),
    row("sop.view", &["m"], "sop.cmd_view", 6, Action::View),
    row("sop.filters", &["f"], "sop.cmd_filters", 11, Action::Filters),
    row("sop.repeat", &["."], "sop.cmd_repeat", 0, Action::Repeat),
    row("sop.preview", &["p"], "sop.cmd_preview", 0, Action::Preview),
    row("sop.claim", &["C"], "sop.cmd_claim", 0, Action::Claim),
    row("sop.open", &["Enter"], "sop.cmd_open", 0, Action::Open),
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
