//! What was written lately, for who listens.

use crate::base::{At, Result};
use crate::db::Db;

/// One kept message with who wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'a> {
    /// The community's row.
    pub community: i64,
    /// The member's row.
    pub member: i64,
    /// The name shown.
    pub who: &'a str,
    /// The member's role; empty for an ordinary one.
    pub role: &'a str,
    /// When.
    pub at: At,
    /// What was written.
    pub text: &'a str,
    /// The source's id of it, empty if it has none.
    pub source_id: &'a str,
    /// The source's id of the message answered.
    pub reply_to: &'a str,
    /// The import it came with.
    pub batch: i64,
}

/// Shows `see` every kept message since `from`, the oldest first.
///
/// # Errors
/// Database errors.
pub fn said_since(db: &Db, from: At, mut see: impl FnMut(&Text)) -> Result<()> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT t.community_id, t.member_id, m.name, m.role, t.at, t.text, t.source_id, t.reply_to, t.batch_id
         FROM message t JOIN member m ON m.id = t.member_id WHERE t.at >= ?1 ORDER BY t.at, t.id",
    )?;
    let mut rows = stmt.query([from.0])?;
    while let Some(row) = rows.next()? {
        let text = |n: usize| Ok::<_, rusqlite::Error>(row.get_ref(n)?.as_str().unwrap_or_default());
        see(&Text {
            community: row.get(0)?,
            member: row.get(1)?,
            who: text(2)?,
            role: text(3)?,
            at: At(row.get(4)?),
            text: text(5)?,
            source_id: text(6)?,
            reply_to: text(7)?,
            batch: row.get(8)?,
        });
    }
    Ok(())
}

/// Notes that these members are programs, unless they have a role already.
///
/// # Errors
/// Database errors.
pub fn are_programs(db: &mut Db, members: &[i64]) -> Result<()> {
    if members.is_empty() {
        return Ok(());
    }
    db.aside(|conn, _| {
        let mut stmt = conn.prepare_cached("UPDATE member SET role = 'bot' WHERE id = ?1 AND role = ''")?;
        members.iter().try_for_each(|id| stmt.execute([id]).map(drop))?;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::testing;

    #[test]
    fn what_was_said_comes_by_time_with_who_said_it() {
        let mut file = testing::file();
        file.db
            .write("test", |tx| {
                tx.execute("INSERT INTO community(id, name, platform) VALUES (1, '群', 'qq')", [])?;
                for (id, role) in [(7, ""), (8, "ambassador"), (9, "")] {
                    tx.execute(
                        "INSERT INTO member(id, community_id, key, name, role) VALUES (?1, 1, 'k' || ?1, '名' || ?1, ?2)",
                        rusqlite::params![id, role],
                    )?;
                }
                for (at, member, text) in [(30, 9, "三"), (10, 7, "一"), (20, 8, "二"), (5, 7, "旧")] {
                    tx.execute(
                        "INSERT INTO message(community_id, member_id, at, text, batch_id) VALUES (1, ?1, ?2, ?3, 4)",
                        rusqlite::params![member, at, text],
                    )?;
                }
                Ok(())
            })
            .unwrap();
        are_programs(&mut file.db, &[8, 9]).unwrap();
        are_programs(&mut file.db, &[]).unwrap();
        let mut seen = Vec::new();
        said_since(&file.db, At(10), |t| seen.push(format!("{} {} {} {}", t.at.0, t.who, t.role, t.text))).unwrap();
        assert_eq!(seen, ["10 名7  一", "20 名8 ambassador 二", "30 名9 bot 三"]);
    }
}
