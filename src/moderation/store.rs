//! The queue's rows: what waits and what was decided. Putting in is in `enter`, deciding in `decide` with `strikes`,
//! `clauses` and `appeals`, what the slower one is told in `lost`, who has what in hand in `claims`, climbing by
//! itself in `climb`, a colleague's view in `opinion`, a member's past in `member` and `dossier`, what was decided
//! today in `today`. What the screen is made of: own words in `words`, lists in `lists`, all of it in `plan`, what was learned
//! in `learned`, likeness in `likeness`, and what a rule would catch in `trial`. Who may decide what is in `roles`.

mod appeals;
mod claims;
mod clauses;
mod climb;
mod decide;
mod dossier;
mod enter;
mod figures;
mod import;
mod learned;
mod likeness;
mod lists;
mod lost;
mod member;
mod opinion;
mod plan;
mod roles;
mod strikes;
#[cfg(test)]
pub(in crate::moderation) mod testing;
mod today;
mod trial;
mod words;

pub use claims::{CLAIM_MODES, Held, claims_label, free, place, set_claims, take_over};
pub use clauses::{clause, clauses, set_clause};
pub use climb::climb;
pub use decide::{Barred, Outcome, Target, approve_in, decide, set_notice};
pub use dossier::dossier;
pub use enter::{NewItem, Origin, add, enter, flag, insert_flagged, petition};
pub use figures::figures;
pub use import::{drop_flagged_before, flood_told, tell_wave};
pub use learned::{known, learn, learned, learner, rescore, settle};
pub use likeness::{MOST as MOST_NEAR, near};
pub use lists::{
    Added, ListRow, NewList, Switch, add_to_list, drop_list, install_sample, list_named, list_words, lists, rule_state,
    switch,
};
pub use lost::{Changed, Lost, changed};
pub use member::{Card, Noted, Past, Sibling, card, member_named};
pub use opinion::{ask, asked_of, colleagues, note};
pub use plan::{at_work, on_trial, screen, screen_of_today, with_learned};
pub use roles::{give_role, manages};
pub use strikes::{histogram, policy, set_policy, standing};
pub use today::{Decided, Done, decided, last_notice};
pub use trial::{Aside, Rate, TRIED_ON, keep_rates, rate, rate_of_hit, rates, trial, try_all, try_aside};
pub use words::{WordRow, add_words, words};

use super::conduct::{Advice, Asked, Cited, Conduct, Crisis};
use super::item::{Hit, Item, ItemKind, Place, State, Suggestion};
use super::reason::Reason;
use crate::base::text::pinyin;
use crate::base::{At, Result};
use crate::db::Db;
use rusqlite::{Connection, OptionalExtension, Params, Row};
use serde::Serialize;

/// Characters of a text that a list row carries; the whole text comes with [`item`].
pub const HEAD_CHARS: usize = 200;

/// The columns of an [`Item`] with the text cut; `{cut}` is replaced.
const COLUMNS: &str = "i.id, i.kind, i.level, i.state, i.community_id, c.name, c.platform, i.member_id, i.who, \
    substr(i.text, 1, {cut}), i.source, i.hits, i.suggestion, i.score, i.created_at, i.raised_by, i.raised_at, i.note, \
    i.snoozed_until, i.decided_at, i.decided_by, i.reason, i.notice, i.version, i.climbs_at, i.crisis, i.advised, \
    i.advised_words, i.advised_by, i.advised_at, i.asked, i.asked_by, i.asked_at, i.answered_at, i.clause, i.edition, \
    i.appeal_of, i.overturned_at, i.overturned_by, i.handle, i.inviter";

/// The item first: its index gives the order, and a community is looked up by its number.
const FROM: &str = "FROM item i CROSS JOIN community c ON c.id = i.community_id";

/// An item from a row of [`COLUMNS`].
fn from_row(row: &Row) -> rusqlite::Result<Item> {
    let (kind, state): (String, String) = (row.get(1)?, row.get(3)?);
    let (hits, suggestion, reason): (String, String, String) = (row.get(11)?, row.get(12)?, row.get(21)?);
    Ok(Item {
        id: row.get(0)?,
        kind: ItemKind::parse(&kind).unwrap_or(ItemKind::Content),
        level: row.get(2)?,
        state: State::parse(&state).unwrap_or_default(),
        place: Place { id: row.get(4)?, name: row.get(5)?, platform: row.get(6)? },
        member: row.get(7)?,
        who: row.get(8)?,
        text: row.get(9)?,
        source: row.get(10)?,
        hits: serde_json::from_str::<Vec<Hit>>(&hits).unwrap_or_default(),
        suggestion: Suggestion::parse(&suggestion),
        score: row.get(13)?,
        created_at: At(row.get(14)?),
        raised_by: row.get(15)?,
        raised_at: row.get::<_, Option<i64>>(16)?.map(At),
        note: row.get(17)?,
        snoozed_until: row.get::<_, Option<i64>>(18)?.map(At),
        decided_at: row.get::<_, Option<i64>>(19)?.map(At),
        decided_by: row.get(20)?,
        reason: Reason::parse(&reason),
        notice: row.get(22)?,
        version: row.get(23)?,
        conduct: conduct(row)?,
    })
}

/// What was done beside deciding, from the same row.
fn conduct(row: &Row) -> rusqlite::Result<Conduct> {
    let at = |n: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(n)?.map(At));
    let (crisis, advised, clause): (String, String, String) = (row.get(25)?, row.get(26)?, row.get(34)?);
    let advice = match at(29)? {
        Some(when) => {
            Some(Advice { what: Suggestion::parse(&advised), words: row.get(27)?, by: row.get(28)?, at: when })
        }
        None => None,
    };
    let asked = match at(32)? {
        Some(when) => Some(Asked { who: row.get(30)?, by: row.get(31)?, at: when, answered_at: at(33)? }),
        None => None,
    };
    let overturned = match at(37)? {
        Some(when) => Some((when, row.get(38)?)),
        None => None,
    };
    Ok(Conduct {
        climbs_at: at(24)?,
        crisis: Crisis::parse(&crisis),
        advice,
        asked,
        cited: (!clause.is_empty()).then_some(Cited { number: clause, edition: row.get(35)? }),
        appeal_of: row.get(36)?,
        overturned,
        handle: row.get(39)?,
        inviter: row.get(40)?,
        ..Conduct::default()
    })
}

/// Items by a condition with its parameters, texts cut to `cut` characters.
fn select(conn: &Connection, cut: usize, rest: &str, params: impl Params) -> Result<Vec<Item>> {
    let sql = format!("SELECT {} {FROM} {rest}", COLUMNS.replace("{cut}", &cut.to_string()));
    let mut stmt = conn.prepare_cached(&sql)?;
    let rows = stmt.query_map(params, from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Only these; `None` is every state.
    pub state: Option<State>,
    /// Only this kind.
    pub kind: Option<ItemKind>,
    /// Only this level.
    pub level: Option<u8>,
    /// Only this community.
    pub community: Option<i64>,
    /// Only what the machine would treat so.
    pub suggestion: Option<Suggestion>,
    /// Only what this operator was asked about and has not answered.
    pub asked: Option<String>,
    /// Words, or the pinyin of words, in name, text, source or community.
    pub text: String,
    /// Also what is put off until later.
    pub snoozed: bool,
    /// What the machine thinks worst of comes first, not what is oldest.
    pub worst_first: bool,
}

impl Default for Filter {
    /// What waits now.
    fn default() -> Self {
        Self {
            state: Some(State::Pending),
            kind: None,
            level: None,
            community: None,
            suggestion: None,
            asked: None,
            text: String::new(),
            snoozed: false,
            worst_first: false,
        }
    }
}

/// A part of a list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// The rows in order, texts cut to [`HEAD_CHARS`].
    pub items: Vec<Item>,
    /// How many there are in all.
    pub total: usize,
}

/// The condition of a [`Filter`]. "Pending" is written out so that its partial index serves.
fn condition(filter: &Filter) -> String {
    let state =
        if filter.state == Some(State::Pending) { "i.state = 'pending'" } else { "(?1 IS NULL OR i.state = ?1)" };
    format!(
        "WHERE {state} AND (?2 IS NULL OR i.kind = ?2) AND (?3 IS NULL OR i.level = ?3)
         AND (?4 IS NULL OR i.community_id = ?4) AND (?5 IS NULL OR i.suggestion = ?5)
         AND (?6 IS NULL OR i.snoozed_until IS NULL OR i.snoozed_until <= ?6)
         AND (?7 IS NULL OR (i.asked = ?7 AND i.answered_at IS NULL))"
    )
}

/// At most `limit` items that `filter` lets through in its order, and how many there are.
///
/// # Errors
/// Database errors.
pub fn list(db: &Db, filter: &Filter, limit: usize) -> Result<Page> {
    let condition = condition(filter);
    let (suggestion, hide) = (filter.suggestion.map(Suggestion::id), (!filter.snoozed).then_some(db.now().0));
    let (state, kind) = (filter.state.map(State::id), filter.kind.map(ItemKind::id));
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    let params = rusqlite::params![state, kind, filter.level, filter.community, suggestion, hide, filter.asked];
    let words = filter.text.trim();
    let order = match filter.worst_first {
        true => "ORDER BY i.score DESC, i.created_at, i.id",
        false => "ORDER BY i.created_at, i.id",
    };
    if !words.is_empty() {
        // Pinyin is no matter of SQL: every row that the rest lets through is read.
        let mut all = select(db.conn(), HEAD_CHARS, &format!("{condition} {order}"), params)?;
        all.retain(|item| speaks_of(item, words));
        let total = all.len();
        all.truncate(limit);
        return Ok(Page { items: all, total });
    }
    let page = rusqlite::params![state, kind, filter.level, filter.community, suggestion, hide, filter.asked, most];
    let items = select(db.conn(), HEAD_CHARS, &format!("{condition} {order} LIMIT ?8"), page)?;
    let total = if items.len() < limit {
        items.len()
    } else {
        let count: i64 = db
            .conn()
            .prepare_cached(&format!("SELECT COUNT(*) FROM item i {condition}"))?
            .query_row(params, |r| r.get(0))?;
        usize::try_from(count).unwrap_or(0)
    };
    Ok(Page { items, total })
}

fn speaks_of(item: &Item, words: &str) -> bool {
    [&item.who, &item.text, &item.source, &item.place.name].iter().any(|t| pinyin::matches(words, t))
}

/// Item `id` with its whole text; `None` if there is none.
///
/// # Errors
/// Database errors.
pub fn item(db: &Db, id: i64) -> Result<Option<Item>> {
    item_of(db.conn(), id)
}

fn item_of(conn: &Connection, id: i64) -> Result<Option<Item>> {
    Ok(select(conn, i32::MAX as usize, "WHERE i.id = ?1", [id])?.pop())
}

/// How much waits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Brief {
    /// Everything that waits now.
    pub total: i64,
    /// Of it, texts.
    pub content: i64,
    /// Of it, people who want to come in.
    pub joins: i64,
    /// Of it, reports by members.
    pub reports: i64,
    /// Of it, appeals.
    pub appeals: i64,
    /// Of it, by level from 1.
    pub levels: [i64; 3],
    /// Of it, what the machine would let through.
    pub suggest_approve: i64,
    /// Of it, what the machine would refuse.
    pub suggest_reject: i64,
    /// Of it, what the machine wants a person to look at.
    pub suggest_look: i64,
    /// Put off until later, beside the total.
    pub snoozed: i64,
    /// When the oldest of the total was written, UTC milliseconds.
    pub oldest_at: Option<At>,
    /// How long that is ago, in milliseconds.
    pub oldest_ms: Option<i64>,
}

impl Brief {
    /// How many of `kind`.
    #[must_use]
    pub fn of_kind(&self, kind: ItemKind) -> i64 {
        match kind {
            ItemKind::Content => self.content,
            ItemKind::Join => self.joins,
            ItemKind::Report => self.reports,
            ItemKind::Appeal => self.appeals,
        }
    }

    fn count(&mut self, kind: &str, level: u8, suggestion: &str, n: i64) {
        self.total += n;
        *match ItemKind::parse(kind) {
            Some(ItemKind::Join) => &mut self.joins,
            Some(ItemKind::Report) => &mut self.reports,
            Some(ItemKind::Appeal) => &mut self.appeals,
            Some(ItemKind::Content) | None => &mut self.content,
        } += n;
        if let Some(at) = level.checked_sub(1).and_then(|l| self.levels.get_mut(usize::from(l))) {
            *at += n;
        }
        match Suggestion::parse(suggestion) {
            Suggestion::Approve => self.suggest_approve += n,
            Suggestion::Reject(_) => self.suggest_reject += n,
            Suggestion::Look => self.suggest_look += n,
            Suggestion::None => {}
        }
    }
}

/// How much waits at `now`, and since when.
///
/// # Errors
/// Database errors.
pub fn brief(db: &Db, now: At) -> Result<Brief> {
    let mut brief = Brief::default();
    let mut stmt = db.conn().prepare_cached(
        "SELECT kind, level, suggestion, COUNT(*), CAST(TOTAL(snoozed_until > ?1) AS INTEGER)
         FROM item WHERE state = 'pending' GROUP BY kind, level, suggestion",
    )?;
    let mut rows = stmt.query([now.0])?;
    while let Some(row) = rows.next()? {
        let (kind, level, suggestion): (String, u8, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (all, later): (i64, i64) = (row.get(3)?, row.get(4)?);
        brief.count(&kind, level, &suggestion, all - later);
        brief.snoozed += later;
    }
    brief.oldest_at = db
        .conn()
        .prepare_cached(
            "SELECT created_at FROM item WHERE state = 'pending' AND (snoozed_until IS NULL OR snoozed_until <= ?1)
             ORDER BY created_at, id LIMIT 1",
        )?
        .query_row([now.0], |r| Ok(At(r.get(0)?)))
        .optional()?;
    brief.oldest_ms = brief.oldest_at.map(|at| now.since(at));
    Ok(brief)
}

/// The item that is first to climb by itself.
///
/// # Errors
/// Database errors.
pub fn first_due(db: &Db, now: At) -> Result<Option<Item>> {
    let rest = "WHERE i.state = 'pending' AND i.level = 2 AND i.climbs_at IS NOT NULL
                  AND (i.snoozed_until IS NULL OR i.snoozed_until <= ?1)
                ORDER BY i.climbs_at, i.id LIMIT 1";
    Ok(select(db.conn(), HEAD_CHARS, rest, [now.0])?.pop())
}

/// The communities in use, in their order.
///
/// # Errors
/// Database errors.
pub fn communities(db: &Db) -> Result<Vec<Place>> {
    let mut stmt =
        db.conn().prepare_cached("SELECT id, name, platform FROM community WHERE archived = 0 ORDER BY sort, id")?;
    let rows = stmt.query_map([], |r| Ok(Place { id: r.get(0)?, name: r.get(1)?, platform: r.get(2)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests;
