//! ChatLab exchange format 0.0.2, as several WeChat, QQ and iMessage exporters write it.
//!
//! JSON: `chatlab`, `meta{name, platform, type, groupId}`, `members[]`, `messages[]`. JSONL: the same one object a line, told apart by
//! `_type` (`header`, `member`, `message`); lines beginning with `#` are remarks. Times are epoch seconds. `type` 80 is a system
//! notice, so joins and leaves come in words only (`notices.rs`); 81 is a recall.

use crate::base::{Result, Says};
use crate::intake::desk::{ChatNumber, Desk, Row, platform, short};
use crate::intake::lines::each_line;
use crate::intake::loose::Loose;
use crate::intake::notices::{self, Moved};
use crate::intake::pieces::{Pieces, parse};
use crate::intake::record::{Options, Sink, What};
use crate::intake::{Format, Head, time};
use serde::Deserialize;
use std::io::BufRead;

/// The row of the table of formats for JSON.
pub(crate) const FORMAT: Format = Format { id: "chatlab", label: "intake.format_chatlab", whole: true, detect, read };
/// The row of the table of formats for JSONL.
pub(crate) const FORMAT_JSONL: Format = Format {
    id: "chatlab-jsonl",
    label: "intake.format_chatlab_jsonl",
    whole: true,
    detect: detect_jsonl,
    read: read_jsonl,
};

/// System notice, recall, poke: nobody's message.
const SERVICE: [i64; 3] = [80, 81, 22];

#[derive(Deserialize, Default)]
#[serde(default)]
struct Meta {
    name: Option<String>,
    platform: Option<String>,
    #[serde(rename = "groupId")]
    group_id: Option<String>,
}

/// A message; in JSONL also the other lines.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Line<'a> {
    #[serde(borrow, rename = "_type")]
    line: Loose<'a>,
    meta: Option<Meta>,
    #[serde(borrow)]
    platform_message_id: Loose<'a>,
    #[serde(borrow)]
    sender: Loose<'a>,
    #[serde(borrow)]
    account_name: Loose<'a>,
    #[serde(borrow)]
    group_nickname: Loose<'a>,
    #[serde(borrow)]
    timestamp: Loose<'a>,
    #[serde(borrow, rename = "type")]
    kind: Loose<'a>,
    #[serde(borrow)]
    content: Loose<'a>,
    #[serde(borrow)]
    reply_to_message_id: Loose<'a>,
}

fn detect(head: &Head<'_>) -> u8 {
    if head.has_keys(&["chatlab"]) && !head.has_keys(&["_type"]) { 100 } else { 0 }
}

fn detect_jsonl(head: &Head<'_>) -> u8 {
    if head.has_keys(&["_type", "chatlab"]) { 100 } else { 0 }
}

fn read(input: &mut dyn BufRead, options: &Options, sink: &mut dyn Sink) -> Result<()> {
    let (mut desk, mut meta) = (Desk::new(options, sink), Meta::default());
    Pieces::new(input, &options.name).object(|pieces, key| match key {
        "meta" => pieces.read().map(|found| meta = found.unwrap_or_default()),
        "messages" if pieces.begins(b'[')? => {
            let chat = chat(&mut desk, &meta)?;
            pieces.array(|pieces| {
                let (line, Some(text)) = pieces.value(&mut desk)? else { return Ok(()) };
                match parse(text, &mut Vec::new()) {
                    Some(message) => take(&mut desk, chat, &message, line),
                    None => {
                        desk.skip(line, Says::new("intake.skip_not_json"));
                        Ok(())
                    }
                }
            })
        }
        _ => pieces.pass(),
    })
}

fn read_jsonl(input: &mut dyn BufRead, options: &Options, sink: &mut dyn Sink) -> Result<()> {
    let (mut desk, mut chat, mut spare) = (Desk::new(options, sink), None, Vec::new());
    each_line(input, &mut desk, |desk, line, text| {
        if text.starts_with(b"#") {
            return Ok(());
        }
        let Some(row) = parse::<Line>(text, &mut spare) else {
            desk.skip(line, Says::new("intake.skip_not_json"));
            return Ok(());
        };
        let kind = row.line.text().unwrap_or_default();
        match kind.as_ref() {
            "header" => chat = Some(self::chat(desk, row.meta.as_ref().unwrap_or(&Meta::default()))?),
            "member" => {}
            "message" => {
                let chat = match chat {
                    Some(chat) => chat,
                    None => *chat.insert(self::chat(desk, &Meta::default())?),
                };
                take(desk, chat, &row, line)?;
            }
            _ => desk.skip(line, Says::new("intake.skip_kind").with("kind", short(&kind))),
        }
        Ok(())
    })
}

fn chat(desk: &mut Desk<'_>, meta: &Meta) -> Result<ChatNumber> {
    let place = platform(meta.platform.as_deref().unwrap_or_default());
    match (meta.group_id.as_deref().filter(|id| !id.is_empty()), meta.name.as_deref().filter(|n| !n.is_empty())) {
        (Some(id), name) => desk.chat(place, id, name.unwrap_or_default()),
        (None, Some(name)) => desk.chat(place, name, name),
        (None, None) => desk.chat_of_file(place),
    }
}

fn take(desk: &mut Desk<'_>, chat: ChatNumber, message: &Line<'_>, line: u64) -> Result<()> {
    let at = match &message.timestamp {
        Loose::Whole(seconds) => time::epoch(*seconds),
        other => other.text().and_then(|text| time::moment(&text, desk.options.zone)),
    };
    let Some(at) = at else {
        desk.skip_time(line, &message.timestamp.text().unwrap_or_default());
        return Ok(());
    };
    let (id, text) = (message.platform_message_id.text(), message.content.text());
    let text = text.as_deref().unwrap_or_default();
    if let Loose::Whole(kind) = message.kind
        && SERVICE.contains(&kind)
    {
        let Some((moved, people, other)) = notices::read(text).filter(|_| kind == 80) else {
            desk.skip(line, Says::new("intake.skip_service").with("kind", kind));
            return Ok(());
        };
        let what = match moved {
            Moved::Joined => What::Join { inviter: other },
            Moved::Left => What::Leave,
            Moved::Removed => What::Removed,
        };
        for (nth, name) in people.iter().enumerate() {
            let id = id.as_deref().map(|id| if nth == 0 { id.to_owned() } else { format!("{id}/{}", nth + 1) });
            let key = format!("name:{name}");
            let row = Row { id: id.as_deref(), author_key: &key, author_name: name, bot: false, at, what, line };
            desk.record(chat, &row)?;
        }
        return Ok(());
    }
    let Some(key) = message.sender.text() else {
        desk.skip(line, Says::new("intake.skip_no_author"));
        return Ok(());
    };
    let name = message.group_nickname.text().or_else(|| message.account_name.text());
    let reply_to = message.reply_to_message_id.text();
    let what = What::Message { text, reply_to: reply_to.as_deref(), mentions: 0 };
    let author_name = name.as_deref().unwrap_or_default();
    desk.record(chat, &Row { id: id.as_deref(), author_key: &key, author_name, bot: false, at, what, line })
}

#[cfg(test)]
mod tests {
    use crate::intake::tests::said;

    #[test]
    fn chatlab_json_is_read() {
        insta::assert_snapshot!(said("chatlab.json"), @r#"
        6 wechat/38988428513/技术交流群 #m1 2023-12-20T00:00:00+08:00 <abc|群主-张三> "大家好"
        7 wechat/38988428513/技术交流群 #m2 2023-12-20T00:00:10+08:00 <def|李四> "收到" ^m1
        8 wechat/38988428513/技术交流群 #- 2023-12-20T00:00:20+08:00 <def|李四> ""
        9 wechat/38988428513/技术交流群 #m3 2023-12-20T00:00:30+08:00 <name:王五|王五> joins by 张三
        9 wechat/38988428513/技术交流群 #m3/2 2023-12-20T00:00:30+08:00 <name:赵六|赵六> joins by 张三
        10 wechat/38988428513/技术交流群 #- 2023-12-20T00:00:40+08:00 <name:王五|王五> removed
        11 left out: a notice of the platform ('80'), not a message
        12 left out: a notice of the platform ('81'), not a message
        "#);
    }

    #[test]
    fn chatlab_jsonl_is_read() {
        insta::assert_snapshot!(said("chatlab.jsonl"), @r#"
        4 qq/技术交流群/技术交流群 #m1 2023-12-20T00:00:00+08:00 <123|群主> "大家好！"
        5 qq/技术交流群/技术交流群 #- 2023-12-20T00:00:05+08:00 <name:李四|李四> joins
        6 qq/技术交流群/技术交流群 #- 2023-12-20T00:00:10+08:00 <789|李四> "你好"
        7 left out: no time
        8 left out: unknown type 'future'
        "#);
    }

    use super::*;
    use crate::intake::read;
    use crate::intake::tests::Heard;

    #[test]
    fn without_header_the_file_names_the_chat() {
        let text =
            "{\"_type\":\"message\",\"sender\":\"5\",\"timestamp\":1703001600,\"type\":0,\"content\":\"x\"}\n#\n{]\n";
        let mut heard = Heard::default();
        let options = Options { name: "d/群.jsonl".into(), ..Options::default() };
        read(&mut text.as_bytes(), Some("chatlab-jsonl"), &options, &mut heard).unwrap();
        assert_eq!(heard.rows, ["1 other/群/群 #- 2023-12-20T00:00:00+08:00 <5|> \"x\""]);
        assert_eq!(heard.skips, [(3, Says::new("intake.skip_not_json"))]);
    }
}
