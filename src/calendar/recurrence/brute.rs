//! Rules against slow generators that share nothing with them but the truth table of days: ten years, every rule.

use super::*;
use chrono::Months;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Monday first, day by day, from the day itself: what people do on it.
fn sort_of(day: NaiveDate, days: &Days) -> (bool, bool, bool) {
    let mark = days.mark(day);
    (mark.holiday, mark.rest, mark.workday)
}

/// Every base day by stepping with the calendar, not by asking each day.
fn stepped(every: &Every, start: NaiveDate, to: NaiveDate, days: &Days) -> Vec<NaiveDate> {
    let mut found = Vec::new();
    match every {
        Every::Days(n) => {
            let mut at = start;
            while at <= to {
                found.push(at);
                at += chrono::TimeDelta::days(i64::from(*n));
            }
        }
        Every::Workdays => {
            found.extend(start.iter_days().take_while(|d| *d <= to).filter(|d| !sort_of(*d, days).1));
        }
        Every::Weeks(n, week) => {
            let mut begins = start.week(Weekday::Mon).first_day();
            while begins <= to {
                found.extend(begins.iter_days().take(7).filter(|d| week.days().any(|w| w == d.weekday())));
                begins += chrono::TimeDelta::days(7 * i64::from(*n));
            }
        }
        Every::MonthDays(n, _) | Every::MonthWeekdays(n, _) => {
            let mut first = start.with_day(1).unwrap();
            while first <= to {
                let all: Vec<NaiveDate> = first.iter_days().take_while(|d| d.month() == first.month()).collect();
                found.extend(of_month(every, &all));
                first = first + Months::new(*n);
            }
        }
        Every::Year(month, of) => {
            found.extend((start.year()..=to.year()).filter_map(|y| NaiveDate::from_ymd_opt(y, *month, *of)));
        }
        Every::Lunar(month, of) => {
            use tyme4rs::tyme::solar::SolarDay;
            let lunar = |d: NaiveDate| {
                let l = SolarDay::from_ymd(d.year() as isize, d.month() as usize, d.day() as usize).get_lunar_day();
                let m = l.get_lunar_month();
                (m.get_month_with_leap(), l.get_day(), m.get_day_count())
            };
            let fits = |d: &NaiveDate| {
                let (m, at, length) = lunar(*d);
                m == *month as isize && at == (*of as usize).min(length)
            };
            found.extend(start.iter_days().take_while(|d| *d <= to).filter(fits));
        }
    }
    found.retain(|d| (start..=to).contains(d));
    found.sort();
    found
}

fn of_month(every: &Every, all: &[NaiveDate]) -> Vec<NaiveDate> {
    let from_end = |n: i8, of: &[NaiveDate]| of.len().checked_sub(usize::from(n.unsigned_abs())).map(|at| of[at]);
    let mut found: Vec<NaiveDate> = match every {
        Every::MonthDays(_, wanted) => wanted
            .iter()
            .filter_map(|w| if *w > 0 { all.get(*w as usize - 1).copied() } else { from_end(*w, all) })
            .collect(),
        Every::MonthWeekdays(_, wanted) => wanted
            .iter()
            .filter_map(|(nth, weekday)| {
                let of: Vec<NaiveDate> = all.iter().copied().filter(|d| d.weekday() == *weekday).collect();
                if *nth > 0 { of.get(*nth as usize - 1).copied() } else { from_end(*nth, &of) }
            })
            .collect(),
        _ => Vec::new(),
    };
    found.dedup();
    found
}

/// The slots of a rule, by looking at every day with the marks people see.
fn brute(rule: &Rule, start: NaiveDate, to: NaiveDate, days: &Days) -> BTreeSet<NaiveDate> {
    let off = |d: NaiveDate| {
        let (holiday, rest, _) = sort_of(d, days);
        if rule.off == Off::Holidays { holiday } else { rest }
    };
    let mut found = BTreeSet::new();
    let margin = to + chrono::Days::new(60);
    for base in stepped(&rule.every, start, margin, days) {
        let (_, _, made_up) = sort_of(base, days);
        let (shift, from_off) = if off(base) {
            (rule.on_off, true)
        } else if made_up {
            (rule.on_makeup, false)
        } else {
            (Shift::Keep, true)
        };
        let back = |n: i64| base + chrono::TimeDelta::days(n);
        let good = |d: &NaiveDate| {
            let (_, rest, made_up) = sort_of(*d, days);
            let (avoids_off, avoids_made_up) = (rule.on_off != Shift::Keep, rule.on_makeup != Shift::Keep);
            match from_off {
                true if off(*d) => false,
                true => !made_up || !avoids_made_up,
                false if off(*d) && avoids_off => false,
                false => rest,
            }
        };
        let slot = match shift {
            Shift::Keep => Some(base),
            Shift::Skip => None,
            Shift::Earlier => (1..=20).map(|n| back(-n)).find(good),
            Shift::Later => (1..=20).map(back).find(good),
        };
        found.extend(slot.filter(|d| (start..=to).contains(d)));
    }
    found
}

/// Every form of rule, some of each.
fn forms() -> Vec<Every> {
    let mut all = vec![Every::Workdays, Every::Weeks(1, Week::WORK)];
    all.extend([1, 2, 3, 7, 10, 30].map(Every::Days));
    for n in [1, 2, 3] {
        all.extend(WEEK.map(|d| Every::Weeks(n, Week::of(&[d]))));
        all.push(Every::Weeks(n, Week::of(&[Weekday::Mon, Weekday::Wed, Weekday::Sun])));
        all.extend([1, 15, 29, 30, 31, -1, -2, -30].map(|d| Every::MonthDays(n, vec![d])));
        all.push(Every::MonthDays(n, vec![1, 15, -1]));
        all.extend([1, 2, 5, -1, -2].map(|nth| Every::MonthWeekdays(n, vec![(nth, Weekday::Wed)])));
        all.push(Every::MonthWeekdays(n, vec![(1, Weekday::Mon), (-1, Weekday::Sun)]));
    }
    all.extend([(6, 18), (2, 29), (11, 11), (10, 1)].map(|(m, d)| Every::Year(m, d)));
    all.extend([(1, 1), (8, 15), (12, 8), (12, 30), (9, 9)].map(|(m, d)| Every::Lunar(m, d)));
    all
}

/// Every form with every way to treat days off and make-up workdays: ten years each, day by day.
#[test]
fn ten_years_of_every_rule_are_as_a_slow_count_says() {
    let days = Days::default();
    let (start, to) = (day("2016-03-09"), day("2026-12-31"));
    let (mut rules, mut slots) = (0, 0);
    let full = std::env::var_os("QUN_BRUTE").is_some();
    for (n, every) in forms().into_iter().enumerate() {
        for (m, (off, on_off, on_makeup)) in policies().into_iter().enumerate() {
            // One pair in eleven as a rule; all of them when asked for.
            if !(full || (n + m) % 11 == 0) {
                continue;
            }
            let rule = Rule { every: every.clone(), off, on_off, on_makeup };
            let want: Vec<NaiveDate> = brute(&rule, start, to, &days).into_iter().collect();
            assert_eq!(rule.slots(Span::open(start), start, to, &days), want, "{}", rule.text());
            (rules, slots) = (rules + 1, slots + want.len());
        }
    }
    println!("{rules} rules, {slots} slots");
    assert!(rules > 150 && slots > 30_000, "{rules} {slots}");
}

fn policies() -> Vec<(Off, Shift, Shift)> {
    let shifts = Shift::ALL.map(|(s, _)| s);
    let both = |off: Off| shifts.into_iter().flat_map(move |a| shifts.into_iter().map(move |b| (off, a, b)));
    both(Off::Holidays).chain(both(Off::Rest)).collect()
}

#[test]
fn a_piece_of_a_series_is_that_piece_of_the_whole() {
    let days = Days::default();
    let (start, to) = (day("2023-01-05"), day("2026-12-31"));
    for every in forms() {
        for (off, on_off, on_makeup) in
            [(Off::Rest, Shift::Later, Shift::Skip), (Off::Holidays, Shift::Earlier, Shift::Later)]
        {
            let rule = Rule { every: every.clone(), off, on_off, on_makeup };
            let whole = rule.slots(Span::open(start), start, to, &days);
            let mut pieces = Vec::new();
            let mut from = start;
            while from <= to {
                let end = (from + chrono::Days::new(36)).min(to);
                assert_eq!(rule.count_before(Span::open(start), from, &days), pieces.len(), "{}", rule.text());
                pieces.extend(rule.slots(Span::open(start), from, end, &days));
                from = end + chrono::Days::new(1);
            }
            assert_eq!(pieces, whole, "{}", rule.text());
        }
    }
}
