//! Between draft and ready: approving, sending back, setting aside, taking up again.

use super::super::approval::{self, Approval};
use super::super::post::{Post, State};
use super::change::{Ref, step};
use super::race::update;
use crate::base::{At, Error, Result, Says};
use crate::db::{Db, Tx, setting};

/// Approves posts that wait for it.
///
/// # Errors
/// As [`super::edit`]; what does not wait; an operator who may not: volunteers, and where approval is required an editor
/// whose own it is.
pub fn approve(db: &mut Db, posts: &[Ref]) -> Result<Says> {
    let role = setting::role(db, &db.me().name)?;
    step(db, "calendar.approve", posts, State::Approved, "posts.did_approve", |tx, post| {
        let now = super::one(tx, post.id)?;
        if let Some(key) = approval::may_not(&role, &tx.operator, &now.more.sent_by, now.more.approval) {
            return Err(Error::user(key).with("title", &now.title));
        }
        let (at, by) = (tx.at.0, tx.operator.clone());
        update(tx, post, update!("approved_at = ?3, approved_by = ?4, returned = ''"), &[&at, &by])
    })
}

/// Sends posts back to be written anew; `why` says what is missing.
///
/// # Errors
/// As [`super::edit`]; no word why.
pub fn send_back(db: &mut Db, posts: &[Ref], why: &str) -> Result<Says> {
    let why = why.trim().to_owned();
    if why.is_empty() {
        return Err(Error::user("posts.no_return"));
    }
    let sets = update!("returned = ?3, sent_at = NULL, approved_at = NULL, approved_by = ''");
    step(db, "calendar.return", posts, State::Draft, "posts.did_return", |tx, post| update(tx, post, sets, &[&why]))
}

/// Sets posts aside: they are neither late nor counted until they are taken up again.
///
/// # Errors
/// As [`super::edit`].
pub fn hold(db: &mut Db, posts: &[Ref]) -> Result<Says> {
    step(db, "calendar.hold", posts, State::Hold, "posts.did_hold", |tx, post| super::places::none_out(tx, post.id))
}

/// Takes up posts that were set aside, cancelled or ready: they are drafts again, and ready if they have their words and
/// nobody must see them first.
///
/// # Errors
/// As [`super::edit`].
pub fn reopen(db: &mut Db, posts: &[Ref]) -> Result<Says> {
    step(db, "calendar.reopen", posts, State::Draft, "posts.did_reopen", |tx, post| {
        update(tx, post, update!("reason = '', sent_at = NULL, approved_at = NULL, approved_by = ''"), &[])
    })
}

/// An approval was of other words: it is void, and where it is required the post is a draft again.
pub(super) fn void(tx: &Tx, before: &Post) -> Result<()> {
    let falls = before.more.approval == Approval::Required && matches!(before.state, State::Planned | State::Approved);
    let to = if falls { State::Draft } else { before.state };
    tx.prepare_cached("UPDATE post SET state = ?2, approved_at = NULL, approved_by = '' WHERE id = ?1")?
        .execute((before.id, to.word()))?;
    Ok(())
}

/// How many posts have waited for approval too long.
///
/// # Errors
/// Database errors.
pub fn stalled(db: &Db, now: At) -> Result<usize> {
    let before = now.plus(-approval::PATIENCE).0;
    let mut stmt = db.conn().prepare_cached("SELECT count(*) FROM post WHERE state = 'review' AND sent_at <= ?1")?;
    Ok(stmt.query_row([before], |r| r.get::<_, i64>(0))? as usize)
}

#[cfg(test)]
mod tests;
