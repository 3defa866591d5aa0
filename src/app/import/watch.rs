//! What an import watches from row to row: how fast each member writes, whether people come in waves, whether the same is
//! said in several groups. What came in with earlier imports counts for the first two: a bot hands over its log every
//! minute.

use crate::base::{At, Result};
use crate::db::Connection;
use crate::messages::ledger::Row;
use crate::messages::store as messages;
use crate::moderation::screening::{Echoes, Rates, Settings, Wave, Waves};
use crate::moderation::store as queue;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The watch of one import.
#[derive(Debug)]
pub(super) struct Watch {
    batch: i64,
    settings: Settings,
    rates: Rates,
    /// When each member's flood was told.
    floods: HashMap<i64, At>,
    /// `None` when the rule is off.
    waves: Option<Waves>,
    /// `None` when the rule is off.
    echoes: Option<Echoes>,
    /// Communities whose earlier messages are counted already.
    known: HashSet<i64>,
    /// Waves that have grown since they were last told.
    grown: BTreeMap<i64, Wave>,
}

impl Watch {
    /// For the import `batch`; `watched` is whether a rule is on.
    pub(super) fn new(settings: &Settings, watched: impl Fn(&str) -> bool, batch: i64) -> Watch {
        Watch {
            batch,
            settings: settings.clone(),
            rates: Rates::new(settings),
            floods: HashMap::new(),
            waves: watched("wave").then(|| Waves::new(settings)),
            echoes: watched("repeat").then(|| Echoes::new(settings)),
            known: HashSet::new(),
            grown: BTreeMap::new(),
        }
    }

    /// There are no more than so many `chats`: what goes into few cannot be said in several.
    pub(super) fn only(&mut self, chats: usize) {
        self.echoes = self.echoes.take().filter(|_| chats >= self.settings.repeat_groups as usize);
    }

    /// `member` wrote `row`: how many messages that makes within the window; 0 once the flood is told.
    pub(super) fn wrote(&mut self, conn: &Connection, row: &Row, member: i64) -> Result<u32> {
        let at = row.at;
        let window = i64::from(self.settings.flood_seconds) * 1000;
        if self.known.insert(row.community) {
            for (member, at) in messages::seen_before(conn, row, window, self.batch)? {
                self.rates.seen(member, at);
            }
        }
        let recent = self.rates.seen(member, at);
        if recent < self.settings.flood_messages {
            return Ok(recent);
        }
        // One item a flood is enough.
        let told = match self.floods.insert(member, at) {
            Some(last) => at.since(last) < window,
            None => queue::flood_told(conn, member, at.plus(-window))?,
        };
        Ok(if told { 0 } else { recent })
    }

    /// In how many communities was said lately what `row` says; 0 if that is not watched, and if nothing that is judged,
    /// from `limit` on, can depend on it.
    pub(super) fn echoes(&mut self, row: &Row, limit: At) -> u32 {
        let echoes = self.echoes.as_mut().filter(|echoes| row.at >= limit.plus(-echoes.window()));
        echoes.map_or(0, |echoes| echoes.seen(row.text, row.community, row.at))
    }

    /// Somebody joined, as `row` tells.
    pub(super) fn joined(&mut self, conn: &Connection, row: &Row) -> Result<()> {
        let Some(waves) = &mut self.waves else { return Ok(()) };
        if !waves.knows(row.community) {
            for (_, at) in messages::seen_before(conn, row, waves.window(), self.batch)? {
                waves.joined(row.community, at);
            }
        }
        if let Some(wave) = waves.joined(row.community, row.at) {
            self.grown.insert(row.community, wave);
        }
        Ok(())
    }

    /// Tells the queue of the waves that have grown: one item a wave. Returns how many are new.
    pub(super) fn tell(&mut self, conn: &Connection) -> Result<i64> {
        let mut new = 0;
        let Some(waves) = &self.waves else { return Ok(0) };
        for wave in std::mem::take(&mut self.grown).into_values() {
            new += i64::from(queue::tell_wave(conn, &wave, waves.window(), self.batch)?);
        }
        Ok(new)
    }
}
