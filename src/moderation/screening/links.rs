//! Links, also as people write them to be overlooked: `ｗｗｗ。shop。top`.

use super::pattern::expression;
use super::{Found, Reading};
use crate::base::Result;
use crate::base::text::fold;
use crate::moderation::reason::Reason;
use regex::Regex;

/// A scheme or `www.`, or a host under one of the [`ENDINGS`]. Runs over folded text.
const LINK: &str = concat!(
    r"(?:https?://|www[.。])[a-z0-9._~:/?#@$&*+=%-]+",
    r"|(?-u:\b)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:[.。][a-z0-9-]{1,63}){0,4}[.。]",
    r"(?:ENDINGS)(?-u:\b)(?:[/:?][a-z0-9._~:/?#@$&*+=%-]*)?",
);

/// What hosts end in that advertisers use.
const ENDINGS: [&str; 24] = [
    "com", "cn", "net", "org", "top", "xyz", "vip", "cc", "io", "me", "tk", "club", "shop", "site", "store", "online",
    "link", "icu", "info", "app", "live", "fun", "tv", "co",
];

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
        Ok(Links { link: expression(&link())?, allowed })
    }

    pub(super) fn find(&self, reading: &Reading, found: &mut Vec<Found>) {
        if !reading.met.links() {
            return;
        }
        let folded = reading.folded();
        if !may_link(&folded.text) {
            return;
        }
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

fn link() -> String {
    LINK.replace("ENDINGS", &ENDINGS.join("|"))
}

/// Whether the expression can find something in `folded`: most dots stand in names of other things.
fn may_link(folded: &str) -> bool {
    let ends = |at: usize, dot: &str| {
        let after = &folded[at + dot.len()..];
        let whole = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        ENDINGS.iter().any(|ending| after.strip_prefix(ending).is_some_and(whole))
    };
    folded.contains("://") || folded.contains("www") || folded.match_indices(['.', '。']).any(|(at, dot)| ends(at, dot))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::OnceLock;

    static LINKS: OnceLock<Regex> = OnceLock::new();

    #[test]
    fn names_with_dots_are_no_links() {
        for (folded, may) in [
            ("see nat.add_comm and io.fs.handle.", false),
            ("see shop.top", true),
            ("see shop。top/x", true),
            ("www。x", true),
        ] {
            assert_eq!(may_link(folded), may, "{folded}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

        /// Where none may be, the expression finds none.
        #[test]
        fn no_link_is_passed_over(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "a", "shop", ".", "。", "com", "co", "top", "io", "me", "m", "_", "-", "/", ":", "//", "http", "https", "www", "w",
                    " ", "7", "好", "é", "ſite", "store", "tv", "K",
                ]),
                1..12,
            ),
        ) {
            let folded = fold(&parts.concat()).text;
            let found = LINKS.get_or_init(|| expression(&link()).unwrap()).is_match(&folded);
            prop_assert!(!found || may_link(&folded), "{:?}", folded);
        }
    }
}
