//! Every change of an entry. Several entries changed together are one journal entry; if one of them cannot be
//! changed, none is.

use super::super::approval::{self, Approval};
use super::super::more::Details;
use super::super::post::{Format, Kind, Post, Reason, Results, State, Track};
use super::more::{approval_of, rehome, write_details};
use super::race::{illegal, seen, update};
use super::{one, places, topics};
use crate::base::{At, Error, Result, Says};
use crate::db::{Db, Tx};
use chrono::{NaiveDate, NaiveTime};
use rusqlite::params;

/// An entry as the operator saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ref {
    /// Its number.
    pub id: i64,
    /// The version that was seen.
    pub version: i64,
}

impl From<&Post> for Ref {
    fn from(post: &Post) -> Self {
        Self { id: post.id, version: post.version }
    }
}

/// What an operator writes into an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// Where it goes.
    pub community_id: i64,
    /// Local day.
    pub day: NaiveDate,
    /// Local time, kept to the minute.
    pub time: NaiveTime,
    /// What it gives.
    pub kind: Kind,
    /// Its form.
    pub format: Format,
    /// Fixed slot or hot topic.
    pub track: Track,
    /// Its title; must not be blank.
    pub title: String,
    /// The caption; an entry without one is a draft.
    pub body: String,
    /// Who sees to it; empty for nobody.
    pub owner: String,
    /// When a hot topic is over.
    pub expires_at: Option<At>,
    /// A remark.
    pub note: String,
}

impl From<&Post> for Content {
    fn from(post: &Post) -> Self {
        Self {
            community_id: post.community_id,
            day: post.day,
            time: post.time,
            kind: post.kind,
            format: post.format,
            track: post.track,
            title: post.title.clone(),
            body: post.body.clone(),
            owner: post.owner.clone(),
            expires_at: post.expires_at,
            note: post.note.clone(),
        }
    }
}

impl Content {
    fn check(&self) -> Result<()> {
        if self.title.trim().is_empty() { Err(Error::user("calendar.no_title")) } else { Ok(()) }
    }
}

/// A new entry. Returns its number and what the journal says.
///
/// # Errors
/// A blank title, or no such community.
pub fn add(db: &mut Db, content: &Content) -> Result<(i64, Says)> {
    add_whole(db, content, &Details::default(), &[])
}

/// A new entry with its details; `aimed` are the communities its aim means.
///
/// # Errors
/// As [`add`].
pub fn add_whole(db: &mut Db, content: &Content, details: &Details, aimed: &[i64]) -> Result<(i64, Says)> {
    content.check()?;
    db.write("calendar.add", |tx| {
        let post = insert_written(tx, content)?;
        write_details(tx, post.id, details, aimed)?;
        let dated = |says: Says| says.with("day", post.day).with("time", post.clock());
        Ok((post.id, say(tx, &[Ref::from(&post)], Some(&post), "calendar.did_add", dated)))
    })
}

/// The row of a new entry that stands where its words and its community let it.
pub(super) fn insert_written(tx: &Tx, content: &Content) -> Result<Post> {
    let approval = approval_of(tx, content.community_id)?;
    insert(tx, content, approval::written(&content.body, approval, false))
}

/// The row of a new entry in `state`.
pub(super) fn insert(tx: &Tx, content: &Content, state: State) -> Result<Post> {
    tx.prepare_cached(
        "INSERT INTO post(community_id, day, time, kind, format, track, title, body, owner, state, expires_at, note,
                          created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        content.community_id,
        content.day.to_string(),
        clock(content.time),
        content.kind.word(),
        content.format.word(),
        content.track.word(),
        content.title.trim(),
        content.body,
        content.owner,
        state.word(),
        content.expires_at.map(|at| at.0),
        content.note,
        tx.at.0
    ])?;
    one(tx, tx.last_insert_rowid())
}

/// Other words, day or place for an entry that is not out. A draft that gets its caption is ready with it.
///
/// # Errors
/// [`crate::base::Kind::Conflict`] when it was changed meanwhile, [`crate::base::Kind::User`] when it is out or cancelled.
pub fn edit(db: &mut Db, post: Ref, content: &Content) -> Result<Says> {
    write_content(db, false, post, content, &Beside::Nothing)
}

/// As [`edit`], its details with it; `aimed` are the communities its aim means. Where it is out already it stays.
///
/// # Errors
/// As [`edit`].
pub fn edit_whole(db: &mut Db, post: Ref, content: &Content, details: &Details, aimed: &[i64]) -> Result<Says> {
    write_content(db, false, post, content, &Beside::Details(details, aimed))
}

/// Puts something into a promised slot that was empty.
///
/// # Errors
/// As [`edit`]; also when it is no gap any more.
pub fn fill(db: &mut Db, gap: Ref, content: &Content) -> Result<Says> {
    write_content(db, true, gap, content, &Beside::Nothing)
}

/// Where an entry stands with other words. An approval is of the words it was given for.
fn reworded(before: &Post, content: &Content, approval: Approval, fills: bool) -> (State, bool) {
    let same = before.title == content.title.trim() && before.body == content.body;
    let approved = same && before.more.approved_at.is_some();
    let written = approval::written(&content.body, approval, approved);
    let to = match before.state {
        State::Idea | State::Draft => written,
        State::Gap if fills => written,
        State::Planned | State::Approved if approval == Approval::Required && !approved => State::Draft,
        kept => kept,
    };
    (to, approved)
}

/// What is written together with an entry's content.
pub(super) enum Beside<'a> {
    Nothing,
    /// Its details, and the communities its aim means.
    Details(&'a Details, &'a [i64]),
    /// Where a hot topic is talked about, and how hot it is.
    Topic(&'a str, u8),
}

pub(super) fn write_content(db: &mut Db, fills: bool, post: Ref, content: &Content, beside: &Beside) -> Result<Says> {
    content.check()?;
    // What `n` does to a gap bears its command's name.
    db.write(if fills { "calendar.new" } else { "calendar.edit" }, |tx| {
        let before = seen(tx, post)?;
        let (to, approved) = reworded(&before, content, approval_of(tx, content.community_id)?, fills);
        if !before.state.is_open() || fills && before.state != State::Gap {
            return Err(illegal(&before, to));
        }
        update(
            tx,
            post,
            update!(
                "community_id = ?3, day = ?4, time = ?5, kind = ?6, format = ?7, track = ?8, title = ?9, body = ?10,
             owner = ?11, state = ?12, expires_at = ?13, note = ?14, approved_at = CASE WHEN ?15 THEN approved_at END,
             approved_by = CASE WHEN ?15 THEN approved_by ELSE '' END"
            ),
            &[
                &content.community_id,
                &content.day.to_string(),
                &clock(content.time),
                &content.kind.word(),
                &content.format.word(),
                &content.track.word(),
                &content.title.trim(),
                &content.body,
                &content.owner,
                &to.word(),
                &content.expires_at.map(|at| at.0),
                &content.note,
                &approved,
            ],
        )?;
        rehome(tx, &before, content.community_id)?;
        let after = one(tx, post.id)?;
        match beside {
            Beside::Nothing => {}
            Beside::Details(details, aimed) => write_details(tx, post.id, details, aimed)?,
            Beside::Topic(source, heat) => topics::write(tx, &after, source, *heat)?,
        }
        Ok(say(tx, &[post], Some(&after), if fills { "calendar.did_fill" } else { "calendar.did_edit" }, |s| s))
    })
}

/// Other days for entries; the time of day stays. `days` gives each entry its new day.
///
/// # Errors
/// As [`edit`].
pub fn shift(db: &mut Db, posts: &[Ref], day: impl Fn(&Post) -> NaiveDate) -> Result<Says> {
    db.write("calendar.move", |tx| {
        let mut last = None;
        for post in posts {
            let before = seen(tx, *post)?;
            if !before.state.is_open() {
                return Err(illegal(&before, State::Planned));
            }
            let to = day(&before);
            update(tx, *post, update!("day = ?3"), &[&to.to_string()])?;
            last = Some((before, to));
        }
        let moved = |says: Says| match &last {
            Some((post, to)) => says.with("from", post.day).with("to", to),
            None => says,
        };
        Ok(say(tx, posts, last.as_ref().map(|(post, _)| post), "calendar.did_move", moved))
    })
}

/// Entries went out now, posted by this operator, and can be seen at `link` (empty for unknown).
///
/// # Errors
/// As [`edit`]; a gap or an idea has nothing to post.
pub fn publish(db: &mut Db, posts: &[Ref], link: &str) -> Result<Says> {
    step(db, "calendar.publish", posts, State::Published, "calendar.did_published", |tx, post| {
        let (at, by) = (tx.at.0, tx.operator.clone());
        places::all_out(tx, post.id, link)?;
        update(tx, post, update!("published_at = ?3, published_by = ?4, link = ?5"), &[&at, &by, &link])
    })
}

/// Cancels entries. `note` says why when the reason is other; else it may be empty.
///
/// # Errors
/// As [`edit`]; [`Reason::Other`] without a word.
pub fn cancel(db: &mut Db, posts: &[Ref], reason: Reason, note: &str) -> Result<Says> {
    if reason == Reason::Other && note.trim().is_empty() {
        return Err(Error::user("calendar.no_reason"));
    }
    step(db, "calendar.cancel", posts, State::Dropped, "calendar.did_dropped", |tx, post| {
        places::none_out(tx, post.id)?;
        match note.trim() {
            "" => update(tx, post, update!("reason = ?3"), &[&reason.word()]),
            said => update(tx, post, update!("reason = ?3, note = ?4"), &[&reason.word(), &said]),
        }
    })
}

/// Sends entries for approval.
///
/// # Errors
/// As [`edit`]; what is out, a gap, or waiting already cannot be sent.
pub fn send_for_review(db: &mut Db, posts: &[Ref]) -> Result<Says> {
    step(db, "calendar.send", posts, State::Review, "calendar.did_review", |tx, post| {
        let (at, by) = (tx.at.0, tx.operator.clone());
        update(
            tx,
            post,
            update!("sent_at = ?3, sent_by = ?4, returned = '', approved_at = NULL, approved_by = ''"),
            &[&at, &by],
        )
    })
}

/// Moves entries into `to`, if that is legal, and writes the rest with `more`.
pub(super) fn step(
    db: &mut Db,
    action: &str,
    posts: &[Ref],
    to: State,
    said: &str,
    more: impl Fn(&Tx, Ref) -> Result<()>,
) -> Result<Says> {
    db.write(action, |tx| {
        let mut last = None;
        for post in posts {
            let before = seen(tx, *post)?;
            if !before.state.may(to) {
                return Err(illegal(&before, to));
            }
            if let Some(key) = approval::forbids(&before, to) {
                return Err(Error::user(key).with("title", &before.title).with("community", &before.community));
            }
            update(tx, *post, update!("state = ?3"), &[&to.word()])?;
            more(tx, Ref { version: post.version + 1, ..*post })?;
            last = Some(one(tx, post.id)?);
        }
        let reason = last.as_ref().and_then(|p| Reason::ALL.iter().find(|r| r.word() == p.reason));
        let reasoned = |says: Says| match reason {
            Some(reason) if to == State::Dropped => says.with("reason", format!("@{}", reason.said())),
            _ => says,
        };
        Ok(say(tx, posts, last.as_ref(), said, reasoned))
    })
}

/// Who sees to entries; empty for nobody. Results and owner of what is out stay as they are.
///
/// # Errors
/// As [`edit`].
pub fn set_owner(db: &mut Db, posts: &[Ref], owner: &str) -> Result<Says> {
    db.write("calendar.owner", |tx| {
        let mut last = None;
        for post in posts {
            let before = seen(tx, *post)?;
            if !before.state.is_open() {
                return Err(illegal(&before, before.state));
            }
            update(tx, *post, update!("owner = ?3"), &[&owner.trim()])?;
            last = Some(before);
        }
        let who = if owner.trim().is_empty() { "@calendar.nobody".to_owned() } else { owner.trim().to_owned() };
        Ok(say(tx, posts, last.as_ref(), "calendar.did_owner", |says| says.with("who", &who)))
    })
}

/// What became of a post that is out, and where it can be seen. Unknown figures stay unknown.
///
/// # Errors
/// As [`edit`]; what is not out has no results; figures below zero, a completion that is no share.
pub fn results(db: &mut Db, post: Ref, found: &Results, link: &str) -> Result<Says> {
    let counts = [found.reads, found.likes, found.comments, found.shares];
    if !found.is_sound() {
        return Err(Error::user("calendar.bad_results"));
    }
    db.write("calendar.results", |tx| {
        let before = seen(tx, post)?;
        if !before.state.is_out() {
            return Err(illegal(&before, State::Reviewed));
        }
        let to = if found.is_empty() { State::Published } else { State::Reviewed };
        update(
            tx,
            post,
            update!("state = ?3, reads = ?4, likes = ?5, comments = ?6, shares = ?7, completion = ?8, link = ?9"),
            &[&to.word(), &counts[0], &counts[1], &counts[2], &counts[3], &found.completion, &link.trim()],
        )?;
        Ok(say(tx, &[post], Some(&before), "calendar.did_results", |s| s))
    })
}

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// A sentence about one entry.
pub(super) fn about(post: &Post, key: &str) -> Says {
    Says::new(key).with("title", &post.title).with("community", &post.community)
}

/// One sentence for one entry, `KEY_many` with `{n}` for several: what the journal keeps and the operator reads.
pub(super) fn say(tx: &Tx, posts: &[Ref], last: Option<&Post>, key: &str, more: impl Fn(Says) -> Says) -> Says {
    let says = match (posts, last) {
        ([only], Some(post)) => {
            tx.about("post", only.id);
            more(about(post, key))
        }
        _ => more(Says::new(&format!("{key}_many")).with("n", posts.len())),
    };
    tx.says(says.clone());
    says
}
