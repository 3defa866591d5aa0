//! What every format turns into: a chat, and in it messages, joins and leaves.

use crate::base::clock::Zone;
use crate::base::{At, Result, Says};

use super::encoding::Encoding;

/// The platforms qun tells apart; whatever is none of them is `other`, the last one.
pub const PLATFORMS: &[&str] =
    &["wechat", "qq", "telegram", "discord", "weibo", "douyin", "bilibili", "xiaohongshu", "zulip", "other"];

/// Where records come from: one group, channel or server channel of a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    /// Running number within one import, from 0 in order of appearance; lets the reader of records keep a plain list.
    pub number: usize,
    /// One of [`PLATFORMS`].
    pub platform: &'static str,
    /// The source's own id, or its name where it has no ids; the same in every export of the same chat.
    pub key: String,
    /// What people call it; `--community` wins over the source's own name.
    pub name: String,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What<'a> {
    /// Somebody wrote.
    Message {
        /// As written, without NUL; empty for a picture or sticker without words.
        text: &'a str,
        /// Source id of the message answered.
        reply_to: Option<&'a str>,
        /// How many people are mentioned.
        mentions: u32,
    },
    /// Somebody came in.
    Join {
        /// Name or key of who brought them, if the source says so.
        inviter: Option<&'a str>,
    },
    /// Somebody went by themselves.
    Leave,
    /// Somebody was put out.
    Removed,
    /// Something waits for people: a request to come in, a report, an appeal.
    Waits {
        /// Which of them.
        petition: Petition,
        /// The answer given, what is reported, what is said against a decision.
        text: &'a str,
        /// Who brings the applicant, or who reports.
        by: Option<&'a str>,
        /// Where they come from.
        source: Option<&'a str>,
    },
}

/// What waits for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Petition {
    /// Somebody asks to come in.
    Request,
    /// Somebody reports what the author wrote.
    Report,
    /// The author disagrees with a decision.
    Appeal,
}

/// One row of an export. Borrows from the reader's buffer: copy what is to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'a> {
    /// Where it happened.
    pub chat: &'a Chat,
    /// The source's id of the row. When one source row makes several people join, the others are `ID/2`, `ID/3`, ...
    pub id: Option<&'a str>,
    /// Stable key of the person within the platform; `name:NAME` where the source has names only; empty if unknown.
    pub author_key: &'a str,
    /// The name shown at that time; empty for deleted accounts.
    pub author_name: &'a str,
    /// Whether the source marks the author as a program.
    pub bot: bool,
    /// When it happened.
    pub at: At,
    /// What happened.
    pub what: What<'a>,
    /// Line of the file on which the row begins, from 1.
    pub line: u64,
}

/// What the operator told about the file.
#[derive(Debug, Clone)]
pub struct Options {
    /// For times without a zone.
    pub zone: Zone,
    /// How bytes are characters.
    pub encoding: Encoding,
    /// The `--community` name; wins over names in the file.
    pub chat_name: Option<String>,
    /// The file's path or name, for sentences and where the format names no chat; `-` is standard input.
    pub name: String,
}

impl Default for Options {
    /// China standard time, encoding recognised, standard input.
    fn default() -> Self {
        Self { zone: Zone::default(), encoding: Encoding::Auto, chat_name: None, name: "-".to_owned() }
    }
}

/// Who takes the records.
pub trait Sink {
    /// Takes one record.
    ///
    /// # Errors
    /// An error stops the import and is passed on unchanged.
    fn record(&mut self, record: Record<'_>) -> Result<()>;

    /// Hears that the row beginning on `line` was left out, and why.
    fn skip(&mut self, line: u64, reason: Says);
}

/// Passes everything on with NUL characters replaced: SQLite text must not hold any.
pub(super) struct WithoutNul<'s>(pub &'s mut dyn Sink);

impl Sink for WithoutNul<'_> {
    fn record(&mut self, record: Record<'_>) -> Result<()> {
        let (text, inviter, reply, source) = match record.what {
            What::Message { text, reply_to, .. } => (text, None, reply_to, None),
            What::Join { inviter } => ("", inviter, None, None),
            What::Waits { text, by, source, .. } => (text, by, None, source),
            What::Leave | What::Removed => ("", None, None, None),
        };
        let all = [Some(text), inviter, reply, source, record.id, Some(record.author_key), Some(record.author_name)];
        if !all.iter().flatten().any(|t| t.as_bytes().contains(&0)) {
            return self.0.record(record);
        }
        let [text, inviter, reply_to, source, id, key, name] = all.map(|t| t.map(|t| t.replace('\0', "\u{fffd}")));
        let what = match record.what {
            What::Message { mentions, .. } => {
                What::Message { text: text.as_deref().unwrap_or_default(), reply_to: reply_to.as_deref(), mentions }
            }
            What::Join { .. } => What::Join { inviter: inviter.as_deref() },
            What::Waits { petition, .. } => What::Waits {
                petition,
                text: text.as_deref().unwrap_or_default(),
                by: inviter.as_deref(),
                source: source.as_deref(),
            },
            other => other,
        };
        let (key, name) = (key.unwrap_or_default(), name.unwrap_or_default());
        self.0.record(Record { id: id.as_deref(), author_key: &key, author_name: &name, what, ..record })
    }

    fn skip(&mut self, line: u64, reason: Says) {
        self.0.skip(line, reason);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::tests::Heard;

    fn heard(what: What<'_>, id: &str, key: &str, name: &str) -> String {
        let chat = Chat { number: 0, platform: "qq", key: "g".into(), name: "g".into() };
        let mut heard = Heard::default();
        let (id, at) = (Some(id), At(1_700_000_000_000));
        let record = Record { chat: &chat, id, author_key: key, author_name: name, bot: false, at, what, line: 3 };
        WithoutNul(&mut heard).record(record).unwrap();
        heard.rows.concat()
    }

    #[test]
    fn nul_is_kept_out_of_every_text() {
        let message = |text, reply_to| What::Message { text, reply_to, mentions: 2 };
        let start = "3 qq/g/g #";
        let at = "2023-11-15T06:13:20+08:00";
        for (found, wanted) in [
            (heard(message("a", Some("r")), "i", "k", "n"), format!("{start}i {at} <k|n> \"a\" ^r @2")),
            (heard(message("a\0b", Some("\0")), "i", "k", "n"), format!("{start}i {at} <k|n> \"a�b\" ^� @2")),
            (heard(message("", None), "\0", "k\0", "\0n"), format!("{start}� {at} <k�|�n> \"\" @2")),
            (heard(What::Join { inviter: Some("x\0") }, "i", "k", "n"), format!("{start}i {at} <k|n> joins by x�")),
            (heard(What::Join { inviter: None }, "i\0", "k", "n"), format!("{start}i� {at} <k|n> joins")),
            (
                heard(
                    What::Waits { petition: Petition::Report, text: "a\0", by: Some("\0b"), source: Some("c\0") },
                    "i",
                    "k",
                    "n",
                ),
                format!("{start}i {at} <k|n> Report \"a\u{fffd}\" by Some(\"\u{fffd}b\") from Some(\"c\u{fffd}\")"),
            ),
            (heard(What::Leave, "i", "k", "\0"), format!("{start}i {at} <k|�> leaves")),
            (heard(What::Removed, "i", "\0", "n"), format!("{start}i {at} <�|n> removed")),
        ] {
            assert_eq!(found, wanted);
        }
    }
}
