//! The three levels: the machine (L1) flags and never decides, volunteers and ambassadors (L2) decide or recommend
//! within their rights, a manager (L3) is final. Who may what is [`RIGHTS`]; whom no rule judges is [`EXEMPT`].

use super::conduct::Crisis;
use super::item::{Decision, ItemKind, Suggestion, TOP_LEVEL};
use super::reason::Reason;
use crate::base::At;
use crate::base::text::fold_tight;

/// The operator in whose name the program itself acts: an item climbs because nobody came.
pub const PROGRAM: &str = "qun";

/// The level at which an item begins: the machine has seen it, people decide.
pub const FIRST_LEVEL: u8 = 2;

/// What an operator's role allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights {
    /// The role as stored.
    pub role: &'static str,
    /// The highest level at which they decide; above it they recommend.
    pub decides: u8,
    /// Whether they reject for a severe reason by themselves.
    pub severe: bool,
    /// Catalogue key of the role's name.
    pub label: &'static str,
    /// Catalogue key of what the role allows, in words.
    pub says: &'static str,
}

/// The roles of operators (mission.md §7.2: S71-S73) and their rights, one row each.
pub const RIGHTS: [Rights; 4] = [
    Rights { role: "manager", decides: 3, severe: true, label: "db.role_manager", says: "conduct.rights_manager" },
    Rights { role: "content", decides: 2, severe: true, label: "db.role_content", says: "conduct.rights_content" },
    Rights {
        role: "volunteer",
        decides: 2,
        severe: false,
        label: "db.role_volunteer",
        says: "conduct.rights_volunteer",
    },
    Rights { role: "data", decides: 1, severe: false, label: "db.role_data", says: "conduct.rights_data" },
];

impl Rights {
    /// The rights of `role`; of an unknown one the fewest.
    #[must_use]
    pub fn of(role: &str) -> Rights {
        RIGHTS.iter().find(|r| r.role == role).copied().unwrap_or(RIGHTS[RIGHTS.len() - 1])
    }

    /// Whether `decision` about an item at `level` is only a recommendation. Sending up and putting off are nobody's privilege.
    #[must_use]
    pub fn recommends(&self, decision: &Decision, level: u8) -> bool {
        match decision {
            Decision::Approve => level > self.decides,
            Decision::Reject { .. } => level > self.decides || (decision.is_severe() && !self.severe),
            Decision::Raise | Decision::Snooze(_) => false,
        }
    }

    /// Whether they are final.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.decides >= TOP_LEVEL
    }
}

/// Roles of members whom no rule judges, in lower case: automation must not punish the people who keep order
/// (mission.md §3.3: Draupnir#161).
pub const EXEMPT: [&str; 20] = [
    "owner",
    "admin",
    "administrator",
    "creator",
    "staff",
    "moderator",
    "mod",
    "ambassador",
    "bot",
    "群主",
    "管理员",
    "管理員",
    "版主",
    "员工",
    "員工",
    "客服",
    "大使",
    "志愿者",
    "志願者",
    "机器人",
];

/// Whether no rule judges a member of this role.
#[must_use]
pub fn exempt(role: &str) -> bool {
    let role = role.trim().to_lowercase();
    EXEMPT.contains(&role.as_str())
}

/// When an item that entered the queue at `entered` climbs by itself: after four hours (mission.md §10.3).
#[must_use]
pub fn climbs_at(entered: At) -> At {
    entered.plus(super::item::OVERDUE_MS)
}

/// What an incident's name is recognised by: its words, of Han the pairs of characters, of two characters or more.
fn keywords(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).map(|word| fold_tight(word).text);
    let parts = words.flat_map(|word| {
        let chars: Vec<char> = word.chars().collect();
        match chars.iter().all(|c| *c >= '\u{2E80}') {
            true => chars.windows(2).map(String::from_iter).collect(),
            false if chars.len() > 1 => vec![word],
            false => Vec::new(),
        }
    });
    parts.collect()
}

/// Whether `text` speaks of an incident called `name`: it holds two thirds of what the name is recognised by, however
/// that is written. One word of it (奶油, soil) is what everybody talks about all day.
#[must_use]
pub fn speaks_of(text: &str, name: &str) -> bool {
    let (text, wanted) = (fold_tight(text).text, keywords(name));
    let there = wanted.iter().filter(|word| text.contains(word.as_str())).count();
    !wanted.is_empty() && 3 * there >= 2 * wanted.len()
}

/// Whether something new goes straight to level 3, and why: it speaks of an open incident, or the machine would reject
/// it as illegal or false. Only what is said to all counts; appeals have their own way up.
#[must_use]
pub fn crisis(kind: ItemKind, text: &str, suggestion: Suggestion, incidents: &[String]) -> Option<Crisis> {
    if !matches!(kind, ItemKind::Content | ItemKind::Report) {
        return None;
    }
    if let Some(name) = incidents.iter().find(|name| speaks_of(text, name)) {
        return Some(Crisis::Incident(name.clone()));
    }
    match suggestion {
        Suggestion::Reject(reason @ (Reason::Illegal | Reason::False)) => Some(Crisis::Reason(reason)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_decides_and_who_recommends() {
        let (ads, law) = (Decision::reject(Reason::Ads), Decision::reject(Reason::Illegal));
        // role, then for approve, reject, reject severely: whether it is a recommendation at L2 and at L3
        for (role, approve, reject, severe) in [
            ("manager", [false, false], [false, false], [false, false]),
            ("content", [false, true], [false, true], [false, true]),
            ("volunteer", [false, true], [false, true], [true, true]),
            ("data", [true, true], [true, true], [true, true]),
            ("nobody", [true, true], [true, true], [true, true]),
        ] {
            let rights = Rights::of(role);
            for (at, level) in [2, 3].into_iter().enumerate() {
                let got = [&Decision::Approve, &ads, &law].map(|d| rights.recommends(d, level));
                assert_eq!(got, [approve[at], reject[at], severe[at]], "{role} L{level}");
                assert!(
                    !rights.recommends(&Decision::Raise, level) && !rights.recommends(&Decision::Snooze(At(0)), level)
                );
            }
            assert_eq!(rights.is_final(), role == "manager");
        }
    }

    #[test]
    fn severe_are_three_reasons() {
        let severe: Vec<Reason> = super::super::reason::REASONS.iter().filter(|r| r.severe).map(|r| r.reason).collect();
        assert_eq!(severe, [Reason::Illegal, Reason::False, Reason::Privacy]);
    }

    #[test]
    fn those_who_keep_order_are_exempt() {
        for role in ["owner", " Admin ", "大使", "BOT", "志愿者"] {
            assert!(exempt(role), "{role}");
        }
        for role in ["", "新手", "VIP", "member", "admins"] {
            assert!(!exempt(role), "{role}");
        }
    }

    #[test]
    fn what_speaks_of_an_incident_goes_to_the_top() {
        let incidents = ["奶油发霉".to_owned(), "cake recall".to_owned()];
        let of = |kind, text: &str, suggestion| crisis(kind, text, suggestion, &incidents).map(|c| c.id());
        let none = Suggestion::None;
        for (text, wanted) in [
            ("听说奶油发霉了？扩散", Some("incident:奶油发霉")),
            ("奶 油 發 霉", Some("incident:奶油发霉")),
            ("奶油好像都发霉了", Some("incident:奶油发霉")),
            ("another Ｒｅｃａｌｌ of that cake", Some("incident:cake recall")),
            ("奶油很好吃", None),
            ("奶油抹好了再发上来", None),
            ("my cake fell apart", None),
            ("", None),
        ] {
            assert_eq!(of(ItemKind::Content, text, none).as_deref(), wanted, "{text}");
        }
        assert_eq!(of(ItemKind::Join, "奶油发霉", none), None);
        assert_eq!(of(ItemKind::Report, "x", Suggestion::Reject(Reason::Illegal)).as_deref(), Some("reason:illegal"));
        assert_eq!(of(ItemKind::Content, "x", Suggestion::Reject(Reason::False)).as_deref(), Some("reason:false"));
        assert_eq!(of(ItemKind::Content, "x", Suggestion::Reject(Reason::Ads)), None);
        assert!(!speaks_of("什么都有", "!? 一"), "a name without words says nothing");
        assert!(speaks_of("退款！！", "退款") && !speaks_of("退一步", "退款"));
        assert!(speaks_of("新版 App 2.0 闪退了", "App 2.0 闪退") && !speaks_of("App 很好用", "App 2.0 闪退"));
    }
}
