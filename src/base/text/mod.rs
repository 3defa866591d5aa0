//! Text: made safe to show, measured, cut, wrapped, folded for matching, searched by pinyin.
//!
//! What people wrote is stored raw. It is shown only as [`Clean`], laid out by [`width()`], [`cut`], [`pad`] and
//! [`wrap()`], and compared only as [`fold()`] or [`pinyin`] see it.

mod clean;
mod emoji;
mod fold;
pub mod pinyin;
mod simplified;
mod width;
mod wrap;

pub use clean::Clean;
pub use fold::{Folded, fold, fold_tight};
pub use width::{cut, pad, pad_left, width};
pub use wrap::{wrap, wrap_at_most};
