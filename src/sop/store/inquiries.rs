//! People waiting: reading them. What is decided about them stands in `decide`, how they come in in `log` and `heard`.

use crate::base::{At, Error, Result};
use crate::db::Db;
use crate::sop::inquiry::{Inquiry, Kind, State, URGENT_MS};
use crate::sop::promise::{Pauses, Timetable};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Which inquiries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Of {
    /// Those who need an answer now, least time left first: also who is paused before any answer, but not who is put off.
    #[default]
    Waiting,
    /// Those we wait for, least time left first.
    Paused,
    /// Those who are put off, the first to come back first.
    Snoozed,
    /// Every one, the newest first.
    All,
}

/// What to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Which.
    pub of: Of,
    /// Only this sort.
    pub kind: Option<Kind>,
    /// Only those whose promise ends by then.
    pub due_by: Option<At>,
    /// Only this community.
    pub community: Option<i64>,
    /// Only those that are this operator's.
    pub owner: Option<String>,
    /// The moment that tells who is put off; the file's own if unsaid.
    pub now: Option<At>,
}

const COLUMNS: &str =
    "i.id, i.community_id, c.name, c.platform, i.member_id, i.who, i.kind, i.text, i.at, i.state, i.level,
    i.due_at, i.paused_at, i.pause_note, i.answered_at, i.answered_by, i.template_id, i.answer, i.reason, i.version,
    i.owner, i.handed_by, i.hand_note, coalesce(i.asked_at, i.at), i.first_at, i.kept, i.turns, i.again, i.snoozed_until,
    i.quality, i.pauses, i.closed_at
    FROM inquiry i JOIN community c ON c.id = i.community_id";

fn from_row(row: &Row) -> rusqlite::Result<Inquiry> {
    let (kind, state): (String, String) = (row.get(6)?, row.get(9)?);
    let at = |n: usize| -> rusqlite::Result<Option<At>> { Ok(row.get::<_, Option<i64>>(n)?.map(At)) };
    Ok(Inquiry {
        id: row.get(0)?,
        community_id: row.get(1)?,
        community: row.get(2)?,
        platform: row.get(3)?,
        member_id: row.get(4)?,
        who: row.get(5)?,
        kind: Kind::read(&kind).unwrap_or(Kind::Ask),
        text: row.get(7)?,
        at: At(row.get(8)?),
        state: State::read(&state).unwrap_or(State::Closed),
        level: row.get(10)?,
        due_at: At(row.get(11)?),
        paused_at: at(12)?,
        pause_note: row.get(13)?,
        answered_at: at(14)?,
        answered_by: row.get(15)?,
        template_id: row.get(16)?,
        answer: row.get(17)?,
        reason: row.get(18)?,
        version: row.get(19)?,
        owner: row.get(20)?,
        handed_by: row.get(21)?,
        hand_note: row.get(22)?,
        asked_at: At(row.get(23)?),
        first_at: at(24)?,
        kept: row.get(25)?,
        turns: row.get(26)?,
        again: row.get(27)?,
        snoozed_until: at(28)?,
        quality: row.get(29)?,
        pauses: Pauses::read(&row.get::<_, String>(30)?),
        closed_at: at(31)?,
    })
}

/// The condition of the partial index, so that it is used.
const OPEN: &str = "i.state IN ('waiting', 'paused')";
/// Somebody has to answer.
const NEEDED: &str = "(i.state = 'waiting' OR i.first_at IS NULL)";

/// At most `limit` inquiries that are wanted and that `fits` takes.
///
/// # Errors
/// Database errors.
pub fn inquiries(db: &Db, wanted: &Wanted, limit: usize, fits: &dyn Fn(&Inquiry) -> bool) -> Result<Vec<Inquiry>> {
    let (state, order) = match wanted.of {
        Of::Waiting => {
            (format!("{OPEN} AND {NEEDED} AND (i.snoozed_until IS NULL OR i.snoozed_until <= ?4)"), "i.due_at, i.id")
        }
        Of::Paused => (format!("{OPEN} AND i.state = 'paused'"), "i.due_at, i.id"),
        Of::Snoozed => (format!("{OPEN} AND i.snoozed_until > ?4"), "i.snoozed_until, i.id"),
        Of::All => ("1".to_owned(), "i.id DESC"),
    };
    let mut stmt = db.conn().prepare_cached(&format!(
        "SELECT {COLUMNS} WHERE {state} AND (?1 IS NULL OR i.kind = ?1) AND (?2 IS NULL OR i.due_at <= ?2)
         AND (?3 IS NULL OR i.community_id = ?3) AND ?4 IS NOT NULL AND (?5 IS NULL OR i.owner = ?5) ORDER BY {order}"
    ))?;
    let now = wanted.now.unwrap_or_else(|| db.now()).0;
    let kind = wanted.kind.map(Kind::name);
    let mut rows = stmt.query(params![kind, wanted.due_by.map(|a| a.0), wanted.community, now, wanted.owner])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let inquiry = from_row(row)?;
        if fits(&inquiry) {
            out.push(inquiry);
            if out.len() == limit {
                break;
            }
        }
    }
    Ok(out)
}

/// One inquiry.
///
/// # Errors
/// [`crate::base::Kind::User`] if there is none.
pub fn inquiry(db: &Db, id: i64) -> Result<Inquiry> {
    one_in(db.conn(), id)
}

/// One inquiry, as part of a write that has begun.
pub(super) fn one_in(conn: &Connection, id: i64) -> Result<Inquiry> {
    let mut stmt = conn.prepare_cached(&format!("SELECT {COLUMNS} WHERE i.id = ?1"))?;
    stmt.query_row([id], from_row)
        .optional()?
        .ok_or_else(|| Error::user("sop.no_inquiry").with("id", id).hint("sop.no_inquiry_hint"))
}

/// How many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Those who need an answer now.
    pub waiting: i64,
    /// Of them those whose time is over.
    pub late: i64,
    /// Of them those who have ten minutes or less, the late ones among them.
    pub soon: i64,
    /// Those we wait for and have answered.
    pub paused: i64,
    /// Those who are put off.
    pub snoozed: i64,
}

/// Counts at `now`.
///
/// # Errors
/// Database errors.
pub fn counts(db: &Db, now: At, hours: &Timetable) -> Result<Counts> {
    let sql = format!(
        "SELECT count(*) FILTER (WHERE here), count(*) FILTER (WHERE here AND due_at < ?1),
           count(*) FILTER (WHERE NOT needed),
           count(*) FILTER (WHERE needed AND NOT here)
         FROM (SELECT due_at, {NEEDED} AS needed, {NEEDED} AND (i.snoozed_until IS NULL OR i.snoozed_until <= ?1) AS here
               FROM inquiry i WHERE {OPEN})"
    );
    let counts = db.conn().prepare_cached(&sql)?.query_row([now.0], |r| {
        Ok(Counts { waiting: r.get(0)?, late: r.get(1)?, soon: 0, paused: r.get(2)?, snoozed: r.get(3)? })
    })?;
    Ok(Counts { soon: counts.late + soon(db, now, hours)?, ..counts })
}

/// How many who are not late have ten minutes or less, each by the clock of their community.
fn soon(db: &Db, now: At, hours: &Timetable) -> Result<i64> {
    let sql = format!(
        "SELECT i.community_id, i.kind, i.due_at FROM inquiry i WHERE {OPEN} AND {NEEDED} AND i.due_at >= ?1
         AND i.due_at <= ?2 AND (i.snoozed_until IS NULL OR i.snoozed_until <= ?1)"
    );
    let mut stmt = db.conn().prepare_cached(&sql)?;
    let mut rows = stmt.query([now.0, hours.urgent_by(now).0])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        let kind = Kind::read(row.get_ref(1)?.as_str().unwrap_or_default()).unwrap_or(Kind::Ask);
        let left = hours.of(row.get(0)?, kind).left(now, At(row.get(2)?));
        count += i64::from(left <= URGENT_MS);
    }
    Ok(count)
}

/// How many that were handed over to `operator` by somebody else still need them.
///
/// # Errors
/// Database errors.
pub fn handed(db: &Db, operator: &str) -> Result<i64> {
    let sql = format!("SELECT count(*) FROM inquiry i WHERE {OPEN} AND i.owner = ?1 AND i.handed_by <> ''");
    Ok(db.conn().prepare_cached(&sql)?.query_row([operator], |r| r.get(0))?)
}

/// The other operators, by name: those who are enrolled, are here, or have done something lately.
///
/// # Errors
/// Database errors.
pub fn colleagues(db: &Db) -> Result<Vec<String>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT name FROM operator WHERE name <> ?1 UNION SELECT operator FROM session WHERE operator <> ?1
         UNION SELECT operator FROM (SELECT operator FROM journal ORDER BY seq DESC LIMIT 2000) WHERE operator <> ?1
         ORDER BY 1",
    )?;
    let rows = stmt.query_map([&db.me().name], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many were ever logged.
///
/// # Errors
/// Database errors.
pub fn logged(db: &Db) -> Result<i64> {
    Ok(db.conn().prepare_cached("SELECT count(*) FROM inquiry")?.query_row([], |r| r.get(0))?)
}

/// Who changed inquiry `id` last, and when.
///
/// # Errors
/// Database errors.
pub fn last_change(db: &Db, id: i64) -> Result<Option<(String, At)>> {
    changed_by(db.conn(), id)
}

pub(super) fn changed_by(conn: &Connection, id: i64) -> Result<Option<(String, At)>> {
    let sql = "SELECT j.operator, j.at FROM change c JOIN journal j ON j.seq = c.seq
               WHERE c.tbl = 'inquiry' AND c.row = ?1 ORDER BY c.id DESC LIMIT 1";
    Ok(conn.prepare_cached(sql)?.query_row([id], |r| Ok((r.get(0)?, At(r.get(1)?)))).optional()?)
}
