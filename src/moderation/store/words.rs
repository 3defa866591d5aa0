//! The operators' own words, patterns and domains (the `rule` table).

use crate::base::{Error, Result, Says};
use crate::db::Db;
use crate::moderation::reason::Reason;
use crate::moderation::screening::{RuleState, Word, WordKind};

/// A stored word.
#[derive(Debug, Clone, PartialEq)]
pub struct WordRow {
    /// Its row.
    pub id: i64,
    /// The word.
    pub word: Word,
    /// Whether screening uses it.
    pub state: RuleState,
}

/// Every stored word, by kind and then by itself.
///
/// # Errors
/// Database errors.
pub fn words(db: &Db) -> Result<Vec<WordRow>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT id, kind, pattern, reason, severity, enabled, shadow FROM rule ORDER BY kind, pattern, id",
    )?;
    let rows = stmt.query_map([], |r| {
        let (kind, reason): (String, String) = (r.get(1)?, r.get(3)?);
        let word = Word {
            kind: WordKind::parse(&kind).unwrap_or(WordKind::Word),
            pattern: r.get(2)?,
            reason: Reason::parse(&reason).unwrap_or(Reason::Other),
            severity: r.get(4)?,
            ..Word::new("")
        };
        let state = match (r.get(5)?, r.get(6)?) {
            (false, _) => RuleState::Off,
            (true, true) => RuleState::Shadow,
            (true, false) => RuleState::On,
        };
        Ok(WordRow { id: r.get(0)?, word, state })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Stores `list` as one act; what is there already takes the new reason and weight and is enabled. Returns how many
/// are new. Expressions are to be tried with [`crate::moderation::screening::Screen::build`] first.
///
/// # Errors
/// [`crate::base::Kind::User`] when the list is empty; database errors.
pub fn add_words(db: &mut Db, list: &[Word]) -> Result<usize> {
    let Some(first) = list.first() else { return Err(Error::user("queue.no_words")) };
    db.write("rules.add", |tx| {
        let before: i64 = tx.query_row("SELECT COUNT(*) FROM rule", [], |r| r.get(0))?;
        let mut insert = tx.prepare_cached(
            "INSERT INTO rule(kind, pattern, reason, severity) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT(kind, pattern) DO UPDATE SET reason = ?3, severity = ?4, enabled = 1, shadow = 0, version = version + 1
             WHERE reason <> ?3 OR severity <> ?4 OR enabled = 0 OR shadow = 1",
        )?;
        for word in list {
            let reason = word.reason.row().id;
            insert.execute(rusqlite::params![word.kind.id(), word.pattern.trim(), reason, word.severity])?;
        }
        let after: i64 = tx.query_row("SELECT COUNT(*) FROM rule", [], |r| r.get(0))?;
        tx.says(match list.len() {
            1 => Says::new("queue.word_added").with("word", &first.pattern),
            n => Says::new("queue.words_added").with("n", n),
        });
        Ok(usize::try_from(after - before).unwrap_or(0))
    })
}
