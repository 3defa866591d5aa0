//! Rows of exports on their way into the ledger: members as they appear, daily figures as they grow.

use super::Counts;
use crate::base::clock::DAY;
use crate::base::{At, Result, Says, Zone};
use crate::db::Db;
use crate::members::community::zone_of;
use crate::messages::ledger::{Kind, Row, next_mark};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;

/// Notes that the figures of a day have to be worked out again.
fn touch(conn: &Connection, community: i64, day: NaiveDate, batch: i64) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO touched(community_id, first, last, why, batch_id) VALUES (?1, ?2, ?2, 'import', ?3)
         ON CONFLICT DO UPDATE SET why = 'import', batch_id = ?3, taken = 0",
    )?
    .execute(params![community, day.to_string(), batch])?;
    Ok(())
}

/// Notes that a community is to be looked at: an import of nothing new still says how far it is followed.
fn touch_nothing(conn: &Connection, community: i64, batch: i64) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO touched(community_id, first, last, why, batch_id) VALUES (?1, '', '', 'import', ?2)
         ON CONFLICT DO UPDATE SET why = 'import', batch_id = ?2, taken = 0",
    )?
    .execute(params![community, batch])?;
    Ok(())
}

/// A member as the loader knows them.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// Row id.
    pub id: i64,
    /// First message so far.
    pub first_seen: Option<At>,
    /// Last message so far.
    pub last_seen: Option<At>,
    /// When they joined, if known.
    pub joined_at: Option<At>,
    dirty: bool,
}

#[derive(Debug, Default, Clone, Copy)]
struct Delta {
    messages: i64,
    active: i64,
    first_time: i64,
    joins: i64,
    leaves: i64,
    removed: i64,
}

/// Enters rows, chunk by chunk, each chunk in the caller's transaction.
#[derive(Debug)]
pub struct Loader {
    /// The batch's row id.
    pub batch: i64,
    /// What was done so far; `read` and `skipped` are the caller's to count.
    pub counts: Counts,
    keep_text_from: At,
    file_zone: Zone,
    zones: HashMap<i64, Zone>,
    /// By community and key.
    people: HashMap<i64, HashMap<String, Person>>,
    active: HashMap<(i64, NaiveDate, i64), i64>,
    daily: HashMap<(i64, NaiveDate), Delta>,
    last_day: Option<(i64, i64, i64, NaiveDate)>,
    /// First and last row entered of each community, duplicates too.
    reach: HashMap<i64, (At, At)>,
    /// How far each file reached; without any, `reach` says it for all.
    spans: Vec<Span>,
}

/// How far a file reached in one community.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// The community's row id.
    pub community: i64,
    /// Its first row.
    pub first: At,
    /// Its last row.
    pub last: At,
    /// Whether the file holds everything in between (an export), or only what was heard (a log).
    pub whole: bool,
}

impl Loader {
    /// Begins a batch, or goes on with an unfinished one of the same name (a killed import).
    ///
    /// # Errors
    /// Database errors.
    pub fn begin(db: &mut Db, name: &str, file_zone: Zone, keep_text_days: u32) -> Result<Loader> {
        let me = db.me().name.clone();
        let now = db.now();
        let batch = db.aside(|tx, at| {
            let open: Option<i64> = tx
                .query_row(
                    "SELECT id FROM batch WHERE name = ?1 AND operator = ?2 AND finished = 0 AND undone_at IS NULL",
                    [name, &me],
                    |r| r.get(0),
                )
                .optional()?;
            if let Some(id) = open {
                return Ok(id);
            }
            tx.execute(
                "INSERT INTO batch(at, operator, name, format) VALUES (?1, ?2, ?3, '')",
                params![at.0, me, name],
            )?;
            Ok(tx.last_insert_rowid())
        })?;
        Ok(Loader {
            batch,
            counts: Counts::default(),
            keep_text_from: now.plus(-i64::from(keep_text_days) * DAY),
            file_zone,
            zones: HashMap::new(),
            people: HashMap::new(),
            active: HashMap::new(),
            daily: HashMap::new(),
            last_day: None,
            reach: HashMap::new(),
            spans: Vec::new(),
        })
    }

    /// Enters one row. Returns the person if the row is new, `None` for a duplicate.
    ///
    /// # Errors
    /// Database errors.
    pub fn enter(&mut self, conn: &Connection, row: &Row) -> Result<Option<Person>> {
        let before = self.person(conn, row)?;
        let reach = self.reach.entry(row.community).or_insert((row.at, row.at));
        *reach = (reach.0.min(row.at), reach.1.max(row.at));
        if !self.claim_mark(conn, row, before.id)? {
            self.counts.duplicate += 1;
            return Ok(None);
        }
        self.counts.new += 1;
        let day = self.day(conn, row.community, row.at)?;
        let delta = self.daily.entry((row.community, day)).or_default();
        match row.kind {
            Kind::Message => {
                delta.messages += 1;
                *self.active.entry((row.community, day, before.id)).or_insert(0) += 1;
                self.first_time(conn, row, before, day)?;
                if row.at >= self.keep_text_from && !row.text.is_empty() {
                    self.keep_text(conn, row, before.id)?;
                }
            }
            Kind::Join => {
                delta.joins += 1;
                self.counts.joins += 1;
            }
            Kind::Leave | Kind::Removed => {
                *(if row.kind == Kind::Leave { &mut delta.leaves } else { &mut delta.removed }) += 1;
                self.counts.leaves += 1;
            }
        }
        self.touch(conn, row)?;
        Ok(Some(before))
    }

    /// A file is over: how far it reached.
    pub fn heard(&mut self, span: Span) {
        self.spans.push(span);
    }

    /// Writes the ledger row; on a clash within this same batch takes the next mark.
    fn claim_mark(&self, conn: &Connection, row: &Row, member: i64) -> Result<bool> {
        let mut mark = row.mark;
        loop {
            let mut insert = conn.prepare_cached(
                "INSERT INTO event(community_id, at, mark, member_id, kind, batch_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT DO NOTHING",
            )?;
            if insert.execute(params![row.community, row.at.0, mark, member, row.kind as i64, self.batch])? == 1 {
                return Ok(true);
            }
            if !row.source_id.is_empty() {
                return Ok(false);
            }
            let holder: i64 = conn
                .prepare_cached("SELECT batch_id FROM event WHERE community_id = ?1 AND at = ?2 AND mark = ?3")?
                .query_row(params![row.community, row.at.0, mark], |r| r.get(0))?;
            if holder != self.batch {
                return Ok(false);
            }
            mark = next_mark(mark);
        }
    }

    fn keep_text(&self, conn: &Connection, row: &Row, member: i64) -> Result<()> {
        conn.prepare_cached(
            "INSERT INTO message(community_id, member_id, at, text, source_id, reply_to, batch_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![row.community, member, row.at.0, row.text, row.source_id, row.reply_to, self.batch])?;
        Ok(())
    }

    /// The person of a row, made if new.
    fn person(&mut self, conn: &Connection, row: &Row) -> Result<Person> {
        let people = self.people.entry(row.community).or_default();
        if let Some(person) = people.get(row.key) {
            return Ok(*person);
        }
        let found = conn
            .prepare_cached(
                "SELECT id, first_seen, last_seen, joined_at FROM member WHERE community_id = ?1 AND key = ?2",
            )?
            .query_row(params![row.community, row.key], |r| {
                let at = |n| Ok::<_, rusqlite::Error>(r.get::<_, Option<i64>>(n)?.map(At));
                Ok(Person { id: r.get(0)?, first_seen: at(1)?, last_seen: at(2)?, joined_at: at(3)?, dirty: false })
            })
            .optional()?;
        let person = match found {
            Some(person) => person,
            None => {
                conn.prepare_cached("INSERT INTO member(community_id, key, name) VALUES (?1, ?2, ?3)")?
                    .execute(params![row.community, row.key, row.name])?;
                Person {
                    id: conn.last_insert_rowid(),
                    first_seen: None,
                    last_seen: None,
                    joined_at: None,
                    dirty: false,
                }
            }
        };
        people.insert(row.key.to_owned(), person);
        Ok(person)
    }

    /// A person's first message counts on its day; an earlier one found later moves the count there.
    fn first_time(&mut self, conn: &Connection, row: &Row, before: Person, day: NaiveDate) -> Result<()> {
        if before.first_seen.is_some_and(|first| first <= row.at) {
            return Ok(());
        }
        if let Some(first) = before.first_seen {
            let old = self.day(conn, row.community, first)?;
            self.daily.entry((row.community, old)).or_default().first_time -= 1;
        }
        self.daily.entry((row.community, day)).or_default().first_time += 1;
        Ok(())
    }

    /// Moves the person's times; written with the chunk.
    fn touch(&mut self, conn: &Connection, row: &Row) -> Result<()> {
        let person = self.people.get_mut(&row.community).and_then(|people| people.get_mut(row.key));
        let Some(person) = person else { return Ok(()) };
        match row.kind {
            Kind::Message => {
                let newest = person.last_seen.is_none_or(|last| last < row.at);
                person.first_seen = Some(person.first_seen.map_or(row.at, |f| f.min(row.at)));
                person.last_seen = Some(person.last_seen.map_or(row.at, |l| l.max(row.at)));
                person.dirty |= newest || person.first_seen == Some(row.at);
            }
            Kind::Join => {
                person.joined_at = Some(row.at);
                conn.prepare_cached("UPDATE member SET joined_at = ?2, left_at = NULL, source = CASE WHEN ?3 = '' THEN source ELSE ?3 END WHERE id = ?1")?
                    .execute(params![person.id, row.at.0, row.source])?;
            }
            Kind::Leave | Kind::Removed => {
                conn.prepare_cached("UPDATE member SET left_at = ?2 WHERE id = ?1")?
                    .execute(params![person.id, row.at.0])?;
            }
        }
        Ok(())
    }

    /// The community's local day of a moment; the last answer serves until the day is over.
    fn day(&mut self, conn: &Connection, community: i64, at: At) -> Result<NaiveDate> {
        if let Some((c, from, to, day)) = self.last_day
            && c == community
            && (from..to).contains(&at.0)
        {
            return Ok(day);
        }
        let zone = match self.zones.get(&community) {
            Some(zone) => *zone,
            None => {
                let stored: String =
                    conn.query_row("SELECT zone FROM community WHERE id = ?1", [community], |r| r.get(0))?;
                let zone = zone_of(&stored, self.file_zone);
                self.zones.insert(community, zone);
                zone
            }
        };
        let day = at.day(zone);
        let end = day.succ_opt().map_or(i64::MAX, |next| zone.midnight(next).0);
        self.last_day = Some((community, zone.midnight(day).0, end, day));
        Ok(day)
    }

    /// Writes what this chunk changed in daily figures and people.
    ///
    /// # Errors
    /// Database errors.
    pub fn settle(&mut self, conn: &Connection) -> Result<()> {
        for ((community, day, member), n) in self.active.drain() {
            let day_text = day.to_string();
            let added = conn
                .prepare_cached(
                    "INSERT INTO active(community_id, day, member_id, messages) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                )?
                .execute(params![community, day_text, member, n])?;
            if added == 1 {
                self.daily.entry((community, day)).or_default().active += 1;
            } else {
                conn.prepare_cached(
                    "UPDATE active SET messages = messages + ?4 WHERE community_id = ?1 AND day = ?2 AND member_id = ?3",
                )?
                .execute(params![community, day_text, member, n])?;
            }
        }
        for ((community, day), d) in self.daily.drain() {
            touch(conn, community, day, self.batch)?;
            conn.prepare_cached(
                "INSERT INTO daily(community_id, day, messages, active, first_time, joins, leaves, removed)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT DO UPDATE SET messages = messages + ?3, active = active + ?4, first_time = first_time + ?5,
                   joins = joins + ?6, leaves = leaves + ?7, removed = removed + ?8",
            )?
            .execute(params![
                community,
                day.to_string(),
                d.messages,
                d.active,
                d.first_time,
                d.joins,
                d.leaves,
                d.removed
            ])?;
        }
        for person in self.people.values_mut().flat_map(HashMap::values_mut).filter(|p| p.dirty) {
            person.dirty = false;
            conn.prepare_cached("UPDATE member SET first_seen = ?2, last_seen = ?3 WHERE id = ?1")?
                .execute(params![person.id, person.first_seen.map(|a| a.0), person.last_seen.map(|a| a.0)])?;
        }
        // Names and keys of many people would grow without bound; they are read again when they come back.
        if self.people.values().map(HashMap::len).sum::<usize>() > 50_000 {
            self.people.clear();
        }
        Ok(())
    }

    /// Ends the batch with its journal entry.
    ///
    /// # Errors
    /// Database errors.
    pub fn finish(self, db: &mut Db, format: &str) -> Result<Counts> {
        let c = self.counts;
        let id = self.batch;
        let mut spans = self.spans;
        if spans.is_empty() {
            let of = |(community, (first, last))| Span { community, first, last, whole: false };
            spans.extend(self.reach.into_iter().map(of));
        }
        let until = spans.iter().map(|s| s.last).max();
        db.write_batch("import.batch", |tx| {
            for Span { community, first, last, whole } in &spans {
                tx.prepare_cached(
                    "INSERT INTO span(batch_id, community_id, first, last, until, whole) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                     ON CONFLICT DO UPDATE SET last = max(last, ?4), until = max(until, ?5)",
                )?
                .execute(params![id, community, first.0, last.0, until.map(|u| u.0), whole])?;
                touch_nothing(tx, *community, id)?;
            }
            tx.execute(
                "UPDATE batch SET format = ?2, records = records + ?3, fresh = fresh + ?4, duplicate = duplicate + ?5,
                   skipped = skipped + ?6, queued = queued + ?7, joins = joins + ?8, leaves = leaves + ?9, finished = 1 WHERE id = ?1",
                params![id, format, c.read, c.new, c.duplicate, c.skipped, c.queued, c.joins, c.leaves],
            )?;
            let name: String = tx.query_row("SELECT name FROM batch WHERE id = ?1", [id], |r| r.get(0))?;
            tx.about("batch", id);
            tx.says(Says::new("app.imported").with("name", name).with("new", c.new).with("queued", c.queued));
            Ok(())
        })?;
        Ok(c)
    }
}
