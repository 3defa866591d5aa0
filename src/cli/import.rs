//! `qun import`: exports and event logs in.

use super::output;
use super::session::{self, Session};
use crate::app::import::{self, Done, How, Progress};
use crate::base::{Kind, Result, Zone};
use clap::Args;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// `qun import FILE…`
#[derive(Debug, Args)]
pub struct Import {
    /// The files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    #[arg(long, value_name = "COMMUNITY")]
    community: Option<String>,
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,
    #[arg(long, value_name = "LABEL")]
    encoding: Option<String>,
    #[arg(long)]
    dry_run: bool,
}

/// Runs it. Exit 1 if a file broke off, with everything before it imported.
pub fn run(args: &Import, s: &mut Session) -> Result<u8> {
    let how = How {
        format: args.format.clone(),
        community: args.community.clone(),
        zone: args.tz.as_deref().map(Zone::parse).transpose()?,
        encoding: args.encoding.clone().filter(|e| e != "auto"),
        dry_run: args.dry_run,
        ask_outside: session::may_ask(s.quiet, &s.lang, &s.config),
    };
    let live = std::io::stderr().is_terminal() && !s.quiet;
    let (lang, quiet) = (s.lang.clone(), s.quiet);
    let mut progress = |p: Progress| match p {
        Progress::Skipped(row) if !quiet => {
            let line =
                lang.fill("cli.skipped", &[("file", &row.file), ("line", &row.line), ("why", &lang.say(&row.why))]);
            output::say(false, &line);
        }
        Progress::Rows(n) if live => {
            let _ = write!(std::io::stderr(), "\r{} ", lang.fill("cli.rows", &[("n", &lang.full_count(n))]));
        }
        _ => {}
    };
    let done = import::files(&mut s.db, &args.files, &how, &s.config, &mut progress)?;
    if live {
        let _ = write!(std::io::stderr(), "\r{}\r", " ".repeat(40));
    }
    report(&done, args, s)?;
    if let Some(trouble) = &done.trouble {
        output::say(s.quiet, &s.lang.say(trouble));
    }
    for (_, error) in &done.broken {
        output::complain(&s.lang, error);
    }
    Ok(if done.broken.is_empty() { 0 } else { Kind::User.exit_code() })
}

fn report(done: &Done, args: &Import, s: &Session) -> Result<()> {
    let c = &done.counts;
    if s.json {
        let skipped: Vec<_> = done
            .skipped
            .iter()
            .map(|r| json!({ "file": r.file, "line": r.line, "reason": s.lang.say(&r.why), "key": r.why.key }))
            .collect();
        let broken: Vec<_> =
            done.broken.iter().map(|(file, e)| json!({ "file": file, "reason": s.lang.say(&e.says) })).collect();
        return output::json(&json!({
            "batch": (done.batch != 0).then_some(done.batch), "files": args.files.len(), "formats": done.formats,
            "encodings": done.encodings, "replaced": done.replaced, "read": c.read, "new": c.new, "duplicate": c.duplicate,
            "skipped": c.skipped, "queued": c.queued, "joins": c.joins, "leaves": c.leaves, "inquiries": done.asks.new,
            "inquiries_changed": done.asks.changed, "dry_run": args.dry_run,
            "skipped_rows": skipped, "broken": broken,
        }));
    }
    let n = |v: i64| s.lang.full_count(v);
    let key = if args.dry_run { "cli.import_dry" } else { "cli.import_done" };
    let mut first = s.lang.fill(
        key,
        &[
            ("files", &args.files.len()),
            ("read", &n(c.read)),
            ("new", &n(c.new)),
            ("duplicate", &n(c.duplicate)),
            ("skipped", &n(c.skipped)),
            ("queued", &n(c.queued)),
            ("joins", &n(c.joins)),
            ("leaves", &n(c.leaves)),
        ],
    );
    if !done.formats.is_empty() {
        let how: [(&str, &dyn std::fmt::Display); 2] =
            [("format", &done.formats.join(" ")), ("encoding", &done.encodings.join(" "))];
        first.push_str(&s.lang.fill("cli.import_as", &how));
    }
    let mut lines = vec![first];
    if done.asks.new + done.asks.changed > 0 {
        let args: [(&str, &dyn std::fmt::Display); 2] = [("new", &done.asks.new), ("changed", &done.asks.changed)];
        lines.push(s.lang.fill("promise.import_heard", &args));
    }
    lines.extend(reasons(done, s));
    if done.replaced > 0 {
        lines.push(s.lang.fill("cli.import_replaced", &[("n", &done.replaced)]));
    }
    if done.batch > 0 && c.new > 0 {
        let (seq, _) = s.db.head()?;
        lines.push(s.lang.fill("cli.import_undo", &[("seq", &seq)]));
    }
    output::lines(lines)
}

/// Why rows were left out, the most frequent reason first, each with the first line it met.
fn reasons(done: &Done, s: &Session) -> Vec<String> {
    let mut reasons = BTreeMap::<String, (i64, u64)>::new();
    for row in &done.skipped {
        let entry = reasons.entry(s.lang.say(&row.why)).or_insert((0, row.line));
        entry.0 += 1;
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, (count, _))| -count);
    let line = |(why, (count, line)): &(String, (i64, u64))| {
        s.lang.fill("cli.import_reason", &[("n", &s.lang.full_count(*count)), ("why", why), ("line", line)])
    };
    reasons.iter().take(10).map(line).collect()
}
