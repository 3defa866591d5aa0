//! Reading what is known beside an item. Every question is answered by an index: it is asked for each row the cursor
//! comes to.

use super::{appeals, clauses, strikes};
use crate::base::{At, Lang, Result};
use crate::db::Db;
use crate::moderation::dossier::{Dossier, Elsewhere, Trace};
use crate::moderation::item::{Item, ItemKind, Place};
use crate::moderation::reason::Reason;
use rusqlite::{Connection, OptionalExtension, Row};

/// Lines of what is known of somebody somewhere else.
const LINES: usize = 4;

/// The same, asked of each sort of trace.
const ASKED: i64 = 6;

/// Everything known beside `item`; clauses of the starter set in `lang`.
///
/// # Errors
/// Database errors.
pub fn dossier(db: &Db, item: &Item, lang: &Lang) -> Result<Dossier> {
    let original = appeals::original(db, item)?;
    let cited = item.conduct.cited.as_ref().or(original.as_ref().and_then(|o| o.cited.as_ref()));
    let clause = match cited {
        Some(cited) => clauses::clause(db, lang, cited)?,
        None => None,
    };
    Ok(Dossier {
        elsewhere: elsewhere(db.conn(), item)?,
        original,
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
fn key(conn: &Connection, item: &Item) -> Result<String> {
    let own = item.conduct.handle.trim();
    let key = match (own.is_empty(), item.member) {
        (true, Some(member)) => conn
            .prepare_cached("SELECT key FROM member WHERE id = ?1")?
            .query_row([member], |r| r.get::<_, String>(0))
            .optional()?
            .unwrap_or_default(),
        _ => own.to_owned(),
    };
    // Keys made of names say no more than names.
    Ok(if key.starts_with("name:") { String::new() } else { key })
}

/// Whether somebody known by their key was put out or rejected somewhere: no machine lets them in.
pub(super) fn has_record(conn: &Connection, item: &Item) -> Result<bool> {
    let bad = |e: &Elsewhere| e.sure && matches!(e.trace, Trace::Removed(_) | Trace::Rejected(..));
    Ok(elsewhere(conn, item)?.iter().any(bad))
}

fn elsewhere(conn: &Connection, item: &Item) -> Result<Vec<Elsewhere>> {
    let key = key(conn, item)?;
    let mut found = members(conn, item, &key)?;
    found.extend(rejections(conn, item, &key)?);
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
fn members(conn: &Connection, item: &Item, key: &str) -> Result<Vec<Elsewhere>> {
    let mut stmt = conn.prepare_cached(
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
fn rejections(conn: &Connection, item: &Item, key: &str) -> Result<Vec<Elsewhere>> {
    let mut stmt = conn.prepare_cached(
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

#[cfg(test)]
mod tests {
    use super::super::testing::{get, sample};
    use super::super::{NewItem, Origin, Target, decide, enter};
    use super::*;
    use crate::base::{Language, Zone};
    use crate::db::testing::{File, now};
    use crate::moderation::item::{Decision, Suggestion};
    use crate::moderation::row::Moment;

    /// Luna (key wx9) wants into community 3; what is known of her elsewhere is planted by `plant`.
    fn asks(plant: &str) -> (File, Item) {
        let mut file = sample();
        file.db.conn().execute_batch(plant).unwrap();
        let new = NewItem {
            kind: ItemKind::Join,
            level: 2,
            community: 3,
            member: None,
            who: "Luna".into(),
            text: "订单尾号 5521".into(),
            source: String::new(),
            hits: vec![],
            suggestion: Suggestion::Approve,
            score: 0.0,
            created_at: now(),
            message_key: String::new(),
            batch: None,
        };
        let origin = Origin { handle: "wx9".into(), inviter: "小满".into(), appeal_of: None };
        let id = enter(&mut file.db, &new, &origin).unwrap();
        let item = get(&file.db, id);
        (file, item)
    }

    fn lines(file: &File, item: &Item) -> Vec<String> {
        let lang = Lang::load(Language::Hans);
        let at = Moment { now: now(), zone: Zone::default(), lang: &lang, me: "甲" };
        dossier(&file.db, item, &lang).unwrap().elsewhere.iter().map(|e| e.line(&at)).collect()
    }

    #[test]
    fn the_same_handle_is_sure_and_the_same_name_is_not() {
        let (file, item) = asks(
            "INSERT INTO member(community_id, key, name) VALUES (1, 'wx9', 'Lulu'), (5, 'qq7', 'Luna'), (2, 'wx8', 'Moon')",
        );
        assert_eq!(lines(&file, &item), ["微信 新手1群 是成员", "QQ 交流群 是成员，同名，未核实"]);
        assert_eq!(item.suggestion, Suggestion::Approve);
        let strange = Item { who: "nobody".into(), conduct: Default::default(), ..item };
        assert_eq!(lines(&file, &strange), [""; 0]);
    }

    #[test]
    fn bans_and_rejections_come_first() {
        let day = crate::base::clock::DAY;
        let at = |days: i64| now().0 - days * day;
        let (mut file, item) = asks(&format!(
            "INSERT INTO member(id, community_id, key, name, left_at) VALUES (11, 1, 'wx9', 'Luna', {removed}), (12, 2, 'wx9', 'Luna', {left});
             INSERT INTO event VALUES (1, {removed}, 1, 11, 3, 1), (2, {left}, 1, 12, 2, 1);
             INSERT INTO item(kind, state, community_id, who, text, created_at, decided_at, reason)
               VALUES ('join', 'rejected', 5, 'Luna', '', 1, {refused}, 'ads'), ('join', 'approved', 6, 'Luna', '', 1, {refused}, '');",
            removed = at(3),
            left = at(9),
            refused = at(4),
        ));
        let shown = lines(&file, &item);
        assert_eq!(item.suggestion, Suggestion::Look, "no machine lets in whom somebody has put out");
        assert_eq!(
            shown,
            ["微信 新手1群 10/7 被移出", "QQ 交流群 10/6 入群被拒 广告引流，同名，未核实", "微信 新手2群 10/1 退出",]
        );
        // Rejected here before: that counts for who wants to come in.
        let target = Target { id: item.id, version: item.version };
        decide(&mut file.db, &[target], &Decision::reject(crate::moderation::Reason::Ads), |_| String::new()).unwrap();
        let again = Item { id: 0, ..item };
        assert!(
            lines(&file, &again).contains(&"微信 VIP群 10/10 入群被拒 广告引流".to_owned()),
            "{:?}",
            lines(&file, &again)
        );
    }

    #[test]
    fn an_inviter_is_looked_up_in_the_community() {
        let (file, item) = asks(
            "INSERT INTO member(id, community_id, key, name) VALUES (11, 3, 'a', '小满'), (12, 5, 'b', '小满');
             INSERT INTO strike(item_id, member_id, at, by, reason) VALUES (900, 11, 9e12, '', 'ads'), (901, 12, 9e12, '', 'ads');",
        );
        let lang = Lang::load(Language::Hans);
        let inviter = |item: &Item| dossier(&file.db, item, &lang).unwrap().inviter;
        assert_eq!(inviter(&item), Some(1));
        let mut other = item.clone();
        other.conduct.inviter = "没这个人".into();
        assert_eq!(inviter(&other), None);
        other.conduct.inviter.clear();
        assert_eq!(inviter(&other), None);
    }

    #[test]
    fn names_as_keys_are_only_names() {
        let (file, mut item) = asks("INSERT INTO member(community_id, key, name) VALUES (1, 'name:Luna', 'Luna')");
        item.conduct.handle = "name:Luna".into();
        assert_eq!(lines(&file, &item), ["微信 新手1群 是成员，同名，未核实"]);
    }
}
