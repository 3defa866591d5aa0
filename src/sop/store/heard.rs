//! What the ears heard becomes rows: new inquiries belong to their import and go with it; what happened to inquiries
//! that were there already is an entry of its own.

use super::decide;
use super::inquiries::one_in;
use crate::base::{At, Result, Says};
use crate::db::Db;
use crate::sop::ears::{FRESH_MS, Heard, New, Open};
use crate::sop::inquiry::{Inquiry, State};
use crate::sop::promise::Timetable;
use rusqlite::{Connection, OptionalExtension, params};

/// Who waits in which community since when, of the last day.
///
/// # Errors
/// Database errors.
pub fn listened_for(db: &Db, now: At) -> Result<Vec<Open>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT id, community_id, member_id, who, CASE WHEN state = 'paused' AND first_at IS NOT NULL THEN paused_at
           ELSE coalesce(asked_at, at) END AS since, state = 'paused' AND first_at IS NOT NULL
         FROM inquiry WHERE state IN ('waiting', 'paused') AND (state = 'paused' OR coalesce(asked_at, at) >= ?1)",
    )?;
    let rows = stmt.query_map([now.0 - FRESH_MS], |r| {
        Ok(Open {
            id: r.get(0)?,
            community: r.get(1)?,
            member: r.get(2)?,
            who: r.get(3)?,
            since: At(r.get(4)?),
            expects: r.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What came of what was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    /// New inquiries.
    pub new: i64,
    /// Inquiries that go on: they wrote again, or staff has answered in the community.
    pub changed: i64,
}

/// Takes in what import `batch` let us hear. New inquiries are the batch's of their message and are removed with it while
/// nobody has answered them; hearing the same again changes nothing. The rest is one entry, `sop.heard` about the batch.
///
/// # Errors
/// Database errors.
pub fn take(db: &mut Db, batch: i64, heard: &[Heard], hours: &Timetable) -> Result<Taken> {
    let (mut taken, later) = db.aside(|conn, _| enter(conn, heard, hours))?;
    let apply = |db: &Db, id: i64, next: &Next| one_in(db.conn(), id).is_ok_and(|now| next.applies(&now));
    // A first look, so that hearing the same again writes no empty entry.
    if !later.iter().any(|(id, next)| apply(db, *id, next)) {
        return Ok(taken);
    }
    taken.changed = db.write("sop.heard", |tx| {
        let mut count = 0;
        for (id, next) in &later {
            let now = one_in(tx, *id)?;
            if !next.applies(&now) {
                continue;
            }
            count += 1;
            match next {
                Next::Again(at, text, answer) => {
                    decide::turn(tx, &now, *at, text, hours)?;
                    if let Some((at, who)) = answer {
                        decide::elsewhere(tx, &one_in(tx, *id)?, Some(*at), who)?;
                    }
                }
                Next::Answered(at, who) => decide::elsewhere(tx, &now, Some((*at).min(tx.at)), who)?,
            }
        }
        tx.about("batch", batch);
        tx.says(Says::new("promise.did_hear").with("count", count));
        Ok(count)
    })?;
    Ok(taken)
}

/// Enters what is new; what happens next to inquiries that are there is given back.
fn enter(conn: &Connection, heard: &[Heard], hours: &Timetable) -> Result<(Taken, Vec<(i64, Next)>)> {
    let (mut taken, mut later) = (Taken::default(), Vec::new());
    for one in heard {
        match one {
            Heard::New(new) => match placed(conn, new)? {
                Place::Known => {}
                Place::Goes(id) => later.push((id, Next::Again(new.at, new.text.clone(), new.answered.clone()))),
                Place::Free => {
                    let id = insert(conn, new, hours)?;
                    taken.new += i64::from(id.is_some());
                    if let (Some(id), Some((at, who))) = (id, &new.answered) {
                        later.push((id, Next::Answered(*at, who.clone())));
                    }
                }
            },
            Heard::Again(id, at, text) => later.push((*id, Next::Again(*at, text.clone(), None))),
            Heard::Answered(id, at, who) => later.push((*id, Next::Answered(*at, who.clone()))),
        }
    }
    Ok((taken, later))
}

/// The standing entry of what import `batch` (`batch:12`) let us hear of inquiries that were there already.
///
/// # Errors
/// Database errors.
pub fn heard_with(db: &Db, batch: &str) -> Result<Option<i64>> {
    let sql = "SELECT seq FROM journal e WHERE action = 'sop.heard' AND item = ?1 AND undoable = 1
               AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = e.seq
                               AND NOT EXISTS (SELECT 1 FROM journal r WHERE r.undoes = u.seq))
               ORDER BY seq DESC LIMIT 1";
    Ok(db.conn().prepare_cached(sql)?.query_row([batch], |r| r.get(0)).optional()?)
}

/// What happens next to an inquiry.
enum Next {
    /// They wrote again; perhaps that has been answered already.
    Again(At, String, Option<(At, String)>),
    /// Staff has answered in the community.
    Answered(At, String),
}

impl Next {
    fn applies(&self, now: &Inquiry) -> bool {
        match self {
            Self::Again(at, ..) => {
                now.state != State::Waiting && now.answered_at.is_some_and(|answered| *at >= answered)
            }
            Self::Answered(at, _) => now.state.open() && *at >= now.asked_at,
        }
    }
}

/// Where a message belongs.
enum Place {
    /// To an inquiry that was open at that time: it is part of it.
    Known,
    /// It goes on with one that was answered within a day before.
    Goes(i64),
    /// To none.
    Free,
}

fn placed(conn: &Connection, new: &New) -> Result<Place> {
    let last = conn
        .prepare_cached(
            "SELECT id, coalesce(answered_at, closed_at), first_at IS NOT NULL FROM inquiry
             WHERE member_id = ?1 AND community_id = ?2 AND at <= ?3 ORDER BY at DESC, id DESC LIMIT 1",
        )?
        .query_row(params![new.member, new.community, new.at.0], |r| {
            Ok((r.get::<_, i64>(0)?, r.get::<_, Option<i64>>(1)?, r.get::<_, bool>(2)?))
        })
        .optional()?;
    Ok(match last {
        Some((_, None, _)) => Place::Known,
        Some((_, Some(ended), _)) if ended >= new.at.0 => Place::Known,
        Some((id, Some(ended), true)) if new.at.0 - ended <= FRESH_MS => Place::Goes(id),
        _ => Place::Free,
    })
}

/// Enters a new inquiry; `None` if its message has one.
fn insert(conn: &Connection, new: &New, hours: &Timetable) -> Result<Option<i64>> {
    let due = hours.of(new.community, new.kind).due(new.at);
    // Its own key: the message may be imported anew after its batch was undone, when its inquiry was answered already.
    let key = format!("heard:{}:{}", new.member, new.at.0);
    let made = conn
        .prepare_cached(
            "INSERT INTO inquiry(community_id, member_id, who, kind, text, at, due_at, source_key, rule, batch_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            new.community,
            new.member,
            new.who,
            new.kind.name(),
            new.text.trim(),
            new.at.0,
            due.0,
            key,
            new.rule,
            new.batch
        ])?;
    Ok((made == 1).then(|| conn.last_insert_rowid()))
}
