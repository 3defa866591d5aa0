//! `[[template]]` and `[[phrase]]` tables.

use super::{Pack, Read, ReadPhrase, failed, syntax};
use crate::base::Result;
use crate::sop::template::{Category, NewTemplate, Phrase, Status, Variant};
use ::toml::Spanned;
use ::toml::value::{Date, Datetime};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    template: Vec<Row>,
    #[serde(default)]
    phrase: Vec<PhraseRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
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
    #[serde(default)]
    owner: String,
    review: Option<Day>,
    #[serde(default)]
    variant: Vec<Variant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseRow {
    name: Spanned<String>,
    body: String,
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

/// A day as TOML's own date or as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Day {
    Date(Datetime),
    Text(String),
}

/// Reads raw rows with their lines.
pub(super) fn read(text: &str) -> Result<Pack> {
    let line_of = |byte: usize| text.as_bytes()[..byte.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1;
    let parsed: File = ::toml::from_str(text)
        .map_err(|e| syntax(e.span().map_or(1, |span| line_of(span.start)), &e.message().to_owned()))?;
    let row = |row: Row| {
        let line = line_of(row.code.span().start);
        let keywords = match row.keywords {
            Keywords::Text(text) => text,
            Keywords::List(words) => words.join(" "),
        };
        let review = match row.review {
            None => None,
            Some(Day::Text(text)) => super::review(line, &text)?,
            Some(Day::Date(date)) => super::review(line, &date.to_string())?,
        };
        let template = NewTemplate {
            code: row.code.into_inner(),
            name: row.name,
            category: Category::read(&row.category),
            keywords,
            body: row.body,
            platform: row.platform,
            status: row.status,
            owner: row.owner,
            review,
            variants: row.variant,
        };
        Ok(Read { line, template })
    };
    let phrase = |row: PhraseRow| ReadPhrase {
        line: line_of(row.name.span().start),
        phrase: Phrase { name: row.name.into_inner(), body: row.body },
    };
    Ok(Pack {
        templates: parsed.template.into_iter().map(row).collect::<Result<_>>()?,
        phrases: parsed.phrase.into_iter().map(phrase).collect(),
    })
}

#[derive(Serialize)]
struct FileOut<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    template: Vec<RowOut<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    phrase: &'a [Phrase],
}

#[derive(Serialize)]
struct RowOut<'a> {
    code: &'a str,
    name: &'a str,
    category: &'a str,
    keywords: &'a str,
    body: &'a str,
    platform: &'a str,
    status: Status,
    #[serde(skip_serializing_if = "str::is_empty")]
    owner: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<Datetime>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    variant: &'a [Variant],
}

/// A day as TOML's own date.
fn date(day: NaiveDate) -> Option<Datetime> {
    let number = |n: u32| u8::try_from(n).ok();
    let date = Date { year: u16::try_from(day.year()).ok()?, month: number(day.month())?, day: number(day.day())? };
    Some(Datetime { date: Some(date), time: None, offset: None })
}

/// Writes everything.
pub(super) fn write(templates: &[NewTemplate], phrases: &[Phrase]) -> Result<String> {
    let rows = templates.iter().map(|t| RowOut {
        code: &t.code,
        name: &t.name,
        category: t.category.name(),
        keywords: &t.keywords,
        body: &t.body,
        platform: &t.platform,
        status: t.status,
        owner: &t.owner,
        review: t.review.and_then(date),
        variant: &t.variants,
    });
    ::toml::to_string_pretty(&FileOut { template: rows.collect(), phrase: phrases }).map_err(|e| failed(&e))
}
