//! After an import: which of what was written in the last day are inquiries. Joins the ledger, which keeps the texts,
//! with the ears and the store of the room where people wait.

use crate::base::{Config, Kind, Result, Zone};
use crate::db::Db;
use crate::db::journal::Fate;
use crate::messages::store::said_since;
use crate::sop::ears::{Ears, FRESH_MS, Listener, Said};
use crate::sop::store::{self, Taken};

/// Before anything is read: whether the rules of the configuration exist.
///
/// # Errors
/// One that does not.
pub(super) fn check(config: &Config) -> Result<()> {
    Ears::new(&config.inquiries, &[]).map(drop)
}

/// Hears everything of the last day, whatever import it came with, so that a question is heard once its minutes are over;
/// what was heard before stays as it is.
///
/// # Errors
/// A rule in the configuration that does not exist, database errors.
pub(super) fn listen(db: &mut Db, config: &Config, zone: Zone, batch: i64) -> Result<Taken> {
    let now = db.now();
    let mut operators = store::colleagues(db)?;
    operators.push(db.me().name.clone());
    let ears = Ears::new(&config.inquiries, &operators)?;
    let mut listener = Listener::new(&ears, store::listened_for(db, now)?, now);
    said_since(db, now.plus(-FRESH_MS), |text| {
        listener.hear(&Said {
            community: text.community,
            member: text.member,
            who: text.who,
            role: text.role,
            at: text.at,
            text: text.text,
            source_id: text.source_id,
            reply_to: text.reply_to,
            batch: text.batch,
        });
    })?;
    let heard = listener.finish();
    if heard.is_empty() {
        return Ok(Taken::default());
    }
    let zone = config.zone.as_deref().map_or(Ok(zone), Zone::parse)?;
    let hours = store::timetable(db, config, zone)?;
    store::take(db, batch, &heard, &hours)
}

/// Before an import is taken back: what it let us hear of inquiries that were there before. What somebody has changed since
/// stays as it is.
///
/// # Errors
/// Database errors.
pub(super) fn forget(db: &mut Db, seq: i64) -> Result<()> {
    let entry = db.entry(seq)?;
    if entry.action != "import.batch" || db.fate(&entry)? != Fate::Standing {
        return Ok(());
    }
    let Some(heard) = store::heard_with(db, &entry.item)? else { return Ok(()) };
    match db.undo(heard) {
        Err(error) if !matches!(error.kind, Kind::Conflict | Kind::User) => Err(error),
        _ => Ok(()),
    }
}
