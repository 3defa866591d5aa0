//! Upkeep: backup, restore, doctor, purge.

use super::output;
use super::session::Session;
use crate::base::clock::DAY;
use crate::base::{Error, Kind, Result};
use crate::db::{backup, doctor, purge};
use crate::moderation::store;
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// `qun backup FILE`
#[derive(Debug, Args)]
pub struct Backup {
    target: PathBuf,
}

/// `qun restore FILE`
#[derive(Debug, Args)]
pub struct Restore {
    source: PathBuf,
}

/// `qun purge`
#[derive(Debug, Args)]
pub struct Purge {
    #[arg(long, value_name = "DAYS")]
    text_days: Option<u32>,
    #[arg(long, value_name = "DAYS")]
    journal_days: Option<u32>,
}

/// Copies the file while others write.
pub fn backup(args: &Backup, s: &Session) -> Result<u8> {
    let bytes = backup::backup(&s.db, &args.target)?;
    let (entries, hash) = s.db.head()?;
    if s.json {
        output::json(&json!({ "file": args.target, "bytes": bytes, "entries": entries, "head": hash }))?;
    } else {
        let path = args.target.display();
        output::say(
            s.quiet,
            &s.lang.fill("cli.backed_up", &[("path", &path), ("kb", &(bytes / 1024)), ("n", &entries)]),
        );
    }
    Ok(0)
}

/// Puts a copy back.
pub fn restore(args: &Restore, s: &mut Session) -> Result<u8> {
    backup::restore(&mut s.db, &args.source)?;
    output::say(s.quiet, &s.lang.fill("db.restored", &[("path", &args.source.display())]));
    Ok(0)
}

/// Examines the file. Exit 3 if something is not well.
pub fn doctor(s: &Session) -> Result<u8> {
    let findings = doctor::examine(&s.db)?;
    let well = findings.iter().all(|f| f.well);
    if s.json {
        let all: Vec<_> =
            findings.iter().map(|f| json!({ "check": f.check, "well": f.well, "says": s.lang.say(&f.says) })).collect();
        output::json(&all)?;
    } else {
        output::lines(
            findings.iter().map(|f| format!("{} {}", if f.well { "ok " } else { "BAD" }, s.lang.say(&f.says))),
        )?;
    }
    Ok(if well { 0 } else { Kind::Findings.exit_code() })
}

/// Removes what has expired.
pub fn purge(args: &Purge, s: &mut Session) -> Result<u8> {
    let texts = args.text_days.unwrap_or(s.config.keep_text_days);
    let journal = args.journal_days.unwrap_or(s.config.keep_journal_days);
    if texts == 0 && journal == 0 {
        return Err(Error::new(Kind::Usage, "cli.purge_zero"));
    }
    let limit = s.db.now().plus(-i64::from(texts) * DAY);
    store::settle(&mut s.db, &s.config, limit)?;
    let gone = purge::expire(&mut s.db, texts, journal)?;
    if s.json {
        output::json(&gone)?;
    } else {
        let key = if gone.is_empty() { "cli.purged_none" } else { "db.purged" };
        let args: [(&str, &dyn std::fmt::Display); 4] =
            [("messages", &gone.messages), ("texts", &gone.texts), ("notes", &gone.notes), ("images", &gone.images)];
        output::say(s.quiet, &s.lang.fill(key, &args));
    }
    Ok(0)
}
