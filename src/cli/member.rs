//! `qun member`: one person's data: shown, handed out, erased.

use super::output;
use super::session::Session;
use crate::base::text::Clean;
use crate::base::{At, Error, Kind, Result};
use crate::members::{Card, store};
use clap::Subcommand;
use serde_json::{Value, json};

/// `qun member show|export|set|erase`
#[derive(Debug, Subcommand)]
pub enum Member {
    Show {
        who: String,
    },
    Export {
        who: String,
    },
    Set {
        who: String,
        /// The role in the community; `''` takes it away.
        #[arg(long, value_name = "ROLE")]
        role: String,
        /// Of several, the one in this community.
        #[arg(long, value_name = "COMMUNITY")]
        community: Option<String>,
    },
    Erase {
        who: String,
        /// The number shown by `member show`; erasing is for ever, so the person is named twice.
        #[arg(long, value_name = "ID")]
        confirm: i64,
    },
}

/// Runs it.
pub fn run(args: Member, s: &mut Session) -> Result<u8> {
    match args {
        Member::Show { who } => show(&who, s)?,
        Member::Export { who } => {
            let all: Result<Vec<Value>> = store::members(&s.db, &who)?.iter().map(|c| export(c, s)).collect();
            output::json(&all?)?;
        }
        Member::Set { who, role, community } => set(&who, &role, community.as_deref(), s)?,
        Member::Erase { who, confirm } => {
            let found = store::members(&s.db, &who)?;
            if !found.iter().any(|c| c.id == confirm) {
                return Err(Error::new(Kind::Usage, "cli.erase_confirm").with("who", who).with("id", confirm));
            }
            let erased = store::erase(&mut s.db, confirm)?;
            let told =
                [("id", &confirm as &dyn std::fmt::Display), ("places", &erased.communities), ("n", &erased.rows)];
            output::say(s.quiet, &s.lang.fill("cli.erased", &told));
        }
    }
    Ok(0)
}

/// Gives one member a role. Whom no rule judges is said too.
fn set(who: &str, role: &str, community: Option<&str>, s: &mut Session) -> Result<()> {
    let community = community.map(|c| store::find(&s.db, c)).transpose()?;
    let mut found = store::members(&s.db, who)?;
    found.retain(|c| community.as_ref().is_none_or(|p| p.name == c.community && p.platform == c.platform));
    let [member] = &found[..] else {
        let key = if found.is_empty() { "members.no_member" } else { "cli.several_members" };
        return Err(Error::user(key).with("who", who).hint("cli.several_members_hint"));
    };
    store::set_role(&mut s.db, member.id, role)?;
    let key = if crate::moderation::pipeline::exempt(role) { "conduct.role_exempt" } else { "conduct.role_set" };
    output::say(
        s.quiet,
        &s.lang.fill(key, &[("who", &Clean::line(&member.name)), ("role", &Clean::line(role.trim()))]),
    );
    Ok(())
}

fn show(who: &str, s: &Session) -> Result<()> {
    let found = store::members(&s.db, who)?;
    if s.json {
        let all: Vec<Value> = found.iter().map(|c| card(c, s)).collect();
        return output::json(&all);
    }
    let time = |at: Option<At>| at.map_or_else(|| "--".to_owned(), |a| a.rfc3339(s.zone));
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|c| {
            let n = s.lang.fill("cli.member_counts", &[("messages", &c.messages), ("strikes", &c.strikes)]);
            vec![
                c.id.to_string(),
                c.name.clone(),
                format!("{} {}", c.community, c.role).trim_end().to_owned(),
                time(c.first_seen),
                time(c.last_seen),
                n,
                c.note.clone(),
            ]
        })
        .collect();
    output::table(&rows)
}

fn card(c: &Card, s: &Session) -> Value {
    let time = |at: Option<At>| at.map(|a| a.rfc3339(s.zone));
    json!({
        "id": c.id, "name": c.name, "key": c.key, "community": c.community, "platform": c.platform, "role": c.role,
        "source": c.source, "joined_at": time(c.joined_at), "left_at": time(c.left_at), "first_seen": time(c.first_seen),
        "last_seen": time(c.last_seen), "messages": c.messages, "strikes": c.strikes, "note": c.note,
    })
}

fn export(c: &Card, s: &Session) -> Result<Value> {
    let mut value = card(c, s);
    let texts: Vec<Value> = store::texts(&s.db, c.id)?
        .into_iter()
        .map(|(at, text)| json!({ "at": at.rfc3339(s.zone), "text": text }))
        .collect();
    value["texts"] = Value::Array(texts);
    Ok(value)
}
