//! Writing templates, house phrases, and what platforms take.

use super::super::session::Session;
use super::super::{input, output};
use crate::base::text::Clean;
use crate::base::{Error, Kind, Language, Result};
use crate::members::community::PLATFORMS;
use crate::sop::store;
use crate::sop::template::{self, Category, Limit, NewTemplate, Phrase, Status, Variant};
use clap::{Args, Subcommand};
use serde_json::json;
use std::path::PathBuf;

/// A new template.
#[derive(Debug, Args)]
pub struct New {
    #[arg(id = "new_code", value_name = "CODE")]
    code: String,
    #[arg(id = "template_name", long = "name", value_name = "NAME")]
    name: String,
    #[arg(long, value_name = "CATEGORY")]
    category: String,
    #[arg(id = "template_body", long = "body", value_name = "TEXT|-")]
    body: String,
    #[command(flatten)]
    rest: Facts,
}

/// What may be said of a template, new or old.
#[derive(Debug, Args)]
pub struct Facts {
    #[arg(long, value_name = "WORDS")]
    keywords: Option<String>,
    #[arg(id = "template_platform", long = "platform", value_name = "PLATFORM")]
    platform: Option<String>,
    #[arg(id = "template_status", long = "status", value_name = "STATUS")]
    status: Option<String>,
    #[arg(id = "template_owner", long = "owner", value_name = "NAME")]
    owner: Option<String>,
    #[arg(id = "template_review", long = "review", value_name = "DAY|-")]
    review: Option<String>,
    #[arg(id = "template_variant", long = "variant", value_name = "PLATFORM/LANG=TEXT", value_parser = input::pair)]
    variants: Vec<(String, String)>,
}

/// What is to be another.
#[derive(Debug, Args)]
pub struct Changes {
    #[arg(id = "code", value_name = "CODE")]
    code: String,
    #[arg(id = "rename_code", long = "code", value_name = "CODE")]
    to: Option<String>,
    #[arg(id = "template_name", long = "name", value_name = "NAME")]
    name: Option<String>,
    #[arg(long, value_name = "CATEGORY")]
    category: Option<String>,
    #[arg(id = "template_body", long = "body", value_name = "TEXT|-")]
    body: Option<String>,
    #[command(flatten)]
    rest: Facts,
}

/// `qun sop phrase list|set|remove`
#[derive(Debug, Subcommand)]
pub enum Phrases {
    List,
    Set {
        #[arg(id = "phrase", value_name = "NAME")]
        name: String,
        #[arg(id = "phrase_body", value_name = "TEXT|-")]
        body: String,
    },
    Remove {
        #[arg(id = "phrase", value_name = "NAME")]
        name: String,
    },
}

/// What platforms take: without anything, a list.
#[derive(Debug, Args)]
pub struct Limits {
    #[arg(id = "limit_platform", value_name = "PLATFORM|all")]
    platform: Option<String>,
    #[arg(long, value_name = "N", requires = "limit_platform")]
    longest: Option<usize>,
    #[arg(long, value_name = "WORD", requires = "limit_platform")]
    forbid: Vec<String>,
    #[arg(long, value_name = "WORD", requires = "limit_platform")]
    allow: Vec<String>,
}

fn body(text: String) -> Result<String> {
    if text == "-" { input::text(&PathBuf::from("-")) } else { Ok(text) }
}

/// `douyin`, `en` or `douyin/en`.
fn variant(of: &str, text: String) -> Result<Variant> {
    let (mut platform, mut language) = (String::new(), String::new());
    for word in of.split('/') {
        match Language::ALL.iter().find(|(_, name)| *name == word) {
            Some((_, name)) => language = (*name).to_owned(),
            None => platform = word.to_owned(),
        }
    }
    Ok(Variant { platform, language, body: body(text)? })
}

impl Facts {
    /// Puts what was said into a template. A variant without text goes.
    fn apply(self, new: &mut NewTemplate, s: &Session) -> Result<()> {
        if let Some(word) = &self.status {
            let known = Status::ALL.map(|s| s.1);
            new.status = input::one_of("--status", word, Status::read(word), known)?;
        }
        if let Some(day) = &self.review {
            let today = s.db.now().day(s.zone);
            new.review = if day == "-" { None } else { Some(input::day(day, today)?) };
        }
        for (field, told) in
            [(&mut new.keywords, self.keywords), (&mut new.platform, self.platform), (&mut new.owner, self.owner)]
        {
            if let Some(told) = told {
                *field = told;
            }
        }
        for (of, text) in self.variants {
            let told = variant(of.trim(), text)?;
            new.variants.retain(|v| v.platform != told.platform || v.language != told.language);
            if !told.body.trim().is_empty() {
                new.variants.push(told);
            }
        }
        Ok(())
    }
}

pub(super) fn add(new: New, s: &mut Session) -> Result<()> {
    let mut template = NewTemplate {
        code: new.code,
        name: new.name,
        category: Category::read(&new.category),
        body: body(new.body)?,
        ..NewTemplate::default()
    };
    new.rest.apply(&mut template, s)?;
    let (code, name) = (template.code.clone(), template.name.clone());
    let id = store::add(&mut s.db, template)?;
    if s.json {
        output::json(&json!({ "id": id }))?;
    } else {
        output::say(s.quiet, &s.lang.fill("sop.did_template_add", &[("code", &code), ("name", &name)]));
    }
    Ok(())
}

pub(super) fn edit(changes: Changes, s: &mut Session) -> Result<()> {
    let old = store::template(&s.db, &changes.code)?;
    let mut new = old.wording.clone();
    if let Some(code) = changes.to {
        new.code = code;
    }
    if let Some(name) = changes.name {
        new.name = name;
    }
    if let Some(word) = changes.category {
        new.category = Category::read(&word);
    }
    if let Some(text) = changes.body {
        new.body = body(text)?;
    }
    changes.rest.apply(&mut new, s)?;
    let (code, name) = (new.code.clone(), new.name.clone());
    store::edit(&mut s.db, old.id, old.version, new)?;
    let version = store::template(&s.db, &old.id.to_string())?.version;
    if s.json {
        return output::json(&json!({ "id": old.id, "version": version }));
    }
    let key = if version == old.version { "words.unchanged" } else { "sop.did_template_edit" };
    output::say(s.quiet, &s.lang.fill(key, &[("code", &code), ("name", &name)]));
    Ok(())
}

pub(super) fn phrase(what: Phrases, s: &mut Session) -> Result<()> {
    match what {
        Phrases::List => {
            let all = store::phrases(&s.db)?;
            if s.json {
                return output::json(&all);
            }
            let row = |p: &Phrase| vec![format!("@{}", p.name), Clean::line(&p.body).into_string()];
            output::table(&all.iter().map(row).collect::<Vec<_>>())
        }
        Phrases::Set { name, body: text } => {
            let phrase = Phrase { name, body: body(text)? }.checked()?;
            let name = phrase.name.clone();
            store::set_phrase(&mut s.db, phrase, store::Over::Anything)?;
            output::say(s.quiet, &s.lang.fill("words.did_phrase", &[("name", &name)]));
            Ok(())
        }
        Phrases::Remove { name } => {
            store::remove_phrase(&mut s.db, &name)?;
            output::say(s.quiet, &s.lang.fill("words.did_phrase_remove", &[("name", &name)]));
            Ok(())
        }
    }
}

/// The word for every platform.
const ALL: &str = "all";

pub(super) fn limit(told: Limits, s: &mut Session) -> Result<()> {
    let limits = store::limits(&s.db)?;
    let Some(word) = &told.platform else { return list(&limits, s) };
    let known = || PLATFORMS.iter().copied().chain([ALL]);
    let found = known().find(|p| p == word);
    let platform = match input::one_of("PLATFORM", word, found, known())? {
        ALL => "",
        platform => platform,
    };
    let mut limit = limits.own(platform);
    if told.longest.is_none() && told.forbid.is_empty() && told.allow.is_empty() {
        return one(word, &limits.of(platform), s);
    }
    if platform.is_empty() && told.longest.is_some() {
        return Err(Error::new(Kind::Usage, "words.longest_of_all"));
    }
    limit.longest = told.longest.unwrap_or(limit.longest);
    limit.words.retain(|w| !told.allow.contains(w));
    limit.words.extend(told.forbid);
    store::set_limit(&mut s.db, platform, limit)?;
    one(word, &store::limits(&s.db)?.of(platform), s)
}

fn list(limits: &template::Limits, s: &Session) -> Result<()> {
    if s.json {
        let all = PLATFORMS.iter().map(|p| json!({ "platform": p, "limit": limits.of(p) }));
        return output::json(&all.collect::<Vec<_>>());
    }
    let row = |platform: &&str| {
        let limit = limits.of(platform);
        let name = s.lang.text(&format!("members.platform_{platform}")).to_owned();
        vec![(*platform).to_owned(), name, limit.longest.to_string(), limit.words.join(" ")]
    };
    output::table(&PLATFORMS.iter().map(row).collect::<Vec<_>>())
}

fn one(platform: &str, limit: &Limit, s: &Session) -> Result<()> {
    if s.json {
        return output::json(&json!({ "platform": platform, "limit": limit }));
    }
    output::table(&[vec![platform.to_owned(), limit.longest.to_string(), limit.words.join(" ")]])
}
