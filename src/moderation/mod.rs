//! Moderation: what waits for a judgement, and the judgement.
//!
//! `item` is one thing with what may be decided about it, `reason` why it is rejected, `screening` what a machine
//! finds in a message, `shown` how a text with hits is shown, `store` the rows, `pane` and `view` the screen.

pub mod item;
pub mod reason;
pub mod screening;
pub mod shown;
pub mod store;
