//! The daily figures: typed in from what the ledger counts and, for what it cannot know, from the platforms' own
//! pages. One metric is out of bounds today, one is to be watched, one is not entered yet.

use super::crowd::{BAD_DAY, HOLES};
use super::dice::{Of, share};
use super::ledger::{Census, Count};
use super::stage::{Script, Stage, Who};
use crate::base::At;
use crate::kpi::aim::{Aim, How, Milestone, Outcome, Per};
use crate::kpi::board::Origin;
use crate::kpi::metric::{Metric, by_key, from_percent};
use crate::kpi::series::Bands;
use crate::kpi::store::{self, Entry};
use chrono::{Months, NaiveDate};

/// The first day with figures.
const FIRST: i64 = -34;

/// Until then the ledger is too young for a month's members, and the answers too few: those figures are typed in too.
const YOUNG: i64 = -13;

/// Before this day nobody logged who asked.
const ANSWERS: i64 = -6;

/// A figure that no table knows: its value today, how it has grown a day, how far a day lies off, decimals in per cent
/// (`None` for a count).
struct Typed {
    metric: &'static str,
    today: f64,
    daily: f64,
    spread: f64,
    decimals: Option<usize>,
}

const fn typed(metric: &'static str, today: f64, daily: f64, spread: f64, decimals: Option<usize>) -> Typed {
    Typed { metric, today, daily, spread, decimals }
}

/// Shares in per cent.
const TYPED: [Typed; 5] = [
    typed("retention_7d", 41.0, 0.05, 1.0, Some(1)),
    typed("retention_30d", 23.6, -0.07, 0.4, Some(1)),
    typed("interactions", 1_128.0, 6.0, 60.0, None),
    typed("quality_ugc", 28.3, 0.1, 1.2, Some(1)),
    typed("conversion", 3.3, 0.008, 0.2, Some(1)),
];

/// What the tables will know by themselves once they are old enough.
const LATER: [(Typed, i64); 3] = [
    (typed("stickiness", 21.0, 0.02, 0.5, Some(1)), YOUNG),
    (typed("silent_share", 26.4, -0.03, 0.3, Some(1)), YOUNG),
    (typed("reply_30m", 92.0, 0.0, 1.4, Some(1)), ANSWERS),
];

/// The same day a year ago, in per cent or as counts.
const YEAR: [(&str, f64); 12] = [
    ("speaking_rate", 15.1),
    ("leave_rate", 0.42),
    ("net_growth", 0.41),
    ("dau", 396.0),
    ("stickiness", 20.4),
    ("retention_7d", 38.8),
    ("retention_30d", 25.4),
    ("interactions", 1_009.0),
    ("quality_ugc", 24.2),
    ("silent_share", 27.9),
    ("reply_30m", 89.5),
    ("conversion", 2.9),
];

impl Typed {
    fn on(&self, day: i64) -> f64 {
        // Today is what it was meant to be, so that the bands hold.
        let off = if day == 0 { 0.0 } else { self.spread * (2.0 * share(Of::Figure, day, self.today as i64) - 1.0) };
        let value = self.today + self.daily * day as f64 + off;
        match self.decimals {
            Some(decimals) => percent(value, decimals),
            None => value.round(),
        }
    }
}

/// Everything of the board.
pub(super) fn script<'a>(stage: &'a Stage, census: &Census, script: &mut Script<'a>) {
    goals(stage, script);
    aims(stage, script);
    let year = stage.today.checked_sub_months(Months::new(12)).unwrap_or(stage.today);
    let entries = YEAR.iter().filter_map(|(metric, value)| {
        let metric = by_key(metric)?;
        let value = if metric.is_share() { percent(*value, 2) } else { *value };
        Some(Entry { origin: Origin::Imported, ..Entry::new(metric, year, Some(value)) })
    });
    enter(script, stage.at(FIRST, 10, 0), Who::Editor, year, entries.collect());
    for day in (FIRST..=0).filter(|d| !HOLES.contains(d)) {
        let Some(count) = census.day(day) else { continue };
        let who = if day % 3 == 0 { Who::Me } else { Who::Editor };
        let at = if day == 0 { stage.ago(18) } else { stage.at(day, 17, 40) };
        enter(script, at, who, stage.day(day), of_day(stage, day, count));
    }
    for (day, key) in [(BAD_DAY, "demo.note_bad_day"), (HOLES[0], "demo.note_holes"), (-2, "demo.note_lottery")] {
        let at = stage.at(day, 21, 0).min(stage.ago(5));
        let (day, text) = (stage.day(day), stage.lang.text(key));
        script.add(at, Who::Me, move |db| store::annotate(db, day, None, text));
    }
}

fn enter(script: &mut Script, at: At, who: Who, today: NaiveDate, entries: Vec<Entry>) {
    script.add(at, who, move |db| store::set_many(db, today, &entries).map(drop));
}

fn of_day(stage: &Stage, day: i64, count: &Count) -> Vec<Entry> {
    let date = stage.day(day);
    let mut values: Vec<(&str, f64)> = Vec::new();
    if count.members > 0 {
        let of = |n: f64, decimals| percent(n * 100.0 / count.members as f64, decimals);
        let growth = count.joins as f64 - count.leaves as f64;
        values.extend([
            ("speaking_rate", of(count.spoke as f64, 1)),
            ("leave_rate", of(count.leaves as f64, 2)),
            ("net_growth", of(growth, 2)),
            ("dau", count.spoke as f64),
        ]);
    }
    // Conversion is what today still lacks.
    let typed = TYPED.iter().filter(|t| day < 0 || t.metric != "conversion");
    values.extend(typed.map(|t| (t.metric, t.on(day))));
    values.extend(LATER.iter().filter(|(_, until)| day < *until).map(|(t, _)| (t.metric, t.on(day))));
    let entry = |(metric, value): (&str, f64)| by_key(metric).map(|m| Entry::new(m, date, Some(value)));
    let mut entries: Vec<Entry> = values.into_iter().filter_map(entry).collect();
    if day == BAD_DAY {
        let ack = stage.lang.text("demo.ack_bad_day").to_owned();
        entries.iter_mut().filter(|e| e.metric.key == "leave_rate").for_each(|e| e.ack = Some(ack.clone()));
    }
    entries
}

fn goals<'a>(stage: &'a Stage, script: &mut Script<'a>) {
    let goals: [(Option<&'static Metric>, f64, f64); 4] = [
        (by_key("dau"), 400.0, 350.0),
        (by_key("interactions"), 1_000.0, 850.0),
        (by_key("leave_rate"), percent(0.4, 1), percent(0.5, 1)),
        (by_key("conversion"), percent(3.0, 1), percent(2.0, 1)),
    ];
    for (metric, target, watch) in goals {
        let Some(metric) = metric else { continue };
        let bands = Bands { target: Some(target), watch: Some(watch) };
        script.add(stage.at(FIRST, 9, 30), Who::Me, move |db| store::set_goal(db, metric, 0, bands));
    }
}

/// What is to be reached: metric, per what, baseline, target, days until due, and its sentences.
type Wanted = (&'static str, Per, Option<f64>, f64, i64, [&'static str; 3]);

const AIMS: [Wanted; 3] = [
    ("mau", Per::Once, Some(1_700.0), 2_040.0, 70, ["goals.demo_mau", "goals.demo_mau_how", "goals.demo_mau_why"]),
    ("joins", Per::Month, None, 450.0, 160, ["goals.demo_joins", "goals.demo_joins_how", "goals.demo_joins_why"]),
    (
        "conversion",
        Per::Quarter,
        None,
        0.05,
        160,
        ["goals.demo_conversion", "goals.demo_conversion_how", "goals.demo_conversion_why"],
    ),
];

fn aims<'a>(stage: &'a Stage, script: &mut Script<'a>) {
    for (metric, per, baseline, target, due, keys) in AIMS {
        let Some(metric) = by_key(metric) else { continue };
        let [name, reachable, purpose] = keys.map(|key| stage.lang.text(key).to_owned());
        let how = match per {
            Per::Once => How::Level,
            _ if metric.is_share() => How::Share,
            _ => How::Sum,
        };
        let steps = [(20, 1_880.0), (45, 1_960.0)].map(|(day, target)| {
            let note = String::new();
            Milestone { day: stage.day(day), target, note }
        });
        let aim = Aim {
            id: 0,
            name,
            metric,
            community: 0,
            how,
            per,
            baseline,
            target,
            reachable,
            purpose,
            first: stage.day(-21),
            due: stage.day(due),
            owner: String::new(),
            milestones: if per == Per::Once { steps.to_vec() } else { Vec::new() },
            outcome: Outcome::Open,
            note: String::new(),
            version: 1,
        };
        script.add(stage.at(-21, 9, 40), Who::Me, move |db| store::put_aim(db, &aim).map(drop));
    }
}

/// A number of per cent, cut to what an operator types, as the fraction that is stored.
fn percent(value: f64, decimals: usize) -> f64 {
    let ten = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    from_percent((value * ten).round() / ten)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_they_are_typed() {
        assert_eq!(percent(0.6239, 2), 0.0062);
        assert_eq!(percent(41.04, 1), 0.41);
        assert_eq!(TYPED[1].on(0), 0.236);
        assert_eq!(TYPED[2].on(-3).fract(), 0.0);
        assert!((FIRST..0).all(|day| (0.2..0.3).contains(&TYPED[1].on(day))));
        assert!(YEAR.iter().all(|(metric, _)| by_key(metric).is_some_and(|m| !m.bench)));
    }
}
