//! The 公约 in clauses. A clause is changed by a new edition; what was decided goes on citing the wording valid then.

use crate::base::{At, Error, Kind, Lang, Result};
use serde::Serialize;

/// The clauses that every file begins with, and their wording (edition 1) in the catalogue. Never reword a shipped row:
/// decisions cite it.
pub const STARTER: [(&str, &str); 8] = [
    ("1.1", "conduct.clause_1_1"),
    ("2.4", "conduct.clause_2_4"),
    ("3.1", "conduct.clause_3_1"),
    ("3.2", "conduct.clause_3_2"),
    ("3.3", "conduct.clause_3_3"),
    ("3.4", "conduct.clause_3_4"),
    ("4.1", "conduct.clause_4_1"),
    ("4.3", "conduct.clause_4_3"),
];

/// The most characters of a clause: it must be read in a chat.
pub const TEXT_MAX: usize = 400;

/// One edition of a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// Its number: `3.2`.
    pub number: String,
    /// Which edition, from 1.
    pub edition: i64,
    /// The wording.
    pub text: String,
    /// Since when it is valid; `None` for the starter set, valid since ever.
    #[serde(skip)]
    pub valid_from: Option<At>,
    /// Who worded it; empty for the starter set.
    pub by: String,
}

impl Clause {
    /// The starter clause `number` in the reader's language.
    #[must_use]
    pub fn starter(number: &str, lang: &Lang) -> Option<Clause> {
        let (_, key) = STARTER.iter().find(|(n, _)| *n == number)?;
        let text = lang.text(key).to_owned();
        Some(Clause { number: number.to_owned(), edition: 1, text, valid_from: None, by: String::new() })
    }
}

/// Whether `number` belongs to the starter set.
#[must_use]
pub fn is_starter(number: &str) -> bool {
    STARTER.iter().any(|(n, _)| *n == number)
}

/// Checks a number and a wording as an operator typed them; both come back trimmed.
///
/// # Errors
/// [`Kind::Usage`] unless the number is one to three numbers apart by points and the text has 1 to [`TEXT_MAX`]
/// characters on one line.
pub fn checked(number: &str, text: &str) -> Result<(String, String)> {
    let (number, text) = (number.trim(), text.trim());
    let part = |p: &str| (1..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit());
    let parts = number.split('.').count();
    if parts > 3 || !number.split('.').all(part) {
        return Err(Error::new(Kind::Usage, "conduct.bad_number").with("number", number));
    }
    let length = text.chars().count();
    if length == 0 || length > TEXT_MAX || text.contains(char::is_control) {
        return Err(Error::new(Kind::Usage, "conduct.bad_clause").with("number", number).with("max", TEXT_MAX));
    }
    Ok((number.to_owned(), text.to_owned()))
}

/// Puts clauses in the order of their numbers (3.10 after 3.9), the editions of one after another.
pub fn sort(clauses: &mut [Clause]) {
    let key = |number: &str| number.split('.').map(|p| p.parse::<u32>().unwrap_or(0)).collect::<Vec<_>>();
    clauses.sort_by_key(|c| (key(&c.number), c.edition));
}

#[cfg(test)]
mod tests {
    use super::super::reason::REASONS;
    use super::*;
    use crate::base::Language;

    #[test]
    fn every_reason_with_a_clause_has_one_in_each_language() {
        for (language, _) in Language::ALL {
            let lang = Lang::load(language);
            for row in REASONS.iter().filter(|r| !r.clause.is_empty()) {
                let clause = Clause::starter(row.clause, &lang).unwrap();
                assert!(clause.text.chars().count() > 8, "{}", clause.text);
                checked(&clause.number, &clause.text).unwrap();
            }
        }
        assert_eq!(STARTER.len(), REASONS.iter().filter(|r| !r.clause.is_empty()).count());
        assert_eq!(Clause::starter("9.9", &Lang::load(Language::En)), None);
        assert!(is_starter("3.2") && !is_starter("3.20"));
    }

    #[test]
    fn numbers_and_wordings_are_checked() {
        for number in ["1", "3.2", "10.2.13", " 4.1 "] {
            assert_eq!(checked(number, " 不发广告 ").unwrap(), (number.trim().to_owned(), "不发广告".to_owned()));
        }
        for number in ["", "3.", ".2", "3.2.1.1", "x", "3,2", "1234", "３"] {
            assert_eq!(checked(number, "x").unwrap_err().says.key, "conduct.bad_number", "{number}");
        }
        let long = "长".repeat(TEXT_MAX + 1);
        for text in ["", "  ", "a\nb", "a\u{1b}[2Jb", &long] {
            assert_eq!(checked("3.2", text).unwrap_err().says.key, "conduct.bad_clause", "{text}");
        }
    }

    #[test]
    fn clauses_stand_in_the_order_of_their_numbers() {
        let of = |number: &str, edition| Clause {
            number: number.into(),
            edition,
            text: String::new(),
            valid_from: None,
            by: String::new(),
        };
        let mut all = vec![of("3.10", 1), of("3.9", 2), of("10.1", 1), of("3.9", 1), of("3", 1)];
        sort(&mut all);
        let order: Vec<String> = all.iter().map(|c| format!("{}:{}", c.number, c.edition)).collect();
        assert_eq!(order, ["3:1", "3.9:1", "3.9:2", "3.10:1", "10.1:1"]);
    }
}
