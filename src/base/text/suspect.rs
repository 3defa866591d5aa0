//! Which characters must not reach a terminal as they are, and the marks they become (reliability.md T1, T3 to T7).

/// A mark for something that must not be shown as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A control character, shown as its picture or `<9B>`.
    Control(char),
    /// A direction switch by its short name.
    Bidi(&'static str),
    /// A character that shows nothing.
    Hidden,
    /// A character whose picture only its writer's font knows.
    Private,
    /// Any other character that takes no column of its own.
    Code(char),
    /// An accent beyond the cap.
    Flood,
}

/// Whether some terminal or reader goes to a new line for `c`.
pub(super) fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Direction switches of UAX #9 by their short names.
pub(super) fn bidi_name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{061C}' => "ALM",
        '\u{200E}' => "LRM",
        '\u{200F}' => "RLM",
        '\u{202A}' => "LRE",
        '\u{202B}' => "RLE",
        '\u{202C}' => "PDF",
        '\u{202D}' => "LRO",
        '\u{202E}' => "RLO",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        _ => return None,
    })
}

/// `Default_Ignorable_Code_Point` of `DerivedCoreProperties.txt` without the direction switches, and the invisible format
/// characters beside it (interlinear notes, shorthand and hieroglyph controls).
pub(super) fn is_hidden(c: char) -> bool {
    matches!(u32::from(c),
        0xAD | 0x34F | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200D | 0x2060..=0x2065
        | 0x206A..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB | 0x13430..=0x1343F
        | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}

/// Whether `c` means something only between those who agreed on it.
pub(super) fn is_private(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF | 0xF0000..=0xFFFFD | 0x10_0000..=0x10_FFFD)
}

/// Noncharacters, and `Grapheme_Cluster_Break=Prepend`: signs that swallow whatever follows them into their own cluster.
pub(super) fn is_unshowable(c: char) -> bool {
    u32::from(c) & 0xFFFE == 0xFFFE
        || matches!(u32::from(c),
            0xFDD0..=0xFDEF | 0x600..=0x605 | 0x6DD | 0x70F | 0x890..=0x891 | 0x8E2 | 0xD4E | 0x110BD | 0x110CD
            | 0x111C2..=0x111C3 | 0x113D1 | 0x1193F | 0x11941 | 0x11A3A | 0x11A84..=0x11A89 | 0x11D46 | 0x11F02)
}

/// The mark `c` becomes, unless it may stay.
pub(super) fn mark_of(c: char) -> Option<Mark> {
    match c {
        ' '..='~' => None,
        c if c.is_control() => Some(Mark::Control(c)),
        c if is_hidden(c) => Some(Mark::Hidden),
        c if is_private(c) => Some(Mark::Private),
        c if is_unshowable(c) => Some(Mark::Code(c)),
        c => bidi_name(c).map(Mark::Bidi),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::{Clean, width};

    /// Every character of the planes that are in use, alone and between letters.
    #[test]
    fn no_single_character_slips_through() {
        for c in (0..0x2_0000).chain(0xE_0000..0xE_1000).chain(0xF_FFF0..0x11_0000).filter_map(char::from_u32) {
            let alone = Clean::line(c.encode_utf8(&mut [0; 4])).into_string();
            assert!(width(&alone) > 0, "{c:?} alone shows nothing");
            let between = format!("a{c}b");
            let shown = Clean::line(&between).into_string();
            assert!(shown.starts_with('a') && shown.ends_with('b') && shown.len() > 2, "{c:?} vanishes: {shown:?}");
            if mark_of(c).is_some() || is_line_end(c) {
                assert!(!alone.contains(c) && !shown.contains(c), "{c:?} stays");
            } else {
                assert!(alone.contains(c) || alone.starts_with("<U+"), "{c:?} became {alone:?}");
            }
        }
    }

    #[test]
    fn the_tables_hold_what_the_threat_list_names() {
        // reliability.md T1, T3, T4 by number.
        for c in ['\u{202A}', '\u{202E}', '\u{2066}', '\u{2069}', '\u{200E}', '\u{200F}', '\u{061C}'] {
            assert!(bidi_name(c).is_some() && !is_hidden(c), "{c:?}");
        }
        for c in ['\u{200B}', '\u{3164}', '\u{00AD}', '\u{E0000}', '\u{E0041}', '\u{FEFF}', '\u{2060}', '\u{FE0F}'] {
            assert!(is_hidden(c) && bidi_name(c).is_none(), "{c:?}");
        }
        for c in "群 — “” ① ■ 😀 é".chars() {
            assert_eq!(mark_of(c), None, "{c:?}");
        }
    }
}
