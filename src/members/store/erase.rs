//! One person's data, erased for good.

use crate::base::{Error, Kind, Result, Says};
use crate::db::{Db, Tx};
use rusqlite::params;

/// What was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erased {
    /// In so many communities.
    pub communities: usize,
    /// So many rows were cleared.
    pub rows: usize,
}

/// Erases a person: name, key, texts, notes, and every row image and journal sentence that could hold them, in each
/// community where the same platform knows the same key. Counters stay under one pseudonym, so that whoever was counted
/// once over all communities still is. Cannot be undone.
///
/// # Errors
/// [`Kind::User`] if there is no such member.
pub fn erase(db: &mut Db, id: i64) -> Result<Erased> {
    let erased = db.write_batch("member.erase", |tx| {
        let same = "SELECT b.id FROM member a JOIN community ac ON ac.id = a.community_id
                    JOIN member b ON b.id = a.id OR (b.key = a.key AND a.key <> '')
                    JOIN community bc ON bc.id = b.community_id
                    WHERE a.id = ?1 AND bc.platform = ac.platform ORDER BY b.id";
        let ids: Vec<i64> = tx.prepare(same)?.query_map([id], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        let Some(first) = ids.first() else {
            return Err(Error::new(Kind::User, "members.no_member").with("who", id));
        };
        let pseudonym = format!("erased-{first}");
        let mut rows = 0;
        for id in &ids {
            forget(tx, *id)?;
            rows += clear(tx, *id, &pseudonym)?;
        }
        tx.about("member", id);
        tx.says(Says::new("members.erased").with("who", &pseudonym));
        tx.lasting();
        Ok(Erased { communities: ids.len(), rows })
    })?;
    // The freed pages are overwritten (secure_delete); the log that still holds them is emptied.
    let _: i64 = db.conn().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0))?;
    Ok(erased)
}

/// Empties the journal's entries about one member row.
fn forget(tx: &Tx, id: i64) -> Result<()> {
    // What they asked for before they came in is theirs too.
    tx.execute(
        "UPDATE item SET member_id = ?1 WHERE member_id IS NULL AND handle <> ''
           AND (community_id, handle) = (SELECT community_id, key FROM member WHERE id = ?1)",
        [id],
    )?;
    // By their row images or, where these have expired, by the row they lead to; before the rows themselves are cleared.
    tx.execute(
        "UPDATE journal SET erased = 1, summary = '{\"k\":\"members.erased_line\"}' WHERE seq IN
           (SELECT seq FROM change WHERE (tbl = 'member' AND row = ?1)
              OR (tbl = 'item' AND row IN (SELECT id FROM item WHERE member_id = ?1))
              OR (tbl = 'inquiry' AND row IN (SELECT id FROM inquiry WHERE member_id = ?1))
              OR (tbl = 'run' AND row IN (SELECT id FROM run WHERE member_id = ?1))
              OR (tbl = 'run_step' AND row IN
                  (SELECT s.id FROM run_step s JOIN run r ON r.id = s.run_id WHERE r.member_id = ?1))
              OR (tbl = 'ambassador' AND row IN (SELECT id FROM ambassador WHERE member_id = ?1))
              OR (tbl = 'ugc' AND row IN (SELECT id FROM ugc WHERE member_id = ?1))
              OR (tbl = 'note' AND row IN (SELECT id FROM note WHERE member_id = ?1)))
         OR item IN (SELECT 'run:' || id FROM run WHERE member_id = ?1)
         OR item = 'member:' || ?1 OR item IN (SELECT 'item:' || id FROM item WHERE member_id = ?1)
         OR item IN (SELECT 'inquiry:' || id FROM inquiry WHERE member_id = ?1)",
        [id],
    )?;
    Ok(())
}

/// Clears every row about the member; how many.
fn clear(tx: &Tx, id: i64, pseudonym: &str) -> Result<usize> {
    let mut n = tx.execute("DELETE FROM change WHERE seq IN (SELECT seq FROM journal WHERE erased = 1)", [])?;
    n += tx.execute("DELETE FROM message WHERE member_id = ?1", [id])?;
    n += tx.execute(
        "UPDATE item SET who = ?2, text = '', source = '', hits = '[]', note = '', notice = '', message_key = '',
                         handle = '', inviter = '', advised_words = '', print = 0
         WHERE member_id = ?1",
        params![id, pseudonym],
    )?;
    n += tx.execute("DELETE FROM note WHERE member_id = ?1", [id])?;
    n += tx.execute(
        "UPDATE inquiry SET who = ?2, text = '', again = '', answer = '', pause_note = '', hand_note = '', source_key = ''
         WHERE member_id = ?1",
        params![id, pseudonym],
    )?;
    n += tx.execute(
        "UPDATE run_step SET text = '', reason = '', state = CASE state WHEN 'open' THEN 'skipped' ELSE state END
         WHERE run_id IN (SELECT id FROM run WHERE member_id = ?1)",
        [id],
    )?;
    n += tx.execute("UPDATE run SET ended_at = coalesce(ended_at, ?2) WHERE member_id = ?1", params![id, tx.at.0])?;
    n += tx.execute("UPDATE ugc SET note = '' WHERE member_id = ?1", [id])?;
    n += tx.execute("UPDATE ambassador SET name = ?2 WHERE member_id = ?1", params![id, pseudonym])?;
    n += tx.execute(
        "UPDATE member SET key = ?2, name = ?2, source = '', note = '', note_at = NULL WHERE id = ?1",
        params![id, pseudonym],
    )?;
    // Whom a value was filled in for is not known, and operators can type it again.
    n += tx.execute("DELETE FROM last_value", [])?;
    Ok(n)
}
