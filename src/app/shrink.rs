//! Pieces of one line, each said longer or shorter, and the order in which they give up columns when the line is narrow.

use crate::base::text::width;
use crate::tui::Role;

/// What a piece says in one of its forms.
pub type Said = Vec<(String, Role)>;

/// One piece of a line, from its longest form to its shortest; an empty form says nothing and takes no gap.
#[derive(Debug, Default)]
pub struct Piece {
    forms: Vec<Said>,
    at: usize,
}

impl Piece {
    /// A piece with these forms, the longest first.
    #[must_use]
    pub fn new(forms: Vec<Said>) -> Piece {
        Piece { forms, at: 0 }
    }

    /// A piece of one role.
    #[must_use]
    pub fn plain(role: Role, forms: impl IntoIterator<Item = String>) -> Piece {
        Piece::new(forms.into_iter().map(|text| vec![(text, role)]).collect())
    }

    /// What it says now.
    #[must_use]
    pub fn says(&self) -> &[(String, Role)] {
        self.forms.get(self.at).map_or(&[], Vec::as_slice)
    }

    /// Columns of what it says now.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.says().iter().map(|(text, _)| width(text)).sum()
    }
}

/// Moves the pieces named in `order`, one step after the other, to their next form until all fit into `room` columns with
/// `gap` columns between two; then takes back, from the last, each step that was not needed after all. A step whose piece
/// has no further form is passed over.
pub fn shrink(pieces: &mut [Piece], order: &[usize], room: usize, gap: usize) {
    let mut taken = Vec::new();
    for step in order {
        if fits(pieces, room, gap) {
            break;
        }
        if let Some(piece) = pieces.get_mut(*step).filter(|piece| piece.at + 1 < piece.forms.len()) {
            piece.at += 1;
            taken.push(*step);
        }
    }
    for step in taken.into_iter().rev() {
        pieces[step].at -= 1;
        if !fits(pieces, room, gap) {
            pieces[step].at += 1;
        }
    }
}

fn fits(pieces: &[Piece], room: usize, gap: usize) -> bool {
    let wide = pieces.iter().map(Piece::columns).filter(|columns| *columns > 0);
    wide.map(|columns| columns + gap).sum::<usize>() <= room + gap
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_give_up_columns_in_their_order() {
        let line = |room| {
            let forms = |all: &[&str]| Piece::plain(Role::Text, all.iter().map(|form| (*form).to_owned()));
            let mut pieces = [forms(&["monday", "mon"]), forms(&["seventeen", "17", ""]), forms(&["z"])];
            shrink(&mut pieces, &[0, 2, 1, 1], room, 1);
            let said = pieces.iter().filter_map(|piece| piece.says().first().map(|(text, _)| text.clone()));
            said.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
        };
        for (room, want) in [
            (18, "monday seventeen z"),
            (17, "mon seventeen z"),
            (14, "monday 17 z"),
            (10, "mon 17 z"),
            (7, "mon z"),
            (0, "mon z"),
        ] {
            assert_eq!(line(room), want, "{room}");
        }
    }
}
