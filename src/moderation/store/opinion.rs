//! A colleague's view of an item, and notes about it. Neither decides: the item goes on waiting.

use super::lost::Lost;
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

#[cfg(test)]
mod tests {
    use super::super::testing::{get, sample};
    use super::super::{Filter, list};
    use super::*;
    use crate::db::setting;
    use crate::db::testing::{as_operator, now};

    fn target(db: &Db, id: i64) -> Target {
        Target { id, version: get(db, id).version }
    }

    #[test]
    fn who_is_asked_finds_it_and_the_note_is_the_answer() {
        let mut file = sample();
        setting::enrol(&mut file.db, "阿泽", "volunteer").unwrap();
        assert_eq!(colleagues(&file.db).unwrap(), ["阿泽"]);
        ask(&mut file.db, 7, "阿泽").unwrap();
        let mut other = as_operator(&file, "阿泽");
        let asked = Filter { asked: Some("阿泽".into()), ..Filter::default() };
        let ids = |db: &Db| list(db, &asked, 9).unwrap().items.iter().map(|i| i.id).collect::<Vec<_>>();
        assert_eq!((asked_of(&other, "阿泽").unwrap(), ids(&other)), (1, vec![7]));
        let seen = target(&other, 7);
        note(&mut file.db, seen, "我也拿不准").unwrap();
        assert_eq!(asked_of(&other, "阿泽").unwrap(), 1, "the asker's own note is no answer");
        note(&mut other, seen, " 是我同学，没问题 ").unwrap();
        let item = get(&file.db, 7);
        assert_eq!(item.note, "甲：我也拿不准\n阿泽：是我同学，没问题");
        let asked = item.conduct.asked.unwrap();
        assert_eq!((asked.who.as_str(), asked.by.as_str(), asked.answered_at), ("阿泽", "甲", Some(now())));
        assert_eq!((asked_of(&other, "阿泽").unwrap(), item.state), (0, State::Pending));
        let last = other.last_undoable("阿泽").unwrap().unwrap();
        other.undo(last).unwrap();
        assert_eq!(asked_of(&other, "阿泽").unwrap(), 1);
    }

    #[test]
    fn what_cannot_be_asked_or_noted_is_said() {
        let mut file = sample();
        for whom in ["", " ", "甲"] {
            assert_eq!(ask(&mut file.db, 7, whom).unwrap_err().kind, Kind::Usage);
        }
        assert_eq!(ask(&mut file.db, 21, "乙").unwrap_err().kind, Kind::Conflict, "decided already");
        assert_eq!(ask(&mut file.db, 99, "乙").unwrap_err().kind, Kind::Conflict);
        let long = "长".repeat(NOTE_MAX + 1);
        let seen = target(&file.db, 7);
        for text in ["", " \n", &long] {
            assert_eq!(note(&mut file.db, seen, text).unwrap_err().says.key, "conduct.bad_note");
        }
        let decided = target(&file.db, 21);
        note(&mut file.db, decided, "后来道歉了").unwrap();
        assert_eq!(get(&file.db, 21).note, "甲：后来道歉了", "also on what is decided");
    }
}
