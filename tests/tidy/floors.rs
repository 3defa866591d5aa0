//! Who may import whom, and which library is allowed where (design §2).

use super::source::{House, Source};
use std::collections::BTreeMap;

/// The areas: rooms named by a word of the domain.
const AREAS: &[&str] = &["calendar", "sop", "moderation", "kpi", "members", "messages", "shift"];

/// What each room below the areas may import; `app`, `cli` and `main` stand above everything else.
const LOW: &[(&str, &[&str])] =
    &[("base", &[]), ("db", &["base"]), ("tui", &["base"]), ("intake", &["base"]), ("area", &["base", "db", "tui"])];

/// Rooms of an area that only the area itself, `app` and `cli` see.
const CLOSED: &[&str] = &["store", "pane", "view"];

/// Areas of which other areas see nothing: the ledger is behind the panes, not beside them.
const HIDDEN: &[&str] = &["messages"];

/// (file, what it imports, why it may).
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// A library, the paths in which it may be named (`*` stands for one folder), and where to go instead.
const LIBRARIES: &[(&str, &[&str], &str)] = &[
    ("rusqlite", &["src/db/", "src/*/store.rs", "src/*/store/"], "SQL belongs into the area's store.rs"),
    (
        "ratatui",
        &["src/tui/", "src/app/", "src/*/pane.rs", "src/*/pane/", "src/*/view.rs", "src/*/view/"],
        "drawing belongs into the area's view.rs",
    ),
    ("clap", &["src/cli/"], "arguments belong into src/cli"),
    ("clap_complete", &["src/cli/"], "completions belong into src/cli"),
    ("clap_mangen", &["src/cli/"], "the manual belongs into src/cli"),
    ("crossterm", &["src/tui/", "src/app/", "src/*/pane.rs", "src/*/pane/"], "keys are read in pane.rs"),
];

/// A path that a file names, from the top of the crate.
#[derive(Debug)]
pub struct Import {
    /// Where.
    pub at: usize,
    /// `["db", "claim", "take"]`.
    pub path: Vec<String>,
    /// Whether it is handed on with `pub use`.
    handed_on: bool,
}

/// Where the file stands: `src/db/sql.rs` is `["db", "sql"]`.
fn module(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    let inner = inner.trim_end_matches("/mod").trim_end_matches("lib");
    inner.split('/').filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

/// Every path of the crate's own that `file` names, in `use` lines and in the code.
pub fn imports(file: &Source) -> Vec<Import> {
    let mut found = Vec::new();
    let mut inside_use = vec![];
    for at in file.everywhere("use").collect::<Vec<_>>() {
        let Some(len) = file.code[at..].find(';') else { continue };
        let before = file.code[..at].trim_end();
        if !before.is_empty() && !before.ends_with([';', '}', '{', ']', ')']) && !before.ends_with("pub") {
            continue;
        }
        inside_use.push(at..at + len);
        let mut paths = Vec::new();
        expand("", &file.code[at + 3..at + len], &mut paths);
        let handed_on = before.ends_with("pub") || before.ends_with(')');
        found.extend(paths.into_iter().filter_map(|p| absolute(file, at, &p, handed_on)));
    }
    for start in ["crate::", "super::", "self::"] {
        for at in file.everywhere(start) {
            let free = !file.code[..at].ends_with("::") && !inside_use.iter().any(|r| r.contains(&at));
            if free {
                let end = |c: char| !(c.is_alphanumeric() || c == '_' || c == ':');
                let path = file.code[at..].split(end).next().unwrap_or("");
                found.extend(absolute(file, at, path, false));
            }
        }
    }
    found.sort_by_key(|i| i.at);
    found
}

/// `a::{b, c::{d}}` as `a::b` and `a::c::d`.
fn expand(before: &str, tree: &str, out: &mut Vec<String>) {
    let tree = tree.trim();
    let Some((head, rest)) = tree.split_once('{') else {
        let name = tree.split(" as ").next().unwrap_or(tree);
        out.push(format!("{before}{}", name.trim()));
        return;
    };
    let (inside, _) = rest.rsplit_once('}').unwrap_or((rest, ""));
    let (mut depth, mut from) = (0, 0);
    for (at, c) in inside.char_indices().chain([(inside.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !inside[from..at].trim().is_empty() {
                    expand(&format!("{before}{}", head.trim()), &inside[from..at], out);
                }
                from = at + 1;
            }
            _ => {}
        }
    }
}

/// The path from the top of the crate, if it is the crate's own.
fn absolute(file: &Source, at: usize, path: &str, handed_on: bool) -> Option<Import> {
    let mut here = module(&file.path);
    let inline = file.tested(at) && !file.test.iter().all(|t| *t);
    if inline {
        here.push("tests".into());
    }
    let mut parts = path.split("::").map(str::trim).filter(|p| !p.is_empty()).peekable();
    match *parts.peek()? {
        "crate" => here.clear(),
        "super" | "self" => {}
        // `pub use pane::SopPane;` in a room's mod.rs
        first if handed_on && first.starts_with(|c: char| c.is_lowercase()) => {}
        _ => return None,
    }
    for part in parts {
        match part {
            "crate" | "self" => {}
            "super" => drop(here.pop()),
            name => here.push(name.into()),
        }
    }
    Some(Import { at, path: here, handed_on })
}

fn room(file: &Source) -> String {
    module(&file.path).into_iter().next().unwrap_or_default()
}

/// Names that an area's mod.rs hands on from a closed room: (area, name) -> room.
fn handed_on(house: &House) -> BTreeMap<(String, String), String> {
    let mut names = BTreeMap::new();
    for file in house.src().filter(|f| AREAS.iter().any(|a| f.path == format!("src/{a}/mod.rs"))) {
        for import in imports(file).iter().filter(|i| i.handed_on) {
            if let [area, closed, .., name] = import.path.as_slice()
                && CLOSED.contains(&closed.as_str())
            {
                names.insert((area.clone(), name.clone()), closed.clone());
            }
        }
    }
    names
}

/// Why `file` of `room` must not import `path`; `None` if it may.
fn refused(house: &BTreeMap<(String, String), String>, from: &str, path: &[String], tested: bool) -> Option<String> {
    let to = path.first().map_or("", String::as_str);
    let second = path.get(1).map_or("", String::as_str);
    let known = |r: &str| AREAS.contains(&r) || LOW.iter().any(|(n, _)| *n == r) || ["app", "cli"].contains(&r);
    if to == from || !known(to) {
        return None;
    }
    match from {
        "" | "main" | "cli" => return None,
        "app" => return (to == "cli").then(|| "cli stands above app".into()),
        _ => {}
    }
    let floor = if AREAS.contains(&from) { "area" } else { from };
    let lower = LOW.iter().find(|(n, _)| *n == floor).map_or(&[][..], |(_, l)| *l);
    if lower.contains(&to) {
        return None;
    }
    if floor != "area" || !AREAS.contains(&to) {
        return Some(format!("{from} may import only {lower:?} and itself: move what is shared to a lower floor"));
    }
    // Tests may fill a file through another area's store.
    if tested {
        return None;
    }
    if HIDDEN.contains(&to) {
        return Some(format!("other areas see nothing of {to}: let app join the two"));
    }
    let closed = path.iter().skip(1).find(|p| CLOSED.contains(&p.as_str()));
    let closed = closed.or_else(|| house.get(&(to.to_owned(), second.to_owned())));
    closed.map(|c| format!("{to}::{c} is seen only by {to}, app and cli: ask a rule type, or let app join the two"))
}

/// Imports from the same or a higher floor, or from another area's closed rooms.
pub fn climbing(house: &House) -> Vec<String> {
    let names = handed_on(house);
    let mut broken = Vec::new();
    for file in house.src() {
        for import in imports(file) {
            let path = import.path.join("::");
            let excused = EXCEPTIONS.iter().any(|(f, p, _)| *f == file.path && path.starts_with(p));
            let why = refused(&names, &room(file), &import.path, file.tested(import.at));
            if let Some(why) = why.filter(|_| !excused) {
                broken.push(format!("{}: imports {path}: {why}", file.spot(import.at)));
            }
        }
    }
    broken
}

/// Rooms that no floor is written down for.
pub fn homeless(house: &House) -> Vec<String> {
    let known: Vec<&str> =
        AREAS.iter().chain(LOW.iter().map(|(n, _)| n)).chain(&["app", "cli", "main"]).copied().collect();
    let rooms = house.src().map(|f| (room(f), f)).filter(|(r, _)| !r.is_empty() && !known.contains(&r.as_str()));
    rooms
        .map(|(r, f)| format!("{}:1: room {r} has no floor: add it to AREAS or LOW in tests/tidy/floors.rs", f.path))
        .collect()
}

/// Exceptions nobody needs any more.
pub fn idle_exceptions(house: &House) -> Vec<String> {
    let used = |(path, import, _): &&(&str, &str, &str)| {
        let file = house.src().find(|f| f.path == *path);
        !file.is_some_and(|f| imports(f).iter().any(|i| i.path.join("::").starts_with(import)))
    };
    EXCEPTIONS
        .iter()
        .filter(used)
        .map(|(f, p, _)| format!("{f}:1: does not import {p}: remove the exception"))
        .collect()
}

/// Whether `path` lies under `pattern`.
fn under(path: &str, pattern: &str) -> bool {
    let mut parts = path.split('/');
    let fits = pattern.trim_end_matches('/').split('/').all(|p| parts.next().is_some_and(|part| p == "*" || p == part));
    fits && (pattern.ends_with('/') || parts.next().is_none())
}

/// Libraries outside their place. Tests may look at a thing from outside with any of them.
pub fn misplaced(house: &House) -> Vec<String> {
    let mut broken = Vec::new();
    for (library, places, instead) in LIBRARIES {
        let words = [format!("{library}::"), format!("use {library};")];
        for file in house.src().filter(|f| !places.iter().any(|p| under(&f.path, p))) {
            let named = words.iter().flat_map(|w| file.places(w));
            broken.extend(named.map(|at| format!("{}: {library} is not allowed here: {instead}", file.spot(at))));
        }
    }
    broken
}
