//! Strikes: rejections that count against a member for 90 days, and what becomes of somebody with too many.

use super::item::ItemKind;
use super::reason::WINDOW_DAYS;
use crate::base::{Error, Kind, Lang, Result};
use serde::Serialize;

/// A line that a member can come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// Warned.
    Warn,
    /// May not post for some time.
    Mute,
    /// Out.
    Remove,
}

impl Line {
    /// Every line with its name on the command line and the catalogue key of its name.
    pub const ALL: [(Line, &'static str, &'static str); 3] = [
        (Self::Warn, "warn", "conduct.line_warn"),
        (Self::Mute, "mute", "conduct.line_mute"),
        (Self::Remove, "remove", "conduct.line_remove"),
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn id(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The catalogue key of its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].2
    }
}

/// Strikes within [`WINDOW_DAYS`] at which each line is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Policy {
    /// Warned.
    pub warn: i64,
    /// Muted.
    pub mute: i64,
    /// Removed.
    pub remove: i64,
}

impl Default for Policy {
    /// 3 warn, 5 mute, 8 remove (mission.md §10.3).
    fn default() -> Self {
        Self { warn: 3, mute: 5, remove: 8 }
    }
}

impl Policy {
    /// The most strikes a line may be set at.
    pub const MOST: i64 = 99;

    /// Checks that the lines lie one after the other.
    ///
    /// # Errors
    /// [`Kind::Usage`] unless 1 <= warn < mute < remove <= [`Policy::MOST`].
    pub fn checked(self) -> Result<Policy> {
        let rising = 1 <= self.warn && self.warn < self.mute && self.mute < self.remove && self.remove <= Self::MOST;
        let wrong = || Error::new(Kind::Usage, "conduct.bad_policy").with("policy", self).with("max", Self::MOST);
        if rising { Ok(self) } else { Err(wrong().hint("conduct.bad_policy_hint")) }
    }

    /// Reads what `Display` wrote: `3/5/8`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Policy> {
        let numbers: Vec<i64> = text.split('/').map(str::parse).collect::<std::result::Result<_, _>>().ok()?;
        let [warn, mute, remove] = numbers[..] else { return None };
        Policy { warn, mute, remove }.checked().ok()
    }

    /// The number of strikes at `line`.
    #[must_use]
    pub fn at(&self, line: Line) -> i64 {
        match line {
            Line::Warn => self.warn,
            Line::Mute => self.mute,
            Line::Remove => self.remove,
        }
    }

    /// The highest line reached with `strikes`.
    #[must_use]
    pub fn reached(&self, strikes: i64) -> Option<Line> {
        Line::ALL.iter().rev().map(|(line, ..)| *line).find(|line| strikes >= self.at(*line))
    }

    /// The next line above `strikes`.
    #[must_use]
    pub fn next(&self, strikes: i64) -> Option<Line> {
        Line::ALL.iter().map(|(line, ..)| *line).find(|line| strikes < self.at(*line))
    }
}

impl std::fmt::Display for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}", self.warn, self.mute, self.remove)
    }
}

/// Whether rejecting something of this kind counts: what somebody wrote does; wanting to come in or to appeal does not.
#[must_use]
pub fn counts(kind: ItemKind) -> bool {
    matches!(kind, ItemKind::Content | ItemKind::Report)
}

/// How a member stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Strikes within [`WINDOW_DAYS`], without the item at hand.
    pub before: i64,
    /// What they lead to.
    pub policy: Policy,
}

impl Standing {
    /// What a notice says of the strike that is made now: which one it is, the line it reaches, the line that is next.
    #[must_use]
    pub fn told(&self, lang: &Lang) -> String {
        let n = self.before + 1;
        let Policy { warn, mute, remove } = self.policy;
        let key = match self.policy.reached(n) {
            None => "conduct.standing_below",
            Some(Line::Warn) => "conduct.standing_warn",
            Some(Line::Mute) => "conduct.standing_mute",
            Some(Line::Remove) => "conduct.standing_remove",
        };
        lang.fill(key, &[("days", &WINDOW_DAYS), ("n", &n), ("warn", &warn), ("mute", &mute), ("remove", &remove)])
    }

    /// The line that the strike made now reaches, if it is a higher one than before.
    #[must_use]
    pub fn crossed(&self) -> Option<Line> {
        let now = self.policy.reached(self.before + 1);
        now.filter(|_| now != self.policy.reached(self.before))
    }

    /// `警告线 3 次`, or `到警告线` for a strike that reaches it.
    #[must_use]
    pub fn line(&self, lang: &Lang) -> String {
        let n = self.before + 1;
        let name = |line: Line| lang.text(line.label()).to_owned();
        match (self.policy.reached(n), self.policy.next(n)) {
            (Some(line), _) => lang.fill("conduct.line_reached", &[("line", &name(line))]),
            (None, Some(line)) => lang.fill("conduct.line_at", &[("line", &name(line)), ("n", &self.policy.at(line))]),
            (None, None) => String::new(),
        }
    }
}

/// How many members have how many strikes within [`WINDOW_DAYS`]: place 0 is one strike, the last [`Policy::MOST`] or more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Histogram(pub Vec<i64>);

impl Histogram {
    /// Members at `line` of `policy` and below the next one.
    #[must_use]
    pub fn at(&self, policy: &Policy, line: Line) -> i64 {
        let of = |(at, n): (usize, &i64)| {
            let strikes = i64::try_from(at).unwrap_or(i64::MAX).saturating_add(1);
            if policy.reached(strikes) == Some(line) { *n } else { 0 }
        };
        self.0.iter().enumerate().map(of).sum()
    }

    /// Members with at least one strike.
    #[must_use]
    pub fn members(&self) -> i64 {
        self.0.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Language;
    use proptest::prelude::*;

    #[test]
    fn lines_rise_or_are_refused() {
        for (text, wanted) in [
            ("3/5/8", Some(Policy::default())),
            ("1/2/3", Some(Policy { warn: 1, mute: 2, remove: 3 })),
            ("97/98/99", Some(Policy { warn: 97, mute: 98, remove: 99 })),
            ("0/5/8", None),
            ("5/5/8", None),
            ("3/8/5", None),
            ("3/5/100", None),
            ("3/5", None),
            ("a/b/c", None),
            ("", None),
        ] {
            assert_eq!(Policy::parse(text), wanted, "{text}");
        }
        assert_eq!(Policy::parse(&Policy::default().to_string()), Some(Policy::default()));
        let error = Policy { warn: 5, mute: 3, remove: 8 }.checked().unwrap_err();
        assert_eq!((error.kind, error.says.key.as_str()), (Kind::Usage, "conduct.bad_policy"));
    }

    #[test]
    fn the_line_reached_and_the_next() {
        use Line::{Mute, Remove, Warn};
        let policy = Policy::default();
        for (strikes, reached, next) in [
            (0, None, Some(Warn)),
            (2, None, Some(Warn)),
            (3, Some(Warn), Some(Mute)),
            (4, Some(Warn), Some(Mute)),
            (5, Some(Mute), Some(Remove)),
            (7, Some(Mute), Some(Remove)),
            (8, Some(Remove), None),
            (80, Some(Remove), None),
        ] {
            assert_eq!((policy.reached(strikes), policy.next(strikes)), (reached, next), "{strikes}");
        }
        let crossed = |before| Standing { before, policy }.crossed();
        assert_eq!([1, 2, 3, 4, 5, 7, 8].map(crossed), [None, Some(Warn), None, Some(Mute), None, Some(Remove), None]);
    }

    #[test]
    fn a_notice_names_the_line_that_is_reached() {
        let lang = Lang::load(Language::Hans);
        let told = |before| Standing { before, ..Standing::default() }.told(&lang);
        assert_eq!(told(0), "90 天内第 1 次，满 3 次警告，满 5 次限制发言。");
        assert_eq!(told(2), "90 天内第 3 次，已到警告线，满 5 次限制发言。");
        assert_eq!(told(4), "90 天内第 5 次，现限制发言，满 8 次移出社群。");
        assert_eq!(told(9), "90 天内第 10 次，现移出社群。");
        let line = |before| Standing { before, ..Standing::default() }.line(&lang);
        assert_eq!([0, 2, 7].map(line), ["警告线 3 次", "到警告线", "到移出线"]);
    }

    #[test]
    fn only_what_was_written_counts() {
        let kinds = ItemKind::ALL.map(|(kind, ..)| counts(kind));
        assert_eq!(kinds, [true, false, true, false]);
    }

    proptest! {
        #[test]
        fn a_histogram_loses_nobody(rows in proptest::collection::vec(0_i64..50, 0..20), warn in 1_i64..5) {
            let policy = Policy { warn, mute: warn + 2, remove: warn + 5 };
            let histogram = Histogram(rows.clone());
            let lines: i64 = Line::ALL.iter().map(|(line, ..)| histogram.at(&policy, *line)).sum();
            let below: i64 = rows.iter().take(usize::try_from(warn - 1).unwrap()).sum();
            prop_assert_eq!(lines + below, histogram.members());
        }
    }
}
