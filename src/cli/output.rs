//! What goes out: data to stdout, words to stderr, everything of members cleaned.

use crate::base::text::{Clean, pad, width};
use crate::base::{Error, Lang, Result};
use serde::Serialize;
use std::borrow::Cow;
use std::io::{IsTerminal, Write};

/// Prints `value` as JSON on one line, or indented for a person at a terminal. Control characters are escaped by
/// JSON itself; bidirectional ones are escaped here.
///
/// # Errors
/// A closed or failing stdout.
pub fn json<T: Serialize + ?Sized>(value: &T) -> Result<()> {
    let out = std::io::stdout();
    let text = if out.is_terminal() { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    let text = text.map_err(|e| Error::user("base.output").with("cause", e))?;
    writeln!(out.lock(), "{}", escaped(&text))?;
    Ok(())
}

/// JSON with every character escaped that could mislead its reader.
#[must_use]
pub fn escaped(json: &str) -> Cow<'_, str> {
    if !json.contains(is_hostile) {
        return Cow::Borrowed(json);
    }
    let mut safe = String::with_capacity(json.len() + 8);
    for c in json.chars() {
        match is_hostile(c) {
            true => safe.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// Characters a terminal or reader could be misled by that JSON does not escape itself: C1, bidi, line separators.
fn is_hostile(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Prints lines of data.
///
/// # Errors
/// A closed or failing stdout.
pub fn lines<S: AsRef<str>>(lines: impl IntoIterator<Item = S>) -> Result<()> {
    let mut out = std::io::stdout().lock();
    for line in lines {
        writeln!(out, "{}", Clean::line(line.as_ref()))?;
    }
    out.flush()?;
    Ok(())
}

/// Prints bytes that we generated ourselves (a script, a manual page).
///
/// # Errors
/// A closed or failing stdout.
pub fn raw(bytes: &[u8]) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(())
}

/// Prints a text of several lines as it is, cleaned.
///
/// # Errors
/// A closed or failing stdout.
pub fn text(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", Clean::block(text))?;
    Ok(())
}

/// Prints a table: columns as wide as their widest cell, two blanks between, the last one as it is.
///
/// # Errors
/// A closed or failing stdout.
pub fn table(rows: &[Vec<String>]) -> Result<()> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cleaned: Vec<Vec<String>> =
        rows.iter().map(|r| r.iter().map(|c| Clean::line(c).into_string()).collect()).collect();
    let widths: Vec<usize> =
        (0..columns).map(|n| cleaned.iter().filter_map(|r| r.get(n)).map(|c| width(c)).max().unwrap_or(0)).collect();
    lines(cleaned.iter().map(|row| {
        let last = row.len().saturating_sub(1);
        let cells = row.iter().enumerate().map(|(n, c)| if n == last { c.clone() } else { pad(c, widths[n]) });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    }))
}

/// Says something to the person at the terminal; never data.
pub fn say(quiet: bool, text: &str) {
    if !quiet {
        // Nobody may be listening on stderr; that is no reason to fail.
        let _ = writeln!(std::io::stderr(), "{}", Clean::block(text));
    }
}

/// Says what went wrong, and what to do next.
pub fn complain(lang: &Lang, error: &Error) {
    let _ = writeln!(std::io::stderr(), "qun: {}", Clean::block(&lang.explain(error)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_hides_no_direction_marks() {
        assert!(is_hostile('\u{202e}') && is_hostile('\u{9b}') && !is_hostile('群') && !is_hostile('é'));
    }
}
