//! Posts as Markdown: a table a day, for a chat, a document or a meeting.

use super::super::days::Days;
use super::super::post::Post;
use super::super::row::{dated, place};
use crate::base::Lang;
use crate::base::text::Clean;
use chrono::NaiveDate;

/// Writes `posts`, which are in order of time.
#[must_use]
pub fn write(posts: &[Post], (from, to): (NaiveDate, NaiveDate), today: NaiveDate, days: &Days, lang: &Lang) -> String {
    let mut out = lang.fill("columns.md_title", &[("from", &from), ("to", &to)]) + "\n";
    let heads = [
        "calendar.field_time",
        "calendar.lanes",
        "calendar.field_kind",
        "calendar.field_title",
        "columns.md_owner",
        "columns.md_state",
    ];
    let heads = heads.map(|k| lang.text(k).to_owned()).join(" | ");
    let mut last = None;
    for post in posts {
        if last != Some(post.day) {
            out += &format!(
                "\n## {}\n\n| {heads} |\n|---|---|---|---|---|---|\n",
                dated(post.day, today, days, lang, false)
            );
            last = Some(post.day);
        }
        let cells = [
            post.clock(),
            place(lang, &post.platform, &post.community),
            post.kind.label(lang),
            Clean::line(&post.title).into_string(),
            Clean::line(&post.owner).into_string(),
            lang.text(post.state.key()).to_owned(),
        ];
        out += &format!("| {} |\n", cells.map(|c| escaped(&c)).join(" | "));
    }
    if posts.is_empty() {
        out += &format!("\n{}\n", lang.text("columns.md_empty"));
    }
    out
}

fn escaped(cell: &str) -> String {
    cell.replace('\\', "\\\\").replace('|', "\\|").replace('`', "\\`").replace('<', "&lt;")
}
