//! `qun holidays`: what days are, and the next year's notice.

use super::session::Session;
use super::{input, output};
use crate::base::{Error, Kind, Result};
use crate::calendar::days::file::{self, Said};
use crate::calendar::store;
use chrono::{Datelike, NaiveDate};
use clap::Subcommand;
use serde_json::json;
use std::path::PathBuf;

/// `qun holidays list|import|add|remove`
#[derive(Debug, Subcommand)]
pub enum Holidays {
    List {
        #[arg(id = "year", value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1900..=2200))]
        year: Option<i32>,
    },
    Import {
        #[arg(id = "days_file", value_name = "FILE")]
        file: PathBuf,
        #[arg(long)]
        dry_run: bool,
    },
    Add {
        #[arg(id = "named_day", value_name = "MM-DD")]
        day: String,
        #[arg(id = "day_name", value_name = "NAME")]
        name: String,
        #[arg(long)]
        sale: bool,
    },
    Remove {
        #[arg(id = "named_day", value_name = "MM-DD")]
        day: String,
    },
}

/// Runs it.
pub fn run(args: Holidays, s: &mut Session) -> Result<u8> {
    match args {
        Holidays::List { year } => list(year.unwrap_or_else(|| s.db.now().day(s.zone).year()), s)?,
        Holidays::Import { file, dry_run } => import(&file::read(&input::text(&file)?)?, dry_run, s)?,
        Holidays::Add { day, name, sale } => {
            let named = file::named(&day, name.trim(), sale).filter(|n| !n.name.is_empty());
            let named = named.ok_or_else(|| Error::new(Kind::Usage, "base.bad_day").with("value", &day))?;
            import(&Said { names: vec![named], ..Said::default() }, false, s)?;
        }
        Holidays::Remove { day } => {
            let named = file::named(&day, "", false);
            let named = named.ok_or_else(|| Error::new(Kind::Usage, "base.bad_day").with("value", &day))?;
            let says = store::forget_day(&mut s.db, &named)?;
            output::say(s.quiet, &s.lang.say(&says));
        }
    }
    Ok(0)
}

fn list(year: i32, s: &Session) -> Result<()> {
    let days = store::days(&s.db)?;
    if !s.json {
        let text = file::write(&days, year, |name| s.lang.text(name).to_owned());
        output::lines(text.lines())?;
        if !days.is_arranged(year) {
            output::say(s.quiet, &s.lang.fill("columns.not_arranged", &[("year", &year)]));
        }
        return Ok(());
    }
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let all = first.iter_days().take_while(|d| d.year() == year).map(|d| (d, days.mark(d)));
    let marked = all.filter(|(_, m)| m.holiday || m.workday || m.name.is_some());
    let rows: Vec<_> = marked
        .map(|(day, m)| {
            let name = m.name.as_deref().map(|n| s.lang.text(n).to_owned());
            json!({ "date": day, "name": name, "off": m.holiday, "makeup_workday": m.workday, "rest": m.rest })
        })
        .collect();
    output::json(&json!({ "year": year, "arranged": days.is_arranged(year), "days": rows }))
}

fn import(said: &Said, dry_run: bool, s: &mut Session) -> Result<()> {
    let off = said.days.iter().filter(|d| d.is_off).count();
    let work = said.days.len() - off;
    let years: Vec<i32> = said.years().into_keys().collect();
    let mut moved = 0;
    if !dry_run {
        let says = store::lay_days(&mut s.db, said)?;
        // What was planned by the old days follows the new ones.
        moved = store::extend(&mut s.db)?;
        if !s.json {
            output::say(s.quiet, &s.lang.say(&says));
        }
    } else if !s.json {
        let listed = years.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let args: [(&str, &dyn std::fmt::Display); 4] =
            [("years", &listed), ("off", &off), ("work", &work), ("names", &said.names.len())];
        output::say(s.quiet, &s.lang.fill("columns.days_dry", &args));
    }
    if s.json {
        output::json(&json!({
            "years": years, "off": off, "makeup_workdays": work, "names": said.names.len(), "slots_made": moved,
            "dry_run": dry_run,
        }))?;
    }
    Ok(())
}
