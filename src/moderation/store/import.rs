//! What an import needs of the queue: taking back what is too old, and waves of people coming in.

use crate::base::{At, Result};
use rusqlite::{Connection, params};

/// Removes waiting items of `batch` written before `limit`: an export of years is not worth a judgement to its
/// beginning. Returns how many.
///
/// # Errors
/// Database errors.
pub fn drop_flagged_before(conn: &Connection, batch: i64, limit: At) -> Result<i64> {
    let n = conn.execute(
        "DELETE FROM item WHERE batch_id = ?1 AND created_at < ?2 AND state = 'pending' AND raised_at IS NULL",
        params![batch, limit.0],
    )?;
    Ok(i64::try_from(n).unwrap_or(i64::MAX))
}
