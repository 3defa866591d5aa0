//! What the file knows about days beyond the built-in tables. Everybody on the file sees the same days, so they are kept in
//! it and not beside one person's configuration.

use super::super::days::Days;
use super::super::days::file::{Named, Said};
use crate::base::{Error, Result, Says};
use crate::db::{Db, Tx, setting};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The key of the names.
const NAMES: &str = "calendar_days_named";

/// The days, with the arrangements of the file laid over the built-in ones.
///
/// # Errors
/// Database errors.
pub fn days(db: &Db) -> Result<Days> {
    let mut days = Days::default();
    let mut stmt =
        db.conn().prepare_cached("SELECT value FROM setting WHERE key GLOB 'calendar_days_*' ORDER BY key")?;
    let texts: Vec<String> = stmt.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    for text in texts {
        days.lay(&text)?;
    }
    Ok(days)
}

/// Changes when an arrangement of the file does: how many there are, and a hash of all they say.
///
/// # Errors
/// Database errors.
pub fn days_stamp(db: &Db) -> Result<(i64, i64)> {
    let mut stmt =
        db.conn().prepare_cached("SELECT value FROM setting WHERE key GLOB 'calendar_days_*' ORDER BY key")?;
    let (mut count, mut hash) = (0, DefaultHasher::new());
    let mut rows = stmt.query([])?;
    while let Some(row) = rows.next()? {
        let value: String = row.get(0)?;
        value.hash(&mut hash);
        count += 1;
    }
    Ok((count, hash.finish() as i64))
}

/// Lays what a file says over the built-in days, for everybody on this file: years it arranges are as it says from now on,
/// names are added to those there are. Returns what the journal says.
///
/// # Errors
/// Database errors.
pub fn lay_days(db: &mut Db, said: &Said) -> Result<Says> {
    db.write("calendar.days", |tx| {
        let (years, whole) = (said.years(), said.arranges());
        for (year, days) in &years {
            let key = format!("calendar_days_{year}");
            let mut kept = stored(tx, &key)?;
            if whole.contains(year) {
                kept = Said { year: Some(*year), ..Said::default() };
            }
            kept.days.retain(|old| !days.iter().any(|new| new.date == old.date));
            kept.days.extend(days.iter().copied().cloned());
            kept.days.sort_by_key(|d| d.date);
            put(tx, &key, &kept)?;
        }
        if !said.names.is_empty() {
            let mut names = stored(tx, NAMES)?.names;
            names.retain(|n| !said.names.iter().any(|new| (new.year, new.month, new.day) == (n.year, n.month, n.day)));
            names.extend(said.names.iter().cloned());
            names.sort_by_key(|n| (n.month, n.day, n.year));
            put(tx, NAMES, &Said { names, ..Said::default() })?;
        }
        let off = said.days.iter().filter(|d| d.is_off).count();
        let listed = years.keys().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let says = Says::new("columns.did_days").with("years", if listed.is_empty() { "--" } else { &listed });
        let says = says.with("off", off).with("work", said.days.len() - off).with("names", said.names.len());
        tx.says(says.clone());
        Ok(says)
    })
}

/// Takes the names of a day away.
///
/// # Errors
/// No name of one's own on that day.
pub fn forget_day(db: &mut Db, day: &Named) -> Result<Says> {
    db.write("calendar.days", |tx| {
        let mut all = stored(tx, NAMES)?.names;
        let same = |n: &Named| (n.year, n.month, n.day) == (day.year, day.month, day.day);
        let Some(at) = all.iter().position(same) else {
            return Err(Error::user("columns.no_name").with("day", format!("{:02}-{:02}", day.month, day.day)));
        };
        let gone = all.remove(at);
        put(tx, NAMES, &Said { names: all, ..Said::default() })?;
        let says = Says::new("columns.did_forget").with("name", &gone.name);
        tx.says(says.clone());
        Ok(says)
    })
}

fn stored(tx: &Tx, key: &str) -> Result<Said> {
    let text = setting::get_in(tx, key)?.unwrap_or_else(|| "{}".into());
    serde_json::from_str(&text).map_err(|e| Error::user("db.corrupt").with("cause", e))
}

fn put(tx: &Tx, key: &str, said: &Said) -> Result<()> {
    let value = serde_json::to_string(said).map_err(|e| Error::user("db.corrupt").with("cause", e))?;
    tx.prepare_cached("INSERT INTO setting(key, value) VALUES (?1, ?2) ON CONFLICT(key) DO UPDATE SET value = ?2")?
        .execute([key, &value])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::super::days::file;
    use super::*;
    use crate::db::testing;

    #[test]
    fn a_year_is_laid_over_and_taken_back() {
        let mut file = testing::file();
        let on = |db: &Db, date: &str| days(db).unwrap().mark(date.parse().unwrap());
        let said =
            file::read("2027-01-01..2027-01-03 off 元旦\n2027-10-01 off\n2027-01-09 work\n10-16 day 面包日").unwrap();
        let says = lay_days(&mut file.db, &said).unwrap();
        assert_eq!((says.args["years"].as_str(), says.args["off"].as_str()), ("2027", "4"));
        assert!(on(&file.db, "2027-01-09").workday && !on(&file.db, "2027-02-06").holiday);
        assert_eq!(on(&file.db, "2030-10-16").name.as_deref(), Some("面包日"));
        // A day of one's own, and the notice of the year after, leave the rest of a year alone.
        lay_days(&mut file.db, &file::read("2027-12-31 off 元旦").unwrap()).unwrap();
        assert!(on(&file.db, "2027-12-31").holiday && on(&file.db, "2027-01-09").workday);
        lay_days(&mut file.db, &file::read("2026-12-24 off 店庆").unwrap()).unwrap();
        assert!(on(&file.db, "2026-12-24").holiday && on(&file.db, "2026-10-10").workday);
        let again = file::read("10-16 day 贝果日\n2026-10-17 sale 社日").unwrap();
        lay_days(&mut file.db, &again).unwrap();
        assert_eq!(on(&file.db, "2030-10-16").name.as_deref(), Some("贝果日"), "one name a day, the last");
        forget_day(&mut file.db, &again.names[0]).unwrap();
        assert_eq!(on(&file.db, "2030-10-16").name, None);
        assert_eq!(forget_day(&mut file.db, &again.names[0]).unwrap_err().says.key, "columns.no_name");
        for _ in 0..5 {
            let seq = file.db.last_undoable("甲").unwrap().unwrap();
            file.db.undo(seq).unwrap();
        }
        assert!(!on(&file.db, "2027-01-09").workday && on(&file.db, "2027-02-06").holiday);
    }
}
