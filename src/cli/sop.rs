//! `qun sop`: the words to answer with. `qun inquiry` stands in `sop/inquiry.rs`.

mod inquiry;

pub use inquiry::{Inquiry, run_inquiry};

use super::session::Session;
use super::{input, output};
use crate::base::text::Clean;
use crate::base::{Error, Kind, Result};
use crate::sop::exchange::{self, Format};
use crate::sop::inquiry::clock_time;
use crate::sop::search::Index;
use crate::sop::store;
use crate::sop::template::{Auto, Category, NewTemplate, Slot, Status, Template, render, slots};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::PathBuf;

/// Columns of a body in a list.
const BODY_COLUMNS: usize = 50;

/// `qun sop list|search|show|render|add|import|export`
#[derive(Debug, Subcommand)]
pub enum Sop {
    List,
    Search {
        #[arg(required = true, value_name = "QUERY")]
        query: Vec<String>,
    },
    Show {
        #[arg(id = "code", value_name = "CODE")]
        code: String,
    },
    Render {
        #[arg(id = "code", value_name = "CODE")]
        code: String,
        #[command(flatten)]
        values: Values,
    },
    Add(New),
    Import {
        #[arg(id = "template_file", value_name = "FILE")]
        file: PathBuf,
        #[arg(id = "template_format", long = "format", value_name = "toml|csv")]
        format: Option<String>,
    },
    Export {
        #[arg(id = "template_format", long = "format", value_name = "toml|csv", default_value = "toml")]
        format: String,
    },
}

/// What fills the slots.
#[derive(Debug, Args, Default)]
pub struct Values {
    #[arg(long, value_name = "NAME=VALUE", value_parser = input::pair)]
    set: Vec<(String, String)>,
}

/// A new template.
#[derive(Debug, Args)]
pub struct New {
    #[arg(id = "new_code", value_name = "CODE")]
    code: String,
    #[arg(id = "template_name", long = "name", value_name = "NAME")]
    name: String,
    #[arg(long, value_name = "CATEGORY")]
    category: String,
    #[arg(long, value_name = "WORDS", default_value = "")]
    keywords: String,
    #[arg(id = "template_body", long = "body", value_name = "TEXT|-")]
    body: String,
    #[arg(id = "template_platform", long = "platform", value_name = "PLATFORM", default_value = "")]
    platform: String,
    #[arg(id = "template_status", long = "status", value_name = "STATUS", default_value = "approved")]
    status: String,
}

/// Runs it.
pub fn run(args: Sop, s: &mut Session) -> Result<u8> {
    match args {
        Sop::List => list(&store::templates(&s.db)?, s)?,
        Sop::Search { query } => {
            let all = store::templates(&s.db)?;
            let found = Index::new(&all).find(&query.join(" "), None);
            list(&found.into_iter().map(|at| all[at].clone()).collect::<Vec<_>>(), s)?;
        }
        Sop::Show { code } => show(&store::template(&s.db, &code)?, s)?,
        Sop::Render { code, values } => {
            let template = store::template(&s.db, &code)?;
            let text = filled(&template, &values, &[], s)?;
            if s.json {
                output::json(&json!({ "code": template.wording.code, "text": text }))?;
            } else {
                output::text(&text)?;
            }
        }
        Sop::Add(new) => add(new, s)?,
        Sop::Import { file, format } => import(&file, format.as_deref(), s)?,
        Sop::Export { format } => export(&format, s)?,
    }
    Ok(0)
}

fn value(template: &Template, s: &Session) -> Result<Value> {
    let mut value =
        serde_json::to_value(template).map_err(|e| Error::user("base.output").with("cause", &e).because(&e))?;
    value["updated_at"] = template.updated_at.rfc3339(s.zone).into();
    let slot = |slot: &Slot| json!({ "name": slot.name, "auto": slot.auto.is_some() });
    value["slots"] = slots(&template.wording.body)?.iter().map(slot).collect();
    Ok(value)
}

fn category(category: &Category, s: &Session) -> String {
    category.label().map_or_else(|| category.name().to_owned(), |key| s.lang.text(key).to_owned())
}

fn list(templates: &[Template], s: &Session) -> Result<()> {
    if s.json {
        return output::json(&templates.iter().map(|t| value(t, s)).collect::<Result<Vec<_>>>()?);
    }
    let row = |t: &Template| {
        let w = &t.wording;
        let body = Clean::head(&w.body, BODY_COLUMNS).cut(BODY_COLUMNS).into_string();
        let (category, status) = (category(&w.category, s), s.lang.text(w.status.label()).to_owned());
        vec![w.code.clone(), category, w.name.clone(), status, s.lang.fill("cli.uses", &[("n", &t.uses)]), body]
    };
    output::table(&templates.iter().map(row).collect::<Vec<_>>())
}

fn show(template: &Template, s: &Session) -> Result<()> {
    if s.json {
        return output::json(&value(template, s)?);
    }
    let w = &template.wording;
    let slots = slots(&w.body)?.into_iter().map(|slot| slot.name).collect::<Vec<_>>().join(" ");
    let changed = format!("{} {}", template.updated_by, template.updated_at.rfc3339(s.zone));
    let facts = [
        ("cli.field_code", w.code.clone()),
        ("cli.field_name", w.name.clone()),
        ("cli.field_category", category(&w.category, s)),
        ("cli.field_state", s.lang.text(w.status.label()).to_owned()),
        ("cli.field_keywords", w.keywords.clone()),
        ("cli.field_platform", w.platform.clone()),
        ("cli.field_slots", slots),
        ("cli.field_uses", template.uses.to_string()),
        ("cli.field_changed", changed),
    ];
    let facts = facts.into_iter().filter(|(_, v)| !v.is_empty());
    output::table(&facts.map(|(key, v)| vec![s.lang.text(key).to_owned(), v]).collect::<Vec<_>>())?;
    output::text(&format!("\n{}", w.body))
}

/// The template with its slots filled: by `--set` first, then by what is known: time, date, operator and `known`.
fn filled(template: &Template, values: &Values, known: &[(Auto, String)], s: &Session) -> Result<String> {
    let now = s.db.now();
    let today = now.day(s.zone);
    let always = [
        (Auto::Time, clock_time(now, s.zone)),
        (Auto::Date, s.lang.day(today, today)),
        (Auto::Operator, s.db.me().name.clone()),
    ];
    let mut all: BTreeMap<String, String> = values.set.iter().cloned().collect();
    let told: Vec<Option<Auto>> = all.keys().map(|name| Auto::named(name)).collect();
    for slot in slots(&template.wording.body)? {
        let found = always.iter().chain(known).find(|(auto, _)| slot.auto == Some(*auto));
        if let Some((_, text)) = found.filter(|(auto, _)| !told.contains(&Some(*auto))) {
            all.insert(slot.name, text.clone());
        }
    }
    let hint = |error: Error| match error.says.key.as_str() {
        "sop.unfilled" | "sop.unfilled_several" => error.hint("cli.set_hint"),
        _ => error,
    };
    render(&template.wording.body, &all).map_err(hint)
}

fn add(new: New, s: &mut Session) -> Result<()> {
    let known = Status::ALL.map(|s| s.1);
    let status = input::one_of("--status", &new.status, Status::read(&new.status), known)?;
    let body = if new.body == "-" { input::text(&PathBuf::from("-"))? } else { new.body };
    let template = NewTemplate {
        code: new.code,
        name: new.name,
        category: Category::read(&new.category),
        keywords: new.keywords,
        body,
        platform: new.platform,
        status,
    };
    let (code, name) = (template.code.clone(), template.name.clone());
    let id = store::add(&mut s.db, template)?;
    if s.json {
        output::json(&json!({ "id": id }))?;
    } else {
        output::say(s.quiet, &s.lang.fill("sop.did_template_add", &[("code", &code), ("name", &name)]));
    }
    Ok(())
}

fn format(word: &str) -> Result<Format> {
    let found = match word {
        "toml" => Some(Format::Toml),
        "csv" => Some(Format::Csv),
        _ => None,
    };
    input::one_of("--format", word, found, ["toml", "csv"])
}

fn import(file: &std::path::Path, told: Option<&str>, s: &mut Session) -> Result<()> {
    let format = told.map_or_else(|| Ok(Format::of_name(&file.to_string_lossy())), format)?;
    let read = exchange::read(&input::text(file)?, format)?;
    let count = store::import(&mut s.db, &read)?;
    if s.json {
        output::json(&json!({ "new": count }))?;
    } else {
        output::say(s.quiet, &s.lang.fill("sop.did_import", &[("count", &count)]));
    }
    Ok(())
}

fn export(told: &str, s: &Session) -> Result<()> {
    let format = format(told)?;
    let templates = store::export(&s.db)?;
    if s.json {
        return output::json(&templates);
    }
    if templates.is_empty() {
        return Err(Error::new(Kind::User, "cli.no_templates").hint("cli.no_templates_hint"));
    }
    let text = exchange::write(&templates, format)?;
    // A file gets every byte as it was written; a terminal gets what is safe to show.
    if std::io::stdout().is_terminal() { output::text(&text) } else { output::raw(text.as_bytes()) }
}
