//! The running program. A key becomes an action, the action is refused with its reason or done, stale rows are read
//! again, and once per batch of events the screen is drawn if something changed.

pub mod brief;
pub mod commands;
pub mod demo;
pub mod dispatch;
mod effects;
mod event;
pub mod frame;
mod header;
pub mod hold;
pub mod import;
mod joins;
mod keep;
mod lane;
mod overlay;
mod run;
mod scorer;
pub mod settle;
mod shrink;
mod state;
mod wording;

pub use run::{Start, run};
pub use scorer::Scorer;
pub use state::{App, Setup, keymap, panes};
