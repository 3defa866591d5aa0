//! The State Council's yearly notice (国务院办公厅关于某年部分节假日安排的通知), as it is published each November: pasted whole, it
//! becomes the next year's arrangement. Every weekday it names is checked against its date, so that a notice of
//! another year, or a slip in typing, is found.

use super::file::{Arranged, Said};
use crate::base::{Error, Result};
use chrono::{Datelike, Days, NaiveDate};
use regex::Regex;

/// Whether `text` reads like a notice.
#[must_use]
pub fn is_one(text: &str) -> bool {
    text.contains("放假") && text.contains('月') && text.contains('日')
}

/// A day as the notice writes it, and where it ends.
struct Told {
    date: NaiveDate,
    begins: usize,
    ends: usize,
}

/// Reads a notice.
///
/// # Errors
/// [`crate::base::Kind::User`]: no year, no holiday, a date that does not exist, a weekday that is not its date's.
pub fn read(text: &str) -> Result<Said> {
    // Every expression here is a constant.
    let broken = |e: regex::Error| Error::user("base.output").with("cause", e);
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let year = Regex::new(r"(20\d\d)年(?:部分|全体|节假日|的)").map_err(broken)?;
    let year = year.captures(&text).and_then(|c| c[1].parse::<i32>().ok());
    let year = year.ok_or_else(|| Error::user("columns.notice_no_year").hint("columns.notice_hint"))?;
    let heading = Regex::new(r"[一二三四五六七八九十]、([^：:。，、]{2,12})[：:]").map_err(broken)?;
    let token = Regex::new(
        r"(?:(20\d\d)年)?(?:(\d{1,2})月)?(\d{1,2})日(?:[（(][^（()）]*?(?:周|星期)([一二三四五六日天])[）)])?",
    )
    .map_err(broken)?;
    let heads: Vec<(usize, usize, String)> = heading
        .captures_iter(&text)
        .filter_map(|c| Some((c.get(0)?.start(), c.get(0)?.end(), c[1].trim_end_matches('节').to_owned())))
        .collect();
    let mut found = Vec::new();
    for (n, (_, from, name)) in heads.iter().enumerate() {
        let to = heads.get(n + 1).map_or(text.len(), |(next, ..)| *next);
        for sentence in text[*from..to].split(['。', '；', ';']) {
            found.extend(of_sentence(sentence, name, year, &token)?);
        }
    }
    if !found.iter().any(|d| d.is_off) {
        return Err(Error::user("columns.notice_no_days").hint("columns.notice_hint"));
    }
    Ok(Said { year: Some(year), days: found, names: Vec::new() })
}

/// `2月15日至23日放假调休` is off, `2月14日、2月28日上班` is worked; advice (安排职工在除夕休息) is neither.
fn of_sentence(sentence: &str, name: &str, year: i32, token: &Regex) -> Result<Vec<Arranged>> {
    let (is_off, part) = match (sentence.find("放假"), sentence.find("上班")) {
        (Some(at), None) => (true, &sentence[..at]),
        (None, Some(at)) => (false, &sentence[..at]),
        // Both in one sentence: off before the first word, worked between the two.
        (Some(off), Some(work)) if off < work => {
            let mut all = of_sentence(&sentence[..off + "放假".len()], name, year, token)?;
            all.extend(of_sentence(&sentence[off + "放假".len()..], name, year, token)?);
            return Ok(all);
        }
        _ => return Ok(Vec::new()),
    };
    let told = dates(part, year, token)?;
    let mut days = Vec::new();
    for (n, one) in told.iter().enumerate() {
        let from = match n.checked_sub(1).and_then(|b| told.get(b)) {
            Some(before) if is_range(&part[before.ends..one.begins]) => before.date + Days::new(1),
            _ => one.date,
        };
        days.extend(from.iter_days().take_while(|d| *d <= one.date));
    }
    Ok(days.into_iter().map(|date| Arranged { name: name.to_owned(), date, is_off }).collect())
}

fn is_range(between: &str) -> bool {
    matches!(between, "至" | "到" | "—" | "——" | "-" | "~" | "～")
}

fn dates(part: &str, year: i32, token: &Regex) -> Result<Vec<Told>> {
    let (mut year, mut month) = (year, None);
    let mut told = Vec::new();
    for c in token.captures_iter(part) {
        let Some(whole) = c.get(0) else { continue };
        let number = |n: usize| c.get(n).and_then(|m| m.as_str().parse::<u32>().ok());
        year = c.get(1).and_then(|y| y.as_str().parse().ok()).unwrap_or(year);
        month = number(2).or(month);
        let wrong = |key: &str| Error::user(key).with("text", whole.as_str()).with("year", year);
        let date = month.zip(number(3)).and_then(|(m, d)| NaiveDate::from_ymd_opt(year, m, d));
        let date = date.ok_or_else(|| wrong("columns.notice_date"))?;
        let weekday = c.get(4).map(|w| if w.as_str() == "天" { "日" } else { w.as_str() });
        let is = ["一", "二", "三", "四", "五", "六", "日"][date.weekday().num_days_from_monday() as usize];
        if weekday.is_some_and(|w| w != is) {
            return Err(wrong("columns.notice_weekday").with("is", is).hint("columns.notice_hint"));
        }
        told.push(Told { date, begins: whole.start(), ends: whole.end() });
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::super::file::read as read_file;
    use super::super::tests::truth;
    use super::*;
    use std::collections::BTreeMap;

    /// The notices of three years, as published.
    const NOTICES: [(i32, &str); 3] = [
        (
            2024,
            "国务院办公厅关于2024年部分节假日安排的通知\n各省、自治区、直辖市人民政府：\n经国务院批准，现将2024年元旦、春节等放假调休日期的具体安排通知如下。
一、元旦：1月1日放假，与周末连休。\n二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。\n四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。\n六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。\n节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。",
        ),
        (
            2025,
            "关于2025年部分节假日安排的通知 一、元旦：1月1日（周三）放假1天，不调休。 二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。",
        ),
        (
            2026,
            "关于2026年部分节假日安排的通知：一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。",
        ),
    ];

    #[test]
    fn notices_say_what_the_table_says() {
        for (year, text) in NOTICES {
            let said = read_file(text).unwrap();
            let got: BTreeMap<NaiveDate, bool> = said.days.iter().map(|d| (d.date, d.is_off)).collect();
            let mut want = truth();
            want.retain(|d, _| d.year() == year);
            assert_eq!(got, want, "{year}");
            assert_eq!(said.arranges(), [year]);
        }
    }

    #[test]
    fn a_holiday_may_begin_in_the_year_before() {
        let text = "关于2023年部分节假日安排的通知 一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。";
        let days: Vec<String> = read(text).unwrap().days.iter().map(|d| d.date.to_string()).collect();
        assert_eq!(days, ["2022-12-31", "2023-01-01", "2023-01-02"]);
    }

    #[test]
    fn slips_are_found() {
        let of_2027 = NOTICES[2].1.replace("2026", "2027");
        let error = read(&of_2027).unwrap_err();
        assert_eq!((error.says.key.as_str(), error.says.args["is"].as_str()), ("columns.notice_weekday", "五"));
        let error = read(&NOTICES[0].1.replace("2月10日至17日", "2月10日至30日")).unwrap_err();
        assert_eq!((error.says.key.as_str(), error.says.args["text"].as_str()), ("columns.notice_date", "30日"));
        for (text, key) in [
            ("一、元旦：1月1日放假。", "columns.notice_no_year"),
            ("2027年部分节假日：元旦1月1日放假", "columns.notice_no_days"),
        ] {
            assert_eq!(read(text).unwrap_err().says.key, key);
        }
    }
}
