//! DiscordChatExporter CSV, of 2018-19 (`;` also at the line's end, `11-Jul-18 07:46 AM`) and of today (`,`, ISO times with offset).
//! It names no channel, so the file's name does: `Guild - Channel [id].csv`; numbered pieces belong to their folder.
//! It has no message ids, answers, bots or kinds of message: a join is a message "Joined the server." like any other.

use super::csv::{header, table};
use crate::base::Result;
use crate::intake::columns::{Column, Taker};
use crate::intake::desk::Desk;
use crate::intake::record::{Options, Sink};
use crate::intake::{Format, Head};
use std::io::BufRead;

/// The row of the table of formats.
pub(crate) const FORMAT: Format =
    Format { id: "discord-csv", label: "intake.format_discord_csv", whole: true, detect, read };

/// In this format `Author` is the name shown.
const NAMES: &[(&str, Column)] =
    &[("authorid", Column::Author), ("author", Column::AuthorName), ("date", Column::Time), ("content", Column::Text)];

fn detect(head: &Head<'_>) -> u8 {
    let (_, columns) = header(head.text, NAMES);
    if columns.starts_with(&[Some(Column::Author), Some(Column::AuthorName), Some(Column::Time), Some(Column::Text)]) {
        100
    } else {
        0
    }
}

fn read(input: &mut dyn BufRead, options: &Options, sink: &mut dyn Sink) -> Result<()> {
    table(input, &mut Desk::new(options, sink), NAMES, Taker::new("discord"))
}

#[cfg(test)]
mod tests {
    use crate::intake::tests::said;

    #[test]
    fn discord_csv_of_2018_is_read() {
        insta::assert_snapshot!(said("discord-2018.csv"), @r#"
        2 discord/discord-2018/discord-2018 #- 2019-11-28T16:56:00+08:00 <34|a#1> "one; \"two\"\nthree"
        4 discord/discord-2018/discord-2018 #- 2019-11-28T00:00:00+08:00 <35|b#2> ""
        5 left out: '28-Nov-19 25:00 AM' is no time
        6 left out: 3 columns where the header has 6
        "#);
    }

    #[test]
    fn discord_csv_of_today_is_read() {
        insta::assert_snapshot!(said("discord-now.csv"), @r#"
        2 discord/discord-now/discord-now #- 2023-01-06T22:03:03.853+08:00 <34|adam> "大家好"
        3 discord/discord-now/discord-now #- 2023-01-06T22:04:00+08:00 <35|eve> "一,二\n三"
        "#);
    }
}
