//! Experiments: the B of a post, and its other half.

use super::super::approval;
use super::super::more::Details;
use super::super::post::{Post, State};
use super::super::twin::{Differs, Measure, differences};
use super::change::{Content, Ref, insert};
use super::more::approval_of;
use super::race::seen;
use super::{one, read};
use crate::base::{Error, Result, Says};
use crate::db::{Db, Tx};
use rusqlite::params;

/// A new post as the B of `a`: it differs from it in one thing, and `judged_by` decides. Returns its number.
///
/// # Errors
/// It does not differ in that, or in something else too; `a` is a B itself, or cancelled.
pub fn add_twin(db: &mut Db, a: Ref, content: &Content, differs: Differs, judged_by: Measure) -> Result<(i64, Says)> {
    db.write("calendar.twin", |tx| {
        let first = seen(tx, a)?;
        if first.more.twin.is_some() || matches!(first.state, State::Dropped | State::Gap) {
            return Err(Error::user("posts.no_twin").with("title", &first.title));
        }
        let approval = approval_of(tx, content.community_id)?;
        let second = insert(tx, content, approval::written(&content.body, approval, false))?;
        let details = Details { aim: String::new(), assets: Vec::new(), ..first.more.details.clone() };
        super::more::write_details(tx, second.id, &details, &[])?;
        one_thing(&first, &one(tx, second.id)?, differs)?;
        pair(tx, second.id, first.id, differs, judged_by)?;
        let says =
            Says::new("posts.did_twin").with("title", &first.title).with("differs", format!("@{}", differs.key()));
        let says = says.with("day", second.day).with("time", second.clock());
        tx.about("post", second.id);
        tx.says(says.clone());
        Ok((second.id, says))
    })
}

fn one_thing(a: &Post, b: &Post, differs: Differs) -> Result<()> {
    let (same, other) = differences(a, b, differs);
    match (same, other.first()) {
        (false, _) => Err(Error::user("posts.twin_same").with("differs", format!("@{}", differs.key()))),
        (true, Some(other)) => Err(Error::user("posts.twin_other").with("differs", format!("@{}", other.key()))),
        (true, None) => Ok(()),
    }
}

fn pair(tx: &Tx, b: i64, a: i64, differs: Differs, judged_by: Measure) -> Result<()> {
    tx.prepare_cached("UPDATE post SET twin_of = ?2, differs = ?3, judged_by = ?4 WHERE id = ?1")?.execute(params![
        b,
        a,
        differs.word(),
        judged_by.word()
    ])?;
    Ok(())
}

/// A and B of the experiment that `id` takes part in; of several Bs the last.
///
/// # Errors
/// Database errors.
pub fn partner(db: &Db, id: i64) -> Result<Option<(Post, Post)>> {
    let sql = select!(
        "WHERE p.id = ?1 AND p.twin_of IS NOT NULL OR p.twin_of = ?1 AND p.state <> 'dropped' ORDER BY p.id DESC LIMIT 1"
    );
    let Some(b) = read(db.conn(), sql, &[&id])?.pop() else { return Ok(None) };
    let Some(twin) = b.more.twin else { return Ok(None) };
    Ok(Some((one(db.conn(), twin.of)?, b)))
}
