//! qun (群)
#![forbid(unsafe_code)]
pub mod base;
pub mod db;
pub mod intake;
pub mod members;
pub mod messages;
pub mod shift;
pub mod sop;
pub mod tui;
