//! What the review figures are made of: decisions, what waits, and second looks. Reading costs the weeks asked for (the
//! index over decided items), not the history.

use crate::base::{At, Result, Zone};
use crate::db::Db;
use crate::moderation::figures::{Decided, Tally, Week};
use rusqlite::Connection;
use serde::Deserialize;

/// The figures of the last `weeks` weeks up to now, the present one last; days are those of `zone`.
///
/// # Errors
/// Database errors.
pub fn figures(db: &Db, zone: Zone, weeks: usize) -> Result<Vec<Week>> {
    let mut tally = Tally::new(db.now(), zone, weeks);
    decided(db.conn(), &mut tally)?;
    waiting(db.conn(), &mut tally)?;
    appealed(db.conn(), &mut tally)?;
    undone(db.conn(), &mut tally)?;
    Ok(tally.weeks())
}

/// Of a hit only its rule matters here.
#[derive(Deserialize)]
struct Flag<'a> {
    #[serde(borrow)]
    rule: std::borrow::Cow<'a, str>,
}

fn decided(conn: &Connection, tally: &mut Tally) -> Result<()> {
    let mut stmt = conn.prepare_cached(
        "SELECT level, created_at, decided_at, state = 'rejected', hits,
                CASE WHEN advised <> '' AND advised_by <> decided_by
                  THEN (advised = 'approve') = (state = 'approved' AND overturned_at IS NULL) END
         FROM item WHERE decided_at >= ?1",
    )?;
    let mut rows = stmt.query([tally.from().0])?;
    while let Some(row) = rows.next()? {
        let hits = row.get_ref(4)?.as_str().unwrap_or("[]");
        let flags: Vec<Flag> = if hits == "[]" { Vec::new() } else { serde_json::from_str(hits).unwrap_or_default() };
        let mut rules: Vec<&str> = flags.iter().map(|f| &*f.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        tally.decided(&Decided {
            level: row.get(0)?,
            created_at: At(row.get(1)?),
            decided_at: At(row.get(2)?),
            rejected: row.get(3)?,
            rules: &rules,
        });
        // What level 2 recommended, and what another person made of it.
        if let Some(agreed) = row.get(5)? {
            tally.second_look(At(row.get(2)?), agreed);
        }
    }
    Ok(())
}

/// Appeals against decisions of level 2 that another person has decided: rejected, the decision was shared.
fn appealed(conn: &Connection, tally: &mut Tally) -> Result<()> {
    let mut stmt = conn.prepare_cached(
        "SELECT a.decided_at, a.state = 'rejected' FROM item a JOIN item o ON o.id = a.appeal_of
         WHERE a.appeal_of IS NOT NULL AND a.decided_at >= ?1 AND o.level = 2 AND o.decided_by <> a.decided_by",
    )?;
    let mut rows = stmt.query([tally.from().0])?;
    while let Some(row) = rows.next()? {
        tally.second_look(At(row.get(0)?), row.get(1)?);
    }
    Ok(())
}

fn waiting(conn: &Connection, tally: &mut Tally) -> Result<()> {
    let mut stmt = conn.prepare_cached("SELECT created_at FROM item WHERE state = 'pending'")?;
    let mut rows = stmt.query([])?;
    while let Some(row) = rows.next()? {
        tally.waiting(At(row.get(0)?));
    }
    Ok(())
}

/// Decisions of level 2 that somebody else has undone and nobody has redone: a second person saw them otherwise.
fn undone(conn: &Connection, tally: &mut Tally) -> Result<()> {
    let mut stmt = conn.prepare_cached(
        "SELECT u.at, count(*) FROM journal u
         JOIN journal e ON e.seq = u.undoes AND e.operator <> u.operator AND e.action IN ('queue.approve', 'queue.reject')
         JOIN change c ON c.seq = e.seq AND c.tbl = 'item' AND json_extract(c.after, '$.level') = 2
         WHERE u.undoes IS NOT NULL AND u.at >= ?1 AND NOT EXISTS (SELECT 1 FROM journal r WHERE r.undoes = u.seq)
         GROUP BY u.seq",
    )?;
    let mut rows = stmt.query([tally.from().0])?;
    while let Some(row) = rows.next()? {
        for _ in 0..row.get::<_, i64>(1)? {
            tally.second_look(At(row.get(0)?), false);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{get, sample};
    use super::super::{NewItem, Origin, Target, decide, enter};
    use super::*;
    use crate::base::clock::{DAY, MINUTE};
    use crate::db::setting;
    use crate::db::testing::{as_operator, now};
    use crate::moderation::item::{Decision, ItemKind, Suggestion};
    use crate::moderation::reason::Reason;

    fn agreement(db: &Db) -> (usize, usize) {
        let agreement = week(db).agreement;
        (agreement.agreed, agreement.reviewed)
    }

    fn week(db: &Db) -> Week {
        figures(db, Zone::default(), 2).unwrap().pop().unwrap()
    }

    #[test]
    fn figures_come_from_the_items_and_the_journal() {
        let mut file = sample();
        let mut act = |id: i64, decision: &Decision| {
            decide(&mut file.db, &[Target { id, version: 1 }], decision, |_| String::new()).unwrap();
        };
        act(1, &Decision::reject(Reason::Ads));
        act(2, &Decision::Approve);
        act(3, &Decision::Approve);
        let w = week(&file.db);
        // The sample has one more that was decided yesterday.
        assert_eq!((w.levels[2].count, w.levels[2].median_ms), (1, Some(192 * MINUTE)));
        assert_eq!(
            (w.levels[1].count, w.levels[1].median_ms, w.levels[1].p90_ms),
            (3, Some(151 * MINUTE), Some(160 * MINUTE))
        );
        assert_eq!((w.rejected, w.backlog.count, w.backlog.longest_ms), (2, 17, Some(125 * MINUTE + 1)));
        let rules: Vec<_> = w.rules.iter().map(|p| (p.rule.as_str(), p.flagged, p.rejected)).collect();
        assert_eq!(rules, [("contact", 1, 1), ("words", 1, 1)], "two hits of a rule are one item");
        assert_eq!(w.agreement.share(), None, "nobody has looked a second time");
    }

    #[test]
    fn what_another_person_undoes_was_not_agreed_on() {
        let mut file = sample();
        let both = [Target { id: 2, version: 1 }, Target { id: 3, version: 1 }];
        decide(&mut file.db, &both, &Decision::Approve, |_| String::new()).unwrap();
        decide(&mut file.db, &[Target { id: 1, version: 1 }], &Decision::Approve, |_| String::new()).unwrap();
        let (l2, l3) = (file.db.head().unwrap().0 - 1, file.db.head().unwrap().0);
        let mut other = as_operator(&file, "阿泽");
        other.undo(l2).unwrap();
        other.undo(l3).unwrap();
        let agreement = week(&file.db).agreement;
        assert_eq!((agreement.agreed, agreement.reviewed), (0, 2), "two of level 2; the third was level 3's own");
        let undo = l3 + 1;
        other.undo(undo).unwrap();
        assert_eq!(week(&file.db).agreement.reviewed, 0, "redone");
        let own = decide(&mut file.db, &[Target { id: 4, version: 1 }], &Decision::Approve, |_| String::new());
        assert!(own.is_ok());
        let last = file.db.last_undoable("甲").unwrap().unwrap();
        file.db.undo(last).unwrap();
        assert_eq!(week(&file.db).agreement.reviewed, 0, "a slip of one's own is no second opinion");
    }

    #[test]
    fn recommendations_and_appeals_are_looked_at_by_a_second_person() {
        let mut file = sample();
        setting::enrol(&mut file.db, "小满", "volunteer").unwrap();
        setting::enrol(&mut file.db, "阿泽", "manager").unwrap();
        let act = |name: &str, id: i64, decision: &Decision| {
            let mut db = as_operator(&file, name);
            let target = Target { id, version: get(&db, id).version };
            decide(&mut db, &[target], decision, |_| String::new()).unwrap()
        };
        // A volunteer may only recommend what is at the top; somebody else decides, once as recommended and once not.
        for (id, mine, theirs) in [
            (1, Decision::reject(Reason::Ads), Decision::reject(Reason::Flood)),
            (6, Decision::Approve, Decision::reject(Reason::False)),
        ] {
            assert_eq!(act("小满", id, &mine).advised, [id]);
            assert_eq!(act("阿泽", id, &theirs).done, [id]);
        }
        assert_eq!(agreement(&file.db), (1, 2), "another reason is no other judgement");
        // Decisions of level 2, appealed: one stands, one falls.
        for (id, who, granted) in [(2, "麦子", false), (9, "甜不辣", true)] {
            act("甲", id, &Decision::reject(Reason::Abuse));
            let item = get(&file.db, id);
            let appeal = NewItem {
                kind: ItemKind::Appeal,
                level: 3,
                community: item.place.id,
                member: None,
                who: who.into(),
                text: "申诉".into(),
                source: String::new(),
                hits: Vec::new(),
                suggestion: Suggestion::Look,
                score: 0.0,
                created_at: now(),
                message_key: String::new(),
                batch: None,
            };
            let origin = Origin { appeal_of: Some(id), ..Origin::default() };
            let appeal = enter(&mut as_operator(&file, "甲"), &appeal, &origin).unwrap();
            act("阿泽", appeal, &if granted { Decision::Approve } else { Decision::reject(Reason::Abuse) });
        }
        assert_eq!(agreement(&file.db), (2, 4));
    }

    #[test]
    fn an_item_with_unreadable_hits_still_counts() {
        let file = sample();
        file.db
            .conn()
            .execute("UPDATE item SET state = 'approved', decided_at = ?1, hits = '{\"x' WHERE id IN (5, 6)", [now().0])
            .unwrap();
        file.db.conn().execute("UPDATE item SET created_at = created_at - ?1 WHERE id = 7", [30 * DAY]).unwrap();
        let weeks = figures(&file.db, Zone::default(), 2).unwrap();
        assert_eq!((weeks[1].all.count, weeks[1].flagged.flagged), (3, 0));
        assert_eq!((weeks[0].backlog.count, weeks[1].backlog.count), (1, 18));
    }
}
