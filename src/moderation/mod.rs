//! Moderation: what waits for a judgement, and the judgement.
//!
//! `item` is one thing with what may be decided about it, `reason` why it is rejected, `screening` what a machine
//! finds in a message, `wordlist` how lists of words are read and kept, `shown` how a text with hits is shown, `row` and
//! `detail` what a screen says about an item, `store` the rows, `pane` the keys, `view` the drawing.

pub mod detail;
pub mod item;
pub mod pane;
pub mod reason;
pub mod row;
pub mod screening;
pub mod shown;
pub mod store;
mod view;
pub mod wordlist;

pub use item::{Decision, Hit, Item, ItemKind, State, Suggestion};
pub use pane::QueuePane;
pub use reason::Reason;
pub use store::{Brief, Filter, NewItem, brief, insert_flagged};
