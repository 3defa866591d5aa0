//! The health of the communities: a table of metrics (`metric.rs`), what can be said of a row of days
//! (`series.rs`), what qun works out itself (`compute.rs`), the board they make (`board.rs`), typed and imported
//! figures (`entry.rs`, `sheet.rs`), words (`wording.rs`), all its SQL (`store.rs`), the pane and its drawing, and
//! the board for scripts and the login brief (`show.rs`). Add a metric: a row in `metric.rs`, its words in
//! `i18n/kpi.toml`, and a line in `compute.rs` if qun can work it out itself.

pub mod aim;
pub mod board;
pub mod cohort;
pub mod compute;
pub mod days;
pub mod entry;
pub mod facts;
pub mod formula;
pub mod health;
pub mod hours;
pub mod metric;
pub mod news;
pub mod own;
pub mod pane;
pub mod people;
pub mod recount;
pub mod scope;
pub mod series;
pub mod sheet;
pub mod show;
pub mod sources;
pub mod stay;
pub mod store;
pub mod usual;
mod view;
pub mod wording;

pub use pane::KpiPane;
pub use show::{Brief, brief};
