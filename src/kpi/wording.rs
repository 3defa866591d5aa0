//! The board in words: values, changes, targets, states, and paragraphs to paste elsewhere (screens.md §17.3).

use super::board::{Community, Origin, Row, State};
use super::metric::{Metric, Unit, Want};
use super::usual::Usual;
use crate::base::Lang;
use crate::base::clock::MINUTE;
use crate::base::text::Clean;
use chrono::NaiveDate;

/// What stands for a value nobody knows.
pub const NONE: &str = "--";

/// A value with its unit: `12.4%`, `0.62%`, `1,286`.
#[must_use]
pub fn value(lang: &Lang, metric: &Metric, value: f64) -> String {
    match metric.unit {
        Unit::Count => lang.count(value.round() as i64),
        Unit::Number => decimal(lang, metric, value),
        Unit::Minutes => lang.span(value.round() as i64 * MINUTE),
        Unit::Share | Unit::Difference => lang.percent(value),
    }
}

/// A number with its decimals, the whole part in groups of three; large ones are short like counts.
fn decimal(lang: &Lang, metric: &Metric, value: f64) -> String {
    if value.abs() >= 10_000.0 {
        return lang.count(value.round() as i64);
    }
    let text = format!("{value:.*}", metric.decimals);
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let whole = if value.abs() >= 1000.0 { lang.full_count(whole.parse().unwrap_or(0)) } else { whole.to_owned() };
    if rest.is_empty() { whole } else { format!("{whole}.{rest}") }
}

/// A value as it is typed, without its unit: `12.4`, `0.62`, `1,286`.
#[must_use]
pub fn bare(lang: &Lang, metric: &Metric, value: f64) -> String {
    match metric.unit {
        Unit::Count | Unit::Minutes => lang.full_count(value.round() as i64),
        Unit::Number => decimal(lang, metric, value),
        Unit::Share | Unit::Difference => lang.percent(value).trim_end_matches('%').to_owned(),
    }
}

/// A value as it can be typed again: `12.4`, `0.62`, `1286`; every digit that was entered.
#[must_use]
pub fn editable(metric: &Metric, value: f64) -> String {
    match metric.unit {
        Unit::Count | Unit::Minutes => format!("{value:.0}"),
        Unit::Number => format!("{value}"),
        Unit::Share | Unit::Difference => {
            let text = format!("{:.4}", value * 100.0);
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
    }
}

/// A change beside the value it led to, sign first: `+0.21点`, `-3.1%`, `0`; `--` without a base.
#[must_use]
pub fn change(lang: &Lang, metric: &Metric, change: Option<f64>, now: Option<f64>) -> String {
    match (change, metric.unit) {
        (None, _) => NONE.to_owned(),
        (Some(c), Unit::Count | Unit::Number | Unit::Minutes) => lang.change(c),
        (Some(c), _) => lang.points_beside(c, now.unwrap_or(c)),
    }
}

/// A target: `>=12%`, `<=0.40%`, `>=1,200`; `--` without one.
#[must_use]
pub fn target(lang: &Lang, metric: &Metric, target: Option<f64>) -> String {
    let Some(target) = target else { return NONE.to_owned() };
    let sign = if metric.want == Want::More { ">=" } else { "<=" };
    format!("{sign}{}", limit(lang, metric, target))
}

/// A limit: whole per cents from 10 on are written without decimals.
#[must_use]
pub fn limit(lang: &Lang, metric: &Metric, limit: f64) -> String {
    let percent = limit * 100.0;
    if metric.is_share() && percent >= 9.95 && (percent - percent.round()).abs() < 1e-9 {
        return format!("{percent:.0}%");
    }
    value(lang, metric, limit)
}

/// The catalogue key of a state's word.
#[must_use]
pub fn state_key(state: State) -> &'static str {
    match state {
        State::Out | State::Acknowledged => "kpi.state_out",
        State::Watch => "kpi.state_watch",
        State::Unusual => "goals.state_unusual",
        State::Good => "kpi.state_good",
        State::Unfilled => "kpi.state_unfilled",
        State::Unavailable => "kpi.state_unavailable",
        State::Unjudged => "kpi.state_unjudged",
    }
}

/// Where today's value came from: `今日`, `自动`, `3天前`, `未填`.
#[must_use]
pub fn data(lang: &Lang, row: &Row) -> String {
    match (row.shown, row.reading.origin) {
        (Some((_, age)), _) if age > 0 => lang.fill("kpi.days_ago", &[("days", &age)]),
        (Some(_), Some(Origin::Auto)) => lang.text("kpi.origin_auto").to_owned(),
        (Some(_), _) => lang.text("kpi.today").to_owned(),
        (None, _) if row.state == State::Unfilled => lang.text("kpi.data_unfilled").to_owned(),
        (None, _) => lang.text(state_key(row.state)).to_owned(),
    }
}

/// The catalogue key of how a figure came into the file.
#[must_use]
pub fn origin_key(origin: Origin) -> &'static str {
    match origin {
        Origin::Auto => "kpi.origin_auto",
        Origin::Entered => "kpi.origin_entered",
        Origin::Imported => "kpi.origin_imported",
        Origin::Changed => "kpi.origin_changed",
    }
}

/// A community as people call it: `微信 新手2群`.
#[must_use]
pub fn community(lang: &Lang, community: &Community) -> String {
    let key = format!("members.platform_{}", community.platform);
    let platform =
        if lang.has(&key) { lang.text(&key).to_owned() } else { Clean::line(&community.platform).into_string() };
    format!("{platform} {}", Clean::line(&community.name))
}

/// Numerator and denominator of a worked-out share: `退 61 / 0点成员 9,812`; `None` for everything else.
#[must_use]
pub fn parts(lang: &Lang, row: &Row) -> Option<String> {
    let (n, d) = row.reading.of?;
    Some(lang.fill(row.metric.parts?, &[("n", &lang.full_count(n as i64)), ("d", &lang.full_count(d as i64))]))
}

/// How many days in a row, up to `day`, a row has been on the bad side of its target.
#[must_use]
pub fn run(row: &Row, day: NaiveDate) -> usize {
    let Some(target) = row.bands.target else { return 0 };
    row.series.run(day, |v| if row.metric.want == Want::More { v < target } else { v > target })
}

/// The days in a row beyond the target, in words; nothing below two.
#[must_use]
pub fn run_words(lang: &Lang, row: &Row, day: NaiveDate) -> Option<String> {
    let (days, target) = (run(row, day), row.bands.target?);
    let key = if row.metric.want == Want::More { "kpi.run_below" } else { "kpi.run_above" };
    (days > 1).then(|| lang.fill(key, &[("days", &days), ("target", &limit(lang, row.metric, target))]))
}

/// What is usual for a row on `day`, and on which day of the week: `周六常见 980 至 1,420`.
#[must_use]
pub fn usual(lang: &Lang, row: &Row, usual: Usual, day: NaiveDate) -> String {
    let (low, high) = usual.limits();
    let least = if row.metric.unit == Unit::Difference || row.metric.unit == Unit::Number { f64::MIN } else { 0.0 };
    let [low, high] = [low.max(least), high].map(|v| value(lang, row.metric, v));
    let args: [(&str, &dyn std::fmt::Display); 3] = [("low", &low), ("high", &high), ("weekday", &lang.weekday(day))];
    lang.fill(if usual.by_weekday { "goals.unusual_weekday" } else { "goals.unusual_here" }, &args)
}

/// One metric of `day` as a sentence: value, change, year, average, target, state, reason.
#[must_use]
pub fn sentence(lang: &Lang, row: &Row, day: NaiveDate, today: NaiveDate) -> String {
    let metric = row.metric;
    let name = lang.text(metric.label);
    let day_words = lang.day(day, today);
    let Some(now) = row.series.at(day) else {
        return lang.fill("kpi.say_missing", &[("day", &day_words), ("metric", &name)]);
    };
    let mut out =
        lang.fill("kpi.say_value", &[("day", &day_words), ("metric", &name), ("value", &value(lang, metric, now))]);
    let before = day.pred_opt().and_then(|d| row.series.at(d));
    let mut add = |key: &str, text: String| out.push_str(&lang.fill(key, &[("value", &text)]));
    if let Some(c) = super::series::change(metric.unit, Some(now), before) {
        add("kpi.say_change", change(lang, metric, Some(c), Some(now)));
    }
    if let Some(c) = row.year.filter(|_| row.series.at(day) == row.reading.value) {
        add("kpi.say_year", change(lang, metric, Some(c), Some(now)));
    }
    if let Some(average) = row.series.average(day, 7).filter(|a| a.known > 1) {
        add("kpi.say_average", value(lang, metric, average.mean));
    }
    if let Some(target) = row.bands.target {
        add("kpi.say_target", self::target(lang, metric, Some(target)));
    }
    if let Some(words) = run_words(lang, row, day) {
        add("kpi.say_run", words);
    }
    if let Some(ack) = &row.ack {
        add("kpi.say_ack", Clean::line(&ack.text).into_string());
    }
    out.push_str(lang.text("kpi.say_end"));
    out
}

/// The whole board of `day` as a paragraph: every known value with its change, then what is out, then what is missing.
#[must_use]
pub fn paragraph(lang: &Lang, rows: &[&Row], day: NaiveDate, today: NaiveDate) -> String {
    let comma = lang.text("kpi.comma");
    let list = |items: Vec<String>| items.join(comma);
    let known = rows.iter().filter_map(|row| {
        let now = row.reading.value?;
        let text = format!("{} {}", lang.text(row.metric.label), value(lang, row.metric, now));
        let change = change(lang, row.metric, row.change, Some(now));
        Some(if row.change.is_some() {
            lang.fill("kpi.say_short", &[("what", &text), ("change", &change)])
        } else {
            text
        })
    });
    let mut out = lang.fill("kpi.say_board", &[("day", &lang.day(day, today)), ("list", &list(known.collect()))]);
    let beyond = rows.iter().filter(|r| matches!(r.state, State::Out | State::Acknowledged)).map(|row| {
        let now = row.shown.map_or_else(|| NONE.to_owned(), |(v, _)| value(lang, row.metric, v));
        let target = target(lang, row.metric, row.bands.target);
        let words =
            lang.fill("kpi.say_out", &[("metric", &lang.text(row.metric.label)), ("value", &now), ("target", &target)]);
        let why = row.ack.as_ref().map(|a| lang.fill("kpi.say_ack", &[("value", &Clean::line(&a.text))]));
        words + &why.unwrap_or_default()
    });
    let missing = rows.iter().filter(|r| r.state == State::Unfilled).map(|r| lang.text(r.metric.label).to_owned());
    for (key, items) in [("kpi.say_outs", list(beyond.collect())), ("kpi.say_unfilled", list(missing.collect()))] {
        if !items.is_empty() {
            out.push_str(&lang.fill(key, &[("list", &items)]));
        }
    }
    out.push_str(lang.text("kpi.say_end"));
    out
}

/// For tests: a row that ends on 10 October 2026 with `values`, typed in.
#[cfg(test)]
pub(crate) fn sample_row(key: &str, values: &[Option<f64>]) -> Row {
    use super::board::Reading;
    use super::series::Series;
    let metric = super::metric::by_key(key).unwrap();
    let last = NaiveDate::from_ymd_opt(2026, 10, 10).unwrap();
    let first = last - chrono::Days::new(values.len() as u64 - 1);
    let value = *values.last().unwrap();
    Row {
        metric,
        series: Series::new(first, values.to_vec()),
        readings: values
            .iter()
            .map(|v| Reading { value: *v, origin: Some(Origin::Entered), ..Reading::default() })
            .collect(),
        reading: Reading { value, origin: Some(Origin::Entered), ..Reading::default() },
        shown: value.map(|v| (v, 0)),
        change: None,
        year: None,
        year_value: None,
        year_series: Series::new(first, Vec::new()),
        week: None,
        changes: Vec::new(),
        bands_set: false,
        bands: metric.bands,
        band: None,
        usual: None,
        state: State::Good,
        ack: None,
        figure: None,
        mine: false,
        parts: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::sample_row as row;
    use super::*;
    use crate::base::Language;
    use crate::kpi::metric::by_key;
    use crate::kpi::series::Bands;

    fn lang(name: &str) -> Lang {
        Lang::load(Language::parse(name).unwrap())
    }

    fn metric(key: &str) -> &'static Metric {
        by_key(key).unwrap()
    }

    #[test]
    fn values_are_written_by_their_unit() {
        let (zh, en) = (lang("zh"), lang("en"));
        for (key, v, chinese, english, typed) in [
            ("speaking_rate", 0.124, "12.4%", "12.4%", "12.4"),
            ("leave_rate", 0.0062, "0.62%", "0.62%", "0.62"),
            ("net_growth", -0.001, "-0.10%", "-0.10%", "-0.1"),
            ("dau", 1286.0, "1,286", "1,286", "1286"),
            ("dau", 12900.0, "1.29万", "12.9k", "12900"),
            ("reply_30m", 1.0, "100.0%", "100.0%", "100"),
        ] {
            let m = metric(key);
            assert_eq!((&*value(&zh, m, v), &*value(&en, m, v), &*editable(m, v)), (chinese, english, typed));
        }
        assert_eq!(bare(&zh, metric("dau"), 12900.0), "12,900", "the grid shows the number in full");
        assert_eq!(bare(&zh, metric("leave_rate"), 0.0062), "0.62");
    }

    #[test]
    fn targets_are_short_where_they_are_round() {
        let zh = lang("zh");
        for (key, v, want) in [
            ("speaking_rate", Some(0.12), ">=12%"),
            ("speaking_rate", Some(0.125), ">=12.5%"),
            ("leave_rate", Some(0.004), "<=0.40%"),
            ("conversion", Some(0.03), ">=3.0%"),
            ("reply_30m", Some(0.9), ">=90%"),
            ("dau", Some(1200.0), ">=1,200"),
            ("dau", None, "--"),
        ] {
            assert_eq!(target(&zh, metric(key), v), want);
        }
    }

    #[test]
    fn changes_are_points_beside_shares_and_per_cent_beside_counts() {
        let (zh, en) = (lang("zh"), lang("en"));
        for (key, c, now, chinese, english) in [
            ("leave_rate", Some(0.0021), Some(0.0062), "+0.21点", "+0.21pt"),
            ("retention_7d", Some(-0.004), Some(0.41), "-0.4点", "-0.4pt"),
            ("dau", Some(0.0312), Some(1286.0), "+3.1%", "+3.1%"),
            ("dau", Some(0.0), Some(5.0), "0", "0"),
            ("dau", None, Some(5.0), "--", "--"),
        ] {
            assert_eq!(change(&zh, metric(key), c, now), chinese);
            assert_eq!(change(&en, metric(key), c, now), english);
        }
    }

    #[test]
    fn runs_are_told_from_two_days_on() {
        let zh = lang("zh");
        let day = NaiveDate::from_ymd_opt(2026, 10, 10).unwrap();
        let told = |values: &[Option<f64>]| run_words(&zh, &row("leave_rate", values), day);
        assert_eq!(told(&[Some(0.005), Some(0.005), Some(0.0062)]).as_deref(), Some("连 3 天高于 0.40%"));
        assert_eq!(told(&[Some(0.005), None, Some(0.0062)]), None);
        assert_eq!(told(&[Some(0.005), Some(0.004)]), None, "at the target is not beyond it");
        let low = run_words(&zh, &row("speaking_rate", &[Some(0.1), Some(0.11)]), day);
        assert_eq!(low.as_deref(), Some("连 2 天低于 12%"));
        let free = Row { bands: Bands::default(), ..row("leave_rate", &[Some(0.9), Some(0.9)]) };
        assert_eq!(run_words(&zh, &free, day), None);
    }

    #[test]
    fn sentences_leave_out_what_is_unknown() {
        let zh = lang("zh");
        let day = NaiveDate::from_ymd_opt(2026, 10, 10).unwrap();
        let say = |values: &[Option<f64>]| sentence(&zh, &row("conversion", values), day, day);
        assert_eq!(say(&[Some(0.03), None]), "10月10日 周六 转化率 未填。");
        assert_eq!(say(&[None, Some(0.031)]), "10月10日 周六 转化率 3.1%，目标 >=3.0%。");
        assert_eq!(
            say(&[Some(0.03), Some(0.031)]),
            "10月10日 周六 转化率 3.1%，环比 +0.1点，7 日均 3.0%，目标 >=3.0%。"
        );
    }

    #[test]
    fn communities_are_named_clean_and_with_their_platform() {
        let named = |platform: &str, name: &str| Community { id: 1, platform: platform.into(), name: name.into() };
        assert_eq!(community(&lang("zh"), &named("wechat", "新手1群")), "微信 新手1群");
        assert_eq!(community(&lang("en"), &named("wechat", "新手1群")), "WeChat 新手1群");
        let hostile = community(&lang("en"), &named("?\u{1b}", "\u{202e}x"));
        assert!(!hostile.contains(['\u{1b}', '\u{202e}']), "{hostile}");
    }
}
