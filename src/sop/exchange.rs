//! Templates and house phrases as files: TOML for people who write many, CSV for spreadsheets, Markdown to be read. Read
//! whole or not at all: a mistake names its line.
//!
//! TOML: `[[template]]` with `code` `name` `category` `body`, and if wanted `keywords` (a text or a list), `platform`,
//! `status`, `owner`, `review` (a date), and under it `[[template.variant]]` with `platform`, `language` or both, and
//! `body`; `[[phrase]]` with `name` and `body`. How slots are written: [`super::template`].

mod csv;
mod markdown;
mod toml;

pub use markdown::one as markdown;

use super::template::{NewTemplate, Phrase, Status};
use crate::base::{Error, Result};
use chrono::NaiveDate;
use std::collections::HashMap;

/// How templates lie in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `[[template]]` tables.
    Toml,
    /// A header line and one template, variant or phrase a line.
    Csv,
    /// A heading, a list of facts and a fenced body for each.
    Markdown,
}

impl Format {
    /// Every format with its name on the command line.
    pub const ALL: [(Format, &'static str); 3] = [(Self::Toml, "toml"), (Self::Csv, "csv"), (Self::Markdown, "md")];

    /// By the ending of a file's name; TOML unless it is `.csv`, `.md` or `.markdown`.
    #[must_use]
    pub fn of_name(name: &str) -> Format {
        match name.rsplit('.').next().map(str::to_ascii_lowercase).as_deref() {
            Some("csv") => Self::Csv,
            Some("md" | "markdown") => Self::Markdown,
            _ => Self::Toml,
        }
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

/// A house phrase and the line of the file it began on, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadPhrase {
    /// The line.
    pub line: usize,
    /// What was read.
    pub phrase: Phrase,
}

/// Everything a file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pack {
    /// The templates, in the file's order.
    pub templates: Vec<Read>,
    /// The house phrases, in the file's order.
    pub phrases: Vec<ReadPhrase>,
}

/// Reads templates and phrases, checked, every code and every name once.
///
/// # Errors
/// A sentence with the line: not TOML, CSV or Markdown as [`write()`] makes it, a missing column, an unknown field, what
/// [`NewTemplate::checked`] and [`Phrase::checked`] refuse, a code or a name that stood there before (with both lines).
pub fn read(text: &str, format: Format) -> Result<Pack> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let raw = match format {
        Format::Toml => toml::read(text)?,
        Format::Csv => csv::read(text)?,
        Format::Markdown => markdown::read(text)?,
    };
    let mut lines: HashMap<String, usize> = HashMap::new();
    let mut once = |name: &str, line: usize| match lines.insert(name.to_owned(), line) {
        None => Ok(()),
        Some(first) => {
            let twice = Error::user("sop.import_twice").with("line", line).with("code", name).with("first", first);
            Err(twice.hint("sop.import_twice_hint"))
        }
    };
    let mut pack = Pack::default();
    for Read { line, template } in raw.templates {
        let code = template.code.clone();
        let template = template.checked().map_err(|e| at_line(line, &code, &e))?;
        once(&template.code, line)?;
        pack.templates.push(Read { line, template });
    }
    for ReadPhrase { line, phrase } in raw.phrases {
        let name = format!("@{}", phrase.name);
        let phrase = phrase.checked().map_err(|e| at_line(line, &name, &e))?;
        once(&format!("@{}", phrase.name), line)?;
        pack.phrases.push(ReadPhrase { line, phrase });
    }
    if pack == Pack::default() {
        return Err(Error::user("sop.import_empty").hint("sop.import_hint"));
    }
    Ok(pack)
}

/// Writes templates and phrases so that [`read`] gives them back.
///
/// # Errors
/// None in practice: writing to memory.
pub fn write(templates: &[NewTemplate], phrases: &[Phrase], format: Format) -> Result<String> {
    match format {
        Format::Toml => toml::write(templates, phrases),
        Format::Csv => csv::write(templates, phrases),
        Format::Markdown => Ok(markdown::write(templates, phrases)),
    }
}

/// The facts of a template in order, and what else a header may call them.
const FIELDS: [(&str, &[&str]); 11] = [
    ("code", &["代码", "代碼"]),
    ("name", &["名称", "名稱"]),
    ("category", &["分类", "分類"]),
    ("keywords", &["关键词", "關鍵詞", "關鍵字"]),
    ("body", &["正文", "內文"]),
    ("platform", &["平台"]),
    ("status", &["状态", "狀態"]),
    ("owner", &["负责人", "負責人"]),
    ("review", &["复核", "複核"]),
    ("language", &["语言", "語言"]),
    ("kind", &["类型", "類型"]),
];

fn failed(cause: &dyn std::fmt::Display) -> Error {
    Error::user("sop.export_failed").with("cause", cause)
}

/// The same sentence, as the hint of one that names the line and what begins there, if that is known.
pub(super) fn at_line(line: usize, what: &str, error: &Error) -> Error {
    let key = if what.trim().is_empty() { "sop.import_line" } else { "sop.import_line_of" };
    let mut outer = Error::user(key).with("line", line).with("what", what.trim());
    outer.hint = Some(Box::new(error.says.clone()));
    outer
}

fn syntax(line: usize, cause: &dyn std::fmt::Display) -> Error {
    Error::user("sop.import_syntax").with("line", line).with("cause", cause).hint("sop.import_hint")
}

/// A status as files have it; nothing is approved.
fn status(line: usize, text: &str) -> Result<Status> {
    match text.trim() {
        "" => Ok(Status::Approved),
        name => Status::read(name).ok_or_else(|| {
            let known = Status::ALL.map(|(_, name, _)| name).join(" ");
            at_line(line, "", &Error::user("sop.bad_status").with("value", name).with("known", known))
        }),
    }
}

/// A day as files have it.
fn review(line: usize, text: &str) -> Result<Option<NaiveDate>> {
    match text.trim() {
        "" => Ok(None),
        day => match day.parse() {
            Ok(day) => Ok(Some(day)),
            Err(_) => Err(at_line(line, "", &Error::user("words.bad_review").with("value", day))),
        },
    }
}

#[cfg(test)]
mod tests;
