//! The content calendar (日历): what goes out where and when, and what was promised and is missing.
//!
//! - [`post`]: an entry, its states and the legal moves between them
//! - [`more`]: its texts by platform, where else it goes, its assets; [`kind`]: what it gives; [`approval`]: who must see it
//! - [`platform`]: what platforms take; [`twin`]: experiments and Fisher's test; [`judge`]: what speaks against a plan
//! - [`days`]: days off, make-up workdays, festivals, terms, shopping days
//! - [`exchange`]: posts as files
//! - [`hot`]: hot topics and their clock
//! - [`mix`]: the week's kinds against their target, pushes against their budget, series that tire
//! - [`recurrence`]: on which days a column comes again
//! - [`series`]: columns: what is promised again and again
//! - [`step`]: steps of playbooks, shown among the entries
//! - [`store`]: all its SQL

pub mod aim;
pub mod alike;
pub mod approval;
pub mod board;
pub mod days;
pub mod exchange;
pub mod hot;
pub mod json;
pub mod judge;
pub mod kind;
pub mod mix;
pub mod more;
pub mod notes;
pub mod outcome;
pub mod pane;
pub mod platform;
pub mod post;
pub mod recurrence;
pub mod row;
pub mod series;
pub mod step;
pub mod store;
pub mod twin;
mod view;
