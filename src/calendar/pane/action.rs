//! What can be wanted in the calendar, and under which keys.

use super::super::post::{Reason, State};
use super::super::twin::Differs;
use crate::tui::Command;

/// What can be wanted here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Went out: time and person are noted.
    Publish,
    /// Opens the reasons.
    Cancel,
    /// Cancels for this reason.
    CancelFor(Reason),
    /// Opens the days.
    Move,
    /// Moves by this step; the time of day stays.
    MoveBy(Step),
    /// Asks for a day.
    PickDay,
    /// Sends for approval.
    Send,
    /// Shows series, budget and last results.
    Why,
    /// Asks who sees to it.
    Owner,
    /// A new entry; on a gap, what fills it.
    New,
    /// Other words; of what is out, the results.
    Edit,
    /// The caption to the clipboard.
    Copy,
    /// The caption to the clipboard, and it went out.
    CopyPublish,
    /// The next of list, week and month.
    View,
    /// More or less of the entry's text.
    Preview,
    /// Opens the usual filters.
    Filters,
    /// Shows only these.
    Only(Saved),
    /// The days before.
    Before,
    /// The days after.
    After,
    /// The same days of the month before.
    MonthBack,
    /// The same days of the month after.
    MonthOn,
    /// The columns.
    Columns,
    /// A hot topic to write down.
    Hot,
    /// One day back.
    DayBack,
    /// One day on.
    DayOn,
    /// Opens the entry, or the day.
    Open,
    /// The last decision again.
    Repeat,
    /// Takes the entry over, or lets go of it.
    Claim,
    /// Went out to all its communities.
    PublishAll,
    /// Went out to this community.
    PublishAt(i64),
    /// The caption for this community to the clipboard.
    CopyAt(i64),
    /// Both.
    CopyPublishAt(i64),
    /// Asks what is missing, and sends it back.
    SendBack,
    /// Opens what is seldom wanted.
    Extras,
    /// Format, aim, topic, mechanic, campaign, assets.
    Details,
    /// Texts by platform.
    Texts,
    /// Asks what the B of an experiment is to differ in.
    Twin,
    /// A new entry as the B of this one.
    TwinBy(Differs),
    /// Sets it aside.
    Hold,
    /// Takes it up again.
    Reopen,
    /// It goes to no more communities.
    Finish,
    /// How this community plans.
    House,
    /// The kinds of the file.
    Kinds,
}

/// How far to move an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To the day after today.
    Tomorrow,
    /// To the same weekday of the week after.
    NextWeek,
}

/// The usual filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// Due by tonight and not out.
    Unposted,
    /// Mine.
    Mine,
    /// Promised slots with nothing in them.
    Gaps,
    /// Waiting for approval.
    Review,
    /// Hot topics.
    Hot,
}

const fn row(
    id: &'static str,
    keys: &'static [&'static str],
    label: &'static str,
    footer: u8,
    action: Action,
) -> Command<Action> {
    Command { id, keys, label, footer, action }
}

/// The command rows: id, keys, label, place in the footer, action.
pub(super) const COMMANDS: &[Command<Action>] = &[
    row("calendar.publish", &["a"], "calendar.cmd_publish", 1, Action::Publish),
    row("calendar.copy", &["y"], "calendar.cmd_copy", 2, Action::Copy),
    row("calendar.copy_publish", &["Y"], "calendar.cmd_copy_publish", 3, Action::CopyPublish),
    row("calendar.move", &["o"], "calendar.cmd_move", 4, Action::Move),
    row("calendar.cancel", &["x"], "calendar.cmd_cancel", 5, Action::Cancel),
    row("calendar.new", &["n"], "calendar.cmd_new", 6, Action::New),
    row("calendar.edit", &["e"], "calendar.cmd_edit", 7, Action::Edit),
    row("calendar.view", &["m"], "calendar.cmd_view", 8, Action::View),
    row("calendar.send", &["E"], "calendar.cmd_send", 0, Action::Send),
    row("calendar.why", &["s"], "calendar.cmd_why", 0, Action::Why),
    row("calendar.owner", &["w"], "calendar.cmd_owner", 0, Action::Owner),
    row("calendar.preview", &["p"], "calendar.cmd_preview", 0, Action::Preview),
    row("calendar.filters", &["f"], "calendar.cmd_filters", 0, Action::Filters),
    row("calendar.before", &["["], "calendar.cmd_before", 0, Action::Before),
    row("calendar.after", &["]"], "calendar.cmd_after", 0, Action::After),
    row("calendar.month_back", &["<"], "columns.cmd_month_back", 0, Action::MonthBack),
    row("calendar.month_on", &[">"], "columns.cmd_month_on", 0, Action::MonthOn),
    row("calendar.columns", &["S"], "columns.cmd_columns", 0, Action::Columns),
    row("calendar.hot", &["H"], "columns.cmd_hot", 0, Action::Hot),
    row("calendar.day_back", &["h", "Left"], "calendar.cmd_day_back", 0, Action::DayBack),
    row("calendar.day_on", &["l", "Right"], "calendar.cmd_day_on", 0, Action::DayOn),
    row("calendar.open", &["Enter"], "calendar.cmd_open", 0, Action::Open),
    row("calendar.repeat", &["."], "calendar.cmd_repeat", 0, Action::Repeat),
    row("calendar.extras", &["M"], "posts.cmd_extras", 0, Action::Extras),
    row("calendar.claim", &["C"], "calendar.cmd_claim", 0, Action::Claim),
];

/// Whether an entry in `state` can take part in what `action` does.
pub(super) fn fits(action: Action, state: State) -> bool {
    match action {
        Action::Publish if state == State::Review => true,
        Action::Publish
        | Action::CopyPublish
        | Action::PublishAll
        | Action::PublishAt(_)
        | Action::CopyPublishAt(_)
        | Action::Finish => state.may(State::Published),
        Action::Texts => state.is_open() && state != State::Gap,
        Action::Twin | Action::TwinBy(_) => !matches!(state, State::Gap | State::Dropped),
        Action::Hold => state.may(State::Hold),
        Action::Reopen | Action::SendBack => state.may(State::Draft),
        Action::Cancel | Action::CancelFor(_) => state.may(State::Dropped),
        Action::Move | Action::MoveBy(_) | Action::PickDay | Action::Owner | Action::Details => state.is_open(),
        Action::Send => state.may(State::Review),
        Action::Edit => state.is_open() || state.is_out(),
        _ => true,
    }
}

/// Whether `action` is about no entry.
pub(super) fn is_free(action: Action) -> bool {
    matches!(
        action,
        Action::New
            | Action::View
            | Action::Preview
            | Action::Filters
            | Action::Only(_)
            | Action::Before
            | Action::After
            | Action::DayBack
            | Action::DayOn
            | Action::MonthBack
            | Action::MonthOn
            | Action::Columns
            | Action::Hot
            | Action::Extras
            | Action::Kinds
    )
}

/// Whether `action` is about one entry only, whatever is marked.
pub(super) fn is_single(action: Action) -> bool {
    matches!(
        action,
        Action::Copy
            | Action::CopyPublish
            | Action::Edit
            | Action::Why
            | Action::Claim
            | Action::Details
            | Action::Texts
            | Action::Twin
            | Action::TwinBy(_)
            | Action::House
            | Action::Finish
    )
}
