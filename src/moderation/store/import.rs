//! What an import needs of the queue: taking back what is too old, and waves of people coming in.

use super::{NewItem, insert_flagged};
use crate::base::{At, Result};
use crate::moderation::item::{Hit, ItemKind, Suggestion, TOP_LEVEL};
use crate::moderation::screening::Wave;
use rusqlite::{Connection, OptionalExtension, params};

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

/// Whether the queue was told since `from` that `member` floods.
///
/// # Errors
/// Database errors.
pub fn flood_told(conn: &Connection, member: i64, from: At) -> Result<bool> {
    let sql =
        "SELECT EXISTS (SELECT 1 FROM item WHERE member_id = ?1 AND created_at >= ?2 AND hits LIKE '%\"flood\"%')";
    Ok(conn.prepare_cached(sql)?.query_row(params![member, from.0], |r| r.get(0))?)
}

/// Tells the queue of `wave`: one item for a manager, whose numbers grow with the wave. A wave somebody has judged already
/// is not told again. Returns whether the item is new.
///
/// # Errors
/// Database errors.
pub fn tell_wave(conn: &Connection, wave: &Wave, window: i64, batch: i64) -> Result<bool> {
    let sql = "SELECT id, state FROM item WHERE community_id = ?1 AND created_at >= ?2 AND message_key LIKE 'wave:%'
               ORDER BY id DESC LIMIT 1";
    let told: Option<(i64, String)> = conn
        .prepare_cached(sql)?
        .query_row(params![wave.community, wave.from.0.saturating_sub(window)], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let (who, source) = (format!("+{}", wave.joins), wave.told());
    if let Some((id, state)) = told {
        if state == "pending" {
            conn.execute("UPDATE item SET who = ?2, source = ?3 WHERE id = ?1", params![id, who, source])?;
        }
        return Ok(false);
    }
    let hit = Hit { rule: "wave".into(), says: "rules.hit_wave".into(), start: 0, end: 0 };
    let item = NewItem {
        kind: ItemKind::Join,
        level: TOP_LEVEL,
        community: wave.community,
        member: None,
        who,
        text: String::new(),
        source,
        hits: vec![hit],
        suggestion: Suggestion::Look,
        score: 0.8,
        created_at: wave.from,
        message_key: format!("wave:{}", wave.from.0),
        batch: Some(batch),
    };
    insert_flagged(conn, &item)?;
    Ok(true)
}
