//! Every sentence that is asked for exists, every sentence that exists is asked for, and none stands in the code.

use super::source::{House, Literal, Source, name, walk};
use qun::base::i18n;
use std::collections::{BTreeMap, BTreeSet};

/// Keys put together at run time or by a macro, `*` for what varies, and where that comes from.
const DYNAMIC: &[(&str, &str)] = &[
    ("app.area_*", "the first word of a journal action"),
    ("app.fate_*", "db::journal::Fate"),
    ("base.month_*", "1 to 12"),
    ("base.weekday_*", "mon to sun"),
    ("calendar.did_*", "the verbs of calendar::store::change"),
    ("calendar.format_*", "the table of calendar::post"),
    ("calendar.kind_*", "the table of calendar::post"),
    ("calendar.reason_*", "the table of calendar::post"),
    ("calendar.state_*", "the table of calendar::post"),
    ("calendar.track_*", "the table of calendar::post"),
    ("cli.about_*", "names of subcommands"),
    ("cli.arg_*", "names of arguments"),
    ("columns.nth_*", "1 to 5, and 0 for the last"),
    ("kpi.*_of", "ratios of kpi::metric"),
    ("members.platform_*", "members::community::PLATFORMS"),
    ("posts.did_*_many", "the verbs of calendar::store"),
];

/// Whether the key `key` is of the form `pattern`.
fn fits(pattern: &str, key: &str) -> bool {
    let (start, end) = pattern.split_once('*').unwrap_or((pattern, ""));
    key.len() > start.len() + end.len() && key.starts_with(start) && key.ends_with(end)
}

/// What stands before the name of a command, a journalled act or a setting, which looks like a key but is none.
const BEFORE_IDS: &[&str] = &[
    "id:",
    ".write(",
    ".write_batch(",
    ".through(",
    "write_content(db,",
    "step(db,",
    "row(",
    "command(",
    "setting::get(db,",
    "number(",
    "key:",
];

/// Where texts hold Chinese that is data, not wording.
const CHINESE: &[(&str, &str)] = &[
    ("src/base/i18n/", "how dates and numbers are written and typed in each language"),
    ("src/base/text/", "characters, their readings, and what is the same to a reader"),
    ("src/calendar/aim.rs", "what parts the words of an aim, and all"),
    ("src/calendar/days/", "the State Council's notices, and days as people list them"),
    ("src/calendar/exchange/sheet.rs", "what sheets call their columns"),
    ("src/calendar/outcome.rs", "what sheets of results call their columns"),
    ("src/calendar/post.rs", "what counts the posts of a series in a title"),
    ("src/calendar/recurrence/", "rules as people write them"),
    ("src/cli/input.rs", "stretches of time that are typed"),
    ("src/kpi/entry.rs", "units that are typed"),
    ("src/kpi/metric.rs", "what sheets call a metric"),
    ("src/kpi/sheet.rs", "what sheets call their columns"),
    ("src/moderation/pipeline.rs", "what platforms call the roles of members"),
    ("src/moderation/store/enter.rs", "what exports write before an inviter's name"),
    ("src/moderation/screening/", "what is written by those who are screened"),
    ("src/moderation/wordlist.rs", "what parts the words of a list, and what tables of them are headed"),
    ("src/sop/ears.rs", "what is written by those who ask"),
    ("src/sop/exchange", "what sheets call their columns and kinds of lines"),
    ("src/sop/playbook/moment.rs", "when a step is due, as people write it"),
    ("src/sop/promise/week.rs", "days and hours as people write them"),
    ("src/sop/search", "what people type to find a template, and what every question says"),
    ("src/sop/template.rs", "what sheets and people call a category"),
    ("src/sop/template/slots.rs", "slots as they are written in templates"),
    ("src/intake/", "what other programs write into their exports"),
    ("src/sop/exchange.rs", "what headers of template files may call a column"),
    ("src/sop/search.rs", "words that an inquiry of a kind asks with"),
    ("src/sop/template", "names of slots and categories as people write them in templates"),
];

/// Whether `text` looks like the key of a sentence.
fn looks_like_a_key(text: &str, rooms: &BTreeSet<String>) -> bool {
    let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    text.split_once('.').is_some_and(|(room, key)| rooms.contains(room) && plain(key))
}

/// All keys, with where they stand.
fn catalogue(house: &House) -> BTreeMap<String, String> {
    let mut paths = Vec::new();
    walk(&house.root.join("src/base/i18n"), &mut paths);
    let mut keys = BTreeMap::new();
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "toml")) {
        let room = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text: &'static str = Box::leak(std::fs::read_to_string(path).unwrap().into_boxed_str());
        let rows: BTreeSet<&str> = i18n::rows(text).map(|(key, _)| key).collect();
        for (line, row) in text.lines().enumerate() {
            let key = row.split(" = ").next().unwrap_or("");
            if rows.contains(key) {
                keys.insert(format!("{room}.{key}"), format!("{}:{}", name(&house.root, path), line + 1));
            }
        }
    }
    assert!(keys.len() > 300, "only {} sentences were found: the checks would say nothing", keys.len());
    keys
}

/// The texts of the program that look like keys: (file, literal, key).
fn named<'a>(house: &'a House, rooms: &BTreeSet<String>) -> Vec<(&'a Source, &'a Literal, &'a str)> {
    let mut named = Vec::new();
    for file in house.src() {
        for literal in file.literals.iter().filter(|l| !file.tested(l.at)) {
            let key = literal.text.trim_start_matches('@');
            let file_name = file.code[..literal.at].ends_with("include_str!(");
            if looks_like_a_key(key, rooms) && !file_name {
                named.push((file, literal, key));
            }
        }
    }
    named
}

/// Keys that are asked for and do not exist.
pub fn missing(house: &House) -> Vec<String> {
    let keys = catalogue(house);
    let rooms: BTreeSet<String> = keys.keys().map(|k| k.split('.').next().unwrap_or("").to_owned()).collect();
    // `queue.did_` is the beginning of several.
    let begins = |start: &str| start.ends_with('_') && keys.keys().any(|key| key.starts_with(start));
    unknown(house, &rooms, |key| keys.contains_key(key) || begins(key))
}

/// As [`missing`], of any catalogue.
pub fn unknown(house: &House, rooms: &BTreeSet<String>, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let named = named(house, rooms);
    let is_id = |file: &Source, l: &Literal| {
        let before = file.code[..l.at].trim_end();
        BEFORE_IDS.iter().any(|b| before.ends_with(b))
    };
    let ids: BTreeSet<&str> = named.iter().filter(|(f, l, _)| is_id(f, l)).map(|(_, _, k)| *k).collect();
    let wrong = named.iter().filter(|(_, _, key)| !exists(key) && !ids.contains(key));
    wrong
        .map(|(file, literal, key)| {
            let room = key.split('.').next().unwrap_or("");
            format!("{}: {key} is no sentence: add the row to src/base/i18n/{room}.toml", file.spot(literal.at))
        })
        .collect()
}

/// Sentences that nobody asks for.
pub fn idle(house: &House) -> Vec<String> {
    let keys = catalogue(house);
    let rooms: BTreeSet<String> = keys.keys().map(|k| k.split('.').next().unwrap_or("").to_owned()).collect();
    let mut used: BTreeSet<&str> = named(house, &rooms).into_iter().map(|(_, _, key)| key).collect();
    // Keys inside JSON inside SQL.
    for file in house.src() {
        used.extend(file.literals.iter().filter(|l| !file.tested(l.at)).flat_map(|l| l.text.split(['"', '\\'])));
    }
    keys.iter()
        .filter(|(key, _)| !used.contains(key.as_str()) && !DYNAMIC.iter().any(|(pattern, _)| fits(pattern, key)))
        .map(|(key, spot)| format!("{spot}: nobody asks for {key}: remove the row, or use it"))
        .collect()
}

/// Keys put together in a way that is not written down in [`DYNAMIC`], and rows of it that no sentence needs.
pub fn dynamic(house: &House) -> Vec<String> {
    let keys = catalogue(house);
    let idle = DYNAMIC.iter().filter(|(pattern, _)| !keys.keys().any(|key| fits(pattern, key)));
    let mut broken: Vec<String> =
        idle.map(|(p, _)| format!("tests/tidy/wording.rs:1: no key is like {p} any more: remove the row")).collect();
    broken.extend(put_together(house));
    broken
}

/// The first half of [`dynamic`].
pub fn put_together(house: &House) -> Vec<String> {
    let rooms: BTreeSet<&str> = i18n::ROOMS.iter().map(|(room, _)| *room).collect();
    let mut broken = Vec::new();
    for file in house.src() {
        for literal in file.literals.iter().filter(|l| !file.tested(l.at)) {
            let Some((start, _)) = literal.text.split_once('{') else { continue };
            let Some((room, rest)) = start.split_once('.') else { continue };
            let plain = rest.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            if rooms.contains(room) && plain && !DYNAMIC.iter().any(|(pattern, _)| *pattern == format!("{start}*")) {
                broken.push(format!(
                    "{}: puts a key together from {start}: write the keys out, or add a row to DYNAMIC in tests/tidy/wording.rs",
                    file.spot(literal.at)
                ));
            }
        }
    }
    broken
}

/// Catalogues in the folder that the program does not read.
pub fn unread(house: &House) -> Vec<String> {
    let rooms: BTreeSet<&str> = i18n::ROOMS.iter().map(|(room, _)| *room).collect();
    let there: BTreeSet<String> =
        catalogue(house).into_keys().map(|k| k.split('.').next().unwrap_or("").to_owned()).collect();
    let unread = there.iter().filter(|room| !rooms.contains(room.as_str()));
    unread.map(|room| format!("src/base/i18n/{room}.toml:1: has no row in base::i18n::ROOMS")).collect()
}

/// Chinese in the code that belongs into a catalogue.
pub fn chinese(house: &House) -> Vec<String> {
    let han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}');
    let mut broken = Vec::new();
    for file in house.src().filter(|f| !CHINESE.iter().any(|(path, _)| f.path.starts_with(path))) {
        let texts: Vec<_> = file.literals.iter().filter(|l| l.text.contains(han) && !file.tested(l.at)).collect();
        if let Some(first) = texts.first() {
            let shown: String = first.text.chars().take(12).collect();
            broken.push(format!(
                "{}: {} texts hold Chinese ({shown} …): sentences belong into src/base/i18n; data: a row of CHINESE in tests/tidy/wording.rs",
                file.spot(first.at),
                texts.len()
            ));
        }
    }
    broken
}
