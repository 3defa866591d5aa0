//! Wrapping as Chinese is set: a line may end after any Han character, Latin words stay whole, and no line begins with
//! a closing sign (kinsoku, 避头尾; the sets are those of GB/T 15834 and JIS X 4051 that occur in chats).

use super::width::cluster_width;
use unicode_segmentation::UnicodeSegmentation;

/// Signs no line may begin with.
const NOT_FIRST: &str = "，。！？；：、）」』》】〉〕］｝〗〙”’…—～·％‰ー々.,!?;:)]}%";
/// Signs no line may end with.
const NOT_LAST: &str = "（「『《【〈〔［｛〖〘“‘([{";

/// `text` in lines of at most `columns`. Line ends are kept; blanks at the ends of lines are lost and nothing else is.
/// A cluster wider than `columns` itself becomes `.`, and with no columns there is nothing to show.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    wrap_at_most(text, columns, usize::MAX)
}

/// The first `lines` lines of [`wrap()`], at the cost of only those.
#[must_use]
pub fn wrap_at_most(text: &str, columns: usize, lines: usize) -> Vec<String> {
    let mut out = Vec::new();
    for paragraph in text.split('\n') {
        if out.len() >= lines {
            break;
        }
        let mut rest = paragraph.strip_suffix('\r').unwrap_or(paragraph);
        let begun = out.len();
        while !rest.is_empty() && out.len() < lines && columns > 0 {
            let Line { end, whole } = line_of(rest, columns);
            let line = rest[..end].trim_end_matches(is_blank);
            match whole {
                true if line.is_empty() => {}
                true => out.push(line.to_owned()),
                false => out.push(".".to_owned()),
            }
            rest = &rest[end..];
            rest = rest.trim_start_matches(is_blank);
        }
        if out.len() == begun {
            out.push(String::new());
        }
    }
    out
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\t')
}

/// How far the first line goes.
struct Line {
    /// Bytes of it, blanks at its end included.
    end: usize,
    /// False if it is one cluster that is wider than the line.
    whole: bool,
}

fn line_of(text: &str, columns: usize) -> Line {
    let mut used = 0;
    let mut before = "";
    // The last place to break: anywhere, where no sign stands wrong, and where it is also between words.
    let (mut any, mut tidy, mut good) = (0, 0, 0);
    for (at, cluster) in text.grapheme_indices(true) {
        if at > 0 && !cluster.starts_with(is_blank) {
            any = at;
            if may_part(before, cluster) {
                tidy = at;
                if between_words(before, cluster) {
                    good = at;
                }
            }
        }
        used += cluster_width(cluster);
        if used > columns && !cluster.starts_with(is_blank) {
            let end = [good, tidy, any].into_iter().find(|end| *end > 0);
            return Line { end: end.unwrap_or(cluster.len()), whole: end.is_some() };
        }
        before = cluster;
    }
    Line { end: text.len(), whole: true }
}

/// Whether a line may end with `before` and the next begin with `after`.
fn may_part(before: &str, after: &str) -> bool {
    !(after.starts_with(|c| NOT_FIRST.contains(c)) || before.starts_with(|c| NOT_LAST.contains(c)))
}

fn between_words(before: &str, after: &str) -> bool {
    let stands_alone = |cluster: &str| cluster.starts_with(is_blank) || cluster_width(cluster) > 1;
    stands_alone(before) || stands_alone(after) || before.starts_with(|c: char| NOT_FIRST.contains(c) && !c.is_ascii())
}
