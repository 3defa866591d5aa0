//! The ground floor: clock, errors, configuration, languages, text. Knows no database and no terminal.

pub mod clock;
pub mod config;
pub mod error;
pub mod i18n;
mod named;
pub mod text;

pub use clock::{At, Clock, Zone};
pub use config::Config;
pub use error::{Error, Kind, Result, Says};
pub use i18n::{Lang, Language};
pub(crate) use named::named;
