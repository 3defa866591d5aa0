//! Columns and the slots that are made of them. A slot is found again by the day its rule gave it, so one occurrence is
//! moved, rewritten or called off like any entry and the column never notices; when the column changes, only slots
//! to come that nobody has touched follow it.

mod make;

pub use make::extend;

use super::super::days::Days;
use super::super::post::{Format, Kind};
use super::super::recurrence::{Rule, Span};
use super::super::series::{Column, Kept, Series};
use super::Ref;
use crate::base::{Error, Kind as Sort, Result, Says};
use crate::db::{Db, Tx};
use chrono::{NaiveDate, NaiveTime};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::BTreeMap;

/// A reading of columns with their communities; the rest of the sentence is given literally.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.version, c.name, c.platform, s.community_id, s.title, s.rule, s.time, s.kind, s.format, s.body,
                    s.owner, s.starts, s.until, s.times, s.number
             FROM series s JOIN community c ON c.id = s.community_id ",
            $rest
        )
    };
}

fn from_row(r: &Row) -> rusqlite::Result<Series> {
    let text = |i: usize| r.get::<_, String>(i);
    let wrong = |i: usize| rusqlite::Error::InvalidColumnType(i, String::new(), rusqlite::types::Type::Text);
    let until = text(13)?;
    Ok(Series {
        id: r.get(0)?,
        version: r.get(1)?,
        community: text(2)?,
        platform: text(3)?,
        column: Column {
            community_id: r.get(4)?,
            title: text(5)?,
            rule: Rule::parse(&text(6)?).map_err(|_| wrong(6))?,
            time: NaiveTime::parse_from_str(&text(7)?, "%H:%M").map_err(|_| wrong(7))?,
            kind: Kind::parse(&text(8)?).ok_or_else(|| wrong(8))?,
            format: Format::parse(&text(9)?).ok_or_else(|| wrong(9))?,
            body: text(10)?,
            owner: text(11)?,
            span: Span {
                from: text(12)?.parse().map_err(|_| wrong(12))?,
                until: if until.is_empty() { None } else { Some(until.parse().map_err(|_| wrong(13))?) },
                times: r.get(14)?,
            },
            number: r.get(15)?,
        },
    })
}

/// Every column, those that go on first, by community and time.
///
/// # Errors
/// Database errors.
pub fn columns(db: &Db) -> Result<Vec<Series>> {
    all(db.conn())
}

fn all(conn: &Connection) -> Result<Vec<Series>> {
    let mut stmt = conn.prepare_cached(select!("ORDER BY s.until <> '', c.sort, c.id, s.time, s.id"))?;
    let rows = stmt.query_map([], from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Column `id`.
///
/// # Errors
/// [`Sort::User`] if there is none.
pub fn column(db: &Db, id: i64) -> Result<Series> {
    one(db.conn(), id)
}

fn one(conn: &Connection, id: i64) -> Result<Series> {
    let found = conn.prepare_cached(select!("WHERE s.id = ?1"))?.query_row([id], from_row).optional()?;
    found.ok_or_else(|| Error::user("columns.no_column").with("id", id))
}

/// A new column and its slots of the next 90 days, in one entry. An entry of the fixed track that stands in the place of a
/// slot already (same community, day and time) is that slot. Returns its number and what the journal says.
///
/// # Errors
/// A blank title, an end before the beginning, a rule without a day, no such community.
pub fn add_column(db: &mut Db, column: &Column) -> Result<(i64, Says)> {
    check(db, column)?;
    let days = super::days(db)?;
    db.write("series.add", |tx| {
        let (id, n) = insert(tx, column, "", &days)?;
        Ok((id, say(tx, "columns.did_add", &one(tx, id)?, n)))
    })
}

/// The row of a new column and its slots; its number and how many slots.
pub(super) fn insert(tx: &Tx, column: &Column, uid: &str, days: &Days) -> Result<(i64, usize)> {
    tx.prepare_cached(
        "INSERT INTO series(community_id, title, rule, time, kind, format, body, owner, starts, until, times, number, uid,
                            created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?
    .execute(params![
        column.community_id,
        column.title.trim(),
        column.rule.text(),
        column.time.format("%H:%M").to_string(),
        column.kind.word(),
        column.format.word(),
        column.body,
        column.owner.trim(),
        column.span.from.to_string(),
        column.span.until.map(|d| d.to_string()).unwrap_or_default(),
        column.span.times,
        column.number,
        uid,
        tx.at.0
    ])?;
    let id = tx.last_insert_rowid();
    make::adopt(tx, &one(tx, id)?, days)?;
    let n = make::settle(tx, &one(tx, id)?, days)?.made;
    Ok((id, n))
}

/// Another promise. Slots to come that nobody touched follow it; the others stay as they are.
///
/// # Errors
/// As [`add_column`]; [`Sort::Conflict`] when it was changed meanwhile.
pub fn edit_column(db: &mut Db, series: Ref, column: &Column) -> Result<Says> {
    check(db, column)?;
    let days = super::days(db)?;
    db.write("series.edit", |tx| {
        write(tx, series, column)?;
        let after = one(tx, series.id)?;
        let done = make::settle(tx, &after, &days)?;
        Ok(say(tx, "columns.did_edit", &after, done.made + done.changed + done.removed))
    })
}

/// The last day of a column is `until`; slots after it that nobody touched go.
///
/// # Errors
/// As [`edit_column`].
pub fn end_column(db: &mut Db, series: Ref, until: NaiveDate) -> Result<Says> {
    let days = super::days(db)?;
    db.write("series.end", |tx| {
        let before = one(tx, series.id)?;
        let span = Span { until: Some(until), ..before.column.span };
        write(tx, series, &Column { span, ..before.column })?;
        let after = one(tx, series.id)?;
        let done = make::settle(tx, &after, &days)?;
        let says = say(tx, "columns.did_end", &after, done.removed).with("day", until);
        tx.says(says.clone());
        Ok(says)
    })
}

fn write(tx: &Tx, series: Ref, column: &Column) -> Result<()> {
    let now = one(tx, series.id)?;
    let done = tx
        .prepare_cached(
            "UPDATE series SET community_id = ?3, title = ?4, rule = ?5, time = ?6, kind = ?7, format = ?8, body = ?9,
                    owner = ?10, starts = ?11, until = ?12, times = ?13, number = ?14, version = version + 1
             WHERE id = ?1 AND version = ?2",
        )?
        .execute(params![
            series.id,
            series.version,
            column.community_id,
            column.title.trim(),
            column.rule.text(),
            column.time.format("%H:%M").to_string(),
            column.kind.word(),
            column.format.word(),
            column.body,
            column.owner.trim(),
            column.span.from.to_string(),
            column.span.until.map(|d| d.to_string()).unwrap_or_default(),
            column.span.times,
            column.number,
        ])?;
    if done == 1 { Ok(()) } else { Err(lost(tx, &now)) }
}

/// Somebody was faster: who it was.
fn lost(conn: &Connection, series: &Series) -> Error {
    let who: Option<String> = conn
        .query_row(
            "SELECT j.operator FROM change c JOIN journal j ON j.seq = c.seq
             WHERE c.tbl = 'series' AND c.row = ?1 ORDER BY c.seq DESC LIMIT 1",
            [series.id],
            |r| r.get(0),
        )
        .optional()
        .ok()
        .flatten();
    Error::new(Sort::Conflict, "columns.lost")
        .with("title", series.column.name())
        .with("who", who.unwrap_or_default())
        .hint("calendar.lost_hint")
}

fn check(db: &Db, column: &Column) -> Result<()> {
    if column.title.trim().is_empty() {
        return Err(Error::user("calendar.no_title"));
    }
    if column.span.until.is_some_and(|until| until < column.span.from) {
        let error = Error::user("columns.ends_before").with("from", column.span.from);
        return Err(error.with("until", column.span.until.map(|d| d.to_string()).unwrap_or_default()));
    }
    let days = super::days(db)?;
    if column.rule.next(column.span, column.span.from, 1, &days).is_empty() {
        return Err(Error::user("columns.never").with("rule", column.rule.text()));
    }
    Ok(())
}

fn say(tx: &Tx, key: &str, series: &Series, n: usize) -> Says {
    tx.about("series", series.id);
    let says = Says::new(key).with("title", series.column.name()).with("community", &series.community).with("n", n);
    tx.says(says.clone());
    says
}

/// Which entries of the days `from` to `to` are slots of which column.
///
/// # Errors
/// Database errors.
pub fn of_posts(db: &Db, from: NaiveDate, to: NaiveDate) -> Result<BTreeMap<i64, i64>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT p.id, s.series_id FROM post p JOIN slot s ON s.post_id = p.id WHERE p.day BETWEEN ?1 AND ?2",
    )?;
    let rows = stmt.query_map([from.to_string(), to.to_string()], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The column an entry is a slot of, with the slot's own day and number.
///
/// # Errors
/// Database errors.
pub fn of_post(db: &Db, post: i64) -> Result<Option<(i64, NaiveDate, u32)>> {
    let found: Option<(i64, String, u32)> = db
        .conn()
        .prepare_cached("SELECT series_id, day, n FROM slot WHERE post_id = ?1")?
        .query_row([post], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    Ok(found.and_then(|(id, day, n)| Some((id, day.parse().ok()?, n))))
}

/// The entry that is the slot of a column that its rule gave to `day`.
///
/// # Errors
/// Database errors.
pub fn slot_of(db: &Db, series: i64, day: NaiveDate) -> Result<Option<i64>> {
    slot_in(db.conn(), series, day)
}

/// As [`slot_of`], within an open write.
pub(super) fn slot_in(conn: &Connection, series: i64, day: NaiveDate) -> Result<Option<i64>> {
    Ok(conn
        .prepare_cached("SELECT post_id FROM slot WHERE series_id = ?1 AND day = ?2")?
        .query_row(params![series, day.to_string()], |r| r.get(0))
        .optional()?)
}

/// How each column kept its promise from `from` to the day before `today`.
///
/// # Errors
/// Database errors.
pub fn kept(db: &Db, from: NaiveDate, today: NaiveDate) -> Result<BTreeMap<i64, Kept>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT s.series_id, count(*), sum(p.state IN ('published', 'reviewed')) FROM slot s JOIN post p ON p.id = s.post_id
         WHERE s.day >= ?1 AND s.day < ?2 AND p.state <> 'dropped' GROUP BY 1",
    )?;
    let rows = stmt.query_map([from.to_string(), today.to_string()], |r| {
        let (of, out): (i64, i64) = (r.get(1)?, r.get(2)?);
        Ok((r.get(0)?, Kept { out: out as usize, of: of as usize }))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests;
