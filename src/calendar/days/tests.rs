use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn words(mark: &DayMark) -> String {
    let lang = crate::base::Lang::load(crate::base::Language::Hans);
    let flag = |on, word: &str| if on { word.to_owned() } else { String::new() };
    let name = mark.name.as_deref().map(|n| lang.text(n).to_owned()).unwrap_or_default();
    name + &flag(mark.holiday, "假") + &flag(mark.rest && !mark.holiday, "休") + &flag(mark.workday, "班")
}

#[test]
fn what_people_work_is_what_the_marks_say() {
    let mut days = Days::default();
    days.lay(r#"{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true},
        {"name": "元旦", "date": "2027-01-03", "isOffDay": false}, {"name": "元旦", "date": "2027-01-05", "isOffDay": false}]}"#)
        .unwrap();
    for day in self::day("2013-01-01").iter_days().take(365 * 17) {
        let mark = days.mark(day);
        let want = if mark.workday { Some(true) } else { mark.holiday.then_some(false) };
        assert_eq!(days.work(day), want, "{day}");
    }
    assert_eq!(
        ["2026-10-10", "2026-10-01", "2026-10-11"].map(|d| days.work(self::day(d))),
        [Some(true), Some(false), None]
    );
}

#[test]
fn days_are_what_the_state_council_and_the_moon_say() {
    let days = Days::default();
    for (date, want) in [
        ("2026-10-10", "班"),
        ("2026-10-11", "休"),
        ("2026-10-12", ""),
        ("2026-10-18", "重阳休"),
        ("2026-10-23", "霜降"),
        ("2026-10-01", "国庆假"),
        ("2026-10-05", "假"),
        ("2026-09-20", "班"),
        ("2026-09-25", "中秋假"),
        ("2026-11-11", "双11"),
        ("2026-06-18", "618"),
        ("2026-02-16", "除夕假"),
        ("2026-02-17", "春节假"),
        ("2026-04-05", "清明假"),
        ("2026-05-10", "母亲节休"),
        ("2025-10-06", "中秋假"),
        ("2025-06-25", ""),
        ("2024-02-10", "春节假"),
        ("2023-01-28", "班"),
        ("2020-01-24", "除夕假"),
        ("2013-10-12", "班"),
        ("2012-05-02", ""),
        ("2007-02-18", "春节假"),
    ] {
        assert_eq!(words(&days.mark(day(date))), want, "{date}");
        assert_eq!(mark(day(date)), days.mark(day(date)));
    }
}

#[test]
fn a_year_without_arrangement_has_its_days_by_law_only() {
    let days = Days::default();
    let of_2027 = |m: u32| {
        let first = NaiveDate::from_ymd_opt(2027, m, 1).unwrap();
        let marks = first.iter_days().take_while(move |d| d.month() == m);
        marks.map(|d| (d.day(), days.mark(d))).collect::<Vec<_>>()
    };
    let off: Vec<(u32, u32)> = (1..=12)
        .flat_map(|m| of_2027(m).into_iter().filter(|(_, mark)| mark.holiday).map(move |(d, _)| (m, d)))
        .collect();
    let law =
        [(1, 1), (2, 5), (2, 6), (2, 7), (2, 8), (4, 5), (5, 1), (5, 2), (6, 9), (9, 15), (10, 1), (10, 2), (10, 3)];
    assert_eq!(off, law, "1 + 4 + 1 + 2 + 1 + 1 + 3 = 13 days");
    assert!((1..=12).all(|m| of_2027(m).iter().all(|(_, mark)| !mark.workday)), "nobody knows the make-up days");
}

#[test]
fn an_arrangement_is_laid_over() {
    let mut days = Days::default();
    assert!(!days.mark(day("2027-02-14")).workday);
    let json = r#"{"year": 2027, "papers": [], "days": [
        {"name": "春节", "date": "2027-02-05", "isOffDay": true},
        {"name": "春节", "date": "2027-02-14", "isOffDay": false}]}"#;
    assert_eq!(days.lay(json).unwrap(), 2);
    assert_eq!(words(&days.mark(day("2027-02-05"))), "除夕假");
    assert_eq!(words(&days.mark(day("2027-02-14"))), "情人节班");
    assert_eq!(words(&days.mark(day("2027-02-08"))), "", "the arrangement is the whole truth of its year");
    assert_eq!(days.lay(r#"{"year": 2028, "days": []}"#).unwrap(), 0);
    assert!(days.mark(day("2028-01-01")).holiday, "an empty file settles nothing");
    assert_eq!(days.lay("[]").unwrap_err().says.key, "calendar.bad_days");
}

#[test]
fn the_next_of_each_sort_comes_first() {
    let days = Days::default();
    let lang = crate::base::Lang::load(crate::base::Language::Hans);
    let words = |n| -> Vec<(String, String)> {
        let ahead = days.ahead(day("2026-10-10"), n);
        ahead
            .iter()
            .map(|(d, m)| (lang.text(m.name.as_deref().unwrap()).to_owned(), d.to_string()[5..].to_owned()))
            .collect()
    };
    let pair = |name: &str, date: &str| (name.to_owned(), date.to_owned());
    assert_eq!(words(3), [pair("重阳", "10-18"), pair("霜降", "10-23"), pair("双11", "11-11")]);
    assert_eq!(words(1), [pair("重阳", "10-18")]);
    assert_eq!(words(4).len(), 4);
    assert!(days.ahead(day("2026-10-10"), 99).windows(2).all(|w| w[0].0 <= w[1].0));
}

#[test]
fn every_name_is_in_the_catalogue() {
    let lang = crate::base::Lang::load(crate::base::Language::En);
    let fixed = FIXED.iter().map(|(_, _, key, _)| *key).chain(NTH.iter().map(|(.., key)| *key));
    let lunar = LUNAR.iter().map(|(_, _, key, _)| *key).filter(|k| !k.is_empty());
    for key in fixed.chain(lunar).chain(TERMS).chain([EVE]) {
        assert!(lang.has(key), "{key}");
    }
}

#[test]
fn far_years_have_no_moon_and_do_not_panic() {
    for year in [-5, 0, 1, 1899, 2201, 9999, 20_000] {
        for month in 1..=12 {
            let _ = mark(NaiveDate::from_ymd_opt(year, month, 1).unwrap());
        }
    }
    let first = NaiveDate::from_ymd_opt(1950, 1, 1).unwrap();
    let days = Days::default();
    let springs =
        first.iter_days().take(365 * 100).filter(|d| days.mark(*d).name.as_deref() == Some("calendar.day_spring"));
    let years: Vec<i32> = springs.map(|d| d.year()).collect();
    assert_eq!(years, (1950..2050).collect::<Vec<_>>(), "one a year");
}

/// Days off and make-up workdays of a year, from the notices of the State Council as NateScarlet/holiday-cn (MIT)
/// has them.
struct Notice {
    year: i32,
    off: &'static [(&'static str, &'static str)],
    work: &'static [&'static str],
}

const NOTICES: &[Notice] = &[
    Notice {
        year: 2024,
        off: &[
            ("01-01", "01-01"),
            ("02-10", "02-17"),
            ("04-04", "04-06"),
            ("05-01", "05-05"),
            ("06-10", "06-10"),
            ("09-15", "09-17"),
            ("10-01", "10-07"),
        ],
        work: &["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"],
    },
    Notice {
        year: 2025,
        off: &[
            ("01-01", "01-01"),
            ("01-28", "02-04"),
            ("04-04", "04-06"),
            ("05-01", "05-05"),
            ("05-31", "06-02"),
            ("10-01", "10-08"),
        ],
        work: &["01-26", "02-08", "04-27", "09-28", "10-11"],
    },
    Notice {
        year: 2026,
        off: &[
            ("01-01", "01-03"),
            ("02-15", "02-23"),
            ("04-04", "04-06"),
            ("05-01", "05-05"),
            ("06-19", "06-21"),
            ("09-25", "09-27"),
            ("10-01", "10-07"),
        ],
        work: &["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
    },
];

fn in_year(year: i32, days: &Days, wanted: impl Fn(&DayMark) -> bool) -> Vec<String> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    let all = first.iter_days().take_while(|d| d.year() == year);
    all.filter(|d| wanted(&days.mark(*d))).map(|d| d.format("%m-%d").to_string()).collect()
}

#[test]
fn whole_years_are_as_announced() {
    let days = Days::default();
    for Notice { year, off, work } in NOTICES {
        assert_eq!(in_year(*year, &days, |m| m.workday), *work, "{year}");
        let announced = |date: &str| off.iter().any(|(from, to)| *from <= date && date <= *to);
        // A weekend beside a holiday is off anyhow; the notices do not always name it.
        for date in in_year(*year, &days, |m| m.holiday) {
            let weekend = day(&format!("{year}-{date}")).weekday().num_days_from_monday() > 4;
            assert!(announced(&date) || weekend, "{year}-{date}");
        }
        let first = NaiveDate::from_ymd_opt(*year, 1, 1).unwrap();
        for date in first.iter_days().take_while(|d| d.year() == *year) {
            if announced(&date.format("%m-%d").to_string()) {
                assert!(days.mark(date).rest, "{date}");
            }
        }
    }
}

/// Terms and lunar festivals of two coming years, from an almanac other than tyme4rs.
const ALMANAC: &[(&str, &str)] = &[
    ("2027-01-05", "小寒"),
    ("2027-01-15", "腊八"),
    ("2027-02-04", "立春"),
    ("2027-02-05", "除夕"),
    ("2027-02-06", "春节"),
    ("2027-02-20", "元宵"),
    ("2027-03-06", "惊蛰"),
    ("2027-03-21", "春分"),
    ("2027-04-05", "清明"),
    ("2027-05-06", "立夏"),
    ("2027-06-06", "芒种"),
    ("2027-06-09", "端午"),
    ("2027-07-23", "大暑"),
    ("2027-08-08", "七夕"),
    ("2027-08-16", "中元"),
    ("2027-09-15", "中秋"),
    ("2027-09-23", "秋分"),
    ("2027-10-08", "重阳"),
    ("2027-11-07", "立冬"),
    ("2027-12-22", "冬至"),
    ("2028-01-04", "腊八"),
    ("2028-01-25", "除夕"),
    ("2028-01-26", "春节"),
    ("2028-02-09", "元宵"),
    ("2028-04-04", "清明"),
    ("2028-05-28", "端午"),
    ("2028-06-21", "夏至"),
    ("2028-08-26", "七夕"),
    ("2028-09-03", "中元"),
    ("2028-10-03", "中秋"),
    ("2028-10-08", "寒露"),
    ("2028-10-26", "重阳"),
    ("2028-12-21", "冬至"),
];

#[test]
fn coming_years_agree_with_an_almanac() {
    let days = Days::default();
    let lang = crate::base::Lang::load(crate::base::Language::Hans);
    for (date, name) in ALMANAC {
        assert_eq!(days.mark(day(date)).name.map(|n| lang.text(&n).to_owned()).as_deref(), Some(*name), "{date}");
    }
}

#[test]
fn every_year_has_each_festival_once_and_most_terms() {
    let days = Days::default();
    for year in 2000..2060 {
        let named = |key: &str| in_year(year, &days, |m| m.name.as_deref() == Some(key)).len();
        for (.., key, _) in LUNAR.iter().filter(|(m, _, key, _)| *m < 12 && !key.is_empty()) {
            assert_eq!(named(key), 1, "{year} {key}");
        }
        // A term that falls on a festival or a shopping day gives way; few do.
        assert!(TERMS.iter().map(|t| named(t)).sum::<usize>() >= 18, "{year}");
    }
}

#[test]
fn a_day_is_never_both_off_and_made_up_for() {
    let days = Days::default();
    for date in day("2007-01-01").iter_days().take_while(|d| d.year() < 2030) {
        let mark = days.mark(date);
        assert!(!(mark.rest && mark.workday), "{date}");
        assert!(mark.rest || !mark.holiday, "{date}");
    }
}

/// Every day that the notices of twenty years name, and every day between them.
const TRUTH: &str = include_str!("../../../tests/fixtures/calendar/holiday-cn.txt");

pub(super) fn truth() -> std::collections::BTreeMap<NaiveDate, bool> {
    let lines = TRUTH.lines().filter(|l| !l.starts_with('#'));
    let named = lines.flat_map(|l| l.split(' ').skip(1));
    named.map(|d| (day(&d[1..]), d.starts_with('-'))).collect()
}

#[test]
fn twenty_years_are_as_the_state_council_said() {
    let (days, truth) = (Days::default(), truth());
    let (mut looked, mut wrong) = (0, Vec::new());
    for date in day("2007-01-01").iter_days().take_while(|d| d.year() <= 2026) {
        let weekend = date.weekday().num_days_from_monday() > 4;
        let mark = days.mark(date);
        let off = truth.get(&date).copied();
        let want = (off.unwrap_or(weekend), off == Some(false) && weekend);
        looked += 1;
        if (mark.rest, mark.workday) != want || off == Some(true) && !mark.holiday {
            wrong.push(format!("{date} rest {} workday {} holiday {}", mark.rest, mark.workday, mark.holiday));
        }
    }
    assert_eq!((looked, wrong), (7305, Vec::<String>::new()));
}
