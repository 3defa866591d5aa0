//! qun (群)
#![forbid(unsafe_code)]
pub mod base;
pub mod db;
pub mod intake;
pub mod kpi;
pub mod tui;
