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

/// A blank with an accent on it is none.
fn is_blank_cluster(cluster: &str) -> bool {
    cluster.chars().all(is_blank)
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
        if at > 0 && !is_blank_cluster(cluster) {
            any = at;
            if may_part(before, cluster) {
                tidy = at;
                if between_words(before, cluster) {
                    good = at;
                }
            }
        }
        used += cluster_width(cluster);
        if used > columns && !is_blank_cluster(cluster) {
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
    let stands_alone = |cluster: &str| is_blank_cluster(cluster) || cluster_width(cluster) > 1;
    stands_alone(before) || stands_alone(after) || before.starts_with(|c: char| NOT_FIRST.contains(c) && !c.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::width;
    use proptest::prelude::*;

    #[test]
    fn lines_break_where_a_reader_expects() {
        for (text, columns, lines) in [
            ("", 10, &[""][..]),
            ("短句", 10, &["短句"]),
            ("社群运营每天巡检", 8, &["社群运营", "每天巡检"]),
            ("社群运营，每天巡检", 8, &["社群运", "营，每天", "巡检"]),
            ("他说（明天见）再说", 6, &["他说", "（明天", "见）再", "说"]),
            ("use ratatui now", 8, &["use", "ratatui", "now"]),
            ("用 ratatui 写", 10, &["用 ratatui", "写"]),
            ("加微信abc123领取", 8, &["加微信", "abc123领", "取"]),
            ("abcdefghij", 4, &["abcd", "efgh", "ij"]),
            ("abcd.efgh", 4, &["abc", "d.ef", "gh"]),
            ("一\n\n二\r\n三\n", 10, &["一", "", "二", "三", ""]),
            ("  缩进 的话", 6, &["  缩进", "的话"]),
            ("a      b", 3, &["a", "b"]),
            ("，，，，，", 4, &["，，", "，，", "，"]),
            ("社群", 1, &[".", "."]),
            ("社群", 0, &[""]),
            ("   ", 2, &[""]),
            ("等一等……好", 8, &["等一等……", "好"]),
        ] {
            assert_eq!(wrap(text, columns), lines, "{text:?} {columns}");
        }
    }

    #[test]
    fn only_the_lines_asked_for_are_made() {
        assert_eq!(wrap_at_most("一二三四\n五", 4, 2), ["一二", "三四"]);
        assert_eq!(wrap_at_most("一\n二\n三", 4, 2), ["一", "二"]);
        assert_eq!(wrap_at_most("一", 4, 0), Vec::<String>::new());
    }

    fn without_blanks(text: &str) -> String {
        text.chars().filter(|c| !is_blank(*c) && !matches!(c, '\n' | '\r')).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_line_is_too_wide_and_nothing_but_blanks_is_lost(
            text in "([a-z]{1,9}| |，|。|（|）|\\.|,|\n|[社群运营]{1,5}|👩🏻‍❤️‍💋‍👨🏼|e\u{301}|\u{3000}|ｶﾞ|…){0,40}",
            columns in 3..30_usize,
        ) {
            let lines = wrap(&text, columns);
            for line in &lines {
                prop_assert!(width(line) <= columns, "{line:?}");
            }
            prop_assert_eq!(without_blanks(&lines.concat()), without_blanks(&text));
            prop_assert!(lines.len() >= text.split('\n').count());
        }

        #[test]
        fn no_line_begins_or_ends_with_the_wrong_sign_if_there_is_room(
            text in "([社群运营a-z]{2,5}(，|。|！|、|\\.|, |（|「|」|）|——|……){0,1}){0,20}",
            columns in 12..40_usize,
        ) {
            for line in wrap(&text, columns).iter().skip(1) {
                prop_assert!(!line.starts_with(|c| NOT_FIRST.contains(c)), "{line:?} of {text:?}");
            }
            let lines = wrap(&text, columns);
            for line in lines.iter().take(lines.len().saturating_sub(1)) {
                prop_assert!(!line.ends_with(|c| NOT_LAST.contains(c)), "{line:?} of {text:?}");
            }
        }

        #[test]
        fn any_text_at_any_width_wraps(text in any::<String>(), columns in 0..12_usize) {
            prop_assert!(wrap(&text, columns).iter().all(|line| width(line) <= columns));
        }
    }
}
