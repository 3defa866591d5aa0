//! The nearest right word for a wrong one, for errors that suggest.

/// The candidate that differs from `wrong` by the fewest edits; `None` if every one differs by more than a
/// third of its letters.
#[must_use]
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let best = candidates.into_iter().map(|c| (edits(wrong, c), c)).min_by_key(|(n, _)| *n)?;
    let limit = (best.1.chars().count().max(wrong.chars().count()) / 3).max(1);
    (best.0 <= limit).then_some(best.1)
}

/// Insertions, deletions, replacements and swaps of neighbours that make `a` into `b`
/// (optimal string alignment distance).
#[must_use]
pub fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = match (i, j) {
                (0, n) | (n, 0) => n,
                _ => {
                    let cost = usize::from(a[i - 1] != b[j - 1]);
                    let step = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + cost);
                    let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                    if swapped { step.min(rows[i - 2][j - 2] + 1) } else { step }
                }
            };
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (a, b, n) in [("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("ab", "ba", 1), ("审核", "审阅", 1)]
        {
            assert_eq!((edits(a, b), edits(b, a)), (n, n), "{a} {b}");
        }
    }

    #[test]
    fn only_near_words_are_suggested() {
        let words = ["queue.approve", "queue.reject", "sop.answer"];
        assert_eq!(nearest("queue.aprove", words), Some("queue.approve"));
        assert_eq!(nearest("queue.rejcet", words), Some("queue.reject"));
        assert_eq!(nearest("calendar.new", words), None);
        assert_eq!(nearest("x", []), None);
    }
}
