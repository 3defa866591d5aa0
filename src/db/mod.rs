//! The file: the only folder that opens SQLite. Reading goes through [`Db::conn`], every change through the one
//! door [`Db::write`], which queues, journals and makes it undoable. Never opens the database with `std::fs`:
//! closing such a handle drops SQLite's locks and loses other operators' commits.

pub mod backup;
mod capture;
pub mod claim;
pub mod doctor;
mod door;
pub mod draft;
mod error;
pub mod journal;
mod lock;
mod migrate;
mod open;
pub mod privacy;
pub mod purge;
pub mod setting;
#[cfg(test)]
pub mod testing;
pub mod undo;
pub mod watch;

pub use door::Tx;
pub use migrate::LATEST;
pub use open::{Db, Identity, Opening};
/// What [`Db::aside`] hands out, for those who hand it on to a store.
pub use rusqlite::Connection;
