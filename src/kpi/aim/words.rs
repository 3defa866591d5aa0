//! A goal in words: what it wants, where it stands, where it leads and how sure that is.

use super::{Aim, How, Progress, Standing};
use crate::base::Lang;
use crate::base::text::Clean;
use crate::kpi::wording;
use chrono::NaiveDate;

/// A value of the goal's metric; a level and a share as the metric writes them.
fn value(lang: &Lang, aim: &Aim, value: f64) -> String {
    wording::value(lang, aim.metric, value)
}

fn known(lang: &Lang, aim: &Aim, found: Option<f64>) -> String {
    found.map_or_else(|| wording::NONE.to_owned(), |v| value(lang, aim, v))
}

/// `>=1,200`, with the sign of the way it wants.
#[must_use]
pub fn limit(lang: &Lang, aim: &Aim, target: f64) -> String {
    format!("{}{}", if aim.upward() { ">=" } else { "<=" }, wording::limit(lang, aim.metric, target))
}

/// What it wants: `MAU >=1,200，12月31日 周四 前`, `每月 优质反馈 >=10，到 12月31日 周四`.
#[must_use]
pub fn target(lang: &Lang, aim: &Aim, today: NaiveDate) -> String {
    let args: [(&str, &dyn std::fmt::Display); 4] = [
        ("metric", &lang.text(aim.metric.label)),
        ("target", &limit(lang, aim, aim.target)),
        ("due", &lang.day(aim.due, today)),
        ("per", &lang.text(aim.per.label())),
    ];
    lang.fill(if aim.how == How::Level { "goals.say_target" } else { "goals.say_target_per" }, &args)
}

/// The catalogue key of how it stands.
#[must_use]
pub fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Reached => "goals.standing_reached",
        Standing::OnPace => "goals.standing_on_pace",
        Standing::Behind => "goals.standing_behind",
        Standing::Unknown => "goals.standing_unknown",
    }
}

/// Where it stands: `现在 1,130，按节奏应有 1,098：跟上`.
#[must_use]
pub fn pace(lang: &Lang, aim: &Aim, found: &Progress) -> String {
    let args: [(&str, &dyn std::fmt::Display); 3] = [
        ("now", &known(lang, aim, found.now)),
        ("pace", &known(lang, aim, found.pace)),
        ("standing", &lang.text(standing(found.standing))),
    ];
    lang.fill("goals.say_pace", &args)
}

/// Where it leads, with its uncertainty: `按近 28 天走势，12/31 约 1,310 (1,240 至 1,380)，很可能达到`.
#[must_use]
pub fn forecast(lang: &Lang, aim: &Aim, found: &Progress) -> String {
    let Some(f) = found.forecast else {
        return lang.fill("goals.say_few", &[("known", &found.known.0), ("of", &found.known.1)]);
    };
    let [middle, low, high] = [f.value, f.low, f.high].map(|v| value(lang, aim, v));
    let args: [(&str, &dyn std::fmt::Display); 6] = [
        ("known", &f.known),
        ("day", &lang.short_day(f.day)),
        ("value", &middle),
        ("low", &low),
        ("high", &high),
        ("chance", &lang.text(f.chance.label())),
    ];
    lang.fill("goals.say_forecast", &args)
}

/// In one or two words: how likely it is, or that nobody can say.
#[must_use]
pub fn chance(found: &Progress) -> &'static str {
    found.forecast.map_or("goals.chance_none", |f| f.chance.label())
}

/// How the periods that are over went; `None` without any.
#[must_use]
pub fn periods(lang: &Lang, found: &Progress) -> Option<String> {
    let over = found.periods.split_last().map(|(_, over)| over).unwrap_or_default();
    let met = over.iter().filter(|p| p.met == Some(true)).count();
    (!over.is_empty()).then(|| lang.fill("goals.say_periods", &[("of", &over.len()), ("met", &met)]))
}

/// The next step on the way; `None` without one.
#[must_use]
pub fn milestone(lang: &Lang, aim: &Aim, found: &Progress) -> Option<String> {
    let next = found.next.as_ref()?;
    let args: [(&str, &dyn std::fmt::Display); 3] = [
        ("day", &lang.short_day(next.day)),
        ("target", &limit(lang, aim, next.target)),
        ("note", &Clean::line(&next.note)),
    ];
    Some(lang.fill("goals.say_milestone", &args).trim_end().to_owned())
}

/// All of it as one paragraph.
#[must_use]
pub fn paragraph(lang: &Lang, aim: &Aim, found: &Progress, today: NaiveDate) -> String {
    let mut parts = vec![Clean::line(&aim.name).into_string(), target(lang, aim, today), pace(lang, aim, found)];
    parts.push(forecast(lang, aim, found));
    parts.extend(milestone(lang, aim, found));
    parts.extend(periods(lang, found));
    parts.join(lang.text("kpi.semicolon")) + lang.text("kpi.say_end")
}
