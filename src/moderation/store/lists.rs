//! Word lists: their rows, their words, and whether they are at work.

use crate::base::{Error, Result, Says};
use crate::db::{Db, Tx};
use crate::moderation::reason::Reason;
use crate::moderation::screening::{RuleState, SAMPLE};
use crate::moderation::wordlist::{self, Entry};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::{HashMap, HashSet};

/// Words of one row of `list_part`: a change to one of them rewrites no more than that.
const PART: usize = 2000;

/// A word list without its words.
#[derive(Debug, Clone, PartialEq)]
pub struct ListRow {
    /// Its row.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Where it comes from; may be empty.
    pub source: String,
    /// What may be done with it; may be empty.
    pub licence: String,
    /// What a hit would be rejected for.
    pub reason: Reason,
    /// How sure a hit of a word without its own weight makes, 0 to 1.
    pub severity: f64,
    /// Whether it is at work.
    pub state: RuleState,
    /// How many words it has, guarded ones too.
    pub words: i64,
}

/// A list as it is to be made, or added to.
#[derive(Debug, Clone, PartialEq)]
pub struct NewList {
    /// Its name.
    pub name: String,
    /// Where it comes from; empty keeps what is known.
    pub source: String,
    /// What may be done with it; empty keeps what is known.
    pub licence: String,
    /// What a hit would be rejected for; `None` keeps what is known, or is advertising.
    pub reason: Option<Reason>,
    /// How sure a hit makes; `None` keeps what is known, or is 0.6.
    pub severity: Option<f64>,
}

/// What came of adding words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Added {
    /// The list's row.
    pub list: i64,
    /// Words it had not.
    pub new: usize,
    /// Words it had.
    pub known: usize,
}

fn row(r: &Row) -> rusqlite::Result<ListRow> {
    let (reason, state): (String, String) = (r.get(4)?, r.get(6)?);
    Ok(ListRow {
        id: r.get(0)?,
        name: r.get(1)?,
        source: r.get(2)?,
        licence: r.get(3)?,
        reason: Reason::parse(&reason).unwrap_or(Reason::Other),
        severity: r.get(5)?,
        state: RuleState::parse(&state).unwrap_or(RuleState::Off),
        words: r.get(7)?,
    })
}

/// Every list, by name.
///
/// # Errors
/// Database errors.
pub fn lists(db: &Db) -> Result<Vec<ListRow>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT id, name, source, licence, reason, severity, state, words FROM list ORDER BY name, id",
    )?;
    let rows = stmt.query_map([], row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The list called `name`.
///
/// # Errors
/// Database errors.
pub fn list_named(db: &Db, name: &str) -> Result<Option<ListRow>> {
    named(db.conn(), name)
}

fn named(conn: &Connection, name: &str) -> Result<Option<ListRow>> {
    let sql = "SELECT id, name, source, licence, reason, severity, state, words FROM list WHERE name = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([name.trim()], row).optional()?)
}

/// The words of list `id`.
///
/// # Errors
/// Database errors.
pub fn list_words(db: &Db, id: i64) -> Result<Vec<Entry>> {
    words_of(db.conn(), id)
}

fn words_of(conn: &Connection, id: i64) -> Result<Vec<Entry>> {
    let mut stmt = conn.prepare_cached("SELECT words FROM list_part WHERE list_id = ?1 ORDER BY id")?;
    let mut rows = stmt.query([id])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.extend(wordlist::entries(row.get_ref(0)?.as_str().unwrap_or_default()));
    }
    Ok(all)
}

/// Adds `entries` to the list `new` names, which is made, and off, if there is none. A word that is there already takes
/// the weight and marks it is given now.
///
/// # Errors
/// [`crate::base::Kind::User`] when there is nothing to add; database errors.
pub fn add_to_list(db: &mut Db, new: &NewList, entries: &[Entry]) -> Result<Added> {
    if entries.is_empty() {
        return Err(Error::user("queue.no_words"));
    }
    db.write("rules.import", |tx| {
        let list = find_or_make(tx, new)?;
        let known: HashSet<String> = words_of(tx, list)?.into_iter().map(|e| e.word).collect();
        let (old, fresh): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|e| known.contains(&e.word));
        let fresh: Vec<Entry> = fresh.into_iter().cloned().collect();
        for part in wordlist::parts(&fresh, PART) {
            tx.execute("INSERT INTO list_part(list_id, words) VALUES (?1, ?2)", params![list, part])?;
        }
        change(tx, list, &old)?;
        let count = i64::try_from(known.len() + fresh.len()).unwrap_or(i64::MAX);
        tx.execute("UPDATE list SET words = ?2, version = version + 1 WHERE id = ?1", params![list, count])?;
        tx.says(Says::new("rules.imported").with("list", new.name.trim()).with("n", fresh.len()));
        tx.about("list", list);
        Ok(Added { list, new: fresh.len(), known: old.len() })
    })
}

fn find_or_make(tx: &Tx, new: &NewList) -> Result<i64> {
    let reason = new.reason.map(|r| r.row().id);
    let params = params![new.name.trim(), new.source, new.licence, reason, new.severity, tx.at.0];
    if let Some(known) = named(tx, &new.name)? {
        tx.execute(
            "UPDATE list SET source = CASE ?2 WHEN '' THEN source ELSE ?2 END,
             licence = CASE ?3 WHEN '' THEN licence ELSE ?3 END, reason = coalesce(?4, reason),
             severity = coalesce(?5, severity) WHERE name = ?1 AND ?6 > 0",
            params,
        )?;
        return Ok(known.id);
    }
    tx.execute(
        "INSERT INTO list(name, source, licence, reason, severity, created_at)
         VALUES (?1, ?2, ?3, coalesce(?4, 'ads'), coalesce(?5, 0.6), ?6)",
        params,
    )?;
    Ok(tx.last_insert_rowid())
}

/// Gives words that are in `list` the weights and marks of `entries`; only the parts they stand in are written.
fn change(tx: &Tx, list: i64, entries: &[&Entry]) -> Result<()> {
    let changed: HashMap<&str, &Entry> = entries.iter().map(|e| (e.word.as_str(), *e)).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let parts: Vec<(i64, String)> = {
        let mut stmt = tx.prepare_cached("SELECT id, words FROM list_part WHERE list_id = ?1")?;
        let rows = stmt.query_map([list], |r| Ok((r.get(0)?, r.get(1)?)))?;
        rows.collect::<rusqlite::Result<_>>()?
    };
    for (id, words) in parts {
        let entries: Vec<Entry> = wordlist::entries(&words)
            .map(|e| changed.get(e.word.as_str()).map_or_else(|| e.clone(), |new| (*new).clone()))
            .collect();
        let written = wordlist::parts(&entries, usize::MAX).pop().unwrap_or_default();
        if written != words {
            tx.execute("UPDATE list_part SET words = ?2 WHERE id = ?1", params![id, written])?;
        }
    }
    Ok(())
}

/// What can be switched on, off, or to run dry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Switch {
    /// A built-in rule, by id.
    Rule(&'static str),
    /// A list, by row.
    List(i64),
    /// An own word, expression or domain, by row.
    Word(i64),
}

/// The setting a built-in rule's state is kept in; without it the rule is on.
fn key(rule: &str) -> String {
    format!("rule.{rule}")
}

/// Switches `what` to `state`, undoably.
///
/// # Errors
/// [`crate::base::Kind::User`] when there is no such thing; database errors.
pub fn switch(db: &mut Db, what: &Switch, state: RuleState) -> Result<()> {
    db.write("rules.switch", |tx| {
        let name = match what {
            Switch::Rule(id) => {
                tx.execute(
                    "INSERT INTO setting(key, value) VALUES (?1, ?2) ON CONFLICT(key) DO UPDATE SET value = ?2",
                    [&key(id), state.id()],
                )?;
                let label = crate::moderation::screening::rule(id).map_or("", |r| r.label);
                format!("@{label}")
            }
            Switch::List(id) => {
                tx.execute("UPDATE list SET state = ?2, version = version + 1 WHERE id = ?1", params![id, state.id()])?;
                tx.about("list", *id);
                name_of(tx, "SELECT name FROM list WHERE id = ?1", *id)?
            }
            Switch::Word(id) => {
                tx.execute(
                    "UPDATE rule SET enabled = ?2, shadow = ?3, version = version + 1 WHERE id = ?1",
                    params![id, state != RuleState::Off, state == RuleState::Shadow],
                )?;
                tx.about("rule", *id);
                name_of(tx, "SELECT pattern FROM rule WHERE id = ?1", *id)?
            }
        };
        tx.says(Says::new("rules.switched").with("what", name).with("state", format!("@{}", state.label())));
        Ok(())
    })
}

fn name_of(tx: &Tx, sql: &'static str, id: i64) -> Result<String> {
    let name: Option<String> = tx.query_row(sql, [id], |r| r.get(0)).optional()?;
    name.ok_or_else(|| Error::user("queue.no_rule").with("id", id))
}

/// The state of built-in rule `id`.
///
/// # Errors
/// Database errors.
pub fn rule_state(db: &Db, id: &str) -> Result<RuleState> {
    let told = crate::db::setting::get(db, &key(id))?;
    Ok(told.and_then(|s| RuleState::parse(&s)).unwrap_or_default())
}

/// Puts the short list to begin with into the file, and to work, unless a list of that name is there. Returns how many words.
///
/// # Errors
/// Database errors.
pub fn install_sample(db: &mut Db, name: &str) -> Result<usize> {
    if list_named(db, name)?.is_some() {
        return Ok(0);
    }
    let entries: Vec<Entry> =
        SAMPLE.iter().map(|(word, severity)| Entry { severity: Some(*severity), ..Entry::new(word) }).collect();
    let (source, licence) = ("qun".to_owned(), "MIT OR Apache-2.0".to_owned());
    let new = NewList { name: name.to_owned(), source, licence, reason: Some(Reason::Ads), severity: None };
    let list = add_to_list(db, &new, &entries)?.list;
    switch(db, &Switch::List(list), RuleState::On)?;
    Ok(entries.len())
}

/// Removes list `id` with its words.
///
/// # Errors
/// [`crate::base::Kind::User`] when there is none; database errors.
pub fn drop_list(db: &mut Db, id: i64) -> Result<()> {
    db.write("rules.drop", |tx| {
        let name = name_of(tx, "SELECT name FROM list WHERE id = ?1", id)?;
        tx.execute("DELETE FROM list_part WHERE list_id = ?1", [id])?;
        tx.execute("DELETE FROM list WHERE id = ?1", [id])?;
        tx.says(Says::new("rules.dropped").with("list", name));
        tx.about("list", id);
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::testing;

    fn new(name: &str) -> NewList {
        NewList { name: name.into(), source: String::new(), licence: String::new(), reason: None, severity: None }
    }

    fn words(db: &Db, list: i64) -> Vec<String> {
        list_words(db, list).unwrap().into_iter().map(|e| e.word).collect()
    }

    #[test]
    fn a_list_is_made_off_added_to_and_taken_back() {
        let mut file = testing::file();
        let entries: Vec<Entry> = (0..4500).map(|n| Entry::new(&format!("词{n}"))).collect();
        let first = add_to_list(&mut file.db, &new("广告"), &entries).unwrap();
        assert_eq!((first.new, first.known), (4500, 0));
        let list = &lists(&file.db).unwrap()[0];
        assert_eq!((list.state, list.words, list.reason, list.severity), (RuleState::Off, 4500, Reason::Ads, 0.6));
        assert_eq!(words(&file.db, first.list).len(), 4500);
        let parts: i64 = file.db.conn().query_row("SELECT count(*) FROM list_part", [], |r| r.get(0)).unwrap();
        assert_eq!(parts, 3);
        let heavier = Entry { severity: Some(0.9), ..Entry::new("词7") };
        let again = NewList { licence: "MIT".into(), reason: Some(Reason::Illegal), ..new(" 广告 ") };
        let second = add_to_list(&mut file.db, &again, &[heavier, Entry::new("新词")]).unwrap();
        assert_eq!((second.list, second.new, second.known), (first.list, 1, 1));
        let list = list_named(&file.db, "广告").unwrap().unwrap();
        assert_eq!((list.words, list.licence.as_str(), list.reason), (4501, "MIT", Reason::Illegal));
        assert_eq!(list_words(&file.db, list.id).unwrap()[7].severity, Some(0.9));
        let seq = file.db.head().unwrap().0;
        file.db.undo(seq).unwrap();
        assert_eq!(list_words(&file.db, list.id).unwrap()[7].severity, None);
        assert_eq!(list_named(&file.db, "广告").unwrap().unwrap().words, 4500);
        file.db.undo(seq - 1).unwrap();
        assert_eq!(lists(&file.db).unwrap(), []);
        file.db.verify().unwrap();
    }

    #[test]
    fn the_sample_is_put_in_once_and_is_on() {
        let mut file = testing::file();
        assert_eq!(install_sample(&mut file.db, "示例").unwrap(), SAMPLE.len());
        assert_eq!(install_sample(&mut file.db, "示例").unwrap(), 0);
        let list = &lists(&file.db).unwrap()[0];
        assert_eq!((list.state, list.words), (RuleState::On, 7));
        let screen = super::super::screen(&file.db, &crate::base::Config::default()).unwrap();
        let message = crate::moderation::screening::Message { text: "刷 单 返 利", ..Default::default() };
        assert_eq!(screen.check(&message).hits[0].rule, "words:示例");
    }

    #[test]
    fn everything_is_switched_and_switched_back() {
        let mut file = testing::file();
        let list = add_to_list(&mut file.db, &new("a"), &[Entry::new("水军")]).unwrap().list;
        super::super::add_words(&mut file.db, &[crate::moderation::screening::Word::new("刷单")]).unwrap();
        for (what, state) in [
            (Switch::Rule("contact"), RuleState::Shadow),
            (Switch::List(list), RuleState::On),
            (Switch::Word(1), RuleState::Shadow),
        ] {
            switch(&mut file.db, &what, state).unwrap();
        }
        let states = |db: &Db| {
            let word = &super::super::words(db).unwrap()[0];
            (rule_state(db, "contact").unwrap(), lists(db).unwrap()[0].state, word.state)
        };
        assert_eq!(states(&file.db), (RuleState::Shadow, RuleState::On, RuleState::Shadow));
        for _ in 0..3 {
            let last = file.db.last_undoable("甲").unwrap().unwrap();
            file.db.undo(last).unwrap();
        }
        assert_eq!(states(&file.db), (RuleState::On, RuleState::Off, RuleState::On));
        assert_eq!(switch(&mut file.db, &Switch::List(9), RuleState::On).unwrap_err().says.key, "queue.no_rule");
        assert_eq!(drop_list(&mut file.db, 9).unwrap_err().says.key, "queue.no_rule");
        drop_list(&mut file.db, list).unwrap();
        assert!(lists(&file.db).unwrap().is_empty());
        let last = file.db.last_undoable("甲").unwrap().unwrap();
        file.db.undo(last).unwrap();
        assert_eq!(words(&file.db, list), ["水军"]);
    }
}
