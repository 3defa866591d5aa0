//! A row on its way from a file into the ledger.

use crate::base::At;
use crate::messages::ledger::{self, Row};

/// A row waiting for its chunk, its texts in the desk's one buffer.
pub(super) struct Waiting {
    pub community: usize,
    pub at: At,
    pub kind: ledger::Kind,
    pub mark: i64,
    pub bot: bool,
    /// Ends of key, name, text, source id, reply, source in the buffer; each begins where the one before ends.
    pub ends: [usize; 6],
    pub start: usize,
}

impl Waiting {
    /// The row, in `community`, its texts in the desk's `texts`.
    pub(super) fn row<'t>(&self, community: i64, texts: &'t str) -> Row<'t> {
        let part = |n: usize| &texts[if n == 0 { self.start } else { self.ends[n - 1] }..self.ends[n]];
        Row {
            community,
            at: self.at,
            kind: self.kind,
            mark: self.mark,
            key: part(0),
            name: part(1),
            text: part(2),
            source_id: part(3),
            reply_to: part(4),
            source: part(5),
        }
    }
}
