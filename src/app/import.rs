//! Importing: reads files, enters their rows, screens what is new, and puts what is found into the queue. The only
//! place that sees the ledger's and the queue's store at once.

mod ahead;
mod asks;
mod desk;
mod petition;
#[cfg(test)]
mod tests;
mod waiting;
mod watch;

use crate::base::config::Config;
use crate::base::{Error, Kind, Result, Says, Zone};
use crate::db::journal::Entry;
use crate::db::{Db, setting};
use crate::intake::{self, Encoding, Options};
use crate::messages::store::{self, Counts};
use crate::moderation::store as queue;
use ahead::Ahead;
use desk::Desk;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

/// How files are to be read.
#[derive(Debug, Clone, Default)]
pub struct How {
    /// A format id; otherwise recognised.
    pub format: Option<String>,
    /// The community everything belongs to; otherwise as the files say.
    pub community: Option<String>,
    /// For times without zone, and the zone of communities made by this import; otherwise the file's own.
    pub zone: Option<Zone>,
    /// An encoding label; otherwise recognised.
    pub encoding: Option<String>,
    /// Read and count only.
    pub dry_run: bool,
    /// Ask the program of the configuration what it thinks of each message: only for a login that may run programs.
    pub ask_outside: bool,
}

/// A row that was left out.
#[derive(Debug, Clone)]
pub struct Skipped {
    /// The file.
    pub file: String,
    /// Its line.
    pub line: u64,
    /// Why.
    pub why: Says,
}

/// What came of an import.
#[derive(Debug, Default)]
pub struct Done {
    /// The numbers.
    pub counts: Counts,
    /// The formats met.
    pub formats: Vec<&'static str>,
    /// The encodings met.
    pub encodings: Vec<&'static str>,
    /// Bytes that were no text and were replaced.
    pub replaced: u64,
    /// The first rows left out; `counts.skipped` counts all.
    pub skipped: Vec<Skipped>,
    /// Files that could not be read to their end, and why; what came before was imported.
    pub broken: Vec<(String, Error)>,
    /// The batch in the file; 0 for a dry run.
    pub batch: i64,
    /// What went wrong with the program that was asked.
    pub trouble: Option<Says>,
    /// What was heard in it: new inquiries, and inquiries that go on.
    pub asks: crate::sop::store::Taken,
}

/// At most this many reasons are kept for the report of a terminal; `progress` hears all of them.
const MOST_REASONS: usize = 100_000;

/// What happens while importing, for a progress line.
pub enum Progress<'a> {
    /// A file begins.
    File(&'a str),
    /// So many rows are in.
    Rows(i64),
    /// A row was left out.
    Skipped(&'a Skipped),
}

/// Imports `paths` (`-` is standard input) as one batch.
///
/// # Errors
/// When nothing could be read at all, or the database fails. A file that breaks off is reported in [`Done::broken`].
pub fn files(
    db: &mut Db,
    paths: &[PathBuf],
    how: &How,
    config: &Config,
    progress: &mut dyn FnMut(Progress),
) -> Result<Done> {
    asks::check(config)?;
    let options = options(db, how)?;
    db.expect(true)?;
    let done = enter(db, paths, how, config, &|| Ahead::look(paths, how, &options), progress);
    db.expect(false)?;
    done
}

/// How files are read that `how` tells of; each adds its name.
fn options(db: &Db, how: &How) -> Result<Options> {
    let encoding = how.encoding.as_deref().map_or(Ok(Encoding::Auto), Encoding::parse)?;
    let zone = how.zone.map_or_else(|| setting::zone(db), Ok)?;
    Ok(Options { zone, encoding, chat_name: how.community.clone(), name: String::new() })
}

/// Reads and enters `paths`; `look` tells what is known of them once there is something new in them.
fn enter(
    db: &mut Db,
    paths: &[PathBuf],
    how: &How,
    config: &Config,
    look: &dyn Fn() -> Ahead,
    progress: &mut dyn FnMut(Progress),
) -> Result<Done> {
    let options = options(db, how)?;
    let file_zone = setting::zone(db)?;
    let mut desk = Desk::new(db, paths, how, config, look, progress)?;
    for path in paths {
        let name = path.display().to_string();
        desk.open(&name);
        let options = Options { name: name.clone(), ..options.clone() };
        let read =
            open(path).and_then(|mut bytes| intake::read(&mut bytes, how.format.as_deref(), &options, &mut desk));
        match read {
            Ok(summary) => desk.met(summary),
            Err(error) if error.kind == Kind::User => desk.broke(name, error),
            Err(error) => return Err(error),
        }
    }
    let mut done = desk.finish(paths.len())?;
    if !how.dry_run {
        // What waited before may look otherwise by now, too.
        queue::rescore(db, config)?;
    }
    if done.batch != 0 {
        done.asks = asks::listen(db, config, file_zone, done.batch)?;
    }
    if !how.dry_run {
        // Whoever came with it gets the plan of newcomers.
        crate::sop::store::newcomers::greet(db, file_zone)?;
        super::settle::settle(db)?;
    }
    Ok(done)
}

fn open(path: &Path) -> Result<Box<dyn Read>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(std::io::stdin().lock()));
    }
    let file = File::open(path).map_err(|e| Error::io(path, &e))?;
    if file.metadata().is_ok_and(|m| m.is_dir()) {
        return Err(Error::user("base.io_folder").with("path", path.display()));
    }
    Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
}

/// What a batch is called: the file's name, and how many more there were.
fn title(paths: &[PathBuf]) -> String {
    let first = paths
        .first()
        .map(|p| p.file_name().unwrap_or(p.as_os_str()).to_string_lossy().into_owned())
        .unwrap_or_default();
    if paths.len() > 1 { format!("{first} +{}", paths.len() - 1) } else { first }
}

/// Undoes a journal entry; an import is taken back as a batch.
///
/// # Errors
/// As [`Db::undo`].
pub fn undo(db: &mut Db, seq: i64, file_zone: Zone) -> Result<Entry> {
    asks::forget(db, seq)?;
    db.undo_with(seq, |tx, entry| {
        let batch = entry.item.strip_prefix("batch:").and_then(|id| id.parse().ok());
        match batch.filter(|_| entry.action == "import.batch") {
            Some(batch) => store::undo_batch(tx, batch, file_zone).map(|()| true),
            None => Ok(false),
        }
    })
}
