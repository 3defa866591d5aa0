//! `qun community`: the communities this file is about.

use super::output;
use super::session::Session;
use crate::base::text::Clean;
use crate::base::{Error, Kind, Result};
use crate::members::community::{Community as Row, NewCommunity};
use crate::members::store;
use crate::sop;
use crate::sop::promise::Week;
use clap::{Args, Subcommand};

/// `qun community add|list|set`
#[derive(Debug, Subcommand)]
pub enum Community {
    Add(Facts),
    List,
    Set(Change),
}

/// What a community is made of.
#[derive(Debug, Args)]
pub struct Facts {
    /// Its name.
    name: String,
    #[arg(long, value_name = "PLATFORM")]
    platform: String,
    #[arg(long, value_name = "TIER", default_value = "")]
    tier: String,
    #[arg(long, value_name = "COMMUNITY")]
    parent: Option<String>,
    #[arg(long, value_name = "HOW", default_value = "")]
    openness: String,
    #[arg(long, value_name = "ZONE", default_value = "")]
    zone: String,
}

/// What is to be changed; the rest stays.
#[derive(Debug, Args)]
pub struct Change {
    /// Its name, `platform/name`, or number; without one only `--hours`, for all that have none of their own.
    #[arg(id = "community_named", value_name = "COMMUNITY")]
    community: Option<String>,
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    #[arg(long, value_name = "PLATFORM")]
    platform: Option<String>,
    #[arg(long, value_name = "TIER")]
    tier: Option<String>,
    #[arg(long, value_name = "COMMUNITY")]
    parent: Option<String>,
    #[arg(long, value_name = "HOW")]
    openness: Option<String>,
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    #[arg(long, value_name = "HOURS")]
    hours: Option<String>,
}

impl Change {
    /// Whether anything but the hours is to be changed.
    fn says_more(&self) -> bool {
        [&self.name, &self.platform, &self.tier, &self.parent, &self.openness, &self.zone].iter().any(|o| o.is_some())
    }
}

/// Runs it.
pub fn run(args: Community, s: &mut Session) -> Result<u8> {
    match args {
        Community::Add(f) => {
            let new = NewCommunity {
                name: f.name,
                platform: f.platform,
                tier: f.tier,
                parent: f.parent,
                openness: f.openness,
                zone: f.zone,
            };
            let id = store::add(&mut s.db, &new)?;
            if s.json {
                output::json(&serde_json::json!({ "id": id }))?;
            } else {
                output::say(s.quiet, &s.lang.fill("members.added", &[("name", &new.name)]));
            }
        }
        Community::List => list(s)?,
        Community::Set(c) => {
            let Some(name) = &c.community else { return hours_of_all(&c, s) };
            let old = store::find(&s.db, name)?;
            let week = c.hours.as_deref().map(hours).transpose()?;
            let more = c.says_more();
            let new = NewCommunity {
                name: c.name.unwrap_or_else(|| old.name.clone()),
                platform: c.platform.unwrap_or_else(|| old.platform.clone()),
                tier: c.tier.unwrap_or_else(|| old.tier.clone()),
                parent: c.parent,
                openness: c.openness.unwrap_or_else(|| old.openness.clone()),
                zone: c.zone.unwrap_or_else(|| old.zone.clone()),
            };
            let zone_moved = new.zone != old.zone;
            if week.is_none() || more {
                store::set(&mut s.db, &old, &new)?;
                output::say(s.quiet, &s.lang.fill("members.changed", &[("name", &new.name)]));
            }
            match week {
                Some(week) => set_hours(Some(&store::find(&s.db, &old.id.to_string())?), week.as_ref(), s)?,
                // Another zone is another clock for those who wait.
                None if zone_moved => drop(sop::store::redue(&mut s.db, &s.config, s.zone)?),
                None => {}
            }
        }
    }
    Ok(0)
}

/// The hours as they are written; nothing for the word that takes them away.
fn hours(written: &str) -> Result<Option<Week>> {
    let usual = ["", "-", "default"].contains(&written.trim());
    if usual { Ok(None) } else { Week::parse(written).map(Some) }
}

/// `qun community set --hours …` without a community: the hours of all that have none of their own.
fn hours_of_all(change: &Change, s: &mut Session) -> Result<u8> {
    let Some(written) = change.hours.as_deref().filter(|_| !change.says_more()) else {
        return Err(Error::new(Kind::Usage, "cli.no_community_named"));
    };
    let week = hours(written)?;
    set_hours(None, week.as_ref(), s)?;
    Ok(0)
}

fn set_hours(community: Option<&Row>, week: Option<&Week>, s: &mut Session) -> Result<()> {
    let named = community.map(|c| (c.id, c.name.as_str()));
    let moved = sop::store::set_hours(&mut s.db, named, week, &s.config, s.zone)?;
    let table = sop::store::timetable(&s.db, &s.config, s.zone)?;
    let now = table.of(community.map_or(0, |c| c.id), sop::inquiry::Kind::Ask).shown(&s.lang);
    if s.json {
        let stored = week.map(Week::text);
        return output::json(&serde_json::json!({ "hours": stored, "reads": now, "clocks_set_anew": moved }));
    }
    let everywhere = || s.lang.text("promise.hours_everywhere").to_owned();
    let name = community.map_or_else(everywhere, |c| Clean::line(&c.name).into_string());
    output::say(s.quiet, &s.lang.fill("promise.hours_now", &[("name", &name), ("hours", &now), ("count", &moved)]));
    Ok(())
}

fn list(s: &Session) -> Result<()> {
    let all = store::communities(&s.db)?;
    let table = sop::store::timetable(&s.db, &s.config, s.zone)?;
    if s.json {
        let with_hours = |c: &Row| {
            let mut value = serde_json::to_value(c)?;
            value["hours"] = table.of(c.id, sop::inquiry::Kind::Ask).week.text().into();
            Ok(value)
        };
        let rows: serde_json::Result<Vec<serde_json::Value>> = all.iter().map(with_hours).collect();
        return output::json(&rows.map_err(|e| Error::user("base.output").with("cause", &e).because(&e))?);
    }
    if all.is_empty() {
        output::say(s.quiet, s.lang.text("cli.no_communities"));
    }
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|c| {
            let platform = s.lang.text(&format!("members.platform_{}", c.platform)).to_owned();
            let hours = table.of(c.id, sop::inquiry::Kind::Ask).shown(&s.lang);
            vec![c.id.to_string(), platform, c.name.clone(), c.tier.clone(), c.zone.clone(), hours]
        })
        .collect();
    output::table(&rows)
}
