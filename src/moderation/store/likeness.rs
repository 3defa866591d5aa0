//! Which items say nearly the same.

use crate::base::Result;
use crate::db::Db;
use crate::moderation::item::{Item, ItemKind};
use crate::moderation::screening::similar::{NEAR, Shingles};
use rusqlite::{Connection, params};

/// Bands kept of each item: at this number one in seven of barely near ones is missed, and of nearly equal ones none.
const BANDS: usize = 8;

/// Items compared with one; beyond, "many" says enough.
pub const MOST: usize = 100;

/// Keeps what `text` of item `id` is found by. Within an open write.
///
/// # Errors
/// Database errors.
pub(super) fn keep(conn: &Connection, id: i64, text: &str) -> Result<()> {
    let Some(shingles) = Shingles::of(text) else { return Ok(()) };
    let mut insert = conn.prepare_cached("INSERT OR IGNORE INTO likeness(band, item_id) VALUES (?1, ?2)")?;
    for band in shingles.bands::<BANDS>() {
        insert.execute(params![band, id])?;
    }
    Ok(())
}

/// How many other items, waiting or decided, say nearly the same as `item`; at most [`MOST`].
///
/// # Errors
/// Database errors.
pub fn near(db: &Db, item: &Item) -> Result<usize> {
    let Some(shingles) = Shingles::of(&item.text).filter(|_| item.kind == ItemKind::Content) else { return Ok(0) };
    let mut stmt = db.conn().prepare_cached(
        "SELECT i.text FROM (SELECT DISTINCT item_id FROM likeness
                             WHERE band IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) AND item_id <> ?9 LIMIT ?10) l
         CROSS JOIN item i ON i.id = l.item_id",
    )?;
    let mut asked: Vec<i64> = shingles.bands::<BANDS>().into_iter().map(i64::from).collect();
    asked.extend([item.id, i64::try_from(MOST).unwrap_or(i64::MAX)]);
    let mut rows = stmt.query(rusqlite::params_from_iter(asked))?;
    let mut near = 0;
    while let Some(row) = rows.next()? {
        let other = Shingles::of(row.get_ref(0)?.as_str().unwrap_or_default());
        near += usize::from(other.is_some_and(|o| o.jaccard(&shingles) >= NEAR));
    }
    Ok(near)
}
