//! The texts that are still kept, for trying a screening rule before it is put to work.

use crate::base::Result;
use crate::db::Db;

/// Hands the newest `limit` kept messages to `see`, newest first: the text, and what became of its item in the queue
/// (`pending`, `approved`, `rejected`; `None` for a message nobody had to judge). Returns how many there were.
///
/// # Errors
/// Database errors.
pub fn kept(db: &Db, limit: usize, mut see: impl FnMut(&str, Option<&str>)) -> Result<usize> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT m.text, (SELECT i.state FROM item i WHERE i.member_id = m.member_id AND i.created_at = m.at
                         AND i.community_id = m.community_id AND i.text = m.text LIMIT 1)
         FROM message m ORDER BY m.at DESC, m.id DESC LIMIT ?1",
    )?;
    let mut rows = stmt.query([i64::try_from(limit).unwrap_or(i64::MAX)])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        let state = row.get_ref(1)?.as_str_or_null().ok().flatten();
        see(row.get_ref(0)?.as_str().unwrap_or_default(), state);
        count += 1;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::testing;

    #[test]
    fn texts_come_newest_first_with_what_became_of_them() {
        let mut file = testing::file();
        file.db
            .write("test", |tx| {
                tx.execute("INSERT INTO community(id, name, platform) VALUES (1, '群', 'qq')", [])?;
                tx.execute("INSERT INTO member(id, community_id, key, name) VALUES (7, 1, 'k', '甲')", [])?;
                for (at, text) in [(10, "旧"), (30, "加V"), (20, "中"), (30, "同时的另一条")] {
                    tx.execute(
                        "INSERT INTO message(community_id, member_id, at, text, batch_id) VALUES (1, 7, ?1, ?2, 1)",
                        rusqlite::params![at, text],
                    )?;
                }
                tx.execute(
                    "INSERT INTO item(kind, community_id, member_id, who, text, created_at, state)
                     VALUES ('content', 1, 7, '甲', '加V', 30, 'approved')",
                    [],
                )?;
                Ok(())
            })
            .unwrap();
        let seen = |limit| {
            let mut out = Vec::new();
            let count =
                kept(&file.db, limit, |text, state| out.push((text.to_owned(), state.map(str::to_owned)))).unwrap();
            assert_eq!(count, out.len());
            out
        };
        assert_eq!(
            seen(100),
            [
                ("同时的另一条".to_owned(), None),
                ("加V".to_owned(), Some("approved".to_owned())),
                ("中".to_owned(), None),
                ("旧".to_owned(), None)
            ]
        );
        assert_eq!(seen(1).len(), 1);
    }
}
