//! Telegram Desktop `result.json`: one chat, or a whole account (`chats.list[]`, `left_chats.list[]`).
//!
//! - `date` is local time without zone; `date_unixtime`, a string of seconds, is there since about 2022 and wins.
//! - `text` is a string, or an array of strings and `{type, text}`.
//! - `from_id` is `user123` or `channel123`, in old exports a bare number; `from` of deleted accounts is null.
//! - Joining and leaving are service rows. Their `members` and `inviter` are *names*, possibly null, never ids; only the
//!   actor has an id. Joins of big groups are not all written.
//! - Control characters are written `\x1F`, which is not JSON (`pieces.rs` repairs that).
//! - From a whole account only groups and channels are taken: private talks are nobody's community.

use crate::base::{At, Result, Says};
use crate::intake::desk::{ChatNumber, Desk, Row, short};
use crate::intake::loose::Loose;
use crate::intake::pieces::{Pieces, parse};
use crate::intake::record::{Options, Sink, What};
use crate::intake::{Format, Head, time};
use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::io::BufRead;

/// The row of the table of formats.
pub(crate) const FORMAT: Format = Format { id: "telegram", label: "intake.format_telegram", whole: true, detect, read };

/// Chats of a whole account that are communities.
const COMMUNITIES: &[&str] =
    &["private_group", "private_supergroup", "public_supergroup", "private_channel", "public_channel"];

/// Service rows that move people; all others are notices.
const MOVES: &[(&str, Move)] = &[
    ("create_group", Move::Founded),
    ("invite_members", Move::Invited),
    ("join_group_by_link", Move::Joined),
    ("join_group_by_request", Move::Joined),
    ("remove_members", Move::Removed),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Move {
    /// The actor and the members joined.
    Founded,
    /// The members joined, brought by the actor, or by themselves if the actor is the member.
    Invited,
    /// The actor joined.
    Joined,
    /// The members were put out, or went by themselves if the actor is the member.
    Removed,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Message<'a> {
    #[serde(borrow)]
    id: Loose<'a>,
    #[serde(borrow, rename = "type")]
    kind: Loose<'a>,
    #[serde(borrow)]
    date: Loose<'a>,
    #[serde(borrow)]
    date_unixtime: Loose<'a>,
    #[serde(borrow)]
    from: Loose<'a>,
    #[serde(borrow)]
    from_id: Loose<'a>,
    #[serde(borrow)]
    reply_to_message_id: Loose<'a>,
    #[serde(borrow)]
    reply_to_peer_id: Loose<'a>,
    #[serde(borrow)]
    text: Text<'a>,
    #[serde(borrow)]
    action: Loose<'a>,
    #[serde(borrow)]
    actor: Loose<'a>,
    #[serde(borrow)]
    actor_id: Loose<'a>,
    #[serde(borrow)]
    inviter: Loose<'a>,
    #[serde(borrow)]
    members: Option<Vec<Loose<'a>>>,
}

/// The words of a message and how many people they mention.
#[derive(Default)]
struct Text<'a> {
    words: Cow<'a, str>,
    mentions: u32,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Part<'a> {
    Plain(#[serde(borrow)] Cow<'a, str>),
    Marked { r#type: Option<Cow<'a, str>>, text: Option<Cow<'a, str>> },
    Other(serde::de::IgnoredAny),
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Words;
        impl<'de> Visitor<'de> for Words {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("text")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> std::result::Result<Text<'de>, E> {
                Ok(Text { words: Cow::Borrowed(text), mentions: 0 })
            }
            fn visit_str<E>(self, text: &str) -> std::result::Result<Text<'de>, E> {
                Ok(Text { words: Cow::Owned(text.to_owned()), mentions: 0 })
            }
            fn visit_unit<E>(self) -> std::result::Result<Text<'de>, E> {
                Ok(Text::default())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> std::result::Result<Text<'de>, A::Error> {
                let (mut words, mut mentions) = (String::new(), 0);
                while let Some(part) = seq.next_element::<Part>()? {
                    match part {
                        Part::Plain(text) => words.push_str(&text),
                        Part::Marked { r#type, text } => {
                            words.push_str(text.as_deref().unwrap_or_default());
                            mentions += u32::from(matches!(r#type.as_deref(), Some("mention" | "mention_name")));
                        }
                        Part::Other(_) => {}
                    }
                }
                Ok(Text { words: words.into(), mentions })
            }
        }
        deserializer.deserialize_any(Words)
    }
}

fn detect(head: &Head<'_>) -> u8 {
    let account = head.has_keys(&["personal_information"]) || head.has_keys(&["about", "chats"]);
    if account || head.has_keys(&["type", "id", "messages"]) { 90 } else { 0 }
}

fn read(input: &mut dyn BufRead, options: &Options, sink: &mut dyn Sink) -> Result<()> {
    let mut desk = Desk::new(options, sink);
    chat(&mut Pieces::new(input, &options.name), &mut desk, false)
}

/// Reads one chat, or the root of an account, which has chats inside.
fn chat(pieces: &mut Pieces<'_>, desk: &mut Desk<'_>, in_account: bool) -> Result<()> {
    let (mut id, mut name, mut kind) = (None::<i64>, String::new(), String::new());
    pieces.object(|pieces, key| match key {
        "id" => pieces.read().map(|found| id = found),
        "name" => pieces.read().map(|found| name = found.unwrap_or_default()),
        "type" => pieces.read().map(|found| kind = found.unwrap_or_default()),
        "messages" if in_account && !COMMUNITIES.contains(&kind.as_str()) => {
            desk.skip(pieces.line(), Says::new("intake.skip_private"));
            pieces.pass()
        }
        "messages" if pieces.begins(b'[')? => {
            let chat = match id {
                Some(id) => desk.chat("telegram", &id.to_string(), &name)?,
                None => desk.chat_of_file("telegram")?,
            };
            pieces.array(|pieces| message(pieces, desk, chat))
        }
        "chats" | "left_chats" if !in_account && pieces.begins(b'{')? => pieces.object(|pieces, key| match key {
            "list" if pieces.begins(b'[')? => pieces.array(|pieces| self::chat(pieces, desk, true)),
            _ => pieces.pass(),
        }),
        _ => pieces.pass(),
    })
}

fn message(pieces: &mut Pieces<'_>, desk: &mut Desk<'_>, chat: ChatNumber) -> Result<()> {
    let (line, Some(text)) = pieces.value(desk)? else { return Ok(()) };
    let mut spare = Vec::new();
    let Some(message) = parse::<Message>(text, &mut spare) else {
        desk.skip(line, Says::new("intake.skip_not_json"));
        return Ok(());
    };
    let kind = message.kind.text().unwrap_or_default();
    let action = message.action.text().unwrap_or_default();
    let moved = MOVES.iter().find(|(name, _)| *name == action).map(|(_, moved)| *moved);
    let reason = match kind.as_ref() {
        "message" => None,
        "service" if moved.is_some() => None,
        "service" => Some(Says::new("intake.skip_service").with("kind", short(&action))),
        _ => Some(Says::new("intake.skip_kind").with("kind", short(&kind))),
    };
    if let Some(reason) = reason {
        desk.skip(line, reason);
        return Ok(());
    }
    let Some(at) = at(&message, desk) else {
        desk.skip_time(line, &message.date.text().unwrap_or_default());
        return Ok(());
    };
    match moved.filter(|_| kind == "service") {
        Some(moved) => people(desk, chat, &message, moved, at, line),
        None => words(desk, chat, &message, at, line),
    }
}

fn at(message: &Message<'_>, desk: &Desk<'_>) -> Option<At> {
    let epoch = message.date_unixtime.text().and_then(|seconds| time::epoch(seconds.parse().ok()?));
    epoch.or_else(|| time::moment(&message.date.text()?, desk.options.zone))
}

fn words(desk: &mut Desk<'_>, chat: ChatNumber, message: &Message<'_>, at: At, line: u64) -> Result<()> {
    let (id, name) = (message.id.text(), message.from.text());
    // An answer to something in another chat has an id that means another message here.
    let here = message.reply_to_peer_id == Loose::Nothing;
    let reply_to = message.reply_to_message_id.text().filter(|_| here);
    let row = Row {
        id: id.as_deref(),
        author_key: &key(&message.from_id),
        author_name: name.as_deref().unwrap_or_default(),
        bot: false,
        at,
        what: What::Message {
            text: &message.text.words,
            reply_to: reply_to.as_deref(),
            mentions: message.text.mentions,
        },
        line,
    };
    desk.record(chat, &row)
}

/// One record for each person a service row moves.
fn people(desk: &mut Desk<'_>, chat: ChatNumber, m: &Message<'_>, moved: Move, at: At, line: u64) -> Result<()> {
    let (actor, actor_key, inviter) = (m.actor.text(), key(&m.actor_id), m.inviter.text());
    let by_actor = actor.as_deref().filter(|name| !name.is_empty());
    let mut all: Vec<(Cow<str>, Cow<str>, What)> = Vec::new();
    if matches!(moved, Move::Founded | Move::Joined) {
        let what = What::Join { inviter: inviter.as_deref() };
        all.push((Cow::Borrowed(&actor_key), actor.clone().unwrap_or_default(), what));
    }
    if moved != Move::Joined {
        for member in m.members.iter().flatten() {
            let name = member.text();
            let alone = name == actor;
            let person = match &name {
                _ if alone => Cow::Borrowed(actor_key.as_str()),
                Some(name) => format!("name:{name}").into(),
                None => Cow::Borrowed(""),
            };
            let what = match moved {
                Move::Removed if alone => What::Leave,
                Move::Removed => What::Removed,
                _ => What::Join { inviter: by_actor.filter(|_| !alone) },
            };
            all.push((person, name.unwrap_or_default(), what));
        }
    }
    let source = m.id.text();
    for (nth, (author_key, author_name, what)) in all.iter().enumerate() {
        let id = source.as_deref().map(|id| if nth == 0 { id.to_owned() } else { format!("{id}/{}", nth + 1) });
        let row = Row { id: id.as_deref(), author_key, author_name, bot: false, at, what: *what, line };
        desk.record(chat, &row)?;
    }
    Ok(())
}

/// `user123` as it is, and for the bare number of old exports.
fn key(id: &Loose<'_>) -> String {
    let text = id.text().unwrap_or_default();
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) { format!("user{text}") } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use crate::intake::tests::said;

    #[test]
    fn old_telegram_exports_are_read() {
        insta::assert_snapshot!(said("telegram-2022.json"), @r#"
        6 telegram/1712691810/Teknologi Umum v2.0 #95364 2022-09-16T21:03:57+08:00 <user167992699946|ma109467c> "btw" ^95359
        15 telegram/1712691810/Teknologi Umum v2.0 #95365 2022-09-16T21:04:06+08:00 <user167992699946|ma109467c> "https://t.me/dotnetcore_id/34404\n\ndapet insight dari ini"
        29 telegram/1712691810/Teknologi Umum v2.0 #95366 2022-09-16T21:04:27+08:00 <user167992699946|ma109467c> "biasanya nama file nya sama kaya yang dia tulis, tapi pake nya factory"
        38 telegram/1712691810/Teknologi Umum v2.0 #95367 2022-09-16T21:04:39+08:00 <user167992699946|ma109467c> "dan tetep pake kondisi buat misah2 nya wkwkkw"
        46 telegram/1712691810/Teknologi Umum v2.0 #95368 2022-09-16T21:06:08+08:00 <user99398012777|m03444e2c> "waduh" ^95367
        55 telegram/1712691810/Teknologi Umum v2.0 #95369 2022-09-16T21:07:14+08:00 <user167992699946|ma109467c> "bad oop practice ya wkwkw" ^95368
        64 telegram/1712691810/Teknologi Umum v2.0 #95370 2022-09-16T21:09:16+08:00 <user99398012777|m03444e2c> "OOP itu ibarat gini"
        73 telegram/1712691810/Teknologi Umum v2.0 #95371 2022-09-16T21:09:16+08:00 <user99398012777|m03444e2c> "tanpa OOP:\nsi A ngirim paket. paketnya ditulis alamat si B. kurir kirim ke alamat si B. B ngerasa dia expecting paketnya, B terima paket. kalau ternyata A salah alamat kekirim ke alamat si C, si C reject paketnya\n\ndengan OOP:\nsi A ngirim paket, alamatnya diverifikasi sistem dan diprint. ngga mungkin salah. kurir nganter ke alamat si B. B terima aja ngga perlu cek ulang karena udah pasti alamatnya bener.\n\nkalau misal alamatnya salah, ngga bakal keprint"
        82 telegram/1712691810/Teknologi Umum v2.0 #95372 2022-09-16T21:09:16+08:00 <user99398012777|m03444e2c> "jadi tanpa OOP, kita coding pakai pengecekan, validasi, dan conditional"
        91 telegram/1712691810/Teknologi Umum v2.0 #95373 2022-09-16T21:09:16+08:00 <user99398012777|m03444e2c> "dengan OOP, kita coding dengan jaminan"
        "#);
    }

    #[test]
    fn telegram_prefers_epoch_times() {
        insta::assert_snapshot!(said("telegram-unixtime.json"), @r#"
        6 telegram/1240569966/JavaScript Indonesia #234478 2021-09-10T22:13:03+08:00 <user99398012777|m03444e2c> "makanya belajar bahasa inggris" ^234468
        22 telegram/1240569966/JavaScript Indonesia #234479 2021-09-10T22:13:20+08:00 <user239174450188|mb9a4d9e3> "\"ampun bang haha\"" ^234478
        43 telegram/1240569966/JavaScript Indonesia #234480 2021-09-10T22:20:10+08:00 <user1053446175548|m9a0545f8> "\"antek asing ga cinta bahasa Indonesia\""
        63 telegram/1240569966/JavaScript Indonesia #234481 2021-09-10T22:20:48+08:00 <user451342712455|ma9e2ecb0> "😂😂" ^234480
        79 telegram/1240569966/JavaScript Indonesia #234482 2021-09-10T22:21:18+08:00 <user99398012777|m03444e2c> "antek asing who? saya selalu pake bahasa indonesia kok" ^234480
        95 telegram/1240569966/JavaScript Indonesia #234485 2021-09-10T22:23:39+08:00 <user239174450188|mb9a4d9e3> "ambil cepat dari 'express'\n\nkonstanta aplikasi = cepat()\n\naplikasi.dapatkan('/', (permintaan, jawaban) => jawaban.kirim(\"halo dunia\"));\n\naplikasi.dengar(3000);" ^234482
        116 telegram/1240569966/JavaScript Indonesia #234486 2021-09-10T22:24:38+08:00 <user99398012777|m03444e2c> "Galat: Kata 'konstanta' di luar ekspektasi. Baris 2:1" ^234485
        132 telegram/1240569966/JavaScript Indonesia #234487 2021-09-10T22:28:11+08:00 <user239174450188|mb9a4d9e3> "Saatnya awakutu kode." ^234486
        148 telegram/1240569966/JavaScript Indonesia #234488 2021-09-10T22:31:27+08:00 <user451342712455|ma9e2ecb0> "kode sumber terbuka om?" ^234487
        "#);
    }

    #[test]
    fn telegram_service_rows_move_people() {
        insta::assert_snapshot!(said("telegram-service.json"), @r#"
        6 telegram/1500000001/读书 1 群 #1 2021-03-01T08:00:00+08:00 <user100|群主> joins
        6 telegram/1500000001/读书 1 群 #1/2 2021-03-01T08:00:00+08:00 <name:小王|小王> joins by 群主
        6 telegram/1500000001/读书 1 群 #1/3 2021-03-01T08:00:00+08:00 <|> joins by 群主
        20 telegram/1500000001/读书 1 群 #2 2021-03-01T08:01:00+08:00 <name:小李|小李> joins by 群主
        20 telegram/1500000001/读书 1 群 #2/2 2021-03-01T08:01:00+08:00 <name:小张|小张> joins by 群主
        31 telegram/1500000001/读书 1 群 #3 2021-03-01T08:02:00+08:00 <user101|自来> joins
        41 telegram/1500000001/读书 1 群 #4 2021-03-01T08:03:00+08:00 <user102|链接来> joins by 群主
        51 telegram/1500000001/读书 1 群 #5 2021-03-01T08:04:00+08:00 <user103|审核来> joins
        60 telegram/1500000001/读书 1 群 #6 2021-03-01T08:05:00+08:00 <user101|自来> leaves
        70 telegram/1500000001/读书 1 群 #7 2021-03-01T08:06:00+08:00 <name:小李|小李> removed
        94 telegram/1500000001/读书 1 群 #10 2021-03-01T08:08:00+08:00 <user104|> "注销的人说\u{1f}的\u{7}话"
        102 telegram/1500000001/读书 1 群 #11 2018-03-01T08:09:00+08:00 <user4294967300|老号> "看 https://example.com/a?b=\"c\" @someone某人👍" ^10 @2
        118 telegram/1500000001/读书 1 群 #12 2021-03-01T08:10:00+08:00 <channel200|频道> ""
        137 telegram/1500000001/读书 1 群 #14 2021-03-01T08:12:00+08:00 <user105|小王> "半个表情 � 和�空"
        148 telegram/1500000001/读书 1 群 #16 2021-03-01T08:13:00+08:00 <user105|小王> "坏行后面还在"
        80 left out: a notice of the platform ('pin_message'), not a message
        90 left out: unknown type 'unsupported'
        129 left out: 'yesterday' is no time
        145 left out: not valid JSON
        "#);
    }

    #[test]
    fn only_communities_of_a_telegram_account_are_taken() {
        insta::assert_snapshot!(said("telegram-account.json"), @r#"
        11 telegram/3/公开群 #1 2023-11-15T06:13:20+08:00 <user10|甲> "一"
        17 telegram/4/4 #1 2023-11-15T06:13:21+08:00 <user11|乙> "二"
        8 left out: a private chat, not imported
        9 left out: a private chat, not imported
        "#);
    }

    use super::*;
    use crate::intake::read;
    use crate::intake::tests::Heard;

    fn rows(text: &str) -> Heard {
        let mut heard = Heard::default();
        read(&mut text.as_bytes(), Some("telegram"), &Options::default(), &mut heard).unwrap();
        heard
    }

    #[test]
    fn one_private_chat_told_by_name_is_taken() {
        let message = r#"{"id":1,"type":"message","date_unixtime":"1700000000","from_id":"user1","text":"x"}"#;
        let chat = |kind: &str| format!(r#"{{"name":"n","type":"{kind}","id":9,"messages":[{message}]}}"#);
        assert_eq!(rows(&chat("personal_chat")).rows.len(), 1);
        for (kind, taken) in [("personal_chat", 0), ("bot_chat", 0), ("private_group", 1), ("public_channel", 1)] {
            let heard = rows(&format!(r#"{{"chats":{{"list":[{}]}}}}"#, chat(kind)));
            assert_eq!((heard.rows.len(), heard.skips.len()), (taken, 1 - taken), "{kind}");
        }
    }

    #[test]
    fn odd_roots_are_no_trouble() {
        assert!(rows(r#"{"type":null,"id":"x","messages":null}"#).rows.is_empty());
        assert!(rows(r#"{"chats":[],"left_chats":{"list":{}},"messages":{}}"#).rows.is_empty());
        let message = r#"{"id":"a","type":"message","date":"2023-11-15T06:13:20","text":null}"#;
        let heard = rows(&format!(r#"{{"messages":[{message},1,"x",null,[]],"id":5}}"#));
        assert_eq!(heard.rows, ["1 telegram/stdin/stdin #a 2023-11-15T06:13:20+08:00 <|> \"\""]);
        assert_eq!(heard.skips.len(), 4);
    }

    #[test]
    fn bare_ids_become_users() {
        for (id, wanted) in [("5", "user5"), ("\"5\"", "user5"), ("\"channel5\"", "channel5"), ("null", "")] {
            assert_eq!(key(&serde_json::from_str(id).unwrap()), wanted);
        }
    }

    #[test]
    fn text_is_pieced_together() {
        for (json, words, mentions) in [
            (r#""""#, "", 0),
            (r#""a\n""#, "a\n", 0),
            ("null", "", 0),
            (r#"["a",{"type":"mention","text":"@b"},{"type":"bold"},3,null,[1],{"text":null}]"#, "a@b", 1),
        ] {
            let text: Text = serde_json::from_str(json).unwrap();
            assert_eq!((text.words.as_ref(), text.mentions), (words, mentions), "{json}");
        }
    }
}
