//! Store raw, show clean. What members and operators wrote may hold terminal commands, direction switches, hidden
//! characters and floods of accents; here each becomes a visible mark, and nothing is silently lost.

use super::emoji::{is_pictograph, is_skin_tone};
use super::suspect::{Mark, bidi_name, is_line_end, mark_of};
use super::width::cluster_width;
use std::borrow::Cow;
use std::fmt::Write as _;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// At most this many accents and other joined characters per grapheme cluster (screens.md §18).
const MARKS: usize = 8;
/// At most this many bytes per grapheme cluster (reliability.md T5).
const CLUSTER_BYTES: usize = 64;

/// Text that can be written to a terminal: no control character, no direction switch, no hidden character, no
/// flood of accents. The only type widgets, stdout, stderr and titles take for what people wrote.
///
/// What was there shows as a mark: `␛`, `<9B>`, `<RLO>`, `<ZW>` (`<ZW3>` for three), `<PUA>`, `<+92>` for dropped accents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clean<'a>(Cow<'a, str>);

impl<'a> Clean<'a> {
    /// One line: every run of line ends and tabs becomes one blank.
    #[must_use]
    pub fn line(raw: &'a str) -> Clean<'a> {
        clean(raw, Ends::Blank)
    }

    /// Several lines: every sort of line end becomes `\n`, a tab becomes a blank.
    #[must_use]
    pub fn block(raw: &'a str) -> Clean<'a> {
        clean(raw, Ends::Kept)
    }

    /// [`Clean::line`] of only as much as `max_columns` can show, at a cost that depends on `max_columns` and not on the
    /// length of `raw`. When something was left out the result is wider than `max_columns`, so that [`super::cut`] marks it.
    #[must_use]
    pub fn head(raw: &'a str, max_columns: usize) -> Clean<'a> {
        let budget = max_columns.saturating_add(2).saturating_mul(CLUSTER_BYTES);
        if raw.len() <= max_columns.min(budget) {
            return Self::line(raw);
        }
        let window = &raw[..super::boundary_before(raw, budget)];
        let mut columns = 0;
        for (at, cluster) in window.grapheme_indices(true) {
            columns += surely_shown(cluster);
            if columns > max_columns {
                return Self::line(&raw[..at + cluster.len()]);
            }
        }
        let shown = Self::line(window);
        if window.len() == raw.len() {
            return shown;
        }
        // Hidden characters filled the window: what follows must not look as if it were not there.
        let rest = "..".repeat(max_columns.saturating_sub(super::width(&shown)) / 2 + 1);
        Clean(Cow::Owned(shown.into_string() + &rest))
    }

    /// What may go to a clipboard: line ends become `\n`, tabs blanks, other control characters and direction switches
    /// are stripped; nothing is replaced by a mark, so emoji and accents stay as written.
    #[must_use]
    pub fn clipboard(raw: &str) -> String {
        let mut out = String::with_capacity(raw.len());
        let mut chars = raw.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\r' if chars.peek() == Some(&'\n') => {}
                c if is_line_end(c) => out.push('\n'),
                '\t' => out.push(' '),
                c if c.is_control() || bidi_name(c).is_some() => {}
                c => out.push(c),
            }
        }
        out
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text as an owned string.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into_owned()
    }

    /// The same text, owned.
    #[must_use]
    pub fn into_owned(self) -> Clean<'static> {
        Clean(Cow::Owned(self.0.into_owned()))
    }

    /// At most `columns` wide, marked `..` when cut.
    #[must_use]
    pub fn cut(&self, columns: usize) -> Clean<'_> {
        Clean(super::cut(&self.0, columns))
    }

    /// Wrapped to `columns`; see [`super::wrap()`].
    #[must_use]
    pub fn wrap(&self, columns: usize) -> Vec<Clean<'static>> {
        super::wrap(&self.0, columns).into_iter().map(|line| Clean(Cow::Owned(line))).collect()
    }
}

impl std::fmt::Display for Clean<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for Clean<'_> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::ops::Deref for Clean<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Clean<'_> {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Clean<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl<'a> From<Clean<'a>> for Cow<'a, str> {
    fn from(clean: Clean<'a>) -> Cow<'a, str> {
        clean.0
    }
}

impl From<Clean<'_>> for String {
    fn from(clean: Clean<'_>) -> String {
        clean.0.into_owned()
    }
}

/// What becomes of a line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    Blank,
    Kept,
}

/// Whether `text` holds anything beyond the characters that need no second look: printable ASCII, and the blocks of
/// Han, kana and full-width punctuation that hold neither marks nor hidden characters.
fn has_work(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        at += match bytes[at..] {
            [0x20..=0x7E, ..] => 1,
            // U+3000..=U+3029, U+3040..=U+3096, U+309B..=U+30FF, U+4000..=U+9FFF, U+FF01..=U+FF7F
            [0xE3, 0x80, 0x80..=0xA9, ..]
            | [0xE3, 0x81 | 0x83, ..]
            | [0xE3, 0x82, 0x80..=0x96 | 0x9B..=0xBF, ..]
            | [0xE4..=0xE9, ..]
            | [0xEF, 0xBC, 0x81..=0xBF, ..]
            | [0xEF, 0xBD, 0x80..=0xBF, ..] => 3,
            _ => return true,
        };
    }
    false
}

/// Columns that `cluster` takes at least once it is clean; marks that may melt into a run count nothing.
fn surely_shown(cluster: &str) -> usize {
    match cluster.chars().next() {
        Some(first) if has_work(cluster) => {
            usize::from(!is_line_end(first) && mark_of(first).is_none() && cluster.width() > 0)
        }
        _ => cluster_width(cluster),
    }
}

fn clean(raw: &str, ends: Ends) -> Clean<'_> {
    if !has_work(raw) {
        return Clean(Cow::Borrowed(raw));
    }
    let mut out = Writer { text: String::with_capacity(raw.len() + 16), ends, run: None, blank: false };
    for cluster in raw.graphemes(true) {
        if has_work(cluster) {
            out.cluster(cluster);
        } else {
            out.end_run();
            out.text.push_str(cluster);
        }
    }
    out.end_run();
    if out.text == raw { Clean(Cow::Borrowed(raw)) } else { Clean(Cow::Owned(out.text)) }
}

/// Writes cleaned clusters; counts runs of equal marks, so that a flood stays short.
struct Writer {
    text: String,
    ends: Ends,
    run: Option<(Mark, usize)>,
    blank: bool,
}

impl Writer {
    /// Writes the mark that was being counted.
    fn end_run(&mut self) {
        self.blank = false;
        let Some((mark, count)) = self.run.take() else { return };
        let times = if count > 1 { count.to_string() } else { String::new() };
        // Writing to a String cannot fail.
        let _ = match mark {
            Mark::Control(c @ '\0'..='\x1F') => write!(self.text, "{}", picture(u32::from(c))),
            Mark::Control('\x7F') => write!(self.text, "{}", picture(0x21)),
            Mark::Control(c) => write!(self.text, "<{:02X}>", u32::from(c)),
            Mark::Bidi(name) => write!(self.text, "<{name}>"),
            Mark::Hidden => write!(self.text, "<ZW{times}>"),
            Mark::Private => write!(self.text, "<PUA{times}>"),
            Mark::Code(c) => write!(self.text, "<U+{:04X}>", u32::from(c)),
            Mark::Flood => write!(self.text, "<+{count}>"),
        };
    }

    fn mark(&mut self, mark: Mark) {
        let counted = matches!(mark, Mark::Hidden | Mark::Private | Mark::Flood);
        match &mut self.run {
            Some((run, count)) if counted && *run == mark => *count += 1,
            _ => {
                self.end_run();
                self.run = Some((mark, 1));
            }
        }
    }

    fn line_end(&mut self, c: char) {
        match (self.ends, c) {
            (Ends::Kept, '\t') => {
                self.end_run();
                self.text.push(' ');
            }
            (Ends::Kept, _) => {
                self.end_run();
                self.text.push('\n');
            }
            (Ends::Blank, _) if self.blank => {}
            (Ends::Blank, _) => {
                self.end_run();
                self.text.push(' ');
                self.blank = true;
            }
        }
    }

    /// One grapheme cluster: what may stay together first, so that accents keep to their letter, then the marks.
    fn cluster(&mut self, cluster: &str) {
        if let Some(first) = cluster.chars().next().filter(|c| is_line_end(*c) || *c == '\t') {
            return self.line_end(first);
        }
        let mut kept = String::new();
        let mut marks = Vec::new();
        let mut joined = 0;
        let mut dropped = 0_usize;
        let mut chars = cluster.chars().peekable();
        while let Some(c) = chars.next() {
            if joined > MARKS || kept.len() + 8 > CLUSTER_BYTES {
                dropped += 1;
                continue;
            }
            if joins(&kept, c, chars.peek().copied()) {
                kept.push(c);
                kept.extend(chars.next_if(|_| c == '\u{200D}'));
                continue;
            }
            let lone_tone = is_skin_tone(c) && !kept.ends_with(is_pictograph);
            match mark_of(c).or(lone_tone.then_some(Mark::Code(c))) {
                Some(mark) => {
                    joined += usize::from(matches!(mark, Mark::Code(_)));
                    if kept.is_empty() {
                        self.mark(mark);
                    } else {
                        marks.push(mark);
                    }
                }
                None => {
                    if kept.is_empty() && needs_base(c) {
                        kept.push(BASE);
                        joined += 1;
                    }
                    joined += 1;
                    kept.push(c);
                }
            }
        }
        self.kept(&kept);
        marks.into_iter().for_each(|mark| self.mark(mark));
        if dropped > 0 {
            self.end_run();
            self.run = Some((Mark::Flood, dropped));
            self.end_run();
        }
    }

    /// Writes what stays of a cluster; what would still take no column shows its number.
    fn kept(&mut self, kept: &str) {
        for part in kept.graphemes(true) {
            self.end_run();
            if part.width() > 0 {
                self.text.push_str(part);
            } else {
                part.chars().for_each(|c| self.mark(Mark::Code(c)));
            }
        }
    }
}

/// What an accent without a letter stands on: the dotted circle of the code charts.
const BASE: char = '\u{25CC}';

/// Whether `c` would join whatever is before it.
fn needs_base(c: char) -> bool {
    let mut both = String::from(BASE);
    both.push(c);
    both.graphemes(true).nth(1).is_none()
}

/// Whether the joiner or variation selector `c` is part of the picture `kept` ends with.
fn joins(kept: &str, c: char, next: Option<char>) -> bool {
    let Some(last) = kept.chars().next_back() else { return false };
    match c {
        '\u{200D}' => {
            let base = kept.chars().rev().find(|c| !is_skin_tone(*c) && *c != '\u{FE0F}');
            base.is_some_and(is_pictograph) && next.is_some_and(is_pictograph)
        }
        '\u{FE0F}' if is_pictograph(last) => true,
        '\u{FE0F}' => matches!(last, '0'..='9' | '#' | '*') && next == Some('\u{20E3}'),
        _ => false,
    }
}

/// The picture of control character number `n` in the block U+2400.
fn picture(n: u32) -> char {
    char::from_u32(0x2400 + n).unwrap_or('\u{2426}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::suspect::{is_hidden, is_private, is_unshowable};
    use crate::base::text::{cut, width};
    use proptest::prelude::*;

    #[test]
    fn what_must_not_show_becomes_a_mark() {
        for (raw, shown) in [
            ("", ""),
            ("拼团今晚20:00截止 ok", "拼团今晚20:00截止 ok"),
            ("\x1b[31m红\x1b[0m", "␛[31m红␛[0m"),
            ("\x1b]52;c;cm0gLXJm\x07", "␛]52;c;cm0gLXJm␇"),
            ("a\u{9b}2J\u{7f}\0", "a<9B>2J␡␀"),
            ("\u{202e}gpj.exe", "<RLO>gpj.exe"),
            ("a\u{2066}\u{2067}\u{200f}\u{61c}b", "a<LRI><RLI><RLM><ALM>b"),
            ("管\u{200b}理员", "管<ZW>理员"),
            ("管\u{200b}\u{2060}\u{feff}理员", "管<ZW3>理员"),
            ("\u{3164}\u{ad}", "<ZW2>"),
            ("a\u{e0041}\u{e0042}b", "a<ZW2>b"),
            ("葛\u{e0100}城", "葛<ZW>城"),
            ("\u{e415}\u{f8ff}\u{10fffd}!", "<PUA3>!"),
            ("\u{ffff}", "<U+FFFF>"),
            ("مرحبا", "مرحبا"),
            ("é e\u{301} ệ กำ", "é e\u{301} ệ กำ"),
            ("\u{301}a", "\u{25cc}\u{301}a"),
            ("\x1b\u{301}", "␛\u{25cc}\u{301}"),
            ("\u{1f3fb}", "<U+1F3FB>"),
            ("\u{600}1", "<U+0600>1"),
            ("\u{1161}", "<U+1161>"),
            ("가", "가"),
            ("ﾊﾟ", "ﾊﾟ"),
        ] {
            assert_eq!(Clean::line(raw), shown, "{raw:?}");
        }
    }

    #[test]
    fn emoji_stay_whole_and_lone_joiners_do_not() {
        for whole in ["👨‍👩‍👧‍👦", "👩🏻‍❤️‍💋‍👨🏼", "🏳️‍🌈", "❤️", "1️⃣", "#️⃣", "🇨🇳", "👍🏽", "🧑🏿‍🚀", "☺️"]
        {
            assert_eq!(Clean::line(whole), whole, "{whole:?}");
        }
        assert_eq!(Clean::line("a\u{200d}b"), "a<ZW>b");
        assert_eq!(Clean::line("😀\u{200d}"), "😀<ZW>");
        assert_eq!(Clean::line("中\u{fe0f}"), "中<ZW>");
        assert_eq!(Clean::line("1\u{fe0f}"), "1<ZW>");
    }

    #[test]
    fn line_ends_become_blanks_or_stay() {
        let raw = "一\r\n二\u{85}三\u{2028}四\u{2029}五\r六\t七\n\n八";
        assert_eq!(Clean::line(raw), "一 二 三 四 五 六 七 八");
        assert_eq!(Clean::block(raw), "一\n二\n三\n四\n五\n六 七\n\n八");
    }

    #[test]
    fn floods_are_capped_and_counted() {
        let zalgo = format!("a{}b", "\u{301}".repeat(1_000_000));
        assert_eq!(Clean::line(&zalgo), format!("a{}<+999992>b", "\u{301}".repeat(8)).as_str());
        let family = format!("👩{}", "\u{200d}👩".repeat(100));
        let shown = Clean::line(&family);
        assert!(shown.starts_with("👩\u{200d}👩") && shown.ends_with('>'), "{shown}");
        assert!(Clean::line(&"\u{1100}".repeat(1000)).ends_with("<+991>"));
    }

    #[test]
    fn what_needs_nothing_is_borrowed() {
        for raw in ["周五19:30 新品试吃,报名接龙", "café", "👨‍👩‍👧‍👦", "한국어", "「ＡＢ」", "a\nb"]
        {
            assert!(matches!(Clean::block(raw).0, Cow::Borrowed(_)), "{raw:?}");
        }
    }

    #[test]
    fn head_is_the_beginning_and_says_that_there_is_more() {
        assert_eq!(Clean::head("短", 10), "短");
        let long = "很长".repeat(1000);
        assert_eq!(cut(&Clean::head(&long, 10), 10), "很长很长..");
        assert!(Clean::head(&long, 10).len() < 1000);
        for hidden in ["\u{200b}", "\u{301}", "\u{e000}", "\u{1100}", "\n", "\x1b"] {
            let raw = hidden.repeat(100_000) + "after";
            let shown = Clean::head(&raw, 80);
            assert!(width(&shown) > 80 && shown.len() < 80_000, "{hidden:?}: {} columns", width(&shown));
        }
        assert!(!Clean::head(&format!("{}end", "\n".repeat(50)), 80).contains(".."));
    }

    #[test]
    fn the_clipboard_gets_no_controls_and_no_marks() {
        assert_eq!(Clean::clipboard("a\x1b[0m\r\nb\tc\rd\u{202e}\u{9b}\0"), "a[0m\nb c\nd");
        assert_eq!(Clean::clipboard("👨‍👩‍👧 ❤️ e\u{301}"), "👨‍👩‍👧 ❤️ e\u{301}");
    }

    /// Pieces of attacks, whole and split, between pieces of ordinary chats.
    fn hostile() -> impl Strategy<Value = String> {
        let pieces = [
            "\x1b",
            "\x1b[",
            "\x1b]",
            "\x1bP",
            "\x1b_",
            "\x1b\\",
            "\u{9b}",
            "\u{9d}",
            "\u{90}",
            "\u{9c}",
            "\x07",
            "\x08",
            "\r",
            "\n",
            "\r\n",
            "\t",
            "\0",
            "\x7f",
            "\x0e",
            "\u{85}",
            "\u{2028}",
            "\u{2029}",
            "31m",
            "2J",
            "52;c;AAAA",
            "0;title",
            "8;;http://a",
            "?25l",
            "\u{202e}",
            "\u{202d}",
            "\u{202a}",
            "\u{2066}",
            "\u{2069}",
            "\u{200e}",
            "\u{61c}",
            "\u{200b}",
            "\u{200c}",
            "\u{200d}",
            "\u{2060}",
            "\u{feff}",
            "\u{ad}",
            "\u{34f}",
            "\u{3164}",
            "\u{115f}",
            "\u{1160}",
            "\u{ffa0}",
            "\u{180b}",
            "\u{fe0e}",
            "\u{fe0f}",
            "\u{e0100}",
            "\u{e0001}",
            "\u{e007f}",
            "\u{fff9}",
            "\u{e000}",
            "\u{f0000}",
            "\u{ffff}",
            "\u{fdd0}",
            "\u{301}",
            "\u{300}",
            "\u{336}",
            "\u{20e3}",
            "\u{3099}",
            "\u{ff9e}",
            "\u{1100}",
            "\u{1161}",
            "\u{11a8}",
            "\u{600}",
            "\u{70f}",
            "\u{110bd}",
            "\u{93f}",
            "\u{94d}",
            "\u{915}",
            "\u{e33}",
            "🇨",
            "🇳",
            "👩",
            "❤",
            "🏻",
            "🏳",
            "中",
            "文",
            "，",
            "、",
            "a",
            "b",
            "1",
            " ",
            "—",
            "①",
            "…",
            "ß",
            "İ",
            "\u{25cc}",
            "<",
        ];
        let run = (prop::sample::select(pieces.to_vec()), 1..40_usize).prop_map(|(piece, n)| piece.repeat(n));
        let one = prop::sample::select(pieces.to_vec()).prop_map(str::to_owned);
        prop::collection::vec(prop_oneof![8 => one, 1 => run, 1 => any::<char>().prop_map(String::from)], 0..24)
            .prop_map(|parts| parts.concat())
    }

    fn holds(shown: &str, block: bool) {
        for cluster in shown.graphemes(true).filter(|c| !(block && *c == "\n")) {
            assert!(cluster_width(cluster) > 0, "{cluster:?} takes no column in {shown:?}");
            assert!(cluster.len() <= CLUSTER_BYTES, "{cluster:?}");
            assert!(
                cluster.chars().filter(|c| cluster_width(c.encode_utf8(&mut [0; 4])) == 0).count() <= 16,
                "{cluster:?}"
            );
        }
        let chars: Vec<char> = shown.chars().collect();
        for (i, c) in chars.iter().enumerate() {
            assert!(!c.is_control() || (block && *c == '\n'), "{c:?} in {shown:?}");
            assert!(bidi_name(*c).is_none() && !is_private(*c) && !is_unshowable(*c), "{c:?} in {shown:?}");
            assert!(!matches!(c, '\u{2028}' | '\u{2029}'), "{c:?} in {shown:?}");
            let before = i.checked_sub(1).map(|b| chars[b]);
            match c {
                '\u{200d}' => assert!(chars.get(i + 1).copied().is_some_and(is_pictograph), "{shown:?}"),
                '\u{fe0f}' => {
                    let keycap = chars.get(i + 1) == Some(&'\u{20e3}');
                    assert!(keycap || before.is_some_and(is_pictograph), "{shown:?}");
                }
                c => assert!(!is_hidden(*c), "{c:?} in {shown:?}"),
            }
        }
    }

    /// Counts everything a terminal was asked to do besides showing characters.
    #[derive(Default)]
    struct Asked(usize);

    impl vt100::Callbacks for Asked {
        fn audible_bell(&mut self, _: &mut vt100::Screen) {
            self.0 += 1;
        }
        fn visual_bell(&mut self, _: &mut vt100::Screen) {
            self.0 += 1;
        }
        fn resize(&mut self, _: &mut vt100::Screen, _: (u16, u16)) {
            self.0 += 1;
        }
        fn set_window_icon_name(&mut self, _: &mut vt100::Screen, _: &[u8]) {
            self.0 += 1;
        }
        fn set_window_title(&mut self, _: &mut vt100::Screen, _: &[u8]) {
            self.0 += 1;
        }
        fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8], _: &[u8]) {
            self.0 += 1;
        }
        fn unhandled_control(&mut self, _: &mut vt100::Screen, _: u8) {
            self.0 += 1;
        }
        fn unhandled_escape(&mut self, _: &mut vt100::Screen, _: Option<u8>, _: Option<u8>, _: u8) {
            self.0 += 1;
        }
        fn unhandled_csi(&mut self, _: &mut vt100::Screen, _: Option<u8>, _: Option<u8>, _: &[&[u16]], _: char) {
            self.0 += 1;
        }
        fn unhandled_osc(&mut self, _: &mut vt100::Screen, _: &[&[u8]]) {
            self.0 += 1;
        }
    }

    /// Whether an independent terminal does nothing but show the characters of `text`, on one row.
    fn only_shown(text: &str) -> bool {
        let size = |n| std::num::NonZeroU16::new(n).unwrap();
        let fresh = || vt100::Parser::new_with_callbacks(size(3), size(5000), 0, Asked::default());
        let (mut there, none) = (fresh(), fresh());
        there.process(text.as_bytes());
        let modes = |p: &vt100::Parser<Asked>| {
            (p.screen().input_mode_formatted(), p.screen().attributes_formatted(), p.screen().hide_cursor())
        };
        there.callbacks().0 == 0
            && modes(&there) == modes(&none)
            && !there.screen().alternate_screen()
            && there.screen().cursor_position().0 == 0
            && !text.contains(['\r', '\x08'])
    }

    #[test]
    fn the_terminal_that_judges_sees_commands() {
        for raw in [
            "\x1b[31m",
            "\x1b]2;t\x07",
            "\x1b]52;c;AA==\x07",
            "\x07",
            "\n",
            "\x1b[?25l",
            "a\x08b",
            "\x1b[?1049h",
            "a\rb",
        ] {
            assert!(!only_shown(raw), "{raw:?}");
        }
        assert!(only_shown("拼团 👩 e\u{301}"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_terminal_is_asked_to_do_nothing(raw in hostile()) {
            let shown = Clean::line(&raw);
            prop_assert!(only_shown(&shown), "{:?}", shown);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_harmful_stays_and_clean_stays_clean(raw in prop_oneof![hostile(), any::<String>()]) {
            let line = Clean::line(&raw);
            holds(&line, false);
            prop_assert_eq!(Clean::line(&line), line.clone());
            let block = Clean::block(&raw);
            holds(&block, true);
            prop_assert_eq!(Clean::block(&block), block.clone());
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().concat();
            prop_assert_eq!(words(&block), words(&line));
        }

        #[test]
        fn head_is_line_as_far_as_it_is_shown(raw in hostile(), columns in 1..60_usize) {
            let (head, line) = (Clean::head(&raw, columns), Clean::line(&raw));
            holds(&head, false);
            prop_assert_eq!(width(&head) > columns, width(&line) > columns, "{:?} {:?}", head, line);
        }

        #[test]
        fn the_clipboard_never_gets_a_command(raw in hostile()) {
            let there = Clean::clipboard(&raw);
            prop_assert!(!there.contains(|c: char| (c.is_control() && c != '\n') || bidi_name(c).is_some()));
        }
    }
}
