//! Text line by line at bounded memory, for formats with one record a line.

use super::desk::Desk;
use super::{RECORD_LIMIT, unreadable};
use crate::base::{Result, Says};
use std::io::{BufRead, Read};

/// Calls `take` with every line that is not blank: its number from 1 and its text without the line end.
/// Lines longer than [`RECORD_LIMIT`] are left out with a reason.
///
/// # Errors
/// An unreadable input, and what `take` says.
pub(super) fn each_line<'s>(
    input: &mut dyn BufRead,
    desk: &mut Desk<'s>,
    mut take: impl FnMut(&mut Desk<'s>, u64, &[u8]) -> Result<()>,
) -> Result<()> {
    let mut text = Vec::new();
    for number in 1.. {
        text.clear();
        let failed = |e| unreadable(&desk.options.name, &e);
        // Room for the line end, so that a line of exactly the limit is still whole.
        let most = RECORD_LIMIT as u64 + 2;
        if input.take(most).read_until(b'\n', &mut text).map_err(failed)? == 0 {
            break;
        }
        let whole = text.len() < RECORD_LIMIT + 2 || text.ends_with(b"\n");
        let line = text.strip_suffix(b"\n").map_or(text.as_slice(), |t| t.strip_suffix(b"\r").unwrap_or(t));
        if !whole || line.len() > RECORD_LIMIT {
            desk.skip(number, Says::new("intake.skip_too_long"));
            let mut ended = text.ends_with(b"\n");
            while !ended {
                text.clear();
                let failed = |e| unreadable(&desk.options.name, &e);
                let length = input.take(most).read_until(b'\n', &mut text).map_err(failed)?;
                ended = length == 0 || text.ends_with(b"\n");
            }
        } else if !line.trim_ascii().is_empty() {
            take(desk, number, line)?;
        }
    }
    Ok(())
}
