//! A text with hits in lines of some width: `[ ]` around each hit, and the hit's look carried over line ends.

use crate::base::text::wrap_at_most;
use crate::moderation::shown::Shown;
use crate::tui::{Role, paint};
use std::ops::Range;

/// A line in pieces, each in its role.
pub(super) type Line = Vec<(String, Role)>;

/// The first `most` lines of `text` at `columns`.
pub(super) fn lines(text: &Shown, columns: u16, most: usize) -> Vec<Line> {
    let mut whole = String::with_capacity(text.text.len() + 2 * text.hits.len());
    let mut hits: Vec<Range<usize>> = Vec::new();
    for (piece, role) in paint::marked(&text.text, &text.hits) {
        let start = whole.len();
        whole.push_str(piece);
        if role == Role::Hit {
            hits.push(start..whole.len());
        }
    }
    let mut at = 0;
    let wrapped = wrap_at_most(&whole, usize::from(columns), most);
    wrapped.iter().map(|line| coloured(&whole, line, &hits, &mut at)).collect()
}

/// Finds `line` in `whole` from `at` on (wrapping drops only blanks) and cuts it at the hits.
fn coloured(whole: &str, line: &str, hits: &[Range<usize>], at: &mut usize) -> Line {
    let start = whole[*at..].find(line).map_or(*at, |offset| *at + offset);
    *at = start + line.len();
    let mut pieces: Line = Vec::new();
    let mut from = start;
    for hit in hits.iter().filter(|h| h.start < *at && h.end > start) {
        let (a, b) = (hit.start.max(from), hit.end.min(*at));
        push(&mut pieces, &whole[from..a], Role::Text);
        push(&mut pieces, &whole[a..b], Role::Hit);
        from = b;
    }
    push(&mut pieces, whole.get(from..*at).unwrap_or(""), Role::Text);
    pieces
}

fn push(pieces: &mut Line, text: &str, role: Role) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some((last, same)) if *same == role => last.push_str(text),
        _ => pieces.push((text.to_owned(), role)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, hits: &[&str], columns: u16) -> Vec<String> {
        let hits = hits.iter().map(|h| text.find(h).map(|at| at..at + h.len()).unwrap()).collect();
        let tell = |(t, role): &(String, Role)| if *role == Role::Hit { format!("<{t}>") } else { t.clone() };
        lines(&Shown { text: text.into(), hits }, columns, 9).iter().map(|l| l.iter().map(tell).collect()).collect()
    }

    #[test]
    fn hits_keep_their_look_over_line_ends() {
        assert_eq!(told("「加V领，名额有限」", &["加V", "名额有限"], 80), ["「<[加V]>领，<[名额有限]>」"]);
        assert_eq!(told("加V领名额有限快", &["名额有限"], 8), ["加V领<[名>", "<额有限]>", "快"]);
        assert_eq!(told("a b c", &["b"], 3), ["a", "<[b]>", "c"]);
        assert_eq!(told("", &[], 8), [""]);
        assert_eq!(lines(&Shown { text: "一二三四".into(), hits: vec![] }, 4, 1).len(), 1);
    }
}
