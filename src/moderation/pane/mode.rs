//! What the keys of the queue go to: the list, or a menu, a line or a form that stands over it.

use super::house::House;
use super::rules::RulesView;
use crate::db::claim;
use crate::moderation::reason::Reason;
use crate::moderation::store::Target;
use crate::tui::{Form, Input, Menu};

/// A key in the menu of reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::moderation) enum Choice {
    /// Reject for this.
    For(Reason),
    /// With or without a notice.
    Notice,
}

/// A key in the menu of times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::moderation) enum Wait {
    /// In an hour.
    Hour,
    /// Tomorrow at nine, when work begins (mission.md §10.3).
    Tomorrow,
}

/// A saved filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::moderation) enum Saved {
    /// What the machine would let through.
    Passes,
    /// Who wants to come in.
    Joins,
    /// What waits for a manager.
    TopLevel,
    /// What this operator was asked about.
    Asked,
    /// Texts, what the machine thinks worst of first.
    Worst,
}

/// What a form is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::moderation) enum About {
    /// A new item.
    New,
    /// The notice of this item.
    Notice(Target),
}

/// What the keys go to.
#[derive(Debug, Clone, Default)]
pub(in crate::moderation) enum Mode {
    /// The list.
    #[default]
    List,
    /// The reasons after `x`.
    Reasons(Menu<Choice>),
    /// The operator's own reason.
    Words(Input),
    /// The times after `o`.
    Later(Menu<Wait>),
    /// The saved filters after `f`.
    Filters(Menu<Saved>),
    /// What claims mean in this file.
    Claims(Menu<claim::Mode>),
    /// The colleagues after `@`.
    Ask(Menu<String>),
    /// A note about an item.
    Note(Input, Target),
    /// What became of several, when not all of it was done; any key closes it.
    Results(Menu<()>),
    /// The words after `/`.
    Search(Input),
    /// A form.
    Form(Box<Form>, About),
    /// Rules and lists.
    Rules(Box<RulesView>),
    /// Strike lines, clauses, roles.
    House(Box<House>),
}

/// What is shown of the row under the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::moderation) enum Side {
    /// What was written and what is suggested.
    #[default]
    Preview,
    /// Why it is here.
    Why,
    /// The member.
    Card,
}
