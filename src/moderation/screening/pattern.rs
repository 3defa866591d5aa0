//! Regular expressions: compiled within limits, those of the operators all at once and then each by itself.

use super::{Found, MOST_HITS, Reading, Word, WordKind};
use crate::base::{Error, Result};
use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use regex_syntax::ast;

/// The largest program of one expression, in bytes.
const SIZE_LIMIT: usize = 256 * 1024;

/// The longest expression, in characters (reliability.md I8).
const LONGEST: usize = 512;

/// The operators' expressions.
#[derive(Debug)]
pub(super) struct Patterns {
    any: RegexSet,
    each: Vec<(Regex, Word)>,
}

impl Patterns {
    pub(super) fn build(words: &[Word]) -> Result<Patterns> {
        let patterns = words.iter().filter(|w| w.kind == WordKind::Pattern);
        let each: Vec<(Regex, Word)> =
            patterns.map(|w| Ok((expression(&w.pattern)?, w.clone()))).collect::<Result<_>>()?;
        let any = RegexSetBuilder::new(each.iter().map(|(_, w)| &w.pattern))
            .case_insensitive(true)
            .size_limit(SIZE_LIMIT * (each.len() + 1))
            .build()
            .map_err(|e| Error::user("rules.many_patterns").with("n", each.len()).because(e))?;
        Ok(Patterns { any, each })
    }

    /// What they find in the text as written.
    pub(super) fn find(&self, reading: &Reading, found: &mut Vec<Found>) {
        if self.each.is_empty() {
            return;
        }
        for at in self.any.matches(reading.raw) {
            let (expression, word) = &self.each[at];
            // Finding every place takes longer the more there are; more than are kept are not wanted.
            let places = expression.find_iter(reading.raw).filter(|m| !m.is_empty()).take(MOST_HITS);
            found.extend(places.map(|m| Found {
                rule: "patterns",
                list: word.list,
                says: "queue.hit_pattern",
                reason: word.reason,
                severity: word.severity,
                at: m.range(),
            }));
        }
    }
}

/// Whether screening can use `pattern`.
///
/// # Errors
/// [`crate::base::Kind::User`] naming it, with the column where it stops being an expression.
pub fn compiles(pattern: &str) -> Result<()> {
    expression(pattern).map(drop)
}

/// Compiles an expression of ours or of an operator; linear time whatever it says, and of limited size.
pub(super) fn expression(pattern: &str) -> Result<Regex> {
    let wrong = || Error::user("rules.bad_pattern").with("pattern", pattern);
    if pattern.chars().count() > LONGEST {
        let says = Error::user("rules.long_pattern").with("pattern", pattern.chars().take(32).collect::<String>());
        return Err(says.with("max", LONGEST));
    }
    let mut parser = ast::parse::ParserBuilder::new().nest_limit(50).build();
    if let Err(error) = parser.parse(pattern) {
        // A column is what an editor shows: the character, from 1.
        let at = error.span().start.offset;
        let column = pattern.get(..at).unwrap_or(pattern).chars().count() + 1;
        let why = format!("@{}", why(error.kind()));
        return Err(wrong().with("column", column).with("why", why).hint("rules.bad_pattern_hint").because(error));
    }
    RegexBuilder::new(pattern)
        .case_insensitive(true)
        .size_limit(SIZE_LIMIT)
        .dfa_size_limit(4 * SIZE_LIMIT)
        .build()
        .map_err(|e| match e {
            regex::Error::CompiledTooBig(_) => Error::user("rules.big_pattern").with("pattern", pattern).because(e),
            // What only the translation finds: a class of characters that does not exist.
            _ => wrong().with("column", column_of(pattern)).with("why", "@rules.why_class").because(e),
        })
}

/// Where the translation of a well-formed expression stops, in characters from 1.
fn column_of(pattern: &str) -> usize {
    match regex_syntax::parse(pattern) {
        Err(regex_syntax::Error::Translate(e)) => {
            pattern.get(..e.span().start.offset).unwrap_or(pattern).chars().count() + 1
        }
        _ => 1,
    }
}

/// What is wrong, as a catalogue key.
fn why(kind: &ast::ErrorKind) -> &'static str {
    use ast::ErrorKind as Kind;
    match kind {
        Kind::GroupUnclosed | Kind::FlagUnexpectedEof => "rules.why_group_open",
        Kind::GroupUnopened => "rules.why_group_shut",
        Kind::ClassUnclosed | Kind::ClassEscapeInvalid => "rules.why_class_open",
        Kind::ClassRangeInvalid | Kind::ClassRangeLiteral => "rules.why_range",
        Kind::RepetitionMissing => "rules.why_repeat",
        Kind::RepetitionCountUnclosed
        | Kind::RepetitionCountInvalid
        | Kind::RepetitionCountDecimalEmpty
        | Kind::DecimalEmpty
        | Kind::DecimalInvalid => "rules.why_count",
        Kind::EscapeUnexpectedEof
        | Kind::EscapeUnrecognized
        | Kind::EscapeHexEmpty
        | Kind::EscapeHexInvalid
        | Kind::EscapeHexInvalidDigit
        | Kind::UnicodeClassInvalid => "rules.why_escape",
        Kind::UnsupportedBackreference | Kind::UnsupportedLookAround => "rules.why_look",
        Kind::NestLimitExceeded(_) => "rules.why_nest",
        _ => "rules.why_other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Lang, Language};

    #[test]
    fn what_does_not_compile_is_told_with_its_column() {
        let lang = Lang::load(Language::Hans);
        for (pattern, column, why) in [
            ("([", 2, "class_open"),
            ("加我(微信", 3, "group_open"),
            ("加我)", 3, "group_shut"),
            ("加*微+{", 5, "count"),
            ("*加", 1, "repeat"),
            ("加{3", 2, "count"),
            ("加{9,3}", 2, "count"),
            ("薇[z-a]", 3, "range"),
            (r"加\y", 2, "escape"),
            (r"(加)\1", 4, "look"),
            ("(?=加)", 1, "look"),
            (r"加\p{Nothing}", 2, "class"),
            (&("(".repeat(60) + "a" + &")".repeat(60)), 51, "nest"),
        ] {
            let error = expression(pattern).unwrap_err();
            assert_eq!(error.says.key, "rules.bad_pattern", "{pattern}");
            assert_eq!(error.says.args["column"], column.to_string(), "{pattern}");
            assert_eq!(error.says.args["why"], format!("@rules.why_{why}"), "{pattern}");
            let said = lang.explain(&error);
            assert!(
                said.contains(&format!("第 {column} 个字符")) && !said.contains('{') | pattern.contains('{'),
                "{said}"
            );
        }
    }

    #[test]
    fn too_much_is_refused_and_not_tried() {
        for (pattern, key) in
            [(r"\w{5000}{50}".to_owned(), "rules.big_pattern"), ("加".repeat(513), "rules.long_pattern")]
        {
            assert_eq!(expression(&pattern).unwrap_err().says.key, key);
        }
        assert!(expression(&"加".repeat(512)).is_ok());
        assert!(expression(r"(a*)*(a*)*b").is_ok(), "nested repetition is linear here");
    }
}
