//! `qun community`: the communities this file is about.

use super::output;
use super::session::Session;
use crate::base::Result;
use crate::members::community::NewCommunity;
use crate::members::store;
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
    /// Its name, `platform/name`, or number.
    community: String,
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
            let old = store::find(&s.db, &c.community)?;
            let new = NewCommunity {
                name: c.name.unwrap_or_else(|| old.name.clone()),
                platform: c.platform.unwrap_or_else(|| old.platform.clone()),
                tier: c.tier.unwrap_or_else(|| old.tier.clone()),
                parent: c.parent,
                openness: c.openness.unwrap_or_else(|| old.openness.clone()),
                zone: c.zone.unwrap_or_else(|| old.zone.clone()),
            };
            store::set(&mut s.db, &old, &new)?;
            output::say(s.quiet, &s.lang.fill("members.changed", &[("name", &new.name)]));
        }
    }
    Ok(0)
}

fn list(s: &Session) -> Result<()> {
    let all = store::communities(&s.db)?;
    if s.json {
        return output::json(&all);
    }
    if all.is_empty() {
        output::say(s.quiet, s.lang.text("cli.no_communities"));
    }
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|c| {
            let platform = s.lang.text(&format!("members.platform_{}", c.platform)).to_owned();
            vec![c.id.to_string(), platform, c.name.clone(), c.tier.clone(), c.zone.clone()]
        })
        .collect();
    output::table(&rows)
}
