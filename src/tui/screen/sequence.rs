//! The control sequences of a frame, each as short as it can be.

use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;

/// The style the terminal writes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pen {
    pub fg: Color,
    pub bg: Color,
    pub mods: Modifier,
}

/// The terminal's default.
pub(super) const PLAIN: Pen = Pen { fg: Color::Reset, bg: Color::Reset, mods: Modifier::empty() };

/// Attributes that are seen on a blank.
pub(super) const ON_BLANK: Modifier =
    Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT).union(Modifier::SLOW_BLINK);

/// The style, unseen on blanks, through which the way from `pen` to `next` is shortest. What is not seen on a blank
/// anyhow, as bold and the colour of the text, may stay.
pub(super) fn unseen(pen: Pen, next: Pen) -> Pen {
    let bare = Pen { bg: Color::Reset, mods: pen.mods - ON_BLANK, ..pen };
    let bytes = |by: Pen| {
        let mut way = String::new();
        push_style(&mut way, Some(pen), by);
        if by != next {
            push_style(&mut way, Some(by), next);
        }
        way.len()
    };
    if bytes(bare) < bytes(PLAIN) { bare } else { PLAIN }
}

/// Writing to a string cannot fail.
pub(super) fn push(out: &mut String, what: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(what);
}

/// The shortest way from `from` to `to`.
pub(super) fn push_move(out: &mut String, from: Option<Position>, to: Position) {
    let start = out.len();
    push(out, format_args!("\x1b[{};{}H", to.y + 1, to.x + 1));
    if to.x == 0 {
        out.truncate(start);
        push(out, format_args!("\x1b[{}H", to.y + 1));
    }
    let Some(from) = from else { return };
    let mut short = String::new();
    if from.y == to.y && to.x == from.x + 1 {
        short.push_str("\x1b[C");
    } else if from.y == to.y && to.x > from.x {
        push(&mut short, format_args!("\x1b[{}C", to.x - from.x));
    } else if from.y == to.y && to.x == 0 {
        short.push('\r');
    } else if from.y == to.y {
        push(&mut short, format_args!("\x1b[{}G", to.x + 1));
    } else if to.y > from.y && to.y - from.y <= 3 && to.x <= from.x {
        // Raw mode: a line feed goes straight down.
        short.extend(std::iter::repeat_n('\n', usize::from(to.y - from.y)));
        if to.x < from.x {
            short.push('\r');
            if to.x > 0 {
                push(&mut short, format_args!("\x1b[{}C", to.x));
            }
        }
    } else {
        return;
    }
    if short.len() < out.len() - start {
        out.truncate(start);
        out.push_str(&short);
    }
}

/// Each attribute with the codes that set it and take it away. Bold and dim share the way back.
const ATTRIBUTES: [(Modifier, u8, u8); 7] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// The shortest change of style: from scratch, or step by step.
pub(super) fn push_style(out: &mut String, from: Option<Pen>, to: Pen) {
    if to == PLAIN {
        out.push_str("\x1b[m");
        return;
    }
    let mut whole = String::from("0");
    steps(&mut whole, PLAIN, to);
    let mut changes = String::new();
    if let Some(from) = from {
        steps(&mut changes, from, to);
    }
    let changes = changes.trim_start_matches(';');
    let best = if changes.is_empty() || changes.len() > whole.len() { &whole } else { changes };
    push(out, format_args!("\x1b[{best}m"));
}

/// Appends the codes that lead from one style to the other, each after a `;`.
fn steps(out: &mut String, from: Pen, to: Pen) {
    let gone = from.mods - to.mods;
    let mut new = to.mods - from.mods;
    for (modifier, _, off) in ATTRIBUTES {
        if gone.contains(modifier) {
            push(out, format_args!(";{off}"));
            if off == 22 {
                new |= to.mods & (Modifier::BOLD | Modifier::DIM);
            }
        }
    }
    for (modifier, on, _) in ATTRIBUTES {
        if new.contains(modifier) {
            push(out, format_args!(";{on}"));
        }
    }
    for (was, is, base) in [(from.fg, to.fg, 30), (from.bg, to.bg, 40)] {
        if was != is {
            push_colour(out, is, base);
        }
    }
}

/// Appends a colour; `base` is 30 for the foreground, 40 for the background.
fn push_colour(out: &mut String, colour: Color, base: u8) {
    match (sixteen(colour), colour) {
        (Some(n @ 0..8), _) => push(out, format_args!(";{}", base + n)),
        (Some(n), _) => push(out, format_args!(";{}", base + 60 + n - 8)),
        (None, Color::Indexed(n)) => push(out, format_args!(";{};5;{n}", base + 8)),
        (None, Color::Rgb(r, g, b)) => push(out, format_args!(";{};2;{r};{g};{b}", base + 8)),
        (None, _) => push(out, format_args!(";{}", base + 9)),
    }
}

/// The place among the terminal's sixteen colours.
fn sixteen(colour: Color) -> Option<u8> {
    Some(match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(n @ 0..16) => n,
        _ => return None,
    })
}
