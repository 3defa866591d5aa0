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
}

crate::base::named!(WordKind: id parse label);

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
}

crate::base::named!(RuleState: id parse label);
