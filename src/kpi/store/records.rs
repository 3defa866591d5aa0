//! Facts from what operators do: inquiries, items, posts and UGC, by community and day.

use super::cover::{ASKS, Cover, ITEMS, UGC};
use crate::base::clock::MINUTE;
use crate::base::{At, Result};
use crate::kpi::days::{self, Day};
use crate::kpi::facts::Facts;
use crate::kpi::scope::Place;
use crate::moderation::figures::Spread;
use rusqlite::{Connection, params};

/// What records say of one day, of one community or several.
#[derive(Debug, Clone, Default)]
pub(super) struct Record {
    /// What adds up.
    facts: Facts,
    /// How long each decision took, in milliseconds: the median of all is that of all their items.
    took: Vec<i64>,
}

impl Record {
    /// Adds what is known of another community.
    pub(super) fn join(&mut self, own: &Record) {
        for (sum, n) in self.facts.places().into_iter().zip(own.facts.values()) {
            if let Some(n) = n {
                add(sum, n);
            }
        }
        self.took.extend(&own.took);
    }

    /// Puts what records say in the place of what they said before.
    pub(super) fn lay(&mut self, facts: &mut Facts) {
        let live = &self.facts;
        let spread = Spread::of(&mut self.took);
        // Whole minutes, rounded down like every age.
        let minutes = |ms: Option<i64>| ms.map(|ms| (ms / MINUTE) as f64);
        *facts = Facts {
            answered: live.answered,
            in_time: live.in_time,
            asked: live.asked,
            replied: live.replied,
            feedback: live.feedback,
            feedback_good: live.feedback_good,
            reports: live.reports,
            judged: live.judged,
            rejected: live.rejected,
            flagged: live.flagged,
            caught: live.caught,
            review_p50: minutes(spread.median_ms),
            review_p90: minutes(spread.p90_ms),
            ugc: live.ugc,
            ugc_good: live.ugc_good,
            interactions: live.interactions,
            read_interactions: live.read_interactions,
            reads: live.reads,
            read_through: live.read_through,
            read_posts: live.read_posts,
            ..*facts
        };
    }
}

/// What is known of one community for every day from `first` to `last`.
pub(super) fn records(conn: &Connection, place: &Place, cover: &Cover, first: Day, last: Day) -> Result<Vec<Record>> {
    let mut days = Days {
        first,
        records: vec![Record::default(); usize::try_from(last - first + 1).unwrap_or(0)],
        place,
        begin: place.midnight(first),
        end: place.midnight(last + 1),
    };
    days.quiet(cover);
    days.inquiries(conn)?;
    days.items(conn)?;
    days.posts(conn)?;
    days.ugc(conn)?;
    Ok(days.records)
}

struct Days<'a> {
    first: Day,
    records: Vec<Record>,
    place: &'a Place,
    begin: i64,
    end: i64,
}

/// Adds to a count that may be unknown so far.
fn add(place: &mut Option<f64>, n: f64) {
    *place = Some(place.unwrap_or(0.0) + n);
}

impl Days<'_> {
    fn record(&mut self, day: Day) -> Option<&mut Record> {
        usize::try_from(day - self.first).ok().and_then(|n| self.records.get_mut(n))
    }

    fn at(&mut self, day: Day) -> Option<&mut Facts> {
        self.record(day).map(|r| &mut r.facts)
    }

    fn on(&mut self, moment: i64) -> Option<&mut Facts> {
        let day = self.place.day(At(moment));
        self.at(day)
    }

    fn last(&self) -> Day {
        self.first + Day::try_from(self.records.len()).unwrap_or(0) - 1
    }

    /// Where records are kept, none is none; on days of which nothing is known, nothing is.
    fn quiet(&mut self, cover: &Cover) {
        let since = |n: usize, day: Day| cover.since[n].is_some_and(|from| from <= day).then_some(0.0);
        for (n, Record { facts, .. }) in self.records.iter_mut().enumerate() {
            let day = self.first + Day::try_from(n).unwrap_or(0);
            if cover.followed.known.has(day) {
                let items = since(ITEMS, day);
                (facts.reports, facts.judged, facts.rejected) = (items, items, items);
                (facts.flagged, facts.caught) = (items, items);
                (facts.asked, facts.replied) = (since(ASKS, day - 1), since(ASKS, day - 1));
                (facts.feedback, facts.feedback_good) = (since(ASKS, day), since(ASKS, day));
                (facts.ugc, facts.ugc_good) = (since(UGC, day), since(UGC, day));
            }
        }
    }

    fn inquiries(&mut self, conn: &Connection) -> Result<()> {
        let mut stmt = conn.prepare_cached(
            "SELECT judged_at, kept FROM inquiry WHERE community_id = ?1 AND judged_at >= ?2 AND judged_at < ?3",
        )?;
        let mut rows = stmt.query([self.place.id, self.begin, self.end])?;
        while let Some(row) = rows.next()? {
            let in_time: bool = row.get(1)?;
            if let Some(facts) = self.on(row.get(0)?) {
                add(&mut facts.answered, 1.0);
                add(&mut facts.in_time, f64::from(u8::from(in_time)));
            }
        }
        // Those of the day before, answered by the end of the day.
        let mut stmt = conn.prepare_cached(
            "SELECT at, first_at, kind IN ('feedback', 'suggestion'), coalesce(quality, 0) FROM inquiry
             WHERE community_id = ?1 AND at >= ?2 AND at < ?3",
        )?;
        let mut rows = stmt.query([self.place.id, self.place.midnight(self.first - 1), self.end])?;
        while let Some(row) = rows.next()? {
            let (at, answered): (i64, Option<i64>) = (row.get(0)?, row.get(1)?);
            let (feedback, good): (bool, bool) = (row.get(2)?, row.get(3)?);
            let day = self.place.day(At(at)) + 1;
            if let Some(facts) = self.at(day - 1).filter(|_| feedback) {
                add(&mut facts.feedback, 1.0);
                add(&mut facts.feedback_good, f64::from(u8::from(good)));
            }
            let replied = answered.is_some_and(|a| a < self.place.midnight(day + 1));
            if let Some(facts) = self.at(day) {
                add(&mut facts.asked, 1.0);
                add(&mut facts.replied, f64::from(u8::from(replied)));
            }
        }
        Ok(())
    }

    fn items(&mut self, conn: &Connection) -> Result<()> {
        let mut stmt = conn.prepare_cached(
            "SELECT created_at FROM item WHERE community_id = ?1 AND created_at >= ?2 AND created_at < ?3 AND kind = 'report'",
        )?;
        let mut rows = stmt.query([self.place.id, self.begin, self.end])?;
        while let Some(row) = rows.next()? {
            if let Some(facts) = self.on(row.get(0)?) {
                add(&mut facts.reports, 1.0);
            }
        }
        let mut stmt = conn.prepare_cached(
            "SELECT decided_at, created_at, kind IN ('content', 'report'), state = 'rejected', hits <> '[]'
             FROM item WHERE community_id = ?1 AND decided_at >= ?2 AND decided_at < ?3",
        )?;
        let mut rows = stmt.query([self.place.id, self.begin, self.end])?;
        while let Some(row) = rows.next()? {
            let (at, created): (i64, i64) = (row.get(0)?, row.get(1)?);
            let (text, rejected, flagged): (bool, bool, bool) = (row.get(2)?, row.get(3)?, row.get(4)?);
            let day = self.place.day(At(at));
            let Some(Record { facts, took }) = self.record(day) else { continue };
            took.push((at - created).max(0));
            for (count, counted, is) in [
                (&mut facts.judged, text, text),
                (&mut facts.rejected, text, text && rejected),
                (&mut facts.flagged, true, flagged),
                (&mut facts.caught, true, flagged && rejected),
            ] {
                if counted {
                    add(count, f64::from(u8::from(is)));
                }
            }
        }
        Ok(())
    }

    fn posts(&mut self, conn: &Connection) -> Result<()> {
        let mut stmt = conn.prepare_cached(
            "SELECT day, reads, likes, comments, shares, completion FROM post
             WHERE community_id = ?1 AND day BETWEEN ?2 AND ?3 AND state IN ('published', 'reviewed')",
        )?;
        let mut rows = stmt.query(params![self.place.id, days::text(self.first), days::text(self.last())])?;
        while let Some(row) = rows.next()? {
            let Some(day) = days::read(row.get_ref(0)?.as_str().unwrap_or("")) else { continue };
            let count = |n| row.get::<_, Option<i64>>(n).map(|c| c.map(|c| c as f64));
            let counts = [count(2)?, count(3)?, count(4)?];
            let (reads, completion): (_, Option<f64>) = (count(1)?, row.get(5)?);
            let Some(facts) = self.at(day) else { continue };
            if counts.iter().any(Option::is_some) {
                let sum = counts.iter().flatten().sum();
                add(&mut facts.interactions, sum);
                if let Some(reads) = reads {
                    add(&mut facts.read_interactions, sum);
                    add(&mut facts.reads, reads);
                }
            }
            if let Some(share) = completion {
                add(&mut facts.read_through, share);
                add(&mut facts.read_posts, 1.0);
            }
        }
        Ok(())
    }

    fn ugc(&mut self, conn: &Connection) -> Result<()> {
        let mut stmt = conn.prepare_cached(
            "SELECT day, count(*), sum(good) FROM ugc WHERE community_id = ?1 AND day BETWEEN ?2 AND ?3 GROUP BY day",
        )?;
        let mut rows = stmt.query(params![self.place.id, days::text(self.first), days::text(self.last())])?;
        while let Some(row) = rows.next()? {
            let Some(day) = days::read(row.get_ref(0)?.as_str().unwrap_or("")) else { continue };
            let (all, good): (i64, i64) = (row.get(1)?, row.get(2)?);
            if let Some(facts) = self.at(day) {
                add(&mut facts.ugc, all as f64);
                add(&mut facts.ugc_good, good as f64);
            }
        }
        Ok(())
    }
}
