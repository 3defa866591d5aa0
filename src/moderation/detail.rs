//! The item under the cursor in full: what was written, why it is here, who wrote it, and the notice it would get.

use super::item::{Item, ItemKind, State, Suggestion};
use super::reason::{self, Reason, WINDOW_DAYS};
use super::row::Moment;
use super::screening::REJECT_FROM;
use super::shown::{Shown, names, rule_number, shown};
use super::store::{Card, MOST_NEAR as MOST, Noted, Past};
use super::strike::Standing;
use crate::base::Lang;
use crate::base::text::Clean;
use std::ops::Range;

/// A labelled line; a line without label goes on with the one above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is; may be empty.
    pub label: String,
    /// The value.
    pub text: String,
}

/// Everything shown of one item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Detail {
    /// The item.
    pub id: i64,
    /// The member's name.
    pub who: String,
    /// The item's kind in words.
    pub kind: String,
    /// For the preview's rule: place, how long a member, earlier rejections.
    pub head: String,
    /// Where and when it was written and how long it has waited.
    pub written: String,
    /// What was written, between quotation marks, with its hits.
    pub body: Shown,
    /// Where the member comes from; may be empty.
    pub source: String,
    /// In one line, what the dossier knows of an applicant or an appeal; may be empty.
    pub gist: String,
    /// What the machine found; may be empty.
    pub machine: String,
    /// Who sent it up and with what words; may be empty.
    pub raised: String,
    /// The machine's finding in as few words as possible; may be empty.
    pub brief: String,
    /// What is suggested; may be empty.
    pub advice: String,
    /// Level by level, why it is here.
    pub why: Vec<Fact>,
    /// The member.
    pub card: Vec<Fact>,
    /// What else of theirs waits; may be empty.
    pub siblings: String,
    /// The notice for the suggested reason; empty if none is suggested.
    pub notice: String,
    /// What stands over the notice.
    pub notice_title: String,
    /// Whether the member is known.
    pub known: bool,
    /// How the member stands, once the dossier is read.
    pub reaches: Option<Standing>,
    /// What the decision was made for that an appeal is about.
    pub original: Option<Reason>,
    /// Who else has it open, and since when; may be empty.
    pub held: String,
}

impl Detail {
    /// `item` and its member's `card`. `place_of` tells the place of a row in the list, from 1.
    #[must_use]
    pub fn of(item: &Item, card: Option<&Card>, place_of: impl Fn(i64) -> Option<usize>, at: &Moment) -> Detail {
        let notice = match item.suggestion {
            Suggestion::Reject(reason) => reason::notice(at.lang, at.zone, item, reason, ""),
            _ => String::new(),
        };
        Detail {
            id: item.id,
            who: at.name(item),
            kind: at.lang.text(item.kind.label()).to_owned(),
            head: head(item, card, at),
            written: written(item, at),
            body: body(item, at),
            source: source(item, at),
            gist: String::new(),
            machine: machine(item, at),
            brief: brief(item, at),
            raised: raised(item, at),
            advice: advice(item, at),
            why: why(item, at),
            card: card.map_or_else(|| unknown(at), |c| member(item, c, at)),
            siblings: card.map_or_else(String::new, |c| siblings(c, place_of, at)),
            notice: Clean::block(&notice).into_string(),
            notice_title: notice_title(item, at),
            known: card.is_some(),
            reaches: None,
            original: None,
            held: String::new(),
        }
    }
}

impl Detail {
    /// What its rules would have caught of the last messages, behind what they found here.
    pub fn add_rates(&mut self, rates: Vec<String>) {
        let place = self.why.len().min(2);
        self.why.splice(place..place, rates.into_iter().map(|text| fact("", text)));
    }
}

impl Detail {
    /// Adds how many other items say nearly the same: behind what the machine found, and behind why it is here.
    pub fn liken(&mut self, near: usize, lang: &Lang) {
        if near == 0 {
            return;
        }
        let key = if near < MOST { "rules.near" } else { "rules.near_many" };
        let more = lang.fill(key, &[("n", &near)]);
        if !self.machine.is_empty() {
            self.machine.push_str(&more);
        }
        if let Some(fact) = self.why.first_mut() {
            fact.text.push_str(&more);
        }
    }
}

fn head(item: &Item, card: Option<&Card>, at: &Moment) -> String {
    let mut parts = vec![at.place(&item.place)];
    if item.kind == ItemKind::Join {
        parts.push(at.lang.text("queue.wants_in").to_owned());
        parts.push(at.lang.span(item.waited(at.now)));
    }
    if let Some(card) = card {
        if let Some(days) = card.age_days(at.now) {
            parts.push(at.lang.fill("queue.member_for", &[("days", &days)]));
        }
        if card.rejected > 0 {
            let (n, days) = (card.rejected, WINDOW_DAYS);
            parts.push(at.lang.fill("queue.rejected_before", &[("n", &n), ("days", &days)]));
        }
    }
    parts.join("  ")
}

fn written(item: &Item, at: &Moment) -> String {
    let (place, time, age) = (at.place(&item.place), at.clock(item.created_at), at.lang.span(item.waited(at.now)));
    at.lang.fill("queue.written", &[("place", &place), ("time", &time), ("age", &age)])
}

/// The text in quotation marks; for a join the answer.
fn body(item: &Item, at: &Moment) -> Shown {
    let inner = shown(&item.text, &item.hits);
    let empty = inner.text.is_empty();
    let around = match (item.kind, empty) {
        (ItemKind::Join, true) => at.lang.fill("queue.answer", &[("text", &at.lang.text("queue.nothing"))]),
        (ItemKind::Join, false) => at.lang.fill("queue.answer", &[("text", &"{}")]),
        (_, true) => at.lang.text("queue.no_text").to_owned(),
        (_, false) => at.lang.fill("queue.quoted", &[("text", &"{}")]),
    };
    let Some((before, after)) = around.split_once("{}") else {
        return Shown { text: around, hits: Vec::new() };
    };
    let moved = |h: &Range<usize>| h.start + before.len()..h.end + before.len();
    Shown { text: format!("{before}{}{after}", inner.text), hits: inner.hits.iter().map(moved).collect() }
}

fn source(item: &Item, at: &Moment) -> String {
    if let Some(wave) = at.wave(item) {
        return wave;
    }
    match item.source.trim() {
        "" => String::new(),
        source => at.lang.fill("queue.source", &[("source", &Clean::line(source))]),
    }
}

/// `R3 广告引流 0.94`, or what the machine says without having found anything.
fn finding(item: &Item, at: &Moment) -> String {
    let opinion = match item.suggestion {
        Suggestion::Reject(reason) => at.lang.text(reason.row().label),
        other => other.short().map_or("", |key| at.lang.text(key)),
    };
    let score = if item.hits.is_empty() { String::new() } else { format!("{:.2}", item.score) };
    let parts = [rule_number(&item.hits), opinion.to_owned(), score];
    parts.iter().filter(|p| !p.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn found(item: &Item, at: &Moment) -> String {
    names(&item.text, &item.hits, at.lang).join(at.lang.text("queue.comma"))
}

fn machine(item: &Item, at: &Moment) -> String {
    let finding = finding(item, at);
    match (item.kind, item.suggestion) {
        (_, Suggestion::None) if item.hits.is_empty() => String::new(),
        (ItemKind::Join, Suggestion::Look) if item.hits.is_empty() && item.text.trim().is_empty() => {
            at.lang.text("queue.machine_no_answer").to_owned()
        }
        _ if item.hits.is_empty() => at.lang.fill("queue.machine_clear", &[("finding", &finding)]),
        _ => at.lang.fill("queue.machine", &[("finding", &finding), ("names", &found(item, at))]),
    }
}

/// `加V 名额有限 微信号  L1 广告 0.94`.
fn brief(item: &Item, at: &Moment) -> String {
    let Some(opinion) = item.suggestion.short().filter(|_| !item.hits.is_empty()) else { return String::new() };
    let names = names(&item.text, &item.hits, at.lang).join(" ");
    format!("{names}  L1 {} {:.2}", at.lang.text(opinion), item.score)
}

fn notice_title(item: &Item, at: &Moment) -> String {
    match item.suggestion {
        Suggestion::Reject(reason) => at.lang.fill("queue.notice_rule", &[("digit", &reason.row().digit)]),
        _ => String::new(),
    }
}

fn raised(item: &Item, at: &Moment) -> String {
    let Some(time) = item.raised_at else { return String::new() };
    let (who, time, from) = (at.operator(&item.raised_by), at.clock(time), item.level.saturating_sub(1));
    let note = Clean::line(item.note.trim());
    let key = if note.is_empty() { "queue.raised_by" } else { "queue.raised_with" };
    at.lang.fill(key, &[("level", &from), ("who", &who), ("time", &time), ("note", &note)])
}

fn advice(item: &Item, at: &Moment) -> String {
    match item.suggestion {
        _ if item.state != State::Pending => String::new(),
        Suggestion::None => String::new(),
        Suggestion::Approve => at.lang.text("queue.advice_approve").to_owned(),
        // It is sure that something is wrong and cannot say what it would be called.
        Suggestion::Look if item.score >= REJECT_FROM => at.lang.text("rules.advice_unnamed").to_owned(),
        Suggestion::Look => at.lang.text("queue.advice_look").to_owned(),
        Suggestion::Reject(reason) => {
            let row = reason.row();
            let label = at.lang.text(row.label);
            at.lang.fill("queue.advice_reject", &[("digit", &row.digit), ("clause", &row.clause), ("reason", &label)])
        }
    }
}

fn fact(label: impl Into<String>, text: impl Into<String>) -> Fact {
    Fact { label: label.into(), text: text.into() }
}

fn why(item: &Item, at: &Moment) -> Vec<Fact> {
    let mut facts = Vec::new();
    let machine = at.lang.fill("queue.by_level", &[("level", &1), ("who", &at.lang.text("queue.by_machine"))]);
    let finding = finding(item, at);
    facts.push(fact(machine, if finding.is_empty() { at.lang.text("queue.not_screened").to_owned() } else { finding }));
    if !item.hits.is_empty() {
        facts.push(fact("", at.lang.fill("queue.found", &[("names", &found(item, at))])));
    }
    if let Some(time) = item.raised_at {
        let from = item.level.saturating_sub(1);
        let label = at.lang.fill("queue.by_level", &[("level", &from), ("who", &at.operator(&item.raised_by))]);
        facts.push(fact(label, at.lang.fill("queue.raised_at", &[("time", &at.clock(time))])));
        if !item.note.trim().is_empty() {
            facts.push(fact("", at.lang.fill("queue.quoted", &[("text", &Clean::line(item.note.trim()))])));
        }
    }
    let (who, what) = match (item.state, item.decided_at) {
        (State::Pending, _) | (_, None) => {
            (at.lang.text("queue.you").to_owned(), at.lang.text("queue.undecided").to_owned())
        }
        (state, Some(time)) => {
            let why = item.reason.map_or("", |r| at.lang.text(r.row().label));
            let what = format!("{} {} {why}", at.clock(time), at.lang.text(state.label()));
            (at.operator(&item.decided_by), what.trim_end().to_owned())
        }
    };
    facts.push(fact(at.lang.fill("queue.by_level", &[("level", &item.level), ("who", &who)]), what));
    facts
}

fn unknown(at: &Moment) -> Vec<Fact> {
    vec![fact("", at.lang.text("queue.unknown_member"))]
}

fn member(item: &Item, card: &Card, at: &Moment) -> Vec<Fact> {
    let text = |key| at.lang.text(key).to_owned();
    let mut facts = vec![fact(text("queue.card_name"), Clean::line(&item.who).into_string())];
    let tail: String = card.key.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
    if !tail.is_empty() {
        facts.push(fact(text("queue.card_key"), format!("..{}", Clean::line(&tail))));
    }
    if let (Some(joined), Some(days)) = (card.joined_at.or(card.first_seen), card.age_days(at.now)) {
        let (day, source) = (at.lang.day(joined.day(at.zone), at.now.day(at.zone)), Clean::line(&card.source));
        let line = at.lang.fill("queue.card_came", &[("day", &day), ("source", &source), ("days", &days)]);
        facts.push(fact(text("queue.card_since"), line));
    }
    if !card.role.is_empty() {
        facts.push(fact(text("queue.card_role"), Clean::line(&card.role).into_string()));
    }
    facts.push(fact(text("queue.card_rejected"), counted(card.rejected, item, at)));
    facts.extend(card.past.iter().map(|p| fact("", past(p, at))));
    let mut notes: Vec<String> = card.notes.iter().map(|n| noted(n, at)).collect();
    notes.extend((!card.note.is_empty()).then(|| Clean::line(&card.note).into_string()));
    let note = if notes.is_empty() { text("queue.card_no_note") } else { notes.join(at.lang.text("queue.comma")) };
    facts.push(fact(text("queue.card_note"), note));
    facts
}

/// `1 次，90 天内；警告线 3 次`: the line that is next, else the last.
fn counted(strikes: i64, item: &Item, at: &Moment) -> String {
    let policy = item.conduct.standing.policy;
    let line = policy.next(strikes).unwrap_or(super::strike::Line::Remove);
    let (name, limit) = (at.lang.text(line.label()), policy.at(line));
    at.lang.fill("conduct.card_count", &[("n", &strikes), ("days", &WINDOW_DAYS), ("line", &name), ("limit", &limit)])
}

/// `10/9 小满 刷屏，第 2 次`.
fn noted(note: &Noted, at: &Moment) -> String {
    let (day, by) = (at.lang.short_day(note.at.day(at.zone)), at.operator(&note.by));
    let text = Clean::line(&at.lang.say(&note.says)).into_string();
    at.lang.fill("conduct.note_line", &[("day", &day), ("who", &by), ("text", &text)])
}

fn past(past: &Past, at: &Moment) -> String {
    let (day, by) = (at.lang.short_day(past.at.day(at.zone)), at.operator(&past.by));
    let what = past.reason.map_or_else(|| at.lang.text(past.state.label()), |r| at.lang.text(r.row().label));
    let key = match (past.overturned, past.noticed) {
        (true, _) => "conduct.past_overturned",
        (false, true) => "queue.past_noticed",
        (false, false) => "queue.past",
    };
    at.lang.fill(key, &[("day", &day), ("what", &what), ("who", &by)])
}

fn siblings(card: &Card, place_of: impl Fn(i64) -> Option<usize>, at: &Moment) -> String {
    let Some(first) = card.siblings.first() else { return String::new() };
    let (n, age) = (card.siblings.len(), at.lang.span(at.now.since(first.at)));
    match place_of(first.id) {
        Some(place) => at.lang.fill("queue.siblings_at", &[("n", &n), ("place", &place), ("age", &age)]),
        None => at.lang.fill("queue.siblings", &[("n", &n), ("age", &age)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Language, Zone};
    use crate::db::testing::now;
    use crate::moderation::store::testing::{get, sample};
    use crate::moderation::store::{self};

    fn of(id: i64, language: Language) -> Detail {
        let file = sample();
        let lang = Lang::load(language);
        let at = Moment { now: now(), zone: Zone::default(), lang: &lang, me: "甲" };
        let item = get(&file.db, id);
        let card = store::card(&file.db, &item).unwrap();
        Detail::of(&item, card.as_ref(), |id| usize::try_from(id).ok(), &at)
    }

    #[test]
    fn the_first_row_of_the_screens_in_full() {
        let d = of(1, Language::Hans);
        assert_eq!(d.head, "微信 新手2群  入群 2 天  违规 1 (90天内)");
        assert_eq!(d.written, "微信 新手2群  14:08 发，等了 3时12");
        assert_eq!(d.body.text, "「加V领免费模具，名额有限，先到先得 wx: ****7788」");
        let hits: Vec<&str> = d.body.hits.iter().map(|h| &d.body.text[h.clone()]).collect();
        assert_eq!(hits, ["加V", "名额有限", "wx: ****7788"]);
        assert_eq!(d.machine, "机审 R3 广告引流 0.94：命中 加V，名额有限，微信号");
        assert_eq!(d.brief, "加V 名额有限 微信号  L1 广告 0.94");
        assert_eq!(d.notice_title, "通知草稿 (x1 后可 y 复制)");
        assert_eq!(d.raised, "L2 阿泽 13:52 上交：像小号，第 20 条是同一人，请定");
        assert_eq!(d.advice, "建议 x1 拒绝：公约 3.2 广告引流，通知草稿已备好");
        assert_eq!(d.siblings, "同类 1：第 20 条 4分前，同一人");
        let facts = |f: &[Fact]| f.iter().map(|f| format!("{}|{}", f.label, f.text)).collect::<Vec<_>>();
        assert_eq!(
            facts(&d.why),
            [
                "L1 机审|R3 广告引流 0.94",
                "|命中 加V，名额有限，微信号",
                "L2 阿泽|13:52 上交",
                "|「像小号，第 20 条是同一人，请定」",
                "L3 你|未定"
            ]
        );
        assert_eq!(
            facts(&d.card),
            [
                "昵称|糖霜饼干",
                "编号|..a41f",
                "入群|10月8日 周四 扫码 (2 天)",
                "等级|新手",
                "违规|1 次，90 天内；警告线 3 次",
                "|10/9 刷屏 小满，已通知",
                "备注|无 (备注 180 天后自动清除)"
            ]
        );
    }

    #[test]
    fn what_is_decided_says_by_whom() {
        let file = sample();
        let lang = Lang::load(Language::Hans);
        let at = Moment { now: now(), zone: Zone::default(), lang: &lang, me: "甲" };
        let past = Detail::of(&get(&file.db, 21), None, |_| None, &at);
        assert_eq!((past.why[1].label.as_str(), past.why[1].text.as_str()), ("L2 小满", "10/9 17:20 拒绝 刷屏"));
        assert_eq!(past.advice, "");
    }

    #[test]
    fn joins_and_strangers() {
        let momo = of(7, Language::Hans);
        assert_eq!(momo.head, "QQ 交流群  申请入群  1时30");
        assert_eq!((momo.body.text.as_str(), momo.body.hits.len()), ("答：(空)", 0));
        assert_eq!(momo.machine, "机审 没有答案，不能自动放行");
        assert_eq!(momo.card[0].text, "成员表里没有这个人");
        let luna = of(3, Language::Hans);
        assert_eq!((luna.body.text.as_str(), luna.machine.as_str()), ("答：订单尾号 5521", "机审 通过，没有命中"));
        assert_eq!(of(4, Language::Hans).source, "来源 邀请人 豆沙包");
        assert_eq!((luna.raised.as_str(), luna.notice.as_str(), luna.siblings.as_str()), ("", "", ""));
    }

    #[test]
    fn no_slot_stays_open_in_any_language() {
        for (language, _) in Language::ALL {
            for id in 1..=20 {
                let shown = format!("{:?}", of(id, language))
                    .replace("Detail {", "")
                    .replace("Fact {", "")
                    .replace("Shown {", "");
                assert!(!shown.contains('{') && !shown.contains("queue."), "{shown}");
            }
        }
    }
}
