//! The rows of commands: what can be wanted in the queue, and the keys that ask for it.

use crate::tui::Command;

/// What can be wanted in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Let it through.
    Approve,
    /// Refuse it: asks for the reason.
    Reject,
    /// Up one level.
    Raise,
    /// Later: asks when.
    Snooze,
    /// The last decision again, with its reason.
    Repeat,
    /// Why it is here.
    Why,
    /// The member.
    Card,
    /// The item alone.
    Open,
    /// The preview on or off.
    Preview,
    /// The next view: all, joins, content, reports, appeals.
    View,
    /// The saved filters.
    Filters,
    /// Paste an item.
    Add,
    /// Edit the last notice.
    EditNotice,
    /// Copy the last notice.
    CopyNotice,
    /// Take the row over, or let it go.
    Claim,
    /// What claims mean in this file.
    Claims,
    /// How the review goes, week by week.
    Figures,
    /// Do what a colleague recommends.
    Accept,
    /// Ask a colleague what they think.
    Ask,
    /// Write a note about it.
    Note,
    /// Rules and lists.
    Rules,
    /// Strike lines, clauses, who may decide what.
    House,
    /// It asks something: let it through and make an inquiry of it.
    ToInquiry,
}

const fn command(
    id: &'static str,
    keys: &'static [&'static str],
    label: &'static str,
    footer: u8,
    action: Action,
) -> Command<Action> {
    Command { id, keys, label, footer, action }
}

/// The commands of the queue (screens.md §15.2, column 3).
/// Sending up comes after the other decisions in the footer: it is not offered for every row.
pub const COMMANDS: &[Command<Action>] = &[
    command("queue.approve", &["a"], "queue.cmd_approve", 1, Action::Approve),
    command("queue.reject", &["x"], "queue.cmd_reject", 2, Action::Reject),
    command("queue.raise", &["E"], "queue.cmd_raise", 6, Action::Raise),
    command("queue.snooze", &["o"], "queue.cmd_snooze", 3, Action::Snooze),
    command("queue.repeat", &["."], "queue.cmd_repeat", 0, Action::Repeat),
    command("queue.why", &["s"], "queue.cmd_why", 4, Action::Why),
    command("queue.card", &["w"], "queue.cmd_card", 5, Action::Card),
    command("queue.open", &["Enter"], "queue.cmd_open", 0, Action::Open),
    command("queue.preview", &["p"], "queue.cmd_preview", 0, Action::Preview),
    command("queue.view", &["m"], "queue.cmd_view", 8, Action::View),
    command("queue.filters", &["f"], "queue.cmd_filters", 9, Action::Filters),
    command("queue.add", &["n"], "queue.cmd_add", 7, Action::Add),
    command("queue.edit", &["e"], "queue.cmd_edit", 0, Action::EditNotice),
    command("queue.copy", &["y"], "queue.cmd_copy", 0, Action::CopyNotice),
    command("queue.claim", &["C"], "queue.cmd_claim", 0, Action::Claim),
    command("queue.claims", &[], "queue.cmd_claims", 0, Action::Claims),
    command("queue.figures", &[], "queue.cmd_figures", 0, Action::Figures),
    command("queue.accept", &["Y"], "conduct.cmd_accept", 0, Action::Accept),
    command("queue.ask", &["@"], "conduct.cmd_ask", 0, Action::Ask),
    command("queue.note", &[";"], "conduct.cmd_note", 0, Action::Note),
    command("queue.rules", &[], "rules.cmd_rules", 0, Action::Rules),
    command("queue.house", &[], "conduct.cmd_house", 0, Action::House),
    command("queue.to_inquiry", &["A"], "promise.cmd_to_inquiry", 0, Action::ToInquiry),
];
