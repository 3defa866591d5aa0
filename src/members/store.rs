//! All SQL about communities and members.

mod erase;

pub use erase::{Erased, erase};

use super::community::{Community, NewCommunity};
use super::member::Card;
use crate::base::clock::DAY;
use crate::base::{At, Error, Kind, Result, Says};
use crate::db::Db;
use rusqlite::{OptionalExtension, Row, params};

/// Strikes count for 90 days (design defaults, mission §10.3).
const STRIKE_MS: i64 = 90 * DAY;

fn community(row: &Row) -> rusqlite::Result<Community> {
    Ok(Community {
        id: row.get(0)?,
        name: row.get(1)?,
        platform: row.get(2)?,
        tier: row.get(3)?,
        parent_id: row.get(4)?,
        openness: row.get(5)?,
        zone: row.get(6)?,
    })
}

/// Every community that is not archived, in the operators' order.
///
/// # Errors
/// Database errors.
pub fn communities(db: &Db) -> Result<Vec<Community>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT id, name, platform, tier, parent_id, openness, zone FROM community WHERE archived = 0 ORDER BY sort, id",
    )?;
    let rows = stmt.query_map([], community)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The community called `name` (or with that id). A name on several platforms needs `platform/name`.
///
/// # Errors
/// [`Kind::User`] if there is none or several.
pub fn find(db: &Db, name: &str) -> Result<Community> {
    let all = communities(db)?;
    let hits: Vec<&Community> = all
        .iter()
        .filter(|c| c.name == name || format!("{}/{}", c.platform, c.name) == name || c.id.to_string() == name)
        .collect();
    match hits.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(Error::user("members.no_community").with("name", name).hint("members.no_community_hint")),
        _ => Err(Error::user("members.several").with("name", name).hint("members.several_hint")),
    }
}

/// Makes a community.
///
/// # Errors
/// What [`NewCommunity::check`] refuses; a name that exists on that platform.
pub fn add(db: &mut Db, new: &NewCommunity) -> Result<i64> {
    new.check()?;
    let parent = new.parent.as_deref().map(|p| find(db, p)).transpose()?.map(|c| c.id);
    db.write("community.add", |tx| {
        let taken: bool = tx.query_row(
            "SELECT EXISTS (SELECT 1 FROM community WHERE platform = ?1 AND name = ?2)",
            params![new.platform, new.name.trim()],
            |r| r.get(0),
        )?;
        if taken {
            return Err(Error::user("members.exists").with("name", new.name.trim()));
        }
        tx.execute(
            "INSERT INTO community(name, platform, tier, parent_id, openness, zone, sort)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT count(*) FROM community))",
            params![
                new.name.trim(),
                new.platform,
                new.tier,
                parent,
                if new.openness.is_empty() { "open" } else { &new.openness },
                new.zone
            ],
        )?;
        let id = tx.last_insert_rowid();
        tx.about("community", id);
        tx.says(Says::new("members.added").with("name", new.name.trim()));
        Ok(id)
    })
}

/// Changes the given fields of a community; `None` leaves a field as it is.
///
/// # Errors
/// What [`NewCommunity::check`] refuses.
pub fn set(db: &mut Db, old: &Community, new: &NewCommunity) -> Result<()> {
    new.check()?;
    let parent = match &new.parent {
        Some(name) => Some(find(db, name)?.id),
        None => old.parent_id,
    };
    db.write("community.set", |tx| {
        tx.execute(
            "UPDATE community SET name = ?2, platform = ?3, tier = ?4, parent_id = ?5, openness = ?6, zone = ?7,
                                  version = version + 1 WHERE id = ?1",
            params![
                old.id,
                new.name.trim(),
                new.platform,
                new.tier,
                parent,
                if new.openness.is_empty() { "open" } else { &new.openness },
                new.zone
            ],
        )?;
        tx.about("community", old.id);
        tx.says(Says::new("members.changed").with("name", new.name.trim()));
        Ok(())
    })
}

const CARD: &str = "SELECT m.id, c.name, c.platform, m.key, m.name, m.role, m.source, m.joined_at, m.left_at, m.first_seen, m.last_seen,
    (SELECT coalesce(sum(messages), 0) FROM active a WHERE a.community_id = m.community_id AND a.member_id = m.id),
    (SELECT count(*) FROM strike s WHERE s.member_id = m.id AND s.lifted_at IS NULL AND s.at >= ?2), m.note
    FROM member m JOIN community c ON c.id = m.community_id";

fn card(row: &Row) -> rusqlite::Result<Card> {
    let at = |n: usize| -> rusqlite::Result<Option<At>> { Ok(row.get::<_, Option<i64>>(n)?.map(At)) };
    Ok(Card {
        id: row.get(0)?,
        community: row.get(1)?,
        platform: row.get(2)?,
        key: row.get(3)?,
        name: row.get(4)?,
        role: row.get(5)?,
        source: row.get(6)?,
        joined_at: at(7)?,
        left_at: at(8)?,
        first_seen: at(9)?,
        last_seen: at(10)?,
        messages: row.get(11)?,
        strikes: row.get(12)?,
        note: row.get(13)?,
    })
}

/// The members called `who`, by name, key or id, in any community.
///
/// # Errors
/// [`Kind::User`] if there is none.
pub fn members(db: &Db, who: &str) -> Result<Vec<Card>> {
    let mut stmt = db.conn().prepare_cached(&format!(
        "{CARD} WHERE m.name = ?1 OR m.key = ?1 OR CAST(m.id AS TEXT) = ?1 ORDER BY m.id LIMIT 200"
    ))?;
    let rows = stmt.query_map(params![who, db.now().0 - STRIKE_MS], card)?.collect::<rusqlite::Result<Vec<_>>>()?;
    if rows.is_empty() {
        return Err(Error::user("members.no_member").with("who", who));
    }
    Ok(rows)
}

/// The card of member `id`.
///
/// # Errors
/// Database errors.
pub fn member(db: &Db, id: i64) -> Result<Option<Card>> {
    let mut stmt = db.conn().prepare_cached(&format!("{CARD} WHERE m.id = ?1"))?;
    Ok(stmt.query_row(params![id, db.now().0 - STRIKE_MS], card).optional()?)
}

/// The most characters of a role.
const ROLE_MAX: usize = 20;

/// Gives member `id` a role, in the operators' words; empty for none.
///
/// # Errors
/// [`Kind::Usage`] for a role that is too long or holds control characters; [`Kind::User`] if there is no such member.
pub fn set_role(db: &mut Db, id: i64, role: &str) -> Result<()> {
    let role = role.trim();
    if role.chars().count() > ROLE_MAX || role.contains(char::is_control) {
        return Err(Error::new(Kind::Usage, "members.bad_role").with("max", ROLE_MAX));
    }
    db.write("member.set", |tx| {
        let name: Option<String> =
            tx.query_row("SELECT name FROM member WHERE id = ?1", [id], |r| r.get(0)).optional()?;
        let Some(name) = name else { return Err(Error::user("members.no_member").with("who", id)) };
        tx.execute("UPDATE member SET role = ?2, version = version + 1 WHERE id = ?1", params![id, role])?;
        tx.about("member", id);
        tx.says(Says::new("members.role_set").with("who", name).with("role", if role.is_empty() { "-" } else { role }));
        Ok(())
    })
}

/// Texts of a member still kept: (when, text).
///
/// # Errors
/// Database errors.
pub fn texts(db: &Db, id: i64) -> Result<Vec<(At, String)>> {
    let mut stmt = db.conn().prepare_cached("SELECT at, text FROM message WHERE member_id = ?1 ORDER BY at")?;
    let rows = stmt.query_map([id], |r| Ok((At(r.get(0)?), r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{privacy, testing};

    fn wechat(name: &str) -> NewCommunity {
        NewCommunity { name: name.into(), platform: "wechat".into(), ..NewCommunity::default() }
    }

    #[test]
    fn communities_are_made_found_changed_and_undone() {
        let mut file = testing::file();
        let id = add(&mut file.db, &wechat("新手1群")).unwrap();
        add(&mut file.db, &NewCommunity { platform: "qq".into(), parent: Some("新手1群".into()), ..wechat("新手1群") })
            .unwrap();
        assert_eq!(add(&mut file.db, &wechat(" 新手1群 ")).unwrap_err().says.key, "members.exists");
        assert_eq!(find(&file.db, "新手1群").unwrap_err().says.key, "members.several");
        let first = find(&file.db, "wechat/新手1群").unwrap();
        assert_eq!(first.id, id);
        set(&mut file.db, &first, &NewCommunity { tier: "VIP".into(), ..wechat("进阶群") }).unwrap();
        assert_eq!(find(&file.db, "进阶群").unwrap().tier, "VIP");
        let last = file.db.last_undoable("甲").unwrap().unwrap();
        file.db.undo(last).unwrap();
        assert!(find(&file.db, "进阶群").is_err());
    }

    /// Member 5 of `community` with something in every place, planted as `planted-…`.
    fn plant(db: &mut Db, community: i64) {
        db.write("test", |tx| {
            tx.execute(
                "INSERT INTO member(id, community_id, key, name, note, note_at) VALUES (5, ?1, 'planted-key', 'planted-name', 'planted-note', 1)",
                [community],
            )?;
            tx.execute(
                "INSERT INTO item(id, kind, community_id, member_id, who, text, created_at) VALUES (8, 'content', ?1, 5, 'planted-name', 'planted-text', 1)",
                [community],
            )?;
            tx.execute(
                "INSERT INTO message(community_id, member_id, at, text, batch_id) VALUES (?1, 5, 1, 'planted-text', 1)",
                [community],
            )?;
            tx.about("item", 8);
            tx.says(Says::new("db.did").with("action", "planted-name"));
            Ok(())
        })
        .unwrap();
    }

    /// The files of the database that still hold `planted-`.
    fn traces(file: &testing::File) -> Vec<String> {
        let names = std::fs::read_dir(file.dir.path()).unwrap().map(|e| e.unwrap().path());
        let held = names.filter(|p| std::fs::read(p).unwrap().windows(8).any(|w| w == b"planted-"));
        held.map(|p| p.display().to_string()).collect()
    }

    #[test]
    fn erasing_leaves_no_trace_in_the_file_and_the_chain_holds() {
        let mut file = testing::file();
        let community = add(&mut file.db, &wechat("群")).unwrap();
        plant(&mut file.db, community);
        assert_eq!(members(&file.db, "planted-name").unwrap().len(), 1);
        assert_ne!(traces(&file), [""; 0], "the search for traces finds nothing at all");
        assert!(erase(&mut file.db, 5).unwrap().rows > 3);
        assert!(members(&file.db, "planted-name").is_err());
        assert_eq!(erase(&mut file.db, 77).unwrap_err().says.key, "members.no_member");
        file.db.verify().unwrap();
        assert_eq!(traces(&file), [""; 0]);
    }

    #[test]
    fn erasing_finds_the_journals_lines_when_their_row_images_have_expired() {
        let mut file = testing::file();
        let community = add(&mut file.db, &wechat("群")).unwrap();
        plant(&mut file.db, community);
        file.db.conn().execute_batch("DELETE FROM change; UPDATE journal SET erased = 1").unwrap();
        erase(&mut file.db, 5).unwrap();
        file.db.verify().unwrap();
        assert_eq!(traces(&file), [""; 0]);
    }

    /// Everything that [`privacy`] calls a member's is gone from the rows that belong to the member.
    #[test]
    fn erasing_clears_every_column_that_is_about_the_member() {
        let mut file = testing::file();
        let community = add(&mut file.db, &wechat("群")).unwrap();
        plant(&mut file.db, community);
        let sql = "INSERT INTO inquiry(community_id, member_id, who, text, at, due_at) VALUES (?1, 5, '', '', 1, 2)";
        file.db.conn().execute(sql, [community]).unwrap();
        let sql = "INSERT INTO ugc(community_id, member_id, day, by, at) VALUES (?1, 5, '2026-10-10', '', 1)";
        file.db.conn().execute(sql, [community]).unwrap();
        file.db.conn().execute("INSERT INTO note(member_id, at, by, text) VALUES (5, 1, '', '')", []).unwrap();
        let theirs: Vec<(&str, &str)> = privacy::COLUMNS
            .iter()
            .filter(|(table, _, class)| {
                *class != privacy::Class::Open
                    && ["member", "item", "inquiry", "message", "note", "ugc"].contains(table)
            })
            .map(|(table, column, _)| (*table, *column))
            .collect();
        assert!(theirs.len() > 12);
        for (table, column) in &theirs {
            file.db.conn().execute(&format!("UPDATE {table} SET {column} = 'planted-' || '{column}'"), []).unwrap();
        }
        erase(&mut file.db, 5).unwrap();
        for (table, column) in &theirs {
            let sql = format!("SELECT count(*) FROM {table} WHERE {column} LIKE 'planted-%'");
            let left: i64 = file.db.conn().query_row(&sql, [], |r| r.get(0)).unwrap();
            assert_eq!(left, 0, "{table}.{column} outlives erasure");
        }
    }

    #[test]
    fn a_card_counts_messages_and_the_strikes_of_ninety_days() {
        let mut file = testing::file();
        let community = add(&mut file.db, &wechat("群")).unwrap();
        plant(&mut file.db, community);
        let now = testing::now();
        let conn = file.db.conn();
        for (item, days, lifted) in [(1, 1, None), (2, 89, None), (3, 91, None), (4, 2, Some(1))] {
            conn.execute(
                "INSERT INTO strike(item_id, member_id, at, by, reason, lifted_at) VALUES (?1, 5, ?2, '', 'ads', ?3)",
                params![item, now.plus(-days * DAY).0, lifted],
            )
            .unwrap();
        }
        for (day, n) in [("2026-10-09", 3), ("2026-10-10", 4)] {
            conn.execute("INSERT INTO active VALUES (?1, ?2, 5, ?3)", params![community, day, n]).unwrap();
        }
        let card = member(&file.db, 5).unwrap().unwrap();
        assert_eq!((card.strikes, card.messages, card.platform.as_str()), (2, 7, "wechat"));
        assert_eq!(member(&file.db, 6).unwrap(), None);
        for who in ["planted-name", "planted-key", "5"] {
            assert_eq!(members(&file.db, who).unwrap(), std::slice::from_ref(&card), "{who}");
        }
        assert_eq!(texts(&file.db, 5).unwrap(), [(At(1), "planted-text".to_owned())]);
    }

    #[test]
    fn a_role_is_given_taken_and_undone() {
        let mut file = testing::file();
        let community = add(&mut file.db, &wechat("群")).unwrap();
        plant(&mut file.db, community);
        let role = |db: &Db| member(db, 5).unwrap().unwrap().role;
        set_role(&mut file.db, 5, " 大使 ").unwrap();
        assert_eq!(role(&file.db), "大使");
        let last = file.db.last_undoable("甲").unwrap().unwrap();
        file.db.undo(last).unwrap();
        assert_eq!(role(&file.db), "");
        for wrong in ["a\u{1b}[2J", "一二三四五六七八九十一二三四五六七八九十一"] {
            assert_eq!(set_role(&mut file.db, 5, wrong).unwrap_err().says.key, "members.bad_role");
        }
        assert_eq!(set_role(&mut file.db, 77, "x").unwrap_err().says.key, "members.no_member");
    }

    #[test]
    fn a_community_keeps_what_is_not_changed() {
        let mut file = testing::file();
        let (parent, id) = (add(&mut file.db, &wechat("总群")).unwrap(), add(&mut file.db, &wechat("新手群")).unwrap());
        let seen = find(&file.db, &id.to_string()).unwrap();
        assert_eq!((seen.openness.as_str(), seen.parent_id, seen.zone.as_str()), ("open", None, ""));
        let new = NewCommunity { parent: Some("总群".into()), openness: "invite".into(), ..wechat(" 新手群 ") };
        set(&mut file.db, &seen, &new).unwrap();
        let seen = find(&file.db, "新手群").unwrap();
        assert_eq!((seen.openness.as_str(), seen.parent_id), ("invite", Some(parent)));
        set(&mut file.db, &seen, &NewCommunity { zone: "UTC".into(), ..wechat("新手群") }).unwrap();
        let seen = find(&file.db, "新手群").unwrap();
        assert_eq!((seen.zone.as_str(), seen.parent_id), ("UTC", Some(parent)), "a parent not named stays");
        let before = file.db.head().unwrap();
        assert_eq!(set(&mut file.db, &seen, &wechat("")).unwrap_err().says.key, "members.no_name");
        let lost = NewCommunity { parent: Some("没有的群".into()), ..wechat("新手群") };
        assert_eq!(set(&mut file.db, &seen, &lost).unwrap_err().says.key, "members.no_community");
        assert_eq!(file.db.head().unwrap(), before, "what is refused leaves no entry");
        let names: Vec<String> = communities(&file.db).unwrap().into_iter().map(|c| c.name).collect();
        assert_eq!(names, ["总群", "新手群"]);
    }
}
