//! Results as platforms export them: a table with a line a post. Columns are known by what sheets call them; what a line
//! does not say stays as it is.

use super::post::Results;
use crate::base::i18n::{parse_day, parse_number};
use crate::base::{Error, Result};
use chrono::NaiveDate;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    Link,
    Title,
    Day,
    Community,
    Reads,
    Likes,
    Comments,
    Shares,
    Completion,
}

/// What sheets call them, in lower case.
const NAMES: &[(Column, &[&str])] = &[
    (Column::Id, &["id", "编号", "編號"]),
    (Column::Link, &["link", "url", "链接", "連結", "作品链接", "笔记链接"]),
    (Column::Title, &["title", "标题", "標題", "作品标题", "笔记标题", "作品名称"]),
    (Column::Day, &["day", "date", "日期", "发布日期", "發布日期", "发布时间", "發布時間"]),
    (Column::Community, &["community", "群", "社群"]),
    (
        Column::Reads,
        &["reads", "views", "阅读", "閱讀", "阅读量", "阅读数", "播放量", "播放", "浏览量", "观看量", "曝光"],
    ),
    (Column::Likes, &["likes", "赞", "讚", "点赞", "點讚", "点赞量", "点赞数"]),
    (Column::Comments, &["comments", "评论", "評論", "留言", "评论量", "评论数"]),
    (Column::Shares, &["shares", "转发", "轉發", "分享", "分享量", "转发量", "转发数"]),
    (Column::Completion, &["completion", "完读", "完讀", "完读率", "完播率"]),
];

/// A line: which post, and what became of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// Where it stands, the header being line 1.
    pub line: u64,
    /// The post's number.
    pub id: Option<i64>,
    /// Where it can be seen.
    pub link: String,
    /// Its title.
    pub title: String,
    /// Its day.
    pub day: Option<NaiveDate>,
    /// Its community's name.
    pub community: String,
    /// The figures.
    pub results: Results,
}

impl Line {
    /// `before` with this line's figures over it.
    #[must_use]
    pub fn over(&self, before: &Results) -> Results {
        let now = &self.results;
        Results {
            reads: now.reads.or(before.reads),
            likes: now.likes.or(before.likes),
            comments: now.comments.or(before.comments),
            shares: now.shares.or(before.shares),
            completion: now.completion.or(before.completion),
        }
    }
}

fn wrong(key: &str, line: u64, column: usize) -> Error {
    Error::user(key).with("line", line).with("column", column)
}

/// Reads a sheet; commas, tabs or semicolons part its cells.
///
/// # Errors
/// No column that tells posts apart, none with figures; a cell that cannot be read, with line and column.
pub fn read(text: &str, today: NaiveDate) -> Result<Vec<Line>> {
    let head = text.lines().next().unwrap_or("");
    let part = [b'\t', b';'].into_iter().find(|c| head.contains(char::from(*c))).unwrap_or(b',');
    let mut sheet =
        csv::ReaderBuilder::new().delimiter(part).trim(csv::Trim::All).flexible(false).from_reader(text.as_bytes());
    let broken = |e: &csv::Error| {
        let line = e.position().map_or(1, csv::Position::line);
        wrong("posts.sheet_broken", line, 1).because(e)
    };
    let header = sheet.headers().map_err(|e| broken(&e))?.clone();
    let named = |name: &str| {
        let name = name.trim_start_matches('\u{feff}').to_lowercase();
        NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(column, _)| *column)
    };
    let columns: Vec<Option<Column>> = header.iter().map(named).collect();
    let has = |c: Column| columns.contains(&Some(c));
    let found = has(Column::Id) || has(Column::Link) || has(Column::Title) && has(Column::Day);
    let figures = [Column::Reads, Column::Likes, Column::Comments, Column::Shares, Column::Completion];
    if !found || !figures.into_iter().any(has) {
        return Err(Error::user("posts.sheet_columns").hint("posts.sheet_columns_hint"));
    }
    let mut lines = Vec::new();
    for record in sheet.records() {
        let record = record.map_err(|e| broken(&e))?;
        let number = record.position().map_or(0, csv::Position::line);
        let mut line = Line { line: number, ..Line::default() };
        for (at, cell) in record.iter().enumerate() {
            let Some(column) = columns.get(at).copied().flatten() else { continue };
            fill(&mut line, column, cell, today).ok_or_else(|| {
                wrong("posts.sheet_cell", number, at + 1).with("value", crate::base::text::Clean::head(cell, 40))
            })?;
        }
        lines.push(line);
    }
    Ok(lines)
}

/// Puts a cell into its line; `None` if it cannot be read.
fn fill(line: &mut Line, column: Column, cell: &str, today: NaiveDate) -> Option<()> {
    let count = || parse_number(cell).filter(|n| (0.0..1e15).contains(n)).map(|n| n.round() as i64);
    if cell.is_empty() || matches!(cell, "-" | "--") {
        return Some(());
    }
    match column {
        Column::Id => line.id = Some(cell.trim_start_matches('#').parse().ok()?),
        Column::Link => cell.clone_into(&mut line.link),
        Column::Title => cell.clone_into(&mut line.title),
        // Exports write the time behind the day.
        Column::Day => line.day = Some(parse_day(cell.split([' ', 'T']).next().unwrap_or(cell), today)?),
        Column::Community => cell.clone_into(&mut line.community),
        Column::Reads => line.results.reads = Some(count()?),
        Column::Likes => line.results.likes = Some(count()?),
        Column::Comments => line.results.comments = Some(count()?),
        Column::Shares => line.results.shares = Some(count()?),
        Column::Completion => {
            let share = parse_number(cell)? / if cell.ends_with(['%', '％']) { 100.0 } else { 1.0 };
            line.results.completion = Some(share).filter(|s| (0.0..=1.0).contains(s));
            line.results.completion?;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-10-10".parse().unwrap()
    }

    #[test]
    fn sheets_of_platforms_are_read() {
        let text = "\u{feff}发布时间,作品名称,播放量,点赞量,完播率,分享量,备注\n2026-10-08 20:00:03,抽奖3,1.2万,310,43.5%,--,x\n";
        let lines = read(text, today()).unwrap();
        let results = Results { reads: Some(12_000), likes: Some(310), completion: Some(0.435), ..Results::default() };
        let want =
            Line { line: 2, title: "抽奖3".into(), day: "2026-10-08".parse().ok(), results, ..Line::default() };
        assert_eq!(lines, [want]);
        for text in ["id;reads\n#3;5", "id\treads\n3\t5", "ID,Views\n3,5"] {
            let lines = read(text, today()).unwrap();
            assert_eq!((lines[0].id, lines[0].results.reads), (Some(3), Some(5)), "{text}");
        }
    }

    #[test]
    fn what_a_line_does_not_say_stays() {
        let before = Results { reads: Some(1), likes: Some(2), ..Results::default() };
        let line =
            Line { results: Results { reads: Some(9), shares: Some(0), ..Results::default() }, ..Line::default() };
        assert_eq!(
            line.over(&before),
            Results { reads: Some(9), likes: Some(2), shares: Some(0), ..Results::default() }
        );
    }

    #[test]
    fn broken_sheets_say_where() {
        for (text, key, line) in [
            ("a,b\n1,2", "posts.sheet_columns", None),
            ("id,title\n1,x", "posts.sheet_columns", None),
            ("title,reads\nx,1", "posts.sheet_columns", None),
            ("id,reads\n1,many", "posts.sheet_cell", Some("2")),
            ("id,reads\n1,2\n1,-4", "posts.sheet_cell", Some("3")),
            ("id,completion\n1,43", "posts.sheet_cell", Some("2")),
            ("id,reads\nx,4", "posts.sheet_cell", Some("2")),
            ("link,day,reads\nhttps://x,31 Feb,4", "posts.sheet_cell", Some("2")),
            ("id,reads\n1", "posts.sheet_broken", Some("2")),
        ] {
            let error = read(text, today()).unwrap_err();
            assert_eq!(
                (error.says.key.as_str(), error.says.args.get("line").map(String::as_str)),
                (key, line),
                "{text}"
            );
        }
    }
}
