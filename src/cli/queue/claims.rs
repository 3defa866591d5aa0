//! `qun queue claims`: what it means here that somebody has an item open.

use crate::base::Result;
use crate::cli::session::Session;
use crate::cli::{input, output};
use crate::db::claim::{self, Mode};
use crate::moderation::store;
use serde_json::json;

/// Says what claims mean in this file, or sets it.
pub(super) fn run(wanted: Option<&str>, s: &mut Session) -> Result<u8> {
    if let Some(word) = wanted {
        let mode = input::one_of("MODE", word, Mode::parse(word), Mode::ALL.map(|m| m.1))?;
        store::set_claims(&mut s.db, mode)?;
    }
    let mode = claim::mode(&s.db)?;
    let said = s.lang.text(store::claims_label(mode)).to_owned();
    match (s.json, wanted) {
        (true, _) => output::json(&json!({ "claims": mode.id() }))?,
        (false, None) => output::lines([format!("{}  {said}", mode.id())])?,
        (false, Some(_)) => output::say(s.quiet, &s.lang.fill("queue.claims_set", &[("mode", &said)])),
    }
    Ok(0)
}
