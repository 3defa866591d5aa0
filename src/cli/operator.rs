//! `qun operator`: who works here, and what their role lets them decide.

use super::session::Session;
use super::{input, output};
use crate::base::Result;
use crate::base::text::Clean;
use crate::db::setting;
use crate::moderation::pipeline::{RIGHTS, Rights};
use crate::moderation::store::give_role;
use clap::Subcommand;
use serde_json::{Value, json};

/// `qun operator list|set`
#[derive(Debug, Subcommand)]
pub enum Operator {
    List,
    Set {
        #[arg(id = "colleague", value_name = "NAME")]
        name: String,
        #[arg(id = "operator_role", long = "role", value_name = "ROLE")]
        role: String,
    },
}

/// Runs it.
pub fn run(args: Operator, s: &mut Session) -> Result<u8> {
    match args {
        Operator::List => list(s)?,
        Operator::Set { name, role } => set(name.trim(), &role, s)?,
    }
    Ok(0)
}

fn list(s: &Session) -> Result<()> {
    let all = setting::operators(&s.db)?;
    if s.json {
        let value = |(name, role): &(String, String)| {
            let rights = Rights::of(role);
            json!({ "name": name, "role": role, "decides_up_to": rights.decides, "decides_severe": rights.severe })
        };
        return output::json(&all.iter().map(value).collect::<Vec<Value>>());
    }
    let row = |(name, role): &(String, String)| {
        let rights = Rights::of(role);
        vec![Clean::line(name).into_string(), s.lang.text(rights.label).to_owned(), s.lang.text(rights.says).to_owned()]
    };
    output::table(&all.iter().map(row).collect::<Vec<_>>())
}

/// Enters a colleague or changes the role.
fn set(name: &str, role: &str, s: &mut Session) -> Result<()> {
    let known = RIGHTS.map(|r| r.role);
    let role = input::one_of("--role", role, known.into_iter().find(|r| *r == role), known)?;
    give_role(&mut s.db, name, role)?;
    let label = s.lang.text(Rights::of(role).label);
    output::say(s.quiet, &s.lang.fill("db.enrolled", &[("who", &Clean::line(name)), ("role", &label)]));
    Ok(())
}
