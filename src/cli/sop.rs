//! `qun sop`: the words to answer with. One in full stands in `sop/show.rs`, writing them in `sop/write.rs`, files in `sop/files.rs`, `qun inquiry` in
//! `sop/inquiry.rs`.

mod files;
mod inquiry;
mod show;
mod write;

pub use inquiry::{Inquiry, run_inquiry};

use super::session::Session;
use super::{input, output};
use crate::base::text::Clean;
use crate::base::{Error, Kind, Language, Result};
use crate::members::community::PLATFORMS;
use crate::sop::inquiry::clock_time;
use crate::sop::search::Index;
use crate::sop::store;
use crate::sop::template::{
    Auto, Category, Filled, Manner, Phrases, Status, Template, render, slots, strangers, voice,
};
use clap::{Args, Subcommand};
use serde_json::json;
use std::path::PathBuf;

/// Columns of a body in a list.
const BODY_COLUMNS: usize = 50;

/// `qun sop list|search|show|render|add|edit|import|export|phrase|limit`
#[derive(Debug, Subcommand)]
pub enum Sop {
    List(Only),
    Search {
        #[arg(required = true, value_name = "QUERY")]
        query: Vec<String>,
    },
    Show {
        #[arg(id = "code", value_name = "CODE")]
        code: String,
        #[arg(id = "template_history", long = "history")]
        history: bool,
    },
    Render {
        #[arg(id = "code", value_name = "CODE")]
        code: String,
        #[command(flatten)]
        values: Values,
        #[command(flatten)]
        to: Reader,
    },
    Add(write::New),
    Edit(write::Changes),
    Import {
        #[arg(id = "template_file", value_name = "FILE")]
        file: PathBuf,
        #[arg(id = "template_format", long = "format", value_name = "toml|csv|md")]
        format: Option<String>,
        #[arg(
            id = "template_existing",
            long = "existing",
            value_name = "refuse|skip|update",
            default_value = "refuse"
        )]
        existing: String,
    },
    Export {
        #[arg(id = "template_format", long = "format", value_name = "toml|csv|md", default_value = "toml")]
        format: String,
    },
    #[command(subcommand)]
    Phrase(write::Phrases),
    Limit(write::Limits),
}

/// Which templates.
#[derive(Debug, Args)]
pub struct Only {
    /// Only those that are to be read again.
    #[arg(id = "template_due", long = "due")]
    due: bool,
    #[arg(id = "only_status", long = "status", value_name = "STATUS")]
    status: Option<String>,
    #[arg(id = "only_category", long = "category", value_name = "CATEGORY")]
    category: Option<String>,
}

/// What fills the slots.
#[derive(Debug, Args, Default)]
pub struct Values {
    #[arg(long, value_name = "NAME=VALUE", value_parser = input::pair)]
    set: Vec<(String, String)>,
}

/// For whom a text is: what chooses among the variants, and what it is held to.
#[derive(Debug, Args, Default)]
pub struct Reader {
    #[arg(long, value_name = "PLATFORM", default_value = "")]
    platform: String,
    #[arg(id = "reader_language", long = "to", value_name = "zh-Hans|zh-Hant|en")]
    language: Option<String>,
}

/// Runs it.
pub fn run(args: Sop, s: &mut Session) -> Result<u8> {
    match args {
        Sop::List(only) => list(&chosen(&only, s)?, s)?,
        Sop::Search { query } => {
            let all = store::templates(&s.db)?;
            let found = Index::new(&all, &[]).find(&query.join(" "), None);
            list(&found.into_iter().map(|at| all[at].clone()).collect::<Vec<_>>(), s)?;
        }
        Sop::Show { code, history: true } => show::history(&store::template(&s.db, &code)?, s)?,
        Sop::Show { code, .. } => show::show(&store::template(&s.db, &code)?, s)?,
        Sop::Render { code, values, to } => {
            let template = store::template(&s.db, &code)?;
            let text = filled(&template, &values, &[], &to.read()?, s)?;
            if s.json {
                output::json(&json!({ "code": template.wording.code, "text": text }))?;
            } else {
                output::text(&text)?;
            }
        }
        Sop::Add(new) => write::add(new, s)?,
        Sop::Edit(changes) => write::edit(changes, s)?,
        Sop::Import { file, format, existing } => files::import(&file, format.as_deref(), &existing, s)?,
        Sop::Export { format } => files::export(&format, s)?,
        Sop::Phrase(what) => write::phrase(what, s)?,
        Sop::Limit(limits) => write::limit(limits, s)?,
    }
    Ok(0)
}

fn chosen(only: &Only, s: &Session) -> Result<Vec<Template>> {
    let known = Status::ALL.map(|s| s.1);
    let status =
        only.status.as_ref().map(|word| input::one_of("--status", word, Status::read(word), known)).transpose()?;
    let category = only.category.as_deref().map(Category::read);
    let today = s.db.now().day(s.zone);
    let mut all = store::templates(&s.db)?;
    all.retain(|t| {
        (!only.due || t.wording.due(today))
            && status.is_none_or(|status| t.wording.status == status)
            && category.as_ref().is_none_or(|category| t.wording.category == *category)
    });
    Ok(all)
}

fn category(category: &Category, s: &Session) -> String {
    category.label().map_or_else(|| category.name().to_owned(), |key| s.lang.text(key).to_owned())
}

fn list(templates: &[Template], s: &Session) -> Result<()> {
    if s.json {
        let (phrases, last) = (store::phrases(&s.db)?.into_iter().collect(), store::last_values(&s.db)?);
        return output::json(
            &templates.iter().map(|t| show::value(t, &phrases, &last, s)).collect::<Result<Vec<_>>>()?,
        );
    }
    let today = s.db.now().day(s.zone);
    let row = |t: &Template| {
        let w = &t.wording;
        let body = Clean::head(&w.body, BODY_COLUMNS).cut(BODY_COLUMNS).into_string();
        let mut status = s.lang.text(w.status.label()).to_owned();
        if w.due(today) {
            status = format!("{status} {}", s.lang.text("words.due"));
        }
        let category = category(&w.category, s);
        vec![w.code.clone(), category, w.name.clone(), status, s.lang.fill("cli.uses", &[("n", &t.uses)]), body]
    };
    output::table(&templates.iter().map(row).collect::<Vec<_>>())
}

/// A reader's platform and language, known to exist.
struct To {
    platform: String,
    language: Option<Language>,
}

impl Reader {
    fn read(&self) -> Result<To> {
        if !self.platform.is_empty() {
            let found = PLATFORMS.contains(&&*self.platform).then_some(());
            input::one_of("--platform", &self.platform, found, PLATFORMS.iter().copied())?;
        }
        let known = Language::ALL.map(|(_, name)| name);
        let read = |word: &String| input::one_of("--to", word, Language::parse(word), known);
        Ok(To { platform: self.platform.clone(), language: self.language.as_ref().map(read).transpose()? })
    }
}

/// The template with its slots filled: by `--set` first, then by what is known: time, date, operator and `known`.
fn filled(template: &Template, values: &Values, known: &[(Auto, String)], to: &To, s: &Session) -> Result<String> {
    let phrases: Phrases = store::phrases(&s.db)?.into_iter().collect();
    let body = phrases.expand(template.wording.body_for(&to.platform, to.language))?;
    let now = s.db.now();
    let today = now.day(s.zone);
    let voice = voice(&body, &s.lang);
    let always = [
        (Auto::Time, clock_time(now, s.zone)),
        (Auto::Date, voice.day(today, today)),
        (Auto::Operator, s.db.me().name.clone()),
    ];
    let mut all: Filled = values.set.iter().cloned().collect();
    if let Some(name) = strangers(&body, &all)?.first() {
        let slots = slots(&body)?.into_iter().map(|slot| slot.name).collect::<Vec<_>>().join(" ");
        return Err(Error::new(Kind::Usage, "words.no_slot").with("name", name).with("known", slots));
    }
    let told: Vec<Option<Auto>> = all.keys().map(|name| Auto::named(name)).collect();
    for slot in slots(&body)? {
        let found = always.iter().chain(known).find(|(auto, _)| slot.auto == Some(*auto));
        if let Some((_, text)) = found.filter(|(auto, _)| !told.contains(&Some(*auto))) {
            all.insert(slot.name, text.clone());
        }
    }
    let hint = |error: Error| match error.says.key.as_str() {
        "sop.unfilled" | "sop.unfilled_several" => error.hint("cli.set_hint"),
        _ => error,
    };
    let text = render(&body, &all, Manner { today, lang: &voice }).map_err(hint)?;
    store::limits(&s.db)?.of(&to.platform).allows(&text)?;
    Ok(text)
}
