//! What drawing needs to know beside the facts: theme, glyphs and language.

use super::theme::{Role, Theme};
use crate::base::Lang;
use ratatui::style::Style;

/// The few signs the chrome may use beside ASCII and Han (screens.md §18). Both sets lay out alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    /// A rule between regions.
    pub rule: char,
    /// The rule of the focused region.
    pub rule_focus: char,
    /// The rule between two columns, and the sides of a form.
    pub vertical: char,
    /// Where a rule meets the vertical from below: `┬`.
    pub tee_down: char,
    /// Where a rule meets the vertical from above: `┴`.
    pub tee_up: char,
    /// Where a rule crosses the vertical: `┼`.
    pub cross: char,
    /// Where a rule ends at the vertical on its right: `┤`.
    pub tee_left: char,
    /// Where a rule begins at the vertical on its left: `├`.
    pub tee_right: char,
    /// Corners of a form: top left, top right, bottom left, bottom right.
    pub corners: [char; 4],
    /// Bars of one to eight eighths.
    pub bars: [char; 8],
    /// The current row.
    pub cursor: char,
    /// Up against the period before.
    pub up: char,
    /// Down against the period before.
    pub down: char,
    /// Done.
    pub tick: char,
    /// A marked row.
    pub mark: char,
}

/// The signs for terminals that draw boxes and blocks one column wide.
pub const UNICODE: Glyphs = Glyphs {
    rule: '─',
    rule_focus: '═',
    vertical: '│',
    tee_down: '┬',
    tee_up: '┴',
    cross: '┼',
    tee_left: '┤',
    tee_right: '├',
    corners: ['┌', '┐', '└', '┘'],
    bars: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
    cursor: '▸',
    up: '▴',
    down: '▾',
    tick: '✓',
    mark: '*',
};

/// Their ASCII twins, for `TERM=linux`, no UTF-8, and terminals that draw boxes two columns wide.
pub const ASCII: Glyphs = Glyphs {
    rule: '-',
    rule_focus: '=',
    vertical: '|',
    tee_down: '+',
    tee_up: '+',
    cross: '+',
    tee_left: '+',
    tee_right: '+',
    corners: ['+'; 4],
    bars: ['1', '2', '3', '4', '5', '6', '7', '#'],
    cursor: '>',
    up: '^',
    down: 'v',
    tick: '*',
    mark: '*',
};

/// Everything drawing may ask for.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// Colours and attributes.
    pub theme: &'a Theme,
    /// Signs.
    pub glyphs: &'a Glyphs,
    /// Sentences.
    pub lang: &'a Lang,
}

impl<'a> Look<'a> {
    /// The look of `role`.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// The sentence under `key`.
    #[must_use]
    pub fn text<'k>(&self, key: &'k str) -> &'k str
    where
        'a: 'k,
    {
        self.lang.text(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthChar;

    fn all(g: &Glyphs) -> Vec<char> {
        let one = [
            g.rule,
            g.rule_focus,
            g.vertical,
            g.tee_down,
            g.tee_up,
            g.cross,
            g.tee_left,
            g.tee_right,
            g.cursor,
            g.up,
            g.down,
            g.tick,
            g.mark,
        ];
        one.into_iter().chain(g.corners).chain(g.bars).collect()
    }

    #[test]
    fn both_sets_are_one_column_wide_and_allowed() {
        assert!(all(&ASCII).iter().all(char::is_ascii_graphic));
        for c in all(&UNICODE) {
            assert_eq!(c.width(), Some(1), "{c}");
            let boxes = ('\u{2500}'..='\u{257F}').contains(&c) || ('\u{2581}'..='\u{2588}').contains(&c);
            assert!(boxes || c.is_ascii() || "▴▾▸✓".contains(c), "{c}");
        }
    }
}
