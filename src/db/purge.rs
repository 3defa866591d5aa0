//! What expires: texts of members, notes about them, old row images. Counters and the journal's lines stay.

use super::open::Db;
use crate::base::clock::DAY;
use crate::base::{Result, Says};

/// Notes about a member are kept 180 days (data minimisation, design §1).
const NOTE_DAYS: i64 = 180;

/// Incidents closed before the limit that still name a source or ambassadors.
const OLD_INCIDENTS: &str = "SELECT count(*) FROM incident i WHERE closed_at < ?1 AND (source <> ''
    OR EXISTS (SELECT 1 FROM ambassador a WHERE a.incident_id = i.id AND a.name <> ''))";

/// Steps of runs that ended before the limit and still say why they were skipped.
const OLD_RUNS: &str =
    "SELECT count(*) FROM run_step s JOIN run r ON r.id = s.run_id WHERE r.ended_at < ?1 AND s.reason <> ''";

/// Which rules had flagged an item stays, without the places: how right they are is counted by it.
const FORGET_ITEMS: &str = "UPDATE item SET text = '', source = '', notice = '', inviter = '', advised_words = '',
    hits = CASE WHEN json_valid(hits) THEN (SELECT json_group_array(json_object(
        'rule', value ->> 'rule', 'says', value ->> 'says', 'start', 0, 'end', 0)) FROM json_each(hits))
      ELSE '[]' END
    WHERE decided_at < ?1";

/// What was removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Purged {
    /// Raw messages older than the text limit.
    pub messages: i64,
    /// Texts of queue items and inquiries that were settled before the text limit, drafts nobody came back to, values of
    /// slots.
    pub texts: i64,
    /// Notes about members older than 180 days.
    pub notes: i64,
    /// Row images older than the journal limit; those acts can no longer be undone.
    pub images: i64,
}

impl Purged {
    /// Whether nothing had expired.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Removes what is older than `text_days` and `journal_days`. Writes one journal entry, none if nothing expired.
///
/// # Errors
/// Database errors.
pub fn expire(db: &mut Db, text_days: u32, journal_days: u32) -> Result<Purged> {
    let now = db.now().0;
    let (texts, images, notes) =
        (now - i64::from(text_days) * DAY, now - i64::from(journal_days) * DAY, now - NOTE_DAYS * DAY);
    let count = |sql: &str, limit: i64| -> Result<i64> { Ok(db.conn().query_row(sql, [limit], |r| r.get(0))?) };
    let due = Purged {
        messages: count("SELECT count(*) FROM message WHERE at < ?1", texts)?,
        texts: count("SELECT count(*) FROM item WHERE decided_at < ?1 AND text <> ''", texts)?
            + count("SELECT count(*) FROM inquiry WHERE coalesce(answered_at, closed_at) < ?1 AND text <> ''", texts)?
            + count("SELECT count(*) FROM draft WHERE at < ?1", texts)?
            + count("SELECT count(*) FROM last_value WHERE at < ?1", texts)?
            + count(OLD_INCIDENTS, texts)?
            + count(OLD_RUNS, texts)?,
        notes: count("SELECT count(*) FROM member WHERE note_at < ?1 AND note <> ''", notes)?
            + count("SELECT count(*) FROM note WHERE at < ?1", notes)?,
        images: count("SELECT count(*) FROM change c JOIN journal j ON j.seq = c.seq WHERE j.at < ?1", images)?,
    };
    if due.is_empty() {
        return Ok(due);
    }
    db.write_batch("file.purge", |tx| {
        tx.execute("DELETE FROM message WHERE at < ?1", [texts])?;
        tx.execute(FORGET_ITEMS, [texts])?;
        tx.execute(
            "UPDATE inquiry SET text = '', again = '', answer = '' WHERE coalesce(answered_at, closed_at) < ?1",
            [texts],
        )?;
        tx.execute("DELETE FROM draft WHERE at < ?1", [texts])?;
        tx.execute("UPDATE incident SET source = '' WHERE closed_at < ?1", [texts])?;
        tx.execute(
            "UPDATE ambassador SET name = '', member_id = NULL
             WHERE incident_id IN (SELECT id FROM incident WHERE closed_at < ?1)",
            [texts],
        )?;
        tx.execute(
            "UPDATE run_step SET reason = '' WHERE run_id IN (SELECT id FROM run WHERE ended_at < ?1)",
            [texts],
        )?;
        tx.execute("DELETE FROM last_value WHERE at < ?1", [texts])?;
        tx.execute("UPDATE member SET note = '', note_at = NULL WHERE note_at < ?1", [notes])?;
        tx.execute("DELETE FROM note WHERE at < ?1", [notes])?;
        tx.execute("DELETE FROM change WHERE seq IN (SELECT seq FROM journal WHERE at < ?1)", [images])?;
        tx.execute("UPDATE journal SET erased = 1 WHERE at < ?1 AND erased = 0", [images])?;
        tx.says(
            Says::new("db.purged")
                .with("messages", due.messages)
                .with("texts", due.texts)
                .with("notes", due.notes)
                .with("images", due.images),
        );
        tx.lasting();
        Ok(())
    })?;
    Ok(due)
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    #[test]
    fn only_what_is_old_goes_and_the_chain_still_holds() {
        let mut file = testing::file();
        let now = testing::now().0;
        file.db
            .write_batch("test", |tx| {
                for (id, age) in [(1, 29), (2, 31)] {
                    tx.execute(
                        "INSERT INTO message(id, community_id, member_id, at, text, batch_id) VALUES (?1, 1, 1, ?2, 'hello', 1)",
                        [id, now - age * DAY],
                    )?;
                }
                Ok(())
            })
            .unwrap();
        assert_eq!(expire(&mut file.db, 30, 30).unwrap(), Purged { messages: 1, ..Purged::default() });
        assert!(expire(&mut file.db, 30, 30).unwrap().is_empty());
        let left: i64 = file.db.conn().query_row("SELECT id FROM message", [], |r| r.get(0)).unwrap();
        assert_eq!(left, 1);
        assert_eq!(file.db.verify().unwrap(), 2);
        assert_eq!(file.db.undo(2).unwrap_err().says.key, "db.lasting");
    }

    #[test]
    fn texts_of_what_was_settled_go_and_what_waits_stays() {
        let mut file = testing::file();
        let now = testing::now().0;
        let settled = |days: Option<i64>| days.map(|d| now - d * DAY);
        file.db
            .write_batch("test", |tx| {
                tx.execute("INSERT INTO community(id, name, platform) VALUES (1, 'c', 'qq')", [])?;
                for (id, days) in [(1, None), (2, Some(29)), (3, Some(31))] {
                    tx.execute(
                        "INSERT INTO item(id, kind, community_id, who, text, source, notice, created_at, decided_at, hits)
                         VALUES (?1, 'content', 1, 'w', 't', 's', 'n', 1, ?2,
                                 '[{\"rule\":\"contact\",\"says\":\"queue.hit_wechat\",\"start\":3,\"end\":8}]')",
                        rusqlite::params![id, settled(days)],
                    )?;
                }
                for (id, answered, closed) in [(1, None, None), (2, Some(31), None), (3, None, Some(31)), (4, None, Some(29))] {
                    tx.execute(
                        "INSERT INTO inquiry(id, community_id, who, text, answer, at, due_at, answered_at, closed_at)
                         VALUES (?1, 1, 'w', 't', 'a', 1, 1, ?2, ?3)",
                        rusqlite::params![id, settled(answered), settled(closed)],
                    )?;
                }
                for (id, days) in [(1, 179), (2, 181)] {
                    let at = now - days * DAY;
                    tx.execute("INSERT INTO note(id, member_id, at, by, text) VALUES (?1, 1, ?2, 'b', 't')", [id, at])?;
                    tx.execute(
                        "INSERT INTO member(id, community_id, key, name, note, note_at) VALUES (?1, 1, ?1, 'm', 'note', ?2)",
                        rusqlite::params![id, now - days * DAY],
                    )?;
                }
                Ok(())
            })
            .unwrap();
        let purged = expire(&mut file.db, 30, 30).unwrap();
        assert_eq!(purged, Purged { texts: 3, notes: 2, ..Purged::default() });
        let left = |sql: &str| -> Vec<i64> {
            let mut rows = file.db.conn().prepare(sql).unwrap();
            rows.query_map([], |r| r.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
        };
        assert_eq!(left("SELECT id FROM item WHERE text || source || notice <> '' ORDER BY id"), [1, 2]);
        let flagged: String = file.db.conn().query_row("SELECT hits FROM item WHERE id = 3", [], |r| r.get(0)).unwrap();
        assert_eq!(
            flagged, r#"[{"rule":"contact","says":"queue.hit_wechat","start":0,"end":0}]"#,
            "rules are still judged"
        );
        assert_eq!(left("SELECT id FROM inquiry WHERE text || answer <> '' ORDER BY id"), [1, 4]);
        assert_eq!(left("SELECT id FROM member WHERE note <> ''"), [1]);
        assert_eq!(left("SELECT id FROM note"), [1]);
        assert_eq!(left("SELECT count(*) FROM item WHERE who = 'w'"), [3], "who it was stays");
        assert!(expire(&mut file.db, 30, 30).unwrap().is_empty());
    }

    #[test]
    fn old_images_go_and_those_acts_are_past_undoing() {
        let mut file = testing::file();
        testing::set(&mut file.db, "k", "v");
        let mut later = file.db.again().unwrap();
        later.clock = crate::base::Clock::Frozen(testing::now().plus(40 * DAY));
        assert_eq!(expire(&mut later, 30, 30).unwrap().images, 1);
        assert_eq!(later.undo(1).unwrap_err().says.key, "db.nothing_to_undo");
        assert_eq!(later.verify().unwrap(), 2);
    }
}
