//! The board: what was read of a window of days, laid together into one row a metric. Pure.

pub use super::sources::{Basis, Changed, Earlier, FEW, Reading, Sources};

use super::metric::{Metric, Want};
use super::series::{Band, Bands, Series, change};
use super::usual::{self, Usual};
use chrono::NaiveDate;
use serde::Serialize;

/// A community as the board names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Community {
    /// Its id, never 0.
    pub id: i64,
    /// Its platform's id: `wechat`.
    pub platform: String,
    /// Its name, as operators wrote it.
    pub name: String,
}

impl Community {
    /// Its name, made safe to show.
    #[must_use]
    pub fn shown(&self) -> String {
        crate::base::text::Clean::line(&self.name).into_string()
    }
}

/// How a figure came into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Worked out from qun's own tables.
    Auto,
    /// Typed in.
    Entered,
    /// Read from a file of figures.
    Imported,
    /// Typed in over a value that was worked out.
    Changed,
}

impl Origin {
    /// Its name in the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Entered => "entered",
            Self::Imported => "imported",
            Self::Changed => "changed",
        }
    }

    /// Reads a name; everything unknown was typed in.
    #[must_use]
    pub fn parse(name: &str) -> Origin {
        [Self::Auto, Self::Imported, Self::Changed].into_iter().find(|o| o.name() == name).unwrap_or(Self::Entered)
    }
}

/// One entered or imported daily figure. `value` `None` = known to be unavailable, for `reason`.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Which metric.
    pub metric: &'static Metric,
    /// The community; 0 = all of them together.
    pub community: i64,
    /// The local day.
    pub day: NaiveDate,
    /// The value in the metric's unit.
    pub value: Option<f64>,
    /// How it came here.
    pub origin: Origin,
    /// Why there is none: `platform`, `outage`, or a sentence.
    pub reason: String,
    /// Who entered it.
    pub by: String,
    /// When.
    pub at: crate::base::At,
}

/// A goal somebody set: it replaces the metric's own bands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Goal {
    /// The metric's key.
    pub metric: &'static str,
    /// The community; 0 = all.
    pub community: i64,
    /// Target and watch limit.
    #[serde(flatten)]
    pub bands: Bands,
}

/// A note about a day, or the reason given when a metric was out of bounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// The local day it is about.
    pub day: NaiveDate,
    /// The metric's key; empty = all of them.
    pub metric: String,
    /// Whether it acknowledges a value that is out of bounds.
    pub ack: bool,
    /// What was written.
    pub text: String,
    /// Who wrote it.
    pub by: String,
}

/// How a metric stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Out of bounds and nobody has said why.
    Out,
    /// Nobody has entered it and the tables do not know.
    Unfilled,
    /// In bounds or without any, but far from what is usual on such a day, and nobody has said why.
    Unusual,
    /// Off target, within the watch limit.
    Watch,
    /// Out of bounds; somebody has said why.
    Acknowledged,
    /// At the target or better.
    Good,
    /// A value, and no target to hold it against.
    Unjudged,
    /// Known to be unavailable today.
    Unavailable,
}

/// One metric on the board.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Which.
    pub metric: &'static Metric,
    /// Its values day by day.
    pub series: Series,
    /// Each day's reading, beside `series`.
    pub readings: Vec<Reading>,
    /// Today's.
    pub reading: Reading,
    /// The value to show and its age in days: today's, or an older one that still stands.
    pub shown: Option<(f64, i64)>,
    /// Against the day before (环比), as [`change`].
    pub change: Option<f64>,
    /// Against the same day last year (同比), as [`change`].
    pub year: Option<f64>,
    /// Last year's value.
    pub year_value: Option<f64>,
    /// The values of the same days a year before.
    pub year_series: Series,
    /// Target and watch limit.
    pub bands: Bands,
    /// How the shown value stands; `None` without value or target.
    pub band: Option<Band>,
    /// What was usual on such a day of the week.
    pub usual: Option<Usual>,
    /// How it stands in a word.
    pub state: State,
    /// Why it is out of bounds, as acknowledged for today.
    pub ack: Option<Remark>,
    /// Who entered today's figure, when, and why there is none.
    pub figure: Option<Figure>,
    /// Whether the operator was the last to enter this metric in the window.
    pub mine: bool,
    /// The mean of the last 7 days against that of the 7 before, as [`change`].
    pub week: Option<f64>,
    /// Days of the window whose figure was another one before.
    pub changes: Vec<Changed>,
    /// Whether somebody set the bands; else they are those to begin with.
    pub bands_set: bool,
    /// Every community's value today, largest first; empty for one community.
    pub parts: Vec<Part>,
}

/// One community's share in a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Its place in [`Sources::communities`].
    pub community: usize,
    /// Its value.
    pub value: f64,
    /// The numerator, for shares: who left, who spoke.
    pub count: Option<f64>,
    /// How it stands.
    pub band: Option<Band>,
}

/// The same day a year before; 28 February for a 29th.
#[must_use]
pub fn last_year(day: NaiveDate) -> NaiveDate {
    day.checked_sub_months(chrono::Months::new(12)).unwrap_or(day)
}

/// What the rows of a board are made of.
#[derive(Debug, Clone, Copy)]
pub struct Table<'s> {
    /// The window.
    pub sources: &'s Sources,
    /// The same days of last year.
    pub year: &'s Sources,
    /// Each community alone on the last day, beside [`Sources::communities`]; `None` for those outside the scope.
    pub each: &'s [Option<Sources>],
    /// Notes and acknowledgements of the window.
    pub remarks: &'s [Remark],
    /// The operator.
    pub me: &'s str,
}

/// The rows of the last day of the window, in the order of its metrics.
#[must_use]
pub fn rows(table: &Table) -> Vec<Row> {
    let sources = table.sources;
    let today = sources.last();
    let (now, then) = (sources.readings(), table.year.readings());
    let mut parts = parts(sources, table.each);
    let metrics = sources.metrics.iter().enumerate();
    metrics
        .map(|(place, metric)| {
            let metric: &'static Metric = metric;
            let series = Series::new(sources.first, now[place].iter().map(|r| r.value).collect());
            let reading = now[place].last().copied().unwrap_or_default();
            let before = today.pred_opt().and_then(|d| series.at(d));
            let of_year = then.get(place).map(|row| row.iter().map(|r| r.value).collect()).unwrap_or_default();
            let year_series = Series::new(table.year.first, of_year);
            let year_value = year_series.at(last_year(today));
            let bands = sources.bands(metric, &sources.scope);
            let own = |f: &&Figure| f.metric.key == metric.key && Some(f.community) == sources.scope.own();
            let figure = sources.figures.iter().filter(own).find(|f| f.day == today).cloned();
            let last_by = sources.figures.iter().filter(own).max_by_key(|f| f.day).map(|f| f.by.as_str());
            let within = if figure.is_some() { 0 } else { metric.rhythm - 1 };
            let shown = series.latest(today, within);
            let band = shown.and_then(|(v, age)| fair(metric, &now[place], age, bands.judge(metric.want, v)));
            let usual = usual::usual(&series, today);
            let surprise =
                reading.value.zip(usual).is_some_and(|(v, u)| !reading.partial && !reading.low && u.surprises(v));
            let ack = table.remarks.iter().rev().find(|r| r.ack && r.day == today && r.metric == metric.key).cloned();
            Row {
                metric,
                change: change(metric.unit, reading.value, before),
                week: series.week(metric.unit, today),
                year: change(metric.unit, reading.value, year_value),
                usual,
                state: state(shown, band, surprise, ack.is_some(), figure.is_some()),
                mine: last_by == Some(table.me),
                parts: std::mem::take(&mut parts[place]),
                changes: sources.changes(metric),
                bands_set: sources.bands_set(metric, &sources.scope),
                series,
                readings: now[place].clone(),
                reading,
                shown,
                year_value,
                year_series,
                bands,
                band,
                ack,
                figure,
            }
        })
        .collect()
}

/// The band of the value of `age` days ago, as far as it is fair: a day that is not over cannot have failed yet at what
/// only grows, and one of a handful of people does not put a share out of bounds.
fn fair(metric: &Metric, readings: &[Reading], age: i64, band: Option<Band>) -> Option<Band> {
    let back = usize::try_from(age).ok()?;
    let reading = readings.iter().rev().nth(back).copied().unwrap_or_default();
    match band {
        Some(Band::Watch | Band::Out) if reading.partial && metric.want == Want::More => None,
        Some(Band::Out) if reading.low => Some(Band::Watch),
        band => band,
    }
}

fn state(shown: Option<(f64, i64)>, band: Option<Band>, surprise: bool, acknowledged: bool, entered: bool) -> State {
    match (shown, band) {
        (None, _) if entered => State::Unavailable,
        (None, _) => State::Unfilled,
        (_, Some(Band::Out)) if acknowledged => State::Acknowledged,
        (_, Some(Band::Out)) => State::Out,
        (_, Some(Band::Watch)) => State::Watch,
        _ if surprise && !acknowledged => State::Unusual,
        (_, Some(Band::Good)) => State::Good,
        (_, None) => State::Unjudged,
    }
}

/// Today's value of every metric in every community, largest contribution first.
fn parts(sources: &Sources, each: &[Option<Sources>]) -> Vec<Vec<Part>> {
    let mut out: Vec<Vec<Part>> = vec![Vec::new(); sources.metrics.len()];
    for (community, alone) in each.iter().enumerate() {
        let Some(alone) = alone else { continue };
        for (place, readings) in alone.readings().iter().enumerate() {
            let Some((reading, value)) = readings.last().and_then(|r| Some((r, r.value?))) else { continue };
            let metric = sources.metrics[place];
            let band = sources.bands(metric, &alone.scope).judge(metric.want, value);
            out[place].push(Part { community, value, count: reading.of.map(|(n, _)| n), band });
        }
    }
    for part in &mut out {
        part.sort_by(|a, b| b.count.unwrap_or(b.value).total_cmp(&a.count.unwrap_or(a.value)));
    }
    out
}

/// How many of the twelve stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// Out of bounds, acknowledged or not.
    pub out: usize,
    /// Out of bounds and not acknowledged.
    pub open: usize,
    /// Off target.
    pub watch: usize,
    /// Far from what is usual, in bounds.
    pub unusual: usize,
    /// Not filled in.
    pub unfilled: usize,
}

impl Tally {
    /// Counts the twelve among `rows`.
    #[must_use]
    pub fn of(rows: &[Row]) -> Tally {
        let count = |is: fn(State) -> bool| rows.iter().filter(|r| !r.metric.bench && is(r.state)).count();
        Tally {
            out: count(|s| matches!(s, State::Out | State::Acknowledged)),
            open: count(|s| s == State::Out),
            watch: count(|s| s == State::Watch),
            unusual: count(|s| s == State::Unusual),
            unfilled: count(|s| s == State::Unfilled),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::At;
    use crate::kpi::compute::Facts;
    use crate::kpi::metric::{METRICS, Want, by_key, place};
    use crate::kpi::scope::Scope;
    use proptest::prelude::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 10, n).unwrap()
    }

    fn figure(metric: &str, community: i64, on: u32, value: Option<f64>) -> Figure {
        Figure {
            metric: by_key(metric).unwrap(),
            community,
            day: day(on),
            value,
            origin: Origin::Entered,
            reason: String::new(),
            by: "甲".into(),
            at: At(0),
        }
    }

    /// Two communities together, `days` days from the 1st on, everything unknown.
    fn sources(days: usize, figures: Vec<Figure>) -> Sources {
        let community = |id: i64| Community { id, platform: "qq".into(), name: format!("{id}群") };
        Sources {
            metrics: METRICS.iter().collect(),
            communities: vec![community(1), community(2)],
            within: vec![true, true],
            first: day(1),
            facts: vec![Facts::default(); days],
            figures,
            ..Sources::default()
        }
    }

    fn board_of(sources: &Sources, each: &[Option<Sources>], remarks: &[Remark]) -> Vec<Row> {
        rows(&Table { sources, year: &Sources::default(), each, remarks, me: "甲" })
    }

    fn board(sources: &Sources, remarks: &[Remark]) -> Vec<Row> {
        board_of(sources, &[], remarks)
    }

    fn state_of(rows: &[Row], metric: &str) -> State {
        rows[place(metric).unwrap()].state
    }

    #[test]
    fn origins_are_read_as_they_are_written() {
        for origin in [Origin::Auto, Origin::Entered, Origin::Imported, Origin::Changed] {
            assert_eq!(Origin::parse(origin.name()), origin);
        }
        assert_eq!(Origin::parse("?"), Origin::Entered);
    }

    #[test]
    fn the_figure_for_all_wins_over_the_communities_and_these_over_their_tables() {
        let tables = |leaves: f64, members: f64| Facts {
            leaves: Some(leaves),
            members_heard: Some(members),
            members: Some(members),
            ..Facts::default()
        };
        let mut s = sources(1, vec![figure("leaves", 1, 1, Some(5.0))]);
        s.facts[0] = tables(2.0, 200.0);
        s.parts.insert((0, 1), tables(1.0, 100.0));
        let leave = |s: &Sources| s.readings()[place("leave_rate").unwrap()][0];
        assert_eq!(leave(&s).of, Some((6.0, 200.0)));
        let one = Sources { scope: Scope::Community(1), facts: vec![tables(1.0, 100.0)], ..s.clone() };
        assert_eq!(leave(&one).of, Some((5.0, 100.0)));
        s.figures.push(figure("leaves", 0, 1, Some(9.0)));
        assert_eq!(leave(&s).of, Some((9.0, 200.0)));
        let two =
            Sources { scope: Scope::Community(2), figures: Vec::new(), facts: vec![tables(1.0, 100.0)], ..s.clone() };
        assert_eq!(leave(&two).of, Some((1.0, 100.0)), "a figure for all says nothing about one");
        let tier = Sources { scope: Scope::Tier("vip".into()), figures: s.figures[..1].to_vec(), ..s.clone() };
        assert_eq!(leave(&tier).of, Some((6.0, 200.0)));
        s.figures.push(figure("leave_rate", 0, 1, Some(0.5)));
        assert_eq!((leave(&s).value, leave(&s).of), (Some(0.5), None));
        assert_eq!(leave(&s).origin, Some(Origin::Entered));
    }

    #[test]
    fn entered_counts_add_up_and_entered_shares_do_not() {
        let figures = ["interactions", "quality_ugc"]
            .into_iter()
            .flat_map(|m| [figure(m, 1, 1, Some(0.0)), figure(m, 2, 1, Some(1.0))])
            .collect();
        let s = sources(1, figures);
        let all = s.readings();
        assert_eq!(all[place("interactions").unwrap()][0].value, Some(1.0));
        assert_eq!(all[place("quality_ugc").unwrap()][0].value, None);
    }

    #[test]
    fn an_unavailable_figure_hides_what_the_tables_say() {
        let mut s = sources(2, vec![figure("dau", 0, 2, None)]);
        for day in &mut s.facts {
            day.active = Some(5.0);
        }
        let rows = board(&s, &[]);
        assert_eq!(state_of(&rows, "dau"), State::Unavailable);
        assert_eq!(rows[place("dau").unwrap()].series.values(), [Some(5.0), None]);
    }

    #[test]
    fn only_todays_acknowledgement_of_the_metric_counts() {
        let s = sources(3, vec![figure("leave_rate", 0, 3, Some(0.1)), figure("speaking_rate", 0, 3, Some(0.01))]);
        let said = |on: u32, metric: &str, ack: bool| Remark {
            day: day(on),
            metric: metric.into(),
            ack,
            text: "抽奖".into(),
            by: "甲".into(),
        };
        for (remark, want) in [
            (said(3, "leave_rate", true), State::Acknowledged),
            (said(2, "leave_rate", true), State::Out),
            (said(3, "leave_rate", false), State::Out),
            (said(3, "speaking_rate", true), State::Out),
        ] {
            assert_eq!(state_of(&board(&s, std::slice::from_ref(&remark)), "leave_rate"), want, "{remark:?}");
        }
    }

    #[test]
    fn a_value_stands_for_its_rhythm_and_no_longer() {
        for (metric, on, want) in [
            ("silent_share", 3, State::Good),
            ("silent_share", 2, State::Unfilled),
            ("conversion", 9, State::Good),
            ("conversion", 8, State::Unfilled),
        ] {
            let s = sources(9, vec![figure(metric, 0, on, Some(if metric == "conversion" { 0.05 } else { 0.1 }))]);
            assert_eq!(state_of(&board(&s, &[]), metric), want, "{metric} of the {on}th on the 9th");
        }
    }

    #[test]
    fn a_counts_goal_for_all_does_not_judge_one_community() {
        let goal = |metric: &'static str, target| Goal {
            metric,
            community: 0,
            bands: Bands { target: Some(target), watch: None },
        };
        let s = Sources { goals: vec![goal("dau", 1200.0), goal("leave_rate", 0.01)], ..sources(1, Vec::new()) };
        let one = Scope::Community(1);
        let target = |metric, scope: &Scope| s.bands(by_key(metric).unwrap(), scope).target;
        assert_eq!((target("dau", &Scope::All), target("dau", &one)), (Some(1200.0), None));
        assert_eq!((target("leave_rate", &Scope::All), target("leave_rate", &one)), (Some(0.01), Some(0.01)));
    }

    #[test]
    fn parts_come_largest_first() {
        let s = sources(1, vec![figure("dau", 1, 1, Some(3.0)), figure("dau", 2, 1, Some(8.0))]);
        let alone = |id| Some(Sources { scope: Scope::Community(id), ..s.clone() });
        let dau = &board_of(&s, &[alone(1), alone(2)], &[])[place("dau").unwrap()];
        assert_eq!(dau.parts.iter().map(|p| (p.community, p.value)).collect::<Vec<_>>(), [(1, 8.0), (0, 3.0)]);
        assert_eq!(dau.reading.value, Some(11.0));
        assert!(board_of(&s, &[None, None], &[])[place("dau").unwrap()].parts.is_empty());
    }

    #[test]
    fn bands_to_begin_with_are_told_from_those_somebody_set() {
        let goal = |metric: &'static str, community| Goal { metric, community, bands: Bands::default() };
        let s =
            Sources { goals: vec![goal("dau", 0), goal("leave_rate", 0), goal("churn", 2)], ..sources(1, Vec::new()) };
        let set = |metric, scope: &Scope| s.bands_set(by_key(metric).unwrap(), scope);
        assert!(
            set("dau", &Scope::All) && !set("dau", &Scope::Community(2)) && set("leave_rate", &Scope::Community(2))
        );
        assert!(set("churn", &Scope::Community(2)) && !set("churn", &Scope::All) && !set("speaking_rate", &Scope::All));
    }

    #[test]
    fn changes_name_the_first_value_and_the_last_reason() {
        let known = |active: Option<f64>| Facts { active, ..Facts::default() };
        let earlier = |day, active, at| Earlier { day, facts: known(active), until: (At(at), "import", at) };
        let s = Sources {
            facts: vec![known(Some(5.0)), known(Some(2.0)), known(Some(7.0))],
            earlier: vec![
                earlier(0, None, 1),
                earlier(0, Some(3.0), 2),
                earlier(0, Some(4.0), 3),
                earlier(1, Some(2.0), 4),
            ],
            ..sources(3, Vec::new())
        };
        let changes = s.changes(by_key("dau").unwrap());
        let told: Vec<_> = changes.iter().map(|c| (c.day, c.before, c.batch)).collect();
        assert_eq!(told, [(day(1), Some(3.0), 3)], "what was unknown has come; what is the same has not changed");
        assert!(s.changes(by_key("conversion").unwrap()).is_empty());
    }

    proptest! {
        #[test]
        fn the_tally_counts_each_of_the_twelve_at_most_once(values in proptest::collection::vec(proptest::option::of(0.0..1.0f64), 12)) {
            let figures = values.iter().zip(METRICS).filter_map(|(v, m)| {
                let value = if m.is_share() { *v } else { v.map(|v| (v * 100.0).round()) };
                value.map(|v| figure(m.key, 0, 1, Some(v)))
            });
            let s = sources(1, figures.collect());
            let rows = board(&s, &[]);
            let tally = Tally::of(&rows);
            let known = values.iter().flatten().count();
            prop_assert_eq!(tally.unfilled, 12 - known - usize::from(derived(&rows)));
            prop_assert!(tally.out + tally.watch + tally.unfilled <= 12);
            prop_assert_eq!(tally.out, tally.open);
            for row in rows.iter().filter(|r| r.state == State::Good) {
                let (value, target) = (row.shown.unwrap().0, row.bands.target.unwrap());
                let reaches = if row.metric.want == Want::More { value >= target } else { value <= target };
                prop_assert!(reaches);
            }
        }
    }

    /// Whether a metric nobody entered was worked out from others that were.
    fn derived(rows: &[Row]) -> bool {
        rows.iter().any(|r| !r.metric.bench && r.reading.origin == Some(Origin::Auto))
    }
}
