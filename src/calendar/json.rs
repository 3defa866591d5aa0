//! A post as `--json` prints it: times RFC 3339 with offset, unknown as null.

use super::more::Place;
use super::post::{Format, Kind, Post, Results, State, Track};
use crate::base::Zone;
use serde::Serialize;
use std::collections::BTreeMap;

/// A post as `qun post list --json` prints it.
#[derive(Debug, Serialize)]
pub struct PostJson<'a> {
    id: i64,
    community_id: i64,
    community: &'a str,
    platform: &'a str,
    at: String,
    kind: Kind,
    format: Format,
    track: Track,
    title: &'a str,
    body: &'a str,
    owner: Option<&'a str>,
    state: State,
    reason: Option<&'a str>,
    published_at: Option<String>,
    published_by: Option<&'a str>,
    link: Option<&'a str>,
    #[serde(flatten)]
    results: &'a Results,
    expires_at: Option<String>,
    note: Option<&'a str>,
    topic: Option<&'a str>,
    mechanic: Option<&'a str>,
    campaign: Option<&'a str>,
    aim: Option<&'a str>,
    assets: &'a [String],
    texts: &'a BTreeMap<String, String>,
    places: Vec<PlaceJson<'a>>,
    sent_at: Option<String>,
    sent_by: Option<&'a str>,
    approved_at: Option<String>,
    approved_by: Option<&'a str>,
    returned: Option<&'a str>,
    twin_of: Option<i64>,
    version: i64,
}

/// A place as `--json` prints it.
#[derive(Debug, Serialize)]
struct PlaceJson<'a> {
    community_id: i64,
    community: &'a str,
    platform: &'a str,
    published_at: Option<String>,
    published_by: Option<&'a str>,
    link: Option<&'a str>,
}

impl<'a> PlaceJson<'a> {
    fn new(place: &'a Place, zone: Zone) -> PlaceJson<'a> {
        PlaceJson {
            community_id: place.community_id,
            community: &place.community,
            platform: &place.platform,
            published_at: place.published_at.map(|at| at.rfc3339(zone)),
            published_by: known(&place.published_by),
            link: known(&place.link),
        }
    }
}

fn known(text: &str) -> Option<&str> {
    Some(text).filter(|t| !t.is_empty())
}

impl Post {
    /// For `--json`; times in the community's zone, or else in `zone`.
    #[must_use]
    pub fn to_json(&self, zone: Zone) -> PostJson<'_> {
        let zone = self.zone.unwrap_or(zone);
        let more = &self.more;
        let moment = |at: Option<crate::base::At>| at.map(|at| at.rfc3339(zone));
        PostJson {
            id: self.id,
            community_id: self.community_id,
            community: &self.community,
            platform: &self.platform,
            at: self.due(zone).rfc3339(zone),
            kind: self.kind,
            format: self.format,
            track: self.track,
            title: &self.title,
            body: &self.body,
            owner: known(&self.owner),
            state: self.state,
            reason: known(&self.reason),
            published_at: moment(self.published_at),
            published_by: known(&self.published_by),
            link: known(&self.link),
            results: &self.results,
            expires_at: moment(self.expires_at),
            note: known(&self.note),
            topic: known(&more.details.topic),
            mechanic: known(&more.details.mechanic),
            campaign: known(&more.details.campaign),
            aim: known(&more.details.aim),
            assets: &more.details.assets,
            texts: &more.texts,
            places: more.places.iter().map(|p| PlaceJson::new(p, zone)).collect(),
            sent_at: moment(more.sent_at),
            sent_by: known(&more.sent_by),
            approved_at: moment(more.approved_at),
            approved_by: known(&more.approved_by),
            returned: known(&more.returned),
            twin_of: more.twin.map(|t| t.of),
            version: self.version,
        }
    }
}
