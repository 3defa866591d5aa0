//! SOP: who waits for an answer, and the words to answer with.
//!
//! [`template`] bodies with slots, [`inquiry`] people waiting and the clock of the promise, [`promise`] the meter,
//! [`search`] finding and suggesting, [`exchange`] templates as TOML, CSV and Markdown, [`starter`] the first templates,
//! [`store`] all SQL, `pane` and `view` the screen.

pub mod exchange;
pub mod inquiry;
pub mod pane;
pub mod promise;
pub mod search;
pub mod starter;
pub mod store;
pub mod template;
mod view;

pub use inquiry::{Hours, Inquiry};
pub use pane::SopPane;
pub use promise::{Margin, Meter, Tally};
pub use template::{NewTemplate, Template};
