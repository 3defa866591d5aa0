//! Results that come in a sheet: which post each line means, and all of them written as one entry.

use super::super::outcome::Line;
use super::super::post::{Post, Results, State};
use super::change::Ref;
use super::race::{seen, update};
use super::read;
use crate::base::{Error, Result, Says};
use crate::db::Db;

/// A line and the post it means, or why it means none: a catalogue key.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Where it stands in the sheet.
    pub line: u64,
    /// The post as it is now, and its results with the line's figures over them.
    pub post: std::result::Result<(Post, Results), &'static str>,
}

/// Finds the posts of a sheet: by number, else by link, else by day and title (and community, if it is said).
///
/// # Errors
/// Database errors.
pub fn find_out(db: &Db, lines: &[Line]) -> Result<Vec<Found>> {
    let mut found = Vec::with_capacity(lines.len());
    for line in lines {
        let mut posts = candidates(db, line)?;
        let post = match posts.len() {
            0 => Err("posts.sheet_nobody"),
            1 => match posts.remove(0) {
                post if !post.state.is_out() => Err("posts.sheet_not_out"),
                post => {
                    let results = line.over(&post.results);
                    Ok((post, results))
                }
            },
            _ => Err("posts.sheet_several"),
        };
        found.push(Found { line: line.line, post });
    }
    Ok(found)
}

fn candidates(db: &Db, line: &Line) -> Result<Vec<Post>> {
    let conn = db.conn();
    if let Some(id) = line.id {
        return read(conn, select!("WHERE p.id = ?1"), &[&id]);
    }
    if !line.link.is_empty() {
        return read(
            conn,
            select!(
                "WHERE p.link = ?1 OR EXISTS (SELECT 1 FROM post_place q WHERE q.post_id = p.id AND q.link = ?1) LIMIT 2"
            ),
            &[&line.link],
        );
    }
    let Some(day) = line.day else { return Ok(Vec::new()) };
    let sql = select!(
        "WHERE p.day = ?1 AND p.title = ?2 AND p.state <> 'dropped' AND (?3 = '' OR c.name = ?3) ORDER BY p.id LIMIT 2"
    );
    read(conn, sql, &[&day.to_string(), &line.title, &line.community])
}

/// What became of several posts, as one entry.
///
/// # Errors
/// As [`super::results`].
pub fn results_of_many(db: &mut Db, all: &[(Ref, Results)]) -> Result<Says> {
    db.write("calendar.results", |tx| {
        for (post, found) in all {
            let before = seen(tx, *post)?;
            if !found.is_sound() {
                return Err(Error::user("calendar.bad_results"));
            }
            if !before.state.is_out() {
                return Err(super::race::illegal(&before, State::Reviewed));
            }
            let to = if found.is_empty() { State::Published } else { State::Reviewed };
            let values: [&dyn rusqlite::ToSql; 6] =
                [&to.word(), &found.reads, &found.likes, &found.comments, &found.shares, &found.completion];
            let sets = update!("state = ?3, reads = ?4, likes = ?5, comments = ?6, shares = ?7, completion = ?8");
            update(tx, *post, sets, &values)?;
        }
        let says = Says::new("posts.did_results_many").with("n", all.len());
        tx.says(says.clone());
        Ok(says)
    })
}
