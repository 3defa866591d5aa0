//! Templates as files: TOML for people, CSV for spreadsheets. Read whole or not at all: a mistake names its line.

use super::template::{Category, NewTemplate, Status};
use crate::base::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use toml::Spanned;

/// How templates lie in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `[[template]]` tables.
    Toml,
    /// A header line and one template a line.
    Csv,
}

impl Format {
    /// By the ending of a file's name; TOML unless it is `.csv`.
    #[must_use]
    pub fn of_name(name: &str) -> Format {
        let csv = name.rsplit('.').next().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
        if csv { Self::Csv } else { Self::Toml }
    }
}

/// A template and the line of the file it began on, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The line.
    pub line: usize,
    /// What was read.
    pub template: NewTemplate,
}

/// The columns of CSV in order, and what else a header may call them.
const COLUMNS: [(&str, &[&str]); 7] = [
    ("code", &["代码", "代碼"]),
    ("name", &["名称", "名稱"]),
    ("category", &["分类", "分類"]),
    ("keywords", &["关键词", "關鍵詞", "關鍵字"]),
    ("body", &["正文", "內文"]),
    ("platform", &["平台"]),
    ("status", &["状态", "狀態"]),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Toml {
    #[serde(default)]
    template: Vec<TomlRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TomlRow {
    code: Spanned<String>,
    name: String,
    category: String,
    #[serde(default)]
    keywords: Keywords,
    body: String,
    #[serde(default)]
    platform: String,
    #[serde(default)]
    status: Status,
}

/// Words as one text or as a list.
#[derive(Deserialize)]
#[serde(untagged)]
enum Keywords {
    Text(String),
    List(Vec<String>),
}

impl Default for Keywords {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

/// Reads templates, checked, every code once.
///
/// # Errors
/// A sentence with the line: not TOML or CSV, a missing column, an unknown field, what [`NewTemplate::checked`]
/// refuses, a code that stood there before.
pub fn read(text: &str, format: Format) -> Result<Vec<Read>> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let rows = match format {
        Format::Toml => read_toml(text)?,
        Format::Csv => read_csv(text)?,
    };
    let mut lines: HashMap<String, usize> = HashMap::new();
    let mut out = Vec::with_capacity(rows.len());
    for Read { line, template } in rows {
        let template = template.checked().map_err(|e| at_line(line, &e))?;
        if let Some(first) = lines.insert(template.code.clone(), line) {
            let error = Error::user("sop.import_twice").with("line", line).with("code", &template.code);
            return Err(error.with("first", first));
        }
        out.push(Read { line, template });
    }
    if out.is_empty() {
        return Err(Error::user("sop.import_empty").hint("sop.import_hint"));
    }
    Ok(out)
}

/// The same sentence, as the hint of one that names the line.
fn at_line(line: usize, error: &Error) -> Error {
    let mut outer = Error::user("sop.import_line").with("line", line);
    outer.hint = Some(Box::new(error.says.clone()));
    outer
}

fn read_toml(text: &str) -> Result<Vec<Read>> {
    let line_of = |byte: usize| text.as_bytes()[..byte.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1;
    let parsed: Toml = toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(1, |span| line_of(span.start));
        Error::user("sop.import_syntax").with("line", line).with("cause", e.message()).hint("sop.import_hint")
    })?;
    let row = |row: TomlRow| {
        let keywords = match row.keywords {
            Keywords::Text(text) => text,
            Keywords::List(words) => words.join(" "),
        };
        Read {
            line: line_of(row.code.span().start),
            template: NewTemplate {
                code: row.code.into_inner(),
                name: row.name,
                category: Category::read(&row.category),
                keywords,
                body: row.body,
                platform: row.platform,
                status: row.status,
            },
        }
    };
    Ok(parsed.template.into_iter().map(row).collect())
}

fn read_csv(text: &str) -> Result<Vec<Read>> {
    let broken = |line: u64, cause: &csv::Error| {
        Error::user("sop.import_syntax").with("line", line).with("cause", cause).hint("sop.import_hint")
    };
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| broken(1, &e))?.clone();
    let place = |(name, others): &(&str, &[&str])| {
        header.iter().map(str::trim).position(|h| h.eq_ignore_ascii_case(name) || others.contains(&h))
    };
    let places: Vec<Option<usize>> = COLUMNS.iter().map(place).collect();
    for needed in [0, 1, 2, 4] {
        if places[needed].is_none() {
            return Err(Error::user("sop.import_column").with("column", COLUMNS[needed].0).hint("sop.import_hint"));
        }
    }
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| broken(e.position().map_or(1, csv::Position::line), &e))?;
        let line = record.position().map_or(1, csv::Position::line);
        let cell = |at: usize| places[at].and_then(|p| record.get(p)).unwrap_or("").to_owned();
        let line = usize::try_from(line).unwrap_or(usize::MAX);
        let status = match cell(6).trim() {
            "" => Status::Approved,
            name => Status::read(name).ok_or_else(|| {
                at_line(line, &Error::user("sop.bad_status").with("value", name).with("known", "draft approved retired"))
            })?,
        };
        let template = NewTemplate {
            code: cell(0),
            name: cell(1),
            category: Category::read(&cell(2)),
            keywords: cell(3),
            body: cell(4),
            platform: cell(5),
            status,
        };
        out.push(Read { line, template });
    }
    Ok(out)
}

/// Writes templates so that [`read`] gives them back.
///
/// # Errors
/// None in practice: writing to memory.
pub fn write(templates: &[NewTemplate], format: Format) -> Result<String> {
    let failed = |cause: &dyn std::fmt::Display| Error::user("sop.export_failed").with("cause", cause);
    match format {
        Format::Toml => {
            #[derive(Serialize)]
            struct File<'a> {
                template: &'a [NewTemplate],
            }
            toml::to_string_pretty(&File { template: templates }).map_err(|e| failed(&e))
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(COLUMNS.map(|(name, _)| name)).map_err(|e| failed(&e))?;
            for t in templates {
                let row = [&*t.code, &t.name, t.category.name(), &t.keywords, &t.body, &t.platform, t.status.name()];
                writer.write_record(row).map_err(|e| failed(&e))?;
            }
            let bytes = writer.into_inner().map_err(|e| failed(&e))?;
            String::from_utf8(bytes).map_err(|e| failed(&e))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "# ours\n[[template]]\ncode = \"TK\"\nname = \"退款流程\"\ncategory = \"投诉\"\n\
        keywords = [\"退款\", \"退货\"]\nbody = \"\"\"\n亲，{昵称}，\n单号 {单号}。\n\"\"\"\n\n\
        [[template]]\ncode = \"hf\"\nname = \"回放\"\ncategory = \"团购\"\nbody = \"在公告\"\nstatus = \"draft\"\n";

    #[test]
    fn both_formats_bring_back_what_was_written() {
        let read_first = read(TWO, Format::Toml).unwrap();
        let lines: Vec<usize> = read_first.iter().map(|r| r.line).collect();
        assert_eq!(lines, [3, 13]);
        let templates: Vec<NewTemplate> = read_first.into_iter().map(|r| r.template).collect();
        assert_eq!((&*templates[0].code, &*templates[0].keywords), ("tk", "退款 退货"));
        assert_eq!(templates[0].body, "亲，{昵称}，\n单号 {单号}。");
        assert_eq!((templates[0].category.clone(), templates[1].category.name()), (Category::Complaint, "团购"));
        assert_eq!(templates[1].status, Status::Draft);
        for format in [Format::Toml, Format::Csv] {
            let text = write(&templates, format).unwrap();
            let again: Vec<NewTemplate> = read(&text, format).unwrap().into_iter().map(|r| r.template).collect();
            assert_eq!(again, templates, "{text}");
        }
    }

    #[test]
    fn csv_headers_may_be_chinese_and_lines_are_counted_over_line_ends() {
        let text = "\u{FEFF}代码,名称,分类,正文\nhf,回放,咨询,\"一\n二\"\ntk,退款,投诉,{单号\n";
        let error = read(text, Format::Csv).unwrap_err();
        assert_eq!((error.says.key.as_str(), error.says.args["line"].as_str()), ("sop.import_line", "4"));
        let hint = error.hint.unwrap();
        assert_eq!((hint.key.as_str(), hint.args["column"].as_str()), ("sop.slot_open", "1"));
        assert_eq!(read(&text.replace("{单号", "好"), Format::Csv).unwrap()[0].template.body, "一\n二");
    }

    #[test]
    fn mistakes_name_their_line() {
        let twice = TWO.replace("\"hf\"", "\"Tk\"");
        let error = read(&twice, Format::Toml).unwrap_err();
        assert_eq!((error.says.key.as_str(), &*error.says.args["line"]), ("sop.import_twice", "13"));
        assert_eq!(error.says.args["first"], "3");
        for (text, format, key) in [
            ("", Format::Toml, "sop.import_empty"),
            ("code = ", Format::Toml, "sop.import_syntax"),
            (&*TWO.replace("keywords", "keyword"), Format::Toml, "sop.import_syntax"),
            (&*TWO.replace("\"draft\"", "\"lost\""), Format::Toml, "sop.import_syntax"),
            ("code,name,category\n", Format::Csv, "sop.import_column"),
            ("code,name,category,body\n", Format::Csv, "sop.import_empty"),
            ("code,name,category,body\na,b\n", Format::Csv, "sop.import_syntax"),
            ("code,name,category,body,status\na,b,c,d,lost\n", Format::Csv, "sop.import_line"),
            ("code,name,category,body\nt1,b,c,d\n", Format::Csv, "sop.import_line"),
        ] {
            assert_eq!(read(text, format).unwrap_err().says.key, key, "{text}");
        }
        assert_eq!((Format::of_name("a.CSV"), Format::of_name("a.toml"), Format::of_name("-")), (Format::Csv, Format::Toml, Format::Toml));
    }
}
