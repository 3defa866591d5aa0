//! What changed: the few metrics that are out of bounds or far from usual, each with what the operators did and what
//! happened in the days it began. Pure.

use super::board::{Row, State};
use super::metric::Want;
use super::store::{Board, Event};
use chrono::{Days, NaiveDate};

/// At most so many metrics are told of: more than three causes nobody looks into.
pub const MOST: usize = 3;
/// A cause may lie so many days before the first bad day.
const BEFORE: u64 = 2;
/// A bad run is looked back at no further than this.
const RUN: usize = 14;

/// A metric that is to be looked into.
#[derive(Debug, Clone, PartialEq)]
pub struct News<'b> {
    /// Its row.
    pub row: &'b Row,
    /// Since when it is beyond its target, or the day itself where it is only unusual.
    pub since: NaiveDate,
    /// How many days in a row.
    pub days: usize,
    /// What happened from two days before until `last`, the most telling first.
    pub events: Vec<&'b Event>,
    /// How many posts went out in these days.
    pub posts: usize,
}

/// Since when `row` is beyond its target, and for how many days in a row; one day where it is not.
#[must_use]
pub fn run(row: &Row, last: NaiveDate) -> (NaiveDate, usize) {
    let beyond = |v: f64| match (row.bands.target, row.metric.want) {
        (Some(target), Want::More) => v < target,
        (Some(target), Want::Less) => v > target,
        (None, _) => false,
    };
    let days = row.series.run(last, beyond).clamp(1, RUN);
    (last.checked_sub_days(Days::new(days as u64 - 1)).unwrap_or(last), days)
}

/// `row` with what happened around its bad days, whatever its state.
#[must_use]
pub fn about<'b>(board: &'b Board, row: &'b Row, last: NaiveDate) -> News<'b> {
    let (since, days) = run(row, last);
    let from = since.checked_sub_days(Days::new(BEFORE)).unwrap_or(since);
    let mut events: Vec<&Event> = board.events.iter().filter(|e| (from..=last).contains(&e.day)).collect();
    // Incidents and notes before posts, the nearest first within a kind; then told in the order of days.
    events.sort_by_key(|e| (e.kind, std::cmp::Reverse(e.day)));
    events.truncate(MOST);
    events.sort_by_key(|e| (e.day, e.kind));
    let posts = board.posted.range(from..=last).map(|(_, n)| n).sum();
    News { row, since, days, events, posts }
}

/// How far a row is from where it should be, in what is usual for it.
fn weight(row: &Row) -> f64 {
    let Some((value, _)) = row.shown else { return 0.0 };
    let off = row.bands.target.map_or(0.0, |t| (value - t).abs());
    match row.usual {
        Some(usual) => (off / usual.scale).max(usual.score(value).abs()),
        None => off / row.bands.target.map_or(1.0, f64::abs).max(f64::MIN_POSITIVE),
    }
}

/// The metrics to be looked into, at most [`MOST`]: what nobody has explained first, what is furthest off first.
#[must_use]
pub fn news(board: &Board, last: NaiveDate) -> Vec<News<'_>> {
    let wanted = |r: &&Row| matches!(r.state, State::Out | State::Unusual | State::Acknowledged);
    let mut rows: Vec<&Row> = board.rows.iter().filter(wanted).collect();
    rows.sort_by(|a, b| {
        let key = |r: &Row| (r.state, r.metric.bench);
        key(a).cmp(&key(b)).then(weight(b).total_cmp(&weight(a)))
    });
    rows.into_iter().take(MOST).map(|row| about(board, row, last)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::store::EventKind;
    use crate::kpi::usual::Usual;
    use crate::kpi::wording::sample_row;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 10, n).unwrap()
    }

    fn row(key: &str, values: &[f64], state: State) -> Row {
        Row { state, ..sample_row(key, &values.iter().map(|v| Some(*v)).collect::<Vec<_>>()) }
    }

    fn event(n: u32, text: &str, kind: EventKind) -> Event {
        Event { day: day(n), text: text.into(), kind }
    }

    #[test]
    fn each_metric_has_the_events_of_its_own_days() {
        let usual = Usual { expected: 1000.0, scale: 10.0, by_weekday: true, known: 50 };
        let board = Board {
            rows: vec![
                row("speaking_rate", &[0.2], State::Good),
                row("leave_rate", &[0.003, 0.006, 0.0062, 0.0061], State::Out),
                Row { usual: Some(usual), ..row("dau", &[2000.0], State::Unusual) },
                row("retention_7d", &[0.1], State::Acknowledged),
                row("messages", &[1.0], State::Out),
            ],
            events: vec![
                event(4, "旧事", EventKind::Note),
                event(6, "抽奖", EventKind::Post),
                event(8, "群发", EventKind::Post),
                event(9, "发霉", EventKind::Incident),
                event(10, "断网", EventKind::Note),
            ],
            posted: [(day(6), 2), (day(9), 3)].into(),
            ..Board::default()
        };
        let found = news(&board, day(10));
        let told = |n: &News| (n.row.metric.key, n.since, n.days, n.posts);
        assert_eq!(
            found.iter().map(told).collect::<Vec<_>>(),
            [("leave_rate", day(8), 3, 5), ("messages", day(10), 1, 3), ("dau", day(10), 1, 3)]
        );
        let texts = |n: &News| n.events.iter().map(|e| e.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&found[0]), ["群发", "发霉", "断网"], "the oldest post gives way");
        assert_eq!(texts(&found[1]), ["群发", "发霉", "断网"]);
        assert!(news(&Board::default(), day(10)).is_empty());
    }
}
