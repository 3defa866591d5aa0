//! qun (群)
#![forbid(unsafe_code)]
pub mod base;
pub mod intake;
pub mod tui;
