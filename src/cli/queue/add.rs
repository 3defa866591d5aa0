//! `qun queue add`: one text, join request, report or appeal by hand.

use super::super::output;
use super::super::session::Session;
use super::{kind, one};
use crate::base::{Error, Kind, Result};
use crate::members;
use crate::moderation::conduct::Crisis;
use crate::moderation::item::{ItemKind, Suggestion};
use crate::moderation::pipeline::FIRST_LEVEL;
use crate::moderation::screening::Message;
use crate::moderation::store::{self, NewItem, Origin};
use clap::Args;
use serde_json::json;

/// Something new for the queue.
#[derive(Debug, Args)]
pub struct New {
    #[arg(long, value_name = "COMMUNITY")]
    pub(super) community: String,
    #[arg(id = "author", long = "who", value_name = "NAME")]
    pub(super) who: String,
    #[arg(id = "item_text", long = "text", value_name = "TEXT", default_value = "")]
    pub(super) text: String,
    #[arg(id = "item_kind", long = "kind", value_name = "KIND", default_value = "content")]
    pub(super) kind: String,
    #[arg(id = "item_source", long = "source", value_name = "TEXT", default_value = "")]
    pub(super) source: String,
    #[command(flatten)]
    pub(super) origin: From,
}

/// Where it comes from.
#[derive(Debug, Default, Args)]
pub struct From {
    #[arg(id = "item_inviter", long = "inviter", value_name = "NAME", default_value = "")]
    inviter: String,
    #[arg(id = "item_handle", long = "handle", value_name = "KEY", default_value = "")]
    handle: String,
    #[arg(id = "appeal_of", long = "of", value_name = "ID")]
    of: Option<i64>,
}

/// Puts it in, screened like everything else.
pub(super) fn add(new: New, s: &mut Session) -> Result<u8> {
    let kind = kind(&new.kind)?;
    let community = members::store::find(&s.db, &new.community)?.id;
    let needed = [("--who", &new.who, true), ("--text", &new.text, kind != ItemKind::Join)];
    if let Some((option, ..)) = needed.iter().find(|(_, text, needed)| *needed && text.trim().is_empty()) {
        return Err(Error::new(Kind::Usage, "cli.empty").with("option", option));
    }
    store::learn(&mut s.db, &s.config)?;
    let rules = store::screen(&s.db, &s.config)?;
    let verdict = rules.check(&Message { text: &new.text, ..Message::default() });
    let suggestion = match kind {
        ItemKind::Join if verdict.hits.is_empty() => {
            Suggestion::for_join(&new.text, &format!("{}{}", new.source, new.origin.inviter))
        }
        ItemKind::Content | ItemKind::Join => verdict.suggestion,
        // Whether a report or an appeal is right is not in its words.
        ItemKind::Report | ItemKind::Appeal => Suggestion::Look,
    };
    let who = new.who.trim().to_owned();
    let item = NewItem {
        kind,
        level: FIRST_LEVEL,
        community,
        member: store::member_named(&s.db, community, &who)?,
        who,
        text: new.text,
        source: new.source,
        hits: verdict.hits,
        suggestion,
        score: verdict.score,
        created_at: s.db.now(),
        message_key: String::new(),
        batch: None,
    };
    let From { inviter, handle, of } = new.origin;
    let id = store::enter(&mut s.db, &item, &Origin { handle: handle.trim().to_owned(), inviter, appeal_of: of })?;
    let item = one(id, s)?;
    if s.json {
        output::json(&json!({
            "id": id, "level": item.level, "suggestion": item.suggestion.id(), "score": item.score,
            "crisis": item.conduct.crisis.as_ref().map(Crisis::id), "appeal_of": item.conduct.appeal_of,
        }))?;
    } else {
        let label = s.lang.text(kind.label());
        let said = s.lang.fill("queue.added", &[("kind", &label), ("who", &item.who)]);
        output::say(s.quiet, &format!("{said} #{id}"));
    }
    Ok(0)
}
