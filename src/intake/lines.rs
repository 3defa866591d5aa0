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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::record::Options;
    use crate::intake::tests::Heard;

    fn lines(mut text: &[u8]) -> (Vec<(u64, usize)>, Vec<u64>) {
        let (options, mut heard, mut found) = (Options::default(), Heard::default(), vec![]);
        let mut desk = Desk::new(&options, &mut heard);
        each_line(&mut text, &mut desk, |_, number, line| {
            assert!(!line.contains(&b'\n') && !line.ends_with(b"\r"));
            found.push((number, line.len()));
            Ok(())
        })
        .unwrap();
        (found, heard.skips.iter().map(|(line, _)| *line).collect())
    }

    #[test]
    fn lines_are_counted_with_the_blank_ones() {
        assert_eq!(lines(b""), (vec![], vec![]));
        assert_eq!(lines(b"a\r\n\n  \r\nbc\n\nd"), (vec![(1, 1), (4, 2), (6, 1)], vec![]));
    }

    #[test]
    fn a_line_may_be_as_long_as_the_limit_and_no_longer() {
        for end in ["", "\n", "\r\n"] {
            let text = |length: usize| [b"a\n".to_vec(), vec![b'x'; length], end.into()].concat();
            assert_eq!(lines(&text(RECORD_LIMIT)), (vec![(1, 1), (2, RECORD_LIMIT)], vec![]), "{end:?}");
            for more in [1, 2, 3, RECORD_LIMIT, 2 * RECORD_LIMIT + 1] {
                let long = [text(RECORD_LIMIT + more), b"\nb".to_vec()].concat();
                let (found, skips) = lines(&long);
                assert_eq!((found.first(), found.last().unwrap().1, skips), (Some(&(1, 1)), 1, vec![2]), "{more}");
            }
        }
    }
}
