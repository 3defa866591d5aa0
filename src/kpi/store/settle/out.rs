//! Writing what was worked out, in turns that keep nobody waiting.

use super::super::measures::{self, Cause, Put, Worked};
use super::Settled;
use crate::base::Result;
use crate::db::Db;

/// Rows of one transaction: others wait no longer than that for their turn.
const CHUNK: usize = 1500;

/// What waits to be written.
pub(super) struct Out<'d> {
    cause: Cause,
    /// Runs of days, each of one scope.
    waiting: Vec<Vec<Worked>>,
    rows: usize,
    done: &'d mut Settled,
}

impl<'d> Out<'d> {
    pub(super) fn new(cause: Cause, done: &'d mut Settled) -> Self {
        Self { cause, waiting: Vec::new(), rows: 0, done }
    }

    pub(super) fn put(&mut self, db: &mut Db, worked: Vec<Worked>) -> Result<()> {
        self.rows += worked.len();
        self.waiting.push(worked);
        if self.rows >= CHUNK { self.flush(db) } else { Ok(()) }
    }

    pub(super) fn flush(&mut self, db: &mut Db) -> Result<()> {
        if self.rows > 0 {
            let put = db.aside(|conn, at| {
                self.waiting.iter().try_fold(Put::default(), |sum, rows| {
                    let put = measures::put(conn, rows, at, self.cause)?;
                    let (fresh, grown) = (sum.fresh + put.fresh, sum.grown + put.grown);
                    Ok(Put { fresh, grown, changed: sum.changed + put.changed })
                })
            })?;
            self.done.fresh += put.fresh;
            self.done.grown += put.grown;
            self.done.changed += put.changed;
        }
        self.done.days += self.rows;
        self.rows = 0;
        self.waiting.clear();
        Ok(())
    }
}
