//! Hot topics: the entry and what is known beside it, written together.

use super::super::hot::{HEAT_MOST, Hot};
use super::super::post::{Post, State, Track};
use super::change::{Beside, Content, Ref, insert, write_content};
use crate::base::{At, Error, Result, Says, Zone};
use crate::db::{Db, Tx, setting};
use chrono::NaiveDate;
use rusqlite::params;
use std::collections::BTreeMap;

/// A hot topic as it is written down: the entry (its time is when it is to be answered by), where it is talked about and
/// how hot it is, 1 to 5 (0 for unknown). Returns its number and what the journal says.
///
/// # Errors
/// A blank title, a heat above 5, an end before the answer, no such community.
pub fn add_hot(db: &mut Db, content: &Content, source: &str, heat: u8) -> Result<(i64, Says)> {
    let content = checked(content, heat)?;
    let state = if content.body.trim().is_empty() { State::Idea } else { State::Planned };
    db.write("calendar.hot", |tx| {
        let post = insert(tx, &content, state)?;
        write(tx, &post, source, heat)?;
        tx.about("post", post.id);
        let says = Says::new("columns.did_hot").with("title", &post.title).with("community", &post.community);
        let says = says.with("day", post.day).with("time", post.clock());
        tx.says(says.clone());
        Ok((post.id, says))
    })
}

/// Another wording, clock, source or heat of a topic that is written down.
///
/// # Errors
/// As [`add_hot`]; a conflict when somebody changed it since it was read.
pub fn edit_hot(db: &mut Db, post: Ref, content: &Content, source: &str, heat: u8) -> Result<Says> {
    write_content(db, false, post, &checked(content, heat)?, &Beside::Topic(source, heat))
}

fn checked(content: &Content, heat: u8) -> Result<Content> {
    if content.title.trim().is_empty() {
        return Err(Error::user("calendar.no_title"));
    }
    if heat > HEAT_MOST {
        return Err(Error::user("columns.bad_heat").with("value", heat));
    }
    Ok(Content { track: Track::Hot, ..content.clone() })
}

/// Writes what is known beside the entry `post`, which is not over before it is to be answered.
pub(super) fn write(tx: &Tx, post: &Post, source: &str, heat: u8) -> Result<()> {
    let zone = setting::get_in(tx, "zone")?.and_then(|z| Zone::parse(&z).ok()).unwrap_or_default();
    if post.expires_at.is_some_and(|over| over < post.due(zone)) {
        return Err(Error::user("columns.over_before"));
    }
    tx.prepare_cached(
        "INSERT INTO hot(post_id, source, heat, seen_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT(post_id) DO UPDATE SET source = ?2, heat = ?3",
    )?
    .execute(params![post.id, source.trim(), heat, tx.at.0])?;
    Ok(())
}

/// What is known of the hot topics of the days `from` to `to`, by entry.
///
/// # Errors
/// Database errors.
pub fn topics(db: &Db, from: NaiveDate, to: NaiveDate) -> Result<BTreeMap<i64, Hot>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT h.post_id, h.source, h.heat, h.seen_at FROM hot h JOIN post p ON p.id = h.post_id
         WHERE p.day BETWEEN ?1 AND ?2",
    )?;
    let rows = stmt.query_map([from.to_string(), to.to_string()], |r| {
        Ok((r.get(0)?, Hot { source: r.get(1)?, heat: r.get(2)?, seen_at: At(r.get(3)?) }))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::super::get;
    use super::super::tests::sample;
    use super::*;
    use crate::calendar::post::{Format, Kind};

    fn topic() -> Content {
        Content {
            community_id: 6,
            day: "2026-10-10".parse().unwrap(),
            time: "19:00:00".parse().unwrap(),
            kind: Kind::Chat,
            format: Format::Text,
            track: Track::Fixed,
            title: "盐可颂翻车".into(),
            body: String::new(),
            owner: "小满".into(),
            expires_at: Some(At::parse("2026-10-10T22:00:00+08:00").unwrap()),
            note: String::new(),
        }
    }

    #[test]
    fn a_topic_is_an_entry_with_source_and_heat_and_one_undo() {
        let mut file = sample();
        let (id, says) = add_hot(&mut file.db, &topic(), " 微博热搜 ", 4).unwrap();
        assert_eq!(says.key, "columns.did_hot");
        let post = get(&file.db, id).unwrap();
        assert_eq!((post.track, post.state), (Track::Hot, State::Idea));
        let day = post.day;
        let known = topics(&file.db, day, day).unwrap();
        let seen_at = crate::db::testing::now();
        assert_eq!(known[&id], Hot { source: "微博热搜".into(), heat: 4, seen_at });
        let seq = file.db.last_undoable("甲").unwrap().unwrap();
        file.db.undo(seq).unwrap();
        assert!(topics(&file.db, day, day).unwrap().is_empty() && get(&file.db, id).is_err());
    }

    #[test]
    fn a_topic_gets_another_clock_and_another_heat_in_one_undo() {
        let mut file = sample();
        let (id, _) = add_hot(&mut file.db, &topic(), "微博热搜", 4).unwrap();
        let before = get(&file.db, id).unwrap();
        let later = Content { time: "20:30:00".parse().unwrap(), ..topic() };
        edit_hot(&mut file.db, Ref::from(&before), &later, "抖音", 2).unwrap();
        let heat = |db: &Db| topics(db, before.day, before.day).unwrap()[&id].clone();
        assert_eq!((get(&file.db, id).unwrap().clock(), heat(&file.db).heat), ("20:30".into(), 2));
        let refused = edit_hot(&mut file.db, Ref::from(&before), &later, "", 1).unwrap_err();
        assert_eq!(refused.kind, crate::base::Kind::Conflict);
        let after = get(&file.db, id).unwrap();
        let over = Content { time: "23:00:00".parse().unwrap(), ..topic() };
        let refused = edit_hot(&mut file.db, Ref::from(&after), &over, "", 1).unwrap_err();
        assert_eq!((&*refused.says.key, heat(&file.db).heat), ("columns.over_before", 2));
        let seq = file.db.last_undoable("甲").unwrap().unwrap();
        file.db.undo(seq).unwrap();
        assert_eq!((get(&file.db, id).unwrap().clock(), heat(&file.db).source), ("19:00".into(), "微博热搜".into()));
    }

    #[test]
    fn wrong_topics_are_refused() {
        let mut file = sample();
        assert_eq!(add_hot(&mut file.db, &topic(), "", 6).unwrap_err().says.key, "columns.bad_heat");
        let backward = Content { expires_at: Some(crate::db::testing::now()), ..topic() };
        assert_eq!(add_hot(&mut file.db, &backward, "", 1).unwrap_err().says.key, "columns.over_before");
        let blank = Content { title: " ".into(), ..topic() };
        assert_eq!(add_hot(&mut file.db, &blank, "", 1).unwrap_err().says.key, "calendar.no_title");
    }
}
