//! What members made, as operators log it: the count, and the share that is good.

use crate::base::{Error, Kind, Result, Says};
use crate::db::Db;
use chrono::NaiveDate;
use rusqlite::params;
use serde::Serialize;

/// One thing a member made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Row id.
    pub id: i64,
    /// The local day it was made.
    pub day: NaiveDate,
    /// The community's row id.
    pub community: i64,
    /// Whether it is a good one.
    pub good: bool,
    /// What it is, in the operator's words.
    pub note: String,
    /// Who logged it.
    pub by: String,
}

/// Logs a piece; gives its row id.
///
/// # Errors
/// [`Kind::User`] for a day that has not come yet.
pub fn log(
    db: &mut Db,
    today: NaiveDate,
    community: i64,
    member: Option<i64>,
    day: NaiveDate,
    good: bool,
    note: &str,
) -> Result<i64> {
    if day > today {
        return Err(Error::user("measures.future_piece").with("day", day));
    }
    db.write("kpi.ugc", |tx| {
        tx.execute(
            "INSERT INTO ugc(community_id, member_id, day, good, note, by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![community, member, day.to_string(), good, note.trim(), tx.operator, tx.at.0],
        )?;
        let id = tx.last_insert_rowid();
        tx.about("ugc", id);
        tx.says(
            Says::new(if good { "measures.did_log_good" } else { "measures.did_log" }).with("id", id).with("day", day),
        );
        Ok(id)
    })
}

/// Marks a piece as good, or takes the mark away.
///
/// # Errors
/// [`Kind::User`] when there is no such piece.
pub fn mark(db: &mut Db, id: i64, good: bool) -> Result<()> {
    db.write("kpi.ugc", |tx| {
        if tx.execute("UPDATE ugc SET good = ?2, version = version + 1 WHERE id = ?1", params![id, good])? == 0 {
            return Err(Error::new(Kind::User, "measures.no_piece").with("id", id));
        }
        tx.about("ugc", id);
        tx.says(Says::new(if good { "measures.did_mark" } else { "measures.did_unmark" }).with("id", id));
        Ok(())
    })
}

/// The pieces of the days from `first` to `last`, newest first.
///
/// # Errors
/// Database errors.
pub fn pieces(db: &Db, community: Option<i64>, first: NaiveDate, last: NaiveDate) -> Result<Vec<Piece>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT id, day, community_id, good, note, by FROM ugc
         WHERE day BETWEEN ?1 AND ?2 AND (?3 IS NULL OR community_id = ?3) ORDER BY day DESC, id DESC",
    )?;
    let rows = stmt.query_map(params![first.to_string(), last.to_string(), community], |r| {
        let day: String = r.get(1)?;
        Ok(Piece {
            id: r.get(0)?,
            day: day.parse().unwrap_or_default(),
            community: r.get(2)?,
            good: r.get(3)?,
            note: r.get(4)?,
            by: r.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
