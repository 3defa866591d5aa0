//! Templates out of files and into them.

use super::super::session::Session;
use super::super::{input, output};
use crate::base::{Error, Kind, Result};
use crate::sop::exchange::{self, Format};
use crate::sop::store::{self, Existing};
use serde_json::json;
use std::io::IsTerminal;
use std::path::Path;

fn format(word: &str) -> Result<Format> {
    let found = Format::ALL.iter().find(|(_, name)| *name == word).map(|(format, _)| *format);
    input::one_of("--format", word, found, Format::ALL.map(|(_, name)| name))
}

pub(super) fn import(file: &Path, told: Option<&str>, existing: &str, s: &mut Session) -> Result<()> {
    let format = told.map_or_else(|| Ok(Format::of_name(&file.to_string_lossy())), format)?;
    let found = Existing::ALL.iter().find(|(_, name)| *name == existing).map(|(existing, _)| *existing);
    let existing = input::one_of("--existing", existing, found, Existing::ALL.map(|(_, name)| name))?;
    let pack = exchange::read(&input::text(file)?, format)?;
    let done = store::import(&mut s.db, &pack, existing)?;
    if s.json {
        return output::json(&done);
    }
    let counts: [(&str, &dyn std::fmt::Display); 4] =
        [("new", &done.new), ("updated", &done.updated), ("skipped", &done.skipped), ("phrases", &done.phrases)];
    output::say(s.quiet, &s.lang.fill("words.did_import", &counts));
    Ok(())
}

pub(super) fn export(told: &str, s: &Session) -> Result<()> {
    let format = format(told)?;
    let (templates, phrases) = (store::export(&s.db)?, store::phrases(&s.db)?);
    if s.json {
        return output::json(&json!({ "templates": templates, "phrases": phrases }));
    }
    if templates.is_empty() && phrases.is_empty() {
        return Err(Error::new(Kind::User, "cli.no_templates").hint("cli.no_templates_hint"));
    }
    let text = exchange::write(&templates, &phrases, format)?;
    // A file gets every byte as it was written; a terminal gets what is safe to show.
    if std::io::stdout().is_terminal() { output::text(&text) } else { output::raw(text.as_bytes()) }
}
