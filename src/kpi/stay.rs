//! From when to when somebody was a member, as far as the ledger tells: by the day, from messages, joins and departures.

use super::days::{Day, EVER, STILL};

/// What the ledger holds of one person in one community on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Trace {
    /// They wrote.
    pub wrote: bool,
    /// They joined, at least once.
    pub joined: bool,
    /// The day's last join or departure was a departure.
    pub gone: bool,
}

/// One stay: in at the end of every day from `first` on and before `last`, and there for a part of `last`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stay {
    /// The day they came; [`EVER`] when they were in before the ledger tells.
    pub first: Day,
    /// The day they went; [`STILL`] while they are in.
    pub last: Day,
}

/// The stays of a person from their days in order. Who is seen to write is in, whether or not a join was seen; who is
/// first heard of by their departure was in before.
#[must_use]
pub fn stays(days: impl IntoIterator<Item = (Day, Trace)>) -> Vec<Stay> {
    let mut out: Vec<Stay> = Vec::new();
    for (n, (day, trace)) in days.into_iter().enumerate() {
        let inside = out.last().is_some_and(|s| s.last == STILL);
        if !inside {
            let unheard = n == 0 && !trace.wrote && !trace.joined;
            out.push(Stay { first: if unheard { EVER } else { day }, last: STILL });
        }
        if trace.gone
            && let Some(stay) = out.last_mut()
        {
            stay.last = day;
        }
    }
    out
}

/// The days on which two lists of stays say different things: from the first to the last of them.
#[must_use]
pub fn differ(old: &[Stay], new: &[Stay]) -> Option<(Day, Day)> {
    let only = |a: &[Stay], b: &[Stay]| a.iter().filter(|s| !b.contains(s)).copied().collect::<Vec<_>>();
    let all = [only(old, new), only(new, old)].concat();
    Some((all.iter().map(|s| s.first).min()?, all.iter().map(|s| s.last).max()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WROTE: Trace = Trace { wrote: true, joined: false, gone: false };
    const JOINED: Trace = Trace { wrote: false, joined: true, gone: false };
    const GONE: Trace = Trace { wrote: false, joined: false, gone: true };
    const BRIEF: Trace = Trace { wrote: false, joined: true, gone: true };
    const LAST_WORD: Trace = Trace { wrote: true, joined: false, gone: true };

    #[test]
    fn stays_follow_what_was_seen() {
        for (days, want) in [
            (&[(3, WROTE), (5, WROTE)][..], &[(3, STILL)][..]),
            (&[(3, JOINED), (5, GONE)], &[(3, 5)]),
            (&[(3, JOINED), (5, GONE), (9, WROTE)], &[(3, 5), (9, STILL)]),
            (&[(5, GONE)], &[(EVER, 5)]),
            (&[(3, JOINED), (5, GONE), (9, GONE)], &[(3, 5), (9, 9)]),
            (&[(3, BRIEF)], &[(3, 3)]),
            (&[(3, LAST_WORD)], &[(3, 3)]),
            (&[(3, JOINED), (4, JOINED)], &[(3, STILL)]),
            (&[(3, WROTE), (7, BRIEF), (8, WROTE)], &[(3, 7), (8, STILL)]),
            (&[], &[]),
        ] {
            let found: Vec<(Day, Day)> = stays(days.iter().copied()).iter().map(|s| (s.first, s.last)).collect();
            assert_eq!(found, want, "{days:?}");
        }
    }

    #[test]
    fn stays_differ_where_one_has_what_the_other_has_not() {
        let stay = |first, last| Stay { first, last };
        let (a, b, c) = (stay(1, 5), stay(8, STILL), stay(6, STILL));
        assert_eq!(differ(&[a, b], &[a, b]), None);
        assert_eq!(differ(&[a, b], &[a, c]), Some((6, STILL)));
        assert_eq!(differ(&[a, b], &[b]), Some((1, 5)));
        assert_eq!(differ(&[], &[]), None);
    }
}
