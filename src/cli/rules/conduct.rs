//! `qun rules strikes|clause`: what too many rejections lead to, and the 公约 that rejections cite.

use super::super::output;
use super::super::session::Session;
use crate::base::Result;
use crate::moderation::clause::Clause as Wording;
use crate::moderation::reason::{REASONS, WINDOW_DAYS};
use crate::moderation::store;
use crate::moderation::strike::{Histogram, Line, Policy};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// The lines; what is not given stays.
#[derive(Debug, Default, Args)]
pub struct Strikes {
    #[arg(long, value_name = "N")]
    warn: Option<i64>,
    #[arg(long, value_name = "N")]
    mute: Option<i64>,
    #[arg(long, value_name = "N")]
    remove: Option<i64>,
    /// Only shows what the lines would mean.
    #[arg(id = "try_strikes", long = "dry-run")]
    dry_run: bool,
}

/// `qun rules clause list|set`
#[derive(Debug, Subcommand)]
pub enum Clause {
    List {
        /// Earlier editions too.
        #[arg(long)]
        all: bool,
    },
    Set {
        #[arg(id = "clause_number", value_name = "NUMBER")]
        number: String,
        #[arg(id = "clause_text", value_name = "TEXT")]
        text: String,
    },
}

/// Shows how many members stand where, and with other lines would; then sets those, unless it is a trial.
pub(super) fn strikes(args: &Strikes, s: &mut Session) -> Result<()> {
    let now = store::policy(&s.db)?;
    let wanted = Policy {
        warn: args.warn.unwrap_or(now.warn),
        mute: args.mute.unwrap_or(now.mute),
        remove: args.remove.unwrap_or(now.remove),
    }
    .checked()?;
    let histogram = store::histogram(&s.db)?;
    let changes = wanted != now && !args.dry_run;
    if s.json {
        let value = json!({
            "days": WINDOW_DAYS, "members_by_strikes": bars(&histogram).collect::<Vec<_>>(),
            "now": means(&now, &histogram), "wanted": means(&wanted, &histogram), "changed": changes,
        });
        output::json(&value)?;
    } else {
        output::lines(told(&now, &wanted, &histogram, s))?;
    }
    if changes {
        store::set_policy(&mut s.db, wanted)?;
        output::say(s.quiet, &s.lang.fill("conduct.policy_said", &[("policy", &wanted)]));
    }
    Ok(())
}

/// Strikes and how many members have so many, without the places of nobody.
fn bars(histogram: &Histogram) -> impl Iterator<Item = Value> + '_ {
    let rows = histogram.0.iter().enumerate().filter(|(_, n)| **n > 0);
    rows.map(|(at, n)| json!({ "strikes": at + 1, "members": n }))
}

fn means(policy: &Policy, histogram: &Histogram) -> Value {
    let mut value = json!(policy);
    for (line, id, _) in Line::ALL {
        value[format!("at_{id}")] = histogram.at(policy, line).into();
    }
    value
}

fn told(now: &Policy, wanted: &Policy, histogram: &Histogram, s: &Session) -> Vec<String> {
    let lang = &s.lang;
    let line = |policy: &Policy| {
        let [warn, mute, remove] = Line::ALL.map(|(line, ..)| histogram.at(policy, line));
        lang.fill("conduct.policy_means", &[("policy", policy), ("warn", &warn), ("mute", &mute), ("remove", &remove)])
    };
    let most = histogram.0.iter().copied().max().unwrap_or(0).max(1);
    let mut lines = vec![lang.fill("conduct.histogram", &[("days", &WINDOW_DAYS), ("n", &histogram.members())])];
    lines.extend(histogram.0.iter().enumerate().filter(|(_, n)| **n > 0).map(|(at, n)| {
        let bar = usize::try_from((n * 40 + most - 1) / most).unwrap_or(0);
        format!("{:>4}  {:<40}  {n}", at + 1, "#".repeat(bar))
    }));
    lines.push(line(now));
    if wanted != now {
        lines.push(line(wanted));
    }
    lines
}

/// Lists the clauses, or words one anew.
pub(super) fn clause(args: Clause, s: &mut Session) -> Result<()> {
    match args {
        Clause::List { all } => list(all, s),
        Clause::Set { number, text } => {
            let edition = store::set_clause(&mut s.db, &number, &text)?;
            if s.json {
                return output::json(&json!({ "number": number.trim(), "edition": edition }));
            }
            let said = s.lang.fill("conduct.clause_said", &[("number", &number.trim()), ("edition", &edition)]);
            output::say(s.quiet, &said);
            Ok(())
        }
    }
}

fn list(all: bool, s: &Session) -> Result<()> {
    let clauses = store::clauses(&s.db, &s.lang)?;
    let valid = |at: usize| clauses.get(at + 1).is_none_or(|next| next.number != clauses[at].number);
    let shown: Vec<(&Wording, bool)> =
        clauses.iter().enumerate().map(|(at, c)| (c, valid(at))).filter(|(_, valid)| all || *valid).collect();
    let reasons = |number: &str| REASONS.iter().filter(|r| r.clause == number).collect::<Vec<_>>();
    if s.json {
        let value = shown.iter().map(|(c, valid)| {
            let mut value = json!(c);
            value["valid"] = (*valid).into();
            value["valid_from"] = c.valid_from.map(|at| at.rfc3339(s.zone)).into();
            value["reasons"] = reasons(&c.number).iter().map(|r| r.id).collect();
            value
        });
        return output::json(&value.collect::<Vec<_>>());
    }
    let rows = shown.iter().map(|(c, valid)| {
        let since = c.valid_from.map_or_else(String::new, |at| at.day(s.zone).to_string());
        let edition = s.lang.fill("conduct.edition", &[("n", &c.edition)]);
        let state = if *valid { String::new() } else { s.lang.text("conduct.not_valid").to_owned() };
        let why = reasons(&c.number).iter().map(|r| s.lang.text(r.label)).collect::<Vec<_>>().join(" ");
        vec![c.number.clone(), edition, since, state, why, c.text.clone()]
    });
    output::table(&rows.collect::<Vec<_>>())
}
