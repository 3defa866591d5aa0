//! A colleague's view of an item, and notes about it. Neither decides: the item goes on waiting.

use super::decide::Lost;
use super::{Target, item_of};
use crate::base::{Error, Kind, Result, Says};
use crate::db::Db;
use crate::moderation::item::State;

/// The most characters of a note.
const NOTE_MAX: usize = 500;

/// The colleagues who can be asked: everybody entered as an operator or present now, by name.
///
/// # Errors
/// Database errors.
pub fn colleagues(db: &Db) -> Result<Vec<String>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT name FROM operator WHERE name <> ?1 UNION SELECT operator FROM session WHERE operator <> ?1 ORDER BY 1",
    )?;
    let rows = stmt.query_map([&db.me().name], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many items wait for the view of `who`.
///
/// # Errors
/// Database errors.
pub fn asked_of(db: &Db, who: &str) -> Result<i64> {
    let sql =
        "SELECT count(*) FROM item WHERE asked = ?1 AND asked <> '' AND state = 'pending' AND answered_at IS NULL";
    Ok(db.conn().prepare_cached(sql)?.query_row([who], |r| r.get(0))?)
}

/// Asks `who` what they think of an item.
///
/// # Errors
/// [`Kind::Usage`] when it is oneself or nobody; [`Kind::Conflict`] when the item is gone or decided.
pub fn ask(db: &mut Db, id: i64, who: &str) -> Result<()> {
    let who = who.trim();
    if who.is_empty() || who == db.me().name {
        return Err(Error::new(Kind::Usage, "conduct.ask_whom").with("who", who));
    }
    db.write("queue.ask", |tx| {
        let Some(item) = item_of(tx, id)? else { return Err(Lost::gone(id).error_for("conduct.cmd_ask")) };
        if item.state != State::Pending {
            return Err(Lost::of(tx, &item, tx.at)?.error_for("conduct.cmd_ask"));
        }
        tx.execute(
            "UPDATE item SET asked = ?2, asked_by = ?3, asked_at = ?4, answered_at = NULL, version = version + 1
             WHERE id = ?1",
            rusqlite::params![id, who, tx.operator, tx.at.0],
        )?;
        tx.says(Says::new("conduct.did_ask_whom").with("who", &item.who).with("whom", who));
        tx.about("item", id);
        Ok(())
    })
}

/// Adds a note to an item, decided or not: nothing that somebody else did stands in its way. From the colleague who was
/// asked it is the opinion.
///
/// # Errors
/// [`Kind::Usage`] when it is empty or too long; [`Kind::Conflict`] when the item is gone.
pub fn note(db: &mut Db, target: Target, text: &str) -> Result<()> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > NOTE_MAX {
        return Err(Error::new(Kind::Usage, "conduct.bad_note").with("max", NOTE_MAX));
    }
    db.write("queue.note", |tx| {
        let Some(item) = item_of(tx, target.id)? else {
            return Err(Lost::gone(target.id).error_for("conduct.cmd_note"));
        };
        let line = line(&tx.operator, text);
        let notes =
            [item.note.as_str(), &line].iter().filter(|n| !n.is_empty()).copied().collect::<Vec<_>>().join("\n");
        let opinion = item.conduct.asked.as_ref().is_some_and(|a| a.who == tx.operator && a.answered_at.is_none());
        tx.execute(
            "UPDATE item SET note = ?2, answered_at = CASE ?3 WHEN 1 THEN ?4 ELSE answered_at END, version = version + 1
             WHERE id = ?1",
            rusqlite::params![item.id, notes, opinion, tx.at.0],
        )?;
        let key = if opinion { "conduct.opined" } else { "conduct.noted_item" };
        tx.says(Says::new(key).with("who", &item.who));
        tx.about("item", item.id);
        Ok(())
    })
}

/// `阿泽：像小号`: whose word it is stands before it.
pub(super) fn line(who: &str, text: &str) -> String {
    format!("{who}：{text}")
}
