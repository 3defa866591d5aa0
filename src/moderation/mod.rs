//! Moderation: what waits for a judgement, and the judgement.
//!
//! `item` is one thing with what may be decided about it, `pipeline` who may decide it, `reason` why it is rejected,
//! `clause` the rules it is rejected by, `strike` what that leads to, `appeal` when it is looked at again, `conduct`
//! what else was done about it, `dossier` what else is known, `screening` what a machine finds in a message, `wordlist` how lists of words are read and kept, `figures`
//! how the review goes by week and `sheet` how that is said, `shown` how a text with hits is shown, `row` and `detail`
//! what a screen says about an item, `store` the rows, `pane` the keys, `view` the drawing.

pub mod appeal;
pub mod clause;
pub mod conduct;
pub mod detail;
pub mod dossier;
pub mod figures;
pub mod item;
pub mod pane;
pub mod pipeline;
pub mod reason;
pub mod row;
pub mod screening;
pub mod sheet;
pub mod shown;
pub mod store;
pub mod strike;
mod view;
pub mod wordlist;

pub use item::{Decision, Hit, Item, ItemKind, State, Suggestion};
pub use pane::QueuePane;
pub use reason::Reason;
pub use store::{Brief, Filter, NewItem, brief, insert_flagged};
