//! The promise: a first answer within 30 working minutes for 90 of 100 (`[promise]` in the configuration).
//!
//! [`week`] when people work, as it is written; [`hours`] the clock that runs only then; [`clock`] which hours hold
//! where, pauses, and the two hours of an incident; [`meter`] how the promise stands.

pub mod clock;
pub mod hours;
pub mod meter;
pub mod week;

#[cfg(test)]
mod brute;

pub use clock::{Pauses, Stage, Timetable};
pub use hours::Hours;
pub use meter::{Margin, Meter, Tally};
pub use week::Week;
