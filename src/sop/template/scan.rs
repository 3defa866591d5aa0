//! Cutting a body at its braces: text, and what stands between `{` and `}`.

use crate::base::{Error, Result};
use std::borrow::Cow;
use std::ops::Range;

/// A stretch of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text as it goes out.
    Text(Cow<'a, str>),
    /// What stands between two braces, trimmed; and where they stand in the body, in bytes.
    Braces(&'a str, Range<usize>),
}

/// Cuts a body at its braces. `{{` and `}}` are the braces themselves; the full-width `｛｝` of Chinese input methods
/// are braces too, so that no slot written with them goes out raw.
///
/// # Errors
/// A brace that is not closed on its line, with line and column (characters from 1).
pub(super) fn scan(body: &str) -> Result<Vec<Token<'_>>> {
    let mut out: Vec<Token> = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.find(['{', '}', '｛', '｝']) {
        push_text(&mut out, &rest[..at]);
        let brace = rest[at..].chars().next().unwrap_or('{');
        let after = &rest[at + brace.len_utf8()..];
        if let Some(second) = after.strip_prefix(brace).filter(|_| brace.is_ascii()) {
            push_text(&mut out, &rest[at..=at]);
            rest = second;
        } else if matches!(brace, '}' | '｝') {
            push_text(&mut out, &rest[at..at + brace.len_utf8()]);
            rest = after;
        } else {
            let start = body.len() - rest.len() + at;
            let open = || located("sop.slot_open", body, start).hint("words.slot_open_hint");
            let close = after.find(['{', '}', '｛', '｝', '\n']).ok_or_else(open)?;
            let end = after[close..].chars().next().filter(|c| matches!(c, '}' | '｝')).ok_or_else(open)?;
            let stop = start + brace.len_utf8() + close + end.len_utf8();
            out.push(Token::Braces(after[..close].trim(), start..stop));
            rest = &body[stop..];
        }
    }
    push_text(&mut out, rest);
    Ok(out)
}

/// Refuses a closing brace that nothing opened: a slot that lost its first brace would go out raw. For what is being
/// written; what is stored already is read as it stands.
///
/// # Errors
/// As [`scan`], and such a brace, with line and column.
pub(super) fn opened(body: &str) -> Result<()> {
    scan(body)?;
    let mut at = 0;
    while let Some(next) = body[at..].find(['{', '}', '｛', '｝']) {
        let start = at + next;
        let brace = body[start..].chars().next().unwrap_or('{');
        at = start + brace.len_utf8();
        if brace.is_ascii() && body[at..].starts_with(brace) {
            at += 1;
        } else if matches!(brace, '}' | '｝') {
            return Err(located("words.slot_unopened", body, start).hint("words.slot_unopened_hint"));
        } else if let Some(close) = body[at..].find(['}', '｝']) {
            at += close + body[at + close..].chars().next().map_or(1, char::len_utf8);
        }
    }
    Ok(())
}

fn push_text<'a>(out: &mut Vec<Token<'a>>, text: &'a str) {
    match out.last_mut() {
        _ if text.is_empty() => {}
        Some(Token::Text(last)) => last.to_mut().push_str(text),
        _ => out.push(Token::Text(Cow::Borrowed(text))),
    }
}

/// A sentence with the line and the column of `byte`, both from 1, the column in characters.
pub(super) fn located(key: &str, text: &str, byte: usize) -> Error {
    let before = &text[..byte];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    Error::user(key).with("line", line).with("column", column)
}
