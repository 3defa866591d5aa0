//! What belongs to a post beyond its line: read for all posts of a list at once, written one post at a time.

use super::super::approval::Approval;
use super::super::more::{Details, More, Place};
use super::super::post::{Post, State};
use super::super::twin::{Differs, Measure, Twin};
use super::change::{Ref, about};
use super::one;
use super::race::{illegal, seen, touched};
use crate::base::{At, Error, Result, Says};
use crate::db::{Db, Tx};
use rusqlite::{Connection, Row, params};
use std::collections::{BTreeMap, HashMap};

/// The columns of the reading from `at` on.
pub(super) fn from_row(r: &Row, at: usize) -> rusqlite::Result<More> {
    let text = |n: usize| r.get::<_, String>(at + n);
    let moment = |n: usize| Ok::<_, rusqlite::Error>(r.get::<_, Option<i64>>(at + n)?.map(At));
    let (differs, judged_by) = (Differs::parse(&text(10)?), Measure::parse(&text(11)?));
    let of: Option<i64> = r.get(at + 9)?;
    Ok(More {
        details: Details { topic: text(0)?, mechanic: text(1)?, campaign: text(2)?, aim: text(3)?, assets: Vec::new() },
        texts: BTreeMap::new(),
        places: Vec::new(),
        sent_at: moment(4)?,
        sent_by: text(5)?,
        approved_at: moment(6)?,
        approved_by: text(7)?,
        returned: text(8)?,
        twin: of.zip(differs).zip(judged_by).map(|((of, differs), judged_by)| Twin { of, differs, judged_by }),
        approval: Approval::parse(&text(12)?).unwrap_or_default(),
        kind_label: r.get::<_, Option<String>>(at + 13)?.unwrap_or_default(),
    })
}

/// Puts texts, places and assets to their posts: three readings, however many posts there are.
pub(super) fn attach(conn: &Connection, posts: &mut [Post]) -> Result<()> {
    if posts.is_empty() {
        return Ok(());
    }
    let mut at: HashMap<i64, usize> = HashMap::with_capacity(posts.len());
    at.extend(posts.iter().enumerate().map(|(n, p)| (p.id, n)));
    let ids = serde_json::to_string(&posts.iter().map(|p| p.id).collect::<Vec<_>>()).unwrap_or_default();
    let mut stmt = conn.prepare_cached(
        "SELECT post_id, platform, text FROM post_text WHERE post_id IN (SELECT value FROM json_each(?1))",
    )?;
    let mut rows = stmt.query([&ids])?;
    while let Some(r) = rows.next()? {
        if let Some(n) = at.get(&r.get(0)?) {
            posts[*n].more.texts.insert(r.get(1)?, r.get(2)?);
        }
    }
    let mut stmt = conn.prepare_cached(
        "SELECT q.post_id, q.community_id, c.name, c.platform, q.published_at, q.published_by, q.link
         FROM post_place q JOIN community c ON c.id = q.community_id
         WHERE q.post_id IN (SELECT value FROM json_each(?1)) ORDER BY c.sort, c.id",
    )?;
    let mut rows = stmt.query([&ids])?;
    while let Some(r) = rows.next()? {
        if let Some(n) = at.get(&r.get(0)?) {
            posts[*n].more.places.push(Place {
                community_id: r.get(1)?,
                community: r.get(2)?,
                platform: r.get(3)?,
                published_at: r.get::<_, Option<i64>>(4)?.map(At),
                published_by: r.get(5)?,
                link: r.get(6)?,
            });
        }
    }
    let mut stmt = conn.prepare_cached(
        "SELECT post_id, path FROM post_asset WHERE post_id IN (SELECT value FROM json_each(?1)) ORDER BY id",
    )?;
    let mut rows = stmt.query([&ids])?;
    while let Some(r) = rows.next()? {
        if let Some(n) = at.get(&r.get(0)?) {
            posts[*n].more.details.assets.push(r.get(1)?);
        }
    }
    Ok(())
}

/// The rows of details; the post's own row counts no version here.
pub(super) fn write_details(tx: &Tx, id: i64, details: &Details, aimed: &[i64]) -> Result<()> {
    tx.prepare_cached("UPDATE post SET topic = ?2, mechanic = ?3, campaign = ?4, aim = ?5 WHERE id = ?1")?.execute(
        params![id, details.topic.trim(), details.mechanic.trim(), details.campaign.trim(), details.aim.trim()],
    )?;
    let now = one(tx, id)?;
    for gone in now.more.details.assets.iter().filter(|p| !details.assets.contains(p)) {
        tx.prepare_cached("DELETE FROM post_asset WHERE post_id = ?1 AND path = ?2")?.execute(params![id, gone])?;
    }
    for path in details.assets.iter().map(|p| p.trim()).filter(|p| !p.is_empty()) {
        tx.prepare_cached("INSERT INTO post_asset(post_id, path) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
            .execute(params![id, path])?;
    }
    let several = aimed.iter().any(|c| *c != now.community_id);
    for gone in now.more.waiting().filter(|p| !several || !aimed.contains(&p.community_id)) {
        tx.prepare_cached("DELETE FROM post_place WHERE post_id = ?1 AND community_id = ?2")?
            .execute([id, gone.community_id])?;
    }
    for community in aimed.iter().chain([&now.community_id]).filter(|_| several) {
        let named = aimed.contains(community);
        tx.prepare_cached(
            "INSERT INTO post_place(post_id, community_id, aimed) VALUES (?1, ?2, ?3)
             ON CONFLICT (post_id, community_id) DO UPDATE SET aimed = ?3 WHERE aimed <> ?3",
        )?
        .execute(params![id, community, named])?;
    }
    Ok(())
}

/// A post with several places has moved to another community of its own: the old one is left out unless it was aimed at or
/// it is out there.
pub(super) fn rehome(tx: &Tx, before: &Post, to: i64) -> Result<()> {
    if before.more.places.is_empty() || before.community_id == to {
        return Ok(());
    }
    tx.prepare_cached(
        "DELETE FROM post_place WHERE post_id = ?1 AND community_id = ?2 AND aimed = 0 AND published_at IS NULL",
    )?
    .execute([before.id, before.community_id])?;
    tx.prepare_cached("INSERT INTO post_place(post_id, community_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute([before.id, to])?;
    Ok(())
}

/// The texts for single platforms; an empty one is taken away. Words that were approved are approved no more.
///
/// # Errors
/// As [`super::edit`].
pub fn set_texts(db: &mut Db, post: Ref, texts: &BTreeMap<String, String>) -> Result<Says> {
    db.write("calendar.texts", |tx| {
        let before = seen(tx, post)?;
        if !before.state.is_open() || before.state == State::Gap {
            return Err(illegal(&before, before.state));
        }
        touched(tx, post)?;
        let mut reworded = false;
        for (platform, text) in texts {
            let old = before.more.texts.get(platform).map_or("", String::as_str);
            if old == text.trim_end() {
                continue;
            }
            reworded = true;
            if text.trim().is_empty() {
                tx.prepare_cached("DELETE FROM post_text WHERE post_id = ?1 AND platform = ?2")?
                    .execute(params![post.id, platform])?;
            } else {
                tx.prepare_cached(
                    "INSERT INTO post_text(post_id, platform, text) VALUES (?1, ?2, ?3)
                     ON CONFLICT (post_id, platform) DO UPDATE SET text = ?3, version = version + 1",
                )?
                .execute(params![post.id, platform, text.trim_end()])?;
            }
        }
        if reworded {
            super::approve::void(tx, &before)?;
        }
        let says = about(&before, "posts.did_texts");
        tx.about("post", post.id);
        tx.says(says.clone());
        Ok(says)
    })
}

/// A picture, film or page, and the posts it is used in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Asset {
    /// Its path or link.
    pub path: String,
    /// Where it is used: post, day, title.
    pub used: Vec<(i64, String, String)>,
}

/// Assets with where they are used, the newest use first; only those whose path holds `part`, at most `limit` uses.
///
/// # Errors
/// Database errors.
pub fn assets(db: &Db, part: &str, limit: usize) -> Result<Vec<Asset>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT a.path, p.id, p.day, p.title FROM post_asset a JOIN post p ON p.id = a.post_id
         WHERE instr(lower(a.path), lower(?1)) > 0 AND p.state <> 'dropped' ORDER BY p.day DESC, p.time DESC, p.id LIMIT ?2",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut rows = stmt.query(params![part, limit])?;
    let mut found: Vec<Asset> = Vec::new();
    while let Some(r) = rows.next()? {
        let (path, used): (String, _) = (r.get(0)?, (r.get(1)?, r.get(2)?, r.get(3)?));
        match found.iter_mut().find(|a| a.path == path) {
            Some(asset) => asset.used.push(used),
            None => found.push(Asset { path, used: vec![used] }),
        }
    }
    Ok(found)
}

/// A community's approval.
pub(super) fn approval_of(conn: &Connection, community: i64) -> Result<Approval> {
    let word: Option<String> = rusqlite::OptionalExtension::optional(
        conn.prepare_cached("SELECT approval FROM community WHERE id = ?1")?.query_row([community], |r| r.get(0)),
    )?;
    let word = word.ok_or_else(|| Error::user("members.no_community").with("name", community))?;
    Ok(Approval::parse(&word).unwrap_or_default())
}
