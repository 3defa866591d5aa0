//! The command line as its users and their scripts meet it: the real binary, its output, its exit codes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says where it stopped")]

mod env;

#[path = "cli/areas.rs"]
mod areas;
#[path = "cli/columns.rs"]
mod columns;
#[path = "cli/conduct.rs"]
mod conduct;
#[path = "cli/contract.rs"]
mod contract;
#[path = "cli/figures.rs"]
mod figures;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/judging.rs"]
mod judging;
#[path = "cli/measures.rs"]
mod measures;
#[path = "cli/playbooks.rs"]
mod playbooks;
#[path = "cli/posts.rs"]
mod posts;
#[path = "cli/screening.rs"]
mod screening;
#[path = "cli/trouble.rs"]
mod trouble;
#[path = "cli/words.rs"]
mod words;
