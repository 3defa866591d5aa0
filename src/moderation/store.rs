//! The queue's rows: what waits, what was decided, and putting in. Deciding is in `decide`, a member's past in
//! `member`, what was decided today in `today`, own words in `words`.

mod decide;
mod import;
mod learned;
mod likeness;
mod lists;
mod member;
mod plan;
#[cfg(test)]
pub(in crate::moderation) mod testing;
mod today;
mod trial;
mod words;

pub use decide::{Changed, Lost, Outcome, Target, changed, decide, set_notice};
pub use import::{drop_flagged_before, flood_told, tell_wave};
pub use learned::{known, learn, learned, learner, rescore, settle};
pub use likeness::{MOST as MOST_NEAR, near};
pub use lists::{
    Added, ListRow, NewList, Switch, add_to_list, drop_list, install_sample, list_named, list_words, lists, rule_state,
    switch,
};
pub use member::{Card, Past, Sibling, card, member_named};
pub use plan::{at_work, on_trial, screen, screen_of_today, with_learned};
pub use today::{Decided, Done, decided, last_notice};
pub use trial::{Aside, Rate, TRIED_ON, keep_rates, rate, rate_of_hit, rates, trial, try_all, try_aside};
pub use words::{WordRow, add_words, words};

use super::item::{Hit, Item, ItemKind, Place, State, Suggestion, TOP_LEVEL};
use super::reason::Reason;
use crate::base::text::pinyin;
use crate::base::{At, Error, Result, Says};
use crate::db::Db;
use rusqlite::{Connection, OptionalExtension, Params, Row};
use serde::Serialize;

/// Characters of a text that a list row carries; the whole text comes with [`item`].
pub const HEAD_CHARS: usize = 200;

/// The columns of an [`Item`] with the text cut; `{cut}` is replaced.
const COLUMNS: &str = "i.id, i.kind, i.level, i.state, i.community_id, c.name, c.platform, i.member_id, i.who, \
    substr(i.text, 1, {cut}), i.source, i.hits, i.suggestion, i.score, i.created_at, i.raised_by, i.raised_at, i.note, \
    i.snoozed_until, i.decided_at, i.decided_by, i.reason, i.notice, i.version";

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
         AND (?6 IS NULL OR i.snoozed_until IS NULL OR i.snoozed_until <= ?6)"
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
    let words = filter.text.trim();
    let order = match filter.worst_first {
        true => "ORDER BY i.score DESC, i.created_at, i.id",
        false => "ORDER BY i.created_at, i.id",
    };
    if !words.is_empty() {
        // Pinyin is no matter of SQL: every row that the rest lets through is read.
        let params = rusqlite::params![state, kind, filter.level, filter.community, suggestion, hide];
        let mut all = select(db.conn(), HEAD_CHARS, &format!("{condition} {order}"), params)?;
        all.retain(|item| speaks_of(item, words));
        let total = all.len();
        all.truncate(limit);
        return Ok(Page { items: all, total });
    }
    let params = rusqlite::params![state, kind, filter.level, filter.community, suggestion, hide, most];
    let items = select(db.conn(), HEAD_CHARS, &format!("{condition} {order} LIMIT ?7"), params)?;
    let total = if items.len() < limit {
        items.len()
    } else {
        let count: i64 = db
            .conn()
            .prepare_cached(&format!("SELECT COUNT(*) FROM item i {condition}"))?
            .query_row(rusqlite::params![state, kind, filter.level, filter.community, suggestion, hide], |r| {
                r.get(0)
            })?;
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

/// The item that is first to be overdue: the oldest below the top level.
///
/// # Errors
/// Database errors.
pub fn first_due(db: &Db, now: At) -> Result<Option<Item>> {
    let rest = "WHERE i.state = 'pending' AND i.level < ?1 AND (i.snoozed_until IS NULL OR i.snoozed_until <= ?2)
                ORDER BY i.created_at, i.id LIMIT 1";
    Ok(select(db.conn(), HEAD_CHARS, rest, rusqlite::params![TOP_LEVEL, now.0])?.pop())
}

/// Something new for the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct NewItem {
    /// What sort of thing it is.
    pub kind: ItemKind,
    /// Who must judge it, 1 to 3.
    pub level: u8,
    /// The community's row.
    pub community: i64,
    /// The member's row, if known.
    pub member: Option<i64>,
    /// The member's name.
    pub who: String,
    /// What was written, raw; for a join the answer.
    pub text: String,
    /// Where a member comes from, or who reported.
    pub source: String,
    /// What the machine found.
    pub hits: Vec<Hit>,
    /// What the machine would do.
    pub suggestion: Suggestion,
    /// How sure it is, 0 to 1.
    pub score: f64,
    /// When it was written.
    pub created_at: At,
    /// The message's key at its source; may be empty.
    pub message_key: String,
    /// The import it came with.
    pub batch: Option<i64>,
}

/// Puts `item` into the queue within an open write; the caller says what the journal says. Returns its row.
///
/// # Errors
/// Database errors.
pub fn insert_flagged(tx: &Connection, item: &NewItem) -> Result<i64> {
    let hits = serde_json::to_string(&item.hits).map_err(|e| Error::user("db.sql").with("cause", e))?;
    let id = tx
        .prepare_cached(
        "INSERT INTO item(kind, level, community_id, member_id, who, text, source, hits, suggestion, score, created_at,
                          message_key, batch_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .insert(rusqlite::params![
        item.kind.id(),
        item.level,
        item.community,
        item.member,
        item.who,
        item.text,
        item.source,
        hits,
        item.suggestion.id(),
        item.score,
        item.created_at.0,
        item.message_key,
        item.batch
    ])?;
    if item.kind == ItemKind::Content {
        likeness::keep(tx, id, &item.text)?;
    }
    Ok(id)
}

/// Puts one thing into the queue by hand.
///
/// # Errors
/// Database errors.
pub fn add(db: &mut Db, item: &NewItem) -> Result<i64> {
    db.write("queue.add", |tx| {
        let id = insert_flagged(tx, item)?;
        tx.says(Says::new("queue.added").with("who", &item.who).with("kind", format!("@{}", item.kind.label())));
        tx.about("item", id);
        Ok(id)
    })
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
