//! SOP: who waits for an answer, and the words to answer with.
//!
//! [`template`] bodies with slots, [`inquiry`] people waiting, [`promise`] the clock and the meter, [`ears`] which messages
//! of a community are inquiries, [`playbook`] timed steps and their runs, [`incident`] crises,
//! [`search`] finding and suggesting, [`exchange`] templates as TOML, CSV and Markdown, [`starter`] the first templates,
//! [`store`] all SQL, `pane` and `view` the screen.

pub mod ears;
pub mod exchange;
pub mod incident;
pub mod inquiry;
pub mod pane;
pub mod playbook;
pub mod promise;
pub mod search;
pub mod starter;
pub mod store;
pub mod template;
mod view;

pub use incident::Incident;
pub use inquiry::Inquiry;
pub use pane::SopPane;
pub use promise::{Hours, Margin, Meter, Tally, Timetable};
pub use template::{NewTemplate, Template};
