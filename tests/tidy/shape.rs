//! Sizes, names, forbidden words, files opened by hand, SQL made by hand, what lies at the top (design §2, §6).

use super::source::{House, Source, name, walk};
use std::collections::BTreeSet;

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 60;
/// Of a hundred lines this many are tests.
const TEST_SHARE: usize = 35;

/// What may lie at the top; names beginning with a dot may too. `target` is what cargo builds.
const TOP: &[&str] = &["Cargo.toml", "Cargo.lock", "README.md", "src", "tests", "themes", "target"];

/// Names of files that say nothing about what is in them.
const EMPTY_NAMES: &[&str] = &["util", "common", "helper", "strings", "misc"];

/// Endings of type names that say nothing about what the type is.
const EMPTY_TYPES: &[&str] = &["Manager", "Helper", "Util", "Utils"];

/// Words that must not stand in code, where they may, and what to do instead.
const FORBIDDEN: &[(&str, &[&str], &str)] = &[
    ("todo!", &[], "finish it"),
    ("unimplemented!", &[], "finish it"),
    ("dbg!", &[], "remove it"),
    ("#[ignore", &["src/tui/guard.rs"], "make the test fast, or a benchmark under tests/bench"),
    ("Utc::now", &["src/base/clock.rs"], "take the time from the injected clock"),
    ("Local::now", &[], "take the time from the injected clock"),
    ("SystemTime::now", &["src/base/clock.rs", "tests/"], "take the time from the injected clock"),
];

/// What writes to the terminal past [`PRINTER`]. Tests may.
const PRINTS: &[&str] = &["print!", "println!", "eprint!", "eprintln!"];

/// The one file that writes to stdout and stderr for the command line.
const PRINTER: &str = "src/cli/output.rs";

/// Calls that open, make, move or remove a file.
const HANDS_ON: &[&str] = &[
    "fs::read",
    "fs::read_to_string",
    "fs::write",
    "fs::copy",
    "fs::rename",
    "fs::hard_link",
    "fs::remove_file",
    "fs::File",
    "fs::OpenOptions",
    "File::open",
    "File::create",
    "OpenOptions::new",
    "fs::remove_dir_all",
    "fs::open",
    "fs::openat",
];

/// The files that may, and what it is they touch. None of them may touch an open database: closing any handle on it
/// drops SQLite's locks, and other operators' commits are lost.
const MAY_OPEN: &[(&str, &str)] = &[
    ("src/app/import.rs", "reads the export to be imported"),
    ("src/base/clock.rs", "reads the system's table of one zone"),
    ("src/app/keep.rs", "writes the text that could not be sent, to a file of its own"),
    ("src/base/config.rs", "reads the configuration"),
    ("src/cli/exchange.rs", "writes the calendar into a new file"),
    ("src/cli/input.rs", "reads the file a subcommand was given"),
    ("src/cli/start.rs", "removes the folder of the demo"),
    ("src/db/backup.rs", "makes, renames or removes the copy, never the database"),
    ("src/db/lock.rs", "the lock file beside the database"),
    ("src/db/open.rs", "makes the empty file, before SQLite has ever seen it"),
    ("src/kpi/sheet.rs", "reads the sheet of figures to be imported"),
    ("src/tui/theme/mod.rs", "reads a theme"),
];

/// Files that put SQL together, and of what. Values are always bound.
const MAY_FORMAT_SQL: &[(&str, &str)] = &[
    ("src/db/journal.rs", "a constant list of columns"),
    ("src/db/capture.rs", "names of tables and columns read from the schema"),
    ("src/kpi/store/measures.rs", "the constant columns of the facts"),
    ("src/db/undo.rs", "names of tables and columns of the row images, checked against the schema"),
    ("src/members/store.rs", "a constant SELECT shared by two readers"),
    ("src/moderation/store.rs", "constant columns and conditions"),
    ("src/sop/store/inquiries.rs", "constant columns, one condition of three"),
    ("src/sop/store/templates.rs", "a constant list of columns"),
    ("src/sop/store/incidents.rs", "a constant list of columns"),
    ("src/sop/store/newcomers.rs", "the two constant conditions of this file"),
    ("src/sop/store/plans.rs", "a constant list of columns"),
    ("src/sop/store/runs.rs", "constant columns and joins, the constant conditions of this file"),
    ("src/sop/store/steps.rs", "the two constant conditions of whose runs end"),
    ("src/sop/store/inquiries.rs", "a constant list of columns; the constant conditions of three lists"),
    ("src/sop/store/templates.rs", "a constant list of columns and a constant join"),
];

/// Files with too many lines that are not for tests.
pub fn long_files(house: &House) -> Vec<String> {
    let long = house.src().map(|f| (f, f.test.iter().filter(|t| !**t).count())).filter(|(_, n)| *n > FILE_LINES);
    long.map(|(f, n)| format!("{}:{n}: {n} lines, {FILE_LINES} allowed: split it by the domain's words", f.path))
        .collect()
}

/// Functions with too many lines.
pub fn long_functions(house: &House) -> Vec<String> {
    let mut broken = Vec::new();
    for file in house.src() {
        for at in file.places("fn") {
            let Some(open) = file.body(at) else { continue };
            let called: String =
                file.code[at + 2..].trim_start().chars().take_while(|c| *c != '(' && *c != '<').collect();
            let lines = file.line(file.closing(open)) - file.line(at) + 1;
            if lines > FUNCTION_LINES && !called.is_empty() {
                let spot = file.spot(at);
                broken.push(format!("{spot}: {called} has {lines} lines, {FUNCTION_LINES} allowed: split it"));
            }
        }
    }
    broken
}

/// File and type names that say nothing.
pub fn empty_names(house: &House) -> Vec<String> {
    let mut broken = Vec::new();
    for file in house.src() {
        let stem = file.path.rsplit('/').next().unwrap_or("").trim_end_matches(".rs");
        if EMPTY_NAMES.iter().any(|n| stem.starts_with(n)) {
            broken.push(format!("{}:1: name the file by what is in it", file.path));
        }
        for word in ["struct", "enum", "trait"] {
            for at in file.places(word) {
                let name: String =
                    file.code[at + word.len()..].trim_start().chars().take_while(|c| c.is_alphanumeric()).collect();
                if EMPTY_TYPES.iter().any(|e| name.ends_with(e)) {
                    broken.push(format!("{}: name {name} by the field's word", file.spot(at)));
                }
            }
        }
    }
    broken
}

/// Words that must not stand in code.
pub fn forbidden(house: &House) -> Vec<String> {
    let mut broken = Vec::new();
    for file in &house.files {
        for (word, places, instead) in FORBIDDEN {
            if !places.iter().any(|p| file.path.starts_with(p)) {
                broken.extend(file.everywhere(word).map(|at| format!("{}: {word}: {instead}", file.spot(at))));
            }
        }
    }
    for file in house.src().filter(|f| f.path != PRINTER) {
        for at in PRINTS.iter().flat_map(|word| file.places(word)) {
            broken.push(format!("{}: prints: what goes out goes through {PRINTER}", file.spot(at)));
        }
    }
    broken
}

/// Tests that sleep. Benchmarks may pause like people.
pub fn sleepy_tests(house: &House) -> Vec<String> {
    let files = house.files.iter().filter(|f| !f.path.starts_with("tests/bench/"));
    files
        .flat_map(|f| f.everywhere("sleep").filter(|at| f.tested(*at)).map(|at| f.spot(at)))
        .map(|spot| format!("{spot}: a test sleeps: wait for a named event"))
        .collect()
}

/// Files opened where nobody may, or that are the database.
pub fn opened_by_hand(house: &House) -> Vec<String> {
    let mut broken = Vec::new();
    for file in house.src() {
        let may = MAY_OPEN.iter().any(|(path, _)| *path == file.path);
        let spots: BTreeSet<(usize, usize)> =
            HANDS_ON.iter().flat_map(|call| file.places(call)).map(|at| (file.line(at), at)).collect();
        for (_, at) in spots {
            let call = file.code[at..].split(';').next().unwrap_or("");
            if ["db.path", "-wal", "-shm"].iter().any(|p| call.contains(p)) {
                broken.push(format!("{}: opens the database by hand: go through db::Db", file.spot(at)));
            } else if !may && !file.code[..at].ends_with("use std::") {
                broken.push(format!(
                    "{}: opens files: only the rows of MAY_OPEN in tests/tidy/shape.rs do",
                    file.spot(at)
                ));
            }
        }
    }
    let idle = MAY_OPEN.iter().filter(|(path, _)| {
        !house.src().any(|f| f.path == *path && HANDS_ON.iter().any(|call| f.places(call).next().is_some()))
    });
    broken.extend(idle.map(|(path, _)| format!("{path}:1: opens nothing any more: remove its row of MAY_OPEN")));
    broken
}

/// SQL put together from pieces.
pub fn formatted_sql(house: &House) -> Vec<String> {
    let sql =
        |text: &str| ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", " WHERE ", " FROM "].iter().any(|v| text.contains(v));
    let mut broken = Vec::new();
    let mut used = BTreeSet::new();
    for file in house.src() {
        for literal in file.literals.iter().filter(|l| sql(&l.text) && !file.tested(l.at)) {
            let before = file.code[..literal.at].trim_end();
            let line = before.rsplit(['\n', ';', '{']).next().unwrap_or("");
            let made = before.ends_with("format!(") || line.contains("write!(") || line.contains("push_str(");
            if made {
                used.insert(file.path.as_str());
            }
            if made && !MAY_FORMAT_SQL.iter().any(|(path, _)| *path == file.path) {
                broken.push(format!(
                    "{}: SQL is put together: bind the values; if only constant names vary, add a row to MAY_FORMAT_SQL",
                    file.spot(literal.at)
                ));
            }
        }
    }
    let idle = MAY_FORMAT_SQL.iter().filter(|(path, _)| !used.contains(path));
    broken.extend(idle.map(|(path, _)| format!("{path}:1: formats no SQL any more: remove its row of MAY_FORMAT_SQL")));
    broken
}

/// What lies at the top and does not belong there.
pub fn strangers(house: &House) -> Vec<String> {
    let names = std::fs::read_dir(&house.root).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
    let allowed = |n: &String| n.starts_with('.') || n.starts_with("LICENSE") || TOP.contains(&n.as_str());
    let mut broken: Vec<String> =
        names.filter(|n| !allowed(n)).map(|n| format!("{n}:1: does not belong at the top (design: TOP)")).collect();
    broken.sort();
    broken
}

/// Whether enough lines are tests.
pub fn test_share(house: &House) -> Vec<String> {
    let (tests, all) = lines(house);
    if tests * 100 >= all * TEST_SHARE {
        return Vec::new();
    }
    let mut rooms: Vec<(usize, &Source)> = house
        .src()
        .map(|f| (f.test.iter().filter(|t| !**t).count(), f))
        .filter(|(_, f)| !f.test.contains(&true))
        .collect();
    rooms.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    let mut broken = vec![format!("{tests} of {all} lines are tests, {TEST_SHARE} % wanted; long files without any:")];
    broken.extend(rooms.iter().take(10).map(|(n, f)| format!("{}:1: {n} lines, no test", f.path)));
    broken
}

/// Lines of tests, and of all Rust.
pub fn lines(house: &House) -> (usize, usize) {
    let tests = house.files.iter().flat_map(|f| &f.test).filter(|t| **t).count();
    (tests, house.files.iter().map(|f| f.test.len()).sum())
}

/// Themes in the folder and in the table.
pub fn themes(house: &House) -> Vec<String> {
    let mut paths = Vec::new();
    walk(&house.root.join("themes"), &mut paths);
    let there: BTreeSet<String> = paths.iter().map(|p| name(&house.root, p)).collect();
    let known: BTreeSet<String> = qun::tui::theme::THEMES.iter().map(|(n, _)| format!("themes/{n}.toml")).collect();
    let both = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
    let mut broken: Vec<String> =
        both(&there, &known).iter().map(|p| format!("{p}:1: has no row in tui::theme::THEMES")).collect();
    broken.extend(both(&known, &there).iter().map(|p| format!("{p}:1: has a row in tui::theme::THEMES but no file")));
    broken
}
