//! The desk every format hands its rows to: it knows the chats of this import and finds names where a file has none.

use super::record::{Chat, Options, PLATFORMS, Record, Sink, What};
use crate::base::{At, Error, Result, Says};
use std::collections::HashMap;

/// More chats than this in one file means a wrong column was taken for the community.
const MOST_CHATS: usize = 10_000;

/// Takes rows in on behalf of the sink.
pub(super) struct Desk<'s> {
    /// What the operator told.
    pub options: &'s Options,
    sink: &'s mut dyn Sink,
    chats: Vec<Chat>,
    known: HashMap<(&'static str, String), usize>,
}

/// A chat already seen in this import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ChatNumber(usize);

/// One row as a format hands it in; see [`Record`] for the fields.
pub(super) struct Row<'a> {
    pub id: Option<&'a str>,
    pub author_key: &'a str,
    pub author_name: &'a str,
    pub bot: bool,
    pub at: At,
    pub what: What<'a>,
    pub line: u64,
}

impl<'s> Desk<'s> {
    /// A desk that has seen no chat yet.
    pub fn new(options: &'s Options, sink: &'s mut dyn Sink) -> Self {
        Self { options, sink, chats: Vec::new(), known: HashMap::new() }
    }

    /// The chat with this key. An empty `name` becomes the key; `--community` wins over both as the name.
    ///
    /// # Errors
    /// When the file seems to have thousands of chats.
    pub fn chat(&mut self, platform: &'static str, key: &str, name: &str) -> Result<ChatNumber> {
        if let Some(number) = self.known.get(&(platform, key.to_owned())) {
            return Ok(ChatNumber(*number));
        }
        let number = self.chats.len();
        if number == MOST_CHATS {
            return Err(Error::user("intake.too_many_chats").with("name", &self.options.name).with("most", MOST_CHATS));
        }
        let own = if name.is_empty() { key } else { name };
        let name = self.options.chat_name.as_deref().unwrap_or(own).to_owned();
        self.chats.push(Chat { number, platform, key: key.to_owned(), name });
        self.known.insert((platform, key.to_owned()), number);
        Ok(ChatNumber(number))
    }

    /// The chat of a file that does not name it: `--community`, else what the file is called.
    ///
    /// # Errors
    /// As [`Desk::chat`].
    pub fn chat_of_file(&mut self, platform: &'static str) -> Result<ChatNumber> {
        let (key, name) = match &self.options.chat_name {
            Some(name) => (name.clone(), name.clone()),
            None => chat_of_path(&self.options.name),
        };
        self.chat(platform, &key, &name)
    }

    /// The chat at `number`.
    pub fn seen(&self, ChatNumber(number): ChatNumber) -> &Chat {
        &self.chats[number]
    }

    /// Hands one row to the sink.
    ///
    /// # Errors
    /// What the sink says.
    pub fn record(&mut self, ChatNumber(number): ChatNumber, row: &Row<'_>) -> Result<()> {
        let Row { id, author_key, author_name, bot, at, what, line } = *row;
        let chat = &self.chats[number];
        self.sink.record(Record { chat, id, author_key, author_name, bot, at, what, line })
    }

    /// Tells the sink about a row left out.
    pub fn skip(&mut self, line: u64, reason: Says) {
        self.sink.skip(line, reason);
    }

    /// Tells the sink that `value` on `line` is no moment, or that there is none.
    pub fn skip_time(&mut self, line: u64, value: &str) {
        let reason = Says::new(if value.is_empty() { "intake.skip_no_time" } else { "intake.skip_time" });
        self.skip(line, reason.with("value", short(value)));
    }
}

/// At most 40 characters of a value for a sentence.
pub(super) fn short(value: &str) -> String {
    let mut text: String = value.chars().take(40).collect();
    if text.len() < value.len() {
        text.push('…');
    }
    text
}

/// The platform of that name in [`PLATFORMS`], `other` for all else.
pub(super) fn platform(name: &str) -> &'static str {
    let name = name.trim();
    let alias = match name {
        "微信" => "wechat",
        "抖音" => "douyin",
        "微博" => "weibo",
        "小红书" | "小紅書" => "xiaohongshu",
        "B站" | "b站" | "哔哩哔哩" => "bilibili",
        other => other,
    };
    PLATFORMS.iter().find(|p| p.eq_ignore_ascii_case(alias)).copied().unwrap_or("other")
}

/// Key and name of the chat a file is about, from its path.
/// `Guild - Channel [123] [part 2].csv` is channel 123; a numbered piece such as `general/17.csv` belongs to its folder.
pub(super) fn chat_of_path(path: &str) -> (String, String) {
    let mut parts = path.rsplit(['/', '\\']).filter(|p| !p.is_empty());
    let file = parts.next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| if stem.is_empty() { file } else { stem });
    let stem = stem.rsplit_once(" [part ").filter(|(_, n)| is_number(n.trim_end_matches(']'))).map_or(stem, |(s, _)| s);
    if let Some((name, id)) = stem.strip_suffix(']').and_then(|s| s.rsplit_once(" [")).filter(|(_, id)| is_number(id)) {
        return (id.to_owned(), name.to_owned());
    }
    let name = if is_number(stem) { parts.next().unwrap_or(stem) } else { stem };
    let name = if name.is_empty() || name == "-" { "stdin" } else { name };
    (name.to_owned(), name.to_owned())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_called_after_their_chat() {
        let cases = [
            ("-", "stdin", "stdin"),
            ("", "stdin", "stdin"),
            ("export/general/17.csv", "general", "general"),
            ("17.csv", "17", "17"),
            ("C:\\x\\读书 1 群.csv", "读书 1 群", "读书 1 群"),
            (
                "My Guild - Text - general [1012224565567721552].json",
                "1012224565567721552",
                "My Guild - Text - general",
            ),
            ("G - general [101] [part 12].csv", "101", "G - general"),
            ("notes [part 2].json", "notes", "notes"),
            ("notes [part two].json", "notes [part two]", "notes [part two]"),
            (".hidden", ".hidden", ".hidden"),
        ];
        for (path, key, name) in cases {
            assert_eq!(chat_of_path(path), (key.to_owned(), name.to_owned()), "{path}");
        }
    }

    #[test]
    fn platforms_have_one_name() {
        assert_eq!(
            (platform(" QQ "), platform("微信"), platform("slack"), platform("")),
            ("qq", "wechat", "other", "other")
        );
        assert_eq!(PLATFORMS.last(), Some(&"other"));
    }
}
