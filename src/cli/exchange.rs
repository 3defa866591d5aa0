//! `qun export`: the calendar as a file. `qun post import`: posts of a file.

use super::session::Session;
use super::{input, output};
use crate::base::{Error, Kind, Lang, Language, Result, Zone};
use crate::calendar::board::later;
use crate::calendar::exchange::{self, Lookup, Read, Skipped, ics, markdown, sheet, vevent};
use crate::calendar::post::State;
use crate::calendar::series::AHEAD_DAYS;
use crate::calendar::store;
use crate::members;
use clap::Args;
use serde_json::json;
use std::io::{Read as _, Write};
use std::path::PathBuf;

/// The largest file that is read, in bytes.
const LIMIT: u64 = 64 * 1024 * 1024;

/// `qun export ics|csv|md`
#[derive(Debug, Args)]
pub struct Export {
    #[arg(id = "export_format", value_name = "ics|csv|md")]
    format: String,
    #[arg(id = "from_day", long = "from", value_name = "DAY")]
    from: Option<String>,
    #[arg(id = "to_day", long = "to", value_name = "DAY")]
    to: Option<String>,
    #[arg(long, value_name = "COMMUNITY")]
    community: Option<String>,
    #[arg(id = "export_file", long = "output", short = 'o', value_name = "FILE")]
    output: Option<PathBuf>,
}

/// `qun post import FILE`
#[derive(Debug, Args)]
pub struct Import {
    #[arg(id = "posts_file", value_name = "FILE")]
    file: PathBuf,
    #[arg(long = "map", value_name = "COLUMN=HEADER", value_parser = input::pair)]
    map: Vec<(String, String)>,
    #[arg(long, value_name = "COMMUNITY")]
    community: Option<String>,
    #[arg(id = "usual_time", long = "time", value_name = "TIME")]
    time: Option<String>,
    #[arg(long)]
    dry_run: bool,
}

/// Runs `qun export`.
pub fn export(args: &Export, s: &Session) -> Result<u8> {
    let today = s.db.now().day(s.zone);
    let day = |told: &Option<String>| told.as_deref().map(|t| input::day(t, today)).transpose();
    let from = day(&args.from)?.unwrap_or(today);
    let to = day(&args.to)?.unwrap_or_else(|| later(from, AHEAD_DAYS));
    if to < from {
        return Err(Error::new(Kind::Usage, "cli.to_before_from").with("from", from).with("to", to));
    }
    let known = ["ics", "csv", "md"];
    let format = known.into_iter().find(|f| *f == args.format);
    let format = input::one_of("FORMAT", &args.format, format, known)?;
    let community = args.community.as_deref().map(|c| members::store::find(&s.db, c)).transpose()?.map(|c| c.id);
    let mut posts = store::list(&s.db, from, to, i32::MAX as usize)?;
    posts.retain(|p| p.state != State::Dropped && community.is_none_or(|c| p.community_id == c));
    let text = match format {
        "ics" => ics::write(&posts, s.zone, s.db.now(), &store::print(&s.db)?, &s.lang),
        "csv" => sheet::write(&posts)?,
        _ => markdown::write(&posts, (from, to), today, &store::days(&s.db)?, &s.lang),
    };
    match &args.output {
        Some(path) => {
            let write = || std::fs::File::create_new(path)?.write_all(text.as_bytes());
            write().map_err(|e| match e.kind() {
                std::io::ErrorKind::AlreadyExists => Error::user("columns.there_already").with("path", path.display()),
                _ => Error::io(path, &e),
            })?;
            let args: [(&str, &dyn std::fmt::Display); 2] = [("n", &posts.len()), ("path", &path.display())];
            output::say(s.quiet, &s.lang.fill("columns.exported", &args));
        }
        None => output::raw(text.as_bytes())?,
    }
    Ok(0)
}

/// Runs `qun post import`.
pub fn import(args: &Import, s: &mut Session) -> Result<()> {
    let mut bytes = Vec::new();
    input::open(&args.file)?.take(LIMIT + 1).read_to_end(&mut bytes).map_err(|e| Error::io(&args.file, &e))?;
    let name = args.file.display().to_string();
    if bytes.len() as u64 > LIMIT {
        return Err(Error::user("cli.too_large").with("name", name));
    }
    let langs: Vec<Lang> = Language::ALL.iter().map(|(language, _)| Lang::load(*language)).collect();
    let lookup = lookup(args, &langs, s)?;
    let (read, mixed): (Read, Vec<u64>) = if vevent::is_one(&bytes) {
        (vevent::read(&bytes, &lookup)?, Vec::new())
    } else {
        let (text, mixed) = exchange::decoded(&bytes);
        if text.contains('\0') {
            return Err(Error::user("intake.not_text").with("name", name));
        }
        if text.trim().is_empty() {
            return Err(Error::user("intake.empty").with("name", name));
        }
        (sheet::read(&text, &args.map, &lookup)?, mixed)
    };
    let taken = store::take_in(&mut s.db, &read, &name, args.dry_run)?;
    let skipped: Vec<&Skipped> = read.skipped.iter().chain(&taken.skipped).collect();
    if s.json {
        let rows: Vec<_> =
            skipped.iter().map(|r| json!({ "line": r.line, "reason": s.lang.say(&r.why), "key": r.why.key })).collect();
        return output::json(&json!({
            "read": read.entries.len() + read.again.len() + read.skipped.len(), "new": taken.new,
            "duplicate": taken.duplicate, "columns": taken.columns, "slots": taken.slots, "skipped": skipped.len(),
            "skipped_rows": rows, "mixed_encoding_lines": mixed, "dry_run": args.dry_run,
        }));
    }
    for row in &skipped {
        let args: [(&str, &dyn std::fmt::Display); 3] =
            [("file", &name), ("line", &row.line), ("why", &s.lang.say(&row.why))];
        output::say(s.quiet, &s.lang.fill("cli.skipped", &args));
    }
    if let Some(first) = mixed.first() {
        let args: [(&str, &dyn std::fmt::Display); 2] = [("n", &mixed.len()), ("line", first)];
        output::say(s.quiet, &s.lang.fill("columns.mixed", &args));
    }
    let key = if args.dry_run { "columns.import_dry" } else { "columns.import_done" };
    let counts: [(&str, &dyn std::fmt::Display); 5] = [
        ("n", &taken.new),
        ("duplicate", &taken.duplicate),
        ("columns", &taken.columns),
        ("slots", &taken.slots),
        ("skipped", &skipped.len()),
    ];
    output::say(s.quiet, &s.lang.fill(key, &counts));
    if !args.dry_run && taken.new + taken.columns > 0 {
        output::say(s.quiet, &s.lang.fill("cli.import_undo", &[("seq", &s.db.head()?.0)]));
    }
    Ok(())
}

fn lookup<'l>(args: &Import, langs: &'l [Lang], s: &Session) -> Result<Lookup<'l>> {
    let all = members::store::communities(&s.db)?;
    let zone = |text: &str| Zone::parse(text).ok().filter(|_| !text.is_empty()).unwrap_or(s.zone);
    Ok(Lookup {
        communities: all.iter().map(|c| (c.id, c.platform.clone(), c.name.clone(), zone(&c.zone))).collect(),
        community: args.community.as_deref().map(|c| members::store::find(&s.db, c)).transpose()?.map(|c| c.id),
        time: args.time.as_deref().map(input::time).transpose()?,
        kinds: store::kinds(&s.db)?,
        today: s.db.now().day(s.zone),
        zone: s.zone,
        langs,
    })
}
