//! One template, variant or phrase a line, for spreadsheets.

use super::{FIELDS, Pack, Read, ReadPhrase, at_line, failed, syntax};
use crate::base::{Error, Result};
use crate::sop::template::{Category, NewTemplate, Phrase, Variant};
use ::csv::{Position, ReaderBuilder, StringRecord, Writer};

/// What a line holds: the name in the column `kind`, and what else it may be called there.
const KINDS: [(&str, &[&str]); 3] =
    [("template", &["", "话术", "話術"]), ("variant", &["变体", "變體"]), ("phrase", &["专属话术", "專屬話術"])];

/// With these a spreadsheet takes a cell for a formula.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// The cell so that no spreadsheet runs it: an apostrophe before what looks like a formula. [`plain`] takes it off.
fn guarded(text: &str) -> String {
    if text.trim_start_matches('\'').starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
}

fn plain(cell: &str) -> String {
    let formula = cell.trim_start_matches('\'').starts_with(FORMULA);
    cell.strip_prefix('\'').filter(|_| formula).unwrap_or(cell).to_owned()
}

/// Reads raw rows with their lines.
pub(super) fn read(text: &str) -> Result<Pack> {
    let broken = |e: &::csv::Error| syntax(line(e.position()), e);
    let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| broken(&e))?.clone();
    let place = |(name, others): &(&str, &[&str])| {
        header.iter().map(str::trim).position(|h| h.eq_ignore_ascii_case(name) || others.contains(&h))
    };
    let places: Vec<Option<usize>> = FIELDS.iter().map(place).collect();
    for needed in [0, 1, 2, 4] {
        if places[needed].is_none() {
            return Err(Error::user("sop.import_column").with("column", FIELDS[needed].0).hint("sop.import_hint"));
        }
    }
    let mut pack = Pack::default();
    let mut variants = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| broken(&e))?;
        let line = line(record.position());
        let row = Cells { record: &record, places: &places };
        match KINDS
            .iter()
            .position(|(name, others)| *name == row.cell(10).trim() || others.contains(&row.cell(10).trim()))
        {
            Some(0) => pack.templates.push(Read { line, template: row.template(line)? }),
            Some(1) => {
                let variant = Variant { platform: row.cell(5), language: row.cell(9), body: row.cell(4) };
                variants.push((line, row.cell(0), variant));
            }
            Some(_) => {
                let phrase = Phrase { name: row.cell(1), body: row.cell(4) };
                pack.phrases.push(ReadPhrase { line, phrase });
            }
            None => {
                let known = KINDS.map(|(name, _)| name).join(" ");
                let error = Error::user("words.bad_kind").with("value", row.cell(10)).with("known", known);
                return Err(at_line(line, "", &error));
            }
        }
    }
    for (line, code, variant) in variants {
        let code = code.trim();
        let of = pack.templates.iter_mut().find(|r| r.template.code.trim().eq_ignore_ascii_case(code));
        let of = of.ok_or_else(|| at_line(line, "", &Error::user("sop.no_template").with("code", code)))?;
        of.template.variants.push(variant);
    }
    Ok(pack)
}

fn line(position: Option<&Position>) -> usize {
    position.map_or(1, |p| usize::try_from(p.line()).unwrap_or(usize::MAX))
}

struct Cells<'a> {
    record: &'a StringRecord,
    places: &'a [Option<usize>],
}

impl Cells<'_> {
    fn cell(&self, field: usize) -> String {
        plain(self.places[field].and_then(|p| self.record.get(p)).unwrap_or(""))
    }

    fn template(&self, line: usize) -> Result<NewTemplate> {
        Ok(NewTemplate {
            code: self.cell(0),
            name: self.cell(1),
            category: Category::read(&self.cell(2)),
            keywords: self.cell(3),
            body: self.cell(4),
            platform: self.cell(5),
            status: super::status(line, &self.cell(6))?,
            owner: self.cell(7),
            review: super::review(line, &self.cell(8))?,
            variants: Vec::new(),
        })
    }
}

/// Writes everything, with the mark (BOM) by which spreadsheets know UTF-8.
pub(super) fn write(templates: &[NewTemplate], phrases: &[Phrase]) -> Result<String> {
    let mut writer = Writer::from_writer("\u{FEFF}".as_bytes().to_vec());
    let mut row = |cells: [&str; FIELDS.len()]| writer.write_record(cells.map(guarded)).map_err(|e| failed(&e));
    row(FIELDS.map(|(name, _)| name))?;
    for t in templates {
        let review = t.review.map(|day| day.to_string()).unwrap_or_default();
        let (category, status) = (t.category.name(), t.status.name());
        row([
            &t.code,
            &t.name,
            category,
            &t.keywords,
            &t.body,
            &t.platform,
            status,
            &t.owner,
            &review,
            "",
            "template",
        ])?;
        for v in &t.variants {
            row([&t.code, "", "", "", &v.body, &v.platform, "", "", "", &v.language, "variant"])?;
        }
    }
    for p in phrases {
        row(["", &p.name, "", "", &p.body, "", "", "", "", "", "phrase"])?;
    }
    let bytes = writer.into_inner().map_err(|e| failed(&e))?;
    String::from_utf8(bytes).map_err(|e| failed(&e))
}
