//! Numbered migrations. Append only; a file from a newer program is refused.

use crate::base::{Error, Kind, Result};
use rusqlite::{Connection, TransactionBehavior};

/// The migrations in order; `user_version` counts how many a file has.
const MIGRATIONS: &[&str] = &[
    include_str!("sql/0001_foundation.sql"),
    include_str!("sql/0002_rules.sql"),
    include_str!("sql/0003_learner.sql"),
    include_str!("sql/0004_conduct.sql"),
    include_str!("sql/0005_promise.sql"),
    include_str!("sql/0006_words.sql"),
    include_str!("sql/0007_playbooks.sql"),
    include_str!("sql/0008_review.sql"),
    include_str!("sql/0009_measures.sql"),
    include_str!("sql/0010_posts.sql"),
    include_str!("sql/0011_columns.sql"),
    include_str!("sql/0012_goals.sql"),
    include_str!("sql/0013_capture.sql"),
    include_str!("sql/0014_let_through.sql"),
];

/// The version this program writes.
pub const LATEST: i64 = MIGRATIONS.len() as i64;

/// "qun1" in the file's header, so `file(1)` and we know it.
pub const APPLICATION_ID: i64 = 0x71_75_6e_31;

/// Tables whose rows are journalled with before and after images, so every change to them can be undone.
/// The others are the ledger of imports (undone by batch), bookkeeping, or the journal itself.
pub const JOURNALLED: &[&str] = &[
    "setting",
    "operator",
    "community",
    "member",
    "rule",
    "list",
    "list_part",
    "item",
    "post",
    "series",
    "slot",
    "hot",
    "origin",
    "template",
    "variant",
    "wording",
    "phrase",
    "platform_rule",
    "inquiry",
    "figure",
    "goal",
    "remark",
    "incident",
    "handover",
    "metric",
    "ugc",
    "aim",
    "milestone",
    "playbook",
    "plan_step",
    "plan_call",
    "run",
    "run_step",
    "step_person",
    "welcome",
    "statement",
    "call",
    "ambassador",
    "clause",
    "strike",
    "note",
    "post_kind",
    "post_text",
    "post_place",
    "post_asset",
    "caption_rule",
];

/// Whether `conn` is at [`LATEST`]; an older file must be migrated first.
///
/// # Errors
/// [`Kind::Newer`] for a newer file, [`Kind::User`] for somebody else's database.
pub fn check(conn: &Connection) -> Result<bool> {
    let version: i64 = conn.pragma_query_value(None, "user_version", |r| r.get(0))?;
    let application: i64 = conn.pragma_query_value(None, "application_id", |r| r.get(0))?;
    if version > LATEST {
        return Err(Error::new(Kind::Newer, "db.newer")
            .with("file", version)
            .with("program", LATEST)
            .hint("db.newer_hint"));
    }
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
    if application != APPLICATION_ID && (application != 0 || tables > 0) {
        return Err(Error::user("db.not_qun").hint("db.not_qun_hint"));
    }
    Ok(version == LATEST)
}

/// Brings the file to [`LATEST`] in one transaction. Safe when several processes try at once.
pub fn migrate(conn: &mut Connection) -> Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if check(&tx)? {
        return Ok(());
    }
    let version: i64 = tx.pragma_query_value(None, "user_version", |r| r.get(0))?;
    for step in MIGRATIONS.iter().skip(usize::try_from(version).unwrap_or(0)) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", LATEST)?;
    tx.commit()?;
    Ok(())
}

/// The columns of `table`, in schema order.
pub fn columns(conn: &Connection, table: &str) -> Result<Vec<String>> {
    let mut rows = conn.prepare_cached("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
    let names = rows.query_map([table], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(names)
}

/// The SQL expression that renders a row of `table` as JSON; `prefix` is `NEW.`, `OLD.` or empty.
pub fn image(conn: &Connection, table: &str, prefix: &str) -> Result<String> {
    Ok(image_of(&columns(conn, table)?, prefix))
}

/// The same, of a table with these columns.
pub fn image_of(columns: &[String], prefix: &str) -> String {
    let pairs: Vec<String> = columns.iter().map(|c| format!("'{c}', {prefix}\"{c}\"")).collect();
    format!("json_object({})", pairs.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrating_twice_is_migrating_once() {
        let mut conn = Connection::open_in_memory().unwrap();
        assert!(!check(&conn).unwrap());
        migrate(&mut conn).unwrap();
        migrate(&mut conn).unwrap();
        assert!(check(&conn).unwrap());
    }

    #[test]
    fn newer_and_foreign_files_are_refused() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        conn.pragma_update(None, "user_version", LATEST + 1).unwrap();
        assert_eq!(check(&conn).unwrap_err().kind, Kind::Newer);
        let other = Connection::open_in_memory().unwrap();
        other.execute_batch("CREATE TABLE bookmarks(a)").unwrap();
        assert_eq!(check(&other).unwrap_err().says.key, "db.not_qun");
    }
}
