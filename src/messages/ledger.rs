//! One row of the ledger, and the mark that tells equal moments apart so that importing twice doubles nothing.

use crate::base::At;

/// What happened, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Somebody wrote.
    Message = 0,
    /// Somebody came in.
    Join = 1,
    /// Somebody went.
    Leave = 2,
    /// Somebody was put out.
    Removed = 3,
}

/// One thing that happened, ready to be entered. Texts are borrowed from the import's buffer.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The community's row id.
    pub community: i64,
    /// When.
    pub at: At,
    /// What.
    pub kind: Kind,
    /// Tells rows of the same moment apart; see [`mark`].
    pub mark: i64,
    /// The source's stable key of the person.
    pub key: &'a str,
    /// The name shown then.
    pub name: &'a str,
    /// What was written.
    pub text: &'a str,
    /// The source's id of the message, empty if it has none.
    pub source_id: &'a str,
    /// The source's id of the message answered.
    pub reply_to: &'a str,
    /// How they came, for joins.
    pub source: &'a str,
}

/// The mark of a row: of its source id where there is one (an edited message stays the same row), else of person
/// and text, plus `nth` for the n-th equal row of the same moment in the same file (minute-precise exports hold such).
#[must_use]
pub fn mark(kind: Kind, id: Option<&str>, key: &str, text: &str, nth: u32) -> i64 {
    let nth = nth.to_le_bytes();
    let parts: [&[u8]; 4] = match id {
        Some(id) => [id.as_bytes(), b"", b"", b""],
        None => [key.as_bytes(), b"\xff", text.as_bytes(), &nth],
    };
    // FNV-1a, 64 bits: the value is stored, so it must be the same for ever, which std's hashers do not promise.
    let start = 0xcbf2_9ce4_8422_2325 ^ kind as u64;
    let hash = parts.iter().copied().flatten().fold(start, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
    i64::from_ne_bytes(hash.to_ne_bytes())
}

/// The mark to try next when this batch itself already holds `mark` (equal rows from two files of one import).
#[must_use]
pub fn next_mark(mark: i64) -> i64 {
    mark.wrapping_add(0x9e37_79b9)
}

/// Counts equal rows of one moment. Exports are in order of time, so only one moment is remembered.
#[derive(Debug, Default)]
pub struct Repeats {
    moment: Option<(usize, At)>,
    seen: Vec<(i64, u32)>,
}

impl Repeats {
    /// How many rows with this `mark` of `(chat, at)` came directly before.
    pub fn nth(&mut self, chat: usize, at: At, mark: i64) -> u32 {
        if self.moment != Some((chat, at)) {
            self.moment = Some((chat, at));
            self.seen.clear();
        }
        if let Some((_, n)) = self.seen.iter_mut().find(|(m, _)| *m == mark) {
            *n += 1;
            return *n;
        }
        self.seen.push((mark, 0));
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARK_OF_42: i64 = 571_532_774_284_038_691;

    #[test]
    fn marks_are_stable_and_tell_apart() {
        // The value is stored in files: it must never change between versions.
        assert_eq!(mark(Kind::Message, Some("42"), "", "", 0), MARK_OF_42);
        assert_eq!(mark(Kind::Message, Some("42"), "a", "x", 0), mark(Kind::Message, Some("42"), "b", "edited", 3));
        assert_ne!(mark(Kind::Message, Some("42"), "", "", 0), mark(Kind::Join, Some("42"), "", "", 0));
        assert_ne!(mark(Kind::Message, None, "ab", "c", 0), mark(Kind::Message, None, "a", "bc", 0));
        assert_ne!(mark(Kind::Message, None, "a", "x", 0), mark(Kind::Message, None, "a", "x", 1));
    }

    #[test]
    fn repeats_are_counted_within_one_moment() {
        let mut repeats = Repeats::default();
        assert_eq!([1, 1, 2, 1].map(|m| repeats.nth(0, At(5), m)), [0, 1, 0, 2]);
        assert_eq!(repeats.nth(0, At(6), 1), 0);
        assert_eq!(repeats.nth(1, At(6), 1), 0);
    }
}
