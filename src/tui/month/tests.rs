use super::*;
use crate::tui::dump::{Kit, blank, dump, in_role};
use chrono::Weekday;
use ratatui::style::Modifier;

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

#[test]
fn weeks_begin_on_monday_and_hold_the_month() {
    for (year, month, count) in [(2026, 10, 5), (2026, 2, 5), (2027, 2, 4), (2026, 8, 6), (2024, 2, 5), (2026, 12, 5)] {
        let weeks = weeks(day(year, month, 17));
        assert_eq!(weeks.len(), count, "{year}-{month}");
        let days: Vec<NaiveDate> = weeks.iter().flatten().copied().collect();
        assert!(days.windows(2).all(|w| w[0].succ_opt() == Some(w[1])));
        assert!(weeks.iter().all(|w| w[0].weekday() == Weekday::Mon));
        let inside = days.iter().filter(|d| (d.year(), d.month()) == (year, month)).count();
        let next = if month == 12 { day(year + 1, 1, 1) } else { day(year, month + 1, 1) };
        assert_eq!(inside, usize::try_from((next - day(year, month, 1)).num_days()).unwrap());
    }
    assert!(!weeks(NaiveDate::MAX).is_empty() && !weeks(NaiveDate::MIN).is_empty(), "the ends of time do not break it");
}

fn content(date: NaiveDate) -> Day {
    let busy = date.day() % 5;
    let first = date.day() == 1 || date.month() != 10;
    Day {
        head: if first { format!("{}/{}", date.month(), date.day()) } else { date.day().to_string() },
        right: if busy > 0 { format!("{busy}条") } else { String::new() },
        role: (date.weekday() == Weekday::Sun).then_some(Role::Holiday),
        lines: (0..busy).map(|n| (Role::Text, format!("{:02}:00 打卡{n}", 9 + n))).collect(),
    }
}

#[test]
fn a_month_is_drawn() {
    let kit = Kit::new();
    let month = Month { month: day(2026, 10, 1), cursor: day(2026, 10, 20), today: day(2026, 10, 10), day: &content };
    let mut buf = blank(100, 22);
    month.draw(&mut buf, Rect::new(0, 0, 100, 22), &kit.look());
    insta::assert_snapshot!(dump(&buf), @r"
    | 周一          周二          周三          周四          周五          周六          周日           |
    | 9/28     3条  9/29     4条  9/30          10/1     1条  2        2条  3        3条  4        4条   |
    | 09:00 打卡0   09:00 打卡0                 09:00 打卡0   09:00 打卡0   09:00 打卡0   09:00 打卡0    |
    | 10:00 打卡1   10:00 打卡1                               10:00 打卡1   10:00 打卡1   10:00 打卡1    |
    | 11:00 打卡2   另 2 条                                                 11:00 打卡2   另 2 条        |
    |                                                                                                    |
    | 5             6        1条  7        2条  8        3条  9        4条  [10]          11       1条   |
    |               09:00 打卡0   09:00 打卡0   09:00 打卡0   09:00 打卡0                 09:00 打卡0    |
    |                             10:00 打卡1   10:00 打卡1   10:00 打卡1                                |
    |                                           11:00 打卡2   另 2 条                                    |
    | 12       2条  13       3条  14       4条  15            16       1条  17       2条  18       3条   |
    | 09:00 打卡0   09:00 打卡0   09:00 打卡0                 09:00 打卡0   09:00 打卡0   09:00 打卡0    |
    | 10:00 打卡1   10:00 打卡1   10:00 打卡1                               10:00 打卡1   10:00 打卡1    |
    |               11:00 打卡2   另 2 条                                                 11:00 打卡2    |
    | 19       4条  20            21       1条  22       2条  23       3条  24       4条  25             |
    | 09:00 打卡0                 09:00 打卡0   09:00 打卡0   09:00 打卡0   09:00 打卡0                  |
    | 10:00 打卡1                               10:00 打卡1   10:00 打卡1   10:00 打卡1                  |
    | 另 2 条                                                 11:00 打卡2   另 2 条                      |
    | 26       1条  27       2条  28       3条  29       4条  30            31       1条  11/1     1条   |
    | 09:00 打卡0   09:00 打卡0   09:00 打卡0   09:00 打卡0                 09:00 打卡0   09:00 打卡0    |
    |               10:00 打卡1   10:00 打卡1   10:00 打卡1                                              |
    |                             11:00 打卡2   另 2 条                                                  |
    ");
    let reversed = buf.content.iter().filter(|c| c.modifier.contains(Modifier::REVERSED));
    let cursor: String = reversed.map(ratatui::buffer::Cell::symbol).collect();
    assert_eq!(cursor.trim(), "20");
    assert!(in_role(&buf, &kit.look(), Role::Holiday).iter().any(|t| t.contains("11")));
    for (width, height) in [(0, 0), (20, 5), (28, 6), (35, 7), (300, 80)] {
        let mut buf = blank(width, height);
        month.draw(&mut buf, Rect::new(0, 0, width, height), &kit.look());
    }
}
