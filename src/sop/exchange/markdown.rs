//! A heading, a list of facts and a fenced body for each template: to be read, and what the history of a template
//! compares.

use super::{FIELDS, Pack, Read, ReadPhrase, at_line, syntax};
use crate::base::{Error, Result};
use crate::sop::template::{Category, NewTemplate, Phrase, Variant};
use std::fmt::Write;

/// Stands in a variant's heading for any platform or any language.
const ANY: &str = "-";

/// What the fenced text that comes next belongs to.
enum Open {
    Nothing,
    Template,
    Variant,
    Phrase,
}

/// Reads raw templates with the lines of their headings.
pub(super) fn read(text: &str) -> Result<Pack> {
    let mut pack = Pack::default();
    let mut open = Open::Nothing;
    let mut lines = text.lines().enumerate().map(|(n, l)| (n + 1, l.trim_end_matches('\r')));
    while let Some((line, raw)) = lines.next() {
        if raw.starts_with("```") {
            let fence = raw.len() - raw.trim_start_matches('`').len();
            let mut body = Vec::new();
            loop {
                let Some((_, inside)) = lines.next() else {
                    return Err(at_line(line, "", &Error::user("words.fence_open")));
                };
                if inside.len() >= fence && inside.chars().all(|c| c == '`') {
                    break;
                }
                body.push(inside);
            }
            put(&mut pack, &open, line, &body.join("\n"))?;
        } else if let Some(heading) = raw.strip_prefix("### ") {
            variant(&mut pack, &open, line, heading)?;
            open = Open::Variant;
        } else if let Some(name) = raw.strip_prefix("## @") {
            let phrase = Phrase { name: name.to_owned(), body: String::new() };
            pack.phrases.push(ReadPhrase { line, phrase });
            open = Open::Phrase;
        } else if let Some(heading) = raw.strip_prefix("## ") {
            let (code, name) = heading.trim().split_once(char::is_whitespace).unwrap_or((heading.trim(), ""));
            let category = Category::Own(String::new());
            let template = NewTemplate { code: code.into(), name: name.into(), category, ..NewTemplate::default() };
            pack.templates.push(Read { line, template });
            open = Open::Template;
        } else if let (Some(item), Open::Template) = (raw.strip_prefix("- "), &open) {
            fact(&mut pack, line, item)?;
        }
    }
    Ok(pack)
}

fn put(pack: &mut Pack, open: &Open, line: usize, body: &str) -> Result<()> {
    let place = match open {
        Open::Template => pack.templates.last_mut().map(|r| &mut r.template.body),
        Open::Variant => pack.templates.last_mut().and_then(|r| r.template.variants.last_mut()).map(|v| &mut v.body),
        Open::Phrase => pack.phrases.last_mut().map(|r| &mut r.phrase.body),
        Open::Nothing => return Ok(()),
    };
    match place {
        Some(place) if place.is_empty() => body.clone_into(place),
        _ => return Err(at_line(line, "", &Error::user("words.second_body"))),
    }
    Ok(())
}

fn variant(pack: &mut Pack, open: &Open, line: usize, heading: &str) -> Result<()> {
    let template = match open {
        Open::Template | Open::Variant => pack.templates.last_mut(),
        Open::Nothing | Open::Phrase => None,
    };
    let (Some(read), Some((platform, language))) = (template, heading.trim().split_once(' ')) else {
        return Err(at_line(line, "", &Error::user("words.bad_variant")));
    };
    let some = |word: &str| if word == ANY { String::new() } else { word.to_owned() };
    let (platform, language) = (some(platform), some(language.trim()));
    read.template.variants.push(Variant { platform, language, body: String::new() });
    Ok(())
}

fn fact(pack: &mut Pack, line: usize, item: &str) -> Result<()> {
    let (Some(read), Some((name, value))) = (pack.templates.last_mut(), item.split_once([':', '：'])) else {
        return Err(syntax(line, &item));
    };
    let (t, name, value) = (&mut read.template, name.trim(), value.trim());
    let known = FIELDS.iter().find(|(field, others)| *field == name || others.contains(&name));
    match known.map(|(field, _)| *field) {
        Some("category") => t.category = Category::read(value),
        Some("keywords") => value.clone_into(&mut t.keywords),
        Some("platform") => value.clone_into(&mut t.platform),
        Some("status") => t.status = super::status(line, value)?,
        Some("owner") => value.clone_into(&mut t.owner),
        Some("review") => t.review = super::review(line, value)?,
        _ => return Err(syntax(line, &name)),
    }
    Ok(())
}

/// Writes everything.
pub(super) fn write(templates: &[NewTemplate], phrases: &[Phrase]) -> String {
    let mut all: Vec<String> = templates.iter().map(one).collect();
    all.extend(phrases.iter().map(|p| format!("## @{}\n\n{}", p.name, fenced(&p.body))));
    all.join("\n")
}

/// One template. Facts that are not set are left out, so that a comparison of two shows only what changed.
#[must_use]
pub fn one(t: &NewTemplate) -> String {
    let mut out = format!("## {} {}\n\n- category: {}\n", t.code, t.name, t.category.name());
    let review = t.review.map(|day| day.to_string()).unwrap_or_default();
    let facts = [
        ("keywords", &*t.keywords),
        ("platform", &t.platform),
        ("status", t.status.name()),
        ("owner", &t.owner),
        ("review", &review),
    ];
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "- {name}: {value}");
    }
    out.push('\n');
    out.push_str(&fenced(&t.body));
    for v in &t.variants {
        let some = |word: &'_ str| if word.is_empty() { ANY.to_owned() } else { word.to_owned() };
        let _ = write!(out, "\n### {} {}\n\n{}", some(&v.platform), some(&v.language), fenced(&v.body));
    }
    out
}

/// The text between fences longer than any run of backticks in it.
fn fenced(body: &str) -> String {
    let longest = body.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    format!("{fence}\n{body}\n{fence}\n")
}
