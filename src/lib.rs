//! qun (群)
#![forbid(unsafe_code)]
pub mod base;
pub mod calendar;
pub mod db;
pub mod intake;
