//! A JSON file of any size, one value at a time: only the value in hand is held.
//!
//! [`Pieces`] walks the outer objects and arrays, and hands out the text of the values inside, which
//! [`parse`] then reads. Values longer than [`RECORD_LIMIT`] or deeper than [`DEPTH_LIMIT`] are passed over, not held.

use super::desk::Desk;
use super::{RECORD_LIMIT, unreadable};
use crate::base::{Error, Result, Says};
use serde::Deserialize;
use std::io::BufRead;

/// Deepest nesting taken inside one value (`reliability.md` I4).
pub(super) const DEPTH_LIMIT: u32 = 64;

/// Walks one JSON text.
pub(super) struct Pieces<'r> {
    input: &'r mut dyn BufRead,
    name: &'r str,
    raw: Vec<u8>,
    at: usize,
    line: u64,
    piece: Vec<u8>,
}

/// How a value was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    Whole,
    TooLong,
    TooDeep,
}

/// Inside a value: how deep, and whether in a string and behind a backslash.
#[derive(Default)]
struct Inside {
    depth: u32,
    deepest: u32,
    text: bool,
    escaped: bool,
}

impl<'r> Pieces<'r> {
    /// Walks `input`, the file called `name`.
    pub fn new(input: &'r mut dyn BufRead, name: &'r str) -> Self {
        Self { input, name, raw: Vec::new(), at: 0, line: 1, piece: Vec::new() }
    }

    /// The line reached, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Calls `member` for every key of the object that comes next; it must take the value in one of the ways below.
    ///
    /// # Errors
    /// A file cut off, text that is not JSON, an unreadable input, and what `member` says.
    pub fn object(&mut self, mut member: impl FnMut(&mut Self, &str) -> Result<()>) -> Result<()> {
        self.expect(b'{')?;
        let mut first = true;
        while self.further(b'}', &mut first)? {
            if self.solid()? != b'"' || self.take()? != Taken::Whole {
                return Err(self.broken());
            }
            let key = parse::<String>(&self.piece, &mut Vec::new()).ok_or_else(|| self.broken())?;
            self.expect(b':')?;
            member(self, &key)?;
        }
        Ok(())
    }

    /// Calls `item` for every value of the array that comes next; it must take the value in one of the ways here.
    ///
    /// # Errors
    /// As [`Pieces::object`].
    pub fn array(&mut self, mut item: impl FnMut(&mut Self) -> Result<()>) -> Result<()> {
        self.expect(b'[')?;
        let mut first = true;
        while self.further(b']', &mut first)? {
            item(self)?;
        }
        Ok(())
    }

    /// Whether the value that comes next begins with `mark`.
    ///
    /// # Errors
    /// A file cut off or unreadable.
    pub fn begins(&mut self, mark: u8) -> Result<bool> {
        Ok(self.solid()? == mark)
    }

    /// Takes the value that comes next: the line it begins on and its text. Tells the desk why there is none.
    ///
    /// # Errors
    /// A file cut off or unreadable.
    pub fn value(&mut self, desk: &mut Desk<'_>) -> Result<(u64, Option<&[u8]>)> {
        self.solid()?;
        let line = self.line;
        let reason = match self.take()? {
            Taken::Whole => return Ok((line, Some(&self.piece))),
            Taken::TooLong => Says::new("intake.skip_too_long"),
            Taken::TooDeep => Says::new("intake.skip_too_deep").with("most", DEPTH_LIMIT),
        };
        desk.skip(line, reason);
        Ok((line, None))
    }

    /// Reads the value that comes next; `None` if it is not what was expected.
    ///
    /// # Errors
    /// A file cut off or unreadable.
    pub fn read<T: serde::de::DeserializeOwned>(&mut self) -> Result<Option<T>> {
        self.solid()?;
        Ok((self.take()? == Taken::Whole).then(|| parse(&self.piece, &mut Vec::new())).flatten())
    }

    /// Passes the value that comes next.
    ///
    /// # Errors
    /// A file cut off or unreadable.
    pub fn pass(&mut self) -> Result<()> {
        self.solid()?;
        self.take().map(|_| ())
    }

    fn cut(&self) -> Error {
        Error::user("intake.cut").with("name", self.name).with("line", self.line).hint("intake.cut_hint")
    }

    fn broken(&self) -> Error {
        Error::user("intake.broken").with("name", self.name).with("line", self.line).hint("intake.broken_hint")
    }

    /// Replaces the raw text, all of it used, by more.
    fn more(&mut self) -> Result<()> {
        let failed = |e| unreadable(self.name, &e);
        let ready = self.input.fill_buf().map_err(failed)?;
        let length = ready.len();
        self.raw.clear();
        self.raw.extend_from_slice(ready);
        self.input.consume(length);
        self.at = 0;
        if length == 0 { Err(self.cut()) } else { Ok(()) }
    }

    /// The next byte that is not blank; it stays.
    fn solid(&mut self) -> Result<u8> {
        loop {
            match self.raw.get(self.at) {
                None => self.more()?,
                Some(b'\n') => {
                    self.line += 1;
                    self.at += 1;
                }
                Some(b' ' | b'\t' | b'\r') => self.at += 1,
                Some(byte) => return Ok(*byte),
            }
        }
    }

    fn expect(&mut self, mark: u8) -> Result<()> {
        if self.solid()? != mark {
            return Err(self.broken());
        }
        self.at += 1;
        Ok(())
    }

    /// Whether another member follows; passes the comma before it, or the closing mark.
    fn further(&mut self, close: u8, first: &mut bool) -> Result<bool> {
        let byte = self.solid()?;
        if byte == close {
            self.at += 1;
            return Ok(false);
        }
        if !std::mem::take(first) {
            self.expect(b',')?;
        }
        Ok(true)
    }

    /// Moves past one value, which begins at the next byte, and keeps its text if it is within bounds.
    fn take(&mut self) -> Result<Taken> {
        self.piece.clear();
        let (mut inside, mut length) = (Inside::default(), 0);
        loop {
            let rest = &self.raw[self.at..];
            let end = inside.end_of_value(rest);
            let part = &rest[..end.unwrap_or(rest.len())];
            length += part.len();
            if length <= RECORD_LIMIT && inside.deepest <= DEPTH_LIMIT {
                self.piece.extend_from_slice(part);
            }
            self.line += part.iter().filter(|b| **b == b'\n').count() as u64;
            self.at += part.len();
            if end.is_none() {
                self.more()?;
                continue;
            }
            return match length {
                0 => Err(self.broken()),
                _ if inside.deepest > DEPTH_LIMIT => Ok(Taken::TooDeep),
                _ if length > RECORD_LIMIT => Ok(Taken::TooLong),
                _ => Ok(Taken::Whole),
            };
        }
    }
}

impl Inside {
    /// Where the value ends in `bytes`, if it does.
    fn end_of_value(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            at += 1;
            if self.text {
                if self.escaped {
                    self.escaped = false;
                } else if *byte == b'\\' {
                    self.escaped = true;
                } else if *byte == b'"' {
                    self.text = false;
                    if self.depth == 0 {
                        return Some(at);
                    }
                }
                continue;
            }
            match byte {
                b'"' => self.text = true,
                b'{' | b'[' => {
                    self.depth += 1;
                    self.deepest = self.deepest.max(self.depth);
                }
                b'}' | b']' | b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' if self.depth == 0 => return Some(at - 1),
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(at);
                    }
                }
                _ => {}
            }
        }
        None
    }
}

/// Reads JSON as `T`; text that is not quite JSON is repaired into `spare` and tried again.
pub(super) fn parse<'a, T: Deserialize<'a>>(text: &'a [u8], spare: &'a mut Vec<u8>) -> Option<T> {
    if let Ok(value) = serde_json::from_slice(text) {
        return Some(value);
    }
    repair(text, spare);
    serde_json::from_slice(spare).ok()
}

/// What exporters get wrong inside strings, put right: Telegram Desktop writes control characters as `\x1F`; others leave
/// them as they are, cut emoji in half (a lone surrogate), or write a backslash before any character.
fn repair(text: &[u8], out: &mut Vec<u8>) {
    out.clear();
    let (mut at, mut inside) = (0, false);
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => inside = !inside,
            0..0x20 if inside => {
                out.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
                at += 1;
                continue;
            }
            b'\\' if inside => {
                at += escape(&text[at..], out);
                continue;
            }
            _ => {}
        }
        out.push(*byte);
        at += 1;
    }
}

/// Writes the escape at the beginning of `text` as it should be; how many bytes it was.
fn escape(text: &[u8], out: &mut Vec<u8>) -> usize {
    let hex = |from: usize, digits: usize| {
        let part = std::str::from_utf8(text.get(from..from + digits)?).ok()?;
        part.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u16::from_str_radix(part, 16).ok()).flatten()
    };
    match text.get(1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
            out.extend_from_slice(&text[..2]);
            2
        }
        Some(b'x') if hex(2, 2).is_some() => {
            out.extend_from_slice(b"\\u00");
            out.extend_from_slice(&text[2..4]);
            4
        }
        Some(b'u') if hex(2, 4).is_some() => {
            let high = matches!(hex(2, 4), Some(0xD800..0xDC00));
            let pair = high && text.get(6..8) == Some(b"\\u") && matches!(hex(8, 4), Some(0xDC00..0xE000));
            let lone = !pair && matches!(hex(2, 4), Some(0xD800..0xE000));
            let length = if pair { 12 } else { 6 };
            out.extend_from_slice(if lone { b"\\ufffd" } else { &text[..length] });
            length
        }
        _ => {
            out.extend_from_slice(b"\\\\");
            1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::record::{Options, Record, Sink};
    use proptest::prelude::*;

    #[derive(Default)]
    struct Skips(Vec<(u64, String)>);
    impl Sink for Skips {
        fn record(&mut self, _: Record<'_>) -> Result<()> {
            Ok(())
        }
        fn skip(&mut self, line: u64, reason: Says) {
            self.0.push((line, reason.key));
        }
    }

    type Lines = Vec<(u64, String)>;

    /// The values in `messages`, and what was left out.
    fn messages(text: &str) -> (Result<()>, Lines, Lines) {
        let (mut input, options, mut skips, mut found) =
            (text.as_bytes(), Options::default(), Skips::default(), vec![]);
        let mut desk = Desk::new(&options, &mut skips);
        let result = Pieces::new(&mut input, "x").object(|pieces, key| match key {
            "messages" => pieces.array(|pieces| {
                if let (line, Some(text)) = pieces.value(&mut desk)? {
                    found.push((line, String::from_utf8(text.to_vec()).unwrap()));
                }
                Ok(())
            }),
            _ => pieces.pass(),
        });
        (result, found, skips.0)
    }

    #[test]
    fn values_come_one_at_a_time_with_their_lines() {
        let text = "{\"a\\\"b\": {\"messages\": [1]},\n \"n\" : -1.5 , \"messages\":\n[ {\"x\":\"}]\\\\\"},\n \"s\" ,null, [\n[]],true ]}";
        let (result, found, _) = messages(text);
        result.unwrap();
        let wanted = [(3, "{\"x\":\"}]\\\\\"}"), (4, "\"s\""), (4, "null"), (4, "[\n[]]"), (5, "true")];
        assert_eq!(found, wanted.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn huge_and_deep_values_are_passed_over() {
        let (long, deep) = ("x".repeat(RECORD_LIMIT), "[".repeat(65) + &"]".repeat(65));
        let fine = "[".repeat(64) + &"]".repeat(64);
        let (result, found, skips) = messages(&format!("{{\"messages\":[\"{long}\",\n{deep},\n{fine},\n1]}}"));
        result.unwrap();
        assert_eq!(found, [(3, fine), (4, "1".to_owned())]);
        assert_eq!(skips, [(1, "intake.skip_too_long".to_owned()), (2, "intake.skip_too_deep".to_owned())]);
        let bomb = "[".repeat(3_000_000);
        assert_eq!(messages(&format!("{{\"messages\":[{bomb}")).0.unwrap_err().says.key, "intake.cut");
    }

    #[test]
    fn wrong_json_is_named_with_its_line() {
        for (text, key, line) in [
            ("{\"messages\":[1,\n2", "intake.cut", "2"),
            ("{\"messages\":[1,\n2 3]}", "intake.broken", "2"),
            ("{\"messages\":[,]}", "intake.broken", "1"),
            ("{\n\nmessages:[]}", "intake.broken", "3"),
            ("[]", "intake.broken", "1"),
        ] {
            let error = messages(text).0.unwrap_err();
            assert_eq!((error.says.key.as_str(), error.says.args["line"].as_str()), (key, line), "{text}");
        }
    }

    #[test]
    fn wrong_escapes_are_repaired() {
        let read = |text: &str| parse::<String>(text.as_bytes(), &mut Vec::new());
        for (text, wanted) in [
            (r#""a\x1Fb""#, Some("a\u{1f}b")),
            (r#""a\x0Ab\"c""#, Some("a\nb\"c")),
            (
                r#""\ud83d\ude00 \ud800 \udc00 \ud800\ud83d\ude00 \q \x""#,
                Some("\u{1f600} \u{fffd} \u{fffd} \u{fffd}\u{1f600} \\q \\x"),
            ),
            ("\"tab\there\"", Some("tab\there")),
            (r#""\u12""#, Some("\\u12")),
            (r#""open"#, None),
        ] {
            assert_eq!(read(text).as_deref(), wanted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn repair_leaves_json_alone(text in ".{0,60}") {
            let json = serde_json::to_vec(&text).unwrap();
            let mut out = Vec::new();
            repair(&json, &mut out);
            prop_assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
        }

        #[test]
        fn a_string_with_any_escapes_can_be_read(text in "[a\\\\xu0-9dDfF中\u{1}]{0,40}") {
            // A final odd backslash swallows the closing quote: that one is no string at all.
            let closed = text.len() - text.trim_end_matches('\\').len();
            prop_assume!(closed % 2 == 0);
            let json = format!("\"{text}\"");
            prop_assert!(parse::<String>(json.as_bytes(), &mut Vec::new()).is_some(), "{}", json);
        }
    }
}
