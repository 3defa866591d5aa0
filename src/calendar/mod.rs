//! The content calendar (日历): what goes out where and when, and what was promised and is missing.
//!
//! - [`post`]: an entry, its states and the legal moves between them
//! - [`days`]: days off, make-up workdays, festivals, terms, shopping days
//! - [`mix`]: the week's kinds against their target, pushes against their budget, series that tire
//! - [`step`]: steps of playbooks, shown among the entries
//! - [`store`]: all its SQL

pub mod board;
pub mod days;
pub mod mix;
pub mod notes;
pub mod pane;
pub mod post;
pub mod row;
pub mod step;
pub mod store;
mod view;
