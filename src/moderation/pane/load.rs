//! Reading: rows, counts and the item under the cursor, as the store has them now.

use super::{Cx, QueuePane};
use crate::base::Result;
use crate::base::clock::MINUTE;
use crate::base::text::Clean;
use crate::db::Db;
use crate::db::claim::{self, Claim};
use crate::moderation::detail::Detail;
use crate::moderation::figures;
use crate::moderation::item::State;
use crate::moderation::row::{Moment, Row};
use crate::moderation::sheet::Sheet;
use crate::moderation::store::{self, Changed, Done, Target};
use crate::tui::Nav;
use std::collections::BTreeSet;

/// Rows of the first screen, more than a quarter of any shows.
const AT_FIRST: usize = 32;
/// Rows read then, more than most windows show; as many again when the cursor comes near the last of them.
const AT_ONCE: usize = 64;
/// How near.
const NEAR: usize = 20;
/// Acts shown under the list.
const ACTS: usize = 3;

fn moment<'a>(cx: &Cx<'a>) -> Moment<'a> {
    Moment { now: cx.now, zone: cx.zone, lang: cx.lang, me: cx.me }
}

impl QueuePane {
    /// Reads everything again.
    pub(super) fn reload(&mut self, cx: &mut Cx) -> Result<()> {
        // Not with the first screen; whatever keeps it from being written, the next reading tries again.
        if self.limit > 0 {
            let _ = store::climb(cx.db);
        }
        self.read_counts(cx)?;
        self.read_rules(cx)?;
        self.read_house(cx)?;
        self.limit = self.limit.max(AT_ONCE);
        self.read_rows(cx)?;
        if self.sheet.as_ref().is_some_and(|(_, read)| cx.now.since(*read) >= MINUTE) {
            self.read_sheet(cx)?;
        }
        self.read_detail(cx)
    }

    /// Reads what a quarter of the first screen shows.
    pub(super) fn look_in(&mut self, cx: &mut Cx) -> Result<()> {
        self.read_counts(cx)?;
        self.limit = AT_FIRST;
        self.read_rows(cx)?;
        self.limit = 0;
        Ok(())
    }

    fn read_counts(&mut self, cx: &mut Cx) -> Result<()> {
        let midnight = cx.zone.midnight(cx.today());
        self.brief = store::brief(cx.db, cx.now)?;
        self.decided = store::decided(cx.db, midnight, ACTS)?;
        self.notice = store::last_notice(cx.db, midnight)?;
        self.due = store::first_due(cx.db, cx.now)?.map(|item| {
            let row = Row::of(&item, &[], &moment(cx));
            (item.id, row.who, item.climbs_at().since(cx.now))
        });
        self.claim_mode = claim::mode(cx.db)?;
        self.claims = claim::held(cx.db)?;
        let at = moment(cx);
        self.done = self.decided.last.iter().map(|done| told(done, &at)).collect();
        let places = store::communities(cx.db)?;
        self.places = places.iter().map(|p| (p.id, at.place(p))).collect();
        self.places_by_id = places.into_iter().map(|p| (p.id, p)).collect();
        self.asked_me = store::asked_of(cx.db, cx.me)?;
        Ok(())
    }

    /// Reads the review figures; while they are open once a minute.
    pub(super) fn read_sheet(&mut self, cx: &mut Cx) -> Result<()> {
        let weeks = store::figures(cx.db, cx.zone, figures::WEEKS)?;
        let at = self.sheet.as_ref().map_or(0, |(sheet, _)| sheet.at);
        self.sheet = Some((Sheet { at, ..Sheet::of(&weeks, cx.lang) }, cx.now));
        Ok(())
    }

    /// Reads the rows after the filter was changed: what was struck for another filter does not stay.
    pub(super) fn narrow(&mut self, cx: &mut Cx) -> Result<()> {
        self.rows.clear();
        self.limit = AT_ONCE;
        self.read_rows(cx)?;
        self.read_detail(cx)
    }

    fn read_rows(&mut self, cx: &mut Cx) -> Result<()> {
        let page = store::list(cx.db, &self.filter, self.limit)?;
        let at = moment(cx);
        // What came down again (undone) is no longer sent up.
        for item in &page.items {
            if self.sent_up.get(&item.id).is_some_and(|level| item.level < *level) {
                self.sent_up.remove(&item.id);
            }
        }
        let hide = self.filter.level.is_none();
        let kept = |id: &i64| !(hide && self.sent_up.contains_key(id));
        let mut rows: Vec<Row> =
            page.items.iter().filter(|i| kept(&i.id)).map(|i| Row::of(i, &self.claims, &at)).collect();
        self.total = page.total - (page.items.len() - rows.len());
        let struck = self.struck_since(&rows, cx.db, &at)?;
        if self.filter.worst_first {
            for row in struck {
                let place = self.rows.iter().position(|r| r.id == row.id).unwrap_or(rows.len());
                rows.insert(place.min(rows.len()), row);
            }
        } else if !struck.is_empty() {
            rows.extend(struck);
            rows.sort_by_key(|r| (r.created_at, r.id));
        }
        self.rows = rows;
        self.list.set_rows(self.rows.iter().map(|r| r.id).collect());
        Ok(())
    }

    /// The rows of before that somebody changed so that they no longer belong here: they stay where they are until the
    /// cursor leaves, so that no other row slips under it. (What this pane decided has left the rows before.)
    fn struck_since(&self, rows: &[Row], db: &Db, at: &Moment) -> Result<Vec<Row>> {
        let there: BTreeSet<i64> = rows.iter().map(|r| r.id).collect();
        let mut struck = Vec::new();
        for row in self.rows.iter().filter(|r| !there.contains(&r.id)) {
            if let Some(change) = store::changed(db, Target { id: row.id, version: row.version })? {
                struck.push(Row { struck: how(&change, at), ..row.clone() });
            }
        }
        Ok(struck)
    }

    fn read_detail(&mut self, cx: &mut Cx) -> Result<()> {
        let Some(id) = self.list.cursor() else {
            self.detail = None;
            return Ok(());
        };
        let Some(mut item) = store::item(cx.db, id)? else {
            self.detail = None;
            return Ok(());
        };
        let dossier = store::dossier(cx.db, &item, cx.lang)?;
        item.conduct.standing = dossier.standing;
        let card = store::card(cx.db, &item)?;
        let place_of = |id| self.rows.iter().position(|r| r.id == id).map(|at| at + 1);
        let mut detail = Detail::of(&item, card.as_ref(), place_of, &moment(cx));
        detail.held =
            self.claims.iter().find(|c| c.place == store::place(id)).map_or_else(String::new, |c| on_it(c, cx));
        dossier.tell(&item, &mut detail, &moment(cx));
        detail.add_rates(self.rates_of(&item, cx)?);
        self.detail = Some(detail);
        Ok(())
    }

    /// Moves or marks. What a colleague has decided goes when the cursor leaves.
    pub(super) fn step(&mut self, nav: Nav, cx: &mut Cx) -> Result<()> {
        if matches!(nav, Nav::MarkAll | Nav::Invert | Nav::Bottom) && self.rows.len() < self.total {
            // "All" means all that the filter lets through, not what happens to be loaded.
            self.limit = self.total;
            self.read_rows(cx)?;
        }
        let before = self.list.cursor();
        self.list.nav(nav, self.page.get());
        if self.list.cursor() == before {
            return Ok(());
        }
        (self.taken, self.let_go) = (None, None);
        if self.rows.iter().any(|r| !r.struck.is_empty()) {
            self.rows.retain(|r| r.struck.is_empty());
            self.list.set_rows(self.rows.iter().map(|r| r.id).collect());
        }
        if self.list.index() + NEAR >= self.rows.len() && self.rows.len() < self.total {
            self.limit = self.rows.len() * 2;
            self.read_rows(cx)?;
        }
        self.read_detail(cx)
    }
}

/// `@阿泽 17:18 起在看`.
fn on_it(claim: &Claim, cx: &Cx) -> String {
    let (who, since) = (Clean::line(&claim.operator), moment(cx).clock(claim.since));
    cx.lang.fill("queue.held_since", &[("who", &who), ("since", &since)])
}

/// `已被 阿泽 拒绝`.
fn how(change: &Changed, at: &Moment) -> String {
    if change.by.is_empty() {
        return at.lang.text("queue.struck_gone").to_owned();
    }
    let did = if change.state == State::Pending { change.did } else { change.state.label() };
    at.lang.fill("queue.struck", &[("who", &at.operator(&change.by)), ("did", &at.lang.text(did))])
}

/// A line of what was decided: `17:12 你 拒绝 刷屏 面包片`.
fn told(done: &Done, at: &Moment) -> String {
    let (time, who, did) = (at.clock(done.at), at.operator(&done.by), at.lang.text(done.state.label()));
    let name = Clean::head(&done.who, 40);
    if done.count > 1 {
        return at.lang.fill("queue.told_many", &[("time", &time), ("who", &who), ("did", &did), ("n", &done.count)]);
    }
    let what = match (done.state, done.reason) {
        (State::Rejected, Some(reason)) => at.lang.text(reason.row().label),
        _ => at.lang.text(done.kind.label()),
    };
    at.lang.fill("queue.told", &[("time", &time), ("who", &who), ("did", &did), ("what", &what), ("name", &name)])
}
