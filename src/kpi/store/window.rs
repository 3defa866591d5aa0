//! What is read of a window of days: the kept measures of a scope, what records have changed since, the figures that
//! were entered. Costs the window and not the history.

use super::cover::{self, Cover};
use super::records::{self, Record};
use super::{day_of, measures, settle};
use crate::base::{At, Result};
use crate::db::{Db, setting};
use crate::kpi::board::{Basis, Community, Earlier, Figure, Origin, Sources};
use crate::kpi::days::{self, Day};
use crate::kpi::facts::Facts;
use crate::kpi::metric::{Metric, Unit};
use crate::kpi::scope::{self, Place, Scope};
use chrono::NaiveDate;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// What all windows of a file have in common.
pub(super) struct House {
    /// Every community.
    pub places: Vec<Place>,
    /// What is known of each.
    pub covers: Vec<Cover>,
    /// Every metric.
    pub metrics: Vec<&'static Metric>,
    now: At,
    /// Days whose records changed since figures were worked out, by place.
    stirred: Vec<(usize, Day, Day)>,
}

/// So many of a window's last days are looked at for records that have just changed; older ones wait for the worker.
const LIVE: Day = 3;

impl House {
    pub(super) fn read(db: &Db) -> Result<House> {
        let places = cover::places(db.conn(), setting::zone(db)?)?;
        let covers = cover::kept(db.conn(), &places)?;
        let metrics = super::catalogue(db)?;
        let mut stirred = Vec::new();
        let mut stmt =
            db.conn().prepare_cached("SELECT community_id, first, last FROM touched WHERE why = 'records'")?;
        let mut rows = stmt.query([])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let day = |n| Ok::<_, rusqlite::Error>(days::read(row.get_ref(n)?.as_str().unwrap_or("")));
            if let (Ok(place), Some(first), Some(last)) = (places.binary_search_by_key(&id, |p| p.id), day(1)?, day(2)?)
            {
                stirred.push((place, first, last));
            }
        }
        Ok(House { places, covers, metrics, now: db.now(), stirred })
    }

    /// Everything about `scope` from `first` to `last`.
    pub(super) fn sources(
        &self,
        conn: &Connection,
        scope: &Scope,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Sources> {
        let within = scope::within(scope, &self.places);
        let (from, to) = (days::number(first), days::number(last));
        let mut facts = vec![Facts::default(); usize::try_from(to - from + 1).unwrap_or(0)];
        let mut earlier = Vec::new();
        if let Some(id) = measures::id(conn, scope)? {
            for (day, versions) in measures::versions(conn, id, from, to)? {
                let at = usize::try_from(day - from).unwrap_or(0);
                for pair in versions.windows(2) {
                    let until = (pair[1].at, pair[1].cause.why.name(), pair[1].cause.batch);
                    earlier.push(Earlier { day: at, facts: pair[0].facts, until });
                }
                if let (Some(place), Some(stands)) = (facts.get_mut(at), versions.last()) {
                    *place = stands.facts;
                }
            }
        }
        self.live(conn, &within, from, to, &mut facts)?;
        let basis = (from..=to).map(|day| self.basis(&within, day)).collect();
        Ok(Sources {
            metrics: self.metrics.clone(),
            scope: scope.clone(),
            first,
            facts,
            basis,
            earlier,
            ..Sources::default()
        })
    }

    /// Puts in what records say now, where they have changed since figures were worked out.
    fn live(&self, conn: &Connection, within: &[bool], from: Day, to: Day, facts: &mut [Facts]) -> Result<()> {
        let stirred = self.stirred.iter().filter(|(place, ..)| within[*place]);
        let here: BTreeSet<Day> =
            stirred.flat_map(|(_, first, last)| (*first).max(to - LIVE + 1)..=(*last).min(to)).collect();
        let (Some(first), Some(last)) = (here.first().copied(), here.last().copied()) else { return Ok(()) };
        let first = first.max(from);
        let mut live = vec![Record::default(); usize::try_from(last - first + 1).unwrap_or(0)];
        for ((place, cover), _) in self.places.iter().zip(&self.covers).zip(within).filter(|(_, w)| **w) {
            let own = records::records(conn, place, cover, first, last)?;
            live.iter_mut().zip(&own).for_each(|(all, own)| all.join(own));
        }
        for (n, live) in live.iter_mut().enumerate() {
            let day = first + Day::try_from(n).unwrap_or(0);
            let at = usize::try_from(day - from).ok().filter(|_| here.contains(&day));
            if let Some(facts) = at.and_then(|at| facts.get_mut(at)) {
                live.lay(facts);
            }
        }
        Ok(())
    }

    /// What a day's facts rest on.
    fn basis(&self, within: &[bool], day: Day) -> Basis {
        let scope: Vec<(&Place, &Cover)> =
            self.places.iter().zip(&self.covers).zip(within).filter(|(_, w)| **w).map(|(pair, _)| pair).collect();
        let covers: Vec<&Cover> = scope.iter().map(|(_, c)| *c).collect();
        let today = scope.iter().any(|(p, _)| day >= p.day(self.now));
        let begin = covers.iter().filter_map(|c| c.followed.covered.first()).min();
        let covered = covers.iter().filter(|c| c.followed.covered.has(day)).count();
        Basis {
            partial: today || settle::partial(&covers, day),
            followed: begin.map_or(0, |b| i64::from((day - b + 1).max(0))),
            covered,
            of: scope.iter().filter(|(p, c)| !p.archived || c.followed.covered.has(day)).count(),
        }
    }

    /// Adds what was entered to `sources`, and what the tables know of the communities it was entered for.
    pub(super) fn figures(&self, conn: &Connection, communities: &[Community], sources: &mut Sources) -> Result<()> {
        let within = scope::within(&sources.scope, &self.places);
        let inside = |id: i64| self.places.binary_search_by_key(&id, |p| p.id).is_ok_and(|n| within[n]);
        sources.communities = communities.to_vec();
        sources.within = communities.iter().map(|c| inside(c.id)).collect();
        let own = sources.scope.own();
        let wanted = |metric: &Metric, community: i64| {
            Some(community) == own
                || inside(community) && metric.own.is_none() && (Facts::takes(metric.key) || metric.unit == Unit::Count)
        };
        sources.figures = figures(conn, &self.metrics, sources.first, sources.last(), &wanted)?;
        let mut asked: BTreeMap<i64, (NaiveDate, NaiveDate)> = BTreeMap::new();
        let parts = |f: &&Figure| Some(f.community) != own && Facts::takes(f.metric.key);
        for figure in sources.figures.iter().filter(parts) {
            let days = asked.entry(figure.community).or_insert((figure.day, figure.day));
            *days = (days.0.min(figure.day), days.1.max(figure.day));
        }
        for (community, (first, last)) in asked {
            let Some(id) = measures::id(conn, &Scope::Community(community))? else { continue };
            for (day, versions) in measures::versions(conn, id, days::number(first), days::number(last))? {
                let at = usize::try_from(day - days::number(sources.first)).unwrap_or(0);
                if let Some(stands) = versions.last() {
                    sources.parts.insert((at, community), stands.facts);
                }
            }
        }
        Ok(())
    }
}

/// Figures of the days from `first` to `last` that are `wanted`; metrics nobody knows any more are left out.
pub(super) fn figures(
    conn: &Connection,
    metrics: &[&'static Metric],
    first: NaiveDate,
    last: NaiveDate,
    wanted: &dyn Fn(&Metric, i64) -> bool,
) -> Result<Vec<Figure>> {
    let mut stmt = conn.prepare_cached(
        "SELECT metric, community_id, day, value, source, reason, by, at FROM figure WHERE day BETWEEN ?1 AND ?2",
    )?;
    let mut rows = stmt.query([first.to_string(), last.to_string()])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let key = row.get_ref(0)?.as_str().unwrap_or("");
        let Some(metric) = metrics.iter().find(|m| m.key == key) else { continue };
        let community: i64 = row.get(1)?;
        if !wanted(metric, community) {
            continue;
        }
        let Some(day) = row.get_ref(2)?.as_str().ok().and_then(day_of) else { continue };
        out.push(Figure {
            metric,
            community,
            day,
            value: row.get(3)?,
            origin: Origin::parse(row.get_ref(4)?.as_str().unwrap_or("")),
            reason: row.get(5)?,
            by: row.get(6)?,
            at: At(row.get(7)?),
        });
    }
    Ok(out)
}
