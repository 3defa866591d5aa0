//! What operators and their lists look for, and whether a rule is at work.

use crate::moderation::reason::Reason;

/// What a row of the `rule` table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordKind {
    /// A word to look for.
    Word,
    /// A word that is fine; hits within it do not count.
    Allow,
    /// A regular expression to look for.
    Pattern,
    /// A domain that everybody may link to, with its subdomains.
    Domain,
}

impl WordKind {
    /// Every kind with its name in the file and the catalogue key of its label.
    pub const ALL: [(WordKind, &'static str, &'static str); 4] = [
        (Self::Word, "word", "rules.kind_word"),
        (Self::Allow, "allow", "rules.kind_allow"),
        (Self::Pattern, "pattern", "rules.kind_pattern"),
        (Self::Domain, "domain", "rules.kind_domain"),
    ];

    /// Its name in the file.
    #[must_use]
    pub fn id(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The catalogue key of its label.
    #[must_use]
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].2
    }

    /// The kind named `id`.
    #[must_use]
    pub fn parse(id: &str) -> Option<WordKind> {
        Self::ALL.iter().find(|k| k.1 == id).map(|k| k.0)
    }
}

/// An own word, pattern or domain.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// What it is.
    pub kind: WordKind,
    /// The word, expression or domain as written.
    pub pattern: String,
    /// What a hit would be rejected for.
    pub reason: Reason,
    /// How sure a hit makes, 0 to 1.
    pub severity: f64,
    /// The list it stands in, as [`super::Plan::lists`] numbers them from 1; 0 for the operators' own words.
    pub list: u16,
    /// Whether it is looked for although it is so short or common that it is in every text: no word of one character is
    /// else, and of lists no digits and no two letters.
    pub forced: bool,
}

impl Word {
    /// A word to look for with the usual weight: it asks for a look, it does not suggest a rejection.
    #[must_use]
    pub fn new(word: &str) -> Word {
        Word {
            kind: WordKind::Word,
            pattern: word.to_owned(),
            reason: Reason::Ads,
            severity: 0.6,
            list: 0,
            forced: false,
        }
    }
}

/// Whether a rule or list is at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RuleState {
    /// It does nothing.
    Off,
    /// It runs dry: what it would have caught is told, and nothing follows from it.
    Shadow,
    /// What it finds goes into the queue.
    #[default]
    On,
}

impl RuleState {
    /// Every state with its name in the file and the catalogue key of its label.
    pub const ALL: [(RuleState, &'static str, &'static str); 3] = [
        (Self::Off, "off", "rules.state_off"),
        (Self::Shadow, "shadow", "rules.state_shadow"),
        (Self::On, "on", "rules.state_on"),
    ];

    /// Its name in the file and on the command line.
    #[must_use]
    pub fn id(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The catalogue key of its label.
    #[must_use]
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].2
    }

    /// The state named `id`.
    #[must_use]
    pub fn parse(id: &str) -> Option<RuleState> {
        Self::ALL.iter().find(|s| s.1 == id).map(|s| s.0)
    }
}
