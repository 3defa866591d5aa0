use super::*;
use crate::base::{Lang, Language};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn slots(rule: &str, from: &str, to: &str) -> Vec<String> {
    let (from, to) = (day(from), day(to));
    let found = Rule::parse(rule).unwrap().slots(Span::open(from), from, to, &Days::default());
    found.iter().map(|d| d.format("%m-%d").to_string()).collect()
}

#[test]
fn rules_in_words_are_kept_in_one_way_and_said_in_three() {
    for (typed, kept, hans, en) in [
        ("每天", "daily", "每天", "daily"),
        ("每３天", "every 3 days", "每 3 天", "every 3 days"),
        ("隔天", "every 2 days", "每 2 天", "every 2 days"),
        ("工作日", "workdays", "每个工作日", "every workday"),
        ("週一至週五", "weekdays", "周一至周五", "Mon to Fri"),
        ("每周一三五", "weekly mon,wed,fri", "每周一、三、五", "weekly Mon, Wed, Fri"),
        ("每周一、周日", "weekly mon,sun", "每周一、日", "weekly Mon, Sun"),
        ("隔周五", "every 2 weeks fri", "每 2 周五", "every 2 weeks Fri"),
        ("每月1、15日", "monthly 1,15", "每月1日、15日", "monthly on 1, 15"),
        ("每月最后一天", "monthly last", "每月最后一天", "monthly on the last day"),
        ("月末", "monthly last", "每月最后一天", "monthly on the last day"),
        ("每月第二个周三", "monthly 2nd wed", "每月第二个周三", "monthly on 2nd Wed"),
        ("每月第1、3个周一", "monthly 1st mon,3rd mon", "每月第一个周一、第三个周一", "monthly on 1st Mon, 3rd Mon"),
        ("每月最后一个周五", "monthly last fri", "每月最后一个周五", "monthly on last Fri"),
        ("每3个月1日", "every 3 months 1", "每 3 个月1日", "every 3 months on 1"),
        ("每年6月18日", "yearly 6-18", "每年6月18日", "yearly on 18 Jun"),
        ("农历八月十五", "lunar 8-15", "农历八月十五", "lunar 8-15"),
        ("農曆臘月三十", "lunar 12-30", "农历腊月三十", "lunar 12-30"),
        ("农历正月初一", "lunar 1-1", "农历正月初一", "lunar 1-1"),
        ("monthly 1st,3rd mon", "monthly 1st mon,3rd mon", "每月第一个周一、第三个周一", "monthly on 1st Mon, 3rd Mon"),
        ("mon,thu", "weekly mon,thu", "每周一、四", "weekly Mon, Thu"),
        (
            "每周一，节假日顺延，补班日跳过",
            "weekly mon holidays=later makeup=skip",
            "每周一，节假日顺延，补班日跳过",
            "weekly Mon, on holidays later, on make-up days skipped",
        ),
        (
            "monthly 15 rest=earlier",
            "monthly 15 rest=earlier",
            "每月15日，休息日提前",
            "monthly on 15, on days off earlier",
        ),
    ] {
        let rule = Rule::parse(typed).unwrap();
        assert_eq!(rule.text(), kept, "{typed}");
        assert_eq!(Rule::parse(kept).unwrap(), rule, "{kept}");
        assert_eq!(rule.said(&Lang::load(Language::Hans)), hans);
        assert_eq!(rule.said(&Lang::load(Language::En)), en);
        assert_eq!(Rule::parse(hans).unwrap(), rule, "what is said can be typed: {hans}");
    }
}

#[test]
fn what_is_no_rule_is_refused_with_examples() {
    for text in [
        "",
        "每",
        "每月",
        "每周",
        "每0天",
        "every 0 days",
        "every 400 days",
        "monthly 32",
        "monthly 0",
        "monthly 6th wed",
        "每月第6个周一",
        "yearly 2-30",
        "lunar 13-1",
        "lunar 1-31",
        "weekly",
        "weekly foo",
        "sometimes",
        "每周八",
        "农历",
        "holidays=later",
        "每年2月30日",
        "monthly",
        "daily often",
    ] {
        let error = Rule::parse(text).map(|r| r.text()).unwrap_err();
        assert_eq!((error.says.key.as_str(), error.hint.is_some()), ("columns.bad_rule", true), "{text}");
    }
}

#[test]
fn days_off_and_make_up_days_skip_or_move_a_slot() {
    // National Day 2026: off 10-01 to 10-07, made up for on Sunday 09-20 and Saturday 10-10.
    for (rule, want) in [
        ("weekly mon", "09-21 09-28 10-05 10-12"),
        ("weekly mon holidays=skip", "09-21 09-28 10-12"),
        ("weekly mon holidays=later", "09-21 09-28 10-08 10-12"),
        ("weekly mon holidays=earlier", "09-21 09-28 09-30 10-12"),
        ("weekly sat", "09-19 09-26 10-03 10-10 10-17"),
        ("weekly sat makeup=skip", "09-19 09-26 10-03 10-17"),
        ("weekly sat makeup=later", "09-19 09-26 10-03 10-11 10-17"),
        ("weekly sat holidays=later makeup=skip", "09-19 09-28 10-08 10-17"),
        ("monthly 4 rest=later", "10-08"),
        ("monthly 11 rest=earlier", "10-10"),
        ("monthly last rest=earlier", "09-30"),
        (
            "workdays",
            "09-17 09-18 09-20 09-21 09-22 09-23 09-24 09-28 09-29 09-30 10-08 10-09 10-10 10-12 10-13 10-14 10-15 10-16",
        ),
    ] {
        assert_eq!(slots(rule, "2026-09-17", "2026-10-18").join(" "), want, "{rule}");
    }
    assert_eq!(
        slots("daily holidays=later", "2026-09-30", "2026-10-09"),
        ["09-30", "10-08", "10-09"],
        "one slot a day"
    );
}

#[test]
fn the_moon_comes_once_a_year() {
    let of = |rule: &str| {
        Rule::parse(rule).unwrap().slots(
            Span::open(day("2023-01-01")),
            day("2023-01-01"),
            day("2028-12-31"),
            &Days::default(),
        )
    };
    let shown = |rule: &str| of(rule).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    assert_eq!(shown("lunar 8-15"), "2023-09-29 2024-09-17 2025-10-06 2026-09-25 2027-09-15 2028-10-03");
    // Leap months (the sixth of 2025, the fifth of 2028) are no second ones; twelfth months of 29 days end on the 29th.
    assert_eq!(shown("lunar 6-1"), "2023-07-18 2024-07-06 2025-06-25 2026-07-14 2027-07-04 2028-07-22");
    assert_eq!(shown("lunar 12-30"), "2023-01-21 2024-02-09 2025-01-28 2026-02-16 2027-02-05 2028-01-25");
}

#[test]
fn a_span_has_two_ends_and_a_number() {
    let rule = Rule::parse("every 2 days holidays=skip").unwrap();
    let from = day("2026-09-29");
    let shown = |span: Span| {
        rule.slots(span, day("2026-01-01"), day("2026-12-31"), &Days::default())
            .iter()
            .map(|d| d.format("%m-%d").to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(Span { until: Some(day("2026-10-12")), ..Span::open(from) }), ["09-29", "10-09", "10-11"]);
    // Seven times, of which four fall into the holidays.
    assert_eq!(shown(Span { times: Some(7), ..Span::open(from) }), ["09-29", "10-09", "10-11"]);
    let open = Span::open(from);
    assert_eq!(rule.count_before(open, day("2026-10-11"), &Days::default()), 2);
    assert_eq!(rule.count_before(open, from, &Days::default()), 0);
    let yearly = Rule::parse("yearly 2-29").unwrap();
    assert_eq!(yearly.next(open, day("2026-10-10"), 2, &Days::default()), [day("2028-02-29"), day("2032-02-29")]);
}

#[test]
fn the_part_of_rrule_that_is_understood() {
    let start = day("2026-10-14");
    for (text, kept) in [
        ("RRULE:FREQ=DAILY", "daily"),
        ("FREQ=DAILY;INTERVAL=3", "every 3 days"),
        ("freq=weekly", "weekly wed"),
        ("FREQ=WEEKLY;BYDAY=MO,WE;WKST=SU", "weekly mon,wed"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;WKST=MO", "every 2 weeks fri"),
        ("FREQ=MONTHLY", "monthly 14"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-1", "monthly 1,last"),
        ("FREQ=MONTHLY;BYDAY=2WE,-1FR", "monthly 2nd wed,last fri"),
        ("FREQ=MONTHLY;BYDAY=+1MO;INTERVAL=3", "every 3 months 1st mon"),
        ("FREQ=YEARLY", "yearly 10-14"),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=18", "yearly 6-18"),
    ] {
        assert_eq!(parse_rrule(text, start).unwrap().rule.text(), kept, "{text}");
    }
    let ends = parse_rrule("FREQ=DAILY;UNTIL=20261031T155959Z", start).unwrap();
    assert_eq!((ends.until, ends.times), (Some(day("2026-10-31")), None));
    assert_eq!(parse_rrule("FREQ=DAILY;COUNT=10", start).unwrap().times, Some(10));
}

#[test]
fn what_is_outside_the_subset_is_named() {
    for (text, part) in [
        ("FREQ=HOURLY", "FREQ=HOURLY"),
        ("", "FREQ="),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "BYSETPOS=-1"),
        ("FREQ=YEARLY;BYWEEKNO=20", "BYWEEKNO=20"),
        ("FREQ=YEARLY;BYYEARDAY=100", "BYYEARDAY=100"),
        ("FREQ=YEARLY;INTERVAL=2", "INTERVAL=2"),
        ("FREQ=YEARLY;BYMONTHDAY=3", "BYMONTHDAY=3"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "BYMONTH=2"),
        ("FREQ=DAILY;BYDAY=MO", "BYDAY=MO"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY=1MO"),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "WKST=SU"),
        ("FREQ=MONTHLY;BYDAY=MO", "BYDAY=MO"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY=32"),
        ("FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=3", "BYMONTHDAY=3"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL=0"),
        ("FREQ=DAILY;INTERVAL=+2", "INTERVAL=+2"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20270101", "COUNT=3"),
        ("FREQ=DAILY;UNTIL=20260230", "UNTIL=20260230"),
        ("FREQ=DAILY;FREQ=WEEKLY", "FREQ=WEEKLY"),
        ("FREQ=DAILY;X-A=1", "X-A=1"),
        ("FREQ=DAILY;BYHOUR=9,12", "BYHOUR=9,12"),
        ("nonsense", "nonsense"),
    ] {
        let error = parse_rrule(text, day("2026-10-14")).unwrap_err();
        assert_eq!(error.says.key, "columns.rrule_outside", "{text}");
        assert_eq!(error.says.args["part"], part, "{text}");
    }
}
