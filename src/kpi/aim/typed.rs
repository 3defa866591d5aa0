//! What is typed for a goal: a target as a number or as a part of the baseline, and milestones.

use super::{Aim, Milestone};
use crate::base::i18n::{parse_day, parse_number};
use crate::base::{Error, Result};
use crate::kpi::metric::{Metric, from_percent};
use chrono::NaiveDate;

/// Reads a value of a metric, however its numbers are written where it is typed.
pub type Read<'r> = &'r dyn Fn(&str, &Metric) -> Result<f64>;

/// A target. `120%` of what is no share means of the baseline; a count is rounded up to a whole one.
///
/// # Errors
/// What `read` refuses, and a part of a baseline that is not known.
pub fn target(text: &str, aim: &Aim, read: Read) -> Result<f64> {
    if aim.metric.is_share() || !text.trim_end().ends_with(['%', '％']) {
        return read(text, aim.metric);
    }
    let Some(share) = parse_number(text).map(from_percent) else { return read(text, aim.metric) };
    let value = share * aim.baseline.ok_or_else(|| Error::user("goals.no_baseline"))?;
    Ok(if aim.metric.allows(value) { value } else { value.ceil() })
}

/// A milestone as `8/31=1100` or `8/31=1100=第二场直播`.
///
/// # Errors
/// [`Error`] for what is no day, and as [`target`].
pub fn milestone(text: &str, aim: &Aim, today: NaiveDate, read: Read) -> Result<Milestone> {
    let mut parts = text.trim().splitn(3, ['=', '＝']);
    let day = parts.next().unwrap_or("").trim();
    let target = target(parts.next().unwrap_or("").trim(), aim, read)?;
    let day = parse_day(day, today).ok_or_else(|| Error::user("base.bad_day").with("value", day))?;
    Ok(Milestone { day, target, note: parts.next().unwrap_or("").trim().to_owned() })
}

/// Several, apart by `;` or new lines, put in order.
///
/// # Errors
/// As [`milestone`].
pub fn milestones(text: &str, aim: &Aim, today: NaiveDate, read: Read) -> Result<Vec<Milestone>> {
    let pieces = text.split([';', '；', '\n']).filter(|p| !p.trim().is_empty());
    let mut out = pieces.map(|p| milestone(p, aim, today, read)).collect::<Result<Vec<_>>>()?;
    out.sort_by_key(|m| m.day);
    Ok(out)
}
