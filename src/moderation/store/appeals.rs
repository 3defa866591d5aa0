//! Appeals: which decision is meant, whether it can still be appealed, and granting one.

use super::enter::NewItem;
use super::{item_of, select, strikes};
use crate::base::{At, Error, Result, Zone};
use crate::db::{Db, Tx};
use crate::moderation::appeal::{self, Original};
use crate::moderation::item::{Decision, Item, ItemKind, State};
use crate::moderation::pipeline::Rights;
use rusqlite::{Connection, OptionalExtension};

/// Decisions looked at for the one that an appeal may mean.
const LOOKED_AT: i64 = 10;

/// The decision that an appeal of this member means: the last rejection that can still be appealed.
///
/// # Errors
/// There is none: why the last one cannot be appealed, or that there was none at all.
pub(super) fn meant(conn: &Connection, item: &NewItem, now: At, zone: Zone) -> Result<i64> {
    let mut stmt = conn.prepare_cached(
        "SELECT id FROM item WHERE state = 'rejected' AND kind <> 'appeal' AND decided_at IS NOT NULL
           AND (member_id = ?1 OR (who = ?2 AND community_id = ?3 AND (member_id IS NULL OR ?1 IS NULL)))
         ORDER BY decided_at DESC, id DESC LIMIT ?4",
    )?;
    let rows = stmt.query_map(rusqlite::params![item.member, item.who, item.community, LOOKED_AT], |r| r.get(0))?;
    let found: Vec<i64> = rows.collect::<rusqlite::Result<_>>()?;
    let mut first = None;
    for id in found {
        match open(conn, id, now, zone) {
            Ok(()) => return Ok(id),
            Err(error) => first = first.or(Some(error)),
        }
    }
    Err(first.unwrap_or_else(|| {
        Error::user("conduct.appeal_none").with("who", &item.who).hint("conduct.appeal_nothing_hint")
    }))
}

/// Whether the decision about item `id` can be appealed at `now`.
///
/// # Errors
/// As [`appeal::open`].
pub(super) fn open(conn: &Connection, id: i64, now: At, zone: Zone) -> Result<()> {
    let Some(item) = item_of(conn, id)? else { return Err(Error::user("conduct.no_item").with("id", id)) };
    let before: Option<String> = conn
        .prepare_cached("SELECT state FROM item WHERE appeal_of = ?1 ORDER BY id DESC LIMIT 1")?
        .query_row([id], |r| r.get(0))
        .optional()?;
    appeal::open(&item, before.and_then(|s| State::parse(&s)), now, zone)
}

/// Why `me` may not decide so about `item`: a catalogue key.
pub(super) fn barred(
    conn: &Connection,
    item: &Item,
    decision: &Decision,
    me: &str,
    rights: Rights,
) -> Result<Option<&'static str>> {
    let Some(about) = item.conduct.appeal_of.filter(|_| item.kind == ItemKind::Appeal) else { return Ok(None) };
    let decider: Option<String> = conn
        .prepare_cached("SELECT decided_by FROM item WHERE id = ?1")?
        .query_row([about], |r| r.get(0))
        .optional()?;
    Ok(decider.and_then(|decider| appeal::barred(decision, item.level, &decider, me, rights)))
}

/// Grants `item`, an appeal: the decision it is about is overturned and its strike lifted.
pub(super) fn grant(tx: &Tx, item: &Item) -> Result<()> {
    let Some(about) = item.conduct.appeal_of else { return Ok(()) };
    tx.prepare_cached(
        "UPDATE item SET state = 'approved', overturned_at = ?2, overturned_by = ?3, version = version + 1
         WHERE id = ?1 AND state = 'rejected'",
    )?
    .execute(rusqlite::params![about, tx.at.0, tx.operator])?;
    strikes::lift(tx, about)
}

/// The decision that `item`, an appeal, is about.
///
/// # Errors
/// Database errors.
pub(super) fn original(db: &Db, item: &Item) -> Result<Option<Original>> {
    let Some(about) = item.conduct.appeal_of else { return Ok(None) };
    let found = select(db.conn(), i32::MAX as usize, "WHERE i.id = ?1", [about])?.pop();
    Ok(found.and_then(|i| {
        let at = i.decided_at?;
        let cited = i.conduct.cited;
        Some(Original { id: i.id, text: i.text, hits: i.hits, reason: i.reason, by: i.decided_by, at, cited })
    }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{get, later, sample};
    use super::super::{NewItem, Origin, Outcome, Target, decide, enter, standing};
    use super::*;
    use crate::base::clock::DAY;
    use crate::base::{Kind, Lang, Language};
    use crate::db::testing::{File, as_operator, now};
    use crate::moderation::item::Suggestion;
    use crate::moderation::reason::Reason;

    fn act(db: &mut Db, id: i64, decision: &Decision) -> Result<Outcome> {
        let target = Target { id, version: get(db, id).version };
        decide(db, &[target], decision, |i| format!("给 {}", i.who))
    }

    fn appeal_of(who: &str, community: i64, member: Option<i64>) -> NewItem {
        NewItem {
            kind: ItemKind::Appeal,
            level: 2,
            community,
            member,
            who: who.into(),
            text: "我没有发广告".into(),
            source: String::new(),
            hits: vec![],
            suggestion: Suggestion::Look,
            score: 0.0,
            created_at: now(),
            message_key: String::new(),
            batch: None,
        }
    }

    /// 甲 has rejected row 2 of the stranger 麦子; the appeal is row 22.
    fn appealed() -> (File, i64) {
        let mut file = sample();
        act(&mut file.db, 2, &Decision::reject(Reason::Abuse)).unwrap();
        let id = enter(&mut file.db, &appeal_of("麦子", 5, None), &Origin::default()).unwrap();
        (file, id)
    }

    #[test]
    fn an_appeal_finds_what_it_is_about() {
        let (file, id) = appealed();
        let appeal = get(&file.db, id);
        assert_eq!(appeal.conduct.appeal_of, Some(2));
        let original = original(&file.db, &appeal).unwrap().unwrap();
        assert_eq!((original.text.as_str(), original.by.as_str()), ("你懂什么烘焙，滚出去", "甲"));
        assert_eq!(original.reason, Some(Reason::Abuse));
    }

    #[test]
    fn granting_lifts_the_strike_and_one_undo_puts_it_back() {
        let (file, id) = appealed();
        let mut other = as_operator(&file, "小满");
        let outcome = act(&mut other, id, &Decision::Approve).unwrap();
        assert_eq!(outcome.notices, ["给 麦子"], "who appealed hears of it");
        let first = get(&file.db, 2);
        assert_eq!(
            (first.state, first.decided_by.as_str(), first.reason),
            (State::Approved, "甲", Some(Reason::Abuse))
        );
        assert_eq!(first.conduct.overturned, Some((now(), "小满".into())));
        let told = super::super::decided(&file.db, now(), 9).unwrap().last;
        assert!(
            told.iter().any(|d| d.by == "甲" && d.state == State::Rejected),
            "what 甲 did stays what it was: {told:?}"
        );
        let heard = super::super::last_notice(&other, now()).unwrap();
        assert_eq!(heard.map(|i| i.id), Some(id), "y copies it once more");
        let asked = Item { id: 0, ..first };
        assert_eq!(standing(&file.db, &asked).unwrap().before, 0);
        let last = other.last_undoable("小满").unwrap().unwrap();
        other.undo(last).unwrap();
        let first = get(&file.db, 2);
        assert_eq!((first.state, first.conduct.overturned), (State::Rejected, None));
        assert_eq!((standing(&file.db, &asked).unwrap().before, get(&file.db, id).state), (1, State::Pending));
        file.db.verify().unwrap();
    }

    #[test]
    fn denying_is_a_notice_and_no_strike() {
        let (file, id) = appealed();
        let mut other = as_operator(&file, "小满");
        let outcome = act(&mut other, id, &Decision::reject(Reason::Abuse)).unwrap();
        assert_eq!((outcome.notices.len(), outcome.line), (1, None));
        let strikes: i64 = file.db.conn().query_row("SELECT count(*) FROM strike", [], |r| r.get(0)).unwrap();
        assert_eq!((strikes, get(&file.db, 2).state), (2, State::Rejected));
    }

    #[test]
    fn nobody_decides_an_appeal_against_themselves_below_the_top() {
        let (mut file, id) = appealed();
        for decision in [Decision::Approve, Decision::reject(Reason::Abuse)] {
            let refused = act(&mut file.db, id, &decision).unwrap_err();
            assert_eq!((refused.kind, refused.says.key.as_str()), (Kind::User, "conduct.appeal_own"));
        }
        let both = [id, 3].map(|id| Target { id, version: get(&file.db, id).version });
        let outcome = decide(&mut file.db, &both, &Decision::Approve, |_| String::new()).unwrap();
        assert_eq!((outcome.done, outcome.barred.len()), (vec![3], 1));
        act(&mut file.db, id, &Decision::Raise).unwrap();
        act(&mut file.db, id, &Decision::Approve).unwrap();
        assert_eq!(get(&file.db, 2).state, State::Approved, "a manager at the top is final");
    }

    #[test]
    fn too_late_twice_or_against_nothing_is_refused() {
        let (mut file, id) = appealed();
        let lang = Lang::load(Language::Hans);
        let refused = |db: &mut Db, item: &NewItem, of| {
            let error = enter(db, item, &Origin { appeal_of: of, ..Origin::default() }).unwrap_err();
            assert_eq!(error.kind, Kind::User);
            lang.say(&error.says)
        };
        let again = appeal_of("麦子", 5, None);
        assert_eq!(refused(&mut file.db, &again, None), "没收：麦子 对 #2 的申诉已在等");
        act(&mut as_operator(&file, "小满"), id, &Decision::reject(Reason::Abuse)).unwrap();
        assert_eq!(refused(&mut file.db, &again, None), "没收：麦子 对 #2 的申诉已经复核过");
        assert_eq!(refused(&mut file.db, &appeal_of("路人", 5, None), None), "没收：没有找到 路人 被拒绝的决定");
        assert_eq!(refused(&mut file.db, &again, Some(3)), "没收：Luna 的 #3 不是一个拒绝的决定");
        assert_eq!(refused(&mut file.db, &again, Some(99)), "没有编号 99");
        let mut late = later(&file, "甲", 20 * DAY);
        let mine = appeal_of("糖霜饼干", 2, Some(1));
        assert_eq!(
            refused(&mut late, &mine, None),
            "没收：糖霜饼干 的决定 (#21) 是 2026-10-09 做的，申诉到 2026-10-29 为止 (20 天)"
        );
        assert!(enter(&mut later(&file, "甲", 19 * DAY), &mine, &Origin::default()).is_ok());
    }
}
