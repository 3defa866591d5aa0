//! # qun (群): the map
//!
//! What needs a community operator now, in one terminal screen: what goes out today (calendar), who waits for an
//! answer (sop), what waits for a judgement (moderation), how the communities are (kpi). Everything lives in one
//! SQLite file that several operators use at once; scripts reach it through subcommands.
//!
//! ## The house
//!
//! A room imports only from lower floors; `tests/tidy.rs` reads the `use` lines.
//!
//! ```text
//! main > cli > app > calendar sop moderation kpi members messages shift, intake > tui, db > base
//! ```
//!
//! | room | duty |
//! |---|---|
//! | `base` | clock, errors, configuration, three languages, text made safe, measured, folded |
//! | `db` | the only folder that opens SQLite: migrations, the one write door, journal, undo, backup |
//! | `tui` | the kit: keys, commands, themes, lists, forms, menus, charts, the terminal; knows no domain |
//! | `intake` | exports in: bytes to `Record`; one table of formats; no database |
//! | areas | one folder a word of the domain: rule files, `store.rs` (its SQL), `pane.rs`, `view.rs` |
//! | `app` | the running program, first run, demo, brief, imports: what sees several areas |
//! | `cli` | one file a subcommand |
//!
//! ## The data's way
//!
//! key -> `tui::Keymap` -> command row -> `why_not` (refuses with its reason) -> the pane's `update` -> a store
//! function -> `db::Db::write` (queue, one transaction, journal with row images) -> panes read again -> `draw(&self)`,
//! which sees no store and no clock. Other sessions hear the commit and read again too.
//!
//! ## Where to add
//!
//! | wish | touch |
//! |---|---|
//! | a key or command in a pane | its `pane.rs` or the table of commands under `pane/`: action, row, arm; label in `base/i18n/ROOM.toml` |
//! | a pane | its area, and one line of `panes()` in `app/state.rs` |
//! | a metric | one row of `kpi::metric` |
//! | an import format | its file in `intake/formats`, one row of `intake::FORMATS` |
//! | a screening rule | one row of `moderation::screening` |
//! | a rule for what is an inquiry | one row of `sop::ears` |
//! | a sentence | one row with three languages in `base/i18n/ROOM.toml` |
//! | a theme | `themes/NAME.toml`, one row of `tui::theme::THEMES` |
//! | a column | the next file in `db/sql`, its class in `db::privacy` |
//! | a subcommand | its file in `cli`, one row of `cli::Command` |
//!
//! ## What never happens
//!
//! No chat client is scraped, decrypted or automated. Nothing is written outside `db::Db::write` and
//! `db::Db::aside`. The database is never opened with `std::fs`. No text of a member reaches a terminal but through
//! `base::text::Clean`. No SQL is built from values.

#![forbid(unsafe_code)]

pub mod app;
pub mod base;
pub mod calendar;
pub mod cli;
pub mod db;
pub mod intake;
pub mod kpi;
pub mod members;
pub mod messages;
pub mod moderation;
pub mod shift;
pub mod sop;
pub mod tui;
