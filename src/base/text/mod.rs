//! Text: made safe to show, measured, cut, wrapped, folded for matching, searched by pinyin.
//!
//! What people wrote is stored raw. It is shown only as [`Clean`], laid out by [`width()`], [`cut`], [`pad`] and
//! [`wrap()`], and compared only as [`fold()`] or [`pinyin`] see it.

mod clean;
mod emoji;
mod fold;
mod nearest;
pub mod pinyin;
mod simplified;
mod suspect;
mod width;
mod wrap;

pub use clean::Clean;
pub use fold::{Folded, fold, fold_chars, fold_tight};
pub use nearest::{edits, nearest};
pub use width::{cut, pad, pad_left, plain, width};
pub use wrap::{wrap, wrap_at_most};

/// The last character boundary at or before byte `at`.
fn boundary_before(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// The first character boundary at or after byte `at`.
fn boundary_after(text: &str, at: usize) -> usize {
    (at..text.len()).find(|i| text.is_char_boundary(*i)).unwrap_or(text.len())
}
