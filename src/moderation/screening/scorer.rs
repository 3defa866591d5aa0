//! An opinion from outside: another program may be asked what it thinks of a text, a line of JSON for a line of JSON.
//! Only the words of that talk are here; the program itself is run by `app`, which may start one.

use crate::moderation::reason::Reason;
use serde::Deserialize;
use serde_json::json;

/// What another program thinks of a message.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outside {
    /// How sure it is that something is wrong, 0 to 1.
    pub score: f64,
    /// What it would be refused for; `None` if it did not say.
    pub reason: Option<Reason>,
}

/// From this score on it is worth a look by itself.
pub const LOOK_FROM: f64 = 0.5;

#[derive(Deserialize)]
struct Told {
    score: f64,
    #[serde(default)]
    reason: Option<String>,
}

/// The question about `text`, with the end of its line: `{"text":"…"}`.
#[must_use]
pub fn question(text: &str) -> String {
    let mut line = json!({ "text": text }).to_string();
    line.push('\n');
    line
}

/// The answer: `{"score":0.93,"reason":"ads"}`, the reason as `qun queue reject` takes it and not needed. `None` if it is
/// none: no JSON, no score, a score that is none from 0 to 1.
#[must_use]
pub fn answer(line: &str) -> Option<Outside> {
    let told: Told = serde_json::from_str(line).ok()?;
    let reason = told.reason.as_deref().and_then(Reason::parse);
    (0.0..=1.0).contains(&told.score).then_some(Outside { score: told.score, reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_one_line_whatever_the_text() {
        let line = question("a\nb\"\u{2028}\0");
        assert_eq!(line.matches('\n').count(), 1);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&line).unwrap()["text"], "a\nb\"\u{2028}\0");
    }

    #[test]
    fn an_answer_has_a_score_between_nothing_and_certain() {
        let some = |score, reason| Some(Outside { score, reason });
        for (line, told) in [
            (r#"{"score":0.93,"reason":"ads"}"#, some(0.93, Some(Reason::Ads))),
            (r#"{"score":1,"why":"x","reason":"spam"}"#, some(1.0, None)),
            (r#"{"score":0}"#, some(0.0, None)),
            (r#"{"score":1.5}"#, None),
            (r#"{"score":-0.1}"#, None),
            (r#"{"score":"high"}"#, None),
            (r#"{"reason":"ads"}"#, None),
            ("", None),
            ("Traceback (most recent call last):", None),
        ] {
            assert_eq!(answer(line), told, "{line}");
        }
    }
}
