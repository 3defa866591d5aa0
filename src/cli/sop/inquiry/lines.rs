//! Inquiries as JSON lines, from a bot: all of them or none, each of them once.

use super::super::super::session::Session;
use super::super::super::{input, output};
use super::hours;
use crate::base::{Error, Kind as Fault, Result};
use crate::members;
use crate::sop::inquiry::Kind;
use crate::sop::store::{self, NewInquiry};
use serde::Deserialize;
use serde_json::json;
use std::path::Path;

/// One line.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    community: String,
    who: String,
    text: String,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    at: Option<String>,
    /// The bot's own key of the message: sent again, it is not logged again.
    #[serde(default)]
    id: Option<serde_json::Value>,
}

/// Adds every line of `path` (`-` is standard input).
pub(super) fn add(path: &Path, s: &mut Session) -> Result<()> {
    let text = input::text(path)?;
    let mut rows = Vec::new();
    let mut places = Vec::new();
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        rows.push(read(line, s).map_err(|e| at_line(n, &e, s))?);
        places.push(n);
    }
    let hours = hours(s)?;
    let made = store::log_all(&mut s.db, &rows, &hours).map_err(|e| {
        let row = e.says.args.get("row").and_then(|n| n.parse::<usize>().ok());
        match row.and_then(|n| places.get(n)) {
            Some(n) => at_line(*n, &e, s),
            None => e,
        }
    })?;
    let fresh = made.iter().filter(|(_, new)| *new).count();
    if s.json {
        let row = |(id, new): &(i64, bool)| {
            let due = store::inquiry(&s.db, *id)?.due_at.rfc3339(s.zone);
            Ok(json!({ "id": id, "due": due, "new": new }))
        };
        return output::json(&made.iter().map(row).collect::<Result<Vec<_>>>()?);
    }
    let known = made.len() - fresh;
    output::say(s.quiet, &s.lang.fill("promise.added", &[("new", &fresh), ("known", &known)]));
    Ok(())
}

fn read(line: &str, s: &Session) -> Result<(NewInquiry, String)> {
    let line: Line =
        serde_json::from_str(line).map_err(|e| Error::user("promise.bad_json").with("cause", &e).because(&e))?;
    let kind = match line.kind.as_deref() {
        None => Kind::Ask,
        Some(word) => super::kind("kind", word)?,
    };
    let at = line.at.as_deref().map(|t| input::moment(t, s.db.now(), s.zone)).transpose()?;
    let community_id = members::store::find(&s.db, &line.community)?.id;
    let key = match line.id {
        None | Some(serde_json::Value::Null) => String::new(),
        Some(serde_json::Value::String(text)) => text,
        Some(other) => other.to_string(),
    };
    Ok((NewInquiry { community_id, who: line.who, kind, text: line.text, at }, key))
}

/// The same error with the line it stands on, from 1.
fn at_line(n: usize, error: &Error, s: &Session) -> Error {
    let kind = if error.kind == Fault::Usage { Fault::User } else { error.kind };
    Error::new(kind, "promise.bad_line")
        .with("line", n + 1)
        .with("why", s.lang.say(&error.says))
        .hint("promise.line_hint")
}
