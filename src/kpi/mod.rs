//! The health of the communities: a table of metrics (`metric.rs`), what can be said of a row of days
//! (`series.rs`), what qun works out itself (`compute.rs`), the board they make (`board.rs`), all its SQL
//! (`store.rs`) and the pane. Add a metric: a row in `metric.rs`.

pub mod board;
pub mod compute;
pub mod metric;
pub mod series;
pub mod sheet;
pub mod store;
pub mod wording;
