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
            [0xE3, 0x80, 0x80..=0xA9, ..]
            | [0xE3, 0x81, 0x81..=0xBF, ..]
            | [0xE5..=0xE9, ..]
            | [0xE4, 0xB8..=0xBF, ..]
            | [0xEF, 0xBC, 0x81..=0xBF, ..] => (at, columns) = (at + 3, columns + 2),
            _ => return None,
        }
    }
    Some(columns)
}

/// The characters of a text in which none joins another, each with its columns; `None` where clusters must be sought.
/// Nearly all that is drawn is of this kind, and is drawn anew for every key.
pub fn plain(text: &str) -> Option<impl Iterator<Item = (&str, u16)>> {
    plain_width(text.as_bytes())?;
    let signs = text.char_indices().map(|(at, c)| (&text[at..at + c.len_utf8()], if c.is_ascii() { 1 } else { 2 }));
    Some(signs)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts_fall_into_the_same_pieces_as_clusters() {
        let kinds = ['\u{20}', '~', '\u{3000}', '\u{3029}', '\u{3041}', 'み', '一', '龥', '\u{9FFF}', '！', '\u{FF3F}'];
        for a in kinds {
            for b in kinds {
                let text = format!("{a}{b}{a}");
                let clusters: Vec<(&str, u16)> = text.graphemes(true).map(|g| (g, cluster_width(g) as u16)).collect();
                assert_eq!(plain(&text).map(Iterator::collect), Some(clusters), "{text:?}");
            }
        }
        for text in ["a\u{301}", "か\u{3099}", "\u{1F469}\u{200D}\u{1F469}", "ﾊﾟ", "\u{1b}", "한", "é", "a\tb"] {
            assert!(plain(text).is_none(), "{text:?}");
        }
        assert_eq!(plain("").map(Iterator::count), Some(0));
    }
    use proptest::prelude::*;
    use ratatui::buffer::{Buffer, CellWidth};
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn widths_are_those_of_a_terminal() {
        for (text, columns) in [
            ("", 0),
            ("qun", 3),
            ("社群运营", 8),
            ("ＡＢ，。", 8),
            ("é e\u{301}", 3),
            ("❤️👨‍👩‍👧‍👦🇨🇳", 6),
            ("ｶﾞ", 3),
            ("ガ", 2),
            ("─▸▴✓", 4),
            ("…—①", 3),
            ("\n\x1b", 0),
        ] {
            assert_eq!(width(text), columns, "{text:?}");
        }
    }

    #[test]
    fn cuts_are_marked_and_never_halve_a_character() {
        for (text, columns, cut_to, padded) in [
            ("abc", 3, "abc", "abc"),
            ("abcd", 3, "a..", "a.."),
            ("社群运营", 8, "社群运营", "社群运营"),
            ("社群运营", 7, "社群..", "社群.. "),
            ("社群运营", 6, "社群..", "社群.."),
            ("社群", 3, "..", ".. "),
            ("社群", 2, "..", ".."),
            ("社群", 1, ".", "."),
            ("社群", 0, "", ""),
            ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 3, "..", ".. "),
            ("a", 4, "a", "a   "),
        ] {
            assert_eq!(cut(text, columns), cut_to, "{text} {columns}");
            assert_eq!(pad(text, columns), padded, "{text} {columns}");
        }
        assert_eq!(pad_left("9,812", 7), "  9,812");
        assert_eq!(pad_left("社群运营", 7), " 社群..");
    }

    /// Text without control characters, rich in what is wide, joined or combining.
    fn lively() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            "[a-z ,.]{1,6}",
            "[社群运营，。（）、]{1,6}",
            "[\u{300}-\u{303}ｶﾞﾟ👩❤🏻\u{fe0f}\u{200d}한ᄀ\u{1161}…]{1,5}",
            any::<char>().prop_map(String::from),
        ];
        prop::collection::vec(part, 0..12).prop_map(|p| p.concat().replace(char::is_control, ""))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn width_agrees_with_the_cells_ratatui_fills(text in lively()) {
            let cells: usize = text.graphemes(true).map(|g| usize::from(g.cell_width())).sum();
            prop_assert_eq!(width(&text), cells);
            let mut buffer = Buffer::empty(Rect::new(0, 0, 500, 1));
            let (x, _) = buffer.set_stringn(0, 0, &text, 500, Style::new());
            prop_assert_eq!(usize::from(x), cells);
        }

        #[test]
        fn cut_and_pad_keep_to_their_columns(text in lively(), columns in 0..40_usize) {
            let short = cut(&text, columns);
            prop_assert!(width(&short) <= columns);
            prop_assert_eq!(&*short == text.as_str(), width(&text) <= columns || text.is_empty());
            prop_assert_eq!(width(&pad(&text, columns)), columns);
            prop_assert_eq!(width(&pad_left(&text, columns)), columns);
        }
    }
}
