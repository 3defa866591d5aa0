//! Working out figures that wait: after an import, on the worker's own connection, before a script reads them.

use crate::base::Result;
use crate::db::{Db, Opening, setting};
use crate::kpi::store::{self as kpi, Settled};
use crate::messages::store::recount;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Works out what waits. The days of a community that has moved to another zone are counted anew from the ledger first.
///
/// # Errors
/// Database errors; what waited then still waits.
pub fn settle(db: &mut Db) -> Result<Settled> {
    let zone = setting::zone(db)?;
    for community in kpi::rezoned(db)? {
        db.aside(|conn, _| {
            recount::days(conn, community, zone)?;
            kpi::stir(conn, community)
        })?;
    }
    kpi::settle(db)
}

/// The worker of a running program: at most one at a time, on a thread and a connection of its own. Nobody waits for
/// it; its commits are heard like everybody's.
#[derive(Debug, Clone, Default)]
pub struct Working(Arc<AtomicBool>);

impl Working {
    /// Starts it if something waits and it is not at work. `look` also lets it look for communities that have moved
    /// to another zone, which nothing else notices.
    pub fn start(&self, db: &Db, look: bool) {
        if !look && !kpi::due(db).unwrap_or(false) || self.0.swap(true, Ordering::AcqRel) {
            return;
        }
        let how = Opening { path: db.path().to_owned(), create: false, me: db.me().clone(), clock: db.clock() };
        let busy = Arc::clone(&self.0);
        std::thread::spawn(move || {
            // If it cannot be done now, the next minute tries again.
            let done = Db::open(how).and_then(|mut db| settle(&mut db));
            busy.store(false, Ordering::Release);
            drop(done);
        });
    }
}

#[cfg(test)]
mod tests;
