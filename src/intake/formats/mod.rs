//! One file a format; each gives a row of [`super::FORMATS`].

pub(super) mod chatlab;
pub(super) mod csv;
pub(super) mod discord_csv;
pub(super) mod discord_json;
pub(super) mod jsonl;
pub(super) mod onebot;
pub(super) mod telegram;
