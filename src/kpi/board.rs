//! The board: what was read of a window of days, laid together into one row a metric. Pure.

use super::compute::{self, Facts};
use super::metric::{METRICS, Metric, Unit};
use super::series::{Band, Bands, Series, change};
use chrono::{Days, NaiveDate};
use serde::Serialize;
use std::collections::HashMap;

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
    /// The metric's place in [`METRICS`].
    pub metric: usize,
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

/// The value of one metric on one day.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Reading {
    /// The value; `None` = nobody knows.
    pub value: Option<f64>,
    /// Where it came from; `None` = nobody entered anything and the tables are silent.
    pub origin: Option<Origin>,
    /// Numerator and denominator of a worked-out share.
    pub of: Option<(f64, f64)>,
}

/// Everything that was read for a window of days. `facts[day][community]` runs beside `communities`.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The communities that are not archived.
    pub communities: Vec<Community>,
    /// The first day.
    pub first: NaiveDate,
    /// What the tables know, by day and community.
    pub facts: Vec<Vec<Facts>>,
    /// What the tables know of all communities together and no sum of theirs gives (medians), by day; may be empty.
    pub whole: Vec<Facts>,
    /// Figures of these days.
    pub figures: Vec<Figure>,
    /// All goals.
    pub goals: Vec<Goal>,
}

impl Sources {
    /// The readings of every metric for `scope` (a community's id, or `None` for all together), by metric and day.
    #[must_use]
    pub fn readings(&self, scope: Option<i64>) -> Vec<Vec<Reading>> {
        let mut entered: HashMap<(usize, i64), Vec<&Figure>> = HashMap::new();
        for figure in &self.figures {
            let Ok(day) = usize::try_from((figure.day - self.first).num_days()) else { continue };
            entered.entry((day, figure.community)).or_default().push(figure);
        }
        let mut out = vec![vec![Reading::default(); self.facts.len()]; METRICS.len()];
        for (day, facts) in self.facts.iter().enumerate() {
            let of = |community: i64| entered.get(&(day, community)).map_or(&[][..], Vec::as_slice);
            let chosen = |c: &&(usize, &Community)| scope.is_none_or(|id| c.1.id == id);
            let places: Vec<(usize, &Community)> = self.communities.iter().enumerate().filter(|c| chosen(&c)).collect();
            let parts: Vec<Facts> = places.iter().map(|(i, c)| with(facts[*i], of(c.id))).collect();
            let own = of(scope.unwrap_or(0));
            let known = self.whole.get(day).copied().filter(|_| scope.is_none()).unwrap_or_default();
            let whole = if scope.is_none() { with(known, own) } else { known };
            for (place, metric) in METRICS.iter().enumerate() {
                let figure = own.iter().find(|f| f.metric == place);
                let sums = || total(metric, place, places.iter().flat_map(|(_, c)| of(c.id)));
                out[place][day] = match figure {
                    Some(f) => Reading { value: f.value, origin: Some(f.origin), of: None },
                    None => worked(metric, &parts, &whole).or_else(sums).unwrap_or_default(),
                };
            }
        }
        out
    }

    /// The bands of `metric` in `scope`: the community's goal, else the goal for all, else the metric's own.
    /// A count's goal for all says nothing about one community.
    #[must_use]
    pub fn bands(&self, metric: &Metric, scope: Option<i64>) -> Bands {
        let goal = |community: i64| {
            self.goals.iter().find(|g| g.metric == metric.key && g.community == community).map(|g| g.bands)
        };
        match scope {
            None => goal(0).unwrap_or(metric.bands),
            Some(id) => goal(id).or_else(|| goal(0).filter(|_| metric.is_share())).unwrap_or(metric.bands),
        }
    }

    fn last(&self) -> NaiveDate {
        self.first + Days::new(self.facts.len().saturating_sub(1) as u64)
    }
}

fn with(mut facts: Facts, figures: &[&Figure]) -> Facts {
    for figure in figures {
        facts.enter(METRICS[figure.metric].key, figure.value);
    }
    facts
}

fn worked(metric: &Metric, parts: &[Facts], whole: &Facts) -> Option<Reading> {
    let w = compute::value(metric.key, parts, whole)?;
    Some(Reading { value: Some(w.value), origin: Some(Origin::Auto), of: w.of })
}

/// Counts that are only entered add up over the communities; shares do not, their weights are unknown.
fn total<'f>(metric: &Metric, place: usize, figures: impl Iterator<Item = &'f &'f Figure>) -> Option<Reading> {
    if metric.unit != Unit::Count || compute::formula(metric.key).is_some() {
        return None;
    }
    figures
        .filter(|f| f.metric == place)
        .filter_map(|f| Some(Reading { value: Some(f.value?), origin: Some(f.origin), of: None }))
        .reduce(|a, b| Reading { value: Some(a.value.unwrap_or(0.0) + b.value.unwrap_or(0.0)), ..a })
}

/// How a metric stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Out of bounds and nobody has said why.
    Out,
    /// Nobody has entered it and the tables do not know.
    Unfilled,
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
    /// Where each day's value came from, beside `series`.
    pub origins: Vec<Option<Origin>>,
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
    /// Target and watch limit.
    pub bands: Bands,
    /// How the shown value stands; `None` without value or target.
    pub band: Option<Band>,
    /// How it stands in a word.
    pub state: State,
    /// Why it is out of bounds, as acknowledged for today.
    pub ack: Option<Remark>,
    /// Who entered today's figure, when, and why there is none.
    pub figure: Option<Figure>,
    /// Whether the operator was the last to enter this metric in the window.
    pub mine: bool,
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

/// The rows of the last day of `sources`, in the order of [`METRICS`]. `year` holds the same day of last year,
/// `remarks` the remarks of these days, `me` the operator.
#[must_use]
pub fn rows(sources: &Sources, year: &Sources, remarks: &[Remark], scope: Option<i64>, me: &str) -> Vec<Row> {
    let today = sources.last();
    let now = sources.readings(scope);
    let then = year.readings(scope);
    let mut parts = parts(sources, scope);
    METRICS
        .iter()
        .enumerate()
        .map(|(place, metric)| {
            let series = Series::new(sources.first, now[place].iter().map(|r| r.value).collect());
            let reading = now[place].last().copied().unwrap_or_default();
            let before = today.pred_opt().and_then(|d| series.at(d));
            let year_value = then[place].last().and_then(|r| r.value);
            let bands = sources.bands(metric, scope);
            let own = |f: &&Figure| f.metric == place && f.community == scope.unwrap_or(0);
            let figure = sources.figures.iter().filter(own).find(|f| f.day == today).cloned();
            let last_by = sources.figures.iter().filter(own).max_by_key(|f| f.day).map(|f| f.by.as_str());
            let within = if figure.is_some() { 0 } else { metric.rhythm - 1 };
            let shown = series.latest(today, within);
            let band = shown.and_then(|(v, _)| bands.judge(metric.want, v));
            let ack = remarks.iter().rev().find(|r| r.ack && r.day == today && r.metric == metric.key).cloned();
            Row {
                metric,
                change: change(metric.unit, reading.value, before),
                year: change(metric.unit, reading.value, year_value),
                state: state(shown, band, ack.is_some(), figure.is_some()),
                mine: last_by == Some(me),
                parts: std::mem::take(&mut parts[place]),
                series,
                origins: now[place].iter().map(|r| r.origin).collect(),
                reading,
                shown,
                year_value,
                bands,
                band,
                ack,
                figure,
            }
        })
        .collect()
}

fn state(shown: Option<(f64, i64)>, band: Option<Band>, acknowledged: bool, entered: bool) -> State {
    match (shown, band) {
        (None, _) if entered => State::Unavailable,
        (None, _) => State::Unfilled,
        (_, Some(Band::Out)) if acknowledged => State::Acknowledged,
        (_, Some(Band::Out)) => State::Out,
        (_, Some(Band::Watch)) => State::Watch,
        (_, Some(Band::Good)) => State::Good,
        (_, None) => State::Unjudged,
    }
}

/// Today's value of every metric in every community, largest contribution first.
fn parts(sources: &Sources, scope: Option<i64>) -> Vec<Vec<Part>> {
    let mut out: Vec<Vec<Part>> = vec![Vec::new(); METRICS.len()];
    if scope.is_some() || sources.facts.is_empty() {
        return out;
    }
    let today = Sources {
        first: sources.last(),
        facts: vec![sources.facts[sources.facts.len() - 1].clone()],
        whole: Vec::new(),
        figures: sources.figures.iter().filter(|f| f.day == sources.last()).cloned().collect(),
        communities: sources.communities.clone(),
        goals: sources.goals.clone(),
    };
    for (community, c) in sources.communities.iter().enumerate() {
        for (place, readings) in today.readings(Some(c.id)).iter().enumerate() {
            let Some((reading, value)) = readings.first().and_then(|r| Some((r, r.value?))) else { continue };
            let metric = &METRICS[place];
            let band = sources.bands(metric, Some(c.id)).judge(metric.want, value);
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
            unfilled: count(|s| s == State::Unfilled),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::At;
    use crate::kpi::metric::{Want, by_key, place};
    use proptest::prelude::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 10, n).unwrap()
    }

    fn figure(metric: &str, community: i64, on: u32, value: Option<f64>) -> Figure {
        Figure {
            metric: place(metric).unwrap(),
            community,
            day: day(on),
            value,
            origin: Origin::Entered,
            reason: String::new(),
            by: "甲".into(),
            at: At(0),
        }
    }

    /// Two communities, `days` days from the 1st on, everything unknown.
    fn sources(days: usize, figures: Vec<Figure>) -> Sources {
        let community = |id: i64| Community { id, platform: "qq".into(), name: format!("{id}群") };
        Sources {
            communities: vec![community(1), community(2)],
            first: day(1),
            facts: vec![vec![Facts::default(); 2]; days],
            whole: Vec::new(),
            figures,
            goals: Vec::new(),
        }
    }

    fn board(sources: &Sources, remarks: &[Remark]) -> Vec<Row> {
        rows(sources, &Sources::default(), remarks, None, "甲")
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
        let mut s = sources(1, vec![figure("leaves", 1, 1, Some(5.0))]);
        for facts in &mut s.facts[0] {
            (facts.leaves, facts.members) = (Some(1.0), Some(100.0));
        }
        let leave = |s: &Sources, scope| s.readings(scope)[place("leave_rate").unwrap()][0];
        assert_eq!(leave(&s, None).of, Some((6.0, 200.0)));
        assert_eq!(leave(&s, Some(1)).of, Some((5.0, 100.0)));
        assert_eq!(leave(&s, Some(2)).of, Some((1.0, 100.0)));
        s.figures.push(figure("leaves", 0, 1, Some(9.0)));
        assert_eq!(leave(&s, None).of, Some((9.0, 200.0)));
        assert_eq!(leave(&s, Some(2)).of, Some((1.0, 100.0)), "a figure for all says nothing about one");
        s.figures.push(figure("leave_rate", 0, 1, Some(0.5)));
        assert_eq!((leave(&s, None).value, leave(&s, None).of), (Some(0.5), None));
        assert_eq!(leave(&s, None).origin, Some(Origin::Entered));
    }

    #[test]
    fn entered_counts_add_up_and_entered_shares_do_not() {
        let figures = ["interactions", "quality_ugc"]
            .into_iter()
            .flat_map(|m| [figure(m, 1, 1, Some(0.0)), figure(m, 2, 1, Some(1.0))])
            .collect();
        let s = sources(1, figures);
        let all = s.readings(None);
        assert_eq!(all[place("interactions").unwrap()][0].value, Some(1.0));
        assert_eq!(all[place("quality_ugc").unwrap()][0].value, None);
    }

    #[test]
    fn an_unavailable_figure_hides_what_the_tables_say() {
        let mut s = sources(2, vec![figure("dau", 0, 2, None)]);
        for day in &mut s.facts {
            day[0].active = Some(5.0);
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
        let target = |metric, scope| s.bands(by_key(metric).unwrap(), scope).target;
        assert_eq!((target("dau", None), target("dau", Some(1))), (Some(1200.0), None));
        assert_eq!((target("leave_rate", None), target("leave_rate", Some(1))), (Some(0.01), Some(0.01)));
    }

    #[test]
    fn parts_come_largest_first_and_only_for_all() {
        let s = sources(1, vec![figure("dau", 1, 1, Some(3.0)), figure("dau", 2, 1, Some(8.0))]);
        let dau = &board(&s, &[])[place("dau").unwrap()];
        assert_eq!(dau.parts.iter().map(|p| (p.community, p.value)).collect::<Vec<_>>(), [(1, 8.0), (0, 3.0)]);
        let one = rows(&s, &Sources::default(), &[], Some(1), "甲");
        assert!(one[place("dau").unwrap()].parts.is_empty());
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
