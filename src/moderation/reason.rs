//! Why something is rejected: nine reasons, each with the digit that gives it, the clause of the community's rules
//! it stands for, and the notice a member gets. To add wording, edit the catalogue; the digits are the contract.

use super::item::{Item, ItemKind};
use crate::base::{Lang, Zone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A reason to reject, by what it is stored as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// 广告引流
    Ads,
    /// 刷屏
    Flood,
    /// 人身攻击
    Abuse,
    /// 违法违规
    Illegal,
    /// 不实信息
    False,
    /// 无关内容
    Offtopic,
    /// 重复内容
    Repeat,
    /// 隐私泄露
    Privacy,
    /// 其他: the operator writes a line.
    Other,
}

/// One reason with everything that is shown of it.
#[derive(Debug, Clone, Copy)]
pub struct ReasonRow {
    /// The reason.
    pub reason: Reason,
    /// The key that gives it after `x`.
    pub digit: char,
    /// Its name in the file and on the command line.
    pub id: &'static str,
    /// The clause of the community's rules; empty for "other".
    pub clause: &'static str,
    /// Catalogue key of its name: 广告引流.
    pub label: &'static str,
    /// Catalogue key of its name in a list, at most 6 columns: 广告.
    pub short: &'static str,
    /// Catalogue key of what a notice asks the member to do instead; empty for "other", where the operator writes.
    pub instead: &'static str,
    /// Whether it weighs so much that a volunteer only recommends it.
    pub severe: bool,
}

/// The nine reasons in the order of their digits (mission.md §10.3; clauses as in screens.md §3).
pub const REASONS: [ReasonRow; 9] = [
    row(Reason::Ads, "ads", "3.2", ["queue.reason_ads", "queue.short_ads", "conduct.instead_ads"]),
    row(Reason::Flood, "flood", "3.3", ["queue.reason_flood", "queue.short_flood", "conduct.instead_flood"]),
    row(Reason::Abuse, "abuse", "4.1", ["queue.reason_abuse", "queue.short_abuse", "conduct.instead_abuse"]),
    severe(
        Reason::Illegal,
        "illegal",
        "1.1",
        ["queue.reason_illegal", "queue.short_illegal", "conduct.instead_illegal"],
    ),
    severe(Reason::False, "false", "2.4", ["queue.reason_false", "queue.short_false", "conduct.instead_false"]),
    row(
        Reason::Offtopic,
        "offtopic",
        "3.1",
        ["queue.reason_offtopic", "queue.short_offtopic", "conduct.instead_offtopic"],
    ),
    row(Reason::Repeat, "repeat", "3.4", ["queue.reason_repeat", "queue.short_repeat", "conduct.instead_repeat"]),
    severe(
        Reason::Privacy,
        "privacy",
        "4.3",
        ["queue.reason_privacy", "queue.short_privacy", "conduct.instead_privacy"],
    ),
    row(Reason::Other, "other", "", ["queue.reason_other", "queue.short_other", ""]),
];

/// A row; the digit is its place, from 1. `words` are the keys of name, short name and what to do instead.
const fn row(reason: Reason, id: &'static str, clause: &'static str, words: [&'static str; 3]) -> ReasonRow {
    let [label, short, instead] = words;
    let digit = (b'1' + reason as u8) as char;
    ReasonRow { reason, digit, id, clause, label, short, instead, severe: false }
}

const fn severe(reason: Reason, id: &'static str, clause: &'static str, words: [&'static str; 3]) -> ReasonRow {
    ReasonRow { severe: true, ..row(reason, id, clause, words) }
}

/// Days within which a member may appeal (Mastodon's default, mission.md §10.3).
pub const APPEAL_DAYS: u32 = 20;
/// Days for which an earlier rejection counts (Coop's pattern, mission.md §10.3).
pub const WINDOW_DAYS: u32 = 90;

impl Reason {
    /// Its row.
    #[must_use]
    pub fn row(self) -> &'static ReasonRow {
        &REASONS[self as usize]
    }

    /// The reason stored or written as `id`.
    #[must_use]
    pub fn parse(id: &str) -> Option<Reason> {
        REASONS.iter().find(|r| r.id == id).map(|r| r.reason)
    }

    /// The reason that `digit` gives.
    #[must_use]
    pub fn of_digit(digit: char) -> Option<Reason> {
        REASONS.iter().find(|r| r.digit == digit).map(|r| r.reason)
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.row().id)
    }
}

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let id = String::deserialize(from)?;
        Reason::parse(&id).ok_or_else(|| serde::de::Error::custom(format!("no reason '{id}'")))
    }
}

/// The notice a member gets when `item` is rejected for `reason`: who, when (local time of `zone`), what for, how they
/// stand now (`item.conduct.standing`), what to do instead and how to appeal. `words` are the operator's own, for
/// [`Reason::Other`] and for nothing else.
#[must_use]
pub fn notice(lang: &Lang, zone: Zone, item: &Item, reason: Reason, words: &str) -> String {
    let row = reason.row();
    let own = row.clause.is_empty() && !words.is_empty();
    let key = match item.kind {
        ItemKind::Join => "queue.notice_join",
        ItemKind::Appeal => "queue.notice_appeal",
        ItemKind::Content | ItemKind::Report if row.clause.is_empty() => "conduct.notice_other",
        ItemKind::Content | ItemKind::Report => "conduct.notice_clause",
    };
    let what = if own { words } else { lang.text(row.label) };
    lang.fill(
        key,
        &[
            ("who", &item.who),
            ("time", &time(item, zone)),
            ("reason", &what),
            ("clause", &row.clause),
            ("days", &APPEAL_DAYS),
            ("standing", &item.conduct.standing.told(lang)),
            ("instead", &lang.text(row.instead)),
        ],
    )
}

/// What a member hears whose appeal `item` is granted.
#[must_use]
pub fn granted(lang: &Lang, zone: Zone, item: &Item) -> String {
    lang.fill("conduct.notice_granted", &[("who", &item.who), ("time", &time(item, zone))])
}

fn time(item: &Item, zone: Zone) -> String {
    item.created_at.local(zone).format("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Language;
    use crate::base::text::width;
    use crate::moderation::item::tests::item;

    #[test]
    fn every_row_stands_at_its_own_place_with_its_own_digit() {
        for (at, row) in REASONS.iter().enumerate() {
            assert_eq!(row.reason as usize, at);
            assert_eq!(row.digit as usize, '1' as usize + at);
            assert_eq!(row.reason.row().id, row.id);
            assert_eq!(Reason::parse(row.id), Some(row.reason));
            assert_eq!(Reason::of_digit(row.digit), Some(row.reason));
            assert_eq!(serde_json::to_string(&row.reason).unwrap(), format!("\"{}\"", row.id));
        }
        assert_eq!(Reason::parse("spam"), None);
        assert_eq!(Reason::of_digit('0'), None);
        assert!(serde_json::from_str::<Reason>("\"spam\"").is_err());
    }

    #[test]
    fn every_reason_has_a_name_and_a_short_one_in_each_language() {
        for (language, _) in Language::ALL {
            let lang = Lang::load(language);
            for row in &REASONS {
                assert!(lang.has(row.label) && lang.has(row.short), "{}", row.id);
                assert!(width(lang.text(row.short)) <= 6, "{}", lang.text(row.short));
            }
        }
    }

    #[test]
    fn a_notice_says_who_when_why_and_how_to_appeal() {
        let (hans, en) = (Lang::load(Language::Hans), Lang::load(Language::En));
        let mut item = item();
        let zone = Zone::default();
        assert_eq!(
            notice(&hans, zone, &item, Reason::Ads, ""),
            "糖霜饼干你好：你 14:08 的内容涉及广告引流 (公约 3.2)，已移除并记 1 次提醒。\
             90 天内第 1 次，满 3 次警告，满 5 次限制发言。合作和优惠先发给管理员。有异议请在 20 天内回复「申诉」。"
        );
        let other = notice(&en, zone, &item, Reason::Other, "asked for photos");
        assert!(other.contains("asked for photos") && !other.contains("(rules )"), "{other}");
        assert!(notice(&hans, zone, &item, Reason::Other, "").contains("其他"));
        item.kind = ItemKind::Join;
        assert!(notice(&hans, zone, &item, Reason::Ads, "").contains("入群"));
        item.kind = ItemKind::Appeal;
        assert!(notice(&hans, zone, &item, Reason::Ads, "").contains("申诉"));
        assert!(granted(&en, zone, &item).contains("14:08"));
    }

    #[test]
    fn every_reason_has_a_notice_of_its_own_in_each_language() {
        for (language, _) in Language::ALL {
            let lang = Lang::load(language);
            let all: std::collections::BTreeSet<String> =
                REASONS.iter().map(|r| notice(&lang, Zone::default(), &item(), r.reason, "")).collect();
            assert_eq!(all.len(), 9);
            assert!(all.iter().all(|n| !n.contains(['{', '}']) && !n.contains("  ")), "{all:?}");
            assert!(REASONS[..8].iter().all(|r| lang.has(r.instead)));
        }
    }
}
