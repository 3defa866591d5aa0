//! The board in words: values, changes, targets, states, and paragraphs to paste elsewhere (screens.md §17.3).

use super::board::{Community, Origin, Row, State};
use super::metric::{Metric, Unit, Want};
use crate::base::Lang;
use crate::base::text::Clean;
use chrono::NaiveDate;

/// What stands for a value nobody knows.
pub const NONE: &str = "--";

/// A value with its unit: `12.4%`, `0.62%`, `1,286`.
#[must_use]
pub fn value(lang: &Lang, metric: &Metric, value: f64) -> String {
    match metric.unit {
        Unit::Count => lang.count(value.round() as i64),
        Unit::Share | Unit::Difference => lang.percent(value),
    }
}

/// A value as it is typed, without its unit: `12.4`, `0.62`, `1,286`.
#[must_use]
pub fn bare(lang: &Lang, metric: &Metric, value: f64) -> String {
    match metric.unit {
        Unit::Count => lang.full_count(value.round() as i64),
        Unit::Share | Unit::Difference => lang.percent(value).trim_end_matches('%').to_owned(),
    }
}

/// A value as it can be typed again: `12.4`, `0.62`, `1286`; every digit that was entered.
#[must_use]
pub fn editable(metric: &Metric, value: f64) -> String {
    match metric.unit {
        Unit::Count => format!("{value:.0}"),
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
        (Some(c), Unit::Count) => lang.change(c),
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
