//! A CSV of figures, long (`date,metric,community,value`) or wide (`date,speaking_rate,dau,..`, with `community` if
//! wanted). Columns may bear keys, aliases or the names of any language. Shares are fractions (`0.124`) or per cent
//! with the sign (`12.4%`). An empty cell says nothing, `-` says that the figure cannot be had. The first mistake is
//! named with line and column, and then nothing is taken.

use super::metric::{METRICS, Unit, from_percent};
use crate::base::i18n::{ROOMS, parse_day, parse_number, rows};
use crate::base::{Error, Result};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// The file's name, for the journal.
    pub name: String,
    /// Its figures in order.
    pub cells: Vec<Cell>,
}

/// One figure in a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The line in the file, from 1.
    pub line: u64,
    /// The column, from 1.
    pub column: usize,
    /// The metric's place in [`METRICS`].
    pub metric: usize,
    /// The community's name, or `platform/name`; `None` = all.
    pub community: Option<String>,
    /// The local day.
    pub day: NaiveDate,
    /// The value in the metric's unit; `None` = known to be unavailable.
    pub value: Option<f64>,
}

impl Cell {
    /// An error at this place.
    pub(super) fn wrong(&self, key: &str) -> Error {
        wrong(key, self.line, self.column)
    }
}

fn wrong(key: &str, line: u64, column: usize) -> Error {
    Error::user(key).with("line", line).with("column", column)
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Day,
    Metric,
    Community,
    Value,
    Of(usize),
}

/// The catalogue keys of the columns that are no metric; each may be called so in any language.
const FIXED: [(&str, Column); 4] = [
    ("kpi.sheet_name_date", Column::Day),
    ("kpi.sheet_name_metric", Column::Metric),
    ("kpi.sheet_name_community", Column::Community),
    ("kpi.sheet_name_value", Column::Value),
];

/// Every name a column may have, in lower case.
fn names() -> HashMap<String, Column> {
    let rooms = ROOMS.iter().filter(|(room, _)| ["kpi", "measures"].contains(room));
    let words: HashMap<String, _> =
        rooms.flat_map(|(room, table)| rows(table).map(move |(key, row)| (format!("{room}.{key}"), row))).collect();
    let fixed = FIXED.into_iter().map(|(label, column)| (label, column, [].as_slice()));
    let metrics = METRICS.iter().enumerate().map(|(place, m)| (m.label, Column::Of(place), m.aliases));
    let mut out = HashMap::new();
    for (label, column, aliases) in fixed.chain(metrics) {
        let said = words.get(label).into_iter().flatten().map(AsRef::as_ref);
        let key = match column {
            Column::Of(place) => Some(METRICS[place].key),
            _ => None,
        };
        for name in key.into_iter().chain(aliases.iter().copied()).chain(said) {
            out.entry(name.to_lowercase()).or_insert(column);
        }
    }
    out
}

/// The metric that a column is called by `text`: its key, an alias, or its name in any language.
#[must_use]
pub fn named(text: &str) -> Option<usize> {
    match names().get(&text.to_lowercase()) {
        Some(Column::Of(place)) => Some(*place),
        _ => None,
    }
}

/// Reads `text`; `today` completes days without a year.
///
/// # Errors
/// The first mistake, with line and column.
pub fn read(name: &str, text: &str, today: NaiveDate) -> Result<Sheet> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let names = names();
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    let mut columns: Option<Vec<Column>> = None;
    let mut sheet = Sheet { name: name.to_owned(), cells: Vec::new() };
    for record in reader.records() {
        let record = record.map_err(|e| {
            wrong("kpi.sheet_csv", e.position().map_or(0, csv::Position::line), 1).with("cause", &e).because(&e)
        })?;
        let line = lines.of(record.position().map_or(0, csv::Position::byte));
        match &columns {
            None => columns = Some(header(&record, line, &names)?),
            Some(_) if record.iter().all(str::is_empty) => {}
            Some(columns) => row(&mut sheet, &record, line, columns, &names, today)?,
        }
    }
    Ok(sheet)
}

/// Counts lines. The reader itself counts from before the empty lines it skips.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the first character at or after `byte` that is no line end.
    fn of(&mut self, byte: u64) -> u64 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        while self.at < self.text.len() && (self.at < byte || matches!(self.text[self.at], b'\n' | b'\r')) {
            self.line += u64::from(self.text[self.at] == b'\n');
            self.at += 1;
        }
        self.line
    }
}

fn header(record: &csv::StringRecord, line: u64, names: &HashMap<String, Column>) -> Result<Vec<Column>> {
    let mut out = Vec::new();
    for (at, name) in record.iter().enumerate() {
        let column = *names
            .get(&name.to_lowercase())
            .ok_or_else(|| wrong("kpi.sheet_column", line, at + 1).with("value", name).hint("kpi.sheet_column_hint"))?;
        if out.contains(&column) {
            return Err(wrong("kpi.sheet_twice", line, at + 1).with("value", name));
        }
        out.push(column);
    }
    let long = out.contains(&Column::Metric) && out.contains(&Column::Value);
    let wide = out.iter().any(|c| matches!(c, Column::Of(_)));
    if !out.contains(&Column::Day) || long == wide || out.contains(&Column::Metric) != out.contains(&Column::Value) {
        return Err(wrong("kpi.sheet_header", line, 1).hint("kpi.sheet_column_hint"));
    }
    Ok(out)
}

fn row(
    sheet: &mut Sheet,
    record: &csv::StringRecord,
    line: u64,
    columns: &[Column],
    names: &HashMap<String, Column>,
    today: NaiveDate,
) -> Result<()> {
    if record.len() != columns.len() {
        return Err(wrong("kpi.sheet_width", line, record.len().min(columns.len()) + 1)
            .with("found", record.len())
            .with("wanted", columns.len()));
    }
    let cell = |wanted: Column| columns.iter().position(|c| *c == wanted).map(|at| (at, record.get(at).unwrap_or("")));
    let (at, text) = cell(Column::Day).unwrap_or((0, ""));
    let day = text.parse().ok().or_else(|| parse_day(text, today));
    let day = day.ok_or_else(|| wrong("kpi.sheet_day", line, at + 1).with("value", text))?;
    let community = cell(Column::Community).map(|(_, name)| name.to_owned()).filter(|name| !name.is_empty());
    let long = match cell(Column::Metric) {
        None => None,
        Some((at, name)) => {
            let Some(Column::Of(place)) = names.get(&name.to_lowercase()) else {
                return Err(wrong("kpi.sheet_column", line, at + 1).with("value", name).hint("kpi.sheet_column_hint"));
            };
            Some(*place)
        }
    };
    for (at, column) in columns.iter().enumerate() {
        let metric = match (column, long) {
            (Column::Of(place), _) => *place,
            (Column::Value, Some(place)) => place,
            _ => continue,
        };
        let text = record.get(at).unwrap_or("");
        if text.is_empty() {
            continue;
        }
        let value = value(text, metric).ok_or_else(|| wrong("kpi.sheet_value", line, at + 1).with("value", text))?;
        sheet.cells.push(Cell { line, column: at + 1, metric, community: community.clone(), day, value });
    }
    Ok(())
}

/// `Some(None)` for a figure that cannot be had.
fn value(text: &str, metric: usize) -> Option<Option<f64>> {
    if matches!(text.to_lowercase().as_str(), "-" | "--" | "na" | "n/a" | "null") {
        return Some(None);
    }
    let number = parse_number(text)?;
    let percent = text.ends_with(['%', '％']);
    match METRICS[metric].unit {
        Unit::Count | Unit::Number | Unit::Minutes if percent => None,
        Unit::Share | Unit::Difference if percent => Some(Some(from_percent(number))),
        _ => Some(Some(number)),
    }
}

/// Reads the file at `path`: UTF-8, else GB 18030, which is what Chinese spreadsheets save.
///
/// # Errors
/// As [`read`], and when the file cannot be read.
pub fn open(path: &Path, today: NaiveDate) -> Result<Sheet> {
    let bytes = std::fs::read(path).map_err(|e| Error::io(path, &e))?;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(e) => encoding_rs::GB18030.decode(e.as_bytes()).0.into_owned(),
    };
    let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    read(&name, &text, today)
}

/// The newest `.csv` in `folder`, if there is one.
#[must_use]
pub fn newest(folder: &Path) -> Option<PathBuf> {
    let files = std::fs::read_dir(folder).ok()?;
    files
        .filter_map(|file| {
            let file = file.ok()?;
            let path = file.path();
            let is_csv = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
            is_csv.then(|| Some((file.metadata().ok()?.modified().ok()?, path))).flatten()
        })
        .max()
        .map(|(_, path)| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 10, 10).unwrap()
    }

    fn cells(text: &str) -> Vec<(&'static str, Option<String>, String, Option<f64>)> {
        let sheet = read("t.csv", text, today()).unwrap();
        sheet.cells.into_iter().map(|c| (METRICS[c.metric].key, c.community, c.day.to_string(), c.value)).collect()
    }

    #[test]
    fn long_and_wide_say_the_same() {
        let want = [
            ("dau", None, "2026-10-09".to_owned(), Some(1247.0)),
            ("leave_rate", None, "2026-10-09".to_owned(), Some(0.0041)),
            ("dau", None, "2026-10-10".to_owned(), None),
        ];
        let wide = "date,DAU,退群率\n2026-10-09,\"1,247\",0.41%\n2026-10-10,-,\n";
        let long = "日期,指标,群,数值\n2026-10-09,dau,,1247\n2026-10-09,leave rate,,0.0041\n\n2026-10-10,DAU,,-\n";
        assert_eq!(cells(wide), want);
        assert_eq!(cells(long), want);
    }

    #[test]
    fn real_daily_series_are_read_as_they_are() {
        let text = "date,messages,active_authors,first_time_authors\n2019-01-04,367,14,5\n";
        let keys: Vec<_> = cells(text).into_iter().map(|c| (c.0, c.3)).collect();
        assert_eq!(keys, [("messages", Some(367.0)), ("active", Some(14.0)), ("first_time", Some(5.0))]);
    }

    #[test]
    fn communities_are_named_beside_the_figure() {
        let found = cells("\u{FEFF}date,community,dau\n2026-10-09,新手1群,１２\n10月8日,,1.2万\n");
        assert_eq!((found[0].1.as_deref(), found[0].3), (Some("新手1群"), Some(12.0)));
        assert_eq!((found[1].1.as_deref(), &*found[1].2, found[1].3), (None, "2026-10-08", Some(12000.0)));
    }

    #[test]
    fn mistakes_are_named_with_line_and_column() {
        for (text, key, line, column) in [
            ("date,dau,wat\n", "kpi.sheet_column", "1", "3"),
            ("date,dau,DAU\n", "kpi.sheet_twice", "1", "3"),
            ("dau,mau\n", "kpi.sheet_header", "1", "1"),
            ("date,metric\n", "kpi.sheet_header", "1", "1"),
            ("date,metric,value,dau\n", "kpi.sheet_header", "1", "1"),
            ("date,dau\n2026-10-09,1\n2026-13-09,1\n", "kpi.sheet_day", "3", "1"),
            ("date,dau\n\n2026-10-09,viel\n", "kpi.sheet_value", "3", "2"),
            ("date,dau\n2026-10-09,12%\n", "kpi.sheet_value", "2", "2"),
            ("date,dau\n2026-10-09,1,2\n", "kpi.sheet_width", "2", "3"),
            ("date,metric,value\n2026-10-09,wat,1\n", "kpi.sheet_column", "2", "2"),
        ] {
            let e = read("t", text, today()).unwrap_err();
            assert_eq!((&*e.says.key, &*e.says.args["line"], &*e.says.args["column"]), (key, line, column), "{text}");
        }
    }

    #[test]
    fn the_newest_csv_is_found_and_read_in_either_encoding() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(newest(dir.path()), None);
        let path = dir.path().join("数.CSV");
        std::fs::write(&path, encoding_rs::GB18030.encode("日期,发言率\n2026-10-09,12.4%\n").0).unwrap();
        std::fs::write(dir.path().join("later.txt"), "x").unwrap();
        assert_eq!(newest(dir.path()), Some(path.clone()));
        let sheet = open(&path, today()).unwrap();
        assert_eq!((sheet.name.as_str(), sheet.cells[0].value), ("数.CSV", Some(0.124)));
        assert_eq!(open(&dir.path().join("no.csv"), today()).unwrap_err().says.key, "base.io_not_found");
    }
}
