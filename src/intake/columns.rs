//! qun's own columns, the same for CSV headers and JSONL keys, and what a row of them means.

use super::desk::{ChatNumber, Desk, Row, platform, short};
use super::loose::Loose;
use super::record::{Petition, What};
use super::time;
use crate::base::{At, Result, Says};

/// One thing a row can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    Time,
    Community,
    Platform,
    Author,
    AuthorName,
    Text,
    Event,
    ReplyTo,
    Inviter,
    Source,
    Mentions,
    Bot,
}

/// How many columns there are.
pub(super) const COUNT: usize = Column::Bot as usize + 1;

/// Every accepted name of a column, in lower case; the first of each is the documented one.
pub(super) const NAMES: &[(&str, Column)] = &[
    ("id", Column::Id),
    ("message_id", Column::Id),
    ("ts", Column::Time),
    ("time", Column::Time),
    ("timestamp", Column::Time),
    ("date", Column::Time),
    ("created_at", Column::Time),
    ("时间", Column::Time),
    ("時間", Column::Time),
    ("community", Column::Community),
    ("group", Column::Community),
    ("channel", Column::Community),
    ("社群", Column::Community),
    ("群", Column::Community),
    ("platform", Column::Platform),
    ("平台", Column::Platform),
    ("author", Column::Author),
    ("author_id", Column::Author),
    ("user_id", Column::Author),
    ("sender", Column::Author),
    ("成员", Column::Author),
    ("成員", Column::Author),
    ("author_name", Column::AuthorName),
    ("nickname", Column::AuthorName),
    ("name", Column::AuthorName),
    ("昵称", Column::AuthorName),
    ("暱稱", Column::AuthorName),
    ("text", Column::Text),
    ("content", Column::Text),
    ("message", Column::Text),
    ("内容", Column::Text),
    ("內容", Column::Text),
    ("event", Column::Event),
    ("事件", Column::Event),
    ("reply_to", Column::ReplyTo),
    ("inviter", Column::Inviter),
    ("reporter", Column::Inviter),
    ("邀请人", Column::Inviter),
    ("邀請人", Column::Inviter),
    ("举报人", Column::Inviter),
    ("檢舉人", Column::Inviter),
    ("source", Column::Source),
    ("来源", Column::Source),
    ("來源", Column::Source),
    ("mentions", Column::Mentions),
    ("bot", Column::Bot),
    ("is_bot", Column::Bot),
];

/// What the `event` column may say.
const EVENTS: &[(&str, Event)] = &[
    ("", Event::Message),
    ("message", Event::Message),
    ("消息", Event::Message),
    ("訊息", Event::Message),
    ("join", Event::Join),
    ("加入", Event::Join),
    ("leave", Event::Leave),
    ("退出", Event::Leave),
    ("removed", Event::Removed),
    ("kick", Event::Removed),
    ("移出", Event::Removed),
    ("request", Event::Waits(Petition::Request)),
    ("申请", Event::Waits(Petition::Request)),
    ("申請", Event::Waits(Petition::Request)),
    ("report", Event::Waits(Petition::Report)),
    ("举报", Event::Waits(Petition::Report)),
    ("檢舉", Event::Waits(Petition::Report)),
    ("appeal", Event::Waits(Petition::Appeal)),
    ("申诉", Event::Waits(Petition::Appeal)),
    ("申訴", Event::Waits(Petition::Appeal)),
];

#[derive(Clone, Copy)]
enum Event {
    Message,
    Join,
    Leave,
    Removed,
    Waits(Petition),
}

impl Column {
    /// The column of that name in `names`.
    pub fn of(name: &str, names: &[(&str, Column)]) -> Option<Column> {
        let find = |name: &str| names.iter().find(|(n, _)| *n == name).map(|(_, column)| *column);
        find(name).or_else(|| find(&name.trim().to_lowercase()))
    }
}

/// The values of one row; where a column comes twice under two names, the first counts.
#[derive(Default)]
pub(super) struct Values<'a>([Loose<'a>; COUNT]);

impl<'a> Values<'a> {
    /// Puts `value` under `column` unless there is something already.
    pub fn put(&mut self, column: Column, value: Loose<'a>) {
        let slot = &mut self.0[column as usize];
        if *slot == Loose::Nothing {
            *slot = value;
        }
    }

    fn get(&self, column: Column) -> &Loose<'a> {
        &self.0[column as usize]
    }

    /// The moment of the row.
    fn at(&self, desk: &Desk<'_>) -> Option<At> {
        match self.get(Column::Time) {
            Loose::Whole(number) => time::epoch(*number),
            Loose::Real(number) => time::epoch_decimal(*number),
            Loose::Text(text) => time::moment(text, desk.options.zone),
            Loose::Flag(_) | Loose::Nothing => None,
        }
    }
}

/// Takes rows of columns in: remembers the chat of the last row, as most files have one.
pub(super) struct Taker {
    platform: &'static str,
    file: Option<ChatNumber>,
    last: Option<ChatNumber>,
}

impl Taker {
    /// A taker for a file whose rows are of `platform` unless they say otherwise.
    pub fn new(platform: &'static str) -> Self {
        Self { platform, file: None, last: None }
    }

    fn chat(&mut self, desk: &mut Desk<'_>, values: &Values<'_>) -> Result<ChatNumber> {
        let place = values.get(Column::Platform).text().map_or(self.platform, |p| platform(&p));
        let Some(community) = values.get(Column::Community).text() else {
            return match self.file.filter(|chat| desk.seen(*chat).platform == place) {
                Some(chat) => Ok(chat),
                None => Ok(*self.file.insert(desk.chat_of_file(place)?)),
            };
        };
        let community = community.trim();
        let same = |chat: &ChatNumber| desk.seen(*chat).key == community && desk.seen(*chat).platform == place;
        match self.last.filter(same) {
            Some(chat) => Ok(chat),
            None => Ok(*self.last.insert(desk.chat(place, community, community)?)),
        }
    }

    /// Takes one row in, or says why not.
    ///
    /// # Errors
    /// What the sink or the desk says.
    pub fn take(&mut self, desk: &mut Desk<'_>, values: &Values<'_>, line: u64) -> Result<()> {
        let Some(at) = values.at(desk) else {
            desk.skip_time(line, &values.get(Column::Time).text().unwrap_or_default());
            return Ok(());
        };
        let word = values.get(Column::Event).text().unwrap_or_default();
        let lower = word.trim().to_lowercase();
        let Some((_, event)) = EVENTS.iter().find(|(name, _)| *name == lower) else {
            desk.skip(line, Says::new("intake.skip_kind").with("kind", short(&word)));
            return Ok(());
        };
        let (author, name) = (values.get(Column::Author).text(), values.get(Column::AuthorName).text());
        let key = match (&author, &name) {
            (Some(author), _) => author.clone(),
            (None, Some(name)) => format!("name:{name}").into(),
            (None, None) => {
                desk.skip(line, Says::new("intake.skip_no_author"));
                return Ok(());
            }
        };
        let name = name.or(author).unwrap_or_default();
        let (id, text) = (values.get(Column::Id).text(), values.get(Column::Text).text());
        let (reply_to, inviter) = (values.get(Column::ReplyTo).text(), values.get(Column::Inviter).text());
        let source = values.get(Column::Source).text();
        let mentions = values.get(Column::Mentions).text().and_then(|n| n.trim().parse().ok()).unwrap_or(0);
        let what = match event {
            Event::Message => {
                What::Message { text: text.as_deref().unwrap_or_default(), reply_to: reply_to.as_deref(), mentions }
            }
            Event::Join => What::Join { inviter: inviter.as_deref() },
            Event::Leave => What::Leave,
            Event::Removed => What::Removed,
            Event::Waits(petition) => What::Waits {
                petition: *petition,
                text: text.as_deref().unwrap_or_default(),
                by: inviter.as_deref(),
                source: source.as_deref(),
            },
        };
        let chat = self.chat(desk, values)?;
        let bot = values.get(Column::Bot).flag();
        desk.record(chat, &Row { id: id.as_deref(), author_key: &key, author_name: &name, bot, at, what, line })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::record::Options;
    use crate::intake::tests::Heard;
    use std::collections::BTreeSet;

    /// What one row says, as `column value` pairs.
    fn row(pairs: &[(&str, &str)]) -> Heard {
        let (options, mut heard, mut values) = (Options::default(), Heard::default(), Values::default());
        for (name, value) in pairs {
            values.put(Column::of(name, NAMES).unwrap(), Loose::Text((*value).into()));
        }
        Taker::new("other").take(&mut Desk::new(&options, &mut heard), &values, 1).unwrap();
        heard
    }

    const TIME: (&str, &str) = ("ts", "1700000000");

    #[test]
    fn every_name_stands_for_one_column_and_every_column_has_one() {
        let names: BTreeSet<_> = NAMES.iter().map(|(name, _)| *name).collect();
        assert_eq!(names.len(), NAMES.len());
        assert!(names.iter().all(|name| *name == name.to_lowercase()));
        let columns: BTreeSet<_> = NAMES.iter().map(|(_, column)| *column as usize).collect();
        assert_eq!(columns.len(), COUNT);
        assert_eq!(Column::of(" Author_Name ", NAMES), Some(Column::AuthorName));
        assert_eq!(Column::of("topic", NAMES), None);
    }

    #[test]
    fn events_are_words_in_two_languages() {
        for (word, wanted) in [
            ("", "\"x\""),
            ("Message", "\"x\""),
            ("join", "joins by w9"),
            ("加入", "joins by w9"),
            (" LEAVE ", "leaves"),
            ("退出", "leaves"),
            ("kick", "removed"),
            ("移出", "removed"),
            ("申请", "Request \"x\" by Some(\"w9\") from None"),
            ("Report", "Report \"x\" by Some(\"w9\") from None"),
            ("申訴", "Appeal \"x\" by Some(\"w9\") from None"),
        ] {
            let heard = row(&[TIME, ("author", "w1"), ("text", "x"), ("event", word), ("inviter", "w9")]);
            assert!(heard.rows[0].ends_with(&format!("<w1|w1> {wanted}")), "{word}: {}", heard.rows[0]);
        }
        assert_eq!(row(&[TIME, ("author", "w1"), ("event", "dance")]).skips[0].1.args["kind"], "dance");
    }

    #[test]
    fn the_author_is_a_key_or_else_a_name() {
        for (pairs, wanted) in [
            (vec![("author", "w1")], Some("<w1|w1>")),
            (vec![("author", "w1"), ("name", "小王")], Some("<w1|小王>")),
            (vec![("name", "小王")], Some("<name:小王|小王>")),
            (vec![("author", "w1"), ("user_id", "second"), ("bot", "1")], Some("<w1|w1 bot>")),
            (vec![("author", ""), ("text", "x")], None),
        ] {
            let heard = row(&[vec![TIME], pairs.clone()].concat());
            assert_eq!(
                heard.rows.first().and_then(|row| row.split(' ').nth(4)),
                wanted.and_then(|w| w.split(' ').next())
            );
            assert_eq!(
                heard.skips.iter().map(|(_, says)| says.key.as_str()).next(),
                wanted.is_none().then_some("intake.skip_no_author")
            );
        }
    }

    #[test]
    fn one_file_may_hold_many_chats() {
        let (options, mut heard) = (Options { name: "x/all.csv".into(), ..Options::default() }, Heard::default());
        let (mut desk, mut taker) = (Desk::new(&options, &mut heard), Taker::new("other"));
        for (community, platform) in [("a", "qq"), ("a", "wechat"), ("", "qq"), ("a", "qq"), ("", ""), (" a ", "QQ")] {
            let mut values = Values::default();
            for (column, value) in
                [(Column::Community, community), (Column::Platform, platform), (Column::Author, "w1")]
            {
                values.put(column, Loose::Text(value.into()));
            }
            values.put(Column::Time, Loose::Whole(1_700_000_000));
            taker.take(&mut desk, &values, 1).unwrap();
        }
        let chats: Vec<_> = heard.rows.iter().map(|row| row.split(' ').nth(1).unwrap()).collect();
        assert_eq!(chats, ["qq/a/a", "wechat/a/a", "qq/all/all", "qq/a/a", "other/all/all", "qq/a/a"]);
    }

    #[test]
    fn thousands_of_chats_mean_a_wrong_column() {
        let (options, mut heard) = (Options::default(), Heard::default());
        let (mut desk, mut taker) = (Desk::new(&options, &mut heard), Taker::new("other"));
        let error = (0..20_000).find_map(|n| {
            let mut values = Values::default();
            values.put(Column::Time, Loose::Whole(1_700_000_000));
            values.put(Column::Author, Loose::Whole(n));
            values.put(Column::Community, Loose::Whole(n));
            taker.take(&mut desk, &values, 1).err()
        });
        assert_eq!(error.unwrap().says.key, "intake.too_many_chats");
        assert_eq!(heard.rows.len(), 10_000);
    }
}
