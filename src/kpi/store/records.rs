//! Facts from what operators do: inquiries, items, posts and UGC, by community and day.

use super::cover::{ASKS, Cover, ITEMS, UGC};
use crate::base::{At, Result};
use crate::kpi::days::{self, Day};
use crate::kpi::facts::Facts;
use crate::kpi::scope::Place;
use rusqlite::{Connection, params};

/// The facts of one community for every day from `first` to `last`.
pub(super) fn facts(conn: &Connection, place: &Place, cover: &Cover, first: Day, last: Day) -> Result<Vec<Facts>> {
    let mut days = Days {
        first,
        facts: vec![Facts::default(); usize::try_from(last - first + 1).unwrap_or(0)],
        place,
        begin: place.midnight(first),
        end: place.midnight(last + 1),
    };
    days.quiet(cover);
    days.inquiries(conn)?;
    days.items(conn)?;
    days.posts(conn)?;
    days.ugc(conn)?;
    Ok(days.facts)
}

struct Days<'a> {
    first: Day,
    facts: Vec<Facts>,
    place: &'a Place,
    begin: i64,
    end: i64,
}

/// Adds to a count that may be unknown so far.
fn add(place: &mut Option<f64>, n: f64) {
    *place = Some(place.unwrap_or(0.0) + n);
}

impl Days<'_> {
    fn at(&mut self, day: Day) -> Option<&mut Facts> {
        usize::try_from(day - self.first).ok().and_then(|n| self.facts.get_mut(n))
    }

    fn on(&mut self, moment: i64) -> Option<&mut Facts> {
        let day = self.place.day(At(moment));
        self.at(day)
    }

    /// Where records are kept, none is none; on days of which nothing is known, nothing is.
    fn quiet(&mut self, cover: &Cover) {
        let since = |n: usize, day: Day| cover.since[n].is_some_and(|from| from <= day).then_some(0.0);
        for (n, facts) in self.facts.iter_mut().enumerate() {
            let day = self.first + Day::try_from(n).unwrap_or(0);
            if cover.followed.known.has(day) {
                (facts.reports, facts.rejected) = (since(ITEMS, day), since(ITEMS, day));
                (facts.asked, facts.replied) = (since(ASKS, day - 1), since(ASKS, day - 1));
                (facts.ugc, facts.ugc_good) = (since(UGC, day), since(UGC, day));
            }
        }
    }

    fn inquiries(&mut self, conn: &Connection) -> Result<()> {
        let mut stmt = conn.prepare_cached(
            "SELECT answered_at, answered_at <= due_at FROM inquiry
             WHERE community_id = ?1 AND answered_at >= ?2 AND answered_at < ?3",
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
        let mut stmt = conn
            .prepare_cached("SELECT at, answered_at FROM inquiry WHERE community_id = ?1 AND at >= ?2 AND at < ?3")?;
        let mut rows = stmt.query([self.place.id, self.place.midnight(self.first - 1), self.end])?;
        while let Some(row) = rows.next()? {
            let (at, answered): (i64, Option<i64>) = (row.get(0)?, row.get(1)?);
            let day = self.place.day(At(at)) + 1;
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
            "SELECT decided_at FROM item WHERE community_id = ?1 AND decided_at >= ?2 AND decided_at < ?3
             AND kind = 'content' AND state = 'rejected'",
        )?;
        let mut rows = stmt.query([self.place.id, self.begin, self.end])?;
        while let Some(row) = rows.next()? {
            if let Some(facts) = self.on(row.get(0)?) {
                add(&mut facts.rejected, 1.0);
            }
        }
        Ok(())
    }

    fn posts(&mut self, conn: &Connection) -> Result<()> {
        let mut stmt = conn.prepare_cached(
            "SELECT day, reads, likes, comments, shares, completion FROM post
             WHERE community_id = ?1 AND day BETWEEN ?2 AND ?3 AND state IN ('published', 'reviewed')",
        )?;
        let last = self.first + Day::try_from(self.facts.len()).unwrap_or(0) - 1;
        let mut rows = stmt.query(params![self.place.id, days::text(self.first), days::text(last)])?;
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
        let last = self.first + Day::try_from(self.facts.len()).unwrap_or(0) - 1;
        let mut rows = stmt.query(params![self.place.id, days::text(self.first), days::text(last)])?;
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

/// Adds the facts of one community to those of several.
pub(super) fn join(all: &mut Facts, own: &Facts) {
    for (sum, n) in [
        (&mut all.answered, own.answered),
        (&mut all.in_time, own.in_time),
        (&mut all.asked, own.asked),
        (&mut all.replied, own.replied),
        (&mut all.reports, own.reports),
        (&mut all.rejected, own.rejected),
        (&mut all.ugc, own.ugc),
        (&mut all.ugc_good, own.ugc_good),
        (&mut all.interactions, own.interactions),
        (&mut all.read_interactions, own.read_interactions),
        (&mut all.reads, own.reads),
        (&mut all.read_through, own.read_through),
        (&mut all.read_posts, own.read_posts),
    ] {
        if let Some(n) = n {
            add(sum, n);
        }
    }
}

/// Puts what records say in the place of what they said before.
pub(super) fn replace(facts: &mut Facts, live: &Facts) {
    let people = Facts {
        answered: live.answered,
        in_time: live.in_time,
        asked: live.asked,
        replied: live.replied,
        reports: live.reports,
        rejected: live.rejected,
        ugc: live.ugc,
        ugc_good: live.ugc_good,
        interactions: live.interactions,
        read_interactions: live.read_interactions,
        reads: live.reads,
        read_through: live.read_through,
        read_posts: live.read_posts,
        ..*facts
    };
    *facts = people;
}
