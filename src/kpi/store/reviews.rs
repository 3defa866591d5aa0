//! What the queue's decisions say of each day: how long they took, what was rejected, and whether rules were right. A day
//! that was read is kept until a decision of that day changes: another decision costs its day, not the history.

use super::tables::{Batch, batches};
use crate::base::clock::MINUTE;
use crate::base::{At, Result, Zone};
use crate::db::Db;
use crate::kpi::board::Sources;
use crate::kpi::compute::Facts;
use crate::moderation::figures::Spread;
use chrono::{Days, NaiveDate};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// The days that were read.
#[derive(Debug, Clone, Default)]
pub(super) struct Reviews {
    days: BTreeMap<NaiveDate, Day>,
    /// The last change that was seen, and what makes every day doubtful when it is another.
    seen: i64,
    key: Option<(Zone, Vec<Batch>)>,
}

/// One day: by community, and over all of them.
#[derive(Debug, Clone, Default)]
struct Day {
    communities: Vec<(i64, Facts)>,
    whole: Facts,
}

/// A decision: community, how long it took, whether it is about something written, rejected, flagged by a rule.
struct Decision {
    community: i64,
    took: i64,
    text: bool,
    rejected: bool,
    flagged: bool,
}

impl Reviews {
    /// Adds what is known of the days of `sources` from `first` on.
    pub(super) fn add(&mut self, db: &Db, zone: Zone, sources: &mut Sources, first: NaiveDate) -> Result<()> {
        self.forget_changed(db.conn(), zone)?;
        let days = sources.facts.len() as u64;
        let skipped = u64::try_from((first - sources.first).num_days()).unwrap_or(0).min(days);
        self.read(db.conn(), zone, sources.first + Days::new(skipped), days - skipped)?;
        sources.whole = vec![Facts::default(); sources.facts.len()];
        let window = sources.first..sources.first + Days::new(days);
        for (day, known) in self.days.range(window) {
            let Ok(at) = usize::try_from((*day - sources.first).num_days()) else { continue };
            for (id, facts) in &known.communities {
                let Some(place) = sources.communities.iter().position(|c| c.id == *id) else { continue };
                lay(&mut sources.facts[at][place], facts);
            }
            // The median of all is over the communities shown, which are all but archived ones.
            lay(
                &mut sources.whole[at],
                &Facts { review_p50: known.whole.review_p50, review_p90: known.whole.review_p90, ..Facts::default() },
            );
        }
        Ok(())
    }

    /// Drops the days in which an item was decided, or no longer is, since the last look.
    fn forget_changed(&mut self, conn: &Connection, zone: Zone) -> Result<()> {
        let key = Some((zone, batches(conn)?));
        let last: i64 = conn.prepare_cached("SELECT coalesce(max(id), 0) FROM change")?.query_row([], |r| r.get(0))?;
        if self.key != key || last < self.seen {
            (self.days, self.key) = (BTreeMap::new(), key);
        } else if last > self.seen && !self.days.is_empty() {
            let mut stmt = conn.prepare_cached(
                "SELECT json_extract(before, '$.decided_at'), json_extract(after, '$.decided_at') FROM change
                 WHERE id > ?1 AND tbl = 'item'",
            )?;
            let mut rows = stmt.query([self.seen])?;
            let mut changed = BTreeSet::new();
            while let Some(row) = rows.next()? {
                let moments: [Option<i64>; 2] = [row.get(0)?, row.get(1)?];
                changed.extend(moments.into_iter().flatten().map(|at| At(at).day(zone)));
            }
            self.days.retain(|day, _| !changed.contains(day));
        }
        self.seen = last;
        Ok(())
    }

    /// Reads the days of the window that are not at hand, each run of them at once.
    fn read(&mut self, conn: &Connection, zone: Zone, first: NaiveDate, days: u64) -> Result<()> {
        let missing: Vec<NaiveDate> =
            (0..days).map(|n| first + Days::new(n)).filter(|day| !self.days.contains_key(day)).collect();
        for run in missing.chunk_by(|a, b| a.succ_opt() == Some(*b)) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            for day in run {
                self.days.insert(*day, Day::default());
            }
            self.read_run(conn, zone, *first, *last)?;
        }
        Ok(())
    }

    fn read_run(&mut self, conn: &Connection, zone: Zone, first: NaiveDate, last: NaiveDate) -> Result<()> {
        let mut stmt = conn.prepare_cached(
            "SELECT decided_at, community_id, created_at, kind IN ('content', 'report'), state = 'rejected', hits <> '[]'
             FROM item WHERE decided_at >= ?1 AND decided_at < ?2 ORDER BY decided_at",
        )?;
        let end = last + Days::new(1);
        let mut rows = stmt.query([zone.midnight(first).0, zone.midnight(end).0])?;
        // In order of time: a day ends where the next midnight is passed.
        let (mut day, mut next) = (first, zone.midnight(first + Days::new(1)).0);
        let mut decisions: Vec<Decision> = Vec::new();
        while let Some(row) = rows.next()? {
            let at: i64 = row.get(0)?;
            while at >= next {
                self.settle(day, &mut decisions);
                day = day + Days::new(1);
                next = zone.midnight(day + Days::new(1)).0;
            }
            decisions.push(Decision {
                community: row.get(1)?,
                took: (at - row.get::<_, i64>(2)?).max(0),
                text: row.get(3)?,
                rejected: row.get(4)?,
                flagged: row.get(5)?,
            });
        }
        self.settle(day, &mut decisions);
        Ok(())
    }

    /// Works a day out.
    fn settle(&mut self, day: NaiveDate, decisions: &mut Vec<Decision>) {
        if decisions.is_empty() {
            return;
        }
        let whole = facts(decisions);
        decisions.sort_by_key(|d| d.community);
        let communities = decisions.chunk_by(|a, b| a.community == b.community);
        let communities = communities.map(|d| (d[0].community, facts(d))).collect();
        decisions.clear();
        self.days.insert(day, Day { communities, whole });
    }
}

/// What these decisions say; times in whole minutes, rounded down like every age.
fn facts(decisions: &[Decision]) -> Facts {
    let count = |is: fn(&Decision) -> bool| Some(decisions.iter().filter(|d| is(d)).count() as f64);
    let mut times: Vec<i64> = decisions.iter().map(|d| d.took).collect();
    let spread = Spread::of(&mut times);
    let minutes = |ms: Option<i64>| ms.map(|ms| (ms / MINUTE) as f64);
    Facts {
        judged: count(|d| d.text),
        rejected: count(|d| d.text && d.rejected),
        flagged: count(|d| d.flagged),
        caught: count(|d| d.flagged && d.rejected),
        review_p50: minutes(spread.median_ms),
        review_p90: minutes(spread.p90_ms),
        ..Facts::default()
    }
}

/// Puts what the queue knows beside what the other tables know.
fn lay(to: &mut Facts, of: &Facts) {
    let Facts { judged, rejected, flagged, caught, review_p50, review_p90, .. } = *of;
    *to = Facts { judged, rejected, flagged, caught, review_p50, review_p90, ..*to };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::testing::{self, File};
    use crate::kpi::store::{Tables, Window, board};

    /// Decisions: community, day of October, minutes it took, state, flagged.
    fn file(rows: &[(i64, u32, i64, &str, bool)]) -> File {
        let mut file = testing::file();
        file.db
            .write("test.items", |tx| {
                for name in ["一群", "二群"] {
                    tx.execute("INSERT INTO community(platform, name) VALUES ('qq', ?1)", [name])?;
                }
                for (community, day, minutes, state, flagged) in rows {
                    let at = At::parse(&format!("2026-10-{day:02}T12:00:00+08:00"))?.0;
                    tx.execute(
                        "INSERT INTO item(kind, community_id, who, text, created_at, decided_at, state, hits)
                         VALUES ('content', ?1, '', '', ?2, ?3, ?4, ?5)",
                        (community, at - minutes * MINUTE, at, state, if *flagged { "[1]" } else { "[]" }),
                    )?;
                }
                Ok(())
            })
            .unwrap();
        file
    }

    fn value(file: &File, tables: &mut Tables, scope: Option<i64>, metric: &str, day: u32) -> Option<f64> {
        let window = Window { last: testing::now().day(Zone::default()), days: 31 };
        let board = board(&file.db, Zone::default(), window, scope, tables).unwrap();
        let row = board.rows.iter().find(|r| r.metric.key == metric).unwrap();
        row.series.at(NaiveDate::from_ymd_opt(2026, 10, day).unwrap())
    }

    #[test]
    fn the_median_of_all_is_over_all_items() {
        let file = file(&[
            (1, 9, 10, "approved", false),
            (1, 9, 20, "rejected", true),
            (1, 9, 30, "approved", true),
            (2, 9, 500, "rejected", true),
            (2, 10, 7, "approved", false),
        ]);
        let mut tables = Tables::default();
        let mut of = |scope, metric, day| value(&file, &mut tables, scope, metric, day);
        assert_eq!((of(None, "review_p50", 9), of(None, "review_p90", 9)), (Some(20.0), Some(500.0)));
        assert_eq!((of(Some(1), "review_p50", 9), of(Some(2), "review_p50", 9)), (Some(20.0), Some(500.0)));
        assert_eq!((of(None, "review_p50", 10), of(None, "review_p50", 8)), (Some(7.0), None));
        assert_eq!((of(None, "violation_rate", 9), of(Some(1), "violation_rate", 9)), (Some(0.5), Some(1.0 / 3.0)));
        assert_eq!((of(None, "rule_precision", 9), of(Some(1), "rule_precision", 9)), (Some(2.0 / 3.0), Some(0.5)));
        assert_eq!(of(None, "rule_precision", 10), None, "no rule flagged anything");
    }

    #[test]
    fn a_decision_undone_is_gone_from_its_day() {
        let mut file = file(&[(1, 9, 10, "approved", false), (1, 9, 30, "approved", false)]);
        let mut tables = Tables::default();
        assert_eq!(value(&file, &mut tables, None, "review_p90", 9), Some(30.0));
        file.db
            .write("test.undecide", |tx| {
                tx.execute("UPDATE item SET state = 'pending', decided_at = NULL WHERE id = 2", [])?;
                Ok(())
            })
            .unwrap();
        assert_eq!(value(&file, &mut tables, None, "review_p90", 9), Some(10.0));
        let seq = file.db.head().unwrap().0;
        file.db.undo(seq).unwrap();
        assert_eq!(value(&file, &mut tables, None, "review_p90", 9), Some(30.0));
        assert_eq!(
            value(&file, &mut tables, None, "review_p90", 9),
            value(&file, &mut Tables::default(), None, "review_p90", 9)
        );
    }

    #[test]
    fn days_that_did_not_change_are_not_read_again() {
        let mut file = file(&[(1, 8, 10, "approved", false), (1, 9, 30, "approved", false)]);
        let mut tables = Tables::default();
        assert_eq!(value(&file, &mut tables, None, "review_p50", 8), Some(10.0));
        // Behind the journal's back: only what was changed through it is read anew.
        file.db.conn().execute("UPDATE item SET created_at = created_at - 600000", []).unwrap();
        file.db
            .write("test.touch", |tx| {
                tx.execute("UPDATE item SET note = 'x' WHERE id = 2", [])?;
                Ok(())
            })
            .unwrap();
        assert_eq!(value(&file, &mut tables, None, "review_p50", 9), Some(40.0));
        assert_eq!(value(&file, &mut tables, None, "review_p50", 8), Some(10.0));
    }
}
