//! Reading what is known beside an item. Every question is answered by an index: it is asked for each row the cursor
//! comes to.

use super::{appeals, clauses, strikes};
use crate::base::{At, Lang, Result};
use crate::db::Db;
use crate::moderation::dossier::{Dossier, Elsewhere, Trace};
use crate::moderation::item::{Item, ItemKind, Place};
use crate::moderation::reason::Reason;
use rusqlite::{OptionalExtension, Row};

/// Lines of what is known of somebody somewhere else.
const LINES: usize = 4;

/// The same, asked of each sort of trace.
const ASKED: i64 = 6;

/// Everything known beside `item`; clauses of the starter set in `lang`.
///
/// # Errors
/// Database errors.
pub fn dossier(db: &Db, item: &Item, lang: &Lang) -> Result<Dossier> {
    let clause = match &item.conduct.cited {
        Some(cited) => clauses::clause(db, lang, cited)?,
        None => None,
    };
    Ok(Dossier {
        elsewhere: elsewhere(db, item)?,
        original: appeals::original(db, item)?,
        clause,
        standing: strikes::standing(db, item)?,
        inviter: inviter(db, item)?,
    })
}

/// The strikes of who brings the applicant, if exactly one member of the community is called so.
fn inviter(db: &Db, item: &Item) -> Result<Option<i64>> {
    let name = item.conduct.inviter.trim();
    if name.is_empty() {
        return Ok(None);
    }
    let Some(member) = super::member_named(db, item.place.id, name)? else { return Ok(None) };
    let asked = Item { id: 0, member: Some(member), ..item.clone() };
    Ok(Some(strikes::standing(db, &asked)?.before))
}

/// The person's key at the platform; empty if only the name is known.
fn key(db: &Db, item: &Item) -> Result<String> {
    let own = item.conduct.handle.trim();
    let key = match (own.is_empty(), item.member) {
        (true, Some(member)) => db
            .conn()
            .prepare_cached("SELECT key FROM member WHERE id = ?1")?
            .query_row([member], |r| r.get::<_, String>(0))
            .optional()?
            .unwrap_or_default(),
        _ => own.to_owned(),
    };
    // Keys made of names say no more than names.
    Ok(if key.starts_with("name:") { String::new() } else { key })
}

fn elsewhere(db: &Db, item: &Item) -> Result<Vec<Elsewhere>> {
    let key = key(db, item)?;
    let mut found = members(db, item, &key)?;
    found.extend(rejections(db, item, &key)?);
    // What was decided against them first, then what is sure, then the newest.
    let rank = |e: &Elsewhere| {
        let (weight, when) = match &e.trace {
            Trace::Removed(at) => (0, at.0),
            Trace::Rejected(at, ..) => (1, at.0),
            Trace::Member(at) => (2, at.map_or(0, |a| a.0)),
            Trace::Left(at) => (3, at.0),
        };
        (weight, !e.sure, -when)
    };
    found.sort_by_key(rank);
    found.truncate(LINES);
    Ok(found)
}

fn place(row: &Row) -> rusqlite::Result<Place> {
    Ok(Place { id: row.get(0)?, name: row.get(1)?, platform: row.get(2)? })
}

/// Where else somebody with this key, or of this name, is or was a member.
fn members(db: &Db, item: &Item, key: &str) -> Result<Vec<Elsewhere>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT c.id, c.name, c.platform, 1, m.joined_at, m.left_at,
                (SELECT max(at) FROM event WHERE member_id = m.id AND kind = 3)
         FROM community c CROSS JOIN member m ON m.community_id = c.id AND m.key = ?1
         WHERE ?1 <> '' AND c.platform = ?2 AND c.id <> ?3
         UNION ALL
         SELECT c.id, c.name, c.platform, 0, m.joined_at, m.left_at,
                (SELECT max(at) FROM event WHERE member_id = m.id AND kind = 3)
         FROM member m CROSS JOIN community c ON c.id = m.community_id
         WHERE m.name = ?4 AND c.id <> ?3 AND NOT (?1 <> '' AND m.key = ?1 AND c.platform = ?2)
         LIMIT ?5",
    )?;
    let params = rusqlite::params![key, item.place.platform, item.place.id, item.who, ASKED];
    let rows = stmt.query_map(params, |r| {
        let at = |n: usize| Ok::<_, rusqlite::Error>(r.get::<_, Option<i64>>(n)?.map(At));
        let (joined, left, removed) = (at(4)?, at(5)?, at(6)?);
        let trace = match (removed, left) {
            (Some(removed), Some(left)) if removed >= left => Trace::Removed(removed),
            (_, Some(left)) => Trace::Left(left),
            _ => Trace::Member(joined),
        };
        Ok(Elsewhere { place: place(r)?, sure: r.get(3)?, trace })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What was rejected of somebody with this key, or of this name, in another community or, for who wants to come in, here.
fn rejections(db: &Db, item: &Item, key: &str) -> Result<Vec<Elsewhere>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT c.id, c.name, c.platform, f.sure, i.decided_at, i.kind, i.reason FROM
           (SELECT id, max(sure) sure FROM
              (SELECT i.id, 1 sure FROM item i CROSS JOIN community p ON p.id = i.community_id
               WHERE i.handle = ?1 AND i.handle <> '' AND p.platform = ?2
               UNION ALL
               SELECT i.id, 1 FROM community p CROSS JOIN member m ON m.community_id = p.id AND m.key = ?1
                              CROSS JOIN item i ON i.member_id = m.id WHERE ?1 <> '' AND p.platform = ?2
               UNION ALL SELECT id, 0 FROM item WHERE who = ?3)
            GROUP BY id) f CROSS JOIN item i ON i.id = f.id CROSS JOIN community c ON c.id = i.community_id
         WHERE i.state = 'rejected' AND i.kind <> 'appeal' AND i.id <> ?4 AND (c.id <> ?5 OR ?6)
         ORDER BY f.sure DESC, i.decided_at DESC LIMIT ?7",
    )?;
    let here = item.kind == ItemKind::Join;
    let params = rusqlite::params![key, item.place.platform, item.who, item.id, item.place.id, here, ASKED];
    let rows = stmt.query_map(params, |r| {
        let (kind, reason): (String, String) = (r.get(5)?, r.get(6)?);
        let trace = Trace::Rejected(
            At(r.get::<_, Option<i64>>(4)?.unwrap_or(0)),
            ItemKind::parse(&kind).unwrap_or(ItemKind::Content),
            Reason::parse(&reason),
        );
        Ok(Elsewhere { place: place(r)?, sure: r.get(3)?, trace })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
