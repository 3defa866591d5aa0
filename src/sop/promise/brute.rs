//! The clock held against counting minute by minute: years, zones, days off, weeks, pauses, and hours that are edited while
//! somebody waits. The counting knows nothing of stretches, blocks or offsets: it asks of each minute what the wall
//! shows. `QUN_CASES=1000000 cargo test --release --lib brute -- --nocapture` tries that many cases.

use super::clock::Pauses;
use super::hours::Hours;
use super::week::Week;
use crate::base::clock::MINUTE;
use crate::base::{At, Zone};
use crate::calendar::days::Days;
use chrono::{Datelike, Days as Ahead, NaiveDate, Timelike};
use std::collections::BTreeMap;
use std::rc::Rc;

/// With daylight saving of an hour in both hemispheres, of half an hour, an odd offset, and none.
const ZONES: [&str; 6] = [
    "Asia/Shanghai",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/Sao_Paulo",
];

/// What may be written, with what it means said once more by hand for the counting: blocks of Monday to Sunday, of days
/// off, and whether China's calendar counts (`None`: in China).
type Meaning = ([&'static [(u32, u32)]; 8], Option<bool>);
const OFFICE: &[(u32, u32)] = &[(540, 720), (810, 1080)];
const NIGHT: &[(u32, u32)] = &[(0, 210), (1290, 1440)];
const WHOLE: &[(u32, u32)] = &[(0, 1440)];
const ODD: &[(u32, u32)] = &[(97, 133), (150, 151), (719, 1003)];
const SHORT: &[(u32, u32)] = &[(600, 960)];
const NONE: &[(u32, u32)] = &[];
const WEEKS: [(&str, Meaning); 6] = [
    ("09:00-12:00,13:30-18:00", ([OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, NONE, NONE, NONE], None)),
    (
        "mon-fri 09:00-12:00,13:30-18:00; sat 10:00-16:00; holidays cn",
        ([OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, SHORT, NONE, NONE], Some(true)),
    ),
    ("daily 24h", ([WHOLE, WHOLE, WHOLE, WHOLE, WHOLE, WHOLE, WHOLE, WHOLE], None)),
    (
        "mon-sun 21:30-24:00,00:00-03:30; holidays no",
        ([NIGHT, NIGHT, NIGHT, NIGHT, NIGHT, NIGHT, NIGHT, NONE], Some(false)),
    ),
    (
        "tue,sun 1:37-2:13,2:30-2:31,11:59-16:43; holidays cn",
        ([NONE, ODD, NONE, NONE, NONE, NONE, ODD, NONE], Some(true)),
    ),
    (
        "daily 10:00-16:00; sun 21:30-24:00,00:00-03:30; holidays cn",
        ([SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, NIGHT, SHORT], Some(true)),
    ),
];

/// The years whose minutes are counted.
#[derive(Clone, Copy)]
struct Years {
    first: i32,
    count: i32,
}

impl Years {
    fn day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.first, 1, 1).unwrap()
    }

    fn end(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.first + self.count, 1, 1).unwrap()
    }

    fn days(self) -> impl Iterator<Item = NaiveDate> {
        let end = self.end();
        self.day().iter_days().take_while(move |d| *d < end)
    }
}

/// After the last question there is time for the longest stretch of days off, pauses and promise.
const ROOM_DAYS: i64 = 120;

/// Pseudo-random numbers (SplitMix64): the same cases each time.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: i64) -> i64 {
        (self.next() % u64::try_from(n.max(1)).unwrap()) as i64
    }
}

/// How many of the minutes before each one were worked: counted one by one.
struct Counted {
    start: i64,
    before: Vec<u32>,
}

/// Counts every minute of the years in `zone` for each week. `days` says of a day whether it is made up for or off, where
/// that counts.
fn count(zone: Zone, years: Years, weeks: &[&Meaning], days: &BTreeMap<NaiveDate, bool>) -> Vec<Counted> {
    let (start, end) = (zone.midnight(years.day()).0 / MINUTE, zone.midnight(years.end()).0 / MINUTE);
    let empty = || Counted { start, before: Vec::with_capacity(usize::try_from(end - start).unwrap() + 1) };
    let mut counted: Vec<Counted> = weeks.iter().map(|_| empty()).collect();
    let mut sums = vec![0; weeks.len()];
    type Blocks = Vec<&'static [(u32, u32)]>;
    let mut today: Option<(NaiveDate, Blocks)> = None;
    for minute in start..end {
        let wall = At(minute * MINUTE).local(zone);
        if today.as_ref().is_none_or(|(day, _)| *day != wall.date()) {
            let blocks = weeks.iter().map(|week| blocks_of(wall.date(), zone, week, days)).collect();
            today = Some((wall.date(), blocks));
        }
        let now = wall.hour() * 60 + wall.minute();
        let blocks = today.iter().flat_map(|(_, blocks)| blocks);
        for ((counted, sum), blocks) in counted.iter_mut().zip(&mut sums).zip(blocks) {
            counted.before.push(*sum);
            *sum += u32::from(blocks.iter().any(|(from, until)| (*from..*until).contains(&now)));
        }
    }
    counted.iter_mut().zip(sums).for_each(|(counted, sum)| counted.before.push(sum));
    counted
}

impl Counted {
    fn worked(&self, from: i64, to: i64) -> i64 {
        let at = |minute: i64| i64::from(self.before[usize::try_from(minute - self.start).unwrap()]);
        if to > from { at(to) - at(from) } else { 0 }
    }

    /// The end of the `n`-th worked minute from `from` on, with no minute counted of which `paused` is true.
    fn end_of(&self, from: i64, n: i64, paused: &dyn Fn(i64) -> bool) -> i64 {
        let mut left = n;
        let mut minute = from;
        while left > 0 {
            if self.worked(minute, minute + 1) == 1 && !paused(minute) {
                left -= 1;
            }
            minute += 1;
        }
        minute
    }
}

fn blocks_of(
    day: NaiveDate,
    zone: Zone,
    (week, china): &Meaning,
    days: &BTreeMap<NaiveDate, bool>,
) -> &'static [(u32, u32)] {
    let counts = china.unwrap_or_else(|| zone == Zone::default());
    let own = week[day.weekday().num_days_from_monday() as usize];
    match days.get(&day).filter(|_| counts) {
        Some(false) => week[7],
        Some(true) if own.is_empty() => week[..7].iter().find(|d| !d.is_empty()).copied().unwrap(),
        _ => own,
    }
}

/// Days off and made-up weekends: China's own, or others laid over them by chance, as the program reads them.
fn days(dice: &mut Dice, years: Years, laid: bool) -> (Rc<Days>, BTreeMap<NaiveDate, bool>) {
    let mut days = Days::default();
    for year in (years.first..years.first + years.count).filter(|_| laid) {
        let row = |day: NaiveDate, off: bool| format!(r#"{{"name":"x","date":"{day}","isOffDay":{off}}}"#);
        let some = years.days().filter(|d| d.year() == year && dice.below(9) == 0);
        let rows: Vec<String> = some.map(|d| row(d, d.ordinal() % 5 > 0)).collect();
        days.lay(&format!(r#"{{"year":{year},"days":[{}]}}"#, rows.join(","))).unwrap();
    }
    // What a day is according to the marks of the calendar, which come by another way than `Days::work`.
    let against = years.days().filter_map(|d| {
        let mark = days.mark(d);
        (mark.holiday || mark.workday).then_some((d, mark.workday))
    });
    let map = against.collect();
    (Rc::new(days), map)
}

/// One desk: a zone, days off, and every week with its counted minutes.
struct Bench {
    zone: Zone,
    years: Years,
    weeks: Vec<(Hours, Counted)>,
}

fn bench(dice: &mut Dice, zone: &str, years: Years, laid: bool, weeks: &[usize]) -> Bench {
    let zone = Zone::parse(zone).unwrap();
    let (days, map) = days(dice, years, laid);
    let counted = count(zone, years, &weeks.iter().map(|n| &WEEKS[*n].1).collect::<Vec<_>>(), &map);
    let hours = |n: &usize| Hours::new(30, Week::parse(WEEKS[*n].0).unwrap(), zone, &days);
    Bench { zone, years, weeks: weeks.iter().map(hours).zip(counted).collect() }
}

/// One question with everything that may happen to it: asked, paused now and then, hours edited, answered, edited once
/// more. Panics where the clock and the counting differ.
fn case(bench: &Bench, dice: &mut Dice) {
    let days = (bench.years.end() - bench.years.day()).num_days() - ROOM_DAYS;
    let day = bench.years.day() + Ahead::new(u64::try_from(dice.below(days)).unwrap());
    let asked = bench.zone.midnight(day).0 / MINUTE + dice.below(24 * 60);
    let end = bench.zone.midnight(bench.years.end()).0 / MINUTE - 1;
    let at = |minute: i64| At(minute * MINUTE);
    let (hours, counted) = &bench.weeks[usize::try_from(dice.below(bench.weeks.len() as i64)).unwrap()];
    let promise = [1, 5, 10, 30, 30, 30, 120, 600][usize::try_from(dice.below(8)).unwrap()];
    let never = |_| false;

    // The first answer is due after so many worked minutes, paused or not.
    let due = counted.end_of(asked, promise, &never);
    let said = || format!("{} {} {:?}", bench.zone, at(asked).rfc3339(bench.zone), hours.week.text());
    assert_eq!(hours.after(at(asked), promise * MINUTE), at(due), "due: {}", said());

    // Any two moments: as much time between as there are worked minutes, late as negative time left.
    let span = [1, 3, 40, 500][usize::try_from(dice.below(4)).unwrap()];
    let other = (asked + dice.below(60 * 24 * span)).min(end);
    assert_eq!(hours.between(at(asked), at(other)), counted.worked(asked, other) * MINUTE, "between: {}", said());
    assert_eq!(hours.left(at(other), at(asked)), -counted.worked(asked, other) * MINUTE, "late: {}", said());
    if let Some(next) = hours.resumes(at(asked)) {
        assert_eq!((counted.worked(asked, asked + 1), counted.end_of(asked, 1, &never) - 1), (0, next.0 / MINUTE));
    } else {
        assert_eq!(counted.worked(asked, asked + 1), 1, "held: {}", said());
    }

    // The resolution stands still in pauses; they may touch and overlap.
    let mut moment = asked;
    let spans: Vec<(i64, i64)> = (0..dice.below(4))
        .map(|_| {
            let from = moment + dice.below(400) - 30;
            let to = from + dice.below(3_000);
            moment = from + dice.below(4_000);
            (from, to)
        })
        .collect();
    let pauses: Pauses = spans.iter().map(|(from, to)| (at(*from), at(*to))).collect();
    let paused = |minute: i64| spans.iter().any(|(from, to)| (*from..*to).contains(&minute));
    let by = counted.end_of(asked, promise, &paused);
    assert_eq!(pauses.after(hours, at(asked), promise * MINUTE), at(by), "resolved by: {} {spans:?}", said());
    let until = asked + dice.below(6_000);
    let worked = (asked..until).filter(|m| counted.worked(*m, *m + 1) == 1 && !paused(*m)).count() as i64;
    assert_eq!(pauses.worked(hours, at(asked), at(until)), worked * MINUTE, "resolution: {} {spans:?}", said());

    // Edited hours: who still waits is due by the new ones, as if they had always held; a verdict that fell stands.
    let (edited, recounted) = &bench.weeks[usize::try_from(dice.below(bench.weeks.len() as i64)).unwrap()];
    let edit = asked + dice.below(2_000);
    let answered = asked + dice.below(2_000);
    let due_at_answer = if edit <= answered { edited } else { hours }.after(at(asked), promise * MINUTE);
    let counted_then = if edit <= answered { recounted } else { counted };
    let kept = at(answered) <= due_at_answer;
    assert_eq!(
        kept,
        counted_then.worked(asked, answered) <= promise && answered <= counted_then.end_of(asked, promise, &never)
    );
}

/// So many cases over every zone, half of them with other days off than China's.
fn run(cases: usize, years: Years, weeks: &[usize]) -> usize {
    let mut dice = Dice(20_261_010);
    let mut tried = 0;
    for (n, zone) in ZONES.iter().enumerate() {
        let bench = bench(&mut dice, zone, years, n % 2 == 1, weeks);
        for _ in 0..cases.div_ceil(ZONES.len()) {
            case(&bench, &mut dice);
            tried += 1;
        }
    }
    tried
}

/// Some over two years each time; with `QUN_CASES` so many over 24 years and every week.
#[test]
fn the_clock_is_what_counting_minute_by_minute_gives() {
    let asked = std::env::var("QUN_CASES").ok().and_then(|n| n.parse::<usize>().ok());
    let (cases, years, weeks) = match asked {
        Some(cases) => (cases, Years { first: 2008, count: 24 }, &[0, 1, 2, 3, 4, 5][..]),
        None => (1_200, Years { first: 2026, count: 2 }, &[0, 1, 4][..]),
    };
    let tried = run(cases, years, weeks);
    println!("{tried} cases, {} zones, {} weeks, {} years from {}", ZONES.len(), weeks.len(), years.count, years.first);
    assert!(tried >= cases);
}
