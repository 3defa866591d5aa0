//! What one character is folded to: compatibility form, lower case, simplified. One table for the whole program,
//! made on first use; matching needs a character for a character, so that offsets stay exact.

use super::clean::is_hidden;
use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use std::collections::HashMap;
use std::sync::OnceLock;
use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};

/// What the traditional-to-simplified tables leave alone although readers take the two for one: the pronouns for women,
/// animals and gods, and signs that stand for a plus, a letter or a digit in names of contacts.
const SUPPLEMENT: &[(char, char)] = &[
    ('妳', '你'),
    ('祢', '你'),
    ('牠', '它'),
    ('祂', '它'),
    ('➕', '+'),
    ('✚', '+'),
    ('✛', '+'),
    ('✜', '+'),
    ('〇', '零'),
];

/// What a character becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Becomes {
    /// This character.
    One(char),
    /// Nothing: it shows nothing, or only decorates.
    Nothing,
    /// It may join the one before; the two are normalised together.
    Joins,
    /// Several characters.
    Many,
}

/// Simplified characters by traditional ones.
fn simplified() -> &'static HashMap<char, char> {
    static TABLE: OnceLock<HashMap<char, char>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let blocks = [0x3400..0x4DC0, 0x4E00..0xA000, 0xF900..0xFB00, 0x20000..0x2A6E0];
        let all: Vec<char> = blocks.into_iter().flatten().filter_map(char::from_u32).collect();
        let mut table = HashMap::new();
        // One line a character keeps the phrases of the dictionary out.
        if let Ok(opencc) = OpenCC::from_config(BuiltinConfig::T2s) {
            let lines: String = all.iter().flat_map(|c| [*c, '\n']).collect();
            let there = opencc.convert(&lines);
            table.extend(all.iter().zip(there.lines()).filter_map(|(from, to)| {
                let to = to.chars().next()?;
                (*from != to).then_some((*from, to))
            }));
        }
        table.extend(SUPPLEMENT.iter().copied());
        table
    })
}

/// The simplified character, or `c` itself. Only for Han.
fn simplify(c: char) -> char {
    simplified().get(&c).copied().unwrap_or(c)
}

/// The unified Han blocks, where compatibility forms and case change nothing.
fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0x20000..=0x2A6DF)
}

/// Marks that decorate a letter without being part of it once nothing composes with them: strike-through, circles, dots.
fn decorates(c: char) -> bool {
    matches!(u32::from(c), 0x300..=0x36F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}

/// Whether `c` is not kept for matching.
fn dropped(c: char) -> bool {
    is_hidden(c) || super::clean::bidi_name(c).is_some() || (c.is_control() && !c.is_whitespace())
}

/// Whether `c` can compose with the character before it.
fn joins(c: char) -> bool {
    canonical_combining_class(c) != 0
        || unicode_normalization::is_nfkc_quick(std::iter::once(c)) == unicode_normalization::IsNormalized::Maybe
}

/// Folds `text` character by character and all together, until nothing changes: the slow and whole way.
pub(super) fn settle(text: &str) -> String {
    let mut now: String = text.chars().filter(|c| !dropped(*c)).collect();
    for _ in 0..4 {
        let lower: String = now.nfkc().flat_map(char::to_lowercase).collect();
        let next: String = lower.nfkc().filter(|c| !dropped(*c)).map(simplify).collect();
        if next == now {
            break;
        }
        now = next;
    }
    now.retain(|c| !decorates(c));
    now
}

/// What `c` becomes by itself, found the slow way.
fn look(c: char) -> Becomes {
    if dropped(c) {
        return Becomes::Nothing;
    }
    if is_han(c) || ('\u{AC00}'..='\u{D7A3}').contains(&c) {
        return Becomes::One(simplify(c));
    }
    if std::iter::once(c).nfkc().next().is_some_and(joins) {
        return Becomes::Joins;
    }
    let mut buffer = [0; 4];
    let folded = settle(c.encode_utf8(&mut buffer));
    let mut chars = folded.chars();
    match (chars.next(), chars.next()) {
        (None, _) => Becomes::Nothing,
        (Some(one), None) => Becomes::One(one),
        _ => Becomes::Many,
    }
}

/// Basic plane: the folded character, or one of the three numbers below (none is the result of any folding).
const NOTHING: u16 = 0;
const JOINS: u16 = 1;
const OTHER: u16 = 2;

/// The table of the basic plane.
pub(super) struct Table(Box<[u16]>);

/// The table, made when it is first asked for.
pub(super) fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let cell = |code: u32| match char::from_u32(code).map(look) {
            Some(Becomes::One(c)) => u16::try_from(u32::from(c)).unwrap_or(OTHER),
            Some(Becomes::Nothing) => NOTHING,
            Some(Becomes::Joins) => JOINS,
            Some(Becomes::Many) | None => OTHER,
        };
        Table((0..0x1_0000).map(cell).collect())
    })
}

impl Table {
    /// What `c` becomes.
    pub(super) fn becomes(&self, c: char) -> Becomes {
        match self.0.get(u32::from(c) as usize) {
            Some(&NOTHING) => Becomes::Nothing,
            Some(&JOINS) => Becomes::Joins,
            Some(&code) if code != OTHER => Becomes::One(char::from_u32(u32::from(code)).unwrap_or(c)),
            _ => look(c),
        }
    }
}
