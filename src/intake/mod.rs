//! Exports and event logs in: bytes -> [`Record`]. Knows no database and no terminal.
//!
//! The data's way: [`read`] takes bytes, `encoding` makes them UTF-8 as a stream, the first 64 KiB choose a row of
//! [`FORMATS`], that row's `read` hands every record to the [`Sink`] and every row left out with its line and the reason.
//! Memory is bounded whatever the size of the file: at most [`RECORD_LIMIT`] is held of one record.
//!
//! To add a format: a file in `formats/` with `detect` and `read`, and its line in [`FORMATS`]; its name in `intake.toml`.
//!
//! A time without a zone is local to [`Options::zone`]. What is known of every format, with its traps, stands in its file; qun's own
//! columns are described in `formats/csv.rs` and named in `columns.rs`.

mod cells;
mod columns;
mod desk;
mod encoding;
mod formats;
mod head;
mod lines;
mod loose;
mod notices;
mod pieces;
mod record;
mod time;

pub use encoding::Encoding;
pub use head::Head;
pub use record::{Chat, Options, PLATFORMS, Petition, Record, Sink, What};

use crate::base::text::edits;
use crate::base::{Error, Kind, Result};
use encoding::Decoder;
use record::WithoutNul;
use std::io::{self, BufRead, Read};

/// The longest record taken, in bytes (`reliability.md` I4); longer ones are left out with a reason.
pub const RECORD_LIMIT: usize = 1024 * 1024;

/// A way exports are written.
pub struct Format {
    /// The `--format` name.
    pub id: &'static str,
    /// Catalogue key of its name for people.
    pub label: &'static str,
    /// Whether a file holds everything between its first and last message, so that a day without one was a quiet day.
    /// A log holds only what was heard.
    pub whole: bool,
    /// How sure the beginning of a file makes it: 0 no to 100 certain.
    pub detect: fn(&Head<'_>) -> u8,
    /// Reads UTF-8 to the end.
    pub read: fn(&mut dyn BufRead, &Options, &mut dyn Sink) -> Result<()>,
}

/// Every format, one row each.
pub const FORMATS: &[Format] = &[
    formats::telegram::FORMAT,
    formats::discord_json::FORMAT,
    formats::discord_csv::FORMAT,
    formats::chatlab::FORMAT,
    formats::chatlab::FORMAT_JSONL,
    formats::onebot::FORMAT,
    formats::jsonl::FORMAT,
    formats::csv::FORMAT,
];

/// What one import was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// [`Format::id`] of the format read.
    pub format: &'static str,
    /// [`Format::whole`] of the format read.
    pub whole: bool,
    /// Name of the encoding, as the WHATWG Encoding Standard writes it.
    pub encoding: &'static str,
    /// Undecodable places, each replaced by U+FFFD.
    pub replaced: u64,
    /// Bytes read.
    pub bytes: u64,
}

/// Reads one export to its end. `format` is a [`Format::id`]; without it the beginning of the file decides.
///
/// # Errors
/// [`Kind::Usage`] for an unknown `format`. [`Kind::User`] for an empty file, one that is not text, one of no known format,
/// one cut off (what came before the cut was delivered), and one that cannot be read. What the sink says is passed on.
pub fn read(input: &mut dyn Read, format: Option<&str>, options: &Options, sink: &mut dyn Sink) -> Result<Summary> {
    let told = format.map(find).transpose()?;
    let mut text = Decoder::new(input, options.encoding);
    text.head().map_err(|e| unreadable(&options.name, &e))?;
    if let Some(kind) = head::packed(&text.first) {
        return Err(Error::user("intake.packed")
            .with("name", &options.name)
            .with("kind", kind)
            .hint("intake.packed_hint"));
    }
    let head = text.head().map_err(|e| unreadable(&options.name, &e))?;
    let format = match told {
        _ if head.trim().is_empty() => return Err(Error::user("intake.empty").with("name", &options.name)),
        _ if head::is_binary(head) => {
            return Err(Error::user("intake.not_text").with("name", &options.name).hint("intake.not_text_hint"));
        }
        Some(format) => format,
        None => recognise(&Head::new(head, &options.name))?,
    };
    (format.read)(&mut text, options, &mut WithoutNul(sink))?;
    Ok(Summary {
        format: format.id,
        whole: format.whole,
        encoding: text.encoding(),
        replaced: text.replaced,
        bytes: text.bytes,
    })
}

/// All of a text that is no export (a word list), at most `limit` bytes of it: the text, the encoding it was taken for, and
/// how many places could not be read.
///
/// # Errors
/// What cannot be read, is larger, or is no text.
pub fn text(input: &mut dyn Read, told: Encoding, limit: u64, name: &str) -> Result<(String, &'static str, u64)> {
    let mut decoder = Decoder::new(input, told);
    let mut text = String::new();
    let read = (&mut decoder).take(limit.saturating_mul(2)).read_to_string(&mut text);
    read.map_err(|e| unreadable(name, &e))?;
    if decoder.bytes > limit {
        return Err(Error::user("cli.too_large").with("name", name));
    }
    if head::is_binary(&text) || text.contains('\0') {
        return Err(Error::user("intake.not_text").with("name", name).hint("intake.not_text_hint"));
    }
    Ok((text, decoder.encoding(), decoder.replaced))
}

fn recognise(head: &Head<'_>) -> Result<&'static Format> {
    let best = FORMATS.iter().map(|f| ((f.detect)(head), f)).max_by_key(|(sure, _)| *sure);
    best.filter(|(sure, _)| *sure > 0).map(|(_, format)| format).ok_or_else(|| {
        Error::user("intake.unknown").with("name", head.name).with("formats", ids()).hint("intake.formats")
    })
}

fn find(id: &str) -> Result<&'static Format> {
    let wrong = || {
        let error = Error::new(Kind::Usage, "intake.bad_format").with("value", id).with("formats", ids());
        match nearest(id) {
            Some(near) => error.with("near", near).hint("intake.bad_format_near"),
            None => error.hint("intake.formats"),
        }
    };
    FORMATS.iter().find(|f| f.id == id).ok_or_else(wrong)
}

/// The format id a mistyped one was probably meant to be: fewest letters to change, at most half of them.
fn nearest(id: &str) -> Option<&'static str> {
    let id = id.to_lowercase();
    let near = FORMATS.iter().map(|f| (if f.id.starts_with(&id) { 0 } else { edits(&id, f.id) }, f.id)).min()?;
    (!id.is_empty() && near.0 <= near.1.len() / 2).then_some(near.1)
}

fn ids() -> String {
    FORMATS.iter().map(|f| f.id).collect::<Vec<_>>().join(" ")
}

fn unreadable(name: &str, cause: &io::Error) -> Error {
    Error::user("intake.unreadable").with("name", name).with("cause", cause).because(cause)
}

#[cfg(test)]
mod tests;
