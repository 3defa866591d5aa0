//! Posts written and moved along: new ones, other words, texts by platform, and every state but out.

use super::super::session::Session;
use super::super::{input, output};
use super::{done, seen, today};
use crate::base::{Error, Kind as Sort, Result};
use crate::calendar::aim;
use crate::calendar::more::Details;
use crate::calendar::post::{Format, Reason, Track};
use crate::calendar::store::{self, Content, Ref};
use crate::members;
use crate::members::community::PLATFORMS;
use clap::Args;
use serde_json::json;
use std::path::Path;

/// What an entry holds; what is left out keeps its value.
#[derive(Debug, Args)]
pub struct Fields {
    #[arg(long, value_name = "COMMUNITY")]
    community: Option<String>,
    #[arg(id = "post_day", long = "day", value_name = "DAY")]
    day: Option<String>,
    #[arg(id = "post_time", long = "time", value_name = "TIME")]
    time: Option<String>,
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    #[arg(id = "post_kind", long = "kind", value_name = "KIND")]
    kind: Option<String>,
    #[arg(long, value_name = "TRACK")]
    track: Option<String>,
    #[arg(id = "post_format", long = "format", value_name = "FORMAT")]
    format: Option<String>,
    #[arg(id = "post_body", long = "body", value_name = "TEXT")]
    body: Option<String>,
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    #[arg(id = "post_note", long = "note", value_name = "TEXT")]
    note: Option<String>,
    #[arg(id = "post_topic", long = "topic", value_name = "WORD")]
    topic: Option<String>,
    #[arg(long, value_name = "WORD")]
    mechanic: Option<String>,
    #[arg(long, value_name = "NAME")]
    campaign: Option<String>,
    #[arg(long, value_name = "PLACES")]
    aim: Option<String>,
    #[arg(id = "assets", long = "asset", value_name = "PATH")]
    assets: Option<Vec<String>>,
}

impl Fields {
    /// What a new entry cannot be without: whether it was told, and the option that tells it.
    pub(super) fn missing(&self) -> [(bool, &'static str); 4] {
        [
            (self.community.is_some(), "--community"),
            (self.day.is_some(), "--day"),
            (self.time.is_some(), "--time"),
            (self.title.is_some(), "--title"),
        ]
    }

    /// Lays what was told over `content` and `details`; the communities that the aim means.
    pub(super) fn over(self, content: &mut Content, details: &mut Details, s: &Session) -> Result<Vec<i64>> {
        let lang = &s.lang;
        if let Some(name) = &self.community {
            content.community_id = members::store::find(&s.db, name)?.id;
        }
        if let Some(day) = &self.day {
            content.day = input::day(day, today(s))?;
        }
        if let Some(time) = &self.time {
            content.time = input::time(time)?;
        }
        if let Some(word) = &self.kind {
            let kinds = store::kinds(&s.db)?;
            let known: Vec<String> = kinds.0.iter().map(|r| r.kind.word().to_owned()).collect();
            content.kind = input::one_of("--kind", word, kinds.find(word, lang), known.iter().map(String::as_str))?;
        }
        if let Some(word) = &self.track {
            let known = Track::ALL.iter().map(|w| w.word());
            content.track = input::one_of("--track", word, Track::parse(word), known)?;
        }
        if let Some(word) = &self.format {
            let known = Format::ALL.iter().map(|w| w.word());
            content.format = input::one_of("--format", word, Format::parse(word), known)?;
        }
        let put = |to: &mut String, value: Option<String>| to.clone_from(&value.unwrap_or_else(|| to.clone()));
        put(&mut content.title, self.title);
        put(&mut content.body, self.body.map(|b| typed(&b)).transpose()?);
        put(&mut content.owner, self.owner.map(|o| o.trim().to_owned()));
        put(&mut content.note, self.note);
        put(&mut details.topic, self.topic);
        put(&mut details.mechanic, self.mechanic);
        put(&mut details.campaign, self.campaign);
        put(&mut details.aim, self.aim);
        details.assets = self.assets.unwrap_or_else(|| std::mem::take(&mut details.assets));
        let read = aim::read(&details.aim, &store::targets(&s.db)?);
        read.map_err(|word| Error::new(Sort::Usage, "posts.bad_aim").with("value", word))
    }
}

/// A text, or that of standard input for `-`.
fn typed(text: &str) -> Result<String> {
    if text == "-" { input::text(Path::new("-")).map(|t| t.trim_end().to_owned()) } else { Ok(text.to_owned()) }
}

/// Other words, day, place or details for an entry.
pub(super) fn edit(id: i64, fields: Fields, s: &mut Session) -> Result<()> {
    let post = store::get(&s.db, id)?;
    let (mut content, mut details) = (Content::from(&post), post.more.details.clone());
    let aimed = fields.over(&mut content, &mut details, s)?;
    let says = store::edit_whole(&mut s.db, Ref::from(&post), &content, &details, &aimed)?;
    done(&[id], &s.lang.say(&says), s)
}

/// The text for one platform; empty takes it away.
pub(super) fn text(id: i64, platform: &str, text: &str, s: &mut Session) -> Result<()> {
    let known =
        input::one_of("--platform", platform, PLATFORMS.iter().find(|p| **p == platform), PLATFORMS.iter().copied())?;
    let post = store::get(&s.db, id)?;
    let texts = [((*known).to_owned(), typed(text)?)].into();
    let says = store::set_texts(&mut s.db, Ref::from(&post), &texts)?;
    done(&[id], &s.lang.say(&says), s)
}

/// A move between states.
pub(super) fn turn(ids: &[i64], how: &Turn, s: &mut Session) -> Result<()> {
    let posts = seen(ids, s)?;
    let db = &mut s.db;
    let says = match how {
        Turn::Send => store::send_for_review(db, &posts)?,
        Turn::Approve => store::approve(db, &posts)?,
        Turn::Return(why) => store::send_back(db, &posts, why)?,
        Turn::Hold => store::hold(db, &posts)?,
        Turn::Reopen => store::reopen(db, &posts)?,
        Turn::Cancel(reason, note) => {
            let known = Reason::ALL.iter().map(|r| r.word());
            let found = Reason::ALL.iter().find(|r| r.word() == reason).copied();
            store::cancel(db, &posts, input::one_of("--reason", reason, found, known)?, note)?
        }
    };
    done(ids, &s.lang.say(&says), s)
}

/// The moves.
#[derive(Debug)]
pub(super) enum Turn {
    /// For approval.
    Send,
    /// Given.
    Approve,
    /// What is missing.
    Return(String),
    /// Aside.
    Hold,
    /// Taken up.
    Reopen,
    /// Reason and words.
    Cancel(String, String),
}

/// The caption for a platform, as it is pasted there; what the platform will not take goes to stderr.
pub(super) fn caption(id: i64, platform: Option<&str>, s: &Session) -> Result<()> {
    let post = store::get(&s.db, id)?;
    let platform = platform.unwrap_or(&post.platform);
    let platform =
        input::one_of("--platform", platform, PLATFORMS.iter().find(|p| **p == platform), PLATFORMS.iter().copied())?;
    let rules = store::platform_rules(&s.db)?;
    let (text, cut) = rules.pasted(platform, post.caption_for(platform));
    let flaws = rules.flaws(platform, &post.title, &text);
    if s.json {
        let value = json!({ "id": id, "platform": platform, "text": text, "links_left_out": cut, "flaws": flaws });
        return output::json(&value);
    }
    output::text(&text)?;
    if cut {
        output::say(s.quiet, s.lang.text("posts.link_left_out"));
    }
    flaws.iter().for_each(|f| output::say(s.quiet, &f.words(&s.lang)));
    Ok(())
}
