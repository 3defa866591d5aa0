//! What is open over the list.

use super::entry::About;
use super::{Action, columns};
use crate::tui::{Form, Input, Menu};

/// What a line of input is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::calendar) enum Ask {
    /// Text or pinyin initials.
    Filter,
    /// The day to move to.
    Day,
    /// The owner.
    Owner,
    /// Why it is cancelled, in words.
    Reason,
    /// What is missing, for who wrote it.
    Return,
}

/// What is open over the list.
#[derive(Debug)]
pub(in crate::calendar) enum Mode {
    /// Nothing.
    List,
    /// A docked menu; without items it only says something.
    Menu(Menu<Action>),
    /// A line of input.
    Ask(Ask, Box<Input>),
    /// A form.
    Form(Box<Form>, About),
    /// The columns.
    Columns(Box<columns::Desk>),
    /// A hot topic being written down.
    Topic(Box<super::topic::Topic>),
}
