//! The shift: the note handed over to whoever comes next. Incidents are in `sop`.

pub mod handover;
pub mod store;

pub use handover::Handover;
