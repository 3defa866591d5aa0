//! What a post gives its readers. Tips, talk and perks are always there; a file may name further kinds, rename them
//! and say what share of a week each should have.

use crate::base::Lang;
use crate::base::text::{Clean, width};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A kind: its word, kept in place, so that rows are copied without a thought.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind {
    bytes: [u8; Kind::LONGEST],
    len: u8,
}

#[allow(non_upper_case_globals, reason = "they read as the words of states and formats do")]
impl Kind {
    /// Something to learn (干货).
    pub const Tips: Kind = Kind::built_in("tips");
    /// Something to answer or join in (互动).
    pub const Chat: Kind = Kind::built_in("chat");
    /// Something to gain (福利).
    pub const Perk: Kind = Kind::built_in("perk");

    /// The built-in ones, in the order of menus.
    pub const ALL: &'static [Kind] = &[Kind::Tips, Kind::Chat, Kind::Perk];

    /// Bytes of the longest word: eight Han.
    pub const LONGEST: usize = 24;
}

impl Kind {
    const fn built_in(word: &str) -> Kind {
        let (from, mut bytes, mut at) = (word.as_bytes(), [0; Kind::LONGEST], 0);
        while at < from.len() {
            bytes[at] = from[at];
            at += 1;
        }
        Kind { bytes, len: from.len() as u8 }
    }

    /// The word in the file, in JSON and on the command line.
    #[must_use]
    pub fn word(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).unwrap_or_default()
    }

    /// Reads [`Self::word`]: one word of at most 24 bytes. Whether the file has such a kind is the file's to say.
    #[must_use]
    pub fn parse(word: &str) -> Option<Kind> {
        let fits = (1..=Self::LONGEST).contains(&word.len());
        let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        (fits && word.chars().all(plain)).then(|| Kind::built_in(word))
    }

    /// The catalogue key of the label; of a kind of the operators' own a general one.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Tips => "calendar.kind_tips",
            Self::Chat => "calendar.kind_chat",
            Self::Perk => "calendar.kind_perk",
            _ => "posts.kind_own",
        }
    }

    /// Its label where the file has not renamed it: the program's word, or its own.
    #[must_use]
    pub fn label(self, lang: &Lang) -> String {
        if Self::ALL.contains(&self) { lang.text(self.key()).to_owned() } else { self.word().to_owned() }
    }
}

impl std::fmt::Debug for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.word())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Kind, D::Error> {
        let word = String::deserialize(d)?;
        Kind::parse(&word).ok_or_else(|| serde::de::Error::custom("no word of a kind"))
    }
}

/// A kind as the file knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindRow {
    /// Its word.
    pub kind: Kind,
    /// What the operators call it; empty for the usual label.
    pub label: String,
    /// The share of a week it should have, in per cent.
    pub target: u32,
}

/// The kinds of a file, in the order of menus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kinds(pub Vec<KindRow>);

impl Default for Kinds {
    /// Half tips, 30 % talk, 20 % perks: the pyramid of the operators' own yearly plan.
    fn default() -> Self {
        let row = |(kind, target): (&Kind, u32)| KindRow { kind: *kind, label: String::new(), target };
        Kinds(Kind::ALL.iter().zip([50, 30, 20]).map(row).collect())
    }
}

/// Columns of the widest label that lists have room for: four Han.
const LABEL: usize = 8;

impl Kinds {
    /// What a kind is called.
    #[must_use]
    pub fn label(&self, kind: Kind, lang: &Lang) -> String {
        let own = self.0.iter().find(|r| r.kind == kind).map(|r| r.label.as_str()).filter(|l| !l.is_empty());
        own.map_or_else(|| kind.label(lang), |label| Clean::line(label).into_string())
    }

    /// The labels in order, for a choice.
    #[must_use]
    pub fn labels(&self, lang: &Lang) -> Vec<String> {
        self.0.iter().map(|r| self.label(r.kind, lang)).collect()
    }

    /// The kind that `text` means: its word or its label.
    #[must_use]
    pub fn find(&self, text: &str, lang: &Lang) -> Option<Kind> {
        let text = text.trim();
        let named = |r: &&KindRow| r.kind.word() == text || self.label(r.kind, lang) == text;
        self.0.iter().find(named).map(|r| r.kind)
    }

    /// The targets, in order.
    #[must_use]
    pub fn targets(&self) -> Vec<u32> {
        self.0.iter().map(|r| r.target).collect()
    }

    /// Reads targets as `50/30/20`: one share for each kind, making 100.
    #[must_use]
    pub fn read_targets(&self, text: &str) -> Option<Vec<u32>> {
        let shares: Vec<u32> = text.split('/').map(|t| t.trim().parse().ok()).collect::<Option<_>>()?;
        let sum = shares.iter().try_fold(0u32, |sum, n| sum.checked_add(*n));
        (shares.len() == self.0.len() && sum == Some(100)).then_some(shares)
    }
}

/// Whether `label` is short enough to stand in lists.
#[must_use]
pub fn is_label(label: &str) -> bool {
    (1..=LABEL).contains(&width(label.trim())) && !label.contains(['/', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Language;
    use proptest::prelude::*;

    #[test]
    fn words_are_kept_whole_and_odd_ones_refused() {
        for word in ["tips", "公告", "晒单", "a_b-1", "一二三四五六七八"] {
            assert_eq!(Kind::parse(word).map(|k| k.word().to_owned()).as_deref(), Some(word));
        }
        for word in ["", "a b", "一二三四五六七八九", "x\u{1b}[2J", "a/b", " tips"] {
            assert_eq!(Kind::parse(word), None, "{word:?}");
        }
        assert_eq!(Kind::parse("tips"), Some(Kind::Tips));
        assert_eq!(serde_json::to_string(&Kind::Perk).unwrap(), "\"perk\"");
        assert_eq!(serde_json::from_str::<Kind>("\"公告\"").unwrap().word(), "公告");
        assert!(serde_json::from_str::<Kind>("\"a b\"").is_err());
    }

    #[test]
    fn a_file_names_its_kinds() {
        let lang = Lang::load(Language::Hans);
        let mut kinds = Kinds::default();
        assert_eq!(kinds.labels(&lang), ["干货", "互动", "福利"]);
        kinds.0[0].label = "课程".into();
        kinds.0.push(KindRow { kind: Kind::parse("公告").unwrap(), label: String::new(), target: 0 });
        assert_eq!(kinds.labels(&lang), ["课程", "互动", "福利", "公告"]);
        assert_eq!(kinds.find("课程", &lang), Some(Kind::Tips));
        assert_eq!(kinds.find(" chat ", &lang), Some(Kind::Chat));
        assert_eq!((kinds.find("干货", &lang), kinds.find("", &lang)), (None, None));
        assert_eq!(kinds.read_targets("40/30/20/10"), Some(vec![40, 30, 20, 10]));
        assert_eq!(lang.text(kinds.0[3].kind.key()), "自定");
        kinds.0[0].label = "课\u{1b}[31m".into();
        assert!(!kinds.labels(&lang)[0].contains('\u{1b}'));
    }

    #[test]
    fn targets_are_read() {
        let kinds = Kinds::default();
        assert_eq!(kinds.read_targets("50/30/20"), Some(vec![50, 30, 20]));
        assert_eq!(kinds.read_targets(" 40 / 40 / 20"), Some(vec![40, 40, 20]));
        for wrong in ["", "50/30", "50/30/30", "a/b/c", "50/30/20/0", "4294967295/4294967295/102"] {
            assert_eq!(kinds.read_targets(wrong), None, "{wrong}");
        }
        assert!(is_label("干货分享") && !is_label("") && !is_label("五个汉字的") && !is_label("a/b"));
    }

    proptest! {
        #[test]
        fn any_word_comes_back(word in "[a-z一-鿿0-9_-]{1,8}") {
            let kind = Kind::parse(&word).unwrap();
            prop_assert_eq!(kind.word(), word.as_str());
        }
    }
}
