//! Samples: an empty file becomes a month of a made-up organisation, for `qun demo`, the first run, screenshots and
//! measuring. Nothing in it is real, everything is the same each time and counted from now: whenever it is filled,
//! something is late, somebody waits, and one figure is out of bounds.
//!
//! What people did goes through the stores as if they had done it, at its own moment and in their name
//! (`stage::Script`); what members wrote goes through the ledger and the screening like an import.

mod asks;
mod crowd;
mod dice;
mod figures;
mod ledger;
mod posts;
mod queue;
mod shift;
mod stage;
#[cfg(test)]
mod tests;
mod words;

use crate::base::{Clock, Lang, Result, Zone};
use crate::db::Db;
use crowd::Crowd;
use stage::{Script, Stage};

/// Fills the file: all of it, or when something fails nothing.
///
/// # Errors
/// Store errors.
pub fn fill(db: &mut Db, lang: &Lang, zone: Zone) -> Result<()> {
    let (me, clock) = (db.me().name.clone(), db.clock());
    let now = db.now();
    db.set_clock(Clock::Frozen(now));
    let done = db.together(|db| {
        let mut stage = Stage::new(lang, zone, now, &me)?;
        shift::found(db, &mut stage)?;
        let mut script = Script::default();
        let crowd = Crowd::new(|day| stage.busy(day));
        let said = queue::said(&stage, &crowd);
        let entered = ledger::enter(db, &stage, &crowd, &said, &mut script)?;
        queue::script(&stage, &said, &entered.items, &mut script);
        posts::script(&stage, &mut script);
        asks::script(&stage, &mut script);
        figures::script(&stage, &entered.census, &mut script);
        shift::script(&stage, &mut script);
        script.play(db, &stage)?;
        // The second row: what the moderator has in hand.
        shift::present(db, &stage, entered.items.get(1).copied())?;
        super::settle::settle(db).map(drop)
    });
    db.rename(&me);
    db.set_clock(clock);
    done
}
