//! Making the slots: 90 days ahead, never into the past, and never over what somebody has touched.

use super::super::super::approval;
use super::super::super::days::Days;
use super::super::super::post::{Post, State, Track};
use super::super::super::series::{AHEAD_DAYS, Series};
use super::super::change::{Content, insert};
use super::super::more::approval_of;
use super::super::{days_stamp, one as post};
use super::all;
use crate::base::{Error, Result, Says, Zone};
use crate::calendar::board::later;
use crate::db::{Db, Tx, setting};
use chrono::NaiveDate;
use rusqlite::{ErrorCode, OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The operator in whose name the program itself acts.
const PROGRAM: &str = crate::moderation::pipeline::PROGRAM;

/// What an act says that found nothing left to do.
const NOTHING: &str = "columns.nothing_to_make";

/// What became of a column's slots.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Done {
    pub made: usize,
    pub changed: usize,
    pub removed: usize,
}

/// Makes what is missing of every column's slots up to 90 days ahead, in the program's own name; how many that were. Once
/// a day, or when the arrangements of days have changed, it looks; else it costs one reading.
///
/// # Errors
/// Database errors.
pub fn extend(db: &mut Db) -> Result<usize> {
    let zone = setting::zone(db)?;
    let reach = later(db.now().day(zone), AHEAD_DAYS);
    let stamp = format!("{:?}", days_stamp(db)?);
    let known: Option<(String, String)> = db
        .conn()
        .query_row("SELECT made_to, days FROM horizon WHERE id = 1", [], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    if known.is_some_and(|(to, days)| to >= reach.to_string() && days == stamp) {
        return Ok(0);
    }
    let days = super::super::days(db)?;
    let me = db.me().name.clone();
    db.rename(PROGRAM);
    let made = db.write("series.extend", |tx| {
        let mut sum = Done::default();
        for series in all(tx)? {
            let done = settle(tx, &series, &days)?;
            sum = Done {
                made: sum.made + done.made,
                changed: sum.changed + done.changed,
                removed: sum.removed + done.removed,
            };
        }
        if sum == Done::default() {
            return Err(Error::user(NOTHING));
        }
        // Nobody's `u` takes back what the program did by itself.
        tx.lasting();
        let says = Says::new("columns.did_extend").with("n", sum.made).with("to", reach);
        tx.says(says.with("changed", sum.changed).with("removed", sum.removed));
        Ok(sum.made)
    });
    db.rename(&me);
    let made = match made {
        Err(error) if error.says.key == NOTHING => 0,
        other => other?,
    };
    db.aside(|conn, _| {
        conn.execute(
            "INSERT INTO horizon(id, made_to, days) VALUES (1, ?1, ?2)
             ON CONFLICT(id) DO UPDATE SET made_to = ?1, days = ?2",
            [reach.to_string(), stamp],
        )?;
        Ok(())
    })?;
    Ok(made)
}

/// A slot as it is in the file.
struct Slot {
    id: i64,
    post: Post,
    made: String,
}

impl Slot {
    /// Whether it still is as it was made.
    fn untouched(&self) -> bool {
        self.made == print(&self.post)
    }
}

/// Brings the slots of a column from today on in line with it: missing ones are made (none whose moment has passed),
/// those that nobody touched follow it or go, all others stay.
pub(super) fn settle(tx: &Tx, series: &Series, days: &Days) -> Result<Done> {
    let file = setting::get_in(tx, "zone")?.and_then(|z| Zone::parse(&z).ok()).unwrap_or_default();
    let own: String = tx
        .prepare_cached("SELECT zone FROM community WHERE id = ?1")?
        .query_row([series.column.community_id], |r| r.get(0))?;
    let zone = Zone::parse(&own).ok().filter(|_| !own.is_empty()).unwrap_or(file);
    let today = tx.at.day(zone);
    let column = &series.column;
    let wanted = column.rule.slots(column.span, today, later(today, AHEAD_DAYS), days);
    let mut there = slots(tx, series.id, today)?;
    let mut done = Done::default();
    let mut n = last_number(tx, series, today)?;
    let approval = approval_of(tx, column.community_id)?;
    for day in wanted {
        let kept = there.remove(&day);
        let ahead = zone.moment(day.and_time(column.time)) >= tx.at;
        if kept.is_none() && !ahead {
            continue;
        }
        n += 1;
        let content = content(series, day, n);
        // Without a caption a slot is a gap, with one it stands where its community lets it.
        let blank = content.body.trim().is_empty();
        let state = if blank { State::Gap } else { approval::written(&content.body, approval, false) };
        match kept {
            None => {
                let made = insert(tx, &content, state)?;
                tx.prepare_cached("INSERT INTO slot(series_id, day, n, post_id, made) VALUES (?1, ?2, ?3, ?4, ?5)")?
                    .execute(params![series.id, day.to_string(), n, made.id, print(&made)])?;
                done.made += 1;
            }
            Some(slot) => {
                if slot.untouched() && rewrite(tx, &slot, &content, state)? {
                    done.changed += 1;
                }
                tx.prepare_cached("UPDATE slot SET n = ?2 WHERE id = ?1 AND n <> ?2")?.execute(params![slot.id, n])?;
            }
        }
    }
    for slot in there.into_values().filter(Slot::untouched) {
        done.removed += usize::from(remove(tx, &slot)?);
    }
    Ok(done)
}

/// Entries that stand where the column would put a slot are its slots, past ones too. They count as touched.
pub(super) fn adopt(tx: &Tx, series: &Series, days: &Days) -> Result<()> {
    let column = &series.column;
    let to = later(tx.at.day(Zone::default()), AHEAD_DAYS);
    let mut found = tx.prepare_cached(
        "SELECT p.id FROM post p WHERE p.community_id = ?1 AND p.day = ?2 AND p.time = ?3 AND p.track = 'fixed'
           AND p.state <> 'dropped' AND NOT EXISTS (SELECT 1 FROM slot s WHERE s.post_id = p.id) ORDER BY p.id LIMIT 1",
    )?;
    for (day, n) in column.rule.slots(column.span, column.span.from, to, days).into_iter().zip(column.number..) {
        let time = column.time.format("%H:%M").to_string();
        let post: Option<i64> =
            found.query_row(params![column.community_id, day.to_string(), time], |r| r.get(0)).optional()?;
        if let Some(post) = post {
            tx.prepare_cached("INSERT INTO slot(series_id, day, n, post_id, made) VALUES (?1, ?2, ?3, ?4, '')")?
                .execute(params![series.id, day.to_string(), n, post])?;
        }
    }
    Ok(())
}

/// The column's slots from `today` on, by their own day.
fn slots(tx: &Tx, series: i64, today: NaiveDate) -> Result<BTreeMap<NaiveDate, Slot>> {
    let mut stmt = tx.prepare_cached("SELECT id, day, post_id, made FROM slot WHERE series_id = ?1 AND day >= ?2")?;
    let rows = stmt.query_map(params![series, today.to_string()], |r| {
        Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?, r.get::<_, i64>(2)?, r.get::<_, String>(3)?))
    })?;
    let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let slot = |(id, day, of, made): (i64, String, i64, String)| {
        let day = day.parse().map_err(|e| Error::user("db.corrupt").with("cause", e))?;
        Ok((day, Slot { id, post: post(tx, of)?, made }))
    };
    rows.into_iter().map(slot).collect()
}

/// The number before the first of today's slots.
fn last_number(tx: &Tx, series: &Series, today: NaiveDate) -> Result<u32> {
    let last: Option<u32> = tx
        .prepare_cached("SELECT n FROM slot WHERE series_id = ?1 AND day < ?2 ORDER BY day DESC LIMIT 1")?
        .query_row(params![series.id, today.to_string()], |r| r.get(0))
        .optional()?;
    Ok(last.unwrap_or(series.column.number.saturating_sub(1)))
}

fn content(series: &Series, day: NaiveDate, n: u32) -> Content {
    let column = &series.column;
    Content {
        community_id: column.community_id,
        day,
        time: column.time,
        kind: column.kind,
        format: column.format,
        track: Track::Fixed,
        title: column.title_of(n),
        body: column.body_of(n),
        owner: column.owner.trim().to_owned(),
        expires_at: None,
        note: String::new(),
    }
}

/// Writes what the column says now; false if nothing changes.
fn rewrite(tx: &Tx, slot: &Slot, content: &Content, state: State) -> Result<bool> {
    let same = |p: &Post| {
        (p.community_id, p.day, p.time, p.kind, p.format, p.state, &p.title, &p.body, &p.owner)
            == (
                content.community_id,
                content.day,
                content.time,
                content.kind,
                content.format,
                state,
                &content.title,
                &content.body,
                &content.owner,
            )
    };
    if same(&slot.post) {
        return Ok(false);
    }
    tx.prepare_cached(
        "UPDATE post SET community_id = ?2, day = ?3, time = ?4, kind = ?5, format = ?6, title = ?7, body = ?8, owner = ?9,
                state = ?10, version = version + 1 WHERE id = ?1",
    )?
    .execute(params![
        slot.post.id,
        content.community_id,
        content.day.to_string(),
        content.time.format("%H:%M").to_string(),
        content.kind.word(),
        content.format.word(),
        content.title,
        content.body,
        content.owner,
        state.word()
    ])?;
    tx.prepare_cached("UPDATE slot SET made = ?2 WHERE id = ?1")?
        .execute(params![slot.id, print(&post(tx, slot.post.id)?)])?;
    Ok(true)
}

/// Takes a slot away. What something else holds on to (a variant, a result) stays: then it was touched.
fn remove(tx: &Tx, slot: &Slot) -> Result<bool> {
    tx.execute_batch("SAVEPOINT slot_goes")?;
    tx.prepare_cached("DELETE FROM slot WHERE id = ?1")?.execute([slot.id])?;
    let gone = tx.prepare_cached("DELETE FROM post WHERE id = ?1")?.execute([slot.post.id]);
    let held = matches!(&gone, Err(rusqlite::Error::SqliteFailure(e, _)) if e.code == ErrorCode::ConstraintViolation);
    if held {
        tx.execute_batch("ROLLBACK TO slot_goes")?;
    }
    tx.execute_batch("RELEASE slot_goes")?;
    if held { Ok(false) } else { Ok(gone.map(|n| n > 0)?) }
}

/// What people can change of an entry, in short: by it one tells whether they have.
fn print(post: &Post) -> String {
    let parts = [
        post.community_id.to_string(),
        post.day.to_string(),
        post.clock(),
        post.kind.word().into(),
        post.format.word().into(),
        post.track.word().into(),
        post.state.word().into(),
        post.title.clone(),
        post.body.clone(),
        post.owner.clone(),
        post.note.clone(),
        format!("{:?} {:?} {}", post.more.details, post.more.texts, post.more.places.len()),
    ];
    let hash = Sha256::digest(parts.join("\u{1f}").as_bytes());
    hash.iter().take(8).map(|b| format!("{b:02x}")).collect()
}
