//! What has been done about an item beside deciding it: recommendations, second opinions, the clause a rejection
//! cites, appeals, and why it went straight to the top.

use super::item::Suggestion;
use super::strike::Standing;
use crate::base::{At, Zone};
use serde_json::{Value, json};

/// Why an item went straight to level 3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Crisis {
    /// It speaks of the open incident with this name.
    Incident(String),
    /// The machine would reject it for a reason that cannot wait.
    Reason(super::Reason),
}

impl Crisis {
    /// As stored: `incident:NAME`, `reason:KEY`.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::Incident(name) => format!("incident:{name}"),
            Self::Reason(reason) => format!("reason:{}", reason.row().id),
        }
    }

    /// Reads what [`Crisis::id`] wrote; `None` for anything else.
    #[must_use]
    pub fn parse(id: &str) -> Option<Crisis> {
        match id.split_once(':')? {
            ("incident", name) => Some(Self::Incident(name.to_owned())),
            ("reason", key) => super::Reason::parse(key).map(Self::Reason),
            _ => None,
        }
    }
}

/// What somebody without the right to decide would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// Approve, or reject for a reason.
    pub what: Suggestion,
    /// Their own words, for [`super::Reason::Other`].
    pub words: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: At,
}

/// A colleague asked for a second opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Who was asked.
    pub who: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at: At,
    /// When they said what they think; it stands among the item's notes.
    pub answered_at: Option<At>,
}

/// The clause a rejection cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// Its number.
    pub number: String,
    /// The edition valid at that time; 0 if none was known.
    pub edition: i64,
}

/// All of it, of one item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Conduct {
    /// When it climbs from level 2 to 3 by itself; `None` if never.
    pub climbs_at: Option<At>,
    /// Why it went straight to level 3.
    pub crisis: Option<Crisis>,
    /// What was recommended.
    pub advice: Option<Advice>,
    /// Who was asked.
    pub asked: Option<Asked>,
    /// What the rejection cites.
    pub cited: Option<Cited>,
    /// The decided item an appeal is about.
    pub appeal_of: Option<i64>,
    /// When and by whom an appeal against this decision was granted.
    pub overturned: Option<(At, String)>,
    /// The applicant's key at the platform; may be empty.
    pub handle: String,
    /// Who brings the applicant; may be empty.
    pub inviter: String,
    /// How the member stands, read with the item only where a decision or a detail asks for it.
    pub standing: Standing,
}

impl Conduct {
    /// Adds it to the item's `--json` object: snake_case, unknown is null.
    pub fn json(&self, value: &mut Value, zone: Zone) {
        let time = |at: At| at.rfc3339(zone);
        let word = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        value["climbs_at"] = self.climbs_at.map(time).into();
        value["crisis"] = self.crisis.as_ref().map(Crisis::id).into();
        value["recommended"] = self.advice.as_ref().map_or(
            Value::Null,
            |a| json!({ "what": a.what.id(), "words": word(&a.words), "by": a.by, "at": time(a.at) }),
        );
        value["asked"] = self.asked.as_ref().map_or(
            Value::Null,
            |a| json!({ "who": a.who, "by": a.by, "at": time(a.at), "answered_at": a.answered_at.map(time) }),
        );
        value["clause"] =
            self.cited.as_ref().map_or(Value::Null, |c| json!({ "number": c.number, "edition": c.edition }));
        value["appeal_of"] = self.appeal_of.into();
        value["overturned_at"] = self.overturned.as_ref().map(|(at, _)| time(*at)).into();
        value["overturned_by"] = self.overturned.as_ref().map(|(_, by)| by.clone()).into();
        value["handle"] = word(&self.handle).into();
        value["inviter"] = word(&self.inviter).into();
    }
}

#[cfg(test)]
mod tests {
    use super::super::Reason;
    use super::*;

    #[test]
    fn a_crisis_reads_back_as_what_it_was() {
        for crisis in [Crisis::Incident("奶油: 发霉".into()), Crisis::Reason(Reason::False)] {
            assert_eq!(Crisis::parse(&crisis.id()), Some(crisis));
        }
        for id in ["", "incident", "reason:nothing", "weather:rain"] {
            assert_eq!(Crisis::parse(id), None, "{id}");
        }
    }

    #[test]
    fn json_has_every_key_and_null_for_what_is_unknown() {
        let mut value = json!({});
        Conduct::default().json(&mut value, Zone::default());
        let object = value.as_object().unwrap();
        assert_eq!(object.len(), 10);
        assert!(object.values().all(Value::is_null), "{value}");
        let at = At::parse("2026-10-10T17:20:00+08:00").unwrap();
        let advice =
            Advice { what: Suggestion::Reject(Reason::Illegal), words: String::new(), by: "阿泽".into(), at };
        let conduct = Conduct {
            advice: Some(advice),
            cited: Some(Cited { number: "1.1".into(), edition: 2 }),
            overturned: Some((at, "周宁".into())),
            ..Conduct::default()
        };
        conduct.json(&mut value, Zone::default());
        assert_eq!(value["recommended"]["what"], "reject:illegal");
        assert_eq!(value["clause"], json!({ "number": "1.1", "edition": 2 }));
        assert_eq!(value["overturned_at"], "2026-10-10T17:20:00+08:00");
    }
}
