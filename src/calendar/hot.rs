//! Hot topics (热点): an entry of the hot track, and what is known beside it. It has its own clock: the respond-by time is the
//! entry's moment; once that has passed it is late until it is over, and from then on nobody needs to answer any more.

use super::post::{Post, Track};
use crate::base::clock::MINUTE;
use crate::base::{At, Lang, Zone};
use serde::Serialize;

/// What is known of a hot topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hot {
    /// Where people talk about it.
    pub source: String,
    /// How hot it is, 1 to 5; 0 is unknown.
    pub heat: u8,
    /// When it was seen.
    #[serde(skip)]
    pub seen_at: At,
}

/// The hottest.
pub const HEAT_MOST: u8 = 5;

/// Where a hot topic stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// There is time to answer: so many milliseconds.
    Open(i64),
    /// The answer is late, but people still talk about it: so many milliseconds until it is over, if that is known.
    Late(Option<i64>),
    /// Nobody talks about it any more.
    Over,
    /// It was answered or dropped.
    Done,
}

/// Where the topic of `post` stands at `now`; `None` for an entry that is no hot topic.
#[must_use]
pub fn phase(post: &Post, now: At, zone: Zone) -> Option<Phase> {
    if post.track != Track::Hot {
        return None;
    }
    let over = post.expires_at.map(|at| at.since(now));
    Some(match (post.left(now, zone), over) {
        (None, _) => Phase::Done,
        (_, Some(over)) if over <= 0 => Phase::Over,
        (Some(left), _) if left >= 0 => Phase::Open(left),
        (_, over) => Phase::Late(over),
    })
}

/// The clock of a topic in words: `余40分`, `1时50后过期`, `已过期`.
#[must_use]
pub fn said(phase: Phase, lang: &Lang) -> String {
    let span = |key: &str, ms: i64| lang.fill(key, &[("span", &lang.span(ms.max(0) / MINUTE * MINUTE))]);
    match phase {
        Phase::Open(left) => span("calendar.left", left),
        Phase::Late(Some(left)) => span("columns.over_in", left),
        Phase::Late(None) => lang.text("columns.hot_late").to_owned(),
        Phase::Over => lang.text("columns.hot_over").to_owned(),
        Phase::Done => lang.text("columns.hot_done").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::post::State;
    use super::super::post::tests::post;
    use super::*;
    use crate::base::clock::HOUR;

    #[test]
    fn a_topic_runs_out() {
        let zone = Zone::default();
        let mut topic = post(1);
        topic.track = Track::Hot;
        let due = topic.due(zone);
        topic.expires_at = Some(due.plus(3 * HOUR));
        for (hours, want) in [
            (-1, Phase::Open(HOUR)),
            (0, Phase::Open(0)),
            (1, Phase::Late(Some(2 * HOUR))),
            (3, Phase::Over),
            (99, Phase::Over),
        ] {
            assert_eq!(phase(&topic, due.plus(hours * HOUR), zone), Some(want), "{hours}");
        }
        topic.expires_at = None;
        assert_eq!(phase(&topic, due.plus(99 * HOUR), zone), Some(Phase::Late(None)));
        topic.state = State::Published;
        assert_eq!(phase(&topic, due, zone), Some(Phase::Done));
        topic.track = Track::Fixed;
        assert_eq!(phase(&topic, due, zone), None);
    }
}
