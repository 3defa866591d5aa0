//! Putting in: what rules found (but for what a person has let through, and for those whom no rule judges), and what
//! people bring: join requests, reports, appeals, texts.

use super::{appeals, item_of};
use crate::base::text::fold_tight;
use crate::base::{At, Error, Result, Says};
use crate::db::{Db, setting};
use crate::moderation::item::{Hit, ItemKind, OVERDUE_MS, Suggestion, TOP_LEVEL};
use crate::moderation::pipeline;
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

/// Something new for the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct NewItem {
    /// What sort of thing it is.
    pub kind: ItemKind,
    /// Who must judge it, 1 to 3.
    pub level: u8,
    /// The community's row.
    pub community: i64,
    /// The member's row, if known.
    pub member: Option<i64>,
    /// The member's name.
    pub who: String,
    /// What was written, raw; for a join the answer.
    pub text: String,
    /// Where a member comes from, or who reported.
    pub source: String,
    /// What the machine found.
    pub hits: Vec<Hit>,
    /// What the machine would do.
    pub suggestion: Suggestion,
    /// How sure it is, 0 to 1.
    pub score: f64,
    /// When it was written.
    pub created_at: At,
    /// The message's key at its source; may be empty.
    pub message_key: String,
    /// The import it came with.
    pub batch: Option<i64>,
}

/// Puts `item` into the queue within an open write; the caller says what the journal says. What speaks of an open
/// incident goes straight to the top. Returns its row.
///
/// # Errors
/// Database errors.
pub fn insert_flagged(tx: &Connection, item: &NewItem) -> Result<i64> {
    insert(tx, item, &Origin::default())
}

/// As [`insert_flagged`], with where it comes from.
fn insert(tx: &Connection, item: &NewItem, origin: &Origin) -> Result<i64> {
    let crisis = pipeline::crisis(item.kind, &item.text, item.suggestion, &incidents(tx)?);
    let level = if crisis.is_some() { TOP_LEVEL } else { item.level };
    let inviter = if item.kind == ItemKind::Join { origin.inviter(&item.source) } else { String::new() };
    let hits = serde_json::to_string(&item.hits).map_err(|e| Error::user("db.sql").with("cause", e))?;
    tx.prepare_cached(
        "INSERT INTO item(kind, level, community_id, member_id, who, text, source, hits, suggestion, score, created_at,
                          message_key, batch_id, crisis, handle, inviter, appeal_of, print, climbs_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
                 max(?11, coalesce((SELECT at FROM batch WHERE id = ?13), 0)) + ?19)",
    )?
    .insert(rusqlite::params![
        item.kind.id(),
        level,
        item.community,
        item.member,
        item.who,
        item.text,
        item.source,
        hits,
        item.suggestion.id(),
        item.score,
        item.created_at.0,
        item.message_key,
        item.batch,
        crisis.map(|c| c.id()).unwrap_or_default(),
        origin.handle,
        inviter,
        origin.appeal_of,
        print(&item.text),
        OVERDUE_MS
    ])
    .map_err(Error::from)
}

/// Where something new comes from, as far as a person or an export says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The applicant's key at the platform; may be empty.
    pub handle: String,
    /// Who brings the applicant; may be empty.
    pub inviter: String,
    /// The decided item an appeal is about; without it the member's last rejection is meant.
    pub appeal_of: Option<i64>,
}

impl Origin {
    /// Who brings the applicant: said apart, or in the source as in `邀请人 小满`; empty if nobody.
    fn inviter(&self, source: &str) -> String {
        let said = self.inviter.trim();
        let source = source.trim();
        let named = INVITED.iter().find_map(|word| source.strip_prefix(word)).filter(|_| said.is_empty());
        named.map_or(said, |name| name.trim_start_matches([':', '：']).trim()).to_owned()
    }
}

/// What stands before an inviter's name in the source of a join request.
const INVITED: [&str; 4] = ["邀请人", "邀請人", "invited by", "inviter"];

/// The names of the open incidents.
fn incidents(conn: &Connection) -> Result<Vec<String>> {
    let mut stmt = conn.prepare_cached("SELECT name FROM incident WHERE closed_at IS NULL")?;
    let rows = stmt.query_map([], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Tells equal texts apart from others, however they are spaced and cased; 0 for an empty one. Outlives the text.
pub(super) fn print(text: &str) -> i64 {
    let folded = fold_tight(text).text;
    if folded.is_empty() {
        return 0;
    }
    let digest = Sha256::digest(folded);
    i64::from_le_bytes(digest[..8].try_into().unwrap_or_default())
}

/// Puts what rules found into the queue within an open write. A decision is final for rules, and those who keep order are
/// not judged by them: nothing is put in for a member of an exempt role, for a message that is or was in the queue
/// already, or for a text that a person let through from the same member in the same community.
///
/// # Errors
/// Database errors.
pub fn flag(tx: &Connection, item: &NewItem) -> Result<Option<i64>> {
    if known(tx, &item.message_key)? || is_exempt(tx, item.member)? || let_through(tx, item)? {
        return Ok(None);
    }
    insert_flagged(tx, item).map(Some)
}

fn known(conn: &Connection, message_key: &str) -> Result<bool> {
    if message_key.is_empty() {
        return Ok(false);
    }
    let sql = "SELECT EXISTS (SELECT 1 FROM item WHERE message_key = ?1 AND message_key <> '')";
    Ok(conn.prepare_cached(sql)?.query_row([message_key], |r| r.get(0))?)
}

fn is_exempt(conn: &Connection, member: Option<i64>) -> Result<bool> {
    let Some(member) = member else { return Ok(false) };
    let role: Option<String> =
        conn.prepare_cached("SELECT role FROM member WHERE id = ?1")?.query_row([member], |r| r.get(0)).optional()?;
    Ok(role.is_some_and(|role| pipeline::exempt(&role)))
}

/// Whether a person has let the same text of the same member in the same community through.
fn let_through(conn: &Connection, item: &NewItem) -> Result<bool> {
    let print = print(&item.text);
    if print == 0 {
        return Ok(false);
    }
    let passed = "state = 'approved' AND kind IN ('content', 'report') AND community_id = ?2 AND print = ?3";
    let (sql, whose): (String, &dyn rusqlite::ToSql) = match &item.member {
        Some(member) => (format!("SELECT EXISTS (SELECT 1 FROM item WHERE member_id = ?1 AND {passed})"), member),
        None => {
            (format!("SELECT EXISTS (SELECT 1 FROM item WHERE who = ?1 AND member_id IS NULL AND {passed})"), &item.who)
        }
    };
    Ok(conn.prepare_cached(&sql)?.query_row(rusqlite::params![whose, item.community, print], |r| r.get(0))?)
}

/// Puts one thing into the queue by hand. See [`enter`].
///
/// # Errors
/// As [`enter`].
pub fn add(db: &mut Db, item: &NewItem) -> Result<i64> {
    enter(db, item, &Origin::default())
}

/// Puts one thing into the queue by hand. What the machine says of it is dropped where a person has said otherwise; an
/// appeal is tied to the decision it is about.
///
/// # Errors
/// An appeal against nothing, a second one, or one that comes too late ([`crate::moderation::appeal::open`]); database
/// errors.
pub fn enter(db: &mut Db, item: &NewItem, origin: &Origin) -> Result<i64> {
    let zone = setting::zone(db)?;
    db.write("queue.add", |tx| {
        let origin = tied(tx, item, origin, tx.at, zone)?;
        let mut item = item.clone();
        if item.kind == ItemKind::Content && (let_through(tx, &item)? || is_exempt(tx, item.member)?) {
            (item.hits, item.suggestion, item.score) = (Vec::new(), Suggestion::Approve, 0.0);
        }
        let id = insert(tx, &item, &origin)?;
        tx.says(Says::new("queue.added").with("who", &item.who).with("kind", format!("@{}", item.kind.label())));
        tx.about("item", id);
        Ok(id)
    })
}

/// Puts what an export brings (a join request, a report, an appeal) into the queue within an open write, unless it is
/// there already.
///
/// # Errors
/// As [`enter`].
pub fn petition(
    tx: &Connection,
    now: At,
    item: &NewItem,
    origin: &Origin,
    zone: crate::base::Zone,
) -> Result<Option<i64>> {
    if known(tx, &item.message_key)? {
        return Ok(None);
    }
    let origin = tied(tx, item, origin, now, zone)?;
    insert(tx, item, &origin).map(Some)
}

/// An appeal's origin with the decision it is about.
fn tied(tx: &Connection, item: &NewItem, origin: &Origin, now: At, zone: crate::base::Zone) -> Result<Origin> {
    if item.kind != ItemKind::Appeal {
        return Ok(Origin { appeal_of: None, ..origin.clone() });
    }
    let about = match origin.appeal_of {
        Some(id) => item_of(tx, id)?.map(|i| i.id).ok_or_else(|| Error::user("conduct.no_item").with("id", id))?,
        None => appeals::meant(tx, item, now, zone)?,
    };
    appeals::open(tx, about, now, zone)?;
    Ok(Origin { appeal_of: Some(about), ..origin.clone() })
}
