//! The words of a text: each Han, each pair of neighbouring Han, each run of other letters and digits, and the parts of
//! a run written in humps (`scrollView`).

/// How much a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Weight {
    /// A Han by itself: some.
    Single,
    /// A pair of Han or a word of letters: all of it.
    Whole,
}

/// A word as a number; different words have different numbers, but for one in 2^62 of those of letters.
pub(super) type Word = u64;

/// Marks a word of letters.
const LETTERS: u64 = 1 << 63;
/// Marks a keyword of one Han, which says as much as a pair.
const KEYWORD: u64 = 1 << 62;

/// Calls `word` with each word of `raw`, as often as it stands there; `folded` is `raw` folded.
pub(super) fn words(raw: &str, folded: &str, mut word: impl FnMut(Word, Weight)) {
    humps(raw, &mut word);
    let mut before: Option<char> = None;
    let mut latin = 0;
    for (at, c) in folded.char_indices() {
        let han = is_han(c);
        if !han && c.is_alphanumeric() {
            before = None;
            continue;
        }
        run(&folded[latin..at], &mut word);
        latin = at + c.len_utf8();
        if han {
            word(u64::from(u32::from(c)), Weight::Single);
            if let Some(first) = before {
                word(pair(first, c), Weight::Whole);
            }
        }
        before = han.then_some(c);
    }
    run(&folded[latin..], &mut word);
}

/// The keyword of one Han that `c` is.
pub(super) fn keyword(c: char) -> Word {
    KEYWORD | u64::from(u32::from(c))
}

/// Whether it is a word of letters or digits.
pub(super) fn is_letters(word: Word) -> bool {
    word & LETTERS != 0
}

fn pair(first: char, second: char) -> Word {
    u64::from(u32::from(first)) << 21 | u64::from(u32::from(second))
}

/// A word of letters; single letters say nothing.
fn run(text: &str, word: &mut impl FnMut(Word, Weight)) {
    if text.len() > 1 {
        // FNV-1a: short words, and nobody gains anything by two of them being taken for one.
        let hash =
            stem(text).bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
        word(hash >> 2 | LETTERS, Weight::Whole);
    }
}

/// An English word without its ending, so that `recorded`, `recording` and `records` are one: the plural by Harman's
/// S-stemmer (1991), then `-ing`, `-ed` and a mute `-e` where enough is left to be a word. What it leaves need not be one.
fn stem(word: &str) -> &str {
    if word.len() < 4 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word;
    }
    let ends = |endings: &[&str]| endings.iter().any(|e| word.ends_with(e));
    let mut word = match word {
        w if w.ends_with("ies") && !ends(&["eies", "aies"]) => &w[..w.len() - 3],
        w if w.ends_with('s') && !ends(&["us", "ss", "is"]) => &w[..w.len() - 1],
        w => w,
    };
    for ending in ["ing", "ed"] {
        if word.ends_with(ending) && word.len() >= ending.len() + 4 {
            word = &word[..word.len() - ending.len()];
            break;
        }
    }
    match word.as_bytes() {
        [.., b'e' | b'y'] if word.len() > 4 => &word[..word.len() - 1],
        _ => word,
    }
}

/// The parts of runs written in humps: `drawCircle` holds `draw` and `circle`, `URLLoader` `url` and `loader`.
fn humps(raw: &str, word: &mut impl FnMut(Word, Weight)) {
    for text in raw.split(|c: char| !c.is_ascii_alphanumeric()) {
        let bytes = text.as_bytes();
        let starts = |at: &usize| {
            let (before, here, next) = (bytes[at - 1], bytes[*at], bytes.get(at + 1));
            let up = here.is_ascii_uppercase();
            up && (before.is_ascii_lowercase() || next.is_some_and(u8::is_ascii_lowercase))
                || here.is_ascii_digit() != before.is_ascii_digit()
        };
        let mut from = 0;
        let cuts: Vec<usize> = (1..bytes.len()).filter(starts).collect();
        if cuts.is_empty() {
            continue;
        }
        for to in cuts.into_iter().chain([bytes.len()]) {
            run(&text[from..to].to_ascii_lowercase(), word);
            from = to;
        }
    }
}

pub(super) fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
}

/// Words that every question has, whatever it is about.
const ASKING: &str = "如何 怎么 怎样 什么 为什么 请问 问题 可以 能不能 求助 有没有 请教 一下 大家 为何 出现 关于 这个 那个 我的 是不是 一个 \
    哪里 有人 谁知道 各位 帮忙 吗 呢 吧 啊 么 怎 如 何 的 了 是 我 你 您 请 问 求 有 没 在 这 那 个 不 能 可 以 \
    the an is are was were am be been being to of in on at by from into about for as and or but so if than then it its \
    this that these those with how what why when where which who whom whose can could may might will would shall should \
    do does did has have had get got my me we us our you your he she him her his they them their one some all not no any \
    there here now just only also too please help";

/// What a word that every question has counts in one.
pub(super) const ASKING_WEIGHT: f32 = 0.3;

/// The numbers of [`ASKING`], sorted.
pub(super) fn asking() -> Vec<Word> {
    let mut all = Vec::new();
    for text in ASKING.split_whitespace() {
        words(text, text, |word, _| all.push(word));
    }
    all.sort_unstable();
    all.dedup();
    all
}
