//! What an export brings for the queue itself: requests to come in, reports, appeals.

use crate::base::At;
use crate::intake::{self, Record, What};
use crate::moderation::item::{ItemKind, Suggestion};
use crate::moderation::pipeline::FIRST_LEVEL;
use crate::moderation::screening::{Message, Screen};
use crate::moderation::store::{NewItem, Origin};

/// One of them, waiting for its chunk.
pub(super) struct Petition {
    /// Its line in the file.
    pub line: u64,
    community: usize,
    at: At,
    kind: ItemKind,
    id: String,
    key: String,
    who: String,
    text: String,
    by: String,
    source: String,
}

impl Petition {
    /// A record as a petition, if it is one.
    pub(super) fn of(record: &Record<'_>, community: usize) -> Option<Petition> {
        let What::Waits { petition, text, by, source } = record.what else { return None };
        let kind = match petition {
            intake::Petition::Request => ItemKind::Join,
            intake::Petition::Report => ItemKind::Report,
            intake::Petition::Appeal => ItemKind::Appeal,
        };
        let own = |text: Option<&str>| text.unwrap_or_default().to_owned();
        Some(Petition {
            line: record.line,
            community,
            at: record.at,
            kind,
            id: own(record.id),
            key: record.author_key.to_owned(),
            who: record.author_name.to_owned(),
            text: text.to_owned(),
            by: own(by),
            source: own(source),
        })
    }

    /// As something for the queue, the same every time it is imported.
    pub(super) fn item(&self, communities: &[i64], screen: &Screen, batch: i64) -> (NewItem, Origin) {
        let community = communities[self.community];
        let verdict = screen.check(&Message { text: &self.text, ..Message::default() });
        let suggestion = match self.kind {
            ItemKind::Join if verdict.hits.is_empty() => {
                Suggestion::for_join(&self.text, &format!("{}{}", self.source, self.by))
            }
            ItemKind::Join => verdict.suggestion,
            // Whether a report or an appeal is right is not in its words.
            ItemKind::Content | ItemKind::Report | ItemKind::Appeal => Suggestion::Look,
        };
        let kind = self.kind.id();
        let message_key = match self.id.as_str() {
            "" => format!("{community}:{kind}:{}:{}", self.at.0, self.key),
            id => format!("{community}:{kind}:{id}"),
        };
        // Names are no keys.
        let handle = if self.key.starts_with("name:") { String::new() } else { self.key.clone() };
        let report = self.kind == ItemKind::Report;
        let item = NewItem {
            kind: self.kind,
            level: FIRST_LEVEL,
            community,
            member: None,
            who: self.who.clone(),
            text: self.text.clone(),
            source: if report && self.source.is_empty() { self.by.clone() } else { self.source.clone() },
            hits: verdict.hits,
            suggestion,
            score: verdict.score,
            created_at: self.at,
            message_key,
            batch: Some(batch),
        };
        let inviter = if report { String::new() } else { self.by.clone() };
        (item, Origin { handle, inviter, appeal_of: None })
    }
}
