//! One file a format; each gives a row of [`super::FORMATS`].

pub(super) mod csv;
pub(super) mod discord_csv;
pub(super) mod jsonl;
