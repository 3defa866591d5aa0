//! What one character is folded to: compatibility form, lower case, simplified. One table for the whole program,
//! made on first use; matching needs a character for a character, so that offsets stay exact.

use super::suspect::{bidi_name, is_hidden};
use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use std::collections::HashMap;
use std::sync::OnceLock;
use unicode_normalization::{IsNormalized, UnicodeNormalization, char::canonical_combining_class, is_nfkc_quick};

/// What the traditional-to-simplified tables leave alone although readers take the two for one: the pronouns for women,
/// animals and gods, and signs that stand for a plus, a letter or a digit in names of contacts.
const SUPPLEMENT: &[(char, char)] =
    &[('妳', '你'), ('牠', '它'), ('祂', '它'), ('➕', '+'), ('✚', '+'), ('✛', '+'), ('✜', '+'), ('〇', '零')];

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
        let blocks = [0x3400..0x4DC0, 0x4E00..0xA000];
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
        // A few become what is itself a traditional character: 薴 苧 苎.
        let further: Vec<(char, char)> = table.iter().filter_map(|(from, to)| Some((*from, *table.get(to)?))).collect();
        table.extend(further);
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

/// Hangul syllables, private characters and emoji: nothing changes them.
fn is_settled(c: char) -> bool {
    matches!(u32::from(c), 0xAC00..=0xD7A3 | 0xE000..=0xF8FF | 0x1F300..=0x1FAFF)
}

/// Marks that decorate a letter without being part of it once nothing composes with them: strike-through, circles, dots.
fn decorates(c: char) -> bool {
    matches!(u32::from(c), 0x300..=0x36F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}

/// Whether `c` is not kept for matching.
fn dropped(c: char) -> bool {
    is_hidden(c) || bidi_name(c).is_some() || (c.is_control() && !c.is_whitespace())
}

/// Whether `c` can compose with the character before it.
fn joins(c: char) -> bool {
    canonical_combining_class(c) != 0 || is_nfkc_quick(std::iter::once(c)) == IsNormalized::Maybe
}

/// Folds `text` character by character and all together, until nothing changes: the slow and whole way.
pub(super) fn settle(text: &str) -> String {
    let mut now: String = text.chars().filter(|c| !dropped(*c)).collect();
    for _ in 0..4 {
        let lower: String = now.nfkc().flat_map(char::to_lowercase).collect();
        let next: String = lower.nfkc().filter(|c| !dropped(*c) && !decorates(*c)).map(simplify).collect();
        if next == now {
            break;
        }
        now = next;
    }
    now
}

/// What `c` becomes by itself, found the slow way.
fn look(c: char) -> Becomes {
    if dropped(c) {
        return Becomes::Nothing;
    }
    if is_han(c) {
        return Becomes::One(simplify(c));
    }
    if is_settled(c) {
        return Becomes::One(c);
    }
    if std::iter::once(c).nfkc().next().is_some_and(joins) {
        return Becomes::Joins;
    }
    // The common case without the detour: a letter or sign in its plain form, whose small letter is one too.
    let small = c.to_lowercase().next().unwrap_or(c);
    let plain = |c| is_nfkc_quick(std::iter::once(c)) == IsNormalized::Yes && small.to_lowercase().eq([small]);
    if plain(c) && plain(small) && c.to_lowercase().len() == 1 && !decorates(c) {
        return Becomes::One(simplify(small));
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
#[derive(Debug)]
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
        let mut cells: Vec<u16> = (0..0x1_0000).map(|code| as_is(code).unwrap_or_else(|| cell(code))).collect();
        for (from, to) in simplified() {
            if let Some(cell) = cells.get_mut(u32::from(*from) as usize) {
                *cell = u16::try_from(u32::from(*to)).unwrap_or(OTHER);
            }
        }
        Table(cells.into_boxed_slice())
    })
}

/// The code itself for the large blocks in which nothing changes but by simplification.
fn as_is(code: u32) -> Option<u16> {
    let c = char::from_u32(code)?;
    if is_han(c) || is_settled(c) { u16::try_from(code).ok() } else { None }
}

impl Table {
    /// What `c` becomes.
    #[inline]
    pub(super) fn becomes(&self, c: char) -> Becomes {
        match self.0.get(u32::from(c) as usize) {
            Some(&NOTHING) => Becomes::Nothing,
            Some(&JOINS) => Becomes::Joins,
            Some(&code) if code != OTHER => Becomes::One(char::from_u32(u32::from(code)).unwrap_or(c)),
            _ => look(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_simplified_is_simple() {
        assert!(simplified().len() > 3000, "{}", simplified().len());
        for (from, to) in simplified() {
            assert_eq!(simplify(*to), *to, "{from} becomes {to}, which becomes another");
            assert!(!dropped(*to) && !joins(*to), "{from}");
        }
        for (from, to) in ["後后", "裏里", "發发", "髮发", "妳你", "群群", "審审", "話话"].map(|p| {
            let mut pair = p.chars();
            (pair.next().unwrap(), pair.next().unwrap())
        }) {
            assert_eq!(simplify(from), to);
        }
    }

    #[test]
    fn what_is_said_to_be_settled_is() {
        for c in (0x1F300..0x1FB00).filter_map(char::from_u32) {
            assert_eq!(settle(c.encode_utf8(&mut [0; 4])).chars().collect::<Vec<_>>(), [c], "{c:?}");
        }
    }

    #[test]
    fn the_table_says_what_the_slow_way_says() {
        for c in (0..0x1_1000).filter_map(char::from_u32) {
            assert_eq!(table().becomes(c), look(c), "{c:?}");
            if let Becomes::One(to) = look(c) {
                assert_eq!(look(to), Becomes::One(to), "{c:?} becomes {to:?}, which becomes another");
            }
        }
    }
}
