//! The board for other eyes: the login brief, and rows for `--json`. Unknown is null, never 0.

use super::board::{Community, Origin, Row, State, Tally};
use super::metric::{Metric, Unit, Want};
use super::series::Average;
use super::store::{self, Board, Tables, Window};
use crate::base::{At, Result, Zone};
use crate::db::Db;
use chrono::NaiveDate;
use serde::Serialize;

/// What the brief says about the metrics.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Brief {
    /// Out of bounds among the twelve, acknowledged or not.
    pub out: usize,
    /// Those that nobody has said why about.
    pub open: usize,
    /// The first of them, those without a reason first.
    pub first: Option<First>,
    /// Off target, within the watch limit.
    pub watch: usize,
    /// Not filled in today.
    pub unfilled: usize,
}

/// A metric out of bounds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct First {
    /// Its key.
    pub metric: &'static str,
    /// Its value in its unit.
    pub value: f64,
    /// Its target.
    pub target: Option<f64>,
    /// The catalogue key of its name.
    #[serde(skip)]
    pub label: &'static str,
    /// The row of the metric table, for [`super::wording`].
    #[serde(skip)]
    pub row: &'static Metric,
}

/// So many days back a value may still stand (a metric's rhythm).
const STANDING: usize = 7;

/// How the twelve stand at `now`.
///
/// # Errors
/// Database errors.
pub fn brief(db: &Db, now: At, zone: Zone) -> Result<Brief> {
    let window = Window { last: now.day(zone), days: STANDING };
    let board = store::board(db, zone, window, None, &mut Tables::default())?;
    let tally = Tally::of(&board.rows);
    let out = board.rows.iter().filter(|r| !r.metric.bench && matches!(r.state, State::Out | State::Acknowledged));
    let first = out.min_by_key(|r| r.state).and_then(|r| {
        let (value, _) = r.shown?;
        Some(First { metric: r.metric.key, value, target: r.bands.target, label: r.metric.label, row: r.metric })
    });
    Ok(Brief { out: tally.out, open: tally.open, first, watch: tally.watch, unfilled: tally.unfilled })
}

/// One metric on one day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown {
    /// The local day.
    pub day: NaiveDate,
    /// The community's name; null = all together.
    pub community: Option<String>,
    /// The metric's key.
    pub metric: &'static str,
    /// What the value is.
    pub unit: Unit,
    /// Which way is good.
    pub want: Want,
    /// The value: shares as fractions. Null = unknown.
    pub value: Option<f64>,
    /// Where it came from.
    pub origin: Option<Origin>,
    /// Against the day before: points as a fraction for shares, a ratio for counts.
    pub change: Option<f64>,
    /// The mean of the seven days that end here, and how many of them are known.
    pub average_7d: Option<f64>,
    /// Days known among those seven.
    pub known_7d: usize,
    /// The target.
    pub target: Option<f64>,
    /// The watch limit.
    pub watch: Option<f64>,
    /// How it stands; an older value may still stand on the last day.
    pub state: State,
}

/// What to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; not before `from`.
    pub to: NaiveDate,
    /// A community's id; `None` = all together.
    pub community: Option<i64>,
    /// Only this metric.
    pub metric: Option<&'static Metric>,
}

/// Every asked metric on every asked day, oldest first. The twelve and the bench, known or not.
///
/// # Errors
/// Database errors.
pub fn show(db: &Db, zone: Zone, asked: Asked) -> Result<Vec<Shown>> {
    let days = usize::try_from((asked.to - asked.from).num_days()).unwrap_or(0) + 1;
    // A week before, for means and changes of the first days.
    let window = Window { last: asked.to, days: days + 7 };
    let board = store::board(db, zone, window, asked.community, &mut Tables::default())?;
    let name = asked.community.and_then(|id| board.communities.iter().find(|c| c.id == id)).map(Community::shown);
    let mut out = Vec::new();
    let mut day = asked.from;
    while day <= asked.to {
        for row in board.rows.iter().filter(|r| asked.metric.is_none_or(|m| m.key == r.metric.key)) {
            out.push(shown(&board, row, day, asked.to, name.clone()));
        }
        let Some(next) = day.succ_opt() else { break };
        day = next;
    }
    Ok(out)
}

fn shown(board: &Board, row: &Row, day: NaiveDate, last: NaiveDate, community: Option<String>) -> Shown {
    let metric = row.metric;
    let value = row.series.at(day);
    let before = day.pred_opt().and_then(|d| row.series.at(d));
    let average: Option<Average> = row.series.average(day, 7);
    let place = usize::try_from((day - row.series.first()).num_days()).unwrap_or(0);
    let origin = row.origins.get(place).copied().flatten();
    let acknowledged = || board.remarks.iter().any(|r| r.ack && r.day == day && r.metric == metric.key);
    let state = match value {
        _ if day == last => row.state,
        None if origin.is_some() => State::Unavailable,
        None => State::Unfilled,
        Some(v) => match row.bands.judge(metric.want, v) {
            None => State::Unjudged,
            Some(super::series::Band::Good) => State::Good,
            Some(super::series::Band::Watch) => State::Watch,
            Some(super::series::Band::Out) if acknowledged() => State::Acknowledged,
            Some(super::series::Band::Out) => State::Out,
        },
    };
    Shown {
        day,
        community,
        metric: metric.key,
        unit: metric.unit,
        want: metric.want,
        value,
        origin,
        change: super::series::change(metric.unit, value, before),
        average_7d: average.map(|a| a.mean),
        known_7d: average.map_or(0, |a| a.known),
        target: row.bands.target,
        watch: row.bands.watch,
        state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::testing;
    use crate::kpi::metric::by_key;
    use crate::kpi::store::{Entry, acknowledge, set};

    fn today() -> NaiveDate {
        testing::now().day(Zone::default())
    }

    fn put(db: &mut Db, metric: &str, back: u64, value: Option<f64>) {
        let day = today() - chrono::Days::new(back);
        set(db, today(), &Entry::new(by_key(metric).unwrap(), day, value)).unwrap();
    }

    #[test]
    fn the_brief_names_the_first_that_nobody_has_explained() {
        let mut file = testing::file();
        let now = testing::now();
        assert_eq!(brief(&file.db, now, Zone::default()).unwrap(), Brief { unfilled: 12, ..Brief::default() });
        put(&mut file.db, "speaking_rate", 0, Some(0.01));
        put(&mut file.db, "leave_rate", 0, Some(0.0062));
        put(&mut file.db, "retention_30d", 0, Some(0.235));
        put(&mut file.db, "silent_share", 6, Some(0.3));
        acknowledge(&mut file.db, by_key("speaking_rate").unwrap(), today(), "放假").unwrap();
        let brief = brief(&file.db, now, Zone::default()).unwrap();
        assert_eq!((brief.out, brief.open, brief.watch, brief.unfilled), (2, 1, 1, 8));
        let first = brief.first.unwrap();
        assert_eq!((first.metric, first.value, first.target), ("leave_rate", 0.0062, Some(0.004)));
    }

    #[test]
    fn json_says_null_for_what_is_unknown() {
        let mut file = testing::file();
        put(&mut file.db, "leave_rate", 0, Some(0.0062));
        put(&mut file.db, "leave_rate", 2, Some(0.004));
        put(&mut file.db, "dau", 1, None);
        let asked = |metric| Asked {
            from: today() - chrono::Days::new(1),
            to: today(),
            community: None,
            metric: by_key(metric),
        };
        let rows = show(&file.db, Zone::default(), asked("leave_rate")).unwrap();
        assert_eq!(
            serde_json::to_value(&rows).unwrap(),
            serde_json::json!([
                {"day": "2026-10-09", "community": null, "metric": "leave_rate", "unit": "share", "want": "less",
                 "value": null, "origin": null, "change": null, "average_7d": 0.004, "known_7d": 1, "target": 0.004,
                 "watch": 0.005, "state": "unfilled"},
                {"day": "2026-10-10", "community": null, "metric": "leave_rate", "unit": "share", "want": "less",
                 "value": 0.0062, "origin": "entered", "change": null, "average_7d": 0.0051, "known_7d": 2,
                 "target": 0.004, "watch": 0.005, "state": "out"},
            ])
        );
        let dau = show(&file.db, Zone::default(), asked("dau")).unwrap();
        assert_eq!((dau[0].value, dau[0].state), (None, State::Unavailable));
        let all = Asked { metric: None, ..asked("dau") };
        assert_eq!(show(&file.db, Zone::default(), all).unwrap().len(), 2 * crate::kpi::metric::METRICS.len());
    }
}
