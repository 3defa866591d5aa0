//! The ground floor: clock, errors, configuration, languages, text. Knows no database and no terminal.

pub mod clock;
pub mod config;
pub mod error;
pub mod i18n;
pub mod text;

<<<<<<< HEAD
pub use clock::{At, Clock, Zone};
=======
pub use clock::{At, Clock};
pub use config::Config;
>>>>>>> 5a4146455e2f02a6f7fc673e2d50e733f6c8c7e7
pub use error::{Error, Kind, Result, Says};
pub use i18n::{Lang, Language};
