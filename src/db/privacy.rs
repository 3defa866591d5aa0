//! What kind of fact every text column holds. A test walks the schema and fails for a column nobody classified,
//! so erasing a member or expiring texts cannot forget a place.

/// How much a column says about a member of a community.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Nothing about members: names of communities, operators' own words, codes, states.
    Open,
    /// Points to a member without naming them: a stable key.
    Pseudonym,
    /// A member's name or what they wrote.
    Personal,
    /// What operators note about a member.
    Sensitive,
}

use Class::{Open, Personal, Pseudonym, Sensitive};

/// Every text column: table, column, class.
pub const COLUMNS: &[(&str, &str, Class)] = &[
    ("setting", "key", Open),
    ("setting", "value", Open),
    ("operator", "name", Open),
    ("operator", "role", Open),
    ("community", "name", Open),
    ("community", "platform", Open),
    ("community", "tier", Open),
    ("community", "openness", Open),
    ("community", "zone", Open),
    ("community", "source_key", Open),
    ("member", "key", Pseudonym),
    ("member", "name", Personal),
    ("member", "role", Open),
    ("member", "source", Open),
    ("member", "note", Sensitive),
    ("batch", "operator", Open),
    ("batch", "name", Open),
    ("batch", "format", Open),
    ("message", "text", Personal),
    ("message", "source_id", Pseudonym),
    ("message", "reply_to", Pseudonym),
    ("active", "day", Open),
    ("daily", "day", Open),
    ("rule", "kind", Open),
    ("rule", "pattern", Open),
    ("rule", "reason", Open),
    ("item", "kind", Open),
    ("item", "state", Open),
    ("item", "who", Personal),
    ("item", "text", Personal),
    ("item", "source", Personal),
    ("item", "hits", Personal),
    ("item", "suggestion", Open),
    ("item", "raised_by", Open),
    ("item", "note", Sensitive),
    ("item", "decided_by", Open),
    ("item", "reason", Open),
    ("item", "notice", Personal),
    ("item", "message_key", Pseudonym),
    ("post", "day", Open),
    ("post", "time", Open),
    ("post", "kind", Open),
    ("post", "format", Open),
    ("post", "track", Open),
    ("post", "title", Open),
    ("post", "body", Open),
    ("post", "owner", Open),
    ("post", "state", Open),
    ("post", "reason", Open),
    ("post", "published_by", Open),
    ("post", "link", Open),
    ("post", "note", Open),
    ("template", "code", Open),
    ("template", "name", Open),
    ("template", "category", Open),
    ("template", "keywords", Open),
    ("template", "body", Open),
    ("template", "platform", Open),
    ("template", "status", Open),
    ("template", "updated_by", Open),
    ("inquiry", "who", Personal),
    ("inquiry", "kind", Open),
    ("inquiry", "text", Personal),
    ("inquiry", "state", Open),
    ("inquiry", "owner", Open),
    ("inquiry", "pause_note", Sensitive),
    ("inquiry", "answered_by", Open),
    ("inquiry", "answer", Personal),
    ("inquiry", "reason", Open),
    ("figure", "metric", Open),
    ("figure", "day", Open),
    ("figure", "source", Open),
    ("figure", "reason", Open),
    ("figure", "by", Open),
    ("goal", "metric", Open),
    ("remark", "day", Open),
    ("remark", "metric", Open),
    ("remark", "kind", Open),
    ("remark", "text", Open),
    ("remark", "by", Open),
    ("incident", "name", Open),
    ("incident", "opened_by", Open),
    ("incident", "note", Open),
    ("handover", "by", Open),
    ("handover", "text", Sensitive),
    ("journal", "operator", Open),
    ("journal", "proof", Open),
    ("journal", "action", Open),
    ("journal", "summary", Personal),
    ("journal", "item", Open),
    ("journal", "content_hash", Open),
    ("journal", "hash", Open),
    ("change", "tbl", Open),
    ("change", "before", Personal),
    ("change", "after", Personal),
    ("session", "operator", Open),
    ("session", "pane", Open),
    ("claim", "place", Open),
    ("claim", "operator", Open),
    ("draft", "operator", Open),
    ("draft", "place", Open),
    ("draft", "text", Sensitive),
    ("touched", "first", Open),
    ("touched", "last", Open),
    ("touched", "why", Open),
    ("covered", "first", Open),
    ("covered", "last", Open),
    ("standing", "seen", Open),
    ("standing", "joined", Open),
    ("stay", "first", Open),
    ("stay", "last", Open),
    ("scope", "kind", Open),
    ("scope", "key", Open),
    ("scope", "made", Open),
    ("measure", "day", Open),
    ("measure", "why", Open),
    ("metric", "key", Open),
    ("metric", "name_hans", Open),
    ("metric", "name_hant", Open),
    ("metric", "name_en", Open),
    ("metric", "unit", Open),
    ("metric", "want", Open),
    ("metric", "formula", Open),
    ("ugc", "day", Open),
    ("ugc", "note", Personal),
    ("ugc", "by", Open),
];

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_text_column_is_classified_once() {
        let file = testing::file();
        let mut stmt = file
            .db
            .conn()
            .prepare(
                "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c
                 WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND c.type IN ('TEXT', 'ANY', 'BLOB')",
            )
            .unwrap();
        let found: BTreeSet<(String, String)> =
            stmt.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap().map(Result::unwrap).collect();
        let named: BTreeSet<(String, String)> = COLUMNS.iter().map(|(t, c, _)| ((*t).into(), (*c).into())).collect();
        assert_eq!(found, named);
        assert_eq!(named.len(), COLUMNS.len());
    }
}
