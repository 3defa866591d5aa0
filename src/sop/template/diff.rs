//! What changed between two wordings, line by line.

/// One line of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase", tag = "change", content = "line")]
pub enum Change {
    /// In both.
    Same(String),
    /// Only in the older one.
    Gone(String),
    /// Only in the newer one.
    New(String),
}

/// The lines of `old` and `new`, with the fewest lines gone and new (longest common subsequence; both are short).
#[must_use]
pub fn changes(old: &str, new: &str) -> Vec<Change> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    // common[i][j]: how many lines old[i..] and new[j..] share in order.
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] =
                if old[i] == new[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            out.push(Change::Same(old[i].to_owned()));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || i < old.len() && common[i + 1][j] >= common[i][j + 1] {
            out.push(Change::Gone(old[i].to_owned()));
            i += 1;
        } else {
            out.push(Change::New(new[j].to_owned()));
            j += 1;
        }
    }
    out
}
