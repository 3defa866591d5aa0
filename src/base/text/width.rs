//! Columns: what a text takes on the terminal, and cutting and filling to a number of columns.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns of one grapheme cluster, as ratatui 0.30 fills its cells: none for a cluster with a control character, and one
/// for each half-width voicing mark, which unicode-width takes for a combining one (`ratatui-core` `CellWidth`).
pub(super) fn cluster_width(cluster: &str) -> usize {
    if let [byte] = cluster.as_bytes() {
        return usize::from(!byte.is_ascii_control());
    }
    if cluster.contains(char::is_control) {
        return 0;
    }
    cluster.width() + cluster.chars().filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}')).count()
}

/// Columns `text` takes, as ratatui counts them cell by cell.
#[must_use]
pub fn width(text: &str) -> usize {
    match plain_width(text.as_bytes()) {
        Some(columns) => columns,
        None => text.graphemes(true).map(cluster_width).sum(),
    }
}

/// Columns of a text of printable ASCII, Han, kana and full-width letters only, where no two characters join.
fn plain_width(bytes: &[u8]) -> Option<usize> {
    let (mut at, mut columns) = (0, 0);
    while at < bytes.len() {
        match bytes[at..] {
            [0x20..=0x7E, ..] => (at, columns) = (at + 1, columns + 1),
            [0xE3, 0x80, 0x80..=0x87, ..]
            | [0xE3, 0x81, 0x81..=0xBF, ..]
            | [0xE5..=0xE9, ..]
            | [0xE4, 0xB8..=0xBF, ..]
            | [0xEF, 0xBC, 0x81..=0xBF, ..] => (at, columns) = (at + 3, columns + 2),
            _ => return None,
        }
    }
    Some(columns)
}

/// `text` if it fits into `columns`, else its beginning, cut between clusters and ended with `..`.
#[must_use]
pub fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    // No character takes more columns than bytes.
    if text.len() <= columns {
        return Cow::Borrowed(text);
    }
    let room = columns.saturating_sub(2);
    let (mut used, mut fits) = (0, 0);
    for (at, cluster) in text.grapheme_indices(true) {
        used += cluster_width(cluster);
        if used <= room {
            fits = at + cluster.len();
        }
        if used > columns {
            return Cow::Owned(format!("{}{}", &text[..fits], &".."[..columns.min(2)]));
        }
    }
    Cow::Borrowed(text)
}

/// `text` cut to `columns` and filled with blanks on the right: exactly `columns` wide.
#[must_use]
pub fn pad(text: &str, columns: usize) -> String {
    let mut out = cut(text, columns).into_owned();
    let free = columns.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', free));
    out
}

/// `text` cut to `columns` and filled with blanks on the left: exactly `columns` wide. For numbers and ages.
#[must_use]
pub fn pad_left(text: &str, columns: usize) -> String {
    let shown = cut(text, columns);
    let free = columns.saturating_sub(width(&shown));
    " ".repeat(free) + &shown
}
