//! `qun journal`: who did what; undo; the hash chain.

use super::output;
use super::session::Session;
use crate::base::Result;
use crate::db::journal::{Entry, Fate};
use clap::Subcommand;
use serde_json::{Value, json};

/// `qun journal list|show|undo|verify`
#[derive(Debug, Subcommand)]
pub enum Journal {
    List {
        #[arg(long, default_value_t = 30, value_name = "N")]
        limit: usize,
        #[arg(long, value_name = "NAME")]
        operator: Option<String>,
    },
    Show {
        seq: i64,
    },
    Undo {
        seq: i64,
    },
    Verify,
}

/// Runs it.
pub fn run(args: Journal, s: &mut Session) -> Result<u8> {
    match args {
        Journal::List { limit, operator } => list(s, limit, operator.as_deref())?,
        Journal::Show { seq } => show(s, seq)?,
        Journal::Undo { seq } => {
            let entry = crate::app::import::undo(&mut s.db, seq, s.zone)?;
            crate::app::settle::settle(&mut s.db)?;
            output::say(s.quiet, &s.lang.fill("cli.journal_undone", &[("what", &s.lang.say(&entry.summary))]));
        }
        Journal::Verify => {
            let count = s.db.verify()?;
            let (_, hash) = s.db.head()?;
            if s.json {
                output::json(&json!({ "entries": count, "head": hash }))?;
            } else {
                output::lines([s.lang.fill("cli.verified", &[("n", &count), ("hash", &hash)])])?;
            }
        }
    }
    Ok(0)
}

fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Standing => "standing",
        Fate::Undone => "undone",
        Fate::Undo => "undo",
        Fate::Lasting => "lasting",
    }
}

fn value(s: &Session, e: &Entry) -> Result<Value> {
    Ok(json!({
        "seq": e.seq, "at": e.at.rfc3339(s.zone), "operator": e.operator, "proof": e.proof, "action": e.action,
        "summary": s.lang.say(&e.summary), "item": (!e.item.is_empty()).then_some(&e.item), "undoes": e.undoes,
        "fate": fate(s.db.fate(e)?),
    }))
}

fn list(s: &Session, limit: usize, operator: Option<&str>) -> Result<()> {
    let entries = s.db.entries(limit, None, operator)?;
    if s.json {
        let all: Result<Vec<Value>> = entries.iter().map(|e| value(s, e)).collect();
        return output::json(&all?);
    }
    let mut rows = Vec::new();
    for e in &entries {
        let at = e.at.local(s.zone).format("%Y-%m-%d %H:%M").to_string();
        let fate = s.lang.text(&format!("app.fate_{}", fate(s.db.fate(e)?))).to_owned();
        rows.push(vec![format!("#{}", e.seq), at, e.operator.clone(), fate, s.lang.say(&e.summary)]);
    }
    output::table(&rows)
}

fn show(s: &Session, seq: i64) -> Result<()> {
    let entry = s.db.entry(seq)?;
    let images = s.db.images(seq)?;
    let mut value = value(s, &entry)?;
    let row = |json: &Option<String>| json.as_deref().and_then(|j| serde_json::from_str::<Value>(j).ok());
    let rows: Vec<Value> = images
        .iter()
        .map(|i| json!({ "table": i.table, "row": i.row, "before": row(&i.before), "after": row(&i.after) }))
        .collect();
    value["rows"] = Value::Array(rows);
    if s.json {
        return output::json(&value);
    }
    list_one(s, &entry)?;
    output::lines(images.iter().flat_map(|i| {
        let image =
            |sign: &str, json: &Option<String>| json.as_ref().map(|j| format!("{sign} {}:{} {j}", i.table, i.row));
        [image("-", &i.before), image("+", &i.after)].into_iter().flatten()
    }))
}

fn list_one(s: &Session, e: &Entry) -> Result<()> {
    output::lines([
        format!("#{}  {}  {} ({})", e.seq, e.at.rfc3339(s.zone), e.operator, e.proof),
        format!("{}  {}", e.action, s.lang.say(&e.summary)),
    ])
}
