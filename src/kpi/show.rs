//! The board for other eyes: the login brief, and rows for `--json`. Unknown is null, never 0.

use super::board::{Changed, Origin, Row, State, Tally, last_year};
use super::metric::{Metric, Unit, Want};
use super::scope::Scope;
use super::series::Average;
use super::store::{self, Board, Window};
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
    let board = store::board(db, zone, window, &Scope::All)?;
    let tally = Tally::of(&board.rows);
    let out = board.rows.iter().filter(|r| !r.metric.bench && matches!(r.state, State::Out | State::Acknowledged));
    let first = out.min_by_key(|r| r.state).and_then(|r| {
        let (value, _) = r.shown?;
        Some(First { metric: r.metric.key, value, target: r.bands.target, label: r.metric.label, row: r.metric })
    });
    Ok(Brief { out: tally.out, open: tally.open, first, watch: tally.watch, unfilled: tally.unfilled })
}

/// One metric on one day. Unknown is null.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown {
    /// The local day.
    pub day: NaiveDate,
    /// The metric.
    #[serde(skip)]
    pub row: &'static Metric,
    /// The metric's key.
    pub metric: &'static str,
    /// What the value is.
    pub unit: Unit,
    /// Which way is good.
    pub want: Want,
    /// How many days, this one among them, the value looks back over.
    pub window: i64,
    /// The value: shares as fractions.
    pub value: Option<f64>,
    /// Numerator of a worked-out share.
    pub numerator: Option<f64>,
    /// Its denominator.
    pub denominator: Option<f64>,
    /// Where it came from.
    pub origin: Option<Origin>,
    /// Against the day before (环比): points as a fraction for shares, a ratio for counts.
    pub change: Option<f64>,
    /// The mean of seven days against that of the seven before, as `change`.
    pub change_7d: Option<f64>,
    /// Against the same day a year before (同比), as `change`.
    pub change_year: Option<f64>,
    /// The mean of the seven days that end here.
    pub average_7d: Option<f64>,
    /// Days known among those seven.
    pub known_7d: usize,
    /// Worked out of less than it should be: the day is not over, an import begins or ends on it, or the window
    /// reaches back before anything was followed.
    pub partial: bool,
    /// Worked out of so few that it says little.
    pub low: bool,
    /// The communities that imports reach over that day, of those in the scope.
    pub covered: usize,
    /// The communities in the scope.
    pub communities: usize,
    /// The last day: an older value that still stands, and its day.
    pub stands: Option<(f64, NaiveDate)>,
    /// What the figure was before it changed, when, and why.
    pub changed: Option<Change>,
    /// The target.
    pub target: Option<f64>,
    /// The watch limit.
    pub watch: Option<f64>,
    /// Nobody has set the bands: they are those to begin with.
    pub bands_to_begin_with: bool,
    /// How it stands; an older value may still stand on the last day.
    pub state: State,
}

/// A figure that stood and became another one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// What it was at first.
    pub before: Option<f64>,
    /// When it changed.
    pub at: At,
    /// Why: `import`, `undo`, `records`, `regrouped`.
    pub why: &'static str,
    /// The import that did it; 0 = none.
    pub batch: i64,
}

/// What to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; not before `from`.
    pub to: NaiveDate,
    /// Of what.
    pub scope: Scope,
    /// Only these metrics, by key; none = all.
    pub metrics: Vec<String>,
}

/// So many days before are read, for means and changes of the first days.
const BEFORE: usize = 14;

/// Every asked metric on every asked day, oldest first. The twelve, the bench and one's own, known or not.
///
/// # Errors
/// Database errors.
pub fn show(db: &Db, zone: Zone, asked: &Asked) -> Result<Vec<Shown>> {
    let days = usize::try_from((asked.to - asked.from).num_days()).unwrap_or(0) + 1;
    let window = Window { last: asked.to, days: days + BEFORE };
    let board = store::board(db, zone, window, &asked.scope)?;
    let mut out = Vec::new();
    let mut day = asked.from;
    while day <= asked.to {
        let wanted = |r: &&Row| asked.metrics.is_empty() || asked.metrics.iter().any(|m| m == r.metric.key);
        out.extend(board.rows.iter().filter(wanted).map(|row| shown(&board, row, day, asked.to)));
        let Some(next) = day.succ_opt() else { break };
        day = next;
    }
    Ok(out)
}

fn shown(board: &Board, row: &Row, day: NaiveDate, last: NaiveDate) -> Shown {
    let metric = row.metric;
    let value = row.series.at(day);
    let before = day.pred_opt().and_then(|d| row.series.at(d));
    let year = row.year_series.at(last_year(day));
    let average: Option<Average> = row.series.average(day, 7);
    let place = usize::try_from((day - row.series.first()).num_days()).unwrap_or(0);
    let reading = row.readings.get(place).copied().unwrap_or_default();
    let basis = board.basis.get(place).copied().unwrap_or_default();
    let change = |c: &Changed| Change { before: c.before, at: c.at, why: c.why, batch: c.batch };
    let stands = row.shown.filter(|(_, age)| day == last && *age > 0);
    Shown {
        day,
        row: metric,
        metric: metric.key,
        unit: metric.unit,
        want: metric.want,
        window: metric.window,
        value,
        numerator: reading.of.map(|(n, _)| n),
        denominator: reading.of.map(|(_, d)| d),
        origin: reading.origin,
        change: super::series::change(metric.unit, value, before),
        change_7d: row.series.week(metric.unit, day),
        change_year: super::series::change(metric.unit, value, year),
        average_7d: average.map(|a| a.mean),
        known_7d: average.map_or(0, |a| a.known),
        partial: reading.partial,
        low: reading.low,
        covered: basis.covered,
        communities: basis.of,
        stands: stands.map(|(v, age)| (v, day - chrono::Days::new(age.unsigned_abs()))),
        changed: row.changes.iter().find(|c| c.day == day).map(change),
        target: row.bands.target,
        watch: row.bands.watch,
        bands_to_begin_with: row.bands.target.is_some() && !row.bands_set,
        state: state_of(board, row, day, last, reading.origin),
    }
}

fn state_of(board: &Board, row: &Row, day: NaiveDate, last: NaiveDate, origin: Option<Origin>) -> State {
    use super::series::Band;
    let acknowledged = || board.remarks.iter().any(|r| r.ack && r.day == day && r.metric == row.metric.key);
    match row.series.at(day) {
        _ if day == last => row.state,
        None if origin.is_some() => State::Unavailable,
        None => State::Unfilled,
        Some(v) => match row.bands.judge(row.metric.want, v) {
            None => State::Unjudged,
            Some(Band::Good) => State::Good,
            Some(Band::Watch) => State::Watch,
            Some(Band::Out) if acknowledged() => State::Acknowledged,
            Some(Band::Out) => State::Out,
        },
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
        let asked = |metric: &str| Asked {
            from: today() - chrono::Days::new(1),
            to: today(),
            scope: Scope::All,
            metrics: vec![metric.to_owned()],
        };
        let rows = show(&file.db, Zone::default(), &asked("leave_rate")).unwrap();
        assert_eq!(
            serde_json::to_value(&rows).unwrap(),
            serde_json::json!([
                {"day": "2026-10-09", "metric": "leave_rate", "unit": "share", "want": "less", "window": 1,
                 "value": null, "numerator": null, "denominator": null, "origin": null, "change": null,
                 "change_7d": null, "change_year": null, "average_7d": 0.004, "known_7d": 1, "partial": false,
                 "low": false, "covered": 0, "communities": 0, "stands": null, "changed": null, "target": 0.004,
                 "watch": 0.005, "bands_to_begin_with": true, "state": "unfilled"},
                {"day": "2026-10-10", "metric": "leave_rate", "unit": "share", "want": "less", "window": 1,
                 "value": 0.0062, "numerator": null, "denominator": null, "origin": "entered", "change": null,
                 "change_7d": null, "change_year": null, "average_7d": 0.0051, "known_7d": 2, "partial": false,
                 "low": false, "covered": 0, "communities": 0, "stands": null, "changed": null, "target": 0.004,
                 "watch": 0.005, "bands_to_begin_with": true, "state": "out"},
            ])
        );
        let dau = show(&file.db, Zone::default(), &asked("dau")).unwrap();
        assert_eq!((dau[0].value, dau[0].state), (None, State::Unavailable));
        let all = Asked { metrics: Vec::new(), ..asked("dau") };
        assert_eq!(show(&file.db, Zone::default(), &all).unwrap().len(), 2 * crate::kpi::metric::METRICS.len());
    }
}
