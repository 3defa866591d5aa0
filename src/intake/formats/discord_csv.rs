//! DiscordChatExporter CSV, of 2018-19 (`;` also at the line's end, `11-Jul-18 07:46 AM`) and of today (`,`, ISO times with offset).
//! It names no channel, so the file's name does: `Guild - Channel [id].csv`; numbered pieces belong to their folder.

use super::csv::{header, table};
use crate::base::Result;
use crate::intake::columns::{Column, Taker};
use crate::intake::desk::Desk;
use crate::intake::record::{Options, Sink};
use crate::intake::{Format, Head};
use std::io::BufRead;

/// The row of the table of formats.
pub(crate) const FORMAT: Format = Format { id: "discord-csv", label: "intake.format_discord_csv", detect, read };

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
