//! Colours as themes write them, and the nearest thing the terminal can show.

use ratatui::style::Color;

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None: attributes only.
    Mono,
    /// The terminal's own sixteen.
    Sixteen,
    /// The xterm table of 256.
    TwoFiftySix,
    /// Red, green and blue of 8 bits each.
    True,
}

/// A colour in a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Ink {
    /// The terminal's default.
    #[default]
    Default,
    /// A place in the terminal's table of 256; the first 16 are its own colours.
    Index(u8),
    /// Red, green, blue.
    Rgb([u8; 3]),
    /// Red, green, blue where there are that many colours, and the one of the sixteen that stands for it.
    Both([u8; 3], u8),
}

impl Depth {
    /// Reads the environment: `NO_COLOR` (no-color.org: any value but the empty one), `COLORTERM`, `TERM`.
    /// SSH does not pass `COLORTERM` on, so sixteen and 256 are the common case.
    #[must_use]
    pub fn from_env(get: impl Fn(&str) -> Option<String>) -> Depth {
        let term = get("TERM").unwrap_or_default();
        if get("NO_COLOR").is_some_and(|v| !v.is_empty()) || matches!(term.as_str(), "dumb" | "vt100" | "vt220") {
            return Depth::Mono;
        }
        let colorterm = get("COLORTERM").unwrap_or_default().to_lowercase();
        if ["truecolor", "24bit"].contains(&colorterm.as_str()) || term.ends_with("-direct") {
            return Depth::True;
        }
        if term.contains("256color") { Depth::TwoFiftySix } else { Depth::Sixteen }
    }

    /// The nearest colour of this depth; `None` leaves the terminal's default.
    pub(super) fn colour(self, ink: Ink) -> Option<Color> {
        match (self, ink) {
            (Depth::Mono, _) | (_, Ink::Default) => None,
            (_, Ink::Index(n @ 0..16)) | (Depth::Sixteen, Ink::Both(_, n)) => Some(Color::Indexed(n)),
            (Depth::Sixteen, Ink::Index(n)) => Some(Color::Indexed(nearest(rgb_of(n), 0..=15))),
            (Depth::Sixteen, Ink::Rgb(rgb)) => Some(Color::Indexed(nearest(rgb, 0..=15))),
            (_, Ink::Index(n)) => Some(Color::Indexed(n)),
            (Depth::TwoFiftySix, Ink::Rgb(rgb) | Ink::Both(rgb, _)) => Some(Color::Indexed(nearest(rgb, 16..=255))),
            (Depth::True, Ink::Rgb([r, g, b]) | Ink::Both([r, g, b], _)) => Some(Color::Rgb(r, g, b)),
        }
    }
}

/// The sixteen as xterm shows them unless the user has set others.
const SIXTEEN: [[u8; 3]; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

/// Red, green and blue of a place in xterm's table: sixteen, a 6x6x6 cube, 24 greys.
fn rgb_of(index: u8) -> [u8; 3] {
    match index {
        0..16 => SIXTEEN[usize::from(index)],
        16..232 => {
            let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
            let n = index - 16;
            [level(n / 36), level(n / 6 % 6), level(n % 6)]
        }
        232.. => [8 + 10 * (index - 232); 3],
    }
}

/// The place whose colour is nearest by the "redmean" distance, a cheap match of what the eye sees
/// (<https://www.compuphase.com/cmetric.htm>).
fn nearest(rgb: [u8; 3], places: std::ops::RangeInclusive<u8>) -> u8 {
    let distance = |place: u8| {
        let other = rgb_of(place);
        let mean = (i64::from(rgb[0]) + i64::from(other[0])) / 2;
        let [r, g, b] = [0, 1, 2].map(|i| i64::from(rgb[i]) - i64::from(other[i]));
        (((512 + mean) * r * r) >> 8) + 4 * g * g + (((767 - mean) * b * b) >> 8)
    };
    places.min_by_key(|p| distance(*p)).unwrap_or(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_decides_the_depth() {
        for (vars, depth) in [
            (&[("TERM", "xterm-256color")][..], Depth::TwoFiftySix),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], Depth::True),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "24bit"), ("NO_COLOR", "1")], Depth::Mono),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "")], Depth::TwoFiftySix),
            (&[("TERM", "xterm-direct")], Depth::True),
            (&[("TERM", "linux")], Depth::Sixteen),
            (&[("TERM", "screen.xterm-256color")], Depth::TwoFiftySix),
            (&[("TERM", "dumb")], Depth::Mono),
            (&[], Depth::Sixteen),
        ] {
            let get = |name: &str| vars.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
            assert_eq!(Depth::from_env(get), depth, "{vars:?}");
        }
    }

    #[test]
    fn colours_go_to_the_nearest_there_is() {
        let (red, both) = (Ink::Rgb([250, 10, 10]), Ink::Both([250, 10, 10], 1));
        for (depth, ink, colour) in [
            (Depth::Mono, red, None),
            (Depth::True, Ink::Default, None),
            (Depth::Sixteen, red, Some(Color::Indexed(9))),
            (Depth::Sixteen, both, Some(Color::Indexed(1))),
            (Depth::TwoFiftySix, both, Some(Color::Indexed(196))),
            (Depth::True, both, Some(Color::Rgb(250, 10, 10))),
            (Depth::True, Ink::Index(6), Some(Color::Indexed(6))),
            (Depth::Sixteen, Ink::Index(231), Some(Color::Indexed(15))),
            (Depth::TwoFiftySix, Ink::Index(231), Some(Color::Indexed(231))),
            (Depth::TwoFiftySix, Ink::Rgb([128, 128, 128]), Some(Color::Indexed(244))),
        ] {
            assert_eq!(depth.colour(ink), colour, "{depth:?} {ink:?}");
        }
    }

    #[test]
    fn every_place_is_nearest_to_itself() {
        for place in 16..=255 {
            assert_eq!(rgb_of(nearest(rgb_of(place), 16..=255)), rgb_of(place));
        }
    }
}
