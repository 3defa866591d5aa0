//! Links, also as people write them to be overlooked: `ｗｗｗ。shop。top`.

use super::pattern::expression;
use super::{Found, Reading};
use crate::base::Result;
use crate::base::text::fold;
use crate::moderation::reason::Reason;
use regex::Regex;

/// A scheme or `www.`, or a host under one of the endings that advertisers use. Runs over folded text.
const LINK: &str = concat!(
    r"(?:https?://|www[.。])[a-z0-9._~:/?#@$&*+=%-]+",
    r"|(?-u:\b)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:[.。][a-z0-9-]{1,63}){0,4}[.。]",
    r"(?:com|cn|net|org|top|xyz|vip|cc|io|me|tk|club|shop|site|store|online|link|icu|info|app|live|fun|tv|co)(?-u:\b)",
    r"(?:[/:?][a-z0-9._~:/?#@$&*+=%-]*)?",
);

/// What links look like, and where everybody may link to.
#[derive(Debug)]
pub(super) struct Links {
    link: Regex,
    allowed: Vec<String>,
}

impl Links {
    pub(super) fn build<'a>(allowed: impl Iterator<Item = &'a str>) -> Result<Links> {
        let plain = |domain: &str| fold(domain.trim()).text.trim_start_matches("*.").trim_matches('.').to_owned();
        let allowed = allowed.map(plain).filter(|d| !d.is_empty()).collect();
        Ok(Links { link: expression(LINK)?, allowed })
    }

    pub(super) fn find(&self, reading: &Reading, found: &mut Vec<Found>) {
        if !reading.met.links() {
            return;
        }
        let folded = reading.folded();
        for link in self.link.find_iter(&folded.text) {
            if !self.allows(link.as_str()) {
                let at = folded.original(link.range());
                found.push(Found {
                    rule: "links",
                    list: 0,
                    says: "queue.hit_link",
                    reason: Reason::Ads,
                    severity: 0.7,
                    at,
                });
            }
        }
    }

    fn allows(&self, link: &str) -> bool {
        let link = link.replace('。', ".");
        let rest = link.split_once("://").map_or(link.as_str(), |(_, rest)| rest);
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        // What stands before an @ is a name, and the host comes after it.
        let host = host.rsplit('@').next().unwrap_or("").split(':').next().unwrap_or("");
        self.allowed.iter().any(|d| host == d || host.strip_suffix(d.as_str()).is_some_and(|h| h.ends_with('.')))
    }
}
