//! Strikes and the notes that go with them: made with a rejection, taken back with it or by a granted appeal.

use crate::base::clock::DAY;
use crate::base::{At, Result, Says};
use crate::db::{Db, Tx};
use crate::moderation::item::Item;
use crate::moderation::reason::{Reason, WINDOW_DAYS};
use crate::moderation::strike::{self, Histogram, Policy, Standing};
use rusqlite::{Connection, OptionalExtension};

/// The setting of the file that holds the [`Policy`].
const SETTING: &str = "strikes";

fn since(now: At) -> i64 {
    now.0 - i64::from(WINDOW_DAYS) * DAY
}

/// What strikes lead to in this file.
///
/// # Errors
/// Database errors.
pub fn policy(conn: &Db) -> Result<Policy> {
    policy_in(conn.conn())
}

fn policy_in(conn: &Connection) -> Result<Policy> {
    let stored: Option<String> = conn
        .prepare_cached("SELECT value FROM setting WHERE key = ?1")?
        .query_row([SETTING], |r| r.get(0))
        .optional()?;
    Ok(stored.and_then(|text| Policy::parse(&text)).unwrap_or_default())
}

/// Sets what strikes lead to.
///
/// # Errors
/// As [`Policy::checked`] and [`super::manages`]; database errors.
pub fn set_policy(db: &mut Db, policy: Policy) -> Result<()> {
    super::manages(db)?;
    let policy = policy.checked()?;
    db.write("rules.strikes", |tx| {
        tx.execute(
            "INSERT INTO setting(key, value) VALUES (?1, ?2) ON CONFLICT(key) DO UPDATE SET value = ?2",
            [SETTING, &policy.to_string()],
        )?;
        tx.says(Says::new("conduct.policy_set").with("policy", policy));
        Ok(())
    })
}

/// How many members have how many strikes now. Strangers count by community and name.
///
/// # Errors
/// Database errors.
pub fn histogram(db: &Db) -> Result<Histogram> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT min(n, ?2), count(*) FROM
           (SELECT count(*) n FROM strike s JOIN item i ON i.id = s.item_id WHERE s.at >= ?1 AND s.lifted_at IS NULL
            GROUP BY coalesce(s.member_id, i.community_id || '/' || i.who))
         GROUP BY 1",
    )?;
    let mut rows = vec![0; usize::try_from(Policy::MOST).unwrap_or(0)];
    let found = stmt.query_map([since(db.now()), Policy::MOST], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?)))?;
    for found in found {
        let (strikes, members) = found?;
        if let Some(row) = usize::try_from(strikes - 1).ok().and_then(|at| rows.get_mut(at)) {
            *row += members;
        }
    }
    Ok(Histogram(rows))
}

/// How the member of `item` stands, the item's own strike left out.
///
/// # Errors
/// Database errors.
pub fn standing(db: &Db, item: &Item) -> Result<Standing> {
    standing_in(db.conn(), item, db.now())
}

pub(super) fn standing_in(conn: &Connection, item: &Item, now: At) -> Result<Standing> {
    let before = match item.member {
        Some(member) => conn
            .prepare_cached(
                "SELECT count(*) FROM strike WHERE member_id = ?1 AND at >= ?2 AND lifted_at IS NULL AND item_id <> ?3",
            )?
            .query_row([member, since(now), item.id], |r| r.get(0))?,
        // A stranger is known by name and community alone.
        None => conn
            .prepare_cached(
                "SELECT count(*) FROM item i JOIN strike s ON s.item_id = i.id
                 WHERE i.who = ?1 AND i.community_id = ?2 AND i.member_id IS NULL AND s.at >= ?3
                   AND s.lifted_at IS NULL AND i.id <> ?4",
            )?
            .query_row(rusqlite::params![item.who, item.place.id, since(now), item.id], |r| r.get(0))?,
    };
    Ok(Standing { before, policy: policy_in(conn)? })
}

/// Makes the strike of a rejection, if its kind counts, and the note about the member.
pub(super) fn record(tx: &Tx, item: &Item, reason: Reason, words: &str) -> Result<()> {
    let counts = strike::counts(item.kind);
    if counts {
        // One that was taken back by undo is gone; one of a decision made again after an appeal stands anew.
        tx.prepare_cached(
            "INSERT INTO strike(item_id, member_id, at, by, reason) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT(item_id) DO UPDATE SET at = ?3, by = ?4, reason = ?5, lifted_at = NULL, lifted_by = ''",
        )?
        .execute(rusqlite::params![item.id, item.member, tx.at.0, tx.operator, reason.row().id])?;
    }
    let Some(member) = item.member else { return Ok(()) };
    let key = if counts { "conduct.noted" } else { "conduct.noted_join" };
    let mut says = Says::new(key)
        .with("reason", if words.is_empty() { format!("@{}", reason.row().label) } else { words.to_owned() })
        .with("n", item.conduct.standing.before + 1);
    if let Some(line) = item.conduct.standing.crossed().filter(|_| counts) {
        says = Says { key: "conduct.noted_line".into(), ..says }.with("line", format!("@{}", line.label()));
    }
    let text = serde_json::to_string(&says).unwrap_or_default();
    tx.prepare_cached("INSERT INTO note(member_id, item_id, at, by, text) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(rusqlite::params![member, item.id, tx.at.0, tx.operator, text])?;
    Ok(())
}

/// Takes the strike of item `id` back: an appeal was granted.
pub(super) fn lift(tx: &Tx, id: i64) -> Result<()> {
    tx.prepare_cached("UPDATE strike SET lifted_at = ?2, lifted_by = ?3 WHERE item_id = ?1 AND lifted_at IS NULL")?
        .execute(rusqlite::params![id, tx.at.0, tx.operator])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{get, later, sample};
    use super::super::{Target, card, decide};
    use super::*;
    use crate::base::{Lang, Language};
    use crate::db::testing::{as_operator, now};
    use crate::moderation::item::{Decision, ItemKind};
    use crate::moderation::strike::Line;

    fn strikes(db: &Db) -> i64 {
        db.conn().query_row("SELECT count(*) FROM strike WHERE lifted_at IS NULL", [], |r| r.get(0)).unwrap()
    }

    fn reject(db: &mut Db, ids: &[i64]) -> super::super::Outcome {
        let targets: Vec<Target> = ids.iter().map(|id| Target { id: *id, version: get(db, *id).version }).collect();
        decide(db, &targets, &Decision::reject(Reason::Ads), |i| i.conduct.standing.before.to_string()).unwrap()
    }

    #[test]
    fn one_rejection_brings_clause_notice_strike_and_note_and_one_undo_takes_all_back() {
        let mut file = sample();
        let before = get(&file.db, 1);
        let outcome = reject(&mut file.db, &[1]);
        let item = get(&file.db, 1);
        assert_eq!((outcome.notices, item.notice.as_str()), (vec!["1".to_owned()], "1"), "one strike before this one");
        let cited = item.conduct.cited.clone().unwrap();
        assert_eq!((cited.number.as_str(), cited.edition), ("3.2", 1));
        assert_eq!((strikes(&file.db), file.db.head().unwrap().0), (2, 2), "one entry for all of it");
        let notes = card(&file.db, &item).unwrap().unwrap().notes;
        assert_eq!(Lang::load(Language::Hans).say(&notes[0].says), "广告引流，第 2 次");
        file.db.undo(2).unwrap();
        let after = get(&file.db, 1);
        assert_eq!(after.version, before.version + 2);
        assert_eq!(crate::moderation::Item { version: before.version, ..after }, before);
        assert_eq!((strikes(&file.db), card(&file.db, &before).unwrap().unwrap().notes), (1, vec![]));
        file.db.undo(3).unwrap();
        assert_eq!((strikes(&file.db), get(&file.db, 1).notice.as_str()), (2, "1"), "and redo brings all of it again");
        file.db.verify().unwrap();
    }

    #[test]
    fn strikes_of_one_act_count_one_after_the_other() {
        let mut file = sample();
        let outcome = reject(&mut file.db, &[1, 20]);
        assert_eq!(outcome.notices, ["1", "2"]);
        assert_eq!(outcome.line, Some(Line::Warn), "the third reaches the warning line");
        assert_eq!(standing(&file.db, &get(&file.db, 1)).unwrap().before, 2, "without its own");
        let notes = card(&file.db, &get(&file.db, 1)).unwrap().unwrap().notes;
        assert_eq!(Lang::load(Language::En).say(&notes[0].says), "ads, no. 3, warn reached");
        file.db.undo(2).unwrap();
        assert_eq!(standing(&file.db, &get(&file.db, 1)).unwrap().before, 1);
    }

    #[test]
    fn ninety_days_and_strangers_by_name_in_their_community() {
        let mut file = sample();
        reject(&mut file.db, &[1]);
        let item = get(&file.db, 20);
        let at = |days: i64| standing(&later(&file, "甲", days * DAY), &item).unwrap().before;
        assert_eq!([at(0), at(89), at(90), at(91)], [2, 2, 1, 0], "the 90th day counts; yesterday's goes first");
        reject(&mut file.db, &[2]);
        let stranger = |community: i64, who: &str| {
            let mut item = get(&file.db, 3);
            (item.place.id, item.who, item.kind) = (community, who.into(), ItemKind::Content);
            standing(&file.db, &item).unwrap().before
        };
        assert_eq!([stranger(5, "麦子"), stranger(5, "麦"), stranger(1, "麦子")], [1, 0, 0]);
    }

    #[test]
    fn joins_make_no_strike() {
        let mut file = sample();
        let outcome = reject(&mut file.db, &[3, 7]);
        assert_eq!((outcome.done.len(), outcome.line, strikes(&file.db)), (2, None, 1));
        assert_eq!(get(&file.db, 3).conduct.cited.map(|c| c.number).as_deref(), Some("3.2"));
    }

    #[test]
    fn lines_are_set_for_the_file_and_undone() {
        let mut file = sample();
        assert_eq!(policy(&file.db).unwrap(), Policy::default());
        let other = Policy { warn: 2, mute: 4, remove: 6 };
        set_policy(&mut file.db, other).unwrap();
        assert_eq!(policy(&as_operator(&file, "乙")).unwrap(), other);
        assert_eq!(reject(&mut file.db, &[1]).line, Some(Line::Warn), "two are enough now");
        assert!(set_policy(&mut file.db, Policy { warn: 4, mute: 4, remove: 6 }).is_err());
        file.db.undo(2).unwrap();
        assert_eq!(policy(&file.db).unwrap(), Policy::default());
    }

    #[test]
    fn a_histogram_counts_members_and_strangers() {
        let mut file = sample();
        assert_eq!(histogram(&file.db).unwrap().0[..3], [1, 0, 0]);
        reject(&mut file.db, &[1, 20, 2, 9]);
        let found = histogram(&file.db).unwrap();
        assert_eq!((&found.0[..4], found.members()), (&[2, 0, 1, 0][..], 3));
        assert_eq!(Line::ALL.map(|(l, ..)| found.at(&Policy::default(), l)), [1, 0, 0]);
        let old = later(&file, "甲", 91 * DAY);
        assert_eq!((histogram(&old).unwrap().members(), old.now().since(now())), (0, 91 * DAY));
    }
}
