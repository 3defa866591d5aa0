//! Who may decide what: roles are given by those who have all rights, and one such person must remain.

use crate::base::text::Clean;
use crate::base::{Error, Result};
use crate::db::{Db, setting};
use crate::moderation::pipeline::Rights;

/// Whether this operator says how the file is run: strike lines, clauses, roles.
///
/// # Errors
/// [`crate::base::Kind::User`] for anybody but a manager; database errors.
pub fn manages(db: &Db) -> Result<()> {
    let rights = Rights::of(&setting::role(db, &db.me().name)?);
    if rights.is_final() { Ok(()) } else { Err(Error::user("conduct.only_manager")) }
}

/// Enters an operator or changes the role.
///
/// # Errors
/// As [`manages`]; a name that is none; the role of the only manager; database errors.
pub fn give_role(db: &mut Db, name: &str, role: &str) -> Result<()> {
    manages(db)?;
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(Error::user("conduct.ask_whom").with("who", Clean::line(name)));
    }
    let others = setting::operators(db)?.iter().any(|(n, r)| r == "manager" && n != name);
    if !others && role != "manager" && setting::role(db, name)? == "manager" && name == db.me().name {
        return Err(Error::user("conduct.last_manager"));
    }
    setting::enrol(db, name, role)
}
