//! Posts that go to several communities: each goes out by itself, and the post is out when all of them are.

use super::super::approval;
use super::super::post::State;
use super::change::Ref;
use super::one;
use super::race::{illegal, seen, touched, update};
use crate::base::{Error, Result, Says};
use crate::db::{Db, Tx};
use rusqlite::params;

/// A post went out to one of its communities now, posted by this operator, and can be seen at `link` (empty for unknown).
/// With the last one the post is out.
///
/// # Errors
/// As [`super::publish`]; it does not go there, or is out there already.
pub fn publish_at(db: &mut Db, post: Ref, community: i64, link: &str) -> Result<Says> {
    db.write("calendar.publish", |tx| {
        let before = seen(tx, post)?;
        if let Some(key) = approval::forbids(&before, State::Published) {
            return Err(Error::user(key).with("title", &before.title).with("community", &before.community));
        }
        if !before.state.may(State::Published) {
            return Err(illegal(&before, State::Published));
        }
        let place = before.more.places.iter().find(|p| p.community_id == community);
        let place = place.ok_or_else(|| Error::user("posts.not_there").with("title", &before.title))?;
        if place.published_at.is_some() {
            return Err(Error::user("posts.out_there")
                .with("title", &before.title)
                .with("community", &place.community));
        }
        out_at(tx, post.id, Some(community), link)?;
        let (out, all) = before.more.out().map_or((1, 1), |(out, all)| (out + 1, all));
        if out == all {
            let (at, by, state) = (tx.at.0, tx.operator.clone(), State::Published.word());
            update(tx, post, update!("state = ?3, published_at = ?4, published_by = ?5"), &[&state, &at, &by])?;
        } else {
            touched(tx, post)?;
        }
        let says = Says::new("posts.did_place").with("title", &before.title).with("community", &place.community);
        let says = says.with("out", out).with("all", all);
        tx.about("post", post.id);
        tx.says(says.clone());
        Ok(says)
    })
}

/// A post that went out to some of its communities goes to no more of them: it is out.
///
/// # Errors
/// As [`super::publish`]; it went out nowhere.
pub fn finish(db: &mut Db, post: Ref) -> Result<Says> {
    db.write("calendar.finish", |tx| {
        let before = seen(tx, post)?;
        let last = before.more.places.iter().filter(|p| p.published_at.is_some()).max_by_key(|p| p.published_at);
        let last = last.ok_or_else(|| Error::user("posts.nowhere_out").with("title", &before.title))?;
        if !before.state.may(State::Published) {
            return Err(illegal(&before, State::Published));
        }
        tx.prepare_cached("DELETE FROM post_place WHERE post_id = ?1 AND published_at IS NULL")?.execute([post.id])?;
        let (at, state) = (last.published_at.map(|at| at.0), State::Published.word());
        let values: [&dyn rusqlite::ToSql; 4] = [&state, &at, &last.published_by, &last.link];
        update(tx, post, update!("state = ?3, published_at = ?4, published_by = ?5, link = ?6"), &values)?;
        let says = super::change::about(&before, "posts.did_finish").with("n", before.more.waiting().count());
        tx.about("post", post.id);
        tx.says(says.clone());
        Ok(says)
    })
}

/// It went out to all the places where it was not yet.
pub(super) fn all_out(tx: &Tx, id: i64, link: &str) -> Result<()> {
    out_at(tx, id, None, link)
}

fn out_at(tx: &Tx, id: i64, community: Option<i64>, link: &str) -> Result<()> {
    tx.prepare_cached(
        "UPDATE post_place SET published_at = ?2, published_by = ?3, link = ?4, version = version + 1
         WHERE post_id = ?1 AND published_at IS NULL AND (?5 IS NULL OR community_id = ?5)",
    )?
    .execute(params![id, tx.at.0, tx.operator, link.trim(), community])?;
    Ok(())
}

/// Refuses what is out somewhere: that cannot be taken back, the rest can be left.
pub(super) fn none_out(tx: &Tx, id: i64) -> Result<()> {
    let now = one(tx, id)?;
    match now.more.out() {
        Some((out, _)) if out > 0 => Err(Error::user("posts.partly_out").with("title", &now.title).with("n", out)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
