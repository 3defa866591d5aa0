//! Formulas of one's own: numbers, `+ - * /`, parentheses, and the keys or names of metrics. What is unknown makes the
//! whole unknown, and so does a division by zero. Shares count in per cent, as the board shows them.

use crate::base::{Error, Result};
use std::collections::BTreeSet;

/// A formula, read.
#[derive(Debug, Clone, PartialEq)]
pub enum Formula {
    /// A number.
    Number(f64),
    /// The metric with this key.
    Metric(String),
    /// The negative of another.
    Minus(Box<Formula>),
    /// Two joined by a sign.
    Both(Box<Formula>, Sign, Box<Formula>),
}

/// What joins two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// `+`
    Plus,
    /// `-`
    Less,
    /// `*`
    Times,
    /// `/`
    Over,
}

impl Sign {
    fn of(c: char) -> Option<Sign> {
        Some(match c {
            '+' => Self::Plus,
            '-' => Self::Less,
            '*' | '×' => Self::Times,
            '/' | '÷' => Self::Over,
            _ => return None,
        })
    }

    fn text(self) -> char {
        match self {
            Self::Plus => '+',
            Self::Less => '-',
            Self::Times => '*',
            Self::Over => '/',
        }
    }

    /// How closely it binds.
    fn rank(self) -> u8 {
        if matches!(self, Self::Plus | Self::Less) { 1 } else { 2 }
    }
}

/// A formula deeper than this is refused, before the reader runs out of stack.
const DEEPEST: usize = 64;

impl Formula {
    /// Reads `text`; `named` gives the key of a metric by any of its names.
    ///
    /// # Errors
    /// What is wrong, and at which column (from 1).
    pub fn read(text: &str, named: &dyn Fn(&str) -> Option<String>) -> Result<Formula> {
        let mut reader = Reader { tokens: tokens(text)?, at: 0, named, end: text.chars().count() + 1 };
        let formula = reader.sum(0, 0)?;
        match reader.tokens.get(reader.at) {
            None => Ok(formula),
            Some((column, _)) => Err(Error::user("measures.formula_more").with("column", column)),
        }
    }

    /// Its value, from the values of metrics. Unknown, infinite or divided by zero: `None`.
    #[must_use]
    pub fn value(&self, of: &dyn Fn(&str) -> Option<f64>) -> Option<f64> {
        let value = match self {
            Self::Number(n) => *n,
            Self::Metric(key) => of(key)?,
            Self::Minus(a) => -a.value(of)?,
            Self::Both(a, sign, b) => {
                let (a, b) = (a.value(of)?, b.value(of)?);
                match sign {
                    Sign::Plus => a + b,
                    Sign::Less => a - b,
                    Sign::Times => a * b,
                    Sign::Over if b == 0.0 => return None,
                    Sign::Over => a / b,
                }
            }
        };
        value.is_finite().then_some(value)
    }

    /// The metrics it needs, by key.
    #[must_use]
    pub fn needs(&self) -> BTreeSet<&str> {
        match self {
            Self::Number(_) => BTreeSet::new(),
            Self::Metric(key) => BTreeSet::from([key.as_str()]),
            Self::Minus(a) => a.needs(),
            Self::Both(a, _, b) => a.needs().into_iter().chain(b.needs()).collect(),
        }
    }

    /// As it is written, each metric as `name` says.
    #[must_use]
    pub fn written(&self, name: &dyn Fn(&str) -> String) -> String {
        self.inside(0, name)
    }

    fn inside(&self, rank: u8, name: &dyn Fn(&str) -> String) -> String {
        match self {
            Self::Number(n) => n.to_string(),
            Self::Metric(key) => name(key),
            Self::Minus(a) => format!("-{}", a.inside(3, name)),
            Self::Both(a, sign, b) => {
                let own = sign.rank();
                let text = format!("{} {} {}", a.inside(own, name), sign.text(), b.inside(own + 1, name));
                if own < rank { format!("({text})") } else { text }
            }
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(f64),
    Name(String),
    Sign(Sign),
    Open,
    Close,
}

/// Full-width characters as their plain ones; people write formulas with an input method on.
fn plain(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// The words of `text` with their columns.
fn tokens(text: &str) -> Result<Vec<(usize, Token)>> {
    let chars: Vec<char> = text.chars().map(plain).collect();
    let word = |c: &char| c.is_alphanumeric() || *c == '_' || *c == '.';
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let column = at + 1;
        let token = match c {
            ' ' | '\t' => None,
            '(' => Some(Token::Open),
            ')' => Some(Token::Close),
            c if Sign::of(*c).is_some() => Sign::of(*c).map(Token::Sign),
            c if word(c) => {
                let whole: String = chars[at..].iter().take_while(|c| word(c)).collect();
                at += whole.chars().count() - 1;
                // A name may begin with digits (7日留存); what is all digits is a number.
                Some(match whole.parse::<f64>() {
                    Ok(n) if whole.starts_with(|c: char| c.is_ascii_digit() || c == '.') => Token::Number(n),
                    _ => Token::Name(whole),
                })
            }
            other => {
                return Err(Error::user("measures.formula_sign")
                    .with("column", column)
                    .with("sign", other)
                    .hint("measures.formula_hint"));
            }
        };
        out.extend(token.map(|t| (column, t)));
        at += 1;
    }
    Ok(out)
}

struct Reader<'a> {
    tokens: Vec<(usize, Token)>,
    at: usize,
    named: &'a dyn Fn(&str) -> Option<String>,
    /// The column behind the last character.
    end: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<(usize, Token)> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    /// Parts joined by signs of at least `rank`.
    fn sum(&mut self, rank: u8, depth: usize) -> Result<Formula> {
        let mut left = self.part(depth)?;
        while let Some((_, Token::Sign(sign))) = self.tokens.get(self.at).cloned()
            && sign.rank() > rank
        {
            self.at += 1;
            let right = self.sum(sign.rank(), depth)?;
            left = Formula::Both(Box::new(left), sign, Box::new(right));
        }
        Ok(left)
    }

    fn part(&mut self, depth: usize) -> Result<Formula> {
        let wrong = |column: usize| Error::user("measures.formula_part").with("column", column);
        let Some((column, token)) = self.next() else {
            return Err(wrong(self.end).hint("measures.formula_hint"));
        };
        if depth > DEEPEST {
            return Err(Error::user("measures.formula_deep").with("column", column));
        }
        match token {
            Token::Number(n) => Ok(Formula::Number(n)),
            Token::Name(name) => {
                let key = (self.named)(&name);
                let unknown = || Error::user("measures.formula_name").with("column", column).with("name", &name);
                key.map(Formula::Metric).ok_or_else(|| unknown().hint("measures.formula_names"))
            }
            Token::Sign(Sign::Less) => Ok(Formula::Minus(Box::new(self.part(depth + 1)?))),
            Token::Open => {
                let inner = self.sum(0, depth + 1)?;
                match self.next() {
                    Some((_, Token::Close)) => Ok(inner),
                    other => {
                        let at = other.map_or(self.end, |(column, _)| column);
                        Err(Error::user("measures.formula_open").with("column", at).with("open", column))
                    }
                }
            }
            Token::Sign(_) | Token::Close => Err(wrong(column).hint("measures.formula_hint")),
        }
    }
}

/// The way from `key` back to itself over the formulas that `formula` gives, if there is one: `a`, `b`, `a`.
#[must_use]
pub fn circle<'f>(key: &'f str, formula: &dyn Fn(&str) -> Option<&'f Formula>) -> Option<Vec<&'f str>> {
    fn walk<'f>(
        at: &'f str,
        path: &mut Vec<&'f str>,
        done: &mut BTreeSet<&'f str>,
        formula: &dyn Fn(&str) -> Option<&'f Formula>,
    ) -> bool {
        for next in formula(at).map(Formula::needs).unwrap_or_default() {
            path.push(next);
            if next == path[0] || (done.insert(next) && walk(next, path, done, formula)) {
                return true;
            }
            path.pop();
        }
        false
    }
    let mut path = vec![key];
    walk(key, &mut path, &mut BTreeSet::new(), formula).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn named(name: &str) -> Option<String> {
        let known = [("a", "a"), ("b", "b"), ("dau", "dau"), ("7日留存", "retention_7d"), ("消息数", "messages")];
        known.iter().find(|(n, _)| *n == name).map(|(_, key)| (*key).to_owned())
    }

    fn of(key: &str) -> Option<f64> {
        match key {
            "a" => Some(6.0),
            "b" => Some(4.0),
            "dau" => Some(0.0),
            "retention_7d" => Some(41.0),
            _ => None,
        }
    }

    #[test]
    fn formulas_are_worked_out_as_at_school() {
        for (text, want) in [
            ("a / b * 100", Some(150.0)),
            ("a + b * 2", Some(14.0)),
            ("(a + b) * 2", Some(20.0)),
            ("a - b - 1", Some(1.0)),
            ("a / b / 2", Some(0.75)),
            ("-a + 1", Some(-5.0)),
            ("-(a - b) * 2", Some(-4.0)),
            ("2.5", Some(2.5)),
            ("（ａ＋ｂ）×２", Some(20.0)),
            ("7日留存 ÷ 100", Some(0.41)),
            ("a / dau", None),
            ("a / (b - 4)", None),
            ("消息数 * 0", None),
        ] {
            assert_eq!(Formula::read(text, &named).unwrap().value(&of), want, "{text}");
        }
    }

    #[test]
    fn mistakes_are_named_with_their_column() {
        for (text, key, column) in [
            ("", "measures.formula_part", "1"),
            ("a +", "measures.formula_part", "4"),
            ("a + * b", "measures.formula_part", "5"),
            ("a b", "measures.formula_more", "3"),
            ("a / (b + 1", "measures.formula_open", "11"),
            ("a) + 1", "measures.formula_more", "2"),
            ("a ^ 2", "measures.formula_sign", "3"),
            ("a + who", "measures.formula_name", "5"),
            ("消息数 / 谁", "measures.formula_name", "7"),
            ("1.2.3", "measures.formula_name", "1"),
        ] {
            let e = Formula::read(text, &named).unwrap_err();
            assert_eq!((&*e.says.key, &*e.says.args["column"]), (key, column), "{text}");
        }
        let deep = "(".repeat(5000) + "a";
        assert_eq!(Formula::read(&deep, &named).unwrap_err().says.key, "measures.formula_deep");
        assert_eq!(Formula::read(&"-".repeat(5000), &named).unwrap_err().says.key, "measures.formula_deep");
    }

    #[test]
    fn circles_are_found_with_their_way() {
        let read = |text: &str| Formula::read(text, &|n| Some(n.to_owned())).unwrap();
        let all =
            [("a", read("b + 1")), ("b", read("c * d")), ("c", read("a")), ("d", read("e")), ("x", read("x + 1"))];
        let formula = |key: &str| all.iter().find(|(k, _)| *k == key).map(|(_, f)| f);
        assert_eq!(circle("a", &formula).unwrap(), ["a", "b", "c", "a"]);
        assert_eq!(circle("x", &formula).unwrap(), ["x", "x"]);
        assert_eq!(circle("d", &formula), None);
        assert_eq!(all[1].1.needs(), BTreeSet::from(["c", "d"]));
    }

    fn any() -> impl Strategy<Value = Formula> {
        let leaf = prop_oneof![
            (0u32..1000).prop_map(|n| Formula::Number(f64::from(n) / 8.0)),
            prop::sample::select(vec!["a", "b", "dau"]).prop_map(|k| Formula::Metric(k.into())),
        ];
        let sign = prop::sample::select(vec![Sign::Plus, Sign::Less, Sign::Times, Sign::Over]);
        leaf.prop_recursive(5, 32, 2, move |inner| {
            prop_oneof![
                inner.clone().prop_map(|a| Formula::Minus(Box::new(a))),
                (inner.clone(), sign.clone(), inner).prop_map(|(a, s, b)| Formula::Both(Box::new(a), s, Box::new(b))),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(formula in any()) {
            let text = formula.written(&str::to_owned);
            let again = Formula::read(&text, &named).unwrap();
            prop_assert_eq!(again.value(&of), formula.value(&of), "{}", text);
            prop_assert_eq!(again.written(&str::to_owned), text);
        }

        #[test]
        fn no_text_breaks_the_reader(text in "[a-c0-9+*/() .-]{0,40}") {
            let _ = Formula::read(&text, &named).map(|f| f.value(&of));
        }
    }
}
