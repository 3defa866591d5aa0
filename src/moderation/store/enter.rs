//! Putting in: what rules found (but for what a person has let through, and for those whom no rule judges), and what
//! people bring: join requests, reports, appeals, texts.

use super::{appeals, dossier, item_of, likeness};
use crate::base::text::fold_tight;
use crate::base::{At, Error, Result, Says, Zone};
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
    insert(tx, item, &Origin::default(), print(&item.text))
}

/// As [`insert_flagged`], with where it comes from; `print` is that of its text.
fn insert(tx: &Connection, item: &NewItem, origin: &Origin, print: i64) -> Result<i64> {
    let crisis = pipeline::crisis(item.kind, &item.text, item.suggestion, &incidents(tx)?);
    let level = if crisis.is_some() { TOP_LEVEL } else { item.level };
    let inviter = if item.kind == ItemKind::Join { origin.inviter(&item.source) } else { String::new() };
    let hits = serde_json::to_string(&item.hits).map_err(|e| Error::user("db.sql").with("cause", e))?;
    let id = tx
        .prepare_cached(
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
        print,
        OVERDUE_MS
    ])?;
    if item.kind == ItemKind::Join && item.suggestion == Suggestion::Approve {
        distrust(tx, id)?;
    }
    if item.kind == ItemKind::Content {
        likeness::keep(tx, id, &item.text)?;
    }
    Ok(id)
}

/// Whoever was put out or rejected somewhere, by their key, is looked at by a person.
fn distrust(tx: &Connection, id: i64) -> Result<()> {
    let Some(item) = item_of(tx, id)? else { return Ok(()) };
    if dossier::has_record(tx, &item)? {
        tx.prepare_cached("UPDATE item SET suggestion = 'look' WHERE id = ?1")?.execute([id])?;
    }
    Ok(())
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
    if known(tx, &item.message_key)? || is_exempt(tx, item.member)? {
        return Ok(None);
    }
    let print = print(&item.text);
    if let_through(tx, item, print)? {
        return Ok(None);
    }
    insert(tx, item, &Origin::default(), print).map(Some)
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

/// Whether a person has let the same text, by its `print`, of the same member in the same community through.
fn let_through(conn: &Connection, item: &NewItem, print: i64) -> Result<bool> {
    if print == 0 {
        return Ok(false);
    }
    let sql = match item.member {
        Some(_) => {
            "SELECT EXISTS (SELECT 1 FROM item WHERE member_id = ?1 AND ?2 IS NOT NULL AND community_id = ?3 AND print = ?4
                            AND state = 'approved' AND kind IN ('content', 'report'))"
        }
        None => {
            "SELECT EXISTS (SELECT 1 FROM item WHERE ?1 IS NULL AND who = ?2 AND member_id IS NULL AND community_id = ?3
                            AND print = ?4 AND state = 'approved' AND kind IN ('content', 'report'))"
        }
    };
    let whose = rusqlite::params![item.member, item.who, item.community, print];
    Ok(conn.prepare_cached(sql)?.query_row(whose, |r| r.get(0))?)
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
        let (mut item, print) = (item.clone(), print(&item.text));
        if item.kind == ItemKind::Content && (let_through(tx, &item, print)? || is_exempt(tx, item.member)?) {
            (item.hits, item.suggestion, item.score) = (Vec::new(), Suggestion::Approve, 0.0);
        }
        let id = insert(tx, &item, &origin, print)?;
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
pub fn petition(tx: &Connection, now: At, item: &NewItem, origin: &Origin, zone: Zone) -> Result<Option<i64>> {
    if known(tx, &item.message_key)? {
        return Ok(None);
    }
    let item = NewItem { member: member(tx, item, &origin.handle)?, ..item.clone() };
    let origin = tied(tx, &item, origin, now, zone)?;
    insert(tx, &item, &origin, print(&item.text)).map(Some)
}

/// The member meant: the one with this key, else the only one of this name.
fn member(conn: &Connection, item: &NewItem, handle: &str) -> Result<Option<i64>> {
    let (sql, word) = match handle {
        "" => ("SELECT id FROM member WHERE community_id = ?1 AND name = ?2 LIMIT 2", &*item.who),
        key => ("SELECT id FROM member WHERE community_id = ?1 AND key = ?2", key),
    };
    let mut stmt = conn.prepare_cached(sql)?;
    let found: Vec<i64> =
        stmt.query_map(rusqlite::params![item.community, word], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(if let [one] = found[..] { Some(one) } else { None })
}

/// An appeal's origin with the decision it is about.
fn tied(tx: &Connection, item: &NewItem, origin: &Origin, now: At, zone: Zone) -> Result<Origin> {
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

#[cfg(test)]
mod tests {
    use super::super::testing::{get, sample};
    use super::super::{Target, decide};
    use super::*;
    use crate::db::testing::now;
    use crate::moderation::item::{Decision, State};
    use crate::moderation::reason::Reason;

    fn found(text: &str, key: &str) -> NewItem {
        NewItem {
            kind: ItemKind::Content,
            level: 2,
            community: 2,
            member: Some(1),
            who: "糖霜饼干".into(),
            text: text.into(),
            source: String::new(),
            hits: vec![],
            suggestion: Suggestion::Reject(Reason::Ads),
            score: 0.9,
            created_at: now(),
            message_key: key.into(),
            batch: None,
        }
    }

    fn flagged(db: &mut Db, item: &NewItem) -> Option<i64> {
        db.write("test.flag", |tx| flag(tx, item)).unwrap()
    }

    #[test]
    fn what_a_person_let_through_is_not_flagged_again() {
        let mut file = sample();
        let id = flagged(&mut file.db, &found("加V领券", "2:1:1")).unwrap();
        assert_eq!(flagged(&mut file.db, &found("加V领券", "2:1:1")), None, "it waits already");
        let same = |key: &str| found("加 v 领 券", key);
        let second = flagged(&mut file.db, &same("2:2:2")).unwrap();
        decide(&mut file.db, &[Target { id, version: 1 }], &Decision::Approve, |_| String::new()).unwrap();
        assert_eq!(flagged(&mut file.db, &same("2:3:3")), None, "the same text, however spaced");
        assert_eq!(flagged(&mut file.db, &found("加V领券", "2:1:1")), None, "the same message");
        for (what, item) in [
            ("another text", found("加V领卡", "2:4:4")),
            ("another member", NewItem { member: None, who: "别人".into(), ..same("2:5:5") }),
            ("another community", NewItem { community: 1, ..same("1:6:6") }),
        ] {
            assert!(flagged(&mut file.db, &item).is_some(), "{what}");
        }
        file.db.conn().execute_batch("UPDATE item SET text = '' WHERE state <> 'pending'").unwrap();
        assert_eq!(flagged(&mut file.db, &same("2:7:7")), None, "also after the text has expired");
        let by_hand = add(&mut file.db, &NewItem { message_key: String::new(), ..same("") }).unwrap();
        assert_eq!(get(&file.db, by_hand).suggestion, Suggestion::Approve);
        assert_eq!(get(&file.db, second).state, State::Pending, "what waits goes on waiting");
    }

    #[test]
    fn a_rejection_that_an_appeal_overturned_is_let_through_too() {
        let mut file = sample();
        let id = flagged(&mut file.db, &found("加V领券", "2:1:1")).unwrap();
        let target = Target { id, version: 1 };
        decide(&mut file.db, &[target], &Decision::reject(Reason::Ads), |_| String::new()).unwrap();
        assert!(flagged(&mut file.db, &found("加V领券", "2:2:2")).is_some());
        file.db.conn().execute("UPDATE item SET state = 'approved', overturned_at = 1 WHERE id = ?1", [id]).unwrap();
        assert_eq!(flagged(&mut file.db, &found("加V领券", "2:3:3")), None);
    }

    #[test]
    fn no_rule_judges_those_who_keep_order() {
        let mut file = sample();
        for (role, judged) in [("大使", false), ("admin", false), ("新手", true)] {
            file.db.conn().execute("UPDATE member SET role = ?1 WHERE id = 1", [role]).unwrap();
            assert_eq!(flagged(&mut file.db, &found("加V领券", role)).is_some(), judged, "{role}");
        }
    }

    #[test]
    fn what_cannot_wait_begins_at_the_top() {
        let mut file = sample();
        crate::sop::store::incidents::start_incident(&mut file.db, "奶油发霉", None).unwrap();
        let level = |db: &mut Db, item: &NewItem| {
            let id = add(db, item).unwrap();
            let item = get(db, id);
            (item.level, item.conduct.crisis.map(|c| c.id()))
        };
        assert_eq!(level(&mut file.db, &found("听说奶油发霉了", "")), (3, Some("incident:奶油发霉".into())));
        assert_eq!(level(&mut file.db, &found("加V", "")), (2, None));
        let law = NewItem { suggestion: Suggestion::Reject(Reason::Illegal), ..found("x", "") };
        assert_eq!(level(&mut file.db, &law), (3, Some("reason:illegal".into())));
        let open = crate::sop::store::incidents::open_incident(&file.db).unwrap().unwrap();
        crate::sop::store::incidents::close_incident(&mut file.db, &open, "", "").unwrap();
        assert_eq!(level(&mut file.db, &found("听说奶油发霉了", "")), (2, None), "over is over");
    }

    #[test]
    fn an_inviter_is_read_from_the_source() {
        let of = |inviter: &str, source: &str| Origin { inviter: inviter.into(), ..Origin::default() }.inviter(source);
        assert_eq!(of("", "邀请人 小满"), "小满");
        assert_eq!(of("", "邀請人：小滿"), "小滿");
        assert_eq!(of("", "invited by Bob"), "Bob");
        assert_eq!(of("阿泽", "邀请人 小满"), "阿泽");
        assert_eq!((of("", "扫码 线下市集"), of("", "")), (String::new(), String::new()));
    }

    #[test]
    fn equal_texts_have_one_print() {
        assert_eq!(print("加V领券"), print("加 ｖ-領券"));
        assert_ne!(print("加V领券"), print("加V领卡"));
        assert_eq!((print(""), print(" \n")), (0, 0));
    }
}
