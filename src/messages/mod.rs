//! What was said, by whom, when: the ledger that imports fill, and the daily figures kept from it.
//! Texts expire; the ledger (without texts) and the figures stay.

pub mod ledger;
pub mod store;

pub use ledger::{Kind, Row};
pub use store::{Batch, Counts, Loader};
