//! The shift: incidents with their two-hour clock, and the note handed over to whoever comes next.

pub mod incident;
pub mod store;

pub use incident::Incident;
