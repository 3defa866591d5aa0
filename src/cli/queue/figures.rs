//! `qun queue figures`: how the review goes, week by week.

use crate::base::Result;
use crate::cli::output;
use crate::cli::session::Session;
use crate::moderation::figures::{Spread, Week};
use crate::moderation::{sheet, store};
use serde_json::{Value, json};

/// Prints the last `weeks` weeks, newest first; under the table the rules of the newest week that has any.
pub(super) fn run(weeks: usize, s: &Session) -> Result<u8> {
    let mut weeks = store::figures(&s.db, s.zone, weeks)?;
    weeks.reverse();
    if s.json {
        output::json(&weeks.iter().map(value).collect::<Vec<_>>())?;
        return Ok(0);
    }
    let rows = weeks.iter().map(|w| sheet::cells(w, &s.lang));
    output::table(&std::iter::once(sheet::headings(&s.lang)).chain(rows).collect::<Vec<_>>())?;
    if let Some(week) = weeks.iter().find(|w| !w.rules.is_empty()) {
        output::lines([
            String::new(),
            s.lang.fill("queue.figures_rules_of", &[("day", &s.lang.short_day(week.monday))]),
        ])?;
        let rules = week.rules.iter().map(|r| sheet::rule_cells(r, &s.lang).to_vec());
        let head = std::iter::once(sheet::rule_headings(&s.lang).to_vec());
        output::table(&head.chain(rules).collect::<Vec<_>>())?;
    }
    Ok(0)
}

fn seconds(ms: Option<i64>) -> Option<i64> {
    ms.map(|ms| ms / 1000)
}

fn spread(spread: &Spread) -> Value {
    json!({
        "count": spread.count, "median_seconds": seconds(spread.median_ms), "p90_seconds": seconds(spread.p90_ms),
        "longest_seconds": seconds(spread.longest_ms),
    })
}

fn value(week: &Week) -> Value {
    let levels = week.levels.iter().zip(1..).map(|(of_level, level)| {
        let mut value = spread(of_level);
        value["level"] = level.into();
        value
    });
    let rules = week
        .rules
        .iter()
        .map(|r| json!({ "rule": r.rule, "flagged": r.flagged, "rejected": r.rejected, "precision": r.share() }));
    json!({
        "week": week.monday, "decided": spread(&week.all), "rejected": week.rejected,
        "levels": levels.collect::<Vec<_>>(), "backlog": spread(&week.backlog),
        "agreement": {
            "agreed": week.agreement.agreed, "reviewed": week.agreement.reviewed, "share": week.agreement.share(),
        },
        "flagged": week.flagged.flagged, "precision": week.flagged.share(), "rules": rules.collect::<Vec<_>>(),
    })
}
