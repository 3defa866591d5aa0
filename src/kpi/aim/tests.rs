use super::*;
use crate::kpi::metric::by_key;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn aim(metric: &str, how: How, per: Per, target: f64) -> Aim {
    Aim {
        id: 1,
        name: "月活到基线的 120%".into(),
        metric: by_key(metric).unwrap(),
        community: 0,
        how,
        per,
        baseline: (how == How::Level).then_some(1000.0),
        target,
        reachable: "每周两场互动".into(),
        purpose: "活跃是转化的底".into(),
        first: day("2026-07-01"),
        due: day("2026-09-30"),
        owner: "周宁".into(),
        milestones: Vec::new(),
        outcome: Outcome::Open,
        note: String::new(),
        version: 1,
    }
}

/// Values from 1 July on.
fn series(values: &[Option<f64>]) -> Series {
    Series::new(day("2026-07-01"), values.to_vec())
}

fn none(_: NaiveDate) -> Option<(f64, f64)> {
    None
}

#[test]
fn all_five_fields_are_wanted_and_fit() {
    let good = aim("mau", How::Level, Per::Once, 1200.0);
    good.check().unwrap();
    let step = |text: &str| vec![Milestone { day: day(text), target: 1100.0, note: String::new() }];
    for (wrong, key) in [
        (Aim { name: " ".into(), ..good.clone() }, "goals.missing"),
        (Aim { reachable: String::new(), ..good.clone() }, "goals.missing"),
        (Aim { purpose: String::new(), ..good.clone() }, "goals.missing"),
        (Aim { due: good.first, ..good.clone() }, "goals.due_before"),
        (Aim { target: -1.0, ..good.clone() }, "kpi.goal_out_of_reach"),
        (Aim { target: 1.5, ..aim("conversion", How::Share, Per::Quarter, 0.05) }, "kpi.goal_out_of_reach"),
        (Aim { per: Per::Month, ..good.clone() }, "goals.per_what"),
        (Aim { per: Per::Once, ..aim("ugc", How::Sum, Per::Month, 10.0) }, "goals.per_what"),
        (aim("mau", How::Sum, Per::Month, 10.0), "goals.no_sum"),
        (aim("conversion", How::Sum, Per::Month, 0.1), "goals.no_sum"),
        (Aim { target: 1000.0, ..good.clone() }, "goals.no_way"),
        (Aim { milestones: step("2026-07-01"), ..good.clone() }, "goals.milestone_outside"),
        (Aim { milestones: step("2026-10-01"), ..good.clone() }, "goals.milestone_outside"),
    ] {
        assert_eq!(wrong.check().unwrap_err().says.key, key, "{wrong:?}");
    }
    Aim { milestones: step("2026-08-01"), ..good }.check().unwrap();
}

#[test]
fn names_are_read_as_they_are_written() {
    for (how, name) in How::ALL {
        assert_eq!((How::parse(name), how.name()), (how, name));
    }
    for (outcome, name, label) in Outcome::ALL {
        assert_eq!((Outcome::parse(name), outcome.name(), outcome.label()), (outcome, name, label));
    }
    for (per, name, label) in Per::ALL {
        assert_eq!((Per::parse(name), per.name(), per.label()), (per, name, label));
    }
}

#[test]
fn periods_are_those_of_the_calendar() {
    for (per, at, first, last) in [
        (Per::Month, "2026-02-10", "2026-02-01", "2026-02-28"),
        (Per::Month, "2026-12-31", "2026-12-01", "2026-12-31"),
        (Per::Quarter, "2026-11-30", "2026-10-01", "2026-12-31"),
        (Per::Quarter, "2026-01-01", "2026-01-01", "2026-03-31"),
        (Per::Once, "2026-01-05", "2026-01-05", "2026-01-05"),
    ] {
        assert_eq!(per.around(day(at)), (day(first), day(last)), "{per:?} {at}");
    }
}

#[test]
fn the_pace_goes_over_the_milestones() {
    let mut goal = aim("mau", How::Level, Per::Once, 1200.0);
    goal.due = day("2026-07-21");
    let pace = |goal: &Aim, text: &str| goal.pace(day(text)).map(|v| (v * 1e6).round() / 1e6);
    for (at, want) in [
        ("2026-06-30", None),
        ("2026-07-01", Some(1000.0)),
        ("2026-07-11", Some(1100.0)),
        ("2026-07-21", Some(1200.0)),
        ("2026-08-21", Some(1200.0)),
    ] {
        assert_eq!(pace(&goal, at), want, "{at}");
    }
    goal.milestones = vec![Milestone { day: day("2026-07-11"), target: 1020.0, note: String::new() }];
    assert_eq!((pace(&goal, "2026-07-06"), pace(&goal, "2026-07-16")), (Some(1010.0), Some(1110.0)));
    goal.baseline = None;
    assert_eq!(pace(&goal, "2026-07-16"), None);
}

#[test]
fn a_level_is_held_against_its_pace_and_carried_on() {
    let goal = aim("mau", How::Level, Per::Once, 1200.0);
    let rising = |step: f64| -> Vec<Option<f64>> {
        (0..46).map(|n| Some(1000.0 + step * f64::from(n) + [3.0, -4.0, 1.0][n as usize % 3])).collect()
    };
    let at = |values: &[Option<f64>]| goal.progress(&series(values), &none, day("2026-08-15"));
    let quick = at(&rising(4.0));
    assert_eq!((quick.standing, quick.known), (Standing::OnPace, (28, 28)));
    let forecast = quick.forecast.unwrap();
    assert!((1310.0..1340.0).contains(&forecast.value) && forecast.chance == Chance::VeryLikely, "{forecast:?}");
    assert!(forecast.low < forecast.value && forecast.value < forecast.high && forecast.day == goal.due);
    let slow = at(&rising(0.5));
    assert_eq!((slow.standing, slow.forecast.unwrap().chance), (Standing::Behind, Chance::Hardly));
    let mut gaps = rising(4.0);
    gaps[20..45].fill(None);
    let few = at(&gaps);
    assert!(few.forecast.is_none() && few.known.0 < 10, "{few:?}");
    assert_eq!(at(&[]).standing, Standing::Unknown);
    let done = at(&[vec![None; 45], vec![Some(1201.0)]].concat());
    assert_eq!(done.standing, Standing::Reached);
    let over = goal.progress(&series(&rising(4.0)), &none, day("2026-11-01"));
    assert!(over.forecast.is_none(), "what is over is not forecast");
    // What is to fall: silent share from 40 % to 30 %.
    let fall = Aim { baseline: Some(0.4), target: 0.3, ..aim("silent_share", How::Level, Per::Once, 0.3) };
    let values: Vec<_> = (0..46).map(|n| Some(0.4 - 0.002 * f64::from(n))).collect();
    let found = fall.progress(&series(&values), &none, day("2026-08-15"));
    assert_eq!((found.standing, found.forecast.unwrap().chance), (Standing::OnPace, Chance::VeryLikely));
}

#[test]
fn counts_begin_anew_each_month() {
    let goal = aim("ugc", How::Sum, Per::Month, 10.0);
    // July: 12 pieces; August: one on every third day until the 15th.
    let mut values = vec![Some(0.0); 46];
    for n in 0..12 {
        values[n * 2] = Some(1.0);
    }
    for n in [31, 34, 37, 40, 43] {
        values[n] = Some(1.0);
    }
    let found = goal.progress(&series(&values), &none, day("2026-08-15"));
    let told: Vec<_> = found.periods.iter().map(|p| (p.value, p.days, p.known, p.met)).collect();
    assert_eq!(told, [(Some(12.0), 31, 31, Some(true)), (Some(5.0), 15, 15, None)]);
    assert_eq!((found.now, found.standing), (Some(5.0), Standing::OnPace));
    assert!((found.pace.unwrap() - 4.838).abs() < 0.001);
    let forecast = found.forecast.unwrap();
    assert_eq!(forecast.day, day("2026-08-31"));
    assert!(forecast.low >= 5.0 && forecast.high > forecast.value && forecast.chance == Chance::Even, "{forecast:?}");
    let reached = aim("ugc", How::Sum, Per::Month, 5.0).progress(&series(&values), &none, day("2026-08-15"));
    assert_eq!((reached.standing, reached.forecast.unwrap().chance), (Standing::Reached, Chance::VeryLikely));
    let missed = aim("ugc", How::Sum, Per::Month, 13.0).progress(&series(&values), &none, day("2026-08-15"));
    assert_eq!(missed.periods[0].met, Some(false));
    // A quarter holds both months.
    let quarter = aim("ugc", How::Sum, Per::Quarter, 30.0).progress(&series(&values), &none, day("2026-08-15"));
    assert_eq!((quarter.periods.len(), quarter.now), (1, Some(17.0)));
    // What is to stay few: at most three leave a month.
    let less = aim("leaves", How::Sum, Per::Month, 3.0).progress(&series(&values), &none, day("2026-08-15"));
    assert_eq!((less.periods[1].met, less.standing), (Some(false), Standing::Behind));
}

#[test]
fn shares_of_a_quarter_are_of_its_people() {
    let goal = aim("conversion", How::Share, Per::Quarter, 0.05);
    let values: Vec<_> = (0..46).map(|n| Some(if n % 2 == 0 { 0.04 } else { 0.07 })).collect();
    let found = goal.progress(&series(&values), &none, day("2026-08-15"));
    assert!((found.now.unwrap() - 0.055).abs() < 1e-9, "without parts the mean of the days");
    assert_eq!((found.pace, found.standing), (Some(0.05), Standing::OnPace));
    assert_eq!(found.forecast.unwrap().chance, Chance::VeryLikely);
    // Where each day says of how many, large days weigh more.
    let parts =
        |d: NaiveDate| Some(if (d - day("2026-07-01")).num_days() % 2 == 0 { (40.0, 1000.0) } else { (7.0, 100.0) });
    let weighed = goal.progress(&series(&values), &parts, day("2026-08-15"));
    assert!((weighed.now.unwrap() - 47.0 / 1100.0).abs() < 1e-9);
    assert_eq!(weighed.standing, Standing::Behind);
    assert_eq!(weighed.periods[0].met, None, "it may still rise");
}

#[test]
fn the_baseline_is_what_was_before() {
    let s = series(&(0..40).map(|n| Some(f64::from(n))).collect::<Vec<_>>());
    assert_eq!(baseline(&s, day("2026-07-11")), Some(4.5));
    assert_eq!(baseline(&s, day("2026-07-01")), None);
    assert_eq!(level(by_key("dau").unwrap(), &s, day("2026-07-07")), Some(3.0), "the mean of a week");
    assert_eq!(level(by_key("mau").unwrap(), &s, day("2026-07-07")), Some(6.0), "a window's own value");
}

proptest! {
    #[test]
    fn forecasts_hold_together(values in prop::collection::vec(prop::option::weighted(0.9, 0.0..50.0f64), 46..47), target in 0.5..400.0f64) {
        let whole: Vec<_> = values.iter().map(|v| v.map(f64::round)).collect();
        for goal in [aim("ugc", How::Sum, Per::Month, target.round().max(1.0)), aim("mau", How::Level, Per::Once, target.round())] {
            let goal = Aim { baseline: goal.baseline.map(|_| 0.0), ..goal };
            let found = goal.progress(&series(&whole), &none, day("2026-08-15"));
            if let Some(f) = found.forecast {
                prop_assert!(f.low <= f.value + 1.0 && f.value <= f.high + 1.0, "{:?}", f);
                prop_assert!(f.low >= 0.0 && f.value.is_finite());
                if goal.how == How::Sum {
                    prop_assert!(f.low >= found.now.unwrap_or(0.0) - 1e-9, "what is there stays: {:?}", f);
                }
            }
        }
    }

    #[test]
    fn a_higher_target_is_never_likelier(values in prop::collection::vec(0.0..3.0f64, 46..47), a in 1.0..80.0f64, b in 1.0..80.0f64) {
        let whole: Vec<_> = values.iter().map(|v| Some(v.floor())).collect();
        let chance = |target: f64| {
            let goal = aim("ugc", How::Sum, Per::Month, target.round());
            goal.progress(&series(&whole), &none, day("2026-08-15")).forecast.map(|f| f.chance)
        };
        prop_assert!(chance(a.max(b)) <= chance(a.min(b)));
    }
}

#[test]
fn goals_are_told_in_words() {
    use crate::base::{Lang, Language};
    let (zh, en) = (Lang::load(Language::Hans), Lang::load(Language::En));
    let today = day("2026-08-15");
    let rising: Vec<_> = (0..46).map(|n| Some(1000.0 + 4.0 * f64::from(n) + f64::from(n % 3))).collect();
    let mut goal = aim("mau", How::Level, Per::Once, 1200.0);
    goal.milestones = vec![Milestone { day: day("2026-08-31"), target: 1140.0, note: "第二场直播".into() }];
    let found = goal.progress(&series(&rising), &none, today);
    insta::assert_snapshot!(words::paragraph(&zh, &goal, &found, today), @"月活到基线的 120%；MAU >=1,200，9月30日 周三 前；现在 1,180，按节奏应有 1,103：跟上；按近 28 天走势，9/30 约 1,327 (1,299 至 1,355)，很可能达到；下一步 8/31 >=1,140 第二场直播。");
    insta::assert_snapshot!(words::paragraph(&en, &goal, &found, today), @"月活到基线的 120%; MAU >=1,200 by Wed 30 Sep; now 1,180, by its pace 1,103: on pace; going by 28 days, about 1,327 on 30 Sep (1,299 to 1,355): very likely; next 31 Aug >=1,140 第二场直播.");
    let count = aim("feedback_good", How::Sum, Per::Month, 10.0);
    let found = count.progress(&series(&[Some(1.0); 46]), &none, today);
    insta::assert_snapshot!(words::paragraph(&zh, &count, &found, today), @"月活到基线的 120%；每月 优质反馈 >=10，到 9月30日 周三；现在 15，按节奏应有 5：已到；按近 28 天走势，8/31 约 31 (25 至 38)，很可能达到；已过 1 期，达成 1。");
    let share = aim("conversion", How::Share, Per::Quarter, 0.05);
    let found = share.progress(&series(&[Some(0.04), None]), &none, today);
    insta::assert_snapshot!(words::paragraph(&en, &share, &found, today), @"月活到基线的 120%; conversion >=5.0% each quarter, until Wed 30 Sep; now 4.0%, by its pace 5.0%: behind; 1 of 46 days known, too little to say.");
    let fall = Aim { baseline: Some(0.4), ..aim("silent_share", How::Level, Per::Once, 0.3) };
    assert_eq!(words::limit(&zh, &fall, 0.3), "<=30%");
}

#[test]
fn part_of_a_period_is_held_to_its_part() {
    // From the 22nd on, July has ten of its 31 days left; August ends with the goal on the 16th.
    let goal = Aim { first: day("2026-07-22"), due: day("2026-08-16"), ..aim("joins", How::Sum, Per::Month, 31.0) };
    let found = goal.progress(&series(&[Some(1.0); 46]), &none, day("2026-08-15"));
    let told: Vec<_> = found.periods.iter().map(|p| (p.target, p.value, p.met)).collect();
    assert_eq!(told, [(10.0, Some(10.0), Some(true)), (16.0, Some(15.0), None)]);
    assert_eq!((found.pace, found.standing), (Some(15.0), Standing::OnPace));
}
