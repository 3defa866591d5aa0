//! A row of the list as it is shown: everything that depends on the moment and the language is text by now.

use super::item::{Item, ItemKind, Place, State, Suggestion, TOP_LEVEL};
use super::pipeline::PROGRAM;
use super::shown::shown;
use crate::base::text::{Clean, width};
use crate::base::{At, Lang, Zone};
use crate::db::claim::Claim;

/// Columns of a row's text that can ever be seen.
const TEXT_COLUMNS: usize = 160;

/// What rows and details are told by.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// Now.
    pub now: At,
    /// The zone in which days begin.
    pub zone: Zone,
    /// The sentences.
    pub lang: &'a Lang,
    /// The operator.
    pub me: &'a str,
}

impl Moment<'_> {
    /// `14:08`, on another day `10/9 14:08`.
    #[must_use]
    pub fn clock(&self, at: At) -> String {
        let time = at.local(self.zone).format("%H:%M").to_string();
        let day = at.day(self.zone);
        if day == self.now.day(self.zone) { time } else { format!("{} {time}", self.lang.short_day(day)) }
    }

    /// `你` for oneself, else the name.
    #[must_use]
    pub fn operator(&self, name: &str) -> String {
        match name {
            _ if name == self.me => self.lang.text("queue.you").to_owned(),
            PROGRAM => self.lang.text("conduct.program").to_owned(),
            _ => Clean::line(name).into_string(),
        }
    }

    /// Who an item is about: a name, or that many came at once.
    #[must_use]
    pub fn name(&self, item: &Item) -> String {
        match item.wave() {
            Some(_) => self.lang.text("rules.wave_who").to_owned(),
            None => Clean::head(&item.who, 40).into_string(),
        }
    }

    /// What there is to say of a wave of joins; `None` if the item is none.
    #[must_use]
    pub fn wave(&self, item: &Item) -> Option<String> {
        let wave = item.wave()?;
        let (from, to) = (self.clock(wave.from), self.clock(wave.to));
        Some(self.lang.fill("rules.wave_row", &[("from", &from), ("to", &to), ("n", &wave.joins)]))
    }

    /// `微信 新手2群`.
    #[must_use]
    pub fn place(&self, place: &Place) -> String {
        let key = format!("members.platform_{}", place.platform);
        let platform = if self.lang.has(&key) { self.lang.text(&key) } else { place.platform.as_str() };
        format!("{platform} {}", Clean::line(&place.name))
    }

    /// The same in `columns`: the platform gives way, not the name, which tells two communities apart.
    #[must_use]
    pub fn place_in(&self, place: &Place, columns: usize) -> String {
        let (whole, name) = (self.place(place), Clean::line(&place.name));
        let room = columns.saturating_sub(width(&name) + 1);
        if width(&whole) <= columns || room < 2 {
            return whole;
        }
        let mut platform = String::new();
        for c in whole.chars().take_while(|c| *c != ' ') {
            if width(&platform) + width(c.encode_utf8(&mut [0; 4])) > room {
                break;
            }
            platform.push(c);
        }
        format!("{platform} {name}")
    }
}

/// Columns of a community in a list (screens.md §17.1).
const PLACE_COLUMNS: usize = 12;

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The item.
    pub id: i64,
    /// The version that is on the screen.
    pub version: i64,
    /// When it was written; rows are in this order.
    pub created_at: At,
    /// Who must judge it.
    pub level: u8,
    /// What sort of thing.
    pub kind: ItemKind,
    /// Platform and community.
    pub place: String,
    /// The community's row.
    pub community: i64,
    /// The member's name.
    pub who: String,
    /// What was written, handles hidden; for a join what speaks for it.
    pub text: String,
    /// What the machine would do.
    pub opinion: Suggestion,
    /// How long it has waited: `3时12`.
    pub age: String,
    /// Whether that is too long.
    pub overdue: bool,
    /// `@阿泽在看`, or empty.
    pub claimed: String,
    /// `已被 阿泽 拒绝`, or empty: it no longer waits and leaves with the cursor.
    pub struck: String,
    /// `求看 @阿泽`, `阿泽荐拒绝`, or empty: what stands before the text when nobody looks at it.
    pub tag: String,
    /// What somebody else recommends, with their own words: one key accepts it.
    pub advised: Option<(Suggestion, String)>,
    /// Whether it went straight to the top.
    pub crisis: bool,
}

impl Row {
    /// `item` at this moment; `claims` are the places others hold.
    #[must_use]
    pub fn of(item: &Item, claims: &[Claim], at: &Moment) -> Row {
        let place = super::store::place(item.id);
        let holder = claims.iter().find(|c| c.place == place).map(|c| Clean::line(&c.operator).into_string());
        let claimed = holder.map_or_else(String::new, |who| at.lang.fill("queue.claimed", &[("who", &who)]));
        let waited = item.waited(at.now);
        Row {
            id: item.id,
            version: item.version,
            created_at: item.created_at,
            level: item.level,
            kind: item.kind,
            place: at.place_in(&item.place, PLACE_COLUMNS),
            community: item.place.id,
            who: at.name(item),
            text: at.wave(item).unwrap_or_else(|| text(item, at.lang)),
            opinion: item.suggestion,
            age: at.lang.span(waited),
            overdue: item.level < TOP_LEVEL && at.now >= item.climbs_at(),
            claimed,
            struck: String::new(),
            tag: tag(item, at),
            advised: advised(item, at),
            crisis: item.conduct.crisis.is_some(),
        }
    }
}

impl Row {
    /// What is proposed: by a colleague, else by the machine.
    #[must_use]
    pub fn proposed(&self) -> Suggestion {
        self.advised.as_ref().map_or(self.opinion, |(what, _)| *what)
    }
}

/// What somebody else than the reader recommends.
fn advised(item: &Item, at: &Moment) -> Option<(Suggestion, String)> {
    let advice = item.conduct.advice.as_ref().filter(|a| a.by != at.me && item.state == State::Pending)?;
    Some((advice.what, advice.words.clone()))
}

/// What a colleague recommends, else who was asked and whether they have answered.
fn tag(item: &Item, at: &Moment) -> String {
    if let Some(advice) = &item.conduct.advice {
        let what = match advice.what {
            Suggestion::Reject(reason) => at.lang.text(reason.row().short),
            _ => at.lang.text("queue.short_approve"),
        };
        let key =
            if matches!(advice.what, Suggestion::Reject(_)) { "conduct.tag_reject" } else { "conduct.tag_approve" };
        return at.lang.fill(key, &[("who", &at.operator(&advice.by)), ("what", &what)]);
    }
    let Some(asked) = &item.conduct.asked else { return String::new() };
    let key = if asked.answered_at.is_some() { "conduct.tag_answered" } else { "conduct.tag_asked" };
    at.lang.fill(key, &[("who", &at.operator(&asked.who))])
}

/// What a row says: the text; for a join the answer, else where they come from, else that there is nothing.
fn text(item: &Item, lang: &Lang) -> String {
    let said = shown(&item.text, &item.hits).text;
    let line = match (item.kind, said.is_empty()) {
        (ItemKind::Join, false) => lang.fill("queue.answer", &[("text", &said)]),
        (ItemKind::Join, true) if item.source.trim().is_empty() && !item.conduct.inviter.is_empty() => {
            lang.fill("conduct.invited_by", &[("who", &Clean::line(&item.conduct.inviter))])
        }
        (ItemKind::Join, true) if item.source.trim().is_empty() => lang.text("queue.no_answer").to_owned(),
        (ItemKind::Join, true) => Clean::line(&item.source).into_string(),
        (_, true) => lang.text("queue.no_text").to_owned(),
        (_, false) => said,
    };
    Clean::head(&line, TEXT_COLUMNS).into_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Language;
    use crate::base::clock::{DAY, HOUR};
    use crate::moderation::item::tests::item;

    fn with<T>(act: impl FnOnce(&Moment) -> T) -> T {
        let lang = Lang::load(Language::Hans);
        let now = At::parse("2026-10-10T17:20:00+08:00").unwrap();
        act(&Moment { now, zone: Zone::default(), lang: &lang, me: "周宁" })
    }

    #[test]
    fn a_row_tells_place_age_and_who_is_looking() {
        with(|at| {
            let claim = |place: &str, who: &str| Claim {
                place: place.into(),
                operator: who.into(),
                since: at.now,
                until: at.now,
            };
            let claims = [claim("item:2", "小满"), claim("item:1", "阿泽")];
            let row = Row::of(&item(), &claims, at);
            assert_eq!(
                (row.place.as_str(), row.age.as_str(), row.claimed.as_str()),
                ("微信 新手2群", "3时12", "@阿泽在看")
            );
            assert!(!row.overdue);
            let mut old = item();
            old.created_at = at.now.plus(-4 * HOUR);
            assert!(!Row::of(&old, &[], at).overdue, "the top level has no further");
            old.level = 2;
            assert!(Row::of(&old, &[], at).overdue);
        });
    }

    #[test]
    fn a_narrow_place_keeps_the_name() {
        let lang = Lang::load(Language::En);
        let at = Moment { now: At(0), zone: Zone::default(), lang: &lang, me: "" };
        let place = |platform: &str, name: &str| Place { id: 1, name: name.into(), platform: platform.into() };
        assert_eq!(at.place_in(&place("wechat", "新手2群"), 12), "WeCh 新手2群");
        assert_eq!(at.place_in(&place("qq", "交流群"), 12), "QQ 交流群");
        assert_eq!(at.place_in(&place("wechat", "一二三四五六"), 12), "WeChat 一二三四五六", "left to be cut");
        assert_eq!(at.place(&place("irc", "a")), "irc a", "a platform nobody named");
    }

    #[test]
    fn joins_say_what_speaks_for_them() {
        with(|at| {
            let mut join = item();
            (join.kind, join.text, join.source) = (ItemKind::Join, "订单尾号 5521".into(), "扫码".into());
            assert_eq!(Row::of(&join, &[], at).text, "答：订单尾号 5521");
            join.text.clear();
            assert_eq!(Row::of(&join, &[], at).text, "扫码");
            join.source = " ".into();
            assert_eq!(Row::of(&join, &[], at).text, "没有填写答案");
            join.kind = ItemKind::Content;
            assert_eq!(Row::of(&join, &[], at).text, "(没有文字)");
        });
    }

    #[test]
    fn operators_and_times_are_told_shortly() {
        with(|at| {
            assert_eq!((at.operator("周宁"), at.operator("阿泽")), ("你".into(), "阿泽".into()));
            assert_eq!((at.clock(at.now), at.clock(at.now.plus(-DAY))), ("17:20".into(), "10/9 17:20".into()));
        });
    }

    #[test]
    fn hostile_names_are_shown_as_marks() {
        with(|at| {
            let mut evil = item();
            evil.who = "a\u{1b}[2J\u{202e}b".into();
            evil.text = "x\n\u{7}y".into();
            let row = Row::of(&evil, &[], at);
            assert!(!format!("{row:?}").contains(['\u{1b}', '\u{7}']), "{row:?}");
        });
    }
}
