//! Promised slots: an entry that says something will be there before anybody knows what.

use super::super::post::State;
use super::change::{Content, insert};
use crate::base::{Error, Result, Says};
use crate::db::Db;

/// Promises a slot that is filled later with [`super::fill`]; until then it is a gap. Its caption is left out.
/// Returns its number.
///
/// # Errors
/// A blank title, or no such community.
pub fn promise(db: &mut Db, content: &Content) -> Result<i64> {
    if content.title.trim().is_empty() {
        return Err(Error::user("calendar.no_title"));
    }
    db.write("calendar.promise", |tx| {
        let post = insert(tx, &Content { body: String::new(), ..content.clone() }, State::Gap)?;
        let says = Says::new("calendar.did_promise").with("title", &post.title).with("community", &post.community);
        tx.says(says.with("day", post.day).with("time", post.clock()));
        tx.about("post", post.id);
        Ok(post.id)
    })
}

#[cfg(test)]
mod tests {
    use super::super::{fill, get};
    use super::*;
    use crate::calendar::post::{Format, Kind, Track};
    use crate::db::testing;

    #[test]
    fn a_promised_slot_is_a_gap_until_it_is_filled() {
        let mut file = testing::file();
        file.db
            .write("test", |tx| Ok(tx.execute("INSERT INTO community(id, name, platform) VALUES (7, '群', 'qq')", [])?))
            .unwrap();
        let mut slot = Content {
            community_id: 7,
            day: "2026-10-12".parse().unwrap(),
            time: "20:00:00".parse().unwrap(),
            kind: Kind::Tips,
            format: Format::Article,
            track: Track::Fixed,
            title: "用户案例".into(),
            body: "不留".into(),
            owner: String::new(),
            expires_at: None,
            note: String::new(),
        };
        let id = promise(&mut file.db, &slot).unwrap();
        let gap = get(&file.db, id).unwrap();
        assert_eq!((gap.state, gap.body.as_str(), gap.clock().as_str()), (State::Gap, "", "20:00"));
        fill(&mut file.db, (&gap).into(), &slot).unwrap();
        assert_eq!(get(&file.db, id).unwrap().state, State::Planned);
        file.db.undo(3).unwrap();
        assert_eq!(get(&file.db, id).unwrap().state, State::Gap);
        slot.title = " ".into();
        assert_eq!(promise(&mut file.db, &slot).unwrap_err().says.key, "calendar.no_title");
    }
}
