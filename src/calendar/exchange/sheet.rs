//! Posts as CSV. A header line names the columns, in any of the usual words or as the operator maps them.

use super::super::board::later;
use super::super::post::{Format, Post, Track};
use super::{Entry, Lookup, Read, Skipped};
use crate::base::i18n::{parse_day, parse_time};
use crate::base::{Error, Kind as Sort, Result, Says};
use std::fmt::Write as _;

/// The columns in the order they are written, and what else a header may call them.
pub const COLUMNS: [(&str, &[&str]); 11] = [
    ("day", &["date", "日期", "日", "排期", "发布日期", "發布日期"]),
    ("time", &["时间", "時間", "时刻", "時刻", "发布时间", "發布時間"]),
    ("platform", &["平台"]),
    ("community", &["群", "社群", "群名", "channel", "group"]),
    ("kind", &["type", "类型", "類型"]),
    ("format", &["形式", "格式"]),
    ("track", &["轨道", "軌道"]),
    ("title", &["标题", "標題", "主题", "主題", "选题", "選題", "topic", "subject"]),
    ("body", &["文案", "正文", "内容", "內容", "caption", "text", "content"]),
    ("owner", &["负责人", "負責人", "assignee"]),
    ("note", &["备注", "備註", "notes"]),
];

const DAY: usize = 0;
const TIME: usize = 1;
const PLATFORM: usize = 2;
const COMMUNITY: usize = 3;
const KIND: usize = 4;
const FORMAT: usize = 5;
const TRACK: usize = 6;
const TITLE: usize = 7;
const BODY: usize = 8;
const OWNER: usize = 9;
const NOTE: usize = 10;

/// The longest title and caption that are taken.
const TITLE_MOST: usize = 500;
const BODY_MOST: usize = 20_000;

/// How far from today a day may lie: ten years. What is further is a slip.
const FAR_DAYS: i64 = 3660;

/// Reads a sheet. `map` names columns of ours and headers of the file: `("day", "排期日")`.
///
/// # Errors
/// No CSV, a mapped column that does not exist here or there, no column of days or titles. A row that cannot be read is
/// left out with its line and reason.
pub fn read(text: &str, map: &[(String, String)], lookup: &Lookup) -> Result<Read> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let broken = |e: &csv::Error| {
        let line = e.position().map_or(1, csv::Position::line);
        Error::user("columns.csv_syntax").with("line", line).with("cause", e)
    };
    let first = text.lines().next().unwrap_or("");
    let by = |c: char| first.matches(c).count();
    let delimiter = [',', ';', '\t'].into_iter().max_by_key(|c| by(*c)).filter(|c| by(*c) > by(',')).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter as u8).flexible(true).from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().map_err(|e| broken(&e))?.iter().map(|h| h.trim().to_owned()).collect();
    let places = places(&header, map)?;
    for needed in [DAY, TITLE] {
        if places[needed].is_none() {
            let error = Error::user("columns.csv_column").with("column", COLUMNS[needed].0);
            return Err(error.with("known", header.join(" ")).hint("columns.csv_hint"));
        }
    }
    let mut found = Read::default();
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(e) => return Err(broken(&e)),
        };
        let line = lines.of(record.position().map_or(0, csv::Position::byte));
        let cell = |at: usize| places[at].and_then(|p| record.get(p)).unwrap_or("").trim();
        if record.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        match row(line, &cell, lookup) {
            Ok(entry) => found.entries.push(entry),
            Err(why) => found.skipped.push(Skipped { line, why }),
        }
    }
    Ok(found)
}

/// Counts lines; the reader's own count is one behind where lines end with CR and LF.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the record that begins at `byte` or at the line end hard before it.
    fn of(&mut self, byte: u64) -> u64 {
        let mut to = usize::try_from(byte).unwrap_or(self.text.len()).min(self.text.len());
        while self.text.get(to).is_some_and(|b| matches!(b, b'\r' | b'\n')) {
            to += 1;
        }
        self.line += self.text[self.at.min(to)..to].iter().filter(|b| **b == b'\n').count() as u64;
        self.at = to;
        self.line
    }
}

fn places(header: &[String], map: &[(String, String)]) -> Result<[Option<usize>; COLUMNS.len()]> {
    let usage = |key: &str| Error::new(Sort::Usage, key);
    let mut places = [None; COLUMNS.len()];
    for (ours, theirs) in map {
        let Some(at) = COLUMNS.iter().position(|(name, _)| name == ours) else {
            let known = COLUMNS.map(|(name, _)| name).join(" ");
            return Err(usage("cli.bad_word").with("option", "--map").with("value", ours).with("known", known));
        };
        let Some(place) = header.iter().position(|h| h == theirs.trim()) else {
            return Err(usage("columns.csv_no_header").with("value", theirs).with("known", header.join(" ")));
        };
        places[at] = Some(place);
    }
    for (at, (name, others)) in COLUMNS.iter().enumerate() {
        let usual = |h: &String| h.eq_ignore_ascii_case(name) || others.iter().any(|o| h.eq_ignore_ascii_case(o));
        let free = |place: &usize| !places.contains(&Some(*place));
        if places[at].is_none() {
            places[at] = header.iter().position(usual).filter(free);
        }
    }
    Ok(places)
}

fn row<'c>(line: u64, cell: &impl Fn(usize) -> &'c str, lookup: &Lookup) -> std::result::Result<Entry, Says> {
    let wrong = |key: &str, value: &str| Says::new(key).with("value", value.chars().take(40).collect::<String>());
    let title = unguarded(cell(TITLE));
    if title.is_empty() {
        return Err(Says::new("calendar.no_title"));
    }
    let body = unguarded(cell(BODY));
    if title.chars().count() > TITLE_MOST || body.chars().count() > BODY_MOST {
        return Err(Says::new("columns.row_long"));
    }
    // `2026-10-12 20:00` in one column is both.
    let (day, rest) = cell(DAY).split_once([' ', 'T']).unwrap_or((cell(DAY), ""));
    let near = |d: &chrono::NaiveDate| (*d - lookup.today).num_days().abs() <= FAR_DAYS;
    let day = parse_day(day, lookup.today).filter(near).ok_or_else(|| wrong("columns.row_day", cell(DAY)))?;
    let said = if cell(TIME).is_empty() { rest.trim() } else { cell(TIME) };
    let time = match said {
        "" => lookup.time.ok_or_else(|| Says::new("columns.row_no_time"))?,
        text => parse_time(text).ok_or_else(|| wrong("columns.row_time", text))?,
    };
    let community = lookup.community(cell(COMMUNITY), cell(PLATFORM));
    let community_id = community.ok_or_else(|| wrong("columns.row_community", cell(COMMUNITY)))?;
    let format = match cell(FORMAT) {
        "" => Some(Format::Article),
        word => lookup.of_set(word, Format::ALL, |f| (f.word(), f.key())),
    };
    let track = match cell(TRACK) {
        "" => Some(Track::Fixed),
        word => lookup.of_set(word, Track::ALL, |t| (t.word(), t.key())),
    };
    Ok(Entry {
        line,
        uid: String::new(),
        community_id,
        day,
        time,
        kind: lookup.kind(cell(KIND)).ok_or_else(|| wrong("columns.row_kind", cell(KIND)))?,
        format: format.ok_or_else(|| wrong("columns.row_format", cell(FORMAT)))?,
        track: track.ok_or_else(|| wrong("columns.row_track", cell(TRACK)))?,
        title,
        body,
        owner: unguarded(cell(OWNER)),
        note: unguarded(cell(NOTE)),
    })
}

/// What [`guarded`] put before a cell goes again.
fn unguarded(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

/// A cell no spreadsheet takes for a formula.
fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

/// Posts as CSV that [`read`] takes back: UTF-8 with a mark at the beginning, by which spreadsheets know it.
///
/// # Errors
/// None in practice: writing to memory.
pub fn write(posts: &[Post]) -> Result<String> {
    let failed = |e: &dyn std::fmt::Display| Error::user("base.output").with("cause", e);
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let state = ["state", "link"];
    writer.write_record(COLUMNS.map(|(name, _)| name).iter().chain(&state)).map_err(|e| failed(&e))?;
    for p in posts {
        let mut day = String::new();
        let _ = write!(day, "{}", p.day);
        let cells = [
            day,
            p.clock(),
            p.platform.clone(),
            guarded(&p.community),
            p.kind.word().to_owned(),
            p.format.word().to_owned(),
            p.track.word().to_owned(),
            guarded(&p.title),
            guarded(&p.body),
            guarded(&p.owner),
            guarded(&p.note),
            p.state.word().to_owned(),
            guarded(&p.link),
        ];
        writer.write_record(cells).map_err(|e| failed(&e))?;
    }
    let bytes = writer.into_inner().map_err(|e| failed(&e))?;
    Ok(format!("\u{FEFF}{}", String::from_utf8(bytes).map_err(|e| failed(&e))?))
}

/// The first and the last day that are taken on `today`.
#[must_use]
pub fn reach(today: chrono::NaiveDate) -> (chrono::NaiveDate, chrono::NaiveDate) {
    (later(today, -FAR_DAYS), later(today, FAR_DAYS))
}
