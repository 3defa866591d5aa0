//! qun's own CSV.
//!
//! UTF-8 (or anything `--encoding` reads), a header line, cells separated by `,` `;` or tab, quoted as in RFC 4180.
//! Columns in any order, others are ignored; only a time and an author are needed:
//!
//! | column | holds |
//! |---|---|
//! | `ts` or `time` | epoch seconds or milliseconds, RFC 3339, or local `YYYY-MM-DD HH:MM[:SS]` |
//! | `author` | stable key of the person; without it `author_name` serves |
//! | `author_name` | the name shown |
//! | `text` | what was written |
//! | `event` | `message` (when empty), `join`, `leave`, `removed`; for the queue `request`, `report`, `appeal` |
//! | `id` | the source's id of the message: makes a second import of it a duplicate |
//! | `community` | name or id of the group; without it the file's name |
//! | `platform` | `wechat` `qq` `telegram` `discord` `weibo` `douyin` `bilibili` `xiaohongshu` `zulip` `other` |
//! | `reply_to` | id of the message answered |
//! | `inviter` | who brought the person in (`join`, `request`), who reports (`report`) |
//! | `source` | where an applicant comes from (`request`) |
//! | `mentions` | how many people are mentioned |
//! | `bot` | `1` or `true` for programs |
//!
//! `时间 社群 平台 成员 昵称 内容 事件` serve as well, and the aliases in `columns.rs`.

use crate::base::{Error, Result, Says};
use crate::intake::cells::{Cells, Next};
use crate::intake::columns::{Column, NAMES, Taker, Values};
use crate::intake::desk::Desk;
use crate::intake::loose::Loose;
use crate::intake::record::{Options, Sink};
use crate::intake::{Format, Head, unreadable};
use std::borrow::Cow;
use std::io::BufRead;

/// The row of the table of formats.
pub(crate) const FORMAT: Format = Format { id: "csv", label: "intake.format_csv", whole: false, detect, read };

fn detect(head: &Head<'_>) -> u8 {
    let (_, columns) = header(head.text, NAMES);
    let has = |column| columns.contains(&Some(column));
    let author = has(Column::Author) || has(Column::AuthorName);
    if head.text.starts_with(['{', '[']) || !has(Column::Time) || !author { 0 } else { 70 }
}

fn read(input: &mut dyn BufRead, options: &Options, sink: &mut dyn Sink) -> Result<()> {
    table(input, &mut Desk::new(options, sink), NAMES, Taker::new("other"))
}

/// Delimiter of a header line, and what its columns are.
pub(super) fn header(text: &str, names: &[(&str, Column)]) -> (u8, Vec<Option<Column>>) {
    let line = text.split('\n').next().unwrap_or_default();
    let count = |delimiter: &u8| line.bytes().filter(|b| b == delimiter).count();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(count).unwrap_or(b',');
    let mut row = line.as_bytes();
    let mut cells = Cells::new(&mut row, delimiter);
    let _ = cells.next();
    (delimiter, columns(&cells, names))
}

fn columns(cells: &Cells<'_>, names: &[(&str, Column)]) -> Vec<Option<Column>> {
    (0..cells.len()).map(|i| Column::of(cells.get(i), names)).collect()
}

/// Reads a file with a header line whose columns are called as in `names`.
///
/// # Errors
/// No time column, no author column, an unreadable input, and what the sink says.
pub(super) fn table(
    input: &mut dyn BufRead,
    desk: &mut Desk<'_>,
    names: &[(&str, Column)],
    mut taker: Taker,
) -> Result<()> {
    let broken = |e: std::io::Error| unreadable(&desk.options.name, &e);
    let first = input.fill_buf().map_err(broken)?;
    let (delimiter, _) = header(&String::from_utf8_lossy(first), names);
    let mut cells = Cells::new(input, delimiter);
    cells.next().map_err(broken)?;
    let mut columns = columns(&cells, names);
    // The writers of 2018 end every line, the header too, with a delimiter.
    let trailing = cells.len() > 1 && cells.get(cells.len() - 1).is_empty();
    let width = cells.len() - usize::from(trailing);
    for (wanted, other, name) in [(Column::Time, Column::Time, "time"), (Column::Author, Column::AuthorName, "author")]
    {
        if !columns.contains(&Some(wanted)) && !columns.contains(&Some(other)) {
            return Err(Error::user("intake.no_column").with("name", &desk.options.name).with("column", name));
        }
    }
    columns.truncate(width);
    loop {
        let next = cells.next().map_err(|e| unreadable(&desk.options.name, &e))?;
        let line = cells.line;
        match next {
            Next::End => return Ok(()),
            Next::TooLong => desk.skip(line, Says::new("intake.skip_too_long")),
            Next::OpenQuote => desk.skip(line, Says::new("intake.skip_quote")),
            Next::Row if cells.len() != width && !(cells.len() == width + 1 && cells.get(width).is_empty()) => {
                let reason = Says::new("intake.skip_columns").with("found", cells.len()).with("wanted", width);
                desk.skip(line, reason);
            }
            Next::Row => {
                let mut values = Values::default();
                for (i, column) in columns.iter().enumerate() {
                    let Some(column) = column else { continue };
                    let cell = cells.get(i);
                    if !cell.is_empty() {
                        values.put(*column, Loose::Text(Cow::Borrowed(cell)));
                    }
                }
                taker.take(desk, &values, line)?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::intake::tests::said;

    #[test]
    fn qun_csv_is_read() {
        insta::assert_snapshot!(said("qun.csv"), @r#"
        2 other/读书/读书 #1 2026-10-10T09:00:00+08:00 <w1|小王> "大家好,\n\"我\"来了"
        4 other/读书/读书 #2 2026-10-10T09:01:00+08:00 <w2|小李> joins
        9 other/qun/qun #6 2026-10-10T09:03:00+08:00 <w1|小王> "没有社群"
        6 left out: '昨天' is no time
        7 left out: 2 columns where the header has 8
        8 left out: no author
        "#);
    }

    use super::*;
    use crate::base::Kind;
    use crate::intake::read;
    use crate::intake::tests::Heard;

    fn rows(text: &str) -> (Result<()>, Heard) {
        let mut heard = Heard::default();
        let result = read(&mut text.as_bytes(), Some("csv"), &Options::default(), &mut heard);
        (result.map(|_| ()), heard)
    }

    #[test]
    fn any_usual_delimiter_and_column_order_will_do() {
        let wanted = "2 other/stdin/stdin #- 2026-10-10T09:00:00+08:00 <w1|w1> \"a\"";
        for text in [
            "ts,author,text\n2026-10-10 09:00,w1,a\n",
            "text;author;time\r\na;w1;2026-10-10T01:00Z\r\n",
            "\u{feff}TEXT\tx\tAuthor\tDate\na\t\tw1\t1791594000000",
            "\"ts\",\"author\",\"text\",\n\"2026-10-10 09:00\",\"w1\",\"a\",\n",
            "ts,author,text\n2026-10-10 09:00,w1,a,\n",
        ] {
            let (result, heard) = rows(text);
            result.unwrap();
            assert_eq!(heard.rows, [wanted], "{text}");
        }
    }

    #[test]
    fn a_header_without_time_or_author_is_refused() {
        for (text, column) in [("author,text\nw1,a\n", "time"), ("ts,text\n1,a\n", "author")] {
            let error = rows(text).0.unwrap_err();
            assert_eq!((error.kind, error.says.args["column"].as_str()), (Kind::User, column));
            assert_eq!(detect(&Head::new(text, "x")), 0);
        }
    }

    #[test]
    fn an_open_quote_is_named_and_the_rest_is_read() {
        let (result, heard) = rows("ts,author,text\n1700000000,w1,\"open\n1700000000,w2,b\n");
        result.unwrap();
        assert_eq!(heard.skips[0], (2, Says::new("intake.skip_quote")));
        assert_eq!(heard.rows.len(), 1);
    }
}
