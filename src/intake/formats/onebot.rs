//! OneBot v11 events, one JSON object a line, as bots on QQ log them (NapCat, LLOneBot, go-cqhttp).
//!
//! Taken: group messages, also the bot's own (`message_sent`), and `group_increase` / `group_decrease`. `message` is an array of
//! segments or a string with CQ codes. Heartbeats are passed in silence; bans, recalls and requests are notices.
//! Times are epoch seconds.

use crate::base::{At, Result, Says};
use crate::intake::desk::{ChatNumber, Desk, Row, short};
use crate::intake::lines::each_line;
use crate::intake::loose::Loose;
use crate::intake::pieces::parse;
use crate::intake::record::{Options, Sink, What};
use crate::intake::{Format, Head, time};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::BufRead;

/// The row of the table of formats.
pub(crate) const FORMAT: Format = Format { id: "onebot", label: "intake.format_onebot", whole: false, detect, read };

#[derive(Deserialize, Default)]
#[serde(default)]
struct Event<'a> {
    #[serde(borrow)]
    time: Loose<'a>,
    #[serde(borrow)]
    self_id: Loose<'a>,
    #[serde(borrow)]
    post_type: Loose<'a>,
    #[serde(borrow)]
    message_type: Loose<'a>,
    #[serde(borrow)]
    notice_type: Loose<'a>,
    #[serde(borrow)]
    request_type: Loose<'a>,
    #[serde(borrow)]
    sub_type: Loose<'a>,
    #[serde(borrow)]
    message_id: Loose<'a>,
    #[serde(borrow)]
    group_id: Loose<'a>,
    #[serde(borrow)]
    group_name: Loose<'a>,
    #[serde(borrow)]
    user_id: Loose<'a>,
    #[serde(borrow)]
    operator_id: Loose<'a>,
    #[serde(borrow)]
    message: Option<Words<'a>>,
    #[serde(borrow)]
    sender: Option<Sender<'a>>,
    #[serde(borrow)]
    anonymous: Option<Sender<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Sender<'a> {
    #[serde(borrow)]
    nickname: Loose<'a>,
    #[serde(borrow)]
    card: Loose<'a>,
    #[serde(borrow)]
    name: Loose<'a>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Words<'a> {
    Coded(#[serde(borrow)] Cow<'a, str>),
    Segments(#[serde(borrow)] Vec<Segment<'a>>),
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Segment<'a> {
    #[serde(borrow, rename = "type")]
    kind: Loose<'a>,
    #[serde(borrow)]
    data: Option<HashMap<Cow<'a, str>, Loose<'a>>>,
}

/// A message as read: its words, whom it answers, how many it mentions.
#[derive(Default)]
struct Said {
    text: String,
    reply_to: Option<String>,
    mentions: u32,
}

fn detect(head: &Head<'_>) -> u8 {
    if head.has_keys(&["post_type", "self_id"]) { 100 } else { 0 }
}

fn read(input: &mut dyn BufRead, options: &Options, sink: &mut dyn Sink) -> Result<()> {
    let (mut desk, mut spare) = (Desk::new(options, sink), Vec::new());
    each_line(input, &mut desk, |desk, line, text| match parse::<Event>(text, &mut spare) {
        Some(event) => take(desk, &event, line),
        None => {
            desk.skip(line, Says::new("intake.skip_not_json"));
            Ok(())
        }
    })
}

fn take(desk: &mut Desk<'_>, event: &Event<'_>, line: u64) -> Result<()> {
    let [post, kind, notice] = [&event.post_type, &event.message_type, &event.notice_type].map(Loose::text);
    let names = [post, kind, notice].map(Option::unwrap_or_default);
    let reason = match names.each_ref().map(AsRef::as_ref) {
        ["meta_event", ..] => return Ok(()),
        ["message" | "message_sent", "group", _] | ["notice", _, "group_increase" | "group_decrease"] => None,
        ["message" | "message_sent", "private", _] => Some(Says::new("intake.skip_private")),
        ["notice", _, other] => Some(Says::new("intake.skip_service").with("kind", short(other))),
        ["request", ..] => {
            let kind = format!("request {}", event.request_type.text().unwrap_or_default());
            Some(Says::new("intake.skip_service").with("kind", short(&kind)))
        }
        [other, ..] => Some(Says::new("intake.skip_kind").with("kind", short(other))),
    };
    if let Some(reason) = reason {
        desk.skip(line, reason);
        return Ok(());
    }
    let at = if let Loose::Whole(seconds) = event.time { time::epoch(seconds) } else { None };
    let Some(at) = at else {
        desk.skip_time(line, &event.time.text().unwrap_or_default());
        return Ok(());
    };
    let Some(group) = event.group_id.text() else {
        desk.skip(line, Says::new("intake.skip_no_group"));
        return Ok(());
    };
    let chat = desk.chat("qq", &group, event.group_name.text().as_deref().unwrap_or_default())?;
    if names[0] == "notice" { moved(desk, chat, event, at, line) } else { said(desk, chat, event, at, line) }
}

fn moved(desk: &mut Desk<'_>, chat: ChatNumber, event: &Event<'_>, at: At, line: u64) -> Result<()> {
    let (how, operator) = (event.sub_type.text().unwrap_or_default(), event.operator_id.text());
    let joined = event.notice_type.text().as_deref() == Some("group_increase");
    let what = match how.as_ref() {
        "invite" => What::Join { inviter: operator.as_deref().filter(|id| *id != "0") },
        _ if joined => What::Join { inviter: None },
        "leave" => What::Leave,
        _ => What::Removed,
    };
    let Some(key) = event.user_id.text() else {
        desk.skip(line, Says::new("intake.skip_no_author"));
        return Ok(());
    };
    let bot = event.user_id == event.self_id;
    desk.record(chat, &Row { id: None, author_key: &key, author_name: "", bot, at, what, line })
}

fn said(desk: &mut Desk<'_>, chat: ChatNumber, event: &Event<'_>, at: At, line: u64) -> Result<()> {
    let mut said = Said::default();
    match &event.message {
        Some(Words::Coded(text)) => said.add_coded(text),
        Some(Words::Segments(segments)) => {
            for segment in segments {
                let get = |name: &str| segment.data.as_ref().and_then(|d| d.get(name)).and_then(Loose::text);
                said.add(&segment.kind.text().unwrap_or_default(), get);
            }
        }
        None => {}
    }
    let (id, author, sender) = (event.message_id.text(), event.user_id.text(), event.sender.as_ref());
    let name = match &event.anonymous {
        Some(anonymous) => anonymous.name.text(),
        None => sender.and_then(|s| s.card.text().or_else(|| s.nickname.text())),
    };
    let row = Row {
        id: id.as_deref(),
        // All anonymous members of QQ share one number.
        author_key: author.as_deref().filter(|_| event.anonymous.is_none()).unwrap_or_default(),
        author_name: name.as_deref().unwrap_or_default(),
        bot: event.user_id == event.self_id,
        at,
        what: What::Message { text: &said.text, reply_to: said.reply_to.as_deref(), mentions: said.mentions },
        line,
    };
    desk.record(chat, &row)
}

impl Said {
    /// Adds one segment; pictures, faces and cards have no words.
    fn add<'v>(&mut self, kind: &str, get: impl Fn(&str) -> Option<Cow<'v, str>>) {
        match kind {
            "text" => self.text.push_str(&get("text").unwrap_or_default()),
            "at" => {
                self.mentions += 1;
                self.text.push('@');
                self.text.push_str(&get("qq").unwrap_or_default());
            }
            "reply" => self.reply_to = get("id").map(Cow::into_owned),
            "share" => {
                let words = [get("title"), get("url")].into_iter().flatten();
                self.text.push_str(&words.collect::<Vec<_>>().join(" "));
            }
            _ => {}
        }
    }

    /// Adds a string with `[CQ:kind,name=value]` codes.
    fn add_coded(&mut self, mut rest: &str) {
        while let Some((before, after)) = rest.split_once("[CQ:") {
            let Some((code, next)) = after.split_once(']') else { break };
            self.text.push_str(&plain(before));
            let mut parts = code.split(',');
            let kind = parts.next().unwrap_or_default();
            let pairs: Vec<_> = parts.filter_map(|p| p.split_once('=')).collect();
            self.add(kind, |name| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| plain(v).into()));
            rest = next;
        }
        self.text.push_str(&plain(rest));
    }
}

/// Takes the escapes of CQ strings back.
fn plain(text: &str) -> String {
    text.replace("&#91;", "[").replace("&#93;", "]").replace("&#44;", ",").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use crate::intake::tests::said;

    #[test]
    fn onebot_events_are_read() {
        insta::assert_snapshot!(said("onebot.jsonl"), @r#"
        2 qq/987/987 #-2002 2024-06-10T14:13:21+08:00 <345|读书-A> "@100 大家好" ^2001 @1
        3 qq/987/987 #2003 2024-06-10T14:13:22+08:00 <346|群友B> "[x] 看@345这个 a&b" ^-2002 @1
        4 qq/987/987 #2004 2024-06-10T14:13:23+08:00 <100|小助手 bot> "欢迎"
        5 qq/987/987 #2005 2024-06-10T14:13:24+08:00 <|大力的番茄> "匿名说"
        6 qq/987/987 #- 2024-06-10T14:13:30+08:00 <350|> joins by 345
        7 qq/987/987 #- 2024-06-10T14:13:31+08:00 <351|> joins
        8 qq/987/987 #- 2024-06-10T14:13:32+08:00 <351|> leaves
        9 qq/987/987 #- 2024-06-10T14:13:33+08:00 <350|> removed
        10 left out: a notice of the platform ('group_ban'), not a message
        11 left out: a notice of the platform ('request group'), not a message
        12 left out: a private chat, not imported
        "#);
    }

    use super::*;

    #[test]
    fn cq_codes_are_read_like_segments() {
        for (coded, text, reply, mentions) in [
            ("plain", "plain", None, 0),
            ("[CQ:at,qq=all] 看&#91;这&#93;里&amp;那里", "@all 看[这]里&那里", None, 1),
            ("[CQ:reply,id=-5][CQ:at,qq=1]a[CQ:image,file=x.jpg]b", "@1ab", Some("-5"), 1),
            ("[CQ:share,title=好&#44;看,url=https://example.com/?a=b]", "好,看 https://example.com/?a=b", None, 0),
            ("&amp;#91;", "&#91;", None, 0),
            ("open [CQ:at,qq=1", "open [CQ:at,qq=1", None, 0),
            ("[CQ:shake]", "", None, 0),
        ] {
            let mut said = Said::default();
            said.add_coded(coded);
            assert_eq!(
                (said.text.as_str(), said.reply_to.as_deref(), said.mentions),
                (text, reply, mentions),
                "{coded}"
            );
        }
    }
}
