//! DiscordChatExporter JSON: one channel or thread a file, `guild`, `channel`, `messages[]`; ids are strings, times carry an offset.
//!
//! `type` is a name for ten kinds and a number in a string for every other. Joins come as `GuildMemberJoin`, nobody leaves.
//! Deleted accounts all share one ghost id, which is nobody's key. Partitions are called `NAME [part 2].json`.

use crate::base::{Result, Says};
use crate::intake::desk::{ChatNumber, Desk, Row, short};
use crate::intake::loose::{Count, Loose};
use crate::intake::pieces::{Pieces, parse};
use crate::intake::record::{Options, Sink, What};
use crate::intake::{Format, Head, time};
use serde::Deserialize;
use std::io::BufRead;

/// The row of the table of formats.
pub(crate) const FORMAT: Format =
    Format { id: "discord-json", label: "intake.format_discord_json", whole: true, detect, read };

/// The account Discord shows in place of deleted ones.
const GHOST: &str = "456226577798135808";

/// Kinds that are somebody's message: plain, reply, and answers of programs to commands (20, 23).
const MESSAGES: &[&str] = &["Default", "Reply", "0", "19", "20", "23"];

/// Kinds that are somebody's coming.
const JOINS: &[&str] = &["GuildMemberJoin", "7"];

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Message<'a> {
    #[serde(borrow)]
    id: Loose<'a>,
    #[serde(borrow, rename = "type")]
    kind: Loose<'a>,
    #[serde(borrow)]
    timestamp: Loose<'a>,
    #[serde(borrow)]
    content: Loose<'a>,
    #[serde(borrow)]
    author: Option<Author<'a>>,
    mentions: Count,
    #[serde(borrow)]
    reference: Option<Reference<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Author<'a> {
    #[serde(borrow)]
    id: Loose<'a>,
    #[serde(borrow)]
    name: Loose<'a>,
    #[serde(borrow)]
    nickname: Loose<'a>,
    #[serde(borrow)]
    is_bot: Loose<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Reference<'a> {
    #[serde(borrow)]
    message_id: Loose<'a>,
}

/// A guild or a channel.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Place {
    id: Option<String>,
    name: Option<String>,
}

fn detect(head: &Head<'_>) -> u8 {
    if head.has_keys(&["guild", "channel"]) { 100 } else { 0 }
}

fn read(input: &mut dyn BufRead, options: &Options, sink: &mut dyn Sink) -> Result<()> {
    let mut desk = Desk::new(options, sink);
    let (mut guild, mut channel) = (Place::default(), Place::default());
    Pieces::new(input, &options.name).object(|pieces, key| match key {
        "guild" => pieces.read().map(|place| guild = place.unwrap_or_default()),
        "channel" => pieces.read().map(|place| channel = place.unwrap_or_default()),
        "messages" => {
            let chat = chat(&mut desk, &guild, &channel)?;
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

fn chat(desk: &mut Desk<'_>, guild: &Place, channel: &Place) -> Result<ChatNumber> {
    let Some(id) = &channel.id else { return desk.chat_of_file("discord") };
    let name = match (&guild.name, &channel.name) {
        (Some(guild), Some(channel)) => format!("{guild} #{channel}"),
        (None, Some(name)) | (Some(name), None) => name.clone(),
        (None, None) => String::new(),
    };
    desk.chat("discord", id, &name)
}

fn take(desk: &mut Desk<'_>, chat: ChatNumber, message: &Message<'_>, line: u64) -> Result<()> {
    let kind = message.kind.text().unwrap_or_default();
    let join = JOINS.contains(&kind.as_ref());
    if !join && !MESSAGES.contains(&kind.as_ref()) {
        desk.skip(line, Says::new("intake.skip_service").with("kind", short(&kind)));
        return Ok(());
    }
    let written = message.timestamp.text().unwrap_or_default();
    let Some(at) = time::moment(&written, desk.options.zone) else {
        desk.skip_time(line, &written);
        return Ok(());
    };
    let Some(author) = &message.author else {
        desk.skip(line, Says::new("intake.skip_no_author"));
        return Ok(());
    };
    let (id, key, text) = (message.id.text(), author.id.text(), message.content.text());
    let name = author.nickname.text().or_else(|| author.name.text());
    let reply_to = message.reference.as_ref().filter(|_| kind != "Default").and_then(|r| r.message_id.text());
    let what = if join {
        What::Join { inviter: None }
    } else {
        let Count(mentions) = message.mentions;
        What::Message { text: text.as_deref().unwrap_or_default(), reply_to: reply_to.as_deref(), mentions }
    };
    let row = Row {
        id: id.as_deref(),
        author_key: key.as_deref().filter(|key| *key != GHOST).unwrap_or_default(),
        author_name: name.as_deref().unwrap_or_default(),
        bot: author.is_bot.flag(),
        at,
        what,
        line,
    };
    desk.record(chat, &row)
}

#[cfg(test)]
mod tests {
    use crate::intake::tests::said;

    #[test]
    fn discord_json_is_read() {
        insta::assert_snapshot!(said("discord.json"), @r#"
        7 discord/901/游戏公会 #大厅 #1 2023-01-06T22:00:00+08:00 <50|亚当> joins
        12 discord/901/游戏公会 #大厅 #2 2023-01-06T22:03:03.853+08:00 <50|亚当> "大家好 @eve @bob\n\"第二行\"" @2
        17 discord/901/游戏公会 #大厅 #3 2023-01-06T22:04:00+08:00 <51|eve> "欢迎" ^2 @1
        22 discord/901/游戏公会 #大厅 #4 2023-01-06T22:05:00+08:00 <60|helper bot> ""
        26 discord/901/游戏公会 #大厅 #5 2023-01-06T22:06:00+08:00 <|Deleted User> "旧话"
        30 left out: a notice of the platform ('ChannelPinnedMessage'), not a message
        31 left out: no author
        32 left out: no time
        "#);
    }

    use super::*;
    use crate::intake::read;
    use crate::intake::tests::Heard;

    fn rows(text: &str) -> Heard {
        let mut heard = Heard::default();
        let options = Options { name: "G - c [77].json".into(), ..Options::default() };
        read(&mut text.as_bytes(), Some("discord-json"), &options, &mut heard).unwrap();
        heard
    }

    #[test]
    fn kinds_come_as_names_or_numbers() {
        for (kind, end) in
            [("Default", "\"x\" ^9"), ("Reply", "\"x\" ^9"), ("19", "\"x\" ^9"), ("23", "\"x\" ^9"), ("7", "joins")]
        {
            let end = if kind == "Default" { "\"x\"" } else { end };
            let message = format!(
                r#"{{"id":"1","type":"{kind}","timestamp":"2023-01-06T14:00:00+00:00","content":"x","author":{{"id":"5","name":"a"}},"reference":{{"messageId":"9"}}}}"#
            );
            let heard = rows(&format!(r#"{{"guild":{{}},"channel":{{}},"messages":[{message}]}}"#));
            let row = "1 discord/77/G - c #1 2023-01-06T22:00:00+08:00 <5|a>";
            assert_eq!(heard.rows, [format!("{row} {end}")], "{kind}");
        }
        let heard = rows(r#"{"messages":[{"type":"24"},{"type":24},{}, 5]}"#);
        assert_eq!(heard.rows.len(), 0);
        let keys: Vec<_> = heard.skips.iter().map(|(_, says)| says.key.as_str()).collect();
        assert_eq!(keys, ["intake.skip_service", "intake.skip_service", "intake.skip_service", "intake.skip_not_json"]);
    }
}
