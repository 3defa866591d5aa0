//! A row of bars, one a value, scaled to its own lowest and highest. A missing day is a hole, never a zero.

use super::look::Glyphs;

/// One column a value: eight heights between the lowest and the highest of the series; a flat series stands on
/// the lowest; what is missing (or not a number) is a blank.
#[must_use]
pub fn spark(values: &[Option<f64>], glyphs: &Glyphs) -> String {
    let known = || values.iter().flatten().copied().filter(|v| v.is_finite());
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let bar = |value: Option<f64>| match value.filter(|v| v.is_finite()) {
        None => ' ',
        Some(_) if high <= low => glyphs.bars[0],
        Some(v) => glyphs.bars[step((v - low) / (high - low))],
    };
    values.iter().map(|v| bar(*v)).collect()
}

/// One of eight steps for a share of 0 to 1.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn step(share: f64) -> usize {
    ((share * 7.0).round() as usize).min(7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::look::{ASCII, UNICODE};

    #[test]
    fn bars_follow_the_values() {
        let all: Vec<Option<f64>> = (0..8).map(|n| Some(f64::from(n))).collect();
        for (values, unicode, ascii) in [
            (&all[..], "▁▂▃▄▅▆▇█", "1234567#"),
            (&[Some(0.0), None, Some(10.0)], "▁ █", "1 #"),
            (&[Some(5.0), Some(5.0), None], "▁▁ ", "11 "),
            (&[Some(-3.0), Some(-1.0), Some(-2.0)], "▁█▅", "1#5"),
            (&[None, None], "  ", "  "),
            (&[Some(f64::NAN), Some(1.0), Some(f64::INFINITY), Some(2.0)], " ▁ █", " 1 #"),
            (&[], "", ""),
            (&[Some(0.0), Some(0.0)], "▁▁", "11"),
        ] {
            assert_eq!(spark(values, &UNICODE), unicode, "{values:?}");
            assert_eq!(spark(values, &ASCII), ascii, "{values:?}");
        }
    }
}
