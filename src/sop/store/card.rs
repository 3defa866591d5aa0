//! What is known about somebody who asks, and what was answered last.

use crate::base::clock::DAY;
use crate::base::{At, Result};
use crate::db::Db;
use crate::sop::inquiry::Inquiry;
use rusqlite::{OptionalExtension, params};

/// The last answer `operator` gave.
///
/// # Errors
/// Database errors.
pub fn last_answer(db: &Db, operator: &str) -> Result<Option<String>> {
    let sql = "SELECT answer FROM inquiry WHERE answered_at IS NOT NULL AND answered_by = ?1 AND answer <> ''
               ORDER BY answered_at DESC, id DESC LIMIT 1";
    Ok(db.conn().prepare_cached(sql)?.query_row([operator], |r| r.get(0)).optional()?)
}

/// What is known about somebody who asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// When they joined.
    pub joined_at: Option<At>,
    /// How they came.
    pub source: String,
    /// Their role in the community.
    pub role: String,
    /// Their last message.
    pub last_seen: Option<At>,
    /// Inquiries before this one.
    pub earlier: i64,
    /// The last of them.
    pub last_asked: Option<At>,
    /// Rejections in the last 90 days.
    pub strikes: i64,
    /// What operators noted.
    pub note: String,
    /// Whether a member of that name is known at all.
    pub known: bool,
}

/// The facts there are about who asks in `inquiry`.
///
/// # Errors
/// Database errors.
pub fn card(db: &Db, inquiry: &Inquiry) -> Result<Card> {
    let (earlier, last_asked) = db.conn().query_row(
        "SELECT count(*), max(at) FROM inquiry WHERE community_id = ?1 AND who = ?2 AND id < ?3",
        params![inquiry.community_id, inquiry.who, inquiry.id],
        |r| Ok((r.get(0)?, r.get::<_, Option<i64>>(1)?.map(At))),
    )?;
    let since = db.now().0 - 90 * DAY;
    let member = db
        .conn()
        .query_row(
            "SELECT joined_at, source, role, last_seen, note, (SELECT count(*) FROM item
             WHERE item.member_id = member.id AND item.state = 'rejected' AND item.decided_at >= ?2)
             FROM member WHERE id = ?1",
            params![inquiry.member_id, since],
            |r| {
                Ok(Card {
                    joined_at: r.get::<_, Option<i64>>(0)?.map(At),
                    source: r.get(1)?,
                    role: r.get(2)?,
                    last_seen: r.get::<_, Option<i64>>(3)?.map(At),
                    note: r.get(4)?,
                    strikes: r.get(5)?,
                    known: true,
                    ..Card::default()
                })
            },
        )
        .optional()?;
    Ok(Card { earlier, last_asked, ..member.unwrap_or_default() })
}
