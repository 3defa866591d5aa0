//! What an import needs of the queue: the screen built from this file's words, and taking back what is too old.

use super::words::enabled_words;
use crate::base::config::Config;
use crate::base::{At, Result};
use crate::db::Db;
use crate::moderation::screening::{Screen, Settings, Word};
use rusqlite::{Connection, params};

/// The screen for this file: built-in rules, the words of the configuration, the words of the file.
///
/// # Errors
/// An expression that cannot be compiled, naming it; database errors.
pub fn screen(db: &Db, config: &Config) -> Result<Screen> {
    let mut words: Vec<Word> = config.screening.words.iter().map(|w| Word::new(w)).collect();
    words.extend(enabled_words(db)?);
    Screen::build(&words, &Settings::from(&config.screening))
}

/// Removes waiting items of `batch` written before `limit`: an export of years is not worth a judgement to its
/// beginning. Returns how many.
///
/// # Errors
/// Database errors.
pub fn drop_flagged_before(conn: &Connection, batch: i64, limit: At) -> Result<i64> {
    let n = conn.execute(
        "DELETE FROM item WHERE batch_id = ?1 AND created_at < ?2 AND state = 'pending' AND raised_at IS NULL",
        params![batch, limit.0],
    )?;
    Ok(i64::try_from(n).unwrap_or(i64::MAX))
}
