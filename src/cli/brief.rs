//! `qun brief`: today in at most twelve lines, for a login greeting, cron, or a chat.

use super::output;
use super::session::Session;
use crate::app::brief;
use crate::base::Result;
use clap::Args;

/// `qun brief [--exit-code]`
#[derive(Debug, Default, Args)]
pub struct Brief {
    /// 10 when something is late or the promise is below its target.
    #[arg(long)]
    exit_code: bool,
}

/// Runs it.
pub fn run(args: &Brief, s: &Session) -> Result<u8> {
    let facts = brief::read(&s.db, &s.config, s.zone)?;
    if s.json {
        output::json(&brief::json(&facts, s.zone))?;
    } else {
        output::lines(brief::lines(&facts, &s.lang, &s.config))?;
    }
    Ok(if args.exit_code && facts.alarm(s.config.promise.target_percent) { 10 } else { 0 })
}
